//! How large an input may be before it is refused: counted, not timed, so that the same input gives
//! the same output.

use super::html::dom::Bounds;
use crate::text::words::is_spaceless;

/// Bounds that hostile input meets; each can be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one article: a page, a text, a line of JSON, a row.
    pub document: u64,
    /// Levels of nesting in a page; deeper tags are passed over, their text stays.
    pub depth: u32,
    /// Nodes of a page.
    pub nodes: usize,
    /// Bytes that a file may unpack to before [`Limits::ratio`] is asked.
    pub unpacked: u64,
    /// Times its packed size that a file may unpack to.
    pub ratio: u64,
    /// Records of a file that may be rejects, if they are more than its articles; the rest is not
    /// read. A megabyte can hold half a million records that are none, and each reject takes more
    /// memory than they do.
    pub rejects: u64,
    /// Lines of one article that are not empty; each is a block of some 300 bytes.
    pub lines: u64,
    /// Words of one article; each takes some 32 bytes. Dates are at most half as many.
    pub words: u64,
    /// Quotations of one article, counted as pairs of quotation marks.
    pub quotations: u64,
    /// Captions of one article, and authors; the others are left out.
    pub captions: u64,
    /// Bytes that the articles of one file may take (see [`Limits::weight`]) before
    /// [`Limits::ratio`] is asked.
    pub file: u64,
    /// Bytes that the whole run may take; `None` where nobody says. Whoever runs it sees to that.
    pub memory: Option<u64>,
}

impl Default for Limits {
    /// So chosen that no document takes over two seconds on two cores, or over 64 MiB besides its
    /// text (`benches/hostile.py`). The longest novels have a million words and 60,000 lines, and
    /// no news article comes near.
    fn default() -> Self {
        Self {
            document: 20 << 20,
            depth: 512,
            nodes: 300_000,
            unpacked: 64 << 20,
            ratio: 100,
            rejects: 100_000,
            lines: 100_000,
            words: 1_000_000,
            quotations: 20_000,
            captions: 10_000,
            file: 256 << 20,
            memory: None,
        }
    }
}

/// Why a `NAME=VALUE` is no limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not NAME=VALUE with NAME one of document, depth, nodes, unpacked, ratio, rejects, lines, words, quotations, captions, file, memory and VALUE a number above 0 (K, M and G may follow)"
)]
pub struct LimitError(String);

/// The greatest value of any limit, so that whoever reads a little beyond one does not count past
/// the end of all numbers.
const MOST: u64 = 1 << 60;

impl Limits {
    /// Sets one limit from `document=50M`.
    ///
    /// # Errors
    /// [`LimitError`] when there is no such limit, or the value is no number above 0 that fits.
    pub fn set(&mut self, text: &str) -> Result<(), LimitError> {
        let bad = || LimitError(text.to_owned());
        let (name, value) = text.split_once('=').ok_or_else(bad)?;
        let value = value.trim();
        let (digits, shift) = match value.char_indices().last() {
            Some((at, 'k' | 'K')) => (&value[..at], 10),
            Some((at, 'm' | 'M')) => (&value[..at], 20),
            Some((at, 'g' | 'G')) => (&value[..at], 30),
            _ => (value, 0),
        };
        let number: u64 = digits.parse().map_err(|_| bad())?;
        let number =
            number.checked_mul(1 << shift).filter(|&n| n > 0 && n <= MOST).ok_or_else(bad)?;
        match name.trim() {
            "document" => self.document = number,
            // The tree is walked by calls within calls: a deeper one would not fit a thread's
            // stack.
            "depth" => {
                self.depth = u32::try_from(number).ok().filter(|&d| d <= 2_048).ok_or_else(bad)?
            }
            "nodes" => {
                self.nodes = usize::try_from(number)
                    .ok()
                    .filter(|&n| n < u32::MAX as usize / 2)
                    .ok_or_else(bad)?
            }
            "unpacked" => self.unpacked = number,
            "ratio" => self.ratio = number,
            "rejects" => self.rejects = number,
            "lines" => self.lines = number,
            "words" => self.words = number,
            "quotations" => self.quotations = number,
            "captions" => self.captions = number,
            "file" => self.file = number,
            "memory" => self.memory = Some(number),
            _ => return Err(bad()),
        }
        Ok(())
    }

