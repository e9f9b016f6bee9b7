//! Measures how far `score` says of an article what the report said of it.
//!
//! `cargo bench --bench agreement -- INPUT...` reports over the inputs into an archive of its own,
//! judges 1,000 of their articles at the desk, each against all the others, and counts the
//! articles of which the two answers differ, column by column. `--rows` prints each difference.
//! The sample is drawn by a hash of the id, so that it does not depend on the order of the input.

use std::collections::BTreeMap;
use std::process::ExitCode;

use urtext::archive::{Writer, gather, keep};
use urtext::captions::Judged;
use urtext::desk::Desk;
use urtext::ingest;
use urtext::lineage::Verdict;
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::report::schema::Cell;
use urtext::report::{Beside, Source, tables};
use urtext::sources::Registry;
use xxhash_rust::xxh3::xxh3_64;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Articles judged at the desk.
const JUDGED: usize = 1_000;

/// Columns of `articles` that are compared. Families and events are named by their first article,
/// which the desk need not see.
const COLUMNS: [&str; 14] = [
    "source_id",
    "published",
    "words",
    "wire",
    "role",
    "original_id",
    "relation",
    "credit",
    "quotes_altered",
    "facts_drifted",
    "captions_flagged",
    "boilerplate_share",
    "score",
    "flags",
];

fn main() -> ExitCode {
    let mut inputs: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let rows = inputs.iter().any(|a| a == "--rows");
    inputs.retain(|a| a != "--rows");
    if inputs.is_empty() {
        println!("give articles: cargo bench --bench agreement -- INPUT...");
        return ExitCode::SUCCESS;
    }
    let registry = Registry::shipped().expect("the list built in is sound");
    let plan = ingest::plan::plan(&inputs).expect("articles that can be opened");
    let mut batch = ingest::run(&plan, &ingest::Settings::default(), &|_| ());
    let folder = tempfile::tempdir().expect("room for an archive");
    let settings = Settings::default();
    let mut writer = Writer::open(folder.path()).expect("a new archive");
    let gathered = gather::gather(&writer, &mut batch, &settings).expect("a new archive");
    let findings = pipeline::run(&mut batch, &registry, &settings, &Unwatched);
    let beside = Beside::default();
    let told = Source {
        findings: &findings,
        batch: &batch,
        registry: &registry,
        settings: &settings,
        beside: &beside,
    };
    keep::keep(&mut writer, &told, &gathered).expect("room for an archive");
    drop(writer);

    let desk = Desk::open(folder.path(), registry.clone()).expect("the archive just made");
    let mut sample: Vec<usize> = (0..findings.articles.len()).collect();
    sample.sort_by_key(|at| xxh3_64(findings.articles[*at].id.as_bytes()));
    sample.truncate(JUDGED);
    let mut differing: BTreeMap<&str, usize> = BTreeMap::new();
    let mut whole = 0;
    for at in &sample {
        let article = findings.articles[*at].clone();
        let opinion = desk.judge(article).expect("the archive just made");
        let heard = Source { findings: &opinion.findings, ..told };
        let differences = differences((&told, *at), (&heard, opinion.at));
        whole += usize::from(differences.is_empty());
        for (column, report, desk) in differences {
            *differing.entry(column).or_default() += 1;
            if rows {
                println!("{}\t{column}\t{report:?}\t{desk:?}", findings.articles[*at].id);
            }
        }
    }
    println!("articles {} with the same answer {whole}", sample.len());
    for (column, count) in differing {
        println!("{column}: {count} differ");
    }
    ExitCode::SUCCESS
}

/// Where two answers on one article differ: what, in the report, at the desk.
fn differences<'n>(
    (report, at): (&Source<'_>, usize),
    (desk, there): (&Source<'_>, usize),
) -> Vec<(&'n str, Cell, Cell)> {
    let rows = [tables::articles::row(report, at), tables::articles::row(desk, there)];
    let [told, heard] = rows;
    let names = tables::articles::COLUMNS.iter().map(|column| column.name);
    let mut out: Vec<(&str, Cell, Cell)> = names
        .zip(told.into_iter().zip(heard))
        .map(|(name, (told, heard))| (name, told, heard))
        .filter(|(name, ..)| COLUMNS.contains(name))
        .collect();
    out.push(("confidence", confidence(report.findings, at), confidence(desk.findings, there)));
    out.push(("captions", captions(report.findings, at), captions(desk.findings, there)));
    out.retain(|(_, told, heard)| told != heard);
    out
}

/// How sure the direction towards the parent is.
fn confidence(f: &Findings, at: usize) -> Cell {
    let parent = f.lineage.standings[at].parent.as_ref();
    let verdict = parent.map(|parent| &f.lineage.verdicts[parent.comparison as usize]);
    verdict.and_then(Verdict::confidence).map(|c| (c * 1e4).round() / 1e4).into()
}

/// The verdicts on its captions.
fn captions(f: &Findings, at: usize) -> Cell {
    let of = |judged: &&Judged| judged.article as usize == at;
    f.captions.iter().filter(of).map(|j| j.verdict.name()).collect::<Vec<_>>().join(" ").into()
}
