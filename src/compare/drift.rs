//! What was altered in a copy, each alteration with both wordings.

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::quotes::Quotes;
use super::words::Step;
use crate::text::{Class, Document, Word, fold, numerals};

/// What kind of alteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DriftKind {
    /// Words inside quotation marks.
    Quote,
    /// A number.
    Number,
    /// A weekday, month, day or year.
    Date,
    /// A name.
    Name,
    /// A *not* lost or gained.
    Negation,
    /// An *allegedly* lost or gained.
    Hedge,
    /// A *the mayor said* lost: what somebody claimed is told as a fact.
    Attribution,
}

impl DriftKind {
    /// The kind's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Negation => "negation",
            Self::Hedge => "hedge",
            Self::Attribution => "attribution",
        }
    }

    /// How much such an alteration can mislead: `high`, `medium` or `low`.
    pub fn severity(self) -> &'static str {
        match self {
            Self::Quote | Self::Negation | Self::Number => "high",
            Self::Name | Self::Date | Self::Attribution => "medium",
            Self::Hedge => "low",
        }
    }
}

/// One alteration: bytes of both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What kind.
    pub kind: DriftKind,
    /// Where it stands in `a`.
    pub a: Range<usize>,
    /// Where it stands in `b`.
    pub b: Range<usize>,
    /// The text that lost something, where adding it would alter nothing; `None` for what alters in both directions.
    pub lost_in: Option<Side>,
}

/// One of two compared texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

/// Least share of words of the shorter of two aligned sentences that must be equal before their facts are compared.
const ALIKE: f64 = 0.5;
/// The same for what hangs on the whole sentence: negation and hedge.
const MUCH_ALIKE: f64 = 0.55;
/// The same before an attribution is missed, and the words that it may have.
const VERY_ALIKE: f64 = 0.7;
const ATTRIBUTION: usize = 8;
/// Words of a swap up to which it is one thing; a longer one is another clause.
const CLAUSE: usize = 3;
/// Equal words beside an alteration that speak for themselves, whatever the rest of the sentences says.
const AROUND: u32 = 4;
/// Words shown on either side of an alteration.
const CONTEXT: u32 = 2;

/// Lists the alterations between two bodies, in the order of `a`. O(words).
pub fn find(a: &Prepared, b: &Prepared, aligned: &Aligned, quotes: &Quotes, texts: (&str, &str)) -> Vec<Drift> {
    let (da, db) = (&a.document, &b.document);
    let facts = (values(da, texts.0), values(db, texts.1));
    let mut out: Vec<Drift> =
        quotes.altered.iter().map(|(qa, qb)| Drift { kind: DriftKind::Quote, a: da.span(qa), b: db.span(qb), lost_in: None }).collect();
    for (link, steps) in aligned.links.iter().zip(&aligned.steps) {
        let (sa, sb) = if aligned.from_b { (link.to, link.from) } else { (link.from, link.to) };
        let (sa, sb) = (&da.sentences[sa as usize], &db.sentences[sb as usize]);
        let kept: u32 = steps.iter().map(|s| if let Step::Same(r, _) = s { r.end - r.start } else { 0 }).sum();
        let alike = f64::from(kept) / f64::from((sa.end - sa.start).min(sb.end - sb.start).max(1));
        let pair = Pair { da, db, sa, sb, texts };
        for (at, step) in steps.iter().enumerate() {
            if let Step::Swapped(ra, rb) = step {
                let around = around(steps, at);
                if alike >= ALIKE || around >= AROUND {
                    pair.swapped(ra, rb, a, b, &mut out);
                }
                if around >= AROUND {
                    pair.modal(ra, rb, &mut out);
                }
            }
        }
        pair.apart(&facts, a, b, &mut out);
        if alike >= VERY_ALIKE {
            pair.attribution(steps, &mut out);
        }
        if alike >= MUCH_ALIKE {
            pair.counted(DriftKind::Negation, is_negator, steps, &mut out);
            pair.counted(DriftKind::Hedge, is_hedge, steps, &mut out);
        }
    }
    out.sort_by_key(|d| (d.a.start, d.b.start, d.kind));
    // One alteration can be found in two ways, with more or less around it.
    let overlap = |x: &Range<usize>, y: &Range<usize>| x.start < y.end && y.start < x.end;
    out.dedup_by(|later, first| {
        later.kind == first.kind && later.kind != DriftKind::Quote && overlap(&later.a, &first.a) && overlap(&later.b, &first.b)
    });
    out
}

