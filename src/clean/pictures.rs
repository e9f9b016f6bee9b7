//! Recognises captions and credits of pictures by how they are written.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem::Finder;
use regex::{Regex, RegexSet};

use super::lines::SHORT;

/// Builds the automaton for a few short words that are looked for in every line: the one that
/// searches fastest once built. Leftmost matching is used because it searches with SIMD, while
/// standard matching goes byte by byte.
fn quick<const N: usize>(words: [&str; N]) -> AhoCorasick {
    let builder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words);
    builder.expect("a list of short words")
}

/// Names of picture agencies and words of photo credits, as a pattern.
const PHOTO: &str = r"(?:AP|AFP|EPA-EFE|EPA|REUTERS|Reuters|Getty(?: Images)?|Associated Press|Agence France-Presse|PA|dpa|DPA|picture[- ]alliance|TASS|Xinhua|Kyodo|ANSA|EFE|Bloomberg|Shutterstock|iStock|Alamy|ZUMA|Sipa|ANP|Belga|imago|IMAGO|UPI|NurPhoto|Handout|Pool|Courtesy|POOL)";

/// Indices of the patterns in [`CREDIT_LINE`] that match the opening of a credit.
const OPENINGS: [usize; 3] = [0, 2, 3];

static CREDIT_LINE: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        // (Photo: John Roe / AP) · Photo by … · Credit: … · Foto: … · Photograph by … · CreditJohn
        // Roe
        r"^[\(\[]?(?i:photo|photos|photograph|photo credit|image|image credit|picture|pic|credit|credits|foto|fotos|bild|bilder|crédit photo|crédits|photo illustration|file photo)(?:\s*(?:by|von|par)\s+\p{Lu}|\s*[:©/])|^Credit\p{Lu}",
        // Jane Roe / REUTERS · Ann Poe | AP · BPA via Getty Images · AFP PHOTO / …
        &format!(r"(?:[/|•]\s*|(?-u:\b)via\s+|^\(?|©\s*|\()(?:{PHOTO})(?:\s*[/|,-]\s*(?:[Ff]ile|{PHOTO}))*\s*[\)\]]?\.?$"),
        &format!(r"^\(?(?:{PHOTO})\s+(?i:photo|file photo|file|images)(?-u:\b)"),
        r"^\(?(?i:AP|AFP|Getty|Pool) ?(?i:photo|images)(?-u:\b)",
        r"(?i:^.{0,60}(?-u:\b)via (?:AP|Reuters|Getty|AFP)(?-u:\b).{0,12}$)",
        r"(?i:(?-u:\b)(?:getty images|pool photo|file photo|courtesy photo|screenshot|handout)\)?\.?$)",
    ])
    .expect("fixed patterns")
});

/// A slash or bar before a house, as in credits at the end of lines: `… on Monday. Jane Roe / AP`,
/// `… by Jane Roe/AP`.
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?:[/|]|, File)\s?(?:{PHOTO})")).expect("a fixed pattern")
});

/// Words before a photographer's name, as in credits at the end of lines.
static TAKEN: LazyLock<AhoCorasick> = LazyLock::new(|| {
    quick([
        "redit",
        "Photo by",
        "Photo:",
        "PHOTO by",
        "PHOTO:",
        "Foto by",
        "Foto:",
        "Image by",
        "Image:",
        "Picture by",
        "Picture:",
    ])
});

/// Strings of which every credit at the end of a line contains one, unless it has a slash or a bar
/// or is in closed brackets.
static TRAILING_HINTS: LazyLock<AhoCorasick> =
    LazyLock::new(|| quick(["redit", "hoto", "PHOTO", "Foto", "Image", "Picture", ", File"]));

/// Whether the end of a line has the marks of a credit without closed brackets.
fn hints_at_credit(tail: &str) -> bool {
    memchr::memchr2(b'/', b'|', tail.as_bytes()).is_some() || TRAILING_HINTS.is_match(tail)
}

