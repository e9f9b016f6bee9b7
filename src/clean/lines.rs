//! Finds the lines of a text and the properties each has by itself.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use xxhash_rust::xxh3::xxh3_64;

use super::flattened;
use super::recurrence::Standing;
use crate::ingest::Article;
use crate::text::units::{Dimension, Unit};
use crate::text::{fold, is_post_signature, words};

/// Longest line, in bytes, that can be a caption. Chosen by judgement.
pub(super) const SHORT: usize = 1200;
/// Longest line, in bytes, that can be a row of share buttons: these have a dozen words at most.
/// Chosen by judgement.
const LONGEST_BAR: usize = 240;
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
/// Longest line, in bytes, that can state figures. Chosen by judgement.
const FIGURES: usize = 240;

/// Whether a short line states figures that are its news: a result, a price, a score, a poll.
///
/// It does if a number in it has a currency sign, a per cent sign or a unit, or is set against
/// another (`34 vs 12`, `2-1`), or if two numbers are written like measurements (`1.16`,
/// `3,542,217`). Dates, times, durations and counters do not count.
pub fn states_figures(text: &str) -> bool {
    if text.len() > FIGURES || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let (mut measured, mut words) = (0, text.split_whitespace().peekable());
    let mut before = "";
    while let Some(word) = words.next() {
        let number = Number::of(word);
        let next = words.peek().copied().unwrap_or_default();
        match number {
            Some(Number::Priced | Number::Score) => return true,
            Some(number) => {
                let unit = fold::fold(next.trim_matches(|c: char| !c.is_alphanumeric()));
                let is_sign = next.chars().next().is_some_and(|sign| {
                    sign.len_utf8() == next.len() && Unit::of_sign(sign).is_some()
                });
                let is_unit = is_sign
                    || next.len() <= 16
                        && Unit::named(&unit, None)
                            .is_some_and(|(unit, _)| unit.dimension != Dimension::Duration);
                if is_unit
                    || matches!(before, "vs" | "vs." | "versus")
                    || matches!(next, "vs" | "vs." | "versus")
                {
                    return true;
                }
                measured += usize::from(number == Number::Measured);
            }
            None => {}
        }
        before = word;
    }
    measured >= 2 && !holds_date(text)
}

/// How a word writes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    /// `12`
    Plain,
    /// `1.16`, `3,542,217`
    Measured,
    /// `$12`, `3%`
    Priced,
    /// `2-1`
    Score,
}

impl Number {
    /// Reads a word as a number, ignoring punctuation around it; `None` if it is not one.
    fn of(word: &str) -> Option<Self> {
        if !word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let bare = word.trim_matches(|c: char| {
            matches!(c, '(' | ')' | '[' | ']' | ',' | '.' | ';' | ':' | '+' | '-' | '−' | '–' | '"')
        });
        let number = bare.trim_matches(|c: char| Unit::of_sign(c).is_some());
        if !number.starts_with(|c: char| c.is_ascii_digit())
            || !number.ends_with(|c: char| c.is_ascii_digit())
            || word.len() > 24
        {
            return None;
        }
        let marks: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
        let all = |mark: char| marks.iter().all(|c| *c == mark);
        let groups = || number.split(['.', ',']).skip(1).all(|group| group.len() == 3);
        Some(match marks.as_slice() {
            _ if marks.iter().any(|c| !matches!(c, '.' | ',' | '-' | '–' | '/')) => return None,
            [] | ['.' | ','] if number.len() < bare.len() => Self::Priced,
            [] => Self::Plain,
            ['-' | '–'] => {
                let (left, right) = number.split_once(['-', '–'])?;
                return (left.len() <= 2 && right.len() <= 2).then_some(Self::Score);
            }
            ['.' | ','] => Self::Measured,
            [.., '.' | ','] if groups() || !all('.') => Self::Measured,
            _ => return None,
        })
    }
}

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

static DATE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?ix)
        (?-u:\b)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}
        | (?-u:\b)\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|januar|februar|märz|mai|juni|juli|august|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)[a-z]*\.?,?\s+\d{4}
        | (?-u:\b)\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?-u:\b) | (?-u:\b)\d{4}-\d{2}-\d{2}(?-u:\b)
        | ^\W*\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?|uhr)?\W*$")
    .expect("a fixed pattern")
});

/// The running time of a video at the end of a line: `… before the talks 01:33`.
static RUNNING_TIME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[^\d:](?:\d{1,2}:)?\d{1,2}:[0-5]\d$").expect("a fixed pattern"));

/// Whether a short line ends with the running time of a video.
pub fn ends_in_running_time(text: &str) -> bool {
    text.len() <= 300 && text.ends_with(|c: char| c.is_ascii_digit()) && RUNNING_TIME.is_match(text)
}

/// Whether the line is an address with at most a few characters after it.
pub fn is_address(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let alone = text.len() - first.len() <= 24;
    alone
        && (first.contains("://")
            || first.starts_with("www.")
            || text == first
                && first.contains('.')
                && first.len() > 6
                && first.contains('/')
                && !first.starts_with(char::is_uppercase))
}

/// Whether the whole line is a teaser in brackets: `(Photos: The strike)`.
pub fn is_bracketed_teaser(text: &str) -> bool {
    let inner = text
        .strip_prefix('(')
        .and_then(|t| t.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|t| t.strip_suffix(']')));
    inner.is_some_and(|inner| {
        !inner.contains(['(', '['])
            && inner
                .find(':')
                .is_some_and(|at| at <= 40 && inner[..at].split_whitespace().count() <= 5)
    })
}