/// Whether one of two numbers is the other without its fraction, rounded or cut.
fn is_rounded(x: f64, y: f64) -> bool {
    let of = |whole: f64, exact: f64| whole.fract() == 0.0 && exact.fract() != 0.0 && (exact.round() == whole || exact.trunc() == whole);
    of(x, y) || of(y, x)
}

/// The values of all numbers of a body.
fn values(document: &Document, text: &str) -> Vec<f64> {
    let mut all: Vec<f64> = numbers(document, text, &(0..document.words.len() as u32)).into_iter().map(|(_, value)| value).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// Equal words right before and right after a step.
fn around(steps: &[Step], at: usize) -> u32 {
    let same = |step: Option<&Step>| if let Some(Step::Same(range, _)) = step { range.end - range.start } else { 0 };
    same(at.checked_sub(1).and_then(|i| steps.get(i))) + same(steps.get(at + 1))
}

/// Two aligned sentences.
struct Pair<'p> {
    da: &'p Document,
    db: &'p Document,
    sa: &'p Range<u32>,
    sb: &'p Range<u32>,
    texts: (&'p str, &'p str),
}

impl Pair<'_> {
    fn word_a(&self, at: u32) -> (&Word, &str) {
        let word = &self.da.words[at as usize];
        (word, word.of(self.texts.0))
    }

    fn word_b(&self, at: u32) -> (&Word, &str) {
        let word = &self.db.words[at as usize];
        (word, word.of(self.texts.1))
    }

    /// The bytes of two word ranges with a little context, inside their sentences.
    fn shown(&self, kind: DriftKind, ra: &Range<u32>, rb: &Range<u32>) -> Drift {
        let wide = |r: &Range<u32>, s: &Range<u32>| r.start.saturating_sub(CONTEXT).max(s.start)..(r.end + CONTEXT).min(s.end);
        Drift { kind, a: self.da.span(&wide(ra, self.sa)), b: self.db.span(&wide(rb, self.sb)), lost_in: None }
    }

    /// Numbers, dates and names in words that stand in each other's place.
    fn swapped(&self, ra: &Range<u32>, rb: &Range<u32>, a: &Prepared, b: &Prepared, out: &mut Vec<Drift>) {
        let (numbers_a, numbers_b) = (numbers(self.da, self.texts.0, ra), numbers(self.db, self.texts.1, rb));
        let (all_a, all_b) = (numbers(self.da, self.texts.0, self.sa), numbers(self.db, self.texts.1, self.sb));
        let elsewhere_a = |v: f64| all_a.iter().any(|n| n.1 == v);
        let elsewhere_b = |v: f64| all_b.iter().any(|n| n.1 == v);
        let lost = numbers_a.iter().find(|(_, v)| !elsewhere_b(*v));
        let gained = numbers_b.iter().find(|(_, v)| !elsewhere_a(*v));
        if let (Some(&(i, x)), Some(&(j, y))) = (lost, gained) {
            // In a longer stretch of other words two numbers need not be one.
            let short = ra.len().max(rb.len()) <= CLAUSE;
            if !short && !self.same_unit(i, j) {
                return;
            }
            if is_rounded(x, y) || self.is_about(i, j) && (x - y).abs() <= 0.1 * x.abs().max(y.abs()) {
                return;
            }
            let dated = [x, y].iter().all(|v| v.fract() == 0.0 && (1900.0..2100.0).contains(v))
                || (self.beside_month_a(i) && self.beside_month_b(j));
            let kind = if dated { DriftKind::Date } else { DriftKind::Number };
            out.push(self.shown(kind, &(i..i + 1), &(j..j + 1)));
            return;
        }
        let calendar_a = ra.clone().find(|&i| is_calendar(self.word_a(i).1));
        let calendar_b = rb.clone().find(|&j| is_calendar(self.word_b(j).1));
        if let (Some(i), Some(j)) = (calendar_a, calendar_b) {
            let (x, y) = (fold::fold(self.word_a(i).1), fold::fold(self.word_b(j).1));
            // `Monday` for `July` is house style; `Monday` for `Tuesday` is not. `Jan` and `January` are one month.
            if is_weekday(&x) == is_weekday(&y) && x.get(..3) != y.get(..3) {
                out.push(self.shown(DriftKind::Date, &(i..i + 1), &(j..j + 1)));
            }
            return;
        }
        let name = |document: &Document, word: u32| {
            let class = document.words[word as usize].class;
            class.has(Class::CAPITAL) && !class.has(Class::FUNCTION | Class::SENTENCE | Class::DIGIT)
        };
        let named_a: Vec<u32> = ra.clone().filter(|&i| name(self.da, i)).collect();
        let named_b: Vec<u32> = rb.clone().filter(|&j| name(self.db, j)).collect();
        if let (Some(&i), Some(&j)) = (named_a.first(), named_b.first()) {
            let whole = named_a.len() == ra.len() && named_b.len() == rb.len() && ra.len() <= 3 && rb.len() <= 3;
            let unknown = named_a.iter().all(|&i| !mentions(b, self.da.words[i as usize].key))
                && named_b.iter().all(|&j| !mentions(a, self.db.words[j as usize].key));
            let (last_a, last_b) = (named_a[named_a.len() - 1], named_b[named_b.len() - 1]);
            // `Mr. Doe` for `Jane Doe`: what differs stands before a name that both have.
            let before_shared_name = self.sa.contains(&ra.end)
                && self.sb.contains(&rb.end)
                && self.da.words[ra.end as usize].class.has(Class::CAPITAL)
                && self.da.words[ra.end as usize].key == self.db.words[rb.end as usize].key;
            // `NWA` and `Northern Wire Agency` are one name in two styles.
            let shortened =
                |document: &Document, named: &[u32]| named.iter().any(|&k| document.words[k as usize].class.has(Class::ACRONYM));
            let one_shortened = shortened(self.da, &named_a) != shortened(self.db, &named_b);
            if whole && unknown && !one_shortened && !before_shared_name && !is_style(self.word_a(last_a).1, self.word_b(last_b).1) {
                out.push(self.shown(DriftKind::Name, &(i..last_a + 1), &(j..last_b + 1)));
            }
        }
    }

    /// A reporting verb that one of the two sentences lost, and that no sentence beside it has.
    fn attribution(&self, steps: &[Step], out: &mut Vec<Drift>) {
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
    fn modal(&self, ra: &Range<u32>, rb: &Range<u32>, out: &mut Vec<Drift>) {
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

    /// Facts of two sentences that say the same in another order: a number, day or name that the other text has nowhere, where
    /// the other sentence has one that this text has nowhere, both with the same unit, month or title.
    fn apart(&self, (values_a, values_b): &(Vec<f64>, Vec<f64>), a: &Prepared, b: &Prepared, out: &mut Vec<Drift>) {
        let unknown = |all: &[f64], v: f64| all.binary_search_by(|x| x.total_cmp(&v)).is_err();
        let lost: Vec<u32> =
            numbers(self.da, self.texts.0, self.sa).into_iter().filter(|(_, v)| unknown(values_b, *v)).map(|(at, _)| at).collect();
        let gained: Vec<u32> =
            numbers(self.db, self.texts.1, self.sb).into_iter().filter(|(_, v)| unknown(values_a, *v)).map(|(at, _)| at).collect();
        if let ([i], [j]) = (lost.as_slice(), gained.as_slice()) {
            let (i, j) = (*i, *j);
            let month = |document: &Document, text: &str, at: u32| {
                at.checked_sub(1).map(|k| &document.words[k as usize]).filter(|w| is_calendar(w.of(text))).map(|w| w.key)
            };
            let value =
                |document: &Document, text: &str, at: u32| numerals::value(document.words[at as usize].of(text)).unwrap_or_default();
            let (x, y) = (value(self.da, self.texts.0, i), value(self.db, self.texts.1, j));
            let same = is_rounded(x, y) || self.is_about(i, j) && (x - y).abs() <= 0.1 * x.abs().max(y.abs());
            let months = (month(self.da, self.texts.0, i), month(self.db, self.texts.1, j));
            let kind = match months {
                (Some(x), Some(y)) if x == y => Some(DriftKind::Date),
                (None, None)
                    if self.same_unit(i, j) || self.in_score(i, self.da, self.texts.0) && self.in_score(j, self.db, self.texts.1) =>
                {
                    Some(DriftKind::Number)
                }
                _ => None,
            };
            if let Some(kind) = kind.filter(|_| !same) {
                out.push(self.shown(kind, &(i..i + 1), &(j..j + 1)));
            }
        }
        // The outcome of a vote: two numbers that change together.
        let scored = |at: &u32, document, text| self.in_score(*at, document, text);
        let pair = |all: &[u32]| matches!(all, [_] | [_, _]) && all.windows(2).all(|w| w[0] + 1 == w[1]);
        if lost.len() + gained.len() > 2
            && pair(&lost)
            && pair(&gained)
            && lost.iter().all(|i| scored(i, self.da, self.texts.0))
            && gained.iter().all(|j| scored(j, self.db, self.texts.1))
        {
            out.push(self.shown(DriftKind::Number, &(lost[0]..lost[lost.len() - 1] + 1), &(gained[0]..gained[gained.len() - 1] + 1)));
        }
        let capital = |document: &Document, at: u32| {
            document
                .words
                .get(at as usize)
                .is_some_and(|w| w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE | Class::DIGIT | Class::FUNCTION))
        };
        let run = |document: &Document, from: u32, end: u32| {
            (from..end.min(from + 3)).take_while(|k| capital(document, *k)).last().map_or(from, |k| k + 1)
        };
        for i in self.sa.start..self.sa.end.saturating_sub(1) {
            if !capital(self.da, i) || !capital(self.da, i + 1) || mentions(b, self.da.words[i as usize + 1].key) {
                continue;
            }
            let title = self.da.words[i as usize].key;
            let met = (self.sb.start..self.sb.end.saturating_sub(1)).find(|&j| {
                self.db.words[j as usize].key == title && capital(self.db, j + 1) && !mentions(a, self.db.words[j as usize + 1].key)
            });
            let last = |document: &Document, from: u32, end: u32| document.words[run(document, from, end) as usize - 1].key;
            if let Some(j) = met
                && last(self.da, i + 1, self.sa.end) != last(self.db, j + 1, self.sb.end)
                && !is_style(self.word_a(i + 1).1, self.word_b(j + 1).1)
            {
                out.push(self.shown(
                    DriftKind::Name,
                    &(i + 1..run(self.da, i + 1, self.sa.end)),
                    &(j + 1..run(self.db, j + 1, self.sb.end)),
                ));
            }
        }
    }

    /// Whether one of two numbers says itself that it is not exact.
    fn is_about(&self, i: u32, j: u32) -> bool {
        let about = |document: &Document, text: &str, at: u32| {
            (at.saturating_sub(2)..at).any(|k| {
                let word = fold::fold(document.words[k as usize].of(text));
                matches!(
                    word.as_str(),
                    "about"
                        | "around"
                        | "nearly"
                        | "almost"
                        | "roughly"
                        | "approximately"
                        | "some"
                        | "over"
                        | "than"
                        | "etwa"
                        | "rund"
                        | "fast"
                        | "environ"
                        | "unos"
                        | "casi"
                        | "около"
                )
            })
        };
        about(self.da, self.texts.0, i) || about(self.db, self.texts.1, j)
    }

    /// Whether the same word stands behind two numbers, next or next but one.
    fn same_unit(&self, i: u32, j: u32) -> bool {
        let behind = |document: &Document, at: u32, end: u32| -> Vec<u32> {
            let words = (at + 1..end.min(at + 3)).map(|k| document.words[k as usize]);
            words.filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT)).map(|w| w.key).collect()
        };
        let (x, y) = (behind(self.da, i, self.sa.end), behind(self.db, j, self.sb.end));
        x.iter().any(|key| y.contains(key))
    }

    /// Whether a number is one of two joined by a hyphen, as in the outcome of a vote or game.
    fn in_score(&self, at: u32, document: &Document, text: &str) -> bool {
        let joined = |x: u32, y: u32| {
            let (Some(x), Some(y)) = (document.words.get(x as usize), document.words.get(y as usize)) else { return false };
            x.class.has(Class::DIGIT) && y.class.has(Class::DIGIT) && matches!(&text[x.end as usize..y.start as usize], "-" | "–" | ":")
        };
        joined(at, at + 1) || at.checked_sub(1).is_some_and(|before| joined(before, at))
    }

    /// Negators or hedges that one of the two sentences has more of.
    fn counted(&self, kind: DriftKind, is: fn(&str) -> bool, steps: &[Step], out: &mut Vec<Drift>) {
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

    fn beside_month_a(&self, at: u32) -> bool {
        [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|i| self.sa.contains(i)).any(|i| is_calendar(self.word_a(i).1))
    }

    fn beside_month_b(&self, at: u32) -> bool {
        [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|j| self.sb.contains(j)).any(|j| is_calendar(self.word_b(j).1))
    }
}

