//! Tables as text: CSV, with commas, semicolons or tabs.
//!
//! Rows in are rows out and rejects: a row with another number of cells than the header is a reject, never shifted.

use std::borrow::Cow;
use std::io::BufRead;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::charset;
use super::fields::{self, Field, Slots, Value};
use super::record::Parsed;
use super::records::Reader;

/// Cells above which a row is no row.
const CELLS: usize = 10_000;

/// One row: its cells' bytes, where each ends, and the line it begins on.
struct Row {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
}

impl Row {
    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| &self.bytes[start..end])
    }
}

/// What came of reading a row.
enum Next {
    Row(Row),
    /// A row beyond the limits, skipped; the line it begins on.
    Long(u64),
    End,
}

/// Reads rows from a stream, with the memory of one row.
struct Rows<'r> {
    inner: &'r mut (dyn BufRead + Send),
    parser: csv_core::Reader,
    /// Bytes that a row may have.
    limit: usize,
    begun: bool,
}

impl Rows<'_> {
    fn next(&mut self) -> std::io::Result<Next> {
        let line = self.parser.line();
        let (mut bytes, mut ends) = (vec![0; 4096], vec![0; 64]);
        let (mut written, mut cells, mut long) = (0, 0, false);
        loop {
            let input = self.inner.fill_buf()?;
            if !self.begun {
                self.begun = true;
                let mark = if input.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
                self.inner.consume(mark);
                continue;
            }
            let (result, read, wrote, ended) = self.parser.read_record(input, &mut bytes[written..], &mut ends[cells..]);
            self.inner.consume(read);
            written += wrote;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                // Beyond the limit the same room is written again and again until the row ends.
                ReadRecordResult::OutputFull if written >= self.limit => (long, written) = (true, 0),
                ReadRecordResult::OutputEndsFull if cells >= CELLS => (long, cells) = (true, 0),
                ReadRecordResult::OutputFull => bytes.resize((bytes.len() * 2).min(self.limit.max(4096)), 0),
                ReadRecordResult::OutputEndsFull => ends.resize((ends.len() * 2).min(CELLS), 0),
                ReadRecordResult::Record if long => return Ok(Next::Long(line)),
                ReadRecordResult::Record => {
                    bytes.truncate(written);
                    ends.truncate(cells);
                    return Ok(Next::Row(Row { bytes, ends, line }));
                }
                ReadRecordResult::End => return Ok(Next::End),
            }
        }
    }
}

/// The sign between the cells: the one that the header has most of.
fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|b| matches!(b, b'\n' | b'\r')).find(|l| !l.is_empty()).unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|b| **b == sign).count();
    [b'\t', b';', b'|'].into_iter().filter(|&s| count(s) > count(b',')).max_by_key(|&s| count(s)).unwrap_or(b',')
}

/// Whether quotation marks within cells are escaped by a backslash and not doubled, as `mysqldump` and some scripts do.
///
/// Told by the head of the table: a backslash and a mark with more of the cell behind them, and no doubled mark.
fn is_backslashed(head: &[u8], delimiter: u8) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|b| matches!(b, b'\n' | b'\r') || *b == delimiter);
    let escaped = head.windows(2).enumerate().filter(|(at, pair)| *pair == b"\\\"" && !ends(head.get(at + 2))).count();
    let doubled = head.windows(2).enumerate();
    let doubled = doubled.filter(|(at, pair)| *pair == b"\"\"" && *at > 0 && !ends(head.get(at - 1)) && !ends(head.get(at + 2)));
    escaped > 0 && doubled.take(1).count() == 0
}

