//! Finds for each quotation of a text its counterpart in the other.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::counterpart::{
    LIKE_LENGTH, LONG, Quoted, alike, are_name_and_term, counterpart, foreign, may_fit,
};
use super::heard::Heard;
use super::{Quoting, bytes, sentence_of};
use crate::compare::prepare::Prepared;
use crate::compare::tiles::Tile;
use crate::compare::wording;
use crate::text::{Document, Quote};

/// Least lead of a counterpart over the next best one. Chosen by judgement.
const MARGIN: f64 = 0.15;
/// Pairs of quotations above which only those in the same place are compared. Chosen by judgement:
/// it bounds the work.
const MANY: usize = 40_000;
/// Quotations in one place that are considered as the counterpart of one. Chosen by judgement: a
/// sentence with thousands is an attack.
pub(super) const IN_PLACE: usize = 64;

/// The quotations of one text while their counterparts are sought, by index.
struct Side {
    /// The counterpart of each, if found.
    of: Vec<Option<usize>>,
    /// Whether each occurs word for word in the other text, quoted or not.
    done: Vec<bool>,
    /// Whether any quotation of the other text may be its counterpart.
    tried: Vec<bool>,
}

impl Side {
    fn new(quotes: usize) -> Self {
        Self { of: vec![None; quotes], done: vec![false; quotes], tried: vec![false; quotes] }
    }

    fn is_open(&self, at: usize) -> bool {
        self.of[at].is_none() && !self.done[at]
    }
}

/// A pair of counterparts that differ word for word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Counterparts {
    /// The quotation of `a`.
    pub(super) x: usize,
    /// The quotation of `b`.
    pub(super) y: usize,
    /// Whether their place shows that they are one.
    pub(super) placed: bool,
}

/// The counterparts found so far.
pub(super) struct Matching {
    a: Side,
    b: Side,
    pairs: Vec<Counterparts>,
}

/// Two quotations that may be one.
struct Fit {
    worth: f64,
    at: Counterparts,
}

impl Matching {
    /// Finds the quotations that occur word for word in the other text, and the counterparts of
    /// those of `a` in the verbatim runs.
    pub(super) fn verbatim(
        a: &Prepared<'_>,
        b: &Prepared<'_>,
        tiles: &[Tile],
        texts: (&str, &str),
    ) -> Self {
        let (quotes_a, quotes_b) = (&a.document.quotes, &b.document.quotes);
        let (mut of_a, mut of_b) = (Side::new(quotes_a.len()), Side::new(quotes_b.len()));
        for (x, quote) in quotes_a.iter().enumerate().filter(|(_, q)| covered(q, tiles)) {
            of_a.done[x] = true;
            let word = beyond(quote.words.start, tiles);
            if let Some(y) = word.and_then(|word| super::quote_at(quotes_b, word)) {
                (of_a.of[x], of_b.of[y]) = (Some(y), Some(x));
            }
        }
        let mut back: Vec<Tile> =
            tiles.iter().map(|t| Tile { a: t.b, b: t.a, length: t.length }).collect();
        back.sort_unstable_by_key(|t| t.a);
        for (y, _) in quotes_b.iter().enumerate().filter(|(_, q)| covered(q, &back)) {
            of_b.done[y] = true;
        }
        let heard = (Heard::new(a, texts.0), Heard::new(b, texts.1));
        for (x, quote) in quotes_a.iter().enumerate() {
            of_a.done[x] = of_a.done[x] || heard.1.holds(texts.0, quote);
        }
        for (y, quote) in quotes_b.iter().enumerate() {
            of_b.done[y] = of_b.done[y] || heard.0.holds(texts.1, quote);
        }
        Self { a: of_a, b: of_b, pairs: Vec::new() }
    }

    /// Whether every quotation occurs word for word in the other text.
    pub(super) fn is_settled(&self) -> bool {
        self.a.done.iter().chain(&self.b.done).all(|done| *done)
    }

    /// Whether no quotation has a counterpart.
    pub(super) fn is_empty(&self) -> bool {
        self.a.of.iter().all(Option::is_none)
    }

    /// The quotations of `a` that both texts have word for word, and whose counterpart is known.
    pub(super) fn same(&self) -> Vec<(usize, usize)> {
        let done = (0..self.a.of.len()).filter(|x| self.a.done[*x]);
        done.filter_map(|x| self.a.of[x].map(|y| (x, y))).collect()
    }

    /// Whether a quotation of `a` occurs word for word in `b`.
    pub(super) fn is_shared(&self, x: usize) -> bool {
        self.a.done[x]
    }

    /// Notes that a quotation of `a` says the same as its counterpart.
    pub(super) fn share(&mut self, x: usize) {
        self.a.done[x] = true;
    }

    /// Whether a quotation of `a` (`first`) or `b` has neither a counterpart nor anything like one.
    pub(super) fn is_alone(&self, at: usize, first: bool) -> bool {
        let side = if first { &self.a } else { &self.b };
        side.is_open(at) && !side.tried[at]
    }

