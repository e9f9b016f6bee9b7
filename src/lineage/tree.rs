//! Builds the tree of one family: who copied from whom.

use super::collation::{Changes, Collation};
use super::root::moments::Moment;
use super::root::{Hung, Likely, Roots};
use super::{Evidence, Verdict, arborescence, direction};
use crate::text::Document;

/// Cost in log-odds of a parent and a copy whose words all differ: texts are copied from what they
/// resemble.
///
/// This and [`CUT`] were chosen on generated traditions (`cargo bench --bench traditions`).
const DISTANCE: f64 = 60.0;
/// Cost of a word that the copy lost, relative to one that it added: cutting is easy. Chosen on
/// generated traditions (`benches/traditions.rs`).
const CUT: f64 = 0.7;
/// Largest family for which a tree is built; for larger ones only the pairs are used. Chosen by
/// judgement, to bound the cost.
const LARGEST: usize = 400;
/// Fraction of the chance probability, at or below which the evidence counts as speaking against
/// the root being below a member. Chosen by judgement.
const EVIDENT: f64 = 1.0 / 3.0;
/// Largest number of trees built per family, each from the likeliest root of the previous one,
/// because the tree depends slightly on its root. Chosen by judgement.
const TREES: usize = 3;

/// The tree of a family, rooted at the likeliest original.
pub(super) struct Tree {
    /// The parent of each member; `None` for the root.
    pub(super) parents: Vec<Option<usize>>,
    /// The likeliest root.
    pub(super) root: usize,
    /// For each member, the probability that it is the root.
    pub(super) roots: Vec<f64>,
    /// For each member, the probability that the root is not in its subtree, so that its text
    /// cannot have come the other way. For a child of the root or of one of its twins, multiplied
    /// by the share that this parent has of their probability.
    pub(super) downward: Vec<f64>,
    /// Whether the evidence makes it much less likely that the root is in a member's subtree than
    /// in a random set of the same size. In a large family any member is probably a copy, but that
    /// is not evidence about it.
    pub(super) evident: Vec<bool>,
    /// For each member, the probability that the original is lost and lies between the member and
    /// its parent.
    pub(super) lost: Vec<f64>,
    /// Whether the wording shows that a member was made from its parent, and not the parent from
    /// the member; see [`shows`].
    pub(super) shown: Vec<bool>,
}

impl Tree {
    /// Computes the probabilities of a tree. `twins` gives members with the same text the same
    /// number.
    fn new(
        parents: Vec<Option<usize>>,
        root: usize,
        Likely { members: roots, lost }: Likely,
        twins: &[usize],
    ) -> Self {
        let apart: Vec<usize> = (0..parents.len()).collect();
        let hung = Hung::from(&parents, &apart, root);
        let mut below = roots.clone();
        for &at in hung.order.iter().rev() {
            if let Some(parent) = hung.parent[at] {
                below[parent] += below[at];
            }
        }
        let of_class: f64 =
            (0..twins.len()).filter(|at| twins[*at] == twins[root]).map(|at| roots[at]).sum();
        let share = |parent: Option<usize>| {
            parent.filter(|p| twins[*p] == twins[root]).map_or(1.0, |p| roots[p] / of_class)
        };
        let downward = below
            .iter()
            .zip(&parents)
            .map(|(p, parent)| (1.0 - p).clamp(0.0, 1.0) * share(*parent))
            .collect();
        let members = parents.len() as f64;
        let evident = below
            .iter()
            .zip(&hung.size)
            .map(|(p, size)| *p <= EVIDENT * *size as f64 / members)
            .collect();
        let shown = vec![false; parents.len()];
        Self { parents, root, roots, downward, evident, lost, shown }
    }
}

/// What the pairs of a family show, by the positions of the members.
struct Pairs {
    /// Log-likelihood that the first precedes the second; negative infinity where the two were not
    /// compared.
    likely: Vec<Vec<f64>>,
    /// Weight of the edge from the first to the second, including how close the two texts are.
    near: Vec<Vec<f64>>,
    /// Log-odds, dates excluded, that the first precedes the second; `None` where the two were not
    /// compared.
    still: Vec<Vec<Option<f64>>>,
    /// For each member, the sum of its distances to all others; members not compared with it are at
    /// distance 1.
    away: Vec<f64>,
}

