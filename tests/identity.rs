//! Which outlet an article belongs to: the host that served it decides, everything else is a claim.

mod support;

use std::fs;
use std::path::Path;

use support::{Row, run, table};

const STRANGER: &str = "honestpost.example";

/// Returns six stories of the corpus: titles and texts.
fn stories() -> Vec<(String, String)> {
    let of = |id: &str| {
        let value: serde_json::Value = serde_json::from_str(&support::records()[id]).expect("JSON");
        (
            value["title"].as_str().unwrap_or("A story").to_owned(),
            value["text"].as_str().expect("a text").to_owned(),
        )
    };
    [
        "oi-0607-strike",
        "ht-0608-library",
        "rs-0610-bees",
        "ip-0608-dam",
        "kb-0608-schoepfwerk",
        "tq-0607-strike",
    ]
    .map(of)
    .to_vec()
}

/// Returns the text with a word altered in each paragraph.
fn altered(text: &str) -> String {
    text.split("\n\n")
        .map(|p| p.replacen(" the ", " no ", 1).replacen(" und ", " kaum ", 1))
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// Returns a record; fields with an empty value are left out.
fn record(id: &str, fields: &[(&str, &str)], text: &str) -> String {
    let mut record = serde_json::json!({"id": id, "text": text, "authors": ["Ann Honest"]});
    fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .for_each(|(name, value)| record[*name] = (*value).into());
    format!("{record}\n")
}

/// Returns the stories as published by their author.
fn own() -> String {
    let line = |(n, (title, text)): (usize, (String, String))| {
        let (url, day) = (
            format!("https://realwire.example/news/{n}"),
            format!("2021-06-{:02}T09:00:00Z", n + 1),
        );
        record(
            &format!("w-{n}"),
            &[("url", &url), ("title", &title), ("published", &day), ("first_seen", &day)],
            &text,
        )
    };
    stories().into_iter().enumerate().map(line).collect()
}

struct Report(tempfile::TempDir);

impl Report {
    /// Reports files, given by name and contents.
    fn of(files: &[(&str, String)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let input = folder.path().join("in");
        fs::create_dir(&input).expect("made");
        for (name, content) in files {
            fs::write(input.join(name), content).expect("written");
        }
        let out = folder.path().join("out").display().to_string();
        let outcome = run(
            &[
                "report",
                &input.display().to_string(),
                "--sources",
                "tests/sources.toml",
                "--out",
                &out,
            ],
            "",
        );
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        Self(folder)
    }

    fn rows(&self, name: &str) -> Vec<Row> {
        table(&self.0.path().join("out/all").join(format!("{name}.csv")))
    }

    fn articles(&self, column: &str, value: &str) -> Vec<Row> {
        self.rows("articles").into_iter().filter(|row| row[column] == value).collect()
    }

    /// Asserts that nothing is recorded about the outlet that so many articles claim to be from.
    fn leaves_the_stranger_alone(&self, claims: usize) {
        assert!(
            self.rows("sources").iter().all(|row| row["source_id"] != STRANGER),
            "no row in sources"
        );
        assert!(
            self.rows("flows")
                .iter()
                .all(|row| row["from_source"] != STRANGER && row["to_source"] != STRANGER),
            "nor in flows"
        );
        assert!(self.articles("source_id", STRANGER).is_empty());
        assert_eq!(self.articles("claimed_source", STRANGER).len(), claims, "the claim is shown");
    }
}

/// Returns a page that claims a URL.
fn page(n: usize, title: &str, text: &str) -> String {
    let paragraphs: String = text.split("\n\n").map(|p| format!("<p>{p}</p>")).collect();
    format!(
        "<html><head><title>{title}</title><link rel=canonical href='https://{STRANGER}/story/{n}'><meta property='og:site_name' content='Honest Post'><meta property='article:published_time' content='2021-06-20T10:00:00Z'></head><body><article><h1>{title}</h1><p>By Ann Honest</p>{paragraphs}</article></body></html>"
    )
}

#[test]
fn a_saved_page_is_not_whose_its_canonical_link_says() {
    let pages: Vec<(String, String)> = stories()
        .iter()
        .enumerate()
        .map(|(n, (title, text))| (format!("p{n}.html"), page(n, title, &altered(text))))
        .collect();
    let mut files = vec![("own.jsonl", own())];
    files.extend(pages.iter().map(|(name, content)| (name.as_str(), content.clone())));
    Report::of(&files).leaves_the_stranger_alone(6);
}

#[test]
fn a_canonical_link_to_another_outlet_makes_a_page_no_page_of_it() {
    let line = |(n, (title, text)): (usize, (String, String))| {
        let (url, canonical) =
            (format!("https://evil.example/{n}"), format!("https://{STRANGER}/x{n}"));
        record(
            &format!("e-{n}"),
            &[
                ("url", &url),
                ("canonical", &canonical),
                ("title", &title),
                ("published", "2021-06-20"),
            ],
            &altered(&text),
        )
    };
    let spoofed: String = stories().into_iter().enumerate().map(line).collect();
    let report = Report::of(&[("in.jsonl", own() + &spoofed)]);
    report.leaves_the_stranger_alone(6);
    assert_eq!(report.articles("source_id", "evil.example").len(), 6);
}

#[test]
fn what_a_feed_links_to_on_another_site_is_the_feed_s_own() {
    let items: String = stories()
        .iter()
        .enumerate()
        .map(|(n, (title, text))| format!("<item><title>{title}</title><link>https://{STRANGER}/story/{n}</link><guid>https://evil.example/{n}</guid><pubDate>Sun, 20 Jun 2021 10:00:00 GMT</pubDate><description>{}</description></item>", altered(text).replace(['<', '&'], " ")))
        .collect();
    let feed = |home: &str| {
        format!(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Evil</title><link>https://{home}/</link>{items}</channel></rss>"
        )
    };
    let report = Report::of(&[("own.jsonl", own()), ("feed.xml", feed("evil.example"))]);
    report.leaves_the_stranger_alone(6);
    assert_eq!(report.articles("source_id", "evil.example").len(), 6);
    let honest = Report::of(&[("own.jsonl", own()), ("feed.xml", feed(STRANGER))]);
    assert_eq!(honest.articles("source_id", STRANGER).len(), 6, "a feed of its own");
}

#[test]
fn a_name_counts_until_the_outlet_s_own_host_is_seen() {
    let named = |source: &str| -> String {
        let line = |(n, (title, text)): (usize, (String, String))| {
            record(
                &format!("n-{n}"),
                &[("source", source), ("title", &title), ("published", "2021-06-20T09:00:00Z")],
                &altered(&text),
            )
        };
        stories().into_iter().enumerate().map(line).collect()
    };
    for source in [STRANGER, "Honest Post", "Halvik Times"] {
        let report = Report::of(&[("in.jsonl", own() + &named(source))]);
        let id = if source == "Halvik Times" { "halvik-times" } else { source };
        let rows = report.articles("claimed_source", id);
        assert_eq!(
            (rows.len(), rows.iter().filter(|row| row["source_id"] == id).count()),
            (6, 6),
            "{source}: all that is known of it"
        );
        let of_host = if id == "halvik-times" { "halviktimes.example" } else { STRANGER };
        let more = record(
            "host",
            &[("url", &format!("https://{of_host}/a")), ("published", "2021-06-02")],
            &stories()[0].1.replace("the", "each"),
        );
        let report = Report::of(&[("in.jsonl", own() + &named(source) + &more)]);
        let counted = report
            .rows("sources")
            .into_iter()
            .find(|row| row["source_id"] == id || row["source_id"] == STRANGER)
            .expect("a row");
        if source != "Honest Post" {
            assert_eq!(counted["articles"], "1", "{source}: {counted:?}");
            assert_eq!(
                report
                    .articles("claimed_source", id)
                    .iter()
                    .filter(|row| row["source_id"].is_empty())
                    .count(),
                6
            );
        }
    }
}

#[test]
fn claims_teach_nothing_of_an_outlet_s_furniture() {
    // Each paragraph of the honest outlet's stories, on pages that claim to be its own.
    let honest: String = stories()
        .iter()
        .enumerate()
        .map(|(n, (title, text))| {
            record(
                &format!("hp-{n}"),
                &[
                    ("url", &format!("https://{STRANGER}/{n}")),
                    ("title", title),
                    ("published", "2021-06-07"),
                ],
                text,
            )
        })
        .collect();
    let paragraphs: Vec<String> = stories()
        .iter()
        .flat_map(|(_, text)| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let words = |files: &[(&str, String)]| -> Vec<String> {
        let rows = Report::of(files).rows("articles");
        rows.into_iter()
            .filter(|row| row["article_id"].starts_with("hp-"))
            .map(|row| row["words"].clone())
            .collect()
    };
    let alone = words(&[("in.jsonl", honest.clone())]);
    let filler = |n: usize, k: usize| {
        (0..40)
            .map(|w| format!("w{}", (n * 7_919 + k * 104_729 + w * 31) % 997))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let poison: String = (0..60)
        .map(|n| {
            let text = format!(
                "{}\n\n{}\n\n{}",
                filler(n, 1),
                paragraphs[n % paragraphs.len()],
                filler(n, 2)
            );
            record(&format!("z-{n}"), &[("source", STRANGER), ("published", "2021-06-09")], &text)
        })
        .collect();
    assert_eq!(words(&[("in.jsonl", honest.clone() + &poison)]), alone);
    let saved: Vec<(String, String)> = (0..12)
        .map(|n| {
            (
                format!("z{n}.html"),
                page(
                    n,
                    "Any",
                    &format!("{}\n\n{}\n\n{}", filler(n, 1), paragraphs[1], filler(n, 2)),
                ),
            )
        })
        .collect();
    let mut files = vec![("in.jsonl", honest)];
    files.extend(saved.iter().map(|(name, content)| (name.as_str(), content.clone())));
    assert_eq!(words(&files), alone);
}

#[test]
fn one_id_of_two_hosts_is_two_articles_in_a_run_and_in_an_archive() {
    let of = |host: &str, alter: bool| -> String {
        let line = |(n, (title, text)): (usize, (String, String))| {
            let text = if alter { altered(&text) } else { text };
            record(
                &format!("a-{n}"),
                &[
                    ("url", &format!("https://{host}/{n}")),
                    ("title", &title),
                    ("published", "2021-06-07"),
                ],
                &text,
            )
        };
        stories().into_iter().enumerate().map(line).collect()
    };
    let (honest, forged, repeated) =
        (of(STRANGER, false), of("forger.example", true), of("mirror.example", false));
    let report = Report::of(&[
        ("a.jsonl", honest.clone()),
        ("b.jsonl", forged.clone()),
        ("c.jsonl", repeated.clone()),
    ]);
    assert!(report.rows("rejects").is_empty());
    assert_eq!(report.rows("articles").len(), 18);
    assert!(
        report
            .rows("articles")
            .iter()
            .all(|row| !row["flags"].contains("revision") && !row["flags"].contains("repeat"))
    );
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive").display().to_string();
    let report = |name: &str, input: &str| -> Vec<Row> {
        let out = folder.path().join(name).display().to_string();
        let outcome = run(
            &[
                "report",
                "-",
                "--sources",
                "tests/sources.toml",
                "--archive",
                &archive,
                "--out",
                &out,
            ],
            input,
        );
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        table(&Path::new(&out).join("all/articles.csv"))
    };
    assert_eq!(report("1", &honest).len(), 6);
    assert_eq!(report("2", &(forged.clone() + &repeated)).len(), 18);
    // All of it again in one run: everything is already known.
    let rows = report("3", &(honest + &forged + &repeated));
    assert_eq!(
        rows.len(),
        18,
        "{:?}",
        rows.iter().map(|row| row["article_id"].clone()).collect::<Vec<_>>()
    );
    let own: Vec<&Row> = rows.iter().filter(|row| row["source_id"] == STRANGER).collect();
    assert!(
        own.iter().all(|row| !row["article_id"].contains('@')),
        "who was first has the id: {own:?}"
    );
}

/// Returns a page whose file says of itself, as SingleFile would, that it was saved at an address.
fn noted(url: &str, title: &str, text: &str) -> String {
    let paragraphs: String = text.split("\n\n").map(|p| format!("<p>{p}</p>")).collect();
    format!(
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: {url} \n saved date: Sun Jun 20 2021 08:00:00 GMT+0200 (CEST)\n--><head><title>{title}</title><meta property='article:published_time' content='2021-06-20T06:00:00Z'></head><body><article><h1>{title}</h1><p>By Ann Honest</p>{paragraphs}</article></body></html>"
    )
}

#[test]
fn nothing_is_held_against_an_outlet_for_what_files_say_of_themselves() {
    let records = support::records();
    let week = || {
        ["week23.jsonl", "late.jsonl"].map(|name| {
            let text = fs::read_to_string(Path::new("tests/corpus").join(name)).expect("read");
            (name, text)
        })
    };
    let story = |id: &str| -> (String, String) {
        let value: serde_json::Value = serde_json::from_str(&records[id]).expect("JSON");
        let text = value["text"].as_str().expect("a text").replace("(NWA) — ", "");
        (value["title"].as_str().unwrap_or_default().to_owned(), altered(&text))
    };
    let before = Report::of(&week());
    // The first of the two has pages of its own in the run, the second has none.
    for (host, id) in [("inlandpost.example", "inland-post"), (STRANGER, STRANGER)] {
        let mut files = week().to_vec();
        let pages = ["nwa-0607-strike", "nwa-0607-strike-2", "nwa-0611-brennick"].map(story);
        for (name, (n, (title, text))) in
            ["a.html", "b.html", "c.html"].into_iter().zip(pages.iter().enumerate())
        {
            files.push((name, noted(&format!("https://{host}/story-{n}"), title, text)));
        }
        let after = Report::of(&files);
        let row = |report: &Report| {
            let mut rows = report.rows("sources").into_iter();
            rows.find(|row| row["source_id"] == id)
        };
        match (row(&before), row(&after)) {
            (Some(before), Some(after)) => {
                for column in ["articles", "score", "grade", "attributed_of", "drift_of"] {
                    assert_eq!(before[column], after[column], "{id}: {column}");
                }
            }
            (_, Some(row)) => {
                for column in ["score", "grade", "attributed_rate", "drift_rate"] {
                    assert_eq!(row[column], "", "{id}: {column}");
                }
            }
            (_, None) => {}
        }
        let copies = after.rows("articles");
        for copy in
            copies.iter().filter(|row| ["a", "b", "c"].contains(&row["article_id"].as_str()))
        {
            assert_eq!(copy["score"].parse(), Ok(100.0), "{copy:?}");
            assert!(copy["flags"].contains("dates_only"), "{}", copy["flags"]);
        }
        for finding in after.rows("findings") {
            let of = |column: &str| {
                ["a", "b", "c"].contains(&finding.get(column).map_or("", String::as_str))
            };
            let is_of = of("article_id") || of("copy") || of("other_id") || of("original");
            assert!(!is_of || finding["status"] != "charged", "{finding:?}");
        }
    }
}
