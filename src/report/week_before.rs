//! Reads the previous week's report, as far as this week's is compared with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use super::past_weeks::{self, PastWeek};
use super::summary;
use crate::ingest::Limits;
use crate::ingest::parquet::bounded;
use crate::reliability::Rate;
use crate::reliability::profile::About;
use crate::reliability::score::Part;
use crate::sources::Weights;
use crate::sources::csv::Rows;
use crate::{files, inert};

/// Why the previous week's report could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: this table of an earlier report cannot be read: {what}", path.display())]
pub struct WeekBeforeError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub what: String,
}

/// One source's row of the previous week, by column name.
pub(super) type Row = BTreeMap<String, String>;

/// The previous week's report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeekBefore {
    /// Its name, such as `2021-W22`.
    pub name: String,
    /// xxh3 hash of its sources table (128 bits), in hex.
    pub xxh3: String,
    /// Why scores are not compared with it; `None` if they are.
    pub incomparable: Option<&'static str>,
    /// What earlier weeks came to, this one the last of them, oldest first; only weeks that can be
    /// compared.
    pub past: Vec<PastWeek>,
    rows: BTreeMap<String, Row>,
    /// Counts and rates of its profiles: source → indicator → hits, cases, rate.
    profiles: BTreeMap<String, BTreeMap<String, (f64, f64, f64)>>,
}

/// The change of a source's score or rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Points (for a rate, share of 0 to 1) gained since the previous week; negative if lost.
    pub points: f64,
    /// The indicator that moved most in that direction, with the counts of both weeks; or that
    /// nothing of the source's own moved.
    pub cause: String,
}

/// Least change, in points, that counts as a change. Chosen by judgement: less disappears when
/// scores are shown with one decimal.
const STILL: f64 = 0.05;

impl WeekBefore {
    /// Reads the report of the week before `week` from the folder that holds the reports; `None` if
    /// there is none.
    ///
    /// # Errors
    /// [`WeekBeforeError`] if its sources table exists but cannot be read.
    pub fn open(
        out: &Path,
        week: (i32, u32),
        weights: &Weights,
    ) -> Result<Option<Self>, WeekBeforeError> {
        let Some(monday) = chrono::NaiveDate::from_isoywd_opt(week.0, week.1, chrono::Weekday::Mon)
        else {
            return Ok(None);
        };
        let before = chrono::Datelike::iso_week(&(monday - chrono::Days::new(7)));
        let name = format!("{}-W{:02}", before.year(), before.week());
        let folder = out.join(&name);
        let (csv, parquet) = (folder.join("sources.csv"), folder.join("sources.parquet"));
        let path = match (csv.exists(), parquet.exists()) {
            (false, false) => return Ok(None),
            (true, _) => csv,
            (false, true) => parquet,
        };
        let rows = keyed(table(&path)?, &path)?;
        let profile = folder.join(match path.extension().is_some_and(|e| e == "csv") {
            true => "profile.csv",
            false => "profile.parquet",
        });
        let profiles = match profile.exists() {
            true => profiles(table(&profile)?),
            false => BTreeMap::new(),
        };
        // Without its summary there is no telling how it was scored.
        let written: Value = files::text(&folder.join("summary.json"))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let incomparable = if written["version"] != env!("CARGO_PKG_VERSION") {
            Some("written by another version")
        } else if profiles.is_empty() {
            Some("written without a table of profiles")
        } else if written["settings"]["score"] != summary::weights(weights) {
            Some("scored with other weights")
        } else {
            None
        };
        let bytes = files::whole(&path)
            .map_err(|e| WeekBeforeError { path: path.clone(), what: e.to_string() })?;
        let xxh3 = format!("{:032x}", xxh3_128(&bytes));
        let past = past_weeks::read(out, monday, &summary::weights(weights));
        Ok(Some(Self { name, xxh3, incomparable, past, rows, profiles }))
    }

