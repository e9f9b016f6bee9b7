//! Learns what sets a caption from another story apart from one of its own story, and measures how
//! well that holds on outlets not learned from.
//!
//! `cargo bench --bench captions -- DATA...` reads folders of labelled captions (`articles.jsonl`,
//! and `gold.jsonl` with `id`, `caption`, `label`); without arguments, the sets beside the
//! checkout. It prints precision and recall in folds by host, the figures of the shipped weights,
//! and the file of weights learned from all data (`src/captions/weights.toml`). `--rows` prints
//! every caption with its held-out probability and its features.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use urtext::captions::model::{FEATURES, Features, Model};
use urtext::ingest::{self, plan};
use urtext::logistic;
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::sources::Registry;
use xxhash_rust::xxh3::xxh3_64_with_seed;

const FOLDS: u64 = 10;
/// Number of ways to divide the hosts into folds; thresholds are taken over all of them together.
const CUTS: u64 = 5;
/// Strength of the prior that a weight is 0, in examples. By judgement.
const PRIOR: f64 = 1.0;
/// Precision required on held-out hosts of *unrelated*, and of *related*. By judgement.
const PRECISION: f64 = 0.99;
const RELATED: f64 = 0.985;

/// A labelled caption.
struct Example {
    host: String,
    label: String,
    caption: String,
    features: Features,
    accusable: bool,
    relatedness: f64,
    verdict: &'static str,
}

impl Example {
    fn is_unrelated(&self) -> bool {
        self.label == "unrelated"
    }
}

