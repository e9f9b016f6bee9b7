//! Splits a text into the items that dates consist of: numbers, names of months and weekdays,
//! marks.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

use super::Context;
use crate::languages;
use crate::text::fold;

/// Characters of a text that are examined. Chosen by judgement; datelines and fields are far
/// shorter.
const LONGEST: usize = 400;
/// Words of the longest name: *thang muoi hai*. Source: the language data.
const WORDS: usize = 3;

/// A calendar whose months have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    Persian,
    Hebrew,
}

/// What a word means in some language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A month, counted from 1.
    Month(Calendar, u32),
    /// A weekday, counted from Monday as 0.
    Weekday(u8),
    Joins,
    Forenoon,
    Afternoon,
}

/// The meanings of each word or phrase, with the index of the language.
struct Names {
    meanings: FxHashMap<String, Vec<(u8, Meaning)>>,
    codes: Vec<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { meanings: FxHashMap::default(), codes: Vec::new() };
    for (at, language) in languages::dated().enumerate() {
        let dates = &language.dates;
        names.codes.push(&language.code);
        let mut add = |word: &str, meaning| {
            let meanings = names.meanings.entry(word.to_owned()).or_default();
            if !meanings.contains(&(at as u8, meaning)) {
                meanings.push((at as u8, meaning));
            }
        };
        dates
            .all_months()
            .for_each(|(n, form)| add(form, Meaning::Month(Calendar::Gregorian, n as u32 + 1)));
        dates.all_weekdays().for_each(|(n, form)| add(form, Meaning::Weekday(n as u8)));
        let own = if language.code == "he" { Calendar::Hebrew } else { Calendar::Persian };
        for (n, forms) in dates.own_months.iter().enumerate() {
            forms.split('/').for_each(|form| add(form, Meaning::Month(own, n as u32 + 1)));
        }
        for (words, meaning) in [
            (&dates.joining, Meaning::Joins),
            (&dates.forenoon, Meaning::Forenoon),
            (&dates.afternoon, Meaning::Afternoon),
        ] {
            words.iter().for_each(|word| add(word, meaning));
        }
    }
    names
});

/// A half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Forenoon,
    Afternoon,
}

/// A number, a word or a mark, with its possible meanings.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// The folded text.
    pub(super) text: String,
    /// Value and number of digits; `None` if the item is not a number.
    pub(super) number: Option<(u32, usize)>,
    /// The months that a word can name.
    pub(super) months: Vec<(Calendar, u32)>,
    /// The weekdays that a word can name, as a bit set from Monday on.
    pub(super) weekdays: u8,
    /// Whether it may occur between day, month and year.
    pub(super) joins: bool,
    /// The half of the day that it states.
    pub(super) half: Option<Half>,
    /// Whether white space precedes it.
    pub(super) spaced: bool,
    /// Whether it is written in capitals.
    pub(super) capitals: bool,
    /// Whether it is part of a time of day or a zone.
    pub(super) used: bool,
}

impl Item {
    /// Whether it is one of the given marks.
    pub(super) fn is_mark(&self, marks: &str) -> bool {
        !self.is_word() && self.number.is_none() && marks.contains(self.text.as_str())
    }

    pub(super) fn is_word(&self) -> bool {
        self.number.is_none()
            && self.text.starts_with(|c: char| c.is_alphabetic() || is_combining_mark(c))
    }

    /// Returns a number of one or two digits.
    pub(super) fn short(&self) -> Option<u32> {
        self.number.filter(|(_, digits)| *digits <= 2).map(|(value, _)| value)
    }

    /// Returns a number of four digits.
    pub(super) fn long(&self) -> Option<u32> {
        self.number.filter(|(_, digits)| *digits == 4).map(|(value, _)| value)
    }
}

/// Characters that follow a number of years, months, days, hours, minutes or seconds, folded.
pub(super) struct Units;

