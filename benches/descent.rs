//! Learns what sets a story told anew apart from independent reports of the same event, and
//! measures how well that holds on originals not learned from.
//!
//! `cargo bench --bench descent -- CORPUS...` reads the labelled sets beside the checkout (or in
//! `URTEXT_DATA`): rewrites by language models among three outlets' own stories of each of many
//! events (`ext/rewrites`, `events/basil.jsonl`), and copies made by hand (`derived`), of both
//! halves. Pairs of a text and its original are positive; pairs of different stories that a report
//! compares are negative. Each further CORPUS adds pairs of different outlets that a report does
//! not call copies: nearly all of them are independent reports, agency releases in common, or series.
//! It prints, in folds by original, how many pairs are found and how many are wrong at several
//! bounds, and the file of weights learned from all data (`src/compare/descent/weights.toml`). A pair
//! is told by weights learned without any pair of either of its stories.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use urtext::clean;
use urtext::compare::descent::model::{FEATURES, Features, features};
use urtext::compare::descent::{self, Terms};
use urtext::compare::{Comparison, Rarity, Relation};
use urtext::ingest::{self, Article, Batch, plan};
use urtext::logistic;
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::sources::Registry;

const FOLDS: u64 = 10;
/// Strength of the prior that a weight is 0, in examples. By judgement.
const PRIOR: f64 = 1.0;
/// Bounds for which the table is printed.
const BOUNDS: [f64; 8] = [0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995];

/// What the labels say of an article.
struct Gold {
    /// Equal for all texts of one story.
    family: String,
    original: Option<String>,
    kind: String,
    /// Characters at which an original is cut, as its copy ends there.
    end: Option<usize>,
}

/// A pair of articles.
struct Example {
    set: String,
    /// The stories that the two tell; equal for a copy and its original.
    families: (String, String),
    /// How the copy was made; `-` for a negative pair.
    kind: String,
    features: Features,
    is_copy: bool,
}

