//! Estimates how likely it is that two bodies are one story told anew, by a logistic model that
//! `cargo bench --bench descent` learns.

use std::sync::LazyLock;

use super::Measures;
use crate::logistic::Model;

/// The features of the model, each with the sign that its weight may have; 0 for either.
pub const FEATURES: [(&str, i8); 16] = [
    // Share of the shorter body's stems, by rarity, that the longer has.
    ("covered_short", 1),
    // The same of the longer body.
    ("covered_long", 1),
    // Share of the shorter body's names and numbers, by rarity, that the longer has.
    ("facts_short", 1),
    // The same of the longer body.
    ("facts_long", 1),
    // Logarithm of 1 plus the weight of names and numbers that only the shorter body has.
    ("new_facts", -1),
    // Logarithm of 1 plus the weight of shared stems.
    ("shared", 0),
    // How much more of it stands at the same place than by chance.
    ("excess", 1),
    // Share of it in the same order, ...
    ("ordered", 1),
    // ... and how much more that is than chance gives.
    ("order_excess", 1),
    // Mean share of a sentence that one sentence of the other text has.
    ("sentence_share", 1),
    // Share of the shorter body in sentences that the longer tells too.
    ("told", 1),
    // Share of it in sentences of which the longer tells nothing.
    ("alone", -1),
    // How much more of the linked sentences is in order than by chance.
    ("sentence_order", 1),
    // Share of adjacent stems that the longer has next to each other too.
    ("adjacent", 1),
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
        m.covered.0,
        m.covered.1,
        held(m.facts_held.0, m.facts.0),
        held(m.facts_held.1, m.facts.1),
        m.new_facts().max(0.0).ln_1p(),
        m.placed.ln_1p(),
        m.excess(),
        m.ordered,
        m.order_excess(),
        m.sentence_share,
        m.told,
        m.alone,
        m.sentence_order(),
        m.adjacent,
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
