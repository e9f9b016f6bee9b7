//! What comparing needs of one article, made once.

use std::ops::Range;

use crate::clean::Cleaned;
use crate::fingerprint::skeleton;
use crate::ingest::Article;
use crate::text::{Class, Document};

/// Words in a seed of a verbatim run.
pub const SEED: usize = 5;

/// One article's body, indexed for comparing.
#[derive(Debug, Default)]
pub struct Prepared {
    /// Words, sentences and quotations.
    pub document: Document,
    /// Hash and position of every seed, ascending.
    pub seeds: Vec<(u32, u32)>,
    /// Key and sentence of every content word, ascending.
    pub content: Vec<(u32, u32)>,
    /// The skeleton's items in order: word number and key.
    pub skeleton: Vec<(u32, u32)>,
}

impl Prepared {
    /// Prepares one article. O(words · log words).
    pub fn of(article: &Article, clean: &Cleaned) -> Self {
        let document = Document::read(&article.text, &clean.body);
        let mut seeds: Vec<(u32, u32)> = document
            .words
            .windows(SEED)
            .zip(0u32..)
            .map(|(seed, at)| (seed.iter().fold(0u32, |h, w| h.rotate_left(7).wrapping_mul(0x9E37_79B1) ^ w.key), at))
            .collect();
        seeds.sort_unstable();
        let mut content = Vec::new();
        for (sentence, number) in document.sentences.iter().zip(0u32..) {
            content.extend(words(&document, sentence).iter().filter(|w| !w.class.has(Class::FUNCTION)).map(|w| (w.key, number)));
        }
        content.sort_unstable();
        content.dedup();
        let skeleton = skeleton::items(&article.text, &document);
        Self { document, seeds, content, skeleton }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.document.words.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.document.words.is_empty()
    }

    /// The sentences that hold a content word, and how often it occurs in all.
    pub fn sentences_with(&self, key: u32) -> &[(u32, u32)] {
        let from = self.content.partition_point(|c| c.0 < key);
        let to = from + self.content[from..].partition_point(|c| c.0 == key);
        &self.content[from..to]
    }
}

/// The words of a range.
pub fn words<'d>(document: &'d Document, range: &Range<u32>) -> &'d [crate::text::Word] {
    &document.words[range.start as usize..range.end as usize]
}
