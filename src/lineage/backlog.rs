//! Finds pages that a crawler saw while it loaded the past of an outlet in one go.
//!
//! Whoever adds a new source fetches its last few weeks within minutes. The time at which such a
//! page was seen shows that it existed by then, but not for how long. It is therefore no evidence
//! that another page, seen on the day it appeared, was first.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Evidence;

/// Longest gap between two pages of one load, in seconds. Chosen by judgement.
const PAUSE: i64 = 600;
/// Number of days after its claimed day from which a page counts as seen late. Chosen by judgement.
const LATE: i64 = 2;
/// Least number of late pages that make a load of the past. A crawler that was down for a weekend,
/// or a page found through a link, yields fewer. Chosen by judgement.
const PAGES: usize = 5;
/// Least number of distinct delays in days among these pages. Chosen by judgement.
const DAYS: usize = 3;

/// Marks the articles that were seen late in a load of their outlet's past: a run of pages without
/// a gap of more than [`PAUSE`], at least half of them late. O(n log n).
pub(super) fn find(e: &Evidence<'_>) -> Vec<bool> {
    let mut loads: FxHashMap<&str, Vec<(i64, i64, usize)>> = FxHashMap::default();
    for (at, article) in e.articles.iter().enumerate() {
        let (Some(source), Some(seen)) = (e.cleaned[at].source.as_deref(), article.witnessed())
        else {
            continue;
        };
        let claimed = e.dates[at].0.map_or(seen.day, |date| date.day);
        loads.entry(source).or_default().push((seen.middle(), (seen.day - claimed).num_days(), at));
    }
    let mut found = vec![false; e.articles.len()];
    for mut pages in loads.into_values() {
        pages.sort_unstable();
        for load in pages.chunk_by(|x, y| y.0 - x.0 <= PAUSE) {
            let late = || load.iter().filter(|page| page.1 >= LATE);
            let days: BTreeSet<i64> = late().map(|page| page.1).collect();
            if late().count() >= PAGES && days.len() >= DAYS && 2 * late().count() >= load.len() {
                late().for_each(|page| found[page.2] = true);
            }
        }
    }
    found
}
