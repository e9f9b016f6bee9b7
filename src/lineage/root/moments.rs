//! Estimates when the texts of a family were written, from all their dates together: no copy
//! precedes its parent.
//!
//! Dates contain errors, and the date of a text meets those of all its copies; a single wrong date
//! must not count once for each of them. The moment of each text is therefore treated as unknown
//! and its date as a noisy reading of it, and the likelihood sums over all moments.
//!
//! Only the order counts, never how long a copy took: copies come in bursts, with each newsroom
//! following the others, so that three copies within the hour reveal no more about their parent
//! than one does. (When delays were treated as independent, a burst of three outweighed an earlier
//! date to the minute: an outlet whose story was copied a day later became a copy of its copies.)

use super::Hung;
use crate::ingest::Stamp;
use crate::lineage::claims::Claims;
use crate::lineage::direction::Clocks;
use crate::lineage::{DateBasis, Evidence};

/// Seconds in a minute. By definition.
const MINUTE: f64 = 60.0;
/// Seconds in an hour. By definition.
const HOUR: f64 = 3_600.0;
/// Seconds in a day. By definition.
const DAY: f64 = 86_400.0;

/// Mean error in seconds of a date that states only the day: one day between two such dates proves
/// little, two prove much. For exact times the order decides. Chosen by judgement.
const OF_DAYS: f64 = 15.0 * HOUR;
/// Mean error in seconds of a time without its zone. Chosen by judgement.
const OF_TIMES: f64 = 4.0 * HOUR;
/// Mean error in seconds of a time with its zone. Chosen by judgement.
const OF_MOMENTS: f64 = 300.0;
/// Share of dates that are unrelated to when the text was written: set by hand, of a later edition,
/// or forged. Chosen by judgement.
const WRONG: f64 = 0.01;
/// The same share for exact times, which are set by the publishing system and believed as much as
/// in a pair of articles. Chosen by judgement.
const WRONG_MOMENT: f64 = 0.001;
/// Mean seconds until a crawler visits a page. As for pairs, an hour proves little and half a day
/// as much as can be proved. Chosen by judgement.
const CRAWL: f64 = 3.0 * HOUR;
/// Share of pages that a crawler finds much later. Chosen by judgement.
const LATE: f64 = 0.1;
/// Mean seconds until a crawler visits these. Chosen by judgement.
const LATE_CRAWL: f64 = 3.0 * DAY;
/// Share of pages that are seen before they were written, because the clock of the witness is
/// wrong. Chosen by judgement.
const FORESEEN: f64 = 0.01;
/// Seconds before the first date and after the last at which further cells begin; the whole family
/// was written within the widest. Chosen by judgement.
const LEADS: [f64; 4] = [HOUR, 6.0 * HOUR, DAY, 3.0 * DAY];
/// Number of mean errors within which nearly every date lies. Chosen by judgement.
const ERRS: f64 = 3.0;
/// Maximum number of cells into which the time of a family is divided. Chosen by judgement, to
/// bound the cost.
const CELLS: usize = 480;

/// A claimed date.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Claim {
    /// Start of the stated span in Unix seconds; days, and times without a zone, are taken as UTC.
    /// `until` is its end.
    from: f64,
    until: f64,
    /// Mean error in seconds.
    error: f64,
    /// Probability that the date is unrelated to the text.
    wrong: f64,
}

/// When one text was written, as far as its own dates show.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moment {
    claim: Option<Claim>,
    /// When the page was seen, in Unix seconds.
    seen: Option<f64>,
}

impl Moment {
    /// Reads an article's claimed date, believed to the degree `trust` in [0, 1], and the time at
    /// which it was seen, if that is evidence.
    pub fn read(date: Option<Stamp>, trust: f64, seen: Option<Stamp>) -> Self {
        let claim = date.map(|stamp| {
            let (from, until) = span(stamp);
            let (error, wrong) = match (stamp.time, stamp.offset_seconds) {
                (None, _) => (OF_DAYS, WRONG),
                (Some(_), None) => (OF_TIMES, WRONG),
                (Some(_), Some(_)) => (OF_MOMENTS, WRONG_MOMENT),
            };
            Claim { from, until, error, wrong: 1.0 - trust * (1.0 - wrong) }
        });
        Self { claim, seen: seen.map(|stamp| span(stamp).1) }
    }

    /// Returns the probability that the text was written in each of some consecutive cells, by its
    /// own dates; `None` if it has none.
    fn among(&self, cells: &[(f64, f64)]) -> Option<Vec<f64>> {
        if self.claim.is_none() && self.seen.is_none() {
            return None;
        }
        let whole =
            cells.last().map_or(0.0, |last| last.1) - cells.first().map_or(0.0, |first| first.0);
        let one = |&(from, until): &(f64, f64)| {
            let share = (until - from) / whole;
            let claimed = self.claim.map_or(share, |c| {
                c.wrong * share + (1.0 - c.wrong) * (c.before(until) - c.before(from))
            });
            claimed * self.seen.map_or(1.0, |seen| visited(seen, from, until))
        };
        let mut all: Vec<f64> = cells.iter().map(one).collect();
        let sum = all.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        all.iter_mut().for_each(|p| *p /= sum);
        Some(all)
    }
}

