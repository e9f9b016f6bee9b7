//! What the page says as plain HTML, for readers without a script and until the script has run: the
//! findings, the week, the sources and the method.

use super::model::{Data, FindingRow, SourceRow, Totals};
use super::plain::Plain;
use super::sankey::Sankey;
use super::week::Week;
use crate::compare::Relation;
use crate::report::Source;
use crate::report::findings::{Finding, Status};
use crate::words::Words;

/// Findings, sources, stories, copies and captions written as plain HTML, each. Chosen by judgement: some screens of each.
pub(super) const PLAIN: usize = 100;

/// The plain part of the page.
pub(super) struct Front {
    /// The page's title.
    pub title: String,
    /// The first findings.
    pub findings: Vec<PlainFinding>,
    /// The run in figures.
    pub week: Week,
    /// Stories, copies and captions.
    pub plain: Plain,
    /// How many findings have their texts below them.
    pub with_texts: usize,
    /// The largest flows; `None` if there is none.
    pub sankey: Option<Sankey>,
    /// The first sources.
    pub sources: Vec<PlainSource>,
    /// How many there are of each.
    pub totals: Totals,
    /// Version of the program.
    pub version: &'static str,
    /// The copying relations, each with what it means.
    pub relations: Vec<(&'static str, &'static str)>,
    /// The settings.
    pub settings: Vec<(String, String, String)>,
    /// The inputs.
    pub inputs: Vec<(String, u64, String)>,
}

/// A finding as its template takes it.
pub(super) struct PlainFinding {
    /// The fragment.
    pub h: String,
    /// Whether it is a charge.
    pub charged: bool,
    /// The sentence.
    pub text: String,
    /// What stands below it: status, points, confidence, how often readers confirmed its kind.
    pub about: String,
    /// Both texts side by side, as an element; empty without two texts or without room.
    pub texts: String,
    /// Addresses of the article and of the other; empty if there is none.
    pub links: Vec<(&'static str, String)>,
}

/// A source as its template takes it.
pub(super) struct PlainSource {
    /// Its name.
    pub name: String,
    /// Kind in words.
    pub kind: &'static str,
    /// Articles, originals, copies.
    pub counts: [u32; 3],
    /// Score; `None` with too little evidence.
    pub score: Option<Whisker>,
    /// Grade.
    pub grade: &'static str,
    /// Reasons.
    pub reasons: String,
}

/// A score with its interval, as places in a picture of width 100.
pub(super) struct Whisker {
    /// The score and the ends of its interval, as shown.
    pub shown: [String; 3],
    /// Their places.
    pub at: [String; 3],
    /// The score in words.
    pub words: String,
}

impl Whisker {
    fn of((score, low, high): (f64, f64, f64), w: &Words) -> Self {
        let shown = |x: f64| format!("{x:.0}");
        // The picture has a margin, so that a dot at either end is whole.
        let at = |x: f64| format!("{:.1}", 4.0 + x * 0.92);
        let shown = [score, low, high].map(shown);
        let words = w.fill("say.score", &[&shown[0], &shown[1], &shown[2]]);
        Self { shown, at: [score, low, high].map(at), words }
    }
}

impl Front {
    /// Gathers the plain part.
    pub(super) fn of(s: &Source<'_>, w: &'static Words, data: &Data, texts: Vec<String>) -> Self {
        let week = Week::of(s, w);
        let title = match &week.name {
            Some(week) => w.with("page.title_week", week),
            None => w.of("page.title").to_owned(),
        };
        let url = |at: i64| {
            usize::try_from(at)
                .ok()
                .and_then(|at| data.articles.url.get(at))
                .cloned()
                .unwrap_or_default()
        };
        let with_texts = texts.iter().filter(|text| !text.is_empty()).count();
        let finding = |(row, texts): (&FindingRow, String)| PlainFinding {
            texts,
            h: row.h.clone(),
            charged: row.status == Status::Charged,
            text: row.text.clone(),
            about: row.about.clone(),
            links: [("say.the_article", i64::from(row.a)), ("say.the_other", i64::from(row.o))]
                .into_iter()
                .map(|(what, at)| (w.of(what), url(at)))
                .filter(|(_, url)| !url.is_empty())
                .collect(),
        };
        let mut listed: Vec<&SourceRow> =
            data.sources.iter().filter(|x| x.articles > 0 && s.tells_of_source(&x.id)).collect();
        listed.sort_by(|x, y| y.articles.cmp(&x.articles).then(x.id.cmp(&y.id)));
        let source = |x: &&SourceRow| PlainSource {
            name: x.name.clone(),
            kind: w.among("source", x.kind),
            counts: [x.articles, x.originals, x.relations.iter().sum()],
            score: x.score.map(|score| Whisker::of(score, w)),
            grade: x.grade,
            reasons: x.reasons.clone(),
        };
        Self {
            title,
            findings: data.findings.iter().zip(texts).map(finding).collect(),
            week,
            plain: Plain::of(data, w),
            with_texts,
            sankey: Sankey::of(data, w),
            sources: listed.iter().take(PLAIN).map(source).collect(),
            totals: data.totals,
            version: data.version,
            relations: relations(w),
            settings: data.settings.clone(),
            inputs: data.inputs.iter().take(PLAIN).cloned().collect(),
        }
    }
}

/// Lists the copying relations, each with what it means.
fn relations(w: &'static Words) -> Vec<(&'static str, &'static str)> {
    let all = Relation::COPYING.iter().copied().chain([Relation::Translated.name()]);
    all.map(|name| (w.among("name", name), w.among("page.definitions", name))).collect()
}

/// Says what a finding costs, how sure it is, and how often readers confirmed findings of its kind.
pub(super) fn about(finding: &Finding, w: &Words) -> String {
    let kind = w.among("kind", finding.kinds[0].name());
    let what = match finding.status {
        Status::Charged => w.with("page.about.charged", w.decimal(finding.severity, 0)),
        _ => w.of("page.about.free").to_owned(),
    };
    let sure = match finding.confidence {
        None => w.of("page.about.unsure").to_owned(),
        sure => w.with("page.about.sure", w.percent(sure)),
    };
    let held = match finding.held() {
        (_, 0) => w.with("page.about.unchecked", kind),
        (confirmed, checked) => w.fill("page.about.checked", &[&confirmed, &checked, &kind]),
    };
    format!("{what} · {sure} · {held}")
}
