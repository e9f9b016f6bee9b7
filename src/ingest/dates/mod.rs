//! Reads dates in the forms that occur in news data, and records what each form leaves open.
//!
//! A date is an interval: a bare day does not say the hour, a time without offset does not say the
//! zone.

mod back;
mod calendars;
mod clock;
mod context;
mod form;
mod items;
mod machine;
mod zone;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

pub use back::{Ago, back};
pub use context::{Context, is_publication, is_update};
use form::{Found, Search, Setting};
pub use zone::{Zone, ZoneError};

/// Years that a news article can have: from the first newspapers to well past today's data. The
/// upper end was chosen by judgement.
const YEARS: std::ops::RangeInclusive<i32> = 1605..=2100;

/// A date as it was stated.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "Stated", try_from = "Stated")]
pub struct Stamp {
    /// The day, local to the page.
    pub day: NaiveDate,
    /// The local time of day, if stated; a midnight without zone or in UTC counts as not stated.
    pub time: Option<NaiveTime>,
    /// Seconds east of UTC, if stated.
    pub offset_seconds: Option<i32>,
}

/// The stored form of a date: days since the first day of the common era, seconds and nanoseconds
/// of the day, offset in seconds.
pub(crate) type Stated = (i32, Option<(u32, u32)>, Option<i32>);

impl From<Stamp> for Stated {
    fn from(stamp: Stamp) -> Self {
        let time = stamp.time.map(|t| (t.num_seconds_from_midnight(), t.nanosecond()));
        (stamp.day.num_days_from_ce(), time, stamp.offset_seconds)
    }
}

impl TryFrom<Stated> for Stamp {
    type Error = DateError;

    fn try_from((day, time, offset_seconds): Stated) -> Result<Self, DateError> {
        let of_day = |(seconds, nanos)| {
            NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos).ok_or(DateError::Form)
        };
        let day = NaiveDate::from_num_days_from_ce_opt(day).ok_or(DateError::Form)?;
        Ok(Self { day, time: time.map(of_day).transpose()?, offset_seconds })
    }
}

/// Seconds in a day, by definition.
const DAY: i64 = 86_400;
/// The easternmost offset in use, in seconds: UTC+14, by definition of the Line Islands' zone.
const EAST: i64 = 14 * 3600;
/// The westernmost offset in use, in seconds: UTC-12, by definition of Baker Island's zone.
const WEST: i64 = -12 * 3600;

impl Stamp {
    /// Returns a bare day.
    pub fn of_day(day: NaiveDate) -> Self {
        Self { day, time: None, offset_seconds: None }
    }

    fn local_seconds(&self) -> i64 {
        let midnight = i64::from(self.day.num_days_from_ce()) * DAY - 719_163 * DAY;
        midnight + self.time.map_or(0, |t| i64::from(t.num_seconds_from_midnight()))
    }

    /// Returns the earliest moment that the date can mean, in Unix seconds.
    pub fn earliest(&self) -> i64 {
        self.local_seconds() - self.offset_seconds.map_or(EAST, i64::from)
    }

    /// Returns the latest moment that the date can mean, in Unix seconds.
    pub fn latest(&self) -> i64 {
        self.local_seconds() + if self.time.is_some() { 0 } else { DAY - 1 }
            - self.offset_seconds.map_or(WEST, i64::from)
    }

    /// Returns the middle of the interval, in Unix seconds.
    pub fn middle(&self) -> i64 {
        i64::midpoint(self.earliest(), self.latest())
    }

    /// Returns the local time at the page's location, in seconds as if it were UTC; `None` for a
    /// bare day.
    pub fn wall_seconds(&self) -> Option<i64> {
        self.time.map(|_| self.local_seconds())
    }

    /// Whether time of day and zone are both stated.
    pub fn is_exact(&self) -> bool {
        self.time.is_some() && self.offset_seconds.is_some()
    }

    /// Returns the ISO week of the stated day, as (year, week).
    pub fn iso_week(&self) -> (i32, u32) {
        let week = self.day.iso_week();
        (week.year(), week.week())
    }
}

/// RFC 3339 with the stated offset; a bare day if time or offset is unknown.
impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Some(time), Some(offset)) = (self.time, self.offset_seconds) else {
            return write!(f, "{}", self.day);
        };
        write!(f, "{}T{}", self.day, time.format("%H:%M:%S"))?;
        match offset {
            0 => f.write_str("Z"),
            _ => write!(
                f,
                "{}{:02}:{:02}",
                if offset < 0 { '-' } else { '+' },
                offset.abs() / 3600,
                offset.abs() / 60 % 60
            ),
        }
    }
}

