//! Computes scores: 100 minus the weighted harms found.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::prior::{self, Prior, Priors};
use super::rates::{Estimate, Rate};
use super::{ArticleRecord, SourceRecord, is_credit_harm};
use crate::compare::Relation;
use crate::lineage::CreditKept;
use crate::sources::Weights;

/// The kind of harm that an article did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HarmKind {
    /// The credit is missing, replaced, or another agency's.
    Credit,
    /// Words were swapped throughout.
    Spin,
    /// Quotations differ from those in the original.
    Quotations,
    /// Names, numbers, dates, negations or hedges differ from those in the original.
    Facts,
    /// A caption is unrelated to the story.
    Caption,
    /// It claims a date before that of its original.
    Backdated,
}

/// One harm of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Harm {
    /// Its kind.
    pub kind: HarmKind,
    /// What it costs, in points.
    pub points: f64,
    /// A description in words.
    pub what: String,
}

/// A source's score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The score, from 0 to 100.
    pub value: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
}

impl Score {
    /// Returns the grade: A from 90, B from 80, C from 65, D from 50, else E.
    pub fn grade(&self) -> &'static str {
        match self.value {
            v if v >= 90.0 => "A",
            v if v >= 80.0 => "B",
            v if v >= 65.0 => "C",
            v if v >= 50.0 => "D",
            _ => "E",
        }
    }
}

/// Scores an article by its own record. There is no score if nothing could be checked, neither what
/// it owes a parent (credit, wording, date) nor a caption.
pub fn article(record: &mut ArticleRecord, weights: &Weights, relation: Option<Relation>) {
    let mut harms = Vec::new();
    let mut harm = |kind: HarmKind, points: f64, what: String| {
        if points > 0.0 {
            harms.push(Harm { kind, points, what });
        }
    };
    if let Some(credit) = record.credit.filter(|c| is_credit_harm(*c)) {
        let what = match credit {
            CreditKept::WrongAgency => "credit given to another agency",
            CreditKept::BylineReplaced => "credit replaced by a byline of its own",
            _ => "credit stripped",
        };
        harm(HarmKind::Credit, weights.credit_stripped, what.to_owned());
    }
    if relation == Some(Relation::Spun) && record.compared {
        let share = record.spin_share.unwrap_or(0.0);
        harm(
            HarmKind::Spin,
            weights.spin * share,
            format!("spun: {:.0} % of its words are substitutes", share * 100.0),
        );
    }
    let counted =
        |n: u32, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    harm(
        HarmKind::Quotations,
        weights.altered_quotation * f64::from(record.quotes_altered),
        counted(record.quotes_altered, "altered quotation", "altered quotations"),
    );
    harm(
        HarmKind::Facts,
        weights.drifted_fact * f64::from(record.facts_drifted),
        counted(record.facts_drifted, "drifted fact", "drifted facts"),
    );
    harm(
        HarmKind::Caption,
        weights.unrelated_caption * f64::from(record.captions_unrelated),
        counted(record.captions_unrelated, "unrelated caption", "unrelated captions"),
    );
    if record.backdated == Some(true) {
        harm(HarmKind::Backdated, weights.backdated, "dated before its original".to_owned());
    }
    harms.sort_by(|x, y| y.points.total_cmp(&x.points).then_with(|| x.what.cmp(&y.what)));
    let checked = record.compared
        || record.credit.is_some()
        || record.captions_judged > 0
        || record.backdated == Some(true);
    record.score = checked.then(|| (100.0 - harms.iter().map(|h| h.points).sum::<f64>()).max(0.0));
    record.harms = harms;
}

/// Number of quotations, and of facts, that a copy is taken to contain: a source's rate is
/// multiplied by it. For facts, the rate is that of copies with any drifted fact. An article's own
/// score counts each occurrence. Chosen by judgement.
const PER_COPY: f64 = 4.0;

/// What one rate costs a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The rate's name in the tables.
    pub rate: &'static str,
    /// Points at a rate of one, for a source all of whose articles are copies.
    pub weight: f64,
    /// Whether it concerns copies, and is therefore weighted by the share of copies in the source's
    /// work.
    pub of_copies: bool,
    /// Number of harms found.
    pub hits: u32,
    /// Number of cases in which there could have been one.
    pub of: u32,
    /// The rate of harms; `None` if the run counted nothing of this kind, which costs nothing.
    pub estimate: Option<Estimate>,
    /// The harms in words, to follow "3 of 41".
    pub words: &'static str,
}

