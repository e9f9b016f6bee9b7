//! A power cut at any moment, a full disk and a disk that cannot sync, under the real program.
//!
//! A library preloaded into the program (`support/disk.c`) records what the program does to the
//! archive's folder. From that record, states are simulated that a disk may have after a power cut:
//! what was not synced is lost, kept or torn, names independently of contents. A fresh run on each
//! must find every article of the runs that had ended successfully.
#![cfg(target_os = "linux")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use rayon::prelude::*;
use support::weeks;
use urtext::archive::{Reader, manifest, verify};

/// Operations on a disk, as the model knows them.
mod disk {
    use std::path::PathBuf;

    #[derive(Debug, Clone)]
    pub enum Op {
        Create(PathBuf, usize),
        Write(usize, u64, Vec<u8>),
        SetLen(usize, u64),
        Sync(usize),
        Folder(PathBuf),
        Rename(PathBuf, PathBuf),
        Remove(PathBuf),
        SyncFolder(PathBuf),
        #[allow(dead_code, reason = "only the simulated disk looks at the generation")]
        Committed(u64),
        #[allow(dead_code, reason = "only the simulated disk has it")]
        Killed,
    }
}

#[path = "../src/archive/crash/model.rs"]
mod model;

use disk::Op;
use model::{Dice, Image, Model};

/// Power cuts of a normal run; `URTEXT_POWER_CUTS=10000` simulates more.
const CUTS: usize = 40;
/// Runs that grow the archive, by a week's articles each.
const RUNS: usize = 4;

/// Returns the path of the preloaded library, which is compiled once.
fn library() -> &'static Path {
    static BUILT: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("disk.so");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&path)
            .arg("tests/support/disk.c")
            .arg("-ldl")
            .status();
        assert!(built.expect("a C compiler").success());
        (folder, path)
    });
    path
}

/// A disk with an archive on it, and the record of what was done to the disk.
struct Bench {
    place: tempfile::TempDir,
    inputs: Vec<PathBuf>,
}

impl Bench {
    fn new() -> Self {
        let place = weeks::quick_folder();
        fs::create_dir(place.path().join("disk")).expect("made");
        let inputs = (0..RUNS + 2).map(|week| weeks::write(place.path(), week)).collect();
        Self { place, inputs }
    }

    fn disk(&self) -> PathBuf {
        self.place.path().join("disk")
    }

    fn archive(&self) -> PathBuf {
        self.disk().join("kept")
    }

    fn journal(&self) -> Vec<Op> {
        let path = self.place.path().join("journal");
        let ops = read(&fs::read(&path).unwrap_or_default());
        let _ = fs::remove_file(path);
        ops
    }

    /// Adds a week to the archive; `settings` are passed to the preloaded library.
    fn grow(&self, week: usize, settings: &[(&str, &str)]) -> Output {
        grow(&self.inputs[week], &self.disk(), self.place.path(), settings)
    }
}

fn grow(input: &Path, disk: &Path, place: &Path, settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_urtext"));
    command
        .arg("report")
        .arg(input)
        .args(["--sources", "tests/sources.toml", "--archive"])
        .arg(disk.join("kept"));
    command.arg("--out").arg(place.join("out")).stdin(Stdio::null());
    command
        .env("LD_PRELOAD", library())
        .env("URTEXT_DISK_FOLDER", disk)
        .env("URTEXT_DISK_JOURNAL", place.join("journal"));
    command.envs(settings.iter().copied()).output().expect("started")
}

/// Parses a record of operations.
fn read(mut bytes: &[u8]) -> Vec<Op> {
    let mut ops = Vec::new();
    // The system reuses file numbers once a file is removed.
    let (mut files, mut made) = (BTreeMap::new(), 0);
    while let Some((head, rest)) = bytes.split_at_checked(33) {
        let number =
            |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("eight bytes"));
        let (file, offset) = (number(1), number(9));
        let (one, rest) = rest.split_at(number(17) as usize);
        let (two, rest) = rest.split_at(number(25) as usize);
        bytes = rest;
        let path = |bytes: &[u8]| PathBuf::from(String::from_utf8_lossy(bytes).into_owned());
        let mut known = |file: u64| {
            *files.entry(file).or_insert_with(|| {
                made += 1;
                made
            })
        };
        ops.push(match head[0] {
            b'C' => {
                files.remove(&file);
                made += 1;
                files.insert(file, made);
                Op::Create(path(one), made)
            }
            b'W' => Op::Write(known(file), offset, one.to_vec()),
            b'T' => Op::SetLen(known(file), offset),
            b'F' if one.is_empty() => Op::Sync(known(file)),
            b'F' => Op::SyncFolder(path(one)),
            b'R' => Op::Rename(path(one), path(two)),
            b'U' => Op::Remove(path(one)),
            b'M' => Op::Folder(path(one)),
            _ => panic!("the record does not tell what became of {}", String::from_utf8_lossy(one)),
        });
    }
    ops
}

