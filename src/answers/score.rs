//! One article checked against others: what it is, what was altered, its score.

use serde_json::{Map, Value, json};

use super::many;
use crate::archive::ArchiveError;
use crate::compare::{Comparison, Relation};
use crate::desk::Desk;
use crate::ingest::{self, Article};
use crate::lineage::direction::Basis;
use crate::lineage::{Verdict, Warrant};
use crate::pipeline::{self, Findings, Settings, Unwatched};
use crate::reliability::profile::{Counts, INDICATORS};
use crate::report::schema::{Cell, rounded};
use crate::report::tables;
use crate::sources::Registry;
use crate::words::Language;

/// Most articles shown as nearest. Chosen by judgement.
const NEAREST: usize = 5;

/// The output for an article.
#[derive(Debug)]
pub struct Shown {
    /// The object for programs.
    pub json: Value,
    /// The lines for people.
    pub lines: Vec<String>,
    /// The web page; `None` if it is not wanted.
    pub page: Option<String>,
}

impl Shown {
    /// Presents what was found of an article.
    fn of(
        findings: &Findings,
        at: usize,
        registry: &Registry,
        compared: Compared,
        page: Option<Language>,
    ) -> Self {
        let view = View::of(findings, at, registry);
        let lines = view.lines(compared);
        Self {
            json: view.json(),
            page: page.map(|language| view.page(registry, &lines, language)),
            lines,
        }
    }
}

/// Scores an article against an archive.
///
/// # Errors
/// What reading the archive finds.
pub fn with_archive(
    desk: &Desk,
    article: &Article,
    page: Option<Language>,
) -> Result<Shown, ArchiveError> {
    let opinion = desk.judge(article.clone())?;
    let compared = Compared::Kept(opinion.kept);
    Ok(Shown::of(&opinion.findings, opinion.at, desk.registry(), compared, page))
}

/// Scores an article against others, and against nearby articles of the archive if there is one.
///
/// # Errors
/// What reading the archive finds.
///
/// # Panics
/// Never: a run without a week keeps all its articles.
pub fn with_others(
    article: &Article,
    others: Vec<Article>,
    registry: &Registry,
    desk: Option<&Desk>,
    page: Option<Language>,
) -> Result<Shown, ArchiveError> {
    let mut batch = ingest::Batch { articles: others, ..ingest::Batch::default() };
    if let Some(desk) = desk {
        let given: std::collections::BTreeSet<String> =
            batch.articles.iter().map(|a| a.id.clone()).collect();
        batch
            .articles
            .extend(desk.near(article)?.into_iter().filter(|kept| !given.contains(&kept.id)));
    }
    // The article may be among the others; it is not compared with itself.
    batch.articles.retain(|a| a.id != article.id || a.text != article.text);
    let taken = batch.articles.iter().any(|a| a.id == article.id);
    let id = if taken { format!("{} (scored)", article.id) } else { article.id.clone() };
    let compared = match batch.articles.len() {
        0 => Compared::Nothing,
        n => Compared::With(n as u64),
    };
    batch.articles.push(Article { id: id.clone(), ..article.clone() });
    batch.articles.sort_by(|a, b| a.id.cmp(&b.id));
    let settings = Settings::default();
    let findings = pipeline::run(&mut batch, registry, &settings, &Unwatched);
    let at = findings.articles.iter().position(|a| a.id == id);
    let at = at.expect("a run without a week keeps all its articles");
    Ok(Shown::of(&findings, at, registry, compared, page))
}

/// What the article was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Nothing.
    Nothing,
    /// This many given articles.
    With(u64),
    /// The nearby articles of an archive, which holds this many.
    Kept(u64),
}

/// The results for the scored article.
pub struct View<'v> {
    /// The findings on it and on the articles it was compared with.
    pub findings: &'v Findings,
    /// Its index among them.
    pub at: u32,
    /// The row of its source in the sources table; empty if there is none.
    pub source: Vec<Cell>,
}

impl<'v> View<'v> {
    /// Gathers what `findings` hold about one article.
    pub fn of(findings: &'v Findings, at: usize, registry: &Registry) -> Self {
        let source = findings.cleaned[at].source.as_deref();
        let row = source.map(|id| tables::sources::row_of(findings, registry, id));
        Self { findings, at: at as u32, source: row.unwrap_or_default() }
    }

