//! A whole report: articles gathered with an archive, judged, kept and written. The command and the
//! Python package both call it.

use std::path::{Path, PathBuf};

use crate::archive::gather::{self, Gathered};
use crate::archive::keep::{self, KeepError};
use crate::archive::{HistoryRow, Reader, Writer};
use crate::ingest::Batch;
use crate::pipeline::{self, Findings, Settings, Watch};
use crate::report::{self, Beside, Folder, Format, Page, ReportError, Source};
use crate::sources::Registry;

/// A run with everything that its tables are made from.
#[derive(Debug)]
pub struct Study {
    /// What was read; its articles are in the findings.
    pub batch: Batch,
    /// The registry of sources.
    pub registry: Registry,
    /// The run's settings.
    pub settings: Settings,
    /// The findings.
    pub findings: Findings,
    /// Data shown with the run but not part of it.
    pub beside: Beside,
    /// What became of the articles in the archive; `None` without one.
    pub gathered: Option<Gathered>,
    /// The archive's history of weeks; empty without an archive.
    history: Vec<HistoryRow>,
    /// Holds the archive's lock, so that no other run publishes an older history afterwards.
    archive: Option<Writer>,
}

impl Study {
    /// Judges all articles of a batch, together with what an archive holds, and adds the new ones
    /// to the archive.
    ///
    /// # Errors
    /// [`KeepError`] if the archive cannot be read or written; it is then unchanged.
    pub fn run(
        mut batch: Batch,
        registry: Registry,
        settings: Settings,
        beside: Beside,
        mut archive: Option<Writer>,
        watch: &dyn Watch,
    ) -> Result<Self, KeepError> {
        let gathered = archive
            .as_ref()
            .map(|writer| gathered(writer, &mut batch, &settings, watch))
            .transpose()?;
        let findings = pipeline::run(&mut batch, &registry, &settings, watch);
        let history = Vec::new();
        let mut study =
            Self { batch, registry, settings, findings, beside, gathered, history, archive: None };
        if let Some(writer) = &mut archive {
            study.keep(writer, watch)?;
        }
        study.archive = archive;
        Ok(study)
    }

    /// Gives up the archive's lock, for a caller that keeps the study. Dropping it does so too.
    pub fn release(&mut self) {
        self.archive = None;
    }

    /// Stores what is new.
    fn keep(&mut self, writer: &mut Writer, watch: &dyn Watch) -> Result<(), KeepError> {
        watch.begin("keep", None);
        let gathered = self.gathered.take().unwrap_or_default();
        let generation = keep::keep(writer, &self.source(), &gathered)?;
        self.gathered = Some(gathered);
        watch.end("keep", &format!("generation {generation}"));
        let articles = writer.reader().map_or(0, |r| r.manifest().articles);
        self.beside.archive = Some((generation, articles));
        self.history = writer.reader().map(Reader::history).transpose()?.unwrap_or_default();
        Ok(())
    }

    /// Returns what the tables are built from.
    pub fn source(&self) -> Source<'_> {
        Source {
            findings: &self.findings,
            batch: &self.batch,
            registry: &self.registry,
            settings: &self.settings,
            beside: &self.beside,
        }
    }

    /// Returns the name of the report's folder: the week, or `all`.
    pub fn name(settings: &Settings) -> String {
        match settings.week {
            Some((year, week)) => format!("{year}-W{week:02}"),
            None => "all".to_owned(),
        }
    }

    /// Writes all tables, the summary and the page, if there is one, into an opened folder of
    /// `out`, and the archive's history into `out` itself. Returns the report's path.
    ///
    /// # Errors
    /// [`ReportError`]; the previous report is then left intact.
    pub fn write(
        &self,
        folder: Folder,
        out: &Path,
        format: Format,
        page: Option<&Page>,
    ) -> Result<PathBuf, ReportError> {
        if !self.history.is_empty() {
            report::history::write(&folder, out, &self.history, format)?;
        }
        report::write(&self.source(), folder, format, page)
    }
}

/// Replaces the articles of a batch by all that the run looks at.
fn gathered(
    writer: &Writer,
    batch: &mut Batch,
    settings: &Settings,
    watch: &dyn Watch,
) -> Result<Gathered, KeepError> {
    watch.begin("archive", None);
    let gathered = gather::gather(writer, batch, settings)?;
    watch.end(
        "archive",
        &format!("{} articles in the archive, {} new", gathered.kept, gathered.new),
    );
    Ok(gathered)
}
