//! Compares the cleaned bodies of a pair: what was kept, what was changed, and what that makes of
//! the pair.
//!
//! Anchors (verbatim runs) → links between sentences → alignment of words → measures → one
//! relation, and drift.

pub mod bounds;
pub mod copying;
pub mod diff;
pub mod documents;
pub mod doubts;
pub mod drift;
pub mod editions;
pub mod framing;
pub mod likeness;
pub mod links;
pub mod marks;
pub mod measures;
pub mod particulars;
pub mod prepare;
pub mod quotes;
pub mod recurring;
pub mod relation;
pub mod rewording;
pub mod series;
pub mod standing;
pub mod swaps;
pub mod tiles;
pub mod times;
pub mod titles;
pub mod voices;
pub mod weight;
pub mod wording;
pub mod words;

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::candidates::{Candidate, Candidates};
use crate::clean::Cleaned;
use crate::fingerprint::Fingerprint;
use crate::ingest::{Article, DateBasis, Stamp};
use crate::text::{Document, Frequencies};

pub use bounds::Bounds;
pub use drift::{Drift, DriftKind, Side};
pub use likeness::{Rarity, Terms};
pub use marks::Marks;
pub use measures::Measures;
pub use particulars::Particulars;
pub use prepare::Prepared;
pub use relation::{Relation, Ties};
pub use standing::Standing;
pub use swaps::Swap;
use tiles::Seeds;
use times::Written;

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
    /// What is known of the pair besides its differences.
    fn setting(&self) -> drift::Setting {
        drift::Setting {
            relation: self.relation,
            ties: self.ties,
            long_verbatim: self.measures.long_verbatim(),
            firmness: self.standing.firmness,
        }
    }

    /// The alterations, given which of the two is the original: a loss counts only where the copy
    /// lost something.
    ///
    /// `settled` says whether that rests on more than dates. Else no attribution counts as lost: of
    /// two outlets that print one release, the earlier may have added who said so (all of 22 such
    /// rows that were read on corpora of 2026, docs/accuracy.md).
    pub(crate) fn alterations(
        &self,
        original: Option<u32>,
        settled: bool,
    ) -> impl Iterator<Item = &Drift> {
        let copy = original.map(|original| if original == self.a { Side::B } else { Side::A });
        let counts = move |d: &&Drift| {
            d.lost_in.is_none_or(|side| copy == Some(side))
                && (settled || d.kind != DriftKind::Attribution)
        };
        self.drift.iter().filter(counts)
    }
}

/// What comparing looks at: what the stages before found of each article, in their order.
pub struct Evidence<'e> {
    /// The articles.
    pub articles: &'e [Article],
    /// Cleaned.
    pub cleaned: &'e [Cleaned],
    /// Their bodies, read.
    pub documents: &'e [Document],
    /// Their dates, as each tells its own.
    pub dates: &'e [(Option<Stamp>, DateBasis)],
    /// Fingerprinted.
    pub fingerprints: &'e [Fingerprint],
    /// How common words are (see [`likeness::learn`]).
    pub words: &'e Frequencies,
}

impl Evidence<'_> {
    fn texts(&self, a: u32, b: u32) -> (&str, &str) {
        (&self.articles[a as usize].text, &self.articles[b as usize].text)
    }

    /// The day of an article, claimed or else witnessed.
    fn day(&self, at: u32) -> Option<chrono::NaiveDate> {
        self.dates[at as usize].0.or(self.articles[at as usize].first_seen).map(|stamp| stamp.day)
    }

    fn ties(&self, a: u32, b: u32) -> Ties {
        let of = |at: u32| {
            let at = at as usize;
            let cleaned = &self.cleaned[at];
            (cleaned.source.as_deref(), self.day(at as u32), cleaned.language.as_deref())
        };
        Ties::of(of(a), of(b))
    }
}

