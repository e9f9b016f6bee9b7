//! How common words are in a collection: the foundation of every weight by rarity.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// In how many documents of a collection each key occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Frequencies {
    counts: FxHashMap<u32, u32>,
    documents: usize,
}

/// The form in which frequencies are kept: documents, then each key with its count, ascending.
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
    /// Counts keys over documents, each document with its different keys.
    pub fn count(documents: impl IntoIterator<Item = impl IntoIterator<Item = u32>>) -> Self {
        let mut all = Self::default();
        for document in documents {
            all.documents += 1;
            document.into_iter().for_each(|key| *all.counts.entry(key).or_default() += 1);
        }
        all
    }

    /// Documents counted.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Every key that was counted, in no order, with how many documents hold it.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.counts.iter().map(|(key, holders)| (*key, *holders))
    }

    /// How many of them hold a key.
    pub fn of(&self, key: u32) -> u32 {
        self.counts.get(&key).copied().unwrap_or(0)
    }
}
