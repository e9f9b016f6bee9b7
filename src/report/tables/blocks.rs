//! blocks: one row per block that is not body.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};
use crate::clean::Label;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("article_id", Kind::Id),
    column("block", Kind::Int),
    column("label", Kind::Id),
    column("evidence", Kind::Text),
    column("text", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("blocks", COLUMNS, &["article_id", "block"]);
    let focus = s
        .findings
        .articles
        .iter()
        .zip(&s.findings.cleaned)
        .zip(&s.findings.focus)
        .filter(|(_, focus)| **focus);
    for ((article, clean), _) in focus {
        for block in clean.blocks.iter().filter(|b| b.label != Label::Body) {
            table.push([
                article.id.as_str().into(),
                block.line.into(),
                block.label.name().into(),
                block.evidence.words().into(),
                block.of(&article.text).into(),
            ]);
        }
    }
    Ok(table)
}
