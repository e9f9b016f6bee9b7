//! Words, sentences and quotations of a text, by position.
//!
//! Everything here speaks of byte offsets into the article's own text, so that whatever a later
//! stage finds can be shown to the reader in place.

pub mod dates;
pub mod fold;
pub mod frequencies;
pub mod numerals;
pub mod quotes;
pub mod same;
pub mod sentences;
pub mod speakers;
pub mod units;
pub mod usage;
pub mod words;

use std::ops::Range;

pub use frequencies::Frequencies;
pub use quotes::Quote;
pub use words::{Class, Word};

/// A cleaned body as the comparing stages see it: words, and what stands around them.
#[derive(Debug, Default, Clone)]
pub struct Document {
    /// The body's words in reading order.
    pub words: Vec<Word>,
    /// Word ranges of the sentences; they partition `words`.
    pub sentences: Vec<Range<u32>>,
    /// Quotations in reading order.
    pub quotes: Vec<Quote>,
}

impl Document {
    /// Reads the words, sentences and quotations of the given pieces of `text`, piece by piece.
    ///
    /// `pieces` are byte ranges on character boundaries, in order, one for each paragraph. Empty pieces give
    /// an empty document. O(bytes).
    pub fn read(text: &str, pieces: &[Range<usize>]) -> Self {
        let mut document = Self::default();
        document.read_again(text, pieces);
        document
    }

    /// Forgets what it held and reads as [`Document::read`] does, in the room it has.
    pub fn read_again(&mut self, text: &str, pieces: &[Range<usize>]) {
        let document = self;
        document.words.clear();
        document.sentences.clear();
        document.quotes.clear();
        let mut announced = false;
        for (number, piece) in pieces.iter().enumerate() {
            let first = document.words.len();
            words::read(text, piece.clone(), &mut document.words);
            if document.words.len() == first {
                continue;
            }
            document.words[first].class.set(Class::PARAGRAPH);
            sentences::split(text, &document.words, first, &mut document.sentences);
            for sentence in document.sentences.iter().rev().take_while(|s| s.start as usize >= first) {
                document.words[sentence.start as usize].class.set(Class::SENTENCE);
            }
            quotes::find(text, piece.clone(), &mut document.words, first, &mut document.quotes);
            // An embedded post is quoted whole, whether marks stand around it or not, and so is a statement behind a colon.
            let paragraph = &text[piece.clone()];
            let signed = pieces.get(number + 1).is_some_and(|next| is_post_signature(&text[next.clone()]));
            let stated = announced && quotes::is_first_person(&document.words[first..]) && !quotes::has_marks(paragraph);
            if signed || stated || quotes::is_signed_post(paragraph) {
                document.words[first..].iter_mut().for_each(|w| w.class.set(Class::QUOTED));
            }
            announced = stated || paragraph.trim_end().ends_with(':');
        }
        quotes::mark_repeats(&mut document.words);
    }

    /// The stretch of text from the first word of `range` to its last; empty for an empty range.
    pub fn span(&self, range: &Range<u32>) -> Range<usize> {
        match self.words.get(range.start as usize..range.end as usize) {
            Some([first, .., last]) => first.start as usize..last.end as usize,
            Some([only]) => only.start as usize..only.end as usize,
            _ => 0..0,
        }
    }
}

/// Whether a paragraph signs the one before as somebody's post: `— Jane Doe (@jdoe) July 16, 2018`.
pub fn is_post_signature(paragraph: &str) -> bool {
    let line = paragraph.trim_start();
    line.len() <= 120 && line.starts_with(['—', '–', '-']) && line.contains("(@")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_and_repeats_are_quoted_and_the_outlet_s_own_words_are_not() {
        let quoted = |text: &str| -> usize {
            let pieces: Vec<Range<usize>> = text
                .match_indices('\n')
                .map(|(i, _)| i)
                .chain([text.len()])
                .scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end))
                .collect();
            Document::read(text, &pieces).words.iter().filter(|w| w.class.has(Class::QUOTED)).count()
        };
        // a statement that a line announces goes on as long as somebody speaks of himself
        assert_eq!(quoted("The mayor said in a statement:\nI thank the crews.\nWe sail on Monday.\nShe left the hall."), 8);
        assert_eq!(quoted("Here is the timetable:\nThe boat leaves at nine.\nShe left the hall."), 0);
        // what was quoted once is a quotation where it stands again without marks
        let said = "the boats will stay in the harbour until June";
        assert_eq!(quoted(&format!("She wrote: “{said}”.\nMany agree that {said} or so.")), 18);
        assert_eq!(quoted("The boats sail again! — Jane Doe (@jdoe) July 16, 2018\nShe left."), 10);
    }

    #[test]
    fn a_signed_post_is_quoted_whole() {
        let text = "The boats will sail again!\n— Jane Doe (@jdoe) July 16, 2018\nShe left.";
        let pieces: Vec<Range<usize>> = text
            .match_indices('\n')
            .map(|(i, _)| i)
            .chain([text.len()])
            .scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end))
            .collect();
        let quoted = Document::read(text, &pieces).words.iter().filter(|w| w.class.has(Class::QUOTED)).count();
        assert_eq!(quoted, 5);
    }
}
