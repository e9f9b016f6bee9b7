//! What is new since an earlier audit, and what is gone.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Finding, Severity};

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
    /// How much it mattered, the name of a severity.
    #[serde(deserialize_with = "severity")]
    pub severity: String,
    /// What was wrong.
    pub message: String,
}

/// The findings of an earlier audit, as `urtext audit --json` printed them.
#[derive(Debug, Default, Deserialize)]
pub struct Baseline {
    #[serde(rename = "schema", deserialize_with = "schema")]
    _schema: (),
    findings: Vec<Known>,
}

/// Reads the version of the format, of which there is one.
fn schema<'de, D: Deserializer<'de>>(from: D) -> Result<(), D::Error> {
    match u64::deserialize(from)? {
        1 => Ok(()),
        other => Err(D::Error::custom(format!("`schema` is {other}, not 1"))),
    }
}

/// Reads the name of a severity.
fn severity<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let name = String::deserialize(from)?;
    let known = [Severity::Note, Severity::Warning, Severity::Error].map(Severity::name);
    match known.contains(&name.as_str()) {
        true => Ok(name),
        false => Err(D::Error::custom(format!("`{name}` is not one of {}", known.join(", ")))),
    }
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
    /// as many of the others as there were, so that a changed message is no new finding. Without a
    /// source, as in a plain list, only the words tell what is meant, so they must be the same.
    /// O(n log n).
    pub fn compare(&self, findings: &[Finding]) -> Difference {
        let mut earlier: BTreeMap<(&str, &str, &str), Vec<&Known>> = BTreeMap::new();
        for known in &self.findings {
            let key = (known.code.as_str(), known.source_id.as_str(), known.message.as_str());
            earlier.entry(key).or_default().push(known);
        }
        let mut new = vec![true; findings.len()];
        for (finding, new) in findings.iter().zip(&mut new) {
            let key = (finding.code, finding.source_id.as_str(), finding.message.as_str());
            *new = earlier.get_mut(&key).and_then(Vec::pop).is_none();
        }
        let mut left: BTreeMap<(&str, &str), Vec<&Known>> = BTreeMap::new();
        for known in earlier.into_values().flatten() {
            left.entry((&known.code, &known.source_id)).or_default().push(known);
        }
        for (finding, new) in findings.iter().zip(&mut new).filter(|(_, new)| **new) {
            if finding.source_id.is_empty() {
                continue;
            }
            let key = (finding.code, finding.source_id.as_str());
            if left.get_mut(&key).and_then(Vec::pop).is_some() {
                *new = false;
            }
        }
        let mut gone: Vec<Known> = left.into_values().flatten().cloned().collect();
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
    fn without_a_source_other_words_are_another_finding() {
        let before = [finding("bad-row", "", 3, "x"), finding("bad-row", "", 5, "z")];
        let now = [finding("bad-row", "", 3, "y"), finding("bad-row", "", 9, "z")];
        let found = earlier(&before).compare(&now);
        assert_eq!(found.new, [true, false]);
        let gone: Vec<&str> = found.gone.iter().map(|known| known.message.as_str()).collect();
        assert_eq!(gone, ["x"]);
    }

    #[test]
    fn another_format_and_an_unknown_severity_are_errors() {
        let read = |text: &str| Baseline::read("last.json", text).map(drop);
        assert!(read(r#"{"schema":1,"findings":[]}"#).is_ok());
        let error = read(r#"{"schema":2,"findings":[]}"#).expect_err("another format");
        assert!(error.to_string().contains("`schema` is 2, not 1"), "{error}");
        assert!(read(r#"{"findings":[]}"#).is_err());
        let known = r#"{"code":"a","source_id":"","severity":"odd","message":"x"}"#;
        let error = read(&format!("{{\"schema\":1,\"findings\":[{known}]}}")).expect_err("odd");
        let want = "`odd` is not one of note, warning, error";
        assert!(error.to_string().contains(want), "{error}");
    }

    #[test]
    fn what_is_no_audit_is_an_error_with_its_place() {
        let error = Baseline::read("last.json", "{\n\"findings\": 7}").expect_err("no list");
        assert!(error.to_string().starts_with("last.json:2:13: not an audit"), "{error}");
    }
}
