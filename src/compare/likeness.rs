//! Measures how alike two bodies are in what they are about, however it is worded. This
//! distinguishes two reports of one event from two stories about the same people.
//!
//! The measure is the cosine of the bodies' content words, each weighted by its frequency in the
//! body and its rarity in the run. Source: Salton, Buckley, *Term-weighting approaches in automatic
//! text retrieval*, Information Processing & Management 24, 1988.

use rustc_hash::FxHashMap;

use crate::text::{Class, Document, Frequencies, Sample};

/// Number of articles from which frequencies are learned, those with the smallest keys; more hardly
/// change the weights. Chosen by judgement.
pub const SAMPLE: usize = 1000;
/// Number of other articles that a run is assumed to be surrounded by. Without them the words that
/// all articles have would weigh nothing in a run of one event or of five articles, and one bound
/// could not serve runs of all sizes. Chosen by judgement; `cargo bench --bench events` measures
/// the result.
const AROUND: f64 = 50.0;

/// The content words of a sample of articles.
pub type Words = Sample<SAMPLE>;

/// Draws the articles of a part of a collection whose words are counted. `keys` are those of the
/// articles ([`crate::ingest::Article::key`]).
pub fn learn(keys: &[u64], documents: &[Document]) -> Words {
    Sample::draw(keys, |at| different(&documents[at]))
}

/// The weight of each content word by rarity: ln(1 + (N + 50) / (n + 1)) for a word that n of N
/// articles have.
#[derive(Debug, Clone)]
pub struct Rarity {
    known: FxHashMap<u32, f32>,
    unknown: f32,
}

impl Rarity {
    /// Computes the weights of all counted words, and the one of words that were not counted.
    pub fn of(frequencies: &Frequencies) -> Self {
        let all = frequencies.documents() as f64 + AROUND;
        let weight = |holders: u32| (1.0 + all / (f64::from(holders) + 1.0)).ln() as f32;
        Self {
            known: frequencies.iter().map(|(key, holders)| (key, weight(holders))).collect(),
            unknown: weight(0),
        }
    }

    fn weight(&self, key: u32) -> f32 {
        self.known.get(&key).copied().unwrap_or(self.unknown)
    }

    /// Returns the weight of a word as a share of that of a word which no counted article has, in
    /// (0, 1].
    pub fn share(&self, key: u32) -> f32 {
        self.weight(key) / self.unknown
    }
}

/// The content words of a body with their weights, scaled to a vector of length 1.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Terms(Vec<(u32, f32)>);

impl Terms {
    /// Weighs the content words of a body: (1 + ln f) times the rarity for a word that occurs f
    /// times. Empty for a body without content words. O(words · log words).
    pub fn of(document: &Document, rarity: &Rarity) -> Self {
        let often = |count: usize| if count == 1 { 1.0 } else { 1.0 + (count as f32).ln() };
        let keys = content(document);
        let runs = || keys.chunk_by(|x, y| x == y);
        let mut terms = Vec::with_capacity(runs().count());
        terms.extend(runs().map(|run| (run[0], often(run.len()) * rarity.weight(run[0]))));
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        terms.iter_mut().for_each(|(_, weight)| *weight /= length);
        Self(terms)
    }

    /// Returns the cosine of two bodies' content words, in [0, 1]; 0 if either has none. O(words).
    pub fn likeness(&self, other: &Self) -> f64 {
        let (x, y) = (&self.0, &other.0);
        let (mut i, mut j, mut sum) = (0, 0, 0.0f32);
        while i < x.len() && j < y.len() {
            if x[i].0 == y[j].0 {
                sum += x[i].1 * y[j].1;
            }
            let step = (usize::from(x[i].0 <= y[j].0), usize::from(x[i].0 >= y[j].0));
            i += step.0;
            j += step.1;
        }
        f64::from(sum.min(1.0))
    }
}

/// Returns the keys of a body's content words, ascending. In scripts written without spaces a term
/// is two adjacent characters, since one alone means little.
fn content(document: &Document) -> Vec<u32> {
    let words = &document.words;
    let term = |at: usize| {
        let word = &words[at];
        if !word.class.has(Class::SPACELESS) {
            return (!word.class.has(Class::FUNCTION)).then_some(word.key);
        }
        let next = words
            .get(at + 1)
            .filter(|next| next.class.has(Class::SPACELESS) && next.start == word.end())?;
        Some(word.key.rotate_left(7).wrapping_mul(0x9E37_79B1) ^ next.key)
    };
    let mut keys = Vec::with_capacity(words.len());
    keys.extend((0..words.len()).filter_map(term));
    keys.sort_unstable();
    keys
}

/// Returns the same keys, each once.
fn different(document: &Document) -> Vec<u32> {
    let mut keys = content(document);
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(texts: &[&str]) -> f64 {
        let read = |text: &&str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let documents: Vec<Document> = texts.iter().map(read).collect();
        let keys: Vec<u64> = (0..documents.len() as u64).collect();
        let rarity = Rarity::of(&learn(&keys, &documents).frequencies());
        Terms::of(&documents[0], &rarity).likeness(&Terms::of(&documents[1], &rarity))
    }

    const STRIKE: &str = "Ferry crews in Halvik stopped work on Monday over their pay. The boats stood still and the mayor asked for talks.";
    const TOLD_ANEW: &str = "No boats left Halvik: crews of the ferry walked out on Monday, and talks about pay were asked for by the mayor.";
    const FAIR: &str = "The mayor of Halvik opened the book fair on Monday. Forty houses show novels, maps and poems in the old tower.";

    #[test]
    fn two_reports_of_one_event_are_more_alike_than_two_stories_of_one_town() {
        assert!(likeness(&[STRIKE, STRIKE]) > 0.999);
        let (same, other) =
            (likeness(&[STRIKE, TOLD_ANEW, FAIR]), likeness(&[STRIKE, FAIR, TOLD_ANEW]));
        assert!(same > 0.4 && other < crate::compare::Bounds::SHIPPED.event, "{same} {other}");
        assert!(likeness(&["", STRIKE]) == 0.0 && likeness(&["the of and", "the of and"]) == 0.0);
    }

    #[test]
    fn characters_of_a_script_without_spaces_count_in_twos() {
        let (one, other) = ("渡轮船员周一停工要求加薪", "市长周一为书展开幕");
        assert!(
            likeness(&[one, one]) > 0.999
                && likeness(&[one, other]) < crate::compare::Bounds::SHIPPED.event
        );
        // The same characters in another order make different terms.
        assert!(likeness(&["甲乙丙丁", "丁丙乙甲"]) == 0.0);
    }

    #[test]
    fn what_most_of_a_run_holds_weighs_less() {
        let about = |n: usize| format!("storm wind{n} roof{n} tree{n}");
        let many: Vec<String> = (0..200).map(about).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(likeness(&many) < likeness(&many[..2]) / 3.0);
    }
}
