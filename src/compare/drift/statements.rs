//! Decides whether two quotations are one statement in two wordings or two statements.

use std::ops::Range;

use super::{Prepared, numbers};
use crate::compare::relation::Ties;
use crate::compare::words::{self, Step};
use crate::text::numerals::Quantity;
use crate::text::{Class, Document};

/// Least share of the shorter quotation's words that two wordings of one statement have in common,
/// in order. Chosen by judgement.
const SHARED: f64 = 0.5;
/// Most words in the one place in which two wordings of a statement may differ within one outlet.
/// Chosen by judgement; see [`is_one`] for what readers signed.
const PLACE: usize = 2;
/// Differing quantities from which two statements are about two moments. Chosen by judgement.
const QUANTITIES: usize = 2;

/// Whether two quotations, given as word ranges, are one statement. Not applicable to a text that
/// was spun or rewritten throughout, which keeps no words.
///
/// Somebody who speaks twice about one thing uses different words, so two quotations are two
/// statements if they share fewer than half of the shorter one's words or give different figures in
/// two places. So are two that one outlet prints days apart, or that differ within one outlet in
/// more than one place, or in a name or figure, like the next release of one form: of 65 that
/// differed within one outlet, readers signed seven.
pub(super) fn is_one(
    (a, b): (&Prepared<'_>, &Prepared<'_>),
    (qa, qb): &(Range<u32>, Range<u32>),
    texts: (&str, &str),
    ties: Ties,
) -> bool {
    let steps = words::align(&a.document.words, &b.document.words, (qa, qb));
    let kept: u32 = steps
        .iter()
        .map(|step| if let Step::Same(range, _) = step { range.end - range.start } else { 0 })
        .sum();
    let within = |body: &Prepared<'_>, text: &str, quote: &Range<u32>| -> Vec<Quantity> {
        // A statement with this many figures is compared by the first ones.
        let quantities =
            numbers::within(&body.facts(text).quantities, quote).iter().take(numbers::TABLE);
        quantities.filter(|q| q.words.end <= quote.end).cloned().collect()
    };
    let (in_a, in_b) = (within(a, texts.0, qa), within(b, texts.1, qb));
    let alone = |own: &[Quantity], other: &[Quantity]| {
        own.iter().filter(|x| !other.iter().any(|y| x.is_same(y))).count()
    };
    let differing = alone(&in_a, &in_b).min(alone(&in_b, &in_a));
    let compared = qa.len().min(qb.len()).clamp(1, words::LONGEST);
    let shared = f64::from(kept) / compared as f64;
    shared >= SHARED
        && differing < QUANTITIES
        && (!ties.same_source || is_one_of_an_outlet((a.document, b.document), &steps, ties))
}

/// Whether two wordings within one outlet can be one statement: at most a day apart, and different
/// in a word or two that do not fill in a form.
fn is_one_of_an_outlet((a, b): (&Document, &Document), steps: &[Step], ties: Ties) -> bool {
    let fills = |document: &Document, range: &Range<u32>| {
        let words = &document.words[range.start as usize..range.end as usize];
        words.iter().any(|w| {
            w.class.has(Class::DIGIT)
                || w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE)
        })
    };
    let changed: Vec<usize> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Same(..) => None,
            Step::Swapped(ra, rb) if fills(a, ra) || fills(b, rb) => Some(usize::MAX),
            Step::Swapped(ra, rb) => Some(ra.len().max(rb.len())),
            Step::Cut(range, _) => Some(if fills(a, range) { usize::MAX } else { range.len() }),
            Step::Added(_, range) => Some(if fills(b, range) { usize::MAX } else { range.len() }),
        })
        .collect();
    ties.days_apart.is_none_or(|days| days <= 1) && matches!(changed.as_slice(), [] | [..=PLACE])
}
