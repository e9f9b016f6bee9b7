//! Estimates which text of a family is the original, by viewing the tree of copies from each
//! member.
//!
//! An undirected tree fits a family nearly as well whichever text it is rooted at. So the tree is
//! rooted at every member in turn, and each rooting is scored by four log-likelihoods: how
//! plausible its shape is if copies are made from the texts that exist ([`shape`]), whether the
//! copies change their parents consistently with the rest of the family ([`habits`]), whether no
//! copy precedes its parent ([`moments`]), and what the pairs of parent and copy show apart from
//! their dates (credits, links, wording). Members with the same text occupy one place in the tree,
//! so that only dates and pairs can separate them. A text that most copies of the root agree on
//! against it is lost, and may itself be the original ([`lost`]).
//!
//! On traditions with unseen seeds (`cargo bench --bench traditions`; four kinds whose original is
//! copied more or less often than others, one of them with verbatim copies), 82 of 100 roots are
//! named, 81 of them rightly. Of two kinds whose original is lost, 9 of 40 name one of its copies:
//! a stated probability is right only insofar as the original is there to be found.

pub mod habits;
pub mod lost;
pub mod moments;
pub mod shape;

use std::collections::BTreeMap;

use super::collation::Collation;
use super::direction;
use habits::Turns;
use moments::{Grid, Moment};

/// Weight of the shape relative to the other parts, which weigh 1. Which text is copied next is the
/// least certain of the assumptions, and the tree from which it is read has errors of its own.
///
/// On five kinds of generated traditions (`benches/traditions.rs`), 0.3 and 0.5 make the right root
/// about equally likely, 0.7 and 1 less so. The larger of the two is used because it is closer to
/// the model.
const SHAPE: f64 = 0.5;

/// A tree rooted at one of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hung {
    /// The members from the root down, each after its parent.
    pub order: Vec<usize>,
    /// The parent of each member; `None` for the root.
    pub parent: Vec<Option<usize>>,
    /// Size of the subtree of each member, including the member itself.
    pub size: Vec<usize>,
    /// The edge of the given tree by which each member hangs (identified by its lower end there),
    /// and whether it is reversed; `None` for the root and its twins.
    edge: Vec<Option<(usize, bool)>>,
}

impl Hung {
    /// Roots a tree at `root`. Members with the same text as the root (`twins`, equal numbers)
    /// become its direct children, and so do their neighbours. O(n).
    pub fn from(tree: &[Option<usize>], twins: &[usize], root: usize) -> Self {
        let n = tree.len();
        let mut beside: Vec<Vec<usize>> = vec![Vec::new(); n];
        for (at, parent) in tree.iter().enumerate() {
            if let Some(parent) = *parent {
                beside[at].push(parent);
                beside[parent].push(at);
            }
        }
        let is_twin = |at: usize| twins[at] == twins[root];
        let mut hung = Self {
            order: vec![root],
            parent: vec![None; n],
            size: vec![1; n],
            edge: vec![None; n],
        };
        let mut above: Vec<Option<usize>> = vec![None; n];
        let mut next = 0;
        while let Some(&at) = hung.order.get(next) {
            let parent = above[at];
            for &other in beside[at].iter().filter(|other| parent != Some(**other)) {
                above[other] = Some(at);
                hung.order.push(other);
                hung.parent[other] = Some(if is_twin(at) || is_twin(other) { root } else { at });
                let turned = tree[other] != Some(at);
                hung.edge[other] =
                    (!is_twin(other)).then_some((if turned { at } else { other }, turned));
            }
            next += 1;
        }
        for &at in hung.order.iter().rev() {
            if let Some(parent) = hung.parent[at] {
                hung.size[parent] += hung.size[at];
            }
        }
        hung
    }
}

/// The evidence by which the roots of one family are judged.
pub struct Roots<'f> {
    /// The collated texts.
    pub collation: &'f Collation,
    /// Log-odds, dates excluded, that the first member precedes the second; `None` where the two
    /// were not compared.
    pub still: &'f [Vec<Option<f64>>],
    /// When each text was written.
    pub moments: &'f [&'f Moment],
}

/// The probability that each text of a family is the original.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// The probability of each member.
    pub members: Vec<f64>,
    /// For each member, the probability that the original is lost and lies between the member and
    /// its former parent.
    pub lost: Vec<f64>,
}

