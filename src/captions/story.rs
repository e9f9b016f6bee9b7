//! Indexes a story so that captions can be looked up in it.

use std::cell::OnceCell;

use rust_stemmers::Algorithm;
use rustc_hash::FxHashSet;

use super::stems;
use crate::clean::Cleaned;
use crate::ingest::Article;
use crate::text::{Class, Document, Word, fold, words};

/// Number of first letters that two forms of a word have in common; shorter words have no other
/// forms. Chosen by judgement.
const BEGINNING: usize = 6;
/// Least number of letters of a word that can be part of a compound. Chosen by judgement.
const PART: usize = 5;
/// Least number of letters of a headline's word that is looked for. Chosen by judgement.
const WITHIN: usize = 4;

/// The words of a story: headline and body.
pub(super) struct Story<'s> {
    text: &'s str,
    document: &'s Document,
    titles: [Option<&'s str>; 2],
    /// The stems of all words.
    pub(super) stems: FxHashSet<u32>,
    /// The stems that occur with a capital, other than at the start of a sentence.
    pub(super) named: FxHashSet<u32>,
    /// The headline's content words of at least [`WITHIN`] letters, folded.
    headline: Vec<String>,
    /// Number of words in headline and body.
    pub(super) words: usize,
    pub(super) stemmer: Option<Algorithm>,
    /// ISO 639-1 code of the language; `None` if unknown.
    pub(super) language: Option<&'s str>,
    /// The first letters of the story's words, to find other forms of a word.
    beginnings: OnceCell<Beginnings>,
    compounds: OnceCell<Compounds>,
}

/// The first two letters of the words that are looked up in a story, a bit for each: a stem begins
/// as its word does, but for `dying` and `die`, so most words of the story need no stem.
struct Sought([u64; 16]);

impl Sought {
    const ALL: Self = Self([u64::MAX; 16]);

    fn of(texts: &[String]) -> Self {
        let mut sought = Self([0; 16]);
        for text in texts {
            // Folding may change how such a word begins.
            if text.contains(|c: char| !c.is_ascii() && c.is_alphanumeric()) {
                return Self::ALL;
            }
            let mut inside = false;
            for two in text.as_bytes().windows(2) {
                if !inside && two[0].is_ascii_alphanumeric() {
                    let (at, bit) = Self::place(two[0], two[1]);
                    sought.0[at] |= 1 << bit;
                }
                inside = two[0].is_ascii_alphanumeric();
            }
        }
        sought
    }

    /// Returns the place of two letters, capital or small, among the bits.
    fn place(first: u8, second: u8) -> (usize, u16) {
        // `dying` and `die`
        let second = if matches!(second, b'y' | b'Y') { b'i' } else { second };
        let two = u16::from(first & 31) << 5 | u16::from(second & 31);
        (usize::from(two / 64), two % 64)
    }

    /// Whether the stem of a word in plain letters may be that of a word sought.
    fn may_hold(&self, word: &str) -> bool {
        let [first, second, ..] = word.as_bytes() else { return true };
        let (at, bit) = Self::place(*first, *second);
        self.0[at] >> bit & 1 == 1
    }
}

/// The beginnings of words; those in plain letters, as most are, by their bytes.
#[derive(Default)]
struct Beginnings {
    plain: FxHashSet<[u8; BEGINNING]>,
    others: FxHashSet<String>,
}

impl Beginnings {
    fn add(&mut self, word: &str) {
        // Folding a plain word makes its letters small.
        if word.is_ascii() && !word.contains('`') {
            if let Some(first) = word.as_bytes().first_chunk().filter(|_| word.len() > BEGINNING) {
                self.plain.insert(first.map(|byte| byte.to_ascii_lowercase()));
            }
            return;
        }
        let folded = fold::fold(word);
        let Some(beginning) = beginning_of(&folded) else { return };
        match <[u8; BEGINNING]>::try_from(beginning.as_bytes()) {
            Ok(plain) => drop(self.plain.insert(plain)),
            Err(_) => drop(self.others.insert(beginning.to_owned())),
        }
    }

    fn contain(&self, beginning: &str) -> bool {
        match <[u8; BEGINNING]>::try_from(beginning.as_bytes()) {
            Ok(plain) => self.plain.contains(&plain),
            Err(_) => self.others.contains(beginning),
        }
    }
}

/// The story's words, folded, to find compounds.
#[derive(Default)]
struct Compounds {
    words: FxHashSet<String>,
    /// All words, separated by spaces.
    joined: String,
}

