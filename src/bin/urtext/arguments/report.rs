//! The options of `urtext report`, and of `calibrate`, which reads a report.

use std::path::PathBuf;

use clap::Args;

use super::language::PageLanguage;
use super::values::{ReportFormat, above_zero, days, two_names, week};
use super::{Reading, SourceList};
use crate::timings::Target;

/// `urtext report`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext report articles.jsonl
  urtext report feeds/ 'more/*.jsonl.zst' --week 2021-W23
  zcat week.jsonl.gz | urtext report - --field text=body --out /srv/reports
  urtext report week23.jsonl --week 2021-W23 --archive /srv/archive")]
pub struct Report {
    /// Files, folders, globs, or `-` for standard input. Formats: HTML, MHTML, RSS, Atom, JSON Feed,
    /// NewsML, NITF, ninjs, JSON lines, JSON, CSV, XLSX, ODS, Parquet, WARC, ARC, WACZ, EML, mbox,
    /// DOCX, ODT, RTF, plain text and zip files of these, each also as .gz or .zst; exports of Nexis
    /// Uni, Factiva and ProQuest are split into their articles. Format, compression and encoding are
    /// detected from the content; file extensions only break ties.
    /// Optional with --archive: the report then covers everything in the archive.
    #[arg(required_unless_present = "archive", value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Also compare with everything in this archive, and add the new articles to it. Created if it
    /// does not exist.
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// The source list.
    #[command(flatten)]
    pub sources: SourceList,
    /// Folder for the results: tables are written to OUT/all, or to OUT/<week> with --week.
    #[arg(long, value_name = "OUT", default_value = "reports")]
    pub out: PathBuf,
    /// Overwrite files in OUT that were not written by a report, and allow OUT to be a folder of
    /// inputs.
    #[arg(long)]
    pub force: bool,
    /// Count only articles published (or, failing that, first seen) in this ISO week, as in
    /// 2021-W23. Undated articles are compared but not counted. Articles of other weeks are left
    /// out; with --archive, they are stored and compared.
    #[arg(long, value_name = "WEEK", value_parser = week)]
    pub week: Option<(i32, u32)>,
    /// File format of the tables.
    #[arg(long, value_enum, default_value_t = ReportFormat::Csv)]
    pub format: ReportFormat,
    /// Also write the flows between sources and the copy trees as graphs, in GEXF (Gephi) and
    /// GraphML (networkx, igraph, Cytoscape).
    #[arg(long)]
    pub graphs: bool,
    /// Do not write report.html, the report as one web page.
    #[arg(long)]
    pub no_page: bool,
    /// The page's language.
    #[command(flatten)]
    pub page_language: PageLanguage,
    /// Open the page in the browser when it is written.
    #[arg(long, conflicts_with = "no_page")]
    pub open: bool,
    /// Print what each stage took (seconds, processor seconds of all threads, peak memory so far)
    /// on standard error, or write it to FILE as CSV.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true,
        default_missing_value = "", value_parser = Target::read)]
    pub timings: Option<Target>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Compare only articles at most this many days apart, as in 90d. A smaller window is faster
    /// but misses late copies. Undated articles are always compared. With --archive, nothing
    /// outside the window is loaded [default: no limit].
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub window: Option<u32>,
    /// Compare every pair even where more than 50 articles have nearly the same text; time and
    /// `pairs` then grow with the square of such families. Without it, each is compared with those
    /// that share its edits, some others, and the 8 earliest.
    #[arg(long)]
    pub all_pairs: bool,
    /// The last day on which any article can have been written, as in 2021-12-31. Bounds the dates
    /// that are inferred for undated articles, and flags later dates as impossible.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<chrono::NaiveDate>,
    /// Show a third party's ratings beside the scores: a table (CSV, XLSX, ODS) with columns
    /// `domain` and `score`.
    #[arg(long, value_name = "FILE")]
    pub ratings: Option<PathBuf>,
    /// Names of those two columns, as in site,trust.
    #[arg(long, value_name = "DOMAIN,SCORE", value_parser = two_names, requires = "ratings")]
    pub ratings_columns: Option<(String, String)>,
    /// The best possible rating; the worst is 0 [default: 1 if hardly any rating is above it, else
    /// 100].
    #[arg(long, value_name = "N", value_parser = above_zero, requires = "ratings")]
    pub ratings_highest: Option<f64>,
    /// Show what readers said of findings beside them: a CSV file with columns `link`, `review`
    /// (right, wrong or unsure) and `note`, as the page exports it. Changes no verdict.
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Number of worker threads; does not affect the output [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `urtext calibrate`
#[derive(Debug, Args)]
#[command(after_help = "Example:
  urtext report articles.jsonl
  urtext calibrate reports/all --ratings ratings.csv > fitted.toml")]
pub struct Calibrate {
    /// The folder of a report, with its tables `sources` and `profile`.
    #[arg(value_name = "REPORT")]
    pub report: PathBuf,
    /// Ratings of domains: a table (CSV, XLSX, ODS) with columns `domain` and `score`.
    #[arg(long, value_name = "FILE")]
    pub ratings: PathBuf,
    /// Names of those two columns, as in site,trust.
    #[arg(long, value_name = "DOMAIN,SCORE", value_parser = two_names)]
    pub ratings_columns: Option<(String, String)>,
    /// The best possible rating; the worst is 0 [default: 1 if hardly any rating is above it, else
    /// 100].
    #[arg(long, value_name = "N", value_parser = above_zero)]
    pub ratings_highest: Option<f64>,
    /// The source list that the report was made with [default: ./sources.toml if it exists, else
    /// the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
}
