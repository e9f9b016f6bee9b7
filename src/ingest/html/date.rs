//! When a page says it was published: JSON-LD, meta tags, `<time>`, the address, then what readers see.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::dom::Dom;
use super::meta::Meta;
use super::shown::Shown;
use crate::ingest::DateBasis;
use crate::ingest::dates::{self, DateError, Order, Reading, Slashed, Stamp};
use crate::text;

/// Years that a page on the web can bear.
pub(super) const FIRST_YEAR: i32 = 1990;

/// The page's publication date, with where it was read.
///
/// `None` where nothing says it. `text` is the main text, line by line; `url` the page's address, if known.
pub fn published(dom: &Dom, meta: &Meta, url: Option<&str>) -> Option<(Stamp, DateBasis)> {
    let order = order_of(meta.language.as_deref());
    let read = |text: &str| read(text, order);
    let jsonld = meta.published_jsonld.as_deref().and_then(read);
    let named = meta.published_meta.iter().find_map(|t| read(t));
    let marks = Shown::find(dom, order);
    let shown = [marks.time.map(|(stamp, _)| stamp), marks.named, marks.seen];
    let dated = meta.dated_meta.iter().find_map(|t| read(t));
    let others = || [jsonld, named, marks.item, dated].into_iter().chain(shown).flatten();
    let seen_beside = |stamp: Stamp| marks.beside.is_some_and(|b| b.day == stamp.day);
    match (jsonld, named.or(marks.item)) {
        // Two statements for machines; what readers see beside the headline decides.
        (Some(x), Some(y)) if x.day != y.day && seen_beside(y) => return Some((in_local_time(y, others()), DateBasis::Meta)),
        (Some(x), _) => return Some((in_local_time(x, others()), DateBasis::JsonLd)),
        (None, Some(y)) => return Some((in_local_time(y, others()), DateBasis::Meta)),
        (None, None) => {}
    }
    if let Some(stamp) = dated {
        return Some(match marks.beside {
            Some(beside) if beside.day != stamp.day => (beside, DateBasis::Text),
            _ => (in_local_time(stamp, others()), DateBasis::Meta),
        });
    }
    let in_url = url.into_iter().chain(meta.canonical.as_deref()).find_map(in_address);
    match (marks.time, in_url) {
        (Some((stamp, basis)), url) if url.is_none_or(|d| d.day == stamp.day) => return Some((in_local_time(stamp, others()), basis)),
        (_, Some(stamp)) => return Some((stamp, DateBasis::Url)),
        _ => {}
    }
    let in_words = |t: &Option<String>| t.as_deref().and_then(|t| in_words(t, order));
    let seen =
        marks.named.or(marks.seen).or_else(|| in_scripts(dom)).or_else(|| in_words(&meta.title)).or_else(|| in_words(&meta.description));
    if let Some(stamp) = seen {
        return Some((stamp, DateBasis::Text));
    }
    let modified = meta.modified.as_deref().and_then(read).or_else(|| meta.other_dates.iter().find_map(|t| read(t)));
    modified
        .map(|stamp| (stamp, DateBasis::Meta))
        .or_else(|| meta.image.as_deref().and_then(in_address).map(|stamp| (stamp, DateBasis::Url)))
}

/// The same moment in the zone of the page, if the page shows it there too.
///
/// Many pages tell machines the time in UTC and readers their own: `2023-11-09T02:10Z` is `November 8, 6:10 PM`. A time that is
/// only a day takes the hour that another statement of the same day knows.
fn in_local_time(stamp: Stamp, others: impl Iterator<Item = Stamp>) -> Stamp {
    let mut best = stamp;
    for other in others {
        if stamp.time.is_none() && other.is_exact() && other.day == stamp.day {
            return other;
        }
        let (Some(0), Some(_), Some(time)) = (stamp.offset_seconds, stamp.time, other.time) else { continue };
        let local = Stamp { day: other.day, time: Some(time.with_second(0).unwrap_or(time)), offset_seconds: Some(0) };
        let apart = local.earliest() - stamp.earliest().div_euclid(60) * 60;
        let offset = other.offset_seconds.map_or(apart, i64::from);
        // Zones lie a quarter of an hour apart, and never more than 14 hours from UTC.
        if apart == offset && offset != 0 && offset % 900 == 0 && (-12 * 3600..=14 * 3600).contains(&offset) {
            let second = stamp.time.map_or(0, |t| t.second());
            best = Stamp { day: other.day, time: time.with_second(second).or(Some(time)), offset_seconds: Some(offset as i32) };
            break;
        }
    }
    best
}

/// A publication date in data that scripts hold: `"publishedDate":"2016-11-04T20:37:27Z"`.
fn in_scripts(dom: &Dom) -> Option<Stamp> {
    const KEYS: [&str; 6] = ["datePublished", "published_at", "publishedDate", "publishDate", "publishedAt", "publicationDate"];
    dom.below(0).filter(|&id| dom.name(id) == "script").flat_map(|id| dom.children(id)).filter_map(|c| dom.text(c)).find_map(|script| {
        KEYS.iter().find_map(|key| {
            script.match_indices(key).take(20).find_map(|(at, key)| {
                let rest = script[at + key.len()..].trim_start_matches(['"', '\'', ':', ' ', '\\', '=']);
                let end = rest.find(['"', '\'', '\\', ',']).filter(|&end| (8..=40).contains(&end))?;
                read(&rest[..end], None)
            })
        })
    })
}

