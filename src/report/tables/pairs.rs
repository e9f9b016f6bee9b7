//! pairs: one row per compared pair.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::recognized;
use crate::compare::measures::Measures;
use crate::compare::{Comparison, DriftKind, Relation};
use crate::ingest::Article;
use crate::lineage::Verdict;
use crate::lineage::direction::Basis;
use crate::reliability::is_revision;
use crate::spin::{Substitution, SubstitutionKind};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("article_a", Kind::Id),
    column("article_b", Kind::Id),
    column("relation", Kind::Id),
    column("original", Kind::Id),
    column("original_confidence", Kind::Float),
    column("containment_a_in_b", Kind::Float),
    column("containment_b_in_a", Kind::Float),
    column("resemblance", Kind::Float),
    column("substituted_share", Kind::Float),
    column("quotes_shared", Kind::Int),
    column("quotes_altered", Kind::Int),
    column("facts_drifted", Kind::Int),
    column("evidence", Kind::Text),
    column("relation_firmness", Kind::Float),
    column("runner_up", Kind::Id),
    column("original_basis", Kind::Id),
    column("source_a", Kind::Id),
    column("title_a", Kind::Text),
    column("url_a", Kind::Text),
    column("published_a", Kind::Id),
    column("source_b", Kind::Id),
    column("title_b", Kind::Text),
    column("url_b", Kind::Text),
    column("published_b", Kind::Id),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    Ok(filled(s, &|c| s.findings.tells_of(&[c.a, c.b])))
}

/// Builds the table with every compared pair, including those outside the focus.
pub fn every(s: &Source<'_>) -> Table {
    filled(s, &|_| true)
}

fn filled(s: &Source<'_>, told: &dyn Fn(&Comparison) -> bool) -> Table {
    let f = s.findings;
    let mut table = Table::new("pairs", COLUMNS, &["article_a", "article_b"]);
    // An article is in several pairs, and its address takes long to reduce to a page.
    let pages: Vec<Option<u64>> = f.articles.par_iter().map(Article::page).collect();
    let mut substitutions: FxHashMap<u32, Counts> = FxHashMap::default();
    for substitution in &f.spin.substitutions {
        substitutions.entry(substitution.comparison).or_default().add(substitution);
    }
    let substituted = |at: usize| substitutions.get(&(at as u32)).map(Counts::describe);
    let pairs = f.comparisons.iter().zip(&f.lineage.verdicts).enumerate();
    let pairs: Vec<_> = pairs.filter(|(_, (c, _))| told(c)).collect();
    // Wording the evidence takes most of the time, and no other table takes longer.
    let worded: Vec<String> =
        pairs.par_iter().map(|(at, pair)| evidence(s, &pages, *pair, substituted(*at))).collect();
    for ((_, (c, verdict)), evidence) in pairs.into_iter().zip(worded) {
        // In a story told anew no alterations are sought.
        let sought = c.relation.is_copying() && c.descent.is_none();
        let m = &c.measures;
        let own = [
            f.articles[c.a as usize].id.as_str().into(),
            f.articles[c.b as usize].id.as_str().into(),
            c.relation.name().into(),
            verdict.original.map(|o| f.articles[o as usize].id.clone()).into(),
            verdict.confidence().into(),
            m.compared.then(|| m.containment_a()).into(),
            m.compared.then(|| m.containment_b()).into(),
            m.compared.then(|| m.resemblance()).into(),
            (m.links > 0).then(|| m.substituted()).into(),
            m.compared.then_some(m.quotes_shared).into(),
            sought
                .then(|| verdict.alterations(c).filter(|d| d.kind == DriftKind::Quote).count())
                .into(),
            sought.then(|| verdict.alterations(c).filter(|d| d.kind.is_fact()).count()).into(),
            evidence.into(),
            c.standing.firmness.into(),
            c.standing.runner_up.map(|r| r.name()).into(),
            verdict.basis().map(Basis::name).into(),
        ];
        table.push(own.into_iter().chain([c.a, c.b].into_iter().flat_map(|at| recognized(f, at))));
    }
    table
}

