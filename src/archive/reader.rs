//! Reads from an archive. Takes no lock: what was published when the archive was opened does not
//! change.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::checked::Checked;
use super::index::{Index, Look};
use super::knowledge::HistoryRow;
use super::manifest::{self, Manifest};
use super::page::Texts;
use super::postings::Holders;
use super::record::{Evidence, Record};
use super::{ArchiveError, segment};
use crate::clean::lines::Place;
use crate::clean::recurrence::{self, Recurrence};
use crate::ingest::Article;
use crate::pipeline::Knowledge;

/// Number of times that a reader reads the manifest again after files have vanished. Chosen by
/// judgement.
const TRIES: usize = 20;

/// An archive opened for reading: one generation of it, whatever writers do meanwhile.
#[derive(Debug)]
pub struct Reader {
    folder: PathBuf,
    manifest: Manifest,
    index: Index,
    segments: FxHashMap<u32, Checked>,
    pairs: Option<Checked>,
    evidence: Evidence,
    knowledge: OnceLock<Knowledge>,
    hosts: OnceLock<BTreeSet<String>>,
    sources: OnceLock<BTreeMap<u64, u32>>,
    /// The page decompressed last; texts of one run are often stored together.
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
            // Between reading the manifest and opening the files, a writer may publish a new
            // generation and remove the replaced files.
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

    /// Opens the generation of a manifest, whether it is published or not.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Read`].
    pub(super) fn opened(folder: &Path, manifest: Manifest) -> Result<Self, ArchiveError> {
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
            hosts: OnceLock::new(),
            sources: OnceLock::new(),
            page: Mutex::new(None),
        })
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the manifest: generation, number of articles, files.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns the index, for look-ups beyond single articles.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Returns the evidence for labels, by number.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Returns the file of verified pairs; `None` if none was kept.
    pub fn pairs(&self) -> Option<&Checked> {
        self.pairs.as_ref()
    }

    /// Returns the segments by number.
    pub fn segments(&self) -> &FxHashMap<u32, Checked> {
        &self.segments
    }

    /// Returns the articles with a fingerprint of the surface (see
    /// [`crate::fingerprint::Fingerprint::surface`]).
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Read`], as for everything below.
    pub fn sharing(&self, fingerprint: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Surface, fingerprint)
    }

    /// Returns the articles with an item of the skeleton; for an item of very many articles only
    /// their number.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn naming(&self, item: u32) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Skeleton, u64::from(item))
    }

    /// Returns the articles whose bodies have the same words, given
    /// [`crate::fingerprint::Fingerprint::body`].
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn with_body(&self, body: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Body, body)
    }

    /// Returns the versions of one page, given [`Article::page`].
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn of_page(&self, page: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Page, page)
    }

    /// Returns the articles with a caption, given [`crate::captions::key`].
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn under_caption(&self, key: u64) -> Result<Holders, ArchiveError> {
        self.index.holders(Look::Caption, key)
    }

    /// Returns the record of an article; `None` if there is none with that number.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn record(&self, number: u32) -> Result<Option<Record>, ArchiveError> {
        self.index.record(number, |bytes| Record::unpack(number, bytes, &self.evidence))
    }

    /// Returns the record of the article with that id; `None` if there is none.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn find(&self, id: &str) -> Result<Option<Record>, ArchiveError> {
        for number in self.index.holders(Look::Id, crate::ingest::key(id))?.articles {
            if let Some(record) = self.record(number)?.filter(|r| r.article.id == id) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Reads the text of an article, given its record.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn text(&self, record: &Record) -> Result<String, ArchiveError> {
        let place = record.place;
        let file = self.segments.get(&place.segment).ok_or_else(|| ArchiveError::Damaged {
            path: self.folder.join(manifest::segment_name(place.segment)),
            what: "the index refers to it, but the manifest does not".to_owned(),
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

    /// Returns the article of a record with its text, as later stages need it.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn article(&self, record: &Record) -> Result<Article, ArchiveError> {
        Ok(Article { text: self.text(record)?, ..record.article.clone() })
    }

    /// Returns the article of a record with its text, its outlet, authors, captions and language as
    /// cleaning read them.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn whole(&self, record: &Record) -> Result<Article, ArchiveError> {
        let mut article = self.article(record)?;
        article.outlet.clone_from(&record.cleaned.source);
        article.authors.clone_from(&record.cleaned.credits.authors);
        article.captions =
            record.cleaned.captions.iter().filter(|c| c.listed).map(|c| c.text.clone()).collect();
        article.language.clone_from(&record.cleaned.language);
        Ok(article)
    }

    /// Reads the complete articles for which `wanted` returns true, with their numbers, in
    /// ascending order. O(archive).
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

    /// Calls `each` with every record, in ascending order of numbers. O(archive).
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn each_record(&self, mut each: impl FnMut(Record)) -> Result<(), ArchiveError> {
        self.index.each_record(|number, bytes| {
            each(Record::unpack(number, bytes, &self.evidence)?);
            Some(())
        })
    }

    /// Returns what was learned from the corpus; it is read only once.
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

    /// Returns how the lines of an article recur in its source, as [`crate::clean::knowing`] needs
    /// it.
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

    /// Returns the number of articles of each source when recurrence was learned, by
    /// [`recurrence::source_key`].
    fn sources(&self) -> Result<&BTreeMap<u64, u32>, ArchiveError> {
        if let Some(known) = self.sources.get() {
            return Ok(known);
        }
        let known: Vec<(u64, u32)> = self.index.learned("source_articles")?;
        Ok(self.sources.get_or_init(|| known.into_iter().collect()))
    }

    /// Returns the first article number of each run, in ascending order.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn runs(&self) -> Result<Vec<u32>, ArchiveError> {
        self.index.learned("runs")
    }

    /// Returns the sources with at least one article that has an address.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn hosts(&self) -> Result<&BTreeSet<String>, ArchiveError> {
        if let Some(known) = self.hosts.get() {
            return Ok(known);
        }
        let known = self.index.learned("hosts")?;
        Ok(self.hosts.get_or_init(|| known))
    }

    /// Returns the weekly history, sorted by week and source.
    ///
    /// # Errors
    /// See [`Self::sharing`].
    pub fn history(&self) -> Result<Vec<HistoryRow>, ArchiveError> {
        self.index.learned("history")
    }
}
