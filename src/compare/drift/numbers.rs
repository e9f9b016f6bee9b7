//! Compares quantities that replace each other, or that occur in sentences that say the same in
//! another order.

use std::ops::Range;

use super::setting::meet;
use super::{CLAUSE, DriftKind, Fact, Pair};
use crate::compare::words::Step;
use crate::text::numerals::{Kind, Quantity};
use crate::text::units::Dimension;
use crate::text::{Class, Document, dates, fold};

/// Words after a quantity among which the thing counted is looked for. Chosen by judgement.
const COUNTED: u32 = 3;
/// Number below which a number is recognised only by the words on both sides of it. Chosen by
/// judgement: small numbers occur everywhere.
const SMALL: f64 = 13.0;
/// Words before the number of sources among which *according* is looked for. Chosen by judgement.
const SOURCE: u32 = 3;
/// Most words of a swap in which two quantities are compared. Chosen by judgement.
const LONGEST: usize = 8;

/// Quantities above which a sentence is a table without line breaks, which is not compared. Chosen
/// by judgement on measured times: each quantity is compared with each of the other sentence, which
/// takes a millisecond for two sentences of this many, two seconds for ten thousand and half a
/// minute for fifty thousand.
pub(super) const TABLE: usize = 200;

/// Returns the quantities of a sentence among those of its body; both are ascending by place. O(log
/// quantities + quantities of the sentence).
pub(super) fn within<'q>(all: &'q [Quantity], sentence: &Range<u32>) -> &'q [Quantity] {
    let from = all.partition_point(|q| q.words.start < sentence.start);
    &all[from..from + all[from..].iter().take_while(|q| q.words.start < sentence.end).count()]
}

fn overlaps(x: &Range<u32>, y: &Range<u32>) -> bool {
    x.start < y.end && y.start < x.end
}

/// Whether two quantities are the same in another notation, rounding or unit, so that nobody
/// altered them.
fn is_one(x: &Quantity, y: &Quantity) -> bool {
    let short_year = |long: f64, short: f64| {
        (1900.0..2100.0).contains(&long) && short < 100.0 && long % 100.0 == short
    };
    x.is_same(y) || x.is_rounded(y) || short_year(x.value, y.value) || short_year(y.value, x.value)
}

/// Whether a quantity is an amount of money.
fn is_money(q: &Quantity) -> bool {
    q.unit.is_some_and(|unit| matches!(unit.dimension, Dimension::Money(_)))
}

/// Whether an amount is next to the same one in another currency, which the other text has too:
/// that amount converted, at another rate.
fn is_converted(q: &Quantity, all: &[Quantity], others: &[Quantity]) -> bool {
    let near = |p: &Quantity| {
        p.words.end <= q.words.start && q.words.start - p.words.end <= COUNTED
            || q.words.end <= p.words.start && p.words.start - q.words.end <= COUNTED
    };
    is_money(q)
        && all.iter().any(|p| {
            is_money(p)
                && p.unit != q.unit
                && near(p)
                && others.iter().any(|r| r.unit == p.unit && r.is_same(p))
        })
}

