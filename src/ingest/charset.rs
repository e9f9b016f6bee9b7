//! Tells the character set of bytes, as browsers do, and turns them into text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes of a page in which a `<meta charset>` must stand (HTML standard, 13.2.3.2), doubled twice as many pages ignore it.
const PRESCAN: usize = 4096;
/// Bytes from which an unlabelled character set is told.
const SAMPLE: usize = 1 << 20;

/// Decodes a page: by its byte order mark, else as UTF-8 if it is, else by the label of its transport or of its head,
/// else by what its bytes look like. Never fails: what cannot be decoded becomes `�`.
///
/// A page that is UTF-8 and says otherwise is UTF-8: no other text of some length passes for it.
/// Sources: the WHATWG Encoding Standard (encoding_rs) and Firefox's detector (chardetng).
pub fn of_page<'b>(bytes: &'b [u8], transport: Option<&str>) -> Cow<'b, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let labelled = transport.and_then(|l| Encoding::for_label(l.as_bytes())).or_else(|| label_in(&bytes[..bytes.len().min(PRESCAN)]));
    let encoding = match labelled {
        // A page cannot tell in UTF-16 that it is UTF-16; one that says UTF-8 and has errors may still be mostly UTF-8.
        Some(e) if e != UTF_8 && e != UTF_16BE && e != UTF_16LE => e,
        _ if is_mostly_utf8(bytes) => UTF_8,
        _ => guess(bytes),
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// Decodes a text that bears no label: by its byte order mark, else as UTF-8, else by what it looks like.
///
/// `None` for what is no text: it holds zero bytes, or more control characters than any text does.
pub fn of_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    if !looks_like_text(bytes) {
        return None;
    }
    let encoding = if is_mostly_utf8(bytes) { UTF_8 } else { guess(bytes) };
    Some(encoding.decode_without_bom_handling(bytes).0)
}

/// The character set that unlabelled bytes most likely have; windows-1252 if nothing tells.
pub fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The signs stand where the text is not plain ASCII, which may be far behind a head of scripts.
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(SAMPLE / 4);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    if sample.is_ascii() {
        return WINDOWS_1252;
    }
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether the bytes can be a text in some single-byte or Asian character set.
pub fn looks_like_text(bytes: &[u8]) -> bool {
    let control = bytes.iter().filter(|b| matches!(b, 0..=8 | 11 | 14..=26 | 28..=31)).count();
    !bytes.contains(&0) && control * 200 <= bytes.len()
}

/// Whether the characters outside ASCII are UTF-8 with few exceptions: then the exceptions are damage.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 20 * bad
}

/// The label in the head of a page: `<meta charset="…">` or `content="text/html; charset=…"`.
fn label_in(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower[at..].windows(7).position(|w| w == b"charset") {
        at += found + 7;
        let rest = lower[at..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))).unwrap_or(rest.len());
        if let Some(encoding) = Encoding::for_label(&rest[..end]) {
            return Some(encoding);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str =
        "Die Fähren in Halvik stehen still, weil die Besatzungen für höhere Löhne streiken. Die Straße zum Hafen ist gesperrt.";

    fn in_set(label: &str, text: &str) -> Vec<u8> {
        Encoding::for_label(label.as_bytes()).expect("a label").encode(text).0.into_owned()
    }

    #[test]
    fn unlabelled_text_is_told_by_its_bytes() {
        for (label, text) in [
            ("windows-1252", WORDS),
            ("windows-1251", "Паромы в Халвике стоят, потому что экипажи бастуют и требуют повышения зарплаты."),
            ("shift_jis", "ハルヴィク港のフェリーは、賃上げを求める乗組員のストライキで運休している。"),
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
    fn a_wrong_label_is_found_out() {
        let page = format!("<meta charset=\"iso-8859-1\"><p>{WORDS}");
        assert!(of_page(page.as_bytes(), Some("windows-1251")).contains("Fähren"));
        let latin = in_set("windows-1252", &format!("<meta charset=utf-8><p>{WORDS}"));
        assert!(of_page(&latin, None).contains("Fähren"));
        let greek = in_set("iso-8859-7", "<meta http-equiv=content-type content='text/html; charset=iso-8859-7'><p>Τα πλοία");
        assert!(of_page(&greek, None).contains("Τα πλοία"));
    }
}
