//! Copies dated before their original, with the proof.
//!
//! A date alone never proves it: the later of two is not the original for being later. A copy is
//! called backdated only where evidence other than time settles which of the two is the original,
//! where its date lies more than a day before the original's (bare days and unknown zones leave
//! further room), and where its outlet's clock is not known to run whole hours off. It costs points
//! only where more than two claims stand against each other: pages show when they were last
//! changed, and anybody can make a page that credits an agency.

use super::claims::Claims;
use super::{Clocks, DateBasis, Evidence, Standing, Verdict, stamps};
use crate::ingest::Stamp;

/// Seconds by which a copy must lead: within a day the original's page may show when it was last
/// changed.
const LEAST_LEAD: i64 = 86_400;

/// What the dates of a copy and its parent say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backdating {
    /// Whether the copy is dated more than a day before its parent.
    pub backdated: bool,
    /// Whether both stand on pages of listed outlets, or a witness saw the original first: then it
    /// is held against the copy.
    pub proved: bool,
    /// Both dates, and what names the parent as the original; empty where it is not backdated.
    pub proof: String,
}

/// Asks of every copy of another outlet's text, both being dated and the direction settled without
/// dates. O(articles).
pub fn judge(
    e: &Evidence<'_>,
    verdicts: &[Verdict],
    (clocks, claims): (&Clocks, &Claims),
    dates: &[(Option<Stamp>, DateBasis)],
    standings: &mut [Standing],
) {
    // What witnesses contradict orders nothing, but it is claimed all the same.
    let dates = stamps::usable(e, dates);
    for (at, standing) in standings.iter_mut().enumerate() {
        let Some(parent) = &standing.parent else { continue };
        let c = &e.comparisons[parent.comparison as usize];
        let verdict = &verdicts[parent.comparison as usize];
        let parent_is_a = c.a == parent.article;
        if c.ties.same_source || !verdict.is_settled_without_time(parent_is_a) {
            continue;
        }
        let date = |at: usize| {
            dates[at].0.map(|stamp| clocks.corrected(e.cleaned[at].source.as_deref(), stamp))
        };
        let (Some(mine), Some(theirs)) = (date(at), date(parent.article as usize)) else {
            continue;
        };
        let backdated = theirs.earliest() - mine.latest() > LEAST_LEAD;
        let proof = if backdated {
            let (id, words) = (
                &e.articles[parent.article as usize].id,
                verdict.words_without_time(parent_is_a).join(", "),
            );
            format!("dated {mine}, its original {id} {theirs}; of the two, {id} is: {words}")
        } else {
            String::new()
        };
        let original = parent.article;
        let listed = claims.is_listed(at as u32) && claims.is_listed(original);
        let proved = listed || claims.was_seen_long_before(e, original as usize, at);
        standing.backdating = Some(Backdating { backdated, proved, proof });
    }
}
