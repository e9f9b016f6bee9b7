//! The definition of the command line, and parsers of its values.

mod audit;
mod language;
#[cfg(feature = "serve")]
mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::timings::Target;
pub use audit::{Audit, FailOn};
pub use language::PageLanguage;
#[cfg(feature = "serve")]
pub use serve::Serve;

/// Finds the earliest original among copies of news stories, reports who republished, edited,
/// excerpted, spun or rewrote whose text, and shows what was changed on the way.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 internal error, 2 wrong usage, 3 bad input or configuration, 4 a --fail-on threshold was crossed, 130 interrupted.";

/// The examples of `check`, under either name.
macro_rules! desk_help {
    ($name:literal) => {
        concat!(
            "Examples:
  urtext ", $name, " new.txt --archive /srv/archive
  urtext ", $name, " new.html --against week.jsonl
  curl -s https://cms.example/draft.json | urtext ", $name, " - --archive /srv/archive --json
  cms-drafts | urtext ", $name, " - --lines --archive /srv/archive

With --lines, each line of standard input is an article and is answered at once by one line of JSON: the keys of --json, or
{\"schema\":1,\"line\":N,\"error\":\"...\"} if it cannot be read or scored. Articles added to the archive meanwhile are seen from the
next line on."
        )
    };
}

/// The jobs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compare all input articles with one another and write the tables.
    Report(Report),
    /// Check one article against others: whether it is a copy, of what, and what was changed.
    #[command(after_help = desk_help!("check"))]
    Check(Score),
    /// The same as `check`, under its older name.
    #[command(after_help = desk_help!("score"))]
    Score(Score),
    /// Check articles in the browser, or from other programs over HTTP, against an archive.
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Check a source list before it is trusted.
    Audit(Audit),
    /// Learn the weights of a source's indicators from somebody's ratings, and print them for a
    /// source list.
    Calibrate(Calibrate),
    /// Maintain an archive: show its size, verify checksums, drop old articles, export all
    /// articles.
    Archive(Archive),
    /// Print each article as it was read, one JSON object per line: clean text, dates, captions,
    /// and the label of each line.
    Extract(Extract),
    /// Show two articles side by side: what was kept, replaced, moved, cut and added, and which
    /// facts were altered.
    Diff(Diff),
    /// Collect all cases of one outlet or agency in a folder: a list, a table, and a page for each
    /// copy beside its original.
    Dossier(Dossier),
    /// Make the page of a report again from its folder and its inputs.
    Page(Page),
    /// Describe every column of every table: type, unit, meaning, meaning of an empty cell,
    /// example.
    Schema(Schema),
    /// Print shell completions, or write manual pages.
    #[command(hide = true)]
    Shell(Shell),
}

/// Options for reading inputs, shared by every command that reads articles.
#[derive(Debug, Args)]
pub struct Reading {
    /// Read the field NAME from COLUMN, as in text=body; in JSON also from a path, as in
    /// source=source.name. Can be repeated.
    #[arg(long = "field", value_name = "NAME=COLUMN")]
    pub fields: Vec<String>,
    /// Raise or lower a limit that guards against hostile input; can be repeated. Per article:
    /// document (bytes, 20M), lines (100000), words (1M), quotations (20000), captions (10000). Per
    /// page: depth (512), nodes (300000). Per file, beyond which the rest is not read: unpacked
    /// (bytes, 64M), file (bytes of memory, 256M), ratio (to its compressed size, 100), rejects
    /// (100000). Per run: memory (bytes; default: the limit of the control group, if there is one).
    #[arg(long = "limit", value_name = "NAME=VALUE")]
    pub limits: Vec<String>,
}

/// `urtext report`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext report articles.jsonl
  urtext report feeds/ 'more/*.jsonl.zst' --week 2021-W23
  zcat week.jsonl.gz | urtext report - --field text=body --out /srv/reports
  urtext report week23.jsonl --week 2021-W23 --archive /srv/archive")]
