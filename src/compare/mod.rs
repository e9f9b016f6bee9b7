//! Compares the cleaned bodies of a pair: what was kept, what was changed, and what that makes of the pair.
//!
//! Anchors (verbatim runs) → links between sentences → alignment of words → measures → one relation, and drift.

pub mod bounds;
pub mod diff;
pub mod drift;
pub mod links;
pub mod marks;
pub mod measures;
pub mod prepare;
pub mod quotes;
pub mod recurring;
pub mod relation;
pub mod swaps;
pub mod tiles;
pub mod times;
pub mod words;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::candidates::{Candidate, Candidates};
use crate::clean::Cleaned;
use crate::fingerprint::Fingerprint;
use crate::ingest::{Article, DateBasis, Stamp};
use crate::text::Document;

pub use bounds::Bounds;
pub use drift::{Drift, DriftKind, Side};
pub use marks::Marks;
pub use measures::Measures;
pub use prepare::Prepared;
pub use relation::{Relation, Standing, Ties};
pub use swaps::Swap;
use tiles::Seeds;

/// A compared pair; `a < b`.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// The article with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// What the pair is.
    pub relation: Relation,
    /// How firmly it is that.
    pub standing: Standing,
    /// What was measured.
    pub measures: Measures,
    /// What is known of the two besides.
    pub ties: Ties,
    /// What was altered; filled for copying relations only.
    pub drift: Vec<Drift>,
    /// Words with others in their place; filled for edited, spun and rewritten pairs.
    pub swaps: Vec<Swap>,
    /// Marks of spinning in `a` and in `b`; filled for copying relations only.
    pub marks: (Marks, Marks),
}

impl Comparison {
    /// The alterations, given which of the two is the original: a loss counts only where the copy lost something.
    pub fn alterations(&self, original: Option<u32>) -> impl Iterator<Item = &Drift> {
        let copy = original.map(|original| if original == self.a { Side::B } else { Side::A });
        self.drift.iter().filter(move |d| d.lost_in.is_none_or(|side| copy == Some(side)))
    }
}

/// Compares every candidate pair; pairs that turn out unrelated are left out. Ascending by (a, b).
///
/// Linear in memory: prepared bodies of the articles concerned, and one comparison for each pair kept.
pub fn run(
    articles: &[Article],
    cleaned: &[Cleaned],
    documents: &[Document],
    dates: &[(Option<Stamp>, DateBasis)],
    fingerprints: &[Fingerprint],
    candidates: &Candidates,
    watch: &(dyn Fn(u64) + Sync),
) -> Vec<Comparison> {
    // What shares neither a run of words nor its skeleton can be of the same event at most: no words need be compared.
    let skeleton = |at: u32| fingerprints[at as usize].skeleton.as_slice();
    let promising = |c: &Candidate| c.shared > 0 || measures::skeleton_share(skeleton(c.a), skeleton(c.b)) >= PROMISING_SKELETON;
    let (near, apart): (Vec<Candidate>, Vec<Candidate>) = candidates
        .pairs
        .par_iter()
        .partition_map(|c| if promising(c) { rayon::iter::Either::Left(*c) } else { rayon::iter::Either::Right(*c) });
    let mut concerned: Vec<u32> = near.iter().flat_map(|c| [c.a, c.b]).collect();
    concerned.sort_unstable();
    concerned.dedup();
    let prepared: FxHashMap<u32, Prepared<'_>> = concerned
        .par_iter()
        .map(|&at| (at, Prepared::of(&cleaned[at as usize], &documents[at as usize], &fingerprints[at as usize].skeleton)))
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let variants = Bounds::variants();
    let done = std::sync::atomic::AtomicU64::new(0);
    // The pairs of one article stand together, so that its seeds are noted once.
    let compare = |pairs: &[Candidate]| -> Vec<Comparison> {
        let groups: Vec<&[Candidate]> = pairs.chunk_by(|x, y| x.a == y.a).collect();
        let compared = groups.par_iter().flat_map_iter(|group| {
            let seeds = Seeds::of(&documents[group[0].a as usize].words);
            watch(done.fetch_add(group.len() as u64, std::sync::atomic::Ordering::Relaxed));
            group.iter().filter_map(|c| pair(*c, &seeds, &prepared, articles, cleaned, &variants)).collect::<Vec<_>>()
        });
        compared.collect()
    };
    let mut kept = compare(&near);
    kept.par_extend(apart.par_iter().filter_map(|c| {
        let (x, y) = (&fingerprints[c.a as usize], &fingerprints[c.b as usize]);
        let measures = measures::without_words(x, y, c.skeleton);
        let relation = relation::decide(&measures, Ties::default(), &Bounds::SHIPPED)?;
        let standing = relation::standing(&measures, Ties::default(), relation, &variants);
        Some(Comparison { a: c.a, b: c.b, relation, standing, measures, ..Comparison::default() })
    }));
    let known: rustc_hash::FxHashSet<(u32, u32)> = candidates.pairs.iter().map(|c| (c.a, c.b)).collect();
    kept.extend(compare(&closure(&kept, &known, &skeleton)));
    let written = times::written(articles, documents, dates);
    kept.retain(|c| c.relation != Relation::SameEvent || times::may_meet(written[c.a as usize], written[c.b as usize]));
    nearest_events(&mut kept, articles.len());
    kept.sort_unstable_by_key(|c| (c.a, c.b));
    recurring::relate(&mut kept);
    kept
}

