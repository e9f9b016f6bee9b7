//! Whether two quotations are one statement in two wordings, or two statements.

use std::ops::Range;

use super::Prepared;
use crate::compare::relation::Ties;
use crate::compare::words::{self, Step};
use crate::text::numerals::Quantity;

/// Share of the shorter quotation's words that two wordings of one statement have in common, in order.
const SHARED: f64 = 0.5;
/// Words of the one place in which two wordings of a statement within one outlet differ, which may print two statements.
const PLACE: usize = 2;
/// Quantities that differ from which two statements are of two moments.
const QUANTITIES: usize = 2;

/// Whether two quotations, given as their words, are one statement. Not asked of a text that was
/// spun or rewritten throughout, which keeps no word.
///
/// Who speaks twice of one thing says it in other words: two quotations that share fewer than half of the shorter one's, or that give
/// other figures in two places, are two. So are two that one outlet prints days apart, or that differ there in more than one
/// place: of 14 that differed within one outlet a reader signed two.
pub(super) fn is_one((a, b): (&Prepared<'_>, &Prepared<'_>), (qa, qb): &(Range<u32>, Range<u32>), texts: (&str, &str), ties: Ties) -> bool {
    let steps = words::align(&a.document.words, &b.document.words, (qa, qb));
    let kept: u32 = steps.iter().map(|step| if let Step::Same(range, _) = step { range.end - range.start } else { 0 }).sum();
    let within = |body: &Prepared<'_>, text: &str, quote: &Range<u32>| -> Vec<Quantity> {
        let quantities = &body.facts(text).quantities;
        quantities.iter().filter(|q| quote.start <= q.words.start && q.words.end <= quote.end).cloned().collect()
    };
    let (in_a, in_b) = (within(a, texts.0, qa), within(b, texts.1, qb));
    let alone = |own: &[Quantity], other: &[Quantity]| own.iter().filter(|x| !other.iter().any(|y| x.is_same(y))).count();
    let differing = alone(&in_a, &in_b).min(alone(&in_b, &in_a));
    let shared = f64::from(kept) / qa.len().min(qb.len()).max(1) as f64;
    let changed = |step: &&Step| match step {
        Step::Same(..) => 0,
        Step::Swapped(ra, rb) => ra.len().max(rb.len()),
        Step::Cut(range, _) | Step::Added(_, range) => range.len(),
    };
    let places: Vec<usize> = steps.iter().map(|step| changed(&step)).filter(|words| *words > 0).collect();
    let within_one_day = ties.days_apart.is_none_or(|days| days <= 1);
    let one_place = within_one_day && matches!(places.as_slice(), [] | [..=PLACE]);
    shared >= SHARED && differing < QUANTITIES && (!ties.same_source || one_place)
}
