//! stemma: a row is a copy's best parent.

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::{cluster_id, lag_seconds};

const COLUMNS: &[Column] = &[
    column("cluster_id", Kind::Id),
    column("copy_id", Kind::Id),
    column("parent_id", Kind::Id),
    column("relation", Kind::Id),
    column("lag_seconds", Kind::Int),
    column("credit", Kind::Id),
    column("confidence", Kind::Float),
    column("evidence", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None of its own.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("stemma", COLUMNS, &["cluster_id", "copy_id"]);
    for (at, standing) in f.lineage.standings.iter().enumerate() {
        let (Some(parent), Some(cluster)) = (&standing.parent, standing.cluster) else { continue };
        table.push([
            cluster_id(f, cluster).into(),
            f.articles[at].id.as_str().into(),
            f.articles[parent.article as usize].id.as_str().into(),
            standing.relation.map(|r| r.name()).into(),
            lag_seconds(f, parent.article, at as u32).into(),
            standing.credit.map(|c| c.name()).into(),
            Cell::Empty,
            f.lineage.verdicts[parent.comparison as usize].evidence.join("; ").into(),
        ]);
    }
    Ok(table)
}
