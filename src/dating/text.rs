//! Dates an undated article from its own text if the text determines the day.
//!
//! What a text says about days is a set of constraints. If it mentions one future event both by its
//! day of the month and by its weekday (*the council meeting on December 7*, *the council meeting
//! on Tuesday*), the weekday of that day is known, which leaves about one year in six. The year is
//! the earliest that fits, starting with the latest year that the text states; it is never taken
//! from the clock. A bare weekday means one within a week, so the days on which something was said
//! determine the day of writing.
//!
//! Only future events count: a text may report several past press conferences. Of 33,147 dated
//! articles with their dates removed, a rule without these limits dated 24, of which 19 wrongly;
//! this one dates none of them. Leaving a hundred articles undated is preferred to one wrong date.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use rustc_hash::FxHashMap;

use crate::ingest::Stamp;
use crate::text::{Class, Document, Word, dates, fold};

/// Years after the latest one stated within which an article must have been written. Chosen by
/// judgement: weekdays repeat after five, six or eleven years, so more years would leave several
/// that fit.
const YEARS_AFTER: i32 = 6;
/// Days that a bare weekday can be away: fewer than a week, by definition.
const WEEK: u64 = 6;

/// A day of writing, and the reasons for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The day; news about a day is written on that day or in the following night.
    pub stamp: Stamp,
    /// The reasons, in words.
    pub reasons: String,
}

/// A weekday mentioned in the text.
struct Told {
    weekday: Weekday,
    /// Whether its sentence is about the future.
    expected: bool,
    /// The two words before `on Tuesday`, if it is written that way.
    thing: Option<(u32, u32)>,
}

/// Dates an article by its text; `None` if the text leaves more than one day. `document` is the
/// text split into words; `as_of` is the latest possible day.
pub fn date(text: &str, document: &Document, as_of: Option<NaiveDate>) -> Option<Dated> {
    let mentions = dates::mentions_among(text, &document.words);
    let floor = mentions
        .iter()
        .filter_map(|(_, m)| m.year)
        .filter(|y| *y >= 1900 && as_of.is_none_or(|d| *y <= d.year()))
        .max()?;
    let mut tense = Tense::of(text, document);
    let told: Vec<Told> =
        (0..document.words.len()).filter_map(|at| told(&mut tense, at, &mentions)).collect();
    let mut expected: FxHashMap<(u32, u32), Weekday> = FxHashMap::default();
    for (thing, weekday) in
        told.iter().filter(|t| t.expected).filter_map(|t| Some((t.thing?, t.weekday)))
    {
        expected.entry(thing).or_insert(weekday);
    }
    for (at, mention) in &mentions {
        let (None, Some(month), Some(day)) = (mention.year, mention.month, mention.day) else {
            continue;
        };
        let Some(thing) = thing_before(text, &document.words, *at) else { continue };
        let Some(weekday) = expected.get(&thing).copied() else { continue };
        if !tense.is_expected(*at) {
            continue;
        }
        let fits = |year: &i32| {
            NaiveDate::from_ymd_opt(*year, month, day).is_some_and(|d| d.weekday() == weekday)
        };
        let event = (floor..=floor + YEARS_AFTER)
            .find(fits)
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))?;
        let written = writing_day(event, &told)?;
        if as_of.is_some_and(|d| written > d) {
            return None;
        }
        let reasons = format!(
            "an event expected on {day}/{month} is also expected on a {}: {} is the first year from {floor} (the latest year named) in which the two agree; the last past day mentioned is a {}",
            name(weekday),
            event.year(),
            name(written.weekday())
        );
        return Some(Dated { stamp: Stamp::of_day(written), reasons });
    }
    None
}

/// Returns the last day before a future event that the text mentions as past; `None` if it mentions
/// none within a week.
fn writing_day(event: NaiveDate, told: &[Told]) -> Option<NaiveDate> {
    let past = |day: &NaiveDate| told.iter().any(|t| !t.expected && t.weekday == day.weekday());
    (1..=WEEK).filter_map(|back| event.checked_sub_days(Days::new(back))).find(past)
}

/// Reads the word at `at` as a weekday on its own, not followed by a date.
fn told(tense: &mut Tense<'_>, at: usize, mentions: &[(usize, dates::Mention)]) -> Option<Told> {
    let Tense { text, document, .. } = *tense;
    let word = &document.words[at];
    let weekday = word.class.has(Class::CAPITAL).then(|| dates::weekday(text, word)).flatten()?;
    if mentions.binary_search_by_key(&(at + 1), |(first, _)| *first).is_ok() {
        return None;
    }
    Some(Told {
        weekday,
        expected: tense.is_expected(at),
        thing: thing_before(text, &document.words, at),
    })
}

