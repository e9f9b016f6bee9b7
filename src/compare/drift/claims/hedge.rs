//! Finds an *allegedly* or a *may* that one of two sentences lost.

use std::ops::Range;

use crate::compare::drift::{AROUND, CLAUSE, Drift, DriftKind, Pair};
use crate::compare::words::Step;
use crate::languages::Words;
use crate::text::Class;

/// Most words of a swap that turns a possibility into a fact. Chosen by judgement.
const MODAL: usize = 4;

impl Pair<'_> {
    /// Finds an *allegedly* that one of two sentences lost without anything else saying as much.
    pub(in crate::compare::drift) fn hedge(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let claims = &language.claims;
        let (in_a, in_b) = (
            self.listed(self.sa, false, &claims.hedges),
            self.listed(self.sb, true, &claims.hedges),
        );
        if in_a.is_empty() == in_b.is_empty() {
            return;
        }
        // Different figures mean different facts.
        if self.agreeing().1 > 0 {
            return;
        }
        let second = in_a.is_empty();
        let (own, others) = if second { (self.sa, self.sb) } else { (self.sb, self.sa) };
        // `claimed he did it` for `allegedly did it`: the sentence, or the next one, says who
        // claims it.
        let speech = &language.speech;
        let count = |range: &Range<u32>, second: bool, lists: &[&Words]| -> usize {
            lists.iter().map(|list| self.listed(range, second, list).len()).sum()
        };
        let sources = [&speech.saying, &speech.by, &speech.reported];
        let kept = count(own, !second, &[&claims.open, &claims.softeners, &speech.by]) > 0
            || count(own, !second, &sources) > count(others, second, &sources)
            || count(&self.next(own, !second), !second, &[&claims.hedges, &speech.by]) > 0;
        if kept || self.asks(false) || self.asks(true) {
            return;
        }
        for change in self.changes() {
            // Two facts of two places or two days.
            let fact = |range: &Range<u32>, second: bool| {
                range.clone().any(|at| self.word(at, second).class.has(Class::DIGIT))
            };
            if fact(&change.a, false) && fact(&change.b, true) {
                continue;
            }
            let with = if second { &change.b } else { &change.a };
            let hedged = with.clone().any(|at| {
                (if second { &in_b } else { &in_a }).contains(&at)
                    && !self.stands_beside(at, second)
            });
            if !hedged
                || change.a.len().max(change.b.len()) > CLAUSE
                || self.is_quoted(&change.a, false)
                || self.is_quoted(&change.b, true)
            {
                continue;
            }
            out.push(self.shown(DriftKind::Hedge, &change.a, &change.b));
        }
    }

    /// Returns the sentence after one; empty after the last.
    pub(super) fn next(&self, sentence: &Range<u32>, second: bool) -> Range<u32> {
        let document = if second { self.db } else { self.da };
        let at = document.sentences.partition_point(|s| s.start <= sentence.start);
        document.sentences.get(at).cloned().unwrap_or(sentence.end..sentence.end)
    }

    /// Finds a possibility turned into a fact or a certain future, or the reverse.
    pub(in crate::compare::drift) fn modal(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let claims = &language.claims;
        for change in self.changes() {
            let (ra, rb) = (&change.a, &change.b);
            if !matches!(change.step, Step::Swapped(..))
                || ra.len().max(rb.len()) > MODAL
                || self.around(change.at) < AROUND
            {
                continue;
            }
            // Inside quotation marks it is an altered quotation.
            if self.is_quoted(ra, false) || self.is_quoted(rb, true) {
                continue;
            }
            let of = |second: bool| {
                let range = if second { rb } else { ra };
                let has = |list: &Words| !self.listed(range, second, list).is_empty();
                let open = has(&claims.open);
                let sure = !open && !has(&claims.hedges) && !has(&claims.softeners);
                // `may also be linked`, `is linked`
                (
                    open && range.len() <= 2,
                    open && has(&claims.being),
                    sure && range.len() <= 2 && has(&claims.settled),
                    sure && has(&claims.facts),
                )
            };
            let (a, b) = (of(false), of(true));
            let became = |open: (bool, bool, bool, bool), sure: (bool, bool, bool, bool)| {
                open.0 && sure.2 || open.1 && sure.3
            };
            // Somebody who could feel an earthquake felt it.
            let sensed = [(ra, false), (rb, true)].into_iter().any(|(range, second)| {
                let next =
                    range.end..(range.end + 2).min(if second { self.sb.end } else { self.sa.end });
                !self.listed(&(range.start..next.end), second, &claims.sensed).is_empty()
            });
            if (became(a, b) || became(b, a)) && !sensed && !self.asks(false) && !self.asks(true) {
                out.push(self.shown(DriftKind::Hedge, ra, rb));
            }
        }
    }
}
