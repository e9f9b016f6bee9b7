//! pairs: a row is a compared pair.

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use crate::compare::{Comparison, DriftKind, Relation};
use crate::reliability::is_revision;

const COLUMNS: &[Column] = &[
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
];

/// Builds the table.
///
/// # Errors
/// None of its own.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("pairs", COLUMNS, &["article_a", "article_b"]);
    for (c, verdict) in f.comparisons.iter().zip(&f.lineage.verdicts) {
        let copying = c.relation.is_copying();
        let m = &c.measures;
        table.push([
            f.articles[c.a as usize].id.as_str().into(),
            f.articles[c.b as usize].id.as_str().into(),
            c.relation.name().into(),
            verdict.original.map(|o| f.articles[o as usize].id.clone()).into(),
            Cell::Empty,
            m.compared.then(|| m.containment_a()).into(),
            m.compared.then(|| m.containment_b()).into(),
            m.compared.then(|| m.resemblance()).into(),
            (m.links > 0).then(|| m.substituted()).into(),
            m.compared.then_some(m.quotes_shared).into(),
            copying.then(|| c.alterations(verdict.original).filter(|d| d.kind == DriftKind::Quote).count()).into(),
            copying.then(|| c.alterations(verdict.original).filter(|d| d.kind != DriftKind::Quote).count()).into(),
            evidence(s, c, &verdict.evidence, verdict.contested).into(),
        ]);
    }
    Ok(table)
}

/// The measures that decided, then what speaks for a direction.
fn evidence(s: &Source<'_>, c: &Comparison, direction: &[String], contested: bool) -> String {
    let m = &c.measures;
    let percent = |x: f64| format!("{:.0} %", x * 100.0);
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
            "{} of the shorter in linked sentences, {} one to one, {} in order, {} swapped, {} loose; {} matched outside quotations; passage {} unbroken",
            percent(m.linked_share()),
            percent(m.paired_share()),
            percent(m.order),
            percent(m.substituted()),
            percent(m.loose_share()),
            percent(m.plain_matched_share()),
            percent(m.contiguity)
        ));
    }
    parts.push(format!("skeleton {} shared, {} by rarity", percent(m.skeleton), percent(m.nearness)));
    if c.marks != (0, 0) && matches!(c.relation, Relation::Spun | Relation::Rewritten) {
        parts.push(format!("spinner marks {} and {}", c.marks.0, c.marks.1));
    }
    if is_revision(&s.findings.cleaned, c.a, c.b) && c.relation.is_copying() {
        parts.push("revision".to_owned());
    }
    let page = |at: u32| s.findings.articles[at as usize].page();
    if page(c.a).is_some() && page(c.a) == page(c.b) {
        parts.push("same page".to_owned());
    }
    if contested {
        parts.push("direction contested".to_owned());
    }
    parts.extend(direction.iter().cloned());
    parts.join("; ")
}
