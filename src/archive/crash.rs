//! An archive on disks that lose, tear, reorder and refuse.
//!
//! What a writer does is recorded. A crash is any moment of the record, with what was not synced by then lost, cut, torn by sectors or
//! kept, in any combination, names apart from bytes. Whatever is left must be the archive of the last commit that returned, or the one
//! that was under way. No file system loses more than POSIX allows here; most lose less.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::disk::{Disk, Output, System};
use super::manifest::Manifest;
use super::writer::tests::{add, article, changed};
use super::{ArchiveError, Change, Writer, verify};

/// Crash points of a usual run; `URTEXT_CRASH_POINTS=1000000` takes more.
const POINTS: usize = 10_000;
/// Bytes that a disk writes as a whole or not at all.
const SECTOR: usize = 512;

/// Numbers that are the same on every run. Source: splitmix64, Steele, Lea and Flood 2014.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// What was done to the disk; a file is a number, as its names change.
#[derive(Debug, Clone)]
enum Op {
    Create(PathBuf, usize),
    Write(usize, u64, Vec<u8>),
    SetLen(usize, u64),
    Sync(usize),
    Folder(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    SyncFolder(PathBuf),
    /// A commit returned with this generation.
    Committed(u64),
    /// The process died.
    Killed,
}

/// What a disk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Nothing,
    /// Everything: the process is dead.
    Everything,
    /// Whatever takes room.
    Room,
    /// To say that anything is safe.
    Safety,
}

#[derive(Debug)]
struct Record {
    ops: Vec<Op>,
    files: usize,
    refusal: Refusal,
    /// Requests that are still granted before it refuses.
    granted: usize,
}

/// A disk that does what it is told, writes it down, and from some moment on refuses.
#[derive(Debug, Clone)]
struct Recorder(Arc<Mutex<Record>>);

impl Recorder {
    fn new(refusal: Refusal, granted: usize) -> Self {
        Self(Arc::new(Mutex::new(Record { ops: Vec::new(), files: 0, refusal, granted })))
    }

    fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.0.lock().expect("no test panics while it holds the record")
    }

    fn refuse(&self, refusal: Refusal, granted: usize) {
        let mut record = self.record();
        (record.refusal, record.granted) = (refusal, granted);
    }

    /// Grants a request, unless it is to be refused from now on.
    fn ask(&self, takes_room: bool, syncs: bool) -> io::Result<()> {
        let mut record = self.record();
        let (met, error) = match record.refusal {
            Refusal::Nothing => (false, io::ErrorKind::Other),
            Refusal::Everything => (true, io::ErrorKind::Other),
            Refusal::Room => (takes_room, io::ErrorKind::StorageFull),
            Refusal::Safety => (syncs, io::ErrorKind::Other),
        };
        if met && record.granted == 0 {
            return Err(error.into());
        }
        record.granted = record.granted.saturating_sub(usize::from(met));
        Ok(())
    }

    fn done(&self, op: Op) {
        self.record().ops.push(op);
    }
}

impl Disk for Recorder {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        self.ask(true, false)?;
        let inner = System.create(path)?;
        let mut record = self.record();
        record.files += 1;
        let number = record.files;
        record.ops.push(Op::Create(path.to_owned(), number));
        Ok(Box::new(Recorded { inner, number, disk: self.clone() }))
    }

    fn make_folders(&self, path: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> = path.ancestors().take_while(|p| !p.exists()).map(Path::to_owned).collect();
        if !missing.is_empty() {
            self.ask(true, false)?;
        }
        System.make_folders(path)?;
        missing.into_iter().rev().for_each(|folder| self.done(Op::Folder(folder)));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(false, false)?;
        System.rename(from, to)?;
        self.done(Op::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.ask(false, false)?;
        System.remove(path)?;
        self.done(Op::Remove(path.to_owned()));
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.ask(false, true)?;
        self.done(Op::SyncFolder(path.to_owned()));
        Ok(())
    }
}

