//! What comparing needs of one article, made once.

use std::ops::Range;
use std::sync::OnceLock;

use crate::clean::Cleaned;
use crate::ingest::Article;
use crate::text::{Class, Document};

/// Texts of one source from which a paragraph that they share is taken for a standing one.
pub const STANDING: u32 = 3;

/// Bytes of the shortest words with the gap behind them, on average: in most languages they are longer, and no room is added.
const BYTES_A_WORD: usize = 5;

/// One article's body, indexed for comparing.
#[derive(Debug, Default)]
pub struct Prepared {
    /// Words, sentences and quotations.
    pub document: Document,
    /// The different keys of the skeleton, ascending.
    pub skeleton: Vec<u32>,
    /// Word ranges of paragraphs that stand in [`STANDING`] texts of the source or more.
    pub background: Vec<Range<u32>>,
    content: OnceLock<Vec<(u32, u32)>>,
}

impl Prepared {
    /// Prepares one article. O(bytes).
    pub fn of(article: &Article, clean: &Cleaned, skeleton: &[u32]) -> Self {
        let mut document = Document::with_room_for(clean.body.iter().map(|piece| piece.len()).sum::<usize>() / BYTES_A_WORD);
        document.read_again(&article.text, &clean.body);
        let number = |byte: usize| document.words.partition_point(|w| (w.start as usize) < byte) as u32;
        let background = clean
            .background
            .iter()
            .filter(|(_, texts)| *texts >= STANDING)
            .map(|(bytes, _)| number(bytes.start)..number(bytes.end))
            .collect();
        Self { background, document, skeleton: skeleton.to_vec(), content: OnceLock::new() }
    }

    /// Key and sentence of every content word, ascending; made when it is first asked for.
    fn content(&self) -> &[(u32, u32)] {
        self.content.get_or_init(|| {
            let mut content = Vec::new();
            for (sentence, number) in self.document.sentences.iter().zip(0u32..) {
                content.extend(words(&self.document, sentence).iter().filter(|w| !w.class.has(Class::FUNCTION)).map(|w| (w.key, number)));
            }
            content.sort_unstable();
            content.dedup();
            content
        })
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
        let content = self.content();
        let from = content.partition_point(|c| c.0 < key);
        let to = from + content[from..].iter().take_while(|c| c.0 == key).count();
        &content[from..to]
    }
}

/// The words of a range.
pub fn words<'d>(document: &'d Document, range: &Range<u32>) -> &'d [crate::text::Word] {
    &document.words[range.start as usize..range.end as usize]
}
