//! Strips photo credits and viewer buttons from captions.

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

/// The signs and words that begin a credit.
static OPENINGS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let openings = [
        ".", "!", "?", "”", "(", "[", "—", "–", "©", "Photo", "photo", "PHOTO", "Foto", "foto",
        "Image", "image", "Credit", "credit", "Crédit", "crédit", "Bild", "Quelle", "Source",
        "source", "Picture",
    ];
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(openings)
        .expect("a list of short words")
});

/// Matches `(AP Photo/Ann Roe)`.
static BRACKET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[(\[][^()\[\]]{0,90}(?:[Pp]hoto|PHOTO|AP|AFP|Getty|Reuters|REUTERS|Images|[Ff]oto|EPA|Archiv|[Cc]redit|[Ii]mage|[Ss]creenshot|[Ss]creengrab)[^()\[\]]{0,60}[)\]]?").expect("a fixed pattern")
});

/// Matches `Photo: Ann Roe` at the end.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ff]otos?|[Ii]mages?|[Cc]redits?|Bild(?:rechte)?|Quelle|[Ss]ource|[Cc]rédits?|©|Picture)(?: ?by| ?von| ?credit)?\s?[:/]?\s?\.{0,3}\s?\p{Lu}[^.]{0,60}\.?$").expect("a fixed pattern")
});

/// Longest end, in bytes, that [`NAMED`] can match: about 90 characters of up to four bytes each,
/// by the definition of the pattern.
const LONGEST_NAMED: usize = 360;

/// Houses that follow the name of a photographer.
const HOUSES: [&str; 14] = [
    "AP",
    "AFP",
    "EPA",
    "Reuters",
    "REUTERS",
    "Getty",
    "Associated Press",
    "dpa",
    "Bloomberg",
    "Xinhua",
    "TASS",
    "EFE",
    "ANSA",
    "UPI",
];

/// Number of characters of a photographer's name after the first. Chosen by judgement.
const PHOTOGRAPHER: RangeInclusive<usize> = 2..=50;
/// Most characters after a known house. Chosen by judgement.
const BEHIND_HOUSE: usize = 40;
/// Number of letters of any other house after the first. Chosen by judgement.
const ANY_HOUSE: RangeInclusive<usize> = 1..=30;

/// Finds the first credit from `from` on; `None` if there is none.
///
/// Each form of credit is tried only where its sign or word occurs. A single pattern for all,
/// searched everywhere, took a hundred times as long.
fn next_credit(text: &str, from: usize) -> Option<Range<usize>> {
    OPENINGS.find_iter(&text[from..]).find_map(|found| {
        let start = from + found.start();
        let rest = &text[start..];
        let end = match rest.chars().next()? {
            '.' | '!' | '?' | '”' => names_known_house(rest).then_some(rest.len()),
            '(' | '[' => BRACKET.find(rest).map(|found| found.end()),
            '—' | '–' => names_any_house(rest).then_some(rest.len()),
            opening => {
                let named = rest.len() <= LONGEST_NAMED && NAMED.is_match(rest);
                let marked = || opening == '©' && !rest.contains('\n');
                (named || marked()).then_some(rest.len())
            }
        };
        end.map(|end| start..start + end)
    })
}

/// Returns what follows a photographer's name and one of `divisions`: `AP` in `Ann Roe, AP`; `None`
/// if the text does not start like that.
fn behind_photographer(text: &str, divisions: [char; 3]) -> Option<&str> {
    let mut characters = text.char_indices();
    characters.next().filter(|(_, c)| c.is_uppercase())?;
    let is_name = |c: char| c.is_alphabetic() || matches!(c, '.' | ' ' | '\'' | '-');
    let (letters, (at, division)) = characters
        .enumerate()
        .find(|(letters, (_, c))| !is_name(*c) || letters > PHOTOGRAPHER.end())?;
    let rest = (PHOTOGRAPHER.contains(&letters) && divisions.contains(&division))
        .then(|| &text[at + 1..])?;
    Some(rest.strip_prefix(char::is_whitespace).unwrap_or(rest))
}

/// Whether the rest of a caption is like `. Ann Roe, Associated Press`, with a known house.
fn names_known_house(rest: &str) -> bool {
    let mut characters = rest.chars();
    characters.next();
    let behind = characters.as_str();
    let is_known = |end: &str| {
        HOUSES.iter().filter_map(|house| end.strip_prefix(house)).any(|end| {
            let glued = end.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
            !glued && end.chars().nth(BEHIND_HOUSE).is_none() && !end.contains('\n')
        })
    };
    behind.starts_with(char::is_whitespace)
        && behind_photographer(behind.trim_start(), [',', '/', '|']).is_some_and(is_known)
}

/// Whether the rest of a caption is like `— Ann Roe/Harbour News`.
fn names_any_house(rest: &str) -> bool {
    let mut characters = rest.chars();
    let spaced = characters.next().is_some() && characters.next().is_some_and(char::is_whitespace);
    let is_house = |end: &str| {
        let mut letters = end.chars();
        let opens = letters.next().is_some_and(char::is_alphabetic);
        opens
            && ANY_HOUSE.contains(&letters.clone().take(ANY_HOUSE.end() + 1).count())
            && letters.all(|c| c.is_alphabetic() || matches!(c, '/' | ' ' | '-'))
    };
    spaced && behind_photographer(characters.as_str(), ['/'; 3]).is_some_and(is_house)
}

