//! Records under which articles and events each caption appears.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::credit::without_credit;
use crate::clean::{Caption, Cleaned};
use crate::text::fold;

/// Where else a caption appears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    /// Number of other articles with the caption.
    pub articles: u32,
    /// Number of other events among them.
    pub events: u32,
}

/// The articles and events of each caption.
pub(super) struct Ledger {
    places: FxHashMap<u64, Vec<(u32, u32)>>,
    /// Keys of all captions, by article.
    keys: Vec<Vec<u64>>,
    /// All captions without their credits, by article.
    pub(super) bare: Vec<Vec<String>>,
}

impl Ledger {
    /// Indexes the captions of all articles. `event_of` identifies the event of an article by one
    /// of its articles.
    pub(super) fn of(cleaned: &[Cleaned], event_of: &dyn Fn(u32) -> u32) -> Self {
        let bare =
            |clean: &Cleaned| clean.captions.iter().map(|c| without_credit(c.own())).collect();
        let bare: Vec<Vec<String>> = cleaned.par_iter().map(bare).collect();
        let keys = cleaned.par_iter().zip(&bare).map(|(clean, bare)| {
            clean.captions.iter().zip(bare).map(|(c, bare)| key_of(c, bare)).collect()
        });
        let keys: Vec<Vec<u64>> = keys.collect();
        let mut places: FxHashMap<u64, Vec<(u32, u32)>> = FxHashMap::default();
        for (keys, at) in keys.iter().zip(0u32..) {
            let event = event_of(at);
            keys.iter().for_each(|key| places.entry(*key).or_default().push((at, event)));
        }
        places.values_mut().for_each(Vec::dedup);
        Self { places, keys, bare }
    }

    /// Counts the other articles, and the other events, that have caption `number` of article `at`.
    pub(super) fn besides(&self, at: u32, number: usize) -> Places {
        let places =
            self.places.get(&self.keys[at as usize][number]).map_or(&[][..], Vec::as_slice);
        let own = places.iter().find(|(article, _)| *article == at).map(|(_, event)| *event);
        let mut events: Vec<u32> =
            places.iter().map(|(_, event)| *event).filter(|event| Some(*event) != own).collect();
        events.sort_unstable();
        events.dedup();
        Places {
            articles: places.len() as u32 - u32::from(own.is_some()),
            events: events.len() as u32,
        }
    }
}

/// Returns the key by which a caption is recognised under other articles.
pub fn key(caption: &Caption) -> u64 {
    key_of(caption, &without_credit(caption.own()))
}

/// Hashes what captions of one picture have in common: the words without the credit, or all words
/// if nothing else is left.
fn key_of(caption: &Caption, bare: &str) -> u64 {
    let words = fold::phrase(bare);
    xxh3_64(if words.is_empty() { fold::phrase(caption.own()) } else { words }.as_bytes())
}
