//! Reads articles from what Python gives: an Arrow stream, paths, or the bytes of one page or
//! record.

use std::collections::BTreeSet;

use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_pyarrow::FromPyArrow;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use urtext::ingest::fields::nearest;
use urtext::ingest::format::Format;
use urtext::ingest::rows::Rows;
use urtext::ingest::{self, Article, Batch, Input, Settings, plan, records};

use crate::cells::Cells;
use crate::problem::{Class, Problem};
use crate::work::Watching;
use urtext::pipeline::Watch;

/// The name of a table in memory, as `path` in the results.
const TABLE: &str = "table";
/// The name of a record in memory.
const RECORD: &str = "record";
/// Columns that a message names. Chosen by judgement.
const COLUMNS: usize = 12;
/// Rejects that a message names. Chosen by judgement.
const REJECTS: usize = 3;
/// Rows between two reports of progress. Chosen by judgement.
const STEP: u64 = 1_000;

/// Articles that are not read yet.
pub enum Given {
    /// An Arrow stream.
    Stream(RecordBatchStreamReader),
    /// Files, folders, globs.
    Paths(Vec<String>),
    /// One record, a JSON object.
    Record(Vec<u8>),
    /// A web page.
    Page(Vec<u8>),
}

impl Given {
    /// Takes what `urtext_news/_given.py` makes of an argument: its kind and the thing itself.
    pub fn of(kind: &str, thing: &Bound<'_, PyAny>) -> PyResult<Self> {
        let bytes = || Ok::<_, PyErr>(thing.cast::<PyBytes>()?.as_bytes().to_vec());
        Ok(match kind {
            "stream" => Self::Stream(
                RecordBatchStreamReader::from_pyarrow_bound(thing)
                    .map_err(|error| no_stream(thing.py(), error))?,
            ),
            "record" => Self::Record(bytes()?),
            "page" => Self::Page(bytes()?),
            _ => Self::Paths(thing.extract()?),
        })
    }

    /// Reads the articles.
    pub fn read(self, settings: &Settings, watch: &Watching) -> Result<Batch, Problem> {
        watch.begin("ingest", None);
        let batch = match self {
            Self::Stream(stream) => table(stream, settings, watch)?,
            Self::Paths(paths) => {
                ingest::run(&plan::plan(&paths)?, settings, &|read| watch.step(read))
            }
            Self::Record(bytes) => bytes_as(bytes, Format::Json { named: false }, settings),
            Self::Page(bytes) => bytes_as(bytes, Format::Html, settings),
        };
        watch.end(
            "ingest",
            &format!("{} articles, {} rejects", batch.articles.len(), batch.rejects.len()),
        );
        Ok(batch)
    }

    /// Reads articles of which there must be at least one, and checks that every column that was
    /// named is there.
    pub fn some(self, settings: &Settings, watch: &Watching) -> Result<Batch, Problem> {
        let batch = self.read(settings, watch)?;
        let known = columns(&batch);
        if let Some((field, column)) = settings.fields.unmet().first()
            && !known.is_empty()
        {
            return Err(no_column(field, column, &known));
        }
        if batch.articles.is_empty() { Err(nothing_read(&batch)) } else { Ok(batch) }
    }

    /// Reads exactly one article.
    pub fn one(self, settings: &Settings, watch: &Watching) -> Result<Article, Problem> {
        let mut batch = self.read(settings, watch)?;
        if batch.articles.len() == 1 {
            return Ok(batch.articles.remove(0));
        }
        let what = format!("one article is needed, and {} were given", batch.articles.len());
        let remedy = reasons(&batch).unwrap_or_else(|| "give one; report() takes many".to_owned());
        Err(Problem::new(Class::Input, what, remedy))
    }
}

/// Returns the error for an object whose stream cannot be had; what is no `Exception`, such as
/// `KeyboardInterrupt`, is passed on.
fn no_stream(py: Python<'_>, error: PyErr) -> PyErr {
    if !error.is_instance_of::<PyException>(py) {
        return error;
    }
    let what = format!("the table cannot be read: {error}");
    let raised =
        Problem::new(Class::Input, what, "check that other libraries can read it").raised(py);
    raised.set_cause(py, Some(error));
    raised
}