impl<'s> Story<'s> {
    /// Indexes a story by its body, read as `document`, and its headline. Of `sought` all words may
    /// be looked up in it; `None` if any may. O(bytes).
    pub(super) fn of(
        article: &'s Article,
        clean: &'s Cleaned,
        document: &'s Document,
        sought: Option<&[String]>,
    ) -> Self {
        let language = clean.language.as_deref();
        let stemmer = language.and_then(stems::stemmer_of);
        let titles = [
            clean.title.as_deref(),
            article.title.as_deref().filter(|t| Some(*t) != clean.title.as_deref()),
        ];
        let mut story = Self {
            text: &article.text,
            document,
            titles,
            stems: FxHashSet::default(),
            named: FxHashSet::default(),
            headline: Vec::new(),
            words: 0,
            stemmer,
            language,
            beginnings: OnceCell::new(),
            compounds: OnceCell::new(),
        };
        let sought = sought.filter(|_| matches!(stemmer, Some(Algorithm::English)));
        let sought = sought.map_or(Sought::ALL, Sought::of);
        story.add(&article.text, &document.words, &sought);
        for title in titles.into_iter().flatten() {
            let mut all = Vec::new();
            words::read(title, 0..title.len(), &mut all);
            story.add(title, &all, &sought);
            let content = all
                .iter()
                .filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT))
                .map(|w| fold::fold(w.of(title)));
            story.headline.extend(content.filter(|word| word.chars().count() >= WITHIN));
        }
        story
    }

    fn add(&mut self, text: &str, all: &[Word], sought: &Sought) {
        self.words += all.len();
        let stems = stems::of(text, all, self.stemmer, |word| sought.may_hold(word));
        // About half of the words of a story are different ones.
        self.stems.reserve(stems.len() / 2);
        for (at, stem) in stems {
            let class = all[at].class;
            self.stems.insert(stem);
            if class.has(Class::CAPITAL)
                && (class.has(Class::ACRONYM) || !class.has(Class::SENTENCE))
            {
                self.named.insert(stem);
            }
        }
    }

    /// Whether a folded word occurs in the headline, or it and one of the headline's words contain
    /// one another, as in compounds.
    pub(super) fn is_in_headline(&self, folded: &str) -> bool {
        let part = |part: &str, whole: &str| part.chars().count() >= PART && whole.contains(part);
        let alike = |h: &String| h == folded || part(h, folded) || part(folded, h);
        folded.chars().count() >= WITHIN && self.headline.iter().any(alike)
    }

    /// Rates how close the closest other form of a folded word in the story is, in [0, 1]: a
    /// compound of it or in it, or a word with the same beginning.
    ///
    /// Compounds are considered only if `compounding`.
    pub(super) fn resemblance(&self, folded: &str, compounding: bool) -> f64 {
        let length = folded.chars().count();
        if length < PART || folded.chars().any(words::is_spaceless) {
            return 0.0;
        }
        if compounding {
            let known = self.compounds.get_or_init(|| self.compounds());
            let parted = || {
                folded.char_indices().skip(PART).any(|(at, _)| {
                    let (first, last) = folded.split_at(at);
                    last.chars().count() >= 3 && known.words.contains(first)
                        || last.chars().count() >= PART && known.words.contains(last)
                })
            };
            if length >= 8 && parted() {
                return 0.8;
            }
            if known.joined.contains(folded) {
                return 0.7;
            }
        }
        let begins =
            |beginning: &str| self.beginnings.get_or_init(|| self.beginnings()).contain(beginning);
        if beginning_of(folded).is_some_and(begins) { 0.6 } else { 0.0 }
    }

    /// Calls `tell` with each word of the story that has content of its own, as spelled.
    fn each_word(&self, mut tell: impl FnMut(&str)) {
        let mut tell_all = |text: &str, all: &[Word]| {
            let content = all.iter().filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT));
            content.for_each(|word| tell(word.of(text)));
        };
        tell_all(self.text, &self.document.words);
        for title in self.titles.into_iter().flatten() {
            let mut all = Vec::new();
            words::read(title, 0..title.len(), &mut all);
            tell_all(title, &all);
        }
    }

    fn beginnings(&self) -> Beginnings {
        let mut beginnings = Beginnings::default();
        self.each_word(|word| beginnings.add(word));
        beginnings
    }

    fn compounds(&self) -> Compounds {
        let mut known = Compounds::default();
        self.each_word(|word| {
            let folded = fold::fold(word);
            if folded.chars().count() >= PART && !known.words.contains(&folded) {
                known.joined.push_str(&folded);
                known.joined.push(' ');
                known.words.insert(folded);
            }
        });
        known
    }
}

/// Returns the first letters of a word longer than that; `None` for a shorter one.
fn beginning_of(word: &str) -> Option<&str> {
    let (at, _) = word.char_indices().nth(BEGINNING)?;
    Some(&word[..at])
}
