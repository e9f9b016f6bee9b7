//! The index: one file of the embedded store redb, written once and then only read.
//!
//! The index of each generation is written anew in the order of its keys, so that its pages are
//! full and no space is free; entries are packed into values that fill a page each. Readers access
//! it through the checksums of the manifest.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::{Database, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition};
use xxhash_rust::xxh3::Xxh3;

use super::ArchiveError;
use super::checked::{Checked, ReadOnly};
use super::disk::{Disk, Output, Store};
use super::knowledge::{self, LineEntry};
use super::postings::{self, Holders};
use super::{dense, record_blocks};
use crate::candidates::skeleton::COMMON_MOST;
use crate::ingest::parquet::quietly;

/// The kinds of keys that articles are looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A fingerprint of the surface.
    Surface,
    /// An item of the skeleton. For an item of very many articles only their number is kept.
    Skeleton,
    /// A hash of the id.
    Id,
    /// The hash of the body's words.
    Body,
    /// The number of the page, see [`crate::ingest::Article::page`].
    Page,
    /// The key of a caption, see [`crate::captions::key`].
    Caption,
}

impl Look {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Surface, Self::Skeleton, Self::Id, Self::Body, Self::Page, Self::Caption];

    fn name(self) -> &'static str {
        ["surface", "skeleton", "id", "body", "page", "caption"][self as usize]
    }

    fn table(self) -> Blocks<'static> {
        TableDefinition::new(self.name())
    }

    /// Whether there are very many keys, nearly all with one article.
    fn is_dense(self) -> bool {
        self == Self::Surface
    }

    /// Returns the number of articles above which a key keeps only their count.
    pub fn most(self) -> usize {
        if self == Self::Skeleton { COMMON_MOST } else { usize::MAX }
    }
}

/// Blocks by the first key in them.
type Blocks<'t> = TableDefinition<'t, u64, &'static [u8]>;
const RECORDS: Blocks<'_> = TableDefinition::new("records");
const LINES: Blocks<'_> = TableDefinition::new("lines");
/// All small data, by name.
const LEARNED: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("learned");

/// Bytes of pages that the store caches. Chosen by judgement.
const CACHE: usize = 64 << 20;

