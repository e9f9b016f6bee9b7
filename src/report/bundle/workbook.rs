//! The workbook: a sheet for each table, and one that says what tables and columns mean.
//!
//! The parts of SpreadsheetML that it needs are few (ECMA-376, part 1, clause 18), and the ZIP
//! archive around them is written by the crate that also reads them.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::super::Source;
use super::super::dictionary::{self, Entry};
use super::super::schema::Data;
use super::{Sheet, Stopped, sheets};
use crate::inert;

/// Rows of a sheet below its header. Source: Excel's specifications and limits.
const MOST_ROWS: usize = 1_048_575;
/// Characters of a cell, in UTF-16 code units. Source: Excel's specifications and limits.
const MOST_CHARACTERS: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: char = '…';
/// Width of a column of numbers or ids, in characters. Chosen by judgement.
const WIDTH: u32 = 18;
/// Widths of the columns of the sheet [`ABOUT`], in characters. Chosen by judgement.
const ABOUT_WIDTHS: [u32; 6] = [24, 28, 12, 18, 80, 40];
/// Name of the sheet that says what the others hold.
const ABOUT: &str = "about";
/// Every part begins so.
const OPENING: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// The styles: 0 plain, 1 bold, 2 wrapped, from the top of the cell.
const STYLES: &str = concat!(
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>"#,
    r#"<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill>"#,
    r#"<fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">"#,
    r#"<alignment vertical="top" wrapText="1"/></xf></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#,
);
const BOLD: u32 = 1;
const WRAPPED: u32 = 2;

/// A line of the sheet [`ABOUT`]: a sheet's name, its rows, what a row is, and how many texts were
/// cut.
struct Line {
    sheet: String,
    rows: usize,
    about: &'static str,
    cut: usize,
}

/// Writes the workbook. One table at a time is in memory.
///
/// A table that has more rows than a sheet goes on in a second one. Texts longer than a cell holds
/// end in an ellipsis, and are counted on the sheet `about`.
pub(super) fn write(source: &Source<'_>, path: &Path) -> Result<(), Stopped> {
    let mut book = Book(ZipArchiveWriter::new(BufWriter::new(File::create(path)?)));
    let mut lines: Vec<Line> = Vec::new();
    for sheet in sheets(source) {
        let sheet = sheet?;
        let rows = sheet.rows();
        for (part, from) in (0..rows.max(1)).step_by(MOST_ROWS).enumerate() {
            let rows = from..(from + MOST_ROWS).min(rows);
            let name = match part {
                0 => sheet.name.to_owned(),
                part => format!("{} {}", sheet.name, part + 1),
            };
            // The first sheet is the one that says what the others hold.
            let number = lines.len() + 2;
            let count = rows.len();
            let cut = book.part(&of_sheet(number), |to| fill(to, &sheet, rows))?;
            lines.push(Line { sheet: name, rows: count, about: sheet.about, cut });
        }
    }
    book.part(&of_sheet(1), |to| about(to, &lines))?;
    book.frame(&lines)
}

