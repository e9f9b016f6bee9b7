//! Scores: 100 less the weighted harms found.

use super::{ArticleRecord, SourceRecord, is_credit_harm};
use crate::compare::Relation;
use crate::lineage::CreditKept;
use crate::sources::Weights;

/// One harm of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Harm {
    /// What it cost, in points.
    pub points: f64,
    /// What it is, in words.
    pub what: String,
}

/// A source's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// 0–100.
    pub value: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Score {
    /// The grade: A from 90, B from 80, C from 65, D from 50, else E.
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

/// Scores an article from its own record; nothing where neither a parent nor a caption could be checked.
pub fn article(record: &mut ArticleRecord, credit: Option<CreditKept>, weights: &Weights, relation: Option<Relation>) {
    let mut harms = Vec::new();
    let mut harm = |points: f64, what: String| {
        if points > 0.0 {
            harms.push(Harm { points, what });
        }
    };
    if let Some(credit) = credit.filter(|c| is_credit_harm(*c)) {
        let what = match credit {
            CreditKept::WrongAgency => "credit given to another agency",
            CreditKept::BylineReplaced => "credit replaced by a byline of its own",
            _ => "credit stripped",
        };
        harm(weights.credit_stripped, what.to_owned());
    }
    if relation == Some(Relation::Spun) {
        let share = record.spin_share.unwrap_or(0.0);
        harm(weights.spin * share, format!("spun: {:.0} % of the words swapped", share * 100.0));
    }
    let counted = |n: u32, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    harm(
        weights.altered_quotation * f64::from(record.quotes_altered),
        counted(record.quotes_altered, "altered quotation", "altered quotations"),
    );
    harm(weights.drifted_fact * f64::from(record.facts_drifted), counted(record.facts_drifted, "drifted fact", "drifted facts"));
    harm(
        weights.unrelated_caption * f64::from(record.captions_unrelated),
        counted(record.captions_unrelated, "unrelated caption", "unrelated captions"),
    );
    if record.backdated {
        harm(weights.backdated, "dated before its original".to_owned());
    }
    harms.sort_by(|x, y| y.points.total_cmp(&x.points).then_with(|| x.what.cmp(&y.what)));
    let checked = record.spin_share.is_some() || record.captions_judged > 0;
    record.score = checked.then(|| (100.0 - harms.iter().map(|h| h.points).sum::<f64>()).max(0.0));
    record.harms = harms;
}

/// One rate's part in a score: name, weight, estimate with its interval, and the counts in words.
type Part = (&'static str, f64, Option<(f64, f64, f64)>, String);

/// Scores a source from its shrunk rates, if it has enough articles of which something could be checked.
///
/// Each rate costs its estimate times its weight; the interval's ends take all rates at their better or worse ends, which
/// makes it wider than 90 % where rates are independent.
pub fn source(record: &mut SourceRecord, weights: &Weights) {
    let miss = |r: &super::Rate| r.estimate.map(|(mean, low, high)| (1.0 - mean, 1.0 - high, 1.0 - low));
    let copies: u32 = record.relations.iter().sum();
    let share = f64::from(copies) / f64::from(record.articles.max(1));
    let parts: [Part; 6] = [
        (
            "backdated",
            weights.backdated,
            record.backdated.estimate,
            format!("{} of {} copies dated before their original", record.backdated.count, record.backdated.of),
        ),
        (
            "credit",
            weights.credit_stripped,
            miss(&record.attributed),
            format!("{} of {} copies without credit", record.attributed.of - record.attributed.count, record.attributed.of),
        ),
        (
            "quotations",
            weights.altered_quotation * 4.0,
            miss(&record.quote_fidelity),
            format!("{} of {} quotations altered", record.quote_fidelity.of - record.quote_fidelity.count, record.quote_fidelity.of),
        ),
        (
            "drift",
            weights.drifted_fact * 4.0,
            record.drift.estimate,
            format!("{} of {} copies with drifted facts", record.drift.count, record.drift.of),
        ),
        ("spin", weights.spin, record.spin.estimate, format!("{} of {} copies spun", record.spin.count, record.spin.of)),
        (
            "captions",
            weights.unrelated_caption,
            record.captions_flagged.estimate,
            format!("{} of {} captions unrelated", record.captions_flagged.count, record.captions_flagged.of),
        ),
    ];
    let mut cost = (0.0, 0.0, 0.0);
    let mut told: Vec<(f64, String)> = Vec::new();
    for (name, weight, estimate, words) in parts {
        let Some((mean, low, high)) = estimate else { continue };
        // What concerns copies weighs by how much of the source's work is copies.
        let weight = if name == "captions" { weight } else { weight * share };
        cost = (cost.0 + weight * mean, cost.1 + weight * low, cost.2 + weight * high);
        let observed = !words.starts_with("0 of");
        if observed {
            told.push((weight * mean, words));
        }
    }
    told.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
    // Articles of which nothing could be checked say nothing.
    let checked = record.attributed.of.max(record.drift.of).max(record.quote_fidelity.of.min(record.articles)) + record.captions_flagged.of;
    let enough = f64::from(record.articles) >= weights.least_articles && f64::from(checked) >= weights.least_articles;
    if enough {
        let bounded = |cost: f64| (100.0 - cost).clamp(0.0, 100.0);
        record.score = Some(Score { value: bounded(cost.0), low: bounded(cost.2), high: bounded(cost.1) });
    }
    record.reasons = match (enough, told.is_empty()) {
        (false, _) => {
            format!("too little evidence: articles {}, checks {checked}; a grade needs {} of each", record.articles, weights.least_articles)
        }
        (true, true) => "nothing found against it".to_owned(),
        (true, false) => told.into_iter().take(3).map(|(_, words)| words).collect::<Vec<_>>().join("; "),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credited_republication_costs_nothing() {
        let mut record = ArticleRecord { spin_share: Some(0.01), ..ArticleRecord::default() };
        article(&mut record, Some(CreditKept::Kept), &Weights::default(), Some(Relation::Identical));
        assert_eq!(record.score, Some(100.0));
    }

    #[test]
    fn every_harm_is_named_with_its_cost() {
        let mut record = ArticleRecord {
            spin_share: Some(0.5),
            quotes_altered: 2,
            facts_drifted: 1,
            captions_judged: 1,
            captions_unrelated: 1,
            ..ArticleRecord::default()
        };
        let weights = Weights::default();
        article(&mut record, Some(CreditKept::Stripped), &weights, Some(Relation::Spun));
        assert_eq!(record.harms.len(), 5);
        let cost: f64 = record.harms.iter().map(|h| h.points).sum();
        assert!((cost - (25.0 + 30.0 + 20.0 + 5.0 + 15.0)).abs() < 1e-9);
        assert_eq!(record.score, Some((100.0 - cost).max(0.0)));
    }

    #[test]
    fn an_article_of_which_nothing_was_checked_has_no_score() {
        let mut record = ArticleRecord::default();
        article(&mut record, None, &Weights::default(), None);
        assert_eq!(record.score, None);
    }
}