#[derive(Debug)]
struct Recorded {
    inner: Box<dyn Output>,
    number: usize,
    disk: Recorder,
}

impl Output for Recorded {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.inner.read_at(offset, out)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.disk.ask(true, false)?;
        self.inner.write_at(offset, bytes)?;
        self.disk.done(Op::Write(self.number, offset, bytes.to_vec()));
        Ok(())
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.disk.ask(bytes > self.inner.len()?, false)?;
        self.inner.set_len(bytes)?;
        self.disk.done(Op::SetLen(self.number, bytes));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        self.disk.ask(false, true)?;
        self.disk.done(Op::Sync(self.number));
        Ok(())
    }
}

/// A change of a name that is not safe yet.
#[derive(Debug, Clone)]
enum Named {
    Link(PathBuf, usize),
    Folder(PathBuf),
    Rename(PathBuf, PathBuf, usize),
    Unlink(PathBuf),
}

impl Named {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Link(path, _) | Self::Folder(path) | Self::Rename(_, path, _) | Self::Unlink(path) => path.parent(),
        }
    }
}

/// Names: files and folders.
#[derive(Debug, Clone, Default)]
struct Names {
    files: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
}

impl Names {
    fn apply(&mut self, change: &Named) {
        match change {
            Named::Link(path, file) => drop(self.files.insert(path.clone(), *file)),
            Named::Folder(path) => drop(self.folders.insert(path.clone())),
            Named::Rename(from, to, file) => {
                self.files.remove(from);
                self.files.insert(to.clone(), *file);
            }
            Named::Unlink(path) => drop(self.files.remove(path)),
        }
    }
}

/// A change of a file's bytes that is not safe yet.
#[derive(Debug, Clone)]
enum Written<'o> {
    Bytes(u64, &'o [u8]),
    Len(u64),
}

fn apply(bytes: &mut Vec<u8>, offset: u64, part: &[u8]) {
    let (from, to) = (offset as usize, offset as usize + part.len());
    if bytes.len() < to {
        bytes.resize(to, 0);
    }
    bytes[from..to].copy_from_slice(part);
}

/// What stands on the disk, and what is not safe yet.
#[derive(Debug, Clone, Default)]
struct Model<'o> {
    safe: BTreeMap<usize, Vec<u8>>,
    loose: BTreeMap<usize, Vec<Written<'o>>>,
    names: Names,
    /// Names as the running system sees them.
    seen: Names,
    unnamed: Vec<Named>,
}

impl<'o> Model<'o> {
    /// A disk on which an image is safe.
    fn of(image: &Image, home: &Path) -> Self {
        let mut model = Self::default();
        for (number, (path, bytes)) in image.files.iter().enumerate() {
            // Numbers of files that were there before never meet those that are made.
            let number = usize::MAX - number;
            model.safe.insert(number, bytes.clone());
            model.names.files.insert(home.join(path), number);
        }
        model.names.folders.extend(image.folders.iter().map(|path| home.join(path)));
        model.seen = model.names.clone();
        model
    }

    fn name(&mut self, change: Named) {
        self.seen.apply(&change);
        self.unnamed.push(change);
    }

