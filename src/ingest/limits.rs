//! How large an input may be before it is refused. Limits are counted, not timed, so that the same
//! input always gives the same output.

use super::html::dom::Bounds;
use crate::text::words::is_spaceless;

/// Limits that protect against hostile input; each can be changed by the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one article: a page, a text, a line of JSON, a row.
    pub document: u64,
    /// Levels of nesting in a page; tags nested deeper are ignored, their text is kept.
    pub depth: u32,
    /// Nodes of a page.
    pub nodes: usize,
    /// Bytes that a file may unpack to before [`Limits::ratio`] applies.
    pub unpacked: u64,
    /// Factor by which a file may grow when it is unpacked.
    pub ratio: u64,
    /// Rejected records after which the rest of a file is not read, if they also outnumber its
    /// articles. A megabyte can hold half a million lines that are not records, and each reject
    /// takes more memory than its line.
    pub rejects: u64,
    /// Non-empty lines of one article; each is a block of some 300 bytes.
    pub lines: u64,
    /// Words of one article; each takes some 32 bytes. This also bounds the dates, at most half as
    /// many.
    pub words: u64,
    /// Quotations of one article, counted as pairs of quotation marks.
    pub quotations: u64,
    /// Captions, and likewise authors, of one article; further ones are dropped.
    pub captions: u64,
    /// Bytes that the articles of one file may take in memory (see [`Limits::weight`]) before
    /// [`Limits::ratio`] applies.
    pub file: u64,
    /// Bytes of memory that the whole run may take; `None` if the user set no limit. Enforced by
    /// the caller, not here.
    pub memory: Option<u64>,
}

impl Default for Limits {
    /// Returns limits chosen so that no document takes more than two seconds on two cores, or more
    /// than 64 MiB besides its text (`benches/hostile.py`). The longest novels have a million words
    /// and 60,000 lines; news articles come nowhere near.
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

/// Why a `NAME=VALUE` does not set a limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not NAME=VALUE with NAME one of document, depth, nodes, unpacked, ratio, rejects, lines, words, quotations, captions, file, memory and VALUE a number above 0 (K, M and G may follow)"
)]
pub struct LimitError(String);

/// The greatest value that any limit may have, so that adding a little to one cannot overflow a
/// `u64`. Any value well below `u64::MAX` would do; chosen by judgement.
const MOST: u64 = 1 << 60;

impl Limits {
    /// Sets one limit from text such as `document=50M`.
    ///
    /// # Errors
    /// Returns [`LimitError`] if there is no such limit, or if the value is not a number above 0
    /// within range.
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
            // The tree is walked recursively: a deeper one would overflow a thread's stack.
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

    /// Returns why a text is refused: it has more lines, words or quotations than allowed. `None`
    /// if it is accepted. O(bytes).
    pub fn passed(&self, text: &str) -> Option<String> {
        // A text cannot have more of anything than bytes, so almost none needs counting.
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
                // Inside and after words these are apostrophes.
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

    /// Returns the approximate memory in bytes that an article with `text` bytes takes while a
    /// report is made; measured on one-word articles and on news.
    pub fn weight(text: usize) -> u64 {
        3_000 + 5 * text as u64
    }

    /// Returns how many entries of a list are read.
    pub fn list(&self) -> usize {
        usize::try_from(self.captions).unwrap_or(usize::MAX)
    }

    /// Returns the bounds of a page.
    pub fn page(&self) -> Bounds {
        Bounds { depth: self.depth, nodes: self.nodes }
    }

    /// Returns why a document beyond the limit is refused, and what to do.
    pub fn too_long(&self) -> String {
        format!("is longer than {}; raise that with --limit document=SIZE", self.document_words())
    }

    /// Returns the document limit as worded in messages.
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
