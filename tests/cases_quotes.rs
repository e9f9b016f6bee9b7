//! Quotations: how publishers set them, what alters them, and who is quoted.

mod support;

use support::{Row, run, table};

const FIRST: &str = "Nobody on this council wanted to be the one to say it, but the pier is tired and we have been lucky for a long time";
const SECOND: &str = "If the herring arrives an hour late it is worth half as much, and the people who decide this have never stood on the quay at five in the morning";

/// Returns a story with two quotations, each with its surrounding text.
fn story(first: &str, second: &str) -> String {
    format!(
        "The council of Halvik voted late on Tuesday to close the old swing pier to lorries from the first of October, ending four years of argument over a crossing that carries nearly 9,000 carts a day.\n{first}\nHauliers said the detour through Lundby would add 38 kilometres to each journey. Tomas Breck, whose firm runs 22 lorries between the cannery and the depot, told the meeting that he expected to lay off drivers before Christmas.\n{second}\nThe pier was built in 1931 and last rebuilt in 1978, when the wooden deck was replaced with steel. Ingrid Halloway said that buses would be exempt. A plan for a tunnel was dropped in 2009 after test drilling found loose gravel under the eastern bank."
    )
}

fn framed(marks: (&str, &str), first: &str, second: &str, speaker: &str) -> String {
    let (open, close) = marks;
    story(
        &format!("{open}{first},{close} said {speaker}, who chairs the transport committee."),
        &format!("{open}{second},{close} Breck said after the vote."),
    )
}

