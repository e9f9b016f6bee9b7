//! Estimates how likely it is that the two texts of a copying relation go back to one story text,
//! by a logistic model that `cargo bench --bench copying` learns.
//!
//! The model was learned from rows that readers judged with both texts: either one was made from
//! the other or both from one story text, such as an agency's, or the two only share a statement, a
//! release, recurring paragraphs, a formula or the event. The measures of these rows, without texts
//! or ids, are in `benches/copying/read.csv`. With each corpus held out in turn, about as many rows
//! are right as the probabilities state (see docs/verdicts.md, *How firm a relation is*).

use std::sync::LazyLock;

use super::measures::{Measures, share};
use super::relation::Ties;
use crate::logistic::Model;

/// The features of the model, each with the sign that its weight may have; 0 for either.
pub const FEATURES: [(&str, i8); 10] = [
    // Logarithm of 1 plus the number of verbatim words outside quotations.
    ("plain", 1),
    // Share of linked sentences that correspond one to one.
    ("paired", 1),
    // Share of names and numbers kept.
    ("skeleton", 1),
    // Share of words in linked sentences that were replaced.
    ("swapped", 0),
    // Share of the verbatim words in recurring paragraphs of either outlet.
    ("standing", -1),
    // Share of the shorter body in the outlets' own words, without reported speech.
    ("own", 0),
    // Likeness of the content words.
    ("likeness", 1),
    // Share of linked sentences in order.
    ("order", 1),
    // Within one outlet, the logarithm of 1 plus the days between the two; 1 if the days are
    // unknown, 0 between outlets.
    ("own_days", -1),
    // Share of the verbatim words that are quoted.
    ("quoted", -1),
];

/// A pair's features, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// Returns the features of a pair.
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

/// Returns the probability that a pair of a copying relation goes back to one story text, in [0,
/// 1].
pub fn probability(m: &Measures, ties: Ties) -> f64 {
    MODEL.probability(&features(m, ties))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::voices::Own;

    /// Returns measures of two bodies of 400 words with the same sentences, of which `verbatim`
    /// words are the same.
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