    /// Returns the article's pairs as (other article, comparison), at most five: copies
    /// first, then by how much they share.
    pub fn nearest(&self) -> Vec<(u32, usize)> {
        let mut out: Vec<(u32, usize)> = self
            .findings
            .comparisons
            .iter()
            .enumerate()
            .filter(|(_, c)| c.a == self.at || c.b == self.at)
            .map(|(n, c)| (if c.a == self.at { c.b } else { c.a }, n))
            .collect();
        let rank = |c: &Comparison| {
            (
                !c.relation.is_copying(),
                c.relation != Relation::Translated,
                -((c.measures.short_matched() + c.measures.long_matched() + c.measures.nearness)
                    * 1e6) as i64,
            )
        };
        out.sort_by_key(|(other, n)| (rank(&self.findings.comparisons[*n]), *other));
        out.truncate(NEAREST);
        out
    }

    fn evidence(&self, n: usize) -> Vec<String> {
        let c = &self.findings.comparisons[n];
        let m = &c.measures;
        let mut out = match &c.translation {
            Some(translation) => vec![translation.describe()],
            None => vec![
                format!("{} words in verbatim runs", m.verbatim),
                format!("{:.0} % of the shorter body matched", m.short_matched() * 100.0),
                format!(
                    "{:.0} % of the words in linked sentences swapped",
                    m.substituted() * 100.0
                ),
            ],
        };
        out.extend(self.findings.lineage.verdicts[n].evidence.iter().cloned());
        out
    }

    /// Returns the alterations from the best parent, or else from the nearest copy: kind, the
    /// other's wording, the article's wording, and the person quoted.
    fn drift(&self) -> Vec<(&'static str, String, String, Option<String>)> {
        let parent = self.findings.lineage.standings[self.at as usize]
            .parent
            .as_ref()
            .map(|p| p.comparison as usize);
        let nearest = self
            .nearest()
            .first()
            .map(|(_, n)| *n)
            .filter(|n| self.findings.comparisons[*n].relation.is_copying());
        let Some(n) = parent.or(nearest) else { return Vec::new() };
        let (c, verdict) = (&self.findings.comparisons[n], &self.findings.lineage.verdicts[n]);
        let text = |at: u32, bytes: &std::ops::Range<usize>| {
            self.findings.articles[at as usize].text[bytes.clone()].to_owned()
        };
        let other = if c.a == self.at { c.b } else { c.a };
        verdict
            .alterations_from(other, c)
            .map(|d| {
                let speaker = d
                    .speaker_in((
                        &self.findings.articles[c.a as usize].text,
                        &self.findings.articles[c.b as usize].text,
                    ))
                    .map(str::to_owned);
                if c.a == self.at {
                    (d.kind.name(), text(c.b, &d.b), text(c.a, &d.a), speaker)
                } else {
                    (d.kind.name(), text(c.a, &d.a), text(c.b, &d.b), speaker)
                }
            })
            .collect()
    }

