//! Pages, feeds, tables and exports of the kinds that public bug reports about extractors describe:
//! one small file each, and what should be read from it. All are about the same ferry, in four
//! paragraphs.

mod support;

use serde_json::Value;
use support::run;

const TITLE: &str = "Ferry Odin taken out of service for the winter";
/// The beginnings of the four paragraphs.
const PARAGRAPHS: [&str; 4] = [
    "The harbour board of Halvik decided",
    "The repair will cost",
    "“Nobody wants to be",
    "Pupils and nurses",
];

fn read(file: &str) -> (Vec<Value>, String) {
    let outcome = run(
        &["extract", &format!("tests/cases/reading/{file}"), "--sources", "tests/sources.toml"],
        "",
    );
    (
        outcome.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect(),
        outcome.stderr,
    )
}

fn one(file: &str) -> Value {
    let (mut articles, errors) = read(file);
    assert_eq!(articles.len(), 1, "{file}: {errors}");
    articles.remove(0)
}

/// Returns the lines of an article's text.
fn lines(article: &Value) -> Vec<&str> {
    article["text"].as_str().unwrap_or_default().lines().collect()
}

fn has_the_story(file: &str, article: &Value) {
    let lines = lines(article);
    let all = PARAGRAPHS
        .iter()
        .all(|begin| lines.iter().filter(|line| line.starts_with(begin)).count() == 1);
    assert!(all, "{file}: each paragraph once: {lines:?}");
}

#[test]
fn texts_are_whole_and_nothing_but_the_story() {
    for (file, count) in [
        ("line-ends-as-paragraphs.html", 4),
        ("story-below.html", 4),
        ("lead-of-links.html", 5),
        ("list-with-links.html", 8),
        ("text-between-paragraphs.html", 5),
        ("comments-in-lines.html", 4),
        ("beside-its-container.html", 4),
        ("hyphens-that-do-not-show.html", 4),
        ("hidden-text.html", 4),
        ("story-in-data.html", 4),
        ("one-bad-byte.html", 4),
        ("unmarked-utf16.html", 4),
        ("bare-tags.xml", 4),
        ("relative.xml", 4),
        ("missing-values.csv", 4),
        ("no-number.jsonl", 4),
        ("half-a-pair.jsonl", 4),
        ("rendered.json", 4),
        ("html-in-content.json", 4),
    ] {
        let article = one(file);
        has_the_story(file, &article);
        assert_eq!(lines(&article).len(), count, "{file}: {:?}", lines(&article));
    }
    let live = one("live.html");
    assert!(
        PARAGRAPHS.iter().all(|begin| lines(&live).iter().any(|line| line.starts_with(begin))),
        "{live}"
    );
    assert!(lines(&one("hyphens-that-do-not-show.html"))[3].contains("forty passengers"));
}

#[test]
fn characters_survive() {
    assert!(lines(&one("one-bad-byte.html"))[2].contains("“Nobody wants"));
    assert!(
        lines(&one("cut-in-a-character.html"))[0]
            .starts_with("Die Fähre Odin bleibt bis zum Frühling")
    );
    assert!(lines(&one("japanese-mail.html"))[0].starts_with("港の委員会は月曜日"));
}

#[test]
fn headlines_are_those_of_the_story() {
    for file in [
        "logo-before-headline.html",
        "translated-by-a-widget.html",
        "headline-that-describes.html",
        "story-below.html",
        "story-in-data.html",
    ] {
        assert_eq!(one(file)["title"], TITLE, "{file}");
    }
    assert_eq!(
        one("dash-in-headline.html")["title"],
        "Thick - Thin to reopen the ferry line after all"
    );
    assert_eq!(one("entities-twice.html")["title"], "Moe & Berg: \"no more\" of the ferry");
    assert_eq!(one("rendered.json")["title"], "Odin – out of service");
    assert_eq!(one("missing-values.csv")["title"], Value::Null);
}

#[test]
fn authors_are_persons_by_their_names_alone() {
    for (file, names) in [
        ("byline-and-date.html", vec!["Ada Vik"]),
        ("byline-twice-by.html", vec!["ADA VIK", "OLE DAHL", "UNNI BERG"]),
        ("byline-with-role.html", vec!["Ada Vik"]),
        ("byline-in-microdata.html", vec!["Ada Vik"]),
        ("byline-by-id.html", vec!["Ada Vik"]),
        ("byline-of-a-teaser.html", vec![]),
        ("byline-between-house-and-date.html", vec!["Ada Vik"]),
        ("names-side-by-side.html", vec!["Ada Vik", "Ole Petter Dahl", "Unni Berg"]),
        ("name-in-a-place.html", vec!["Ada Vik"]),
        ("data-escaped.html", vec!["Ada Vik"]),
        ("data-with-bare-quotes.html", vec!["Ada Vik"]),
        ("data-of-several.html", vec!["Ada Vik"]),
        ("missing-values.csv", vec![]),
    ] {
        let article = one(file);
        let authors: Vec<&str> = article["authors"]
            .as_array()
            .map(|a| a.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        assert_eq!(authors, names, "{file}");
    }
}

#[test]
fn addresses_dates_and_marks_of_services_are_read() {
    assert_eq!(one("relative.xml")["url"], "https://quaypost.example/news/odin");
    assert_eq!(one("html-in-content.json")["published"], "2024-01-08T08:00:00Z");
    let cut = one("only-the-beginning.json");
    assert!(cut["text"].as_str().is_some_and(|t| t.ends_with("end of the year")), "{cut}");
    assert_eq!(cut["paywall_stub"], true);
}

#[test]
fn tables_tell_their_dialect() {
    let (rows, errors) = read("backslashes.csv");
    assert_eq!(rows.len(), 2, "{errors}");
    assert!(
        rows.iter().any(|r| r["text"]
            .as_str()
            .is_some_and(|t| t.ends_with("\"Enough,\" said one of them, and left."))),
        "{rows:?}"
    );
}

#[test]
fn a_page_saved_as_mail_is_read() {
    let article = one("saved.mhtml");
    assert_eq!(article["title"], TITLE);
    let lines = lines(&article);
    assert_eq!(lines.len(), PARAGRAPHS.len(), "{lines:?}");
    assert!(lines.iter().zip(PARAGRAPHS).all(|(line, begins)| line.starts_with(begins)));
}
