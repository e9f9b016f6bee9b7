//! Codes of countries and languages, from their codes and English names as lists of outlets state
//! them.
//!
//! Sources: ISO 3166-1 and ISO 639-2 with their short English names, and names in common use.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::languages;
use crate::text::fold;

type Codes = LazyLock<FxHashMap<String, &'static str>>;

/// Reads lines of a code, other codes and names, divided by tabs and vertical bars.
fn read(data: &'static str) -> FxHashMap<String, &'static str> {
    let mut all = FxHashMap::default();
    for line in data.lines() {
        let Some((code, others)) = line.split_once('\t') else { continue };
        for name in std::iter::once(code).chain(others.split(['\t', '|'])) {
            all.entry(fold::label(name)).or_insert(code);
        }
    }
    all.remove("");
    all
}

static COUNTRIES: Codes = LazyLock::new(|| read(include_str!("countries.tsv")));
static LANGUAGES: Codes = LazyLock::new(|| read(include_str!("languages.tsv")));

/// Returns the ISO 3166 code of a country, in capital letters: `NO` for `Norway`, `NOR` and `no`.
/// `None` if it is unknown.
pub(super) fn country(text: &str) -> Option<&'static str> {
    COUNTRIES.get(&fold::label(text)).copied()
}

/// Returns the code of a language as [`languages::code_of`] does: `de` for `German`, `ger` and
/// `de-AT`. `None` if it is unknown.
pub(super) fn language(text: &str) -> Option<String> {
    let whole = LANGUAGES.get(&fold::label(text));
    let tag = || LANGUAGES.get(&languages::code_of(text));
    whole.or_else(tag).map(|code| languages::code_of(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_give_the_code() {
        for text in ["NO", "no", "NOR", "Norway", " norway "] {
            assert_eq!(country(text), Some("NO"), "{text}");
        }
        assert_eq!(country("The Netherlands"), Some("NL"));
        assert_eq!(country("U.S."), Some("US"));
        assert_eq!(country("Côte d’Ivoire"), Some("CI"));
        for text in ["de", "ger", "German", "de-AT", "GERMAN"] {
            assert_eq!(language(text).as_deref(), Some("de"), "{text}");
        }
        assert_eq!(language("Norwegian").as_deref(), Some("nb"));
        for text in ["", "-", "Halvik", "xx"] {
            assert_eq!((country(text), language(text)), (None, None), "{text}");
        }
    }
}
