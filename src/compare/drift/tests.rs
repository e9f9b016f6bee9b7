//! Tests what is an alteration and what only looks like one, on invented texts.

mod claims;
mod dates;
mod names;
mod numbers;
mod quotations;
mod states;

use super::*;
use crate::clean::Cleaned;
use crate::compare::relation::{Relation, Ties};
use crate::compare::{measures, quotes, tiles};
use crate::text::Document;

fn drift(a: &str, b: &str) -> Vec<(DriftKind, String, String)> {
    drift_of(a, b, Ties::default(), 1.0)
}

fn drift_of(a: &str, b: &str, ties: Ties, long_verbatim: f64) -> Vec<(DriftKind, String, String)> {
    let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
    let documents = (read(a), read(b));
    let clean = Cleaned::default();
    let (pa, pb) =
        (Prepared::of(&clean, &documents.0, &[]), Prepared::of(&clean, &documents.1, &[]));
    let tiles = tiles::find(&tiles::Seeds::of(&documents.0.words), &documents.1.words);
    let aligned = measures::align(&pa, &pb, &tiles);
    let quotes = quotes::compare(&pa, &pb, &tiles, Some(&aligned), (a, b));
    let setting = Setting { relation: Relation::Edited, ties, long_verbatim, firmness: 1.0 };
    find((&pa, &pb), &aligned, &quotes, (a, b), &setting)
        .into_iter()
        .map(|d| (d.kind, a[d.a].to_owned(), b[d.b].to_owned()))
        .collect()
}

#[test]
fn a_text_drifts_from_itself_in_nothing() {
    let text = "“We will not go,” Doe said on Monday. 63 ferries allegedly stood still.";
    assert!(drift(text, text).is_empty());
}

fn kinds(a: &str, b: &str) -> Vec<DriftKind> {
    drift(a, b).into_iter().map(|d| d.0).collect()
}

const FIRE: &str = "A fire broke out in the fish hall of Halvik early on Monday and spread to two boats, the harbour master said. Firefighters from Lunde and Sandvika fought the flames for three hours. The hall, built in 1931, had no sprinklers, although the council had set aside 2 million crowns for them in 2018. Auctions will be held in Estrand until the hall can be used again.";

#[test]
fn what_each_text_has_in_both_wordings_is_two_things() {
    let story = "The crews of the ferries left the old harbour of Halvik late on Monday after a long day of talks.";
    let notes = |first: u32, second: u32| {
        format!(
            "{story} {first} Doe told the harbour union so. {second} Doe told the harbour union so."
        )
    };
    assert!(drift(&notes(6, 7), &notes(7, 6)).is_empty());
    let one =
        |number: u32| format!("{story} There were {number} boats of the harbour union at sea.");
    assert_eq!(drift(&one(6), &one(7)).len(), 1);
}