impl Claim {
    /// Returns the probability that a date which is not altogether wrong means a moment before
    /// `at`; errors in both directions are equally likely.
    fn before(&self, at: f64) -> f64 {
        let all = 2.0 * self.error + self.until - self.from;
        let below = if at < self.from {
            self.error * ((at - self.from) / self.error).exp()
        } else if at <= self.until {
            self.error + at - self.from
        } else {
            all - self.error * ((self.until - at) / self.error).exp()
        };
        below / all
    }
}

/// Returns how likely it is that a page seen at `seen` was written between two moments, per second
/// between them.
fn visited(seen: f64, from: f64, until: f64) -> f64 {
    let before = |at: f64| match seen - at {
        wait if wait >= 0.0 => {
            (1.0 - LATE) * (-wait / CRAWL).exp() + LATE * (-wait / LATE_CRAWL).exp()
        }
        wait => 1.0 + FORESEEN * (1.0 - (wait / CRAWL).exp()),
    };
    (before(until) - before(from)) / (until - from)
}

/// Returns the day or minute that a stamp states, from its first second to the one after its last.
fn span(stamp: Stamp) -> (f64, f64) {
    let local = stamp.day.and_time(stamp.time.unwrap_or_default()).and_utc().timestamp();
    let from = (local - stamp.offset_seconds.map_or(0, i64::from)) as f64;
    (from, from + if stamp.time.is_some() { MINUTE } else { DAY })
}

/// Reads the moments of all articles. `dates` are those that may serve as evidence, each believed
/// to the degree that `claims` and `clocks` allow.
pub fn read(
    e: &Evidence<'_>,
    dates: &[(Option<Stamp>, DateBasis)],
    clocks: &Clocks,
    claims: &Claims,
) -> Vec<Moment> {
    let one = |at: usize| {
        let source = e.cleaned[at].source.as_deref();
        let trust = clocks.trust(source) * claims.belief(at);
        Moment::read(
            dates[at].0.map(|stamp| clocks.corrected(source, stamp)),
            trust,
            claims.witnessed(e, at),
        )
    };
    (0..e.articles.len()).map(one).collect()
}

/// The time span of a family, divided into cells at every date.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// For each member, the probability that it was written in each cell, by its own dates; `None`
    /// if it has none.
    within: Vec<Option<Vec<f64>>>,
    /// Number of cells.
    cells: usize,
}

impl Grid {
    /// Divides the time span of a family into cells. O(members · cells).
    pub fn of(moments: &[&Moment]) -> Self {
        let claims = || moments.iter().filter_map(|m| m.claim);
        let mut cuts: Vec<f64> = claims()
            .flat_map(|c| [c.from, c.until])
            .chain(moments.iter().filter_map(|m| m.seen))
            .collect();
        cuts.sort_by(f64::total_cmp);
        if let (Some(&first), Some(&last)) = (cuts.first(), cuts.last()) {
            cuts.extend(LEADS.iter().flat_map(|lead| [first - lead, last + lead]));
            // Cells also end where the error of a date ends; otherwise two dates with small errors
            // would seem to overlap.
            cuts.extend(claims().flat_map(|c| {
                [c.from - ERRS * c.error, f64::midpoint(c.from, c.until), c.until + ERRS * c.error]
            }));
            cuts.sort_by(f64::total_cmp);
            cuts.dedup();
        }
        let (every, last) = (cuts.len().div_ceil(CELLS).max(1), cuts.last().copied());
        let mut cuts: Vec<f64> = cuts.into_iter().step_by(every).collect();
        cuts.extend(last.filter(|last| cuts.last() != Some(last)));
        let cells: Vec<(f64, f64)> = cuts.windows(2).map(|w| (w[0], w[1])).collect();
        Self { within: moments.iter().map(|m| m.among(&cells)).collect(), cells: cells.len() }
    }

