//! Recognises captions by the manner of agencies and archives: a full date with its weekday, a
//! person's position in the picture, `FILE -`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use regex::Regex;

use super::quick;
use crate::clean::lines::SHORT;

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
    fn a_full_date_or_a_file_mark_makes_a_caption() {
        assert!(reads_as_caption("FILE - In this July 7, 2017, file photo, the two shake hands."));
        assert!(reads_as_caption(
            "The president walks to the plane, Sunday, July 15, 2018, on the eve of talks."
        ));
        assert!(!reads_as_caption("The president walked to the plane on Sunday."));
    }
}
