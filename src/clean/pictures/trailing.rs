//! Recognises lines that end with the credit of a picture: `… at the pier. (AP Photo/Jane Doe)`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::{PHOTO, quick};
use crate::clean::lines::SHORT;

/// A slash or bar before a house, as in credits at the end of lines: `… on Monday. Jane Roe / AP`,
/// `… by Jane Roe/AP`.
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?:[/|]|, File)\s?(?:{PHOTO})")).expect("a fixed pattern")
});

/// Words before a photographer's name, as in credits at the end of lines.
static TAKEN: LazyLock<AhoCorasick> = LazyLock::new(|| {
    quick([
        "redit",
        "Photo by",
        "Photo:",
        "PHOTO by",
        "PHOTO:",
        "Foto by",
        "Foto:",
        "Image by",
        "Image:",
        "Picture by",
        "Picture:",
    ])
});

/// Strings of which every credit at the end of a line contains one, unless it has a slash or a bar
/// or is in closed brackets.
static TRAILING_HINTS: LazyLock<AhoCorasick> =
    LazyLock::new(|| quick(["redit", "hoto", "PHOTO", "Foto", "Image", "Picture", ", File"]));

/// Whether the end of a line has the marks of a credit without closed brackets.
fn hints_at_credit(tail: &str) -> bool {
    memchr::memchr2(b'/', b'|', tail.as_bytes()).is_some() || TRAILING_HINTS.is_match(tail)
}

/// Matches what makes a bracket a credit.
static BRACKET_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"{PHOTO}|[Pp]hoto(?:graph)?|PHOTO|[Ff]oto|[Ii]mages?|[Ff]ile|[Ss]creenshot|Twitter|Facebook|YouTube"
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// Most characters of a bracket before and after the match of [`BRACKET_CREDIT`]. Chosen by
/// judgement.
const BRACKET: (usize, usize) = (80, 60);

/// Whether a line ends with a bracket, closed or not, that contains the credit of a picture:
/// `(AP Photo/Jane Doe)`.
fn ends_in_credit_bracket(tail: &str) -> bool {
    let bare = tail.strip_suffix('.').filter(|t| t.ends_with([')', ']'])).unwrap_or(tail);
    let bare = bare.strip_suffix([')', ']']).unwrap_or(bare);
    let Some(open) = memchr::memrchr2(b'(', b'[', bare.as_bytes()) else { return false };
    let inner = &bare[open + 1..];
    let closed = bare.len() < tail.len();
    if inner.contains([')', ']']) || !closed && !hints_at_credit(tail) {
        return false;
    }
    // Each match is tried in turn, because a long bracket may mention a picture first and its maker
    // last.
    let mut from = 0;
    while let Some(found) = BRACKET_CREDIT.find_at(inner, from) {
        if inner[..found.start()].chars().count() <= BRACKET.0
            && inner[found.end()..].chars().count() <= BRACKET.1
        {
            return true;
        }
        from = found.end();
    }
    false
}

/// Whether the line ends with a bracket after a gap of two or more spaces, as pages set the credit
/// of a picture.
pub fn ends_in_set_off_bracket(text: &str) -> bool {
    text.len() <= SHORT
        && text.ends_with(')')
        && text.rfind('(').is_some_and(|at| {
            let inner = &text[at + 1..text.len() - 1];
            inner.len() <= 60
                && inner.starts_with(char::is_uppercase)
                && text[..at].chars().rev().take_while(|c| c.is_whitespace()).count() >= 2
        })
}

/// Whether the line ends with the credit of a picture.
pub fn ends_in_photo_credit(text: &str) -> bool {
    let tail = &text[text.floor_char_boundary(text.len().saturating_sub(160))..];
    text.len() <= SHORT
        && (ends_in_credit_bracket(tail) || hints_at_credit(tail) && is_trailing_credit(tail))
}

/// Whether the end of a line is the credit of a picture without closed brackets.
fn is_trailing_credit(tail: &str) -> bool {
    let taken = || TAKEN.find_iter(tail).any(|found| names_who_took(tail, found.range()));
    ends_in_word(tail, "AP Photo")
        || taken()
        || HOUSE.find_iter(tail).any(|found| ends_in_house(tail, found.range()))
}

/// Whether a text ends with these words, not glued to another word before them.
fn ends_in_word(text: &str, words: &str) -> bool {
    let before = text.strip_suffix(words).map(|before| before.bytes().next_back());
    before.is_some_and(|before| before.is_none_or(|b| !b.is_ascii_alphanumeric() && b != b'_'))
}

/// Whether the words at `found`, which introduce a photographer, and the name after them end a
/// line: `… on Monday. Photo by Jane Roe`, `… Credit: Jane Roe`.
fn names_who_took(tail: &str, found: Range<usize>) -> bool {
    let (before, rest) = (&tail[..found.start], &tail[found.end..]);
    // A capital followed by up to so many characters.
    let name = |rest: &str, most: usize| {
        let mut characters = rest.chars();
        characters.next().is_some_and(char::is_uppercase)
            && (2..=most).contains(&characters.count())
    };
    if &tail[found] != "redit" {
        let rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
        return before.trim_end().ends_with(['.', ')', '”']) && name(rest, 60);
    }
    let Some(before) = before.strip_suffix(['C', 'c']) else { return false };
    if let Some(rest) = rest.strip_prefix(':') {
        let glued =
            before.bytes().next_back().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
        return !glued && name(rest.trim_start(), 70);
    }
    let ended = before.trim_end();
    let apart =
        ended.ends_with(['.', '!', '?', ')', '”']) || before[ended.len()..].chars().count() >= 2;
    apart && !rest.contains([',', '.']) && name(rest.trim_start(), 70)
}

/// Number of letters after the first in a name before a house. Chosen by judgement.
const NAME: std::ops::RangeInclusive<usize> = 2..=40;

/// Whether a house at `found` and the name before it end a line: `… on Monday. Jane Roe / AP`,
/// `… by Jane Roe/AP`.
fn ends_in_house(tail: &str, found: Range<usize>) -> bool {
    let behind = &tail[found.end..];
    let before = &tail[..found.start];
    let before = before.strip_suffix(char::is_whitespace).unwrap_or(before);
    let is_bar = tail[found.start..].starts_with('|');
    let near =
        behind.chars().nth(30).is_none() && (!is_bar || tail[found.start..].starts_with("| "));
    let last = matches!(behind, "" | ".") && !tail[found].starts_with(',');
    for (letters, (at, c)) in before.char_indices().rev().enumerate() {
        if !(c.is_alphabetic() || matches!(c, '.' | ' ' | '\'' | '-')) || letters > *NAME.end() {
            return false;
        }
        if c.is_uppercase() && NAME.contains(&letters) {
            let ahead = &before[..at];
            let by = || {
                ahead
                    .strip_suffix(char::is_whitespace)
                    .is_some_and(|ahead| ends_in_word(ahead, "By") || ends_in_word(ahead, "by"))
            };
            if near && ahead.trim_end().ends_with(['.', '”']) || last && by() {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_with_a_trailing_credit_are_told_from_sentences() {
        for text in [
            "A crowd waits at the pier. (AP Photo/Jane Doe)",
            "The minister leaves her office. (AFP photo)",
            "The two crews meet in 2017   (AP)",
            "Crowds at a protest. Credit Mia Poe/Reuters",
        ] {
            assert!(ends_in_photo_credit(text), "{text}");
        }
        for text in [
            "He left on Monday (and never came back).",
            "She gave credit to the union.",
            "It was filed with the court (pdf).",
        ] {
            assert!(!ends_in_photo_credit(text), "{text}");
        }
    }
}
