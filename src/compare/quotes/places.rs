//! Which sentences of two texts correspond, and whether one text is the other in other words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::sentence_of;
use crate::compare::links;
use crate::compare::measures::Aligned;
use crate::compare::prepare::Prepared;
use crate::compare::words::Step;
use crate::text::Document;

/// Sentences before a quotation by which its place in the other text is looked for. Chosen by
/// judgement.
const BEHIND: usize = 32;
/// Share of replaced words from which a text is reworded throughout. Chosen by judgement.
const REWORDED: f64 = 0.08;
/// Words around a short quotation that may have been changed with it. Chosen by judgement.
const AROUND: u32 = 3;

/// Which sentence of `b` corresponds to a sentence of `a`.
pub(super) struct Places {
    /// Replaced words of `a` and the words of `b` in their place, in the order of `a`.
    swapped: Vec<(Range<u32>, Range<u32>)>,
    counterparts: FxHashMap<u32, u32>,
    /// Share of replaced words among the words of linked sentences that were replaced or kept, in
    /// [0, 1].
    pub(super) swapped_share: f64,
    /// Whether one text is the other in other words.
    pub(super) reworded: bool,
    /// Whether the two texts run parallel sentence by sentence in other words, as spun ones do.
    pub(super) parallel: bool,
}

impl Places {
    pub(super) fn of(a: &Prepared<'_>, b: &Prepared<'_>, aligned: &Aligned) -> Self {
        let mut pairs: Vec<(u32, u32)> = aligned
            .links
            .iter()
            .map(|l| if aligned.from_b { (l.to, l.from) } else { (l.from, l.to) })
            .collect();
        pairs.sort_unstable();
        let mut counterparts: FxHashMap<u32, u32> = pairs.iter().copied().collect();
        // If two links have the same number of sentences between them on both sides, these
        // correspond in order.
        let ends = (a.document.sentences.len() as u32, b.document.sentences.len() as u32);
        let mut before = (0, 0);
        for &(x, y) in pairs.iter().chain(std::iter::once(&ends)) {
            let between = |at: u32, before: u32| at.checked_sub(before);
            if between(x, before.0).is_some_and(|n| Some(n) == between(y, before.1)) {
                for (x, y) in (before.0..x).zip(before.1..y) {
                    counterparts.entry(x).or_insert(y);
                }
            }
            before = (x + 1, y + 1);
            if before.0 > ends.0 {
                break;
            }
        }
        let shorter = ends.0.min(ends.1).max(1);
        let (mut places, mut swapped, mut same) = (Vec::new(), 0, 0);
        for step in aligned.steps.iter().flatten() {
            match step {
                Step::Same(ra, _) => same += ra.len(),
                Step::Swapped(ra, rb) => {
                    swapped += ra.len().min(rb.len());
                    places.push((ra.clone(), rb.clone()));
                }
                Step::Cut(..) | Step::Added(..) => {}
            }
        }
        let swapped_share = swapped as f64 / (swapped + same).max(1) as f64;
        let reworded = swapped_share >= REWORDED;
        let parallel = reworded
            && links::order(&aligned.links) >= 0.85
            && aligned.links.len() as f64 >= 0.6 * f64::from(shorter);
        places.sort_unstable_by_key(|(ra, rb)| (ra.start, rb.start));
        Self { swapped: places, counterparts, swapped_share, reworded, parallel }
    }

    /// Returns the number of sentences between `there` and the counterpart of `here`; `None` if
    /// `here` has none.
    pub(super) fn apart(&self, here: u32, there: u32) -> Option<u32> {
        self.counterpart_of(here).map(|p| p.abs_diff(there))
    }

    /// Whether the texts correspond around two sentences: at least two of the two sentences before
    /// and the two after have a counterpart about as near.
    pub(super) fn runs_along(&self, (here, there): (u32, u32)) -> bool {
        let near = |by: i64| {
            let at = u32::try_from(i64::from(here) + by).ok()?;
            Some(self.counterpart_of(at)?.abs_diff(there) <= by.unsigned_abs() as u32 + 1)
        };
        self.counterpart_of(here) == Some(there)
            && [-2, -1, 1, 2].into_iter().filter(|by| near(*by) == Some(true)).count() >= 2
    }

    /// Returns the sentence of `b` that corresponds to a sentence of `a`.
    pub(super) fn counterpart_of(&self, here: u32) -> Option<u32> {
        self.counterparts.get(&here).copied()
    }

    /// Returns the word of `there` after which a word of `here` would come: the end of the
    /// counterpart of the nearest sentence before it that has one; 0 if none has.
    pub(super) fn behind(&self, here: &Document, word: u32, there: &Document, from_b: bool) -> u32 {
        let sentence = sentence_of(here, word);
        let partner = |at: u32| {
            if from_b {
                self.counterparts.iter().filter(|(_, y)| **y == at).map(|(x, _)| *x).min()
            } else {
                self.counterpart_of(at)
            }
        };
        let known = (0..=sentence).rev().take(BEHIND).find_map(partner);
        known.and_then(|at| there.sentences.get(at as usize)).map_or(0, |s| s.end)
    }

    /// Whether the word alignment puts one range in the place of the other.
    pub(super) fn stands_for(&self, qa: &Range<u32>, qb: &Range<u32>) -> bool {
        let within = |inner: &Range<u32>, outer: &Range<u32>| {
            outer.start <= inner.start
                && inner.end <= outer.end
                && outer.len() as u32 <= inner.len() as u32 + AROUND
        };
        let from = self.swapped.partition_point(|(ra, _)| ra.start + AROUND < qa.start);
        self.swapped[from..]
            .iter()
            .take_while(|(ra, _)| ra.start <= qa.start)
            .any(|(ra, rb)| within(qa, ra) && within(qb, rb))
    }
}
