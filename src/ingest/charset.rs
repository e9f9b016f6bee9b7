//! Detects the character set of bytes as browsers do, and decodes them.
//!
//! Sources: the WHATWG Encoding Standard (encoding_rs) and Firefox's detector (chardetng).

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes of a page in which a `<meta charset>` is looked for. The HTML standard (section 13.2.3.2)
/// says 1,024; many pages declare it later, and the larger value is judgement.
const PRESCAN: usize = 4096;
/// Bytes examined to guess an unlabelled character set. Chosen by judgement.
const SAMPLE: usize = 1 << 20;

/// Decodes a page: by its byte order mark, else as UTF-8 if it is valid, else by the label of its
/// transport or head, else by a guess from its bytes. Never fails: what cannot be decoded becomes
/// `�`.
///
/// A page that is valid UTF-8 is read as such even if it says otherwise: no other text of some
/// length happens to be valid UTF-8.
pub fn of_page<'b>(bytes: &'b [u8], transport: Option<&str>) -> Cow<'b, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Some(text) = marked_within(bytes) {
        return text;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let labelled = transport
        .and_then(|l| Encoding::for_label(l.as_bytes()))
        .or_else(|| label_in(&bytes[..bytes.len().min(PRESCAN)]));
    let encoding = match labelled {
        // A UTF-16 page could not declare that in ASCII, and one that says UTF-8 and has errors may
        // still be mostly UTF-8.
        Some(e) if e != UTF_8 && e != UTF_16BE && e != UTF_16LE => e,
        Some(e) if e == UTF_8 && is_mostly_utf8(bytes, 1) => UTF_8,
        _ if is_mostly_utf8(bytes, 20) => UTF_8,
        _ => guess(bytes),
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// Decodes an unlabelled text: by its byte order mark, else as UTF-8, else by a guess from its
/// bytes.
///
/// `None` for data that is not text: it contains zero bytes, or more control characters than a text
/// would.
pub fn of_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(text) = marked_within(bytes) {
        return Some(text);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    if !looks_like_text(bytes) {
        return None;
    }
    let encoding = if is_mostly_utf8(bytes, 20) { UTF_8 } else { guess(bytes) };
    Some(encoding.decode_without_bom_handling(bytes).0)
}

/// Returns the most likely character set of unlabelled bytes that are not UTF-8; `None` for UTF-8
/// with at most a few errors, and for ASCII.
pub fn guess_unless_utf8(bytes: &[u8]) -> Option<&'static Encoding> {
    (!is_mostly_utf8(bytes, 20)).then(|| guess(bytes))
}

/// Returns the most likely character set of unlabelled bytes; windows-1252 if they give no
/// evidence.
pub fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Only non-ASCII bytes give evidence, and they may come long after a head full of scripts.
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(SAMPLE / 4);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    if sample.is_ascii() {
        return WINDOWS_1252;
    }
    detector.feed(sample, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if is_mac_roman(&sample[..sample.len().min(MAC_SAMPLE)], guessed) { MACINTOSH } else { guessed }
}

/// Bytes in which Mac Roman is looked for, letters that must speak for it, and how many of them may
/// speak against it, one in so many. Chosen by judgement.
const MAC_SAMPLE: usize = 64 << 10;
const MAC_LETTERS: usize = 3;
const MAC_SLIPS: usize = 20;

/// Whether bytes are Mac Roman, which browsers do not detect: nearly all their accented letters
/// then stand within words as small letters do, and in the `guessed` set they do not.
fn is_mac_roman(bytes: &[u8], guessed: &'static Encoding) -> bool {
    let (good, bad) = fitting(&MACINTOSH.decode_without_bom_handling(bytes).0);
    if good < MAC_LETTERS || bad * MAC_SLIPS > good {
        return false;
    }
    let (other_good, other_bad) = fitting(&guessed.decode_without_bom_handling(bytes).0);
    other_good < good && other_bad * MAC_SLIPS > other_good
}

/// Counts the characters beyond ASCII within or beside Latin words: those that fit there (accented
/// letters, capitals only where the letter before is no small one) and those that do not.
fn fitting(text: &str) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1);
        let is_letter = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
        let (left, right) = (is_letter(before.as_ref()), is_letter(after));
        let is_latin = matches!(u32::from(*c), 0xc0..=0x24f) && c.is_alphabetic();
        match () {
            () if c.is_control() => bad += 1,
            () if !left && !right => {}
            () if is_latin && c.is_uppercase() && before.is_some_and(char::is_lowercase) => {
                bad += 1
            }
            () if is_latin => good += 1,
            () if left && right && !matches!(c, '’' | '‑' | '–' | '—' | '…') => bad += 1,
            () if c.is_alphabetic() => bad += 1,
            () => {}
        }
    }
    (good, bad)
}

