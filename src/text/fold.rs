//! Reduces spellings that look the same to a reader to one.
//!
//! Covers case, accents, compatibility forms, letters that keyboards lack (`ß`, `ł`, `ı`), variants
//! of a letter (Persian and Arabic *yeh*), digits of other scripts, invisible characters, and
//! letters of one script in place of similar ones of another (*homoglyphs*).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_security::confusable_detection::skeleton;

use super::eight::{self, Letters};
pub use super::same::{distance, is_slip, same_to_a_reader};

/// Appends the folded form of `c`: lower case, compatibility-decomposed, without accents, in the
/// plainest letters.
///
/// Appends nothing for an invisible character. Signs that are letters in Hindi or Thai are kept,
/// although Unicode calls them marks.
pub fn push(c: char, into: &mut String) {
    if c.is_ascii() {
        into.push(if c == '`' { '\'' } else { c.to_ascii_lowercase() });
        return;
    }
    if is_invisible(c) || is_accent(c) {
        return;
    }
    if is_apostrophe(c) {
        into.push('\'');
        return;
    }
    decompose_compatible(c, |part| {
        if part.is_ascii() {
            into.push(part.to_ascii_lowercase());
        } else if !is_accent(part) {
            part.to_lowercase().for_each(|letter| match plainest(letter) {
                Some(plain) => into.push_str(plain),
                None => into.push(letter),
            });
        }
    });
}

/// Returns whether a mark merely accents the letter before it, as in Latin, Greek, Cyrillic, Hebrew
/// and Arabic script.
fn is_accent(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6ED
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
        && is_combining_mark(c)
}

/// Returns whether a character takes no space on the page: zero-width characters, soft hyphens,
/// joiners, direction marks, variation selectors, tags.
pub fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF)
}

/// Returns whether a character is an apostrophe, or an accent or quotation mark used as one.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | '`' | '´' | '′' | 'ʼ' | 'ʻ' | 'ʹ' | '＇')
}

/// Returns the plain equivalent of a small letter that keyboards lack or that has a more common
/// variant, or of a digit in any script.
fn plainest(letter: char) -> Option<&'static str> {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    const ZEROS: [u32; 16] = [
        0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0,
        0xF20, 0x1040, 0x17E0,
    ];
    Some(match letter {
        'ß' => "ss",
        'ı' => "i",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ħ' => "h",
        'ŋ' => "n",
        'ɑ' => "a",
        'ɡ' => "g",
        'ς' => "σ",
        'ى' | 'ی' | 'ے' => "ي",
        'ک' => "ك",
        'ة' | 'ہ' | 'ھ' | 'ە' => "ه",
        'ٱ' => "ا",
        'ـ' => "",
        _ => {
            let code = u32::from(letter);
            let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
            DIGITS[(code - zero) as usize]
        }
    })
}

/// Returns `text` folded character by character; empty for an empty text.
pub fn fold(text: &str) -> String {
    // Covers most words of most languages.
    if text.bytes().all(|b| b.is_ascii() && b != b'`') {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| push(c, &mut folded));
    folded
}

/// Returns a label, such as the name of a column, folded and without spaces and ASCII signs: the
/// same for `Full_Text`, `full text` and `FullText`.
pub fn label(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| {
        !c.is_whitespace() && (!c.is_ascii() || c.is_ascii_alphanumeric()) && !is_apostrophe(c)
    });
    folded
}

/// A script, insofar as its letters are used in place of those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic, Greek, Armenian or Cherokee, which have letters that look like Latin ones.
    Alike,
}

impl Script {
    /// Returns the script of a letter; `None` for any other script.
    pub fn of(c: char) -> Option<Self> {
        match u32::from(c) {
            0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F | 0x1E00..=0x1EFF => Some(Self::Latin),
            0x370..=0x3FF | 0x400..=0x58F | 0x13A0..=0x13FF | 0x1F00..=0x1FFF => Some(Self::Alike),
            _ => None,
        }
    }
}

/// Returns the Latin letter, in lower case, that a letter of another script looks like; `None` if
/// there is none.
///
/// Source: Unicode Technical Standard 39, *Unicode Security Mechanisms*, section 4 (confusables).
fn latin_like(c: char) -> Option<char> {
    let mut buffer = [0; 4];
    let mut letters = skeleton(c.encode_utf8(&mut buffer));
    let letter = letters.next().filter(|l| l.is_ascii_alphabetic())?;
    if letters.next().is_some() {
        return None;
    }
    // The standard maps a capital `I` to a small `l`.
    Some(if letter == 'l' && c.is_uppercase() { 'i' } else { letter.to_ascii_lowercase() })
}

