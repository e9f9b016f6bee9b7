//! Detects kinds of captions that do not describe a particular picture of the story and are
//! therefore never judged unrelated.

use std::sync::LazyLock;

use regex::Regex;

use super::measure::Measured;
use super::names::Name;
use crate::clean::Caption;
use crate::languages::{self, Language};
use crate::text::fold;

/// Why a caption cannot be judged unrelated, whatever its story contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its language is unknown, has no word lists, or is not the story's.
    Language,
    /// A stock picture, or one declared to be an illustration.
    Symbol,
    /// Part of a gallery, by its counter or its position.
    Gallery,
    /// Shares words that the story lacks with other captions of the article: pictures of one thing
    /// form an item of their own.
    Series,
    /// Appears in articles about other events too.
    Shared,
    /// Found in the text of a page that consists of several items: it belongs to one of them.
    Item,
    /// The title of a video, or a line of its transcript.
    Video,
    /// A numbered figure, table or chart, which the author made and describes in other words.
    Figure,
    /// Only the names of a person or a house, with a separator or an address: who made the picture,
    /// not what it shows.
    Credit,
    /// A list of goods, with brands or prices.
    Goods,
    /// A list of the people in a group.
    Group,
    /// Text of the page itself: a player, a form, a licence.
    Page,
    /// A social media post.
    Post,
    /// States who wrote the text.
    Byline,
    /// Written in the first person: a quotation, or a remark by the author.
    FirstPerson,
    /// All in capitals, so that names cannot be told from other words.
    Capitals,
    /// Contains characters of a broken encoding.
    Broken,
}

impl Kind {
    /// Returns the description used in evidence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Language => "in another language, or one without word lists",
            Self::Symbol => "a stock picture or illustration",
            Self::Gallery => "one of a gallery",
            Self::Series => "one of a series of pictures",
            Self::Shared => "appears with other stories too",
            Self::Item => "one item of a page with several",
            Self::Video => "title or transcript of a video",
            Self::Figure => "a numbered figure",
            Self::Credit => "nothing but a credit",
            Self::Goods => "a list of goods",
            Self::Group => "a list of people",
            Self::Page => "text of the page, not of a picture",
            Self::Post => "a social media post",
            Self::Byline => "names the author of the text",
            Self::FirstPerson => "written in the first person",
            Self::Capitals => "all in capitals",
            Self::Broken => "broken encoding",
        }
    }
}

/// Number of full names from which a caption is a list of people. Chosen by judgement.
const GROUP: usize = 7;
/// Number of names, and of commas, from which it is one as well. Chosen by judgement.
const GROUP_NAMES: usize = 9;
/// Number of separators (` | `) from which a line is a list of goods. Chosen by judgement.
const DIVISIONS: usize = 3;

/// Most words of a caption that opens with `Photo:` and then only names who made the picture.
/// Chosen by judgement.
const CREDIT_WORDS: usize = 30;

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a fixed pattern")
}

