//! Findings as SARIF, which code hosts and editors show beside the lines of the list. Source: OASIS,
//! *Static Analysis Results Interchange Format (SARIF) 2.1.0*.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Finding;
use super::baseline::{Difference, Known};

/// Returns the findings as a log. With an earlier audit, each says whether it is new, and those that
/// are gone follow as absent.
pub fn log(path: &str, findings: &[Finding], since: Option<&Difference>) -> Value {
    let gone = since.map_or(&[][..], |since| &since.gone);
    let codes: BTreeSet<&str> =
        findings.iter().map(|f| f.code).chain(gone.iter().map(|k| k.code.as_str())).collect();
    let rules: Vec<Value> = codes
        .into_iter()
        .map(|code| json!({"id": code, "shortDescription": {"text": code.replace('-', " ")}}))
        .collect();
    let mut results: Vec<Value> = findings.iter().map(|finding| result(path, finding)).collect();
    for (result, new) in results.iter_mut().zip(since.iter().flat_map(|since| &since.new)) {
        result["baselineState"] = json!(if *new { "new" } else { "unchanged" });
    }
    results.extend(gone.iter().map(|known| absent(path, known)));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "urtext audit", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(path: &str, finding: &Finding) -> Value {
    let mut place = json!({"artifactLocation": {"uri": uri(path)}});
    if let Some(line) = finding.line {
        place["region"] = json!({"startLine": line, "startColumn": finding.column.unwrap_or(1)});
    }
    json!({
        "ruleId": finding.code,
        // The names of severities are those of SARIF's levels.
        "level": finding.severity.name(),
        "message": {"text": format!("{}; {}", finding.message, finding.remedy)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"codeAndSource/v1": fingerprint(finding.code, &finding.source_id)},
    })
}

fn absent(path: &str, known: &Known) -> Value {
    json!({
        "ruleId": known.code,
        "level": known.severity,
        "message": {"text": known.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(path)}}}],
        "partialFingerprints": {"codeAndSource/v1": fingerprint(&known.code, &known.source_id)},
        "baselineState": "absent",
    })
}

fn fingerprint(code: &str, source: &str) -> String {
    format!("{code}:{source}")
}

/// Returns a path as a reference by RFC 3986, relative if the path is.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    if path.starts_with('/') { format!("file://{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;

    #[test]
    fn places_levels_and_states_are_those_of_the_standard() {
        let finding = |line| Finding {
            code: "bad-domain",
            severity: Severity::Error,
            source_id: "a".to_owned(),
            line,
            column: line.map(|_| 7),
            message: "`x y` is not a host name".to_owned(),
            remedy: "mend it".to_owned(),
        };
        let gone = Known {
            code: "bad-value".to_owned(),
            source_id: "b".to_owned(),
            severity: "note".to_owned(),
            message: "was odd".to_owned(),
        };
        let since = Difference { new: vec![true, false], gone: vec![gone] };
        let told = log("my lists/a.toml", &[finding(Some(3)), finding(None)], Some(&since));
        let results = told["runs"][0]["results"].as_array().expect("results");
        let states: Vec<&Value> = results.iter().map(|r| &r["baselineState"]).collect();
        assert_eq!(states, ["new", "unchanged", "absent"]);
        let place = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20lists/a.toml");
        assert_eq!(place["region"], json!({"startLine": 3, "startColumn": 7}));
        assert!(results[1]["locations"][0]["physicalLocation"]["region"].is_null());
        assert_eq!(told["runs"][0]["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(2));
        assert_eq!(uri("/srv/a.toml"), "file:///srv/a.toml");
    }
}
