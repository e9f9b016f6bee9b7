//! `urtext report`: compares all articles and writes the tables.

use std::path::Path;
use std::process::ExitCode;

use urtext::archive::{Reader, Writer};
use urtext::ingest;
use urtext::page;
use urtext::pipeline::{Settings, Watch};
use urtext::report::bundle::Bundle;
use urtext::report::{self, Beside, Defaults, Folder, Reviews, WeekBefore};
use urtext::sources::Registry;
use urtext::sources::ratings::{Columns, Ratings};
use urtext::study::Study;

use super::arguments::{Reading, Report, ReportFormat};
use super::failure::Failure;
use super::progress::Progress;
use super::{heard, interrupt, terminal};

/// Runs the command. Everything that can fail early is opened before the work begins.
pub fn run(options: &Report, defaults: Option<Defaults>) -> Result<ExitCode, Failure> {
    let registry = registry(options.sources.path())?;
    let reading = reading(&options.reading)?;
    let inputs = planned(&options.inputs)?;
    let (format, bundle) = match options.format {
        ReportFormat::Csv => (report::Format::Csv, None),
        ReportFormat::Parquet => (report::Format::Parquet, None),
        ReportFormat::Xlsx => (report::Format::Csv, Some(Bundle::Workbook)),
        ReportFormat::Sqlite => (report::Format::Csv, Some(Bundle::Database)),
    };
    if let Some(target) = &options.timings {
        target.check(options.force)?;
    }
    let settings = settings(options);
    let name = Study::name(&settings);
    if !options.force {
        apart(options, &inputs, &options.out.join(&name))?;
        if options.archive.is_some() {
            report::history::check(&options.out, format)?;
        }
    }
    let beside = Beside { defaults, ..beside(options, &registry)? };
    let archive = options.archive.as_deref().map(|folder| opened(folder, &inputs)).transpose()?;
    let folder =
        interrupt::guard(|| Folder::open(&options.out, &name, options.force), Folder::beside)?;

    let progress = Progress::new();
    progress.begin("ingest", None);
    let mut batch = ingest::run(&inputs, &reading, &|read| progress.step(read));
    progress.end(
        "ingest",
        &format!("{} articles, {} rejects", batch.articles.len(), batch.rejects.len()),
    );
    heed(&batch, &inputs, &reading)?;
    batch.rejects.extend(unused(options, &beside));
    let study = Study::run(batch, registry, settings, beside, archive, &progress)?;
    progress.begin("report", None);
    if options.graphs {
        report::graphs::write(&study.source(), &folder)?;
    }
    if let Some(bundle) = bundle {
        report::bundle::write(bundle, &study.source(), &folder)?;
    }
    let language = options.page_language.language();
    let write: &report::Page = &move |source, sink| page::write(source, language, sink);
    let page = (!options.no_page).then_some(write);
    let place = study.write(folder, &options.out, format, page)?;
    interrupt::release();
    progress.end("report", &place.display().to_string());
    if options.open {
        shown(&place.join(report::PAGE));
    }
    tell(&study, &place);
    if let Some(target) = &options.timings {
        progress.timings.tell(target.file())?;
    }
    // The process ends here: the system reclaims the memory at once, which is faster than dropping
    // it piece by piece.
    std::mem::forget(study);
    Ok(ExitCode::SUCCESS)
}

/// Returns the settings of the run.
fn settings(options: &Report) -> Settings {
    Settings {
        week: options.week,
        beyond_week: options.week.is_some() && options.archive.is_some(),
        window_days: options.window,
        as_of: options.as_of,
        all_pairs: options.all_pairs,
    }
}

/// Opens what is shown beside the run.
fn beside(options: &Report, registry: &Registry) -> Result<Beside, Failure> {
    let ratings = options.ratings.as_deref().map(|path| ratings(path, options)).transpose()?;
    let reviews = options.review.as_deref().map(Reviews::open).transpose()?;
    let week_before = options
        .week
        .map(|week| WeekBefore::open(&options.out, week, &registry.weights))
        .transpose()?
        .flatten();
    Ok(Beside { ratings, week_before, reviews, ..Beside::default() })
}

