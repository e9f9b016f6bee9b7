//! Finds the anchors of a text: what a translation keeps, whatever its language.

use std::ops::Range;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::letters;
use crate::compare::Rarity;
use crate::text::{Class, Document, Word};

/// One occurrence of something that a translation keeps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    /// Equal for what is heard or counted alike.
    pub key: u64,
    /// Where it stands, from 0 at the beginning of the body to 1 at its end.
    pub at: f32,
    /// How rare the word is, as a share of the rarity of a word that no other article has, in
    /// (0, 1].
    pub weight: f32,
}

impl Anchor {
    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        self.key >> 60 == NUMBER
    }
}

/// Marks of the kinds of keys, in their four highest bits.
const NUMBER: u64 = 1;
const SOUND: u64 = 2;

/// Consonants of a word that count; endings differ. Chosen by judgement.
const HEARD: usize = 5;
/// Least consonants of a word with a capital, and of one in katakana. Chosen by judgement.
const LEAST_NAMED: usize = 2;
/// Least consonants of any other word: shorter ones are alike by chance. Chosen by judgement.
const LEAST_OTHER: usize = 4;
/// Consonants from which a word is known by them alone; of one with fewer the first letter counts
/// too. Chosen by judgement.
const LEAST_ALONE: usize = 3;
/// Least letters of a word in Latin letters. Chosen by judgement.
const LEAST_LETTERS: usize = 3;

/// Which words of a text are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Numbers, words with a capital, and all words of scripts without capitals.
    Names,
    /// All.
    All,
}

/// Returns the anchors of a body, ascending by key and place; empty for an empty body. O(bytes).
pub fn of(text: &str, document: &Document, which: Words, rarity: &Rarity) -> Vec<Anchor> {
    let words = &document.words;
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    let length = f64::from((last.end() - first.start).max(1));
    let (mut out, mut heard) = (Vec::new(), Heard::default());
    each(text, words, which, &mut |word, named| heard.key(word, named), &mut |key, words| {
        let weight = words.iter().map(|w| rarity.share(w.key)).fold(f32::MAX, f32::min);
        let at = (f64::from(words[0].start - first.start) / length) as f32;
        out.push(Anchor { key, at, weight });
    });
    out.sort_unstable_by(|x, y| x.key.cmp(&y.key).then(x.at.total_cmp(&y.at)));
    out
}

/// The keys of words with a capital that have been read before: most names are in many articles.
#[derive(Debug, Default)]
pub struct Known {
    heard: Heard,
    keys: FxHashMap<Box<str>, Option<u64>>,
}

/// Most words that are remembered, about 4 MB. Chosen by judgement.
const REMEMBERED: usize = 1 << 16;

impl Known {
    /// Returns the key of a word, as [`Heard::key`] does.
    fn key(&mut self, word: &str, named: bool) -> Option<u64> {
        if !named {
            return self.heard.key(word, named);
        }
        if let Some(key) = self.keys.get(word) {
            return *key;
        }
        let key = self.heard.key(word, named);
        if self.keys.len() < REMEMBERED {
            self.keys.insert(word.into(), key);
        }
        key
    }
}

/// Returns the distinct keys of the names and numbers of a body, ascending. `known` only saves
/// time. O(bytes).
pub fn names(text: &str, document: &Document, known: &mut Known) -> Vec<u64> {
    let mut keys = Vec::new();
    let key = &mut |word: &str, named| known.key(word, named);
    each(text, &document.words, Words::Names, key, &mut |key, _| keys.push(key));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What is heard of a word, in room that is used again for the next.
#[derive(Debug, Default)]
struct Heard {
    latin: String,
    consonants: String,
}

impl Heard {
    /// Returns the key of a word by its first consonants, and by its first letter if it has few;
    /// `None` if it has too few to be known again. `named` if the word has a capital or is in a
    /// script without spaces.
    fn key(&mut self, word: &str, named: bool) -> Option<u64> {
        self.latin.clear();
        self.consonants.clear();
        letters::romanize(word, &mut self.latin);
        letters::consonants(&self.latin, &mut self.consonants);
        let least = if named { LEAST_NAMED } else { LEAST_OTHER };
        let count = self.consonants.chars().count();
        (count >= least && self.latin.chars().count() >= LEAST_LETTERS)
            .then(|| sound_key(&self.latin, &self.consonants, count))
    }
}

/// Calls `found` with each anchor's key and the words it consists of. `key` gives that of a word
/// that is no number (see [`Heard::key`]).
fn each(
    text: &str,
    words: &[Word],
    which: Words,
    key: &mut dyn FnMut(&str, bool) -> Option<u64>,
    found: &mut dyn FnMut(u64, &[Word]),
) {
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        if word.class.has(Class::DIGIT) {
            let end = number(text, words, at);
            if let Some(key) = number_key(text, &words[at..end]) {
                found(key, &words[at..end]);
            }
            at = end;
            continue;
        }
        let run =
            if word.class.has(Class::SPACELESS) { katakana(text, words, at) } else { at..at + 1 };
        let end = run.end.max(at + 1);
        let capital = word.class.has(Class::CAPITAL);
        let foreign = word.class.has(Class::SPACELESS);
        if !run.is_empty()
            && (which == Words::All || capital || foreign || !is_cased(word.of(text)))
        {
            let spelled = &text[word.start as usize..words[end - 1].end() as usize];
            if let Some(key) = key(spelled, capital || foreign) {
                found(key, &words[at..end]);
            }
        }
        at = end;
    }
}

