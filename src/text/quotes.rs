//! Finds quotations.

use std::ops::Range;
use std::sync::LazyLock;

use super::words::Keys;
use super::{Class, Word};

/// A quotation: what stands between two quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Word numbers of what is quoted.
    pub words: Range<u32>,
    /// Bytes between the marks.
    pub bytes: Range<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    /// Straight: opens or closes by what stands around it.
    Either,
}

/// Appends the quotations of `text[piece]`, whose words are `words[first..]`, and flags those words as quoted.
///
/// Knows straight, curly, low, doubled single marks and guillemets. A mark that is never closed quotes to the end of
/// its paragraph (as running quotations do) when it opens the paragraph, else nothing. Quotations of no words are
/// left out. O(bytes).
pub fn find(text: &str, piece: Range<usize>, words: &mut [Word], first: usize, out: &mut Vec<Quote>) {
    let marks = marks(text, piece.clone());
    let mut open: Option<usize> = None;
    let mut next = first;
    let mut emit = |from: usize, to: usize, words: &mut [Word]| {
        while next < words.len() && (words[next].start as usize) < from {
            next += 1;
        }
        let begin = next;
        while next < words.len() && words[next].end as usize <= to {
            words[next].class.set(Class::QUOTED);
            next += 1;
        }
        if next > begin {
            out.push(Quote { words: begin as u32..next as u32, bytes: from as u32..to as u32 });
        }
    };
    for &(at, width, mark) in &marks {
        match (open, mark) {
            (None, Mark::Open | Mark::Either) => open = Some(at + width),
            (Some(from), Mark::Close | Mark::Either) => {
                emit(from, at, words);
                open = None;
            }
            // A second opening mark: the first was never closed.
            (Some(_), Mark::Open) => open = Some(at + width),
            (None, Mark::Close) => {}
        }
    }
    if let Some(from) = open {
        let opens_paragraph = text[piece.start..from].chars().filter(|c| c.is_alphanumeric()).count() == 0;
        if opens_paragraph {
            emit(from, piece.end, words);
        }
    }
}

/// Whether a paragraph is a post with its signature behind it: `The boats sail! — Jane Doe (@jdoe) July 16, 2018`.
pub fn is_signed_post(paragraph: &str) -> bool {
    // Few paragraphs hold one, and looking for a single byte is quick.
    if memchr::memchr(b'@', paragraph.as_bytes()).is_none() {
        return false;
    }
    let Some(handle) = paragraph.rfind("(@") else { return false };
    let Some(dash) = paragraph[..handle].rfind(['—', '–']) else { return false };
    dash > 0 && handle - dash <= 80 && paragraph.len() - handle <= 80
}

/// Whether any double quotation mark stands in it.
pub fn has_marks(paragraph: &str) -> bool {
    !marks(paragraph, 0..paragraph.len()).is_empty()
}

/// Whether somebody speaks of himself: `I`, `we`, `our` and the like, in the larger European languages.
pub fn is_first_person(words: &[Word]) -> bool {
    words.iter().any(|w| FIRST_PERSON.contains(w.key))
}

static FIRST_PERSON: LazyLock<Keys> = LazyLock::new(|| {
    let words = [
        "i", "we", "my", "our", "us", "me", "i'm", "we're", "i've", "we've", "ich", "wir", "unser", "unsere", "mein", "meine", "je",
        "nous", "notre", "nos", "mon", "yo", "nosotros", "nuestro", "nuestra", "noi", "nostro", "nostra", "nós", "nosso", "nossa", "я",
        "мы", "наш", "наша",
    ];
    Keys::of(words.into_iter().map(super::words::key))
});

/// Words in a row that, quoted once, are known again.
const KNOWN_AGAIN: usize = 6;

/// Marks what stands in quotation marks elsewhere in the text as quoted too: a post shown again below the story, a sentence
/// that the running text takes up. O(words).
pub fn mark_repeats(words: &mut [Word]) {
    if !words.iter().any(|w| w.class.has(Class::QUOTED)) {
        return;
    }
    let (mut said, mut bits) = (Vec::new(), [0u64; 64]);
    let bit = |hash: u64| ((hash >> 58) as usize, 1u64 << (hash >> 52 & 63));
    runs(words, |_, hash, quoted| {
        if quoted {
            said.push(hash);
            bits[bit(hash).0] |= bit(hash).1;
        }
    });
    if said.is_empty() {
        return;
    }
    said.sort_unstable();
    let mut again = Vec::new();
    runs(words, |at, hash, quoted| {
        if !quoted && bits[bit(hash).0] & bit(hash).1 != 0 && said.binary_search(&hash).is_ok() {
            again.push(at);
        }
    });
    for at in again {
        words[at..at + KNOWN_AGAIN].iter_mut().for_each(|w| w.class.set(Class::QUOTED));
    }
}

