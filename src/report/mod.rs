//! Writes the results of a run: tables, a summary for programs, and a few lines for people.

pub mod archetypes;
pub mod brief;
pub mod bundle;
pub mod dictionary;
pub mod figures;
pub mod findings;
pub mod folder;
pub mod graphs;
pub mod history;
pub mod past_weeks;
pub mod profiles;
pub mod review;
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

pub use folder::{Contents, Folder, check_texts};
pub use review::{ReviewError, Reviews};
pub use schema::{Format, Table};
pub use week_before::{WeekBefore, WeekBeforeError};

/// Name of the report's page.
pub const PAGE: &str = "report.html";

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder cannot be created or written to.
    #[error("{}: cannot be written", path.display())]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's error.
        #[source]
        cause: std::io::Error,
    },
    /// A file that the program did not write has the name of one that is to be written.
    #[error("{}: was not written by this program, and would be replaced", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The folder holds something else that the program wrote.
    #[error("{}: is {what}, and would be replaced", path.display())]
    Other {
        /// The folder.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// The file with all tables could not be written.
    #[error("{}: cannot be written", path.display())]
    Bundle {
        /// The file.
        path: PathBuf,
        /// The error of what writes it.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A table could not be built.
    #[error("the table `{table}` cannot be built")]
    Table {
        /// The table's name.
        table: &'static str,
        /// The error from polars.
        #[source]
        cause: polars::error::PolarsError,
    },
}

/// What the tables are built from.
pub struct Source<'r> {
    /// The findings of the run.
    pub findings: &'r Findings,
    /// The records read and the rejects.
    pub batch: &'r Batch,
    /// The registry of sources.
    pub registry: &'r Registry,
    /// The run's settings.
    pub settings: &'r Settings,
    /// Data shown with the run but not part of it.
    pub beside: &'r Beside,
}

impl Source<'_> {
    /// Whether the tables include a source: with `beyond_week` set, only if it has an article that
    /// counts; otherwise always.
    pub fn tells_of_source(&self, id: &str) -> bool {
        !self.settings.beyond_week || self.findings.reliability.sources.contains_key(id)
    }
}

/// Data shown beside a run's own findings and never mixed into them.
#[derive(Debug, Default)]
pub struct Beside {
    /// A third party's ratings; `None` if there are none.
    pub ratings: Option<Ratings>,
    /// The previous week's report; `None` if there is none.
    pub week_before: Option<WeekBefore>,
    /// What readers said of findings; `None` if there is none.
    pub reviews: Option<Reviews>,
    /// State of the archive that the tables are built from: its generation and number of articles.
    /// `None` without an archive.
    pub archive: Option<(u64, u64)>,
    /// What a file of defaults gave; `None` if nothing came from one.
    pub defaults: Option<Defaults>,
}

/// The options of a run that came from a file of defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults {
    /// The file's name without its folders.
    pub file: String,
    /// The keys that were used, as in `sources` and `report.out`.
    pub keys: Vec<String>,
}

/// Folder beside the page with the comparisons that found no room in it.
pub const TEXTS: &str = "report-texts";

/// Takes a file of the page: its name, with `/` between folder and file, and its content.
pub type Sink<'k> = dyn Fn(&str, &[u8]) -> Result<(), ReportError> + Sync + 'k;

/// Makes the report's page, and what stands beside it.
pub type Page = dyn Fn(&Source<'_>, &Sink<'_>) -> Result<(), ReportError> + Sync;

/// Writes all tables, the summary and the page, if there is one, into an opened folder and replaces
/// the previous report with it. Returns the report's path.
///
/// The page is made while the tables are written.
///
/// # Errors
/// [`ReportError`]; the previous report is then left intact.
pub fn write(
    source: &Source<'_>,
    folder: Folder,
    format: Format,
    page: Option<&Page>,
) -> Result<PathBuf, ReportError> {
    let others = || {
        if let Some(page) = page {
            page(source, &|name, bytes| folder.file(name, bytes))?;
        }
        folder.file("archetypes.jsonl", archetypes::lines(source).as_bytes())?;
        folder.file("summary.json", summary::json(source).as_bytes())
    };
    let tables =
        || tables::ALL.par_iter().try_for_each(|build| folder.table(build(source)?, format));
    let (others, tables) = rayon::join(others, tables);
    tables.and(others)?;
    folder.file(own::MARKER, own::MARK.as_bytes())?;
    folder.publish()
}