    /// Returns how a source's score changed, and why; `None` if it had no score in the previous
    /// week or the two reports cannot be compared.
    ///
    /// The cause is the indicator whose cost moved most in the direction of the change, among
    /// those that the source had cases of in both weeks and whose counts differ. What moved only
    /// because other sources did is no cause.
    pub fn change(&self, id: &str, score: f64, parts: &[Part]) -> Option<Change> {
        let then = self.rows.get(id).filter(|_| self.incomparable.is_none())?;
        let points = score - then.get("score").and_then(|cell| cell.parse::<f64>().ok())?;
        if points.abs() < STILL {
            return Some(Change { points, cause: "unchanged from the previous week".to_owned() });
        }
        let moved = parts.iter().filter(|part| part.is_own).filter_map(|part| {
            let &(count, of, rate) = self.profiles.get(id)?.get(part.about.name)?;
            let same = (f64::from(part.rate.count), f64::from(part.rate.of)) == (count, of);
            let gained = (part.cost_at(rate) - part.cost()) * points.signum();
            (!same && gained >= STILL).then(|| {
                (gained, format!("{}; {count} of {of} in the previous week", part.words()))
            })
        });
        let cause = moved.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        let cause = cause.map_or_else(|| "no change of its own".to_owned(), |(_, words)| words);
        Some(Change { points, cause })
    }

    /// Returns how much a source's rate in one indicator rose, and why; `None` if it had no rate in
    /// the previous week or the two reports cannot be compared.
    ///
    /// The cause is the counts of both weeks. An estimate that moved only because other sources did
    /// is no change of its own.
    pub fn moved(&self, id: &str, about: &About, rate: &Rate) -> Option<Change> {
        let profiles = self.profiles.get(id).filter(|_| self.incomparable.is_none())?;
        let &(count, of, then) = profiles.get(about.name)?;
        let points = rate.estimate?.mean - then;
        let cause = match (f64::from(rate.count), f64::from(rate.of)) == (count, of) {
            true => "no change of its own".to_owned(),
            false => format!(
                "{} of {} {}; {count} of {of} in the previous week",
                rate.count, rate.of, about.words
            ),
        };
        Some(Change { points, cause })
    }
}

/// Reads the rows of a table.
pub(super) fn table(path: &Path) -> Result<Vec<Row>, WeekBeforeError> {
    let failed = |what: String| WeekBeforeError { path: path.to_owned(), what };
    let bytes = files::whole(path).map_err(|e| failed(e.to_string()))?;
    match path.extension().is_some_and(|e| e == "csv") {
        true => from_csv(&bytes),
        false => from_parquet(&bytes),
    }
    .map_err(failed)
}

/// Returns rows by their source.
fn keyed(rows: Vec<Row>, path: &Path) -> Result<BTreeMap<String, Row>, WeekBeforeError> {
    let missing = || WeekBeforeError {
        path: path.to_owned(),
        what: "there is no column `source_id`".to_owned(),
    };
    rows.into_iter()
        .map(|row| Ok((row.get("source_id").cloned().ok_or_else(missing)?, row)))
        .collect()
}

/// Returns the counts and rates of profiles; without the rows that have no rate.
fn profiles(rows: Vec<Row>) -> BTreeMap<String, BTreeMap<String, (f64, f64, f64)>> {
    let mut out: BTreeMap<String, BTreeMap<String, (f64, f64, f64)>> = BTreeMap::new();
    for row in rows {
        let number = |column: &str| row.get(column).and_then(|cell| cell.parse::<f64>().ok());
        let counts = number("count").zip(number("of")).zip(number("rate"));
        let (Some(source), Some(indicator), Some(((count, of), rate))) =
            (row.get("source_id"), row.get("indicator"), counts)
        else {
            continue;
        };
        out.entry(source.clone()).or_default().insert(indicator.clone(), (count, of, rate));
    }
    out
}

fn from_csv(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    let mut rows = Rows::of(text);
    let header = rows.next().unwrap_or_default();
    rows.map(|row| {
        if row.len() != header.len() {
            return Err(format!(
                "line {} has {} cells where the header has {}",
                row.line,
                row.len(),
                header.len()
            ));
        }
        Ok(header.cells().map(str::to_owned).zip(row.cells().map(inert::unspelled)).collect())
    })
    .collect()
}

