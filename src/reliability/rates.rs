//! Computes rates from counts, and how much the counts show.

use serde::{Deserialize, Serialize};

/// A rate with numerator, denominator, and, once shrunk, estimate and interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The numerator.
    pub count: u32,
    /// The denominator.
    pub of: u32,
    /// What the counts show about the source or, without counts, what is known about similar
    /// sources; `None` before shrinking, and if the run counted nothing of this kind.
    pub estimate: Option<Estimate>,
    /// How the hits are distributed among articles, and among stories.
    groups: [Groups; 2],
}

/// How hits lie among groups of cases that may share their cause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Groups {
    /// Number of groups with cases.
    number: u32,
    /// Σ hits²/cases over the groups.
    squares: f64,
}

impl Groups {
    fn add(&mut self, count: u32, of: u32) {
        if of > 0 {
            self.number += 1;
            self.squares += f64::from(count).powi(2) / f64::from(of);
        }
    }
}

/// What counts say of a source's true rate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The posterior mean, in [0, 1].
    pub mean: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
    /// The posterior variance.
    pub variance: f64,
    /// Fraction of the estimate that comes from the prior and not from the counts, in [0, 1].
    pub drawn: f64,
}

impl Estimate {
    /// Returns the estimate of the opposite: one minus the rate.
    pub fn opposite(self) -> Self {
        Self { mean: 1.0 - self.mean, low: 1.0 - self.high, high: 1.0 - self.low, ..self }
    }
}

impl Rate {
    /// Returns a rate of independent cases.
    pub fn of(count: u32, of: u32) -> Self {
        let alone = Groups { number: of, squares: f64::from(count) };
        Self { count, of, estimate: None, groups: [alone; 2] }
    }

    /// Sums the cases of articles, each given as its story, hits and cases.
    pub fn of_articles(articles: impl IntoIterator<Item = (u32, u32, u32)>) -> Self {
        let mut rate = Self::default();
        let mut stories: Vec<(u32, u32, u32)> = Vec::new();
        for (story, count, of) in articles.into_iter().filter(|(.., of)| *of > 0) {
            rate.count += count;
            rate.of += of;
            rate.groups[0].add(count, of);
            stories.push((story, count, of));
        }
        // Ascending by stories, so that sums do not depend on the order of the articles.
        stories.sort_unstable();
        for story in stories.chunk_by(|x, y| x.0 == y.0) {
            let (count, of) =
                story.iter().fold((0, 0), |sum, (_, count, of)| (sum.0 + count, sum.1 + of));
            rate.groups[1].add(count, of);
        }
        rate
    }

    /// Returns the number of stories with cases.
    pub fn stories(&self) -> u32 {
        self.groups[1].number
    }

    /// Returns the number of articles with cases.
    pub fn articles(&self) -> u32 {
        self.groups[0].number
    }

    /// Returns how far the hits of the groups deviate from the source's own rate, and how far
    /// chance alone would make them deviate, as (observed, expected) sums of squares; zeros with
    /// fewer than two groups.
    fn spread(&self, by: usize) -> (f64, f64) {
        let groups = self.groups[by];
        if groups.number < 2 || self.of < 2 {
            return (0.0, 0.0);
        }
        let (count, of) = (f64::from(self.count), f64::from(self.of));
        let rate = count / of;
        (
            groups.squares - count * rate,
            f64::from(groups.number - 1) * rate * (1.0 - rate) * of / (of - 1.0),
        )
    }
}

/// Returns how strongly cases go together: 1 if they are independent, more if one case stands for
/// several.
///
/// This is the ratio of observed to expected sums of squares, pooled over all sources, by article
/// or by story, whichever is larger (after Williams, *Extra-binomial variation in logistic linear
/// models*, Applied Statistics 1982); 1 if there is too little data. Counts are divided by it
/// before they are used: ten altered quotations in one article weigh little more than one.
pub fn overdispersion(rates: &[Rate]) -> f64 {
    let by = |by: usize| {
        let (observed, expected) =
            rates.iter().map(|r| r.spread(by)).fold((0.0, 0.0), |(o, e), (x, y)| (o + x, e + y));
        if expected < LEAST_SPREAD { 1.0 } else { observed / expected }
    };
    by(0).max(by(1)).max(1.0)
}

/// Expected sum of squares below which overdispersion cannot be distinguished from chance. Chosen
/// by judgement.
const LEAST_SPREAD: f64 = 1.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds a rate from articles that each belong to a story of their own.
    fn of(articles: &[(u32, u32)]) -> Rate {
        Rate::of_articles(articles.iter().zip(0..).map(|((count, of), story)| (story, *count, *of)))
    }

    #[test]
    fn cases_of_their_own_are_not_overdispersed() {
        assert!((overdispersion(&[Rate::of(3, 10), Rate::of(10, 20)]) - 1.0).abs() < 1e-12);
        assert_eq!(of(&[(1, 1), (0, 1), (1, 1)]), Rate::of(2, 3));
    }

    #[test]
    fn quotations_altered_all_in_one_article_count_as_few() {
        let together = of(&[(10, 10), (0, 10), (0, 10), (10, 10)]);
        assert!(overdispersion(&[together; 3]) > 8.0);
        let apart = of(&[(5, 10), (5, 10), (5, 10), (5, 10)]);
        assert_eq!(overdispersion(&[apart; 3]), 1.0);
        assert_eq!(overdispersion(&[]), 1.0);
    }

    #[test]
    fn articles_of_one_story_that_share_their_fate_count_as_few() {
        // Two stories of ten articles: all articles of one have the harm, none of the other.
        let rate = Rate::of_articles((0..20).map(|n| (n / 10, u32::from(n < 10), 1)));
        assert!(overdispersion(&[rate; 6]) > 8.0);
    }
}
