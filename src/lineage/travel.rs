//! Dates stories of an outlet by each other: one says *a day earlier* of something that a dated one
//! reports.
//!
//! The rule is conservative, as a wrong date is worse than none. The undated story must say *a day
//! earlier* in a sentence with a quotation. A dated story of the same outlet must quote the same
//! words in a sentence that shares other words too, and must mention its own day by its weekday.
//! The undated story must mention the following day by its weekday. If several dated stories
//! qualify, they must agree.

use super::{DateBasis, Evidence};
use crate::dating::text as dating;
use crate::ingest::Stamp;
use crate::text::{Class, Document, fold};

/// Phrases that mean *a day earlier*.
const DAY_EARLIER: &[&[&str]] = &[
    &["a", "day", "earlier"],
    &["one", "day", "earlier"],
    &["the", "day", "before"],
    &["the", "previous", "day"],
];
/// Number of content words that the two sentences must share outside the quotation. Chosen by
/// judgement.
const SHARED: usize = 3;

/// A date that was derived from another story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Travelled {
    /// Index of the article that it dates.
    pub article: u32,
    /// The story it comes from, and why.
    pub reasons: String,
}

/// Dates undated articles by stories of the same outlet to which they refer. O(comparisons of
/// undated articles).
pub(super) fn run(e: &Evidence<'_>, dates: &mut [(Option<Stamp>, DateBasis)]) -> Vec<Travelled> {
    let mut offers: Vec<(u32, u32, Stamp)> = Vec::new();
    for c in e.comparisons.iter().filter(|c| c.ties.same_source) {
        for (undated, dated) in [(c.a, c.b), (c.b, c.a)] {
            let Some(stamp) =
                dates[dated as usize].0.filter(|_| dates[undated as usize].0.is_none())
            else {
                continue;
            };
            if e.cleaned[undated as usize].source.is_some() && refers(e, undated, dated, &stamp) {
                let Some(next) = stamp.day.succ_opt() else { continue };
                offers.push((undated, dated, Stamp::of_day(next)));
            }
        }
    }
    offers.sort_unstable_by_key(|(undated, dated, _)| (*undated, *dated));
    let mut out = Vec::new();
    for group in offers.chunk_by(|x, y| x.0 == y.0) {
        let (undated, dated, day) = group[0];
        let fits = e.as_of.is_none_or(|bound| day.day <= bound)
            && e.articles[undated as usize].first_seen.is_none_or(|s| day.day <= s.day);
        if group.iter().all(|offer| offer.2.day == day.day) && fits {
            dates[undated as usize] = (Some(day), DateBasis::Text);
            let id = &e.articles[dated as usize].id;
            let reasons = format!(
                "says `a day earlier` of something that {id} reports, which is dated {}; the weekday mentioned agrees",
                dates[dated as usize].0.map_or_else(String::new, |s| s.day.to_string())
            );
            out.push(Travelled { article: undated, reasons });
        }
    }
    out
}

/// Returns whether an undated story says *a day earlier* of something that a dated one reports of
/// its own day.
fn refers(e: &Evidence<'_>, undated: u32, dated: u32, stamp: &Stamp) -> bool {
    let read = |at: u32| (e.articles[at as usize].text.as_str(), &e.documents[at as usize]);
    let (text, document) = read(undated);
    let said: Vec<&std::ops::Range<u32>> =
        document.sentences.iter().filter(|range| says_day_earlier(text, document, range)).collect();
    if said.is_empty() {
        return false;
    }
    let (other_text, other) = read(dated);
    use chrono::Datelike;
    let Some(next) = stamp.day.succ_opt() else { return false };
    dating::tells_weekday(other_text, other, stamp.day.weekday())
        && dating::tells_weekday(text, document, next.weekday())
        && said.iter().any(|range| {
            other.sentences.iter().any(|there| same_words(document, range, other, there))
        })
}

