//! Passages that two outlets share with many other stories: background, whoever wrote it first.

use rustc_hash::FxHashMap;

use super::bounds::Bounds;
use super::{Comparison, Relation};

/// Articles of other events that must hold a passage before it is background.
const ELSEWHERE: usize = 3;
/// Share of a passage that a third article must hold to have it, as a ratio of 64ths.
const HOLDS: (u32, u32) = (4, 5);

/// Calls pairs *background* of which all that they share stands in three or more other articles, none of them of
/// the event of either: a biography, the history of a conflict, a boilerplate of a company.
///
/// Only pairs that share a source are looked at; a copy stays a copy. `kept` is ascending by (a, b). O(pairs · pairs of an
/// article).
pub fn relate(kept: &mut [Comparison]) {
    // For each article: the other article, which part is shared, and whether the two could be of one event.
    let mut passages: FxHashMap<u32, Vec<(u32, u64, bool)>> = FxHashMap::default();
    for c in kept.iter().filter(|c| c.relation <= Relation::Background) {
        let strange = !c.relation.is_copying() && c.measures.likeness < Bounds::SHIPPED.event;
        passages.entry(c.a).or_default().push((c.b, c.measures.coverage.0, strange));
        passages.entry(c.b).or_default().push((c.a, c.measures.coverage.1, strange));
    }
    let holds = |of: u64, all: u64| (of & all).count_ones() * HOLDS.1 >= of.count_ones() * HOLDS.0;
    let standing: Vec<usize> = (0..kept.len())
        .filter(|&at| {
            let c = &kept[at];
            let (of_a, of_b) = c.measures.coverage;
            if c.relation != Relation::SharedSource || of_a == 0 || of_b == 0 {
                return false;
            }
            let with_b: FxHashMap<u32, (u64, bool)> = passages[&c.b].iter().map(|&(x, mask, strange)| (x, (mask, strange))).collect();
            let elsewhere = passages[&c.a].iter().filter(|(x, mask, strange)| {
                *strange && holds(of_a, *mask) && with_b.get(x).is_some_and(|(mask, strange)| *strange && holds(of_b, *mask))
            });
            elsewhere.count() >= ELSEWHERE
        })
        .collect();
    standing.into_iter().for_each(|at| kept[at].relation = Relation::Background);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Measures;

    fn pair(a: u32, b: u32, relation: Relation, coverage: (u64, u64), likeness: f64) -> Comparison {
        Comparison { a, b, relation, measures: Measures { coverage, likeness, ..Measures::default() }, ..Comparison::default() }
    }

    fn relations(articles: u32, relation: Relation, nearness: f64) -> Vec<Relation> {
        let mut kept: Vec<Comparison> =
            (0..articles).flat_map(|a| (a + 1..articles).map(move |b| pair(a, b, relation, (0xff00, 0xff), nearness))).collect();
        // the part of an article is the same, whichever pair it is seen in
        kept.iter_mut().for_each(|c| c.measures.coverage = (0xff << c.a, 0xff << c.b));
        relate(&mut kept);
        kept.into_iter().map(|c| c.relation).collect()
    }

    #[test]
    fn what_many_stories_hold_is_background() {
        assert!(relations(5, Relation::SharedSource, 0.1).iter().all(|r| *r == Relation::Background));
        assert!(relations(4, Relation::SharedSource, 0.1).iter().all(|r| *r == Relation::SharedSource), "two others are too few");
        assert!(relations(6, Relation::SharedSource, 0.6).iter().all(|r| *r == Relation::SharedSource), "one event, one source");
        assert!(relations(6, Relation::Edited, 0.1).iter().all(|r| *r == Relation::Edited), "a copy stays a copy");
    }
}
