//! The whole way of the data, stage by stage.

use rayon::prelude::*;

use crate::candidates::{self, Candidates};
use crate::captions::{self, Judged};
use crate::clean::{self, Cleaned, Recurrence};
use crate::compare::{self, Comparison};
use crate::dating;
use crate::fingerprint::{self, Fingerprint};
use crate::ingest::{Article, Batch};
use crate::lineage::{self, Lineage};
use crate::reliability::{self, Reliability};
use crate::sources::Registry;
use crate::spin::{self, Spin};
use crate::text::Frequencies;

/// What a run may be told besides its input.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The ISO week (year, week) whose articles count; `None` counts all.
    pub week: Option<(i32, u32)>,
    /// Whether articles of other weeks are compared too, and not counted, as those of an archive
    /// are; else they are left out.
    pub beyond_week: bool,
    /// Days between two articles beyond which they are not compared; `None` compares all.
    pub window_days: Option<u32>,
    /// The day after which no article can have been written: bounds dates that are read from texts.
    pub as_of: Option<chrono::NaiveDate>,
    /// Whether all pairs of dense families are compared, and not only those with some members and
    /// the earliest.
    pub all_pairs: bool,
}

/// Told of each stage as it ends.
pub trait Watch: Sync {
    /// A stage begins; `of` is how many steps it has, if that is known.
    fn begin(&self, stage: &'static str, of: Option<u64>);
    /// So many steps are done.
    fn step(&self, done: u64);
    /// A stage ended; `survived` says what came out of it.
    fn end(&self, stage: &'static str, survived: &str);
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: &'static str, _: Option<u64>) {}
    fn step(&self, _: u64) {}
    fn end(&self, _: &'static str, _: &str) {}
}

/// All that a run found, every stage's outcome.
#[derive(Debug, Default)]
pub struct Findings {
    /// The articles, by id.
    pub articles: Vec<Article>,
    /// Their blocks, credits, captions.
    pub cleaned: Vec<Cleaned>,
    /// The lines that recur in each source.
    pub recurrence: Recurrence,
    /// Their fingerprints.
    pub fingerprints: Vec<Fingerprint>,
    /// How many articles are of dense families, of whose pairs only some were compared.
    pub thinned: usize,
    /// The pairs that are related, compared.
    pub comparisons: Vec<Comparison>,
    /// Originals, families, events.
    pub lineage: Lineage,
    /// The words that copies put in the place of others.
    pub spin: Spin,
    /// Captions judged.
    pub captions: Vec<Judged>,
    /// How common the stems of the run's words are, as captions are judged by it; learned only
    /// where there are captions.
    pub stems: Frequencies,
    /// How common its words are, as events are told apart by it.
    pub words: Frequencies,
    /// Records of articles and sources.
    pub reliability: Reliability,
    /// Which articles count.
    pub counted: Vec<bool>,
    /// Which articles the tables are about: all, or those that count if others were only compared
    /// with them.
    pub focus: Vec<bool>,
}

impl Findings {
    /// Whether the tables tell of something between these articles: one of them is in focus.
    pub fn tells_of(&self, articles: &[u32]) -> bool {
        articles.iter().any(|at| self.focus[*at as usize])
    }

    /// Which articles the tables list: those in focus and those that they are paired with.
    pub fn listed(&self) -> Vec<bool> {
        let mut out = self.focus.clone();
        for c in self.comparisons.iter().filter(|c| self.tells_of(&[c.a, c.b])) {
            (out[c.a as usize], out[c.b as usize]) = (true, true);
        }
        out
    }
}

/// Runs every stage over a batch of articles.
///
/// The same articles and settings give the same findings, whatever the number of threads.
pub fn run(
    batch: &mut Batch,
    registry: &Registry,
    settings: &Settings,
    watch: &dyn Watch,
) -> Findings {
    let (articles, counted) = keep_week(std::mem::take(&mut batch.articles), settings);

    watch.begin("clean", None);
    let (cleaned, recurrence) = clean::learning(&articles, registry);
    watch.end(
        "clean",
        &format!("{} articles with a body", cleaned.iter().filter(|c| !c.body.is_empty()).count()),
    );

    watch.begin("fingerprint", None);
    let documents = clean::read_all(&articles, &cleaned);
    let dates = dating::run(&articles, &cleaned, &documents, settings.as_of);
    let fingerprints = fingerprint::run(&articles, &documents);
    watch.end(
        "fingerprint",
        &format!(
            "{} surface fingerprints",
            fingerprints.iter().map(|f| f.surface.len()).sum::<usize>()
        ),
    );

    watch.begin("candidates", None);
    let pages: Vec<Option<u64>> = articles.par_iter().map(Article::page).collect();
    let when: Vec<Option<i64>> =
        articles.iter().map(|a| a.moment().map(|stamp| stamp.earliest())).collect();
    let about = candidates::About {
        pages: &pages,
        when: &when,
        all_pairs: settings.all_pairs,
        comparable: &|a, b| {
            within_window(&articles[a as usize], &articles[b as usize], settings.window_days)
        },
    };
    let candidates = candidates::run(&fingerprints, &cleaned, &about);
    watch.end("candidates", &format!("{} pairs to compare", candidates.pairs.len()));

    watch.begin("compare", Some(candidates.pairs.len() as u64));
    let words = compare::likeness::learn(&documents);
    let evidence = compare::Evidence {
        articles: &articles,
        cleaned: &cleaned,
        documents: &documents,
        dates: &dates,
        fingerprints: &fingerprints,
        words: &words,
    };
    let comparisons = compare::run(&evidence, &candidates, &|done| watch.step(done));
    watch.end("compare", &survivors(&candidates, &comparisons));

    watch.begin("lineage", None);
    let lineage = lineage::run(&lineage::Evidence {
        articles: &articles,
        cleaned: &cleaned,
        documents: &documents,
        dates: &dates,
        fingerprints: &fingerprints,
        comparisons: &comparisons,
        registry,
        clocks: &lineage::Clocks::default(),
        as_of: settings.as_of,
    });
    watch.end(
        "lineage",
        &format!("{} families of copies, {} events", lineage.clusters.len(), lineage.stories.len()),
    );

    // Neither asks after the other, and unpacking the thesaurus takes one core only.
    watch.begin("spin and captions", None);
    let dates: Vec<_> = lineage.dates.iter().map(|(stamp, _)| *stamp).collect();
    let events: Vec<&[u32]> =
        lineage.stories.iter().map(|story| story.members.as_slice()).collect();
    let (spin, (captions, stems)) = rayon::join(
        || spin::run(&articles, &cleaned, &comparisons, &lineage),
        || {
            let stems = captions::learn(&articles, &cleaned, &documents);
            (captions::run(&articles, &cleaned, &documents, &stems, &dates, &events), stems)
        },
    );
    watch.end(
        "spin",
        &format!(
            "{} substitutions, {} habits of outlets",
            spin.substitutions.len(),
            spin.habits.len()
        ),
    );
    watch.end("captions", &format!("{} captions judged", captions.len()));

    drop(documents);

    watch.begin("reliability", None);
    let reliability = reliability::run(&reliability::Findings {
        articles: &articles,
        cleaned: &cleaned,
        comparisons: &comparisons,
        lineage: &lineage,
        captions: &captions,
        counted: &counted,
        registry,
    });
    watch.end("reliability", &format!("{} sources", reliability.sources.len()));

    let focus = if settings.beyond_week { counted.clone() } else { vec![true; counted.len()] };
    Findings {
        articles,
        cleaned,
        recurrence,
        fingerprints,
        thinned: candidates.thinned.len(),
        comparisons,
        lineage,
        spin,
        captions,
        stems,
        words,
        reliability,
        counted,
        focus,
    }
}

/// Keeps the articles of the week; undated ones stay to be compared, but do not count.
fn keep_week(articles: Vec<Article>, settings: &Settings) -> (Vec<Article>, Vec<bool>) {
    let Some(week) = settings.week else {
        let counted = vec![true; articles.len()];
        return (articles, counted);
    };
    let in_week = |a: &Article| a.moment().map(|stamp| stamp.iso_week() == week);
    let kept: Vec<Article> = articles
        .into_iter()
        .filter(|a| settings.beyond_week || in_week(a) != Some(false))
        .collect();
    let counted = kept.iter().map(|a| in_week(a) == Some(true)).collect();
    (kept, counted)
}

/// Whether two articles may be compared: undated ones always.
fn within_window(a: &Article, b: &Article, days: Option<u32>) -> bool {
    match (days, a.moment(), b.moment()) {
        (Some(days), Some(x), Some(y)) => {
            (x.day - y.day).num_days().unsigned_abs() <= u64::from(days)
        }
        _ => true,
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
