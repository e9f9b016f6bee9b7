//! The stored form of recurring lines and of the weekly history.

use serde::{Deserialize, Serialize};

use super::coding::{PAGE, put, take};
use crate::clean::recurrence::Standing;

/// One source in one week.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// The week, as in `2021-W23`.
    pub week: String,
    /// Id of the source.
    pub source_id: String,
    /// Number of articles counted.
    pub articles: u32,
    /// Number of originals among them.
    pub originals: u32,
    /// Number of copies of other sources among them.
    pub copies: u32,
    /// The source's score; `None` if there is too little evidence for one.
    pub score: Option<f64>,
    /// The interval of the score; `None` without a score.
    pub interval: Option<(f64, f64)>,
    /// The grade; `None` without a score.
    pub grade: Option<String>,
    /// Number of articles in the archive when the row was made.
    pub state_articles: u64,
    /// Generation of the archive that the row was made with.
    pub state: u64,
}

/// How a line recurs in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineEntry {
    /// Key of the line and its source, see [`crate::clean::recurrence::line_key`].
    pub key: u64,
    /// Articles that contain the line, different neighbours, different stories, and occurrences at
    /// the edge of an article, as in [`Standing`].
    pub counts: [u32; 4],
}

impl LineEntry {
    /// Builds the entry of a line.
    pub fn of(key: u64, s: Standing) -> Self {
        Self { key, counts: [s.articles, s.neighbours, s.texts, s.edges] }
    }

    /// Returns how the line recurs; `of` is the number of articles of its source.
    pub fn standing(self, of: u32) -> Standing {
        let [articles, neighbours, texts, edges] = self.counts;
        Standing { articles, neighbours, texts, edges, of }
    }
}

/// Packs entries, ascending by key, into blocks, and calls `each` with the first key and the bytes
/// of each block.
pub fn pack_lines<E>(
    lines: &[LineEntry],
    mut each: impl FnMut(u64, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let (mut block, mut first, mut last) = (Vec::with_capacity(PAGE), 0, 0);
    for line in lines {
        if block.is_empty() {
            (first, last) = (line.key, line.key);
        }
        put(line.key - last, &mut block);
        line.counts.iter().for_each(|n| put(u64::from(*n), &mut block));
        last = line.key;
        // Leave room for one more entry: a step and four counts.
        if block.len() + 30 > PAGE {
            each(first, &block)?;
            block.clear();
        }
    }
    if block.is_empty() { Ok(()) } else { each(first, &block) }
}

/// Reads a block of lines until `each` returns `false`; `None` if the block is damaged.
pub fn read_lines(
    first: u64,
    mut block: &[u8],
    mut each: impl FnMut(LineEntry) -> bool,
) -> Option<()> {
    let mut key = first;
    while !block.is_empty() {
        key = key.checked_add(take(&mut block)?)?;
        let mut counts = [0; 4];
        for count in &mut counts {
            *count = u32::try_from(take(&mut block)?).ok()?;
        }
        if !each(LineEntry { key, counts }) {
            break;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fill_pages_and_come_back() {
        let lines: Vec<LineEntry> = (0..5_000u64)
            .map(|n| LineEntry { key: n * n * 1_000_003, counts: [n as u32, 2, u32::MAX, 0] })
            .collect();
        let (mut back, mut blocks) = (Vec::new(), 0);
        let packed: Result<(), ()> = pack_lines(&lines, |first, block| {
            blocks += 1;
            assert!(block.len() <= PAGE);
            read_lines(first, block, |line| {
                back.push(line);
                true
            })
            .ok_or(())
        });
        assert!(packed.is_ok() && blocks > 10 && back == lines);
    }
}
