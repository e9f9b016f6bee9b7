//! Collates witnesses: aligns their sentences place by place, and records the variants of their
//! words.
//!
//! The witnesses are aligned one after the other (progressive multiple alignment). A *place* is a
//! sentence of the tradition. Each witness that has the place has one of its *readings*, and
//! readings of a place differ in *variants*: words in a slot of the place's first reading. Copy
//! trees are decided by who shares which variants, and lost originals are reconstructed from the
//! readings.

use std::borrow::Borrow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::compare::words::{self, Step};
use crate::text::{Class, Document, Word};

/// Share of the content words of the shorter of two sentences that the longer must contain for both
/// to be readings of one place. Chosen by judgement.
const SAME_PLACE: f64 = 0.5;
/// Number of places ahead within which a sentence's counterpart is sought. Chosen by judgement, to
/// bound the cost.
const REACH: usize = 60;

/// A sentence of a witness.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Index of the witness among those collated.
    pub witness: u32,
    /// Range of its words in the witness's document.
    pub range: Range<u32>,
    /// Keys of its content words, ascending.
    keys: Vec<u32>,
}

/// A place of the tradition: its sentences, at most one per witness.
#[derive(Debug, Clone, Default)]
pub struct Locus {
    /// The sentences, in the order in which the witnesses were aligned.
    pub sentences: Vec<Sentence>,
    /// The distinct sets of content words among them.
    forms: Vec<Vec<u32>>,
}

impl Locus {
    fn opened(sentence: Sentence) -> Self {
        Self { forms: vec![sentence.keys.clone()], sentences: vec![sentence] }
    }

    fn take(&mut self, sentence: Sentence) {
        if !self.forms.contains(&sentence.keys) {
            self.forms.push(sentence.keys.clone());
        }
        self.sentences.push(sentence);
    }

    /// Returns the overlap of a further sentence with the most similar sentence of the place;
    /// `None` if its witness already has this place.
    fn nearness(&self, sentence: &Sentence) -> Option<f64> {
        let open = self.sentences.last().is_none_or(|last| last.witness != sentence.witness);
        open.then(|| self.forms.iter().map(|form| alike(form, &sentence.keys)).fold(0.0, f64::max))
    }
}

/// Aligns the witnesses in the given order. O(witnesses · sentences · forms within reach).
pub fn lay<D: Borrow<Document>>(documents: &[D]) -> Vec<Locus> {
    let mut places = Vec::new();
    for (witness, document) in documents.iter().enumerate() {
        lay_one(&mut places, sentences(witness as u32, document.borrow()));
    }
    places
}

fn sentences(witness: u32, document: &Document) -> Vec<Sentence> {
    let keys = |range: &Range<u32>| {
        let words = &document.words[range.start as usize..range.end as usize];
        let content = words.iter().filter(|w| !w.class.has(Class::FUNCTION)).map(|w| w.key);
        let mut keys: Vec<u32> = content.collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    document
        .sentences
        .iter()
        .filter(|r| r.len() >= 3)
        .map(|range| Sentence { witness, range: range.clone(), keys: keys(range) })
        .collect()
}

/// Returns the share of the shorter list's keys that the longer one contains; 0 if one is more than
/// three times as long.
fn alike(x: &[u32], y: &[u32]) -> f64 {
    let (small, large) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if small.is_empty() || large.len() > 3 * small.len() {
        return 0.0;
    }
    small.iter().filter(|k| large.binary_search(k).is_ok()).count() as f64 / small.len() as f64
}

/// Aligns one witness's sentences with the places so far. A sentence without a counterpart opens a
/// new place after the previous one.
fn lay_one(places: &mut Vec<Locus>, sentences: Vec<Sentence>) {
    let mut next = 0;
    for sentence in sentences {
        let window = next..places.len().min(next + REACH);
        let best = window
            .filter_map(|at| Some((places[at].nearness(&sentence)?, at)))
            .filter(|(share, _)| *share >= SAME_PLACE)
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        match best {
            Some((_, at)) => {
                places[at].take(sentence);
                next = at + 1;
            }
            None => {
                places.insert(next, Locus::opened(sentence));
                next += 1;
            }
        }
    }
}

/// A variant: a slot of the place's first reading, and what the other reading has there (a hash of
/// the words' keys; 0 if nothing).
type Variant = (u32, u64);

/// The number of a witness's reading of a place; `None` if it lacks the place.
pub type Reading = Option<u32>;

/// The readings of all witnesses, place by place.
#[derive(Debug, Clone, Default)]
pub struct Collation {
    /// The reading of each witness at each place.
    readings: Vec<Vec<Reading>>,
    /// For each reading of each place, its variants relative to the first reading, ascending.
    variants: Vec<Vec<Vec<Variant>>>,
}

/// The differences between a copy and its parent, given what the parent's own ancestors have:
/// numbers of variants and of places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Words of the copy that neither the parent nor its ancestors have in this form.
    pub new: u32,
    /// Words that the copy shares with an ancestor but not with the parent, so that they cannot
    /// come from this parent.
    pub reverted: u32,
    /// Sentences that neither the parent nor its ancestors have.
    pub added: u32,
    /// Sentences that an ancestor has and the parent lacks.
    pub restored: u32,
    /// Sentences of the parent that the copy lacks.
    pub cut: u32,
    /// Unbroken runs of these cut sentences.
    pub cuts: u32,
}

