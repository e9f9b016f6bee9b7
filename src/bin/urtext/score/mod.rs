//! `urtext score`: checks one article against others.

mod lines;

use std::process::ExitCode;

use urtext::answers::score::{with_archive, with_others};
use urtext::desk::Desk;
use urtext::ingest::{self, Article, Input};

use super::arguments::Score;
use super::failure::Failure;
use super::heard;
use super::page::Place;
use super::terminal::{self, plain};

/// Runs the command.
pub fn run(options: &Score) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.path())?;
    let reading = super::report::reading(&options.reading)?;
    if options.lines && options.article != "-" {
        return Err(Failure::input(
            format!("`--lines` reads standard input, not `{}`", options.article),
            "write `urtext score - --lines`, or drop `--lines` to score a single file",
        ));
    }
    let desk = options
        .archive
        .as_deref()
        .map(|folder| Desk::open(folder, registry.clone()))
        .transpose()?;
    match desk {
        Some(desk) if options.lines => return lines::run(desk, options.add, &reading),
        _ => {}
    }
    let others = others(options)?;
    let named = std::iter::once(&options.article).chain(&options.against);
    let named: Vec<&str> = named.map(String::as_str).collect();
    let page =
        options.html.as_deref().map(|path| Place::of(path, &named, options.force)).transpose()?;
    let language = page.is_some().then(|| options.page_language.language());
    let article = one_article(&options.article, &reading)?;
    let shown = match &desk {
        Some(desk) if others.is_empty() => with_archive(desk, &article, language)?,
        desk => {
            with_others(&article, against(&others, &reading), &registry, desk.as_ref(), language)?
        }
    };
    if let Some((place, page)) = page.as_ref().zip(shown.page.as_ref()) {
        place.write(page)?;
    }
    if options.json {
        terminal::print(&format!("{}\n", terminal::inert_json(&shown.json)))?;
    } else if page.is_none() {
        terminal::print(&shown.lines.iter().map(|line| plain(line) + "\n").collect::<String>())?;
    }
    if let Some(desk) = desk.filter(|_| options.add) {
        add(desk, &article)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists what the article is to be compared with; standard input cannot be both.
fn others(options: &Score) -> Result<Vec<Input>, Failure> {
    let mine = ingest::plan::plan(std::slice::from_ref(&options.article))?;
    let others: Vec<Input> = if options.against.is_empty() {
        Vec::new()
    } else {
        super::report::planned(&options.against)?
    };
    if mine.iter().any(|i| others.contains(i)) && mine.iter().any(|i| i.path.is_none()) {
        return Err(Failure::input(
            "`-` (standard input) is both the article and what it is compared with",
            "save one of the two to a file",
        ));
    }
    Ok(others)
}

/// Reads what the article is compared with.
fn against(others: &[Input], reading: &ingest::Settings) -> Vec<Article> {
    let batch = ingest::run(others, reading, &|_| ());
    heard::detail(&batch);
    batch.articles
}

/// Adds the article to the archive.
fn add(mut desk: Desk, article: &Article) -> Result<(), Failure> {
    super::interrupt::catch();
    match desk.add(article)? {
        Some(id) => terminal::note(&format!("added to the archive as {}", plain(&id))),
        None => terminal::note(&format!("the archive already holds {}", plain(&article.id))),
    }
    Ok(())
}

/// Reads an input that must hold exactly one article.
pub fn one_article(path: &str, reading: &ingest::Settings) -> Result<Article, Failure> {
    let inputs = ingest::plan::plan(std::slice::from_ref(&path.to_owned()))?;
    let mut batch = ingest::run(&inputs, reading, &|_| ());
    heard::detail(&batch);
    if batch.articles.len() == 1 {
        return Ok(batch.articles.remove(0));
    }
    let reasons: Vec<String> =
        batch.rejects.iter().take(3).map(|r| format!("{}: {}", r.path, r.reason)).collect();
    let hint = if reasons.is_empty() {
        "give one article; `urtext report` takes many".to_owned()
    } else {
        reasons.join("; ")
    };
    Err(Failure::input(format!("{path} holds {} articles, not one", batch.articles.len()), hint))
}
