//! Cuts a text into words.
//!
//! A word is a run of letters and digits. Kept together: `13,400`, `9:21`, `U.S.`, `don't`,
//! `O'Brien`. In scripts written without spaces each character is a word of its own, so that
//! shingles of words still find shared runs.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use xxhash_rust::xxh3::xxh3_64;

use super::eight;
use super::fold::{self, Script};

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
/// have the same key: see [`fold`], and `Guise` for what only the surrounding words show. O(bytes).
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

/// Length in bytes of the longest word read by [`plain`]. Chosen by judgement; longer words are
/// read by [`careful`].
const PLAIN: usize = 48;

/// Whether more than one bit is set.
fn several_of(bits: u64) -> bool {
    bits & bits.wrapping_sub(1) != 0
}

/// Reads a word that consists only of ASCII letters and digits, as most words of most languages do;
/// `None` if what follows may belong to the word, or if there is no such word.
fn plain(bytes: &[u8], start: usize) -> Option<Word> {
    let mut eight = eight::Letters::of(eight::load(bytes, start));
    // Most words end here, so that only longer ones are put together in `long`.
    let (short, mut long) = (eight.lower.to_le_bytes(), [0u8; PLAIN]);
    let (mut length, mut letters, mut digits) = (eight.length, eight.letters, eight.digits != 0);
    let mut several = several_of(letters);
    let mut small = eight.letters != eight.capitals;
    if eight.length == 8 {
        long[..8].copy_from_slice(&short);
        while eight.length == 8 {
            eight = eight::Letters::of(eight::load(bytes, start + length));
            long.get_mut(length..length + 8)?.copy_from_slice(&eight.lower.to_le_bytes());
            several |= several_of(eight.letters) || letters != 0 && eight.letters != 0;
            letters |= eight.letters;
            digits |= eight.digits != 0;
            small |= eight.letters != eight.capitals;
            length += eight.length;
        }
    }
    let folded = if length < 8 { &short[..length] } else { &long[..length] };
    let end = start + length;
    let is_open = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii() || b.is_ascii_alphanumeric());
    let joined = match bytes.get(end) {
        Some(b',' | b'.' | b':' | b'\'' | b'`') => is_open(bytes.get(end + 1)),
        other => is_open(other),
    };
    if length == 0 || joined {
        return None;
    }
    let flag = |holds: bool, flag: u8| if holds { flag } else { 0 };
    let capital = bytes[start].is_ascii_uppercase();
    let mut class = Class(
        flag(capital, Class::CAPITAL)
            | flag(digits, Class::DIGIT)
            | flag(several && !small, Class::ACRONYM),
    );
    let key = (xxh3_64(folded) & 0xffff_ffff) as u32;
    if FUNCTION_KEYS.contains(key) {
        class.set(Class::FUNCTION);
    }
    Some(Word::at(start..end, key, class))
}

