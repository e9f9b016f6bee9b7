//! What is made again from a report and its inputs: `urtext page` and `urtext diff` by ids.

mod support;

use std::fs;
use std::path::Path;

use support::{Outcome, run};

const REGISTRY: [&str; 2] = ["--sources", "tests/sources.toml"];

fn report(out: &Path, more: &[&str]) {
    let out = out.display().to_string();
    let done = run(&[&["report", "tests/corpus", "--out", &out], &REGISTRY[..], more].concat(), "");
    assert_eq!(done.code, 0, "{}", done.stderr);
}

fn page(folder: &Path, inputs: &[&str], more: &[&str]) -> Outcome {
    let folder = folder.display().to_string();
    run(&[&["page", &folder], inputs, more].concat(), "")
}

fn refused(done: &Outcome, words: &str) {
    assert!(done.code == 3 && done.stderr.contains(words), "{} {}", done.code, done.stderr);
}

#[test]
fn the_page_made_again_is_the_page_of_the_report_with_its_reviews() {
    let out = tempfile::tempdir().expect("a folder");
    report(out.path(), &[]);
    let folder = out.path().join("all");
    let read = || fs::read_to_string(folder.join("report.html")).expect("the page");
    let first = read();
    fs::remove_file(folder.join("report.html")).expect("removed");
    let done = page(&folder, &["tests/corpus"], &REGISTRY);
    assert_eq!((done.code, read() == first), (0, true), "{}", done.stderr);

    let anchor = first.split("id=\"f-").nth(1).and_then(|x| x.get(..16)).expect("a finding");
    let reviews = out.path().join("review.csv").display().to_string();
    let rows = format!("link,review,note\nreport.html#f-{anchor},wrong,\"=asked them\"\n");
    fs::write(&reviews, rows).expect("written");
    let done = page(&folder, &["tests/corpus"], &[&REGISTRY[..], &["--review", &reviews]].concat());
    let reviewed = read();
    assert_eq!((done.code, reviewed == first), (0, false), "{}", done.stderr);
    // A report with reviews has them in its table, and the page made again has them too.
    report(out.path(), &["--review", &reviews]);
    assert!(read() == reviewed, "the same by either way");
    let done = page(&folder, &["tests/corpus"], &REGISTRY);
    assert_eq!((done.code, read() == reviewed), (0, true), "{}", done.stderr);
}

#[test]
fn a_page_is_not_made_from_anything_but_the_reports_inputs() {
    let out = tempfile::tempdir().expect("a folder");
    report(out.path(), &[]);
    let folder = out.path().join("all");
    refused(&page(&folder, &["tests/corpus/week23.jsonl"], &REGISTRY), "was not given");
    refused(&page(&folder, &["tests/corpus"], &[]), "comes out differently");
    refused(&page(out.path(), &["tests/corpus"], &REGISTRY), "summary.json");
    fs::write(folder.join("report.html"), "<p>mine").expect("written");
    refused(&page(&folder, &["tests/corpus"], &REGISTRY), "is not the page of a report");
    let forced = [&REGISTRY[..], &["--force"]].concat();
    assert_eq!(page(&folder, &["tests/corpus"], &forced).code, 0);
}

#[test]
fn diff_takes_ids_of_an_archive_and_of_a_report() {
    let out = tempfile::tempdir().expect("a folder");
    let place = |name: &str| out.path().join(name).display().to_string();
    report(out.path(), &["--archive", &place("archive")]);
    let diff = |more: &[&str]| {
        run(&[&["diff", "nwa-0607-strike", "dbc-strike"], more, &REGISTRY].concat(), "")
    };
    let stored = diff(&["--archive", &place("archive"), "--json"]);
    assert_eq!(stored.code, 0, "{}", stored.stderr);
    refused(&diff(&["tests/corpus", "--from", &place("all")]), "--archive instead");

    report(out.path(), &[]);
    let given = diff(&["tests/corpus", "--from", &place("all"), "--json"]);
    assert_eq!((given.code, given.stdout), (0, stored.stdout), "{}", given.stderr);
    let html = place("case.html");
    let done = diff(&["tests/corpus", "--from", &place("all"), "--html", &html]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let case = fs::read_to_string(&html).expect("the page");
    for part in ["held against it", "For the first being first", "What differs", "SHA-256"] {
        assert!(case.contains(part), "no `{part}`");
    }
    let none = ["diff", "nwa-0607-strike", "nobody", "--archive", &place("archive")];
    refused(&run(&none, ""), "nobody: the archive");
    let twice = ["diff", "dbc-strike", "dbc-strike", "--archive", &place("archive")];
    refused(&run(&twice, ""), "both articles are the same");
}
