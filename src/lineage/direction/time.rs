//! What dates say of a direction.

use super::{Signal, Sum};
use crate::ingest::Stamp;

/// Seconds in an hour.
const HOUR: i64 = 3_600;

/// The strength of days between two claimed dates of different outlets: days are stated in local
/// time, stamped at midnight or taken from the day of the crawl, so that one day proves little.
/// Agency copy stands at some outlets under the day before.
fn of_days(days: i64) -> f64 {
    match days {
        0 => 0.0,
        1 => 0.4,
        2 => 0.7,
        _ => 1.0,
    }
}

/// The strength of the seconds between two claimed times of different outlets: within the hour two
/// takers of one text publish in any order, and a zone may be unsaid. Of eight such pairs that a
/// reader looked at one held.
fn of_seconds(seconds: i64) -> f64 {
    if seconds < HOUR { 0.1 } else { 1.0 }
}

/// Seconds by which two clocks of one country may be apart, the one page stating the country's time
/// and the other Greenwich's: beyond them the order is told. India and its neighbours, Europe,
/// Africa and the east of the Americas lie within.
const UNSAID_ZONE: i64 = 6 * HOUR;
/// The strength of the times of day of one country's outlets, the zone unsaid: within that span too
/// little to name an original by, and enough that none is named against it.
const WALL_NEAR: f64 = 0.1;
const WALL_FAR: f64 = 0.2;

/// The strength of two times of day of which not both state their zone, in one country, `seconds`
/// apart. A night between two pages says what a day does, unless they lie within the hour around
/// midnight.
fn of_wall_clocks(seconds: i64, days: i64) -> (Signal, f64) {
    match () {
        () if days > 0 && seconds >= HOUR => (Signal::ClaimedDay, of_days(days)),
        () if seconds >= UNSAID_ZONE => (Signal::ClaimedTime, WALL_FAR),
        () => (Signal::ClaimedTime, WALL_NEAR),
    }
}

/// The strength of the hours between two witnessed times: a crawler comes by when it comes by. Of
/// labelled pairs seen within one hour the earlier one was the original in one of six, within three
/// hours in five of seven.
fn of_hours(seconds: i64) -> f64 {
    match seconds / HOUR {
        0 => 0.0,
        1 | 2 => 0.5,
        3..=11 => 0.8,
        _ => 1.0,
    }
}

/// Share of the weight of claimed dates that is left where they contradict better evidence: what an
/// outlet that nobody listed claims against a witness, and against a listed outlet's clock; what a
/// listed outlet claims against a witness, who may come late.
const AGAINST_WITNESS: f64 = 0.02;
const AGAINST_LISTED: f64 = 0.1;
const LISTED_AGAINST_WITNESS: f64 = 0.5;

/// What is known of one side's time.
#[derive(Debug, Clone, Default)]
pub(super) struct Times {
    /// When it says it was published.
    pub(super) claimed: Option<Stamp>,
    /// When somebody saw it.
    pub(super) seen: Option<Stamp>,
    /// Whether it was seen when its outlet's past was loaded, so that it was there by then, since
    /// nobody knows when.
    pub(super) backlog: bool,
    /// Whether a witness contradicts the date that it claimed, which is left out then.
    pub(super) refuted: bool,
    /// Whether its outlet is in the source list.
    pub(super) listed: bool,
    /// The country of its outlet, if known.
    pub(super) country: Option<String>,
}

impl Times {
    /// Seconds by which `other` was seen later, if both were seen and that of the later one tells.
    ///
    /// Witnessed times of one run come from one witness, so that a zone unsaid is the same zone.
    fn seen_before(&self, other: &Self) -> Option<i64> {
        let seconds = other.seen?.middle() - self.seen?.middle();
        let later = if seconds > 0 { other } else { self };
        Some(seconds).filter(|_| !later.backlog)
    }

    /// Seconds on the wall by which `other` is dated later, where both tell the time of day and
    /// their clocks are one outlet's or one country's.
    fn by_the_wall(&self, other: &Self, same: bool) -> Option<i64> {
        let one_country = self.country.is_some() && self.country == other.country;
        let (x, y) = (self.claimed?, other.claimed?);
        (same || one_country).then_some(y.wall_seconds()? - x.wall_seconds()?)
    }

    /// How far it is believed that this one is the earlier, against what else is known of the two.
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
/// 1]; `same` is whether both are of one outlet.
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
            // A bare day may be any day of the earth, and so hold the moment.
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
        // A crawler comes by when it comes by: which page it met first tells something only against
        // dates that say the contrary, and otherwise says again, for the most part, what the dates
        // say.
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
        // The order of a crawl alone says nothing of who wrote first.
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
        // One side says its zone.
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
