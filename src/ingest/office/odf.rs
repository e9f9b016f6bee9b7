//! OpenDocument (ISO/IEC 26300): texts (ODT) and tables (ODS).

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::Limits;
use super::super::document::{Document, Lines, Role};
use super::super::fields::Value;
use super::super::records::Reader;
use super::super::xml::{Element, Node};
use super::cells::{self, Sheet};
use super::docx::{STYLES, inherit};
use super::{Package, is_encrypted};

/// Elements that hold no text of the document: what was deleted, and what the program makes.
const NO_TEXT: [&str; 9] = [
    "tracked-changes",
    "table-of-content",
    "illustration-index",
    "table-index",
    "object-index",
    "user-index",
    "alphabetical-index",
    "bibliography",
    "annotation",
];

/// Why a file with a password is not read.
const ENCRYPTED: &str = "is protected by a password; save it without";

/// Reads a text.
pub(super) fn read(package: &Package<'_>, limits: &Limits) -> Result<Document, String> {
    if is_encrypted(package) {
        return Err(ENCRYPTED.to_owned());
    }
    let mut document = Document::default();
    package.each("meta.xml", limits, &|name| name == "meta", &mut |meta| {
        let words = |name: &str| meta.at(&[name]).and_then(Element::words);
        document.title = words("title");
        document.language = words("language");
        document.created = words("creation-date");
        document.modified = words("date");
        document.authors =
            words("initial-creator").or_else(|| words("creator")).into_iter().collect();
        false
    })?;
    document.forget_template(package.changed());
    let mut styles = Styles::default();
    package.each("styles.xml", limits, &|name| name == "style", &mut |style| styles.add(&style))?;
    let mut body = Body::default();
    let is_item =
        |name: &str| matches!(name, "p" | "h" | "table" | "style") || NO_TEXT.contains(&name);
    package.each("content.xml", limits, &is_item, &mut |element| {
        match element.name.as_str() {
            "style" => {
                styles.add(&element);
            }
            // The styles of the text stand before it.
            _ => body.block(&element, styles.roles()),
        }
        !body.lines.is_full()
    })?;
    (document.lines, document.notes) = (body.lines, body.notes);
    Ok(document)
}

/// The styles of a text.
#[derive(Default)]
struct Styles {
    roles: BTreeMap<String, Role>,
    bases: BTreeMap<String, String>,
    is_settled: bool,
}

impl Styles {
    /// Adds a style; returns whether more are added.
    fn add(&mut self, style: &Element) -> bool {
        let name = style.attribute("name").unwrap_or_default();
        let role = match style.attribute("display-name") {
            Some(shown) => Role::of_style(shown),
            None => Role::of_style(&name.replace("_20_", " ")),
        };
        let room = self.roles.len() + self.bases.len() < STYLES;
        if !room {
        } else if role != Role::Body {
            self.roles.insert(name.to_owned(), role);
        } else if let Some(base) = style.attribute("parent-style-name") {
            self.bases.insert(name.to_owned(), base.to_owned());
        }
        self.is_settled = false;
        room
    }

    fn roles(&mut self) -> &BTreeMap<String, Role> {
        if !self.is_settled {
            inherit(&mut self.roles, &self.bases);
            self.is_settled = true;
        }
        &self.roles
    }
}

/// The text being read.
#[derive(Default)]
struct Body {
    lines: Lines,
    notes: usize,
}

impl Body {
    fn block(&mut self, element: &Element, styles: &BTreeMap<String, Role>) {
        match element.name.as_str() {
            "p" | "h" => {
                let style = element.attribute("style-name").and_then(|id| styles.get(id)).copied();
                let is_heading = element.name == "h";
                let role = match style {
                    Some(role) => role,
                    None if is_heading => Role::Heading,
                    None => Role::Body,
                };
                let (mut text, mut boxes) = (String::new(), Vec::new());
                self.notes += inline(element, &mut text, &mut boxes);
                self.lines.push(&text, role);
                boxes.into_iter().for_each(|block| self.block(block, styles));
            }
            "table" => self.table(element, styles),
            name if NO_TEXT.contains(&name) => {}
            _ => element.elements().for_each(|inner| self.block(inner, styles)),
        }
    }

    /// Reads the rows of a table, as of one in DOCX.
    fn table(&mut self, table: &Element, styles: &BTreeMap<String, Role>) {
        for part in table.elements() {
            if part.name != "table-row" {
                if part.name.starts_with("table-") {
                    self.table(part, styles);
                }
                continue;
            }
            let mut cells = Vec::new();
            for cell in part.all("table-cell") {
                let outside = std::mem::take(&mut self.lines);
                cell.elements().for_each(|inner| self.block(inner, styles));
                cells.push(std::mem::replace(&mut self.lines, outside));
            }
            let is_one = cells.iter().all(|cell| cell.iter().count() < 2);
            if is_one {
                let texts: Vec<&str> =
                    cells.iter().flat_map(|c| c.iter().map(|(l, _)| l)).collect();
                self.lines.push(&texts.join("\t"), Role::Body);
            } else {
                for (line, role) in cells.iter().flat_map(Lines::iter) {
                    self.lines.push(line, role);
                }
            }
        }
    }
}

