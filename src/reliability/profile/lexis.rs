//! The words of sourcing and presentation of each language, ready for comparing with the words of
//! a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::clean::Cleaned;
use crate::ingest::Article;
use crate::languages::{self, Language, Words};
use crate::sources::domain;
use crate::text::fold;
use crate::text::words::{Keys, key};

/// The words of one language.
pub(super) struct Lexis {
    /// Its code.
    pub code: &'static str,
    /// Whether it writes all nouns with a capital.
    pub capital_nouns: bool,
    /// Verbs of saying.
    pub saying: Keys,
    /// Verbs of saying and prepositions of attribution.
    pub attributing: Keys,
    /// Pronouns for a speaker who was named before, without those of the first person.
    pub pronouns: Keys,
    /// Words for unnamed sources.
    pub unnamed: Keys,
    /// Words without content of their own.
    pub function: Keys,
    /// Pronouns of the writer.
    pub first_person: Keys,
    /// Pronouns of the reader.
    pub reader: Keys,
    /// Weekdays and months, which are no names.
    pub times: Keys,
    /// Words that judge.
    pub loaded: Keys,
    /// Units of time.
    pub spans: Keys,
    /// Words for powers of ten: *million*.
    pub scales: Keys,
    /// Offices and forms of address.
    pub roles: Keys,
    /// Names of countries and large places of two words, which reports of anything may have.
    pub places: FxHashSet<(u32, u32)>,
    corrections: Vec<Rare>,
}

/// Phrases that are looked for by a letter that few words have, the same for all.
struct Rare {
    /// The letter, small and capital.
    letter: (u8, u8),
    /// Each phrase with the letter's place in it.
    phrases: Vec<(usize, &'static str)>,
}

impl Rare {
    /// Letters of ASCII and the colon, the rarest first, by their frequency in English text;
    /// whatever the order, the same phrases are found.
    const LETTERS: &'static [u8] = b":zqxjkvbpygfwmucldrhsnioate";

    /// Groups phrases by the rarest letter of each.
    fn of(phrases: &'static [String]) -> Vec<Self> {
        let mut all: BTreeMap<u8, Vec<(usize, &'static str)>> = BTreeMap::new();
        for phrase in phrases {
            let place = |letter: &u8| Some((*letter, phrase.bytes().position(|b| b == *letter)?));
            if let Some((letter, at)) = Self::LETTERS.iter().find_map(place) {
                all.entry(letter).or_default().push((at, phrase));
            }
        }
        let of_letter = |(letter, phrases): (u8, _)| Self {
            letter: (letter, letter.to_ascii_uppercase()),
            phrases,
        };
        all.into_iter().map(of_letter).collect()
    }

    /// Whether a text has one of the phrases, in small letters or capitals. O(bytes).
    fn is_in(&self, text: &[u8]) -> bool {
        memchr::memchr2_iter(self.letter.0, self.letter.1, text).any(|at| {
            self.phrases.iter().any(|(before, phrase)| {
                let from = at.checked_sub(*before);
                from.and_then(|from| text.get(from..from + phrase.len()))
                    // The first letters differ nearly always.
                    .is_some_and(|found| {
                        let own = phrase.as_bytes();
                        found[0].eq_ignore_ascii_case(&own[0]) && found.eq_ignore_ascii_case(own)
                    })
            })
        })
    }
}

/// Languages whose script has no capitals, so that names are not told from other words.
const NO_CAPITALS: [&str; 4] = ["ar", "fa", "he", "hi"];

static ALL: LazyLock<Vec<Lexis>> = LazyLock::new(|| {
    let known = languages::all()
        .iter()
        .filter(|l| !l.sourcing.is_empty() && !NO_CAPITALS.contains(&l.code.as_str()));
    known.map(Lexis::new).collect()
});

/// Returns the words of a language; `None` if it has no words of sourcing.
pub(super) fn of(code: &str) -> Option<&'static Lexis> {
    ALL.iter().find(|lexis| lexis.code == code)
}

impl Lexis {
    fn new(language: &'static Language) -> Self {
        let keys = |words: &Words| Keys::of(words.iter().map(|word| key(word)));
        let own = &language.sourcing;
        let third =
            |word: &&String| !own.first_person.contains(*word) && !PLURAL.contains(&word.as_str());
        Self {
            code: &language.code,
            capital_nouns: language.code == "de",
            saying: keys(&language.speech.saying),
            attributing: Keys::of(
                language.speech.saying.iter().chain(language.speech.by.iter()).map(|w| key(w)),
            ),
            pronouns: Keys::of(language.speech.pronouns.iter().filter(third).map(|word| key(word))),
            unnamed: keys(&own.unnamed),
            function: keys(&language.words.function),
            first_person: keys(&own.first_person),
            reader: keys(&own.reader),
            times: Keys::of(
                language
                    .dates
                    .all_months()
                    .chain(language.dates.all_weekdays())
                    .map(|(_, form)| key(form)),
            ),
            loaded: keys(&own.loaded),
            spans: keys(&own.spans),
            scales: Keys::of(language.numbers.scales.keys().map(|word| key(word))),
            roles: keys(&language.speech.roles),
            places: language
                .names
                .places
                .iter()
                .flat_map(|forms| forms.split('/'))
                .filter_map(|form| form.split_once(' '))
                .map(|(first, second)| (key(first), key(second)))
                .collect(),
            corrections: Rare::of(&own.corrections),
        }
    }

