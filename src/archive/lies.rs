//! Tests archives whose checksums match but whose files are odd or contradict one another: they are
//! reported, never believed, and cause no panic.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use polars::prelude::*;

use super::disk::System;
use super::index::{Contents, Look};
use super::manifest::{FileEntry, Manifest, NAME};
use super::segment::{self, Place};
use super::writer::tests::{add, article};
use super::{ArchiveError, Change, Reader, Writer, checked, gather, pairs, postings, verify};
use crate::ingest::{Article, Batch, Stamp};
use crate::pipeline::Settings;

/// Builds an archive of a few articles in two segments.
fn archive() -> (tempfile::TempDir, Manifest) {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    add(&mut writer, (0..3).map(article).collect());
    add(&mut writer, (3..5).map(article).collect());
    let manifest = Manifest::read(home.path()).expect("a manifest");
    (home, manifest)
}

/// Updates the manifest to match a file's present contents.
fn signed(home: &Path, mut manifest: Manifest, name: &str) -> Manifest {
    let (bytes, sums) = checked::sums(&home.join(name)).expect("read");
    let rows = manifest.files.get(name).map_or(0, |f| f.rows);
    manifest.files.insert(name.to_owned(), FileEntry::of(bytes, rows, &sums));
    manifest.publish(&System, home).expect("published");
    manifest
}

/// Returns the damage reported for an archive.
fn told(home: &Path) -> String {
    let found = verify::verify(home).expect("looked at");
    found.damage.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn first_segment(manifest: &Manifest) -> String {
    manifest.segments().next().expect("a segment").1.to_owned()
}

/// Reads the columns of a segment.
fn frame(home: &Path, name: &str) -> DataFrame {
    ParquetReader::new(Cursor::new(fs::read(home.join(name)).expect("read")))
        .finish()
        .expect("Parquet")
}

fn write(home: &Path, name: &str, mut frame: DataFrame) {
    let mut file = fs::File::create(home.join(name)).expect("made");
    ParquetWriter::new(&mut file).finish(&mut frame).expect("written");
}

#[test]
fn a_manifest_that_miscounts_is_told() {
    let (home, manifest) = archive();
    Manifest { articles: 9, ..manifest }.publish(&System, home.path()).expect("published");
    assert!(told(home.path()).contains("it has 5 articles instead of 9"), "{}", told(home.path()));
}

#[test]
fn a_manifest_of_strange_names_is_refused() {
    let (home, manifest) = archive();
    for name in [
        "../x",
        "segments/articles-7.parquet",
        "segments/articles-99999999999.parquet",
        "index-.redb",
    ] {
        let mut manifest = manifest.clone();
        manifest.files.insert(name.to_owned(), FileEntry::default());
        manifest.publish(&System, home.path()).expect("published");
        assert!(matches!(Manifest::read(home.path()), Err(ArchiveError::Damaged { .. })), "{name}");
    }
    Manifest { index: "index-9.redb".to_owned(), ..manifest }
        .publish(&System, home.path())
        .expect("published");
    assert!(
        matches!(Manifest::read(home.path()), Err(ArchiveError::Damaged { .. })),
        "an index that it does not name"
    );
}

#[test]
fn a_manifest_that_cannot_be_one_is_not_read() {
    let (home, _) = archive();
    let path = home.path().join(NAME);
    fs::File::options()
        .write(true)
        .open(&path)
        .and_then(|file| file.set_len((1 << 30) + 1))
        .expect("lengthened");
    assert!(
        matches!(Manifest::read(home.path()), Err(ArchiveError::Damaged { what, .. }) if what == "it is too long")
    );
    #[cfg(unix)]
    {
        fs::remove_file(&path).expect("removed");
        std::os::unix::fs::symlink(&path, &path).expect("a link to itself");
        assert!(
            matches!(Manifest::read(home.path()), Err(ArchiveError::Read { .. })),
            "a link that leads nowhere"
        );
        fs::remove_file(&path).expect("removed");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, 0o600.into()).expect("a pipe");
        assert!(
            matches!(Manifest::read(home.path()), Err(ArchiveError::Read { .. })),
            "a pipe that nobody writes to"
        );
    }
}

