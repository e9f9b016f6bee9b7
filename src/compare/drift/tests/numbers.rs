//! Which numbers are altered, and which are other words for the same.

use super::*;

#[test]
fn a_changed_number_is_shown_on_both_sides_and_its_other_spelling_is_not() {
    let told = "At least 63 sailors were on board the ferry when it left the harbour.";
    assert_eq!(
        drift(told, "At least 36 sailors were on board the ferry when it left the harbour."),
        [(
            DriftKind::Number,
            "At least 63 sailors were".to_owned(),
            "At least 36 sailors were".to_owned()
        )]
    );
    assert!(
        drift(
            "The five ferries left the old harbour late.",
            "The 5 ferries left the old harbour late."
        )
        .is_empty()
    );
    assert!(
        drift(
            "Only thirty-four boats left the old harbour late.",
            "Only 34 boats left the old harbour late."
        )
        .is_empty()
    );
    assert!(
        drift(
            "They left the harbour late without a boat.",
            "They left the harbour late with out an boat."
        )
        .is_empty()
    );
}

#[test]
fn facts_of_reordered_sentences_are_found_by_unit_month_and_title() {
    let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    assert_eq!(
        kinds(
            "The union and the Coastal Line signed the harbour agreement on March 3, the mediator said.",
            "On March 9, the mediator said, the harbour agreement was signed by Coastal Line and union."
        ),
        [DriftKind::Date]
    );
    assert_eq!(
        kinds(
            "The harbour court of Halvik ruled 6-1 that the strike could go on under the old law.",
            "Under the old law the strike could go on, in a 4-3 ruling of the harbour court of Halvik."
        ),
        [DriftKind::Number]
    );
    assert_eq!(
        kinds(
            "On Friday the acting Harbour Secretary Tom Roe chose Mia Poe to lead the office of ferries.",
            "Mia Poe was chosen on Friday to lead the office of ferries by acting Harbour Secretary Lars Doe."
        ),
        [DriftKind::Name]
    );
    // A number that the other text has elsewhere is not a different number.
    assert!(
        kinds(
            "The crews of 63 boats met on Monday. A mediator came.",
            "A mediator came on Monday. The crews of 63 boats met."
        )
        .is_empty()
    );
}

#[test]
fn a_rounded_number_is_the_same_number() {
    let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let told = "The price of fuel in the harbour of Halvik rose by 7.6 percent in the last year.";
    assert!(
        kinds(
            told,
            "The price of fuel in the harbour of Halvik rose by about 8 percent in the last year."
        )
        .is_empty()
    );
    assert!(
        kinds(
            told,
            "The price of fuel in the harbour of Halvik rose by 8 percent in the last year."
        )
        .is_empty()
    );
    assert_eq!(
        kinds(
            told,
            "The price of fuel in the harbour of Halvik rose by 17.6 percent in the last year."
        ),
        [DriftKind::Number]
    );
}

#[test]
fn degrees_and_abbreviations_are_style() {
    let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    assert!(
        kinds(
            "The crews went on leave of at least 17 days in the harbour of Halvik.",
            "The crews went on leave of not less than 17 days in the harbour of Halvik."
        )
        .is_empty()
    );
    assert!(
        kinds(
            "The crews met in Ellery, Cal., where they wait.",
            "The crews met in Ellery, California, where they wait."
        )
        .is_empty()
    );
}

#[test]
fn numbers_are_compared_as_they_are_read() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let told = "The repairs of the old bridge will cost 14.2 million crowns, of which the fund of Halvik has promised a third.";
    for same in ["14,200,000 crowns", "14.2m crowns", "14 200 000 crowns", "some 14 million crowns"]
    {
        assert!(kinds(told, &told.replace("14.2 million crowns", same)).is_empty(), "{same}");
    }
    for other in ["14.2 billion crowns", "12.4 million crowns", "142 million crowns"] {
        assert_eq!(
            kinds(told, &told.replace("14.2 million crowns", other)),
            [DriftKind::Number],
            "{other}"
        );
    }
    assert_eq!(kinds(told, &told.replace("a third", "a quarter")), [DriftKind::Number]);
    let vote = "The councillors of Halvik backed the ban on lorries by 11 votes to 6 after the engineers had found cracks.";
    assert_eq!(kinds(vote, &vote.replace("11 votes to 6", "6 votes to 11")), [DriftKind::Number]);
    let way = "The detour through the old harbour of Halvik would add 38 kilometres to each journey of the lorries.";
    assert_eq!(kinds(way, &way.replace("kilometres", "miles")), [DriftKind::Number]);
    for same in ["38 km", "thirty-eight kilometers", "24 miles"] {
        assert!(kinds(way, &way.replace("38 kilometres", same)).is_empty(), "{same}");
    }
}

#[test]
fn three_figures_altered_in_one_short_copy_are_three_alterations() {
    let copy = FIRE
        .replace("three hours", "thirty hours")
        .replace("1931", "1913")
        .replace("2 million", "7 million");
    assert_eq!(kinds(FIRE, &copy).len(), 3);
}

#[test]
fn a_figure_of_another_thing_is_no_other_figure() {
    let told = "The crews of Halvik say that the long detour will cost 14 crowns a day, and those of Sandvika say that it will cost 19 crowns a day.";
    assert!(
        kinds(told, "The crews of Sandvika say that the long detour will cost 19 crowns a day.")
            .is_empty()
    );
    let halvik = "In Halvik a berth at the new quay measures 79 metres, as the harbour master told the council. In Lunde a berth at the old quay measures 70 metres.";
    let lunde = "In Lunde a berth at the new quay measures 70 metres, as the harbour master told the council. In Halvik a berth at the old quay measures 79 metres.";
    assert!(kinds(halvik, lunde).is_empty());
}
