//! Reads the previous week's report, as far as this week's is compared with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use super::summary;
use crate::ingest::Limits;
use crate::ingest::parquet::bounded;
use crate::reliability::prior;
use crate::reliability::score::Part;
use crate::sources::Weights;
use crate::sources::csv::Rows;
use crate::{files, inert};

/// Why the previous week's report could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: this table of the previous week cannot be read: {what}", path.display())]
pub struct WeekBeforeError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub what: String,
}

/// One source's row of the previous week, by column name.
type Row = BTreeMap<String, String>;

/// The previous week's report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeekBefore {
    /// Its name, such as `2021-W22`.
    pub name: String,
    /// xxh3 hash of its sources table (128 bits), in hex.
    pub xxh3: String,
    /// Why scores are not compared with it; `None` if they are.
    pub incomparable: Option<&'static str>,
    rows: BTreeMap<String, Row>,
    /// The means of its priors, from its summary: rate → kind of source → mean.
    priors: BTreeMap<String, BTreeMap<String, f64>>,
}

/// The change of a source's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Points gained since the previous week; negative if points were lost.
    pub points: f64,
    /// The component that moved most in that direction, with the counts of both weeks if there
    /// were any.
    pub cause: String,
}

/// The group of sources without a kind, see [`crate::reliability`].
const UNLISTED: &str = "unlisted";

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
        let failed = |what: String| WeekBeforeError { path: path.clone(), what };
        let bytes = files::whole(&path).map_err(|e| failed(e.to_string()))?;
        let rows = match path.extension().is_some_and(|e| e == "csv") {
            true => from_csv(&bytes),
            false => from_parquet(&bytes),
        }
        .map_err(&failed)?;
        // Without its summary there is no telling how it was scored.
        let written: Value = files::text(&folder.join("summary.json"))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let incomparable = if written["version"] != env!("CARGO_PKG_VERSION") {
            Some("written by another version")
        } else if written["settings"]["score"] != summary::weights(weights) {
            Some("scored with other weights")
        } else {
            None
        };
        let xxh3 = format!("{:032x}", xxh3_128(&bytes));
        Ok(Some(Self { name, xxh3, incomparable, rows, priors: priors(&written["priors"]) }))
    }

    /// Returns how a source's score changed, and why; `None` if it had no score in the previous
    /// week or the two reports cannot be compared.
    ///
    /// The difference is decomposed: each rate's part at the mean of both weeks' shares of copies,
    /// and the share's part at the mean of both weeks' costs. The largest part in the direction of
    /// the change is the cause. A rate without cases is empty in the table; it cost what was usual,
    /// which is the mean of its prior, or nothing if the whole report counted nothing of the kind.
    pub fn change(
        &self,
        id: &str,
        score: f64,
        parts: &[Part],
        copied: (u32, u32, f64),
    ) -> Option<Change> {
        let then = self.rows.get(id).filter(|_| self.incomparable.is_none())?;
        let number = |column: &str| then.get(column).and_then(|cell| cell.parse::<f64>().ok());
        let points = score - number("score")?;
        let kept = |rate: &str| matches!(rate, "attributed" | "quote_fidelity");
        let kind = then.get("kind").filter(|kind| !kind.is_empty());
        let rate = |rate: &str| {
            number(&format!("{rate}_rate"))
                .or_else(|| self.usual(rate, kind.map_or(UNLISTED, String::as_str)))
        };
        let harm =
            |of: &str| rate(of).map_or(0.0, |share| if kept(of) { 1.0 - share } else { share });
        let counts = |rate: &str| {
            let (count, of) = (
                number(&format!("{rate}_count")).unwrap_or(0.0),
                number(&format!("{rate}_of")).unwrap_or(0.0),
            );
            (if kept(rate) { of - count } else { count }, of)
        };
        let now = |p: &Part| p.estimate.map_or(0.0, |e| e.mean);
        let copied_then = rate("copied").unwrap_or(0.0);
        let share = (copied.2 + copied_then) / 2.0;
        let of_copies = |cost: &dyn Fn(&Part) -> f64| {
            parts.iter().filter(|p| p.of_copies).map(|p| p.weight * cost(p)).sum::<f64>()
        };
        let both = (of_copies(&now) + of_copies(&|p| harm(p.rate))) / 2.0;
        let mut moved: Vec<(f64, String)> = parts
            .iter()
            .map(|p| {
                let (hits, of) = counts(p.rate);
                let cost =
                    p.weight * (now(p) - harm(p.rate)) * if p.of_copies { share } else { 1.0 };
                let words = match p.of == 0 && of == 0.0 {
                    true => format!("what is usual of {}; no case in either week", p.words),
                    false => {
                        format!(
                            "{} of {} {}; {hits} of {of} in the previous week",
                            p.hits, p.of, p.words
                        )
                    }
                };
                (-cost, words)
            })
            .collect();
        let (hits, of) = counts("copied");
        let words = format!(
            "{} of {} articles are copies; {hits} of {of} in the previous week",
            copied.0, copied.1
        );
        moved.push((-(copied.2 - copied_then) * both, words));
        let cause = moved
            .into_iter()
            .max_by(|a, b| (a.0 * points).total_cmp(&(b.0 * points)).then_with(|| b.1.cmp(&a.1)));
        let still = points.abs() < STILL;
        let cause = if still {
            "unchanged from the previous week".to_owned()
        } else {
            cause.map(|(_, words)| words).unwrap_or_default()
        };
        Some(Change { points, cause })
    }

    /// Returns the mean of a rate's prior for a kind of source; `None` if there was no prior.
    fn usual(&self, rate: &str, kind: &str) -> Option<f64> {
        let kinds = self.priors.get(rate)?;
        kinds.get(kind).or_else(|| kinds.get(prior::ALL)).copied()
    }
}