/// Matches what makes a bracket a credit.
static BRACKET_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"{PHOTO}|[Pp]hoto(?:graph)?|PHOTO|[Ff]oto|[Ii]mages?|[Ff]ile|[Ss]creenshot|Twitter|Facebook|YouTube"
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// Most characters of a bracket before and after the match of [`BRACKET_CREDIT`]. Chosen by
/// judgement.
const BRACKET: (usize, usize) = (80, 60);

/// Whether a line ends with a bracket, closed or not, that contains the credit of a picture:
/// `(AP Photo/Jane Doe)`.
fn ends_in_credit_bracket(tail: &str) -> bool {
    let bare = tail.strip_suffix('.').filter(|t| t.ends_with([')', ']'])).unwrap_or(tail);
    let bare = bare.strip_suffix([')', ']']).unwrap_or(bare);
    let Some(open) = memchr::memrchr2(b'(', b'[', bare.as_bytes()) else { return false };
    let inner = &bare[open + 1..];
    let closed = bare.len() < tail.len();
    if inner.contains([')', ']']) || !closed && !hints_at_credit(tail) {
        return false;
    }
    // Each match is tried in turn, because a long bracket may mention a picture first and its maker
    // last.
    let mut from = 0;
    while let Some(found) = BRACKET_CREDIT.find_at(inner, from) {
        if inner[..found.start()].chars().count() <= BRACKET.0
            && inner[found.end()..].chars().count() <= BRACKET.1
        {
            return true;
        }
        from = found.end();
    }
    false
}

/// Matches the openings of captions.
///
/// Each style of caption has a pattern of its own: one pattern for all would be too large to match
/// quickly, and each has a cheap check to be made first.
static CAPTION_OPENING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:file\s*(?:photo|picture|image)?\s*[-–—:]|file\s*[-–—]|\(?file\)?\s*:)|(?:archivbild|archivfoto|symbolbild|photo d.archives|foto de archivo|foto d.archivio)(?-u:\b))")
        .expect("a fixed pattern")
});

/// Matches `in this undated file photo`.
static CAPTION_PICTURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)(?:in this|seen in this|in an?)(?-u:\b)[^.]{0,60}(?-u:\b)(?:file|handout|undated|combination|still) ?(?:photo|image|picture|frame)(?-u:\b)|(?-u:\b)file (?:photo|picture|image)(?-u:\b)")
        .expect("a fixed pattern")
});

/// Strings of which [`CAPTION_PICTURE`] needs one, in small letters or capitals.
static PICTURES: LazyLock<AhoCorasick> =
    LazyLock::new(|| quick(["hoto", "mage", "icture", "rame", "HOTO", "MAGE", "ICTURE", "RAME"]));

/// Matches weekday, month, day and year in a row, as in captions of agencies; running text hardly
/// ever has them.
static CAPTION_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}(?-u:\b)")
        .expect("a fixed pattern")
});

static WEEKDAY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("day, "));

/// Matches `(left) ` in `Jane Doe (left) `; what precedes it is checked by [`tells_places`].
static CAPTION_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:\((?:l|left|right|cent(?:er|re)|l-r|from left|li|re|links|rechts|izq|dcha)\.?\)[ ,.])").expect("a fixed pattern")
});

/// Whether the line has a bracket that states a person's position in a picture.
fn tells_places(text: &str) -> bool {
    memchr::memchr_iter(b'(', text.as_bytes()).any(|at| {
        let before = text[..at].strip_suffix(' ').and_then(|t| t.chars().next_back());
        before.is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | ','))
            && CAPTION_PLACE.is_match(&text[at..])
    })
}

