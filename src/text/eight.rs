//! Reads text eight bytes at a time: which bytes are letters, where a word ends, and the hash of a
//! word.
//!
//! A run spends most of its time on cutting most of its text into words. A machine word holds eight
//! letters, and most words are no longer (*SIMD within a register*: Lamport, *Multiple Byte
//! Processing with Full-Word Instructions*, 1975).

use std::ops::BitOrAssign;

/// A 1 in each byte. By definition.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bit of each byte. By definition.
const HIGH: u64 = 0x80 * ONES;

/// Returns the eight bytes from `at` on, the first one lowest; zeros after the end.
#[inline]
pub(crate) fn load(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()) {
        Some(eight) => u64::from_le_bytes(eight),
        None => {
            let mut eight = [0; 8];
            let rest = bytes.get(at..).unwrap_or_default();
            eight[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(eight)
        }
    }
}

/// Returns the index of the first non-ASCII byte from `from` on.
pub(crate) fn beyond_ascii(bytes: &[u8], from: usize) -> Option<usize> {
    (from..bytes.len()).step_by(8).find_map(|at| {
        let high = load(bytes, at) & HIGH;
        (high != 0).then(|| at + high.trailing_zeros() as usize / 8)
    })
}

/// The ASCII letters and digits among eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters {
    /// The bytes, with capitals in lower case.
    pub lower: u64,
    /// Number of letters and digits before the first other byte, up to 8.
    pub length: usize,
    /// The high bit of each of these bytes that is a letter; likewise below for capitals and
    /// digits.
    pub letters: u64,
    pub capitals: u64,
    pub digits: u64,
}

impl Letters {
    #[inline]
    pub(crate) fn of(eight: u64) -> Self {
        let low = eight & !HIGH;
        // Sets the high bit of each byte that is at least `least`; no byte carries into the next.
        let from =
            |bytes: u64, least: u8| bytes.wrapping_add(u64::from(0x80 - least) * ONES) & HIGH;
        let ascii = !eight & HIGH;
        let small = low | (0x20 * ONES);
        let letters = from(small, b'a') & !from(small, b'z' + 1) & ascii;
        let digits = from(low, b'0') & !from(low, b'9' + 1) & ascii;
        let capitals = letters & !from(low, b'a');
        let others = !(letters | digits) & HIGH;
        let length = others.trailing_zeros() as usize / 8;
        let own = before(others);
        Self {
            lower: eight | capitals >> 2,
            length,
            letters: letters & own,
            capitals: capitals & own,
            digits: digits & own,
        }
    }
}

/// Those of eight bytes that can be part of a word in any script: ASCII letters and digits, and all
/// non-ASCII bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Open {
    /// The bytes before the first that cannot, with capitals in lower case; zeros after them.
    pub lower: u64,
    /// Number of these bytes, up to 8.
    pub length: usize,
}

impl Open {
    #[inline]
    pub(crate) fn of(eight: u64) -> Self {
        let low = eight & !HIGH;
        let from =
            |bytes: u64, least: u8| bytes.wrapping_add(u64::from(0x80 - least) * ONES) & HIGH;
        let small = low | (0x20 * ONES);
        let letters = from(small, b'a') & !from(small, b'z' + 1);
        let digits = from(low, b'0') & !from(low, b'9' + 1);
        let others = !(letters | digits | eight) & HIGH;
        let capitals = letters & !from(low, b'a') & !eight;
        Self {
            lower: (eight | capitals >> 2) & before(others),
            length: others.trailing_zeros() as usize / 8,
        }
    }
}

/// Returns a mask of the bytes before the first that has its high bit set in `marked`; of all eight
/// if none has. No other bits may be set.
#[inline]
fn before(marked: u64) -> u64 {
    let first = marked & marked.wrapping_neg();
    (first >> 7).wrapping_sub(1)
}

/// A word of a phrase (see [`super::fold::phrase`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'p> {
    pub text: &'p str,
    pub hash: u64,
    pub characters: usize,
}

/// Returns the words of a phrase with their hashes; one empty word for an empty phrase. O(bytes).
pub(crate) fn words(phrase: &str) -> Words<'_> {
    Words { phrase, start: 0 }
}

