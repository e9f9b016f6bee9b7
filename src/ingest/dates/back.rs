//! Times that count back from when they were read: `3 minutes ago`, *vor 2 Stunden*, *ayer*.

use chrono::{Duration, NaiveDateTime};

use super::Stamp;
use super::context::{Context, tells_change};
use crate::languages::{self, Back, Words};
use crate::text::fold;

/// How far back a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ago {
    /// That many minutes.
    Minutes(i64),
    /// That many hours.
    Hours(i64),
    /// That many days.
    Days(i64),
}

/// Bytes of a text that can be such a time, and what its number can be. Chosen by judgement: beyond
/// it, the number is part of something else.
const LONGEST: usize = 60;
const MOST: i64 = 400;

/// Words for one: `an hour ago`, *vor einer Stunde*.
const ONE: [&str; 16] = [
    "a", "an", "one", "einer", "einem", "un", "une", "una", "uno", "um", "uma", "en", "ett", "et",
    "een", "o",
];

/// Reads a time that counts back, in the language of the context or else in any; `None` for any
/// other text, and for one that speaks of a change.
pub fn back(text: &str, context: Context<'_>) -> Option<Ago> {
    if text.len() > LONGEST || tells_change(text) {
        return None;
    }
    let words = words(&fold::fold(text));
    let of = |back: &Back| read(&words, back);
    let own = languages::dated().find(|language| Some(language.code.as_str()) == context.language);
    own.and_then(|language| of(&language.back))
        .or_else(|| languages::dated().find_map(|language| of(&language.back)))
}

/// Divides a text into its words and numbers: `3h` and `3分前` into two.
fn words(folded: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last = None;
    for c in folded.chars() {
        let kind = c.is_alphanumeric().then(|| c.is_ascii_digit());
        match (kind, out.last_mut()) {
            (None, _) => {}
            (Some(_), Some(word)) if kind == last => word.push(c),
            (Some(_), _) => out.push(c.to_string()),
        }
        last = kind;
    }
    out
}

fn read(words: &[String], back: &Back) -> Option<Ago> {
    let is = |phrases: &[String]| phrases.iter().any(|phrase| self::words(phrase) == words);
    if is(&back.today) {
        return Some(Ago::Days(0));
    }
    if is(&back.yesterday) {
        return Some(Ago::Days(1));
    }
    // Nothing but a number, a unit and the words for *ago*, wherever the language puts them.
    let rest = match back.ago.is_empty() {
        true => words.to_vec(),
        false => back.ago.iter().find_map(|phrase| without(words, phrase))?,
    };
    let [number, unit] = rest.as_slice() else { return None };
    let number = match number.parse::<i64>() {
        Ok(number) => number,
        Err(_) if ONE.contains(&number.as_str()) => 1,
        Err(_) => return None,
    };
    let is_of = |unit_words: &Words| unit_words.contains(unit);
    (0..=MOST).contains(&number).then_some(())?;
    if is_of(&back.minutes) {
        Some(Ago::Minutes(number))
    } else if is_of(&back.hours) {
        Some(Ago::Hours(number))
    } else {
        is_of(&back.days).then_some(Ago::Days(number))
    }
}

/// Returns the words without those of a phrase, which must be among them, or around them if it has
/// a gap: `for ... sedan`.
fn without(words: &[String], phrase: &str) -> Option<Vec<String>> {
    if let Some((before, after)) = phrase.split_once("...") {
        let rest = words.strip_prefix(self::words(before).as_slice())?;
        return rest.strip_suffix(self::words(after).as_slice()).map(<[String]>::to_vec);
    }
    let phrase = self::words(phrase);
    let at = words.windows(phrase.len()).position(|window| window == phrase)?;
    Some([&words[..at], &words[at + phrase.len()..]].concat())
}

impl Ago {
    /// Returns the time that far before `seen`: to the minute for minutes, else its day. `None` if
    /// `seen` is a bare day and the time counts from its hour.
    pub fn before(self, seen: Stamp) -> Option<Stamp> {
        let moment = |back: Duration| -> Option<NaiveDateTime> {
            let (time, _) = seen.time.zip(seen.offset_seconds)?;
            NaiveDateTime::new(seen.day, time).checked_sub_signed(back)
        };
        match self {
            Self::Minutes(n) => {
                let moment = moment(Duration::try_minutes(n)?)?;
                Some(Stamp { day: moment.date(), time: Some(moment.time()), ..seen })
            }
            Self::Hours(n) => Some(Stamp::of_day(moment(Duration::try_hours(n)?)?.date())),
            Self::Days(n) => {
                Some(Stamp::of_day(seen.day.checked_sub_signed(Duration::try_days(n)?)?))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::dates::{Reading, read};

    #[test]
    fn times_that_count_back_are_read_in_many_languages() {
        use Ago::{Days, Hours, Minutes};
        for (text, ago) in [
            ("3 minutes ago", Minutes(3)),
            ("12m ago", Minutes(12)),
            ("an hour ago", Hours(1)),
            ("vor 2 Stunden", Hours(2)),
            ("vor einer Stunde", Hours(1)),
            ("il y a 5 minutes", Minutes(5)),
            ("hace 3 días", Days(3)),
            ("há 3 dias", Days(3)),
            ("3 giorni fa", Days(3)),
            ("10 minuten geleden", Minutes(10)),
            ("för 3 timmar sedan", Hours(3)),
            ("5 минут назад", Minutes(5)),
            ("2 години тому", Hours(2)),
            ("3 godziny temu", Hours(3)),
            ("7 dakika önce", Minutes(7)),
            ("πριν 2 ώρες", Hours(2)),
            ("منذ 5 دقائق", Minutes(5)),
            ("5分前", Minutes(5)),
            ("3小时前", Hours(3)),
            ("3분 전", Minutes(3)),
            ("5 phút trước", Minutes(5)),
            ("Gestern", Days(1)),
            ("i dag", Days(0)),
        ] {
            assert_eq!(back(text, Context::default()), Some(ago), "{text}");
        }
        for text in [
            "",
            "3 minutes",
            "ago",
            "3 ago",
            "some minutes ago",
            "Updated 3 hours ago",
            "the 3 minutes ago",
            "2021-06-07",
            "900 minutes ago",
            "3 miles ago",
        ] {
            assert_eq!(back(text, Context::default()), None, "{text}");
        }
    }

    #[test]
    fn they_count_from_when_the_page_was_seen() {
        let seen = |text: &str| match read(text) {
            Ok(Reading::Plain(stamp)) => stamp,
            other => panic!("{other:?}"),
        };
        let exact = seen("2021-06-07T00:10:00+02:00");
        let shown = |ago: Ago, seen| ago.before(seen).map(|stamp| stamp.to_string());
        assert_eq!(shown(Ago::Minutes(20), exact).as_deref(), Some("2021-06-06T23:50:00+02:00"));
        assert_eq!(shown(Ago::Hours(3), exact).as_deref(), Some("2021-06-06"));
        assert_eq!(shown(Ago::Days(1), exact).as_deref(), Some("2021-06-06"));
        let day = seen("2021-06-07");
        assert_eq!((shown(Ago::Minutes(20), day), shown(Ago::Hours(1), day)), (None, None));
        assert_eq!(shown(Ago::Days(7), day).as_deref(), Some("2021-05-31"));
    }
}
