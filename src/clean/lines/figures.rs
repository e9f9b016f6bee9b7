//! Recognises short lines whose figures are their news: results, prices, scores, polls.
//!
//! [`super::Place::of`] asks it of every line, because such lines keep their digits in their key.

use super::stamps::holds_date;
use crate::text::fold;
use crate::text::units::{Dimension, Unit};

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
    pub(super) fn of(word: &str) -> Option<Self> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
