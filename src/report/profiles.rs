//! Reads the profiles of sources from the tables of a report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::week_before::{Row, WeekBeforeError, table};
use crate::reliability::profile::{INDICATORS, Indicator, N};

/// What the rates of each source are worth.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profiles(BTreeMap<String, [f64; N]>);

impl Profiles {
    /// Reads the tables `sources` and `profile` of a report's folder, for the sources that have a
    /// score. A rate that a source does not have is taken to be the median of its kind.
    ///
    /// # Errors
    /// [`WeekBeforeError`] if one of the tables is missing or cannot be read.
    pub fn open(folder: &Path) -> Result<Self, WeekBeforeError> {
        let read = |name: &str, columns: &[&str]| {
            let parquet = folder.join(format!("{name}.parquet"));
            let csv = folder.join(format!("{name}.csv"));
            let path = if parquet.exists() { parquet } else { csv };
            let rows = table(&path)?;
            let lacks = |column: &&&str| rows.first().is_none_or(|row| !row.contains_key(**column));
            match columns.iter().find(lacks) {
                Some(column) => {
                    Err(WeekBeforeError { what: format!("there is no column `{column}`"), path })
                }
                None => Ok(rows),
            }
        };
        let cell = |row: &Row, column: &str| row.get(column).cloned().unwrap_or_default();
        let scored: BTreeSet<String> = read("sources", &["source_id", "score"])?
            .iter()
            .filter(|row| !cell(row, "score").is_empty())
            .map(|row| cell(row, "source_id"))
            .collect();
        let mut values: BTreeMap<String, [f64; N]> = BTreeMap::new();
        for row in read("profile", &["source_id", "indicator", "rate", "kind_median"])? {
            let number = |column: &str| cell(&row, column).parse::<f64>().ok();
            let rate = number("rate").or_else(|| number("kind_median"));
            let indicator = Indicator::named(&cell(&row, "indicator"));
            let source = cell(&row, "source_id");
            if let (Some(indicator), Some(rate)) = (indicator, rate)
                && scored.contains(&source)
            {
                let about = &INDICATORS[indicator as usize];
                values.entry(source).or_insert([0.0; N])[indicator as usize] = about.value(rate);
            }
        }
        Ok(Self(values))
    }

    /// Iterates over the scored sources by id, each with what its rates are worth, in the order of
    /// [`INDICATORS`]; 0 for an indicator of which the run counted nothing.
    pub fn scored(&self) -> impl Iterator<Item = (&str, [f64; N])> {
        self.0.iter().map(|(id, values)| (id.as_str(), *values))
    }
}
