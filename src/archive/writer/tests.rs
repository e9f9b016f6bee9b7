//! Tests what a writer does to an archive.

mod disk;
mod ids;

use super::generation::MOST_SMALL;
use super::*;
use crate::archive::disk::Output;
use crate::archive::index::Look;
use crate::archive::{pairs, postings};
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
fn an_archive_that_has_had_all_its_articles_takes_no_more() {
    let home = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(home.path()).expect("opened");
    writer.next = postings::MOST_ARTICLES;
    assert!(matches!(writer.admit(vec![article(1)]), Err(ArchiveError::Full { .. })));
    writer.next -= 1;
    assert_eq!(writer.admit(vec![article(1)]).expect("admitted").new.len(), 1);
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
