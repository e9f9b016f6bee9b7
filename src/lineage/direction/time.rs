//! Reads the evidence of dates for a direction.

use super::{Signal, Sum};
use crate::ingest::Stamp;

/// Seconds in an hour. By definition.
const HOUR: i64 = 3_600;

/// Returns the strength of a difference in days between claimed dates of different outlets. Days
/// are in local time, stamped at midnight or taken from the day of the crawl, so that one day
/// proves little. Some outlets date agency copy to the previous day. The value for one day was
/// chosen on labelled pairs (right in 54 of 54 of Albanian news), the others by judgement.
fn of_days(days: i64) -> f64 {
    match days {
        0 => 0.0,
        1 => 0.4,
        2 => 0.7,
        _ => 1.0,
    }
}

/// Returns the strength of a difference in seconds between claimed times of different outlets.
/// Within an hour, two takers of one text publish in any order, and a zone may be missing. Of eight
/// such pairs that a reader checked, one was right.
fn of_seconds(seconds: i64) -> f64 {
    if seconds < HOUR { 0.1 } else { 1.0 }
}

/// Seconds by which two clocks of one country may differ because one page states the country's time
/// and the other UTC; larger differences show the order. India and its neighbours, Europe, Africa
/// and the east of the Americas are within this range. Chosen by judgement.
const UNSAID_ZONE: i64 = 6 * HOUR;
/// Strength of times of day without a zone, from outlets of one country, within [`UNSAID_ZONE`]:
/// too little to name an original, but enough that none is named against it. Chosen by judgement.
const WALL_NEAR: f64 = 0.1;
/// Strength of such times beyond [`UNSAID_ZONE`]. Chosen by judgement.
const WALL_FAR: f64 = 0.2;

/// Returns the strength of two times of day in one country, `seconds` apart, of which at least one
/// has no zone. A night between two pages counts as a day, unless both are within an hour around
/// midnight.
fn of_wall_clocks(seconds: i64, days: i64) -> (Signal, f64) {
    match () {
        () if days > 0 && seconds >= HOUR => (Signal::ClaimedDay, of_days(days)),
        () if seconds >= UNSAID_ZONE => (Signal::ClaimedTime, WALL_FAR),
        () => (Signal::ClaimedTime, WALL_NEAR),
    }
}

/// Returns the strength of a difference between two witnessed times: crawlers visit at arbitrary
/// times. Of labelled pairs seen within one hour, the earlier one was the original in one of six;
/// within three hours, in five of seven.
fn of_hours(seconds: i64) -> f64 {
    match seconds / HOUR {
        0 => 0.0,
        1 | 2 => 0.5,
        3..=11 => 0.8,
        _ => 1.0,
    }
}

/// Fraction of their weight that an unlisted outlet's dates keep where a witness contradicts them.
/// Chosen by judgement.
const AGAINST_WITNESS: f64 = 0.02;
/// The same for an unlisted outlet's dates against a listed outlet's page. Chosen by judgement.
const AGAINST_LISTED: f64 = 0.1;
/// The same for a listed outlet's dates against a witness, who may have come late. Chosen by
/// judgement.
const LISTED_AGAINST_WITNESS: f64 = 0.5;

/// What is known about the time of one side.
#[derive(Debug, Clone, Default)]
pub(super) struct Times {
    /// When it claims to have been published.
    pub(super) claimed: Option<Stamp>,
    /// When it was seen.
    pub(super) seen: Option<Stamp>,
    /// Whether it was seen during a load of its outlet's past, or not at all. Such a sighting shows
    /// that it existed by then, but not since when.
    pub(super) backlog: bool,
    /// Whether a witness contradicts the date that it claims, which is then ignored.
    pub(super) refuted: bool,
    /// Whether its outlet is in the source list.
    pub(super) listed: bool,
    /// The country of its outlet, if known.
    pub(super) country: Option<String>,
}

impl Times {
    /// Returns the seconds by which `other` was seen later; `None` unless both were seen and the
    /// later sighting is evidence.
    ///
    /// Witnessed times of one run come from one witness, so that a missing zone is the same for
    /// both.
    fn seen_before(&self, other: &Self) -> Option<i64> {
        let seconds = other.seen?.middle() - self.seen?.middle();
        let later = if seconds > 0 { other } else { self };
        Some(seconds).filter(|_| !later.backlog)
    }

    /// Returns the seconds of local time by which `other` is dated later; `None` unless both state
    /// a time of day and their clocks are those of one outlet or one country.
    fn by_the_wall(&self, other: &Self, same: bool) -> Option<i64> {
        let one_country = self.country.is_some() && self.country == other.country;
        let (x, y) = (self.claimed?, other.claimed?);
        (same || one_country).then_some(y.wall_seconds()? - x.wall_seconds()?)
    }

