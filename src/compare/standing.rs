//! Estimates how firm a verdict is: how likely the two texts go back to one, and which other
//! verdict is near.

use super::bounds::Bounds;
use super::copying;
use super::measures::Measures;
use super::relation::{Relation, Ties, decide};

/// How firm a relation is.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Standing {
    /// For a copying relation, the [probability](copying::probability) that the two go back to one
    /// story text; for any other, the share of the [variants](Bounds::variants) of the bounds that
    /// give the same relation. In [0, 1].
    ///
    /// `None` if a rule that looks at other pairs changed the relation afterwards: how firm such a
    /// relation is was not measured.
    pub firmness: Option<f64>,
    /// The relation that most of the other variants give; `None` if fewer than a tenth of all
    /// variants give it.
    ///
    /// A rule that looks at other pairs puts the relation here that it replaced.
    pub runner_up: Option<Relation>,
}

/// Least share of variants for a runner-up. Chosen by judgement.
const CLOSE: f64 = 0.1;

/// Computes the firmness of a verdict, and its runner-up from the verdicts of all variants of the
/// bounds. O(variants).
pub fn standing(m: &Measures, ties: Ties, relation: Relation, variants: &[Bounds]) -> Standing {
    let mut counts = [0usize; Relation::ALL.len() + 1];
    for bounds in variants {
        counts[decide(m, ties, bounds).map_or(Relation::ALL.len(), |r| r as usize)] += 1;
    }
    let share = |count: usize| count as f64 / variants.len().max(1) as f64;
    let runner_up = Relation::ALL
        .iter()
        .filter(|(other, _)| *other != relation && share(counts[*other as usize]) >= CLOSE)
        .max_by_key(|(other, _)| (counts[*other as usize], std::cmp::Reverse(*other)))
        .map(|(other, _)| *other);
    let firmness = if relation.is_copying() {
        copying::probability(m, ties)
    } else {
        share(counts[relation as usize])
    };
    Standing { firmness: Some(firmness), runner_up }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns measures of two bodies of 400 words, of which `verbatim` are the same from their
    /// beginnings on.
    fn copy(verbatim: u32) -> Measures {
        let mask = (0..verbatim * 64 / 400).fold(0u64, |mask, bit| mask | 1 << bit);
        Measures {
            compared: true,
            words_a: 400,
            words_b: 400,
            verbatim,
            longest: 60,
            matched_a: verbatim,
            matched_b: verbatim,
            order: 1.0,
            contiguity: 1.0,
            coverage: (mask, mask),
            ..Measures::default()
        }
    }

    #[test]
    fn a_verdict_at_a_bound_names_the_other() {
        let edited = |m: &Measures| {
            assert_eq!(decide(m, Ties::default(), &Bounds::SHIPPED), Some(Relation::Edited));
            standing(m, Ties::default(), Relation::Edited, &Bounds::variants())
        };
        assert_eq!(edited(&copy(260)).runner_up, None);
        assert!(edited(&copy(182)).runner_up.is_some());
    }

    #[test]
    fn of_what_is_no_copy_the_share_of_variants_is_told() {
        let event = Measures {
            words_a: 400,
            words_b: 400,
            likeness: 0.6,
            nearness: 0.6,
            ..Measures::default()
        };
        let standing = standing(&event, Ties::default(), Relation::SameEvent, &Bounds::variants());
        assert_eq!(standing, Standing { firmness: Some(1.0), runner_up: None });
    }
}
