//! Measures how well copy trees and lost agency stories are found in generated traditions:
//! `cargo bench --bench traditions`.
//!
//! Prints the shares of edges and roots that are right, how often stated probabilities hold, and
//! the token F1 of reconstructed agency stories, on the seeds that constants were chosen on and on
//! others. All seeds are fixed.

mod made;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use made::{COPIES, FAVOURED, Kind, Random, Text, Tradition, article, day, run, tradition};
use urtext::ingest::Article;
use urtext::pipeline::Findings;
use urtext::sources::Registry;
use urtext::text::fold;

const STORIES: u64 = 20;

/// By tenths of the stated probability: its sum, the number that are right, and the number of
/// cases.
type Bins = BTreeMap<usize, (f64, usize, usize)>;

/// Counts over some traditions.
#[derive(Default)]
struct Tally {
    edges: usize,
    told_edges: usize,
    right_edges: usize,
    named: usize,
    roots: usize,
    /// Probabilities stated for the roots found.
    stated: Bins,
    /// Probabilities stated for the directions of pairs.
    bins: Bins,
}

impl Tally {
    fn count(&mut self, made: &Tradition, found: &Findings) {
        let id = |at: u32| found.articles[at as usize].id.as_str();
        for (at, standing) in found.lineage.standings.iter().enumerate() {
            let Some(parent) = made.parents.get(&found.articles[at].id) else { continue };
            self.edges += 1;
            self.told_edges += usize::from(standing.parent.is_some());
            self.right_edges +=
                usize::from(standing.parent.as_ref().is_some_and(|p| id(p.article) == *parent));
        }
        let cluster = found.lineage.clusters.iter().max_by_key(|c| c.members.len());
        if let Some((root, stated)) = cluster.and_then(|c| Some((c.root?, c.confidence?))) {
            let right = usize::from(id(root) == made.root);
            self.named += 1;
            self.roots += right;
            let bin = self.stated.entry((stated * 10.0) as usize).or_default();
            *bin = (bin.0 + stated, bin.1 + right, bin.2 + 1);
        }
        for (c, verdict) in found.comparisons.iter().zip(&found.lineage.verdicts) {
            let Some(truth) = made.nearer(found, c.a, c.b) else { continue };
            let (Some(original), Some(stated)) = (verdict.original, verdict.confidence()) else {
                continue;
            };
            let bin = self.bins.entry((stated * 10.0) as usize).or_default();
            *bin = (bin.0 + stated, bin.1 + usize::from(original == truth), bin.2 + 1);
        }
    }

    fn tell(&self, what: &str, traditions: usize) {
        println!(
            "{what}: {traditions} traditions of {COPIES} copies, a tenth of them lost, a tenth spun, dates by day and off by up to one"
        );
        println!(
            "  edges right: {} of {} ({:.3}), of {} told",
            self.right_edges,
            self.edges,
            self.right_edges as f64 / self.edges as f64,
            self.told_edges
        );
        println!("  roots named: {} of {traditions}, right {}", self.named, self.roots);
        tell_bins("roots named", &self.stated);
        tell_bins("directions of pairs of which one descends from the other", &self.bins);
    }
}

/// Prints how often stated probabilities hold.
fn tell_bins(what: &str, bins: &Bins) {
    println!("  {what}:");
    for (stated, right, of) in bins.values() {
        println!(
            "    stated {:.2}: right {:.3} ({right} of {of})",
            stated / *of as f64,
            *right as f64 / *of as f64
        );
    }
    let (stated, right, of) =
        bins.values().fold((0.0, 0, 0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1, sum.2 + bin.2));
    println!(
        "    stated less observed, over all: {:+.3}",
        (stated - right as f64) / f64::from(of.max(1) as u32)
    );
}

/// Generates the traditions of some seeds and prints how well they are reconstructed; returns the
/// bins of the roots found.
fn trees(what: &str, seeds: Range<u64>, kind: Kind, registry: &Registry) -> Bins {
    let mut tally = Tally::default();
    for seed in seeds.clone() {
        let made = tradition(seed, kind);
        tally.count(&made, &made.run(seed, registry));
    }
    tally.tell(what, seeds.count());
    tally.stated
}

/// Returns the F1 of the tokens of two texts, as multisets.
fn token_f1(x: &str, y: &str) -> f64 {
    let bag = |text: &str| {
        let mut counts: HashMap<String, i64> = HashMap::new();
        fold::phrase(text).split(' ').for_each(|w| *counts.entry(w.to_owned()).or_default() += 1);
        counts
    };
    let (x, y) = (bag(x), bag(y));
    let both: i64 = x.iter().map(|(w, n)| (*n).min(y.get(w).copied().unwrap_or(0))).sum();
    2.0 * both as f64 / (x.values().sum::<i64>() + y.values().sum::<i64>()) as f64
}

fn lost_stories(registry: &Registry) {
    for copies in [3, 5, 8, 12] {
        let (mut sum, mut least, mut found_all) = (0.0, 1.0_f64, 0);
        for seed in 0..STORIES {
            let mut r = Random(seed * 100 + copies as u64);
            let original = Text::made(18, &mut r);
            let articles: Vec<Article> = (0..copies)
                .map(|n| {
                    let mut text = original.edited(&mut r);
                    text.0[0] = format!("HALVIK (AP) — {}", text.0[0]);
                    article(n, seed, &text, day(r.wait(20.0), &mut r))
                })
                .collect();
            let found = run(articles, registry);
            let text = found.lineage.archetypes.first().map(|(_, a)| a.text()).unwrap_or_default();
            found_all += usize::from(!text.is_empty());
            let f1 = token_f1(&text, &original.joined());
            sum += f1;
            least = least.min(f1);
        }
        println!(
            "lost wire story from {copies} edited copies: {found_all} of {STORIES} found, mean token F1 {:.3}, least {least:.3}",
            sum / STORIES as f64
        );
    }
}

fn main() {
    let registry = Registry::shipped().expect("the shipped list is whole");
    let unfavoured = Kind { favour: 0.0, ..FAVOURED };
    let between = Kind { favour: 0.15, ..FAVOURED };
    let messy = Kind { verbatim: 0.2, gaps: 0.4, ..between };
    let headless = Kind { headless: true, ..between };
    let headless_unfavoured = Kind { headless: true, ..unfavoured };
    trees("seeds by which constants were chosen", 1..21, FAVOURED, &registry);
    trees(
        "whoever is copied, seeds by which constants were chosen",
        7001..7021,
        unfavoured,
        &registry,
    );
    let unseen = [
        trees("seeds never looked at while developing", 5001..5041, FAVOURED, &registry),
        trees(
            "whoever is copied, the original is not copied more than others",
            6001..6021,
            unfavoured,
            &registry,
        ),
        trees("the original is copied a little more than others", 8501..8521, between, &registry),
        trees(
            "a fifth of the copies word for word, others with gaps",
            9501..9521,
            messy,
            &registry,
        ),
        trees("the original itself is lost", 9601..9621, headless, &registry),
        trees("the same, whoever is copied", 9701..9721, headless_unfavoured, &registry),
    ];
    let mut all = Bins::new();
    for (bin, (stated, right, of)) in unseen.into_iter().flatten() {
        let sum = all.entry(bin).or_default();
        *sum = (sum.0 + stated, sum.1 + right, sum.2 + of);
    }
    println!("all seeds never looked at together:");
    tell_bins("roots named", &all);
    lost_stories(&registry);
}
