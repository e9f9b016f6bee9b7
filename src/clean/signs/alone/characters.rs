//! Reads the signs that the characters of a line show: marks, digits, capitals, its number of
//! sentences.
//!
//! Called by [`super::Reader::read`] for every line.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::clean::lines::{self, Line};
use crate::clean::signs::{Set, Sign};
use crate::text::eight;

static HTTP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("http"));

/// What the characters beyond ASCII show, found in one pass; most lines have few or none.
#[derive(Default)]
pub(super) struct Beyond {
    quotes: bool,
    bars: bool,
    /// Whether there is a full-width colon.
    pub(super) colon: bool,
    pub(super) copyright: bool,
    /// Number of sentence ends in scripts with full stops of their own.
    stops: usize,
    /// Whether a capital comes right after a small letter, and at least one of the two is beyond
    /// ASCII.
    pub(super) glued: bool,
}

impl Beyond {
    /// Scans a text. O(bytes).
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut from = 0;
        while let Some(at) = eight::beyond_ascii(text.as_bytes(), from) {
            let mut characters = text[at..].chars();
            let Some(c) = characters.next() else { break };
            match c {
                '“' | '„' | '«' | '「' | '”' => found.quotes = true,
                '·' | '•' => found.bars = true,
                '：' => found.colon = true,
                '©' => found.copyright = true,
                '。' | '।' | '؟' | '۔' => found.stops += 1,
                _ if found.glued => {}
                _ if c.is_uppercase() => found.glued = text[..at].ends_with(char::is_lowercase),
                _ if c.is_lowercase() => {
                    found.glued = characters.next().is_some_and(char::is_uppercase)
                }
                _ => {}
            }
            from = at + c.len_utf8();
        }
        found
    }
}

/// The ASCII marks that a line has, found in one pass.
struct Marks(u8);

impl Marks {
    const QUOTE: u8 = 1;

    const BAR: u8 = 2;

    const SLASH: u8 = 4;

    const ABOVE: u8 = 8;

    const AT: u8 = 16;

    /// Scans a text, free of branches so that it vectorises. O(bytes).
    pub(super) fn of(text: &str) -> Self {
        let mark = |byte: u8, mark: u8, bit: u8| if byte == mark { bit } else { 0 };
        Self(text.bytes().fold(0, |found, b| {
            found
                | mark(b, b'"', Self::QUOTE)
                | mark(b, b'|', Self::BAR)
                | mark(b, b'/', Self::SLASH)
                | mark(b, b'>', Self::ABOVE)
                | mark(b, b'@', Self::AT)
        }))
    }

    /// Whether the line has any of some marks.
    pub(super) fn has(&self, marks: u8) -> bool {
        self.0 & marks != 0
    }
}

