//! Words that stand before and within names.

use serde::Deserialize;

use super::{Equivalents, Words};

/// Words that stand before and within names.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Whether capitals inside a sentence tell names from other words; in German every noun has
    /// one.
    pub capitals: bool,
    /// Titles and offices that stand before a person's name.
    pub titles: Words,
    /// What institutions and places are called that have a name of their own before the word:
    /// *university*, *river*.
    pub institutions: Words,
    /// Given names.
    pub given: Words,
    /// Given names of one person, joined by slashes: *william/bill*.
    pub nicknames: Equivalents,
    /// Verbs behind which each outlet names itself: *told*.
    pub told: Words,
    /// Names that news use for one country or region: itself, its people, its capital, its
    /// government. Joined by slashes; in languages that inflect names, as their stems.
    pub places: Equivalents,
}

impl Names {
    /// Whether two given names can be one person's.
    pub fn is_nickname(&self, a: &str, b: &str) -> bool {
        self.nicknames.has_both(a, b)
    }
}
