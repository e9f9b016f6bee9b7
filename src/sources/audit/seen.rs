//! What a report saw, and how that fits the list: who is missing, who never came, who came as two.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::parse::Read;
use super::super::{Registry, domain, lookup};
use super::{Finding, Severity};

/// One source of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its id there.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// Articles counted.
    pub articles: u32,
    /// Originals and independent articles among them.
    pub originals: u32,
    /// Copies of other sources.
    pub copies: u32,
    /// Spun copies among them.
    pub spun: u32,
    /// Quotations altered, of those compared.
    pub altered: (u32, u32),
}

/// What two sources have in common that copying alone does not explain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tie {
    /// Texts that both ran word for word, or nearly, without an agency's credit.
    pub twins: u32,
    /// Lines of furniture that stand in several articles of both and hardly anywhere else.
    pub furniture: Vec<String>,
    /// Words that both replaced in the same way in spun copies of different originals, and words
    /// that both replaced.
    pub replaced: (u32, u32),
    /// Some of the words replaced alike, as the report gives them.
    pub replacements: String,
}

/// A report as the audit needs it.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Its sources, by id.
    pub sources: Vec<Seen>,
    /// Who took how much from whom: (from, to) → articles, by id.
    pub flows: BTreeMap<(String, String), u32>,
    /// What pairs of sources share, by their places in `sources`, the smaller first.
    pub ties: BTreeMap<(usize, usize), Tie>,
}

/// Least characters of a line of furniture that says who shares it.
const LEAST_LINE: usize = 25;
/// Articles of a source that must hold a line before it is that source's furniture.
const LEAST_ARTICLES: usize = 2;
/// Sources that share a line before it is everybody's furniture.
const EVERYBODYS: usize = 8;

/// Gathers a [`Run`] row by row, wherever the rows come from: sources first, then flows and
/// articles, then what articles hold.
#[derive(Debug, Default)]
pub struct Gathering {
    run: Run,
    places: FxHashMap<String, usize>,
    /// Of each article its source, and whether it credits no agency.
    articles: FxHashMap<String, (usize, bool)>,
    /// Articles counted as having their text in common with a source.
    twins: FxHashSet<(usize, usize, String)>,
    /// Lines of furniture: the articles of each source that hold them.
    lines: BTreeMap<String, BTreeMap<usize, FxHashSet<String>>>,
    /// Forms of agencies' credits.
    agencies: Option<aho_corasick::AhoCorasick>,
}

impl Gathering {
    /// Begins; lines that name one of the agencies of `known` travel with their copy and tie
    /// nobody.
    pub fn new(known: &Registry) -> Self {
        let agencies = known.sources.iter().filter(|s| s.kind == super::super::Kind::Wire);
        let forms =
            agencies.flat_map(|s| std::iter::once(&s.name).chain(&s.credits).chain(&s.domains));
        let forms: Vec<&str> =
            forms.map(String::as_str).filter(|form| form.chars().count() >= 4).collect();
        Self { agencies: aho_corasick::AhoCorasick::new(&forms).ok(), ..Self::default() }
    }

    /// A source.
    pub fn source(&mut self, seen: Seen) {
        self.places.insert(seen.id.clone(), self.run.sources.len());
        self.run.sources.push(seen);
    }

    /// What one source took from another.
    pub fn flow(&mut self, from: &str, to: &str, articles: u32) {
        self.run.flows.insert((from.to_owned(), to.to_owned()), articles);
    }

    /// An article of a source, and the agencies that it credits.
    pub fn article(&mut self, id: &str, source: &str, wire: &str) {
        if let Some(&source) = self.places.get(source) {
            self.articles.insert(id.to_owned(), (source, wire.is_empty()));
        }
    }

