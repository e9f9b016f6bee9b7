//! Checks a source list before it is trusted.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::parse::Read;
use super::{domain, lookup};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Likely wrong.
    Warning,
    /// The list cannot be used as it is.
    Error,
}

impl Severity {
    /// The severity's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing to look at in a source list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of thing, a fixed word (`duplicate-domain`).
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The source concerned; empty if it is the file.
    pub source_id: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// Column in the line, from 1, in characters.
    pub column: usize,
    /// What is wrong, with the value.
    pub message: String,
    /// What to change.
    pub remedy: String,
}

/// Checks all that can be known from the list alone, in order of line.
///
/// Ids, domains and credits claimed twice; domains that overlap; public suffixes; sources without domain or credit.
/// O(entries).
pub fn check(read: &Read) -> Vec<Finding> {
    let mut out = read.findings.clone();
    let mut push = |code, severity, source_id: &str, (line, column): (usize, usize), message: String, remedy: &str| {
        out.push(Finding { code, severity, source_id: source_id.to_owned(), line, column, message, remedy: remedy.to_owned() });
    };
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    let mut domains: FxHashMap<&str, (&str, usize)> = FxHashMap::default();
    let mut credits: FxHashMap<String, (&str, usize)> = FxHashMap::default();
    let mut names: FxHashMap<String, (&str, usize)> = FxHashMap::default();
    for placed in &read.sources {
        let source = &placed.source;
        let (id, here) = (source.id.as_str(), (source.line, 1));
        if let Some(first) = ids.insert(id, source.line).filter(|_| !id.is_empty()) {
            push(
                "duplicate-id",
                Severity::Error,
                id,
                here,
                format!("the id `{id}` is taken by the source at line {first}"),
                "give each source its own id, or merge the two",
            );
        }
        if !id.is_empty() && id.starts_with(['=', '+', '-', '@']) {
            push(
                "bad-id",
                Severity::Error,
                id,
                here,
                format!("the id `{id}` begins like a spreadsheet formula"),
                "begin it with a letter or digit",
            );
        }
        for (host, &at) in source.domains.iter().zip(&placed.domain_places) {
            if domain::is_public_suffix(host) {
                push(
                    "public-suffix",
                    Severity::Error,
                    id,
                    at,
                    format!("`{host}` is a public suffix: it would claim every site registered under it"),
                    "write the outlet's own domain",
                );
            }
            if let Some((other, line)) = domains.insert(host, (id, at.0)) {
                push(
                    "duplicate-domain",
                    Severity::Error,
                    id,
                    at,
                    format!("the domain `{host}` is claimed by `{other}` at line {line}"),
                    "leave it with one of the two",
                );
            }
        }
        for (credit, &at) in source.credits.iter().zip(&placed.credit_places) {
            match credits.insert(lookup::name_key(credit), (id, at.0)) {
                Some((other, line)) if other != id => {
                    push(
                        "duplicate-credit",
                        Severity::Error,
                        id,
                        at,
                        format!("the credit `{credit}` is claimed by `{other}` at line {line}"),
                        "leave it with one of the two",
                    );
                }
                _ => {}
            }
        }
        if !source.name.is_empty() {
            match names.insert(lookup::name_key(&source.name), (id, source.line)) {
                Some((other, line)) if other != id => push(
                    "duplicate-name",
                    Severity::Warning,
                    id,
                    here,
                    format!("the name `{}` is that of `{other}` at line {line} too", source.name),
                    "name them apart, or merge the two if they are one outlet",
                ),
                _ => {}
            }
        }
        if source.domains.is_empty() {
            push(
                "missing-field",
                Severity::Note,
                id,
                here,
                format!("`{id}` has no domain: only its name can find it"),
                "add `domains = [\"…\"]`",
            );
        }
        if source.kind == super::Kind::Wire && source.credits.is_empty() {
            push(
                "missing-field",
                Severity::Warning,
                id,
                here,
                format!("the agency `{id}` has no credits: its copy cannot be recognised"),
                "add `credits = [\"…\"]`",
            );
        }
    }
    for placed in &read.sources {
        let source = &placed.source;
        for (host, &at) in source.domains.iter().zip(&placed.domain_places) {
            let mut rest = host.as_str();
            while let Some((_, parent)) = rest.split_once('.') {
                if let Some(&(other, line)) = domains.get(parent).filter(|(other, _)| *other != source.id) {
                    push(
                        "overlapping-domain",
                        Severity::Note,
                        &source.id,
                        at,
                        format!("`{host}` lies under `{parent}` of `{other}` (line {line})"),
                        "nothing if they are two outlets: the longer domain wins",
                    );
                }
                rest = parent;
            }
        }
        for license in source.licenses.iter().filter(|l| !ids.contains_key(l.as_str())) {
            push(
                "unlisted-source",
                Severity::Warning,
                &source.id,
                (source.line, 1),
                format!("the licence `{license}` is the id of no source"),
                "list the agency, or correct the id",
            );
        }
    }
    out.sort_by(|a, b| (a.line, a.column, a.code).cmp(&(b.line, b.column, b.code)));
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Registry, SHIPPED, SourcesError, parse};
    use super::*;

    fn codes(text: &str) -> Vec<(&'static str, usize)> {
        check(&parse::read("test", text).expect("TOML")).into_iter().map(|f| (f.code, f.line)).collect()
    }

    fn source(id: &str, rest: &str) -> String {
        format!("[[source]]\nid = \"{id}\"\nname = \"N{id}\"\nkind = \"outlet\"\n{rest}\n")
    }

    #[test]
    fn the_shipped_list_holds_no_error() {
        let registry = Registry::shipped().expect("sound");
        assert!(registry.sources.iter().filter(|s| s.kind == super::super::Kind::Wire).count() >= 40);
        assert!(registry.sources.len() >= 140);
        assert!(check(&parse::read("shipped", SHIPPED).expect("TOML")).iter().all(|f| f.severity != Severity::Error));
    }

    #[test]
    fn claims_made_twice_are_found_at_their_line() {
        let text = source("a", "domains = [\"x.example\"]\ncredits = [\"AX\"]")
            + &source("b", "domains = [\"x.example\"]\ncredits = [\"ax\"]")
            + &source("a", "domains = [\"y.example\"]");
        assert_eq!(codes(&text), [("duplicate-domain", 11), ("duplicate-credit", 12), ("duplicate-id", 13)]);
    }

    #[test]
    fn public_suffixes_addresses_and_urls_are_no_domains() {
        assert_eq!(codes(&source("a", "domains = [\"co.uk\"]")), [("public-suffix", 5)]);
        assert_eq!(
            codes(&source("a", "domains = [\"https://x.example/\", \"10.0.0.1\", \"ok.example\"]")),
            [("bad-domain", 5), ("bad-domain", 5)]
        );
    }

    #[test]
    fn unknown_keys_and_kinds_are_errors_with_their_place() {
        let text = "[[source]]\nid = \"a\"\nname = \"A\"\nkind = \"blog\"\nurl = \"x\"\n";
        assert_eq!(codes(text), [("missing-field", 1), ("unknown-kind", 4), ("unknown-key", 5)]);
        let Err(SourcesError::Content { line, column, .. }) = Registry::parse("s.toml", text) else { panic!("accepted") };
        assert_eq!((line, column), (4, 8));
    }

    #[test]
    fn broken_toml_is_told_with_line_and_column() {
        let Err(SourcesError::Syntax { line, column, .. }) = Registry::parse("s.toml", "[[source]]\nid = \n") else { panic!("accepted") };
        assert_eq!((line, column > 0), (2, true));
    }
}
