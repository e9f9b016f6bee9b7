//! Tells what the program itself wrote: it is never read as articles, and nothing else is ever
//! written over.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// The file that marks a report's folder.
pub const MARKER: &str = ".urtext";
/// What stands in it.
pub const MARK: &str = "A report of urtext. The next report into this folder replaces its tables; files of other names are kept.\n";
/// What stands in the head of a page that compares two articles.
pub const PAGE: &str = "<meta name=\"generator\" content=\"urtext diff\">";
/// Style of such pages that were written before they said so.
const PAGE_BEFORE: &[u8] =
    b"del{background:#fbe3e1;text-decoration:line-through}ins{background:#e0f0df";
/// The beginning of a history's header.
const HISTORY: &[u8] = b"week,source_id,";
/// Bytes of a summary above which it is none.
const SUMMARY: u64 = 64 << 20;

/// What a folder is if it was written by the program.
pub fn folder(path: &Path) -> Option<&'static str> {
    if is_report(path) {
        Some("a report of this program")
    } else if is_archive(path) {
        Some("an archive of this program")
    } else {
        None
    }
}

/// Whether a report stands in the folder: it bears the marker, or, as those written before there
/// was one, a summary with a report's keys.
pub fn is_report(folder: &Path) -> bool {
    let marked = || fs::symlink_metadata(folder.join(MARKER)).is_ok_and(|m| m.is_file());
    marked() || is_summary(&folder.join("summary.json"))
}

fn is_summary(path: &Path) -> bool {
    let small = fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() <= SUMMARY);
    let text = if small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    let keys = ["articles_counted", "blocks_by_label", "captions_by_verdict", "settings"];
    serde_json::from_slice::<serde_json::Value>(&text)
        .is_ok_and(|summary| keys.iter().all(|key| summary.get(key).is_some()))
}

/// Whether an archive stands in the folder.
fn is_archive(folder: &Path) -> bool {
    let manifest = head(&folder.join("MANIFEST"));
    manifest.starts_with(b"{\"format\":")
        && memchr::memmem::find(&manifest, b"\"generation\":").is_some()
}

/// Whether a file of this name and content is the history beside the reports of weeks.
pub fn is_history(path: &Path) -> bool {
    match path.file_name().and_then(|name| name.to_str()) {
        Some("history.csv") => head(path).starts_with(HISTORY),
        Some("history.parquet") => {
            let end = tail(path);
            end.ends_with(b"PAR1")
                && [&b"source_id"[..], b"state_articles"]
                    .iter()
                    .all(|name| memchr::memmem::find(&end, name).is_some())
        }
        _ => false,
    }
}

/// Whether a page that begins with these bytes compares two articles, as `urtext diff --html`
/// writes it.
pub fn is_page(head: &[u8]) -> bool {
    [PAGE.as_bytes(), PAGE_BEFORE].iter().any(|sign| memchr::memmem::find(head, sign).is_some())
}

/// The first bytes of a file; none if it is no file.
pub fn head(path: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    if fs::metadata(path).is_ok_and(|m| m.is_file())
        && let Ok(file) = File::open(path)
    {
        // What cannot be read is not known.
        let _ = file.take(super::format::HEAD as u64).read_to_end(&mut head);
    }
    head
}

/// The last bytes of a file, where Parquet has the names of its columns.
fn tail(path: &Path) -> Vec<u8> {
    const BYTES: i64 = 64 << 10;
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let length = i64::try_from(file.metadata()?.len()).unwrap_or(i64::MAX);
        file.seek(SeekFrom::End(-length.min(BYTES)))?;
        let mut out = Vec::new();
        file.take(BYTES as u64).read_to_end(&mut out)?;
        Ok(out)
    };
    if fs::metadata(path).is_ok_and(|m| m.is_file()) {
        read().unwrap_or_default()
    } else {
        Vec::new()
    }
}
