//! How texts say who wrote them and where they come from.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::{Words, all};

/// The phrases with which a language gives credit, as [`crate::text::fold::phrase`] leaves them.
///
/// They are looked for in texts of any language: what they find speaks for a text, and never against it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Credit {
    /// What a byline opens with: *by*, *written by*, *von*.
    pub openings: Words,
    /// What stands before the name of an agency whose copy was used: *with files from*, *mit Material von*.
    pub material: Words,
    /// What stands behind the name of somebody who worked on a story: *contributed to this report*.
    pub helped: Words,
    /// Labels of where a story comes from: *source*, *Quelle*.
    pub source: Words,
    /// What says that a story stood elsewhere before: *first published*, *zuerst erschienen*.
    pub first: Words,
    /// Words of a byline that names a desk, a role or nobody, and no person: *staff*, *Redaktion*.
    pub desks: Words,
    /// Marks of a text that was sent out to be printed by anybody: *press release*, *for immediate release*.
    pub notice: Words,
    /// Words of a picture's credit.
    pub picture: Words,
}

/// The phrases of all languages together.
#[derive(Debug, Default)]
pub struct Phrases {
    /// [`Credit::openings`]
    pub openings: FxHashSet<&'static str>,
    /// [`Credit::material`]
    pub material: Vec<&'static str>,
    /// [`Credit::helped`]
    pub helped: Vec<&'static str>,
    /// [`Credit::source`]
    pub source: FxHashSet<&'static str>,
    /// [`Credit::first`]
    pub first: Vec<&'static str>,
    /// [`Credit::desks`]
    pub desks: FxHashSet<&'static str>,
    /// [`Credit::notice`]
    pub notice: Vec<&'static str>,
    /// [`Credit::picture`]
    pub picture: FxHashSet<&'static str>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for credit in all().iter().map(|language| &language.credit) {
        phrases.openings.extend(credit.openings.iter().map(String::as_str));
        phrases.source.extend(credit.source.iter().map(String::as_str));
        phrases.desks.extend(credit.desks.iter().map(String::as_str));
        phrases.picture.extend(credit.picture.iter().map(String::as_str));
        phrases.material.extend(credit.material.iter().map(String::as_str));
        phrases.helped.extend(credit.helped.iter().map(String::as_str));
        phrases.first.extend(credit.first.iter().map(String::as_str));
        phrases.notice.extend(credit.notice.iter().map(String::as_str));
    }
    for list in [&mut phrases.material, &mut phrases.helped, &mut phrases.first, &mut phrases.notice] {
        list.sort_unstable();
        list.dedup();
    }
    phrases
});

/// The phrases of all languages.
pub fn phrases() -> &'static Phrases {
    &PHRASES
}

/// Whether a folded text holds a phrase as whole words.
pub fn holds(phrase: &str, one: &str) -> bool {
    memchr::memmem::find_iter(phrase.as_bytes(), one)
        .any(|at| (at == 0 || phrase.as_bytes()[at - 1] == b' ') && matches!(phrase.as_bytes().get(at + one.len()), None | Some(b' ')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn every_phrase_is_folded() {
        for language in all() {
            let c = &language.credit;
            for list in [&c.openings, &c.material, &c.helped, &c.source, &c.first, &c.desks, &c.notice, &c.picture] {
                for phrase in list {
                    assert_eq!(&fold::phrase(phrase), phrase, "{}", language.code);
                }
            }
        }
    }

    #[test]
    fn a_phrase_is_held_as_whole_words() {
        assert!(holds("this was first published by the harbour post", "first published"));
        assert!(!holds("what was first publishedly said", "first published"));
        assert!(!holds("", "first"));
    }
}
