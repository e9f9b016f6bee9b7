//! Links the sentences of a pair and aligns their words.

use std::ops::Range;

use crate::compare::links::{self, Link};
use crate::compare::prepare::{self, Prepared};
use crate::compare::tiles::Tile;
use crate::compare::words::{self, Step};
use crate::text::fold;

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
