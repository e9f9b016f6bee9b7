//! The zone of times that state none.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::Stamp;
use super::clock;

/// A zone that the user states for times without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rule: Rule,
}

/// How far a zone is from UTC, in seconds, and when it has summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Never.
    Fixed(i32),
    /// As in the European Union since 1996.
    European(i32),
    /// As in the United States since 2007.
    American(i32),
}

/// Why a text names no zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a time zone; give an offset such as +02:00, or WET, CET or EET (with European summer time), ET, CT, MT or PT (with that of the United States), or a fixed zone such as UTC, MSK or JST"
)]
pub struct ZoneError(String);

/// Names that stand for a place's time in summer and winter, with the hours of winter. Source: the
/// zones of these names in the IANA time zone database; `MEZ` is German for CET.
const EUROPEAN: [(&str, i32); 5] = [("wet", 0), ("cet", 1), ("met", 1), ("mez", 1), ("eet", 2)];

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        let name = text.trim().to_ascii_lowercase();
        let hours = |zones: &[(&str, i32)]| {
            zones.iter().find(|(known, _)| *known == name).map(|(_, hours)| hours * 3600)
        };
        let rule = hours(&EUROPEAN)
            .map(Rule::European)
            .or_else(|| hours(&clock::AMERICAN).map(Rule::American))
            .or_else(|| clock::named_offset(&name).or_else(|| offset(&name)).map(Rule::Fixed))
            .ok_or_else(|| ZoneError(text.trim().to_owned()))?;
        Ok(Self { name: text.trim().to_owned(), rule })
    }
}

/// Returns the seconds of an offset: `+02:00`, `-0330`, `+2`, `UTC+2`.
fn offset(name: &str) -> Option<i32> {
    let rest = name.strip_prefix("utc").or_else(|| name.strip_prefix("gmt")).unwrap_or(name);
    let (sign, digits) = match rest.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, rest.strip_prefix('+')?),
    };
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), _) if minutes.len() == 2 => (hours, minutes),
        (None, 4) if digits.is_ascii() => digits.split_at(2),
        (None, 1 | 2) => (digits, "0"),
        _ => return None,
    };
    let number = |text: &str| {
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| plain)
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    clock::is_offset(hours, minutes).then_some((hours * 3600 + minutes * 60) as i32 * sign)
}

impl Zone {
    /// Returns the name as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives a date with a time and without a zone this one; any other date stays as it is, and so
    /// does one in the hour that a change of the clock skips or repeats.
    pub fn complete(&self, stamp: Stamp) -> Stamp {
        let (Some(time), None) = (stamp.time, stamp.offset_seconds) else { return stamp };
        Stamp { offset_seconds: self.offset(stamp.day, time), ..stamp }
    }

    fn offset(&self, day: NaiveDate, time: NaiveTime) -> Option<i32> {
        let year = day.year();
        let sunday =
            |month, week| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, week);
        let last_sunday = |month| sunday(month, 5).or_else(|| sunday(month, 4));
        // The wall clock's first doubtful second on the days on which summer time begins and ends.
        let (winter, first_year, begins, ends) = match self.rule {
            Rule::Fixed(offset) => return Some(offset),
            Rule::European(winter) => {
                let change = winter + 3600;
                (winter, 1996, (last_sunday(3)?, change), (last_sunday(10)?, change))
            }
            Rule::American(winter) => {
                (winter, 2007, (sunday(3, 2)?, 2 * 3600), (sunday(11, 1)?, 3600))
            }
        };
        if year < first_year {
            return None;
        }
        let now = (day, time.num_seconds_from_midnight() as i32);
        let within = |(change, from): (NaiveDate, i32)| {
            day == change && (from..from + 3600).contains(&now.1)
        };
        if within(begins) || within(ends) {
            return None;
        }
        Some(winter + if now > begins && now < ends { 3600 } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(zone: &str, day: (i32, u32, u32), time: (u32, u32)) -> String {
        let zone: Zone = zone.parse().expect("a zone");
        let day = NaiveDate::from_ymd_opt(day.0, day.1, day.2).expect("a day");
        let time = NaiveTime::from_hms_opt(time.0, time.1, 0);
        zone.complete(Stamp { day, time, offset_seconds: None }).to_string()
    }

    #[test]
    fn offsets_and_names_are_zones() {
        for (name, want) in [
            ("+02:00", "+02:00"),
            ("-0330", "-03:30"),
            ("+9", "+09:00"),
            ("UTC", "Z"),
            ("utc+5:30", "+05:30"),
            ("MSK", "+03:00"),
            ("est", "-05:00"),
        ] {
            let stamp = completed(name, (2021, 6, 7), (23, 30));
            assert_eq!(stamp, format!("2021-06-07T23:30:00{want}"), "{name}");
        }
        for name in ["", "Berlin", "Europe/Berlin", "+25:00", "+02:0", "2", "IST", "+1:2:3", "++2"]
        {
            let error = name.parse::<Zone>().expect_err(name).to_string();
            assert!(error.contains(&format!("`{name}`")) && error.contains("+02:00"), "{error}");
        }
    }

    #[test]
    fn summer_time_is_that_of_the_day_and_hour() {
        for (zone, day, time, want) in [
            ("CET", (2021, 1, 7), (9, 0), "+01:00"),
            ("CET", (2021, 6, 7), (9, 0), "+02:00"),
            ("CET", (2021, 3, 28), (1, 59), "+01:00"),
            ("CET", (2021, 3, 28), (3, 0), "+02:00"),
            ("CET", (2021, 10, 31), (1, 59), "+02:00"),
            ("CET", (2021, 10, 31), (3, 0), "+01:00"),
            ("WET", (2021, 10, 31), (2, 0), "Z"),
            ("EET", (2021, 10, 30), (12, 0), "+03:00"),
            ("ET", (2021, 3, 14), (1, 30), "-05:00"),
            ("ET", (2021, 3, 14), (3, 30), "-04:00"),
            ("PT", (2021, 11, 7), (0, 30), "-07:00"),
            ("PT", (2021, 11, 7), (2, 0), "-08:00"),
        ] {
            let stamp = completed(zone, day, time);
            assert!(stamp.ends_with(want), "{zone} {day:?} {time:?}: {stamp}");
        }
        // Skipped, repeated, and before the rule: only the day is sure.
        for (zone, day, time) in [
            ("CET", (2021, 3, 28), (2, 30)),
            ("CET", (2021, 10, 31), (2, 30)),
            ("ET", (2021, 11, 7), (1, 30)),
            ("CET", (1990, 6, 7), (9, 0)),
        ] {
            assert_eq!(completed(zone, day, time).len(), 10, "{zone} {day:?} {time:?}");
        }
    }

    #[test]
    fn what_states_a_zone_or_no_time_stays_as_it_is() {
        let zone: Zone = "+02:00".parse().expect("a zone");
        let day = NaiveDate::from_ymd_opt(2021, 6, 7).expect("a day");
        let time = NaiveTime::from_hms_opt(9, 12, 0);
        for stamp in [Stamp::of_day(day), Stamp { day, time, offset_seconds: Some(-3600) }] {
            assert_eq!(zone.complete(stamp), stamp);
        }
    }
}
