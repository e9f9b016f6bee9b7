//! What is new since an earlier audit, and what is gone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Finding;

/// Why an earlier audit could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}:{column}: not an audit: {message}")]
pub struct BaselineError {
    path: String,
    line: usize,
    column: usize,
    message: String,
}

/// A finding of the earlier audit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    /// The kind of problem.
    pub code: String,
    /// The source concerned; empty if the finding concerns the whole list.
    pub source_id: String,
    /// How much it mattered.
    pub severity: String,
    /// What was wrong.
    pub message: String,
}

/// The findings of an earlier audit, as `urtext audit --json` printed them.
#[derive(Debug, Default, Deserialize)]
pub struct Baseline {
    findings: Vec<Known>,
}

/// What two audits differ in.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// For each of the later findings, whether it is new.
    pub new: Vec<bool>,
    /// Earlier findings that are there no more, sorted.
    pub gone: Vec<Known>,
}

impl Baseline {
    /// Reads an earlier audit; `path` is its name in errors.
    ///
    /// # Errors
    /// [`BaselineError`] names the place.
    pub fn read(path: &str, text: &str) -> Result<Self, BaselineError> {
        serde_json::from_str(text).map_err(|cause| BaselineError {
            path: path.to_owned(),
            line: cause.line(),
            column: cause.column(),
            message: cause.to_string(),
        })
    }

    /// Compares later findings with the earlier ones.
    ///
    /// A finding is known if an earlier one has its code and its source, wherever in the list they
    /// were. Of several with one code and source, those with the same words are paired first, then
    /// as many of the others as there were, so that a changed message is no new finding. O(n log n).
    pub fn compare(&self, findings: &[Finding]) -> Difference {
        let mut earlier: BTreeMap<(&str, &str), Vec<&Known>> = BTreeMap::new();
        for known in &self.findings {
            earlier.entry((&known.code, &known.source_id)).or_default().push(known);
        }
        let mut new = vec![true; findings.len()];
        for same_words in [true, false] {
            for (finding, new) in findings.iter().zip(&mut new).filter(|(_, new)| **new) {
                let key = (finding.code, finding.source_id.as_str());
                let Some(known) = earlier.get_mut(&key) else { continue };
                let fits = |known: &&Known| !same_words || known.message == finding.message;
                if let Some(at) = known.iter().position(fits) {
                    known.remove(at);
                    *new = false;
                }
            }
        }
        let mut gone: Vec<Known> = earlier.into_values().flatten().cloned().collect();
        gone.sort();
        Difference { new, gone }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;

    fn finding(code: &'static str, source: &str, line: usize, message: &str) -> Finding {
        Finding {
            code,
            severity: Severity::Warning,
            source_id: source.to_owned(),
            line: Some(line),
            column: Some(1),
            message: message.to_owned(),
            remedy: "mend it".to_owned(),
        }
    }

    fn earlier(findings: &[Finding]) -> Baseline {
        let text = serde_json::json!({"schema": 1, "sources": 3, "findings": findings}).to_string();
        Baseline::read("last.json", &text).expect("read")
    }

    #[test]
    fn a_line_that_moved_is_no_new_finding() {
        let before = [finding("bad-domain", "a", 3, "x"), finding("bad-value", "b", 9, "y")];
        let now = [finding("bad-domain", "a", 30, "x"), finding("bad-domain", "c", 31, "x")];
        let found = earlier(&before).compare(&now);
        assert_eq!(found.new, [false, true]);
        let gone: Vec<&str> = found.gone.iter().map(|known| known.source_id.as_str()).collect();
        assert_eq!(gone, ["b"]);
    }

    #[test]
    fn of_several_alike_the_one_with_new_words_is_new() {
        let before = [finding("bad-domain", "a", 3, "one"), finding("bad-domain", "a", 4, "two")];
        let now = [
            finding("bad-domain", "a", 3, "three"),
            finding("bad-domain", "a", 4, "two"),
            finding("bad-domain", "a", 5, "one"),
        ];
        assert_eq!(earlier(&before).compare(&now).new, [true, false, false]);
        // Words that changed are the same finding still.
        assert_eq!(
            earlier(&before[..1]).compare(&now[..1]),
            Difference { new: vec![false], gone: Vec::new() }
        );
    }

    #[test]
    fn what_is_no_audit_is_an_error_with_its_place() {
        let error = Baseline::read("last.json", "{\n\"findings\": 7}").expect_err("no list");
        assert!(error.to_string().starts_with("last.json:2:13: not an audit"), "{error}");
    }
}
