//! Reads the evidence of the wording of two texts for a direction.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Signal, Sum};
use crate::compare::{Comparison, Relation};
use crate::ingest::Article;
use crate::lineage::Evidence;
use crate::text::usage::{self, Usage};
use crate::text::words::Word;
use crate::text::{Class, frequencies};

/// Number of articles of the run from which the frequency of words is counted, those with the
/// smallest keys. Chosen by judgement, to bound the cost.
const SAMPLE: usize = 4_000;
/// Least number of swapped single words. Chosen by judgement.
const LEAST_SWAPS: usize = 5;
/// Bound on the evidence of one swap, as the logarithm of a ratio. Chosen by judgement.
const ONE_SWAP: f64 = 3.0;
/// Bound on the strength of all swaps together. Chosen by judgement.
const ALL_SWAPS: f64 = 4.0;
/// Weight of the frequency of a word by itself, relative to how usual it is beside its neighbours.
/// Chosen by judgement.
const BY_ITSELF: f64 = 0.5;
/// Weight of the run's own frequencies beside data on the language. Chosen by judgement.
const RUN_BESIDE: f64 = 0.3;
/// Weight of the run's own frequencies where no data on the language exist. Chosen by judgement.
const RUN_ALONE: f64 = 0.7;
/// Factor on the strength where only the run's own frequencies are available. They were checked in
/// English only; elsewhere they were right in two of four pairs that a reader judged. So they add
/// to other evidence but do not decide. Chosen by judgement.
const UNCHECKED: f64 = 0.5;
/// Bound on the strength in that case. Chosen by judgement.
const MOST_UNCHECKED: f64 = 0.7;

/// How usual the words are that copies substitute for others.
///
/// A replaced word fits its place, while its substitute is whatever a list offers: the replaced
/// word is more common and more usual beside its neighbours (after the loss of fluency by which
/// Corney et al. and plagiarism research distinguish a paraphrase from its source). Frequencies
/// come from the run itself, which works in any language, and from data on the language where there
/// are any.
#[derive(Debug, Default)]
pub struct Commonness {
    /// For each swapped word, the sampled articles that contain it, ascending.
    words: Holders<u32>,
    /// The same for each pair of such a word and a neighbour.
    pairs: Holders<(u32, u32)>,
}

/// The sampled articles that contain each key, ascending.
type Holders<K> = FxHashMap<K, Vec<u32>>;

/// A swapped word, by key, with its neighbours in the sentence.
#[derive(Debug, Clone, Copy)]
struct Placed {
    before: Option<u32>,
    word: u32,
    after: Option<u32>,
}

impl Placed {
    /// Returns the word that occupies `bytes`; `None` if they are not exactly one word, or not only
    /// letters.
    fn read(e: &Evidence<'_>, at: u32, bytes: &std::ops::Range<usize>) -> Option<Self> {
        let (text, document) = (&e.articles[at as usize].text, &e.documents[at as usize]);
        let n = document.words.partition_point(|word| (word.start as usize) < bytes.start);
        let word = document
            .words
            .get(n)
            .filter(|word| (word.start as usize..word.end() as usize) == *bytes)?;
        if !text[bytes.clone()].chars().all(char::is_alphabetic) {
            return None;
        }
        let beside = |x: &Word, y: &Word, of: &Word| {
            (is_joined(text, x, y) && !of.class.has(Class::DIGIT)).then_some(of.key)
        };
        let before =
            n.checked_sub(1).and_then(|n| document.words.get(n)).and_then(|x| beside(x, word, x));
        let after = document.words.get(n + 1).and_then(|y| beside(word, y, y));
        Some(Self { before, word: word.key, after })
    }

    /// Returns its pairs with its neighbours.
    fn pairs(self) -> [Option<(u32, u32)>; 2] {
        [self.before.map(|before| (before, self.word)), self.after.map(|after| (self.word, after))]
    }
}

