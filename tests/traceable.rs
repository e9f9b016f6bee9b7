//! Every count of a source can be recomputed from the rows of its articles.

mod support;

use std::path::Path;

use support::{Row, run, table};

const COPYING: [&str; 7] =
    ["identical", "republished", "edited", "excerpt", "spun", "rewritten", "summary"];

fn number(row: &Row, column: &str) -> u32 {
    if row[column].is_empty() {
        0
    } else {
        row[column].parse().unwrap_or_else(|_| panic!("{column}: {}", row[column]))
    }
}

fn flagged(row: &Row, flag: &str) -> bool {
    row["flags"].split('+').any(|f| f == flag)
}

/// Returns hits and cases of a rate over some articles, counted as docs/verdicts.md describes.
fn counted(rate: &str, articles: &[&Row]) -> (u32, u32) {
    let version = |a: &Row| flagged(a, "revision") || flagged(a, "repeat");
    let compared: Vec<&&Row> = articles
        .iter()
        .filter(|a| !a["facts_drifted"].is_empty() && !flagged(a, "repeat"))
        .collect();
    let of =
        |cases: Vec<bool>| (cases.iter().filter(|hit| **hit).count() as u32, cases.len() as u32);
    let sums = |rows: &[&&Row], hits: &dyn Fn(&Row) -> u32, cases: &str| {
        (rows.iter().map(|a| hits(a)).sum(), rows.iter().map(|a| number(a, cases)).sum())
    };
    let all: Vec<&&Row> = articles.iter().collect();
    match rate {
        // Credit is not judged for a source with three or more articles and not a single byline or
        // agency.
        "attributed"
            if articles.len() >= 3
                && articles.iter().all(|a| a["bylined"] == "0" && a["wire"].is_empty()) =>
        {
            (0, 0)
        }
        "attributed" => of(articles
            .iter()
            .filter(|a| !version(a) && !a["credit"].is_empty())
            .map(|a| a["credit"] == "kept")
            .collect()),
        "quote_fidelity" => sums(
            &compared,
            &|a| number(a, "quotes_checked") - number(a, "quotes_altered"),
            "quotes_checked",
        ),
        "drift" => of(compared.iter().map(|a| number(a, "facts_drifted") > 0).collect()),
        "spin" => of(compared.iter().map(|a| a["relation"] == "spun").collect()),
        "captions_flagged" => sums(&all, &|a| number(a, "captions_flagged"), "captions_judged"),
        "backdated" => of(articles
            .iter()
            .filter(|a| !a["backdated"].is_empty() && !flagged(a, "repeat"))
            .map(|a| a["backdated"] == "1")
            .collect()),
        "dated" => of(articles.iter().map(|a| !a["published"].is_empty()).collect()),
        "bylined" => of(articles.iter().map(|a| a["bylined"] == "1").collect()),
        "copied" => of(articles
            .iter()
            .filter(|a| !version(a))
            .map(|a| COPYING.contains(&a["relation"].as_str()))
            .collect()),
        _ => panic!("{rate}"),
    }
}

#[test]
fn every_count_of_a_source_is_that_of_its_articles() {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    assert_eq!(
        run(&["report", "tests/corpus", "--sources", "tests/sources.toml", "--out", &place], "")
            .code,
        0
    );
    trace(&out.path().join("all"));
    no_finding_says_more_than_a_score(&out.path().join("all"));
}

/// Every point that an article lost stands in one finding, and no finding charges what cost
/// nothing.
fn no_finding_says_more_than_a_score(folder: &Path) {
    let (articles, findings) =
        (table(&folder.join("articles.csv")), table(&folder.join("findings.csv")));
    let figure = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("{text}"));
    for article in &articles {
        let charged: f64 = findings
            .iter()
            .filter(|f| f["article_id"] == article["article_id"] && f["status"] == "charged")
            .map(|f| figure(&f["severity"]))
            .sum();
        let lost =
            if article["score"].is_empty() { 0.0 } else { 100.0 - figure(&article["score"]) };
        // A score ends at 0; severities are rounded to four decimals.
        assert!((charged.min(100.0) - lost).abs() < 0.001, "{article:?}: {charged}, not {lost}");
    }
    for finding in findings.iter().filter(|f| f["status"] != "charged") {
        assert_eq!(figure(&finding["severity"]), 0.0, "{finding:?}");
        let told = &finding["finding"];
        let clear =
            told.contains("othing is held against either") || told.contains("is not held against");
        assert!(clear, "{finding:?}");
    }
}

/// The rate in `sources` that an indicator of conduct shows.
const CONDUCT: [(&str, &str); 7] = [
    ("credited", "attributed"),
    ("quotes_kept", "quote_fidelity"),
    ("facts_drifted", "drift"),
    ("spun", "spin"),
    ("backdated", "backdated"),
    ("captions_unrelated", "captions_flagged"),
    ("copied", "copied"),
];

