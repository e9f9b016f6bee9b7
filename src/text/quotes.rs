//! Finds quotations.

use std::ops::Range;
use std::sync::LazyLock;

use super::marks::Ending;
use super::words::Keys;
use super::{Class, Word, fold, marks};
use crate::languages;

/// A quotation: the text between two quotation marks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quote {
    /// Range of the quoted words.
    pub words: Range<u32>,
    /// Range of the bytes between the marks.
    pub bytes: Range<u32>,
}

/// The words of a text of which quotations are marked, paragraph by paragraph.
pub struct Marking<'m> {
    /// All words read so far.
    pub words: &'m mut [Word],
    /// The quotations found so far.
    pub quotes: &'m mut Vec<Quote>,
    /// Index of the first word in which the next quotation may begin.
    pub next: usize,
}

impl Marking<'_> {
    /// Appends the quotations of `text[piece]`, the words of which begin at [`Self::next`], and
    /// flags those words as quoted.
    ///
    /// Handles the marks of all outlets (see `marks`): straight, curly, low, doubled and single
    /// ones, guillemets in either direction, backticks, `&quot;` and the Windows bytes read as
    /// control characters. Of nested quotations the outer one counts. A mark that is never closed
    /// quotes to the end of its paragraph if it opens the paragraph (as in running quotations), and
    /// nothing otherwise; a mark that closes what the previous paragraph left open quotes from the
    /// beginning. Direct speech after a dash is left to [`super::dialogue`]. Quotations without
    /// words are left out. O(bytes).
    ///
    /// Returns how the paragraph ends; `running` says whether the previous one ended within a
    /// running quotation.
    pub fn find(&mut self, text: &str, piece: Range<usize>, running: bool) -> Ending {
        let first = self.next;
        let (spans, ending) = marks::spans(text, piece.clone(), running);
        let found = !spans.is_empty() || ending == Ending::Running;
        spans.into_iter().for_each(|bytes| self.mark(bytes));
        if !found && let Some(speech) = super::dialogue::speech(text, piece, &self.words[first..]) {
            for range in speech {
                let range = first + range.start..first + range.end;
                let bytes = self.words[range.start].start..self.words[range.end - 1].end();
                self.words[range.clone()].iter_mut().for_each(|w| w.class.set(Class::QUOTED));
                self.quotes.push(Quote { words: range.start as u32..range.end as u32, bytes });
            }
        }
        ending
    }

    /// Flags the words within `bytes` as quoted and appends the quotation, if it has words. The
    /// next one may begin behind it.
    pub fn mark(&mut self, bytes: Range<usize>) {
        let rest = &self.words[self.next..];
        let begin = self.next + rest.partition_point(|w| (w.start as usize) < bytes.start);
        let rest = &self.words[begin..];
        let end = begin + rest.partition_point(|w| w.end() as usize <= bytes.end);
        self.words[begin..end].iter_mut().for_each(|w| w.class.set(Class::QUOTED));
        if end > begin {
            self.quotes.push(Quote {
                words: begin as u32..end as u32,
                bytes: bytes.start as u32..bytes.end as u32,
            });
        }
        self.next = end;
    }
}

/// Returns where a post ends if its signature follows it in the same paragraph:
/// `The boats sail! — Jane Doe (@jdoe) July 16, 2018`.
pub fn signed_post(paragraph: &str) -> Option<usize> {
    // Few paragraphs contain this byte, and searching for a single byte is fast.
    memchr::memchr(b'@', paragraph.as_bytes())?;
    let handle = paragraph.rfind("(@")?;
    let dash = paragraph[..handle].rfind(['—', '–'])?;
    (dash > 0 && handle - dash <= 80 && paragraph.len() - handle <= 80).then_some(dash)
}

/// Number of words up to which a line may not reveal its language. Chosen by judgement.
const SHORT: usize = 5;

/// Returns whether a paragraph ends by saying that somebody says or writes what follows:
/// `An hour later she wrote:`, `@jdoe:`.
///
/// The verb must be of the paragraph's language.
pub fn announces(text: &str, words: &[Word], paragraph: &str) -> bool {
    let line = paragraph.trim_end();
    if !line.ends_with(':') {
        return false;
    }
    if words.len() == 1 && line.trim_start().starts_with('@') {
        return true;
    }
    let folded: Vec<String> = words.iter().map(|w| fold::fold(w.of(text))).collect();
    // The verb is directly before the colon or before its pronoun: `as reported by the agency:`
    // announces a report.
    let says = |speech: &languages::Speech| match folded.as_slice() {
        [.., verb, pronoun] if speech.pronouns.contains(pronoun) => speech.saying.contains(verb),
        [.., verb] => speech.saying.contains(verb),
        [] => false,
    };
    match languages::told(folded.iter().map(String::as_str), None) {
        Some(language) => says(&language.speech),
        // The line is too short to reveal its language.
        None => {
            words.len() <= SHORT && languages::all().iter().any(|language| says(&language.speech))
        }
    }
}

