//! Groups families and single articles that report the same event.

use rustc_hash::FxHashMap;

use super::{Cluster, DateBasis, Evidence, Standing, moment};
use crate::compare::{Bounds, Comparison, Relation};
use crate::ingest::Stamp;

/// Number of days beyond which two articles do not report one event. Chosen by judgement.
const DAYS: i64 = 4;

/// All articles about one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The articles, ascending.
    pub members: Vec<u32>,
    /// Number of families and single articles in it, that is, of origins that reported the event
    /// independently. Translations of one text are one origin.
    pub independent_origins: u32,
}

/// Number of articles from which a group is large: two large groups become one event only if
/// several articles tie them. Chosen by judgement.
const SEVERAL: usize = 3;
/// Number of ties between different articles on both sides that join two large groups. Chosen by
/// judgement.
const TIES: usize = 2;

/// Joins families and single articles that report the same event, and numbers the events.
///
/// Copies of one family and versions of one page always share an event. Other articles are joined
/// if their words are similar, the most similar first, under two conditions that keep a chain of
/// neighbours from merging a year's news into one event. The dated articles of an event must lie
/// within `DAYS` of each other. And two groups of at least `SEVERAL` articles each need `TIES` ties
/// that have no article in common, so that a digest of two stories does not merge them. O(pairs ·
/// log pairs), repeated for every round in which articles are joined.
pub fn build(
    e: &Evidence<'_>,
    clusters: &[Cluster],
    standings: &mut [Standing],
    dates: &[(Option<Stamp>, DateBasis)],
) -> Vec<Story> {
    let time = |at: usize| moment(&e.articles[at], dates[at].0).map(|s| s.middle());
    let mut groups = Groups::of((0..e.articles.len()).map(time));
    for cluster in clusters {
        cluster.members.windows(2).for_each(|w| groups.join(w[0], w[1]));
    }
    let mut texts = Groups::of((0..e.articles.len()).map(|_| None));
    for cluster in clusters {
        cluster.members.windows(2).for_each(|w| texts.join(w[0], w[1]));
    }
    for c in e.comparisons.iter().filter(|c| c.relation == Relation::Translated) {
        texts.join(c.a, c.b);
    }
    let mut pages: FxHashMap<u64, u32> = FxHashMap::default();
    for (article, at) in e.articles.iter().zip(0u32..) {
        if let Some(page) = article.page() {
            groups.join(*pages.entry(page).or_insert(at), at);
        }
    }
    let mut ties: Vec<(f64, u32, u32)> =
        e.comparisons.iter().filter_map(|c| likeness(c).map(|like| (like, c.a, c.b))).collect();
    ties.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    while groups.join_all(&ties) {}
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for at in 0..e.articles.len() as u32 {
        members.entry(groups.root(at)).or_default().push(at);
    }
    let mut stories: Vec<Vec<u32>> = members.into_values().collect();
    stories.sort();
    stories
        .into_iter()
        .enumerate()
        .map(|(number, members)| {
            let mut origins: Vec<u32> = members.iter().map(|&m| texts.root(m)).collect();
            origins.sort_unstable();
            origins.dedup();
            members.iter().for_each(|&m| standings[m as usize].story = number as u32);
            Story { independent_origins: origins.len() as u32, members }
        })
        .collect()
}

/// Returns how strongly a pair ties two articles to one event; `None` if it does not.
fn likeness(c: &Comparison) -> Option<f64> {
    match c.relation {
        Relation::SameEvent | Relation::SameQuotes => {
            Some(c.measures.likeness).filter(|like| *like >= Bounds::SHIPPED.event)
        }
        Relation::Background | Relation::Template => None,
        // Articles with the same text report one event, whatever names they add.
        _ => Some(1.0),
    }
}

/// Articles in groups (union–find), with the size and time span of each group.
struct Groups {
    parent: Vec<u32>,
    size: Vec<u32>,
    /// Earliest and latest second of a group; `None` if none of its articles is dated.
    span: Vec<Option<(i64, i64)>>,
}

