//! findings: one row per finding, in the order to read them.

use super::super::findings::{self, Finding};
use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::story_id;
use crate::report::PAGE;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("rank", Kind::Int),
    column("status", Kind::Id),
    column("kinds", Kind::Id),
    column("finding", Kind::Text),
    column("severity", Kind::Float),
    column("confidence", Kind::Float),
    column("readers_confirmed", Kind::Int),
    column("readers_checked", Kind::Int),
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
    column("relation", Kind::Id),
    column("story_id", Kind::Id),
    column("link", Kind::Id),
    column("review", Kind::Id),
    column("review_note", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("findings", COLUMNS, &["rank"]);
    for (finding, rank) in findings::list(s).iter().zip(1_u32..) {
        table.push(row(s, finding, rank));
    }
    Ok(table)
}

/// Returns the cells of one finding, in the order of [`COLUMNS`].
fn row(s: &Source<'_>, finding: &Finding, rank: u32) -> Vec<Cell> {
    let f = s.findings;
    let (confirmed, checked) = finding.held();
    let relation = finding.comparison.map(|c| f.comparisons[c as usize].relation.name());
    let mut cells: Vec<Cell> = vec![
        rank.into(),
        finding.status.name().into(),
        findings::names(&finding.kinds).into(),
        finding.sentence.as_str().into(),
        finding.severity.into(),
        finding.confidence.into(),
        confirmed.into(),
        checked.into(),
    ];
    cells.extend(side(s, Some(finding.article)));
    cells.extend(side(s, finding.other));
    cells.extend([
        relation.into(),
        story_id(f, f.lineage.standings[finding.article as usize].story).into(),
        format!("{PAGE}#{}", finding.anchor).into(),
    ]);
    let review = s.beside.reviews.as_ref().and_then(|reviews| reviews.of(&finding.anchor));
    let note = review.map(|review| review.note.as_str()).filter(|note| !note.is_empty());
    cells.extend([review.map(|review| review.mark.name()).into(), note.into()]);
    cells
}

/// Returns id, source id, source name, title, address and date of an article.
pub(crate) fn side(s: &Source<'_>, at: Option<u32>) -> [Cell; 6] {
    let Some(at) = at.map(|at| at as usize) else { return [const { Cell::Empty }; 6] };
    let (article, clean) = (&s.findings.articles[at], &s.findings.cleaned[at]);
    let name = |id: &String| s.registry.by_id(id).map_or(id.clone(), |known| known.name.clone());
    [
        article.id.as_str().into(),
        clean.source.clone().into(),
        clean.source.as_ref().map(name).into(),
        clean.title.clone().into(),
        article.url.clone().or_else(|| article.canonical.clone()).into(),
        s.findings.lineage.dates[at].0.map(|date| date.to_string()).into(),
    ]
}
