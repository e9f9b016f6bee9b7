//! Judges articles that are near each other: all articles of a run, or one article at the desk.

use super::{Knowledge, Watch};
use crate::candidates::Candidates;
use crate::captions::{self, Judged, Places};
use crate::clean::Cleaned;
use crate::compare::{self, Comparison};
use crate::dating;
use crate::fingerprint::Fingerprint;
use crate::ingest::{Article, DateBasis, Stamp};
use crate::lineage::{self, Lineage};
use crate::reliability::{self, ArticleRecord};
use crate::sources::Registry;
use crate::text::Document;

/// Articles that are judged together, with what was read from each and the pairs to compare.
///
/// All fields but `candidates` have one entry per article, ascending by id.
#[derive(Debug, Default)]
pub struct Neighbourhood {
    /// The articles.
    pub articles: Vec<Article>,
    /// Their blocks, credits and captions.
    pub cleaned: Vec<Cleaned>,
    /// Their bodies as words, sentences and quotations.
    pub documents: Vec<Document>,
    /// Their dates, as each article states its own.
    pub dates: Vec<(Option<Stamp>, DateBasis)>,
    /// Their fingerprints.
    pub fingerprints: Vec<Fingerprint>,
    /// The pairs worth comparing.
    pub candidates: Candidates,
    /// Which articles count for their sources; the others are only compared with.
    pub counted: Vec<bool>,
}

impl Neighbourhood {
    /// Reads the bodies of cleaned articles and the dates that they state; fingerprints and
    /// candidates are still empty. O(bytes).
    ///
    /// `as_of` is the last day on which any of them can have been written.
    pub fn read(
        articles: Vec<Article>,
        cleaned: Vec<Cleaned>,
        as_of: Option<chrono::NaiveDate>,
    ) -> Self {
        let documents = crate::clean::read_all(&articles, &cleaned);
        let dates = dating::run(&articles, &cleaned, &documents, as_of);
        let counted = vec![true; articles.len()];
        Self {
            articles,
            cleaned,
            documents,
            dates,
            fingerprints: Vec::new(),
            candidates: Candidates::default(),
            counted,
        }
    }
}

/// The articles whose captions are judged.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'s> {
    /// All of them: the neighbourhood is the whole corpus.
    All,
    /// One article: the others are those that an archive holds near it.
    One {
        /// Its index in the neighbourhood.
        at: usize,
        /// Where else in the archive each of its captions appears.
        places: &'s [Places],
    },
}

/// What judging needs besides the articles.
pub struct Known<'k> {
    /// What was learned from the corpus.
    pub knowledge: &'k Knowledge,
    /// The list of outlets and agencies.
    pub registry: &'k Registry,
    /// The last day on which an article can have been written, if known.
    pub as_of: Option<chrono::NaiveDate>,
}

/// The findings about the articles of a neighbourhood.
#[derive(Debug, Default)]
pub struct Judgement {
    /// The related pairs, ascending.
    pub comparisons: Vec<Comparison>,
    /// Originals, families, events.
    pub lineage: Lineage,
    /// The judged captions of the [`Subject`].
    pub captions: Vec<Judged>,
    /// The record of each article; only the subject's include captions.
    pub records: Vec<ArticleRecord>,
}

/// Compares the pairs of a neighbourhood, finds the originals, judges captions and computes the
/// record of each article. Near-linear in pairs.
pub fn judge(
    near: &Neighbourhood,
    known: &Known<'_>,
    subject: Subject<'_>,
    watch: &dyn Watch,
) -> Judgement {
    judge_pairs(near, compare(near, known, watch), known, subject, watch)
}

/// Compares the candidate pairs of a neighbourhood and returns those that are related, ascending.
pub fn compare(near: &Neighbourhood, known: &Known<'_>, watch: &dyn Watch) -> Vec<Comparison> {
    watch.begin("compare", Some(near.candidates.pairs.len() as u64));
    let evidence = compare::Evidence {
        articles: &near.articles,
        cleaned: &near.cleaned,
        documents: &near.documents,
        dates: &near.dates,
        fingerprints: &near.fingerprints,
        words: &known.knowledge.words,
        registry: known.registry,
    };
    let comparisons = compare::run(&evidence, &near.candidates, &|done| watch.step(done));
    watch.end("compare", &survivors(&near.candidates, &comparisons));
    comparisons
}

/// As [`judge()`], of pairs that were compared.
pub fn judge_pairs(
    near: &Neighbourhood,
    comparisons: Vec<Comparison>,
    known: &Known<'_>,
    subject: Subject<'_>,
    watch: &dyn Watch,
) -> Judgement {
    watch.begin("lineage", None);
    let lineage = lineage::run(&lineage::Evidence {
        articles: &near.articles,
        cleaned: &near.cleaned,
        documents: &near.documents,
        dates: &near.dates,
        fingerprints: &near.fingerprints,
        comparisons: &comparisons,
        registry: known.registry,
        clocks: &known.knowledge.clocks,
        as_of: known.as_of,
    });
    watch.end(
        "lineage",
        &format!("{} families of copies, {} events", lineage.clusters.len(), lineage.stories.len()),
    );

    watch.begin("captions", None);
    let captions = captions::Evidence {
        articles: &near.articles,
        cleaned: &near.cleaned,
        documents: &near.documents,
        stems: &known.knowledge.stems,
        foreign: known.knowledge.foreign_captions,
        lineage: &lineage,
    };
    let captions = match subject {
        Subject::All => captions::run(&captions),
        Subject::One { at, places } => captions::of_article(&captions, at, places),
    };
    watch.end("captions", &format!("{} captions judged", captions.len()));

    let mut judged = Judgement { comparisons, lineage, captions, records: Vec::new() };
    let evidence = judged.evidence(near, known.registry);
    judged.records = reliability::of_articles(&evidence, &known.knowledge.sources);
    judged
}

impl Judgement {
    /// Returns what the records of articles and sources are computed from.
    pub fn evidence<'e>(
        &'e self,
        near: &'e Neighbourhood,
        registry: &'e Registry,
    ) -> reliability::Findings<'e> {
        reliability::Findings {
            articles: &near.articles,
            cleaned: &near.cleaned,
            documents: &near.documents,
            comparisons: &self.comparisons,
            lineage: &self.lineage,
            captions: &self.captions,
            counted: &near.counted,
            registry,
        }
    }
}

fn survivors(candidates: &Candidates, comparisons: &[Comparison]) -> String {
    let copies = comparisons.iter().filter(|c| c.relation.is_copying()).count();
    format!(
        "{} of {} pairs related, {copies} of them copies",
        comparisons.len(),
        candidates.pairs.len()
    )
}
