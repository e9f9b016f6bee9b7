//! Estimates how likely it is that two bodies are one story told anew, by a logistic model that
//! `cargo bench --bench descent` learns.

use std::sync::LazyLock;

use super::Measures;
use crate::logistic::Model;

/// The features of the model, each with the sign that its weight may have; 0 for either.
pub const FEATURES: [(&str, i8); 8] = [
    // Share of the longer body's names and numbers, by rarity, that the shorter has.
    ("facts_long", 1),
    // Logarithm of 1 plus the weight of names and numbers that only the shorter body has.
    ("new_facts", -1),
    // Logarithm of 1 plus the weight of shared stems.
    ("shared", 0),
    // Share of it in the same order, ...
    ("ordered", 1),
    // ... and how much more that is than chance gives.
    ("order_excess", 1),
    // How much more of the linked sentences is in order than by chance.
    ("sentence_order", 1),
    // Logarithm of the number of the shorter body's names and numbers.
    ("facts", 0),
    // Logarithm of the number of the shorter body's words.
    ("words", 0),
];

/// A pair's features, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// Weight of names and numbers that each body is assumed to have in addition, half of them shared,
/// so that few of them say little. Chosen by judgement.
const UNSEEN: f32 = 1.0;

/// Returns the features of a pair.
pub fn features(m: &Measures) -> Features {
    let held = |part: f32, all: f32| (part + UNSEEN / 2.0) / (all + UNSEEN);
    [
        held(m.facts_held.1, m.facts.1),
        m.new_facts().max(0.0).ln_1p(),
        m.shared.ln_1p(),
        m.ordered,
        m.order_excess(),
        m.sentence_order(),
        (m.facts_of_short.0 as f32).ln_1p(),
        (m.words.0 as f32).ln_1p(),
    ]
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::shipped("compare/descent/weights.toml", include_str!("weights.toml"), &FEATURES)
});

/// Returns the probability that two bodies are one story told anew, in [0, 1].
pub fn probability(m: &Measures) -> f64 {
    MODEL.probability(&features(m))
}
