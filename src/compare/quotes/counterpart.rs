//! How well two quotations fit as one quotation in two wordings.

use super::places::Places;
use super::{LEAST, sentence_of};
use crate::compare::prepare::Prepared;
use crate::compare::words::{self, Step};
use crate::text::{Class, Quote};

/// Least share of the shorter quotation's words that the other has, in order, for the same
/// quotation reworded. Chosen by judgement.
const ALIKE: f64 = 0.5;
/// The same if neither place nor speaker shows that the two are one. Chosen by judgement.
const MUCH_ALIKE: f64 = 0.7;
/// Least share of content words in common if two texts run parallel sentence by sentence in other
/// words. Chosen by judgement.
const ALIKE_IN_PLACE: f64 = 0.2;
/// Least words of a quotation that keeps some of its words, however it is spun. Chosen by
/// judgement.
pub(super) const LONG: u32 = 12;
/// Equal words in a row that two wordings of one quotation share; two translations seldom do.
/// Chosen by judgement.
const RUN: u32 = 4;
/// Least ratio of the lengths of two quotations that the place alone makes one. Chosen by
/// judgement.
pub(super) const LIKE_LENGTH: f64 = 0.5;
/// The same for two long ones if the texts run parallel only around them. Chosen by judgement.
const SAME_LENGTH: f64 = 0.8;
/// Ratio of lengths below which two quotations are different ones unless their place says
/// otherwise. Chosen by judgement.
const UNLIKE_LENGTH: f64 = 0.25;

/// A quotation of a body.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'q> {
    pub(super) body: &'q Prepared<'q>,
    /// Its number.
    pub(super) at: usize,
}

impl<'q> Quoted<'q> {
    fn quote(&self) -> &'q Quote {
        &self.body.document.quotes[self.at]
    }

    /// Whether it is a title: all its words have capitals, and it does not begin a sentence.
    fn is_title(&self) -> bool {
        let words = &self.quote().words;
        let words = &self.body.document.words[words.start as usize..words.end as usize];
        words.iter().all(|w| w.class.has(Class::CAPITAL | Class::FUNCTION))
            && !words[0].class.has(Class::SENTENCE)
    }
}

/// Whether two quotations meet a condition of [`counterpart`] that needs no speaker: they are in
/// the same place, or long enough to be recognised by their words, with a content word in common
/// and, unless they are near each other, half of the words.
pub(super) fn may_fit(
    a: &Prepared<'_>,
    x: usize,
    b: &Prepared<'_>,
    y: usize,
    apart: Option<u32>,
) -> bool {
    let least = a.document.quotes[x].words.len().min(b.document.quotes[y].words.len());
    let by_words = || least as u32 >= LEAST && alike(a, x, b, y).0 > 0;
    match apart {
        Some(0) => true,
        Some(1) => by_words(),
        _ => by_words() && at_most_kept(a, x, b, y) as f64 >= ALIKE * least as f64,
    }
}

/// Returns the greatest number of words that two quotations can have in common, in whatever order.
fn at_most_kept(a: &Prepared<'_>, x: usize, b: &Prepared<'_>, y: usize) -> usize {
    let words = |p: &Prepared<'_>, quote: &Quote| -> Vec<u32> {
        let words = &p.document.words[quote.words.start as usize..quote.words.end as usize];
        words.iter().map(|word| word.key).collect()
    };
    let (one, other) = (words(a, &a.document.quotes[x]), words(b, &b.document.quotes[y]));
    let (small, mut large) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    large.sort_unstable();
    small.iter().filter(|key| large.binary_search(key).is_ok()).count()
}

