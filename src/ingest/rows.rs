//! Rows of a table: which columns hold fields, and a table that its owner holds in memory.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use xxhash_rust::xxh3::Xxh3;

use super::fields::{self, Field, Slots, Value};
use super::record::Parsed;
use super::records::{Contents, Reader};
use super::{Digest, Input, ReadAs, Reject, Settings};

/// The format of such a table, as `summary.json` names it.
const FORMAT: &str = "table in memory";

/// Returns the cell of a day, counted from 1970-01-01.
pub fn day(days: i64) -> Value<'static> {
    let moment = days.checked_mul(86_400).and_then(|n| DateTime::from_timestamp(n, 0));
    written(moment, "%F")
}

/// Returns the cell of a moment, counted from 1970 in units of which a second has `per_second`, at
/// most 10⁹. One with a time zone is stored in UTC.
pub fn instant(n: i64, per_second: u32, has_zone: bool) -> Value<'static> {
    let units = i64::from(per_second.clamp(1, 1_000_000_000));
    let nanoseconds = n.rem_euclid(units) * (1_000_000_000 / units);
    let moment = DateTime::from_timestamp(n.div_euclid(units), nanoseconds as u32);
    written(moment, if has_zone { "%FT%TZ" } else { "%F %T" })
}

fn written(moment: Option<DateTime<Utc>>, form: &str) -> Value<'static> {
    moment.map_or(Value::Other("a date out of range"), |m| {
        Value::Text(m.format(form).to_string().into())
    })
}

/// The columns of a table that hold fields.
#[derive(Debug)]
pub(super) struct Columns {
    /// Place of the column, its field, and the rank of its name.
    fields: Vec<(usize, (Field, usize))>,
    /// Whether the title has to serve as the text.
    titles_only: bool,
}

impl Columns {
    /// Finds the columns that hold fields; `None` if no column can serve as the text.
    pub(super) fn of(columns: &[Option<(Field, usize)>]) -> Option<Self> {
        let fields: Vec<(usize, (Field, usize))> = columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| column.map(|field| (at, field)))
            .collect();
        let has = |field: Field| fields.iter().any(|(_, (f, _))| *f == field);
        let titles_only = !has(Field::Text) && !has(Field::Html);
        let readable = !titles_only || has(Field::Title) && has(Field::Url);
        readable.then_some(Self { fields, titles_only })
    }

    /// Puts the cells of a row into slots; `cell` returns that of a column, by its place.
    pub(super) fn slots<'v>(&self, cell: impl Fn(usize) -> Option<Value<'v>>) -> Slots<'v> {
        let mut slots: Slots<'v> = Default::default();
        let mut ranks = [usize::MAX; Field::COUNT];
        for (at, field) in &self.fields {
            if let Some(value) = cell(*at) {
                fields::put(&mut slots, &mut ranks, *field, value);
            }
        }
        if self.titles_only {
            slots[Field::Text as usize] = slots[Field::Title as usize].clone();
        }
        slots
    }
}

/// A table in memory whose rows are read as those of a Parquet file are: the number of a row serves
/// as its line.
pub struct Rows<'a> {
    reader: Reader<'a>,
    columns: Columns,
    row: u64,
    /// Hash and size of the cells read.
    hash: Xxh3,
    bytes: u64,
}

