//! Finds the best tree of copies: every text but the root has one parent, there are no cycles, and
//! the sum of the weights is largest.

/// Returns the parent of each node in the maximum arborescence from `root`; `None` for the root
/// itself.
///
/// `weight[u][v]` is the value of the edge from `u` to `v`; negative infinity forbids it. Ties go
/// to the lowest indices. `None` if some node cannot be reached. O(n³).
///
/// Source: Chu & Liu 1965; Edmonds, *Optimum branchings*, 1967.
pub fn best(weight: &[Vec<f64>], root: usize) -> Option<Vec<Option<usize>>> {
    let n = weight.len();
    let mut parent: Vec<Option<usize>> = vec![None; n];
    for v in (0..n).filter(|v| *v != root) {
        let u = (0..n)
            .filter(|u| *u != v)
            .max_by(|x, y| weight[*x][v].total_cmp(&weight[*y][v]).then(y.cmp(x)))?;
        if weight[u][v] == f64::NEG_INFINITY {
            return None;
        }
        parent[v] = Some(u);
    }
    let Some(circle) = circle(&parent) else { return Some(parent) };
    // The cycle is contracted into one node, the last of a smaller graph. Entering it at `v` costs
    // the edge that `v` had within it.
    let inside = |v: usize| circle.contains(&v);
    let outer: Vec<usize> = (0..n).filter(|v| !inside(*v)).collect();
    let whole = outer.len();
    let mut small = vec![vec![f64::NEG_INFINITY; whole + 1]; whole + 1];
    let mut enters = vec![0; whole];
    let mut leaves = vec![0; whole];
    for (i, &u) in outer.iter().enumerate() {
        for (j, &v) in outer.iter().enumerate() {
            small[i][j] = weight[u][v];
        }
        let into = |v: usize| weight[u][v] - parent[v].map_or(0.0, |p| weight[p][v]);
        enters[i] = circle.iter().copied().reduce(|x, y| if into(y) > into(x) { y } else { x })?;
        small[i][whole] = into(enters[i]);
        leaves[i] = circle
            .iter()
            .copied()
            .reduce(|x, y| if weight[y][u] > weight[x][u] { y } else { x })?;
        small[whole][i] = weight[leaves[i]][u];
    }
    let found = best(&small, outer.iter().position(|v| *v == root)?)?;
    for (i, &v) in outer.iter().enumerate() {
        parent[v] = found[i].map(|u| if u == whole { leaves[i] } else { outer[u] });
    }
    let from = found[whole]?;
    parent[enters[from]] = Some(outer[from]);
    Some(parent)
}

/// Returns the sum of the weights of a tree's edges.
pub fn worth(weight: &[Vec<f64>], parent: &[Option<usize>]) -> f64 {
    parent.iter().enumerate().filter_map(|(v, u)| u.map(|u| weight[u][v])).sum()
}

/// Returns a cycle among the chosen edges, ascending; `None` without one.
fn circle(parent: &[Option<usize>]) -> Option<Vec<usize>> {
    let mut seen = vec![usize::MAX; parent.len()];
    for start in 0..parent.len() {
        let mut at = start;
        while seen[at] == usize::MAX {
            seen[at] = start;
            match parent[at] {
                Some(next) => at = next,
                None => break,
            }
        }
        if seen[at] == start && parent[at].is_some() {
            // The walk has returned to itself: collect the cycle from here.
            let mut all = vec![at];
            let mut next = parent[at]?;
            while next != at {
                all.push(next);
                next = parent[next]?;
            }
            all.sort_unstable();
            return Some(all);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries every choice of parents.
    fn brute(weight: &[Vec<f64>], root: usize) -> f64 {
        let n = weight.len();
        let mut most = f64::NEG_INFINITY;
        for code in 0..n.pow(n as u32) {
            let choice: Vec<usize> = (0..n).map(|v| code / n.pow(v as u32) % n).collect();
            let parent: Vec<Option<usize>> =
                (0..n).map(|v| (v != root).then_some(choice[v])).collect();
            let reaches = |v: usize| {
                let (mut at, mut steps) = (v, 0);
                while let Some(next) = parent[at] {
                    (at, steps) = (next, steps + 1);
                    if steps > n {
                        return false;
                    }
                }
                true
            };
            if choice[root] == 0 && (0..n).all(reaches) {
                most = most.max(worth(weight, &parent));
            }
        }
        most
    }

    #[test]
    fn trees_are_as_good_as_brute_force_finds() {
        let mut state = 7u64;
        let mut random = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            f64::from((state >> 40) as u32 % 50) - 25.0
        };
        for case in 0..60 {
            let n = 2 + case % 4;
            let weight: Vec<Vec<f64>> =
                (0..n).map(|_| (0..n).map(|_| random()).collect()).collect();
            for root in 0..n {
                let parent = best(&weight, root).expect("a full graph has a tree");
                assert!(parent[root].is_none());
                assert!(
                    (worth(&weight, &parent) - brute(&weight, root)).abs() < 1e-9,
                    "{weight:?} {root} {parent:?}"
                );
            }
        }
    }

    #[test]
    fn what_cannot_be_reached_has_no_tree() {
        let no = f64::NEG_INFINITY;
        assert_eq!(best(&[vec![no, no], vec![1.0, no]], 0), None);
        assert_eq!(best(&[vec![no, no], vec![1.0, no]], 1), Some(vec![Some(1), None]));
        assert_eq!(best(&[vec![no]], 0), Some(vec![None]));
    }
}