pub struct Report {
    /// Files, folders, globs, or `-` for standard input. Formats: HTML, MHTML, RSS, Atom, JSON Feed,
    /// NewsML, NITF, ninjs, JSON lines, JSON, CSV, Parquet, WARC, ARC, WACZ and plain text, each
    /// also as .gz or .zst. Format,
    /// compression and encoding are detected from the content; file extensions only break ties.
    /// Optional with --archive: the report then covers everything in the archive.
    #[arg(required_unless_present = "archive", value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Also compare with everything in this archive, and add the new articles to it. Created if it
    /// does not exist.
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// The source list [default: ./sources.toml if it exists, else the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
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
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
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
    /// Show a third party's ratings beside the scores: a CSV file with columns `domain` and
    /// `score`.
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
    /// Ratings of domains: a CSV file with columns `domain` and `score`.
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

/// `urtext check` and `urtext score`
#[derive(Debug, Args)]
pub struct Score {
    /// The article: a file of HTML, plain text or JSON, or `-` for standard input.
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// What to compare it with: files, folders or globs, as for `report`. Takes all that follows up
    /// to the next option, so name the article first. Can be repeated.
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub against: Vec<String>,
    /// Compare it with everything in this archive, which `report --archive` wrote.
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// Add the article to the archive once it is scored. Without this, the archive is not changed.
    #[arg(long, requires = "archive")]
    pub add: bool,
    /// Read JSON lines from standard input and answer each at once. Needs `-` and an archive.
    #[arg(long, requires = "archive", conflicts_with = "against")]
    pub lines: bool,
    /// The source list [default: ./sources.toml if it exists, else the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// Write the result to FILE as one self-contained web page, with the article beside the text
    /// that it is closest to; prints nothing unless --json is given too.
    #[arg(long, value_name = "FILE", conflicts_with = "lines")]
    pub html: Option<PathBuf>,
    /// The page's language.
    #[command(flatten)]
    pub page_language: PageLanguage,
    /// Overwrite FILE even if it is not a comparison, or is one of the inputs.
    #[arg(long, requires = "html")]
    pub force: bool,
}

/// `urtext archive`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext archive stats --archive /srv/archive
  urtext archive verify --archive /srv/archive
  urtext archive prune --before 2020-01-01 --archive /srv/archive
  urtext archive export --archive /srv/archive | zstd > articles.jsonl.zst")]
pub struct Archive {
    /// What to do with it.
    #[command(subcommand)]
    pub command: ArchiveCommand,
}

/// What can be done with an archive.
#[derive(Debug, Subcommand)]
pub enum ArchiveCommand {
    /// Print counts and sizes.
    Stats(ArchiveOf),
    /// Check every file against its checksums and read everything once; exit code 3 if anything is
    /// damaged.
    Verify(ArchiveOf),
    /// Drop articles older than a given day and free their space.
    Prune {
        /// Which archive.
        #[command(flatten)]
        of: ArchiveOf,
        /// Drop articles published (or, failing that, first seen) before this day, as in
        /// 2021-06-07. Undated ones stay.
        #[arg(long, value_name = "DATE")]
        before: chrono::NaiveDate,
    },
    /// Print all articles as JSON lines that `report` reads back unchanged.
    Export {
        /// The archive's folder.
        #[arg(long, value_name = "DIR")]
        archive: PathBuf,
    },
}

/// An archive, and the form of what is printed about it.
#[derive(Debug, Args)]
pub struct ArchiveOf {
    /// The archive's folder.
    #[arg(long, value_name = "DIR")]
    pub archive: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `urtext extract`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext extract page.html
  urtext extract crawl/ feeds/*.xml > articles.jsonl
  urtext extract week.jsonl | jq -r '.text'

One object per line, sorted by id: path, line, id, url, canonical, source, title, text, published, published_basis, modified,
first_seen, authors, captions, credit, language, paywall_stub, blocks ([line of text from 0, label, words]); for an item that an
agency sent (NewsML, NITF, ninjs) also item: guid, version, notice (correction, withheld, withdrawn), embargo, note, slug,
urgency, provider, dateline. Unknown values are null. Unreadable input is reported on standard error.")]
pub struct Extract {
    /// Files, folders, globs, or `-` for standard input, as for `report`.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// The source list [default: ./sources.toml if it exists, else the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// `urtext diff`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext diff wire.txt copy.txt
  urtext diff wire.txt copy.json --html side-by-side.html
  urtext diff wire.txt - --json < copy.txt
  urtext diff nwa-0607-strike dbc-strike --archive /srv/archive
  urtext diff nwa-0607-strike dbc-strike --from reports/2021-W23 week23.jsonl --html case.html

Marks: [only here]  {replaced}  <moved>. Colour is added on a terminal, unless NO_COLOR is set.")]
pub struct Diff {
    /// The first article, the supposed original: a file of HTML, plain text or JSON, or `-` for
    /// standard input; with --archive or --from, its id.
    #[arg(value_name = "A")]
    pub a: String,
    /// The second article.
    #[arg(value_name = "B")]
    pub b: String,
    /// With --from: the articles that the report was made from.
    #[arg(value_name = "INPUT", requires = "from")]
    pub inputs: Vec<String>,
    /// Compare two articles of this archive, named by their ids.
    #[arg(long, value_name = "DIR", conflicts_with = "from")]
    pub archive: Option<PathBuf>,
    /// Compare two articles of this report, named by their ids. INPUT must be the files that it was
    /// made from. The page of --html then also shows the report's finding and who was first.
    #[arg(long, value_name = "RUN", requires = "inputs")]
    pub from: Option<PathBuf>,
    /// Write the comparison to FILE as one self-contained web page; prints nothing unless --json is
    /// given too.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The page's language.
    #[command(flatten)]
    pub page_language: PageLanguage,
    /// Overwrite FILE even if it is not a comparison, or is one of the two articles.
    #[arg(long, requires = "html")]
    pub force: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// Width of the output in columns.
    #[arg(long, value_name = "N", default_value_t = 80, value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: u16,
    /// The source list [default: ./sources.toml if it exists, else the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

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
    /// The source list [default: ./sources.toml if it exists, else the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
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
    /// The source list [default: ./sources.toml if it exists, else the built-in list].
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// `urtext schema`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext schema
  urtext schema sources pairs
  urtext schema --json | jq '.columns[] | select(.unit == \"seconds\")'")]
pub struct Schema {
    /// Only these tables, as in `pairs` [default: all].
    #[arg(value_name = "TABLE")]
    pub tables: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// Print Markdown, as in docs/tables.md.
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
}

/// `urtext shell`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext shell bash > /etc/bash_completion.d/urtext
  urtext shell --man /usr/local/share/man/man1")]
pub struct Shell {
    /// The shell to complete for.
    #[arg(value_name = "SHELL", required_unless_present = "man")]
    pub shell: Option<clap_complete::Shell>,
    /// Write a manual page for each command into this folder.
    #[arg(long, value_name = "DIR")]
    pub man: Option<PathBuf>,
}

/// A form of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// RFC 4180, UTF-8, empty for missing.
    Csv,
    /// Apache Parquet, zstd.
    Parquet,
}

/// Earliest year accepted for `--week`. Source: the first newspaper, Strasbourg's *Relation*, began
/// in 1605.
const FIRST_YEAR: i32 = 1605;

/// Parses an ISO week such as `2021-W23`.
pub fn week(text: &str) -> Result<(i32, u32), String> {
    let bad = || format!("`{text}` is not an ISO week; write it as 2021-W23");
    let (year, number) = text.split_once("-W").ok_or_else(bad)?;
    let digits =
        |text: &str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(number, 2) {
        return Err(bad());
    }
    let (year, number): (i32, u32) =
        (year.parse().map_err(|_| bad())?, number.parse().map_err(|_| bad())?);
    if year < FIRST_YEAR {
        return Err(format!("`{text}` is before the first newspapers; give a week from 1605 on"));
    }
    chrono::NaiveDate::from_isoywd_opt(year, number, chrono::Weekday::Mon)
        .map(|_| (year, number))
        .ok_or_else(bad)
}

/// Parses two column names such as `domain,score`.
fn two_names(text: &str) -> Result<(String, String), String> {
    match text.split_once(',').map(|(a, b)| (a.trim(), b.trim())) {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => Ok((a.to_owned(), b.to_owned())),
        _ => Err(format!("`{text}` is not two column names; write them as domain,score")),
    }
}

/// Parses a finite number above 0.
fn above_zero(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|n: &f64| n.is_finite() && *n > 0.0)
        .ok_or_else(|| format!("`{text}` is not a number above 0"))
}

/// Parses a number of days: `90d` or `90`.
fn days(text: &str) -> Result<u32, String> {
    text.strip_suffix('d')
        .unwrap_or(text)
        .parse()
        .map_err(|_| format!("`{text}` is not a number of days; write it as 90d"))
}
