//! What the shape of a tree says of its root, when copies are made of the texts that there are.

use super::Hung;

/// How often the next copy is made from the original itself, whoever else there is: all of these
/// are held possible alike.
const FAVOURS: [f64; 9] = [0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6];

/// The log-likelihood of a tree under its root, less what is the same for every root. O(n).
///
/// Each copy is made, with the probability *f*, from the original, and else from any of the texts
/// there are. The orders in which the tree can have come about are n! over the product of the sizes
/// of its subtrees. The copy of the original that has *s* texts below it (itself counted) came on
/// average as the text n / (s + 1), and is likelier by f·n / (s + 1) for it.
///
/// Pages that carry one text word for word count as one (`twins`, equal numbers): that it is on
/// many says how easily it is copied on, or how many pages one hand has.
///
/// Source: for f = 0 the rumour centrality of Shah & Zaman, *Rumors in a network: who's the
/// culprit?*, 2011.
pub fn log_likelihood(tree: &Hung, twins: &[usize]) -> f64 {
    let mut known = vec![false; tree.size.len()];
    // The first page of each text stands for all of them, and is as large as the texts below it are
    // many.
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

    /// The likelihood of each member as the root.
    fn of(tree: &[Option<usize>]) -> Vec<f64> {
        let twins: Vec<usize> = (0..tree.len()).collect();
        (0..tree.len())
            .map(|root| log_likelihood(&Hung::from(tree, &twins, root), &twins).exp())
            .collect()
    }

    #[test]
    fn what_stands_between_is_likelier_than_the_ends() {
        let chain = of(&[None, Some(0), Some(1)]);
        // Two orders lead from the middle to a chain of three, one from either end; favour for the
        // original speaks for the middle too.
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
