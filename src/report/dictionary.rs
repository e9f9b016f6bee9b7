//! What every column of every table means: the schema in words, for `urtext schema`.
//!
//! Names and types come from the tables themselves; the words stand in `dictionary.tsv`, held against them by a test.

use super::schema::{Column, Kind};
use super::tables;

/// The words: table, column, unit, meaning, meaning of an empty cell, example.
const WORDS: &str = include_str!("dictionary.tsv");

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The table, which is the file's name without ending.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// `id`, `text`, `int64` or `float64`.
    pub kind: &'static str,
    /// Unit or range; empty where there is none.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What an empty cell means; `never` where there is none.
    pub empty: &'static str,
    /// An example.
    pub example: &'static str,
}

/// Every column, in the order of the tables and of their columns.
///
/// A column without words has empty ones, which the tests rule out. O(columns).
pub fn entries() -> Vec<Entry> {
    let words: Vec<[&'static str; 6]> =
        WORDS.lines().skip(1).filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok()).collect();
    let entry = |table: &'static str, column: &Column| {
        let row = words.iter().find(|w| w[0] == table && w[1] == column.name).copied().unwrap_or_default();
        Entry { table, column: column.name, kind: kind(column.kind), unit: row[2], meaning: row[3], empty: row[4], example: row[5] }
    };
    let history = [("history", super::history::COLUMNS)];
    tables::SCHEMAS.iter().chain(&history).flat_map(|(table, columns)| columns.iter().map(|c| entry(table, c))).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Id => "id",
        Kind::Text => "text",
        Kind::Int => "int64",
        Kind::Float => "float64",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_words_and_no_words_lack_a_column() {
        let entries = entries();
        for e in &entries {
            assert!(!e.meaning.is_empty() && !e.empty.is_empty() && !e.example.is_empty(), "{}.{}", e.table, e.column);
            let fits = match e.kind {
                "int64" => e.example.parse::<i64>().is_ok(),
                "float64" => e.example.parse::<f64>().is_ok(),
                _ => true,
            };
            assert!(fits, "{}.{}: `{}` is no {}", e.table, e.column, e.example, e.kind);
        }
        let told: Vec<(&str, &str)> = WORDS.lines().skip(1).filter_map(|l| l.split('\t').next().zip(l.split('\t').nth(1))).collect();
        assert_eq!(told, entries.iter().map(|e| (e.table, e.column)).collect::<Vec<_>>());
        assert!(WORDS.lines().all(|l| l.split('\t').count() == 6));
    }

    #[test]
    fn the_sample_report_has_these_columns_and_keeps_their_promises() {
        for (table, columns) in tables::SCHEMAS {
            let csv = std::fs::read_to_string(format!("reports/all/{table}.csv")).expect("the sample");
            let header = csv.lines().next().unwrap_or_default();
            assert_eq!(header.split(',').collect::<Vec<_>>(), columns.iter().map(|c| c.name).collect::<Vec<_>>(), "{table}");
        }
    }
}