/// A numeric date whose order of day and month has to be inferred from its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slashed {
    first: u32,
    second: u32,
    year: i32,
    time: Option<NaiveTime>,
    offset_seconds: Option<i32>,
    /// As [`clock::Clock::american`].
    american: Option<i32>,
    /// Whether its language and country write the day first, if known.
    day_first: Option<bool>,
    /// Of three numbers of two digits, the third, and the orders in which they are a day; `year` is
    /// then meaningless.
    short: Option<(u32, u8)>,
}

/// The content of a date field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A date.
    Plain(Stamp),
    /// `9/12/2022`: a day and a month in unknown order; or, of a file, `9/12/22`: a year too.
    Slashed(Slashed),
}

/// Why a text is not a usable date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// No known form, or no such day.
    #[error("is not a date; write it as 2021-06-07 or 2021-06-07T09:12:00+02:00")]
    Form,
    /// A day outside the years of news articles.
    #[error("is not a plausible date (years 1605 to 2100)")]
    Absurd,
    /// The zero of a computer's clock.
    #[error("is the zero of a computer's clock, not a date")]
    ClockZero,
    /// The stated weekday is not that of the day.
    #[error("names a weekday that does not match the day")]
    Weekday,
    /// Day and month cannot be told apart.
    #[error(
        "does not show which number is the day and which the month; state the `language` of the record, or write the date as 2021-06-07"
    )]
    Ambiguous,
}

/// Evidence of how a file orders day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    day_first: bool,
    month_first: bool,
    /// The orders in which all dates whose year has two digits are days; `None` without any.
    short: Option<u8>,
    /// The least and the greatest of their first and third figures.
    spans: Option<[(u32, u32); 2]>,
}

impl Order {
    /// Learns from one date of the file.
    pub fn learn(&mut self, date: &Slashed) {
        if let Some((third, orders)) = date.short {
            self.short = Some(self.short.unwrap_or(u8::MAX) & orders);
            let [first, last] = self.spans.unwrap_or([(date.first, date.first), (third, third)]);
            let wider = |(least, most): (u32, u32), n: u32| (least.min(n), most.max(n));
            self.spans = Some([wider(first, date.first), wider(last, third)]);
            return;
        }
        self.day_first |= date.first > 12 && date.second <= 12;
        self.month_first |= date.second > 12 && date.first <= 12;
    }

    /// Whether the dates seen have the day first; `None` if none is conclusive, or if they
    /// disagree.
    pub fn day_first(&self) -> Option<bool> {
        (self.day_first != self.month_first).then_some(self.day_first)
    }

    /// Returns both days that a date can mean; empty if only one order is possible.
    pub fn either(date: &Slashed) -> Vec<Stamp> {
        if date.short.is_some() || date.first > 12 || date.second > 12 || date.first == date.second
        {
            return Vec::new();
        }
        [true, false]
            .into_iter()
            .filter_map(|day_first| {
                Self { day_first, month_first: !day_first, ..Self::default() }.read(date).ok()
            })
            .collect()
    }

    /// Reads a date in the file's order, else in that of its language and country.
    ///
    /// # Errors
    /// Returns [`DateError::Ambiguous`] if neither is known and the date itself is not conclusive,
    /// and other [`DateError`]s if there is no such day.
    pub fn read(&self, date: &Slashed) -> Result<Stamp, DateError> {
        if let Some((third, orders)) = date.short {
            let day = self.short_day([date.first, date.second, third], orders)?;
            return plausible(
                day,
                date.time,
                clock::offset_on(day, date.american, date.offset_seconds),
            );
        }
        let (day, month) = match (date.first, date.second) {
            (d, m) if d == m || (d > 12 && m <= 12) => (d, m),
            (m, d) if d > 12 => (d, m),
            (d, m) if self.day_first && !self.month_first => (d, m),
            (m, d) if self.month_first && !self.day_first => (d, m),
            (first, second) => match date.day_first {
                Some(true) => (first, second),
                Some(false) => (second, first),
                None => return Err(DateError::Ambiguous),
            },
        };
        let day = NaiveDate::from_ymd_opt(date.year, month, day).ok_or(DateError::Form)?;
        plausible(day, date.time, clock::offset_on(day, date.american, date.offset_seconds))
    }