/// Pairs of the same event kept for each article.
const EVENTS: usize = 5;

/// Drops the pairs of the same event that are among the nearest of neither article.
fn nearest_events(kept: &mut Vec<Comparison>, articles: usize) {
    kept.sort_by(|x, y| y.measures.nearness.total_cmp(&x.measures.nearness).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut seen = vec![0usize; articles];
    kept.retain(|c| {
        if c.relation != Relation::SameEvent {
            return true;
        }
        let (a, b) = (c.a as usize, c.b as usize);
        let near = seen[a] < EVENTS || seen[b] < EVENTS;
        seen[a] += 1;
        seen[b] += 1;
        near
    });
}

/// Largest family of which all pairs are compared.
const FAMILY: usize = 96;

/// The pairs of articles that are both copies of a third and were not compared yet.
///
/// Their nearness is the plain share of their skeletons: two stories that one digest holds need not be of one event.
fn closure<'s>(kept: &[Comparison], known: &rustc_hash::FxHashSet<(u32, u32)>, skeleton: &impl Fn(u32) -> &'s [u32]) -> Vec<Candidate> {
    let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for c in kept.iter().filter(|c| c.relation.is_copying()) {
        neighbours.entry(c.a).or_default().push(c.b);
        neighbours.entry(c.b).or_default().push(c.a);
    }
    let mut out: Vec<(u32, u32)> = Vec::new();
    for list in neighbours.values_mut() {
        list.sort_unstable();
        for (i, &x) in list.iter().take(FAMILY).enumerate() {
            out.extend(list[i + 1..].iter().take(FAMILY).map(|&y| (x, y)).filter(|pair| !known.contains(pair)));
        }
    }
    out.sort_unstable();
    out.dedup();
    out.into_iter()
        .map(|(a, b)| Candidate { a, b, shared: 1, skeleton: measures::skeleton_share(skeleton(a), skeleton(b)) as f32 })
        .collect()
}

/// Share of the shorter body in verbatim runs, and share of the smaller skeleton, from which a pair may be a copy. Both lie
/// below every bound of [`relation::decide`] that asks for aligned words.
const PROMISING_PASSAGES: f64 = 0.2;
pub(crate) const PROMISING_SKELETON: f64 = 0.75;

/// Compares one pair; `None` if it turns out unrelated.
fn pair(
    candidate: Candidate,
    seeds: &Seeds<'_>,
    prepared: &FxHashMap<u32, Prepared<'_>>,
    articles: &[Article],
    cleaned: &[Cleaned],
    variants: &[Bounds],
) -> Option<Comparison> {
    let Candidate { a, b, .. } = candidate;
    let (x, y) = (&prepared[&a], &prepared[&b]);
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let tiles = tiles::find(seeds, &y.document.words);
    let ties = Ties::of((&articles[a as usize], &cleaned[a as usize]), (&articles[b as usize], &cleaned[b as usize]));
    // Only a kept skeleton or shared passages can make a copy; other pairs need no alignment of their words.
    let shared: u32 = tiles.iter().map(|t| t.length).sum();
    let promising = f64::from(shared) >= PROMISING_PASSAGES * x.len().min(y.len()) as f64
        || measures::skeleton_share(x.skeleton, y.skeleton) >= PROMISING_SKELETON;
    let aligned = if promising {
        measures::align(x, y, &tiles)
    } else {
        measures::Aligned { from_b: y.len() < x.len(), ..measures::Aligned::default() }
    };
    let texts = (articles[a as usize].text.as_str(), articles[b as usize].text.as_str());
    let quotes = quotes::compare(x, y, &tiles, promising.then_some(&aligned), texts);
    let measures = measures::measure(x, y, &tiles, &aligned, &quotes, candidate.skeleton);
    let relation = relation::decide(&measures, ties, &Bounds::SHIPPED)?;
    let drift = if relation.is_copying() { drift::find(x, y, &aligned, &quotes, texts) } else { Vec::new() };
    let worded = matches!(relation, Relation::Edited | Relation::Spun | Relation::Rewritten);
    let swaps = if worded { swaps::find(x, y, &aligned) } else { Vec::new() };
    let marks = if relation.is_copying() {
        let terms = (swaps.iter().filter(|s| s.term.1).count() as u32, swaps.iter().filter(|s| s.term.0).count() as u32);
        (marks::find(texts.0, &cleaned[a as usize], terms.0), marks::find(texts.1, &cleaned[b as usize], terms.1))
    } else {
        <(Marks, Marks)>::default()
    };
    let standing = relation::standing(&measures, ties, relation, variants);
    Some(Comparison { a, b, relation, standing, measures, ties, drift, swaps, marks })
}
