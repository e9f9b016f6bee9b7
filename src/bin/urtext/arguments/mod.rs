//! The definition of the command line, and parsers of its values.

mod archive;
mod audit;
mod check;
mod compare;
mod language;
mod remake;
mod report;
#[cfg(feature = "serve")]
mod serve;
mod values;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};
use urtext::ingest::Zone;

use super::terminal::Level;
pub use archive::{Archive, ArchiveCommand};
pub use audit::{Audit, FailOn};
pub use check::Score;
pub use compare::Diff;
pub use remake::{Dossier, Page};
pub use report::{Calibrate, Report};
#[cfg(feature = "serve")]
pub use serve::Serve;
pub use values::{Format, ReportFormat, week};

/// Finds the earliest original among copies of news stories, reports who republished, edited,
/// excerpted, spun or rewrote whose text, and shows what was changed on the way.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of all commands")]
pub struct Common {
    /// On standard error, print errors only: no progress, no summary, no warning. Results and what
    /// an option asks for, such as --timings, are still printed.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Also print on standard error how each file was read, each stage as it ends and each record
    /// that could not be read; in `serve`, each request.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Take defaults of options from FILE [default: ./urtext.toml if it exists].
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Take no defaults from a file.
    #[arg(long, global = true, conflicts_with = "config")]
    pub no_config: bool,
}

impl Common {
    /// Returns how much is said on standard error.
    pub fn level(&self) -> Level {
        match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Usual,
        }
    }
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
    /// The zone of times that state none, as in +02:00 or CET (with summer time). Without it, such a
    /// time counts as its day.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    pub timezone: Option<Zone>,
    /// Raise or lower a limit that guards against hostile input; can be repeated. Per article:
    /// document (bytes, 20M), lines (100000), words (1M), quotations (20000), captions (10000). Per
    /// page: depth (512), nodes (300000). Per file, beyond which the rest is not read: unpacked
    /// (bytes, 64M), file (bytes of memory, 256M), ratio (to its compressed size, 100), rejects
    /// (100000). Per run: memory (bytes; default: the limit of the control group, if there is one).
    #[arg(long = "limit", value_name = "NAME=VALUE")]
    pub limits: Vec<String>,
}

/// The source list, shared by every command that names sources.
#[derive(Debug, Args)]
pub struct SourceList {
    /// The source list: TOML, a table (CSV, XLSX, ODS) with a column of domains, or one domain per
    /// line [default: ./sources.toml if it exists, else the built-in list].
    #[arg(long = "sources", value_name = "FILE")]
    path: Option<PathBuf>,
}

impl SourceList {
    /// Returns the list that was named; `None` for the default.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
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
    /// The source list.
    #[command(flatten)]
    pub sources: SourceList,
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
