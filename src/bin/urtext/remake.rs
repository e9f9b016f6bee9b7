//! `urtext page`: makes the page of a report again.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use urtext::page;
use urtext::pipeline::Watch;
use urtext::report::{self, Beside, ReportError, Reviews, Source, WeekBefore};
use urtext::words::Language;

use super::arguments::Page as Options;
use super::earlier::{self, Again, Run};
use super::failure::Failure;
use super::page::Place;
use super::progress::Progress;
use super::terminal;

/// Runs the command. Everything that can fail early is opened before the work begins.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.path())?;
    let reading = super::report::reading(&options.reading)?;
    let inputs = super::report::planned(&options.inputs)?;
    let remedy = "make it again by `urtext report --archive DIR`, which also writes the page";
    let made_from = Run::open(&options.run, remedy)?;
    let path = options.run.join(report::PAGE);
    let place = Place::of_report(&path, options.force)?;
    if !options.force {
        report::check_texts(&options.run)?;
    }
    sweep(&options.run);
    let reviews = reviews(options, &made_from)?;
    tell_unusable(options.review.as_deref(), reviews.as_ref());
    let week_before = match made_from.settings(&registry)?.week {
        Some(week) => {
            let out = options.run.canonicalize().ok();
            let out = out.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
            WeekBefore::open(out, week, &registry.weights)?
        }
        None => None,
    };

    let progress = Progress::new();
    let Again { batch, settings, findings } =
        earlier::again(Some(&made_from), &inputs, &reading, &registry, &progress)?;
    let beside = Beside { week_before, reviews, ..Beside::default() };
    let source = Source {
        findings: &findings,
        batch: &batch,
        registry: &registry,
        settings: &settings,
        beside: &beside,
    };
    made_from.check_outcome(&source)?;
    progress.begin("page", None);
    write(&source, options.page_language.language(), &options.run, &place)?;
    let shown = terminal::plain(&path.display().to_string());
    progress.end("page", &shown);
    terminal::note(&format!("page in {shown}"));
    if options.open {
        super::report::shown(&path);
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the page, and puts the comparisons beside it in the place of the earlier ones.
fn write(
    source: &Source<'_>,
    language: Language,
    run: &Path,
    place: &Place,
) -> Result<(), Failure> {
    let beside = run.join(format!(".{}.partial-{}", report::TEXTS, std::process::id()));
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| ReportError::Folder { path, cause }
    };
    let page = Mutex::new(Vec::new());
    let made = page::write(source, language, &|name, bytes| {
        match name.split_once('/') {
            None => page.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes),
            Some((_, name)) => {
                let written =
                    fs::create_dir_all(&beside).and_then(|()| fs::write(beside.join(name), bytes));
                written.map_err(failed(&beside))?;
            }
        }
        Ok(())
    });
    let page = page.into_inner().unwrap_or_else(PoisonError::into_inner);
    let texts = run.join(report::TEXTS);
    let aside = run.join(format!(".{}.partial-{}-old", report::TEXTS, std::process::id()));
    let moved = |from: &Path, to: &Path| match fs::rename(from, to) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved.map_err(failed(from)),
    };
    let replaced = made
        .and_then(|()| moved(&texts, &aside))
        .and_then(|()| moved(&beside, &texts))
        .map_err(Failure::from)
        .and_then(|()| place.write(&String::from_utf8_lossy(&page)));
    if replaced.is_err() && aside.exists() {
        // The page links to the earlier comparisons still.
        let _ = fs::remove_dir_all(&texts).and_then(|()| fs::rename(&aside, &texts));
    }
    for left in [&beside, &aside] {
        // Not fatal: the next run sweeps.
        let _ = fs::remove_dir_all(left);
    }
    replaced
}

/// Removes what an interrupted run left in a report.
fn sweep(run: &Path) {
    let mark = format!(".{}.partial-", report::TEXTS);
    for entry in fs::read_dir(run).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&mark) {
            // Not fatal: the next report leaves it out.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Reads the readers' marks: those of --review, else those that the report has in its findings.
fn reviews(options: &Options, made_from: &Run) -> Result<Option<Reviews>, Failure> {
    if let Some(file) = &options.review {
        return Ok(Some(Reviews::open(file)?));
    }
    let marked = options.run.join("findings.csv");
    if !marked.exists() {
        return match made_from.was_reviewed() {
            false => Ok(None),
            true => Err(Failure::input(
                format!(
                    "{}: has reviews, but no findings.csv to read them from",
                    options.run.display()
                ),
                "give the file of reviews with --review",
            )),
        };
    }
    let reviews = Reviews::open(&marked)?;
    Ok((made_from.was_reviewed() || !reviews.is_empty()).then_some(reviews))
}

/// Reports the rows of a file of reviews that cannot be used: there is no table of rejects here.
fn tell_unusable(named: Option<&Path>, reviews: Option<&Reviews>) {
    let Some((path, reviews)) = named.zip(reviews) else { return };
    for row in &reviews.unusable {
        let told = format!("{}:{}: `{}` {}", path.display(), row.line, row.field, row.reason);
        terminal::note(&terminal::plain(&told));
    }
}
