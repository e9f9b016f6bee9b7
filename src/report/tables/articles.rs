//! articles: one row per article.

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::{cluster_id, story_id};
use crate::clean::Reason;
use crate::ingest::agency::Notice;
use crate::lineage::{Role, Warrant, stamps};
use crate::pipeline::Findings;
use crate::reliability::{is_credit_harm, is_revision};
use crate::text::fold;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("article_id", Kind::Id),
    column("source_id", Kind::Id),
    column("url", Kind::Text),
    column("title", Kind::Text),
    column("published", Kind::Id),
    column("published_basis", Kind::Id),
    column("first_seen", Kind::Id),
    column("language", Kind::Id),
    column("words", Kind::Int),
    column("wire", Kind::Id),
    column("credit", Kind::Id),
    column("story_id", Kind::Id),
    column("cluster_id", Kind::Id),
    column("role", Kind::Id),
    column("original_id", Kind::Id),
    column("relation", Kind::Id),
    column("copied_share", Kind::Float),
    column("spin_share", Kind::Float),
    column("quotes", Kind::Int),
    column("quotes_altered", Kind::Int),
    column("facts_drifted", Kind::Int),
    column("captions", Kind::Int),
    column("captions_flagged", Kind::Int),
    column("boilerplate_share", Kind::Float),
    column("score", Kind::Float),
    column("flags", Kind::Id),
    column("bylined", Kind::Int),
    column("quotes_checked", Kind::Int),
    column("captions_judged", Kind::Int),
    column("backdated", Kind::Int),
    column("backdated_proof", Kind::Text),
    column("published_low", Kind::Id),
    column("published_high", Kind::Id),
    column("published_reasons", Kind::Text),
    column("claimed_source", Kind::Id),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("articles", COLUMNS, &["article_id"]);
    let listed = f.listed();
    for at in (0..f.articles.len()).filter(|at| listed[*at]) {
        table.push(row(s, at));
    }
    Ok(table)
}

/// Returns the cells of one article, in the order of [`COLUMNS`].
pub fn row(s: &Source<'_>, at: usize) -> [Cell; COLUMNS.len()] {
    let f = s.findings;
    let article = &f.articles[at];
    let (clean, standing, record) =
        (&f.cleaned[at], &f.lineage.standings[at], &f.reliability.articles[at]);
    let (date, basis) = f.lineage.dates[at];
    let interval = f.lineage.intervals[at].as_ref();
    let is_agency = |id: &&String| s.registry.by_id(id).is_some_and(|source| source.is_agency());
    let wire =
        clean.credits.agencies.keys().filter(is_agency).cloned().collect::<Vec<_>>().join("+");
    [
        article.id.as_str().into(),
        clean.source.clone().into(),
        article.url.clone().or_else(|| article.canonical.clone()).into(),
        clean.title.clone().into(),
        date.map(|d| d.to_string()).into(),
        basis.name().into(),
        article.first_seen.map(|d| d.to_string()).into(),
        clean.language.clone().into(),
        f.fingerprints[at].words.into(),
        Some(wire).filter(|w| !w.is_empty()).into(),
        record.credit.map(|c| c.name()).into(),
        story_id(f, standing.story).into(),
        standing.cluster.map(|c| cluster_id(f, c)).into(),
        standing.role.map(Role::name).into(),
        standing.original.clone().into(),
        standing.relation.map(|r| r.name()).into(),
        standing.copied_share.into(),
        record.spin_share.into(),
        f.fingerprints[at].quotes.into(),
        record.compared.then_some(record.quotes_altered).into(),
        record.compared.then_some(record.facts_drifted).into(),
        record.captions.into(),
        record.captions_unrelated.into(),
        clean.boilerplate_share.into(),
        record.score.into(),
        Some(flags(s, at)).filter(|flags| !flags.is_empty()).map_or(Cell::Empty, Cell::from),
        u32::from(clean.credits.bylined).into(),
        record.compared.then_some(record.quotes_checked).into(),
        record.captions_judged.into(),
        record.backdated.map(u32::from).into(),
        standing
            .backdating
            .as_ref()
            .filter(|b| record.backdated == Some(true) && b.backdated)
            .map(|b| b.proof.clone())
            .into(),
        interval.and_then(|i| i.low).map(|day| day.to_string()).into(),
        interval.and_then(|i| i.high).map(|day| day.to_string()).into(),
        interval.map(|i| i.reasons.clone()).filter(|reasons| !reasons.is_empty()).into(),
        clean.claimed.clone().into(),
    ]
}

