//! Finds passages that recur in many other stories: background, whoever wrote them first.

use rustc_hash::FxHashMap;

use super::bounds::Bounds;
use super::{Comparison, Relation};

/// Least articles about other events with a passage for it to be background. Chosen by judgement.
const ELSEWHERE: usize = 3;
/// Least share of a passage's 64ths that another article must have in common, as numerator and
/// denominator. Chosen by judgement.
const HOLDS: (u32, u32) = (4, 5);

/// Changes pairs to *background* if everything they share occurs in at least three other articles,
/// none of them about the event of either: a biography, the history of a conflict, the description
/// of a company.
///
/// Only *shared source* pairs are considered, so a copy remains a copy. `kept` must be ascending by
/// (a, b). O(pairs · pairs per article).
pub fn relate(kept: &mut [Comparison]) {
    // For each article: the other article, which part is shared, and whether the two are surely
    // about different events.
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
            let with_b: FxHashMap<u32, (u64, bool)> =
                passages[&c.b].iter().map(|&(x, mask, strange)| (x, (mask, strange))).collect();
            let elsewhere = passages[&c.a].iter().filter(|(x, mask, strange)| {
                *strange
                    && holds(of_a, *mask)
                    && with_b.get(x).is_some_and(|(mask, strange)| *strange && holds(of_b, *mask))
            });
            elsewhere.count() >= ELSEWHERE
        })
        .collect();
    standing.into_iter().for_each(|at| kept[at].overrule(Relation::Background));
}

/// Least pairs per article that share one passage for it to be a notice. Chosen by judgement on
/// 2,832 pages of which 1,026 open with one notice of two sites: 4,794 pairs were taken for copies
/// without this rule, 312 with it (docs/accuracy.md).
const NOTICE: usize = 6;
/// Least 64ths of an article that must be its own for the rest to be a notice. Chosen by judgement:
/// a third.
const OWN: u32 = 22;

/// Changes copies to *shared source* if all that they share is one passage that other articles have
/// as well, each beside text of its own: a notice that the outlet adds to each text.
///
/// Each of the two articles must share that passage, and no more, in six pairs. An article that
/// consists of nothing else, such as a brief that six outlets took over, remains their original.
/// O(pairs · pairs per article).
pub fn notices(kept: &mut [Comparison]) {
    let own = |c: &Comparison| {
        let (of_a, of_b) = c.measures.coverage;
        let is_own = |mask: u64, words: u32| {
            // A body of fewer words than 64 fills as many 64ths as it has words.
            let filled = words.min(u64::BITS);
            (filled - mask.count_ones().min(filled)) * u64::BITS >= OWN * filled
        };
        let (words_a, words_b) = (c.measures.words_a, c.measures.words_b);
        of_a != 0 && of_b != 0 && is_own(of_a, words_a) && is_own(of_b, words_b)
    };
    let mut passages: FxHashMap<u32, Vec<u64>> = FxHashMap::default();
    for c in kept.iter().filter(|c| c.relation <= Relation::Background && own(c)) {
        passages.entry(c.a).or_default().push(c.measures.coverage.0);
        passages.entry(c.b).or_default().push(c.measures.coverage.1);
    }
    let same = |x: u64, y: u64| {
        (x & y).count_ones() * HOLDS.1 >= x.count_ones().max(y.count_ones()) * HOLDS.0
    };
    let recurs = |at: u32, of: u64| {
        passages
            .get(&at)
            .is_some_and(|all| all.iter().filter(|mask| same(of, **mask)).count() >= NOTICE)
    };
    for c in kept.iter_mut().filter(|c| c.relation.is_copying() && own(c)) {
        let (of_a, of_b) = c.measures.coverage;
        if recurs(c.a, of_a) && recurs(c.b, of_b) {
            c.overrule(Relation::SharedSource);
        }
    }
}

/// Least other pairs with the same frame. Chosen by judgement.
const FILLINGS: usize = 3;