/// Replaces each credit of a caption by a space. O(bytes).
fn without_written(caption: &str) -> String {
    let (mut out, mut from) = (String::with_capacity(caption.len()), 0);
    while let Some(credit) = next_credit(caption, from) {
        out.push_str(&caption[from..credit.start]);
        out.push(' ');
        from = credit.end;
    }
    out.push_str(&caption[from..]);
    out
}

/// Matches a name before a house, at the end: `Ann Roe `, `Ann Roe (L) and Mia Poe (R)`.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3}(?: \([LRC]\)(?: and \p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3} \([LRC]\))?)? ?$")
        .expect("a fixed pattern")
});

/// Matches a credit before the caption: `Ann Roe/REUTERS The ferry …`.
static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){0,3} ?/ ?\p{Lu}{2,}\s+")
        .expect("a fixed pattern")
});

/// Strings of which every credit contains at least one.
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

/// Labels of the buttons of picture viewers.
static BUTTONS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let buttons = [
        "enlarge this image",
        "toggle caption",
        "hide caption",
        "show caption",
        "view gallery",
        "click to enlarge",
    ];
    let builder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostFirst)
        .build(buttons);
    builder.expect("a list of short phrases")
});

/// Finds the first button from `from` on; `None` if there is none.
fn button(text: &str, from: usize) -> Option<Range<usize>> {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_');
    let bytes = text.as_bytes();
    let whole = |found: &Range<usize>| {
        is_edge(bytes[..found.start].last()) && is_edge(bytes.get(found.end))
    };
    BUTTONS
        .find_iter(&text[from..])
        .map(|found| from + found.start()..from + found.end())
        .find(whole)
}

/// Returns the start of a name and a house that end a text: `Ann Roe/Harbour News`, from `from` on;
/// `None` if it does not end like that.
fn house(text: &str, from: usize) -> Option<usize> {
    let end = text.trim_end();
    let end = end.strip_suffix(')').unwrap_or(end);
    let at = memchr::memrchr2(b'/', b'|', end.as_bytes()).filter(|at| *at >= from)?;
    let mut letters = end[at + 1..].strip_prefix(' ').unwrap_or(&end[at + 1..]).chars();
    let is_house = letters.next().is_some_and(char::is_uppercase)
        && HOUSE_LETTERS.contains(&letters.clone().take(HOUSE_LETTERS.end() + 1).count())
        && letters.all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '&' | ' ' | '-'));
    is_house.then(|| NAMES.find(&text[from..at])).flatten().map(|name| from + name.start())
}

/// Number of letters of a house's name after the first. Chosen by judgement.
const HOUSE_LETTERS: RangeInclusive<usize> = 1..=40;

/// Replaces by a space the buttons of a caption, and a house with the name before it at the end.
fn without_house(text: &str) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    loop {
        let (button, house) = (button(text, from), house(text, from));
        match (button, house) {
            (Some(button), house) if house.is_none_or(|house| button.start < house) => {
                out.push_str(&text[from..button.start]);
                out.push(' ');
                from = button.end;
            }
            (_, Some(house)) => {
                out.push_str(&text[from..house]);
                out.push(' ');
                return out;
            }
            (_, None) => break,
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Returns a caption without its photo credits and without the buttons of picture viewers.
/// O(bytes).
pub fn without_credit(caption: &str) -> String {
    // Most captions of a gallery have neither, and the full search costs more than everything else.
    let mut text =
        if CREDIT_HINTS.is_match(caption) { without_written(caption) } else { caption.to_owned() };
    if memchr::memchr2(b'/', b'|', caption.as_bytes()).is_none() && button(caption, 0).is_none() {
        return text;
    }
    if let Some(led) = LEADING.find(&text) {
        text.drain(..led.end());
    }
    // A credit can occur twice.
    for _ in 0..3 {
        if button(&text, 0).is_none() && house(&text, 0).is_none() {
            break;
        }
        text = without_house(&text);
        text.truncate(text.trim_end().len());
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
            ("Crews at the pier. Ann Roe, Associated Press", "Crews at the pier"),
            (
                "Crews at the pier (photo by Ann Roe) in June. © 2021 NWA",
                "Crews at the pier   in June.",
            ),
            ("Crews at the pier. Ann Roe, NWA", "Crews at the pier. Ann Roe, NWA"),
            (
                "Enlarge this image toggle caption Ann Roe (L) and Mia Poe (R)/Harbour Images Ann Roe/Harbour Images",
                "",
            ),
            (
                "Crews at the pier hide Caption Ann Roe | Harbour News (Halvik)",
                "Crews at the pier   Ann Roe | Harbour News (Halvik)",
            ),
            (
                "Crews at the pier, the source of trouble. Photos will follow",
                "Crews at the pier, the source of trouble. Photos will follow",
            ),
        ] {
            assert_eq!(without_credit(caption).trim(), left, "{caption}");
        }
    }
}
