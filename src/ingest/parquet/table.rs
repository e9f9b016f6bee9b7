//! Reads a table with polars after checking that its footer and pages promise no more than allowed.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Cursor;

use polars::prelude::*;

use crate::ingest::Limits;
use crate::ingest::fields::Value;
use crate::ingest::record::Parsed;
use crate::ingest::records::Reader;
use crate::ingest::rows::{self, Columns};

use super::{pages, quietly};

/// Rows above which a file is refused. Chosen by judgement.
const ROWS: usize = 50_000_000;

impl Reader<'_> {
    /// Reads a table; the number of a row serves as its line.
    pub(in crate::ingest) fn parquet(&mut self, bytes: &[u8]) {
        let met = RefCell::new(BTreeSet::new());
        let wanted = |name: &str| {
            met.borrow_mut().insert(name.to_owned());
            self.settings.fields.knows(name)
        };
        let most = most(bytes, &self.settings.limits);
        let frame = match bounded(bytes, &wanted, &self.settings.limits) {
            Ok(frame) => frame,
            Err(reason) => return self.reject_whole(format!("is not readable Parquet: {reason}")),
        };
        let names: Vec<String> = frame.get_column_names().iter().map(|n| n.to_string()).collect();
        let mut shown: Vec<&str> = names.iter().map(String::as_str).collect();
        let fields = self.settings.fields.columns(&shown);
        let columns = Columns::of(&fields);
        let met = met.into_inner();
        shown
            .extend(met.iter().map(String::as_str).filter(|name| !names.iter().any(|n| n == name)));
        let unread = shown.len() - fields.len();
        let noted: Vec<_> = fields.into_iter().chain(std::iter::repeat_n(None, unread)).collect();
        self.read_as.note_all(&shown, &noted);
        let Some(columns) = columns else {
            return self.reject_whole("has no text column; name it with --field text=COLUMN");
        };
        if frame.height() == 0 {
            return self.reject_whole("holds no record");
        }
        let series: Vec<Series> =
            frame.columns().iter().map(|c| c.as_materialized_series().clone()).collect();
        // Rows may share the bytes of a dictionary; here each gets its own copy.
        let mut room = most;
        for row in 0..frame.height() {
            let slots = columns.slots(|at| series[at].get(row).ok().and_then(value));
            if self.is_full() {
                return;
            }
            room = room.saturating_sub(slots.iter().flatten().map(Value::bytes).sum());
            if room == 0 {
                let reason = format!(
                    "unpacks to more than {} times its size; the rows from here on are skipped",
                    self.settings.limits.ratio
                );
                return self.take(Parsed::lost(Some(row as u64 + 1), reason));
            }
            let parsed = Parsed::of(Some(row as u64 + 1), slots, None, &self.settings.limits);
            self.take(parsed);
        }
    }
}

/// Returns the bytes that a file may unpack to.
fn most(bytes: &[u8], limits: &Limits) -> u64 {
    limits.unpacked.max((bytes.len() as u64).saturating_mul(limits.ratio))
}

/// Reads the wanted columns of a file from an untrusted source.
///
/// # Errors
/// Returns what is wrong with it: it promises more than its bytes can hold or the limits allow, or
/// polars cannot read it.
pub fn bounded(
    bytes: &[u8],
    wanted: &dyn Fn(&str) -> bool,
    limits: &Limits,
) -> Result<DataFrame, String> {
    checked(bytes, wanted, most(bytes, limits))?;
    quietly(|| frame(bytes, wanted)).unwrap_or_else(|| Err("it is damaged".to_owned()))
}

/// Refuses a file whose footer or pages promise more than `most` bytes, or more than its bytes can
/// hold.
fn checked(bytes: &[u8], wanted: &dyn Fn(&str) -> bool, most: u64) -> Result<(), String> {
    let metadata = quietly(|| ParquetReader::new(Cursor::new(bytes)).get_metadata().cloned())
        .ok_or_else(|| "its footer is damaged".to_owned())?
        .map_err(|e| first_line(&e.to_string()))?;
    let mut promised = 0u64;
    let mut rows = 0usize;
    for group in &metadata.row_groups {
        rows = rows.saturating_add(group.num_rows());
        for column in group.parquet_columns() {
            let (Ok(size), Ok(values)) =
                (u64::try_from(column.uncompressed_size()), u64::try_from(column.num_values()))
            else {
                return Err("its footer holds a negative size".to_owned());
            };
            let range = column.byte_range();
            let place = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
            let Some(chunk) = place.and_then(|(start, end)| bytes.get(start..end)) else {
                return Err("its footer points past the end of the file".to_owned());
            };
            let name = column.descriptor().path_in_schema.first().map_or("", |name| name.as_str());
            let cost = if wanted(name) { pages::cost(chunk, values)? } else { 0 };
            promised = promised.saturating_add(cost.max(size));
        }
    }
    if rows > ROWS || rows != metadata.num_rows {
        return Err(format!("it promises {} rows", metadata.num_rows.max(rows)));
    }
    if promised > most {
        return Err(format!(
            "it promises {promised} bytes, but at most {most} are allowed for its size"
        ));
    }
    Ok(())
}

