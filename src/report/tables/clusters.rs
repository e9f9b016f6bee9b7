//! clusters: one row per family of copies.

use std::collections::BTreeSet;

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::{cluster_id, span, story_id, title_of};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("cluster_id", Kind::Id),
    column("story_id", Kind::Id),
    column("articles", Kind::Int),
    column("sources", Kind::Int),
    column("archetype", Kind::Id),
    column("first_published", Kind::Id),
    column("last_published", Kind::Id),
    column("title", Kind::Text),
    column("credited_by", Kind::Int),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("clusters", COLUMNS, &["cluster_id"]);
    for (number, cluster) in
        f.lineage.clusters.iter().enumerate().filter(|(_, c)| f.tells_of(&c.members))
    {
        let sources: BTreeSet<&str> = cluster
            .members
            .iter()
            .filter_map(|&m| f.cleaned[m as usize].source.as_deref())
            .collect();
        let nameless =
            cluster.members.iter().filter(|&&m| f.cleaned[m as usize].source.is_none()).count();
        let archetype = cluster
            .lost_wire
            .as_ref()
            .map(|w| format!("wire:{w}"))
            .or_else(|| cluster.root.map(|r| f.articles[r as usize].id.clone()));
        let (first, last) = span(f, &cluster.members);
        table.push([
            cluster_id(f, number as u32).into(),
            story_id(f, f.lineage.standings[cluster.members[0] as usize].story).into(),
            cluster.members.len().into(),
            (sources.len() + nameless).into(),
            archetype.into(),
            first.into(),
            last.into(),
            title_of(f, &cluster.members, cluster.root).into(),
            cluster.lost_wire.as_ref().map(|_| cluster.credited_by).into(),
        ]);
    }
    Ok(table)
}
