//! Lost originals: the text that the witnesses of a wire story agree on, where the story itself is not in the run.
//!
//! The witnesses' sentences are laid over each other, one witness after the other (progressive multiple alignment), so that each
//! place of the lost text has the readings of those that hold it. What two independent witnesses have was not added by one of
//! them; of several readings the one that most have is taken, word for word, as textual criticism takes the reading of the
//! majority where no branch of the tradition is preferred.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::Cleaned;
use crate::compare::words::{self, Step};
use crate::ingest::Article;
use crate::text::{Class, Document, fold};

/// Witnesses from which a text is reconstructed.
const LEAST_WITNESSES: usize = 2;
/// Witnesses used of one family, those with the most words first.
const MOST_WITNESSES: usize = 40;
/// Share of the content words of the shorter of two sentences that both must have to be readings of one place.
const SAME_PLACE: f64 = 0.5;
/// Places of the text so far within which a sentence's counterpart is looked for.
const REACH: usize = 60;

/// One way in which witnesses have a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The words as they stand in the first of the witnesses.
    pub text: String,
    /// The articles that have it, ascending.
    pub witnesses: Vec<u32>,
}

/// One sentence of a reconstructed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text chosen.
    pub text: String,
    /// The readings, those of most witnesses first.
    pub readings: Vec<Reading>,
}

/// A reconstructed text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archetype {
    /// The articles it was made from.
    pub witnesses: Vec<u32>,
    /// Its sentences in order.
    pub places: Vec<Place>,
}