static UNITS: LazyLock<[Vec<String>; 6]> = LazyLock::new(|| {
    [
        &["年", "년"][..],
        &["月", "월"],
        &["日", "号", "號", "일"],
        &["時", "时", "点", "點", "시"],
        &["分", "분"],
        &["秒", "초"],
    ]
    .map(|unit| unit.iter().map(|u| fold::fold(u)).collect())
});

impl Units {
    /// Returns the unit with which a text begins, counted from 0 for the year, and the length of
    /// its sign.
    fn leading(text: &str) -> Option<(usize, usize)> {
        UNITS.iter().enumerate().find_map(|(unit, signs)| {
            signs.iter().find(|s| text.starts_with(s.as_str())).map(|s| (unit, s.len()))
        })
    }

    /// Returns the unit that an item is, counted from 0 for the year.
    pub(super) fn of(item: &Item) -> Option<usize> {
        Self::leading(&item.text)
            .filter(|(_, length)| *length == item.text.len())
            .map(|(unit, _)| unit)
    }
}

/// Splits a text into items and looks up their meanings in the language of the context, else in
/// any. O(characters).
pub(super) fn items(text: &str, context: Context<'_>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut spaced = true;
    let mut folded = String::new();
    for c in text.chars().take(LONGEST) {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        folded.clear();
        match c {
            '‐' | '‑' | '–' | '—' | '−' => folded.push('-'),
            '،' | '、' | '，' => folded.push(','),
            _ => fold::push(c, &mut folded),
        }
        let Some(first) = folded.chars().next() else { continue };
        let is_digit = first.is_ascii_digit();
        let is_letter = first.is_alphabetic() || is_combining_mark(first);
        let last = out.last_mut().filter(|_| !spaced);
        match last {
            Some(item) if is_digit && item.number.is_some() => {
                item.text.push_str(&folded);
            }
            Some(item) if is_letter && item.is_word() => {
                item.text.push_str(&folded);
                item.capitals &= c.is_uppercase();
            }
            // `п'ятниця`, `ינו׳`
            Some(item) if matches!(first, '\'' | '׳' | '״') && item.is_word() => {}
            // `תשפ"א`
            Some(item)
                if first == '"' && item.text.starts_with(|c: char| ('א'..='ת').contains(&c)) => {}
            _ => {
                let number = is_digit.then_some((0, 0));
                out.push(Item {
                    text: folded.clone(),
                    number,
                    spaced,
                    capitals: c.is_uppercase(),
                    ..Item::default()
                });
            }
        }
        spaced = false;
    }
    let mut items = Vec::with_capacity(out.len());
    for mut item in out {
        if item.number.is_some() {
            item.number = Some((
                item.text.get(..9).unwrap_or(&item.text).parse().unwrap_or(0),
                item.text.len(),
            ));
        } else if items.last().is_some_and(|before: &Item| before.number.is_some())
            && let Some((_, length)) =
                Units::leading(&item.text).filter(|(_, length)| *length < item.text.len())
        {
            // `8日星期日`
            let rest = item.text.split_off(length);
            items.push(item);
            items.push(Item { text: rest, ..Item::default() });
            continue;
        }
        items.push(item);
    }
    numbered(named(items, context))
}

/// Words before and after the number of a month: Vietnamese *tháng 11*, Mongolian *11-р сарын*.
const MONTH_BEFORE: [&str; 2] = ["thang", "thg"];
const MONTH_BEHIND: [&str; 3] = ["сар", "сарын", "сарыг"];

/// Turns numbers into months where a word says that they are.
fn numbered(mut items: Vec<Item>) -> Vec<Item> {
    for at in 0..items.len() {
        let month = |item: &Item| item.short().filter(|n| (1..=12).contains(n));
        if MONTH_BEFORE.contains(&items[at].text.as_str()) {
            if let Some(number) = items.get(at + 1).and_then(month) {
                items[at].joins = true;
                items[at + 1].number = None;
                items[at + 1].months = vec![(Calendar::Gregorian, number)];
            }
        } else if MONTH_BEHIND.contains(&items[at].text.as_str()) {
            let before = (at.saturating_sub(3)..at).rev().find(|&i| items[i].number.is_some());
            if let Some((i, number)) = before.and_then(|i| month(&items[i]).map(|n| (i, n))) {
                items[i + 1..=at].iter_mut().for_each(|item| item.joins = true);
                items[i].number = None;
                items[i].months = vec![(Calendar::Gregorian, number)];
            }
        }
    }
    items
}

