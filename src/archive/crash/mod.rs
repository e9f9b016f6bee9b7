//! Tests the archive on disks that lose, tear, reorder and refuse writes.
//!
//! The operations of a writer are recorded. A crash is any moment of the record, at which
//! everything not yet synced is lost, cut off, torn by sectors or kept, in any combination, file
//! names independently of bytes. What is left must be the archive of the last commit that returned,
//! or the one under way. No file system loses more than POSIX allows here; most lose less.

mod disk;
mod model;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::manifest::Manifest;
use super::writer::tests::{add, article, changed};
use super::{ArchiveError, Change, Writer, segment, verify};
use crate::ingest::Article;
use disk::{Op, Recorder, Refusal};
use model::{Dice, Image, Model};

/// Number of crash points of a normal run, chosen by judgement; `URTEXT_CRASH_POINTS=1000000` tests
/// more.
const POINTS: usize = 10_000;

/// Checks an archive after a crash and returns its generation if it is whole and one of the two
/// that may be there. `contents` holds the content hash of each generation.
fn looked_at(folder: &Path, last: u64, contents: &BTreeMap<u64, String>) -> Result<u64, String> {
    let found = match verify::verify(folder) {
        Err(ArchiveError::Missing { .. }) if last == 0 => return Ok(0),
        other => other.map_err(|e| format!("after generation {last}: {e}"))?,
    };
    if let Some(damage) = found.damage.first() {
        return Err(format!("after generation {last}: {damage}"));
    }
    let manifest = Manifest::read(folder).map_err(|e| e.to_string())?;
    let right =
        contents.get(&manifest.generation).is_none_or(|content| *content == manifest.content);
    if (last..=last + 1).contains(&manifest.generation) && right {
        Ok(manifest.generation)
    } else {
        Err(format!("generation {} after {last}, right {right}", manifest.generation))
    }
}

/// Counts the operations of the second growth of an archive, and the syncs among them.
fn rehearsed() -> (usize, usize) {
    let home = tempfile::tempdir().expect("a folder");
    let disk = Recorder::new(Refusal::Nothing, 0);
    let mut writer =
        Writer::open_on(Arc::new(disk.clone()), &home.path().join("kept")).expect("opened");
    add(&mut writer, (0..3).map(article).collect());
    let before = disk.record().ops.len();
    add(&mut writer, (3..6).map(article).collect());
    let record = disk.record();
    let syncs = record.ops[before..]
        .iter()
        .filter(|op| matches!(op, Op::Sync(_) | Op::SyncFolder(_)))
        .count();
    (record.ops.len() - before, syncs)
}

