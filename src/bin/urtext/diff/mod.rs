//! `urtext diff`: shows two articles side by side.

mod columns;

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use urtext::answers::diff::View;
use urtext::answers::pair_page;
use urtext::archive::Reader;
use urtext::ingest::{self, Article};
use urtext::report::{Beside, Source};
use urtext::sources::Registry;

use super::arguments::Diff as Options;
use super::earlier::{self, Again, Run};
use super::failure::Failure;
use super::page::Place;
use super::progress::Progress;
use super::terminal;

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.path())?;
    let reading = super::report::reading(&options.reading)?;
    if let Some(folder) = &options.archive {
        let page = place(options, &[])?;
        let [a, b] = stored(folder, options)?;
        return tell(options, page.as_ref(), &View::of(a, b, &registry), &registry);
    }
    if let Some(run) = &options.from {
        return of_report(options, run, &registry, &reading);
    }
    // Checked before reading: the first read would leave nothing for the second.
    if options.a == "-" && options.b == "-" {
        return Err(Failure::input(
            "`-` (standard input) is both articles",
            "save one of the two to a file",
        ));
    }
    let page = place(options, &[&options.a, &options.b])?;
    let a = super::score::one_article(&options.a, &reading)?;
    let b = super::score::one_article(&options.b, &reading)?;
    tell(options, page.as_ref(), &View::of(a, b, &registry), &registry)
}

/// Checks the place of the page, if one is asked for.
fn place(options: &Options, inputs: &[&str]) -> Result<Option<Place>, Failure> {
    options.html.as_deref().map(|path| Place::of(path, inputs, options.force)).transpose()
}

/// Writes the page and prints the comparison, whichever is asked for.
fn tell(
    options: &Options,
    page: Option<&Place>,
    view: &View,
    registry: &Registry,
) -> Result<ExitCode, Failure> {
    if let Some(place) = page {
        place.write(&view.page(registry, options.page_language.language()))?;
    }
    print(options, view)
}

/// Prints the comparison, unless only a page is asked for.
fn print(options: &Options, view: &View) -> Result<ExitCode, Failure> {
    let text = if options.json {
        format!("{}\n", view.json())
    } else if options.html.is_some() {
        return Ok(ExitCode::SUCCESS);
    } else {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        columns::of(view, usize::from(options.width), colour)
    };
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads the two articles from an archive.
fn stored(folder: &Path, options: &Options) -> Result<[Article; 2], Failure> {
    let reader = Reader::open(folder)?;
    let mut found = Vec::new();
    for id in [&options.a, &options.b] {
        let record = reader.find(id)?.ok_or_else(|| {
            Failure::input(
                format!("{id}: the archive {} has no article of this id", folder.display()),
                "name articles by their ids, as in the column `article_id` of the tables",
            )
        })?;
        found.push(reader.whole(&record)?);
    }
    two_of(found)
}

/// Compares two articles of a report. Its settings and inputs are checked; the page shows what the
/// report says of them, and the terminal the two texts.
fn of_report(
    options: &Options,
    run: &Path,
    registry: &Registry,
    reading: &ingest::Settings,
) -> Result<ExitCode, Failure> {
    let remedy = "name the archive with --archive instead of --from";
    let run = Run::open(run, remedy)?;
    let inputs = super::report::planned(&options.inputs)?;
    let named: Vec<&str> = options.inputs.iter().map(String::as_str).collect();
    let page = place(options, &named)?;
    let progress = Progress::new();
    let Again { batch, settings, findings } =
        earlier::again(Some(&run), &inputs, reading, registry, &progress)?;
    let mut found = Vec::new();
    for id in [&options.a, &options.b] {
        let article = findings.articles.iter().find(|article| article.id == *id);
        found.push(article.cloned().ok_or_else(|| {
            Failure::input(
                format!("{id}: none of the articles has this id"),
                "name articles by their ids, as in the column `article_id` of the tables",
            )
        })?);
    }
    let [a, b] = two_of(found)?;
    let view = View::of(a, b, registry);
    let beside = Beside::default();
    let source = Source {
        findings: &findings,
        batch: &batch,
        registry,
        settings: &settings,
        beside: &beside,
    };
    run.check_outcome(&source)?;
    if let Some(place) = page {
        let language = options.page_language.language();
        let told = pair_page::page(&source, [&options.a, &options.b], language);
        if told.is_none() {
            super::terminal::note(
                "the page shows the two texts alone: the report does not relate them, or one is over 60 kB",
            );
        }
        place.write(&told.unwrap_or_else(|| view.page(registry, language)))?;
    }
    print(options, &view)
}

/// Returns the two articles; refuses one that is named twice.
fn two_of(found: Vec<Article>) -> Result<[Article; 2], Failure> {
    match <[Article; 2]>::try_from(found) {
        Ok([a, b]) if a.id != b.id => Ok([a, b]),
        _ => Err(Failure::input("both articles are the same", "name two articles by their ids")),
    }
}
