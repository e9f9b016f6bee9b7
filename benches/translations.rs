//! Learns what sets a translation apart from other news of the same days in another language, and
//! measures how well that holds on stories not learned from.
//!
//! `cargo bench --bench translations -- FOLDER...` reads folders with `articles.jsonl`, of which
//! the first has a `gold.jsonl` too (`id`, `family`, `original`, `pair`); without arguments, the
//! sets beside the checkout. Pairs of one family are translations of one story. It prints, in folds
//! by family, how many pairs are found and how many are wrong at several bounds, the share of
//! translations found by pair of languages, and the file of weights learned from all data
//! (`src/translation/weights.toml`). `--rows` prints the negative pairs that come closest.

use std::collections::BTreeMap;
use std::path::Path;

use urtext::candidates::translations::{self, Joined};
use urtext::clean;
use urtext::compare::Rarity;
use urtext::ingest::{self, plan};
use urtext::logistic;
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::sources::Registry;
use urtext::translation::anchors::{self, Words};
use urtext::translation::model::{FEATURES, Features, features};
use urtext::translation::{Measures, measures};

const FOLDS: u64 = 10;
/// Strength of the prior that a weight is 0, in examples. By judgement.
const PRIOR: f64 = 1.0;
/// Bounds for which the table is printed.
const BOUNDS: [f64; 7] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99];

/// What the labels say of an article.
struct Gold {
    family: String,
    original: Option<String>,
    pair: String,
}

/// A pair that the search brought up.
struct Example {
    ids: (String, String),
    /// Family of the first of the two that is labelled.
    family: String,
    measures: Measures,
    features: Features,
    is_translation: bool,
}

fn gold(folder: &str) -> BTreeMap<String, Gold> {
    let text = std::fs::read_to_string(Path::new(folder).join("gold.jsonl")).expect("labels");
    let lines = text.lines().map(|line| {
        let gold: serde_json::Value = serde_json::from_str(line).expect("JSON lines");
        let text = |key: &str| gold[key].as_str().map(str::to_owned);
        (
            text("id").unwrap_or_default(),
            Gold {
                family: text("family").unwrap_or_default(),
                original: text("original"),
                pair: text("pair").unwrap_or_default(),
            },
        )
    });
    lines.collect()
}

/// Returns the pairs with at least one labelled article, as a report would find them.
fn examples(folders: &[String], labels: &BTreeMap<String, Gold>) -> Vec<Example> {
    let files: Vec<String> =
        folders.iter().map(|folder| format!("{folder}/articles.jsonl")).collect();
    let plan = plan::plan(&files).expect("labelled articles");
    let mut batch = ingest::run(&plan, &ingest::Settings::default(), &|_| ());
    let registry = Registry::shipped().expect("the list built in is sound");
    let found = pipeline::run(&mut batch, &registry, &Settings::default(), &Unwatched);
    let documents = clean::read_all(&found.articles, &found.cleaned);
    let rarity = Rarity::of(&found.knowledge.words);
    let all = |at: u32| {
        let at = at as usize;
        anchors::of(&found.articles[at].text, &documents[at], Words::All, &rarity)
    };
    let pairs = translations::join(&Joined {
        articles: &found.articles,
        cleaned: &found.cleaned,
        documents: &documents,
        comparable: &|_, _| true,
    });
    let one = |&(a, b): &(u32, u32)| {
        let id = |at: u32| found.articles[at as usize].id.clone();
        let (x, y) = (labels.get(&id(a)), labels.get(&id(b)));
        let measures = measures::measure(&all(a), &all(b));
        Some(Example {
            ids: (id(a), id(b)),
            family: x.or(y)?.family.clone(),
            measures,
            features: features(&measures),
            is_translation: x.zip(y).is_some_and(|(x, y)| x.family == y.family),
        })
    };
    pairs.iter().filter_map(one).collect()
}

fn held_out(examples: &[Example]) -> Vec<f64> {
    let held: Vec<logistic::Example<'_, { FEATURES.len() }>> = examples
        .iter()
        .map(|e| logistic::Example {
            features: &e.features,
            is_one: e.is_translation,
            families: (&e.family, &e.family),
        })
        .collect();
    logistic::held_out(&FEATURES, &held, PRIOR, FOLDS)
}

/// Prints how many pairs are found from each bound on, and how many are wrong.
fn table(examples: &[Example], told: &[f64]) {
    let positive = examples.iter().filter(|e| e.is_translation).count();
    println!("{} pairs, {positive} of them translations", examples.len());
    println!("bound   found  wrong");
    for bound in BOUNDS {
        let count = |right: bool| {
            let over = examples.iter().zip(told).filter(|(_, p)| **p >= bound);
            over.filter(|(e, _)| e.is_translation == right).count()
        };
        println!("{bound:5.2} {:7} {:6}", count(true), count(false));
    }
}

/// Prints the share of translations whose pair with the original is found, by pair of languages.
fn by_languages(examples: &[Example], told: &[f64], labels: &BTreeMap<String, Gold>) {
    let mut probability: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for (e, p) in examples.iter().zip(told) {
        let (x, y) = (e.ids.0.as_str(), e.ids.1.as_str());
        probability.insert((x.min(y), x.max(y)), *p);
    }
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, gold) in labels {
        let Some(original) = &gold.original else { continue };
        let (x, y) = (id.as_str(), original.as_str());
        let p = probability.get(&(x.min(y), x.max(y))).copied().unwrap_or_default();
        for key in ["all", gold.pair.as_str()] {
            let (found, all) = counts.entry(key).or_default();
            *found += usize::from(p >= urtext::translation::NAMED);
            *all += 1;
        }
    }
    for (pair, (found, all)) in counts {
        println!("{pair:6} {found:4} of {all:4}  {:.2}", found as f64 / all as f64);
    }
}

fn main() {
    let (flags, mut folders): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).filter(|a| a != "--bench").partition(|a| a.starts_with("--"));
    if folders.is_empty() {
        let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/ext");
        folders =
            ["translations", "events", "speakers"].map(|set| format!("{beside}/{set}")).into();
    }
    if !Path::new(&folders[0]).join("gold.jsonl").exists() {
        println!("give folders: cargo bench --bench translations -- FOLDER...");
        return;
    }
    let labels = gold(&folders[0]);
    let examples = examples(&folders, &labels);
    let told = held_out(&examples);
    table(&examples, &told);
    by_languages(&examples, &told, &labels);
    if flags.iter().any(|flag| flag == "--rows") {
        let mut negative: Vec<(f64, &Example)> =
            told.iter().copied().zip(&examples).filter(|(_, e)| !e.is_translation).collect();
        negative.sort_by(|x, y| y.0.total_cmp(&x.0));
        for (p, e) in negative.iter().take(40) {
            println!("{p:.3} {} {} {:?}", e.ids.0, e.ids.1, e.measures);
        }
    }
    let told: Vec<(&Features, bool)> =
        examples.iter().map(|e| (&e.features, e.is_translation)).collect();
    let learned = format!("`cargo bench --bench translations` from {} pairs", told.len());
    print!("{}", logistic::file(&learned, &logistic::learn(&FEATURES, &told, PRIOR)));
}
