//! Thins the pairs of dense families: hundreds of articles with nearly the same text, such as a
//! wire story that everybody ran.
//!
//! All pairs of such a family say the same many times over, and their number grows with its square.
//! What tells its members apart are the few runs of words that only some of them have: who took
//! over an edit has it in common with the version that made it. So members are paired by all runs
//! that up to [`WHOLE`] articles share, and by those that more share only with a few neighbours and
//! with the earliest members, by which the original is found. What the others are to it follows
//! from the tree.

use rustc_hash::{FxHashMap, FxHashSet};

use super::surface::{LINKS, Shared};
use crate::fingerprint::Fingerprint;

/// Largest number of articles with one fingerprint that are all paired: a family of this size keeps
/// all its pairs.
pub const WHOLE: usize = 50;
/// Share of an article's fingerprints that more than [`WHOLE`] articles have, from which it is of a
/// dense family: most of its text. Judgement: an article that only holds a quotation that everybody
/// has stays far below.
const NEARLY_WHOLE: f64 = 0.5;
/// Earliest members of a family with which each of its members is paired. Judgement.
pub const EARLIEST: usize = 8;
/// How many of its common fingerprints pair a member: enough to meet every family of which it holds
/// a part. Judgement.
const SAMPLES: u32 = 8;

/// Partners that a member of a dense family picks at most; others may pick it besides. Judgement.
const NEAREST: usize = 64;

/// Partners that any article picks at most; others may pick it besides. An article has more where
/// it is made of pieces of many others. Judgement: of 12,000 articles of news none has as many.
const PARTNERS: usize = 128;

/// The members of dense families.
pub struct Dense<'w> {
    /// For each article how many of its fingerprints many have; 0 where it is of no dense family.
    common: Vec<u32>,
    /// How many of those were passed already.
    passed: Vec<u32>,
    when: &'w [Option<i64>],
}

impl<'w> Dense<'w> {
    /// Finds the members of dense families. `held` names an article once for each of its
    /// fingerprints that more than [`WHOLE`] have; `when` is when each was published or seen, as
    /// far as it is known. O(`held` + articles).
    pub fn of(
        held: impl Iterator<Item = u32>,
        fingerprints: &[Fingerprint],
        when: &'w [Option<i64>],
    ) -> Self {
        let mut common = vec![0u32; fingerprints.len()];
        held.for_each(|at| common[at as usize] += 1);
        for (n, fingerprint) in common.iter_mut().zip(fingerprints) {
            if f64::from(*n) < NEARLY_WHOLE * fingerprint.surface.len() as f64 {
                *n = 0;
            }
        }
        Self { passed: vec![0; common.len()], common, when }
    }

    /// Whether an article is of a dense family.
    pub fn holds(&self, at: u32) -> bool {
        self.common[at as usize] > 0
    }

    /// The members of all dense families, ascending.
    pub fn members(&self) -> impl Iterator<Item = u32> {
        (0..self.common.len() as u32).filter(|at| self.holds(*at))
    }

    /// The pairs that a fingerprint makes of the members of dense families that have it, `members`,
    /// in order of their numbers.
    ///
    /// Each member takes part for some of its fingerprints, spread evenly. Pairs are (smaller,
    /// greater).
    pub fn pair(&mut self, members: &[u32]) -> Vec<(u32, u32)> {
        let mut earliest = members.to_vec();
        let moment = |at: &u32| (self.when[*at as usize].is_none(), self.when[*at as usize], *at);
        if earliest.len() > EARLIEST {
            earliest.select_nth_unstable_by_key(EARLIEST, moment);
            earliest.truncate(EARLIEST);
        }
        let mut out = Vec::new();
        let mut taking = Vec::new();
        for &at in members {
            let passed = &mut self.passed[at as usize];
            if passed.is_multiple_of(self.common[at as usize].div_ceil(SAMPLES)) {
                taking.push(at);
            }
            *passed += 1;
        }
        for (i, &x) in taking.iter().enumerate() {
            let partners = taking[i + 1..].iter().take(LINKS).chain(&earliest).filter(|y| **y != x);
            out.extend(partners.map(|&y| (x.min(y), x.max(y))));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// Keeps of the pairs those that share the most fingerprints with one of the two: between `members`
/// of dense families `NEAREST` for each article, of all others `PARTNERS`. With them the articles
/// that have more. O(pairs · log).
pub fn nearest(pairs: Vec<Shared>, members: &FxHashSet<u32>) -> (Vec<Shared>, FxHashSet<u32>) {
    let (within, others): (Vec<Shared>, Vec<Shared>) =
        pairs.into_iter().partition(|((a, b), _)| members.contains(a) && members.contains(b));
    let (mut kept, _) = closest(within, NEAREST);
    let (others, full) = closest(others, PARTNERS);
    kept.extend(others);
    (kept, full)
}

/// Keeps of the pairs those that share the most with one of the two, `most` for each; and who has
/// more.
fn closest(pairs: Vec<Shared>, most: usize) -> (Vec<Shared>, FxHashSet<u32>) {
    let mut partners: FxHashMap<u32, Vec<(std::cmp::Reverse<u32>, u32)>> = FxHashMap::default();
    for &((a, b), shared) in &pairs {
        partners.entry(a).or_default().push((std::cmp::Reverse(shared), b));
        partners.entry(b).or_default().push((std::cmp::Reverse(shared), a));
    }
    let full: FxHashSet<u32> =
        partners.iter().filter(|(_, list)| list.len() > most).map(|(at, _)| *at).collect();
    // The last that each still picks.
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

    /// Texts of 100 fingerprints, of which each has some of its own.
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