impl Collation {
    /// Collates documents into places, readings and variants.
    pub fn of<D: Borrow<Document>>(documents: &[D]) -> Self {
        let places = lay(documents);
        let mut readings = vec![vec![None; places.len()]; documents.len()];
        let mut variants: Vec<Vec<Vec<Variant>>> = Vec::with_capacity(places.len());
        for (at, place) in places.iter().enumerate() {
            let mut known: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
            let mut of_place: Vec<Vec<Variant>> = Vec::new();
            for sentence in &place.sentences {
                let words = |s: &Sentence| {
                    &documents[s.witness as usize].borrow().words
                        [s.range.start as usize..s.range.end as usize]
                };
                let keys: Vec<u32> = words(sentence).iter().map(|w| w.key).collect();
                let number = *known.entry(keys).or_insert(of_place.len() as u32);
                if number as usize == of_place.len() {
                    of_place.push(variants_of(&place.sentences[0], sentence, documents));
                }
                readings[sentence.witness as usize][at] = Some(number);
            }
            variants.push(of_place);
        }
        Self { readings, variants }
    }

    /// Returns the number of places of the tradition.
    pub fn places(&self) -> usize {
        self.variants.len()
    }

    /// Returns a witness's reading of a place.
    pub fn reading(&self, witness: usize, place: usize) -> Reading {
        self.readings[witness][place]
    }

    /// Returns, for each witness, the first one with exactly the same readings at every place.
    /// O(witnesses · places).
    pub fn twins(&self) -> Vec<usize> {
        let mut first: FxHashMap<&[Reading], usize> = FxHashMap::default();
        self.readings
            .iter()
            .enumerate()
            .map(|(at, readings)| *first.entry(readings).or_insert(at))
            .collect()
    }

    /// Returns a copy of the collation with one more witness, given its reading at each place.
    pub fn with(&self, readings: Vec<Reading>) -> Self {
        let mut all = self.clone();
        all.readings.push(readings);
        all
    }

    /// Counts the changes on the way from `parent` to `copy`, where `elders` are ancestors of the
    /// parent. O(places · elders).
    pub fn changes(&self, parent: usize, copy: usize, elders: &[usize]) -> Changes {
        let mut changes = Changes::default();
        let mut in_cut = false;
        for at in 0..self.variants.len() {
            let of = |witness: usize| self.readings[witness][at];
            match (of(parent), of(copy)) {
                (Some(x), Some(y)) => {
                    in_cut = false;
                    if x != y {
                        self.count(at, (x, y), elders, &mut changes);
                    }
                }
                (Some(_), None) => {
                    changes.cut += 1;
                    changes.cuts += u32::from(!in_cut);
                    in_cut = true;
                }
                (None, Some(_)) if elders.iter().any(|elder| of(*elder).is_some()) => {
                    changes.restored += 1
                }
                (None, Some(_)) => changes.added += 1,
                (None, None) => {}
            }
        }
        changes
    }

