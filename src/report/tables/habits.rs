//! habits: one row per word substitution that an outlet made in two or more copies, sorted by
//! outlet and words.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("source_id", Kind::Id),
    column("original_words", Kind::Text),
    column("copy_words", Kind::Text),
    column("kind", Kind::Id),
    column("copies", Kind::Int),
    column("also_at", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("habits", COLUMNS, &["source_id", "original_words", "copy_words"]);
    // The tables leave out outlets without an article that counts.
    for habit in s.findings.spin.habits.iter().filter(|h| s.tells_of_source(&h.source)) {
        table.push([
            habit.source.as_str().into(),
            habit.from.as_str().into(),
            habit.to.as_str().into(),
            habit.kind.name().into(),
            habit.copies.into(),
            (!habit.also_at.is_empty()).then(|| habit.also_at.join("+")).into(),
        ]);
    }
    Ok(table)
}
