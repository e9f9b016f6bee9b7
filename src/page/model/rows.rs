//! The rows of everything but articles.

use serde::Serialize;
use serde_json::Value;

use super::super::{front, shown};
use super::Chosen;
use crate::captions::CaptionVerdict;
use crate::compare::Relation;
use crate::pipeline::Findings;
use crate::reliability::contradictions::Place;
use crate::reliability::profile::Indicator;
use crate::reliability::profile::corroboration::Corroborated;
use crate::reliability::reasons::Reasons;
use crate::reliability::{Rate, SourceRecord, score};
use crate::report::findings::{Finding, Status, anchor};
use crate::report::schema::rounded;
use crate::report::{Source, summary, tables};
use crate::sources::Weights;
use crate::words::Words;

/// Most characters of a caption, a name or a reason. Chosen by judgement.
const TEXT: usize = 400;
/// Most characters of a reconstructed text. Chosen by judgement: a long wire story.
const LOST: usize = 12_000;

/// A source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceRow {
    /// The fragment that opens it.
    pub h: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind; empty if it is not in the source list.
    pub kind: &'static str,
    /// Whether copy credited to it counts as agency copy.
    pub agency: bool,
    /// Articles, originals among them, and copies by relation.
    pub articles: u32,
    /// Originals and independent articles.
    pub originals: u32,
    /// Copies by relation, in the order of [`Relation::COPYING`].
    pub relations: [u32; Relation::COPYING.len()],
    /// Score with both ends of its interval; `None` with too little evidence.
    pub score: Option<(f64, f64, f64)>,
    /// Grade; empty with too little evidence.
    pub grade: &'static str,
    /// What each group of indicators adds to the score, and what it can add at most; empty without a
    /// score.
    pub groups: Vec<(&'static str, f64, f64)>,
    /// What weighs most, in words.
    pub reasons: String,
    /// Rates.
    pub rates: Vec<RateRow>,
    /// Earlier weeks, oldest first: name, articles and score with both ends of its interval.
    pub past: Vec<WeekRow>,
}

/// A source's week: its name, articles, and score with both ends of its interval.
pub type WeekRow = (String, u32, Option<(f64, f64, f64)>);

