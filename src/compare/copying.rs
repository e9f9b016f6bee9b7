//! How likely it is that two texts called a copy go back to one story text: a logistic model,
//! learned by `cargo bench --bench copying`.
//!
//! Learned from rows of which readers said, with both texts before them, whether the one was made
//! from the other or both from one story text, an agency's for instance, or whether they only share
//! a statement, a release, standing paragraphs, a formula or the event. The table of what was
//! measured of these rows, without a text or an id, is `benches/copying/read.csv`. Held out corpus
//! by corpus, the probability is what it states (see docs/verdicts.md, *How firm a relation is*).

use std::sync::LazyLock;

use super::measures::{Measures, share};
use super::relation::Ties;
use crate::logistic::Model;

/// What the model is asked of a pair, and the sign that the weight of each may have; 0 for either.
pub const FEATURES: [(&str, i8); 10] = [
    // Logarithm of the verbatim words outside quotations.
    ("plain", 1),
    // Share of linked sentences that stand one to one.
    ("paired", 1),
    // Share of names and numbers kept.
    ("skeleton", 1),
    // Share of the words of linked sentences swapped.
    ("swapped", 0),
    // Share of the verbatim words in standing paragraphs of either outlet.
    ("standing", -1),
    // Share of the shorter body that is the outlet's own, and nobody's whom it reports.
    ("own", 0),
    // Likeness of the content words.
    ("likeness", 1),
    // Share of linked sentences in order.
    ("order", 1),
    // Of one outlet, logarithm of the days between the two; 1 if they are not known.
    ("own_days", -1),
    // Share of the verbatim words quoted.
    ("quoted", -1),
];

/// The features of a pair, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// Measures the features of a pair.
pub fn features(m: &Measures, ties: Ties) -> Features {
    let own_days = if ties.same_source {
        ties.days_apart.map_or(1.0, |days| (days as f64).ln_1p())
    } else {
        0.0
    };
    [
        f64::from(m.plain()).ln_1p(),
        m.paired_share(),
        m.skeleton,
        m.substituted(),
        share(m.standing, m.verbatim),
        share(m.own.words, m.words_a.min(m.words_b)),
        m.likeness,
        m.order,
        own_days,
        share(m.verbatim_quoted, m.verbatim),
    ]
    .map(|x| x as f32)
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::shipped("compare/copying.toml", include_str!("copying.toml"), &FEATURES)
});

/// The probability that a pair of a copying relation goes back to one story text, in [0, 1].
pub fn probability(m: &Measures, ties: Ties) -> f64 {
    MODEL.probability(&features(m, ties))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::voices::Own;

    /// Two bodies of 400 words with the same sentences, of which so many words are verbatim.
    fn copy(verbatim: u32) -> Measures {
        Measures {
            words_a: 400,
            words_b: 400,
            verbatim,
            linked: 400,
            kept: verbatim,
            links: 20,
            paired: 20,
            order: 1.0,
            skeleton: 1.0,
            likeness: 0.9,
            own: Own { words: 300, matched: verbatim * 3 / 4, longest: 40 },
            ..Measures::default()
        }
    }

    #[test]
    fn it_falls_where_the_shared_words_are_somebody_s_or_the_outlet_s_furniture() {
        let sure = probability(&copy(340), Ties::default());
        assert!(sure > 0.9, "{sure}");
        let less = [
            ("quoted", Measures { verbatim_quoted: 300, ..copy(340) }),
            ("standing", Measures { standing: 300, ..copy(340) }),
            ("other facts", Measures { skeleton: 0.3, ..copy(340) }),
            ("few words", copy(20)),
            ("no sentence for another", Measures { paired: 4, ..copy(340) }),
        ];
        for (what, m) in less {
            assert!(probability(&m, Ties::default()) < sure - 0.02, "{what}");
        }
        let later = Ties { same_source: true, days_apart: Some(30), ..Ties::default() };
        assert!(probability(&copy(340), later) < sure);
    }
}
