//! Errors as Python sees them: a class, what is wrong and where, and what to do about it.

use std::error::Error;

use pyo3::prelude::*;
use urtext::archive::ArchiveError;
use urtext::archive::keep::KeepError;
use urtext::ingest::fields::MappingError;
use urtext::ingest::limits::LimitError;
use urtext::ingest::{IngestError, Unread};
use urtext::report::{ReportError, ReviewError, WeekBeforeError};
use urtext::sources::SourcesError;
use urtext::sources::ratings::RatingsError;

/// The classes of exceptions, in `urtext_news/_errors.py`.
#[derive(Debug, Clone, Copy)]
pub enum Class {
    /// Articles cannot be read.
    Input,
    /// A source list or another setting cannot be used.
    Settings,
    /// An archive cannot be read or written.
    Archive,
    /// Results cannot be written.
    Write,
    /// A mistake in the program.
    Internal,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Self::Input => "InputError",
            Self::Settings => "SettingsError",
            Self::Archive => "ArchiveError",
            Self::Write => "WriteError",
            Self::Internal => "InternalError",
        }
    }
}

/// An error with its remedy.
#[derive(Debug)]
pub struct Problem {
    class: Class,
    what: String,
    remedy: String,
}

impl Problem {
    /// Makes an error.
    pub fn new(class: Class, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { class, what: what.into(), remedy: remedy.into() }
    }

    /// Makes one from an error and its causes.
    fn of(class: Class, error: &dyn Error, remedy: impl Into<String>) -> Self {
        let mut what = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            what.push_str(&format!(": {error}"));
            cause = error.source();
        }
        Self::new(class, what, remedy)
    }

    /// Returns the exception.
    pub fn raised(self, py: Python<'_>) -> PyErr {
        let class = py.import("urtext_news._errors").and_then(|m| m.getattr(self.class.name()));
        match class.and_then(|class| class.call1((self.what, self.remedy))) {
            Ok(exception) => PyErr::from_value(exception),
            Err(error) => error,
        }
    }
}

impl From<IngestError> for Problem {
    fn from(error: IngestError) -> Self {
        let remedy = match &error {
            IngestError::Open { .. } => "check the path and that you may read it",
            IngestError::Address { .. } => {
                "save the page in a browser (Ctrl+S) and pass the file, or the page's HTML to extract()"
            }
            IngestError::Nothing { .. } => "name a folder or pattern that holds at least one file",
            IngestError::Pattern { .. } => "quote `[` as `[[]` if it is part of a name",
            IngestError::Format { format: Unread { remedy: Some(remedy), .. }, .. } => remedy,
            IngestError::Special { .. } => "pass a file",
            IngestError::Format { .. } => {
                "give web pages, feeds, JSON, CSV, Parquet, WARC or plain text, uncompressed or compressed with gzip or zstd"
            }
            IngestError::Own { .. } => {
                "name the articles themselves; pass an archive with archive=FOLDER"
            }
            IngestError::StandardInputTwice => "name `-` once",
        };
        Self::of(Class::Input, &error, remedy)
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Self {
        let remedy = match &error {
            ArchiveError::Missing { .. } => {
                "name the folder of an archive that report(..., archive=FOLDER) wrote"
            }
            ArchiveError::Foreign { .. } => "name a folder that is empty or does not exist yet",
            ArchiveError::Version { .. } => {
                "use the version of the program that wrote it, or export it with that version (`urtext archive export`) and read the export into a new archive"
            }
            ArchiveError::Locked { .. } => {
                "wait until the other process has ended; nothing was changed"
            }
            ArchiveError::Damaged { .. } => {
                "run `urtext archive verify --archive FOLDER` to list all damage, and restore the folder from a backup"
            }
            ArchiveError::Read { .. } => "check that you may read it",
            ArchiveError::Write { .. } => {
                "check that you may write there and that there is space; the archive is unchanged"
            }
            ArchiveError::Unsynced { .. } => {
                "check the disk, then do the same again: nothing is stored twice"
            }
            ArchiveError::Full { .. } => {
                "export it and start a new archive from the exported lines"
            }
        };
        Self::of(Class::Archive, &error, remedy)
    }
}

impl From<KeepError> for Problem {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Archive(error) => error.into(),
            KeepError::Report(error) => error.into(),
        }
    }
}

impl From<SourcesError> for Problem {
    fn from(error: SourcesError) -> Self {
        let remedy = match &error {
            SourcesError::Read { .. } => {
                "name an existing source list with sources=FILE, or leave it out to use the built-in one".to_owned()
            }
            SourcesError::Syntax { .. } => "fix the line; audit(FILE) checks a source list".to_owned(),
            SourcesError::Content { remedy, .. } => {
                format!("{remedy}; audit(FILE) lists all findings")
            }
        };
        Self::of(Class::Settings, &error, remedy)
    }
}

impl From<MappingError> for Problem {
    fn from(error: MappingError) -> Self {
        Self::of(Class::Settings, &error, "write it as fields={\"text\": \"COLUMN\"}")
    }
}

impl From<LimitError> for Problem {
    fn from(error: LimitError) -> Self {
        Self::of(Class::Settings, &error, "write it as limits={\"document\": \"50M\"}")
    }
}

impl From<RatingsError> for Problem {
    fn from(error: RatingsError) -> Self {
        let remedy =
            "give a CSV file (UTF-8) with columns `domain` and `score`, numbers from 0 to 1 or 100";
        Self::of(Class::Settings, &error, remedy)
    }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        Self::of(Class::Settings, &error, "give what the page exports")
    }
}

impl From<WeekBeforeError> for Problem {
    fn from(error: WeekBeforeError) -> Self {
        Self::of(
            Class::Settings,
            &error,
            "make the report of that week again, or move its folder away",
        )
    }
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        let (class, remedy) = match &error {
            ReportError::Folder { .. } | ReportError::Bundle { .. } => {
                (Class::Write, "name a folder that you may write to; the previous report is intact")
            }
            ReportError::Other { .. } => {
                (Class::Write, "name another folder, or replace it with force=True")
            }
            ReportError::Foreign { .. } => {
                (Class::Write, "name another folder, move the file, or replace it with force=True")
            }
            ReportError::Table { .. } => {
                (Class::Internal, "report this as a mistake in the program")
            }
        };
        Self::of(class, &error, remedy)
    }
}