#[test]
fn segments_that_are_a_file_are_an_error() {
    let (home, _) = archive();
    fs::remove_dir_all(home.path().join("segments")).expect("removed");
    fs::write(home.path().join("segments"), "").expect("written");
    assert!(matches!(verify::verify(home.path()), Err(ArchiveError::Read { .. })));
}

#[test]
fn a_segment_that_is_missing_is_told_with_its_name() {
    let (home, manifest) = archive();
    let name = first_segment(&manifest);
    fs::remove_file(home.path().join(&name)).expect("removed");
    let opened = Reader::open(home.path());
    assert!(
        matches!(&opened, Err(ArchiveError::Damaged { path, what }) if path.ends_with(&name) && what == "it is missing"),
        "{opened:?}"
    );
}

#[test]
fn a_segment_of_other_articles_is_told() {
    let (home, manifest) = archive();
    let name = first_segment(&manifest);
    let whole = frame(home.path(), &name);
    let altered = |column: Column| {
        let mut frame = whole.clone();
        frame.with_column(column).expect("as long");
        write(home.path(), &name, frame);
        signed(home.path(), manifest.clone(), &name);
        told(home.path())
    };
    let rows = whole.height();
    let of_index = "in it differs from the one in the index";
    assert!(altered(Column::new("text".into(), vec!["Another text."; rows])).contains(of_index));
    assert!(altered(Column::new("number".into(), vec![77i64; rows])).contains(of_index));
    let other: Vec<i64> = (3..3 + rows as i64).collect();
    assert!(
        altered(Column::new("number".into(), other)).contains(of_index),
        "numbers of another segment's articles"
    );
    assert!(
        altered(Column::new("number".into(), vec![-1i64; rows]))
            .contains("a row is not an article")
    );
    assert!(
        altered(Column::new("id".into(), vec![None::<&str>; rows]))
            .contains("a row is not an article")
    );
    assert!(
        altered(Column::new("published".into(), vec!["soon"; rows]))
            .contains("a row is not an article")
    );
    assert!(
        altered(Column::new("paywall_stub".into(), vec![None::<bool>; rows]))
            .contains("a row is not an article")
    );
    assert!(
        altered(Column::new("captions".into(), vec![1i64; rows])).contains(&name),
        "a column of another type"
    );
    write(home.path(), &name, whole.head(Some(rows - 1)));
    signed(home.path(), manifest.clone(), &name);
    assert!(told(home.path()).contains("in it is in no segment"));
    fs::write(home.path().join(&name), "no Parquet").expect("written");
    signed(home.path(), manifest.clone(), &name);
    assert!(told(home.path()).contains(&name));
}

#[test]
fn segments_in_each_others_place_are_told() {
    let (home, manifest) = archive();
    let names: Vec<String> = manifest.segments().map(|(_, name)| name.to_owned()).collect();
    let (one, other) = (home.path().join(&names[0]), home.path().join(&names[1]));
    let aside = home.path().join("aside");
    fs::rename(&one, &aside)
        .and_then(|()| fs::rename(&other, &one))
        .and_then(|()| fs::rename(&aside, &other))
        .expect("swapped");
    let manifest = signed(home.path(), manifest, &names[0]);
    signed(home.path(), manifest, &names[1]);
    assert!(
        told(home.path()).contains("in it differs from the one in the index"),
        "{}",
        told(home.path())
    );
}

