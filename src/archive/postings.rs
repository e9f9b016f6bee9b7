//! Postings: which articles have a key. They are sorted, stored as differences, and packed into
//! blocks that fill a page of the store each.
//!
//! A posting is one number: 36 bits of the key's hash, then the article in 24 bits. Two keys that
//! agree in these 36 bits count as one. In an archive of a million articles that is one false
//! posting in the look-ups of two or three whole articles, and every look-up is verified
//! afterwards. A block is a sequence of `(step of the key, whether several articles, [number of
//! articles,] articles)`; a key never spans two blocks.

use super::coding::{PAGE, put, take};

/// Number of bits in a posting for the article, by the format of the archive.
pub const ARTICLE: u32 = 24;
/// Number of bits for the key, by the format of the archive.
pub const KEY: u32 = 36;
/// Most articles that an archive can number, by its format.
pub const MOST_ARTICLES: u32 = (1 << ARTICLE) - 1;

/// Builds a posting from the hash of a key and an article.
pub fn posting(hash: u64, article: u32) -> u64 {
    of_key(key(hash), article)
}

/// Builds a posting from a key and an article.
pub fn of_key(key: u64, article: u32) -> u64 {
    key << ARTICLE | u64::from(article)
}

/// Returns the bits of a hash that postings keep. Winnowing prefers small hashes; the
/// multiplication spreads them over all keys.
pub fn key(hash: u64) -> u64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - KEY)
}

/// Returns the article of a posting.
pub fn article(posting: u64) -> u32 {
    (posting & u64::from(MOST_ARTICLES)) as u32
}

/// The articles with one key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holders {
    /// Number of articles with the key.
    pub count: u32,
    /// Their numbers in ascending order; empty if there are more than the table keeps.
    pub articles: Vec<u32>,
}

/// Packs ascending, unique postings into blocks, and calls `each` with the first key and the bytes
/// of each block.
///
/// For a key of more than `most` articles only their count is kept. O(postings).
pub fn blocks<E>(
    postings: &[u64],
    most: usize,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let (mut block, mut first, mut last) = (Vec::with_capacity(PAGE), 0, 0);
    let mut entry = Vec::new();
    for group in postings.chunk_by(|a, b| a >> ARTICLE == b >> ARTICLE) {
        let key = group[0] >> ARTICLE;
        write(key - if block.is_empty() { key } else { last }, group, most, &mut entry);
        if !block.is_empty() && block.len() + entry.len() > PAGE {
            each(first, &block)?;
            block.clear();
            write(0, group, most, &mut entry);
        }
        if block.is_empty() {
            first = key;
        }
        block.extend_from_slice(&entry);
        last = key;
    }
    if block.is_empty() { Ok(()) } else { each(first, &block) }
}

fn write(step: u64, group: &[u64], most: usize, entry: &mut Vec<u8>) {
    entry.clear();
    if let [one] = group {
        put(step << 1, entry);
        return put(u64::from(article(*one)), entry);
    }
    put(step << 1 | 1, entry);
    put(group.len() as u64, entry);
    let mut last = 0;
    for posting in group.iter().filter(|_| group.len() <= most) {
        put(u64::from(article(*posting) - last), entry);
        last = article(*posting);
    }
}

/// Reads a block until its end or until `each` returns `false`; `None` if the block is damaged.
pub fn read(
    first: u64,
    mut block: &[u8],
    most: usize,
    mut each: impl FnMut(u64, Holders) -> bool,
) -> Option<()> {
    let mut key = first;
    while !block.is_empty() {
        let step = take(&mut block)?;
        key = key.checked_add(step >> 1)?;
        let holders = if step & 1 == 0 {
            Holders { count: 1, articles: vec![u32::try_from(take(&mut block)?).ok()?] }
        } else {
            let count = u32::try_from(take(&mut block)?).ok()?;
            let mut articles = Vec::new();
            let mut last = 0u32;
            for _ in 0..if count as usize <= most { count } else { 0 } {
                last = last.checked_add(u32::try_from(take(&mut block)?).ok()?)?;
                articles.push(last);
            }
            Holders { count, articles }
        };
        if !each(key, holders) {
            break;
        }
    }
    Some(())
}

/// Returns the articles of `key` in its block, none if the key is not there; `None` if the block is
/// damaged.
pub fn find(key: u64, first: u64, mut block: &[u8], most: usize) -> Option<Holders> {
    // Like `read`, but builds no lists for other keys.
    let mut at = first;
    while !block.is_empty() {
        let step = take(&mut block)?;
        at = at.checked_add(step >> 1)?;
        if at > key {
            break;
        }
        let count = if step & 1 == 0 { 1 } else { u32::try_from(take(&mut block)?).ok()? };
        let listed = if count as usize <= most { count } else { 0 };
        if at < key {
            for _ in 0..listed {
                take(&mut block)?;
            }
            continue;
        }
        let mut articles = Vec::new();
        let mut last = 0u32;
        for _ in 0..listed {
            last = last.checked_add(u32::try_from(take(&mut block)?).ok()?)?;
            articles.push(last);
        }
        return Some(Holders { count, articles });
    }
    Some(Holders::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(postings: &[u64], most: usize) -> Vec<(u64, Vec<u8>)> {
        let mut out = Vec::new();
        let packed: Result<(), ()> = blocks(postings, most, |first, block| {
            out.push((first, block.to_vec()));
            Ok(())
        });
        packed.expect("no error");
        out
    }

    fn look_up(packed: &[(u64, Vec<u8>)], key: u64, most: usize) -> Holders {
        let at = packed.partition_point(|(first, _)| *first <= key);
        at.checked_sub(1).map_or_else(Holders::default, |at| {
            find(key, packed[at].0, &packed[at].1, most).expect("whole")
        })
    }

    #[test]
    fn every_posting_is_found_and_nothing_else() {
        // Keys of one, three and five thousand articles, over many blocks.
        let mut postings: Vec<u64> =
            (0..30_000u64).map(|n| posting(n * n * 977, (n % 40_000) as u32)).collect();
        postings.extend((0..3).map(|n| posting(5, n * 7)));
        postings.extend((0..5_000).map(|n| posting(6, n)));
        postings.sort_unstable();
        postings.dedup();
        let blocks = packed(&postings, usize::MAX);
        assert!(blocks.len() > 30 && blocks.iter().filter(|(_, b)| b.len() > PAGE).count() == 1);
        for group in postings.chunk_by(|a, b| a >> ARTICLE == b >> ARTICLE) {
            let articles: Vec<u32> = group.iter().map(|p| article(*p)).collect();
            assert_eq!(
                look_up(&blocks, group[0] >> ARTICLE, usize::MAX),
                Holders { count: articles.len() as u32, articles }
            );
        }
        assert_eq!(look_up(&blocks, key(123_456_789), usize::MAX), Holders::default());
        let mut again = Vec::new();
        for (first, block) in &blocks {
            read(*first, block, usize::MAX, |key, holders| {
                again.extend(holders.articles.iter().map(|a| key << ARTICLE | u64::from(*a)));
                true
            })
            .expect("whole");
        }
        assert_eq!(again, postings);
    }

    #[test]
    fn a_common_key_keeps_its_count_only() {
        let mut postings: Vec<u64> = (0..9).map(|n| posting(1, n)).chain([posting(2, 4)]).collect();
        postings.sort_unstable();
        let blocks = packed(&postings, 8);
        assert_eq!(look_up(&blocks, key(1), 8), Holders { count: 9, articles: Vec::new() });
        assert_eq!(look_up(&blocks, key(2), 8), Holders { count: 1, articles: vec![4] });
    }
}