/// Returns the ids of the articles in an archive, which must be undamaged.
fn kept(archive: &Path) -> Result<BTreeSet<String>, String> {
    if !archive.join(manifest::NAME).exists() {
        return Ok(BTreeSet::new());
    }
    let found = verify::verify(archive).map_err(|e| e.to_string())?;
    if let Some(damage) = found.damage.first() {
        return Err(damage.to_string());
    }
    let articles = Reader::open(archive)
        .and_then(|reader| reader.articles(&|_, _| true))
        .map_err(|e| e.to_string())?;
    Ok(articles.into_iter().map(|(_, article)| article.id).collect())
}

/// Checks that the state after a cut holds every article that it must.
fn holds(archive: &Path, acknowledged: &BTreeSet<String>) -> Result<(), String> {
    let now = kept(archive)?;
    let lost: Vec<&String> = acknowledged.difference(&now).collect();
    if lost.is_empty() { Ok(()) } else { Err(format!("lost: {lost:?}")) }
}

/// Simulates a power cut, a fresh run on the state it left, and another cut during that run.
/// Returns whether there was anything to lose.
fn cut(
    seed: u64,
    home: &Path,
    ops: &[Op],
    acknowledged: &[BTreeSet<String>],
    inputs: &[PathBuf],
) -> Result<bool, String> {
    let mut dice = Dice(seed);
    let at = dice.below(ops.len() + 1);
    let runs = ops[..at].iter().filter(|op| matches!(op, Op::Committed(_))).count();
    let mut model = Model::default();
    ops[..at].iter().for_each(|op| model.run(op));
    let image: Image = model.crash(&mut dice, home);
    let left = image.lay_out();
    let what =
        |e: String| format!("cut {seed} after {at} of {} things, {runs} runs: {e}", ops.len());
    holds(&left.path().join("kept"), &acknowledged[runs]).map_err(what)?;

    let place = weeks::quick_folder();
    let done = grow(&inputs[runs], left.path(), place.path(), &[]);
    if !done.status.success() {
        return Err(what(format!(
            "a fresh run ends with {:?}: {}",
            done.status.code(),
            String::from_utf8_lossy(&done.stderr)
        )));
    }
    holds(&left.path().join("kept"), &acknowledged[runs + 1]).map_err(what)?;

    let again = read(&fs::read(place.path().join("journal")).map_err(|e| e.to_string())?);
    let mut model = Model::of(&image, left.path());
    let at = dice.below(again.len() + 1);
    again[..at].iter().for_each(|op| model.run(op));
    let second = model.crash(&mut dice, left.path()).lay_out();
    holds(&second.path().join("kept"), &acknowledged[runs])
        .map_err(|e| what(format!("second cut after {at}: {e}")))?;
    Ok(runs > 0)
}

