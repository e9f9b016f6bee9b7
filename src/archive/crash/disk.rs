//! A disk that carries out requests, records them, and refuses them from a given moment on.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::super::disk::{Disk, Output, System};

/// An operation on the disk. Files are identified by number, because their names change.
#[derive(Debug, Clone)]
pub enum Op {
    Create(PathBuf, usize),
    Write(usize, u64, Vec<u8>),
    SetLen(usize, u64),
    Sync(usize),
    Folder(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    SyncFolder(PathBuf),
    /// A commit returned this generation.
    Committed(u64),
    /// The process died.
    Killed,
}

/// Which requests a disk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Nothing,
    /// All requests, as if the process were dead.
    Everything,
    /// Requests that take up space.
    Room,
    /// Requests to sync.
    Safety,
}

#[derive(Debug)]
pub struct Record {
    /// The operations in their order.
    pub ops: Vec<Op>,
    files: usize,
    refusal: Refusal,
    /// Number of requests still granted before the disk refuses.
    granted: usize,
}

/// A disk that carries out requests, records them, and refuses them from a given moment on.
#[derive(Debug, Clone)]
pub struct Recorder(Arc<Mutex<Record>>);

impl Recorder {
    pub fn new(refusal: Refusal, granted: usize) -> Self {
        Self(Arc::new(Mutex::new(Record { ops: Vec::new(), files: 0, refusal, granted })))
    }

    pub fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.0.lock().expect("no test panics while it holds the record")
    }

    pub fn refuse(&self, refusal: Refusal, granted: usize) {
        let mut record = self.record();
        (record.refusal, record.granted) = (refusal, granted);
    }

    /// Grants a request, unless such requests are now refused.
    fn ask(&self, takes_room: bool, syncs: bool) -> io::Result<()> {
        let mut record = self.record();
        let (met, error) = match record.refusal {
            Refusal::Nothing => (false, io::ErrorKind::Other),
            Refusal::Everything => (true, io::ErrorKind::Other),
            Refusal::Room => (takes_room, io::ErrorKind::StorageFull),
            Refusal::Safety => (syncs, io::ErrorKind::Other),
        };
        if met && record.granted == 0 {
            return Err(error.into());
        }
        record.granted = record.granted.saturating_sub(usize::from(met));
        Ok(())
    }

    pub fn done(&self, op: Op) {
        self.record().ops.push(op);
    }
}

impl Disk for Recorder {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        self.ask(true, false)?;
        let inner = System.create(path)?;
        let mut record = self.record();
        record.files += 1;
        let number = record.files;
        record.ops.push(Op::Create(path.to_owned(), number));
        Ok(Box::new(Recorded { inner, number, disk: self.clone() }))
    }

    fn make_folders(&self, path: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> =
            path.ancestors().take_while(|p| !p.exists()).map(Path::to_owned).collect();
        if !missing.is_empty() {
            self.ask(true, false)?;
        }
        System.make_folders(path)?;
        missing.into_iter().rev().for_each(|folder| self.done(Op::Folder(folder)));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(false, false)?;
        System.rename(from, to)?;
        self.done(Op::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.ask(false, false)?;
        System.remove(path)?;
        self.done(Op::Remove(path.to_owned()));
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.ask(false, true)?;
        self.done(Op::SyncFolder(path.to_owned()));
        Ok(())
    }
}

#[derive(Debug)]
pub struct Recorded {
    inner: Box<dyn Output>,
    number: usize,
    disk: Recorder,
}

impl Output for Recorded {
    fn bytes(&self) -> io::Result<u64> {
        self.inner.bytes()
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.inner.read_at(offset, out)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.disk.ask(true, false)?;
        self.inner.write_at(offset, bytes)?;
        self.disk.done(Op::Write(self.number, offset, bytes.to_vec()));
        Ok(())
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.disk.ask(bytes > self.inner.bytes()?, false)?;
        self.inner.set_len(bytes)?;
        self.disk.done(Op::SetLen(self.number, bytes));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        self.disk.ask(false, true)?;
        self.disk.done(Op::Sync(self.number));
        Ok(())
    }
}
