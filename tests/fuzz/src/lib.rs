//! One function per reader, and one per command that reads: whatever the bytes, it must neither
//! panic nor lose a record.
//!
//! Shared by the targets of cargo-fuzz (`fuzz_targets/`), by the smoke run (`main.rs`) and by the
//! test that replays past findings (`tests/regressions.rs`).

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

#[cfg(feature = "tables")]
pub mod archive;

use urtext::compare::{Prepared, Ties, diff};
use urtext::ingest::format::Format;
use urtext::ingest::parquet::pages;
use urtext::ingest::{Article, Batch, Input, Reject, Settings, records};
use urtext::sources::{Registry, audit, list};
use urtext::{clean, fingerprint, pipeline};

/// A reader with its name, which is also the name of its target and the prefix of its files in
/// `regressions/`.
pub type Target = (&'static str, fn(&[u8]));

/// All readers.
pub const TARGETS: &[Target] = &[
    ("html", html),
    ("warc", warc),
    ("feed", feed),
    ("json", json),
    ("csv", csv),
    ("mail", mail),
    ("rtf", rtf),
    ("office", office),
    ("exports", exports),
    ("pages", pages),
    ("score", score),
    ("diff", two),
    ("audit", list_of_sources),
    ("tables", tables),
    #[cfg(feature = "tables")]
    ("archive", archive::damaged),
];

/// The outlets that everything is compared with.
static KNOWN: LazyLock<Registry> = LazyLock::new(|| {
    Registry::parse("sources.toml", include_str!("../../sources.toml")).expect("the corpus' list")
});

/// Reads a saved page.
pub fn html(bytes: &[u8]) {
    read(bytes, Some(Format::Html));
}

/// Reads a web archive: WARC, ARC, or a zip file of them or of anything else, compressed or not.
pub fn warc(bytes: &[u8]) {
    read(bytes, Some(if bytes.starts_with(b"PK") { Format::Zip } else { Format::Warc }));
}

/// Reads RSS or Atom.
pub fn feed(bytes: &[u8]) {
    read(bytes, Some(Format::Feed));
}

/// Reads JSON lines if the first byte is even, else a JSON document.
pub fn json(bytes: &[u8]) {
    let lines = bytes.first().is_some_and(|b| b % 2 == 0);
    read(bytes, Some(if lines { Format::JsonLines } else { Format::Json { named: true } }));
}

/// Reads a table as text.
pub fn csv(bytes: &[u8]) {
    read(bytes, Some(Format::Csv));
}

/// Reads a mailbox, or a single message.
pub fn mail(bytes: &[u8]) {
    let format = if bytes.starts_with(b"From ") { Format::Mailbox } else { Format::Message };
    read(bytes, Some(format));
}

/// Reads a document in RTF.
pub fn rtf(bytes: &[u8]) {
    read(bytes, Some(Format::Rtf));
}

/// Reads a document or table of an office program whose main file is foreign; the first byte says
/// which.
pub fn office(bytes: &[u8]) {
    let Some((which, main)) = bytes.split_first() else { return };
    let text = &b"application/vnd.oasis.opendocument.text"[..];
    let sheet = &b"application/vnd.oasis.opendocument.spreadsheet"[..];
    let book = &b"<workbook><sheets><sheet name='a' r:id='a'/></sheets></workbook>"[..];
    let places = &b"<x><Relationship Id='a' Target='worksheets/a.xml'/></x>"[..];
    let header = &b"<sst><si><t>id</t></si><si><t>text</t></si></sst>"[..];
    let files: &[(&str, &[u8])] = match which % 5 {
        0 => &[("word/document.xml", main)],
        1 => &[("mimetype", text), ("content.xml", main), ("styles.xml", main)],
        2 => &[("mimetype", sheet), ("content.xml", main)],
        3 => &[
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", places),
            ("xl/sharedStrings.xml", header),
            ("xl/styles.xml", main),
            ("xl/worksheets/a.xml", main),
        ],
        _ => &[
            ("_rels/.rels", main),
            ("word/document.xml", main),
            ("word/styles.xml", main),
            ("docProps/core.xml", main),
        ],
    };
    read(&zip(files), Some(Format::Zip));
}

/// Returns a zip file of files that are stored as they are.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, content) in files {
        let (mut entry, config) = archive.new_file(*name).start().expect("an entry");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content).expect("written");
        let (_, end) = writer.finish().expect("finished");
        entry.finish(end).expect("finished");
    }
    archive.finish().expect("finished");
    out
}

/// Reads a text, which may be an export of a press archive.
pub fn exports(bytes: &[u8]) {
    read(bytes, Some(Format::Text));
}

/// Reads the pages of a Parquet column.
pub fn pages(bytes: &[u8]) {
    if let Ok(cost) = pages::cost(bytes, 1_000) {
        assert!(cost >= 16_000, "a thousand values cost sixteen bytes each at least");
    }
}

