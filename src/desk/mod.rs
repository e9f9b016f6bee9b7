//! One new article judged against an archive, without a batch run: the editor's desk.
//!
//! What a report does with all pairs is done here with the few kept articles that are near:
//! look-ups find them ([`nearest`]), then they go through the same stages. What a report learns
//! from its corpus (furniture, clocks, how common words are, the records of sources) comes from the
//! archive, as the last report left it.

pub mod nearest;

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use crate::archive::{Addition, ArchiveError, Change, Manifest, Reader, Record, Writer};
use crate::candidates::{Candidate, Candidates};
use crate::captions::{self, Places};
use crate::clean::{self, Cleaned};
use crate::compare::{self, times};
use crate::dating;
use crate::fingerprint::{self, Fingerprint};
use crate::ingest::Article;
use crate::lineage;
use crate::pipeline::Findings;
use crate::reliability::{self, Reliability};
use crate::report::schema::Cell;
use crate::sources::Registry;
use nearest::Near;

/// Texts that are read for the names they share: whether they tell of the same event is seen by
/// their words.
const OF_THE_EVENT: usize = 3;
/// Articles under one caption of which the events are looked up.
const UNDER: usize = 24;

/// An archive open at the desk.
#[derive(Debug)]
pub struct Desk {
    reader: Reader,
    registry: Registry,
    agencies: clean::credit::Agencies,
}

/// What was found of one article.
#[derive(Debug, Default)]
pub struct Opinion {
    /// The findings about the article and the kept ones near it. Of substitutions and of sources
    /// they tell nothing.
    pub findings: Findings,
    /// The article's number among them.
    pub at: usize,
    /// The row of its source in the sources table of the last report; empty if there was none.
    pub source: Vec<Cell>,
    /// Articles that the archive holds.
    pub kept: u64,
}

impl Desk {
    /// Opens an archive.
    ///
    /// # Errors
    /// See [`Reader::open`].
    pub fn open(folder: &Path, registry: Registry) -> Result<Self, ArchiveError> {
        Ok(Self {
            reader: Reader::open(folder)?,
            agencies: clean::credit::Agencies::of(&registry),
            registry,
        })
    }

    /// Opens the archive again if another generation was published since.
    ///
    /// # Errors
    /// See [`Reader::open`].
    pub fn refresh(&mut self) -> Result<(), ArchiveError> {
        if Manifest::read(self.reader.folder())?.generation != self.reader.manifest().generation {
            self.reopen()?;
        }
        Ok(())
    }

    /// Opens the archive again, as it must be after an error: the store answers nothing more once a
    /// page was found damaged.
    ///
    /// # Errors
    /// See [`Reader::open`].
    pub fn reopen(&mut self) -> Result<(), ArchiveError> {
        self.reader = Reader::open(self.reader.folder())?;
        Ok(())
    }

    /// The archive.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The source list.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The kept articles near an article, whole.
    ///
    /// # Errors
    /// What reading the archive finds.
    pub fn near(&self, article: &Article) -> Result<Vec<Article>, ArchiveError> {
        let (_, fingerprint) = self.read(article)?;
        nearest::find(&self.reader, article, &fingerprint)?
            .iter()
            .map(|near| self.whole(near))
            .collect()
    }

