//! What agencies send, what news services answer and what browsers save: one story in every form.

mod support;

use std::fs;

use serde_json::{Value, json};
use support::run;

const TITLE: &str = "Ferry crews stop work in Halvik";
const URL: &str = "https://harbourherald.example/2021/06/07/ferries";
const CAPTION: &str = "A ferry at the quay of Halvik on Monday. Photo: Ola Berg";

fn extract(arguments: &[&str]) -> (Vec<Value>, support::Outcome) {
    let all = [&["extract"], arguments, &["--sources", "tests/sources.toml"]].concat();
    let outcome = run(&all, "");
    (outcome.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect(), outcome)
}

/// Returns the only article of a sample that is read without a word.
fn only(file: &str) -> Value {
    let (mut articles, outcome) = extract(&[&format!("tests/formats/{file}")]);
    assert_eq!((outcome.code, articles.len(), outcome.stderr.as_str()), (0, 1, ""), "{file}");
    articles.remove(0)
}

fn is_whole(article: &Value) -> bool {
    let text = article["text"].as_str().expect("a text");
    text.lines().count() == 2
        && text.starts_with("The ferries of Halvik")
        && text.ends_with("on Friday night.")
}

#[test]
fn what_agencies_send_says_the_same_in_every_format() {
    for (file, caption, source) in [
        (
            "newsml-g2.xml",
            Some("A ferry at the quay of Halvik on Monday. Photo: Ola Berg / NWA"),
            "nwa",
        ),
        ("newsml-g2-nitf.xml", Some(CAPTION), "nwa"),
        ("newsml-1.xml", Some(CAPTION), "nwa"),
        ("newsml-1-nitf.xml", Some(CAPTION), "nwa.example"),
        ("nitf.xml", Some(CAPTION), "Harbour Herald"),
        ("nitf-namespace.xml", None, ""),
        ("ninjs-1.json", Some(CAPTION), "nwa"),
        ("ninjs-2.json", Some(CAPTION), "nwa"),
        ("ninjs-3.json", None, "nwa"),
    ] {
        let article = only(file);
        assert!(is_whole(&article), "{file}: {article}");
        assert_eq!(article["title"], TITLE, "{file}");
        assert_eq!(article["published"], "2021-06-07T09:12:00+02:00", "{file}: {article}");
        assert_eq!(article["authors"], json!(["Jane Writer"]), "{file}");
        assert_eq!(article["captions"], json!(Vec::from_iter(caption)), "{file}");
        assert_eq!(article["source"].as_str().unwrap_or_default(), source, "{file}");
        assert_eq!(article["language"], "en", "{file}");
    }
}

#[test]
fn versions_embargoes_and_notes_are_not_lost() {
    let article = only("newsml-g2.xml");
    assert_eq!(article["id"], "urn:newsml:nwa.example:20210607:ferries#2");
    assert_eq!(
        article["item"],
        json!({
            "guid": "urn:newsml:nwa.example:20210607:ferries",
            "version": 2,
            "notice": null,
            "embargo": "2021-06-07T10:30:00+02:00",
            "note": "Adds the day of the call in the second paragraph.",
            "slug": "HALVIK-FERRIES",
            "urgency": "3",
            "provider": "Northern Wire Agency",
            "dateline": "HALVIK, June 7",
            "section": null,
            "page": null,
            "words": null,
        })
    );
    for (file, urgency) in [("newsml-1.xml", "4"), ("nitf.xml", "4"), ("ninjs-1.json", "3")] {
        let item = &only(file)["item"];
        assert_eq!(item["urgency"], urgency, "{file}");
        assert_eq!(item["slug"].as_str().map(str::to_lowercase).as_deref(), Some("halvik-ferries"));
        assert_eq!(item["version"], 1, "{file}");
    }
    assert_eq!(only("nitf.xml")["item"]["embargo"], "20210607T103000+0200");
    assert_eq!(only("nitf.xml")["item"]["note"], "Pictures follow.");
}

