//! Learns the bounds of the relation rule from labelled pairs, and measures how well they hold on
//! pairs not learned from.
//!
//! `cargo bench --bench relations` reads the labelled sets beside the checkout (`../shared/data`,
//! or the folder named by `URTEXT_DATA`) and prints: the figures of the shipped bounds; k-fold
//! figures of the learning itself, in which each fold starts from the shipped bounds moved at
//! random; and how often a verdict of a given firmness is right. As far as the shipped bounds were
//! chosen on the same labels, the start knows them, and the k-fold figures are optimistic.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use urtext::compare::{Bounds, Comparison, Measures, Relation, Ties, relation, standing};
use urtext::ingest::{self, Article, Batch, plan};
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::sources::Registry;

const FOLDS: usize = 5;
const REPEATS: u64 = 4;
const ROUNDS: usize = 4;

/// A labelled pair: its measures (`None` if the pair was not compared), and the groups that a
/// reader accepts, the preferred one first.
struct Example {
    measured: Option<(Measures, Ties)>,
    accepted: Vec<&'static str>,
}

/// Returns the group of a relation; relations of one group are judged alike.
fn group(relation: Option<Relation>) -> &'static str {
    match relation {
        Some(Relation::Identical | Relation::Republished) => "verbatim",
        Some(Relation::Background | Relation::SharedSource) => "shared_source",
        Some(Relation::SameEvent | Relation::Template) | None => "independent",
        Some(other) => other.name(),
    }
}

fn group_of_label(label: &str) -> Option<&'static str> {
    let relation =
        Relation::ALL.iter().find(|(_, name)| *name == label).map(|(relation, _)| *relation);
    (relation.is_some() || label == "unrelated").then(|| group(relation))
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Moves a bound by a number of units: of log-odds for a share, of a third of the natural logarithm
/// for a count of words.
fn moved(bound: f64, by: f64) -> f64 {
    if bound < 1.0 {
        1.0 / (1.0 + (-((bound / (1.0 - bound)).ln() + by)).exp())
    } else {
        bound * (by / 3.0).exp()
    }
}

/// Returns the macro-F1 over the labelled groups, and the number of false copies among the
/// strangers.
fn judge(bounds: &Bounds, examples: &[&Example], strangers: &[(Measures, Ties)]) -> (f64, usize) {
    let mut counts: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    for example in examples {
        let have = group(
            example.measured.as_ref().and_then(|(m, ties)| relation::decide(m, *ties, bounds)),
        );
        let want = if example.accepted.contains(&have) { have } else { example.accepted[0] };
        if have == want {
            counts.entry(want).or_default()[0] += 1.0;
        } else {
            counts.entry(want).or_default()[2] += 1.0;
            counts.entry(have).or_default()[1] += 1.0;
        }
    }
    let labelled: BTreeSet<&str> = examples.iter().map(|e| e.accepted[0]).collect();
    let f1 = |[right, false_, missed]: [f64; 3]| {
        if right == 0.0 { 0.0 } else { 2.0 * right / (2.0 * right + false_ + missed) }
    };
    let sum: f64 =
        labelled.iter().map(|name| f1(counts.get(name).copied().unwrap_or_default())).sum();
    let false_copies = strangers
        .iter()
        .filter(|(m, ties)| relation::decide(m, *ties, bounds).is_some_and(Relation::is_copying))
        .count();
    (sum / labelled.len().max(1) as f64, false_copies)
}

/// Learns by coordinate ascent from `start`: each bound in turn is moved to where it does best.
fn learn(start: Bounds, examples: &[&Example], strangers: &[(Measures, Ties)]) -> Bounds {
    let worth = |bounds: &Bounds| {
        let (f1, false_copies) = judge(bounds, examples, strangers);
        f1 - 0.05 * false_copies as f64
    };
    let (mut best, mut best_worth) = (start, worth(&start));
    for _ in 0..ROUNDS {
        for at in 0..Bounds::NAMES.len() {
            // Of several equally good moves, the middle one leaves most room on either side.
            let mut equal: Vec<f64> = vec![best.values()[at]];
            let from = best.values()[at];
            for step in -8..=8 {
                let mut tried = best;
                *tried.values_mut()[at] = moved(from, f64::from(step) * 0.2);
                let reached = worth(&tried);
                if reached > best_worth + 1e-9 {
                    (best_worth, equal) = (reached, vec![tried.values()[at]]);
                } else if (reached - best_worth).abs() <= 1e-9 {
                    equal.push(tried.values()[at]);
                }
            }
            equal.sort_by(f64::total_cmp);
            *best.values_mut()[at] = equal[equal.len() / 2];
            if worth(&best) < best_worth - 1e-9 {
                *best.values_mut()[at] = equal[0];
                best_worth = worth(&best);
            }
        }
    }
    best
}