#[test]
fn no_power_cut_loses_what_was_acknowledged() {
    let cuts = std::env::var("URTEXT_POWER_CUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(CUTS);
    let bench = Bench::new();
    let mut acknowledged = vec![BTreeSet::new()];
    let mut ops = Vec::new();
    for run in 0..=RUNS {
        let done = bench.grow(run, &[]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        acknowledged.push(kept(&bench.archive()).expect("whole"));
        // The last run only shows what a fresh run adds to the others.
        if run < RUNS {
            // Several runs use the same file numbers; without renumbering, those files would be
            // taken for one.
            let made = ops.iter().filter(|op| matches!(op, Op::Create(..))).count();
            ops.extend(bench.journal().into_iter().map(|op| renumbered(op, made * 1_000)));
            ops.push(Op::Committed(run as u64 + 1));
        }
    }
    assert!(
        ops.iter().filter(|op| matches!(op, Op::Sync(_))).count() >= 10 * RUNS,
        "the program was watched"
    );
    let (disk, inputs) = (bench.disk(), &bench.inputs);
    let found: Vec<Result<bool, String>> = (0..cuts as u64)
        .into_par_iter()
        .map(|seed| cut(seed, &disk, &ops, &acknowledged, inputs))
        .collect();
    let lost: Vec<&String> = found.iter().filter_map(|f| f.as_ref().err()).collect();
    let at_stake = found.iter().filter(|f| matches!(f, Ok(true))).count();
    println!(
        "{cuts} power cuts in {} things done, {at_stake} with articles to lose, {} lost",
        ops.len(),
        lost.len()
    );
    assert!(lost.is_empty(), "{} of {cuts}: {:#?}", lost.len(), &lost[..lost.len().min(5)]);
    assert!(at_stake > cuts / 2, "{at_stake}");
}

/// Returns the operation with file numbers shifted by `by`.
fn renumbered(op: Op, by: usize) -> Op {
    match op {
        Op::Create(path, file) => Op::Create(path, file + by),
        Op::Write(file, offset, bytes) => Op::Write(file + by, offset, bytes),
        Op::SetLen(file, bytes) => Op::SetLen(file + by, bytes),
        Op::Sync(file) => Op::Sync(file + by),
        other => other,
    }
}

#[test]
fn a_forgotten_sync_would_be_noticed() {
    let bench = Bench::new();
    let mut ops = Vec::new();
    let mut acknowledged = vec![BTreeSet::new()];
    for run in 0..2 {
        assert!(bench.grow(run, &[]).status.success());
        acknowledged.push(kept(&bench.archive()).expect("whole"));
        let made = ops.iter().filter(|op| matches!(op, Op::Create(..))).count();
        ops.extend(bench.journal().into_iter().map(|op| renumbered(op, made * 1_000)));
        ops.push(Op::Committed(run as u64 + 1));
    }
    for (what, forgotten) in [("files", true), ("folders", false)] {
        let without: Vec<Op> = ops
            .iter()
            .filter(|op| {
                !matches!((op, forgotten), (Op::Sync(_), true) | (Op::SyncFolder(_), false))
            })
            .cloned()
            .collect();
        let lost = (0..200).filter(|seed| {
            let mut dice = Dice(*seed);
            let at = dice.below(without.len() + 1);
            let runs = without[..at].iter().filter(|op| matches!(op, Op::Committed(_))).count();
            let mut model = Model::default();
            without[..at].iter().for_each(|op| model.run(op));
            let left = model.crash(&mut dice, &bench.disk()).lay_out();
            holds(&left.path().join("kept"), &acknowledged[runs]).is_err()
        });
        let lost = lost.count();
        println!("{what} not synced: {lost} of 200 lost");
        assert!(lost >= 10, "{what}: {lost}");
    }
}

#[test]
fn a_disk_that_fills_up_at_any_byte_leaves_the_last_archive_whole() {
    let bench = Bench::new();
    assert!(bench.grow(0, &[]).status.success());
    let before = kept(&bench.archive()).expect("whole");
    bench.journal();
    let (mut dice, mut refused, mut room) = (Dice(3), 0, 0);
    loop {
        let done = bench.grow(1, &[("URTEXT_DISK_ROOM", &room.to_string())]);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        let now = kept(&bench.archive()).expect("whole");
        assert!(!told.contains("panicked"), "{room} bytes: {told}");
        if done.status.success() {
            assert!(now.is_superset(&before) && now.len() > before.len(), "{room} bytes");
            break;
        }
        assert_eq!(done.status.code(), Some(3), "{room} bytes: {told}");
        assert!(told.contains("cannot be written"), "{room} bytes: {told}");
        assert_eq!(now, before, "{room} bytes");
        refused += 1;
        room += 1 + dice.below(9_000);
    }
    println!("{refused} times the disk was full, the last time with room for {room} bytes");
    assert!(refused >= 10, "{refused}");
}

#[test]
fn a_folder_on_which_syncing_fails_is_told_and_loses_nothing() {
    for what in ["files", "folders", "all"] {
        let bench = Bench::new();
        assert!(bench.grow(0, &[]).status.success());
        let before = kept(&bench.archive()).expect("whole");
        let done = bench.grow(1, &[("URTEXT_DISK_UNSAFE", what)]);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(3), "{what}: {told}");
        assert!(told.contains("cannot be written") && !told.contains("panicked"), "{what}: {told}");
        assert_eq!(kept(&bench.archive()).expect("whole"), before, "{what}");
        assert!(bench.grow(1, &[]).status.success(), "{what}: the next run goes on");
        assert!(kept(&bench.archive()).expect("whole").len() > before.len());
    }
}
