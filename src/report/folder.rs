//! The report's folder: written beside the previous one, then swapped with it in one step.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::schema::{Format, Table};
use super::{PAGE, ReportError, TEXTS};
use crate::dossier;
use crate::ingest::own;

/// The file in a run's own folder that the run holds a lock on.
const LOCK: &str = "lock";
/// The report within a run's own folder.
const REPORT: &str = "report";

/// What a folder holds. One kind never takes the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// The tables, summary and page of a report.
    Report,
    /// The cases of a dossier.
    Dossier,
}

impl Contents {
    /// Returns the content of the marker file.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Report => own::MARK,
            Self::Dossier => own::DOSSIER_MARK,
        }
    }

    /// Whether such a folder has a file of this name.
    fn has(self, name: &str) -> bool {
        match self {
            _ if name == own::MARKER => true,
            Self::Report => is_of_report(name),
            Self::Dossier => dossier::is_file(name),
        }
    }
}

/// Whether a report has a file of this name.
fn is_of_report(name: &str) -> bool {
    matches!(name, "summary.json" | "archetypes.jsonl" | PAGE | TEXTS)
        || name.starts_with(&format!(".{TEXTS}.partial-"))
        || super::graphs::FILES.contains(&name)
        || super::bundle::FILES.contains(&name)
        || [Format::Csv, Format::Parquet].iter().any(|f| {
            name.strip_suffix(f.ending())
                .and_then(|n| n.strip_suffix('.'))
                .is_some_and(|n| super::tables::NAMES.contains(&n))
        })
}

/// Refuses a folder [`TEXTS`] of a report that holds anything but pages of comparisons, as it is
/// replaced whole. A folder that is not there is none.
///
/// # Errors
/// [`ReportError::Foreign`] names what is not the program's, [`ReportError::Folder`] a folder that
/// cannot be read.
pub fn check_texts(report: &Path) -> Result<(), ReportError> {
    let texts = report.join(TEXTS);
    if fs::symlink_metadata(&texts).is_err() {
        return Ok(());
    }
    if !texts.is_dir() {
        return Err(ReportError::Foreign { path: texts });
    }
    for entry in fs::read_dir(&texts).map_err(failed(&texts))? {
        let path = entry.map_err(failed(&texts))?.path();
        if !own::is_page(&own::head(&path)) {
            return Err(ReportError::Foreign { path });
        }
    }
    Ok(())
}

/// A report being written beside the previous one. If it is dropped without [`Folder::publish`],
/// the partial report is removed.
#[derive(Debug)]
pub struct Folder {
    /// The run's own folder, `.<name>.partial-<number>`: a locked file and the report.
    beside: PathBuf,
    place: PathBuf,
    contents: Contents,
    /// Held until the folder is dropped: it tells a report being written from what a killed run
    /// left, on every system and from any container.
    _lock: File,
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> ReportError + '_ {
    move |cause| ReportError::Folder { path: path.to_owned(), cause }
}

impl Folder {
    /// Opens `out/name` for a report: [`Folder::open_for`].
    ///
    /// # Errors
    /// See there.
    pub fn open(out: &Path, name: &str, force: bool) -> Result<Self, ReportError> {
        Self::open_for(Contents::Report, out, name, force)
    }

