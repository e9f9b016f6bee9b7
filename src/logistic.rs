//! Implements logistic regression over a few named features, by which captions are judged and the
//! firmness of copying relations and alterations is stated.
//!
//! A model is a human-readable file of weights. It is learned by a benchmark, which also measures
//! how well the model does on data held out of learning.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// The weight of one feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The name of the feature.
    pub name: String,
    /// Its mean over the training data.
    pub mean: f64,
    /// Its standard deviation over the training data.
    pub spread: f64,
    /// Log-odds per standard deviation.
    pub weight: f64,
}

/// A model, as its file contains it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Log-odds if every feature has its mean.
    bias: f64,
    /// The weights of the features, in their order.
    feature: Vec<Weight>,
}

impl Model {
    /// Reads the model in a file that is part of the program.
    ///
    /// # Panics
    /// If `text` is not a model of the features `names`; the message contains `file`. A test reads
    /// every such file.
    pub fn shipped<const N: usize>(file: &str, text: &str, names: &[(&str, i8); N]) -> Self {
        let model: Self = toml::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let in_order =
            model.feature.iter().map(|w| w.name.as_str()).eq(names.iter().map(|name| name.0));
        assert!(in_order, "{file} must list the features in order");
        model
    }

    /// Returns the probability that an example with these features is positive, in [0, 1].
    pub fn probability(&self, features: &[f32]) -> f64 {
        probability(self.bias + sum(&self.feature, features))
    }
}

/// Returns the probability that corresponds to log-odds, in [0, 1].
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Returns what the features add to the log-odds; expects as many features as weights.
pub fn sum(weights: &[Weight], features: &[f32]) -> f64 {
    weights.iter().zip(features).map(|(w, x)| w.weight * (f64::from(*x) - w.mean) / w.spread).sum()
}

/// Number of steps of the descent. Chosen by judgement; learning happens in benchmarks only.
const STEPS: usize = 2_000;
/// Size of each step, in units of the mean gradient. Chosen by judgement.
const RATE: f64 = 0.5;

/// Learns the bias and the weights from examples, each given as its features and whether it is
/// positive. The bias is the log-odds if every feature has its mean.
///
/// This is regularized logistic regression by gradient descent on standardized features. `names`
/// are the features, each with the sign that its weight may have (0 for either); `prior` is the
/// strength of the belief that a weight is 0, in examples. All weights are 0 without examples.
/// O(examples · features).
pub fn learn<const N: usize>(
    names: &[(&str, i8); N],
    examples: &[(&[f32; N], bool)],
    prior: f64,
) -> (f64, Vec<Weight>) {
    let n = examples.len().max(1) as f64;
    let mut weights: Vec<Weight> = Vec::with_capacity(N);
    for (at, (name, _)) in names.iter().enumerate() {
        let column = || examples.iter().map(|(features, _)| f64::from(features[at]));
        let mean = column().sum::<f64>() / n;
        let spread = (column().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt().max(1e-6);
        weights.push(Weight { name: (*name).to_owned(), mean, spread, weight: 0.0 });
    }
    let mut bias = 0.0;
    for _ in 0..STEPS {
        let mut gradient = [0.0; N];
        let mut off = 0.0;
        for (features, is_one) in examples {
            let miss =
                probability(bias + sum(&weights, *features)) - if *is_one { 1.0 } else { 0.0 };
            off += miss;
            for ((gradient, x), w) in gradient.iter_mut().zip(features.iter()).zip(&weights) {
                *gradient += miss * (f64::from(*x) - w.mean) / w.spread;
            }
        }
        bias -= RATE * off / n;
        for ((w, gradient), (_, sign)) in weights.iter_mut().zip(gradient).zip(names) {
            w.weight -= RATE * (gradient + prior * w.weight) / n;
            w.weight = match sign {
                1 => w.weight.max(0.0),
                -1 => w.weight.min(0.0),
                _ => w.weight,
            };
        }
    }
    (bias, weights)
}

/// An example for learning with parts held out.
#[derive(Debug, Clone, Copy)]
pub struct Example<'e, const N: usize> {
    /// Its features.
    pub features: &'e [f32; N],
    /// Whether it is positive.
    pub is_one: bool,
    /// The families that it is made of, which are held out together; equal for an example of one.
    pub families: (&'e str, &'e str),
}

