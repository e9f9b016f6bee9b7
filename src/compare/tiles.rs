//! Finds verbatim runs: the longest stretches of words that two bodies share, wherever they are.
//!
//! Greedy string tiling on seeds: longest first, with each word of either side in at most one run.
//! Source: Wise, *YAP3: improved detection of similarities in computer program and other texts*,
//! SIGCSE 1996.

use crate::text::Word;

/// Words in a seed, and so in the shortest verbatim run. Chosen by judgement: shorter runs are
/// mostly common phrases.
pub const SEED: usize = 5;
/// Occurrences of a seed in one text above which it is ignored (a refrain, or an attack). Chosen by
/// judgement: it bounds the work.
const REFRAIN: u32 = 8;
/// Entries looked through in one slot of the table; a text constructed to fill one slot loses
/// seeds, not time. Chosen by judgement.
const CHAIN: usize = 32;

/// A run of equal words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// Number of its first word in `a`.
    pub a: u32,
    /// Number of its first word in `b`.
    pub b: u32,
    /// Number of words.
    pub length: u32,
}

/// Returns the runs of at least [`SEED`] words, in the order of `a`.
///
/// No two overlap on either side. Empty if nothing is shared. O((n + m) · `REFRAIN`²) in the worst
/// case, linear for news.
pub fn find(a: &Seeds<'_>, b: &[Word]) -> Vec<Tile> {
    let mut runs = a.runs(b);
    if runs.len() < 2 {
        return runs;
    }
    runs.sort_unstable_by_key(|t| (std::cmp::Reverse(t.length), t.a, t.b));
    let (mut used_a, mut used_b) = (vec![false; a.words.len()], vec![false; b.len()]);
    let mut tiles = Vec::new();
    for run in runs {
        // The pieces of this run that longer runs left free.
        let mut from = 0;
        for at in 0..=run.length {
            let taken =
                at == run.length || used_a[(run.a + at) as usize] || used_b[(run.b + at) as usize];
            if taken {
                if (at - from) as usize >= SEED {
                    tiles.push(Tile { a: run.a + from, b: run.b + from, length: at - from });
                    used_a[(run.a + from) as usize..(run.a + at) as usize].fill(true);
                    used_b[(run.b + from) as usize..(run.b + at) as usize].fill(true);
                }
                from = at + 1;
            }
        }
    }
    tiles.sort_unstable();
    tiles
}

/// No position or no entry, by definition.
const NONE: u32 = u32::MAX;

/// A distinct seed of a text.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u64,
    /// First and last position noted.
    first: u32,
    last: u32,
    /// Number of occurrences, counted to just above [`REFRAIN`].
    count: u32,
    /// Next entry in the same slot.
    next: u32,
}

/// The seeds of one body in a table, built once for all the bodies that it is compared with.
#[derive(Debug)]
pub struct Seeds<'p> {
    words: &'p [Word],
    slots: Vec<u32>,
    entries: Vec<Entry>,
    /// For each position the next one with the same seed.
    same: Vec<u32>,
    shift: u32,
}

/// Multiplier of the rolling hash: 2⁶⁴ divided by the golden ratio, by the definition of Fibonacci
/// hashing.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
/// The multiplier's power with which a word leaves the seed, by definition.
const LEAVING: u64 = FACTOR.wrapping_pow(SEED as u32);

/// Hashes every seed of a text, in order, with a rolling hash: two multiplications per word.
fn rolled(words: &[Word]) -> impl Iterator<Item = u64> {
    let mut hash = 0u64;
    words.iter().enumerate().filter_map(move |(at, word)| {
        hash = hash.wrapping_mul(FACTOR).wrapping_add(u64::from(word.key));
        if at >= SEED {
            hash = hash.wrapping_sub(u64::from(words[at - SEED].key).wrapping_mul(LEAVING));
        }
        (at + 1 >= SEED).then_some(hash)
    })
}

impl<'p> Seeds<'p> {
    /// Indexes the seeds of a body. O(words).
    pub fn of(words: &'p [Word]) -> Self {
        let bits = (2 * words.len()).next_power_of_two().trailing_zeros().max(4);
        let mut seeds = Self {
            words,
            slots: vec![NONE; 1 << bits],
            entries: Vec::with_capacity(words.len()),
            same: vec![NONE; words.len()],
            shift: 64 - bits,
        };
        for (hash, at) in rolled(words).zip(0u32..) {
            seeds.note(hash, at);
        }
        seeds
    }

    fn note(&mut self, hash: u64, at: u32) {
        if let Some(known) = self.entry(hash) {
            let entry = &mut self.entries[known];
            if entry.count < REFRAIN {
                self.same[entry.last as usize] = at;
                entry.last = at;
            }
            entry.count = (entry.count + 1).min(REFRAIN + 1);
            return;
        }
        let slot = self.slot(hash);
        let number = self.entries.len() as u32;
        self.entries.push(Entry { hash, first: at, last: at, count: 1, next: self.slots[slot] });
        self.slots[slot] = number;
    }

