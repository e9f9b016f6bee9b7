//! Stores the findings of a run in an archive.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::gather::Gathered;
use super::knowledge::HistoryRow;
use super::record::Kin;
use super::writer::{Addition, Change};
use super::{ArchiveError, Writer, pairs};
use crate::pipeline::Findings;
use crate::report::{ReportError, Source, tables};

/// Why a run could not be stored.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The archive could not be read or written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The table of pairs could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
}

/// Stores a run: its articles, their places in families and events, what it learned, its pairs,
/// and, if the run is about a week, the week's rows of the history. Returns the generation.
///
/// # Errors
/// [`KeepError`]; the archive is then unchanged, except after [`ArchiveError::Unsynced`] (see
/// [`Writer::commit`]).
pub fn keep(
    writer: &mut Writer,
    source: &Source<'_>,
    gathered: &Gathered,
) -> Result<u64, KeepError> {
    let f = source.findings;
    let number =
        |at: u32| gathered.numbers.get(&f.articles[at as usize].id).copied().unwrap_or_default();
    let articles: Vec<Addition<'_>> = (0..f.articles.len())
        .map(|at| Addition {
            number: number(at as u32),
            article: &f.articles[at],
            cleaned: &f.cleaned[at],
            fingerprint: &f.fingerprints[at],
            kin: Some(kin(f, at, &number)),
        })
        .collect();
    let old = writer.reader().map(|r| r.history()).transpose()?.unwrap_or_default();
    let kept = writer.reader().map_or(0, |r| r.manifest().articles);
    let state = (writer.generation() + 1, kept + gathered.new as u64);
    let change = Change {
        articles,
        learned: Some(&f.knowledge),
        pairs: Some(all_pairs(source)?),
        history: Some(history(source, old, state)),
        ..Change::default()
    };
    Ok(writer.commit(&change)?)
}

fn kin(f: &Findings, at: usize, number: &impl Fn(u32) -> u32) -> Kin {
    let standing = &f.lineage.standings[at];
    let (date, basis) = f.lineage.dates[at];
    Kin {
        story: number(f.lineage.stories[standing.story as usize].members[0]),
        cluster: standing.cluster.map(|c| number(f.lineage.clusters[c as usize].members[0])),
        role: standing.role,
        parent: standing.parent.as_ref().map(|p| number(p.article)),
        original: standing.original.clone(),
        relation: standing.relation,
        date,
        basis,
    }
}

/// Returns all pairs of the run, including those outside the week.
fn all_pairs(source: &Source<'_>) -> Result<polars::prelude::DataFrame, ReportError> {
    let frame = tables::pairs::every(source).frame()?;
    frame.select(pairs::COLUMNS).map_err(|cause| ReportError::Table { table: "pairs", cause })
}

/// Replaces this week's rows of the history. Rows that have not changed keep the state they were
/// made from.
fn history(
    source: &Source<'_>,
    mut old: Vec<HistoryRow>,
    (state, state_articles): (u64, u64),
) -> Vec<HistoryRow> {
    let Some((year, week)) = source.settings.week else { return old };
    let week = format!("{year}-W{week:02}");
    let before: FxHashMap<String, HistoryRow> = old
        .extract_if(.., |row| row.week == week)
        .map(|row| (row.source_id.clone(), row))
        .collect();
    let rows = source.findings.reliability.sources.iter().map(|(id, r)| {
        let row = HistoryRow {
            week: week.clone(),
            source_id: id.clone(),
            articles: r.articles,
            originals: r.originals,
            copies: r.relations.iter().sum(),
            score: r.score.map(|s| s.value),
            interval: r.score.map(|s| (s.low, s.high)),
            grade: r.score.as_ref().and_then(|s| s.grade()).map(str::to_owned),
            state_articles,
            state,
        };
        let same =
            before.get(id).filter(|b| HistoryRow { state, state_articles, ..(*b).clone() } == row);
        same.cloned().unwrap_or(row)
    });
    old.extend(rows);
    old.sort_by(|a, b| (&a.week, &a.source_id).cmp(&(&b.week, &b.source_id)));
    old
}

/// Returns the weeks in a history, in ascending order.
pub fn weeks(history: &[HistoryRow]) -> BTreeSet<&str> {
    history.iter().map(|row| row.week.as_str()).collect()
}
