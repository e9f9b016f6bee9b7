//! Builds the contents of the next generation's index: records and postings of the run's articles,
//! and those carried over of all others.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::index::{Contents, Look};
use super::knowledge::{HistoryRow, LineEntry};
use super::record::{Evidence, Record};
use super::record_blocks;
use super::segment::Place;
use super::writer::{Addition, Change};
use super::{ArchiveError, Reader, postings};
use crate::captions;
use crate::clean::{Cleaned, identity};
use crate::fingerprint::Fingerprint;
use crate::ingest::Article;
use crate::pipeline::Knowledge;

/// Number of records packed by one thread at a time; the blocks depend on it, but not on the number
/// of threads. Chosen by judgement.
const SHARE: usize = 1_024;

/// The input of an index.
pub struct Rows<'r> {
    /// The archive as it was; `None` for a new one.
    pub reader: Option<&'r Reader>,
    /// The change to be made.
    pub change: &'r Change<'r>,
    /// Places of the texts that were written anew, by article.
    pub places: &'r FxHashMap<u32, Place>,
    /// The first number that no article had before this change.
    pub next: u32,
}

/// A record in bytes with the keys it is looked up by.
struct Packed {
    number: u32,
    bytes: Vec<u8>,
    looks: Vec<(Look, u64)>,
}

/// Builds the contents of the index and counts the articles. O(archive).
///
/// # Errors
/// Those of reading the archive.
pub fn contents(rows: &Rows<'_>) -> Result<(Contents, u64), ArchiveError> {
    let mut evidence = rows.reader.map(|r| r.evidence().clone()).unwrap_or_default();
    evidence.learn(rows.change.articles.iter().map(|a| a.cleaned));
    let mut packed = kept(rows, &evidence)?;
    let old: FxHashMap<u32, Record> =
        std::mem::take(&mut packed.named).into_iter().map(|r| (r.number, r)).collect();
    let run: Vec<Packed> = rows
        .change
        .articles
        .par_iter()
        .map(|a| of_run(a, old.get(&a.number), rows, &evidence))
        .collect();
    let carries = !packed.carried.is_empty();
    let hosts = hosts(rows, std::mem::take(&mut packed.hosts));
    let mut all = packed.carried;
    all.extend(run);
    all.par_sort_unstable_by_key(|p| p.number);
    let mut contents = Contents {
        learned: learned(rows, &evidence, carries, &hosts)?,
        lines: lines(rows, carries)?,
        ..Contents::default()
    };
    contents.postings[Look::Surface as usize] = surface(rows, carries)?;
    for look in Look::ALL.into_iter().filter(|l| *l != Look::Surface) {
        let of = |p: &Packed| {
            p.looks
                .iter()
                .filter(|(l, _)| *l == look)
                .map(|(_, hash)| postings::posting(*hash, p.number))
                .collect::<Vec<u64>>()
        };
        let mut list: Vec<u64> = all.par_iter().flat_map_iter(of).collect();
        sort(&mut list);
        contents.postings[look as usize] = list;
    }
    let count = all.len() as u64;
    let records: Vec<(u32, Vec<u8>)> = all.into_iter().map(|p| (p.number, p.bytes)).collect();
    let blocks: std::io::Result<Vec<record_blocks::Blocks>> =
        records.par_chunks(SHARE).map(record_blocks::pack).collect();
    contents.records = blocks
        .map_err(ArchiveError::writing(std::path::Path::new("index")))?
        .into_iter()
        .flatten()
        .collect();
    Ok((contents, count))
}

fn sort(postings: &mut Vec<u64>) {
    postings.par_sort_unstable();
    postings.dedup();
}

#[derive(Default)]
struct Kept {
    /// Articles that are not part of the run, unchanged.
    carried: Vec<Packed>,
    /// Their sources, of those that have an address.
    hosts: BTreeSet<String>,
    /// Old records of the run's articles.
    named: Vec<Record>,
}