    fn slot(&self, hash: u64) -> usize {
        (hash.wrapping_mul(FACTOR) >> self.shift) as usize
    }

    /// Returns the entry of a seed.
    fn entry(&self, hash: u64) -> Option<usize> {
        let mut at = self.slots[self.slot(hash)];
        for _ in 0..CHAIN {
            if at == NONE {
                return None;
            }
            if self.entries[at as usize].hash == hash {
                return Some(at as usize);
            }
            at = self.entries[at as usize].next;
        }
        None
    }

    /// Returns the maximal runs of equal words around seeds that `other` has too, including
    /// overlapping ones.
    fn runs(&self, other: &[Word]) -> Vec<Tile> {
        let met: Vec<(u32, u32)> = rolled(other)
            .zip(0u32..)
            .filter_map(|(hash, at)| self.entry(hash).map(|entry| (entry as u32, at)))
            .collect();
        if met.is_empty() {
            return Vec::new();
        }
        let mut times = vec![0u32; self.entries.len()];
        met.iter().for_each(|(entry, _)| times[*entry as usize] += 1);
        // (diagonal, position in a) of every shared seed.
        let mut hits: Vec<(i64, u32)> = Vec::with_capacity(met.len());
        for &(number, q) in &met {
            let entry = &self.entries[number as usize];
            if entry.count > REFRAIN || times[number as usize] > REFRAIN {
                continue;
            }
            let mut p = entry.first;
            while p != NONE {
                if (0..SEED).all(|k| self.words[p as usize + k].key == other[q as usize + k].key) {
                    hits.push((i64::from(q) - i64::from(p), p));
                }
                p = self.same[p as usize];
            }
        }
        hits.sort_unstable();
        let mut out: Vec<Tile> = Vec::new();
        let mut last = i64::MIN;
        for (diagonal, at) in hits {
            match out.last_mut() {
                Some(run) if last == diagonal && at <= run.a + run.length => {
                    run.length = run.length.max(at + SEED as u32 - run.a)
                }
                _ => out.push(Tile {
                    a: at,
                    b: (i64::from(at) + diagonal) as u32,
                    length: SEED as u32,
                }),
            }
            last = diagonal;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str) -> Vec<Word> {
        let mut all = Vec::new();
        crate::text::words::read(text, 0..text.len(), &mut all);
        all
    }

    #[test]
    fn moved_runs_are_found_and_none_overlap() {
        let (a, b) = (
            prepared("a1 a2 a3 a4 a5 a6 x b1 b2 b3 b4 b5"),
            prepared("b1 b2 b3 b4 b5 y a1 a2 a3 a4 a5 a6"),
        );
        assert_eq!(
            find(&Seeds::of(&a), &b),
            [Tile { a: 0, b: 6, length: 6 }, Tile { a: 7, b: 0, length: 5 }]
        );
    }

    #[test]
    fn a_text_against_itself_is_one_run() {
        let text = "one two three four five six seven eight nine ten";
        assert_eq!(
            find(&Seeds::of(&prepared(text)), &prepared(text)),
            [Tile { a: 0, b: 0, length: 10 }]
        );
        assert!(find(&Seeds::of(&prepared("")), &prepared(text)).is_empty());
    }

    #[test]
    fn one_word_repeated_is_bounded() {
        let text = "word ".repeat(200_000);
        assert!(find(&Seeds::of(&prepared(&text)), &prepared(&text)).is_empty());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Compares with all pairs of positions: every run is found, none overlaps, and no run
        /// remains between free words.
        #[test]
        fn what_brute_force_finds_is_found(a in proptest::collection::vec(0u8..12, 0..60), b in proptest::collection::vec(0u8..12, 0..60)) {
            let text = |words: &[u8]| words.iter().map(|w| format!("w{w}")).collect::<Vec<_>>().join(" ");
            let (pa, pb) = (prepared(&text(&a)), prepared(&text(&b)));
            let tiles = find(&Seeds::of(&pa), &pb);
            let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
            for tile in &tiles {
                for k in 0..tile.length {
                    let (i, j) = ((tile.a + k) as usize, (tile.b + k) as usize);
                    proptest::prop_assert!(a[i] == b[j] && !used_a[i] && !used_b[j]);
                    (used_a[i], used_b[j]) = (true, true);
                }
            }
            for i in 0..a.len().saturating_sub(SEED - 1) {
                for j in 0..b.len().saturating_sub(SEED - 1) {
                    let left = (0..SEED).all(|k| a[i + k] == b[j + k] && !used_a[i + k] && !used_b[j + k]);
                    proptest::prop_assert!(!left, "a run at {i} and {j} was left");
                }
            }
        }
    }
}
