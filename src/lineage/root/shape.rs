//! Scores what the shape of a tree says about its root, if copies are made from the texts that
//! exist.

use super::Hung;

/// Probabilities with which the next copy is made from the original itself, whatever other texts
/// exist; all are considered equally likely. Chosen by judgement.
const FAVOURS: [f64; 9] = [0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6];

/// Returns the log-likelihood of a tree under its root, up to a constant that is the same for every
/// root. O(n).
///
/// Each copy is made from the original with probability *f*, and otherwise from any of the existing
/// texts. The number of orders in which the tree can have grown is n! over the product of the sizes
/// of its subtrees. A direct copy of the original whose subtree has *s* texts (including itself)
/// was on average the n / (s + 1)-th text, so its likelihood is multiplied by 1 − f + f·n / (s +
/// 1); that of every other copy is multiplied by 1 − f.
///
/// Pages that carry the same text word for word count as one (`twins`, equal numbers): their number
/// shows how easily a text is passed on, or how many pages one owner has.
///
/// Source: for f = 0 this is the rumour centrality of Shah & Zaman, *Rumors in a network: who's the
/// culprit?*, 2011.
pub fn log_likelihood(tree: &Hung, twins: &[usize]) -> f64 {
    let mut known = vec![false; tree.size.len()];
    // The first page of each text stands for all of them, and its size counts texts instead of
    // pages.
    let first: Vec<usize> = tree
        .order
        .iter()
        .copied()
        .filter(|at| !std::mem::replace(&mut known[twins[*at]], true))
        .collect();
    let mut size = vec![0.0_f64; tree.size.len()];
    first.iter().for_each(|at| size[*at] = 1.0);
    for &at in tree.order.iter().rev() {
        if let Some(parent) = tree.parent[at] {
            size[parent] += size[at];
        }
    }
    let (n, root) = (first.len() as f64, tree.order.first().copied());
    let orders: f64 = -first.iter().map(|at| size[*at].ln()).sum::<f64>();
    let direct: Vec<f64> = first
        .iter()
        .filter(|at| tree.parent[**at] == root)
        .map(|at| n / (size[*at] + 1.0))
        .collect();
    let others = (n - 1.0 - direct.len() as f64).max(0.0);
    let under = |f: f64| {
        others * (1.0 - f).ln() + direct.iter().map(|rank| (1.0 - f + f * rank).ln()).sum::<f64>()
    };
    let all = FAVOURS.map(under);
    let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    orders
        + most
        + (all.iter().map(|log| (log - most).exp()).sum::<f64>() / FAVOURS.len() as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the likelihood of each member as the root.
    fn of(tree: &[Option<usize>]) -> Vec<f64> {
        let twins: Vec<usize> = (0..tree.len()).collect();
        (0..tree.len())
            .map(|root| log_likelihood(&Hung::from(tree, &twins, root), &twins).exp())
            .collect()
    }

    #[test]
    fn what_stands_between_is_likelier_than_the_ends() {
        let chain = of(&[None, Some(0), Some(1)]);
        // Two orders lead from the middle to a chain of three, one from either end; a preference
        // for the original favours the middle too.
        assert!(chain[1] > 2.0 * chain[0] && (chain[0] - chain[2]).abs() < 1e-12);
    }

    #[test]
    fn the_one_that_all_copied_is_told_from_one_of_its_copies_that_was_copied_as_well() {
        // Member 0 has five bare copies, and 1, which has three of its own.
        let tree =
            [None, Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(1), Some(1), Some(1)];
        let likely = of(&tree);
        assert!(likely[0] > 1.5 * likely[1] && likely[1] > likely[2], "{likely:?}");
    }
}
