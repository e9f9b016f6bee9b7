//! The options of `urtext audit`.

use std::path::PathBuf;

use clap::Args;
use urtext::sources::{Severity, audit};

/// `urtext audit`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext audit
  urtext audit newsroom/sources.toml --fail-on warning
  urtext audit domains.txt --run reports/2021-W23 --json > last.json
  urtext audit domains.txt --run reports/2021-W24 --baseline last.json --fail-on lookalike-domain
  urtext audit --archive /srv/archive")]
pub struct Audit {
    /// The source list: TOML as in sources.toml, a table (CSV, XLSX, ODS) with a column of domains,
    /// or one domain per line; `-` for standard input.
    #[arg(value_name = "FILE", default_value = "sources.toml")]
    pub file: PathBuf,
    /// Compare the list with what a report saw: a folder of tables written by `urtext report`.
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// Compare the list with what an archive has seen, as written by `report --archive`.
    #[arg(long, value_name = "DIR", conflicts_with = "run")]
    pub archive: Option<PathBuf>,
    /// The list of known outlets to look for imitations of [default: the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// Compare with an earlier audit, which --json printed: say what is new and what is gone.
    /// Findings are recognised by code and source, not by line.
    #[arg(long, value_name = "LAST.json")]
    pub baseline: Option<PathBuf>,
    /// Exit with code 4 if there is a finding of this severity (note, warning, error) or worse, or
    /// with this code, as in unknown-kind; with --baseline, only new ones count. Can be repeated.
    #[arg(long, value_name = "SEVERITY|CODE", value_parser = fail_on)]
    pub fail_on: Vec<FailOn>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// Print SARIF 2.1.0, which code hosts show beside the lines of the list.
    #[arg(long, conflicts_with = "json")]
    pub sarif: bool,
}

/// Which findings of an audit end it with exit code 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// Those of a severity, or worse.
    Severity(Severity),
    /// Those of one kind.
    Code(&'static str),
}

/// Parses a severity or the code of a finding.
fn fail_on(text: &str) -> Result<FailOn, String> {
    let severities = [Severity::Note, Severity::Warning, Severity::Error];
    let severity = severities.into_iter().find(|severity| severity.name() == text);
    let code = || audit::CODES.iter().find(|code| **code == text);
    match (severity, code()) {
        (Some(severity), _) => Ok(FailOn::Severity(severity)),
        (None, Some(code)) => Ok(FailOn::Code(code)),
        (None, None) => Err(format!(
            "`{text}` is neither a severity (note, warning, error) nor the code of a finding; codes are {}",
            audit::CODES.join(", ")
        )),
    }
}
