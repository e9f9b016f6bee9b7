//! A report in memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyo3::prelude::*;
use urtext::archive::{Reader, Writer};
use urtext::ingest::{self, Batch, own};
use urtext::page;
use urtext::pipeline;
use urtext::report::{self as reports, Beside, Folder, Format, Reviews, WeekBefore, tables};
use urtext::sources::Registry;
use urtext::sources::ratings::{Columns, Ratings};
use urtext::study::Study;
use urtext::words::Language;

use crate::frame::Frame;
use crate::problem::{Class, Problem};
use crate::read::Given;
use crate::work::{self, Watching};

/// How articles are read.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Reading {
    sources: Option<PathBuf>,
    fields: Vec<String>,
    limits: Vec<String>,
}

impl Reading {
    /// Returns the source list: the named one, else `sources.toml` in the current folder, else the
    /// built-in one, as the command does.
    pub fn registry(&self) -> Result<Registry, Problem> {
        let beside = Path::new("sources.toml");
        Ok(match &self.sources {
            Some(path) => Registry::open(path)?,
            None if beside.exists() => Registry::open(beside)?,
            None => Registry::shipped()?,
        })
    }

    /// Returns the settings for reading.
    pub fn settings(&self) -> Result<ingest::Settings, Problem> {
        let mut settings = ingest::Settings::default();
        for mapping in &self.fields {
            settings.fields.map(mapping)?;
        }
        for limit in &self.limits {
            settings.limits.set(limit)?;
        }
        Ok(settings)
    }
}

/// What a report is about.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Options {
    week: Option<(i32, u32)>,
    archive: Option<PathBuf>,
    window: Option<u32>,
    as_of: Option<String>,
    all_pairs: bool,
    ratings: Option<PathBuf>,
    review: Option<PathBuf>,
    earlier: Option<PathBuf>,
}

impl Options {
    fn settings(&self) -> Result<pipeline::Settings, Problem> {
        let day = |text: &String| {
            text.parse().map_err(|_| {
                let what = format!("as_of: `{text}` is not a day");
                Problem::new(Class::Settings, what, "write it as 2021-12-31")
            })
        };
        Ok(pipeline::Settings {
            week: self.week,
            beyond_week: self.week.is_some() && self.archive.is_some(),
            window_days: self.window,
            as_of: self.as_of.as_ref().map(day).transpose()?,
            all_pairs: self.all_pairs,
        })
    }

    /// Opens what is shown beside the run.
    fn beside(&self, registry: &Registry) -> Result<Beside, Problem> {
        if self.earlier.is_some() && self.week.is_none() {
            let what =
                "earlier: reports of earlier weeks are shown beside a week, and none was given";
            let remedy = "give one, as in week=\"2021-W23\", or leave `earlier` out";
            return Err(Problem::new(Class::Settings, what, remedy));
        }
        let columns = Columns { domain: None, score: None, highest: None };
        let ratings = self.ratings.as_deref().map(|path| Ratings::open(path, &columns));
        let before = self.earlier.as_deref().zip(self.week);
        let before = before.map(|(out, week)| WeekBefore::open(out, week, &registry.weights));
        Ok(Beside {
            ratings: ratings.transpose()?,
            week_before: before.transpose()?.flatten(),
            reviews: self.review.as_deref().map(Reviews::open).transpose()?,
            ..Beside::default()
        })
    }

    /// Returns the rows of the files beside the articles that cannot be used, as rejects.
    fn unusable(&self, beside: &Beside) -> Vec<ingest::Reject> {
        let mut rejects = Vec::new();
        if let (Some(path), Some(ratings)) = (&self.ratings, &beside.ratings) {
            let rows = ratings.unusable.iter();
            rejects.extend(rows.map(|u| reject(path, u.line, u.field, &u.reason)));
        }
        if let (Some(path), Some(reviews)) = (&self.review, &beside.reviews) {
            let rows = reviews.unusable.iter();
            rejects.extend(rows.map(|u| reject(path, u.line, u.field, &u.reason)));
        }
        rejects
    }
}

fn reject(path: &Path, line: usize, field: &str, reason: &str) -> ingest::Reject {
    ingest::Reject {
        path: path.display().to_string(),
        line: Some(line as u64),
        field: Some(field.to_owned()),
        reason: reason.to_owned(),
    }
}

