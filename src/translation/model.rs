//! Estimates how likely one of two texts is a translation of the other, by a logistic model that
//! `cargo bench --bench translations` learns.
//!
//! It was learned from news stories with professional translations in eleven languages (WMT 2021
//! and 2022) among other news of the same days and languages, in folds by story: the pairs of one
//! story are positive, all other pairs that the search brings up are negative.

use std::sync::LazyLock;

use super::Measures;
use crate::logistic::Model;

/// The features of the model, each with the sign that its weight may have; 0 for either.
pub const FEATURES: [(&str, i8); 7] = [
    // Logarithm of 1 plus the weight of shared anchors at the same place.
    ("near", 1),
    // How much more of the shared anchors stands at the same place than by chance.
    ("excess", 1),
    // Logarithm of the smaller share of anchors that the other text has.
    ("covered_least", 1),
    // Logarithm of the larger one.
    ("covered_most", 1),
    // Logarithm of 1 plus the weight at the same place beyond chance.
    ("beyond", 1),
    // Share of the shared anchors in the same order.
    ("ordered", 1),
    // Share of the numbers of the text with fewer of them at the same place in the other.
    ("numbers", 1),
];

/// A pair's features, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// Keeps the logarithm of a share finite. Chosen by judgement.
const LEAST_SHARE: f32 = 1e-3;

/// Returns the features of a pair.
pub fn features(m: &Measures) -> Features {
    let (least, most) = (m.covered.0.min(m.covered.1), m.covered.0.max(m.covered.1));
    let fewer = m.numbers.0.min(m.numbers.1) as f32;
    [
        m.near.ln_1p(),
        m.excess(),
        (LEAST_SHARE + least).ln(),
        (LEAST_SHARE + most).ln(),
        (m.near - m.chance).max(0.0).ln_1p(),
        m.in_order(),
        (m.numbers_near + 0.5) / (fewer + 1.0),
    ]
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::shipped("translation/weights.toml", include_str!("weights.toml"), &FEATURES)
});

/// Returns the probability that one text of a pair is a translation of the other, or both of a
/// third, in [0, 1].
pub fn probability(m: &Measures) -> f64 {
    MODEL.probability(&features(m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_at_the_same_place_is_likelier() {
        let m = Measures {
            shared: 20,
            weight: 15.0,
            near: 14.0,
            chance: 3.0,
            ordered: 14.0,
            covered: (0.3, 0.3),
            numbers: (5, 5),
            numbers_near: 4.5,
            exchanged: 0,
        };
        let elsewhere = Measures { near: 3.0, ordered: 6.0, numbers_near: 1.0, ..m };
        assert!(probability(&m) > super::super::NAMED, "{}", probability(&m));
        assert!(probability(&elsewhere) < 0.5, "{}", probability(&elsewhere));
        assert!(probability(&Measures::default()) < 0.01);
    }
}
