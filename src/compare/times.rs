//! Whether two articles can tell of one event at all, as far as their times say.
//!
//! Two summits of the same people have the same names half a year apart. What is dated lies within `EVENT` days; of what is not,
//! the text often says in which months it can have been written.

use rayon::prelude::*;

use crate::dating::months::{self, ANY};
use crate::ingest::{Article, DateBasis, Stamp};
use crate::text::Document;

/// Days that reports of one event lie apart at most, follow-ups included.
const EVENT: i64 = 14;

/// When an article was written, as far as that is known without its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// On this day, counted from the first of the common era.
    On(i64),
    /// In one of these months, see [`months::possible`].
    In(u16),
}

/// When each article was written, in their order, by its own date, else by when it was seen first, else by its text. O(bytes of
/// those without a date).
pub fn written(articles: &[Article], documents: &[Document], dates: &[(Option<Stamp>, DateBasis)]) -> Vec<Written> {
    let one = |((article, document), (date, _)): ((&Article, &Document), &(Option<Stamp>, DateBasis))| match date.or(article.first_seen) {
        Some(stamp) => Written::On(i64::from(chrono::Datelike::num_days_from_ce(&stamp.day))),
        None => Written::In(months::possible(&article.text, document)),
    };
    articles.par_iter().zip(documents).zip(dates).map(one).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

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
