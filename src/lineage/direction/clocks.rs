//! Learns how far an outlet's dates can be trusted, from pairs whose direction is settled by other
//! evidence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::ingest::Stamp;
use crate::lineage::{DateBasis, Evidence};

/// Log-odds, dates excluded, from which a pair's direction is settled enough to test a clock by it.
/// Chosen by judgement.
pub const SETTLED: f64 = 2.0;
/// Prior belief in a clock, as numbers of pairs in the right and in the wrong order. Chosen by
/// judgement.
const PRIOR: (f64, f64) = (9.0, 1.0);
/// Least number of pairs for which a clock is reported. Chosen by judgement.
const LEAST: u32 = 1;

/// Least number of exact pairs that can show a clock to be off by whole hours. Chosen by judgement.
const ZONE_PAIRS: usize = 3;
/// Least number of partners for the same; with a single partner, the partner's clock could be the
/// one that is off. Chosen by judgement.
const ZONE_PARTNERS: usize = 2;
/// Hours by which a wrong time zone can put a clock off: zones range from UTC−12 to UTC+14 by
/// definition.
const ZONES: std::ops::RangeInclusive<i64> = 1..=14;
/// Seconds in an hour. By definition.
const HOUR: i64 = 3_600;

/// A pair in which both dates state time and zone, from the point of view of one of its outlets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The other outlet.
    pub partner: String,
    /// Seconds by which this outlet's article is dated after the other's.
    pub after: i64,
    /// Whether this outlet has the copy.
    pub is_copy: bool,
}

/// What is known about one outlet's dates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Number of pairs with other outlets that tested the clock: both dated, with the direction
    /// settled without dates.
    pub pairs: u32,
    /// Number of these pairs whose dates are in the settled order or on the same day.
    pub in_order: u32,
    /// Seconds by which each copy is dated after its original; below 0 if the copy is dated first.
    pub lags: Vec<i64>,
    /// The pairs whose dates state time and zone.
    pub readings: Vec<Reading>,
    /// Whole hours by which all its stamps are ahead (above 0) or behind; `None` if they are not
    /// consistently off.
    pub hours_off: Option<i64>,
}

impl Clock {
    /// Returns the mean probability that its dates are in the right order, in (0, 1): Beta(9, 1),
    /// updated by the pairs.
    pub fn reliability(&self) -> f64 {
        (f64::from(self.in_order) + PRIOR.0) / (f64::from(self.pairs) + PRIOR.0 + PRIOR.1)
    }

    /// Records a pair in which the outlet has the copy or the original, and the other is of
    /// `partner`.
    fn note(&mut self, test: &Test, partner: Option<&str>, is_copy: bool) {
        let (from, to) = (test.from, test.to);
        let exact = from.is_exact() && to.is_exact();
        self.pairs += 1;
        self.in_order +=
            u32::from(if exact { from.earliest() <= to.earliest() } else { from.day <= to.day });
        let lag = to.middle() - from.middle();
        // A lag between a bare day and an exact time is meaningless.
        if is_copy && from.is_exact() == to.is_exact() {
            self.lags.push(lag);
        }
        if let Some(partner) = partner.filter(|_| exact) {
            self.readings.push(Reading {
                partner: partner.to_owned(),
                after: if is_copy { lag } else { -lag },
                is_copy,
            });
        }
    }

    /// Returns the fraction of their weight that its dates keep, in [0, 1].
    pub fn trust(&self) -> f64 {
        let odds = |p: f64| (p / (1.0 - p)).ln();
        (odds(self.reliability()) / odds(PRIOR.0 / (PRIOR.0 + PRIOR.1))).clamp(0.0, 1.0)
    }

    /// Returns the median lag behind originals in seconds (the upper of two); `None` if no pair
    /// gives one, because the outlet has no copy or only lags between a day and a time.
    pub fn median_lag(&self) -> Option<i64> {
        let mut lags = self.lags.clone();
        lags.sort_unstable();
        lags.get(lags.len() / 2).copied()
    }

