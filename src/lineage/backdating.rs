//! Finds copies that are dated before their original, with the proof.
//!
//! A date alone never proves this: that one of two articles is later does not make it the original.
//! A copy is called backdated only if evidence other than time settles which of the two is the
//! original, and if its date is more than a day before the original's (bare days and unknown zones
//! widen the margin), after correcting clocks known to be off by whole hours. It costs points only
//! where more than two conflicting claims are at stake, because pages may show when they were last
//! changed, and anybody can publish a page that credits an agency. It remains open if the family
//! has another article dated before the copy that does not derive from it: the copy may have been
//! made from that one, and its parent may be a later issue of the same text.

use super::claims::Claims;
use super::{Clocks, Cluster, DateBasis, Evidence, Standing, Verdict, stamps};
use crate::ingest::Stamp;

/// Seconds by which the copy's date must precede the original's. Within a day, the original's page
/// may be showing when it was last changed. Chosen by judgement.
const LEAST_LEAD: i64 = 86_400;

/// What the dates of a copy and its parent show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backdating {
    /// Whether the copy is dated more than a day before its parent.
    pub backdated: bool,
    /// Whether both are on pages of listed outlets, or a witness saw the original first; only then
    /// is it held against the copy.
    pub proved: bool,
    /// Both dates, and what identifies the parent as the original; empty if the copy is not
    /// backdated.
    pub proof: String,
}

/// Judges every copy of another outlet's text where both are dated and the direction is settled
/// without dates. O(articles).
pub fn judge(
    e: &Evidence<'_>,
    verdicts: &[Verdict],
    (clocks, claims): (&Clocks, &Claims),
    dates: &[(Option<Stamp>, DateBasis)],
    clusters: &[Cluster],
    standings: &mut [Standing],
) {
    // The dates include those that witnesses contradict. Such dates order nothing, but they were
    // still claimed.
    let dates = stamps::usable(e, dates);
    let parents: Vec<Option<u32>> =
        standings.iter().map(|s| s.parent.as_ref().map(|parent| parent.article)).collect();
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
        let precedes =
            |other: u32| date(other as usize).is_some_and(|d| d.earliest() <= mine.earliest());
        let is_free = |other: u32| other != at as u32 && !derives(other, at as u32, &parents);
        let earlier = || {
            let members = standing.cluster.map_or(&[][..], |c| &clusters[c as usize].members);
            members.iter().any(|other| is_free(*other) && precedes(*other))
        };
        let backdated = theirs.earliest() - mine.latest() > LEAST_LEAD;
        if backdated && earlier() {
            continue;
        }
        let proof = if backdated {
            let (id, words) = (
                &e.articles[parent.article as usize].id,
                verdict.words_without_time(parent_is_a).join(", "),
            );
            format!(
                "dated {mine}, while its original {id} is dated {theirs}; evidence that {id} is the original: {words}"
            )
        } else {
            String::new()
        };
        let original = parent.article;
        let listed = claims.is_listed(at as u32) && claims.is_listed(original);
        let proved = listed || claims.was_seen_long_before(e, original as usize, at);
        standing.backdating = Some(Backdating { backdated, proved, proof });
    }
}

/// Whether an article derives from another by the parents in the tree. O(depth).
fn derives(article: u32, from: u32, parents: &[Option<u32>]) -> bool {
    std::iter::successors(Some(article), |at| parents[*at as usize])
        .take(parents.len())
        .any(|at| at == from)
}
