//! What is found but does not count against an outlet.

mod support;

use support::{Row, run, table};

/// Returns an input record.
fn record(id: &str, url: &str, hour: u32, text: &str) -> String {
    let text = serde_json::to_string(text).expect("JSON");
    format!(
        "{{\"id\":\"{id}\",\"url\":\"https://{url}/{id}\",\"published\":\"2021-06-09T{hour:02}:00:00Z\",\"text\":{text}}}\n"
    )
}

/// Returns a story of an agency, with or without its credit.
fn story(credit: &str, quote: &str) -> String {
    format!(
        "Council of Halvik votes on the harbour\n\n{credit}The council of Halvik voted on Monday to spend 11 million crowns on the old harbour of the town, where the roof has leaked since the storm of last winter.\n\n{quote} said Marit Solberg, who speaks for the people living near the harbour. The work is to begin in 11 days, and a firm from Brennick has been chosen out of 11 that had asked for it.\n\nThe mayor thanked those who had gathered signatures in the streets around the harbour and promised to report every month on what the work has cost so far.\n\nSign up for our newsletter and get the news of the islands in your inbox"
    )
}

const QUOTE: &str =
    "\"We have asked for this building to be mended every single year since the first of us met,\"";
const ALTERED: &str = "\"We have begged for this building to be repaired nearly every year since a dozen of us met,\"";
const AGENCY: &str = "HALVIK (NWA) - ";

fn report(input: &str) -> (Vec<Row>, Vec<Row>) {
    report_by("tests/sources.toml", input)
}

/// Runs a report with a source list; returns articles and sources.
fn report_by(list: &str, input: &str) -> (Vec<Row>, Vec<Row>) {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let outcome = run(&["report", "-", "--sources", list, "--out", &place], input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    (table(&out.path().join("all/articles.csv")), table(&out.path().join("all/sources.csv")))
}

fn row<'r>(rows: &'r [Row], column: &str, value: &str) -> &'r Row {
    rows.iter().find(|r| r[column] == value).unwrap_or_else(|| panic!("no {value}"))
}

/// Three stories of the agency.
const BODIES: [&str; 3] = [
    "The council of Halvik voted on Monday to spend 14 million crowns on the old lighthouse, where the lamp has failed twice since the storm of last winter.\n\nShips had to wait outside the sound for hours, and pilots from Brennick were called in. The mayor thanked those who had gathered 2,300 signatures in the streets and promised to report every month on the costs.\n\nA committee of keepers, teachers and two retired engineers had drawn up the plan over eleven evenings in the library of the school. It keeps the old stair, puts a lift beside it and lays a cable under the yard, so that the lamp no longer hangs on a single wire from the mainland.",
    "A ferry with 63 passengers ran aground off Ostrey early on Tuesday after its steering gear jammed in thick fog, the coast guard said.\n\nNobody was hurt. Two tugs pulled the vessel free at high water, and it reached the yard in Nordersiel under its own power, where divers are to look at a tear of four metres in the hull.\n\nThe company put buses on the road around the bay and hired a smaller boat for those who live on the outer islands. Its director said at the quay that the gear had been looked over in April, and that the log of the bridge was with the police, who had asked for it before noon.",
    "Herring landed at the auction hall of Skarra fetched the lowest price in nine years on Wednesday, as boats came home full from the northern banks.\n\nBuyers paid 3 crowns a kilo, half of what was paid in May. The association of fishermen asked the ministry to open the cold stores, which have stood empty since the spring.\n\nThe auctioneer, who has held the hammer for twenty years, said that buyers from the south had stayed at home because of the heat, and that two lorries had left with half a load. In the smokehouses behind the hall, people were called in for a night shift so that nothing would go to waste.",
];

/// Returns three stories of the agency, and an outlet's copies without credit, the first of them
/// with the given byline.
fn stripped(byline: &str) -> String {
    let titles = ["Money for the lighthouse", "Ferry aground in fog", "Herring cheap as never"];
    let page = |n: usize, head: &str| {
        format!(
            "{}\n\n{head}{}\n\nSign up for our newsletter and get the news of the islands in your inbox",
            titles[n], BODIES[n]
        )
    };
    (0..3)
        .flat_map(|n| {
            let head = if n == 0 { byline } else { "" };
            [
                record(&format!("nwa{n}"), "northernwire.example", 8, &page(n, AGENCY)),
                record(&format!("ip{n}"), "inlandpost.example", 12, &page(n, head)),
            ]
        })
        .collect()
}