fn bytes_as(bytes: Vec<u8>, format: Format, settings: &Settings) -> Batch {
    let input = Input { label: RECORD.to_owned(), path: None };
    let mut rejects = Vec::new();
    let contents = records::read_bytes(bytes, &input, Some(format), settings, &mut rejects);
    ingest::together(vec![contents], rejects)
}

/// Reads the rows of a stream, batch by batch.
fn table(
    stream: RecordBatchStreamReader,
    settings: &Settings,
    watch: &Watching,
) -> Result<Batch, Problem> {
    let input = Input { label: TABLE.to_owned(), path: None };
    let names: Vec<String> = stream.schema().fields().iter().map(|f| f.name().clone()).collect();
    let known: BTreeSet<String> = names.iter().cloned().collect();
    let mut rejects = Vec::new();
    let rows = Rows::of(&input, &names, settings, &mut rejects);
    if let Some((field, column)) = settings.fields.unmet().first() {
        return Err(no_column(field, column, &known));
    }
    let mut rows = rows.ok_or_else(|| no_text(&known))?;
    'stream: for batch in stream {
        let batch = batch.map_err(|error| {
            let what = format!("the table cannot be read: {error}");
            Problem::new(Class::Input, what, "check that other libraries can read it")
        })?;
        let wanted = |at: usize| rows.reads(at).then(|| Cells::of(batch.column(at)));
        let columns: Vec<Option<Cells>> = (0..names.len()).map(wanted).collect();
        for row in 0..batch.num_rows() {
            if !rows.row(|at| columns[at].as_ref().and_then(|cells| cells.cell(row))) {
                break 'stream;
            }
            if rows.articles().is_multiple_of(STEP) {
                watch.step(rows.articles());
            }
        }
    }
    let contents = rows.contents();
    Ok(ingest::together(vec![contents], rejects))
}

/// Returns the names of all columns that were met.
fn columns(batch: &Batch) -> BTreeSet<String> {
    let of = |d: &ingest::Digest| -> Vec<String> {
        d.read_as.columns.keys().chain(&d.read_as.ignored).cloned().collect()
    };
    batch.digests.iter().flat_map(of).collect()
}

fn no_column(field: &str, column: &str, known: &BTreeSet<String>) -> Problem {
    let near = nearest(column, known);
    let near = match near.is_empty() {
        true => String::new(),
        false => format!("nearest: {}; ", listed(near.into_iter())),
    };
    Problem::new(
        Class::Input,
        format!("fields: there is no column `{column}` for `{field}`"),
        format!("{near}the columns are {}", listed(known.iter())),
    )
}

fn no_text(known: &BTreeSet<String>) -> Problem {
    let near: Vec<&String> = ["text", "article_text", "content"]
        .into_iter()
        .flat_map(|name| nearest(name, known))
        .take(1)
        .collect();
    let column = near.first().map_or("COLUMN", |name| name.as_str());
    Problem::new(
        Class::Input,
        format!(
            "no column holds the text of the articles; the columns are {}",
            listed(known.iter())
        ),
        format!("name it, as in fields={{\"text\": \"{column}\"}}"),
    )
}

/// Returns the error for input without a single article.
fn nothing_read(batch: &Batch) -> Problem {
    let what = format!("no article could be read ({} rejected)", batch.rejects.len());
    let remedy = reasons(batch).unwrap_or_else(|| "give at least one article".to_owned());
    Problem::new(Class::Input, what, remedy)
}

/// Returns places and reasons of the first rejects; `None` if there are none.
fn reasons(batch: &Batch) -> Option<String> {
    let told = batch.rejects.iter().take(REJECTS).map(|reject| {
        let line = reject.line.map(|l| format!(":{l}")).unwrap_or_default();
        let field = reject.field.as_deref().map(|f| format!(" `{f}`")).unwrap_or_default();
        format!("{}{line}:{field} {}", reject.path, reject.reason)
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

fn listed<'n>(names: impl ExactSizeIterator<Item = &'n String>) -> String {
    let more = names.len().saturating_sub(COLUMNS);
    let shown: Vec<String> = names.take(COLUMNS).map(|name| format!("`{name}`")).collect();
    let shown = shown.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}
