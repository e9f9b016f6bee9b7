//! Words that show the kind of a caption.

use serde::Deserialize;

use super::Words;

/// Words that show the kind of a caption. Marks are folded phrases of one or more words.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Captions {
    /// Whether all nouns are capitalised, so that a capital does not indicate a name.
    pub nouns: bool,
    /// Whether nouns are joined to longer words.
    pub compounds: bool,
    /// Marks of an old picture: *file photo*.
    pub archive: Words,
    /// Marks of a picture that only illustrates: *symbol picture*, *illustration*.
    pub symbol: Words,
    /// Marks of words of the page itself: players, forms, licences, invitations to read on.
    pub page: Words,
    /// Words before the number of a figure, table or chart.
    pub figures: Words,
    /// Words before the name of an author or maker: *by*, *from*.
    pub by: Words,
    /// Words that open the description of a scene that could be anywhere: *a*, *an*.
    pub openers: Words,
    /// Auxiliaries of the past, with which a sentence tells what happened: *was*, *had*. A caption
    /// describes in the present. None that is another word too: *war*, *era*.
    pub past: Words,
    /// Words before a date from which on something holds: *since*.
    pub since: Words,
    /// Pronouns of the first person: *I*, *my*.
    pub first_person: Words,
    /// Words before the source of a picture, at the beginning: *photo*, *source*.
    pub source: Words,
    /// A person's position in a picture, set off by punctuation: *left*, *from left*.
    pub sides: Words,
    /// Words that any caption may have, whatever it shows: days, months, sides, and what people do
    /// in pictures.
    pub scenery: Words,
}

impl Captions {
    /// Whether the language has lists at all; without them no caption in it is judged unrelated.
    pub fn is_known(&self) -> bool {
        !self.scenery.is_empty()
    }
}