/// The contents of an index.
#[derive(Debug, Default)]
pub struct Contents {
    /// Postings, sorted and unique, in the order of [`Look::ALL`].
    pub postings: [Vec<u64>; 6],
    /// Blocks of records by their first number.
    pub records: Vec<(u64, Vec<u8>)>,
    /// Recurring lines, by key.
    pub lines: Vec<LineEntry>,
    /// All small data, by name, sorted.
    pub learned: Vec<(&'static str, Vec<u8>)>,
}

impl Contents {
    /// Calls `each` with every entry to be stored: table, key, value.
    fn all<E>(&self, mut each: impl FnMut(Entry<'_>) -> Result<(), E>) -> Result<(), E> {
        for look in Look::ALL {
            let postings = &self.postings[look as usize];
            let put = |first: u64, block: &[u8]| each(Entry::Block(look.table(), first, block));
            if look.is_dense() {
                dense::blocks(postings, put)?
            } else {
                postings::blocks(postings, look.most(), put)?
            }
        }
        self.records
            .iter()
            .try_for_each(|(first, block)| each(Entry::Block(RECORDS, *first, block)))?;
        knowledge::pack_lines(&self.lines, |first, block| each(Entry::Block(LINES, first, block)))?;
        self.learned.iter().try_for_each(|(name, bytes)| each(Entry::Learned(name, bytes)))
    }

    /// Returns a hash of all contents.
    pub fn hash(&self) -> String {
        let mut hash = Xxh3::new();
        let told: Result<(), ()> = self.all(|entry| {
            let (name, key, value) = match entry {
                Entry::Block(table, first, block) => {
                    (redb::TableHandle::name(&table).to_owned(), first, block)
                }
                Entry::Learned(name, bytes) => (name.to_owned(), 0, bytes),
            };
            hash.update(name.as_bytes());
            hash.update(&key.to_le_bytes());
            hash.update(&(value.len() as u64).to_le_bytes());
            hash.update(value);
            Ok(())
        });
        told.map(|()| format!("{:032x}", hash.digest128())).unwrap_or_default()
    }

    /// Writes the index. The file is synced when this returns.
    ///
    /// # Errors
    /// [`ArchiveError::Write`].
    pub fn write(&self, disk: &dyn Disk, path: &Path) -> Result<(), ArchiveError> {
        // If the disk is full, the store may notice it during its own clean-up and panic there.
        quietly(|| self.stored(disk, path))
            .unwrap_or_else(|| {
                Err(redb::Error::Io(std::io::Error::other("the store failed unexpectedly")))
            })
            .map_err(|e| ArchiveError::writing(path)(to_io(e)))
    }

    fn stored(&self, disk: &dyn Disk, path: &Path) -> Result<(), redb::Error> {
        let file: Arc<dyn Output> = Arc::from(disk.create(path)?);
        let mut database = Database::builder()
            .set_cache_size(CACHE)
            .create_with_backend(Store(Arc::clone(&file)))?;
        let mut transaction = database.begin_write()?;
        // The contents come from outside, so no crafted state of the file may pass for a commit.
        transaction.set_two_phase_commit(true);
        {
            let mut learned = transaction.open_table(LEARNED)?;
            RECORDS_AND_LINES.iter().try_for_each(|t| transaction.open_table(*t).map(|_| ()))?;
            Look::ALL.iter().try_for_each(|l| transaction.open_table(l.table()).map(|_| ()))?;
            self.all(|entry| -> Result<(), redb::Error> {
                match entry {
                    Entry::Block(table, first, block) => {
                        transaction.open_table(table)?.insert(first, block).map(|_| ())?
                    }
                    Entry::Learned(name, bytes) => learned.insert(name, bytes).map(|_| ())?,
                }
                Ok(())
            })?;
        }
        transaction.commit()?;
        database.compact()?;
        database.close()?;
        // What the store writes when it closes is covered by our checksums too.
        Ok(file.sync()?)
    }
}

const RECORDS_AND_LINES: [Blocks<'_>; 2] = [RECORDS, LINES];

enum Entry<'e> {
    Block(Blocks<'e>, u64, &'e [u8]),
    Learned(&'static str, &'e [u8]),
}

fn to_io(error: redb::Error) -> std::io::Error {
    match error {
        redb::Error::Io(cause) => cause,
        other => std::io::Error::other(other.to_string()),
    }
}

/// An index opened for reading.
pub struct Index {
    path: PathBuf,
    looks: [ReadOnlyTable<u64, &'static [u8]>; 6],
    records: ReadOnlyTable<u64, &'static [u8]>,
    lines: ReadOnlyTable<u64, &'static [u8]>,
    learned: ReadOnlyTable<&'static str, &'static [u8]>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index through its checksums.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Read`].
    pub fn open(file: Checked) -> Result<Self, ArchiveError> {
        let path = file.path().to_owned();
        let opened = quietly(|| -> Result<Self, redb::Error> {
            let database = redb::Builder::new()
                .set_cache_size(CACHE)
                .open_read_only_with_backend(ReadOnly(file))?;
            let transaction = database.begin_read()?;
            let mut looks = Vec::new();
            for look in Look::ALL {
                looks.push(transaction.open_table(look.table())?);
            }
            let looks = looks
                .try_into()
                .map_err(|_| redb::Error::Corrupted("tables are missing".to_owned()))?;
            Ok(Self {
                path: path.clone(),
                looks,
                records: transaction.open_table(RECORDS)?,
                lines: transaction.open_table(LINES)?,
                learned: transaction.open_table(LEARNED)?,
            })
        });
        match opened {
            Some(index) => index.map_err(|e| failed(&path, e)),
            None => Err(ArchiveError::Damaged { path, what: "it cannot be opened".to_owned() }),
        }
    }

    fn damaged(&self, what: &str) -> ArchiveError {
        ArchiveError::Damaged { path: self.path.clone(), what: what.to_owned() }
    }

    /// Calls `each` with the block that would hold `key`; `None` if there is none.
    fn block<T>(
        &self,
        table: &ReadOnlyTable<u64, &'static [u8]>,
        key: u64,
        each: impl FnOnce(u64, &[u8]) -> Option<T>,
    ) -> Result<Option<T>, ArchiveError> {
        let found = self.stored(|| {
            let Some(found) = table.range(..=key)?.next_back() else { return Ok(None) };
            let (first, block) = found?;
            Ok(Some((first.value(), block.value().to_vec())))
        })?;
        let Some((first, block)) = found else { return Ok(None) };
        each(first, &block).map(Some).ok_or_else(|| self.damaged("a block of it cannot be read"))
    }

    /// Calls `each` with every block of a table, in order.
    fn each_block(
        &self,
        table: &ReadOnlyTable<u64, &'static [u8]>,
        mut each: impl FnMut(u64, &[u8]) -> Option<()>,
    ) -> Result<(), ArchiveError> {
        let mut all = self.stored(|| Ok(table.iter()?))?;
        let mut next = || {
            let Some(found) = all.next() else { return Ok(None) };
            let (first, block) = found?;
            Ok(Some((first.value(), block.value().to_vec())))
        };
        while let Some((first, block)) = self.stored(&mut next)? {
            each(first, &block).ok_or_else(|| self.damaged("a block of it cannot be read"))?;
        }
        Ok(())
    }

    /// Reads from the store, which trusts a page whose checksum matches and panics at one with
    /// wrong lengths.
    fn stored<T>(&self, read: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, ArchiveError> {
        quietly(read)
            .unwrap_or_else(|| Err(redb::Error::Corrupted("it cannot be decoded".to_owned())))
            .map_err(|e| failed(&self.path, e))
    }

    /// Returns the articles with a key, given the hash of the key; empty if no article has it.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Read`].
    pub fn holders(&self, look: Look, hash: u64) -> Result<Holders, ArchiveError> {
        let key = postings::key(hash);
        let found = self.block(&self.looks[look as usize], key, |first, block| {
            if look.is_dense() {
                dense::find(key, first, block)
            } else {
                postings::find(key, first, block, look.most())
            }
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Calls `each` with every key and its articles, in the order of the keys.
    ///
    /// # Errors
    /// As [`Self::holders`].
    pub fn each_holders(
        &self,
        look: Look,
        mut each: impl FnMut(u64, Holders),
    ) -> Result<(), ArchiveError> {
        self.each_block(&self.looks[look as usize], |first, block| {
            let told = |key, holders| {
                each(key, holders);
                true
            };
            if look.is_dense() {
                dense::read(first, block, told)
            } else {
                postings::read(first, block, look.most(), told)
            }
        })
    }

    /// Calls `read` with the bytes of an article's record and returns its result; `None` if there
    /// is no such record.
    ///
    /// # Errors
    /// As [`Self::holders`]; also if `read` returns `None`.
    pub fn record<T>(
        &self,
        number: u32,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, ArchiveError> {
        let mut read = Some(read);
        let found = self.block(&self.records, u64::from(number), |first, block| {
            let mut out = Some(None);
            record_blocks::unpack(first, block, |at, bytes| {
                if at == number {
                    out = read.take().and_then(|read| read(bytes)).map(Some);
                }
                at < number
            })?;
            out
        })?;
        Ok(found.flatten())
    }

    /// Calls `each` with every record, in the order of the numbers.
    ///
    /// # Errors
    /// As [`Self::holders`]; also if `each` returns `None`, for a record that cannot be read.
    pub fn each_record(
        &self,
        mut each: impl FnMut(u32, &[u8]) -> Option<()>,
    ) -> Result<(), ArchiveError> {
        self.each_block(&self.records, |first, block| {
            let mut whole = Some(());
            record_blocks::unpack(first, block, |number, bytes| {
                whole = each(number, bytes);
                whole.is_some()
            })?;
            whole
        })
    }

    /// Returns the total size in bytes of the blocks of each table.
    ///
    /// # Errors
    /// As [`Self::holders`].
    pub fn sizes(&self) -> Result<Vec<(&'static str, u64)>, ArchiveError> {
        let looks = Look::ALL.into_iter().map(|look| (look.name(), &self.looks[look as usize]));
        let tables = looks.chain([("records", &self.records), ("lines", &self.lines)]);
        tables
            .map(|(name, table)| {
                let mut bytes = 0;
                self.each_block(table, |_, block| {
                    bytes += block.len() as u64;
                    Some(())
                })?;
                Ok((name, bytes))
            })
            .collect()
    }

    /// Returns how a line recurs, given its key; `None` if it does not.
    ///
    /// # Errors
    /// As [`Self::holders`].
    pub fn line(&self, key: u64) -> Result<Option<LineEntry>, ArchiveError> {
        let mut out = None;
        self.block(&self.lines, key, |first, block| {
            knowledge::read_lines(first, block, |entry| {
                if entry.key == key {
                    out = Some(entry);
                }
                entry.key < key
            })
        })?;
        Ok(out)
    }

    /// Returns all recurring lines.
    ///
    /// # Errors
    /// As [`Self::holders`].
    pub fn lines(&self) -> Result<Vec<LineEntry>, ArchiveError> {
        let mut out = Vec::new();
        self.each_block(&self.lines, |first, block| {
            knowledge::read_lines(first, block, |entry| {
                out.push(entry);
                true
            })
        })?;
        Ok(out)
    }

    /// Returns small data kept under a name, or its default if there is none.
    ///
    /// # Errors
    /// As [`Self::holders`].
    pub fn learned<T: serde::de::DeserializeOwned + Default>(
        &self,
        name: &str,
    ) -> Result<T, ArchiveError> {
        match self.stored(|| Ok(self.learned.get(name)?.map(|bytes| bytes.value().to_vec())))? {
            None => Ok(T::default()),
            Some(bytes) => postcard::from_bytes(&bytes)
                .map_err(|_| self.damaged(&format!("`{name}` in it cannot be read"))),
        }
    }
}

/// Converts an error of the store to one that names the file.
fn failed(path: &Path, error: redb::Error) -> ArchiveError {
    match error {
        redb::Error::Io(cause) => ArchiveError::of_io(path, cause),
        other => ArchiveError::Damaged { path: path.to_owned(), what: other.to_string() },
    }
}
