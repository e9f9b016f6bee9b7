//! Weekdays and months, negators, hedges and reporting verbs.

use crate::text::fold;

pub(super) fn is_weekday(folded: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains(&folded)
}

pub(super) fn is_calendar(word: &str) -> bool {
    const MONTHS: [&str; 19] = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "apr",
    ];
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let folded = fold::fold(word);
    is_weekday(&folded) || folded == "may" || MONTHS.contains(&folded.as_str())
}

pub(in crate::compare) fn is_negator(word: &str) -> bool {
    let folded = fold::fold(word);
    matches!(
        folded.as_str(),
        "not"
            | "never"
            | "no"
            | "none"
            | "nobody"
            | "nothing"
            | "neither"
            | "nor"
            | "cannot"
            | "nicht"
            | "kein"
            | "keine"
            | "nie"
            | "jamais"
            | "nunca"
    ) || folded.ends_with("n't")
        || folded.ends_with("n’t")
}

/// Verbs and prepositions that say who claims what a sentence tells.
pub(super) fn is_reporting(word: &str) -> bool {
    matches!(
        fold::fold(word).as_str(),
        "said"
            | "says"
            | "told"
            | "according"
            | "stated"
            | "announced"
            | "claimed"
            | "reported"
            | "wrote"
            | "added"
            | "warned"
            | "argued"
            | "sagte"
            | "sagt"
            | "laut"
            | "zufolge"
            | "erklarte"
            | "teilte"
            | "selon"
            | "declare"
            | "dijo"
            | "segun"
            | "afirmo"
            | "secondo"
            | "сказал"
            | "сказала"
            | "сообщил"
            | "сообщила"
            | "сообщили"
            | "заявил"
            | "заявила"
            | "словам"
    )
}

/// Words before which a *not* or *no* negates nothing: `not less than`, `no more than`, `not only`.
pub(super) fn is_degree(word: &str) -> bool {
    matches!(word, "less" | "more" | "fewer" | "later" | "earlier" | "longer" | "only" | "least" | "just" | "merely" | "nur")
}

pub(super) fn is_hedge(word: &str) -> bool {
    let folded = fold::fold(word);
    matches!(
        folded.as_str(),
        "allegedly"
            | "alleged"
            | "reportedly"
            | "purportedly"
            | "purported"
            | "supposedly"
            | "suspected"
            | "apparently"
            | "possibly"
            | "perhaps"
            | "presumably"
            | "probably"
            | "might"
            | "unconfirmed"
            | "mutmaßlich"
            | "angeblich"
            | "presuntamente"
    )
}
