//! One article scored against an archive, as an editor does it and as a program does that keeps the
//! process running.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use support::{Outcome, run, table};

/// A folder with an archive of the corpus, and the report on it.
struct Place(tempfile::TempDir);

const SOURCES: [&str; 2] = ["--sources", "tests/sources.toml"];

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        let (archive, out) = (place.archive(), place.0.path().join("out").display().to_string());
        let outcome = run(
            &[&["report", "tests/corpus", "--archive", &archive, "--out", &out], &SOURCES[..]]
                .concat(),
            "",
        );
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        place
    }

    fn archive(&self) -> String {
        self.0.path().join("archive").display().to_string()
    }

    fn score(&self, article: &str, more: &[&str], stdin: &str) -> Outcome {
        run(
            &[&["score", article, "--archive", &self.archive()], &SOURCES[..], more].concat(),
            stdin,
        )
    }

    fn lines(&self, stdin: &str, more: &[&str]) -> Vec<Value> {
        let outcome = self.score("-", &[&["--lines"], more].concat(), stdin);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        outcome.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    fn kept(&self) -> u64 {
        let outcome = run(&["archive", "stats", "--archive", &self.archive(), "--json"], "");
        serde_json::from_str::<Value>(&outcome.stdout).expect("JSON")["articles"]
            .as_u64()
            .expect("a number")
    }
}

#[test]
fn the_desk_says_of_each_kept_article_what_the_report_said() {
    let place = Place::new();
    let rows: BTreeMap<String, support::Row> = table(&place.0.path().join("out/all/articles.csv"))
        .into_iter()
        .map(|row| (row["article_id"].clone(), row))
        .collect();
    let exported = run(&["archive", "export", "--archive", &place.archive()], "").stdout;
    let answers = place.lines(&exported, &[]);
    assert_eq!(answers.len(), rows.len());
    // The desk sees fewer versions of a story, so it may leave open what the report tells; it names
    // nobody else.
    let mut open = 0;
    for answer in answers {
        let row = &rows[answer["article"]["id"].as_str().expect("an id")];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let score = answer["score"].as_f64().map_or(String::new(), |score| format!("{score:?}"));
        let said = (
            text(&answer["article"]["source_id"]),
            text(&answer["verdict"]["original"]),
            text(&answer["credit"]),
            score,
            answer["captions"].as_array().expect("a list").len().to_string(),
        );
        let reported = |name: &str| row[name].clone();
        let original = if said.1.is_empty() { String::new() } else { reported("original_id") };
        open += u32::from(original != reported("original_id"));
        assert_eq!(
            said,
            (
                reported("source_id"),
                original,
                reported("credit"),
                reported("score"),
                reported("captions")
            ),
            "{}",
            row["article_id"]
        );
        // For an original, the report's row has no relation, and the desk gives that of the closest
        // copy.
        assert!(
            row["relation"].is_empty() || text(&answer["verdict"]["relation"]) == row["relation"],
            "{}",
            row["article_id"]
        );
        assert_eq!(text(&answer["source"]["source_id"]), row["source_id"], "the source's record");
    }
    assert!(open <= 1, "{open} of {}", rows.len());
}

#[test]
fn a_new_copy_is_recognised_and_told_from_news_of_its_own() {
    let place = Place::new();
    let spun = std::fs::read_to_string("tests/corpus/dbc-page-library.txt")
        .expect("read")
        .replace("October", "November");
    let outcome = place.score("-", &["--json"], &spun);
    let answer: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(answer["verdict"]["original"], "ht-0608-library", "{}", outcome.stdout);
    assert!(
        answer["drift"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|d| d["kind"] == "date" && d["copy_text"].to_string().contains("November"))
    );
    let own = "The brass band of Vessen practised for the last time in the old mill on Thursday, before the roof is taken down.";
    let outcome = place.score("-", &[], own);
    assert!(
        outcome.stdout.contains("not a copy of anything in the archive (29 articles)"),
        "{}",
        outcome.stdout
    );
    let with_both = place.score(
        "tests/corpus/dbc-page-library.txt",
        &["--against", "tests/corpus/sc-page-lighthouse.txt"],
        "",
    );
    assert!(with_both.stdout.contains("spun from ht-0608-library"), "{}", with_both.stdout);
}

