//! The language of pages.

use clap::{Args, ValueEnum};
use urtext::words::Language;

/// `--page-language`, of every command that writes a page.
#[derive(Debug, Clone, Copy, Args)]
pub struct PageLanguage {
    /// Language of the page. The tables are English.
    #[arg(long = "page-language", value_enum, value_name = "LANGUAGE", default_value_t = Name::En)]
    name: Name,
}

/// A language by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// English.
    En,
    /// German.
    De,
}

impl PageLanguage {
    /// Returns the language.
    pub fn language(self) -> Language {
        match self.name {
            Name::En => Language::En,
            Name::De => Language::De,
        }
    }
}
