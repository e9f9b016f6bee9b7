//! Events: which families and single articles tell of the same one.

use rustc_hash::FxHashMap;

use super::{Cluster, DateBasis, Evidence, Standing, moment};
use crate::compare::Relation;
use crate::ingest::Stamp;

/// Days beyond which two articles tell of no one event.
const DAYS: i64 = 4;
/// Least nearness of skeletons that ties two articles to one event.
const NEAR: f64 = 0.35;

/// All that was written of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The articles, ascending.
    pub members: Vec<u32>,
    /// Families and single articles in it: how many wrote of the event on their own.
    pub independent_origins: u32,
}

/// Joins families and single articles that tell of the same event, and numbers the events.
///
/// Copies of one family and versions of one page always share their event. Other articles join when each is among the nearest of the other and
/// their dates allow it.
pub fn build(e: &Evidence<'_>, clusters: &[Cluster], standings: &mut [Standing], dates: &[(Option<Stamp>, DateBasis)]) -> Vec<Story> {
    let mut group: Vec<u32> = (0..e.articles.len() as u32).collect();
    fn find(group: &mut [u32], at: u32) -> u32 {
        let mut root = at;
        while group[root as usize] != root {
            root = group[root as usize];
        }
        let mut next = at;
        while group[next as usize] != root {
            next = std::mem::replace(&mut group[next as usize], root);
        }
        root
    }
    let mut join = |x: u32, y: u32| {
        let (x, y) = (find(&mut group, x), find(&mut group, y));
        let (keep, drop) = (x.min(y), x.max(y));
        group[drop as usize] = keep;
    };
    for cluster in clusters {
        cluster.members.windows(2).for_each(|w| join(w[0], w[1]));
    }
    for c in e.comparisons {
        let near = match c.relation {
            Relation::SameEvent | Relation::SameQuotes => c.measures.nearness >= NEAR,
            Relation::Background => false,
            Relation::SharedSource => true,
            _ => true,
        };
        let time = |at: u32| moment(&e.articles[at as usize], dates[at as usize].0).map(|s| s.middle());
        let together = match (time(c.a), time(c.b)) {
            (Some(x), Some(y)) => (x - y).abs() <= DAYS * 86_400,
            _ => true,
        };
        if near && together {
            join(c.a, c.b);
        }
    }
    let mut pages: FxHashMap<u64, u32> = FxHashMap::default();
    for (article, at) in e.articles.iter().zip(0u32..) {
        if let Some(page) = article.page() {
            join(*pages.entry(page).or_insert(at), at);
        }
    }
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for at in 0..e.articles.len() as u32 {
        let root = find(&mut group, at);
        members.entry(root).or_default().push(at);
    }
    let mut stories: Vec<Vec<u32>> = members.into_values().collect();
    stories.sort();
    stories
        .into_iter()
        .enumerate()
        .map(|(number, members)| {
            let mut origins: Vec<(Option<u32>, u32)> =
                members.iter().map(|&m| standings[m as usize].cluster.map_or((None, m), |c| (Some(c), 0))).collect();
            origins.sort_unstable();
            origins.dedup();
            members.iter().for_each(|&m| standings[m as usize].story = number as u32);
            Story { independent_origins: origins.len() as u32, members }
        })
        .collect()
}