fn kept(rows: &Rows<'_>, evidence: &Evidence) -> Result<Kept, ArchiveError> {
    let mut out = Kept::default();
    let Some(reader) = rows.reader else { return Ok(out) };
    let run: FxHashSet<u32> = rows.change.articles.iter().map(|a| a.number).collect();
    let dropped = &rows.change.dropped;
    reader.each_record(|mut record| {
        if dropped.contains(&record.number) {
            return;
        }
        if run.contains(&record.number) {
            // Only what the run does not bring itself is needed.
            let cleaned = Cleaned::default();
            return out.named.push(Record {
                cleaned,
                fingerprint: Fingerprint::default(),
                ..record
            });
        }
        if let Some(place) = rows.places.get(&record.number) {
            record.place = *place;
        }
        if identity::is_served(&record.article) {
            out.hosts.extend(record.cleaned.source.clone());
        }
        if let Some(kin) = &mut record.kin {
            let gone = |n: &u32| dropped.contains(n);
            kin.parent = kin.parent.filter(|n| !gone(n));
            kin.cluster = kin.cluster.filter(|n| !gone(n));
            kin.story = if gone(&kin.story) { record.number } else { kin.story };
        }
        let looks = looks(&record.article, &record.cleaned, &record.fingerprint);
        out.carried.push(Packed { number: record.number, bytes: record.packed(evidence), looks });
    })?;
    Ok(out)
}

fn of_run(a: &Addition<'_>, old: Option<&Record>, rows: &Rows<'_>, evidence: &Evidence) -> Packed {
    let place = rows.places.get(&a.number).copied().or(old.map(|r| r.place)).unwrap_or_default();
    let (url, canonical, first_seen) = a.article.claiming();
    let kept = |article: &Article| Article {
        id: article.id.clone(),
        url: url.cloned(),
        canonical: canonical.cloned(),
        title: article.title.clone(),
        published: article.published,
        published_basis: article.published_basis,
        first_seen,
        stub: article.stub,
        ..Article::default()
    };
    let record = Record {
        number: a.number,
        article: kept(a.article),
        cleaned: a.cleaned.clone(),
        fingerprint: Fingerprint { surface: Vec::new(), ..a.fingerprint.clone() },
        text_hash: xxh3_64(a.article.text.as_bytes()),
        place,
        kin: a.kin.clone().or_else(|| old.and_then(|r| r.kin.clone())),
    };
    Packed {
        number: a.number,
        bytes: record.packed(evidence),
        looks: looks(a.article, a.cleaned, a.fingerprint),
    }
}

/// Returns all keys that an article is looked up by, except those of its surface.
fn looks(article: &Article, cleaned: &Cleaned, fingerprint: &Fingerprint) -> Vec<(Look, u64)> {
    let mut out = vec![(Look::Id, article.key())];
    if fingerprint.words > 0 {
        out.push((Look::Body, fingerprint.body));
    }
    out.extend(article.page().map(|page| (Look::Page, page)));
    out.extend(cleaned.captions.iter().map(|c| (Look::Caption, captions::key(c))));
    out.extend(fingerprint.skeleton.iter().map(|item| (Look::Skeleton, u64::from(*item))));
    out
}

fn surface(rows: &Rows<'_>, carries: bool) -> Result<Vec<u64>, ArchiveError> {
    let mut out: Vec<u64> = rows
        .change
        .articles
        .par_iter()
        .flat_map_iter(|a| {
            a.fingerprint.surface.iter().map(|hash| postings::posting(*hash, a.number))
        })
        .collect();
    if let Some(reader) = rows.reader.filter(|_| carries) {
        let gone: FxHashSet<u32> = rows
            .change
            .articles
            .iter()
            .map(|a| a.number)
            .chain(rows.change.dropped.iter().copied())
            .collect();
        reader.index().each_holders(Look::Surface, |key, holders| {
            out.extend(
                holders
                    .articles
                    .iter()
                    .filter(|a| !gone.contains(a))
                    .map(|a| postings::of_key(key, *a)),
            );
        })?;
    }
    sort(&mut out);
    Ok(out)
}