impl Pair<'_> {
    /// Returns the quantities of the two sentences; empty if either is a table.
    fn quantities(&self) -> (&[Quantity], &[Quantity]) {
        let (in_a, in_b) =
            (within(&self.facts.0.quantities, self.sa), within(&self.facts.1.quantities, self.sb));
        if in_a.len().max(in_b.len()) > TABLE { (&[], &[]) } else { (in_a, in_b) }
    }

    /// Returns how many quantities of one sentence the other states too, and how many each states
    /// that the other does not (the smaller number).
    pub(super) fn agreeing(&self) -> (usize, usize) {
        let (in_a, in_b) = self.quantities();
        let alone = |own: &[Quantity], other: &[Quantity]| -> Vec<Range<u32>> {
            own.iter()
                .filter(|x| !other.iter().any(|y| is_one(x, y)))
                .map(|x| x.words.clone())
                .collect()
        };
        // The two numbers of a score are one fact.
        let facts = |alone: &[Range<u32>]| {
            alone.len() - alone.windows(2).filter(|w| w[0].end == w[1].start).count()
        };
        let (lost, gained) = (alone(in_a, in_b), alone(in_b, in_a));
        (in_a.len() - lost.len(), facts(&lost).min(facts(&gained)))
    }

    /// Finds altered quantities.
    pub(super) fn numbers(&self, out: &mut Vec<Fact>) {
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
                self.in_place(at, (ra, rb), (in_a, in_b), out);
            }
        }
        if out.len() == before {
            self.turned((in_a, in_b), out);
        }
        if out.len() == before {
            self.apart_numbers((in_a, in_b), out);
        }
    }

    /// Finds altered quantities within a swap.
    fn in_place(
        &self,
        at: usize,
        (ra, rb): (&Range<u32>, &Range<u32>),
        (in_a, in_b): (&[Quantity], &[Quantity]),
        out: &mut Vec<Fact>,
    ) {
        let lost: Vec<&Quantity> = in_a
            .iter()
            .filter(|q| overlaps(&q.words, ra) && !in_b.iter().any(|other| is_one(q, other)))
            .collect();
        let gained: Vec<&Quantity> = in_b
            .iter()
            .filter(|q| overlaps(&q.words, rb) && !in_a.iter().any(|other| is_one(q, other)))
            .collect();
        if lost.len() != gained.len() || lost.len() > 2 {
            return;
        }
        for (x, y) in lost.into_iter().zip(gained) {
            let short = ra.len().max(rb.len()) <= CLAUSE;
            if (short || self.same_counted(x, y)) && self.may_be_altered(x, y, true) {
                out.push(self.differing(x, y, Some(at)));
            }
        }
    }

    /// Returns two quantities as a difference between the texts; `at` is the step that replaces one
    /// by the other.
    fn differing(&self, x: &Quantity, y: &Quantity, at: Option<usize>) -> Fact {
        let timed = x.kind == Kind::Time
            || y.kind == Kind::Time
            || self.is_clock(x, false)
            || self.is_clock(y, true);
        Fact {
            values: Some((x.value, y.value)),
            of_moment: timed
                || self.is_of_moment(&x.words, false)
                || self.is_of_moment(&y.words, true),
            ..self.fact(self.kind(x, y), (&x.words, &y.words), at)
        }
    }

    /// Whether a quantity is a time of day in French notation: `19H00`, `15 h`.
    fn is_clock(&self, q: &Quantity, second: bool) -> bool {
        let (document, text) =
            if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let spelled = |at: u32| {
            document.words.get(at as usize).map_or(String::new(), |w| w.of(text).to_lowercase())
        };
        let first = spelled(q.words.start);
        let (hours, minutes) = first.split_once('h').unwrap_or((&first, "x"));
        let digits = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        digits(hours) && (digits(minutes) || spelled(q.words.start + 1) == "h")
    }

    /// Whether the other text states a quantity elsewhere with the same words beside it, so that
    /// this sentence is about something else.
    fn is_told_elsewhere(&self, q: &Quantity, second: bool) -> bool {
        let (other, sentence) =
            if second { (self.facts.0, self.sa) } else { (self.facts.1, self.sb) };
        if !other.states(q) {
            return false;
        }
        let here = self.beside(&q.words, second);
        let mut elsewhere =
            other.quantities.iter().filter(|p| !overlaps(&p.words, sentence) && is_one(p, q));
        elsewhere.any(|p| {
            let there = self.beside(&p.words, !second);
            let (before, behind) = (meet(&here.0, &there.0), meet(&here.1, &there.1));
            // Small numbers occur everywhere.
            if q.value < SMALL && q.unit.is_none() { before && behind } else { before || behind }
        })
    }

    /// Finds two quantities that changed places: `11 votes to 6` and `6 votes to 11`.
    fn turned(&self, (in_a, in_b): (&[Quantity], &[Quantity]), out: &mut Vec<Fact>) {
        if in_a.len() != in_b.len() || self.alike < super::MUCH_ALIKE {
            return;
        }
        let between = |document: &Document, x: &Quantity, y: &Quantity| -> Vec<u32> {
            document.words[x.words.end as usize..y.words.start as usize]
                .iter()
                .map(|w| w.key)
                .collect()
        };
        let pairs = in_a.windows(2).zip(in_b.windows(2));
        for (x, y) in pairs {
            let near = x[1].words.start - x[0].words.end <= COUNTED && x[0].value != x[1].value;
            let turned = x[0].value == y[1].value && x[1].value == y[0].value;
            if near
                && turned
                && x[0].unit.is_none()
                && between(self.da, &x[0], &x[1]) == between(self.db, &y[0], &y[1])
            {
                let (ra, rb) = (x[0].words.start..x[1].words.end, y[0].words.start..y[1].words.end);
                out.push(Fact { close: true, ..self.fact(DriftKind::Number, (&ra, &rb), None) });
            }
        }
    }

    /// Finds a quantity that the other text does not state where the other sentence has one of the
    /// same thing that this text does not state.
    fn apart_numbers(&self, (in_a, in_b): (&[Quantity], &[Quantity]), out: &mut Vec<Fact>) {
        let lost: Vec<&Quantity> = in_a.iter().filter(|q| !self.facts.1.states(q)).collect();
        let gained: Vec<&Quantity> = in_b.iter().filter(|q| !self.facts.0.states(q)).collect();
        let scored = |q: &Quantity, document: &Document, text: &str| in_score(q, document, text);
        if let ([x], [y]) = (lost.as_slice(), gained.as_slice()) {
            let both_scored = scored(x, self.da, self.texts.0) && scored(y, self.db, self.texts.1);
            let measured = x.unit.is_some() && x.unit == y.unit;
            // Another quantity that both sentences have shows that they are about the same.
            let confirmed = measured
                && in_a.iter().any(|p| in_b.iter().any(|q| p.unit == x.unit && p.is_same(q)));
            let in_month = self.beside_month(x, false) && self.beside_month(y, true);
            if !in_month
                && (both_scored || confirmed || self.same_counted(x, y))
                && !is_one(x, y)
                && self.may_be_altered(x, y, false)
            {
                out.push(self.differing(x, y, None));
            }
            return;
        }
        // The outcome of a vote: two numbers that change together.
        let pair = |all: &[&Quantity]| {
            matches!(all, [_] | [_, _])
                && all.windows(2).all(|w| w[0].words.end == w[1].words.start)
        };
        if lost.len() + gained.len() > 2
            && pair(&lost)
            && pair(&gained)
            && lost.iter().all(|q| scored(q, self.da, self.texts.0))
            && gained.iter().all(|q| scored(q, self.db, self.texts.1))
        {
            let whole = |all: &[&Quantity]| all[0].words.start..all[all.len() - 1].words.end;
            out.push(self.fact(DriftKind::Number, (&whole(&lost), &whole(&gained)), None));
        }
    }

    /// Whether two different quantities can be one that was altered: they measure the same thing in
    /// the same way.
    fn may_be_altered(&self, x: &Quantity, y: &Quantity, in_place: bool) -> bool {
        let (in_a, in_b) = self.quantities();
        let zoned = |document: &Document, q: &Quantity| {
            let from = q.words.end as usize;
            document.words[from..(from + 2).min(document.words.len())]
                .iter()
                .any(|w| w.class.has(Class::ACRONYM))
        };
        !(self.measure_otherwise(x, y, in_place)
            || self.counts_nothing(x, y)
            // How long ago a page was read, or when it was stamped, is not part of its story.
            || self.is_stamp(&x.words, false)
            || self.is_stamp(&y.words, true)
            // Each edition counts its own sources.
            || self.counts_sources(x, false) && self.counts_sources(y, true)
            || self.is_one_date(x, y)
            || self.is_told_elsewhere(x, false)
            || self.is_told_elsewhere(y, true)
            || is_converted(x, in_a, in_b)
            || is_converted(y, in_b, in_a)
            || self.is_decade_of(x, y)
            // A time of day may be given in the reader's time zone.
            || x.kind == Kind::Time && (!in_place || zoned(self.da, x) || zoned(self.db, y)))
    }

    /// Whether two quantities measure different things, or one thing in different ways.
    fn measure_otherwise(&self, x: &Quantity, y: &Quantity, in_place: bool) -> bool {
        // The same amount in another currency is another amount.
        let exchanged = in_place && x.value == y.value && is_money(x) && is_money(y);
        if x.is_other_measure(y) && !exchanged {
            return true;
        }
        // `two metres` for `six feet and seven inches`: a conversion that needs two numbers
        // together.
        if x.unit.is_some() && y.unit.is_some() && x.unit != y.unit && x.value != y.value {
            return true;
        }
        (x.kind == Kind::Ordinal) != (y.kind == Kind::Ordinal)
            && !(self.beside_month(x, false) && self.beside_month(y, true))
    }

    /// Whether one of two quantities is a pronoun: `one of them` counts nothing, and two of a kind
    /// are one each.
    fn counts_nothing(&self, x: &Quantity, y: &Quantity) -> bool {
        let pronoun = |q: &Quantity, document: &Document| {
            q.value == 1.0 && !document.words[q.words.start as usize].class.has(Class::DIGIT)
        };
        let of = |q: &Quantity, document: &Document| {
            document.words.get(q.words.end as usize).is_some_and(|w| w.class.has(Class::FUNCTION))
        };
        pronoun(x, self.da) && (of(x, self.da) || !self.same_counted(x, y))
            || pronoun(y, self.db) && (of(y, self.db) || !self.same_counted(x, y))
    }

    /// Whether one of two quantities is the decade of the other, which contains its years.
    fn is_decade_of(&self, x: &Quantity, y: &Quantity) -> bool {
        let decade = |q: &Quantity, document: &Document, text: &str| {
            document.words[q.words.start as usize].of(text).ends_with('s')
        };
        decade(x, self.da, self.texts.0) != decade(y, self.db, self.texts.1)
            && (1000.0..2100.0).contains(&x.value)
            && (x.value / 10.0).floor() == (y.value / 10.0).floor()
    }

    /// Whether a quantity is the number of people who said something: *according to two people
    /// familiar with the talks*.
    fn counts_sources(&self, q: &Quantity, second: bool) -> bool {
        let (document, text) =
            if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let by = |at: u32| {
            self.language.is_some_and(|language| {
                language.speech.by.contains(&fold::fold(document.words[at as usize].of(text)))
            })
        };
        q.value < SMALL
            && q.unit.is_none()
            && (q.words.start.saturating_sub(SOURCE)..q.words.start).any(by)
    }

    /// Whether the same word follows two quantities, or both have the same unit.
    fn same_counted(&self, x: &Quantity, y: &Quantity) -> bool {
        let behind = |document: &Document, q: &Quantity, end: u32| -> Vec<u32> {
            let words = q.words.start + 1..end.min(q.words.end + COUNTED);
            words
                .map(|k| document.words[k as usize])
                .filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT))
                .map(|w| w.key)
                .collect()
        };
        let (p, q) = (behind(self.da, x, self.sa.end), behind(self.db, y, self.sb.end));
        p.iter().any(|key| q.contains(key))
            || x.unit.is_some() && x.unit == y.unit && x.words.len() > 1 && y.words.len() > 1
    }

    /// Whether two quantities are parts of one date in two notations (`15. Juni 2020`, `15.6.2020`,
    /// `10.1.`), or days run together.
    fn is_one_date(&self, x: &Quantity, y: &Quantity) -> bool {
        let spelled = |q: &Quantity, second: bool| {
            let (document, text) =
                if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
            document.words[q.words.start as usize].of(text).to_owned()
        };
        let (p, q) = (spelled(x, false), spelled(y, true));
        if let (Some(p), Some(q)) = (numeric_date(&p), numeric_date(&q))
            && (p.2.is_some() || q.2.is_some())
        {
            return p.0 == q.0 && p.1 == q.1 && (p.2.is_none() || q.2.is_none() || p.2 == q.2);
        }
        let fits = |date: &str, value: f64| {
            numeric_date(date).is_some_and(|(day, _, year)| {
                year.is_some_and(|year| f64::from(day) == value || f64::from(year) == value)
            })
        };
        if fits(&p, y.value) || fits(&q, x.value) {
            return true;
        }
        // `182016`: no month has that many days.
        let impossible = |q: &Quantity, second: bool| {
            self.beside_month(q, second) && q.value > 31.0 && !(1000.0..2200.0).contains(&q.value)
        };
        impossible(x, false) || impossible(y, true)
    }

    fn kind(&self, x: &Quantity, y: &Quantity) -> DriftKind {
        let year = |q: &Quantity| {
            q.unit.is_none() && q.value.fract() == 0.0 && (1900.0..2100.0).contains(&q.value)
        };
        let dated = year(x) && year(y) || self.beside_month(x, false) && self.beside_month(y, true);
        if dated { DriftKind::Date } else { DriftKind::Number }
    }

    /// Whether a month comes right before or after a quantity.
    fn beside_month(&self, q: &Quantity, second: bool) -> bool {
        let (document, text) =
            if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let is_month = |at: u32| {
            document.words.get(at as usize).is_some_and(|word| dates::month(text, word).is_some())
        };
        q.words.start.checked_sub(1).is_some_and(is_month) || is_month(q.words.end) || {
            // `6 de marzo`
            document.words.get(q.words.end as usize).is_some_and(|w| w.class.has(Class::FUNCTION))
                && is_month(q.words.end + 1)
        }
    }
}

