//! The model that labels lines by their features, learned by `cargo bench --bench blocks`.
//!
//! It is a linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001): every
//! feature of a line weighs for or against each label, and so does the label of the line before.
//! The most likely labels are found for all lines together, so that a caption is kept with its
//! credit and the body is contiguous.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Label;
use super::signs::{self, FEATURES, SETTINGS, SIGNS, Seen};

/// Number of labels, by definition that of [`Label::ALL`].
pub const LABELS: usize = Label::ALL.len();
/// Index that stands for the label of the line before the first, by definition the one after all
/// labels.
pub const START: usize = LABELS;

/// Scores of the labels, in the order of [`Label::ALL`].
pub type Scores = [f32; LABELS];

/// The weights: log-odds that a feature, or the label of the line before, adds to each label.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Weights by feature, see [`Seen::each_feature`].
    pub features: Vec<Scores>,
    /// Weights by the label of the line before, or [`START`].
    pub after: [Scores; LABELS + 1],
}

/// The weights by name, as in the file; missing ones are 0.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    after: BTreeMap<String, Scores>,
    line: BTreeMap<String, Scores>,
    before: BTreeMap<String, Scores>,
    behind: BTreeMap<String, Scores>,
    setting: BTreeMap<String, Scores>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("blocks.toml")).expect("clean/blocks.toml holds a model");
    Model::named(&file).unwrap_or_else(|name| panic!("clean/blocks.toml: no feature `{name}`"))
});

