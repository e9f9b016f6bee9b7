//! Compares the order of sources by score with their order by a third party's ratings.

/// A source that both sides judge.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The source's id.
    pub id: String,
    /// Its score here.
    pub score: f64,
    /// The third party's rating.
    pub rating: f64,
}

/// How far two orders agree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agreement {
    /// Number of sources that both judge.
    pub sources: usize,
    /// Spearman's rank correlation, in [-1, 1]; `None` with fewer than three sources, or if one
    /// side gives all the same value.
    pub spearman: Option<f64>,
    /// Its 90 % interval; `None` with fewer than five sources.
    pub interval: Option<(f64, f64)>,
    /// The sources, largest disagreement first: each with its position by score and by rating, both
    /// in [0, 1] with 1 for the best.
    pub disagreements: Vec<(Pair, f64, f64)>,
}

/// Returns ranks from 0 for the lowest; ties get the mean of their positions.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        tied.iter().for_each(|&at| ranks[at] = first as f64 + (tied.len() - 1) as f64 / 2.0);
        first += tied.len();
    }
    ranks
}

/// Returns Spearman's rank correlation with ties, that is, the correlation of mean ranks; `None`
/// below three values or without spread.
///
/// In [-1, 1]. O(n log n).
///
/// Source: Kendall, Gibbons, *Rank Correlation Methods*, 5th ed., 1990, section 3.
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 3 {
        return None;
    }
    let (x, y) = (ranks(x), ranks(y));
    let mean = (x.len() - 1) as f64 / 2.0;
    let product =
        |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| (p - mean) * (q - mean)).sum::<f64>();
    let spread = (product(&x, &x) * product(&y, &y)).sqrt();
    (spread > 0.0).then(|| (product(&x, &y) / spread).clamp(-1.0, 1.0))
}

/// Compares the two orders. O(n log n).
///
/// The interval is Fisher's, with the variance of Bonett and Wright, *Sample size requirements for
/// estimating Pearson, Kendall and Spearman correlations*, Psychometrika 2000.
pub fn compare(pairs: Vec<Pair>) -> Agreement {
    let (scores, ratings): (Vec<f64>, Vec<f64>) = pairs.iter().map(|p| (p.score, p.rating)).unzip();
    let found = spearman(&scores, &ratings);
    let interval = found.filter(|_| pairs.len() >= 5).map(|r| {
        let (z, width) = (
            r.clamp(-0.999_999, 0.999_999).atanh(),
            1.6449 * ((1.0 + r * r / 2.0) / (pairs.len() as f64 - 3.0)).sqrt(),
        );
        ((z - width).tanh(), (z + width).tanh())
    });
    let last = pairs.len().saturating_sub(1).max(1) as f64;
    let places = ranks(&scores).into_iter().zip(ranks(&ratings));
    let sources = pairs.len();
    let mut disagreements: Vec<(Pair, f64, f64)> =
        pairs.into_iter().zip(places).map(|(p, (s, r))| (p, s / last, r / last)).collect();
    disagreements.sort_by(|a, b| {
        (b.1 - b.2).abs().total_cmp(&(a.1 - a.2).abs()).then_with(|| a.0.id.cmp(&b.0.id))
    });
    Agreement { sources, spearman: found, interval, disagreements }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_agree_disagree_and_tie_as_worked_by_hand() {
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[10.0, 20.0, 90.0]), Some(1.0));
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), Some(-1.0));
        assert_eq!(spearman(&[1.0, 1.0, 1.0], &[3.0, 2.0, 1.0]), None);
        // Ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3: covariance 4.5, spreads 4.5 and 5.
        let r = spearman(&[1.0, 2.0, 2.0, 3.0], &[1.0, 2.0, 3.0, 4.0]).expect("spread");
        assert!((r - 4.5 / (4.5_f64 * 5.0).sqrt()).abs() < 1e-12, "{r}");
    }

    #[test]
    fn the_farthest_apart_comes_first_and_few_sources_have_no_interval() {
        let pair = |id: &str, score, rating| Pair { id: id.to_owned(), score, rating };
        let found = compare(vec![
            pair("a", 90.0, 0.9),
            pair("b", 80.0, 0.1),
            pair("c", 20.0, 0.5),
            pair("d", 10.0, 0.05),
        ]);
        assert_eq!(found.disagreements[0].0.id, "b");
        assert_eq!(found.interval, None);
        assert_eq!(compare(Vec::new()), Agreement::default());
    }
}
