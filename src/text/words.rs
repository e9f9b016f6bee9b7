//! Cuts a text into words.
//!
//! A word is a run of letters and digits. Kept together: `13,400`, `9:21`, `U.S.`, `don't`,
//! `O'Brien`. In scripts written without spaces each character is a word of its own, so that
//! shingles of words still find shared runs.

mod careful;
mod function;
mod guise;
mod plain;

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use careful::careful;
pub(crate) use function::Keys;
use guise::Guise;
use plain::plain;

/// A set of flags for what a word looks like and where it occurs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Class(u8);

impl Class {
    /// Begins with an upper-case letter.
    pub const CAPITAL: u8 = 1;
    /// Contains a digit.
    pub const DIGIT: u8 = 2;
    /// Two or more letters, all upper case.
    pub const ACRONYM: u8 = 4;
    /// Inside a quotation.
    pub const QUOTED: u8 = 8;
    /// First word of a sentence.
    pub const SENTENCE: u8 = 16;
    /// First word of a paragraph.
    pub const PARAGRAPH: u8 = 32;
    /// Among the most common words without content of their own, in English, German, French,
    /// Spanish, Italian, Portuguese, Dutch, Russian or Arabic; words with a meaning in another of
    /// these languages (`die`, `man`, `war`) are left out.
    pub const FUNCTION: u8 = 64;
    /// A character of a script written without spaces.
    pub const SPACELESS: u8 = 128;

    /// Returns whether any of `flags` is set.
    pub fn has(self, flags: u8) -> bool {
        self.0 & flags != 0
    }

    pub(crate) fn set(&mut self, flags: u8) {
        self.0 |= flags;
    }
}

/// One word: its position (bytes of the article's text), its folded form as a key, and its flags.
/// Kept small, because a run holds tens of millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Word {
    /// Index of the first byte.
    pub start: u32,
    /// Low half of the xxh3 hash of the folded spelling: equal words have equal keys.
    pub key: u32,
    /// Length in bytes, lowest byte first; see [`LONGEST`].
    length: [u8; 3],
    /// Its flags.
    pub class: Class,
}

/// Length in bytes of the longest word, the limit of the three-byte format; a longer one is cut.
const LONGEST: usize = (1 << 24) - 1;

impl Word {
    /// Creates the word at `bytes`, a range of at most [`LONGEST`] bytes.
    fn at(bytes: Range<usize>, key: u32, class: Class) -> Self {
        let [a, b, c, _] = (bytes.len() as u32).to_le_bytes();
        Self { start: bytes.start as u32, key, length: [a, b, c], class }
    }

    /// Returns the index after the last byte.
    pub fn end(&self) -> u32 {
        let [a, b, c] = self.length;
        self.start + u32::from_le_bytes([a, b, c, 0])
    }

    /// Returns the word as it is spelled in `text`.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end() as usize]
    }
}

/// Returns the key of a word with this folded spelling.
pub fn key(folded: &str) -> u32 {
    (xxh3_64(folded.as_bytes()) & 0xffff_ffff) as u32
}

