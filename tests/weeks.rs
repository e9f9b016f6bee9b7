//! A week's report compared with that of the previous week.

mod support;

use std::fs;
use std::path::Path;

use support::{Outcome, Row, run, table};

/// Days in the two weeks 2021-W22 and 2021-W23.
const DAYS: [&str; 2] = ["2021-06-02", "2021-06-09"];

/// Returns five stories of an agency and an outlet's copies of them; the first `bad` copies are
/// spun, including a quotation.
fn articles(week: usize, bad: usize) -> String {
    let places = ["harbour", "library", "lighthouse", "market", "school"];
    let names = ["Marit Solberg", "Jonas Lunde", "Ane Brekke", "Tor Haugen", "Siri Moen"];
    (0..5)
        .flat_map(|n| {
            let (place, name, number) = (places[n], names[n], 11 + 7 * n + week);
            let quote = format!("\\\"We have asked for this {place} to be mended every single year since {number} of us first met,\\\"");
            let told = format!(
                "HALVIK (NWA) - The council of Halvik voted on Monday to spend {number} million crowns on the old {place} of the town, where the roof has leaked since the storm of last winter. \\n\\n{quote} said {name}, who speaks for the people living near the {place}. The work is to begin in {number} days, and a firm from Brennick has been chosen out of {number} that had asked for it. \\n\\nThe mayor thanked those who had gathered signatures in the streets around the {place} and promised to report every month on what the work has cost so far.",
            );
            let altered =
                format!("\\\"We have begged for this {place} to be repaired every solitary year since {number} of us initially met,\\\"");
            let spun = format!(
                "HALVIK (NWA) - The assembly of Halvik voted on Monday to expend {number} million crowns on the ancient {place} of the municipality, where the roof has dripped since the tempest of last winter. \\n\\n{altered} stated {name}, who talks for the folks living near the {place}. The labor is to commence in {number} days, and a company from Brennick has been selected out of {number} that had requested it. \\n\\nThe mayor thanked those who had collected signatures in the roads around the {place} and pledged to report every month on what the labor has cost so far.",
            );
            let line = |id: &str, url: &str, hour: usize, text: &str| {
                format!("{{\"id\":\"{id}-{week}-{n}\",\"url\":\"https://{url}/{week}{n}\",\"published\":\"{}T{hour:02}:00:00Z\",\"text\":\"{text}\"}}\n", DAYS[week])
            };
            [
                line("nwa", "northernwire.example", 8, &told),
                line("ht", "halviktimes.example", 12, if n < bad { &spun } else { &told }),
            ]
        })
        .collect()
}

fn report(out: &Path, week: usize, bad: usize, more: &[&str]) -> Outcome {
    let place = out.display().to_string();
    let name = ["2021-W22", "2021-W23"][week];
    let arguments =
        ["report", "-", "--sources", "tests/sources.toml", "--out", &place, "--week", name];
    run(&[&arguments, more].concat(), &articles(week, bad))
}

fn times(out: &Path) -> Row {
    let rows = table(&out.join("2021-W23/sources.csv"));
    rows.into_iter().find(|r| r["source_id"] == "halvik-times").expect("a row")
}

#[test]
fn a_change_has_its_cause_with_the_counts_of_both_weeks() {
    for format in ["csv", "parquet"] {
        let out = tempfile::tempdir().expect("a folder");
        assert_eq!(report(out.path(), 0, 0, &["--format", format]).code, 0);
        let outcome = report(out.path(), 1, 1, &[]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let row = times(out.path());
        assert!(row["change"].parse::<f64>().is_ok_and(|c| c < -1.0), "{format}: {row:?}");
        assert_eq!(
            row["change_cause"], "1 of 5 copies are spun; 0 of 5 in the previous week",
            "{format}"
        );
        assert!(
            row["reasons"].contains("1 of 5 copies are spun (median ")
                && row["reasons"].contains("4 of 5 copied quotations are unaltered (median "),
            "{row:?}"
        );
    }
}

#[test]
fn without_a_week_before_or_with_other_weights_nothing_is_compared() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(report(out.path(), 1, 1, &[]).code, 0);
    assert_eq!(times(out.path())["change"], "");
    assert_eq!(report(out.path(), 0, 0, &[]).code, 0);
    let summary = out.path().join("2021-W22/summary.json");
    let other =
        fs::read_to_string(&summary).expect("read").replace("\"spin\": 60.0", "\"spin\": 61.0");
    fs::write(&summary, other).expect("written");
    assert_eq!(report(out.path(), 1, 1, &[]).code, 0);
    assert_eq!(times(out.path())["change"], "");
    let now: serde_json::Value = serde_json::from_str(
        &fs::read_to_string(out.path().join("2021-W23/summary.json")).expect("read"),
    )
    .expect("JSON");
    assert_eq!(now["week_before"]["incomparable"], "scored with other weights");
}

#[test]
fn a_broken_table_of_the_week_before_stops_the_run() {
    let out = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(out.path().join("2021-W22")).expect("made");
    fs::write(out.path().join("2021-W22/sources.csv"), "source_id,score\na\n").expect("written");
    let outcome = report(out.path(), 1, 0, &[]);
    assert_eq!(outcome.code, 3);
    assert!(
        outcome.stderr.contains("2021-W22/sources.csv") && outcome.stderr.contains("hint:"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_summary_shows_priors_and_how_far_grades_move() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(report(out.path(), 1, 1, &[]).code, 0);
    let summary: serde_json::Value = serde_json::from_str(
        &fs::read_to_string(out.path().join("2021-W23/summary.json")).expect("read"),
    )
    .expect("JSON");
    let prior = &summary["priors"]["quote_fidelity"]["all"];
    assert_eq!((&prior["cases"], &prior["sources"]), (&5.into(), &1.into()));
    assert!(summary["sensitivity"]["sources_scored"].as_u64() >= Some(1));
    let moves = &summary["sensitivity"]["grades_moved_by"];
    let largest =
        |factor: &str| moves["quotes_kept"][factor]["largest_move"].as_f64().expect("a number");
    assert!(largest("doubled") > largest("halved") && largest("halved") > 0.1, "{moves}");
    assert!(moves["spun"]["doubled"]["better"].is_u64(), "{moves}");
}
