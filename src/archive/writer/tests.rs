//! Tests what a writer does to an archive.

use super::*;
use crate::archive::disk::Output;
use crate::archive::index::Look;
use crate::clean::lines;
use crate::sources::Registry;
use crate::{clean, fingerprint};

/// Returns an article that differs from all others.
pub fn article(n: usize) -> Article {
    let names = ["Marit Solberg", "Jonas Lunde", "Ane Brekke"];
    Article {
        id: format!("a{n:03}"),
        url: Some(format!("https://halviktimes.example/{n}")),
        text: format!(
            "HALVIK - Ferry number {n} stayed in the harbour on Monday, said {} of the crews, as {} others had done before.\nSHARE THIS ARTICLE WITH OTHERS\nCrews of ship {n} want {} crowns more for each of the nights at sea that they spend away from Brennick.",
            names[n % 3],
            n * 3,
            n * 7
        ),
        ..Article::default()
    }
}

/// Pairs each article with the next.
fn paired(articles: &[Article]) -> DataFrame {
    use polars::prelude::Column;
    let ids = |from: usize| {
        articles
            .iter()
            .skip(from)
            .take(articles.len() - 1)
            .map(|a| a.id.as_str())
            .collect::<Vec<_>>()
    };
    let columns = [ids(0), ids(1), vec!["edited"; articles.len() - 1]];
    let columns = pairs::COLUMNS
        .into_iter()
        .zip(columns)
        .map(|(name, cells)| Column::new(name.into(), cells))
        .collect();
    DataFrame::new(articles.len() - 1, columns).expect("three columns")
}

#[test]
fn pairs_stay_until_an_article_of_theirs_is_dropped() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(folder.path()).expect("opened");
    let kept = |writer: &Writer| {
        let pairs = pairs::relations(writer.reader().expect("an archive").pairs().expect("pairs"))
            .expect("read");
        pairs.into_iter().map(|(a, b, _)| format!("{a} {b}")).collect::<Vec<_>>()
    };
    add(&mut writer, (0..3).map(article).collect());
    assert_eq!(kept(&writer), ["a000 a001", "a001 a002"]);
    let one =
        writer.reader().expect("an archive").find("a000").expect("read").expect("kept").number;
    writer
        .commit(&Change { dropped: [one].into_iter().collect(), ..Change::default() })
        .expect("committed");
    assert_eq!(kept(&writer), ["a001 a002"]);
    let generation = writer.generation();
    assert_eq!(writer.commit(&Change::default()).expect("nothing to do"), generation);
    add(&mut writer, (3..5).map(article).collect());
    assert_eq!(kept(&writer), ["a001 a002", "a002 a003", "a003 a004"]);
}

/// Adds articles like a report, but without lineage.
pub fn add(writer: &mut Writer, articles: Vec<Article>) -> u64 {
    changed(writer, articles).expect("committed")
}

/// As [`add`], on a disk that may refuse.
pub fn changed(writer: &mut Writer, articles: Vec<Article>) -> Result<u64, ArchiveError> {
    changed_beside(writer, articles, &|_, _| true)
}

/// As [`changed`], like a run that looks at only part of what is kept.
fn changed_beside(
    writer: &mut Writer,
    articles: Vec<Article>,
    looked_at: &(dyn Fn(u32, &Article) -> bool + Sync),
) -> Result<u64, ArchiveError> {
    let admitted = writer.admit(articles).expect("admitted");
    let registry = Registry::shipped().expect("a registry");
    let mut all = writer.reader().map(|r| r.articles(looked_at).expect("read")).unwrap_or_default();
    all.extend(admitted.new);
    let (numbers, articles): (Vec<u32>, Vec<Article>) = all.into_iter().unzip();
    let (cleaned, recurrence) = clean::learning(&articles, &registry);
    let fingerprints = fingerprint::run(&articles, &clean::read_all(&articles, &cleaned));
    let additions = numbers.iter().zip(&articles).zip(cleaned.iter().zip(&fingerprints));
    let change = Change {
        articles: additions
            .map(|((number, article), (cleaned, fingerprint))| Addition {
                number: *number,
                article,
                cleaned,
                fingerprint,
                kin: None,
            })
            .collect(),
        learned: Some(&Knowledge { recurrence, ..Knowledge::default() }),
        pairs: (articles.len() > 1).then(|| paired(&articles)),
        ..Change::default()
    };
    writer.commit(&change)
}

