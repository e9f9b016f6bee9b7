//! What spinning software leaves behind in a text, whatever it was made from.

use crate::clean::Cleaned;

/// Counts the marks that spinning software leaves in a body: punctuation glued to quotation marks, `a` before a vowel and
/// `an` before a consonant. Evidence, never proof. O(bytes).
pub fn count(text: &str, clean: &Cleaned) -> u32 {
    let mut count = 0;
    for piece in &clean.body {
        let piece = &text[piece.clone()];
        let bytes = piece.as_bytes();
        let mut previous: [char; 2] = [' ', ' '];
        for c in piece.chars() {
            // `said,"we` and `that”crews`: a letter right behind a mark right behind a letter or comma
            let glued = matches!(previous[1], '"' | '”')
                && c.is_alphabetic()
                && (previous[0].is_alphanumeric() || matches!(previous[0], '.' | ',' | '?' | '!'));
            count += u32::from(glued);
            previous = [previous[1], c];
        }
        for (at, _) in piece.match_indices(" an ").chain(piece.match_indices(" a ")) {
            let article_is_an = bytes[at + 2] == b'n';
            let next = piece[at + 1..].trim_start_matches(['a', 'n']).trim_start();
            let word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
            if word.len() < 4 || word.chars().any(char::is_uppercase) {
                continue;
            }
            let vowel = word.starts_with(['a', 'e', 'i', 'o']);
            let silent = word.starts_with("hour")
                || word.starts_with("honest")
                || word.starts_with("honor")
                || word.starts_with("honour")
                || word.starts_with("heir");
            let like_w = word.starts_with("one") || word.starts_with("once") || word.starts_with("eu") || word.starts_with("ewe");
            count += u32::from(if article_is_an {
                !vowel && !silent && !word.starts_with('u') && !word.starts_with('h')
            } else {
                vowel && !like_w
            });
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spinner_marks_are_counted_and_clean_text_has_none() {
        let clean = |text: &str| count(text, &Cleaned { body: vec![0..text.len()], ..Cleaned::default() });
        assert_eq!(clean("to Doe that”crews won’t sail by”harbour rules and an sailor and a ancient boat"), 4);
        assert_eq!(clean("“We will,” he said. “An hour is a unit.” It was an honest one, a useful one, a one-off."), 0);
    }
}
