//! sources: one row per source.

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{Beside, ReportError, Source};
use crate::ingest::Batch;
use crate::pipeline::{Findings, Settings};
use crate::reliability::{Estimate, Rate, Score, SourceRecord, score};
use crate::report::week_before::Change;
use crate::sources::Registry;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("source_id", Kind::Id),
    column("name", Kind::Text),
    column("kind", Kind::Id),
    column("articles", Kind::Int),
    column("originals", Kind::Int),
    column("identical", Kind::Int),
    column("republished", Kind::Int),
    column("edited", Kind::Int),
    column("excerpt", Kind::Int),
    column("spun", Kind::Int),
    column("rewritten", Kind::Int),
    column("summary", Kind::Int),
    column("attributed_count", Kind::Int),
    column("attributed_of", Kind::Int),
    column("attributed_rate", Kind::Float),
    column("attributed_low", Kind::Float),
    column("attributed_high", Kind::Float),
    column("quote_fidelity_count", Kind::Int),
    column("quote_fidelity_of", Kind::Int),
    column("quote_fidelity_rate", Kind::Float),
    column("quote_fidelity_low", Kind::Float),
    column("quote_fidelity_high", Kind::Float),
    column("drift_count", Kind::Int),
    column("drift_of", Kind::Int),
    column("drift_rate", Kind::Float),
    column("drift_low", Kind::Float),
    column("drift_high", Kind::Float),
    column("spin_count", Kind::Int),
    column("spin_of", Kind::Int),
    column("spin_rate", Kind::Float),
    column("spin_low", Kind::Float),
    column("spin_high", Kind::Float),
    column("captions_flagged_count", Kind::Int),
    column("captions_flagged_of", Kind::Int),
    column("captions_flagged_rate", Kind::Float),
    column("captions_flagged_low", Kind::Float),
    column("captions_flagged_high", Kind::Float),
    column("backdated_count", Kind::Int),
    column("backdated_of", Kind::Int),
    column("backdated_rate", Kind::Float),
    column("backdated_low", Kind::Float),
    column("backdated_high", Kind::Float),
    column("dated_count", Kind::Int),
    column("dated_of", Kind::Int),
    column("dated_rate", Kind::Float),
    column("dated_low", Kind::Float),
    column("dated_high", Kind::Float),
    column("bylined_count", Kind::Int),
    column("bylined_of", Kind::Int),
    column("bylined_rate", Kind::Float),
    column("bylined_low", Kind::Float),
    column("bylined_high", Kind::Float),
    column("boilerplate_share", Kind::Float),
    column("median_lag_seconds", Kind::Int),
    column("score", Kind::Float),
    column("score_low", Kind::Float),
    column("score_high", Kind::Float),
    column("grade", Kind::Id),
    column("change", Kind::Float),
    column("reasons", Kind::Text),
    column("rating", Kind::Float),
    column("rating_source", Kind::Text),
    column("copied_count", Kind::Int),
    column("copied_of", Kind::Int),
    column("copied_rate", Kind::Float),
    column("copied_low", Kind::Float),
    column("copied_high", Kind::Float),
    column("change_cause", Kind::Text),
    column("score_percentile", Kind::Float),
    column("score_own", Kind::Float),
    column("owner", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("sources", COLUMNS, &["source_id"]);
    for id in s.findings.reliability.sources.keys() {
        table.push(row(s, id));
    }
    Ok(table)
}

/// Returns the cells of one source, in the order of [`names`]; empty for a source without articles.
pub fn row(s: &Source<'_>, id: &str) -> Vec<Cell> {
    let Some(r) = s.findings.reliability.sources.get(id) else { return Vec::new() };
    let known = s.registry.by_id(id);
    let rating = s
        .beside
        .ratings
        .as_ref()
        .and_then(|ratings| Some((ratings.of_source(id, s.registry)?, ratings)));
    let change = change(s, id, r);
    let mut cells: Vec<Cell> = vec![
        id.into(),
        known.map_or(id, |k| k.name.as_str()).into(),
        known.map(|k| k.kind.name()).into(),
        r.articles.into(),
        r.originals.into(),
    ];
    cells.extend(r.relations.iter().map(|n| Cell::from(*n)));
    for rate in [
        &r.attributed,
        &r.quote_fidelity,
        &r.drift,
        &r.spin,
        &r.captions_flagged,
        &r.backdated,
        &r.dated,
        &r.bylined,
    ] {
        cells.extend(rate_cells(rate));
    }
    cells.extend([
        r.boilerplate_share.into(),
        r.median_lag_seconds.into(),
        r.score.map(|x| x.value).into(),
        r.score.map(|x| x.low).into(),
        r.score.map(|x| x.high).into(),
        r.score.as_ref().and_then(Score::grade).into(),
        change.as_ref().map(|c| c.points).into(),
        r.reasons.as_str().into(),
        rating.map(|(rating, _)| rating.value).into(),
        rating.map(|(rating, ratings)| format!("{}:{}", ratings.name, rating.line)).into(),
    ]);
    cells.extend(rate_cells(&r.copied));
    cells.push(change.map(|c| c.cause).into());
    cells.push(r.score.and_then(|x| x.percentile).into());
    let own = score::own_share(&score::parts(r, &s.registry.weights));
    cells.push(own.into());
    cells.push(known.and_then(|k| k.owner.clone()).into());
    cells
}

/// The cells of one source as [`row`] has them, without what stands beside a run: ratings and the
/// change since the week before.
pub fn row_of(findings: &Findings, registry: &Registry, id: &str) -> Vec<Cell> {
    let (batch, settings, beside) = (Batch::default(), Settings::default(), Beside::default());
    row(&Source { findings, batch: &batch, registry, settings: &settings, beside: &beside }, id)
}

/// How the source's score moved against the week before.
fn change(s: &Source<'_>, id: &str, r: &SourceRecord) -> Option<Change> {
    let parts = score::parts(r, &s.registry.weights);
    s.beside.week_before.as_ref()?.change(id, r.score?.value, &parts)
}

/// Iterates over the names of the columns.
pub fn names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|c| c.name)
}

fn rate_cells(rate: &Rate) -> [Cell; 5] {
    // A rate without cases shows no estimate: that would only be the prior.
    let part = |which: fn(Estimate) -> f64| rate.estimate.filter(|_| rate.of > 0).map(which).into();
    [rate.count.into(), rate.of.into(), part(|e| e.mean), part(|e| e.low), part(|e| e.high)]
}