/// An iterator over the words of a phrase; see [`words`].
#[derive(Debug, Clone)]
pub(crate) struct Words<'p> {
    phrase: &'p str,
    /// Index of the first byte of the next word; past the end after the last one.
    start: usize,
}

impl<'p> Iterator for Words<'p> {
    type Item = Word<'p>;

    #[inline]
    fn next(&mut self) -> Option<Word<'p>> {
        let bytes = self.phrase.as_bytes();
        let start = self.start;
        if start > bytes.len() {
            return None;
        }
        let (mut hash, mut characters, mut end) = (0u64, 0, start);
        loop {
            let eight = load(bytes, end);
            // The lowest byte that is a space or past the end.
            let gaps = eight ^ (0x20 * ONES);
            let gap = (gaps.wrapping_sub(ONES) & !gaps | eight.wrapping_sub(ONES) & !eight) & HIGH;
            let length = gap.trailing_zeros() as usize / 8;
            let own = eight & before(gap);
            hash = (hash.rotate_left(5) ^ own).wrapping_mul(0x517C_C1B7_2722_0A95);
            characters += length;
            if own & HIGH != 0 {
                characters -= (own & !(own << 1) & HIGH).count_ones() as usize;
            }
            end += length;
            if length < 8 {
                break;
            }
        }
        // A phrase never contains a zero byte; if one does, it is part of the word.
        if bytes.get(end).is_some_and(|byte| *byte != b' ') {
            end = next_gap(bytes, end);
        }
        self.start = end + 1;
        Some(Word { text: &self.phrase[start..end], hash, characters })
    }
}

#[cold]
fn next_gap(bytes: &[u8], from: usize) -> usize {
    memchr::memchr(b' ', &bytes[from..]).map_or(bytes.len(), |gap| from + gap)
}

/// Returns the hash of two consecutive words.
pub(crate) fn both(first: u64, second: u64) -> u64 {
    first.rotate_left(31).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second
}

/// A map from hashes to values that is queried for every word of every line (open addressing with
/// linear probing): a hash is at the place given by its upper bits, or shortly after.
#[derive(Debug)]
pub(crate) struct Table<V> {
    /// A power-of-two number of places, at most a quarter of them occupied; a hash of 0 marks a
    /// free one.
    places: Vec<(u64, V)>,
    taken: usize,
    /// A bit for the upper [`SEEN`] bits of each hash: few enough to stay in the processor's
    /// nearest cache, where most of the unknown words end.
    seen: Vec<u64>,
}

/// Number of bits of a hash that suffice to recognise most unknown words. Chosen by judgement: 4 kB
/// for a table, eight bits for each of some four thousand words.
const SEEN: u32 = 15;

/// Returns the place of a hash among the bits of [`Table::seen`].
#[inline]
fn place_of_bit(hash: u64) -> (usize, u64) {
    // The upper bits, as the lower ones depend on the first letters alone.
    let upper = hash >> (64 - SEEN);
    ((upper / 64) as usize, upper % 64)
}

impl<V: Copy + Default> Default for Table<V> {
    fn default() -> Self {
        Self { places: vec![(0, V::default()); 1 << 10], taken: 0, seen: vec![0; 1 << (SEEN - 6)] }
    }
}

impl<V: Copy + Default + BitOrAssign> Table<V> {
    /// Returns the place of a hash, or the free one where it belongs.
    #[inline]
    fn place(&self, hash: u64) -> usize {
        let last = self.places.len() - 1;
        let mut at = (hash >> 40) as usize & last;
        while self.places[at].0 != hash && self.places[at].0 != 0 {
            at = (at + 1) & last;
        }
        at
    }

