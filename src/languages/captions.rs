//! Words that tell what kind of caption one is.

use serde::Deserialize;

use super::Words;

/// Words that tell what kind of caption one is; marks are phrases, folded, of one word or more.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Captions {
    /// Whether all nouns have capitals, so that a capital makes no name.
    pub nouns: bool,
    /// Whether nouns are joined to longer words.
    pub compounds: bool,
    /// Marks of an old picture: *file photo*.
    pub archive: Words,
    /// Marks of a picture that shows none of what is told: *symbol picture*, *illustration*.
    pub symbol: Words,
    /// Marks of words of the page: players, forms, licences, invitations to read on.
    pub page: Words,
    /// Words before the number of a figure, a table, a chart.
    pub figures: Words,
    /// Words before whoever wrote or made something: *by*, *from*.
    pub by: Words,
    /// Words with which a scene opens that could be anywhere: *a*, *an*.
    pub openers: Words,
    /// *I*, *my*.
    pub first_person: Words,
    /// Words before whoever a picture is from, at the beginning: *photo*, *source*.
    pub source: Words,
    /// Where in a picture somebody stands, set off by marks: *left*, *from left*.
    pub sides: Words,
    /// Words that any caption has, whatever it shows: days, months, sides, what pictures show
    /// people do.
    pub scenery: Words,
}

impl Captions {
    /// Whether there are lists at all: without them no caption in the language is accused.
    pub fn is_known(&self) -> bool {
        !self.scenery.is_empty()
    }
}
