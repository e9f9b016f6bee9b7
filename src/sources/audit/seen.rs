//! What a report saw, read from its tables, and how that fits the list: who is missing, who never came, who came as two.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::csv::{Row, Rows, column};
use super::super::parse::Read;
use super::super::{Registry, domain, lookup};
use super::{Finding, Severity};

/// Why a report's tables could not be used.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A table is missing or cannot be read.
    #[error("{}: cannot read this table of the report", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A table is not as a report writes it.
    #[error("{}:{line}: {what}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong, with the value.
        what: String,
    },
}

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

impl Run {
    /// Reads the tables that `urtext report` wrote (as CSV) into a folder. O(tables).
    ///
    /// # Errors
    /// [`RunError`] names the table, and the line where one is broken.
    pub fn open(folder: &Path, known: &Registry) -> Result<Self, RunError> {
        let mut run = Self::default();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let wanted = [
            "source_id",
            "name",
            "articles",
            "originals",
            "identical",
            "republished",
            "edited",
            "excerpt",
            "spun",
            "rewritten",
            "quote_fidelity_count",
            "quote_fidelity_of",
        ];
        Table::open(folder, "sources", &wanted)?.each(|cells| {
            let copies = (4..10).map(|at| cells.number(at)).sum::<Result<u32, _>>()?;
            let (kept, of) = (cells.number(10)?, cells.number(11)?);
            places.insert(cells.text(0).to_owned(), run.sources.len());
            run.sources.push(Seen {
                id: cells.text(0).to_owned(),
                name: cells.text(1).to_owned(),
                articles: cells.number(2)?,
                originals: cells.number(3)?,
                copies,
                spun: cells.number(8)?,
                altered: (of.saturating_sub(kept), of),
            });
            Ok(())
        })?;
        Table::open(folder, "flows", &["from_source", "to_source", "articles"])?.each(|cells| {
            run.flows.insert((cells.text(0).to_owned(), cells.text(1).to_owned()), cells.number(2)?);
            Ok(())
        })?;
        let mut articles: FxHashMap<String, (usize, bool)> = FxHashMap::default();
        Table::open(folder, "articles", &["article_id", "source_id", "wire"])?.each(|cells| {
            if let Some(&source) = places.get(cells.text(1)) {
                articles.insert(cells.text(0).to_owned(), (source, cells.text(2).is_empty()));
            }
            Ok(())
        })?;
        run.twins(folder, &articles)?;
        run.furniture(folder, &articles, known)?;
        Ok(run)
    }

    fn tie(&mut self, a: usize, b: usize) -> &mut Tie {
        self.ties.entry((a.min(b), a.max(b))).or_default()
    }

    /// Counts texts that two sources both ran, each article once.
    fn twins(&mut self, folder: &Path, articles: &FxHashMap<String, (usize, bool)>) -> Result<(), RunError> {
        let mut counted: FxHashSet<(usize, usize, String)> = FxHashSet::default();
        Table::open(folder, "pairs", &["article_a", "article_b", "relation"])?.each(|cells| {
            let (a, b) = (articles.get(cells.text(0)), articles.get(cells.text(1)));
            if let (Some(&(a, true)), Some(&(b, true)), "identical" | "republished") = (a, b, cells.text(2))
                && a != b
                // A source that ran a text twice has one text in common, not two.
                && counted.insert((a, b, cells.text(0).to_owned()))
                && counted.insert((b, a, cells.text(1).to_owned()))
            {
                self.tie(a, b).twins += 1;
            }
            Ok(())
        })
    }

    /// Notes the lines of furniture that few sources share; an agency's own lines travel with its copy and tie nobody.
    fn furniture(&mut self, folder: &Path, articles: &FxHashMap<String, (usize, bool)>, known: &Registry) -> Result<(), RunError> {
        let agencies: Vec<&str> = known
            .sources
            .iter()
            .filter(|s| s.kind == super::super::Kind::Wire)
            .flat_map(|s| std::iter::once(&s.name).chain(&s.credits).chain(&s.domains))
            .map(String::as_str)
            .filter(|form| form.chars().count() >= 4)
            .collect();
        let agencies = aho_corasick::AhoCorasick::new(&agencies).ok();
        let mut lines: BTreeMap<String, BTreeMap<usize, FxHashSet<String>>> = BTreeMap::new();
        Table::open(folder, "blocks", &["article_id", "label", "text"])?.each(|cells| {
            let line = cells.text(2).split_whitespace().collect::<Vec<_>>().join(" ");
            if let ("boilerplate", Some(&(source, _))) = (cells.text(1), articles.get(cells.text(0)))
                && line.chars().count() >= LEAST_LINE
                && !agencies.as_ref().is_some_and(|a| a.is_match(&line))
            {
                lines.entry(line).or_default().entry(source).or_default().insert(cells.text(0).to_owned());
            }
            Ok(())
        })?;
        for (line, sources) in lines {
            let bearers: Vec<usize> = sources.into_iter().filter(|(_, held)| held.len() >= LEAST_ARTICLES).map(|(s, _)| s).collect();
            if !(2..EVERYBODYS).contains(&bearers.len()) {
                continue;
            }
            for (at, &a) in bearers.iter().enumerate() {
                bearers[at + 1..].iter().for_each(|&b| self.tie(a, b).furniture.push(line.clone()));
            }
        }
        Ok(())
    }
}