/// Number of substitutions of a pair by kind, and of those that copies of other originals have too.
#[derive(Debug, Default)]
struct Counts([u32; 4], u32);

impl Counts {
    fn add(&mut self, substitution: &Substitution) {
        self.0[substitution.kind as usize] += 1;
        self.1 += u32::from(substitution.originals > 1);
    }

    fn describe(&self) -> String {
        let kinds = [
            SubstitutionKind::Synonym,
            SubstitutionKind::Recurring,
            SubstitutionKind::Inflection,
            SubstitutionKind::Other,
        ];
        let told: Vec<String> = kinds
            .iter()
            .filter(|k| self.0[**k as usize] > 0)
            .map(|k| format!("{} {}", self.0[*k as usize], k.name()))
            .collect();
        let elsewhere = if self.1 > 0 {
            format!(", {} of them also in copies of other originals", self.1)
        } else {
            String::new()
        };
        format!("substitutions: {}{elsewhere}", told.join(", "))
    }
}

/// Formats a share as a percentage.
fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Describes how many words two texts share, in runs and in linked sentences.
fn shared_words(m: &Measures) -> Vec<String> {
    let mut parts = Vec::new();
    if m.compared {
        parts.push(format!(
            "{} words in verbatim runs, {} of them quoted, longest {}; shorter body {} verbatim, {} matched; longer {} verbatim, {} matched",
            m.verbatim,
            m.verbatim_quoted,
            m.longest,
            percent(m.short_verbatim()),
            percent(m.short_matched()),
            percent(m.long_verbatim()),
            percent(m.long_matched())
        ));
    }
    if m.links > 0 {
        parts.push(format!(
            "{} of the shorter text in linked sentences, {} one to one, {} in order, {} swapped, {} loose; {} matched outside quotations; passage {} unbroken",
            percent(m.linked_share()),
            percent(m.paired_share()),
            percent(m.order),
            percent(m.substituted()),
            percent(m.loose_share()),
            percent(m.plain_matched_share()),
            percent(m.contiguity)
        ));
    }
    parts
}

/// Describes the marks that a program which replaces words left in either text.
fn marks_of_spinning(s: &Source<'_>, c: &Comparison) -> Vec<String> {
    if !matches!(c.relation, Relation::Spun | Relation::Rewritten) {
        return Vec::new();
    }
    [(c.a, c.marks.0.describe()), (c.b, c.marks.1.describe())]
        .into_iter()
        .filter(|(_, marks)| !marks.is_empty())
        .map(|(at, marks)| {
            format!("marks of spinning in {}: {marks}", s.findings.articles[at as usize].id)
        })
        .collect()
}

/// Describes the measures that decided the relation, then the evidence for a direction. `pages` are
/// those of the articles.
fn evidence(
    s: &Source<'_>,
    pages: &[Option<u64>],
    (c, direction): (&Comparison, &Verdict),
    told: Option<String>,
) -> String {
    let m = &c.measures;
    let mut parts = shared_words(m);
    if let Some(translation) = &c.translation {
        parts.push(translation.describe());
        parts.extend(direction.evidence.iter().cloned());
        return parts.join("; ");
    }
    parts.push(format!(
        "skeleton {} shared, {} by rarity; words {} alike",
        percent(m.skeleton),
        percent(m.nearness),
        percent(m.likeness)
    ));
    if let Some(descent) = &c.descent {
        parts.push(descent.describe());
    }
    parts.extend(marks_of_spinning(s, c));
    if c.relation == Relation::SharedSource {
        parts.extend(c.ties.third_text().map(str::to_owned));
    }
    if let Some(told) = told {
        parts.push(told);
    }
    if is_revision(&s.findings.cleaned, c.a, c.b) && c.relation.is_copying() {
        parts.push("revision".to_owned());
    }
    let page = |at: u32| pages[at as usize];
    if page(c.a).is_some() && page(c.a) == page(c.b) {
        parts.push("same page".to_owned());
    }
    if direction.contested {
        parts.push("direction contested".to_owned());
    }
    parts.extend(direction.evidence.iter().cloned());
    parts.join("; ")
}
