//! Learns the weights of the indicators from somebody's ratings of sources.
//!
//! Nothing is learned by default. Whoever has ratings can have the weights follow them: a ridge
//! regression of the ratings' ranks on what each rate is worth, with weights of 0 or more, so that
//! no indicator ever counts against its direction. How well the weights order sources that they
//! were not fitted to is measured by folds of sources.

use super::agreement::{ranks, spearman};
use super::profile::{INDICATORS, N};

/// Number of folds of sources. Chosen by judgement, as usual.
const FOLDS: usize = 10;
/// Strengths of the ridge that are tried, as multiples of the number of sources. Chosen by
/// judgement: from hardly any to one that leaves little of the weights.
const STRENGTHS: [f64; 6] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
/// Rounds of coordinate descent. Chosen by judgement; it ends earlier once no weight moves.
const ROUNDS: usize = 500;
/// Number of rated sources below which nothing is learned. Chosen by judgement: four per fold,
/// about two per weight.
pub const LEAST_SOURCES: usize = 40;

/// A source with what each of its rates is worth, and its rating.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The source's id, by which folds are cut.
    pub id: String,
    /// The value of each indicator in [0, 1], in the order of [`INDICATORS`].
    pub values: [f64; N],
    /// The rating.
    pub rating: f64,
}

/// What was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Weight of each indicator, in the order of [`INDICATORS`], in points out of 100.
    pub weights: Vec<f64>,
    /// Number of sources.
    pub sources: usize,
    /// Spearman's rank correlation of the ratings with scores by weights that were fitted to other
    /// sources; `None` without spread.
    pub out_of_fold: Option<f64>,
    /// The same with weights fitted to the same sources.
    pub in_sample: Option<f64>,
}

/// Fits the weights; `None` with fewer than [`LEAST_SOURCES`] examples, or if no indicator goes
/// with the ratings. O(folds² · strengths · rounds · sources · indicators).
pub fn fit(examples: &[Example]) -> Option<Fitted> {
    if examples.len() < LEAST_SOURCES {
        return None;
    }
    let mut sorted: Vec<&Example> = examples.iter().collect();
    sorted.sort_by_key(|e| (xxhash_rust::xxh3::xxh3_64(e.id.as_bytes()), &e.id));
    let ratings: Vec<f64> = sorted.iter().map(|e| e.rating).collect();
    // Places in [0, 1].
    let last = (ratings.len() - 1) as f64;
    let ranks = ranks(&ratings).into_iter().map(|rank| rank / last);
    let data: Vec<(&[f64; N], f64)> = sorted.iter().map(|e| &e.values).zip(ranks).collect();
    let predicted = out_of_fold(&data, |training| {
        let strength = best_strength(training);
        ridge(training, strength)
    });
    let weights = ridge(&data, best_strength(&data));
    let sum: f64 = weights.iter().sum();
    let own: Vec<f64> = data.iter().map(|(values, _)| product(values, &weights)).collect();
    (sum > 0.0).then(|| Fitted {
        weights: weights.iter().map(|w| 100.0 * w / sum).collect(),
        sources: examples.len(),
        out_of_fold: spearman(&predicted, &ratings),
        in_sample: spearman(&own, &ratings),
    })
}

/// One source: the values of its indicators and the rank of its rating.
type Point<'p> = (&'p [f64; N], f64);

/// Returns what weights fitted to the other folds predict of each point.
fn out_of_fold(data: &[Point<'_>], fit: impl Fn(&[Point<'_>]) -> [f64; N]) -> Vec<f64> {
    let mut predicted = vec![0.0; data.len()];
    for fold in 0..FOLDS {
        let is_in = |at: usize| at % FOLDS == fold;
        let training: Vec<Point<'_>> =
            data.iter().enumerate().filter(|(at, _)| !is_in(*at)).map(|(_, p)| *p).collect();
        let weights = fit(&training);
        let mean = training.iter().map(|p| product(p.0, &weights)).sum::<f64>();
        let mean = mean / training.len() as f64;
        // The mean rating of the others is left out: it is the lower, the higher the fold's own.
        for at in (0..data.len()).filter(|at| is_in(*at)) {
            predicted[at] = product(data[at].0, &weights) - mean;
        }
    }
    predicted
}

