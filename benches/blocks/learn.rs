//! Learns the weights of a chain of labels (a linear-chain conditional random field) from articles
//! most of whose lines are labelled.
//!
//! The constants are chosen by judgement; `cargo bench --bench blocks` shows how well the result
//! holds.

use urtext::clean::model::{LABELS, Model, START, Scores};

/// Passes over all articles; the result is the mean of the weights after each pass of the second
/// half.
const EPOCHS: usize = 12;
/// Length of each weight's first step. AdaGrad (Duchi, Hazan and Singer, 2011) shortens later steps
/// by the weight's past gradients.
const RATE: f32 = 0.1;
/// Initial sum of each weight's squared gradients.
const MET: f32 = 1e-2;
/// Strength of the prior that a weight is 0.
const PRIOR: f32 = 1e-5;
/// Least gradient of a line, as a share of probability, for it to be learned from.
const LEAST: f32 = 1e-3;

/// The features of an article's lines, and the label of each where it is known.
pub struct Example<'e> {
    pub features: &'e [Vec<u16>],
    pub labels: &'e [Option<usize>],
    pub weight: f32,
}

/// Learns from the articles, in an order that is the same every time.
pub fn learn(examples: &[Example<'_>]) -> Model {
    let mut model = Model::empty();
    let mut sum = Model::empty();
    let mut met = Model::empty();
    met.features
        .iter_mut()
        .flatten()
        .chain(met.after.iter_mut().flatten())
        .for_each(|met| *met = MET);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 0x9E37_79B9_7F4A_7C15u64;
    for epoch in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(at, (random % (at as u64 + 1)) as usize);
        }
        order.iter().for_each(|&at| step(&mut model, &mut met, &examples[at]));
        if epoch * 2 >= EPOCHS {
            let share = 1.0 / (EPOCHS - EPOCHS.div_ceil(2)) as f32;
            let weights = model.features.iter().flatten().chain(model.after.iter().flatten());
            sum.features
                .iter_mut()
                .flatten()
                .chain(sum.after.iter_mut().flatten())
                .zip(weights)
                .for_each(|(sum, w)| *sum += share * w);
        }
    }
    sum
}

/// Takes one step down the gradient of an article's negative log-likelihood.
fn step(model: &mut Model, met: &mut Model, example: &Example<'_>) {
    if example.features.is_empty() {
        return;
    }
    let scores: Vec<Scores> = example.features.iter().map(|f| model.score(f)).collect();
    let free = Beliefs::of(model, &scores, None);
    let told = Beliefs::of(model, &scores, Some(example.labels));
    let descend = |weights: &mut Scores, met: &mut Scores, gradient: &Scores| {
        for ((w, met), g) in weights.iter_mut().zip(met).zip(gradient) {
            let g = g + PRIOR * *w;
            *met += g * g;
            *w -= RATE * g / met.sqrt();
        }
    };
    let difference = |free: &Scores, told: &Scores| -> Scores {
        std::array::from_fn(|label| example.weight * (free[label] - told[label]))
    };
    for (at, features) in example.features.iter().enumerate() {
        let gradient = difference(&free.lines[at], &told.lines[at]);
        if gradient.iter().any(|g| g.abs() >= LEAST) {
            features
                .iter()
                .map(|f| usize::from(*f))
                .for_each(|f| descend(&mut model.features[f], &mut met.features[f], &gradient));
        }
    }
    for before in 0..=LABELS {
        let gradient = difference(&free.steps[before], &told.steps[before]);
        descend(&mut model.after[before], &mut met.after[before], &gradient);
    }
}

/// The probability of each label for each line, and the expected number of each pair of successive
/// labels.
struct Beliefs {
    lines: Vec<Scores>,
    steps: [Scores; LABELS + 1],
}

impl Beliefs {
    /// Runs forward and backward through the lines; with `labels`, only over paths that agree with
    /// them.
    fn of(model: &Model, scores: &[Scores], labels: Option<&[Option<usize>]>) -> Self {
        let n = scores.len();
        let is_open = |at: usize, label: usize| {
            labels.is_none_or(|labels| labels[at].is_none_or(|known| known == label))
        };
        let own: Vec<Scores> = (0..n)
            .map(|at| {
                let most = scores[at].iter().copied().fold(f32::MIN, f32::max);
                std::array::from_fn(|label| {
                    if is_open(at, label) {
                        (scores[at][label] - most).exp().max(1e-30)
                    } else {
                        0.0
                    }
                })
            })
            .collect();
        let after = model.after.map(|row| row.map(f32::exp));
        let mut forward: Vec<Scores> = Vec::with_capacity(n);
        for at in 0..n {
            let reached = |label: usize| match at {
                0 => after[START][label],
                _ => (0..LABELS).map(|last| forward[at - 1][last] * after[last][label]).sum(),
            };
            forward.push(normal(std::array::from_fn(|label| reached(label) * own[at][label])));
        }
        let mut backward = vec![[1.0; LABELS]; n];
        for at in (1..n).rev() {
            let next = backward[at];
            let on = |last: usize| {
                (0..LABELS).map(|label| after[last][label] * own[at][label] * next[label]).sum()
            };
            backward[at - 1] = normal(std::array::from_fn(on));
        }
        let lines: Vec<Scores> = (0..n)
            .map(|at| normal(std::array::from_fn(|label| forward[at][label] * backward[at][label])))
            .collect();
        let mut steps = [[0.0; LABELS]; LABELS + 1];
        steps[START] = lines[0];
        for at in 1..n {
            let through = |last: usize, label: usize| {
                forward[at - 1][last] * after[last][label] * own[at][label] * backward[at][label]
            };
            let pairs = (0..LABELS).flat_map(|last| (0..LABELS).map(move |label| (last, label)));
            let all =
                pairs.clone().map(|(last, label)| through(last, label)).sum::<f32>().max(1e-30);
            pairs.for_each(|(last, label)| steps[last][label] += through(last, label) / all);
        }
        Self { lines, steps }
    }
}

/// Scales the numbers to add up to 1.
fn normal(numbers: Scores) -> Scores {
    let sum = numbers.iter().sum::<f32>().max(1e-30);
    numbers.map(|x| x / sum)
}