    /// A verified pair: texts that two sources both ran are counted, each article once.
    pub fn pair(&mut self, a: &str, b: &str, relation: &str) {
        if let (Some(&(from, true)), Some(&(to, true)), "identical" | "republished") = (self.articles.get(a), self.articles.get(b), relation)
            && from != to
            // A source that ran a text twice has one text in common, not two.
            && self.twins.insert((from, to, a.to_owned()))
            && self.twins.insert((to, from, b.to_owned()))
        {
            self.tie(from, to).twins += 1;
        }
    }

    /// A block of an article that is not body.
    pub fn block(&mut self, article: &str, label: &str, text: &str) {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let ("boilerplate", Some(&(source, _))) = (label, self.articles.get(article))
            && line.chars().count() >= LEAST_LINE
            && !self.agencies.as_ref().is_some_and(|a| a.is_match(&line))
        {
            self.lines
                .entry(line)
                .or_default()
                .entry(source)
                .or_default()
                .insert(article.to_owned());
        }
    }

    /// Two sources that replace words alike in spun copies: how many, of how many that both
    /// replaced, and some of them.
    pub fn spinners(&mut self, a: &str, b: &str, (alike, both): (u32, u32), examples: &str) {
        if let (Some(&a), Some(&b)) = (self.places.get(a), self.places.get(b))
            && a != b
        {
            let tie = self.tie(a, b);
            (tie.replaced, tie.replacements) = ((alike, both), examples.to_owned());
        }
    }

    /// All that was gathered. Few sources share a line that ties them.
    pub fn finish(mut self) -> Run {
        for (line, sources) in std::mem::take(&mut self.lines) {
            let bearers: Vec<usize> = sources
                .into_iter()
                .filter(|(_, held)| held.len() >= LEAST_ARTICLES)
                .map(|(s, _)| s)
                .collect();
            if !(2..EVERYBODYS).contains(&bearers.len()) {
                continue;
            }
            for (at, &a) in bearers.iter().enumerate() {
                bearers[at + 1..].iter().for_each(|&b| self.tie(a, b).furniture.push(line.clone()));
            }
        }
        self.run
    }

    fn tie(&mut self, a: usize, b: usize) -> &mut Tie {
        self.run.ties.entry((a.min(b), a.max(b))).or_default()
    }
}

/// Finds which entry of the list a source of the report is.
pub struct Listed<'l> {
    read: &'l Read,
    known: &'l Registry,
    ids: FxHashMap<&'l str, usize>,
    domains: FxHashMap<&'l str, usize>,
    names: FxHashMap<String, usize>,
}

impl<'l> Listed<'l> {
    /// Indexes a list; `known` tells the domains of a source that the report names by its id alone.
    pub fn of(read: &'l Read, known: &'l Registry) -> Self {
        let mut listed = Self {
            read,
            known,
            ids: FxHashMap::default(),
            domains: FxHashMap::default(),
            names: FxHashMap::default(),
        };
        for (at, placed) in read.sources.iter().enumerate() {
            let source = &placed.source;
            listed.ids.entry(&source.id).or_insert(at);
            for domain in &source.domains {
                listed.domains.entry(domain).or_insert(at);
            }
            for name in
                std::iter::once(&source.name).chain(&source.aliases).filter(|n| !n.is_empty())
            {
                listed.names.entry(lookup::name_key(name)).or_insert(at);
            }
        }
        listed
    }

    /// The entry that a source of the report is, by id, domain or name.
    pub fn entry(&self, seen: &Seen) -> Option<&'l super::super::parse::Placed> {
        let by_host = |host: &str| {
            let mut rest = host;
            loop {
                if let Some(&at) = self.domains.get(rest) {
                    return Some(at);
                }
                rest = rest.split_once('.')?.1;
            }
        };
        let at = self.ids.get(seen.id.as_str()).copied().or_else(|| by_host(&seen.id));
        let at = at.or_else(|| self.known.by_id(&seen.id)?.domains.iter().find_map(|d| by_host(d)));
        at.or_else(|| self.names.get(&lookup::name_key(&seen.name)).copied())
            .map(|at| &self.read.sources[at])
    }
}

