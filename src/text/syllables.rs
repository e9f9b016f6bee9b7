//! Cuts texts in Thai, Lao, Khmer and Burmese letters into units of about a syllable.
//!
//! These scripts have no spaces between words, and unlike Chinese characters their letters are
//! sounds: a word has four or five of them. If each counted as a word, a run of eight words would be
//! two of the language's, which any two texts share. No dictionary is needed to find units that two
//! copies of a text have alike. A unit is what the Thai character clusters of Theeramunkong et al.
//! (*Character cluster based Thai information retrieval*, IRAL 2000) are, with the bare consonants
//! that follow, which mostly end a syllable.

use unicode_normalization::char::is_combining_mark;

/// Most letters with their signs in one unit, which bounds what abbreviations make. Chosen by
/// judgement: the longest common syllables have four.
const LONGEST: usize = 5;

/// Whether a character is a letter, sign or vowel of one of the scripts.
fn is_of_script(c: char) -> bool {
    matches!(c, '\u{0E01}'..='\u{0E4E}' | '\u{0E81}'..='\u{0EDF}' | '\u{1000}'..='\u{103F}'
        | '\u{1050}'..='\u{108F}' | '\u{109A}'..='\u{109F}' | '\u{1780}'..='\u{17D3}' | '\u{17DC}' | '\u{17DD}')
        && !c.is_numeric()
        && c != '฿'
}

/// Whether a vowel is written before the consonant that it is spoken after.
fn is_leading(c: char) -> bool {
    matches!(c, '\u{0E40}'..='\u{0E44}' | '\u{0EC0}'..='\u{0EC4}')
}

/// Whether a character cannot stand without the letter before it: a sign, a tone, or a vowel that is
/// spoken after it.
fn is_trailing(c: char) -> bool {
    is_combining_mark(c)
        || matches!(
            c,
            '\u{0E30}'
                | '\u{0E32}'
                | '\u{0E33}'
                | '\u{0E45}'
                | '\u{0EB0}'
                | '\u{0EB2}'
                | '\u{0EB3}'
        )
}

/// Whether a sign says that its letter has no vowel of its own: Thai *thanthakhat*, Khmer *coeng*
/// (after which another consonant follows), Burmese *asat* and *virama*.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{0E4C}' | '\u{0ECC}' | '\u{17D2}' | '\u{1039}' | '\u{103A}')
}

/// Returns the length in bytes of the unit that a text begins with; `None` if the text does not begin
/// with a letter of one of the scripts. O(bytes of the unit).
pub fn first(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let (_, c) = chars.peek()?;
    if !is_of_script(*c) || is_trailing(*c) {
        return None;
    }
    let mut end = 0;
    for letters in 0..LONGEST {
        let Some(cluster) = Cluster::next(&text[end..]) else { break };
        if letters > 0 && cluster.opens {
            break;
        }
        end += cluster.length;
    }
    (end > 0).then_some(end)
}

/// A letter with what belongs to it.
struct Cluster {
    /// Its length in bytes.
    length: usize,
    /// Whether it has a vowel or tone, and so opens a unit.
    opens: bool,
}

impl Cluster {
    /// Reads the letter that a text begins with; `None` if it begins with none.
    fn next(text: &str) -> Option<Self> {
        let mut found = Self { length: 0, opens: false };
        let mut chars = text.chars().peekable();
        let mut joined = false;
        // A leading vowel, and then its consonant; a consonant, and then those joined below it.
        while let Some(&c) = chars.peek() {
            if !is_of_script(c) || is_trailing(c) || found.length > 0 && !joined {
                break;
            }
            chars.next();
            found.length += c.len_utf8();
            joined = is_leading(c);
            found.opens |= joined;
            while let Some(&sign) = chars.peek().filter(|c| is_of_script(**c) && is_trailing(**c)) {
                chars.next();
                found.length += sign.len_utf8();
                joined = matches!(sign, '\u{17D2}' | '\u{1039}');
                found.opens |= !is_silent(sign);
            }
        }
        (found.length > 0).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<&str> {
        let mut rest = text;
        let mut out = Vec::new();
        while let Some(length) = first(rest) {
            out.push(&rest[..length]);
            rest = &rest[length..];
        }
        out
    }

    #[test]
    fn units_are_about_syllables() {
        assert_eq!(units("การเมือง"), ["การ", "เมือง"]);
        assert_eq!(units("รัฐบาลไทย"), ["รัฐ", "บาล", "ไทย"]);
        assert_eq!(units("ປະເທດລາວ"), ["ປະ", "ເທດ", "ລາວ"]);
        assert_eq!(units("កម្ពុជា"), ["ក", "ម្ពុ", "ជា"]);
        assert_eq!(units("မြန်မာ"), ["မြန်", "မာ"]);
    }

    #[test]
    fn what_is_of_no_such_script_is_none() {
        for text in ["", "Bangkok", "東京", "๑๒๓", "\u{0E34}"] {
            assert_eq!(first(text), None, "{text}");
        }
        // A long row of bare consonants is cut.
        assert_eq!(units("กกกกกกกก").iter().map(|unit| unit.chars().count()).max(), Some(LONGEST));
    }
}
