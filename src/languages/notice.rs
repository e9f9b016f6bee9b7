//! Words of notices, that is, of pages shown in place of a story.

use serde::Deserialize;

use super::Words;

/// Words with which a site denies access or asks for consent, a subscription, a login or an
/// address.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notice {
    /// Words for browsers, accounts, offers and rules: *ip*, *newsletter*, *login*.
    pub words: Words,
    /// Beginnings of such words: *subscri*, *regist*.
    pub beginnings: Vec<String>,
    /// Words that address the reader or speak for the site: *your*, *we*, *please*, *click*.
    pub address: Words,
}

impl Notice {
    /// Returns the term that a folded word belongs to, so that all its inflections count once;
    /// `None` if it is not a term.
    pub fn term<'s>(&'s self, word: &'s str) -> Option<&'s str> {
        if self.words.contains(word) {
            return Some(word);
        }
        self.beginnings
            .iter()
            .find(|beginning| word.starts_with(beginning.as_str()))
            .map(String::as_str)
    }
}
