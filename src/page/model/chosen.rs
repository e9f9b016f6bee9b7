//! Chooses what the page holds where it cannot hold everything.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Limits;
use crate::captions::CaptionVerdict;
use crate::reliability::is_revision;
use crate::report::Source;
use crate::report::findings::{Finding, anchor};

/// A copy and the article that it is shown beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The fragment that opens it.
    pub anchor: String,
    /// The copy.
    pub copy: u32,
    /// Its parent, or the other side of a finding.
    pub parent: u32,
    /// Their comparison.
    pub comparison: u32,
}

/// The articles, sources and pairs of a page.
#[derive(Debug, Default)]
pub struct Chosen {
    /// The articles, ascending.
    pub articles: Vec<u32>,
    /// Number of articles of the report.
    pub of: usize,
    /// Ids of the sources, ascending.
    pub sources: Vec<String>,
    /// Pairs in the order in which room is given to them.
    pub pairs: Vec<Pair>,
    /// Number of pairs of the report.
    pub pairs_of: usize,
    /// Number of findings that the page holds.
    pub findings: usize,
    /// The limits.
    pub rows: usize,
    places: FxHashMap<u32, u32>,
    numbers: FxHashMap<String, u32>,
}

impl Chosen {
    /// Chooses: articles of findings and copies first, then those of events with several articles,
    /// then the others. O(articles + pairs).
    pub fn of(s: &Source<'_>, found: &[Finding], limits: &Limits) -> Self {
        let f = s.findings;
        let shown = &found[..found.len().min(limits.findings)];
        let (mut pairs, pairs_of) = pairs(s, shown, limits);
        let listed = f.listed();
        let first = shown.iter().flat_map(|x| [Some(x.article), x.other]).flatten();
        let accused = f
            .captions
            .iter()
            .filter(|c| matches!(c.verdict, CaptionVerdict::Unrelated | CaptionVerdict::Archive))
            .map(|c| c.article);
        let several = f.lineage.stories.iter().filter(|story| story.members.len() > 1);
        let order = first
            .chain(pairs.iter().flat_map(|pair| [pair.copy, pair.parent]))
            .chain(accused)
            .chain(several.flat_map(|story| story.members.iter().copied()))
            .chain(0..f.articles.len() as u32);
        let mut articles = BTreeSet::new();
        for at in order.filter(|at| listed[*at as usize]) {
            if articles.len() == limits.articles {
                break;
            }
            articles.insert(at);
        }
        pairs.retain(|pair| articles.contains(&pair.copy) && articles.contains(&pair.parent));
        let articles: Vec<u32> = articles.into_iter().collect();
        let sources: Vec<String> = sources(s, &articles, limits.rows);
        Self {
            places: articles.iter().copied().zip(0..).collect(),
            numbers: sources.iter().cloned().zip(0..).collect(),
            of: listed.iter().filter(|x| **x).count(),
            articles,
            sources,
            pairs,
            pairs_of,
            findings: shown.len(),
            rows: limits.rows,
        }
    }

    /// Returns an article's place in the page; `None` if it was left out.
    pub fn place(&self, at: u32) -> Option<u32> {
        self.places.get(&at).copied()
    }

    /// Returns a source's place in the page; -1 if it was left out or unknown.
    pub fn number(&self, id: Option<&str>) -> i32 {
        id.and_then(|id| self.numbers.get(id)).map_or(-1, |n| *n as i32)
    }
}

/// Returns the pairs to show, those of findings first, then copies of another outlet's text, then
/// versions of one outlet; and how many there are.
fn pairs(s: &Source<'_>, found: &[Finding], limits: &Limits) -> (Vec<Pair>, usize) {
    let f = s.findings;
    let of_findings = found.iter().filter_map(|x| Some((x.article, x.other?, x.comparison?)));
    let parents = |own: bool| {
        f.lineage.standings.iter().zip(0u32..).filter_map(move |(standing, at)| {
            let parent = standing.parent.as_ref()?;
            (is_revision(&f.cleaned, at, parent.article) == own
                && f.tells_of(&[at, parent.article]))
            .then_some((at, parent.article, parent.comparison))
        })
    };
    let mut seen: FxHashMap<u32, ()> = FxHashMap::default();
    let mut out = Vec::new();
    for (copy, parent, comparison) in of_findings.chain(parents(false)).chain(parents(true)) {
        if seen.insert(comparison, ()).is_some() {
            continue;
        }
        let ids = [copy, parent].map(|at| f.articles[at as usize].id.as_str());
        out.push(Pair { anchor: anchor('p', &ids), copy, parent, comparison });
    }
    let of = out.len();
    out.truncate(limits.articles);
    (out, of)
}

/// Returns the ids of the sources with articles, the ones with most articles if there are too many;
/// ascending. Agencies known only from credits are among them.
fn sources(s: &Source<'_>, articles: &[u32], most: usize) -> Vec<String> {
    let f = s.findings;
    let mut counted: Vec<(&str, u32)> =
        f.reliability.sources.iter().map(|(id, record)| (id.as_str(), record.articles)).collect();
    counted.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(y.0)));
    counted.truncate(most);
    let mut out: BTreeSet<&str> = counted.into_iter().map(|(id, _)| id).collect();
    for &at in articles {
        let clean = &f.cleaned[at as usize];
        let lost = f.lineage.standings[at as usize]
            .cluster
            .and_then(|c| f.lineage.clusters[c as usize].lost_wire.as_deref());
        let agencies = clean.credits.agencies.keys().map(String::as_str);
        out.extend(clean.source.as_deref().into_iter().chain(lost).chain(agencies));
        if out.len() >= 2 * most {
            break;
        }
    }
    out.into_iter().map(str::to_owned).collect()
}
