//! Whether two articles can tell of one event at all, as far as their times say.
//!
//! Two summits of the same people have the same names half a year apart. What is dated lies within `EVENT` days; of what is not,
//! the text often says in which months it can have been written.

use rayon::prelude::*;

use crate::ingest::Article;
use crate::text::{Document, dates, fold};

/// Days that reports of one event lie apart at most, follow-ups included.
const EVENT: i64 = 14;

/// When an article was written, as far as that is known without its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// On this day, counted from the first of the common era.
    On(i64),
    /// In one of these months: a bit each, January the lowest. All twelve where the text does not tell.
    In(u16),
}

/// Every month.
const ANY: u16 = 0x0fff;

/// When each article was written, in their order. Texts are asked only where no date is given. O(bytes of these).
pub fn written(articles: &[Article], documents: &[Document]) -> Vec<Written> {
    let one = |(article, document): (&Article, &Document)| match article.published.or(article.first_seen) {
        Some(stamp) => Written::On(i64::from(chrono::Datelike::num_days_from_ce(&stamp.day))),
        None => Written::In(months(&article.text, document)),
    };
    articles.par_iter().zip(documents).map(one).collect()
}

/// Whether reports written then can tell of one event.
pub fn may_meet(a: Written, b: Written) -> bool {
    match (a, b) {
        (Written::On(a), Written::On(b)) => (a - b).abs() <= EVENT,
        (Written::In(a), Written::In(b)) => a & b != 0,
        (Written::On(day), Written::In(months)) | (Written::In(months), Written::On(day)) => {
            let month_of = |day: i64| {
                let date = i32::try_from(day).ok().and_then(chrono::NaiveDate::from_num_days_from_ce_opt);
                date.map_or(ANY, |date| 1 << chrono::Datelike::month0(&date))
            };
            (day - EVENT..=day + EVENT).step_by(EVENT as usize).any(|day| months & month_of(day) != 0)
        }
    }
}

/// The months in which a text can have been written, by its own words (English).
///
/// *June 16* in a text that says *this month* and names no other month with a day was written in June; what tells of *June this
/// year* was written later in the year. All months where it says neither, and where it contradicts itself.
fn months(text: &str, document: &Document) -> u16 {
    let words = &document.words;
    let says = |at: usize, phrase: [&str; 2]| {
        words.get(at..at + 2).is_some_and(|pair| pair.iter().zip(phrase).all(|(word, is)| fold::fold(word.of(text)) == is))
    };
    let mentions = dates::mentions_among(text, words);
    let mut possible = ANY;
    let mut with_day = mentions.iter().filter(|(_, m)| m.year.is_none() && m.day.is_some()).filter_map(|(_, m)| m.month);
    if let Some(month) = with_day.next()
        && with_day.all(|other| other == month)
        && (0..words.len()).any(|at| says(at, ["this", "month"]))
    {
        possible &= 1 << (month - 1);
    }
    for at in 1..words.len().saturating_sub(1) {
        if says(at, ["this", "year"])
            && let Some(month) = dates::month(text, &words[at - 1])
        {
            possible &= ANY & !((1 << month) - 1);
        }
    }
    if possible == 0 { ANY } else { possible }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u16 {
        months(text, &Document::read(text, &[0..text.len()]))
    }

    #[test]
    fn a_text_tells_the_months_in_which_it_can_have_been_written() {
        assert_eq!(of("The two mayors meet this month. The talks of June 16 are the first."), 1 << 5);
        assert_eq!(of("The talks of June 16 are the first."), ANY, "they may lie long back");
        assert_eq!(of("They meet this month, on June 16, after talks on May 3."), ANY, "which of the two?");
        assert_eq!(of("They also met in Halvik in June this year."), 0x0fc0);
        assert_eq!(of("They met in December this year."), ANY, "what leaves no month tells nothing");
        assert_eq!(of("Die Bürgermeister trafen sich."), ANY);
    }

    #[test]
    fn reports_months_apart_are_of_no_one_event() {
        assert!(may_meet(Written::On(100), Written::On(114)) && !may_meet(Written::On(100), Written::On(115)));
        assert!(!may_meet(Written::In(1 << 5), Written::In(0x0fc0)) && may_meet(Written::In(ANY), Written::In(1)));
        // Day 738,000 is 29 July 2021.
        let day = Written::On(738_000);
        assert!(may_meet(day, Written::In(1 << 6)) && may_meet(Written::In(1 << 7), day), "August begins within two weeks");
        assert!(!may_meet(day, Written::In(1 << 4)));
    }
}