/// Returns whether two words are separated by a single blank.
fn is_joined(text: &str, word: &Word, next: &Word) -> bool {
    text.get(word.end() as usize..next.start as usize) == Some(" ")
}

/// Returns the single words that are swapped in a pair, without names and numbers.
fn swapped(c: &Comparison, e: &Evidence<'_>) -> Vec<(Placed, Placed)> {
    let plain = c.swaps.iter().filter(|s| !s.factual);
    plain
        .filter_map(|s| Some((Placed::read(e, c.a, &s.a)?, Placed::read(e, c.b, &s.b)?)))
        .filter(|(x, y)| x.word != y.word)
        .collect()
}

/// Returns the language of a pair; `None` if the two differ or it is unknown.
fn language<'e>(c: &Comparison, e: &Evidence<'e>) -> Option<&'e str> {
    let of = |at: u32| e.cleaned[at as usize].language.as_deref();
    of(c.a).filter(|code| of(c.b) == Some(*code))
}

/// Returns whether a pair's swaps are those of a spinner; somebody who rewrites a text chooses
/// words freely.
fn is_spun(c: &Comparison) -> bool {
    c.relation == Relation::Spun
}

impl Commonness {
    /// Counts the swapped words in a sample of the run. Reads nothing if nothing was spun.
    pub fn learn(e: &Evidence<'_>) -> Self {
        let mut all = Self::default();
        for placed in e
            .comparisons
            .iter()
            .filter(|c| is_spun(c))
            .flat_map(|c| swapped(c, e))
            .flat_map(|(x, y)| [x, y])
        {
            all.words.entry(placed.word).or_default();
            placed.pairs().into_iter().flatten().for_each(|pair| {
                all.pairs.entry(pair).or_default();
            });
        }
        if all.words.is_empty() {
            return all;
        }
        let note = |holders: Option<&mut Vec<u32>>, at: u32| {
            if let Some(known) = holders.filter(|known| known.last() != Some(&at)) {
                known.push(at);
            }
        };
        let keys: Vec<u64> = e.articles.iter().map(Article::key).collect();
        for at in frequencies::smallest(&keys, SAMPLE) {
            let (text, words) = (&e.articles[at].text, &e.documents[at].words);
            words.iter().for_each(|word| note(all.words.get_mut(&word.key), at as u32));
            for (word, next) in words
                .iter()
                .zip(words.iter().skip(1))
                .filter(|(word, next)| is_joined(text, word, next))
            {
                note(all.pairs.get_mut(&(word.key, next.key)), at as u32);
            }
        }
        all
    }

    /// Returns how much more usual the words of `a` are than those of `b`, in [−4, 4].
    ///
    /// Each swap contributes how much more common its word of `a` is, and how much more usual
    /// beside its neighbours, in the language and in articles of the run outside `family`. The
    /// result is the sum over the root of the sum of squares: with random signs its standard
    /// deviation would be 1. `None` with fewer than five informative swaps of single words.
    fn of(&self, c: &Comparison, e: &Evidence<'_>, family: &FxHashSet<u32>) -> Option<f64> {
        let usage = language(c, e).and_then(usage::of);
        let run = if usage.is_some() { RUN_BESIDE } else { RUN_ALONE };
        let said: Vec<f64> = swapped(c, e)
            .into_iter()
            .map(|(x, y)| {
                let of_language = usage.map_or(0.0, |usage| of_language(usage, x, y));
                (of_language + run * self.of_run(x, y, family)).clamp(-ONE_SWAP, ONE_SWAP)
            })
            .filter(|said| *said != 0.0)
            .collect();
        if said.len() < LEAST_SWAPS {
            return None;
        }
        let spread = said.iter().map(|said| said * said).sum::<f64>().sqrt();
        let strength = (said.iter().sum::<f64>() / spread).clamp(-ALL_SWAPS, ALL_SWAPS);
        Some(if usage.is_some() {
            strength
        } else {
            (UNCHECKED * strength).clamp(-MOST_UNCHECKED, MOST_UNCHECKED)
        })
    }