/// Compares every candidate pair; pairs that turn out unrelated are left out. Ascending by (a, b).
///
/// Linear in memory: the content words of all bodies, and one comparison for each pair kept.
pub fn run(
    e: &Evidence<'_>,
    candidates: &Candidates,
    watch: &(dyn Fn(u64) + Sync),
) -> Vec<Comparison> {
    let (documents, fingerprints) = (e.documents, e.fingerprints);
    // What shares neither a run of words nor its skeleton can be of the same event at most: no
    // words need be compared.
    let skeleton = |at: u32| fingerprints[at as usize].skeleton.as_slice();
    let promising = |c: &Candidate| {
        c.shared > 0 || measures::skeleton_share(skeleton(c.a), skeleton(c.b)) >= PROMISING_SKELETON
    };
    let (near, apart): (Vec<Candidate>, Vec<Candidate>) =
        candidates.pairs.par_iter().partition_map(|c| {
            if promising(c) {
                rayon::iter::Either::Left(*c)
            } else {
                rayon::iter::Either::Right(*c)
            }
        });
    let mut concerned: Vec<u32> = near.iter().flat_map(|c| [c.a, c.b]).collect();
    concerned.sort_unstable();
    concerned.dedup();
    let prepared: FxHashMap<u32, Prepared<'_>> = concerned
        .par_iter()
        .map(|&at| {
            (
                at,
                Prepared::of(
                    &e.cleaned[at as usize],
                    &documents[at as usize],
                    &fingerprints[at as usize].skeleton,
                ),
            )
        })
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let written = times::written(e.articles, documents, e.dates);
    let pairs = Pairs {
        e,
        prepared: &prepared,
        rarity: Rarity::of(e.words),
        terms: documents.iter().map(|_| OnceLock::new()).collect(),
        written: &written,
        variants: &Bounds::variants(),
    };
    let done = std::sync::atomic::AtomicU64::new(0);
    let step = |pairs: usize| {
        watch(done.fetch_add(pairs as u64, std::sync::atomic::Ordering::Relaxed) + pairs as u64)
    };
    // The pairs of one article stand together, so that its seeds are noted once.
    let compare = |near: &[Candidate]| -> Vec<Comparison> {
        let groups: Vec<&[Candidate]> = near.chunk_by(|x, y| x.a == y.a).collect();
        let compared = groups.par_iter().flat_map_iter(|group| {
            let seeds = Seeds::of(&documents[group[0].a as usize].words);
            let found: Vec<Comparison> =
                group.iter().filter_map(|c| pairs.aligned(*c, &seeds)).collect();
            step(group.len());
            found
        });
        compared.collect()
    };
    let mut kept = compare(&near);
    kept.par_extend(apart.par_chunks(APART).flat_map_iter(|some| {
        let found: Vec<Comparison> = some.iter().filter_map(|c| pairs.unaligned(*c)).collect();
        step(some.len());
        found
    }));
    let known: rustc_hash::FxHashSet<(u32, u32)> =
        candidates.pairs.iter().map(|c| (c.a, c.b)).collect();
    kept.extend(compare(&closure(&kept, &known, &candidates.spared, &skeleton)));
    recurring::formulas(&mut kept);
    recurring::notices(&mut kept);
    let day = |at: u32| e.day(at).map(|day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    series::issues(&mut kept, day, |at| e.articles[at as usize].page());
    let title = |at: u32| e.articles[at as usize].title.as_deref();
    titles::notices(&mut kept, title);
    editions::forms(&mut kept, title, documents);
    nearest_events(&mut kept, written);
    kept.sort_unstable_by_key(|c| (c.a, c.b));
    recurring::relate(&mut kept);
    drop_told_elsewhere(&mut kept);
    kept
}

/// Keeps of the quotations that one text of a pair holds alone those that stand in no other version
/// (in no article that copies it, or that it copies), where both texts of the pair are of one
/// state.
fn drop_told_elsewhere(kept: &mut [Comparison]) {
    let side = |c: &Comparison, at: Side| if at == Side::A { c.a } else { c.b };
    let bytes = |d: &Drift, at: Side| if at == Side::A { d.a.clone() } else { d.b.clone() };
    let alone = |c: &Comparison| -> Vec<(u32, std::ops::Range<usize>)> {
        let added = c
            .drift
            .iter()
            .filter(|d| d.kind == DriftKind::QuoteAdded)
            .filter_map(|d| Some((d.lost_in?, d)));
        added.map(|(at, d)| (side(c, at), bytes(d, at))).collect()
    };
    let mut missing: FxHashMap<(u32, std::ops::Range<usize>), u32> = FxHashMap::default();
    let mut versions: FxHashMap<u32, u32> = FxHashMap::default();
    for c in kept.iter().filter(|c| c.relation.is_copying()) {
        [c.a, c.b].into_iter().for_each(|at| *versions.entry(at).or_default() += 1);
        alone(c).into_iter().for_each(|quote| *missing.entry(quote).or_default() += 1);
    }
    for c in kept.iter_mut().filter(|c| !c.drift.is_empty()) {
        let (a, b) = (c.a, c.b);
        let one_state = c.setting().is_of_one_state();
        c.drift.retain(|d| match d.lost_in.filter(|_| d.kind == DriftKind::QuoteAdded) {
            Some(at) => {
                let article = if at == Side::A { a } else { b };
                one_state && missing.get(&(article, bytes(d, at))) == versions.get(&article)
            }
            None => true,
        });
    }
}

/// Pairs of the same event kept for each article, and pairs by the same formula.
const EVENTS: usize = 5;

/// Drops the pairs of the same event, and those by the same formula, that are among the most alike
/// of neither article, and those that cannot meet in time once an undated article is known by the
/// event that it is most alike to.
fn nearest_events(kept: &mut Vec<Comparison>, mut written: Vec<Written>) {
    kept.sort_by(|x, y| {
        y.measures.likeness.total_cmp(&x.measures.likeness).then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    let (mut seen, mut formed) = (vec![0usize; written.len()], vec![0usize; written.len()]);
    kept.retain(|c| {
        let (a, b) = (c.a as usize, c.b as usize);
        if c.relation == Relation::Template {
            let near = formed[a] < EVENTS || formed[b] < EVENTS;
            formed[a] += 1;
            formed[b] += 1;
            return near;
        }
        if c.relation != Relation::SameEvent {
            return true;
        }
        let Some(narrowed) = times::meeting(written[a], written[b]) else { return false };
        (written[a], written[b]) = narrowed;
        let near = seen[a] < EVENTS || seen[b] < EVENTS;
        seen[a] += 1;
        seen[b] += 1;
        near
    });
}

/// Largest family of which all pairs are compared.
const FAMILY: usize = 96;

/// The pairs of articles that are both copies of a third and were not compared yet, but for those
/// that were spared.
///
/// Their nearness is the plain share of their skeletons: two stories that one digest holds need not
/// be of one event.
fn closure<'s>(
    kept: &[Comparison],
    known: &rustc_hash::FxHashSet<(u32, u32)>,
    spared: &rustc_hash::FxHashSet<u32>,
    skeleton: &impl Fn(u32) -> &'s [u32],
) -> Vec<Candidate> {
    let spared = |pair: &(u32, u32)| spared.contains(&pair.0) && spared.contains(&pair.1);
    let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for c in kept.iter().filter(|c| c.relation.is_copying()) {
        neighbours.entry(c.a).or_default().push(c.b);
        neighbours.entry(c.b).or_default().push(c.a);
    }
    let mut out: Vec<(u32, u32)> = Vec::new();
    for list in neighbours.values_mut() {
        list.sort_unstable();
        for (i, &x) in list.iter().take(FAMILY).enumerate() {
            out.extend(
                list[i + 1..]
                    .iter()
                    .take(FAMILY)
                    .map(|&y| (x, y))
                    .filter(|pair| !known.contains(pair) && !spared(pair)),
            );
        }
    }
    out.sort_unstable();
    out.dedup();
    out.into_iter()
        .map(|(a, b)| Candidate {
            a,
            b,
            shared: 1,
            skeleton: measures::skeleton_share(skeleton(a), skeleton(b)) as f32,
        })
        .collect()
}

/// Share of the shorter body in verbatim runs, and share of the smaller skeleton, from which a pair
/// may be a copy. Both lie below every bound of [`relation::decide`] that asks for aligned words.
const PROMISING_PASSAGES: f64 = 0.2;
pub(crate) const PROMISING_SKELETON: f64 = 0.75;

/// Whether two whole texts have the same words in the same order. O(bytes) where they are about as
/// long, else O(1).
fn reads_the_same(texts: (&str, &str)) -> bool {
    let near = texts.0.len().abs_diff(texts.1.len()) * 20 <= texts.0.len();
    let read = |text: &str| {
        let mut words = Vec::new();
        crate::text::words::read(text, 0..text.len(), &mut words);
        words.into_iter().map(|word| word.key).collect::<Vec<_>>()
    };
    near && (texts.0 == texts.1 || read(texts.0) == read(texts.1))
}

/// Pairs without a shared run of words after which progress is reported: each takes microseconds.
const APART: usize = 1024;

/// What the pairs of a run are compared by.
struct Pairs<'p> {
    e: &'p Evidence<'p>,
    prepared: &'p FxHashMap<u32, Prepared<'p>>,
    rarity: Rarity,
    /// The content words of each body, made when they are first asked for.
    terms: Vec<OnceLock<Terms>>,
    written: &'p [Written],
    variants: &'p [Bounds],
}

impl Pairs<'_> {
    fn may_meet(&self, c: &Candidate) -> bool {
        times::meeting(self.written[c.a as usize], self.written[c.b as usize]).is_some()
    }

    fn likeness(&self, c: &Candidate) -> f64 {
        let terms = |at: u32| {
            self.terms[at as usize]
                .get_or_init(|| Terms::of(&self.e.documents[at as usize], &self.rarity))
        };
        terms(c.a).likeness(terms(c.b))
    }

    /// A pair that shares no run of words: of one event or nothing.
    fn unaligned(&self, c: Candidate) -> Option<Comparison> {
        if !self.may_meet(&c) {
            return None;
        }
        let (x, y) = (&self.e.fingerprints[c.a as usize], &self.e.fingerprints[c.b as usize]);
        let (measures, ties) =
            (measures::without_words(x, y, (c.skeleton, self.likeness(&c))), self.e.ties(c.a, c.b));
        let relation = relation::decide(&measures, ties, &Bounds::SHIPPED)?;
        let standing = standing::standing(&measures, ties, relation, self.variants);
        Some(Comparison { a: c.a, b: c.b, relation, standing, measures, ..Comparison::default() })
    }

    /// Compares a pair word by word; `None` if it turns out unrelated.
    fn aligned(&self, candidate: Candidate, seeds: &Seeds<'_>) -> Option<Comparison> {
        let Candidate { a, b, .. } = candidate;
        let (x, y) = (&self.prepared[&a], &self.prepared[&b]);
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let tiles = tiles::find(seeds, &y.document.words);
        let ties = self.e.ties(a, b);
        // Only a kept skeleton or shared passages can make a copy; other pairs need no alignment of
        // their words.
        let shared: u32 = tiles.iter().map(|t| t.length).sum();
        let promising = f64::from(shared) >= PROMISING_PASSAGES * x.len().min(y.len()) as f64
            || measures::skeleton_share(x.skeleton, y.skeleton) >= PROMISING_SKELETON;
        let texts = self.e.texts(a, b);
        let aligned = if promising {
            let mut aligned = measures::align(x, y, &tiles);
            measures::join_words(&mut aligned, x, y, texts);
            aligned
        } else {
            measures::Aligned { from_b: y.len() < x.len(), ..measures::Aligned::default() }
        };
        let quotes = quotes::compare(x, y, &tiles, promising.then_some(&aligned), texts);
        let mut measures =
            measures::measure(x, y, &tiles, &aligned, &quotes, (candidate.skeleton, 0.0), texts);
        documents::discount(&mut measures, x, y, &tiles, texts);
        if promising {
            voices::tell(&mut measures, x, y, &tiles, &aligned);
            // Only of a spun pair anybody asks for synonyms.
            let synonyms = !ties.foreign
                && self
                    .variants
                    .iter()
                    .chain([&Bounds::SHIPPED])
                    .any(|b| relation::is_spun(&measures, b));
            measures.reworded = rewording::of(x, y, &aligned, texts, synonyms);
        }
        let told = relation::decide(&measures, ties, &Bounds::SHIPPED);
        if told.is_none() && !self.may_meet(&candidate) {
            return None;
        }
        measures.likeness = self.likeness(&candidate);
        let mut relation = told.or_else(|| relation::decide(&measures, ties, &Bounds::SHIPPED))?;
        let title = |at: u32| self.e.articles[at as usize].title.as_deref();
        if ties.same_source
            && relation.is_copying()
            && titles::is_standing((title(a), title(b)), x, &tiles)
        {
            relation = Relation::Background;
        }
        // The boilerplate that was cut from one of them may be all that differs.
        if relation.is_copying() && reads_the_same(texts) {
            relation = Relation::Identical;
        }
        let standing = standing::standing(&measures, ties, relation, self.variants);
        let setting = drift::Setting {
            relation,
            ties,
            long_verbatim: measures.long_verbatim(),
            firmness: standing.firmness,
        };
        let drift = if relation.is_copying() {
            drift::find((x, y), &aligned, &quotes, texts, &setting)
        } else {
            Vec::new()
        };
        if relation.is_copying() {
            measures.quotes_altered =
                drift.iter().filter(|d| d.kind == DriftKind::Quote).count() as u32;
        }
        let worded = matches!(relation, Relation::Edited | Relation::Spun | Relation::Rewritten);
        let swaps = if worded { swaps::find(x, y, &aligned) } else { Vec::new() };
        let marks = if relation.is_copying() {
            let terms = (
                swaps.iter().filter(|s| s.term.1).count() as u32,
                swaps.iter().filter(|s| s.term.0).count() as u32,
            );
            let cleaned = (&self.e.cleaned[a as usize], &self.e.cleaned[b as usize]);
            (marks::find(texts.0, cleaned.0, terms.0), marks::find(texts.1, cleaned.1, terms.1))
        } else {
            <(Marks, Marks)>::default()
        };
        Some(Comparison { a, b, relation, standing, measures, ties, drift, swaps, marks })
    }
}
