//! Defaults from a file, and how much is said on standard error.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::Outcome;

/// Runs the program in a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_urtext"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Makes a folder with a table of two articles, one of which cannot be read, and a file of defaults.
fn place(defaults: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("written");
    };
    write("week.csv", "id,words,mood\na,The ferries stood still on Monday.,grim\nb,,\n");
    write("note.txt", "The crews want higher wages for each night at sea.");
    write("urtext.toml", defaults);
    let path = folder.path().to_owned();
    (folder, path)
}

const DEFAULTS: &str = "field = [\"text=words\"]\n[report]\nout = \"there\"\nno-page = true\n";

#[test]
fn defaults_are_used_told_once_and_recorded() {
    let (_folder, path) = place(DEFAULTS);
    let outcome = run_in(&path, &["report", "week.csv"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let said = "defaults from urtext.toml: report.no-page, report.out, field";
    assert_eq!(outcome.stderr.lines().filter(|line| *line == said).count(), 1);
    assert!(path.join("there/all/articles.csv").exists());
    assert!(!path.join("there/all/report.html").exists());
    let defaults = |out: &str| {
        let summary = fs::read(path.join(out).join("all/summary.json")).expect("a summary");
        let summary: serde_json::Value = serde_json::from_slice(&summary).expect("JSON");
        summary["settings"]["defaults"].clone()
    };
    let recorded = defaults("there");
    assert_eq!(recorded["file"], "urtext.toml");
    assert_eq!(recorded["keys"], serde_json::json!(["report.no-page", "report.out", "field"]));
    // The command line wins, and none is used if none is wanted.
    let outcome = run_in(&path, &["report", "week.csv", "--out", "here", "-q"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(defaults("here")["keys"], serde_json::json!(["report.no-page", "field"]));
    let outcome =
        run_in(&path, &["report", "week.csv", "--no-config", "--field", "text=words", "--no-page"]);
    assert!(outcome.code == 0 && !outcome.stderr.contains("defaults from"), "{}", outcome.stderr);
    assert!(defaults("reports").is_null());
    fs::rename(path.join("urtext.toml"), path.join("other.toml")).expect("renamed");
    let outcome = run_in(&path, &["extract", "week.csv", "--config", "other.toml"]);
    assert!(outcome.stdout.contains("stood still"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("defaults from other.toml: field"), "{}", outcome.stderr);
    let outcome = run_in(&path, &["extract", "week.csv", "--config", "gone.toml"]);
    assert!(outcome.code == 3 && outcome.stderr.contains("gone.toml"), "{}", outcome.stderr);
}

#[test]
fn a_wrong_file_ends_every_run_with_line_and_remedy_but_hides_no_help() {
    for (text, said, hint) in [
        (
            "[report]\nwindwo = 3\n",
            "urtext.toml:2: unknown key `windwo` in [report]",
            "nearest: `window`",
        ),
        (
            "[extract]\nfield = 3.5\n",
            "urtext.toml:2: `field`: `3.5` is not NAME=COLUMN",
            "as on the command line",
        ),
        (
            "\n\nlimit = \"pages=3\"\n",
            "urtext.toml:3: `limit`: `pages=3` is not NAME=VALUE",
            "as on the command line",
        ),
        (
            "quiet = \"no\"\n",
            "urtext.toml:1: `quiet` is a string",
            "write true or false: `quiet = true`",
        ),
        (
            "[dossier]\nforce = true\n",
            "urtext.toml:2: `force` in [dossier] cannot be a default",
            "`--force` on the command line",
        ),
        ("[report\n", "urtext.toml:1:", "TOML"),
    ] {
        let (_folder, path) = place(text);
        for arguments in [&["extract", "note.txt"][..], &["report", "note.txt", "-q"]] {
            let outcome = run_in(&path, arguments);
            assert_eq!(outcome.code, 3, "{text}: {}", outcome.stderr);
            assert!(outcome.stderr.contains(said), "{text}: {}", outcome.stderr);
            let told = outcome.stderr.lines().find(|line| line.starts_with("hint: "));
            assert!(told.is_some_and(|told| told.contains(hint)), "{text}: {}", outcome.stderr);
        }
        for arguments in [&["--help"][..], &["report", "--help"], &["--version"]] {
            assert_eq!(run_in(&path, arguments).code, 0, "{text}");
        }
        assert_eq!(run_in(&path, &["extract", "note.txt", "--no-config"]).code, 0);
    }
}

#[test]
fn quiet_runs_say_errors_only_and_verbose_ones_how_each_file_was_read() {
    let (_folder, path) = place("");
    let week = ["report", "week.csv", "note.txt", "--field", "text=words", "--no-page"];
    let with = |more: &[&str]| run_in(&path, &[&week[..], more].concat());
    let usual = with(&[]).stderr;
    assert!(usual.contains("tables in") && usual.contains("ignored `mood`"), "{usual}");
    assert!(!usual.contains("note.txt") && !usual.contains("fingerprint"), "{usual}");
    assert_eq!(with(&["-q"]).stderr, "");
    // What an option asks for is still told.
    assert!(with(&["-q", "--timings"]).stderr.starts_with("stage "));
    let verbose = with(&["--verbose"]).stderr;
    for part in [
        "note.txt: plain text\n",
        "week.csv: CSV: read `id`, `words` as text; ignored `mood`\n",
        "week.csv:3: ",
        "ingest       2 articles, ",
        "tables in",
    ] {
        assert!(verbose.contains(part), "{part}: {verbose}");
    }
    let outcome = run_in(&path, &["-q", "extract", "week.csv"]);
    assert!(outcome.code == 3 && outcome.stderr.starts_with("urtext: "), "{}", outcome.stderr);
    let read = |level: &str| run_in(&path, &["extract", "week.csv", "--field=text=words", level]);
    assert_eq!(read("-q").stderr, "");
    assert_eq!(read("-q").stdout, read("-v").stdout);
    assert!(read("-v").stderr.contains("week.csv: CSV: read"));
    let outcome = run_in(&path, &["extract", "week.csv", "-q", "-v"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    let checked = run_in(&path, &["check", "note.txt", "--against", "week.csv", "-v"]);
    assert!(checked.stderr.contains("note.txt: plain text"), "{}", checked.stderr);
}
