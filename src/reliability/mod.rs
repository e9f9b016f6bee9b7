//! What each source did, in figures that can be traced to articles, and the scores made of them.

pub mod rates;
pub mod score;

pub use rates::Rate;
pub use score::{Harm, Score};

use std::collections::BTreeMap;

use crate::captions::{CaptionVerdict, Judged};
use crate::clean::Cleaned;
use crate::compare::{Comparison, DriftKind, Relation};
use crate::ingest::Article;
use crate::lineage::{CreditKept, Lineage, Role};
use crate::sources::Registry;

/// What is known of one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleRecord {
    /// Whether the article counts for its source.
    pub counted: bool,
    /// Quotations of three words or more.
    pub quotes: u32,
    /// Quotations that differ from those of its parent.
    pub quotes_altered: u32,
    /// Quotations that could be compared with those of its parent.
    pub quotes_checked: u32,
    /// Other facts that differ from those of its parent.
    pub facts_drifted: u32,
    /// Share of its words that others stand in the place of, against its parent; `None` without a parent.
    pub spin_share: Option<f64>,
    /// Whether it claims a date before that of its original, which other evidence names.
    pub backdated: bool,
    /// Captions judged related, archive or unrelated.
    pub captions_judged: u32,
    /// Captions judged unrelated.
    pub captions_unrelated: u32,
    /// Captions in all.
    pub captions: u32,
    /// The article's score; `None` where too little could be checked.
    pub score: Option<f64>,
    /// The harms found, worst first.
    pub harms: Vec<Harm>,
}

/// What is known of one source.
#[derive(Debug, Clone, Default)]
pub struct SourceRecord {
    /// Articles counted.
    pub articles: u32,
    /// Originals among them (independent articles included).
    pub originals: u32,
    /// Copies by relation, in the order of [`Relation::COPYING`].
    pub relations: [u32; 6],
    /// Copies that name where they come from, of those where that could be told.
    pub attributed: Rate,
    /// Quotations kept, of those compared.
    pub quote_fidelity: Rate,
    /// Copies with drifted facts, of copies compared.
    pub drift: Rate,
    /// Copies spun, of copies.
    pub spin: Rate,
    /// Captions unrelated, of those judged.
    pub captions_flagged: Rate,
    /// Copies dated before their original, of those where both dates are exact or far enough apart.
    pub backdated: Rate,
    /// Articles that bear a date.
    pub dated: Rate,
    /// Articles that name an author.
    pub bylined: Rate,
    /// Mean share of furniture.
    pub boilerplate_share: f64,
    /// Median (the upper of two) seconds from the parent to the copy; `None` without any.
    pub median_lag_seconds: Option<i64>,
    /// The source's score; `None` below the stated amount of evidence.
    pub score: Option<Score>,
    /// What weighs most, in words.
    pub reasons: String,
}

/// Everything that reliability finds.
#[derive(Debug, Default)]
pub struct Reliability {
    /// One record an article.
    pub articles: Vec<ArticleRecord>,
    /// One record a source, by id.
    pub sources: BTreeMap<String, SourceRecord>,
}

/// What reliability looks at.
pub struct Findings<'f> {
    /// The articles.
    pub articles: &'f [Article],
    /// Cleaned.
    pub cleaned: &'f [Cleaned],
    /// Compared.
    pub comparisons: &'f [Comparison],
    /// Where each stands.
    pub lineage: &'f Lineage,
    /// Their captions.
    pub captions: &'f [Judged],
    /// Which articles count (those outside the week are compared only).
    pub counted: &'f [bool],
    /// Known sources, with weights.
    pub registry: &'f Registry,
}