    fn run(&mut self, op: &'o Op) {
        match op {
            Op::Create(path, file) => {
                self.safe.insert(*file, Vec::new());
                self.name(Named::Link(path.clone(), *file));
            }
            Op::Write(file, offset, bytes) => self.loose.entry(*file).or_default().push(Written::Bytes(*offset, bytes)),
            Op::SetLen(file, bytes) => self.loose.entry(*file).or_default().push(Written::Len(*bytes)),
            Op::Sync(file) => {
                let bytes = self.safe.entry(*file).or_default();
                for change in self.loose.remove(file).unwrap_or_default() {
                    match change {
                        Written::Bytes(offset, part) => apply(bytes, offset, part),
                        Written::Len(length) => bytes.resize(length as usize, 0),
                    }
                }
            }
            Op::Folder(path) => self.name(Named::Folder(path.clone())),
            Op::Rename(from, to) => {
                let file = self.seen.files[from];
                self.name(Named::Rename(from.clone(), to.clone(), file));
            }
            Op::Remove(path) => self.name(Named::Unlink(path.clone())),
            Op::SyncFolder(folder) => {
                let (safe, loose) = self.unnamed.drain(..).partition(|change| change.folder() == Some(folder));
                self.unnamed = loose;
                let safe: Vec<Named> = safe;
                safe.iter().for_each(|change| self.names.apply(change));
            }
            Op::Committed(_) | Op::Killed => {}
        }
    }

    /// What a power cut leaves below `home`.
    fn crash(&self, dice: &mut Dice, home: &Path) -> Image {
        // Lost, kept, mixed, or cut at a moment.
        let (of_names, of_bytes) = (dice.below(4), dice.below(4));
        let kept = |dice: &mut Dice, way: usize, at: usize, cut: usize| match way {
            0 => false,
            1 => true,
            2 => dice.below(2) == 0,
            _ => at < cut,
        };
        let mut names = self.names.clone();
        let cut = dice.below(self.unnamed.len() + 1);
        for (at, change) in self.unnamed.iter().enumerate() {
            if kept(dice, of_names, at, cut) {
                names.apply(change);
            }
        }
        let mut image = Image::default();
        let stands = |path: &Path| path.ancestors().skip(1).take_while(|p| *p != home).all(|p| names.folders.contains(p));
        let below = |path: &Path| path.strip_prefix(home).ok().map(Path::to_owned);
        image.folders = names.folders.iter().filter(|p| stands(p)).filter_map(|p| below(p)).collect();
        for (path, file) in names.files.iter().filter(|(path, _)| stands(path)) {
            let mut bytes = self.safe[file].clone();
            let loose = self.loose.get(file).map(Vec::as_slice).unwrap_or_default();
            let cut = dice.below(loose.len() + 1);
            for (at, change) in loose.iter().enumerate() {
                match change {
                    Written::Len(length) if kept(dice, of_bytes, at, cut) => bytes.resize(*length as usize, 0),
                    Written::Len(_) => {}
                    Written::Bytes(offset, part) => {
                        // The write at which it is cut is torn.
                        for (sector, piece) in part.chunks(SECTOR).enumerate() {
                            let torn = of_bytes == 3 && at == cut && dice.below(2) == 0;
                            if torn || kept(dice, of_bytes, at, cut) {
                                apply(&mut bytes, offset + (sector * SECTOR) as u64, piece);
                            }
                        }
                    }
                }
            }
            image.files.extend(below(path).map(|path| (path, bytes)));
        }
        image
    }
}

/// What a disk holds when it is looked at again.
#[derive(Debug, Clone, Default)]
struct Image {
    files: BTreeMap<PathBuf, Vec<u8>>,
    folders: BTreeSet<PathBuf>,
}

impl Image {
    fn lay_out(&self) -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a folder");
        self.folders.iter().for_each(|folder| fs::create_dir_all(home.path().join(folder)).expect("made"));
        self.files.iter().for_each(|(path, bytes)| fs::write(home.path().join(path), bytes).expect("written"));
        home
    }
}

/// Looks at an archive after a crash: its generation, if it is whole and one of those that may be there; `contents` are the hashes of
/// what each holds.
fn looked_at(folder: &Path, last: u64, contents: &BTreeMap<u64, String>) -> Result<u64, String> {
    let found = match verify::verify(folder) {
        Err(ArchiveError::Missing { .. }) if last == 0 => return Ok(0),
        other => other.map_err(|e| format!("after generation {last}: {e}"))?,
    };
    if let Some(damage) = found.damage.first() {
        return Err(format!("after generation {last}: {damage}"));
    }
    let manifest = Manifest::read(folder).map_err(|e| e.to_string())?;
    let right = contents.get(&manifest.generation).is_none_or(|content| *content == manifest.content);
    if (last..=last + 1).contains(&manifest.generation) && right {
        Ok(manifest.generation)
    } else {
        Err(format!("generation {} after {last}, right {right}", manifest.generation))
    }
}

