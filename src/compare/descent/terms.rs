//! Reduces a body to the stems of its own words, with their places.

use std::ops::Range;

use crate::compare::Rarity;
use crate::text::{Class, Document, Word, fold, words};

/// Letters of a stem: endings differ where a sentence is told anew, beginnings rarely. Chosen by
/// judgement; no list of endings is needed, in whatever language.
const STEM: usize = 5;
/// Least letters of a word that loses a final *s*. Chosen by judgement.
const PLURAL: usize = 4;

/// One occurrence of a stem.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Equal for words with one stem.
    pub key: u32,
    /// How rare the word is, as a share of the rarity of a word that no other article has, in
    /// (0, 1].
    pub weight: f32,
    /// Where it stands among the body's own words, from 0 to 1.
    pub at: f32,
    /// The number of its sentence.
    pub sentence: u32,
    /// Whether it is a name or a number.
    pub is_fact: bool,
}

/// The content words of one body outside quotations.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Terms {
    /// Ascending by key and place.
    pub by_key: Vec<Term>,
    /// Range in `in_order` of each sentence that has terms.
    pub sentences: Vec<Range<u32>>,
    /// Positions in `by_key` of the terms, in reading order.
    pub in_order: Vec<u32>,
    /// Number of the body's words outside quotations.
    pub words: u32,
}

impl Terms {
    /// Reduces a body; `text` is what it was read from. Empty for a body without words of its own.
    /// O(words · log words).
    pub fn of(text: &str, document: &Document, rarity: &Rarity) -> Self {
        let own = |w: &&Word| !w.class.has(Class::QUOTED);
        let count = document.words.iter().filter(own).count();
        let (mut terms, mut sentences) = (Vec::<Term>::new(), Vec::new());
        let (mut seen, mut folded) = (0u32, String::new());
        for (range, sentence) in document.sentences.iter().zip(0u32..) {
            let from = terms.len() as u32;
            for word in &document.words[range.start as usize..range.end as usize] {
                if !own(&word) {
                    continue;
                }
                seen += 1;
                if word.class.has(Class::FUNCTION | Class::SPACELESS) {
                    continue;
                }
                let is_number = word.class.has(Class::DIGIT);
                let inner = !word.class.has(Class::SENTENCE) || word.class.has(Class::ACRONYM);
                terms.push(Term {
                    key: stem(word, text, &mut folded),
                    weight: rarity.share(word.key),
                    at: (seen - 1) as f32 / count as f32,
                    sentence,
                    is_fact: is_number || word.class.has(Class::CAPITAL) && inner,
                });
            }
            if terms.len() as u32 > from {
                sentences.push(from..terms.len() as u32);
            }
        }
        Self::sorted(terms, sentences, count as u32)
    }

    fn sorted(terms: Vec<Term>, sentences: Vec<Range<u32>>, words: u32) -> Self {
        let mut order: Vec<u32> = (0..terms.len() as u32).collect();
        order.sort_unstable_by_key(|at| (terms[*at as usize].key, *at));
        let mut in_order = vec![0; terms.len()];
        for (place, at) in order.iter().zip(0u32..) {
            in_order[*place as usize] = at;
        }
        let by_key = order.iter().map(|at| terms[*at as usize]).collect();
        Self { by_key, sentences, in_order, words }
    }

    /// Returns the occurrences of each stem, ascending by key.
    pub fn runs(&self) -> impl Iterator<Item = &[Term]> {
        self.by_key.chunk_by(|x, y| x.key == y.key)
    }
}

/// Returns the key of a word's stem: its first letters, without a plural's ending. Numbers and
/// words in scripts that fold to more than letters stay whole.
fn stem(word: &Word, text: &str, folded: &mut String) -> u32 {
    let spelled = word.of(text);
    if word.class.has(Class::DIGIT) || spelled.len() < PLURAL {
        return word.key;
    }
    folded.clear();
    if spelled.is_ascii() {
        // As below, for most words of most languages.
        folded.push_str(spelled.split(['\'', '`']).next().unwrap_or(spelled));
        folded.make_ascii_lowercase();
    } else {
        let plain = spelled.split(fold::is_apostrophe).next().unwrap_or(spelled);
        plain.chars().for_each(|c| fold::push(c, folded));
    }
    let letters = folded.chars().count();
    if letters > STEM {
        let end = folded.char_indices().nth(STEM).map_or(folded.len(), |(at, _)| at);
        folded.truncate(end);
    } else if letters >= PLURAL && folded.ends_with('s') {
        folded.pop();
    }
    words::key(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_words_have_one_stem_and_quoted_ones_none() {
        let read = |text: &str| {
            let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
            let rarity = Rarity::of(&crate::compare::likeness::learn(&[], &[]).frequencies());
            Terms::of(text, &document, &rarity)
        };
        let keys = |text: &str| read(text).runs().map(|run| run[0].key).collect::<Vec<_>>();
        assert_eq!(keys("protested ships"), keys("protesters ship"));
        assert_ne!(keys("protested ships"), keys("promised shops"));
        let told =
            read("The mayor wrote: “Nobody leaves the harbour before we are paid” to 63 crews.");
        assert_eq!(told.words, 6, "{told:?}");
        assert_eq!(told.by_key.iter().filter(|t| t.is_fact).count(), 1);
        assert_eq!(read(""), Terms::default());
    }
}
