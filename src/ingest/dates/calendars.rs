//! Converts days of other calendars to Gregorian days.

use chrono::NaiveDate;

/// Day number of the day before the Persian year 1 began, by definition of the 33-year cycle below,
/// counted back from 20 March 2020, the first day of 1399.
const PERSIAN_EPOCH: i32 = 226_894;
/// Day number of the first day of the Hebrew year 1 (7 October 3761 BCE, Julian), relative to 1
/// January 1, by definition of that calendar.
const HEBREW_EPOCH: i32 = -1_373_427;

/// Returns the Gregorian day of a Persian one, for years 1206 to 1497; `None` if there is no such
/// day.
///
/// Uses the cycle of 33 years, which agrees with the observed calendar in these years. Source:
/// Reingold and Dershowitz, *Calendrical Calculations*, chapter 15; Birashk's and the 33-year rule
/// compared by Heydari-Malayeri, 2004.
pub(super) fn persian(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    if !(1206..=1497).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let length = match month {
        1..=6 => 31,
        12 if !leap_persian(year) => 29,
        _ => 30,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let leaps = (1..year).filter(|y| leap_persian(*y)).count() as i32;
    let before = (month as i32 - 1) * 30 + (month as i32 - 1).min(6);
    NaiveDate::from_num_days_from_ce_opt(
        PERSIAN_EPOCH + (year - 1) * 365 + leaps + before + day as i32,
    )
}

/// Whether a Persian year has 366 days.
fn leap_persian(year: i32) -> bool {
    matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// Returns the first day of a Hebrew year, in days from 1 January 1.
///
/// Source: Reingold and Dershowitz, *Calendrical Calculations*, chapter 8.
fn hebrew_new_year(year: i32) -> i32 {
    let elapsed = |year: i32| {
        let months = (235 * year - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * i64::from(months);
        let day = 29 * months + (parts.div_euclid(25_920)) as i32;
        if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
    };
    let (before, this, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    let delay = if after - this == 356 {
        2
    } else if this - before == 382 {
        1
    } else {
        0
    };
    HEBREW_EPOCH + this + delay
}

/// Returns the Gregorian day of a Hebrew one, for years 5000 to 6000, months counted from Tishri;
/// `None` if there is no such day.
///
/// Also `None` for *Adar* in a leap year, which has two months of that name.
pub(super) fn hebrew(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let is_leap = (7 * year + 1).rem_euclid(19) < 7;
    if !(5000..=6000).contains(&year) || !(1..=30).contains(&day) || (is_leap && month == 6) {
        return None;
    }
    let start = hebrew_new_year(year);
    let days = hebrew_new_year(year + 1) - start;
    let long_heshvan = days % 10 == 5;
    let short_kislev = days % 10 == 3;
    // Tishri, Heshvan, Kislev, Tevet, Shevat, Adar, (the second Adar,) Nisan …
    let mut lengths =
        vec![30, if long_heshvan { 30 } else { 29 }, if short_kislev { 29 } else { 30 }, 29, 30];
    lengths.extend(if is_leap { &[30, 29][..] } else { &[29][..] });
    lengths.extend([30, 29, 30, 29, 30, 29]);
    let at = month as usize - 1 + usize::from(is_leap && month > 6);
    let before: u32 = lengths[..at].iter().sum();
    (day <= lengths[at])
        .then(|| NaiveDate::from_num_days_from_ce_opt(start + before as i32 + day as i32 - 1))?
}

/// Returns the numeric value of Hebrew letters: `כא` is 21, `תשפא` 781; `None` for other letters.
pub(super) fn hebrew_number(word: &str) -> Option<u32> {
    const LETTERS: &str = "אבגדהוזחטיכלמנסעפצקרשת";
    let value = |c: char| {
        let at = LETTERS.chars().position(|l| l == c)? as u32;
        Some(match at {
            0..=8 => at + 1,
            9..=17 => (at - 8) * 10,
            _ => (at - 17) * 100,
        })
    };
    let mut sum = 0;
    for c in word.chars() {
        // Final forms.
        let c = match c {
            'ך' => 'כ',
            'ם' => 'מ',
            'ן' => 'נ',
            'ף' => 'פ',
            'ץ' => 'צ',
            other => other,
        };
        sum += value(c)?;
    }
    (sum > 0 && word.chars().count() <= 5).then_some(sum)
}

/// Returns the year before the first of an era of Japan or of the Republic of China; `None` for
/// other words.
pub(super) fn era(word: &str) -> Option<i32> {
    Some(match word {
        "令和" => 2018,
        "平成" => 1988,
        "昭和" => 1925,
        "大正" => 1911,
        "明治" => 1867,
        "民國" | "民国" | "中華民國" => 1911,
        _ => return None,
    })
}

/// Years that the Thai Buddhist calendar is ahead of the Gregorian one, by definition.
pub(super) const BUDDHIST: i32 = 543;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_other_calendars_are_known_ones() {
        let shown = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(shown(persian(1399, 8, 18)), "2020-11-08");
        assert_eq!(shown(persian(1400, 1, 1)), "2021-03-21");
        assert_eq!(shown(persian(1399, 12, 30)), "2021-03-20");
        assert_eq!(shown(persian(1403, 12, 30)), "2025-03-20");
        assert_eq!(shown(persian(1404, 1, 1)), "2025-03-21");
        assert_eq!(shown(persian(1404, 12, 30)), "");
        assert_eq!(shown(hebrew(5781, 2, 21)), "2020-11-08");
        assert_eq!(shown(hebrew(5784, 1, 1)), "2023-09-16");
        assert_eq!(shown(hebrew(5782, 7, 15)), "2022-04-16");
        assert_eq!(
            (hebrew_number("כא"), hebrew_number("תשפא"), hebrew_number("abc")),
            (Some(21), Some(781), None)
        );
    }
}
