//! Bounds the day on which an article was written where no field states it, and says why.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{DateBasis, Evidence, travel::Travelled};
use crate::dating::text as dating;
use crate::ingest::Stamp;
use crate::text::{Document, dates};

/// The first and the last day on which an article can have been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The first day; `None` if nothing bounds it.
    pub low: Option<NaiveDate>,
    /// The last day; `None` if nothing bounds it.
    pub high: Option<NaiveDate>,
    /// What sets these bounds, in words.
    pub reasons: String,
}

/// Finds the interval of each article that is undated or dated by its text; `None` for the others,
/// and where nothing bounds the day.
pub(super) fn run(
    e: &Evidence<'_>,
    dates: &[(Option<Stamp>, DateBasis)],
    travelled: &[Travelled],
) -> Vec<Option<Interval>> {
    (0..e.articles.len())
        .into_par_iter()
        .map(|at| match dates[at] {
            (Some(stamp), DateBasis::Text) => Some(dated(e, at, stamp, travelled)),
            (None, _) => bounded(e, at),
            _ => None,
        })
        .collect()
}

fn dated(e: &Evidence<'_>, at: usize, stamp: Stamp, travelled: &[Travelled]) -> Interval {
    let clean = &e.cleaned[at];
    let reasons = match travelled.iter().find(|t| t.article == at as u32) {
        Some(found) => found.reasons.clone(),
        None if clean.byline_date.is_some() => "shown on the page beside the text".to_owned(),
        None => dating::date(&e.articles[at].text, &e.documents[at], e.as_of)
            .map(|d| d.reasons)
            .unwrap_or_default(),
    };
    Interval { low: Some(stamp.day), high: Some(stamp.day), reasons }
}

/// Bounds an undated article: it is no older than the last day that it mentions as past, and no
/// younger than the first sighting of its page.
fn bounded(e: &Evidence<'_>, at: usize) -> Option<Interval> {
    let article = &e.articles[at];
    let seen = article.first_seen.map(|stamp| (stamp.day, format!("seen on {}", stamp.day)));
    let as_of = e.as_of.map(|day| (day, format!("no later than {day}, as given")));
    let high = [seen, as_of].into_iter().flatten().min_by_key(|(day, _)| *day);
    let low = last_day_told(&article.text, &e.documents[at])
        .filter(|day| high.as_ref().is_none_or(|(last, _)| day <= last));
    let reasons: Vec<String> = low
        .map(|day| format!("mentions {day} as past"))
        .into_iter()
        .chain(high.clone().map(|(_, why)| why))
        .collect();
    (!reasons.is_empty()).then(|| Interval {
        low,
        high: high.map(|(day, _)| day),
        reasons: reasons.join("; "),
    })
}

/// Returns the latest day that a text states in full, in a sentence that is not about the future.
fn last_day_told(text: &str, document: &Document) -> Option<NaiveDate> {
    let mentions = dates::mentions_among(text, &document.words);
    let mut tense = dating::Tense::of(text, document);
    mentions
        .iter()
        .filter(|(at, _)| tense.is_told(*at))
        .filter_map(|(_, mention)| mention.exact())
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(text: &str) -> Option<String> {
        last_day_told(text, &Document::read(text, std::slice::from_ref(&(0..text.len()))))
            .map(|day| day.to_string())
    }

    #[test]
    fn only_days_told_of_as_past_bound_a_text() {
        assert_eq!(
            last("The yard was sold on March 3, 2019. It had burnt on 4 May 2012.").as_deref(),
            Some("2019-03-03")
        );
        assert_eq!(
            last("The yard was sold on March 3, 2019. It will open on June 1, 2022."),
            Some("2019-03-03".to_owned())
        );
        assert_eq!(
            last("The yard opens on June 1, 2022."),
            None,
            "what is not told as past may be to come"
        );
        assert_eq!(last("The yard was sold in March."), None);
    }
}