fn says_day_earlier(text: &str, document: &Document, range: &std::ops::Range<u32>) -> bool {
    let words: Vec<String> = document.words[range.start as usize..range.end as usize]
        .iter()
        .map(|w| if w.class.has(Class::QUOTED) { String::new() } else { fold::fold(w.of(text)) })
        .collect();
    DAY_EARLIER.iter().any(|phrase| {
        words.windows(phrase.len()).any(|w| w.iter().zip(*phrase).all(|(x, y)| x == y))
    })
}

/// Returns whether everything quoted in the first sentence is quoted in the second, and the second
/// shares enough of the rest.
fn same_words(
    x: &Document,
    of_x: &std::ops::Range<u32>,
    y: &Document,
    of_y: &std::ops::Range<u32>,
) -> bool {
    let keys = |d: &Document,
                range: &std::ops::Range<u32>,
                quoted: bool|
     -> std::collections::BTreeSet<u32> {
        let words = d.words[range.start as usize..range.end as usize].iter();
        words
            .filter(|w| w.class.has(Class::QUOTED) == quoted && !w.class.has(Class::FUNCTION))
            .map(|w| w.key)
            .collect()
    };
    let quoted = keys(x, of_x, true);
    let there = keys(y, of_y, true);
    !quoted.is_empty()
        && quoted.iter().all(|key| there.contains(key))
        && keys(x, of_x, false)
            .intersection(&keys(y, of_y, false).union(&there).copied().collect())
            .count()
            >= SHARED
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Article, Batch, Stamp};
    use crate::pipeline::{self, Settings, Unwatched};
    use crate::sources::Registry;

    const BACKGROUND: &str = "The Coastal Line has run sixteen boats from Halvik to the outer islands since the bridge at Brennick was closed in 2011, and its crews have asked for a second cook and warmer bunks ever since the company was sold to a fund from Oldgate. The islanders pay a third of what a ticket costs, and the county pays the rest out of a fund for remote places.";
    const BEFORE: &str = "The mayor of Halvik called the talks between crews and company \"lamentable\" on Monday. He spoke in the harbour, where lorries stood in a queue.";
    const AFTER: &str = "Crews and company met again on Tuesday. The mayor of Halvik had said a day earlier that the talks between the crews and the company were \"lamentable\", and had asked both to think of the islands.";

    /// Returns the date given to an undated story beside a dated one.
    fn dated(before: &str, after: &str, day: &str) -> Option<String> {
        let article = |id: &str, text: &str, published: Option<Stamp>| Article {
            id: id.to_owned(),
            url: Some(format!("https://halvik-news.example/{id}")),
            text: format!("{text}\n\n{BACKGROUND}"),
            published,
            ..Article::default()
        };
        let articles = vec![
            article("after", after, None),
            article("before", before, day.parse().ok().map(Stamp::of_day)),
        ];
        let mut batch = Batch { articles, ..Batch::default() };
        let found = pipeline::run(
            &mut batch,
            &Registry::shipped().expect("the shipped list is whole"),
            &Settings::default(),
            &Unwatched,
        );
        found.lineage.dates[0].0.map(|stamp| stamp.to_string())
    }

    #[test]
    fn a_day_earlier_said_of_a_dated_story_dates_the_next() {
        // 7 June 2021 was a Monday.
        assert_eq!(dated(BEFORE, AFTER, "2021-06-07").as_deref(), Some("2021-06-08"));
    }

    #[test]
    fn what_does_not_agree_dates_nothing() {
        assert_eq!(
            dated(BEFORE, AFTER, "2021-06-09"),
            None,
            "the dated story tells of no Wednesday"
        );
        assert_eq!(
            dated(BEFORE, &AFTER.replace("on Tuesday", "on Thursday"), "2021-06-07"),
            None,
            "the day after is no Thursday"
        );
        assert_eq!(
            dated(BEFORE, &AFTER.replace("lamentable", "splendid"), "2021-06-07"),
            None,
            "other words are quoted"
        );
        assert_eq!(dated(BEFORE, &AFTER.replace("a day earlier", "in spring"), "2021-06-07"), None);
    }
}
