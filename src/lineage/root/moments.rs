//! When the texts of a family were written, by all their dates together: no copy is before its parent.
//!
//! Dates err, and a text's date meets those of all its copies: a single wrong date must not count once for each. So the moment of
//! each text is a thing unknown, its date an error-prone reading of it, and all moments are summed over.

use super::Hung;
use crate::ingest::{Article, Stamp};
use crate::lineage::direction::Clocks;
use crate::lineage::{DateBasis, Evidence};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;

/// Mean errors in seconds of a date that states the day, the time without its zone, both. One day between two days proves little,
/// two a good deal; to the minute it is the order that counts.
const OF_DAYS: f64 = 15.0 * HOUR;
const OF_TIMES: f64 = 4.0 * HOUR;
const OF_MOMENTS: f64 = 300.0;
/// Share of dates that have nothing to do with when the text was written: set by hand, of a later edition, forged.
const WRONG: f64 = 0.01;
/// Mean seconds until a crawler comes by, and the share of pages that it finds long after: as for pairs, the hour says little and
/// half a day what can be said.
const CRAWL: f64 = 3.0 * HOUR;
const LATE: f64 = 0.1;
/// Mean seconds from a text to its copy: within the hour, the day, the news cycle, or long after. All alike likely; made traditions
/// were told as well with 1 day alone, as with half or twice the errors above.
const WAITS: [f64; 4] = [HOUR, 6.0 * HOUR, 36.0 * HOUR, 9.0 * DAY];
/// Seconds before the first date at which the original may have been written.
const LEADS: [f64; 4] = [HOUR, 6.0 * HOUR, DAY, 3.0 * DAY];
/// Most cells into which the time of a family is cut.
const CELLS: usize = 160;

/// A claimed date.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Claim {
    /// The span that it states, in Unix seconds, days and times without zone as if in UTC.
    from: f64,
    until: f64,
    /// Mean error in seconds.
    error: f64,
    /// Probability that it has nothing to do with the text.
    wrong: f64,
}

/// When one text was written, as far as its dates tell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moment {
    claim: Option<Claim>,
    /// When somebody saw the page.
    seen: Option<f64>,
}

impl Moment {
    /// Reads an article's claimed date, believed as far as `trust`, in [0, 1], and the time at which it was seen.
    pub fn read(date: Option<Stamp>, trust: f64, article: &Article) -> Self {
        let claim = date.map(|stamp| {
            let (from, until) = span(stamp);
            let error = match (stamp.time, stamp.offset_seconds) {
                (None, _) => OF_DAYS,
                (Some(_), None) => OF_TIMES,
                (Some(_), Some(_)) => OF_MOMENTS,
            };
            Claim { from, until, error, wrong: 1.0 - trust * (1.0 - WRONG) }
        });
        Self { claim, seen: article.first_seen.map(|stamp| span(stamp).1) }
    }

    /// The likelihood of its dates had it been written in a cell, less a factor of its own; above 0, 1 without dates.
    ///
    /// Taken at the middle of the cell; a cell of which the claimed span is a part fits it.
    fn likelihood(&self, (from, until): (f64, f64)) -> f64 {
        let at = f64::midpoint(from, until);
        let claimed = self.claim.map_or(1.0, |c| {
            let off = if from < c.until && c.from < until { 0.0 } else { (c.from - at).max(at - c.until).max(0.0) };
            // A wrong date falls on this very minute more rarely than on this day.
            let by_chance = (c.until - c.from + c.error) / (DAY + OF_DAYS);
            c.wrong * by_chance + (1.0 - c.wrong) * (-off / c.error).exp()
        });
        let seen = self.seen.map_or(1.0, |seen| if at > seen { WRONG } else { LATE + (1.0 - LATE) * ((at - seen) / CRAWL).exp() });
        claimed * seen
    }
}

/// The day or minute that a stamp states, from its first second to the one behind it.
fn span(stamp: Stamp) -> (f64, f64) {
    let local = stamp.day.and_time(stamp.time.unwrap_or_default()).and_utc().timestamp();
    let from = (local - stamp.offset_seconds.map_or(0, i64::from)) as f64;
    (from, from + if stamp.time.is_some() { MINUTE } else { DAY })
}

/// Reads the moments of all articles; `dates` are those that evidence may rest on.
pub fn read(e: &Evidence<'_>, dates: &[(Option<Stamp>, DateBasis)], clocks: &Clocks) -> Vec<Moment> {
    let one = |at: usize| {
        let source = e.cleaned[at].source.as_deref();
        Moment::read(dates[at].0.map(|stamp| clocks.corrected(source, stamp)), clocks.trust(source), &e.articles[at])
    };
    (0..e.articles.len()).map(one).collect()
}

/// The time of a family, cut into cells at every date.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// For each wait and cell the probability that it goes on through the cell.
    stays: Vec<Vec<f64>>,
    /// For each member and cell the likelihood of its dates.
    likely: Vec<Vec<f64>>,
}