/// Reads the first word of any kind and returns the index after it (or of the end, if there is
/// none).
fn careful(text: &str, range: Range<usize>, guise: &mut Guise, out: &mut Vec<Word>) -> usize {
    let piece = &text[range.clone()];
    let mut folded = String::with_capacity(32);
    let mut chars = piece.char_indices().peekable();
    while let Some(&(start, first)) = chars.peek() {
        if !first.is_alphanumeric() || fold::is_apostrophe(first) || fold::is_invisible(first) {
            chars.next();
            continue;
        }
        folded.clear();
        let mut seen = Letters::default();
        let mut end = start;
        if is_spaceless(first) {
            chars.next();
            fold::push(first, &mut folded);
            end = start + first.len_utf8();
            // Separate voicing marks: か and ゛ for が.
            while let Some(&(at, mark @ ('\u{3099}' | '\u{309A}'))) = chars.peek() {
                fold::push(mark, &mut folded);
                end = at + mark.len_utf8();
                chars.next();
            }
        } else {
            while let Some(&(at, c)) = chars.peek() {
                if at + c.len_utf8() - start > LONGEST {
                    break;
                }
                if c.is_ascii_alphanumeric() {
                    seen.add(c);
                    folded.push(c.to_ascii_lowercase());
                } else if c == ' ' {
                    break;
                } else if !c.is_ascii() && fold::is_invisible(c) {
                    chars.next();
                    continue;
                } else if !c.is_ascii()
                    && !fold::is_apostrophe(c)
                    && c.is_alphanumeric()
                    && !is_spaceless(c)
                {
                    seen.add(c);
                    fold::push(c, &mut folded);
                } else if !c.is_ascii() && !fold::is_apostrophe(c) && is_combining_mark(c) {
                    fold::push(c, &mut folded);
                } else {
                    let after = &piece[at + c.len_utf8()..];
                    if !joins(&piece[start..at], c, after) {
                        break;
                    }
                    // `3.5` is not `35`, while `13,400` is `13400`.
                    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
                    if c == ':' || matches!(c, ',' | '.') && digits > 0 && digits != 3 {
                        folded.push(if c == ':' { c } else { '.' });
                    }
                }
                end = at + c.len_utf8();
                chars.next();
            }
        }
        let mut class = seen.class();
        if is_spaceless(first) {
            class.set(Class::SPACELESS);
        }
        if seen.alike > 0 {
            guise.see(text, range.start + start..range.start + end, &seen, &mut folded, out);
        }
        let key = key(&folded);
        if FUNCTION_KEYS.contains(key) {
            class.set(Class::FUNCTION);
        }
        out.push(Word::at(range.start + start..range.start + end, key, class));
        return range.start + end;
    }
    range.end
}

/// Returns whether `c`, between `before` (the word so far) and `after`, belongs to the word.
fn joins(before: &str, c: char, after: &str) -> bool {
    let after = after.trim_start_matches(fold::is_invisible);
    let before = before.trim_end_matches(fold::is_invisible);
    let Some(n) = first_composed(after) else { return false };
    if !n.is_alphanumeric() || is_spaceless(n) || fold::is_apostrophe(n) {
        return false;
    }
    match c {
        // `13,400`, `3.5` and `9:21`, but not `1998,the`.
        ',' | '.' | ':' if n.is_ascii_digit() => before.ends_with(|b: char| b.is_ascii_digit()),
        // `U.S.`: single letters separated by dots.
        '.' => {
            // An acronym is short; the bound keeps `a.b.c.…` in a hostile text linear.
            let single = before.len() <= 16
                && before.rsplit('.').next().is_some_and(|last| last.nfc().count() == 1)
                && n.is_alphabetic();
            single
                && !after.nfc().nth(1).is_some_and(char::is_alphanumeric)
                && before.nfc().all(|b| b == '.' || b.is_alphabetic())
        }
        // `don't`, `O'Brien`, `l'homme`; not `no'settlement'`, where a quotation mark lost its
        // space.
        _ if fold::is_apostrophe(c) => {
            // `об'єкт`: in Cyrillic an apostrophe is a letter.
            let cyrillic = |c: char| matches!(u32::from(c), 0x400..=0x52F);
            if cyrillic(n) && before.chars().rfind(|b| !is_combining_mark(*b)).is_some_and(cyrillic)
            {
                return true;
            }
            letters_follow_at_most(after, 2)
                || before.len() == 1
                || before.eq_ignore_ascii_case("qu")
        }
        _ => false,
    }
}

/// Returns the first character, composed, so that a separate accent is no letter more.
fn first_composed(text: &str) -> Option<char> {
    match *text.as_bytes() {
        [first] | [first, 0..0x80, ..] if first.is_ascii() => Some(char::from(first)),
        _ => text.nfc().next(),
    }
}