    /// Returns the whole hours by which every exact pair is off in the same way: all copies dated
    /// before their originals (behind), or all originals dated after their copies (ahead), by
    /// amounts within one hour of each other. Forged dates, or a wrong direction, would scatter.
    fn zone(&self) -> Option<i64> {
        let partners: std::collections::BTreeSet<&str> =
            self.readings.iter().map(|r| r.partner.as_str()).collect();
        if self.readings.len() < ZONE_PAIRS || partners.len() < ZONE_PARTNERS {
            return None;
        }
        let shift = |is_copy: bool| {
            let of_kind = self.readings.iter().filter(|r| r.is_copy == is_copy);
            // Seconds by which the copy seems to precede the original, or the original to follow
            // the copy.
            let wrong: Vec<i64> =
                of_kind.map(|r| if is_copy { -r.after } else { r.after }).collect();
            let (least, most) = (*wrong.iter().min()?, *wrong.iter().max()?);
            let hours = (most + HOUR - 1).div_euclid(HOUR);
            (wrong.len() == self.readings.len()
                && least > 0
                && most - least < HOUR
                && ZONES.contains(&hours))
            .then_some(hours)
        };
        shift(true).map(|hours| -hours).or_else(|| shift(false))
    }
}

/// A pair that tests two clocks.
struct Test {
    copy: u32,
    original: u32,
    /// The original's date.
    from: Stamp,
    /// The copy's date.
    to: Stamp,
}

/// Returns a stamp moved by a number of seconds; bare days and times without a zone are unchanged.
fn moved(stamp: Stamp, seconds: i64) -> Stamp {
    let (Some(time), true) = (stamp.time, stamp.is_exact()) else { return stamp };
    let there = stamp.day.and_time(time).checked_add_signed(chrono::TimeDelta::seconds(seconds));
    there.map_or(stamp, |t| Stamp { day: t.date(), time: Some(t.time()), ..stamp })
}

/// The clocks of the outlets that could be tested, by source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clocks(pub BTreeMap<String, Clock>);

impl Clocks {
    /// Tests the outlets' dates on every copying pair of two outlets whose direction is settled
    /// without dates.
    ///
    /// Runs a second time if some clock turns out to be off by whole hours, so that such a clock is
    /// not blamed for its zone.
    pub fn learn(
        e: &Evidence<'_>,
        verdicts: &[Verdict],
        dates: &[(Option<Stamp>, DateBasis)],
    ) -> Self {
        let mut clocks = Self::default().test(e, verdicts, dates);
        let mut known = false;
        for clock in clocks.0.values_mut() {
            clock.hours_off = clock.zone();
            known |= clock.hours_off.is_some();
        }
        if !known {
            return clocks;
        }
        let mut again = clocks.test(e, verdicts, dates);
        for (id, clock) in &mut again.0 {
            clock.hours_off = clocks.0.get(id).and_then(|known| known.hours_off);
        }
        again
    }

    /// Tests the clocks, with stamps corrected by what is known about their zones.
    fn test(
        &self,
        e: &Evidence<'_>,
        verdicts: &[Verdict],
        dates: &[(Option<Stamp>, DateBasis)],
    ) -> Self {
        let source = |at: u32| e.cleaned[at as usize].source.as_deref();
        let date = |at: u32| dates[at as usize].0.map(|stamp| self.corrected(source(at), stamp));
        let mut tests: Vec<Test> = Vec::new();
        for (c, verdict) in
            e.comparisons.iter().zip(verdicts).filter(|(c, _)| {
                c.relation.is_copying() && c.descent.is_none() && !c.ties.same_source
            })
        {
            let settled = verdict.without_time();
            let (Some(x), Some(y)) = (date(c.a), date(c.b)) else { continue };
            if settled.abs() < SETTLED {
                continue;
            }
            let (original, copy, from, to) =
                if settled > 0.0 { (c.a, c.b, x, y) } else { (c.b, c.a, y, x) };
            tests.push(Test { copy, original, from, to });
        }
        // If an outlet published several versions of its story, the copy may be of the first.
        tests.sort_by_key(|t| (t.copy, source(t.original), t.from.middle(), t.original));
        tests.dedup_by(|later, first| {
            later.copy == first.copy
                && source(first.original).is_some_and(|id| source(later.original) == Some(id))
        });
        let mut clocks: BTreeMap<String, Clock> = BTreeMap::new();
        for test in &tests {
            let sides = [(test.original, test.copy, false), (test.copy, test.original, true)];
            for (at, other, is_copy) in sides {
                if let Some(id) = source(at) {
                    clocks.entry(id.to_owned()).or_default().note(test, source(other), is_copy);
                }
            }
        }
        clocks.retain(|_, clock| clock.pairs >= LEAST);
        Self(clocks)
    }