fn read(files: &[PathBuf]) -> Batch {
    let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
    let inputs = plan::plan(&names).expect("the labelled sets can be read");
    ingest::run(&inputs, &ingest::Settings::default(), &|_| ())
}

fn compared(
    mut batch: Batch,
    registry: &Registry,
) -> (Vec<Article>, Vec<Comparison>, Vec<Option<String>>) {
    let found = pipeline::run(&mut batch, registry, &Settings::default(), &Unwatched);
    let sources = found.cleaned.iter().map(|c| c.source.clone()).collect();
    (found.articles, found.comparisons, sources)
}

/// Indexes comparisons by the ids of their articles.
fn by_ids<'c>(
    articles: &[Article],
    comparisons: &'c [Comparison],
) -> BTreeMap<(String, String), &'c Comparison> {
    let id = |at: u32| articles[at as usize].id.clone();
    comparisons.iter().map(|c| ((id(c.a), id(c.b)), c)).collect()
}

/// Reads the pairs from the event sets, which two readers labelled.
fn event_pairs(data: &Path, registry: &Registry) -> Vec<Example> {
    let events = data.join("events");
    let (articles, comparisons, _) =
        compared(read(&[events.join("helsinki.jsonl"), events.join("groundnews.jsonl")]), registry);
    let found = by_ids(&articles, &comparisons);
    let table =
        std::fs::read_to_string(events.join("pairs_gold.csv")).expect("the labels can be read");
    let rows = table.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter_map(|cells| {
        let mut ids = [cells[0].to_owned(), cells[1].to_owned()];
        ids.sort();
        let [x, y] = ids;
        let accepted: Vec<&str> =
            [cells[2], cells[3]].iter().filter_map(|label| group_of_label(label)).collect();
        let measured = found.get(&(x, y)).map(|c| (c.measures.clone(), c.ties));
        (!accepted.is_empty()).then_some(Example { measured, accepted })
    })
    .collect()
}

/// Reads the copies made by hand, with each original cut where its spun copy ends.
fn derived_pairs(data: &Path, registry: &Registry) -> Vec<Example> {
    let lines = |name: &str| -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(data.join("derived").join(name))
            .expect("the derived set can be read");
        text.lines()
            .map(|line| serde_json::from_str(line).expect("the derived set is JSON lines"))
            .collect()
    };
    let gold = lines("gold.jsonl");
    let text_of =
        |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let ends: BTreeMap<String, usize> = gold
        .iter()
        .filter_map(|g| Some((text_of(g, "original"), g["source_end"].as_u64()? as usize)))
        .collect();
    let mut batch = Batch::default();
    for document in lines("sources.jsonl").iter().chain(&lines("derived.jsonl")) {
        let id = text_of(document, "id");
        let whole = text_of(document, "text");
        let text = whole.chars().take(ends.get(&id).copied().unwrap_or(usize::MAX)).collect();
        batch.articles.push(Article {
            id,
            text,
            title: document["title"].as_str().map(str::to_owned),
            ..Article::default()
        });
    }
    batch.articles.sort_by(|x, y| x.id.cmp(&y.id));
    let (articles, comparisons, _) = compared(batch, registry);
    let found = by_ids(&articles, &comparisons);
    gold.iter()
        .map(|g| {
            let mut ids = [text_of(g, "id"), text_of(g, "original")];
            ids.sort();
            let [x, y] = ids;
            let accepted = match text_of(g, "kind").as_str() {
                "edit" => vec!["edited"],
                "rewrite" => vec!["rewritten"],
                "summary" => vec!["summary", "rewritten", "excerpt"],
                "excerpt" => vec!["excerpt"],
                _ => vec!["spun"],
            };
            Example { measured: found.get(&(x, y)).map(|c| (c.measures.clone(), c.ties)), accepted }
        })
        .collect()
}

/// Reads pairs of different outlets that wrote about one event independently.
fn strangers(data: &Path, registry: &Registry) -> Vec<(Measures, Ties)> {
    let (_, comparisons, sources) = compared(read(&[data.join("events/basil.jsonl")]), registry);
    let apart = comparisons.iter().filter(|c| sources[c.a as usize] != sources[c.b as usize]);
    apart.map(|c| (c.measures.clone(), c.ties)).collect()
}

fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let variance =
        values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64;
    (mean, variance.sqrt())
}

