//! Measures how long `score` takes in a running process:
//! `cargo bench --bench desk -- ARCHIVE ARTICLES.jsonl`
//!
//! Judges each article once against the archive (at most 1,000, evenly spaced) under a new id, and
//! prints the median, the 99th percentile and the longest time, and how many articles were
//! recognised as copies.

use std::path::Path;
use std::time::Instant;

use urtext::desk::Desk;
use urtext::ingest::{self, Article, Settings};
use urtext::sources::Registry;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Most articles judged.
const MOST: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [archive, articles] = arguments.as_slice() else {
        println!(
            "give an archive and articles: cargo bench --bench desk -- ARCHIVE ARTICLES.jsonl"
        );
        return;
    };
    let desk =
        Desk::open(Path::new(archive), Registry::shipped().expect("the list built in is sound"))
            .expect("an archive");
    let plan =
        ingest::plan::plan(std::slice::from_ref(articles)).expect("articles that can be opened");
    let batch = ingest::run(&plan, &Settings::default(), &|_| ());
    let step = batch.articles.len().div_ceil(MOST).max(1);
    let (mut times, mut copies) = (Vec::new(), 0);
    for article in batch.articles.into_iter().step_by(step) {
        let article = Article { id: format!("scored: {}", article.id), ..article };
        let start = Instant::now();
        let opinion = desk.judge(article).expect("judged");
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let at = opinion.at as u32;
        copies += usize::from(
            opinion
                .findings
                .comparisons
                .iter()
                .any(|c| (c.a == at || c.b == at) && c.relation.is_copying()),
        );
    }
    times.sort_by(f64::total_cmp);
    let percentile = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("articles {} copies {copies}", times.len());
    println!(
        "milliseconds: median {:.2}, 99th percentile {:.2}, longest {:.2}",
        percentile(0.5),
        percentile(0.99),
        percentile(1.0)
    );
}