impl Roots<'_> {
    /// Returns the probability that each text is the original, given a tree built from `root`.
    ///
    /// If the copies of the root point to a lost text, it is inserted between the root and them,
    /// and may be the original as well. If one of the copies has that text word for word, the other
    /// copies are attached to it instead.
    pub fn judge(&self, tree: &[Option<usize>], root: usize) -> Likely {
        let n = tree.len();
        let twins = self.collation.twins();
        let copies: Vec<usize> = (0..n).filter(|at| tree[*at] == Some(root)).collect();
        let none = vec![0.0; n];
        let Some(lost) = lost::between(self.collation, root, &copies, &twins) else {
            return Likely { members: probabilities(&self.weigh(tree, &twins)), lost: none };
        };
        let collation = self.collation.with(lost.readings);
        let twins = collation.twins();
        let kept = lost.copies.iter().copied().find(|copy| twins[*copy] == twins[n]);
        let between = kept.unwrap_or(n);
        let mut tree: Vec<Option<usize>> = tree.iter().copied().chain([Some(root)]).collect();
        lost.copies
            .iter()
            .filter(|copy| **copy != between)
            .for_each(|copy| tree[*copy] = Some(between));
        if kept.is_some() {
            tree.truncate(n);
            return Likely { members: probabilities(&self.weigh(&tree, &twins[..n])), lost: none };
        }
        // The evidence on the lost text is the mean of the evidence on the texts it connects, since
        // it consists of what they have in common.
        let beside: Vec<usize> = lost.copies.iter().copied().chain([root]).collect();
        let said = |of: usize| {
            let said: Vec<f64> = beside.iter().filter_map(|at| self.still[of][*at]).collect();
            (!said.is_empty()).then(|| said.iter().sum::<f64>() / said.len() as f64)
        };
        let said: Vec<Option<f64>> = (0..n).map(said).collect();
        let mut still = self.still.to_vec();
        still.iter_mut().zip(&said).for_each(|(row, said)| row.push(*said));
        still.push(said.iter().map(|said| said.map(|odds| -odds)).chain([None]).collect());
        let undated = Moment::default();
        let moments: Vec<&Moment> = self.moments.iter().copied().chain([&undated]).collect();
        let mut members = probabilities(
            &Roots { collation: &collation, still: &still, moments: &moments }.weigh(&tree, &twins),
        );
        let original = members.pop().unwrap_or_default();
        let lost =
            (0..n).map(|at| if lost.copies.contains(&at) { original } else { 0.0 }).collect();
        Likely { members, lost }
    }

    /// Returns the log-likelihood of each member as the root of a tree, up to a constant. O(n² ·
    /// cells).
    fn weigh(&self, tree: &[Option<usize>], twins: &[usize]) -> Vec<f64> {
        let turns: Vec<Turns> = tree
            .iter()
            .enumerate()
            .map(|(at, parent)| parent.map_or_else(Turns::default, |p| self.collation.turns(p, at)))
            .collect();
        let grid = Grid::of(self.moments);
        let weigh = |root: usize| {
            let hung = Hung::from(tree, twins, root);
            let all: Turns =
                hung.edge.iter().flatten().map(|&(edge, turned)| turns[edge].seen(turned)).sum();
            // Without this, the evidence on one of several twins would count again for each of the
            // others.
            let apart = hung.parent.iter().enumerate().filter(|(at, _)| twins[*at] != twins[root]);
            let pairs = self.pairs(apart.filter_map(|(at, parent)| Some(((*parent)?, at))), twins);
            let pairs = pairs + self.worst(root);
            SHAPE * shape::log_likelihood(&hung, twins)
                + all.log_likelihood()
                + pairs
                + grid.log_likelihood(&hung)
        };
        let logs: Vec<f64> = (0..tree.len()).map(weigh).collect();
        // Being on many pages does not make a text likelier to be the original: together, all its
        // pages get the likelihood of the likeliest one.
        let mut most: BTreeMap<usize, f64> = BTreeMap::new();
        for (log, twin) in logs.iter().zip(twins) {
            most.entry(*twin).and_modify(|most| *most = most.max(*log)).or_insert(*log);
        }
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        logs.iter()
            .zip(twins)
            .for_each(|(log, twin)| *shares.entry(*twin).or_default() += (log - most[twin]).exp());
        logs.iter().zip(twins).map(|(log, twin)| log - shares[twin].ln()).collect()
    }

    /// Returns the log-probability that the first of a pair is the parent of the second, dates
    /// excluded.
    fn pair(&self, parent: usize, copy: usize) -> f64 {
        direction::probability(self.still[parent][copy].unwrap_or_default()).ln()
    }

    /// Returns the evidence that pairs give on some edges, dates excluded; 0 if they give none.
    /// Edges between the same two texts are one act of copying, however many pages carry the copy,
    /// and so count once, as their mean.
    fn pairs(&self, edges: impl Iterator<Item = (usize, usize)>, twins: &[usize]) -> f64 {
        let mut said: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
        for (parent, copy) in edges {
            let (sum, of) = said.entry((twins[parent], twins[copy])).or_default();
            *sum += self.pair(parent, copy) - direction::probability(0.0).ln();
            *of += 1.0;
        }
        said.values().map(|(sum, of)| sum / of).sum()
    }

    /// Returns the log-probability from the pair that speaks most against a member as the root,
    /// dates excluded: the original precedes every other member, whatever it is attached to, and
    /// credits none of them.
    fn worst(&self, root: usize) -> f64 {
        self.still[root]
            .iter()
            .flatten()
            .map(|odds| direction::probability(*odds).ln())
            .fold(direction::probability(0.0).ln(), f64::min)
    }
}

