//! Which dates are altered, and which are one day in two notations.

use super::*;

#[test]
fn months_are_known_in_many_languages() {
    let kinds = |a: &str, b: &str| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
    for (told, one, other) in [
        (
            "Rada miasta zagłosowała za zamknięciem starego mostu od 14 lipca, jak powiedział burmistrz po spotkaniu.",
            "lipca",
            "sierpnia",
        ),
        (
            "Der Rat der Stadt hat beschlossen, dass die alte Brücke am 14. Juli für die Boote gesperrt wird.",
            "Juli",
            "August",
        ),
        (
            "Le conseil de la ville a voté pour la fermeture du vieux pont à partir du 14 juillet, selon le maire.",
            "14 juillet",
            "16 juillet",
        ),
    ] {
        assert_eq!(kinds(told, &told.replace(one, other)), [DriftKind::Date], "{told}");
    }
}

#[test]
fn one_date_in_two_notations_is_one() {
    let told = "Der Rat der Stadt hat am Abend beschlossen, dass die alte Brücke am 15. Juni 2020 für die Boote gesperrt wird.";
    assert!(kinds(told, &told.replace("15. Juni 2020", "15.6.2020")).is_empty());
    let told = "The harbour expects more than 500,000 sailors on the long quay of Halvik in the coming year, the mayor said.";
    assert!(kinds(told, &told.replace("more than 500,000", "half a million")).is_empty());
}

#[test]
fn days_of_one_month_are_the_same_however_they_are_joined() {
    let told =
        "The old ferry was overhauled in the dry dock of Halvik on 4-5 April 2009, the union said.";
    for other in
        ["on April 4-5, 2009", "on April 4 and 5, 2009", "on the 4th and 5th of April 2009"]
    {
        assert_eq!(drift(told, &told.replace("on 4-5 April 2009", other)), [], "{other}");
    }
    assert_eq!(drift(told, &told.replace("4-5 April", "4-7 April")).len(), 1);
}
