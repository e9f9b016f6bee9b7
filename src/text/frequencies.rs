//! Counts how common words are in a collection, the basis of all weights by rarity.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::merge::Merge;

/// The number of documents of a collection in which each key occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Frequencies {
    counts: FxHashMap<u32, u32>,
    documents: usize,
}

/// The stored form of frequencies: number of documents, then each key with its count, ascending.
type Stored = (u64, Vec<(u32, u32)>);

impl From<Stored> for Frequencies {
    fn from((documents, counts): Stored) -> Self {
        Self { counts: counts.into_iter().collect(), documents: documents as usize }
    }
}

impl From<Frequencies> for Stored {
    fn from(frequencies: Frequencies) -> Self {
        let mut counts: Vec<(u32, u32)> = frequencies.counts.into_iter().collect();
        counts.sort_unstable();
        (frequencies.documents as u64, counts)
    }
}

impl Frequencies {
    /// Counts keys over documents, each given as its distinct keys.
    pub fn count(documents: impl IntoIterator<Item = impl IntoIterator<Item = u32>>) -> Self {
        let mut all = Self::default();
        for document in documents {
            all.documents += 1;
            document.into_iter().for_each(|key| *all.counts.entry(key).or_default() += 1);
        }
        all
    }

    /// Returns the number of documents counted.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Returns every counted key with the number of documents that contain it, in no particular
    /// order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.counts.iter().map(|(key, holders)| (*key, *holders))
    }

    /// Returns the number of documents that contain a key.
    pub fn of(&self, key: u32) -> u32 {
        self.counts.get(&key).copied().unwrap_or(0)
    }
}

/// The terms of the `MOST` articles of a collection with the smallest keys
/// ([`crate::ingest::Article::key`]); of all its articles if there are no more.
///
/// Keys are hashes of ids, so this is a random sample. It does not depend on the order of the
/// articles, and an article drawn from the whole is drawn from every part that contains it, so the
/// samples of two parts merge into the sample of both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample<const MOST: usize>(BTreeMap<u64, Vec<u32>>);

impl<const MOST: usize> Merge for Sample<MOST> {
    fn merge(self, other: Self) -> Self {
        let mut both = self.0.merge(other.0);
        while both.len() > MOST {
            both.pop_last();
        }
        Self(both)
    }
}

impl<const MOST: usize> Sample<MOST> {
    /// Draws a sample of the articles with these keys; `terms` returns the distinct terms of the
    /// article with an index in `keys`, ascending. O(articles + terms drawn).
    pub fn draw(keys: &[u64], terms: impl Fn(usize) -> Vec<u32> + Sync) -> Self {
        let drawn: Vec<(u64, Vec<u32>)> =
            smallest(keys, MOST).into_par_iter().map(|at| (keys[at], terms(at))).collect();
        Self(drawn.into_iter().collect())
    }

    /// Counts the drawn articles that contain each term.
    pub fn frequencies(&self) -> Frequencies {
        Frequencies::count(self.0.values().map(|terms| terms.iter().copied()))
    }
}

/// Returns the indices of the `most` smallest keys, ascending; all indices if there are no more.
///
/// It draws the articles of a [`Sample`]. O(keys).
pub fn smallest(keys: &[u64], most: usize) -> Vec<usize> {
    let mut all: Vec<(u64, usize)> = keys.iter().copied().zip(0..).collect();
    if most < all.len() {
        if most > 0 {
            all.select_nth_unstable(most - 1);
        }
        all.truncate(most);
    }
    let mut drawn: Vec<usize> = all.into_iter().map(|(_, at)| at).collect();
    drawn.sort_unstable();
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_keys_are_drawn_from_each_part_that_holds_them() {
        let keys: Vec<u64> =
            (0..1_000u64).map(|n| xxhash_rust::xxh3::xxh3_64(&n.to_le_bytes())).collect();
        let drawn = smallest(&keys, 100);
        assert!(drawn.len() == 100 && drawn.is_sorted());
        let left = smallest(&keys[..500], 100);
        assert!(drawn.iter().filter(|at| **at < 500).all(|at| left.contains(at)));
        assert_eq!(smallest(&keys[..3], 5), [0, 1, 2]);
        assert!(smallest(&keys, 0).is_empty() && smallest(&[], 4).is_empty());
    }
}