/// A table being read, with the places of the columns asked for.
struct Table {
    path: PathBuf,
    text: String,
    columns: Vec<usize>,
    width: usize,
    names: Vec<&'static str>,
}

/// The cells of a row, in the order in which columns were asked for.
struct Cells<'c> {
    row: &'c Row,
    table: &'c Table,
}

impl Cells<'_> {
    fn text(&self, at: usize) -> &str {
        self.row.cell(self.table.columns[at])
    }

    fn number(&self, at: usize) -> Result<u32, String> {
        let text = self.text(at);
        text.parse().map_err(|_| format!("`{}` is not a count: `{text}`", self.table.names[at]))
    }
}

impl Table {
    fn open(folder: &Path, name: &str, names: &[&'static str]) -> Result<Self, RunError> {
        let path = folder.join(format!("{name}.csv"));
        let text = std::fs::read_to_string(&path).map_err(|cause| RunError::Read { path: path.clone(), cause })?;
        let header = Rows::of(&text).next().unwrap_or_default();
        let columns = names
            .iter()
            .map(|name| {
                let what = || format!("there is no column `{name}`");
                column(&header, &[name]).ok_or_else(|| RunError::Table { path: path.clone(), line: 1, what: what() })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let width = header.len();
        Ok(Self { path, text, columns, width, names: names.to_vec() })
    }

    fn each(&self, mut with: impl FnMut(&Cells<'_>) -> Result<(), String>) -> Result<(), RunError> {
        for row in Rows::of(&self.text).skip(1) {
            let failed = |what| RunError::Table { path: self.path.clone(), line: row.line, what };
            if row.len() != self.width {
                return Err(failed(format!("{} cells where the header has {}", row.len(), self.width)));
            }
            with(&Cells { row: &row, table: self }).map_err(failed)?;
        }
        Ok(())
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
        let mut listed = Self { read, known, ids: FxHashMap::default(), domains: FxHashMap::default(), names: FxHashMap::default() };
        for (at, placed) in read.sources.iter().enumerate() {
            let source = &placed.source;
            listed.ids.entry(&source.id).or_insert(at);
            for domain in &source.domains {
                listed.domains.entry(domain).or_insert(at);
            }
            for name in std::iter::once(&source.name).chain(&source.aliases).filter(|n| !n.is_empty()) {
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
        at.or_else(|| self.names.get(&lookup::name_key(&seen.name)).copied()).map(|at| &self.read.sources[at])
    }
}

/// Articles from which a source that is not listed is worth a warning: as many as a grade needs.
const WEIGHTY: u32 = 5;

/// Sources that are not listed, by weight; listed ones that never came; one source under two ids.
pub fn check(read: &Read, listed: &Listed<'_>, run: &Run) -> Vec<Finding> {
    let mut out = unlisted(listed, run);
    let came: FxHashSet<usize> = run.sources.iter().filter_map(|s| listed.entry(s)).map(|p| p.source.line).collect();
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
    let mut missing: Vec<&Seen> = run.sources.iter().filter(|s| listed.entry(s).is_none()).collect();
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
        let label = |host: &str| domain::registrable(host).and_then(|d| d.split_once('.')).map(|(label, _)| lookup::name_key(label));
        keys.extend(domain::host_of(&seen.id).as_deref().and_then(label));
        keys.extend(listed.entry(seen).into_iter().flat_map(|p| &p.source.domains).filter_map(|d| label(d)));
        keys.sort();
        keys.dedup();
        keys.into_iter().filter(|k| k.chars().count() >= 4).for_each(|k| groups.entry(k).or_default().push(seen));
    }
    let mut told: FxHashSet<Vec<&str>> = FxHashSet::default();
    let mut out = Vec::new();
    for group in groups.values().filter(|g| g.len() > 1 && g.iter().any(|s| listed.entry(s).is_none())) {
        let ids: Vec<&str> = group.iter().map(|s| s.id.as_str()).collect();
        if !told.insert(ids.clone()) {
            continue;
        }
        let entry = group.iter().find_map(|s| listed.entry(s));
        let counts: Vec<String> = group.iter().map(|s| format!("`{}` ({} articles)", s.id, s.articles)).collect();
        out.push(Finding {
            code: "split-source",
            severity: Severity::Warning,
            source_id: entry.map_or(ids[0], |p| p.source.id.as_str()).to_owned(),
            line: entry.map(|p| p.source.line),
            column: entry.map(|_| 1),
            message: format!("may be one source under several ids: {}", counts.join(", ")),
            remedy: "if they are one outlet, list all its domains and names under one source".to_owned(),
        });
    }
    out
}