#[test]
fn lines_are_answered_one_by_one_and_bad_ones_too() {
    let place = Place::new();
    let good = r#"{"id":"n1","text":"The brass band of Vessen practised for the last time in the old mill on Thursday."}"#;
    let answers =
        place.lines(&format!("{good}\n{{\"id\":\"n2\"\n\n{{\"id\":\"n3\"}}\n{good}"), &[]);
    assert_eq!(answers.len(), 4, "the empty line has no answer");
    assert_eq!(
        (&answers[0]["article"]["id"], &answers[3]["article"]["id"]),
        (&"n1".into(), &"n1".into())
    );
    assert!(answers[1]["line"] == 2 && answers[1]["error"].is_string(), "{}", answers[1]);
    assert!(
        answers[2]["line"] == 4 && answers[2]["error"].as_str().is_some_and(|e| e.contains("text")),
        "{}",
        answers[2]
    );
    let outcome = place.score("tests/corpus/dbc-page-library.txt", &["--lines"], "");
    assert_eq!(outcome.code, 3);
}

#[test]
fn what_is_added_is_found_by_the_next() {
    let place = Place::new();
    let own = r#"{"id":"n1","url":"https://halviktimes.example/n1","published":"2021-06-20T08:00:00Z","text":"The brass band of Vessen practised for the last time in the old mill on Thursday, before the roof is taken down and the bells of Saint Olave are brought to the harbour by two barges."}"#;
    let copy = own.replace("n1", "n2").replace("halviktimes", "other").replace("T08", "T19");
    let answers = place.lines(&format!("{own}\n{copy}\n{own}\n"), &["--add"]);
    assert_eq!(answers[0]["verdict"]["relation"], Value::Null);
    assert_eq!(answers[1]["nearest"][0]["article_id"], "n1", "{}", answers[1]);
    assert_eq!(answers[2]["kept_as"], "n1", "it is kept already");
    assert_eq!(place.kept(), 31);
    assert_eq!(run(&["archive", "verify", "--archive", &place.archive()], "").code, 0);
}

#[test]
fn a_damaged_page_costs_the_lines_that_meet_it_and_says_so() {
    let place = Place::new();
    let exported = run(&["archive", "export", "--archive", &place.archive()], "").stdout;
    let whole = place.lines(&exported, &[]);
    let index =
        std::fs::read_dir(place.archive()).expect("a folder").map(|e| e.expect("an entry").path());
    let index =
        index.into_iter().find(|p| p.extension().is_some_and(|e| e == "redb")).expect("an index");
    let bytes = std::fs::read(&index).expect("read");
    for block in (0..bytes.len()).step_by(1 << 14) {
        let mut damaged = bytes.clone();
        damaged[block] ^= 1;
        std::fs::write(&index, damaged).expect("written");
        let outcome = place.score("-", &["--lines"], &exported);
        // If the root page is damaged, the archive cannot be opened at all.
        if outcome.code == 0 {
            for (answer, right) in outcome.stdout.lines().zip(&whole) {
                let answer: Value = serde_json::from_str(answer).expect("JSON");
                assert!(
                    answer == *right
                        || answer["error"]
                            .as_str()
                            .is_some_and(|e| e.contains("archive damaged: bytes")),
                    "{answer}"
                );
            }
        } else {
            assert!(
                outcome.code == 3 && outcome.stderr.contains("archive damaged"),
                "{}",
                outcome.stderr
            );
        }
    }
}

#[test]
fn a_folder_without_an_archive_is_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let outcome = run(
        &[
            "score",
            "tests/corpus/dbc-page-library.txt",
            "--archive",
            &folder.path().display().to_string(),
        ],
        "",
    );
    assert!(
        outcome.code == 3
            && outcome.stderr.contains("not an archive")
            && outcome.stderr.contains("hint:"),
        "{}",
        outcome.stderr
    );
    assert!(!Path::new(&folder.path().join("LOCK")).exists(), "nothing was made");
}

#[test]
fn a_list_is_held_against_the_archive_as_against_the_report() {
    let place = Place::new();
    let list = place.0.path().join("list.txt");
    std::fs::write(&list, "halviktimes.example\nnever-seen.example\n").expect("written");
    let (list, run_folder) =
        (list.display().to_string(), place.0.path().join("out/all").display().to_string());
    let findings = |more: &[&str]| -> Vec<String> {
        let outcome = run(&[&["audit", &list, "--json"], &SOURCES[..], more].concat(), "");
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let value: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        value["findings"].as_array().expect("a list").iter().map(Value::to_string).collect()
    };
    let by_archive = findings(&["--archive", &place.archive()]);
    assert_eq!(by_archive, findings(&["--run", &run_folder]));
    for code in ["unlisted-source", "unseen-source"] {
        assert!(by_archive.iter().any(|f| f.contains(code)), "{code}: {by_archive:?}");
    }
}
