//! Finds the lines of a text and the properties each has by itself.

mod figures;
mod shapes;
mod stamps;

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::flattened;
use super::recurrence::Standing;
use crate::ingest::Article;
use crate::text::{fold, words};
pub use figures::states_figures;
pub use shapes::{
    holds_dateline, is_address, is_bracketed_teaser, is_share_bar, is_shouted, is_signed_post,
    says_the_same_twice,
};
pub use stamps::{ends_in_running_time, holds_date, opens_with_stamp};

/// Longest line, in bytes, that can be a caption. Chosen by judgement.
pub(super) const SHORT: usize = 1200;
/// Longest line, in bytes, that can be boilerplate and is therefore folded for look-up. Chosen by
/// judgement.
const FURNITURE: usize = 420;

/// A line with the properties it has by itself.
#[derive(Debug, Clone)]
pub struct Line<'t> {
    /// Number of the line in the text, from 0.
    pub number: u32,
    /// Byte range in the text, without surrounding white space.
    pub bytes: Range<usize>,
    /// The line itself.
    pub text: &'t str,
    /// Folded words; empty for a line too long to be boilerplate.
    pub phrase: String,
    /// Number of words; in scripts without spaces, half the number of characters.
    pub words: usize,
    /// Whether it ends like a sentence.
    pub terminal: bool,
    /// Hash that ignores digits, unless the line states figures (see [`Place::key`]).
    pub key: u64,
    /// Whether it states figures: a result, a price, a score, a poll.
    pub figures: bool,
    /// How it recurs in its source; empty until [`super::flattened::read`].
    pub standing: Standing,
}

impl Line<'_> {
    /// Whether the line is a row of a table or of a list of results.
    pub fn is_figures(&self) -> bool {
        self.figures && (2..=MOST_FIGURES).contains(&self.words) && !self.terminal
    }

    /// Whether the line reads as running text: a sentence of at least `least` words, or at least 25
    /// words without a full stop.
    pub fn is_prose(&self, least: usize) -> bool {
        (self.terminal && self.words >= least) || self.words >= least.max(25)
    }
}

/// The position of a non-empty line, and the key by which it is recognised in other articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Number of the line in the text, from 0.
    pub number: u32,
    /// First byte that is not white space.
    pub start: u32,
    /// One past the last byte that is not white space.
    pub end: u32,
    /// Hash of the line. In lines short enough for a caption it ignores digits, unless the line
    /// states figures.
    pub key: u64,
    /// Whether it states figures (see [`states_figures`]).
    pub figures: bool,
    /// Whether it is a sentence that continues the line of the place before it (see
    /// [`super::flattened`]).
    pub continues: bool,
}

impl Place {
    /// Returns the place of a line or a sentence of `text`. `letters` is room for its key.
    pub(super) fn of(text: &str, number: u32, start: u32, end: u32, letters: &mut Vec<u8>) -> Self {
        let line = &text[start as usize..end as usize];
        let figures = states_figures(line);
        let key = key(line, figures, letters);
        Self { number, start, end, key, figures, continues: false }
    }
}

/// Finds the non-empty lines of an article; of a long line, its sentences. Wrapped lines that were
/// joined count as one, with the number of the first. O(bytes).
pub fn of(article: &Article) -> Vec<Place> {
    let mut places = find(&article.text);
    let mut joined = article.joined.iter().peekable();
    let mut before = 0;
    for place in &mut places {
        while joined.next_if(|at| **at < place.start).is_some() {
            before += 1;
        }
        place.number += before;
    }
    flattened::split(&article.text, places)
}

/// Finds the non-empty lines of a text. O(bytes).
pub fn find(text: &str) -> Vec<Place> {
    let mut out = Vec::with_capacity(32);
    let mut letters = Vec::with_capacity(SHORT);
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    for (end, number) in ends.zip(0u32..) {
        let raw = &text[start..end];
        let line = raw.trim_start();
        let from = end - line.len();
        let line = line.trim_end();
        if !line.is_empty() {
            let end = (from + line.len()) as u32;
            out.push(Place::of(text, number, from as u32, end, &mut letters));
        }
        start = end + 1;
    }
    out
}

/// Reads the lines found in a text. O(bytes).
pub fn read<'t>(text: &'t str, places: &[Place]) -> Vec<Line<'t>> {
    places
        .iter()
        .map(|place| line(place, &text[place.start as usize..place.end as usize]))
        .collect()
}

