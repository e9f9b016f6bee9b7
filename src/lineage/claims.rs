//! How far claimed dates are believed, beside what was witnessed and beside the clocks of listed
//! outlets.
//!
//! Anybody can set any date on a page. What somebody saw (`first_seen`), and what an archive held
//! before it was shown the other article, cannot be set afterwards. So the date of an outlet that
//! no list holds counts for nothing where it puts its article before one that was witnessed
//! earlier, and for little where it puts it before the page of a listed outlet.

use super::direction::Signal;
use super::{DateBasis, Evidence, Verdict, backlog};
use crate::ingest::Stamp;

/// Seconds by which one article must have been seen before the other for claims of the contrary to
/// fall: within the hour it is chance which page a crawler comes by first.
const SEEN_BEFORE: i64 = 3_600;
/// What is left of the weight of an unlisted outlet's date that is before a listed outlet's: too
/// little to name an original by it.
const LITTLE: f64 = 0.13;

/// The dates of a run and what they are worth.
#[derive(Debug, Default)]
pub struct Claims {
    /// The dates that evidence may rest on.
    pub dates: Vec<(Option<Stamp>, DateBasis)>,
    /// Whether each article stands on the page of a listed outlet.
    listed: Vec<bool>,
    /// Whether a listed outlet that has the text too dates it later.
    doubted: Vec<bool>,
    /// Whether a witness contradicts the date of each article, as an original's.
    contradicted: Vec<bool>,
    /// Whether each article was seen so late, in a load of its outlet's past, that it is no witness
    /// against it.
    backlog: Vec<bool>,
}

impl Claims {
    /// Holds `dates` against what was witnessed of the articles that share their texts.
    /// O(comparisons).
    pub fn weigh(e: &Evidence<'_>, dates: Vec<(Option<Stamp>, DateBasis)>) -> Self {
        let n = e.articles.len();
        let listed = (0..n).map(|at| is_listed(e, at)).collect();
        let mut out = Self {
            dates,
            listed,
            doubted: vec![false; n],
            contradicted: vec![false; n],
            backlog: backlog::find(e),
        };
        for c in e.comparisons.iter().filter(|c| c.relation.is_copying() && !c.ties.same_source) {
            for (x, y) in [(c.a as usize, c.b as usize), (c.b as usize, c.a as usize)] {
                if out.listed[x] || !out.claims_before(e, x, y) {
                    continue;
                }
                out.contradicted[x] |= was_seen_before(e, y, x) || was_kept_before(e, y, x);
                out.doubted[x] |= out.listed[y];
            }
        }
        for (date, clean) in out.dates.iter_mut().zip(e.cleaned) {
            // A page that bears a later date than it claims is a later version of what was
            // published then.
            let printed = clean.byline_date.map(|stamp| stamp.day);
            if date
                .0
                .zip(printed)
                .is_some_and(|(claimed, printed)| (printed - claimed.day).num_days() > 1)
            {
                date.0 = None;
            }
        }
        for (date, _) in
            out.dates.iter_mut().zip(&out.contradicted).filter(|(_, contradicted)| **contradicted)
        {
            date.0 = None;
        }
        out
    }

    /// Whether the page is that of an outlet that the registry lists.
    pub fn is_listed(&self, at: u32) -> bool {
        self.listed[at as usize]
    }

    /// When somebody saw an article, unless that was when its outlet's past was loaded: then it may
    /// have stood there for long.
    pub(super) fn witnessed(&self, e: &Evidence<'_>, at: usize) -> Option<Stamp> {
        e.articles[at].first_seen.filter(|_| !self.backlog[at])
    }

    /// Whether somebody saw `x` so long before `y` that it is no chance of who came by where.
    pub(super) fn was_seen_long_before(&self, e: &Evidence<'_>, x: usize, y: usize) -> bool {
        let seen = e.articles[x].first_seen.zip(self.witnessed(e, y));
        seen.is_some_and(|(x, y)| y.middle() - x.middle() >= 12 * SEEN_BEFORE)
    }

    /// Whether a witness contradicts what the article claims as its date.
    pub fn is_contradicted(&self, at: u32) -> bool {
        self.contradicted[at as usize]
    }

    /// How far the date of an article is believed, in (0, 1].
    pub fn belief(&self, at: usize) -> f64 {
        if self.doubted[at] { LITTLE } else { 1.0 }
    }

    /// Takes back verdicts by which an article that the archive held would be the copy of one that
    /// came later, unless that stands on a listed outlet's page or the copy itself credits it.
    /// O(comparisons).
    pub(super) fn withstand(&self, e: &Evidence<'_>, verdicts: &mut [Verdict]) {
        for (c, verdict) in e.comparisons.iter().zip(verdicts) {
            let Some(first) = verdict.original else { continue };
            let held = if first == c.a { c.b } else { c.a };
            let credits = [Signal::CreditedPage, Signal::SaysSo, Signal::Canonical];
            if !c.ties.same_source
                && self.outlasts(e, held, first)
                && !verdict.says(&credits, first == c.a)
            {
                verdict.evidence.push(format!(
                    "kept before the other was known → {}",
                    e.articles[held as usize].id
                ));
                (verdict.original, verdict.log_odds, verdict.contested) = (None, 0.0, true);
            }
        }
    }

    /// Whether the archive held `x` before it was shown `y`, which no list knows.
    pub(super) fn outlasts(&self, e: &Evidence<'_>, x: u32, y: u32) -> bool {
        !self.is_listed(y) && was_kept_before(e, x as usize, y as usize)
    }

    /// Whether `x` claims to be older than `y`, by the other's claim or else by when it was seen.
    fn claims_before(&self, e: &Evidence<'_>, x: usize, y: usize) -> bool {
        let (mine, theirs) = (self.dates[x].0, self.dates[y].0.or(e.articles[y].first_seen));
        mine.zip(theirs).is_some_and(|(mine, theirs)| is_before(&mine, &theirs))
            || mine.is_some() && theirs.is_none()
    }
}

/// Whether the page of an article is that of an outlet that the registry lists.
fn is_listed(e: &Evidence<'_>, at: usize) -> bool {
    e.articles[at].url.is_some()
        && e.cleaned[at].source.as_deref().is_some_and(|id| e.registry.by_id(id).is_some())
}

/// Whether a date lies before another, to the minute where both state it, else by days.
fn is_before(x: &Stamp, y: &Stamp) -> bool {
    if x.is_exact() && y.is_exact() { x.earliest() < y.earliest() } else { x.day < y.day }
}

/// Whether somebody saw `x` well before `y`, whenever `y` was loaded: what claims the contrary is
/// not shown either.
fn was_seen_before(e: &Evidence<'_>, x: usize, y: usize) -> bool {
    let seen = e.articles[x].first_seen.zip(e.articles[y].first_seen);
    seen.is_some_and(|(x, y)| y.middle() - x.middle() >= SEEN_BEFORE)
}

/// Whether the archive held `x` in a run that knew nothing of `y` yet.
fn was_kept_before(e: &Evidence<'_>, x: usize, y: usize) -> bool {
    match (e.articles[x].kept, e.articles[y].kept) {
        (Some(x), Some(y)) => x < y,
        (kept, other) => kept.is_some() && other.is_none(),
    }
}