/// Whether the page's language writes the month first; `None` if it may be either.
fn order_of(language: Option<&str>) -> Option<bool> {
    let language = language?.to_ascii_lowercase().replace('_', "-");
    match language.split('-').next()? {
        "en" => match language.split('-').nth(1) {
            Some("us") => Some(true),
            Some(_) => Some(false),
            None => None,
        },
        _ => Some(false),
    }
}

/// Reads a date in any form that pages use.
pub(super) fn read(text: &str, month_first: Option<bool>) -> Option<Stamp> {
    let text = text.trim();
    let stamp = match dates::read(text) {
        Ok(Reading::Plain(stamp)) => Some(stamp),
        Ok(Reading::Slashed(slashed)) => settle(&slashed, month_first),
        Err(DateError::Form) if text.chars().count() <= 120 => in_words(text, month_first),
        Err(_) => None,
    };
    stamp.filter(|s| (FIRST_YEAR..=2100).contains(&s.day.year()))
}

/// Reads `7/6/2021` in the order of the page's language, if only one is possible.
fn settle(slashed: &Slashed, month_first: Option<bool>) -> Option<Stamp> {
    let mut order = Order::default();
    if let Ok(stamp) = order.read(slashed) {
        return Some(stamp);
    }
    let example = match month_first? {
        true => "1/31/2000",
        false => "31/1/2000",
    };
    if let Ok(Reading::Slashed(example)) = dates::read(example) {
        order.learn(&example);
    }
    order.read(slashed).ok()
}

/// A day among other words: `Published on 16 July 2018 at 10:19`, in any language whose months are known.
pub(super) fn in_words(line: &str, month_first: Option<bool>) -> Option<Stamp> {
    if let Some(day) = text::dates::mentions(line).iter().find_map(text::dates::Mention::exact) {
        return Some(with_time(day, line));
    }
    // A date in figures among other words.
    let figures = line.split(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '.' | '-'))).map(|w| w.trim_matches(['.', '-', '/']));
    for word in figures.filter(|w| (6..=10).contains(&w.len())) {
        let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
        if parts.len() != 3 || parts.iter().any(|p| p.is_empty() || p.len() > 4) {
            continue;
        }
        let year = |p: &str| if p.len() == 2 { p.parse::<i32>().ok().map(|y| 2000 + y) } else { p.parse().ok() };
        let long = if parts[2].len() == 2 && parts[0].len() <= 2 {
            format!("{}/{}/{}", parts[0], parts[1], year(parts[2])?)
        } else {
            word.to_owned()
        };
        let long = if word.contains('.') && parts[0].len() <= 2 { long.replace('/', ".") } else { long };
        match dates::read(&long) {
            Ok(Reading::Plain(stamp)) => return Some(with_time(stamp.day, line)),
            Ok(Reading::Slashed(slashed)) => {
                if let Some(stamp) = settle(&slashed, month_first) {
                    return Some(stamp);
                }
            }
            Err(_) => {}
        }
    }
    // `2018年7月16日`
    let digits: Vec<i32> = line.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse().ok()).collect();
    if line.contains('年') && line.contains('月') && digits.len() >= 3 {
        let at = digits.iter().position(|y| (FIRST_YEAR..=2100).contains(y))?;
        let day = NaiveDate::from_ymd_opt(digits[at], *digits.get(at + 1)? as u32, *digits.get(at + 2)? as u32)?;
        return Some(Stamp::of_day(day));
    }
    None
}

/// The day with the time of day that stands beside it, if one does.
fn with_time(day: NaiveDate, line: &str) -> Stamp {
    let time = line.match_indices(':').find_map(|(at, _)| {
        let before: String = line[..at].chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
        let after: String = line[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        if !(1..=2).contains(&before.len()) || after.len() != 2 {
            return None;
        }
        let rest = line[at + 3..].trim_start().to_ascii_lowercase();
        let mut hour: u32 = before.parse().ok()?;
        if hour <= 12 && (rest.starts_with("pm") || rest.starts_with("p.m")) {
            hour = hour % 12 + 12;
        } else if hour == 12 && (rest.starts_with("am") || rest.starts_with("a.m")) {
            hour = 0;
        }
        NaiveTime::from_hms_opt(hour, after.parse().ok()?, 0)
    });
    Stamp { day, time, offset_seconds: None }
}

/// The day in an address: `/2018/07/16/`, `/2018-07-16-`, `/20180716/`, `/16-07-2018/`.
pub fn in_address(url: &str) -> Option<Stamp> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let digits = |s: &str, n: std::ops::RangeInclusive<usize>| n.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let day = |y: &str, m: &str, d: &str| NaiveDate::from_ymd_opt(y.parse().ok()?, month(m)?, d.parse().ok()?);
    let whole = parts.windows(3).find_map(|w| {
        let fits = digits(w[0], 4..=4) && (digits(w[1], 1..=2) || w[1].len() == 3) && digits(w[2], 1..=2);
        if fits {
            return day(w[0], w[1], w[2]);
        }
        let turned = digits(w[2], 4..=4) && digits(w[1], 2..=2) && digits(w[0], 2..=2);
        if turned { day(w[2], w[1], w[0]) } else { None }
    });
    let run = || parts.iter().find_map(|p| if digits(p, 8..=8) { day(&p[..4], &p[4..6], &p[6..]) } else { None });
    whole.or_else(run).filter(|d| (FIRST_YEAR..=2100).contains(&d.year())).map(Stamp::of_day)
}

/// A month in figures or by its first three letters.
fn month(text: &str) -> Option<u32> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    text.parse().ok().or_else(|| NAMES.iter().position(|n| text.eq_ignore_ascii_case(n)).map(|at| at as u32 + 1))
}