/// Tells what each article and each source did. O(articles + captions).
pub fn run(f: &Findings<'_>) -> Reliability {
    let mut articles: Vec<ArticleRecord> = (0..f.articles.len()).map(|at| article(f, at)).collect();
    for judged in f.captions {
        let record = &mut articles[judged.article as usize];
        record.captions += 1;
        record.captions_judged += u32::from(judged.verdict != CaptionVerdict::Unknown);
        record.captions_unrelated += u32::from(judged.verdict == CaptionVerdict::Unrelated);
    }
    for (at, record) in articles.iter_mut().enumerate() {
        score::article(record, f.lineage.standings[at].credit, &f.registry.weights, f.lineage.standings[at].relation);
    }
    let mut sources: BTreeMap<String, SourceRecord> = BTreeMap::new();
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, clean) in f.cleaned.iter().enumerate() {
        if let Some(source) = clean.source.as_deref().filter(|s| !s.is_empty() && f.counted[at]) {
            members.entry(source).or_default().push(at);
        }
    }
    for (id, list) in members {
        sources.insert(id.to_owned(), source(f, &articles, &list));
    }
    rates::shrink(&mut sources);
    for record in sources.values_mut() {
        score::source(record, &f.registry.weights);
    }
    Reliability { articles, sources }
}

/// Whether a pair of articles of one outlet is a revision, which is no copying.
pub fn is_revision(cleaned: &[Cleaned], a: u32, b: u32) -> bool {
    let source = &cleaned[a as usize].source;
    source.is_some() && *source == cleaned[b as usize].source
}

fn article(f: &Findings<'_>, at: usize) -> ArticleRecord {
    let standing = &f.lineage.standings[at];
    let mut record = ArticleRecord { counted: f.counted[at], ..ArticleRecord::default() };
    let Some(parent) = standing.parent.as_ref().filter(|p| !is_revision(f.cleaned, at as u32, p.article)) else {
        return record;
    };
    let c = &f.comparisons[parent.comparison as usize];
    record.quotes = if c.a == at as u32 { c.measures.quotes.0 } else { c.measures.quotes.1 };
    let altered: Vec<DriftKind> = c.alterations(Some(parent.article)).map(|d| d.kind).collect();
    record.quotes_altered = altered.iter().filter(|kind| **kind == DriftKind::Quote).count() as u32;
    record.quotes_checked = c.measures.quotes_shared + record.quotes_altered;
    record.facts_drifted = altered.len() as u32 - record.quotes_altered;
    record.spin_share = Some(c.measures.substituted());
    if let (Some(mine), Some(theirs)) = (f.lineage.dates[at].0, f.lineage.dates[parent.article as usize].0) {
        record.backdated = mine.latest() < theirs.earliest();
    }
    record
}

fn source(f: &Findings<'_>, records: &[ArticleRecord], list: &[usize]) -> SourceRecord {
    let mut out = SourceRecord { articles: list.len() as u32, ..SourceRecord::default() };
    let mut lags: Vec<i64> = Vec::new();
    for &at in list {
        let (standing, record, clean) = (&f.lineage.standings[at], &records[at], &f.cleaned[at]);
        let own = standing.parent.as_ref().is_some_and(|p| is_revision(f.cleaned, at as u32, p.article));
        out.originals += u32::from(matches!(standing.role, Some(Role::Original | Role::Independent)));
        out.boilerplate_share += clean.boilerplate_share / list.len() as f64;
        out.dated.add(f.lineage.dates[at].0.is_some());
        out.bylined.add(clean.credits.bylined);
        out.captions_flagged.count += record.captions_unrelated;
        out.captions_flagged.of += record.captions_judged;
        if let Some(credit) = standing.credit {
            out.attributed.add(credit.is_attributed());
        }
        let (Some(relation), Some(parent), false) = (standing.relation, &standing.parent, own) else { continue };
        if let Some(place) = Relation::COPYING.iter().position(|name| *name == relation.name()) {
            out.relations[place] += 1;
        }
        out.quote_fidelity.count += record.quotes_checked - record.quotes_altered;
        out.quote_fidelity.of += record.quotes_checked;
        out.drift.add(record.facts_drifted > 0);
        out.spin.add(relation == Relation::Spun);
        if let (Some(mine), Some(theirs)) = (f.lineage.dates[at].0, f.lineage.dates[parent.article as usize].0) {
            out.backdated.add(record.backdated);
            if mine.is_exact() && theirs.is_exact() {
                lags.push(mine.earliest() - theirs.earliest());
            }
        }
    }
    lags.sort_unstable();
    out.median_lag_seconds = lags.get(lags.len() / 2).copied();
    out
}

/// Whether the credit is one that costs points.
pub(crate) fn is_credit_harm(credit: CreditKept) -> bool {
    matches!(credit, CreditKept::Stripped | CreditKept::BylineReplaced | CreditKept::WrongAgency)
}
