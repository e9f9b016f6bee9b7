//! Learns the weights of the evidence for a direction on labelled pairs, and says how well stated probabilities hold.
//!
//! `cargo bench --bench direction` reads the labelled sets beside the checkout (`../shared/data`, or the folder named by
//! `URTEXT_DATA`) and prints: accuracy, share answered and calibration of the shipped weights; the same of weights learned by
//! k-fold, each pair judged by weights that were not learned from it; and the weights learned on all. How sure a sum of evidence
//! makes is learned in the same folds on labelled pairs and on pairs of made traditions, which weigh the same.

#[allow(dead_code, reason = "the bench of traditions asks after more")]
mod made;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use urtext::ingest::{self, Article, Batch, plan};
use urtext::lineage::direction::{LEAST_SUM, SLOPE, Signal};
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::sources::Registry;

const FOLDS: usize = 10;
/// Standard deviation of the prior on a weight, as a share of its first estimate.
const PRIOR_SPREAD: f64 = 0.5;
const STEPS: usize = 4_000;
const RATE: f64 = 0.02;
/// Seeds of the made traditions; those of `cargo bench --bench traditions` are others.
const MADE: std::ops::Range<u64> = 301..321;

/// A labelled pair that is a copy by the program: the signals, turned so that 1 is right, and where it is from.
struct Example {
    signals: Vec<(usize, f64)>,
    set: &'static str,
}

type Weights = Vec<f64>;

/// The probability that log-odds stand for.
fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn log_odds(example: &Example, weights: &Weights) -> f64 {
    example.signals.iter().map(|(signal, value)| weights[*signal] * value).sum()
}

/// Maximum a posteriori logistic regression by gradient ascent; weights stay above 0.
fn learn(examples: &[&Example], prior: &Weights) -> Weights {
    let mut weights = prior.clone();
    for _ in 0..STEPS {
        let mut gradient: Weights = weights.iter().zip(prior).map(|(w, mean)| (mean - w) / (PRIOR_SPREAD * mean).powi(2)).collect();
        for example in examples {
            let miss = 1.0 - probability(log_odds(example, &weights));
            example.signals.iter().for_each(|(signal, value)| gradient[*signal] += miss * value);
        }
        weights.iter_mut().zip(gradient).for_each(|(w, g)| *w = (*w + RATE * g).max(0.01));
    }
    weights
}

fn read(files: &[PathBuf]) -> Batch {
    let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
    ingest::run(&plan::plan(&names).expect("the labelled sets can be read"), &ingest::Settings::default(), &|_| ())
}

fn run(mut batch: Batch, registry: &Registry) -> Findings {
    pipeline::run(&mut batch, registry, &Settings::default(), &Unwatched)
}

/// The signals of the pairs whose original is known, by ids in either order: `(one, other, original)`.
fn examples(found: &Findings, known: &[(String, String, String)], set: &'static str) -> (Vec<Example>, usize) {
    let pairs: BTreeMap<(&str, &str), usize> = found
        .comparisons
        .iter()
        .enumerate()
        .map(|(n, c)| ((found.articles[c.a as usize].id.as_str(), found.articles[c.b as usize].id.as_str()), n))
        .collect();
    let mut missing = 0;
    let mut out = Vec::new();
    for (x, y, original) in known {
        let (first, second) = if x < y { (x, y) } else { (y, x) };
        let Some(&n) = pairs.get(&(first.as_str(), second.as_str())) else {
            missing += 1;
            continue;
        };
        if !found.comparisons[n].relation.is_copying() {
            missing += 1;
            continue;
        }
        let side = if original == first { 1.0 } else { -1.0 };
        let signals = found.lineage.verdicts[n].signals.iter().map(|(signal, value)| (*signal as usize, value * side)).collect();
        out.push(Example { signals, set });
    }
    (out, missing)
}

fn event_pairs(data: &Path, registry: &Registry) -> (Vec<Example>, usize) {
    let events = data.join("events");
    let found = run(read(&[events.join("helsinki.jsonl"), events.join("groundnews.jsonl")]), registry);
    let table = std::fs::read_to_string(events.join("pairs_gold.csv")).expect("the labels can be read");
    let known: Vec<(String, String, String)> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let original = match *cells.get(4)? {
                "a" => cells[0],
                "b" => cells[1],
                _ => return None,
            };
            Some((cells[0].to_owned(), cells[1].to_owned(), original.to_owned()))
        })
        .collect();
    examples(&found, &known, "events")
}

