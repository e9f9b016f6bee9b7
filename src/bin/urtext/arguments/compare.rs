//! The options of `urtext diff`: two articles side by side.

use std::path::PathBuf;

use clap::Args;

use super::language::PageLanguage;
use super::{Reading, SourceList};

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
    /// The source list.
    #[command(flatten)]
    pub sources: SourceList,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
}
