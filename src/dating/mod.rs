//! Dates articles by what they say themselves, before any are compared.
//!
//! What other articles say about a date is used later, in [`lineage`](crate::lineage): clocks,
//! dates that are passed on, bounds.

pub mod months;
pub mod text;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::clean::Cleaned;
use crate::ingest::{Article, DateBasis, Stamp};
use crate::text::Document;

/// Dates every article on its own, in order: the date and where it was found. `as_of` is the day
/// after which no article can have been written. O(bytes of the undated articles).
pub fn run(
    articles: &[Article],
    cleaned: &[Cleaned],
    documents: &[Document],
    as_of: Option<NaiveDate>,
) -> Vec<(Option<Stamp>, DateBasis)> {
    articles.par_iter().zip(cleaned).zip(documents).map(|((a, c), d)| of(a, c, d, as_of)).collect()
}

/// Returns an article's date: from its date field, else from its address, else from a date line in
/// its text, else from days that the text mentions. A date read off a page that is later than its
/// address allows does not count: addresses keep the day of first publication.
pub fn of(
    article: &Article,
    clean: &Cleaned,
    document: &Document,
    as_of: Option<NaiveDate>,
) -> (Option<Stamp>, DateBasis) {
    let outlives = |stamp: Stamp| {
        let last = article.url.as_deref().and_then(last_day_in_url);
        last.is_some_and(|last| (stamp.day - last).num_days() > ZONES)
    };
    // What a record states is the user's own; what was read off a page may be its last change.
    let is_read = !matches!(article.published_basis, DateBasis::Field | DateBasis::None);
    if let Some(stamp) = article.published.filter(|stamp| !(is_read && outlives(*stamp))) {
        return (Some(stamp), article.published_basis);
    }
    if let Some(day) = article.url.as_deref().and_then(day_in_url) {
        return (Some(day), DateBasis::Url);
    }
    match clean
        .byline_date
        .or_else(|| text::date(&article.text, document, as_of).map(|dated| dated.stamp))
    {
        Some(stamp) => (Some(stamp), DateBasis::Text),
        None => (None, DateBasis::None),
    }
}

/// Days by which a page's date may be later than the address without contradicting it: clocks of
/// several zones, and a story written before midnight. Chosen by judgement.
const ZONES: i64 = 2;

/// Returns the last day that an address allows: its day, or else the last of its month, as in
/// `/2018/07/title`. `None` without a year and a month in parts of their own.
fn last_day_in_url(url: &str) -> Option<NaiveDate> {
    if let Some(day) = day_in_url(url) {
        return Some(day.day);
    }
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(2).find_map(|w| {
        let is = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !(is(w[0], 4) && is(w[1], 2)) {
            return None;
        }
        let first = NaiveDate::from_ymd_opt(w[0].parse().ok()?, w[1].parse().ok()?, 1)?;
        (1995..=2100)
            .contains(&chrono::Datelike::year(&first))
            .then(|| first.checked_add_months(chrono::Months::new(1))?.pred_opt())?
    })
}

/// Returns the day in an address: `/2018/07/16/` or `/2018-07-16/`.
fn day_in_url(url: &str) -> Option<Stamp> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let parts: Vec<&str> = path.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|w| {
        let digits = |s: &str, n: std::ops::RangeInclusive<usize>| {
            n.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit())
        };
        if !(digits(w[0], 4..=4) && digits(w[1], 1..=2) && digits(w[2], 1..=2)) {
            return None;
        }
        let day =
            NaiveDate::from_ymd_opt(w[0].parse().ok()?, w[1].parse().ok()?, w[2].parse().ok()?)?;
        (1995..=2100).contains(&chrono::Datelike::year(&day)).then(|| Stamp::of_day(day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pages_date_later_than_its_address_allows_does_not_count() {
        let dated = |url: &str, published: &str| {
            let stamp = Stamp::of_day(published.parse().expect("a day"));
            let article = Article {
                url: Some(url.to_owned()),
                published: Some(stamp),
                published_basis: DateBasis::Meta,
                ..Article::default()
            };
            let of = of(&article, &Cleaned::default(), &Document::default(), None).0;
            of.map(|stamp| stamp.day.to_string()).unwrap_or_default()
        };
        assert_eq!(dated("https://a.example/2018/07/ferry", "2018-07-31"), "2018-07-31");
        assert_eq!(dated("https://a.example/2018/07/ferry", "2018-08-02"), "2018-08-02");
        assert_eq!(dated("https://a.example/2018/07/ferry", "2018-08-13"), "");
        assert_eq!(dated("https://a.example/2018/07/ferry", "2018-07-01"), "2018-07-01");
        assert_eq!(dated("https://a.example/2018/07/16/ferry", "2018-08-13"), "2018-07-16");
        assert_eq!(dated("https://a.example/ferry-2018-07", "2018-08-13"), "2018-08-13");
    }

    #[test]
    fn a_day_is_read_from_an_address_only_if_it_is_one() {
        assert_eq!(
            day_in_url("https://a.example/2018/07/16/x").map(|s| s.to_string()).as_deref(),
            Some("2018-07-16")
        );
        assert_eq!(
            day_in_url("https://a.example/news/2018-7-6/x").map(|s| s.to_string()).as_deref(),
            Some("2018-07-06")
        );
        assert_eq!(day_in_url("https://a.example/2018/13/40/x"), None);
        assert_eq!(day_in_url("https://a.example/1234/56/78"), None);
    }
}