/// Matches the counter of a picture gallery: `caption 3 of 12`, `Bild 3/12`.
static GALLERY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:(?-u:\b)(?:hide|show) )?(?-u:\b)(?:caption|photos?|images?|slide|picture|bild|fotos?|imagen|immagine|изображение|фото)\s*:?\s*\d{1,3}\s*(?:/|of|von|de|sur|di|из|van|af|av)\s*\d{1,3}(?-u:\b)",
    )
    .expect("a fixed pattern")
});

/// Strings of which a gallery's counter contains one.
static GALLERY_HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    quick([
        "aption",
        "APTION",
        "hoto",
        "HOTO",
        "mage",
        "MAGE",
        "lide",
        "LIDE",
        "icture",
        "ICTURE",
        "ild",
        "ILD",
        "oto",
        "OTO",
        "magine",
        "MAGINE",
        "зображение",
        "ЗОБРАЖЕНИЕ",
        "ото",
        "ОТО",
    ])
});

/// Words that begin or end a line, looked up by two bytes first, which few lines have there.
struct Edges {
    words: Vec<&'static str>,
    pairs: Vec<[u8; 2]>,
}

impl Edges {
    fn begin(words: Vec<&'static str>) -> Self {
        let pairs = words.iter().filter_map(|word| word.as_bytes().first_chunk()).copied();
        Self { pairs: pairs.collect(), words }
    }

    fn end(words: Vec<&'static str>) -> Self {
        let pairs = words.iter().filter_map(|word| word.as_bytes().last_chunk()).copied();
        Self { pairs: pairs.collect(), words }
    }

    fn open(&self, text: &str) -> bool {
        text.as_bytes().first_chunk().is_some_and(|pair| self.pairs.contains(pair))
            && self.words.iter().any(|word| text.starts_with(word))
    }

    fn close(&self, text: &str) -> bool {
        text.as_bytes().last_chunk().is_some_and(|pair| self.pairs.contains(pair))
            && self.words.iter().any(|word| text.ends_with(word))
    }
}

/// How each name in [`PHOTO`] begins.
static NAME_BEGINS: LazyLock<Edges> = LazyLock::new(|| {
    let names = PHOTO.trim_start_matches(['(', '?', ':']).split('|');
    Edges::begin(names.map(|name| name.split(['(', '[', ')']).next().unwrap_or(name)).collect())
});

/// How each name in [`PHOTO`] ends, and a name with `/ File` behind it.
static NAME_ENDS: LazyLock<Edges> = LazyLock::new(|| {
    let names = PHOTO.split('|').map(|name| name.trim_end_matches([')', '?']));
    let ends = names.flat_map(|name| {
        let optional = name.split_once('(').map(|(before, _)| before).filter(|b| !b.is_empty());
        [name.rsplit([' ', ']', ':']).next(), optional].into_iter().flatten()
    });
    Edges::end(ends.chain(["File", "file"]).collect())
});

/// Whether a line has `photo`, `images` or `file`, in small letters or capitals.
fn names_file(text: &str) -> bool {
    let words: [&[u8]; 3] = [b"photo", b"images", b"file"];
    let bytes = text.as_bytes();
    words.iter().any(|word| bytes.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word)))
}