impl Pairs {
    fn read(members: &[u32], inside: &[u32], e: &Evidence<'_>, verdicts: &[Verdict]) -> Self {
        let n = members.len();
        let square = vec![vec![f64::NEG_INFINITY; n]; n];
        let mut all = Self {
            likely: square.clone(),
            near: square,
            still: vec![vec![None; n]; n],
            away: vec![n as f64 - 1.0; n],
        };
        let place = |article: u32| members.binary_search(&article).ok();
        for &at in inside {
            let (c, verdict) = (&e.comparisons[at as usize], &verdicts[at as usize]);
            let (Some(a), Some(b)) = (place(c.a), place(c.b)) else { continue };
            let m = &c.measures;
            let words = f64::from((m.words_a + m.words_b).max(1));
            let (of_a, of_b) =
                (f64::from(m.words_a - m.matched_a), f64::from(m.words_b - m.matched_b));
            let still = verdict.without_time();
            for (x, y, side, own, cut) in [(a, b, 1.0, of_b, of_a), (b, a, -1.0, of_a, of_b)] {
                let likely = -(1.0 + (-side * verdict.log_odds).exp()).ln();
                all.likely[x][y] = likely;
                all.near[x][y] = likely - DISTANCE * (own + CUT * cut) / words;
                all.still[x][y] = Some(side * still);
                all.away[x] -= 1.0 - (of_a + of_b) / words;
            }
        }
        all
    }
}

impl Pairs {
    /// Fills in pairs that were not compared from other pairs of the same two texts. O(n²).
    fn share(&mut self, twins: &[usize]) {
        let n = twins.len();
        let mut said = vec![vec![(0.0, 0.0); n]; n];
        for (x, row) in self.still.iter().enumerate() {
            for (y, odds) in row.iter().enumerate().filter_map(|(y, odds)| Some((y, (*odds)?))) {
                let (sum, of) = said[twins[x]][twins[y]];
                said[twins[x]][twins[y]] = (sum + odds, of + 1.0);
            }
        }
        for (x, row) in self.still.iter_mut().enumerate() {
            for (y, odds) in row
                .iter_mut()
                .enumerate()
                .filter(|(y, odds)| odds.is_none() && twins[*y] != twins[x])
            {
                let (sum, of) = said[twins[x]][twins[y]];
                *odds = (of > 0.0).then(|| sum / of);
            }
        }
    }
}

/// Finds the best tree: the maximum arborescence by the direction and closeness of each pair, with
/// its parents then revised by shared variants, rooted at the member that is most likely the
/// original.
///
/// `None` for families that are too large or are connected only through pairs that were not
/// compared.
pub(super) fn tree(
    members: &[u32],
    inside: &[u32],
    e: &Evidence<'_>,
    verdicts: &[Verdict],
    moments: &[Moment],
) -> Option<Tree> {
    let n = members.len();
    if n > LARGEST {
        return None;
    }
    if let ([_, _], [only]) = (members, inside) {
        return Some(of_two(verdicts[*only as usize].log_odds));
    }
    let mut pairs = Pairs::read(members, inside, e, verdicts);
    let collation = collate(members, e);
    let moments: Vec<&Moment> = members.iter().map(|at| &moments[*at as usize]).collect();
    let twins = collation.twins();
    pairs.share(&twins);
    let judge = Roots { collation: &collation, still: &pairs.still, moments: &moments };
    let from = |root: usize| {
        Some(by_variants(&collation, &pairs, root, arborescence::best(&pairs.near, root)?))
    };
    let least = |x: &usize, y: &usize| pairs.away[*x].total_cmp(&pairs.away[*y]).then(x.cmp(y));
    let mut root = (0..n).min_by(least)?;
    let mut trees: Vec<(usize, Vec<Option<usize>>)> = Vec::new();
    let mut sums = Likely { members: vec![0.0; n], lost: vec![0.0; n] };
    while trees.len() < TREES && trees.iter().all(|(known, _)| *known != root) {
        let parents = from(root)?;
        let likely = judge.judge(&parents, root);
        let add =
            |sums: &mut [f64], p: &[f64]| sums.iter_mut().zip(p).for_each(|(sum, p)| *sum += p);
        add(&mut sums.members, &likely.members);
        add(&mut sums.lost, &likely.lost);
        trees.push((root, parents));
        root = most(&likely.members)?;
    }
    let mean = |sums: Vec<f64>| -> Vec<f64> {
        sums.into_iter().map(|sum| sum / trees.len() as f64).collect()
    };
    let likely = Likely { members: mean(sums.members), lost: mean(sums.lost) };
    let root = most(&likely.members)?;
    let parents = match trees.into_iter().find(|(known, _)| *known == root) {
        Some((_, parents)) => parents,
        None => from(root)?,
    };
    let shown = (0..n).map(|at| shows(&collation, &parents, at)).collect();
    Some(Tree { shown, ..Tree::new(parents, root, likely, &twins) })
}

/// Builds the tree of two members, which their pair determines.
fn of_two(log_odds: f64) -> Tree {
    let members = vec![direction::probability(log_odds), direction::probability(-log_odds)];
    let roots = Likely { members, lost: vec![0.0; 2] };
    if log_odds < 0.0 {
        Tree::new(vec![Some(1), None], 1, roots, &[0, 1])
    } else {
        Tree::new(vec![None, Some(0)], 0, roots, &[0, 1])
    }
}

