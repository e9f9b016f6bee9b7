//! Writes to an archive: one process at a time, all or nothing.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::DataFrame;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::build::{self, Rows};
use super::checked;
use super::disk::{Disk, System};
use super::knowledge::HistoryRow;
use super::manifest::{self, FORMAT, FileEntry, Manifest};
use super::record::{Kin, Record};
use super::segment::Place;
use super::{ArchiveError, Reader, pairs, postings, segment};
use crate::clean::Cleaned;
use crate::files;
use crate::fingerprint::Fingerprint;
use crate::ingest::{Article, urls};
use crate::pipeline::Knowledge;

/// The file that the writer holds a lock on.
const LOCK: &str = "LOCK";
/// Number of articles below which a segment is small. Chosen by judgement.
const SMALL: u64 = 1_024;
/// Number of small segments from which they are merged into one. Chosen by judgement.
const MOST_SMALL: usize = 16;

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
    /// The run's pairs, with the columns of [`pairs::COLUMNS`]; `None` keeps those of the archive.
    pub pairs: Option<DataFrame>,
    /// The whole weekly history; `None` keeps it.
    pub history: Option<Vec<HistoryRow>>,
}

/// The articles of an input, compared with those kept.
#[derive(Debug, Default)]
pub struct Admitted {
    /// The new articles with the numbers they will have, sorted by id. Revisions have ids of their
    /// own.
    pub new: Vec<(u32, Article)>,
    /// Number of articles already kept, or twice in the input under ids that became one.
    pub recognised: u64,
    /// Number of new texts under ids already kept with another text.
    pub revisions: u64,
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