    /// Returns the day of a date whose year has two digits: the only one that it can be, else the
    /// one in the order that fits all such dates of the file, and its dates with longer years.
    ///
    /// Between a year that comes first and one that comes last, the figures decide too: in a file,
    /// days differ and years hardly do.
    fn short_day(&self, figures: [u32; 3], orders: u8) -> Result<NaiveDate, DateError> {
        let mut shown = orders & self.short.unwrap_or(u8::MAX);
        let shared = shown;
        match self.day_first() {
            Some(true) => shown &= !form::MONTH_FIRST,
            Some(false) => shown &= !form::DAY_FIRST,
            None => {}
        }
        if let Some([first, last]) = self.spans {
            let span = |(least, most): (u32, u32)| most - least;
            if span(last) <= SAME_YEARS && span(first) >= OTHER_DAYS {
                shown &= !form::YEAR_FIRST;
            } else if span(first) <= SAME_YEARS && span(last) >= OTHER_DAYS {
                shown &= form::YEAR_FIRST;
            }
        }
        let only = |orders: u8| {
            let all = [form::DAY_FIRST, form::MONTH_FIRST, form::YEAR_FIRST];
            let given = all.into_iter().filter(|order| orders & order != 0);
            let mut days: Vec<NaiveDate> =
                given.filter_map(|order| form::in_order(figures, order)).collect();
            days.dedup();
            if days.len() == 1 { days.pop() } else { None }
        };
        let day = only(orders).or_else(|| only(shared)).or_else(|| only(shown));
        day.ok_or(DateError::Ambiguous)
    }
}

/// Years by which the dates of a file may differ, and days by which they must, to tell which figure
/// is the year. Chosen by judgement.
const SAME_YEARS: u32 = 1;
const OTHER_DAYS: u32 = 5;

/// Bytes of the longest text that can be a date. Chosen by judgement; all forms are far shorter.
const LONGEST: usize = 200;

/// Reads one date as [`read_in`] does, without knowing its context.
///
/// # Errors
/// Returns a [`DateError`] that says what is wrong.
pub fn read(text: &str) -> Result<Reading, DateError> {
    read_in(text, Context::default())
}

/// Reads a text that consists of one date.
///
/// Accepts RFC 3339 and close variants (`2021-06-07 09:12`, `20210607T091200Z`, ISO weeks and
/// ordinal days), RFC 2822, the output of `Date` in Java and JavaScript, Unix seconds, milliseconds
/// and microseconds, `7.6.2021`, `9/12/2022 00:58:31` (see [`Order`]), and days with a month's name
/// or sign in some 70 languages, including Persian, Hebrew, Thai and Japanese years. A midnight
/// without zone or in UTC counts as a bare day, which most of them are. A stated weekday decides
/// where a form is ambiguous, and refutes a day that it does not match.
///
/// # Errors
/// Returns a [`DateError`] that says what is wrong.
pub fn read_in(text: &str, context: Context<'_>) -> Result<Reading, DateError> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(DateError::Form);
    }
    if let Some(read) = machine::read(text) {
        return read
            .and_then(|stamp| plausible(stamp.day, stamp.time, stamp.offset_seconds))
            .map(Reading::Plain);
    }
    let dashed = machine::dashed(text);
    let found = all_in(dashed.as_deref().unwrap_or(text), context, Setting::Field)?;
    first_of(found, text).ok_or(DateError::Form)
}

/// Finds a date with a month's name, a day and a year in running text; `None` if there is none.
pub fn find(text: &str) -> Option<Stamp> {
    let named =
        |reading: Reading| if let Reading::Plain(stamp) = reading { Some(stamp) } else { None };
    let has_month = items::items(text, Context::default()).iter().any(|i| !i.months.is_empty());
    all_in(text, Context::default(), Setting::Line)
        .ok()?
        .into_iter()
        .find_map(named)
        .filter(|_| has_month)
}

/// Finds the date in a visible line: the first one, or the earliest one if the line also mentions a
/// change.
///
/// Cost is linear in the characters read, at most the first 400.
pub fn find_in(text: &str, context: Context<'_>) -> Option<Reading> {
    found_in(text, context).ok()
}

/// Finds the date in a visible line as [`find_in`] does.
///
/// # Errors
/// Returns a [`DateError`] that says why there is none.
pub fn found_in(text: &str, context: Context<'_>) -> Result<Reading, DateError> {
    first_of(all_in(text, context, Setting::Line)?, text).ok_or(DateError::Form)
}