/// Changes copies to *template* if their common words are a frame that the run shows with other
/// fillings: everything they share occurs, for each of the two articles, in at least three template
/// pairs.
///
/// A pair that agrees in every particular and is not known to be of different days is left alone.
/// O(pairs · pairs per article).
pub fn formulas(kept: &mut [Comparison]) {
    let mut frames: FxHashMap<u32, Vec<u64>> = FxHashMap::default();
    for c in kept.iter().filter(|c| c.relation == Relation::Template) {
        frames.entry(c.a).or_default().push(c.measures.coverage.0);
        frames.entry(c.b).or_default().push(c.measures.coverage.1);
    }
    let holds = |of: u64, all: u64| (of & all).count_ones() * HOLDS.1 >= of.count_ones() * HOLDS.0;
    let is_frame = |at: u32, of: u64| {
        frames
            .get(&at)
            .is_some_and(|all| all.iter().filter(|mask| holds(of, **mask)).count() >= FILLINGS)
    };
    for c in kept.iter_mut() {
        let (of_a, of_b) = c.measures.coverage;
        let particulars = &c.measures.particulars;
        let differ = particulars.exchanged() > 0
            || particulars.own > 0
            || c.ties.days_apart.is_some_and(|days| days > 0);
        let frame = c.relation.is_copying()
            && c.relation != Relation::Identical
            && differ
            && of_a != 0
            && of_b != 0;
        if frame && is_frame(c.a, of_a) && is_frame(c.b, of_b) {
            c.overrule(Relation::Template);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Measures;

    fn pair(a: u32, b: u32, relation: Relation, coverage: (u64, u64), likeness: f64) -> Comparison {
        Comparison {
            a,
            b,
            relation,
            measures: Measures {
                coverage,
                likeness,
                words_a: 400,
                words_b: 400,
                ..Measures::default()
            },
            ..Comparison::default()
        }
    }

    fn relations(articles: u32, relation: Relation, nearness: f64) -> Vec<Relation> {
        let mut kept: Vec<Comparison> = (0..articles)
            .flat_map(|a| {
                (a + 1..articles).map(move |b| pair(a, b, relation, (0xff00, 0xff), nearness))
            })
            .collect();
        // The same part of the article, whichever pair it is seen in.
        kept.iter_mut().for_each(|c| c.measures.coverage = (0xff << c.a, 0xff << c.b));
        relate(&mut kept);
        kept.into_iter().map(|c| c.relation).collect()
    }

    #[test]
    fn what_many_stories_hold_is_background() {
        assert!(
            relations(5, Relation::SharedSource, 0.1).iter().all(|r| *r == Relation::Background)
        );
        assert!(
            relations(4, Relation::SharedSource, 0.1).iter().all(|r| *r == Relation::SharedSource),
            "two others are too few"
        );
        assert!(
            relations(6, Relation::SharedSource, 0.6).iter().all(|r| *r == Relation::SharedSource),
            "one event, one source"
        );
        assert!(
            relations(6, Relation::Edited, 0.1).iter().all(|r| *r == Relation::Edited),
            "a copy stays a copy"
        );
    }

    #[test]
    fn a_notice_glued_to_each_text_makes_no_copy() {
        let told = |others: u32, coverage: (u64, u64)| {
            let mut kept: Vec<Comparison> = (0..=others)
                .flat_map(|a| {
                    (a + 1..=others + 1).map(move |b| pair(a, b, Relation::Edited, coverage, 0.3))
                })
                .collect();
            notices(&mut kept);
            kept[0].relation
        };
        let notice = 0xffff_ffff;
        assert_eq!(told(6, (notice, notice)), Relation::SharedSource);
        assert_eq!(told(4, (notice, notice)), Relation::Edited, "five others are too few");
        assert_eq!(
            told(6, (notice, u64::MAX)),
            Relation::Edited,
            "the other holds nothing but the passage: it is the original of all"
        );
        assert_eq!(
            told(6, (u64::MAX >> 8, u64::MAX >> 8)),
            Relation::Edited,
            "hardly anything is an article's own"
        );
    }

    #[test]
    fn a_brief_that_many_took_over_has_nothing_of_its_own() {
        // Twenty words, each in a 64th of its own.
        let brief = (0..20).fold(0u64, |mask, word| mask | 1 << (word * 64 / 20));
        let mut kept: Vec<Comparison> = (0..8)
            .flat_map(|a| {
                (a + 1..9).map(move |b| pair(a, b, Relation::Identical, (brief, brief), 1.0))
            })
            .collect();
        kept.iter_mut().for_each(|c| (c.measures.words_a, c.measures.words_b) = (20, 20));
        notices(&mut kept);
        assert!(kept.iter().all(|c| c.relation == Relation::Identical));
    }

    #[test]
    fn a_frame_that_others_fill_makes_no_copy() {
        let told = |fillings: u32, days: i64, coverage: u64| {
            let mut kept = vec![pair(0, 1, Relation::Edited, (coverage, coverage), 0.5)];
            kept[0].ties.days_apart = Some(days);
            for other in 2..2 + fillings {
                kept.extend(
                    [0, 1].map(|at| pair(at, other, Relation::Template, (0xffff, 0xffff), 0.5)),
                );
            }
            formulas(&mut kept);
            kept[0].relation
        };
        assert_eq!(told(3, 1, 0x7ff), Relation::Template);
        assert_eq!(told(2, 1, 0x7ff), Relation::Edited, "two others are too few");
        assert_eq!(told(3, 0, 0x7ff), Relation::Edited, "the same story, on the same day");
        assert_eq!(told(3, 1, 0xffff_ffff), Relation::Edited, "more than the frame is shared");
    }
}