/// The numbers in a range of words, with the word each begins at; `thirty-four` is one number.
fn numbers(document: &Document, text: &str, range: &Range<u32>) -> Vec<(u32, f64)> {
    let mut out: Vec<(u32, f64)> = Vec::new();
    let mut open: Option<u32> = None;
    for at in range.clone() {
        let word = &document.words[at as usize];
        let Some(value) = numerals::value(word.of(text)) else { continue };
        match (out.last_mut(), open) {
            (Some(last), Some(before)) if before + 1 == at && (1.0..=9.0).contains(&value) => {
                last.1 += value;
                open = None;
            }
            _ => {
                let tens = !word.class.has(Class::DIGIT) && (20.0..=90.0).contains(&value);
                open = tens.then_some(at);
                out.push((at, value));
            }
        }
    }
    out
}

/// Whether a body holds a content word at all.
fn mentions(body: &Prepared, key: u32) -> bool {
    !body.sentences_with(key).is_empty()
}

/// Whether two names are one in another style: initials, a shortened or differently spelled form.
fn is_style(a: &str, b: &str) -> bool {
    let (x, y) = (fold::fold(a), fold::fold(b));
    x.starts_with(&y) || y.starts_with(&x) || abbreviates(&x, &y) || abbreviates(&y, &x) || textdistance::nstr::jaro_winkler(&x, &y) >= 0.85
}

