//! Decides whether one word or phrase is a synonym of another, by the English thesauri WordNet and
//! Moby.
//!
//! Measured on the labelled copies: of the swaps in spun copies, WordNet knows 33–49 %, Moby 69–84
//! % and both together 71–85 %; of swaps paired at random, 1 %, 2–4 % and 2–5 %; of swaps between
//! editions of one agency's story, 5 %, 13 % and 16 %. So both are consulted; a single synonym is
//! weak evidence, many are strong.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use rustc_hash::FxHashSet;

use super::forms;

/// The language of the thesauri.
pub const LANGUAGE: &str = "en";

/// A thesaurus as text, with a headword and its synonyms per line, and the start of each line by the
/// hash of its headword.
struct Thesaurus {
    text: String,
    lines: Vec<(u64, u32)>,
}

static THESAURI: OnceLock<[Thesaurus; 2]> = OnceLock::new();

/// Unpacks both; takes about 35 MB, and happens only when a run first needs it.
///
/// The crates' own `synonyms` copy their whole dictionary for each word, so the data are read here.
fn unpacked() -> [Thesaurus; 2] {
    // Not on the workers: one that waits for the other half could begin a comparison meanwhile,
    // which waits for the thesauri.
    std::thread::scope(|scope| {
        let moby = scope.spawn(|| Thesaurus::of(moby()));
        let wordnet = Thesaurus::of(thesaurus_wordnet::uncompress());
        [wordnet, moby.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))]
    })
}

/// Unpacks Moby, in a third of the time of the crate's own `uncompress`.
fn moby() -> String {
    let packed = thesaurus_moby::MOBY_DICT_COMPRESSED;
    // Its length in bytes ends a gzip file (RFC 1952, section 2.3.1): a text that grew while it is
    // read would take three times the room.
    let length = packed.last_chunk().map_or(0, |length| u32::from_le_bytes(*length));
    let mut text = String::with_capacity(length as usize);
    GzDecoder::new(packed)
        .read_to_string(&mut text)
        .expect("the crate holds its dictionary, packed with gzip");
    text
}

impl Thesaurus {
    fn of(text: String) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len())) {
            let line = &text[start..end];
            let headword = &line[..memchr::memchr(b'|', line.as_bytes()).unwrap_or(line.len())];
            lines.push((xxhash_rust::xxh3::xxh3_64(headword.as_bytes()), start as u32));
            start = end + 1;
        }
        lines.sort_unstable();
        Self { text, lines }
    }

    fn synonyms<'t>(&'t self, word: &str) -> impl Iterator<Item = &'t str> {
        let key = xxhash_rust::xxh3::xxh3_64(word.as_bytes());
        let first = self.lines.partition_point(|line| line.0 < key);
        let word = word.to_owned();
        self.lines[first..]
            .iter()
            .take_while(move |line| line.0 == key)
            .map(|&(_, start)| self.text[start as usize..].split('\n').next().unwrap_or_default())
            .filter(move |line| line.split('|').next() == Some(word.as_str()))
            .flat_map(|line| line.split('|').skip(1))
    }
}

/// Returns whether either thesaurus lists one of two folded phrases as a synonym of the other, in
/// any of their dictionary forms.
///
/// False for words that neither lists. Symmetric.
pub fn are_synonyms(x: &str, y: &str) -> bool {
    let thesauri = THESAURI.get_or_init(unpacked);
    let (from, to) = (forms::lemmas(x), forms::lemmas(y));
    let knows = |from: &[String], to: &[String]| {
        let to: FxHashSet<&str> = to.iter().map(String::as_str).collect();
        from.iter().any(|word| {
            let mut synonyms = thesauri.iter().flat_map(|thesaurus| thesaurus.synonyms(word));
            synonyms.any(|synonym| synonym != word && to.contains(synonym))
        })
    };
    knows(&from, &to) || knows(&to, &from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_synonyms_are_found_and_other_words_are_not() {
        for (x, y) in [
            ("vowed", "pledged"),
            ("vessels", "ships"),
            ("big", "large"),
            ("discuss", "talk about"),
        ] {
            assert!(are_synonyms(x, y) && are_synonyms(y, x), "{x} {y}");
        }
        for (x, y) in
            [("harbour", "mayor"), ("said", "ship"), ("monday", "rope"), ("qwxz", "zxwq"), ("", "")]
        {
            assert!(!are_synonyms(x, y), "{x} {y}");
        }
    }
}