/// Whether the bytes can be a text in some single-byte or Asian character set.
pub fn looks_like_text(bytes: &[u8]) -> bool {
    let control = bytes.iter().filter(|b| matches!(b, 0..=8 | 11 | 14..=26 | 28..=31)).count();
    !bytes.contains(&0) && control * 200 <= bytes.len()
}

/// Whether the non-ASCII characters are UTF-8 with few exceptions, which are then damage: there are
/// more than `times` as many good ones as bad ones, or no bad ones.
///
/// A character cut off by the end of the text does not count.
fn is_mostly_utf8(bytes: &[u8], times: usize) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        at += chunk.valid().len() + chunk.invalid().len();
        let is_cut = at == bytes.len()
            && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        bad += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    good > times * bad || bad == 0
}

/// Decodes bytes that can be recognised as UTF-16 or ISO-2022-JP without a label: every second byte
/// is zero, or there are escapes that switch to Japanese.
fn marked_within(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Some(encoding.decode_without_bom_handling(bytes).0);
    }
    let escapes = [&b"\x1b$B"[..], b"\x1b$@", b"\x1b(J"];
    let is_jis = bytes.is_ascii()
        && memchr::memchr(0x1b, bytes)
            .is_some_and(|at| escapes.iter().any(|e| bytes[at..].starts_with(e)));
    if !is_jis {
        return None;
    }
    let (text, damaged) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes);
    (!damaged).then_some(text)
}

