//! Checks a source list before it is trusted: its own claims, look-alikes of known outlets, and
//! what a run saw.

pub mod behaviour;
pub mod claims;
pub mod lookalike;
pub mod networks;
pub mod seen;
pub mod tables;

use serde::Serialize;

use super::Registry;
use super::parse::Read;

pub use seen::Run;
pub use tables::RunError;

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
    /// Line in the list, from 1; `None` for what does not stand in it.
    pub line: Option<usize>,
    /// Column in the line, from 1, in characters.
    pub column: Option<usize>,
    /// What is wrong, with the value.
    pub message: String,
    /// What to change.
    pub remedy: String,
}

/// Checks a list whole, in order of line; what does not stand in it comes last.
///
/// `known` are the outlets whose look-alikes are sought; `run` is what a report saw, if there is
/// one.
pub fn check(read: &Read, known: &Registry, run: Option<&Run>) -> Vec<Finding> {
    let mut out = claims::check(read);
    out.extend(lookalike::check(read, known));
    if let Some(run) = run {
        let listed = seen::Listed::of(read, known);
        out.extend(seen::check(read, &listed, run));
        out.extend(behaviour::check(&listed, run));
        out.extend(networks::check(&listed, run));
    }
    // A stable sort: within a place and code the order in which they were found, which is by
    // weight.
    out.sort_by_key(|f| (f.line.is_none(), f.line, f.column, f.code));
    out
}
