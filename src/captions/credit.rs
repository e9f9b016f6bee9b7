//! What a caption says without the credit of its picture.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[.!?”]\s+\p{Lu}[\p{L}. '-]{2,50}[,/|]\s?(?:AP|AFP|EPA|Reuters|REUTERS|Getty|Associated Press|dpa|Bloomberg|Xinhua|TASS|EFE|ANSA|UPI)(?-u:\b).{0,40}$)|(?:[(\[][^()\[\]]{0,90}(?:[Pp]hoto|PHOTO|AP|AFP|Getty|Reuters|REUTERS|Images|[Ff]oto|EPA|Archiv|[Cc]redit|[Ii]mage|[Ss]creenshot|[Ss]creengrab)[^()\[\]]{0,60}[)\]]?)|(?:(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ff]otos?|[Ii]mages?|[Cc]redits?|Bild(?:rechte)?|Quelle|[Ss]ource|[Cc]rédits?|©|Picture)(?: ?by| ?von| ?credit)?\s?[:/]?\s?\.{0,3}\s?\p{Lu}[^.]{0,60}\.?$)|(?:©.*$)|(?:[—–]\s\p{Lu}[\p{L}. '-]{2,50}/\s?\p{L}[\p{L}/ -]{1,30}$)").expect("a fixed pattern")
});

/// `Ann Roe/Harbour News` at the end, and what buttons of picture viewers say.
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3}(?: \([LRC]\)(?: and \p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3} \([LRC]\))?)? ?[/|] ?\p{Lu}[\p{L}.'’& -]{1,40}\)?\s*$)|(?i:(?-u:\b)(?:enlarge this image|toggle caption|hide caption|show caption|view gallery|click to enlarge)(?-u:\b))")
        .expect("a fixed pattern")
});

/// A credit before the caption: `Ann Roe/REUTERS The ferry …`.
static LEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){0,3} ?/ ?\p{Lu}{2,}\s+").expect("a fixed pattern"));

/// What every credit holds one of.
static CREDIT_HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hints = [
        "photo",
        "foto",
        "image",
        "credit",
        "crédit",
        "bild",
        "quelle",
        "source",
        "picture",
        "archiv",
        "screen",
        "©",
        "AP",
        "EPA",
        "reuters",
        "getty",
        "press",
        "dpa",
        "bloomberg",
        "xinhua",
        "tass",
        "EFE",
        "ANSA",
        "UPI",
        "— ",
        "– ",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(hints).expect("a list of short words")
});

/// What the words of picture viewers hold one of.
static BUTTONS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(["enlarge", "caption", "gallery"]).expect("a list of short words")
});

/// Whether what stands behind the last division can be the name of a house, as the end of [`HOUSE`] has it: a capital, and little more.
fn may_end_in_house(caption: &str) -> bool {
    let end = caption.trim_end();
    let Some(at) = memchr::memrchr2(b'/', b'|', end.as_bytes()) else { return false };
    let house = end[at + 1..].strip_prefix(' ').unwrap_or(&end[at + 1..]);
    house.starts_with(char::is_uppercase) && house.chars().count() <= HOUSE_LETTERS
}

/// Characters of the longest name of a house with a bracket behind it.
const HOUSE_LETTERS: usize = 42;

/// Returns a caption without its photo credits and the words of picture viewers. O(bytes).
pub fn without_credit(caption: &str) -> String {
    // Most captions of a gallery hold neither, and looking at length costs more than all the rest.
    let mut text = if CREDIT_HINTS.is_match(caption) { CREDIT.replace_all(caption, " ").into_owned() } else { caption.to_owned() };
    if memchr::memchr2(b'/', b'|', caption.as_bytes()).is_none() && !BUTTONS.is_match(caption) {
        return text;
    }
    if let Some(led) = LEADING.find(&text) {
        text.drain(..led.end());
    }
    // A credit can stand twice.
    for _ in 0..3 {
        if !may_end_in_house(&text) && !BUTTONS.is_match(&text) {
            break;
        }
        let shorter = HOUSE.replace_all(&text, " ").trim_end().to_owned();
        if shorter == text {
            break;
        }
        text = shorter;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photo_credits_are_no_part_of_what_a_caption_shows() {
        for (caption, left) in [
            ("Crews at the pier (AP Photo/Ann Roe)", "Crews at the pier"),
            ("Crews at the pier. Photo: Ann Roe", "Crews at the pier."),
            ("Marins au port• Crédits : Ann Roe", "Marins au port•"),
            ("Crews at the pier.Credit...Ann Roe", "Crews at the pier."),
            ("Ann Roe/REUTERS Crews at the pier", "Crews at the pier"),
            ("Crews at the pier. — Ann Roe/NWA", "Crews at the pier."),
            ("Crews at the pier (Halvik 24 – Screenshot)", "Crews at the pier"),
        ] {
            assert_eq!(without_credit(caption).trim(), left, "{caption}");
        }
    }
}