impl Model {
    /// Returns the model as shipped.
    pub fn shipped() -> &'static Self {
        &MODEL
    }

    /// Returns a model with all weights 0.
    pub fn empty() -> Self {
        Self { features: vec![[0.0; LABELS]; FEATURES], after: [[0.0; LABELS]; LABELS + 1] }
    }

    /// Builds the model from a file, or returns the first unknown name in it.
    fn named(file: &File) -> Result<Self, String> {
        let mut model = Self::empty();
        let n = SIGNS.len();
        let parts = [
            (&file.line, SIGNS, 0),
            (&file.before, SIGNS, n),
            (&file.behind, SIGNS, 2 * n),
            (&file.setting, SETTINGS, 3 * n),
        ];
        for (weights, names, from) in parts {
            for (name, weight) in weights {
                let at =
                    names.iter().position(|known| known == name).ok_or_else(|| name.clone())?;
                model.features[from + at] = *weight;
            }
        }
        for (name, weight) in &file.after {
            let label = Label::ALL.iter().position(|(_, known)| known == name);
            model.after
                [label.or((name == "nothing").then_some(START)).ok_or_else(|| name.clone())?] =
                *weight;
        }
        Ok(model)
    }

    /// Writes the weights in the format of the file, rounded to two decimals; rows of zeros are
    /// left out.
    pub fn file(&self) -> String {
        let row = |name: &str, weights: &Scores| {
            let weights: Vec<String> =
                weights.iter().map(|w| format!("{w:.2}").replace("-0.00", "0.00")).collect();
            format!("\"{name}\" = [{}]\n", weights.join(", "))
        };
        let labels: Vec<&str> =
            Label::ALL.iter().map(|(_, name)| *name).chain(["nothing"]).collect();
        let mut out =
            "\n# Transitions: weights by the label of the line before.\n[after]\n".to_owned();
        labels.iter().zip(&self.after).for_each(|(name, weights)| out += &row(name, weights));
        let n = SIGNS.len();
        let parts = [
            ("Signs of the line.", "line", SIGNS, 0),
            ("Signs of the line before.", "before", SIGNS, n),
            ("Signs of the line after.", "behind", SIGNS, 2 * n),
            ("Position of the line.", "setting", SETTINGS, 3 * n),
        ];
        for (what, part, names, from) in parts {
            out += &format!("\n# {what}\n[{part}]\n");
            let rows = names
                .iter()
                .zip(&self.features[from..])
                .filter(|(_, weights)| weights.iter().any(|w| w.abs() >= 0.005));
            rows.for_each(|(name, weights)| out += &row(name, weights));
        }
        out
    }

    /// Returns the sums of the feature weights of each line.
    pub fn scores(&self, seen: &Seen) -> Vec<Scores> {
        let score = |at: usize| {
            let mut sum = [0.0; LABELS];
            seen.each_feature(at, |feature| self.add(feature, &mut sum));
            sum
        };
        (0..seen.signs.len()).map(score).collect()
    }

    /// Returns the sum of the weights of these features.
    pub fn score(&self, features: &[u16]) -> Scores {
        let mut sum = [0.0; LABELS];
        features.iter().for_each(|feature| self.add(usize::from(*feature), &mut sum));
        sum
    }

    /// Adds the weights of a feature.
    fn add(&self, feature: usize, sum: &mut Scores) {
        let weights = &self.features[feature];
        (0..LABELS).for_each(|label| sum[label] += weights[label]);
    }

    /// Returns the most likely sequence of labels (Viterbi), as indices in [`Label::ALL`].
    /// O(lines).
    pub fn decode(&self, scores: &[Scores]) -> Vec<usize> {
        let Some(first) = scores.first() else { return Vec::new() };
        let mut came_from = vec![[0u8; LABELS]; scores.len()];
        let mut best: Scores = std::array::from_fn(|label| self.after[START][label] + first[label]);
        for (own, from) in scores.iter().zip(&mut came_from).skip(1) {
            let before = best;
            for label in 0..LABELS {
                let through = |last: usize| before[last] + self.after[last][label];
                let last = (1..LABELS).fold(0, |a, b| if through(b) > through(a) { b } else { a });
                (best[label], from[label]) = (through(last) + own[label], last as u8);
            }
            // Only differences matter; sums that grow with the text, or with certain labels, would
            // exceed the precision of `f32`.
            let most = best.iter().copied().fold(f32::MIN, f32::max);
            best.iter_mut().for_each(|score| *score -= most);
        }
        let mut label = (1..LABELS).fold(0, |a, b| if best[b] > best[a] { b } else { a });
        let mut out = vec![0; scores.len()];
        for (out, from) in out.iter_mut().zip(&came_from).rev() {
            *out = label;
            label = usize::from(from[label]);
        }
        out
    }

    /// Returns the name of the feature that speaks most for a line's label and against the
    /// alternative: body, or boilerplate if the label is body. Empty if the line has no feature.
    pub fn evidence(&self, seen: &Seen, at: usize, label: usize) -> &'static str {
        let place =
            |label: Label| Label::ALL.iter().position(|(known, _)| *known == label).unwrap_or(0);
        let other = if label == place(Label::Body) {
            place(Label::Boilerplate)
        } else {
            place(Label::Body)
        };
        let mut most = (f32::MIN, None);
        seen.each_feature(at, |feature| {
            let weight = self.features[feature][label] - self.features[feature][other];
            if weight > most.0 {
                most = (weight, Some(feature));
            }
        });
        most.1.map_or("", signs::name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_what_the_model_writes() {
        let model = Model::shipped();
        let file: File = toml::from_str(&model.file()).expect("a model");
        let again = Model::named(&file).expect("known names");
        assert!(
            again
                .features
                .iter()
                .flatten()
                .zip(model.features.iter().flatten())
                .all(|(a, b)| (a - b).abs() < 0.006)
        );
    }

    #[test]
    fn names_are_told_apart() {
        for names in [SIGNS, SETTINGS] {
            let mut sorted = names.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), names.len());
        }
        assert!(SIGNS.len() <= 192 && SETTINGS.len() <= 192, "a bit for each");
    }

    #[test]
    fn the_likeliest_labels_are_those_of_all_ways_through_the_lines() {
        let mut model = Model::empty();
        model.after =
            std::array::from_fn(|a| std::array::from_fn(|b| ((a * 7 + b * 5) % 11) as f32 / 4.0));
        let scores: Vec<Scores> = (0..4)
            .map(|at| std::array::from_fn(|label| ((at * 3 + label * 5) % 7) as f32 / 3.0))
            .collect();
        let of = |labels: &[usize]| -> f32 {
            let before = std::iter::once(START).chain(labels.iter().copied());
            before
                .zip(labels)
                .zip(&scores)
                .map(|((before, label), own)| model.after[before][*label] + own[*label])
                .sum()
        };
        let all = (0..LABELS.pow(4))
            .map(|n| (0..4).map(|at| n / LABELS.pow(at) % LABELS).collect::<Vec<_>>());
        let best = all.map(|labels| of(&labels)).fold(f32::MIN, f32::max);
        assert!((of(&model.decode(&scores)) - best).abs() < 1e-4);
    }
}
