//! What became of the credit of a copied story.

use super::{Cluster, Evidence, Role, Standing};
use crate::clean::Label;
use crate::compare::Relation;
use crate::sources::Kind;
use crate::text::fold;

/// What a copy did with the credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreditKept {
    /// It names where the story comes from.
    Kept,
    /// It names nobody.
    Stripped,
    /// It names its own staff instead.
    BylineReplaced,
    /// It names another agency.
    WrongAgency,
}

impl CreditKept {
    /// The name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Stripped => "stripped",
            Self::BylineReplaced => "byline_replaced",
            Self::WrongAgency => "wrong_agency",
        }
    }

    /// Whether the reader was told where the story comes from.
    pub fn is_attributed(self) -> bool {
        self == Self::Kept
    }
}

/// Least share of a copy's words taken from its parent before its credit is asked after.
const MOSTLY_COPIED: f64 = 0.5;

/// Judges the credit of every copy; `None` where too little of the page was read to say that something is missing.
pub fn judge(e: &Evidence<'_>, clusters: &[Cluster], standings: &mut [Standing]) {
    for cluster in clusters {
        let root_source = cluster.root.and_then(|r| e.cleaned[r as usize].source.clone());
        let agency = cluster
            .lost_wire
            .clone()
            .or_else(|| root_source.clone().filter(|id| e.registry.by_id(id).is_some_and(|s| s.kind == Kind::Wire)));
        for &member in &cluster.members {
            let clean = &e.cleaned[member as usize];
            let standing = &standings[member as usize];
            let is_teaser = is_teaser(e, member, standing);
            let told = match (&standing.role, &agency) {
                (Some(Role::Copy), Some(agency)) => of_agency(clean, &e.articles[member as usize].text, agency, standing, e),
                (Some(Role::Copy), None) => root_source
                    .as_deref()
                    .filter(|id| clean.source.as_deref() != Some(id))
                    .and_then(|id| of_outlet(e, member, id, standing)),
                _ => None,
            };
            standings[member as usize].credit = told.filter(|credit| credit.is_attributed() || !is_teaser);
        }
    }
}

/// Words below which a page is a teaser: what it does not say stands on the page that it leads to. An excerpt is one up to half as
/// many more, and a text that breaks off in the middle of a sentence up to twice as many.
const TEASER: u32 = 100;

fn is_teaser(e: &Evidence<'_>, member: u32, standing: &Standing) -> bool {
    let words = e.fingerprints[member as usize].words;
    let text = &e.articles[member as usize].text;
    let last = || e.cleaned[member as usize].body.last().map_or("", |piece| text[piece.clone()].trim_end());
    let breaks_off = || !last().ends_with(['.', '!', '?', '"', '”', '’', '\'', '»', ')', '。', '」', '।', '؟']);
    words < TEASER || 2 * words < 3 * TEASER && standing.relation == Some(Relation::Excerpt) || words < 2 * TEASER && breaks_off()
}

fn of_agency(clean: &crate::clean::Cleaned, text: &str, agency: &str, standing: &Standing, e: &Evidence<'_>) -> Option<CreditKept> {
    if clean.source.as_deref() == Some(agency) {
        return None;
    }
    if clean.credits.agencies.contains_key(agency) || names(text, agency, e) {
        return Some(CreditKept::Kept);
    }
    if standing.copied_share.unwrap_or(0.0) < MOSTLY_COPIED || standing.relation.is_none() {
        return None;
    }
    if clean.credits.agencies.keys().any(|id| e.registry.by_id(id).is_some_and(|s| s.kind == Kind::Wire)) {
        return Some(CreditKept::WrongAgency);
    }
    if clean.credits.bylined {
        return Some(CreditKept::BylineReplaced);
    }
    page_was_read(clean).then_some(CreditKept::Stripped)
}

fn of_outlet(e: &Evidence<'_>, member: u32, id: &str, standing: &Standing) -> Option<CreditKept> {
    // A press release is written to be run as it is.
    if e.registry.by_id(id).is_some_and(|s| s.kind == Kind::PressRelease) {
        return None;
    }
    let clean = &e.cleaned[member as usize];
    if clean.credits.agencies.contains_key(id) || names(&e.articles[member as usize].text, id, e) {
        return Some(CreditKept::Kept);
    }
    if standing.copied_share.unwrap_or(0.0) < MOSTLY_COPIED {
        return None;
    }
    if clean.credits.bylined {
        return Some(CreditKept::BylineReplaced);
    }
    page_was_read(clean).then_some(CreditKept::Stripped)
}

/// Whether a text names a source anywhere: by its name, a form of its credit or a domain, of four letters or more.
///
/// An outlet that is not in the registry is named by its domain, or by that without its ending (`alphanews.com`,
/// `Alphanews`), whatever the case.
pub(super) fn names(text: &str, id: &str, e: &Evidence<'_>) -> bool {
    let Some(source) = e.registry.by_id(id) else {
        let label = id.split_once('.').map_or(id, |(label, _)| label);
        let (key, text) = (fold::phrase(label).replace(' ', ""), fold::phrase(text).replace(' ', ""));
        return key.chars().count() >= 4 && text.contains(&key);
    };
    std::iter::once(&source.name)
        .chain(&source.credits)
        .chain(&source.aliases)
        .chain(&source.domains)
        .any(|form| form.chars().count() >= 4 && text.contains(form.trim_start_matches("The ")))
}

/// Whether more of the page was read than the body: then a credit that stood there would have been seen.
fn page_was_read(clean: &crate::clean::Cleaned) -> bool {
    clean.credits.dateline.is_some() || clean.blocks.iter().any(|b| matches!(b.label, Label::Byline | Label::Headline | Label::Boilerplate))
}
