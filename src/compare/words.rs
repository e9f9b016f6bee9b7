//! Aligns the words of two sentences or quotations: what was kept, replaced, cut and added.

use std::ops::Range;

use crate::text::{Class, Word};

/// Words of a sentence or quotation up to which it is aligned; the rest is ignored. Chosen by
/// judgement: it bounds the quadratic work, and hardly a news sentence is longer where words are
/// separated by spaces. Elsewhere a word is one character, and longer sentences occur.
pub(super) const LONGEST: usize = 160;

/// One step of an alignment; ranges are word numbers in the whole documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Equal words.
    Same(Range<u32>, Range<u32>),
    /// Words replaced by others.
    Swapped(Range<u32>, Range<u32>),
    /// Words that only the first text has, and their place in the second.
    Cut(Range<u32>, u32),
    /// Words that only the second text has, and their place in the first.
    Added(u32, Range<u32>),
}

/// Aligns two word ranges so that the total weight of equal words is greatest.
///
/// Content words weigh more than function words; of equal alignments the one with fewer breaks
/// wins. O(n · m), for at most 160 words of each range.
pub fn align(a: &[Word], b: &[Word], ranges: (&Range<u32>, &Range<u32>)) -> Vec<Step> {
    let (x, y) = (clipped(a, ranges.0), clipped(b, ranges.1));
    let (n, m) = (x.len(), y.len());
    let width = m + 1;
    let mut best = vec![0u32; (n + 1) * width];
    // The value of the best alignment of x[i..] and y[j..] that begins with the pair (i, j); `None`
    // if the two words differ.
    let paired = |best: &[u32], i: usize, j: usize| {
        let goes_on = i + 1 < n && j + 1 < m && x[i + 1].key == y[j + 1].key;
        let worth = if x[i].class.has(Class::FUNCTION) { 4 } else { 8 } + u32::from(goes_on);
        (x[i].key == y[j].key).then(|| best[(i + 1) * width + j + 1] + worth)
    };
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let apart = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            best[i * width + j] = apart.max(paired(&best, i, j).unwrap_or(0));
        }
    }
    let mut steps = Vec::new();
    let (mut i, mut j, mut gap) = (0, 0, (0, 0));
    let at = |i: usize, j: usize| (ranges.0.start + i as u32, ranges.1.start + j as u32);
    while i < n && j < m {
        if paired(&best, i, j) == Some(best[i * width + j]) {
            push_gap(at(gap.0, gap.1), at(i, j), &mut steps);
            let (in_a, in_b) = at(i, j);
            match steps.last_mut() {
                Some(Step::Same(ra, rb)) if ra.end == in_a && rb.end == in_b => {
                    (ra.end, rb.end) = (in_a + 1, in_b + 1)
                }
                _ => steps.push(Step::Same(in_a..in_a + 1, in_b..in_b + 1)),
            }
            (i, j) = (i + 1, j + 1);
            gap = (i, j);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    push_gap(at(gap.0, gap.1), at(n, m), &mut steps);
    steps
}

/// Adds the step for the words between two pairs of equal words, if there are any.
fn push_gap(from: (u32, u32), to: (u32, u32), steps: &mut Vec<Step>) {
    let (a, b) = (from.0..to.0, from.1..to.1);
    match (a.is_empty(), b.is_empty()) {
        (true, true) => {}
        (false, false) => steps.push(Step::Swapped(a, b)),
        (false, true) => steps.push(Step::Cut(a, b.start)),
        (true, false) => steps.push(Step::Added(a.start, b)),
    }
}

fn clipped<'w>(words: &'w [Word], range: &Range<u32>) -> &'w [Word] {
    let words = &words[range.start as usize..range.end as usize];
    &words[..words.len().min(LONGEST)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn read(text: &str) -> Vec<Word> {
        let mut out = Vec::new();
        words::read(text, 0..text.len(), &mut out);
        out
    }

    fn steps(a: &str, b: &str) -> Vec<Step> {
        let (a, b) = (read(a), read(b));
        align(&a, &b, (&(0..a.len() as u32), &(0..b.len() as u32)))
    }

    #[test]
    fn swaps_cuts_and_additions_are_told_apart() {
        assert_eq!(
            steps(
                "the old ferry left port late on Monday",
                "the ancient ferry left harbour on Monday night"
            ),
            [
                Step::Same(0..1, 0..1),
                Step::Swapped(1..2, 1..2),
                Step::Same(2..4, 2..4),
                Step::Swapped(4..6, 4..5),
                Step::Same(6..8, 5..7),
                Step::Added(8, 7..8)
            ]
        );
    }

    #[test]
    fn every_word_of_both_sides_is_in_one_step() {
        let (a, b) = ("a b c d e f g a b", "c b a x e g f b b a");
        let (mut covered_a, mut covered_b) = (0, 0);
        for step in steps(a, b) {
            let (ra, rb) = match step {
                Step::Same(ra, rb) | Step::Swapped(ra, rb) => (ra, rb),
                Step::Cut(ra, at) => (ra, at..at),
                Step::Added(at, rb) => (at..at, rb),
            };
            assert!(ra.start == covered_a && rb.start == covered_b);
            (covered_a, covered_b) = (ra.end, rb.end);
        }
        assert_eq!((covered_a, covered_b), (9, 10));
    }

    #[test]
    fn the_alignment_keeps_as_many_words_as_brute_force_finds() {
        fn lcs(a: &[Word], b: &[Word]) -> usize {
            match (a.split_first(), b.split_first()) {
                (Some((x, rest_a)), Some((y, rest_b))) => {
                    let skip = lcs(rest_a, b).max(lcs(a, rest_b));
                    if x.key == y.key { skip.max(1 + lcs(rest_a, rest_b)) } else { skip }
                }
                _ => 0,
            }
        }
        for (a, b) in [("p q r s q", "q p s r q"), ("k l m", "m l k"), ("p p q", "p q q p")] {
            let kept: u32 = steps(a, b)
                .iter()
                .map(|s| if let Step::Same(r, _) = s { r.end - r.start } else { 0 })
                .sum();
            assert_eq!(kept as usize, lcs(&read(a), &read(b)), "{a} / {b}");
        }
    }
}
