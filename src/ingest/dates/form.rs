//! Finds a day among the items of a text: which number is the year, the month and the day.

use chrono::{Datelike, NaiveDate};

use super::items::{Calendar, Item, Units};
use super::{Context, DateError, YEARS, calendars};

/// How strictly the parts of a date must be adjacent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// The whole text is meant to be a date, so it may contain unknown words.
    Field,
    /// The date occurs among other words.
    Line,
}

/// What the items say about the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A single day.
    Day(NaiveDate),
    /// A day and a month in unknown order.
    Slashed { first: u32, second: u32, year: i32 },
    /// Three numbers of at most two digits, and the orders in which they are a day.
    Short { figures: [u32; 3], orders: u8 },
}

/// Orders of day, month and year, as bits.
pub(super) const DAY_FIRST: u8 = 1;
pub(super) const MONTH_FIRST: u8 = 2;
pub(super) const YEAR_FIRST: u8 = 4;

/// Returns the day that three numbers are in one order, the year with two digits.
pub(super) fn in_order([a, b, c]: [u32; 3], order: u8) -> Option<NaiveDate> {
    let (year, month, day) = match order {
        DAY_FIRST => (c, b, a),
        MONTH_FIRST => (c, a, b),
        _ => (a, b, c),
    };
    NaiveDate::from_ymd_opt(full_year(year), month, day)
}

/// Items that may be between two parts of a date. Chosen by judgement.
const GAP: usize = 4;

/// Items of a line that contains little besides a date, its time and an author. Chosen by
/// judgement.
const BARE: usize = 16;

/// The search for one date.
pub(super) struct Search<'i> {
    pub(super) items: &'i [Item],
    pub(super) setting: Setting,
    pub(super) context: Context<'i>,
    /// Whether a time of day is stated.
    pub(super) timed: bool,
}

