//! Holds what comparing needs of one article, computed once.

use std::ops::Range;
use std::sync::OnceLock;

use super::drift::Facts;
use super::quotes::Letters;
use crate::clean::{Cleaned, Reason};
use crate::languages::{self, Language};
use crate::text::numerals::{self, Quantity};
use crate::text::speakers::{self, Speaker};
use crate::text::{Class, Document, Quote};

/// Number of a source's texts that must share a paragraph for it to count as recurring. Chosen by
/// judgement.
pub const STANDING: u32 = 3;

/// Numbers in a body up to which a search looks at each of them. Chosen by judgement: it bounds the
/// cost.
const FEW_NUMBERS: usize = 200;
/// Numbers in a body up to which units are converted in a search for one whose value is not found.
/// Chosen by judgement: no news article has so many.
pub const MANY_NUMBERS: usize = 5_000;

/// One article's body, indexed for comparing.
#[derive(Debug)]
pub struct Prepared<'d> {
    /// Words, sentences and quotations.
    pub document: &'d Document,
    /// The distinct keys of the skeleton, ascending.
    pub skeleton: &'d [u32],
    /// Word ranges of paragraphs that at least [`STANDING`] texts of the source share.
    pub background: Vec<Range<u32>>,
    /// Word ranges of lines that recur as boilerplate does, but were left in the body because
    /// hardly anything else is in it.
    pub furniture: Vec<Range<u32>>,
    content: OnceLock<Vec<(u32, u32)>>,
    facts: OnceLock<Facts>,
    numbers: OnceLock<Vec<Quantity>>,
    values: OnceLock<Vec<f64>>,
    speakers: OnceLock<Vec<Option<Speaker>>>,
    language: OnceLock<Option<&'static Language>>,
    letters: OnceLock<Letters>,
    quoted: OnceLock<Vec<Vec<u32>>>,
}

impl<'d> Prepared<'d> {
    /// Prepares one article from its body and its skeleton.
    pub fn of(clean: &Cleaned, document: &'d Document, skeleton: &'d [u32]) -> Self {
        let number =
            |byte: usize| document.words.partition_point(|w| (w.start as usize) < byte) as u32;
        let background = clean
            .background
            .iter()
            .filter(|(_, texts)| *texts >= STANDING)
            .map(|(bytes, _)| number(bytes.start)..number(bytes.end))
            .collect();
        let furniture = clean
            .blocks
            .iter()
            .filter(|block| block.evidence == Reason::Kept)
            .map(|block| number(block.bytes.start as usize)..number(block.bytes.end as usize))
            .collect();
        Self {
            background,
            furniture,
            document,
            skeleton,
            content: OnceLock::new(),
            facts: OnceLock::new(),
            numbers: OnceLock::new(),
            values: OnceLock::new(),
            speakers: OnceLock::new(),
            language: OnceLock::new(),
            letters: OnceLock::new(),
            quoted: OnceLock::new(),
        }
    }

    /// Returns the facts that the body states, computed on first use. `text` is what the body was
    /// read from, here and below.
    pub fn facts(&self, text: &str) -> &Facts {
        self.facts.get_or_init(|| Facts::of(self.document, text))
    }

    /// Returns the numbers that the body states, in whatever notation, computed on first use.
    pub fn numbers(&self, text: &str) -> &[Quantity] {
        let words = &self.document.words;
        self.numbers.get_or_init(|| {
            numerals::quantities(text, words, 0..words.len() as u32, languages::all_numbers())
        })
    }

    /// Whether the body states this quantity, in whatever notation and unit.
    ///
    /// O(numbers) for up to 200 numbers. Beyond that O(log numbers) if the same value is stated,
    /// else O(numbers); with more than [`MANY_NUMBERS`], units are not converted and it is always
    /// O(log numbers).
    pub fn states(&self, text: &str, quantity: &Quantity) -> bool {
        let numbers = self.numbers(text);
        if numbers.len() <= FEW_NUMBERS {
            return numbers.iter().any(|other| quantity.is_same(other));
        }
        let values = self.values.get_or_init(|| {
            let mut values: Vec<f64> =
                numbers.iter().flat_map(|q| std::iter::once(q.value).chain(q.also)).collect();
            values.sort_by(f64::total_cmp);
            values
        });
        let near = |x: f64| {
            let reach = 1e-9 * x.abs();
            let from = values.partition_point(|y| *y < x - reach);
            values.get(from).is_some_and(|y| *y <= x + reach)
        };
        std::iter::once(quantity.value).chain(quantity.also).any(near)
            || numbers.len() <= MANY_NUMBERS && numbers.iter().any(|other| quantity.is_same(other))
    }

    /// Returns the speaker of each quotation of the body, computed on first use.
    pub fn speakers(&self, text: &str) -> &[Option<Speaker>] {
        self.speakers.get_or_init(|| speakers::all(self.document, text))
    }

    /// Returns the language of the body; `None` if it has no data file.
    pub fn language(&self, text: &str) -> Option<&'static Language> {
        *self.language.get_or_init(|| speakers::language(self.document, text))
    }

    /// Returns the letters of the whole text and of its quotations, computed on first use.
    pub(super) fn letters(&self, text: &str) -> &Letters {
        self.letters.get_or_init(|| Letters::of(self.document, text))
    }

    /// Returns the distinct keys of the content words of each quotation, ascending, or of all its
    /// words if it has no content word; computed on first use.
    pub(super) fn quoted(&self) -> &[Vec<u32>] {
        self.quoted.get_or_init(|| {
            let of_quote = |quote: &Quote| {
                let words = words(self.document, &quote.words);
                let content = words.iter().filter(|w| !w.class.has(Class::FUNCTION));
                let mut keys: Vec<u32> = content.map(|w| w.key).collect();
                if keys.is_empty() {
                    keys = words.iter().map(|w| w.key).collect();
                }
                keys.sort_unstable();
                keys.dedup();
                keys
            };
            self.document.quotes.iter().map(of_quote).collect()
        })
    }

    /// Returns key and sentence of every content word, each pair once, ascending; computed on first
    /// use.
    fn content(&self) -> &[(u32, u32)] {
        self.content.get_or_init(|| {
            let mut content = Vec::new();
            for (sentence, number) in self.document.sentences.iter().zip(0u32..) {
                content.extend(
                    words(self.document, sentence)
                        .iter()
                        .filter(|w| !w.class.has(Class::FUNCTION))
                        .map(|w| (w.key, number)),
                );
            }
            content.sort_unstable();
            content.dedup();
            content
        })
    }

    /// Returns the number of words.
    pub fn len(&self) -> usize {
        self.document.words.len()
    }

    /// Whether the body has no words.
    pub fn is_empty(&self) -> bool {
        self.document.words.is_empty()
    }

    /// Returns (`key`, sentence) for each sentence with this content word, ascending; its length is
    /// the number of such sentences.
    pub fn sentences_with(&self, key: u32) -> &[(u32, u32)] {
        let content = self.content();
        let from = content.partition_point(|c| c.0 < key);
        let to = from + content[from..].partition_point(|c| c.0 == key);
        &content[from..to]
    }
}

/// Returns the words of a range.
pub fn words<'d>(document: &'d Document, range: &Range<u32>) -> &'d [crate::text::Word] {
    &document.words[range.start as usize..range.end as usize]
}
