//! Tests the program from the outside: the fictional corpus, bad input, bad settings, identical
//! output on repeated runs.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use support::{Row, run, table};

const COPYING: [&str; 7] =
    ["identical", "republished", "edited", "excerpt", "spun", "rewritten", "summary"];

/// Pairs of the corpus that the program still gets wrong: each is a same event described with few
/// common names, or a copy of a copy.
const MISSED: [(&str, &str); 20] = [
    ("bh-page-cranes", "md-0612-brief"),
    ("bh-page-cranes", "nwa-0611-brennick"),
    ("bh-page-cranes", "sc-0611-brennick"),
    ("dbc-strike", "fg-0610-opinion"),
    ("dbc-strike", "md-0612-brief"),
    ("dbc-strike", "oi-0607-strike"),
    ("dbc-strike", "tq-0607-strike"),
    ("fg-0607-strike", "oi-0607-strike"),
    ("ht-0607-strike", "oi-0607-strike"),
    ("ip-0608-strike", "md-0612-brief"),
    ("ip-0608-strike", "nwa-0607-strike-2"),
    ("ip-0608-strike", "oi-0607-strike"),
    ("md-0612-brief", "nwa-0607-strike-2"),
    ("md-0612-brief", "oi-0607-strike"),
    ("md-0612-brief", "tq-0607-strike"),
    ("nwa-0607-strike", "oi-0607-strike"),
    ("nwa-0607-strike-2", "oi-0607-strike"),
    ("oi-0607-strike", "rs-0607-strike"),
    ("oi-0607-strike", "sc-0607-strike"),
    ("oi-0607-strike", "tq-0607-strike"),
];

fn report(out: &Path, inputs: &[&str], more: &[&str]) -> support::Outcome {
    let mut arguments = vec!["report"];
    arguments.extend(inputs);
    let out = out.display().to_string();
    arguments.extend(["--sources", "tests/sources.toml", "--out", &out]);
    arguments.extend(more);
    run(&arguments, "")
}

