//! When a page says it was published, according to JSON-LD, meta tags, `<time>`, the address, and
//! then visible text.

use chrono::{Datelike, NaiveDate, Timelike};

use super::dom::Dom;
use super::meta::Meta;
use super::shown::Shown;
use crate::ingest::DateBasis;
use crate::ingest::dates::{self, Context, DateError, Order, Reading, Slashed, Stamp};
use crate::sources::domain;

/// First year that a page on the web can state. Chosen by judgement: the web began then.
pub(super) const FIRST_YEAR: i32 = 1990;

/// Days by which a visible date may precede the declared one if that is only the last change.
/// Chosen by judgement: corrections come soon.
const CORRECTED: i64 = 30;
/// Nodes of a page searched for the order of day and month. Chosen by judgement; it bounds the
/// work.
const NODES: usize = 20_000;

/// Whether other numeric dates on the page have the day first: `25/6/2021`. `None` if none is
/// unambiguous, or if they disagree.
fn order_of(dom: &Dom) -> Option<bool> {
    let mut order = Order::default();
    for text in dom
        .below(0)
        .take(NODES)
        .filter_map(|id| dom.text(id))
        .filter(|t| t.len() < 400 && t.contains('/'))
    {
        if let Some(Reading::Slashed(date)) = dates::find_in(text, Context::default()) {
            order.learn(&date);
        }
    }
    order.day_first()
}

/// Returns the page's publication date, and where it was read.
///
/// `None` if nothing states it. `url` is the page's address, if known.
pub fn published(dom: &Dom, meta: &Meta, url: Option<&str>) -> Option<(Stamp, DateBasis)> {
    let host = url.or(meta.canonical.as_deref()).and_then(domain::host_of);
    let mut context = Context::of(meta.language.as_deref(), host.as_deref());
    context.day_first = context.day_first.or_else(|| order_of(dom));
    let marks = Shown::find(dom, meta, context);
    let in_url = url.into_iter().chain(meta.canonical.as_deref()).find_map(in_address);
    let days = [marks.time.map(|(stamp, _)| stamp), marks.named, marks.seen, in_url];
    let read = |text: &str| confirmed(text, context, &days).or_else(|| read(text, context));
    let jsonld = meta.published_jsonld.as_deref().and_then(read);
    let named = meta.published_meta.iter().find_map(|t| read(t));
    let shown = [marks.time.map(|(stamp, _)| stamp), marks.named, marks.seen];
    let dated = meta.dated_meta.iter().find_map(|t| read(t));
    let others = || [jsonld, named, marks.item, dated].into_iter().chain(shown).flatten();
    let local = |stamp: Stamp| {
        let stamp = in_local_time(stamp, others());
        // Much of the press in these languages is west of Greenwich, where the next day is another.
        let is_west = matches!(context.language, None | Some("en" | "es" | "pt"))
            && !context.country.is_some_and(|country| EASTERN.contains(&country));
        if is_west { stamp } else { on_day_shown(stamp, &days) }
    };
    // A page regenerated on each change declares the same moment for both, but shows readers the
    // first one.
    let changed =
        |stamp: Stamp| meta.modified.as_deref().and_then(read) == Some(stamp) && stamp.is_exact();
    let earlier = |stamp: Stamp| marks.beside.filter(|b| b.day < stamp.day && changed(stamp));
    // A blog moved to another system declares the day of the move; its address has the first one.
    let at_first = in_url.filter(|own| {
        [jsonld, named.or(marks.item)]
            .iter()
            .flatten()
            .all(|told| (told.day - own.day).num_days() > CORRECTED)
    });
    let seen_beside = |stamp: Stamp| marks.beside.is_some_and(|b| b.day == stamp.day);
    match (jsonld, named.or(marks.item)) {
        (Some(_), _) | (_, Some(_)) if at_first.is_some() => {
            return at_first.map(|own| (own, DateBasis::Url));
        }
        // JSON-LD and meta tags disagree; the date shown beside the headline decides.
        (Some(x), Some(y)) if x.day != y.day && seen_beside(y) => {
            return Some((local(y), DateBasis::Meta));
        }
        (Some(x), None) | (None, Some(x))
            if earlier(x).is_some_and(|b| (x.day - b.day).num_days() <= CORRECTED) =>
        {
            return earlier(x).map(|beside| (beside, DateBasis::Text));
        }
        (Some(x), _) => return Some((local(x), DateBasis::JsonLd)),
        (None, Some(y)) => return Some((local(y), DateBasis::Meta)),
        (None, None) => {}
    }
    if let Some(stamp) = dated {
        return Some(match marks.beside {
            Some(beside) if beside.day != stamp.day => (beside, DateBasis::Text),
            _ => (local(stamp), DateBasis::Meta),
        });
    }
    match (marks.time, in_url) {
        (Some((stamp, basis)), url) if url.is_none_or(|d| d.day == stamp.day) => {
            return Some((local(stamp), basis));
        }
        (_, Some(stamp)) => return Some((stamp, DateBasis::Url)),
        _ => {}
    }
    let in_words = |t: &Option<String>| t.as_deref().and_then(|t| in_words(t, context));
    let seen = marks
        .named
        .or(marks.seen)
        .or_else(|| in_scripts(dom))
        .or_else(|| in_words(&meta.title))
        .or_else(|| in_words(&meta.description));
    if let Some(stamp) = seen {
        return Some((stamp, DateBasis::Text));
    }
    let modified = meta
        .modified
        .as_deref()
        .and_then(read)
        .or_else(|| meta.other_dates.iter().find_map(|t| read(t)));
    modified
        .map(|stamp| (stamp, DateBasis::Meta))
        .or_else(|| marks.changed.map(|stamp| (stamp, DateBasis::Text)))
        .or_else(|| meta.image.as_deref().and_then(in_address).map(|stamp| (stamp, DateBasis::Url)))
}