/// Whether a line meets a necessary condition of some pattern in [`CREDIT_LINE`]; the patterns
/// themselves take a hundred times as long.
fn may_be_credit_line(text: &str) -> bool {
    const OPENS: [&str; 9] =
        ["photo", "image", "pic", "credit", "cr\u{e9}", "cr\u{c9}", "foto", "bild", "file"];
    // Behind one of these, and behind a name, `photo`, `images` or `file` follows.
    const HOUSES: [&str; 4] = ["ap", "afp", "getty", "pool"];
    const ENDS: [&str; 6] =
        ["getty images", "pool photo", "file photo", "courtesy photo", "screenshot", "handout"];
    let same = |part: Option<&[u8]>, word: &str| {
        part.is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    let opened = text.strip_prefix(['(', '[']).unwrap_or(text).as_bytes();
    let bare = text.strip_suffix('.').unwrap_or(text);
    let ended = bare.strip_suffix(')').unwrap_or(bare).as_bytes();
    let named = bare.strip_suffix([')', ']']).unwrap_or(bare).trim_end();
    let house = || {
        NAME_BEGINS.open(text.strip_prefix('(').unwrap_or(text))
            || HOUSES.iter().any(|word| same(opened.get(..word.len()), word))
    };
    NAME_ENDS.close(named)
        || house() && names_file(text)
        || OPENS.iter().any(|word| same(opened.get(..word.len()), word))
        || ENDS
            .iter()
            .any(|words| same(ended.len().checked_sub(words.len()).map(|at| &ended[at..]), words))
        || memchr::memchr2_iter(b'v', b'V', text.as_bytes())
            .any(|at| same(text.as_bytes().get(at..at + 4), "via "))
}

/// Whether the line is nothing but the credit of a picture.
pub fn is_photo_credit(text: &str) -> bool {
    if text.len() <= 80
        && memchr::memchr(b'/', text.as_bytes()).is_some()
        && NAME_AND_HOUSE.is_match(text)
    {
        return true;
    }
    if text.len() > 140 || text.starts_with("By ") || !may_be_credit_line(text) {
        return false;
    }
    let words = text.split_whitespace().count();
    if words > 16 {
        return false;
    }
    let made = CREDIT_LINE.matches(text);
    // A longer line that only ends with a credit is a caption with its credit.
    made.matched_any()
        && (words <= 8
            || OPENINGS.iter().any(|&pattern| made.matched(pattern))
            || is_all_names(text))
}

/// Matches `Jane Roe/Harbour News`: a photographer and a house.
static NAME_AND_HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\(?\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){1,3} ?/ ?\p{Lu}[\p{L}.'’ -]{1,40}\)?$",
    )
    .expect("a fixed pattern")
});

/// Whether the line consists of names only, and no sentence ends in it.
fn is_all_names(text: &str) -> bool {
    !text.contains(". ")
        && text.split_whitespace().all(|w| {
            !w.starts_with(char::is_lowercase)
                || matches!(w, "via" | "for" | "by" | "of" | "and" | "de" | "von" | "van")
        })
}

/// Whether the line is a picture gallery or part of one, as its counter shows.
pub fn is_gallery(text: &str) -> bool {
    text.bytes().fold(false, |any, b| any | b.is_ascii_digit())
        && GALLERY_HINTS.is_match(text)
        && GALLERY.is_match(text)
}

/// Splits a gallery in one line into its captions, without counters and without the heading that
/// they share.
///
/// Returns at least one; a line without a counter is one caption.
pub fn gallery_captions(text: &str) -> Vec<&str> {
    let pieces: Vec<&str> =
        GALLERY.split(text).map(str::trim).filter(|p| p.split_whitespace().count() >= 3).collect();
    let heading = match pieces.as_slice() {
        [first, .., last] => {
            let shared = first
                .char_indices()
                .zip(last.chars())
                .find(|((_, x), y)| x != y)
                .map_or(first.len().min(last.len()), |((at, _), _)| at);
            first[..shared].rfind(char::is_whitespace).map_or("", |at| &first[..at])
        }
        _ => "",
    };
    let bare = |piece: &'_ &str| -> usize {
        let mut rest = *piece;
        while let Some(after) = rest.strip_prefix(heading).filter(|_| !heading.is_empty()) {
            rest = after.trim_start();
        }
        piece.len() - rest.len()
    };
    let captions: Vec<&str> = pieces
        .iter()
        .map(|p| &p[bare(p)..])
        .filter(|p| p.split_whitespace().count() >= 3)
        .collect();
    if captions.is_empty() { vec![text] } else { captions }
}