/// What the second growth in a life asks of a disk: how many things, and how many of them are syncs.
fn rehearsed() -> (usize, usize) {
    let home = tempfile::tempdir().expect("a folder");
    let disk = Recorder::new(Refusal::Nothing, 0);
    let mut writer = Writer::open_on(Arc::new(disk.clone()), &home.path().join("kept")).expect("opened");
    add(&mut writer, (0..3).map(article).collect());
    let before = disk.record().ops.len();
    add(&mut writer, (3..6).map(article).collect());
    let record = disk.record();
    let syncs = record.ops[before..].iter().filter(|op| matches!(op, Op::Sync(_) | Op::SyncFolder(_))).count();
    (record.ops.len() - before, syncs)
}

/// A life of an archive: grows twice, is killed at a moment of the second growth, grows on, loses some, grows again.
fn life(dice: &mut Dice, rehearsal: &(usize, usize)) -> (tempfile::TempDir, Vec<Op>, BTreeMap<u64, String>) {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("kept");
    let disk = Recorder::new(Refusal::Nothing, 0);
    let mut contents = BTreeMap::new();
    let opened = |disk: &Recorder| Writer::open_on(Arc::new(disk.clone()), &folder).expect("opened");
    let mut committed = |writer: &Writer, generation: u64| {
        disk.done(Op::Committed(generation));
        let content = writer.reader().expect("an archive").manifest().content.clone();
        assert_eq!(contents.entry(generation).or_insert_with(|| content.clone()), &content);
    };
    let mut writer = opened(&disk);
    let generation = add(&mut writer, (0..3).map(article).collect());
    committed(&writer, generation);
    // Killed at any moment: nothing more is done, not even cleared away. Or at the worst, before the manifest's name is safe.
    let (asks, syncs) = *rehearsal;
    match dice.below(3) {
        0 => disk.refuse(Refusal::Safety, syncs - 1),
        _ => disk.refuse(Refusal::Everything, dice.below(asks + 5)),
    }
    let killed = changed(&mut writer, (3..6).map(article).collect());
    drop(writer);
    disk.done(Op::Killed);
    disk.refuse(Refusal::Nothing, 0);
    let mut writer = opened(&disk);
    let generation = add(&mut writer, (3..6).map(article).collect());
    assert!(killed.is_err() || generation == 2, "{killed:?}");
    committed(&writer, generation);
    let dropped = [1, 4].into_iter().collect();
    let generation = writer.commit(&Change { dropped, ..Change::default() }).expect("committed");
    committed(&writer, generation);
    let generation = add(&mut writer, (6..8).map(article).collect());
    committed(&writer, generation);
    drop(writer);
    let ops = disk.record().ops.clone();
    (home, ops, contents)
}

/// One crash, and another one while the archive is opened again; the number of archives that were there to be lost.
fn crashed(dice: &mut Dice, home: &Path, ops: &[Op], contents: &BTreeMap<u64, String>) -> Result<usize, String> {
    let (image, last) = crash_of(dice, home, ops);
    crashed_again(dice, &image, last, contents)
}

/// What a crash at a moment of the record leaves, and the generation that was committed by then.
fn crash_of(dice: &mut Dice, home: &Path, ops: &[Op]) -> (Image, u64) {
    let at = dice.below(ops.len() + 1);
    let mut model = Model::default();
    ops[..at].iter().for_each(|op| model.run(op));
    let last = ops[..at].iter().filter_map(|op| if let Op::Committed(n) = op { Some(*n) } else { None }).max().unwrap_or(0);
    (model.crash(dice, home), last)
}