/// Matches `3 / 12`, `3 of 12`, `3/12` at the beginning.
static FIRST_COUNTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(\d{1,3})\s*(?:/|\bof\b|\bvon\b|\bde\b|\bdi\b|\bsur\b|\bvan\b|\bz\b|\bиз\b|\bз\b)\s*(\d{1,3})(?:\D|$)",
    )
});
/// Matches `3/12` at the end, with all that precedes it.
static LAST_COUNTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)^(.*\D)(\d{1,3}) ?/ ?(\d{1,3})\W*$"));
/// Matches `01:33` at either end, `2:03 min`.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*\d{1,2}:\d\d(?::\d\d)?(?:\D|$)|\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[Mm]in\.?|\s?[Uu]hr|\s?h)?\W*$|\b\d{1,2}:\d\d\s?min\b",
    )
});
/// Matches a number after the first word.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*(\p{L}+)\.?\s*(?:\d{1,3}|[IVX]{1,4})(?:[a-z]?\b|\W|$)"));
static FIGURE_CHARACTERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*[図图圖表]\s*[\d一二三四五六七八九十]"));
/// Matches names and a separator, and nothing else: `Ann Roe/nwa`, `Roe | NWA`.
static HOUSE_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:\p{L}[\p{L}.'’-]*\s?){1,4}\s?[/|]\s?(?:[\p{L}.'’&-]+\s?){1,5}(?:[/|]\s?[\p{L}.'’& -]{2,30})*\W*$",
    )
});
/// Matches `Ann Roe, ASSOCIATED PRESS`, `News Service via Getty Images`.
static AGENCY_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:\p{Lu}[\p{L}.'’-]*\s?){1,5}(?:,|\bvia\b)\s*(?:\p{Lu}[\p{L}.'’-]*\s?){1,4}$")
});
/// Matches `by BRAND`, as clothes and furniture are credited; the word before the brand is looked
/// up in the language's list.
static BRAND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\p{L}{2,4})\s+\p{Lu}[\p{Lu}&’'.]{3,}(?:\s+\p{Lu}[\p{Lu}&’'.]+)*(?:[^\p{L}-]|$)")
});
/// Matches `$39.99`, `(199 Euro)`; not `$2 billion`.
static PRICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[$€£]\s?\d{1,4}(?:[.,]\d\d\b|\W*$|\s?[|;)])|\b\d{1,4}(?:[.,](?:\d\d|-))?\s?(?:€|EUR|[Ee]uros?|USD|CHF|zł|руб)\s?(?:[|;)]|\W*$)",
    )
});
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"https?://|\bwww\.|\b[\p{L}\d-]{2,}\.(?:com|net|org|de|at|ch|co\.uk|fr|es|it|nl|pl|ru|eu|io|tv)(?:\W|$)",
    )
});
static POST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[\s(])[@#]\p{L}\w+|pic\.twitter|[\x{1F300}-\x{1FAFF}]"));
/// Matches the remains of UTF-8 that was decoded as Windows-1252.
static BROKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\x{FFFD}|Ã[\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹Œ]|â€|Ð[\x{80}-\x{BF}]"));
/// Agencies that sell stock pictures, as folded phrases of their credits.
const STOCK: &[&str] = &[
    "adobe stock",
    "adobestock",
    "alamy stock",
    "bigstock",
    "depositphotos",
    "dreamstime",
    "eyeem",
    "fotolia",
    "freepik",
    "getty images istock",
    "gettyimages istock",
    "istock",
    "istockphoto",
    "pexels",
    "pixabay",
    "shutterstock",
    "stock adobe com",
    "stockphoto",
    "themendienst",
    "thinkstock",
    "unsplash",
];

/// Returns the kind of a caption that cannot be judged unrelated, or `None` if it can be. `bare` is
/// the caption without its credit. O(bytes).
pub(super) fn of(caption: &Caption, bare: &str, measured: &Measured) -> Option<Kind> {
    let text = caption.text.trim();
    let Some(language) = measured.language.filter(|l| l.captions.is_known()) else {
        return Some(Kind::Language);
    };
    let folded = format!(" {} ", fold::phrase(text));
    let holds = |mark: &str| {
        folded.match_indices(mark).any(|(at, _)| {
            folded[..at].ends_with(' ') && folded[at + mark.len()..].starts_with(' ')
        })
    };
    let lists = || [language].into_iter().chain(languages::all().iter().filter(|l| l.code == "en"));
    match () {
        () if BROKEN.is_match(text) => Some(Kind::Broken),
        () if caption.gallery || is_counted(text) => Some(Kind::Gallery),
        () if STOCK.iter().any(|house| holds(house)) => Some(Kind::Symbol),
        () if lists().any(|l| l.captions.symbol.iter().any(|mark| holds(mark))) => {
            Some(Kind::Symbol)
        }
        () if lists().any(|l| l.captions.page.iter().any(|mark| holds(mark))) => Some(Kind::Page),
        () if CLOCK.is_match(text) => Some(Kind::Video),
        () if is_figure(text, lists()) => Some(Kind::Figure),
        () if POST.is_match(text) => Some(Kind::Post),
        () if is_credit(text, bare, language) => Some(Kind::Credit),
        () if is_byline(text, language) => Some(Kind::Byline),
        () if is_goods(text, bare, language) => Some(Kind::Goods),
        () if is_group(bare, &measured.names, language) => Some(Kind::Group),
        () if folded.split(' ').any(|word| language.captions.first_person.contains(word)) => {
            Some(Kind::FirstPerson)
        }
        () if !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase) => {
            Some(Kind::Capitals)
        }
        () => None,
    }
}