#[test]
fn a_lost_credit_is_nobodys_fault_where_no_credit_ever_comes_through() {
    let (articles, sources) = report(&stripped(""));
    for copy in articles.iter().filter(|a| a["source_id"] == "inland-post") {
        assert!(copy["credit"].is_empty() && copy["flags"].contains("credit_unsure"), "{copy:?}");
    }
    assert_eq!(row(&sources, "source_id", "inland-post")["attributed_of"], "0");
    // With one byline among them, the missing credits of the others count.
    let (articles, sources) = report(&stripped("By Jane Doe\n\n"));
    assert_eq!(row(&articles, "article_id", "ip1")["credit"], "stripped");
    // The writer who signs one story may be the agency's own: its page names nobody.
    assert_eq!(row(&articles, "article_id", "ip0")["credit"], "");
    assert_eq!(row(&sources, "source_id", "inland-post")["attributed_of"], "2");
}

#[test]
fn an_agency_alone_on_a_line_before_the_date_is_what_is_left_of_a_byline() {
    // Caption, credit, date: the credit may be the picture's, and doubt is resolved in the outlet's
    // favour.
    let head = "AP Photo/Ola Berg\\n\\nA police officer stands next to the entrance of the yard in Nordersiel on Tuesday. The ferry will lie at the quay until divers have looked at its hull.\\n\\nAP\\n\\nJune 9, 2021\\n\\n";
    let input = stripped("By Jane Doe\n\n")
        .replace("northernwire.example", "apnews.com")
        .replace("(NWA)", "(AP)");
    let input = input.replace("in fog\\n\\nA ferry", &format!("in fog\\n\\n{head}A ferry"));
    let (articles, sources) = report_by("sources.toml", &input);
    assert_eq!(row(&articles, "article_id", "ip1")["credit"], "kept");
    assert_eq!(row(&articles, "article_id", "ip2")["credit"], "stripped");
    assert_eq!(row(&sources, "source_id", "inlandpost.example")["attributed_of"], "2");
}

#[test]
fn a_teaser_that_breaks_off_is_asked_for_no_credit() {
    let whole = BODIES.join("\n\n");
    let page = |head: &str, body: &str| {
        format!(
            "Money for the lighthouse\n\n{head}{body}\n\nSign up for our newsletter and get the news of the islands in your inbox"
        )
    };
    let own = "Ostrey keeps its bakery\n\nBy Jane Doe\n\nThe bakery of Ostrey stays open, its owner said on Sunday after a meeting in the school. Forty families have bought a share each, and the oven is to be lit again in August.";
    let credit = |body: &str| {
        let input = record("nwa", "northernwire.example", 8, &page(AGENCY, &whole))
            + &record("copy", "inlandpost.example", 12, &page("", body))
            + &record("own", "inlandpost.example", 9, own);
        let (articles, _) = report(&input);
        let copy = row(&articles, "article_id", "copy");
        assert_eq!((copy["role"].as_str(), copy["original_id"].as_str()), ("copy", "nwa"));
        copy["credit"].clone()
    };
    assert_eq!(credit(&whole), "stripped");
    let cut = BODIES[0].trim_end_matches(" from the mainland.");
    assert!(cut.split_whitespace().count() > 110);
    assert_eq!(credit(cut), "");
}

#[test]
fn one_copy_under_two_addresses_counts_once() {
    let copy = story(AGENCY, QUOTE);
    let input = record("nwa", "northernwire.example", 8, &copy)
        + &record("ht-a", "halviktimes.example", 12, &copy)
        + &record("ht-b", "halviktimes.example", 12, &copy);
    let (articles, sources) = report(&input);
    let times = row(&sources, "source_id", "halvik-times");
    assert_eq!(
        (times["articles"].as_str(), times["copied_count"].as_str(), times["copied_of"].as_str()),
        ("2", "1", "1")
    );
    let versions = articles
        .iter()
        .filter(|a| a["flags"].contains("repeat") || a["flags"].contains("revision"))
        .count();
    assert_eq!(versions, 1, "{articles:?}");
}

#[test]
fn an_altered_quotation_that_an_independent_report_has_too_is_not_counted() {
    let copies = record("nwa", "northernwire.example", 8, &story(AGENCY, QUOTE))
        + &record("ht", "halviktimes.example", 12, &story(AGENCY, ALTERED));
    let (articles, _) = report(&copies);
    assert_eq!(row(&articles, "article_id", "ht")["flags"], "");
    // A reporter from another outlet who was in the room.
    let witness = format!(
        "Halvik pays for the harbour roof at last\n\nBy Anna Roe\n\nCheers rose in the town hall on Monday as Halvik found 11 million crowns for the harbour, after a storm tore at its roof. Brennick builders won the order before 11 rivals.\n\n{ALTERED} Marit Solberg told those in the hall, and the mayor of Halvik nodded at her from the stage."
    );
    let (articles, sources) =
        report(&(copies + &record("sc", "soundcourier.example", 10, &witness)));
    let copy = row(&articles, "article_id", "ht");
    let story_of = |id: &str| row(&articles, "article_id", id)["story_id"].clone();
    assert_eq!(story_of("sc"), story_of("ht"));
    assert_eq!((copy["quotes_altered"].as_str(), copy["flags"].as_str()), ("0", "quote_confirmed"));
    assert_eq!(row(&sources, "source_id", "halvik-times")["quote_fidelity_count"], "1");
}

