//! An archive that is damaged, or that lies: altered files with matching checksums.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use urtext::archive::disk::System;
use urtext::archive::manifest::{FileEntry, Manifest, NAME};
use urtext::archive::record::{Evidence, Record};
use urtext::archive::{Reader, Writer, checked, dense, gather, keep, page, postings, verify};
use urtext::ingest::{Article, Batch};
use urtext::pipeline;
use urtext::report::{Beside, Source};

use super::{KNOWN, articles, folder};

/// Most bytes of alterations, four per alteration.
const MOST: usize = 256;

/// An archive of a few articles, and the contents of its files.
struct Kept {
    folder: PathBuf,
    manifest: Manifest,
    files: Vec<(String, Vec<u8>)>,
    articles: Vec<Article>,
}

static KEPT: LazyLock<Kept> = LazyLock::new(|| {
    let folder = folder().join("archive");
    let mut writer = Writer::open(&folder).expect("begun");
    let lines: Vec<&str> = include_str!("../../corpus/week23.jsonl").lines().collect();
    let mut all = Vec::new();
    // Two runs, so that there is more than one segment.
    for part in [&lines[..4], &lines[4..8]] {
        let mut batch =
            Batch { articles: articles(part.join("\n").as_bytes()), ..Batch::default() };
        all.extend(batch.articles.iter().cloned());
        let settings = pipeline::Settings::default();
        let gathered = gather::gather(&writer, &mut batch, &settings).expect("gathered");
        let findings = pipeline::run(&mut batch, &KNOWN, &settings, &pipeline::Unwatched);
        let beside = Beside::default();
        let source = Source {
            findings: &findings,
            batch: &batch,
            registry: &KNOWN,
            settings: &settings,
            beside: &beside,
        };
        keep::keep(&mut writer, &source, &gathered).expect("kept");
    }
    drop(writer);
    let manifest = Manifest::read(&folder).expect("a manifest");
    let files = manifest
        .files
        .keys()
        .map(|name| (name.clone(), fs::read(folder.join(name)).expect("read")))
        .collect();
    Kept { folder, manifest, files, articles: all }
});

/// Alters one file of an archive and reads the archive. The first byte selects the file and whether
/// the checksums are made to match. Each four bytes after it are a position (three bytes) and the
/// bits to flip there; the first byte left over, if any, truncates the file. For one first byte in
/// eight the rest is instead read as part of an archive, and for another one it alters the
/// manifest.
pub fn damaged(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let rest = &rest[..rest.len().min(MOST)];
    let which = usize::from(first >> 3);
    match first & 7 {
        0 => parts(rest),
        7 => lying_manifest(which, rest),
        way => altered(which, rest, way),
    }
}

/// Alters a file, reads the archive, and restores the file.
fn altered(which: usize, rest: &[u8], way: u8) {
    let kept = &*KEPT;
    let (name, whole) = &kept.files[which % kept.files.len()];
    let path = kept.folder.join(name);
    let mut now = whole.clone();
    let edits = rest.chunks_exact(4);
    let cut = edits.remainder().first().map(|share| now.len() * usize::from(*share) / 256);
    for edit in edits {
        let at = usize::from(edit[0]) << 16 | usize::from(edit[1]) << 8 | usize::from(edit[2]);
        let at = at % now.len();
        now[at] ^= edit[3];
    }
    now.truncate(cut.unwrap_or(now.len()));
    fs::write(&path, &now).expect("written");
    if way <= 2 {
        // Accidental damage must never be believed.
        let found = verify::verify(&kept.folder).expect("looked at");
        assert_eq!(found.damage.is_empty(), now == *whole, "damage is found, and nothing else");
        look(kept);
    } else {
        let (length, sums) = checked::sums(&path).expect("read");
        let mut manifest = kept.manifest.clone();
        let rows = manifest.files[name].rows;
        manifest.files.insert(name.clone(), FileEntry::of(length, rows, &sums));
        published(&manifest, &kept.folder, way == 3);
    }
    fs::write(&path, whole).expect("written");
}

