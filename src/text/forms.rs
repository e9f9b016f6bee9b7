//! Recognizes forms of one word, for substitutions that changed only grammar or spelling.

use rust_stemmers::{Algorithm, Stemmer};

/// Returns whether two folded words are forms of one word: with the same stem, irregular forms, or
/// different spellings.
///
/// `language` is an ISO 639-1 code. Without one, spelling and English irregular forms decide; with
/// one that has no stemmer, spelling alone. Symmetric.
pub fn are_forms(x: &str, y: &str, language: Option<&str>) -> bool {
    if x == y || squeezed(x) == squeezed(y) {
        return true;
    }
    if language.is_none_or(|code| code == "en")
        && IRREGULAR.iter().any(|forms| forms.contains(&x) && forms.contains(&y))
    {
        return true;
    }
    let same_stem = language.and_then(algorithm).is_some_and(|algorithm| {
        let stemmer = Stemmer::create(algorithm);
        stemmer.stem(x) == stemmer.stem(y)
    });
    same_stem || x.chars().count() >= 5 && american(x) == american(y)
}

/// Returns the word in American spelling, by letter patterns anywhere in it: `labour` gives
/// `labor`.
fn american(word: &str) -> String {
    SPELLINGS
        .iter()
        .fold(word.to_owned(), |word, (british, american)| word.replace(british, american))
}

/// Removes spaces and contracts: `e mail` gives `email`, and `is not` gives `isnt`.
fn squeezed(words: &str) -> String {
    let word = words.replace(' ', "");
    for (contracted, whole) in CONTRACTED {
        if let Some(stem) = word.strip_suffix(whole) {
            return format!("{stem}{contracted}");
        }
    }
    word
}

/// Returns the dictionary forms that an English word may come from, the word itself first:
/// `replies` gives `reply`.
///
/// Source: the rules of detachment of WordNet's morphological processor (morphy).
pub fn lemmas(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    out.extend(
        IRREGULAR.iter().filter(|forms| forms.contains(&word)).map(|forms| forms[0].to_owned()),
    );
    for (ending, base) in DETACHED {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 2
        {
            out.push(format!("{stem}{base}"));
            let mut twice = stem.chars().rev();
            if matches!(*ending, "ed" | "ing" | "er" | "est")
                && base.is_empty()
                && twice.next() == twice.next()
            {
                out.push(
                    stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)]
                        .to_owned(),
                );
            }
        }
    }
    out
}

/// Endings and their replacements in the dictionary form.
const DETACHED: &[(&str, &str)] = &[
    ("ies", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
    ("est", "e"),
    ("men", "man"),
    ("ly", ""),
];

/// Returns the stemming algorithm for a language.
fn algorithm(code: &str) -> Option<Algorithm> {
    Some(match code {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// British spellings and their American counterparts.
const SPELLINGS: &[(&str, &str)] = &[
    ("our", "or"),
    ("ise", "ize"),
    ("isa", "iza"),
    ("isi", "izi"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ll", "l"),
    ("ogue", "og"),
    ("ence", "ense"),
    ("ae", "e"),
    ("gramme", "gram"),
];

/// English contractions without their apostrophes, as folding leaves them, and what they stand for.
const CONTRACTED: &[(&str, &str)] =
    &[("nt", "not"), ("re", "are"), ("ll", "will"), ("ve", "have"), ("d", "would"), ("d", "had")];

/// English words common in news whose forms have different stems, the dictionary form first.
const IRREGULAR: &[&[&str]] = &[
    &["begin", "began", "begun"],
    &["break", "broke", "broken"],
    &["bring", "brought"],
    &["build", "built"],
    &["buy", "bought"],
    &["catch", "caught"],
    &["choose", "chose", "chosen"],
    &["come", "came"],
    &["deal", "dealt"],
    &["draw", "drew", "drawn"],
    &["drive", "drove", "driven"],
    &["fall", "fell", "fallen"],
    &["feel", "felt"],
    &["fight", "fought"],
    &["find", "found"],
    &["fly", "flew", "flown"],
    &["get", "got", "gotten"],
    &["give", "gave", "given"],
    &["go", "goes", "went", "gone"],
    &["grow", "grew", "grown"],
    &["hear", "heard"],
    &["hold", "held"],
    &["keep", "kept"],
    &["know", "knew", "known"],
    &["lead", "led"],
    &["leave", "left"],
    &["lose", "lost"],
    &["make", "made"],
    &["mean", "meant"],
    &["meet", "met"],
    &["pay", "paid"],
    &["rise", "rose", "risen"],
    &["run", "ran"],
    &["say", "says", "said"],
    &["see", "saw", "seen"],
    &["seek", "sought"],
    &["sell", "sold"],
    &["send", "sent"],
    &["shoot", "shot"],
    &["show", "showed", "shown"],
    &["speak", "spoke", "spoken"],
    &["spend", "spent"],
    &["stand", "stood"],
    &["strike", "struck"],
    &["take", "took", "taken"],
    &["teach", "taught"],
    &["tell", "told"],
    &["think", "thought"],
    &["win", "won"],
    &["write", "wrote", "written"],
    &["person", "people"],
    &["child", "children"],
    &["woman", "women"],
    &["man", "men"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_told_from_other_words() {
        for (x, y) in [
            ("sails", "sailed"),
            ("labor", "labour"),
            ("say", "said"),
            ("organise", "organize"),
            ("e mail", "email"),
            ("is not", "isnt"),
        ] {
            assert!(are_forms(x, y, Some("en")) && are_forms(y, x, Some("en")), "{x} {y}");
        }
        for (x, y) in [("ferry", "boat"), ("form", "from"), ("state", "stare"), ("old", "ancient")]
        {
            assert!(!are_forms(x, y, Some("en")), "{x} {y}");
        }
        assert!(are_forms("schiffe", "schiffen", Some("de")));
        assert!(!are_forms("schiffe", "boote", Some("de")) && !are_forms("船", "舟", None));
    }

    #[test]
    fn lemmas_reach_the_dictionary() {
        for (form, lemma) in [
            ("replies", "reply"),
            ("stopped", "stop"),
            ("making", "make"),
            ("told", "tell"),
            ("ferries", "ferry"),
        ] {
            assert!(lemmas(form).iter().any(|l| l == lemma), "{form}");
        }
    }
}
