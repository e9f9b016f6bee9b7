//! Computes scores: an article's from the harms found in it, a source's from its indicators.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::interval::{interval, together, widening};
use super::prior::LEAST_OF_KIND;
use super::profile::sources::is_enough;
use super::profile::{About, Direction, INDICATORS};
use super::rates::{Estimate, Rate};
use super::reasons::Reasons;
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

impl HarmKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Credit, Self::Spin, Self::Quotations, Self::Facts, Self::Caption, Self::Backdated];
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
    /// Percentage of the scored sources of its kind (of all, if fewer than [`LEAST_OF_KIND`] of the
    /// kind are scored) with a lower score, those with the same one counted half; `None` if fewer
    /// are scored at all.
    pub percentile: Option<f64>,
}

/// The grades with the least score of each, best first. Chosen by judgement.
const GRADES: [(&str, f64); 5] =
    [("A", 90.0), ("B", 80.0), ("C", 70.0), ("D", 60.0), ("E", f64::NEG_INFINITY)];

/// Returns the number of the grade of a score, from 0 for the best.
fn grade_of(score: f64) -> usize {
    GRADES.iter().position(|(_, least)| score >= *least).unwrap_or(GRADES.len() - 1)
}

impl Score {
    /// Returns the grade: A from 90, B from 80, C from 70, D from 60, else E; `None` if the
    /// interval reaches over more than two grades.
    pub fn grade(&self) -> Option<&'static str> {
        (grade_of(self.low) - grade_of(self.high) <= 1).then(|| self.letter())
    }

    /// Returns the grade of the score alone, however wide its interval.
    pub fn letter(&self) -> &'static str {
        GRADES[grade_of(self.value)].0
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
        || weights.unrelated_caption > 0.0 && record.captions_judged > 0
        || record.backdated == Some(true);
    record.score = checked.then(|| (100.0 - harms.iter().map(|h| h.points).sum::<f64>()).max(0.0));
    record.harms = harms;
}

/// What one indicator takes off a source's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// The indicator.
    pub about: &'static About,
    /// Points that it takes off at the worse end of its scale.
    pub weight: f64,
    /// Its hits and cases.
    pub rate: Rate,
    /// What they say of the source; where the source has no case, or too few events, what is usual
    /// for its kind.
    pub estimate: Estimate,
    /// Whether the source has cases of its own.
    pub is_own: bool,
    /// The median of its kind.
    pub median: f64,
}

impl Part {
    /// Returns what it takes off the score.
    pub fn cost(&self) -> f64 {
        self.cost_at(self.estimate.mean)
    }

    /// Returns what a rate takes off the score.
    pub fn cost_at(&self, rate: f64) -> f64 {
        self.weight * (1.0 - self.about.value(rate))
    }

    /// Whether no case of the source is worse than it could be.
    pub(super) fn is_spotless(&self) -> bool {
        match self.about.direction {
            Direction::Better => self.rate.count == self.rate.of,
            _ => self.rate.count == 0,
        }
    }

    /// States its counts: `3 of 41 headlines end in a question mark`.
    pub fn words(&self) -> String {
        format!("{} of {} {}", self.rate.count, self.rate.of, self.about.words)
    }
}

/// Returns the indicators that count in a source's score: those with a direction and a weight of
/// which the run counted any case.
///
/// The weights are divided by their sum, so that the points of all parts add up to 100.
pub fn parts(record: &SourceRecord, weights: &Weights) -> Vec<Part> {
    let counted = INDICATORS.iter().zip(&weights.indicators).filter_map(|(about, weight)| {
        let standing = record.profile.of(about.indicator);
        let estimate = standing
            .rate
            .estimate
            .filter(|_| about.direction != Direction::Neither && *weight > 0.0)?;
        Some(Part {
            about,
            weight: *weight,
            rate: standing.rate,
            estimate,
            is_own: is_enough(about.group, &standing.rate),
            median: standing.quartiles.map_or(estimate.mean, |q| q.1),
        })
    });
    let mut parts: Vec<Part> = counted.collect();
    let all: f64 = parts.iter().map(|part| part.weight).sum();
    parts.iter_mut().for_each(|part| part.weight *= 100.0 / all);
    parts
}

