//! The logistic model that rates a caption by its features, learned by
//! `cargo bench --bench captions`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::logistic::{self, Weight};

/// Features of a caption and its story, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// A measured property, and whether a higher value can only speak against (1) or only for (-1) the
/// caption belonging to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Name in the file of weights.
    pub name: &'static str,
    /// The sign that its weight for *unrelated* may have; 0 for either.
    pub sign: i8,
}

const fn feature(name: &'static str, sign: i8) -> Feature {
    Feature { name, sign }
}

/// All features.
pub const FEATURES: [Feature; 15] = [
    // Share of the caption's weight that the story contains, above what a story of its length
    // contains by chance.
    feature("share", -1),
    // Number of standard deviations by which the weight found unchanged exceeds chance.
    feature("surplus", -1),
    // Logarithm of the weight found.
    feature("held", -1),
    // Rarity of the rarest word found.
    feature("rarest", -1),
    // Number of words found in the headline.
    feature("headline", -1),
    // Number of words found unchanged, and in another form.
    feature("hits", -1),
    feature("forms", -1),
    // Logarithm of the weight that the story lacks.
    feature("lacking", 1),
    // Number of names that it lacks (those of several words, then all), and of names that it
    // contains.
    feature("full_names_lacking", 1),
    feature("names_lacking", 1),
    feature("names_held", -1),
    // Logarithm of the number of words in the story: a long one contains something of any caption.
    feature("story", 0),
    // Whether it opens like a scene that could be anywhere: `A woman walks …`.
    feature("scene", -1),
    // Whether the run has too few stories in the language to tell which words are rare.
    feature("small_run", 0),
    // Whether all nouns are capitalised, so that few of the supposed names are names.
    feature("nouns", 0),
];

/// The weights as the file contains them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Log-odds of *unrelated* if every feature has its mean.
    pub bias: f64,
    /// Share of unrelated captions in the training data.
    pub share: f64,
    /// Probability of *unrelated* from which a caption can be accused.
    pub unrelated: f64,
    /// Probability of *unrelated* up to which a caption is judged related.
    pub related: f64,
    /// One weight for each of [`FEATURES`], in the same order.
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
    /// Returns the model as shipped.
    pub fn shipped() -> &'static Self {
        &MODEL
    }

    /// Returns the probability that a caption with these features belongs to another story.
    pub fn unrelated(&self, features: &Features) -> f64 {
        logistic::probability(self.bias + logistic::sum(&self.feature, features))
    }

    /// Converts a probability of *unrelated* to a run in which `share` of the captions is
    /// unrelated, instead of the share in the training data.
    pub fn where_share_is(&self, share: f64, unrelated: f64) -> f64 {
        let odds = |p: f64| p / (1.0 - p).max(1e-12);
        let there = odds(unrelated) * odds(share) / odds(self.share);
        there / (1.0 + there)
    }
}
