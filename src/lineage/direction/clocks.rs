//! How far an outlet's dates can be trusted, learned from pairs whose direction other evidence
//! settles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::ingest::Stamp;
use crate::lineage::{DateBasis, Evidence};

/// Log-odds, dates left out, from which a pair's direction is settled enough to test a clock by it.
pub const SETTLED: f64 = 2.0;
/// What is believed of a clock before anything is known of it, in pairs: so many right, so many
/// wrong.
const PRIOR: (f64, f64) = (9.0, 1.0);
/// Pairs from which a clock is spoken of.
const LEAST: u32 = 1;

/// Exact pairs, and partners, from which a clock can be seen to run whole hours off: with one
/// partner it could be the partner's.
const ZONE_PAIRS: usize = 3;
const ZONE_PARTNERS: usize = 2;
/// Hours that a clock can be off by its zone.
const ZONES: std::ops::RangeInclusive<i64> = 1..=14;
/// Seconds in an hour.
const HOUR: i64 = 3_600;

/// A pair of which both dates say time and zone, seen from one of its outlets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The other outlet.
    pub partner: String,
    /// Seconds by which this outlet's article is dated after the other's.
    pub after: i64,
    /// Whether this outlet has the copy.
    pub is_copy: bool,
}

/// What is known of one outlet's dates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Pairs with other outlets that tested it: both dated, the direction settled without dates.
    pub pairs: u32,
    /// Of these, those whose dates have the settled order, or the same day.
    pub in_order: u32,
    /// By how many seconds its copies are dated after their originals, each such pair; below 0 it
    /// leads.
    pub lags: Vec<i64>,
    /// The pairs whose dates say time and zone.
    pub readings: Vec<Reading>,
    /// Whole hours by which its stamps run ahead (above 0) or behind, if they do so always.
    pub hours_off: Option<i64>,
}

impl Clock {
    /// Mean probability that its dates have the right order, in (0, 1): Beta(9, 1) before, updated
    /// by the pairs.
    pub fn reliability(&self) -> f64 {
        (f64::from(self.in_order) + PRIOR.0) / (f64::from(self.pairs) + PRIOR.0 + PRIOR.1)
    }

    /// Notes a pair in which the outlet has the copy or the original, and the other is of
    /// `partner`.
    fn note(&mut self, test: &Test, partner: Option<&str>, is_copy: bool) {
        let (from, to) = (test.from, test.to);
        let exact = from.is_exact() && to.is_exact();
        self.pairs += 1;
        self.in_order +=
            u32::from(if exact { from.earliest() <= to.earliest() } else { from.day <= to.day });
        let lag = to.middle() - from.middle();
        // Between a day and a minute there is no lag to speak of.
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

    /// How much of the weight of its dates it keeps, in [0, 1].
    pub fn trust(&self) -> f64 {
        let odds = |p: f64| (p / (1.0 - p)).ln();
        (odds(self.reliability()) / odds(PRIOR.0 / (PRIOR.0 + PRIOR.1))).clamp(0.0, 1.0)
    }

    /// The median lag behind originals in seconds; `None` without a copy of the outlet's own among
    /// the pairs.
    pub fn median_lag(&self) -> Option<i64> {
        let mut lags = self.lags.clone();
        lags.sort_unstable();
        lags.get(lags.len() / 2).copied()
    }

    /// Whole hours by which every exact pair is off in the same way: copies dated before their
    /// originals (behind), or originals dated after their copies (ahead), by amounts that lie
    /// within one hour of each other. A forger's dates, or a wrong direction, would scatter.
    fn zone(&self) -> Option<i64> {
        let partners: std::collections::BTreeSet<&str> =
            self.readings.iter().map(|r| r.partner.as_str()).collect();
        if self.readings.len() < ZONE_PAIRS || partners.len() < ZONE_PARTNERS {
            return None;
        }
        let shift = |is_copy: bool| {
            let of_kind = self.readings.iter().filter(|r| r.is_copy == is_copy);
            // How long the copy would come before the original, or the original after the copy.
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

/// A stamp moved by so many seconds; bare days and times without zone stay.
fn moved(stamp: Stamp, seconds: i64) -> Stamp {
    let (Some(time), true) = (stamp.time, stamp.is_exact()) else { return stamp };
    let there = stamp.day.and_time(time).checked_add_signed(chrono::TimeDelta::seconds(seconds));
    there.map_or(stamp, |t| Stamp { day: t.date(), time: Some(t.time()), ..stamp })
}

/// The clocks of the outlets that could be tested.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clocks(pub BTreeMap<String, Clock>);

impl Clocks {
    /// Tests the outlets' dates by every copying pair of two outlets whose direction is settled
    /// without them.
    ///
    /// Twice, as a clock that is hours off by its zone is not to blame once that is known.
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

    /// Tests the clocks, stamps moved by what is known of their zones.
    fn test(
        &self,
        e: &Evidence<'_>,
        verdicts: &[Verdict],
        dates: &[(Option<Stamp>, DateBasis)],
    ) -> Self {
        let source = |at: u32| e.cleaned[at as usize].source.as_deref();
        let date = |at: u32| dates[at as usize].0.map(|stamp| self.corrected(source(at), stamp));
        let mut tests: Vec<Test> = Vec::new();
        for (c, verdict) in e
            .comparisons
            .iter()
            .zip(verdicts)
            .filter(|(c, _)| c.relation.is_copying() && !c.ties.same_source)
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
        // Of several versions that an outlet made of its story, the copy may be of the first.
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

    /// Whether no clock could be tested.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How much of the weight of its dates an outlet keeps, in [0, 1]: 1 for an untested clock, 0
    /// for one that is right half of the time or less.
    pub fn trust(&self, source: Option<&str>) -> f64 {
        source.and_then(|id| self.0.get(id)).map_or(1.0, Clock::trust)
    }

    /// An outlet's stamp with its clock set right, where it is known to run whole hours off.
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
        // Copies five, twelve and forty minutes later, by a clock that is three hours behind.
        let behind = [
            ("x", minutes(5 - 180), true),
            ("y", minutes(12 - 180), true),
            ("x", minutes(40 - 180), true),
        ];
        assert_eq!(zone(&behind), Some(-3));
        // Its originals are dated two hours after copies that came twenty and fifty minutes later.
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
