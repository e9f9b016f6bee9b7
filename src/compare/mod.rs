//! Compares the cleaned bodies of a pair: measures what was kept and what was changed, names the
//! relation of the two and lists the alterations.
//!
//! The steps: verbatim runs as anchors ([`tiles`]) → links between sentences ([`links`]) → word
//! alignment ([`words`]) → measures ([`measures`]) → one relation ([`relation`]) and its
//! alterations ([`drift`]).

pub mod bounds;
pub mod copying;
pub mod descent;
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
pub mod order;
pub mod particulars;
pub mod prepare;
pub mod quotes;
pub mod recurring;
pub mod relation;
mod retold;
pub mod rewording;
pub mod series;
pub mod standing;
pub mod swaps;
pub mod tiles;
pub mod times;
pub mod titles;
pub mod translated;
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
use crate::languages::credit::phrases;
use crate::sources::Registry;
use crate::text::{Document, Frequencies, fold};
use crate::translation;

pub use bounds::Bounds;
pub use drift::{Drift, DriftKind, Side};
pub use likeness::{Rarity, Terms};
pub use marks::Marks;
pub use measures::Measures;
use measures::Runs;
pub use particulars::Particulars;
pub use prepare::Prepared;
pub use relation::{Known, Relation, Ties};
pub use standing::Standing;
pub use swaps::Swap;
use tiles::{Seeds, Tile};
use times::Written;

/// A compared pair; `a < b`.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Comparison {
    /// The article with the smaller number.
    pub a: u32,
    /// The article with the greater number.
    pub b: u32,
    /// How the two texts are related.
    pub relation: Relation,
    /// How firm the relation is.
    pub standing: Standing,
    /// The measures that the relation rests on.
    pub measures: Measures,
    /// What is known about the pair apart from its texts.
    pub ties: Ties,
    /// The alterations; empty unless the relation is a copying one.
    pub drift: Vec<Drift>,
    /// Words and phrases replaced by others; empty unless the pair is edited, spun or rewritten.
    pub swaps: Vec<Swap>,
    /// Marks of spinning software in `a` and in `b`; zero unless the relation is a copying one.
    pub marks: (Marks, Marks),
    /// What a translation has in common with its original; `None` for any other relation.
    pub translation: Option<translation::Measures>,
    /// What shows that one story was told anew; `None` unless this alone decided the relation.
    pub descent: Option<descent::Measures>,
}

impl Comparison {
    /// Replaces the relation by what a rule found that looks at other pairs. How firm that is was not
    /// measured, and nothing counts as altered.
    fn overrule(&mut self, relation: Relation) {
        self.standing = Standing { firmness: None, runner_up: Some(self.relation) };
        self.relation = relation;
        (self.drift, self.swaps, self.marks) = Default::default();
        self.descent = None;
    }

    /// Returns what the rules of [`drift`] need to know about the pair as a whole.
    fn setting(&self) -> drift::Setting {
        drift::Setting {
            relation: self.relation,
            ties: self.ties,
            long_verbatim: self.measures.long_verbatim(),
            firmness: self.standing.firmness.unwrap_or_default(),
        }
    }

    /// Returns the alterations that count, given which article is the original: a loss counts only
    /// if the copy lost something.
    ///
    /// `settled` is whether more than dates shows which article is the original. If it is false, no
    /// attribution counts as lost: of two outlets that print one release, the earlier one may have
    /// added who said it. All 22 such rows that were read on corpora of 2026 were of that kind
    /// (docs/accuracy.md, *A fourth reading*).
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

/// What the comparison needs: the results of the earlier stages, one entry per article, all in the
/// same order.
pub struct Evidence<'e> {
    /// The articles.
    pub articles: &'e [Article],
    /// The cleaned articles.
    pub cleaned: &'e [Cleaned],
    /// Their bodies, split into words and sentences.
    pub documents: &'e [Document],
    /// Their dates, as found by [`dating`](crate::dating), before articles are compared.
    pub dates: &'e [(Option<Stamp>, DateBasis)],
    /// Their fingerprints.
    pub fingerprints: &'e [Fingerprint],
    /// How common words are in the run (see [`likeness::learn`]).
    pub words: &'e Frequencies,
    /// The sources that texts may name.
    pub registry: &'e Registry,
}

