//! Bit-packs the postings of very many keys, nearly all with one article.
//!
//! The steps between keys that are hashed evenly follow a geometric distribution, for which Rice
//! coding is the shortest: the upper bits of a step in unary (ones ended by a zero), then its lower
//! bits. The article follows in as many bits as the largest number needs. A posting takes 31 bits
//! in an archive of some 40,000 articles, where whole bytes take 48. A block consists of the two
//! widths, the number of its postings, and then the bits, lowest first; a key never spans two
//! blocks.
//!
//! Source: Rice, Plaunt, *Adaptive variable-length coding*, 1971; the width after Witten, Moffat,
//! Bell, *Managing Gigabytes*, 1999.

use super::coding::{PAGE, put, take};
use super::postings::{ARTICLE, Holders, KEY, article};

/// Packs ascending, unique postings into blocks, and calls `each` with the first key and the bytes
/// of each block. O(postings).
pub fn blocks<E>(
    postings: &[u64],
    mut each: impl FnMut(u64, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let (Some(first), Some(last)) = (postings.first(), postings.last()) else { return Ok(()) };
    let largest = postings.iter().map(|p| article(*p)).max().unwrap_or_default();
    let mean = ((last >> ARTICLE) - (first >> ARTICLE)) / postings.len() as u64;
    // The best width is the logarithm of 0.69 times the mean step.
    let widths = Widths {
        low: (mean * 11 / 16).checked_ilog2().unwrap_or_default(),
        article: (u32::BITS - largest.leading_zeros()).max(1),
    };
    let room = (PAGE - 8) * 8;
    let (mut from, mut bits) = (0, 0);
    let mut at = 0;
    for group in postings.chunk_by(|a, b| a >> ARTICLE == b >> ARTICLE) {
        let step =
            if at == from { 0 } else { (group[0] >> ARTICLE) - (postings[at - 1] >> ARTICLE) };
        let more = widths.bits(step) + (group.len() as u64 - 1) * widths.bits(0);
        if bits + more > room as u64 && at > from {
            each(postings[from] >> ARTICLE, &packed(&postings[from..at], widths))?;
            (from, bits) = (at, 0);
        }
        bits += more;
        at += group.len();
    }
    each(postings[from] >> ARTICLE, &packed(&postings[from..], widths))
}

/// Number of bits of the lower part of a step, and of an article.
#[derive(Debug, Clone, Copy)]
struct Widths {
    low: u32,
    article: u32,
}

impl Widths {
    fn bits(self, step: u64) -> u64 {
        (step >> self.low) + 1 + u64::from(self.low + self.article)
    }
}

fn packed(postings: &[u64], widths: Widths) -> Vec<u8> {
    let mut out = vec![widths.low as u8, widths.article as u8];
    put(postings.len() as u64, &mut out);
    let (mut word, mut used) = (0u64, 0u32);
    let mut push = |value: u64, bits: u32| {
        word |= value << used;
        used += bits;
        while used >= 8 {
            out.push(word as u8);
            word >>= 8;
            used -= 8;
        }
    };
    let mut last = postings[0] >> ARTICLE;
    for posting in postings {
        let step = (posting >> ARTICLE) - last;
        for _ in 0..step >> widths.low {
            push(1, 1);
        }
        push(0, 1);
        push(step & ((1 << widths.low) - 1), widths.low);
        push(u64::from(article(*posting)), widths.article);
        last = posting >> ARTICLE;
    }
    push(0, 7);
    out
}

/// Reads bits, lowest first; past the end it reads zeros.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Bits<'_> {
    /// Returns at least the next 57 bits.
    fn peek(&self) -> u64 {
        let byte = self.at >> 3;
        let word = match self.bytes.get(byte..byte + 8) {
            Some(eight) => eight.try_into().map_or(0, u64::from_le_bytes),
            None => self
                .bytes
                .iter()
                .skip(byte)
                .take(8)
                .rev()
                .fold(0, |word, b| word << 8 | u64::from(*b)),
        };
        word >> (self.at & 7)
    }

    fn take(&mut self, bits: u32) -> u64 {
        let value = self.peek() & ((1 << bits) - 1);
        self.at += bits as usize;
        value
    }

    /// Counts the ones before the next zero.
    fn ones(&mut self) -> u64 {
        let mut all = 0;
        loop {
            let ones = self.peek().trailing_ones().min(56);
            self.at += ones as usize;
            all += u64::from(ones);
            if ones < 56 {
                self.at += 1;
                return all;
            }
        }
    }
}

