//! Compares who claims something, how surely, and whether at all: attributions, hedges, negations,
//! and words turned into their opposites.

mod attribution;
mod hedge;
mod negation;

use std::ops::Range;

use super::Pair;
use crate::compare::words::Step;
use crate::languages::Words;
use crate::text::{Class, Document, Word, fold};

/// Words that differ between two sentences; one side may be empty.
struct Change<'s> {
    at: usize,
    a: Range<u32>,
    b: Range<u32>,
    step: &'s Step,
}

impl Pair<'_> {
    fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        self.steps.iter().enumerate().filter_map(|(at, step)| {
            let (a, b) = match step {
                Step::Same(..) => return None,
                Step::Swapped(ra, rb) => (ra.clone(), rb.clone()),
                Step::Cut(ra, place) => (ra.clone(), *place..*place),
                Step::Added(place, rb) => (*place..*place, rb.clone()),
            };
            Some(Change { at, a, b, step })
        })
    }

    pub(in crate::compare::drift) fn spelled(&self, at: u32, second: bool) -> String {
        fold::fold(if second { self.word_b(at).1 } else { self.word_a(at).1 })
    }

    pub(in crate::compare::drift) fn word(&self, at: u32, second: bool) -> &Word {
        if second { self.word_b(at).0 } else { self.word_a(at).0 }
    }

    /// Returns the words of a range that are in a list.
    fn listed(&self, range: &Range<u32>, second: bool, list: &Words) -> Vec<u32> {
        range.clone().filter(|at| list.contains(&self.spelled(*at, second))).collect()
    }

    fn is_quoted(&self, range: &Range<u32>, second: bool) -> bool {
        range.clone().any(|at| self.word(at, second).class.has(Class::QUOTED))
    }

    /// Whether a sentence is a question, which claims nothing.
    fn asks(&self, second: bool) -> bool {
        let (document, text, sentence) = if second {
            (self.db, self.texts.1, self.sb)
        } else {
            (self.da, self.texts.0, self.sa)
        };
        let end = document.words[sentence.end as usize - 1].end() as usize;
        text[end..]
            .chars()
            .take_while(|c| !c.is_alphanumeric() && *c != '\n')
            .any(|c| matches!(c, '?' | '？' | '؟'))
    }

    /// Whether a lost word occurs in or beside the other sentence, before or after the same word: a
    /// line ended, a quotation mark opened, or it was moved.
    fn stands_beside(&self, at: u32, second: bool) -> bool {
        let (own, text, sentence) = if second {
            (self.db, self.texts.1, self.sa)
        } else {
            (self.da, self.texts.0, self.sb)
        };
        let (other, other_text) =
            if second { (self.da, self.texts.0) } else { (self.db, self.texts.1) };
        let here = other.sentences.partition_point(|s| s.start < sentence.start);
        let from = other.sentences[here.saturating_sub(1)].start;
        let to = other.sentences[(here + 1).min(other.sentences.len() - 1)].end;
        let neighbours = |document: &Document, text: &str, at: u32| -> [Option<String>; 2] {
            let of = |k: Option<u32>| {
                k.and_then(|k| document.words.get(k as usize)).map(|w| fold::fold(w.of(text)))
            };
            [of(at.checked_sub(1)), of(Some(at + 1))]
        };
        let word = &own.words[at as usize];
        let [before, behind] = neighbours(own, text, at);
        (from..to).any(|k| {
            if other.words[k as usize].key != word.key {
                return false;
            }
            let [p, q] = neighbours(other, other_text, k);
            p.is_some() && p == before || q.is_some() && q == behind
        })
    }
}
