//! `urtext dossier` and the pages of `score --html`: what they hold, and what they refuse.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use support::{Outcome, Row, run, table};

fn dossier(source: &str, out: &Path, more: &[&str]) -> Outcome {
    let out = out.display().to_string();
    let fixed =
        ["dossier", source, "tests/corpus", "--sources", "tests/sources.toml", "--out", &out];
    run(&[&fixed[..], more].concat(), "")
}

fn report(out: &Path) {
    let out = out.display().to_string();
    let done =
        run(&["report", "tests/corpus", "--sources", "tests/sources.toml", "--out", &out], "");
    assert_eq!(done.code, 0, "{}", done.stderr);
}

#[test]
fn a_dossier_holds_what_the_report_says_of_the_source_and_nothing_else() {
    let out = tempfile::tempdir().expect("a folder");
    report(out.path());
    let all = out.path().join("all");
    let done = dossier("northern wire agency", out.path(), &["--from", &all.display().to_string()]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let place = out.path().join("nwa");
    let cases = table(&place.join("cases.csv"));
    let articles: BTreeMap<String, Row> = table(&all.join("articles.csv"))
        .into_iter()
        .map(|row| (row["article_id"].clone(), row))
        .collect();
    // Whoever credits the agency without being its own page is a case.
    let credited = articles.values().filter(|row| {
        row["wire"].split('+').any(|agency| agency == "nwa") && row["source_id"] != "nwa"
    });
    let mut count = 0;
    for row in credited {
        let id = &row["article_id"];
        assert!(
            cases.iter().any(|case| case["article_id"] == *id && case["part"] == "gave"),
            "{id}"
        );
        count += 1;
    }
    assert!(count >= 3, "{count} credited articles");
    // Copies of its own pages, with the page's relation and credit.
    let stemma = table(&all.join("stemma.csv"));
    let from_it: Vec<&Row> = stemma
        .iter()
        .filter(|row| articles.get(&row["parent_id"]).is_some_and(|x| x["source_id"] == "nwa"))
        .filter(|row| articles[&row["copy_id"]]["source_id"] != "nwa")
        .collect();
    assert!(from_it.len() >= 3, "{from_it:?}");
    for row in from_it {
        let case = cases.iter().find(|case| case["article_id"] == row["copy_id"]).expect("a case");
        for (column, of_stemma) in [
            ("other_id", "parent_id"),
            ("relation", "relation"),
            ("credit", "credit"),
            ("lag_seconds", "lag_seconds"),
        ] {
            assert_eq!(case[column], row[of_stemma], "{}", row["copy_id"]);
        }
        let page = fs::read_to_string(place.join(&case["page"])).expect("its page");
        assert!(page.contains(&row["copy_id"]) && page.contains("SHA-256"), "{}", case["page"]);
        assert!(!page.contains("<script"), "a page to be filed needs no script");
    }
    let index = fs::read_to_string(place.join("index.html")).expect("the list");
    for case in &cases {
        assert!(case["page"].is_empty() || index.contains(&case["page"]), "{}", case["page"]);
    }
    // Charges are those of the report.
    let findings = table(&all.join("findings.csv"));
    let charged = |rows: &[Row]| {
        let mut ids: Vec<String> = rows
            .iter()
            .filter(|row| row["status"] == "charged")
            .filter(|row| row["other_source_id"] == "nwa")
            .map(|row| format!("{}: {}", row["article_id"], row["finding"]))
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(charged(&cases), charged(&findings));
    assert!(!charged(&cases).is_empty());
}

#[test]
fn what_only_dates_say_is_open_on_both_sides() {
    let out = tempfile::tempdir().expect("a folder");
    for source in ["marschenecho.example", "Küstenblatt Nordersiel"] {
        let done = dossier(source, out.path(), &[]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        let place = done.stderr.trim().rsplit(" in ").next().expect("a place").to_owned();
        let cases = table(&Path::new(&place).with_file_name("cases.csv"));
        let case = cases.iter().find(|case| case["article_id"] == "me-0609-schoepfwerk");
        let case = case.expect("the case");
        assert_eq!((&*case["part"], &*case["status"]), ("open", "dates_only"));
        assert!(case["finding"].contains("have passages in common"), "{}", case["finding"]);
        assert!(
            case["finding"].contains("the page of marschenecho.example as read names no source")
        );
    }
}

#[test]
fn a_dossier_and_a_report_never_take_each_others_place() {
    let out = tempfile::tempdir().expect("a folder");
    report(out.path());
    fs::rename(out.path().join("all"), out.path().join("nwa")).expect("renamed");
    let refused = dossier("nwa", out.path(), &[]);
    assert!(
        refused.code == 3 && refused.stderr.contains("is a report of this program"),
        "{}",
        refused.stderr
    );
    assert!(out.path().join("nwa/pairs.csv").exists(), "the report is still there");
    report(out.path());
    fs::write(out.path().join("all/index.html"), "mine").expect("written");
    report(out.path());
    assert_eq!(fs::read_to_string(out.path().join("all/index.html")).expect("kept"), "mine");
}

#[test]
fn a_dossier_takes_the_place_of_the_last_one_and_is_the_same_again() {
    let out = tempfile::tempdir().expect("a folder");
    let files = || -> BTreeMap<String, Vec<u8>> {
        fs::read_dir(out.path().join("halvik-times"))
            .expect("the dossier")
            .map(|entry| entry.expect("an entry").path())
            .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
            .collect()
    };
    assert_eq!(dossier("Halvik Times", out.path(), &[]).code, 0);
    let first = files();
    let old = out.path().join("halvik-times/case-0000000000000000.html");
    fs::write(&old, "of a case that is gone").expect("written");
    assert_eq!(dossier("halvik-times", out.path(), &[]).code, 0);
    assert_eq!(files(), first);
    // It is no input.
    let input = out.path().display().to_string();
    let again = run(&["extract", &input], "");
    assert!(again.code == 3 && again.stdout.is_empty(), "{}", again.stderr);
}

#[test]
fn what_cannot_be_made_is_refused_by_name() {
    let out = tempfile::tempdir().expect("a folder");
    let unknown = dossier("halvik-tims", out.path(), &[]);
    assert_eq!(unknown.code, 3);
    assert!(unknown.stderr.contains("halvik-times"), "{}", unknown.stderr);
    report(out.path());
    let all = out.path().join("all").display().to_string();
    let part = run(
        &[
            "dossier",
            "nwa",
            "tests/corpus/late.jsonl",
            "--sources",
            "tests/sources.toml",
            "--from",
            &all,
        ],
        "",
    );
    assert!(part.code == 3 && part.stderr.contains("was not given"), "{}", part.stderr);
    let other = run(
        &[
            "dossier",
            "nwa",
            "tests/corpus",
            "tests/formats",
            "--sources",
            "tests/sources.toml",
            "--from",
            &all,
        ],
        "",
    );
    assert!(other.code == 3 && other.stderr.contains("is no input of"), "{}", other.stderr);
    let list = out.path().join("list.toml");
    let weights =
        fs::read_to_string("tests/sources.toml").expect("the list") + "\n[score]\nspin = 0\n";
    fs::write(&list, weights).expect("written");
    let list = list.display().to_string();
    let place = out.path().display().to_string();
    let other = run(
        &["dossier", "nwa", "tests/corpus", "--sources", &list, "--from", &all, "--out", &place],
        "",
    );
    assert!(other.code == 3 && other.stderr.contains("weights"), "{}", other.stderr);
    let none = dossier("nwa", out.path(), &["--from", "tests"]);
    assert!(none.code == 3 && none.stderr.contains("summary.json"), "{}", none.stderr);
    fs::create_dir(out.path().join("nwa")).expect("made");
    fs::write(out.path().join("nwa/index.html"), "mine").expect("written");
    let foreign = dossier("nwa", out.path(), &[]);
    assert!(foreign.code == 3 && foreign.stderr.contains("index.html"), "{}", foreign.stderr);
}

#[test]
fn a_scored_article_is_shown_beside_the_text_that_it_is_closest_to() {
    let out = tempfile::tempdir().expect("a folder");
    let page = out.path().join("page.html").display().to_string();
    let score = |more: &[&str]| {
        let fixed = [
            "score",
            "tests/corpus/dbc-page-library.txt",
            "--sources",
            "tests/sources.toml",
            "--html",
            &page,
        ];
        run(&[&fixed[..], more].concat(), "")
    };
    let done = score(&["--against", "tests/corpus/week23.jsonl"]);
    assert!(done.code == 0 && done.stdout.is_empty(), "{}", done.stderr);
    let shown = fs::read_to_string(&page).expect("the page");
    assert!(shown.contains("class=\"texts\"") && !shown.contains("<script"));
    // Alone, it is said to have been compared with nothing.
    assert_eq!(score(&[]).code, 0);
    let alone = fs::read_to_string(&page).expect("the page");
    assert!(!alone.contains("class=\"texts\"") && alone.contains("not compared"), "{alone}");
    fs::write(&page, "mine").expect("written");
    assert_eq!(score(&[]).code, 3, "a file of somebody else's stays");
    assert_eq!(fs::read_to_string(&page).expect("still there"), "mine");
}
