//! Replays the inputs on which the fuzzers found errors.

#[path = "fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::time::{Duration, Instant};

/// Time limit for a single input. Judgement.
const LONGEST: Duration = Duration::from_secs(2);

#[test]
fn what_the_fuzzers_found_stays_mended() {
    let files: Vec<_> = fs::read_dir("tests/fuzz/regressions")
        .expect("the folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    assert!(!files.is_empty());
    // One-time initialisation must not count towards the first file's time.
    targets::TARGETS.iter().for_each(|(_, reader)| {
        reader(b"{\"text\":\"The ferries of Halvik stood still on Monday.\"}")
    });
    for file in files {
        let (name, bytes) = (
            file.file_name().expect("a name").to_string_lossy().into_owned(),
            fs::read(&file).expect("read"),
        );
        let began = Instant::now();
        // Each reader gets each file: what broke one may break another.
        targets::TARGETS.iter().for_each(|(_, reader)| reader(&bytes));
        targets::any(&bytes);
        assert!(began.elapsed() < LONGEST, "{name}: {:?}", began.elapsed());
    }
    targets::clear_away();
}

#[test]
fn a_page_of_articles_that_never_end_is_read_in_time() {
    let (open, rest) = (
        "<article>".repeat(300),
        "<p>The crews of the ferries met in the hall of Halvik at noon.".repeat(40_000),
    );
    let page = format!("<body><h1>Ferry crews stop work</h1>{rest}{open}{rest}").into_bytes();
    let began = Instant::now();
    targets::html(&page);
    assert!(began.elapsed() < 2 * LONGEST, "{:?}", began.elapsed());
}
