//! Whether two quotations are one statement in two wordings, or two statements.

use std::ops::Range;

use super::Prepared;
use crate::compare::words::{self, Step};
use crate::text::numerals::Quantity;

/// Share of the shorter quotation's words that two wordings of one statement have in common, in order.
const SHARED: f64 = 0.5;
/// Quantities that differ from which two statements are of two moments.
const QUANTITIES: usize = 2;

/// Whether two quotations, given as their words, are one statement. Not asked of a text that was spun throughout, which keeps no word.
///
/// Who speaks twice of one thing says it in other words: two quotations that share fewer than half of the shorter one's, or that give
/// other figures in two places, are two.
pub(super) fn is_one((a, b): (&Prepared<'_>, &Prepared<'_>), (qa, qb): &(Range<u32>, Range<u32>), texts: (&str, &str)) -> bool {
    let steps = words::align(&a.document.words, &b.document.words, (qa, qb));
    let kept: u32 = steps.iter().map(|step| if let Step::Same(range, _) = step { range.end - range.start } else { 0 }).sum();
    let within = |body: &Prepared<'_>, text: &str, quote: &Range<u32>| -> Vec<Quantity> {
        let quantities = &body.facts(text).quantities;
        quantities.iter().filter(|q| quote.start <= q.words.start && q.words.end <= quote.end).cloned().collect()
    };
    let (in_a, in_b) = (within(a, texts.0, qa), within(b, texts.1, qb));
    let alone = |own: &[Quantity], other: &[Quantity]| own.iter().filter(|x| !other.iter().any(|y| x.is_same(y))).count();
    let differing = alone(&in_a, &in_b).min(alone(&in_b, &in_a));
    f64::from(kept) >= SHARED * qa.len().min(qb.len()) as f64 && differing < QUANTITIES
}
