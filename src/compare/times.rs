//! Decides whether two articles can report one event, judging by their times alone.
//!
//! Two summits of the same people have the same names half a year apart. Dated articles on one
//! event lie within `EVENT` days; the text of an undated one often says in which months it can have
//! been written.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::dating::months::{self, ANY};
use crate::ingest::{Article, DateBasis, Stamp};
use crate::text::Document;

/// Most days between reports of one event, including follow-ups. Chosen by judgement; on one corpus
/// it left 37,217 of 84,761 pairs of one event, measured when it was set.
const EVENT: i64 = 14;

/// When an article was written, as far as its own data says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// On this day, counted from the first of the common era.
    On(i64),
    /// In one of these months, see [`months::possible`].
    In(u16),
}

/// Returns when each article was written, in order: by its own date, else by when it was first
/// seen, else by its text. O(bytes of the articles without a date).
pub fn written(
    articles: &[Article],
    documents: &[Document],
    dates: &[(Option<Stamp>, DateBasis)],
) -> Vec<Written> {
    let one =
        |((article, document), (date, _)): ((&Article, &Document), &(Option<Stamp>, DateBasis))| {
            match date.or(article.first_seen) {
                Some(stamp) => {
                    Written::On(i64::from(chrono::Datelike::num_days_from_ce(&stamp.day)))
                }
                None => Written::In(months::possible(&article.text, document)),
            }
        };
    articles.par_iter().zip(documents).zip(dates).map(one).collect()
}

/// Whether reports of these days can be about one event.
pub fn days_meet(x: NaiveDate, y: NaiveDate) -> bool {
    (x - y).num_days().abs() <= EVENT
}

/// Narrows down when two reports were written if they are about one event; `None` if they cannot
/// be.
///
/// A known day is unchanged; an undated article keeps the months in which the two can meet.
pub fn meeting(a: Written, b: Written) -> Option<(Written, Written)> {
    match (a, b) {
        (Written::On(x), Written::On(y)) => ((x - y).abs() <= EVENT).then_some((a, b)),
        (Written::In(x), Written::In(y)) => {
            (x & y != 0).then_some((Written::In(x & y), Written::In(x & y)))
        }
        (Written::On(day), Written::In(months)) => {
            let left = months & months_about(day);
            (left != 0).then_some((a, Written::In(left)))
        }
        (Written::In(_), Written::On(_)) => meeting(b, a).map(|(b, a)| (a, b)),
    }
}

/// Returns the months in which a report about an event of a day can have been written.
fn months_about(day: i64) -> u16 {
    let month_of = |day: i64| {
        let date = i32::try_from(day).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
        date.map_or(ANY, |date| 1 << chrono::Datelike::month0(&date))
    };
    (day - EVENT..=day + EVENT)
        .step_by(EVENT as usize)
        .fold(0, |months, day| months | month_of(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_months_apart_are_of_no_one_event() {
        let meet = |a, b| meeting(a, b).is_some();
        assert!(
            meet(Written::On(100), Written::On(114)) && !meet(Written::On(100), Written::On(115))
        );
        assert!(
            !meet(Written::In(1 << 5), Written::In(0x0fc0))
                && meet(Written::In(ANY), Written::In(1))
        );
        // Day 738,000 is 29 July 2021.
        let day = Written::On(738_000);
        assert!(
            meet(day, Written::In(1 << 6)) && meet(Written::In(1 << 7), day),
            "August begins within two weeks"
        );
        assert!(!meet(day, Written::In(1 << 4)));
        // A report on an event of a day in July was not written in December.
        assert_eq!(meeting(day, Written::In(ANY)), Some((day, Written::In(0b1100_0000))));
    }
}
