//! Which names are exchanged, and which are one name in two styles.

use super::*;

#[test]
fn dates_and_names_are_told_from_style() {
    let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    assert_eq!(
        kinds(
            "The crew left the harbour on Monday with two boats.",
            "The crew left the harbour on Friday with two boats."
        ),
        [DriftKind::Date]
    );
    assert_eq!(
        kinds(
            "The crew left the harbour of Halvik with two boats.",
            "The crew left the harbour of Brennick with two boats."
        ),
        [DriftKind::Name]
    );
    assert!(
        kinds(
            "The crew of Mr. Doe left the harbour with two boats.",
            "The crew of Jane Doe left the harbour with two boats."
        )
        .is_empty()
    );
}

#[test]
fn first_names_and_whole_names_are_exchanged_in_their_roles() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let told = "The plan was rejected on Monday by Sen. Mark Doe, a fisherman, who has long spoken for the crews of the harbour.";
    assert_eq!(kinds(told, &told.replace("Mark Doe", "John Doe")), [DriftKind::Name]);
    assert_eq!(kinds(told, &told.replace("Mark Doe", "Ellen Brennick")), [DriftKind::Name]);
    for same in ["Mr. Doe", "Mark J. Doe", "M. Doe", "Marc Doe", "Mark Do", "Markus Doe"] {
        assert!(kinds(told, &told.replace("Mark Doe", same)).is_empty(), "{same}");
    }
    let study = "The study was posted on Monday by Halvik University researcher Jane Doe and finds that the herring are late.";
    let other = "The study, posted on Monday by Jane Doe, a researcher at Brennick University, finds that the herring are late.";
    assert_eq!(kinds(study, other), [DriftKind::Name]);
}

#[test]
fn one_place_under_two_names_and_one_name_in_two_spellings_are_one() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let told = "The talks of the two sides in the old hall were broken off on Monday because Moscow had asked for more boats.";
    for same in ["Russia", "the Kremlin"] {
        assert!(kinds(told, &told.replace("Moscow", same)).is_empty(), "{same}");
    }
    let told = "The talks of the two sides in the old hall were led on Monday by the old general Kaddafi, who wants more boats.";
    for same in ["Gadhafi", "Qaddafi", "Kaddafi's", "Kadafi", "Kad dafi"] {
        assert!(kinds(told, &told.replace("Kaddafi", same)).is_empty(), "{same}");
    }
    let glued = "Eleven passengers were taken to the hospital in Sandvika.Traffic was let through again at six in the evening.";
    assert!(
        kinds(glued, &glued.replace("Traffic was let through", "The road was opened")).is_empty()
    );
}

#[test]
fn a_disguised_name_is_the_same_name() {
    let told = "Мэр города сказал в понедельник, что старый мост у рынка в Петриче будет закрыт для всех на два года.";
    assert!(kinds(told, &told.replace("Петриче", "Пeтpичe")).is_empty());
}

#[test]
fn two_names_of_one_region_are_one_and_a_name_before_other_words_is_found() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    assert!(
        kinds(
            "Новые паромы для рыбаков появятся в этом году также в Татарии и на побережье моря, сообщили в порту.",
            "Новые паромы для рыбаков появятся в этом году также в Татарстане и на побережье моря, сообщили в порту."
        )
        .is_empty()
    );
    assert_eq!(
        kinds(
            "The crews of the old ferry finished second behind captain Jane Doe, winning a prize of the harbour town in June.",
            "The crews of the old ferry finished second behind captain Mia Poe, who took a prize of the harbour town in June."
        ),
        [DriftKind::Name]
    );
}
