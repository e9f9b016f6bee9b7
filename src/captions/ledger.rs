//! Under which articles and events a caption stands.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::credit::without_credit;
use crate::clean::{Caption, Cleaned};
use crate::text::fold;

/// Where else a caption stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    /// Other articles under it.
    pub articles: u32,
    /// Other events among them.
    pub events: u32,
}

/// Which articles and events each caption stands under.
pub(super) struct Ledger {
    places: FxHashMap<u64, Vec<(u32, u32)>>,
    /// The key of every caption, by article.
    keys: Vec<Vec<u64>>,
    /// Every caption without its credit, by article.
    pub(super) bare: Vec<Vec<String>>,
}

impl Ledger {
    /// An article in no event with others is an event of its own.
    pub(super) fn of(cleaned: &[Cleaned], event_of: &FxHashMap<u32, &[u32]>) -> Self {
        let bare =
            |clean: &Cleaned| clean.captions.iter().map(|c| without_credit(c.own())).collect();
        let bare: Vec<Vec<String>> = cleaned.par_iter().map(bare).collect();
        let keys = cleaned.par_iter().zip(&bare).map(|(clean, bare)| {
            clean.captions.iter().zip(bare).map(|(c, bare)| key_of(c, bare)).collect()
        });
        let keys: Vec<Vec<u64>> = keys.collect();
        let mut places: FxHashMap<u64, Vec<(u32, u32)>> = FxHashMap::default();
        for (keys, at) in keys.iter().zip(0u32..) {
            let event = event_of.get(&at).map_or(at, |event| event[0]);
            keys.iter().for_each(|key| places.entry(*key).or_default().push((at, event)));
        }
        places.values_mut().for_each(Vec::dedup);
        Self { places, keys, bare }
    }

    /// Other articles under caption `number` of article `at`, and the other events among them.
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

/// What a caption is recognised by under other articles.
pub fn key(caption: &Caption) -> u64 {
    key_of(caption, &without_credit(caption.own()))
}

/// What captions of one picture have in common: their words without the credit, or all if nothing
/// is left then.
fn key_of(caption: &Caption, bare: &str) -> u64 {
    let words = fold::phrase(bare);
    xxh3_64(if words.is_empty() { fold::phrase(caption.own()) } else { words }.as_bytes())
}
