//! Tables as text: CSV separated by commas, semicolons, tabs or vertical bars.
//!
//! Every row becomes an article or a reject: a row whose number of cells differs from the header's
//! is rejected, never shifted.

use std::borrow::Cow;
use std::io::BufRead;

use super::charset;
use super::fields::{self, Field, Slots, Value};
use super::record::Parsed;
use super::records::Reader;

/// Cells above which a row is rejected. Chosen by judgement; it bounds the memory of hostile rows.
const CELLS: usize = 10_000;

/// One row: the bytes of its cells, where each cell ends, and the row's first and last line.
struct Row {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
    last_line: u64,
    /// Why its cells cannot be trusted.
    damage: Option<&'static str>,
}

impl Row {
    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| &self.bytes[start..end])
    }

    /// Returns the lines lost with the row, for messages; empty if it is a single line.
    fn lines(&self) -> String {
        lines(self.line, self.last_line)
    }
}

fn lines(first: u64, last: u64) -> String {
    if last > first { format!(" (lines {first} to {last})") } else { String::new() }
}

/// The result of reading a row.
enum Next {
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
struct Rows<'r> {
    inner: &'r mut (dyn BufRead + Send),
    delimiter: u8,
    /// Whether quotation marks within cells are escaped by a backslash instead of doubled.
    backslashed: bool,
    /// Bytes that a row may have.
    limit: usize,
    line: u64,
    begun: bool,
    /// Whether the last byte was a CR, which an LF may complete.
    after_return: bool,
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
    fn next(&mut self) -> std::io::Result<Next> {
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
fn delimiter(head: &[u8]) -> u8 {
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
fn is_backslashed(head: &[u8], delimiter: u8) -> bool {
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

/// Whether a row repeats the header.
fn is_header(row: &Row, header: &[String]) -> bool {
    header.len() > 1
        && row.ends.len() == header.len()
        && row.cells().zip(header).all(|(cell, name)| cell.trim_ascii() == name.as_bytes())
}

impl Reader<'_> {
    /// Reads a table row by row.
    pub(super) fn csv(&mut self, reader: &mut (dyn BufRead + Send), watch: &mut dyn FnMut(u64)) {
        let (delimiter, backslashed) = match reader.fill_buf() {
            Ok(head) => {
                let delimiter = delimiter(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
                (delimiter, is_backslashed(head, delimiter))
            }
            Err(e) => return self.reject_whole(format!("cannot be unpacked: {e}")),
        };
        let limit = usize::try_from(self.settings.limits.document).unwrap_or(usize::MAX);
        let mut rows = Rows {
            inner: reader,
            delimiter,
            backslashed,
            limit,
            line: 1,
            begun: false,
            after_return: false,
        };
        let header: Vec<String> = match rows.next() {
            Ok(Next::Row(Row { damage: Some(damage), .. })) => {
                return self
                    .reject_whole(format!("cannot be read as a table: the header {damage}"));
            }
            Ok(Next::Row(row)) => {
                row.cells().map(|c| String::from_utf8_lossy(c).trim().to_owned()).collect()
            }
            Ok(Next::Long(..)) => {
                let words = self.settings.limits.document_words();
                return self.reject_whole(format!(
                    "has a header longer than {words} or with more than {CELLS} cells"
                ));
            }
            Ok(Next::End) => return self.reject_whole("holds no record"),
            Err(e) => return self.reject_whole(format!("ends prematurely: {e}")),
        };
        let columns: Vec<Option<(Field, usize)>> =
            header.iter().map(|name| self.settings.fields.column(name)).collect();
        let has = |field: Field| columns.iter().flatten().any(|(f, _)| *f == field);
        let titles_only = !has(Field::Text) && !has(Field::Html);
        if titles_only && !(has(Field::Title) && has(Field::Url)) {
            let names: Vec<&str> = header.iter().map(String::as_str).take(20).collect();
            return self.reject_whole(format!(
                "has no text column among `{}`; name it with --field text=COLUMN",
                super::record::shortened(&names.join("`, `"))
            ));
        }
        while !self.is_full() {
            match rows.next() {
                // Tables concatenated from several repeat the header.
                Ok(Next::Row(row)) if is_header(&row, &header) => {}
                Ok(Next::Row(row)) => {
                    let parsed = self.row(&row, &columns, titles_only);
                    self.take(parsed);
                    watch(self.contents.articles.len() as u64);
                }
                Ok(Next::Long(first, last)) => {
                    let words = self.settings.limits.document_words();
                    let lines = lines(first, last);
                    self.take(Parsed::lost(
                        Some(first),
                        format!("is longer than {words} or has more than {CELLS} cells; perhaps a quotation mark is not closed{lines}"),
                    ));
                }
                Ok(Next::End) => break,
                Err(e) => {
                    self.take(Parsed::lost(Some(rows.line), format!("ends prematurely here: {e}")));
                    break;
                }
            }
        }
        if self.contents.records == 0 {
            self.reject_whole("contains a header but no records");
        }
    }

    fn row(&mut self, row: &Row, columns: &[Option<(Field, usize)>], titles_only: bool) -> Parsed {
        let line = Some(row.line);
        if let Some(damage) = row.damage {
            return Parsed::lost(line, format!("{damage}{}", row.lines()));
        }
        if row.ends.len() != columns.len() {
            return Parsed::lost(
                line,
                format!(
                    "has {} cells, the header has {}{}",
                    row.ends.len(),
                    columns.len(),
                    row.lines()
                ),
            );
        }
        let mut slots: Slots<'_> = Default::default();
        let mut ranks = [usize::MAX; Field::COUNT];
        for (cell, column) in row.cells().zip(columns) {
            let Some((field, rank)) = *column else { continue };
            let Some(text) = self.cell(cell) else {
                return Parsed::lost(line, format!("`{}` is not UTF-8", field.name()));
            };
            if text.trim().is_empty() {
                continue;
            }
            let value = if field == Field::Authors { authors(text) } else { Value::Text(text) };
            fields::put(&mut slots, &mut ranks, (field, rank), value);
        }
        if titles_only {
            slots[Field::Text as usize] = slots[Field::Title as usize].clone();
        }
        Parsed::of(line, slots, None, &self.settings.limits)
    }

    /// Returns the text of a cell, with zero bytes replaced by U+FFFD; `None` if it is neither
    /// UTF-8 nor in the file's other character set.
    fn cell<'c>(&mut self, cell: &'c [u8]) -> Option<Cow<'c, str>> {
        let text = match std::str::from_utf8(cell) {
            Ok(text) => {
                if !text.is_ascii() && self.charset.is_none() {
                    self.charset = Some(encoding_rs::UTF_8);
                }
                Cow::Borrowed(text)
            }
            Err(_)
                if self.charset == Some(encoding_rs::UTF_8) || !charset::looks_like_text(cell) =>
            {
                return None;
            }
            Err(_) => {
                self.charset
                    .get_or_insert_with(|| charset::guess(cell))
                    .decode_without_bom_handling(cell)
                    .0
            }
        };
        Some(if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text })
    }
}

/// Splits the authors in a cell: `Jane Doe; Ola Berg`, or a list as Python or JSON writes it.
fn authors(text: Cow<'_, str>) -> Value<'_> {
    let inner = text.trim().strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let (list, signs): (&str, &[char]) = match inner {
        Some(inner) => (inner, &[',']),
        None => (text.trim(), &[';', '|']),
    };
    let names = list
        .split(signs)
        .map(|n| n.trim().trim_matches(['\'', '"']).trim())
        .filter(|n| !n.is_empty());
    Value::List(names.map(|n| Ok(Cow::Owned(n.to_owned()))).collect(), 0)
}

#[cfg(test)]
mod tests {
    use crate::ingest::{FieldMap, Input, Reject, Settings, records};

    /// Ids and texts of the articles; lines and reasons of the rejects.
    type Outcome = (Vec<(String, String)>, Vec<(Option<u64>, String)>);

    fn read(csv: &[u8]) -> Outcome {
        read_within(csv, Settings::default())
    }

    fn read_within(csv: &[u8], settings: Settings) -> Outcome {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.csv");
        std::fs::write(&path, csv).expect("written");
        let input = Input { label: "t.csv".to_owned(), path: Some(path) };
        let mut rejects: Vec<Reject> = Vec::new();
        let contents = records::read(&input, &settings, &mut rejects, &mut |_| ());
        assert_eq!(
            contents.records as usize,
            contents.articles.len() + rejects.iter().filter(|r| r.field.is_none()).count()
        );
        (
            contents.articles.into_iter().map(|a| (a.id, a.text)).collect(),
            rejects.into_iter().map(|r| (r.line, r.reason)).collect(),
        )
    }

    #[test]
    fn rows_in_are_rows_out_and_rejects() {
        let (rows, rejects) = read(b"id,text,url\na,\"two\nlines, one \"\"cell\"\"\",https://ht.example/a\nb,ragged\nc,a stray \" quote,\nd,nul\0,x.example/d,more\n");
        assert_eq!(
            rows,
            [
                ("a".to_owned(), "two\nlines, one \"cell\"".to_owned()),
                ("c".to_owned(), "a stray \" quote".to_owned())
            ]
        );
        assert_eq!(rejects.iter().map(|r| r.0).collect::<Vec<_>>(), [Some(4), Some(6)]);
        assert!(rejects[0].1.contains("has 2 cells, the header has 3"), "{rejects:?}");
    }

    #[test]
    fn rows_whose_marks_do_not_fit_are_rejects_with_their_lines() {
        let table = b"id,text,more\na,\"one\",x\nb,\"two,\"three\",x\nc,\"\"four\",x\nd,five,\"\ne,six,\"x\"\nf,seven,x\ng,he\"re, there\"\nh,eight\\,x\ni,5\" pipe,\ni,\"nine\" ,x\nj,ten,\"x";
        let (rows, rejects) = read(table);
        let ids: Vec<&str> = rows.iter().map(|r| r.0.as_str()).collect();
        assert_eq!(ids, ["a", "f", "h", "i", "i"], "{rejects:?}");
        assert_eq!((rows[3].1.as_str(), rows[4].1.as_str()), ("5\" pipe", "nine"));
        let told: Vec<(Option<u64>, bool)> =
            rejects.iter().map(|r| (r.0, r.1.contains("(lines 5 to 6)"))).collect();
        assert_eq!(
            told,
            [
                (Some(3), false),
                (Some(4), false),
                (Some(5), true),
                (Some(8), false),
                (Some(12), false)
            ],
            "{rejects:?}"
        );
        for (at, reason) in
            [(0, "doubling"), (1, "doubling"), (3, "open in one cell"), (4, "never closed")]
        {
            assert!(rejects[at].1.contains(reason), "{rejects:?}");
        }
    }

    #[test]
    fn rows_are_the_same_whatever_the_window() {
        let table = b"id,text\r\na,\"two\r\nlines, \"\"one\"\" cell\"\r\n\r\nb,bare \"x\" cell\rc,\"un\"closed\nd,\"\",\n\"e\" ,\"f\"";
        let rows = |window: usize| {
            let mut inner = std::io::BufReader::with_capacity(window, &table[..]);
            let mut rows = super::Rows {
                inner: &mut inner,
                delimiter: b',',
                backslashed: false,
                limit: 1_000,
                line: 1,
                begun: false,
                after_return: false,
            };
            let mut out = Vec::new();
            while let super::Next::Row(row) = rows.next().expect("read") {
                let cells: Vec<String> =
                    row.cells().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
                out.push((row.line, row.last_line, cells, row.damage));
            }
            out
        };
        let whole = rows(1 << 12);
        assert_eq!(
            whole.iter().map(|r| (r.0, r.1, r.3.is_some())).collect::<Vec<_>>(),
            [
                (1, 1, false),
                (2, 3, false),
                (5, 5, false),
                (6, 6, true),
                (7, 7, false),
                (8, 8, false)
            ]
        );
        assert_eq!(whole[1].2[1], "two\r\nlines, \"one\" cell");
        (1..9).for_each(|window| assert_eq!(rows(window), whole, "{window}"));
    }

    #[test]
    fn lines_may_end_in_any_way_and_cells_hold_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let table = ["id,text", "", "a,\"one", "two\"", "", "b,three", ""].join(end);
            let (rows, rejects) = read(table.as_bytes());
            assert_eq!(
                rows[0].1.split(['\r', '\n']).filter(|l| !l.is_empty()).collect::<Vec<_>>(),
                ["one", "two"],
                "{rejects:?}"
            );
            assert_eq!(rows[1], ("b".to_owned(), "three".to_owned()));
        }
    }

