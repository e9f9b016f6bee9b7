//! Checks a source list before it is trusted: its own claims, domains that look like those of known
//! outlets, and how it fits what a run saw.

pub mod baseline;
pub mod behaviour;
pub mod claims;
pub mod lookalike;
pub mod networks;
pub mod sarif;
pub mod seen;
pub mod tables;

use serde::Serialize;

use super::Registry;
use super::parse::Read;

pub use seen::Run;
pub use tables::RunError;

/// The codes of all findings, in alphabetical order.
pub const CODES: [&str; 25] = [
    "bad-domain",
    "bad-id",
    "bad-rating",
    "bad-row",
    "bad-value",
    "behaviour-mismatch",
    "domain-form",
    "duplicate-credit",
    "duplicate-domain",
    "duplicate-id",
    "duplicate-name",
    "empty-list",
    "lookalike-domain",
    "missing-field",
    "mixed-script",
    "network",
    "overlapping-domain",
    "public-suffix",
    "several-outlets",
    "similar-name",
    "split-source",
    "unknown-key",
    "unknown-kind",
    "unlisted-source",
    "unseen-source",
];

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
    /// Returns the severity's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One problem, or possible problem, of a source list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The kind of problem, a fixed word such as `duplicate-domain`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Id of the source concerned; empty if the finding concerns the whole file.
    pub source_id: String,
    /// Line in the list, from 1; `None` if the finding concerns something that is not in the list.
    pub line: Option<usize>,
    /// Column in the line, from 1, in characters; `None` when `line` is.
    pub column: Option<usize>,
    /// What is wrong, including the value.
    pub message: String,
    /// What to change.
    pub remedy: String,
}

/// Checks a whole list. Findings are in order of line; those about what is not in the list come
/// last.
///
/// `known` holds the outlets to search for look-alikes of; `run` is what a report saw, or `None` to
/// check the list alone.
pub fn check(read: &Read, known: &Registry, run: Option<&Run>) -> Vec<Finding> {
    let mut out = claims::check(read);
    out.extend(lookalike::check(read, known));
    if let Some(run) = run {
        let listed = seen::Listed::of(read, known);
        out.extend(seen::check(read, &listed, run));
        out.extend(behaviour::check(&listed, run));
        out.extend(networks::check(&listed, run));
    }
    // The sort is stable: findings with the same position and code keep the order in which they
    // were found, which is by weight.
    out.sort_by_key(|f| (f.line.is_none(), f.line, f.column, f.code));
    out
}