/// Refuses inputs of which nothing could be read, and reports columns that were not.
fn heed(
    batch: &ingest::Batch,
    inputs: &[ingest::Input],
    reading: &ingest::Settings,
) -> Result<(), Failure> {
    let unread = batch.articles.is_empty() && !inputs.is_empty();
    if unread && !heard::lacks_a_field(reading, batch) {
        return Err(nothing_read(batch));
    }
    heard::check_fields(reading, batch)?;
    heard::tell_columns(batch);
    Ok(())
}

/// Returns the rows of ratings and reviews that could not be used.
fn unused(options: &Report, beside: &Beside) -> Vec<ingest::Reject> {
    let mut out = Vec::new();
    if let (Some(path), Some(ratings)) = (&options.ratings, &beside.ratings) {
        let rows = ratings.unusable.iter().map(|u| (u.line, u.field, u.reason.as_str()));
        out.extend(unusable(path, rows));
    }
    if let (Some(path), Some(reviews)) = (&options.review, &beside.reviews) {
        let rows = reviews.unusable.iter().map(|u| (u.line, u.field, u.reason.as_str()));
        out.extend(unusable(path, rows));
    }
    out
}

/// Prints the summary for people.
fn tell(study: &Study, place: &Path) {
    for line in report::brief::lines(&study.source()).into_iter().chain(kept(study)) {
        terminal::note(&terminal::plain(&line));
    }
    terminal::note(&format!("tables in {}", terminal::plain(&place.display().to_string())));
}

/// Opens a page with the system's own program for it. That it cannot be opened is no failure of the
/// report.
pub fn shown(page: &Path) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let quiet = std::process::Stdio::null;
    let begun = std::process::Command::new(program)
        .arg(page)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
    if begun.is_err() {
        let page = terminal::plain(&page.display().to_string());
        terminal::note(&format!("{program} cannot be started: open {page} yourself"));
    }
}

/// Opens the archive that a report reads and extends; without inputs it must already exist.
fn opened(folder: &Path, inputs: &[ingest::Input]) -> Result<Writer, Failure> {
    if inputs.is_empty() {
        Reader::open(folder)?;
    }
    Ok(Writer::open(folder)?)
}

/// Summarises for people what happened to the input in the archive; `None` without one.
fn kept(study: &Study) -> Option<String> {
    let (g, (_, articles)) = study.gathered.as_ref().zip(study.beside.archive)?;
    let revisions = if g.revisions > 0 {
        format!(" ({} of them under ids already in use)", g.revisions)
    } else {
        String::new()
    };
    let articles = terminal::many(articles as usize, "article");
    Some(format!("archive: {articles}, {} new{revisions}, {} already known", g.new, g.recognised))
}

/// Lists the inputs and reports those that are skipped.
pub fn planned(named: &[String]) -> Result<Vec<ingest::Input>, Failure> {
    // Most skipped inputs that are listed. Chosen by judgement.
    const SHOWN: usize = 20;
    let plan = ingest::plan::list(named)?;
    for passed in plan.passed_over.iter().take(SHOWN) {
        terminal::note(&format!("skipped {}: {}", terminal::plain(&passed.path), passed.what));
    }
    if plan.passed_over.len() > SHOWN {
        terminal::note(&format!("and {} more", plan.passed_over.len() - SHOWN));
    }
    Ok(plan.inputs)
}

