//! Measures a pair by its verbatim runs and aligned sentences.

use std::ops::Range;

use super::links::{self, Link};
use super::particulars::{self, Particulars};
use super::prepare::{self, Prepared};
use super::rewording::Reworded;
use super::tiles::Tile;
use super::voices::Own;
use super::words::{self, Step};
use crate::fingerprint::Fingerprint;
use crate::text::{Class, Document, Word, fold};

/// The linked sentences of a pair with their words aligned.
#[derive(Debug, Default)]
pub struct Aligned {
    /// Whether links run from sentences of `b` to sentences of `a`; they run from the shorter body
    /// to the longer.
    pub from_b: bool,
    /// The links, in the order of the shorter body's sentences.
    pub links: Vec<Link>,
    /// The word alignment of each link, always from `a` to `b`.
    pub steps: Vec<Vec<Step>>,
}

/// Words of a text per capitalised word, at most, in a script with capitals. Chosen by judgement.
const CAPITALS: usize = 50;

/// Least ratio of the lengths of two sentences that count as similar in length. Chosen by
/// judgement.
const LIKE_LENGTH: f64 = 0.75;

/// The measures of a pair. Counts are words of the cleaned bodies.
#[derive(Debug, Default, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measures {
    /// Whether the words were compared; if not, only lengths, skeletons, nearness, likeness and
    /// numbers of quotations are measured.
    pub compared: bool,
    /// Words of `a`.
    pub words_a: u32,
    /// Words of `b`.
    pub words_b: u32,
    /// Words in verbatim runs (the same number on both sides).
    pub verbatim: u32,
    /// Verbatim words that are quoted on either side.
    pub verbatim_quoted: u32,
    /// Verbatim words in recurring paragraphs of either outlet.
    pub standing: u32,
    /// Verbatim words that on both sides are in lines that recur as boilerplate does.
    pub furniture: u32,
    /// Length of the longest verbatim run outside quotations.
    pub longest: u32,
    /// Words of `a` in verbatim runs or equal in aligned sentences.
    pub matched_a: u32,
    /// The same for `b`.
    pub matched_b: u32,
    /// Words of the shorter body in linked sentences.
    pub linked: u32,
    /// Words of the shorter body in linked sentences that were replaced by others.
    pub swapped: u32,
    /// Words of the shorter body in linked sentences that are equal to their counterparts.
    pub kept: u32,
    /// Words of either body in linked sentences that have neither a counterpart nor other words in
    /// their place.
    pub loose: u32,
    /// Number of linked sentences of the shorter body.
    pub links: u32,
    /// Linked sentences that are mostly outside quotations.
    pub authored: u32,
    /// Of these, the ones in which words were replaced.
    pub altered: u32,
    /// Linked sentences whose counterpart has no other link and is similar in length.
    pub paired: u32,
    /// Words of the shorter body outside quotations.
    pub plain_words: u32,
    /// Of these, the matched ones.
    pub plain_matched: u32,
    /// Share of links in ascending order, in [0, 1].
    pub order: f64,
    /// Share of the smaller skeleton's words that the other skeleton has, in [0, 1].
    pub skeleton: f64,
    /// The same weighted by rarity in the run; 0 if the candidate join did not compute it.
    pub nearness: f64,
    /// Likeness of the content words, weighted by rarity in the run, in [0, 1] (see
    /// [`super::likeness`]).
    pub likeness: f64,
    /// Share of matched words between the first and the last matched word of the longer body, in
    /// [0, 1]: 1 for one unbroken passage.
    pub contiguity: f64,
    /// The 64ths of `a` and of `b` that are at least half covered by matched words; (0, 0) if not
    /// measured.
    pub coverage: (u64, u64),
    /// Quotations that both have word for word.
    pub quotes_shared: u32,
    /// Quotations that both have in different wording.
    pub quotes_altered: u32,
    /// Quotations of three words or more in `a` and in `b`.
    pub quotes: (u32, u32),
    /// Whether either body is in a script with capitals, so that names can be recognised.
    pub has_names: bool,
    /// Names and numbers in which the two agree or disagree.
    pub particulars: Particulars,
    /// How much of the shorter body is in the outlets' own words and not reported speech.
    pub own: Own,
    /// How words were changed.
    pub reworded: Reworded,
}

impl Measures {
    /// Returns the share of `a`'s words in verbatim runs shared with `b`: containment of a in b, in
    /// [0, 1]; 0 for an empty body.
    ///
    /// Source: Broder, *On the resemblance and containment of documents*, 1997, section 2.
    pub fn containment_a(&self) -> f64 {
        share(self.verbatim, self.words_a)
    }