/// Returns the name of a sheet's part.
fn of_sheet(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// A workbook being written: a ZIP archive of parts.
struct Book(ZipArchiveWriter<BufWriter<File>>);

impl Book {
    /// Writes a part, compressed as it is made.
    fn part<T>(
        &mut self,
        name: &str,
        make: impl FnOnce(&mut dyn Write) -> Result<T, Stopped>,
    ) -> Result<T, Stopped> {
        let (mut entry, config) =
            self.0.new_file(name).compression_method(CompressionMethod::DEFLATE).start()?;
        let mut to = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        to.write_all(OPENING.as_bytes())?;
        let made = make(&mut to)?;
        let (deflated, output) = to.finish()?;
        deflated.finish()?;
        entry.finish(output)?;
        Ok(made)
    }

    /// Writes the parts that hold the sheets together.
    fn frame(mut self, lines: &[Line]) -> Result<(), Stopped> {
        let names = std::iter::once(ABOUT).chain(lines.iter().map(|line| line.sheet.as_str()));
        let (mut kinds, mut list, mut links) = (String::new(), String::new(), String::new());
        for (name, number) in names.zip(1..) {
            let part = of_sheet(number);
            write!(kinds, r#"<Override PartName="/{part}" ContentType="{TYPES}.worksheet+xml"/>"#)?;
            write!(list, r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#)?;
            let target = part.trim_start_matches("xl/");
            write!(
                links,
                r#"<Relationship Id="rId{number}" Type="{RELATED}/worksheet" Target="{target}"/>"#
            )?;
        }
        write!(links, r#"<Relationship Id="rId0" Type="{RELATED}/styles" Target="styles.xml"/>"#)?;
        let parts = [
            ("xl/styles.xml", format!(r#"<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>"#)),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{list}</sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "[Content_Types].xml",
                format!(
                    r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{kinds}</Types>"#
                ),
            ),
        ];
        for (name, text) in parts {
            self.part(name, |to| Ok(to.write_all(text.as_bytes())?))?;
        }
        self.0.finish()?.flush()?;
        Ok(())
    }
}

/// A row being written: cells that are empty are left out.
struct Row {
    text: String,
    number: usize,
}

impl Row {
    fn new(number: usize) -> Self {
        Self { text: format!(r#"<row r="{number}">"#), number }
    }

    fn number(&mut self, column: usize, value: impl std::fmt::Display) -> Result<(), Stopped> {
        let place = place(column, self.number);
        Ok(write!(self.text, r#"<c r="{place}"><v>{value}</v></c>"#)?)
    }

    fn words(&mut self, column: usize, style: u32, words: &str) -> Result<(), Stopped> {
        let place = place(column, self.number);
        let words = inert::xml(words);
        Ok(write!(
            self.text,
            r#"<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>"#
        )?)
    }

    fn end(mut self, to: &mut dyn Write) -> Result<(), Stopped> {
        self.text.push_str("</row>");
        Ok(to.write_all(self.text.as_bytes())?)
    }
}

/// Returns the name of a cell, such as `AB12`. Columns count from 0, rows from 1.
fn place(column: usize, row: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

/// Returns what stands before the rows of a sheet: `frozen` rows stay in view.
fn before_rows(frozen: u32, widths: impl Iterator<Item = u32>) -> String {
    let view = match frozen {
        0 => r#"<sheetView workbookViewId="0"/>"#.to_owned(),
        rows => format!(
            r#"<sheetView workbookViewId="0"><pane ySplit="{rows}" topLeftCell="A{}" activePane="bottomLeft" state="frozen"/></sheetView>"#,
            rows + 1
        ),
    };
    let columns: String = widths
        .zip(1..)
        .map(|(width, at)| {
            format!(r#"<col min="{at}" max="{at}" width="{width}" customWidth="1"/>"#)
        })
        .collect();
    format!(
        r#"<worksheet xmlns="{MAIN}"><sheetViews>{view}</sheetViews><cols>{columns}</cols><sheetData>"#
    )
}

/// Writes rows of a table below a header that stays in view and filters them. Returns how many
/// texts were cut.
fn fill(to: &mut dyn Write, sheet: &Sheet, rows: Range<usize>) -> Result<usize, Stopped> {
    to.write_all(before_rows(1, sheet.columns.iter().map(|_| WIDTH)).as_bytes())?;
    let mut header = Row::new(1);
    for (at, (name, _)) in sheet.columns.iter().enumerate() {
        header.words(at, BOLD, name)?;
    }
    header.end(to)?;
    let (mut cut, count) = (0, rows.len());
    for (at, below) in rows.zip(2..) {
        let mut row = Row::new(below);
        for (column, (_, data)) in sheet.columns.iter().enumerate() {
            match data {
                Data::Text(v) => {
                    let Some(text) = &v[at] else { continue };
                    let held = fitting(text);
                    cut += usize::from(held.is_some());
                    row.words(column, 0, held.as_deref().unwrap_or(text))?;
                }
                Data::Int(v) => v[at].map_or(Ok(()), |value| row.number(column, value))?,
                Data::Float(v) => v[at]
                    .filter(|value| value.is_finite())
                    .map_or(Ok(()), |value| row.number(column, value))?,
            }
        }
        row.end(to)?;
    }
    let last = place(sheet.columns.len().max(1) - 1, count + 1);
    write!(to, r#"</sheetData><autoFilter ref="A1:{last}"/></worksheet>"#)?;
    Ok(cut)
}

/// Returns what a cell holds of a text that is too long for it; `None` if it fits.
fn fitting(text: &str) -> Option<String> {
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return None;
    }
    let mut room = MOST_CHARACTERS - CUT.len_utf16();
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let mut held: String = text.chars().take_while(fits).collect();
    held.push(CUT);
    Some(held)
}

/// Writes the sheet that says what the others hold, with a link to each, and what each column
/// means.
fn about(to: &mut dyn Write, lines: &[Line]) -> Result<(), Stopped> {
    to.write_all(before_rows(0, ABOUT_WIDTHS.into_iter()).as_bytes())?;
    let words = |to: &mut dyn Write, number: usize, style: u32, cells: &[&str]| {
        let mut row = Row::new(number);
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            row.words(at, style, cell)?;
        }
        row.end(to)
    };
    words(to, 1, BOLD, &[concat!("Urtext ", env!("CARGO_PKG_VERSION"))])?;
    words(to, 3, BOLD, &["sheet", "rows", "texts cut", "", "a row"])?;
    let mut links = String::new();
    let mut number = 3;
    for line in lines {
        number += 1;
        let mut row = Row::new(number);
        row.words(0, 0, &line.sheet)?;
        row.number(1, line.rows)?;
        row.number(2, line.cut)?;
        row.words(4, WRAPPED, line.about)?;
        row.end(to)?;
        write!(
            links,
            r#"<hyperlink ref="A{number}" location="'{0}'!A1" display="{0}"/>"#,
            line.sheet
        )?;
    }
    number += 2;
    words(to, number, BOLD, &["table", "column", "type", "unit", "meaning", "empty means"])?;
    let of_report = |e: &&Entry| lines.iter().any(|line| line.sheet == e.table);
    for e in dictionary::entries().iter().filter(of_report) {
        number += 1;
        words(to, number, WRAPPED, &[e.table, e.column, e.kind, e.unit, e.meaning, e.empty])?;
    }
    write!(to, "</sheetData><hyperlinks>{links}</hyperlinks></worksheet>")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_by_letters_and_row() {
        for (column, name) in [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")] {
            assert_eq!(place(column, 7), name);
        }
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends() {
        assert_eq!(fitting(&"a".repeat(MOST_CHARACTERS)), None);
        let cut = fitting(&"a".repeat(MOST_CHARACTERS + 1)).expect("cut");
        assert_eq!((cut.chars().count(), cut.ends_with(CUT)), (MOST_CHARACTERS, true));
        // Two code units each: they fill all that the ellipsis leaves.
        let cut = fitting(&"𝄞".repeat(MOST_CHARACTERS)).expect("cut");
        assert_eq!(cut.encode_utf16().count(), MOST_CHARACTERS);
        assert_eq!(fitting(&"é".repeat(MOST_CHARACTERS)), None, "two bytes, one code unit");
    }

    #[test]
    fn what_xml_forbids_is_replaced_and_what_it_marks_is_escaped() {
        let mut row = Row::new(1);
        row.words(0, 0, "<b> & \u{ffff}").expect("written");
        assert!(row.text.ends_with(">&lt;b&gt; &amp; \u{fffd}</t></is></c>"), "{}", row.text);
    }
}