fn main() {
    let data = std::env::var_os("URTEXT_DATA")
        .map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    if !data.join("derived").is_dir() {
        println!(
            "relations: no labelled sets in {}; set URTEXT_DATA to their folder",
            data.display()
        );
        return;
    }
    let registry = Registry::shipped().expect("the shipped list is whole");
    let mut examples = event_pairs(&data, &registry);
    examples.extend(derived_pairs(&data, &registry));
    let strangers = strangers(&data, &registry);
    let all: Vec<&Example> = examples.iter().collect();
    let (f1, false_copies) = judge(&Bounds::SHIPPED, &all, &strangers);
    println!("{} labelled pairs, {} pairs of strangers", examples.len(), strangers.len());
    println!("shipped bounds: macro-F1 {f1:.3}, false copies {false_copies}");

    let (mut learned, mut shipped, mut inside, mut wrong) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for repeat in 0..REPEATS {
        let mut random = Random(repeat + 1);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut keys: Vec<f64> = order.iter().map(|_| random.next()).collect();
        // Sorted by label, so that every fold gets its share of each.
        order.sort_by(|x, y| {
            examples[*x].accepted[0]
                .cmp(examples[*y].accepted[0])
                .then(keys[*x].total_cmp(&keys[*y]))
        });
        keys.clear();
        let mut told_right = Vec::new();
        for fold in 0..FOLDS {
            let part = |inside: bool| -> Vec<&Example> {
                order
                    .iter()
                    .enumerate()
                    .filter(|(n, _)| (n % FOLDS == fold) == inside)
                    .map(|(_, at)| &examples[*at])
                    .collect()
            };
            let (held, rest) = (part(true), part(false));
            let mut start = Bounds::SHIPPED;
            for bound in start.values_mut() {
                *bound = moved(*bound, 2.0 * random.next() - 1.0);
            }
            let (learn_from, check_on): (Vec<_>, Vec<_>) =
                strangers.iter().enumerate().partition(|(n, _)| n % FOLDS != fold);
            let take = |part: Vec<(usize, &(Measures, Ties))>| {
                part.into_iter().map(|(_, x)| x.clone()).collect::<Vec<_>>()
            };
            let (learn_from, check_on) = (take(learn_from), take(check_on));
            let bounds = learn(start, &rest, &learn_from);
            inside.push(judge(&bounds, &rest, &learn_from).0);
            let (f1, false_copies) = judge(&bounds, &held, &check_on);
            told_right.push(f1);
            wrong.push(false_copies as f64);
            shipped.push(judge(&Bounds::SHIPPED, &held, &check_on).0);
        }
        learned.extend(told_right);
    }
    let figures = [
        ("learned, on the folds learned from", inside),
        ("learned, on the fold held out", learned),
        ("shipped bounds, fold by fold", shipped),
    ];
    for (what, values) in figures {
        let (mean, spread) = mean_and_spread(&values);
        println!("{what}: macro-F1 {mean:.3} ± {spread:.3} ({} folds)", values.len());
    }
    println!("learned, held out: {:.2} false copies a fold", mean_and_spread(&wrong).0);

    println!("firmness of the verdict, and how often it is right (shipped bounds):");
    let variants = Bounds::variants();
    let mut bins: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut named = (0, 0);
    for (example, (m, ties)) in examples.iter().filter_map(|e| Some((e, e.measured.as_ref()?))) {
        let Some(told) = relation::decide(m, *ties, &Bounds::SHIPPED) else { continue };
        let standing = standing::standing(m, *ties, told, &variants);
        let right = example.accepted.contains(&group(Some(told)));
        let bin = bins
            .entry(((standing.firmness.unwrap_or_default() * 5.0) as usize).min(4))
            .or_default();
        *bin = (bin.0 + usize::from(right), bin.1 + 1);
        if let (false, Some(second)) = (right, standing.runner_up) {
            named = (
                named.0 + usize::from(example.accepted.contains(&group(Some(second)))),
                named.1 + 1,
            );
        }
    }
    for (bin, (right, of)) in bins {
        println!("  {:.1}–{:.1}: {right} of {of}", bin as f64 / 5.0, (bin + 1) as f64 / 5.0);
    }
    println!(
        "wrong verdicts with a runner-up: {}, of which the runner-up is right {}",
        named.1, named.0
    );
    let bounds = learn(Bounds::SHIPPED, &all, &strangers);
    let (f1, false_copies) = judge(&bounds, &all, &strangers);
    println!(
        "learned on all, from the shipped bounds: macro-F1 {f1:.3}, false copies {false_copies}; what moved:"
    );
    for ((name, was), is) in Bounds::NAMES.iter().zip(Bounds::SHIPPED.values()).zip(bounds.values())
    {
        if (was - is).abs() > 0.02 * was {
            println!("  {name:<24} {was:>7.3} → {is:.3}");
        }
    }
}
