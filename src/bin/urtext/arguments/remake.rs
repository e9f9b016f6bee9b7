//! The options of `urtext dossier` and `urtext page`, which read the articles of a report again.

use std::path::PathBuf;

use clap::Args;

use super::language::PageLanguage;
use super::values::Format;
use super::{Reading, SourceList};

/// `urtext dossier`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext dossier reuters week23.jsonl
  urtext dossier \"Halvik Times\" week23.jsonl --from reports/2021-W23 --out /srv/dossiers
  urtext archive export --archive /srv/archive | urtext dossier ap -

For an agency, the table `cases` lists the articles that have its text or credit it: outlet, date, share of words, and how
the agency is named. What a report withholds, a dossier withholds too.")]
pub struct Dossier {
    /// The outlet or agency: its id, as in the column `source_id`, or its name.
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// The articles: files, folders, globs, or `-` for standard input, as for `report`.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// The report that the dossier belongs to, as in reports/2021-W23: its week and other settings
    /// are used, and INPUT must be the files that it was made from.
    #[arg(long, value_name = "RUN")]
    pub from: Option<PathBuf>,
    /// Folder for the dossier, which is written to OUT/SOURCE.
    #[arg(long, value_name = "OUT", default_value = "dossiers")]
    pub out: PathBuf,
    /// Overwrite files in OUT that were not written by this program.
    #[arg(long)]
    pub force: bool,
    /// File format of the table.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// The page's language.
    #[command(flatten)]
    pub page_language: PageLanguage,
    /// The source list.
    #[command(flatten)]
    pub sources: SourceList,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// `urtext page`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext page reports/2021-W23 week23.jsonl
  urtext page reports/2021-W23 week23.jsonl --review review.csv --open

The tables hold no texts, so the articles are read again, and refused by name if they are not those of the report. The marks of
readers are those in its table `findings`, or of --review.")]
pub struct Page {
    /// The report's folder, as in reports/2021-W23; its report.html is replaced.
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// The articles that it was made from: files, folders, globs, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Show what readers said of findings, from a CSV file as for `report` [default: what the
    /// table `findings` of the report has].
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Replace a report.html, and files in report-texts, that were not written by a report.
    #[arg(long)]
    pub force: bool,
    /// Open the page in the browser when it is written.
    #[arg(long)]
    pub open: bool,
    /// The page's language.
    #[command(flatten)]
    pub page_language: PageLanguage,
    /// The source list.
    #[command(flatten)]
    pub sources: SourceList,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}
