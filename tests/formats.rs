//! Every format and export that can be read, one small file each, and the limits that hostile input
//! runs into.

mod support;

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use polars::prelude::*;
use serde_json::Value;
use support::run;

/// Time limit for each hostile input; each runs in a process of its own. Judgement.
const LONGEST: Duration = Duration::from_secs(2);

fn extract(arguments: &[&str]) -> (Vec<Value>, support::Outcome) {
    let mut all = vec!["extract"];
    all.extend(arguments);
    all.extend(["--sources", "tests/sources.toml"]);
    let outcome = run(&all, "");
    (outcome.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect(), outcome)
}

const TITLE: &str = "Ferry crews stop work in Halvik";
const URL: &str = "https://harbourherald.example/2021/06/07/ferries";

#[test]
fn every_form_says_the_same() {
    for (file, full, time) in [
        ("news-please.json", true, false),
        ("newspaper4k.json", true, true),
        ("trafilatura.json", true, false),
        ("webz.json", true, true),
        ("media-cloud.csv", false, false),
        ("gdelt.csv", false, false),
        ("gdelt.json", false, false),
        ("schema-org.json", true, true),
        ("feed.json", true, true),
        ("rss.xml", true, true),
        ("atom.xml", true, true),
        ("page.html", true, true),
        ("page.warc", true, true),
        ("table.csv", true, true),
    ] {
        let (articles, outcome) = extract(&[&format!("tests/formats/{file}")]);
        assert_eq!((outcome.code, articles.len(), outcome.stderr.as_str()), (0, 1, ""), "{file}");
        let a = &articles[0];
        // For a page that was only saved, the host that served it is unknown: its URL is only its
        // own claim.
        let address = if file == "page.html" { "canonical" } else { "url" };
        assert_eq!(
            (a["title"].as_str(), a[address].as_str()),
            (Some(TITLE), Some(URL)),
            "{file}: {a}"
        );
        let published = a["published"].as_str().unwrap_or_default();
        assert_eq!(
            published,
            if time { "2021-06-07T09:12:00+02:00" } else { "2021-06-07" },
            "{file}: {a}"
        );
        let text = a["text"].as_str().expect("a text");
        if full {
            assert_eq!(text.lines().count(), 2, "{file}: {text}");
            assert!(
                text.starts_with("The ferries of Halvik") && text.ends_with("on Friday night."),
                "{file}: {text}"
            );
            assert_eq!(a["authors"], serde_json::json!(["Jane Writer"]), "{file}");
        } else {
            assert_eq!(text, TITLE, "{file}");
        }
    }
}

#[test]
fn a_page_gives_captions_times_and_where_they_were_read() {
    let (articles, _) = extract(&["tests/formats/page.html"]);
    let a = &articles[0];
    assert_eq!(
        a["captions"],
        serde_json::json!(["A ferry at the quay of Halvik on Monday. Photo: Ola Berg"])
    );
    assert_eq!(
        (a["published_basis"].as_str(), a["modified"].as_str()),
        (Some("jsonld"), Some("2021-06-07T12:00:00+02:00"))
    );
    assert_eq!((a["id"].as_str(), a["language"].as_str()), (Some("page"), Some("en")));
    let (articles, _) = extract(&["tests/formats/page.warc"]);
    assert_eq!(articles[0]["first_seen"].as_str(), Some("2021-06-08T06:00:00Z"));
}

#[test]
fn parquet_is_read_and_hostile_parquet_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table.parquet");
    let authors = Series::new(
        "authors".into(),
        [Series::new("".into(), ["Jane Writer"]), Series::new("".into(), ["A", "B"])],
    );
    let mut frame =
        df!("id" => ["a", "b"], "text" => [Some("The ferries stood still all day."), None], "date" => ["2021-06-07", "2021-06-08"])
            .expect("a frame");
    frame.with_column(authors.into()).expect("a column");
    ParquetWriter::new(fs::File::create(&path).expect("created"))
        .finish(&mut frame)
        .expect("written");
    let (articles, outcome) = extract(&[&path.display().to_string()]);
    assert_eq!(
        (articles.len(), articles[0]["published"].as_str()),
        (1, Some("2021-06-07")),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains(":2: has no `text`"), "{}", outcome.stderr);
    let bytes = fs::read(&path).expect("read");
    // The footer precedes its length and the last four bytes: each of its bytes is inverted in
    // turn.
    let footer =
        u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().expect("four bytes"))
            as usize;
    let start = bytes.len() - 8 - footer;
    let mut names = Vec::new();
    for (n, at) in (start..bytes.len()).chain(0..start).step_by(7).enumerate() {
        let mut broken = bytes.clone();
        broken[at] ^= 0xff;
        let name = folder.path().join(format!("broken-{n}.parquet"));
        fs::write(&name, broken).expect("written");
        names.push(name);
    }
    fs::remove_file(&path).expect("removed");
    let began = Instant::now();
    let outcome = run(&["extract", &folder.path().display().to_string()], "");
    assert!(matches!(outcome.code, 0 | 3), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    assert!(began.elapsed() < LONGEST * 5, "{:?}", began.elapsed());
}