/// Returns the first date of a text, or the earliest one if the text also mentions a change.
fn first_of(mut found: Vec<Reading>, text: &str) -> Option<Reading> {
    if found.len() > 1 && context::tells_change(text) {
        let day = |reading: &Reading| {
            if let Reading::Plain(stamp) = reading { Some(stamp.day) } else { None }
        };
        if found.iter().all(|r| day(r).is_some()) {
            found.sort_by_key(day);
        }
    }
    found.into_iter().next()
}

/// Dates after which no more are looked for in one text. Chosen by judgement.
const MOST: usize = 4;

/// Returns the dates of a text, in order.
fn all_in(text: &str, context: Context<'_>, setting: Setting) -> Result<Vec<Reading>, DateError> {
    let mut items = items::items(text, context);
    let mut clock = match clock::read(&mut items, context) {
        Ok(clock) => clock,
        Err(()) if setting == Setting::Field => return Err(DateError::Form),
        Err(()) => clock::Clock::default(),
    };
    if setting == Setting::Field
        && clock.time.is_some()
        && clock.offset_seconds.is_none()
        && clock.american.is_none()
    {
        // `10:36:28 2003 GMT`
        let named = (0..items.len())
            .filter(|&i| !items[i].used && items[i].capitals && items[i].text.len() >= 2)
            .collect::<Vec<_>>();
        for at in named {
            clock::zone(&mut items, at, context, &mut clock);
        }
    }
    let search = Search { items: &items, setting, context, timed: clock.time.is_some() };
    let mut out = Vec::new();
    let mut from = 0;
    loop {
        let (found, end) = match search.first(from) {
            Ok(Some(next)) => next,
            Err(why) if out.is_empty() => return Err(why),
            _ => break,
        };
        from = end;
        match found {
            Found::Day(day) => {
                let offset = clock::offset_on(day, clock.american, clock.offset_seconds);
                match plausible(day, clock.time, offset) {
                    Ok(stamp) => out.push(Reading::Plain(stamp)),
                    Err(why) if setting == Setting::Field && out.is_empty() => return Err(why),
                    Err(_) => {}
                }
            }
            Found::Slashed { first, second, year } => out.push(Reading::Slashed(Slashed {
                first,
                second,
                year,
                time: clock.time,
                offset_seconds: clock.offset_seconds,
                american: clock.american,
                day_first: context.day_first,
                short: None,
            })),
            Found::Short { figures: [first, second, third], orders } => {
                out.push(Reading::Slashed(Slashed {
                    first,
                    second,
                    year: 0,
                    time: clock.time,
                    offset_seconds: clock.offset_seconds,
                    american: clock.american,
                    day_first: None,
                    short: Some((third, orders)),
                }));
            }
        }
        if out.len() >= MOST {
            break;
        }
    }
    Ok(out)
}

