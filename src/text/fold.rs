//! One spelling for words that differ only in case, accents or the form of a character.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Appends the folded form of `c`: lower case, compatibility-decomposed, without combining marks.
pub fn push(c: char, into: &mut String) {
    if c.is_ascii() {
        into.push(c.to_ascii_lowercase());
        return;
    }
    decompose_compatible(c, |part| {
        if !is_combining_mark(part) {
            into.extend(part.to_lowercase());
        }
    });
}

/// Returns `text` folded character by character; empty for an empty text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| push(c, &mut folded));
    folded
}

/// Returns the words of `text`, folded and joined by single spaces: `“Read  More…”` gives `read more`.
///
/// Apostrophes inside a word vanish, everything else that is neither letter nor digit separates.
pub fn phrase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            push(c, &mut out);
        } else if !matches!(c, '\'' | '’' | '\u{ad}') {
            gap = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_width_do_not_tell_words_apart() {
        assert_eq!(fold("Sjöström"), fold("SJOSTROM"));
        assert_eq!(fold("ＡＰ"), "ap");
    }

    #[test]
    fn a_phrase_keeps_words_and_drops_marks() {
        assert_eq!(phrase("  “Don’t  miss — THIS!” "), "dont miss this");
        assert_eq!(phrase("•"), "");
    }
}
