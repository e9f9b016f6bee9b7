//! Looks a quotation up in the other text, as letters without spaces, so that it is found again
//! whether it is quoted, reported or glued to other words.

use std::cell::Cell;

use memchr::memmem::Finder;

use super::bytes;
use crate::compare::prepare::Prepared;
use crate::compare::wording;
use crate::text::{Class, Document, Quote};

/// Bytes of text searched for the quotations of one pair. Chosen by judgement: it bounds the work.
const MOST_HEARD: usize = 100_000_000;

/// A text in which quotations are looked up.
pub(super) struct Heard<'t> {
    prepared: &'t Prepared<'t>,
    text: &'t str,
    asked: Cell<usize>,
}

/// What a text says, as letters without spaces, so that a quotation is found again whether it is
/// quoted, reported or glued to other words.
#[derive(Debug)]
pub(in crate::compare) struct Letters {
    /// All words of the text.
    all: Stream,
    /// The quoted words of its body, in which two parts of a quotation with *she said* between them
    /// are adjacent.
    quoted: Stream,
}

/// The letters of consecutive words, and where words begin.
#[derive(Debug, Default)]
struct Stream {
    letters: String,
    starts: Vec<u32>,
}

impl Letters {
    /// Reads a text, and the quoted words of its body. O(bytes).
    pub(in crate::compare) fn of(document: &Document, text: &str) -> Self {
        let words = document.words.len();
        let mut all = Stream {
            letters: String::with_capacity(text.len()),
            starts: Vec::with_capacity(words + words / 8),
        };
        let mut quoted = Stream::default();
        text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
            .for_each(|word| all.push(word));
        document
            .words
            .iter()
            .filter(|w| w.class.has(Class::QUOTED))
            .for_each(|w| quoted.push(w.of(text)));
        Self { all, quoted }
    }
}

impl<'t> Heard<'t> {
    pub(super) fn new(prepared: &'t Prepared<'t>, text: &'t str) -> Self {
        Self { prepared, text, asked: Cell::new(0) }
    }

    /// Whether the words of a quotation occur here: in one piece, or each piece between its
    /// brackets and ellipses.
    pub(super) fn holds(&self, text: &str, quote: &Quote) -> bool {
        let said = &text[bytes(quote)];
        let whole = wording::letters(said);
        let Letters { all, quoted } = self.prepared.letters(self.text);
        // A text with thousands of quotations is an attack.
        if self.text.len() * (1 + self.asked.replace(self.asked.get() + 1)) > MOST_HEARD {
            return false;
        }
        let stands = |letters: &str| {
            let finder = Finder::new(letters);
            !letters.is_empty() && (all.holds(&finder) || quoted.holds(&finder))
        };
        if stands(&whole) {
            return true;
        }
        // Most quotations are in one piece.
        if !said.contains(['[', '(', '…']) && !said.contains("...") && !said.contains(". . .") {
            return false;
        }
        let mut pieces: Vec<String> = Vec::new();
        let mut rest = String::new();
        let mut depth = 0usize;
        for part in said.replace("...", "…").replace(". . .", "…").chars() {
            match part {
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > 0 || part == '…' {
                pieces.push(std::mem::take(&mut rest));
            } else {
                rest.push(part);
            }
        }
        pieces.push(rest);
        let pieces: Vec<String> = pieces
            .iter()
            .map(|piece| wording::letters(piece))
            .filter(|piece| !piece.is_empty())
            .collect();
        pieces.len() > 1
            && pieces.iter().map(String::len).sum::<usize>() * 2 > whole.len()
            && pieces.iter().all(|piece| stands(piece))
    }
}

impl Stream {
    fn push(&mut self, word: &str) {
        let before = self.letters.len();
        wording::push_letters(word, &mut self.letters);
        if self.letters.len() > before {
            self.starts.push(before as u32);
        }
    }

    /// Whether letters occur here from the beginning of a word to the end of one.
    fn holds(&self, letters: &Finder<'_>) -> bool {
        let border =
            |at: usize| at == self.letters.len() || self.starts.binary_search(&(at as u32)).is_ok();
        letters
            .find_iter(self.letters.as_bytes())
            .any(|at| border(at) && border(at + letters.needle().len()))
    }
}
