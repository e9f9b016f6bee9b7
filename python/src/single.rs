//! Functions on single articles, on articles without comparison, and on source lists.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Int64Array, LargeStringArray};
use pyo3::prelude::*;
use serde_json::{Value, json};
use urtext::answers;
use urtext::clean::{self as cleaning, Cleaned};
use urtext::desk;
use urtext::files;
use urtext::ingest::Article;
use urtext::report::dictionary;
use urtext::sources::{Registry, audit as audits, list};
use urtext::words::Language;

use crate::frame::Frame;
use crate::problem::{Class, Problem};
use crate::read::Given;
use crate::run::Reading;
use crate::work::{self, Watching};

/// An argument: its kind and the thing itself.
type Argument<'py> = (String, Bound<'py, PyAny>);

/// JSON, lines for people, and a page.
type Answer = (String, Vec<String>, String);

fn given(argument: &Argument<'_>) -> PyResult<Given> {
    Given::of(&argument.0, &argument.1)
}

fn answer(shown: answers::score::Shown) -> Answer {
    (shown.json.to_string(), shown.lines, shown.page.unwrap_or_default())
}

/// Scores an article against others.
#[pyfunction]
pub fn score(
    py: Python<'_>,
    article: Argument<'_>,
    against: Option<Argument<'_>>,
    reading: Reading,
) -> PyResult<Answer> {
    let (article, against) = (given(&article)?, against.as_ref().map(given).transpose()?);
    work::run(py, None, move |watch: &Watching| {
        let (registry, settings) = (reading.registry()?, reading.settings()?);
        let others = against.map(|others| others.some(&settings, watch)).transpose()?;
        let article = article.one(&settings, watch)?;
        let others = others.map(|batch| batch.articles).unwrap_or_default();
        Ok(answer(answers::score::with_others(
            &article,
            others,
            &registry,
            None,
            Some(Language::En),
        )?))
    })
}

/// Compares two articles: JSON, the verdict, and a page.
#[pyfunction]
pub fn diff(
    py: Python<'_>,
    a: Argument<'_>,
    b: Argument<'_>,
    reading: Reading,
) -> PyResult<Answer> {
    let (a, b) = (given(&a)?, given(&b)?);
    work::run(py, None, move |watch: &Watching| {
        let (registry, settings) = (reading.registry()?, reading.settings()?);
        let (a, b) = (a.one(&settings, watch)?, b.one(&settings, watch)?);
        let view = answers::diff::View::of(a, b, &registry);
        Ok((view.json(), vec![view.verdict()], view.page(&registry, Language::En)))
    })
}

/// Reads articles as `urtext extract` does: one JSON object each.
#[pyfunction]
pub fn extract(py: Python<'_>, articles: Argument<'_>, reading: Reading) -> PyResult<Vec<String>> {
    let articles = given(&articles)?;
    work::run(py, None, move |watch: &Watching| {
        let (articles, cleaned) = read(articles, &reading, watch)?;
        let lines = articles.iter().zip(&cleaned);
        Ok(lines.map(|(a, c)| answers::extract::line(a, c).to_string()).collect())
    })
}

/// Cleans articles: a table with a row for each.
#[pyfunction]
pub fn clean(
    py: Python<'_>,
    articles: Argument<'_>,
    reading: Reading,
    progress: Option<Py<PyAny>>,
) -> PyResult<Frame> {
    let articles = given(&articles)?;
    work::run(py, progress.as_ref(), move |watch: &Watching| {
        let (articles, cleaned) = read(articles, &reading, watch)?;
        table(&articles, &cleaned)
    })
}

fn read(
    articles: Given,
    reading: &Reading,
    watch: &Watching,
) -> Result<(Vec<Article>, Vec<Cleaned>), Problem> {
    let (registry, settings) = (reading.registry()?, reading.settings()?);
    let articles = articles.some(&settings, watch)?.articles;
    let cleaned = cleaning::run(&articles, &registry);
    Ok((articles, cleaned))
}

