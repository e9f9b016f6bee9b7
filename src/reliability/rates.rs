//! Rates with their counts, shrunk towards the corpus.

use std::collections::BTreeMap;

use statrs::distribution::{Beta, ContinuousCDF};

use super::SourceRecord;

/// A rate with numerator, denominator, and, once shrunk, estimate and interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rate {
    /// How many.
    pub count: u32,
    /// Of how many.
    pub of: u32,
    /// Posterior mean and 90 % interval; `None` where nothing was counted.
    pub estimate: Option<(f64, f64, f64)>,
}

impl Rate {
    /// Counts one case.
    pub fn add(&mut self, hit: bool) {
        self.of += 1;
        self.count += u32::from(hit);
    }
}

/// Sources with any count below which no prior is learned from them.
const LEAST_SOURCES: usize = 5;
/// Strength of the prior, in cases, where it cannot be learned.
const DEFAULT_STRENGTH: f64 = 2.0;
/// Bounds of a learned strength.
const STRENGTH: (f64, f64) = (1.0, 50.0);

/// Gives every rate of every source its estimate: beta–binomial with a prior learned from all sources.
///
/// The prior's mean is the pooled rate, its strength by moments (Kleinman, *Proportions with extraneous variance*, JASA
/// 1973); with few sources the pooled rate at a strength of two cases. Rates without cases stay without estimate.
pub fn shrink(sources: &mut BTreeMap<String, SourceRecord>) {
    const RATES: [fn(&mut SourceRecord) -> &mut Rate; 8] = [
        |s| &mut s.attributed,
        |s| &mut s.quote_fidelity,
        |s| &mut s.drift,
        |s| &mut s.spin,
        |s| &mut s.captions_flagged,
        |s| &mut s.backdated,
        |s| &mut s.dated,
        |s| &mut s.bylined,
    ];
    for rate in RATES {
        let counts: Vec<(u32, u32)> = sources.values_mut().map(|s| *rate(s)).filter(|r| r.of > 0).map(|r| (r.count, r.of)).collect();
        let (alpha, beta) = prior(&counts);
        for source in sources.values_mut() {
            let rate = rate(source);
            rate.estimate = (rate.of > 0).then(|| posterior(rate, alpha, beta));
        }
    }
}

/// The prior's parameters from counts of all sources.
fn prior(counts: &[(u32, u32)]) -> (f64, f64) {
    let (hits, cases) = counts.iter().fold((0.0, 0.0), |(h, n), (x, of)| (h + f64::from(*x), n + f64::from(*of)));
    // Half a hit and half a miss keep the prior proper where all sources agree.
    let mean = (hits + 0.5) / (cases + 1.0);
    let sources = counts.len() as f64;
    if counts.len() < LEAST_SOURCES {
        return (mean * DEFAULT_STRENGTH, (1.0 - mean) * DEFAULT_STRENGTH);
    }
    let spread: f64 = counts.iter().map(|(x, of)| f64::from(*of) * (f64::from(*x) / f64::from(*of) - mean).powi(2)).sum();
    let squares: f64 = counts.iter().map(|(_, of)| f64::from(*of).powi(2)).sum();
    let within = mean * (1.0 - mean);
    let between = (spread - within * (sources - 1.0)) / (cases - squares / cases).max(1e-9);
    let strength = if between > 1e-9 { (within / between - 1.0).clamp(STRENGTH.0, STRENGTH.1) } else { STRENGTH.1 };
    (mean * strength, (1.0 - mean) * strength)
}

/// Posterior mean and 90 % interval.
fn posterior(rate: &Rate, alpha: f64, beta: f64) -> (f64, f64, f64) {
    let (alpha, beta) = (alpha + f64::from(rate.count), beta + f64::from(rate.of - rate.count));
    let mean = alpha / (alpha + beta);
    match Beta::new(alpha, beta) {
        Ok(posterior) => (mean, posterior.inverse_cdf(0.05), posterior.inverse_cdf(0.95)),
        Err(_) => (mean, 0.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shrunk(counts: &[(u32, u32)]) -> Vec<(f64, f64, f64)> {
        let mut sources: BTreeMap<String, SourceRecord> = BTreeMap::new();
        for (i, &(count, of)) in counts.iter().enumerate() {
            sources.insert(format!("s{i}"), SourceRecord { spin: Rate { count, of, estimate: None }, ..SourceRecord::default() });
        }
        shrink(&mut sources);
        sources.values().filter_map(|s| s.spin.estimate).collect()
    }

    #[test]
    fn a_single_case_is_drawn_far_towards_the_corpus() {
        let rates = shrunk(&[(1, 1), (0, 40), (1, 50), (0, 30), (2, 60), (1, 45)]);
        assert!(rates[0].0 < 0.3, "{:?}", rates[0]);
        assert!(rates[0].2 - rates[0].1 > rates[2].2 - rates[2].1);
    }

    #[test]
    fn the_estimate_lies_in_its_interval_and_nothing_counted_has_none() {
        let rates = shrunk(&[(0, 0), (3, 7), (0, 5), (9, 9)]);
        assert_eq!(rates.len(), 3);
        assert!(rates.iter().all(|(mean, low, high)| 0.0 <= *low && low <= mean && mean <= high && *high <= 1.0));
    }
}
