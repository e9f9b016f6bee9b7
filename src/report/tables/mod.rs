//! The tables, one per file.

pub mod articles;
pub mod blocks;
pub mod captions;
pub mod clocks;
pub mod clusters;
pub mod contradictions;
pub mod drift;
pub mod findings;
pub mod flows;
pub mod habits;
pub mod indicators;
pub mod pairs;
pub mod profile;
pub mod rejects;
pub mod sources;
pub mod spinners;
pub mod stemma;
pub mod stories;
pub mod substitutions;
pub mod wires;

use super::schema::{Cell, Column, Table};
use super::{ReportError, Source};
use crate::ingest::Stamp;
use crate::pipeline::Findings;

/// A function that builds one table.
pub type Build = fn(&Source<'_>) -> Result<Table, ReportError>;

/// The functions that build every table.
pub const ALL: [Build; 20] = [
    findings::build,
    articles::build,
    pairs::build,
    drift::build,
    substitutions::build,
    stemma::build,
    clusters::build,
    stories::build,
    wires::build,
    captions::build,
    blocks::build,
    sources::build,
    profile::build,
    indicators::build,
    contradictions::build,
    flows::build,
    clocks::build,
    habits::build,
    spinners::build,
    rejects::build,
];

/// The columns of each table, by name, in the order of [`ALL`].
pub const SCHEMAS: [(&str, &[Column]); 20] = [
    ("findings", findings::COLUMNS),
    ("articles", articles::COLUMNS),
    ("pairs", pairs::COLUMNS),
    ("drift", drift::COLUMNS),
    ("substitutions", substitutions::COLUMNS),
    ("stemma", stemma::COLUMNS),
    ("clusters", clusters::COLUMNS),
    ("stories", stories::COLUMNS),
    ("wires", wires::COLUMNS),
    ("captions", captions::COLUMNS),
    ("blocks", blocks::COLUMNS),
    ("sources", sources::COLUMNS),
    ("profile", profile::COLUMNS),
    ("indicators", indicators::COLUMNS),
    ("contradictions", contradictions::COLUMNS),
    ("flows", flows::COLUMNS),
    ("clocks", clocks::COLUMNS),
    ("habits", habits::COLUMNS),
    ("spinners", spinners::COLUMNS),
    ("rejects", rejects::COLUMNS),
];

/// The names of the tables, in the order of [`ALL`].
pub const NAMES: [&str; 20] = [
    "findings",
    "articles",
    "pairs",
    "drift",
    "substitutions",
    "stemma",
    "clusters",
    "stories",
    "wires",
    "captions",
    "blocks",
    "sources",
    "profile",
    "indicators",
    "contradictions",
    "flows",
    "clocks",
    "habits",
    "spinners",
    "rejects",
];

/// Returns the id of a family: `c:` and the id of its first article.
pub fn cluster_id(f: &Findings, cluster: u32) -> String {
    let first = f.lineage.clusters[cluster as usize].members[0];
    format!("c:{}", f.articles[first as usize].id)
}

/// Returns the id of an event: `s:` and the id of its first article.
pub fn story_id(f: &Findings, story: u32) -> String {
    let first = f.lineage.stories[story as usize].members[0];
    format!("s:{}", f.articles[first as usize].id)
}

/// Returns the seconds from one article's date to another's; `None` unless both state time and
/// zone.
pub fn lag_seconds(f: &Findings, from: u32, to: u32) -> Option<i64> {
    let exact =
        |at: u32| f.lineage.dates[at as usize].0.filter(Stamp::is_exact).map(|s| s.earliest());
    Some(exact(to)? - exact(from)?)
}

/// Returns what a reader recognizes an article by: its source, title, address and date, as the cells
/// of four columns.
pub fn recognized(f: &Findings, at: u32) -> [Cell; 4] {
    let (article, cleaned) = (&f.articles[at as usize], &f.cleaned[at as usize]);
    [
        cleaned.source.clone().into(),
        cleaned.title.clone().into(),
        article.url.clone().into(),
        f.lineage.dates[at as usize].0.map(|date| date.to_string()).into(),
    ]
}

/// Returns the first and last date among some articles, as the tables show them; `None` if none is
/// dated.
pub fn span(f: &Findings, members: &[u32]) -> (Option<String>, Option<String>) {
    let dated = || members.iter().filter_map(|&m| f.lineage.dates[m as usize].0);
    let first = dated().min_by_key(|s| (s.middle(), *s));
    let last = dated().max_by_key(|s| (s.middle(), *s));
    (first.map(|s| s.to_string()), last.map(|s| s.to_string()))
}

/// Returns the title of the root, else of the first member that has a title; `None` if none has.
pub fn title_of(f: &Findings, members: &[u32], root: Option<u32>) -> Option<String> {
    root.into_iter()
        .chain(members.iter().copied())
        .find_map(|m| f.cleaned[m as usize].title.clone())
}