impl<'a> Rows<'a> {
    /// Begins a table with columns of these names; `input` only supplies its name. `None` if no
    /// column can serve as the text. What cannot be read goes to `rejects`.
    pub fn of(
        input: &'a Input,
        names: &[String],
        settings: &'a Settings,
        rejects: &'a mut Vec<Reject>,
    ) -> Option<Self> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let fields = settings.fields.columns(&names);
        let columns = Columns::of(&fields)?;
        let mut reader = Reader::new(input, settings, rejects);
        reader.read_as.note_all(&names, &fields);
        reader.read_as.format = FORMAT;
        Some(Self { reader, columns, row: 0, hash: Xxh3::new(), bytes: 0 })
    }

    /// Whether the column at this place is read.
    pub fn reads(&self, place: usize) -> bool {
        self.columns.fields.iter().any(|(at, _)| *at == place)
    }

    /// Reads the next row; `cell` returns the cell of a column, by its place, or `None` for a null.
    /// Returns whether the following rows are read too.
    pub fn row<'v>(&mut self, cell: impl Fn(usize) -> Option<Value<'v>>) -> bool {
        self.row += 1;
        let slots = self.columns.slots(cell);
        for (at, slot) in slots.iter().enumerate() {
            if let Some(value) = slot {
                self.hash.update(&(at as u64).to_le_bytes());
                self.digest(value);
            }
        }
        self.hash.update(&u64::MAX.to_le_bytes());
        self.reader.stored.store(self.bytes, Ordering::Relaxed);
        let parsed = Parsed::of(Some(self.row), slots, None, &self.reader.settings.limits);
        self.reader.take(parsed);
        !self.reader.is_full()
    }

    /// Adds a cell to hash and size.
    fn digest(&mut self, value: &Value<'_>) {
        let mut of_text = |text: &str| {
            self.hash.update(&(text.len() as u64).to_le_bytes());
            self.hash.update(text.as_bytes());
            self.bytes += text.len() as u64;
        };
        match value {
            Value::Null => {}
            Value::Text(text) | Value::Named(text) => of_text(text),
            Value::List(items, _) => items.iter().flatten().for_each(|text| of_text(text)),
            Value::Bool(truth) => of_text(if *truth { "true" } else { "false" }),
            Value::Other(kind) => of_text(kind),
        }
    }

    /// Returns the number of articles read so far.
    pub fn articles(&self) -> u64 {
        self.reader.contents.articles.len() as u64
    }

    /// Ends the table and returns its articles.
    pub fn contents(mut self) -> Contents {
        if self.row == 0 {
            self.reader.reject_whole("holds no record");
        }
        self.reader.settle_dates();
        let read_as: ReadAs = std::mem::take(&mut self.reader.read_as);
        self.reader.contents.digest = Some(Digest {
            name: self.reader.input.label.clone(),
            xxh3: format!("{:032x}", self.hash.digest128()),
            bytes: self.bytes,
            read_as,
        });
        self.reader.contents
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;

    fn read(names: &[&str], rows: &[&[Option<&str>]]) -> Option<ingest::Batch> {
        let input = Input { label: "table".to_owned(), path: None };
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let (settings, mut rejects) = (Settings::default(), Vec::new());
        let mut table = Rows::of(&input, &names, &settings, &mut rejects)?;
        for row in rows {
            table.row(|at| row[at].map(|text| Value::Text(text.into())));
        }
        let contents = table.contents();
        Some(ingest::together(vec![contents], rejects))
    }

    #[test]
    fn rows_are_records_and_a_null_is_an_absent_field() {
        let batch = read(
            &["id", "content", "unknown"],
            &[
                &[Some("b"), Some("A text."), None],
                &[None, None, Some("x")],
                &[Some("a"), Some("Another."), None],
            ],
        )
        .expect("a table with texts");
        let ids: Vec<&str> = batch.articles.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(batch.articles[0].line, Some(3));
        let reject = &batch.rejects[0];
        assert_eq!((reject.line, reject.reason.starts_with("has no `text`")), (Some(2), true));
        let read_as = &batch.digests[0].read_as;
        assert_eq!((read_as.columns.len(), read_as.ignored.len()), (2, 1));
    }

    #[test]
    fn a_table_without_texts_or_rows_gives_no_article() {
        assert!(read(&["id", "title"], &[]).is_none());
        let batch = read(&["text"], &[]).expect("a table with texts");
        assert_eq!(batch.rejects[0].reason, "holds no record");
        assert!(batch.articles.is_empty());
    }
}
