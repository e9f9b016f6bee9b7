//! Joins articles that share surface fingerprints, by sorting.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::dense::{self, Dense};
use crate::fingerprint::Fingerprint;

/// Pairs that buckets may make per article of the run, in addition to [`BUDGET`].
///
/// A fingerprint that many articles share belongs to a phrase, a quotation or a story that
/// everybody ran. All pairs of its articles are made while the budget lasts, rarest fingerprints
/// first. Beyond it each article is linked to a few others only; the pairs between those return
/// when verified copies are closed over. Chosen by judgement: it bounds time and memory.
const BUDGET_PER_ARTICLE: usize = 20;
/// The fixed part of the budget. Chosen by judgement.
const BUDGET: usize = 1_500_000;
/// Number of pairs up to which one shared fingerprint is enough. A larger run has about as many
/// pairs that share a phrase of eight words by chance, and one fingerprint alone cannot be more
/// than a short quotation. Chosen by judgement.
const SINGLES: usize = 100_000;
/// Number of articles from which a fingerprint that only one outlet has belongs to a recurring
/// passage of that outlet: every pair would say the same. Chosen by judgement.
const STANDING: usize = 12;
/// Links per article in a bucket beyond the budget or of a recurring passage. Chosen by judgement.
pub(super) const LINKS: usize = 4;

/// Two articles and the number of fingerprints they share.
pub type Shared = ((u32, u32), u32);

/// The articles to join, and what is known about each apart from its text.
pub struct Joined<'j> {
    /// The fingerprints of all articles.
    pub fingerprints: &'j [Fingerprint],
    /// A number for each article's source; `None` if it is unknown.
    pub sources: &'j [Option<u32>],
    /// Whether an article is the first one with its body; the others are skipped.
    pub leads: &'j (dyn Fn(u32) -> bool + Sync),
    /// When each article was published or seen; if `None`, dense families are not thinned and all
    /// pairs are made, as far as the budget lasts.
    pub when: Option<&'j [Option<i64>]>,
}

/// The result of the join.
#[derive(Debug, Default)]
pub struct Surface {
    /// Pairs of representatives that share fingerprints, with their number: an estimate, too low
    /// for buckets beyond the budget.
    pub pairs: Vec<Shared>,
    /// Representatives most of whose text more than [`dense::WHOLE`] representatives share.
    pub dense: FxHashSet<u32>,
    /// Articles that share passages with so many others that only the nearest are kept as partners.
    pub full: FxHashSet<u32>,
}

/// Joins articles that share fingerprints, with only some of the pairs of dense families.
///
/// A posting is one number: the upper bits of the fingerprint and, in as few lower bits as the run
/// needs, the article. Two fingerprints with the same upper bits count as one; with a million
/// articles that affects one posting in ten thousand, and every pair is verified later.
pub fn join(j: &Joined<'_>) -> Surface {
    let (fingerprints, sources) = (j.fingerprints, j.sources);
    let low = (1u64 << (usize::BITS - fingerprints.len().leading_zeros())) - 1;
    let postings = postings(j, low);
    let mut buckets: Vec<&[u64]> =
        postings.chunk_by(|a, b| a & !low == b & !low).filter(|b| b.len() > 1).collect();
    buckets.par_sort_unstable_by_key(|b| (b.len(), b[0]));
    let article = |posting: u64| (posting & low) as u32;
    let is_standing = |bucket: &[u64]| is_standing(bucket.iter().map(|p| article(*p)), sources);
    let many = || buckets.iter().filter(|b| b.len() > dense::WHOLE && !is_standing(b));
    let dense = j.when.map(|when| {
        Dense::of(many().flat_map(|b| b.iter().map(|p| (b[0], article(*p)))), fingerprints, when)
    });
    let mut left = BUDGET + BUDGET_PER_ARTICLE * fingerprints.len();
    let mut votes: Vec<u64> = Vec::new();
    for bucket in &buckets {
        let standing = is_standing(bucket);
        let members = || bucket.iter().map(|p| article(*p));
        let (crowd, others): (Vec<u32>, Vec<u32>) = match &dense {
            Some(dense) if bucket.len() > dense::WHOLE && !standing => {
                members().partition(|at| dense.holds(*at))
            }
            _ => (Vec::new(), members().collect()),
        };
        if let Some(dense) = dense.as_ref().filter(|_| crowd.len() > 1) {
            // Each pair from `pair` represents many fingerprints that the two share, so it counts
            // twice and passes the least of two.
            votes.extend(
                dense.pair(bucket[0], &crowd).into_iter().flat_map(|(x, y)| [vote(x, y); 2]),
            );
        }
        let all = others.len() * others.len().saturating_sub(1) / 2 + others.len() * crowd.len();
        let reach = if all <= left && !standing {
            left -= all;
            bucket.len()
        } else {
            LINKS
        };
        for (i, &x) in others.iter().enumerate() {
            votes.extend(others[i + 1..].iter().take(reach).map(|&y| vote(x, y)));
            votes.extend(crowd.iter().take(reach).map(|&y| vote(x.min(y), x.max(y))));
        }
    }
    let members: FxHashSet<u32> = dense.iter().flat_map(|dense| dense.members()).collect();
    drop(postings);
    let pairs = counted(votes);
    let (pairs, full) = if j.when.is_some() {
        dense::nearest(pairs, &members)
    } else {
        (pairs, FxHashSet::default())
    };
    Surface { pairs, dense: members, full }
}

