//! Reads dates in the forms that news data holds them in, and keeps what each form does not say.
//!
//! A date is an interval: a bare day says nothing of the hour, a time without offset nothing of the zone.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike};

/// Years that a news article can bear: from the first newspapers to well past the data of today.
const YEARS: std::ops::RangeInclusive<i32> = 1605..=2100;

/// A date as it was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// The day, where the page stood.
    pub day: NaiveDate,
    /// The time of day, if stated and more than a bare midnight without zone.
    pub time: Option<NaiveTime>,
    /// Seconds east of UTC, if stated.
    pub offset_seconds: Option<i32>,
}

/// Seconds in a day.
const DAY: i64 = 86_400;
/// The easternmost and westernmost offsets in use, in seconds.
const EAST: i64 = 14 * 3600;
const WEST: i64 = -12 * 3600;

impl Stamp {
    /// A bare day.
    pub fn of_day(day: NaiveDate) -> Self {
        Self { day, time: None, offset_seconds: None }
    }

    fn local_seconds(&self) -> i64 {
        let midnight = i64::from(self.day.num_days_from_ce()) * DAY - 719_163 * DAY;
        midnight + self.time.map_or(0, |t| i64::from(t.num_seconds_from_midnight()))
    }

    /// The earliest moment that the date can mean, in Unix seconds.
    pub fn earliest(&self) -> i64 {
        self.local_seconds() - self.offset_seconds.map_or(EAST, i64::from)
    }

    /// The latest moment that the date can mean, in Unix seconds.
    pub fn latest(&self) -> i64 {
        self.local_seconds() + if self.time.is_some() { 0 } else { DAY - 1 } - self.offset_seconds.map_or(WEST, i64::from)
    }

    /// The middle of the interval, in Unix seconds.
    pub fn middle(&self) -> i64 {
        i64::midpoint(self.earliest(), self.latest())
    }

    /// Whether time of day and zone are both stated.
    pub fn is_exact(&self) -> bool {
        self.time.is_some() && self.offset_seconds.is_some()
    }

    /// The ISO week that the stated day lies in, as (year, week).
    pub fn iso_week(&self) -> (i32, u32) {
        let week = self.day.iso_week();
        (week.year(), week.week())
    }
}

/// RFC 3339 with the stated offset; a bare day where time or offset is unknown.
impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Some(time), Some(offset)) = (self.time, self.offset_seconds) else {
            return write!(f, "{}", self.day);
        };
        write!(f, "{}T{}", self.day, time.format("%H:%M:%S"))?;
        match offset {
            0 => f.write_str("Z"),
            _ => write!(f, "{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, offset.abs() / 3600, offset.abs() / 60 % 60),
        }
    }
}

/// A date whose order of day and month its file has to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slashed {
    first: u32,
    second: u32,
    year: i32,
    time: Option<NaiveTime>,
}

/// What a date field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A date.
    Plain(Stamp),
    /// `9/12/2022`: a day and a month, in one order or the other.
    Slashed(Slashed),
}

/// Why a text is no usable date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// No known form, or no such day.
    #[error("is not a date")]
    Form,
    /// A day that no news article bears.
    #[error("is not a plausible date (years 1605 to 2100)")]
    Absurd,
    /// The zero of a computer's clock.
    #[error("is the zero of a clock, not a date")]
    ClockZero,
    /// Day and month cannot be told apart.
    #[error("leaves open which is the day and which the month")]
    Ambiguous,
}

/// How a file orders day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    day_first: bool,
    month_first: bool,
}

impl Order {
    /// Learns from one date of the file.
    pub fn learn(&mut self, date: &Slashed) {
        self.day_first |= date.first > 12 && date.second <= 12;
        self.month_first |= date.second > 12 && date.first <= 12;
    }

    /// Reads a date in the file's order.
    ///
    /// # Errors
    /// [`DateError::Ambiguous`] when the file shows no order, or both, and the date itself does not tell.
    pub fn read(&self, date: &Slashed) -> Result<Stamp, DateError> {
        let (day, month) = match (date.first, date.second) {
            (d, m) if d == m || (d > 12 && m <= 12) => (d, m),
            (m, d) if d > 12 => (d, m),
            (d, m) if self.day_first && !self.month_first => (d, m),
            (m, d) if self.month_first && !self.day_first => (d, m),
            _ => return Err(DateError::Ambiguous),
        };
        plausible(NaiveDate::from_ymd_opt(date.year, month, day).ok_or(DateError::Form)?, date.time, None)
    }
}