/// Whether the line ends with a bracket after a gap of two or more spaces, as pages set the credit
/// of a picture.
pub fn ends_in_set_off_bracket(text: &str) -> bool {
    text.len() <= SHORT
        && text.ends_with(')')
        && text.rfind('(').is_some_and(|at| {
            let inner = &text[at + 1..text.len() - 1];
            inner.len() <= 60
                && inner.starts_with(char::is_uppercase)
                && text[..at].chars().rev().take_while(|c| c.is_whitespace()).count() >= 2
        })
}

/// Whether the line ends with the credit of a picture.
pub fn ends_in_photo_credit(text: &str) -> bool {
    let tail = &text[text.floor_char_boundary(text.len().saturating_sub(160))..];
    text.len() <= SHORT
        && (ends_in_credit_bracket(tail) || hints_at_credit(tail) && is_trailing_credit(tail))
}

/// Whether the end of a line is the credit of a picture without closed brackets.
fn is_trailing_credit(tail: &str) -> bool {
    let taken = || TAKEN.find_iter(tail).any(|found| names_who_took(tail, found.range()));
    ends_in_word(tail, "AP Photo")
        || taken()
        || HOUSE.find_iter(tail).any(|found| ends_in_house(tail, found.range()))
}

/// Whether a text ends with these words, not glued to another word before them.
fn ends_in_word(text: &str, words: &str) -> bool {
    let before = text.strip_suffix(words).map(|before| before.bytes().next_back());
    before.is_some_and(|before| before.is_none_or(|b| !b.is_ascii_alphanumeric() && b != b'_'))
}

/// Whether the words at `found`, which introduce a photographer, and the name after them end a
/// line: `… on Monday. Photo by Jane Roe`, `… Credit: Jane Roe`.
fn names_who_took(tail: &str, found: Range<usize>) -> bool {
    let (before, rest) = (&tail[..found.start], &tail[found.end..]);
    // A capital followed by up to so many characters.
    let name = |rest: &str, most: usize| {
        let mut characters = rest.chars();
        characters.next().is_some_and(char::is_uppercase)
            && (2..=most).contains(&characters.count())
    };
    if &tail[found] != "redit" {
        let rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
        return before.trim_end().ends_with(['.', ')', '”']) && name(rest, 60);
    }
    let Some(before) = before.strip_suffix(['C', 'c']) else { return false };
    if let Some(rest) = rest.strip_prefix(':') {
        let glued =
            before.bytes().next_back().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
        return !glued && name(rest.trim_start(), 70);
    }
    let ended = before.trim_end();
    let apart =
        ended.ends_with(['.', '!', '?', ')', '”']) || before[ended.len()..].chars().count() >= 2;
    apart && !rest.contains([',', '.']) && name(rest.trim_start(), 70)
}

/// Number of letters after the first in a name before a house. Chosen by judgement.
const NAME: std::ops::RangeInclusive<usize> = 2..=40;

/// Whether a house at `found` and the name before it end a line: `… on Monday. Jane Roe / AP`,
/// `… by Jane Roe/AP`.
fn ends_in_house(tail: &str, found: Range<usize>) -> bool {
    let behind = &tail[found.end..];
    let before = &tail[..found.start];
    let before = before.strip_suffix(char::is_whitespace).unwrap_or(before);
    let is_bar = tail[found.start..].starts_with('|');
    let near =
        behind.chars().nth(30).is_none() && (!is_bar || tail[found.start..].starts_with("| "));
    let last = matches!(behind, "" | ".") && !tail[found].starts_with(',');
    for (letters, (at, c)) in before.char_indices().rev().enumerate() {
        if !(c.is_alphabetic() || matches!(c, '.' | ' ' | '\'' | '-')) || letters > *NAME.end() {
            return false;
        }
        if c.is_uppercase() && NAME.contains(&letters) {
            let ahead = &before[..at];
            let by = || {
                ahead
                    .strip_suffix(char::is_whitespace)
                    .is_some_and(|ahead| ends_in_word(ahead, "By") || ends_in_word(ahead, "by"))
            };
            if near && ahead.trim_end().ends_with(['.', '”']) || last && by() {
                return true;
            }
        }
    }
    false
}

