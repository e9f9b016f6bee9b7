//! Compares everything that an archive keeps with its checksums, and reads it all once.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::checked::Checked;
use super::index::Look;
use super::manifest::{self, Manifest};
use super::record::Record;
use super::{ArchiveError, Reader, pairs, segment};

/// The result of a verification.
#[derive(Debug, Default)]
pub struct Report {
    /// Number of files, including the manifest.
    pub files: usize,
    /// Number of bytes compared with their checksums.
    pub bytes: u64,
    /// Number of articles read.
    pub articles: u64,
    /// The damage found, each with its file.
    pub damage: Vec<ArchiveError>,
    /// Files that belong to no generation: harmless remains of killed runs.
    pub leftovers: Vec<PathBuf>,
}

/// Verifies an archive. O(bytes).
///
/// Damage is not an error of this function, but its result.
///
/// # Errors
/// [`ArchiveError::Missing`], [`ArchiveError::Version`], and anything that prevents the check.
pub fn verify(folder: &Path) -> Result<Report, ArchiveError> {
    let mut out = Report::default();
    let manifest = match Manifest::read(folder) {
        Err(damage @ ArchiveError::Damaged { .. }) => {
            out.damage.push(damage);
            return Ok(out);
        }
        other => other?,
    };
    out.files = manifest.files.len() + 1;
    out.leftovers = manifest::leftovers(folder, Some(&manifest))?;
    for (name, entry) in &manifest.files {
        match Checked::open(folder.join(name), entry).and_then(|file| Ok((file.damage()?, file))) {
            Err(damage) => out.damage.push(damage),
            Ok((blocks, file)) => {
                out.bytes += file.len();
                out.damage.extend(blocks.iter().map(|(from, to)| ArchiveError::Damaged {
                    path: file.path().to_owned(),
                    what: format!("bytes {from} to {to} were altered"),
                }));
            }
        }
    }
    if out.damage.is_empty() {
        match Reader::open(folder).and_then(|reader| decoded(&reader, &mut out.articles)) {
            Err(damage @ (ArchiveError::Damaged { .. } | ArchiveError::Read { .. })) => {
                out.damage.push(damage)
            }
            other => other?,
        }
    }
    Ok(out)
}

/// Reads every record, posting, article and pair, and checks that they agree. Of the places of
/// texts only that of the last record is tried.
fn decoded(reader: &Reader, articles: &mut u64) -> Result<(), ArchiveError> {
    let index = || reader.folder().join(&reader.manifest().index);
    let wrong = |path: PathBuf, what: String| Err(ArchiveError::Damaged { path, what });
    let mut known: FxHashMap<u32, (u64, u32)> = FxHashMap::default();
    let mut last: Option<Record> = None;
    reader.each_record(|r| {
        known.insert(r.number, (r.text_hash, r.place.segment));
        last = Some(r);
    })?;
    if known.len() as u64 != reader.manifest().articles {
        return wrong(
            index(),
            format!("it has {} articles instead of {}", known.len(), reader.manifest().articles),
        );
    }
    for look in Look::ALL {
        let mut stray = None;
        reader.index().each_holders(look, |_, holders| {
            stray = stray.or(holders.articles.into_iter().find(|a| !known.contains_key(a)))
        })?;
        if let Some(number) = stray {
            return wrong(index(), format!("it refers to article {number}, which does not exist"));
        }
    }
    reader.knowledge()?;
    reader.history()?;
    reader.index().lines()?;
    for (number, file) in reader.segments() {
        for (article, read) in segment::read(file)? {
            match known.remove(&article) {
                Some((hash, place))
                    if hash == xxh3_64(read.text.as_bytes()) && place == *number =>
                {
                    *articles += 1
                }
                _ => {
                    return wrong(
                        file.path().to_owned(),
                        format!("article {article} in it differs from the one in the index"),
                    );
                }
            }
        }
    }
    if let Some(number) = known.keys().min() {
        return wrong(index(), format!("article {number} in it is in no segment"));
    }
    if let Some(record) = last {
        reader.text(&record)?;
    }
    reader.pairs().map(pairs::read).transpose().map(|_| ())
}