/// Reads one date.
///
/// Known are RFC 3339 and its relatives (`2021-06-07 09:12`, `20210607T091200Z`), RFC 2822, Unix seconds and
/// milliseconds, `7.6.2021`, `9/12/2022 00:58:31` (see [`Order`]), and days with a month's English name (`July 16, 2018
/// at 6:29 AM`). A midnight without zone counts as a bare day, as most of them are.
///
/// # Errors
/// [`DateError`] says what is wrong.
pub fn read(text: &str) -> Result<Reading, DateError> {
    let text = text.trim();
    if text.len() > 80 {
        return Err(DateError::Form);
    }
    if matches!(text.len(), 10 | 13) && text.bytes().all(|b| b.is_ascii_digit()) {
        let number: i64 = text.parse().map_err(|_| DateError::Form)?;
        let moment = DateTime::from_timestamp(if text.len() == 13 { number / 1000 } else { number }, 0).ok_or(DateError::Form)?;
        return plausible(moment.date_naive(), Some(moment.time()), Some(0)).map(Reading::Plain);
    }
    if let Ok(moment) = DateTime::parse_from_rfc2822(text) {
        return plausible(moment.date_naive(), Some(moment.time()), Some(moment.offset().local_minus_utc())).map(Reading::Plain);
    }
    let parts = Parts::scan(text).ok_or(DateError::Form)?;
    parts.date()
}

/// Finds a date with a month's name, a day and a year in running text; `None` if there is none.
pub fn find(text: &str) -> Option<Stamp> {
    let parts = Parts::scan(text)?;
    match (parts.month, parts.date()) {
        (Some(_), Ok(Reading::Plain(stamp))) => Some(stamp),
        _ => None,
    }
}

fn plausible(day: NaiveDate, time: Option<NaiveTime>, offset_seconds: Option<i32>) -> Result<Stamp, DateError> {
    if !YEARS.contains(&day.year()) {
        return Err(DateError::Absurd);
    }
    let midnight = time.is_none_or(|t| t.num_seconds_from_midnight() == 0);
    if (day.year(), day.ordinal()) == (1970, 1) && midnight {
        return Err(DateError::ClockZero);
    }
    if midnight && offset_seconds.is_none_or(|o| o == 0) {
        return Ok(Stamp::of_day(day));
    }
    Ok(Stamp { day, time, offset_seconds })
}

/// The pieces of a date, in the order they stand in.
#[derive(Debug, Default)]
struct Parts {
    numbers: Vec<(u32, usize)>,
    separator: Option<char>,
    month: Option<u32>,
    time: Option<NaiveTime>,
    offset_seconds: Option<i32>,
}