/// Makes a report of articles, or of an archive alone.
#[pyfunction]
pub fn report(
    py: Python<'_>,
    given: Option<(String, Bound<'_, PyAny>)>,
    reading: Reading,
    options: Options,
    progress: Option<Py<PyAny>>,
) -> PyResult<Run> {
    let given = given.map(|(kind, thing)| Given::of(&kind, &thing)).transpose()?;
    let work = move |watch: &Watching| study(given, &reading, &options, watch);
    work::run(py, progress.as_ref(), work).map(|study| Run(Arc::new(study)))
}

fn study(
    given: Option<Given>,
    reading: &Reading,
    options: &Options,
    watch: &Watching,
) -> Result<Study, Problem> {
    // What can fail early is opened before the work begins.
    let registry = reading.registry()?;
    let (read, settings) = (reading.settings()?, options.settings()?);
    let beside = options.beside(&registry)?;
    let archive = options.archive.as_deref();
    if let (None, Some(folder)) = (&given, archive) {
        Reader::open(folder)?;
    }
    let archive = archive.map(Writer::open).transpose()?;
    let mut batch = given.map_or(Ok(Batch::default()), |given| given.some(&read, watch))?;
    batch.rejects.extend(options.unusable(&beside));
    let mut study = Study::run(batch, registry, settings, beside, archive, watch)?;
    study.release();
    Ok(study)
}

/// A report in memory.
#[pyclass(frozen, module = "urtext_news._urtext")]
pub struct Run(Arc<Study>);

#[pymethods]
impl Run {
    /// The names of the tables.
    #[getter]
    fn names(&self) -> Vec<&'static str> {
        tables::NAMES.to_vec()
    }

    /// Builds a table; `None` if there is none of that name.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Option<Frame>> {
        let at = tables::NAMES.iter().position(|known| *known == name);
        let Some(build) = at.map(|at| tables::ALL[at]) else { return Ok(None) };
        let study = Arc::clone(&self.0);
        let built = py.detach(move || {
            let table = build(&study.source())?;
            Frame::of_report(table.sorted_columns())
        });
        built.map(Some).map_err(|problem| problem.raised(py))
    }

    /// The summary, as JSON.
    fn summary(&self, py: Python<'_>) -> String {
        py.detach(|| reports::summary::json(&self.0.source()))
    }

    /// The lines that the command prints.
    fn brief(&self, py: Python<'_>) -> Vec<String> {
        py.detach(|| reports::brief::lines(&self.0.source()))
    }

    /// The report as one web page.
    fn html(&self, py: Python<'_>) -> PyResult<String> {
        let study = Arc::clone(&self.0);
        work::run(py, None, move |_| Ok(page::html(&study.source(), Language::En)))
    }

    /// Writes the page to a file.
    fn page(&self, py: Python<'_>, path: PathBuf, force: bool) -> PyResult<()> {
        let study = Arc::clone(&self.0);
        work::run(py, None, move |_| {
            if !force && path.exists() && !own::is_report_page(&own::head(&path)) {
                let what =
                    format!("{}: is not a report's page, and would be overwritten", path.display());
                return Err(Problem::new(
                    Class::Write,
                    what,
                    "name another file, or give force=True",
                ));
            }
            fs::write(&path, page::html(&study.source(), Language::En)).map_err(|why| {
                let what = format!("{}: cannot be written: {why}", path.display());
                Problem::new(Class::Write, what, "name a file in a folder that you may write to")
            })
        })
    }

    /// Writes all tables, the summary and the page into a folder, as the command does.
    fn write(
        &self,
        py: Python<'_>,
        out: PathBuf,
        parquet: bool,
        with_page: bool,
        force: bool,
    ) -> PyResult<PathBuf> {
        let study = Arc::clone(&self.0);
        work::run(py, None, move |_| {
            let format = if parquet { Format::Parquet } else { Format::Csv };
            if !force && study.beside.archive.is_some() {
                reports::history::check(&out, format)?;
            }
            let folder = Folder::open(&out, &Study::name(&study.settings), force)?;
            let write: &reports::Page = &|source, sink| page::write(source, Language::En, sink);
            let page = with_page.then_some(write);
            Ok(study.write(folder, &out, format, page)?)
        })
    }
}
