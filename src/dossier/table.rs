//! cases: one row per case of a dossier.

use super::{Case, Dossier};
use crate::report::findings;
use crate::report::schema::{Cell, Column, Kind, Table, column};
use crate::report::tables::{self, findings::side};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("place", Kind::Int),
    column("part", Kind::Id),
    column("article_id", Kind::Id),
    column("source_id", Kind::Id),
    column("source", Kind::Text),
    column("title", Kind::Text),
    column("url", Kind::Text),
    column("published", Kind::Id),
    column("other_id", Kind::Id),
    column("other_source_id", Kind::Id),
    column("other_source", Kind::Text),
    column("other_title", Kind::Text),
    column("other_url", Kind::Text),
    column("other_published", Kind::Id),
    column("lost_wire", Kind::Id),
    column("relation", Kind::Id),
    column("confidence", Kind::Float),
    column("words", Kind::Int),
    column("share_of_article", Kind::Float),
    column("share_of_other", Kind::Float),
    column("lag_seconds", Kind::Int),
    column("credited_as", Kind::Id),
    column("credit", Kind::Id),
    column("status", Kind::Id),
    column("kinds", Kind::Id),
    column("finding", Kind::Text),
    column("page", Kind::Id),
];

/// Builds the table; `pages` are the names of the cases' pages.
pub(super) fn build(dossier: &Dossier<'_>, pages: &[Option<String>]) -> Table {
    let mut table = Table::new("cases", COLUMNS, &["place"]);
    for ((case, page), place) in dossier.cases.iter().zip(pages).zip(1_u32..) {
        table.push(row(dossier, case, page.as_deref(), place));
    }
    table
}

/// Returns the cells of one case, in the order of [`COLUMNS`].
fn row(dossier: &Dossier<'_>, case: &Case, page: Option<&str>, place: u32) -> Vec<Cell> {
    let (s, f) = (dossier.source, dossier.source.findings);
    let at = case.article as usize;
    let mut cells: Vec<Cell> = vec![place.into(), case.part.name().into()];
    cells.extend(side(s, Some(case.article)));
    cells.extend(side(s, case.other));
    let (in_article, in_other) = super::index::shares(dossier, case).unzip();
    let comparison = case.comparison.map(|n| &f.comparisons[n as usize]);
    let basis = f.cleaned[at].credits.agencies.get(dossier.subject);
    let finding = dossier.finding(case);
    cells.extend([
        case.lost.as_deref().into(),
        comparison.map(|c| c.relation.name()).into(),
        comparison.and_then(|c| c.standing.firmness).into(),
        f.fingerprints[at].words.into(),
        in_article.into(),
        in_other.into(),
        case.other.and_then(|other| tables::lag_seconds(f, other, case.article)).into(),
        basis.map(|basis| basis.name()).into(),
        f.reliability.articles[at].credit.map(|credit| credit.name()).into(),
        finding.map(|x| x.status.name()).into(),
        finding.map(|x| findings::names(&x.kinds)).into(),
        finding.map(|x| x.sentence.as_str()).into(),
        page.into(),
    ]);
    cells
}