#[test]
fn a_segment_on_which_its_reader_panics_is_damaged() {
    let (home, manifest) = archive();
    let name = first_segment(&manifest);
    let whole = fs::read(home.path().join(&name)).expect("read");
    let mut said = BTreeMap::new();
    // The footer is at the end.
    for at in whole.len() - 1_500..whole.len() - 8 {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x11;
        fs::write(home.path().join(&name), bytes).expect("written");
        let (length, sums) = checked::sums(&home.path().join(&name)).expect("read");
        let file =
            checked::Checked::open(home.path().join(&name), &FileEntry::of(length, 3, &sums))
                .expect("opened");
        if let Err(ArchiveError::Damaged { what, .. }) = segment::read(&file) {
            *said.entry(what).or_insert(0) += 1;
        }
    }
    assert!(said.contains_key("it cannot be decoded") && said.len() > 1, "{said:?}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_segment_is_not_waited_for() {
    let (home, manifest) = archive();
    let path = home.path().join(first_segment(&manifest));
    fs::remove_file(&path).expect("removed");
    rustix::fs::mkfifoat(rustix::fs::CWD, &path, 0o600.into()).expect("a pipe");
    assert!(matches!(Reader::open(home.path()), Err(ArchiveError::Read { .. })));
}

#[test]
fn lists_that_are_missing_are_empty() {
    let (home, manifest) = archive();
    let name = first_segment(&manifest);
    let mut frame = frame(home.path(), &name);
    let mut lists = ListStringChunkedBuilder::new("captions".into(), 0, 0);
    (0..frame.height()).for_each(|_| lists.append_null());
    frame.with_column(Column::from(lists.finish().into_series())).expect("as long");
    write(home.path(), &name, frame);
    signed(home.path(), manifest, &name);
    assert_eq!(told(home.path()), "");
}

#[test]
fn an_index_that_contradicts_its_articles_is_told() {
    let (home, manifest) = archive();
    // Three articles of which nothing is stored, and one look-up that leads to a fourth.
    let mut contents = Contents::default();
    contents.postings[Look::Body as usize] = vec![postings::posting(5, 3)];
    fs::remove_file(home.path().join(&manifest.index)).expect("removed");
    contents.write(&System, &home.path().join(&manifest.index)).expect("written");
    let manifest =
        signed(home.path(), Manifest { articles: 0, ..manifest.clone() }, &manifest.index);
    assert!(
        told(home.path()).contains("it refers to article 3, which does not exist"),
        "{}",
        told(home.path())
    );
    // An archive without any articles is valid.
    fs::remove_file(home.path().join(&manifest.index)).expect("removed");
    Contents::default().write(&System, &home.path().join(&manifest.index)).expect("written");
    let files = BTreeMap::from([(manifest.index.clone(), FileEntry::default())]);
    signed(home.path(), Manifest { files, ..manifest.clone() }, &manifest.index);
    assert_eq!(told(home.path()), "");
}

#[test]
fn a_text_that_cannot_be_found_in_what_was_written_is_an_error() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("s.parquet");
    // A few short texts are stored in a dictionary, in any order; many long ones are stored one
    // after another.
    let long =
        |n: usize| Article { text: format!("Ferry {n} stayed. ").repeat(600 + n), ..article(n) };
    for articles in [(0..3).map(article).collect::<Vec<Article>>(), (0..200).map(long).collect()] {
        let rows: Vec<(u32, &Article)> = (0..).zip(&articles).collect();
        assert_eq!(segment::write(&System, &path, 1, &rows).expect("written").len(), rows.len());
        let another = article(777);
        let mut other = rows.clone();
        other[1].1 = &another;
        assert!(segment::places(&path, 1, &other).is_err(), "another text");
        let more: Vec<(u32, &Article)> = (0..).zip(articles.iter().chain(&articles)).collect();
        assert!(segment::places(&path, 1, &more).is_err(), "more articles than texts");
        assert!(segment::places(&path, 1, &rows[..2]).is_err(), "more texts than articles");
    }
}

