//! The cells of an Arrow table as fields of records, as those of a Parquet file are read.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use urtext::ingest::fields::Value;
use urtext::ingest::rows;

/// Milliseconds of a day, by definition.
const DAY: i64 = 86_400_000;

/// A column of a batch, with the places of its cells if it is dictionary-encoded.
pub struct Cells {
    array: ArrayRef,
    keys: Option<Vec<usize>>,
    values: Option<ArrayRef>,
}

impl Cells {
    /// Prepares a column.
    pub fn of(array: &ArrayRef) -> Self {
        let dictionary = array.as_any_dictionary_opt();
        Self {
            array: array.clone(),
            // An empty dictionary has no keys to look up: all its cells are null.
            keys: dictionary.filter(|d| !d.values().is_empty()).map(|d| d.normalized_keys()),
            values: dictionary.map(|d| d.values().clone()),
        }
    }

    /// Returns a cell; `None` for a null.
    pub fn cell(&self, row: usize) -> Option<Value<'_>> {
        if self.array.is_null(row) {
            return None;
        }
        match (&self.keys, &self.values) {
            (Some(keys), Some(values)) => value(values, keys[row]),
            _ => value(&self.array, row),
        }
    }
}

/// Returns a cell as far as a field can hold it; numbers and times become text.
fn value(array: &ArrayRef, row: usize) -> Option<Value<'_>> {
    if array.is_null(row) {
        return None;
    }
    Some(match array.data_type() {
        DataType::Null => return None,
        DataType::Utf8 => text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => text(array.as_string_view().value(row)),
        DataType::Boolean => Value::Bool(array.as_boolean().value(row)),
        DataType::List(_) => list(&array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => list(&array.as_fixed_size_list().value(row)),
        DataType::Date32 => rows::day(i64::from(array.as_primitive::<Date32Type>().value(row))),
        DataType::Date64 => {
            rows::day(array.as_primitive::<Date64Type>().value(row).div_euclid(DAY))
        }
        DataType::Timestamp(unit, zone) => moment(array, row, *unit, zone.is_some()),
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => Value::Other("binary data"),
        _ => number(array, row).map_or(Value::Other("another type"), |n| Value::Text(n.into())),
    })
}

/// Returns a text; a null character would end it in other programs.
fn text(text: &str) -> Value<'_> {
    Value::Text(match text.contains('\0') {
        true => text.replace('\0', "\u{fffd}").into(),
        false => text.into(),
    })
}

/// Returns the entries of a list that are not null.
fn list(items: &ArrayRef) -> Value<'static> {
    let cells = Cells::of(items);
    let is_text = matches!(
        cells.values.as_ref().unwrap_or(items).data_type(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    );
    let entries = (0..items.len()).filter_map(|at| cells.cell(at)).map(|value| match value {
        Value::Text(text) if is_text => Ok(text.into_owned().into()),
        _ => Err("another type"),
    });
    Value::List(entries.collect(), 0)
}

fn moment(array: &ArrayRef, row: usize, unit: TimeUnit, has_zone: bool) -> Value<'static> {
    let (n, per_second) = match unit {
        TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().value(row), 1),
        TimeUnit::Millisecond => {
            (array.as_primitive::<TimestampMillisecondType>().value(row), 1_000)
        }
        TimeUnit::Microsecond => {
            (array.as_primitive::<TimestampMicrosecondType>().value(row), 1_000_000)
        }
        TimeUnit::Nanosecond => {
            (array.as_primitive::<TimestampNanosecondType>().value(row), 1_000_000_000)
        }
    };
    rows::instant(n, per_second, has_zone)
}

/// Returns a number as text; `None` for other types.
fn number(array: &ArrayRef, row: usize) -> Option<String> {
    Some(match array.data_type() {
        DataType::Int8 => array.as_primitive::<Int8Type>().value(row).to_string(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).to_string(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).to_string(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).to_string(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).to_string(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).to_string(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).to_string(),
        // With a decimal point, as a whole number of this type is written elsewhere.
        DataType::Float32 => format!("{:?}", array.as_primitive::<Float32Type>().value(row)),
        DataType::Float64 => format!("{:?}", array.as_primitive::<Float64Type>().value(row)),
        _ => return None,
    })
}
