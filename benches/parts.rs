//! Checks that a corpus cut into parts gives the same tables as in one piece.
//!
//! `cargo bench --bench parts -- INPUT...` runs the pipeline over the inputs in one piece and cut
//! into 1, 2 and 16 parts, with the values of all stages sent through bytes, and compares the
//! tables. It exits with status 1 if any differs.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use urtext::ingest;
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::report::{self, Beside, Folder, Format, Source};
use urtext::sources::Registry;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Returns every file of a report by name; of a run in parts if their number is given.
fn tables(inputs: &[String], parts: Option<u64>) -> BTreeMap<String, Vec<u8>> {
    let registry = Registry::shipped().expect("the list built in is sound");
    let plan = ingest::plan::plan(inputs).expect("articles that can be opened");
    let mut batch = ingest::run(&plan, &ingest::Settings::default(), &|_| ());
    let settings = Settings::default();
    let findings = match parts {
        None => pipeline::run(&mut batch, &registry, &settings, &Unwatched),
        Some(parts) => pipeline::run_in_parts(&mut batch, &registry, &settings, parts, &Unwatched)
            .expect("values that can be sent"),
    };
    let source = Source {
        findings: &findings,
        batch: &batch,
        registry: &registry,
        settings: &settings,
        beside: &Beside::default(),
    };
    let out = tempfile::tempdir().expect("room for a report");
    let folder = Folder::open(out.path(), "all", false).expect("a new folder");
    let written = report::write(&source, folder, Format::Csv, None).expect("room for a report");
    let files = std::fs::read_dir(written).expect("the report just written");
    files
        .map(|file| {
            let path = file.expect("a file of the report").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a file of the report"))
        })
        .collect()
}

fn main() -> ExitCode {
    let inputs: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if inputs.is_empty() {
        println!("give articles: cargo bench --bench parts -- INPUT...");
        return ExitCode::SUCCESS;
    }
    let timed = |parts| {
        let start = Instant::now();
        (tables(&inputs, parts), start.elapsed().as_secs_f64())
    };
    let (whole, seconds) = timed(None);
    println!("in one piece: {} files, {seconds:.1} s", whole.len());
    let mut differing = 0;
    for parts in [1, 2, 16] {
        let (cut, seconds) = timed(Some(parts));
        let other: Vec<&String> =
            whole.keys().filter(|name| cut.get(*name) != whole.get(*name)).collect();
        println!("in {parts} parts: {} files differ {other:?}, {seconds:.1} s", other.len());
        differing += other.len();
    }
    if differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