/// Copies made by hand, without dates, each original cut where its spun copy ends.
fn derived_pairs(data: &Path, registry: &Registry) -> (Vec<Example>, usize) {
    let lines = |name: &str| -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(data.join("derived").join(name)).expect("the derived set can be read");
        text.lines().map(|line| serde_json::from_str(line).expect("the derived set is JSON lines")).collect()
    };
    let text_of = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let gold = lines("gold.jsonl");
    let ends: BTreeMap<String, usize> =
        gold.iter().filter_map(|g| Some((text_of(g, "original"), g["source_end"].as_u64()? as usize))).collect();
    let mut batch = Batch::default();
    for document in lines("sources.jsonl").iter().chain(&lines("derived.jsonl")) {
        let id = text_of(document, "id");
        let text = text_of(document, "text").chars().take(ends.get(&id).copied().unwrap_or(usize::MAX)).collect();
        batch.articles.push(Article { id, text, title: document["title"].as_str().map(str::to_owned), ..Article::default() });
    }
    batch.articles.sort_by(|x, y| x.id.cmp(&y.id));
    let found = run(batch, registry);
    let spun = gold.iter().filter(|g| text_of(g, "kind") == "spun");
    let known: Vec<_> = spun.map(|g| (text_of(g, "id"), text_of(g, "original"), text_of(g, "original"))).collect();
    examples(&found, &known, "spun")
}

/// The pairs of made traditions of which one descends from the other.
fn made_pairs(registry: &Registry) -> Vec<Example> {
    let mut out = Vec::new();
    for seed in MADE {
        let tradition = made::tradition(seed, made::FAVOURED);
        let found = tradition.run(seed, registry);
        for (c, verdict) in found.comparisons.iter().zip(&found.lineage.verdicts).filter(|(c, _)| c.relation.is_copying()) {
            let Some(nearer) = tradition.nearer(&found, c.a, c.b) else { continue };
            let side = if nearer == c.a { 1.0 } else { -1.0 };
            let signals = verdict.signals.iter().map(|(signal, value)| (*signal as usize, value * side)).collect();
            out.push(Example { signals, set: "made" });
        }
    }
    out
}

/// The sums of evidence, turned so that above 0 is right, of pairs that are answered.
fn answered<'e>(examples: impl Iterator<Item = &'e Example>, weights: &Weights) -> Vec<f64> {
    examples.map(|e| log_odds(e, weights)).filter(|sum| sum.abs() >= LEAST_SUM).collect()
}

/// The slope under which the sums of both kinds of pairs are likeliest, each kind weighing the same.
fn slope(labelled: &[f64], made: &[f64]) -> f64 {
    let mean = |sums: &[f64], slope: f64| -> f64 {
        sums.iter().map(|sum| -(1.0 + (-slope * sum).exp()).ln()).sum::<f64>() / sums.len().max(1) as f64
    };
    let likelihood = |slope: f64| mean(labelled, slope) + mean(made, slope);
    (10..400).map(|n| f64::from(n) / 100.0).max_by(|x, y| likelihood(*x).total_cmp(&likelihood(*y))).unwrap_or(1.0)
}

/// Stated less observed, and a line for each tenth.
fn reliability(what: &str, judged: &[(f64, f64)]) {
    let mut bins: BTreeMap<usize, (f64, usize, usize)> = BTreeMap::new();
    for (sum, slope) in judged {
        let stated = 1.0 / (1.0 + (-slope * sum.abs()).exp());
        let bin = bins.entry((stated * 10.0) as usize).or_default();
        *bin = (bin.0 + stated, bin.1 + usize::from(*sum > 0.0), bin.2 + 1);
    }
    let (stated, right, of) = bins.values().fold((0.0, 0, 0), |all, bin| (all.0 + bin.0, all.1 + bin.1, all.2 + bin.2));
    println!("{what}: {of} answered, {right} right; stated less observed {:+.3}", (stated - right as f64) / f64::from(of.max(1) as u32));
    for (stated, right, of) in bins.values() {
        println!("  stated {:.2}: right {:.3} ({right} of {of})", stated / *of as f64, *right as f64 / *of as f64);
    }
}

