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
    /// Different texts among those articles: versions of one story have their longest line in common.
    pub texts: u32,
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

    /// Whether a line of prose, if it is no furniture, is background: it stands in different texts of the source.
    pub fn is_background(self) -> bool {
        self.texts >= 2 && self.neighbours >= 2
    }

    /// Whether even a line of prose is furniture by its recurrence: in many of the source's articles, between many
    /// different neighbours, or again and again at the beginning or end of changing texts.
    pub fn is_prose_furniture(self) -> bool {
        let often = self.texts >= 4 && self.neighbours >= 4 && self.articles * 5 >= self.of;
        let at_the_edge = self.texts >= 4 && self.neighbours >= 3 && self.edges * 5 >= self.articles * 4;
        often || at_the_edge
    }
}

/// The recurring lines of each source.
#[derive(Debug, Default)]
pub struct Recurrence {
    lines: FxHashMap<u64, Standing>,
    articles: FxHashMap<u64, u32>,
}

/// What was learned, ascending by key: how lines stand by [`line_key`], then articles by [`source_key`].
pub type Learned = (Vec<(u64, Standing)>, Vec<(u64, u32)>);

/// What a source is recognised by.
pub fn source_key(source: &str) -> u64 {
    xxh3_64(source.as_bytes())
}

/// What a line of a source is recognised by: the key of [`super::lines::Place`] in the source of [`source_key`].
pub fn line_key(source: u64, line: u64) -> u64 {
    xxh3_64_with_seed(&line.to_le_bytes(), source)
}

/// One occurrence of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    line: u64,
    article: u32,
    /// The lines around it.
    context: u64,
    /// The longest other line of its text.
    text: u64,
    edge: bool,
}

/// Keys of the two longest different lines of a text; 0 where there is none.
fn longest(lines: &[Place]) -> [u64; 2] {
    let mut best = [(0, 0); 2];
    for line in lines {
        let this = (line.end - line.start, line.key);
        if this > best[0] && this.1 != best[0].1 {
            best = [this, best[0]];
        } else if this > best[1] && this.1 != best[0].1 {
            best[1] = this;
        }
    }
    best.map(|(_, key)| key)
}

impl Recurrence {
    /// What was learned before: how lines stand by [`line_key`], and articles by [`source_key`].
    pub fn of(lines: impl Iterator<Item = (u64, Standing)>, articles: impl Iterator<Item = (u64, u32)>) -> Self {
        Self { lines: lines.collect(), articles: articles.collect() }
    }

    /// All that was learned, ascending by key: how lines stand, then articles of each source.
    pub fn learned(&self) -> Learned {
        let mut lines: Vec<(u64, Standing)> = self.lines.iter().map(|(key, standing)| (*key, *standing)).collect();
        let mut articles: Vec<(u64, u32)> = self.articles.iter().map(|(key, n)| (*key, *n)).collect();
        lines.sort_unstable_by_key(|(key, _)| *key);
        articles.sort_unstable();
        (lines, articles)
    }

    /// Learns from the lines of all articles whose source is known. O(lines · log lines).
    pub fn learn(places: &[Vec<Place>], sources: &[Option<String>]) -> Self {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for source in sources.iter().flatten() {
            *counts.entry(source_key(source)).or_default() += 1;
        }
        let mut seen: Vec<Seen> = places
            .par_iter()
            .zip(sources.par_iter())
            .enumerate()
            .filter_map(|(at, (lines, source))| source.as_ref().map(|s| (at as u32, lines, source_key(s))))
            .filter(|(_, _, source)| counts[source] >= 2)
            .flat_map_iter(|(article, lines, source)| {
                let [longest, second] = longest(lines);
                (0..lines.len()).map(move |i| {
                    let before = if i == 0 { 0 } else { lines[i - 1].key };
                    let after = lines.get(i + 1).map_or(0, |l| l.key);
                    Seen {
                        line: line_key(source, lines[i].key),
                        article,
                        context: before ^ after.rotate_left(32),
                        text: if longest == lines[i].key { second } else { longest },
                        edge: i < 2 || i + 3 >= lines.len(),
                    }
                })
            })
            .collect();
        seen.par_sort_unstable();
        let mut recurring = FxHashMap::default();
        for group in seen.chunk_by(|a, b| a.line == b.line) {
            let articles = group.chunk_by(|a, b| a.article == b.article).count() as u32;
            if articles >= 2 {
                let different = |of: fn(&Seen) -> u64| {
                    let mut all: Vec<u64> = group.iter().map(of).collect();
                    all.sort_unstable();
                    all.dedup();
                    all.len() as u32
                };
                let standing = Standing {
                    articles,
                    neighbours: different(|s| s.context),
                    texts: different(|s| s.text),
                    edges: group.iter().filter(|s| s.edge).count() as u32,
                    of: 0,
                };
                recurring.insert(group[0].line, standing);
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
        assert_eq!(furniture, Standing { articles: 3, neighbours: 3, texts: 3, edges: 3, of: 3 });
        assert!(furniture.is_furniture());
    }

    #[test]
    fn a_paragraph_of_three_versions_is_no_furniture() {
        let paragraph = standing(&["a\nTold them so\nc", "a\nTold them so\nc", "a\nTold them so\nc"], "Told them so");
        assert!(paragraph.articles == 3 && !paragraph.is_furniture());
    }
}
