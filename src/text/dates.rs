//! Finds the dates that running text mentions, in the languages whose month names are listed.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use rustc_hash::FxHashMap;

use super::words::{self, Keys, Word};
use super::{Class, fold};
use crate::languages::{self, Dates};

/// A date as a text mentions it; parts that are not stated are `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The year, if stated.
    pub year: Option<i32>,
    /// The month, if stated.
    pub month: Option<u32>,
    /// The day of the month, if stated.
    pub day: Option<u32>,
    /// The weekday, if its name directly precedes the date in one of the listed languages.
    pub weekday: Option<Weekday>,
}

impl Mention {
    /// Returns the day, if year, month and day are stated and exist.
    pub fn exact(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month?, self.day?)
    }

    /// Returns the last day that the mention can mean in a text of the given day; `None` if there
    /// is no such day.
    ///
    /// Without a year, it is the nearest such day whose weekday fits, if one is stated: a picture
    /// can be more recent than the text beside it.
    pub fn latest(&self, of_text: NaiveDate) -> Option<NaiveDate> {
        let last_of = |year: i32| match (self.month, self.day) {
            (Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
            (Some(12), None) | (None, _) => NaiveDate::from_ymd_opt(year, 12, 31),
            (Some(month), None) => {
                NaiveDate::from_ymd_opt(year, month + 1, 1).and_then(|d| d.pred_opt())
            }
        };
        match (self.year, self.month) {
            (Some(year), _) => last_of(year),
            (None, None) => None,
            (None, Some(_)) => {
                let reach = if self.weekday.is_some() { 4 } else { 1 };
                let years = of_text.year() - reach..=of_text.year() + reach;
                let days = years
                    .filter_map(last_of)
                    .filter(|day| self.weekday.is_none_or(|weekday| day.weekday() == weekday));
                days.min_by_key(|day| ((*day - of_text).num_days().abs(), *day))
            }
        }
    }
}

/// Years that a mention can name. Chosen by judgement.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2100;

/// Returns the dates that `text` mentions, in order: `July 16, 2018`, `16. Juli 2018`,
/// `16 de julio`, `March of 1997`, `2018-07-16`, `in 1975`. Numbers that are not dates are left
/// out; empty without any date. O(bytes).
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut all = Vec::new();
    words::read(text, 0..text.len(), &mut all);
    mentions_among(text, &all).into_iter().map(|(_, mention)| mention).collect()
}

/// Returns the dates among words of `text` that were already read, each with the index of its first
/// word.
pub fn mentions_among(text: &str, all: &[Word]) -> Vec<(usize, Mention)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < all.len() {
        // Hardly any word can start a date.
        if !all[at].class.has(Class::DIGIT) && !OPENING.contains(all[at].key) {
            at += 1;
            continue;
        }
        let (found, used) = iso(text, &all[at..])
            .or_else(|| day_first(text, &all[at..]))
            .or_else(|| month_first(text, &all[at..]))
            .or_else(|| bare_year(text, all, at))
            .map_or((None, 1), |(mention, used)| (Some(mention), used));
        if let Some(mention) = found {
            let before = at.checked_sub(1).and_then(|i| weekday(text, &all[i]));
            out.push((at, Mention { weekday: before, ..mention }));
        }
        at += used;
    }
    out
}

/// Reads `2018-07-16`.
fn iso(text: &str, all: &[Word]) -> Option<(Mention, usize)> {
    let [y, m, d, ..] = all else { return None };
    if &text[y.end() as usize..m.start as usize] != "-"
        || &text[m.end() as usize..d.start as usize] != "-"
    {
        return None;
    }
    let (year, month, day) = (year_of(text, y)?, number(text, m)?, number(text, d)?);
    NaiveDate::from_ymd_opt(year, month, day).map(|_| {
        (Mention { year: Some(year), month: Some(month), day: Some(day), weekday: None }, 3)
    })
}

/// Reads `16 July 2018`, `16. Juli`, `16 de julio de 2018`.
fn day_first(text: &str, all: &[Word]) -> Option<(Mention, usize)> {
    let day = number(text, all.first()?).filter(|d| (1..=31).contains(d))?;
    let at = 1 + joining(text, all, 1);
    let (month, named) = month_at(text, all, at)?;
    // The month may be given twice: `16 تموز/يوليو 2018`.
    let again = month_at(text, all, at + named)
        .filter(|(other, _)| *other == month)
        .map_or(0, |(_, words)| words);
    let (year, used) = year_after(text, all, at + named + again);
    Some((Mention { year, month: Some(month), day: Some(day), weekday: None }, used))
}

