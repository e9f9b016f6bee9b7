//! rejects: one row per record, field or file that could not be read.

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("path", Kind::Text),
    column("line", Kind::Int),
    column("field", Kind::Id),
    column("reason", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("rejects", COLUMNS, &["path", "line", "field", "reason"]);
    for reject in &s.batch.rejects {
        table.push([
            reject.path.as_str().into(),
            reject.line.map(|l| l as i64).into(),
            reject.field.as_deref().map_or(Cell::Empty, Cell::from),
            reject.reason.as_str().into(),
        ]);
    }
    Ok(table)
}