    /// Finds the counterparts of the quotations that are not settled: first by their words and
    /// place, best ones first; then, in reworded texts, by their place alone. Ascending.
    pub(super) fn counterparts(&mut self, pair: &Quoting<'_>) -> Vec<Counterparts> {
        if !self.is_settled() {
            self.by_words(pair);
        }
        if pair.places.reworded {
            self.opposite_each_other(pair);
        }
        if pair.places.parallel {
            self.between(pair);
        }
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.retain(|at| {
            let one = Quoted { body: pair.a, at: at.x };
            let other = Quoted { body: pair.b, at: at.y };
            pair.are_of_one_speaker(at.x, at.y) && !are_name_and_term(one, other)
        });
        pairs.sort_unstable();
        pairs
    }

    fn pair(&mut self, at: Counterparts) {
        (self.a.of[at.x], self.b.of[at.y]) = (Some(at.y), Some(at.x));
        self.pairs.push(at);
    }

    fn by_words(&mut self, pair: &Quoting<'_>) {
        let found = self.fits(pair);
        let (mut at_x, mut at_y) =
            (vec![Vec::new(); self.a.of.len()], vec![Vec::new(); self.b.of.len()]);
        for (n, fit) in found.iter().enumerate() {
            at_x[fit.at.x].push(n);
            at_y[fit.at.y].push(n);
        }
        self.a.tried = at_x.iter().map(|fits| !fits.is_empty()).collect();
        self.b.tried = at_y.iter().map(|fits| !fits.is_empty()).collect();
        let (mut taken_a, mut taken_b) =
            (vec![false; self.a.of.len()], vec![false; self.b.of.len()]);
        for fit in &found {
            let (x, y) = (fit.at.x, fit.at.y);
            if taken_a[x] || taken_b[y] {
                continue;
            }
            (taken_a[x], taken_b[y]) = (true, true);
            if self.a.done[x] || self.b.done[y] {
                // One of the two occurs in the other text word for word, so the other one just
                // quotes more or less of it.
                (self.a.done[x], self.b.done[y]) = (true, true);
                continue;
            }
            if !at_x[x].iter().chain(&at_y[y]).any(|n| is_rival(&found[*n], fit, pair)) {
                self.pair(fit.at);
            }
        }
    }

    /// The quotations that fit each other by their words and place, best ones first.
    fn fits(&self, pair: &Quoting<'_>) -> Vec<Fit> {
        let (a, b) = (pair.a, pair.b);
        let (quotes_a, quotes_b) = (&a.document.quotes, &b.document.quotes);
        let sparse = quotes_a.len() * quotes_b.len() > MANY;
        let mut found: Vec<Fit> = Vec::new();
        for (x, quote) in quotes_a.iter().enumerate() {
            let opposite = if sparse { in_place_of(quote, pair) } else { 0..quotes_b.len() };
            let here = sentence_of(a.document, quote.words.start);
            for y in opposite.filter(|y| !(self.a.done[x] && self.b.done[*y])) {
                let other = &quotes_b[y];
                let apart = pair.places.apart(here, sentence_of(b.document, other.words.start));
                // If only one of the two occurs in the other text word for word, they are
                // counterparts by their words alone, not by their place.
                let apart = apart.filter(|_| self.a.done[x] == self.b.done[y]);
                // Most pairs end here, so that speakers are read for few texts.
                if !may_fit(a, x, b, y, apart) || !pair.are_of_one_speaker(x, y) {
                    continue;
                }
                let known = (apart, pair.are_named_alike(x, y));
                let (one, other) = (Quoted { body: a, at: x }, Quoted { body: b, at: y });
                if let Some((worth, placed)) = counterpart(one, other, known, &pair.places) {
                    found.push(Fit { worth, at: Counterparts { x, y, placed } });
                }
            }
        }
        found.sort_by(|p, q| {
            q.worth.total_cmp(&p.worth).then((p.at.x, p.at.y).cmp(&(q.at.x, q.at.y)))
        });
        found
    }

    /// Pairs quotations in two linked sentences of reworded texts if both have the same number of
    /// them, of similar length, and the sentences around them correspond too.
    fn opposite_each_other(&mut self, pair: &Quoting<'_>) {
        let (a, b, places) = (pair.a, pair.b, &pair.places);
        let (open_a, open_b) = (open(a.document, &self.a), open(b.document, &self.b));
        let mut sentences: Vec<(&u32, &Vec<usize>)> = open_a.iter().collect();
        sentences.sort_unstable();
        let like = |(i, j): (&usize, &usize)| {
            let (qa, qb) = (&a.document.quotes[*i], &b.document.quotes[*j]);
            let (n, m) = (qa.words.len() as u32, qb.words.len() as u32);
            let known = || alike(a, *i, b, *j).0 > 0 || foreign(a, qa, b) && foreign(b, qb, a);
            n.min(m) < LONG && f64::from(n.min(m)) >= LIKE_LENGTH * f64::from(n.max(m)) && known()
        };
        for (sentence, here) in sentences {
            let place = places.counterpart_of(*sentence);
            let Some(place) = place.filter(|place| places.runs_along((*sentence, *place))) else {
                continue;
            };
            let Some(there) = open_b.get(&place).filter(|there| there.len() == here.len()) else {
                continue;
            };
            if here.iter().zip(there).all(like) {
                for (x, y) in here.iter().zip(there) {
                    self.pair(Counterparts { x: *x, y: *y, placed: true });
                }
            }
        }
    }