/// Returns what each rate costs a source under the given weights.
pub fn parts(record: &SourceRecord, weights: &Weights) -> [Part; 6] {
    let part = |rate, weight, of_copies, counted: &Rate, words| {
        let (hits, of, estimate) = (counted.count, counted.of, counted.estimate);
        Part { rate, weight, of_copies, hits, of, estimate, words }
    };
    // For these two rates, the table counts what was kept.
    let lost = |rate, weight, counted: &Rate, words| {
        let estimate = counted.estimate.map(Estimate::opposite);
        Part {
            rate,
            weight,
            of_copies: true,
            hits: counted.of - counted.count,
            of: counted.of,
            estimate,
            words,
        }
    };
    [
        part(
            "backdated",
            weights.backdated,
            true,
            &record.backdated,
            "copies dated before their original",
        ),
        lost("attributed", weights.credit_stripped, &record.attributed, "copies without credit"),
        lost(
            "quote_fidelity",
            weights.altered_quotation * PER_COPY,
            &record.quote_fidelity,
            "quotations altered",
        ),
        part(
            "drift",
            weights.drifted_fact * PER_COPY,
            true,
            &record.drift,
            "copies with drifted facts",
        ),
        part("spin", weights.spin, true, &record.spin, "copies spun"),
        part(
            "captions_flagged",
            weights.unrelated_caption,
            false,
            &record.captions_flagged,
            "captions unrelated",
        ),
    ]
}

/// Returns the score that parts add up to: 100 minus what each rate costs, where rates that concern
/// copies are multiplied by the share of copies.
///
/// The ends of the interval are those of the beta distribution with the mean and variance of the
/// cost. `together` (see [`together`]) widens it to the degree that the source's rates come from
/// the priors and not from its own counts.
pub fn of_parts(parts: &[Part], copied: Option<Estimate>, together: f64) -> Score {
    let sum = |of_copies: bool| {
        let counted = parts
            .iter()
            .filter(|p| p.of_copies == of_copies)
            .filter_map(|p| Some((p.weight, p.estimate?)));
        counted.fold((0.0, 0.0, 0.0), |(mean, variance, most), (w, e)| {
            (mean + w * e.mean, variance + w * w * e.variance, most + w)
        })
    };
    let (harm, of_copies, of_all) = (sum(true), copied.unwrap_or_default(), sum(false));
    let mean = harm.0 * of_copies.mean + of_all.0;
    // The variance of a product of independent factors.
    let variance =
        harm.1 * of_copies.mean.powi(2) + of_copies.variance * (harm.0.powi(2) + harm.1) + of_all.1;
    let slopes = parts.iter().filter_map(|p| {
        Some((p.weight * if p.of_copies { of_copies.mean } else { 1.0 }, p.estimate?))
    });
    let (drawn, all) =
        slopes.chain([(harm.0, of_copies)]).fold((0.0, 0.0), |(drawn, all), (slope, e)| {
            let own = slope * slope * e.variance;
            (drawn + own * e.drawn, all + own)
        });
    let variance = variance * (1.0 + (together - 1.0) * if all > 0.0 { drawn / all } else { 0.0 });
    let most = harm.2 + of_all.2;
    let bounded = |cost: f64| (100.0 - cost).clamp(0.0, 100.0);
    let (share, spread) = (mean / most, variance / (most * most));
    let cases = share * (1.0 - share) / spread - 1.0;
    if !(cases > 0.0 && share > 0.0 && share < 1.0) {
        return Score { value: bounded(mean), low: bounded(mean), high: bounded(mean) };
    }
    let cost = prior::estimate(share * cases, (1.0 - share) * cases);
    Score { value: bounded(mean), low: bounded(cost.high * most), high: bounded(cost.low * most) }
}

/// Returns how much the variance of costs among sources exceeds that of mutually independent rates;
/// at least 1.
///
/// Outlets that spin also strip credits: a source about which little is known may be bad in every
/// respect. The covariances of the rates among sources (weighted by how much was counted, so that
/// chance adds nothing) enter the variance of the cost by the delta method. 1 with fewer than
/// [`prior::LEAST_OF_KIND`] sources.
pub fn together(
    sources: &BTreeMap<String, SourceRecord>,
    weights: &Weights,
    priors: &Priors,
) -> f64 {
    let prior = |rate: &str| priors.get(rate).and_then(|kinds| kinds.get(prior::ALL));
    let Some(copied) = prior("copied").filter(|p| p.sources >= prior::LEAST_OF_KIND) else {
        return 1.0;
    };
    // For each source, its deviation from the prior's mean in each rate of harms, with the weight
    // of its counts.
    let of_source = |record: &SourceRecord| -> Vec<Option<(f64, f64)>> {
        let share = |hits: u32, of: u32, mean: f64, e: Option<Estimate>| {
            e.filter(|_| of > 0).map(|e| (f64::from(hits) / f64::from(of) - mean, 1.0 - e.drawn))
        };
        let harms = parts(record, weights)
            .into_iter()
            .map(|p| share(p.hits, p.of, harm_mean(p.rate, prior(p.rate)), p.estimate));
        harms
            .chain([share(
                record.copied.count,
                record.copied.of,
                copied.mean,
                record.copied.estimate,
            )])
            .collect()
    };
    let deviations: Vec<Vec<Option<(f64, f64)>>> = sources.values().map(of_source).collect();
    // What a change in each rate costs at the mean of all the others.
    let blank = parts(&SourceRecord::default(), weights);
    let harm: f64 = blank
        .iter()
        .filter(|p| p.of_copies)
        .map(|p| p.weight * harm_mean(p.rate, prior(p.rate)))
        .sum();
    let slopes: Vec<f64> = blank
        .iter()
        .map(|p| p.weight * if p.of_copies { copied.mean } else { 1.0 })
        .chain([harm])
        .collect();
    let variances: Vec<f64> = blank
        .iter()
        .map(|p| prior(p.rate).map_or(0.0, Prior::variance))
        .chain([copied.variance()])
        .collect();
    let alone: f64 =
        slopes.iter().zip(&variances).map(|(slope, variance)| slope * slope * variance).sum();
    let mut between = 0.0;
    for i in 0..slopes.len() {
        for j in (0..slopes.len()).filter(|j| *j != i) {
            let both = deviations.iter().filter_map(|d| d[i].zip(d[j]));
            let (sum, weight) = both.fold((0.0, 0.0), |(sum, weight), ((x, v), (y, w))| {
                (sum + x * y * v * w, weight + v * w)
            });
            if weight > 0.0 {
                between += slopes[i] * slopes[j] * sum / weight;
            }
        }
    }
    if alone > 0.0 { ((alone + between) / alone).clamp(1.0, slopes.len() as f64) } else { 1.0 }
}