/// Whether the two halves of the line are the same: `Harbour News Harbour News`, as when a logo is
/// followed by its label.
pub fn says_the_same_twice(text: &str) -> bool {
    let words = text.split_whitespace().take(13).count();
    words <= 12
        && words > 0
        && words.is_multiple_of(2)
        && text
            .split_whitespace()
            .zip(text.split_whitespace().skip(words / 2))
            .all(|(first, again)| first == again)
}

/// Whether the line is a social media post with its signature:
/// `We sail! — Jane Doe (@jdoe) July 16, 2018`.
pub fn is_signed_post(text: &str) -> bool {
    memchr::memchr(b'@', text.as_bytes()).is_some()
        && text.contains("(@")
        && text.rfind(['—', '–']).is_some_and(|at| is_post_signature(&text[at..]))
}

/// Whether the line has more than twice as many capitals as small letters, as buttons do; false for
/// scripts without case.
pub fn is_shouted(text: &str) -> bool {
    if text.is_ascii() {
        let count = |is: fn(&u8) -> bool| text.as_bytes().iter().filter(|b| is(b)).count();
        return count(u8::is_ascii_uppercase) > 2 * count(u8::is_ascii_lowercase);
    }
    let (mut upper, mut lower) = (0, 0);
    for c in text.chars() {
        upper += u32::from(c.is_uppercase());
        lower += u32::from(c.is_lowercase());
    }
    upper > 2 * lower
}

/// Whether the line is a row of share buttons: names of networks, counts, words in capitals.
///
/// Their counts differ from page to page and are not facts of the story.
pub fn is_share_bar(text: &str) -> bool {
    const NETWORKS: [&str; 12] = [
        "facebook",
        "twitter",
        "tweet",
        "linkedin",
        "pinterest",
        "whatsapp",
        "reddit",
        "tumblr",
        "telegram",
        "flipboard",
        "google",
        "messenger",
    ];
    if text.len() > LONGEST_BAR || text.ends_with(['.', '!', '?']) {
        return false;
    }
    let (mut words, mut networks) = (0, 0);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        words += 1;
        if words > 12 {
            return false;
        }
        networks += usize::from(NETWORKS.iter().any(|name| word.eq_ignore_ascii_case(name)));
    }
    networks >= 2 && (2 * networks >= words || is_shouted(text))
}

/// Whether a dateline with its agency occurs within the line:
/// `… in Halvik HALVIK (Reuters) - The crews …`.
///
/// If so, headline, caption and text were run together in one line.
pub fn holds_dateline(text: &str) -> bool {
    let behind =
        |end: usize| text[end..].trim_start_matches([')', ' ']).starts_with(['-', '–', '—']);
    text.match_indices(')').filter(|(at, _)| behind(*at)).any(|(at, _)| {
        let place = text[..at].rfind('(').map(|open| text[..open].trim_end()).unwrap_or_default();
        let in_capitals = |word: &str| {
            word.chars().filter(|c| c.is_uppercase()).count() >= 3
                && !word.chars().any(char::is_lowercase)
        };
        place.rsplit(' ').take(3).any(in_capitals)
    })
}

/// Whether a text begins with a date or a time of day: `December 27, 2016`, `12.03.2020`,
/// `7:39 p.m.`
pub fn opens_with_stamp(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(text.len().min(40))];
    let hour = head.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = head
        .as_bytes()
        .get(hour + 1..hour + 3)
        .is_some_and(|two| two.iter().all(u8::is_ascii_digit));
    let is_time = (1..=2).contains(&hour)
        && matches!(head.as_bytes().get(hour), Some(b':' | b'h'))
        && minutes;
    is_time || DATE_LINE.find(head).is_some_and(|date| date.start() == 0)
}

/// Whether a short line contains a date or is a time of day.
pub fn holds_date(text: &str) -> bool {
    text.len() <= 160 && text.bytes().any(|b| b.is_ascii_digit()) && DATE_LINE.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_for_sharing_are_no_text() {
        assert!(is_share_bar("CONNECT TWEET LINKEDIN 22 COMMENTEMAILMORE"));
        assert!(is_share_bar("Facebook Twitter Pinterest 14"));
        assert!(!is_share_bar("Facebook and Twitter were told to answer by Friday."));
        assert!(!is_share_bar("Facebook, Twitter told to answer the council of Halvik"));
        assert!(!is_share_bar("TWEET OF THE DAY"));
    }

    #[test]
    fn results_prices_scores_and_polls_are_figures_and_counters_and_dates_are_none() {
        for text in [
            "Shr 34 cts vs 1.16 dlrs",
            "Revs 177.8 against 331.5",
            "Halvik 2-1 Ostrey",
            "A seat: $12",
            "Greens 31 %, Whites 28 %",
            "Draught 9 metres",
        ] {
            assert!(states_figures(text), "{text}");
        }
        for text in [
            "12 Comments",
            "Page 3 of 12",
            "Updated June 7, 2021 at 12:30",
            "07.06.2021",
            "3 days ago",
            "Tel 030 123 45",
            "4 min read",
            "No figures",
        ] {
            assert!(!states_figures(text), "{text}");
        }
    }

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
