//! Looks up what the words of short lines mean, in the lists of the text's language.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::clean::lexicon;
use crate::languages::{self, Language};
use crate::text::eight::{Table, Word, both, words};

/// The kinds that a word, or a pair of words, can have: one bit each.
pub(super) const FUNCTION: u32 = 1;
pub(super) const NOTICE: u32 = 1 << 1;
pub(super) const PAGE: u32 = 1 << 2;
pub(super) const SCENERY: u32 = 1 << 3;
pub(super) const ARCHIVE: u32 = 1 << 4;
pub(super) const SOURCE: u32 = 1 << 5;
pub(super) const PICTURE: u32 = 1 << 6;
pub(super) const SAYING: u32 = 1 << 7;
pub(super) const AGO: u32 = 1 << 8;
pub(super) const STAMP: u32 = 1 << 9;
pub(super) const OPENING: u32 = 1 << 10;
pub(super) const DESK: u32 = 1 << 11;
pub(super) const MONTH: u32 = 1 << 12;
pub(super) const WEEKDAY: u32 = 1 << 13;
pub(super) const SIDE: u32 = 1 << 14;
pub(super) const READER: u32 = 1 << 15;
pub(super) const SITE: u32 = 1 << 16;
/// The word is the first of a pair in a list.
pub(super) const OF_TWO: u32 = 1 << 17;
/// The word is the longest of a boilerplate phrase; a line without any such word contains none of
/// the phrases.
pub(super) const TELLING: u32 = 1 << 18;
/// The word is the first of a boilerplate phrase that may be a whole line or begin one.
pub(super) const BEGINS_PHRASE: u32 = 1 << 19;

/// Hashes a phrase of one or two words; `None` for longer ones.
fn hash(phrase: &str) -> Option<u64> {
    let mut words = words(phrase);
    let first = words.next()?.hash;
    match (words.next(), words.next()) {
        (None, _) => Some(first),
        (Some(second), None) => Some(both(first, second.hash)),
        _ => None,
    }
}

/// Returns the place of three bytes, by the five lower bits of each, among the bits of 64-bit
/// words.
#[inline]
fn place_of_three(bytes: [u8; 3]) -> (usize, u16) {
    let [first, second, third] = bytes;
    let three = u16::from(first & 31) << 10 | u16::from(second & 31) << 5 | u16::from(third & 31);
    (usize::from(three / 64), three % 64)
}

/// The lists of one language in one table, with the words for what sites want of their readers,
/// which belong to no language.
pub(super) struct Vocabulary {
    /// Kinds of words and of pairs, by their hash.
    known: Table<u32>,
    /// Beginnings of words of notices by their first byte, and a bit for the first three bytes of
    /// each: as bits, all of these stay in the processor's nearest cache.
    beginnings: Vec<Vec<&'static str>>,
    begun: Vec<u64>,
}

static ALL: LazyLock<FxHashMap<&'static str, Vocabulary>> = LazyLock::new(|| {
    languages::all()
        .iter()
        .map(|language| (language.code.as_str(), Vocabulary::of_language(language)))
        .collect()
});
static NONE: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::of_none);

impl Vocabulary {
    /// Returns the vocabulary of a language, or the common one if the language has no lists.
    pub(super) fn of(language: Option<&Language>) -> &'static Self {
        language.and_then(|language| ALL.get(language.code.as_str())).unwrap_or(&NONE)
    }

    fn of_none() -> Self {
        let mut vocabulary = Self {
            known: Table::default(),
            beginnings: vec![Vec::new(); 256],
            begun: vec![0; 1 << 9],
        };
        for (word, reader, site) in lexicon::addressing() {
            vocabulary.add(word, if reader { READER } else { 0 } | if site { SITE } else { 0 });
        }
        lexicon::telling_words().for_each(|word| vocabulary.add(word, TELLING));
        lexicon::opening_words().for_each(|word| vocabulary.add(word, BEGINS_PHRASE));
        vocabulary
    }

    fn of_language(l: &'static Language) -> Self {
        let mut vocabulary = Self::of_none();
        let lists = [
            (&l.words.function, FUNCTION),
            (&l.notice.words, NOTICE),
            (&l.captions.page, PAGE),
            (&l.captions.scenery, SCENERY),
            (&l.captions.archive, ARCHIVE),
            (&l.captions.symbol, ARCHIVE),
            (&l.captions.source, SOURCE),
            (&l.captions.sides, SIDE),
            (&l.credit.picture, PICTURE),
            (&l.speech.saying, SAYING),
            (&l.claims.ago, AGO),
            (&l.claims.stamps, STAMP),
            (&l.credit.openings, OPENING),
            (&l.credit.desks, DESK),
        ];
        for (list, what) in lists {
            list.iter().for_each(|word| vocabulary.add(word, what));
        }
        for (list, what) in [(&l.dates.months, MONTH), (&l.dates.weekdays, WEEKDAY)] {
            let forms =
                list.iter().flat_map(|forms| forms.split('/')).filter(|form| form.len() >= 3);
            forms.for_each(|form| vocabulary.add(form, what));
        }
        for beginning in &l.notice.beginnings {
            if let Some(three) = beginning.as_bytes().first_chunk() {
                vocabulary.beginnings[usize::from(three[0])].push(beginning.as_str());
                let (word, bit) = place_of_three(*three);
                vocabulary.begun[word] |= 1 << bit;
            }
        }
        vocabulary
    }

    fn add(&mut self, phrase: &str, what: u32) {
        if let Some(hash) = hash(phrase).filter(|hash| *hash != 0) {
            self.known.add(hash, what);
        }
        if let Some((first, _)) = phrase.split_once(' ')
            && let Some(hash) = hash(first)
        {
            self.known.add(hash, OF_TWO);
        }
    }

    /// Returns the kinds of a folded word.
    pub(super) fn word(&self, word: &Word<'_>) -> u32 {
        let known = self.known.get(word.hash);
        known | if known & NOTICE == 0 && self.begins_notice(word.text) { NOTICE } else { 0 }
    }

    fn begins_notice(&self, word: &str) -> bool {
        let Some(three) = word.as_bytes().first_chunk() else { return false };
        let (place, bit) = place_of_three(*three);
        self.begun[place] >> bit & 1 == 1
            && self.beginnings[usize::from(three[0])]
                .iter()
                .any(|beginning| word.starts_with(beginning))
    }

    /// Returns the kinds of a pair of words; `is` holds the kinds of the first.
    pub(super) fn pair(&self, is: u32, first: u64, second: u64) -> u32 {
        if is & OF_TWO == 0 { 0 } else { self.known.get(both(first, second)) }
    }

    /// Returns the kinds of a folded phrase of one or two words; 0 for longer ones.
    pub(super) fn phrase(&self, phrase: &str) -> u32 {
        hash(phrase).map_or(0, |hash| self.known.get(hash))
    }
}