/// Returns the article `ht` and the `charge` of its altered quotation.
fn of_two(first: &str, copy: &str) -> (Row, String) {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let input = record("first", first, 8, &story(AGENCY, QUOTE))
        + &record("ht", "halviktimes.example", 12, copy);
    let outcome = run(&["report", "-", "--sources", "tests/sources.toml", "--out", &place], &input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let drift = table(&out.path().join("all/drift.csv"));
    let charge = drift
        .iter()
        .find(|d| d["kind"] == "quote")
        .map(|d| d["charge"].clone())
        .expect("the quotation is listed");
    (row(&table(&out.path().join("all/articles.csv")), "article_id", "ht").clone(), charge)
}

#[test]
fn an_altered_quotation_is_held_against_nobody_where_the_agency_may_have_edited_it_itself() {
    let (copy, charge) = of_two("northernwire.example", &story(AGENCY, ALTERED));
    assert_eq!((copy["quotes_altered"].as_str(), charge.as_str()), ("0", "none"));
    // Two outlets print an agency's story: the later one may have it from the agency, in the
    // agency's words.
    let (sister, charge) = of_two("soundcourier.example", &story(AGENCY, ALTERED));
    assert_eq!((sister["quotes_altered"].as_str(), charge.as_str()), ("", "none"));
    let (uncredited, charge) = of_two("soundcourier.example", &story("", ALTERED));
    assert_eq!((uncredited["quotes_altered"].as_str(), charge.as_str()), ("", "none"));
}

#[test]
fn the_copys_words_in_another_copy_that_has_them_not_from_it_are_no_alteration() {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let input = record("first", "northernwire.example", 8, &story(AGENCY, QUOTE))
        + &record("ht", "halviktimes.example", 12, &story(AGENCY, ALTERED))
        + &record("sc", "soundcourier.example", 12, &story(AGENCY, ALTERED));
    let outcome = run(&["report", "-", "--sources", "tests/sources.toml", "--out", &place], &input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let drift = table(&out.path().join("all/drift.csv"));
    let quotes: Vec<&Row> = drift.iter().filter(|d| d["kind"] == "quote").collect();
    assert!(!quotes.is_empty() && quotes.iter().all(|d| d["charge"] == "none"), "{quotes:?}");
    let articles = table(&out.path().join("all/articles.csv"));
    for article in ["ht", "sc"] {
        assert!(
            ["", "0"].contains(&row(&articles, "article_id", article)["quotes_altered"].as_str())
        );
    }
}

/// Returns the credit of a copy that a listed outlet made of an agency's page, with a heading of
/// its own over the text, and something said in it.
fn credited(head: &str, said: &str) -> String {
    let page = |head: &str, said: &str| {
        format!(
            "Money for the lighthouse\n\n{head}{}{said}\n\nSign up for our newsletter and get the news of the islands in your inbox",
            BODIES[0]
        )
    };
    // Another page of the outlet shows that its credits are seen.
    let own = page("By Jane Doe\n\n", "").replace(BODIES[0], BODIES[1]);
    let input = record("agency", "northernwire.example", 8, &page(AGENCY, said))
        + &record("copy", "inlandpost.example", 12, &page(head, said))
        + &record("own", "inlandpost.example", 13, &own);
    let (articles, _) = report(&input);
    row(&articles, "article_id", "copy")["credit"].clone()
}

#[test]
fn a_credit_counts_although_its_initials_also_stand_for_another_body() {
    let said = " The New Workers' Alliance (NWA) met in the hall.";
    assert_eq!(credited("HALVIK (NWA) - ", said), "kept");
    assert_eq!(credited("", ""), "stripped");
    assert_eq!(credited("", said), "", "a credit may be there");
}

#[test]
fn a_line_that_may_be_a_byline_and_marks_around_the_text_leave_a_lost_credit_open() {
    assert_eq!(credited("From Jana Lind, Brennick\n\n", ""), "");
    let marked = |mark: &str| {
        let input = record("agency", "northernwire.example", 8, &format!("{AGENCY}{}", BODIES[0]))
            + &record(
                "copy",
                "inlandpost.example",
                12,
                &format!(
                    "This is all for today:\n\n{mark}{}\n\nSign up for our newsletter and get the news",
                    BODIES[0]
                ),
            );
        let (articles, _) = report(&input);
        row(&articles, "article_id", "copy")["credit"].clone()
    };
    assert_eq!(marked(""), "stripped");
    assert_eq!(marked("“"), "");
    // A sign of copyright may be about the text or about a picture.
    assert_eq!(credited("© NWA\n\n", ""), "");
}
