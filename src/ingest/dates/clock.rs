//! Reads times of day and time zones among the items of a date.

use chrono::NaiveTime;

use super::Context;
use super::items::{Half, Item, Units};

/// A time of day, with its offset in seconds or a zone whose offset depends on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Clock {
    pub(super) time: Option<NaiveTime>,
    pub(super) offset_seconds: Option<i32>,
    /// Standard-time offset in hours of a United States zone whose name does not say whether it is
    /// summer time.
    pub(super) american: Option<i32>,
}

/// Words before a time written with a dot, and after it: `kl. 17.05`, `17.05 Uhr`.
const BEFORE: [&str; 16] = [
    "kl", "klo", "klokken", "klockan", "pukul", "jam", "pkl", "ore", "um", "at", "godz", "ura",
    "kell", "alle", "ob", "godzina",
];
const AFTER: [&str; 6] = ["uhr", "wib", "wita", "wit", "น", "hrs"];
/// Words for the hour between hour and minute: `17h05`, `17 Uhr 5`, `17 giờ 05`.
const HOURS: [&str; 7] = ["h", "hs", "hrs", "uhr", "u", "gio", "ч"];

/// Reads the time that the items state, if any, and marks the items used.
///
/// # Errors
/// Returns `()` if digits and colons do not form a valid time.
pub(super) fn read(items: &mut [Item], context: Context<'_>) -> Result<Clock, ()> {
    let mut clock = Clock::default();
    // Colons are the surest sign of a time.
    let colons = (0..items.len()).filter(|&at| items.get(at + 1).is_some_and(|i| i.is_mark(":")));
    for at in colons.chain(0..items.len()).collect::<Vec<_>>() {
        let Some(hour) = items[at].short() else { continue };
        let Some(end) = end_of_time(items, at) else { continue };
        let numbers: Vec<u32> =
            items[at..end].iter().filter_map(|i| i.number.map(|(value, _)| value)).collect();
        let (end, half) = half_of_day(items, at, end);
        let hour = match half {
            Some(Half::Afternoon) if hour < 12 => hour + 12,
            Some(Half::Forenoon) if hour == 12 => 0,
            _ => hour,
        };
        let (minute, second) =
            (numbers.get(1).copied().unwrap_or(0), numbers.get(2).copied().unwrap_or(0));
        items[at..end].iter_mut().for_each(|i| i.used = true);
        // 24:00 is a time of the next day, so it is left out.
        if (hour, minute, second) != (24, 0, 0) {
            clock.time = Some(NaiveTime::from_hms_opt(hour, minute, second.min(59)).ok_or(())?);
        }
        zone(items, end, context, &mut clock);
        return Ok(clock);
    }
    Ok(clock)
}

