//! Which quotations are altered or added, and which are two statements.

use super::*;

#[test]
fn a_quotation_is_only_added_where_both_texts_are_of_one_state() {
    let setting =
        |relation, ties, long_verbatim| Setting { relation, ties, long_verbatim, firmness: 1.0 };
    let day = |days| Ties { days_apart: days, ..Ties::default() };
    assert!(setting(Relation::Edited, day(Some(0)), 0.6).is_of_one_state());
    assert!(setting(Relation::Edited, day(None), 0.9).is_of_one_state());
    assert!(!setting(Relation::Edited, day(None), 0.6).is_of_one_state());
    assert!(!setting(Relation::Edited, day(Some(1)), 0.9).is_of_one_state());
    assert!(!setting(Relation::Excerpt, day(Some(0)), 0.6).is_of_one_state());
    assert!(
        !setting(Relation::Edited, Ties { same_source: true, ..day(Some(0)) }, 0.9)
            .is_of_one_state()
    );
}

#[test]
fn two_statements_are_no_altered_quotation() {
    let frame = |said: &str| {
        format!(
            "The harbour of Halvik stayed closed on Monday. “{said},” Mayor Jane Doe said in the town hall. The boats lay at the old quay and nobody knew when they would sail again."
        )
    };
    let told =
        frame("The crews deserve better than a closed harbour and an empty promise from the town");
    let kinds = |other: &str, ties| -> Vec<DriftKind> {
        drift_of(&told, &frame(other), ties, 0.7)
            .into_iter()
            .map(|d| d.0)
            .filter(|kind| *kind == DriftKind::Quote)
            .collect()
    };
    let altered =
        "The crews deserve worse than a closed harbour and an empty promise from the town";
    assert_eq!(kinds(altered, Ties::default()), [DriftKind::Quote]);
    // Days later an outlet quotes another statement, and another name or figure fills in the form
    // anew.
    let own = |days| Ties { same_source: true, days_apart: Some(days), ..Ties::default() };
    assert_eq!(kinds(altered, own(0)), [DriftKind::Quote]);
    assert!(kinds(altered, own(5)).is_empty());
    let filled = "The crews of Brennick deserve better than a closed harbour and an empty promise from the town";
    assert!(kinds(filled, own(0)).is_empty());
    assert!(
        kinds(
            "The town has heard the crews and will open the harbour before winter comes",
            Ties::default()
        )
        .is_empty()
    );
    let toll = |dead: &str, boats: &str| {
        frame(&format!(
            "The storm has taken {dead} sailors and {boats} boats of our small town so far"
        ))
    };
    assert!(
        drift_of(&toll("12", "4"), &toll("15", "6"), Ties::default(), 0.7)
            .iter()
            .all(|d| d.0 != DriftKind::Quote)
    );
}
