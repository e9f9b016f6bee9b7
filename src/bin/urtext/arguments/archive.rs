//! The options of `urtext archive`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
