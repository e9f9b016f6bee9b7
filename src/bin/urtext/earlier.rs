//! An earlier report that a command is given again together with its inputs: its settings, and
//! whether these are its inputs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use urtext::ingest::{self, Batch, Input};
use urtext::pipeline::{self, Findings, Settings, Watch};
use urtext::report::{Source, summary};
use urtext::sources::Registry;

use super::arguments;
use super::failure::Failure;
use super::progress::Progress;
use super::terminal;

/// A report judged again from its inputs.
pub struct Again {
    /// What was read.
    pub batch: Batch,
    /// The report's settings.
    pub settings: Settings,
    /// What was found.
    pub findings: Findings,
}

/// Reads the inputs and judges them, with the settings of `run` if there is one; refuses inputs
/// that are not those of `run`.
pub fn again(
    run: Option<&Run>,
    inputs: &[Input],
    reading: &ingest::Settings,
    registry: &Registry,
    progress: &Progress,
) -> Result<Again, Failure> {
    let settings = run.map_or_else(|| Ok(Settings::default()), |run| run.settings(registry))?;
    let mut reading = reading.clone();
    if let Some(run) = run {
        reading.timezone =
            reading.timezone.map_or_else(|| run.timezone(), |zone| Ok(Some(zone)))?;
    }
    progress.begin("ingest", None);
    let mut batch = ingest::run(inputs, &reading, &|read| progress.step(read));
    progress.end(
        "ingest",
        &format!("{} articles, {} rejects", batch.articles.len(), batch.rejects.len()),
    );
    super::heard::detail(&batch);
    if batch.articles.is_empty() {
        return Err(super::report::nothing_read(&batch));
    }
    if let Some(run) = run {
        run.check_inputs(&batch)?;
    }
    let findings = pipeline::run(&mut batch, registry, &settings, progress);
    Ok(Again { batch, settings, findings })
}

/// The summary of a report.
pub struct Run {
    /// Its folder, as the user named it.
    folder: String,
    summary: Value,
}

impl Run {
    /// Reads the summary in a report's folder; `remedy` says what to do instead if the report was
    /// made with an archive.
    pub fn open(folder: &Path, remedy: &str) -> Result<Self, Failure> {
        let path = folder.join("summary.json");
        let hint = "name the folder of a report, as in reports/all";
        let failed = |why: String| Failure::input(format!("{}: {why}", path.display()), hint);
        let text = fs::read(&path).map_err(|e| failed(format!("cannot be read: {e}")))?;
        let summary: Value =
            serde_json::from_slice(&text).map_err(|e| failed(format!("is not JSON: {e}")))?;
        let folder = folder.display().to_string();
        if !summary["settings"].is_object() || !summary["inputs"].is_array() {
            return Err(failed("is not the summary of a report".to_owned()));
        }
        if !summary["archive"].is_null() {
            return Err(Failure::input(
                format!("{folder}: was made with an archive, and its inputs are only part of it"),
                remedy,
            ));
        }
        Ok(Self { folder, summary })
    }

    /// Whether readers' reviews are shown in the report.
    pub fn was_reviewed(&self) -> bool {
        !self.summary["reviews"].is_null()
    }

    /// Returns the settings of the report.
    pub fn settings(&self, registry: &Registry) -> Result<Settings, Failure> {
        let given = &self.summary["settings"];
        if given["score"] != summary::weights(&registry.weights) {
            return Err(Failure::input(
                format!("{}: was made with other weights of scores", self.folder),
                "give the source list of the report with --sources",
            ));
        }
        let version = self.summary["version"].as_str().unwrap_or_default();
        if version != env!("CARGO_PKG_VERSION") {
            terminal::note(&format!(
                "{}: was made by version {}; this one may judge differently",
                terminal::plain(&self.folder),
                terminal::plain(version)
            ));
        }
        let bad = |name: &str| {
            Failure::input(
                format!("{}: summary.json: `{name}` is `{}`", self.folder, given[name]),
                "make the report again with this version of the program",
            )
        };
        let text = |name: &str| given[name].as_str();
        let window = given["window_days"].as_u64();
        Ok(Settings {
            week: text("week")
                .map(|week| arguments::week(week).map_err(|_| bad("week")))
                .transpose()?,
            window_days: window
                .map(|days| u32::try_from(days).map_err(|_| bad("window_days")))
                .transpose()?,
            as_of: text("as_of").map(|day| day.parse().map_err(|_| bad("as_of"))).transpose()?,
            all_pairs: given["all_pairs"].as_bool().unwrap_or_default(),
            ..Settings::default()
        })
    }

    /// Returns the zone that the report gave to times without one.
    fn timezone(&self) -> Result<Option<ingest::Zone>, Failure> {
        let named = self.summary["settings"]["timezone"].as_str();
        let zone = named.map(str::parse::<ingest::Zone>).transpose();
        zone.map_err(|e| {
            let what = format!("{}: summary.json: `timezone`: {e}", self.folder);
            Failure::input(what, "give the zone with --timezone")
        })
    }

    /// Refuses inputs that are not those of the report, or that were read in another way.
    pub fn check_inputs(&self, batch: &Batch) -> Result<(), Failure> {
        let mut theirs: BTreeSet<(&str, &str)> = BTreeSet::new();
        for input in self.summary["inputs"].as_array().into_iter().flatten() {
            theirs.extend(input["name"].as_str().zip(input["xxh3"].as_str()));
        }
        let ours: BTreeSet<(&str, &str)> =
            batch.digests.iter().map(|d| (d.name.as_str(), d.xxh3.as_str())).collect();
        let hint = "give exactly the files that the report was made from";
        if let Some((name, _)) = ours.difference(&theirs).next() {
            let known = theirs.iter().any(|(theirs, _)| theirs == name);
            let what = if known { "has changed since" } else { "is no input of" };
            return Err(Failure::input(format!("{name}: {what} the report {}", self.folder), hint));
        }
        if let Some((name, _)) = theirs.difference(&ours).next() {
            return Err(Failure::input(
                format!("{name}: is an input of the report {}, and was not given", self.folder),
                hint,
            ));
        }
        let records = self.summary["records"].as_u64();
        if records.is_some_and(|n| n != batch.records) {
            return Err(Failure::input(
                format!(
                    "{}: was made from {} records, and {} were read now",
                    self.folder,
                    records.unwrap_or_default(),
                    batch.records
                ),
                "repeat the options --field and --limit of the report",
            ));
        }
        Ok(())
    }

    /// Refuses a run that came out differently from the report, as it does with another source list.
    /// Only a report of this version of the program can be expected to come out the same.
    pub fn check_outcome(&self, source: &Source<'_>) -> Result<(), Failure> {
        // What is shown beside a report is no part of its outcome, nor are the rejects among it: rows
        // of ratings and reviews that could not be used.
        const BESIDE: [&str; 6] =
            ["ratings", "rejected", "rejected_fields", "reviews", "version", "week_before"];
        if self.summary["version"] != env!("CARGO_PKG_VERSION") {
            return Ok(());
        }
        let again: Value = serde_json::from_str(&summary::json(source)).unwrap_or_default();
        let differs = |key: &&String| {
            !BESIDE.contains(&key.as_str()) && again[key.as_str()] != self.summary[key.as_str()]
        };
        match again.as_object().and_then(|keys| keys.keys().find(differs)) {
            None => Ok(()),
            Some(key) => Err(Failure::input(
                format!("{}: `{key}` in its summary.json comes out differently now", self.folder),
                "give the same --sources, --field, --timezone and --limit as for the report",
            )),
        }
    }
}
