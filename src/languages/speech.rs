//! Words that connect quotations with speakers.

use serde::Deserialize;

use super::Words;

/// Words that connect quotations with speakers.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Speech {
    /// Verbs of saying, in the forms used in news.
    pub saying: Words,
    /// Other verbs that indicate the speaker if they are next to a quotation: *strich (heraus)*.
    pub beside: Words,
    /// Prepositions of attribution: *according (to)*, *laut*, *selon*.
    pub by: Words,
    /// Other words of a sentence that reports a statement; they do not point to the speaker: *a
    /// statement*, *açıkladı*.
    pub reported: Words,
    /// Words of a sentence that announces a document before a colon: *the text*, *in full*, *as
    /// follows*.
    pub announcing: Words,
    /// Auxiliaries before a verb of saying: *a déclaré*, *hat gesagt*.
    pub helping: Words,
    /// Pronouns for speakers: *she*, *er*.
    pub pronouns: Words,
    /// Articles that may precede a title and a name: *the*, *der*.
    pub articles: Words,
    /// Offices and forms of address, which are not names; in compounding languages, the endings of
    /// such words.
    pub roles: Words,
    /// Those whom speakers address: *reporters*, *Zeitung*, agencies and broadcasters.
    pub outlets: Words,
    /// Words in the names of bodies, which are not people: *ministry*, *court*.
    pub bodies: Words,
}