/// Returns the postings of all leading articles, ascending. `low` covers the bits of the article.
fn postings(j: &Joined<'_>, low: u64) -> Vec<u64> {
    let leading = || {
        j.fingerprints
            .par_iter()
            .zip(0u32..j.fingerprints.len() as u32)
            .filter(|(_, at)| (j.leads)(*at))
    };
    // Most fingerprints occur in one article only; skipping them here saves sorting them.
    let twice = Twice::with_room_for(j.fingerprints.iter().map(|f| f.surface.len()).sum());
    leading().for_each(|(f, _)| f.surface.iter().for_each(|&h| twice.note(h)));
    let mut postings: Vec<u64> = leading()
        .flat_map_iter(|(f, at)| {
            f.surface.iter().filter(|&&h| twice.may_hold(h)).map(move |&h| h & !low | u64::from(at))
        })
        .collect();
    postings.par_sort_unstable();
    postings.dedup();
    postings
}

/// Packs two articles that share a fingerprint into one number.
fn vote(x: u32, y: u32) -> u64 {
    u64::from(x) << 32 | u64::from(y)
}

/// Counts the votes of each pair; in a large run, leaves out the pairs with a single one.
fn counted(mut votes: Vec<u64>) -> Vec<Shared> {
    votes.par_sort_unstable();
    let pairs = || {
        votes
            .chunk_by(|a, b| a == b)
            .map(|run| (((run[0] >> 32) as u32, (run[0] & 0xffff_ffff) as u32), run.len() as u32))
    };
    let least = if pairs().count() > SINGLES { 2 } else { 1 };
    pairs().filter(|(_, shared)| *shared >= least).collect()
}

/// Remembers which fingerprints were noted at least twice, plus some others by chance: one bit each
/// in two tables.
struct Twice {
    once: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
    /// Right shift from a fingerprint to its bit number: the upper bits distinguish fingerprints.
    shift: u32,
}

impl Twice {
    /// Allocates at least eight bits per fingerprint, so that fewer than one in eight is kept by
    /// chance.
    fn with_room_for(fingerprints: usize) -> Self {
        let bits = (fingerprints * 8).next_power_of_two().max(1 << 10);
        let table = || (0..bits / 64).map(|_| AtomicU64::new(0)).collect();
        Self { once: table(), again: table(), shift: u64::BITS - bits.trailing_zeros() }
    }

    fn place(&self, fingerprint: u64) -> (usize, u64) {
        let bit = (fingerprint >> self.shift) as usize;
        (bit / 64, 1 << (bit % 64))
    }

    fn note(&self, fingerprint: u64) {
        let (at, bit) = self.place(fingerprint);
        if self.once[at].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            self.again[at].fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// Whether a fingerprint may have been noted twice; never false if it was, in whatever order
    /// fingerprints were noted.
    fn may_hold(&self, fingerprint: u64) -> bool {
        let (at, bit) = self.place(fingerprint);
        self.again[at].load(Ordering::Relaxed) & bit != 0
    }
}

/// Whether a fingerprint belongs to a passage that recurs in many articles of one outlet.
fn is_standing(mut bucket: impl ExactSizeIterator<Item = u32>, sources: &[Option<u32>]) -> bool {
    if bucket.len() < STANDING {
        return false;
    }
    let first = bucket.next().and_then(|at| sources[at as usize]);
    first.is_some() && bucket.all(|at| sources[at as usize] == first)
}
