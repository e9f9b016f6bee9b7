//! Which articles of a run concern a source.

use std::collections::{BTreeMap, BTreeSet};

use crate::lineage::{Cluster, CreditKept, Warrant};
use crate::pipeline::Findings;
use crate::reliability::is_revision;
use crate::report::Source;
use crate::report::findings::{self, Finding, Status};

/// What the source has to do with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Another outlet has its text, or credits it.
    Gave,
    /// It has another's text.
    Took,
    /// Nothing but dates or likelihood says who has it from whom, or the case is about one article
    /// alone.
    Open,
}

impl Part {
    /// Returns the name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gave => "gave",
            Self::Took => "took",
            Self::Open => "open",
        }
    }
}

/// One article that concerns the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What the source has to do with it.
    pub part: Part,
    /// The copy, or the article that credits the source.
    pub article: u32,
    /// The article compared with it: the one that it was made from, or, of a story that is lost,
    /// the nearest other copy. `None` if there is none.
    pub other: Option<u32>,
    /// Their comparison.
    pub comparison: Option<u32>,
    /// Id of the agency whose story both have, if none of the agency's own pages is among the
    /// articles.
    pub lost: Option<String>,
    /// The finding on it, by place in the run's list.
    pub finding: Option<usize>,
}

/// Gathers the cases of a source: copies of its text and articles that credit it, its copies of
/// others' text, and whatever else the findings say of its articles. By date and id; undated ones
/// last.
pub(super) fn of(s: &Source<'_>, subject: &str, found: &[Finding]) -> Vec<Case> {
    let f = s.findings;
    let is_mine = |at: u32| f.cleaned[at as usize].source.as_deref() == Some(subject);
    let mut open: BTreeSet<usize> = (0..found.len()).collect();
    let mut of_article: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (n, finding) in found.iter().enumerate() {
        of_article.entry(finding.article).or_default().push(n);
    }
    let charged = |n: Option<usize>| n.is_some_and(|n| found[n].status == Status::Charged);
    let mut out = Vec::new();
    for at in (0..f.articles.len() as u32).filter(|at| f.focus[*at as usize]) {
        let case = if is_mine(at) { took(f, at, subject) } else { gave(f, at, subject) };
        let Some(mut case) = case else { continue };
        let findings = of_article.get(&at).map_or(&[][..], Vec::as_slice);
        case.finding = findings
            .iter()
            .copied()
            .find(|n| found[*n].other == case.other && found[*n].caption.is_none());
        if let Some(n) = case.finding {
            open.remove(&n);
        }
        if !is_shown(f, &case, subject) && !charged(case.finding) {
            case.part = Part::Open;
        }
        out.push(case);
    }
    for n in open {
        let Finding { article, other, comparison, .. } = found[n];
        if is_mine(article) || other.is_some_and(is_mine) {
            let (part, lost, finding) = (Part::Open, None, Some(n));
            out.push(Case { part, article, other, comparison, lost, finding });
        }
    }
    let date = |case: &Case| f.lineage.dates[case.article as usize].0.map(|date| date.earliest());
    out.sort_by(|x, y| {
        let key = |case: &Case| (date(case).is_none(), date(case));
        key(x).cmp(&key(y)).then(x.article.cmp(&y.article)).then(x.finding.cmp(&y.finding))
    });
    out
}

/// Whether more than dates or likelihood shows who has it from whom: a credit, an agency's lost
/// story, or what would support a charge.
fn is_shown(f: &Findings, case: &Case, subject: &str) -> bool {
    let standing = &f.lineage.standings[case.article as usize];
    case.lost.is_some()
        || standing.credit == Some(CreditKept::Kept)
        || standing.warrant.is_some_and(Warrant::holds)
        || f.cleaned[case.article as usize].credits.agencies.contains_key(subject)
}

/// Returns the comparison of two articles, if they were found related.
fn comparison(f: &Findings, x: u32, y: u32) -> Option<u32> {
    let key = (x.min(y), x.max(y));
    f.comparisons.binary_search_by_key(&key, |c| (c.a, c.b)).ok().map(|n| n as u32)
}

fn family(f: &Findings, at: u32) -> Option<&Cluster> {
    f.lineage.standings[at as usize].cluster.map(|n| &f.lineage.clusters[n as usize])
}

/// Returns the case of an article of the source's own that has another's text.
fn took(f: &Findings, at: u32, subject: &str) -> Option<Case> {
    let lost = family(f, at).and_then(|family| family.lost_wire.clone());
    let (other, comparison) = findings::compared_with(f, at);
    let from_agency = lost.as_deref().is_some_and(|agency| agency != subject);
    (other.is_some() || from_agency).then_some(Case {
        part: Part::Took,
        article: at,
        other,
        comparison,
        lost,
        finding: None,
    })
}

/// Returns the case of another outlet's article that has the source's text or credits it.
fn gave(f: &Findings, at: u32, subject: &str) -> Option<Case> {
    let source = |at: u32| f.cleaned[at as usize].source.as_deref();
    let standing = &f.lineage.standings[at as usize];
    let family = family(f, at);
    let parent = standing.parent.as_ref().filter(|p| !is_revision(&f.cleaned, at, p.article));
    let case = |other: Option<u32>, comparison: Option<u32>, lost: Option<String>| Case {
        part: Part::Gave,
        article: at,
        other,
        comparison,
        lost,
        finding: None,
    };
    if let Some(parent) = parent.filter(|p| source(p.article) == Some(subject)) {
        return Some(case(Some(parent.article), Some(parent.comparison), None));
    }
    let root = family.and_then(|family| family.root).filter(|root| *root != at);
    if let Some(root) = root.filter(|root| source(*root) == Some(subject)) {
        return Some(case(Some(root), comparison(f, at, root), None));
    }
    let lost = family.and_then(|family| family.lost_wire.clone()).filter(|wire| wire == subject);
    let credits = f.cleaned[at as usize].credits.agencies.contains_key(subject);
    if lost.is_none() && !credits {
        return None;
    }
    let (other, pair) = match parent.filter(|_| lost.is_some()) {
        Some(parent) => (Some(parent.article), Some(parent.comparison)),
        None => (None, None),
    };
    Some(case(other, pair, lost))
}
