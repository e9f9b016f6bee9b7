//! Rejects dates that cannot be true: midnights that stand for a bare day, dates later than the
//! page was seen, and default dates.

use rustc_hash::FxHashMap;

use super::{DateBasis, Evidence};
use crate::ingest::{Article, Stamp};

/// What is wrong with a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It lies wholly after the page was seen, or after the day that bounds the run.
    Future,
    /// It is the day on which some clock begins, which systems write when they have no date.
    Absurd,
}

impl Doubt {
    /// Returns the flag in the tables.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Future => "future_date",
            Self::Absurd => "absurd_date",
        }
    }
}

/// The days on which clocks begin: those of spreadsheets and of the first personal computers. The
/// Unix epoch and impossible years are rejected where dates are read.
const EPOCHS: [(i32, u32, u32); 3] = [(1900, 1, 1), (1899, 12, 30), (1980, 1, 1)];

/// Returns what is wrong with an article's date, if anything.
pub fn doubt(
    article: &Article,
    date: Option<Stamp>,
    as_of: Option<chrono::NaiveDate>,
) -> Option<Doubt> {
    use chrono::Datelike;
    let stamp = date?;
    let day = (stamp.day.year(), stamp.day.month(), stamp.day.day());
    if EPOCHS.contains(&day) {
        return Some(Doubt::Absurd);
    }
    let bounds = [article.first_seen, as_of.map(Stamp::of_day)];
    bounds
        .into_iter()
        .flatten()
        .any(|bound| stamp.earliest() > bound.latest())
        .then_some(Doubt::Future)
}

/// Reduces midnights to bare days where an outlet stamps nothing else, since its pages know only
/// the day; likewise where the outlet is unknown.
pub(super) fn without_midnights(e: &Evidence<'_>, dates: &mut [(Option<Stamp>, DateBasis)]) {
    let is_midnight = |stamp: &Stamp| stamp.time == Some(chrono::NaiveTime::MIN);
    let mut others: FxHashMap<Option<&str>, bool> = FxHashMap::default();
    let source = |at: usize| e.cleaned[at].source.as_deref();
    for (at, (stamp, _)) in dates.iter().enumerate() {
        if let Some(stamp) = stamp.filter(|s| s.time.is_some()) {
            *others.entry(source(at)).or_default() |= !is_midnight(&stamp);
        }
    }
    for (at, (stamp, _)) in dates.iter_mut().enumerate() {
        let only_days = source(at).is_none() || others.get(&source(at)) == Some(&false);
        if let Some(midnight) = stamp.filter(|s| only_days && is_midnight(s)) {
            *stamp = Some(Stamp::of_day(midnight.day));
        }
    }
}

/// Returns the dates that may serve as evidence: those without a [`Doubt`].
pub(super) fn usable(
    e: &Evidence<'_>,
    dates: &[(Option<Stamp>, DateBasis)],
) -> Vec<(Option<Stamp>, DateBasis)> {
    let kept = e.articles.iter().zip(dates);
    kept.map(|(article, (stamp, basis))| {
        (stamp.filter(|_| doubt(article, *stamp, e.as_of).is_none()), *basis)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Stamp {
        Stamp::of_day(text.parse().expect("a day"))
    }

    fn doubted(published: &str, seen: Option<&str>, as_of: Option<&str>) -> Option<Doubt> {
        let article = Article { first_seen: seen.map(day), ..Article::default() };
        doubt(&article, Some(day(published)), as_of.map(|d| d.parse().expect("a day")))
    }

    #[test]
    fn dates_after_the_page_was_seen_and_the_beginnings_of_clocks_are_doubted() {
        assert_eq!(
            doubted("2021-06-09", Some("2021-06-07"), None),
            None,
            "zones leave room for the night between"
        );
        assert_eq!(doubted("2021-06-12", Some("2021-06-07"), None), Some(Doubt::Future));
        assert_eq!(doubted("2021-06-12", None, Some("2021-06-01")), Some(Doubt::Future));
        assert_eq!(doubted("2021-06-07", Some("2021-06-12"), Some("2021-06-30")), None);
        assert_eq!(doubted("1980-01-01", None, None), Some(Doubt::Absurd));
        assert_eq!(doubted("1980-01-02", None, None), None);
        assert_eq!(doubt(&Article::default(), None, None), None);
    }
}
