//! Mends texts that were encoded twice: `Â£35` for `£35`, `countryâ€™s` for `country’s`.
//!
//! Such text is UTF-8 that was read as windows-1252 or Latin-1 and then stored as UTF-8 again. Like
//! a wrong character set, it is corrected when a record is read, so that comparisons, displays and
//! offsets all use the intended text.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::Article;
use crate::text::eight;

/// Times that a text is mended. Chosen by judgement: some of the texts seen were encoded three
/// times.
const ROUNDS: usize = 3;
/// Letters of a script other than Latin that must result, enough for a word. Chosen by judgement.
const WORDS: usize = 4;

/// Mends all texts of an article.
pub(super) fn mend(article: &mut Article) {
    let optional = article.title.iter_mut().chain(&mut article.credit);
    let lists = article.captions.iter_mut().chain(&mut article.authors);
    for text in std::iter::once(&mut article.text).chain(optional).chain(lists) {
        // The intended text may be only white space; it then stays as stored, because an article
        // must have a text.
        if let Cow::Owned(mended) = mended(text)
            && !mended.trim().is_empty()
        {
            *text = mended;
        }
    }
}

/// Returns a text without double encoding, or unchanged unless most of its non-ASCII characters
/// read as UTF-8 in the bytes of windows-1252.
///
/// A single letter must become one of Western Europe, or punctuation. A sequence that may be
/// intended, a capital before a mark (`„Ä“`, `LIBERTÉ»`), does not count. O(n).
pub fn mended(text: &str) -> Cow<'_, str> {
    let mut mended = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        match once(&mended) {
            Some(better) => mended = Cow::Owned(better),
            None => break,
        }
    }
    mended
}

/// Evidence for and against double encoding in a text.
#[derive(Default)]
struct Tally {
    /// Sequences that are another character in UTF-8.
    runs: usize,
    /// Those of them that a writer may have intended.
    meant: usize,
    /// Those of them that become letters outside Western Europe's.
    far: usize,
    /// Those of them that are neither.
    plain: usize,
    /// Non-ASCII letters and marks outside any sequence.
    others: usize,
}

impl Tally {
    fn holds(&self) -> bool {
        (self.plain > 0 || self.far >= WORDS) && self.runs > self.others + self.meant
    }
}

