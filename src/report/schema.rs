//! Tables: columns are declared once, filled row by row, and written by polars.

use std::cmp::Ordering;
use std::io::Write;

use polars::prelude::*;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::ReportError;
use crate::inert;

/// The type of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An id or a fixed word: characters that steer are spelled out.
    Id,
    /// Foreign text: also protected against being run as a formula by spreadsheets.
    Text,
    /// A whole number.
    Int,
    /// A number, rounded to four decimals.
    Float,
}

/// The name and type of a column; its meaning is in the dictionary.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The name in the header.
    pub name: &'static str,
    /// The type of its cells.
    pub kind: Kind,
}

/// Declares a column.
pub const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// No value.
    Empty,
    /// An id or text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
}

impl From<&str> for Cell {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}

impl From<String> for Cell {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}

impl From<u32> for Cell {
    fn from(v: u32) -> Self {
        Self::Int(i64::from(v))
    }
}

impl From<i64> for Cell {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}

impl From<usize> for Cell {
    fn from(v: usize) -> Self {
        Self::Int(v as i64)
    }
}

impl From<f64> for Cell {
    fn from(v: f64) -> Self {
        Self::Float(v)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Empty, Into::into)
    }
}

/// The cells of a column; `None` is an empty cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Ids and texts.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Int(Vec<Option<i64>>),
    /// Numbers.
    Float(Vec<Option<f64>>),
}

impl Data {
    /// Compares the cells of two rows; an empty cell sorts first, NaN last.
    fn compare(&self, a: usize, b: usize) -> Ordering {
        match self {
            Self::Text(v) => v[a].cmp(&v[b]),
            Self::Int(v) => v[a].cmp(&v[b]),
            Self::Float(v) => match (v[a], v[b]) {
                (Some(x), Some(y)) => x.total_cmp(&y),
                (x, y) => x.is_some().cmp(&y.is_some()),
            },
        }
    }

    /// Returns the number of cells.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(v) => v.len(),
            Self::Int(v) => v.len(),
            Self::Float(v) => v.len(),
        }
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reorders the cells: row `order[i]` moves to place `i`. `order` must contain every row once.
    fn rearrange(&mut self, order: &[usize]) {
        match self {
            Self::Text(v) => *v = order.iter().map(|&row| v[row].take()).collect(),
            Self::Int(v) => *v = order.iter().map(|&row| v[row]).collect(),
            Self::Float(v) => *v = order.iter().map(|&row| v[row]).collect(),
        }
    }
}

/// A table being filled.
pub struct Table {
    /// The file's name without its extension.
    pub name: &'static str,
    columns: &'static [Column],
    data: Vec<Data>,
    rows: usize,
    order: &'static [&'static str],
}

impl Table {
    /// Returns an empty table whose rows will be sorted by the columns in `order`.
    pub fn new(
        name: &'static str,
        columns: &'static [Column],
        order: &'static [&'static str],
    ) -> Self {
        let data = columns
            .iter()
            .map(|c| match c.kind {
                Kind::Id | Kind::Text => Data::Text(Vec::new()),
                Kind::Int => Data::Int(Vec::new()),
                Kind::Float => Data::Float(Vec::new()),
            })
            .collect();
        Self { name, columns, data, rows: 0, order }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If the cells do not match the columns; only a mistake in a table's own file can cause that.
    pub fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let mut cells = row.into_iter();
        for (column, data) in self.columns.iter().zip(&mut self.data) {
            match (data, cells.next()) {
                (Data::Text(v), Some(Cell::Empty)) => v.push(None),
                (Data::Text(v), Some(Cell::Text(t))) => {
                    v.push(Some(if column.kind == Kind::Text {
                        harmless(&t)
                    } else {
                        inert::spelled(&t)
                    }))
                }
                (Data::Int(v), Some(Cell::Empty)) => v.push(None),
                (Data::Int(v), Some(Cell::Int(i))) => v.push(Some(i)),
                (Data::Float(v), Some(Cell::Empty)) => v.push(None),
                (Data::Float(v), Some(Cell::Float(f))) => v.push(Some(rounded(f))),
                (_, cell) => panic!("{}.{} cannot hold {cell:?}", self.name, column.name),
            }
        }
        assert!(cells.next().is_none(), "{} has more cells than columns", self.name);
        self.rows += 1;
    }

    /// Returns the columns in the declared order, each with its name, rows sorted. O(rows · log
    /// rows).
    pub fn sorted_columns(mut self) -> Vec<(&'static str, Data)> {
        if let Some(order) = self.sorted() {
            self.data.par_iter_mut().for_each(|data| data.rearrange(&order));
        }
        self.columns.iter().map(|column| column.name).zip(self.data).collect()
    }

    /// Returns the data frame of [`Self::sorted_columns`].
    ///
    /// # Errors
    /// The error from polars.
    pub fn frame(self) -> Result<DataFrame, ReportError> {
        let (name, rows) = (self.name, self.rows);
        let columns: Vec<polars::prelude::Column> = self
            .sorted_columns()
            .into_iter()
            .map(|(name, data)| match data {
                Data::Text(v) => polars::prelude::Column::new(name.into(), v),
                Data::Int(v) => polars::prelude::Column::new(name.into(), v),
                Data::Float(v) => polars::prelude::Column::new(name.into(), v),
            })
            .collect();
        DataFrame::new(rows, columns).map_err(|cause| ReportError::Table { table: name, cause })
    }

    /// Returns the rows in their order, each with a cell for every column.
    pub fn cells(mut self) -> Vec<Vec<Cell>> {
        if let Some(order) = self.sorted() {
            self.data.iter_mut().for_each(|data| data.rearrange(&order));
        }
        let cell = |data: &Data, row: usize| match data {
            Data::Text(v) => Cell::from(v[row].clone()),
            Data::Int(v) => Cell::from(v[row]),
            Data::Float(v) => Cell::from(v[row]),
        };
        (0..self.rows).map(|row| self.data.iter().map(|data| cell(data, row)).collect()).collect()
    }

    /// Returns the row numbers in sorted order, with equal rows in the order in which they were
    /// pushed; `None` if the rows are already sorted, as from most stages. O(rows · log rows).
    fn sorted(&self) -> Option<Vec<usize>> {
        let of = |name: &&str| {
            self.columns.iter().position(|c| c.name == *name).map(|at| &self.data[at])
        };
        let keys: Vec<&Data> = self.order.iter().filter_map(of).collect();
        let compare = |a: usize, b: usize| {
            keys.iter().map(|data| data.compare(a, b)).find(|order| order.is_ne())
        };
        let compare = |a: usize, b: usize| compare(a, b).unwrap_or(Ordering::Equal);
        if (1..self.rows).all(|row| compare(row - 1, row).is_le()) {
            return None;
        }
        let mut rows: Vec<usize> = (0..self.rows).collect();
        rows.par_sort_by(|&a, &b| compare(a, b));
        Some(rows)
    }
}