/// A rate: in words, count, of, the ends of its interval, and the middle (median) of the rates of
/// sources of its kind.
pub type RateRow = (&'static str, u32, u32, Option<(f64, f64)>, Option<f64>);

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingRow {
    /// The fragment that opens it.
    pub h: String,
    /// Status.
    pub status: Status,
    /// Kinds, gravest first.
    pub kinds: Vec<&'static str>,
    /// The sentence.
    pub text: String,
    /// Points.
    pub points: f64,
    /// Least probability that it rests on; `None` if one was not measured.
    pub sure: Option<f64>,
    /// What it costs, how sure it is, and how often readers confirmed findings of its kind.
    pub about: String,
    /// The article.
    pub a: u32,
    /// The other; -1 if there is none.
    pub o: i32,
    /// The pair, by place among the pairs; -1 if there is none.
    pub pair: i32,
    /// Relation of the pair; empty without one.
    pub relation: &'static str,
    /// What a reader said of it: mark and note.
    pub review: Option<(&'static str, String)>,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
pub struct StoryRow {
    /// The fragment that opens it.
    pub h: String,
    /// Its number, as articles refer to it.
    pub n: u32,
    /// Articles, outlets, and origins that reported it independently.
    pub counts: (usize, usize, u32),
    /// Headline.
    pub title: String,
    /// First and last date; empty if none is dated.
    pub span: (String, String),
}

/// A family whose first text is lost.
#[derive(Debug, Clone, Serialize)]
pub struct FamilyRow {
    /// Its number, as articles refer to it.
    pub n: u32,
    /// The agency, by place among the sources, and its name.
    pub agency: (i32, String),
    /// Outlets that credit the agency.
    pub credited_by: u32,
    /// The text that the witnesses agree on, and how many they are; empty if there is none.
    pub text: String,
    /// Number of witnesses.
    pub witnesses: usize,
}

/// What one source took from another.
#[derive(Debug, Clone, Serialize)]
pub struct FlowRow {
    /// From this source, by place.
    pub from: i32,
    /// To this one.
    pub to: i32,
    /// Copies.
    pub n: usize,
    /// Copies by relation, in the order of [`Relation::COPYING`].
    pub relations: [usize; Relation::COPYING.len()],
    /// Copies that name their source, and copies for which that is known.
    pub credited: (usize, usize),
}

/// A caption that is unrelated or from the archive.
#[derive(Debug, Clone, Serialize)]
pub struct CaptionRow {
    /// The article, by place.
    pub a: i32,
    /// The caption.
    pub text: String,
    /// The verdict.
    pub verdict: &'static str,
    /// Probability that it belongs.
    pub related: f64,
    /// Date that the caption names; empty if it names none.
    pub date: String,
    /// Why.
    pub why: String,
}

/// Something that could not be read: path, line, field, reason.
pub type RejectRow = (String, Option<u64>, String, String);
/// What two independent reports of an event say differently: the event's number, the kind, and each
/// side's article, by place, and sentence.
pub type ContradictionRow = (u32, &'static str, [(u32, String); 2]);
/// What independent reports of an event say alike: the event's number, the kind, the wording of the
/// first, and the articles, by place.
pub type CorroboratedRow = (u32, &'static str, String, Vec<u32>);
/// An input: name, bytes, hash.
pub type InputRow = (String, u64, String);

/// Gathers the sources.
pub(super) fn sources(s: &Source<'_>, w: &'static Words, chosen: &Chosen) -> Vec<SourceRow> {
    chosen.sources.iter().map(|id| source(s, w, id)).collect()
}

fn source(s: &Source<'_>, w: &'static Words, id: &str) -> SourceRow {
    let known = s.registry.by_id(id);
    let record = s.findings.reliability.sources.get(id).cloned().unwrap_or_default();
    let rate = |words: &str, rate: &Rate, same: Option<Indicator>| {
        let ends = rate.estimate.filter(|_| rate.of > 0);
        let middle = same.and_then(|indicator| record.profile.of(indicator).quartiles);
        let ends = ends.map(|e| (rounded(e.low), rounded(e.high)));
        (
            w.among("page.rate", words),
            rate.count,
            rate.of,
            ends,
            middle.map(|quartiles| rounded(quartiles.1)),
        )
    };
    let score = record.score;
    let reasons = match record.articles {
        0 => String::new(),
        _ => {
            let kind = known.map_or("unlisted", |known| known.kind.name());
            Reasons::of(&record, &s.registry.weights, kind).words(w)
        }
    };
    let weeks = s.beside.week_before.as_ref().map_or(&[][..], |before| &before.past);
    let past = weeks.iter().filter_map(|week| {
        let (articles, score) = *week.sources.get(id)?;
        Some((week.name.clone(), articles, score))
    });
    SourceRow {
        past: past.collect(),
        h: anchor('o', &[id]),
        id: shown::line(id, TEXT),
        name: shown::line(known.map_or(id, |k| &k.name), TEXT),
        kind: known.map_or("", |k| k.kind.name()),
        agency: known.is_some_and(crate::sources::Source::is_agency),
        articles: record.articles,
        originals: record.originals,
        relations: record.relations,
        score: score.map(|x| (rounded(x.value), rounded(x.low), rounded(x.high))),
        grade: score.as_ref().and_then(|x| x.grade()).unwrap_or_default(),
        groups: groups(&record, &s.registry.weights),
        reasons: shown::line(&reasons, TEXT),
        rates: vec![
            rate("attributed", &record.attributed, Some(Indicator::Credited)),
            rate("quotes", &record.quote_fidelity, Some(Indicator::QuotesKept)),
            rate("drift", &record.drift, Some(Indicator::FactsDrifted)),
            rate("spin", &record.spin, Some(Indicator::Spun)),
            rate("captions", &record.captions_flagged, Some(Indicator::CaptionsUnrelated)),
            rate("backdated", &record.backdated, Some(Indicator::Backdated)),
            rate("dated", &record.dated, None),
            rate("bylined", &record.bylined, None),
            rate("copied", &record.copied, None),
        ],
    }
}

/// Adds up what each group of indicators gives a source.
fn groups(record: &SourceRecord, weights: &Weights) -> Vec<(&'static str, f64, f64)> {
    let mut out: Vec<(&'static str, f64, f64)> = Vec::new();
    let parts = if record.score.is_some() { score::parts(record, weights) } else { Vec::new() };
    for part in parts {
        let (name, most) = (part.about.group.name(), part.weight);
        match out.iter_mut().find(|(known, ..)| *known == name) {
            Some(group) => (group.1, group.2) = (group.1 + most - part.cost(), group.2 + most),
            None => out.push((name, most - part.cost(), most)),
        }
    }
    out.into_iter().map(|(name, got, most)| (name, rounded(got), rounded(most))).collect()
}

/// Gathers the findings.
pub(super) fn findings(
    s: &Source<'_>,
    w: &Words,
    found: &[Finding],
    chosen: &Chosen,
) -> Vec<FindingRow> {
    let f = s.findings;
    let pairs: rustc_hash::FxHashMap<u32, i32> =
        chosen.pairs.iter().zip(0..).map(|(pair, n)| (pair.comparison, n)).collect();
    let reviews = s.beside.reviews.as_ref();
    let row = |x: &Finding| {
        Some(FindingRow {
            h: x.anchor.clone(),
            status: x.status,
            kinds: x.kinds.iter().map(|kind| kind.name()).collect(),
            text: shown::plain(&x.sentence),
            points: rounded(x.severity),
            sure: x.confidence.map(rounded),
            about: front::about(x, w),
            a: chosen.place(x.article)?,
            o: x.other.and_then(|o| chosen.place(o)).map_or(-1, |o| o as i32),
            pair: x.comparison.and_then(|c| pairs.get(&c)).copied().unwrap_or(-1),
            relation: x.comparison.map_or("", |c| f.comparisons[c as usize].relation.name()),
            review: reviews
                .and_then(|reviews| reviews.of(&x.anchor))
                .map(|review| (review.mark.name(), shown::line(&review.note, TEXT))),
        })
    };
    found.iter().take(chosen.findings).filter_map(row).collect()
}

/// Gathers the events with several articles, the largest first, and how many there are.
pub(super) fn stories(s: &Source<'_>, chosen: &Chosen) -> (Vec<StoryRow>, usize) {
    let f = s.findings;
    let mut out: Vec<StoryRow> = f
        .lineage
        .stories
        .iter()
        .zip(0u32..)
        .filter(|(story, _)| story.members.len() > 1 && f.tells_of(&story.members))
        .map(|(story, n)| {
            let mut outlets: Vec<&str> = story
                .members
                .iter()
                .filter_map(|m| f.cleaned[*m as usize].source.as_deref())
                .collect();
            let nameless = story.members.len() - outlets.len();
            outlets.sort_unstable();
            outlets.dedup();
            let (first, last) = tables::span(f, &story.members);
            let title = tables::title_of(f, &story.members, first_dated(f, &story.members));
            StoryRow {
                h: anchor('s', &[&tables::story_id(f, n)]),
                n,
                counts: (story.members.len(), outlets.len() + nameless, story.independent_origins),
                title: shown::line(&title.unwrap_or_default(), TEXT),
                span: (first.unwrap_or_default(), last.unwrap_or_default()),
            }
        })
        .collect();
    out.sort_by(|x, y| {
        y.counts.1.cmp(&x.counts.1).then(y.counts.0.cmp(&x.counts.0)).then(x.n.cmp(&y.n))
    });
    let of = out.len();
    out.truncate(chosen.rows);
    (out, of)
}

/// Returns the earliest dated member: its headline is what the event was first called.
fn first_dated(f: &Findings, members: &[u32]) -> Option<u32> {
    let dated = members.iter().filter_map(|&m| Some((f.lineage.dates[m as usize].0?.middle(), m)));
    dated.min().map(|(_, m)| m)
}

/// Gathers what independent reports of one event say differently, and how many differences there
/// are.
pub(super) fn contradictions(s: &Source<'_>, chosen: &Chosen) -> (Vec<ContradictionRow>, usize) {
    let f = s.findings;
    let side = |place: &Place| {
        let text = &f.articles[place.article as usize].text[place.bytes.clone()];
        Some((chosen.place(place.article)?, shown::line(text, TEXT)))
    };
    let told =
        || f.reliability.contradictions.iter().filter(|c| f.tells_of(&[c.a.article, c.b.article]));
    let rows = told().filter_map(|c| Some((c.story, c.kind.name(), [side(&c.a)?, side(&c.b)?])));
    (rows.take(chosen.rows).collect(), told().count())
}

/// Gathers what independent reports of one event say alike, and how much there is.
pub(super) fn corroborated(s: &Source<'_>, chosen: &Chosen) -> (Vec<CorroboratedRow>, usize) {
    let f = s.findings;
    let ids = |c: &Corroborated| c.places.iter().map(|(at, _)| *at).collect::<Vec<_>>();
    let told = || f.reliability.corroborated.iter().filter(|c| f.tells_of(&ids(c)));
    let row = |c: &Corroborated| {
        let (first, bytes) = c.places.first()?;
        let text = shown::line(&f.articles[*first as usize].text[bytes.clone()], TEXT);
        let places: Option<Vec<u32>> = ids(c).into_iter().map(|at| chosen.place(at)).collect();
        Some((c.story, c.kind, text, places?))
    };
    (told().filter_map(row).take(chosen.rows).collect(), told().count())
}

/// Gathers the families whose first text is lost.
pub(super) fn families(s: &Source<'_>, chosen: &Chosen) -> Vec<FamilyRow> {
    let f = s.findings;
    let lost = f.lineage.clusters.iter().zip(0u32..).filter(|(c, _)| f.tells_of(&c.members));
    lost.filter_map(|(cluster, n)| {
        let agency = cluster.lost_wire.as_deref()?;
        let text = f.lineage.archetypes.binary_search_by_key(&n, |(of, _)| *of).ok();
        let text = text.map(|at| &f.lineage.archetypes[at].1);
        let name = s.registry.by_id(agency).map_or(agency, |known| &known.name);
        Some(FamilyRow {
            n,
            agency: (chosen.number(Some(agency)), shown::line(name, TEXT)),
            credited_by: cluster.credited_by,
            text: text
                .map_or(String::new(), |a| shown::plain(&a.text()).chars().take(LOST).collect()),
            witnesses: text.map_or(0, |a| a.witnesses.len()),
        })
    })
    .take(chosen.rows)
    .collect()
}

/// Gathers who takes from whom, most first, and how many there are.
pub(super) fn flows(s: &Source<'_>, chosen: &Chosen) -> (Vec<FlowRow>, usize) {
    let all = tables::flows::flows(s);
    let of = all.len();
    let mut out: Vec<FlowRow> = all
        .into_iter()
        .map(|((from, to), flow)| FlowRow {
            from: chosen.number(Some(from)),
            to: chosen.number(Some(to)),
            n: flow.articles,
            relations: flow.by_relation,
            credited: (flow.attributed.unwrap_or_default(), flow.judged),
        })
        .filter(|flow| flow.from >= 0 && flow.to >= 0)
        .collect();
    out.sort_by_key(|flow| (std::cmp::Reverse(flow.n), flow.from, flow.to));
    out.truncate(chosen.rows);
    (out, of)
}

/// Gathers the captions that are unrelated or from the archive, and how many there are.
pub(super) fn captions(s: &Source<'_>, chosen: &Chosen) -> (Vec<CaptionRow>, usize) {
    let f = s.findings;
    let of_interest =
        |v: CaptionVerdict| matches!(v, CaptionVerdict::Unrelated | CaptionVerdict::Archive);
    let mut all: Vec<_> =
        f.captions.iter().filter(|c| of_interest(c.verdict) && f.tells_of(&[c.article])).collect();
    all.sort_by_key(|c| c.verdict != CaptionVerdict::Unrelated);
    let of = all.len();
    let row = |c: &&crate::captions::Judged| CaptionRow {
        a: chosen.place(c.article).map_or(-1, |a| a as i32),
        text: shown::line(&c.caption.text, TEXT),
        verdict: c.verdict.name(),
        related: rounded(c.relatedness),
        date: c.date.map_or(String::new(), |d| d.to_string()),
        why: shown::line(&c.evidence, TEXT),
    };
    (all.iter().map(row).filter(|row| row.a >= 0).take(chosen.rows).collect(), of)
}

/// Gathers what could not be read. Paths are shown without their folders.
pub(super) fn rejects(s: &Source<'_>, chosen: &Chosen) -> Vec<RejectRow> {
    let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    let row = |reject: &crate::ingest::Reject| {
        (
            shown::line(&name(&reject.path), TEXT),
            reject.line,
            shown::line(reject.field.as_deref().unwrap_or_default(), TEXT),
            shown::line(&reject.reason, TEXT),
        )
    };
    s.batch.rejects.iter().take(chosen.rows).map(row).collect()
}

/// Gathers the inputs.
pub(super) fn inputs(s: &Source<'_>) -> Vec<InputRow> {
    s.batch.digests.iter().map(|d| (shown::line(&d.name, TEXT), d.bytes, d.xxh3.clone())).collect()
}

/// Lists the settings by name.
pub(super) fn settings(s: &Source<'_>, w: &Words) -> Vec<(String, String, String)> {
    let x = s.settings;
    let set = |name: &str, value: Option<String>, none: &str| {
        let name = w.among("page.setting", name).to_owned();
        let value = value.unwrap_or_else(|| w.among("page.setting", none).to_owned());
        (name, String::new(), value)
    };
    let mut out = vec![
        set("week", x.week.map(|(y, week)| format!("{y}-W{week:02}")), "all"),
        set("window", x.window_days.map(|d| d.to_string()), "no_limit"),
        set("as_of", x.as_of.map(|d| d.to_string()), "not_stated"),
    ];
    if let Value::Object(weights) = summary::weights(&s.registry.weights) {
        for (name, value) in weights {
            match value {
                Value::Null => {}
                Value::Object(indicators) => out.extend(indicators.iter().map(|(name, weight)| {
                    let what = w.of("page.setting.source").to_owned();
                    (what, plain(name), weight.to_string())
                })),
                value => {
                    let what = w.of("page.setting.article").to_owned();
                    out.push((what, plain(&name), value.to_string()));
                }
            }
        }
    }
    out
}

/// Returns a setting's name as words.
fn plain(name: &str) -> String {
    name.replace('_', " ")
}