#[test]
fn what_was_added_is_found_by_everything_it_is_looked_up_by() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(folder.path()).expect("opened");
    assert_eq!(add(&mut writer, (0..40).map(article).collect()), 1);
    assert_eq!(add(&mut writer, (30..70).map(article).collect()), 2);
    let reader = Reader::open(folder.path()).expect("opened");
    assert_eq!(reader.manifest().articles, 70);
    let all = reader.articles(&|_, _| true).expect("read");
    let (numbers, articles): (Vec<u32>, Vec<Article>) = all.into_iter().unzip();
    assert_eq!(articles, (0..70).map(article).collect::<Vec<_>>());
    let cleaned = clean::run(&articles, &Registry::shipped().expect("a registry"));
    let fingerprints = fingerprint::run(&articles, &clean::read_all(&articles, &cleaned));
    for (at, number) in numbers.iter().enumerate() {
        let record = reader.find(&articles[at].id).expect("read").expect("known");
        assert_eq!(
            (record.number, reader.text(&record).expect("read")),
            (*number, articles[at].text.clone())
        );
        assert_eq!(format!("{:?}", record.cleaned), format!("{:?}", cleaned[at]));
        let f = &fingerprints[at];
        assert_eq!((&record.fingerprint.skeleton, record.fingerprint.body), (&f.skeleton, f.body));
        assert!(
            f.surface.iter().all(|hash| reader
                .sharing(*hash)
                .expect("read")
                .articles
                .contains(number))
        );
        assert!(
            f.skeleton.iter().all(|item| reader
                .naming(*item)
                .expect("read")
                .articles
                .contains(number))
        );
        assert_eq!(reader.with_body(f.body).expect("read").articles, [*number]);
        assert_eq!(
            reader.of_page(articles[at].page().expect("a page")).expect("read").articles,
            [*number]
        );
    }
    assert_eq!(reader.index().holders(Look::Surface, 12345).expect("read").count, 0);
    let known = |source: &str, places: &[lines::Place]| reader.recurrence(source, places);
    let registry = Registry::shipped().expect("a registry");
    let alone = clean::knowing(
        &articles[0],
        &registry,
        &clean::credit::Agencies::of(&registry),
        |_| false,
        known,
    )
    .expect("read");
    assert_eq!(
        format!("{:?}", alone.blocks),
        format!("{:?}", cleaned[0].blocks),
        "as it was cleaned among all"
    );
    assert!(alone.blocks.iter().any(|b| b.label == clean::Label::Boilerplate));
}

#[test]
fn the_same_again_changes_nothing_and_another_text_is_a_revision() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(folder.path()).expect("opened");
    add(&mut writer, (0..5).map(article).collect());
    assert_eq!(add(&mut writer, (0..5).map(article).collect()), 1, "no new generation");
    let revised = |text: &str| vec![Article { text: text.to_owned(), ..article(3) }];
    assert_eq!(writer.admit(revised("Another text.")).expect("admitted").revisions, 1);
    assert_eq!(add(&mut writer, revised("Another text.")), 2);
    let again = writer.admit(revised("Another text.")).expect("admitted");
    assert_eq!((again.recognised, again.new.len()), (1, 0));
    assert_eq!(add(&mut writer, revised("A third text.")), 3);
    let reader = writer.reader().expect("an archive");
    let ids: Vec<String> =
        reader.articles(&|_, _| true).expect("read").into_iter().map(|(_, a)| a.id).collect();
    assert_eq!(ids, ["a000", "a001", "a002", "a003", "a004", "a003~2", "a003~3"]);
}

