//! captions: one row per caption.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("article_id", Kind::Id),
    column("caption", Kind::Text),
    column("verdict", Kind::Id),
    column("relatedness", Kind::Float),
    column("caption_date", Kind::Id),
    column("age_days", Kind::Int),
    column("other_articles", Kind::Int),
    column("evidence", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("captions", COLUMNS, &["article_id"]);
    for judged in s.findings.captions.iter().filter(|c| s.findings.tells_of(&[c.article])) {
        table.push([
            s.findings.articles[judged.article as usize].id.as_str().into(),
            judged.caption.text.as_str().into(),
            judged.verdict.name().into(),
            judged.relatedness.into(),
            judged.date.map(|d| d.to_string()).into(),
            judged.age_days.into(),
            judged.other_articles.into(),
            judged.evidence.as_str().into(),
        ]);
    }
    Ok(table)
}
