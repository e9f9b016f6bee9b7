//! habits: a row is a swap of words that an outlet made in two copies or more, the most frequent
//! first.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};

/// The columns.
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
/// None of its own.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("habits", COLUMNS, &["source_id", "original_words", "copy_words"]);
    // Of outlets without an article that counts the tables say nothing.
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
