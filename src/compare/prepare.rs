//! What comparing needs of one article, made once.

use std::ops::Range;
use std::sync::OnceLock;

use super::drift::Facts;
use super::quotes::Letters;
use crate::clean::Cleaned;
use crate::languages::{self, Language};
use crate::text::numerals::{self, Quantity};
use crate::text::speakers::{self, Speaker};
use crate::text::{Class, Document};

/// Texts of one source from which a paragraph that they share is taken for a standing one.
pub const STANDING: u32 = 3;

/// Numbers of a body up to which each is looked at for one that is asked for.
const FEW_NUMBERS: usize = 200;
/// The same where no value is the same: no news article has so many.
pub const MANY_NUMBERS: usize = 5_000;

/// One article's body, indexed for comparing.
#[derive(Debug)]
pub struct Prepared<'d> {
    /// Words, sentences and quotations.
    pub document: &'d Document,
    /// The different keys of the skeleton, ascending.
    pub skeleton: &'d [u32],
    /// Word ranges of paragraphs that stand in [`STANDING`] texts of the source or more.
    pub background: Vec<Range<u32>>,
    content: OnceLock<Vec<(u32, u32)>>,
    facts: OnceLock<Facts>,
    numbers: OnceLock<Vec<Quantity>>,
    values: OnceLock<Vec<f64>>,
    speakers: OnceLock<Vec<Option<Speaker>>>,
    language: OnceLock<Option<&'static Language>>,
    letters: OnceLock<Letters>,
}

impl<'d> Prepared<'d> {
    /// Prepares one article: its body as it was read, and its skeleton.
    pub fn of(clean: &Cleaned, document: &'d Document, skeleton: &'d [u32]) -> Self {
        let number =
            |byte: usize| document.words.partition_point(|w| (w.start as usize) < byte) as u32;
        let background = clean
            .background
            .iter()
            .filter(|(_, texts)| *texts >= STANDING)
            .map(|(bytes, _)| number(bytes.start)..number(bytes.end))
            .collect();
        Self {
            background,
            document,
            skeleton,
            content: OnceLock::new(),
            facts: OnceLock::new(),
            numbers: OnceLock::new(),
            values: OnceLock::new(),
            speakers: OnceLock::new(),
            language: OnceLock::new(),
            letters: OnceLock::new(),
        }
    }

    /// What the body, read from `text`, states; read when it is first asked for.
    pub fn facts(&self, text: &str) -> &Facts {
        self.facts.get_or_init(|| Facts::of(self.document, text))
    }

    /// The numbers that the body, read from `text`, states, however it writes them; read when they
    /// are first asked for.
    pub fn numbers(&self, text: &str) -> &[Quantity] {
        let words = &self.document.words;
        self.numbers.get_or_init(|| {
            numerals::quantities(text, words, 0..words.len() as u32, languages::all_numbers())
        })
    }

    /// Whether the body, read from `text`, states this quantity, in whatever notation and unit.
    /// O(log numbers) for one without unit, else O(numbers); where there are more than
    /// [`MANY_NUMBERS`], units are not converted.
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

    /// Who says each quotation of the body, read from `text`; found out when it is first asked for.
    pub fn speakers(&self, text: &str) -> &[Option<Speaker>] {
        self.speakers.get_or_init(|| speakers::all(self.document, text))
    }

    /// The language that the body, read from `text`, is written in; `None` where no data file has
    /// it.
    pub fn language(&self, text: &str) -> Option<&'static Language> {
        *self.language.get_or_init(|| speakers::language(self.document, text))
    }

    /// What the text that the body was read from says, as letters; read when it is first asked for.
    pub(super) fn letters(&self, text: &str) -> &Letters {
        self.letters.get_or_init(|| Letters::of(self.document, text))
    }

    /// Key and sentence of every content word, ascending; made when it is first asked for.
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

    /// Number of words.
    pub fn len(&self) -> usize {
        self.document.words.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.document.words.is_empty()
    }

    /// The sentences that hold a content word, and how often it occurs in all.
    pub fn sentences_with(&self, key: u32) -> &[(u32, u32)] {
        let content = self.content();
        let from = content.partition_point(|c| c.0 < key);
        let to = from + content[from..].partition_point(|c| c.0 == key);
        &content[from..to]
    }
}

/// The words of a range.
pub fn words<'d>(document: &'d Document, range: &Range<u32>) -> &'d [crate::text::Word] {
    &document.words[range.start as usize..range.end as usize]
}