/// Merges the words of one name and adds the meanings of each.
fn named(items: Vec<Item>, context: Context<'_>) -> Vec<Item> {
    let names = &*NAMES;
    let own = context
        .language
        .and_then(|code| names.codes.iter().position(|c| *c == code))
        .map(|at| at as u8);
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let mut item = items[at].clone();
        let mut used = 1;
        if item.is_word() {
            let mut name = item.text.clone();
            let mut best = names.meanings.get(&name).map(|m| (name.clone(), m, 1));
            let mut next = at + 1;
            for _ in 1..WORDS {
                // A hyphen or dot within a name: `segunda-feira`, `ก.พ.`
                if items.get(next).is_some_and(|i| i.is_mark("-."))
                    && items.get(next + 1).is_some_and(|i| i.is_word())
                {
                    next += 1;
                }
                let Some(word) = items.get(next).filter(|i| i.is_word()) else { break };
                name = format!("{name} {}", word.text);
                next += 1;
                best = names.meanings.get(&name).map(|m| (name.clone(), m, next - at)).or(best);
            }
            if let Some((name, meanings, words)) = best {
                item.text = name;
                used = words;
                mean(&mut item, meanings, own, at == 0);
                let ordinal =
                    !item.spaced && out.last().is_some_and(|before| before.number.is_some());
                if ordinal {
                    item.weekdays = 0;
                }
            } else if let Some(weekday) = sinographic_weekday(&item.text) {
                item.weekdays = 1 << weekday;
            }
        }
        out.push(item);
        at += used;
    }
    out
}

fn mean(item: &mut Item, meanings: &[(u8, Meaning)], own: Option<u8>, opens: bool) {
    let is_own =
        |kind: fn(&Meaning) -> bool| meanings.iter().any(|(l, m)| Some(*l) == own && kind(m));
    let own_month = is_own(|m| matches!(m, Meaning::Month(..)));
    let own_weekday = is_own(|m| matches!(m, Meaning::Weekday(_)));
    for (language, meaning) in meanings {
        let here = Some(*language) == own;
        match meaning {
            Meaning::Month(calendar, number)
                if (here || !own_month) && !item.months.contains(&(*calendar, *number)) =>
            {
                item.months.push((*calendar, *number));
            }
            // Two letters are a word in too many languages, except at the beginning of the text.
            Meaning::Weekday(number)
                if here || !own_weekday && (item.text.chars().count() > 2 || opens) =>
            {
                item.weekdays |= 1 << number
            }
            Meaning::Joins => item.joins = true,
            Meaning::Forenoon if here || item.text.len() > 2 => item.half = Some(Half::Forenoon),
            Meaning::Afternoon if here || item.text.len() > 2 => item.half = Some(Half::Afternoon),
            _ => {}
        }
    }
}

/// Returns the weekday of a word in Chinese or Japanese: `星期日`, `周日`, `日曜日`.
fn sinographic_weekday(word: &str) -> Option<u8> {
    let number = |c: char| {
        "月火水木金土日"
            .chars()
            .position(|d| d == c)
            .or_else(|| "一二三四五六日".chars().position(|d| d == c))
    };
    let sign = ["星期", "週", "周", "禮拜"]
        .iter()
        .find_map(|lead| word.strip_prefix(lead))
        .and_then(|rest| rest.chars().next());
    let sign = sign
        .map(|c| if c == '天' { '日' } else { c })
        .or_else(|| word.split_once('曜').and_then(|(before, _)| before.chars().last()));
    sign.and_then(number).map(|n| n as u8)
}
