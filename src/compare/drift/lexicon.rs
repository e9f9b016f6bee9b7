//! Knows English negators, for the verbs that govern quotations.

use crate::languages;
use crate::text::fold;

/// Whether an English word negates.
pub(in crate::compare) fn is_negator(word: &str) -> bool {
    languages::of("en").is_some_and(|english| english.claims.negators.contains(&fold::fold(word)))
}
