//! Extracts the skeleton of a text: the names, numbers and acronyms, in order, that spinning and
//! rewriting leave alone.
//!
//! Source: the *immutables* of Zhang, Wang, Voelker, *DSpin: detecting automatically spun content
//! on the web*, NDSS 2014.

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::text::{Class, Document};

/// Returns the skeleton's items in order, each as word number and key.
///
/// An item is a word with a digit, an acronym, or the last word of a run of capitalised words, so
/// that `President Jane Doe` and `Jane Doe` give the same item. A word with a capital at the
/// opening of a sentence or quotation counts only if it is capitalised elsewhere too. Empty for
/// scripts without capitals if the text has no digits. O(words).
pub fn items(text: &str, document: &Document) -> Vec<(u32, u32)> {
    let words = &document.words;
    let opens = |at: usize| {
        words[at].class.has(Class::SENTENCE)
            || at.checked_sub(1).is_some_and(|before| {
                let gap = &text[words[before].end() as usize..words[at].start as usize];
                gap != " " && gap.contains(['"', '“', '„', '«', '‘', ':'])
            })
    };
    // Room for one word in eight, which is what names take of news: growing takes longer.
    let mut named = FxHashSet::with_capacity_and_hasher(words.len() / 8, FxBuildHasher);
    let inside = (0..words.len()).filter(|&i| words[i].class.has(Class::CAPITAL) && !opens(i));
    named.extend(inside.map(|i| words[i].key));
    let is_item = |at: usize| {
        let word = &words[at];
        word.class.has(Class::DIGIT)
            || (word.class.has(Class::CAPITAL)
                && !word.class.has(Class::FUNCTION)
                && (!opens(at) || word.class.has(Class::ACRONYM) || named.contains(&word.key)))
    };
    let mut out = Vec::new();
    for at in 0..words.len() {
        if !is_item(at) {
            continue;
        }
        let runs_on = at + 1 < words.len()
            && !words[at].class.has(Class::DIGIT)
            && !words[at + 1].class.has(Class::DIGIT | Class::SENTENCE)
            && text[words[at].end() as usize..words[at + 1].start as usize] == *" "
            && is_item(at + 1);
        if !runs_on {
            out.push((at as u32, words[at].key));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skeleton(text: &str) -> Vec<&str> {
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        items(text, &document)
            .into_iter()
            .map(|(at, _)| document.words[at as usize].of(text))
            .collect()
    }

    #[test]
    fn names_numbers_and_acronyms_remain() {
        let text = "Talks failed again. President Jane Doe told the BBC on Monday that 63 ferries stood still in Halvik.";
        assert_eq!(skeleton(text), ["Doe", "BBC", "Monday", "63", "Halvik"]);
    }

    #[test]
    fn a_capital_that_opens_a_sentence_counts_only_with_another() {
        assert_eq!(skeleton("Crews left. Doe stayed, and crews cheered Doe."), ["Doe", "Doe"]);
    }
}
