//! Finds for each article those whose skeletons are nearest, however different the words.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::fingerprint::Fingerprint;

/// Articles beyond which an item is too common to lead from one article to another, as a share of the run and at least.
const COMMON_SHARE: f64 = 0.02;
const COMMON_LEAST: usize = 150;
/// See [`COMMON_LEAST`]: an item of more articles leads nowhere in a run of any size.
pub const COMMON_MOST: usize = 400;
/// Neighbours kept for each article.
const NEIGHBOURS: usize = 12;
/// Weighted share of the smaller skeleton from which a pair without a shared run is worth comparing: below it, it is
/// neither a copy nor of the same event.
pub const NEAR: f32 = 0.35;
/// Items below which a skeleton says too little.
const LEAST_ITEMS: usize = 3;

/// Returns pairs of leading articles with near skeletons: the idf-weighted share of the smaller that the other holds.
pub fn join(fingerprints: &[Fingerprint], leads: &(dyn Fn(u32) -> bool + Sync)) -> Vec<((u32, u32), f32)> {
    let mut postings: Vec<(u32, u32)> = fingerprints
        .par_iter()
        .zip(0u32..fingerprints.len() as u32)
        .filter(|(f, at)| f.skeleton.len() >= LEAST_ITEMS && leads(*at))
        .flat_map_iter(|(f, at)| f.skeleton.iter().map(move |&k| (k, at)))
        .collect();
    postings.par_sort_unstable();
    let articles = fingerprints.len();
    let common = ((articles as f64 * COMMON_SHARE) as usize).clamp(COMMON_LEAST, COMMON_MOST);
    let buckets: Vec<&[(u32, u32)]> = postings.chunk_by(|a, b| a.0 == b.0).collect();
    let index: FxHashMap<u32, &[(u32, u32)]> = buckets.into_iter().map(|b| (b[0].0, b)).collect();
    // Frequent items still weigh in the total, but lead nowhere: what two articles share of them is added afterwards.
    let idf = |key: u32| index.get(&key).map_or(0.0, |b| (1.0 + articles as f64 / b.len() as f64).ln() as f32);
    let totals: Vec<f32> = fingerprints.par_iter().map(|f| f.skeleton.iter().map(|&k| idf(k)).sum()).collect();
    let found: Vec<((u32, u32), f32)> = (0..articles as u32)
        .into_par_iter()
        // Each piece of work begins with a fresh table as long as the run.
        .with_min_len(512)
        .filter(|&at| leads(at) && fingerprints[at as usize].skeleton.len() >= LEAST_ITEMS)
        .map_init(
            || (vec![0.0f32; articles], Vec::<u32>::new()),
            |(weights, touched), at| {
                for &key in &fingerprints[at as usize].skeleton {
                    let bucket = index.get(&key).copied().unwrap_or_default();
                    if bucket.len() > common {
                        continue;
                    }
                    let weight = idf(key);
                    for &(_, other) in bucket {
                        if weights[other as usize] == 0.0 {
                            touched.push(other);
                        }
                        weights[other as usize] += weight;
                    }
                }
                let mut near: Vec<(f32, u32)> = touched
                    .iter()
                    .filter(|&&o| o != at)
                    .map(|&o| (weights[o as usize] / totals[at as usize].min(totals[o as usize]).max(1.0), o))
                    .collect();
                touched.drain(..).for_each(|o| weights[o as usize] = 0.0);
                near.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                near.truncate(NEIGHBOURS);
                near.into_iter().map(|(_, other)| (at.min(other), at.max(other))).collect::<Vec<_>>()
            },
        )
        .flatten_iter()
        .map(|(a, b)| ((a, b), nearness(&fingerprints[a as usize].skeleton, &fingerprints[b as usize].skeleton, &idf, &totals, a, b)))
        .collect();
    let mut found = found;
    found.par_sort_unstable_by(|x, y| x.0.cmp(&y.0));
    found.dedup_by_key(|f| f.0);
    found
}

/// The idf-weighted share of the smaller skeleton that the other holds.
fn nearness(a: &[u32], b: &[u32], idf: &dyn Fn(u32) -> f32, totals: &[f32], at: u32, other: u32) -> f32 {
    let (mut i, mut j, mut shared) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += idf(a[i]);
                i += 1;
                j += 1;
            }
        }
    }
    let smaller = totals[at as usize].min(totals[other as usize]);
    if smaller > 0.0 { shared / smaller } else { 0.0 }
}
