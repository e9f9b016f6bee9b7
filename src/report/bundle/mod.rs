//! All tables of a report in one file: a workbook for spreadsheets, or a database.
//!
//! Both hold what the tables hold, with what their columns mean. They are written beside the
//! tables, which are what other commands read.

mod database;
mod workbook;

use std::error::Error;

use super::schema::{Data, Table};
use super::{Folder, ReportError, Source, dictionary, tables};

/// Names of the files.
pub const FILES: [&str; 3] = [WORKBOOK, DATABASE, METADATA];
/// The workbook.
const WORKBOOK: &str = "report.xlsx";
/// The database.
const DATABASE: &str = "report.sqlite";
/// What Datasette shows beside the database.
const METADATA: &str = "datasette.json";

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bundle {
    /// An Office Open XML workbook (Excel 2007 and later), with a sheet for each table.
    Workbook,
    /// A SQLite 3 database, and a metadata file by which Datasette shows its tables with facets.
    Database,
}

/// What stops a file from being written: of its library, or of the disk.
type Stopped = Box<dyn Error + Send + Sync>;

/// Writes the file into the folder of a report. O(cells); one table at a time is in memory.
///
/// # Errors
/// [`ReportError`] if a table cannot be built or the file cannot be written.
pub fn write(bundle: Bundle, source: &Source<'_>, folder: &Folder) -> Result<(), ReportError> {
    match bundle {
        Bundle::Workbook => folder.made(WORKBOOK, |path| workbook::write(source, path)),
        Bundle::Database => {
            let mut facets = Vec::new();
            folder.made(DATABASE, |path| {
                facets = database::write(source, path)?;
                Ok(())
            })?;
            folder.file(METADATA, database::metadata(&facets).as_bytes())
        }
    }
}

/// A table in the order of its rows, with what is said of it.
struct Sheet {
    name: &'static str,
    about: &'static str,
    columns: Vec<(&'static str, Data)>,
}

impl Sheet {
    fn of(table: Table) -> Self {
        Self {
            name: table.name,
            about: dictionary::rows(table.name),
            columns: table.sorted_columns(),
        }
    }

    fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, data)| data.len())
    }
}

/// Builds the tables one after the other, in their order.
fn sheets<'s>(
    source: &'s Source<'_>,
) -> impl Iterator<Item = Result<Sheet, ReportError>> + use<'s> {
    tables::ALL.iter().map(move |build| build(source).map(Sheet::of))
}