/// Runs JSON lines as articles through all stages, up to the record of each source.
pub fn score(bytes: &[u8]) {
    let articles = articles(bytes);
    let count = articles.len();
    let findings = pipeline::run(
        &mut Batch { articles, ..Batch::default() },
        &KNOWN,
        &pipeline::Settings::default(),
        &pipeline::Unwatched,
    );
    assert_eq!(findings.articles.len(), count, "articles in are articles out");
    for c in &findings.comparisons {
        assert!(
            c.a < c.b && (c.b as usize) < count,
            "a pair is of two articles, the smaller number first"
        );
        let texts = [c.a, c.b].map(|at| findings.articles[at as usize].text.as_str());
        for d in &c.drift {
            assert!(
                texts[0].get(d.a.clone()).is_some() && texts[1].get(d.b.clone()).is_some(),
                "an alteration lies in both texts"
            );
        }
    }
}

/// Compares two texts, the first and the second half of the bytes, side by side.
pub fn two(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let of = |id: &str, text: &str| Article {
        id: id.to_owned(),
        text: text.to_owned(),
        ..Article::default()
    };
    let limits = Settings::default().limits;
    let articles = [of("a", &text[..middle]), of("b", &text[middle..])];
    if articles.iter().any(|a| limits.passed(&a.text).is_some()) {
        return;
    }
    let cleaned = clean::run(&articles, &KNOWN);
    let documents = clean::read_all(&articles, &cleaned);
    let prints = fingerprint::run(&articles, &documents);
    let prepared = |at: usize| Prepared::of(&cleaned[at], &documents[at], &prints[at].skeleton);
    let found = diff::run(
        &prepared(0),
        &prepared(1),
        (&articles[0].text, &articles[1].text),
        Ties::default(),
    );
    let within = |share: f64| (0.0..=1.0).contains(&share);
    assert!(
        within(found.measures.containment_a()) && within(found.measures.containment_b()),
        "a share is a share"
    );
}

/// Audits a source list.
pub fn list_of_sources(bytes: &[u8]) {
    if let Ok(read) = list::read_bytes("fuzz", bytes.to_vec()) {
        let known = audit::check(&read, &KNOWN, None);
        assert!(
            known
                .iter()
                .all(|f| !f.code.is_empty() && !f.message.is_empty() && !f.remedy.is_empty()),
            "a finding says what to do"
        );
    }
}

/// Audits the tables of a report, of which one is foreign.
pub fn tables(bytes: &[u8]) {
    const HEADS: [(&str, &str); 6] = [
        (
            "sources",
            "source_id,name,articles,originals,identical,republished,edited,excerpt,spun,rewritten,summary,quote_fidelity_count,quote_fidelity_of",
        ),
        ("flows", "from_source,to_source,articles"),
        ("articles", "article_id,source_id,wire"),
        ("pairs", "article_a,article_b,relation"),
        ("blocks", "article_id,label,text"),
        ("spinners", "source_a,source_b,replaced_alike,replaced_by_both,examples"),
    ];
    // The first byte selects the foreign table and whether it keeps its header.
    let (which, rest) =
        bytes.split_first().map_or((0, bytes), |(first, rest)| (usize::from(*first), rest));
    for (at, (name, head)) in HEADS.into_iter().enumerate() {
        let foreign = at == which % 6;
        let mut table =
            if foreign && which >= 192 { Vec::new() } else { format!("{head}\n").into_bytes() };
        if foreign {
            table.extend_from_slice(rest);
        }
        fs::write(folder().join(format!("{name}.csv")), table).expect("written");
    }
    if let Ok(run) = audit::tables::open(folder(), &KNOWN) {
        let read = list::read("known.toml", "").expect("an empty list");
        audit::check(&read, &KNOWN, Some(&run));
    }
}

/// Returns a folder for this process, in memory where the system supports that.
fn folder() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let shared = Path::new("/dev/shm");
        let above = if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() };
        let folder = above.join(format!("urtext-fuzz-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("made");
        folder
    });
    &FOLDER
}

/// Removes what the targets wrote.
pub fn clear_away() {
    // If the folder cannot be removed, there is nothing more to do.
    let _ = fs::remove_dir_all(folder());
}

/// Reads articles from JSON lines, with unique ids.
fn articles(bytes: &[u8]) -> Vec<Article> {
    let input = Input { label: "fuzz".to_owned(), path: None };
    let read = records::read_bytes(
        bytes.to_vec(),
        &input,
        Some(Format::JsonLines),
        &Settings::default(),
        &mut Vec::new(),
    );
    let mut articles = read.articles;
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    articles.dedup_by(|a, b| a.id == b.id);
    articles.truncate(40);
    articles
}

/// Reads bytes in whatever format is detected.
pub fn any(bytes: &[u8]) {
    read(bytes, None);
}

fn read(bytes: &[u8], format: Option<Format>) {
    let input = Input { label: "fuzz".to_owned(), path: None };
    let mut rejects: Vec<Reject> = Vec::new();
    let contents =
        records::read_bytes(bytes.to_vec(), &input, format, &Settings::default(), &mut rejects);
    let lost = rejects.iter().filter(|r| r.field.is_none()).count() as u64;
    assert_eq!(
        contents.records,
        contents.articles.len() as u64 + lost,
        "records in are articles and rejects out"
    );
    for article in &contents.articles {
        assert!(
            !article.id.is_empty() && !article.id.chars().any(char::is_control),
            "an id that can stand in a table"
        );
        assert!(!article.text.trim().is_empty(), "an article has a text");
    }
}
