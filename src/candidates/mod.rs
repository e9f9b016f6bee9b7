//! Finds the pairs of articles worth comparing, without comparing all with all.
//!
//! Two joins: articles that share surface fingerprints (a run of words), and articles whose skeletons are near (names and
//! numbers). Bodies that differ in no word are joined once, through one representative.

pub mod dense;
pub mod skeleton;
pub mod surface;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::Cleaned;
use crate::fingerprint::Fingerprint;

/// Members of a group of equal bodies of which all pairs are made; above it each is paired with the first ones only.
const EQUALS: usize = 64;

/// A pair of articles to compare; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The article with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Surface fingerprints shared.
    pub shared: u32,
    /// Weighted share of the smaller skeleton that the other holds, in [0, 1]; 0 where that was not asked.
    pub skeleton: f32,
}

/// What the joins found.
#[derive(Debug, Default)]
pub struct Candidates {
    /// The pairs, ascending.
    pub pairs: Vec<Candidate>,
    /// For each article its representative: the first article with the same body (itself, if there is none before it).
    pub representative: Vec<u32>,
    /// Members of dense families, of whose pairs only some are compared (see [`dense`]).
    pub thinned: FxHashSet<u32>,
}

/// What the joins are told of the articles besides their texts.
pub struct About<'a> {
    /// A number for each article's page, the same for versions of one page: these are compared whatever they share.
    pub pages: &'a [Option<u64>],
    /// When each was published or seen, as far as it is known.
    pub when: &'a [Option<i64>],
    /// Whether all pairs of dense families are compared too.
    pub all_pairs: bool,
    /// Whether two articles may be compared at all (the window of time).
    pub comparable: &'a (dyn Fn(u32, u32) -> bool + Sync),
}

/// Finds all candidate pairs among representatives, with pairs of equal bodies besides. Near-linear in fingerprints.
pub fn run(fingerprints: &[Fingerprint], cleaned: &[Cleaned], about: &About<'_>) -> Candidates {
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let representative: Vec<u32> =
        fingerprints.iter().zip(0u32..).map(|(f, at)| if f.words == 0 { at } else { *first.entry(f.body).or_insert(at) }).collect();
    let leads = |at: u32| representative[at as usize] == at;
    let mut pairs: FxHashMap<(u32, u32), (u32, f32)> = FxHashMap::default();
    let (joined, thinned) = surface::join(fingerprints, &numbered(cleaned), &leads, (!about.all_pairs).then_some(about.when));
    for ((a, b), shared) in joined {
        pairs.insert((a, b), (shared, 0.0));
    }
    for ((a, b), near) in skeleton::join(fingerprints, &leads) {
        if near >= skeleton::NEAR && !(thinned.contains(&a) && thinned.contains(&b)) {
            pairs.entry((a, b)).or_default().1 = near;
        } else if let Some(pair) = pairs.get_mut(&(a, b)) {
            pair.1 = near;
        }
    }
    let mut groups: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (at, &lead) in representative.iter().enumerate() {
        groups.entry(lead).or_default().push(at as u32);
    }
    let mut out = Vec::new();
    for (&(a, b), &(shared, skeleton)) in &pairs {
        let members = |lead: u32| groups.get(&lead).map_or(&[][..], Vec::as_slice);
        let cross = members(a).iter().take(EQUALS).flat_map(|&x| members(b).iter().take(EQUALS).map(move |&y| (x.min(y), x.max(y))));
        out.extend(cross.map(|(a, b)| Candidate { a, b, shared, skeleton }));
    }
    for group in groups.values().filter(|g| g.len() > 1) {
        for (i, &x) in group.iter().enumerate() {
            let partners = group[..i].iter().take(EQUALS);
            out.extend(partners.map(|&y| Candidate {
                a: y.min(x),
                b: y.max(x),
                shared: fingerprints[x as usize].surface.len() as u32,
                skeleton: 1.0,
            }));
        }
    }
    out.retain(|c| (about.comparable)(c.a, c.b));
    out.extend(same_page(about.pages));
    // Where a pair was found twice, what was measured of it stays.
    out.sort_unstable_by_key(|c| (c.a, c.b, std::cmp::Reverse(c.shared)));
    out.dedup_by_key(|c| (c.a, c.b));
    Candidates { pairs: out, representative, thinned }
}

/// Versions of one page: each with those before it.
fn same_page(pages: &[Option<u64>]) -> Vec<Candidate> {
    let mut groups: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (page, at) in pages.iter().zip(0u32..) {
        if let Some(page) = page {
            groups.entry(*page).or_default().push(at);
        }
    }
    let pairs = groups.values().flat_map(|group| {
        group
            .iter()
            .enumerate()
            .flat_map(|(i, &b)| group[..i].iter().rev().take(EQUALS).map(move |&a| Candidate { a, b, shared: 1, skeleton: 0.0 }))
    });
    pairs.collect()
}

/// A number for each source, the same for the same source; `None` where the source is unknown.
fn numbered(cleaned: &[Cleaned]) -> Vec<Option<u32>> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    cleaned
        .iter()
        .map(|c| {
            let next = numbers.len() as u32;
            c.source.as_deref().map(|s| *numbers.entry(s).or_insert(next))
        })
        .collect()
}
