//! Small exports and saved pages on which newcomers stumbled: one accident of a ferry, by an agency
//! and by an outlet that altered its story.

mod support;

use serde_json::{Value, json};
use support::run;

fn read(file: &str) -> (Vec<Value>, String) {
    let outcome = run(&["extract", &format!("tests/cases/exports/{file}")], "");
    let articles = outcome.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON"));
    (articles.collect(), outcome.stderr)
}

fn words(article: &Value) -> usize {
    article["text"].as_str().unwrap_or_default().split_whitespace().count()
}

#[test]
fn each_service_gives_both_articles_with_title_text_and_time() {
    for (file, first, second) in [
        ("newsapi.json", "08:12", "10:12"),
        ("gnews.json", "08:12", "10:12"),
        ("mediastack.json", "08:12", "10:12"),
        ("newscatcher_v2.json", "08:12", "10:12"),
        ("newscatcher_v3.json", "08:12", "10:12"),
        ("eventregistry.json", "08:10", "10:10"),
        ("guardian.json", "08:12", "09:12"),
    ] {
        let (articles, errors) = read(file);
        assert_eq!((articles.len(), errors.as_str()), (2, ""), "{file}");
        for (title, number, clock) in
            [("Ferry runs aground", 106, first), ("Ferry SHOCK", 103, second)]
        {
            let article = articles.iter().find(|a| a["title"] == title).expect(title);
            assert_eq!(words(article), number, "{file}: {article}");
            assert_eq!(article["published"], format!("2024-06-11T{clock}:00Z"), "{file}");
        }
    }
}

#[test]
fn a_text_that_is_cut_off_is_flagged() {
    let (articles, _) = read("newsapi_trunc.json");
    assert_eq!(articles.len(), 2);
    for article in articles {
        assert_eq!(article["paywall_stub"], true);
        assert!(article["text"].as_str().is_some_and(|t| !t.contains("chars]")), "{article}");
    }
}

#[test]
fn each_format_of_an_agency_gives_the_story() {
    for file in [
        "story_g2.xml",
        "story_g2_nitf.xml",
        "story_newsml1.xml",
        "story_nitf.xml",
        "story_ninjs1.json",
        "story_ninjs2.json",
    ] {
        let (articles, errors) = read(file);
        assert_eq!((articles.len(), errors.as_str()), (1, ""), "{file}");
        let article = &articles[0];
        assert_eq!((&article["title"], words(article)), (&json!("Ferry runs aground"), 103));
        assert_eq!(article["published"], "2024-06-11T08:12:00Z", "{file}");
        assert_eq!(article["authors"], json!(["Jane Doe"]), "{file}");
        let source = article["source"].as_str().unwrap_or_default().to_lowercase();
        assert!(source == "nwa" || source == "nwa.example", "{file}: {source}");
    }
}

#[test]
fn a_saved_page_is_its_outlets_and_was_seen_when_it_was_saved() {
    for (file, seen) in
        [("singlefile.html", "2024-06-11T12:30:00+02:00"), ("wayback.html", "2024-06-11T10:30:00Z")]
    {
        let article = &read(file).0[0];
        assert_eq!(article["source"], "dailybuzz.example", "{file}");
        assert_eq!(article["first_seen"], seen, "{file}");
        assert_eq!(words(article), 103, "{file}");
    }
}

#[test]
fn messages_without_identifiers_are_articles_of_their_own() {
    let (articles, errors) = read("alerts.mbox");
    let sender = "tests/cases/exports/alerts.mbox:1: `source` `google.com` is no outlet\n";
    assert_eq!((articles.len(), errors.as_str()), (2, sender));
    for title in ["Google Alert", "two"] {
        let article = articles.iter().find(|a| a["title"] == title).expect(title);
        assert!(words(article) > 90, "{article}");
    }
}
