//! Feeds every reader damaged copies of the files in `tests/formats`, `tests/bad`, `tests/corpus`
//! and `regressions`, and of the sample report's tables and the source lists, for a number of
//! seconds.
//!
//! usage: `smoke SECONDS [SEED [TARGET]]`; with a target, nothing else is fed. Built with
//! `--features tables`, an archive is fed too. Prints how many inputs were read, and exits with
//! status 1 at the first that panics, exceeds its time limit (`LONGEST`, `LONGEST_JOB`) or
//! loses a record; that input is written to `regressions/`, which a test replays. The damage is
//! blind (flipped bits, copied, cut and joined pieces, huge numbers), so it only needs the stable
//! toolchain. `cargo fuzz` drives the same readers guided by coverage.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use urtext_fuzz::{TARGETS, Target, any, clear_away};

/// Time limit of a reader for one input. Chosen by judgement.
const LONGEST: Duration = Duration::from_secs(2);
/// Time limit of a command, which runs all stages: a megabyte of articles takes half a second, and
/// unpacking what the first input needs takes as long.
const LONGEST_JOB: Duration = Duration::from_secs(10);
/// Bytes that most inputs are cut to: what breaks a reader is short, and short inputs are faster.
/// By judgement.
const SHORT: usize = 2 << 10;
/// One input in this many keeps its length.
const LONG: usize = 256;
/// Pieces that readers stumble over.
const PIECES: &[&[u8]] = &[
    b"<ul><li>",
    b"</p>",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
    b"\"",
    b"\\u0000",
    b"\0",
    b"\r\n\r\n",
    b"WARC/1.0\r\n",
    b"Content-Length: 18446744073709551615\r\n",
    b"0\r\n",
    b"&#x110000;",
    b"{\"text\":",
    b"[",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"<script type=application/ld+json>{",
    b"datePublished",
    b"99999999999999999999",
    b"<time datetime=",
    b"2021-02-30T25:61:61+99:99",
    "２０２１年１３月".as_bytes(),
    b"<svg><title>",
    b"<template>",
    b"<table><b>",
    b"chunked",
    b"{\\rtf1\\ansi ",
    b"\\u-10179?",
    b"\\bin99999 ",
    b"End of Document\nBody\n",
    b"Document AAAAAA0020210607eh670000d\n",
    b"\nFrom a\nTo: b\n",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"<w:p><w:r><w:t>",
    b"<table:table-row table:number-rows-repeated='99999'>",
];

/// xorshift64*, so that a seed always gives the same inputs.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    }
}

fn damage(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(7) {
            0 if !bytes.is_empty() => {
                let at = at.min(bytes.len() - 1);
                bytes[at] ^= 1 << chance.below(8);
            }
            1 => bytes.truncate(at),
            2 => {
                let end = at + chance.below(bytes.len() - at + 1);
                let piece = bytes[at..end].to_vec();
                let times = 1 + chance.below(40);
                bytes.splice(at..at, piece.repeat(times).into_iter().take(1 << 20));
            }
            3 => drop(bytes.splice(at..(at + chance.below(40)).min(bytes.len()), [])),
            4 => {
                let start = chance.below(other.len() + 1);
                let end = start + chance.below(other.len() - start + 1);
                bytes.splice(at..at, other[start..end].iter().copied());
            }
            5 => {
                let piece = PIECES[chance.below(PIECES.len())];
                let times = 1 + chance.below(3) * chance.below(2_000);
                bytes.splice(at..at, piece.repeat(times));
            }
            _ => drop(bytes.splice(
                at..at,
                (0..chance.below(16)).map(|_| chance.below(256) as u8).collect::<Vec<_>>(),
            )),
        }
    }
    bytes.truncate(4 << 20);
}

/// What is being read, and since when: [`watch`] uses it to detect a reader that never returns.
static NOW: Mutex<Option<(Instant, String, Vec<u8>)>> = Mutex::new(None);

fn now() -> std::sync::MutexGuard<'static, Option<(Instant, String, Vec<u8>)>> {
    NOW.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives a reader one input.
///
/// # Errors
/// Describes the panic or the time limit exceeded.
fn read((name, reader): Target, bytes: &[u8]) -> Result<(), String> {
    let longest = if matches!(name, "score" | "diff" | "audit" | "tables" | "archive") {
        LONGEST_JOB
    } else {
        LONGEST
    };
    let began = Instant::now();
    *now() = Some((began, name.to_owned(), bytes.to_vec()));
    let outcome = catch_unwind(AssertUnwindSafe(|| reader(bytes)));
    *now() = None;
    match outcome {
        Err(_) => Err("it panics".to_owned()),
        Ok(()) if began.elapsed() > longest => Err(format!("it takes {:?}", began.elapsed())),
        Ok(()) => Ok(()),
    }
}

/// Ends the run if a reader takes three times as long as a command may.
fn watch(folder: PathBuf) {
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            if let Some((began, name, bytes)) = &*now()
                && began.elapsed() > 3 * LONGEST_JOB
            {
                let kept = folder.join(format!("{name}-hangs"));
                fs::write(&kept, bytes).expect("written");
                eprintln!("it does not end: {}", kept.display());
                clear_away();
                std::process::exit(1);
            }
        }
    });
}

