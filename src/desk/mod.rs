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

use crate::archive::{Addition, Admitted, ArchiveError, Change, Manifest, Reader, Record, Writer};
use crate::candidates::{Candidate, Candidates, translations};
use crate::captions::{self, Places};
use crate::clean::{self, Cleaned, Outlets};
use crate::compare::{self, times};
use crate::fingerprint::{self, Fingerprint};
use crate::ingest::Article;
use crate::pipeline::{Findings, Known, Neighbourhood, Subject, Unwatched, judge};
use crate::reliability::Reliability;
use crate::sources::Registry;
use nearest::Near;

/// Texts that are read for the names they share: whether they tell of the same event is seen by
/// their words.
const OF_THE_EVENT: usize = 3;
/// Articles under one caption of which the events are looked up. Chosen by judgement: it bounds the
/// time of an answer.
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
            .map(|near| self.reader.whole(&near.record))
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
        let (near, at) = self.set(article, cleaned, fingerprint, near)?;
        let places = self.places(&near.cleaned[at], &near.articles[at])?;
        let knowledge = self.reader.knowledge()?;
        let known = Known { knowledge, registry: &self.registry, as_of: None };
        let subject = Subject::One { at, places: &places };
        let judged = judge(&near, &known, subject, &Unwatched);
        let source = near.cleaned[at].source.as_ref();
        let record = source.and_then(|id| knowledge.sources.get_key_value(id));
        let sources = record.map(|(id, record)| (id.clone(), record.clone())).into_iter().collect();
        let reliability =
            Reliability { articles: judged.records, sources, ..Reliability::default() };
        Ok(Opinion {
            findings: Findings {
                focus: near.counted.clone(),
                articles: near.articles,
                cleaned: near.cleaned,
                fingerprints: near.fingerprints,
                comparisons: judged.comparisons,
                lineage: judged.lineage,
                captions: judged.captions,
                reliability,
                counted: near.counted,
                ..Findings::default()
            },
            at,
            kept: self.reader.manifest().articles,
        })
    }

    /// Puts an article into the archive; returns the id it has there, `None` if it was kept
    /// already.
    ///
    /// # Errors
    /// See [`Writer::open`] and [`Writer::commit`].
    pub fn add(&mut self, article: &Article) -> Result<Option<String>, ArchiveError> {
        let admitted = self.add_all(vec![article.clone()])?;
        self.refresh()?;
        Ok(admitted.new.into_iter().next().map(|(_, article)| article.id))
    }

    /// Puts articles into the archive, whose ids must be unique, in one change; returns which were
    /// new. The desk still shows the archive as it was.
    ///
    /// # Errors
    /// See [`Writer::open`] and [`Writer::commit`]; the archive then has none of them, except after
    /// [`ArchiveError::Unsynced`].
    pub fn add_all(&self, articles: Vec<Article>) -> Result<Admitted, ArchiveError> {
        let mut writer = Writer::open(self.reader.folder())?;
        let admitted = writer.admit(articles)?;
        let read: Vec<(Cleaned, Fingerprint)> = admitted
            .new
            .iter()
            .map(|(_, article)| self.read(article))
            .collect::<Result<_, ArchiveError>>()?;
        let articles =
            admitted.new.iter().zip(&read).map(|((number, article), (cleaned, fingerprint))| {
                Addition { number: *number, article, cleaned, fingerprint, kin: None }
            });
        writer.commit(&Change { articles: articles.collect(), ..Change::default() })?;
        Ok(admitted)
    }

    /// Cleans and fingerprints an article by what is known of its source.
    fn read(&self, article: &Article) -> Result<(Cleaned, Fingerprint), ArchiveError> {
        let known =
            |source: &str, places: &[clean::lines::Place]| self.reader.recurrence(source, places);
        let hosts = self.reader.hosts()?;
        let has_pages = |source: &str| hosts.contains(source);
        let mut cleaned =
            clean::knowing(article, &self.registry, &self.agencies, has_pages, known)?;
        cleaned.source = cleaned.source.map(|id| self.joined(id)).transpose()?;
        if !clean::identity::is_served(article) {
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
        let known = self.reader.knowledge()?.sources.keys().map(String::as_str);
        let outlets = Outlets::named(known.chain([id.as_str()]), &self.registry);
        let domain = outlets.aliases().domain(&id, &self.registry).map(str::to_owned);
        Ok(domain.unwrap_or(id))
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

    /// Sets an article among those near it, by id; returns its place.
    fn set(
        &self,
        article: Article,
        cleaned: Cleaned,
        fingerprint: Fingerprint,
        mut near: Vec<Near>,
    ) -> Result<(Neighbourhood, usize), ArchiveError> {
        let taken = near.iter().any(|n| n.record.article.id == article.id);
        let id = if taken { format!("{} (scored)", article.id) } else { article.id.clone() };
        worth_reading(&article, &fingerprint, &mut near);
        let at = near.partition_point(|n| n.record.article.id < id);
        let runs = self.reader.runs()?;
        let whole = |near: &Near| {
            let run = runs.partition_point(|first| *first <= near.record.number) as u32;
            Ok(Article { kept: Some(run), ..self.reader.article(&near.record)? })
        };
        let mut articles: Vec<Article> =
            near.par_iter().map(whole).collect::<Result<_, ArchiveError>>()?;
        let (mut all, mut fingerprints) = (Vec::new(), Vec::new());
        let mut pairs = Vec::new();
        for (place, near) in near.into_iter().enumerate() {
            let other = (place + usize::from(place >= at)) as u32;
            let (a, b) = ((at as u32).min(other), (at as u32).max(other));
            pairs.push(Candidate { a, b, shared: near.shared, skeleton: near.nearness });
            all.push(near.record.cleaned);
            fingerprints.push(near.record.fingerprint);
        }
        articles.insert(at, Article { id, ..article });
        all.insert(at, cleaned);
        fingerprints.insert(at, fingerprint);
        pairs.sort_unstable_by_key(|c| (c.a, c.b));
        let representative = (0..articles.len() as u32).collect();
        let mut set = Neighbourhood::read(articles, all, None);
        set.fingerprints = fingerprints;
        // What both are copies of one another is found by comparing.
        let abroad = translations::join(&translations::Joined {
            articles: &set.articles,
            cleaned: &set.cleaned,
            documents: &set.documents,
            comparable: &|a, b| [a, b].contains(&(at as u32)),
        });
        set.candidates = Candidates { pairs, representative, abroad, ..Candidates::default() };
        Ok((set, at))
    }
}

/// Keeps of the articles near one those that may be copies, and the few that tell most likely of
/// the same event.
fn worth_reading(article: &Article, fingerprint: &Fingerprint, near: &mut Vec<Near>) {
    let day = |article: &Article| article.moment().map(|stamp| stamp.day);
    let meets = |near: &Near| {
        day(article).zip(day(&near.record.article)).is_none_or(|(x, y)| times::days_meet(x, y))
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
}