impl Parts {
    fn scan(text: &str) -> Option<Self> {
        let mut parts = Self::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_ascii_digit() {
                let run = rest.len() - rest.trim_start_matches(|d: char| d.is_ascii_digit()).len();
                let after = &rest[run..];
                if run <= 2 && after.starts_with(':') && parts.time.is_none() {
                    let used = parts.clock(rest)?;
                    rest = &rest[used..];
                    continue;
                }
                if run == 8 && parts.numbers.is_empty() {
                    // 20210607 or 20210607T091200Z
                    for (from, width) in [(0, 4), (4, 2), (6, 2)] {
                        parts.numbers.push((rest[from..from + width].parse().ok()?, width));
                    }
                    parts.separator = Some('-');
                    rest = after.strip_prefix('T').unwrap_or(after);
                    let compact = rest.len() - rest.trim_start_matches(|d: char| d.is_ascii_digit()).len();
                    if matches!(compact, 4 | 6) {
                        parts.time = NaiveTime::from_hms_opt(
                            rest[..2].parse().ok()?,
                            rest[2..4].parse().ok()?,
                            if compact == 6 { rest[4..6].parse().ok()? } else { 0 },
                        );
                        rest = &rest[compact..];
                        rest = &rest[parts.zone(rest)..];
                    }
                    continue;
                }
                if run > 4 {
                    return None;
                }
                parts.numbers.push((rest[..run].parse().ok()?, run));
                if parts.separator.is_none() {
                    parts.separator = after
                        .chars()
                        .next()
                        .filter(|s| matches!(s, '/' | '-' | '.') && after[s.len_utf8()..].starts_with(|d: char| d.is_ascii_digit()));
                }
                rest = after;
            } else if c.is_alphabetic() {
                let run = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
                if let Some(month) = month(&rest[..run]) {
                    parts.month = parts.month.or(Some(month));
                }
                rest = &rest[run..];
            } else {
                rest = &rest[c.len_utf8()..];
            }
        }
        Some(parts)
    }

    /// Reads `h:mm[:ss[.fff]][ am|pm][ zone]` and returns the bytes used.
    fn clock(&mut self, text: &str) -> Option<usize> {
        let number = |at: usize| -> Option<(u32, usize)> {
            let run = text[at..].len() - text[at..].trim_start_matches(|d: char| d.is_ascii_digit()).len();
            (1..=2).contains(&run).then(|| text[at..at + run].parse().ok().map(|n| (n, at + run)))?
        };
        let (mut hour, at) = number(0)?;
        let (minute, mut at) = number(at + 1)?;
        let mut second = 0;
        if text[at..].starts_with(':') {
            (second, at) = number(at + 1)?;
            if text[at..].starts_with(['.', ',']) {
                at += 1;
                at += text[at..].len() - text[at..].trim_start_matches(|d: char| d.is_ascii_digit()).len();
            }
        }
        let tail = text[at..].trim_start();
        let folded: String = tail.chars().take(4).filter(|c| *c != '.').collect::<String>().to_ascii_lowercase();
        if (folded.starts_with("am") || folded.starts_with("pm")) && hour <= 12 {
            hour = hour % 12 + if folded.starts_with('p') { 12 } else { 0 };
            let width = tail.char_indices().take_while(|(i, c)| *i < 4 && (c.is_ascii_alphabetic() || *c == '.')).count();
            at = text.len() - tail.len() + width;
        }
        self.time = Some(NaiveTime::from_hms_opt(hour, minute, second.min(59))?);
        Some(at + self.zone(&text[at..]))
    }

    /// Reads an offset or the name of a zone at the start of `text` and returns the bytes used.
    fn zone(&mut self, text: &str) -> usize {
        let tail = text.trim_start();
        let skipped = text.len() - tail.len();
        if let Some(sign) = tail.chars().next().filter(|c| matches!(c, '+' | '-' | '−')) {
            let digits: String =
                tail[sign.len_utf8()..].chars().take(5).take_while(|c| c.is_ascii_digit() || *c == ':').filter(|c| *c != ':').collect();
            let colon = usize::from(tail[sign.len_utf8()..].get(2..3) == Some(":"));
            let (hours, minutes) = match digits.len() {
                2 => (digits.parse::<i32>(), Ok(0)),
                4 => (digits[..2].parse(), digits[2..].parse::<i32>()),
                _ => return 0,
            };
            if let (Ok(h), Ok(m)) = (hours, minutes)
                && h <= 14
                && m < 60
            {
                self.offset_seconds = Some((h * 3600 + m * 60) * if sign == '+' { 1 } else { -1 });
                return skipped + sign.len_utf8() + digits.len() + colon;
            }
            return 0;
        }
        let name: String = tail.chars().take_while(char::is_ascii_alphabetic).collect();
        let hours = match name.as_str() {
            "Z" | "UTC" | "GMT" | "z" => 0,
            "EST" | "CDT" => -5,
            "EDT" => -4,
            "CST" | "MDT" => -6,
            "MST" | "PDT" => -7,
            "PST" => -8,
            "CET" | "BST" => 1,
            "CEST" => 2,
            _ => return 0,
        };
        self.offset_seconds = Some(hours * 3600);
        skipped + name.len()
    }

    fn date(&self) -> Result<Reading, DateError> {
        let plain = |y: u32, m: u32, d: u32| {
            let day = NaiveDate::from_ymd_opt(y as i32, m, d).ok_or(DateError::Form)?;
            plausible(day, self.time, self.offset_seconds).map(Reading::Plain)
        };
        match (self.month, self.numbers.as_slice()) {
            (Some(month), [(day, 1 | 2), (year, 4), ..]) => plain(*year, month, *day),
            (Some(month), [(year, 4), (day, 1 | 2), ..]) => plain(*year, month, *day),
            (None, [(year, 4), (month, 1 | 2), (day, 1 | 2), ..]) => plain(*year, *month, *day),
            (None, [(day, 1 | 2), (month, 1 | 2), (year, 4), ..]) if self.separator == Some('.') => plain(*year, *month, *day),
            (None, [(first, 1 | 2), (second, 1 | 2), (year, 4), ..]) if matches!(self.separator, Some('/' | '-')) => {
                let day_or_month = |n: u32| (1..=31).contains(&n);
                if !(day_or_month(*first) && day_or_month(*second)) || (*first > 12 && *second > 12) {
                    return Err(DateError::Form);
                }
                if !YEARS.contains(&(*year as i32)) {
                    return Err(DateError::Absurd);
                }
                if NaiveDate::from_ymd_opt(*year as i32, *second, *first).is_none()
                    && NaiveDate::from_ymd_opt(*year as i32, *first, *second).is_none()
                {
                    return Err(DateError::Form);
                }
                Ok(Reading::Slashed(Slashed { first: *first, second: *second, year: *year as i32, time: self.time }))
            }
            _ => Err(DateError::Form),
        }
    }
}