/// Returns what was read of each article, a row for each.
fn table(articles: &[Article], cleaned: &[Cleaned]) -> Result<Frame, Problem> {
    let rows: Vec<Value> =
        articles.iter().zip(cleaned).map(|(a, c)| answers::extract::line(a, c)).collect();
    let texts = |name: &str| -> ArrayRef {
        let cells = rows.iter().map(|row| row[name].as_str());
        Arc::new(LargeStringArray::from(cells.collect::<Vec<_>>()))
    };
    let lists = |name: &str| -> ArrayRef {
        let mut lists = ListBuilder::new(StringBuilder::new());
        for row in &rows {
            let items = row[name].as_array().into_iter().flatten();
            items.filter_map(Value::as_str).for_each(|item| lists.values().append_value(item));
            lists.append(true);
        }
        Arc::new(lists.finish())
    };
    let bodies = articles.iter().zip(cleaned).map(|(article, clean)| {
        let pieces: Vec<&str> = clean.body.iter().map(|p| article.text[p.clone()].trim()).collect();
        Some(pieces.join("\n"))
    });
    let bodies: ArrayRef = Arc::new(LargeStringArray::from(bodies.collect::<Vec<_>>()));
    let lines = rows.iter().map(|row| row["line"].as_i64());
    let lines: ArrayRef = Arc::new(Int64Array::from(lines.collect::<Vec<_>>()));
    let stubs = rows.iter().map(|row| row["paywall_stub"].as_bool());
    let stubs: ArrayRef = Arc::new(BooleanArray::from(stubs.collect::<Vec<_>>()));
    Frame::of(vec![
        ("id", texts("id")),
        ("path", texts("path")),
        ("line", lines),
        ("url", texts("url")),
        ("source", texts("source")),
        ("title", texts("title")),
        ("body", bodies),
        ("text", texts("text")),
        ("language", texts("language")),
        ("published", texts("published")),
        ("published_basis", texts("published_basis")),
        ("modified", texts("modified")),
        ("first_seen", texts("first_seen")),
        ("credit", texts("credit")),
        ("authors", lists("authors")),
        ("captions", lists("captions")),
        ("paywall_stub", stubs),
    ])
}

/// Checks a source list: JSON as `urtext audit --json` prints it.
#[pyfunction]
pub fn audit(py: Python<'_>, path: PathBuf, sources: Option<PathBuf>) -> PyResult<String> {
    work::run(py, None, move |_| {
        let name = path.display().to_string();
        let bytes = files::whole(&path).map_err(|why| {
            let what = format!("{name}: cannot read the source list: {why}");
            Problem::new(Class::Settings, what, "name an existing source list")
        })?;
        let known = sources.as_deref().map_or_else(Registry::shipped, Registry::open)?;
        let read = list::read_bytes(&name, bytes)?;
        let findings = audits::check(&read, &known, None);
        Ok(json!({"sources": read.sources.len(), "findings": findings}).to_string())
    })
}

/// The dictionary of all tables: table, column, type, unit, meaning, meaning of an empty cell,
/// example.
#[pyfunction]
pub fn schema() -> Vec<[&'static str; 7]> {
    let entries = dictionary::entries().into_iter();
    entries.map(|e| [e.table, e.column, e.kind, e.unit, e.meaning, e.empty, e.example]).collect()
}

/// An archive, open for scoring single articles.
#[pyclass(frozen, module = "urtext_news._urtext")]
pub struct Desk(Arc<Mutex<desk::Desk>>);

#[pymethods]
impl Desk {
    /// Opens an archive.
    #[new]
    fn open(py: Python<'_>, folder: PathBuf, reading: Reading) -> PyResult<Self> {
        let work = move |_: &Watching| Ok(desk::Desk::open(&folder, reading.registry()?)?);
        work::run(py, None, work).map(|desk| Self(Arc::new(Mutex::new(desk))))
    }

    /// The number of articles in the archive.
    fn __len__(&self, py: Python<'_>) -> usize {
        // Another thread may hold the desk for long.
        py.detach(|| {
            let desk = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            desk.reader().manifest().articles as usize
        })
    }

    /// Scores an article against the archive; with `add`, it is kept there afterwards.
    fn score(
        &self,
        py: Python<'_>,
        article: Argument<'_>,
        reading: Reading,
        add: bool,
    ) -> PyResult<Answer> {
        let (article, desk) = (given(&article)?, Arc::clone(&self.0));
        work::run(py, None, move |watch: &Watching| {
            let article = article.one(&reading.settings()?, watch)?;
            let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
            // What others added meanwhile counts.
            desk.refresh()?;
            let shown = answers::score::with_archive(&desk, &article, Some(Language::En))
                .inspect_err(|_| {
                    // After damage was met, the store answers only when it is opened again; if that
                    // fails, the next call says so.
                    let _ = desk.reopen();
                })?;
            if add {
                desk.add(&article)?;
            }
            Ok(answer(shown))
        })
    }
}
