//! Phrases in which texts state their authors and sources.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::{Words, dated};
use crate::text::fold;

/// The phrases in which a language gives credit, as folded by [`crate::text::fold::phrase`].
///
/// [`Credit::reported_by`], [`Credit::reports`] and the verbs among [`Credit::helped`] find what a
/// sentence names as its source, which can only excuse the text itself. They are looked for in
/// texts of their own language, and of an unknown one. All others are looked for in texts of any
/// language. What they find is a credit of the text: it exonerates the text, and shows together
/// with other credits whose story a family is, and so what its other members owe.
///
/// That a text has none of them is held against it only where they are [`Credit::complete`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Credit {
    /// Whether the lists are complete enough for a charge: that a page on which none of them is
    /// found gives no credit. Where it is false, no page is charged for want of them.
    pub complete: bool,
    /// Openings of bylines: *by*, *written by*, *von*.
    pub openings: Words,
    /// Phrases before the name of an agency whose copy was used: *with files from*, *mit Material
    /// von*.
    pub material: Words,
    /// Phrases after the name of a contributor: *contributed to this report*.
    pub helped: Words,
    /// Labels before the source of a story: *source*, *Quelle*.
    pub source: Words,
    /// Phrases right before the name of the agency that a sentence gives as its source: *сообщает*,
    /// *به گزارش*.
    pub reported_by: Words,
    /// Phrases right after that name: *haberine göre*, *によると*. Verbs that count only where they
    /// end their clause (*UNB reports.*) are among [`Credit::helped`].
    pub reports: Words,
    /// Words for an agency that may stand between such a phrase and the name: *агентство*.
    pub agency: Words,
    /// Phrases that say a story appeared elsewhere before: *first published*, *zuerst erschienen*.
    pub first: Words,
    /// Words of a byline that names a desk, a role or nobody instead of a person: *staff*,
    /// *Redaktion*.
    pub desks: Words,
    /// Marks of a text that anybody may print: *press release*, *for immediate release*.
    pub notice: Words,
    /// Words of a picture's credit.
    pub picture: Words,
    /// In scripts without spaces, words for the text before a stroke and who wrote it: 文／.
    pub text_by: Words,
    /// In such scripts, words for a dispatch behind its place and day: 專電.
    pub dispatch: Words,
}

/// Phrases that are searched for in a text all at once.
#[derive(Debug)]
pub struct Held {
    phrases: Vec<&'static str>,
    search: AhoCorasick,
}

impl Held {
    /// Compiles folded phrases for searching.
    pub(crate) fn of(mut phrases: Vec<&'static str>) -> Self {
        phrases.sort_unstable();
        phrases.dedup();
        let search = AhoCorasick::new(&phrases).expect("a list of short plain phrases");
        Self { phrases, search }
    }

    /// Returns the phrases in sorted order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.phrases.iter().copied()
    }

    /// Finds the phrases that a folded text contains as whole words, ordered by where they end.
    /// O(text + hits).
    pub fn within<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'static str> + 't {
        let bytes = text.as_bytes();
        self.search
            .find_overlapping_iter(text)
            .filter(|hit| {
                (hit.start() == 0 || bytes[hit.start() - 1] == b' ')
                    && matches!(bytes.get(hit.end()), None | Some(b' '))
            })
            .map(|hit| self.phrases[hit.pattern().as_usize()])
    }
}

/// Phrases with the codes of the languages that have them.
pub type Owned = FxHashMap<&'static str, Vec<&'static str>>;

