//! Decides whether two texts are in different languages.

use std::sync::OnceLock;

use crate::text::{Class, Document, Word};

/// Longest word, in bytes, that is looked at: function words are short. Chosen by judgement.
const SHORT: u32 = 10;
/// Share of the short words of one text from which another may be in the same language, if the
/// language of either is unknown. Chosen on 600 random pairs of articles of each of 14 languages: half
/// of the pairs share .2 or more, in Arabic .17 and in Turkish .09; translations where one language
/// is unknown share up to .09, Ukrainian and Russian ones .23.
const SAME: f64 = 0.1;
/// The same if two languages were detected, which may be wrong. A Spanish article and its Portuguese
/// translation share more than .36 of them, so a lower bound would lose these; half of the pairs of
/// articles in English or German share less than this, so it shows a wrong detection only sometimes.
const SAME_ALL_THE_SAME: f64 = 0.45;

/// What is known of one article's language.
#[derive(Debug)]
pub struct Told<'a> {
    code: Option<&'a str>,
    document: &'a Document,
    words: OnceLock<Short>,
}

/// The short words of a body.
#[derive(Debug)]
struct Short {
    /// Their keys, without those of names and numbers, ascending.
    keys: Vec<u32>,
    /// Whether the script has capitals.
    cased: bool,
}

/// Share of words with a capital from which a text is in a script that has them; others quote a few
/// such names. Chosen by judgement.
const CAPITALS: f64 = 0.05;

impl<'a> Told<'a> {
    /// Takes the detected language of a body; `None` if it is unknown.
    pub fn of(code: Option<&'a str>, document: &'a Document) -> Self {
        Self { code, document, words: OnceLock::new() }
    }

    /// Returns the short words, computed on first use. O(words · log words).
    fn words(&self) -> &Short {
        self.words.get_or_init(|| {
            let words = &self.document.words;
            let is_short = |w: &&Word| {
                w.end() - w.start <= SHORT && !w.class.has(Class::CAPITAL | Class::DIGIT)
            };
            let mut keys: Vec<u32> = words.iter().filter(is_short).map(|w| w.key).collect();
            keys.sort_unstable();
            let capital = words.iter().filter(|w| w.class.has(Class::CAPITAL)).count();
            Short { keys, cased: capital as f64 >= CAPITALS * words.len() as f64 }
        })
    }
}

/// Returns whether two texts are in different languages: two were detected, or one is unknown, and
/// they share few of their short words. Two texts without capitals are not told apart by their words
/// alone: most such scripts serve few languages, and some have no short words. O(words) once the
/// short words are known.
pub fn differ(a: &Told<'_>, b: &Told<'_>) -> bool {
    let share = || shared(&a.words().keys, &b.words().keys);
    match (a.code, b.code) {
        (Some(x), Some(y)) if x == y => false,
        (Some(_), Some(_)) => share() < SAME_ALL_THE_SAME,
        _ => (a.words().cased || b.words().cased) && share() < SAME,
    }
}

/// As [`differ`], but if two languages were detected, takes that for granted. O(1) then.
pub fn may_differ(a: &Told<'_>, b: &Told<'_>) -> bool {
    match (a.code, b.code) {
        (Some(x), Some(y)) => x != y,
        _ => differ(a, b),
    }
}

/// Returns the share of the shorter list that the other one has too, each occurrence once; 0 if
/// either is empty.
fn shared(x: &[u32], y: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        both += usize::from(x[i] == y[j]);
        let step = (usize::from(x[i] <= y[j]), usize::from(x[i] >= y[j]));
        i += step.0;
        j += step.1;
    }
    both as f64 / x.len().min(y.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Document {
        Document::read(text, std::slice::from_ref(&(0..text.len())))
    }

    #[test]
    fn a_text_of_an_unknown_language_differs_by_its_short_words() {
        let english = read("The ferry left the port in the morning and it was late in the evening");
        let other = read("The crew of the ferry met in the port and it left late");
        let icelandic = read("Ferjan fór úr höfninni um morguninn og hún var sein um kvöldið");
        let told = |document, code| Told::of(code, document);
        assert!(!differ(&told(&english, None), &told(&other, Some("en"))));
        assert!(differ(&told(&english, Some("en")), &told(&icelandic, None)));
        assert!(may_differ(&told(&english, Some("en")), &told(&icelandic, Some("is"))));
        assert!(!differ(&told(&english, Some("en")), &told(&english, Some("de"))));
    }
}