/// Returns the drift of a copy, and the rows of both articles.
fn compared(original: &str, copy: &str) -> (Vec<Row>, Vec<Row>) {
    let record = |id: &str, hour: u32, text: &str| {
        let text = serde_json::to_string(text).expect("JSON");
        format!(
            "{{\"id\":\"{id}\",\"url\":\"https://{id}post.example/1\",\"published\":\"2021-06-09T{hour:02}:00:00Z\",\"text\":{text}}}\n"
        )
    };
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let input = record("one", 8, original) + &record("two", 12, copy);
    let outcome = run(&["report", "-", "--sources", "tests/sources.toml", "--out", &place], &input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    (table(&out.path().join("all/drift.csv")), table(&out.path().join("all/articles.csv")))
}

fn kinds(original: &str, copy: &str) -> Vec<String> {
    compared(original, copy).0.iter().map(|row| row["kind"].clone()).collect()
}

#[test]
fn every_house_s_marks_are_read_and_an_altered_word_is_found_in_them() {
    for marks in [
        ("“", "”"),
        ("\"", "\""),
        ("‘", "’"),
        ("'", "'"),
        ("„", "”"),
        ("‚", "‘"),
        ("»", "«"),
        ("«", "»"),
        ("``", "''"),
        ("&quot;", "&quot;"),
    ] {
        let told = framed(marks, FIRST, SECOND, "Ingrid Halloway");
        let (drift, articles) = compared(
            &told,
            &framed(marks, &FIRST.replace("lucky", "careless"), SECOND, "Ingrid Halloway"),
        );
        assert_eq!(
            drift.iter().map(|row| row["kind"].as_str()).collect::<Vec<_>>(),
            ["quote"],
            "{marks:?}"
        );
        assert_eq!(drift[0]["speaker"], "Ingrid Halloway", "{marks:?}");
        assert!(articles.iter().all(|row| row["quotes"] == "2"), "{marks:?}");
    }
}

#[test]
fn the_marks_of_another_house_alter_nothing() {
    let told = framed(("“", "”"), FIRST, SECOND, "Ingrid Halloway");
    for marks in [("‘", "’"), ("\"", "\""), ("»", "«"), ("``", "''"), ("", "")] {
        assert!(
            kinds(&told, &framed(marks, FIRST, SECOND, "Ingrid Halloway")).is_empty(),
            "{marks:?}"
        );
    }
}

#[test]
fn how_a_house_spells_alters_nothing() {
    let marks = ("“", "”");
    let told = framed(marks, FIRST, SECOND, "Ingrid Halloway");
    for (from, to) in [
        ("five in the morning", "5 in the morning"),
        ("the pier is tired", "the pier is f***ing tired"),
        ("the pier is tired", "thepier is tired"),
        ("wanted to be", "wan ted to be"),
        ("worth half as much", "worth half as mcuh"),
        ("Nobody on this council wanted", "[The council] wanted"),
        ("and we have been lucky for a long time", "and we've been lucky for a long time"),
        ("on this council wanted to be the one to say it, but", "… but"),
    ] {
        assert!(told.contains(from));
        assert_eq!(kinds(&told, &told.replace(from, to)), Vec::<String>::new(), "{from} / {to}");
        assert_eq!(kinds(&told.replace(from, to), &told), Vec::<String>::new(), "{to} / {from}");
    }
    let british = "We recognise the labour of our crews and honour what they did, but we cannot subsidise an empty boat";
    let american = "We recognize the labor of our crews and honor what they did, but we cannot subsidize an empty boat";
    assert!(
        kinds(
            &framed(marks, british, SECOND, "Ingrid Halloway"),
            &framed(marks, american, SECOND, "Ingrid Halloway")
        )
        .is_empty()
    );
}

#[test]
fn one_word_that_says_something_else_alters_a_quotation() {
    let told = framed(("“", "”"), FIRST, SECOND, "Ingrid Halloway");
    for (from, to) in [
        ("have never stood", "have ever stood"),
        ("the pier is tired", "the pier is not tired"),
        ("worth half as much", "worth twice as much"),
        ("lucky for a long time", "lucky for a short time"),
        ("the people who decide this", "the crooks who decide this"),
    ] {
        assert!(told.contains(from));
        assert_eq!(kinds(&told, &told.replace(from, to)), ["quote"], "{from} / {to}");
    }
}

#[test]
fn pieces_and_reported_speech_are_not_altered() {
    let told = framed(("“", "”"), FIRST, SECOND, "Ingrid Halloway");
    let split = told.replace(
        "wanted to be the one to say it, but the pier",
        "wanted to be the one to say it,” Halloway said, “but the pier",
    );
    assert!(kinds(&told, &split).is_empty());
    assert!(kinds(&split, &told).is_empty());
    let reported = story(
        &format!(
            "Ingrid Halloway, who chairs the transport committee, said that {}.",
            FIRST.replace("Nobody", "nobody")
        ),
        &format!("“{SECOND},” Breck said after the vote."),
    );
    assert!(kinds(&told, &reported).is_empty());
    let short = told.replace(
        " and the people who decide this have never stood on the quay at five in the morning,",
        "",
    );
    assert!(kinds(&told, &short).is_empty());
}

#[test]
fn words_given_to_another_person_are_told_and_cost_nothing() {
    let told = framed(("“", "”"), FIRST, SECOND, "Ingrid Halloway");
    for other in ["Olga Petersen", "Senator Anders Novak"] {
        let (drift, articles) = compared(&told, &framed(("“", "”"), FIRST, SECOND, other));
        assert_eq!(
            drift.iter().map(|row| row["kind"].as_str()).collect::<Vec<_>>(),
            ["speaker"],
            "{other}"
        );
        assert!(articles.iter().all(|row| row["score"].is_empty() || row["score"] == "100.0"));
        assert!(
            articles
                .iter()
                .all(|row| row["facts_drifted"].is_empty() || row["facts_drifted"] == "0")
        );
    }
    for same in ["Halloway", "Mrs. Halloway", "committee chair Ingrid Halloway", "the chairwoman"] {
        assert!(kinds(&told, &framed(("“", "”"), FIRST, SECOND, same)).is_empty(), "{same}");
    }
}

#[test]
fn a_quotation_of_no_other_version_is_listed_and_costs_nothing() {
    let told = framed(("“", "”"), FIRST, SECOND, "Ingrid Halloway");
    let added = told.replace(
        "The pier was built",
        "“My grandmother sold smoked eel from a wagon painted blue,” added Olga Petersen. The pier was built",
    );
    let (drift, articles) = compared(&told, &added);
    assert_eq!(
        drift
            .iter()
            .map(|row| (row["kind"].as_str(), row["severity"].as_str()))
            .collect::<Vec<_>>(),
        [("quote_added", "low")]
    );
    assert_eq!(drift[0]["original_text"], "");
    assert_eq!(drift[0]["charge"], "none");
    assert_eq!(drift[0]["original_start"], drift[0]["original_end"]);
    assert!(articles.iter().all(|row| row["score"].is_empty() || row["score"] == "100.0"));
    // What a copy leaves out is not a quotation added to the original.
    assert!(kinds(&added, &told).is_empty());
}