/// Articles from which a source that is not listed is worth a warning: as many as a grade needs.
const WEIGHTY: u32 = 5;

/// Sources that are not listed, by weight; listed ones that never came; one source under two ids.
pub fn check(read: &Read, listed: &Listed<'_>, run: &Run) -> Vec<Finding> {
    let mut out = unlisted(listed, run);
    let came: FxHashSet<usize> =
        run.sources.iter().filter_map(|s| listed.entry(s)).map(|p| p.source.line).collect();
    for placed in read.sources.iter().filter(|p| !came.contains(&p.source.line)) {
        out.push(Finding {
            code: "unseen-source",
            severity: Severity::Note,
            source_id: placed.source.id.clone(),
            line: Some(placed.source.line),
            column: Some(1),
            message: format!("no article of `{}` is in the report", placed.source.id),
            remedy: "nothing if none was collected; else check its domains".to_owned(),
        });
    }
    out.extend(split(listed, run));
    out
}

fn unlisted(listed: &Listed<'_>, run: &Run) -> Vec<Finding> {
    let articles: u32 = run.sources.iter().map(|s| s.articles).sum();
    let mut missing: Vec<&Seen> =
        run.sources.iter().filter(|s| listed.entry(s).is_none()).collect();
    missing.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(&b.id)));
    let share = |n: u32| f64::from(n) * 100.0 / f64::from(articles.max(1));
    missing
        .into_iter()
        .map(|seen| Finding {
            code: "unlisted-source",
            severity: if seen.articles >= WEIGHTY { Severity::Warning } else { Severity::Note },
            source_id: seen.id.clone(),
            line: None,
            column: None,
            message: format!(
                "`{}` is not listed: {} of {articles} articles ({:.1} %), {} of them copies",
                seen.id,
                seen.articles,
                share(seen.articles),
                seen.copies
            ),
            remedy: "add it to the list, or say why it is left out".to_owned(),
        })
        .collect()
}

/// Sources of the report that bear one name, of which at least one is not listed.
fn split(listed: &Listed<'_>, run: &Run) -> Vec<Finding> {
    let mut groups: BTreeMap<String, Vec<&Seen>> = BTreeMap::new();
    for seen in &run.sources {
        let mut keys: Vec<String> = vec![lookup::name_key(&seen.name)];
        let label = |host: &str| {
            domain::registrable(host)
                .and_then(|d| d.split_once('.'))
                .map(|(label, _)| lookup::name_key(label))
        };
        keys.extend(domain::host_of(&seen.id).as_deref().and_then(label));
        keys.extend(
            listed.entry(seen).into_iter().flat_map(|p| &p.source.domains).filter_map(|d| label(d)),
        );
        keys.sort();
        keys.dedup();
        keys.into_iter()
            .filter(|k| k.chars().count() >= 4)
            .for_each(|k| groups.entry(k).or_default().push(seen));
    }
    let mut told: FxHashSet<Vec<&str>> = FxHashSet::default();
    let mut out = Vec::new();
    for group in
        groups.values().filter(|g| g.len() > 1 && g.iter().any(|s| listed.entry(s).is_none()))
    {
        let ids: Vec<&str> = group.iter().map(|s| s.id.as_str()).collect();
        if !told.insert(ids.clone()) {
            continue;
        }
        let entry = group.iter().find_map(|s| listed.entry(s));
        let counts: Vec<String> =
            group.iter().map(|s| format!("`{}` ({} articles)", s.id, s.articles)).collect();
        out.push(Finding {
            code: "split-source",
            severity: Severity::Warning,
            source_id: entry.map_or(ids[0], |p| p.source.id.as_str()).to_owned(),
            line: entry.map(|p| p.source.line),
            column: entry.map(|_| 1),
            message: format!("may be one source under several ids: {}", counts.join(", ")),
            remedy: "if they are one outlet, list all its domains and names under one source"
                .to_owned(),
        });
    }
    out
}
