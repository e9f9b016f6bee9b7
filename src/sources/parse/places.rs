//! Finds the line and column of a byte, for findings in a source list.

/// Converts byte offsets of a text to lines and columns.
pub(super) struct Places<'t> {
    text: &'t str,
    /// Byte offset of the start of each line.
    starts: Vec<usize>,
    /// Number of characters before each stretch of [`STRETCH`] bytes; the last entry is the total.
    before: Vec<usize>,
}

/// Bytes per stretch: an upper bound on the bytes counted for one position, however long its line.
///
/// Chosen by judgement; it trades memory for the index against time per lookup.
const STRETCH: usize = 1 << 10;

impl<'t> Places<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut before = vec![0];
        for stretch in text.as_bytes().chunks(STRETCH) {
            before.push(before.last().copied().unwrap_or_default() + characters(stretch));
        }
        Self {
            text,
            starts: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
            before,
        }
    }

    /// Returns the line and column of a byte offset (both from 1, columns in characters). O(log
    /// lines).
    pub(super) fn of_byte(&self, byte: usize) -> (usize, usize) {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte);
        (line, self.characters_before(byte) - self.characters_before(self.starts[line - 1]) + 1)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let stretch = byte / STRETCH;
        self.before.get(stretch).copied().unwrap_or_default()
            + characters(&self.text.as_bytes()[stretch * STRETCH..byte])
    }
}

/// Counts the characters that begin in a slice of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_are_counted_by_hand() {
        let text = format!("a\n{}\nβγ", "äb\u{10348} ".repeat(1_200));
        let places = Places::of(&text);
        let mut by_hand = (1, 1);
        for (at, c) in text.char_indices() {
            assert_eq!(places.of_byte(at), by_hand, "byte {at}");
            by_hand = if c == '\n' { (by_hand.0 + 1, 1) } else { (by_hand.0, by_hand.1 + 1) };
        }
        assert_eq!(places.of_byte(text.len()), by_hand);
        assert_eq!(
            Places::of(&"x".repeat(STRETCH)).of_byte(STRETCH),
            (1, STRETCH + 1),
            "the end of a stretch that is the last"
        );
    }
}
