//! The archive: a folder with every article ever reported, in which later reports and `score` look
//! things up.
//!
//! # Layout
//!
//! | file | holds |
//! |---|---|
//! | `MANIFEST` | the version of the format, the generation, and for every other file its length and the checksum of each block |
//! | `index-<generation>.redb` | look-ups from fingerprints, ids and captions to articles; a record of each article; what was learned |
//! | `segments/articles-<n>.parquet` | the articles as they were read, one per row |
//! | `pairs-<generation>.parquet` | the verified pairs |
//! | `LOCK` | nothing; the writer holds a lock on it |
//!
//! Published files never change: a writer creates new files beside the old ones and then replaces
//! the manifest atomically. A writer that is killed, or runs out of disk space, before that step
//! leaves the old archive; the next writer removes the remains. Readers take no lock.
//!
//! All writes go through [`disk`], so that tests can substitute a disk that loses what was not
//! synced.

mod build;
pub mod checked;
mod codes;
pub mod coding;
#[cfg(test)]
mod crash;
pub mod dense;
pub mod disk;
pub mod export;
pub mod gather;
pub mod index;
pub mod keep;
pub mod knowledge;
#[cfg(test)]
mod lies;
pub mod manifest;
pub mod page;
pub mod pairs;
pub mod postings;
pub mod reader;
pub mod record;
pub mod record_blocks;
pub mod seen;
pub mod segment;
pub mod verify;
pub mod writer;

use std::io;
use std::path::{Path, PathBuf};

pub use knowledge::HistoryRow;
pub use manifest::Manifest;
pub use postings::Holders;
pub use reader::Reader;
pub use record::{Kin, Record};
pub use writer::{Addition, Admitted, Change, Writer};

/// Why an archive could not be used.
///
/// After an error the archive is as it was before, except as stated at [`Writer::commit`].
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is no archive in the folder.
    #[error("{}: not an archive", path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The folder contains other things.
    #[error("{}: the folder is neither empty nor an archive", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// The archive has another version of the format.
    #[error("{}: this archive has format {format}; this program reads format {}", path.display(), manifest::FORMAT)]
    Version {
        /// The folder.
        path: PathBuf,
        /// The archive's format.
        format: u32,
    },
    /// Another process is writing to the archive.
    #[error("{}: another process is writing to this archive", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// A file is not as it was written.
    #[error("{}: archive damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A file cannot be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
    },
    /// A file cannot be written.
    #[error("{}: cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
    },
    /// The change is made, but the disk did not confirm that it is safe.
    #[error("{}: the change was made but may not survive a power cut", path.display())]
    Unsynced {
        /// The folder.
        path: PathBuf,
        /// The error of the operating system.
        #[source]
        cause: io::Error,
    },
    /// There are more articles than an archive can number.
    #[error("{}: an archive can number {} articles in its lifetime, and this one has used them all", path.display(), postings::MOST_ARTICLES)]
    Full {
        /// The folder.
        path: PathBuf,
    },
}

impl ArchiveError {
    /// Converts an error of reading `path`.
    pub fn reading(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |cause| Self::Read { path: path.to_owned(), cause }
    }

    /// Converts an error of writing `path`.
    pub fn writing(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |cause| Self::Write { path: path.to_owned(), cause }
    }

    /// Converts an error of an open file: wrong checksums and missing bytes are damage.
    pub fn of_io(path: &Path, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                Self::Damaged { path: path.to_owned(), what: cause.to_string() }
            }
            _ => Self::Read { path: path.to_owned(), cause },
        }
    }
}
