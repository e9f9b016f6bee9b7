//! Folders and disks that do not do what is asked of them.

use super::*;

#[test]
fn a_second_writer_and_a_folder_of_other_things_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let writer = Writer::open(folder.path()).expect("opened");
    assert!(matches!(Writer::open(folder.path()), Err(ArchiveError::Locked { .. })));
    drop(writer);
    fs::write(folder.path().join("notes.txt"), "mine").expect("written");
    assert!(matches!(Writer::open(folder.path()), Err(ArchiveError::Foreign { .. })));
    assert!(matches!(Reader::open(folder.path()), Err(ArchiveError::Missing { .. })));
    assert_eq!(fs::read_to_string(folder.path().join("notes.txt")).expect("read"), "mine");
}

/// A disk on which the folders above a path cannot be synced, and the error it returns.
#[derive(Debug)]
struct Fenced(PathBuf, io::ErrorKind);

impl Disk for Fenced {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        System.create(path)
    }

    fn make_folders(&self, path: &Path) -> io::Result<()> {
        System.make_folders(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        System.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        if path.starts_with(&self.0) { System.sync_folder(path) } else { Err(self.1.into()) }
    }
}

#[test]
fn folders_above_that_nobody_may_open_are_no_hindrance() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("kept");
    let fenced =
        |kind| Writer::open_on(Arc::new(Fenced(folder.clone(), kind)), &folder).expect("opened");
    assert!(matches!(
        changed(&mut fenced(io::ErrorKind::Other), vec![article(1)]),
        Err(ArchiveError::Write { .. })
    ));
    assert_eq!(add(&mut fenced(io::ErrorKind::PermissionDenied), vec![article(1)]), 1);
}

#[test]
fn a_file_in_the_place_of_a_folder_and_a_pipe_in_that_of_the_lock_are_errors() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("file");
    fs::write(&file, "mine").expect("written");
    assert!(matches!(Writer::open(&file), Err(ArchiveError::Read { .. })));
    let folder = home.path().join("kept");
    fs::create_dir_all(folder.join(LOCK)).expect("made");
    assert!(matches!(Writer::open(&folder), Err(ArchiveError::Write { .. })));
    #[cfg(unix)]
    {
        fs::remove_dir(folder.join(LOCK)).expect("removed");
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.join(LOCK), 0o600.into()).expect("a pipe");
        assert!(
            matches!(Writer::open(&folder), Err(ArchiveError::Write { .. })),
            "which nobody would ever have opened"
        );
    }
}

#[test]
fn notes_beside_an_archive_stay() {
    let home = tempfile::tempdir().expect("a folder");
    add(&mut Writer::open(home.path()).expect("opened"), vec![article(1)]);
    fs::write(home.path().join("notes.txt"), "mine").expect("written");
    assert_eq!(add(&mut Writer::open(home.path()).expect("opened"), vec![article(2)]), 2);
    assert_eq!(fs::read_to_string(home.path().join("notes.txt")).expect("read"), "mine");
}

/// A disk on which something else happens when a folder is synced for a given time.
#[derive(Debug)]
struct Meddled {
    synced: std::sync::atomic::AtomicUsize,
    at: usize,
    happens: fn(&Path),
}

impl Disk for Meddled {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        System.create(path)
    }

    fn make_folders(&self, path: &Path) -> io::Result<()> {
        System.make_folders(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        System.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let at = self.synced.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if at == self.at {
            (self.happens)(path);
        }
        System.sync_folder(path)
    }
}

/// Opens a writer that syncs `segments`, then the folder, then the folder after publishing.
fn meddled(folder: &Path, at: usize, happens: fn(&Path)) -> Writer {
    let disk = Meddled { synced: std::sync::atomic::AtomicUsize::new(0), at, happens };
    Writer::open_on(Arc::new(disk), folder).expect("opened")
}

#[test]
fn a_generation_that_cannot_be_opened_is_not_published() {
    let home = tempfile::tempdir().expect("a folder");
    add(&mut Writer::open(home.path()).expect("opened"), vec![article(1)]);
    let mut writer = meddled(home.path(), 1, |folder| {
        fs::remove_file(folder.join("index-2.redb")).expect("removed");
    });
    let refused = changed(&mut writer, vec![article(2)]);
    assert!(matches!(refused, Err(ArchiveError::Read { .. })), "{refused:?}");
    assert_eq!(Reader::open(home.path()).expect("unchanged").manifest().generation, 1);
    assert_eq!(add(&mut writer, vec![article(3)]), 2, "the writer goes on");
    let articles = Reader::open(home.path()).expect("opened").articles(&|_, _| true).expect("read");
    assert_eq!(articles.into_iter().map(|(_, a)| a).collect::<Vec<_>>(), [article(1), article(3)]);
}

#[test]
fn a_change_that_is_safe_is_no_error_if_the_folder_cannot_be_listed() {
    let home = tempfile::tempdir().expect("a folder");
    add(&mut Writer::open(home.path()).expect("opened"), vec![article(1)]);
    let mut writer = meddled(home.path(), 2, |folder| {
        fs::rename(folder.join("segments"), folder.join("away")).expect("renamed");
        fs::write(folder.join("segments"), "").expect("written");
    });
    assert_eq!(changed(&mut writer, vec![article(2)]).expect("committed"), 2);
    fs::remove_file(home.path().join("segments")).expect("removed");
    fs::rename(home.path().join("away"), home.path().join("segments")).expect("renamed");
    assert_eq!(Reader::open(home.path()).expect("opened").manifest().articles, 2);
}