#[test]
fn other_character_sets_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let words =
        "Die Fähren in Halvik stehen still, und die Straße zum Hafen ist für den Verkehr gesperrt.";
    let latin: Vec<u8> =
        words.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(words.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(place("latin.txt"), &latin).expect("written");
    fs::write(place("utf16.txt"), utf16).expect("written");
    fs::write(
        place("lines.jsonl"),
        [
            b"{\"id\":\"j\",\"text\":\"",
            latin.as_slice(),
            b"\"}\n{\"id\":\"k\",\"text\":\"plain\"}\n",
        ]
        .concat(),
    )
    .expect("written");
    fs::write(
        place("page.html"),
        [b"<html><meta charset=utf-8><body><p>", latin.as_slice(), b"</p></body></html>"].concat(),
    )
    .expect("written");
    let (articles, outcome) = extract(&[&folder.path().display().to_string()]);
    assert_eq!(outcome.stderr, "");
    let good = articles.iter().filter(|a| a["text"] == words).count();
    assert_eq!((good, articles.len()), (4, 5), "{articles:#?}");
}

/// Returns a page around the given content.
fn page(inside: &str) -> Vec<u8> {
    format!("<html><body>{inside}<p>The ferries of Halvik stood still on Monday, and the quays were empty from the morning on.</p></body></html>").into_bytes()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("packed");
    packer.finish().expect("packed")
}

#[test]
fn hostile_input_takes_no_longer_than_two_seconds() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = format!(
        "{{\"id\":\"a\",\"text\":\"{}\"}}\n{{\"id\":\"b\",\"text\":\"short\"}}\n",
        "x".repeat(50 << 20)
    );
    // (name, bytes, articles, expected text on standard error)
    let cases: Vec<(&str, Vec<u8>, usize, &str)> = vec![
        ("deep.html", page(&"<div>".repeat(100_000)), 1, ""),
        ("lists.html", page(&"<ul><li>".repeat(64_000)), 1, ""),
        ("formats.html", page(&(0..50_000).map(|i| format!("<font size={i}><p>")).collect::<String>()), 1, ""),
        ("tables.html", page(&"<table><tr><td>".repeat(50_000)), 1, ""),
        ("nodes.html", page(&"<i></i>".repeat(500_000)), 0, "has more than 300000 nodes"),
        ("attributes.html", page(&format!("<p{}>", (0..200_000).map(|i| format!(" a{i}=1")).collect::<String>())), 0, "attributes"),
        (
            "teasers.html",
            page(&"<div class='related comment'><h2><a href=x>A teaser of another story</a></h2></div>".repeat(40_000)),
            1,
            "",
        ),
        ("large.html", page(&"x".repeat(100 << 20)), 0, "is longer than 20 MiB"),
        ("data.html", page(&format!("<script type=application/ld+json>{}</script>", "[".repeat(2_000_000))), 1, ""),
        ("line.jsonl", long.into_bytes(), 1, ":1: is longer than 20 MiB"),
        ("bomb.jsonl.gz", gzipped(&vec![b'\n'; 400 << 20]), 0, "unpacks to more than 100 times its size"),
        ("bomb.txt.zst", zstd::encode_all(&*vec![b' '; 400 << 20], 1).expect("packed"), 0, "is longer than 20 MiB"),
        ("quote.csv", [&b"id,text\na,\"open\n"[..], &b"b,c\n".repeat(8 << 20)].concat(), 0, "quotation mark"),
        (
            "cookies.html",
            b"<html><body><div class='cookie-consent'><p>We value your privacy.</p><button>Accept</button></div></body></html>".to_vec(),
            1,
            "",
        ),
    ];
    for (name, bytes, articles, says) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let began = Instant::now();
        let (found, outcome) = extract(&[&path.display().to_string()]);
        let took = began.elapsed();
        assert_eq!(found.len(), articles, "{name}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(says), "{name}: {}", outcome.stderr);
        assert!(took < LONGEST, "{name}: {took:?}");
        fs::remove_file(&path).expect("removed");
    }
}

