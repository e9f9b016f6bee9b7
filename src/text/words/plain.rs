//! Reads words of ASCII letters and digits, eight bytes at a time, as most words are.
//!
//! [`super::read`] tries it first; [`super::careful`] reads what it declines.

use xxhash_rust::xxh3::xxh3_64;

use super::function::FUNCTION_KEYS;
use super::{Class, Word};
use crate::text::eight;

/// Length in bytes of the longest word read by [`plain`]. Chosen by judgement; longer words are
/// read by [`careful`].
const PLAIN: usize = 48;

/// Whether more than one bit is set.
fn several_of(bits: u64) -> bool {
    bits & bits.wrapping_sub(1) != 0
}

/// Reads a word that consists only of ASCII letters and digits, as most words of most languages do;
/// `None` if what follows may belong to the word, or if there is no such word.
pub(super) fn plain(bytes: &[u8], start: usize) -> Option<Word> {
    let mut eight = eight::Letters::of(eight::load(bytes, start));
    // Most words end here, so that only longer ones are put together in `long`.
    let (short, mut long) = (eight.lower.to_le_bytes(), [0u8; PLAIN]);
    let (mut length, mut letters, mut digits) = (eight.length, eight.letters, eight.digits != 0);
    let mut several = several_of(letters);
    let mut small = eight.letters != eight.capitals;
    if eight.length == 8 {
        long[..8].copy_from_slice(&short);
        while eight.length == 8 {
            eight = eight::Letters::of(eight::load(bytes, start + length));
            long.get_mut(length..length + 8)?.copy_from_slice(&eight.lower.to_le_bytes());
            several |= several_of(eight.letters) || letters != 0 && eight.letters != 0;
            letters |= eight.letters;
            digits |= eight.digits != 0;
            small |= eight.letters != eight.capitals;
            length += eight.length;
        }
    }
    let folded = if length < 8 { &short[..length] } else { &long[..length] };
    let end = start + length;
    let is_open = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii() || b.is_ascii_alphanumeric());
    let joined = match bytes.get(end) {
        Some(b',' | b'.' | b':' | b'\'' | b'`') => is_open(bytes.get(end + 1)),
        other => is_open(other),
    };
    if length == 0 || joined {
        return None;
    }
    let flag = |holds: bool, flag: u8| if holds { flag } else { 0 };
    let capital = bytes[start].is_ascii_uppercase();
    let mut class = Class(
        flag(capital, Class::CAPITAL)
            | flag(digits, Class::DIGIT)
            | flag(several && !small, Class::ACRONYM),
    );
    let key = (xxh3_64(folded) & 0xffff_ffff) as u32;
    if FUNCTION_KEYS.contains(key) {
        class.set(Class::FUNCTION);
    }
    Some(Word::at(start..end, key, class))
}