    /// Opens `out/name` for writing and removes what interrupted runs left there. Files that do not
    /// belong to such a folder, and a folder of another kind, are replaced only with `force`.
    ///
    /// # Errors
    /// [`ReportError::Folder`] if it cannot be written to, [`ReportError::Foreign`] if other files
    /// have the names of its own, and [`ReportError::Other`] if it is of another kind; all before
    /// any work is done.
    pub fn open_for(
        contents: Contents,
        out: &Path,
        name: &str,
        force: bool,
    ) -> Result<Self, ReportError> {
        let place = out.join(name);
        fs::create_dir_all(out).map_err(failed(out))?;
        // A run killed between the two steps of an exchange left the report there.
        let aside = aside(&place);
        if aside.exists() && !place.exists() {
            fs::rename(&aside, &place).map_err(failed(&place))?;
        }
        if place.exists() && !place.is_dir() {
            return Err(failed(&place)(io::Error::from(io::ErrorKind::NotADirectory)));
        }
        if place.exists() && !force {
            check_foreign(contents, &place)?;
        }
        let mark = format!(".{name}.partial-");
        for entry in fs::read_dir(out).map_err(failed(out))?.flatten() {
            let name = entry.file_name();
            let number = name.to_string_lossy().strip_prefix(&mark).map(str::parse::<u32>);
            if matches!(number, Some(Ok(_))) && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                // Not fatal: a leftover that cannot be removed stays where it is.
                let _ = remove_abandoned(&entry.path());
            }
        }
        // The number only tells runs apart; another container may have a process of the same one.
        let mut number = std::process::id();
        let (beside, lock) = loop {
            let beside = out.join(format!("{mark}{number}"));
            if let Some(lock) = claimed(&beside).map_err(failed(&beside))? {
                break (beside, lock);
            }
            number = number.wrapping_add(1);
        };
        let folder = Self { beside, place, contents, _lock: lock };
        folder.file(".writable", b"")?;
        fs::remove_file(folder.path(".writable")).map_err(failed(&folder.beside))?;
        Ok(folder)
    }

    /// Returns the path of a file of the report being written.
    fn path(&self, name: &str) -> PathBuf {
        self.beside.join(REPORT).join(name)
    }

    /// Returns the run's own folder, which holds the report being written, to be removed if the
    /// program must end at once.
    pub fn beside(&self) -> &Path {
        &self.beside
    }

    /// Writes a table and syncs it to disk.
    ///
    /// # Errors
    /// [`ReportError`] if it cannot be built or written.
    pub fn table(&self, table: Table, format: Format) -> Result<(), ReportError> {
        let name = table.name;
        let path = self.path(&format!("{name}.{}", format.ending()));
        let frame = table.frame()?;
        let mut file =
            BufWriter::with_capacity(1 << 18, File::create(&path).map_err(failed(&path))?);
        format
            .write(frame, &mut file)
            .map_err(|cause| ReportError::Table { table: name, cause })?;
        file.flush().map_err(failed(&path))?;
        file.get_ref().sync_data().map_err(failed(&path))
    }

    /// Has a file written by what takes its path, and syncs it to disk.
    ///
    /// # Errors
    /// [`ReportError::Bundle`] with the error of what writes it, [`ReportError::Folder`] if it cannot
    /// be synced.
    pub fn made(
        &self,
        name: &str,
        make: impl FnOnce(&Path) -> Result<(), Box<dyn std::error::Error + Send + Sync>>,
    ) -> Result<(), ReportError> {
        let path = self.path(name);
        make(&path).map_err(|cause| ReportError::Bundle { path: path.clone(), cause })?;
        File::open(&path).and_then(|file| file.sync_data()).map_err(failed(&path))
    }

    /// Writes any other file and syncs it to disk. Files of [`TEXTS`], of which there may be
    /// thousands, are left to the system.
    ///
    /// # Errors
    /// [`ReportError::Folder`] if it cannot be written.
    pub fn file(&self, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        let path = self.path(name);
        let Some((folder, _)) = name.split_once('/') else {
            return write_synced(&path, bytes).map_err(failed(&path));
        };
        // Only the last folder: a run that is interrupted removes what is above it.
        let folder = match fs::create_dir(self.path(folder)) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        };
        folder.and_then(|()| fs::write(&path, bytes)).map_err(failed(&path))
    }

    /// Replaces the previous report with the new one and returns its path.
    ///
    /// Where the system supports it, the two are exchanged in one step, so that there is a report
    /// at every moment. Files that are not part of a report (a reader's notes) are carried over.
    ///
    /// # Errors
    /// [`ReportError::Folder`]; the previous report is then still in its place.
    pub fn publish(self) -> Result<PathBuf, ReportError> {
        let written = self.beside.join(REPORT);
        if self.place.exists() {
            self.keep_foreign_files()?;
            exchange(&written, &self.place).map_err(failed(&self.place))?;
        } else {
            fs::rename(&written, &self.place).map_err(failed(&self.place))?;
        }
        Ok(self.place.clone())
    }

    fn keep_foreign_files(&self) -> Result<(), ReportError> {
        for entry in fs::read_dir(&self.place).map_err(failed(&self.place))? {
            let entry = entry.map_err(failed(&self.place))?;
            let target = self.beside.join(REPORT).join(entry.file_name());
            if !self.contents.has(&entry.file_name().to_string_lossy()) && !target.exists() {
                move_over(&entry.path(), &target).map_err(failed(&entry.path()))?;
            }
        }
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is a partial report, or the previous one that an exchange has put there. If
        // it cannot be removed, the next run will.
        let _ = fs::remove_dir_all(&self.beside);
    }
}

/// Refuses a folder that has files with the names of those to be written but was not written by the
/// program, or holds something else that the program wrote.
fn check_foreign(contents: Contents, place: &Path) -> Result<(), ReportError> {
    // Reports had no page before; somebody may have put one of that name beside the tables.
    let page = place.join(PAGE);
    let has_page = contents == Contents::Report && fs::symlink_metadata(&page).is_ok();
    if has_page && !own::is_report_page(&own::head(&page)) {
        return Err(ReportError::Foreign { path: page });
    }
    if contents == Contents::Report {
        check_texts(place)?;
    }
    let (other, what) = match contents {
        Contents::Report => (Contents::Dossier, "a dossier of this program"),
        Contents::Dossier => (Contents::Report, "a report of this program"),
    };
    if own::head(&place.join(own::MARKER)) == other.mark().as_bytes() {
        return Err(ReportError::Other { path: place.to_owned(), what });
    }
    if own::is_report(place) {
        return Ok(());
    }
    let mut names: Vec<_> = fs::read_dir(place)
        .map_err(failed(place))?
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    names.sort();
    match names.into_iter().find(|name| contents.has(&name.to_string_lossy())) {
        Some(name) => Err(ReportError::Foreign { path: place.join(name) }),
        None => Ok(()),
    }
}