/// Whether a short form is made of letters of the long one, in order and from the first: `Cal` and `California`.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    (2..=4).contains(&short.len())
        && short.len() < long.len()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| rest.any(|r| r == c))
}

fn is_weekday(folded: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains(&folded)
}

fn is_calendar(word: &str) -> bool {
    const MONTHS: [&str; 19] = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "apr",
    ];
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let folded = fold::fold(word);
    is_weekday(&folded) || folded == "may" || MONTHS.contains(&folded.as_str())
}

fn is_negator(word: &str) -> bool {
    let folded = fold::fold(word);
    matches!(
        folded.as_str(),
        "not"
            | "never"
            | "no"
            | "none"
            | "nobody"
            | "nothing"
            | "neither"
            | "nor"
            | "cannot"
            | "nicht"
            | "kein"
            | "keine"
            | "nie"
            | "jamais"
            | "nunca"
    ) || folded.ends_with("n't")
        || folded.ends_with("n’t")
}

/// Verbs and prepositions that say who claims what a sentence tells.
fn is_reporting(word: &str) -> bool {
    matches!(
        fold::fold(word).as_str(),
        "said"
            | "says"
            | "told"
            | "according"
            | "stated"
            | "announced"
            | "claimed"
            | "reported"
            | "wrote"
            | "added"
            | "warned"
            | "argued"
            | "sagte"
            | "sagt"
            | "laut"
            | "zufolge"
            | "erklarte"
            | "teilte"
            | "selon"
            | "declare"
            | "dijo"
            | "segun"
            | "afirmo"
            | "secondo"
            | "сказал"
            | "сказала"
            | "сообщил"
            | "сообщила"
            | "сообщили"
            | "заявил"
            | "заявила"
            | "словам"
    )
}

