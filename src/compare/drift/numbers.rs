//! Quantities that stand in each other's place, or in sentences that say the same in another order.

use std::ops::Range;

use super::{CLAUSE, Drift, DriftKind, Pair};
use crate::compare::words::Step;
use crate::text::numerals::{Kind, Quantity};
use crate::text::{Class, Document, dates};

/// Words behind a quantity among which what it counts stands.
const COUNTED: u32 = 3;
/// Words of a swap up to which two quantities in it can be one.
const LONGEST: usize = 8;

/// The quantities of a sentence among those of its body.
fn within<'q>(all: &'q [Quantity], sentence: &Range<u32>) -> &'q [Quantity] {
    let from = all.partition_point(|q| q.words.start < sentence.start);
    &all[from..from + all[from..].iter().take_while(|q| q.words.start < sentence.end).count()]
}

fn overlaps(x: &Range<u32>, y: &Range<u32>) -> bool {
    x.start < y.end && y.start < x.end
}

/// Whether two quantities are one in another notation, rounding or unit: nobody altered it.
fn is_one(x: &Quantity, y: &Quantity) -> bool {
    let short_year = |long: f64, short: f64| (1900.0..2100.0).contains(&long) && short < 100.0 && long % 100.0 == short;
    x.is_same(y) || x.is_rounded(y) || short_year(x.value, y.value) || short_year(y.value, x.value)
}

