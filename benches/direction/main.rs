//! Learns the weight of each signal of a direction in each situation, and checks the stated
//! probabilities on corpora not learned from.
//!
//! `cargo bench --bench direction` reads the sets beside the checkout (`../shared/data` and
//! `../shared/data2`, or the folder named by `URTEXT_DATA` and the `data2` beside it) and prints
//! how well stated probabilities hold: with the shipped weights, and with weights learned from all
//! corpora except the one judged, so that no pairs of its outlets or writers are used. Then it
//! prints the weights learned from all corpora. Learning draws the weights towards the shipped
//! ones, which were themselves learned from all corpora: the held-out figures are optimistic to
//! that extent.

mod corpora;
#[allow(dead_code, reason = "the bench of traditions asks after more")]
#[path = "../made/mod.rs"]
mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use corpora::Example;
use urtext::lineage::direction::{LEAST_SUM, Signal, Situation, probability};
use urtext::sources::Registry;

/// Standard deviation of the prior around a shipped weight, as a share of it, and its least value.
/// By judgement.
const PRIOR_SPREAD: f64 = 0.5;
const LEAST_SPREAD: f64 = 0.2;
/// Most pairs that a corpus counts for: pairs of one corpus are not independent. By judgement.
const MOST_PAIRS: f64 = 50.0;
const STEPS: usize = 3_000;
const RATE: f64 = 0.01;
/// Lower bounds of the bins of stated probabilities.
const BINS: [f64; 4] = [0.73, 0.8, 0.9, 0.97];
const SITUATIONS: [(Situation, &str); 3] = [
    (Situation::SameOutlet, "same outlet"),
    (Situation::SameWire, "same agency credited"),
    (Situation::OtherOutlet, "other outlet"),
];

type Weights = Vec<f64>;

fn shipped(situation: Situation) -> Weights {
    Signal::ALL.iter().map(|(signal, ..)| signal.weight(situation)).collect()
}

fn sum(example: &Example, weights: &Weights) -> f64 {
    example.signals.iter().map(|(signal, value)| weights[*signal] * value).sum()
}

/// Learns by maximum a posteriori logistic regression with gradient ascent; weights stay at 0 or
/// above.
fn learn(examples: &[&Example], prior: &Weights) -> Weights {
    let mut of_corpus: BTreeMap<&str, f64> = BTreeMap::new();
    examples
        .iter()
        .filter(|e| !e.signals.is_empty())
        .for_each(|e| *of_corpus.entry(e.corpus).or_default() += 1.0);
    let mut weights = prior.clone();
    for _ in 0..STEPS {
        let spread = |mean: f64| (PRIOR_SPREAD * mean).max(LEAST_SPREAD);
        let mut gradient: Weights =
            weights.iter().zip(prior).map(|(w, mean)| (mean - w) / spread(*mean).powi(2)).collect();
        for example in examples.iter().filter(|e| !e.signals.is_empty()) {
            let miss = (1.0 - probability(sum(example, &weights)))
                * (MOST_PAIRS / of_corpus[example.corpus]).min(1.0);
            example.signals.iter().for_each(|(signal, value)| gradient[*signal] += miss * value);
        }
        weights.iter_mut().zip(gradient).for_each(|(w, g)| *w = (*w + RATE * g).max(0.0));
    }
    weights
}

/// Stated and observed probabilities, in bins.
#[derive(Default)]
struct Diagram {
    asked: usize,
    bins: [(f64, usize, usize); BINS.len()],
}

impl Diagram {
    fn note(&mut self, sum: f64) {
        self.asked += 1;
        if sum.abs() < LEAST_SUM {
            return;
        }
        let stated = probability(sum.abs());
        let bin = &mut self.bins[BINS.iter().rposition(|bound| stated >= *bound).unwrap_or(0)];
        *bin = (bin.0 + stated, bin.1 + usize::from(sum > 0.0), bin.2 + 1);
    }

    fn tell(&self, what: &str) {
        let (stated, right, of) = self
            .bins
            .iter()
            .fold((0.0, 0, 0), |all, bin| (all.0 + bin.0, all.1 + bin.1, all.2 + bin.2));
        let cells: Vec<String> = self
            .bins
            .iter()
            .map(|(stated, right, of)| {
                if *of == 0 {
                    String::new()
                } else {
                    format!("{:.2}: {right} of {of}", stated / *of as f64)
                }
            })
            .collect();
        let over = if of == 0 {
            String::new()
        } else {
            format!("{:+.3}", (stated - right as f64) / of as f64)
        };
        println!("| {what} | {} | {of} | {} | {over} |", self.asked, cells.join(" | "));
    }
}

/// Prints the diagram of every situation and corpus; `weights` is called with the corpus judged.
fn tell(title: &str, all: &[Example], weights: &dyn Fn(Situation, &str) -> Weights) {
    println!(
        "\n{title}\n| situation, corpus | pairs | answered | stated .73–.80: right | .80–.90 | .90–.97 | .97–1 | stated less observed |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (situation, name) in SITUATIONS {
        let here: Vec<&Example> = all.iter().filter(|e| e.situation == situation).collect();
        let corpora: BTreeSet<&str> = here.iter().map(|e| e.corpus).collect();
        let mut whole = Diagram::default();
        for corpus in corpora {
            let weights = weights(situation, corpus);
            let mut diagram = Diagram::default();
            for example in here.iter().filter(|e| e.corpus == corpus) {
                diagram.note(sum(example, &weights));
                whole.note(sum(example, &weights));
            }
            diagram.tell(&format!("{name}, {corpus}"));
        }
        whole.tell(&format!("**{name}**"));
    }
}

fn main() {
    let data = std::env::var_os("URTEXT_DATA")
        .map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    if !data.join("derived").is_dir() {
        println!(
            "direction: there are no labelled sets in {}; set URTEXT_DATA to their folder",
            data.display()
        );
        return;
    }
    let registry = Registry::shipped().expect("the shipped list is whole");
    let all = corpora::all(&data, &registry);
    tell("As shipped", &all, &|situation, _| shipped(situation));
    tell("Learned without the corpus judged", &all, &|situation, corpus| {
        // Undated and dated, first and second half, are one corpus.
        let name = |corpus: &str| corpus.split(',').next().map(str::to_owned);
        let rest: Vec<&Example> = all
            .iter()
            .filter(|e| e.situation == situation && name(e.corpus) != name(corpus))
            .collect();
        learn(&rest, &shipped(situation))
    });
    println!(
        "\nWeights: shipped → learned on all (pairs with the signal, for the right side; the same by corpus)"
    );
    for (situation, name) in SITUATIONS {
        let here: Vec<&Example> = all.iter().filter(|e| e.situation == situation).collect();
        let learned = learn(&here, &shipped(situation));
        for ((signal, .., words), learned) in Signal::ALL.iter().zip(learned) {
            let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for example in &here {
                for (_, value) in example.signals.iter().filter(|(s, _)| *s == *signal as usize) {
                    let count = counts.entry(example.corpus).or_default();
                    *count = (count.0 + usize::from(*value > 0.0), count.1 + 1);
                }
            }
            let (right, of) =
                counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
            let by_corpus: Vec<String> = counts
                .iter()
                .map(|(corpus, (right, of))| format!("{corpus} {right}/{of}"))
                .collect();
            println!(
                "{name}: {words:<42} {:>5.2} → {learned:>5.2}  {right}/{of}: {}",
                signal.weight(situation),
                by_corpus.join(", ")
            );
        }
    }
}
