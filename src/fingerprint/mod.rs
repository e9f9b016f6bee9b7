//! Computes two fingerprints of each body: its surface (the words) and its skeleton (the names and
//! numbers that a rewriter leaves alone).

pub mod skeleton;
pub mod surface;

use rayon::prelude::*;

use crate::ingest::Article;
use crate::text::Document;

/// The fingerprints of one article's body.
#[derive(Debug, Default, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fingerprint {
    /// Hashes of the winnowed word shingles, in text order.
    pub surface: Vec<u64>,
    /// Distinct keys of the skeleton's words, ascending.
    pub skeleton: Vec<u32>,
    /// The number of quotations of three words or more.
    pub quotes: u32,
    /// The number of words in the body.
    pub words: u32,
    /// Hash of all words in order: equal for bodies with the same words.
    pub body: u64,
}

/// Fingerprints every cleaned body, in order. O(bytes).
pub fn run(articles: &[Article], documents: &[Document]) -> Vec<Fingerprint> {
    articles
        .par_iter()
        .zip(documents)
        .with_min_len(64)
        .map(|(article, document)| of(&article.text, document))
        .collect()
}

/// Fingerprints one document; an empty one has no hashes and no keys.
pub fn of(text: &str, document: &Document) -> Fingerprint {
    let mut skeleton: Vec<u32> =
        skeleton::items(text, document).iter().map(|(_, key)| *key).collect();
    skeleton.sort_unstable();
    skeleton.dedup();
    let mut keys = vec![0; 4 * document.words.len()];
    let each = keys.chunks_exact_mut(4).zip(&document.words);
    each.for_each(|(room, word)| room.copy_from_slice(&word.key.to_le_bytes()));
    Fingerprint {
        // The run keeps both lists of every article. Copies take what they need, while an allocator
        // rarely gives back what a list has shrunk by.
        surface: surface::winnow(&document.words).as_slice().to_vec(),
        skeleton: skeleton.as_slice().to_vec(),
        quotes: document.quotes.iter().filter(|q| q.words.len() >= 3).count() as u32,
        words: document.words.len() as u32,
        body: xxhash_rust::xxh3::xxh3_64(&keys),
    }
}
