//! A third party's ratings beside the scores.

mod support;

use std::fs;

use support::{Outcome, run, table};

/// Reports on the corpus with ratings.
fn report(ratings: &str, more: &[&str]) -> (tempfile::TempDir, Outcome) {
    let out = tempfile::tempdir().expect("a folder");
    let file = out.path().join("trust.csv");
    fs::write(&file, ratings).expect("written");
    let (file, place) = (file.display().to_string(), out.path().display().to_string());
    let arguments = [
        "report",
        "tests/corpus",
        "--sources",
        "tests/sources.toml",
        "--out",
        &place,
        "--ratings",
        &file,
    ];
    let outcome = run(&[&arguments, more].concat(), "");
    (out, outcome)
}

#[test]
fn ratings_stand_beside_the_scores_with_their_place() {
    let (out, outcome) = report(
        "domain,score\nHTTPS://www.halviktimes.example/,0.75\nnobody.example,0.5\ndailybuzzcopy.example,0.1\n",
        &[],
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rows = table(&out.path().join("all/sources.csv"));
    let cells: Vec<(&str, &str, &str)> = rows
        .iter()
        .filter(|r| !r["rating"].is_empty())
        .map(|r| (r["source_id"].as_str(), r["rating"].as_str(), r["rating_source"].as_str()))
        .collect();
    assert_eq!(
        cells,
        [("dailybuzzcopy.example", "0.1", "trust.csv:4"), ("halvik-times", "0.75", "trust.csv:2")]
    );
    let summary: serde_json::Value = serde_json::from_str(
        &fs::read_to_string(out.path().join("all/summary.json")).expect("read"),
    )
    .expect("JSON");
    assert_eq!(
        (&summary["ratings"]["sources_rated"], &summary["ratings"]["domains"]),
        (&2.into(), &3.into())
    );
    // Scores do not depend on them.
    let plain = table(std::path::Path::new("reports/all/sources.csv"));
    for (with, without) in rows.iter().zip(&plain) {
        assert_eq!((&with["score"], &with["reasons"]), (&without["score"], &without["reasons"]));
    }
}

#[test]
fn nan_and_ratings_out_of_range_are_rejects_with_their_line() {
    let (out, outcome) = report(
        "site;trust\nnorthernwire.example;9\na.example;NaN\nb.example;11\n",
        &["--ratings-columns", "site,trust", "--ratings-highest", "10"],
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rejects = table(&out.path().join("all/rejects.csv"));
    let of: Vec<(&str, &str)> = rejects
        .iter()
        .filter(|r| r["path"].ends_with("trust.csv"))
        .map(|r| (r["line"].as_str(), r["field"].as_str()))
        .collect();
    assert_eq!(of, [("3", "score"), ("4", "score")]);
    assert!(rejects.iter().any(|r| r["reason"].contains("`NaN`")));
}

#[test]
fn a_file_without_ratings_stops_the_run_before_it_begins() {
    for (ratings, more, says) in [
        ("domain,score\na.example,NaN\n", &[][..], "`NaN`"),
        ("site,trust\na.example,1\n", &[], "no column `score`"),
        (
            "domain,score\na.example,1\n",
            &["--ratings-columns", "domain,grade"],
            "no column `grade`",
        ),
    ] {
        let (out, outcome) = report(ratings, more);
        assert_eq!(outcome.code, 3, "{ratings}");
        assert!(
            outcome.stderr.contains(says) && outcome.stderr.contains("hint:"),
            "{}",
            outcome.stderr
        );
        assert!(!out.path().join("all").exists());
    }
    assert_eq!(report("domain,score\na.example,1\n", &["--ratings-highest", "NaN"]).1.code, 2);
    let missing = run(&["report", "tests/corpus", "--ratings", "no-such.csv"], "");
    assert_eq!(missing.code, 3);
}

#[test]
fn calibrate_says_what_it_lacks() {
    let folder = tempfile::tempdir().expect("a folder");
    let ratings = folder.path().join("ratings.csv");
    std::fs::write(&ratings, "domain,score\nhalviktimes.example,0.9\n").expect("written");
    let file = ratings.display().to_string();
    let said = |report: &str| {
        let outcome =
            run(&["calibrate", report, "--ratings", &file, "--sources", "tests/sources.toml"], "");
        assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""), "{}", outcome.stderr);
        outcome.stderr
    };
    assert!(said("no-such-folder").contains("name a report's folder with the tables"));
    let few = said("reports/all");
    assert!(few.contains("scored sources of the report have a rating"), "{few}");
    let other = folder.path().join("other");
    std::fs::create_dir(&other).expect("a folder");
    std::fs::write(other.join("sources.csv"), "x,y\n1,2\n").expect("written");
    let lacking = said(&other.display().to_string());
    assert!(lacking.contains("there is no column `source_id`"), "{lacking}");
}
