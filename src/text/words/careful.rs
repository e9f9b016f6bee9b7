//! Reads words of any script, with their marks, apostrophes and inner punctuation.
//!
//! Called by [`super::read`] where [`super::plain`] declines.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::function::FUNCTION_KEYS;
use super::guise::Guise;
use super::{Class, LONGEST, Word, is_spaceless, key};
use crate::text::fold::{self, Script};
use crate::text::syllables;

/// Reads the first word of any kind and returns the index after it (or of the end, if there is
/// none).
pub(super) fn careful(
    text: &str,
    range: Range<usize>,
    guise: &mut Guise,
    out: &mut Vec<Word>,
) -> usize {
    let piece = &text[range.clone()];
    let begins = |c: char| c.is_alphanumeric() && !fold::is_apostrophe(c) && !fold::is_invisible(c);
    let Some((start, first)) = piece.char_indices().find(|(_, c)| begins(*c)) else {
        return range.end;
    };
    let mut folded = String::with_capacity(32);
    let mut seen = Letters::default();
    let mut class = Class::default();
    let rest = &piece[start..];
    let length = if is_spaceless(first) {
        class.set(Class::SPACELESS);
        spaceless(rest, &mut folded)
    } else {
        let length = spelled(rest, &mut folded, &mut seen);
        class = seen.class();
        length
    };
    let word = range.start + start..range.start + start + length;
    if seen.alike > 0 {
        guise.see(text, word.clone(), &seen, &mut folded, out);
    }
    let key = key(&folded);
    if FUNCTION_KEYS.contains(key) {
        class.set(Class::FUNCTION);
    }
    out.push(Word::at(word.clone(), key, class));
    word.end
}

/// Reads the first syllable of a script whose letters are sounds, or else the first character with
/// its separate voicing marks, か and ゛ for が, and returns its length.
fn spaceless(text: &str, folded: &mut String) -> usize {
    if let Some(length) = syllables::first(text) {
        text[..length].chars().for_each(|c| fold::push(c, folded));
        return length;
    }
    let is_mark = |c: &char| matches!(c, '\u{3099}' | '\u{309A}');
    let marks = text.chars().skip(1).take_while(is_mark).count();
    text.chars()
        .take(1 + marks)
        .map(|c| {
            fold::push(c, folded);
            c.len_utf8()
        })
        .sum()
}

/// Reads the word at the start of a text and returns its length.
fn spelled(text: &str, folded: &mut String, seen: &mut Letters) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        if next > LONGEST || c == ' ' {
            break;
        }
        let is_letter = || !fold::is_apostrophe(c) && c.is_alphanumeric() && !is_spaceless(c);
        if c.is_ascii_alphanumeric() {
            seen.add(c);
            folded.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && fold::is_invisible(c) {
            continue;
        } else if !c.is_ascii() && is_letter() {
            seen.add(c);
            fold::push(c, folded);
        } else if !c.is_ascii() && !fold::is_apostrophe(c) && is_combining_mark(c) {
            fold::push(c, folded);
        } else {
            let after = &text[next..];
            if !joins(&text[..at], c, after) {
                break;
            }
            // `3.5` is not `35`, while `13,400` is `13400`.
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if c == ':' || matches!(c, ',' | '.') && digits > 0 && digits != 3 {
                folded.push(if c == ':' { c } else { '.' });
            }
        }
        end = next;
    }
    end
}

/// Returns whether `c`, between `before` (the word so far) and `after`, belongs to the word.
fn joins(before: &str, c: char, after: &str) -> bool {
    let after = after.trim_start_matches(fold::is_invisible);
    let before = before.trim_end_matches(fold::is_invisible);
    let Some(n) = first_composed(after) else { return false };
    if !n.is_alphanumeric() || is_spaceless(n) || fold::is_apostrophe(n) {
        return false;
    }
    match c {
        // `13,400`, `3.5` and `9:21`, but not `1998,the`.
        ',' | '.' | ':' if n.is_ascii_digit() => before.ends_with(|b: char| b.is_ascii_digit()),
        // `U.S.`: single letters separated by dots.
        '.' => {
            // An acronym is short; the bound keeps `a.b.c.…` in a hostile text linear.
            let single = before.len() <= 16
                && before.rsplit('.').next().is_some_and(|last| last.nfc().count() == 1)
                && n.is_alphabetic();
            single
                && !after.nfc().nth(1).is_some_and(char::is_alphanumeric)
                && before.nfc().all(|b| b == '.' || b.is_alphabetic())
        }
        // `don't`, `O'Brien`, `l'homme`; not `no'settlement'`, where a quotation mark lost its
        // space.
        _ if fold::is_apostrophe(c) => {
            // `об'єкт`: in Cyrillic an apostrophe is a letter.
            let cyrillic = |c: char| matches!(u32::from(c), 0x400..=0x52F);
            if cyrillic(n) && before.chars().rfind(|b| !is_combining_mark(*b)).is_some_and(cyrillic)
            {
                return true;
            }
            letters_follow_at_most(after, 2)
                || before.len() == 1
                || before.eq_ignore_ascii_case("qu")
        }
        _ => false,
    }
}

/// Returns the first character, composed, so that a separate accent is no letter more.
fn first_composed(text: &str) -> Option<char> {
    match *text.as_bytes() {
        [first] | [first, 0..0x80, ..] if first.is_ascii() => Some(char::from(first)),
        _ => text.nfc().next(),
    }
}

/// Whether at most `most` letters and digits, composed, begin a text.
fn letters_follow_at_most(text: &str, most: usize) -> bool {
    let plain = text.bytes().take(most + 1).take_while(u8::is_ascii_alphanumeric).count();
    match text.as_bytes().get(plain) {
        // A letter with its accents apart is one letter.
        Some(next) if !next.is_ascii() => {
            text.nfc().take_while(|a| a.is_alphanumeric()).count() <= most
        }
        _ => plain <= most,
    }
}

/// Running counts of the kinds of characters in a word.
#[derive(Default)]
pub(super) struct Letters {
    count: u32,
    upper: u32,
    pub(super) digits: u32,
    capital: bool,
    /// Numbers of letters of Latin script, and of scripts that have letters similar to Latin ones.
    pub(super) latin: u32,
    alike: u32,
}

impl Letters {
    fn add(&mut self, c: char) {
        let upper = c.is_uppercase();
        if self.count + self.digits == 0 {
            self.capital = upper;
        }
        if c.is_numeric() {
            self.digits += 1;
        } else {
            self.count += 1;
            self.upper += u32::from(upper);
            match Script::of(c) {
                Some(Script::Latin) => self.latin += 1,
                Some(Script::Alike) => self.alike += 1,
                None => {}
            }
        }
    }

    pub(super) fn class(&self) -> Class {
        let mut class = Class::default();
        if self.capital {
            class.set(Class::CAPITAL);
        }
        if self.digits > 0 {
            class.set(Class::DIGIT);
        }
        if self.count >= 2 && self.upper == self.count {
            class.set(Class::ACRONYM);
        }
        class
    }
}