fn lines(rows: &Rows<'_>, carries: bool) -> Result<Vec<LineEntry>, ArchiveError> {
    match (rows.change.learned, rows.reader) {
        (Some(new), old) => {
            let mut lines: Vec<LineEntry> = new
                .recurrence
                .learned()
                .0
                .into_iter()
                .map(|(key, standing)| LineEntry::of(key, standing))
                .collect();
            if let Some(old) = old.filter(|_| carries) {
                // The run saw only part of what is kept, so the entry that is based on more
                // articles wins.
                lines.extend(old.index().lines()?);
                lines.sort_unstable_by_key(|l| (l.key, std::cmp::Reverse(l.counts)));
                lines.dedup_by_key(|l| l.key);
            }
            Ok(lines)
        }
        (None, Some(reader)) => reader.index().lines(),
        (None, None) => Ok(Vec::new()),
    }
}

/// Returns the sources with at least one article that has an address: those of the articles carried
/// over, and those of the run.
fn hosts(rows: &Rows<'_>, mut carried: BTreeSet<String>) -> BTreeSet<String> {
    let served = rows.change.articles.iter().filter(|a| identity::is_served(a.article));
    carried.extend(served.filter_map(|a| a.cleaned.source.clone()));
    carried
}

/// Number of runs whose first article is remembered; beyond it, the older half is thinned out to
/// every other run. Chosen by judgement.
const MOST_RUNS: usize = 4_096;

/// Returns the first article number of each run that added any, which tells what the archive knew
/// before what.
fn runs(rows: &Rows<'_>, next: u32) -> Result<Vec<u32>, ArchiveError> {
    let mut runs: Vec<u32> = rows.reader.map(super::Reader::runs).transpose()?.unwrap_or_default();
    if next > rows.next {
        runs.push(rows.next);
    }
    Ok(thinned(runs, MOST_RUNS))
}

/// Keeps all runs, or only every other one of the older half if there are more than `most`.
fn thinned(runs: Vec<u32>, most: usize) -> Vec<u32> {
    let older = if runs.len() > most { runs.len() / 2 } else { 0 };
    runs.into_iter()
        .enumerate()
        .filter(|(at, _)| *at >= older || at % 2 == 0)
        .map(|(_, first)| first)
        .collect()
}

fn learned(
    rows: &Rows<'_>,
    evidence: &Evidence,
    carries: bool,
    hosts: &BTreeSet<String>,
) -> Result<Vec<(&'static str, Vec<u8>)>, ArchiveError> {
    // Plain data in memory: serialising it cannot fail.
    fn bytes<T: serde::Serialize>(value: &T) -> Vec<u8> {
        postcard::to_allocvec(value).unwrap_or_default()
    }
    let next =
        rows.change.articles.iter().map(|a| a.number + 1).max().unwrap_or_default().max(rows.next);
    let old = |name: &'static str| {
        rows.reader
            .map(|r| r.index().learned::<Vec<HistoryRow>>(name))
            .transpose()
            .map(Option::unwrap_or_default)
    };
    let history = rows.change.history.as_ref().map_or_else(|| old("history"), |h| Ok(h.clone()))?;
    let (knowledge, sources) = match (rows.change.learned, rows.reader) {
        (Some(new), Some(old)) if carries => {
            let mut articles: BTreeMap<u64, u32> =
                old.index().learned::<Vec<(u64, u32)>>("source_articles")?.into_iter().collect();
            new.recurrence.learned().1.into_iter().for_each(|(source, n)| {
                let known = articles.entry(source).or_default();
                *known = n.max(*known);
            });
            (Cow::Owned(new.besides(old.knowledge()?)), articles.into_iter().collect())
        }
        (Some(new), _) => (Cow::Borrowed(new), new.recurrence.learned().1),
        (None, Some(reader)) => {
            (Cow::Borrowed(reader.knowledge()?), reader.index().learned("source_articles")?)
        }
        (None, None) => (Cow::Owned(Knowledge::default()), Vec::new()),
    };
    Ok(vec![
        ("evidence", bytes(&evidence.names())),
        ("history", bytes(&history)),
        ("hosts", bytes(hosts)),
        ("knowledge", bytes(&*knowledge)),
        ("next", bytes(&next)),
        ("runs", bytes(&runs(rows, next)?)),
        ("source_articles", bytes(&sources)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_runs_the_older_half_is_told_apart_by_twos() {
        assert_eq!(thinned(vec![0, 4, 7, 9], 4), [0, 4, 7, 9]);
        assert_eq!(thinned(vec![0, 4, 7, 9, 12, 15], 4), [0, 7, 9, 12, 15]);
    }
}
