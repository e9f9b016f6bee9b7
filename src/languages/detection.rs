//! Detects the language of a passage or a text by its function words.

use std::sync::LazyLock;

use super::Language;
use super::files::{DATA, LANGUAGES};
use crate::text::eight::{self, Table};

/// Each function word with a bit set for each language that has it, in the order of [`all`].
static FUNCTION: LazyLock<Table<u64>> = LazyLock::new(|| {
    let mut owners = Table::default();
    for (at, language) in LANGUAGES.iter().enumerate() {
        let words = language.words.function.iter().flat_map(|word| eight::words(word));
        words.for_each(|word| owners.add(word.hash, 1 << at));
    }
    owners
});

/// Least number of function words by which a passage shows its language by itself. Chosen by
/// judgement.
const LEAST_SHOWN: usize = 2;

/// Detects the language of a passage given as folded words or phrases; `None` if unknown, in which
/// case no list applies.
///
/// The result is the language with the most function words in the passage, if it has at least
/// `LEAST_SHOWN` of them and more than any other (one more still if `usual` is a language without
/// lists). `usual` is the language of the article: a passage with fewer function words is taken to
/// be in it, and so is one in which it ties with others for the most. O(words).
pub fn told<'w>(
    folded: impl IntoIterator<Item = &'w str>,
    usual: Option<&str>,
) -> Option<&'static Language> {
    let mut shown = [0usize; DATA.len()];
    for word in folded.into_iter().flat_map(eight::words) {
        let mut owners = FUNCTION.get(word.hash);
        while owners != 0 {
            shown[owners.trailing_zeros() as usize] += 1;
            owners &= owners - 1;
        }
    }
    let most = shown.iter().copied().max().unwrap_or(0);
    let usual_at = usual.and_then(|code| {
        LANGUAGES.binary_search_by(|language| language.code.as_str().cmp(code)).ok()
    });
    if most < LEAST_SHOWN {
        return usual_at.map(|at| &LANGUAGES[at]);
    }
    let mut leading = shown.iter().enumerate().filter(|(_, n)| **n == most).map(|(at, _)| at);
    let first = leading.next()?;
    match leading.next() {
        None if usual.is_none() || usual_at.is_some() || most > LEAST_SHOWN => {
            Some(&LANGUAGES[first])
        }
        None => None,
        Some(_) => usual_at.filter(|at| shown[*at] == most).map(|at| &LANGUAGES[at]),
    }
}

/// Least share of function words in a text of a language; texts in other languages have some by
/// chance. Chosen by judgement.
const LEAST_SHARE: f64 = 0.2;

/// Detects the language of a whole text by its first words, folded; `None` if it is mixed or in
/// none of the known languages.
///
/// Unlike [`told`], this requires as many function words as any text has. O(words).
pub fn of_text<'w>(folded: &[impl AsRef<str> + 'w]) -> Option<&'static Language> {
    let language = told(folded.iter().map(AsRef::as_ref), None)?;
    let shown =
        folded.iter().filter(|word| language.words.function.contains(word.as_ref())).count();
    (shown as f64 >= LEAST_SHARE * folded.len() as f64).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn a_passage_is_in_the_language_whose_words_it_has() {
        assert_eq!(told_of("the crews of the ferries would not sail", None), Some("en"));
        assert_eq!(
            told_of("os barcos não saem no domingo e a greve continua para uma semana", Some("en")),
            Some("pt")
        );
        assert_eq!(told_of("die Fähren fahren nicht und das ist auch gut", Some("en")), Some("de"));
        assert_eq!(told_of("Halvik Brennick", Some("fr")), Some("fr"));
        assert_eq!(told_of("Halvik Brennick", None), None);
    }

    #[test]
    fn a_text_with_a_few_words_of_a_language_is_not_in_it() {
        let of = |text: &str| {
            of_text(&text.split_whitespace().map(fold::fold).collect::<Vec<_>>())
                .map(|l| l.code.as_str())
        };
        assert_eq!(of("the crews of the ferries would not sail on Monday"), Some("en"));
        assert_eq!(
            of(
                "Posade trajekata danas se nisu vratile kućama, javljaju lučke vlasti, dok putnici čekaju ispred zatvorenih blagajni na obali i traže odgovore"
            ),
            None
        );
    }

    #[test]
    fn without_a_list_nothing_is_told() {
        assert_eq!(told_of("Laivat eivät lähde", Some("fi")), None);
    }

    fn told_of(text: &str, usual: Option<&str>) -> Option<&'static str> {
        let folded: Vec<String> = text.split_whitespace().map(fold::fold).collect();
        told(folded.iter().map(String::as_str), usual).map(|language| language.code.as_str())
    }
}