    /// Returns the containment of b in a, in [0, 1]; 0 for an empty body.
    pub fn containment_b(&self) -> f64 {
        share(self.verbatim, self.words_b)
    }

    /// Returns the resemblance: words in verbatim runs over the words of both bodies together, in
    /// [0, 1].
    pub fn resemblance(&self) -> f64 {
        share(self.verbatim, self.words_a + self.words_b - self.verbatim)
    }

    /// Whether nearly all that the two share recurs in other articles of both outlets as
    /// boilerplate does.
    pub fn is_furniture(&self) -> bool {
        // Chosen by judgement: the seams of a notice may match by chance.
        self.furniture > 0 && self.furniture * 5 >= self.matched_a.max(self.matched_b) * 4
    }

    /// Returns the share of the shorter body's words in verbatim runs.
    pub fn short_verbatim(&self) -> f64 {
        share(self.verbatim, self.words_a.min(self.words_b))
    }

    /// Returns the share of the longer body's words in verbatim runs.
    pub fn long_verbatim(&self) -> f64 {
        share(self.verbatim, self.words_a.max(self.words_b))
    }

    /// Returns the share of the shorter body in linked sentences.
    pub fn linked_share(&self) -> f64 {
        share(self.linked, self.words_a.min(self.words_b))
    }

    /// Returns the share of the shorter body's words that are matched, in runs or in aligned
    /// sentences.
    pub fn short_matched(&self) -> f64 {
        if self.words_a <= self.words_b {
            share(self.matched_a, self.words_a)
        } else {
            share(self.matched_b, self.words_b)
        }
    }

    /// Returns the share of the longer body's words that are matched.
    pub fn long_matched(&self) -> f64 {
        if self.words_a <= self.words_b {
            share(self.matched_b, self.words_b)
        } else {
            share(self.matched_a, self.words_a)
        }
    }

    /// Returns the share of replaced words among the shorter body's words in linked sentences that
    /// were replaced or kept, in [0, 1].
    pub fn substituted(&self) -> f64 {
        share(self.swapped, self.swapped + self.kept)
    }

    /// Returns the share of words in linked sentences without any counterpart, in [0, 1].
    pub fn loose_share(&self) -> f64 {
        share(self.loose, self.loose + 2 * (self.swapped + self.kept))
    }

    /// Returns the share of linked sentences that correspond one to one with a sentence of similar
    /// length, in [0, 1].
    pub fn paired_share(&self) -> f64 {
        share(self.paired, self.links)
    }

    /// Returns the share of linked sentences outside quotations in which words were replaced, in
    /// [0, 1].
    pub fn altered_share(&self) -> f64 {
        share(self.altered, self.authored)
    }

    /// Returns the share of the shorter body's words outside quotations that are matched, in [0,
    /// 1].
    pub fn plain_matched_share(&self) -> f64 {
        share(self.plain_matched, self.plain_words)
    }

    /// Returns the share of the shorter body's words outside quotations that are in verbatim runs,
    /// in [0, 1]; a run that either text quotes does not count.
    pub fn plain_verbatim_share(&self) -> f64 {
        share(self.plain().min(self.plain_words), self.plain_words)
    }

    /// Whether some of the first quarter of either body is shared.
    ///
    /// That is so for two states of one article, where the later one has the beginning of the
    /// earlier one further down, but not for galleries and recurring passages that an outlet
    /// appends to many articles.
    pub fn shares_a_beginning(&self) -> bool {
        begins(self.coverage.0) || begins(self.coverage.1)
    }

    /// Whether some of the first quarter of the longer body is shared.
    pub fn shares_long_beginning(&self) -> bool {
        begins(if self.words_a >= self.words_b { self.coverage.0 } else { self.coverage.1 })
    }

    /// Whether some of the first quarter of both bodies is shared.
    pub fn shares_both_beginnings(&self) -> bool {
        begins(self.coverage.0) && begins(self.coverage.1)
    }

    /// Whether some of the first six 64ths of either body are shared.
    pub fn shares_a_lead(&self) -> bool {
        (self.coverage.0 | self.coverage.1) & LEAD != 0
    }

    /// Whether some of the last six 64ths of both bodies are shared.
    pub fn shares_both_ends(&self) -> bool {
        self.coverage.0 & END != 0 && self.coverage.1 & END != 0
    }

