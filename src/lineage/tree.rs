//! The tree of one family: who copied from whom.

use super::collation::{Changes, Collation};
use super::{Evidence, Verdict, arborescence};
use crate::text::Document;

/// What a pair costs as parent and copy whose words all differ, in log-odds: texts are copied from what they resemble.
///
/// This and the three below were chosen on made traditions (`cargo bench --bench traditions`).
const DISTANCE: f64 = 60.0;
/// What a word that the copy lost costs, against one that it has of its own: to cut is easy.
const CUT: f64 = 0.7;
/// What a member that differs altogether from all others costs as the root: the original is what all copies vary. A family of
/// three says nothing by it, as one of three always stands between the others; it weighs fully in one of [`MANY`] more.
const CENTRAL: f64 = 300.0;
const MANY: f64 = 40.0;
/// Independent witnesses that the pairs of one member are worth, when it is asked whether it is before all others.
const WITNESSES: f64 = 5.0;
/// Largest family of which a tree is made; of larger ones only the pairs are told.
const LARGEST: usize = 400;
/// Candidates for the root that are tried: those that the evidence of their own pairs speaks most for.
const ROOTS: usize = 6;

/// The tree of a family: for each member its parent, and the probability that the root is the right one.
pub(super) struct Tree {
    pub(super) parents: Vec<Option<usize>>,
    pub(super) root: usize,
    pub(super) probability: f64,
}

/// What the pairs of a family say, by places among its members.
struct Pairs {
    /// Log-likelihood that the first is before the second; negative infinity where the two were not compared.
    likely: Vec<Vec<f64>>,
    /// What the edge from the first to the second is worth by how near the two texts are.
    near: Vec<Vec<f64>>,
    /// The same with cuts and additions weighing the same: whoever adds most is no copy for it.
    even: Vec<Vec<f64>>,
    /// For each member over all its pairs: how likely it is before the others, how far it is from them, how many they are.
    before: Vec<f64>,
    away: Vec<f64>,
    count: Vec<f64>,
}

impl Pairs {
    fn read(members: &[u32], inside: &[u32], e: &Evidence<'_>, verdicts: &[Verdict]) -> Self {
        let n = members.len();
        let square = vec![vec![f64::NEG_INFINITY; n]; n];
        let mut all = Self {
            likely: square.clone(),
            near: square.clone(),
            even: square,
            before: vec![0.0; n],
            away: vec![0.0; n],
            count: vec![0.0; n],
        };
        let place = |article: u32| members.binary_search(&article).ok();
        for &at in inside {
            let (c, verdict) = (&e.comparisons[at as usize], &verdicts[at as usize]);
            let (Some(a), Some(b)) = (place(c.a), place(c.b)) else { continue };
            let m = &c.measures;
            let words = f64::from((m.words_a + m.words_b).max(1));
            let (of_a, of_b) = (f64::from(m.words_a - m.matched_a), f64::from(m.words_b - m.matched_b));
            let different = (of_a + of_b) / words;
            for (x, y, odds, own, cut) in [(a, b, verdict.log_odds, of_b, of_a), (b, a, -verdict.log_odds, of_a, of_b)] {
                let likely = -(1.0 + (-odds).exp()).ln();
                all.likely[x][y] = likely;
                all.near[x][y] = likely - DISTANCE * (own + CUT * cut) / words;
                all.even[x][y] = likely - DISTANCE * different;
                all.before[x] += likely;
                all.away[x] += different;
                all.count[x] += 1.0;
            }
        }
        all
    }

    /// How much speaks for a member as the root, by its own pairs. Dates of one family share their errors, so that many pairs
    /// weigh as a few.
    fn standing(&self, x: usize) -> f64 {
        let n = self.before.len() as f64;
        let central = CENTRAL * ((n - 3.0) / MANY).clamp(0.0, 1.0);
        let before = self.before[x] * WITNESSES.min(self.count[x]);
        (before - central * self.away[x] * (self.count[x] - 1.0).min(1.0)) / self.count[x].max(1.0)
    }
}

/// Finds the best tree: the maximum arborescence over what each pair says of its direction and how near the two texts are, its
/// parents then decided by who shares which variants.
///
/// Trees from several roots are weighed against each other; they differ in the direction of the edges between the roots.
/// `None` for families that are too large or hang together only through pairs that were not compared.
pub(super) fn tree(members: &[u32], inside: &[u32], e: &Evidence<'_>, verdicts: &[Verdict]) -> Option<Tree> {
    let n = members.len();
    if n > LARGEST {
        return None;
    }
    let pairs = Pairs::read(members, inside, e, verdicts);
    let mut roots: Vec<usize> = (0..n).collect();
    roots.sort_by(|x, y| pairs.standing(*y).total_cmp(&pairs.standing(*x)).then(x.cmp(y)));
    roots.truncate(ROOTS);
    let collation = (n > 2).then(|| collate(members, e));
    // Like the distances, the number of its copies says more of a root in a larger family.
    let hub = HUB * ((n as f64 - 3.0) / MANY).clamp(0.0, 1.0);
    let trees: Vec<(f64, usize, Vec<Option<usize>>)> = roots
        .into_iter()
        .filter_map(|root| {
            let first = arborescence::best(&pairs.near, root)?;
            // Of two members the one edge between them says it all already.
            let Some(collation) = &collation else { return Some((arborescence::worth(&pairs.even, &first), root, first)) };
            let worth = arborescence::worth(&pairs.even, &first) + pairs.standing(root);
            let parents = by_variants(collation, &pairs, root, first);
            let copies = parents.iter().filter(|p| **p == Some(root)).count();
            Some((worth + hub * copies as f64, root, parents))
        })
        .collect();
    let most = trees.iter().map(|t| t.0).fold(f64::NEG_INFINITY, f64::max);
    let all: f64 = trees.iter().map(|t| (t.0 - most).exp()).sum();
    let (worth, root, parents) = trees.into_iter().reduce(|x, y| if y.0 > x.0 { y } else { x })?;
    Some(Tree { parents, root, probability: (worth - most).exp() / all })
}