#[test]
fn a_withdrawal_is_a_flag_of_every_version_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let item = |version: u32, status: &str, hour: u32, text: &str| {
        format!(
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:nwa.example:f' version='{version}'><itemMeta>\
             <itemClass qcode='ninat:text'/><provider literal='NWA'/><versionCreated>2021-06-07T{hour:02}:00:00Z</versionCreated>\
             <firstCreated>2021-06-07T08:00:00Z</firstCreated><pubStatus qcode='stat:{status}'/><edNote>Kill: the ferries run.</edNote></itemMeta>\
             <contentMeta><headline>Ferries stand still</headline></contentMeta><contentSet><inlineData contenttype='text/plain'>{text}</inlineData></contentSet></newsItem>"
        )
    };
    let text = "The ferries of Halvik stood still on Monday, and the quays were empty from the morning until late in the evening. Jane Doe of the seamen's union said that 340 sailors had waited two years for a rise, and that none of them would go aboard before the owners came to the table. The owners, Nordline and Halvik Fart, offered to talk on Thursday in Bergen.";
    for (name, version, status, hour, text) in [
        ("1.xml", 1, "usable", 8, text),
        ("2.xml", 2, "usable", 9, "The ferries of Halvik stood still all day on Monday."),
        ("3.xml", 3, "canceled", 10, ""),
    ] {
        fs::write(folder.path().join(name), item(version, status, hour, text)).expect("written");
    }
    let (articles, outcome) = extract(&[&folder.path().display().to_string()]);
    assert_eq!(outcome.stderr, "");
    let of = |a: &Value| [&a["id"], &a["item"]["notice"], &a["published"]].map(Value::to_string);
    let told: Vec<String> = articles.iter().map(|a| of(a).join(" ").replace('"', "")).collect();
    assert_eq!(
        told,
        [
            "urn:newsml:nwa.example:f withdrawn 2021-06-07T08:00:00Z",
            "urn:newsml:nwa.example:f#2 withdrawn 2021-06-07T09:00:00Z",
            "urn:newsml:nwa.example:f#3 withdrawn 2021-06-07T10:00:00Z",
        ]
    );
    assert_eq!(articles[2]["text"], "Kill: the ferries run.");
    let out = tempfile::tempdir().expect("a folder");
    let (inputs, place) = (folder.path().display().to_string(), out.path().display().to_string());
    let outcome = run(&["report", &inputs, "--out", &place], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let table = fs::read_to_string(out.path().join("all/articles.csv")).expect("read");
    assert_eq!(table.matches("withdrawn").count(), 3, "{table}");
    // Dates alone do not show whose copy a text is.
    let mut copy = json!({"id": "copy", "text": text, "url": "https://hh.example/a", "title": "Ferries stand still", "published": "2021-06-07T12:00:00Z"});
    fs::write(folder.path().join("copy.jsonl"), copy.to_string()).expect("written");
    let report =
        || run(&["report", &inputs, "--out", &place, "--sources", "tests/sources.toml"], "");
    assert!(!report().stderr.contains("has withdrawn"));
    copy["credit"] = "NWA".into();
    fs::write(folder.path().join("copy.jsonl"), copy.to_string()).expect("written");
    let outcome = report();
    assert!(
        outcome.stderr.contains("1 copy of items that their agency has withdrawn"),
        "{}",
        outcome.stderr
    );
    let table = fs::read_to_string(out.path().join("all/articles.csv")).expect("read");
    assert_eq!(table.matches("of_withdrawn").count(), 1, "{table}");
    // Who still runs it is listed, and not blamed.
    let listed = support::table(&out.path().join("all/findings.csv"));
    let [row] = listed.as_slice() else { panic!("{listed:?}") };
    let told = [&row["kinds"], &row["status"], &row["article_id"], &row["severity"]];
    assert_eq!(told, ["withdrawn", "withdrawn", "copy", "0.0"]);
    assert!(row["finding"].contains("its agency has withdrawn that item"), "{}", row["finding"]);
}

#[test]
fn answers_of_services_are_read_without_flags() {
    for (file, whole, author) in [
        ("newsapi.json", true, true),
        ("gnews.json", false, false),
        ("mediastack.json", false, true),
        ("newscatcher-2.json", true, true),
        ("event-registry.json", true, true),
        ("guardian.json", true, true),
        ("guardian-item.json", true, true),
        ("nyt.json", false, true),
        ("bing-news.json", false, false),
    ] {
        let article = only(file);
        assert_eq!((&article["title"], &article["url"]), (&json!(TITLE), &json!(URL)), "{file}");
        assert_eq!(article["published"], "2021-06-07T07:12:00Z", "{file}: {article}");
        assert_eq!(article["source"], "harbourherald.example", "{file}");
        // A teaser is no whole text, and says so.
        assert_eq!(
            (is_whole(&article), &article["paywall_stub"]),
            (whole, &json!(!whole)),
            "{file}"
        );
        assert!(article["text"].as_str().is_some_and(|t| t.starts_with("The ferries of Halvik")));
        let authors = if author { json!(["Jane Writer"]) } else { json!([]) };
        assert_eq!(article["authors"], authors, "{file}");
    }
    assert_eq!(
        only("guardian.json")["captions"],
        json!(["A ferry at the quay of Halvik on Monday."])
    );
    assert_eq!(only("nyt.json")["captions"], json!(["A ferry at the quay of Halvik on Monday."]));
    // A time whose zone the service does not know is that of a day; Common Crawl's has none either.
    for file in ["newscatcher-3.json", "common-crawl.json"] {
        let article = only(file);
        assert!(is_whole(&article), "{file}: {article}");
        assert_eq!(article["published"], "2021-06-07", "{file}");
    }
}