/// Returns the two words before `on` before the word at `at`; `None` if either is a function word,
/// a name or a number.
fn thing_before(text: &str, words: &[Word], at: usize) -> Option<(u32, u32)> {
    let [first, second, on] = words.get(at.checked_sub(3)?..at)? else { return None };
    let is_plain = |w: &Word| !w.class.has(Class::FUNCTION | Class::CAPITAL | Class::DIGIT);
    (fold::fold(on.of(text)) == "on" && is_plain(first) && is_plain(second))
        .then_some((first.key, second.key))
}

/// The tense of the sentences of a text. If asked in word order, each sentence is read once.
pub(crate) struct Tense<'d> {
    text: &'d str,
    document: &'d Document,
    /// The last sentence asked about: its number, whether it is about the future, and whether it
    /// has a verb in the past tense.
    last: Option<(usize, bool, bool)>,
}

impl<'d> Tense<'d> {
    pub(crate) fn of(text: &'d str, document: &'d Document) -> Self {
        Self { text, document, last: None }
    }

    fn sentence(&mut self, at: usize) -> (bool, bool) {
        let number = self.document.sentences.partition_point(|s| s.end as usize <= at);
        if let Some((_, expects, past)) = self.last.filter(|(last, ..)| *last == number) {
            return (expects, past);
        }
        let Some(range) = self.document.sentences.get(number) else { return (false, false) };
        let words = &self.document.words[range.start as usize..range.end as usize];
        let (mut expects, mut past) = (false, false);
        for word in words {
            let folded = fold::fold(word.of(self.text));
            expects |= !word.class.has(Class::QUOTED)
                && matches!(
                    folded.as_str(),
                    "will"
                        | "would"
                        | "expected"
                        | "scheduled"
                        | "due"
                        | "planned"
                        | "ahead"
                        | "upcoming"
                );
            past |= matches!(
                folded.as_str(),
                "was" | "were" | "had" | "did" | "said" | "told" | "died" | "began"
            );
        }
        self.last = Some((number, expects, past));
        (expects, past)
    }

    /// Whether the sentence of a word is about the future.
    fn is_expected(&mut self, at: usize) -> bool {
        self.sentence(at).0
    }

    /// Whether the sentence of a word is about the past: it has a verb in the past tense and no
    /// word about the future.
    pub(crate) fn is_told(&mut self, at: usize) -> bool {
        let (expects, past) = self.sentence(at);
        past && !expects
    }
}

/// Whether a text mentions a weekday on its own in a sentence that is not about the future.
/// O(words).
pub(crate) fn tells_weekday(text: &str, document: &Document, weekday: Weekday) -> bool {
    let mentions = dates::mentions_among(text, &document.words);
    let mut tense = Tense::of(text, document);
    (0..document.words.len())
        .filter_map(|at| told(&mut tense, at, &mentions))
        .any(|t| !t.expected && t.weekday == weekday)
}

/// Whether a text mentions a weekday on its own and a sentence about the past mentions it too;
/// recognises English sentences only. O(words).
pub(crate) fn reports_weekday(text: &str, document: &Document, weekday: Weekday) -> bool {
    let is_it = |at: usize| dates::weekday(text, &document.words[at]) == Some(weekday);
    let mut tense = Tense::of(text, document);
    (0..document.words.len()).any(|at| is_it(at) && tense.is_told(at))
        && tells_weekday(text, document, weekday)
}

fn name(day: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        [day.num_days_from_monday() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(text: &str, as_of: Option<&str>) -> Option<String> {
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        date(text, &document, as_of.map(|d| d.parse().expect("a day"))).map(|d| d.stamp.to_string())
    }

    const BEFORE: &str = "The mayor was speaking in Halvik on Sunday. He said the fares would be settled in the harbour talks on March 9. In 2019 they had failed. The union is expected at the harbour talks on Tuesday.";

    #[test]
    fn a_day_of_the_month_and_a_weekday_of_one_thing_pin_the_year() {
        // 9 March is a Tuesday in 2021; the last past day mentioned is the Sunday before.
        assert_eq!(dated(BEFORE, None).as_deref(), Some("2021-03-07"));
        assert_eq!(dated(BEFORE, Some("2021-03-07")).as_deref(), Some("2021-03-07"));
        assert_eq!(dated(BEFORE, Some("2020-12-31")), None, "never later than the bound");
    }

    #[test]
    fn what_leaves_a_choice_is_not_dated() {
        let without_year = BEFORE.replace("In 2019 they", "They");
        let other_thing = BEFORE.replace("the harbour talks on Tuesday", "a dinner on Tuesday");
        let past = BEFORE.replace("would be settled", "were settled");
        let nothing_told = BEFORE.replace("on Sunday", "at noon");
        for text in
            [without_year.as_str(), &other_thing, &past, &nothing_told, "", "On Monday it rained."]
        {
            assert_eq!(dated(text, None), None, "{text}");
        }
    }
}