/// Reads `July 16, 2018`, `July 2018`, `March of 1997`; a month alone is not a date.
fn month_first(text: &str, all: &[Word]) -> Option<(Mention, usize)> {
    let (month, named) = month_at(text, all, 0)?;
    if let Some(day) = all.get(named).and_then(|w| number(text, w)).filter(|d| (1..=31).contains(d))
    {
        let (year, used) = year_after(text, all, named + 1);
        return Some((Mention { year, month: Some(month), day: Some(day), weekday: None }, used));
    }
    match year_after(text, all, named) {
        (Some(year), used) => {
            Some((Mention { year: Some(year), month: Some(month), day: None, weekday: None }, used))
        }
        _ => None,
    }
}

/// Reads a year alone after a word such as `in`. What follows the year is not checked.
fn bare_year(text: &str, all: &[Word], at: usize) -> Option<(Mention, usize)> {
    const LEADING: [&str; 23] = [
        "in", "of", "during", "early", "late", "mid", "since", "im", "jahr", "von", "vom", "en",
        "de", "du", "del", "nel", "em", "van", "from", "anno", "summer", "spring", "год",
    ];
    let year = year_of(text, &all[at]).filter(|y| (1900..=2100).contains(y))?;
    let before = fold::fold(all[at.checked_sub(1)?].of(text));
    // `the 2017 Summit` was held in that year; `the 1911 chart` may be anything.
    let led = LEADING.contains(&before.as_str())
        || before == "the" && all.get(at + 1).is_some_and(|next| next.class.has(Class::CAPITAL));
    led.then_some((Mention { year: Some(year), month: None, day: None, weekday: None }, 1))
}

/// Returns the year that follows, skipping `of` or `de`, and the index after the words used.
fn year_after(text: &str, all: &[Word], at: usize) -> (Option<i32>, usize) {
    let next = at + joining(text, all, at);
    match all.get(next).and_then(|w| year_of(text, w)) {
        Some(year) => (Some(year), next + 1),
        None => (None, at),
    }
}

/// Returns 1 if the word at `at` joins day, month and year, else 0.
fn joining(text: &str, all: &[Word], at: usize) -> usize {
    usize::from(
        all.get(at)
            .is_some_and(|w| matches!(w.of(text), "de" | "of" | "del" | "di" | "van" | "av")),
    )
}

/// Returns a number of at most two digits, ignoring an ordinal ending.
fn number(text: &str, word: &Word) -> Option<u32> {
    if !word.class.has(Class::DIGIT) {
        return None;
    }
    let folded = fold::fold(word.of(text));
    let spelled = folded.as_str();
    let digits = spelled.len() - spelled.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let ending = &spelled[digits..];
    ((1..=2).contains(&digits)
        && matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "o" | "a"))
    .then(|| spelled[..digits].parse().ok())?
}

fn year_of(text: &str, word: &Word) -> Option<i32> {
    if word.end() - word.start < 4 || !word.class.has(Class::DIGIT) {
        return None;
    }
    let spelled = fold::fold(word.of(text));
    let year = (spelled.len() == 4).then(|| spelled.parse().ok())?;
    year.filter(|y| YEARS.contains(y))
}

/// The names in all languages by their keys, each with its index from 0.
struct Names {
    keys: Keys,
    numbers: FxHashMap<u32, u32>,
}

impl Names {
    fn of(names: fn(&Dates) -> &[String]) -> Self {
        let mut numbers = FxHashMap::default();
        for language in languages::all() {
            for (number, forms) in names(&language.dates).iter().enumerate() {
                for form in forms.split('/').filter(|form| !form.is_empty()) {
                    numbers.entry(words::key(form)).or_insert(number as u32);
                }
            }
        }
        Self { keys: Keys::of(numbers.keys().copied()), numbers }
    }

    fn number(&self, key: u32) -> Option<u32> {
        if self.keys.contains(key) { self.numbers.get(&key).copied() } else { None }
    }
}

static WEEKDAYS: LazyLock<Names> = LazyLock::new(|| Names::of(|dates| &dates.weekdays));
static MONTHS: LazyLock<Names> = LazyLock::new(|| Names::of(|dates| &dates.months));

/// Returns the weekday that a word names. Names of up to four bytes need a capital.
pub fn weekday(text: &str, word: &Word) -> Option<Weekday> {
    let number = WEEKDAYS.number(word.key)?;
    // `sun`, `sat` and `luni` are also ordinary words.
    let short = word.end() - word.start <= 4;
    let sure = !short || word.of(text).starts_with(char::is_uppercase);
    Weekday::try_from(number as u8).ok().filter(|_| sure)
}

/// Returns the month that a word names, from 1. Names that are also ordinary words, such as `march`
/// and `may`, need a capital.
pub fn month(text: &str, word: &Word) -> Option<u32> {
    if word.class.has(Class::DIGIT) {
        return None;
    }
    let month = MONTHS.number(word.key)? + 1;
    let capital = word.class.has(Class::CAPITAL);
    (capital
        || !matches!(
            word.of(text),
            "march"
                | "may"
                | "mar"
                | "set"
                | "out"
                | "dec"
                | "mart"
                | "luty"
                | "ocak"
                | "mai"
                | "mei"
                | "maj"
        ))
    .then_some(month)
}

