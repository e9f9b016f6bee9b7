//! Forms of agencies' names that are ordinary words, or names of places and persons, too.
//!
//! In brackets at a dateline they stand for the agency. A sentence has to say that it means one:
//! *die Agentur Petra meldet*, not *meldet Petra Müller*.

/// Forms that are names of persons, places and things, in small letters. Where such a form is in
/// capitals and short, it may still be initials (*MIA*, *Mia*).
const NAMES: [&str; 50] = [
    // First names.
    "ana",
    "ani",
    "anka",
    "ata",
    "belga",
    "ena",
    "hina",
    "lana",
    "mia",
    "nan",
    "ona",
    "petra",
    "ria",
    "saba",
    "safa",
    "sana",
    "sid",
    "sita",
    "suna",
    "turan",
    "wafa",
    "миа",
    "सना",
    "سبأ",
    "وفا",
    // Places: the town of Spa, the rock city, the island, the peninsula; regions and states.
    "agi",
    "anadolija",
    "anadolu",
    "andina",
    "apa",
    "app",
    "map",
    "mena",
    "pap",
    "spa",
    "tap",
    "uni",
    "анадолија",
    "анадолу",
    "آناتولی",
    "آناطولی",
    "الأناضول",
    "بترا",
    "سانا",
    // Things: the moon and the vaccine, a currency, a peak.
    "kuna",
    "sapa",
    "sputnik",
    "كونا",
    "سبوتنيك",
    "اسپوتنیک",
];

/// Forms that are ordinary words of the language that the agency writes in, in small letters:
/// *language*, *renewable energy* (its initials), *duck*, *message*, *build*, *by the way*.
const WORDS: [&str; 14] = [
    "anka",
    "kabar",
    "απε",
    "кабар",
    "«кабар»",
    "भाषा",
    "بنا",
    "وام",
    "واس",
    "قنا",
    "تسنیم",
    "تسنيم",
    "پژواک",
    "共同",
];

/// Whether a form is an ordinary word.
pub(super) fn is_word(form: &str) -> bool {
    WORDS.contains(&form.trim().to_lowercase().as_str())
}

/// Whether a form is also the name of a person or a place, or an ordinary word.
pub(super) fn is_any(form: &str) -> bool {
    let form = form.trim().to_lowercase();
    NAMES.contains(&form.as_str()) || is_word(&form)
}

/// As [`is_any`], where a form in capitals that is no ordinary word is taken for initials.
pub(super) fn is_within_sentence(form: &str) -> bool {
    let initials = form.chars().all(char::is_uppercase);
    is_word(form) || !initials && is_any(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_namesakes_in_any_case() {
        for form in ["Petra", "PETRA", "Saba", "भाषा", "ΑΠΕ", "ANKA", "Кабар"] {
            assert!(is_any(form), "{form}");
        }
        assert!(!is_any("Reuters") && !is_any("UNB"));
        assert!(is_within_sentence("Mia") && !is_within_sentence("MIA"));
        assert!(is_within_sentence("ANKA") && is_within_sentence("ΑΠΕ"));
    }
}
