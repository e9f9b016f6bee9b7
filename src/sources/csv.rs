//! Reads CSV as it occurs in practice: with commas, semicolons or tabs, with quoted cells, and with
//! the line number of each row.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::ingest::{Limits, charset, office};
use crate::text::fold;

/// One row with the line it begins on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Line of its first character, from 1.
    pub line: usize,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// Makes a row of a sheet.
    fn of(line: usize, cells: &[String]) -> Self {
        let mut row = Self { line, ..Self::default() };
        for cell in cells {
            row.text.push_str(cell);
            row.ends.push(row.text.len());
        }
        row
    }

    /// Returns the number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the cell at an index, trimmed; empty past the last cell.
    pub fn cell(&self, at: usize) -> &str {
        let Some(&end) = self.ends.get(at) else { return "" };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        self.text[start..end].trim()
    }

    /// Iterates over all cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.cell(at))
    }
}

/// Iterates over the rows of a text, skipping blank lines. O(text).
pub struct Rows<'t> {
    rest: &'t [u8],
    line: usize,
    reader: Reader,
}

impl<'t> Rows<'t> {
    /// Starts reading; the delimiter is the comma, semicolon or tab that occurs most often in the
    /// first non-blank line.
    pub fn of(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.split(['\r', '\n']);
        let first = lines.find(|l| !l.trim().is_empty()).unwrap_or_default();
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .rev()
            .max_by_key(|d| first.bytes().filter(|b| b == d).count())
            .unwrap_or(b',');
        Self {
            rest: text.as_bytes(),
            line: 1,
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let (mut output, mut ends) = (vec![0; 256], vec![0; 32]);
        let (mut read, mut written, mut cells) = (0, 0, 0);
        loop {
            let (result, taken, given, ended) = self.reader.read_record(
                &self.rest[read..],
                &mut output[written..],
                &mut ends[cells..],
            );
            (read, written, cells) = (read + taken, written + given, cells + ended);
            match result {
                ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        let blank = self.rest[..read].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let line = self.line + line_ends(self.rest, blank);
        self.line += line_ends(self.rest, read);
        self.rest = &self.rest[read..];
        output.truncate(written);
        ends.truncate(cells);
        // Cells are cut at ASCII characters only, so the output is still valid UTF-8.
        let text = String::from_utf8(output)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        Some(Row { line, text, ends })
    }
}

/// Returns the number of lines that end in the first bytes of a text: line feeds, and carriage
/// returns that no line feed follows.
fn line_ends(text: &[u8], bytes: usize) -> usize {
    let ends = |at: usize| match text[at] {
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        byte => byte == b'\n',
    };
    (0..bytes).filter(|at| ends(*at)).count()
}

/// Returns the index of a column in a header: that of the first of `names` that occurs, whatever
/// its case, accents, spaces, hyphens and underscores; `None` if none does.
pub fn column(header: &Row, names: &[&str]) -> Option<usize> {
    let seen: Vec<String> = header.cells().map(fold::label).collect();
    names.iter().find_map(|name| {
        let wanted = fold::label(name);
        seen.iter().position(|cell| *cell == wanted)
    })
}

/// Returns a number as a table writes it, also with a decimal comma: `95,5`.
pub fn number(cell: &str) -> Option<f64> {
    let is_comma = cell.matches(',').count() == 1 && !cell.contains('.');
    if is_comma { cell.replace(',', ".").parse().ok() } else { cell.parse().ok() }
}

/// What a file of rows or lines holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// The rows of the first sheet of a workbook; the line of a row is its number.
    Sheet(Vec<Row>),
}

impl Content {
    /// Reads a file, whatever its character set: text, or a workbook (XLSX or ODS).
    ///
    /// # Errors
    /// Returns what else it is.
    pub fn of(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.starts_with(b"PK\x03\x04") {
            let rows = office::rows(&bytes, &Limits::default())?;
            let width = rows.first().map_or(0, |(_, cells)| cells.len());
            return Ok(Self::Sheet(
                rows.into_iter()
                    .map(|(line, mut cells)| {
                        // Empty cells at the end of a row are not stored.
                        cells.resize(cells.len().max(width), String::new());
                        Row::of(line, &cells)
                    })
                    .collect(),
            ));
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err("is a table of an older Excel (.xls); save it as XLSX or CSV".to_owned());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::Text(text)),
            Err(e) => match charset::of_text(e.as_bytes()) {
                Some(text) => Ok(Self::Text(text.into_owned())),
                None => Err("is binary data, not text; save it as CSV or XLSX".to_owned()),
            },
        }
    }

    /// Returns the rows.
    pub fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        match self {
            Self::Text(text) => Box::new(Rows::of(text)),
            Self::Sheet(rows) => Box::new(rows.iter().cloned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, Vec<String>)> {
        Rows::of(text).map(|r| (r.line, r.cells().map(str::to_owned).collect())).collect()
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn rows_know_their_line_through_quotes_blank_lines_and_any_line_end() {
        let want = [row(1, &["a", "b"]), row(3, &["x, \"y\"\nz", "ü"]), row(5, &["1", "2"])];
        let text = "a,b\n\n\"x, \"\"y\"\"\nz\", ü\n1,2";
        assert_eq!(read(text), want);
        assert_eq!(read(&format!("\u{feff}{text}\n")), want);
        let lines: Vec<usize> =
            read("a,b\r\n\r\n1,2\r\n3,4\r\n").into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 3, 4]);
        assert_eq!(
            read("a;b\r\r1;2\r\"3,3,3\r\";4\r5;6"),
            [
                row(1, &["a", "b"]),
                row(3, &["1", "2"]),
                row(4, &["3,3,3", "4"]),
                row(6, &["5", "6"])
            ]
        );
    }

    #[test]
    fn names_of_columns_and_numbers_are_known_in_any_form() {
        let header = Rows::of("Rank;Source Domain;Pays").next().unwrap_or_default();
        assert_eq!(column(&header, &["host", "source_domain"]), Some(1));
        assert_eq!(column(&header, &["país", "PAYS"]), Some(2));
        assert_eq!(column(&header, &["pay"]), None);
        assert_eq!(
            (number("95,5"), number("95.5"), number("1,234,5")),
            (Some(95.5), Some(95.5), None)
        );
    }

    #[test]
    fn text_is_read_in_its_character_set() {
        let text = "domain;name\nhalvik.example;Höhere Küste für Fähren\n";
        let latin = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        assert_eq!(Content::of(latin), Ok(Content::Text(text.to_owned())));
        let wide: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(Content::of(wide), Ok(Content::Text(text.to_owned())));
        for (bytes, want) in [(&b"a\x00\x01\xff\xfe"[..], "binary"), (b"\xd0\xcf\x11\xe0", ".xls")]
        {
            let error = Content::of(bytes.to_vec()).expect_err("no table");
            assert!(error.contains(want), "{error}");
        }
    }

    #[test]
    fn semicolons_and_tabs_are_told_from_the_first_line() {
        assert_eq!(read("a;b\n1,5;2"), [row(1, &["a", "b"]), row(2, &["1,5", "2"])]);
        assert_eq!(read("a\tb"), [row(1, &["a", "b"])]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn long_cells_and_many_cells_are_read_whole() {
        let text = format!("{}{}", "a,".repeat(500), "é".repeat(3000));
        let rows = read(&text);
        assert_eq!((rows[0].1.len(), rows[0].1[500].chars().count()), (501, 3000));
    }
}
