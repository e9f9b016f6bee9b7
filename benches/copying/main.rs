//! Learns how likely it is that two texts called a copy go back to one story text, and measures how
//! well that holds on corpora not learned from.
//!
//! `cargo bench --bench copying` learns from `benches/copying/read.csv`: rows that readers
//! confirmed or rejected, with the measures and the corpus of each, and no text. It prints, with
//! each corpus held out in turn, how often a stated probability was right and the area under the
//! ROC curve, and the file of weights learned from all rows (`src/compare/copying.toml`).
//!
//! `cargo bench --bench copying -- CORPUS LABELS.jsonl NAME` prints such rows for a corpus of your
//! own: `LABELS.jsonl` has one object per pair, with `a` and `b` (ids) and `copy` (0 or 1). Pairs
//! that the program does not call copying are left out.

use std::collections::BTreeMap;

use urtext::compare::copying::{self, FEATURES, Features};
use urtext::ingest::{self, plan};
use urtext::logistic::{self, Weight};
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::sources::Registry;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Number of folds that the corpora are divided into, and of ways to divide them; figures are over
/// all of these together.
const FOLDS: u64 = 12;
const CUTS: u64 = 5;
/// Strength of the prior that a weight is 0, in examples. By judgement.
const PRIOR: f64 = 20.0;
/// Lower bounds of the bins of held-out probabilities.
const STEPS: [f64; 9] = [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

/// A row that a reader judged.
struct Read {
    corpus: String,
    relation: String,
    copy: bool,
    features: Features,
}

fn read_table(table: &str) -> Vec<Read> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let values: Vec<f32> =
            cells[3..].iter().map(|cell| cell.parse().expect("a measure")).collect();
        Read {
            corpus: cells[0].to_owned(),
            relation: cells[1].to_owned(),
            copy: cells[2] == "1",
            features: values.try_into().expect("one measure for each feature"),
        }
    };
    table.lines().skip(1).map(row).collect()
}

fn learn(rows: &[&Read]) -> (f64, Vec<Weight>) {
    let examples: Vec<(&Features, bool)> =
        rows.iter().map(|row| (&row.features, row.copy)).collect();
    logistic::learn(&FEATURES, &examples, PRIOR)
}

/// Returns the held-out probability of each row, for one way of dividing the corpora.
fn held_out(rows: &[Read], cut: u64) -> Vec<f64> {
    let fold = |row: &Read| xxh3_64_with_seed(row.corpus.as_bytes(), cut) % FOLDS;
    let models: Vec<(f64, Vec<Weight>)> = (0..FOLDS)
        .map(|left| learn(&rows.iter().filter(|row| fold(row) != left).collect::<Vec<_>>()))
        .collect();
    let of = |row: &Read| {
        let (bias, weights) = &models[fold(row) as usize];
        logistic::probability(bias + logistic::sum(weights, &row.features))
    };
    rows.iter().map(of).collect()
}

/// Returns the area under the ROC curve of copies against the rest.
fn area(told: &[(f64, bool)]) -> f64 {
    let of = |copy: bool| told.iter().filter(move |(_, is)| *is == copy).map(|(p, _)| *p);
    let wins: f64 = of(true)
        .flat_map(|x| {
            of(false).map(move |y| if x > y { 1.0 } else { f64::from(u8::from(x == y)) / 2.0 })
        })
        .sum();
    wins / (of(true).count() * of(false).count()).max(1) as f64
}

/// Prints how often each stated probability was right.
fn print_reliability(name: &str, told: &[(f64, bool)]) {
    let right = told.iter().filter(|(_, copy)| *copy).count();
    println!(
        "{name}: {:.0} rows, {:.3} right, area {:.3}",
        told.len() as f64 / CUTS as f64,
        right as f64 / told.len() as f64,
        area(told)
    );
    for (at, from) in STEPS.iter().enumerate() {
        let to = STEPS.get(at + 1).copied().unwrap_or(1.01);
        let part: Vec<&(f64, bool)> = told.iter().filter(|(p, _)| p >= from && *p < to).collect();
        let above: Vec<&(f64, bool)> = told.iter().filter(|(p, _)| p >= from).collect();
        let share = |rows: &[&(f64, bool)]| {
            rows.iter().filter(|(_, copy)| *copy).count() as f64 / rows.len().max(1) as f64
        };
        let stated = part.iter().map(|(p, _)| p).sum::<f64>() / part.len().max(1) as f64;
        println!(
            "  from {from:.2}: {:.0} rows, stated {stated:.3}, right {:.3}; all from here on: {:.0} rows, right {:.3}",
            part.len() as f64 / CUTS as f64,
            share(&part),
            above.len() as f64 / CUTS as f64,
            share(&above)
        );
    }
}

/// Prints the rows of measures for the labelled pairs of a corpus.
fn print_measures(corpus: &str, labels: &str, name: &str) {
    let mut batch = ingest::run(
        &plan::plan(&[corpus.to_owned()]).expect("a corpus"),
        &ingest::Settings::default(),
        &|_| (),
    );
    let found = pipeline::run(
        &mut batch,
        &Registry::shipped().expect("the shipped list is whole"),
        &Settings::default(),
        &Unwatched,
    );
    let id = |at: u32| found.articles[at as usize].id.clone();
    let pairs: BTreeMap<(String, String), usize> = found
        .comparisons
        .iter()
        .enumerate()
        .filter(|(_, c)| c.relation.is_copying())
        .flat_map(|(n, c)| [((id(c.a), id(c.b)), n), ((id(c.b), id(c.a)), n)])
        .collect();
    let mut rows: Vec<String> = Vec::new();
    for line in std::fs::read_to_string(labels).expect("labels").lines() {
        let label: serde_json::Value = serde_json::from_str(line).expect("JSON lines");
        let text = |key: &str| label[key].as_str().unwrap_or_default().to_owned();
        if let Some(&n) = pairs.get(&(text("a"), text("b"))) {
            let c = &found.comparisons[n];
            let measures =
                copying::features(&c.measures, c.ties).map(|x| format!("{x:.4}")).join(",");
            rows.push(format!(
                "{name},{},{},{measures}",
                c.relation.name(),
                label["copy"].as_u64().expect("0 or 1")
            ));
        }
    }
    rows.sort();
    rows.iter().for_each(|row| println!("{row}"));
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [corpus, labels, name] = arguments.as_slice() {
        return print_measures(corpus, labels, name);
    }
    let rows = read_table(include_str!("read.csv"));
    let corpora: std::collections::BTreeSet<&str> =
        rows.iter().map(|row| row.corpus.as_str()).collect();
    println!("{} rows of {} corpora", rows.len(), corpora.len());
    let cuts: Vec<Vec<f64>> = (0..CUTS).map(|cut| held_out(&rows, cut)).collect();
    let told = |keep: &dyn Fn(&Read) -> bool| -> Vec<(f64, bool)> {
        cuts.iter()
            .flat_map(|p| {
                rows.iter().zip(p).filter(|(row, _)| keep(row)).map(|(row, p)| (*p, row.copy))
            })
            .collect()
    };
    print_reliability("all", &told(&|_| true));
    for relation in ["edited", "excerpt", "spun", "rewritten"] {
        print_reliability(relation, &told(&|row| row.relation == relation));
    }
    let learned = format!(
        "`cargo bench --bench copying` from {} rows of {} corpora",
        rows.len(),
        corpora.len()
    );
    print!("\n{}", logistic::file(&learned, &learn(&rows.iter().collect::<Vec<_>>())));
}