#[test]
fn walls_of_consent_are_no_copies_of_one_another() {
    let folder = tempfile::tempdir().expect("a folder");
    for outlet in ["a", "b", "c"] {
        let page = format!(
            "<html><head><title>Before you go on</title><link rel=canonical href='https://outlet-{outlet}.example/news/story'>\
             <meta property=article:published_time content=2021-06-07T0{}:12:00Z></head><body><main><h1>We value your privacy</h1><p>We and \
             our 842 partners store or access information on a device, such as cookies, and process personal data, such as unique identifiers \
             and standard information sent by a device, for personalised advertising and content.</p><p>With your permission we and our partners \
             may use precise geolocation data. You may click to consent to our and our partners' processing as described above.</p></main></body></html>",
            outlet.bytes().map(|b| b - b'a').sum::<u8>()
        );
        fs::write(folder.path().join(format!("{outlet}.html")), page).expect("written");
    }
    let out = tempfile::tempdir().expect("a folder");
    let outcome = run(
        &[
            "report",
            &folder.path().display().to_string(),
            "--out",
            &out.path().display().to_string(),
        ],
        "",
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rows = |table: &str| {
        fs::read_to_string(out.path().join(format!("all/{table}.csv"))).expect("read")
    };
    assert_eq!(rows("pairs").lines().count(), 1, "{}", rows("pairs"));
    assert_eq!(rows("articles").matches("no_body").count(), 3);
}

#[test]
fn pages_that_say_why_there_is_no_story_are_no_copies_of_one_another() {
    let notices = [
        "Sorry, the page you are looking for could not be found. It may have been moved, renamed or deleted.</p><p>Please check the address or use the search box to find what you are looking for.",
        "You don't have permission to access this page on this server. If you believe this is an error, please contact the administrator.",
        "We recognize you are attempting to access this website from a country belonging to the European Economic Area, and therefore access cannot be granted at this time.",
        "Our website is currently undergoing scheduled maintenance. We should be back shortly. Thank you for your patience.",
        "You have reached your limit of free articles this month. Subscribe now for unlimited access to all of our journalism, on any device.",
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (n, notice) in notices.iter().enumerate() {
        for outlet in ["a", "b"] {
            let link =
                format!("<link rel=canonical href='https://outlet-{outlet}.example/news/{n}'>");
            let page = format!(
                "<html><head><title>Sorry</title>{link}</head><body><main><h1>Sorry</h1><p>{notice}</p></main></body></html>"
            );
            fs::write(folder.path().join(format!("{n}{outlet}.html")), page).expect("written");
        }
    }
    let out = tempfile::tempdir().expect("a folder");
    let outcome = run(
        &[
            "report",
            &folder.path().display().to_string(),
            "--out",
            &out.path().display().to_string(),
        ],
        "",
    );
    assert!(outcome.code == 0 && outcome.stderr.contains("no copies"), "{}", outcome.stderr);
}

#[test]
fn a_file_of_nothing_but_rejects_is_given_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = "1\n".repeat(2 << 20);
    let list = format!("{{\"articles\":[{}{{}}]}}", "{},".repeat(1 << 20));
    let items = format!("<rss><channel>{}</channel></rss>", "<item></item>".repeat(600_000));
    let good = "{\"text\":\"The ferries of Halvik stood still.\"}\n";
    for (name, text, articles) in [
        ("lines.jsonl", lines, 0),
        ("rows.csv", format!("id,text\n{}", "a\n".repeat(2 << 20)), 0),
        ("list.json", list, 0),
        ("items.xml", items, 0),
        // One readable record is kept, even if most are unreadable.
        ("one.jsonl", format!("{good}{}", "1\n".repeat(200_000)), 1),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        let out = folder.path().join("out").display().to_string();
        let beside = folder.path().join("beside.txt");
        fs::write(&beside, "The ferries of Halvik stood still, and the quays were empty.")
            .expect("written");
        let began = Instant::now();
        let outcome = run(
            &["report", &path.display().to_string(), &beside.display().to_string(), "--out", &out],
            "",
        );
        assert_eq!(outcome.code, 0, "{name}: {}", outcome.stderr);
        assert!(began.elapsed() < LONGEST * 2, "{name}: {:?}", began.elapsed());
        let summary: Value = serde_json::from_slice(
            &fs::read(folder.path().join("out/all/summary.json")).expect("read"),
        )
        .expect("JSON");
        let n = |key: &str| summary[key].as_u64().expect("a number");
        assert_eq!(
            (n("articles"), n("records")),
            (articles + 1, n("articles") + n("rejected") + n("repeats")),
            "{name}"
        );
        assert!((100_001..=100_003).contains(&n("rejected")), "{name}: {}", n("rejected"));
        let rejects = fs::read_to_string(folder.path().join("out/all/rejects.csv")).expect("read");
        assert!(rejects.contains("is skipped"), "{name}");
    }
}

#[test]
fn limits_can_be_raised() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.html");
    fs::write(&path, page(&"<i></i>".repeat(160_000))).expect("written");
    let path = path.display().to_string();
    assert_eq!(run(&["extract", &path, "--limit", "nodes=100K"], "").code, 3);
    assert_eq!(run(&["extract", &path, "--limit", "nodes=400K"], "").code, 0);
    let wrong = run(&["extract", &path, "--limit", "pages=3"], "");
    assert!(wrong.code == 3 && wrong.stderr.contains("hint:"), "{}", wrong.stderr);
}

#[test]
fn every_record_is_an_article_a_reject_or_a_repeat() {
    let out = tempfile::tempdir().expect("a folder");
    let outcome = run(
        &[
            "report",
            "tests/formats",
            "tests/bad",
            "--sources",
            "tests/sources.toml",
            "--out",
            &out.path().display().to_string(),
        ],
        "",
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let summary: Value =
        serde_json::from_slice(&fs::read(out.path().join("all/summary.json")).expect("read"))
            .expect("JSON");
    let n = |key: &str| summary[key].as_u64().expect("a number");
    assert_eq!(n("records"), n("articles") + n("rejected") + n("repeats"));
    assert!(n("articles") >= 14);
}
