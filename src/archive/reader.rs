//! Looks things up in an archive. Takes no lock: what was published when it was opened stays as it
//! is.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::checked::Checked;
use super::index::{Index, Look};
use super::knowledge::{HistoryRow, Knowledge};
use super::manifest::{self, Manifest};
use super::page::Texts;
use super::postings::Holders;
use super::record::{Evidence, Record};
use super::{ArchiveError, segment};
use crate::clean::lines::Place;
use crate::clean::recurrence::{self, Recurrence};
use crate::ingest::Article;

/// How often a reader looks at the manifest again when files vanish under it.
const TRIES: usize = 20;

/// An archive, open for reading: one generation of it, whatever writers do meanwhile.
#[derive(Debug)]
pub struct Reader {
    folder: PathBuf,
    manifest: Manifest,
    index: Index,
    segments: FxHashMap<u32, Checked>,
    pairs: Option<Checked>,
    evidence: Evidence,
    knowledge: OnceLock<Knowledge>,
    sources: OnceLock<BTreeMap<u64, u32>>,
    /// The page that was unpacked last: texts of one run often lie together.
    page: Mutex<Option<((u32, u64), Texts)>>,
}

impl Reader {
    /// Opens the archive in a folder.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`], [`ArchiveError::Version`], [`ArchiveError::Damaged`] or
    /// [`ArchiveError::Read`].
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        let mut tries = 0;
        loop {
            // A writer may publish, and clear away what it replaced, between the reading of the
            // manifest and the opening of files.
            match Self::opened(folder, Manifest::read(folder)?) {
                Err(ArchiveError::Read { cause, .. })
                    if cause.kind() == io::ErrorKind::NotFound && tries < TRIES =>
                {
                    tries += 1
                }
                Err(ArchiveError::Read { path, cause })
                    if cause.kind() == io::ErrorKind::NotFound =>
                {
                    return Err(ArchiveError::Damaged { path, what: "it is missing".to_owned() });
                }
                other => return other,
            }
        }
    }

    fn opened(folder: &Path, manifest: Manifest) -> Result<Self, ArchiveError> {
        let open = |name: &str| Checked::open(folder.join(name), &manifest.files[name]);
        let index = Index::open(open(&manifest.index)?)?;
        let mut segments = FxHashMap::default();
        for (number, name) in manifest.segments() {
            segments.insert(number, open(name)?);
        }
        let pairs = manifest
            .files
            .keys()
            .find(|n| n.starts_with("pairs-"))
            .map(|name| open(name))
            .transpose()?;
        let evidence = Evidence::of(&index.learned::<Vec<String>>("evidence")?);
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
            index,
            segments,
            pairs,
            evidence,
            knowledge: OnceLock::new(),
            sources: OnceLock::new(),
            page: Mutex::new(None),
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The manifest: generation, articles, files.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The index, for what is not asked of a single article.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The reasons of labels, by number.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The table of verified pairs, if one was kept.
    pub fn pairs(&self) -> Option<&Checked> {
        self.pairs.as_ref()
    }

    /// The segments by number.
    pub fn segments(&self) -> &FxHashMap<u32, Checked> {
        &self.segments
    }

    /// The articles that hold a fingerprint of the surface (as
    /// [`crate::fingerprint::Fingerprint::surface`] has it).
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Read`], as everything below.
    pub fn sharing(&self, fingerprint: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Surface, fingerprint)
    }

    /// The articles that hold an item of the skeleton; of an item of very many articles only their
    /// number.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn naming(&self, item: u32) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Skeleton, u64::from(item))
    }

    /// The articles whose bodies have these words, by [`crate::fingerprint::Fingerprint::body`].
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn with_body(&self, body: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Body, body)
    }

    /// The versions of one page, by [`Article::page`].
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn of_page(&self, page: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Page, page)
    }

    /// The articles under a caption, by [`crate::captions::key`].
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn under_caption(&self, key: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Caption, key)
    }

    /// The record of an article; `None` if there is none of that number.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn record(&self, number: u32) -> Result<Option<Record>, ArchiveError> {
        self.index.record(number, |bytes| Record::unpack(number, bytes, &self.evidence))
    }

    /// The record of the article of that id.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn find(&self, id: &str) -> Result<Option<Record>, ArchiveError> {
        for number in self.index.holders(Look::Id, xxh3_64(id.as_bytes()))?.articles {
            if let Some(record) = self.record(number)?.filter(|r| r.article.id == id) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The text of an article, by its record.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn text(&self, record: &Record) -> Result<String, ArchiveError> {
        let place = record.place;
        let file = self.segments.get(&place.segment).ok_or_else(|| ArchiveError::Damaged {
            path: self.folder.join(manifest::segment_name(place.segment)),
            what: "the manifest does not name it, but the index does".to_owned(),
        })?;
        let key = (place.segment, place.offset);
        let lost = || ArchiveError::Damaged {
            path: file.path().to_owned(),
            what: "a text is not where the index says".to_owned(),
        };
        let whole = |text: &str| {
            (xxh3_64(text.as_bytes()) == record.text_hash).then(|| text.to_owned()).ok_or_else(lost)
        };
        let kept = || self.page.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, texts)) = kept().as_ref().filter(|(at, _)| *at == key) {
            return whole(texts.text(place.ordinal as usize).ok_or_else(lost)?);
        }
        let texts = Texts::unpack(&file.stretch(place.offset, u64::from(place.length))?)
            .ok_or_else(lost)?;
        let text = whole(texts.text(place.ordinal as usize).ok_or_else(lost)?);
        *kept() = Some((key, texts));
        text
    }

    /// The article of a record with its text, as later stages need it.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn article(&self, record: &Record) -> Result<Article, ArchiveError> {
        Ok(Article { text: self.text(record)?, ..record.article.clone() })
    }

    /// Whole articles as they were read, with their numbers, ascending by number: those that
    /// `wanted` says yes to. O(archive).
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn articles(
        &self,
        wanted: &(dyn Fn(u32, &Article) -> bool + Sync),
    ) -> Result<Vec<(u32, Article)>, ArchiveError> {
        let mut files: Vec<(&u32, &Checked)> = self.segments.iter().collect();
        files.sort_unstable_by_key(|(number, _)| **number);
        let read: Vec<Vec<(u32, Article)>> = files
            .into_par_iter()
            .map(|(_, file)| {
                Ok(segment::read(file)?
                    .into_iter()
                    .filter(|(number, article)| wanted(*number, article))
                    .collect())
            })
            .collect::<Result<_, ArchiveError>>()?;
        let mut out: Vec<(u32, Article)> = read.into_iter().flatten().collect();
        out.par_sort_unstable_by_key(|(number, _)| *number);
        Ok(out)
    }

    /// Every record, ascending by number. O(archive).
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn each_record(&self, mut each: impl FnMut(Record)) -> Result<(), ArchiveError> {
        self.index.each_record(|number, bytes| {
            each(Record::unpack(number, bytes, &self.evidence)?);
            Some(())
        })
    }

    /// What was learned from the corpus; read once.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn knowledge(&self) -> Result<&Knowledge, ArchiveError> {
        if let Some(known) = self.knowledge.get() {
            return Ok(known);
        }
        let known = self.index.learned("knowledge")?;
        Ok(self.knowledge.get_or_init(|| known))
    }

    /// How the lines of an article recur in its source: what [`crate::clean::knowing`] asks for.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn recurrence(&self, source: &str, places: &[Place]) -> Result<Recurrence, ArchiveError> {
        let source = recurrence::source_key(source);
        let of = self.sources()?.get(&source).copied();
        let mut lines = Vec::new();
        for place in places.iter().filter(|_| of.is_some()) {
            let key = recurrence::line_key(source, place.key);
            lines.extend(self.index.line(key)?.map(|entry| (key, entry.standing(0))));
        }
        Ok(Recurrence::of(lines.into_iter(), of.map(|n| (source, n)).into_iter()))
    }

    /// Articles of each source when recurrence was learned, by [`recurrence::source_key`].
    fn sources(&self) -> Result<&BTreeMap<u64, u32>, ArchiveError> {
        if let Some(known) = self.sources.get() {
            return Ok(known);
        }
        let known: Vec<(u64, u32)> = self.index.learned("source_articles")?;
        Ok(self.sources.get_or_init(|| known.into_iter().collect()))
    }

    /// The numbers of the articles with which each run began, ascending.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn runs(&self) -> Result<Vec<u32>, ArchiveError> {
        self.index.learned("runs")
    }

    /// The sources of which a host served an article.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn hosts(&self) -> Result<BTreeSet<String>, ArchiveError> {
        self.index.learned("hosts")
    }

    /// The weekly history, by week and source.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn history(&self) -> Result<Vec<HistoryRow>, ArchiveError> {
        self.index.learned("history")
    }
}