/// Whether a line opens like the caption of an archive picture: `FILE - …`, `Archivbild …`.
pub fn opens_as_old(text: &str) -> bool {
    text.len() <= SHORT
        && text.starts_with(['(', 'f', 'F', 'a', 'A', 's', 'S', 'p', 'P'])
        && CAPTION_OPENING.is_match(text)
}

/// Whether the line is written like a caption: it has a full date with its weekday, a person's
/// position in the picture, or words for a file photo.
pub fn reads_as_caption(text: &str) -> bool {
    text.len() <= SHORT
        && (WEEKDAY.find(text.as_bytes()).is_some() && CAPTION_DATE.is_match(text)
            || tells_places(text)
            || opens_as_old(text)
            || PICTURES.is_match(text) && CAPTION_PICTURE.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photo_credits_are_told_from_sentences_and_bylines() {
        for text in [
            "Jane Roe / REUTERS",
            "CreditAssociated Press",
            "Ann Poe | AP",
            "(Photo: John Roe / AP)",
            "BPA via Getty Images",
            "Foto: Anna Muster",
            "AFP PHOTO / Example",
            "Crédits : Jane Roe",
            "Pic: Jane Roe",
            "FOTO: Jane Roe",
            "IMAGE: Jane Roe",
            "PICTURE: Jane Roe",
            "BILD: Jane Roe",
            "Jane Roe / Getty",
            "Jane Roe / Getty Images",
            "Jane Roe | picture alliance.",
            "(Jane Roe / AP, File)",
            "AP file photo",
            "(getty images)",
            "AFPPhoto / Jane Roe",
            "CRÉDIT PHOTO : Jane Roe",
        ] {
            assert!(is_photo_credit(text), "{text}");
        }
        for text in [
            "By JANE DOE AP Harbour Writer",
            "He told Reuters.",
            "The Associated Press — By ANN POE - Associated Press",
            "The photo by the door was old and it fell down again.",
        ] {
            assert!(!is_photo_credit(text), "{text}");
        }
    }

    #[test]
    fn captions_with_a_trailing_credit_are_told_from_sentences() {
        for text in [
            "A crowd waits at the pier. (AP Photo/Jane Doe)",
            "The minister leaves her office. (AFP photo)",
            "The two crews meet in 2017   (AP)",
            "Crowds at a protest. Credit Mia Poe/Reuters",
        ] {
            assert!(ends_in_photo_credit(text), "{text}");
        }
        for text in [
            "He left on Monday (and never came back).",
            "She gave credit to the union.",
            "It was filed with the court (pdf).",
        ] {
            assert!(!ends_in_photo_credit(text), "{text}");
        }
    }

    #[test]
    fn a_full_date_or_a_file_mark_makes_a_caption() {
        assert!(reads_as_caption("FILE - In this July 7, 2017, file photo, the two shake hands."));
        assert!(reads_as_caption(
            "The president walks to the plane, Sunday, July 15, 2018, on the eve of talks."
        ));
        assert!(!reads_as_caption("The president walked to the plane on Sunday."));
    }

    #[test]
    fn a_gallery_in_one_line_is_split_at_its_counters() {
        let text = "Photos: The strike Photos: The strike A crew waits at the pier. Hide Caption 1 of 2 Photos: The strike A mediator arrives by car. Hide Caption 2 of 2";
        assert!(
            is_gallery(text) && !is_gallery("The image of 2 of 3 crews was torn to 4 of 5 pieces.")
        );
        assert_eq!(
            gallery_captions(text),
            ["A crew waits at the pier.", "A mediator arrives by car."]
        );
        assert_eq!(gallery_captions("A crew waits at the pier."), ["A crew waits at the pier."]);
    }
}