fn line<'t>(place: &Place, text: &'t str) -> Line<'t> {
    let phrase = if text.len() <= FURNITURE { fold::phrase(text) } else { String::new() };
    let spaced = if phrase.is_empty() {
        count_words(text)
    } else {
        memchr::memchr_iter(b' ', phrase.as_bytes()).count() + 1
    };
    // Curly quotation marks and letters with accents begin with other bytes.
    let begins_spaceless = |b: u8| matches!(b, 0xE0 | 0xE1 | 0xE3..=0xFF);
    let spaceless = if text.bytes().fold(false, |any, b| any | begins_spaceless(b)) {
        text.chars().filter(|c| words::is_spaceless(*c)).count() / 2
    } else {
        0
    };
    Line {
        number: place.number,
        bytes: place.start as usize..place.end as usize,
        text,
        words: if phrase.is_empty() && text.len() <= FURNITURE { 0 } else { spaced.max(spaceless) },
        terminal: is_terminal(text),
        key: place.key,
        figures: place.figures,
        phrase,
        standing: Standing::default(),
    }
}

/// Counts the runs of characters between white space.
fn count_words(text: &str) -> usize {
    if holds_wide_space(text) {
        return text.split_whitespace().count();
    }
    count_stretches(text, |b| (b == b' ') | (b.wrapping_sub(b'\t') < 5))
}

/// Whether a text may hold white space beyond ASCII. Quotation marks and dashes, which begin with the
/// same byte as most of it, are told from it.
fn holds_wide_space(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (second, third) = (bytes.get(1..).unwrap_or_default(), bytes.get(2..).unwrap_or_default());
    let rare = bytes.iter().fold(false, |any, b| any | matches!(b, 0xC2 | 0xE1 | 0xE3));
    let is_mark = |b: u8| matches!(b, 0x90..=0xA7);
    rare || bytes.iter().zip(second).zip(third).fold(false, |any, ((first, second), third)| {
        any | (*first == 0xE2) & !((*second == 0x80) & is_mark(*third))
    })
}

/// Counts the runs between bytes for which `is_space` holds. O(bytes); vectorised if `is_space` has
/// no branch.
pub(super) fn count_stretches(text: &str, is_space: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let rest = bytes.get(1..).unwrap_or_default();
    // The sum of this many flags fits a byte, and byte sums vectorise best.
    let few = usize::from(u8::MAX);
    let begins = |before: &[u8], at: &[u8]| {
        before
            .iter()
            .zip(at)
            .map(|(before, at)| u8::from(is_space(*before) & !is_space(*at)))
            .sum::<u8>()
    };
    let begun: usize = bytes
        .chunks(few)
        .zip(rest.chunks(few))
        .map(|(before, at)| usize::from(begins(before, at)))
        .sum();
    begun + usize::from(bytes.first().is_some_and(|first| !is_space(*first)))
}

/// Whether the line ends like a sentence: with `.`, `!`, `?`, `…` or the like, before any closing
/// quotation marks or brackets.
fn is_terminal(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', '」', ' ', '\u{a0}']);
    let closed = end.len() < text.len() && end.ends_with([',', '—', '–']);
    closed
        || end.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])
            && !end.ends_with(" .")
}

/// Most words that a row of a table or of a list of results can have. Chosen by judgement.
const MOST_FIGURES: usize = 16;

/// Hashes a line: as it is, or by its letters alone if it contains a digit, is short enough for a
/// caption and does not state figures.
fn key(text: &str, figures: bool, letters: &mut Vec<u8>) -> u64 {
    let bytes = text.as_bytes();
    if figures
        || bytes.len() > SHORT
        || !bytes.iter().fold(false, |any, b| any | b.is_ascii_digit())
    {
        return xxh3_64(bytes);
    }
    letters.clear();
    letters.resize(bytes.len(), 0);
    // Each byte is written, and those that do not count are written over by the next.
    let mut length = 0;
    for byte in bytes {
        letters[length] = byte.to_ascii_lowercase();
        length += usize::from(byte.is_ascii_alphabetic() | !byte.is_ascii());
    }
    xxh3_64(&letters[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_lines_are_counted_as_they_stood() {
        let article = Article {
            text: "one two\nthree\nfour".to_owned(),
            joined: vec![3],
            ..Article::default()
        };
        assert_eq!(of(&article).iter().map(|place| place.number).collect::<Vec<_>>(), [0, 2, 3]);
    }

    #[test]
    fn lines_know_their_bytes() {
        let text = "one\n\n  two three. \r\nfour";
        let lines = read(text, &find(text));
        assert_eq!(
            lines.iter().map(|l| (l.number, &text[l.bytes.clone()])).collect::<Vec<_>>(),
            [(0, "one"), (2, "two three."), (3, "four")]
        );
        assert!(lines[1].terminal && !lines[2].terminal);
    }
}