fn plausible(
    day: NaiveDate,
    time: Option<NaiveTime>,
    offset_seconds: Option<i32>,
) -> Result<Stamp, DateError> {
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
        assert_eq!(
            (local.to_string().as_str(), local.latest() - local.earliest()),
            ("2016-02-06", 26 * 3600)
        );
    }

    #[test]
    fn the_file_tells_the_order_of_day_and_month() {
        let slashed = |text| match read(text) {
            Ok(Reading::Slashed(s)) => s,
            other => panic!("{other:?}"),
        };
        let mut order = Order::default();
        assert_eq!(order.read(&slashed("9/12/2022 00:58:31")), Err(DateError::Ambiguous));
        assert_eq!(
            order.read(&slashed("5/5/2022")).map(|s| s.to_string()),
            Ok("2022-05-05".to_owned())
        );
        order.learn(&slashed("13/12/2022"));
        assert_eq!(
            order.read(&slashed("9/12/2022")).map(|s| s.to_string()),
            Ok("2022-12-09".to_owned())
        );
        order.learn(&slashed("12/13/2022"));
        assert_eq!(order.read(&slashed("9/12/2022")), Err(DateError::Ambiguous));
    }

    #[test]
    fn the_file_tells_the_order_where_years_have_two_digits_too() {
        let context = Context { day_first: Some(true), ..Context::default() };
        let read = |text| match read_in(text, context) {
            Ok(Reading::Slashed(s)) => s,
            other => panic!("{other:?}"),
        };
        let mut order = Order::default();
        assert_eq!(
            order.read(&read("8/12/26 22:35")).map(|s| s.day.to_string()),
            Ok("2026-12-08".to_owned())
        );
        order.learn(&read("8/14/26 11:13"));
        assert_eq!(
            order.read(&read("8/12/26 22:35")).map(|s| s.day.to_string()),
            Ok("2026-08-12".to_owned())
        );
    }

    #[test]
    fn the_file_settles_years_of_two_digits() {
        let file = |texts: &[&str]| -> Vec<String> {
            let context = Context { of_file: true, ..Context::default() };
            let mut order = Order::default();
            let dates: Vec<Slashed> = texts
                .iter()
                .map(|text| match read_in(text, context) {
                    Ok(Reading::Slashed(date)) => date,
                    other => panic!("{text}: {other:?}"),
                })
                .collect();
            dates.iter().for_each(|date| order.learn(date));
            let shown = |date: &Slashed| match order.read(date) {
                Ok(stamp) => stamp.to_string(),
                Err(why) => why.to_string(),
            };
            dates.iter().map(shown).collect()
        };
        let open = DateError::Ambiguous.to_string();
        let open = open.as_str();
        assert_eq!(file(&["6/13/21", "7/6/21"]), ["2021-06-13", "2021-07-06"]);
        assert_eq!(file(&["7/6/21", "13/6/21"]), ["2021-06-07", "2021-06-13"]);
        assert_eq!(file(&["7/6/21", "9/6/23"]), [open, open]);
        assert_eq!(file(&["7/6/20", "9/6/23", "30/1/34"])[..2], ["2020-06-07", "2023-06-09"]);
        assert_eq!(file(&["21-06-07", "21-06-13"]), ["2021-06-07", "2021-06-13"]);
        assert_eq!(file(&["13.06.21", "07.06.21"]), ["2021-06-13", "2021-06-07"]);
        assert_eq!(file(&["7/6/21"]), [open]);
        // A date with a longer year shows the order too, if no year comes first.
        assert_eq!(file(&["13/6/2021", "7/6/34"])[1], "2034-06-07");
        // What contradicts itself settles nothing.
        assert_eq!(file(&["6/13/21", "13/6/34", "7/6/21"])[2], open);
    }

    #[test]
    fn a_zone_that_depends_on_the_day_waits_for_the_day() {
        let context = Context { day_first: Some(false), ..Context::default() };
        for (text, stamp) in [
            ("9/12/2022 10:00 AM ET", "2022-09-12T10:00:00-04:00"),
            ("12/9/2022 10:00 AM ET", "2022-12-09T10:00:00-05:00"),
        ] {
            let Ok(Reading::Slashed(date)) = read_in(text, context) else { panic!("{text}") };
            assert_eq!(
                Order::default().read(&date).map(|s| s.to_string()),
                Ok(stamp.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn impossible_times_and_offsets_of_compact_dates_are_errors() {
        for text in [
            "20210607T996000Z",
            "20210607996000",
            "20210607T0960",
            "20210607T091200+9999",
            "20210607T091200+0060",
            "20210607T091200-1500",
        ] {
            assert_eq!(read(text), Err(DateError::Form), "{text}");
        }
        assert_eq!(plain("20210607T091200+1400"), "2021-06-07T09:12:00+14:00");
        assert_eq!(plain("20210607T091260Z"), "2021-06-07T09:12:59Z");
        assert_eq!(plain("20210607T240000Z"), "2021-06-07", "the midnight after the day");
    }

    #[test]
    fn short_figures_are_read_as_the_language_orders_them() {
        let read = |text, language| {
            let context = Context::of(Some(language), None);
            match read_in(text, context) {
                Ok(Reading::Plain(stamp)) => Ok(stamp.to_string()),
                Ok(other) => panic!("{other:?}"),
                Err(why) => Err(why),
            }
        };
        assert_eq!(read("07.06.21", "kk").as_deref(), Ok("2021-06-07"));
        assert_eq!(read("21-06-07", "sv"), Err(DateError::Ambiguous));
        assert_eq!(read("21-06-07", "nb").as_deref(), Ok("2007-06-21"));
    }

    #[test]
    fn absurd_dates_are_none() {
        for text in ["31/02/2021", "2021-02-30", "yesterday", "", "99/99/2020", "2021-06-07 25:00"]
        {
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
