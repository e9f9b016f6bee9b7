//! Compares the list with what a report saw: sources that are not listed, listed sources that were
//! not seen, and sources that occur under several ids.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::parse::Read;
use super::super::{Registry, domain, lookup};
use super::{Finding, Severity};

/// One source of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its id in the report.
    pub id: String,
    /// Its name in the report.
    pub name: String,
    /// Number of articles counted.
    pub articles: u32,
    /// Originals and independent articles among them.
    pub originals: u32,
    /// Copies of other sources among them.
    pub copies: u32,
    /// Spun copies among the copies.
    pub spun: u32,
    /// Number of altered quotations, and of quotations compared.
    pub altered: (u32, u32),
}

/// What two sources have in common beyond what copying explains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tie {
    /// Number of texts that both published word for word, or nearly, without crediting an agency.
    pub twins: u32,
    /// Boilerplate lines that occur in several articles of both and in those of few other sources.
    pub furniture: Vec<String>,
    /// Number of words that both replaced alike in spun copies of different originals, and of words
    /// that both replaced.
    pub replaced: (u32, u32),
    /// Some of the words replaced alike, as the report lists them.
    pub replacements: String,
}

/// What the audit needs of a report.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Its sources, in the order of the table.
    pub sources: Vec<Seen>,
    /// Number of articles taken: (from, to) → articles, by source id.
    pub flows: BTreeMap<(String, String), u32>,
    /// What pairs of sources share, by their indexes in `sources`, the smaller first.
    pub ties: BTreeMap<(usize, usize), Tie>,
}

/// Least characters of a boilerplate line that can tie its outlets; shorter ones are common
/// phrases. Chosen by judgement.
const LEAST_LINE: usize = 25;
/// Least articles of a source that must contain a line for it to count as that source's
/// boilerplate. Chosen by judgement.
const LEAST_ARTICLES: usize = 2;
/// Number of sources sharing a line from which it is everybody's boilerplate. Chosen by judgement.
const EVERYBODYS: usize = 8;

/// Builds a [`Run`] row by row, from any kind of table: sources first, then flows and articles,
/// then pairs, blocks and spinners.
#[derive(Debug, Default)]
pub struct Gathering {
    run: Run,
    places: FxHashMap<String, usize>,
    articles: FxHashMap<String, Of>,
    /// The pairs of articles with one text, by the indexes of their sources, the smaller first.
    twins: BTreeMap<(usize, usize), Vec<(usize, usize)>>,
    /// Boilerplate lines → source → ids of the articles that contain the line.
    lines: BTreeMap<String, BTreeMap<usize, FxHashSet<String>>>,
    /// Matches the forms in which agencies are credited.
    agencies: Option<aho_corasick::AhoCorasick>,
}

/// What is gathered of an article.
#[derive(Debug, Clone, Copy)]
struct Of {
    /// Its number among the articles.
    number: usize,
    /// Its source's index.
    source: usize,
    /// Whether it credits an agency.
    credits: bool,
}

impl Gathering {
    /// Starts with nothing gathered; a line that names one of the agencies in `known` travels with
    /// the agency's copy and so ties nobody.
    pub fn new(known: &Registry) -> Self {
        let agencies = known.sources.iter().filter(|s| s.kind == super::super::Kind::Wire);
        let forms =
            agencies.flat_map(|s| std::iter::once(&s.name).chain(&s.credits).chain(&s.domains));
        let forms: Vec<&str> =
            forms.map(String::as_str).filter(|form| form.chars().count() >= 4).collect();
        Self { agencies: aho_corasick::AhoCorasick::new(&forms).ok(), ..Self::default() }
    }

    /// Adds a source.
    pub fn source(&mut self, seen: Seen) {
        self.places.insert(seen.id.clone(), self.run.sources.len());
        self.run.sources.push(seen);
    }

    /// Adds the number of articles that one source took from another.
    pub fn flow(&mut self, from: &str, to: &str, articles: u32) {
        self.run.flows.insert((from.to_owned(), to.to_owned()), articles);
    }

    /// Adds an article of a source with the agencies it credits; ignored if the source is unknown.
    pub fn article(&mut self, id: &str, source: &str, wire: &str) {
        if let Some(&source) = self.places.get(source) {
            let number = self.articles.get(id).map_or(self.articles.len(), |known| known.number);
            self.articles.insert(id.to_owned(), Of { number, source, credits: !wire.is_empty() });
        }
    }

    /// Adds a verified pair; pairs of one text without an agency's credit tie their sources.
    pub fn pair(&mut self, a: &str, b: &str, relation: &str) {
        if let (Some(&a), Some(&b), "identical" | "republished") =
            (self.articles.get(a), self.articles.get(b), relation)
            && a.source != b.source
            && !a.credits
            && !b.credits
        {
            let sources = (a.source.min(b.source), a.source.max(b.source));
            self.twins.entry(sources).or_default().push((a.number, b.number));
        }
    }

