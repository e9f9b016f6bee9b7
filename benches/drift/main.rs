//! Learns how likely it is that an alteration is real, and measures how well that holds on corpora
//! not learned from.
//!
//! `cargo bench --bench drift` learns from `benches/drift/read.csv`: rows that readers confirmed or
//! rejected, with the measures and the corpus of each, and no text. It prints, with each corpus
//! held out in turn, how often a stated probability was right and the area under the ROC curve, and
//! the file of weights learned from all rows (`src/compare/drift/firmness.toml`).
//!
//! `cargo bench --bench drift -- CORPUS LABELS.jsonl NAME` prints such rows for a corpus of your
//! own: `LABELS.jsonl` has one object per row of the corpus's drift table, with `copy`, `original`,
//! `kind`, `copy_start` (code points) and `right` (0 or 1).

use std::collections::{BTreeMap, BTreeSet};

use urtext::compare::drift::firmness::{FEATURES, Features};
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
const PRIOR: f64 = 4.0;
/// Lower bounds of the bins of held-out probabilities.
const STEPS: [f64; 8] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

/// A row that a reader judged.
struct Read {
    corpus: String,
    kind: String,
    right: bool,
    features: Features,
}

fn read_table(table: &str) -> Vec<Read> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let values: Vec<f32> =
            cells[3..].iter().map(|cell| cell.parse().expect("a measure")).collect();
        Read {
            corpus: cells[0].to_owned(),
            kind: cells[1].to_owned(),
            right: cells[2] == "1",
            features: values.try_into().expect("one measure for each feature"),
        }
    };
    table.lines().skip(1).map(row).collect()
}

fn learn(rows: &[&Read]) -> (f64, Vec<Weight>) {
    let examples: Vec<(&Features, bool)> =
        rows.iter().map(|row| (&row.features, row.right)).collect();
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

/// Returns the area under the ROC curve of rows that hold against the rest.
fn area(told: &[(f64, bool)]) -> f64 {
    let of = |right: bool| told.iter().filter(move |(_, is)| *is == right).map(|(p, _)| *p);
    let wins: f64 = of(true)
        .flat_map(|x| {
            of(false).map(move |y| if x > y { 1.0 } else { f64::from(u8::from(x == y)) / 2.0 })
        })
        .sum();
    wins / (of(true).count() * of(false).count()).max(1) as f64
}

/// Prints how often each stated probability was right.
fn print_reliability(name: &str, told: &[(f64, bool)]) {
    let right = told.iter().filter(|(_, right)| *right).count();
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
            rows.iter().filter(|(_, right)| *right).count() as f64 / rows.len().max(1) as f64
        };
        let stated = part.iter().map(|(p, _)| p).sum::<f64>() / part.len().max(1) as f64;
        println!(
            "  from {from:.2}: {:.1} rows, stated {stated:.3}, right {:.3}; all from here on: {:.1} rows, right {:.3}",
            part.len() as f64 / CUTS as f64,
            share(&part),
            above.len() as f64 / CUTS as f64,
            share(&above)
        );
    }
}

/// Prints the rows of measures for the labelled alterations of a corpus.
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
    let mut right: BTreeMap<(String, String, String, u64), u64> = BTreeMap::new();
    for line in std::fs::read_to_string(labels).expect("labels").lines() {
        let label: serde_json::Value = serde_json::from_str(line).expect("JSON lines");
        let text = |key: &str| label[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| label[key].as_u64().unwrap_or_default();
        right.insert(
            (text("copy"), text("original"), text("kind"), number("copy_start")),
            number("right"),
        );
    }
    let mut rows: Vec<String> = Vec::new();
    for c in &found.comparisons {
        let (a, b) = (&found.articles[c.a as usize], &found.articles[c.b as usize]);
        for d in &c.drift {
            let at = |text: &str, byte: usize| text[..byte].chars().count() as u64;
            let key = |copy: &str, original: &str, start: u64| {
                (copy.to_owned(), original.to_owned(), d.kind.name().to_owned(), start)
            };
            let label = right
                .get(&key(&b.id, &a.id, at(&b.text, d.b.start)))
                .or_else(|| right.get(&key(&a.id, &b.id, at(&a.text, d.a.start))));
            if let (Some(label), Some(features)) = (label, d.features) {
                rows.push(format!(
                    "{name},{},{label},{}",
                    d.kind.name(),
                    features.map(|x| format!("{x:.4}")).join(",")
                ));
            }
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
    let corpora: BTreeSet<&str> = rows.iter().map(|row| row.corpus.as_str()).collect();
    println!("{} rows of {} corpora", rows.len(), corpora.len());
    let cuts: Vec<Vec<f64>> = (0..CUTS).map(|cut| held_out(&rows, cut)).collect();
    let told = |keep: &dyn Fn(&Read) -> bool| -> Vec<(f64, bool)> {
        cuts.iter()
            .flat_map(|p| {
                rows.iter().zip(p).filter(|(row, _)| keep(row)).map(|(row, p)| (*p, row.right))
            })
            .collect()
    };
    print_reliability("all", &told(&|_| true));
    let kinds: BTreeSet<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    for kind in kinds {
        print_reliability(kind, &told(&|row| row.kind == kind));
    }
    let learned = format!(
        "`cargo bench --bench drift` from {} rows of {} corpora",
        rows.len(),
        corpora.len()
    );
    print!("\n{}", logistic::file(&learned, &learn(&rows.iter().collect::<Vec<_>>())));
}