    /// Returns how far it is believed that this side is the earlier one, given what else is known
    /// about the two.
    fn belief(&self, other: &Self) -> f64 {
        let against_witness = self.seen_before(other).is_some_and(|seconds| seconds <= -HOUR);
        match (self.listed, against_witness) {
            (true, true) => LISTED_AGAINST_WITNESS,
            (false, true) => AGAINST_WITNESS,
            (false, false) if other.listed => AGAINST_LISTED,
            _ => 1.0,
        }
    }
}

/// Reads claimed and witnessed times. `trust` is how far the two claimed dates are believed, in [0,
/// 1]; `same` is whether both are from one outlet.
pub(super) fn read(sum: &mut Sum<'_>, a: &Times, b: &Times, same: bool, trust: f64) {
    if let (Some(x), Some(y)) = (a.claimed, b.claimed) {
        let exact = x.is_exact() && y.is_exact();
        let days = (y.day - x.day).num_days();
        let wall = a.by_the_wall(b, same).filter(|_| !exact);
        let order = match wall {
            Some(seconds) => seconds.signum(),
            None if exact => (y.earliest() - x.earliest()).signum(),
            None => days.signum(),
        };
        let belief = if same {
            1.0
        } else if order > 0 {
            a.belief(b)
        } else {
            b.belief(a)
        };
        let (signal, strength) = match wall {
            _ if same => (Signal::OwnClock, 1.0),
            Some(seconds) => of_wall_clocks(seconds.abs(), days.abs()),
            None if exact => (Signal::ClaimedTime, of_seconds((y.earliest() - x.earliest()).abs())),
            // A bare day may be a day in any time zone, and so may include the other's moment.
            None if x.is_exact() != y.is_exact()
                && x.earliest() <= y.latest()
                && y.earliest() <= x.latest() =>
            {
                (Signal::ClaimedDay, 0.0)
            }
            None => (Signal::ClaimedDay, of_days(days.abs())),
        };
        sum.add(signal, order as f64 * strength * trust * belief);
    }
    if let Some(seconds) = a.seen_before(b) {
        // Crawlers visit at arbitrary times: which page was seen first is evidence mainly against
        // dates that say the opposite; otherwise it mostly repeats what the dates say.
        let contradicts = a
            .claimed
            .zip(b.claimed)
            .is_some_and(|(x, y)| (y.day - x.day).num_days().signum() == -seconds.signum());
        let share = if same || contradicts || a.refuted || b.refuted { 1.0 } else { 0.5 };
        sum.add(Signal::Seen, seconds.signum() as f64 * of_hours(seconds.abs()) * share);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    fn stamp(day: u32, hour: u32) -> Option<Stamp> {
        let day = chrono::NaiveDate::from_ymd_opt(2021, 6, day).expect("a day");
        Some(Stamp {
            time: chrono::NaiveTime::from_hms_opt(hour, 0, 0),
            offset_seconds: Some(0),
            ..Stamp::of_day(day)
        })
    }

    fn odds(a: &Times, b: &Times) -> f64 {
        let mut verdict = Verdict::default();
        read(&mut Sum { verdict: &mut verdict, ids: ("a", "b") }, a, b, false, 1.0);
        verdict.log_odds
    }

    #[test]
    fn what_was_seen_outranks_what_is_claimed() {
        let honest =
            Times { claimed: stamp(8, 9), seen: stamp(8, 10), listed: false, ..Times::default() };
        let forger =
            Times { claimed: stamp(7, 9), seen: stamp(9, 10), listed: false, ..Times::default() };
        assert!(
            odds(&honest, &forger) > super::super::LEAST_SUM
                && odds(&forger, &honest) < -super::super::LEAST_SUM
        );
        let late_crawl = Times { seen: stamp(8, 10), ..forger };
        assert!(odds(&honest, &late_crawl) < -3.0, "seen in the same hour");
        // The order of a crawl alone does not show who wrote first.
        for claimed in [None, stamp(8, 9)] {
            let met = |day: u32| Times {
                claimed: claimed.map(|s: Stamp| Stamp { time: None, ..s }),
                seen: stamp(day, 10),
                ..Times::default()
            };
            assert!(odds(&met(8), &met(11)).abs() < super::super::LEAST_SUM);
        }
    }

    #[test]
    fn what_was_seen_in_a_load_of_the_past_is_no_later_for_that() {
        let seen = |day: u32, backlog: bool| Times {
            seen: stamp(day, 10),
            backlog,
            claimed: stamp(2, 9),
            ..Times::default()
        };
        assert!(odds(&seen(3, false), &seen(9, false)) > 0.0);
        assert_eq!(odds(&seen(3, false), &seen(9, true)), 0.0);
        assert!(odds(&seen(3, true), &seen(9, false)) > 0.0, "it was there by then");
    }

    #[test]
    fn a_bare_day_is_later_than_a_moment_that_no_zone_puts_into_it() {
        let moment = |hour: u32| Times { claimed: stamp(8, hour), ..Times::default() };
        let day = |day: u32| Times {
            claimed: stamp(day, 0).map(|s| Stamp { time: None, offset_seconds: None, ..s }),
            ..Times::default()
        };
        assert!(odds(&moment(4), &day(9)) > super::super::LEAST_SUM);
        assert_eq!(odds(&moment(12), &day(9)), 0.0);
        assert_eq!(odds(&moment(4), &day(8)), 0.0);
        // Takers of one text publish within the hour in any order.
        let late = Times {
            claimed: stamp(8, 12)
                .map(|s| Stamp { time: chrono::NaiveTime::from_hms_opt(12, 40, 0), ..s }),
            ..Times::default()
        };
        assert!(
            odds(&moment(12), &late).abs() < super::super::LEAST_SUM
                && odds(&moment(12), &moment(13)) > 3.0
        );
    }

    #[test]
    fn an_unlisted_claim_counts_little_against_a_listed_clock() {
        let listed = Times { claimed: stamp(8, 9), listed: true, ..Times::default() };
        let claim = |listed: bool| Times { claimed: stamp(7, 9), listed, ..Times::default() };
        assert!(odds(&listed, &claim(false)).abs() < super::super::LEAST_SUM);
        assert!(odds(&listed, &claim(true)) < -3.0);
        assert!(odds(&Times { claimed: stamp(6, 9), ..listed }, &claim(false)) > 3.0);
    }

    #[test]
    fn clocks_of_one_country_order_two_times_without_a_zone() {
        let least = super::super::LEAST_SUM;
        let at = |day: u32, hour: u32, country: &str| Times {
            claimed: stamp(day, hour).map(|s| Stamp { offset_seconds: None, ..s }),
            country: Some(country.to_owned()),
            ..Times::default()
        };
        let near = odds(&at(8, 9, "LK"), &at(8, 11, "LK"));
        assert!(near > 0.0 && near < least, "against the other, and too little for the one");
        assert!(
            odds(&at(8, 4, "LK"), &at(8, 17, "LK")) > least
                && odds(&at(8, 17, "LK"), &at(8, 4, "LK")) < -least
        );
        assert_eq!(
            odds(&at(8, 4, "LK"), &at(8, 17, "CL")),
            0.0,
            "the one may be the other's night"
        );
        // Shortly before and after midnight are not two days; between countries they may be.
        let before = |country: &str| Times {
            claimed: stamp(8, 23).map(|s| Stamp {
                time: chrono::NaiveTime::from_hms_opt(23, 40, 0),
                offset_seconds: None,
                ..s
            }),
            ..at(8, 23, country)
        };
        let midnight = odds(&before("LK"), &at(9, 0, "LK"));
        assert!(midnight > 0.0 && midnight < least && odds(&before("CL"), &at(9, 0, "LK")) > least);
        assert!(odds(&at(8, 9, "LK"), &at(10, 9, "LK")) > 1.5);
        // One side states its zone.
        let zoned = Times { claimed: stamp(8, 9), ..at(8, 9, "LK") };
        assert!(odds(&zoned, &at(8, 11, "LK")) > 0.0);
        let exact = Times { claimed: stamp(8, 11), ..at(8, 11, "LK") };
        assert!(odds(&zoned, &exact) > 3.0, "both say it");
    }

    #[test]
    fn one_outlets_own_times_of_day_are_in_order() {
        let at = |hour: u32| Times {
            claimed: stamp(8, hour).map(|s| Stamp { offset_seconds: None, ..s }),
            ..Times::default()
        };
        let own = |a: &Times, b: &Times| {
            let mut verdict =
                Verdict { situation: super::super::Situation::SameOutlet, ..Verdict::default() };
            read(&mut Sum { verdict: &mut verdict, ids: ("a", "b") }, a, b, true, 1.0);
            verdict.log_odds
        };
        assert!(own(&at(8), &at(9)) > 2.0 && own(&at(9), &at(8)) < -2.0);
        assert_eq!(own(&at(8), &at(8)), 0.0);
        let day =
            Times { claimed: at(8).claimed.map(|s| Stamp { time: None, ..s }), ..Times::default() };
        assert_eq!(own(&at(8), &day), 0.0, "of one day, and one tells no time");
    }
}
