//! Tells how common the words of a language are, and how often one follows another.
//!
//! English only: 47,000 words and the 242,000 most common pairs of neighbours, as octaves of their
//! counts in the Google Books Ngram corpus (Michel et al., *Quantitative analysis of culture using
//! millions of digitized books*, 2011; licence CC BY 3.0), taken from the frequency dictionaries of
//! SymSpell (Wolf Garbe, MIT licence). Each line of the data file, `languages/data/en.usage.zst`,
//! has a word, its octave, and each word that often follows it with the octave of the pair; the
//! file is compressed with zstd. An octave is log2 of a count over `UNIT`, rounded.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::words;

/// Number of occurrences in the corpus that is octave 0, in the format of the data file.
const UNIT: f64 = 2e5;
/// Number of occurrences of all words together in the corpus, over [`UNIT`]; part of the data, like
/// the format of its octaves.
const ALL: f64 = 5.418e11 / UNIT;
/// Number of occurrences of the rarest listed pair, over [`UNIT`]; part of the data, like the
/// format of its octaves.
const LEAST_PAIR: f64 = 6.4e6 / UNIT;
/// Upper bound on the count of an unlisted pair, as a fraction of the rarest listed one. Chosen by
/// judgement.
const UNLISTED: f64 = 0.3;
/// Weight of the count expected by chance, relative to the actual count, in the association of a
/// pair. Chosen by judgement.
const CHANCE: f64 = 0.1;
/// Upper bound on the size of the unpacked data in bytes. Chosen by judgement, above the actual
/// size.
const UNPACKED: usize = 4 << 20;

/// The words and pairs of a language, by the keys of [`words::key`].
#[derive(Debug, Default)]
pub struct Usage {
    words: FxHashMap<u32, u8>,
    pairs: FxHashMap<(u32, u32), u8>,
}

/// Returns the usage of a language by its two-letter code; `None` if there are no data. Unpacked on
/// first use.
pub fn of(code: &str) -> Option<&'static Usage> {
    static ENGLISH: OnceLock<Usage> = OnceLock::new();
    (code == "en").then(|| {
        ENGLISH.get_or_init(|| Usage::read(include_bytes!("../languages/data/en.usage.zst")))
    })
}

impl Usage {
    fn read(packed: &[u8]) -> Self {
        let text = zstd::bulk::decompress(packed, UNPACKED)
            .expect("the data file is zstd and unpacks to no more than the bound");
        let text = String::from_utf8(text).expect("the data file is ASCII");
        let mut usage = Self::default();
        for line in text.lines() {
            let mut cells = line.split(' ');
            let mut entry = || Some((words::key(cells.next()?), cells.next()?.parse::<u8>().ok()?));
            let Some((word, octave)) = entry() else { continue };
            usage.words.insert(word, octave);
            usage
                .pairs
                .extend(std::iter::from_fn(entry).map(|(next, octave)| ((word, next), octave)));
        }
        usage
    }

    /// Returns the natural logarithm of a word's share of all words; unlisted words count as the
    /// rarest.
    pub fn commonness(&self, word: u32) -> f64 {
        (self.count(word) / ALL).ln()
    }

    /// Returns how much more often one word follows the other than by chance, as a natural
    /// logarithm: above 0 for a common phrase, and 0 or below for words that are seldom neighbours.
    pub fn association(&self, word: u32, next: u32) -> f64 {
        let chance = self.count(word) * self.count(next) / ALL;
        let listed = self.pairs.get(&(word, next)).map(|octave| octaves(*octave));
        let count = listed.unwrap_or_else(|| chance.min(UNLISTED * LEAST_PAIR));
        ((count + CHANCE * chance) / (chance * (1.0 + CHANCE))).ln()
    }

    /// Returns whether a word is listed; an unlisted one may be a slip.
    pub fn knows(&self, word: u32) -> bool {
        self.words.contains_key(&word)
    }

    fn count(&self, word: u32) -> f64 {
        self.words.get(&word).map_or(1.0, |octave| octaves(*octave))
    }
}

fn octaves(octave: u8) -> f64 {
    f64::from(octave).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_and_usual_phrases_are_told_from_rare_ones() {
        let usage = of("en").expect("English has data");
        assert!(usage.words.len() > 40_000 && usage.pairs.len() > 240_000);
        let common = |word: &str| usage.commonness(words::key(word));
        assert!(common("the") > common("employ") && common("employ") > common("hireling"));
        assert!((common("qwxz") - common("zxwq")).abs() < 1e-9);
        let tied = |word: &str, next: &str| usage.association(words::key(word), words::key(next));
        assert!(
            tied("foreign", "policy") > 1.0
                && tied("foreign", "policy") > tied("overseas", "policy") + 0.5
        );
        assert!(tied("the", "of") < 0.0, "{}", tied("the", "of"));
        assert!(of("xx").is_none());
    }
}
