//! The data dictionary for `urtext schema`: what every column of every table means.
//!
//! Names and types come from the tables themselves, the descriptions from `dictionary.tsv`; a test
//! checks that the two agree.

use super::schema::{Column, Kind};
use super::tables;

/// The descriptions: table, column, unit, meaning, meaning of an empty cell, example.
const WORDS: &str = include_str!("dictionary.tsv");

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The table: the file's name without its extension.
    pub table: &'static str,
    /// The column's name.
    pub column: &'static str,
    /// `id`, `text`, `int64` or `float64`.
    pub kind: &'static str,
    /// Unit or range; empty if there is none.
    pub unit: &'static str,
    /// The meaning of a cell.
    pub meaning: &'static str,
    /// The meaning of an empty cell; `never` if cells are never empty.
    pub empty: &'static str,
    /// An example value.
    pub example: &'static str,
}

/// The text above the tables in `docs/tables.md`.
pub const OPENING: &str = include_str!("dictionary.md");

/// What one row of each table represents.
const ROWS: [(&str, &str); 22] = [
    (
        "findings",
        "One row per finding: the list to read first, in the order to read it (what is charged first; among these, by `severity` times \
         `confidence` times how often readers confirmed such findings). It holds what other tables hold, in sentences; a `status` other \
         than `charged` means that nothing is held against anybody.",
    ),
    ("articles", "One row per article."),
    (
        "pairs",
        "One row per compared pair: every copying pair, `shared_source`, `background` and `same_quotes`. `same_event` and `template` are \
         listed only among the five nearest articles of either side, unrelated pairs not at all. Where two articles share no run of words, \
         their words are not aligned, and shares and counts are empty.",
    ),
    (
        "drift",
        "One row per alteration in a copying pair. An alteration is listed for every pair that shows it, so one change in a copy of a \
         much-copied story gives many rows; `charge` says which of them counts against whom.",
    ),
    (
        "substitutions",
        "One row per stretch of words that replaces another, in each spun pair and in each copy compared with its best parent. Names, \
         numbers and dates are facts and appear in `drift`. An editor replaces words too: of the swaps between editions of agency copy, one \
         in seven is a synonym; in spun copies, three in four. A single synonym proves nothing.",
    ),
    ("stemma", "One row per copy and its best parent."),
    ("clusters", "One row per cluster, that is, a family of copies."),
    ("stories", "One row per story, that is, an event that several articles report."),
    (
        "wires",
        "One row per outlet's use of one agency story: only families whose original is on an agency's own page, or is a lost agency story.",
    ),
    ("captions", "One row per caption."),
    ("blocks", "One row per line that is not body."),
    (
        "sources",
        "One row per source. A rate `x` has five columns. `x_count` of `x_of` is what was counted. `x_rate` is an estimate drawn towards the \
         sources of the same kind (towards all sources if fewer than 20 of that kind were counted), so that one case out of one does not read as 100 %; `x_low` and `x_high` bound it with 90 % probability. \
         Rate and bounds are empty if `x_of` is 0. Quote the counts first.",
    ),
    (
        "profile",
        "One row per source and indicator: what was counted, with an estimate and its 90 % interval as in `sources`, beside the sources \
         of the same kind in this run. [reliability.md](reliability.md) says what each indicator is. Every count is the sum of those of the \
         source's articles in `indicators`; those of conduct are counted from `articles`.",
    ),
    (
        "indicators",
        "One row per article, with what it adds to its source's profile. An indicator `x` has two columns: `x_count` of `x_of` cases. Both \
         are empty if there is no case, as in a language without the words for it.",
    ),
    (
        "contradictions",
        "One row per difference between two independent reports of one event: the same quotation of the same speaker in other words, or the \
         same count of the same thing with another value. It blames neither side and costs nothing: either may be right, and what was said \
         twice or in another language is quoted in two ways by honest reports.",
    ),
    ("flows", "One row per pair of sources of which the second took something from the first."),
    ("clocks", "One row per outlet whose dates could be tested."),
    ("habits", "One row per swap of words that an outlet made in two copies or more."),
    (
        "spinners",
        "One row per pair of outlets that replace the same words in the same way: over spun copies of different originals, from five words \
         on, and only if at least half of the words that both replaced were replaced alike. Such a pair may use one piece of software, one \
         desk or one style book. It is a lead to follow, not proof.",
    ),
    ("rejects", "One row per record, field or file that could not be read."),
    (
        "history",
        "One row per week and source, kept across reports (`OUT/history.csv`, or `history.parquet`; only with `--archive` and `--week`).",
    ),
    (
        "cases",
        "One row per case of a dossier (`urtext dossier`, in `OUT/SOURCE`): an article of another outlet that has the source's text or credits \
         it, an article of the source's own that has another's text, or any other finding about it. By the article's date, undated ones last.",
    ),
];

/// The columns of the tables that no report has: those kept across reports, and those of dossiers.
pub const BESIDE: [(&str, &[Column]); 2] =
    [("history", super::history::COLUMNS), ("cases", crate::dossier::table::COLUMNS)];

/// Returns what one row of a table represents; empty for an unknown table.
pub fn rows(table: &str) -> &'static str {
    ROWS.iter().find(|(name, _)| *name == table).map_or("", |(_, rows)| rows)
}

/// Returns every column, in the order of the tables and of their columns.
///
/// A column without a description has empty strings; the tests rule that out. O(columns ×
/// descriptions).
pub fn entries() -> Vec<Entry> {
    let words: Vec<[&'static str; 6]> = WORDS
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
        .collect();
    let entry = |table: &'static str, column: &Column| {
        let row = words
            .iter()
            .find(|w| w[0] == table && w[1] == column.name)
            .copied()
            .unwrap_or_default();
        Entry {
            table,
            column: column.name,
            kind: kind(column.kind),
            unit: row[2],
            meaning: row[3],
            empty: row[4],
            example: row[5],
        }
    };
    tables::SCHEMAS
        .iter()
        .chain(&BESIDE)
        .flat_map(|(table, columns)| columns.iter().map(|c| entry(table, c)))
        .collect()
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
            assert!(
                !e.meaning.is_empty() && !e.empty.is_empty() && !e.example.is_empty(),
                "{}.{}",
                e.table,
                e.column
            );
            let fits = match e.kind {
                "int64" => e.example.parse::<i64>().is_ok(),
                "float64" => e.example.parse::<f64>().is_ok(),
                _ => true,
            };
            assert!(fits, "{}.{}: `{}` is no {}", e.table, e.column, e.example, e.kind);
        }
        let told: Vec<(&str, &str)> = WORDS
            .lines()
            .skip(1)
            .filter_map(|l| l.split('\t').next().zip(l.split('\t').nth(1)))
            .collect();
        assert_eq!(told, entries.iter().map(|e| (e.table, e.column)).collect::<Vec<_>>());
        assert!(WORDS.lines().all(|l| l.split('\t').count() == 6));
    }

    #[test]
    fn the_sample_report_has_these_columns_and_keeps_their_promises() {
        for (table, columns) in tables::SCHEMAS {
            let csv =
                std::fs::read_to_string(format!("reports/all/{table}.csv")).expect("the sample");
            let header = csv.lines().next().unwrap_or_default();
            assert_eq!(
                header.split(',').collect::<Vec<_>>(),
                columns.iter().map(|c| c.name).collect::<Vec<_>>(),
                "{table}"
            );
        }
    }
}
