//! The pipeline: learn from the texts, judge articles that are near each other, report on sources.
//!
//! [`run`] judges a whole corpus; [`crate::desk`] judges one article among the archived articles
//! near it. Both call [`judge()`] with the [`Knowledge`] that a run has learned.

mod findings;
mod judge;
mod knowledge;
mod parts;
mod watch;

use rayon::prelude::*;

use crate::candidates::{self, Candidates};
use crate::clean;
use crate::compare::Comparison;
use crate::fingerprint;
use crate::ingest::{Article, Batch};
use crate::reliability;
use crate::sources::Registry;
use crate::spin;

pub use findings::Findings;
pub use judge::{Judgement, Known, Neighbourhood, Subject, judge};
use judge::{compare, judge_pairs};
pub use knowledge::{Knowledge, Texts};
pub use parts::{run_in_parts, sent};
pub use watch::{Unwatched, Watch};

/// The settings of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The ISO week (year, week) whose articles count; `None` counts all.
    pub week: Option<(i32, u32)>,
    /// Whether articles of other weeks are compared without being counted, as archived articles
    /// are; otherwise they are left out.
    pub beyond_week: bool,
    /// Most days between two articles that are compared; `None` compares all.
    pub window_days: Option<u32>,
    /// The last day on which an article can have been written; bounds dates read from texts.
    pub as_of: Option<chrono::NaiveDate>,
    /// Whether all pairs of dense families are compared, and not only those with representatives.
    pub all_pairs: bool,
}

/// Runs every stage over a batch of articles.
///
/// The findings depend on the articles and settings only, not on the number of threads.
pub fn run(
    batch: &mut Batch,
    registry: &Registry,
    settings: &Settings,
    watch: &dyn Watch,
) -> Findings {
    let (articles, counted) = keep_week(batch, settings);

    watch.begin("clean", None);
    let (cleaned, recurrence) = clean::learning(&articles, registry);
    watch.end(
        "clean",
        &format!("{} articles with a body", cleaned.iter().filter(|c| !c.body.is_empty()).count()),
    );

    watch.begin("fingerprint", None);
    let mut near = Neighbourhood::read(articles, cleaned, settings.as_of);
    near.counted = counted;
    near.fingerprints = fingerprint::run(&near.articles, &near.documents);
    let texts = Texts::learn(&near.articles, &near.cleaned, &near.documents);
    let knowledge = Knowledge::of_texts(recurrence, &texts);
    watch.end(
        "fingerprint",
        &format!(
            "{} surface fingerprints",
            near.fingerprints.iter().map(|f| f.surface.len()).sum::<usize>()
        ),
    );
    near.candidates = candidates(&near, settings, watch);
    let known = Known { knowledge: &knowledge, registry, as_of: settings.as_of };
    let comparisons = compare(&near, &known, watch);
    conclude(near, comparisons, knowledge, &Job { registry, settings, watch })
}

/// What a run is given besides its articles.
struct Job<'j> {
    registry: &'j Registry,
    settings: &'j Settings,
    watch: &'j dyn Watch,
}

/// Judges the pairs of all articles by what the texts taught, and learns from the verdicts.
fn conclude(
    near: Neighbourhood,
    comparisons: Vec<Comparison>,
    mut knowledge: Knowledge,
    job: &Job<'_>,
) -> Findings {
    let Job { registry, settings, watch } = *job;
    let known = Known { knowledge: &knowledge, registry, as_of: settings.as_of };
    let mut judged = judge_pairs(&near, comparisons, &known, Subject::All, watch);

    watch.begin("spin", None);
    let spin = spin::run(&near.articles, &near.cleaned, &judged.comparisons, &judged.lineage);
    watch.end(
        "spin",
        &format!(
            "{} substitutions, {} habits of outlets",
            spin.substitutions.len(),
            spin.habits.len()
        ),
    );

    watch.begin("reliability", None);
    let records = std::mem::take(&mut judged.records);
    let evidence = judged.evidence(&near, registry);
    let mut reliability = reliability::of_sources(&evidence, records);
    reliability.contradictions = reliability::contradictions::find(&evidence);
    reliability.corroborated = reliability::profile::corroboration::list(&evidence);
    watch.end("reliability", &format!("{} sources", reliability.sources.len()));
    knowledge.learn_verdicts(&judged, &spin, &reliability.sources);

    let focus =
        if settings.beyond_week { near.counted.clone() } else { vec![true; near.counted.len()] };
    Findings {
        articles: near.articles,
        cleaned: near.cleaned,
        knowledge,
        fingerprints: near.fingerprints,
        thinned: near.candidates.thinned.len(),
        comparisons: judged.comparisons,
        lineage: judged.lineage,
        spin,
        captions: judged.captions,
        reliability,
        counted: near.counted,
        focus,
    }
}

/// Finds the pairs of a run that are worth comparing.
fn candidates(near: &Neighbourhood, settings: &Settings, watch: &dyn Watch) -> Candidates {
    watch.begin("candidates", None);
    let articles = &near.articles;
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
    let mut found = candidates::run(&near.fingerprints, &near.cleaned, &about);
    found.abroad = candidates::translations::join(&candidates::translations::Joined {
        articles,
        cleaned: &near.cleaned,
        documents: &near.documents,
        comparable: about.comparable,
    });
    watch.end("candidates", &format!("{} pairs to compare", found.pairs.len()));
    found
}

/// Takes the articles to compare out of a batch, with which of them count: those of the week.
/// Undated articles are compared and do not count. Notes which weeks there are if it has none.
fn keep_week(batch: &mut Batch, settings: &Settings) -> (Vec<Article>, Vec<bool>) {
    let articles = std::mem::take(&mut batch.articles);
    let Some(week) = settings.week else {
        let counted = vec![true; articles.len()];
        return (articles, counted);
    };
    let in_week = |a: &Article| a.moment().map(|stamp| stamp.iso_week() == week);
    if !articles.iter().any(|a| in_week(a) == Some(true)) {
        for stamp in articles.iter().filter_map(Article::moment) {
            *batch.weeks.entry(stamp.iso_week()).or_default() += 1;
        }
    }
    let kept: Vec<Article> = articles
        .into_iter()
        .filter(|a| settings.beyond_week || in_week(a) != Some(false))
        .collect();
    let counted = kept.iter().map(|a| in_week(a) == Some(true)).collect();
    (kept, counted)
}

/// Returns whether two articles are close enough in time to be compared; undated ones always are.
fn within_window(a: &Article, b: &Article, days: Option<u32>) -> bool {
    match (days, a.moment(), b.moment()) {
        (Some(days), Some(x), Some(y)) => {
            (x.day - y.day).num_days().unsigned_abs() <= u64::from(days)
        }
        _ => true,
    }
}