/// Whether at most `most` letters and digits, composed, begin a text.
fn letters_follow_at_most(text: &str, most: usize) -> bool {
    let plain = text.bytes().take(most + 1).take_while(u8::is_ascii_alphanumeric).count();
    match text.as_bytes().get(plain) {
        // A letter with its accents apart is one letter.
        Some(next) if !next.is_ascii() => {
            text.nfc().take_while(|a| a.is_alphanumeric()).count() <= most
        }
        _ => plain <= most,
    }
}

/// Running counts of the kinds of characters in a word.
#[derive(Default)]
struct Letters {
    count: u32,
    upper: u32,
    digits: u32,
    capital: bool,
    /// Numbers of letters of Latin script, and of scripts that have letters similar to Latin ones.
    latin: u32,
    alike: u32,
}

impl Letters {
    fn add(&mut self, c: char) {
        let upper = c.is_uppercase();
        if self.count + self.digits == 0 {
            self.capital = upper;
        }
        if c.is_numeric() {
            self.digits += 1;
        } else {
            self.count += 1;
            self.upper += u32::from(upper);
            match Script::of(c) {
                Some(Script::Latin) => self.latin += 1,
                Some(Script::Alike) => self.alike += 1,
                None => {}
            }
        }
    }

    fn class(&self) -> Class {
        let mut class = Class::default();
        if self.capital {
            class.set(Class::CAPITAL);
        }
        if self.digits > 0 {
            class.set(Class::DIGIT);
        }
        if self.count >= 2 && self.upper == self.count {
            class.set(Class::ACRONYM);
        }
        class
    }
}

/// What the words of one stretch of text show about each other's letters.
struct Guise {
    whole: Range<usize>,
    /// Index of the first word of the stretch.
    first: usize,
    /// Whether the last informative word was a Latin one with similar letters of another script.
    disguised: bool,
    /// Whether some word was certainly in another script.
    plain: bool,
    /// Whether the stretch is in Serbian or Macedonian Cyrillic; computed on first use.
    south_slavic: Option<bool>,
}

impl Guise {
    /// Folds a word with letters that look like Latin ones.
    ///
    /// A word that mixes two scripts is read as it looks. Near such words, so is a word entirely in
    /// the other script, if all its letters look like Latin ones. Serbian is read in its Latin
    /// letters.
    fn see(
        &mut self,
        text: &str,
        word: Range<usize>,
        letters: &Letters,
        folded: &mut String,
        before: &mut [Word],
    ) {
        let spelled = &text[word];
        if letters.latin > 0 {
            let Some(looks) = fold::undisguised(spelled) else { return };
            *folded = looks;
            if !self.disguised && !self.plain {
                self.see_again(text, before);
            }
            self.disguised = true;
            return;
        }
        if self.disguised {
            if let Some(looks) = fold::latin_twin(spelled) {
                *folded = looks;
                return;
            }
            self.disguised = false;
        }
        if !self.plain && fold::latin_twin(spelled).is_none() {
            self.plain = true;
        }
        let whole = &text[self.whole.clone()];
        if *self.south_slavic.get_or_insert_with(|| fold::is_south_slavic(whole)) {
            *folded = fold::south_slavic(folded);
        }
    }

    /// Reads again the words before the first mixed one, which nothing had shown to be disguised.
    fn see_again(&self, text: &str, before: &mut [Word]) {
        for word in &mut before[self.first..] {
            let spelled = word.of(text);
            if !spelled.is_ascii()
                && spelled.chars().any(|c| Script::of(c) == Some(Script::Alike))
                && let Some(looks) = fold::latin_twin(spelled)
            {
                word.key = key(&looks);
                if FUNCTION_KEYS.contains(word.key) {
                    word.class.set(Class::FUNCTION);
                }
            }
        }
    }
}

/// The keys of the function words.
static FUNCTION_KEYS: LazyLock<Keys> =
    LazyLock::new(|| Keys::of(FUNCTION_WORDS.iter().map(|w| key(w))));