impl Groups {
    /// Puts every article into a group of its own, at its time.
    fn of(times: impl Iterator<Item = Option<i64>>) -> Self {
        let span: Vec<Option<(i64, i64)>> = times.map(|time| time.map(|t| (t, t))).collect();
        Self { parent: (0..span.len() as u32).collect(), size: vec![1; span.len()], span }
    }

    fn root(&mut self, at: u32) -> u32 {
        let mut root = at;
        while self.parent[root as usize] != root {
            root = self.parent[root as usize];
        }
        let mut next = at;
        while self.parent[next as usize] != root {
            next = std::mem::replace(&mut self.parent[next as usize], root);
        }
        root
    }

    /// Returns the earliest and latest second of two groups together.
    fn together(&self, x: u32, y: u32) -> Option<(i64, i64)> {
        match (self.span[x as usize], self.span[y as usize]) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        }
    }

    fn join(&mut self, x: u32, y: u32) {
        let (x, y) = (self.root(x), self.root(y));
        if x == y {
            return;
        }
        let (keep, drop) = (x.min(y), x.max(y));
        self.span[keep as usize] = self.together(x, y);
        self.size[keep as usize] += self.size[drop as usize];
        self.parent[drop as usize] = keep;
    }

    /// Goes through the ties once, strongest first, and joins what they allow; returns whether
    /// anything was joined.
    fn join_all(&mut self, ties: &[(f64, u32, u32)]) -> bool {
        let mut joined = false;
        // For two groups that need several ties, the articles of the ties found so far.
        let mut waiting: FxHashMap<(u32, u32), Vec<(u32, u32)>> = FxHashMap::default();
        for &(_, a, b) in ties {
            let (x, y) = (self.root(a), self.root(b));
            let wide =
                self.together(x, y).is_some_and(|(first, last)| last - first > DAYS * 86_400);
            if x == y || wide {
                continue;
            }
            if self.size[x as usize].min(self.size[y as usize]) >= SEVERAL as u32 {
                let (of_x, of_y) = if x < y { (a, b) } else { (b, a) };
                let found = waiting.entry((x.min(y), x.max(y))).or_default();
                if found.iter().all(|(p, q)| *p != of_x && *q != of_y) {
                    found.push((of_x, of_y));
                }
                if found.len() < TIES {
                    continue;
                }
            }
            self.join(a, b);
            joined = true;
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(times: &[Option<i64>], ties: &[(u32, u32)]) -> Vec<u32> {
        let day = 86_400;
        let mut groups = Groups::of(times.iter().map(|t| t.map(|days| days * day)));
        let ties: Vec<(f64, u32, u32)> = ties.iter().map(|&(a, b)| (0.5, a, b)).collect();
        while groups.join_all(&ties) {}
        (0..times.len() as u32).map(|at| groups.root(at)).collect()
    }

    #[test]
    fn a_chain_of_days_is_no_event() {
        let times: Vec<Option<i64>> = (0..10).map(|day| Some(day * 2)).collect();
        let chain: Vec<(u32, u32)> = (0..9).map(|at| (at, at + 1)).collect();
        assert_eq!(groups(&times, &chain), [0, 0, 0, 3, 3, 3, 6, 6, 6, 9]);
    }

    #[test]
    fn one_digest_does_not_weld_two_events() {
        let two = [(0, 1), (1, 2), (3, 4), (4, 5)];
        let bridge = |more: &[(u32, u32)]| groups(&[None; 6], &[&two[..], more].concat());
        assert_eq!(
            bridge(&[(0, 3), (0, 4)]),
            [0, 0, 0, 3, 3, 3],
            "all ties are those of one article"
        );
        assert_eq!(bridge(&[(0, 3), (1, 4)]), [0; 6]);
    }
}
