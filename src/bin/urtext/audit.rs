//! `urtext audit`: checks a source list.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use urtext::archive::{self, Reader};
use urtext::files;
use urtext::sources::audit;
use urtext::sources::audit::baseline::{Baseline, Difference};
use urtext::sources::{Finding, Registry, Severity, list};

use super::arguments::{Audit, FailOn};
use super::failure::Failure;
use super::terminal::{self, many, plain};

/// Most findings printed per code and severity; `--json` lists all. Chosen by judgement.
const SHOWN: usize = 20;

/// Runs the command.
pub fn run(options: &Audit) -> Result<ExitCode, Failure> {
    let path = options.file.display().to_string();
    let bytes = bytes(&options.file).map_err(|cause| {
        let what = format!("{}: cannot read the source list: {cause}", plain(&path));
        if options.file.is_dir() {
            Failure::input(what, "name the file of the list; the folder of a report goes to --run, that of an archive to --archive")
        } else {
            Failure::input(what, "name an existing source list, or `-` for standard input")
        }
    })?;
    let known = options.sources.as_deref().map_or_else(Registry::shipped, Registry::open)?;
    let read = list::read_bytes(&path, bytes)?;
    let run = match (&options.run, &options.archive) {
        (Some(folder), _) => Some(audit::tables::open(folder, &known)?),
        (None, Some(folder)) => Some(archive::seen::run(&Reader::open(folder)?, &known)?),
        (None, None) => None,
    };
    let findings = audit::check(&read, &known, run.as_ref());
    let since = options.baseline.as_deref().map(baseline).transpose()?;
    let since = since.map(|earlier| earlier.compare(&findings));
    let told = Told { path: &path, sources: read.sources.len(), findings: &findings, since };
    terminal::print(&if options.sarif {
        let log = audit::sarif::log(&path, &findings, told.since.as_ref());
        format!("{}\n", terminal::inert_json(&log))
    } else if options.json {
        format!("{}\n", terminal::inert_json(&told.json()))
    } else {
        told.lines()
    })?;
    let crosses = |finding: &Finding| {
        options.fail_on.iter().any(|threshold| match threshold {
            FailOn::Severity(severity) => finding.severity >= *severity,
            FailOn::Code(code) => finding.code == *code,
        })
    };
    let crossed = told.counted().any(crosses);
    Ok(if crossed { ExitCode::from(4) } else { ExitCode::SUCCESS })
}

/// Reads an earlier audit.
fn baseline(path: &Path) -> Result<Baseline, Failure> {
    let hint = "name what `urtext audit --json` printed earlier";
    let name = plain(&path.display().to_string());
    let bytes = bytes(path)
        .map_err(|cause| Failure::input(format!("{name}: cannot be read: {cause}"), hint))?;
    Baseline::read(&name, &String::from_utf8_lossy(&bytes))
        .map_err(|error| Failure::input(error, hint))
}

/// Reads a file, or standard input.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if path == Path::new("-") {
        files::bounded(std::io::stdin().lock())
    } else {
        files::whole(path)
    }
}

/// What an audit found.
struct Told<'t> {
    path: &'t str,
    sources: usize,
    findings: &'t [Finding],
    /// What differs from the earlier audit; `None` if there is none to compare with.
    since: Option<Difference>,
}

impl Told<'_> {
    /// Iterates over the findings that count: the new ones, or all without an earlier audit.
    fn counted(&self) -> impl Iterator<Item = &Finding> {
        let is_new = |at: usize| self.since.as_ref().is_none_or(|since| since.new[at]);
        self.findings.iter().enumerate().filter(move |(at, _)| is_new(*at)).map(|(_, f)| f)
    }

    /// Returns the object that `--json` prints; with an earlier audit, each finding says whether it
    /// is new, and those that are gone are listed.
    fn json(&self) -> Value {
        let mut findings: Vec<Value> = self.findings.iter().map(|f| json!(f)).collect();
        let Some(since) = &self.since else {
            return json!({"schema": 1, "sources": self.sources, "findings": findings});
        };
        for (finding, new) in findings.iter_mut().zip(&since.new) {
            finding["new"] = json!(new);
        }
        json!({"schema": 1, "sources": self.sources, "findings": findings, "gone": since.gone})
    }

    /// Formats the findings that count as text: the first few of each code and severity, then what
    /// is gone and the counts.
    fn lines(&self) -> String {
        let path = plain(self.path);
        let mut out = String::new();
        let mut shown: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
        for f in self.counted() {
            let seen = shown.entry((f.code, f.severity)).or_default();
            *seen += 1;
            if *seen > SHOWN {
                continue;
            }
            let place: String =
                [f.line, f.column].into_iter().flatten().map(|n| format!(":{n}")).collect();
            let new = if self.since.is_some() { "new " } else { "" };
            let (severity, message) = (f.severity.name(), plain(&f.message));
            out.push_str(&format!("{path}{place}: {new}{severity} [{}] {message}\n", f.code));
            out.push_str(&format!("    {}\n", plain(&f.remedy)));
        }
        for ((code, severity), n) in shown.into_iter().filter(|(_, n)| *n > SHOWN) {
            let (more, severity) = (n - SHOWN, severity.name());
            out.push_str(&format!(
                "{path}: {more} more of {severity} [{code}]; --json lists all\n"
            ));
        }
        let gone = self.since.as_ref().map_or(&[][..], |since| &since.gone);
        for known in gone.iter().take(SHOWN) {
            let (severity, code) = (plain(&known.severity), plain(&known.code));
            out.push_str(&format!("{path}: gone {severity} [{code}] {}\n", plain(&known.message)));
        }
        if gone.len() > SHOWN {
            out.push_str(&format!("{path}: {} more gone; --json lists all\n", gone.len() - SHOWN));
        }
        out.push_str(&self.counts());
        out
    }

    /// Returns the last line: how many findings there are.
    fn counts(&self) -> String {
        if let Some(since) = &self.since {
            let new = since.new.iter().filter(|new| **new).count();
            let (gone, before) = (since.gone.len(), since.new.len() - new);
            let sources = many(self.sources, "source");
            return format!("{sources}: {new} new, {gone} gone, {before} as before\n");
        }
        let count = |severity| self.findings.iter().filter(|f| f.severity == severity).count();
        let counts =
            [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
        let counts: Vec<String> =
            counts.into_iter().map(|(severity, name)| many(count(severity), name)).collect();
        format!("{}: {}\n", many(self.sources, "source"), counts.join(", "))
    }
}