    /// Returns why differences from its parent do not count against the article; `None` if they do.
    fn held_back(&self) -> Option<&'static str> {
        self.findings.lineage.standings[self.at as usize].warrant.and_then(Warrant::words)
    }

    /// Returns the object that `--json` prints.
    pub fn json(&self) -> Value {
        let at = self.at as usize;
        let (article, clean, standing, record) = (
            &self.findings.articles[at],
            &self.findings.cleaned[at],
            &self.findings.lineage.standings[at],
            &self.findings.reliability.articles[at],
        );
        let relation = standing.relation.map(|r| r.name()).or_else(|| {
            self.nearest().first().map(|(_, n)| self.findings.comparisons[*n].relation.name())
        });
        let told = standing
            .parent
            .as_ref()
            .map(|p| &self.findings.lineage.verdicts[p.comparison as usize]);
        let confidence = told.and_then(Verdict::confidence).map(rounded);
        let source = clean.source.as_deref().map_or(Value::Null, |_| source(&self.source));
        let nearest: Vec<Value> = self
            .nearest()
            .into_iter()
            .map(|(other, n)| {
                json!({"article_id": self.findings.articles[other as usize].id, "source_id": self.findings.cleaned[other as usize].source,
                    "relation": self.findings.comparisons[n].relation.name(), "confidence": self.findings.comparisons[n].standing.firmness.map(rounded), "evidence": self.evidence(n)})
            })
            .collect();
        let drift: Vec<Value> = self
            .drift()
            .into_iter()
            .map(|(kind, original, copy, speaker)| json!({"kind": kind, "original_text": original, "copy_text": copy, "speaker": speaker}))
            .collect();
        let captions: Vec<Value> = self
            .findings
            .captions
            .iter()
            .filter(|c| c.article == self.at)
            .map(|c| json!({"caption": c.caption.text, "verdict": c.verdict.name(), "relatedness": rounded(c.relatedness), "evidence": c.evidence}))
            .collect();
        json!({
            "schema": 1,
            "article": {"id": article.id, "source_id": clean.source, "claimed_source": clean.claimed, "title": clean.title, "published": self.findings.lineage.dates[at].0.map(|d| d.to_string()), "words": self.findings.fingerprints[at].words,
                "language": clean.language, "authors": clean.credits.authors, "dateline": clean.credits.dateline.as_ref().map(|d| d.place.clone())},
            "verdict": {"relation": relation, "original": standing.original, "confidence": confidence, "basis": told.and_then(Verdict::basis).map(Basis::name)},
            "nearest": nearest,
            "drift": drift,
            "captions": captions,
            "credit": record.credit.map(|c| c.name()),
            "credit_found": standing.credit.map(|c| c.name()),
            "held_back": self.held_back(),
            "source": source,
            "score": record.score.map(rounded),
            "reasons": record.harms.iter().map(|h| h.what.clone()).collect::<Vec<_>>(),
            "profile": profile(&record.counts),
        })
    }

    /// Returns the lines for the terminal.
    pub fn lines(&self, compared: Compared) -> Vec<String> {
        let mut out = vec![self.verdict(compared), self.about()];
        let agencies = &self.findings.cleaned[self.at as usize].credits.agencies;
        if !agencies.is_empty() {
            let credits = agencies.iter().map(|(id, basis)| format!("{id} ({})", basis.name()));
            out.push(format!("credits {}", credits.collect::<Vec<_>>().join(", ")));
        }
        out.extend(self.credit());
        for (other, n) in self.nearest() {
            out.push(format!(
                "  {:<13} {}  ({})",
                self.findings.comparisons[n].relation.name(),
                self.id(other),
                self.evidence(n).join("; ")
            ));
        }
        out.extend(self.alterations());
        for c in self.findings.captions.iter().filter(|c| c.article == self.at) {
            out.push(format!(
                "caption {}: “{}” ({})",
                c.verdict.name(),
                c.caption.text,
                c.evidence
            ));
        }
        out.extend(self.record());
        out.push(self.score());
        out
    }

    fn id(&self, at: u32) -> &str {
        &self.findings.articles[at as usize].id
    }

    /// Says what the article is, and to which other.
    fn verdict(&self, compared: Compared) -> String {
        let (f, id) = (self.findings, self.id(self.at));
        let standing = &f.lineage.standings[self.at as usize];
        if let Some(parent) = &standing.parent {
            let relation = standing.relation.map_or("copied", |r| r.name());
            let (n, other) = (parent.comparison as usize, self.id(parent.article));
            let by_dates = f.lineage.verdicts[n].basis() == Some(Basis::Earliest);
            return if by_dates && !f.comparisons[n].ties.same_source {
                format!(
                    "{id}: {relation}, later than {other} by their dates; both may have copied a third text"
                )
            } else {
                format!("{id}: {relation} from {other}")
            };
        }
        let nearest = self.nearest().first().copied();
        let copying = nearest.filter(|(_, n)| f.comparisons[*n].relation.is_of_one_text());
        if let Some((other, n)) = copying {
            let which = match f.lineage.verdicts[n].original {
                Some(original) if original == self.at => "this one is closer to the original",
                Some(_) => "the other one is closer to the original",
                None => "which of the two is the original is unknown",
            };
            let relation = f.comparisons[n].relation;
            if relation == Relation::Translated {
                let other = self.id(other);
                return format!("{id}: the story of {other} in another language; {which}");
            }
            return format!("{id}: {} with {}; {which}", relation.name(), self.id(other));
        }
        match compared {
            Compared::Nothing => {
                format!("{id}: not compared with anything: give --against or --archive")
            }
            Compared::With(n) => format!(
                "{id}: not a copy of any of the {} it was compared with",
                many(n as usize, "article")
            ),
            Compared::Kept(n) => format!(
                "{id}: not a copy of anything in the archive ({})",
                many(n as usize, "article")
            ),
        }
    }

    /// Says whose the article is, when it appeared, and how much of it is body.
    fn about(&self) -> String {
        let (f, at) = (self.findings, self.at as usize);
        let clean = &f.cleaned[at];
        let source = match (&clean.source, &clean.claimed) {
            (Some(source), _) => source.clone(),
            (None, Some(claimed)) => format!("unknown, claims to be {claimed}"),
            (None, None) => "unknown".to_owned(),
        };
        let date = f.lineage.dates[at].0.map_or_else(|| "undated".to_owned(), |d| d.to_string());
        format!(
            "source {source}, {date}, {} words, {:.0} % boilerplate",
            f.fingerprints[at].words,
            clean.boilerplate_share * 100.0
        )
    }

    /// Says what became of the credit, if that is known.
    fn credit(&self) -> Option<String> {
        let at = self.at as usize;
        let standing = &self.findings.lineage.standings[at];
        if let Some(credit) = self.findings.reliability.articles[at].credit {
            return Some(format!("credit {}", credit.name()));
        }
        let found = standing.credit?.name();
        let why = standing.debt.and_then(Warrant::words).unwrap_or("it may not be its fault");
        Some(format!("credit {found}, which does not count against it: {why}"))
    }

    /// Lists what differs from the parent, and whether it counts.
    fn alterations(&self) -> Vec<String> {
        let drift = self.drift();
        if drift.is_empty() {
            return Vec::new();
        }
        let mut out = vec![match self.held_back() {
            Some(why) => format!("different, which does not count against it ({why}):"),
            None => "altered:".to_owned(),
        }];
        for (kind, original, copy, speaker) in drift {
            let by = speaker.map_or(String::new(), |name| format!("  ({name})"));
            out.push(format!("  {kind:<9} “{original}”{by}"));
            out.push(format!("         →  “{copy}”"));
        }
        out
    }

    /// States the score and what it was taken off for.
    fn score(&self) -> String {
        let record = &self.findings.reliability.articles[self.at as usize];
        match record.score {
            Some(score) if record.harms.is_empty() => {
                format!("score {score:.0} of 100: nothing found against it")
            }
            Some(score) => {
                let harms = record.harms.iter().map(|h| format!("{} (−{:.0})", h.what, h.points));
                format!("score {score:.0} of 100: {}", harms.collect::<Vec<_>>().join(", "))
            }
            None => "no score: too little could be checked".to_owned(),
        }
    }
}

