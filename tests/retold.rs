//! Stories told anew in other words: named where the plan is kept, and never held against anybody.

mod support;

use serde_json::json;
use support::{Row, run, table};

const STORY: &str = "Ferry crews in Halvik walked off the job on Monday after talks over night \
    shifts collapsed. The Coastal Line cancelled 14 sailings to Brennick and told passengers to \
    take the bus over the Tarn bridge. Union leader Olaf Rust accused the company of hiding a \
    staffing report that it received in February. The report, written by the engineer Mira Sand, \
    found that 9 of 12 vessels sail with fewer hands than the port rules demand. Mayor Jane Doe \
    urged both sides to return to the table before the herring market opens on Friday. A \
    spokesman for the Coastal Line, Per Holm, said the study was still being checked. Traders at \
    the market fear that 300 tonnes of fish will spoil if the boats stay in port. The last strike \
    on the route ended after 6 days in 2011, when the town paid for extra sailors.";
const ANEW: &str = "Boats between Halvik and Brennick stood idle on Monday, as seamen stopped \
    working when negotiations about shifts at night broke down. Passengers of 14 cancelled \
    sailings were sent by the Coastal Line onto buses across the Tarn bridge. According to Olaf \
    Rust, who leads the union, the firm kept secret a report on staffing which reached it in \
    February. Engineer Mira Sand had found in that report that 9 of the 12 vessels put to sea with \
    fewer hands than rules of the port demand. Jane Doe, the mayor, asked the two sides to come \
    back to the table ahead of the herring market's opening on Friday. The study is still being \
    checked, spokesman Per Holm of the Coastal Line replied. With boats staying in port, 300 \
    tonnes of fish could spoil, traders of the market warn. In 2011 the route's last strike was \
    over after 6 days, because the town had paid for more sailors.";
const OWN: &str = "Passengers queued for hours in the rain on Monday at Brennick's bus station. \
    The Coastal Line had called off its boats, and nobody had told the Lunde family, who wanted to \
    visit a grandmother in Halvik. Olaf Rust of the union promised that crews would talk again if \
    the company did. Per Holm answered for the Coastal Line that the door was open. The bus needs \
    two hours over the Tarn bridge, where a lane has been closed since spring. Mayor Jane Doe sent \
    tea and 200 blankets. Fishmongers in the herring hall shut early for want of customers.";

/// Reports on articles of two outlets, each with a credit line and a full date.
fn report(texts: &[(&str, &str, u32)]) -> (Vec<Row>, Vec<Row>) {
    let lines: Vec<String> = texts
        .iter()
        .map(|(outlet, text, day)| {
            json!({
                "id": outlet,
                "url": format!("https://{outlet}.example/2021/06/ferries"),
                "published": format!("2021-06-{day:02}T09:00:00+02:00"),
                "author": format!("Ann {outlet}"),
                "text": text,
            })
            .to_string()
        })
        .collect();
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let outcome = run(
        &["report", "-", "--sources", "tests/sources.toml", "--out", &place],
        &lines.join("\n"),
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    (table(&out.path().join("all/pairs.csv")), table(&out.path().join("all/findings.csv")))
}

#[test]
fn a_story_told_anew_is_named_and_charged_to_nobody() {
    let (pairs, findings) = report(&[("herald", STORY, 7), ("courier", ANEW, 8)]);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert_eq!(&*pairs[0]["relation"], "rewritten", "{pairs:?}");
    assert!(pairs[0]["evidence"].contains("told anew"), "{}", pairs[0]["evidence"]);
    assert_eq!((&*pairs[0]["facts_drifted"], &*pairs[0]["quotes_altered"]), ("", ""), "not sought");
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn a_report_of_ones_own_on_the_same_event_is_not() {
    let (pairs, _) = report(&[("herald", STORY, 7), ("courier", OWN, 7)]);
    assert!(pairs.iter().all(|r| !r["evidence"].contains("told anew")), "{pairs:?}");
}