/// Every count of a profile is the sum of those of the source's articles, or the count of a rate
/// in `sources`; and every article named has something to look at.
fn trace_profiles(folder: &Path) {
    let [articles, sources, profile, indicators] = ["articles", "sources", "profile", "indicators"]
        .map(|name| table(&folder.join(format!("{name}.csv"))));
    let left_out: Vec<&str> = articles
        .iter()
        .filter(|a| flagged(a, "not_counted"))
        .map(|a| a["article_id"].as_str())
        .collect();
    let mut traced = 0;
    for row in &profile {
        let (source, indicator) = (&row["source_id"], row["indicator"].as_str());
        let stated = (number(row, "count"), number(row, "of"));
        assert!(stated.0 <= stated.1, "{indicator} of {source}");
        for id in row["articles"].split('+').filter(|id| indicator == "copied" && !id.is_empty()) {
            let article = articles.iter().find(|a| a["article_id"] == id).expect("an article");
            assert!(!flagged(article, "revision") && !flagged(article, "repeat"), "{article:?}");
        }
        if let Some((_, rate)) = CONDUCT.iter().find(|(name, _)| *name == indicator) {
            let source = sources.iter().find(|s| s["source_id"] == *source).expect("a source");
            let rate =
                (number(source, &format!("{rate}_count")), number(source, &format!("{rate}_of")));
            assert_eq!(stated, rate, "{indicator} of {}", row["source_id"]);
            continue;
        }
        let own: Vec<&Row> = indicators
            .iter()
            .filter(|a| a["source_id"] == *source && !left_out.contains(&a["article_id"].as_str()))
            .collect();
        let sum = |column: &str| {
            own.iter().map(|a| number(a, &format!("{indicator}_{column}"))).sum::<u32>()
        };
        assert_eq!(stated, (sum("count"), sum("of")), "{indicator} of {source}");
        for id in row["articles"].split('+').filter(|id| !id.is_empty()) {
            let article = own.iter().find(|a| a["article_id"] == id).expect("an own article");
            assert!(number(article, &format!("{indicator}_of")) > 0, "{indicator} of {id}");
        }
        traced += stated.1;
    }
    assert!(traced > 100, "{traced}");
}

/// Both sides of a contradiction are articles of one event and of two outlets, the words that
/// differ stand in the text shown, and it is charged to nobody.
fn trace_contradictions(folder: &Path) {
    let [articles, contradictions] =
        ["articles", "contradictions"].map(|name| table(&folder.join(format!("{name}.csv"))));
    for row in &contradictions {
        assert_ne!(row["source_a"], row["source_b"], "{row:?}");
        assert_ne!(row["differs_a"], row["differs_b"], "{row:?}");
        for side in ["a", "b"] {
            let of = |column: &str| &row[&format!("{column}_{side}")];
            let article = articles.iter().find(|a| a["article_id"] == *of("article"));
            let article = article.expect("an article");
            assert_eq!(article["story_id"], row["story_id"], "{row:?}");
            assert_eq!(article["source_id"], *of("source"), "{row:?}");
            assert!(of("text").contains(of("differs").as_str()), "{row:?}");
            let length =
                number(row, &format!("end_{side}")) - number(row, &format!("start_{side}"));
            // A cell that a spreadsheet would run has a mark before it.
            let shown = of("text").trim_start_matches('\'').chars().count() as u32;
            assert!(shown.abs_diff(length) <= 1, "{row:?}");
            assert!(number(row, &format!("articles_{side}")) > 0, "{row:?}");
        }
    }
}

fn trace(folder: &Path) {
    trace_profiles(folder);
    trace_contradictions(folder);
    let (articles, sources) =
        (table(&folder.join("articles.csv")), table(&folder.join("sources.csv")));
    let mut traced = 0;
    for source in &sources {
        let own: Vec<&Row> = articles
            .iter()
            .filter(|a| a["source_id"] == source["source_id"] && !flagged(a, "not_counted"))
            .collect();
        assert_eq!(number(source, "articles") as usize, own.len());
        for rate in [
            "attributed",
            "quote_fidelity",
            "drift",
            "spin",
            "captions_flagged",
            "backdated",
            "dated",
            "bylined",
            "copied",
        ] {
            let stated =
                (number(source, &format!("{rate}_count")), number(source, &format!("{rate}_of")));
            assert_eq!(stated, counted(rate, &own), "{rate} of {}", source["source_id"]);
            traced += stated.1;
        }
        for relation in COPYING {
            let copies = own.iter().filter(|a| {
                a["relation"] == relation && !flagged(a, "revision") && !flagged(a, "repeat")
            });
            assert_eq!(
                number(source, relation) as usize,
                copies.count(),
                "{relation} of {}",
                source["source_id"]
            );
        }
    }
    assert!(traced > 100, "{traced}");
}

#[test]
#[ignore = "needs a folder of tables in URTEXT_TRACE: cargo test --test traceable -- --ignored"]
fn every_count_of_another_report_is_that_of_its_articles() {
    let folder = std::env::var("URTEXT_TRACE").expect("URTEXT_TRACE");
    trace(Path::new(&folder));
    no_finding_says_more_than_a_score(Path::new(&folder));
}
