//! Recognises galleries by their counters, and splits them into captions: `Caption 3 of 12`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::quick;

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

#[cfg(test)]
mod tests {
    use super::*;

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