    /// Whether nothing in the first half of either body is shared.
    pub fn shares_only_endings(&self) -> bool {
        (self.coverage.0 | self.coverage.1) & FIRST_HALF == 0
    }

    /// Whether all that is shared is one passage in each body.
    pub fn shares_one_block(&self) -> bool {
        is_block(self.coverage.0) && is_block(self.coverage.1)
    }

    /// Returns the number of verbatim words outside quotations.
    pub fn plain(&self) -> u32 {
        self.verbatim - self.verbatim_quoted
    }
}

/// The first 16 of the 64 parts of a body, by definition.
const FIRST_QUARTER: u64 = 0xffff;
/// Parts of the first quarter that must be covered. Chosen by judgement: fewer can be a phrase.
const BEGUN: u32 = 3;

/// Whether some of the first quarter of a body is covered: more than a phrase.
fn begins(coverage: u64) -> bool {
    (coverage & FIRST_QUARTER).count_ones() >= BEGUN
}

/// The first 6 of the 64 parts of a body. Chosen by judgement.
const LEAD: u64 = 0x3f;
/// The last 6 of the 64 parts of a body. Chosen by judgement.
const END: u64 = 0x3f << 58;

/// The first 32 of the 64 parts of a body, by definition.
const FIRST_HALF: u64 = 0xffff_ffff;

/// Returns `part` divided by `whole`; 0 if `whole` is 0.
pub(super) fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// Links the shorter body's sentences to those of the longer one and aligns their words.
pub fn align(a: &Prepared<'_>, b: &Prepared<'_>, tiles: &[Tile]) -> Aligned {
    let from_b = b.len() < a.len();
    let (short, long) = if from_b { (b, a) } else { (a, b) };
    let mut aligned = Aligned { from_b, links: links::find(short, long), steps: Vec::new() };
    for link in &aligned.links {
        let (sentence_a, sentence_b) =
            if from_b { (link.to, link.from) } else { (link.from, link.to) };
        let (ra, rb) = (
            &a.document.sentences[sentence_a as usize],
            &b.document.sentences[sentence_b as usize],
        );
        let whole = tiles.partition_point(|t| t.a <= ra.start).checked_sub(1).map(|i| tiles[i]);
        let verbatim = whole.is_some_and(|t| {
            t.a + t.length >= ra.end
                && t.b + (ra.start - t.a) == rb.start
                && rb.end - rb.start == ra.end - ra.start
        });
        aligned.steps.push(if verbatim {
            vec![Step::Same(ra.clone(), rb.clone())]
        } else {
            words::align(&a.document.words, &b.document.words, (ra, rb))
        });
    }
    aligned
}

/// Most words of a swap that can be one word in pieces. Chosen by judgement.
const PIECES: usize = 4;

/// Treats words that are split in one text and whole in the other as the same (`vr asje` and
/// `vrasje`).
pub fn join_words(aligned: &mut Aligned, a: &Prepared<'_>, b: &Prepared<'_>, texts: (&str, &str)) {
    let letters = |p: &Prepared<'_>, range: &Range<u32>, text: &str| -> String {
        prepare::words(p.document, range).iter().map(|w| fold::fold(w.of(text))).collect()
    };
    for step in aligned.steps.iter_mut().flatten() {
        let Step::Swapped(ra, rb) = step else { continue };
        if ra.len() != rb.len()
            && ra.len().max(rb.len()) <= PIECES
            && letters(a, ra, texts.0) == letters(b, rb, texts.1)
        {
            *step = Step::Same(ra.clone(), rb.clone());
        }
    }
}

/// Whether nine tenths of a body's covered parts lie in one passage.
fn is_block(coverage: u64) -> bool {
    let (mut best, mut current, mut gap) = (0, 0, 0);
    for bit in 0..64 {
        if coverage >> bit & 1 == 1 {
            current += 1;
            gap = 0;
            best = best.max(current);
        } else {
            gap += 1;
            current = if gap > GAP { 0 } else { current };
        }
    }
    best > 0 && best * 10 >= coverage.count_ones() * 9
}

/// Uncovered 64ths in a row that may lie within a passage. Chosen by judgement.
const GAP: u32 = 3;

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

/// Whether more is to be measured than the verbatim runs: sentences are linked, or the runs are a
/// fair part of the shorter body.
fn is_more_than_runs(m: &Measures, aligned: &Aligned) -> bool {
    !aligned.links.is_empty()
        || f64::from(m.verbatim) >= super::PROMISING_PASSAGES * f64::from(m.words_a.min(m.words_b))
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
pub(super) fn without_words(
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