impl View<'_> {
    /// Summarises the source's record; `None` if the source has no row.
    fn record(&self) -> Option<String> {
        let cell = |name: &str| {
            tables::sources::names().position(|n| n == name).and_then(|at| self.source.get(at))
        };
        let number = |name: &str| match cell(name) {
            Some(Cell::Float(x)) => Some(*x),
            _ => None,
        };
        let (Some(Cell::Int(articles)), Some(Cell::Text(reasons))) =
            (cell("articles"), cell("reasons"))
        else {
            return None;
        };
        let grade =
            match (cell("grade"), number("score"), number("score_low"), number("score_high")) {
                (Some(Cell::Text(grade)), Some(score), Some(low), Some(high)) => {
                    format!(
                        "grade {grade}, score {score:.0} (90 % interval {low:.0} to {high:.0}): "
                    )
                }
                (_, Some(score), Some(low), Some(high)) => {
                    format!("score {score:.0} (90 % interval {low:.0} to {high:.0}): ")
                }
                _ => String::new(),
            };
        Some(format!("source record: {}, {grade}{reasons}", many(*articles as usize, "article")))
    }
}

/// Returns the counts of an article's indicators, as `[hits, cases]`, without those of no case.
fn profile(counts: &Counts) -> Value {
    INDICATORS
        .iter()
        .map(|about| (about.name, counts.of(about.indicator)))
        .filter(|(_, (_, of))| *of > 0)
        .map(|(name, (count, of))| (name.to_owned(), json!([count, of])))
        .collect::<Map<_, _>>()
        .into()
}

/// Returns a row of the table `sources` as an object.
pub fn source(row: &[Cell]) -> Value {
    tables::sources::names()
        .zip(row.iter().cloned().map(value))
        .map(|(name, cell)| (name.to_owned(), cell))
        .collect::<Map<_, _>>()
        .into()
}

/// Converts a cell to JSON.
fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Int(i) => i.into(),
        Cell::Float(x) => rounded(x).into(),
    }
}