    /// Returns whether no clock could be tested.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the fraction of their weight that an outlet's dates keep, in [0, 1]: 1 for an
    /// untested clock, 0 for one that is right half of the time or less.
    pub fn trust(&self, source: Option<&str>) -> f64 {
        source.and_then(|id| self.0.get(id)).map_or(1.0, Clock::trust)
    }

    /// Returns an outlet's stamp, corrected if its clock is known to be off by whole hours.
    pub fn corrected(&self, source: Option<&str>, stamp: Stamp) -> Stamp {
        let off = source.and_then(|id| self.0.get(id)).and_then(|clock| clock.hours_off);
        off.map_or(stamp, |hours| moved(stamp, -hours * HOUR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_loses_trust_with_each_pair_in_the_wrong_order() {
        let clock = |pairs, in_order| {
            Clocks(BTreeMap::from([(
                "x".to_owned(),
                Clock { pairs, in_order, lags: vec![-9, 3, -60], ..Clock::default() },
            )]))
        };
        let trust = |pairs, in_order| clock(pairs, in_order).trust(Some("x"));
        assert!(
            (trust(0, 0) - 1.0).abs() < 1e-9 && (Clocks::default().trust(None) - 1.0).abs() < 1e-9
        );
        assert!((trust(5, 5) - 1.0).abs() < 1e-9, "it is never believed more than an untested one");
        assert!(trust(2, 1) < 1.0 && trust(4, 1) < trust(2, 1));
        assert!(trust(20, 3).abs() < 1e-9);
        assert_eq!(clock(3, 1).0["x"].median_lag(), Some(-9));
    }

    #[test]
    fn a_clock_that_is_always_whole_hours_off_is_told_from_a_forger_s() {
        let zone = |readings: &[(&str, i64, bool)]| {
            let readings = readings.iter().map(|&(partner, after, is_copy)| Reading {
                partner: partner.to_owned(),
                after,
                is_copy,
            });
            Clock { readings: readings.collect(), ..Clock::default() }.zone()
        };
        let minutes = |m: i64| 60 * m;
        // Copies made five, twelve and forty minutes later, by a clock that is three hours behind.
        let behind = [
            ("x", minutes(5 - 180), true),
            ("y", minutes(12 - 180), true),
            ("x", minutes(40 - 180), true),
        ];
        assert_eq!(zone(&behind), Some(-3));
        // Its originals are dated two hours after copies that were made twenty and fifty minutes
        // later.
        assert_eq!(
            zone(&[
                ("x", minutes(100), false),
                ("y", minutes(70), false),
                ("z", minutes(75), false)
            ]),
            Some(2)
        );
        assert_eq!(zone(&behind[..2]), None, "two pairs are few");
        assert_eq!(
            zone(&behind.map(|(_, after, is_copy)| ("x", after, is_copy))),
            None,
            "it may be the partner's clock"
        );
        assert_eq!(
            zone(&[
                ("x", minutes(-175), true),
                ("y", minutes(-20), true),
                ("z", minutes(-600), true)
            ]),
            None,
            "scattered"
        );
        assert_eq!(zone(&[("x", 60, true), ("y", 90, true), ("z", 600, true)]), None, "in order");
        let clocks = Clocks(BTreeMap::from([(
            "x".to_owned(),
            Clock { hours_off: Some(-3), ..Clock::default() },
        )]));
        let day = chrono::NaiveDate::from_ymd_opt(2021, 6, 8).expect("a day");
        let stamp = Stamp {
            time: chrono::NaiveTime::from_hms_opt(22, 30, 0),
            offset_seconds: Some(0),
            ..Stamp::of_day(day)
        };
        assert_eq!(clocks.corrected(Some("x"), stamp).to_string(), "2021-06-09T01:30:00Z");
        assert_eq!(clocks.corrected(Some("y"), stamp), stamp);
    }
}