#[test]
fn many_small_segments_become_one_and_dropped_articles_are_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(folder.path()).expect("opened");
    for n in 0..MOST_SMALL + 3 {
        add(&mut writer, vec![article(n)]);
    }
    let segments = writer.reader().expect("an archive").segments().len();
    assert!(segments < 5, "{segments}");
    let change = Change { dropped: [2, 5].into_iter().collect(), ..Change::default() };
    writer.commit(&change).expect("committed");
    let reader = writer.reader().expect("an archive");
    let left = reader.articles(&|_, _| true).expect("read");
    assert_eq!(
        (left.len() as u64, reader.manifest().articles),
        (MOST_SMALL as u64 + 1, MOST_SMALL as u64 + 1)
    );
    assert!(reader.find("a002").expect("read").is_none());
    for (_, a) in &left {
        let record = reader.find(&a.id).expect("read").expect("known");
        assert_eq!(reader.text(&record).expect("read"), a.text);
    }
    reader
        .index()
        .each_holders(Look::Surface, |_, h| {
            assert!(!h.articles.contains(&2) && !h.articles.contains(&5))
        })
        .expect("read");
    assert!(manifest::leftovers(folder.path(), Some(reader.manifest())).expect("read").is_empty());
}

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

#[test]
fn an_archive_that_has_had_all_its_articles_takes_no_more() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    writer.next = postings::MOST_ARTICLES;
    assert!(matches!(writer.admit(vec![article(1)]), Err(ArchiveError::Full { .. })));
    writer.next -= 1;
    assert_eq!(writer.admit(vec![article(1)]).expect("admitted").new.len(), 1);
}

#[test]
fn another_hosts_article_of_the_same_id_is_kept_under_its_domain_and_known_again() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    let served = |id: &str, host: &str, text: &str| Article {
        id: id.to_owned(),
        url: Some(format!("https://{host}/page")),
        text: text.to_owned(),
        ..Article::default()
    };
    add(&mut writer, vec![served("page", "halviktimes.example", "The ferries stood still.")]);
    let other = || vec![served("page", "brennickpost.example", "The cranes stood still.")];
    add(&mut writer, other());
    let ids = |writer: &Writer| {
        let all = writer.reader().expect("an archive").articles(&|_, _| true).expect("read");
        all.into_iter().map(|(_, article)| article.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&writer), ["page", "page@brennickpost.example"]);
    assert_eq!(writer.admit(other()).expect("admitted").recognised, 1);
    // In a later input, the first page may be the one renamed with its domain.
    let first = |text: &str| vec![served("page@halviktimes.example", "halviktimes.example", text)];
    assert_eq!(writer.admit(first("The ferries stood still.")).expect("admitted").recognised, 1);
    assert_eq!(
        writer.admit(first("The ferries sailed.")).expect("admitted").revisions,
        1,
        "of the page kept under the bare id"
    );
    // If nothing, or another site's page, is kept under the bare id, the article keeps its id.
    let kept_as = |id: &str, host: &str| {
        writer.admit(vec![served(id, host, "Other.")]).expect("admitted").new.remove(0).1.id
    };
    assert_eq!(
        kept_as("leaf@halviktimes.example", "halviktimes.example"),
        "leaf@halviktimes.example"
    );
    assert_eq!(kept_as("page@northwire.example", "northwire.example"), "page@northwire.example");
}

#[test]
fn a_revision_takes_no_id_that_a_new_article_has() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    add(&mut writer, vec![article(3)]);
    let named =
        |id: &str, text: &str| Article { id: id.to_owned(), text: text.to_owned(), ..article(3) };
    let admitted = writer
        .admit(vec![named("a003", "Another text."), named("a003~2", "A stranger's.")])
        .expect("admitted");
    let ids: Vec<&str> = admitted.new.iter().map(|(_, a)| a.id.as_str()).collect();
    assert_eq!((ids.as_slice(), admitted.revisions), (["a003~2", "a003~3"].as_slice(), 1));
}

#[test]
fn an_article_renamed_with_its_domain_takes_no_id_that_another_new_one_has() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    let served = |id: &str, host: &str, text: &str| Article {
        id: id.to_owned(),
        url: Some(format!("https://{host}/page")),
        text: text.to_owned(),
        ..Article::default()
    };
    add(&mut writer, vec![served("page", "halviktimes.example", "The ferries stood still.")]);
    let renamed = served("page", "brennickpost.example", "The cranes stood still.");
    let named = |text: &str| served("page@brennickpost.example", "brennickpost.example", text);
    let other = named("The trams stood still.");
    for input in [vec![renamed.clone(), other.clone()], vec![other.clone(), renamed.clone()]] {
        let admitted = writer.admit(input).expect("admitted");
        let ids: Vec<&str> = admitted.new.iter().map(|(_, a)| a.id.as_str()).collect();
        assert_eq!(ids, ["page@brennickpost.example", "page@brennickpost.example~2"]);
        assert_eq!(admitted.revisions, 1);
    }
    let same = writer.admit(vec![renamed, named("The cranes stood still.")]).expect("admitted");
    assert_eq!((same.new.len(), same.recognised), (1, 1), "one article");
}