/// Reads the means of the priors from a summary; without those that are missing.
fn priors(summary: &Value) -> BTreeMap<String, BTreeMap<String, f64>> {
    let kinds = |kinds: &Value| -> BTreeMap<String, f64> {
        let kinds = kinds.as_object().into_iter().flatten();
        kinds.filter_map(|(kind, prior)| Some((kind.clone(), prior["mean"].as_f64()?))).collect()
    };
    let rates = summary.as_object().into_iter().flatten();
    rates.map(|(rate, of)| (rate.clone(), kinds(of))).collect()
}

fn from_csv(bytes: &[u8]) -> Result<BTreeMap<String, Row>, String> {
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
        let cells: Row =
            header.cells().map(str::to_owned).zip(row.cells().map(inert::unspelled)).collect();
        Ok((cells.get("source_id").cloned().ok_or("there is no column `source_id`")?, cells))
    })
    .collect()
}

fn from_parquet(bytes: &[u8]) -> Result<BTreeMap<String, Row>, String> {
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
    rows.into_iter()
        .map(|row| {
            Ok((row.get("source_id").cloned().ok_or("there is no column `source_id`")?, row))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::score::{of_parts, parts};
    use crate::reliability::{Estimate, Rate, SourceRecord};

    /// Returns a rate whose estimate is the plain share.
    fn rate(count: u32, of: u32) -> Rate {
        let mean = f64::from(count) / f64::from(of);
        let mut rate = Rate::of(count, of);
        rate.estimate = Some(Estimate { mean, low: mean, high: mean, variance: 0.001, drawn: 0.0 });
        rate
    }

    fn record(kept: u32, spun: u32, copied: u32) -> SourceRecord {
        SourceRecord {
            quote_fidelity: rate(kept, 10),
            spin: rate(spun, copied),
            copied: rate(copied, 20),
            articles: 20,
            ..SourceRecord::default()
        }
    }

    fn before(r: &SourceRecord) -> WeekBefore {
        let score = of_parts(&parts(r, &Weights::default()), r.copied.estimate, 1.0).value;
        let mut row = Row::from([("score".to_owned(), score.to_string())]);
        for (name, rate) in
            [("quote_fidelity", r.quote_fidelity), ("spin", r.spin), ("copied", r.copied)]
        {
            row.insert(format!("{name}_count"), rate.count.to_string());
            row.insert(format!("{name}_of"), rate.of.to_string());
            row.insert(
                format!("{name}_rate"),
                // As the table: empty without cases.
                rate.estimate
                    .filter(|_| rate.of > 0)
                    .map(|e| e.mean.to_string())
                    .unwrap_or_default(),
            );
        }
        WeekBefore { rows: BTreeMap::from([("a".to_owned(), row)]), ..WeekBefore::default() }
    }

    fn change(then: &SourceRecord, now: &SourceRecord) -> Option<Change> {
        let parts = parts(now, &Weights::default());
        let score = of_parts(&parts, now.copied.estimate, 1.0).value;
        let copied = (now.copied.count, now.copied.of, now.copied.estimate.map_or(0.0, |e| e.mean));
        before(then).change("a", score, &parts, copied)
    }

    #[test]
    fn the_cause_is_what_moved_most_with_the_counts_of_both_weeks() {
        let worse = change(&record(10, 1, 10), &record(7, 1, 10)).expect("a change");
        assert!((worse.points + 40.0 * 0.3 * 0.5).abs() < 1e-9, "{worse:?}");
        assert_eq!(worse.cause, "3 of 10 quotations altered; 0 of 10 in the previous week");
        let more = change(&record(9, 5, 10), &record(9, 8, 16)).expect("a change");
        assert_eq!(more.cause, "16 of 20 articles are copies; 10 of 20 in the previous week");
        assert_eq!(
            change(&record(9, 5, 10), &record(9, 5, 10)).expect("a change").cause,
            "unchanged from the previous week"
        );
    }

    #[test]
    fn a_rate_without_cases_cost_what_was_usual() {
        let usual = |mean: f64| {
            let estimate = Estimate { mean, variance: 0.001, ..Estimate::default() };
            let mut rate = Rate::of(0, 0);
            rate.estimate = Some(estimate);
            rate
        };
        let drifted = |drift: Rate, kept: u32| SourceRecord { drift, ..record(kept, 1, 10) };
        let summary = serde_json::json!({"drift": {"all": {"mean": 0.4}, "wire": {"mean": 0.9}}});
        let changed = |then: &SourceRecord, now: &SourceRecord| {
            let parts = parts(now, &Weights::default());
            let score = of_parts(&parts, now.copied.estimate, 1.0).value;
            let week = WeekBefore { priors: priors(&summary), ..before(then) };
            week.change("a", score, &parts, (10, 20, 0.5)).expect("a change")
        };
        let same = changed(&drifted(usual(0.4), 10), &drifted(usual(0.4), 10));
        assert_eq!(same.cause, "unchanged from the previous week");
        let altered = changed(&drifted(usual(0.4), 10), &drifted(usual(0.4), 8));
        assert_eq!(altered.cause, "2 of 10 quotations altered; 0 of 10 in the previous week");
        let moved = changed(&drifted(usual(0.4), 10), &drifted(usual(0.6), 10));
        assert_eq!(
            moved.cause,
            "what is usual of copies with drifted facts; no case in either week"
        );
        let counted = changed(&drifted(usual(0.4), 10), &drifted(rate(6, 10), 10));
        assert_eq!(counted.cause, "6 of 10 copies with drifted facts; 0 of 0 in the previous week");
        assert!((counted.points + 20.0 * 0.2 * 0.5).abs() < 1e-9, "{counted:?}");
    }

    #[test]
    fn other_weights_and_unknown_sources_are_not_compared() {
        let now = record(9, 1, 10);
        let parts = parts(&now, &Weights::default());
        let other = WeekBefore { incomparable: Some("scored with other weights"), ..before(&now) };
        assert_eq!(other.change("a", 90.0, &parts, (1, 2, 0.5)), None);
        assert_eq!(before(&now).change("b", 90.0, &parts, (1, 2, 0.5)), None);
    }
}
