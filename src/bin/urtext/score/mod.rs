//! `urtext score`: checks one article against others.

mod lines;
mod page;
mod view;

use std::process::ExitCode;

use urtext::desk::Desk;
use urtext::ingest::{self, Article, Input};
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::sources::Registry;

use super::arguments::Score;
use super::failure::Failure;
use super::page::Place;
use super::terminal::{self, plain};
#[cfg(feature = "serve")]
pub use view::source;
use view::{Compared, View};

/// Runs the command.
pub fn run(options: &Score) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.as_deref())?;
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
    let named = std::iter::once(&options.article).chain(&options.against);
    let named: Vec<&str> = named.map(String::as_str).collect();
    let page =
        options.html.as_deref().map(|path| Place::of(path, &named, options.force)).transpose()?;
    let article = one_article(&options.article, &reading)?;
    let shown = match &desk {
        Some(desk) if others.is_empty() => with_archive(desk, &article, page.is_some())?,
        desk => with_others(
            &article,
            ingest::run(&others, &reading, &|_| ()).articles,
            &registry,
            desk.as_ref(),
            page.is_some(),
        )?,
    };
    if let Some((place, page)) = page.as_ref().zip(shown.page.as_ref()) {
        place.write(page)?;
    }
    if options.json {
        terminal::print(&format!("{}\n", terminal::inert_json(&shown.json)))?;
    } else if page.is_none() {
        terminal::print(&shown.lines.iter().map(|line| plain(line) + "\n").collect::<String>())?;
    }
    if let Some(mut desk) = desk.filter(|_| options.add) {
        super::interrupt::catch();
        match desk.add(&article)? {
            Some(id) => terminal::tell(&format!("added to the archive as {}", plain(&id))),
            None => terminal::tell(&format!("the archive already holds {}", plain(&article.id))),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The output for an article.
pub struct Shown {
    /// The object that `--json` prints.
    pub json: serde_json::Value,
    lines: Vec<String>,
    /// The web page of `--html`; `None` if it is not wanted.
    pub page: Option<String>,
}

impl Shown {
    /// Presents what was found of an article.
    fn of(
        findings: &Findings,
        at: usize,
        registry: &Registry,
        compared: Compared,
        page: bool,
    ) -> Self {
        let view = View::of(findings, at, registry);
        let lines = view.lines(compared);
        Self { json: view.json(), page: page.then(|| view.page(registry, &lines)), lines }
    }
}

/// Scores an article against an archive, and makes a page of it if that is wanted.
pub fn with_archive(desk: &Desk, article: &Article, page: bool) -> Result<Shown, Failure> {
    let opinion = desk.judge(article.clone())?;
    let compared = Compared::Kept(opinion.kept);
    Ok(Shown::of(&opinion.findings, opinion.at, desk.registry(), compared, page))
}

/// Scores an article against others, and against nearby articles of the archive if there is one.
fn with_others(
    article: &Article,
    others: Vec<Article>,
    registry: &Registry,
    desk: Option<&Desk>,
    page: bool,
) -> Result<Shown, Failure> {
    let mut batch = ingest::Batch { articles: others, ..ingest::Batch::default() };
    if let Some(desk) = desk {
        let given: std::collections::BTreeSet<String> =
            batch.articles.iter().map(|a| a.id.clone()).collect();
        batch
            .articles
            .extend(desk.near(article)?.into_iter().filter(|kept| !given.contains(&kept.id)));
    }
    // The article may be among the others; it is not compared with itself.
    batch.articles.retain(|a| a.id != article.id || a.text != article.text);
    let taken = batch.articles.iter().any(|a| a.id == article.id);
    let id = if taken { format!("{} (scored)", article.id) } else { article.id.clone() };
    let compared = match batch.articles.len() {
        0 => Compared::Nothing,
        n => Compared::With(n as u64),
    };
    batch.articles.push(Article { id: id.clone(), ..article.clone() });
    batch.articles.sort_by(|a, b| a.id.cmp(&b.id));
    let settings = Settings::default();
    let findings = pipeline::run(&mut batch, registry, &settings, &Unwatched);
    let Some(at) = findings.articles.iter().position(|a| a.id == id) else {
        return Err(Failure::internal("internal error: the article is missing from the results"));
    };
    Ok(Shown::of(&findings, at, registry, compared, page))
}

/// Reads an input that must hold exactly one article.
pub fn one_article(path: &str, reading: &ingest::Settings) -> Result<Article, Failure> {
    let inputs = ingest::plan::plan(std::slice::from_ref(&path.to_owned()))?;
    let mut batch = ingest::run(&inputs, reading, &|_| ());
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
