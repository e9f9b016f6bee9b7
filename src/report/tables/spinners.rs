//! spinners: one row per pair of outlets whose spun copies of different originals replace the same
//! words alike.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("source_a", Kind::Id),
    column("source_b", Kind::Id),
    column("replaced_alike", Kind::Int),
    column("replaced_by_both", Kind::Int),
    column("examples", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("spinners", COLUMNS, &["source_a", "source_b"]);
    for kinship in s
        .findings
        .spin
        .kinships
        .iter()
        .filter(|k| s.tells_of_source(&k.sources.0) || s.tells_of_source(&k.sources.1))
    {
        table.push([
            kinship.sources.0.as_str().into(),
            kinship.sources.1.as_str().into(),
            kinship.alike.into(),
            kinship.both.into(),
            kinship.examples.join("; ").into(),
        ]);
    }
    Ok(table)
}
