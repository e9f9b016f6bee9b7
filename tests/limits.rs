//! Limits on one document, one file and one run; whatever exceeds a limit is reported.
mod support;

use std::fs;
use std::io::Write;
use std::path::Path;

use support::{Outcome, run, table};

/// Memory limit of these reports. The program ends at seven eighths of it, so each stays below
/// that.
const MEMORY: &str = "memory=400M";

fn report(input: &Path, out: &Path, more: &[&str]) -> Outcome {
    let (input, out) = (input.display().to_string(), out.display().to_string());
    let mut arguments =
        vec!["report", input.as_str(), "--out", &out, "--sources", "tests/sources.toml"];
    arguments.extend(more);
    run(&arguments, "")
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(text).expect("packed");
    out.finish().expect("packed")
}

/// Returns the rows of rejects.csv: file name, field, reason.
fn rejects(out: &Path) -> Vec<(String, String, String)> {
    let name = |path: &str| {
        Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    };
    table(&out.join("all/rejects.csv"))
        .into_iter()
        .map(|r| (name(&r["path"]), r["field"].clone(), r["reason"].clone()))
        .collect()
}

#[test]
fn six_bombs_of_nineteen_kilobytes_are_six_rejects_in_little_memory() {
    let (folder, out) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let bomb = packed("a,0\n".repeat(4_900_000).as_bytes());
    assert!(bomb.len() < 25_000, "{}", bomb.len());
    for n in 0..6 {
        fs::write(folder.path().join(format!("m{n}.txt.gz")), &bomb).expect("written");
    }
    fs::write(folder.path().join("ferry.txt"), "The ferries of Halvik stood still on Monday.")
        .expect("written");
    let outcome = report(folder.path(), out.path(), &["--limit", MEMORY]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rejects = rejects(out.path());
    assert_eq!(rejects.len(), 6, "{rejects:?}");
    assert!(rejects.iter().all(|r| r.2 == "has more than 100000 lines"), "{rejects:?}");
    assert_eq!(table(&out.path().join("all/articles.csv")).len(), 1);
}

#[test]
fn every_bound_of_an_article_is_told_where_it_is_passed() {
    let words = |n: usize| "a ".repeat(n);
    let list =
        |n: usize| (0..n).map(|i| format!("\"A boat of {i}\"")).collect::<Vec<_>>().join(",");
    let record = |field: &str, value: String| {
        format!("{{\"id\":\"a\",\"text\":\"A boat.\",\"{field}\":{value}}}")
    };
    let cases = [
        ("lines.txt", "a\n".repeat(100_001), "", "has more than 100000 lines"),
        ("words.txt", words(1_000_001), "", "has more than 1000000 words"),
        ("quotes.txt", "“a” ".repeat(20_001), "", "has more than 20000 quotations"),
        (
            "cell.csv",
            format!("id,text\n1,\"{}\"\n", "a\n".repeat(100_001)),
            "",
            "has more than 100000 lines",
        ),
        (
            "captions.jsonl",
            record("captions", format!("[{}]", list(10_001))),
            "captions",
            "has 10001 entries, of which only the first 10000 are read",
        ),
        (
            "authors.jsonl",
            record("authors", format!("[{}]", list(10_001))),
            "authors",
            "has 10001 entries, of which only the first 10000 are read",
        ),
        (
            "title.jsonl",
            record("title", format!("\"{}\"", words(40_000))),
            "title",
            "is longer than 64 KiB",
        ),
        (
            "page.html",
            format!("<html><body><article>{}", "<p>a b".repeat(300_000)),
            "",
            "has more than 300000 nodes",
        ),
    ];
    let (folder, out) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for (name, text, ..) in &cases {
        fs::write(folder.path().join(name), text).expect("written");
    }
    fs::write(
        folder.path().join("many.jsonl.gz"),
        packed(
            (0..200_000).map(|i| format!("{{\"text\":\"a{i}\"}}\n")).collect::<String>().as_bytes(),
        ),
    )
    .expect("written");
    let outcome = report(folder.path(), out.path(), &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rejects = rejects(out.path());
    for (name, _, field, reason) in &cases {
        let told = rejects
            .iter()
            .filter(|r| r.0 == *name && r.1 == *field && r.2.contains(reason))
            .count();
        assert_eq!(told, 1, "{name}: {rejects:?}");
    }
    let of_file = rejects
        .iter()
        .filter(|r| r.0 == "many.jsonl.gz" && r.2.contains("the rest of the file is skipped"))
        .count();
    assert_eq!((of_file, rejects.len()), (1, cases.len() + 1), "{rejects:?}");
}

#[test]
fn a_bound_can_be_raised() {
    let (folder, out) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fs::write(folder.path().join("lines.txt"), "A boat.\n".repeat(100_001)).expect("written");
    assert_eq!(report(folder.path(), out.path(), &["--limit", "lines=200k"]).code, 0);
    assert_eq!(rejects(out.path()).len(), 0);
}

#[test]
fn a_run_that_takes_more_than_it_may_ends_with_a_message_and_leaves_nothing() {
    let out = tempfile::tempdir().expect("a folder");
    let outcome = report(Path::new("tests/corpus"), out.path(), &["--limit", "memory=1M"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("out of memory") && outcome.stderr.contains("hint:"),
        "{}",
        outcome.stderr
    );
    assert_eq!(fs::read_dir(out.path()).expect("read").count(), 0);
}

#[test]
fn figures_without_the_end_of_a_sentence_are_compared_in_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let figures: String = (0u64..40_000).map(|n| format!("{} ", n * 7_919 % 1_000_003)).collect();
    let paths = ["a.txt", "b.txt"].map(|name| folder.path().join(name));
    paths.iter().for_each(|path| fs::write(path, &figures).expect("written"));
    let began = std::time::Instant::now();
    let outcome =
        run(&["diff", &paths[0].display().to_string(), &paths[1].display().to_string()], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(
        began.elapsed().as_secs() < 10,
        "{:?}: twenty seconds and more by their square",
        began.elapsed()
    );
}
