//! Thins the pairs of dense families: hundreds of articles with nearly the same text, such as a
//! wire story that everybody ran.
//!
//! All pairs of such a family say the same thing many times over, and their number grows with its
//! square. What distinguishes members are the few runs of words that only some of them have: an
//! article that took over an edit shares it with the version that made it. So members are paired by
//! all runs that up to [`WHOLE`] articles share. By more common runs they are paired only with a
//! few neighbours and with the earliest members, among which the original is found. How the others
//! relate to a member follows from the tree.

use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::surface::{LINKS, Shared};
use crate::fingerprint::Fingerprint;

/// Most articles with one fingerprint for which all pairs are made, so that a family of this size
/// keeps all its pairs. Chosen by judgement.
pub const WHOLE: usize = 50;
/// Share of an article's fingerprints held by more than [`WHOLE`] articles from which the article
/// belongs to a dense family: most of its text. Chosen by judgement: an article that only contains
/// a quotation that everybody has stays far below it.
const NEARLY_WHOLE: f64 = 0.5;
/// Earliest members of a family with which each member is paired. Chosen by judgement.
pub const EARLIEST: usize = 8;
/// Number of its common fingerprints by which a member is paired: enough to meet every family whose
/// text it partly contains. Chosen by judgement.
const SAMPLES: usize = 8;

/// Most partners that a member of a dense family picks; others may pick it as well. Chosen by
/// judgement.
const NEAREST: usize = 64;

/// Most partners that any other article picks; others may pick it as well. Only an article
/// assembled from pieces of many others has more. Chosen by judgement: of 12,000 news articles none
/// had as many.
const PARTNERS: usize = 128;

/// The members of dense families.
pub struct Dense<'w> {
    /// For each member, the greatest rank of a fingerprint by which it is paired.
    drawn: FxHashMap<u32, u64>,
    when: &'w [Option<i64>],
}

/// Returns the rank by which fingerprints are drawn: a hash of its upper half, which is all that
/// the join keeps of it in the largest run.
fn rank(fingerprint: u64) -> u64 {
    xxh3_64(&(fingerprint >> 32).to_le_bytes())
}

impl<'w> Dense<'w> {
    /// Finds the members of dense families. `held` yields each fingerprint that more than
    /// [`WHOLE`] articles have, with each of these articles; `when` is when each article was
    /// published or seen, if known. O(`held` + articles).
    pub fn of(
        held: impl Iterator<Item = (u64, u32)> + Clone,
        fingerprints: &[Fingerprint],
        when: &'w [Option<i64>],
    ) -> Self {
        let mut common = vec![0u32; fingerprints.len()];
        held.clone().for_each(|(_, at)| common[at as usize] += 1);
        let is_member = |at: u32| {
            let surface = fingerprints[at as usize].surface.len() as f64;
            f64::from(common[at as usize]) >= NEARLY_WHOLE * surface
        };
        let mut smallest: FxHashMap<u32, BinaryHeap<u64>> = FxHashMap::default();
        for (fingerprint, at) in held.filter(|(_, at)| is_member(*at)) {
            let ranks = smallest.entry(at).or_default();
            ranks.push(rank(fingerprint));
            if ranks.len() > SAMPLES {
                ranks.pop();
            }
        }
        let drawn =
            smallest.into_iter().filter_map(|(at, ranks)| Some((at, *ranks.peek()?))).collect();
        Self { drawn, when }
    }

    /// Whether an article belongs to a dense family.
    pub fn holds(&self, at: u32) -> bool {
        self.drawn.contains_key(&at)
    }

    /// Returns the members of all dense families, in no particular order.
    pub fn members(&self) -> impl Iterator<Item = u32> {
        self.drawn.keys().copied()
    }

