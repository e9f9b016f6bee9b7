//! How large an input may be before it is refused: counted, not timed, so that the same input gives the same output.

use super::html::dom::Bounds;

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
    /// Records of a file that may be rejects, if they are more than its articles; the rest is not read. A megabyte can hold half a
    /// million records that are none, and each reject takes more memory than they do.
    pub rejects: u64,
}

impl Default for Limits {
    /// So chosen that no document takes over two seconds on two cores.
    fn default() -> Self {
        Self { document: 20 << 20, depth: 512, nodes: 300_000, unpacked: 64 << 20, ratio: 100, rejects: 100_000 }
    }
}

/// Why a `NAME=VALUE` is no limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not NAME=VALUE with NAME one of document, depth, nodes, unpacked, ratio, rejects and VALUE a number above 0 (K, M and G may follow)"
)]
pub struct LimitError(String);

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
        let number = number.checked_mul(1 << shift).filter(|&n| n > 0).ok_or_else(bad)?;
        match name.trim() {
            "document" => self.document = number,
            // The tree is walked by calls within calls: a deeper one would not fit a thread's stack.
            "depth" => self.depth = u32::try_from(number).ok().filter(|&d| d <= 2_048).ok_or_else(bad)?,
            "nodes" => self.nodes = usize::try_from(number).ok().filter(|&n| n < u32::MAX as usize / 2).ok_or_else(bad)?,
            "unpacked" => self.unpacked = number,
            "ratio" => self.ratio = number,
            "rejects" => self.rejects = number,
            _ => return Err(bad()),
        }
        Ok(())
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
        for bad in ["document", "document=", "document=0", "pages=3", "depth=100000", "nodes=99999999999999999999"] {
            assert!(limits.set(bad).is_err(), "{bad}");
        }
    }
}
