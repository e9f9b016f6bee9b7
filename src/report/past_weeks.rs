//! Reads what earlier weeks' reports came to, for the page to draw beside this week's.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate};
use serde_json::Value;

use super::week_before::table;
use crate::files;

/// Weeks that are looked back. Chosen by judgement: two months, as many dots as a small picture
/// shows apart.
const WEEKS: u64 = 8;

/// What an earlier week's report came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastWeek {
    /// Its name, such as `2021-W22`.
    pub name: String,
    /// Its figures, by their names in `summary.json`; empty if it was written without them.
    pub figures: BTreeMap<String, u64>,
    /// Its sources by id: articles, and the score with both ends of its interval where there is one.
    pub sources: BTreeMap<String, PastSource>,
}

/// One source in an earlier week: articles, and the score with both ends of its interval.
pub type PastSource = (u32, Option<(f64, f64, f64)>);

/// Reads the reports of the weeks before `monday` from the folder that holds them, oldest first.
///
/// A week without a report, with one that cannot be read, or with one of another version or scored
/// with other weights is left out: its figures mean something else.
pub(super) fn read(out: &Path, monday: NaiveDate, weights: &Value) -> Vec<PastWeek> {
    let weeks = (1..=WEEKS).rev().filter_map(|back| {
        let week = monday.checked_sub_days(Days::new(7 * back))?.iso_week();
        one(out, format!("{}-W{:02}", week.year(), week.week()), weights)
    });
    weeks.collect()
}

fn one(out: &Path, name: String, weights: &Value) -> Option<PastWeek> {
    let folder = out.join(&name);
    let summary: Value =
        serde_json::from_str(&files::text(&folder.join("summary.json")).ok()?).ok()?;
    if summary["version"] != env!("CARGO_PKG_VERSION") || summary["settings"]["score"] != *weights {
        return None;
    }
    let figures = summary["figures"].as_object().into_iter().flatten();
    let csv = folder.join("sources.csv");
    let path = if csv.exists() { csv } else { folder.join("sources.parquet") };
    let sources = table(&path).ok()?.into_iter().filter_map(|row| {
        let number = |column: &str| row.get(column).and_then(|cell| cell.parse::<f64>().ok());
        let score = number("score").zip(number("score_low")).zip(number("score_high"));
        let articles = number("articles").unwrap_or_default() as u32;
        Some((row.get("source_id")?.clone(), (articles, score.map(|((s, l), h)| (s, l, h)))))
    });
    Some(PastWeek {
        figures: figures.filter_map(|(key, n)| Some((key.clone(), n.as_u64()?))).collect(),
        sources: sources.collect(),
        name,
    })
}