/// Reads `7/6/2021`, which may be a day of June or of July, as the day that the page also shows;
/// `None` for other texts, and if the page shows neither day or both.
///
/// A program that writes a page's metadata may write days in the order of another country.
fn confirmed(text: &str, context: Context<'_>, days: &[Option<Stamp>]) -> Option<Stamp> {
    let Ok(Reading::Slashed(date)) = dates::read_in(text.trim(), context) else { return None };
    let is_shown = |stamp: &Stamp| days.iter().flatten().any(|day| day.day == stamp.day);
    let mut shown = Order::either(&date).into_iter().filter(is_shown);
    shown.next().filter(|_| shown.next().is_none())
}

/// Returns the same moment in the time zone of the page, if the page shows it there too.
///
/// Many pages declare the time in UTC and show readers their own: `2023-11-09T02:10Z` is
/// `November 8, 6:10 PM`. If only a day is known, the time comes from another statement of the same
/// day.
fn in_local_time(stamp: Stamp, others: impl Iterator<Item = Stamp>) -> Stamp {
    for other in others {
        if stamp.time.is_none() && other.is_exact() && other.day == stamp.day {
            return other;
        }
        let (Some(0), Some(_), Some(time)) = (stamp.offset_seconds, stamp.time, other.time) else {
            continue;
        };
        let local = Stamp {
            day: other.day,
            time: Some(time.with_second(0).unwrap_or(time)),
            offset_seconds: Some(0),
        };
        let apart = local.earliest() - stamp.earliest().div_euclid(60) * 60;
        let offset = other.offset_seconds.map_or(apart, i64::from);
        // Offsets are multiples of a quarter of an hour, from UTC-12 to UTC+14, and of at least an
        // hour: a page that shows another quarter of an hour shows another moment.
        if apart == offset
            && offset.abs() >= 3600
            && offset % 900 == 0
            && (-12 * 3600..=14 * 3600).contains(&offset)
        {
            let second = stamp.time.map_or(0, |t| t.second());
            return Stamp {
                day: other.day,
                time: time.with_second(second).or(Some(time)),
                offset_seconds: Some(offset as i32),
            };
        }
    }
    stamp
}

/// Returns the moment on the day that the page shows, if that is the next one and the moment is at
/// most [`EAST`] hours before it: `2021-11-04T23:00Z` is `5 November 2021` east of Greenwich.
///
/// The zone is the nearest in which that holds; the moment stays the same.
fn on_day_shown(stamp: Stamp, shown: &[Option<Stamp>]) -> Stamp {
    let is_shown = |day: NaiveDate| shown.iter().flatten().any(|stamp| stamp.day == day);
    let (Some(0), Some(time)) = (stamp.offset_seconds, stamp.time) else { return stamp };
    let hours = 24 - time.hour();
    let next = stamp.day.succ_opt().filter(|day| is_shown(*day) && !is_shown(stamp.day));
    let (Some(day), Some(time), true) = (next, time.with_hour(0), hours <= EAST) else {
        return stamp;
    };
    Stamp { day, time: Some(time), offset_seconds: Some(hours as i32 * 3600) }
}

