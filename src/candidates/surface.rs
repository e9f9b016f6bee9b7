//! Joins articles that share surface fingerprints, by sorting.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::dense::{self, Dense};
use crate::fingerprint::Fingerprint;

/// Pairs made from buckets for each article of the run, and as many for the run as a whole.
///
/// A fingerprint that many articles share is a phrase, a quotation or a story that everybody ran.
/// All pairs of its articles are made while the budget lasts, rarest fingerprints first; beyond it
/// each article is linked to a few others only, and the pairs between them come back when verified
/// copies are closed over.
const BUDGET_PER_ARTICLE: usize = 20;
const BUDGET: usize = 1_500_000;
/// Pairs up to which one shared fingerprint is enough; a larger run has as many pairs that share a
/// phrase of eight words by chance, and one fingerprint alone cannot be more than a short
/// quotation.
const SINGLES: usize = 100_000;
/// Articles from which a fingerprint that one outlet alone has is a standing passage of it: every
/// pair would say the same.
const STANDING: usize = 12;
/// Links of an article in a bucket beyond the budget, or of a standing passage.
pub(super) const LINKS: usize = 4;

/// Two articles and how many fingerprints they share.
pub type Shared = ((u32, u32), u32);

/// The articles that are joined, and what is known of each besides its text.
pub struct Joined<'j> {
    /// Fingerprinted.
    pub fingerprints: &'j [Fingerprint],
    /// A number for each source.
    pub sources: &'j [Option<u32>],
    /// Whether it is the first with its body; the others are left out.
    pub leads: &'j (dyn Fn(u32) -> bool + Sync),
    /// When each was published or seen; without it all pairs are made, as far as the budget lasts.
    pub when: Option<&'j [Option<i64>]>,
}

/// What the join found.
#[derive(Debug, Default)]
pub struct Surface {
    /// The pairs of leading articles that share fingerprints, with how many (at most; capped
    /// buckets count less).
    pub pairs: Vec<Shared>,
    /// Leading articles most of whose text more than [`dense::WHOLE`] of them have.
    pub dense: FxHashSet<u32>,
    /// Articles that share passages with so many that only the nearest are their partners.
    pub full: FxHashSet<u32>,
}

/// Joins articles that share fingerprints. Of the pairs of dense families only some are made.
///
/// A posting is one number: the fingerprint's upper bits and, in as few lower bits as the run
/// needs, the article. Two fingerprints that agree in the upper bits alone count as one; with a
/// million articles that is one posting in ten thousand, and every pair is verified.
pub fn join(j: &Joined<'_>) -> Surface {
    let (fingerprints, sources) = (j.fingerprints, j.sources);
    let low = (1u64 << (usize::BITS - fingerprints.len().leading_zeros())) - 1;
    let leading = || {
        fingerprints
            .par_iter()
            .zip(0u32..fingerprints.len() as u32)
            .filter(|(_, at)| (j.leads)(*at))
    };
    // Most fingerprints stand in one article; what is left out here need not be sorted.
    let twice = Twice::with_room_for(fingerprints.iter().map(|f| f.surface.len()).sum());
    leading().for_each(|(f, _)| f.surface.iter().for_each(|&h| twice.note(h)));
    let mut postings: Vec<u64> = leading()
        .flat_map_iter(|(f, at)| {
            f.surface.iter().filter(|&&h| twice.may_hold(h)).map(move |&h| h & !low | u64::from(at))
        })
        .collect();
    postings.par_sort_unstable();
    postings.dedup();
    let article = |posting: u64| (posting & low) as u32;
    let mut buckets: Vec<&[u64]> =
        postings.chunk_by(|a, b| a & !low == b & !low).filter(|b| b.len() > 1).collect();
    buckets.par_sort_unstable_by_key(|b| (b.len(), b[0]));
    let mut left = BUDGET + BUDGET_PER_ARTICLE * fingerprints.len();
    let mut votes: Vec<u64> = Vec::new();
    let is_standing = |bucket: &[u64]| is_standing(bucket.iter().map(|p| article(*p)), sources);
    let many = || buckets.iter().filter(|b| b.len() > dense::WHOLE && !is_standing(b));
    let mut dense = j.when.map(|when| {
        Dense::of(many().flat_map(|b| b.iter().map(|p| article(*p))), fingerprints, when)
    });
    let vote = |x: u32, y: u32| u64::from(x) << 32 | u64::from(y);
    for bucket in &buckets {
        let standing = is_standing(bucket);
        let members = || bucket.iter().map(|p| article(*p));
        let (crowd, others): (Vec<u32>, Vec<u32>) = match &dense {
            Some(dense) if bucket.len() > dense::WHOLE && !standing => {
                members().partition(|at| dense.holds(*at))
            }
            _ => (Vec::new(), members().collect()),
        };
        if let Some(dense) = dense.as_mut().filter(|_| crowd.len() > 1) {
            // Each stands for many fingerprints that the two share.
            votes.extend(dense.pair(&crowd).into_iter().flat_map(|(x, y)| [vote(x, y); 2]));
        }
        let all = others.len() * (others.len() - 1) / 2 + others.len() * crowd.len();
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
    votes.par_sort_unstable();
    let pairs = || {
        votes
            .chunk_by(|a, b| a == b)
            .map(|run| (((run[0] >> 32) as u32, (run[0] & 0xffff_ffff) as u32), run.len() as u32))
    };
    let least = if pairs().count() > SINGLES { 2 } else { 1 };
    let pairs: Vec<Shared> = pairs().filter(|(_, shared)| *shared >= least).collect();
    let (pairs, full) = if j.when.is_some() {
        dense::nearest(pairs, &members)
    } else {
        (pairs, FxHashSet::default())
    };
    Surface { pairs, dense: members, full }
}

/// Remembers which fingerprints were noted twice or more, and by chance some others: one bit each,
/// in two tables.
struct Twice {
    once: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
    /// By how much a fingerprint is shifted to be a bit's number: its upper bits, which tell
    /// fingerprints apart.
    shift: u32,
}

impl Twice {
    /// Eight bits or more a fingerprint, so that fewer than one in eight is kept by chance.
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

    /// Whether it may have been noted twice; never false if it was, whatever the order of the
    /// notes.
    fn may_hold(&self, fingerprint: u64) -> bool {
        let (at, bit) = self.place(fingerprint);
        self.again[at].load(Ordering::Relaxed) & bit != 0
    }
}

/// Whether a fingerprint belongs to a passage that one outlet has in many of its articles.
fn is_standing(mut bucket: impl ExactSizeIterator<Item = u32>, sources: &[Option<u32>]) -> bool {
    if bucket.len() < STANDING {
        return false;
    }
    let first = bucket.next().and_then(|at| sources[at as usize]);
    first.is_some() && bucket.all(|at| sources[at as usize] == first)
}