fn corpus() -> tempfile::TempDir {
    let out = tempfile::tempdir().expect("a folder");
    let outcome = report(out.path(), &["tests/corpus"], &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    out
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
        .map(|p| {
            (
                p.file_name().expect("a name").to_string_lossy().into_owned(),
                fs::read(&p).expect("read"),
            )
        })
        .collect()
}

#[test]
fn the_committed_report_is_what_the_readme_command_writes() {
    let out = corpus();
    let (fresh, committed) = (files(&out.path().join("all")), files(Path::new("reports/all")));
    assert_eq!(fresh.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, bytes) in &fresh {
        assert!(
            committed[name] == *bytes,
            "reports/all/{name} is stale; run the README's first command and commit what it writes"
        );
    }
}

#[test]
fn the_readme_shows_the_summary_that_the_program_prints() {
    let out = tempfile::tempdir().expect("a folder");
    let printed = report(out.path(), &["tests/corpus"], &[]).stderr;
    let readme = fs::read_to_string("README.md").expect("README.md");
    let shown = readme
        .split("<!-- summary -->")
        .nth(1)
        .and_then(|r| r.split("```text\n").nth(1))
        .and_then(|r| r.split("```").next())
        .expect("a marked block");
    let without_place = |text: &str| {
        text.lines().filter(|l| !l.starts_with("tables in")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(without_place(shown), without_place(&printed));
}

#[test]
fn verdicts_on_the_corpus_are_those_that_a_reader_would_sign() {
    let out = corpus();
    let pairs: BTreeMap<(String, String), Row> = table(&out.path().join("all/pairs.csv"))
        .into_iter()
        .map(|r| ((r["article_a"].clone(), r["article_b"].clone()), r))
        .collect();
    let (mut wrong, mut named) = (Vec::new(), 0);
    for want in table(Path::new("tests/expected.csv")) {
        let key = (want["article_a"].clone(), want["article_b"].clone());
        let relation = pairs.get(&key).map_or("unrelated", |r| r["relation"].as_str());
        let original = pairs.get(&key).map_or("", |r| r["original"].as_str());
        let allowed: BTreeSet<&str> = want["relation"].split('|').collect();
        let missed = MISSED.contains(&(key.0.as_str(), key.1.as_str()));
        // Missing a copy is tolerated for these pairs; calling something a copy that is not one
        // never is.
        if COPYING.contains(&relation) && allowed.iter().all(|r| !COPYING.contains(r)) {
            wrong.push(format!("{key:?} is accused: {relation}"));
        } else if !allowed.contains(relation) && !missed {
            wrong.push(format!("{key:?} is {relation}, not {}", want["relation"]));
        } else if !want["original"].is_empty()
            && !original.is_empty()
            && original != want["original"]
        {
            wrong.push(format!("{key:?}: the original is said to be {original}"));
        } else {
            named += usize::from(!missed);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(named >= 72, "{named}");
}

#[test]
fn planted_alterations_are_shown_with_both_wordings_at_their_offsets() {
    let out = corpus();
    let drift = table(&out.path().join("all/drift.csv"));
    let texts = support::texts();
    for row in &drift {
        let span = |id: &str, start: &str, end: &str| -> String {
            let (start, end): (usize, usize) =
                (row[start].parse().expect("a number"), row[end].parse().expect("a number"));
            texts[&row[id]].chars().skip(start).take(end - start).collect()
        };
        assert_eq!(
            row["original_text"].trim_start_matches('\''),
            span("original_id", "original_start", "original_end").trim_start_matches('\'')
        );
        assert_eq!(
            row["copy_text"].trim_start_matches('\''),
            span("copy_id", "copy_start", "copy_end").trim_start_matches('\'')
        );
    }
    let mut missing = Vec::new();
    for want in table(Path::new("tests/expected-drift.csv")) {
        let words = |t: &str| {
            t.to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| w.len() > 3)
                .map(str::to_owned)
                .collect::<BTreeSet<String>>()
        };
        let found = drift.iter().any(|r| {
            ["copy_id", "original_id", "kind"].iter().all(|k| r[*k] == want[*k])
                && words(&r["copy_text"]).intersection(&words(&want["copy_text"])).next().is_some()
                || r["kind"] == want["kind"] && r["copy_text"].contains(&want["copy_text"])
        });
        if !found {
            missing.push(format!("{} {}", want["kind"], want["copy_text"]));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn captions_are_judged_and_generic_ones_are_not_accused() {
    let out = corpus();
    let got: BTreeMap<(String, String), String> = table(&out.path().join("all/captions.csv"))
        .into_iter()
        .map(|r| ((r["article_id"].clone(), r["caption"].clone()), r["verdict"].clone()))
        .collect();
    for want in table(Path::new("tests/expected-captions.csv")) {
        assert_eq!(
            got.get(&(want["article_id"].clone(), want["caption"].clone())).map(String::as_str),
            Some(want["verdict"].as_str()),
            "{want:?}"
        );
    }
}

#[test]
fn versions_of_a_page_are_linked_and_are_no_copies() {
    let folder = tempfile::tempdir().expect("a folder");
    let paragraph = |n: usize| {
        format!(
            "The council of Halvik met on day {n} and spoke of ferry number {n} for {n} hours, as Jane Doe of quay {n} had asked it to do."
        )
    };
    let state = |from: usize| (from..from + 6).map(paragraph).collect::<Vec<_>>().join("\\n");
    let lines = [
        format!(
            r#"{{"id":"first","url":"https://www.herald.example/a/council","published":"2021-06-07T08:00:00Z","text":"{}"}}"#,
            state(0)
        ),
        format!(
            r#"{{"id":"later","url":"https://amp.herald.example/a/council.amp.html?utm_source=x","published":"2021-06-07T12:00:00Z","text":"{}"}}"#,
            state(1)
        ),
        format!(
            r#"{{"id":"named","source":"Other Courier","published":"2021-06-08T12:00:00Z","text":"{}"}}"#,
            state(20)
        ),
        format!(
            r#"{{"id":"paged","url":"https://othercourier.com/x","canonical":"https://othercourier.com/y","published":"2021-06-08","text":"{}"}}"#,
            state(40)
        ),
    ];
    let input = folder.path().join("in.jsonl");
    fs::write(&input, lines.join("\n")).expect("written");
    let outcome = report(folder.path(), &[&input.display().to_string()], &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let pairs = table(&folder.path().join("all/pairs.csv"));
    let pair = pairs
        .iter()
        .find(|p| p["article_a"] == "first" && p["article_b"] == "later")
        .expect("the two states");
    assert!(
        pair["relation"] == "edited" && pair["evidence"].contains("revision; same page"),
        "{pair:?}"
    );
    let articles: BTreeMap<String, Row> = table(&folder.path().join("all/articles.csv"))
        .into_iter()
        .map(|r| (r["article_id"].clone(), r))
        .collect();
    assert_eq!(articles["first"]["story_id"], articles["later"]["story_id"]);
    let named = &articles["named"];
    assert_eq!(
        (named["source_id"].as_str(), named["claimed_source"].as_str()),
        ("", "othercourier.com"),
        "its own host served another"
    );
    assert_eq!(articles["paged"]["url"], "https://othercourier.com/y");
    let sources = table(&folder.path().join("all/sources.csv"));
    let herald = sources.iter().find(|s| s["source_id"] == "herald.example").expect("a row");
    assert_eq!((herald["originals"].as_str(), herald["edited"].as_str()), ("1", "0"));
}

#[test]
fn a_bridge_does_not_weld_two_stories() {
    let out = corpus();
    let clusters: BTreeMap<String, String> = table(&out.path().join("all/articles.csv"))
        .into_iter()
        .map(|r| (r["article_id"].clone(), r["cluster_id"].clone()))
        .collect();
    assert_ne!(clusters["nwa-0607-strike"], clusters["nwa-0611-brennick"]);
    assert_ne!(clusters["nwa-0607-strike"], "");
}

#[test]
fn threads_and_the_order_of_the_inputs_change_no_byte() {
    let (one, two) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut inputs: Vec<String> = fs::read_dir("tests/corpus")
        .expect("the corpus")
        .map(|e| e.expect("an entry").path().display().to_string())
        .collect();
    inputs.sort();
    let forward: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let backward: Vec<&str> = forward.iter().rev().copied().collect();
    assert_eq!(report(one.path(), &forward, &["--threads", "1"]).code, 0);
    assert_eq!(report(two.path(), &backward, &["--threads", "2"]).code, 0);
    assert!(files(&one.path().join("all")) == files(&two.path().join("all")));
}

#[test]
fn bad_records_become_rejects_and_the_rest_is_read() {
    let out = tempfile::tempdir().expect("a folder");
    let outcome = report(out.path(), &["tests/bad"], &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rejects = table(&out.path().join("all/rejects.csv"));
    let at = |file: &str, line: &str, field: &str| {
        rejects
            .iter()
            .any(|r| r["path"].ends_with(file) && r["line"] == line && r["field"] == field)
    };
    for line in ["2", "3", "4", "5", "6", "7", "8", "14", "15", "21"] {
        assert!(at("broken.jsonl", line, ""), "line {line}: {rejects:#?}");
    }
    for (line, field) in [
        ("10", "authors"),
        ("11", "published"),
        ("12", "published"),
        ("13", "published"),
        ("20", "title"),
    ] {
        assert!(at("broken.jsonl", line, field), "line {line} {field}");
    }
    for (file, line) in
        [("empty.txt", ""), ("blank.jsonl", ""), ("binary.dat", ""), ("truncated.jsonl.gz", "9")]
    {
        assert!(at(file, line, ""), "{file}: {rejects:#?}");
    }
    assert!(
        rejects.iter().any(|r| r["field"] == "id" && r["reason"].contains("taken by another text"))
    );
    let ids: BTreeSet<String> = table(&out.path().join("all/articles.csv"))
        .into_iter()
        .map(|r| r["article_id"].clone())
        .collect();
    assert!(ids.contains("ok-2") && ids.contains("cut-01") && ids.contains("cut-08"));
    let summary: serde_json::Value =
        serde_json::from_slice(&fs::read(out.path().join("all/summary.json")).expect("read"))
            .expect("JSON");
    let n = |key: &str| summary[key].as_u64().expect("a number");
    assert_eq!(
        n("records"),
        n("articles") + n("rejected") + n("repeats"),
        "every record is an article, a reject or a repeat"
    );
}

#[test]
fn what_stops_a_run_stops_it_before_it_begins() {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().join("reports");
    let broken = out.path().join("broken.toml");
    fs::write(&broken, "[[source]]\nid = \"a\"\nname = \"A\"\nkind = \"blog\"\n").expect("written");
    let empty = out.path().join("empty");
    fs::create_dir(&empty).expect("made");
    let file = out.path().join("file");
    fs::write(&file, "").expect("written");
    let (broken, empty, file, place_text) = (
        broken.display().to_string(),
        empty.display().to_string(),
        file.display().to_string(),
        place.display().to_string(),
    );
    for (arguments, says) in [
        (vec!["report", "no/such/file.jsonl"], "cannot be read"),
        (vec!["report", "tests/*.nothing"], "no files found"),
        (vec!["report", empty.as_str()], "no files found"),
        (
            vec!["report", "tests/corpus", "--sources", broken.as_str()],
            "broken.toml:4:8: unknown kind of source `blog`",
        ),
        (
            vec!["report", "tests/corpus", "--sources", "no-such.toml"],
            "cannot read the source list",
        ),
        (
            vec!["report", "tests/corpus", "--field", "texts=body"],
            "`texts=body` is not NAME=COLUMN",
        ),
        (vec!["report", "tests/corpus", "--out", file.as_str()], "cannot be written"),
        (vec!["score", "tests/corpus"], "not one"),
    ] {
        let mut all = arguments.clone();
        if arguments[0] == "report" && !arguments.contains(&"--out") {
            all.extend(["--out", place_text.as_str()]);
        }
        let outcome = run(&all, "");
        assert_eq!(outcome.code, 3, "{arguments:?}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains(says) && outcome.stderr.contains("hint:"),
            "{arguments:?}: {}",
            outcome.stderr
        );
        assert!(outcome.stdout.is_empty());
    }
    assert!(!place.join("all").exists());
    assert_eq!(run(&["report"], "").code, 2);
    assert_eq!(run(&["report", "tests/corpus", "--week", "2021-W60"], "").code, 2);
}

#[test]
fn a_run_without_a_single_article_leaves_the_last_report() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(report(out.path(), &["tests/corpus"], &[]).code, 0);
    let before = files(&out.path().join("all"));
    let outcome = report(out.path(), &["tests/bad/binary.dat"], &[]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(files(&out.path().join("all")) == before);
}

#[test]
fn an_interrupted_run_leaves_the_last_report_and_nothing_half_written() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(report(out.path(), &["tests/corpus"], &[]).code, 0);
    let before = files(&out.path().join("all"));
    let many = out.path().join("many.jsonl");
    let lines: String = (0..20_000)
        .map(|i| {
            format!(
                "{{\"id\":\"n{i}\",\"text\":\"{}\"}}\n",
                (0..200)
                    .map(|w| format!("word{} ", (i * 31 + w * w * 7) % 9973))
                    .collect::<String>()
            )
        })
        .collect();
    fs::write(&many, lines).expect("written");
    let mut child = support::spawn(&[
        "report",
        &many.display().to_string(),
        "--sources",
        "tests/sources.toml",
        "--out",
        &out.path().display().to_string(),
    ]);
    let beside = || {
        fs::read_dir(out.path())
            .expect("read")
            .filter_map(Result::ok)
            .any(|e| e.file_name().to_string_lossy().contains(".partial-"))
    };
    for _ in 0..2000 {
        if beside() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(beside(), "the run never began to write");
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &child.id().to_string()])
            .status()
            .expect("kill")
            .success()
    );
    let status = child.wait().expect("ended");
    assert!(!status.success());
    assert!(!beside());
    assert!(files(&out.path().join("all")) == before);
}

#[test]
fn a_week_keeps_its_articles_and_counts_no_undated_ones() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(report(out.path(), &["tests/corpus"], &["--week", "2021-W23"]).code, 0);
    let articles = table(&out.path().join("2021-W23/articles.csv"));
    assert!(articles.iter().all(|r| r["published"].is_empty()
        || r["published_basis"] != "field"
        || ("2021-06-07".."2021-06-14").contains(&&r["published"][..10])));
    assert!(
        articles
            .iter()
            .any(|r| r["article_id"] == "dbc-strike" && r["flags"].contains("not_counted"))
    );
    assert!(!articles.iter().any(|r| r["article_id"] == "ip-0614-dam"));
}

#[test]
fn parquet_tables_hold_the_same_rows() {
    use polars::prelude::*;
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(report(out.path(), &["tests/corpus"], &["--format", "parquet"]).code, 0);
    let file = fs::File::open(out.path().join("all/pairs.parquet")).expect("opened");
    let frame = ParquetReader::new(file).finish().expect("Parquet");
    assert_eq!(frame.height(), table(Path::new("reports/all/pairs.csv")).len());
}

#[test]
fn score_tells_what_a_new_article_is() {
    let articles = support::records();
    let spun = &articles["dbc-strike"];
    let outcome = run(
        &[
            "score",
            "-",
            "--against",
            "tests/corpus/week23.jsonl",
            "--sources",
            "tests/sources.toml",
            "--json",
        ],
        spun,
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let json: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    for key in [
        "schema", "article", "verdict", "nearest", "drift", "captions", "credit", "source",
        "score", "reasons", "profile",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["verdict"]["relation"], "spun");
    let of = |name: &str| json["profile"][name][1].as_u64();
    assert!(of("named_sources").is_some_and(|of| of > 5), "{}", json["profile"]);
    assert_eq!(json["verdict"]["original"], "nwa-0607-strike");
    assert!(
        json["drift"].as_array().expect("a list").iter().filter(|d| d["kind"] == "quote").count()
            >= 3
    );
    assert!(json["score"].as_f64().expect("a number") < 60.0);
    let people = run(
        &[
            "score",
            "-",
            "--against",
            "tests/corpus/week23.jsonl",
            "--sources",
            "tests/sources.toml",
        ],
        spun,
    );
    assert!(
        people.stdout.starts_with("dbc-strike: spun from nwa-0607-strike"),
        "{}",
        people.stdout
    );
    let alone = run(&["score", "-", "--sources", "tests/sources.toml"], spun);
    assert!(alone.stdout.contains("not compared with anything"), "{}", alone.stdout);
}

#[test]
fn extract_prints_what_was_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("one.jsonl").display().to_string();
    let text = "By Jane Doe\nHALVIK (NWA) — The ferries stood still on Monday, and the quays were empty all day long.\nFerry crews at the quay. (Photo: Ola Berg)";
    let record = serde_json::json!({"id": "a", "url": "https://ht.example/2021/06/07/a", "title": "Still\u{1b}[31m", "text": text,
        "captions": "A ferry.", "language": "en"});
    fs::write(&file, format!("{record}\n{{\"id\":\"b\"}}\n")).expect("written");
    let outcome = run(&["extract", &file, "--sources", "tests/sources.toml"], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(":2: has no `text`"), "{}", outcome.stderr);
    let lines: Vec<serde_json::Value> =
        outcome.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(lines.len(), 1);
    let a = &lines[0];
    assert_eq!(
        (a["path"].as_str(), a["id"].as_str(), a["text"].as_str()),
        (Some(file.as_str()), Some("a"), Some(text))
    );
    assert_eq!(
        (a["published"].as_str(), a["published_basis"].as_str()),
        (Some("2021-06-07"), Some("url"))
    );
    assert_eq!(
        (&a["authors"], &a["credit"]),
        (&serde_json::json!(["Jane Doe"]), &serde_json::json!("nwa"))
    );
    assert_eq!(a["captions"][0], "A ferry.");
    assert_eq!(a["blocks"][0], serde_json::json!([0, "byline", "By Jane Doe"]));
    assert!(!outcome.stdout.contains('\u{1b}'));
    assert_eq!(run(&["extract", "tests/bad/binary.dat"], "").code, 3);
}

#[test]
fn diff_shows_two_articles_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let told = "Ferry crews stop work in Halvik\n\nThe old ferry left the harbour of Halvik late on Monday with 63 sailors on board. “We are weary of waiting,” said Jane Doe of the union. Thousands of travellers waited at the quays of the harbour all day.\n";
    let copy = "Ferry <b>teams</b> halt work in Halvik\n\nThousands of travellers waited at the quays of the harbour all day. The ancient ferry left the harbour of Halvik late on Monday with 36 sailors on board. “We are tired of waiting,” said Jane Doe of the union.\n";
    fs::write(place("a.txt"), told).expect("written");
    fs::write(place("b.txt"), copy).expect("written");
    let shown = run(&["diff", &place("a.txt"), &place("b.txt")], "");
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.lines().all(|line| line.chars().count() <= 80), "{}", shown.stdout);
    for sign in [
        "{old}",
        "{ancient}",
        "{63}",
        "{36}",
        "<Thousands",
        "number (high)",
        "quote (medium)",
        "edited: ",
    ] {
        assert!(shown.stdout.contains(sign), "{sign}\n{}", shown.stdout);
    }
    assert!(!shown.stdout.contains('\u{1b}'), "no colour outside a terminal");
    let json: serde_json::Value =
        serde_json::from_str(&run(&["diff", &place("a.txt"), "-", "--json"], copy).stdout)
            .expect("JSON");
    assert!(json["confidence"].as_f64().is_some_and(|p| p > 0.5), "{}", json["confidence"]);
    let number = json["drift"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|d| d["kind"] == "number")
        .expect("the number");
    let at = |key: &str| number[key].as_u64().expect("an offset") as usize;
    let points: Vec<char> = copy.chars().collect();
    assert_eq!(
        points[at("b_start")..at("b_end")].iter().collect::<String>(),
        number["b_text"].as_str().expect("a text")
    );
    let page = run(&["diff", &place("a.txt"), &place("b.txt"), "--html", &place("page.html")], "");
    assert!(page.code == 0 && page.stdout.is_empty(), "{}", page.stderr);
    let page = fs::read_to_string(place("page.html")).expect("a page");
    assert!(
        page.contains("&#60;b&#62;teams")
            && !page.contains("<b>teams")
            && !page.contains("<script")
            && page.ends_with("</html>")
    );
    let unwritable =
        run(&["diff", &place("a.txt"), &place("b.txt"), "--html", &place("none/page.html")], "");
    assert_eq!(unwritable.code, 3);
    assert_eq!(run(&["diff", &place("a.txt"), &place("missing.txt")], "").code, 3);
    let twice = run(&["diff", "-", "-"], copy);
    assert!(twice.code == 3 && twice.stderr.contains("is both articles"), "{}", twice.stderr);
}

#[test]
fn the_documents_show_what_score_and_diff_print() {
    let block = |file: &str, after: &str| -> Vec<String> {
        let text = fs::read_to_string(file).expect(file);
        let rest = &text[text.find(after).expect(after)..];
        let rest = &rest[rest.find("```text\n").expect("a block") + 8..];
        rest[..rest.find("```").expect("its end")].lines().map(str::to_owned).collect()
    };
    let arguments = "check tests/corpus/dbc-page-library.txt --against tests/corpus/week23.jsonl --sources tests/sources.toml";
    let printed = run(&arguments.split(' ').collect::<Vec<_>>(), "").stdout;
    for line in
        block("README.md", &format!("urtext {arguments}")).iter().filter(|line| line.trim() != "…")
    {
        assert!(printed.lines().any(|p| p == line), "README.md: {line}\n{printed}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let story = |old: &str, left: &str, number: u32| {
        format!(
            "The {old} ferry {left} the harbour of Halvik late on Monday with {number} sailors on board. A mediator will come by train this week.\n"
        )
    };
    fs::write(place("a.txt"), story("old", "left", 63)).expect("written");
    fs::write(place("b.txt"), story("ancient", "departed", 36)).expect("written");
    let printed = run(&["diff", &place("a.txt"), &place("b.txt")], "").stdout;
    for line in block("docs/commands.md", "## `urtext diff`") {
        assert!(printed.lines().any(|p| p == line), "docs/commands.md: {line}\n{printed}");
    }
}

#[test]
fn the_readme_shows_rows_and_figures_of_the_committed_report() {
    let readme = fs::read_to_string("README.md").expect("README.md");
    let pairs = table(Path::new("reports/all/pairs.csv"));
    let mut firmness = Vec::new();
    for row in table(Path::new("reports/all/stemma.csv")) {
        let cells = ["copy_id", "parent_id", "relation", "credit", "confidence", "basis"]
            .map(|column| row[column].as_str());
        let shown = readme
            .lines()
            .find(|line| line.starts_with(&format!("| {} | {} |", cells[0], cells[1])));
        let Some(shown) = shown else { continue };
        assert_eq!(
            shown.trim_matches(['|', ' ']).split('|').map(str::trim).collect::<Vec<_>>(),
            cells
        );
        let of_both = |pair: &&Row| {
            BTreeSet::from([&pair["article_a"], &pair["article_b"]])
                == BTreeSet::from([&row["copy_id"], &row["parent_id"]])
        };
        let pair = pairs.iter().find(of_both).expect("its pair");
        firmness.push(
            format!("{:.2}", pair["relation_firmness"].parse::<f64>().expect("a number"))
                .replace("0.", "."),
        );
    }
    assert_eq!(firmness.len(), 3);
    assert!(firmness.iter().all(|figure| readme.contains(figure)), "{firmness:?}");
    let date = table(Path::new("reports/all/drift.csv"))
        .into_iter()
        .find(|row| {
            row["copy_id"] == "dbc-page-library"
                && row["original_id"] == "ht-0608-library"
                && row["kind"] == "date"
        })
        .expect("the date in the sample");
    assert!(
        date["firmness"].starts_with("0.67") && readme.contains("its firmness is only .67"),
        "{date:?}"
    );
}

#[test]
fn the_page_of_tables_is_what_the_program_says_of_them() {
    let printed = run(&["schema", "--markdown"], "").stdout;
    assert!(
        printed == fs::read_to_string("docs/tables.md").expect("docs/tables.md"),
        "docs/tables.md is stale: urtext schema --markdown > docs/tables.md"
    );
}

#[test]
fn every_page_that_a_document_names_is_there() {
    let pages = fs::read_dir("docs").expect("docs").map(|entry| entry.expect("an entry").path());
    let pages = pages.filter(|page| page.extension().is_some_and(|ending| ending == "md"));
    for page in pages.chain(["README.md".into(), "CONTRIBUTING.md".into()]) {
        let text = fs::read_to_string(&page).expect("a page");
        for link in
            text.split("](").skip(1).map(|rest| rest.split([')', '#']).next().unwrap_or_default())
        {
            let place = page.parent().expect("a folder").join(link);
            assert!(
                link.is_empty() || link.contains("://") || place.exists(),
                "{}: {link}",
                page.display()
            );
        }
    }
}

#[test]
fn audit_lists_findings_with_line_and_remedy() {
    let clean = run(&["audit", "tests/sources.toml", "--json", "--fail-on", "warning"], "");
    assert_eq!(clean.code, 0, "{}", clean.stdout);
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("s.toml");
    fs::write(&list, "[[source]]\nid = \"a\"\nname = \"A\"\nkind = \"outlet\"\ndomains = [\"co.uk\", \"x.example\"]\n\n[[source]]\nid = \"a\"\nname = \"B\"\nkind = \"wire\"\ndomains = [\"x.example\"]\n").expect("written");
    let outcome = run(&["audit", &list.display().to_string(), "--json", "--fail-on", "error"], "");
    assert_eq!(outcome.code, 4);
    let json: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let codes: BTreeSet<(&str, u64)> = json["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|f| (f["code"].as_str().expect("a code"), f["line"].as_u64().expect("a line")))
        .collect();
    for want in
        [("public-suffix", 5), ("duplicate-id", 7), ("duplicate-domain", 11), ("missing-field", 7)]
    {
        assert!(codes.contains(&want), "{want:?} in {codes:?}");
    }
    assert!(json["findings"][0]["remedy"].as_str().is_some_and(|r| !r.is_empty()));
    assert_eq!(run(&["audit", "no-such.toml"], "").code, 3);
}

#[test]
fn packed_inputs_and_standard_input_read_as_plain_ones() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let plain = fs::read("tests/corpus/late.jsonl").expect("read");
    let (gz, zst) = (folder.path().join("late.jsonl.gz"), folder.path().join("late.jsonl.zst"));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&plain).expect("packed");
    fs::write(&gz, packed.finish().expect("packed")).expect("written");
    fs::write(&zst, zstd::encode_all(plain.as_slice(), 1).expect("packed")).expect("written");
    let text = String::from_utf8(plain).expect("UTF-8");
    let mut tables = Vec::new();
    for (input, stdin) in [
        ("tests/corpus/late.jsonl".to_owned(), ""),
        (gz.display().to_string(), ""),
        (zst.display().to_string(), ""),
        ("-".to_owned(), text.as_str()),
    ] {
        let out = tempfile::tempdir().expect("a folder");
        let outcome = run(
            &[
                "report",
                &input,
                "--sources",
                "tests/sources.toml",
                "--out",
                &out.path().display().to_string(),
            ],
            stdin,
        );
        assert_eq!(outcome.code, 0, "{input}: {}", outcome.stderr);
        tables.push(fs::read(out.path().join("all/articles.csv")).expect("read"));
    }
    assert!(tables.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn hostile_characters_never_reach_the_terminal_or_run_in_a_spreadsheet() {
    let record = "{\"id\":\"a\\u200b\",\"title\":\"=HYPERLINK(1)\\u001b[31m\",\"text\":\"The crews of the harbour stopped their work on Monday and went home to sleep.\"}";
    let out = tempfile::tempdir().expect("a folder");
    let outcome = run(
        &[
            "report",
            "-",
            "--sources",
            "tests/sources.toml",
            "--out",
            &out.path().display().to_string(),
        ],
        record,
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(!outcome.stderr.contains('\u{1b}'));
    assert!(table(&out.path().join("all/articles.csv"))[0]["title"].starts_with("'="));
}

#[test]
fn the_schema_tells_every_column_and_its_promises_hold() {
    let outcome = run(&["schema", "--json"], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let schema: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let columns = schema["columns"].as_array().expect("a list");
    // The history needs weeks and an archive, which the sample does not have; tests/archive.rs
    // checks it.
    for c in columns.iter().filter(|c| c["table"] != "history" && c["table"] != "cases") {
        let text = |key: &str| c[key].as_str().unwrap_or_default();
        let rows = table(Path::new(&format!("reports/all/{}.csv", text("table"))));
        for row in rows {
            let cell = &row[text("column")];
            let empty_is_told = !cell.is_empty() || text("empty") != "never";
            assert!(
                empty_is_told,
                "{}.{} is empty, and the schema says never",
                text("table"),
                text("column")
            );
            let fits = match text("type") {
                _ if cell.is_empty() => true,
                "int64" => cell.parse::<i64>().is_ok(),
                "float64" => cell
                    .parse::<f64>()
                    .is_ok_and(|x| !text("unit").ends_with(" 0-1") || (0.0..=1.0).contains(&x)),
                _ => true,
            };
            assert!(fits, "{}.{}: `{cell}`", text("table"), text("column"));
        }
    }
    let one = run(&["schema", "pairs"], "");
    assert!(
        one.stdout.starts_with("pairs\n  article_a") && one.stdout.lines().count() == 25,
        "{}",
        one.stdout
    );
    assert_eq!(run(&["schema", "pears"], "").code, 3);
}

#[test]
fn completions_and_manual_pages_come_from_the_command_line() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = run(&["shell", shell], "");
        assert!(
            outcome.code == 0 && outcome.stdout.contains("extract"),
            "{shell}: {}",
            outcome.stderr
        );
    }
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run(&["shell", "--man", &folder.path().display().to_string()], "").code, 0);
    let page = fs::read_to_string(folder.path().join("urtext-extract.1")).expect("a page");
    assert!(page.contains("urtext extract page.html"));
    assert!(!run(&["--help"], "").stdout.contains("shell"));
}

#[test]
fn a_file_in_the_place_of_a_command_is_told_what_to_type() {
    let place = tempfile::tempdir().expect("a folder");
    let spaced = place.path().join("my draft.txt");
    fs::write(&spaced, "The ferry stayed in the harbour.").expect("written");
    let spaced = spaced.display().to_string();
    for (name, says) in [
        ("tests/corpus/dbc-page-library.txt", "`urtext check tests/corpus/dbc-page-library.txt`"),
        ("tests/corpus", "`urtext report tests/corpus`"),
        ("tests/sources.toml", "`urtext audit tests/sources.toml`"),
        (spaced.as_str(), "draft.txt'`"),
        ("https://news.example/a", "save the page in a browser"),
    ] {
        let outcome = run(&[name], "");
        assert_eq!(outcome.code, 2, "{name}: {}", outcome.stderr);
        let hint = outcome.stderr.lines().last().expect("a line");
        assert!(hint.starts_with("hint: ") && hint.contains(says), "{name}: {}", outcome.stderr);
    }
    assert!(!run(&["reprot"], "").stderr.contains("urtext check"));
}

#[test]
fn an_address_in_the_place_of_a_file_is_told_to_save_the_page() {
    for command in ["score", "check", "report", "extract"] {
        let outcome = run(&[command, "https://news.example/a"], "");
        assert_eq!(outcome.code, 3, "{command}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains("https://news.example/a: this is a web address")
                && outcome.stderr.contains("hint: save the page in a browser"),
            "{command}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn check_is_score_under_a_plain_name() {
    let of = |command: &str| {
        let article = "tests/corpus/dbc-page-library.txt";
        let against = "tests/corpus/week23.jsonl";
        run(&[command, article, "--against", against, "--sources", "tests/sources.toml"], "")
    };
    let (check, score) = (of("check"), of("score"));
    assert_eq!((check.code, &check.stdout), (0, &score.stdout), "{}", check.stderr);
    assert!(check.stdout.contains("spun from ht-0608-library"));
    let help = run(&["check", "--help"], "").stdout;
    assert!(help.contains("urtext check new.txt") && !help.contains("urtext score"), "{help}");
    let alone = run(&["check", "tests/corpus/dbc-page-library.txt"], "").stdout;
    assert!(alone.contains("not compared with anything: give --against or --archive"), "{alone}");
}

#[test]
fn timings_name_the_stages_and_change_no_table() {
    let (plain, timed) = (corpus(), tempfile::tempdir().expect("a folder"));
    let told = report(timed.path(), &["tests/corpus"], &["--timings"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    for stage in ["ingest", "clean", "compare", "lineage", "captions", "reliability", "report"] {
        let row = told.stderr.lines().find(|line| line.starts_with(stage));
        let seconds = row.and_then(|row| row.split_whitespace().nth(1)?.parse::<f64>().ok());
        assert!(seconds.is_some(), "{stage}: {}", told.stderr);
    }
    assert!(files(&plain.path().join("all")) == files(&timed.path().join("all")));
    let mine = timed.path().join("mine.csv");
    fs::write(&mine, "my own notes\n").expect("written");
    let option = format!("--timings={}", mine.display());
    let refused = report(plain.path(), &["tests/corpus"], &[&option]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    assert!(refused.stderr.contains("is not a table of timings"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&mine).expect("read"), "my own notes\n");
}
