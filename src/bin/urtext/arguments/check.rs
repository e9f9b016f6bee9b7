//! The options of `urtext check` and of `urtext score`, its older name.

use std::path::PathBuf;

use clap::Args;

use super::language::PageLanguage;
use super::{Reading, SourceList};

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
    /// The source list.
    #[command(flatten)]
    pub sources: SourceList,
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
