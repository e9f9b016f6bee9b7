//! Small invented inputs, each for one kind of false accusation, or for a copy that must stay one:
//! `tests/cases/relations`.

mod support;

use support::{run, table};

const COPYING: [&str; 7] =
    ["identical", "republished", "edited", "excerpt", "spun", "rewritten", "summary"];

/// Returns the relations of a case's pairs, the flags of its articles, and the number of
/// alterations.
fn report(case: &str) -> (Vec<String>, Vec<String>, usize) {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let input = format!("tests/cases/relations/{case}.jsonl");
    let outcome = run(&["report", &input, "--sources", "tests/sources.toml", "--out", &place], "");
    assert_eq!(outcome.code, 0, "{case}: {}", outcome.stderr);
    let read = |name: &str| table(&out.path().join("all").join(name));
    let column =
        |name: &str, column: &str| read(name).iter().map(|row| row[column].clone()).collect();
    (column("pairs.csv", "relation"), column("articles.csv", "flags"), read("drift.csv").len())
}

#[test]
fn one_formula_about_other_facts_is_no_copy() {
    for (case, pairs) in [
        ("template-bond", 1),
        ("template-undated", 1),
        ("template-bulletin", 1),
        ("template-crime-brief", 3),
        ("template-earnings", 3),
        ("template-lottery", 1),
        ("template-match", 3),
        ("template-obituary", 3),
    ] {
        let (relations, _, alterations) = report(case);
        assert_eq!(relations, vec!["template"; pairs], "{case}");
        assert_eq!(alterations, 0, "{case}");
    }
    // Capitalised nouns, and another script: the minimum is that nobody is accused.
    for case in ["template-weather-de", "template-earnings-ru"] {
        let (relations, _, alterations) = report(case);
        assert!(
            !relations.iter().any(|r| COPYING.contains(&r.as_str())) && alterations == 0,
            "{case}: {relations:?}"
        );
    }
}

#[test]
fn a_story_brought_up_to_date_an_altered_one_and_an_old_one_stay_copies() {
    assert_eq!(report("updated-story").0, ["edited"]);
    let (relations, _, alterations) = report("altered-copy");
    assert_eq!(relations, ["edited"]);
    assert!(alterations >= 3, "{alterations}");
    assert_eq!(report("days-apart").0, ["identical"]);
}

#[test]
fn two_that_print_one_document_copy_neither() {
    assert_eq!(report("document-ruling").0, ["shared_source"]);
    assert_eq!(report("document-statement-pt").0, ["shared_source"]);
    assert_eq!(report("document-posts").0, ["same_quotes"]);
    assert_eq!(report("document-notice-quoted").0, ["same_quotes"]);
    assert_eq!(report("quotes-only").0, ["same_quotes"]);
    // The marks around it begin and end in different paragraphs.
    assert_eq!(report("document-letter-fr").0, ["same_quotes"]);
}

#[test]
fn a_notice_in_the_place_of_a_story_is_no_body() {
    for case in ["wall-refusal-pl", "wall-newsletter", "wall-offer-es", "wall-robot-en"] {
        let (relations, flags, _) = report(case);
        assert!(relations.is_empty(), "{case}: {relations:?}");
        assert!(
            flags.iter().all(|f| f.split('+').any(|flag| flag == "no_body")),
            "{case}: {flags:?}"
        );
    }
    assert_eq!(report("no-wall").0, ["identical"], "news of a site that fails");
}
