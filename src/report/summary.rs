//! summary.json: the run in figures, with sorted keys, without the time, the command line or
//! timings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Source;
use super::schema::rounded;
use crate::captions::CaptionVerdict;
use crate::clean::Label;
use crate::compare::Relation;
use crate::inert;
use crate::ingest::ReadAs;
use crate::reliability::agreement::{self, Pair};
use crate::reliability::profile::{INDICATORS, Indicator};
use crate::reliability::{Prior, Score, SourceRecord, score};
use crate::sources::Weights;
use crate::sources::ratings::Ratings;

/// Returns the summary as JSON, ending in a line feed.
pub fn json(s: &Source<'_>) -> String {
    let f = s.findings;
    // Only what the tables list, so that their rows can be checked against the counts.
    let pairs =
        || f.comparisons.iter().zip(&f.lineage.verdicts).filter(|(c, _)| f.tells_of(&[c.a, c.b]));
    let judged = || f.captions.iter().filter(|c| f.tells_of(&[c.article]));
    let blocks_of =
        || f.cleaned.iter().zip(&f.focus).filter(|(_, focus)| **focus).flat_map(|(c, _)| &c.blocks);
    let relations = counted(pairs().map(|(c, _)| c.relation.name()));
    let captions = counted(judged().map(|c| c.verdict.name()));
    let drift = counted(pairs().flat_map(|(c, v)| v.alterations(c)).map(|d| d.kind.name()));
    let blocks = counted(blocks_of().map(|b| b.label.name()));
    let listed = f.listed().into_iter().filter(|x| *x).count();
    let copies = f
        .lineage
        .standings
        .iter()
        .zip(&f.focus)
        .filter(|(x, focus)| **focus && x.parent.is_some())
        .count();
    let summary = json!({
        "schema": 1,
        "version": env!("CARGO_PKG_VERSION"),
        "settings": settings(s),
        "inputs": inputs(s),
        "records": s.batch.records,
        "repeats": s.batch.repeats,
        "rejected": s.batch.rejects.iter().filter(|r| r.field.is_none() || r.field.as_deref() == Some("id")).count(),
        "rejected_fields": s.batch.rejects.iter().filter(|r| r.field.as_deref().is_some_and(|field| field != "id")).count(),
        "archive": s.beside.archive.map(|(generation, articles)| json!({"generation": generation, "articles": articles})),
        "figures": super::figures::of(s).into_iter().collect::<BTreeMap<String, u64>>(),
        "articles": listed,
        "weeks": (!s.batch.weeks.is_empty()).then(|| weeks(s)),
        "articles_counted": f.counted.iter().filter(|c| **c).count(),
        "sources": f.reliability.sources.len(),
        "clusters": f.lineage.clusters.iter().filter(|c| f.tells_of(&c.members)).count(),
        "stories": f.lineage.stories.iter().filter(|x| f.tells_of(&x.members)).count(),
        "copies": copies,
        "pairs": pairs().count(),
        "pairs_by_relation": relations,
        "pairs_copying": pairs().filter(|(c, _)| c.relation.is_copying()).count(),
        "drift_by_kind": drift,
        "captions": judged().count(),
        "captions_by_verdict": captions,
        "captions_unrelated": judged().filter(|c| c.verdict == CaptionVerdict::Unrelated).count(),
        "blocks_by_label": blocks,
        "blocks_cut": blocks_of().filter(|b| b.label != Label::Body).count(),
        "priors": priors(s),
        "sensitivity": sensitivity(s),
        "week_before": s.beside.week_before.as_ref().map(|w| json!({"week": w.name, "xxh3": w.xxh3, "incomparable": w.incomparable})),
        "reviews": s.beside.reviews.as_ref().map(|r| json!({"name": r.name, "xxh3": r.xxh3, "findings": r.len(), "unusable_rows": r.unusable.len()})),
        "ratings": s.beside.ratings.as_ref().map(|r| ratings(s, r)),
        "relations": Relation::ALL.map(|(_, name)| name),
    });
    // serde_json sorts the keys of an object; pretty printing cannot fail for plain values.
    let mut text = inert::json(&serde_json::to_string_pretty(&summary).unwrap_or_default());
    text.push('\n');
    text
}

/// Counts names.
fn counted(names: impl Iterator<Item = &'static str>) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    counts
}

/// Returns how many articles there are of each week, where the one of the report has none.
fn weeks(s: &Source<'_>) -> BTreeMap<String, usize> {
    let named = s.batch.weeks.iter().map(|((year, week), n)| (format!("{year}-W{week:02}"), *n));
    named.collect()
}

/// Returns the settings of the run.
fn settings(s: &Source<'_>) -> Value {
    json!({
        "week": s.settings.week.map(|(year, week)| format!("{year}-W{week:02}")),
        "window_days": s.settings.window_days,
        "as_of": s.settings.as_of.map(|day| day.to_string()),
        "all_pairs": s.settings.all_pairs,
        "timezone": s.batch.timezone,
        "score": weights(&s.registry.weights),
        "defaults": s.beside.defaults.as_ref().map(|d| json!({"file": d.file, "keys": d.keys})),
    })
}

/// Returns the inputs, in order.
fn inputs(s: &Source<'_>) -> Vec<Value> {
    s.batch
        .digests
        .iter()
        .map(|d| json!({"name": d.name, "bytes": d.bytes, "xxh3": d.xxh3, "read_as": read_as(&d.read_as)}))
        .collect()
}

