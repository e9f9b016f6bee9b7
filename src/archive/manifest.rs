//! The manifest: which files make up the archive, and the checksum of each of their blocks.
//!
//! It is the only file that is ever replaced, and that happens atomically: a reader sees either the
//! old archive or the new one. It has two lines: a JSON object and its checksum.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::ArchiveError;
use super::checked::BLOCK;
use super::disk::{Disk, Sequential};
use crate::files;

/// Version of the format of everything in the folder.
pub const FORMAT: u32 = 5;
/// File name of the manifest.
pub const NAME: &str = "MANIFEST";
/// File name under which it is written before it replaces the old one.
const UNFINISHED: &str = "MANIFEST.new";
/// Most bytes of a manifest. By the format this suffices for a terabyte of archive, six times the
/// space of all articles that an archive can number.
const LARGEST: u64 = 1 << 30;

/// One file of the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Length in bytes.
    pub bytes: u64,
    /// Number of articles in it if it is a segment, or else 0.
    pub rows: u64,
    /// The xxh3 hashes of its blocks in hexadecimal, concatenated.
    pub sums: String,
}

impl FileEntry {
    /// Returns the checksums of its blocks; `None` unless there is one for each block.
    pub fn sums(&self) -> Option<Vec<u64>> {
        let sums: Option<Vec<u64>> = self
            .sums
            .as_bytes()
            .chunks(16)
            .map(|hex| {
                u64::from_str_radix(std::str::from_utf8(hex).ok().filter(|h| h.len() == 16)?, 16)
                    .ok()
            })
            .collect();
        sums.filter(|s| s.len() as u64 == self.bytes.div_ceil(BLOCK as u64))
    }

    /// Builds an entry from a length, a number of articles and checksums.
    pub fn of(bytes: u64, rows: u64, sums: &[u64]) -> Self {
        Self { bytes, rows, sums: sums.iter().map(|s| format!("{s:016x}")).collect() }
    }
}

/// The files and counts that define an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format, [`FORMAT`].
    pub format: u32,
    /// Generation, which increases with every change.
    pub generation: u64,
    /// Number of articles kept.
    pub articles: u64,
    /// File name of the index.
    pub index: String,
    /// Hash of all contents of the index, independent of the layout of its pages.
    pub content: String,
    /// Every file by its name within the folder.
    pub files: BTreeMap<String, FileEntry>,
}

/// The part of a manifest that every version of the format has.
#[derive(Deserialize)]
struct AnyVersion {
    format: u32,
}

impl Manifest {
    /// Reads the manifest of an archive.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] if there is none, [`ArchiveError::Version`] for another format,
    /// [`ArchiveError::Damaged`] if it is not intact, [`ArchiveError::Read`] if it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, ArchiveError> {
        let path = folder.join(NAME);
        let damaged =
            |what: &str| ArchiveError::Damaged { path: path.clone(), what: what.to_owned() };
        let missing = |e: &io::Error| {
            matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
        };
        let length = match fs::metadata(&path) {
            Err(e) if missing(&e) => return Err(ArchiveError::Missing { path: folder.to_owned() }),
            other => other.map_err(ArchiveError::reading(&path))?.len(),
        };
        if length > LARGEST {
            return Err(damaged("it is too long"));
        }
        files::check(&path).map_err(ArchiveError::reading(&path))?;
        let bytes = fs::read(&path).map_err(ArchiveError::reading(&path))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged("it is not text"))?;
        let (json, sum) = text
            .strip_suffix('\n')
            .and_then(|t| t.split_once('\n'))
            .ok_or_else(|| damaged("it is cut short"))?;
        if sum != checksum(json) {
            return Err(damaged("its checksum does not match"));
        }
        let version: AnyVersion =
            serde_json::from_str(json).map_err(|e| damaged(&e.to_string()))?;
        if version.format != FORMAT {
            return Err(ArchiveError::Version { path: folder.to_owned(), format: version.format });
        }
        let manifest: Self = serde_json::from_str(json).map_err(|e| damaged(&e.to_string()))?;
        // No name may lead out of the folder, whoever wrote the manifest.
        match manifest.files.keys().all(|name| is_ours(name))
            && manifest.files.contains_key(&manifest.index)
        {
            true => Ok(manifest),
            false => Err(damaged("it names files that do not belong in an archive")),
        }
    }

    /// Replaces the manifest by this one, atomically even if power fails.
    ///
    /// Until the folder is synced, a power cut may bring back the previous manifest, so the files
    /// it names must stay.
    ///
    /// # Errors
    /// [`ArchiveError::Write`]; the previous manifest is then still in place.
    pub fn publish(&self, disk: &dyn Disk, folder: &Path) -> Result<(), ArchiveError> {
        let (unfinished, place) = (folder.join(UNFINISHED), folder.join(NAME));
        let json =
            serde_json::to_string(self).map_err(|e| ArchiveError::writing(&place)(e.into()))?;
        let mut file =
            Sequential::create(disk, &unfinished).map_err(ArchiveError::writing(&unfinished))?;
        let written = file
            .write_all(format!("{json}\n{}\n", checksum(&json)).as_bytes())
            .and_then(|()| file.sync());
        written.map_err(ArchiveError::writing(&unfinished))?;
        disk.rename(&unfinished, &place).map_err(ArchiveError::writing(&place))
    }

    /// Returns the total size in bytes of the files it names.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|f| f.bytes).sum()
    }

    /// Returns the numbers and names of the segments, in the order in which they were written.
    pub fn segments(&self) -> impl Iterator<Item = (u32, &str)> {
        self.files.keys().filter_map(|name| Some((segment_number(name)?, name.as_str())))
    }
}

