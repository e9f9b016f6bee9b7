//! The words of notices: what a page says that shows no story.

use serde::Deserialize;

use super::Words;

/// Words with which a site refuses, asks for consent, for a subscription, a login or an address.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notice {
    /// Words of browsers, accounts, offers and rules: *ip*, *newsletter*, *login*.
    pub words: Words,
    /// Beginnings of such words: *subscri*, *regist*.
    pub beginnings: Vec<String>,
    /// Words that address the reader, or speak for the site: *your*, *we*, *please*, *click*.
    pub address: Words,
}

impl Notice {
    /// The term that a folded word is, by which it is counted once however it is inflected.
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
