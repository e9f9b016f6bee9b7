//! Why a source has its score, or has none: kept as figures until a table or a page puts them into
//! words of its language.

use super::SourceRecord;
use super::profile::Indicator;
use super::score::{LEAST_NEWS, LEAST_OWN, Part, UNSCORED, own_share, parts};
use crate::sources::Weights;
use crate::words::Words;

/// Number of indicators named that cost most, and of those that are better than usual. Chosen by
/// judgement.
const NAMED: (usize, usize) = (3, 2);

/// Points from which an indicator is named. Chosen by judgement.
const LEAST: f64 = 0.5;

/// Why a source has its score, or has none.
#[derive(Debug, Clone, PartialEq)]
pub enum Reasons {
    /// Sources of this kind get no score.
    Kind(String),
    /// It has so many articles, of which so many could be read, and a score needs so many.
    Few(u32, u32, f64),
    /// Texts of its kind are not news.
    NoNews,
    /// Nothing that was counted has a weight.
    NoWeight,
    /// Only this share of the weight rests on cases of its own.
    Own(f64),
    /// It has a score.
    Scored {
        /// What costs most, with the points.
        most: Vec<(Named, f64)>,
        /// Points off because little could be checked.
        unseen: f64,
        /// What is furthest above the median.
        best: Vec<Named>,
        /// What the weights are fitted to; `None` for the default ones.
        fitted: Option<String>,
    },
}

/// The counts of one indicator, beside the median of its kind in per cent.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    indicator: &'static str,
    count: u32,
    of: u32,
    median: f64,
}

impl Reasons {
    /// Returns why a source of a kind has its score, or has none. O(indicators).
    pub fn of(record: &SourceRecord, weights: &Weights, kind: &str) -> Self {
        if UNSCORED.contains(&kind) {
            return Self::Kind(kind.to_owned());
        }
        let named = record.profile.of(Indicator::NamedSources);
        // An article counts as read if its sentences could be.
        let read = named.rate.articles().min(record.articles);
        if f64::from(read) < weights.least_articles {
            return Self::Few(record.articles, read, weights.least_articles);
        }
        if named.quartiles.is_none_or(|quartiles| quartiles.1 < LEAST_NEWS) {
            return Self::NoNews;
        }
        let parts = parts(record, weights);
        if parts.is_empty() {
            return Self::NoWeight;
        }
        let own = own_share(&parts).unwrap_or(0.0);
        if own < LEAST_OWN {
            return Self::Own(own);
        }
        Self::of_parts(&parts, weights.fitted.as_ref().map(ToString::to_string))
    }

    /// Names the indicators that cost most, and those that are furthest above the median.
    fn of_parts(parts: &[Part], fitted: Option<String>) -> Self {
        let mut own: Vec<(f64, f64, &Part)> = parts
            .iter()
            .filter(|part| part.is_own)
            .map(|part| {
                // What few spotless cases cost is not the source's own doing, and is not named.
                let cost = if part.is_spotless() { 0.0 } else { part.cost() };
                (cost, part.cost_at(part.median) - part.cost(), part)
            })
            .collect();
        own.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.2.words().cmp(&y.2.words())));
        let cost = own.iter().filter(|(cost, ..)| *cost >= LEAST).take(NAMED.0);
        let most: Vec<(Named, f64)> =
            cost.map(|(cost, _, part)| (Named::of(part), *cost)).collect();
        own.drain(..most.len());
        own.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.2.words().cmp(&y.2.words())));
        let gain = own.iter().filter(|(_, gain, _)| *gain >= LEAST).take(NAMED.1);
        let best = gain.map(|(_, _, part)| Named::of(part)).collect();
        let unseen = parts.iter().filter(|part| !part.is_own || part.is_spotless());
        Self::Scored { most, unseen: unseen.map(Part::cost).sum(), best, fitted }
    }

    /// Returns the reasons in words.
    pub fn words(&self, w: &Words) -> String {
        match self {
            Self::Kind(kind) => w.among("page.reason.kind", kind).to_owned(),
            Self::Few(articles, read, least) => w.fill("page.reason.few", &[articles, read, least]),
            Self::NoNews => w.of("page.reason.no_news").to_owned(),
            Self::NoWeight => w.of("page.reason.no_weight").to_owned(),
            Self::Own(own) => {
                let percent = |share: f64| w.decimal(share * 100.0, 0);
                w.fill("page.reason.own", &[&percent(*own), &percent(LEAST_OWN)])
            }
            Self::Scored { most, unseen, best, fitted } => {
                let costs = most.iter().map(|(named, cost)| {
                    w.fill("page.reason.cost", &[&named.words(w), &w.decimal(*cost, 1)])
                });
                let mut out = match most.is_empty() {
                    true => w.of("page.reason.nothing").to_owned(),
                    false => costs.collect::<Vec<_>>().join("; "),
                };
                if *unseen >= LEAST {
                    out.push_str(&w.with("page.reason.unseen", w.decimal(*unseen, 1)));
                }
                if !best.is_empty() {
                    let best: Vec<String> = best.iter().map(|named| named.words(w)).collect();
                    out = w.fill("page.reason.best", &[&out, &best.join("; ")]);
                }
                if let Some(fitted) = fitted {
                    out.push_str(&w.with("page.reason.fitted", fitted));
                }
                out
            }
        }
    }
}

impl Named {
    fn of(part: &Part) -> Self {
        let Part { about, rate, median, .. } = part;
        Self { indicator: about.name, count: rate.count, of: rate.of, median: median * 100.0 }
    }

    fn words(&self, w: &Words) -> String {
        let what = w.among("page.indicator", self.indicator);
        let median = w.decimal(self.median, 1);
        w.fill("page.reason.named", &[&self.count, &self.of, &what, &median])
    }
}