/// Returns the end of the time that begins at `at`; `None` if none does.
fn end_of_time(items: &[Item], at: usize) -> Option<usize> {
    let glued = |i: usize| items.get(i).filter(|item| !item.spaced);
    let two = |i: usize| {
        items
            .get(i)
            .filter(|item| item.number.is_some_and(|(value, digits)| digits == 2 && value < 60))
    };
    if at > 0 && items[at - 1].is_mark(":") && !items[at].spaced {
        return None;
    }
    // 17:05[:30[.123]]
    if glued(at + 1).is_some_and(|i| i.is_mark(":"))
        && glued(at + 2).is_some()
        && (two(at + 2).is_some() || items[at + 2].short().is_some())
    {
        let mut end = at + 3;
        if glued(end).is_some_and(|i| i.is_mark(":"))
            && glued(end + 1).is_some_and(|i| i.short().is_some())
        {
            end += 2;
            if glued(end).is_some_and(|i| i.is_mark(".,"))
                && glued(end + 1).is_some_and(|i| i.number.is_some())
            {
                end += 2;
            }
        }
        return Some(end);
    }
    let next = items.get(at + 1)?;
    // 17時05分, 오후 3시
    if Units::of(next) == Some(3) {
        let minutes = two(at + 2).or_else(|| items.get(at + 2).filter(|i| i.short().is_some()));
        return Some(match (minutes, items.get(at + 3).and_then(Units::of)) {
            (Some(_), Some(4)) => at + 4,
            _ => at + 2,
        });
    }
    // 17h05, 17 h 05, 18h
    if HOURS.contains(&next.text.as_str()) && items[at].short().is_some_and(|h| h <= 24) {
        let minutes = two(at + 2).filter(|i| !i.spaced || items[at + 1].spaced).is_some();
        let bare = matches!(next.text.as_str(), "h" | "hs" | "uhr" | "hrs");
        let unit = usize::from(
            items.get(at + 3).is_some_and(|i| matches!(i.text.as_str(), "min" | "m" | "phut")),
        );
        return if minutes { Some(at + 3 + unit) } else { bare.then_some(at + 2) };
    }
    // kl. 17.05, 17.05 Uhr, 5.16 pm
    let dotted = next.is_mark(".")
        && !next.spaced
        && glued(at + 2).is_some()
        && two(at + 2).is_some()
        && items[at].short()? <= 24;
    if dotted
        && !items.get(at + 3).is_some_and(|i| {
            i.is_mark(".") && items.get(at + 4).is_some_and(|i| i.number.is_some() && !i.spaced)
        })
    {
        let before = at
            .checked_sub(1)
            .and_then(|i| if items[i].is_mark(".,") { i.checked_sub(1) } else { Some(i) });
        let led = before.is_some_and(|i| BEFORE.contains(&items[i].text.as_str()));
        let after = items.get(at + 3).is_some_and(|i| AFTER.contains(&i.text.as_str()));
        if led || after || half_at(items, at + 3).is_some() {
            return Some(at + 3 + usize::from(after));
        }
    }
    // 5 pm
    let english = half_at(items, at + 1).is_some_and(|(_, english, _)| english);
    (english && (1..=12).contains(&items[at].short()?)).then_some(at + 1)
}

/// Returns the half of the day stated at `at`, whether it is in English, and where it ends: `pm`,
/// `p.m.`, `오후`.
fn half_at(items: &[Item], at: usize) -> Option<(Half, bool, usize)> {
    let item = items.get(at)?;
    if matches!(item.text.as_str(), "am" | "pm") {
        return Some((
            if item.text == "am" { Half::Forenoon } else { Half::Afternoon },
            true,
            at + 1,
        ));
    }
    if let Some(half) = item.half {
        return Some((half, false, at + 1));
    }
    // `p.m.`, `p. m.`, `μ.μ.`, `ب.ظ`
    let second = items.get(at + 2).filter(|_| items.get(at + 1).is_some_and(|i| i.is_mark(".")))?;
    let dot = usize::from(items.get(at + 3).is_some_and(|i| i.is_mark(".")));
    let (half, english) = match (item.text.as_str(), second.text.as_str()) {
        ("a", "m") => (Half::Forenoon, true),
        ("p", "m") => (Half::Afternoon, true),
        ("π", "μ") | ("ق", "ظ") => (Half::Forenoon, false),
        ("μ", "μ") | ("ب", "ظ") => (Half::Afternoon, false),
        _ => return None,
    };
    Some((half, english, at + 3 + dot))
}

/// Returns where a time ends and its half of the day, stated after or before it.
fn half_of_day(items: &mut [Item], start: usize, end: usize) -> (usize, Option<Half>) {
    if let Some((half, _, end)) = half_at(items, end) {
        return (end, Some(half));
    }
    if let Some(before) = start
        .checked_sub(1)
        .filter(|&i| items[i].half.is_some() || matches!(items[i].text.as_str(), "am" | "pm"))
    {
        let half = half_at(items, before).map(|(half, ..)| half);
        items[before].used = true;
        return (end, half);
    }
    (end, None)
}

