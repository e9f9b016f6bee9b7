//! history.csv: one row per week and source, over all weeks in the archive.

use std::io;
use std::path::{Path, PathBuf};

use super::folder::write_synced;
use super::schema::{Column, Format, Kind, Table, column};
use super::{Folder, ReportError};
use crate::archive::HistoryRow;
use crate::ingest::own;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("week", Kind::Id),
    column("source_id", Kind::Id),
    column("articles", Kind::Int),
    column("originals", Kind::Int),
    column("copies", Kind::Int),
    column("score", Kind::Float),
    column("score_low", Kind::Float),
    column("score_high", Kind::Float),
    column("grade", Kind::Id),
    column("state", Kind::Int),
    column("state_articles", Kind::Int),
];

/// Refuses to replace a file that is not a history written by this program.
///
/// # Errors
/// [`ReportError::Foreign`] names the file.
pub fn check(out: &Path, format: Format) -> Result<(), ReportError> {
    let path = out.join(format!("history.{}", format.ending()));
    if path.exists() && !own::is_history(&path) {
        Err(ReportError::Foreign { path })
    } else {
        Ok(())
    }
}

/// Writes the history into the folder that holds the reports, in one step, and returns its path.
/// Until it is complete it is in the folder of the report being written, and is removed with that.
///
/// # Errors
/// [`ReportError`]; the previous history is then left intact.
pub fn write(
    folder: &Folder,
    out: &Path,
    rows: &[HistoryRow],
    format: Format,
) -> Result<PathBuf, ReportError> {
    let mut table = Table::new("history", COLUMNS, &["week", "source_id"]);
    for row in rows {
        table.push([
            row.week.as_str().into(),
            row.source_id.as_str().into(),
            row.articles.into(),
            row.originals.into(),
            row.copies.into(),
            row.score.into(),
            row.interval.map(|i| i.0).into(),
            row.interval.map(|i| i.1).into(),
            row.grade.clone().into(),
            (row.state as i64).into(),
            (row.state_articles as i64).into(),
        ]);
    }
    let place = out.join(format!("history.{}", format.ending()));
    let beside = folder.beside().join(".history");
    let failed = |cause: io::Error| ReportError::Folder { path: place.clone(), cause };
    let mut bytes = Vec::new();
    format
        .write(table.frame()?, &mut bytes)
        .map_err(|cause| ReportError::Table { table: "history", cause })?;
    let written = write_synced(&beside, &bytes).and_then(|()| std::fs::rename(&beside, &place));
    if let Err(cause) = written {
        // If the file cannot be removed, there is nothing more to do.
        let _ = std::fs::remove_file(&beside);
        return Err(failed(cause));
    }
    Ok(place)
}