    /// Judges an article by what the archive holds. The archive stays as it is.
    ///
    /// The same article under its id and with its text, if it is kept, is not compared with itself.
    /// O(the article's words) look-ups, and the comparison with some thirty articles at most.
    ///
    /// # Errors
    /// What reading the archive finds.
    pub fn judge(&self, article: Article) -> Result<Opinion, ArchiveError> {
        let (cleaned, fingerprint) = self.read(&article)?;
        let near = nearest::find(&self.reader, &article, &fingerprint)?;
        let kept = self
            .reader
            .find(&article.id)?
            .filter(|known| known.text_hash == xxh3_64(article.text.as_bytes()));
        let runs = self.reader.runs()?;
        let run = |record: &Record| runs.partition_point(|first| *first <= record.number) as u32;
        let article = Article { kept: kept.as_ref().map(run), ..article };
        let table = Table::set(self, article, cleaned, fingerprint, near)?;
        let knowledge = self.reader.knowledge()?;
        let documents = clean::read_all(&table.articles, &table.cleaned);
        let dates = dating::run(&table.articles, &table.cleaned, &documents, None);
        let evidence = compare::Evidence {
            articles: &table.articles,
            cleaned: &table.cleaned,
            documents: &documents,
            dates: &dates,
            fingerprints: &table.fingerprints,
            words: &knowledge.words,
        };
        let comparisons = compare::run(&evidence, &table.candidates(), &|_| ());
        let lineage = lineage::run(&lineage::Evidence {
            articles: &table.articles,
            cleaned: &table.cleaned,
            documents: &documents,
            dates: &dates,
            fingerprints: &table.fingerprints,
            comparisons: &comparisons,
            registry: &self.registry,
            clocks: &knowledge.clocks,
            as_of: None,
        });
        let at = table.at;
        let event = lineage
            .stories
            .get(lineage.standings[at].story as usize)
            .map_or(&[][..], |story| &story.members);
        let places = self.places(&table.cleaned[at], &table.articles[at])?;
        let captions = captions::of_article(
            at,
            (&table.articles, &table.cleaned, &documents),
            lineage.dates[at].0,
            event,
            &knowledge.stems,
            &places,
        );
        let source = table.cleaned[at].source.clone();
        let row = source.as_deref().map_or(&[][..], |id| knowledge.source(id)).to_vec();
        let counted = vec![true; table.articles.len()];
        let articles = reliability::of_articles(
            &reliability::Findings {
                articles: &table.articles,
                cleaned: &table.cleaned,
                comparisons: &comparisons,
                lineage: &lineage,
                captions: &captions,
                counted: &counted,
                registry: &self.registry,
            },
            source.filter(|_| shows_no_credits(&row)).as_deref(),
        );
        let focus = counted.clone();
        let Table { articles: all, cleaned, fingerprints, .. } = table;
        Ok(Opinion {
            findings: Findings {
                articles: all,
                cleaned,
                fingerprints,
                comparisons,
                lineage,
                captions,
                reliability: Reliability { articles, ..Reliability::default() },
                counted,
                focus,
                ..Findings::default()
            },
            at,
            source: row,
            kept: self.reader.manifest().articles,
        })
    }

    /// Puts an article into the archive; returns the id it has there, `None` if it was kept
    /// already.
    ///
    /// # Errors
    /// See [`Writer::open`] and [`Writer::commit`].
    pub fn add(&mut self, article: &Article) -> Result<Option<String>, ArchiveError> {
        let mut writer = Writer::open(self.reader.folder())?;
        let Some((number, article)) = writer.admit(vec![article.clone()])?.new.into_iter().next()
        else {
            return Ok(None);
        };
        let (cleaned, fingerprint) = self.read(&article)?;
        let addition = Addition {
            number,
            article: &article,
            cleaned: &cleaned,
            fingerprint: &fingerprint,
            kin: None,
        };
        writer.commit(&Change { articles: vec![addition], ..Change::default() })?;
        drop(writer);
        self.refresh()?;
        Ok(Some(article.id))
    }

    /// Cleans and fingerprints an article by what is known of its source.
    fn read(&self, article: &Article) -> Result<(Cleaned, Fingerprint), ArchiveError> {
        let known =
            |source: &str, places: &[clean::lines::Place]| self.reader.recurrence(source, places);
        let mut cleaned = clean::knowing(article, &self.registry, &self.agencies, known)?;
        cleaned.source = cleaned.source.map(|id| self.joined(id)).transpose()?;
        if article.url.is_none() {
            let hosts = self.reader.hosts()?;
            cleaned.claimed = cleaned.source.clone().or(cleaned.claimed);
            cleaned.source = cleaned.source.filter(|source| !hosts.contains(source));
        }
        let fingerprint = fingerprint::of(&article.text, &cleaned.document(article));
        Ok((cleaned, fingerprint))
    }

    /// The id that a source has in the archive, which may know by its domain what an article knows
    /// by its name.
    fn joined(&self, id: String) -> Result<String, ArchiveError> {
        if self.registry.by_id(&id).is_some() {
            return Ok(id);
        }
        let named = |id: &str| Cleaned { source: Some(id.to_owned()), ..Cleaned::default() };
        let known = self.reader.knowledge()?.sources.iter().map(|(known, _)| named(known));
        let mut all: Vec<Cleaned> = std::iter::once(named(&id)).chain(known).collect();
        clean::identity::join_names(&mut all, &self.registry);
        Ok(all.swap_remove(0).source.unwrap_or(id))
    }

    fn whole(&self, near: &Near) -> Result<Article, ArchiveError> {
        let Near { record, .. } = near;
        let mut article = self.reader.article(record)?;
        // The record keeps what cleaning has read of these.
        article.outlet.clone_from(&record.cleaned.source);
        article.authors.clone_from(&record.cleaned.credits.authors);
        article.captions =
            record.cleaned.captions.iter().filter(|c| c.listed).map(|c| c.text.clone()).collect();
        article.language.clone_from(&record.cleaned.language);
        Ok(article)
    }

