//! The report's folder: written beside the previous one, then swapped with it in one step.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::ReportError;
use super::schema::{Format, Table};
use crate::ingest::own;

/// A report being written beside the previous one. If it is dropped without [`Folder::publish`],
/// the partial report is removed.
#[derive(Debug)]
pub struct Folder {
    beside: PathBuf,
    place: PathBuf,
    published: bool,
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> ReportError + '_ {
    move |cause| ReportError::Folder { path: path.to_owned(), cause }
}

impl Folder {
    /// Opens `out/name` for writing and removes what interrupted runs left there. Files that do not
    /// belong to a report are replaced only with `force`.
    ///
    /// # Errors
    /// [`ReportError::Folder`] if it cannot be written to, and [`ReportError::Foreign`] if other
    /// files have the names of tables; both before any work is done.
    pub fn open(out: &Path, name: &str, force: bool) -> Result<Self, ReportError> {
        let place = out.join(name);
        fs::create_dir_all(out).map_err(failed(out))?;
        if place.exists() && !place.is_dir() {
            return Err(failed(&place)(io::Error::from(io::ErrorKind::NotADirectory)));
        }
        if place.exists() && !force {
            Self::check_foreign(&place)?;
        }
        let mark = format!(".{name}.partial-");
        for entry in fs::read_dir(out).map_err(failed(out))?.flatten() {
            let left = entry
                .file_name()
                .to_string_lossy()
                .strip_prefix(&mark)
                .and_then(|pid| pid.parse::<u32>().ok());
            if left.is_some_and(|pid| !Path::new("/proc").join(pid.to_string()).exists()) {
                // Not fatal: a leftover that cannot be removed stays where it is.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let beside = out.join(format!("{mark}{}", std::process::id()));
        if beside.exists() {
            fs::remove_dir_all(&beside).map_err(failed(&beside))?;
        }
        fs::create_dir(&beside).map_err(failed(&beside))?;
        let folder = Self { beside, place, published: false };
        folder.file(".writable", b"")?;
        fs::remove_file(folder.beside.join(".writable")).map_err(failed(&folder.beside))?;
        Ok(folder)
    }

    /// Returns the path the report is being written to, to be removed if the program must end at
    /// once.
    pub fn beside(&self) -> &Path {
        &self.beside
    }

    /// Writes a table and syncs it to disk.
    ///
    /// # Errors
    /// [`ReportError`] if it cannot be built or written.
    pub fn table(&self, table: Table, format: Format) -> Result<(), ReportError> {
        let name = table.name;
        let path = self.beside.join(format!("{name}.{}", format.ending()));
        let frame = table.frame()?;
        let mut file =
            BufWriter::with_capacity(1 << 18, File::create(&path).map_err(failed(&path))?);
        format
            .write(frame, &mut file)
            .map_err(|cause| ReportError::Table { table: name, cause })?;
        file.flush().map_err(failed(&path))?;
        file.get_ref().sync_data().map_err(failed(&path))
    }

    /// Writes any other file, without a sync.
    ///
    /// # Errors
    /// [`ReportError::Folder`] if it cannot be written.
    pub fn file(&self, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        let path = self.beside.join(name);
        fs::write(&path, bytes).map_err(failed(&path))
    }

    /// Replaces the previous report with the new one and returns its path.
    ///
    /// Where the system supports it, the two are exchanged in one step, so that there is a report
    /// at every moment. Files that are not part of a report (a reader's notes) are carried over.
    ///
    /// # Errors
    /// [`ReportError::Folder`]; the previous report is then still in its place.
    pub fn publish(mut self) -> Result<PathBuf, ReportError> {
        if self.place.exists() {
            self.keep_foreign_files()?;
            exchange(&self.beside, &self.place).map_err(failed(&self.place))?;
            // `beside` now holds the previous report, which is no longer needed; if it cannot be
            // removed, the next run will.
            let _ = fs::remove_dir_all(&self.beside);
        } else {
            fs::rename(&self.beside, &self.place).map_err(failed(&self.place))?;
        }
        self.published = true;
        Ok(self.place.clone())
    }

    /// Refuses a folder that is not a report but has files with the names of tables.
    fn check_foreign(place: &Path) -> Result<(), ReportError> {
        if own::is_report(place) {
            return Ok(());
        }
        let mut names: Vec<_> = fs::read_dir(place)
            .map_err(failed(place))?
            .flatten()
            .map(|entry| entry.file_name())
            .collect();
        names.sort();
        match names.into_iter().find(|name| Self::is_ours(&name.to_string_lossy())) {
            Some(name) => Err(ReportError::Foreign { path: place.join(name) }),
            None => Ok(()),
        }
    }

    /// Whether a report has a file of this name.
    fn is_ours(name: &str) -> bool {
        matches!(name, "summary.json" | "archetypes.jsonl" | own::MARKER)
            || [Format::Csv, Format::Parquet].iter().any(|f| {
                name.strip_suffix(f.ending())
                    .and_then(|n| n.strip_suffix('.'))
                    .is_some_and(|n| super::tables::NAMES.contains(&n))
            })
    }

    fn keep_foreign_files(&self) -> Result<(), ReportError> {
        for entry in fs::read_dir(&self.place).map_err(failed(&self.place))? {
            let entry = entry.map_err(failed(&self.place))?;
            if !Self::is_ours(&entry.file_name().to_string_lossy()) {
                let target = self.beside.join(entry.file_name());
                move_over(&entry.path(), &target).map_err(failed(&entry.path()))?;
            }
        }
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.published {
            // If the folder cannot be removed, there is nothing more to do.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}

/// Hard-links a file, or all files of a folder, to a second path; copies regular files where hard
/// links are not possible. Links, pipes and the like are neither followed nor opened; if they
/// cannot be linked, that is an error.
fn move_over(from: &Path, to: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?.file_type();
    if kind.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            move_over(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    match fs::hard_link(from, to) {
        Err(_) if kind.is_file() => fs::copy(from, to).map(|_| ()),
        other => other,
    }
}

/// Exchanges two folders, in one step where the system supports it.
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL) => {}
            Err(e) => return Err(e.into()),
        }
    }
    let aside = b.with_extension("previous");
    fs::rename(b, &aside)?;
    if let Err(e) = fs::rename(a, b) {
        fs::rename(&aside, b)?;
        return Err(e);
    }
    fs::rename(&aside, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abandoned_report_leaves_the_last_one_whole() {
        let out = tempfile::tempdir().expect("a folder");
        let first = Folder::open(out.path(), "all", false).expect("opened");
        first.file("summary.json", b"1").expect("written");
        first.publish().expect("published");
        drop(Folder::open(out.path(), "all", true).expect("opened"));
        let names: Vec<_> = fs::read_dir(out.path())
            .expect("read")
            .map(|e| e.expect("entry").file_name())
            .collect();
        assert_eq!(names, ["all"]);
        assert_eq!(fs::read(out.path().join("all/summary.json")).expect("read"), b"1");
    }

    #[test]
    fn a_new_report_takes_the_place_and_keeps_notes() {
        let out = tempfile::tempdir().expect("a folder");
        let first = Folder::open(out.path(), "all", false).expect("opened");
        first.file("pairs.parquet", b"old").expect("written");
        first.publish().expect("published");
        fs::write(out.path().join("all/notes.txt"), "mine").expect("written");
        assert!(
            matches!(Folder::open(out.path(), "all", false), Err(ReportError::Foreign { .. })),
            "without a marker"
        );
        fs::write(out.path().join("all").join(own::MARKER), own::MARK).expect("written");
        fs::write(out.path().join("all/archetypes.jsonl"), "old").expect("written");
        let second = Folder::open(out.path(), "all", false).expect("opened");
        second.file("summary.json", b"2").expect("written");
        second.file("archetypes.jsonl", b"new").expect("written");
        second.publish().expect("published");
        assert!(!out.path().join("all/pairs.parquet").exists());
        assert_eq!(fs::read(out.path().join("all/archetypes.jsonl")).expect("read"), b"new");
        assert_eq!(fs::read_to_string(out.path().join("all/notes.txt")).expect("read"), "mine");
    }

    #[test]
    fn a_place_that_is_no_folder_is_refused_at_once() {
        let out = tempfile::tempdir().expect("a folder");
        fs::write(out.path().join("all"), "").expect("written");
        assert!(Folder::open(out.path(), "all", false).is_err());
    }
}