    /// Counts the variants between two readings of a place.
    fn count(
        &self,
        at: usize,
        (parent, copy): (u32, u32),
        elders: &[usize],
        changes: &mut Changes,
    ) {
        let variants = |reading: u32| self.variants[at][reading as usize].as_slice();
        let (of_parent, of_copy) = (variants(parent), variants(copy));
        let value = |list: &[Variant], slot: u32| {
            list.binary_search_by_key(&slot, |v| v.0).ok().map(|found| list[found].1)
        };
        let only_in_parent =
            of_parent.iter().map(|v| v.0).filter(|slot| value(of_copy, *slot).is_none());
        for slot in of_copy.iter().map(|v| v.0).chain(only_in_parent) {
            let (x, y) = (value(of_parent, slot), value(of_copy, slot));
            if x == y {
                continue;
            }
            if elders
                .iter()
                .filter_map(|e| self.readings[*e][at])
                .any(|reading| value(variants(reading), slot) == y)
            {
                changes.reverted += 1;
            } else {
                changes.new += 1;
            }
        }
    }
}

/// Hashes a run of words; never 0.
fn hash(words: &[Word]) -> u64 {
    words
        .iter()
        .fold(1, |hash: u64, w| hash.wrapping_mul(0x100_0000_01b3) ^ u64::from(w.key))
        .max(1)
}

/// Returns the variants of a sentence relative to the first one of its place: slot 2n + 1 is the
/// n-th word of the first sentence, counted from 0, and slot 2n is what is inserted before that
/// word.
fn variants_of<D: Borrow<Document>>(
    first: &Sentence,
    other: &Sentence,
    documents: &[D],
) -> Vec<Variant> {
    let (x, y) = (
        &documents[first.witness as usize].borrow().words,
        &documents[other.witness as usize].borrow().words,
    );
    let slot = |word: u32| 2 * (word - first.range.start) + 1;
    let read = |range: &Range<u32>| hash(&y[range.start as usize..range.end as usize]);
    let mut out = Vec::new();
    for step in words::align(x, y, (&first.range, &other.range)) {
        match step {
            Step::Same(..) => {}
            // A swap of equally many words is split word by word, so that a change beside another
            // change is a variant of its own.
            Step::Swapped(a, b) if a.len() == b.len() => {
                out.extend(a.zip(b).map(|(a, b)| (slot(a), read(&(b..b + 1)))))
            }
            Step::Swapped(a, b) => {
                out.push((slot(a.start), read(&b)));
                out.extend((a.start + 1..a.end).map(|word| (slot(word), 0)));
            }
            Step::Cut(a, _) => out.extend(a.map(|word| (slot(word), 0))),
            Step::Added(before, b) => out.push((slot(before) - 1, read(&b))),
        }
    }
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collated(texts: &[&str]) -> Collation {
        let documents: Vec<Document> = texts
            .iter()
            .map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))))
            .collect();
        Collation::of(&documents)
    }

    const FERRY: &str = "The old ferry left Halvik late on Monday. Crews had stopped work over their pay. Nobody was hurt in the harbour.";

    #[test]
    fn what_a_copy_shares_with_its_grandparent_against_its_parent_is_told_from_what_is_new() {
        let copy = FERRY.replace("stopped work", "downed tools");
        let other =
            FERRY.replace("late on", "early on").replace(" Nobody was hurt in the harbour.", "");
        let c = collated(&[FERRY, &copy, &other]);
        assert_eq!(c.changes(0, 1, &[]), Changes { new: 2, ..Changes::default() });
        // From the other copy it would have to restore a word and a sentence that only the original
        // has.
        assert_eq!(
            c.changes(2, 1, &[0]),
            Changes { new: 2, reverted: 1, restored: 1, ..Changes::default() }
        );
        assert_eq!(c.changes(0, 2, &[]), Changes { new: 1, cut: 1, cuts: 1, ..Changes::default() });
        assert_eq!(c.changes(0, 0, &[]), Changes::default());
    }

    #[test]
    fn runs_of_cut_sentences_and_added_ones_are_counted() {
        let long = format!(
            "{FERRY} A second boat lay at Ostrey. The mayor asked for patience. Fish rotted on the quay."
        );
        let short = "Crews had stopped work over their pay. The mayor asked for patience. Gulls were seen over Brennick.";
        let c = collated(&[&long, short]);
        assert_eq!(
            c.changes(0, 1, &[]),
            Changes { added: 1, cut: 4, cuts: 3, ..Changes::default() }
        );
        assert_eq!(
            c.changes(1, 0, &[]),
            Changes { added: 4, cut: 1, cuts: 1, ..Changes::default() }
        );
        assert_eq!(collated(&["", ""]).changes(0, 1, &[]), Changes::default());
    }
}
