//! How far an outlet's dates can be trusted, learned from pairs whose direction other evidence settles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::ingest::Stamp;
use crate::lineage::{DateBasis, Evidence};

/// Log-odds, dates left out, from which a pair's direction is settled enough to test a clock by it.
const SETTLED: f64 = 2.0;
/// What is believed of a clock before anything is known of it, in pairs: so many right, so many wrong.
const PRIOR: (f64, f64) = (9.0, 1.0);
/// Pairs from which a clock is spoken of.
const LEAST: u32 = 1;

/// What is known of one outlet's dates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Pairs with other outlets that tested it: both dated, the direction settled without dates.
    pub pairs: u32,
    /// Of these, those whose dates have the settled order, or the same day.
    pub in_order: u32,
    /// By how many seconds its copies are dated after their originals, each such pair; below 0 it leads.
    pub lags: Vec<i64>,
}

impl Clock {
    /// Mean probability that its dates have the right order, in (0, 1): Beta(9, 1) before, updated by the pairs.
    pub fn reliability(&self) -> f64 {
        (f64::from(self.in_order) + PRIOR.0) / (f64::from(self.pairs) + PRIOR.0 + PRIOR.1)
    }

    /// The median lag behind originals in seconds; `None` without a copy of the outlet's own among the pairs.
    pub fn median_lag(&self) -> Option<i64> {
        let mut lags = self.lags.clone();
        lags.sort_unstable();
        lags.get(lags.len() / 2).copied()
    }
}

/// The clocks of the outlets that could be tested.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clocks(pub BTreeMap<String, Clock>);

impl Clocks {
    /// Tests the outlets' dates by every copying pair of two outlets whose direction is settled without them.
    pub fn learn(e: &Evidence<'_>, verdicts: &[Verdict], dates: &[(Option<Stamp>, DateBasis)]) -> Self {
        let mut clocks: BTreeMap<String, Clock> = BTreeMap::new();
        for (c, verdict) in e.comparisons.iter().zip(verdicts).filter(|(c, _)| c.relation.is_copying() && !c.ties.same_source) {
            let settled = verdict.without_time();
            let (Some(x), Some(y)) = (dates[c.a as usize].0, dates[c.b as usize].0) else { continue };
            if settled.abs() < SETTLED {
                continue;
            }
            let (original, copy, from, to) = if settled > 0.0 { (c.a, c.b, x, y) } else { (c.b, c.a, y, x) };
            let right = if from.is_exact() && to.is_exact() { from.earliest() <= to.earliest() } else { from.day <= to.day };
            for (at, is_copy) in [(original, false), (copy, true)] {
                let Some(source) = &e.cleaned[at as usize].source else { continue };
                let clock = clocks.entry(source.clone()).or_default();
                clock.pairs += 1;
                clock.in_order += u32::from(right);
                if is_copy {
                    clock.lags.push(to.middle() - from.middle());
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

    /// How much of the weight of its dates an outlet keeps, in [0, 1]: 1 for an untested clock, 0 for one that is right half of
    /// the time or less.
    pub fn trust(&self, source: Option<&str>) -> f64 {
        let Some(clock) = source.and_then(|id| self.0.get(id)) else { return 1.0 };
        let odds = |p: f64| (p / (1.0 - p)).ln();
        (odds(clock.reliability()) / odds(PRIOR.0 / (PRIOR.0 + PRIOR.1))).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_loses_trust_with_each_pair_in_the_wrong_order() {
        let clock = |pairs, in_order| Clocks(BTreeMap::from([("x".to_owned(), Clock { pairs, in_order, lags: vec![-9, 3, -60] })]));
        let trust = |pairs, in_order| clock(pairs, in_order).trust(Some("x"));
        assert!((trust(0, 0) - 1.0).abs() < 1e-9 && (Clocks::default().trust(None) - 1.0).abs() < 1e-9);
        assert!((trust(5, 5) - 1.0).abs() < 1e-9, "it is never believed more than an untested one");
        assert!(trust(2, 1) < 1.0 && trust(4, 1) < trust(2, 1));
        assert!(trust(20, 3).abs() < 1e-9);
        assert_eq!(clock(3, 1).0["x"].median_lag(), Some(-9));
    }
}
