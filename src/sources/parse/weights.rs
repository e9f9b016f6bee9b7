//! The weights of a score, as `[score]` in a source list may set them.

use crate::reliability::profile::{INDICATORS, Indicator};

/// Weights and thresholds of the scores: the points that one finding in one article costs.
///
/// Read from `[score]`; a key that is not stated keeps its default. The defaults are chosen by
/// judgement; `sensitivity` in `summary.json` shows how far the grades depend on them.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// An agency's credit removed or replaced with that of the wrong agency.
    pub credit_stripped: f64,
    /// A spun copy with a spin share of 1; a smaller share costs proportionally less.
    pub spin: f64,
    /// Each altered quotation.
    pub altered_quotation: f64,
    /// Each drifted number, date, name, negation, hedge or attribution.
    pub drifted_fact: f64,
    /// Each caption unrelated to its story.
    pub unrelated_caption: f64,
    /// A claimed publication date that other evidence rules out.
    pub backdated: f64,
    /// Number of articles below which a source gets no score.
    pub least_articles: f64,
    /// Weight of each indicator in the score of a source, in the order of [`INDICATORS`].
    pub indicators: Vec<f64>,
    /// What the weights of the indicators were fitted to; `None` if they were not.
    pub fitted: Option<String>,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            credit_stripped: 25.0,
            spin: 60.0,
            altered_quotation: 10.0,
            drifted_fact: 5.0,
            unrelated_caption: 0.0,
            backdated: 15.0,
            least_articles: 3.0,
            indicators: INDICATORS.iter().map(|about| about.weight).collect(),
            fitted: None,
        }
    }
}

impl Weights {
    pub(super) fn slot(&mut self, name: &str) -> Option<&mut f64> {
        Some(match name {
            "credit_stripped" => &mut self.credit_stripped,
            "spin" => &mut self.spin,
            "altered_quotation" => &mut self.altered_quotation,
            "drifted_fact" => &mut self.drifted_fact,
            "unrelated_caption" => &mut self.unrelated_caption,
            "backdated" => &mut self.backdated,
            "least_articles" => &mut self.least_articles,
            _ => return None,
        })
    }

    /// Returns these weights with that of one indicator multiplied by `factor`.
    pub fn scaled(&self, indicator: Indicator, factor: f64) -> Self {
        let mut scaled = self.clone();
        scaled.indicators[indicator as usize] *= factor;
        scaled
    }

    /// Names of the keys of `[score]`.
    pub const KEYS: [&'static str; 9] = [
        "credit_stripped",
        "spin",
        "altered_quotation",
        "drifted_fact",
        "unrelated_caption",
        "backdated",
        "least_articles",
        "indicators",
        "fitted",
    ];
}
