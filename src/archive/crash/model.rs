//! Models what a disk may hold after a power cut, from the record of operations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::disk::Op;

/// Number of bytes that a disk writes as a whole or not at all, by the definition of the simulated
/// disk.
const SECTOR: usize = 512;

/// Pseudo-random numbers that are the same on every run. Source: splitmix64, Steele, Lea and Flood
/// 2014.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// A change to a name that is not yet synced.
#[derive(Debug, Clone)]
pub enum Named {
    Link(PathBuf, usize),
    Folder(PathBuf),
    Rename(PathBuf, PathBuf, usize),
    Unlink(PathBuf),
}

impl Named {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Link(path, _)
            | Self::Folder(path)
            | Self::Rename(_, path, _)
            | Self::Unlink(path) => path.parent(),
        }
    }
}

/// The names of files and folders.
#[derive(Debug, Clone, Default)]
pub struct Names {
    files: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
}

impl Names {
    pub fn apply(&mut self, change: &Named) {
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

/// A change to a file's bytes that is not yet synced.
#[derive(Debug, Clone)]
pub enum Written<'o> {
    Bytes(u64, &'o [u8]),
    Len(u64),
}

pub fn apply(bytes: &mut Vec<u8>, offset: u64, part: &[u8]) {
    let (from, to) = (offset as usize, offset as usize + part.len());
    if bytes.len() < to {
        bytes.resize(to, 0);
    }
    bytes[from..to].copy_from_slice(part);
}

/// The state of the disk, and the changes not yet synced.
#[derive(Debug, Clone, Default)]
pub struct Model<'o> {
    safe: BTreeMap<usize, Vec<u8>>,
    loose: BTreeMap<usize, Vec<Written<'o>>>,
    names: Names,
    /// Names as seen by the running system.
    seen: Names,
    unnamed: Vec<Named>,
}

impl<'o> Model<'o> {
    /// Builds a disk on which an image is synced.
    pub fn of(image: &Image, home: &Path) -> Self {
        let mut model = Self::default();
        for (number, (path, bytes)) in image.files.iter().enumerate() {
            // Numbers of existing files never collide with those of new ones.
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

    pub fn run(&mut self, op: &'o Op) {
        match op {
            Op::Create(path, file) => {
                self.safe.insert(*file, Vec::new());
                self.name(Named::Link(path.clone(), *file));
            }
            Op::Write(file, offset, bytes) => {
                self.loose.entry(*file).or_default().push(Written::Bytes(*offset, bytes))
            }
            Op::SetLen(file, bytes) => {
                self.loose.entry(*file).or_default().push(Written::Len(*bytes))
            }
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
                let (safe, loose) =
                    self.unnamed.drain(..).partition(|change| change.folder() == Some(folder));
                self.unnamed = loose;
                let safe: Vec<Named> = safe;
                safe.iter().for_each(|change| self.names.apply(change));
            }
            Op::Committed(_) | Op::Killed => {}
        }
    }

    /// Returns what a power cut leaves below `home`.
    pub fn crash(&self, dice: &mut Dice, home: &Path) -> Image {
        // Unsynced changes are all lost, all kept, kept at random, or cut off at some moment.
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
        let stands = |path: &Path| {
            path.ancestors().skip(1).take_while(|p| *p != home).all(|p| names.folders.contains(p))
        };
        let below = |path: &Path| path.strip_prefix(home).ok().map(Path::to_owned);
        image.folders =
            names.folders.iter().filter(|p| stands(p)).filter_map(|p| below(p)).collect();
        for (path, file) in names.files.iter().filter(|(path, _)| stands(path)) {
            let mut bytes = self.safe[file].clone();
            let loose = self.loose.get(file).map(Vec::as_slice).unwrap_or_default();
            let cut = dice.below(loose.len() + 1);
            for (at, change) in loose.iter().enumerate() {
                match change {
                    Written::Len(length) if kept(dice, of_bytes, at, cut) => {
                        bytes.resize(*length as usize, 0)
                    }
                    Written::Len(_) => {}
                    Written::Bytes(offset, part) => {
                        // The write at the cut is torn.
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

/// The contents of a disk after a restart.
#[derive(Debug, Clone, Default)]
pub struct Image {
    files: BTreeMap<PathBuf, Vec<u8>>,
    folders: BTreeSet<PathBuf>,
}

impl Image {
    pub fn lay_out(&self) -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a folder");
        self.folders
            .iter()
            .for_each(|folder| fs::create_dir_all(home.path().join(folder)).expect("made"));
        self.files
            .iter()
            .for_each(|(path, bytes)| fs::write(home.path().join(path), bytes).expect("written"));
        home
    }
}
