//! Words before and within names.

use serde::Deserialize;

use super::{Equivalents, Words};

/// Words before and within names.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Whether capitals within a sentence distinguish names from other words; in German every noun
    /// has one.
    pub capitals: bool,
    /// Titles and offices before a person's name.
    pub titles: Words,
    /// Common nouns in the names of institutions and places, after the distinguishing word:
    /// *university*, *river*.
    pub institutions: Words,
    /// Given names.
    pub given: Words,
    /// Given names that one person may use, joined by slashes: *william/bill*.
    pub nicknames: Equivalents,
    /// Verbs after which an outlet names itself: *told*.
    pub told: Words,
    /// Names that news use for one country or region: itself, its people, its capital, its
    /// government. They are joined by slashes; in languages that inflect names, they are stems.
    pub places: Equivalents,
}

impl Names {
    /// Whether two given names can belong to one person.
    pub fn is_nickname(&self, a: &str, b: &str) -> bool {
        self.nicknames.has_both(a, b)
    }
}