/// Tells of every [`KNOWN_AGAIN`] words in a row: the first one's number, their hash, whether all are quoted.
///
/// The hash is a polynomial of the words' keys that rolls on from word to word (Karp, Rabin 1987). O(words).
fn runs(words: &[Word], mut tell: impl FnMut(usize, u64, bool)) {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let leaving = (1..KNOWN_AGAIN).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let (mut hash, mut quoted) = (0u64, 0);
    for (at, word) in words.iter().enumerate() {
        if let Some(first) = at.checked_sub(KNOWN_AGAIN).map(|first| &words[first]) {
            hash = hash.wrapping_sub(u64::from(first.key).wrapping_mul(leaving));
            quoted -= usize::from(first.class.has(Class::QUOTED));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(word.key));
        quoted += usize::from(word.class.has(Class::QUOTED));
        if at + 1 >= KNOWN_AGAIN {
            tell(at + 1 - KNOWN_AGAIN, hash, quoted == KNOWN_AGAIN);
        }
    }
}

/// The double quotation marks of a piece: byte, width in bytes, what it does.
fn marks(text: &str, piece: Range<usize>) -> Vec<(usize, usize, Mark)> {
    let bytes = &text.as_bytes()[piece.clone()];
    let mut out = Vec::new();
    let mut german = false;
    let mut next = 0;
    // Every mark begins with one of six bytes, three of them rare, and no character holds one of them further on.
    let rare = memchr::memchr3(0xC2, 0xE3, 0xEF, bytes).is_some();
    let all = if rare { bytes } else { &[] };
    let any = all.iter().enumerate().filter(|(_, byte)| matches!(byte, b'"' | b'\'' | 0xE2 | 0xC2 | 0xE3 | 0xEF)).map(|(i, _)| i);
    for i in any.chain(memchr::memchr3_iter(b'"', b'\'', 0xE2, if rare { &[] } else { bytes })) {
        if i < next {
            continue;
        }
        let at = piece.start + i;
        let mut chars = text[at..piece.end].chars();
        let Some(c) = chars.next() else { break };
        let doubled = matches!(c, '\'' | '‘' | '’') && chars.next() == Some(c);
        let mark = match c {
            '"' | '＂' => Mark::Either,
            '„' => {
                german = true;
                Mark::Open
            }
            '“' if german => Mark::Close,
            '“' => Mark::Open,
            '”' if german => Mark::Close,
            '”' => Mark::Either,
            '«' | '「' | '『' | '《' => Mark::Open,
            '»' | '」' | '』' | '》' => Mark::Close,
            '‘' if doubled => Mark::Open,
            '\'' | '’' if doubled => Mark::Either,
            _ => continue,
        };
        let width = c.len_utf8() * if doubled { 2 } else { 1 };
        out.push((at, width, mark));
        next = i + width;
        german &= mark != Mark::Close;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let (mut all, mut out) = (Vec::new(), Vec::new());
        words::read(text, 0..text.len(), &mut all);
        find(text, 0..text.len(), &mut all, 0, &mut out);
        out.iter().map(|q| &text[q.bytes.start as usize..q.bytes.end as usize]).collect()
    }

    #[test]
    fn all_usual_marks_quote() {
        assert_eq!(
            quoted("He said \"one two\" and “three four” and «cinq six» and ‘‘seven eight’’."),
            ["one two", "three four", "cinq six", "seven eight"]
        );
        assert_eq!(quoted("Er sagte: „Wir gehen nicht“, dann ging er."), ["Wir gehen nicht"]);
    }

    #[test]
    fn a_running_quotation_reaches_the_end_of_its_paragraph() {
        assert_eq!(quoted("“We begin here and go on."), ["We begin here and go on."]);
        assert!(quoted("The 6\" pipe broke.").is_empty());
    }

    #[test]
    fn glued_marks_still_quote() {
        assert_eq!(quoted("clear to Doe that”crews won’t sail by”harbour rules."), ["crews won’t sail by"]);
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        assert!(quoted("It's the minister's and they don't.").is_empty());
    }
}