    /// Where else each caption of an article stands.
    fn places(&self, cleaned: &Cleaned, article: &Article) -> Result<Vec<Places>, ArchiveError> {
        let mut out = Vec::with_capacity(cleaned.captions.len());
        for caption in &cleaned.captions {
            let holders = self.reader.under_caption(captions::key(caption))?;
            let mut places = Places { articles: holders.count, events: 0 };
            let mut events = FxHashSet::default();
            for number in holders.articles.into_iter().take(UNDER) {
                let Some(record) = self.reader.record(number)? else { continue };
                if record.article.id == article.id {
                    places.articles = places.articles.saturating_sub(1);
                } else {
                    events.insert(record.kin.map_or(number, |kin| kin.story));
                }
            }
            places.events = events.len() as u32;
            out.push(places);
        }
        Ok(out)
    }
}

/// Whether three articles or more of a source are known and none shows an author or a credit:
/// scraping may have lost them all.
fn shows_no_credits(row: &[Cell]) -> bool {
    let count = |name: &str| {
        let cell = crate::report::tables::sources::names()
            .position(|n| n == name)
            .and_then(|at| row.get(at));
        if let Some(Cell::Int(n)) = cell { *n } else { 0 }
    };
    count("articles") >= i64::from(reliability::BLIND_FROM)
        && count("bylined_count") == 0
        && count("attributed_count") == 0
}

/// The new article among those near it, by id.
struct Table {
    articles: Vec<Article>,
    cleaned: Vec<Cleaned>,
    fingerprints: Vec<Fingerprint>,
    /// What the new article shares with each: fingerprints, weighted share of the skeleton.
    shared: Vec<(u32, f32)>,
    /// The new article's place.
    at: usize,
}

impl Table {
    fn set(
        desk: &Desk,
        article: Article,
        cleaned: Cleaned,
        fingerprint: Fingerprint,
        mut near: Vec<Near>,
    ) -> Result<Self, ArchiveError> {
        let taken = near.iter().any(|n| n.record.article.id == article.id);
        let id = if taken { format!("{} (scored)", article.id) } else { article.id.clone() };
        let day = |article: &Article| article.moment().map(|stamp| stamp.day);
        let meets = |near: &Near| {
            day(&article).zip(day(&near.record.article)).is_none_or(|(x, y)| times::days_meet(x, y))
        };
        let may_be_copy = |near: &Near| {
            let alike = compare::measures::skeleton_share(
                &fingerprint.skeleton,
                &near.record.fingerprint.skeleton,
            );
            near.shared > 0 || alike >= compare::PROMISING_SKELETON
        };
        let mut of_event: Vec<(f32, u32)> = near
            .iter()
            .filter(|near| !may_be_copy(near) && meets(near))
            .map(|near| (near.nearness, near.record.number))
            .collect();
        of_event.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        of_event.truncate(OF_THE_EVENT);
        near.retain(|near| {
            may_be_copy(near) || of_event.iter().any(|(_, number)| *number == near.record.number)
        });
        let at = near.partition_point(|n| n.record.article.id < id);
        let mut out = Self {
            articles: Vec::new(),
            cleaned: Vec::new(),
            fingerprints: Vec::new(),
            shared: Vec::new(),
            at,
        };
        let runs = desk.reader.runs()?;
        let whole = |near: &Near| {
            let run = runs.partition_point(|first| *first <= near.record.number) as u32;
            Ok(Article { kept: Some(run), ..desk.reader.article(&near.record)? })
        };
        let read: Vec<Article> = near.par_iter().map(whole).collect::<Result<_, ArchiveError>>()?;
        for (near, article) in near.into_iter().zip(read) {
            out.shared.push((near.shared, near.nearness));
            out.articles.push(article);
            out.cleaned.push(near.record.cleaned);
            out.fingerprints.push(near.record.fingerprint);
        }
        out.articles.insert(at, Article { id, ..article });
        out.cleaned.insert(at, cleaned);
        out.fingerprints.insert(at, fingerprint);
        out.shared.insert(at, (0, 0.0));
        Ok(out)
    }

    /// The new article with each of the others. What both are copies of one another is found by
    /// comparing.
    fn candidates(&self) -> Candidates {
        let at = self.at as u32;
        let others = (0..self.articles.len() as u32).filter(|other| *other != at);
        let pairs = others.map(|other| {
            let (shared, skeleton) = self.shared[other as usize];
            Candidate { a: at.min(other), b: at.max(other), shared, skeleton }
        });
        let mut pairs: Vec<Candidate> = pairs.collect();
        pairs.sort_unstable_by_key(|c| (c.a, c.b));
        Candidates {
            pairs,
            representative: (0..self.articles.len() as u32).collect(),
            ..Candidates::default()
        }
    }
}