/// Appends the text inside an element; blocks of text boxes go to `boxes`. Returns the number of
/// notes in it.
fn inline<'e>(element: &'e Element, text: &mut String, boxes: &mut Vec<&'e Element>) -> usize {
    let mut notes = 0;
    for node in &element.nodes {
        match node {
            Node::Text(part) => {
                let spaced = part.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c });
                text.extend(spaced);
            }
            Node::Element(inner) => match inner.name.as_str() {
                "s" => {
                    let count = inner.attribute("c").and_then(|n| n.parse().ok()).unwrap_or(1);
                    text.extend(std::iter::repeat_n(' ', count.min(SPACES)));
                }
                "tab" => text.push('\t'),
                "line-break" => text.push('\n'),
                "note" => notes += 1,
                "text-box" => boxes.extend(inner.elements()),
                // Descriptions of pictures, and what is not shown.
                "desc" | "title" | "ruby-text" | "hidden-text" | "script" | "object" => {}
                name if NO_TEXT.contains(&name) => {}
                _ => notes += inline(inner, text, boxes),
            },
        }
    }
    notes
}

/// Spaces that one element stands for at most. Chosen by judgement.
const SPACES: usize = 100;

impl Reader<'_> {
    /// Reads a table.
    pub(super) fn ods(&mut self, package: &Package<'_>, watch: &mut dyn FnMut(u64)) {
        if is_encrypted(package) {
            return self.reject_whole(ENCRYPTED);
        }
        let limits = self.settings.limits;
        // Rows are read one at a time; a table is known by its beginning alone.
        let number = Cell::new(0usize);
        let is_item = |name: &str| {
            number.set(number.get() + usize::from(name == "table"));
            name == "table-row"
        };
        let (mut sheet, mut count) = (Sheet::new(None, 0), 0);
        let mut row = 0u64;
        let read = package.each("content.xml", &limits, &is_item, &mut |element| {
            if number.get() != count {
                count = number.get();
                let next = Sheet::new(Some(count.to_string()), count);
                std::mem::replace(&mut sheet, next).end(self);
                row = 0;
            }
            let times = repeated(&element, "number-rows-repeated");
            let values = row_of(&element);
            if values.is_empty() {
                row = row.saturating_add(times);
                return true;
            }
            for _ in 0..times {
                row += 1;
                if !sheet.row(self, row, &values) {
                    return false;
                }
                watch(self.articles());
            }
            true
        });
        sheet.end(self);
        self.end_of_sheets(read);
    }
}

/// Calls `visit` with the number and the cells of each row of the first table that has any.
pub(super) fn first_sheet(
    package: &Package<'_>,
    limits: &Limits,
    visit: &mut dyn FnMut(u64, Vec<Option<Value<'static>>>),
) -> Result<(), String> {
    if is_encrypted(package) {
        return Err(ENCRYPTED.to_owned());
    }
    let tables = Cell::new(0usize);
    let is_item = |name: &str| {
        tables.set(tables.get() + usize::from(name == "table"));
        name == "table-row"
    };
    // The table being read, the table whose rows are wanted, and the rows met.
    let (mut of, mut wanted, mut number) = (0, None, 0u64);
    package.each("content.xml", limits, &is_item, &mut |row| {
        if tables.get() != of {
            (of, number) = (tables.get(), 0);
        }
        let (times, cells) = (repeated(&row, "number-rows-repeated"), row_of(&row));
        if cells.is_empty() {
            number = number.saturating_add(times);
            return true;
        }
        if *wanted.get_or_insert(of) != of {
            return false;
        }
        // A list that repeats a row says the same twice.
        visit(number + 1, cells);
        number = number.saturating_add(times);
        true
    })
}

fn repeated(element: &Element, name: &str) -> u64 {
    element.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

/// Returns the cells of a row up to the last that is not empty.
fn row_of(row: &Element) -> Vec<Option<Value<'static>>> {
    let mut out = Vec::new();
    let mut empty = 0u64;
    for cell in row.elements().filter(|e| e.name.ends_with("table-cell")) {
        let times = repeated(cell, "number-columns-repeated");
        let Some(value) = value_of(cell) else {
            empty = empty.saturating_add(times);
            continue;
        };
        let end = (out.len() as u64).saturating_add(empty).saturating_add(times);
        if end > cells::CELLS as u64 {
            break;
        }
        out.extend((0..empty).map(|_| None));
        out.extend((0..times).map(|_| Some(value.clone())));
        empty = 0;
    }
    out
}

fn value_of(cell: &Element) -> Option<Value<'static>> {
    let text = |text: String| {
        Some(Value::Text(text.into()))
            .filter(|v| !matches!(v, Value::Text(t) if t.trim().is_empty()))
    };
    match cell.attribute("value-type") {
        Some("date") => text(cells::day_or_time(cell.attribute("date-value")?)),
        Some("boolean") => Some(Value::Bool(cell.attribute("boolean-value") == Some("true"))),
        Some("float" | "percentage" | "currency") => text(cells::number(cell.attribute("value")?)),
        _ => {
            let mut lines = String::new();
            for paragraph in cell.all("p") {
                if !lines.is_empty() {
                    lines.push('\n');
                }
                inline(paragraph, &mut lines, &mut Vec::new());
            }
            text(lines)
        }
    }
}
