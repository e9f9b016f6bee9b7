//! flows: a row is what one source took from another. Summed by polars from the copies one by one.

use polars::prelude::*;

use super::super::schema::{Cell, Column as Declared, Kind, Table, column};
use super::super::{ReportError, Source};
use super::lag_seconds;
use crate::compare::Relation;
use crate::reliability::is_revision;

/// The columns.
pub const COLUMNS: &[Declared] = &[
    column("from_source", Kind::Id),
    column("to_source", Kind::Id),
    column("articles", Kind::Int),
    column("identical", Kind::Int),
    column("republished", Kind::Int),
    column("edited", Kind::Int),
    column("excerpt", Kind::Int),
    column("spun", Kind::Int),
    column("rewritten", Kind::Int),
    column("attributed", Kind::Int),
    column("median_lag_seconds", Kind::Int),
];

const COPIES: &[Declared] = &[
    column("from_source", Kind::Id),
    column("to_source", Kind::Id),
    column("relation", Kind::Id),
    column("attributed", Kind::Int),
    column("lag_seconds", Kind::Int),
];

/// Builds the table.
///
/// # Errors
/// [`ReportError::Table`] with what polars says.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let failed = |cause| ReportError::Table { table: "flows", cause };
    let count_of = |relation: &'static str| col("relation").eq(lit(relation)).sum().cast(DataType::Int64).alias(relation);
    let sums = copies(s)
        .frame()?
        .lazy()
        .group_by_stable([col("from_source"), col("to_source")])
        .agg(
            std::iter::once(len().cast(DataType::Int64).alias("articles"))
                .chain(Relation::COPYING.map(count_of))
                .chain([
                    when(col("attributed").count().gt(lit(0))).then(col("attributed").sum()).otherwise(lit(NULL)).alias("attributed"),
                    col("lag_seconds").median().cast(DataType::Int64).alias("median_lag_seconds"),
                ])
                .collect::<Vec<_>>(),
        )
        .collect()
        .map_err(failed)?;
    let mut table = Table::new("flows", COLUMNS, &["from_source", "to_source"]);
    for at in 0..sums.height() {
        let mut row = Vec::with_capacity(COLUMNS.len());
        for declared in COLUMNS {
            let value = sums.column(declared.name).and_then(|c| c.get(at)).map_err(failed)?;
            row.push(match value {
                AnyValue::Null => Cell::Empty,
                AnyValue::String(text) => text.into(),
                // What a column holds that has the same value in every row.
                AnyValue::StringOwned(text) => text.as_str().into(),
                other => other.extract::<i64>().into(),
            });
        }
        table.push(row);
    }
    Ok(table)
}

/// A row a copy that one source took from another; a lost wire story counts as taken from its agency.
fn copies(s: &Source<'_>) -> Table {
    let f = s.findings;
    let mut table = Table::new("copies", COPIES, &["from_source", "to_source"]);
    for (at, standing) in f.lineage.standings.iter().enumerate().filter(|(at, _)| f.counted[*at] && !f.reliability.articles[*at].repeat) {
        let Some(to) = f.cleaned[at].source.as_deref() else { continue };
        let lost = standing.cluster.and_then(|c| f.lineage.clusters[c as usize].lost_wire.clone());
        let parent = standing.parent.as_ref();
        let own = parent.is_some_and(|p| is_revision(&f.cleaned, at as u32, p.article));
        let from = lost.clone().or_else(|| parent.and_then(|p| f.cleaned[p.article as usize].source.clone()));
        let Some(from) = from.filter(|from| from != to && !own) else { continue };
        table.push([
            from.into(),
            to.into(),
            standing.relation.map(|r| r.name()).into(),
            f.reliability.articles[at].credit.map(|c| i64::from(c.is_attributed())).into(),
            parent.filter(|_| lost.is_none()).and_then(|p| lag_seconds(f, p.article, at as u32)).into(),
        ]);
    }
    table
}
