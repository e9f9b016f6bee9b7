//! Reads files through the checksums of their blocks: the result is what was written, or an error.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::ArchiveError;
use super::manifest::FileEntry;
use crate::files;

/// Number of bytes under one checksum. Chosen by judgement: a look-up reads and hashes one block in
/// some 2 µs.
pub const BLOCK: usize = 1 << 14;

/// Returns the checksum of block `number`. The number is part of it, so that blocks cannot change
/// places.
fn sum(number: u64, bytes: &[u8]) -> u64 {
    xxh3_64_with_seed(bytes, number)
}

/// Returns the length of a file and the checksums of its blocks. O(bytes).
///
/// # Errors
/// Those of reading the file.
pub fn sums(path: &Path) -> io::Result<(u64, Vec<u64>)> {
    let mut file = files::open(path)?;
    let (mut sums, mut length, mut block) = (Vec::new(), 0u64, Vec::with_capacity(BLOCK));
    loop {
        block.clear();
        if file.by_ref().take(BLOCK as u64).read_to_end(&mut block)? == 0 {
            return Ok((length, sums));
        }
        length += block.len() as u64;
        sums.push(sum(sums.len() as u64, &block));
    }
}

/// An open file of an archive. Each block is compared with its checksum when it is first read.
#[derive(Debug)]
pub struct Checked {
    path: PathBuf,
    file: File,
    bytes: u64,
    sums: Vec<u64>,
    verified: Vec<AtomicBool>,
}

impl Checked {
    /// Opens a file described by a manifest entry.
    ///
    /// # Errors
    /// [`ArchiveError::Read`] if it cannot be opened, [`ArchiveError::Damaged`] if its length or
    /// the number of its checksums is wrong.
    pub fn open(path: PathBuf, entry: &FileEntry) -> Result<Self, ArchiveError> {
        let file = files::open(&path).map_err(ArchiveError::reading(&path))?;
        let bytes = file.metadata().map_err(ArchiveError::reading(&path))?.len();
        let damaged = |what: String| ArchiveError::Damaged { path: path.clone(), what };
        if bytes != entry.bytes {
            return Err(damaged(format!("it has {bytes} bytes instead of {}", entry.bytes)));
        }
        let sums = entry
            .sums()
            .ok_or_else(|| damaged("the manifest lacks checksums for it".to_owned()))?;
        let verified = sums.iter().map(|_| AtomicBool::new(false)).collect();
        Ok(Self { path, file, bytes, sums, verified })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the length of the file in bytes.
    pub fn len(&self) -> u64 {
        self.bytes
    }

    /// Whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Fills `out` with the bytes from `offset` on.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] beyond the end, [`io::ErrorKind::InvalidData`] if a
    /// checksum does not match.
    pub fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if offset.checked_add(out.len() as u64).is_none_or(|end| end > self.bytes) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut block = Vec::new();
        let mut filled = 0;
        while filled < out.len() {
            let at = offset + filled as u64;
            let number = at / BLOCK as u64;
            let from = number * BLOCK as u64;
            let length = (self.bytes - from).min(BLOCK as u64) as usize;
            let skip = (at - from) as usize;
            let here = (length - skip).min(out.len() - filled);
            if self.verified[number as usize].load(Ordering::Relaxed) {
                read_exact_at(&self.file, at, &mut out[filled..filled + here])?;
            } else {
                block.resize(length, 0);
                read_exact_at(&self.file, from, &mut block)?;
                if sum(number, &block) != self.sums[number as usize] {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!("bytes {from} to {} were altered", from + length as u64),
                    ));
                }
                self.verified[number as usize].store(true, Ordering::Relaxed);
                out[filled..filled + here].copy_from_slice(&block[skip..skip + here]);
            }
            filled += here;
        }
        Ok(())
    }

    /// Reads `length` bytes from `offset` on.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Read`].
    pub fn stretch(&self, offset: u64, length: u64) -> Result<Vec<u8>, ArchiveError> {
        if offset.checked_add(length).is_none_or(|end| end > self.bytes) {
            return Err(ArchiveError::Damaged {
                path: self.path.clone(),
                what: "the index points beyond its end".to_owned(),
            });
        }
        let mut out = vec![0; length as usize];
        self.read_at(offset, &mut out).map_err(|cause| ArchiveError::of_io(&self.path, cause))?;
        Ok(out)
    }

    /// Reads the whole file.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Read`].
    pub fn all(&self) -> Result<Vec<u8>, ArchiveError> {
        self.stretch(0, self.bytes)
    }

    /// Returns the byte range of each block whose checksum does not match. O(bytes).
    ///
    /// # Errors
    /// [`ArchiveError::Read`].
    pub fn damage(&self) -> Result<Vec<(u64, u64)>, ArchiveError> {
        let mut out = Vec::new();
        let mut block = vec![0; BLOCK];
        for (number, &expected) in self.sums.iter().enumerate() {
            let from = number as u64 * BLOCK as u64;
            let length = (self.bytes - from).min(BLOCK as u64) as usize;
            read_exact_at(&self.file, from, &mut block[..length])
                .map_err(ArchiveError::reading(&self.path))?;
            if sum(number as u64, &block[..length]) != expected {
                out.push((from, from + length as u64));
            }
        }
        Ok(out)
    }
}

