//! Reconstructs lost originals: the text that the witnesses of a wire story agree on, if the story
//! itself is not in the run.
//!
//! The witnesses' sentences are aligned one witness after the other (progressive multiple
//! alignment), so that each place of the lost text has the readings of the witnesses that contain
//! it. What two independent witnesses have was not added by one of them. Among several readings the
//! most frequent is taken, word for word, as textual criticism follows the majority where no branch
//! of the tradition is preferred.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::collation::{self, Locus, Sentence};
use crate::clean::Cleaned;
use crate::compare::words::{self, Step};
use crate::ingest::Article;
use crate::text::{Document, Word, fold};

/// Least number of witnesses from which a text is reconstructed. By definition: a single one cannot
/// agree with another.
const LEAST_WITNESSES: usize = 2;
/// Largest number of witnesses used per family; those with the most words are kept. Chosen by
/// judgement, to bound the cost.
const MOST_WITNESSES: usize = 40;
/// One way in which witnesses have a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The words as the first of the witnesses has them.
    pub text: String,
    /// The articles that have it, ascending.
    pub witnesses: Vec<u32>,
}

/// One sentence of a reconstructed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The chosen text.
    pub text: String,
    /// The readings, those with the most witnesses first.
    pub readings: Vec<Reading>,
}

/// A reconstructed text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archetype {
    /// The articles from which it was reconstructed.
    pub witnesses: Vec<u32>,
    /// Its sentences in order.
    pub places: Vec<Place>,
}

impl Archetype {
    /// Returns the whole text, one sentence per line.
    pub fn text(&self) -> String {
        self.places.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// Reconstructs the text behind `members`. Empty if fewer than two outlets have it. O(witnesses ·
/// sentences).
///
/// Each outlet contributes one witness (its article with the most words), so that an outlet's own
/// versions do not outvote others. Articles without a known outlet all count.
pub fn reconstruct(
    members: &[u32],
    articles: &[Article],
    cleaned: &[Cleaned],
    documents: &[Document],
) -> Archetype {
    let mut documents: Vec<(u32, &Document)> =
        members.iter().map(|&at| (at, &documents[at as usize])).collect();
    documents.sort_by(|x, y| y.1.words.len().cmp(&x.1.words.len()).then(x.0.cmp(&y.0)));
    let mut outlets: FxHashSet<&str> = FxHashSet::default();
    documents.retain(|(at, _)| {
        cleaned[*at as usize].source.as_deref().is_none_or(|source| outlets.insert(source))
    });
    documents.truncate(MOST_WITNESSES);
    if documents.len() < LEAST_WITNESSES {
        return Archetype::default();
    }
    let (mut witnesses, documents): (Vec<u32>, Vec<&Document>) = documents.into_iter().unzip();
    let texts: Vec<&str> =
        witnesses.iter().map(|at| articles[*at as usize].text.as_str()).collect();
    let places = collation::lay(&documents)
        .iter()
        .filter(|locus| locus.sentences.len() >= LEAST_WITNESSES)
        .map(|locus| {
            place(locus, &Witnesses { articles: &witnesses, texts: &texts, documents: &documents })
        })
        .filter(|place| !place.text.is_empty())
        .collect();
    witnesses.sort_unstable();
    Archetype { witnesses, places }
}

/// The witnesses, by their indices in a collation.
struct Witnesses<'w> {
    articles: &'w [u32],
    texts: &'w [&'w str],
    documents: &'w [&'w Document],
}

impl Witnesses<'_> {
    fn words(&self, s: &Sentence) -> &[Word] {
        &self.documents[s.witness as usize].words[s.range.start as usize..s.range.end as usize]
    }

    /// Returns part of a sentence's witness in its original spelling.
    fn shown(&self, s: &Sentence, range: &Range<u32>) -> String {
        self.texts[s.witness as usize][self.documents[s.witness as usize].span(range)].to_owned()
    }

    fn align(&self, x: &Sentence, y: &Sentence) -> Vec<Step> {
        let words = |s: &Sentence| self.documents[s.witness as usize].words.as_slice();
        words::align(words(x), words(y), (&x.range, &y.range))
    }
}

/// Chooses the text of one place.
fn place(locus: &Locus, of: &Witnesses<'_>) -> Place {
    let mut readings: FxHashMap<Vec<u32>, Reading> = FxHashMap::default();
    for sentence in &locus.sentences {
        let keys: Vec<u32> = of.words(sentence).iter().map(|w| w.key).collect();
        let reading = readings.entry(keys).or_insert_with(|| Reading {
            text: of.shown(sentence, &sentence.range),
            witnesses: Vec::new(),
        });
        reading.witnesses.push(of.articles[sentence.witness as usize]);
    }
    let mut readings: Vec<Reading> = readings.into_values().collect();
    readings.iter_mut().for_each(|r| r.witnesses.sort_unstable());
    readings.sort_by(|x, y| {
        y.witnesses.len().cmp(&x.witnesses.len()).then(x.witnesses.cmp(&y.witnesses))
    });
    let most = readings.first().map_or(0, |r| r.witnesses.len());
    let text =
        if most * 2 > locus.sentences.len() { readings[0].text.clone() } else { vote(locus, of) };
    Place { text, readings }
}

