//! The known context of a date: its language and country, and how they write dates.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::languages;
use crate::text::fold;

/// The context of a date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// The language, by the code of its data file.
    pub language: Option<&'a str>,
    /// The country of the outlet, as an ISO 3166 code in lower case.
    pub country: Option<&'a str>,
    /// Whether `7/6/2021` is a day in June; `None` if it may be either.
    pub day_first: Option<bool>,
    /// Whether a date whose year has two digits waits for the others of its file.
    pub of_file: bool,
}

/// Countries and the language of their press, if one is dominant and matters for dates.
const PRESS: &[(&str, &str)] = &[
    ("al", "sq"),
    ("ar", "es"),
    ("at", "de"),
    ("ba", "bs"),
    ("bg", "bg"),
    ("br", "pt"),
    ("cl", "es"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("de", "de"),
    ("dk", "da"),
    ("ec", "es"),
    ("ee", "et"),
    ("eg", "ar"),
    ("es", "es"),
    ("fi", "fi"),
    ("fr", "fr"),
    ("ge", "ka"),
    ("gr", "el"),
    ("hr", "hr"),
    ("hu", "hu"),
    ("id", "id"),
    ("il", "he"),
    ("ir", "fa"),
    ("is", "is"),
    ("it", "it"),
    ("jp", "ja"),
    ("kr", "ko"),
    ("lt", "lt"),
    ("lv", "lv"),
    ("mk", "mk"),
    ("mx", "es"),
    ("nl", "nl"),
    ("no", "nb"),
    ("pe", "es"),
    ("pl", "pl"),
    ("pt", "pt"),
    ("ro", "ro"),
    ("rs", "sr"),
    ("ru", "ru"),
    ("se", "sv"),
    ("si", "sl"),
    ("sk", "sk"),
    ("th", "th"),
    ("tr", "tr"),
    ("tw", "zh"),
    ("ua", "uk"),
    ("uy", "es"),
    ("ve", "es"),
    ("vn", "vi"),
];
/// Country domains that outlets of any country use.
const ANYWHERE: [&str; 12] =
    ["ai", "cc", "co", "eu", "fm", "io", "ly", "me", "su", "to", "tv", "ws"];

impl Context<'static> {
    /// Returns the context of a page or record from its language tag and the host of its address;
    /// unknown parts are `None`.
    pub fn of(tag: Option<&str>, host: Option<&str>) -> Self {
        let tag = tag.unwrap_or_default().trim().to_ascii_lowercase();
        let primary = languages::code_of(&tag);
        let region = tag.split(['-', '_']).skip(1).find(|p| p.len() == 2).and_then(country);
        let suffix = host
            .and_then(|h| h.rsplit('.').next())
            .filter(|s| !ANYWHERE.contains(s))
            .and_then(country);
        let at = suffix.or(region);
        let by_country = || {
            PRESS
                .iter()
                .find(|(c, _)| Some(*c) == at)
                .map(|(_, language)| *language)
                .filter(|_| primary.is_empty())
        };
        let language = languages::dated()
            .find(|l| l.code == primary)
            .map(|l| l.code.as_str())
            .or_else(by_country);
        let day_first = match language.unwrap_or(&primary) {
            "en" | "" => match region.or(at) {
                Some("us" | "ph") => Some(false),
                // Canada, South Africa, Kenya and Ghana use both orders.
                Some("ca" | "za" | "ke" | "gh") | None => None,
                Some(_) => Some(true),
            },
            "fil" => Some(false),
            "zh" | "ja" | "ko" => None,
            _ => Some(true),
        };
        Self { language, country: at, day_first, of_file: false }
    }
}

impl Context<'_> {
    /// Whether the language writes numeric dates with the year first. Source: short date patterns
    /// of the CLDR.
    pub(super) fn is_year_first(&self) -> bool {
        matches!(
            self.language,
            Some("hu" | "lt" | "sv" | "ko" | "ja" | "zh" | "mn" | "eu" | "fa" | "ne" | "si" | "af")
        )
    }
}

/// Returns a static copy of a two-letter country code; `None` for other texts. `uk` becomes `gb`.
fn country(code: &str) -> Option<&'static str> {
    static CODES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let letters = || 'a'..='z';
        letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))).collect()
    });
    let code = if code == "uk" { "gb" } else { code };
    CODES.binary_search_by(|c| c.as_str().cmp(code)).ok().map(|at| CODES[at].as_str())
}

/// Whether a line says that a story was changed, and not when it was published.
pub fn is_update(text: &str) -> bool {
    tells_change(text) && !has_word(text, &PUBLISHED)
}

/// Whether a line opens by saying that it gives the day of publication: `Published on 7 June`.
pub fn is_publication(text: &str) -> bool {
    let opening: Vec<&str> = text.split_whitespace().take(OPENING).collect();
    has_word(&opening.join(" "), &PUBLISHED)
}

/// Words of a line among which such a label is looked for. Chosen by judgement.
const OPENING: usize = 3;

/// Whether a line says, in some language, that a story was changed.
pub(super) fn tells_change(text: &str) -> bool {
    has_word(text, &UPDATED)
}

type Words = LazyLock<FxHashSet<&'static str>>;

static PUBLISHED: Words = LazyLock::new(|| {
    languages::dated().flat_map(|l| l.dates.published.iter().map(String::as_str)).collect()
});
static UPDATED: Words = LazyLock::new(|| {
    languages::dated().flat_map(|l| l.dates.updated.iter().map(String::as_str)).collect()
});

fn has_word(text: &str, words: &Words) -> bool {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|w| w.len() > 3)
        .any(|word| words.contains(fold::fold(word).as_str()))
}