/// Records the life of an archive: it grows, is killed during its second growth, is opened again
/// and grows, loses some articles, and grows again.
fn life(
    dice: &mut Dice,
    rehearsal: &(usize, usize),
) -> (tempfile::TempDir, Vec<Op>, BTreeMap<u64, String>) {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("kept");
    let disk = Recorder::new(Refusal::Nothing, 0);
    let mut contents = BTreeMap::new();
    let opened =
        |disk: &Recorder| Writer::open_on(Arc::new(disk.clone()), &folder).expect("opened");
    let mut committed = |writer: &Writer, generation: u64| {
        disk.done(Op::Committed(generation));
        let content = writer.reader().expect("an archive").manifest().content.clone();
        assert_eq!(contents.entry(generation).or_insert_with(|| content.clone()), &content);
    };
    let mut writer = opened(&disk);
    let generation = add(&mut writer, (0..3).map(article).collect());
    committed(&writer, generation);
    // The writer is either killed at a random moment, after which it cannot even clean up, or at
    // the worst one, before the manifest's name is safe.
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

/// Simulates one crash, and another one while the archive is reopened. Returns the number of
/// archives that could have been lost.
fn crashed(
    dice: &mut Dice,
    home: &Path,
    ops: &[Op],
    contents: &BTreeMap<u64, String>,
) -> Result<usize, String> {
    let (image, last) = crash_of(dice, home, ops);
    crashed_again(dice, &image, last, contents)
}

/// Returns what a crash at a random moment of the record leaves, and the generation committed by
/// then.
fn crash_of(dice: &mut Dice, home: &Path, ops: &[Op]) -> (Image, u64) {
    let at = dice.below(ops.len() + 1);
    let mut model = Model::default();
    ops[..at].iter().for_each(|op| model.run(op));
    let last = ops[..at]
        .iter()
        .filter_map(|op| if let Op::Committed(n) = op { Some(*n) } else { None })
        .max()
        .unwrap_or(0);
    (model.crash(dice, home), last)
}

/// Checks what a crash left, opens it, and crashes again meanwhile.
fn crashed_again(
    dice: &mut Dice,
    image: &Image,
    last: u64,
    contents: &BTreeMap<u64, String>,
) -> Result<usize, String> {
    let place = image.lay_out();
    let folder = place.path().join("kept");
    let generation = looked_at(&folder, last, contents)?;

    let disk = Recorder::new(Refusal::Nothing, 0);
    let mut writer = Writer::open_on(Arc::new(disk.clone()), &folder)
        .map_err(|e| format!("opened after generation {last}: {e}"))?;
    if dice.below(16) == 0 {
        changed(&mut writer, vec![article(50)])
            .map_err(|e| format!("grown after generation {last}: {e}"))?;
        looked_at(&folder, generation, &BTreeMap::new())?;
    }
    drop(writer);
    let again = disk.record().ops.clone();
    let mut model = Model::of(image, place.path());
    let at = dice.below(again.len() + 1);
    again[..at].iter().for_each(|op| model.run(op));
    let second = model.crash(dice, place.path()).lay_out();
    let same =
        BTreeMap::from_iter(contents.get(&generation).map(|content| (generation, content.clone())));
    looked_at(&second.path().join("kept"), generation, &same)
        .map_err(|e| format!("second crash: {e}"))?;
    Ok(usize::from(last > 0))
}

#[test]
fn no_crash_loses_what_was_committed() {
    let points =
        std::env::var("URTEXT_CRASH_POINTS").ok().and_then(|n| n.parse().ok()).unwrap_or(POINTS);
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
    println!(
        "{} crash points, {at_stake} with an archive to lose, {} lost",
        found.len(),
        lost.len()
    );
    assert!(
        lost.is_empty(),
        "{} of {} lost: {:#?}",
        lost.len(),
        found.len(),
        &lost[..lost.len().min(10)]
    );
    assert!(found.len() >= points && at_stake > points / 2);
}

/// Whether a sync is the forgotten one, judged by the operation before it.
type Forgotten = fn(&Op, Option<&Op>) -> bool;

/// The syncs that a writer could forget; each is removed from the record in turn.
const FORGOTTEN: [(&str, Forgotten); 4] = [
    ("a file is not synced", |op, _| matches!(op, Op::Sync(_))),
    ("names are not synced before a manifest tells of them", |op, before| {
        matches!(op, Op::SyncFolder(_)) && !matches!(before, Some(Op::Rename(..)))
    }),
    ("the manifest's name is not synced before what it replaces is removed", |op, before| {
        matches!((op, before), (Op::SyncFolder(_), Some(Op::Rename(..))))
    }),
    (
        "what a killed writer published is not synced before its leftovers are removed",
        |op, before| matches!((op, before), (Op::SyncFolder(_), Some(Op::Killed))),
    ),
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

/// Lets a disk refuse from each moment of a commit on. Returns the number of moments, and of
/// commits that were made but not safe.
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
        assert!(
            verify::verify(&folder).expect("verified").damage.is_empty(),
            "{refusal:?} after {granted}"
        );
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
        // The same writer can continue, and so can the next one.
        disk.refuse(Refusal::Nothing, 0);
        assert_eq!(changed(&mut writer, (3..6).map(article).collect()).expect("committed"), 2);
        drop(writer);
        let mut writer = Writer::open(&folder).expect("opened");
        assert_eq!(add(&mut writer, (6..8).map(article).collect()), 3);
        let found = verify::verify(&folder).expect("verified");
        assert!(
            found.damage.is_empty() && found.leftovers.is_empty() && found.articles == 8,
            "{refusal:?} after {granted}: {found:?}"
        );
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
fn a_disk_that_fills_up_within_a_segment_says_so() {
    let home = tempfile::tempdir().expect("a folder");
    let mut dice = Dice(5);
    // Incompressible texts, so that the segment is written in several parts.
    let text: Vec<String> = (0..90_000).map(|_| format!("{:x}", dice.below(1 << 20))).collect();
    let long = Article { text: text.join(" "), ..article(1) };
    let disk = Recorder::new(Refusal::Nothing, 0);
    let made = |granted| {
        disk.refuse(Refusal::Room, granted);
        segment::write(&disk, &home.path().join("s"), 1, &[(1, &long)])
    };
    assert!(made(usize::MAX).is_ok());
    let full = made(2);
    let reason = io::Error::from(io::ErrorKind::StorageFull).to_string();
    assert!(
        matches!(&full, Err(ArchiveError::Write { cause, .. }) if cause.to_string().contains(&reason)),
        "{full:?}"
    );
}

#[test]
fn a_disk_that_cannot_sync_is_told_and_nothing_is_lost() {
    let (moments, unsynced) = refused(Refusal::Safety);
    println!(
        "{moments} moments at which syncing failed, {unsynced} of them after the change was made"
    );
    assert!(moments >= 5 && unsynced == 1, "{moments}, {unsynced}");
}

#[test]
fn the_clock_does_not_matter() {
    let home = tempfile::tempdir().expect("a folder");
    let at = |seconds: u64| std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    // Written in 2038, then in 1970, then in 2100: each file is older than the one before it, or
    // far younger.
    for (n, seconds) in [2_145_916_800, 1, 4_102_444_800].into_iter().enumerate() {
        let mut writer = Writer::open(home.path()).expect("opened");
        assert_eq!(add(&mut writer, vec![article(n)]), n as u64 + 1);
        for folder in [home.path().to_owned(), home.path().join("segments")] {
            for entry in
                fs::read_dir(folder).expect("a folder").flatten().filter(|e| e.path().is_file())
            {
                fs::File::options()
                    .write(true)
                    .open(entry.path())
                    .expect("opened")
                    .set_modified(at(seconds))
                    .expect("set");
            }
        }
        let found = verify::verify(home.path()).expect("verified");
        assert!(
            found.damage.is_empty() && found.leftovers.is_empty() && found.articles == n as u64 + 1
        );
    }
}
