//! wires: one row per outlet's use of one agency story.

use textdistance::nstr;

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::{cluster_id, lag_seconds};
use crate::clean::credit::Basis;
use crate::text::fold;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("wire", Kind::Id),
    column("cluster_id", Kind::Id),
    column("article_id", Kind::Id),
    column("source_id", Kind::Id),
    column("relation", Kind::Id),
    column("credit", Kind::Id),
    column("lag_seconds", Kind::Int),
    column("spin_share", Kind::Float),
    column("quotes_altered", Kind::Int),
    column("headline_changed", Kind::Id),
];

/// Similarity of folded headlines (normalised Damerau–Levenshtein) below which a headline counts as
/// changed rather than retouched. Chosen by judgement.
const SAME_HEADLINE: f64 = 0.8;

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("wires", COLUMNS, &["wire", "cluster_id", "article_id"]);
    for (number, cluster) in f.lineage.clusters.iter().enumerate() {
        let own_page = |m: u32| {
            f.cleaned[m as usize]
                .credits
                .agencies
                .iter()
                .find(|(_, basis)| **basis == Basis::OwnPage)
                .map(|(id, _)| id.clone())
        };
        let Some(wire) = cluster.lost_wire.clone().or_else(|| cluster.root.and_then(own_page))
        else {
            continue;
        };
        let witness = cluster.root.or(cluster.members.first().copied());
        for &member in &cluster.members {
            let (clean, standing, record) = (
                &f.cleaned[member as usize],
                &f.lineage.standings[member as usize],
                &f.reliability.articles[member as usize],
            );
            if clean.source.as_deref() == Some(wire.as_str()) || !f.tells_of(&[member]) {
                continue;
            }
            let parent = standing.parent.as_ref().map(|p| p.article);
            let reference = parent.or(witness.filter(|w| *w != member));
            table.push([
                wire.as_str().into(),
                cluster_id(f, number as u32).into(),
                f.articles[member as usize].id.as_str().into(),
                clean.source.clone().into(),
                standing.relation.map(|r| r.name()).into(),
                record.credit.map(|c| c.name()).into(),
                cluster
                    .root
                    .filter(|_| cluster.lost_wire.is_none())
                    .and_then(|r| lag_seconds(f, r, member))
                    .into(),
                record.spin_share.into(),
                parent.map(|_| record.quotes_altered).into(),
                headline_changed(s, reference, member).map_or(Cell::Empty, |changed| {
                    if changed { "true".into() } else { "false".into() }
                }),
            ]);
        }
    }
    Ok(table)
}

/// Whether a copy's headline differs from that of the reference article; `None` if either is
/// unknown.
pub fn headline_changed(s: &Source<'_>, reference: Option<u32>, copy: u32) -> Option<bool> {
    let title = |at: u32| {
        s.findings.cleaned[at as usize].title.as_deref().map(fold::phrase).filter(|t| !t.is_empty())
    };
    let (x, y) = (title(reference?)?, title(copy)?);
    // A site's name after the headline, or a cut at its end, is not a change.
    if x.starts_with(&y) || y.starts_with(&x) {
        return Some(false);
    }
    let clipped = |t: &str| t.chars().take(300).collect::<String>();
    Some(1.0 - nstr::damerau_levenshtein(&clipped(&x), &clipped(&y)) < SAME_HEADLINE)
}