/// Looks at what a crash left, opens it, and crashes again meanwhile.
fn crashed_again(dice: &mut Dice, image: &Image, last: u64, contents: &BTreeMap<u64, String>) -> Result<usize, String> {
    let place = image.lay_out();
    let folder = place.path().join("kept");
    let generation = looked_at(&folder, last, contents)?;

    let disk = Recorder::new(Refusal::Nothing, 0);
    let mut writer = Writer::open_on(Arc::new(disk.clone()), &folder).map_err(|e| format!("opened after generation {last}: {e}"))?;
    if dice.below(16) == 0 {
        changed(&mut writer, vec![article(50)]).map_err(|e| format!("grown after generation {last}: {e}"))?;
        looked_at(&folder, generation, &BTreeMap::new())?;
    }
    drop(writer);
    let again = disk.record().ops.clone();
    let mut model = Model::of(image, place.path());
    let at = dice.below(again.len() + 1);
    again[..at].iter().for_each(|op| model.run(op));
    let second = model.crash(dice, place.path()).lay_out();
    let same = BTreeMap::from_iter(contents.get(&generation).map(|content| (generation, content.clone())));
    looked_at(&second.path().join("kept"), generation, &same).map_err(|e| format!("second crash: {e}"))?;
    Ok(usize::from(last > 0))
}

#[test]
fn no_crash_loses_what_was_committed() {
    let points = std::env::var("URTEXT_CRASH_POINTS").ok().and_then(|n| n.parse().ok()).unwrap_or(POINTS);
    let (lives, rehearsal) = (points / 250 + 1, rehearsed());
    let found: Vec<Result<usize, String>> = (0..lives as u64)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let mut dice = Dice(seed);
            let (home, ops, contents) = life(&mut dice, &rehearsal);
            let here = (points / lives).max(1) + usize::from((seed as usize) < points % lives);
            (0..here).map(|_| crashed(&mut dice, home.path(), &ops, &contents)).collect::<Vec<_>>()
        })
        .collect();
    let lost: Vec<&String> = found.iter().filter_map(|f| f.as_ref().err()).collect();
    let at_stake: usize = found.iter().filter_map(|f| f.as_ref().ok()).sum();
    println!("{} crash points, {at_stake} with an archive to lose, {} lost", found.len(), lost.len());
    assert!(lost.is_empty(), "{} of {} lost: {:#?}", lost.len(), found.len(), &lost[..lost.len().min(10)]);
    assert!(found.len() >= points && at_stake > points / 2);
}

/// What a writer could forget, by the record without it.
const FORGOTTEN: [(&str, fn(&Op, Option<&Op>) -> bool); 4] = [
    ("a file is not synced", |op, _| matches!(op, Op::Sync(_))),
    ("names are not synced before a manifest tells of them", |op, before| {
        matches!(op, Op::SyncFolder(_)) && !matches!(before, Some(Op::Rename(..)))
    }),
    ("the manifest's name is not synced before what it replaces is removed", |op, before| {
        matches!((op, before), (Op::SyncFolder(_), Some(Op::Rename(..))))
    }),
    ("what a killed writer published is not synced before its leftovers are removed", |op, before| {
        matches!((op, before), (Op::SyncFolder(_), Some(Op::Killed)))
    }),
];

