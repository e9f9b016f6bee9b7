//! Merges what was learned from the parts of a collection.

use std::collections::{BTreeMap, BTreeSet};

/// A value learned from some of the articles of a collection.
///
/// Learning from all articles gives the same value as learning from parts of them and merging the
/// results: `learn(a ∪ b) == learn(a).merge(learn(b))`. Therefore merging is associative,
/// commutative and idempotent, and the default, learned from no article, changes nothing.
/// What can only be decided on the whole (a threshold, a rank, which articles are drawn) is derived
/// from the merged value afterwards. `tests/parts.rs` checks these laws for each value.
pub trait Merge: Default {
    /// Returns what all articles of the two values teach.
    #[must_use]
    fn merge(self, other: Self) -> Self;
}

/// Merges all values; the default if there is none.
pub fn all<M: Merge>(parts: impl IntoIterator<Item = M>) -> M {
    parts.into_iter().fold(M::default(), M::merge)
}

impl<T: Ord> Merge for BTreeSet<T> {
    fn merge(mut self, mut other: Self) -> Self {
        self.append(&mut other);
        self
    }
}

/// Merges by key. Two values of one key come from the same article and are equal; should two
/// articles ever share a key, the smaller value stays.
impl<K: Ord, V: Ord> Merge for BTreeMap<K, V> {
    fn merge(mut self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        for (key, value) in other {
            match self.entry(key) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                std::collections::btree_map::Entry::Occupied(mut entry) => {
                    if value < *entry.get() {
                        entry.insert(value);
                    }
                }
            }
        }
        self
    }
}

impl Merge for bool {
    fn merge(self, other: Self) -> Self {
        self || other
    }
}
