//! Pages that a crawler met when it loaded an outlet's past at one go.
//!
//! Who sets up a new source fetches its last weeks within minutes. That a page was seen then says
//! that it was there, and nothing of how long it had been: such a time is no witness that another
//! page, seen on its day, was first.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Evidence;

/// Seconds between two pages of one load at most.
const PAUSE: i64 = 600;
/// Days after its claimed day from which a page is seen late.
const LATE: i64 = 2;
/// Pages seen late that make a load of the past, and days that they claim: a crawler that was down
/// for a weekend, or a page that was found by a link, has fewer.
const PAGES: usize = 5;
const DAYS: usize = 3;

/// Which articles were seen late in a load of their outlet's past. O(n log n).
pub(super) fn find(e: &Evidence<'_>) -> Vec<bool> {
    let mut loads: FxHashMap<&str, Vec<(i64, i64, usize)>> = FxHashMap::default();
    for (at, article) in e.articles.iter().enumerate() {
        let (Some(source), Some(seen)) = (e.cleaned[at].source.as_deref(), article.first_seen)
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
