//! `urtext dossier`: all cases of one outlet or agency, as pages and a table.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use textdistance::nstr;
use urtext::dossier::{self, Dossier};
use urtext::ingest::{self, Batch};
use urtext::pipeline::{self, Findings, Settings, Watch};
use urtext::report::{self, Beside, Contents, Folder, summary};
use urtext::sources::Registry;

use super::arguments::{self, Dossier as Options};
use super::failure::Failure;
use super::progress::Progress;
use super::{interrupt, terminal};

/// Names that are suggested for an unknown one. Chosen by judgement.
const SUGGESTED: usize = 5;

/// Runs the command. Everything that can fail early is opened before the work begins.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.as_deref())?;
    let reading = super::report::reading(&options.reading)?;
    let inputs = super::report::planned(&options.inputs)?;
    let made_from = options.from.as_deref().map(Run::open).transpose()?;
    let settings = match &made_from {
        Some(run) => run.settings(&registry)?,
        None => Settings::default(),
    };

    let progress = Progress::new();
    progress.begin("ingest", None);
    let mut batch = ingest::run(&inputs, &reading, &|read| progress.step(read));
    progress.end(
        "ingest",
        &format!("{} articles, {} rejects", batch.articles.len(), batch.rejects.len()),
    );
    if batch.articles.is_empty() {
        return Err(super::report::nothing_read(&batch));
    }
    if let Some(run) = &made_from {
        run.check_inputs(&batch)?;
    }
    let findings = pipeline::run(&mut batch, &registry, &settings, &progress);
    let subject = subject(&options.source, &findings, &registry)?;
    let folder = interrupt::guard(
        || {
            let name = dossier::folder_name(&subject);
            Folder::open_for(Contents::Dossier, &options.out, &name, options.force)
        },
        Folder::beside,
    )?;
    let beside = Beside::default();
    let source = report::Source {
        findings: &findings,
        batch: &batch,
        registry: &registry,
        settings: &settings,
        beside: &beside,
    };
    progress.begin("dossier", None);
    let dossier = Dossier::of(&source, &subject);
    let format = match options.format {
        arguments::Format::Csv => report::Format::Csv,
        arguments::Format::Parquet => report::Format::Parquet,
    };
    let cases = terminal::many(dossier.len(), "case");
    let place = dossier.write(folder, format)?;
    interrupt::release();
    progress.end("dossier", &cases);
    let page = place.join(dossier::INDEX);
    terminal::tell(&format!("{cases} in {}", terminal::plain(&page.display().to_string())));
    Ok(ExitCode::SUCCESS)
}

/// Returns the id of the source that somebody names by its id or name.
fn subject(named: &str, findings: &Findings, registry: &Registry) -> Result<String, Failure> {
    let credited = findings.cleaned.iter().flat_map(|c| c.credits.agencies.keys());
    let outlets = findings.cleaned.iter().filter_map(|c| c.source.as_ref());
    let ids: BTreeSet<&str> = credited.chain(outlets).map(String::as_str).collect();
    let name = |id: &str| registry.by_id(id).map_or(id.to_owned(), |known| known.name.clone());
    if ids.contains(named.trim()) {
        return Ok(named.trim().to_owned());
    }
    let wanted = named.trim().to_lowercase();
    let is_named = |id: &&str| id.to_lowercase() == wanted || name(id).to_lowercase() == wanted;
    let known: Vec<&str> = ids.iter().copied().filter(is_named).collect();
    match known.as_slice() {
        [] => {}
        [id] => return Ok((*id).to_owned()),
        several => {
            return Err(Failure::input(
                format!("{named}: several sources have this name"),
                format!("name one by its id: {}", several.join(", ")),
            ));
        }
    }
    let distance = |id: &str| {
        let of = |text: &str| nstr::damerau_levenshtein(&text.to_lowercase(), &wanted);
        of(id).min(of(&name(id)))
    };
    let mut near: Vec<&str> = ids.into_iter().collect();
    near.sort_by(|x, y| distance(x).total_cmp(&distance(y)).then(x.cmp(y)));
    near.truncate(SUGGESTED);
    Err(Failure::input(
        format!("{named}: none of the articles is by this source, or names it as an agency"),
        format!(
            "name a source by its id or name, as in the table `sources`; the nearest are {}",
            near.join(", ")
        ),
    ))
}

/// The summary of the report that a dossier belongs to.
struct Run {
    /// Its folder, as the user named it.
    folder: String,
    summary: Value,
}

impl Run {
    fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("summary.json");
        let hint = "name the folder of a report with --from, as in reports/all";
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
                "leave --from out and give the output of `urtext archive export` as INPUT",
            ));
        }
        Ok(Self { folder, summary })
    }

    /// Returns the settings of the report.
    fn settings(&self, registry: &Registry) -> Result<Settings, Failure> {
        let given = &self.summary["settings"];
        if given["score"] != summary::weights(&registry.weights) {
            return Err(Failure::input(
                format!("{}: was made with other weights of scores", self.folder),
                "give the source list of the report with --sources",
            ));
        }
        let version = self.summary["version"].as_str().unwrap_or_default();
        if version != env!("CARGO_PKG_VERSION") {
            terminal::tell(&format!(
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

    /// Refuses inputs that are not those of the report, or that were read in another way.
    fn check_inputs(&self, batch: &Batch) -> Result<(), Failure> {
        let mut theirs: BTreeSet<(&str, &str)> = BTreeSet::new();
        for input in self.summary["inputs"].as_array().into_iter().flatten() {
            theirs.extend(input["name"].as_str().zip(input["xxh3"].as_str()));
        }
        let ours: BTreeSet<(&str, &str)> =
            batch.digests.iter().map(|d| (d.name.as_str(), d.xxh3.as_str())).collect();
        let hint = "give exactly the files that the report was made from, or leave --from out";
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
}
