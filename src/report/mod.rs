//! Writes what a run found: tables, a summary for programs, a few lines for people.

pub mod archetypes;
pub mod brief;
pub mod dictionary;
pub mod folder;
pub mod history;
pub mod schema;
pub mod summary;
pub mod tables;
pub mod week_before;

use std::path::PathBuf;

use rayon::prelude::*;

use crate::ingest::{Batch, own};
use crate::pipeline::{Findings, Settings};
use crate::sources::Registry;
use crate::sources::ratings::Ratings;

pub use folder::Folder;
pub use schema::{Format, Table};
pub use week_before::{WeekBefore, WeekBeforeError};

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder cannot be made or written to.
    #[error("{}: cannot be written", path.display())]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A file that is no report's stands where one of its tables would go.
    #[error("{}: is not from a report of this program, and would be replaced", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A table could not be made.
    #[error("the table `{table}` cannot be made")]
    Table {
        /// Its name.
        table: &'static str,
        /// What polars said.
        #[source]
        cause: polars::error::PolarsError,
    },
}

/// What the tables are made from.
pub struct Source<'r> {
    /// What the run found.
    pub findings: &'r Findings,
    /// What was read and rejected.
    pub batch: &'r Batch,
    /// Known sources.
    pub registry: &'r Registry,
    /// The run's settings.
    pub settings: &'r Settings,
    /// What stands beside the run without having a part in it.
    pub beside: &'r Beside,
}

impl Source<'_> {
    /// Whether the tables tell of a source: it has an article that counts, or all articles do.
    pub fn tells_of_source(&self, id: &str) -> bool {
        !self.settings.beyond_week || self.findings.reliability.sources.contains_key(id)
    }
}

/// What is shown beside a run's own findings and never mixed into them.
#[derive(Debug, Default)]
pub struct Beside {
    /// A third party's ratings.
    pub ratings: Option<Ratings>,
    /// The report of the week before.
    pub week_before: Option<WeekBefore>,
    /// The state of the archive that the tables are made from: its generation and the articles in
    /// it.
    pub archive: Option<(u64, u64)>,
}

/// Writes all tables and the summary into an opened folder, and puts it in the place of the last
/// report.
///
/// # Errors
/// [`ReportError`]; the last report is then still whole.
pub fn write(source: &Source<'_>, folder: Folder, format: Format) -> Result<PathBuf, ReportError> {
    tables::ALL.par_iter().try_for_each(|build| folder.table(build(source)?, format))?;
    folder.file("archetypes.jsonl", archetypes::lines(source).as_bytes())?;
    folder.file("summary.json", summary::json(source).as_bytes())?;
    folder.file(own::MARKER, own::MARK.as_bytes())?;
    folder.publish()
}
