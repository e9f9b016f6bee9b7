//! Writes to an archive: one process at a time, all or nothing.

mod admission;
mod generation;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::DataFrame;
use rustc_hash::FxHashSet;

use super::disk::{Disk, System};
use super::knowledge::HistoryRow;
use super::record::Kin;
use super::{ArchiveError, Reader, manifest};
use crate::clean::Cleaned;
use crate::files;
use crate::fingerprint::Fingerprint;
use crate::ingest::Article;
use crate::pipeline::Knowledge;
pub use admission::Admitted;
use generation::Made;

/// The file that the writer holds a lock on.
const LOCK: &str = "LOCK";

/// An article of a run, new to the archive or kept in it.
#[derive(Debug, Clone)]
pub struct Addition<'a> {
    /// Its number, as given by [`Writer::admit`] or its record.
    pub number: u32,
    /// The article, complete if it is new.
    pub article: &'a Article,
    /// The article after cleaning.
    pub cleaned: &'a Cleaned,
    /// Its fingerprints.
    pub fingerprint: &'a Fingerprint,
    /// Its place in the run; `None` keeps the one in the archive.
    pub kin: Option<Kin>,
}

/// A change to an archive.
#[derive(Debug, Default)]
pub struct Change<'c> {
    /// Articles of the run, new or kept. Kept articles that are not listed stay as they are.
    pub articles: Vec<Addition<'c>>,
    /// Numbers of the articles to drop.
    pub dropped: FxHashSet<u32>,
    /// What the run learned; `None` keeps what is known.
    pub learned: Option<&'c Knowledge>,
    /// The run's pairs, with the columns of [`super::pairs::COLUMNS`]; `None` keeps those of the
    /// archive.
    pub pairs: Option<DataFrame>,
    /// The whole weekly history; `None` keeps it.
    pub history: Option<Vec<HistoryRow>>,
}

/// An archive opened for writing.
#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    reader: Option<Reader>,
    next: u32,
    /// Held until the writer is dropped.
    _lock: File,
}

impl Writer {
    /// Opens the archive in a folder, or begins one in a folder that is empty or missing, and
    /// removes the remains of killed runs.
    ///
    /// # Errors
    /// [`ArchiveError::Foreign`] for a folder of other things, [`ArchiveError::Locked`] while
    /// another process writes, [`ArchiveError::Write`], and the errors of [`Reader::open`].
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        Self::open_on(Arc::new(System), folder)
    }

    /// As [`Self::open`], on a disk provided by the caller.
    ///
    /// # Errors
    /// See [`Self::open`].
    pub fn open_on(disk: Arc<dyn Disk>, folder: &Path) -> Result<Self, ArchiveError> {
        check_folder(folder)?;
        let segments = folder.join("segments");
        disk.make_folders(&segments).map_err(ArchiveError::writing(&segments))?;
        let path = folder.join(LOCK);
        files::check(&path).map_err(ArchiveError::writing(&path))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(ArchiveError::writing(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(ArchiveError::Locked { path: folder.to_owned() });
            }
            Err(TryLockError::Error(cause)) => return Err(ArchiveError::Write { path, cause }),
        }
        let reader = match Reader::open(folder) {
            Err(ArchiveError::Missing { .. }) => None,
            other => Some(other?),
        };
        let leftovers = manifest::leftovers(folder, reader.as_ref().map(Reader::manifest))?;
        if !leftovers.is_empty() {
            // The writer that left them may have been killed before its manifest was safe; the
            // manifest before it names some of them.
            disk.sync_folder(folder).map_err(ArchiveError::writing(folder))?;
        }
        for path in leftovers {
            disk.remove(&path).map_err(ArchiveError::writing(&path))?;
        }
        let next = reader.as_ref().map_or(Ok(0), |r| r.index().learned("next"))?;
        Ok(Self { folder: folder.to_owned(), disk, reader, next, _lock: lock })
    }

    /// Returns the archive as it is now; `None` if there is none yet.
    pub fn reader(&self) -> Option<&Reader> {
        self.reader.as_ref()
    }

    /// Returns the generation; 0 before the first commit.
    pub fn generation(&self) -> u64 {
        self.reader.as_ref().map_or(0, |r| r.manifest().generation)
    }

    /// Makes a change as a whole or not at all, and returns the generation. If nothing changes, no
    /// new generation is made.
    ///
    /// # Errors
    /// [`ArchiveError`]. The archive is then unchanged, with one exception: after
    /// [`ArchiveError::Unsynced`] the change is made, but may not survive a power cut.
    pub fn commit(&mut self, change: &Change<'_>) -> Result<u64, ArchiveError> {
        let mut made = Made {
            folder: self.folder.clone(),
            disk: Arc::clone(&self.disk),
            files: BTreeSet::new(),
        };
        let Some(manifest) = self.prepared(change, &mut made)? else {
            return Ok(self.generation());
        };
        self.name_safely()?;
        // Opened before it is published, because an error must leave the archive unchanged.
        let reader = Reader::opened(&self.folder, manifest)?;
        let next = reader.index().learned("next")?;
        reader.manifest().publish(&*self.disk, &self.folder)?;
        made.files.clear();
        self.next = next;
        let manifest = self.reader.insert(reader).manifest();
        // Until the manifest's name is safe, a power cut may bring the previous one back, so
        // nothing that it names may be removed.
        let unsynced = |cause| ArchiveError::Unsynced { path: self.folder.clone(), cause };
        self.disk.sync_folder(&self.folder).map_err(unsynced)?;
        // Remove what is no longer part of the archive; what cannot be listed or removed now is
        // left to the next writer.
        for path in manifest::leftovers(&self.folder, Some(manifest)).unwrap_or_default() {
            let _ = self.disk.remove(&path);
        }
        Ok(manifest.generation)
    }

    /// Makes the names of all new files survive a power cut before a manifest refers to them; for a
    /// new archive, also the name of its folder.
    fn name_safely(&self) -> Result<(), ArchiveError> {
        let above = self.folder.ancestors().skip(1).take_while(|_| self.reader.is_none());
        let folders = [self.folder.join("segments"), self.folder.clone()];
        for folder in folders.iter().map(PathBuf::as_path) {
            self.disk.sync_folder(folder).map_err(ArchiveError::writing(folder))?;
        }
        for folder in above {
            // Existing parent folders may not be readable for us. A parent with an empty name is
            // the current folder.
            match self.disk.sync_folder(&folder.join(".")) {
                Err(e) if e.kind() == io::ErrorKind::PermissionDenied => break,
                other => other.map_err(ArchiveError::writing(folder))?,
            }
        }
        Ok(())
    }
}

/// Refuses a folder of other things, so that no other files are mixed with an archive's.
fn check_folder(folder: &Path) -> Result<(), ArchiveError> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(ArchiveError::reading(folder))?,
    };
    for entry in entries {
        let name = entry
            .map_err(ArchiveError::reading(folder))?
            .file_name()
            .to_string_lossy()
            .into_owned();
        let ours = [LOCK, manifest::NAME, "MANIFEST.new", "segments"].contains(&name.as_str())
            || manifest::is_ours(&name);
        if !ours && !folder.join(manifest::NAME).exists() {
            return Err(ArchiveError::Foreign { path: folder.to_owned() });
        }
    }
    Ok(())
}

#[cfg(test)]
pub mod tests;