/// Returns day, month and year of a date in digits (`15.6.2020`, `10.01.`, `31/12/19`); `None` if
/// it is not one. Years of two digits are taken for 2000 to 2099.
fn numeric_date(word: &str) -> Option<(u32, u32, Option<u32>)> {
    let mut parts = word.trim_end_matches('.').split(['.', '/']);
    let day: u32 = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month: u32 = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year = match parts.next() {
        Some(year) => {
            Some(year.parse::<u32>().ok().map(|year| if year < 100 { year + 2000 } else { year })?)
        }
        None => None,
    };
    parts.next().is_none().then_some((day, month, year))
}

/// Whether a quantity is one of two joined by a hyphen or colon, as in the outcome of a vote or
/// game.
fn in_score(q: &Quantity, document: &Document, text: &str) -> bool {
    let joined = |x: u32, y: u32| {
        let (Some(x), Some(y)) = (document.words.get(x as usize), document.words.get(y as usize))
        else {
            return false;
        };
        x.class.has(Class::DIGIT)
            && y.class.has(Class::DIGIT)
            && matches!(&text[x.end() as usize..y.start as usize], "-" | "–" | ":" | "%-")
    };
    joined(q.words.start, q.words.start + 1)
        || q.words.start.checked_sub(1).is_some_and(|before| joined(before, q.words.start))
}
