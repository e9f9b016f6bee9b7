//! Finds the lines that recur across a source's articles.
//!
//! Furniture recurs between changing neighbours; a paragraph that two versions of a story share recurs between the same
//! ones. So a line counts by the number of different lines it was seen between, not only by how often it was seen.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::lines::{Line, Place};

/// How a line stands in its source.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Articles of the source that hold it.
    pub articles: u32,
    /// Different pairs of neighbours between which it stands.
    pub neighbours: u32,
    /// Articles in which it stands among the first two or last three lines.
    pub edges: u32,
    /// Articles of the source in the run.
    pub of: u32,
}

impl Standing {
    /// Whether a line with few words is furniture by its recurrence.
    pub fn is_furniture(self) -> bool {
        self.articles >= 3 && self.neighbours >= 2
    }

    /// Whether even a line of prose is furniture by its recurrence: in many of the source's articles, between many
    /// different neighbours, or again and again at the beginning or end of changing texts.
    pub fn is_prose_furniture(self) -> bool {
        let often = self.articles >= 4 && self.neighbours >= 4 && self.articles * 5 >= self.of;
        let at_the_edge = self.articles >= 4 && self.neighbours >= 3 && self.edges * 5 >= self.articles * 4;
        often || at_the_edge
    }
}

/// The recurring lines of each source.
#[derive(Debug, Default)]
pub struct Recurrence {
    lines: FxHashMap<u64, Standing>,
    articles: FxHashMap<u64, u32>,
}

fn source_key(source: &str) -> u64 {
    xxh3_64(source.as_bytes())
}

fn line_key(source: u64, line: u64) -> u64 {
    xxh3_64_with_seed(&line.to_le_bytes(), source)
}

impl Recurrence {
    /// Learns from the lines of all articles whose source is known. O(lines · log lines).
    pub fn learn(places: &[Vec<Place>], sources: &[Option<String>]) -> Self {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for source in sources.iter().flatten() {
            *counts.entry(source_key(source)).or_default() += 1;
        }
        let mut seen: Vec<(u64, u32, u64, bool)> = places
            .par_iter()
            .zip(sources.par_iter())
            .enumerate()
            .filter_map(|(at, (lines, source))| source.as_ref().map(|s| (at as u32, lines, source_key(s))))
            .filter(|(_, _, source)| counts[source] >= 2)
            .flat_map_iter(|(at, lines, source)| {
                (0..lines.len()).map(move |i| {
                    let before = if i == 0 { 0 } else { lines[i - 1].key };
                    let after = lines.get(i + 1).map_or(0, |l| l.key);
                    (line_key(source, lines[i].key), at, before ^ after.rotate_left(32), i < 2 || i + 3 >= lines.len())
                })
            })
            .collect();
        seen.par_sort_unstable();
        let mut recurring = FxHashMap::default();
        for group in seen.chunk_by(|a, b| a.0 == b.0) {
            let articles = group.chunk_by(|a, b| a.1 == b.1).count() as u32;
            if articles >= 2 {
                let mut contexts: Vec<u64> = group.iter().map(|g| g.2).collect();
                contexts.sort_unstable();
                contexts.dedup();
                recurring.insert(
                    group[0].0,
                    Standing { articles, neighbours: contexts.len() as u32, edges: group.iter().filter(|g| g.3).count() as u32, of: 0 },
                );
            }
        }
        Self { lines: recurring, articles: counts }
    }

    /// Notes on each line of an article how it stands in its source.
    pub fn mark(&self, source: Option<&str>, lines: &mut [Line<'_>]) {
        let Some(source) = source.map(source_key) else { return };
        let Some(&of) = self.articles.get(&source) else { return };
        for line in lines {
            if let Some(standing) = self.lines.get(&line_key(source, line.key)) {
                line.standing = Standing { of, ..*standing };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn standing(texts: &[&str], line: &str) -> Standing {
        let places: Vec<Vec<Place>> = texts.iter().map(|t| lines::find(t)).collect();
        let sources = vec![Some("a.example".to_owned()); places.len()];
        let mut lines = lines::read(line, &lines::find(line));
        Recurrence::learn(&places, &sources).mark(Some("a.example"), &mut lines);
        lines[0].standing
    }

    #[test]
    fn furniture_recurs_between_changing_neighbours() {
        let furniture = standing(&["a b\nMore 3 here\nc", "d e\nMore 4 here\nf", "g\nMore 5 here\nh"], "More 9 here");
        assert_eq!(furniture, Standing { articles: 3, neighbours: 3, edges: 3, of: 3 });
        assert!(furniture.is_furniture());
    }

    #[test]
    fn a_paragraph_of_three_versions_is_no_furniture() {
        let paragraph = standing(&["a\nTold them so\nc", "a\nTold them so\nc", "a\nTold them so\nc"], "Told them so");
        assert!(paragraph.articles == 3 && !paragraph.is_furniture());
    }
}
