//! What each endpoint answers, computed on a worker.

use std::path::PathBuf;

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use urtext::answers;
use urtext::answers::diff::View;
use urtext::archive::{Reader, Record, export};
use urtext::ingest::{self, Article, Input};
use urtext::pipeline::Findings;
use urtext::reliability::Reliability;
use urtext::report::tables;
use urtext::words::Language;

use super::super::failure::Failure;
use super::super::terminal::inert_json;
use super::State;
use super::refusal::Refusal;

/// Rejects that are named where there is no article. Chosen by judgement.
const REASONS: usize = 3;

/// The body of an answer.
#[derive(Debug)]
pub enum Answer {
    /// JSON, with its line feed.
    Json(String),
    /// A web page without a script.
    Page(String),
    /// The page of a report, or one beside it.
    Report(Vec<u8>),
}

impl Answer {
    fn of(value: &Value) -> Self {
        Self::Json(inert_json(value) + "\n")
    }
}

/// Judges the article in a body by the archive: what `urtext check` says of a file with that name
/// and content, or of standard input if there is no name.
pub fn score(
    state: &State,
    body: Vec<u8>,
    name: Option<String>,
    page: bool,
) -> Result<Answer, Refusal> {
    let article = one_article("body", body, name, state)?;
    let desk = state.shelf.current().map_err(|failure| damaged(&failure))?;
    let shown = answers::score::with_archive(&desk, &article, page.then_some(Language::En))
        .map_err(|error| {
            state.shelf.reopen();
            damaged(&error.into())
        })?;
    Ok(match shown.page {
        Some(page) => Answer::Page(page),
        None => Answer::of(&shown.json),
    })
}

/// Checks that a body is JSON, as its sender says. Text that merely begins like JSON is text, so
/// what was cut off on its way would be judged as one.
pub fn check_json(body: &[u8]) -> Result<(), Refusal> {
    serde_json::from_slice::<serde::de::IgnoredAny>(body).map(drop).map_err(|cause| {
        let place = format!("body:{}:{}", cause.line(), cause.column());
        let remedy = "send one JSON object, or another Content-Type for other formats";
        Refusal::new(StatusCode::BAD_REQUEST, &place, cause.to_string(), remedy)
    })
}

/// Reads the articles in a body: the lines of `urtext extract`, and what could not be read.
pub fn extract(state: &State, body: Vec<u8>, name: Option<String>) -> Result<Answer, Refusal> {
    let batch = ingest::of_bytes(body, &input(name), &state.reading);
    if batch.articles.is_empty() {
        return Err(unread("body", &batch));
    }
    let rejects: Vec<Value> = batch
        .rejects
        .iter()
        .map(|r| json!({"line": r.line, "field": r.field, "reason": r.reason}))
        .collect();
    let articles = answers::extract::objects(&batch.articles, state.shelf.registry());
    Ok(Answer::of(&json!({"schema": 1, "articles": articles, "rejects": rejects})))
}

/// The body of a request to compare two articles: each is a text or a page, or else an object with
/// the fields of an article.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Two<'b> {
    #[serde(borrow)]
    a: &'b RawValue,
    #[serde(borrow)]
    b: &'b RawValue,
}

/// Compares two articles as `urtext diff` does.
pub fn diff(state: &State, body: &[u8], page: bool) -> Result<Answer, Refusal> {
    let two: Two<'_> = serde_json::from_slice(body).map_err(|cause| {
        let place = format!("body:{}:{}", cause.line(), cause.column());
        let remedy = r#"send {"a": ARTICLE, "b": ARTICLE}, each a text or an object with `text`"#;
        Refusal::new(StatusCode::BAD_REQUEST, &place, cause.to_string(), remedy)
    })?;
    let side = |place: &str, value: &RawValue| {
        // A text is read by its content, as a file is; an object is a record.
        let bytes = match serde_json::from_str::<String>(value.get()) {
            Ok(text) => text.into_bytes(),
            Err(_) => value.get().as_bytes().to_vec(),
        };
        one_article(place, bytes, None, state)
    };
    let (a, b) = (side("body `a`", two.a)?, side("body `b`", two.b)?);
    let view = View::of(a, b, state.shelf.registry());
    Ok(match page {
        true => Answer::Page(view.page(state.shelf.registry(), Language::En)),
        false => Answer::Json(view.json() + "\n"),
    })
}

/// Returns a kept article as `urtext archive export` prints it, and what the last report found.
pub fn article(state: &State, id: &str) -> Result<Answer, Refusal> {
    let desk = state.shelf.current().map_err(|failure| damaged(&failure))?;
    let found = told_of(desk.reader(), id).map_err(|failure| {
        state.shelf.reopen();
        damaged(&failure)
    })?;
    found.map(|told| Answer::of(&told)).ok_or_else(|| {
        let remedy = "ids are those of the column `article_id` in `articles`, percent-encoded";
        let message = "the archive has no article with this id";
        Refusal::new(StatusCode::NOT_FOUND, "path", message, remedy).with(id)
    })
}

