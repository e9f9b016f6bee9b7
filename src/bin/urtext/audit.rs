//! `urtext audit`

use std::process::ExitCode;

use serde_json::json;
use urtext::sources::{self, Severity, SourcesError};

use super::arguments::{self, Audit};
use super::failure::Failure;
use super::terminal::{self, many};

/// Runs the job.
pub fn run(options: &Audit) -> Result<ExitCode, Failure> {
    let path = options.file.display().to_string();
    let text = std::fs::read_to_string(&options.file).map_err(|cause| SourcesError::Read { path: options.file.clone(), cause })?;
    let read = sources::parse::read(&path, &text)?;
    let findings = sources::audit::check(&read);
    if options.json {
        println!("{}", json!({"schema": 1, "sources": read.sources.len(), "findings": findings}));
    } else {
        for f in &findings {
            println!(
                "{}:{}:{}: {} [{}] {}",
                terminal::plain(&path),
                f.line,
                f.column,
                f.severity.name(),
                f.code,
                terminal::plain(&f.message)
            );
            println!("    {}", terminal::plain(&f.remedy));
        }
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
        println!(
            "{}: {}, {}, {}",
            many(read.sources.len(), "source"),
            many(count(Severity::Error), "error"),
            many(count(Severity::Warning), "warning"),
            many(count(Severity::Note), "note")
        );
    }
    let threshold = options.fail_on.map(|s| match s {
        arguments::Severity::Note => Severity::Note,
        arguments::Severity::Warning => Severity::Warning,
        arguments::Severity::Error => Severity::Error,
    });
    let crossed = threshold.is_some_and(|t| findings.iter().any(|f| f.severity >= t));
    Ok(if crossed { ExitCode::from(4) } else { ExitCode::SUCCESS })
}