/// Prefix of the names of segments.
pub const SEGMENTS: &str = "segments/articles-";

/// Returns the name of segment `number`; names sort like numbers.
pub fn segment_name(number: u32) -> String {
    format!("{SEGMENTS}{number:08}.parquet")
}

/// Returns the number of the segment with that name; `None` if it is not a segment's name.
pub fn segment_number(name: &str) -> Option<u32> {
    name.strip_prefix(SEGMENTS)?.strip_suffix(".parquet")?.parse().ok()
}

/// Whether a name is one that this program gives to a file of an archive.
pub fn is_ours(name: &str) -> bool {
    let digits = |middle: Option<&str>| {
        middle.is_some_and(|m| !m.is_empty() && m.bytes().all(|b| b.is_ascii_digit()))
    };
    let between =
        |before: &str, after: &str| name.strip_prefix(before).and_then(|n| n.strip_suffix(after));
    segment_number(name).is_some_and(|number| segment_name(number) == name)
        || digits(between("index-", ".redb"))
        || digits(between("pairs-", ".parquet"))
}

/// Lists the files in the folder that its manifest does not name: remains of killed runs.
///
/// # Errors
/// [`ArchiveError::Read`] if the folder cannot be listed.
pub fn leftovers(folder: &Path, manifest: Option<&Manifest>) -> Result<Vec<PathBuf>, ArchiveError> {
    let mut out = Vec::new();
    for (place, prefix) in [(folder.to_owned(), ""), (folder.join("segments"), "segments/")] {
        let entries = match fs::read_dir(&place) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(ArchiveError::reading(&place))?,
        };
        for entry in entries {
            let entry = entry.map_err(ArchiveError::reading(&place))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let live = manifest.is_some_and(|m| m.files.contains_key(&name));
            if !live && (is_ours(&name) || name == UNFINISHED) {
                out.push(entry.path());
            }
        }
    }
    out.sort();
    Ok(out)
}

fn checksum(json: &str) -> String {
    format!("xxh3 {:016x}", xxh3_64(json.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::disk::System;
    use super::*;

    fn manifest() -> Manifest {
        let files = BTreeMap::from([("index-1.redb".to_owned(), FileEntry::of(3, 0, &[7]))]);
        Manifest {
            format: FORMAT,
            generation: 1,
            articles: 2,
            index: "index-1.redb".to_owned(),
            content: String::new(),
            files,
        }
    }

    #[test]
    fn a_manifest_comes_back_and_every_flipped_byte_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        manifest().publish(&System, folder.path()).expect("published");
        assert_eq!(Manifest::read(folder.path()).expect("read"), manifest());
        let path = folder.path().join(NAME);
        let whole = fs::read(&path).expect("read");
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).expect("written");
            assert!(
                matches!(Manifest::read(folder.path()), Err(ArchiveError::Damaged { .. })),
                "byte {at}"
            );
            fs::write(&path, &whole[..at]).expect("written");
            assert!(
                matches!(Manifest::read(folder.path()), Err(ArchiveError::Damaged { .. })),
                "cut at {at}"
            );
        }
    }

    #[test]
    fn another_version_is_told_from_damage() {
        let folder = tempfile::tempdir().expect("a folder");
        Manifest { format: FORMAT + 1, ..manifest() }
            .publish(&System, folder.path())
            .expect("published");
        assert!(
            matches!(Manifest::read(folder.path()), Err(ArchiveError::Version { format, .. }) if format == FORMAT + 1)
        );
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        for name in [
            "../x",
            "/etc/passwd",
            "segments/articles-1/../2.parquet",
            "index-.redb",
            "segments/articles-x.parquet",
        ] {
            assert!(!is_ours(name), "{name}");
        }
        assert!(is_ours(&segment_name(3)) && segment_number(&segment_name(3)) == Some(3));
    }
}