    /// Returns the pairs that one fingerprint makes of `members`, the members of dense families
    /// that have it, in order of their numbers.
    ///
    /// Each member takes part for only some of its fingerprints, those with the smallest hashes.
    /// Pairs are (smaller, greater).
    pub fn pair(&self, fingerprint: u64, members: &[u32]) -> Vec<(u32, u32)> {
        let mut earliest = members.to_vec();
        let moment = |at: &u32| (self.when[*at as usize].is_none(), self.when[*at as usize], *at);
        if earliest.len() > EARLIEST {
            earliest.select_nth_unstable_by_key(EARLIEST, moment);
            earliest.truncate(EARLIEST);
        }
        let mut out = Vec::new();
        let rank = rank(fingerprint);
        let takes = |at: &u32| self.drawn.get(at).is_some_and(|greatest| rank <= *greatest);
        let taking: Vec<u32> = members.iter().copied().filter(takes).collect();
        for (i, &x) in taking.iter().enumerate() {
            let partners = taking[i + 1..].iter().take(LINKS).chain(&earliest).filter(|y| **y != x);
            out.extend(partners.map(|&y| (x.min(y), x.max(y))));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// Keeps the pairs that are among those with the most shared fingerprints for one of the two
/// articles: `NEAREST` per article between `members` of dense families, `PARTNERS` per article
/// otherwise. Also returns the articles that had more than `PARTNERS`. O(pairs · log pairs).
pub fn nearest(pairs: Vec<Shared>, members: &FxHashSet<u32>) -> (Vec<Shared>, FxHashSet<u32>) {
    let (within, others): (Vec<Shared>, Vec<Shared>) =
        pairs.into_iter().partition(|((a, b), _)| members.contains(a) && members.contains(b));
    let (mut kept, _) = closest(within, NEAREST);
    let (others, full) = closest(others, PARTNERS);
    kept.extend(others);
    (kept, full)
}

/// Keeps the pairs that are among the `most` of one of the two articles, by shared fingerprints;
/// also returns the articles that had more.
fn closest(pairs: Vec<Shared>, most: usize) -> (Vec<Shared>, FxHashSet<u32>) {
    let mut partners: FxHashMap<u32, Vec<(std::cmp::Reverse<u32>, u32)>> = FxHashMap::default();
    for &((a, b), shared) in &pairs {
        partners.entry(a).or_default().push((std::cmp::Reverse(shared), b));
        partners.entry(b).or_default().push((std::cmp::Reverse(shared), a));
    }
    let full: FxHashSet<u32> =
        partners.iter().filter(|(_, list)| list.len() > most).map(|(at, _)| *at).collect();
    // The last partner that each of these articles still picks.
    let last: FxHashMap<u32, (std::cmp::Reverse<u32>, u32)> = full
        .iter()
        .filter_map(|at| Some((*at, *partners.get_mut(at)?.select_nth_unstable(most - 1).1)))
        .collect();
    let picks = |x: u32, y: u32, shared: u32| {
        last.get(&x).is_none_or(|last| (std::cmp::Reverse(shared), y) <= *last)
    };
    let kept = pairs
        .into_iter()
        .filter(|((a, b), shared)| picks(*a, *b, *shared) || picks(*b, *a, *shared))
        .collect();
    (kept, full)
}

#[cfg(test)]
mod tests {
    use super::super::surface;
    use super::*;

    /// Returns texts of 100 fingerprints each, some of which are the text's own.
    fn family(n: u64) -> Vec<Fingerprint> {
        let spread = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let surface = |at: u64| {
            (1..=100)
                .map(|i| spread(if i % 9 == at % 9 { 1_000 + 100 * at + i } else { i }))
                .collect()
        };
        (0..n)
            .map(|at| Fingerprint { surface: surface(at), words: 400, ..Fingerprint::default() })
            .collect()
    }

    fn pairs(texts: &[Fingerprint], when: &[Option<i64>]) -> Vec<(u32, u32)> {
        let sources = vec![None; texts.len()];
        let joined = surface::join(&surface::Joined {
            fingerprints: texts,
            sources: &sources,
            leads: &|_| true,
            when: Some(when),
        });
        joined.pairs.into_iter().map(|(pair, _)| pair).collect()
    }

    #[test]
    fn a_family_of_fifty_keeps_all_its_pairs() {
        assert_eq!(pairs(&family(50), &[None; 50]).len(), 50 * 49 / 2);
    }

    #[test]
    fn pairs_of_a_large_family_grow_with_its_members() {
        let count = |n: usize| pairs(&family(n as u64), &vec![None; n]).len();
        let (one, two) = (count(400), count(800));
        assert!(one > 400 && one <= 24 * 400 && two <= 24 * 800, "{one} {two}");
    }

    #[test]
    fn every_member_is_compared_with_the_earliest() {
        let when: Vec<Option<i64>> = (0..120).map(|at| Some((at * 37) % 120)).collect();
        let first = when.iter().position(|at| *at == Some(0)).expect("the earliest") as u32;
        let with_first = pairs(&family(120), &when)
            .into_iter()
            .filter(|(a, b)| *a == first || *b == first)
            .count();
        assert_eq!(with_first, 119);
    }

    #[test]
    fn texts_that_share_a_passage_only_are_no_dense_family() {
        let spread = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let passage =
            |at: u64| (1..=100).map(|i| spread(if i < 20 { i } else { 1_000 * at + i })).collect();
        let texts: Vec<Fingerprint> = (1..=120)
            .map(|at| Fingerprint { surface: passage(at), ..Fingerprint::default() })
            .collect();
        assert_eq!(pairs(&texts, &[None; 120]).len(), 120 * 119 / 2);
    }
}