fn from_parquet(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let frame = bounded(bytes, &|_| true, &Limits::default())?;
    let mut rows = vec![Row::new(); frame.height()];
    for column in frame.columns() {
        for (at, row) in rows.iter_mut().enumerate() {
            let cell = column.get(at).map_err(|e| e.to_string())?;
            let text =
                if cell.is_null() { String::new() } else { inert::unspelled(&cell.str_value()) };
            row.insert(column.name().to_string(), text);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::profile::Indicator;
    use crate::reliability::score::{of_parts, parts};
    use crate::reliability::{Estimate, Rate, SourceRecord};

    /// Returns a rate whose estimate is the plain share.
    fn rate(count: u32, of: u32) -> Rate {
        let mean = f64::from(count) / f64::from(of);
        let mut rate = Rate::of(count, of);
        rate.estimate = Some(Estimate { mean, low: mean, high: mean, variance: 0.001, drawn: 0.0 });
        rate
    }

    fn record(kept: u32, spun: u32) -> SourceRecord {
        let mut record = SourceRecord { articles: 20, ..SourceRecord::default() };
        record.profile.set(Indicator::QuotesKept, rate(kept, 10));
        record.profile.set(Indicator::Spun, rate(spun, 10));
        record
    }

    fn score(r: &SourceRecord) -> f64 {
        of_parts(&parts(r, &Weights::default()))
    }

    fn before(r: &SourceRecord) -> WeekBefore {
        let row = Row::from([("score".to_owned(), score(r).to_string())]);
        let own = [Indicator::QuotesKept, Indicator::Spun].map(|indicator| {
            let rate = r.profile.of(indicator).rate;
            let mean = rate.estimate.expect("an estimate").mean;
            let counts = (f64::from(rate.count), f64::from(rate.of), mean);
            (indicator.about().name.to_owned(), counts)
        });
        WeekBefore {
            rows: BTreeMap::from([("a".to_owned(), row)]),
            profiles: BTreeMap::from([("a".to_owned(), BTreeMap::from(own))]),
            ..WeekBefore::default()
        }
    }

    fn change(then: &SourceRecord, now: &SourceRecord) -> Option<Change> {
        before(then).change("a", score(now), &parts(now, &Weights::default()))
    }

    #[test]
    fn the_cause_is_what_moved_most_with_the_counts_of_both_weeks() {
        let worse = change(&record(10, 1), &record(7, 1)).expect("a change");
        assert!(worse.points < -10.0, "{worse:?}");
        assert_eq!(
            worse.cause,
            "7 of 10 copied quotations are unaltered; 10 of 10 in the previous week"
        );
        assert_eq!(
            change(&record(9, 5), &record(9, 5)).expect("a change").cause,
            "unchanged from the previous week"
        );
    }

    #[test]
    fn a_rate_moves_for_a_cause_if_its_own_counts_did() {
        let (then, about) = (before(&record(10, 1)), Indicator::QuotesKept.about());
        let moved = |now: Rate| then.moved("a", about, &now).expect("a change");
        let worse = moved(rate(7, 10));
        assert!((worse.points + 0.3).abs() < 1e-9, "{worse:?}");
        assert!(worse.cause.ends_with("10 of 10 in the previous week"), "{worse:?}");
        assert_eq!(moved(rate(10, 10)).cause, "no change of its own");
        assert_eq!(then.moved("b", about, &rate(7, 10)), None);
    }

    #[test]
    fn what_others_moved_is_no_change_of_its_own() {
        let then = record(9, 5);
        let mut now = then.clone();
        let mut drawn = rate(9, 10);
        drawn.estimate = Some(Estimate { mean: 0.7, ..drawn.estimate.expect("an estimate") });
        now.profile.set(Indicator::QuotesKept, drawn);
        let moved = change(&then, &now).expect("a change");
        assert!(moved.points < -1.0 && moved.cause == "no change of its own", "{moved:?}");
    }

    #[test]
    fn other_weights_and_unknown_sources_are_not_compared() {
        let now = record(9, 1);
        let parts = parts(&now, &Weights::default());
        let other = WeekBefore { incomparable: Some("scored with other weights"), ..before(&now) };
        assert_eq!(other.change("a", 90.0, &parts), None);
        assert_eq!(before(&now).change("b", 90.0, &parts), None);
    }
}
