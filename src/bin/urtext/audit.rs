//! `urtext audit`: checks a source list.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use urtext::archive::{self, Reader};
use urtext::files;
use urtext::sources::audit;
use urtext::sources::{Finding, Registry, Severity, list};

use super::arguments::{self, Audit};
use super::failure::Failure;
use super::terminal::{self, many, plain};

/// Most findings printed per code and severity; `--json` lists all. Chosen by judgement.
const SHOWN: usize = 20;

/// Runs the command.
pub fn run(options: &Audit) -> Result<ExitCode, Failure> {
    let path = options.file.display().to_string();
    let text = text(&options.file).map_err(|cause| {
        let what = format!("{}: cannot read the source list: {cause}", plain(&path));
        if options.file.is_dir() {
            Failure::input(what, "name the file of the list; the folder of a report goes to --run, that of an archive to --archive")
        } else {
            Failure::input(what, "name an existing source list, or `-` for standard input")
        }
    })?;
    let known = options.sources.as_deref().map_or_else(Registry::shipped, Registry::open)?;
    let read = list::read(&path, &text)?;
    let run = match (&options.run, &options.archive) {
        (Some(folder), _) => Some(audit::tables::open(folder, &known)?),
        (None, Some(folder)) => Some(archive::seen::run(&Reader::open(folder)?, &known)?),
        (None, None) => None,
    };
    let findings = audit::check(&read, &known, run.as_ref());
    if options.json {
        let found = json!({"schema": 1, "sources": read.sources.len(), "findings": findings});
        terminal::print(&format!("{}\n", terminal::inert_json(&found)))?;
    } else {
        terminal::print(&lines(&path, read.sources.len(), &findings))?;
    }
    let threshold = options.fail_on.map(|s| match s {
        arguments::Severity::Note => Severity::Note,
        arguments::Severity::Warning => Severity::Warning,
        arguments::Severity::Error => Severity::Error,
    });
    let crossed = threshold.is_some_and(|t| findings.iter().any(|f| f.severity >= t));
    Ok(if crossed { ExitCode::from(4) } else { ExitCode::SUCCESS })
}

/// Reads the list's text. Invalid UTF-8 becomes replacement characters, so that the line concerned
/// is named and the rest is still checked.
fn text(path: &Path) -> std::io::Result<String> {
    let bytes = if path == Path::new("-") {
        files::bounded(std::io::stdin().lock())?
    } else {
        files::whole(path)?
    };
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}

/// Formats the findings as text: the first few of each code and severity, then the counts.
fn lines(path: &str, sources: usize, findings: &[Finding]) -> String {
    let mut out = String::new();
    let mut shown: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for f in findings {
        let seen = shown.entry((f.code, f.severity)).or_default();
        *seen += 1;
        if *seen > SHOWN {
            continue;
        }
        let place: String =
            [f.line, f.column].into_iter().flatten().map(|n| format!(":{n}")).collect();
        out.push_str(&format!(
            "{}{place}: {} [{}] {}\n",
            plain(path),
            f.severity.name(),
            f.code,
            plain(&f.message)
        ));
        out.push_str(&format!("    {}\n", plain(&f.remedy)));
    }
    for ((code, severity), n) in shown.into_iter().filter(|(_, n)| *n > SHOWN) {
        out.push_str(&format!(
            "{}: {} more of {} [{code}]; --json lists all\n",
            plain(path),
            n - SHOWN,
            severity.name()
        ));
    }
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let counts =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts: Vec<String> =
        counts.into_iter().map(|(severity, name)| many(count(severity), name)).collect();
    out.push_str(&format!("{}: {}\n", many(sources, "source"), counts.join(", ")));
    out
}
