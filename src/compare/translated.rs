//! Compares articles in different languages, and names those of which one is a translation of the
//! other.

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::standing::Standing;
use super::{Comparison, Evidence, Measures, Rarity, Relation};
use crate::translation::anchors::{self, Words};
use crate::translation::languages::{self, Told};
use crate::translation::{self, Anchor, NAMED, model};

/// Least share of the longer body in verbatim runs for one of two translations to be a copy of the
/// other. Of 261 labelled pairs of translations by two hands the most alike have .66; a copy of a
/// translation has more unless it was cut or reworded much.
const COPIED: f64 = 0.7;
/// Words of a verbatim run that show the same. Of the same 261 pairs two have one as long.
const LONG_RUN: u32 = 30;
/// Least words of the shorter body. Chosen by judgement, as for copies in one language.
const LEAST_WORDS: usize = 12;

/// Most days between a translation and its original. Of 2,325 translations that one organisation
/// published, 2,307 followed within them; of 24 pairs of a prosecutor's releases that are further
/// apart, nearly all tell of another step of one case, or of another year's event, under one form.
const LATE: i64 = 14;

/// Numbers at the same place for each that was exchanged, of two texts of one outlet, which may fill
/// one form. Chosen by judgement; between outlets one is enough.
const FORM: f32 = 2.0;

/// Least different names and numbers in common of a translation by another outlet. Reports of one
/// release in two languages name the same things in much the same order: of eleven pairs of outlets
/// that were read, the nine that are not translations have 5 to 19 in common, the two that are 33 and
/// 40 (docs/accuracy.md, *A thirteenth reading*).
const BY_ANOTHER: u32 = 20;

/// Compares pairs of articles in different languages, adds those that are translations to the
/// comparisons, and calls two translations of one article into one language what they are: texts
/// with a common source. Expects and leaves `kept` ascending by (a, b). O(words of the articles ·
/// log words + pairs · anchors).
pub fn add(e: &Evidence<'_>, rarity: &Rarity, pairs: &[(u32, u32)], kept: &mut Vec<Comparison>) {
    let found = translations(e, rarity, pairs);
    if found.is_empty() {
        return;
    }
    let at = |kept: &[Comparison], c: &Comparison| {
        kept.binary_search_by_key(&(c.a, c.b), |k| (k.a, k.b))
    };
    let mut new = Vec::new();
    for c in found {
        match at(kept, &c) {
            // What the words of both show counts for more.
            Ok(at) if kept[at].relation.is_copying() || kept[at].relation == Relation::Template => {
            }
            Ok(at) => kept[at] = c,
            Err(_) => new.push(c),
        }
    }
    kept.extend(new);
    kept.sort_unstable_by_key(|c| (c.a, c.b));
    part_twins(kept);
}

/// Returns the pairs of which one article is a translation of the other, or both of a third.
fn translations(e: &Evidence<'_>, rarity: &Rarity, pairs: &[(u32, u32)]) -> Vec<Comparison> {
    let all: FxHashMap<u32, OnceLock<Vec<Anchor>>> =
        pairs.iter().flat_map(|(a, b)| [*a, *b]).map(|at| (at, OnceLock::new())).collect();
    let of = |at: u32| -> &[Anchor] {
        all[&at].get_or_init(|| {
            let document = &e.documents[at as usize];
            anchors::of(&e.articles[at as usize].text, document, Words::All, rarity)
        })
    };
    let told =
        |at: u32| Told::of(e.cleaned[at as usize].language.as_deref(), &e.documents[at as usize]);
    let words = |at: u32| e.documents[at as usize].words.len();
    let are_outlets =
        |a: u32, b: u32| [a, b].iter().all(|at| e.cleaned[*at as usize].whose().is_some());
    let compare = |&(a, b): &(u32, u32)| {
        let measures = translation::measures::measure(of(a), of(b));
        let probability = model::probability(&measures);
        let ties = e.ties(a, b);
        let is_one = probability >= NAMED
            && measures.may_be_translation(probability)
            && words(a).min(words(b)) >= LEAST_WORDS
            && ties.days_apart.is_none_or(|days| days <= LATE)
            && (ties.same_source || !are_outlets(a, b) || measures.shared >= BY_ANOTHER)
            && (!ties.same_source || FORM * measures.exchanged as f32 <= measures.numbers_near)
            && languages::differ(&told(a), &told(b));
        is_one.then(|| compared(e, (a, b), measures, probability))
    };
    let mut found: Vec<Comparison> = pairs.par_iter().filter_map(compare).collect();
    leave_to_nearer(e, &mut found);
    leave_to_best(e, &mut found);
    found
}