/// Returns the score that parts add up to: 100 less what each costs.
pub fn of_parts(parts: &[Part]) -> f64 {
    (100.0 - parts.iter().map(Part::cost).sum::<f64>()).clamp(0.0, 100.0)
}

/// Returns the share of the weight of some parts that rests on the source's own cases and not on
/// what is usual for its kind; `None` without parts.
pub fn own_share(parts: &[Part]) -> Option<f64> {
    let all: f64 = parts.iter().map(|part| part.weight).sum();
    let own = parts.iter().map(|part| part.weight * (1.0 - part.estimate.drawn)).sum::<f64>();
    (all > 0.0).then(|| own / all)
}

/// Scores every source that has enough evidence, and gives the reasons. O(sources · draws).
///
/// `kind` returns the group within which a source has its percentile. Satire and press releases are
/// what they say they are, and get no score.
pub fn sources(
    sources: &mut BTreeMap<String, SourceRecord>,
    weights: &Weights,
    kind: &(dyn Fn(&str) -> &'static str + Sync),
) {
    let all: Vec<Vec<Part>> = sources.values().map(|record| parts(record, weights)).collect();
    let together = together(&all);
    sources.par_iter_mut().for_each(|(id, record)| source(id, record, weights, kind(id), together));
    let scored: Vec<(&'static str, f64)> =
        sources.iter().filter_map(|(id, record)| Some((kind(id), record.score?.value))).collect();
    for (id, record) in sources.iter_mut() {
        let own = kind(id);
        let of_kind = scored.iter().filter(|(kind, _)| *kind == own).count();
        if let Some(score) = &mut record.score {
            let among = scored.iter().filter(|(kind, _)| of_kind < LEAST_OF_KIND || *kind == own);
            score.percentile = percentile(among.map(|(_, value)| *value), score.value);
        }
    }
}

/// Returns the percentage of values below one, equal ones counted half; `None` of fewer than
/// [`LEAST_OF_KIND`].
fn percentile(values: impl Iterator<Item = f64> + Clone, own: f64) -> Option<f64> {
    let of = values.clone().count();
    let below: f64 = values
        .map(|value| match value.total_cmp(&own) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Greater => 0.0,
        })
        .sum();
    (of >= LEAST_OF_KIND).then(|| 100.0 * below / of as f64)
}

/// Kinds of sources that get no score: they are what they say they are.
pub(super) const UNSCORED: [&str; 2] = ["satire", "press-release"];

/// Median share of sentences with a named source below which a run's texts are not taken for news,
/// to which the scales belong. Chosen by judgement: it is .22 among outlets of news, and .03 where
/// the texts are essays.
pub(super) const LEAST_NEWS: f64 = 0.05;

/// Share of the weight that must rest on a source's own cases for a score. Chosen by judgement: it
/// is the median of sources with two articles, of which no score should be said.
pub(super) const LEAST_OWN: f64 = 0.15;

/// Scores one source if it has enough evidence, and gives the reasons.
///
/// `together` widens the interval (see `widening`): 1 if what one indicator costs says nothing of
/// another.
pub fn source(id: &str, record: &mut SourceRecord, weights: &Weights, kind: &str, together: f64) {
    record.score = None;
    let reasons = Reasons::of(record, weights, kind);
    record.reasons = reasons.words(crate::words::english());
    if !matches!(reasons, Reasons::Scored { .. }) {
        return;
    }
    let parts = parts(record, weights);
    let value = of_parts(&parts);
    let (low, high) = interval(&parts, xxh3_64(id.as_bytes()));
    let wider = widening(&parts, together);
    let (low, high) =
        (value - (value - low).max(0.0) * wider, value + (high - value).max(0.0) * wider);
    record.score =
        Some(Score { value, low: low.max(0.0), high: high.min(100.0), percentile: None });
}

#[cfg(test)]
mod tests {
    use super::super::profile::Indicator;
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
        let default = Weights::default();
        article(&mut record, &default, Some(Relation::Spun));
        assert!(record.harms.iter().all(|harm| harm.kind != HarmKind::Caption));
        let weights = Weights { unrelated_caption: 15.0, ..default };
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

    fn record(counts: &[(Indicator, u32, u32)]) -> SourceRecord {
        let mut record = SourceRecord { articles: 40, ..SourceRecord::default() };
        for (indicator, count, of) in counts {
            let mut rate = Rate::of(*count, *of);
            let (a, b) = (f64::from(*count) + 0.5, f64::from(of - count) + 0.5);
            rate.estimate = Some(crate::reliability::prior::estimate(a, b));
            record.profile.set(*indicator, rate);
        }
        record.profile.set_quartiles(Indicator::NamedSources, (0.1, 0.2, 0.3));
        record
    }

    #[test]
    fn a_worse_count_never_raises_the_score() {
        let score = |named, questions| {
            of_parts(&parts(
                &record(&[
                    (Indicator::NamedSources, named, 400),
                    (Indicator::Questions, questions, 400),
                ]),
                &Weights::default(),
            ))
        };
        assert!(score(40, 4) < score(80, 4) && score(80, 8) < score(80, 4));
        assert!(score(0, 400) == 0.0 && score(200, 0) > 99.0);
    }

    #[test]
    fn the_interval_is_the_same_every_time_and_holds_the_score() {
        let record = record(&[(Indicator::NamedSources, 60, 400), (Indicator::Credited, 2, 3)]);
        let parts = parts(&record, &Weights::default());
        let (low, high) = interval(&parts, 7);
        assert_eq!((low, high), interval(&parts, 7));
        assert!(low < of_parts(&parts) && of_parts(&parts) < high && high - low < 60.0);
    }

    #[test]
    fn a_grade_needs_an_interval_within_two_grades() {
        let grade = |value, low, high| Score { value, low, high, percentile: None }.grade();
        assert_eq!(grade(85.0, 81.0, 92.0), Some("B"));
        assert_eq!(grade(85.0, 60.0, 92.0), None);
    }

    #[test]
    fn satire_is_not_scored_and_reasons_are_counts() {
        let mut one = record(&[
            (Indicator::NamedSources, 20, 400),
            (Indicator::Questions, 40, 400),
            (Indicator::QuotesWithSpeaker, 99, 100),
        ]);
        source("a", &mut one, &Weights::default(), "satire", 1.0);
        assert_eq!((one.score, one.reasons.as_str()), (None, "not scored: satire"));
        source("a", &mut one, &Weights::default(), "outlet", 1.0);
        assert!(one.reasons.starts_with("20 of 400 sentences report what a named source says"));
    }

    #[test]
    fn a_source_has_a_score_whatever_weight_its_sentences_have() {
        let mut one = record(&[(Indicator::NamedSources, 90, 400), (Indicator::Questions, 4, 400)]);
        let mut weights = Weights::default();
        weights.indicators[Indicator::NamedSources as usize] = 0.0;
        source("a", &mut one, &weights, "outlet", 1.0);
        assert!(one.score.is_some(), "{}", one.reasons);
        weights.indicators.fill(0.0);
        source("a", &mut one, &weights, "outlet", 1.0);
        assert_eq!(
            (one.score, one.reasons.as_str()),
            (None, "not scored: no indicator that was counted has a weight")
        );
        let mut unread = record(&[(Indicator::CaptionsUnrelated, 0, 40)]);
        source("a", &mut unread, &Weights::default(), "outlet", 1.0);
        assert!(unread.reasons.starts_with("too little evidence"), "{}", unread.reasons);
    }
}
