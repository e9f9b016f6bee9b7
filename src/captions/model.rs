//! What the features of a caption make of it: a logistic model, learned by
//! `cargo bench --bench captions`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::logistic::{self, Weight};

/// Features of a caption against its story, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// A measured property, and whether more of it can only speak against (1) or for (-1) the caption's
/// being of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Its name in the file of weights.
    pub name: &'static str,
    /// The sign that its weight may have; 0 for either.
    pub sign: i8,
}

const fn feature(name: &'static str, sign: i8) -> Feature {
    Feature { name, sign }
}

/// All features.
pub const FEATURES: [Feature; 15] = [
    // Share of the caption's content, by weight, that the story holds above what one of its length
    // holds by chance.
    feature("share", -1),
    // Standard deviations by which the weight held as it is exceeds chance.
    feature("surplus", -1),
    // Logarithm of the weight held.
    feature("held", -1),
    // Weight of the rarest word held.
    feature("rarest", -1),
    // Words of the headline.
    feature("headline", -1),
    // Words held as they are, and in another form.
    feature("hits", -1),
    feature("forms", -1),
    // Logarithm of the weight that the story lacks.
    feature("lacking", 1),
    // Names that it lacks: of several words, and all; and those that it holds.
    feature("full_names_lacking", 1),
    feature("names_lacking", 1),
    feature("names_held", -1),
    // Logarithm of the story's words: a long one holds something of any caption.
    feature("story", 0),
    // Opens as a scene that could be anywhere does: `A woman walks …`.
    feature("scene", -1),
    // The run has too few stories in the language to tell rare words.
    feature("small_run", 0),
    // All nouns have capitals, so that few of the names are names.
    feature("nouns", 0),
];

/// The weights, as the file holds them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Log-odds of *unrelated* where every feature has its mean.
    pub bias: f64,
    /// Share of unrelated ones among the captions learned from.
    pub share: f64,
    /// Probability of *unrelated* from which a caption can be accused.
    pub unrelated: f64,
    /// Probability of *unrelated* up to which a caption is called related.
    pub related: f64,
    /// One for each of [`FEATURES`], in their order.
    pub feature: Vec<Weight>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let model: Model =
        toml::from_str(include_str!("weights.toml")).expect("captions/weights.toml holds a model");
    assert!(
        model.feature.iter().map(|w| w.name.as_str()).eq(FEATURES.iter().map(|f| f.name)),
        "captions/weights.toml holds the features in order"
    );
    model
});

impl Model {
    /// The model as shipped.
    pub fn shipped() -> &'static Self {
        &MODEL
    }

    /// The probability that a caption with these features belongs to another story.
    pub fn unrelated(&self, features: &Features) -> f64 {
        logistic::probability(self.bias + logistic::sum(&self.feature, features))
    }

    /// The probability where another share of the captions is unrelated than among those learned
    /// from.
    pub fn where_share_is(&self, share: f64, unrelated: f64) -> f64 {
        let odds = |p: f64| p / (1.0 - p).max(1e-12);
        let there = odds(unrelated) * odds(share) / odds(self.share);
        there / (1.0 + there)
    }
}
