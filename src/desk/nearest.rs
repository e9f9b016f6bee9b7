//! Which kept articles are worth comparing with a new one: look-ups instead of the joins of
//! [`crate::candidates`].

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::archive::{ArchiveError, Holders, Reader, Record};
use crate::candidates::skeleton::NEAR;
use crate::fingerprint::Fingerprint;
use crate::ingest::Article;

/// Articles taken for the words they share, the most first. Chosen by judgement, as are the next
/// ones: they bound the time of an answer.
const SHARING: usize = 12;
/// Articles looked at for the names they share, and of these the ones that are weighed to the last
/// name.
const NAMING: usize = 16;
const WEIGHED: usize = 3;
/// Versions of the same page taken. Chosen by judgement.
const VERSIONS: usize = 8;
/// Articles that share the most words, of which the parents are taken too, and theirs: the original
/// of a large family need not be the nearest of it. Chosen by judgement.
const LEADING: usize = 3;
const GENERATIONS: usize = 3;
/// Look-ups that one thread makes at a time. Chosen by judgement.
const LOOKUPS: usize = 16;
/// Fewest different names by which an article is looked for. Chosen by judgement.
const LEAST_ITEMS: usize = 3;

/// A kept article near a new one.
#[derive(Debug, Clone)]
pub struct Near {
    /// The article, without its text.
    pub record: Record,
    /// Fingerprints of the surface that both hold; 1 for another version of the page.
    pub shared: u32,
    /// Weighted share of the smaller skeleton that the other holds, in [0, 1].
    pub nearness: f32,
}

/// Finds what is near a new article, by id. The article itself, if it is kept, is not.
///
/// A look-up for each fingerprint and name; then the records of some forty articles at most.
///
/// # Errors
/// What reading the archive finds.
pub fn find(
    reader: &Reader,
    article: &Article,
    fingerprint: &Fingerprint,
) -> Result<Vec<Near>, ArchiveError> {
    if fingerprint.words == 0 {
        return Ok(Vec::new());
    }
    let text_hash = xxhash_rust::xxh3::xxh3_64(article.text.as_bytes());
    let mut search = Search { reader, found: FxHashMap::default(), weights: FxHashMap::default() };
    for (number, shared) in sharing(reader, fingerprint)?.into_iter().take(SHARING) {
        search.take(number, shared)?;
    }
    if let Some(page) = article.page() {
        for number in reader.of_page(page)?.articles.into_iter().take(VERSIONS) {
            search.take(number, 1)?;
        }
    }
    search.parents()?;
    search.names(fingerprint)?;
    let mut near: Vec<Near> = search.found.into_values().collect();
    near.retain(|n| {
        (n.shared > 0 || n.nearness >= NEAR)
            && (n.record.article.id != article.id || n.record.text_hash != text_hash)
    });
    near.sort_by(|x, y| x.record.article.id.cmp(&y.record.article.id));
    Ok(near)
}

/// The articles that share words with a fingerprint, those that share the most first, with how many
/// fingerprints they share.
fn sharing(reader: &Reader, fingerprint: &Fingerprint) -> Result<Vec<(u32, u32)>, ArchiveError> {
    let mut votes: FxHashMap<u32, u32> = FxHashMap::default();
    let mut surface = fingerprint.surface.clone();
    surface.sort_unstable();
    surface.dedup();
    let held: Vec<Holders> = surface
        .par_iter()
        .with_min_len(LOOKUPS)
        .map(|shingle| reader.sharing(*shingle))
        .collect::<Result<_, _>>()?;
    held.into_iter()
        .flat_map(|holders| holders.articles)
        .for_each(|number| *votes.entry(number).or_default() += 1);
    // Bodies that differ in no word can be too short for a fingerprint.
    let whole = fingerprint.surface.len().max(1) as u32;
    for number in reader.with_body(fingerprint.body)?.articles {
        votes.insert(number, whole);
    }
    let mut votes: Vec<(u32, u32)> = votes.into_iter().collect();
    votes.sort_unstable_by_key(|(number, shared)| (std::cmp::Reverse(*shared), *number));
    Ok(votes)
}

struct Search<'r> {
    reader: &'r Reader,
    found: FxHashMap<u32, Near>,
    /// Weights of names that were asked for.
    weights: FxHashMap<u32, f32>,
}

