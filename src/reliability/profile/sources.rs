//! Adds up the profiles of sources, and compares each with the sources of its kind.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{About, Counts, Group, INDICATORS, Indicator};
use crate::reliability::prior::{ALL, LEAST_OF_KIND, Prior, Priors};
use crate::reliability::{Estimate, Rate, SourceRecord};

/// Number of events from which the corroboration of a source is estimated. Chosen by judgement:
/// with fewer, it says more of the events than of the source.
pub const LEAST_EVENTS: u32 = 5;

/// A source's indicators, in the order of [`INDICATORS`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile(Vec<Standing>);

/// A source's rate in one indicator, and where its kind stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Hits and cases, with an estimate once shrunk.
    pub rate: Rate,
    /// Lower quartile, median and upper quartile of the estimates of sources of its kind that had
    /// cases, or of all sources if fewer than [`LEAST_OF_KIND`] of its kind had; `None` before
    /// sources are compared, and if no source had a case.
    pub quartiles: Option<(f64, f64, f64)>,
}

impl Profile {
    /// Sums the counts of a source's articles, each given with its event.
    pub fn of_articles<'c>(articles: impl Iterator<Item = (u32, &'c Counts)> + Clone) -> Self {
        let one = |indicator: Indicator| {
            let cases = articles.clone().map(|(story, counts)| {
                let (count, of) = counts.of(indicator);
                (story, count, of)
            });
            Standing { rate: Rate::of_articles(cases), quartiles: None }
        };
        Self(INDICATORS.iter().map(|about| one(about.indicator)).collect())
    }

    /// Returns the standing in an indicator; an empty one before anything was counted.
    pub fn of(&self, indicator: Indicator) -> Standing {
        self.0.get(indicator as usize).copied().unwrap_or_default()
    }

    /// Sets the rate of an indicator.
    pub fn set(&mut self, indicator: Indicator, rate: Rate) {
        self.0.resize(super::N, Standing::default());
        self.0[indicator as usize].rate = rate;
    }

    /// Sets the quartiles of an indicator.
    #[cfg(test)]
    pub fn set_quartiles(&mut self, indicator: Indicator, quartiles: (f64, f64, f64)) {
        self.0.resize(super::N, Standing::default());
        self.0[indicator as usize].quartiles = Some(quartiles);
    }
}

/// Returns the rates of conduct that a source's record has already, as indicators.
pub fn conduct(record: &SourceRecord) -> [(Indicator, Rate); 7] {
    [
        (Indicator::Credited, record.attributed),
        (Indicator::QuotesKept, record.quote_fidelity),
        (Indicator::FactsDrifted, record.drift),
        (Indicator::Spun, record.spin),
        (Indicator::Backdated, record.backdated),
        (Indicator::CaptionsUnrelated, record.captions_flagged),
        (Indicator::Copied, record.copied),
    ]
}