/// Whether a word begins with a letter that has a capital.
fn is_cased(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_lowercase() || c.is_uppercase())
}

/// Returns the run of katakana that begins with a word; empty if the word is not katakana.
fn katakana(text: &str, words: &[Word], at: usize) -> Range<usize> {
    let is = |word: &Word| word.of(text).chars().next().is_some_and(letters::is_katakana);
    let run = words[at..].iter().scan(words[at].start, |end, word| {
        let goes_on = word.start == *end && is(word);
        *end = word.end();
        goes_on.then_some(())
    });
    at..at + run.count()
}

/// Returns the end of the number that begins with a word: `175 000` is one.
fn number(text: &str, words: &[Word], at: usize) -> usize {
    let plain = |word: &Word| word.of(text).bytes().all(|b| b.is_ascii_digit());
    let mut end = at + 1;
    if !plain(&words[at]) || words[at].of(text).len() > 3 {
        return end;
    }
    while let Some(next) = words.get(end) {
        let gap = &text[words[end - 1].end() as usize..next.start as usize];
        if !(matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}")
            && plain(next)
            && next.of(text).len() == 3)
        {
            break;
        }
        end += 1;
    }
    end
}

/// Returns the key of a number: its digits, however they are grouped. `None` without digits.
fn number_key(text: &str, words: &[Word]) -> Option<u64> {
    let mut spelled = String::new();
    words.iter().for_each(|word| {
        word.of(text).chars().for_each(|c| {
            crate::text::fold::push(c, &mut spelled);
        })
    });
    let digits = spelled.bytes().filter(u8::is_ascii_digit);
    let (count, value) = digits.fold((0u64, 0u64), |(n, value), digit| {
        (n + 1, value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')))
    });
    (count > 0).then_some(NUMBER << 60 | (count & 0x3f) << 54 | value & ((1 << 54) - 1))
}

/// Returns the key of a word by its first consonants, and by its first letter if it has few.
fn sound_key(latin: &str, heard: &str, count: usize) -> u64 {
    let end = heard.char_indices().nth(HEARD).map_or(heard.len(), |(end, _)| end);
    let sounds = xxh3_64(&heard.as_bytes()[..end]);
    let first = latin.chars().next().filter(|_| count < LEAST_ALONE).map_or(0, u64::from);
    SOUND << 60 | (sounds ^ first << 32) >> 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Frequencies;

    fn keys(text: &str) -> Vec<u64> {
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        let mut found = Vec::new();
        let mut heard = Heard::default();
        let key = &mut |word: &str, named| heard.key(word, named);
        each(text, &document.words, Words::All, key, &mut |key, _| found.push(key));
        found
    }

    #[test]
    fn numbers_are_alike_however_they_are_grouped() {
        assert_eq!(keys("175,000"), keys("175 000"));
        assert_eq!(keys("2.5"), keys("2,5"));
        assert_ne!(keys("175"), keys("0175"));
        assert_eq!(keys("12 345 678"), keys("12.345.678"));
    }

    #[test]
    fn names_are_alike_in_other_scripts_and_cases() {
        assert_eq!(keys("Biden"), keys("Байдена"), "an ending past the consonants that are heard");
        assert_eq!(keys("Scholz"), keys("ショルツ"));
        assert!(keys("a le de").is_empty());
    }

    #[test]
    fn anchors_are_placed_between_beginning_and_end() {
        let text = "Biden met Scholz in Berlin";
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        let rarity = Rarity::of(&Frequencies::default());
        let found = of(text, &document, Words::Names, &rarity);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|a| (0.0..1.0).contains(&a.at) && a.weight == 1.0), "{found:?}");
        assert!(of("", &Document::default(), Words::All, &rarity).is_empty());
    }
}
