//! Decides how far claimed dates are believed, given what was witnessed and the dates of listed
//! outlets.
//!
//! Anybody can put any date on a page. What was seen (`first_seen`), and what an archive held
//! before the other article was added, cannot be changed afterwards. So the date of an unlisted
//! outlet counts for nothing where it puts its article before one that was witnessed earlier, and
//! for little where it puts it before the page of a listed outlet.

use super::direction::Signal;
use super::{DateBasis, Evidence, Verdict, backlog};
use crate::compare::Comparison;
use crate::ingest::Stamp;

/// Seconds by which one article must have been seen before the other to refute a claim of the
/// opposite. Within an hour it is chance which page a crawler visits first. Chosen by judgement.
const SEEN_BEFORE: i64 = 3_600;
/// Share of its weight that an unlisted outlet's date keeps where it precedes a listed outlet's:
/// too little to name an original by that date alone. Chosen by judgement.
const LITTLE: f64 = 0.13;

/// The dates of a run and how far each is believed.
#[derive(Debug, Default)]
pub struct Claims {
    /// The dates that may serve as evidence.
    pub dates: Vec<(Option<Stamp>, DateBasis)>,
    /// Whether each article is on the page of a listed outlet.
    listed: Vec<bool>,
    /// Whether each article, of an unlisted outlet, is dated before a listed outlet's page that has
    /// the text too.
    doubted: Vec<bool>,
    /// Whether a witness contradicts the date of each article.
    contradicted: Vec<bool>,
    /// Whether each article was seen so late, in a load of its outlet's past, that the sighting is
    /// no evidence against it.
    backlog: Vec<bool>,
}

impl Claims {
    /// Checks `dates` against what was witnessed of the articles that share their texts.
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
        let copies =
            |c: &&Comparison| c.relation.is_copying() && c.descent.is_none() && !c.ties.same_source;
        for c in e.comparisons.iter().filter(copies) {
            for (x, y) in [(c.a as usize, c.b as usize), (c.b as usize, c.a as usize)] {
                if out.listed[x] || !out.claims_before(e, x, y) {
                    continue;
                }
                out.contradicted[x] |= was_seen_before(e, y, x) || was_kept_before(e, y, x);
                out.doubted[x] |= out.listed[y];
            }
        }
        for (date, clean) in out.dates.iter_mut().zip(e.cleaned) {
            // A page whose printed date is later than its claimed date is a later version of what
            // was published then.
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

    /// Returns whether the article is on the page of an outlet in the registry.
    pub fn is_listed(&self, at: u32) -> bool {
        self.listed[at as usize]
    }

    /// Returns when an article was first seen; `None` if that was during a load of its outlet's
    /// past, because the page may have existed long before, or if only the file itself says so.
    pub(super) fn witnessed(&self, e: &Evidence<'_>, at: usize) -> Option<Stamp> {
        e.articles[at].witnessed().filter(|_| !self.backlog[at])
    }

    /// Returns whether `x` was seen at least twelve hours before `y`, too long to be an accident of
    /// crawling.
    pub(super) fn was_seen_long_before(&self, e: &Evidence<'_>, x: usize, y: usize) -> bool {
        let seen = e.articles[x].witnessed().zip(self.witnessed(e, y));
        seen.is_some_and(|(x, y)| y.middle() - x.middle() >= 12 * SEEN_BEFORE)
    }

    /// Returns whether a witness contradicts the article's claimed date.
    pub fn is_contradicted(&self, at: u32) -> bool {
        self.contradicted[at as usize]
    }

    /// Returns how far the date of an article is believed, in (0, 1].
    pub fn belief(&self, at: usize) -> f64 {
        if self.doubted[at] { LITTLE } else { 1.0 }
    }

    /// Withdraws verdicts that make an article which the archive already held a copy of one that
    /// arrived later, unless the later one is on a listed outlet's page or the copy itself credits
    /// it. O(comparisons).
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
                    "archived before the other was known → {}",
                    e.articles[held as usize].id
                ));
                (verdict.original, verdict.log_odds, verdict.contested) = (None, 0.0, true);
            }
        }
    }

    /// Returns whether the archive held `x` before it received `y`, where `y` is not on a listed
    /// outlet's page.
    pub(super) fn outlasts(&self, e: &Evidence<'_>, x: u32, y: u32) -> bool {
        !self.is_listed(y) && was_kept_before(e, x as usize, y as usize)
    }

    /// Returns whether `x` claims to be older than `y`, judged by the date of `y` or else by when
    /// `y` was seen.
    fn claims_before(&self, e: &Evidence<'_>, x: usize, y: usize) -> bool {
        let (mine, theirs) = (self.dates[x].0, self.dates[y].0.or(e.articles[y].witnessed()));
        mine.zip(theirs).is_some_and(|(mine, theirs)| is_before(&mine, &theirs))
            || mine.is_some() && theirs.is_none()
    }
}

/// Returns whether the article is on the page of an outlet in the registry, and not only by its own
/// file's account.
fn is_listed(e: &Evidence<'_>, at: usize) -> bool {
    e.articles[at].url.is_some()
        && !e.articles[at].noted
        && e.cleaned[at].source.as_deref().is_some_and(|id| e.registry.by_id(id).is_some())
}

/// Returns whether one date precedes another, compared to the minute where both state it and
/// otherwise by day.
fn is_before(x: &Stamp, y: &Stamp) -> bool {
    if x.is_exact() && y.is_exact() { x.earliest() < y.earliest() } else { x.day < y.day }
}

/// Returns whether `x` was seen well before `y`. A sighting of `y` during a load of its outlet's
/// past counts here, because nothing witnessed supports the opposite claim either.
fn was_seen_before(e: &Evidence<'_>, x: usize, y: usize) -> bool {
    let seen = e.articles[x].witnessed().zip(e.articles[y].witnessed());
    seen.is_some_and(|(x, y)| y.middle() - x.middle() >= SEEN_BEFORE)
}

/// Returns whether the archive held `x` in a run that did not know `y` yet.
fn was_kept_before(e: &Evidence<'_>, x: usize, y: usize) -> bool {
    match (e.articles[x].kept, e.articles[y].kept) {
        (Some(x), Some(y)) => x < y,
        (kept, other) => kept.is_some() && other.is_none(),
    }
}