/// Returns the strength whose predictions out of fold err least.
fn best_strength(data: &[Point<'_>]) -> f64 {
    let error = |strength: f64| -> f64 {
        let predicted = out_of_fold(data, |training| ridge(training, strength));
        // Ranks lie around a half.
        predicted.iter().zip(data).map(|(p, (_, rank))| (p + 0.5 - rank).powi(2)).sum()
    };
    let errors = STRENGTHS.map(error);
    let least = (0..STRENGTHS.len()).min_by(|a, b| errors[*a].total_cmp(&errors[*b]));
    STRENGTHS[least.unwrap_or(0)]
}

/// Returns the weights of 0 or more that fit the points best, less a penalty on their squares, by
/// coordinate descent. Indicators without a default weight keep none.
///
/// Source: Friedman, Hastie, Tibshirani, *Regularization paths for generalized linear models via
/// coordinate descent*, Journal of Statistical Software 2010, with weights cut at 0.
fn ridge(data: &[Point<'_>], strength: f64) -> [f64; N] {
    let n = data.len() as f64;
    let mean = |of: &dyn Fn(&Point<'_>) -> f64| data.iter().map(of).sum::<f64>() / n;
    let means: [f64; N] = std::array::from_fn(|k| mean(&|p| p.0[k]));
    let centre = mean(&|p| p.1);
    let squares: [f64; N] = std::array::from_fn(|k| mean(&|p| (p.0[k] - means[k]).powi(2)));
    let mut residuals: Vec<f64> = data.iter().map(|p| p.1 - centre).collect();
    let mut weights = [0.0; N];
    for _ in 0..ROUNDS {
        let mut moved = 0.0_f64;
        for k in (0..N).filter(|k| INDICATORS[*k].weight > 0.0) {
            if squares[k] <= f64::EPSILON {
                continue;
            }
            let along: f64 =
                data.iter().zip(&residuals).map(|(p, r)| (p.0[k] - means[k]) * r).sum::<f64>() / n;
            let next = ((along + squares[k] * weights[k]) / (squares[k] + strength)).max(0.0);
            let step = next - weights[k];
            if step != 0.0 {
                data.iter().zip(&mut residuals).for_each(|(p, r)| *r -= step * (p.0[k] - means[k]));
                weights[k] = next;
                moved = moved.max(step.abs());
            }
        }
        // Far below what two decimals of a weight show.
        if moved < 1e-6 {
            break;
        }
    }
    weights
}

fn product(values: &[f64; N], weights: &[f64; N]) -> f64 {
    values.iter().zip(weights).map(|(x, w)| x * w).sum()
}

#[cfg(test)]
mod tests {
    use super::super::draws::Draws;
    use super::super::profile::Indicator;
    use super::*;

    fn examples(n: usize, of: impl Fn(&[f64; N], &mut Draws) -> f64) -> Vec<Example> {
        let mut draws = Draws::new(5);
        let example = |at: usize| {
            let values: [f64; N] = std::array::from_fn(|_| draws.uniform());
            let rating = of(&values, &mut draws);
            Example { id: format!("s{at}"), values, rating }
        };
        (0..n).map(example).collect()
    }

    #[test]
    fn the_indicators_that_ratings_follow_get_the_weight() {
        let (named, questions) = (Indicator::NamedSources as usize, Indicator::Questions as usize);
        let fitted =
            fit(&examples(200, |v, draws| 2.0 * v[named] - v[questions] + 0.2 * draws.uniform()))
                .expect("enough sources");
        assert!(fitted.weights[named] > 60.0 && fitted.weights[questions] == 0.0, "{fitted:?}");
        assert!(fitted.out_of_fold.is_some_and(|r| r > 0.7), "{fitted:?}");
    }

    #[test]
    fn ratings_by_chance_are_not_predicted() {
        let fitted = fit(&examples(200, |_, draws| draws.uniform()));
        let order = fitted.and_then(|f| f.out_of_fold);
        assert!(order.is_none_or(|r| r < 0.2), "{order:?}");
        assert_eq!(fit(&examples(LEAST_SOURCES - 1, |v, _| v[0])), None);
    }
}