/// The first word of every month's name, which may have more words.
static OPENING: LazyLock<Keys> = LazyLock::new(|| {
    let forms = languages::all()
        .iter()
        .flat_map(|language| &language.dates.months)
        .flat_map(|forms| forms.split('/'));
    Keys::of(forms.map(|form| words::key(form.split_once(' ').map_or(form, |(first, _)| first))))
});

/// The first words of months with two-word names: *تشرين الأول*.
static FIRST_OF_TWO: LazyLock<Keys> = LazyLock::new(|| {
    let forms = languages::all()
        .iter()
        .flat_map(|language| &language.dates.months)
        .flat_map(|forms| forms.split('/'));
    Keys::of(forms.filter_map(|form| form.split_once(' ')).map(|(first, _)| words::key(first)))
});

/// Returns the month named by the words from `at` on, and the number of these words.
pub fn month_at(text: &str, all: &[Word], at: usize) -> Option<(u32, usize)> {
    let first = all.get(at)?;
    if let Some(next) = all.get(at + 1).filter(|_| FIRST_OF_TWO.contains(first.key)) {
        let both = format!("{} {}", fold::fold(first.of(text)), fold::fold(next.of(text)));
        if let Some(number) = MONTHS.number(words::key(&both)) {
            return Some((number + 1, 2));
        }
    }
    month(text, first).map(|month| (month, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(Option<i32>, Option<u32>, Option<u32>)> {
        mentions(text).into_iter().map(|m| (m.year, m.month, m.day)).collect()
    }

    #[test]
    fn a_month_has_one_number_in_every_language_that_names_it() {
        for language in languages::all() {
            for (number, forms) in language.dates.months.iter().enumerate() {
                for form in forms.split('/') {
                    assert_eq!(
                        MONTHS.number(words::key(form)),
                        Some(number as u32),
                        "{} {form}",
                        language.code
                    );
                    assert_eq!(fold::fold(form), form, "{} {form}", language.code);
                }
            }
            assert!(
                matches!(language.dates.months.len(), 0 | 12)
                    && matches!(language.dates.weekdays.len(), 0 | 7),
                "{}",
                language.code
            );
        }
    }

    #[test]
    fn dates_are_read_in_many_languages() {
        let full = [(Some(2018), Some(7), Some(16))];
        for text in [
            "on Monday, July 16, 2018 in Helsinki",
            "am 16. Juli 2018",
            "le 16 juillet 2018",
            "el 16 de julio de 2018",
            "16 июля 2018 года",
            "16 lipca 2018 roku",
            "16 липня 2018 року",
            "16 Temmuz 2018",
            "16. července 2018",
            "16 Ιουλίου 2018",
            "16 يوليو 2018",
            "16 تموز/يوليو 2018",
            "16 تموز 2018",
            "۱۶ ژوئیه ۲۰۱۸",
            "16 ביולי 2018",
            "16 जुलाई 2018",
            "16 Juli 2018",
            "16 korrik 2018",
            "16 iulie 2018",
            "2018-07-16",
            "16th July 2018",
        ] {
            assert_eq!(shown(text), full, "{text}");
        }
    }

    #[test]
    fn what_is_unsaid_stays_unsaid() {
        assert_eq!(shown("on July 16"), [(None, Some(7), Some(16))]);
        assert_eq!(shown("in March of 1997"), [(Some(1997), Some(3), None)]);
        assert_eq!(shown("Harbour talks in 1975."), [(Some(1975), None, None)]);
    }

    #[test]
    fn a_march_is_no_month_and_a_number_no_year() {
        assert_eq!(shown("the march on July 15, 2018"), [(Some(2018), Some(7), Some(15))]);
        assert!(shown("the 1911 chart").is_empty() && !shown("the 2017 Harbour Summit").is_empty());
        assert!(
            shown("They may 3 times march past 2000 people on 5 ferries, about 1200 crews")
                .is_empty()
        );
    }

    #[test]
    fn a_day_without_year_is_the_nearest_that_fits_its_weekday() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
        let latest = |text: &str, of| mentions(text)[0].latest(of);
        assert_eq!(latest("on July 16", day(2018, 7, 16)), Some(day(2018, 7, 16)));
        assert_eq!(latest("on December 30", day(2018, 1, 2)), Some(day(2017, 12, 30)));
        assert_eq!(latest("on Thursday, April 2", day(2013, 6, 1)), Some(day(2015, 4, 2)));
        assert_eq!(latest("in February 2016", day(2018, 1, 2)), Some(day(2016, 2, 29)));
        assert_eq!(latest("in 1975", day(2018, 1, 2)), Some(day(1975, 12, 31)));
    }
}