/// Returns whether a paragraph contains a quotation, or a mark that opens one.
pub fn has_marks(paragraph: &str) -> bool {
    let (spans, ending) = marks::spans(paragraph, 0..paragraph.len(), false);
    ending == Ending::Running || !spans.is_empty()
}

/// Returns whether words of `text` are in the first person: `I`, `we`, `our` and the like, in the
/// larger European languages.
pub fn is_first_person(text: &str, words: &[Word]) -> bool {
    // `We're` has the key of `were`, so of a contraction the part before the apostrophe counts.
    let contracted = |w: &Word| {
        let first = w.of(text).split_once(fold::is_apostrophe).map(|(first, _)| fold::fold(first));
        first.is_some_and(|first| FIRST_PERSON.contains(super::words::key(&first)))
    };
    words.iter().any(|w| FIRST_PERSON.contains(w.key) || contracted(w))
}

static FIRST_PERSON: LazyLock<Keys> = LazyLock::new(|| {
    let words = [
        "i", "we", "my", "our", "us", "me", "ich", "wir", "unser", "unsere", "mein", "meine", "je",
        "nous", "notre", "nos", "mon", "yo", "nosotros", "nuestro", "nuestra", "noi", "nostro",
        "nostra", "nosso", "nossa", "я", "мы", "наш", "наша",
    ];
    Keys::of(words.into_iter().map(super::words::key))
});

/// Number of consecutive words that, quoted once, are recognized elsewhere. Chosen by judgement.
const KNOWN_AGAIN: usize = 6;

/// Marks text as quoted that is in quotation marks elsewhere in the document, such as a post shown
/// again below the story, or a sentence repeated in running text. O(words).
pub fn mark_repeats(words: &mut [Word]) {
    let (mut said, mut bits) = (Vec::new(), [0u64; 64]);
    let bit = |hash: u64| ((hash >> 58) as usize, 1u64 << (hash >> 52 & 63));
    let quoted = words
        .chunk_by(|x, y| x.class.has(Class::QUOTED) == y.class.has(Class::QUOTED))
        .filter(|run| run.len() >= KNOWN_AGAIN && run[0].class.has(Class::QUOTED));
    for (_, hash) in quoted.flat_map(runs) {
        said.push(hash);
        bits[bit(hash).0] |= bit(hash).1;
    }
    if said.is_empty() {
        return;
    }
    said.sort_unstable();
    let is_own =
        |at: usize| words[at..at + KNOWN_AGAIN].iter().any(|word| !word.class.has(Class::QUOTED));
    let again: Vec<usize> = runs(words)
        .filter(|(at, hash)| {
            bits[bit(*hash).0] & bit(*hash).1 != 0
                && is_own(*at)
                && said.binary_search(hash).is_ok()
        })
        .map(|(at, _)| at)
        .collect();
    for at in again {
        words[at..at + KNOWN_AGAIN].iter_mut().for_each(|w| w.class.set(Class::QUOTED));
    }
}

/// Returns the first word and the hash of every run of [`KNOWN_AGAIN`] consecutive words.
///
/// The hash is a polynomial of the words' keys that is updated from word to word (Karp, Rabin
/// 1987). O(words).
fn runs(words: &[Word]) -> impl Iterator<Item = (usize, u64)> {
    // 2⁶⁴ over the golden ratio, odd by definition. Chosen by judgement: any odd number of many
    // mixed bits would do.
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    const LEAVING: u64 = BASE.wrapping_pow(KNOWN_AGAIN as u32 - 1);
    let add = |hash: u64, word: &Word| hash.wrapping_mul(BASE).wrapping_add(u64::from(word.key));
    let mut hash = words.iter().take(KNOWN_AGAIN - 1).fold(0, add);
    let ends = words.iter().skip(KNOWN_AGAIN - 1).zip(words);
    ends.enumerate().map(move |(at, (last, first))| {
        let whole = add(hash, last);
        hash = whole.wrapping_sub(u64::from(first.key).wrapping_mul(LEAVING));
        (at, whole)
    })
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let (mut all, mut out) = (Vec::new(), Vec::new());
        words::read(text, 0..text.len(), &mut all);
        Marking { words: &mut all, quotes: &mut out, next: 0 }.find(text, 0..text.len(), false);
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
        assert_eq!(
            quoted("clear to Doe that”crews won’t sail by”harbour rules."),
            ["crews won’t sail by"]
        );
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        assert!(quoted("It's the minister's and they don't.").is_empty());
    }
}
