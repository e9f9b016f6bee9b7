//! Finds the pairs of articles worth comparing without comparing every article with every other.
//!
//! There are three joins: articles that share surface fingerprints (a run of words), articles whose
//! skeletons (names and numbers) are near, and articles in different languages that may be
//! translations. Articles whose bodies have exactly the same words are joined once, through one
//! representative.

pub mod dense;
pub mod skeleton;
pub mod surface;
pub mod translations;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::Cleaned;
use crate::fingerprint::Fingerprint;

/// Members of a group of equal bodies up to which all pairs are made; in a larger group each is
/// paired with the first ones only. Also the number of earlier versions of its page that an article
/// is paired with. Chosen by judgement: it bounds the pairs.
const EQUALS: usize = 64;

/// Articles that an article meets through representatives from which copies of equal bodies are
/// always thinned (see [`Equals::crossed`]). Chosen by judgement, like [`ROOM`].
const WIDE: usize = 512;
/// The same if each body has [`COPIED`] articles on average. Chosen by judgement: in a corpus of
/// 1,085 articles about a few events, most with revisions, some articles meet more than this, and
/// all their pairs are needed to distinguish versions; where there are few bodies, the articles are
/// copies.
const ROOM: usize = 128;
/// Average articles per body from which [`ROOM`] applies. Chosen by judgement.
const COPIED: usize = 4;

/// A pair of articles to compare; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Candidate {
    /// The article with the smaller number.
    pub a: u32,
    /// The article with the greater number.
    pub b: u32,
    /// Number of shared surface fingerprints: an estimate where pairs were thinned, 1 where the
    /// pair was found otherwise.
    pub shared: u32,
    /// Share of the smaller skeleton that the other article has, weighted by rarity, in [0, 1]; 0
    /// if it was not computed.
    pub skeleton: f32,
}

/// The result of the joins.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Candidates {
    /// The pairs, ascending.
    pub pairs: Vec<Candidate>,
    /// The representative of each article: the first article with the same body, possibly itself.
    pub representative: Vec<u32>,
    /// Members of dense families for which only some pairs are compared, including articles with
    /// equal bodies (see [`dense`]).
    pub thinned: FxHashSet<u32>,
    /// All articles for which only some pairs are compared: those of `thinned`, and those that
    /// share passages with very many others.
    pub spared: FxHashSet<u32>,
    /// Pairs of articles in different languages that may be translations, ascending; `a < b`. Some
    /// may be among `pairs` too.
    pub abroad: Vec<(u32, u32)>,
}

/// What the joins know about the articles apart from their texts.
pub struct About<'a> {
    /// A number for each article's page, equal for versions of one page. Versions are compared
    /// whatever they share.
    pub pages: &'a [Option<u64>],
    /// When each article was published or seen; `None` if unknown.
    pub when: &'a [Option<i64>],
    /// Whether all pairs of dense families are compared too.
    pub all_pairs: bool,
    /// Whether two articles may be compared at all (the time window).
    pub comparable: &'a (dyn Fn(u32, u32) -> bool + Sync),
}