impl Evidence<'_> {
    fn texts(&self, a: u32, b: u32) -> (&str, &str) {
        (&self.articles[a as usize].text, &self.articles[b as usize].text)
    }

    /// Returns the day an article was published or, if no date is claimed, first seen.
    fn day(&self, at: u32) -> Option<chrono::NaiveDate> {
        self.dates[at as usize].0.or(self.articles[at as usize].first_seen).map(|stamp| stamp.day)
    }

    fn ties(&self, a: u32, b: u32) -> Ties {
        let of = |at: u32| {
            let at = at as usize;
            let cleaned = &self.cleaned[at];
            Known {
                source: cleaned.source.as_deref(),
                day: self.day(at as u32),
                language: cleaned.language.as_deref(),
            }
        };
        Ties::of(of(a), of(b))
    }
}

/// Notes what two outlets' texts say of where they are from: [`Ties::uncredited`], [`Ties::apart`] and
/// [`Ties::released`]. Leaves the ties as they are if either outlet is unknown; one that is only claimed
/// will do, as nobody is accused by what is noted. O(bytes).
pub fn read_credits(
    ties: &mut Ties,
    a: (&str, &Cleaned),
    b: (&str, &Cleaned),
    registry: &Registry,
) {
    let (Some(x), Some(y)) = (a.1.whose(), b.1.whose()) else { return };
    if x == y || registry.is_named(a.0, y) || registry.is_named(b.0, x) {
        return;
    }
    let agencies = |clean: &Cleaned| !clean.credits.agencies.is_empty();
    let worded = |text: &str| phrases().gives_credit(&fold::phrase(text));
    ties.apart = !a.1.credits.stated().any(|id| b.1.credits.states(id));
    if worded(a.0) || worded(b.0) {
        return;
    }
    ties.uncredited = !agencies(a.1) && !agencies(b.1);
    ties.released = ties.apart && (names_release(a.0) || names_release(b.0));
}

/// Whether a text names a release, a statement or a press office. O(bytes).
fn names_release(text: &str) -> bool {
    phrases().notice.within(&fold::phrase(text)).next().is_some()
}

