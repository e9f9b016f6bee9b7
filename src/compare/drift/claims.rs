//! Who claims it, how surely, and whether at all: attribution, hedge, negation.

use std::ops::Range;

use super::lexicon::{is_degree, is_reporting};
use super::{CLAUSE, Drift, DriftKind, Pair, Side};
use crate::compare::words::Step;
use crate::text::{Class, Document, fold};

/// Words that a lost attribution may have.
const ATTRIBUTION: usize = 8;

impl Pair<'_> {
    /// A reporting verb that one of the two sentences lost, and that no sentence beside it has.
    pub(super) fn attribution(&self, steps: &[Step], out: &mut Vec<Drift>) {
        let says = |document: &Document, text: &str, range: &Range<u32>| {
            document.words[range.start as usize..range.end as usize].iter().any(|w| !w.class.has(Class::QUOTED) && is_reporting(w.of(text)))
        };
        let near = |document: &Document, text: &str, range: &Range<u32>| {
            let at = document.sentences.partition_point(|s| s.start < range.start);
            document.sentences[at.saturating_sub(1)..(at + 2).min(document.sentences.len())].iter().any(|s| says(document, text, s))
        };
        let (in_a, in_b) = (says(self.da, self.texts.0, self.sa), says(self.db, self.texts.1, self.sb));
        let lost_in = match (in_a, in_b) {
            (true, false) if !near(self.db, self.texts.1, self.sb) => Side::B,
            (false, true) if !near(self.da, self.texts.0, self.sa) => Side::A,
            _ => return,
        };
        for step in steps {
            let (ra, rb) = match step {
                Step::Cut(ra, at) if lost_in == Side::B => (ra.clone(), *at..*at),
                Step::Added(at, rb) if lost_in == Side::A => (*at..*at, rb.clone()),
                _ => continue,
            };
            let (document, text, range) = if lost_in == Side::B { (self.da, self.texts.0, &ra) } else { (self.db, self.texts.1, &rb) };
            if range.len() <= ATTRIBUTION && says(document, text, range) {
                out.push(Drift { lost_in: Some(lost_in), ..self.shown(DriftKind::Attribution, &ra, &rb) });
            }
        }
    }

    /// What may be became what will be, or the other way.
    pub(super) fn modal(&self, ra: &Range<u32>, rb: &Range<u32>, out: &mut Vec<Drift>) {
        let quoted = |document: &Document, range: &Range<u32>| range.clone().any(|at| document.words[at as usize].class.has(Class::QUOTED));
        // Inside a quotation it is the quotation that was altered.
        if ra.len() > 2 || rb.len() > 2 || quoted(self.da, ra) || quoted(self.db, rb) {
            return;
        }
        let any_a = |is: fn(&str) -> bool| ra.clone().any(|i| is(&fold::fold(self.word_a(i).1)));
        let any_b = |is: fn(&str) -> bool| rb.clone().any(|j| is(&fold::fold(self.word_b(j).1)));
        let open = |w: &str| matches!(w, "may" | "might" | "could");
        let settled = |w: &str| matches!(w, "will" | "would" | "shall" | "must");
        if any_a(open) && any_b(settled) && !any_b(open) || any_a(settled) && any_b(open) && !any_a(open) {
            out.push(self.shown(DriftKind::Hedge, ra, rb));
        }
    }

    /// Negators or hedges that one of the two sentences has more of.
    pub(super) fn counted(&self, kind: DriftKind, is: fn(&str) -> bool, steps: &[Step], out: &mut Vec<Drift>) {
        let of_degree = |document: &Document, text: &str, at: u32| {
            let next = |n: usize| document.words.get(at as usize + n).map_or("", |word| word.of(text));
            kind == DriftKind::Negation && (is_degree(next(1)) || next(1) == "one" && next(2) == "else")
        };
        let in_a: Vec<u32> = self.sa.clone().filter(|&i| is(self.word_a(i).1) && !of_degree(self.da, self.texts.0, i)).collect();
        let in_b: Vec<u32> = self.sb.clone().filter(|&j| is(self.word_b(j).1) && !of_degree(self.db, self.texts.1, j)).collect();
        if in_a.is_empty() == in_b.is_empty() {
            return;
        }
        let softened =
            |without: bool, word: &str| without && kind == DriftKind::Hedge && matches!(word, "could" | "may" | "likely" | "can");
        if self.sa.clone().any(|i| softened(in_a.is_empty(), self.word_a(i).1))
            || self.sb.clone().any(|j| softened(in_b.is_empty(), self.word_b(j).1))
        {
            return;
        }
        for step in steps {
            let (ra, rb) = match step {
                Step::Same(..) => continue,
                Step::Swapped(ra, rb) => (ra.clone(), rb.clone()),
                Step::Cut(ra, at) => (ra.clone(), *at..*at),
                Step::Added(at, rb) => (*at..*at, rb.clone()),
            };
            // A long stretch without counterpart is a cut clause, not a lost word.
            if ra.len().max(rb.len()) > CLAUSE || !(ra.clone().any(|i| in_a.contains(&i)) || rb.clone().any(|j| in_b.contains(&j))) {
                continue;
            }
            if ra.clone().any(|i| self.da.words[i as usize].class.has(Class::QUOTED))
                || rb.clone().any(|j| self.db.words[j as usize].class.has(Class::QUOTED))
            {
                continue;
            }
            out.push(self.shown(kind, &ra, &rb));
        }
    }
}