    /// Returns how much more common one word is in the run than the other, by itself and beside its
    /// neighbours.
    fn of_run(&self, x: Placed, y: Placed, family: &FxHashSet<u32>) -> f64 {
        let held = |known: Option<&Vec<u32>>| {
            known.map_or(0, |known| known.iter().filter(|at| !family.contains(at)).count()) as f64
        };
        let ratio = |x: f64, y: f64| ((x + 0.5) / (y + 0.5)).ln();
        let beside = x.pairs().into_iter().zip(y.pairs()).filter_map(|(x, y)| x.zip(y));
        let beside: f64 =
            beside.map(|(x, y)| ratio(held(self.pairs.get(&x)), held(self.pairs.get(&y)))).sum();
        ratio(held(self.words.get(&x.word)), held(self.words.get(&y.word))) + beside
    }
}

/// Returns how much more usual one word is in its place than the other in the same place.
fn of_language(usage: &Usage, x: Placed, y: Placed) -> f64 {
    let beside = x.pairs().into_iter().zip(y.pairs()).filter_map(|(x, y)| x.zip(y));
    let tied = |(word, next): (u32, u32)| usage.association(word, next);
    BY_ITSELF * (usage.commonness(x.word) - usage.commonness(y.word))
        + beside.map(|(x, y)| tied(x) - tied(y)).sum::<f64>()
}

/// Mask of the 64ths that count as the beginning of a body. Chosen by judgement.
const BEGINNING: u64 = 0x7;
/// Mask of the 64ths that make up the first quarter of a body. By definition.
const FIRST_QUARTER: u64 = 0xffff;
/// Least difference between the shares of the first quarters found in the other text, for one text
/// to have a new top. Chosen by judgement.
const LEAST_TOP: f64 = 0.15;
/// Share of a part that the whole must contain verbatim for the part to have no words of its own.
/// Chosen by judgement.
const NOTHING_ELSE: f64 = 0.9;

/// Reads traces of spinning, word frequencies, new tops and parts. `family` is the two articles and
/// all those that have a copying relation with either.
pub(super) fn read(
    sum: &mut Sum<'_>,
    c: &Comparison,
    e: &Evidence<'_>,
    common: &Commonness,
    family: &FxHashSet<u32>,
) {
    if matches!(c.relation, Relation::Spun | Relation::Rewritten) && language(c, e) == Some("en") {
        let extra = f64::from(c.marks.1.telling()) - f64::from(c.marks.0.telling());
        sum.add(Signal::SpinMarks, extra.clamp(-3.0, 3.0));
    }
    if let Some(value) = is_spun(c).then(|| common.of(c, e, family)).flatten() {
        sum.add(Signal::CommonWords, value);
    }
    let m = &c.measures;
    let (of_a, of_b) = m.coverage;
    if c.relation == Relation::Excerpt && m.words_a != m.words_b {
        let a_is_whole = m.words_a > m.words_b;
        let whole = if a_is_whole { of_a } else { of_b };
        // A text that is wholly contained in the middle of another may be its part, but also its
        // source, quoted or included in a digest.
        let begins = whole & BEGINNING != 0;
        let has_own_words = m.short_verbatim() >= 0.5 && m.short_verbatim() < NOTHING_ELSE;
        if begins || has_own_words {
            sum.add(Signal::Part, if a_is_whole { 1.0 } else { -1.0 });
        }
    }
    if matches!(c.relation, Relation::Edited | Relation::Republished) {
        // How much of each text's first quarter the other one has: news is added at the top.
        let top = |mask: u64| {
            f64::from((mask & FIRST_QUARTER).count_ones()) / f64::from(FIRST_QUARTER.count_ones())
        };
        let difference = top(of_a) - top(of_b);
        if difference.abs() >= LEAST_TOP {
            sum.add(Signal::NewTop, (2.0 * difference).clamp(-1.0, 1.0));
        }
    }
}