#[test]
fn a_source_whose_last_page_is_dropped_is_known_only_by_claims_again() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    let other = Article { url: Some("https://brennickpost.example/2".to_owned()), ..article(2) };
    add(&mut writer, vec![article(1), other]);
    let hosts = |writer: &Writer| {
        let hosts = writer.reader().expect("an archive").hosts().expect("read");
        hosts.iter().cloned().collect::<Vec<String>>()
    };
    assert_eq!(hosts(&writer), ["brennickpost.example", "halviktimes.example"]);
    let number =
        writer.reader().expect("an archive").find("a002").expect("read").expect("kept").number;
    let change = Change { dropped: [number].into_iter().collect(), ..Change::default() };
    writer.commit(&change).expect("committed");
    assert_eq!(hosts(&writer), ["halviktimes.example"]);
    changed_beside(&mut writer, vec![article(3)], &|_, _| false).expect("committed");
    assert_eq!(hosts(&writer), ["halviktimes.example"], "carried over");
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

#[test]
fn many_small_segments_stay_as_they_are_where_nothing_grows() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    for n in 0..MOST_SMALL {
        add(&mut writer, vec![article(n)]);
    }
    let segments = |writer: &Writer| writer.reader().expect("an archive").segments().len();
    assert_eq!(segments(&writer), MOST_SMALL);
    writer
        .commit(&Change { dropped: [2].into_iter().collect(), ..Change::default() })
        .expect("committed");
    assert_eq!(segments(&writer), MOST_SMALL - 1, "only the one that lost its article is gone");
}

#[test]
fn other_pairs_alone_make_a_new_generation() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    let articles: Vec<Article> = (0..3).map(article).collect();
    add(&mut writer, articles.clone());
    let change = |relation: &str| {
        let mut frame = paired(&articles);
        let again = polars::prelude::Column::new("relation".into(), vec![relation; frame.height()]);
        frame.with_column(again).expect("as long");
        Change { pairs: Some(frame), ..Change::default() }
    };
    assert_eq!(writer.commit(&change("spun")).expect("committed"), 2);
    let pairs = pairs::relations(writer.reader().expect("an archive").pairs().expect("pairs"))
        .expect("read");
    assert!(pairs.iter().any(|(_, _, relation)| relation == "spun"));
}

#[test]
fn a_run_that_looks_at_a_part_carries_the_rest_over() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    add(&mut writer, (0..6).map(article).collect());
    let before = writer.reader().expect("an archive").index().lines().expect("read");
    let wordless =
        Article { id: "none".to_owned(), text: "* * *".to_owned(), ..Article::default() };
    let generation =
        changed_beside(&mut writer, vec![article(6), wordless], &|number, _| number < 2)
            .expect("committed");
    let reader = writer.reader().expect("an archive");
    assert_eq!((generation, reader.manifest().articles), (2, 8));
    let known = reader.find("a004").expect("read").expect("carried over");
    assert_eq!(reader.text(&known).expect("read"), article(4).text);
    assert_eq!(reader.with_body(known.fingerprint.body).expect("read").articles, [known.number]);
    let prints = &fingerprint::run(
        &[article(4)],
        &clean::read_all(&[article(4)], std::slice::from_ref(&known.cleaned)),
    )[0];
    assert!(
        prints.surface.iter().all(|hash| reader
            .sharing(*hash)
            .expect("read")
            .articles
            .contains(&known.number))
    );
    let lines = reader.index().lines().expect("read");
    assert!(
        before
            .iter()
            .all(|line| lines.iter().any(|l| l.key == line.key && l.counts >= line.counts)),
        "what recurred in six articles"
    );
}
