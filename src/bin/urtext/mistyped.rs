//! What to type, for somebody who gave a file where a command belongs.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use urtext::ingest::{own, plan};

use super::terminal::plain;

/// Returns what to type instead, if an unknown command is the name of a file, a folder or a web
/// address; `None` for any other mistake.
pub fn hint(error: &clap::Error) -> Option<String> {
    match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(name))) => instead_of(name),
        _ => None,
    }
}

fn instead_of(name: &str) -> Option<String> {
    let path = Path::new(name);
    let quoted = quoted(name);
    if plan::is_address(name) && !path.exists() {
        return Some("save the page in a browser (Ctrl+S), then type `urtext check page.html`; nothing is fetched from the network".to_owned());
    }
    if path.is_dir() {
        return Some(match own::folder(path) {
            Some(what) if what.starts_with("an archive") => {
                format!(
                    "to see what the archive holds, type `urtext archive stats --archive {quoted}`"
                )
            }
            Some(_) => {
                let pages = ["report.html", "index.html"];
                match pages.into_iter().find(|page| path.join(page).is_file()) {
                    Some(page) => format!("this is a report; open {quoted}/{page} in a browser"),
                    None => format!("this is a report without a page; its tables are in {quoted}"),
                }
            }
            None => format!("to compare all articles in the folder, type `urtext report {quoted}`"),
        });
    }
    if name != "-" && !path.exists() {
        return None;
    }
    if name.ends_with(".toml") {
        return Some(format!("to check a source list, type `urtext audit {quoted}`"));
    }
    Some(format!(
        "to check one article, type `urtext check {quoted}`; to compare all articles in a file, `urtext report {quoted}`"
    ))
}

/// Returns a name as a shell takes it, with characters that steer replaced.
fn quoted(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:+@,".contains(c);
    match name.chars().all(is_plain) {
        true => plain(name),
        false => format!("'{}'", plain(&name.replace('\'', r"'\''"))),
    }
}