    /// Returns the value of a hash; the default if it is unknown.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> V {
        let (word, bit) = place_of_bit(hash);
        if self.seen[word] >> bit & 1 == 0 {
            return V::default();
        }
        self.places[self.place(hash)].1
    }

    /// Adds `what` to the value of a hash other than 0.
    pub(crate) fn add(&mut self, hash: u64, what: V) {
        if (self.taken + 1) * 4 > self.places.len() {
            let more = vec![(0, V::default()); self.places.len() * 2];
            for (hash, what) in
                std::mem::replace(&mut self.places, more).into_iter().filter(|(hash, _)| *hash != 0)
            {
                let at = self.place(hash);
                self.places[at] = (hash, what);
            }
        }
        let (word, bit) = place_of_bit(hash);
        self.seen[word] |= 1 << bit;
        let at = self.place(hash);
        self.taken += usize::from(self.places[at].0 == 0);
        self.places[at].0 = hash;
        self.places[at].1 |= what;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_end_where_the_first_other_byte_stands() {
        let of = |text: &str| Letters::of(load(text.as_bytes(), 0));
        assert_eq!(
            (
                of("").length,
                of(" a").length,
                of("a").length,
                of("abcdefgh").length,
                of("aé").length
            ),
            (0, 0, 1, 8, 1)
        );
        let nato = of("NATO24 x");
        assert_eq!(
            (
                nato.length,
                nato.letters.count_ones(),
                nato.capitals.count_ones(),
                nato.digits.count_ones()
            ),
            (6, 4, 4, 2)
        );
        assert_eq!(&nato.lower.to_le_bytes(), b"nato24 x");
    }

    #[test]
    fn the_first_byte_beyond_ascii_is_found() {
        let text = "0123456789 é and ü".as_bytes();
        assert_eq!(
            (beyond_ascii(text, 0), beyond_ascii(text, 13), beyond_ascii(text, 18)),
            (Some(11), Some(18), Some(18))
        );
        assert_eq!((beyond_ascii(text, 20), beyond_ascii(b"plain", 0)), (None, None));
    }

    proptest! {
        #[test]
        fn eight_bytes_are_read_as_each_of_them_is(bytes in proptest::array::uniform8(any::<u8>())) {
            let letters = Letters::of(u64::from_le_bytes(bytes));
            let length = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            prop_assert_eq!(letters.length, length);
            prop_assert_eq!(letters.lower.to_le_bytes(), bytes.map(|b| b.to_ascii_lowercase()));
            let own = |mask: u64, is: fn(&u8) -> bool| {
                (0..8).all(|at| (mask >> (8 * at) & 0x80 != 0) == (at < length && is(&bytes[at]))) && mask & !HIGH == 0
            };
            prop_assert!(own(letters.letters, u8::is_ascii_alphabetic));
            prop_assert!(own(letters.capitals, u8::is_ascii_uppercase));
            prop_assert!(own(letters.digits, u8::is_ascii_digit));
        }

        #[test]
        fn words_of_any_script_are_read_as_each_byte_is(bytes in proptest::array::uniform8(any::<u8>())) {
            let open = Open::of(u64::from_le_bytes(bytes));
            let length = bytes.iter().take_while(|b| !b.is_ascii() || b.is_ascii_alphanumeric()).count();
            prop_assert_eq!(open.length, length);
            let lower: Vec<u8> = bytes[..length].iter().map(u8::to_ascii_lowercase).collect();
            prop_assert_eq!(&open.lower.to_le_bytes()[..length], lower.as_slice());
            prop_assert!(open.lower.to_le_bytes()[length..].iter().all(|byte| *byte == 0));
        }

        #[test]
        fn a_phrase_is_cut_at_its_spaces(phrase in "[a-zé日\u{0}]{0,20}( [a-zé日]{1,20}){0,4}") {
            let cut: Vec<(&str, usize)> = words(&phrase).map(|word| (word.text, word.characters)).collect();
            let spaced: Vec<&str> = phrase.split(' ').collect();
            prop_assert_eq!(cut.iter().map(|word| word.0).collect::<Vec<_>>(), spaced);
            let counted = |(text, characters): &(&str, usize)| text.contains('\u{0}') || text.chars().count() == *characters;
            prop_assert!(cut.iter().all(counted));
        }

        #[test]
        fn a_table_holds_what_it_was_given(hashes in proptest::collection::hash_set(1u64.., 0..2000)) {
            let mut table = Table::<u64>::default();
            hashes.iter().for_each(|hash| table.add(*hash, *hash));
            prop_assert!(hashes.iter().all(|hash| table.get(*hash) == *hash));
        }
    }
}
