//! What dates say of a direction.

use super::{Signal, Sum};
use crate::ingest::Stamp;

/// Seconds in an hour.
const HOUR: i64 = 3_600;

/// The strength of days between two claimed dates of different outlets: days are stated in local time, stamped at midnight or
/// taken from the day of the crawl, so that one day proves little. Agency copy stands at some outlets under the day before.
fn of_days(days: i64) -> f64 {
    match days {
        0 => 0.0,
        1 => 0.4,
        2 => 0.7,
        _ => 1.0,
    }
}

/// The strength of the seconds between two claimed times of different outlets: within the hour two takers of one text publish in any
/// order, and a zone may be unsaid. Of eight such pairs that a reader looked at one held.
fn of_seconds(seconds: i64) -> f64 {
    if seconds < HOUR { 0.1 } else { 1.0 }
}

/// The strength of the hours between two witnessed times: a crawler comes by when it comes by. Of labelled pairs seen within
/// one hour the earlier one was the original in one of six, within three hours in five of seven.
fn of_hours(seconds: i64) -> f64 {
    match seconds / HOUR {
        0 => 0.0,
        1 | 2 => 0.5,
        3..=11 => 0.8,
        _ => 1.0,
    }
}

/// Share of the weight of claimed dates that is left where they contradict better evidence: what an outlet that nobody listed
/// claims against a witness, and against a listed outlet's clock; what a listed outlet claims against a witness, who may come late.
const AGAINST_WITNESS: f64 = 0.02;
const AGAINST_LISTED: f64 = 0.1;
const LISTED_AGAINST_WITNESS: f64 = 0.5;

/// What is known of one side's time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Times {
    /// When it says it was published.
    pub(super) claimed: Option<Stamp>,
    /// When somebody saw it.
    pub(super) seen: Option<Stamp>,
    /// Whether a witness contradicts the date that it claimed, which is left out then.
    pub(super) refuted: bool,
    /// Whether its outlet is in the source list.
    pub(super) listed: bool,
}

impl Times {
    /// Seconds by which `other` was seen later, if both were seen.
    ///
    /// Witnessed times of one run come from one witness, so that a zone unsaid is the same zone.
    fn seen_before(self, other: Self) -> Option<i64> {
        Some(other.seen?.middle() - self.seen?.middle())
    }

    /// How far it is believed that this one is the earlier, against what else is known of the two.
    fn belief(self, other: Self) -> f64 {
        let against_witness = self.seen_before(other).is_some_and(|seconds| seconds <= -HOUR);
        match (self.listed, against_witness) {
            (true, true) => LISTED_AGAINST_WITNESS,
            (false, true) => AGAINST_WITNESS,
            (false, false) if other.listed => AGAINST_LISTED,
            _ => 1.0,
        }
    }
}

/// Reads claimed and witnessed times. `trust` is how far the two claimed dates are believed, in [0, 1]; `same` is whether both are
/// of one outlet.
pub(super) fn read(sum: &mut Sum<'_>, a: Times, b: Times, same: bool, trust: f64) {
    if let (Some(x), Some(y)) = (a.claimed, b.claimed) {
        let exact = x.is_exact() && y.is_exact();
        let days = (y.day - x.day).num_days();
        let order = if exact { (y.earliest() - x.earliest()).signum() } else { days.signum() };
        let belief = if same {
            1.0
        } else if order > 0 {
            a.belief(b)
        } else {
            b.belief(a)
        };
        let (signal, strength) = match () {
            () if same => (Signal::OwnClock, 1.0),
            () if exact => (Signal::ClaimedTime, of_seconds((y.earliest() - x.earliest()).abs())),
            // A bare day may be any day of the earth, and so hold the moment.
            () if x.is_exact() != y.is_exact() && x.earliest() <= y.latest() && y.earliest() <= x.latest() => (Signal::ClaimedDay, 0.0),
            () => (Signal::ClaimedDay, of_days(days.abs())),
        };
        sum.add(signal, order as f64 * strength * trust * belief);
    }
    if let Some(seconds) = a.seen_before(b) {
        // A crawler comes by when it comes by: which page it met first tells something only against dates that say the contrary, and
        // otherwise says again, for the most part, what the dates say.
        let contradicts = a.claimed.zip(b.claimed).is_some_and(|(x, y)| (y.day - x.day).num_days().signum() == -seconds.signum());
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
        Some(Stamp { time: chrono::NaiveTime::from_hms_opt(hour, 0, 0), offset_seconds: Some(0), ..Stamp::of_day(day) })
    }

    fn odds(a: Times, b: Times) -> f64 {
        let mut verdict = Verdict::default();
        read(&mut Sum { verdict: &mut verdict, ids: ("a", "b") }, a, b, false, 1.0);
        verdict.log_odds
    }

    #[test]
    fn what_was_seen_outranks_what_is_claimed() {
        let honest = Times { claimed: stamp(8, 9), seen: stamp(8, 10), listed: false, ..Times::default() };
        let forger = Times { claimed: stamp(7, 9), seen: stamp(9, 10), listed: false, ..Times::default() };
        assert!(odds(honest, forger) > super::super::LEAST_SUM && odds(forger, honest) < -super::super::LEAST_SUM);
        let late_crawl = Times { seen: stamp(8, 10), ..forger };
        assert!(odds(honest, late_crawl) < -3.0, "seen in the same hour");
        // The order of a crawl alone says nothing of who wrote first.
        for claimed in [None, stamp(8, 9)] {
            let met =
                |day: u32| Times { claimed: claimed.map(|s: Stamp| Stamp { time: None, ..s }), seen: stamp(day, 10), ..Times::default() };
            assert!(odds(met(8), met(11)).abs() < super::super::LEAST_SUM);
        }
    }

    #[test]
    fn a_bare_day_is_later_than_a_moment_that_no_zone_puts_into_it() {
        let moment = |hour: u32| Times { claimed: stamp(8, hour), ..Times::default() };
        let day = |day: u32| Times { claimed: stamp(day, 0).map(|s| Stamp { time: None, offset_seconds: None, ..s }), ..Times::default() };
        assert!(odds(moment(4), day(9)) > super::super::LEAST_SUM);
        assert_eq!(odds(moment(12), day(9)), 0.0);
        assert_eq!(odds(moment(4), day(8)), 0.0);
        // Takers of one text publish within the hour in any order.
        let late =
            Times { claimed: stamp(8, 12).map(|s| Stamp { time: chrono::NaiveTime::from_hms_opt(12, 40, 0), ..s }), ..Times::default() };
        assert!(odds(moment(12), late).abs() < super::super::LEAST_SUM && odds(moment(12), moment(13)) > 3.0);
    }

    #[test]
    fn an_unlisted_claim_counts_little_against_a_listed_clock() {
        let listed = Times { claimed: stamp(8, 9), listed: true, ..Times::default() };
        let claim = |listed: bool| Times { claimed: stamp(7, 9), listed, ..Times::default() };
        assert!(odds(listed, claim(false)).abs() < super::super::LEAST_SUM);
        assert!(odds(listed, claim(true)) < -3.0);
        assert!(odds(Times { claimed: stamp(6, 9), ..listed }, claim(false)) > 3.0);
    }
}