/// Reads the columns of the file that map to a field.
fn frame(bytes: &[u8], wanted: &dyn Fn(&str) -> bool) -> Result<DataFrame, String> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let schema = reader.schema().map_err(|e| first_line(&e.to_string()))?;
    let columns: Vec<String> =
        schema.iter_names().map(|n| n.to_string()).filter(|n| wanted(n)).collect();
    if columns.is_empty() {
        return Err(
            "none of its columns maps to a field; map them with --field NAME=COLUMN".to_owned()
        );
    }
    reader.with_columns(Some(columns)).finish().map_err(|e| first_line(&e.to_string()))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// Converts a cell as far as a field can hold it; numbers and times become text.
fn value(cell: AnyValue<'_>) -> Option<Value<'static>> {
    // Categories too: printed, they would stand in quotation marks.
    if let Some(text) = cell.get_str() {
        return Some(Value::Text(text.replace('\0', "\u{fffd}").into()));
    }
    match cell {
        AnyValue::Null => None,
        AnyValue::List(series) => Some(Value::List(
            series
                .iter()
                .filter(|item| !item.is_null())
                .map(|item| item.get_str().map(|s| s.to_owned().into()).ok_or("another type"))
                .collect(),
            0,
        )),
        AnyValue::Boolean(truth) => Some(Value::Bool(truth)),
        AnyValue::Binary(_) | AnyValue::BinaryOwned(_) => Some(Value::Other("binary data")),
        // polars itself panics at a time outside the range of the calendar.
        AnyValue::Date(days) => Some(rows::day(i64::from(days))),
        AnyValue::Datetime(n, unit, zone) => Some(instant(n, unit, zone.is_some())),
        AnyValue::DatetimeOwned(n, unit, zone) => Some(instant(n, unit, zone.is_some())),
        other => Some(
            quietly(|| other.to_string())
                .map_or(Value::Other("a damaged value"), |text| Value::Text(text.into())),
        ),
    }
}

/// Formats a moment; one with a time zone is stored in UTC.
fn instant(n: i64, unit: TimeUnit, has_zone: bool) -> Value<'static> {
    let per_second = match unit {
        TimeUnit::Milliseconds => 1_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Nanoseconds => 1_000_000_000,
    };
    rows::instant(n, per_second, has_zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Input, Reject, Settings, records};

    /// Returns the number of articles read and the reasons of the rejects.
    fn read(bytes: &[u8]) -> (usize, Vec<String>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.parquet");
        std::fs::write(&path, bytes).expect("written");
        let mut rejects: Vec<Reject> = Vec::new();
        let contents = records::read(
            &Input { label: "t".to_owned(), path: Some(path) },
            &Settings::default(),
            &mut rejects,
            &mut |_| (),
        );
        assert_eq!(
            contents.records as usize,
            contents.articles.len() + rejects.iter().filter(|r| r.field.is_none()).count()
        );
        (contents.articles.len(), rejects.into_iter().map(|r| r.reason).collect())
    }

    /// Returns copies of the file with `old` in its footer replaced: each place alone, then all.
    fn forged(file: &[u8], old: &[u8], new: &[u8]) -> Vec<Vec<u8>> {
        let end = file.len() - 8;
        let length =
            u32::from_le_bytes(file[end..end + 4].try_into().expect("four bytes")) as usize;
        let (data, footer) = (&file[..end - length], &file[end - length..end]);
        let places: Vec<usize> = (0..footer.len().saturating_sub(old.len()))
            .filter(|&at| footer[at..].starts_with(old))
            .collect();
        let forge = |places: &[usize]| {
            let mut out = footer.to_vec();
            places
                .iter()
                .rev()
                .for_each(|&at| drop(out.splice(at..at + old.len(), new.iter().copied())));
            [data, &out, &(out.len() as u32).to_le_bytes(), b"PAR1"].concat()
        };
        places.iter().map(|at| forge(&[*at])).chain([forge(&places)]).collect()
    }

    fn packed(frame: &mut DataFrame) -> Vec<u8> {
        let mut file = Vec::new();
        ParquetWriter::new(&mut file)
            .with_compression(ParquetCompression::Zstd(None))
            .finish(frame)
            .expect("written");
        file
    }

    #[test]
    fn page_headers_are_checked_before_polars_reads_them() {
        let mut frame =
            df!("id" => ["a", "b", "c"], "text" => ["one text", "another text", "a third text"])
                .expect("a frame");
        let file = packed(&mut frame);
        let end = file.len()
            - 8
            - u32::from_le_bytes(
                file[file.len() - 8..file.len() - 4].try_into().expect("four bytes"),
            ) as usize;
        let whole = read(&file);
        assert_eq!((whole.0, whole.1.len()), (3, 0), "{whole:?}");
        // Every byte of the pages is set to several values, the smallest and largest included: none
        // ends the process, and no record vanishes.
        for at in 4..end {
            for byte in [0xff, 0x7f, 0x80, 0x00, 0x0e] {
                let mut forged = file.clone();
                forged[at] = byte;
                let (articles, reasons) = read(&forged);
                assert!(articles == 3 || !reasons.is_empty(), "{at}: {reasons:?}");
            }
        }
        // Sizes of two gigabytes in the header of the first page: i32::MAX in the encoding of the
        // protocol, inserted for each number.
        let huge = [0xfe, 0xff, 0xff, 0xff, 0x0f];
        let refused = (4..40).filter(|&at| {
            let mut forged = file.clone();
            forged.splice(at..at + huge.len(), huge);
            read(&forged).1.iter().any(|r| r.contains("page"))
        });
        assert!(refused.count() >= 5);
    }

    #[test]
    fn times_are_read_and_those_of_no_calendar_cost_a_field() {
        let told = |n: i64, unit, zone| instant(n, unit, zone);
        assert_eq!(
            told(1_623_049_920_000, TimeUnit::Milliseconds, true),
            Value::Text("2021-06-07T07:12:00Z".into())
        );
        assert_eq!(
            told(1_623_049_920_000_000, TimeUnit::Microseconds, false),
            Value::Text("2021-06-07 07:12:00".into())
        );
        assert_eq!(
            told(i64::MAX, TimeUnit::Microseconds, false),
            Value::Other("a date out of range")
        );
        assert_eq!(value(AnyValue::Date(18_785)), Some(Value::Text("2021-06-07".into())));
        assert_eq!(value(AnyValue::Date(i32::MAX)), Some(Value::Other("a date out of range")));
    }

    #[test]
    fn a_long_text_that_many_rows_share_is_a_bomb() {
        let texts = vec!["The ferries of Halvik stood still. ".repeat(4_000); 2_000];
        let mut frame = df!("text" => texts).expect("a frame");
        let file = packed(&mut frame);
        assert!(file.len() < 50_000, "{}", file.len());
        let (articles, reasons) = read(&file);
        assert!(
            articles < 1_000 && reasons.len() == 1 && reasons[0].contains("100 times"),
            "{articles} {reasons:?}"
        );
    }

    #[test]
    fn a_file_that_promises_petabytes_is_refused() {
        let mut frame =
            df!("id" => ["a", "b", "c"], "text" => ["one text", "another text", "a third text"])
                .expect("a frame");
        let mut file = Vec::new();
        ParquetWriter::new(&mut file).finish(&mut frame).expect("written");
        assert_eq!(read(&file).0, 3);
        // A count of three in the encoding of thrift (a field of type i64, the next in order), and
        // one of 2^50.
        let huge = [&[0x16][..], &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x04]].concat();
        let all = forged(&file, &[0x16, 0x06], &huge);
        assert!(all.len() >= 4, "{}", all.len());
        for forged in all {
            let (articles, reasons) = read(&forged);
            assert!(
                articles == 0 && reasons.len() == 1 && reasons[0].contains("Parquet"),
                "{reasons:?}"
            );
        }
    }
}
