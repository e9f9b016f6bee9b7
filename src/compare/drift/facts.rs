//! Holds what the alterations of one body are judged by, read once.

use rustc_hash::FxHashSet;

use crate::languages::{self, Language, Numbers};
use crate::text::dates::{self, Mention};
use crate::text::numerals::{self, Quantity};
use crate::text::{Class, Document, fold};

/// Words of a body by which its language is recognised. Chosen by judgement.
const TELLING: usize = 240;

/// The facts that one body states, and its language.
#[derive(Debug, Default)]
pub struct Facts {
    /// The body's language; `None` if there are no lists for it.
    pub language: Option<&'static Language>,
    /// The quantities that it states, in order.
    pub quantities: Vec<Quantity>,
    /// Their values, ascending.
    values: Vec<f64>,
    /// The dates that it mentions, each with the number of its first word, in order.
    pub dates: Vec<(u32, Mention)>,
    /// The months and days of these dates.
    days: FxHashSet<(Option<u32>, Option<u32>)>,
    /// Keys of words that occur in small letters.
    small: FxHashSet<u32>,
    /// Keys of words that occur with a capital inside a sentence.
    capital: FxHashSet<u32>,
}

impl Facts {
    /// Reads a body. O(words).
    pub fn of(document: &Document, text: &str) -> Self {
        let words = &document.words;
        let folded: Vec<String> =
            words.iter().take(TELLING).map(|word| fold::fold(word.of(text))).collect();
        let language = languages::told(folded.iter().map(String::as_str), None);
        let none = Numbers::default();
        let quantities = numerals::quantities(
            text,
            words,
            0..words.len() as u32,
            language.map_or(&none, |language| &language.numbers),
        );
        let mut values: Vec<f64> =
            quantities.iter().flat_map(|q| std::iter::once(q.value).chain(q.also)).collect();
        values.sort_by(f64::total_cmp);
        let keys = |capital: bool| {
            let words = words
                .iter()
                .filter(|w| w.class.has(Class::CAPITAL) == capital && !w.class.has(Class::DIGIT));
            words.filter(|w| !(capital && w.class.has(Class::SENTENCE))).map(|w| w.key).collect()
        };
        let dates: Vec<_> = dates::mentions_among(text, words)
            .into_iter()
            .map(|(at, mention)| (at as u32, mention))
            .collect();
        let days = dates.iter().map(|(_, mention)| (mention.month, mention.day)).collect();
        Self { language, quantities, values, dates, days, small: keys(false), capital: keys(true) }
    }

    /// Whether the body states a quantity of this value.
    pub fn states(&self, quantity: &Quantity) -> bool {
        let has = |value: f64| self.values.binary_search_by(|v| v.total_cmp(&value)).is_ok();
        has(quantity.value) || quantity.also.is_some_and(has)
    }

    /// Whether the body mentions this day of this month, in whatever year.
    pub fn mentions_day(&self, mention: &Mention) -> bool {
        self.days.contains(&(mention.month, mention.day))
    }

    /// Whether a word occurs in small letters somewhere, so that its capital says little.
    pub fn is_common(&self, key: u32) -> bool {
        self.small.contains(&key)
    }

    /// Whether a word occurs with a capital other than at the beginning of a sentence.
    pub fn is_named(&self, key: u32) -> bool {
        self.capital.contains(&key)
    }
}
