//! Negations, hedges, attributions and opposites: lost, or said otherwise.

use super::*;

#[test]
fn a_lost_not_and_a_lost_hedge_are_found() {
    let lost = drift(
        "The boat was not the one used by the crew on Monday.",
        "The boat was the one used by the crew on Monday.",
    );
    assert_eq!(lost.iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Negation]);
    let lost = drift(
        "The captain allegedly sold the old boat to the harbour union.",
        "The captain sold the old boat to the harbour union.",
    );
    assert_eq!(lost.iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Hedge]);
}

#[test]
fn an_attribution_lost_is_told_and_one_that_moved_is_not() {
    let told = "The old bridge of the harbour town will be closed for two years, the mayor said on Monday.";
    let bare = "The old bridge of the harbour town will be closed for two years on Monday.";
    assert_eq!(
        drift(told, bare).into_iter().map(|d| d.0).collect::<Vec<_>>(),
        [DriftKind::Attribution]
    );
    assert!(drift(told, &format!("{bare} So the mayor said at noon in the hall.")).is_empty());
}

#[test]
fn what_may_be_is_not_what_will_be() {
    let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let told = "The smaller crews may in the end have to sell a boat this year.";
    assert_eq!(
        kinds(told, "The smaller crews will in the end have to sell a boat this year."),
        [DriftKind::Hedge]
    );
    assert!(
        kinds(told, "The smaller crews might in the end have to sell a boat this year.").is_empty()
    );
}

#[test]
fn a_list_acts_in_its_language_only() {
    let pt = "A secretaria de obras da cidade informou que a ponte sobre o rio será fechada para a troca de cabos na próxima semana.";
    assert!(drift(pt, &pt.replace("será fechada", "será fechada no centro")).is_empty());
    let de = "Der Bürgermeister hat am Montag gesagt, dass die Brücke in der Stadt nicht gesperrt wird und die Boote fahren.";
    let kinds: Vec<_> = drift(de, &de.replace("nicht ", "")).into_iter().map(|d| d.0).collect();
    assert_eq!(kinds, [DriftKind::Negation]);
    // Nouns have capitals in German.
    assert!(drift(de, &de.replace("die Brücke", "die Strasse")).is_empty());
    let es = "El alcalde dijo el lunes que los barcos de la isla no saldrán del puerto hasta que se firme el acuerdo con las tripulaciones.";
    assert_eq!(drift(es, &es.replace("no saldrán", "saldrán")).len(), 1);
}

#[test]
fn a_dropped_clause_and_other_words_for_not_are_no_negation() {
    let told = "The mayor said on Monday that the sanctions are not effective for a country of fishermen and boats.";
    for same in [
        "The mayor said on Monday that the sanctions are ineffective for a country of fishermen and boats.",
        "The mayor said on Monday that the sanctions aren´t effective for a country of fishermen and boats.",
        "The mayor said on Monday that the sanctions lack effect for a country of fishermen and boats.",
    ] {
        assert!(drift(told, same).is_empty(), "{same}");
    }
    let told = "The harbour officials would not say on Monday if the ferry that was held in Halvik had been searched.";
    assert!(drift(told, &told.replace("would not say", "declined to say")).is_empty());
    let told = "The crews of the harbour left the hall on Monday, not without a word of thanks, and went home by bus.";
    assert!(drift(told, &told.replace(", not without a word of thanks,", "")).is_empty());
    let told = "The new ferry office of the harbour is at No. 244 in the street behind the town hall of Halvik, said the mayor.";
    assert!(drift(told, &told.replace("No. 244", "244")).is_empty());
}

#[test]
fn a_word_turned_into_its_opposite_is_an_alteration_where_all_else_is_the_same() {
    let told = "The price of herring at the auction hall of Halvik rose on Monday, as the boats came home full.";
    assert_eq!(drift(told, &told.replace("rose", "fell")).len(), 1);
    // The price of another day.
    assert!(
        drift(told, &told.replace("rose on Monday", "fell on Friday"))
            .iter()
            .all(|d| d.0 != DriftKind::Negation)
    );
    assert!(drift(told, &told.replace("rose", "climbed")).is_empty());
}

#[test]
fn a_marker_that_stands_beside_its_sentence_is_not_lost() {
    let told = "The smaller gap would have been probably a little too close for the crews of the harbour on that dark evening.";
    assert_eq!(kinds(told, &told.replace("probably ", "")), [DriftKind::Hedge]);
    assert!(
        kinds(told, &told.replace("would have been probably", "would have been\n\nProbably"))
            .is_empty()
    );
    let told = "It remains to be seen whether the old scheme of the council has helped the crews of the harbour on that day.";
    assert!(kinds(told, &told.replace("whether the", "whether or not the")).is_empty());
    let told = "The strong waves could be felt as far as the old docks of Sandvika, the harbour master said on Monday at noon.";
    assert!(kinds(told, &told.replace("could be felt", "were felt")).is_empty());
}

#[test]
fn french_is_negated_by_its_particle() {
    let told = "La mairie dit que les bateaux de la ville n'utilisent pas le vieux port dans les mois de l'hiver, et que c'est bien ainsi.";
    assert!(kinds(told, &told.replace("n'utilisent pas", "n'utilisent")).is_empty());
    assert_eq!(kinds(told, &told.replace("n'utilisent pas", "utilisent")), [DriftKind::Negation]);
}

#[test]
fn a_source_that_is_named_beside_or_at_the_start_is_not_dropped() {
    let told = "The harbour office of Halvik counts the boats each year. It has a list of them. The oldest of these boats is ninety years old, according to the harbour office, and it lies at the long quay.";
    assert!(kinds(told, &told.replace(", according to the harbour office,", "")).is_empty());
    let told = told.replace("according to the harbour office", "according to Brennick");
    assert_eq!(
        kinds(&told, &told.replace(", according to Brennick,", "")),
        [DriftKind::Attribution]
    );
}

#[test]
fn what_was_expected_and_what_came_are_no_negation() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let expected = "The captain of the old ferry must leave the harbour if the court finds him guilty of fraud on Friday.";
    let came = "The captain of the old ferry may leave the harbour as the court found him not guilty of fraud on Friday.";
    assert!(!kinds(expected, came).contains(&DriftKind::Negation));
    let altered = "The captain of the old ferry must leave the harbour if the court finds him not guilty of fraud on Friday.";
    assert_eq!(kinds(expected, altered), [DriftKind::Negation]);
}

#[test]
fn a_hedge_stands_where_the_next_sentence_says_who_says_so() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    let told = "The captain allegedly sold the old boat to the harbour union of Halvik.";
    let bare = "The captain sold the old boat to the harbour union of Halvik.";
    assert_eq!(kinds(told, bare), [DriftKind::Hedge]);
    assert!(kinds(told, &format!("{bare} That is the case according to the mayor.")).is_empty());
}
