//! Under which ids articles are kept: revisions, other hosts, renamed articles.

use super::*;

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
