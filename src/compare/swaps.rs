//! Words that stand in the place of others: what a spinner, an editor or a house style put there.

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::words::Step;
use crate::text::{Class, Document};

/// Words on each side up to which as many words as were taken out are paired one by one.
const ONE_BY_ONE: usize = 4;
/// Words of both sides together up to which one phrase stands for another; beyond it a clause was
/// written anew.
const PHRASE: usize = 5;

/// One substitution: bytes of both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// What stands in `a`.
    pub a: Range<usize>,
    /// What stands in its place in `b`.
    pub b: Range<usize>,
    /// Whether either side is a name or holds a digit: facts, which drift speaks of, and no choice
    /// of words.
    pub factual: bool,
    /// A name of several words in the one text that is no name in the other: `(in a, in b)` says
    /// where it still is one.
    pub term: (bool, bool),
}

/// Lists the substitutions of a pair in the order of its links. Empty where nothing was aligned.
/// O(words).
pub fn find(a: &Prepared<'_>, b: &Prepared<'_>, aligned: &Aligned) -> Vec<Swap> {
    let (da, db) = (a.document, b.document);
    let mut out = Vec::new();
    for step in aligned.steps.iter().flatten() {
        let Step::Swapped(ra, rb) = step else { continue };
        if ra.len() == rb.len() && ra.len() <= ONE_BY_ONE {
            for (i, j) in ra.clone().zip(rb.clone()) {
                let both_function = [&da.words[i as usize], &db.words[j as usize]]
                    .iter()
                    .all(|w| w.class.has(Class::FUNCTION));
                if !both_function {
                    out.push(swap(da, db, i..i + 1, j..j + 1));
                }
            }
        } else if ra.len() + rb.len() <= PHRASE {
            out.push(swap(da, db, ra.clone(), rb.clone()));
        }
    }
    out
}

fn swap(da: &Document, db: &Document, ra: Range<u32>, rb: Range<u32>) -> Swap {
    let factual = |document: &Document, range: &Range<u32>| {
        range
            .clone()
            .any(|at| document.words[at as usize].class.has(Class::DIGIT) || is_name(document, at))
    };
    Swap {
        a: da.span(&ra),
        b: db.span(&rb),
        factual: factual(da, &ra) || factual(db, &rb),
        term: (is_term(da, &ra) && is_common(db, &rb), is_term(db, &rb) && is_common(da, &ra)),
    }
}

/// A capital in the middle of a sentence.
fn is_name(document: &Document, at: u32) -> bool {
    document.words.get(at as usize).is_some_and(|w| {
        w.class.has(Class::CAPITAL)
            && !w.class.has(Class::SENTENCE | Class::PARAGRAPH | Class::FUNCTION)
    })
}

/// Whether the words belong to a name of several words.
fn is_term(document: &Document, range: &Range<u32>) -> bool {
    let beside = range.start.checked_sub(1).is_some_and(|before| is_name(document, before))
        || is_name(document, range.end);
    range.clone().all(|at| is_name(document, at)) && (range.len() > 1 || beside)
}

/// Whether no word of the range has a capital or a digit.
fn is_common(document: &Document, range: &Range<u32>) -> bool {
    document.words[range.start as usize..range.end as usize]
        .iter()
        .all(|w| !w.class.has(Class::CAPITAL | Class::DIGIT | Class::ACRONYM))
}
