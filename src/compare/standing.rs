//! How firmly a verdict stands: how near another one is, and how like the pair is to those that the rule was learned on.

use super::bounds::Bounds;
use super::measures::Measures;
use super::relation::{Relation, Ties, decide};

/// How firmly a relation stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Standing {
    /// Share of the [variants](Bounds::variants) of the bounds that name the same relation, times how familiar the situation is, in
    /// [0, 1].
    pub firmness: f64,
    /// The relation that most other variants name, if a tenth of them or more do.
    pub runner_up: Option<Relation>,
}

/// Share of variants from which another relation is close.
const CLOSE: f64 = 0.1;

/// What a verdict of copying is worth where the nearest other one accuses nobody: of 22 rewritings that a reader refused 11 had such a
/// runner-up, of 15 that he signed 6.
const DOUBTFUL: f64 = 0.6;

/// Asks every variant of the bounds for its verdict on a pair, and how familiar the pair is.
///
/// The firmness is no probability of being right; `cargo bench --bench relations` sets the two side by side.
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
    let milder = relation.is_copying() && runner_up.is_some_and(|other| !other.is_copying() && other != Relation::Template);
    let doubt = if milder { DOUBTFUL } else { 1.0 };
    Standing { firmness: share(counts[relation as usize]) * doubt * familiar(m, ties, relation), runner_up }
}

/// What the labelled copies of a relation have: words of the shorter body, and share of them matched, in nineteen of twenty.
fn learned(relation: Relation) -> Option<(f64, f64)> {
    match relation {
        Relation::Identical | Relation::Republished => Some((40.0, 0.9)),
        Relation::Edited => Some((100.0, 0.6)),
        Relation::Excerpt => Some((100.0, 0.8)),
        Relation::Spun => Some((200.0, 0.3)),
        Relation::Rewritten => Some((120.0, 0.5)),
        _ => None,
    }
}

/// Exchanged particulars at which a labelled copy was never seen, and what such a pair is worth.
const STRANGE_EXCHANGE: (f64, f64) = (0.2, 0.2);
/// Share of quotations in what two texts share above which it says less and less.
const QUOTED: f64 = 0.6;
/// Lengths of the shorter body that an excerpt's source has.
const LONGER: f64 = 2.0;
/// What a verdict is worth in a language of which no pair was labelled, and on two texts more than a week apart.
const FOREIGN: f64 = 0.8;
const APART: (i64, f64) = (7, 0.7);

/// How like a pair is to the labelled ones of its relation, in [0, 1]; 1 for relations that accuse nobody.
///
/// It falls with every way in which the pair lies outside of what was labelled: a body shorter than theirs, less of it matched, names
/// and numbers exchanged as in a formula, mostly quotations, another language, weeks between the two. The figures are those beyond
/// which one labelled copy in twenty lies, rounded.
fn familiar(m: &Measures, ties: Ties, relation: Relation) -> f64 {
    let Some((words, matched)) = learned(relation) else { return 1.0 };
    let (shorter, longer) = (f64::from(m.words_a.min(m.words_b)), f64::from(m.words_a.max(m.words_b)));
    let mut familiar = (shorter / words).min(1.0) * (m.short_matched() / matched).min(1.0);
    if matches!(relation, Relation::Identical | Relation::Republished) {
        return familiar;
    }
    let exchanged = (m.particulars.exchanged_share() / STRANGE_EXCHANGE.0).min(1.0);
    familiar *= 1.0 - exchanged * (1.0 - STRANGE_EXCHANGE.1);
    let quoted = f64::from(m.verbatim_quoted) / f64::from(m.verbatim.max(1));
    familiar *= 1.0 - (quoted - QUOTED).max(0.0);
    if relation == Relation::Excerpt {
        familiar *= (longer / shorter.max(1.0) / LONGER).min(1.0);
    }
    if ties.foreign {
        familiar *= FOREIGN;
    }
    if ties.days_apart.is_some_and(|days| days > APART.0) {
        familiar *= APART.1;
    }
    familiar
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Particulars;

    /// Two bodies of 400 words, of which so many are verbatim from their beginnings on.
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

    fn edited(m: &Measures, ties: Ties) -> Standing {
        assert_eq!(decide(m, ties, &Bounds::SHIPPED), Some(Relation::Edited));
        standing(m, ties, Relation::Edited, &Bounds::variants())
    }

    #[test]
    fn a_verdict_at_a_bound_is_less_firm_and_names_the_other() {
        let clear = edited(&copy(260), Ties::default());
        assert!(clear.firmness > 0.9 && clear.runner_up.is_none(), "{clear:?}");
        let close = edited(&copy(182), Ties::default());
        assert!(close.firmness < 0.7 && close.runner_up.is_some(), "{close:?}");
    }

    #[test]
    fn what_is_unlike_any_labelled_pair_is_not_firm() {
        let usual = edited(&copy(260), Ties::default()).firmness;
        let short = Measures { words_a: 40, words_b: 40, verbatim: 26, longest: 26, matched_a: 26, matched_b: 26, ..copy(260) };
        assert!(edited(&short, Ties::default()).firmness < 0.6 * usual);
        let quoted = Measures { verbatim_quoted: 216, ..copy(260) };
        assert!(edited(&quoted, Ties::default()).firmness < 0.9 * usual);
        let particulars = Particulars { numbers_exchanged: 1, names_kept: 4, ..Particulars::default() };
        assert!(edited(&Measures { particulars, ..copy(260) }, Ties::default()).firmness < 0.8 * usual);
        assert!(edited(&copy(260), Ties { foreign: true, ..Ties::default() }).firmness < 0.9 * usual);
    }
}