/// Whether a caption has the counter of a gallery.
///
/// No counter is a picture beyond the last (*24/7*), or what a small word before it makes part of a
/// sentence (*on 9/11*).
pub(super) fn is_counted(text: &str) -> bool {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let number = |digits: &str| fold::fold(digits).parse::<u32>().unwrap_or_default();
    let first = || {
        let found = FIRST_COUNTER.captures(text);
        found.is_some_and(|found| number(&found[1]) <= number(&found[2]))
    };
    let last = || {
        let found = LAST_COUNTER.captures(text);
        found.is_some_and(|found| {
            number(&found[2]) <= number(&found[3]) && !ends_in_function_word(&found[1])
        })
    };
    first() || last()
}

/// Whether the last word is a function word in some language, with nothing after it.
fn ends_in_function_word(text: &str) -> bool {
    let word = text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let folded = fold::fold(word);
    !word.is_empty() && languages::all().iter().any(|l| l.words.function.contains(&folded))
}

fn is_figure<'l>(text: &str, mut lists: impl Iterator<Item = &'l Language>) -> bool {
    let numbered = NUMBERED.captures(text).map(|found| fold::fold(&found[1]));
    numbered.is_some_and(|word| lists.any(|l| l.captions.figures.contains(&word)))
        || FIGURE_CHARACTERS.is_match(text)
}

/// Whether the caption consists only of names of those who made or sell the picture.
fn is_credit(text: &str, bare: &str, language: &Language) -> bool {
    let source = || {
        text.split_once(':')
            .is_some_and(|(first, _)| language.captions.source.contains(&fold::phrase(first)))
    };
    let few = || text.split_whitespace().count() <= CREDIT_WORDS;
    !bare.contains(char::is_alphabetic)
        || HOUSE_ALONE.is_match(text)
        || AGENCY_ALONE.is_match(text)
        || is_names(text, language)
        || bare.split_whitespace().count() <= 4 && ADDRESS.is_match(text)
        || few() && source()
}

/// Number of names from which a caption of names only is a list of authors or makers:
/// `Ann Roe, Mia Poe, and Jane Doe, Harbour News`. Chosen by judgement.
const NAMES: usize = 3;

/// Whether a caption consists only of separated names and the words that join them.
fn is_names(text: &str, language: &Language) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    let is_joining = |word: &str| language.words.function.contains(&fold::phrase(word));
    text.split([',', ';', '/', '|']).filter(|part| part.contains(char::is_alphabetic)).count()
        >= NAMES
        && words.all(|word| {
            !word.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(char::is_lowercase)
                || is_joining(word)
        })
}

fn is_byline(text: &str, language: &Language) -> bool {
    let mut words = text.split_whitespace();
    let by = words.next().is_some_and(|first| {
        language.captions.by.contains(&fold::fold(first)) && first.starts_with(char::is_uppercase)
    });
    by && words.next().is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// Whether the caption lists goods: brands in capitals after *by*, prices, shops, or a line with
/// many separators.
fn is_goods(text: &str, bare: &str, language: &Language) -> bool {
    let branded = || {
        BRAND.captures_iter(bare).any(|found| language.captions.by.contains(&fold::fold(&found[1])))
    };
    text.matches(" | ").count() >= DIVISIONS
        || PRICE.is_match(bare)
        || ADDRESS.is_match(bare)
        || branded()
}

fn is_group(bare: &str, names: &[Name], language: &Language) -> bool {
    let full = names.iter().filter(|n| n.words >= 2 && !n.setting).count();
    full >= GROUP
        || !language.captions.nouns
            && names.len() >= GROUP_NAMES
            && bare.matches([',', ';']).count() >= GROUP_NAMES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_no_part_of_a_sentence() {
        for caption in [
            "3 / 12",
            "3 of 12: the crews wait",
            "The crews wait. 3/12",
            "The crews wait (12/12)",
            "Bild 3/12",
            "9/11 The crews wait",
        ] {
            assert!(is_counted(caption), "{caption}");
        }
        for caption in [
            "The harbour is open 24/7",
            "24/7 the harbour is open",
            "Crews honour those who died on 9/11.",
            "Die Besatzungen gedenken der Opfer von 9/11",
        ] {
            assert!(!is_counted(caption), "{caption}");
        }
    }
}
