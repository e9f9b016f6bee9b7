//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Finds the earliest original among copies of news stories, tells who republished, edited, excerpted, spun or rewrote
/// whom, and shows what was altered on the way.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 internal error, 2 wrong usage, 3 bad input or configuration, 4 a --fail-on threshold was crossed, 130 interrupted.";

/// The jobs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compare all articles of the inputs and write the tables.
    Report(Report),
    /// Compare one article with others and say what it is.
    Score(Score),
    /// Check a source list before it is trusted.
    Audit(Audit),
    /// Look after an archive: its size, its checksums, dropping what is old, all articles as JSON lines.
    Archive(Archive),
    /// Print what was read, one JSON article a line: clean text, dates, captions, and the label of each line.
    Extract(Extract),
    /// Show two articles side by side: what was kept, swapped, moved, cut and added, and which facts were altered.
    Diff(Diff),
    /// Print every column of every table: type, unit, meaning, meaning of an empty cell, example.
    Schema(Schema),
    /// Print completions for a shell, or write manual pages.
    #[command(hide = true)]
    Shell(Shell),
}

/// How inputs are read: options of every command that reads articles.
#[derive(Debug, Args)]
pub struct Reading {
    /// Read field NAME from COLUMN, as in text=body. May be given more than once.
    #[arg(long = "field", value_name = "NAME=COLUMN")]
    pub fields: Vec<String>,
    /// Raise or lower a limit against hostile input. Of one article: document (bytes, 20M), lines (100000), words (1M), quotations
    /// (20000), captions (10000); of a page: depth (512), nodes (300000); of a file: unpacked (bytes, 64M), file (bytes of memory,
    /// 256M) and ratio (times its packed size, 100), beyond which reading stops, and rejects (100000); of the run: memory (bytes;
    /// default: the limit of the control group, if one is set).
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
    /// Files, folders, globs, or `-` for standard input: pages (HTML), feeds (RSS, Atom, JSON Feed), JSON lines, JSON, CSV,
    /// Parquet, WARC, ARC, WACZ and plain text, also .gz and .zst.
    /// May be left out with --archive: the report is then made over what is kept.
    #[arg(required_unless_present = "archive", value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Compare with everything kept in this archive too, and keep what is new in it. An empty folder or none begins one.
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// The source list. Default: ./sources.toml if it stands there, else the list built into the program.
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// Where the report's folder goes: OUT/all, or OUT/<week> with --week.
    #[arg(long, value_name = "OUT", default_value = "reports")]
    pub out: PathBuf,
    /// Replace files in OUT that no report wrote, and write into a folder of inputs.
    #[arg(long)]
    pub force: bool,
    /// Keep only articles published (or else first seen) in this ISO week, as in 2021-W23. Undated ones are compared but
    /// not counted. With --archive the others are kept and compared too.
    #[arg(long, value_name = "WEEK", value_parser = week)]
    pub week: Option<(i32, u32)>,
    /// In which form the tables are written.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Compare only articles at most this many days apart, as in 90d; a smaller window compares less. Undated articles
    /// are always compared. With --archive nothing else is loaded. Default: no limit.
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub window: Option<u32>,
    /// Compare every pair where more than 50 articles have nearly the same text; time and `pairs` then grow with the
    /// square of such families. Default: each is compared with those that share its edits, some others, and the 8 earliest.
    #[arg(long)]
    pub all_pairs: bool,
    /// The last day on which any article can have been written, as in 2021-12-31. Only bounds dates that are read from
    /// the texts of undated articles; an earlier day dates fewer of them.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<chrono::NaiveDate>,
    /// Show a third party's ratings beside the scores: a CSV file with the columns `domain` and `score`.
    #[arg(long, value_name = "FILE")]
    pub ratings: Option<PathBuf>,
    /// Names of these two columns, as in site,trust.
    #[arg(long, value_name = "DOMAIN,SCORE", value_parser = two_names, requires = "ratings")]
    pub ratings_columns: Option<(String, String)>,
    /// The best rating there can be; the worst is 0. Default: 1 if hardly any rating is above it, else 100.
    #[arg(long, value_name = "N", value_parser = above_zero, requires = "ratings")]
    pub ratings_highest: Option<f64>,
    /// Worker threads; the output is the same for any number. Default: one a core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `urtext score`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext score new.txt --archive /srv/archive
  urtext score new.html --against week.jsonl
  curl -s https://cms.example/draft.json | urtext score - --archive /srv/archive --json
  cms-drafts | urtext score - --lines --archive /srv/archive

With --lines each line of standard input is an article, and is answered by one line of JSON as soon as it is read: the keys of
--json, or {\"schema\":1,\"line\":N,\"error\":\"...\"} for a line that cannot be read or scored. An archive that grows meanwhile is
looked at anew.")]
pub struct Score {
    /// The article: a file of HTML, plain text or JSON, or `-` for standard input.
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// What to compare it with: files, folders or globs, as for `report`. May be given more than once.
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub against: Vec<String>,
    /// Compare it with everything kept in this archive, as `report --archive` made it.
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// Keep the article in the archive once it is scored. Without this the archive stays as it is.
    #[arg(long, requires = "archive")]
    pub add: bool,
    /// Read JSON lines from standard input and answer line by line, as long as lines come. Needs `-` and an archive.
    #[arg(long, requires = "archive", conflicts_with = "against")]
    pub lines: bool,
    /// The source list. Default: ./sources.toml if it stands there, else the list built into the program.
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Print JSON for programs.
    #[arg(long)]
    pub json: bool,
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
    /// Hold every byte against its checksum and read everything once; exit code 3 if anything is damaged.
    Verify(ArchiveOf),
    /// Drop articles that are older than a day, and give their space back.
    Prune {
        /// Which archive.
        #[command(flatten)]
        of: ArchiveOf,
        /// Drop articles published (or else first seen) before this day, as in 2021-06-07. Those without either stay.
        #[arg(long, value_name = "DATE")]
        before: chrono::NaiveDate,
    },
    /// Print all articles as JSON lines that `report` reads back to the same articles.
    Export(ArchiveOf),
}

/// An archive, and in which form something is told of it.
#[derive(Debug, Args)]
pub struct ArchiveOf {
    /// The archive's folder.
    #[arg(long, value_name = "DIR")]
    pub archive: PathBuf,
    /// Print JSON for programs.
    #[arg(long)]
    pub json: bool,
}

/// `urtext audit`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext audit
  urtext audit newsroom/sources.toml --fail-on warning
  urtext audit domains.txt --run reports/2021-W23 --json
  urtext audit --archive /srv/archive")]
pub struct Audit {
    /// The source list: TOML as in sources.toml, CSV with a column `domain`, or a domain a line; `-` is standard input.
    /// Default: sources.toml.
    #[arg(value_name = "FILE", default_value = "sources.toml")]
    pub file: PathBuf,
    /// Hold the list against what a report saw: a folder of CSV tables that `urtext report` wrote.
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// Hold the list against what an archive has seen, as `report --archive` keeps it.
    #[arg(long, value_name = "DIR", conflicts_with = "run")]
    pub archive: Option<PathBuf>,
    /// The known outlets whose look-alikes are sought. Default: the list built into the program.
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// End with exit code 4 if there is a finding of this severity or a worse one.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,
    /// Print JSON for programs.
    #[arg(long)]
    pub json: bool,
}

/// `urtext extract`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext extract page.html
  urtext extract crawl/ feeds/*.xml > articles.jsonl
  urtext extract week.jsonl | jq -r '.text'

One object a line, sorted by id: path, line, id, url, canonical, source, title, text, published, published_basis, modified,
first_seen, authors, captions, credit, language, paywall_stub, blocks ([line of text from 0, label, words]). What is unknown is null. What could not be
read is told on standard error.")]
pub struct Extract {
    /// Files, folders, globs, or `-` for standard input, as for `report`.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// The source list. Default: ./sources.toml if it stands there, else the list built into the program.
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

Marks: [only here]  {other words in the same place}  <in another place there>. Colour is added on a terminal, unless NO_COLOR is set.")]
pub struct Diff {
    /// The first article, the supposed original: a file of plain text or JSON, or `-` for standard input.
    #[arg(value_name = "A")]
    pub a: String,
    /// The second article.
    #[arg(value_name = "B")]
    pub b: String,
    /// Write the comparison as one self-contained web page, and print nothing unless --json is given too.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Replace FILE even if no comparison stands in it, or if it is one of the two articles.
    #[arg(long, requires = "html")]
    pub force: bool,
    /// Print JSON for programs.
    #[arg(long)]
    pub json: bool,
    /// Columns of the terminal to use; more columns give fewer lines.
    #[arg(long, value_name = "N", default_value_t = 80, value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: u16,
    /// The source list. Default: ./sources.toml if it stands there, else the list built into the program.
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
    /// Only these tables, as in `pairs`. Default: all.
    #[arg(value_name = "TABLE")]
    pub tables: Vec<String>,
    /// Print JSON for programs.
    #[arg(long)]
    pub json: bool,
}

/// `urtext shell`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext shell bash > /etc/bash_completion.d/urtext
  urtext shell --man /usr/local/share/man/man1")]
pub struct Shell {
    /// The shell to print completions for.
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

/// A severity of audit findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Likely wrong.
    Warning,
    /// Unusable as it is.
    Error,
}

/// No news is older: the first newspaper, Strasbourg's *Relation*, is of 1605.
const FIRST_YEAR: i32 = 1605;

/// Reads `2021-W23`.
fn week(text: &str) -> Result<(i32, u32), String> {
    let bad = || format!("`{text}` is not an ISO week; write it as 2021-W23");
    let (year, number) = text.split_once("-W").ok_or_else(bad)?;
    let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(number, 2) {
        return Err(bad());
    }
    let (year, number): (i32, u32) = (year.parse().map_err(|_| bad())?, number.parse().map_err(|_| bad())?);
    if year < FIRST_YEAR {
        return Err(format!("`{text}` lies before the first newspapers; give a week from 1605 on"));
    }
    chrono::NaiveDate::from_isoywd_opt(year, number, chrono::Weekday::Mon).map(|_| (year, number)).ok_or_else(bad)
}

/// Reads `domain,score`.
fn two_names(text: &str) -> Result<(String, String), String> {
    match text.split_once(',').map(|(a, b)| (a.trim(), b.trim())) {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => Ok((a.to_owned(), b.to_owned())),
        _ => Err(format!("`{text}` is not two names of columns; write them as domain,score")),
    }
}

/// Reads a finite number above 0.
fn above_zero(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0).ok_or_else(|| format!("`{text}` is not a number above 0"))
}

/// Reads `90d` or `90`.
fn days(text: &str) -> Result<u32, String> {
    text.strip_suffix('d').unwrap_or(text).parse().map_err(|_| format!("`{text}` is not a number of days; write it as 90d"))
}
