//! Splits a paragraph's words into sentences.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Word;
use super::fold;

/// Abbreviations after which a full stop does not end a sentence, folded.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "abb", "abg", "adm", "al", "apr", "art", "aug", "bd", "bzw", "ca", "capt", "cmdr", "co", "col", "corp", "cpl", "dec", "dept", "dr", "dra", "etc",
    "feb", "fed", "fr", "gen", "gov", "hon", "hr", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mio", "mme", "mr", "mrd",
    "mrs", "ms", "mt", "no", "nov", "nr", "oct", "op", "pp", "prof", "rep", "reps", "rev", "sen", "sens", "sept", "sgt", "spc", "sr", "sra", "st",
    "str", "supt", "usw", "vgl", "vol", "vs",
];

/// Those of [`ABBREVIATIONS`] that are ordinary words in some language and abbreviate what has a
/// number: `No. 5`, `Art. 12`, `3 Mar. 2018`.
const NUMBERED: &[&str] = &["art", "mar", "no", "op"];

/// Appends the sentences of `words[first..]`, as ranges of word indices; they partition those
/// words.
///
/// A sentence ends at `.`, `!`, `?` or `…` (with any closing quotation marks or brackets) before a
/// space and a capital, digit or opening mark. It also ends at a line break and at the stops of
/// other scripts, such as `。`, `।` or `؟`, wherever they are, and before a capital where the space
/// after a full stop was lost. A full stop after a known abbreviation, a single capital
/// (`J. Smith`) or an acronym does not end a sentence unless it ends the line; an abbreviation that
/// is also an ordinary word (*no*) must be followed by a number. O(bytes).
pub fn split(text: &str, words: &[Word], first: usize, out: &mut Vec<Range<u32>>) {
    let mut start = first;
    for at in first + 1..words.len() {
        let gap = words[at - 1].end() as usize..words[at].start as usize;
        // Nearly every gap is a space, a comma or another plain mark.
        if text.as_bytes()[gap.clone()]
            .iter()
            .all(|b| b.is_ascii() && !matches!(b, b'.' | b'!' | b'?' | b'\n'))
        {
            continue;
        }
        if ends(words[at - 1].of(text), &text[gap], words[at].of(text)) {
            out.push(start as u32..at as u32);
            start = at;
        }
    }
    if start < words.len() {
        out.push(start as u32..words.len() as u32);
    }
}

/// Length in bytes of the longest of [`ABBREVIATIONS`]. By definition.
const LONGEST: usize = 6;

/// Returns whether a word before a full stop is an abbreviation, given the word after the stop.
fn is_abbreviation(word: &str, after: &str) -> bool {
    // Folding does not change the length of ASCII.
    if word.len() > LONGEST && word.is_ascii() {
        return false;
    }
    let mut folded = [0; LONGEST];
    let folded = match folded.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(room) => {
            room.copy_from_slice(word.as_bytes());
            room.make_ascii_lowercase();
            Cow::Borrowed(&*room)
        }
        None => Cow::Owned(fold::fold(word).into_bytes()),
    };
    ABBREVIATIONS.binary_search_by(|known| known.as_bytes().cmp(&folded)).is_ok()
        && (NUMBERED.iter().all(|known| known.as_bytes() != &*folded)
            || after.starts_with(char::is_numeric))
}

/// Returns whether a sentence ends in a gap that contains a stop.
fn ends(before: &str, gap: &str, after: &str) -> bool {
    if gap.contains(['。', '！', '？', '\n', '։', '।', '؟', '۔']) {
        return true;
    }
    let Some(stop) = gap.find(['.', '!', '?', '…']) else { return false };
    let behind = &gap[stop..];
    // `(D., Cal.)`: what continues after a comma is not a new sentence.
    if behind.contains([',', ';']) {
        return false;
    }
    let letters = || if before.is_ascii() { before.len() } else { before.nfc().count() };
    let opening = behind.rfind(char::is_whitespace).map_or(behind, |at| &behind[at..]);
    let opens = opening.contains(['“', '"', '„', '«', '‘', '(']) || opening.contains("''");
    let upper = after.starts_with(|c: char| {
        c.is_uppercase() || c.is_numeric() || !(c.is_lowercase() || c.is_uppercase())
    });
    if !behind.contains(char::is_whitespace) {
        // `“…the end."We must`: the space after the quotation mark was lost.
        if behind.chars().count() > 1 {
            return upper && opens && letters() > 1;
        }
        // `in Halvik.The crews`: a scraper lost the space; not `U.S.Senate`, `Doe.Com`.
        let last = before.nfc().last();
        let mut first = after.nfc();
        let capital = first.next().is_some_and(char::is_uppercase)
            && first.next().is_none_or(char::is_lowercase);
        return behind == "."
            && capital
            && letters() > 2
            && last.is_some_and(char::is_lowercase)
            && !before.contains('.')
            && !is_abbreviation(before, after);
    }
    if !(upper || opens) {
        return false;
    }
    if behind.starts_with('.') && behind.trim_end() == "." {
        let single = letters() == 1 && before.starts_with(char::is_uppercase);
        let dotted = before.contains('.');
        return !(single || dotted || is_abbreviation(before, after));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        let (mut all, mut out) = (Vec::new(), Vec::new());
        words::read(text, 0..text.len(), &mut all);
        split(text, &all, 0, &mut out);
        out.iter()
            .map(|r| {
                text[all[r.start as usize].start as usize..all[r.end as usize - 1].end() as usize]
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
        assert_eq!(ABBREVIATIONS.iter().map(|word| word.len()).max(), Some(LONGEST));
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        assert_eq!(sentences("Dr. J. Smith met U.S. Senators. They left.").len(), 2);
    }

    #[test]
    fn ordinary_words_abbreviate_only_before_numbers() {
        for text in [
            "The answer is no. The mayor left.",
            "Ella vive frente al mar. El alcalde la vio.",
            "It was a work of art. Nobody bought it.",
            "Ze gaven op. De veerman bleef.",
            "They took boat No. 5 to Ostrey. It sank.",
            "Das verbietet Art. 12 der Ordnung. Sie blieb.",
        ] {
            assert_eq!(sentences(text).len(), 2, "{text}");
        }
    }

    #[test]
    fn a_quotation_that_ends_a_sentence_ends_it() {
        assert_eq!(
            sentences("“We will not go.” She left. \"No!\" he said."),
            ["We will not go", "She left", "No!\" he said"]
        );
    }

    #[test]
    fn full_stops_of_other_scripts_end_sentences_without_a_space() {
        assert_eq!(sentences("我们走。他们来！").len(), 2);
    }

    #[test]
    fn a_decimal_point_ends_no_sentence() {
        assert_eq!(sentences("It rose 3.5 percent. Then it fell.").len(), 2);
    }
}
