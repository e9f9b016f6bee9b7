//! Extracts the skeleton of a text: the names, numbers and acronyms, in order, that spinning and
//! rewriting leave alone.
//!
//! Source: the *immutables* of Zhang, Wang, Voelker, *DSpin: detecting automatically spun content
//! on the web*, NDSS 2014.

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
    // The words with a capital, each with whether it opens a sentence, and the keys of those that do
    // not.
    let capitals = words.iter().enumerate().filter(|(_, word)| word.class.has(Class::CAPITAL));
    let capitals: Vec<(usize, bool)> = capitals.map(|(at, _)| (at, opens(at))).collect();
    let inside = capitals.iter().filter(|(_, opens)| !opens);
    let mut named: Vec<u32> = inside.map(|(at, _)| words[*at].key).collect();
    named.sort_unstable();
    let mut capitals = capitals.into_iter().peekable();
    let mut is_item = |at: usize| {
        let word = &words[at];
        let opens = capitals.next_if(|capital| capital.0 == at).is_some_and(|capital| capital.1);
        word.class.has(Class::DIGIT)
            || (word.class.has(Class::CAPITAL)
                && !word.class.has(Class::FUNCTION)
                && (!opens
                    || word.class.has(Class::ACRONYM)
                    || named.binary_search(&word.key).is_ok()))
    };
    let mut out: Vec<(u32, u32)> = Vec::with_capacity(words.len() / 8);
    for at in (0..words.len()).filter(|at| is_item(*at)) {
        let word = &words[at];
        // A name goes on: its last word stands for it.
        if !word.class.has(Class::DIGIT | Class::SENTENCE)
            && let Some(before) = at.checked_sub(1)
            && out.last().is_some_and(|last| last.0 as usize == before)
            && !words[before].class.has(Class::DIGIT)
            && text[words[before].end() as usize..word.start as usize] == *" "
        {
            out.pop();
        }
        out.push((at as u32, word.key));
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