/// Returns the text of a place where no reading has a majority: the reading closest to all others,
/// with each of its words put to a vote. Punctuation around single words is lost, and all words are
/// joined by spaces.
fn vote(locus: &Locus, of: &Witnesses<'_>) -> String {
    let kept = |steps: &[Step]| -> u32 {
        steps.iter().map(|s| if let Step::Same(r, _) = s { r.end - r.start } else { 0 }).sum()
    };
    let nearness = |x: &Sentence| -> f64 {
        let other = locus.sentences.iter().filter(|y| y.witness != x.witness);
        other
            .map(|y| f64::from(2 * kept(&of.align(x, y))) / (x.range.len() + y.range.len()) as f64)
            .sum()
    };
    let Some(base) = locus
        .sentences
        .iter()
        .max_by(|x, y| nearness(x).total_cmp(&nearness(y)).then(y.witness.cmp(&x.witness)))
    else {
        return String::new();
    };
    let n = base.range.len();
    // For each word of the base: how many witnesses keep it, and what the others have in its place;
    // `before` holds what others insert before it.
    let mut keep = vec![1usize; n];
    let mut instead: Vec<FxHashMap<String, (usize, String)>> = vec![FxHashMap::default(); n];
    let mut before: Vec<FxHashMap<String, (usize, String)>> = vec![FxHashMap::default(); n + 1];
    let note = |at: &mut FxHashMap<String, (usize, String)>, text: String| {
        at.entry(fold::phrase(&text)).or_insert_with(|| (0, text)).0 += 1;
    };
    let place_of = |word: u32| (word - base.range.start) as usize;
    for other in locus.sentences.iter().filter(|s| s.witness != base.witness) {
        for step in of.align(base, other) {
            match step {
                Step::Same(ra, _) => {
                    (place_of(ra.start)..place_of(ra.end)).for_each(|at| keep[at] += 1)
                }
                Step::Swapped(ra, rb) => {
                    note(&mut instead[place_of(ra.start)], of.shown(other, &rb));
                    (place_of(ra.start) + 1..place_of(ra.end))
                        .for_each(|at| note(&mut instead[at], String::new()));
                }
                Step::Cut(ra, _) => (place_of(ra.start)..place_of(ra.end))
                    .for_each(|at| note(&mut instead[at], String::new())),
                Step::Added(at, rb) => note(&mut before[place_of(at)], of.shown(other, &rb)),
            }
        }
    }
    let voters = locus.sentences.len();
    let winner = |votes: &FxHashMap<String, (usize, String)>| {
        votes
            .iter()
            .max_by(|x, y| x.1.0.cmp(&y.1.0).then(y.0.cmp(x.0)))
            .map(|(_, (count, text))| (*count, text.clone()))
    };
    let mut out: Vec<String> = Vec::new();
    for at in 0..=n {
        out.extend(
            winner(&before[at]).filter(|(count, _)| *count * 2 > voters).map(|(_, text)| text),
        );
        if at == n {
            break;
        }
        let own = base.range.start + at as u32;
        match winner(&instead[at]).filter(|(count, _)| *count > keep[at]) {
            Some((_, text)) => out.push(text),
            None => out.push(of.shown(base, &(own..own + 1))),
        }
    }
    out.retain(|w| !w.is_empty());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rebuilt(texts: &[&str]) -> Vec<String> {
        let articles: Vec<Article> =
            texts.iter().map(|t| Article { text: (*t).to_owned(), ..Article::default() }).collect();
        let cleaned: Vec<Cleaned> = texts
            .iter()
            .map(|t| Cleaned { body: vec![0..t.len()], ..Cleaned::default() })
            .collect();
        let members: Vec<u32> = (0..texts.len() as u32).collect();
        let documents = crate::clean::read_all(&articles, &cleaned);
        reconstruct(&members, &articles, &cleaned, &documents)
            .places
            .into_iter()
            .map(|p| fold::phrase(&p.text))
            .collect()
    }

    #[test]
    fn what_one_witness_changed_added_or_cut_is_undone_by_the_others() {
        let found = rebuilt(&[
            "The old ferry left Halvik late on Monday. Crews had stopped work over their pay. Nobody was hurt in the harbour.",
            "The ancient ferry left Halvik late on Monday. Our reporter saw gulls. Crews had stopped work over their pay.",
            "The old ferry left Halvik on Monday. Crews had stopped work over wages. Nobody was hurt in the harbour.",
        ]);
        assert_eq!(
            found,
            [
                "the old ferry left halvik late on monday",
                "crews had stopped work over their pay",
                "nobody was hurt in the harbour"
            ]
        );
    }

    #[test]
    fn one_witness_or_none_gives_nothing() {
        assert!(rebuilt(&["The old ferry left Halvik late on Monday."]).is_empty());
        assert!(rebuilt(&[]).is_empty() && rebuilt(&["", ""]).is_empty());
    }
}