/// Lays the texts of a family over each other.
fn collate(members: &[u32], e: &Evidence<'_>) -> Collation {
    Collation::of(&members.iter().map(|at| &e.documents[*at as usize]).collect::<Vec<&Document>>())
}

/// Rounds in which parents are decided anew, each with the ancestors that the round before found.
const ROUNDS: usize = 4;

/// Decides the parents by shared variants, the root given. O(rounds · pairs · places).
fn by_variants(collation: &Collation, pairs: &Pairs, root: usize, first: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let n = first.len();
    let mut parents = first;
    for _ in 0..ROUNDS {
        let ancestors: Vec<Vec<usize>> = (0..n).map(|x| ancestors(&parents, x)).collect();
        let mut weight = pairs.likely.clone();
        for (x, row) in weight.iter_mut().enumerate() {
            for (y, worth) in row.iter_mut().enumerate().filter(|(_, worth)| worth.is_finite()) {
                let mut elders: Vec<usize> = ancestors[x].iter().copied().take_while(|elder| *elder != y).collect();
                if x != root && y != root && elders.last() != Some(&root) {
                    elders.push(root);
                }
                *worth -= cost(collation.changes(x, y, &elders));
                // Of equal parents the root is taken, so that no root gains by its number.
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

/// The ancestors of a member, nearest first.
fn ancestors(parents: &[Option<usize>], of: usize) -> Vec<usize> {
    std::iter::successors(parents[of], |at| parents[*at]).collect()
}

/// What a pair costs as parent and copy, in log-odds.
fn cost(c: Changes) -> f64 {
    let new = f64::from(c.new);
    let new = new.min(MANY_NEW + MORE_NEW * new);
    new + f64::from(c.added + c.cuts) + CUT_SENTENCE * f64::from(c.cut) + BACK * f64::from(c.reverted + c.restored)
}

/// A new word, an added sentence or a cut costs 1. New words beyond [`MANY_NEW`] are one act of spinning, and cost less each.
/// `cargo bench --bench traditions` hardly moves with any of these: half or twice the values gave .856–.862 of the edges.
const MANY_NEW: f64 = 8.0;
const MORE_NEW: f64 = 0.15;
/// What each sentence of a cut costs beside the cut.
const CUT_SENTENCE: f64 = 0.1;
/// What the root is likelier as a parent than another of the same text.
const LIKELIER: f64 = 1e-6;
/// What a word or sentence costs that the copy has as its grandparents have it, and not as the parent: nobody finds by chance
/// what stood there before. Children of one lost parent are held apart by it.
const BACK: f64 = 6.0;
/// What each direct copy says for a root: originals are copied most. Like [`CENTRAL`] it weighs fully in large families only.
const HUB: f64 = 1.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// The parents among texts, the first being the root, where nothing but the texts tells.
    fn parents(texts: &[&str]) -> Vec<Option<usize>> {
        let documents: Vec<Document> = texts.iter().map(|text| Document::read(text, std::slice::from_ref(&(0..text.len())))).collect();
        let documents: Vec<&Document> = documents.iter().collect();
        let n = texts.len();
        let blank: Vec<Vec<f64>> = (0..n).map(|x| (0..n).map(|y| if x == y { f64::NEG_INFINITY } else { 0.0 }).collect()).collect();
        let pairs = Pairs { likely: blank.clone(), near: blank.clone(), even: blank, before: vec![], away: vec![], count: vec![] };
        let first = (0..n).map(|at| (at > 0).then_some(0)).collect();
        by_variants(&Collation::of(&documents), &pairs, 0, first)
    }

    const STORY: &str = "The old ferry left Halvik late on Monday. Crews had stopped work over their pay. Nobody was hurt in the harbour. The mayor asked for patience until spring.";

    #[test]
    fn a_copy_hangs_on_the_text_whose_alterations_it_shares() {
        let copy = STORY.replace("old ferry", "white ferry").replace("until spring", "until winter");
        let grandchild = copy.replace("stopped work", "downed tools");
        assert_eq!(parents(&[STORY, &copy, &grandchild]), [None, Some(0), Some(1)]);
        assert_eq!(parents(&[STORY, &grandchild, &copy]), [None, Some(2), Some(0)]);
    }

    #[test]
    fn children_of_a_lost_copy_are_not_hung_on_each_other() {
        let lost = STORY.replace("old ferry", "white ferry").replace("until spring", "until winter");
        let one = lost.replace("stopped work", "downed tools");
        let other = lost.replace("was hurt", "was harmed");
        assert_eq!(parents(&[STORY, &one, &other]), [None, Some(0), Some(0)], "each would have to undo what the other changed");
    }
}