/// Returns probabilities in proportion to the exponentials; they sum to 1.
fn probabilities(logs: &[f64]) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let all: f64 = logs.iter().map(|log| (log - most).exp()).sum();
    logs.iter().map(|log| (log - most).exp() / all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    #[test]
    fn a_tree_is_hung_from_another_with_its_edges_turned() {
        let tree = [None, Some(0), Some(1), Some(0)];
        let hung = Hung::from(&tree, &[0, 1, 2, 3], 2);
        assert_eq!(hung.parent, [Some(1), Some(2), None, Some(0)]);
        assert_eq!(hung.size, [2, 3, 4, 1]);
        assert_eq!(hung.edge, [Some((1, true)), Some((2, true)), None, Some((3, false))]);
    }

    #[test]
    fn copies_of_a_text_hang_on_whichever_of_its_twins_is_the_root() {
        // 1 is 0 word for word; 2 and 3 hang on 0.
        let hung = Hung::from(&[None, Some(0), Some(0), Some(0)], &[0, 0, 2, 3], 1);
        assert_eq!(hung.parent, [Some(1), None, Some(1), Some(1)]);
        assert_eq!(hung.edge, [None, None, Some((2, false)), Some((3, false))]);
    }

    const STORY: &str = "The old ferry left Halvik late on Monday. Crews had stopped work over their pay. Nobody was hurt in the harbour. The mayor asked for patience until spring.";

    /// Returns the probability that a text and each of its copies is the root, without any dates.
    fn of(texts: &[&str], still: &[Vec<Option<f64>>]) -> Vec<f64> {
        let documents: Vec<Document> = texts
            .iter()
            .map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))))
            .collect();
        let collation = Collation::of(&documents);
        let tree: Vec<Option<usize>> = (0..texts.len()).map(|at| (at > 0).then_some(0)).collect();
        let undated = Moment::default();
        let moments = vec![&undated; texts.len()];
        probabilities(
            &Roots { collation: &collation, still, moments: &moments }
                .weigh(&tree, &collation.twins()),
        )
    }

    #[test]
    fn the_original_of_copies_that_all_add_is_the_one_without_additions() {
        let add = |sentence: &str| STORY.replace(" Nobody", &format!(" {sentence} Nobody"));
        let copies = [
            add("A bridge fell near Brennick."),
            add("Fish rotted on the quay."),
            add("Two boats lay at Ostrey."),
        ];
        let likely = of(&[STORY, &copies[0], &copies[1], &copies[2]], &vec![vec![None; 4]; 4]);
        assert!(likely[0] > 0.7 && likely[1] < 0.1, "{likely:?}");
    }

    #[test]
    fn an_original_that_is_lost_is_not_taken_for_one_of_its_copies() {
        let copies = [
            STORY
                .replace("stopped work", "downed tools")
                .replace(" Nobody", " Fish rotted on the quay. Nobody"),
            STORY.replace("old ferry", "white ferry"),
            STORY.replace("until spring", "until winter"),
        ];
        let documents = copies
            .each_ref()
            .map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))));
        let collation = Collation::of(&documents);
        let undated = Moment::default();
        let moments = [&undated; 3];
        let judge = |still: &[Vec<Option<f64>>]| {
            Roots { collation: &collation, still, moments: &moments }
                .judge(&[None, Some(0), Some(0)], 0)
        };
        let mut still = vec![vec![None; 3]; 3];
        let likely = judge(&still);
        assert!(
            likely.members.iter().all(|p| *p < 0.3)
                && likely.lost[1] > 0.4
                && likely.lost[0] == 0.0,
            "{likely:?}"
        );
        for copy in [1, 2] {
            (still[0][copy], still[copy][0]) = (Some(4.0), Some(-4.0));
        }
        let credited = judge(&still);
        assert!(
            credited.members[0] > 0.9,
            "what both copies credit is no copy of a text that is lost: {credited:?}"
        );
    }

    #[test]
    fn of_two_texts_that_are_one_neither_is_the_original_unless_a_pair_tells() {
        let copy = STORY.replace("old ferry", "white ferry");
        let mut still = vec![vec![None; 3]; 3];
        let likely = of(&[STORY, STORY, &copy], &still);
        assert!(
            (likely[0] - likely[1]).abs() < 1e-9 && (likely[2] - 0.5).abs() < 1e-9,
            "a text on two pages counts once: {likely:?}"
        );
        (still[0][1], still[1][0]) = (Some(-4.0), Some(4.0));
        let credited = of(&[STORY, STORY, &copy], &still);
        assert!(credited[1] > 0.7, "the first credits the second: {credited:?}");
    }
}
