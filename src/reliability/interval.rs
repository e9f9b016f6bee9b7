//! The interval of a source's score: by draws of all its rates, wider as far as rates that are
//! little known go together.

use super::draws::Draws;
use super::prior::LEAST_OF_KIND;
use super::rates::Estimate;
use super::score::Part;

/// Number of draws for an interval. Chosen by judgement: its ends then vary by about a tenth of its
/// width.
const DRAWN: usize = 400;

/// Returns the 90 % interval of a score: each rate is drawn from what is known of it, and the score
/// made of all of them, again and again. The same `seed` gives the same interval. O(parts · draws).
pub fn interval(parts: &[Part], seed: u64) -> (f64, f64) {
    let mut draws = Draws::new(seed);
    let betas: Vec<(&Part, Option<(f64, f64)>)> =
        parts.iter().map(|part| (part, beta(&part.estimate))).collect();
    let mut scores: Vec<f64> = (0..DRAWN)
        .map(|_| {
            let cost = betas.iter().map(|(part, beta)| {
                part.cost_at(beta.map_or(part.estimate.mean, |(a, b)| draws.beta(a, b)))
            });
            (100.0 - cost.sum::<f64>()).clamp(0.0, 100.0)
        })
        .collect();
    scores.sort_by(f64::total_cmp);
    let at = |share: f64| scores[((DRAWN - 1) as f64 * share).round() as usize];
    (at(0.05), at(0.95))
}

/// Returns the parameters of the beta distribution with the mean and variance of an estimate;
/// `None` if it has no spread.
fn beta(e: &Estimate) -> Option<(f64, f64)> {
    let cases = e.mean * (1.0 - e.mean) / e.variance - 1.0;
    (cases > 0.0 && cases.is_finite()).then_some((e.mean * cases, (1.0 - e.mean) * cases))
}

/// Returns by how much the scores of sources vary more than they would if what one indicator costs
/// a source said nothing of what another does; at least 1, and 1 with fewer than
/// [`LEAST_OF_KIND`] sources.
///
/// Sources that name nobody ask more questions too: one of which little is known may be better or
/// worse in every respect.
pub(super) fn together(all: &[Vec<Part>]) -> f64 {
    let variance = |values: &[f64]| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n
    };
    let widest = all.iter().map(Vec::len).max().unwrap_or(0);
    let known: Vec<&Vec<Part>> = all.iter().filter(|parts| parts.len() == widest).collect();
    if known.len() < LEAST_OF_KIND || widest == 0 {
        return 1.0;
    }
    let apart: f64 = (0..widest)
        .map(|at| variance(&known.iter().map(|parts| parts[at].cost()).collect::<Vec<_>>()))
        .sum();
    let sums: Vec<f64> = known.iter().map(|parts| parts.iter().map(Part::cost).sum()).collect();
    if apart > 0.0 { (variance(&sums) / apart).clamp(1.0, widest as f64) } else { 1.0 }
}

/// Returns by how much an interval must be wider, if costs go together as strongly as `together`
/// says: as far as the rates come from those of other sources, and not from own counts.
pub(super) fn widening(parts: &[Part], together: f64) -> f64 {
    let slopes = parts.iter().map(|part| {
        let scale = (part.about.scale.1 - part.about.scale.0).abs();
        ((part.weight / scale).powi(2) * part.estimate.variance, part.estimate.drawn)
    });
    let (drawn, all) =
        slopes.fold((0.0, 0.0), |(drawn, all), (own, share)| (drawn + own * share, all + own));
    let share = if all > 0.0 { drawn / all } else { 0.0 };
    (1.0 + (together - 1.0) * share).sqrt()
}
