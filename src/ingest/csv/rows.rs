//! Reads the rows of a table from a stream.

use std::io::BufRead;

/// Cells above which a row is rejected. Chosen by judgement; it bounds the memory of hostile rows.
pub(super) const CELLS: usize = 10_000;

/// One row: the bytes of its cells, where each cell ends, and the row's first and last line.
pub(super) struct Row {
    pub(super) bytes: Vec<u8>,
    pub(super) ends: Vec<usize>,
    pub(super) line: u64,
    pub(super) last_line: u64,
    /// Why its cells cannot be trusted.
    pub(super) damage: Option<&'static str>,
}

impl Row {
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| &self.bytes[start..end])
    }

    /// Returns the lines lost with the row, for messages; empty if it is a single line.
    pub(super) fn lines(&self) -> String {
        lines(self.line, self.last_line)
    }
}

pub(super) fn lines(first: u64, last: u64) -> String {
    if last > first { format!(" (lines {first} to {last})") } else { String::new() }
}

/// The result of reading a row.
pub(super) enum Next {
    Row(Row),
    /// A row beyond the limits, skipped; its first and last line.
    Long(u64, u64),
    End,
}

/// Position of the reader in a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first byte of a cell.
    Begin,
    /// In an unquoted cell.
    Bare,
    /// Inside a quoted cell.
    Quoted,
    /// After a backslash inside a quoted cell.
    Escaped,
    /// After a quotation mark that closes the cell, unless another one follows.
    Closed,
    /// After white space that follows such a mark.
    Behind,
}

/// Reads rows from a stream, holding one row in memory.
///
/// It is as strict about quotation marks as RFC 4180, so that no row is shifted unnoticed: a
/// quotation mark followed by more of the cell, one that is never closed, and unquoted cells with
/// marks that only pair up across cells are damage. Lines end in LF, CRLF or CR.
pub(super) struct Rows<'r> {
    pub(super) inner: &'r mut (dyn BufRead + Send),
    pub(super) delimiter: u8,
    /// Whether quotation marks within cells are escaped by a backslash instead of doubled.
    pub(super) backslashed: bool,
    /// Bytes that a row may have.
    pub(super) limit: usize,
    pub(super) line: u64,
    pub(super) begun: bool,
    /// Whether the last byte was a CR, which an LF may complete.
    pub(super) after_return: bool,
}

/// A row being read.
struct Draft {
    row: Row,
    at: At,
    long: bool,
    /// Quotation marks in the current unquoted cell, and unquoted cells with an odd number of them.
    marks: u32,
    odd: u32,
}

impl Draft {
    fn push(&mut self, bytes: &[u8], limit: usize) {
        if self.row.bytes.len() + bytes.len() > limit {
            self.long = true;
            self.row.bytes.clear();
        }
        if !self.long {
            self.row.bytes.extend_from_slice(bytes);
        }
    }

    fn end_cell(&mut self) {
        self.odd += self.marks % 2;
        self.marks = 0;
        self.at = At::Begin;
        self.long |= self.row.ends.len() >= CELLS;
        if !self.long {
            self.row.ends.push(self.row.bytes.len());
        }
    }

    fn damaged(&mut self, why: &'static str) {
        self.row.damage = self.row.damage.or(Some(why));
    }

    /// Returns the row once its last byte was read.
    fn finish(mut self, delimiter: u8, last_line: u64) -> Next {
        if matches!(self.at, At::Quoted | At::Escaped) {
            self.damaged("has a quotation mark that is never closed");
        }
        self.end_cell();
        // Cells separated by tabs need no quotation, and texts contain marks of their own.
        if self.odd > 1 && delimiter != b'\t' {
            self.damaged("has quotation marks that open in one cell and close in another");
        }
        self.row.last_line = last_line;
        if self.long { Next::Long(self.row.line, last_line) } else { Next::Row(self.row) }
    }
}

