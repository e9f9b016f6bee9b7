//! Dates written by programs: ISO 8601, RFC 2822, Unix time.

use chrono::{DateTime, NaiveDate, NaiveTime, Weekday};

use super::{DateError, Stamp, clock};

/// Reads a date written by a program; `None` if it has another form.
pub(super) fn read(text: &str) -> Option<Result<Stamp, DateError>> {
    let exact = |moment: DateTime<chrono::FixedOffset>| {
        let offset_seconds = Some(moment.offset().local_minus_utc());
        Ok(Stamp { day: moment.date_naive(), time: Some(moment.time()), offset_seconds })
    };
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(exact(moment));
    }
    if let Some(moment) = seconds(text) {
        return Some(moment);
    }
    // Zones by name are read elsewhere, where the outlet's country is known.
    let numbered = text.ends_with(|c: char| c.is_ascii_digit()) || text.ends_with("GMT");
    if numbered && let Ok(moment) = DateTime::parse_from_rfc2822(text) {
        return Some(exact(moment));
    }
    compact(text).or_else(|| of_year(text))
}

/// Reads seconds, milliseconds or microseconds since 1970: `1531736380`, `1531736380.5`,
/// `/Date(1531736380000)/`.
fn seconds(text: &str) -> Option<Result<Stamp, DateError>> {
    let text = text
        .strip_prefix("/Date(")
        .and_then(|t| t.strip_suffix(")/"))
        .map_or(text, |t| t.split(['+', '-']).next().unwrap_or(t));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_figures = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let unit = match whole.len() {
        10 => 1,
        13 => 1_000,
        16 => 1_000_000,
        _ => return None,
    };
    if !is_figures(whole) || !is_figures(part) {
        return None;
    }
    let moment = whole
        .parse::<i64>()
        .ok()
        .and_then(|n| DateTime::from_timestamp(n / unit, 0))
        .ok_or(DateError::Form);
    Some(moment.map(|m| Stamp {
        day: m.date_naive(),
        time: Some(m.time()),
        offset_seconds: Some(0),
    }))
}

/// Reads `20210607`, `20210607T091200Z`, `20210607091200` and `202106070912`; an impossible time or
/// offset is an error.
fn compact(text: &str) -> Option<Result<Stamp, DateError>> {
    let figures = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let length = figures(text);
    if !matches!(length, 8 | 12 | 14) {
        return None;
    }
    let day = NaiveDate::parse_from_str(&text[..8], "%Y%m%d").map_err(|_| DateError::Form);
    let rest = text[8..].trim_start_matches(['T', 't', ' ']);
    let (time, zone) = rest.split_at(figures(rest));
    let zone = zone.strip_prefix('.').map_or(zone, |z| &z[figures(z)..]).trim();
    let number =
        |range: std::ops::Range<usize>| time.get(range).map_or(Some(0), |t| t.parse().ok());
    let time = match time.len() {
        0 if zone.is_empty() => None,
        2 | 4 | 6 => match (number(0..2)?, number(2..4)?, number(4..6)?) {
            // The midnight after the day says no more than the day.
            (24, 0, 0) => None,
            (.., 61..) => return Some(Err(DateError::Form)),
            (hour, minute, second) => {
                let time = NaiveTime::from_hms_opt(hour, minute, second.min(59));
                let Some(time) = time else { return Some(Err(DateError::Form)) };
                Some(time)
            }
        },
        _ => return None,
    };
    let offset_seconds = match zone {
        "" => None,
        "Z" | "z" | "UTC" | "GMT" => Some(0),
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let hours = zone.strip_prefix(['+', '-'])?.replace(':', "");
            let number = |range: std::ops::Range<usize>| {
                hours.get(range).map_or(Some(0), |t| t.parse::<u32>().ok())
            };
            if !matches!(hours.len(), 2 | 4) || !hours.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let (hours, minutes) = (number(0..2)?, number(2..4)?);
            if !clock::is_offset(hours, minutes) {
                return Some(Err(DateError::Form));
            }
            Some(sign * (hours * 3600 + minutes * 60) as i32)
        }
    };
    Some(day.map(|day| Stamp { day, time, offset_seconds }))
}

/// Inserts dashes into a date such as `20080227T21:26:01`; `None` for any other form.
pub(super) fn dashed(text: &str) -> Option<String> {
    let is_day = text.len() > 12
        && text.is_char_boundary(8)
        && text[..8].bytes().all(|b| b.is_ascii_digit());
    let rest = text.get(8..).filter(|_| is_day)?;
    rest.starts_with(['T', ' '])
        .then(|| format!("{}-{}-{}{rest}", &text[..4], &text[4..6], &text[6..8]))
}

/// Reads days by week or day of the year: `2020-W46-4`, `2020-317`.
fn of_year(text: &str) -> Option<Result<Stamp, DateError>> {
    let is_figures = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    let (year, rest) = text.split_once('-').filter(|(year, _)| is_figures(year, 4))?;
    let year: i32 = year.parse().ok()?;
    let day = match rest.strip_prefix('W').and_then(|week| week.split_once('-')) {
        Some((week, day)) if is_figures(week, 2) && is_figures(day, 1) => {
            let weekday = Weekday::try_from(day.parse::<u8>().ok()?.checked_sub(1)?).ok();
            weekday
                .and_then(|weekday| NaiveDate::from_isoywd_opt(year, week.parse().ok()?, weekday))
        }
        None if is_figures(rest, 3) => NaiveDate::from_yo_opt(year, rest.parse().ok()?),
        _ => return None,
    };
    Some(day.map(Stamp::of_day).ok_or(DateError::Form))
}
