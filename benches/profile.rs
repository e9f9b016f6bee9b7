//! Measures how far the scores of sources tell them apart, and how far they say the same of the
//! same source.
//!
//! `cargo bench --bench profile -- INPUT...` reports over the inputs and prints how many sources
//! have a score, how scores and grades are distributed, and how far the scores by one random half
//! of each source's articles order the sources as those by the other half do. `--unsupported N`
//! prints N headlines that the text does not support, drawn by a hash of the id, for reading.

use std::collections::BTreeMap;
use std::process::ExitCode;

use urtext::ingest;
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::reliability::agreement::spearman;
use urtext::reliability::profile::Indicator;
use urtext::reliability::{self, Reliability, Score};
use urtext::sources::Registry;
use xxhash_rust::xxh3::xxh3_64_with_seed;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Number of articles from which a source's halves are compared.
const LEAST: u32 = 40;
/// Number of random halvings.
const HALVINGS: u64 = 5;

fn main() -> ExitCode {
    let mut inputs: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let mut shown = 0;
    if let Some(at) = inputs.iter().position(|a| a == "--unsupported") {
        shown = inputs.get(at + 1).and_then(|n| n.parse().ok()).unwrap_or(100);
        inputs.drain(at..(at + 2).min(inputs.len()));
    }
    if inputs.is_empty() {
        println!("give articles: cargo bench --bench profile -- INPUT...");
        return ExitCode::SUCCESS;
    }
    let registry = Registry::shipped().expect("the list built in is sound");
    let plan = ingest::plan::plan(&inputs).expect("articles that can be opened");
    let mut batch = ingest::run(&plan, &ingest::Settings::default(), &|_| ());
    let findings = pipeline::run(&mut batch, &registry, &Settings::default(), &Unwatched);
    spread(&findings.reliability);
    for seed in 0..HALVINGS {
        halves(&findings, &registry, seed);
    }
    unsupported(&findings, shown);
    ExitCode::SUCCESS
}

fn spread(found: &Reliability) {
    let scores: Vec<Score> = found.sources.values().filter_map(|r| r.score).collect();
    let n = scores.len() as f64;
    let mean = scores.iter().map(|s| s.value).sum::<f64>() / n;
    let deviation = (scores.iter().map(|s| (s.value - mean).powi(2)).sum::<f64>() / n).sqrt();
    let width = scores.iter().map(|s| s.high - s.low).sum::<f64>() / n;
    println!(
        "{} of {} sources have a score: mean {mean:.1}, standard deviation {deviation:.1}, mean width of the interval {width:.1}",
        scores.len(),
        found.sources.len()
    );
    let mut grades: BTreeMap<&str, u32> = BTreeMap::new();
    scores.iter().for_each(|s| *grades.entry(s.grade().unwrap_or("none")).or_default() += 1);
    println!("grades: {grades:?}");
}

fn halves(findings: &Findings, registry: &Registry, seed: u64) {
    let side = |id: &str| xxh3_64_with_seed(id.as_bytes(), seed) & 1;
    let of = |half: u64| {
        let counted: Vec<bool> = findings.articles.iter().map(|a| side(&a.id) == half).collect();
        let evidence = reliability::Findings {
            articles: &findings.articles,
            cleaned: &findings.cleaned,
            documents: &[],
            comparisons: &findings.comparisons,
            lineage: &findings.lineage,
            captions: &findings.captions,
            counted: &counted,
            registry,
        };
        reliability::of_sources(&evidence, findings.reliability.articles.clone()).sources
    };
    let (a, b) = (of(0), of(1));
    let many = findings.reliability.sources.iter().filter(|(_, r)| r.articles >= LEAST);
    let both = many.filter_map(|(id, _)| {
        let score = |half: &BTreeMap<String, reliability::SourceRecord>| half.get(id)?.score;
        Some((score(&a)?.value, score(&b)?.value))
    });
    let (x, y): (Vec<f64>, Vec<f64>) = both.unzip();
    let order = spearman(&x, &y).map_or(String::new(), |r| format!("{r:.3}"));
    println!(
        "halving {seed}: Spearman {order} over {} sources with {LEAST} articles or more",
        x.len()
    );
}

fn unsupported(findings: &Findings, shown: usize) {
    let is = |at: &usize| {
        findings.reliability.articles[*at].counts.of(Indicator::HeadlineSupported) == (0, 1)
    };
    let mut found: Vec<usize> = (0..findings.articles.len()).filter(is).collect();
    found.sort_by_key(|at| xxh3_64_with_seed(findings.articles[*at].id.as_bytes(), 0));
    for at in found.into_iter().take(shown) {
        let title = findings.cleaned[at].title.as_deref().unwrap_or_default();
        println!("{}\t{title}", findings.articles[at].id);
    }
}