fn told_of(reader: &Reader, id: &str) -> Result<Option<Value>, Failure> {
    let Some(record) = reader.find(id)? else { return Ok(None) };
    let article = reader.whole(&record)?;
    let line: Value = serde_json::from_str(&export::line(&article)).map_err(Failure::internal)?;
    let clean = &record.cleaned;
    Ok(Some(json!({
        "schema": 1,
        "article": line,
        "source_id": clean.source,
        "claimed_source": clean.claimed,
        "words": record.fingerprint.words,
        "last_report": last_report(reader, &record)?,
    })))
}

/// What the last report that included an article found; null if none did.
fn last_report(reader: &Reader, record: &Record) -> Result<Value, Failure> {
    let Some(kin) = &record.kin else { return Ok(Value::Null) };
    let id = |number: Option<u32>| -> Result<Option<String>, Failure> {
        let Some(number) = number else { return Ok(None) };
        Ok(reader.record(number)?.map(|record| record.article.id))
    };
    Ok(json!({
        // With the prefixes that these ids have in the tables.
        "story_id": id(Some(kin.story))?.map(|first| format!("s:{first}")),
        "cluster_id": id(kin.cluster)?.map(|first| format!("c:{first}")),
        "role": kin.role.map(|role| role.name()),
        "parent_id": id(kin.parent)?,
        "original_id": kin.original,
        "relation": kin.relation.map(|relation| relation.name()),
        "published": kin.date.map(|date| date.to_string()),
        "published_basis": kin.date.map(|_| kin.basis.name()),
    }))
}

/// Returns the row of a source in the table `sources`, by the last report.
pub fn source(state: &State, id: &str) -> Result<Answer, Refusal> {
    let desk = state.shelf.current().map_err(|failure| damaged(&failure))?;
    let knowledge = desk.reader().knowledge().map_err(|error| {
        state.shelf.reopen();
        damaged(&error.into())
    })?;
    let Some(record) = knowledge.sources.get(id) else {
        let remedy = "ids are those of the column `source_id` in `sources`, percent-encoded";
        let message = "the archive has no source with this id";
        return Err(Refusal::new(StatusCode::NOT_FOUND, "path", message, remedy).with(id));
    };
    let sources = [(id.to_owned(), record.clone())].into_iter().collect();
    let reliability = Reliability { sources, ..Reliability::default() };
    let findings = Findings { reliability, ..Findings::default() };
    let row = tables::sources::row_of(&findings, state.shelf.registry(), id);
    Ok(Answer::of(&json!({"schema": 1, "source": answers::score::source(&row)})))
}

/// Reads a part of a request that must hold exactly one article.
fn one_article(
    place: &str,
    bytes: Vec<u8>,
    name: Option<String>,
    state: &State,
) -> Result<Article, Refusal> {
    let mut batch = ingest::of_bytes(bytes, &input(name), &state.reading);
    match batch.articles.len() {
        1 => Ok(batch.articles.remove(0)),
        0 => Err(unread(place, &batch)),
        n => {
            let message = format!("holds {n} articles, not one");
            let remedy = "send one article a request; `urtext report` takes many";
            Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, place, message, remedy))
        }
    }
}

/// The name under which a body is read, which is not opened.
fn input(name: Option<String>) -> Input {
    match name {
        Some(name) => Input { path: Some(PathBuf::from(&name)), label: name },
        None => Input { label: "-".to_owned(), path: None },
    }
}

/// A body without an article, with the reasons.
fn unread(place: &str, batch: &ingest::Batch) -> Refusal {
    let first = batch.rejects.first();
    let place = match first.and_then(|reject| reject.line) {
        Some(line) => format!("{place}:{line}"),
        None => place.to_owned(),
    };
    let reasons: Vec<&str> =
        batch.rejects.iter().take(REASONS).map(|reject| reject.reason.as_str()).collect();
    let message = match reasons.is_empty() {
        true => "holds no article".to_owned(),
        false => reasons.join("; "),
    };
    let remedy = "send an article as plain text, HTML or JSON with `text`, as a file would hold it";
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, &place, message, remedy)
}

/// An archive that cannot be read is no fault of the request. Where it is and what is wrong with it
/// concerns whoever runs the server, and nobody else.
fn damaged(failure: &Failure) -> Refusal {
    let _ = failure.print();
    let remedy = match failure.hint() {
        Some(_) => "tell whoever runs the server; its standard error says more",
        None => "report this as a bug, with the request and the server's standard error",
    };
    let message = "the archive cannot be read";
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "archive", message, remedy)
}