#[test]
fn whatever_a_writer_could_forget_to_sync_would_be_noticed() {
    let rehearsal = rehearsed();
    for (what, forgotten) in FORGOTTEN {
        let lost: usize = (0..16u64)
            .into_par_iter()
            .map(|seed| {
                let mut dice = Dice(seed);
                let (home, ops, contents) = life(&mut dice, &rehearsal);
                let before = |at: usize| at.checked_sub(1).map(|at| &ops[at]);
                let kept = ops.iter().enumerate().filter(|(at, op)| !forgotten(op, before(*at)));
                let ops: Vec<Op> = kept.map(|(_, op)| op.clone()).collect();
                let looks = (0..60).map(|_| {
                    let (image, last) = crash_of(&mut dice, home.path(), &ops);
                    looked_at(&image.lay_out().path().join("kept"), last, &contents)
                });
                looks.filter(Result::is_err).count()
            })
            .sum();
        println!("{what}: {lost} of 960 lost");
        assert!(lost > 0, "{what}");
    }
}

/// Lets a disk refuse from each moment of a commit on, and returns the moments and the commits that were made but not safe.
fn refused(refusal: Refusal) -> (usize, usize) {
    let mut unsynced = 0;
    for granted in 0.. {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("kept");
        add(&mut Writer::open(&folder).expect("opened"), (0..3).map(article).collect());
        let disk = Recorder::new(Refusal::Nothing, 0);
        let mut writer = Writer::open_on(Arc::new(disk.clone()), &folder).expect("opened");
        disk.refuse(refusal, granted);
        let outcome = changed(&mut writer, (3..6).map(article).collect());
        let now = Manifest::read(&folder).expect("a manifest").generation;
        assert!(verify::verify(&folder).expect("verified").damage.is_empty(), "{refusal:?} after {granted}");
        match &outcome {
            Ok(generation) => {
                assert_eq!((*generation, now), (2, 2));
                return (granted, unsynced);
            }
            Err(ArchiveError::Unsynced { .. }) => {
                unsynced += 1;
                assert_eq!(now, 2);
            }
            Err(_) => assert_eq!(now, 1, "{refusal:?} after {granted}: {outcome:?}"),
        }
        // The same writer goes on where it is, and so does the next one.
        disk.refuse(Refusal::Nothing, 0);
        assert_eq!(changed(&mut writer, (3..6).map(article).collect()).expect("committed"), 2);
        drop(writer);
        let mut writer = Writer::open(&folder).expect("opened");
        assert_eq!(add(&mut writer, (6..8).map(article).collect()), 3);
        let found = verify::verify(&folder).expect("verified");
        assert!(found.damage.is_empty() && found.leftovers.is_empty() && found.articles == 8, "{refusal:?} after {granted}: {found:?}");
    }
    (0, unsynced)
}

#[test]
fn a_full_disk_leaves_the_archive_as_it_was() {
    let (moments, unsynced) = refused(Refusal::Room);
    println!("{moments} moments at which the disk was full");
    assert!(moments >= 10 && unsynced == 0, "{moments}");
}

#[test]
fn a_disk_that_cannot_sync_is_told_and_nothing_is_lost() {
    let (moments, unsynced) = refused(Refusal::Safety);
    println!("{moments} moments at which syncing failed, {unsynced} of them after the change was made");
    assert!(moments >= 5 && unsynced == 1, "{moments}, {unsynced}");
}

#[test]
fn the_clock_does_not_matter() {
    let home = tempfile::tempdir().expect("a folder");
    let at = |seconds: u64| std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    // Written in 2038, then in 1970, then in 2100: each file is older than the one before it, or far younger.
    for (n, seconds) in [2_145_916_800, 1, 4_102_444_800].into_iter().enumerate() {
        let mut writer = Writer::open(home.path()).expect("opened");
        assert_eq!(add(&mut writer, vec![article(n)]), n as u64 + 1);
        for folder in [home.path().to_owned(), home.path().join("segments")] {
            for entry in fs::read_dir(folder).expect("a folder").flatten().filter(|e| e.path().is_file()) {
                fs::File::options().write(true).open(entry.path()).expect("opened").set_modified(at(seconds)).expect("set");
            }
        }
        let found = verify::verify(home.path()).expect("verified");
        assert!(found.damage.is_empty() && found.leftovers.is_empty() && found.articles == n as u64 + 1);
    }
}
