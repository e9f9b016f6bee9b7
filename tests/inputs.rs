//! Inputs that are not files, folders that contain the program's own output, and files that must
//! not be replaced.
#![cfg(unix)]
mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use support::{Outcome, run, table};

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn report(inputs: &[&Path], out: &Path, more: &[&str]) -> Outcome {
    let (inputs, out): (Vec<String>, String) =
        (inputs.iter().map(|i| text(i)).collect(), text(out));
    let mut arguments = vec!["report"];
    arguments.extend(inputs.iter().map(String::as_str));
    arguments.extend(["--out", &out, "--sources", "tests/sources.toml"]);
    arguments.extend(more);
    run(&arguments, "")
}

fn pipe(folder: &Path) -> std::path::PathBuf {
    let pipe = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    pipe
}

/// Returns a folder with the corpus's late articles, of which there are four.
fn late() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy("tests/corpus/late.jsonl", folder.path().join("late.jsonl")).expect("copied");
    folder
}

#[test]
fn a_pipe_is_read_from_its_first_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = pipe(folder.path());
    let bytes = fs::read("tests/corpus/late.jsonl").expect("read");
    let writer = thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, bytes)
    });
    let outcome = run(&["extract", &text(&pipe), "--sources", "tests/sources.toml"], "");
    writer.join().expect("ended").expect("written");
    assert_eq!((outcome.code, outcome.stdout.lines().count()), (0, 4), "{}", outcome.stderr);
    // As `<(…)` passes it: a pipe by its descriptor number.
    let program = env!("CARGO_BIN_EXE_urtext");
    let line = format!(
        "'{program}' extract /dev/fd/9 --sources tests/sources.toml 9< <(cat tests/corpus/late.jsonl)"
    );
    let outcome = Command::new("bash").args(["-c", &line]).output().expect("bash");
    assert_eq!(
        String::from_utf8_lossy(&outcome.stdout).lines().count(),
        4,
        "{}",
        String::from_utf8_lossy(&outcome.stderr)
    );
}

