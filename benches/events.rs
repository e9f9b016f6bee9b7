//! Measures how well events are set apart, on articles with labelled events:
//! `cargo bench --bench events`.
//!
//! Reads the labelled sets beside the checkout (`../shared/data`, or the folder named by
//! `URTEXT_DATA`). Prints the share of pairs called *same event* that are about one event, the
//! share of pairs about one event that were found to be related at all, and the same two shares for
//! the stories that articles are grouped into.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use urtext::compare::Relation;
use urtext::ingest::{self, plan};
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::sources::Registry;

/// Reads the event of each article, by id.
fn labels(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).expect("the labelled set can be read");
    let label = |line: &str| {
        let record: serde_json::Value =
            serde_json::from_str(line).expect("the labelled set is JSON lines");
        Some((record["id"].as_str()?.to_owned(), record["event"].to_string()))
    };
    text.lines().filter_map(label).collect()
}

fn tell(name: &str, events: &BTreeMap<String, String>, found: &Findings) {
    let event = |at: u32| events.get(&found.articles[at as usize].id);
    let same = |a: u32, b: u32| event(a).is_some() && event(a) == event(b);
    let articles = found.articles.len() as u32;
    let pairs = || (0..articles).flat_map(|a| (a + 1..articles).map(move |b| (a, b)));
    let of_one = pairs().filter(|(a, b)| same(*a, *b)).count();
    let called: Vec<bool> = found
        .comparisons
        .iter()
        .filter(|c| c.relation == Relation::SameEvent)
        .map(|c| same(c.a, c.b))
        .collect();
    let related = found.comparisons.iter().filter(|c| same(c.a, c.b)).count();
    let story = |at: u32| found.lineage.standings[at as usize].story;
    let together: Vec<bool> =
        pairs().filter(|(a, b)| story(*a) == story(*b)).map(|(a, b)| same(a, b)).collect();
    let right = |of: &[bool]| of.iter().filter(|right| **right).count();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    println!(
        "{name}: {of_one} pairs of one event; called same_event {}, right {:.3}; found {:.3}; in one story {}, right {:.3}, found {:.3}",
        called.len(),
        share(right(&called), called.len()),
        share(related, of_one),
        together.len(),
        share(right(&together), together.len()),
        share(right(&together), of_one)
    );
}

fn main() {
    let data = std::env::var_os("URTEXT_DATA")
        .map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from)
        .join("events");
    if !data.is_dir() {
        println!(
            "events: no labelled sets in {}; set URTEXT_DATA to the folder that holds `events`",
            data.display()
        );
        return;
    }
    let registry = Registry::shipped().expect("the shipped list is whole");
    for name in ["basil", "giveme5w1h"] {
        let file = data.join(format!("{name}.jsonl"));
        let inputs =
            plan::plan(&[file.display().to_string()]).expect("the labelled set can be read");
        let mut batch = ingest::run(&inputs, &ingest::Settings::default(), &|_| ());
        tell(
            name,
            &labels(&file),
            &pipeline::run(&mut batch, &registry, &Settings::default(), &Unwatched),
        );
    }
}