/// Returns the index of the largest value, the first of equals.
fn most(of: &[f64]) -> Option<usize> {
    (0..of.len()).max_by(|x, y| of[*x].total_cmp(&of[*y]).then(y.cmp(x)))
}

/// Collates the texts of a family.
fn collate(members: &[u32], e: &Evidence<'_>) -> Collation {
    Collation::of(&members.iter().map(|at| &e.documents[*at as usize]).collect::<Vec<&Document>>())
}

/// Largest number of rounds in which parents are revised, each with the ancestors found in the
/// round before. Chosen by judgement; the loop stops when nothing changes.
const ROUNDS: usize = 4;

/// Decides the parents by shared variants, given the root. O(rounds · pairs · places).
fn by_variants(
    collation: &Collation,
    pairs: &Pairs,
    root: usize,
    first: Vec<Option<usize>>,
) -> Vec<Option<usize>> {
    let n = first.len();
    let mut parents = first;
    for _ in 0..ROUNDS {
        let ancestors: Vec<Vec<usize>> = (0..n).map(|x| ancestors(&parents, x)).collect();
        let mut weight = pairs.likely.clone();
        for (x, row) in weight.iter_mut().enumerate() {
            for (y, worth) in row.iter_mut().enumerate().filter(|(_, worth)| worth.is_finite()) {
                let mut elders: Vec<usize> =
                    ancestors[x].iter().copied().take_while(|elder| *elder != y).collect();
                if x != root && y != root && elders.last() != Some(&root) {
                    elders.push(root);
                }
                *worth -= cost(collation.changes(x, y, &elders));
                // Among equal parents the root is taken, so that the order of members has no
                // effect.
                *worth += if x == root { LIKELIER } else { 0.0 };
            }
        }
        match arborescence::best(&weight, root) {
            Some(found) if found != parents => parents = found,
            _ => break,
        }
    }
    parents
}

/// Returns the ancestors of a member, nearest first.
fn ancestors(parents: &[Option<usize>], of: usize) -> Vec<usize> {
    std::iter::successors(parents[of], |at| parents[*at]).collect()
}

/// Number of words or sentences that a copy must share with its parent against the grandparent
/// before the wording shows whose copy it is; a single one may be chance. Chosen by judgement.
const SHARED: u32 = 2;

/// Returns whether a member has what its parent changed from the grandparent while the parent has
/// nothing of what the member changed. In the opposite direction, somebody would have restored the
/// earlier text. Never true for children of the root, which has no ancestor. O(places · ancestors).
fn shows(collation: &Collation, parents: &[Option<usize>], at: usize) -> bool {
    let elders = ancestors(parents, at);
    let Some((&parent, elders)) = elders.split_first() else { return false };
    let Some(&elder) = elders.first() else { return false };
    let back = |c: Changes| c.reverted + c.restored;
    let made = |c: Changes| c.new + c.added + c.cuts;
    let (down, up) = (collation.changes(parent, at, elders), collation.changes(at, parent, elders));
    back(down) == 0
        && back(up) > 0
        && made(collation.changes(elder, at, &elders[1..])) >= made(down) + SHARED
}

/// Returns the cost in log-odds of a pair as parent and copy.
fn cost(c: Changes) -> f64 {
    let new = f64::from(c.new);
    let new = new.min(MANY_NEW + MORE_NEW * new);
    new + f64::from(c.added + c.cuts)
        + CUT_SENTENCE * f64::from(c.cut)
        + BACK * f64::from(c.reverted + c.restored)
}