    #[test]
    fn other_signs_and_character_sets_are_told() {
        let (rows, _) = read("\u{feff}ID;Maintext\nä;Fähre\n".as_bytes());
        assert_eq!(rows, [("ä".to_owned(), "Fähre".to_owned())]);
        let (rows, _) = read(
            b"id\ttext\n1\tDie F\xe4hren in Halvik stehen still, die Stra\xdfe ist gesperrt.\n",
        );
        assert_eq!(rows[0].1, "Die Fähren in Halvik stehen still, die Straße ist gesperrt.");
        let (_, rejects) = read(b"id,text\n1,F\xc3\xa4hre\n2,F\xe4hre\n");
        assert_eq!(rejects, [(Some(3), "`text` is not UTF-8".to_owned())]);
    }

    #[test]
    fn dialects_are_told_by_their_rows() {
        let (rows, rejects) =
            read(b"id,text\na,\"she said \\\"no, never\\\" and left\"\nid,text\nb,two\n");
        assert_eq!(
            rows,
            [
                ("a".to_owned(), "she said \"no, never\" and left".to_owned()),
                ("b".to_owned(), "two".to_owned())
            ],
            "{rejects:?}"
        );
        let (rows, _) = read(b"id,text\na,\"of 8\\'9\\\" and C:\\\\x\"\n");
        assert_eq!(rows[0].1, "of 8\\'9\" and C:\\x");
        let (rows, _) = read(b"id,text\na,\"a folder C:\\\"\nb,\"she said \"\"no\"\"\"\n");
        assert_eq!(rows[0].1, "a folder C:\\");
        assert_eq!(rows[1].1, "she said \"no\"");
    }

