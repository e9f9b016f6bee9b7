//! Numbers of a text, and when two of them are one.

use std::ops::Range;

use super::Pair;
use crate::text::{Class, Document, fold, numerals};

/// The numbers in a range of words, with the word each begins at; `thirty-four` is one number.
pub(super) fn numbers(document: &Document, text: &str, range: &Range<u32>) -> Vec<(u32, f64)> {
    let mut out: Vec<(u32, f64)> = Vec::new();
    let mut open: Option<u32> = None;
    for at in range.clone() {
        let word = &document.words[at as usize];
        let Some(value) = numerals::value(word.of(text)) else { continue };
        match (out.last_mut(), open) {
            (Some(last), Some(before)) if before + 1 == at && (1.0..=9.0).contains(&value) => {
                last.1 += value;
                open = None;
            }
            _ => {
                let tens = !word.class.has(Class::DIGIT) && (20.0..=90.0).contains(&value);
                open = tens.then_some(at);
                out.push((at, value));
            }
        }
    }
    out
}

/// The values of all numbers of a body.
pub(super) fn values(document: &Document, text: &str) -> Vec<f64> {
    let mut all: Vec<f64> = numbers(document, text, &(0..document.words.len() as u32)).into_iter().map(|(_, value)| value).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// Whether one of two numbers is the other without its fraction, rounded or cut.
pub(super) fn is_rounded(x: f64, y: f64) -> bool {
    let of = |whole: f64, exact: f64| whole.fract() == 0.0 && exact.fract() != 0.0 && (exact.round() == whole || exact.trunc() == whole);
    of(x, y) || of(y, x)
}

impl Pair<'_> {
    /// Whether one of two numbers says itself that it is not exact.
    pub(super) fn is_about(&self, i: u32, j: u32) -> bool {
        let about = |document: &Document, text: &str, at: u32| {
            (at.saturating_sub(2)..at).any(|k| {
                let word = fold::fold(document.words[k as usize].of(text));
                matches!(
                    word.as_str(),
                    "about"
                        | "around"
                        | "nearly"
                        | "almost"
                        | "roughly"
                        | "approximately"
                        | "some"
                        | "over"
                        | "than"
                        | "etwa"
                        | "rund"
                        | "fast"
                        | "environ"
                        | "unos"
                        | "casi"
                        | "около"
                )
            })
        };
        about(self.da, self.texts.0, i) || about(self.db, self.texts.1, j)
    }

    /// Whether the same word stands behind two numbers, next or next but one.
    pub(super) fn same_unit(&self, i: u32, j: u32) -> bool {
        let behind = |document: &Document, at: u32, end: u32| -> Vec<u32> {
            let words = (at + 1..end.min(at + 3)).map(|k| document.words[k as usize]);
            words.filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT)).map(|w| w.key).collect()
        };
        let (x, y) = (behind(self.da, i, self.sa.end), behind(self.db, j, self.sb.end));
        x.iter().any(|key| y.contains(key))
    }
}