    /// Adds a block of an article; only long boilerplate lines that name no agency count.
    pub fn block(&mut self, article: &str, label: &str, text: &str) {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let ("boilerplate", Some(&Of { source, .. })) = (label, self.articles.get(article))
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

    /// Adds two sources that replace words alike in spun copies: how many, out of how many that
    /// both replaced, and some examples.
    pub fn spinners(&mut self, a: &str, b: &str, (alike, both): (u32, u32), examples: &str) {
        if let (Some(&a), Some(&b)) = (self.places.get(a), self.places.get(b))
            && a != b
        {
            let tie = self.tie(a, b);
            (tie.replaced, tie.replacements) = ((alike, both), examples.to_owned());
        }
    }

    /// Returns what was gathered. Cheap, because few sources share a line that ties them.
    pub fn finish(mut self) -> Run {
        for ((a, b), pairs) in std::mem::take(&mut self.twins) {
            self.tie(a, b).twins = texts(&pairs);
        }
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

/// Returns the number of texts that pairs of articles with one text have, in any order: a source
/// that published a text twice has one text in common with the other, not two.
fn texts(pairs: &[(usize, usize)]) -> u32 {
    /// Returns the article that stands for all those known to have its text.
    fn first(above: &mut FxHashMap<usize, usize>, mut at: usize) -> usize {
        while above[&at] != at {
            let next = above[&above[&at]];
            above.insert(at, next);
            at = next;
        }
        at
    }
    let (mut above, mut texts) = (FxHashMap::default(), 0);
    for &(a, b) in pairs {
        for article in [a, b] {
            above.entry(article).or_insert_with(|| {
                texts += 1;
                article
            });
        }
        let (a, b) = (first(&mut above, a), first(&mut above, b));
        if a != b {
            above.insert(a.max(b), a.min(b));
            texts -= 1;
        }
    }
    texts
}

/// Finds the list entry for a source of a report.
pub struct Listed<'l> {
    read: &'l Read,
    known: &'l Registry,
    ids: FxHashMap<&'l str, usize>,
    domains: FxHashMap<&'l str, usize>,
    names: FxHashMap<String, usize>,
}

impl<'l> Listed<'l> {
    /// Indexes a list; `known` supplies the domains of sources that the report names only by id.
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

    /// Returns the entry for a source of the report, found by id, domain or name; `None` if it is
    /// not listed.
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

/// Reports unlisted sources, largest first; listed sources without articles; one source under
/// several ids.
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
    // With as many articles as a grade needs, an unlisted source is a warning, not a note.
    let is_weighty = |n: u32| f64::from(n) >= listed.read.weights.least_articles;
    let share = |n: u32| f64::from(n) * 100.0 / f64::from(articles.max(1));
    missing
        .into_iter()
        .map(|seen| Finding {
            code: "unlisted-source",
            severity: if is_weighty(seen.articles) { Severity::Warning } else { Severity::Note },
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

/// Reports sources that share a name if at least one of them is not listed.
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

#[cfg(test)]
mod tests {
    use super::super::super::parse;
    use super::*;

    fn seen(id: &str, articles: u32) -> Seen {
        Seen { id: id.to_owned(), name: id.to_owned(), articles, ..Seen::default() }
    }

    #[test]
    fn the_number_of_common_texts_does_not_depend_on_the_order_of_the_pairs() {
        // The first outlet has one text twice and another once; so has the second.
        let pairs = [("a", "x"), ("a", "y"), ("b", "y"), ("c", "z")];
        let known = Registry::parse("test", "").expect("an empty list");
        for turned in 0..pairs.len() {
            let mut run = Gathering::new(&known);
            ["one", "two"].into_iter().for_each(|id| run.source(seen(id, 3)));
            ["a", "b", "c"].into_iter().for_each(|id| run.article(id, "one", ""));
            ["x", "y", "z"].into_iter().for_each(|id| run.article(id, "two", ""));
            let mut order = pairs;
            order.rotate_left(turned);
            for (at, (a, b)) in order.into_iter().enumerate() {
                let (a, b) = if at % 2 == 0 { (a, b) } else { (b, a) };
                run.pair(a, b, "identical");
                run.pair(a, b, "edited");
            }
            assert_eq!(run.finish().ties[&(0, 1)].twins, 2, "{order:?}");
        }
    }

    #[test]
    fn an_unlisted_source_is_a_warning_from_as_many_articles_as_the_list_grades() {
        let known = Registry::parse("test", "").expect("an empty list");
        let run = Run { sources: vec![seen("stray.example", 5)], ..Run::default() };
        for (least, severity) in [(5, Severity::Warning), (6, Severity::Note)] {
            let read =
                parse::read("test", &format!("[score]\nleast_articles = {least}\n")).expect("TOML");
            let found = check(&read, &Listed::of(&read, &known), &run);
            assert_eq!(found.iter().map(|f| f.severity).collect::<Vec<_>>(), [severity]);
        }
    }
}