    /// Pairs quotations between two pairs already made if both texts have the same number of them
    /// there, of similar length. Terms in quotation marks are paired only if the other text has
    /// none of their content words.
    fn between(&mut self, pair: &Quoting<'_>) {
        let (a, b) = (pair.a, pair.b);
        let (quotes_a, quotes_b) = (&a.document.quotes, &b.document.quotes);
        let anchors: Vec<(usize, usize)> = (0..self.a.of.len())
            .filter_map(|x| self.a.of[x].map(|y| (x, y)))
            .chain(std::iter::once((quotes_a.len(), quotes_b.len())))
            .collect();
        let like = |(i, j): (&usize, &usize)| {
            let (n, m) = (quotes_a[*i].words.len(), quotes_b[*j].words.len());
            let long = n.min(m) as u32 >= super::LEAST;
            n.min(m) as f64 >= LIKE_LENGTH * n.max(m) as f64
                && (long || foreign(a, &quotes_a[*i], b) && foreign(b, &quotes_b[*j], a))
        };
        let mut before = (0, 0);
        let mut found: Vec<Counterparts> = Vec::new();
        for (x, y) in anchors {
            if y < before.1 {
                continue;
            }
            let open_a: Vec<usize> = (before.0..x).filter(|i| self.a.is_open(*i)).collect();
            let open_b: Vec<usize> = (before.1..y).filter(|j| self.b.is_open(*j)).collect();
            if open_a.len() == open_b.len() && open_a.iter().zip(&open_b).all(like) {
                let pairs = open_a.into_iter().zip(open_b);
                found.extend(pairs.map(|(x, y)| Counterparts { x, y, placed: true }));
            }
            before = (x + 1, y + 1);
        }
        found.into_iter().for_each(|at| self.pair(at));
    }
}

/// The quotations of `b` in the place of one of `a`, and in the sentences beside it.
fn in_place_of(quote: &Quote, pair: &Quoting<'_>) -> Range<usize> {
    let (a, b) = (pair.a.document, pair.b.document);
    let Some(place) = pair.places.counterpart_of(sentence_of(a, quote.words.start)) else {
        return 0..0;
    };
    let sentence = |at: u32| b.sentences.get(at as usize).map_or(pair.b.len() as u32, |s| s.start);
    let from = |word: u32| b.quotes.partition_point(|q| q.words.start < word);
    let first = from(sentence(place.saturating_sub(1)));
    first..from(sentence(place + 2)).min(first + IN_PLACE)
}

/// Whether a fit that has one quotation in common with another is too close to it to decide.
fn is_rival(other: &Fit, fit: &Fit, pair: &Quoting<'_>) -> bool {
    let alike = |p: &Quote, q: &Quote, text: &str| {
        wording::letters(&text[bytes(p)]) == wording::letters(&text[bytes(q)])
    };
    let (quotes_a, quotes_b) = (&pair.a.document.quotes, &pair.b.document.quotes);
    let twin = || {
        if other.at.x == fit.at.x {
            alike(&quotes_b[fit.at.y], &quotes_b[other.at.y], pair.texts.1)
        } else {
            alike(&quotes_a[fit.at.x], &quotes_a[other.at.x], pair.texts.0)
        }
    };
    let one = (other.at.x == fit.at.x) != (other.at.y == fit.at.y);
    one && other.worth > fit.worth - MARGIN && (other.at.placed || !fit.at.placed) && !twin()
}

/// The open quotations of a text by their sentence.
fn open(document: &Document, side: &Side) -> FxHashMap<u32, Vec<usize>> {
    let mut open: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, quote) in document.quotes.iter().enumerate().filter(|(at, _)| side.is_open(*at)) {
        open.entry(sentence_of(document, quote.words.start)).or_default().push(at);
    }
    open
}

/// Returns the verbatim run that contains a word of `a`, if any; `tiles` must be in the order of
/// `a`.
fn run_with(word: u32, tiles: &[Tile]) -> Option<&Tile> {
    let before = tiles.partition_point(|t| t.a <= word);
    tiles[..before].last().filter(|t| word < t.a + t.length)
}

/// Whether one verbatim run contains a whole quotation.
pub(super) fn covered(quote: &Quote, tiles: &[Tile]) -> bool {
    run_with(quote.words.start, tiles).is_some_and(|t| quote.words.end <= t.a + t.length)
}

/// Returns the word of `b` that corresponds to a word of `a` in a verbatim run.
fn beyond(word: u32, tiles: &[Tile]) -> Option<u32> {
    run_with(word, tiles).map(|t| t.b + (word - t.a))
}