/// Of the pairs of one outlet, keeps those of which each article is the other's best match in its
/// language: an outlet translates an article once, and tells of a case in one form more than once.
/// Of equally good ones all are kept.
fn leave_to_best(e: &Evidence<'_>, found: &mut Vec<Comparison>) {
    let language = |at: u32| e.cleaned[at as usize].language.as_deref();
    // The fewest exchanged numbers, then the nearest day, then the likeliest.
    let rank = |c: &Comparison| {
        let exchanged = c.translation.map_or(0, |m| m.exchanged);
        // Probabilities are not negative, and so ascend as their bits do.
        let unlikely = (1.0 - c.standing.firmness.unwrap_or_default()).max(0.0).to_bits();
        (exchanged, c.ties.days_apart.unwrap_or(i64::MAX), unlikely)
    };
    let mut best = FxHashMap::default();
    for c in found.iter().filter(|c| c.ties.same_source) {
        for (at, other) in [(c.a, c.b), (c.b, c.a)] {
            let Some(language) = language(other) else { continue };
            let least = best.entry((at, language)).or_insert_with(|| rank(c));
            *least = rank(c).min(*least);
        }
    }
    let is_best = |c: &Comparison, at: u32, other: u32| {
        language(other).is_none_or(|language| rank(c) == best[&(at, language)])
    };
    found.retain(|c| !c.ties.same_source || is_best(c, c.a, c.b) && is_best(c, c.b, c.a));
}

/// Exchanged numbers by which a text must fit worse than another one in its language to be dropped:
/// one may be a number that a translator spelled out. Chosen on two corpora: with 2, of 1,767 pairs
/// of announcements that are no translations of each other 998 are left, and 1,930 of 1,959 pairs
/// that are.
const WORSE: u32 = 2;

/// Drops pairs of which one article has a better match in the other's language: of two stories that
/// fill one formula with different numbers, such as two results, only one is the original.
fn leave_to_nearer(e: &Evidence<'_>, found: &mut Vec<Comparison>) {
    let language = |at: u32| e.cleaned[at as usize].language.as_deref();
    let exchanged = |c: &Comparison| c.translation.map_or(0, |m| m.exchanged);
    let mut least: FxHashMap<(u32, &str), u32> = FxHashMap::default();
    for c in found.iter() {
        for (at, other) in [(c.a, c.b), (c.b, c.a)] {
            // Texts of unknown languages need not be in the same one.
            let Some(language) = language(other) else { continue };
            let best = least.entry((at, language)).or_insert(u32::MAX);
            *best = exchanged(c).min(*best);
        }
    }
    let is_worse = |c: &Comparison, at: u32, other: u32| {
        language(other).is_some_and(|language| exchanged(c) >= least[&(at, language)] + WORSE)
    };
    found.retain(|c| !is_worse(c, c.a, c.b) && !is_worse(c, c.b, c.a));
}

/// Builds the comparison of a translation and its original.
fn compared(
    e: &Evidence<'_>,
    (a, b): (u32, u32),
    translation: translation::Measures,
    probability: f64,
) -> Comparison {
    let words = |at: u32| e.documents[at as usize].words.len() as u32;
    Comparison {
        a,
        b,
        relation: Relation::Translated,
        standing: Standing { firmness: Some(probability), runner_up: None },
        measures: Measures { words_a: words(a), words_b: words(b), ..Measures::default() },
        ties: e.ties(a, b),
        translation: Some(translation),
        ..Comparison::default()
    }
}

/// Overrules copying between two articles that are translations of one third article.
///
/// Two translators of one text write much the same sentences without knowing of each other, so
/// neither has copied, unless one has most of the other's words, or a long run of them.
fn part_twins(kept: &mut [Comparison]) {
    let mut originals: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
    for c in kept.iter().filter(|c| c.relation == Relation::Translated) {
        originals.entry(c.a).or_default().insert(c.b);
        originals.entry(c.b).or_default().insert(c.a);
    }
    let share = |a: u32, b: u32| {
        originals.get(&a).zip(originals.get(&b)).is_some_and(|(x, y)| !x.is_disjoint(y))
    };
    for c in kept.iter_mut().filter(|c| c.relation.is_copying()) {
        let copied = c.measures.long_verbatim() >= COPIED || c.measures.longest >= LONG_RUN;
        if !copied && share(c.a, c.b) {
            c.overrule(Relation::SharedSource);
        }
    }
}
