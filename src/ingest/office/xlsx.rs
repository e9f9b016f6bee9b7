//! XLSX: tables of Excel (ECMA-376, part 1, section 18).

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};

use super::super::Limits;
use super::super::fields::Value;
use super::super::records::Reader;
use super::super::xml::Element;
use super::cells::{self, Sheet};
use super::{Package, beside};

/// Sheets of a workbook that are read. Chosen by judgement.
const SHEETS: usize = 200;
/// Formats of cells that are read. Excel allows 65,490.
const FORMATS: usize = 70_000;

/// The strings that cells share, in two pieces of memory however short they are.
#[derive(Default)]
struct Shared {
    text: String,
    ends: Vec<u32>,
}

impl Shared {
    fn get(&self, at: usize) -> Option<&str> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? as usize };
        self.text.get(start..*self.ends.get(at)? as usize)
    }
}

/// What the cells of a workbook refer to.
#[derive(Default)]
struct Workbook {
    shared: Shared,
    /// Whether each format of cells is that of a date.
    dates: Vec<bool>,
    /// Whether days are counted from 1904, as on old Macintoshes.
    from_1904: bool,
}

impl Workbook {
    fn read(package: &Package<'_>, main: &str, limits: &Limits) -> Result<Self, String> {
        let mut book = Self::default();
        let name = beside(main, "sharedStrings.xml");
        package.each(&name, limits, &|n| n == "si", &mut |item| {
            append_string(&item, &mut book.shared.text);
            book.shared.ends.push(u32::try_from(book.shared.text.len()).unwrap_or(u32::MAX));
            true
        })?;
        let mut codes = BTreeMap::new();
        let name = beside(main, "styles.xml");
        package.each(&name, limits, &|n| matches!(n, "numfmt" | "cellxfs"), &mut |element| {
            if element.name == "numfmt" {
                let id = element.attribute("numfmtid").unwrap_or_default().to_owned();
                let code = element.attribute("formatcode").unwrap_or_default();
                codes.insert(id, is_date_code(code));
            } else {
                let of = |id: &str| codes.get(id).copied().unwrap_or_else(|| is_date_number(id));
                book.dates = element
                    .all("xf")
                    .take(FORMATS)
                    .map(|xf| xf.attribute("numfmtid").is_some_and(of))
                    .collect();
            }
            codes.len() < FORMATS
        })?;
        Ok(book)
    }

    /// Returns the value of a cell; `None` if it is empty or an error.
    fn value(&self, cell: &Element) -> Option<Value<'static>> {
        let stated = || cell.at(&["v"]).map(Element::text);
        let text = match cell.attribute("t").unwrap_or("n") {
            "s" => self.shared.get(stated()?.trim().parse().ok()?)?.to_owned(),
            "inlineStr" => {
                let mut text = String::new();
                append_string(cell.at(&["is"])?, &mut text);
                text
            }
            "str" => unescaped(&stated()?),
            "b" => return Some(Value::Bool(stated()?.trim() == "1")),
            "e" => return None,
            "d" => cells::day_or_time(stated()?.trim()),
            _ => {
                let number = stated()?;
                let format = cell.attribute("s").and_then(|s| s.parse::<usize>().ok());
                let is_date = format.and_then(|s| self.dates.get(s)).copied().unwrap_or(false);
                let date = || of_serial(number.trim().parse().ok()?, self.from_1904);
                match is_date.then(date).flatten() {
                    Some(date) => date,
                    None => cells::number(number.trim()),
                }
            }
        };
        (!text.trim().is_empty()).then_some(Value::Text(text.into()))
    }

    fn row(&self, row: &Element) -> Vec<Option<Value<'static>>> {
        let mut out: Vec<Option<Value<'static>>> = Vec::new();
        let mut next = 0;
        for cell in row.all("c") {
            let at = cell.attribute("r").and_then(column).unwrap_or(next);
            if at >= cells::CELLS {
                break;
            }
            next = at + 1;
            if let Some(value) = self.value(cell) {
                if out.len() <= at {
                    out.resize(at + 1, None);
                }
                out[at] = Some(value);
            }
        }
        out
    }
}

/// Appends a string; what is printed above it to help reading is left out.
fn append_string(item: &Element, out: &mut String) {
    for part in item.elements() {
        match part.name.as_str() {
            "t" => out.push_str(&unescaped(&part.text())),
            "rph" => {}
            _ => append_string(part, out),
        }
    }
}

/// Decodes characters that XML does not allow: `_x000D_`.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 7).and_then(|code| code.strip_suffix('_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(if c == '\0' { '\u{fffd}' } else { c });
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out + rest
}

