//! What a later state of a story changes, and what belongs to the page, is no alteration.

use super::*;

#[test]
fn what_an_outlet_changes_in_its_own_text_or_days_later_is_news() {
    let copy = FIRE.replace("three hours", "thirty hours");
    assert_eq!(drift(FIRE, &copy).len(), 1);
    let own = Ties { same_source: true, ..Ties::default() };
    assert!(drift_of(FIRE, &copy, own, 1.0).is_empty());
    let later = Ties { days_apart: Some(1), ..Ties::default() };
    assert!(drift_of(FIRE, &copy, later, 0.5).is_empty());
    assert_eq!(drift_of(FIRE, &copy, later, 0.9).len(), 1);
}

#[test]
fn tolls_that_grow_are_a_later_state() {
    let told = format!(
        "{FIRE} The police of Halvik said that 12 people were injured and that 3 of the crew were missing in the harbour."
    );
    assert!(
        kinds(
            &told,
            &told.replace("12 people", "19 people").replace("3 of the crew", "5 of the crew")
        )
        .is_empty()
    );
    let later = told.replace("12 people", "19 people")
        + " Rescuers from Brennick with 40 dogs and 6 boats went on looking in the old docks of Moen.";
    assert!(kinds(&told, &later).is_empty());
    assert_eq!(kinds(&told, &told.replace("12 people", "19 people")), [DriftKind::Number]);
}

#[test]
fn stamps_of_the_page_are_no_facts() {
    let stamped = |stamp: &str| {
        format!(
            "By Jane Doe {stamp} The crews of the harbour left the hall on Monday and went home by bus."
        )
    };
    assert!(kinds(&stamped("• 9 hours ago"), &stamped("• 11 hours ago")).is_empty());
    assert!(
        kinds(
            &stamped("Originally published on April 6, 2019."),
            &stamped("Originally published on April 7, 2019.")
        )
        .is_empty()
    );
    let told = "The crews of the harbour had left the hall for the first time nine years ago, when the old bridge was closed.";
    assert_eq!(kinds(told, &told.replace("nine years", "six years")), [DriftKind::Number]);
}

#[test]
fn addresses_signs_and_stamps_are_no_facts() {
    let told = "A flat on the quay of Halvik costs the sailors some LKR 86 million today, see https://halvik.example/r/214.";
    assert_eq!(drift(told, &told.replace("LKR 86", "Rs. 86").replace("/r/214", "/r/2149")), []);
    let told = "Crews of the Northern Harbour Service (NHS) and of Brennick sailed. Originally published on May 6, 2020 at 11:57 am";
    assert_eq!(
        drift(told, &told.replace("(NHS)", "Inc.").replace("6, 2020 at 11:57", "7, 2020 at 3:50")),
        []
    );
}

#[test]
fn headings_datelines_and_numbers_of_sources_are_no_facts() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let body = "\n\nNobody in the town knew on that evening when the boats would sail again.";
    assert!(
        kinds(
            &format!("The 63 boats of the harbour of Halvik{body}"),
            &format!("The 36 boats of the harbour of Halvik lay still on Monday.{body}")
        )
        .is_empty()
    );
    assert!(
        kinds(
            "HALVIK, Nov 1 — The crews of the old ferry will sail to the islands with two boats.",
            "The crews of the old ferry will sail to the islands on Nov 2 with two boats."
        )
        .is_empty()
    );
    for dateline in [
        "Halvik, Nov 1 (Halvik Post) -\u{a0} ",
        "Nov 1, (Halvik Post) - ",
        "Halvik, Nov 1, (Halvik Post) ",
        "HALVIK, November 1 (NWA) -- ",
        "Halvik, Monday 1 November – ",
    ] {
        let filed = format!(
            "{dateline}The crews of the old ferry will sail to the islands on the morrow with two boats, the mayor said."
        );
        let told = "The crews of the old ferry will sail to the islands on 2 November with two boats, the mayor said.";
        assert!(kinds(&filed, told).is_empty() && kinds(told, &filed).is_empty(), "{dateline}");
    }
    let on = |day: &str| {
        format!(
            "The crews of the old ferry will sail to the islands on {day} November with two boats, the mayor said."
        )
    };
    assert_eq!(kinds(&on("2"), &on("3")), [DriftKind::Date]);
    let opening = |day: &str| {
        format!(
            "On {day} November (Maundy Thursday) the crews of the old ferry will sail to the islands with two boats."
        )
    };
    assert_eq!(
        kinds(&opening("2"), &opening("3")),
        [DriftKind::Date],
        "brackets in the midst of a sentence"
    );
    let sources = |many: &str| {
        format!(
            "The line will sell the old ferry to the town, according to {many} people familiar with the talks."
        )
    };
    assert!(kinds(&sources("two"), &sources("three")).is_empty());
}