/// Returns the folded form of a word read as Latin letters; `None` if some letter of another script
/// does not look like a Latin one.
pub fn latin_twin(word: &str) -> Option<String> {
    read_as(word, Script::Alike, latin_like)
}

/// Returns the folded form of a word that mixes two scripts, as it looks: in Latin letters or else
/// in Cyrillic ones; `None` if some letter has no counterpart.
pub fn undisguised(word: &str) -> Option<String> {
    latin_twin(word).or_else(|| read_as(word, Script::Latin, cyrillic_like))
}

/// Folds a word, replacing the letters of one script by similar ones of another.
fn read_as(word: &str, script: Script, like: fn(char) -> Option<char>) -> Option<String> {
    let mut folded = String::with_capacity(word.len());
    // Composed, so that a letter looks the same whether or not its accent is separate.
    for c in word.nfc() {
        if Script::of(c) == Some(script) {
            folded.push(like(c)?);
        } else if c.is_alphanumeric() && !is_apostrophe(c) {
            push(c, &mut folded);
        }
    }
    Some(folded)
}

/// Returns the small Cyrillic letter that a Latin one looks like.
fn cyrillic_like(c: char) -> Option<char> {
    Some(match c {
        'a' | 'A' => 'а',
        'c' | 'C' => 'с',
        'e' | 'E' => 'е',
        'o' | 'O' => 'о',
        'p' | 'P' => 'р',
        'x' | 'X' => 'х',
        'y' | 'Y' => 'у',
        'i' | 'I' => 'і',
        'B' => 'в',
        'H' => 'н',
        'k' | 'K' => 'к',
        'M' => 'м',
        'T' => 'т',
        _ => return None,
    })
}

/// Returns the words of `text` that mix letters of two scripts so as to look like words in one, in
/// order.
///
/// Nobody types such words by accident: they hide a text from programs that compare. O(bytes).
pub fn disguised(text: &str) -> impl Iterator<Item = &str> {
    // The first bytes of Greek, Cyrillic and Armenian letters, and of Cherokee and extended Greek.
    // Looked for in pieces, free of branches so that it vectorises.
    let is_first = |b: &u8| matches!(b, 0xCD..=0xD6 | 0xE1);
    let any = text.as_bytes().chunks(256).any(|c| c.iter().fold(false, |any, b| any | is_first(b)));
    if any { text } else { "" }
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_ascii())
        .filter(|word| {
            let any = |script| word.chars().any(|c| Script::of(c) == Some(script));
            any(Script::Latin) && any(Script::Alike) && undisguised(word).is_some()
        })
}

/// Returns whether a text contains a manifest in variation selectors, as C2PA embeds it in plain
/// text. The manifest is not verified.
///
/// Source: C2PA Technical Specification 2.1, *Embedding manifests into unstructured text*
/// (`C2PATextManifestWrapper`).
pub fn has_text_manifest(text: &str) -> bool {
    const MAGIC: &[u8] = b"C2PATXT\0";
    let byte = |c: char| match u32::from(c) {
        selector @ 0xFE00..=0xFE0F => Some((selector - 0xFE00) as u8),
        selector @ 0xE0100..=0xE01EF => Some((selector - 0xE0100 + 16) as u8),
        _ => None,
    };
    text.match_indices('\u{FEFF}').any(|(at, mark)| {
        text[at + mark.len()..].chars().map_while(byte).take(MAGIC.len()).eq(MAGIC.iter().copied())
    })
}

