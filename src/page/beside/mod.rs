//! Copies beside the articles they are compared with: both bodies aligned, what differs, and what
//! says which was first.

mod alterations;
mod texts;
mod words;

use rayon::prelude::*;
use serde::Serialize;

use super::model::{Chosen, Limits, Pair};
use super::{pack, shown};
use crate::clean::Cleaned;
use crate::compare::standing::Standing;
use crate::compare::{Prepared, diff};
use crate::ingest::Article;
use crate::report::Source;
use crate::report::schema::rounded;
use crate::sources::Registry;
use crate::words::Words;

pub use alterations::Alteration;
pub use texts::{Row, Side};

/// Pairs in one compressed block, which the script unpacks as a whole. Chosen by judgement: some
/// 200 kB of text.
const PAIRS: usize = 24;

/// The comparisons that found room in the page.
#[derive(Debug, Default)]
pub struct Chunks {
    /// Compressed blocks of [`Beside`].
    pub packed: Vec<String>,
    /// For each chosen pair, its block and its place there; -1 if there was no room.
    pub places: Vec<(i32, u32)>,
}

/// One comparison.
#[derive(Debug, Serialize)]
pub struct Beside {
    /// The article compared with, and the copy.
    pub sides: [Side; 2],
    /// The bodies, sentence by sentence: pieces of the first text, pieces of the copy.
    pub rows: Vec<Row>,
    /// What differs, in the order of the first text.
    pub alterations: Vec<Alteration>,
    /// Evidence on which was first: in words, 0 if it speaks for the first text and 1 for the copy,
    /// and its weight in log-odds.
    pub signals: Vec<(&'static str, u8, f64)>,
    /// The relation, as words; `unrelated` if there is none.
    pub relation: String,
    /// What the relation rests on, in words.
    pub why: String,
    /// Which of the two was first, how sure that is, and what became of the credit, in words; empty
    /// where only the two texts were looked at.
    pub direction: String,
}

/// Compares the chosen pairs, in their order, until the page's room is used up.
pub fn chunks(s: &Source<'_>, chosen: &Chosen, w: &'static Words, limits: &Limits) -> Chunks {
    let mut out = Chunks { places: vec![(-1, 0); chosen.pairs.len()], ..Chunks::default() };
    let numbers: Vec<usize> = (0..chosen.pairs.len()).collect();
    let mut room = limits.beside;
    for block in numbers.chunks(PAIRS) {
        let made: Vec<Option<Beside>> =
            block.par_iter().map(|n| of_pair(s, &chosen.pairs[*n], w, limits.text)).collect();
        let kept: Vec<(usize, &Beside)> =
            block.iter().zip(&made).filter_map(|(n, made)| Some((*n, made.as_ref()?))).collect();
        if kept.is_empty() {
            continue;
        }
        let packed = pack::json(&kept.iter().map(|(_, made)| made).collect::<Vec<_>>());
        if packed.len() > room {
            break;
        }
        room -= packed.len();
        let number = out.packed.len() as i32;
        for (place, (n, _)) in (0u32..).zip(&kept) {
            out.places[*n] = (number, place);
        }
        out.packed.push(packed);
    }
    let is_short = |at: u32| s.findings.articles[at as usize].text.len() <= limits.text;
    let left = out
        .places
        .iter_mut()
        .zip(&chosen.pairs)
        .filter(|(place, pair)| place.0 == -1 && is_short(pair.copy) && is_short(pair.parent));
    left.take(limits.pages).for_each(|(place, _)| place.0 = APART);
    out
}

/// The chunk of a comparison that is on a page of its own.
pub const APART: i32 = -2;

/// Compares one pair; `None` if a text has more than `most` bytes.
pub fn of_pair(s: &Source<'_>, pair: &Pair, w: &'static Words, most: usize) -> Option<Beside> {
    let f = s.findings;
    let (parent, copy) = (pair.parent as usize, pair.copy as usize);
    if [parent, copy].iter().any(|at| f.articles[*at].text.len() > most) {
        return None;
    }
    let c = &f.comparisons[pair.comparison as usize];
    let verdict = &f.lineage.verdicts[pair.comparison as usize];
    let first_is_a = c.a == pair.parent;
    let documents = [parent, copy].map(|at| f.cleaned[at].document(&f.articles[at]));
    let prepared = |n: usize, at: usize| {
        Prepared::of(&f.cleaned[at], &documents[n], &f.fingerprints[at].skeleton)
    };
    let found = diff::run(
        &prepared(0, parent),
        &prepared(1, copy),
        (&f.articles[parent].text, &f.articles[copy].text),
        c.ties,
    );
    let texts = (f.articles[parent].text.as_str(), f.articles[copy].text.as_str());
    let marked = alterations::of(s, pair);
    let side = |at: usize| {
        texts::side(&f.articles[at], &f.cleaned[at], f.fingerprints[at].words, s.registry)
    };
    Some(Beside {
        sides: [side(parent), side(copy)],
        rows: texts::rows(texts, &found.rows, &marked),
        alterations: marked.into_iter().map(|(alteration, ..)| alteration).collect(),
        signals: signals(verdict, first_is_a, w),
        relation: words::relation(w, Some(c.relation)),
        why: words::why(w, Some(c.relation), &c.standing, &c.measures, first_is_a),
        direction: words::direction(s, w, pair),
    })
}

/// Compares two articles by their texts alone, as `urtext diff` does.
pub fn of_two(two: &Two<'_>, registry: &Registry, w: &Words) -> Beside {
    let [first, second] = two.articles;
    let texts = (first.text.as_str(), second.text.as_str());
    let marked: Vec<_> = two
        .found
        .drift
        .iter()
        .map(|d| (alterations::listed(d, texts), d.a.clone(), d.b.clone()))
        .collect();
    let side =
        |at: usize| texts::side(&two.articles[at], &two.cleaned[at], two.words[at], registry);
    Beside {
        sides: [side(0), side(1)],
        rows: texts::rows(texts, &two.found.rows, &marked),
        alterations: marked.into_iter().map(|(alteration, ..)| alteration).collect(),
        signals: Vec::new(),
        relation: words::relation(w, two.found.relation),
        why: words::why(w, two.found.relation, &two.standing, &two.found.measures, true),
        direction: String::new(),
    }
}

/// Two articles compared by themselves.
pub struct Two<'t> {
    /// The articles.
    pub articles: &'t [Article; 2],
    /// What was read of their pages.
    pub cleaned: &'t [Cleaned; 2],
    /// Words of their bodies.
    pub words: [u32; 2],
    /// Their comparison.
    pub found: &'t diff::Diff,
    /// How firm the relation is.
    pub standing: Standing,
}

/// Lists what speaks for either side, with weights; what has no weight is left out.
fn signals(
    verdict: &crate::lineage::Verdict,
    first_is_a: bool,
    w: &'static Words,
) -> Vec<(&'static str, u8, f64)> {
    let worth = verdict.signals.iter().map(|(signal, strength)| {
        let weight = signal.weight(verdict.situation) * strength;
        (
            w.among("page.signal", &format!("{signal:?}")),
            u8::from((weight > 0.0) != first_is_a),
            rounded(weight.abs()),
        )
    });
    worth.filter(|(.., weight)| *weight > 0.0).collect()
}

/// Returns a text as it is shown, cut after `most` characters.
fn cut(text: &str, most: usize) -> String {
    let text = shown::plain(text);
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