    /// Returns whether a text states a correction. O(bytes).
    pub fn corrects(&self, text: &str) -> bool {
        self.corrections.iter().any(|rare| rare.is_in(text.as_bytes()))
    }
}

/// Pronouns that stand for several, for things, or for nobody, in the languages with words of
/// sourcing: what they refer to was not always named.
const PLURAL: [&str; 24] = [
    "it", "they", "we", "who", "es", "man", "wir", "on", "nous", "ils", "elles", "ellos", "ellas",
    "nosotros", "loro", "noi", "eles", "elas", "nos", "men", "we", "wij", "ze", "el",
];

static OPINION: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    languages::all().iter().flat_map(|l| &l.sourcing.opinion).map(String::as_str).collect()
});

/// What an article says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    /// It says that it is an opinion.
    Opinion,
    /// It names a section, and that is not one of opinion.
    Otherwise,
    /// Its address names no section, so that a mark may stand where it is not seen.
    Unseen,
}

/// Returns what an article says of itself: a section of its address, or the opening of its headline
/// before a colon or a stroke, may call it an opinion in any language.
pub(super) fn marked(article: &Article, clean: &Cleaned) -> Marked {
    let is = |word: &str| OPINION.iter().any(|mark| word.eq_ignore_ascii_case(mark));
    let mut seen = Marked::Unseen;
    for url in [&article.url, &article.canonical].into_iter().flatten() {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        let mut parts = path.trim_end_matches('/').split('/');
        let host = parts.next().unwrap_or_default();
        let sections: Vec<&str> = parts.collect();
        // The last part is the story's own name.
        let sections = sections.split_last().map_or(&[][..], |(_, sections)| sections);
        // `opinion.halvik.example`, but not a site that is called so: `tribune.com.pk`.
        let below = domain::registrable(host).is_some_and(|own| own.len() < host.len());
        let section = below && host.split('.').next().is_some_and(is);
        if section || sections.iter().any(|part| is(part)) {
            return Marked::Opinion;
        }
        if sections.iter().any(|part| part.chars().all(|c| c.is_alphabetic() || c == '-')) {
            seen = Marked::Otherwise;
        }
    }
    let title = clean.title.as_deref().unwrap_or_default();
    let opening = title.split([':', '|', '—', '–']).next().unwrap_or_default().trim();
    match opening.len() < title.len() && is(&fold::phrase(opening)) {
        true => Marked::Opinion,
        false => seen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str, title: &str) -> Marked {
        let article = Article { url: Some(url.to_owned()), ..Article::default() };
        marked(&article, &Cleaned { title: Some(title.to_owned()), ..Cleaned::default() })
    }

    #[test]
    fn a_section_or_an_opening_marks_an_opinion_and_a_story_s_own_name_does_not() {
        let opinion = [
            at("https://halvik.example/opinion/2021/ferries", "On ferries"),
            at("https://opinion.halvik.example/ferries", "On ferries"),
            at("https://halvik.example/2021/ferries", "Opinion: On ferries"),
        ];
        assert_eq!(opinion, [Marked::Opinion; 3]);
        let polls =
            at("https://halvik.example/news/opinion-polls", "Opinion is divided on ferries");
        assert_eq!(polls, Marked::Otherwise);
        assert_eq!(at("https://halvik.example/2021/opinion", "On ferries"), Marked::Unseen);
        assert_ne!(at("https://tribune.com.pk/story/2-ferries", "On ferries"), Marked::Opinion);
    }

    #[test]
    fn a_correction_is_found_in_any_case_and_at_either_end() {
        let english = of("en").expect("words");
        for text in ["Correction: x", "x CORRECTIONS:", "An Earlier version of this"] {
            assert!(english.corrects(text), "{text}");
        }
        for text in ["A correction", "earlier version of this", ":correction", ""] {
            assert!(!english.corrects(text), "{text}");
        }
        // Every phrase has one of the letters that phrases are found by.
        for lexis in ALL.iter() {
            let known = languages::of(lexis.code).map(|l| &l.sourcing.corrections);
            assert!(known.into_iter().flatten().all(|phrase| lexis.corrects(phrase)));
        }
    }

    #[test]
    fn seven_languages_have_words_of_sourcing() {
        let codes: Vec<&str> = ALL.iter().map(|lexis| lexis.code).collect();
        assert_eq!(codes, ["de", "en", "es", "fr", "it", "nl", "pt"]);
    }
}
