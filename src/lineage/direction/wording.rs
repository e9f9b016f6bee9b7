//! What the wording of two texts says of a direction.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Signal, Sum};
use crate::compare::{Comparison, Relation};
use crate::lineage::Evidence;
use crate::text::Class;
use crate::text::usage::{self, Usage};
use crate::text::words::Word;

/// Articles of the run from which the commonness of words is read.
const SAMPLE: usize = 4_000;
/// Least number of single words that stand in each other's place.
const LEAST_SWAPS: usize = 5;
/// Bound of what one swap says, in units of the logarithm of a ratio.
const ONE_SWAP: f64 = 3.0;
/// Bound of the strength that all swaps have together.
const ALL_SWAPS: f64 = 4.0;
/// What the commonness of a word by itself counts against how usual it is beside its neighbours.
const BY_ITSELF: f64 = 0.5;
/// What the run counts beside the usage of the language, and where nothing is known of that.
const RUN_BESIDE: f64 = 0.3;
const RUN_ALONE: f64 = 0.7;
/// Strength that is left where only the run tells, and the most that it comes to: it was checked in
/// English alone, and elsewhere it was right in two of four pairs that a reader looked at. It adds
/// to other evidence, and decides nothing.
const UNCHECKED: f64 = 0.5;
const MOST_UNCHECKED: f64 = 0.7;

/// How usual the words are that copies put in the place of others.
///
/// A replaced word is the fitting one, and its substitute the one that a list offers: the first is
/// more common than the second, and more usual beside its neighbours (after the loss of fluency by
/// which Corney et al. and plagiarism research tell a paraphrase from its source). Known from the
/// run itself, which works in any language, and from the usage of the language where there are
/// data.
#[derive(Debug, Default)]
pub struct Commonness {
    /// For each word that stands in a substitution the sampled articles that have it, ascending.
    words: Holders<u32>,
    /// For each such word with a neighbour likewise.
    pairs: Holders<(u32, u32)>,
}

/// The sampled articles that hold each key, ascending.
type Holders<K> = FxHashMap<K, Vec<u32>>;

/// A word that stands in the place of another, by key, between its neighbours in the sentence.
#[derive(Debug, Clone, Copy)]
struct Placed {
    before: Option<u32>,
    word: u32,
    after: Option<u32>,
}

impl Placed {
    /// The single word of a text that `bytes` are; `None` for several words, and for what is not
    /// letters alone.
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

    /// Its pairs with its neighbours.
    fn pairs(self) -> [Option<(u32, u32)>; 2] {
        [self.before.map(|before| (before, self.word)), self.after.map(|after| (self.word, after))]
    }
}

/// Whether nothing but a blank stands between two words.
fn is_joined(text: &str, word: &Word, next: &Word) -> bool {
    text.get(word.end() as usize..next.start as usize) == Some(" ")
}

/// The single words that stand in each other's place in a pair; names and numbers left out.
fn swapped(c: &Comparison, e: &Evidence<'_>) -> Vec<(Placed, Placed)> {
    let plain = c.swaps.iter().filter(|s| !s.factual);
    plain
        .filter_map(|s| Some((Placed::read(e, c.a, &s.a)?, Placed::read(e, c.b, &s.b)?)))
        .filter(|(x, y)| x.word != y.word)
        .collect()
}

/// The language of a pair; `None` if the two differ, or none is told.
fn language<'e>(c: &Comparison, e: &Evidence<'e>) -> Option<&'e str> {
    let of = |at: u32| e.cleaned[at as usize].language.as_deref();
    of(c.a).filter(|code| of(c.b) == Some(*code))
}

/// Whether a pair's swaps are a spinner's: whoever writes anew chooses his words himself.
fn is_spun(c: &Comparison) -> bool {
    c.relation == Relation::Spun
}

impl Commonness {
    /// Counts the words of all substitutions in a sample of the run. Nothing is read where nothing
    /// was reworded.
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
        let step = e.articles.len().div_ceil(SAMPLE).max(1);
        for at in (0..e.articles.len()).step_by(step) {
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

    /// How much more usual the words of `a` are than those of `b`, in [−4, 4].
    ///
    /// Each swap says how much commoner its word of `a` is, and how much more usual beside its
    /// neighbours, in the language and in articles of the run other than `family`. The sum over
    /// all, over the root of the sum of squares: were the signs of the swaps drawn at random, its
    /// standard deviation would be 1. `None` below five swaps of single words that say anything.
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

    /// How much commoner the one word is in the run than the other, by itself and beside its
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

/// How much more usual the one word is in its place than the other in the same.
fn of_language(usage: &Usage, x: Placed, y: Placed) -> f64 {
    let beside = x.pairs().into_iter().zip(y.pairs()).filter_map(|(x, y)| x.zip(y));
    let tied = |(word, next): (u32, u32)| usage.association(word, next);
    BY_ITSELF * (usage.commonness(x.word) - usage.commonness(y.word))
        + beside.map(|(x, y)| tied(x) - tied(y)).sum::<f64>()
}

/// The 64ths that are the beginning and the first quarter of a body.
const BEGINNING: u64 = 0x7;
const FIRST_QUARTER: u64 = 0xffff;
/// Difference in the share of the first quarters that the other text has, from which one has a new
/// top.
const LEAST_TOP: f64 = 0.15;
/// Share of a part that the whole must hold for it to have no words of its own.
const NOTHING_ELSE: f64 = 0.9;

/// Reads marks, common words, new tops and parts. `family` are the articles that have copies in
/// common with the two.
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
        // A text that is wholly held amid another may be its source, quoted or taken into a digest,
        // as well as its part.
        let begins = whole & BEGINNING != 0;
        let has_own_words = m.short_verbatim() >= 0.5 && m.short_verbatim() < NOTHING_ELSE;
        if begins || has_own_words {
            sum.add(Signal::Part, if a_is_whole { 1.0 } else { -1.0 });
        }
    }
    if matches!(c.relation, Relation::Edited | Relation::Republished) {
        // Of the first quarter of each, how much the other has: news is put on top.
        let top = |mask: u64| {
            f64::from((mask & FIRST_QUARTER).count_ones()) / f64::from(FIRST_QUARTER.count_ones())
        };
        let difference = top(of_a) - top(of_b);
        if difference.abs() >= LEAST_TOP {
            sum.add(Signal::NewTop, (2.0 * difference).clamp(-1.0, 1.0));
        }
    }
}
