//! Words by which a text shows where it has its news from, and how it addresses its readers.

use serde::Deserialize;

use super::Words;

/// Words of sourcing and presentation. A language without them has no such indicators.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sourcing {
    /// Words for sources that are not named: *officials*, *sources*, *witnesses*.
    pub unnamed: Words,
    /// Pronouns of the first person singular, by which a writer speaks for himself: *I*, *my*.
    pub first_person: Words,
    /// Pronouns that address the reader and mean nobody else: *you*, *your*.
    pub reader: Words,
    /// Sections of a site, and openings of a headline, that mark an opinion: *opinion*, *column*.
    pub opinion: Words,
    /// Phrases that announce a correction, as printed in small letters: *an earlier version of
    /// this*.
    pub corrections: Vec<String>,
    /// Words by which a writer judges and does not report, whatever they are about: *disgraceful*,
    /// *idiots*. No party's, people's or movement's name is among them.
    pub loaded: Words,
    /// Units of time, of which unlike things have the same number: *years*, *hours*.
    pub spans: Words,
}

impl Sourcing {
    /// Returns whether the language has no such words.
    pub fn is_empty(&self) -> bool {
        self.unnamed.is_empty()
    }
}