/// Compares every candidate pair and drops those that turn out to be unrelated. Ascending by (a,
/// b).
///
/// `watch` is called with the number of pairs done so far. Memory is linear: the content words of
/// all bodies, and one comparison per pair kept.
pub fn run(
    e: &Evidence<'_>,
    candidates: &Candidates,
    watch: &(dyn Fn(u64) + Sync),
) -> Vec<Comparison> {
    // A pair that shares neither a run of words nor most of its skeleton is of the same event at
    // best, so its words need not be aligned.
    let skeleton = |at: u32| e.fingerprints[at as usize].skeleton.as_slice();
    let promising = |c: &Candidate| {
        c.shared > 0 || measures::skeleton_share(skeleton(c.a), skeleton(c.b)) >= PROMISING_SKELETON
    };
    let (near, apart): (Vec<Candidate>, Vec<Candidate>) =
        candidates.pairs.par_iter().copied().partition(promising);
    let prepared = prepared(e, &near);
    let written = times::written(e.articles, e.documents, e.dates);
    let pairs = Pairs {
        e,
        prepared: &prepared,
        rarity: Rarity::of(e.words),
        terms: e.documents.iter().map(|_| OnceLock::new()).collect(),
        written: &written,
        variants: &Bounds::variants(),
    };
    let done = std::sync::atomic::AtomicU64::new(0);
    let step = |pairs: usize| {
        watch(done.fetch_add(pairs as u64, std::sync::atomic::Ordering::Relaxed) + pairs as u64)
    };
    // Pairs are grouped by their first article, so that its seeds are indexed only once.
    let compare = |near: &[Candidate]| -> Vec<Comparison> {
        let groups: Vec<&[Candidate]> = near.chunk_by(|x, y| x.a == y.a).collect();
        let compared = groups.par_iter().flat_map_iter(|group| {
            let seeds = Seeds::of(&e.documents[group[0].a as usize].words);
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
    across_pairs(&pairs, &mut kept);
    translated::add(e, &pairs.rarity, &candidates.abroad, &mut kept);
    kept
}

/// Prepares the articles of some pairs for comparing, by index.
fn prepared<'e>(e: &Evidence<'e>, pairs: &[Candidate]) -> FxHashMap<u32, Prepared<'e>> {
    let mut concerned: Vec<u32> = pairs.iter().flat_map(|c| [c.a, c.b]).collect();
    concerned.sort_unstable();
    concerned.dedup();
    let one = |at: u32| {
        let skeleton = &e.fingerprints[at as usize].skeleton;
        Prepared::of(&e.cleaned[at as usize], &e.documents[at as usize], skeleton)
    };
    let all: Vec<_> = concerned.par_iter().map(|&at| (at, one(at))).collect();
    all.into_iter().collect()
}

/// Applies the rules that look at other pairs: what recurs in many of them is not copied. Leaves the
/// pairs ascending by (a, b).
fn across_pairs(pairs: &Pairs<'_>, kept: &mut Vec<Comparison>) {
    let e = pairs.e;
    recurring::formulas(kept);
    recurring::notices(kept);
    let day = |at: u32| e.day(at).map(|day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    series::issues(kept, day, |at| e.articles[at as usize].page());
    let title = |at: u32| e.articles[at as usize].title.as_deref();
    titles::notices(kept, title, |at, words| titles::tells(&e.documents[at as usize], words));
    editions::forms(kept, title, e.documents);
    nearest_events(kept, pairs.written.to_vec());
    kept.par_iter_mut().for_each(|c| {
        pairs.complete(c);
        pairs.retell(c);
    });
    kept.sort_unstable_by_key(|c| (c.a, c.b));
    recurring::relate(kept);
    drop_told_elsewhere(kept);
}

/// Drops added quotations that the article's other versions have too, and all those of pairs that
/// show different states of a story.
///
/// A quotation that only one text of a pair has is kept if no version of that article (no article
/// that copies it or that it copies) has it either.
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
    // Of a story told anew no alterations are sought.
    let sought = |c: &&Comparison| c.relation.is_copying() && c.descent.is_none();
    for c in kept.iter().filter(sought) {
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

/// Pairs kept per article of the same event, and as many of the same formula. Chosen by judgement:
/// it bounds the table, at the cost of weaker links in large events.
const EVENTS: usize = 5;

/// Keeps the pairs of the same event, and those of the same formula, that are among the [`EVENTS`]
/// most alike of at least one of the two articles.
///
/// Also drops pairs of the same event that cannot have been written at about the same time. An
/// undated article takes on the time of the first event that it is matched with, most alike first.
fn nearest_events(kept: &mut Vec<Comparison>, mut written: Vec<Written>) {
    kept.sort_unstable_by(|x, y| {
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
    // One long list, whose room goes back to the system.
    kept.shrink_to_fit();
}

/// Copies of one article up to which all their pairs are compared. Chosen by judgement: it bounds
/// the work, which grows with the square.
const FAMILY: usize = 96;

/// Returns the pairs of articles that are both copies of a third one and have not been compared,
/// except pairs of two spared articles.
///
/// Their nearness is the plain share of their skeletons, not weighted by rarity: two stories in one
/// digest need not be about the same event.
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

/// Least share of the shorter body in verbatim runs for a pair that may be a copy. Lies below every
/// bound of [`relation::decide`] that needs aligned words (`cargo bench --bench relations` checks
/// those), so this saves time and loses nothing.
const PROMISING_PASSAGES: f64 = 0.2;
/// The same for the share of the smaller skeleton; it lies below those bounds too
/// (`cargo bench --bench relations`).
pub(crate) const PROMISING_SKELETON: f64 = 0.75;

/// Whether two whole texts have the same words in the same order. O(bytes) if their lengths differ
/// by 5 % or less, else O(1).
fn reads_the_same(texts: (&str, &str)) -> bool {
    let near = texts.0.len().abs_diff(texts.1.len()) * 20 <= texts.0.len();
    let read = |text: &str| {
        let mut words = Vec::new();
        crate::text::words::read(text, 0..text.len(), &mut words);
        words.into_iter().map(|word| word.key).collect::<Vec<_>>()
    };
    near && (texts.0 == texts.1 || read(texts.0) == read(texts.1))
}

/// Pairs without a shared run of words between two reports of progress. Chosen by judgement: each
/// takes microseconds.
const APART: usize = 1024;

/// What all pairs of a run are compared with.
struct Pairs<'p> {
    e: &'p Evidence<'p>,
    prepared: &'p FxHashMap<u32, Prepared<'p>>,
    rarity: Rarity,
    /// The content words of each body, computed on first use.
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

    /// Whether the shared words of a pair tie the two or, if these do not, the likeness of all their
    /// words, which is then measured.
    fn are_related(&self, c: &Candidate, m: &mut Measures, ties: Ties) -> bool {
        let by_words = |m: &Measures| relation::by_words(m, ties, &Bounds::SHIPPED).is_some();
        if by_words(m) {
            return true;
        }
        if !self.may_meet(c) {
            return false;
        }
        m.likeness = self.likeness(c);
        by_words(m)
    }

    /// Compares a pair that shares no run of words; `None` unless the two are of the same event.
    fn unaligned(&self, c: Candidate) -> Option<Comparison> {
        if !self.may_meet(&c) {
            return None;
        }
        let likeness = self.likeness(&c);
        if likeness < Bounds::SHIPPED.event.min(Bounds::SHIPPED.event_undated) {
            return None;
        }
        let (x, y) = (&self.e.fingerprints[c.a as usize], &self.e.fingerprints[c.b as usize]);
        let (measures, ties) =
            (measures::without_words(x, y, (c.skeleton, likeness)), self.e.ties(c.a, c.b));
        let relation = relation::decide(&measures, ties, &Bounds::SHIPPED)?;
        let standing = standing::standing(&measures, ties, relation, self.variants);
        Some(Comparison { a: c.a, b: c.b, relation, standing, measures, ..Comparison::default() })
    }

    /// Compares a pair word by word; `None` if it turns out to be unrelated.
    ///
    /// Of a pair that can only be of the same event, the sentences are left to [`Pairs::complete`]:
    /// nearly all of these pairs are dropped when all are known.
    fn aligned(&self, candidate: Candidate, seeds: &Seeds<'_>) -> Option<Comparison> {
        let Candidate { a, b, skeleton, .. } = candidate;
        let (x, y) = (&self.prepared[&a], &self.prepared[&b]);
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let tiles = tiles::find(seeds, &y.document.words);
        let ties = self.e.ties(a, b);
        let mut runs = measures::runs(x, y, &tiles, skeleton);
        documents::discount(&mut runs.measures, x, y, &tiles, self.e.texts(a, b));
        if relation::may_show_passages(&runs.measures, &Bounds::SHIPPED) {
            return self.whole(candidate, &tiles, runs);
        }
        let related = self.are_related(&candidate, &mut runs.measures, ties);
        let (relation, measures) = (Relation::SameEvent, runs.measures);
        related.then(|| Comparison { a, b, relation, measures, ties, ..Comparison::default() })
    }

    /// Compares the sentences of a pair of the same event, if they were not compared yet.
    fn complete(&self, c: &mut Comparison) {
        let Comparison { a, b, ref measures, .. } = *c;
        if c.relation != Relation::SameEvent || !measures.compared {
            return;
        }
        let nearness = measures.nearness as f32;
        let (x, y) = (&self.prepared[&a], &self.prepared[&b]);
        let tiles = tiles::find(&Seeds::of(&x.document.words), &y.document.words);
        let mut runs = measures::runs(x, y, &tiles, nearness);
        documents::discount(&mut runs.measures, x, y, &tiles, self.e.texts(a, b));
        let candidate = Candidate { a, b, shared: 0, skeleton: nearness };
        if let Some(whole) = self.whole(candidate, &tiles, runs) {
            *c = whole;
        }
    }

    /// Compares the sentences and quotations of a pair whose runs are known; `None` if it turns out
    /// to be unrelated.
    fn whole(&self, candidate: Candidate, tiles: &[Tile], runs: Runs<'_>) -> Option<Comparison> {
        let Candidate { a, b, .. } = candidate;
        let (x, y) = (&self.prepared[&a], &self.prepared[&b]);
        let mut ties = self.e.ties(a, b);
        // A copy keeps the skeleton or shares passages; other pairs need no word alignment.
        let shared: u32 = tiles.iter().map(|t| t.length).sum();
        let promising = f64::from(shared) >= PROMISING_PASSAGES * x.len().min(y.len()) as f64
            || runs.measures.skeleton >= PROMISING_SKELETON;
        let texts = self.e.texts(a, b);
        let aligned = if promising {
            let mut aligned = measures::align(x, y, tiles);
            measures::join_words(&mut aligned, x, y, texts);
            aligned
        } else {
            measures::Aligned { from_b: y.len() < x.len(), ..measures::Aligned::default() }
        };
        let mut measures = runs.and_sentences(&aligned);
        if !self.are_related(&candidate, &mut measures, ties) {
            return None;
        }
        measures.likeness = self.likeness(&candidate);
        // Of a pair that no bounds make a copy, or show to have a source in common, no rule asks how
        // words, names and numbers were changed.
        let open = |b: &Bounds| relation::may_be_copied(&measures, ties, b);
        let open = self.variants.iter().chain([&Bounds::SHIPPED]).any(open);
        if open {
            measures.particulars = measures::particulars(&measures, x, y, &aligned, texts);
        }
        if promising && open {
            voices::tell(&mut measures, x, y, tiles, &aligned);
            // Only the rule for spun pairs uses the number of synonyms.
            let synonyms = !ties.foreign
                && self
                    .variants
                    .iter()
                    .chain([&Bounds::SHIPPED])
                    .any(|b| relation::is_spun(&measures, b));
            measures.reworded = rewording::of(x, y, &aligned, texts, synonyms);
        }
        let mut relation = relation::decide(&measures, ties, &Bounds::SHIPPED)?;
        if relation.is_version() {
            let page = |text, at: u32| (text, &self.e.cleaned[at as usize]);
            read_credits(&mut ties, page(texts.0, a), page(texts.1, b), self.e.registry);
        }
        if ties.apart || ties.uncredited {
            relation = relation::decide(&measures, ties, &Bounds::SHIPPED)?;
        }
        let quotes = quotes::compare(x, y, tiles, promising.then_some(&aligned), texts);
        quotes.note(&mut measures);
        if relation == Relation::SameQuotes && relation::is_form_of_address(&measures) {
            return None;
        }
        let title = |at: u32| self.e.articles[at as usize].title.as_deref();
        if ties.same_source
            && relation.is_copying()
            && titles::is_standing((title(a), title(b)), x, tiles)
        {
            relation = Relation::Background;
        }
        // The two may differ only in boilerplate that was cut from one of them.
        if relation.is_copying() && reads_the_same(texts) {
            relation = Relation::Identical;
        }
        let standing = standing::standing(&measures, ties, relation, self.variants);
        let setting = drift::Setting {
            relation,
            ties,
            long_verbatim: measures.long_verbatim(),
            firmness: standing.firmness.unwrap_or_default(),
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
        Some(Comparison {
            a,
            b,
            relation,
            standing,
            measures,
            ties,
            drift,
            swaps,
            marks,
            translation: None,
            descent: None,
        })
    }
}
