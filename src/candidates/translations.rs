//! Finds the articles in other languages that have the most names and numbers in common with each
//! article.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::Cleaned;
use crate::ingest::Article;
use crate::text::Document;
use crate::translation::anchors;
use crate::translation::languages::{Told, may_differ};

/// Articles beyond which a name or number is too common to lead from one article to another. Chosen
/// by judgement: it bounds the work, as in [`super::skeleton`].
const COMMON: usize = 200;
/// Least names and numbers that two articles must share. Chosen by judgement.
const LEAST_SHARED: u32 = 3;
/// Neighbours kept per article: a story may be there in several languages. Chosen by judgement.
const NEIGHBOURS: usize = 8;
/// Nearest articles that are asked for their language: where languages are unknown, that takes
/// time. Chosen by judgement.
const ASKED: usize = 64;

/// The texts to join.
pub struct Joined<'a> {
    /// The articles.
    pub articles: &'a [Article],
    /// What was read from each.
    pub cleaned: &'a [Cleaned],
    /// Their bodies.
    pub documents: &'a [Document],
    /// Whether two articles may be compared at all.
    pub comparable: &'a (dyn Fn(u32, u32) -> bool + Sync),
}

impl Joined<'_> {
    /// Returns what is known of the language of each article.
    fn told(&self) -> Vec<Told<'_>> {
        let both = self.cleaned.iter().zip(self.documents);
        both.map(|(clean, document)| Told::of(clean.language.as_deref(), document)).collect()
    }

    /// Returns the code of an article's language, if it is known.
    fn language(&self, at: u32) -> Option<&str> {
        self.cleaned[at as usize].language.as_deref()
    }

    /// Returns the language of most articles, of equal ones the first by code; `None` if no
    /// language is known.
    fn main_language(&self) -> Option<&str> {
        let mut articles: BTreeMap<&str, usize> = BTreeMap::new();
        self.cleaned.iter().filter_map(|clean| clean.language.as_deref()).for_each(|code| {
            *articles.entry(code).or_default() += 1;
        });
        articles.into_iter().rev().max_by_key(|(_, count)| *count).map(|(code, _)| code)
    }

    /// Whether no two articles can be in different languages: a search would be in vain.
    fn is_of_one_language(&self) -> bool {
        let mut told = self
            .cleaned
            .iter()
            .zip(self.documents)
            .filter(|(_, document)| !document.words.is_empty())
            .map(|(clean, _)| clean.language.as_deref());
        let first = told.next();
        first.is_none_or(|first| first.is_some() && told.all(|code| code == first))
    }
}

/// The names and numbers that lead from articles of one language to those of another.
struct Index {
    /// The articles that have each key, ascending.
    holders: FxHashMap<u64, Vec<u32>>,
    /// The keys of each article that are in `holders`, ascending.
    keys: Vec<Vec<u64>>,
    /// The square root of the weight of each article's keys.
    lengths: Vec<f32>,
}

/// Returns the keys of names and numbers of some articles, each with its article. Only those that
/// `wanted` accepts.
fn postings(
    all: &Joined<'_>,
    of: impl Fn(u32) -> bool + Sync,
    wanted: impl Fn(u64) -> bool + Sync,
) -> Vec<(u64, u32)> {
    (0..all.articles.len() as u32)
        .into_par_iter()
        .filter(|at| of(*at))
        .map_init(anchors::Known::default, |known, at| {
            let (text, document) = (&all.articles[at as usize].text, &all.documents[at as usize]);
            let keys = anchors::names(text, document, known);
            keys.into_iter().filter(|key| wanted(*key)).map(|key| (key, at)).collect::<Vec<_>>()
        })
        .flatten_iter()
        .collect()
}

impl Index {
    fn of(all: &Joined<'_>) -> Self {
        let count = all.articles.len();
        // What only articles in the run's main language have leads nowhere: the keys of the others
        // come first, and most of the main language's are never put down.
        let main = all.main_language();
        let is_main = |at: u32| main.is_some() && all.language(at) == main;
        let mut postings = postings(all, |at| !is_main(at), |_| true);
        let others: FxHashSet<u64> = postings.iter().map(|(key, _)| *key).collect();
        postings.extend(self::postings(all, is_main, |key| others.contains(&key)));
        postings.par_sort_unstable();
        let language = |at: u32| all.language(at);
        let (mut holders, mut keys) = (FxHashMap::default(), vec![Vec::new(); count]);
        let mut lengths = vec![0.0f32; count];
        for bucket in postings.chunk_by(|x, y| x.0 == y.0) {
            let first = language(bucket[0].1);
            let mixed = bucket.iter().any(|(_, at)| first.is_none() || language(*at) != first);
            if bucket.len() > COMMON || !mixed {
                continue;
            }
            for (key, at) in bucket {
                keys[*at as usize].push(*key);
                lengths[*at as usize] += rarity(count, bucket.len());
            }
            holders.insert(bucket[0].0, bucket.iter().map(|(_, at)| *at).collect());
        }
        lengths.iter_mut().for_each(|length| *length = length.sqrt());
        Self { holders, keys, lengths }
    }
}

/// Returns the weight of something that `holders` of `all` articles have: ln(1 + N / n).
fn rarity(all: usize, holders: usize) -> f32 {
    (1.0 + all as f64 / holders.max(1) as f64).ln() as f32
}

/// Returns pairs of articles in different languages with names and numbers in common, ascending,
/// `a < b`; none if all are in one language. Nearly linear in the articles.
pub fn join(all: &Joined<'_>) -> Vec<(u32, u32)> {
    if all.is_of_one_language() {
        return Vec::new();
    }
    let (index, told) = (Index::of(all), all.told());
    let mut out: Vec<(u32, u32)> = (0..all.articles.len() as u32)
        .into_par_iter()
        .flat_map_iter(|at| {
            let near = nearest(all, &index, &told, at);
            near.into_iter().map(move |other| (at.min(other), at.max(other)))
        })
        .collect();
    out.par_sort_unstable();
    out.dedup();
    out
}

/// Returns the [`NEIGHBOURS`] nearest articles in another language, nearest first.
fn nearest(all: &Joined<'_>, index: &Index, told: &[Told<'_>], at: u32) -> Vec<u32> {
    let mut met: FxHashMap<u32, (f32, u32)> = FxHashMap::default();
    let code = all.cleaned[at as usize].language.as_deref();
    for key in &index.keys[at as usize] {
        let holders = &index.holders[key];
        let worth = rarity(all.articles.len(), holders.len());
        let other = |o: &&u32| {
            **o != at && (code.is_none() || all.cleaned[**o as usize].language.as_deref() != code)
        };
        for &other in holders.iter().filter(other) {
            let (sum, shared) = met.entry(other).or_default();
            (*sum, *shared) = (*sum + worth, *shared + 1);
        }
    }
    let length = |at: u32| index.lengths[at as usize].max(f32::MIN_POSITIVE);
    let mut near: Vec<(f32, u32)> = met
        .into_iter()
        .filter(|(_, (_, shared))| *shared >= LEAST_SHARED)
        .map(|(other, (sum, _))| (sum / (length(at) * length(other)), other))
        .collect();
    near.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    let others = near.into_iter().map(|(_, other)| other);
    others
        .take(ASKED)
        .filter(|other| {
            (all.comparable)(at, *other) && may_differ(&told[at as usize], &told[*other as usize])
        })
        .take(NEIGHBOURS)
        .collect()
}