/// Returns the probability of each example by a model that was learned without any example of its
/// families: of `folds` parts, into which families fall by their hash, each is left out in turn.
/// Arguments as for [`learn`]. O(folds · examples · features).
pub fn held_out<const N: usize>(
    names: &[(&str, i8); N],
    examples: &[Example<'_, N>],
    prior: f64,
    folds: u64,
) -> Vec<f64> {
    let fold = |family: &str| xxh3_64(family.as_bytes()) % folds;
    let models: Vec<(f64, Vec<Weight>)> = (0..folds)
        .into_par_iter()
        .map(|left| {
            let kept = examples
                .iter()
                .filter(|e| fold(e.families.0) != left && fold(e.families.1) != left);
            learn(names, &kept.map(|e| (e.features, e.is_one)).collect::<Vec<_>>(), prior)
        })
        .collect();
    // The model without the first family was not learned from this example either way.
    let of = |e: &Example<'_, N>| {
        let (bias, weights) = &models[fold(e.families.0) as usize];
        probability(bias + sum(weights, e.features))
    };
    examples.iter().map(of).collect()
}

/// Returns the file of a model, which `learned` says how to make again.
pub fn file(learned: &str, (bias, weights): &(f64, Vec<Weight>)) -> String {
    let mut out = format!("# Learned by {learned}.\nbias = {bias:.4}\n");
    for w in weights {
        out.push_str(&format!(
            "\n[[feature]]\nname = {:?}\nmean = {:.4}\nspread = {:.4}\nweight = {:.4}\n",
            w.name, w.mean, w.spread, w.weight
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_gets_weight_and_what_does_not_gets_none() {
        let examples: Vec<([f32; 2], bool)> =
            (0..200).map(|n| ([(n % 10) as f32, (n / 10 % 2) as f32], n % 10 >= 5)).collect();
        let borrowed: Vec<(&[f32; 2], bool)> =
            examples.iter().map(|(features, is_one)| (features, *is_one)).collect();
        let (bias, weights) = learn(&[("tells", 0), ("idle", 0)], &borrowed, 1.0);
        assert!(weights[0].weight > 1.0 && weights[1].weight.abs() < 0.1, "{weights:?}");
        let of = |features: &[f32]| probability(bias + sum(&weights, features));
        assert!(
            of(&[9.0, 0.0]) > 0.9 && of(&[0.0, 1.0]) < 0.1 && (of(&[4.5, 0.0]) - 0.5).abs() < 0.1
        );
        let families: Vec<String> = (0..200).map(|n| (n / 20).to_string()).collect();
        let held: Vec<Example<'_, 2>> = borrowed
            .iter()
            .zip(&families)
            .map(|((features, is_one), of)| Example {
                features,
                is_one: *is_one,
                families: (of, of),
            })
            .collect();
        let told = held_out(&[("tells", 0), ("idle", 0)], &held, 1.0, 5);
        assert!(told.iter().zip(&held).all(|(p, e)| (*p >= 0.5) == e.is_one), "{told:?}");
        let text = file("a test", &(bias, weights.clone()));
        let again = Model::shipped("t", &text, &[("tells", 0), ("idle", 0)]);
        assert!((again.probability(&[9.0, 0.0]) - of(&[9.0, 0.0])).abs() < 1e-3, "{text}");
        let (_, forbidden) = learn(&[("tells", -1), ("idle", 0)], &borrowed, 1.0);
        assert_eq!(forbidden[0].weight, 0.0);
        assert!(
            learn::<2>(&[("tells", 0), ("idle", 0)], &[], 1.0).1.iter().all(|w| w.weight == 0.0)
        );
    }
}