    /// Returns the log-likelihood of all dates of a tree, up to a constant for its members; 0 if
    /// none has a date.
    ///
    /// This is the probability that no member was written before its parent, given each member's
    /// own dates. It sums over all moments by passing messages from the leaves up. An undated
    /// member is as old as its descendants allow. O(members · cells).
    pub fn log_likelihood(&self, tree: &Hung) -> f64 {
        if self.cells == 0 {
            return 0.0;
        }
        // For each cell, the probability that all descendants of a member fit if it was written
        // there; it falls with later cells.
        let mut held = vec![vec![1.0; self.cells]; tree.parent.len()];
        let mut sum = 0.0;
        for &at in tree.order.iter().rev() {
            let mut below = std::mem::take(&mut held[at]);
            if let Some(within) = &self.within[at] {
                below.iter_mut().zip(within).for_each(|(below, p)| *below *= p);
                (0..below.len() - 1).rev().for_each(|cell| below[cell] += below[cell + 1]);
            }
            let most = below[0].max(f64::MIN_POSITIVE);
            sum += most.ln();
            if let Some(parent) = tree.parent[at] {
                held[parent].iter_mut().zip(&below).for_each(|(held, below)| *held *= below / most);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the log-likelihood of a tree whose members are dated by day, in June.
    fn likely(tree: &[Option<usize>], days: &[Option<u32>]) -> f64 {
        let date =
            |day: u32| Stamp::of_day(chrono::NaiveDate::from_ymd_opt(2021, 6, day).expect("a day"));
        let moments: Vec<Moment> =
            days.iter().map(|day| Moment::read(day.map(date), 1.0, None)).collect();
        let twins: Vec<usize> = (0..tree.len()).collect();
        let root = tree.iter().position(Option::is_none).expect("a root");
        Grid::of(&moments.iter().collect::<Vec<_>>())
            .log_likelihood(&Hung::from(tree, &twins, root))
    }

    const PAIR: [Option<usize>; 2] = [None, Some(0)];
    const TURNED: [Option<usize>; 2] = [Some(1), None];

    #[test]
    fn the_earlier_is_likelier_the_parent_and_two_days_say_more_than_one() {
        let lead =
            |day| likely(&PAIR, &[Some(8), Some(day)]) - likely(&TURNED, &[Some(8), Some(day)]);
        assert!(lead(8).abs() < 1e-9);
        assert!(lead(9) > 0.5 && lead(10) > lead(9) + 0.5 && lead(12) > lead(10));
        assert!(lead(12) < 6.0, "a date can be wrong");
        assert!(
            (lead(9) + likely(&PAIR, &[Some(9), Some(8)]) - likely(&TURNED, &[Some(9), Some(8)]))
                .abs()
                < 1e-9
        );
    }

    #[test]
    fn one_wrong_date_does_not_count_once_for_each_copy() {
        let star = |copies: usize| {
            let days: Vec<Option<u32>> =
                std::iter::once(Some(9)).chain((0..copies).map(|_| Some(8))).collect();
            let tree: Vec<Option<usize>> = (0..=copies).map(|at| (at > 0).then_some(0)).collect();
            let undated: Vec<Option<u32>> =
                std::iter::once(None).chain(days[1..].iter().copied()).collect();
            likely(&tree, &days) - likely(&tree, &undated)
        };
        assert!(
            star(1) < -1.0 && star(12) > 4.0 * star(1),
            "not twelve times: {} {}",
            star(1),
            star(12)
        );
    }

    #[test]
    fn without_dates_nothing_is_said() {
        assert!(likely(&PAIR, &[None, None]).abs() < 1e-12);
        assert!((likely(&PAIR, &[Some(8), None]) - likely(&TURNED, &[Some(8), None])).abs() < 0.7);
    }

    #[test]
    fn to_the_minute_hours_settle_who_was_first() {
        let at = |hour: u32| {
            let day = chrono::NaiveDate::from_ymd_opt(2021, 6, 8).expect("a day");
            let stamp = Stamp {
                time: chrono::NaiveTime::from_hms_opt(hour, 0, 0),
                offset_seconds: Some(0),
                ..Stamp::of_day(day)
            };
            Moment::read(Some(stamp), 1.0, None)
        };
        let moments = [at(8), at(12)];
        let grid = Grid::of(&moments.iter().collect::<Vec<_>>());
        let of = |root| grid.log_likelihood(&Hung::from(&PAIR, &[0, 1], root));
        assert!(of(0) - of(1) > 4.0, "{} {}", of(0), of(1));
    }

    #[test]
    fn a_page_was_written_before_it_was_seen() {
        let seen = |hour: u32| {
            let day = chrono::NaiveDate::from_ymd_opt(2021, 6, 8).expect("a day");
            let stamp = Stamp {
                time: chrono::NaiveTime::from_hms_opt(hour, 0, 0),
                offset_seconds: Some(0),
                ..Stamp::of_day(day)
            };
            Moment::read(None, 1.0, Some(stamp))
        };
        let (early, late) = (seen(2), seen(20));
        let grid = Grid::of(&[&early, &late]);
        let of =
            |tree: &[Option<usize>], root| grid.log_likelihood(&Hung::from(tree, &[0, 1], root));
        assert!(of(&PAIR, 0) > of(&PAIR, 1));
    }
}