/// Countries on summer time ahead of UTC, or always ahead of it, whose press is in English, Spanish
/// or Portuguese. Source: IANA time zone database.
const EASTERN: [&str; 9] = ["es", "gb", "ie", "ke", "ng", "pt", "ug", "za", "zw"];

/// Hours east of Greenwich within which a page's zone is told by its day alone: Europe, Africa and
/// the Near East. Chosen by judgement; farther east, a day later is more often another day.
const EAST: u32 = 3;

/// Finds a publication date in script data: `"publishedDate":"2016-11-04T20:37:27Z"`.
fn in_scripts(dom: &Dom) -> Option<Stamp> {
    const KEYS: [&str; 6] = [
        "datePublished",
        "published_at",
        "publishedDate",
        "publishDate",
        "publishedAt",
        "publicationDate",
    ];
    dom.below(0)
        .filter(|&id| dom.name(id) == "script")
        .flat_map(|id| dom.children(id))
        .filter_map(|c| dom.text(c))
        .find_map(|script| {
            KEYS.iter().find_map(|key| {
                script.match_indices(key).take(20).find_map(|(at, key)| {
                    let rest = script[at + key.len()..]
                        .trim_start_matches(['"', '\'', ':', ' ', '\\', '=']);
                    let end =
                        rest.find(['"', '\'', '\\', ',']).filter(|&end| (8..=40).contains(&end))?;
                    read(&rest[..end], Context::default())
                })
            })
        })
}

/// Reads a date in any form that pages use.
pub(super) fn read(text: &str, context: Context<'_>) -> Option<Stamp> {
    let text = text.trim();
    let stamp = match dates::read_in(text, context) {
        Ok(Reading::Plain(stamp)) => Some(stamp),
        Ok(Reading::Slashed(slashed)) => settle(&slashed),
        Err(DateError::Form) if text.chars().count() <= 120 => in_words(text, context),
        Err(_) => None,
    };
    stamp.filter(|s| (FIRST_YEAR..=2100).contains(&s.day.year()))
}

/// Reads `7/6/2021` if only one order of day and month is possible.
fn settle(slashed: &Slashed) -> Option<Stamp> {
    Order::default().read(slashed).ok()
}

/// Finds a day among other words, `Published on 16 July 2018 at 10:19`, in any language whose
/// months are known.
pub(super) fn in_words(line: &str, context: Context<'_>) -> Option<Stamp> {
    match dates::find_in(line, context)? {
        Reading::Plain(stamp) => Some(stamp),
        Reading::Slashed(slashed) => settle(&slashed),
    }
}

/// Returns the day in an address: `/2018/07/16/`, `/2018-07-16-`, `/20180716/`, `/16-07-2018/`.
pub fn in_address(url: &str) -> Option<Stamp> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let digits = |s: &str, n: std::ops::RangeInclusive<usize>| {
        n.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit())
    };
    let day = |y: &str, m: &str, d: &str| {
        NaiveDate::from_ymd_opt(y.parse().ok()?, month(m)?, d.parse().ok()?)
    };
    let whole = parts.windows(3).find_map(|w| {
        let fits =
            digits(w[0], 4..=4) && (digits(w[1], 1..=2) || w[1].len() == 3) && digits(w[2], 1..=2);
        if fits {
            return day(w[0], w[1], w[2]);
        }
        let turned = digits(w[2], 4..=4) && digits(w[1], 2..=2) && digits(w[0], 2..=2);
        if turned { day(w[2], w[1], w[0]) } else { None }
    });
    let run = || {
        parts
            .iter()
            .find_map(|p| if digits(p, 8..=8) { day(&p[..4], &p[4..6], &p[6..]) } else { None })
    };
    whole.or_else(run).filter(|d| (FIRST_YEAR..=2100).contains(&d.year())).map(Stamp::of_day)
}

/// Reads a month in figures or from its first three letters in English.
fn month(text: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    text.parse()
        .ok()
        .or_else(|| NAMES.iter().position(|n| text.eq_ignore_ascii_case(n)).map(|at| at as u32 + 1))
}