/// Gives every indicator of every source its estimate and its quartiles, and adds the priors of
/// the indicators that are not rates of conduct. The rates of conduct must have their estimates.
pub fn compare(
    sources: &mut BTreeMap<String, SourceRecord>,
    kind: &(dyn Fn(&str) -> &'static str + Sync),
    priors: &mut Priors,
) {
    for record in sources.values_mut() {
        for (indicator, rate) in conduct(record) {
            record.profile.set(indicator, rate);
        }
    }
    for (name, fitted) in shrink(sources, kind, &|about| !about.is_conduct()) {
        priors.insert(name, fitted);
    }
}

/// Gives every indicator of every source, those of conduct too, its estimate and its quartiles by
/// its counts alone. O(sources · indicators).
pub fn shrink_all(
    sources: &mut BTreeMap<String, SourceRecord>,
    kind: &(dyn Fn(&str) -> &'static str + Sync),
) -> Priors {
    shrink(sources, kind, &|_| true)
}

/// Gives the indicators their quartiles, and those for which `fits` holds their estimates; returns
/// the priors of these.
fn shrink(
    sources: &mut BTreeMap<String, SourceRecord>,
    kind: &(dyn Fn(&str) -> &'static str + Sync),
    fits: &(dyn Fn(&About) -> bool + Sync),
) -> Priors {
    let kinds: Vec<&'static str> = sources.keys().map(|id| kind(id)).collect();
    let profiles: Vec<&Profile> = sources.values().map(|record| &record.profile).collect();
    let columns: Vec<(Option<Fitted>, Vec<Standing>)> =
        INDICATORS.par_iter().map(|about| column(&profiles, &kinds, about, fits(about))).collect();
    for (at, record) in sources.values_mut().enumerate() {
        record.profile.0 = columns.iter().map(|(_, standings)| standings[at]).collect();
    }
    let fitted = INDICATORS.iter().zip(columns);
    fitted.filter_map(|(about, (fitted, _))| Some((about.name, fitted?))).collect()
}

/// The priors of one indicator, by kind of source.
type Fitted = BTreeMap<&'static str, Prior>;

/// Returns the standings of all sources in one indicator, and its priors if it `fits`.
fn column(
    profiles: &[&Profile],
    kinds: &[&'static str],
    about: &About,
    fits: bool,
) -> (Option<Fitted>, Vec<Standing>) {
    let mut standings: Vec<Standing> = profiles.iter().map(|p| p.of(about.indicator)).collect();
    let counts = |s: &Standing| is_enough(about.group, &s.rate);
    let mut groups: BTreeMap<&'static str, Vec<Rate>> = BTreeMap::new();
    for (standing, kind) in standings.iter().zip(kinds).filter(|(s, _)| counts(s)) {
        groups.entry(ALL).or_default().push(standing.rate);
        groups.entry(kind).or_default().push(standing.rate);
    }
    groups.retain(|group, rates| *group == ALL || rates.len() >= LEAST_OF_KIND);
    let mut fitted = None;
    if fits {
        let priors: Fitted =
            groups.iter().map(|(group, rates)| (*group, Prior::fit(rates))).collect();
        for (standing, kind) in standings.iter_mut().zip(kinds) {
            let prior = priors.get(kind).or_else(|| priors.get(ALL));
            let known = if is_enough(about.group, &standing.rate) {
                standing.rate
            } else {
                Rate::default()
            };
            standing.rate.estimate = prior.map(|prior| prior.posterior(&known));
        }
        fitted = Some(priors);
    }
    let middle: BTreeMap<&str, (f64, f64, f64)> = groups
        .keys()
        .map(|group| {
            let of_group = standings
                .iter()
                .zip(kinds)
                .filter(|(s, kind)| counts(s) && (*group == ALL || *kind == group));
            (*group, quartiles(of_group.filter_map(|(s, _)| s.rate.estimate)))
        })
        .collect();
    for (standing, kind) in standings.iter_mut().zip(kinds) {
        standing.quartiles = middle.get(kind).or_else(|| middle.get(ALL)).copied();
    }
    (fitted, standings)
}

/// Whether the cases of a rate are enough to say something of the source.
pub fn is_enough(group: Group, rate: &Rate) -> bool {
    rate.of > 0 && (group != Group::Corroboration || rate.stories() >= LEAST_EVENTS)
}

fn quartiles(estimates: impl Iterator<Item = Estimate>) -> (f64, f64, f64) {
    let mut means: Vec<f64> = estimates.map(|e| e.mean).collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * means.len().saturating_sub(1) as f64;
        let (low, high) = (place.floor() as usize, place.ceil() as usize);
        match (means.get(low), means.get(high)) {
            (Some(x), Some(y)) => x + (y - x) * place.fract(),
            _ => 0.0,
        }
    };
    (at(0.25), at(0.5), at(0.75))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_their_neighbours() {
        let of = |means: &[f64]| {
            quartiles(means.iter().map(|mean| Estimate { mean: *mean, ..Estimate::default() }))
        };
        assert_eq!(of(&[0.4, 0.0, 0.2, 0.1, 0.3]), (0.1, 0.2, 0.3));
        assert_eq!(of(&[0.5]), (0.5, 0.5, 0.5));
    }

    #[test]
    fn few_events_say_nothing_of_the_source() {
        let rate = |events: u32| Rate::of_articles((0..events).map(|story| (story, 1, 2)));
        assert!(!is_enough(Group::Corroboration, &rate(4)));
        assert!(is_enough(Group::Corroboration, &rate(5)) && is_enough(Group::Sourcing, &rate(1)));
    }
}
