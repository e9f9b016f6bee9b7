//! The verified pairs that an archive keeps, as Parquet: the table `pairs` without the evidence in
//! words.

use std::io::{BufWriter, Cursor, Write};
use std::path::Path;

use polars::prelude::*;
use rustc_hash::FxHashSet;

use super::ArchiveError;
use super::checked::Checked;
use super::disk::{Disk, Sequential};
use crate::ingest::parquet::quietly;

/// The columns kept.
pub const COLUMNS: [&str; 12] = [
    "article_a",
    "article_b",
    "relation",
    "original",
    "original_confidence",
    "containment_a_in_b",
    "containment_b_in_a",
    "resemblance",
    "substituted_share",
    "quotes_shared",
    "quotes_altered",
    "facts_drifted",
];

/// Writes the pairs. The file is synced when this returns.
///
/// # Errors
/// [`ArchiveError::Write`].
pub fn write(disk: &dyn Disk, path: &Path, mut frame: DataFrame) -> Result<(), ArchiveError> {
    let file = Sequential::create(disk, path).map_err(ArchiveError::writing(path))?;
    let mut out = BufWriter::with_capacity(1 << 18, file);
    ParquetWriter::new(&mut out)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::empty())
        .finish(&mut frame)
        .map_err(|e| ArchiveError::writing(path)(std::io::Error::other(e.to_string())))?;
    out.flush().and_then(|()| out.get_ref().sync()).map_err(ArchiveError::writing(path))
}

/// Reads the pairs.
///
/// # Errors
/// [`ArchiveError::Damaged`] or [`ArchiveError::Read`].
pub fn read(file: &Checked) -> Result<DataFrame, ArchiveError> {
    let bytes = file.all()?;
    let damaged = |what: String| ArchiveError::Damaged { path: file.path().to_owned(), what };
    match quietly(|| ParquetReader::new(Cursor::new(bytes)).finish()) {
        Some(Ok(frame)) => Ok(frame),
        Some(Err(e)) => Err(damaged(e.to_string().lines().next().unwrap_or_default().to_owned())),
        None => Err(damaged("it cannot be decoded".to_owned())),
    }
}

/// Reads the two ids and the relation of each pair; rows with a missing value are left out.
///
/// # Errors
/// As [`read`].
pub fn relations(file: &Checked) -> Result<Vec<(String, String, String)>, ArchiveError> {
    let frame = read(file)?;
    let damaged = |e: PolarsError| ArchiveError::Damaged {
        path: file.path().to_owned(),
        what: e.to_string(),
    };
    let column = |name: &str| frame.column(name).and_then(|c| c.str()).map_err(damaged);
    let (a, b, relation) = (column("article_a")?, column("article_b")?, column("relation")?);
    let rows = a.iter().zip(b.iter()).zip(relation.iter());
    Ok(rows
        .filter_map(|((a, b), relation)| Some((a?.to_owned(), b?.to_owned(), relation?.to_owned())))
        .collect())
}

/// Merges new pairs with the old ones that remain valid: those whose articles are both still kept,
/// and were not both compared anew.
///
/// # Errors
/// Those of polars.
pub fn merged(
    new: Option<DataFrame>,
    old: DataFrame,
    compared: &FxHashSet<&str>,
    gone: &FxHashSet<String>,
) -> PolarsResult<DataFrame> {
    let (a, b) = (old.column(COLUMNS[0])?.str()?, old.column(COLUMNS[1])?.str()?);
    let stays: BooleanChunked = a
        .iter()
        .zip(b.iter())
        .map(|(a, b)| {
            let (Some(a), Some(b)) = (a, b) else { return false };
            let again = new.is_some() && compared.contains(a) && compared.contains(b);
            let lost = gone.contains(a) || gone.contains(b);
            !again && !lost
        })
        .collect();
    let old = old.filter(&stays)?;
    let all = match new {
        Some(new) => new.vstack(&old)?,
        None => old,
    };
    all.sort([COLUMNS[0], COLUMNS[1]], SortMultipleOptions::default().with_maintain_order(true))
}
