//! The run in a few figures, which the page compares from week to week.

use super::Source;
use crate::compare::Relation;
use crate::lineage::Role;
use crate::pipeline::Findings;
use crate::reliability::is_revision;

/// A figure of a run: its name in `summary.json`, and its count.
pub type Figure = (String, u64);

/// Returns the figures of a run, in the order in which they are shown: articles, sources, events,
/// independent origins, copies of other outlets' texts by relation (`copies_spun`), altered
/// quotations and altered facts held against copies, captions judged, and captions that are
/// unrelated. O(articles).
pub fn of(s: &Source<'_>) -> Vec<Figure> {
    let f = s.findings;
    let counted = || (0..f.articles.len()).filter(|at| f.focus[*at]);
    let records = || counted().map(|at| &f.reliability.articles[at]);
    let stories = || f.lineage.stories.iter().filter(|story| f.tells_of(&story.members));
    let held = |count: fn(&crate::reliability::ArticleRecord) -> u32| {
        records().filter(|r| r.compared).map(|r| u64::from(count(r))).sum()
    };
    let origins = stories().map(|story| u64::from(story.independent_origins)).sum();
    let mut out = vec![
        ("articles".to_owned(), counted().count() as u64),
        ("sources".to_owned(), f.reliability.sources.len() as u64),
        ("stories".to_owned(), stories().count() as u64),
        ("independent_origins".to_owned(), origins),
    ];
    out.extend(Relation::COPYING.iter().map(|relation| {
        let n = counted().filter(|at| is_copy(f, *at, relation)).count();
        (format!("copies_{relation}"), n as u64)
    }));
    out.extend([
        ("quotes_altered".to_owned(), held(|r| r.quotes_altered)),
        ("facts_drifted".to_owned(), held(|r| r.facts_drifted)),
        ("captions_judged".to_owned(), records().map(|r| u64::from(r.captions_judged)).sum()),
        ("captions_unrelated".to_owned(), records().map(|r| u64::from(r.captions_unrelated)).sum()),
    ]);
    out
}

/// Whether an article is a copy of another outlet's text, of a relation.
fn is_copy(f: &Findings, at: usize, relation: &str) -> bool {
    let standing = &f.lineage.standings[at];
    standing.role == Some(Role::Copy)
        && standing.relation.is_some_and(|r| r.name() == relation)
        && !standing.parent.as_ref().is_some_and(|p| is_revision(&f.cleaned, at as u32, p.article))
}
