//! Counts the words of a pair in runs, links and particulars.
//!
//! [`runs`] comes first and bounds the relation; [`Runs::and_sentences`] and [`particulars()`]
//! follow only for pairs that may be more than one event.

use std::ops::Range;

use super::Measures;
use super::aligning::Aligned;
use super::shares::share;
use crate::compare::particulars::{self, Particulars};
use crate::compare::prepare::{self, Prepared};
use crate::compare::tiles::Tile;
use crate::compare::words::Step;
use crate::compare::{PROMISING_PASSAGES, links};
use crate::fingerprint::Fingerprint;
use crate::text::{Class, Document, Word};

/// Words of a text per capitalised word, at most, in a script with capitals. Chosen by judgement.
const CAPITALS: usize = 50;

/// Least ratio of the lengths of two sentences that count as similar in length. Chosen by
/// judgement.
const LIKE_LENGTH: f64 = 0.75;

/// A pair of which the verbatim runs are measured, and the sentences are not yet.
pub struct Runs<'p> {
    /// What the runs show.
    pub measures: Measures,
    a: &'p Prepared<'p>,
    b: &'p Prepared<'p>,
    matched: Matched,
}

/// Measures the verbatim runs of a pair, and its skeletons. `nearness` is that of the candidate.
/// O(words).
pub fn runs<'p>(
    a: &'p Prepared<'p>,
    b: &'p Prepared<'p>,
    tiles: &[Tile],
    nearness: f32,
) -> Runs<'p> {
    let mut m = Measures {
        compared: true,
        joined: is_joined(a.document) && is_joined(b.document),
        words_a: a.len() as u32,
        words_b: b.len() as u32,
        order: 1.0,
        nearness: f64::from(nearness),
        ..Measures::default()
    };
    let mut matched = Matched { a: vec![false; a.len()], b: vec![false; b.len()] };
    measure_runs(&mut m, a, b, tiles, &mut matched);
    m.skeleton = skeleton_share(a.skeleton, b.skeleton);
    (m.matched_a, m.matched_b) = (m.verbatim, m.verbatim);
    Runs { measures: m, a, b, matched }
}

/// Whether most of a body's words are characters of a script without spaces. O(words).
fn is_joined(document: &Document) -> bool {
    let joined = document.words.iter().filter(|w| w.class.has(Class::SPACELESS)).count();
    2 * joined > document.words.len()
}

/// Whether more is to be measured than the verbatim runs: sentences are linked, or the runs are a
/// fair part of the shorter body.
fn is_more_than_runs(m: &Measures, aligned: &Aligned) -> bool {
    !aligned.links.is_empty()
        || f64::from(m.verbatim) >= PROMISING_PASSAGES * f64::from(m.words_a.min(m.words_b))
}

impl Runs<'_> {
    /// Measures the sentences of the pair, too; names and numbers remain for [`particulars()`].
    /// O(words).
    pub fn and_sentences(self, aligned: &Aligned) -> Measures {
        let Self { measures: mut m, a, b, mut matched } = self;
        m.order = links::order(&aligned.links);
        if !is_more_than_runs(&m, aligned) {
            return m;
        }
        m.has_names = [a, b].iter().any(|p| {
            CAPITALS * p.document.words.iter().filter(|w| w.class.has(Class::CAPITAL)).count()
                >= p.len()
        });
        let (short, long) = if aligned.from_b { (b, a) } else { (a, b) };
        measure_links(&mut m, short.document, long.document, aligned, &mut matched);
        let (in_short, in_long) =
            if aligned.from_b { (&matched.b, &matched.a) } else { (&matched.a, &matched.b) };
        for (_, matched) in
            short.document.words.iter().zip(in_short).filter(|(w, _)| !w.class.has(Class::QUOTED))
        {
            m.plain_words += 1;
            m.plain_matched += u32::from(*matched);
        }
        let count = |all: &[bool]| all.iter().filter(|x| **x).count() as u32;
        (m.matched_a, m.matched_b) = (count(&matched.a), count(&matched.b));
        m.coverage = (mask(&matched.a), mask(&matched.b));
        let (first, last) = (in_long.iter().position(|x| *x), in_long.iter().rposition(|x| *x));
        if let (Some(first), Some(last)) = (first, last) {
            m.contiguity = f64::from(count(in_long)) / (last - first + 1) as f64;
        }
        m
    }
}

/// Compares the names and numbers of a pair whose sentences were measured; none count if only runs
/// were.
pub fn particulars(
    m: &Measures,
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    aligned: &Aligned,
    texts: (&str, &str),
) -> Particulars {
    if is_more_than_runs(m, aligned) {
        particulars::compare(a, b, aligned, texts)
    } else {
        Particulars::default()
    }
}

/// Which words of `a` and `b` are in a verbatim run, or equal in linked sentences.
struct Matched {
    a: Vec<bool>,
    b: Vec<bool>,
}