/// Fills `out` with the bytes from `offset` on.
#[cfg(unix)]
pub fn read_exact_at(file: &File, offset: u64, out: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, offset)
}

/// Fills `out` with the bytes from `offset` on.
#[cfg(windows)]
pub fn read_exact_at(file: &File, mut offset: u64, mut out: &mut [u8]) -> io::Result<()> {
    while !out.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, out, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => (offset, out) = (offset + n as u64, &mut out[n..]),
        }
    }
    Ok(())
}

/// The backend through which the store reads an index. It refuses to write, because an index never
/// changes.
#[derive(Debug)]
pub struct ReadOnly(pub Checked);

impl redb::StorageBackend for ReadOnly {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_at(offset, out)
    }

    fn set_len(&self, _: u64) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, _: u64, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(bytes: &[u8], now: &[u8]) -> (tempfile::TempDir, Result<Checked, ArchiveError>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("f");
        std::fs::write(&path, bytes).expect("written");
        let (length, sums) = sums(&path).expect("read");
        std::fs::write(&path, now).expect("written");
        let checked = Checked::open(path, &FileEntry::of(length, 0, &sums));
        (folder, checked)
    }

    #[test]
    fn what_was_written_comes_back() {
        let bytes: Vec<u8> = (0..3 * BLOCK + 17).map(|n| (n * 31 % 251) as u8).collect();
        let (_folder, checked) = opened(&bytes, &bytes);
        let checked = checked.expect("opened");
        assert_eq!(checked.all().expect("whole"), bytes);
        assert_eq!(
            checked.stretch(BLOCK as u64 - 3, 7).expect("whole"),
            bytes[BLOCK - 3..BLOCK + 4]
        );
        assert!(
            checked.stretch(bytes.len() as u64, 1).is_err()
                && checked.damage().expect("read").is_empty()
        );
    }

    #[test]
    fn an_altered_block_is_never_handed_out() {
        let bytes = vec![7u8; 2 * BLOCK];
        let mut now = bytes.clone();
        now[BLOCK + 5] = 8;
        let (_folder, checked) = opened(&bytes, &now);
        let checked = checked.expect("opened");
        assert!(checked.stretch(0, 10).is_ok());
        for _ in 0..2 {
            assert!(matches!(checked.stretch(BLOCK as u64, 1), Err(ArchiveError::Damaged { .. })));
        }
        assert_eq!(checked.damage().expect("read"), [(BLOCK as u64, 2 * BLOCK as u64)]);
        // Two blocks with equal bytes are not interchangeable.
        let (_folder, cut) = opened(&bytes, &bytes[..BLOCK]);
        assert!(matches!(cut, Err(ArchiveError::Damaged { .. })));
    }
}
