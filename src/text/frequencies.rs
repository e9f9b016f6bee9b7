//! Counts how common words are in a collection, the basis of all weights by rarity.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

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