/// Returns how an input was read: its format and, of a table or JSON, the columns by their fields,
/// and those ignored.
fn read_as(read: &ReadAs) -> Value {
    if read.columns.is_empty() && read.ignored.is_empty() {
        return json!({"format": read.format});
    }
    json!({
        "format": read.format,
        "encoding": read.encoding,
        "columns": read.columns,
        "spare": read.spare,
        "ignored": read.ignored,
    })
}

/// Returns the weights of the scores.
pub fn weights(weights: &Weights) -> Value {
    let indicators: Value = INDICATORS
        .iter()
        .zip(&weights.indicators)
        .filter(|(about, _)| about.weight > 0.0)
        .map(|(about, weight)| (about.name, *weight))
        .collect();
    json!({
        "credit_stripped": weights.credit_stripped, "spin": weights.spin, "altered_quotation": weights.altered_quotation,
        "drifted_fact": weights.drifted_fact, "unrelated_caption": weights.unrelated_caption, "backdated": weights.backdated,
        "least_articles": weights.least_articles, "fitted": weights.fitted, "indicators": indicators,
    })
}

/// Returns the prior that each rate is shrunk towards, by kind of source.
fn priors(s: &Source<'_>) -> Value {
    let shown = |p: &Prior| {
        json!({
            "mean": rounded(p.mean), "strength": rounded(p.strength), "sources": p.sources, "cases": p.cases,
            "overdispersion": rounded(p.overdispersion),
        })
    };
    let priors = &s.findings.reliability.priors;
    priors
        .iter()
        .map(|(rate, kinds)| {
            (*rate, kinds.iter().map(|(kind, p)| (*kind, shown(p))).collect::<Value>())
        })
        .collect()
}

/// Returns how far grades move when the weight of each indicator is halved or doubled, each source
/// with the grade of its score whatever its interval.
fn sensitivity(s: &Source<'_>) -> Value {
    let scored: Vec<&SourceRecord> =
        s.findings.reliability.sources.values().filter(|r| r.score.is_some()).collect();
    let graded = scored.iter().filter(|r| r.score.and_then(|x| x.grade()).is_some()).count();
    let under = |weights: &Weights| -> Vec<Score> {
        let alone = |value| Score { value, low: value, high: value, percentile: None };
        scored.iter().map(|r| alone(score::of_parts(&score::parts(r, weights)))).collect()
    };
    let stated = under(&s.registry.weights);
    let moved = |indicator: Indicator, factor: f64| {
        let scores = under(&s.registry.weights.scaled(indicator, factor));
        let pairs = || stated.iter().zip(&scores);
        let points = pairs().map(|(was, is)| (was.value - is.value).abs()).fold(0.0, f64::max);
        let order = |scores: &[Score]| scores.iter().map(|x| x.value).collect::<Vec<f64>>();
        json!({
            // Grades are letters: a later letter is a worse grade.
            "worse": pairs().filter(|(was, is)| is.letter() > was.letter()).count(),
            "better": pairs().filter(|(was, is)| is.letter() < was.letter()).count(),
            "largest_move": rounded(points),
            "spearman": agreement::spearman(&order(&stated), &order(&scores)).map(rounded),
        })
    };
    let each: Value = INDICATORS
        .iter()
        .filter(|about| about.weight > 0.0)
        .map(|about| {
            let moved = |factor| moved(about.indicator, factor);
            (about.name, json!({"halved": moved(0.5), "doubled": moved(2.0)}))
        })
        .collect();
    json!({"sources_scored": scored.len(), "sources_graded": graded, "grades_moved_by": each})
}

/// Number of sources listed whose rating and score disagree most. Chosen by judgement.
const DISAGREEMENTS: usize = 10;

/// Compares a third party's ratings with the scores.
fn ratings(s: &Source<'_>, ratings: &Ratings) -> Value {
    let sources = &s.findings.reliability.sources;
    let rated: Vec<(&String, f64)> = sources
        .keys()
        .filter_map(|id| Some((id, ratings.of_source(id, s.registry)?.value)))
        .collect();
    let pairs = rated
        .iter()
        .filter_map(|&(id, rating)| {
            Some(Pair { id: id.clone(), score: sources[id].score?.value, rating })
        })
        .collect();
    let found = agreement::compare(pairs);
    let disagreements: Vec<Value> = found
        .disagreements
        .iter()
        .take(DISAGREEMENTS)
        .map(|(pair, by_score, by_rating)| {
            json!({
                "source_id": pair.id, "score": rounded(pair.score), "rating": rounded(pair.rating),
                "place_by_score": rounded(*by_score), "place_by_rating": rounded(*by_rating),
            })
        })
        .collect();
    json!({
        "name": ratings.name, "xxh3": ratings.xxh3, "highest": ratings.highest, "domains": ratings.len(), "unusable_rows": ratings.unusable.len(),
        "sources_rated": rated.len(), "sources_rated_and_scored": found.sources,
        "spearman": found.spearman.map(rounded),
        "spearman_low": found.interval.map(|i| rounded(i.0)), "spearman_high": found.interval.map(|i| rounded(i.1)),
        "largest_disagreements": disagreements,
    })
}
