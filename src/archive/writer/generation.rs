//! Writes the files of the next generation: segments, pairs, index.
//!
//! Called by [`Writer::commit`], which publishes them or has them removed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::DataFrame;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Change, Writer};
use crate::archive::build::{self, Rows};
use crate::archive::disk::Disk;
use crate::archive::manifest::{self, FORMAT, FileEntry, Manifest};
use crate::archive::segment::{self, Place};
use crate::archive::{ArchiveError, Reader, checked, pairs};
use crate::ingest::Article;

/// Number of articles below which a segment is small. Chosen by judgement.
const SMALL: u64 = 1_024;
/// Number of small segments from which they are merged into one. Chosen by judgement.
pub(super) const MOST_SMALL: usize = 16;

impl Writer {
    /// Writes all files of the next generation; `None` if it would equal the present one.
    pub(super) fn prepared(
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

pub(super) fn entry(path: &Path, rows: u64) -> Result<FileEntry, ArchiveError> {
    let (bytes, sums) = checked::sums(path).map_err(ArchiveError::reading(path))?;
    Ok(FileEntry::of(bytes, rows, &sums))
}

/// Files created for a generation; they are removed if it is not published.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) folder: PathBuf,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) files: BTreeSet<PathBuf>,
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
