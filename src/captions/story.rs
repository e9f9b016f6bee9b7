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
    beginnings: OnceCell<FxHashSet<String>>,
    compounds: OnceCell<Compounds>,
}

/// The story's words, folded, to find compounds.
#[derive(Default)]
struct Compounds {
    words: FxHashSet<String>,
    /// All words, separated by spaces.
    joined: String,
}

impl<'s> Story<'s> {
    /// Indexes a story by its body, read as `document`, and its headline. O(bytes).
    pub(super) fn of(article: &'s Article, clean: &'s Cleaned, document: &'s Document) -> Self {
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
        story.add(&article.text, &document.words);
        for title in titles.into_iter().flatten() {
            let mut all = Vec::new();
            words::read(title, 0..title.len(), &mut all);
            story.add(title, &all);
            let content = all
                .iter()
                .filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT))
                .map(|w| fold::fold(w.of(title)));
            story.headline.extend(content.filter(|word| word.chars().count() >= WITHIN));
        }
        story
    }

    fn add(&mut self, text: &str, all: &[Word]) {
        self.words += all.len();
        // About half of the words of a story are different ones.
        self.stems.reserve(all.len() / 2);
        for (at, stem) in stems::of(text, all, self.stemmer) {
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
            |beginning: &str| self.beginnings.get_or_init(|| self.beginnings()).contains(beginning);
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

    fn beginnings(&self) -> FxHashSet<String> {
        let mut beginnings = FxHashSet::default();
        self.each_word(|word| {
            // Too short, and so not worth folding.
            if word.is_ascii() && word.len() <= BEGINNING {
                return;
            }
            let folded = fold::fold(word);
            if let Some(beginning) = beginning_of(&folded)
                && !beginnings.contains(beginning)
            {
                beginnings.insert(beginning.to_owned());
            }
        });
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