/// Reads the signs that the characters of a line show.
pub(super) fn make(line: &Line<'_>, beyond: &Beyond, s: &mut Set) {
    use Sign::*;
    let text = line.text;
    let bytes = text.as_bytes();
    let bare = text.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', '」']);
    s.add_if(bare.ends_with(['?', '？', '؟']), Question);
    s.add_if(bare.ends_with(['!', '！']), Exclamation);
    s.add_if(text.ends_with('…') || text.ends_with("...") || text.ends_with("[…]"), CutShort);
    s.add_if(text.ends_with([':', '：']), Colon);
    s.add_if(text.ends_with([',', '،', '、']), Comma);
    let marks = Marks::of(text);
    s.add_if(marks.has(Marks::QUOTE) || beyond.quotes, Quotes);
    s.add_if(text.starts_with(['"', '“', '„', '«', '»', '「', '\'', '‘']), OpensQuote);
    s.add_if(
        text.starts_with(['•', '-', '–', '—', '*', '·', '■', '►', '▶', '▸', '→', '✓', '●']),
        Bullet,
    );
    s.add_if(bytes[0].is_ascii_digit(), BeginsDigit);
    s.add_if(text.starts_with(char::is_lowercase), BeginsSmall);
    if text.len() <= 1200 {
        // The sum of so many flags fits a byte, and sums of bytes vectorise best.
        let few = |few: &[u8]| few.iter().map(|b| u8::from(b.is_ascii_digit())).sum::<u8>();
        let digits: usize = bytes.chunks(255).map(|chunk| usize::from(few(chunk))).sum();
        s.add_if(digits > 0, Digits);
        s.add_if(digits * 3 >= text.len(), ManyDigits);
        s.add_if(digits > 0 && !text.contains(char::is_alphabetic), OnlyDigits);
    }
    s.add_if(line.is_figures(), Figures);
    if text.len() <= 600 {
        let strokes = marks.has(Marks::BAR) || beyond.bars;
        s.add_if(strokes || marks.has(Marks::SLASH) && text.contains(" // "), Bar);
        s.add_if(
            line.words <= 6
                && (marks.has(Marks::SLASH | Marks::ABOVE) || !text.is_ascii())
                && [" / ", " > ", " › ", " » ", "  /  "].iter().any(|x| text.contains(x)),
            Path,
        );
        let dotted = || {
            memchr::memchr_iter(b'.', bytes)
                .any(|at| bytes[..at].ends_with(b"www") || bytes[at + 1..].starts_with(b"com"))
        };
        s.add_if(HTTP.find(bytes).is_some() || dotted(), HoldsAddress);
        s.add_if(marks.has(Marks::AT), At);
    }
    s.add_if(text.starts_with(['(', '[']) && text.ends_with([')', ']']), Brackets);
    s.add_if(text.ends_with([')', ']']), EndsBracket);
    let sentences = full_stops(text, beyond, 4) + usize::from(line.terminal);
    s.add_if(sentences >= 2, TwoSentences);
    s.add_if(sentences >= 4, ManySentences);
    if line.words <= 30 && !(line.terminal && line.is_prose(12)) {
        capitals(text, s);
    }
}

/// Counts the stops that end a sentence within a text, up to `most`.
fn full_stops(text: &str, beyond: &Beyond, most: usize) -> usize {
    let ends = |at: &usize| {
        let next = &text[at + 1..];
        next.starts_with(' ') || next.starts_with(['"', '”', '»', '“', '\''])
    };
    let plain =
        memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).filter(ends).take(most).count();
    (plain + beyond.stops).min(most)
}

pub(super) fn capitals(text: &str, s: &mut Set) {
    use Sign::*;
    let (mut upper, mut lower, mut other) = (0, 0, 0);
    let (mut names, mut slash) = (true, false);
    for word in text.split_whitespace() {
        let c = word.chars().find(|c| c.is_alphanumeric());
        match c {
            Some(c) if c.is_uppercase() => upper += 1,
            Some(c) if c.is_lowercase() => {
                lower += 1;
                names = false;
            }
            Some(_) => {
                other += 1;
                names = false;
            }
            None => {}
        }
        slash |= word.contains('/') || word == "|";
    }
    s.add_if(lines::is_shouted(text), Shouted);
    s.add_if(upper > 1 && lower == 0 && other == 0, AllCapitals);
    s.add_if(lower > 0 && upper * 2 > lower + upper + other, ManyCapitals);
    s.add_if(upper == 1 && lower >= 2, NoCapitals);
    s.add_if(upper + lower == 0, NoScript);
    s.add_if(names && (2..=4).contains(&upper) && !text.ends_with(['.', '!', '?', ':']), NamesOnly);
    s.add_if(names && slash && upper >= 2, SlashNames);
    // `… on the quay. Jane Roe/Harbour News`
    let end =
        text.rfind(['.', '”', '"']).map(|at| text[at..].trim_start_matches(['.', '”', '"', ' ']));
    s.add_if(
        end.is_some_and(|e| {
            !e.is_empty()
                && e.len() <= 60
                && e.split_whitespace().count() <= 6
                && e.split_whitespace().all(|w| !w.starts_with(char::is_lowercase))
                && e.contains(char::is_alphabetic)
                && text.len() - e.len() >= 20
        }),
        EndsName,
    );
}