/// Returns the mean of a rate of harms, under a prior on the rate in the table; 0 if the run counted
/// nothing of the kind.
fn harm_mean(rate: &str, prior: Option<&Prior>) -> f64 {
    let harm = |mean| {
        if matches!(rate, "attributed" | "quote_fidelity") { 1.0 - mean } else { mean }
    };
    prior.map_or(0.0, |prior| harm(prior.mean))
}

/// Scores a source by its shrunk rates if it has enough articles and enough checks, and gives the
/// reasons.
pub fn source(record: &mut SourceRecord, weights: &Weights, together: f64) {
    let parts = parts(record, weights);
    let share = record.copied.estimate.map_or(0.0, |e| e.mean);
    let cost = |p: &Part| {
        p.weight * if p.of_copies { share } else { 1.0 } * p.estimate.map_or(0.0, |e| e.mean)
    };
    let mut told: Vec<(f64, String)> = parts
        .iter()
        .filter(|p| p.hits > 0)
        .map(|p| (cost(p), format!("{} of {} {}", p.hits, p.of, p.words)))
        .collect();
    told.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
    // Articles in which nothing could be checked are no evidence.
    let checked = record
        .attributed
        .of
        .max(record.drift.of)
        .max(record.quote_fidelity.of.min(record.articles))
        + record.captions_flagged.of;
    let enough = f64::from(record.articles) >= weights.least_articles
        && f64::from(checked) >= weights.least_articles;
    record.score = enough.then(|| of_parts(&parts, record.copied.estimate, together));
    record.reasons = match (enough, told.is_empty()) {
        (false, _) => {
            format!(
                "too little evidence: articles {}, checks {checked}; a grade needs {} of each",
                record.articles, weights.least_articles
            )
        }
        (true, true) => {
            // Rates that were never counted cost what is usual; the message says so because this is
            // not a finding.
            let usual: f64 = parts.iter().map(cost).sum();
            match usual >= 0.05 {
                true => format!(
                    "nothing found against it; where little was checked, the usual rates cost {usual:.1} points"
                ),
                false => "nothing found against it".to_owned(),
            }
        }
        (true, false) => {
            told.into_iter().take(3).map(|(_, words)| words).collect::<Vec<_>>().join("; ")
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credited_republication_costs_nothing() {
        let mut record = ArticleRecord {
            compared: true,
            credit: Some(CreditKept::Kept),
            spin_share: Some(0.01),
            ..ArticleRecord::default()
        };
        article(&mut record, &Weights::default(), Some(Relation::Identical));
        assert_eq!(record.score, Some(100.0));
    }

    #[test]
    fn every_harm_is_named_with_its_cost() {
        let mut record = ArticleRecord {
            compared: true,
            credit: Some(CreditKept::Stripped),
            spin_share: Some(0.5),
            quotes_altered: 2,
            facts_drifted: 1,
            captions_judged: 1,
            captions_unrelated: 1,
            ..ArticleRecord::default()
        };
        let weights = Weights::default();
        article(&mut record, &weights, Some(Relation::Spun));
        assert_eq!(record.harms.len(), 5);
        let cost: f64 = record.harms.iter().map(|h| h.points).sum();
        assert!((cost - (25.0 + 30.0 + 20.0 + 5.0 + 15.0)).abs() < 1e-9);
        assert_eq!(record.score, Some((100.0 - cost).max(0.0)));
    }

    #[test]
    fn an_article_of_which_nothing_was_checked_has_no_score() {
        let mut record = ArticleRecord::default();
        article(&mut record, &Weights::default(), None);
        assert_eq!(record.score, None);
    }
}