fn words(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the last two labels of a URL's host.
fn host(url: &str) -> String {
    let host = url
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', '?', ':']).next())
        .unwrap_or_default();
    let labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.into_iter().rev().collect::<Vec<_>>().join(".")
}

fn read(folder: &Path, registry: &Registry) -> Vec<Example> {
    let files = [folder.join("articles.jsonl").display().to_string()];
    let mut batch = ingest::run(
        &plan::plan(&files).expect("labelled articles"),
        &ingest::Settings::default(),
        &|_| (),
    );
    let found = pipeline::run(&mut batch, registry, &Settings::default(), &Unwatched);
    let gold = std::fs::read_to_string(folder.join("gold.jsonl")).expect("labels");
    let mut labels: BTreeMap<(String, String), String> = BTreeMap::new();
    for line in gold.lines() {
        let gold: serde_json::Value = serde_json::from_str(line).expect("JSON lines");
        let text = |key: &str| gold[key].as_str().unwrap_or_default().to_owned();
        labels.insert((text("id"), words(&text("caption"))), text("label"));
    }
    let of = |judged: &urtext::captions::Judged| {
        let article = &found.articles[judged.article as usize];
        let label = labels.get(&(article.id.clone(), words(&judged.caption.text)))?;
        Some(Example {
            host: host(article.url.as_deref().unwrap_or_default()),
            label: label.clone(),
            caption: judged.caption.text.split_whitespace().collect::<Vec<_>>().join(" "),
            features: judged.features,
            accusable: judged.accusable,
            relatedness: judged.relatedness,
            verdict: judged.verdict.name(),
        })
    };
    found.captions.iter().filter_map(of).collect()
}

/// Learns a model from examples; weights keep the sign that their feature may have.
fn learn(examples: &[&Example]) -> Model {
    let told: Vec<(&Features, bool)> =
        examples.iter().map(|e| (&e.features, e.is_unrelated())).collect();
    let (bias, feature) = logistic::learn(&FEATURES.map(|f| (f.name, f.sign)), &told, PRIOR);
    let share = told.iter().filter(|(_, unrelated)| *unrelated).count() as f64 / told.len() as f64;
    Model { bias, share, unrelated: 0.0, related: 0.0, feature }
}

/// Returns the held-out probability of *unrelated* for each example, for one way of dividing the
/// hosts.
fn held_out(examples: &[Example], cut: u64) -> Vec<f64> {
    let fold = |e: &Example| xxh3_64_with_seed(e.host.as_bytes(), cut) % FOLDS;
    let models: Vec<Model> = (0..FOLDS)
        .map(|left| {
            learn(&examples.iter().filter(|e| fold(e) != left && may_teach(e)).collect::<Vec<_>>())
        })
        .collect();
    examples.iter().map(|e| models[fold(e) as usize].unrelated(&e.features)).collect()
}

/// Whether an example can be learned from: something about the caption could be measured.
fn may_teach(example: &Example) -> bool {
    example.features[7] > 0.0 || example.features[2] > 0.0
}

/// Returns the area under the ROC curve of related against unrelated captions.
fn area(examples: &[Example], score: impl Fn(usize) -> f64) -> f64 {
    let of = |label: &str| -> Vec<f64> {
        (0..examples.len()).filter(|n| examples[*n].label == label).map(&score).collect()
    };
    let (related, unrelated) = (of("related"), of("unrelated"));
    let mut sum = 0.0;
    for x in &related {
        sum += unrelated
            .iter()
            .map(|y| {
                if x < y {
                    1.0
                } else if x == y {
                    0.5
                } else {
                    0.0
                }
            })
            .sum::<f64>();
    }
    sum / (related.len() * unrelated.len()).max(1) as f64
}

/// Returns the precision and recall of an answer given on one side of a threshold.
fn rates(rows: &[(f64, bool)], all: usize) -> (f64, f64) {
    let right = rows.iter().filter(|(_, right)| *right).count();
    (right as f64 / rows.len().max(1) as f64, right as f64 / all.max(1) as f64)
}

/// Returns the lowest threshold at which the answers above it have the required precision; 1 if
/// there is none.
fn threshold(mut rows: Vec<(f64, bool)>, precision: f64) -> f64 {
    rows.sort_by(|x, y| y.0.total_cmp(&x.0));
    let (mut right, mut best) = (0, 1.0);
    for (n, (p, is_right)) in rows.iter().enumerate() {
        right += usize::from(*is_right);
        let last_of_its_value = rows.get(n + 1).is_none_or(|next| next.0 < *p);
        if last_of_its_value && right as f64 >= precision * (n + 1) as f64 {
            best = *p;
        }
    }
    best
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let rows = arguments.iter().any(|a| a == "--rows");
    let mut folders: Vec<PathBuf> =
        arguments.iter().filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    if folders.is_empty() {
        folders = ["data/captions2", "data/captions", "data2/captions"]
            .map(|set| Path::new("../shared").join(set))
            .into();
    }
    let registry = Registry::shipped().expect("the shipped list is whole");
    let sets: Vec<(String, Vec<Example>)> =
        folders.iter().map(|f| (f.display().to_string(), read(f, &registry))).collect();
    let starts: Vec<usize> =
        sets.iter().scan(0, |at, (_, set)| Some(std::mem::replace(at, *at + set.len()))).collect();
    let names: Vec<String> = sets.iter().map(|(name, _)| name.clone()).collect();
    let examples: Vec<Example> = sets.into_iter().flat_map(|(_, set)| set).collect();
    let cuts: Vec<Vec<f64>> = (0..CUTS).map(|cut| held_out(&examples, cut)).collect();

    if rows {
        for (n, e) in examples.iter().enumerate() {
            let features = e.features.map(|x| format!("{x:.4}")).join("\t");
            println!(
                "{:.4}\t{}\t{}\t{}\t{}\t{features}\t{}",
                cuts[0][n],
                e.label,
                e.host,
                u8::from(e.accusable),
                e.verdict,
                e.caption
            );
        }
        return;
    }

    let accused = |n: usize| examples[n].accusable;
    let pooled: Vec<(f64, bool)> = cuts
        .iter()
        .flat_map(|p| {
            (0..examples.len()).filter(|n| accused(*n)).map(|n| (p[n], examples[n].is_unrelated()))
        })
        .collect();
    let near: Vec<(f64, bool)> = cuts
        .iter()
        .flat_map(|p| (0..examples.len()).map(|n| (-p[n], !examples[n].is_unrelated())))
        .collect();
    let (unrelated, related) = (threshold(pooled, PRECISION), -threshold(near, RELATED));
    for (number, name) in names.iter().enumerate() {
        let range = starts[number]..starts.get(number + 1).copied().unwrap_or(examples.len());
        let set = &examples[range.clone()];
        let all = set.iter().filter(|e| e.is_unrelated()).count();
        for (cut, p) in cuts.iter().enumerate() {
            let p = &p[range.clone()];
            let accused: Vec<(f64, bool)> = set
                .iter()
                .zip(p)
                .filter(|(e, p)| e.accusable && **p >= unrelated)
                .map(|(e, p)| (*p, e.is_unrelated()))
                .collect();
            let near: Vec<(f64, bool)> = set
                .iter()
                .zip(p)
                .filter(|(_, p)| **p <= related)
                .map(|(e, p)| (*p, !e.is_unrelated()))
                .collect();
            let ((precision, recall), (related, said)) =
                (rates(&accused, all), rates(&near, set.len() - all));
            let wrong = accused.iter().filter(|(_, right)| !right).count();
            println!(
                "{name}, cut {cut}: unrelated precision {precision:.3} ({wrong} wrong) at recall {recall:.3}, area {:.4}; related precision {related:.3} of {said:.3}",
                area(set, |n| p[n])
            );
        }
        let shipped: Vec<(f64, bool)> = set
            .iter()
            .filter(|e| e.verdict == "unrelated")
            .map(|e| (0.0, e.is_unrelated()))
            .collect();
        let (precision, recall) = rates(&shipped, all);
        println!(
            "{name}, as shipped: unrelated precision {precision:.3} at recall {recall:.3}, area {:.4}",
            area(set, |n| 1.0 - set[n].relatedness)
        );
    }
    let model = learn(&examples.iter().filter(|e| may_teach(e)).collect::<Vec<_>>());
    println!(
        "\n# Learned by `cargo bench --bench captions`; thresholds hold with precision {PRECISION} and {RELATED} on held-out hosts."
    );
    println!(
        "bias = {:.4}\nshare = {:.3}\nunrelated = {unrelated:.3}\nrelated = {related:.3}",
        model.bias, model.share
    );
    for w in &model.feature {
        println!(
            "\n[[feature]]\nname = \"{}\"\nmean = {:.4}\nspread = {:.4}\nweight = {:.4}",
            w.name, w.mean, w.spread, w.weight
        );
    }
}
