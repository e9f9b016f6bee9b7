//! Everything that a writer does to the disk, behind a trait, so that tests can substitute a disk
//! that loses, tears and refuses writes.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The disk operations of a writer.
///
/// What is written or named survives a power cut only once it is synced: a file's bytes by
/// [`Output::sync`], its name by [`Disk::sync_folder`] of its folder.
pub trait Disk: Debug + Send + Sync {
    /// Creates an empty file, or empties an existing one.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>>;
    /// Creates a folder and its parents.
    fn make_folders(&self, path: &Path) -> io::Result<()>;
    /// Renames a file, atomically replacing any file with the new name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the files created, renamed and removed in a folder survive a power cut.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// A file being written.
pub trait Output: Debug + Send + Sync {
    /// Returns its length in bytes.
    fn bytes(&self) -> io::Result<u64>;
    /// Fills `out` with the bytes from `offset` on.
    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()>;
    /// Writes all bytes at `offset`.
    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Truncates it, or extends it with zeros.
    fn set_len(&self, bytes: u64) -> io::Result<()>;
    /// Makes its bytes survive a power cut.
    fn sync(&self) -> io::Result<()>;
}

/// The operating system's disk.
#[derive(Debug)]
pub struct System;

impl Disk for System {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        Ok(Box::new(File::options().create(true).truncate(true).read(true).write(true).open(path)?))
    }

    fn make_folders(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Only on Unix can folders be opened, and only there do they need syncing.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }
}

impl Output for File {
    fn bytes(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        super::checked::read_exact_at(self, offset, out)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        write_all_at(self, offset, bytes)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        File::set_len(self, bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_all()
    }
}

#[cfg(unix)]
fn write_all_at(file: &File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(windows)]
fn write_all_at(file: &File, mut offset: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_write(file, bytes, offset)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            n => (offset, bytes) = (offset + n as u64, &bytes[n..]),
        }
    }
    Ok(())
}

/// A file written from start to end.
#[derive(Debug)]
pub struct Sequential {
    output: Box<dyn Output>,
    at: u64,
}

impl Sequential {
    /// Creates an empty file.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn create(disk: &dyn Disk, path: &Path) -> io::Result<Self> {
        Ok(Self { output: disk.create(path)?, at: 0 })
    }

    /// Makes its bytes survive a power cut.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.output.sync()
    }
}

impl Write for Sequential {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write_at(self.at, bytes)?;
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The backend through which the store writes an index.
#[derive(Debug)]
pub struct Store(pub std::sync::Arc<dyn Output>);

impl redb::StorageBackend for Store {
    fn len(&self) -> io::Result<u64> {
        self.0.bytes()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_at(offset, out)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.0.set_len(bytes)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync()
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_at(offset, bytes)
    }
}