    /// Separates new articles from those already kept. The ids of `articles` must be unique.
    ///
    /// The same id with the same text is the article already kept. The same id with another text is
    /// a revision and gets the id `<id>~2`, or the next free number. What another host served under
    /// the id is neither, and is kept as `<id>@<domain>`. A new article that would get the id of
    /// another new one is that article again, or a revision of it. O(articles).
    ///
    /// # Errors
    /// [`ArchiveError::Full`], or those of reading the archive.
    pub fn admit(&self, articles: Vec<Article>) -> Result<Admitted, ArchiveError> {
        let mut out = Admitted::default();
        let mut new: Vec<Article> = Vec::new();
        let mut revised = Vec::new();
        // The ids of `new` with the hashes of their texts.
        let mut taken: FxHashMap<String, u64> = FxHashMap::default();
        for mut article in articles {
            // An article renamed in its input because another had its id may be the one kept under
            // that id.
            if let Some(base) = article
                .url
                .as_deref()
                .and_then(urls::site)
                .and_then(|site| article.id.strip_suffix(&format!("@{site}")))
                && let Some(known) = self.known(base)?
                && !urls::are_of_two_sites(known.article.url.as_deref(), article.url.as_deref())
            {
                article.id = base.to_owned();
            }
            let mut known = self.known(&article.id)?;
            if known.as_ref().is_some_and(|known| {
                urls::are_of_two_sites(known.article.url.as_deref(), article.url.as_deref())
            }) {
                article.id = format!(
                    "{}@{}",
                    article.id,
                    article.url.as_deref().and_then(urls::site).unwrap_or_default()
                );
                known = self.known(&article.id)?;
            }
            let hash = xxh3_64(article.text.as_bytes());
            let known = known.map(|known| known.text_hash);
            match known.or_else(|| taken.get(&article.id).copied()) {
                None => {
                    taken.insert(article.id.clone(), hash);
                    new.push(article);
                }
                Some(known) if known == hash => out.recognised += 1,
                Some(_) => revised.push(article),
            }
        }
        'revised: for article in revised {
            let mut id = String::new();
            let hash = xxh3_64(article.text.as_bytes());
            for number in 2u32.. {
                id = format!("{}~{number}", article.id);
                match self.known(&id)?.map(|known| known.text_hash) {
                    Some(known) if known == hash => {
                        out.recognised += 1;
                        continue 'revised;
                    }
                    None if !taken.contains_key(&id) => break,
                    _ => {}
                }
            }
            out.revisions += 1;
            taken.insert(id.clone(), hash);
            new.push(Article { id, ..article });
        }
        new.sort_by(|a, b| a.id.cmp(&b.id));
        if self.next as usize + new.len() > postings::MOST_ARTICLES as usize {
            return Err(ArchiveError::Full { path: self.folder.clone() });
        }
        out.new = (self.next..).zip(new).collect();
        Ok(out)
    }

    /// Returns the record kept under an id; `None` if there is none.
    fn known(&self, id: &str) -> Result<Option<Record>, ArchiveError> {
        Ok(self.reader.as_ref().map(|r| r.find(id)).transpose()?.flatten())
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

    /// Writes all files of the next generation; `None` if it would equal the present one.
    fn prepared(
        &self,
        change: &Change<'_>,
        made: &mut Made,
    ) -> Result<Option<Manifest>, ArchiveError> {
        let old = self.reader.as_ref().map(Reader::manifest).cloned().unwrap_or_default();
        let mut next = Manifest {
            format: FORMAT,
            generation: old.generation.saturating_add(1),
            files: old.files.clone(),
            ..Manifest::default()
        };
        next.files.remove(&old.index);
        let places = self.segments(change, &mut next, made)?;
        self.pairs(change, &mut next, made)?;
        let rows = Rows { reader: self.reader.as_ref(), change, places: &places, next: self.next };
        let (contents, articles) = build::contents(&rows)?;
        (next.articles, next.content) = (articles, contents.hash());
        // The content of a missing archive is empty and equals no other. A segment goes only with
        // articles of it, which changes the content, and pairs go only for a new file.
        if next.content == old.content && made.files.is_empty() {
            return Ok(None);
        }
        next.index = format!("index-{}.redb", next.generation);
        let path = made.file(&next.index);
        contents.write(&*self.disk, &path)?;
        next.files.insert(next.index.clone(), entry(&path, 0)?);
        Ok(Some(next))
    }

    /// Writes new segments with the new articles, those of segments that lose some, and those of
    /// small segments if there are many.
    fn segments(
        &self,
        change: &Change<'_>,
        next: &mut Manifest,
        made: &mut Made,
    ) -> Result<FxHashMap<u32, Place>, ArchiveError> {
        let mut moved: Vec<(u32, Article)> = Vec::new();
        let rewritten = self.rewritten(change, next)?;
        for (number, file) in self
            .reader
            .iter()
            .flat_map(Reader::segments)
            .filter(|(number, _)| rewritten.contains(number))
        {
            moved.extend(
                segment::read(file)?.into_iter().filter(|(n, _)| !change.dropped.contains(n)),
            );
            next.files.remove(&manifest::segment_name(*number));
        }
        let new =
            change.articles.iter().filter(|a| a.number >= self.next).map(|a| (a.number, a.article));
        let mut rows: Vec<(u32, &Article)> =
            moved.iter().map(|(n, a)| (*n, a)).chain(new).collect();
        // Articles of one outlet are stored together, because similar texts compress well.
        rows.sort_by_cached_key(|(number, article)| {
            (segment::outlet(article), article.published.map(|s| s.day), *number)
        });
        let full = || ArchiveError::Full { path: self.folder.clone() };
        let last = self
            .reader
            .as_ref()
            .and_then(|r| r.segments().keys().copied().max())
            .unwrap_or_default();
        let first = last.checked_add(1).ok_or_else(full)?;
        let chunks: Vec<&[(u32, &Article)]> = rows.chunks(segment::LARGEST).collect();
        let names: Vec<String> = (first..).take(chunks.len()).map(manifest::segment_name).collect();
        let paths: Vec<PathBuf> = names.iter().map(|name| made.file(name)).collect();
        // Compression takes most of the time.
        let written = chunks.par_iter().zip(&paths).enumerate().map(|(at, (chunk, path))| {
            let found = segment::write(&*self.disk, path, first + at as u32, chunk)?;
            Ok((found, entry(path, chunk.len() as u64)?))
        });
        let written: Vec<(Vec<Place>, FileEntry)> = written.collect::<Result<_, ArchiveError>>()?;
        let mut places = FxHashMap::default();
        for ((name, chunk), (found, entry)) in names.into_iter().zip(chunks).zip(written) {
            places.extend(chunk.iter().map(|(n, _)| *n).zip(found));
            next.files.insert(name, entry);
        }
        Ok(places)
    }

    /// Returns the segments to be rewritten.
    fn rewritten(
        &self,
        change: &Change<'_>,
        next: &Manifest,
    ) -> Result<FxHashSet<u32>, ArchiveError> {
        let mut out = FxHashSet::default();
        if let Some(reader) = &self.reader
            && !change.dropped.is_empty()
        {
            reader.each_record(|r| {
                out.extend(change.dropped.contains(&r.number).then_some(r.place.segment))
            })?;
        }
        let small: Vec<u32> = next
            .segments()
            .filter(|(_, name)| next.files[*name].rows < SMALL)
            .map(|(number, _)| number)
            .collect();
        let grows = change.articles.iter().any(|a| a.number >= self.next);
        if small.len() >= MOST_SMALL && grows {
            out.extend(small);
        }
        Ok(out)
    }

    fn pairs(
        &self,
        change: &Change<'_>,
        next: &mut Manifest,
        made: &mut Made,
    ) -> Result<(), ArchiveError> {
        let Some((old_name, file)) = self.reader.as_ref().and_then(|r| {
            r.manifest().files.keys().find(|n| n.starts_with("pairs-")).zip(r.pairs())
        }) else {
            let Some(new) = &change.pairs else { return Ok(()) };
            return self.write_pairs(new.clone(), None, next, made);
        };
        if change.pairs.is_none() && change.dropped.is_empty() {
            return Ok(());
        }
        let mut gone = FxHashSet::default();
        if let Some(reader) = self.reader.as_ref().filter(|_| !change.dropped.is_empty()) {
            reader.each_record(|r| {
                gone.extend(change.dropped.contains(&r.number).then_some(r.article.id))
            })?;
        }
        let compared: FxHashSet<&str> =
            change.articles.iter().map(|a| a.article.id.as_str()).collect();
        let frame =
            pairs::merged(change.pairs.clone(), pairs::read(file)?, &compared, &gone).map_err(
                |e| ArchiveError::Damaged { path: file.path().to_owned(), what: e.to_string() },
            )?;
        self.write_pairs(frame, Some(old_name), next, made)
    }

    fn write_pairs(
        &self,
        frame: DataFrame,
        old: Option<&String>,
        next: &mut Manifest,
        made: &mut Made,
    ) -> Result<(), ArchiveError> {
        let name = format!("pairs-{}.parquet", next.generation);
        let path = made.file(&name);
        pairs::write(&*self.disk, &path, frame)?;
        let new = entry(&path, 0)?;
        if let Some(old) = old {
            if next.files.get(old) == Some(&new) {
                made.forget(&path);
                return Ok(());
            }
            next.files.remove(old);
        }
        next.files.insert(name, new);
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

fn entry(path: &Path, rows: u64) -> Result<FileEntry, ArchiveError> {
    let (bytes, sums) = checked::sums(path).map_err(ArchiveError::reading(path))?;
    Ok(FileEntry::of(bytes, rows, &sums))
}

/// Files created for a generation; they are removed if it is not published.
#[derive(Debug)]
struct Made {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    files: BTreeSet<PathBuf>,
}

impl Made {
    fn file(&mut self, name: &str) -> PathBuf {
        let path = self.folder.join(name);
        self.files.insert(path.clone());
        path
    }

    fn forget(&mut self, path: &Path) {
        self.files.remove(path);
        // A leftover is removed by the next writer.
        let _ = self.disk.remove(path);
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in &self.files {
            let _ = self.disk.remove(path);
        }
    }
}

#[cfg(test)]
pub mod tests;