/// Reads a block until its end or until `each` returns `false`; `None` if the block is damaged.
fn each_posting(
    first: u64,
    mut block: &[u8],
    mut each: impl FnMut(u64, u32) -> bool,
) -> Option<()> {
    let (&[low, article], rest) = block.split_first_chunk::<2>()?;
    block = rest;
    let count = take(&mut block)?;
    if u32::from(low) > KEY || article > 32 {
        return None;
    }
    let mut bits = Bits { bytes: block, at: 0 };
    let mut key = first;
    for _ in 0..count {
        let high = bits.ones();
        key = key.checked_add(high << low)?.checked_add(bits.take(u32::from(low)))?;
        let number = bits.take(u32::from(article)) as u32;
        if bits.at > block.len() * 8 {
            return None;
        }
        if !each(key, number) {
            break;
        }
    }
    Some(())
}

/// Calls `each` with every key of a block and its articles until it returns `false`; `None` if the
/// block is damaged.
pub fn read(first: u64, block: &[u8], mut each: impl FnMut(u64, Holders) -> bool) -> Option<()> {
    let (mut last, mut articles) = (first, Vec::new());
    let mut goes_on = true;
    let told = |key: u64, articles: &mut Vec<u32>, each: &mut dyn FnMut(u64, Holders) -> bool| {
        let articles = std::mem::take(articles);
        articles.is_empty() || each(key, Holders { count: articles.len() as u32, articles })
    };
    each_posting(first, block, |key, number| {
        if key != last {
            goes_on = told(last, &mut articles, &mut each);
            last = key;
        }
        articles.push(number);
        goes_on
    })?;
    if goes_on {
        told(last, &mut articles, &mut each);
    }
    Some(())
}

/// Returns the articles of `key` in its block, none if the key is not there; `None` if the block is
/// damaged.
pub fn find(key: u64, first: u64, block: &[u8]) -> Option<Holders> {
    let mut articles = Vec::new();
    each_posting(first, block, |at, number| {
        if at == key {
            articles.push(number);
        }
        at <= key
    })?;
    Some(Holders { count: articles.len() as u32, articles })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::postings::{of_key, posting};

    #[test]
    fn every_posting_is_found_and_nothing_else() {
        let mut postings: Vec<u64> =
            (0..30_000u64).map(|n| posting(n * n * 977, (n % 40_000) as u32)).collect();
        postings.extend((0..5_000).map(|n| posting(6, n)));
        // A step far larger than usual, and the last possible key.
        postings.extend([of_key((1 << KEY) - 1, 0), of_key((1 << KEY) - 1, 39_999)]);
        postings.sort_unstable();
        postings.dedup();
        let mut packed: Vec<(u64, Vec<u8>)> = Vec::new();
        let done: Result<(), ()> = blocks(&postings, |first, block| {
            packed.push((first, block.to_vec()));
            Ok(())
        });
        assert!(
            done.is_ok()
                && packed.len() > 20
                && packed.iter().filter(|(_, b)| b.len() > PAGE).count() == 1
        );
        for group in postings.chunk_by(|a, b| a >> ARTICLE == b >> ARTICLE) {
            let key = group[0] >> ARTICLE;
            let articles: Vec<u32> = group.iter().map(|p| article(*p)).collect();
            let (first, block) = &packed[packed.partition_point(|(first, _)| *first <= key) - 1];
            assert_eq!(
                find(key, *first, block),
                Some(Holders { count: articles.len() as u32, articles })
            );
            assert_eq!(
                find(key + 1, *first, block).map(|h| h.count > 0),
                Some(postings.iter().any(|p| p >> ARTICLE == key + 1))
            );
        }
        let mut again = Vec::new();
        for (first, block) in &packed {
            read(*first, block, |key, holders| {
                again.extend(holders.articles.iter().map(|a| of_key(key, *a)));
                true
            })
            .expect("whole");
            assert!(
                find(u64::MAX, *first, &block[..block.len() / 2]).is_none(),
                "a cut is noticed"
            );
        }
        assert_eq!(again, postings);
    }
}
