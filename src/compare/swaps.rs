//! Lists words put in place of others, by a spinner, an editor or a house style.

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::words::Step;
use crate::text::{Class, Document};

/// Most words on each side that are paired one by one if both sides have as many. Chosen by
/// judgement.
const ONE_BY_ONE: usize = 4;
/// Most words on both sides together for one phrase in place of another; beyond that a clause was
/// written anew. Chosen by judgement.
const PHRASE: usize = 5;

/// One substitution, as bytes of both texts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Swap {
    /// The words in `a`.
    pub a: Range<usize>,
    /// The words in their place in `b`.
    pub b: Range<usize>,
    /// Whether either side contains a name or a digit: facts, which belong to drift and are not a
    /// choice of words.
    pub factual: bool,
    /// Whether the words are a name of several words in one text and not a name in the other: in
    /// `a`, and in `b`.
    pub term: (bool, bool),
}

/// Lists the substitutions of a pair in the order of its links. Empty if nothing was aligned.
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

/// Whether a word has a capital in the middle of a sentence and is not a function word.
fn is_name(document: &Document, at: u32) -> bool {
    document.words.get(at as usize).is_some_and(|w| {
        w.class.has(Class::CAPITAL)
            && !w.class.has(Class::SENTENCE | Class::PARAGRAPH | Class::FUNCTION)
    })
}

/// Whether the words are, or belong to, a name of several words.
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
