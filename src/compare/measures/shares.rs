//! What follows from the counts of [`Measures`]: shares, and which parts of the bodies are shared.

use super::Measures;

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

    /// Returns a count of words in words of scripts with spaces: in scripts without, each character is
    /// counted, and two of them say about as much as a word. Chosen by judgement, as for the lines
    /// of a page ([`Line::words`](crate::clean::lines::Line)).
    pub fn in_words(&self, count: u32) -> f64 {
        f64::from(count) * if self.joined { 0.5 } else { 1.0 }
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
pub(in crate::compare) fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
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