/// Refuses to write where inputs are read from: into a folder named as an input, or over an input.
fn apart(options: &Report, inputs: &[ingest::Input], place: &Path) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().ok();
    let (out, inside) = (real(&options.out), real(place));
    let hint = "name another folder with --out, or use --force";
    if let Some(named) = options.inputs.iter().find(|named| {
        let named = real(Path::new(named)).filter(|path| path.is_dir());
        named.is_some() && (named == out || named == inside)
    }) {
        return Err(Failure::input(
            format!("{named}: is a folder of inputs, and the report would be written into it"),
            hint,
        ));
    }
    let Some(inside) = inside else { return Ok(()) };
    match inputs.iter().find(|input| {
        input.path.as_deref().and_then(real).is_some_and(|path| path.starts_with(&inside))
    }) {
        Some(input) => Err(Failure::input(
            format!("{}: is an input, and is in the folder that the report replaces", input.label),
            hint,
        )),
        None => Ok(()),
    }
}

/// Returns unusable rows of a file beside the articles, each with line, field and reason, as
/// rejects.
fn unusable<'r>(
    path: &'r Path,
    rows: impl Iterator<Item = (usize, &'static str, &'r str)> + 'r,
) -> impl Iterator<Item = ingest::Reject> + 'r {
    rows.map(move |(line, field, reason)| ingest::Reject {
        path: path.display().to_string(),
        line: Some(line as u64),
        field: Some(field.to_owned()),
        reason: reason.to_owned(),
    })
}

/// Returns the failure for a run without a single article: keeping the previous report is better
/// than replacing it with an empty one.
pub fn nothing_read(batch: &ingest::Batch) -> Failure {
    let mut hint = String::from("nothing was written");
    for reject in batch.rejects.iter().take(3) {
        let line = reject.line.map(|l| format!(":{l}")).unwrap_or_default();
        let field = reject.field.as_deref().map(|f| format!(" `{f}`")).unwrap_or_default();
        hint.push_str(&format!("; {}{line}:{field} {}", reject.path, reject.reason));
    }
    let (inputs, rejects) = (batch.digests.len().max(1), batch.rejects.len());
    Failure::input(
        format!(
            "no article could be read from {} ({})",
            terminal::many(inputs, "input"),
            terminal::many(rejects, "reject")
        ),
        hint,
    )
}

/// Reads the third party's ratings.
fn ratings(path: &Path, options: &Report) -> Result<Ratings, Failure> {
    let (domain, score) = options.ratings_columns.clone().unzip();
    Ok(Ratings::open(path, &Columns { domain, score, highest: options.ratings_highest })?)
}

/// Reads the given registry, else `sources.toml` in the current folder, else the built-in one.
pub fn registry(named: Option<&Path>) -> Result<Registry, Failure> {
    let beside = Path::new("sources.toml");
    Ok(match named {
        Some(path) => {
            let registry = Registry::open(path)?;
            tell_unused(path, &registry);
            registry
        }
        None if beside.exists() => Registry::open(beside)?,
        None => Registry::shipped()?,
    })
}

/// Reports rows of a source list that are not used.
fn tell_unused(path: &Path, registry: &Registry) {
    let Some(first) = registry.unused.first() else { return };
    let line = first.line.map(|line| format!(":{line}")).unwrap_or_default();
    let path = path.display().to_string();
    let more = match registry.unused.len() - 1 {
        0 => String::new(),
        more => format!(
            " (and {}; `urtext audit {path}` lists all)",
            terminal::many(more, "more error")
        ),
    };
    terminal::tell(&terminal::plain(&format!("{path}{line}: not used: {}{more}", first.message)));
}

/// Returns the settings for reading inputs: the defaults with the user's options applied. Also
/// starts watching the memory limit.
pub fn reading(options: &Reading) -> Result<ingest::Settings, Failure> {
    let mut settings =
        ingest::Settings { timezone: options.timezone.clone(), ..ingest::Settings::default() };
    for mapping in &options.fields {
        settings.fields.map(mapping)?;
    }
    for limit in &options.limits {
        settings.limits.set(limit)?;
    }
    super::memory::watch(settings.limits.memory);
    Ok(settings)
}