#[test]
fn a_pipe_that_nobody_writes_to_ends_by_time_with_a_message() {
    let (folder, out) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let outcome = report(&[&pipe(folder.path())], out.path(), &[]);
    assert!(
        outcome.code == 3
            && outcome.stderr.contains("a pipe, and nothing wrote to it within 10 seconds"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn devices_are_refused_and_streams_without_end_are_left() {
    let out = tempfile::tempdir().expect("a folder");
    for device in ["/dev/zero", "/dev/null"] {
        let outcome = report(&[Path::new(device)], out.path(), &[]);
        assert!(
            outcome.code == 3 && outcome.stderr.contains("this is a device, not a file"),
            "{}",
            outcome.stderr
        );
    }
    let program = env!("CARGO_BIN_EXE_urtext");
    let outcome = Command::new("bash")
        .args(["-c", &format!("yes | '{program}' report - --out '{}'", text(out.path()))])
        .output()
        .expect("bash");
    assert!(String::from_utf8_lossy(&outcome.stderr).contains("is longer than 20 MiB"));
}

#[test]
fn what_the_program_wrote_is_passed_over_and_told() {
    let folder = late();
    let at = |name: &str| folder.path().join(name);
    let archive = text(&at("archive"));
    let first = report(
        &[&at("late.jsonl")],
        &at("reports"),
        &["--archive", &archive, "--week", "2021-W24"],
    );
    assert_eq!(first.code, 0, "{}", first.stderr);
    let page = run(
        &[
            "diff",
            "tests/corpus/bh-page-cranes.txt",
            "tests/corpus/ht-page-lighthouse.txt",
            "--html",
            &text(&at("page.html")),
        ],
        "",
    );
    assert_eq!(page.code, 0, "{}", page.stderr);
    let outcome = report(&[folder.path()], &at("reports"), &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(table(&at("reports/all/articles.csv")).len(), 4);
    let told: Vec<&str> =
        outcome.stderr.lines().filter(|line| line.starts_with("skipped")).collect();
    assert_eq!(told.len(), 3, "the archive, the week, the history: {told:?}");
    let rejects = table(&at("reports/all/rejects.csv"));
    assert!(
        rejects.len() == 1 && rejects[0]["reason"].contains("comparison written by `urtext diff`"),
        "{rejects:?}"
    );
    // There is one more report now, and the same inputs are read.
    let again = report(&[folder.path()], &at("reports"), &[]);
    assert_eq!(
        again.stderr.lines().filter(|line| line.starts_with("skipped")).count(),
        4,
        "{}",
        again.stderr
    );
    assert_eq!(table(&at("reports/all/articles.csv")).len(), 4);
    // Reports written before the marker existed are recognised by their summary.
    fs::remove_file(at("reports/all/.urtext")).expect("removed");
    assert_eq!(report(&[folder.path()], &at("reports"), &[]).stderr.matches("skipped").count(), 4);
    for own in ["reports/all", "reports", "archive"] {
        let refused = report(&[&at(own)], &at("other"), &[]);
        assert!(
            refused.code == 3 && refused.stderr.contains("not articles"),
            "{own}: {}",
            refused.stderr
        );
    }
}

#[test]
fn nothing_is_replaced_that_no_report_wrote() {
    let folder = late();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("out/all")).expect("made");
    fs::create_dir_all(at("week")).expect("made");
    fs::copy(at("late.jsonl"), at("week/late.jsonl")).expect("copied");
    fs::write(at("out/all/articles.csv"), "mine").expect("written");
    fs::write(at("out/all/notes.txt"), "mine too").expect("written");
    fs::write(at("out/history.csv"), "mine as well").expect("written");
    let archive = text(&at("archive"));
    let refused = [
        (
            report(&[&at("late.jsonl")], &at("out"), &[]),
            "out/all/articles.csv: was not written by this program",
        ),
        (
            report(&[&at("late.jsonl")], &at("out"), &["--archive", &archive]),
            "out/history.csv: was not written by this program",
        ),
        (report(&[&at("week")], &at("week"), &[]), "week: is a folder of inputs"),
        (
            report(&[&at("late.jsonl"), &at("out/all/notes.txt")], &at("out"), &[]),
            "out/all/notes.txt: is an input",
        ),
    ];
    for (outcome, reason) in &refused {
        assert!(
            outcome.code == 3
                && outcome.stderr.contains(reason)
                && outcome.stderr.contains("--force"),
            "{reason}: {}",
            outcome.stderr
        );
    }
    assert_eq!(fs::read_to_string(at("out/all/articles.csv")).expect("read"), "mine");
    assert!(!at("week/all").exists() && !at("archive/MANIFEST").exists());
    assert_eq!(report(&[&at("late.jsonl")], &at("out"), &["--force"]).code, 0);
    assert_eq!(table(&at("out/all/articles.csv")).len(), 4);
    assert_eq!(fs::read_to_string(at("out/all/notes.txt")).expect("read"), "mine too");
    assert_eq!(report(&[&at("late.jsonl")], &at("out"), &[]).code, 0, "it bears the marker now");
}

#[test]
fn a_comparison_replaces_only_a_comparison() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| text(&folder.path().join(name));
    fs::write(at("a.txt"), "The ferries of Halvik stood still on Monday.").expect("written");
    fs::write(at("b.txt"), "The ferries of Halvik stood still on Tuesday.").expect("written");
    fs::write(at("mine.html"), "<html>mine").expect("written");
    let diff = |page: &str, more: &[&str]| {
        let (a, b, page) = (at("a.txt"), at("b.txt"), at(page));
        let mut arguments = vec!["diff", &a, &b, "--html", &page];
        arguments.extend(more);
        run(&arguments, "")
    };
    for (page, reason) in [
        ("a.txt", "is one of the inputs"),
        ("mine.html", "is not a comparison written by this program"),
    ] {
        let outcome = diff(page, &[]);
        assert!(
            outcome.code == 3
                && outcome.stderr.contains(reason)
                && outcome.stderr.contains("--force"),
            "{}",
            outcome.stderr
        );
    }
    assert_eq!(fs::read_to_string(at("mine.html")).expect("read"), "<html>mine");
    assert_eq!(
        [
            diff("page.html", &[]).code,
            diff("page.html", &[]).code,
            diff("mine.html", &["--force"]).code
        ],
        [0, 0, 0]
    );
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 4, "nothing is left beside");
}

/// Writes a file and returns its path.
fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("written");
    path.display().to_string()
}

