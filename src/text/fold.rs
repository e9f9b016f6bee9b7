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
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(text.len());
    let mut other = String::new();
    let (mut gap, mut at) = (false, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            at += 1;
            match FOLDED[usize::from(byte)] {
                GAP => gap = true,
                NOTHING => {}
                letter => {
                    if gap && !out.is_empty() {
                        out.push(b' ');
                    }
                    gap = false;
                    out.push(letter);
                }
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(b' ');
            }
            gap = false;
            other.clear();
            push(c, &mut other);
            out.extend_from_slice(other.as_bytes());
        } else if !matches!(c, '’' | '\u{ad}') {
            gap = true;
        }
    }
    String::from_utf8(out).expect("made of whole characters")
}

/// What an ASCII character is in a phrase: itself in lower case, or one of the two below.
const FOLDED: [u8; 128] = {
    let mut table = [GAP; 128];
    let mut at = 0;
    while at < 128 {
        if (at as u8).is_ascii_alphanumeric() {
            table[at] = (at as u8).to_ascii_lowercase();
        }
        at += 1;
    }
    table[b'\'' as usize] = NOTHING;
    table
};
const GAP: u8 = 0;
const NOTHING: u8 = 1;

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