/// Returns the place of a column from a cell's name: 27 for `AB12`.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let at = letters
        .take(4)
        .fold(0usize, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    at.checked_sub(1)
}

/// Whether a format that programs know by its number is that of a date (18.8.30).
fn is_date_number(id: &str) -> bool {
    id.parse().is_ok_and(|id: u32| matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58))
}

/// Whether a format shows a date: it has a day, month, year or hour outside quotation marks and
/// brackets.
fn is_date_code(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    code.chars().any(|c| {
        let is_literal = std::mem::take(&mut escaped);
        match c {
            '"' if !is_literal => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            'd' | 'm' | 'y' | 'h' | 'D' | 'M' | 'Y' | 'H' => {
                return !quoted && !bracketed && !is_literal;
            }
            _ => {}
        }
        false
    })
}

/// Returns the date of a serial number; `None` outside the years that Excel knows.
///
/// Excel counts a 29 February 1900, so days before March 1900 are one less.
fn of_serial(serial: f64, from_1904: bool) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (year, month, day) = match from_1904 {
        true => (1904, 1, 1),
        false if serial < 60.0 => (1899, 12, 31),
        false => (1899, 12, 30),
    };
    let seconds = (serial * 86_400.0).round() as i64;
    let moment = NaiveDate::from_ymd_opt(year, month, day)?
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(Duration::try_seconds(seconds)?)?;
    let form = if seconds % 86_400 == 0 { "%F" } else { "%F %T" };
    Some(moment.format(form).to_string())
}

/// Returns what the cells of a workbook refer to, and the name and place of each sheet.
fn opened(
    package: &Package<'_>,
    main: &str,
    limits: &Limits,
) -> Result<(Workbook, Vec<(String, String)>), String> {
    let mut places = BTreeMap::new();
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let name = format!("{folder}/_rels/{file}.rels");
    package.each(&name, limits, &|n| n == "relationship", &mut |element| {
        if let (Some(id), Some(target)) = (element.attribute("id"), element.attribute("target")) {
            places.insert(id.to_owned(), beside(main, target));
        }
        places.len() < FORMATS
    })?;
    let mut book = Workbook::read(package, main, limits)?;
    let mut sheets: Vec<(String, String)> = Vec::new();
    package.each(main, limits, &|n| matches!(n, "workbookpr" | "sheet"), &mut |element| {
        if element.name == "workbookpr" {
            book.from_1904 = matches!(element.attribute("date1904"), Some("1" | "true" | "on"));
        } else if let Some(place) = element.attribute("id").and_then(|id| places.get(id)) {
            let name = element.attribute("name").unwrap_or_default().to_owned();
            sheets.push((name, place.clone()));
        }
        sheets.len() < SHEETS
    })?;
    Ok((book, sheets))
}

/// Calls `visit` with the number and the cells of each row of the first sheet that has any.
pub(super) fn first_sheet(
    package: &Package<'_>,
    main: &str,
    limits: &Limits,
    visit: &mut dyn FnMut(u64, Vec<Option<Value<'static>>>),
) -> Result<(), String> {
    let (book, sheets) = opened(package, main, limits)?;
    let mut met = false;
    for (_, place) in sheets {
        let mut number = 0u64;
        package.each(&place, limits, &|n| n == "row", &mut |row| {
            number = row.attribute("r").and_then(|n| n.parse().ok()).unwrap_or(number + 1);
            let cells = book.row(&row);
            if !cells.is_empty() {
                met = true;
                visit(number, cells);
            }
            true
        })?;
        if met {
            break;
        }
    }
    Ok(())
}

impl Reader<'_> {
    /// Reads every sheet of a workbook.
    pub(super) fn xlsx(&mut self, package: &Package<'_>, main: &str, watch: &mut dyn FnMut(u64)) {
        let limits = self.settings.limits;
        let read = self.sheets(package, main, &limits, watch);
        self.end_of_sheets(read);
    }

    fn sheets(
        &mut self,
        package: &Package<'_>,
        main: &str,
        limits: &Limits,
        watch: &mut dyn FnMut(u64),
    ) -> Result<(), String> {
        let (book, sheets) = opened(package, main, limits)?;
        let is_one = sheets.len() == 1;
        for (at, (name, place)) in sheets.into_iter().enumerate() {
            let mut sheet = Sheet::new((!is_one).then_some(name), at + 1);
            let mut number = 0u64;
            let read = package.each(&place, limits, &|n| n == "row", &mut |row| {
                number = row.attribute("r").and_then(|n| n.parse().ok()).unwrap_or(number + 1);
                let more = sheet.row(self, number, &book.row(&row));
                watch(self.articles());
                more
            });
            sheet.end(self);
            read?;
        }
        Ok(())
    }
}
