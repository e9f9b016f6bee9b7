//! Finds whether a text names a source.

use super::Registry;
use crate::text::{fold, words};

impl Registry {
    /// Returns whether a text names a source anywhere: by its name, a form of its credit or a domain,
    /// of at least four letters, as whole words.
    ///
    /// *The Sun* is sought with its article, as *Sun* by itself is too short, and is not in *Sunday*.
    ///
    /// An outlet that is not in the registry is recognized by its domain, with or without the ending
    /// (`alphanews.com`, `Alphanews`), ignoring case. O(bytes of the text · forms of the name).
    pub fn is_named(&self, text: &str, id: &str) -> bool {
        let Some(source) = self.by_id(id) else {
            let label = id.split_once('.').map_or(id, |(label, _)| label);
            let (key, text) =
                (fold::phrase(label).replace(' ', ""), fold::phrase(text).replace(' ', ""));
            return key.chars().count() >= LEAST_FORM && text.contains(&key);
        };
        std::iter::once(&source.name)
            .chain(&source.credits)
            .chain(&source.aliases)
            .chain(&source.domains)
            .any(|form| {
                let bare = form.trim_start_matches("The ");
                let sought = if bare.chars().count() >= LEAST_FORM { bare } else { form };
                sought.chars().count() >= LEAST_FORM && has_words(text, sought)
            })
    }
}

/// Least number of letters of a form by which a source is recognized anywhere in a text. Chosen by
/// judgement.
const LEAST_FORM: usize = 4;

/// Returns whether a text contains a form between characters that are not part of a word, or are of
/// a script without spaces.
fn has_words(text: &str, form: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || words::is_spaceless(c));
    text.match_indices(form).any(|(at, found)| {
        ends(text[..at].chars().next_back()) && ends(text[at + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_named_only_as_whole_words() {
        assert!(has_words("It was first told by The Sun, on Monday.", "The Sun"));
        assert!(!has_words("They met on Sunday.", "Sun"));
        assert!(!has_words("The Agency said so.", "The Age"));
        assert!(has_words("Halvik 5月5日 新华社记者报道", "新华社"));
    }
}