    #[test]
    fn titles_and_urls_alone_are_articles_and_nothing_else_is_guessed() {
        let (rows, _) = read(
            b"stories_id,publish_date,title,url,language,media_name\n1,2021-06-07,Ferries stand still,https://ht.example/a,en,Herald\n",
        );
        assert_eq!(rows[0].1, "Ferries stand still");
        let (rows, rejects) = read(b"a,b\n1,2\n");
        assert!(rows.is_empty() && rejects[0].1.contains("--field text=COLUMN"), "{rejects:?}");
    }

    #[test]
    fn a_header_whose_marks_do_not_fit_rejects_the_table() {
        for header in ["id,\"te\"xt\"", "id,text,\"more", "id,text,5\" x,6\" x"] {
            let (rows, rejects) = read(format!("{header}\na,one,x,y\n").as_bytes());
            assert!(rows.is_empty() && rejects.len() == 1, "{header}: {rejects:?}");
            assert!(rejects[0].1.contains("the header has"), "{rejects:?}");
        }
    }

    #[test]
    fn a_long_row_is_skipped_and_the_rest_is_read() {
        let settings = Settings {
            limits: crate::ingest::Limits { document: 10_000, ..Default::default() },
            fields: FieldMap::default(),
        };
        let csv = format!(
            "id,text\na,{}\nb,short\nc,{}\nd,short\n",
            "x".repeat(50_000),
            ",".repeat(20_000)
        );
        let (rows, rejects) = read_within(csv.as_bytes(), settings);
        assert_eq!(rows.iter().map(|r| r.0.as_str()).collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(rejects.iter().map(|r| r.0).collect::<Vec<_>>(), [Some(2), Some(4)]);
    }
}
