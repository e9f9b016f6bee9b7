//! Measures how long an archive takes to build, how large it is, and how fast look-ups are.
//!
//! `cargo bench --bench archive -- INPUT...` reports over the inputs without an archive and with a
//! new one in a temporary folder, then times look-ups in it. `URTEXT_ARCHIVE=DIR` only times
//! look-ups in an existing archive.

use std::path::Path;
use std::time::{Duration, Instant};

use urtext::archive::index::Look;
use urtext::archive::{Reader, Writer, gather, keep};
use urtext::ingest::{self, Batch};
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::report::{self, Beside, Folder, Format};
use urtext::sources::Registry;

/// Least number of articles whose look-ups are timed, if the archive has as many; at most twice
/// that.
const SAMPLE: u32 = 2_000;

fn main() {
    // Cargo passes `--bench` itself.
    let inputs: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let Ok(folder) = std::env::var("URTEXT_ARCHIVE") {
        return look_up(Path::new(&folder));
    }
    if inputs.is_empty() {
        return println!("name the inputs: cargo bench --bench archive -- INPUT...");
    }
    let place = tempfile::tempdir().expect("a folder");
    let registry = Registry::shipped().expect("the list");
    let (folder, out) = (place.path().join("archive"), place.path().join("out"));
    let plain = timed(|| report(&inputs, &registry, None, &out));
    let archived = timed(|| report(&inputs, &registry, Some(&folder), &out));
    println!("report          {:8.2} s", plain.as_secs_f64());
    println!(
        "with an archive {:8.2} s, {:.2} times",
        archived.as_secs_f64(),
        archived.as_secs_f64() / plain.as_secs_f64()
    );
    sizes(&folder);
    look_up(&folder);
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn report(inputs: &[String], registry: &Registry, archive: Option<&Path>, out: &Path) {
    let plan = ingest::plan::plan(inputs).expect("inputs");
    let mut batch: Batch = ingest::run(&plan, &ingest::Settings::default(), &|_| ());
    let settings = Settings::default();
    let mut writer = archive.map(|folder| Writer::open(folder).expect("opened"));
    let gathered =
        writer.as_ref().map(|w| gather::gather(w, &mut batch, &settings).expect("gathered"));
    let findings = pipeline::run(&mut batch, registry, &settings, &Unwatched);
    let beside = Beside::default();
    let source = report::Source {
        findings: &findings,
        batch: &batch,
        registry,
        settings: &settings,
        beside: &beside,
    };
    if let (Some(writer), Some(gathered)) = (&mut writer, &gathered) {
        let start = Instant::now();
        keep::keep(writer, &source, gathered).expect("kept");
        println!("keeping alone   {:8.2} s", start.elapsed().as_secs_f64());
    }
    let folder = Folder::open(out, "all", false).expect("a folder");
    report::write(&source, folder, Format::Csv, None).expect("written");
}

/// Compares the archive's size with a bound: 1.2 times the texts under zstd plus 1.5 kB per
/// article.
fn sizes(folder: &Path) {
    let reader = Reader::open(folder).expect("opened");
    let articles = reader.articles(&|_, _| true).expect("read");
    let texts: Vec<u8> = articles.iter().flat_map(|(_, a)| a.text.as_bytes()).copied().collect();
    let packed = zstd::bulk::compress(&texts, 3).expect("packed").len() as f64;
    let bound = 1.2 * packed + 1_500.0 * articles.len() as f64;
    let bytes = reader.manifest().bytes() as f64;
    println!(
        "archive         {:8.1} MB, {:.3} of the bound of {:.1} MB (texts under zstd -3: {:.1} MB)",
        bytes / 1e6,
        bytes / bound,
        bound / 1e6,
        packed / 1e6
    );
}

fn look_up(folder: &Path) {
    let start = Instant::now();
    let reader = Reader::open(folder).expect("opened");
    println!("opening         {:8.2} ms", start.elapsed().as_secs_f64() * 1e3);
    for (name, file) in &reader.manifest().files {
        println!("  {name:<32} {:>11} bytes", file.bytes);
    }
    for (table, bytes) in reader.index().sizes().expect("read") {
        println!("  {table:<32} {bytes:>11} bytes in the index");
    }
    let numbers: Vec<u32> = {
        let mut all = Vec::new();
        reader.each_record(|r| all.push(r.number)).expect("read");
        let step = (all.len() as u32 / SAMPLE).max(1);
        // A fixed shuffle, so that neighbours are not looked up in succession.
        let mut some: Vec<u32> = all.into_iter().step_by(step as usize).collect();
        some.sort_by_key(|n| n.wrapping_mul(0x9E37_79B9));
        some
    };
    let hashes: Vec<u64> = {
        let mut all = Vec::new();
        // The index does not keep whole hashes, so they cannot be read back; any hash takes the
        // same path through it.
        numbers.iter().for_each(|n| {
            all.extend(
                (0..20u64).map(|k| (u64::from(*n) * 20 + k).wrapping_mul(0xD6E8_FEB8_6659_FD93)),
            )
        });
        all
    };
    for round in ["first", "again"] {
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        for (number, hashes) in numbers.iter().zip(hashes.chunks(20)) {
            times[0].push(timed(|| {
                hashes
                    .iter()
                    .for_each(|h| drop(reader.index().holders(Look::Surface, *h).expect("read")));
            }));
            let mut record = None;
            times[1].push(timed(|| record = reader.record(*number).expect("read")));
            let record = record.expect("known");
            times[2].push(timed(|| drop(reader.text(&record).expect("read"))));
        }
        for (what, times) in ["20 look-ups", "one record", "one text"].iter().zip(&mut times) {
            times.sort_unstable();
            let at =
                |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
            println!("{what:<15} {round}: median {:7.1} µs, p99 {:7.1} µs", at(0.5), at(0.99));
        }
    }
}