#[test]
fn a_field_of_a_column_that_is_not_there_is_an_error_with_the_nearest() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = written(
        &folder,
        "t.csv",
        "id,headlines,bodytxt,note\na,Ferries,The ferries stood still.,x\n",
    );
    let lines =
        written(&folder, "l.jsonl", "{\"id\":\"a\",\"story\":\"The ferries stood still.\"}\n");
    let page = written(&folder, "p.txt", "The ferries of Halvik stood still on Monday.");
    for (input, field, says) in [
        (
            &table,
            "text=bodytext",
            "--field text=bodytext: no record has `bodytext`\nhint: nearest: `bodytxt`",
        ),
        (&table, "text=zzz", "hint: the columns are `bodytxt`, `headlines`, `id`, `note`"),
        (&lines, "text=stroy", "hint: nearest: `story`"),
        (&lines, "text=story.en", "no record has `story.en`"),
        (&page, "text=story", "hint: only tables and JSON have columns"),
    ] {
        for command in ["extract", "report"] {
            let out = folder.path().join("out").display().to_string();
            let more: &[&str] = if command == "report" { &["--out", &out] } else { &[] };
            let all = [&[command, input, "--field", field], more].concat();
            let outcome = run(&all, "");
            assert_eq!(outcome.code, 3, "{field}: {}", outcome.stderr);
            assert!(outcome.stderr.contains(says), "{field}: {}", outcome.stderr);
            assert!(!folder.path().join("out").join("all").exists());
        }
    }
    assert_eq!(run(&["extract", &table, "--field", "text=BODYTXT"], "").code, 0);
}

#[test]
fn ignored_columns_and_what_is_missing_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    let table = written(
        &folder,
        "t.csv",
        "id,headline,body,rubrik\na,Ferries,The ferries of Halvik stood still on Monday.,news\nb,Quays,The quays were empty from the morning on.,news\n",
    );
    let outcome = run(&["report", &table, "--out", &out], "");
    for says in [
        "t.csv: CSV: read `body` as text, `headline` as title, `id`; ignored `rubrik`\n",
        "2 of 2 have no date\n",
    ] {
        assert!(outcome.stderr.contains(says), "{}", outcome.stderr);
    }
    let summary = fs::read_to_string(folder.path().join("out/all/summary.json")).expect("read");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    assert_eq!(
        summary["inputs"][0]["read_as"],
        serde_json::json!({
            "format": "CSV",
            "encoding": null,
            "columns": {"body": "text", "headline": "title", "id": "id"},
            "spare": {},
            "ignored": ["rubrik"],
        })
    );
    let links = written(
        &folder,
        "links.csv",
        "title,url,publish_date\nFerries stand still,https://hh.example/a,2021-06-07\nQuays are empty,https://hh.example/b,2021-06-07\n",
    );
    let outcome = run(&["report", &links, "--out", &out], "");
    let says = "2 of 2 have no text: nothing was compared\n";
    assert!(outcome.stderr.contains(says), "{}", outcome.stderr);
}

#[test]
fn a_table_of_another_language_and_character_set_is_read_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    let table = "Überschrift;Titel;Datum;Volltext;Ressort\n;Fähren stehen still;7.6.2021 09:12;Die Fähren von Halvik standen am Montag still, weil die Besatzungen streikten.;Küste\nKais sind leer;;8.6.2021 10:00;Die Kais waren vom frühen Morgen an leer, und niemand fuhr zur Insel hinüber.;Küste\n";
    let path = folder.path().join("t.csv");
    fs::write(&path, encoding_rs::WINDOWS_1252.encode(table).0).expect("written");
    let path = text(&path);
    let outcome = run(&["report", &path, "--out", &out, "--timezone", "CET"], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let says = "t.csv: CSV in windows-1252: read `Datum` as published, `Titel` as title, `Volltext` as text, `Überschrift` as title where `Titel` is empty; ignored `Ressort`\n";
    assert!(outcome.stderr.contains(says), "{}", outcome.stderr);
    let rows = table_of(&out, "articles");
    let mut shown: Vec<(&str, &str)> =
        rows.iter().map(|row| (row["title"].as_str(), row["published"].as_str())).collect();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            ("Fähren stehen still", "2021-06-07T09:12:00+02:00"),
            ("Kais sind leer", "2021-06-08T10:00:00+02:00")
        ]
    );
    let summary = fs::read_to_string(folder.path().join("out/all/summary.json")).expect("read");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    assert_eq!(summary["settings"]["timezone"], "CET");
    assert_eq!(summary["inputs"][0]["read_as"]["encoding"], "windows-1252");
    // The zone of the report is that of its page made again.
    let again = run(&["page", &format!("{out}/all"), &path], "");
    assert_eq!(again.code, 0, "{}", again.stderr);
    let other = run(&["page", &format!("{out}/all"), &path, "--timezone", "+05:00"], "");
    assert!(other.code == 3 && other.stderr.contains("--timezone"), "{}", other.stderr);
    let field = ["extract", &path, "--field", "title=Uberschrift"];
    assert_eq!(run(&field, "").code, 0);
    let bad = run(&["extract", &path, "--timezone", "Europe/Berlin"], "");
    assert!(bad.code == 2 && bad.stderr.contains("such as +02:00"), "{}", bad.stderr);
}