impl Archetype {
    /// The whole text, a sentence a line.
    pub fn text(&self) -> String {
        self.places.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// A sentence of a witness: its words, and the keys of those with content.
struct Sentence {
    article: u32,
    range: std::ops::Range<u32>,
    keys: Vec<u32>,
}

/// A place while the text is being laid out: its readings, each a sentence of a witness.
struct Locus {
    sentences: Vec<Sentence>,
}

/// Reconstructs the text behind `members`. Empty where fewer than two outlets hold it. O(witnesses · sentences).
///
/// Witnesses are one article an outlet (the one with the most words), so that an outlet's own versions do not outvote others;
/// articles without a known outlet count each.
pub fn reconstruct(members: &[u32], articles: &[Article], cleaned: &[Cleaned]) -> Archetype {
    let mut documents: Vec<(u32, Document)> =
        members.iter().map(|&at| (at, Document::read(&articles[at as usize].text, &cleaned[at as usize].body))).collect();
    documents.sort_by(|x, y| y.1.words.len().cmp(&x.1.words.len()).then(x.0.cmp(&y.0)));
    let mut outlets: FxHashSet<&str> = FxHashSet::default();
    documents.retain(|(at, _)| cleaned[*at as usize].source.as_deref().is_none_or(|source| outlets.insert(source)));
    documents.truncate(MOST_WITNESSES);
    if documents.len() < LEAST_WITNESSES {
        return Archetype::default();
    }
    let mut loci: Vec<Locus> = Vec::new();
    for (article, document) in &documents {
        lay(&mut loci, sentences(*article, document));
    }
    let document_of: FxHashMap<u32, &Document> = documents.iter().map(|(at, document)| (*at, document)).collect();
    let mut witnesses: Vec<u32> = documents.iter().map(|(at, _)| *at).collect();
    witnesses.sort_unstable();
    let places = loci
        .iter()
        .filter(|locus| locus.sentences.len() >= LEAST_WITNESSES)
        .map(|locus| place(locus, &document_of, articles))
        .filter(|place| !place.text.is_empty())
        .collect();
    Archetype { witnesses, places }
}

fn sentences(article: u32, document: &Document) -> Vec<Sentence> {
    let keys = |range: &std::ops::Range<u32>| {
        let words = &document.words[range.start as usize..range.end as usize];
        let content = words.iter().filter(|w| !w.class.has(Class::FUNCTION)).map(|w| w.key);
        let mut keys: Vec<u32> = content.collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    document.sentences.iter().filter(|r| r.len() >= 3).map(|range| Sentence { article, range: range.clone(), keys: keys(range) }).collect()
}

/// Share of the shorter's keys that the longer has.
fn alike(x: &[u32], y: &[u32]) -> f64 {
    let (small, large) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if small.is_empty() || large.len() > 3 * small.len() {
        return 0.0;
    }
    small.iter().filter(|k| large.binary_search(k).is_ok()).count() as f64 / small.len() as f64
}

/// Lays one witness's sentences over the text so far; what has no counterpart opens a place behind the one before.
fn lay(loci: &mut Vec<Locus>, sentences: Vec<Sentence>) {
    let mut next = 0;
    for sentence in sentences {
        let window = next..loci.len().min(next + REACH);
        let best = window
            .map(|at| (loci[at].sentences.iter().map(|other| alike(&other.keys, &sentence.keys)).fold(0.0, f64::max), at))
            .filter(|(share, at)| *share >= SAME_PLACE && loci[*at].sentences.iter().all(|other| other.article != sentence.article))
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        match best {
            Some((_, at)) => {
                loci[at].sentences.push(sentence);
                next = at + 1;
            }
            None => {
                loci.insert(next, Locus { sentences: vec![sentence] });
                next += 1;
            }
        }
    }
}

/// Chooses the text of one place.
fn place(locus: &Locus, documents: &FxHashMap<u32, &Document>, articles: &[Article]) -> Place {
    let words_of = |s: &Sentence| &documents[&s.article].words[s.range.start as usize..s.range.end as usize];
    let shown = |s: &Sentence| articles[s.article as usize].text[documents[&s.article].span(&s.range)].to_owned();
    let mut readings: FxHashMap<Vec<u32>, Reading> = FxHashMap::default();
    for sentence in &locus.sentences {
        let keys: Vec<u32> = words_of(sentence).iter().map(|w| w.key).collect();
        readings.entry(keys).or_insert_with(|| Reading { text: shown(sentence), witnesses: Vec::new() }).witnesses.push(sentence.article);
    }
    let mut readings: Vec<Reading> = readings.into_values().collect();
    readings.iter_mut().for_each(|r| r.witnesses.sort_unstable());
    readings.sort_by(|x, y| y.witnesses.len().cmp(&x.witnesses.len()).then(x.witnesses.cmp(&y.witnesses)));
    let most = readings.first().map_or(0, |r| r.witnesses.len());
    let text = if most * 2 > locus.sentences.len() { readings[0].text.clone() } else { vote(locus, documents, articles) };
    Place { text, readings }
}

/// The text of a place on which no reading has a majority: the reading nearest to all others, each of its words put to the vote.
fn vote(locus: &Locus, documents: &FxHashMap<u32, &Document>, articles: &[Article]) -> String {
    let aligned =
        |x: &Sentence, y: &Sentence| words::align(&documents[&x.article].words, &documents[&y.article].words, (&x.range, &y.range));
    let kept = |steps: &[Step]| -> u32 { steps.iter().map(|s| if let Step::Same(r, _) = s { r.end - r.start } else { 0 }).sum() };
    let nearness = |x: &Sentence| -> f64 {
        let other = locus.sentences.iter().filter(|y| y.article != x.article);
        other.map(|y| f64::from(2 * kept(&aligned(x, y))) / (x.range.len() + y.range.len()) as f64).sum()
    };
    let Some(base) = locus.sentences.iter().max_by(|x, y| nearness(x).total_cmp(&nearness(y)).then(y.article.cmp(&x.article))) else {
        return String::new();
    };
    let text_of = |s: &Sentence, r: &std::ops::Range<u32>| articles[s.article as usize].text[documents[&s.article].span(r)].to_owned();
    let n = base.range.len();
    // For each word of the base: how many keep it, and what the others have in its place; and what others have before it.
    let mut keep = vec![1usize; n];
    let mut instead: Vec<FxHashMap<String, (usize, String)>> = vec![FxHashMap::default(); n];
    let mut before: Vec<FxHashMap<String, (usize, String)>> = vec![FxHashMap::default(); n + 1];
    let note = |at: &mut FxHashMap<String, (usize, String)>, text: String| {
        at.entry(fold::phrase(&text)).or_insert_with(|| (0, text)).0 += 1;
    };
    let place_of = |word: u32| (word - base.range.start) as usize;
    for other in locus.sentences.iter().filter(|s| s.article != base.article) {
        for step in aligned(base, other) {
            match step {
                Step::Same(ra, _) => (place_of(ra.start)..place_of(ra.end)).for_each(|at| keep[at] += 1),
                Step::Swapped(ra, rb) => {
                    note(&mut instead[place_of(ra.start)], text_of(other, &rb));
                    (place_of(ra.start) + 1..place_of(ra.end)).for_each(|at| note(&mut instead[at], String::new()));
                }
                Step::Cut(ra, _) => (place_of(ra.start)..place_of(ra.end)).for_each(|at| note(&mut instead[at], String::new())),
                Step::Added(at, rb) => note(&mut before[place_of(at)], text_of(other, &rb)),
            }
        }
    }
    let voters = locus.sentences.len();
    let winner = |votes: &FxHashMap<String, (usize, String)>| {
        votes.iter().max_by(|x, y| x.1.0.cmp(&y.1.0).then(y.0.cmp(x.0))).map(|(_, (count, text))| (*count, text.clone()))
    };
    let mut out: Vec<String> = Vec::new();
    for at in 0..=n {
        out.extend(winner(&before[at]).filter(|(count, _)| *count * 2 > voters).map(|(_, text)| text));
        if at == n {
            break;
        }
        let own = base.range.start + at as u32;
        match winner(&instead[at]).filter(|(count, _)| *count > keep[at]) {
            Some((_, text)) => out.push(text),
            None => out.push(text_of(base, &(own..own + 1))),
        }
    }
    out.retain(|w| !w.is_empty());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rebuilt(texts: &[&str]) -> Vec<String> {
        let articles: Vec<Article> = texts.iter().map(|t| Article { text: (*t).to_owned(), ..Article::default() }).collect();
        let cleaned: Vec<Cleaned> = texts.iter().map(|t| Cleaned { body: vec![0..t.len()], ..Cleaned::default() }).collect();
        let members: Vec<u32> = (0..texts.len() as u32).collect();
        reconstruct(&members, &articles, &cleaned).places.into_iter().map(|p| fold::phrase(&p.text)).collect()
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
            ["the old ferry left halvik late on monday", "crews had stopped work over their pay", "nobody was hurt in the harbour"]
        );
    }

    #[test]
    fn one_witness_or_none_gives_nothing() {
        assert!(rebuilt(&["The old ferry left Halvik late on Monday."]).is_empty());
        assert!(rebuilt(&[]).is_empty() && rebuilt(&["", ""]).is_empty());
    }
}