/// Measures the verbatim runs: their words, how many of them are quoted or background, and the
/// longest run outside quotations. O(words of the runs).
fn measure_runs(
    m: &mut Measures,
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    tiles: &[Tile],
    matched: &mut Matched,
) {
    let standing = |ranges: &[Range<u32>], at: u32| {
        let next = ranges.partition_point(|r| r.start <= at);
        next > 0 && ranges[next - 1].end > at
    };
    let with_furniture = !a.furniture.is_empty() && !b.furniture.is_empty();
    let with_background = !a.background.is_empty() || !b.background.is_empty();
    for tile in tiles {
        m.verbatim += tile.length;
        let mut run = 0;
        for k in 0..tile.length {
            let (i, j) = (tile.a + k, tile.b + k);
            m.standing += u32::from(
                with_background && (standing(&a.background, i) || standing(&b.background, j)),
            );
            m.furniture +=
                u32::from(with_furniture && standing(&a.furniture, i) && standing(&b.furniture, j));
            let (i, j) = (i as usize, j as usize);
            (matched.a[i], matched.b[j]) = (true, true);
            let quoted = a.document.words[i].class.has(Class::QUOTED)
                || b.document.words[j].class.has(Class::QUOTED);
            m.verbatim_quoted += u32::from(quoted);
            run = if quoted { 0 } else { run + 1 };
            m.longest = m.longest.max(run);
        }
    }
}

/// Measures the linked sentences of the shorter and the longer body: how many there are, how many
/// correspond one to one, and which of their words were kept, replaced, cut or added. O(words of
/// the sentences).
fn measure_links(
    m: &mut Measures,
    short: &Document,
    long: &Document,
    aligned: &Aligned,
    matched: &mut Matched,
) {
    let mut linked_to: Vec<u32> = aligned.links.iter().map(|l| l.to).collect();
    linked_to.sort_unstable();
    m.links = aligned.links.len() as u32;
    for (link, steps) in aligned.links.iter().zip(&aligned.steps) {
        let (sentence, counterpart) =
            (&short.sentences[link.from as usize], &long.sentences[link.to as usize]);
        m.linked += sentence.end - sentence.start;
        let plain = |words: &[Word]| words.iter().filter(|w| !w.class.has(Class::QUOTED)).count();
        if 2 * plain(prepare::words(short, sentence)) > sentence.len() {
            m.authored += 1;
            m.altered += u32::from(steps.iter().any(|step| matches!(step, Step::Swapped(..))));
        }
        let (x, y) = (sentence.len() as f64, counterpart.len() as f64);
        let alone = linked_to.partition_point(|t| *t <= link.to)
            - linked_to.partition_point(|t| *t < link.to)
            == 1;
        m.paired += u32::from(alone && x.min(y) / x.max(y).max(1.0) >= LIKE_LENGTH);
        for step in steps {
            match step {
                Step::Same(ra, rb) => {
                    matched.a[ra.start as usize..ra.end as usize].fill(true);
                    matched.b[rb.start as usize..rb.end as usize].fill(true);
                    m.kept += ra.end - ra.start;
                }
                Step::Swapped(ra, rb) => {
                    let (n, k) = (ra.end - ra.start, rb.end - rb.start);
                    m.swapped += n.min(k);
                    m.loose += n.abs_diff(k);
                }
                Step::Cut(r, _) | Step::Added(_, r) => m.loose += r.end - r.start,
            }
        }
    }
}

/// Returns which 64ths of a body are at least half covered; in a body of fewer than 64 words some
/// are empty and never covered.
fn mask(covered: &[bool]) -> u64 {
    let n = covered.len();
    (0..64)
        .filter(|&k| {
            let part = &covered[n * k / 64..n * (k + 1) / 64];
            !part.is_empty() && part.iter().filter(|x| **x).count() * 2 >= part.len()
        })
        .fold(0, |mask, k| mask | 1 << k)
}

/// Returns the share of the smaller skeleton's distinct words that the other skeleton has; 0 if
/// either is empty.
pub(crate) fn skeleton_share(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    // Without a branch, since nothing predicts which of two keys is the smaller.
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        both += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(x >= y);
    }
    share(both, a.len().min(b.len()) as u32)
}

/// Returns the measures of a pair whose words were not compared.
pub(in crate::compare) fn without_words(
    a: &Fingerprint,
    b: &Fingerprint,
    (nearness, likeness): (f32, f64),
) -> Measures {
    Measures {
        words_a: a.words,
        words_b: b.words,
        quotes: (a.quotes, b.quotes),
        skeleton: skeleton_share(&a.skeleton, &b.skeleton),
        nearness: f64::from(nearness),
        likeness,
        order: 1.0,
        ..Measures::default()
    }
}