/// Whether a row is the header once more.
fn is_header(row: &Row, header: &[String]) -> bool {
    header.len() > 1 && row.ends.len() == header.len() && row.cells().zip(header).all(|(cell, name)| cell.trim_ascii() == name.as_bytes())
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
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter).escape(backslashed.then_some(b'\\')).double_quote(!backslashed);
        let parser = builder.build();
        let mut rows = Rows { inner: reader, parser, limit, begun: false };
        let header: Vec<String> = match rows.next() {
            Ok(Next::Row(row)) => row.cells().map(|c| String::from_utf8_lossy(c).trim().to_owned()).collect(),
            Ok(Next::Long(_)) => return self.reject_whole(format!("has a header longer than {}", self.settings.limits.document_words())),
            Ok(Next::End) => return self.reject_whole("holds no record"),
            Err(e) => return self.reject_whole(format!("is broken off: {e}")),
        };
        let columns: Vec<Option<(Field, usize)>> = header.iter().map(|name| self.settings.fields.column(name)).collect();
        let has = |field: Field| columns.iter().flatten().any(|(f, _)| *f == field);
        let titles_only = !has(Field::Text) && !has(Field::Html);
        if titles_only && !(has(Field::Title) && has(Field::Url)) {
            let names: Vec<&str> = header.iter().map(String::as_str).take(20).collect();
            return self.reject_whole(format!(
                "has no column of text among `{}`; name it with --field text=COLUMN",
                super::record::shortened(&names.join("`, `"))
            ));
        }
        while !self.is_full() {
            match rows.next() {
                // Tables put together from several have their header in the middle.
                Ok(Next::Row(row)) if is_header(&row, &header) => {}
                Ok(Next::Row(row)) => {
                    let parsed = self.row(&row, &columns, titles_only);
                    self.take(parsed);
                    watch(self.contents.articles.len() as u64);
                }
                Ok(Next::Long(line)) => {
                    let words = self.settings.limits.document_words();
                    self.take(Parsed::lost(Some(line), format!("is longer than {words}; a quotation mark may never be closed")));
                }
                Ok(Next::End) => break,
                Err(e) => {
                    self.take(Parsed::lost(Some(rows.parser.line()), format!("is broken off here: {e}")));
                    break;
                }
            }
        }
        if self.contents.records == 0 {
            self.reject_whole("holds a header and no record");
        }
    }

    fn row(&mut self, row: &Row, columns: &[Option<(Field, usize)>], titles_only: bool) -> Parsed {
        let line = Some(row.line);
        if row.ends.len() != columns.len() {
            return Parsed::lost(line, format!("has {} cells, the header has {}", row.ends.len(), columns.len()));
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

    /// The text of a cell, zero bytes made visible; `None` where it is neither UTF-8 nor in the file's other character set.
    fn cell<'c>(&mut self, cell: &'c [u8]) -> Option<Cow<'c, str>> {
        let text = match std::str::from_utf8(cell) {
            Ok(text) => {
                if !text.is_ascii() && self.charset.is_none() {
                    self.charset = Some(encoding_rs::UTF_8);
                }
                Cow::Borrowed(text)
            }
            Err(_) if self.charset == Some(encoding_rs::UTF_8) || !charset::looks_like_text(cell) => return None,
            Err(_) => self.charset.get_or_insert_with(|| charset::guess(cell)).decode_without_bom_handling(cell).0,
        };
        Some(if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text })
    }
}

/// Authors of a cell: `Jane Doe; Ola Berg`, or a list as Python or JSON write it.
fn authors(text: Cow<'_, str>) -> Value<'_> {
    let inner = text.trim().strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let (list, signs): (&str, &[char]) = match inner {
        Some(inner) => (inner, &[',']),
        None => (text.trim(), &[';', '|']),
    };
    let names = list.split(signs).map(|n| n.trim().trim_matches(['\'', '"']).trim()).filter(|n| !n.is_empty());
    Value::List(names.map(|n| Ok(Cow::Owned(n.to_owned()))).collect())
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
        assert_eq!(contents.records as usize, contents.articles.len() + rejects.iter().filter(|r| r.field.is_none()).count());
        (contents.articles.into_iter().map(|a| (a.id, a.text)).collect(), rejects.into_iter().map(|r| (r.line, r.reason)).collect())
    }

    #[test]
    fn rows_in_are_rows_out_and_rejects() {
        let (rows, rejects) = read(b"id,text,url\na,\"two\nlines, one \"\"cell\"\"\",https://ht.example/a\nb,ragged\nc,a stray \" quote,\nd,nul\0,x.example/d,more\n");
        assert_eq!(rows, [("a".to_owned(), "two\nlines, one \"cell\"".to_owned()), ("c".to_owned(), "a stray \" quote".to_owned())]);
        assert_eq!(rejects.iter().map(|r| r.0).collect::<Vec<_>>(), [Some(4), Some(6)]);
        assert!(rejects[0].1.contains("has 2 cells, the header has 3"), "{rejects:?}");
    }

    #[test]
    fn other_signs_and_character_sets_are_told() {
        let (rows, _) = read("\u{feff}ID;Maintext\nä;Fähre\n".as_bytes());
        assert_eq!(rows, [("ä".to_owned(), "Fähre".to_owned())]);
        let (rows, _) = read(b"id\ttext\n1\tDie F\xe4hren in Halvik stehen still, die Stra\xdfe ist gesperrt.\n");
        assert_eq!(rows[0].1, "Die Fähren in Halvik stehen still, die Straße ist gesperrt.");
        let (_, rejects) = read(b"id,text\n1,F\xc3\xa4hre\n2,F\xe4hre\n");
        assert_eq!(rejects, [(Some(3), "`text` is not UTF-8".to_owned())]);
    }

    #[test]
    fn dialects_are_told_by_their_rows() {
        let (rows, rejects) = read(b"id,text\na,\"she said \\\"no, never\\\" and left\"\nid,text\nb,two\n");
        assert_eq!(
            rows,
            [("a".to_owned(), "she said \"no, never\" and left".to_owned()), ("b".to_owned(), "two".to_owned())],
            "{rejects:?}"
        );
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
    fn a_long_row_is_skipped_and_the_rest_is_read() {
        let settings = Settings { limits: crate::ingest::Limits { document: 10_000, ..Default::default() }, fields: FieldMap::default() };
        let csv = format!("id,text\na,{}\nb,short\nc,{}\nd,short\n", "x".repeat(50_000), ",".repeat(20_000));
        let (rows, rejects) = read_within(csv.as_bytes(), settings);
        assert_eq!(rows.iter().map(|r| r.0.as_str()).collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(rejects.iter().map(|r| r.0).collect::<Vec<_>>(), [Some(2), Some(4)]);
    }
}