/// Returns how well two quotations fit as counterparts, and whether their place shows that they
/// are; `None` if they do not fit.
///
/// `known` is the number of sentences between the second quotation and the place of the first
/// (`None` if that place is unknown), and whether one speaker is named for both.
pub(super) fn counterpart(
    one: Quoted<'_>,
    other: Quoted<'_>,
    known: (Option<u32>, bool),
    places: &Places,
) -> Option<(f64, bool)> {
    let (a, b) = (one.body, other.body);
    let (qa, qb) = (one.quote(), other.quote());
    let (n, m) = (qa.words.len() as u32, qb.words.len() as u32);
    let length = f64::from(n.min(m)) / f64::from(n.max(m));
    let (apart, one_speaker) = known;
    if n.min(m) < LEAST {
        // A term in quotation marks must have been put exactly in the place of the other. Titles of
        // two films, or two headlines, do not replace each other.
        let swapped = apart == Some(0)
            && places.stands_for(&qa.words, &qb.words)
            && (places.reworded || !(one.is_title() && other.is_title()));
        return (swapped && n.max(m) <= 2 * LEAST).then_some((1.0 + length, places.reworded));
    }
    let (shared, alike) = alike(a, one.at, b, other.at);
    let sentences =
        (sentence_of(a.document, qa.words.start), sentence_of(b.document, qb.words.start));
    let placed =
        apart == Some(0) && places.reworded && (places.parallel || places.runs_along(sentences));
    if shared == 0 && !placed {
        return None;
    }
    let (kept, run) = kept(a, qa, b, qb);
    let share = f64::from(kept) / f64::from(n.min(m));
    let in_place = || {
        alike >= ALIKE_IN_PLACE
            || length >= LIKE_LENGTH && (places.parallel || n.min(m) < LONG)
            || length >= SAME_LENGTH
    };
    let fits = match apart {
        Some(0) if placed && in_place() => true,
        Some(1) if places.parallel && alike >= ALIKE_IN_PLACE && shared >= 2 => true,
        // A few words prove nothing about a long quotation, and two translations share words but no
        // runs of them.
        _ if length < UNLIKE_LENGTH
            || run < RUN.min(n.min(m) - 1) && share < MUCH_ALIKE
            || shared < 2 && share < MUCH_ALIKE =>
        {
            false
        }
        Some(0 | 1) => share >= ALIKE,
        _ => share >= if one_speaker { ALIKE } else { MUCH_ALIKE },
    };
    let near = match apart {
        Some(0) => 0.4,
        Some(1) => 0.25,
        _ => 0.0,
    };
    fits.then_some((share.max(alike) + near + 0.1 * length, placed))
}

/// Whether one of two quotations is a short term and the other a name: neither was put in the place of
/// the other, however the texts run.
pub(super) fn are_name_and_term(one: Quoted<'_>, other: Quoted<'_>) -> bool {
    let short = |quoted: &Quoted<'_>| (quoted.quote().words.len() as u32) < LEAST;
    short(&one) && short(&other) && one.is_title() != other.is_title()
}

/// Returns the number of words that two quotations have in common, in order, and the length of the
/// longest run of them.
fn kept(a: &Prepared<'_>, qa: &Quote, b: &Prepared<'_>, qb: &Quote) -> (u32, u32) {
    let steps = words::align(&a.document.words, &b.document.words, (&qa.words, &qb.words));
    let same = || {
        steps.iter().filter_map(|step| {
            if let Step::Same(range, _) = step { Some(range.end - range.start) } else { None }
        })
    };
    (same().sum(), same().max().unwrap_or(0))
}

/// Whether no content word of a quotation occurs in the other body.
pub(super) fn foreign(own: &Prepared<'_>, quote: &Quote, other: &Prepared<'_>) -> bool {
    let words = &own.document.words[quote.words.start as usize..quote.words.end as usize];
    words.iter().all(|w| w.class.has(Class::FUNCTION) || other.sentences_with(w.key).is_empty())
}

/// Returns how many content words of the smaller of two quotations the other has, and their share,
/// in [0, 1].
pub(super) fn alike(a: &Prepared<'_>, x: usize, b: &Prepared<'_>, y: usize) -> (usize, f64) {
    let (of_a, of_b) = (&a.quoted()[x], &b.quoted()[y]);
    let (small, large) = if of_a.len() <= of_b.len() { (of_a, of_b) } else { (of_b, of_a) };
    let shared = small.iter().filter(|k| large.binary_search(k).is_ok()).count();
    (shared, shared as f64 / small.len().max(1) as f64)
}
