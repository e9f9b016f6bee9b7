//! Copies beside the articles they are compared with: both bodies aligned, what differs, and what
//! says which was first.

mod alterations;
mod texts;

use rayon::prelude::*;
use serde::Serialize;

use super::model::{Chosen, Limits};
use super::{pack, shown};
use crate::compare::{Prepared, diff};
use crate::reliability::is_revision;
use crate::report::Source;
use crate::report::schema::rounded;

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
    /// The probability that the first text is closer to the original; `None` if the verdict is open
    /// or names the copy.
    pub sure: Option<f64>,
    /// Whether the evidence is contradictory.
    pub contested: bool,
    /// What the verdict rests on: `source`, `earliest` or nothing.
    pub basis: &'static str,
    /// Why nothing is held against the copy; empty if something may be.
    pub withheld: &'static str,
    /// Relation, the probability that both go back to one text, and the relation that is next.
    pub relation: (&'static str, Option<f64>, &'static str),
    /// Words in verbatim runs; shares of the first text in the copy and of the copy in the first;
    /// share of swapped words.
    pub measures: (u32, f64, f64, f64),
    /// What became of the credit, as found; empty if not judged.
    pub credit: &'static str,
    /// Whether the credit as found is held against the copy.
    pub credit_charged: bool,
    /// Whether both are from one outlet.
    pub own: bool,
}

/// Compares the chosen pairs, in their order, until the page's room is used up.
pub fn chunks(s: &Source<'_>, chosen: &Chosen, limits: &Limits) -> Chunks {
    let mut out = Chunks { places: vec![(-1, 0); chosen.pairs.len()], ..Chunks::default() };
    let numbers: Vec<usize> = (0..chosen.pairs.len()).collect();
    let mut room = limits.beside;
    for block in numbers.chunks(PAIRS) {
        let made: Vec<Option<Beside>> =
            block.par_iter().map(|n| beside(s, &chosen.pairs[*n], limits)).collect();
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
    out
}

/// Compares one pair; `None` if a text is too long to be shown.
fn beside(s: &Source<'_>, pair: &super::model::Pair, limits: &Limits) -> Option<Beside> {
    let f = s.findings;
    let (parent, copy) = (pair.parent as usize, pair.copy as usize);
    if [parent, copy].iter().any(|at| f.articles[*at].text.len() > limits.text) {
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
    let alterations = alterations::of(s, pair);
    let rows = texts::rows(s, pair, &found.rows, &alterations);
    let mut alterations: Vec<Alteration> = alterations.into_iter().map(|(a, ..)| a).collect();
    alterations.shrink_to_fit();
    let m = &c.measures;
    let (in_copy, in_first) = match first_is_a {
        true => (m.containment_a(), m.containment_b()),
        false => (m.containment_b(), m.containment_a()),
    };
    let standing = &f.lineage.standings[copy];
    let is_parent = standing.parent.as_ref().is_some_and(|p| p.comparison == pair.comparison);
    let record = &f.reliability.articles[copy];
    Some(Beside {
        sides: [texts::side(s, parent), texts::side(s, copy)],
        rows,
        alterations,
        signals: signals(verdict, first_is_a),
        sure: verdict.confidence().filter(|_| verdict.original == Some(pair.parent)).map(rounded),
        contested: verdict.contested,
        basis: verdict.basis().map_or("", crate::lineage::direction::Basis::name),
        withheld: standing
            .warrant
            .filter(|_| is_parent)
            .and_then(crate::lineage::Warrant::words)
            .unwrap_or_default(),
        relation: (
            c.relation.name(),
            c.standing.firmness.map(rounded),
            c.standing.runner_up.map_or("", |r| r.name()),
        ),
        measures: (m.verbatim, rounded(in_copy), rounded(in_first), rounded(m.substituted())),
        credit: standing.credit.filter(|_| is_parent).map_or("", |credit| credit.name()),
        credit_charged: record.credit.is_some_and(crate::reliability::is_credit_harm),
        own: is_revision(&f.cleaned, pair.parent, pair.copy),
    })
}

/// Lists what speaks for either side, with weights; what has no weight is left out.
fn signals(verdict: &crate::lineage::Verdict, first_is_a: bool) -> Vec<(&'static str, u8, f64)> {
    let worth = verdict.signals.iter().map(|(signal, strength)| {
        let weight = signal.weight(verdict.situation) * strength;
        (signal.words(), u8::from((weight > 0.0) != first_is_a), rounded(weight.abs()))
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
