//! Finds the articles with the nearest skeletons for each article, however different their words
//! are.

use rayon::prelude::*;

use crate::fingerprint::Fingerprint;

/// Share of the run's articles beyond which an item is too common to lead from one article to
/// another. Chosen by judgement: higher values find more pairs and take longer.
const COMMON_SHARE: f64 = 0.02;
/// The least such number of articles, in a small run. Chosen by judgement.
const COMMON_LEAST: usize = 150;
/// The same number at most, in a run of any size. Chosen by judgement.
pub const COMMON_MOST: usize = 400;
/// Neighbours kept per article. Chosen by judgement.
const NEIGHBOURS: usize = 12;
/// Least rarity-weighted share of the smaller skeleton for a pair without a shared run of words.
/// Equals `event_names` of [`Bounds`](crate::compare::Bounds), which
/// `cargo bench --bench relations` checks: below it a pair is neither a copy nor of the same event.
pub const NEAR: f32 = 0.15;
/// Least items of a skeleton for it to be used. Chosen by judgement.
const LEAST_ITEMS: usize = 3;

/// The skeletons of a run as lists of items: each distinct key is an item, numbered in ascending
/// order of the keys.
struct Items {
    /// The articles that have each item, ascending; those of item `i` are from `starts[i]` to
    /// `starts[i + 1]`.
    articles: Vec<u32>,
    starts: Vec<u32>,
    /// Weight of each item by rarity: ln(1 + N / n).
    weights: Vec<f32>,
    /// The items of each article, ascending; empty unless it is a representative with at least
    /// `LEAST_ITEMS`.
    of: Vec<Vec<u32>>,
    /// Total weight of each article's items.
    totals: Vec<f32>,
}

impl Items {
    fn of(fingerprints: &[Fingerprint], leads: &(dyn Fn(u32) -> bool + Sync)) -> Self {
        let mut postings: Vec<u64> = fingerprints
            .par_iter()
            .zip(0u32..fingerprints.len() as u32)
            .filter(|(f, at)| f.skeleton.len() >= LEAST_ITEMS && leads(*at))
            .flat_map_iter(|(f, at)| {
                f.skeleton.iter().map(move |&key| u64::from(key) << 32 | u64::from(at))
            })
            .collect();
        postings.par_sort_unstable();
        let mut of: Vec<Vec<u32>> = fingerprints.iter().map(|_| Vec::new()).collect();
        let (mut starts, mut weights) = (vec![0], Vec::new());
        for (bucket, item) in postings.chunk_by(|a, b| a >> 32 == b >> 32).zip(0u32..) {
            bucket.iter().for_each(|posting| of[(posting & 0xffff_ffff) as usize].push(item));
            weights.push((1.0 + fingerprints.len() as f64 / bucket.len() as f64).ln() as f32);
            starts.push(starts[item as usize] + bucket.len() as u32);
        }
        let totals = of
            .par_iter()
            .map(|items| items.iter().map(|&item| weights[item as usize]).sum())
            .collect();
        Self {
            articles: postings.iter().map(|posting| (posting & 0xffff_ffff) as u32).collect(),
            starts,
            weights,
            of,
            totals,
        }
    }

    /// Returns the articles that have an item.
    fn holders(&self, item: u32) -> &[u32] {
        &self.articles[self.starts[item as usize] as usize..self.starts[item as usize + 1] as usize]
    }

    /// Returns the weighted share of the smaller of two skeletons that the other article has.
    fn nearness(&self, a: u32, b: u32) -> f32 {
        let (x, y) = (&self.of[a as usize], &self.of[b as usize]);
        let (mut i, mut j, mut shared) = (0, 0, 0.0);
        while i < x.len() && j < y.len() {
            if x[i] == y[j] {
                shared += self.weights[x[i] as usize];
            }
            let step = (usize::from(x[i] <= y[j]), usize::from(x[i] >= y[j]));
            i += step.0;
            j += step.1;
        }
        let smaller = self.totals[a as usize].min(self.totals[b as usize]);
        if smaller > 0.0 { shared / smaller } else { 0.0 }
    }
}

/// Returns the [`NEIGHBOURS`] articles with the largest shares, in any order; of equal ones the
/// first. O(articles).
fn nearest(shares: impl Iterator<Item = (f32, u32)>) -> Vec<(f32, u32)> {
    let cut = |near: &mut Vec<(f32, u32)>| {
        if near.len() > NEIGHBOURS {
            near.select_nth_unstable_by(NEIGHBOURS, |x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
            near.truncate(NEIGHBOURS);
        }
    };
    // Most articles are further than those already found, and are never put down.
    let most = 8 * NEIGHBOURS;
    let (mut near, mut least) = (Vec::with_capacity(most), 0.0);
    for found in shares {
        if found.0 >= least {
            near.push(found);
        }
        if near.len() == most {
            cut(&mut near);
            least = near.iter().map(|(share, _)| *share).fold(f32::INFINITY, f32::min);
        }
    }
    cut(&mut near);
    near
}

/// Returns pairs of representatives with near skeletons, each with the share of the smaller
/// skeleton that the other has, weighted by inverse document frequency.
pub fn join(
    fingerprints: &[Fingerprint],
    leads: &(dyn Fn(u32) -> bool + Sync),
) -> Vec<((u32, u32), f32)> {
    let items = Items::of(fingerprints, leads);
    let articles = fingerprints.len();
    let common = ((articles as f64 * COMMON_SHARE) as usize).clamp(COMMON_LEAST, COMMON_MOST);
    // Common items count in the totals but lead to no other article; what two articles share of
    // them is added at the end.
    let mut found: Vec<((u32, u32), f32)> = (0..articles as u32)
        .into_par_iter()
        // Each piece of work allocates a table with one entry per article of the run.
        .with_min_len(512)
        .filter(|&at| !items.of[at as usize].is_empty())
        .map_init(
            || (vec![0.0f32; articles], Vec::<u32>::new()),
            |(weights, touched), at| {
                for &item in &items.of[at as usize] {
                    let holders = items.holders(item);
                    if holders.len() > common {
                        continue;
                    }
                    let weight = items.weights[item as usize];
                    for &other in holders {
                        if weights[other as usize] == 0.0 {
                            touched.push(other);
                        }
                        weights[other as usize] += weight;
                    }
                }
                let share = |o: u32| {
                    weights[o as usize]
                        / items.totals[at as usize].min(items.totals[o as usize]).max(1.0)
                };
                let near = nearest(touched.iter().filter(|&&o| o != at).map(|&o| (share(o), o)));
                touched.drain(..).for_each(|o| weights[o as usize] = 0.0);
                near.into_iter()
                    .map(|(_, other)| (at.min(other), at.max(other)))
                    .collect::<Vec<_>>()
            },
        )
        .flatten_iter()
        .map(|(a, b)| ((a, b), 0.0))
        .collect();
    found.par_sort_unstable_by_key(|f| f.0);
    found.dedup_by_key(|f| f.0);
    found.par_iter_mut().for_each(|((a, b), near)| *near = items.nearness(*a, *b));
    found
}
