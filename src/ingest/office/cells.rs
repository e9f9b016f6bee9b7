//! Tables of articles in the sheets of a workbook.

use super::super::fields::{Field, Value};
use super::super::record::{Parsed, shortened};
use super::super::records::Reader;
use super::super::rows::Columns;

/// Cells of a row that are read. As of CSV.
pub(super) const CELLS: usize = 10_000;

/// Rows at the beginning of a sheet in which the header is looked for: exports put a title above
/// it. Chosen by judgement.
const ABOVE: usize = 10;

/// A sheet that is read row by row.
pub(super) struct Sheet {
    /// Its name, if the workbook has several.
    name: Option<String>,
    number: usize,
    columns: Option<Columns>,
    /// Columns that list authors.
    authors: Vec<usize>,
    /// Names in the first row that is not empty.
    first: Vec<String>,
    /// Rows met that are not empty, and records.
    rows: usize,
    records: u64,
}

impl Sheet {
    /// Begins a sheet; `number` is 0 if it is none.
    pub(super) fn new(name: Option<String>, number: usize) -> Self {
        Self {
            name,
            number,
            columns: None,
            authors: Vec::new(),
            first: Vec::new(),
            rows: 0,
            records: 0,
        }
    }

    /// Reads a row; returns whether the following rows are read too.
    pub(super) fn row(
        &mut self,
        reader: &mut Reader<'_>,
        number: u64,
        cells: &[Option<Value<'static>>],
    ) -> bool {
        if cells.iter().all(Option::is_none) {
            return true;
        }
        self.rows += 1;
        let Some(columns) = &self.columns else {
            self.look_for_header(reader, cells);
            return self.columns.is_some() || self.rows < ABOVE;
        };
        let value = |at: usize| {
            let cell = cells.get(at)?.clone()?;
            Some(match cell {
                Value::Text(text) if self.authors.contains(&at) => super::super::csv::authors(text),
                other => other,
            })
        };
        let mut parsed =
            Parsed::of(Some(number), columns.slots(value), None, &reader.settings.limits);
        if let (Err(reason), Some(name)) = (&mut parsed.article, &self.name) {
            *reason = format!("(sheet `{}`) {reason}", shortened(name));
        }
        reader.take(parsed);
        self.records += 1;
        !reader.is_full()
    }

    fn look_for_header(&mut self, reader: &mut Reader<'_>, cells: &[Option<Value<'static>>]) {
        let names: Vec<String> = cells
            .iter()
            .map(|cell| match cell {
                Some(Value::Text(text)) => text.trim().to_owned(),
                _ => String::new(),
            })
            .collect();
        let map = &reader.settings.fields;
        let shown: Vec<&str> = names.iter().map(String::as_str).collect();
        let fields = map.columns(&shown);
        let columns = Columns::of(&fields);
        if columns.is_some() {
            let is_author =
                |field: &Option<(Field, usize)>| matches!(field, Some((Field::Authors, _)));
            let at = fields.iter().enumerate().filter(|(_, field)| is_author(field));
            self.authors = at.map(|(at, _)| at).collect();
            reader.read_as.note_all(&shown, &fields);
        }
        self.columns = columns;
        if self.first.is_empty() {
            self.first = names.into_iter().filter(|name| !name.is_empty()).take(20).collect();
        }
    }

    /// Ends the sheet: one whose rows are no articles is told.
    pub(super) fn end(self, reader: &mut Reader<'_>) {
        if self.number == 0 || self.rows == 0 {
            return;
        }
        let sheet = match &self.name {
            Some(name) => format!("sheet `{}` ", shortened(name)),
            None => String::new(),
        };
        if self.columns.is_none() {
            let names = shortened(&self.first.join("`, `"));
            reader.reject_whole(format!(
                "{sheet}has no text column among `{names}`; name it with --field text=COLUMN"
            ));
        } else if self.records == 0 {
            reader.reject_whole(format!("{sheet}contains a header but no records"));
        }
    }
}

impl Reader<'_> {
    /// Ends a workbook: says why the rest is not read, or that there was nothing.
    pub(super) fn end_of_sheets(&mut self, read: Result<(), String>) {
        match read {
            Err(reason) => self.reject_whole(reason),
            Ok(()) if self.contents.records == 0 => self.reject_whole("holds no record"),
            Ok(()) => {}
        }
    }

    /// Returns the number of articles read so far.
    pub(super) fn articles(&self) -> u64 {
        self.contents.articles.len() as u64
    }
}

/// Returns a number as people write it: an id of `1017.0` is `1017`.
pub(super) fn number(text: &str) -> String {
    match text.parse::<f64>() {
        // Whole numbers up to this are exact.
        Ok(n) if n.fract() == 0.0 && n.abs() < 9e15 => format!("{n:.0}"),
        _ => text.to_owned(),
    }
}

/// Returns a date as RFC 3339 writes it, or as a bare day if it is midnight.
pub(super) fn day_or_time(text: &str) -> String {
    text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()
}
