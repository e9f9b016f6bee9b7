//! What the wording of two texts says of a direction.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Signal, Sum};
use crate::compare::{Comparison, Relation};
use crate::ingest::Article;
use crate::lineage::Evidence;
use crate::text::{fold, words};

/// Articles of the run from which the commonness of words is read.
const SAMPLE: usize = 4_000;
/// Least number of single words that stand in each other's place.
const LEAST_SWAPS: usize = 5;
/// Bound of what one swap says, in units of the logarithm of a ratio.
const ONE_SWAP: f64 = 2.5;
/// Bound of the strength that all swaps have together.
const ALL_SWAPS: f64 = 3.0;

/// How common the words are that copies put in the place of others.
///
/// A replaced word is the fitting one, and its substitute the one that a list offers: in other news the first is more common
/// than the second (after the loss of fluency by which Corney et al. and plagiarism research tell a paraphrase from its
/// source). Learned from the run itself, so that it needs no word list and works in any language.
#[derive(Debug, Default)]
pub struct Commonness {
    /// For each word that stands in a substitution the sampled articles that have it, ascending.
    articles: FxHashMap<u32, Vec<u32>>,
}

/// The single words that stand in each other's place in a pair, by key; names and numbers left out.
fn swapped(c: &Comparison, articles: &[Article]) -> Vec<(u32, u32)> {
    let word = |at: u32, bytes: &std::ops::Range<usize>| {
        let text = &articles[at as usize].text[bytes.clone()];
        text.chars().all(char::is_alphanumeric).then(|| words::key(&fold::fold(text)))
    };
    let plain = c.swaps.iter().filter(|s| !s.factual);
    plain.filter_map(|s| Some((word(c.a, &s.a)?, word(c.b, &s.b)?))).filter(|(x, y)| x != y).collect()
}

/// Whether a pair's swaps are a spinner's: whoever writes anew chooses his words himself.
fn is_spun(c: &Comparison) -> bool {
    c.relation == Relation::Spun
}

impl Commonness {
    /// Counts the words of all substitutions in a sample of the run. Nothing is read where nothing was reworded.
    pub fn learn(e: &Evidence<'_>) -> Self {
        let asked: FxHashSet<u32> =
            e.comparisons.iter().filter(|c| is_spun(c)).flat_map(|c| swapped(c, e.articles)).flat_map(|(x, y)| [x, y]).collect();
        let mut articles: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        if asked.is_empty() {
            return Self { articles };
        }
        let step = e.articles.len().div_ceil(SAMPLE).max(1);
        let mut read = Vec::new();
        for at in (0..e.articles.len()).step_by(step) {
            read.clear();
            e.cleaned[at].body.iter().for_each(|piece| words::read(&e.articles[at].text, piece.clone(), &mut read));
            for word in read.iter().filter(|w| asked.contains(&w.key)) {
                let known = articles.entry(word.key).or_default();
                if known.last() != Some(&(at as u32)) {
                    known.push(at as u32);
                }
            }
        }
        Self { articles }
    }

    /// How much more common the words of `a` are than those of `b`, in other articles than `family`; in [−3, 3].
    ///
    /// The sum of the logarithms of the ratios of document frequencies, over the square root of their number. `None` below five
    /// swaps of single words.
    fn of(&self, c: &Comparison, articles: &[Article], family: &FxHashSet<u32>) -> Option<f64> {
        let all = swapped(c, articles);
        if all.len() < LEAST_SWAPS {
            return None;
        }
        let count = |key: u32| self.articles.get(&key).map_or(0, |known| known.iter().filter(|at| !family.contains(at)).count()) as f64;
        let sum: f64 = all.iter().map(|&(x, y)| ((count(x) + 0.5) / (count(y) + 0.5)).ln().clamp(-ONE_SWAP, ONE_SWAP)).sum();
        Some((sum / (2.0 * (all.len() as f64).sqrt())).clamp(-ALL_SWAPS, ALL_SWAPS))
    }
}

/// The 64ths that are the beginning and the first quarter of a body.
const BEGINNING: u64 = 0x7;
const FIRST_QUARTER: u64 = 0xffff;
/// Difference in the share of the first quarters that the other text has, from which one has a new top.
const LEAST_TOP: f64 = 0.15;
/// Share of a part that the whole must hold for it to have no words of its own.
const NOTHING_ELSE: f64 = 0.9;

/// Reads marks, common words, new tops and parts. `family` are the articles that have copies in common with the
/// two.
pub(super) fn read(sum: &mut Sum<'_>, c: &Comparison, e: &Evidence<'_>, common: &Commonness, family: &FxHashSet<u32>) {
    let articles = e.articles;
    if matches!(c.relation, Relation::Spun | Relation::Rewritten) {
        let extra = f64::from(c.marks.1.telling()) - f64::from(c.marks.0.telling());
        sum.add(Signal::SpinMarks, extra.clamp(-3.0, 3.0));
    }
    if let Some(value) = is_spun(c).then(|| common.of(c, articles, family)).flatten() {
        sum.add(Signal::CommonWords, value);
    }
    let m = &c.measures;
    let (of_a, of_b) = m.coverage;
    if c.relation == Relation::Excerpt && m.words_a != m.words_b {
        let a_is_whole = m.words_a > m.words_b;
        let whole = if a_is_whole { of_a } else { of_b };
        // A text that is wholly held amid another may be its source, quoted or taken into a digest, as well as its part.
        let begins = whole & BEGINNING != 0;
        let has_own_words = m.short_verbatim() >= 0.5 && m.short_verbatim() < NOTHING_ELSE;
        if begins || has_own_words {
            sum.add(Signal::Part, if a_is_whole { 1.0 } else { -1.0 });
        }
    }
    if matches!(c.relation, Relation::Edited | Relation::Republished) {
        // Of the first quarter of each, how much the other has: news is put on top.
        let top = |mask: u64| f64::from((mask & FIRST_QUARTER).count_ones()) / f64::from(FIRST_QUARTER.count_ones());
        let difference = top(of_a) - top(of_b);
        if difference.abs() >= LEAST_TOP {
            sum.add(Signal::NewTop, (2.0 * difference).clamp(-1.0, 1.0));
        }
    }
}
