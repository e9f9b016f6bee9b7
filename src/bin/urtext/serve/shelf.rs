//! The archive that all requests share: opened once, and again when a report has changed it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use urtext::archive::manifest;
use urtext::desk::Desk;
use urtext::sources::Registry;

use super::super::failure::Failure;

/// What shows that a manifest was replaced: time, length and, where there is one, the number of the
/// file.
type Mark = (Option<SystemTime>, u64, u64);

/// An open archive.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    registry: Registry,
    open: Mutex<(Arc<Desk>, Option<Mark>)>,
    /// Number of articles of the archive as last opened, and its generation: told without waiting
    /// for one that is being opened.
    articles: AtomicU64,
    generation: AtomicU64,
}

impl Shelf {
    /// Opens an archive.
    pub fn open(folder: &Path, registry: Registry) -> Result<Self, Failure> {
        let mark = mark(folder);
        let desk = Arc::new(Desk::open(folder, registry.clone())?);
        let manifest = desk.reader().manifest();
        let (articles, generation) = (manifest.articles.into(), manifest.generation.into());
        let folder = folder.to_owned();
        Ok(Self { folder, registry, open: Mutex::new((desk, mark)), articles, generation })
    }

    /// The source list.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Returns the archive as it is now. While a request is answered, it keeps the one it began
    /// with.
    pub fn current(&self) -> Result<Arc<Desk>, Failure> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let now = mark(&self.folder);
        if open.1 != now || now.is_none() {
            // Others that need the archive wait, so that it is opened once and not by each.
            let desk = Desk::open(&self.folder, self.registry.clone())?;
            let manifest = desk.reader().manifest();
            self.articles.store(manifest.articles, Ordering::Relaxed);
            self.generation.store(manifest.generation, Ordering::Relaxed);
            *open = (Arc::new(desk), now);
        }
        Ok(Arc::clone(&open.0))
    }

    /// Lets the next request open the archive again, as it must after an error.
    pub fn reopen(&self) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).1 = None;
    }

    /// Returns the number of articles and the generation of the archive as last opened.
    pub fn counts(&self) -> (u64, u64) {
        (self.articles.load(Ordering::Relaxed), self.generation.load(Ordering::Relaxed))
    }
}

fn mark(folder: &Path) -> Option<Mark> {
    let metadata = fs::metadata(folder.join(manifest::NAME)).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let number = 0;
    Some((metadata.modified().ok(), metadata.len(), number))
}