impl Pair<'_> {
    /// The two sentences' quantities.
    fn quantities(&self) -> (&[Quantity], &[Quantity]) {
        (within(&self.facts.0.quantities, self.sa), within(&self.facts.1.quantities, self.sb))
    }

    /// How many quantities of the one sentence the other states too, and how many each states that the other does not.
    pub(super) fn agreeing(&self) -> (usize, usize) {
        let (in_a, in_b) = self.quantities();
        let alone = |own: &[Quantity], other: &[Quantity]| -> Vec<Range<u32>> {
            own.iter().filter(|x| !other.iter().any(|y| is_one(x, y))).map(|x| x.words.clone()).collect()
        };
        // The two numbers of a score are one fact.
        let facts = |alone: &[Range<u32>]| alone.len() - alone.windows(2).filter(|w| w[0].end == w[1].start).count();
        let (lost, gained) = (alone(in_a, in_b), alone(in_b, in_a));
        (in_a.len() - lost.len(), facts(&lost).min(facts(&gained)))
    }

    /// Quantities that are altered.
    pub(super) fn numbers(&self, out: &mut Vec<Drift>) {
        let (in_a, in_b) = self.quantities();
        if in_a.is_empty() || in_b.is_empty() {
            return;
        }
        let before = out.len();
        for (at, step) in self.steps.iter().enumerate() {
            if let Step::Swapped(ra, rb) = step
                && (self.alike >= super::ALIKE || self.around(at) >= super::AROUND)
                && ra.len().max(rb.len()) <= LONGEST
            {
                self.in_place(ra, rb, (in_a, in_b), out);
            }
        }
        if out.len() == before {
            self.turned((in_a, in_b), out);
        }
        if out.len() == before {
            self.apart_numbers((in_a, in_b), out);
        }
    }

    /// Quantities in words that stand in each other's place.
    fn in_place(&self, ra: &Range<u32>, rb: &Range<u32>, (in_a, in_b): (&[Quantity], &[Quantity]), out: &mut Vec<Drift>) {
        let lost: Vec<&Quantity> = in_a.iter().filter(|q| overlaps(&q.words, ra) && !in_b.iter().any(|other| is_one(q, other))).collect();
        let gained: Vec<&Quantity> = in_b.iter().filter(|q| overlaps(&q.words, rb) && !in_a.iter().any(|other| is_one(q, other))).collect();
        if lost.len() != gained.len() || lost.len() > 2 {
            return;
        }
        for (x, y) in lost.into_iter().zip(gained) {
            let short = ra.len().max(rb.len()) <= CLAUSE;
            if (short || self.same_counted(x, y)) && self.may_be_altered(x, y, true) {
                out.push(self.shown(self.kind(x, y), &x.words, &y.words));
            }
        }
    }

    /// Two quantities that changed places: `11 votes to 6` and `6 votes to 11`.
    fn turned(&self, (in_a, in_b): (&[Quantity], &[Quantity]), out: &mut Vec<Drift>) {
        if in_a.len() != in_b.len() || self.alike < super::MUCH_ALIKE {
            return;
        }
        let between = |document: &Document, x: &Quantity, y: &Quantity| -> Vec<u32> {
            document.words[x.words.end as usize..y.words.start as usize].iter().map(|w| w.key).collect()
        };
        let pairs = in_a.windows(2).zip(in_b.windows(2));
        for (x, y) in pairs {
            let near = x[1].words.start - x[0].words.end <= COUNTED && x[0].value != x[1].value;
            let turned = x[0].value == y[1].value && x[1].value == y[0].value;
            if near && turned && x[0].unit.is_none() && between(self.da, &x[0], &x[1]) == between(self.db, &y[0], &y[1]) {
                out.push(self.shown(DriftKind::Number, &(x[0].words.start..x[1].words.end), &(y[0].words.start..y[1].words.end)));
            }
        }
    }

    /// A quantity that the other text has nowhere, where the other sentence has one of the same thing that this text has nowhere.
    fn apart_numbers(&self, (in_a, in_b): (&[Quantity], &[Quantity]), out: &mut Vec<Drift>) {
        let lost: Vec<&Quantity> = in_a.iter().filter(|q| !self.facts.1.states(q)).collect();
        let gained: Vec<&Quantity> = in_b.iter().filter(|q| !self.facts.0.states(q)).collect();
        let scored = |q: &Quantity, document: &Document, text: &str| in_score(q, document, text);
        if let ([x], [y]) = (lost.as_slice(), gained.as_slice()) {
            let both_scored = scored(x, self.da, self.texts.0) && scored(y, self.db, self.texts.1);
            let measured = x.unit.is_some() && x.unit == y.unit;
            // Another quantity that both sentences have shows that they speak of the same.
            let confirmed = measured && in_a.iter().any(|p| in_b.iter().any(|q| p.unit == x.unit && p.is_same(q)));
            let in_month = self.beside_month(x, false) && self.beside_month(y, true);
            if !in_month && (both_scored || confirmed || self.same_counted(x, y)) && !is_one(x, y) && self.may_be_altered(x, y, false) {
                out.push(self.shown(self.kind(x, y), &x.words, &y.words));
            }
            return;
        }
        // The outcome of a vote: two numbers that change together.
        let pair = |all: &[&Quantity]| matches!(all, [_] | [_, _]) && all.windows(2).all(|w| w[0].words.end == w[1].words.start);
        if lost.len() + gained.len() > 2
            && pair(&lost)
            && pair(&gained)
            && lost.iter().all(|q| scored(q, self.da, self.texts.0))
            && gained.iter().all(|q| scored(q, self.db, self.texts.1))
        {
            let whole = |all: &[&Quantity]| all[0].words.start..all[all.len() - 1].words.end;
            out.push(self.shown(DriftKind::Number, &whole(&lost), &whole(&gained)));
        }
    }

    /// Whether two different quantities can be one altered: they measure the same thing in the same way.
    fn may_be_altered(&self, x: &Quantity, y: &Quantity, in_place: bool) -> bool {
        let money = |q: &Quantity| q.unit.is_some_and(|unit| matches!(unit.dimension, crate::text::units::Dimension::Money(_)));
        // The same amount of another currency is another amount.
        let exchanged = in_place && x.value == y.value && money(x) && money(y);
        if x.is_other_measure(y) && !exchanged {
            return false;
        }
        // `two metres` for `six feet and seven inches`: a change of units that two numbers together make.
        if x.unit.is_some() && y.unit.is_some() && x.unit != y.unit && x.value != y.value {
            return false;
        }
        if (x.kind == Kind::Ordinal) != (y.kind == Kind::Ordinal) && !(self.beside_month(x, false) && self.beside_month(y, true)) {
            return false;
        }
        // `one of them` counts nothing.
        let pronoun = |q: &Quantity, document: &Document| q.value == 1.0 && !document.words[q.words.start as usize].class.has(Class::DIGIT);
        if (pronoun(x, self.da) || pronoun(y, self.db)) && !self.same_counted(x, y) {
            return false;
        }
        // A decade holds its years, and a time of day is told in the reader's zone.
        let decade = |q: &Quantity, document: &Document, text: &str| document.words[q.words.start as usize].of(text).ends_with('s');
        let (in_a, in_b) = (decade(x, self.da, self.texts.0), decade(y, self.db, self.texts.1));
        if in_a != in_b && (1000.0..2100.0).contains(&x.value) && (x.value / 10.0).floor() == (y.value / 10.0).floor() {
            return false;
        }
        let zoned = |document: &Document, q: &Quantity| {
            let from = q.words.end as usize;
            document.words[from..(from + 2).min(document.words.len())].iter().any(|w| w.class.has(Class::ACRONYM))
        };
        !(x.kind == Kind::Time && (!in_place || zoned(self.da, x) || zoned(self.db, y)))
    }

    /// Whether the same word stands behind two quantities.
    fn same_counted(&self, x: &Quantity, y: &Quantity) -> bool {
        let behind = |document: &Document, q: &Quantity, end: u32| -> Vec<u32> {
            let words = q.words.start + 1..end.min(q.words.end + COUNTED);
            words.map(|k| document.words[k as usize]).filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT)).map(|w| w.key).collect()
        };
        let (p, q) = (behind(self.da, x, self.sa.end), behind(self.db, y, self.sb.end));
        p.iter().any(|key| q.contains(key)) || x.unit.is_some() && x.unit == y.unit && x.words.len() > 1 && y.words.len() > 1
    }

    fn kind(&self, x: &Quantity, y: &Quantity) -> DriftKind {
        let year = |q: &Quantity| q.unit.is_none() && q.value.fract() == 0.0 && (1900.0..2100.0).contains(&q.value);
        let dated = year(x) && year(y) || self.beside_month(x, false) && self.beside_month(y, true);
        if dated { DriftKind::Date } else { DriftKind::Number }
    }

    /// Whether a month stands right before or behind a quantity.
    fn beside_month(&self, q: &Quantity, second: bool) -> bool {
        let (document, text) = if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let is_month = |at: u32| document.words.get(at as usize).is_some_and(|word| dates::month(text, word).is_some());
        q.words.start.checked_sub(1).is_some_and(is_month) || is_month(q.words.end) || {
            // `6 de marzo`
            document.words.get(q.words.end as usize).is_some_and(|w| w.class.has(Class::FUNCTION)) && is_month(q.words.end + 1)
        }
    }
}

/// Whether a quantity is one of two joined by a hyphen or colon, as in the outcome of a vote or game.
fn in_score(q: &Quantity, document: &Document, text: &str) -> bool {
    let joined = |x: u32, y: u32| {
        let (Some(x), Some(y)) = (document.words.get(x as usize), document.words.get(y as usize)) else { return false };
        x.class.has(Class::DIGIT) && y.class.has(Class::DIGIT) && matches!(&text[x.end as usize..y.start as usize], "-" | "–" | ":" | "%-")
    };
    joined(q.words.start, q.words.start + 1) || q.words.start.checked_sub(1).is_some_and(|before| joined(before, q.words.start))
}