impl Rows<'_> {
    pub(super) fn next(&mut self) -> std::io::Result<Next> {
        let row = Row {
            bytes: Vec::with_capacity(1_024),
            ends: Vec::with_capacity(16),
            line: self.line,
            last_line: self.line,
            damage: None,
        };
        let mut draft = Draft { row, at: At::Begin, long: false, marks: 0, odd: 0 };
        let mut is_empty = true;
        loop {
            let input = self.inner.fill_buf()?;
            if input.is_empty() {
                return Ok(if is_empty {
                    Next::End
                } else {
                    draft.finish(self.delimiter, self.line)
                });
            }
            if !self.begun {
                self.begun = true;
                let mark = if input.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
                self.inner.consume(mark);
                continue;
            }
            let mut at = 0;
            let mut ended = false;
            while at < input.len() && !ended {
                let byte = input[at];
                if self.after_return && byte == b'\n' {
                    self.after_return = false;
                    // The second half of a line end, either of the row before or of a line within a
                    // cell.
                    if draft.at == At::Quoted {
                        draft.push(b"\n", self.limit);
                    }
                    at += 1;
                    continue;
                }
                self.after_return = false;
                let is_end = matches!(byte, b'\n' | b'\r');
                if is_end {
                    self.line += 1;
                    self.after_return = byte == b'\r';
                }
                match draft.at {
                    At::Begin | At::Bare | At::Closed | At::Behind if is_end => {
                        // An empty line is not a row.
                        ended = !is_empty;
                        draft.row.line = if is_empty { self.line } else { draft.row.line };
                    }
                    At::Begin | At::Bare | At::Closed | At::Behind if byte == self.delimiter => {
                        draft.end_cell()
                    }
                    At::Begin if byte == b'"' => draft.at = At::Quoted,
                    At::Begin | At::Bare => {
                        let rest = &input[at..];
                        let stop = |b: &u8| matches!(*b, b'\n' | b'\r') || *b == self.delimiter;
                        let length = rest.iter().position(stop).unwrap_or(rest.len());
                        draft.marks += memchr::memchr_iter(b'"', &rest[..length]).count() as u32;
                        draft.push(&rest[..length], self.limit);
                        draft.at = At::Bare;
                        at += length - 1;
                    }
                    At::Quoted if byte == b'"' => draft.at = At::Closed,
                    At::Quoted if self.backslashed && byte == b'\\' => draft.at = At::Escaped,
                    At::Quoted if is_end => draft.push(&[byte], self.limit),
                    At::Quoted => {
                        let rest = &input[at..];
                        let length =
                            memchr::memchr3(b'"', b'\n', b'\r', rest).unwrap_or(rest.len());
                        let escape = if self.backslashed {
                            memchr::memchr(b'\\', &rest[..length])
                        } else {
                            None
                        };
                        let length = escape.unwrap_or(length);
                        draft.push(&rest[..length], self.limit);
                        at += length - 1;
                    }
                    At::Escaped => {
                        // A backslash before any other character is literal.
                        let escape = if matches!(byte, b'"' | b'\\') { &[][..] } else { b"\\" };
                        draft.push(escape, self.limit);
                        draft.push(&[byte], self.limit);
                        draft.at = At::Quoted;
                    }
                    At::Closed if byte == b'"' && !self.backslashed => {
                        draft.push(b"\"", self.limit);
                        draft.at = At::Quoted;
                    }
                    // White space between the closing mark and the delimiter is ignored.
                    At::Closed | At::Behind if matches!(byte, b' ' | b'\t') => {
                        draft.at = At::Behind
                    }
                    At::Closed | At::Behind => {
                        draft.damaged(
                            "has a quotation mark inside a cell that is not escaped by doubling",
                        );
                        draft.at = At::Bare;
                        draft.push(&[byte], self.limit);
                    }
                }
                is_empty &= is_end;
                at += 1;
            }
            self.inner.consume(at);
            if ended {
                return Ok(draft.finish(self.delimiter, self.line - 1));
            }
        }
    }
}

/// Returns the delimiter: the candidate that occurs most often in the header.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let line =
        head.split(|b| matches!(b, b'\n' | b'\r')).find(|l| !l.is_empty()).unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|b| **b == sign).count();
    [b'\t', b';', b'|']
        .into_iter()
        .filter(|&s| count(s) > count(b','))
        .max_by_key(|&s| count(s))
        .unwrap_or(b',')
}

/// Whether quotation marks within cells are escaped by a backslash instead of doubled, as
/// `mysqldump` and some scripts do.
///
/// Judged by the head of the table: it contains an escaped mark with more of the cell after it, and
/// no doubled mark.
pub(super) fn is_backslashed(head: &[u8], delimiter: u8) -> bool {
    let ends =
        |byte: Option<&u8>| byte.is_none_or(|b| matches!(b, b'\n' | b'\r') || *b == delimiter);
    let escaped = head
        .windows(2)
        .enumerate()
        .filter(|(at, pair)| *pair == b"\\\"" && !ends(head.get(at + 2)))
        .count();
    let doubled = head.windows(2).enumerate();
    let doubled = doubled.filter(|(at, pair)| {
        *pair == b"\"\"" && *at > 0 && !ends(head.get(at - 1)) && !ends(head.get(at + 2))
    });
    escaped > 0 && doubled.take(1).count() == 0
}