/// Words before which a *not* or *no* negates nothing: `not less than`, `no more than`, `not only`.
fn is_degree(word: &str) -> bool {
    matches!(word, "less" | "more" | "fewer" | "later" | "earlier" | "longer" | "only" | "least" | "just" | "merely" | "nur")
}

fn is_hedge(word: &str) -> bool {
    let folded = fold::fold(word);
    matches!(
        folded.as_str(),
        "allegedly"
            | "alleged"
            | "reportedly"
            | "purportedly"
            | "purported"
            | "supposedly"
            | "suspected"
            | "apparently"
            | "possibly"
            | "perhaps"
            | "presumably"
            | "probably"
            | "might"
            | "unconfirmed"
            | "mutmaßlich"
            | "angeblich"
            | "presuntamente"
    )
}

#[cfg(test)]
mod tests {
    use super::super::{measures, quotes, tiles};
    use super::*;
    use crate::clean::Cleaned;
    use crate::ingest::Article;

    fn drift(a: &str, b: &str) -> Vec<(DriftKind, String, String)> {
        let prepare = |text: &str| {
            Prepared::of(
                &Article { text: text.to_owned(), ..Article::default() },
                &Cleaned { body: vec![0..text.len()], ..Cleaned::default() },
                &[],
            )
        };
        let (pa, pb) = (prepare(a), prepare(b));
        let tiles = tiles::find(&tiles::Seeds::of(&pa), &pb);
        let aligned = measures::align(&pa, &pb, &tiles);
        let quotes = quotes::compare(&pa, &pb, &tiles, Some(&aligned), (a, b));
        find(&pa, &pb, &aligned, &quotes, (a, b)).into_iter().map(|d| (d.kind, a[d.a].to_owned(), b[d.b].to_owned())).collect()
    }