/// Makes a run's own folder and locks it; `None` if another run has that folder.
fn claimed(beside: &Path) -> io::Result<Option<File>> {
    match fs::create_dir(beside) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
        other => other?,
    }
    // Until the lock is held, another run may take the folder for a leftover and remove it.
    let taken = |e: io::Error| match e.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists => Ok(None),
        _ => Err(e),
    };
    let lock = match File::create_new(beside.join(LOCK)) {
        Err(e) => return taken(e),
        Ok(lock) => lock,
    };
    // Where the file system has no locks, no folder is taken for a leftover.
    if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
        return Ok(None);
    }
    match fs::create_dir(beside.join(REPORT)) {
        Err(e) => taken(e),
        Ok(()) => Ok(Some(lock)),
    }
}

/// Removes a run's own folder unless the run holds its lock.
fn remove_abandoned(beside: &Path) -> io::Result<()> {
    let lock = File::options().create(true).append(true).open(beside.join(LOCK))?;
    lock.try_lock()?;
    fs::remove_dir_all(beside)
}

/// Writes a file and syncs it to disk.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_data()
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

/// Returns the path of the previous report between the two steps of an exchange.
fn aside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.previous"))
}

/// Puts folder `a` in the place of `b`, in one step where the system supports it. The folder that
/// was there is then at `a`, or removed.
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
    exchange_in_steps(a, b)
}

fn exchange_in_steps(a: &Path, b: &Path) -> io::Result<()> {
    let aside = aside(b);
    if aside.exists() {
        // Left by a run that was killed after its second step: what is at `b` replaced it.
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(b, &aside)?;
    if let Err(e) = fs::rename(a, b) {
        fs::rename(&aside, b)?;
        return Err(e);
    }
    // If it cannot be removed, the next run will.
    let _ = fs::remove_dir_all(&aside);
    Ok(())
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
    fn a_page_that_somebody_else_wrote_is_not_replaced() {
        let out = tempfile::tempdir().expect("a folder");
        let first = Folder::open(out.path(), "all", false).expect("opened");
        first.file(own::MARKER, own::MARK.as_bytes()).expect("written");
        first.publish().expect("published");
        let page = out.path().join("all").join(PAGE);
        fs::write(&page, "<p>mine").expect("written");
        let refused = Folder::open(out.path(), "all", false);
        assert!(matches!(refused, Err(ReportError::Foreign { path }) if path == page));
        fs::write(&page, format!("<head>{}", own::REPORT_PAGE)).expect("written");
        let next = Folder::open(out.path(), "all", false).expect("opened");
        next.file(own::MARKER, own::MARK.as_bytes()).expect("written");
        next.publish().expect("published");
        assert!(!page.exists(), "a page of an earlier report does not outlive it");
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
    fn a_report_being_written_is_no_leftover_and_a_killed_runs_is() {
        let out = tempfile::tempdir().expect("a folder");
        // Left by killed runs; one of their processes has the number of a running one.
        for (number, file) in [(4_194_999, "report/pairs.csv"), (std::process::id(), LOCK)] {
            let path = out.path().join(format!(".all.partial-{number}")).join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, "").expect("written");
        }
        let first = Folder::open(out.path(), "all", false).expect("opened");
        assert_eq!(fs::read_dir(out.path()).expect("read").count(), 1, "only its own folder");
        let second = Folder::open(out.path(), "all", false).expect("opened");
        assert_ne!(first.beside(), second.beside());
        first.file("summary.json", b"1").expect("written");
        drop(second);
        first.publish().expect("published");
        assert_eq!(fs::read_dir(out.path()).expect("read").count(), 1, "only the report");
        let names = fs::read_dir(out.path().join("all")).expect("read");
        assert_eq!(
            names.map(|e| e.expect("entry").file_name()).collect::<Vec<_>>(),
            ["summary.json"]
        );
    }

    #[test]
    fn an_exchange_in_steps_survives_a_crash_between_them() {
        let out = tempfile::tempdir().expect("a folder");
        let (place, new) = (out.path().join("all"), out.path().join("new"));
        let write = |folder: &Path, text: &str| {
            fs::create_dir_all(folder).expect("made");
            fs::write(folder.join("summary.json"), text).expect("written");
        };
        let read = || fs::read_to_string(place.join("summary.json")).expect("read");
        // Killed after the second step.
        write(&aside(&place), "0");
        write(&place, "1");
        write(&new, "2");
        exchange_in_steps(&new, &place).expect("exchanged");
        assert_eq!((read().as_str(), fs::read_dir(out.path()).expect("read").count()), ("2", 1));
        // Killed after the first.
        fs::rename(&place, aside(&place)).expect("renamed");
        drop(Folder::open(out.path(), "all", true).expect("opened"));
        assert_eq!((read().as_str(), fs::read_dir(out.path()).expect("read").count()), ("2", 1));
    }

    #[test]
    fn a_place_that_is_no_folder_is_refused_at_once() {
        let out = tempfile::tempdir().expect("a folder");
        fs::write(out.path().join("all"), "").expect("written");
        assert!(Folder::open(out.path(), "all", false).is_err());
    }
}