#[test]
fn saved_pages_say_where_and_when_they_were_seen() {
    for (file, seen) in [
        ("saved.mhtml", "2021-06-08T06:00:00Z"),
        ("saved-base64.mht", "2021-06-08T06:00:00Z"),
        ("single-file.html", "2021-06-08T08:00:00+02:00"),
        ("single-file-info.html", "2021-06-08T08:00:00+02:00"),
        ("wayback.html", "2021-06-08T06:00:00Z"),
        ("wayback-plain.html", "2021-06-08T06:00:00Z"),
    ] {
        let article = only(file);
        assert!(is_whole(&article), "{file}: {article}");
        assert_eq!(article["url"], URL, "{file}");
        assert_eq!(article["source"], "harbourherald.example", "{file}");
        assert_eq!(article["first_seen"], seen, "{file}");
        assert_eq!(article["published"], "2021-06-07T09:12:00+02:00", "{file}");
        assert_eq!(article["captions"], json!([CAPTION]), "{file}");
    }
}

#[test]
fn archives_and_links_of_search_engines_are_no_outlets() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("links.jsonl");
    let archived = format!("https://web.archive.org/web/20210608060000id_/{URL}");
    let linked = "https://www.google.com/url?q=https%3A%2F%2Fharbourherald.example%2F2021%2F06%2F07%2Fferries&sa=t".to_owned();
    let short = "https://news.google.com/rss/articles/CBMiXYZ?oc=5".to_owned();
    let lines: String = [("a", &archived), ("b", &linked), ("c", &short)]
        .iter()
        .map(|(id, url)| format!("{}\n", json!({"id": id, "url": url, "text": "The ferries stood still.", "source": "Harbour Herald"})))
        .collect();
    fs::write(&path, lines).expect("written");
    let (articles, outcome) = extract(&[&path.display().to_string()]);
    assert_eq!((&articles[0]["url"], &articles[1]["url"]), (&json!(URL), &json!(URL)));
    assert_eq!(articles[0]["first_seen"], "2021-06-08T06:00:00Z");
    assert!(articles[1]["first_seen"].is_null() && articles[2]["url"].is_null());
    assert!(articles[..2].iter().all(|a| a["source"] == "harbourherald.example"), "{articles:?}");
    assert!(outcome.stderr.contains("leads to a page without naming it"), "{}", outcome.stderr);
}

#[test]
fn an_item_of_google_news_is_its_outlets() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("google.xml");
    let feed = "<rss version='2.0'><channel><title>ferries - Google News</title><link>https://news.google.com/search?q=ferries</link><item><title>Ferry crews stop work in Halvik - Harbour Herald</title><link>https://news.google.com/rss/articles/CBMiXYZ?oc=5</link><guid isPermaLink='false'>CBMiXYZ</guid><pubDate>Mon, 07 Jun 2021 07:12:00 GMT</pubDate><source url='https://www.harbourherald.example'>Harbour Herald</source></item></channel></rss>";
    fs::write(&path, feed).expect("written");
    let (articles, _) = extract(&[&path.display().to_string()]);
    assert_eq!(articles[0]["source"], "harbourherald.example");
    assert!(articles[0]["url"].is_null());
}

#[test]
fn a_path_into_nested_fields_can_be_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("nested.json");
    let record = json!([{"meta": {"words": ["The ferries stood still."], "by": {"paper": "Harbour Herald"}}}, {"meta": {"words": ["They sail again."]}}]);
    fs::write(&path, record.to_string()).expect("written");
    let path = path.display().to_string();
    let fields = ["--field", "text=meta.words", "--field", "source=meta.by.paper"];
    let (articles, outcome) = extract(&[&[path.as_str()], &fields[..]].concat());
    assert_eq!((articles.len(), outcome.stderr.as_str()), (2, ""));
    assert_eq!(articles.iter().filter(|a| a["source"] == "Harbour Herald").count(), 1);
}

#[test]
fn broken_ones_say_what_is_wrong() {
    for (file, read, says) in [
        (
            "newsml-g2.xml",
            1,
            "newsml-g2.xml:4: is an item without text|newsml-g2.xml:5: ends prematurely here|`published` `2021-06-31T09:12:00Z`",
        ),
        ("newsml-1.xml", 0, "newsml-1.xml:2: is an item without text"),
        ("nitf.xml", 0, "nitf.xml:3: is an item without text"),
        ("ninjs.json", 0, "is a ninjs picture without text"),
        ("claims.json", 0, "is a list of claims with their reviews (ClaimReview)"),
        ("short-link.json", 1, "`url` `https://bit.ly/3ferry` leads to a page without naming it"),
        ("cut.mhtml", 0, "is MHTML without the page at its Snapshot-Content-Location"),
        (
            "page.webarchive",
            0,
            "unsupported format: Safari web archive\nhint: save the page as Page Source",
        ),
    ] {
        let (articles, outcome) = extract(&[&format!("tests/bad/{file}")]);
        assert_eq!(articles.len(), read, "{file}: {}", outcome.stderr);
        for part in says.split('|') {
            assert!(outcome.stderr.contains(part), "{file}: {}", outcome.stderr);
        }
    }
}