/// Decodes UTF-32, recognised by its byte order mark or, if most characters are ASCII, by its zero
/// bytes; `None` for anything else.
pub fn of_utf32(bytes: &[u8]) -> Option<String> {
    let little = |unit: &[u8]| u32::from_le_bytes([unit[0], unit[1], unit[2], unit[3]]);
    let big = |unit: &[u8]| u32::from_be_bytes([unit[0], unit[1], unit[2], unit[3]]);
    let looks = |read: &dyn Fn(&[u8]) -> u32| {
        let head: Vec<u32> = bytes.chunks_exact(4).take(256).map(read).collect();
        head.len() >= 4
            && head.iter().all(|unit| char::from_u32(*unit).is_some_and(|c| c != '\0'))
            && head.iter().filter(|unit| **unit < 0x80).count() * 2 > head.len()
    };
    let (is_little, mark) = match bytes {
        [0xff, 0xfe, 0, 0, ..] => (true, 4),
        [0, 0, 0xfe, 0xff, ..] => (false, 4),
        [_, _, 0, 0, ..] if looks(&little) => (true, 0),
        [0, 0, ..] if looks(&big) => (false, 0),
        _ => return None,
    };
    let read = |unit: &[u8]| if is_little { little(unit) } else { big(unit) };
    let units =
        bytes[mark..].chunks(4).map(|unit| if unit.len() == 4 { read(unit) } else { u32::MAX });
    Some(units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Recognises UTF-16 without a byte order mark by its zero bytes: every second byte of an ASCII
/// character is zero, and any text has some.
pub fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1_024)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    // Text in Latin letters is nearly all zeros at one of the two places; binary data has zeros at
    // both.
    match (even, odd) {
        _ if pairs < 8 => None,
        (0, odd) if odd * 2 > pairs => Some(UTF_16LE),
        (even, 0) if even * 2 > pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Returns the label in the head of a page: `<meta charset="…">` or
/// `content="text/html; charset=…"`.
fn label_in(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower[at..].windows(7).position(|w| w == b"charset") {
        at += found + 7;
        let rest = lower[at..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')))
            .unwrap_or(rest.len());
        if let Some(encoding) = Encoding::for_label(&rest[..end]) {
            return Some(encoding);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Die Fähren in Halvik stehen still, weil die Besatzungen für höhere Löhne streiken. Die Straße zum Hafen ist gesperrt.";

    fn in_set(label: &str, text: &str) -> Vec<u8> {
        Encoding::for_label(label.as_bytes()).expect("a label").encode(text).0.into_owned()
    }

    #[test]
    fn mac_roman_is_told_by_its_letters_and_nothing_else_is_taken_for_it() {
        const FRENCH: &str = "Les ferries restent à quai : la grève des équipages a été prolongée jusqu’à mercredi, et le café du port est fermé.";
        const POLISH: &str =
            "Promy nie wypłyną. Załogi żądają wyższych płac, a ulica do portu została zamknięta.";
        const RUSSIAN: &str = "Паромы не вышли в море: экипажи требуют повышения зарплаты.";
        for text in [WORDS, FRENCH] {
            let bytes = in_set("macintosh", text);
            assert_eq!(guess(&bytes), MACINTOSH, "{text}");
            assert_eq!(of_text(&bytes).as_deref(), Some(text));
        }
        for (label, text) in [
            ("windows-1252", WORDS),
            ("windows-1252", FRENCH),
            ("windows-1250", POLISH),
            ("iso-8859-2", POLISH),
            ("windows-1251", RUSSIAN),
            ("koi8-r", RUSSIAN),
            ("shift_jis", "フェリーは運休。乗組員は賃上げを求めている。AIの利用も争点だ。"),
        ] {
            let bytes = in_set(label, text);
            assert_eq!(of_text(&bytes).as_deref(), Some(text), "{label}");
        }
    }

    #[test]
    fn utf32_is_told_by_its_mark_or_its_zeros() {
        let text = "{\"text\": \"Fähre\"}";
        let little = |c: char| u32::from(c).to_le_bytes();
        let big = |c: char| u32::from(c).to_be_bytes();
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{text}");
            assert_eq!(
                of_utf32(&marked.chars().flat_map(little).collect::<Vec<u8>>()).as_deref(),
                Some(text)
            );
            assert_eq!(
                of_utf32(&marked.chars().flat_map(big).collect::<Vec<u8>>()).as_deref(),
                Some(text)
            );
        }
        assert_eq!(of_utf32(b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), None);
        assert_eq!(of_utf32(text.as_bytes()), None);
        assert_eq!(
            of_utf32(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            None
        );
    }

    #[test]
    fn unlabelled_text_is_told_by_its_bytes() {
        for (label, text) in [
            ("windows-1252", WORDS),
            (
                "windows-1251",
                "Паромы в Халвике стоят, потому что экипажи бастуют и требуют повышения зарплаты.",
            ),
            (
                "shift_jis",
                "ハルヴィク港のフェリーは、賃上げを求める乗組員のストライキで運休している。",
            ),
            ("utf-8", WORDS),
        ] {
            assert_eq!(of_text(&in_set(label, text)).as_deref(), Some(text), "{label}");
        }
        assert_eq!(of_text(&[0, 1, 2, 255, 254, 3]), None);
        let mut damaged = WORDS.repeat(5).into_bytes();
        damaged.insert(10, 0xff);
        assert!(of_text(&damaged).is_some_and(|t| t.contains("höhere")));
    }

    #[test]
    fn utf16_and_japanese_mail_are_told_by_their_bytes() {
        for (unit, label) in
            [(u16::to_le_bytes as fn(u16) -> [u8; 2], "le"), (u16::to_be_bytes, "be")]
        {
            let bytes: Vec<u8> = WORDS.encode_utf16().flat_map(unit).collect();
            assert_eq!(of_text(&bytes).as_deref(), Some(WORDS), "{label}");
            assert_eq!(of_page(&bytes, None), WORDS, "{label}");
        }
        let japanese = "ハルヴィク港のフェリーは運休している。";
        assert_eq!(of_page(&in_set("iso-2022-jp", japanese), None), japanese);
        assert_eq!(of_text(&[0, 1, 2, 255, 254, 3, 0, 0, 0, 7, 0, 0, 9, 9, 0, 0, 1, 1]), None);
    }

    #[test]
    fn one_bad_byte_and_a_cut_character_spoil_no_text() {
        let page = |words: &str| format!("<meta charset=utf-8><p>{words}").into_bytes();
        let mut damaged = page("“No,” she said.");
        damaged.push(0x93);
        assert!(of_page(&damaged, None).contains("“No,” she said."));
        assert!(of_page(&page("Fähre ä")[..page("Fähre ä").len() - 1], None).contains("Fähre"));
        assert!(
            of_text("Fähre ä".as_bytes().split_last().expect("bytes").1)
                .is_some_and(|t| t.starts_with("Fähre "))
        );
    }

    #[test]
    fn a_wrong_label_is_found_out() {
        let page = format!("<meta charset=\"iso-8859-1\"><p>{WORDS}");
        assert!(of_page(page.as_bytes(), Some("windows-1251")).contains("Fähren"));
        let latin = in_set("windows-1252", &format!("<meta charset=utf-8><p>{WORDS}"));
        assert!(of_page(&latin, None).contains("Fähren"));
        let greek = in_set(
            "iso-8859-7",
            "<meta http-equiv=content-type content='text/html; charset=iso-8859-7'><p>Τα πλοία",
        );
        assert!(of_page(&greek, None).contains("Τα πλοία"));
    }
}