    #[test]
    fn a_changed_number_is_shown_on_both_sides_and_its_other_spelling_is_not() {
        let told = "At least 63 sailors were on board the ferry when it left the harbour.";
        assert_eq!(
            drift(told, "At least 36 sailors were on board the ferry when it left the harbour."),
            [(DriftKind::Number, "At least 63 sailors were".to_owned(), "At least 36 sailors were".to_owned())]
        );
        assert!(drift("The five ferries left the old harbour late.", "The 5 ferries left the old harbour late.").is_empty());
        assert!(drift("Only thirty-four boats left the old harbour late.", "Only 34 boats left the old harbour late.").is_empty());
        assert!(drift("They left the harbour late without a boat.", "They left the harbour late with out an boat.").is_empty());
    }

    #[test]
    fn a_lost_not_and_a_lost_hedge_are_found() {
        let lost = drift("The boat was not the one used by the crew on Monday.", "The boat was the one used by the crew on Monday.");
        assert_eq!(lost.iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Negation]);
        let lost =
            drift("The captain allegedly sold the old boat to the harbour union.", "The captain sold the old boat to the harbour union.");
        assert_eq!(lost.iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Hedge]);
    }

    #[test]
    fn dates_and_names_are_told_from_style() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        assert_eq!(
            kinds("The crew left the harbour on Monday with two boats.", "The crew left the harbour on Friday with two boats."),
            [DriftKind::Date]
        );
        assert_eq!(
            kinds("The crew left the harbour of Halvik with two boats.", "The crew left the harbour of Brennick with two boats."),
            [DriftKind::Name]
        );
        assert!(
            kinds("The crew of Mr. Doe left the harbour with two boats.", "The crew of Jane Doe left the harbour with two boats.")
                .is_empty()
        );
    }

    #[test]
    fn facts_of_reordered_sentences_are_found_by_unit_month_and_title() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        assert_eq!(
            kinds(
                "The union and the Coastal Line signed the harbour agreement on March 3, the mediator said.",
                "On March 9, the mediator said, the harbour agreement was signed by Coastal Line and union."
            ),
            [DriftKind::Date]
        );
        assert_eq!(
            kinds(
                "The harbour court of Halvik ruled 6-1 that the strike could go on under the old law.",
                "Under the old law the strike could go on, in a 4-3 ruling of the harbour court of Halvik."
            ),
            [DriftKind::Number]
        );
        assert_eq!(
            kinds(
                "On Friday the acting Harbour Secretary Tom Roe chose Mia Poe to lead the office of ferries.",
                "Mia Poe was chosen on Friday to lead the office of ferries by acting Harbour Secretary Lars Doe."
            ),
            [DriftKind::Name]
        );
        // A number that the other text has elsewhere is no other number.
        assert!(
            kinds("The crews of 63 boats met on Monday. A mediator came.", "A mediator came on Monday. The crews of 63 boats met.")
                .is_empty()
        );
    }

    #[test]
    fn a_rounded_number_is_the_same_number() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        let told = "The price of fuel in the harbour of Halvik rose by 7.6 percent in the last year.";
        assert!(kinds(told, "The price of fuel in the harbour of Halvik rose by about 8 percent in the last year.").is_empty());
        assert!(kinds(told, "The price of fuel in the harbour of Halvik rose by 8 percent in the last year.").is_empty());
        assert_eq!(kinds(told, "The price of fuel in the harbour of Halvik rose by 17.6 percent in the last year."), [DriftKind::Number]);
    }

    #[test]
    fn an_attribution_lost_is_told_and_one_that_moved_is_not() {
        let told = "The old bridge of the harbour town will be closed for two years, the mayor said on Monday.";
        let bare = "The old bridge of the harbour town will be closed for two years on Monday.";
        assert_eq!(drift(told, bare).into_iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Attribution]);
        assert!(drift(told, &format!("{bare} So the mayor said at noon in the hall.")).is_empty());
    }

    #[test]
    fn what_may_be_is_not_what_will_be() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        let told = "The smaller crews may in the end have to sell a boat this year.";
        assert_eq!(kinds(told, "The smaller crews will in the end have to sell a boat this year."), [DriftKind::Hedge]);
        assert!(kinds(told, "The smaller crews might in the end have to sell a boat this year.").is_empty());
    }

    #[test]
    fn degrees_and_abbreviations_are_style() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        assert!(
            kinds(
                "The crews went on leave of at least 17 days in the harbour of Halvik.",
                "The crews went on leave of not less than 17 days in the harbour of Halvik."
            )
            .is_empty()
        );
        assert!(
            kinds("The crews met in Ellery, Cal., where they wait.", "The crews met in Ellery, California, where they wait.").is_empty()
        );
    }

    #[test]
    fn a_text_drifts_from_itself_in_nothing() {
        let text = "“We will not go,” Doe said on Monday. 63 ferries allegedly stood still.";
        assert!(drift(text, text).is_empty());
    }
}