impl Search<'_> {
    /// Returns the first date from item `from` on, and the item after it; in a field, an error if
    /// what looks like a date is not one; in a line, only if all that is wrong is its weekday.
    pub(super) fn first(&self, from: usize) -> Result<Option<(Found, usize)>, DateError> {
        let mut error = None;
        for at in from..self.items.len() {
            match self.at(at) {
                Some(Ok((found, end))) => return Ok(Some((found, end))),
                Some(Err(why)) if self.setting == Setting::Field || why == DateError::Weekday => {
                    error = error.or(Some(why));
                }
                _ => {}
            }
        }
        error.map_or(Ok(None), Err)
    }

    /// Returns the next number or month after `at`, skipping what may be between the parts of a
    /// date.
    fn next(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        for _ in 0..=GAP + 6 {
            let item = self.items.get(next)?;
            if item.used {
                next += 1;
                continue;
            }
            let is_short_word = item.joins && item.text.len() < 3;
            if item.number.is_some() || !(item.months.is_empty() || is_short_word) {
                return (next - at <= GAP + 8).then_some(next);
            }
            let passes = item.joins
                || item.weekdays != 0
                || Units::of(item).is_some_and(|unit| unit < 3)
                || is_ordinal(item)
                || item.is_mark(".,-/'()[]|·־")
                || item.is_word() && self.setting == Setting::Field;
            if !passes {
                return None;
            }
            next += 1;
        }
        None
    }

    /// Reads the date that begins at `at`.
    fn at(&self, at: usize) -> Option<Result<(Found, usize), DateError>> {
        let items = self.items;
        let first =
            items.get(at).filter(|i| !i.used && (i.number.is_some() || !i.months.is_empty()))?;
        if let Some(base) = at.checked_sub(1).and_then(|i| calendars::era(&items[i].text))
            && let Some(year) = first
                .short()
                .or(first.number.filter(|(_, digits)| *digits == 3).map(|(value, _)| value))
        {
            return self.numeric(at, Some(base + year as i32));
        }
        if let Some(base) = calendars::era(&first.text) {
            // 令和元年
            let is_first = items.get(at + 1).is_some_and(|i| i.text == "元");
            return if is_first { self.numeric(at + 1, Some(base + 1)) } else { None };
        }
        if first.months.iter().any(|(calendar, _)| *calendar == Calendar::Hebrew)
            && let Some(found) = self.hebrew(at)
        {
            return Some(found);
        }
        if self.is_range(at) {
            return None;
        }
        let named = self.next(at).and_then(|second| Some((second, self.next(second)?)));
        let Some((second, third)) = named else { return self.numeric(at, None) };
        let [a, b, c] = [at, second, third].map(|i| &items[i]);
        let end = third + 1;
        if let (Some(day), true, Some(year)) = (a.short(), is_month(b), c.long()) {
            return Some(self.named(b, year as i32, day, at, end));
        }
        if let (true, Some(day), Some(year)) = (is_month(a), b.short(), c.long()) {
            return Some(self.named(a, year as i32, day, at, end));
        }
        if let (Some(year), true, Some(day)) = (a.long(), is_month(b), c.short()) {
            return Some(self.named(b, year as i32, day, at, end));
        }
        if let (Some(year), Some(day), true) = (a.long(), b.short(), is_month(c)) {
            return Some(self.named(c, year as i32, day, at, end));
        }
        let marked = |i: usize| items[i - 1].is_mark("'");
        if let (Some(day), true, Some((year, 2))) = (a.short(), is_month(b), c.number) {
            return self.short_year(
                b,
                day,
                year,
                (at, end),
                marked(third) || self.timed || items[third - 1].is_mark("-"),
            );
        }
        if let (true, Some(day), Some((year, 2))) = (is_month(a), b.short(), c.number) {
            return self.short_year(a, day, year, (at, end), marked(third));
        }
        self.numeric(at, None)
    }

    /// Whether the number at `at` ends a range of days, which is not a publication date:
    /// `12-14 June 2021`.
    fn is_range(&self, at: usize) -> bool {
        let is_short = |i: usize| self.items[i].short().is_some() && !self.items[i].used;
        let Some(dash) = at.checked_sub(1).filter(|&i| self.items[i].is_mark("-") && is_short(at))
        else {
            return false;
        };
        let before = dash
            .checked_sub(1)
            .map(|i| if self.items[i].is_mark(".") { i.saturating_sub(1) } else { i });
        before.is_some_and(is_short)
    }

    /// Builds a date with a month's name; the weekday decides between months that share the name.
    fn named(
        &self,
        month: &Item,
        year: i32,
        day: u32,
        at: usize,
        end: usize,
    ) -> Result<(Found, usize), DateError> {
        let weekdays = self.weekdays(at, end);
        let days: Vec<NaiveDate> = month
            .months
            .iter()
            .filter_map(|(calendar, month)| {
                of_calendar(*calendar, year, *month, day, self.is_thai(at, end))
            })
            .collect();
        let fitting = days
            .iter()
            .filter(|d| weekdays == 0 || weekdays & (1 << d.weekday().num_days_from_monday()) != 0);
        let mut fitting = fitting.copied();
        match (fitting.next(), fitting.next()) {
            (Some(day), None) => Ok((Found::Day(day), end)),
            (Some(day), Some(other)) if day == other => Ok((Found::Day(day), end)),
            (Some(_), Some(_)) => Err(DateError::Ambiguous),
            (None, _) if !days.is_empty() => Err(DateError::Weekday),
            (None, _) if !YEARS.contains(&year) => Err(DateError::Absurd),
            _ => Err(DateError::Form),
        }
    }

    /// Reads a day of the Hebrew calendar written in letters: `כ״א בחשוון תשפ״א`.
    fn hebrew(&self, at: usize) -> Option<Result<(Found, usize), DateError>> {
        let day = calendars::hebrew_number(&self.items.get(at.checked_sub(1)?)?.text)?;
        let year = self.items.get(at + 1)?.text.as_str();
        // The thousands may be a separate letter.
        let year = calendars::hebrew_number(
            year.strip_prefix('ה').filter(|rest| rest.chars().count() >= 3).unwrap_or(year),
        )?;
        (year < 1000).then(|| self.named(&self.items[at], 5000 + year as i32, day, at - 1, at + 2))
    }

    /// Builds a date with a two-digit year, which counts only if something confirms that it is a
    /// year.
    fn short_year(
        &self,
        month: &Item,
        day: u32,
        year: u32,
        (at, end): (usize, usize),
        settled: bool,
    ) -> Option<Result<(Found, usize), DateError>> {
        // The digits are a time of day.
        if self.items.get(end).is_some_and(|i| {
            i.is_mark(":.")
                && !i.spaced
                && self.items.get(end + 1).is_some_and(|i| i.number.is_some())
        }) {
            return None;
        }
        let year =
            if self.is_thai(at, end) && year >= 40 { 2500 + year as i32 } else { full_year(year) };
        (settled || self.weekdays(at, end) != 0 || self.is_thai(at, end) || year < 2000)
            .then(|| self.named(month, year, day, at, end))
    }

    /// Whether the date is written in Thai, which counts years in the Buddhist calendar.
    fn is_thai(&self, at: usize, end: usize) -> bool {
        self.context.language == Some("th")
            || self.items[at.saturating_sub(3)..end]
                .iter()
                .any(|i| i.text.starts_with(|c: char| ('\u{e00}'..='\u{e7f}').contains(&c)))
    }

    /// Returns the weekdays stated beside a date as a bit set; 0 if there is none.
    fn weekdays(&self, at: usize, end: usize) -> u8 {
        let of = |item: &Item| if item.used { 0 } else { item.weekdays };
        let passed = |item: &&Item| {
            item.used
                || item.joins
                || item.is_mark(".,()-|")
                || item.months.is_empty() && item.weekdays != 0
        };
        let before = self.items[..at].iter().rev().take(4).take_while(passed).find(|i| of(i) != 0);
        let behind = || {
            self.items[end..]
                .iter()
                .take(5)
                .take_while(|i| passed(i) || Units::of(i).is_some())
                .find(|i| of(i) != 0)
        };
        let within = || self.items[at..end].iter().find(|i| of(i) != 0 && i.months.is_empty());
        // `mar. 3 mars`: a name of both a weekday and a month is the weekday if another month
        // follows.
        let both =
            self.items[..at].iter().rev().take(3).find(|i| of(i) != 0 && !i.months.is_empty());
        before.or(both).or_else(within).or_else(behind).map_or(0, of)
    }

    /// Reads a numeric date: `2018-07-16`, `16.7.2018`, `7/16/2018`, `2018年7月16日`. `year` is set if
    /// an era precedes.
    fn numeric(&self, at: usize, year: Option<i32>) -> Option<Result<(Found, usize), DateError>> {
        let items = self.items;
        let (second, left) = self.figure(at)?;
        let (third, right) = self.figure(second)?;
        let end = third + 1;
        let joined_on = |i: usize| {
            items.get(i).is_some_and(|m| m.is_mark("/-.:") && !m.spaced)
                && items.get(i + 1).is_some_and(|n| n.number.is_some() && !n.spaced && !n.used)
        };
        if left != right || joined_on(end) && !(left == Separator::Space) {
            return None;
        }
        let [(a, widest), (b, _), (c, last)] =
            [at, second, third].map(|i| items[i].number.unwrap_or((0, 0)));
        if let Some(year) = year {
            return Some(day(year, b, c).map(|d| (Found::Day(d), end)));
        }
        if items[second].text.len() > 2 {
            return None;
        }
        let weekdays = self.weekdays(at, end);
        let fits = |d: &NaiveDate| {
            weekdays == 0 || weekdays & (1 << d.weekday().num_days_from_monday()) != 0
        };
        let checked = |d: NaiveDate| {
            if fits(&d) { Ok((Found::Day(d), end)) } else { Err(DateError::Weekday) }
        };
        if widest == 4 && last <= 2 {
            return Some(self.of_years(a as i32, b, c, at, end).and_then(checked));
        }
        if last == 4 && widest <= 2 {
            let year = c as i32;
            if left == Separator::Mark('.') || !YEARS.contains(&year) {
                return Some(self.of_years(year, b, a, at, end).and_then(checked));
            }
            if !matches!(left, Separator::Mark(_)) && self.setting == Setting::Line {
                return None;
            }
            return Some(self.slashed(a, b, year, weekdays).map(|found| (found, end)));
        }
        if widest <= 2
            && last == 2
            && self.is_bare()
            && matches!(left, Separator::Mark('.' | '/' | '-'))
        {
            return self.short_figures((a, b, c), left, weekdays).map(|d| d.map(|d| (d, end)));
        }
        None
    }

    /// Whether the text contains little besides the date: in running text, `1.1.12` is a chapter or
    /// a version.
    fn is_bare(&self) -> bool {
        self.setting == Setting::Field || self.items.len() <= BARE
    }

    /// Returns the next number of a numeric date, and the separator before it.
    fn figure(&self, at: usize) -> Option<(usize, Separator)> {
        let between = |next: usize| &self.items[at + 1..next];
        let next =
            (at + 1..self.items.len().min(at + 5)).find(|&i| self.items[i].number.is_some())?;
        if self.items[next].used {
            return None;
        }
        let separator = match between(next) {
            [] => Separator::Space,
            [mark] if mark.is_mark("/") || mark.is_mark("|") => Separator::Mark('/'),
            [mark] if mark.is_mark("-") => Separator::Mark('-'),
            [mark] if mark.is_mark(".") => Separator::Mark('.'),
            [mark] if mark.is_mark(":") => Separator::Mark(':'),
            // 年月日, `2020 оны 11-р сарын 8`
            units if units.iter().any(|i| Units::of(i).is_some_and(|unit| unit < 3)) => {
                Separator::Unit
            }
            _ => return None,
        };
        Some((next, separator))
    }

    /// Returns a day from its year, month and date; the year may be one of another calendar.
    fn of_years(
        &self,
        year: i32,
        month: u32,
        date: u32,
        at: usize,
        end: usize,
    ) -> Result<NaiveDate, DateError> {
        if matches!(self.context.language, Some("fa" | "ps")) && (1300..1500).contains(&year) {
            return calendars::persian(year, month, date).ok_or(DateError::Form);
        }
        if (2400..2700).contains(&year) && self.is_thai(at, end) {
            return day(year - calendars::BUDDHIST, month, date);
        }
        day(year, month, date)
    }

    fn slashed(
        &self,
        first: u32,
        second: u32,
        year: i32,
        weekdays: u8,
    ) -> Result<Found, DateError> {
        let of = |month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day);
        let fits = |d: &NaiveDate| weekdays & (1 << d.weekday().num_days_from_monday()) != 0;
        match (of(second, first), of(first, second)) {
            (None, None) => Err(DateError::Form),
            (day_first, month_first) if weekdays != 0 => {
                let mut fitting = day_first
                    .into_iter()
                    .chain(month_first.filter(|d| Some(*d) != day_first))
                    .filter(fits);
                match (fitting.next(), fitting.next()) {
                    (Some(day), None) => Ok(Found::Day(day)),
                    (None, _) => Err(DateError::Weekday),
                    _ => Ok(Found::Slashed { first, second, year }),
                }
            }
            _ => Ok(Found::Slashed { first, second, year }),
        }
    }

    /// Reads a numeric date with a two-digit year: in the order of the language if that is known,
    /// or in the one confirmed by the weekday.
    fn short_figures(
        &self,
        (a, b, c): (u32, u32, u32),
        separator: Separator,
        weekdays: u8,
    ) -> Option<Result<Found, DateError>> {
        if self.context.of_file
            && self.setting == Setting::Field
            && self.context.day_first.is_none()
            && !self.context.is_year_first()
        {
            let fits = |d: NaiveDate| {
                weekdays == 0 || weekdays & (1 << d.weekday().num_days_from_monday()) != 0
            };
            let days = [DAY_FIRST, MONTH_FIRST, YEAR_FIRST];
            let orders = days
                .into_iter()
                .filter(|order| in_order([a, b, c], *order).is_some_and(fits))
                .fold(0, |all, order| all | order);
            // With full stops the day comes first wherever the year does not.
            let orders = match separator {
                Separator::Mark('.') => orders & (DAY_FIRST | YEAR_FIRST),
                _ => orders,
            };
            return (orders != 0).then_some(Ok(Found::Short { figures: [a, b, c], orders }));
        }
        // As with four-digit years, the file may show which of the two is the day.
        let year_last = c > 31 || self.context.day_first.is_some() && !self.context.is_year_first();
        if separator == Separator::Mark('/') && a <= 31 && year_last {
            return Some(self.slashed(a, b, full_year(c), weekdays));
        }
        let orders = match separator {
            _ if a > 31 => vec![(a, b, c)],
            _ if c > 31 => vec![(c, b, a), (c, a, b)],
            // The CLDR's short patterns with full stops have the day first in all other languages.
            Separator::Mark('.')
                if self.context.day_first != Some(false)
                    && self.context.language.is_some()
                    && !self.context.is_year_first() =>
            {
                vec![(c, b, a)]
            }
            Separator::Mark('.' | '/' | '-')
                if self.context.day_first == Some(true) && !self.context.is_year_first() =>
            {
                vec![(c, b, a)]
            }
            Separator::Mark('/') if self.context.day_first == Some(false) => vec![(c, a, b)],
            _ => vec![(c, b, a), (c, a, b), (a, b, c)],
        };
        let mut days: Vec<NaiveDate> = orders
            .into_iter()
            .filter_map(|(y, m, d)| NaiveDate::from_ymd_opt(full_year(y), m, d))
            .collect();
        if weekdays != 0 {
            days.retain(|d| weekdays & (1 << d.weekday().num_days_from_monday()) != 0);
        }
        days.dedup();
        match days.as_slice() {
            [day] => Some(Ok(Found::Day(*day))),
            [] => None,
            _ => Some(Err(DateError::Ambiguous)),
        }
    }
}