/// The phrases of all languages together.
#[derive(Debug)]
pub struct Phrases {
    /// All [`Credit::openings`].
    pub openings: FxHashSet<&'static str>,
    /// The first word of each opening.
    opening_words: FxHashSet<&'static str>,
    /// All [`Credit::material`], sorted.
    pub material: Vec<&'static str>,
    /// Those of three words or more, which hardly any other sentence has.
    long_material: Held,
    /// All [`Credit::helped`].
    pub helped: Held,
    /// All [`Credit::source`].
    pub source: FxHashSet<&'static str>,
    /// All [`Credit::reported_by`], each with the codes of the languages that have it.
    pub reported_by: Owned,
    /// All [`Credit::reports`], likewise.
    pub reports: Owned,
    /// The [`Credit::helped`] of one word, likewise.
    pub verbs: Owned,
    /// All [`Credit::agency`], likewise.
    pub agency: Owned,
    /// All [`Credit::first`].
    pub first: Held,
    /// All [`Credit::desks`].
    pub desks: FxHashSet<&'static str>,
    /// All [`Credit::notice`].
    pub notice: Held,
    /// All [`Credit::picture`].
    pub picture: FxHashSet<&'static str>,
    /// All [`Credit::text_by`].
    pub text_by: Vec<&'static str>,
    /// All [`Credit::dispatch`].
    pub dispatch: Vec<&'static str>,
}

impl Phrases {
    /// Whether a folded text says in words of credit where it is from, whoever that is. O(bytes).
    pub fn gives_credit(&self, folded: &str) -> bool {
        self.long_material.within(folded).next().is_some()
    }

    /// Whether the opening of a byline may begin with a piece of text; for most words it cannot.
    pub fn may_open(&self, piece: &str) -> bool {
        let phrase = fold::phrase(piece);
        phrase.is_empty()
            || phrase.split(' ').next().is_some_and(|word| self.opening_words.contains(word))
    }
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    fn every(list: fn(&Credit) -> &Words) -> impl Iterator<Item = &'static str> {
        dated().flat_map(move |language| list(&language.credit)).map(String::as_str)
    }
    fn owned(list: fn(&Credit) -> &Words) -> Owned {
        let mut out = Owned::default();
        for language in dated() {
            for phrase in list(&language.credit) {
                out.entry(phrase.as_str()).or_default().push(language.code.as_str());
            }
        }
        out
    }
    let mut verbs = owned(|c| &c.helped);
    verbs.retain(|phrase, _| !phrase.contains(' '));
    let mut material: Vec<&'static str> = every(|c| &c.material).collect();
    material.sort_unstable();
    material.dedup();
    Phrases {
        openings: every(|c| &c.openings).collect(),
        opening_words: every(|c| &c.openings)
            .filter_map(|opening| opening.split(' ').next())
            .collect(),
        long_material: Held::of(
            material.iter().copied().filter(|phrase| phrase.split(' ').count() >= 3).collect(),
        ),
        material,
        helped: Held::of(every(|c| &c.helped).collect()),
        source: every(|c| &c.source).collect(),
        reported_by: owned(|c| &c.reported_by),
        reports: owned(|c| &c.reports),
        verbs,
        agency: owned(|c| &c.agency),
        first: Held::of(every(|c| &c.first).collect()),
        desks: every(|c| &c.desks).collect(),
        notice: Held::of(every(|c| &c.notice).collect()),
        picture: every(|c| &c.picture).collect(),
        text_by: every(|c| &c.text_by).collect(),
        dispatch: every(|c| &c.dispatch).collect(),
    }
});

/// Returns the phrases of all languages.
pub fn phrases() -> &'static Phrases {
    &PHRASES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_folded() {
        for language in dated() {
            let c = &language.credit;
            for list in [
                &c.openings,
                &c.material,
                &c.helped,
                &c.source,
                &c.reported_by,
                &c.reports,
                &c.agency,
                &c.first,
                &c.desks,
                &c.notice,
                &c.picture,
                &c.text_by,
                &c.dispatch,
            ] {
                for phrase in list {
                    assert_eq!(&fold::phrase(phrase), phrase, "{}", language.code);
                }
            }
        }
    }

    #[test]
    fn a_phrase_is_held_as_whole_words() {
        let held = Held::of(vec!["first published", "published", "first"]);
        let within = |text: &str| held.within(text).collect::<Vec<_>>();
        assert_eq!(
            within("this was first published by the harbour post"),
            ["first", "first published", "published"]
        );
        assert_eq!(within("what was first publishedly said"), ["first"]);
        assert!(within("").is_empty());
    }
}