/// Number of words mixing letters of two scripts from which a text counts as disguised. Chosen by
/// judgement: one or two may be keyboard slips.
const DISGUISED: usize = 3;

/// Whether an article is a copy, at first hand or further on, of an item that the agency that sent
/// it has withdrawn, as far as the links between them are beyond doubt. It says nothing about when
/// it was copied. O(depth of the copy tree).
pub(crate) fn is_of_withdrawn(f: &Findings, at: usize) -> bool {
    let parent = |at: usize| {
        let standing = &f.lineage.standings[at];
        let parent =
            standing.parent.as_ref().filter(|_| standing.warrant.is_some_and(Warrant::holds));
        parent.map(|p| p.article as usize)
    };
    let ancestors = std::iter::successors(parent(at), |at| parent(*at));
    let is_withdrawn = |at: usize| {
        f.articles[at].item.as_ref().is_some_and(|item| item.notice == Notice::Withdrawn)
    };
    !is_withdrawn(at) && ancestors.take(f.articles.len()).any(is_withdrawn)
}

/// Returns the flags that say how sure it is where an article's text is from.
fn of_origin(f: &Findings, at: usize) -> Vec<&'static str> {
    let standing = &f.lineage.standings[at];
    let Some(parent) = &standing.parent else {
        let unknown = standing.cluster.is_some() && standing.role.is_none();
        return Vec::from_iter(unknown.then_some("origin_unknown"));
    };
    if is_revision(&f.cleaned, at as u32, parent.article) {
        return vec!["revision"];
    }
    let warrants =
        [standing.warrant, standing.debt.filter(|_| standing.credit.is_some_and(is_credit_harm))];
    let mut held: Vec<&str> = warrants.into_iter().flatten().filter_map(Warrant::flag).collect();
    held.dedup();
    held
}

/// Returns the flags of an article, joined by `+`: what else a reader should know.
fn flags(s: &Source<'_>, at: usize) -> String {
    let f = s.findings;
    let standing = &f.lineage.standings[at];
    let mut flags = Vec::new();
    if f.cleaned[at].body.is_empty() {
        flags.push("no_body");
    }
    if !s.findings.cleaned[at].background.is_empty() {
        flags.push("background");
    }
    if f.cleaned[at].blocks.iter().any(|block| block.evidence == Reason::Kept) {
        flags.push("recurring_body");
    }
    if f.articles[at].stub {
        flags.push("paywall_stub");
    }
    flags.extend(f.articles[at].item.as_ref().and_then(|item| item.notice.name()));
    if is_of_withdrawn(f, at) {
        flags.push("of_withdrawn");
    }
    if !f.counted[at] {
        flags.push("not_counted");
    }
    if fold::disguised(&f.articles[at].text).nth(DISGUISED - 1).is_some() {
        flags.push("homoglyphs");
    }
    if fold::has_text_manifest(&f.articles[at].text) {
        flags.push("text_manifest");
    }
    flags.extend(of_origin(f, at));
    flags.extend(
        stamps::doubt(&f.articles[at], f.lineage.dates[at].0, s.settings.as_of)
            .map(stamps::Doubt::flag),
    );
    let record = &f.reliability.articles[at];
    if !record.quotes_confirmed.is_empty() {
        flags.push("quote_confirmed");
    }
    if record.repeat {
        flags.push("repeat");
    }
    if standing.credit.is_some() && record.credit.is_none() {
        flags.push("credit_unsure");
    }
    flags.join("+")
}