fn once(text: &str) -> Option<String> {
    // Every such sequence begins with a letter from U+00C2 to U+00F4, which UTF-8 writes with this
    // byte.
    memchr::memchr(0xC3, text.as_bytes())?;
    let (mut tally, mut found) = (Tally::default(), Vec::new());
    let mut before = ' ';
    let mut at = 0;
    while let Some(next) = eight::beyond_ascii(text.as_bytes(), at) {
        // What is plain ASCII counts for nothing.
        if next > at {
            before = char::from(text.as_bytes()[next - 1]);
            at = next;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if let Some((meant, length)) = sequence(&text[at..]) {
            tally.runs += 1;
            let far = !is_western(meant);
            let intended = before.is_uppercase() || is_mark(before) && length == 2 && far;
            tally.meant += usize::from(intended);
            tally.far += usize::from(far);
            tally.plain += usize::from(!intended && !far);
            found.push((
                at..at + text[at..].chars().take(length).map(char::len_utf8).sum::<usize>(),
                meant,
            ));
            at = found.last().map_or(text.len(), |(range, _)| range.end);
            before = meant;
            continue;
        }
        tally.others += usize::from(c.is_alphabetic() || is_mark(c));
        before = c;
        at += c.len_utf8();
    }
    if !tally.holds() {
        return None;
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for (range, meant) in found {
        out.push_str(&text[from..range.start]);
        out.push(meant);
        from = range.end;
    }
    out.push_str(&text[from..]);
    Some(out)
}

/// Whether a character is a quotation mark, a dash or an ellipsis.
fn is_mark(c: char) -> bool {
    matches!(c, '«' | '»' | '‘'..='‟' | '‐'..='―' | '…' | '‹' | '›')
}

/// Whether a character is a letter or mark of Western Europe, common punctuation, or a byte that
/// windows-1252 lacks, which remains where a text was encoded three times.
fn is_western(c: char) -> bool {
    matches!(c, '\u{80}'..='ÿ' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'ƒ' | '\u{2010}'..='\u{203a}' | '€' | '™' | '−')
}

/// Returns the character that the start of a text stands for, if its first characters are UTF-8 in
/// bytes of windows-1252 or Latin-1, and how many characters those are.
///
/// Accepts letters of Latin alphabets, everything in other scripts, punctuation and symbols, but
/// not phonetic letters, which capitals before a closing mark would produce.
fn sequence(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let lead = u32::from(chars.next()?);
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead as u8, 0, 0, 0];
    for byte in &mut bytes[1..length] {
        *byte = byte_of(chars.next()?).filter(|byte| (0x80..0xC0).contains(byte))?;
    }
    let meant = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    let fits = is_western(meant)
        || matches!(meant, 'Ā'..='ſ')
        || meant >= '\u{300}' && meant != char::REPLACEMENT_CHARACTER;
    fits.then_some((meant, length))
}

/// Returns the byte of a character in windows-1252, or in Latin-1 where windows-1252 has none.
fn byte_of(c: char) -> Option<u8> {
    if let code @ 0x80..=0xFF = u32::from(c) {
        return Some(code as u8);
    }
    let mut buffer = [0; 4];
    let (bytes, _, lost) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    (!lost && bytes.len() == 1).then(|| bytes[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a text as it is after its bytes were read as windows-1252.
    fn broken(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn a_text_that_was_encoded_twice_or_thrice_is_read_as_it_was_meant() {
        for text in [
            "The fare is £35, or 70½ crowns.",
            "“The harbour’s cranes”, said Zoë, “stand still – for now.”",
            "Façade, señor, Größe, cœur, 5 €",
            "Паромы стоят в порту.",
            "70½",
        ] {
            assert_eq!(mended(&broken(text)), text);
            assert_eq!(mended(&broken(&broken(text))), text, "twice over");
        }
        assert_eq!(
            mended("the countryâ\u{80}\u{99}s ferries"),
            "the country’s ferries",
            "through Latin-1"
        );
    }

    #[test]
    fn what_was_meant_stays() {
        for text in [
            "Das „Ä“ hat sich gelöst, und größer ist es auch geworden.",
            "Das „Ä“ fehlt.",
            "Filmen «Å» vises på søndag, sier «Å».",
            "« LIBERTÉ» et «ÉGALITÉ», dit-il. LIBERTÉ»",
            "AMANHû, disse «AMANHû o porteiro; não disse mais.",
            "Papa and Zoë sailed on — the mayor’s boat — to Åse.",
            "Plain words.",
            "Â and Ã are letters",
            "",
        ] {
            assert!(matches!(mended(text), Cow::Borrowed(_)), "{text}: {}", mended(text));
        }
        let about = "The bytes of ’ are shown as â€™ by some programs – “a common fault”, says the café’s owner.";
        assert_eq!(mended(about), about, "a text about it");
    }

    #[test]
    fn mending_is_done_once_and_for_all() {
        for text in ["Ã\u{a0}Ã", "â€", "Ãƒâ€šÃ‚Â£5", "ðŸ˜€ Â£5", "Ã¢â‚¬â„¢", "\u{c3}\u{c2}\u{c3}"]
        {
            let one = mended(text).into_owned();
            assert_eq!(mended(&one), one, "{text}");
        }
    }

    #[test]
    fn a_text_never_becomes_empty() {
        for text in ["Â\u{a0}", "Â\u{a0}Â\u{a0}", "â\u{80}\u{a8}â\u{80}\u{a8}", "Ã‚Â\u{a0}"]
        {
            let mut article = Article {
                text: text.to_owned(),
                title: Some(text.to_owned()),
                ..Article::default()
            };
            mend(&mut article);
            assert!(
                !article.text.trim().is_empty()
                    && article.title.is_some_and(|title| !title.trim().is_empty()),
                "{text:?}"
            );
        }
    }
}