impl Grid {
    /// Cuts the time of a family. O(members · cells).
    pub fn of(moments: &[&Moment]) -> Self {
        let mut cuts: Vec<f64> =
            moments.iter().flat_map(|m| [m.claim.map(|c| c.from), m.claim.map(|c| c.until), m.seen]).flatten().collect();
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        if let Some(&first) = cuts.first() {
            cuts.extend(LEADS.map(|lead| first - lead));
            cuts.sort_by(f64::total_cmp);
        }
        let every = cuts.len().div_ceil(CELLS).max(1);
        let cuts: Vec<f64> = cuts.into_iter().step_by(every).collect();
        let ends = || cuts.iter().skip(1).copied().map(Some).chain([None]);
        let stays = WAITS.map(|wait| {
            let through = |(from, until): (&f64, Option<f64>)| until.map_or(0.0, |until| ((from - until) / wait).exp());
            cuts.iter().zip(ends()).map(through).collect()
        });
        // What is behind the last date is as a minute more.
        let cells: Vec<(f64, f64)> = cuts.iter().zip(ends()).map(|(from, until)| (*from, until.unwrap_or(from + MINUTE))).collect();
        let likely = moments.iter().map(|m| cells.iter().map(|cell| m.likelihood(*cell)).collect()).collect();
        Self { stays: stays.into(), likely }
    }

    /// The log-likelihood of all dates of a tree, less what is the same for every tree of its members; 0 where none has a date.
    ///
    /// The sum over the cells of all moments, each member's not before its parent's, by passing messages from the leaves up.
    /// O(members · cells).
    pub fn log_likelihood(&self, tree: &Hung) -> f64 {
        let cells = self.stays.first().map_or(0, Vec::len);
        if cells == 0 {
            return 0.0;
        }
        let mut held = self.likely.clone();
        let mut sum = 0.0;
        for &at in tree.order.iter().rev() {
            let mut below = std::mem::take(&mut held[at]);
            let most = below.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
            below.iter_mut().for_each(|b| *b /= most);
            sum += most.ln();
            match tree.parent[at] {
                Some(parent) => self.told_to_parent(&below).zip(&mut held[parent]).for_each(|(told, held)| *held *= told),
                None => sum += (below.iter().sum::<f64>() / cells as f64).ln(),
            }
        }
        sum
    }

    /// For each cell the likelihood of all that hangs on an edge, had the parent been written in it.
    fn told_to_parent(&self, below: &[f64]) -> impl Iterator<Item = f64> {
        let mut told = vec![0.0; below.len()];
        for stays in &self.stays {
            let mut later = 0.0;
            for at in (0..below.len()).rev() {
                later = below[at] * (1.0 - stays[at]) + stays[at] * later;
                told[at] += later / WAITS.len() as f64;
            }
        }
        told.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The log-likelihood of a tree of which each member is dated by day, in June.
    fn likely(tree: &[Option<usize>], days: &[Option<u32>]) -> f64 {
        let date = |day: u32| Stamp::of_day(chrono::NaiveDate::from_ymd_opt(2021, 6, day).expect("a day"));
        let moments: Vec<Moment> = days.iter().map(|day| Moment::read(day.map(date), 1.0, &Article::default())).collect();
        let twins: Vec<usize> = (0..tree.len()).collect();
        let root = tree.iter().position(Option::is_none).expect("a root");
        Grid::of(&moments.iter().collect::<Vec<_>>()).log_likelihood(&Hung::from(tree, &twins, root))
    }

    const PAIR: [Option<usize>; 2] = [None, Some(0)];
    const TURNED: [Option<usize>; 2] = [Some(1), None];

    #[test]
    fn the_earlier_is_likelier_the_parent_and_two_days_say_more_than_one() {
        let lead = |day| likely(&PAIR, &[Some(8), Some(day)]) - likely(&TURNED, &[Some(8), Some(day)]);
        assert!(lead(8).abs() < 1e-9);
        assert!(lead(9) > 0.5 && lead(10) > lead(9) + 0.5 && lead(12) > lead(10));
        assert!(lead(12) < 6.0, "a date can be wrong");
        assert!((lead(9) + likely(&PAIR, &[Some(9), Some(8)]) - likely(&TURNED, &[Some(9), Some(8)])).abs() < 1e-9);
    }

    #[test]
    fn one_wrong_date_does_not_count_once_for_each_copy() {
        let star = |copies: usize| {
            let days: Vec<Option<u32>> = std::iter::once(Some(9)).chain((0..copies).map(|_| Some(8))).collect();
            let tree: Vec<Option<usize>> = (0..=copies).map(|at| (at > 0).then_some(0)).collect();
            let undated: Vec<Option<u32>> = std::iter::once(None).chain(days[1..].iter().copied()).collect();
            likely(&tree, &days) - likely(&tree, &undated)
        };
        assert!(star(1) < -1.0 && star(12) > 4.0 * star(1), "not twelve times: {} {}", star(1), star(12));
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
            let stamp = Stamp { time: chrono::NaiveTime::from_hms_opt(hour, 0, 0), offset_seconds: Some(0), ..Stamp::of_day(day) };
            Moment::read(Some(stamp), 1.0, &Article::default())
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
            let stamp = Stamp { time: chrono::NaiveTime::from_hms_opt(hour, 0, 0), offset_seconds: Some(0), ..Stamp::of_day(day) };
            Moment::read(None, 1.0, &Article { first_seen: Some(stamp), ..Article::default() })
        };
        let (early, late) = (seen(2), seen(20));
        let grid = Grid::of(&[&early, &late]);
        let of = |tree: &[Option<usize>], root| grid.log_likelihood(&Hung::from(tree, &[0, 1], root));
        assert!(of(&PAIR, 0) > of(&PAIR, 1));
    }
}