/// Returns a key of words in a row, given by their keys. `seed` sets apart runs of different kinds.
pub fn key_of_run(seed: u64, keys: impl IntoIterator<Item = u32>) -> u64 {
    // The multiplier is 2⁶⁴ over the golden ratio: it mixes well and depends on no seed.
    let mix = |hash: u64, key: u32| {
        (hash.rotate_left(23) ^ u64::from(key)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    };
    keys.into_iter().fold(seed, mix)
}

/// Returns whether a character is of a script written without spaces between words.
pub fn is_spaceless(c: char) -> bool {
    // Most characters come before all of these.
    let c = u32::from(c);
    c >= 0x0E00
        && matches!(c, 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

/// Appends the words of `text[range]` to `out`.
///
/// `range` must lie on character boundaries. Offsets are relative to `text`. Words that look alike
/// have the same key: see [`super::fold`], and `Guise` for what only the surrounding words show.
/// O(bytes).
pub fn read(text: &str, range: Range<usize>, out: &mut Vec<Word>) {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    let mut guise = Guise {
        whole: range.clone(),
        first: out.len(),
        disguised: false,
        plain: false,
        south_slavic: None,
    };
    while at < range.end {
        if bytes[at] == b' ' || bytes[at].is_ascii() && !bytes[at].is_ascii_alphanumeric() {
            at += 1;
        } else if bytes[at..].starts_with(PUNCTUATION) {
            at += 3;
        } else if at > range.start
            && bytes[at - 1] == b'&'
            && let Some(length) = entity(&bytes[at..])
        {
            at += length;
        } else if let Some(word) = plain(bytes, at) {
            at = word.end() as usize;
            out.push(word);
        } else {
            at = careful(text, at..range.end, &mut guise, out);
        }
    }
}

/// What the characters from U+2000 to U+203F begin with: spaces, dashes and quotation marks, which
/// are no part of a word unless one has begun.
const PUNCTUATION: &[u8] = &[0xE2, 0x80];

/// Returns the length of the entity name at the start of `bytes`, which follow an ampersand, such
/// as `quot` in `&quot;`. It is not a word, but what a careless export left of a character.
fn entity(bytes: &[u8]) -> Option<usize> {
    const NAMES: [&str; 14] = [
        "amp", "apos", "bdquo", "gt", "hellip", "laquo", "ldquo", "lsquo", "lt", "mdash", "nbsp",
        "quot", "raquo", "rdquo",
    ];
    let length = bytes.iter().take(8).position(|b| !b.is_ascii_alphabetic())?;
    let is_name = || {
        std::str::from_utf8(&bytes[..length])
            .is_ok_and(|name| NAMES.contains(&name) || name == "ndash" || name == "rsquo")
    };
    (bytes[length] == b';' && is_name()).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        read(text, 0..text.len(), &mut out);
        out.iter().map(|w| w.of(text)).collect()
    }

    #[test]
    fn plain_words_are_read_as_careful_ones_are() {
        let text = "Plain WORDS and 63, 1,200 of U.S. don't naïve 北京 x";
        let (mut quick, mut slow, mut at) = (Vec::new(), Vec::new(), 0);
        read(text, 0..text.len(), &mut quick);
        let mut guise = Guise {
            whole: 0..text.len(),
            first: 0,
            disguised: false,
            plain: false,
            south_slavic: None,
        };
        while at < text.len() {
            at = careful(text, at..text.len(), &mut guise, &mut slow);
        }
        assert_eq!(quick, slow);
    }

    #[test]
    fn numbers_acronyms_and_contractions_stay_whole() {
        assert_eq!(
            spelled("The U.S. paid $13,400 at 9:21 a.m.; O’Brien didn't, in 1998."),
            [
                "The",
                "U.S",
                "paid",
                "13,400",
                "at",
                "9:21",
                "a.m",
                "O’Brien",
                "didn't",
                "in",
                "1998"
            ]
        );
    }

    #[test]
    fn house_style_of_an_acronym_does_not_change_its_key() {
        let text = "U.S. US";
        let mut out = Vec::new();
        read(text, 0..text.len(), &mut out);
        assert_eq!(out[0].key, out[1].key);
    }

    #[test]
    fn a_glued_quotation_mark_does_not_join_two_words() {
        assert_eq!(spelled("no’settlement’ that”crews"), ["no", "settlement", "that", "crews"]);
    }

    #[test]
    fn the_name_of_a_character_is_no_word() {
        assert_eq!(
            spelled("&quot;We sail,&quot; Doe said; Roe &amp; Poe quot"),
            ["We", "sail", "Doe", "said", "Roe", "Poe", "quot"]
        );
    }

    #[test]
    fn scripts_without_spaces_give_a_word_a_character() {
        assert_eq!(spelled("北京 2021年"), ["北", "京", "2021", "年"]);
    }
}