/// Publishes a manifest that contradicts its files.
fn lying_manifest(which: usize, rest: &[u8]) {
    let kept = &*KEPT;
    let mut manifest = kept.manifest.clone();
    let number = rest.iter().take(8).fold(0u64, |n, b| n << 8 | u64::from(*b));
    let name = String::from_utf8_lossy(rest).into_owned();
    let some = manifest.files.keys().nth(which % manifest.files.len()).expect("a file").clone();
    match which % 7 {
        0 => manifest.articles = number,
        1 => manifest.index = name,
        2 => drop(manifest.files.insert(name, FileEntry::default())),
        3 => drop(manifest.files.remove(&some)),
        4 => manifest.files.entry(some).or_default().bytes = number,
        5 => manifest.files.entry(some).or_default().sums = name,
        _ => manifest.generation = number,
    }
    published(&manifest, &kept.folder, true);
}

/// Publishes a manifest in place of the right one while the archive is read; with `whole`, the
/// archive is verified too.
fn published(manifest: &Manifest, folder: &Path, whole: bool) {
    manifest.publish(&System, folder).expect("published");
    if whole {
        // Verification either fails or names damaged files.
        let found = verify::verify(folder);
        assert!(
            found.iter().flat_map(|f| &f.damage).all(|d| !d.to_string().is_empty()),
            "damage has words"
        );
    }
    look(&KEPT);
    KEPT.manifest.publish(&System, folder).expect("put back");
}

/// Reads everything from an archive that `score` and the next report read.
fn look(kept: &Kept) {
    assert!(kept.folder.join(NAME).is_file(), "a manifest is there");
    let Ok(reader) = Reader::open(&kept.folder) else { return };
    for article in &kept.articles {
        if let Ok(Some(record)) = reader.find(&article.id) {
            let text = reader.text(&record);
            assert!(text.is_err() || record.text_hash != 0, "a text is the one of its record");
            let _ = record
                .fingerprint
                .skeleton
                .iter()
                .take(4)
                .try_for_each(|item| reader.naming(*item).map(drop));
            let _ = reader.with_body(record.fingerprint.body);
            let _ = record.cleaned.source.as_deref().map(|source| reader.recurrence(source, &[]));
        }
        let _ = article.page().map(|page| reader.of_page(page));
    }
    let _ = (
        reader.knowledge().is_ok(),
        reader.history(),
        reader.runs(),
        reader.hosts(),
        reader.each_record(drop),
        reader.index().sizes(),
    );
    let _ = (reader.sharing(1), reader.under_caption(2), reader.record(u32::MAX));
}

/// Decodes the parts of files that are decoded without their file.
fn parts(bytes: &[u8]) {
    let evidence = Evidence::of(&["a".to_owned(), "b".to_owned()]);
    if let Some(record) = Record::unpack(7, bytes, &evidence) {
        let again = Record::unpack(7, &record.packed(&evidence), &evidence)
            .expect("what was packed is read");
        assert_eq!(
            format!("{:?}", again.article),
            format!("{:?}", record.article),
            "and is the same"
        );
    }
    let mut seen = 0u64;
    let _ = postings::read(3, bytes, 40, |_, holders| {
        seen += holders.articles.len() as u64;
        true
    });
    let _ = dense::read(3, bytes, |_, holders| {
        seen += holders.articles.len() as u64;
        true
    });
    assert!(seen <= 2 * bytes.len() as u64 * 8, "a posting takes a bit at least");
    let _ = (postings::find(9, 3, bytes, 40), dense::find(9, 3, bytes));
    if let Some(texts) = page::Texts::unpack(bytes) {
        assert!(
            (0..texts.len()).all(|n| texts.text(n).is_none_or(|text| text.len() < 1 << 31)),
            "texts lie within their page"
        );
    }
}