/// Finds all candidate pairs: those among representatives, and those they stand for among equal
/// bodies. Nearly linear in the number of fingerprints.
pub fn run(fingerprints: &[Fingerprint], cleaned: &[Cleaned], about: &About<'_>) -> Candidates {
    let equals = Equals::of(fingerprints);
    let leads = |at: u32| equals.representative[at as usize] == at;
    let mut pairs: FxHashMap<(u32, u32), (u32, f32)> = FxHashMap::default();
    let when = (!about.all_pairs).then_some(about.when);
    let surface = surface::join(&surface::Joined {
        fingerprints,
        sources: &numbered(cleaned),
        leads: &leads,
        when,
    });
    for ((a, b), shared) in surface.pairs {
        pairs.insert((a, b), (shared, 0.0));
    }
    let dense = surface.dense;
    for ((a, b), near) in skeleton::join(fingerprints, &leads) {
        if near >= skeleton::NEAR && !(dense.contains(&a) && dense.contains(&b)) {
            pairs.entry((a, b)).or_default().1 = near;
        } else if let Some(pair) = pairs.get_mut(&(a, b)) {
            pair.1 = near;
        }
    }
    let (mut out, many) = equals.crossed(&pairs, about);
    for group in equals.groups.values().filter(|g| g.len() > 1) {
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
    // If a pair was found twice, the entry with more shared fingerprints is kept.
    out.sort_unstable_by_key(|c| (c.a, c.b, std::cmp::Reverse(c.shared)));
    out.dedup_by_key(|c| (c.a, c.b));
    let members = |leads: &FxHashSet<u32>| -> FxHashSet<u32> {
        leads.iter().flat_map(|lead| equals.members(*lead)).copied().collect()
    };
    let thinned = members(&dense.union(&many).copied().collect());
    let spared = thinned.union(&members(&surface.full)).copied().collect();
    Candidates {
        pairs: out,
        representative: equals.representative,
        thinned,
        spared,
        abroad: Vec::new(),
    }
}

/// Articles grouped by body.
struct Equals {
    /// For each article the first one with the same body.
    representative: Vec<u32>,
    /// The articles with each body, ascending, by their representative.
    groups: FxHashMap<u32, Vec<u32>>,
}

impl Equals {
    fn of(fingerprints: &[Fingerprint]) -> Self {
        let mut first: FxHashMap<u64, u32> = FxHashMap::default();
        let representative: Vec<u32> = fingerprints
            .iter()
            .zip(0u32..)
            .map(|(f, at)| if f.words == 0 { at } else { *first.entry(f.body).or_insert(at) })
            .collect();
        let mut groups: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (&lead, at) in representative.iter().zip(0u32..) {
            groups.entry(lead).or_default().push(at);
        }
        Self { representative, groups }
    }

    /// Returns the articles with the body of a representative; empty for any other article.
    fn members(&self, lead: u32) -> &[u32] {
        self.groups.get(&lead).map_or(&[][..], Vec::as_slice)
    }

    /// Expands pairs of representatives into pairs of articles; also returns the representatives
    /// for which some pairs were left out.
    ///
    /// All pairs of two bodies are made as long as an article meets few others this way. Of two
    /// bodies that meet many, only the earliest articles are paired, and every article is paired
    /// with the earliest one of each of the [`dense::EARLIEST`] bodies that appeared first; its
    /// relation to the rest follows from the articles that have its own body. O(pairs · log pairs +
    /// pairs made).
    fn crossed(
        &self,
        pairs: &FxHashMap<(u32, u32), (u32, f32)>,
        about: &About<'_>,
    ) -> (Vec<Candidate>, FxHashSet<u32>) {
        let mut partners: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for &(a, b) in pairs.keys() {
            partners.entry(a).or_default().push(b);
            partners.entry(b).or_default().push(a);
        }
        let moment = |at: &u32| (about.when[*at as usize].is_none(), about.when[*at as usize], *at);
        let earliest = |lead: &u32| {
            (*lead, self.members(*lead).iter().copied().min_by_key(moment).unwrap_or(*lead))
        };
        let earliest: FxHashMap<u32, u32> = partners.keys().map(earliest).collect();
        // For each representative that meets many others, the partners with whose earliest article
        // all its articles are paired.
        let mut many: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (&lead, others) in partners.iter_mut().filter(|_| !about.all_pairs) {
            let articles: usize =
                others.iter().chain([&lead]).map(|at| self.members(*at).len()).sum();
            let copied = articles >= COPIED * (others.len() + 1);
            if articles > WIDE || articles > ROOM && copied {
                others.sort_unstable_by_key(|at| moment(&earliest[at]));
                many.insert(lead, others.iter().take(dense::EARLIEST).copied().collect());
            }
        }
        let (mut out, mut thinned) = (Vec::new(), FxHashSet::default());
        for (&(a, b), &(shared, skeleton)) in pairs {
            let candidate =
                |x: u32, y: u32| Candidate { a: x.min(y), b: x.max(y), shared, skeleton };
            let all = |lead: u32| self.members(lead).iter().take(EQUALS).copied();
            let of_two = self.members(a).len() + self.members(b).len();
            if many.contains_key(&a) && many.contains_key(&b) && of_two > 2 {
                thinned.extend([a, b]);
                out.push(candidate(earliest[&a], earliest[&b]));
                for (own, other) in [(a, b), (b, a)] {
                    if many[&own].contains(&other) {
                        out.extend(
                            self.members(own).iter().map(|&x| candidate(x, earliest[&other])),
                        );
                    }
                }
            } else {
                out.extend(all(a).flat_map(|x| all(b).map(move |y| candidate(x, y))));
            }
        }
        (out, thinned)
    }
}

/// Pairs versions of one page: each version with the ones before it, up to [`EQUALS`].
fn same_page(pages: &[Option<u64>]) -> Vec<Candidate> {
    let mut groups: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (page, at) in pages.iter().zip(0u32..) {
        if let Some(page) = page {
            groups.entry(*page).or_default().push(at);
        }
    }
    let pairs = groups.values().flat_map(|group| {
        group.iter().enumerate().flat_map(|(i, &b)| {
            group[..i].iter().rev().take(EQUALS).map(move |&a| Candidate {
                a,
                b,
                shared: 1,
                skeleton: 0.0,
            })
        })
    });
    pairs.collect()
}

/// Numbers the sources, one number per source; `None` if the source is unknown.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns bodies of 100 fingerprints, of which one in nine differs between bodies; each body
    /// occurs as often as `copies` says.
    fn family(copies: &[usize]) -> Vec<Fingerprint> {
        let spread = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let surface = |at: u64| {
            (1..=100)
                .map(|i| spread(if i % 9 == at % 9 { 1_000 + 100 * at + i } else { i }))
                .collect()
        };
        let bodies = copies.iter().zip(1u64..).flat_map(|(&n, at)| std::iter::repeat_n(at, n));
        bodies
            .map(|at| Fingerprint {
                surface: surface(at),
                words: 400,
                body: at,
                ..Fingerprint::default()
            })
            .collect()
    }

    fn found(texts: &[Fingerprint], when: &[Option<i64>], all_pairs: bool) -> Candidates {
        let cleaned = vec![Cleaned::default(); texts.len()];
        run(
            texts,
            &cleaned,
            &About { pages: &vec![None; texts.len()], when, all_pairs, comparable: &|_, _| true },
        )
    }

    #[test]
    fn a_family_of_fifty_keeps_all_its_pairs_however_many_bodies_are_equal() {
        for copies in [&[10; 5][..], &[30, 20], &[26, 23, 1], &[50], &[1; 50]] {
            let all = found(&family(copies), &[None; 50], false);
            assert_eq!((all.pairs.len(), all.thinned.len()), (50 * 49 / 2, 0), "{copies:?}");
        }
    }

    #[test]
    fn pairs_of_a_large_family_of_few_bodies_grow_with_its_articles() {
        let count =
            |copies: usize| found(&family(&vec![copies; 50]), &vec![None; 50 * copies], false);
        let (one, two) = (count(13), count(26));
        assert_eq!((one.thinned.len(), two.thinned.len()), (50 * 13, 50 * 26));
        let (one, two) = (one.pairs.len(), two.pairs.len());
        assert!(one <= 30 * 50 * 13 && two <= 30 * 50 * 26, "{one} {two}");
        assert_eq!(found(&family(&[13; 50]), &[None; 650], true).pairs.len(), 650 * 649 / 2);
    }

    #[test]
    fn every_article_meets_the_earliest_of_the_first_bodies() {
        let when: Vec<Option<i64>> = (0..300).map(|at| Some((at * 37) % 300)).collect();
        let met: FxHashSet<(u32, u32)> =
            found(&family(&[60; 5]), &when, false).pairs.iter().map(|c| (c.a, c.b)).collect();
        for body in 0..5 {
            let earliest =
                (60 * body..60 * body + 60).min_by_key(|at| when[*at as usize]).expect("a member");
            let others = (0..300u32).filter(|at| at / 60 != body);
            assert!(
                others.into_iter().all(|at| met.contains(&(at.min(earliest), at.max(earliest)))),
                "{earliest}"
            );
        }
    }
}