/// Number of new words up to which each costs 1, like an added sentence or a cut. Further ones
/// belong to one act of spinning and cost [`MORE_NEW`] each. `cargo bench --bench traditions`
/// hardly reacts to any of these constants: with half or twice their values, .856–.862 of the edges
/// were right.
const MANY_NEW: f64 = 8.0;
/// Cost of each new word beyond [`MANY_NEW`]; measured with it on `benches/traditions.rs`.
const MORE_NEW: f64 = 0.15;
/// Cost of each sentence of a cut, in addition to the cut itself. Measured with [`MANY_NEW`] on
/// `benches/traditions.rs`.
const CUT_SENTENCE: f64 = 0.1;
/// Bonus that prefers the root to another parent with the same text. Chosen by judgement: too small
/// to outweigh any evidence.
const LIKELIER: f64 = 1e-6;
/// Cost of a word or sentence that the copy shares with its grandparents but not with the parent:
/// nobody restores an earlier reading by chance. This keeps the children of a lost parent apart.
/// Measured with [`MANY_NEW`] on `benches/traditions.rs`.
const BACK: f64 = 6.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the parents among texts, the first of which is the root, with no evidence but the
    /// texts.
    fn parents(texts: &[&str]) -> Vec<Option<usize>> {
        let documents: Vec<Document> = texts
            .iter()
            .map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))))
            .collect();
        let n = texts.len();
        let blank: Vec<Vec<f64>> = (0..n)
            .map(|x| (0..n).map(|y| if x == y { f64::NEG_INFINITY } else { 0.0 }).collect())
            .collect();
        let pairs = Pairs { likely: blank.clone(), near: blank, still: vec![], away: vec![] };
        let first = (0..n).map(|at| (at > 0).then_some(0)).collect();
        by_variants(&Collation::of(&documents), &pairs, 0, first)
    }

    const STORY: &str = "The old ferry left Halvik late on Monday. Crews had stopped work over their pay. Nobody was hurt in the harbour. The mayor asked for patience until spring.";

    #[test]
    fn a_copy_hangs_on_the_text_whose_alterations_it_shares() {
        let copy =
            STORY.replace("old ferry", "white ferry").replace("until spring", "until winter");
        let grandchild = copy.replace("stopped work", "downed tools");
        assert_eq!(parents(&[STORY, &copy, &grandchild]), [None, Some(0), Some(1)]);
        assert_eq!(parents(&[STORY, &grandchild, &copy]), [None, Some(2), Some(0)]);
    }

    #[test]
    fn children_of_a_lost_copy_are_not_hung_on_each_other() {
        let lost =
            STORY.replace("old ferry", "white ferry").replace("until spring", "until winter");
        let one = lost.replace("stopped work", "downed tools");
        let other = lost.replace("was hurt", "was harmed");
        assert_eq!(
            parents(&[STORY, &one, &other]),
            [None, Some(0), Some(0)],
            "each would have to undo what the other changed"
        );
    }

    #[test]
    fn wording_shows_a_parent_by_what_is_shared_against_the_grandparent() {
        let copy =
            STORY.replace("old ferry", "white ferry").replace("until spring", "until winter");
        let grandchild = copy.replace("stopped work", "downed tools");
        let sister = STORY.replace("stopped work", "downed tools");
        let shown = |texts: &[&str], parents: &[Option<usize>], at: usize| {
            let documents: Vec<Document> = texts
                .iter()
                .map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))))
                .collect();
            shows(&Collation::of(&documents), parents, at)
        };
        let chain = [None, Some(0), Some(1)];
        assert!(shown(&[STORY, &copy, &grandchild], &chain, 2));
        assert!(
            !shown(&[STORY, &grandchild, &copy], &chain, 2),
            "the copy would have put the work back"
        );
        assert!(!shown(&[STORY, &copy, &sister], &chain, 2), "nothing is shared against the story");
        assert!(!shown(&[STORY, &copy, &copy], &chain, 2), "twins");
        assert!(
            !shown(&[STORY, &copy], &chain[..2], 1),
            "below the root there is no elder to go by"
        );
    }

    #[test]
    fn an_edge_is_told_as_far_as_the_root_is_not_below_it() {
        let tree = Tree::new(
            vec![None, Some(0), Some(1)],
            0,
            Likely { members: vec![0.5, 0.3, 0.1], lost: vec![0.0, 0.1, 0.0] },
            &[0, 1, 2],
        );
        let close = |x: f64, y: f64| (x - y).abs() < 1e-9;
        assert!(
            close(tree.downward[1], 0.6) && close(tree.downward[2], 0.9),
            "{:?}",
            tree.downward
        );
        let turned = of_two(-2.0);
        assert_eq!((turned.root, &turned.parents), (1, &vec![Some(1), None]));
        assert!(close(turned.roots[1], direction::probability(2.0)));
    }

    #[test]
    fn which_of_twins_was_copied_is_not_told_by_the_tree_alone() {
        let likely = || Likely { members: vec![0.5, 0.5, 0.0], lost: vec![0.0; 3] };
        let tree = Tree::new(vec![None, Some(0), Some(0)], 0, likely(), &[0, 0, 2]);
        assert!(
            tree.downward[1] < 0.3 && (tree.downward[2] - 0.5).abs() < 1e-9,
            "{:?}",
            tree.downward
        );
        let apart = Tree::new(vec![None, Some(0), Some(0)], 0, likely(), &[0, 1, 2]);
        assert!((apart.downward[2] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_said_of_a_text_is_said_of_its_twin() {
        let still = vec![vec![None, None, Some(2.0)], vec![None; 3], vec![Some(-2.0), None, None]];
        let mut pairs = Pairs { likely: vec![], near: vec![], still, away: vec![] };
        pairs.share(&[0, 0, 2]);
        assert_eq!(
            (pairs.still[1][2], pairs.still[2][1], pairs.still[0][1]),
            (Some(2.0), Some(-2.0), None)
        );
    }
}
