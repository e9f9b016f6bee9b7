//! Recognises dates, times of day and running times as pages write them on lines of their own.
//!
//! Used by the signs of lines, and by credits to tell a time of posting from a name.

use std::sync::LazyLock;

use regex::Regex;

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