    /// Why a text is none of an article's: it has more lines, words or quotations than one may
    /// have. `None` if it has not. O(bytes).
    pub fn passed(&self, text: &str) -> Option<String> {
        // No text has more of anything than it has bytes: nearly none is counted.
        if text.len() as u64 <= self.lines.min(self.words).min(2 * self.quotations) {
            return None;
        }
        let (mut lines, mut words, mut marks) = (0u64, 0u64, 0u64);
        let (mut in_line, mut in_word) = (false, false);
        let mut quick = text.chars().peekable();
        while let Some(c) = quick.next() {
            let is_word = c.is_alphanumeric();
            words += u64::from(is_word && (!in_word || is_spaceless(c)));
            lines += u64::from(!in_line && !c.is_whitespace());
            in_line = c != '\n' && (in_line || !c.is_whitespace());
            marks += u64::from(match c {
                '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』'
                | '《' | '》' | '＂' | '‚' | '`' => true,
                '\u{84}' | '\u{91}' | '\u{93}' | '\u{94}' => true,
                // Within and behind words they are apostrophes.
                '\'' | '‘' | '’' => !in_word,
                '&' => quick.peek().is_some_and(|next| matches!(next, 'q' | 'l' | 'r')),
                _ => false,
            });
            in_word = is_word;
        }
        [
            (lines, self.lines, "lines"),
            (words, self.words, "words"),
            (marks / 2, self.quotations, "quotations"),
        ]
        .into_iter()
        .find(|(number, limit, _)| number > limit)
        .map(|(_, limit, what)| format!("has more than {limit} {what}"))
    }

    /// Bytes of memory that an article takes while a report is made, roughly: measured on articles
    /// of one word, and on news.
    pub fn weight(text: usize) -> u64 {
        3_000 + 5 * text as u64
    }

    /// How many of a list are read.
    pub fn list(&self) -> usize {
        usize::try_from(self.captions).unwrap_or(usize::MAX)
    }

    /// The bounds of a page.
    pub fn page(&self) -> Bounds {
        Bounds { depth: self.depth, nodes: self.nodes }
    }

    /// The document limit for messages.
    pub fn document_words(&self) -> String {
        match self.document {
            n if n % (1 << 20) == 0 => format!("{} MiB", n >> 20),
            n => format!("{n} bytes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_set_by_name() {
        let mut limits = Limits::default();
        assert_eq!(limits.set("document=50M"), Ok(()));
        assert_eq!(limits.set("depth = 600"), Ok(()));
        assert_eq!((limits.document, limits.depth), (50 << 20, 600));
        assert_eq!(limits.set("memory=2G"), Ok(()));
        assert_eq!(limits.memory, Some(2 << 30));
        for bad in [
            "document",
            "document=",
            "document=0",
            "pages=3",
            "depth=100000",
            "nodes=99999999999999999999",
        ] {
            assert!(limits.set(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_a_text_may_hold_is_counted() {
        let limits = Limits { lines: 10, words: 30, quotations: 5, ..Limits::default() };
        for (text, reason) in [
            ("a,0\n".repeat(11), Some("has more than 10 lines")),
            ("\n".repeat(100) + "a", None),
            ("a b ".repeat(15), None),
            ("a b ".repeat(16), Some("has more than 30 words")),
            ("北海道".repeat(11), Some("has more than 30 words")),
            ("“a” ".repeat(6), Some("has more than 5 quotations")),
            ("'a' ".repeat(5), None),
            ("it's ".repeat(14), None),
            ("&quot;a&quot; ".repeat(6), Some("has more than 5 quotations")),
        ] {
            assert_eq!(limits.passed(&text).as_deref(), reason, "{text}");
        }
    }
}
