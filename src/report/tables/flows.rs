//! flows: one row per pair of sources of which the second took something from the first, summed
//! over its copies.

use std::collections::BTreeMap;

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::lag_seconds;
use crate::compare::Relation;
use crate::reliability::is_revision;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("from_source", Kind::Id),
    column("to_source", Kind::Id),
    column("articles", Kind::Int),
    column("identical", Kind::Int),
    column("republished", Kind::Int),
    column("edited", Kind::Int),
    column("excerpt", Kind::Int),
    column("spun", Kind::Int),
    column("rewritten", Kind::Int),
    column("summary", Kind::Int),
    column("attributed", Kind::Int),
    column("median_lag_seconds", Kind::Int),
];

/// What one source took from another.
#[derive(Default)]
pub struct Flow {
    /// Number of copies.
    pub articles: usize,
    /// Copies by relation, in the order of [`Relation::COPYING`].
    pub by_relation: [usize; Relation::COPYING.len()],
    /// Number of copies that name their source, among those for which that is known; `None` if it
    /// is known for none.
    pub attributed: Option<usize>,
    /// Number of copies for which that is known.
    pub judged: usize,
    lags: Vec<i64>,
}

impl Flow {
    /// Returns the median time between the copies and what they were taken from, in seconds; `None`
    /// if it is known of none.
    pub fn median_lag(&mut self) -> Option<i64> {
        median(&mut self.lags)
    }
}

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("flows", COLUMNS, &["from_source", "to_source"]);
    for ((from, to), mut flow) in flows(s) {
        let mut row: Vec<Cell> = vec![from.into(), to.into(), flow.articles.into()];
        row.extend(flow.by_relation.map(Cell::from));
        row.extend([flow.attributed.into(), flow.median_lag().into()]);
        table.push(row);
    }
    Ok(table)
}

/// Sums the copies that each source took from each other; the copies of a lost agency story count
/// as taken from its agency.
pub fn flows<'s>(s: &Source<'s>) -> BTreeMap<(&'s str, &'s str), Flow> {
    let f = s.findings;
    let mut flows: BTreeMap<(&str, &str), Flow> = BTreeMap::new();
    for (at, standing) in f
        .lineage
        .standings
        .iter()
        .enumerate()
        .filter(|(at, _)| f.counted[*at] && !f.reliability.articles[*at].repeat)
    {
        let Some(to) = f.cleaned[at].source.as_deref() else { continue };
        let lost =
            standing.cluster.and_then(|c| f.lineage.clusters[c as usize].lost_wire.as_deref());
        let parent = standing.parent.as_ref();
        let own = parent.is_some_and(|p| is_revision(&f.cleaned, at as u32, p.article));
        let from =
            lost.or_else(|| parent.and_then(|p| f.cleaned[p.article as usize].source.as_deref()));
        let Some(from) = from.filter(|from| *from != to && !own) else { continue };
        let flow = flows.entry((from, to)).or_default();
        flow.articles += 1;
        if let Some(place) = standing
            .relation
            .and_then(|r| Relation::COPYING.iter().position(|name| *name == r.name()))
        {
            flow.by_relation[place] += 1;
        }
        if let Some(credit) = &f.reliability.articles[at].credit {
            *flow.attributed.get_or_insert(0) += usize::from(credit.is_attributed());
            flow.judged += 1;
        }
        flow.lags.extend(
            parent.filter(|_| lost.is_none()).and_then(|p| lag_seconds(f, p.article, at as u32)),
        );
    }
    flows
}

/// Returns the median; for an even number, the mean of the middle two, truncated towards zero.
/// `None` if there are no values.
fn median(lags: &mut [i64]) -> Option<i64> {
    lags.sort_unstable();
    let upper = *lags.get(lags.len() / 2)?;
    if lags.len() % 2 == 1 { Some(upper) } else { Some((lags[lags.len() / 2 - 1] + upper) / 2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_between_two_is_cut_towards_zero() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [9, -4, 2]), Some(2));
        assert_eq!(median(&mut [9, 2]), Some(5));
        assert_eq!(median(&mut [-9, -2]), Some(-5));
    }
}