impl Search<'_> {
    fn take(&mut self, number: u32, shared: u32) -> Result<(), ArchiveError> {
        if let Some(near) = self.found.get_mut(&number) {
            near.shared = near.shared.max(shared);
        } else if let Some(record) = self.reader.record(number)? {
            self.found.insert(number, Near { record, shared, nearness: 0.0 });
        }
        Ok(())
    }

    /// Takes the parents of those that share the most words.
    fn parents(&mut self) -> Result<(), ArchiveError> {
        let mut leading: Vec<(u32, u32)> =
            self.found.iter().map(|(number, near)| (near.shared, *number)).collect();
        leading.sort_unstable_by_key(|(shared, number)| (std::cmp::Reverse(*shared), *number));
        for (_, first) in leading.into_iter().take(LEADING) {
            let mut at = first;
            for _ in 0..GENERATIONS {
                let parent = self
                    .found
                    .get(&at)
                    .and_then(|near| near.record.kin.as_ref())
                    .and_then(|kin| kin.parent);
                let Some(parent) = parent else { break };
                self.take(parent, 1)?;
                at = parent;
            }
        }
        Ok(())
    }

    /// Weight of each name by its rarity, ln(1 + N / n), and who holds it, unless all too many do.
    fn weigh(&mut self, items: &[u32]) -> Result<Vec<(f32, Vec<u32>)>, ArchiveError> {
        let (reader, all) = (self.reader, self.reader.manifest().articles.max(1) as f64);
        let weighed = items.par_iter().with_min_len(LOOKUPS).map(|item| {
            let holders = reader.naming(*item)?;
            Ok(((1.0 + all / f64::from(holders.count.max(1))).ln() as f32, holders.articles))
        });
        let weighed: Vec<(f32, Vec<u32>)> = weighed.collect::<Result<_, ArchiveError>>()?;
        self.weights.extend(items.iter().copied().zip(weighed.iter().map(|(weight, _)| *weight)));
        Ok(weighed)
    }

    /// Takes the articles with the nearest skeletons, and weighs those of all that were found.
    fn names(&mut self, fingerprint: &Fingerprint) -> Result<(), ArchiveError> {
        if fingerprint.skeleton.len() < LEAST_ITEMS {
            return Ok(());
        }
        let (mut total, mut held): (f32, FxHashMap<u32, f32>) = (0.0, FxHashMap::default());
        for (weight, holders) in self.weigh(&fingerprint.skeleton)? {
            total += weight;
            holders.into_iter().for_each(|number| *held.entry(number).or_default() += weight);
        }
        let mut held: Vec<(u32, f32)> = held.into_iter().collect();
        held.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        // What a name weighs on the average stands for the names of others until they are weighed.
        let usual = total / fingerprint.skeleton.len() as f32;
        let mut likely: Vec<(f32, u32)> = Vec::new();
        for (number, weight) in held.into_iter().take(NAMING) {
            self.take(number, 0)?;
            let Some(near) = self.found.get(&number) else { continue };
            let other = near.record.fingerprint.skeleton.len() as f32 * usual;
            likely.push((weight / total.min(other).max(1.0), number));
        }
        likely.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let likeliest =
            likely.into_iter().take(WEIGHED).filter_map(|(_, number)| self.found.get(&number));
        let mut items: Vec<u32> =
            likeliest.flat_map(|near| near.record.fingerprint.skeleton.iter().copied()).collect();
        items.sort_unstable();
        items.dedup();
        items.retain(|item| !self.weights.contains_key(item));
        self.weigh(&items)?;
        let weights = &self.weights;
        self.found.values_mut().for_each(|near| {
            near.nearness = nearness(fingerprint, total, &near.record, weights, usual)
        });
        Ok(())
    }
}

/// The weighted share of the smaller skeleton that the other holds, as
/// [`crate::candidates::skeleton`] has it. A name that was not weighed counts as the usual one.
fn nearness(
    fingerprint: &Fingerprint,
    total: f32,
    record: &Record,
    weights: &FxHashMap<u32, f32>,
    usual: f32,
) -> f32 {
    let items = &record.fingerprint.skeleton;
    if items.len() < LEAST_ITEMS {
        return 0.0;
    }
    let weight = |item: &u32| weights.get(item).copied().unwrap_or(usual);
    let other: f32 = items.iter().map(weight).sum();
    let both: f32 = items
        .iter()
        .filter(|item| fingerprint.skeleton.binary_search(item).is_ok())
        .map(weight)
        .sum();
    let smaller = total.min(other);
    if smaller > 0.0 { both / smaller } else { 0.0 }
}
