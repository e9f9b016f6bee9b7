//! Parsers of the values of options.

use clap::ValueEnum;

/// A form of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// RFC 4180, UTF-8, empty for missing.
    Csv,
    /// Apache Parquet, zstd.
    Parquet,
}

/// A form of a report's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// RFC 4180, UTF-8, empty for missing.
    Csv,
    /// Apache Parquet, zstd.
    Parquet,
    /// CSV, and all tables in one workbook, report.xlsx (Excel, LibreOffice).
    Xlsx,
    /// CSV, and all tables in one database, report.sqlite, with datasette.json for Datasette.
    Sqlite,
}

/// Earliest year accepted for `--week`. Source: the first newspaper, Strasbourg's *Relation*, began
/// in 1605.
const FIRST_YEAR: i32 = 1605;

/// Parses an ISO week such as `2021-W23`.
pub fn week(text: &str) -> Result<(i32, u32), String> {
    let bad = || format!("`{text}` is not an ISO week; write it as 2021-W23");
    let (year, number) = text.split_once("-W").ok_or_else(bad)?;
    let digits =
        |text: &str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(number, 2) {
        return Err(bad());
    }
    let (year, number): (i32, u32) =
        (year.parse().map_err(|_| bad())?, number.parse().map_err(|_| bad())?);
    if year < FIRST_YEAR {
        return Err(format!("`{text}` is before the first newspapers; give a week from 1605 on"));
    }
    chrono::NaiveDate::from_isoywd_opt(year, number, chrono::Weekday::Mon)
        .map(|_| (year, number))
        .ok_or_else(bad)
}

/// Parses two column names such as `domain,score`.
pub(super) fn two_names(text: &str) -> Result<(String, String), String> {
    match text.split_once(',').map(|(a, b)| (a.trim(), b.trim())) {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => Ok((a.to_owned(), b.to_owned())),
        _ => Err(format!("`{text}` is not two column names; write them as domain,score")),
    }
}

/// Parses a finite number above 0.
pub(super) fn above_zero(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|n: &f64| n.is_finite() && *n > 0.0)
        .ok_or_else(|| format!("`{text}` is not a number above 0"))
}

/// Parses a number of days: `90d` or `90`.
pub(super) fn days(text: &str) -> Result<u32, String> {
    text.strip_suffix('d')
        .unwrap_or(text)
        .parse()
        .map_err(|_| format!("`{text}` is not a number of days; write it as 90d"))
}