/// The number of a month by its English name or the first three letters of it (`Sept` too).
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word = word.to_ascii_lowercase();
    let at =
        MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(&word)) || (word == "sept" && m.starts_with(&word)))?;
    Some(at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        match read(text) {
            Ok(Reading::Plain(stamp)) => stamp.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn common_forms_are_read_with_their_offsets() {
        assert_eq!(plain("2018-07-16T10:19:40-04:00"), "2018-07-16T10:19:40-04:00");
        assert_eq!(plain("2018-07-16T10:19:40.123Z"), "2018-07-16T10:19:40Z");
        assert_eq!(plain("20210607T091200Z"), "2021-06-07T09:12:00Z");
        assert_eq!(plain("Mon, 16 Jul 2018 06:16:00 +0530"), "2018-07-16T06:16:00+05:30");
        assert_eq!(plain("1531736380"), "2018-07-16T10:19:40Z");
        assert_eq!(plain("July 16, 2018 at  6:29 PM EDT"), "2018-07-16T18:29:00-04:00");
        assert_eq!(plain("31.12.2020"), "2020-12-31");
        assert_eq!(plain("2016-09-20"), "2016-09-20");
    }

    #[test]
    fn what_a_form_does_not_say_stays_unsaid() {
        assert_eq!(plain("2016-02-06T00:00:00"), "2016-02-06");
        assert_eq!(plain("2026-02-06 00:00:00+00:00"), "2026-02-06");
        let Ok(Reading::Plain(local)) = read("2016-02-06 10:20") else { panic!() };
        assert_eq!((local.to_string().as_str(), local.latest() - local.earliest()), ("2016-02-06", 26 * 3600));
    }

    #[test]
    fn the_file_tells_the_order_of_day_and_month() {
        let slashed = |text| match read(text) {
            Ok(Reading::Slashed(s)) => s,
            other => panic!("{other:?}"),
        };
        let mut order = Order::default();
        assert_eq!(order.read(&slashed("9/12/2022 00:58:31")), Err(DateError::Ambiguous));
        assert_eq!(order.read(&slashed("5/5/2022")).map(|s| s.to_string()), Ok("2022-05-05".to_owned()));
        order.learn(&slashed("13/12/2022"));
        assert_eq!(order.read(&slashed("9/12/2022")).map(|s| s.to_string()), Ok("2022-12-09".to_owned()));
        order.learn(&slashed("12/13/2022"));
        assert_eq!(order.read(&slashed("9/12/2022")), Err(DateError::Ambiguous));
    }

    #[test]
    fn absurd_dates_are_none() {
        for text in ["31/02/2021", "2021-02-30", "yesterday", "", "99/99/2020", "2021-06-07 25:00"] {
            assert_eq!(read(text), Err(DateError::Form), "{text}");
        }
        assert_eq!(read("0001-01-01"), Err(DateError::Absurd));
        assert_eq!(read("2999-01-01"), Err(DateError::Absurd));
        assert_eq!(read("1970-01-01T00:00:00Z"), Err(DateError::ClockZero));
    }

    #[test]
    fn an_exact_time_is_a_point_and_a_day_is_an_interval() {
        let Ok(Reading::Plain(exact)) = read("2021-06-07T09:12:00+02:00") else { panic!() };
        assert_eq!(exact.earliest(), exact.latest());
        assert_eq!(exact.earliest(), 1_623_049_920);
        let day = Stamp::of_day(exact.day);
        assert!(day.earliest() < exact.earliest() && exact.latest() < day.latest());
    }
}