/// Returns the readers for a file: those that match the start or the end of its name, and the one
/// that detects the format.
fn readers(name: &str) -> Vec<Target> {
    let jobs: &[&str] = match name.rsplit_once('.').map_or("", |(_, e)| e) {
        "xml" => &["feed"],
        "jsonl" => &["json", "score"],
        "txt" => &["diff", "exports"],
        "eml" | "mbox" => &["mail"],
        "rtf" => &["rtf", "exports"],
        "docx" | "odt" | "xlsx" | "ods" => &["warc"],
        "toml" => &["audit"],
        "csv" => &["csv", "tables"],
        "html" => &["html"],
        "warc" => &["warc"],
        "json" => &["json"],
        _ => &[],
    };
    let own = TARGETS
        .iter()
        .copied()
        .filter(|(target, _)| name.split('-').next() == Some(target) || jobs.contains(target));
    own.chain([("any", any as fn(&[u8]))]).collect()
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| {
            Some((e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).ok()?))
        })
        .collect();
    all.sort();
    all
}

/// Returns the inputs to damage: the files, and for long files of lines every two successive lines,
/// so that short inputs are whole records.
fn seeds(here: &Path) -> Vec<(String, Vec<u8>)> {
    let mut seeds = files(&here.join("../formats"));
    seeds.extend(files(&here.join("../bad")));
    seeds.extend(files(&here.join("../corpus")));
    seeds.extend(
        files(&here.join("../../reports/all"))
            .into_iter()
            .filter(|(name, _)| name.ends_with(".csv")),
    );
    seeds.extend(files(&here.join("..")).into_iter().filter(|(name, _)| name.ends_with(".toml")));
    seeds.extend(files(&here.join("regressions")));
    let long: Vec<(String, Vec<u8>)> = seeds
        .iter()
        .filter(|(name, bytes)| name.ends_with(".jsonl") && bytes.len() > SHORT)
        .cloned()
        .collect();
    for (name, bytes) in long {
        let lines: Vec<&[u8]> =
            bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).collect();
        seeds.extend(lines.windows(2).map(|two| (name.clone(), two.join(&b'\n'))));
    }
    // A Parquet page begins with its header; an archive input is a list of alterations.
    let page = [
        0x15, 0, 0x15, 0x80, 2, 0x15, 0xc0, 1, 0x2c, 0x15, 20, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0, 7,
        7, 7,
    ];
    seeds.extend((0..4).map(|n| ("pages-header".to_owned(), page.repeat(n + 1))));
    // The first byte says in what an XML file stands.
    let files = [
        "\0<w:document><w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>One</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:document>",
        "\u{1}<office:text><style:style style:name='a' style:parent-style-name='Caption'/><text:h>A</text:h><text:p text:style-name='a'>One<text:s text:c='3'/><text:note/></text:p></office:text>",
        "\u{2}<table:table><table:table-row><table:table-cell><text:p>text</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='2'><text:p>One</text:p></table:table-cell></table:table-row></table:table>",
        "\u{3}<worksheet><cellXfs><xf numFmtId='14'/></cellXfs><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row r='7'><c r='B7' t='str'><v>One_x000A_</v></c><c r='C7' s='0'><v>44354.5</v></c></row></worksheet>",
        "\u{4}<cp:coreProperties><dc:title>A title</dc:title><Relationship Type='/officeDocument' Target='word/document.xml'/><w:style w:styleId='a'><w:name w:val='Title'/></w:style><w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>One</w:t></w:r></w:p></cp:coreProperties>",
    ];
    seeds.extend(files.iter().map(|file| ("office-main".to_owned(), file.as_bytes().to_vec())));
    seeds.extend((0..8).map(|n| {
        (
            "archive-alterations".to_owned(),
            (0..n * 9 + 1).map(|at| (at * 37 + n * 11) as u8).collect(),
        )
    }));
    seeds
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().and_then(|a| a.parse().ok()).unwrap_or(30);
    let mut chance = Chance(arguments.next().and_then(|a| a.parse().ok()).unwrap_or(1).max(1));
    let only = arguments.next();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A seed without a reader is never drawn.
    let seeds: Vec<(String, Vec<u8>, Vec<Target>)> = seeds(here)
        .into_iter()
        .map(|(name, bytes)| {
            let mut readers = readers(&name);
            readers.retain(|(target, _)| only.as_deref().is_none_or(|only| only == *target));
            (name, bytes, readers)
        })
        .filter(|(_, _, readers)| !readers.is_empty())
        .collect();
    if seeds.is_empty() {
        eprintln!("no such target: {}", only.unwrap_or_default());
        return ExitCode::FAILURE;
    }
    // The panics of polars on damaged files are caught, and their messages are of no interest here.
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !urtext::ingest::parquet::is_reading() {
            print(panic)
        }
    }));
    watch(here.join("regressions"));
    let began = Instant::now();
    let mut count = 0u64;
    while began.elapsed() < Duration::from_secs(seconds) {
        let (name, seed, readers) = &seeds[chance.below(seeds.len())];
        let (_, other, _) = &seeds[chance.below(seeds.len())];
        let mut bytes = seed.clone();
        damage(&mut bytes, other, &mut chance);
        if chance.below(LONG) > 0 {
            bytes.truncate(SHORT);
        }
        let target = readers[chance.below(readers.len())];
        if let Err(why) = read(target, &bytes) {
            let (target, _) = target;
            let kept = here.join("regressions").join(format!("{target}-{count}-{name}"));
            fs::write(&kept, &bytes).expect("written");
            eprintln!("{why}: {}", kept.display());
            return ExitCode::FAILURE;
        }
        count += 1;
    }
    clear_away();
    println!(
        "{count} inputs read in {} s, none panics, hangs or loses a record",
        began.elapsed().as_secs()
    );
    ExitCode::SUCCESS
}