/// Transliterates Serbian and Macedonian Cyrillic into the Latin letters of the same language;
/// other letters are kept.
pub(super) fn south_slavic(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        out.push_str(match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' | 'ђ' => "d",
            'е' => "e",
            'ж' | 'з' => "z",
            'и' => "i",
            'ј' => "j",
            'к' | 'ќ' => "k",
            'л' => "l",
            'љ' => "lj",
            'м' => "m",
            'н' => "n",
            'њ' => "nj",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' | 'ш' => "s",
            'т' => "t",
            'ћ' | 'ц' | 'ч' => "c",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'џ' | 'ѕ' => "dz",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    out
}

/// Returns whether a text is in Serbian or Macedonian Cyrillic, by letters that no other language
/// has.
pub(super) fn is_south_slavic(text: &str) -> bool {
    text.contains(['ђ', 'ј', 'љ', 'њ', 'ћ', 'џ', 'Ђ', 'Ј', 'Љ', 'Њ', 'Ћ', 'Џ'])
}

/// Returns the words of `text`, folded and joined by single spaces: `“Read More…”` gives
/// `read more`.
///
/// Apostrophes and accents are removed; everything else that is neither a letter nor a digit nor a
/// mark on one separates words.
pub fn phrase(text: &str) -> String {
    let bytes = text.as_bytes();
    // Always has room for the rest of the text and eight bytes more; the first `length` are the
    // phrase.
    let mut out = vec![0; bytes.len() + 8];
    let mut length = 0;
    let mut other = String::new();
    let mut at = 0;
    let gap = |out: &mut [u8], length: &mut usize| {
        if *length > 0 && out[*length - 1] != b' ' {
            out[*length] = b' ';
            *length += 1;
        }
    };
    while at < bytes.len() {
        let letters = Letters::of(eight::load(bytes, at));
        if letters.length > 0 {
            // All eight bytes are written, and those behind the letters later written over.
            out[length..length + 8].copy_from_slice(&letters.lower.to_le_bytes());
            length += letters.length;
            at += letters.length;
            if bytes.get(at) == Some(&b' ') {
                out[length] = b' ';
                length += 1;
                at += 1;
            }
            continue;
        }
        if bytes[at].is_ascii() {
            if !matches!(bytes[at], b'\'' | b'`') {
                gap(&mut out, &mut length);
            }
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        if is_apostrophe(c) || is_invisible(c) {
            continue;
        }
        if c.is_alphanumeric() || is_combining_mark(c) {
            other.clear();
            push(c, &mut other);
            let folded = length + other.len();
            // Few characters are longer when folded.
            if out.len() < folded + bytes.len() - at + 8 {
                out.resize(folded + bytes.len() - at + 8, 0);
            }
            out[length..folded].copy_from_slice(other.as_bytes());
            length = folded;
        } else {
            gap(&mut out, &mut length);
        }
    }
    out.truncate(length);
    if out.last() == Some(&b' ') {
        out.pop();
    }
    String::from_utf8(out).expect("made of whole characters")
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
    fn letters_of_another_script_are_read_as_they_look() {
        assert_eq!(undisguised("соunсіl").as_deref(), Some("council"));
        assert_eq!(undisguised("мoлoкo").as_deref(), Some("молоко"));
        assert_eq!(disguised("Тhe mауоr of Halvik говорит").collect::<Vec<_>>(), ["Тhe", "mауоr"]);
        assert_eq!(disguised("Привет, world").count(), 0);
        assert_eq!(disguised("the m\u{13AA}yor").collect::<Vec<_>>(), ["m\u{13AA}yor"]);
        assert_eq!(disguised("the m\u{1FBE}yor").collect::<Vec<_>>(), ["m\u{1FBE}yor"]);
    }

    #[test]
    fn what_is_not_seen_is_not_there() {
        assert_eq!(fold("so\u{ad}ft\u{200b}\u{2060}ly\u{fe0f}\u{e0041}"), "softly");
        let selector =
            |b: u8| if b < 16 { 0xFE00 + u32::from(b) } else { 0xE0100 + u32::from(b) - 16 };
        let manifest: String =
            b"C2PATXT\0".iter().filter_map(|b| char::from_u32(selector(*b))).collect();
        let text = |selectors: &str| format!("The crews sail.\u{FEFF}{selectors}");
        assert!(has_text_manifest(&text(&manifest)));
        assert!(!has_text_manifest(&text("")) && !has_text_manifest("The crews sail.\u{FE00}"));
    }

    #[test]
    fn a_phrase_keeps_words_and_drops_marks() {
        assert_eq!(phrase("  “Don’t  miss — THIS!” "), "dont miss this");
        assert_eq!(phrase("•"), "");
        assert_eq!((phrase("e\u{301}te\u{301}"), phrase("don`t")), ("ete".into(), "dont".into()));
    }
}