/// A set of a few hundred keys, optimized for being queried for every word of a run.
pub(crate) struct Keys {
    /// Each key is at the place given by its last bits, or shortly after; a free place holds
    /// [`Keys::FREE`].
    places: Box<[u32]>,
    /// Whether the set includes the key that marks a free place.
    free: bool,
}

impl Keys {
    /// The key that marks a free place. Chosen by judgement: any value would do.
    const FREE: u32 = 0;

    /// Creates the set of these keys.
    pub(crate) fn of(keys: impl Iterator<Item = u32>) -> Self {
        let keys: FxHashSet<u32> = keys.collect();
        let mut set = Self {
            places: vec![Self::FREE; (keys.len() * 8).next_power_of_two()].into(),
            free: keys.contains(&Self::FREE),
        };
        for key in keys.into_iter().filter(|key| *key != Self::FREE) {
            let at = set.place(key);
            set.places[at] = key;
        }
        set
    }

    /// Returns the free place where a new key belongs.
    fn place(&self, key: u32) -> usize {
        let last = self.places.len() - 1;
        let mut at = key as usize & last;
        while self.places[at] != Self::FREE {
            at = (at + 1) & last;
        }
        at
    }

    /// Returns whether the set contains a key.
    #[inline]
    pub(crate) fn contains(&self, key: u32) -> bool {
        let last = self.places.len() - 1;
        let mut at = key as usize & last;
        // Of the words of a text, most end at the first place.
        loop {
            match self.places[at] {
                Self::FREE => return key == Self::FREE && self.free,
                held if held == key => return true,
                _ => at = (at + 1) & last,
            }
        }
    }
}

#[rustfmt::skip]
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "al", "all", "also", "am", "an", "and", "any", "are", "as", "at", "au", "auch", "auf", "aus", "aux", "avec", "be",
    "because", "been", "before", "bei", "being", "but", "by", "can", "che", "com", "como", "con", "could", "da", "dans", "das", "dass", "de",
    "dei", "del", "della", "dem", "den", "der", "des", "di", "did", "do", "does", "du", "durch", "e", "een", "ein", "eine", "einem", "einen",
    "einer", "el", "elle", "em", "en", "er", "es", "est", "et", "for", "from", "fur", "had", "has", "hat", "have", "he", "her", "het", "him",
    "his", "i", "if", "il", "ils", "im", "in", "into", "is", "ist", "it", "its", "je", "just", "la", "las", "le", "les", "lo", "los", "mais",
    "me", "mit", "more", "most", "my", "nach", "ne", "nicht", "no", "nor", "not", "o", "och", "oder", "of", "om", "on", "only", "or", "os",
    "our", "out", "over", "par", "para", "pas", "per", "por", "pour", "qu", "que", "qui", "s", "said", "se", "sein", "ses", "she", "should",
    "si", "sich", "sie", "sind", "so", "some", "son", "su", "such", "sul", "sur", "t", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "to", "too", "um", "un", "una", "und", "une", "up", "us", "van", "via", "vom", "von", "vor",
    "was", "we", "werden", "were", "what", "when", "which", "while", "who", "will", "wird", "with", "would", "y", "you", "your", "zu", "zum",
    "zur", "а", "был", "была", "были", "было", "быть", "в", "для", "до", "его", "ее", "за", "и", "из", "или", "к", "как", "мы", "на", "не",
    "но", "о", "он", "она", "они", "от", "по", "при", "с", "так", "то", "у", "что", "чтобы", "это", "التي", "الذي", "الى", "ان", "او", "بعد",
    "بين", "ثم", "حتى", "ذلك", "على", "عن", "في", "قبل", "قد", "كان", "كانت", "كل", "لا", "ما", "مع", "من", "هذا", "هذه", "و",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        read(text, 0..text.len(), &mut out);
        out.iter().map(|w| w.of(text)).collect()
    }

    #[test]
    fn function_words_are_sorted() {
        assert!(FUNCTION_WORDS.is_sorted());
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
