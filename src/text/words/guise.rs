//! Letters of other scripts that look like Latin ones: what the words of a text show about each
//! other.
//!
//! Called by [`super::careful`] for words with such letters.

use std::ops::Range;

use super::careful::Letters;
use super::function::FUNCTION_KEYS;
use super::{Class, Word, key};
use crate::text::fold::{self, Script};

/// What the words of one stretch of text show about each other's letters.
pub(super) struct Guise {
    pub(super) whole: Range<usize>,
    /// Index of the first word of the stretch.
    pub(super) first: usize,
    /// Whether the last informative word was a Latin one with similar letters of another script.
    pub(super) disguised: bool,
    /// Whether some word was certainly in another script.
    pub(super) plain: bool,
    /// Whether the stretch is in Serbian or Macedonian Cyrillic; computed on first use.
    pub(super) south_slavic: Option<bool>,
}

impl Guise {
    /// Folds a word with letters that look like Latin ones.
    ///
    /// A word that mixes two scripts is read as it looks. Near such words, so is a word entirely in
    /// the other script, if all its letters look like Latin ones. Serbian is read in its Latin
    /// letters.
    pub(super) fn see(
        &mut self,
        text: &str,
        word: Range<usize>,
        letters: &Letters,
        folded: &mut String,
        before: &mut [Word],
    ) {
        let spelled = &text[word];
        if letters.latin > 0 {
            let Some(looks) = fold::undisguised(spelled) else { return };
            *folded = looks;
            if !self.disguised && !self.plain {
                self.see_again(text, before);
            }
            self.disguised = true;
            return;
        }
        if self.disguised {
            if let Some(looks) = fold::latin_twin(spelled) {
                *folded = looks;
                return;
            }
            self.disguised = false;
        }
        if !self.plain && fold::latin_twin(spelled).is_none() {
            self.plain = true;
        }
        let whole = &text[self.whole.clone()];
        if *self.south_slavic.get_or_insert_with(|| fold::is_south_slavic(whole)) {
            *folded = fold::south_slavic(folded);
        }
    }

    /// Reads again the words before the first mixed one, which nothing had shown to be disguised.
    fn see_again(&self, text: &str, before: &mut [Word]) {
        for word in &mut before[self.first..] {
            let spelled = word.of(text);
            if !spelled.is_ascii()
                && spelled.chars().any(|c| Script::of(c) == Some(Script::Alike))
                && let Some(looks) = fold::latin_twin(spelled)
            {
                word.key = key(&looks);
                if FUNCTION_KEYS.contains(word.key) {
                    word.class.set(Class::FUNCTION);
                }
            }
        }
    }
}
