//! Dates with which a paragraph opens.

use super::date::in_words;
use crate::ingest::dates::{Context, Stamp};

/// Returns the date with which a paragraph opens, as a dateline does: `27.1.2022 – The crews…`,
/// `Halvik, (12.11.2021). The crews…`, `(12 November 2021) The crews…`.
///
/// Only a place may precede the date; words of the story would be in lower case.
pub(super) fn opening(line: &str, context: Context<'_>) -> Option<Stamp> {
    const STROKES: [&str; 5] = [" - ", " – ", " — ", " -- ", "). "];
    let strokes = STROKES.iter().filter_map(|stroke| line.find(stroke));
    let end = strokes.chain(end_of_day(line)).min().filter(|&end| end <= 60)?;
    let head = &line[..end];
    let words = head.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic));
    let is_place = words.clone().count() <= 3
        && words.into_iter().all(|w| w.starts_with(|c: char| !c.is_lowercase()));
    if is_place && head.bytes().any(|b| b.is_ascii_digit()) {
        in_words(head, context)
    } else {
        None
    }
}

/// Returns where a day that opens a line ends, if a sentence or a quotation begins behind it:
/// `31 October 2021. The crews…`, `1.2.2022 “The crews…`.
fn end_of_day(line: &str) -> Option<usize> {
    if line.starts_with('(') {
        return line.find(") ");
    }
    line.chars().next().filter(char::is_ascii_digit)?;
    let year = |at: &usize| {
        let digits = line.as_bytes().get(*at..at + 4);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    let end = (1..LONGEST_DAY).find(year)? + 4;
    let behind = line.get(end..)?;
    let behind = behind.strip_prefix('.').unwrap_or(behind);
    let next = behind.strip_prefix(' ')?.chars().next()?;
    (next.is_uppercase() && behind.len() + end < line.len()
        || matches!(next, '„' | '“' | '"' | '«' | '»'))
    .then_some(end)
}

/// Bytes before the year of an opening day: `30. September`. By the longest names of months.
const LONGEST_DAY: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_may_open_with_its_day() {
        let day = |line: &str| {
            opening(line, Context::of(Some("de"), None)).map(|stamp| stamp.day.to_string())
        };
        for line in [
            "7.6.2021 – Die Fähren stehen still.",
            "7. Juni 2021. Die Fähren stehen still.",
            "07.06.2021 „Die Fähren stehen still“, sagt Jana Moe.",
            "(7. Juni 2021) Die Fähren stehen still.",
            "Halvik, (7.6.2021). Die Fähren stehen still.",
        ] {
            assert_eq!(day(line).as_deref(), Some("2021-06-07"), "{line}");
        }
        for line in [
            "7. Juni 2021 war der Tag, an dem die Fähren stillstanden.",
            "Seit dem 7. Juni 2021. Die Fähren stehen still.",
            "(Siehe auch die Liste) Die Fähren stehen seit dem 7. Juni 2021 still.",
            "2021 „Die Fähren stehen still“",
        ] {
            assert_eq!(day(line), None, "{line}");
        }
    }
}
