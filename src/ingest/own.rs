//! Recognises what the program itself wrote: only that may be overwritten, and it is never read as
//! articles.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Name of the file that marks a report's folder.
pub const MARKER: &str = ".urtext";
/// Content of the marker file.
pub const MARK: &str = "A report of urtext. The next report into this folder replaces its tables; files of other names are kept.\n";
/// Content of the marker file of a dossier.
pub const DOSSIER_MARK: &str = "A dossier of urtext. The next dossier of the same source replaces its files; files of other names are kept.\n";
/// Tag in the head of a page that compares two articles.
pub const PAGE: &str = "<meta name=\"generator\" content=\"urtext diff\">";
/// Tag in the head of a report's page.
pub const REPORT_PAGE: &str = "<meta name=\"generator\" content=\"urtext report\">";
/// CSS in comparison pages written before they carried [`PAGE`].
const PAGE_BEFORE: &[u8] =
    b"del{background:#fbe3e1;text-decoration:line-through}ins{background:#e0f0df";
/// Beginning of the header of a history file.
const HISTORY: &[u8] = b"week,source_id,";
/// Bytes above which a file is not taken for a report's summary. Chosen by judgement; it bounds the
/// memory spent on a foreign file of that name.
const SUMMARY: u64 = 64 << 20;

/// Returns what a folder is if the program wrote it.
pub fn folder(path: &Path) -> Option<&'static str> {
    if is_report(path) {
        Some("a report of this program")
    } else if is_archive(path) {
        Some("an archive of this program")
    } else {
        None
    }
}

/// Whether the folder holds a report: it has the marker or, for reports older than the marker, a
/// summary with a report's keys.
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

/// Whether the folder holds an archive.
fn is_archive(folder: &Path) -> bool {
    let manifest = head(&folder.join("MANIFEST"));
    manifest.starts_with(b"{\"format\":")
        && memchr::memmem::find(&manifest, b"\"generation\":").is_some()
}

/// Whether a file has the name and content of the history kept beside weekly reports.
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

/// Whether a page that begins with these bytes is a comparison written by `urtext diff --html`.
pub fn is_page(head: &[u8]) -> bool {
    [PAGE.as_bytes(), PAGE_BEFORE].iter().any(|sign| memchr::memmem::find(head, sign).is_some())
}

/// Whether a page that begins with these bytes is the page of a report.
pub fn is_report_page(head: &[u8]) -> bool {
    memchr::memmem::find(head, REPORT_PAGE.as_bytes()).is_some()
}

/// Returns the first bytes of a file; empty if it is not a regular file.
pub fn head(path: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    if fs::metadata(path).is_ok_and(|m| m.is_file())
        && let Ok(file) = File::open(path)
    {
        // An unreadable file is treated as unknown.
        let _ = file.take(super::format::HEAD as u64).read_to_end(&mut head);
    }
    head
}

/// Returns the last bytes of a file, where Parquet stores the names of its columns.
fn tail(path: &Path) -> Vec<u8> {
    // Must hold the footer of a history. Chosen by judgement.
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