fn table_of(out: &str, name: &str) -> Vec<support::Row> {
    table(&Path::new(out).join("all").join(format!("{name}.csv")))
}

#[test]
fn times_count_in_the_stated_zone_at_the_desk_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = "The ferries of Halvik stood still on Monday because their crews were on strike for higher wages, and nobody crossed to the island. The quays were empty from the early morning on, said the master of the harbour.";
    let record = |id: &str, time: &str| {
        let record = serde_json::json!({"id": id, "text": story, "published": time, "url": format!("https://{id}.example/a")});
        written(&folder, &format!("{id}.json"), &record.to_string())
    };
    let (early, late) = (record("early", "2021-06-07 09:12"), record("late", "2021-06-07 11:30"));
    let check = |more: &[&str]| {
        let outcome = run(&[&["check", &late, "--against", &early, "--json"], more].concat(), "");
        let json: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        json["article"]["published"].as_str().map(str::to_owned)
    };
    assert_eq!(check(&[]).as_deref(), Some("2021-06-07"));
    assert_eq!(check(&["--timezone", "-03:30"]).as_deref(), Some("2021-06-07T11:30:00-03:30"));
}

#[test]
fn a_week_without_articles_names_those_that_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    let lines: String = [(7, "a"), (8, "b"), (15, "c")]
        .iter()
        .map(|(day, id)| format!("{{\"id\":\"{id}\",\"published\":\"2021-06-{day:02}\",\"text\":\"The ferries of Halvik stood still on day {day}.\"}}\n"))
        .collect();
    let lines = written(&folder, "l.jsonl", &lines);
    let report = |week: &str| {
        let outcome = run(&["report", &lines, "--out", &out, "--week", week], "");
        let path = folder.path().join("out").join(week).join("summary.json");
        let summary = fs::read_to_string(path).expect("read");
        (outcome.stderr, serde_json::from_str::<serde_json::Value>(&summary).expect("JSON"))
    };
    let (errors, summary) = report("2021-W40");
    let says = "no article is from 2021-W40; there are articles from 2021-W23 (2), 2021-W24 (1)\n";
    assert!(errors.contains(says) && !errors.contains("no copies"), "{errors}");
    assert_eq!(summary["weeks"], serde_json::json!({"2021-W23": 2, "2021-W24": 1}));
    let (errors, summary) = report("2021-W23");
    assert!(!errors.contains("no article is from"), "{errors}");
    assert_eq!(summary["weeks"], serde_json::Value::Null);
    let undated =
        written(&folder, "u.jsonl", "{\"id\":\"a\",\"text\":\"The ferries stood still.\"}\n");
    let outcome = run(&["report", &undated, "--out", &out, "--week", "2021-W40"], "");
    assert!(outcome.stderr.contains("2021-W40; no article has a date"), "{}", outcome.stderr);
}

#[test]
fn answers_of_services_without_articles_are_told_as_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    for (answer, says) in [
        (
            r#"{"status":"error","code":"apiKeyInvalid","message":"Your API key is invalid."}"#,
            "is an error of the service that was asked, not articles: `Your API key is invalid.`",
        ),
        (
            r#"{"status":"ok","totalResults":0,"articles":[]}"#,
            "found no articles (`articles` is empty)",
        ),
    ] {
        for name in ["answer.json", "answer.jsonl"] {
            let outcome = run(&["extract", &written(&folder, name, answer)], "");
            assert!(outcome.code == 3 && outcome.stderr.contains(says), "{}", outcome.stderr);
        }
    }
}