/// A zone's name, its minutes east of UTC unless the country says otherwise, and those for outlets
/// of certain countries.
type Zone = (&'static str, Option<i32>, &'static [(&'static str, i32)]);

/// Zones by name; `None` for names that are ambiguous without a country. Those of the United States
/// follow RFC 2822, section 4.3.
const ZONES: &[Zone] = &[
    ("z", Some(0), &[]),
    ("ut", Some(0), &[]),
    ("utc", Some(0), &[]),
    ("gmt", Some(0), &[]),
    ("wet", Some(0), &[]),
    ("west", Some(60), &[]),
    ("bst", Some(60), &[("bd", 360)]),
    ("cet", Some(60), &[]),
    ("mez", Some(60), &[]),
    ("cest", Some(120), &[]),
    ("mesz", Some(120), &[]),
    ("eet", Some(120), &[]),
    ("eest", Some(180), &[]),
    ("msk", Some(180), &[]),
    ("trt", Some(180), &[]),
    ("est", Some(-300), &[("au", 600)]),
    ("edt", Some(-240), &[("au", 660)]),
    (
        "cst",
        Some(-360),
        &[("cn", 480), ("tw", 480), ("hk", 480), ("mo", 480), ("cu", -300), ("au", 570)],
    ),
    ("cdt", Some(-300), &[("cu", -240), ("au", 630)]),
    ("mst", Some(-420), &[("my", 480), ("mm", 390)]),
    ("mdt", Some(-360), &[]),
    ("pst", Some(-480), &[("ph", 480), ("pk", 300)]),
    ("pdt", Some(-420), &[]),
    ("akst", Some(-540), &[]),
    ("akdt", Some(-480), &[]),
    ("hst", Some(-600), &[]),
    (
        "ast",
        None,
        &[
            ("ca", -240),
            ("pr", -240),
            ("bm", -240),
            ("tt", -240),
            ("sa", 180),
            ("kw", 180),
            ("qa", 180),
            ("bh", 180),
            ("iq", 180),
        ],
    ),
    ("adt", Some(-180), &[]),
    ("nst", None, &[("ca", -210)]),
    ("ist", None, &[("in", 330), ("il", 120), ("ie", 60), ("lk", 330)]),
    ("idt", Some(180), &[]),
    ("pkt", Some(300), &[]),
    ("npt", Some(345), &[]),
    ("slst", Some(330), &[]),
    ("wib", Some(420), &[]),
    ("wita", Some(480), &[]),
    ("wit", Some(540), &[]),
    ("ict", Some(420), &[]),
    ("hkt", Some(480), &[]),
    ("sgt", Some(480), &[]),
    ("myt", Some(480), &[]),
    ("pht", Some(480), &[]),
    ("awst", Some(480), &[]),
    ("jst", Some(540), &[]),
    ("kst", Some(540), &[]),
    ("acst", Some(570), &[]),
    ("acdt", Some(630), &[]),
    ("aest", Some(600), &[]),
    ("aedt", Some(660), &[]),
    ("nzst", Some(720), &[]),
    ("nzdt", Some(780), &[]),
    ("gst", None, &[("ae", 240), ("om", 240)]),
    ("irst", Some(210), &[]),
    ("sast", Some(120), &[]),
    ("cat", Some(120), &[]),
    ("eat", Some(180), &[]),
    ("wat", Some(60), &[]),
    ("brt", Some(-180), &[]),
    ("brst", Some(-120), &[]),
    ("art", Some(-180), &[]),
    ("pyt", Some(-240), &[("py", -180)]),
    ("cot", Some(-300), &[]),
    ("pet", Some(-300), &[]),
    ("vet", Some(-240), &[]),
];

/// Zones of the United States whose names cover both standard and summer time.
pub(super) const AMERICAN: [(&str, i32); 4] = [("et", -5), ("ct", -6), ("mt", -7), ("pt", -8)];

/// Returns the offset in seconds of a zone by its name in small letters; `None` if it is unknown or
/// ambiguous.
pub(super) fn named_offset(name: &str) -> Option<i32> {
    let (_, minutes, _) = ZONES.iter().find(|(known, ..)| *known == name)?;
    minutes.map(|minutes| minutes * 60)
}

/// Reads an offset or the name of a zone at `at`, and marks the items used.
pub(super) fn zone(items: &mut [Item], at: usize, context: Context<'_>, clock: &mut Clock) {
    let mut at = at + usize::from(items.get(at).is_some_and(|i| i.is_mark("(")));
    let named = items.get(at).and_then(|item| {
        let (_, usual, countries) = ZONES.iter().find(|(name, ..)| *name == item.text)?;
        // `est` and `ist` are also words.
        let sure = item.capitals || matches!(item.text.as_str(), "z" | "utc" | "gmt");
        let own = countries
            .iter()
            .find(|(country, _)| Some(*country) == context.country)
            .map(|(_, minutes)| *minutes);
        sure.then(|| own.or(*usual))
    });
    if let Some(minutes) = named {
        let is_utc = minutes == Some(0);
        clock.offset_seconds = minutes.map(|m| m * 60);
        items[at].used = true;
        at += 1;
        if !is_utc {
            return;
        }
    } else if let Some((_, hours)) = items
        .get(at)
        .filter(|i| i.capitals)
        .and_then(|i| AMERICAN.iter().find(|(name, _)| *name == i.text))
    {
        clock.american = Some(*hours);
        items[at].used = true;
        return;
    }
    let Some(sign) =
        items.get(at).filter(|i| i.is_mark("+-")).map(|i| if i.text == "-" { -1 } else { 1 })
    else {
        return;
    };
    let Some((value, digits)) = items.get(at + 1).filter(|i| !i.spaced).and_then(|i| i.number)
    else {
        return;
    };
    let glued = |i: usize| items.get(i).filter(|item| !item.spaced);
    let colon = glued(at + 2).is_some_and(|i| i.is_mark(":"));
    let minutes =
        colon.then(|| glued(at + 3).filter(|i| i.text.len() == 2).and_then(Item::short)).flatten();
    let dated = glued(at + 2).is_some_and(|i| i.is_mark(".-/"));
    let (hours, minutes, end) = match (digits, minutes) {
        (1 | 2, Some(minutes)) => (value, minutes, at + 4),
        (4, _) if !dated => (value / 100, value % 100, at + 2),
        (2, None) if !dated && (named.is_some() || !items[at].spaced) => (value, 0, at + 2),
        (1, None) if named.is_some() => (value, 0, at + 2),
        _ => return,
    };
    if is_offset(hours, minutes) {
        clock.offset_seconds = Some((hours * 3600 + minutes * 60) as i32 * sign);
        items[at..end].iter_mut().for_each(|i| i.used = true);
    }
}

/// Whether a zone may be that many hours and minutes from UTC.
pub(super) fn is_offset(hours: u32, minutes: u32) -> bool {
    hours <= 14 && minutes < 60
}

/// Returns the offset on a day: that of a United States zone (see [`Clock::american`]) if it is
/// known, else the stated one.
pub(super) fn offset_on(
    day: chrono::NaiveDate,
    american: Option<i32>,
    stated: Option<i32>,
) -> Option<i32> {
    american.and_then(|hours| american_offset(hours, day)).or(stated)
}

/// Returns the offset of a United States zone on a day: summer time lasts from the second Sunday of
/// March to the first of November. `None` on those two days and before 2007, when other rules
/// applied.
fn american_offset(standard_hours: i32, day: chrono::NaiveDate) -> Option<i32> {
    use chrono::{Datelike, NaiveDate, Weekday};
    let (year, sunday) = (day.year(), Weekday::Sun);
    let from = NaiveDate::from_weekday_of_month_opt(year, 3, sunday, 2)?;
    let until = NaiveDate::from_weekday_of_month_opt(year, 11, sunday, 1)?;
    // On the days of the change, the offset depends on the hour.
    (year >= 2007 && day != from && day != until)
        .then(|| (standard_hours + i32::from(day > from && day < until)) * 3600)
}