fn lines(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn text_of(value: &serde_json::Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// Reads the labels of a set. Articles without labels are families of their own, or those of their
/// `event`.
fn gold(path: &Path) -> BTreeMap<String, Gold> {
    let of = |g: &serde_json::Value| {
        let original = g["original"].as_str().map(str::to_owned);
        let family = match g["family"].as_str() {
            Some(family) => family.to_owned(),
            None => original.clone().unwrap_or_else(|| text_of(g, "id")),
        };
        let end = g["source_end"].as_u64().map(|end| end as usize);
        (text_of(g, "id"), Gold { family, original, kind: text_of(g, "kind"), end })
    };
    lines(path).iter().map(of).collect()
}

/// Makes undated articles without a source of a set's records: the text alone must tell.
fn articles(records: &[serde_json::Value], labels: &BTreeMap<String, Gold>) -> Vec<Article> {
    let ends: BTreeMap<&str, usize> =
        labels.values().filter_map(|g| Some((g.original.as_deref()?, g.end?))).collect();
    let of = |record: &serde_json::Value| {
        let id = text_of(record, "id");
        let end = ends.get(id.as_str()).copied().unwrap_or(usize::MAX);
        let text = text_of(record, "text").chars().take(end).collect();
        let title = record["title"].as_str().map(str::to_owned);
        Article { id, text, title, ..Article::default() }
    };
    records.iter().map(of).collect()
}

/// Decides of a pair, with its comparison if there is one, whether it is looked at: whether one was
/// made from the other, with the families and the kind.
type Wanted<'w> = dyn Fn(&Article, &Article, Option<&Comparison>) -> Option<(bool, (String, String), String)>
    + Sync
    + 'w;

/// Compares the articles of a set as a report does, and measures the pairs that `wanted` names.
///
/// `wanted` is given both articles, and what the report says of them, and returns whether one was
/// made from the other, with the families and the kind; pairs that the report does not compare are
/// those of `also`.
fn measured(
    set: &str,
    mut batch: Batch,
    also: &[(String, String)],
    wanted: &Wanted<'_>,
) -> Vec<Example> {
    let registry = Registry::shipped().expect("the list built in is sound");
    batch.articles.sort_by(|x, y| x.id.cmp(&y.id));
    let found = pipeline::run(&mut batch, &registry, &Settings::default(), &Unwatched);
    let documents = clean::read_all(&found.articles, &found.cleaned);
    let rarity = Rarity::of(&found.knowledge.words);
    let number: BTreeMap<&str, u32> =
        found.articles.iter().zip(0..).map(|(article, at)| (article.id.as_str(), at)).collect();
    let mut pairs: BTreeMap<(u32, u32), Option<&Comparison>> =
        found.comparisons.iter().map(|c| ((c.a, c.b), Some(c))).collect();
    for (x, y) in also {
        if let (Some(x), Some(y)) = (number.get(x.as_str()), number.get(y.as_str())) {
            pairs.entry((*x.min(y), *x.max(y))).or_insert(None);
        }
    }
    let terms =
        |at: u32| Terms::of(&found.articles[at as usize].text, &documents[at as usize], &rarity);
    let one = |(&(a, b), c): (&(u32, u32), &Option<&Comparison>)| {
        let (x, y) = (&found.articles[a as usize], &found.articles[b as usize]);
        let (is_copy, families, kind) = wanted(x, y, *c)?;
        let measures = descent::measures::measure(&terms(a), &terms(b));
        let features = features(&measures);
        Some(Example { set: set.to_owned(), families, kind, features, is_copy })
    };
    pairs.par_iter().filter_map(one).collect()
}

/// Measures a labelled set: every text with its original, and the pairs of different families.
fn labelled(
    set: &str,
    records: &[serde_json::Value],
    labels: &BTreeMap<String, Gold>,
) -> Vec<Example> {
    let events: BTreeMap<String, String> = records
        .iter()
        .filter_map(|r| Some((text_of(r, "id"), format!("event {}", r["event"].as_i64()?))))
        .collect();
    let sources: BTreeMap<String, String> =
        records.iter().map(|r| (text_of(r, "id"), text_of(r, "source"))).collect();
    let family = |id: &str| match (labels.get(id), events.get(id)) {
        (Some(gold), _) => gold.family.clone(),
        (None, Some(event)) => event.clone(),
        (None, None) => id.to_owned(),
    };
    let mut also: Vec<(String, String)> =
        labels.iter().filter_map(|(id, gold)| Some((id.clone(), gold.original.clone()?))).collect();
    for (x, event) in &events {
        let others = events.iter().filter(|(y, other)| *y > x && *other == event);
        also.extend(others.map(|(y, _)| (x.clone(), y.clone())));
    }
    let wanted = |x: &Article, y: &Article, _: Option<&Comparison>| {
        let original = |id: &str| labels.get(id).and_then(|g| g.original.clone());
        for (copy, other) in [(x, y), (y, x)] {
            if original(&copy.id).as_deref() == Some(&other.id) {
                let kind = labels[&copy.id].kind.clone();
                let families = (family(&copy.id), family(&copy.id));
                // Slang, and no news.
                return (kind != "humanize").then_some((true, families, kind));
            }
        }
        let apart = family(&x.id) != family(&y.id)
            || events.contains_key(&x.id) && sources.get(&x.id) != sources.get(&y.id);
        apart.then(|| (false, (family(&x.id), family(&y.id)), "-".to_owned()))
    };
    let batch = Batch { articles: articles(records, labels), ..Batch::default() };
    measured(set, batch, &also, &wanted)
}

/// Measures the pairs of different outlets in a corpus that a report does not call copies.
fn unlabelled(file: &str) -> Vec<Example> {
    let plan = plan::plan(&[file.to_owned()]).expect("a corpus that can be read");
    let batch = ingest::run(&plan, &ingest::Settings::default(), &|_| ());
    let wanted = |x: &Article, y: &Article, c: Option<&Comparison>| {
        let c = c?;
        let told = c.descent.is_some()
            || matches!(
                c.relation,
                Relation::SameEvent | Relation::SameQuotes | Relation::SharedSource
            );
        let apart = !c.ties.same_source && !c.ties.foreign;
        (told && apart && c.measures.likeness >= 0.3)
            .then(|| (false, (x.id.clone(), y.id.clone()), "-".to_owned()))
    };
    measured(file, batch, &[], &wanted)
}

fn examples(data: &Path, corpora: &[String]) -> Vec<Example> {
    let half = data.join("../data2");
    let mut rewrites = lines(&data.join("ext/rewrites/articles.jsonl"));
    rewrites.extend(lines(&data.join("events/basil.jsonl")));
    let mut out = labelled("rewrites", &rewrites, &gold(&data.join("ext/rewrites/gold.jsonl")));
    out.extend(labelled("basil", &lines(&half.join("events/basil.jsonl")), &BTreeMap::new()));
    for folder in [data, &half] {
        let of = |name: &str| lines(&folder.join("derived").join(name));
        let mut records = of("sources.jsonl");
        records.extend(of("derived.jsonl"));
        out.extend(labelled("derived", &records, &gold(&folder.join("derived/gold.jsonl"))));
    }
    corpora.iter().for_each(|file| out.extend(unlabelled(file)));
    out
}

/// Returns the probability of each pair by weights learned without its stories.
fn held_out(examples: &[Example]) -> Vec<f64> {
    let held: Vec<logistic::Example<'_, { FEATURES.len() }>> = examples
        .iter()
        .map(|e| logistic::Example {
            features: &e.features,
            is_one: e.is_copy,
            families: (&e.families.0, &e.families.1),
        })
        .collect();
    logistic::held_out(&FEATURES, &held, PRIOR, FOLDS)
}

/// Prints, for each bound, the share of each kind of copy that is found, and how many negative pairs
/// of each set are.
fn table(examples: &[Example], told: &[f64]) {
    let mut counts: BTreeMap<(bool, &str), Vec<f64>> = BTreeMap::new();
    for (e, p) in examples.iter().zip(told) {
        let name = if e.is_copy { &e.kind } else { &e.set };
        counts.entry((e.is_copy, name)).or_default().push(*p);
    }
    for ((is_copy, name), told) in counts {
        let over = |bound: &f64| told.iter().filter(|p| *p >= bound).count();
        let cells: Vec<String> = BOUNDS.iter().map(|bound| format!("{:6}", over(bound))).collect();
        let what = if is_copy { "copies, " } else { "others, " };
        println!("{what}{name:30} {:6} {}", told.len(), cells.join(""));
    }
}

fn main() {
    let corpora: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let data = std::env::var_os("URTEXT_DATA")
        .map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    if !data.join("derived").is_dir() {
        println!("no labelled sets in {}; set URTEXT_DATA to their folder", data.display());
        return;
    }
    let examples = examples(&data, &corpora);
    println!("bounds {BOUNDS:?}");
    table(&examples, &held_out(&examples));
    let told: Vec<(&Features, bool)> = examples.iter().map(|e| (&e.features, e.is_copy)).collect();
    let learned = format!("`cargo bench --bench descent` from {} pairs", told.len());
    print!("{}", logistic::file(&learned, &logistic::learn(&FEATURES, &told, PRIOR)));
}
