//! Per-language data, one file per language, and detection of the language of a passage.
//!
//! A word list belongs to a language and applies only to passages in that language ([`told`]): *no*
//! negates in English and means *in the* in Portuguese. If a language lacks a list, no charge is
//! made that would need it.
//!
//! The data are in `languages/data/`, one TOML file per language, named by its ISO 639 code. Names
//! of months, weekdays and halves of the day are those of the Unicode CLDR (see `data/NOTICE`),
//! with the cases used in dates. Each section is a field of [`Language`]; missing sections and
//! lists are empty. Words are folded as by [`crate::text::fold::fold`]: small letters, no accents.

mod captions;
pub mod claims;
pub mod credit;
mod dates;
mod detection;
mod equivalents;
mod files;
pub mod names;
mod notice;
pub mod numbers;
mod sourcing;
mod speech;

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Deserialize;

pub use captions::Captions;
pub use claims::Claims;
pub use dates::{Back, Dates};
pub use detection::{of_text, told};
pub use equivalents::Equivalents;
pub use files::{all, all_numbers, dated, of};
pub use names::Names;
pub use notice::Notice;
pub use numbers::Numbers;
pub use sourcing::Sourcing;
pub use speech::Speech;

/// A set of folded words.
pub type Words = FxHashSet<String>;

/// Names of columns by the field of a record that they hold, the most telling name first.
pub type Columns = BTreeMap<String, Vec<String>>;

/// The word lists of one language.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// ISO 639 code: two letters, or three where there is no shorter one.
    pub code: String,
    /// Words that occur in any text of the language and by which it is detected.
    pub words: Common,
    /// Words that change what a sentence claims.
    pub claims: Claims,
    /// Words that connect quotations with speakers.
    pub speech: Speech,
    /// Number words.
    pub numbers: Numbers,
    /// Phrases in which texts state their authors and sources.
    pub credit: credit::Credit,
    /// Words of pages that show a notice in place of a story.
    pub notice: Notice,
    /// Words before and within names.
    pub names: Names,
    /// Names of months and weekdays.
    pub dates: Dates,
    /// Words of times that count back from when they were read.
    pub back: Back,
    /// Words that show the kind of a caption.
    pub captions: Captions,
    /// Words that show where a text has its news from.
    pub sourcing: Sourcing,
    /// How tables name the fields of an article.
    pub columns: Columns,
    /// Names that mean something else in other languages, such as Italian *data*: they count only
    /// beside a name in [`Self::columns`].
    pub doubtful_columns: Columns,
}

/// Words that occur in any text of a language.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Common {
    /// Articles, pronouns, prepositions, conjunctions, auxiliaries.
    pub function: Words,
    /// Spellings of one word, joined by a slash: Ukrainian *уже/вже*.
    pub variants: Equivalents,
}

/// Returns the code by which the data of a language are found, from a language tag: `nb` for
/// `no-NO`, `he` for `iw`.
///
/// That is the tag's first part in small letters, whether or not there are data for it. Norwegian
/// in either form is filed under `nb`, Tagalog under `fil`, Serbo-Croatian under `sr`; the other
/// codes replaced are former ones.
pub fn code_of(tag: &str) -> String {
    let first = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match first.as_str() {
        "no" | "nn" => "nb".to_owned(),
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        "tl" => "fil".to_owned(),
        "sh" => "sr".to_owned(),
        _ => first,
    }
}

#[cfg(test)]
mod tests;
