//! clocks: one row per outlet whose dates could be tested.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("source_id", Kind::Id),
    column("pairs", Kind::Int),
    column("in_order", Kind::Int),
    column("trust", Kind::Float),
    column("median_lag_seconds", Kind::Int),
    column("exact_pairs", Kind::Int),
    column("hours_off", Kind::Int),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let mut table = Table::new("clocks", COLUMNS, &["source_id"]);
    for (id, clock) in &s.findings.lineage.clocks.0 {
        table.push([
            id.as_str().into(),
            clock.pairs.into(),
            clock.in_order.into(),
            clock.trust().into(),
            clock.median_lag().into(),
            clock.readings.len().into(),
            clock.hours_off.into(),
        ]);
    }
    Ok(table)
}
