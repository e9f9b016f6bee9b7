//! Drops alterations of which both texts have both wordings, because two different things were
//! compared.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Drift, DriftKind};
use crate::text::Document;

/// All runs of three words of a text, as hashes of their keys.
struct Threes(FxHashSet<u64>);

impl Threes {
    fn of(document: &Document) -> Self {
        Self(
            document
                .words
                .windows(3)
                .map(|three| hash([three[0].key, three[1].key, three[2].key]))
                .collect(),
        )
    }

    /// Whether the words at `bytes` in `document`, which include some context, occur here too, as
    /// overlapping threes; fewer than three words are looked up with their neighbours.
    fn hold(&self, document: &Document, bytes: &Range<usize>) -> bool {
        let words = &document.words;
        let first = words.partition_point(|word| (word.end() as usize) <= bytes.start);
        let end = words.partition_point(|word| (word.start as usize) < bytes.end);
        let three = |from: usize| {
            words
                .get(from..from + 3)
                .is_some_and(|w| self.0.contains(&hash([w[0].key, w[1].key, w[2].key])))
        };
        match end.saturating_sub(first) {
            0 => false,
            1 | 2 => end >= 3 && three(end - 3) || three(first),
            _ => (first..end - 2).all(three),
        }
    }
}

fn hash(keys: [u32; 3]) -> u64 {
    keys.into_iter().fold(0, |hash: u64, key| {
        (hash.rotate_left(21) ^ u64::from(key)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

/// Drops numbers, dates and names for which each text has both wordings with the same words beside
/// them: notes that count on, rows of a table. O(words).
pub(super) fn drop_what_both_have(found: &mut Vec<Drift>, a: &Document, b: &Document) {
    let is_value =
        |drift: &Drift| matches!(drift.kind, DriftKind::Number | DriftKind::Date | DriftKind::Name);
    if !found.iter().any(is_value) {
        return;
    }
    let (in_a, in_b) = (Threes::of(a), Threes::of(b));
    found.retain(|drift| !(is_value(drift) && in_b.hold(a, &drift.a) && in_a.hold(b, &drift.b)));
}
