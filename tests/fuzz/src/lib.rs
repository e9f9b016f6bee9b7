//! One function a reader: whatever the bytes, it must neither panic nor lose a record.
//!
//! Shared by the targets of cargo-fuzz (`fuzz_targets/`), by the smoke run (`main.rs`) and by the test that reads what
//! they found ever after (`tests/regressions.rs`).

use urtext::ingest::format::Format;
use urtext::ingest::parquet::pages;
use urtext::ingest::{Input, Reject, Settings, records};

/// A reader by its name, which is also that of its target and the head of its files' names in `regressions/`.
pub type Target = (&'static str, fn(&[u8]));

/// All readers.
pub const TARGETS: [Target; 6] = [("html", html), ("warc", warc), ("feed", feed), ("json", json), ("csv", csv), ("pages", pages)];

/// A saved page.
pub fn html(bytes: &[u8]) {
    read(bytes, Some(Format::Html));
}

/// A web archive: WARC, ARC, or a zip file of them, plain or packed.
pub fn warc(bytes: &[u8]) {
    read(bytes, Some(if bytes.starts_with(b"PK") { Format::Wacz } else { Format::Warc }));
}

/// RSS or Atom.
pub fn feed(bytes: &[u8]) {
    read(bytes, Some(Format::Feed));
}

/// JSON lines if the first byte is even, else a JSON document.
pub fn json(bytes: &[u8]) {
    let lines = bytes.first().is_some_and(|b| b % 2 == 0);
    read(bytes, Some(if lines { Format::JsonLines } else { Format::Json { named: true } }));
}

/// A table as text.
pub fn csv(bytes: &[u8]) {
    read(bytes, Some(Format::Csv));
}

/// The pages of a column of Parquet.
pub fn pages(bytes: &[u8]) {
    if let Ok(cost) = pages::cost(bytes, 1_000) {
        assert!(cost >= 16_000, "a thousand values cost sixteen bytes each at least");
    }
}

/// Bytes of which nothing is known but what they say themselves.
pub fn any(bytes: &[u8]) {
    read(bytes, None);
}

fn read(bytes: &[u8], format: Option<Format>) {
    let input = Input { label: "fuzz".to_owned(), path: None };
    let mut rejects: Vec<Reject> = Vec::new();
    let contents = records::read_bytes(bytes.to_vec(), &input, format, &Settings::default(), &mut rejects);
    let lost = rejects.iter().filter(|r| r.field.is_none()).count() as u64;
    assert_eq!(contents.records, contents.articles.len() as u64 + lost, "records in are articles and rejects out");
    for article in &contents.articles {
        assert!(!article.id.is_empty() && !article.id.chars().any(char::is_control), "an id that can stand in a table");
        assert!(!article.text.trim().is_empty(), "an article has a text");
    }
}
