//! Errors as shown to the user, with a hint and an exit code.

use std::error::Error;
use std::process::ExitCode;

use urtext::archive::ArchiveError;
use urtext::archive::keep::KeepError;
use urtext::ingest::fields::MappingError;
use urtext::ingest::limits::LimitError;
use urtext::ingest::{IngestError, Unread};
use urtext::report::{ReportError, ReviewError, WeekBeforeError};
use urtext::sources::SourcesError;
use urtext::sources::audit::RunError;
use urtext::sources::ratings::RatingsError;

use super::terminal;

/// An error with its exit code and a hint on what the user can do about it.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    error: Box<dyn Error>,
    hint: Option<String>,
}

impl Failure {
    /// Makes a failure of bad input or configuration (exit code 3).
    pub fn input(error: impl Into<Box<dyn Error>>, hint: impl Into<String>) -> Self {
        Self { code: 3, error: error.into(), hint: Some(hint.into()) }
    }

    /// Makes a failure of an internal error (exit code 1).
    pub fn internal(error: impl Into<Box<dyn Error>>) -> Self {
        Self { code: 1, error: error.into(), hint: None }
    }

    /// Returns what the user can do about it; `None` for an internal error.
    #[cfg(any(feature = "serve", test))]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Prints the error, its causes and the hint to standard error, and returns the exit code.
    pub fn print(&self) -> ExitCode {
        let mut text = terminal::plain(&self.error.to_string());
        let mut cause = self.error.source();
        while let Some(error) = cause {
            text.push_str(&format!(": {}", terminal::plain(&error.to_string())));
            cause = error.source();
        }
        terminal::tell(&format!("urtext: {text}"));
        if let Some(hint) = &self.hint {
            terminal::tell(&format!("hint: {}", terminal::plain(hint)));
        }
        ExitCode::from(self.code)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        let hint = match &error {
            IngestError::Open { .. } => "check the path and that you may read it",
            IngestError::Nothing { .. } => "name a folder or pattern that holds at least one file",
            IngestError::Pattern { .. } => "quote `[` as `[[]` if it is part of a name",
            IngestError::Format { format: Unread { remedy: Some(remedy), .. }, .. } => remedy,
            IngestError::Special { .. } => "name a file, or `-` for standard input",
            IngestError::Format { .. } => {
                "give web pages, feeds, JSON, tables (CSV, XLSX, ODS, Parquet), WARC, mail, documents (DOCX, ODT, RTF), plain text or zip files of these, uncompressed or compressed with gzip or zstd"
            }
            IngestError::Own { .. } => {
                "name the articles themselves; pass an archive with --archive, or give the output of `urtext archive export`"
            }
            IngestError::Address { .. } => {
                "save the page in a browser (Ctrl+S) and name the file, as in `urtext check page.html`"
            }
            IngestError::StandardInputTwice => "name `-` once",
        };
        Self::input(error, hint)
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        let hint = match &error {
            ArchiveError::Missing { .. } => {
                "name the folder of an archive that `urtext report --archive` wrote"
            }
            ArchiveError::Foreign { .. } => "name a folder that is empty or does not exist yet",
            ArchiveError::Version { .. } => {
                "use the version of the program that wrote it, or export it with that version and read the export into a new archive with `urtext report --archive`"
            }
            ArchiveError::Locked { .. } => {
                "wait until the other process has ended; nothing was changed"
            }
            ArchiveError::Damaged { .. } => {
                "run `urtext archive verify --archive DIR` to list all damage, and restore the folder from a backup"
            }
            ArchiveError::Read { .. } => "check that you may read it",
            ArchiveError::Write { .. } => {
                "check that you may write there and that there is space; the archive is unchanged"
            }
            ArchiveError::Unsynced { .. } => {
                "check the disk, then run the same command again: nothing is stored twice"
            }
            ArchiveError::Full { .. } => {
                "export it and start a new archive from the exported lines"
            }
        };
        Self::input(error, hint)
    }
}

impl From<KeepError> for Failure {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Archive(error) => error.into(),
            KeepError::Report(error) => error.into(),
        }
    }
}

impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        Self::input(
            error,
            "give what the page exports, or findings.csv with the columns `review` and `review_note` filled in",
        )
    }
}

impl From<SourcesError> for Failure {
    fn from(error: SourcesError) -> Self {
        let hint = match &error {
            SourcesError::Read { .. } => "name an existing source list with --sources, or leave it out to use the built-in one".to_owned(),
            SourcesError::Syntax { .. } => "fix the line; `urtext audit FILE` checks a source list".to_owned(),
            SourcesError::Content { remedy, .. } => format!("{remedy}; `urtext audit FILE` lists all findings"),
        };
        Self::input(error, hint)
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        let hint = match &error {
            RunError::Read { .. } => {
                "name a folder that this version of `urtext report` wrote, as in --run reports/all"
            }
            RunError::Table { .. } => "run the report again with this version of the program",
        };
        Self::input(error, hint)
    }
}

impl From<WeekBeforeError> for Failure {
    fn from(error: WeekBeforeError) -> Self {
        Self::input(error, "run the report of that week again, or move its folder away")
    }
}

impl From<RatingsError> for Failure {
    fn from(error: RatingsError) -> Self {
        let hint = match &error {
            RatingsError::Read { .. } => "name an existing CSV file (UTF-8) with --ratings",
            RatingsError::Column { .. } => "name the columns with --ratings-columns DOMAIN,SCORE",
            RatingsError::Nothing { .. } => {
                "ratings are numbers from 0 to 1 or 100; --ratings-highest states another scale"
            }
        };
        Self::input(error, hint)
    }
}

impl From<MappingError> for Failure {
    fn from(error: MappingError) -> Self {
        Self::input(error, "write it as --field text=body")
    }
}

impl From<LimitError> for Failure {
    fn from(error: LimitError) -> Self {
        Self::input(error, "write it as --limit document=50M")
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Folder { .. } | ReportError::Bundle { .. } => Self::input(
                error,
                "name a folder that you may write to with --out; the previous report is intact",
            ),
            ReportError::Other { .. } => {
                Self::input(error, "name another folder with --out, or replace it with --force")
            }
            ReportError::Foreign { .. } => Self::input(
                error,
                "name another folder with --out, move the file, or replace it with --force",
            ),
            ReportError::Table { .. } => Self::internal(error),
        }
    }
}
