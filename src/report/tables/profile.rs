//! profile: one row per source and indicator.

use std::collections::BTreeMap;

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use crate::compare::Relation;
use crate::pipeline::Findings;
use crate::reliability::profile::sources::is_enough;
use crate::reliability::profile::{About, Direction, INDICATORS, Indicator};
use crate::reliability::score::{self, Part};
use crate::reliability::{Estimate, is_credit_harm, is_revision};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("source_id", Kind::Id),
    column("group", Kind::Id),
    column("indicator", Kind::Id),
    column("direction", Kind::Id),
    column("count", Kind::Int),
    column("of", Kind::Int),
    column("rate", Kind::Float),
    column("low", Kind::Float),
    column("high", Kind::Float),
    column("kind", Kind::Id),
    column("kind_lower_quartile", Kind::Float),
    column("kind_median", Kind::Float),
    column("kind_upper_quartile", Kind::Float),
    column("cost", Kind::Float),
    column("articles", Kind::Id),
    column("change", Kind::Float),
    column("change_cause", Kind::Text),
];

/// Number of articles named per row. Chosen by judgement.
const NAMED: usize = 5;

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("profile", COLUMNS, &["source_id"]);
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, clean) in f.cleaned.iter().enumerate().filter(|(at, _)| f.counted[*at]) {
        members.entry(clean.source.as_deref().unwrap_or_default()).or_default().push(at);
    }
    for (id, record) in &f.reliability.sources {
        let own = members.get(id.as_str()).map_or(&[][..], Vec::as_slice);
        let kind = s.registry.by_id(id).map(|known| known.kind.name());
        let parts = match record.score {
            Some(_) => score::parts(record, &s.registry.weights),
            None => Vec::new(),
        };
        for about in &INDICATORS {
            let standing = record.profile.of(about.indicator);
            let rate = standing.rate;
            let enough = is_enough(about.group, &rate);
            let part = |which: fn(Estimate) -> f64| -> Cell {
                rate.estimate.filter(|_| enough).map(which).into()
            };
            let quartiles = standing.quartiles;
            let before = s.beside.week_before.as_ref().filter(|_| enough);
            let change = before.and_then(|before| before.moved(id, about, &rate));
            table.push([
                id.as_str().into(),
                about.group.name().into(),
                about.name.into(),
                about.direction.name().into(),
                rate.count.into(),
                rate.of.into(),
                part(|e| e.mean),
                part(|e| e.low),
                part(|e| e.high),
                kind.into(),
                quartiles.map(|q| q.0).into(),
                quartiles.map(|q| q.1).into(),
                quartiles.map(|q| q.2).into(),
                parts
                    .iter()
                    .find(|part| part.about.indicator == about.indicator && part.is_own)
                    .map(Part::cost)
                    .into(),
                named(f, about, own).into(),
                change.as_ref().map(|c| c.points).into(),
                change.map(|c| c.cause).into(),
            ]);
        }
    }
    Ok(table)
}

/// Returns the ids of the articles that most need a look, joined by `+`: those with the most hits
/// or, where more is better, with the most cases without a hit; `None` if there are none.
fn named(f: &Findings, about: &About, own: &[usize]) -> Option<String> {
    let mut shown: Vec<(u32, usize)> =
        own.iter().map(|&at| (misses(f, about, at), at)).filter(|(n, _)| *n > 0).collect();
    shown.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)));
    shown.truncate(NAMED);
    let ids: Vec<&str> = shown.iter().map(|(_, at)| f.articles[*at].id.as_str()).collect();
    (!ids.is_empty()).then(|| ids.join("+"))
}

/// Returns how much an article shows of what the indicator asks about.
fn misses(f: &Findings, about: &About, at: usize) -> u32 {
    let (record, standing) = (&f.reliability.articles[at], &f.lineage.standings[at]);
    let own =
        standing.parent.as_ref().is_some_and(|p| is_revision(&f.cleaned, at as u32, p.article));
    // A second page of one copy, and a version of the source's own text, are not counted.
    let is_left_out = about.is_conduct() && about.indicator != Indicator::CaptionsUnrelated;
    if is_left_out && (record.repeat || own) {
        return 0;
    }
    match about.indicator {
        Indicator::Credited => u32::from(record.credit.is_some_and(is_credit_harm)),
        Indicator::QuotesKept => record.quotes_altered,
        Indicator::FactsDrifted => record.facts_drifted,
        Indicator::Spun => u32::from(record.compared && standing.relation == Some(Relation::Spun)),
        Indicator::Backdated => u32::from(record.backdated == Some(true)),
        Indicator::CaptionsUnrelated => record.captions_unrelated,
        Indicator::Copied => u32::from(standing.parent.is_some() && standing.relation.is_some()),
        indicator => {
            let (count, of) = record.counts.of(indicator);
            if about.direction == Direction::Better { of - count } else { count }
        }
    }
}