/// Learns weights and slope in folds, and tells how well what is stated of held-out pairs of either kind holds.
fn calibrate(labelled: &[Example], made: &[Example], shipped: &Weights) {
    let kept = |examples: &[Example], fold: usize| -> Vec<usize> { (0..examples.len()).filter(|n| n % FOLDS != fold).collect() };
    let (mut of_labelled, mut of_made, mut slopes) = (Vec::new(), Vec::new(), Vec::new());
    // Pairs of one tradition hang together: a fold holds out whole stretches of them.
    let block = made.len().div_ceil(FOLDS).max(1);
    for fold in 0..FOLDS {
        let rest: Vec<&Example> = kept(labelled, fold).into_iter().map(|n| &labelled[n]).collect();
        let weights = learn(&rest, shipped);
        let made_rest = made.iter().enumerate().filter(|(n, _)| n / block != fold).map(|(_, e)| e);
        let slope = slope(&answered(rest.iter().copied(), &weights), &answered(made_rest, &weights));
        slopes.push(slope);
        let held = labelled.iter().skip(fold).step_by(FOLDS);
        of_labelled.extend(answered(held, &weights).into_iter().map(|sum| (sum, slope)));
        of_made.extend(answered(made.iter().skip(fold * block).take(block), &weights).into_iter().map(|sum| (sum, slope)));
    }
    println!("slopes learned in {FOLDS} folds: {slopes:.2?}");
    reliability("labelled pairs, held out", &of_labelled);
    reliability("made pairs, held out", &of_made);
    let (x, y) = (answered(labelled.iter(), shipped), answered(made.iter(), shipped));
    println!("slope by the shipped weights on all: {:.2}; shipped: {SLOPE:.2}", slope(&x, &y));
    let shipped = |sums: Vec<f64>| sums.into_iter().map(|sum| (sum, SLOPE)).collect::<Vec<_>>();
    reliability("labelled pairs, as shipped", &shipped(x));
    reliability("made pairs, as shipped", &shipped(y));
}

/// Prints how many are answered and right, and how often stated probabilities hold.
fn tell(what: &str, judged: &[(f64, &'static str)]) {
    for set in ["events", "spun"] {
        let of_set: Vec<f64> = judged.iter().filter(|(_, s)| *s == set).map(|(odds, _)| *odds).collect();
        let answered: Vec<&f64> = of_set.iter().filter(|odds| odds.abs() >= LEAST_SUM).collect();
        let right = answered.iter().filter(|odds| ***odds > 0.0).count();
        println!("{what}, {set}: {} of {} answered, {right} of these right", answered.len(), of_set.len());
    }
    let mut bins: BTreeMap<usize, (f64, usize, usize)> = BTreeMap::new();
    for (odds, _) in judged.iter().filter(|(odds, _)| odds.abs() >= LEAST_SUM) {
        let stated = probability(odds.abs());
        let bin = bins.entry((stated * 10.0) as usize).or_default();
        *bin = (bin.0 + stated, bin.1 + usize::from(*odds > 0.0), bin.2 + 1);
    }
    let (mut off, mut all) = (0.0, 0);
    for (bin, (stated, right, of)) in &bins {
        println!(
            "  stated {:.1}–{:.1}: mean {:.3}, right {right} of {of}",
            *bin as f64 / 10.0,
            (bin + 1) as f64 / 10.0,
            stated / *of as f64
        );
        off += stated - *right as f64;
        all += of;
    }
    println!("  stated less observed, over all: {:+.3}", off / f64::from(all.max(1) as u32));
}

fn main() {
    let data = std::env::var_os("URTEXT_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    if !data.join("derived").is_dir() {
        println!("direction: no labelled sets in {}; set URTEXT_DATA to their folder", data.display());
        return;
    }
    let registry = Registry::shipped().expect("the shipped list is whole");
    let (mut all, missing) = event_pairs(&data, &registry);
    let (spun, missing_spun) = derived_pairs(&data, &registry);
    println!(
        "{} event pairs and {} spun ones with a known original; {missing} and {missing_spun} more are no copies by the program",
        all.len(),
        spun.len()
    );
    all.extend(spun);
    let shipped: Weights = Signal::ALL.iter().map(|(_, weights, ..)| weights[2]).collect();
    let judged: Vec<(f64, &'static str)> = all.iter().map(|e| (log_odds(e, &shipped), e.set)).collect();
    tell("shipped weights", &judged);
    let mut held_out = Vec::new();
    for fold in 0..FOLDS {
        let rest: Vec<&Example> = all.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, e)| e).collect();
        let weights = learn(&rest, &shipped);
        held_out.extend(all.iter().enumerate().filter(|(n, _)| n % FOLDS == fold).map(|(_, e)| (log_odds(e, &weights), e.set)));
    }
    tell("learned, each pair held out", &held_out);
    let everything: Vec<&Example> = all.iter().collect();
    println!("weights: shipped → learned on all (pairs with the signal, of these for the right side)");
    for ((signal, [.., weight], _, words), learned) in Signal::ALL.iter().zip(learn(&everything, &shipped)) {
        let with: Vec<f64> = all.iter().flat_map(|e| &e.signals).filter(|(s, _)| *s == *signal as usize).map(|(_, v)| *v).collect();
        println!("  {words:<45} {weight:>5.2} → {learned:>5.2} ({}, {})", with.len(), with.iter().filter(|v| **v > 0.0).count());
    }
    calibrate(&all, &made_pairs(&registry), &shipped);
}