#[test]
fn of_ids_that_are_looked_up_alike_each_leads_to_its_own_article() {
    // Among a million ids, some share the 36 bits of the hash that an index keeps.
    let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
    let key = |n: usize| postings::key(xxhash_rust::xxh3::xxh3_64(format!("a{n:03}").as_bytes()));
    let (one, other) = (0..1_500_000)
        .find_map(|n| seen.insert(key(n), n).map(|before| (before, n)))
        .expect("two that collide");
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    add(&mut writer, vec![article(one), article(other)]);
    let reader = writer.reader().expect("an archive");
    for n in [one, other] {
        assert_eq!(
            reader.find(&article(n).id).expect("read").expect("kept").article.id,
            article(n).id
        );
    }
    writer
        .commit(&Change { dropped: [0].into_iter().collect(), ..Change::default() })
        .expect("committed");
    let reader = writer.reader().expect("an archive");
    let found = [one, other].map(|n| reader.find(&article(n).id).expect("read").is_some());
    assert_eq!(
        found.iter().filter(|found| **found).count(),
        1,
        "the dropped one is not taken for the other"
    );
}

#[test]
fn a_pair_without_an_article_is_dropped_and_one_that_was_not_compared_anew_stays() {
    let columns = |a: [Option<&str>; 3], b: [Option<&str>; 3]| {
        let rest =
            pairs::COLUMNS.iter().skip(2).map(|name| Column::new((*name).into(), vec!["x"; 3]));
        let both = [
            Column::new(pairs::COLUMNS[0].into(), a.to_vec()),
            Column::new(pairs::COLUMNS[1].into(), b.to_vec()),
        ];
        DataFrame::new(3, both.into_iter().chain(rest).collect()).expect("a frame")
    };
    let old = columns([Some("a"), None, Some("c")], [Some("b"), Some("b"), Some("d")]);
    let compared = ["c", "d", "b"].into_iter().collect();
    let new = old.head(Some(0));
    let merged = pairs::merged(Some(new), old, &compared, &Default::default()).expect("merged");
    let left: Vec<_> =
        merged.column(pairs::COLUMNS[0]).expect("ids").str().expect("text").iter().collect();
    assert_eq!(left, [Some("a")], "`a` was not compared anew, `c` and `d` were");
}

#[test]
fn a_window_loads_what_lies_around_the_new_articles_and_all_without_a_date() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    let on = |n: usize, day: Option<u32>| {
        let day = day.and_then(|day| chrono::NaiveDate::from_ymd_opt(2021, 6, day));
        Article { published: day.map(Stamp::of_day), ..article(n) }
    };
    add(&mut writer, vec![on(1, Some(2)), on(2, Some(9)), on(3, Some(20)), on(4, None)]);
    let mut batch = Batch { articles: vec![on(5, Some(10))], ..Batch::default() };
    let settings = Settings { window_days: Some(3), ..Settings::default() };
    let gathered = gather::gather(&writer, &mut batch, &settings).expect("gathered");
    let ids: Vec<&str> = batch.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(
        (gathered.kept, gathered.new, ids.as_slice()),
        (2, 1, ["a002", "a004", "a005"].as_slice())
    );
    // What the run did not look at is carried over unchanged.
    let mut again = Batch { articles: vec![on(6, Some(10))], ..Batch::default() };
    gather::gather(&writer, &mut again, &settings).expect("gathered");
    assert_eq!(again.articles.len(), 3);
}

#[test]
fn an_index_is_never_written_to_and_never_read_beyond_its_end() {
    use redb::StorageBackend;

    let (home, manifest) = archive();
    let path: PathBuf = home.path().join(&manifest.index);
    let file = checked::Checked::open(path, &manifest.files[&manifest.index]).expect("opened");
    assert!(!file.is_empty());
    let end = file.len();
    let store = checked::ReadOnly(file);
    assert!(
        store.read(end - 1, &mut [0; 2]).is_err() && store.read(u64::MAX, &mut [0; 2]).is_err()
    );
    assert!(
        store.set_len(0).is_err() && store.write(0, &[1]).is_err() && store.sync_data().is_ok()
    );
    assert_eq!(store.len().expect("its length"), end);
    let place = Place { segment: 99, ..Place::default() };
    let reader = Reader::open(home.path()).expect("opened");
    let record = reader.find("a001").expect("read").expect("kept");
    assert!(
        reader.text(&super::Record { place, ..record }).is_err(),
        "a segment that there is not"
    );
}