/// The file format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// RFC 4180, UTF-8, with a header; a missing value is an empty cell.
    #[default]
    Csv,
    /// Apache Parquet with zstd compression.
    Parquet,
}

impl Format {
    /// Returns the file extension.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// Writes a frame.
    ///
    /// # Errors
    /// The error from polars.
    pub fn write(self, mut frame: DataFrame, into: impl Write) -> PolarsResult<()> {
        match self {
            Self::Csv => CsvWriter::new(into).include_header(true).finish(&mut frame),
            Self::Parquet => ParquetWriter::new(into)
                .with_compression(ParquetCompression::Zstd(None))
                .finish(&mut frame)
                .map(|_| ()),
        }
    }
}

/// Makes foreign text safe to open in a spreadsheet: characters that steer are spelled out as in
/// `\u{202e}`, and an apostrophe is put before a text that could run as a formula (its first
/// visible character is `=`, `+`, `-` or `@`, of any width) or that begins with an apostrophe, a
/// tab or a line feed.
///
/// To reverse it, remove one leading apostrophe, then apply [`inert::unspelled`]. Carriage returns
/// become line feeds for good, because programs read them differently.
pub fn harmless(text: &str) -> String {
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    };
    let quoted = inert::is_formula(&text) || text.starts_with(['\'', '\t', '\n']);
    let text = inert::spelled(&text);
    if quoted { format!("'{text}") } else { text }
}

/// Rounds to four decimals, without negative zero.
pub fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_the_way_back_is_one_apostrophe() {
        for text in [
            "=1+1",
            "+49",
            "-x",
            "@a",
            "＝1+1",
            "'quoted'",
            "\tx",
            "plain",
            "",
            "a=b",
            "\u{200b}=1",
            " \u{202e}+1",
            "\u{feff}@a",
            "a\0b",
        ] {
            let cell = harmless(text);
            let back =
                inert::unspelled(cell.strip_prefix('\'').filter(|_| cell != text).unwrap_or(&cell));
            assert_eq!(back, text);
            assert!(!inert::is_formula(&cell) && !cell.starts_with('\t'));
        }
        assert_eq!(harmless("a\0b\r\nc"), "a\\u{0}b\nc");
    }

    #[test]
    fn missing_is_empty_and_rows_are_sorted() {
        static COLUMNS: &[Column] = &[
            column("id", Kind::Id),
            column("n", Kind::Int),
            column("x", Kind::Float),
            column("t", Kind::Text),
        ];
        let mut table = Table::new("t", COLUMNS, &["id"]);
        table.push([
            Cell::from("b"),
            Cell::Empty,
            Cell::from(0.0),
            Cell::from("a \"quoted\", text"),
        ]);
        table.push([Cell::from("a"), Cell::from(3_i64), Cell::Empty, Cell::Empty]);
        let mut out = Vec::new();
        Format::Csv.write(table.frame().expect("a frame"), &mut out).expect("written");
        assert_eq!(
            String::from_utf8(out).expect("UTF-8"),
            "id,n,x,t\na,3,,\nb,,0.0,\"a \"\"quoted\"\", text\"\n"
        );
    }

    #[test]
    fn what_is_missing_sorts_first_and_equal_rows_stay_as_they_were() {
        static COLUMNS: &[Column] =
            &[column("x", Kind::Float), column("id", Kind::Id), column("n", Kind::Int)];
        let mut table = Table::new("t", COLUMNS, &["x", "id"]);
        let rows = [
            (Some(2.5), "b", 1),
            (Some(-1.0), "c", 2),
            (None, "d", 3),
            (Some(2.5), "a", 4),
            (Some(-1.0), "c", 5),
            (Some(f64::NAN), "a", 6),
        ];
        for (x, id, n) in rows {
            table.push([x.into(), id.into(), Cell::Int(n)]);
        }
        assert_eq!(table.sorted(), Some(vec![2, 1, 4, 3, 0, 5]));
        let mut out = Vec::new();
        Format::Csv.write(table.frame().expect("a frame"), &mut out).expect("written");
        assert_eq!(
            String::from_utf8(out).expect("UTF-8"),
            "x,id,n\n,d,3\n-1.0,c,2\n-1.0,c,5\n2.5,a,4\n2.5,b,1\nNaN,a,6\n"
        );
    }
}