/// What separates the numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Mark(char),
    Space,
    Unit,
}

fn is_month(item: &Item) -> bool {
    !item.months.is_empty()
}

fn is_ordinal(item: &Item) -> bool {
    !item.spaced
        && matches!(
            item.text.as_str(),
            "st" | "nd" | "rd" | "th" | "er" | "o" | "a" | "e" | "eme" | "ro" | "t"
        )
}

fn day(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    let day = NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::Form)?;
    if YEARS.contains(&year) { Ok(day) } else { Err(DateError::Absurd) }
}

/// Returns the Gregorian day of a date whose month is named in some calendar.
fn of_calendar(
    calendar: Calendar,
    year: i32,
    month: u32,
    date: u32,
    is_thai: bool,
) -> Option<NaiveDate> {
    match calendar {
        Calendar::Persian => calendars::persian(year, month, date),
        Calendar::Hebrew => calendars::hebrew(year, month, date),
        Calendar::Gregorian if is_thai && (2400..2700).contains(&year) => {
            day(year - calendars::BUDDHIST, month, date).ok()
        }
        Calendar::Gregorian => day(year, month, date).ok(),
    }
}

/// Expands a two-digit year, as RFC 2822 (section 4.3) and POSIX do, but with the turn at 70, as in
/// `strptime`.
fn full_year(year: u32) -> i32 {
    year as i32 + if year < 70 { 2000 } else { 1900 }
}
