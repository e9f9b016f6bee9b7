//! Decides which of the findings may be held against an article: only those without another
//! plausible explanation.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Findings, SourceRecord, is_credit_harm, is_revision};
use crate::clean::credit::Basis;
use crate::compare::Relation;
use crate::lineage::{CreditKept, Warrant};
use crate::sources::Kind;
use crate::text::fold;

/// Number of words from which a wording is not shared by chance. Chosen by judgement.
const LEAST_WORDING: usize = 4;
/// Number of articles of a source, none with a byline or an agency, from which its pages are taken
/// to reach us without them. Chosen by judgement.
pub(super) const BLIND_FROM: u32 = 3;

/// The data needed to weigh charges, gathered once.
pub struct Charges {
    /// Whether each article repeats a text that its source has under another id.
    repeats: Vec<bool>,
    /// Sources whose bylines and credits are never seen.
    blind: FxHashSet<String>,
    /// Folded texts of articles, computed on demand: those of events in which a quotation was
    /// altered.
    folded: Vec<OnceLock<String>>,
}

impl Charges {
    /// Reads all articles and pairs. O(articles + pairs).
    ///
    /// `known` are the records of sources from earlier runs; where they show that no credit of
    /// a source is ever seen, none counts as lost here.
    pub fn of(f: &Findings<'_>, known: &BTreeMap<String, SourceRecord>) -> Self {
        let mut blind = blind(f);
        let unseen = known.iter().filter(|(_, record)| record.shows_no_credits());
        blind.extend(unseen.map(|(id, _)| id.clone()));
        let mut repeats = vec![false; f.cleaned.len()];
        let same = |c: &&crate::compare::Comparison| {
            matches!(c.relation, Relation::Identical | Relation::Republished)
                && is_revision(f.cleaned, c.a, c.b)
        };
        for c in f.comparisons.iter().filter(same) {
            // Of two near-identical articles of one source that were both copied from another
            // source, the second in order repeats the first, unless it already counts as its
            // revision.
            let taken = |at: u32| {
                f.lineage.standings[at as usize]
                    .parent
                    .as_ref()
                    .is_some_and(|p| !is_revision(f.cleaned, at, p.article))
            };
            if taken(c.a) && taken(c.b) && f.counted[c.a as usize] {
                repeats[c.b as usize] = true;
            }
        }
        Self { repeats, blind, folded: f.articles.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Returns whether an article repeats a copied text that its source already has: one copy under
    /// two addresses is one copy.
    pub fn is_repeat(&self, at: usize) -> bool {
        self.repeats[at]
    }

    /// Returns whether no credit of a source is ever seen. It may then have been lost in scraping.
    fn is_blind(&self, source: &str) -> bool {
        self.blind.contains(source)
    }

    /// Returns whether an article of the event that does not depend on the copy has the copy's
    /// wording of a quotation. The copy then has it right, or from somebody other than the parent.
    ///
    /// Such a witness is from another source. It also belongs to another family, credits the same
    /// agency as the copy, or does not descend from the copy in the tree: two copies of one
    /// original do not make the same change by chance. O(words of the event), folded once.
    pub fn is_confirmed(&self, f: &Findings<'_>, at: usize, wording: &str) -> bool {
        let wording = format!(" {} ", fold::phrase(wording));
        if wording.split_whitespace().count() < LEAST_WORDING {
            return false;
        }
        let standing = &f.lineage.standings[at];
        let wording = Finder::new(&wording);
        let parent = |a: u32| f.lineage.standings[a as usize].parent.as_ref().map(|p| p.article);
        f.lineage.stories[standing.story as usize].members.iter().any(|&other| {
            let (mine, theirs) = (&f.cleaned[at], &f.cleaned[other as usize]);
            let apart = theirs.source.is_some() && theirs.source != mine.source;
            let kin = f.lineage.standings[other as usize].cluster == standing.cluster;
            let agency =
                || mine.credits.agencies.keys().any(|id| theirs.credits.agencies.contains_key(id));
            let descends =
                || std::iter::successors(Some(other), |a| parent(*a)).any(|a| a as usize == at);
            apart
                && (!kin || agency() || !descends())
                && wording.find(self.folded(f, other).as_bytes()).is_some()
        })
    }

    /// Returns the folded words of an article's whole text, computed on first use, with a space at
    /// either end.
    fn folded(&self, f: &Findings<'_>, at: u32) -> &str {
        self.folded[at as usize]
            .get_or_init(|| format!(" {} ", fold::phrase(&f.articles[at as usize].text)))
    }

    /// Returns an article's credit as found, or `None` where a lost credit may be nobody's fault.
    ///
    /// A lost credit is not held against a copy in these cases:
    ///
    /// - it owes its text to the original only by claimed dates, or that is disputed;
    /// - its original is an outlet's and credits an agency itself, so that the copy may come from
    ///   the agency;
    /// - it tells the story anew in other words, which is an estimate and leaves none of them;
    /// - its original shows no credit, so that it is unknown what the copy should have kept;
    /// - the source's credits are never seen (if it is charged with naming nobody);
    /// - the agency is alone on a line of the page, which may be what is left of a byline (if it is
    ///   charged with naming nobody).
    pub fn credit(&self, f: &Findings<'_>, at: usize) -> Option<CreditKept> {
        let standing = &f.lineage.standings[at];
        let credit = standing.credit?;
        if !is_credit_harm(credit) {
            return Some(credit);
        }
        let blind = credit == CreditKept::Stripped
            && f.cleaned[at].source.as_deref().is_some_and(|id| self.is_blind(id));
        let root = standing.cluster.and_then(|c| f.lineage.clusters[c as usize].root);
        let second_hand = root.is_some_and(|root| {
            let clean = &f.cleaned[root as usize];
            let is_wire = |id: &str| f.registry.by_id(id).is_some_and(|s| s.kind == Kind::Wire);
            let source = clean.source.as_deref().unwrap_or_default();
            !is_wire(source) && clean.credits.agencies.keys().any(|id| id != source && is_wire(id))
        });
        let bare = root.is_some_and(|root| {
            let credits = &f.cleaned[root as usize].credits;
            !credits.bylined
                && credits.dateline.is_none()
                && credits.authors.is_empty()
                && credits.stated().all(|id| credits.agencies[id] == Basis::OwnPage)
        });
        let left = credit == CreditKept::Stripped && stands_alone(f, at);
        let retold = standing
            .parent
            .as_ref()
            .is_some_and(|p| f.comparisons[p.comparison as usize].descent.is_some());
        let owed = standing.debt.is_some_and(Warrant::holds);
        (owed && !retold && !blind && !second_hand && !bare && !left).then_some(credit)
    }
}

/// Returns the sources with at least [`BLIND_FROM`] articles, none with a byline or an agency other
/// than the source itself.
pub(super) fn blind(f: &Findings<'_>) -> FxHashSet<String> {
    never(f, |at| {
        let (credits, source) = (&f.cleaned[at].credits, f.cleaned[at].source.as_ref());
        credits.bylined || credits.stated().any(|id| Some(id) != source)
    })
}

/// Returns the sources with at least [`BLIND_FROM`] articles for none of which `shows` holds.
/// Articles that are the source's only by their own file's account do not count.
pub(super) fn never(f: &Findings<'_>, shows: impl Fn(usize) -> bool) -> FxHashSet<String> {
    let mut shown: FxHashMap<&str, (u32, bool)> = FxHashMap::default();
    for (at, clean) in f.cleaned.iter().enumerate().filter(|(at, _)| !f.articles[*at].noted) {
        let Some(source) = clean.source.as_deref() else { continue };
        let entry = shown.entry(source).or_default();
        entry.0 += 1;
        entry.1 |= shows(at);
    }
    shown
        .into_iter()
        .filter(|(_, (n, seen))| *n >= BLIND_FROM && !seen)
        .map(|(id, _)| id.to_owned())
        .collect()
}

/// Returns whether the agency that an article's family derives from is alone on a line of the
/// article's page.
fn stands_alone(f: &Findings<'_>, at: usize) -> bool {
    let Some(cluster) = f.lineage.standings[at].cluster.map(|c| &f.lineage.clusters[c as usize])
    else {
        return false;
    };
    let root = || cluster.root.and_then(|root| f.cleaned[root as usize].source.clone());
    let agency = cluster.lost_wire.clone().or_else(root).and_then(|id| f.registry.by_id(&id));
    let forms = |s: &crate::sources::Source, line: &str| {
        line == s.name || s.credits.iter().chain(&s.aliases).any(|form| form == line)
    };
    agency.filter(|s| s.kind == Kind::Wire).is_some_and(|s| {
        // Of `© AFP` nobody knows whether it is about the text or a picture.
        let bare = |line: &str| forms(s, line.trim().trim_start_matches('©').trim_start());
        f.articles[at].text.lines().any(bare)
    })
}

/// Returns why changes that an article made to its parent's text are not held against it; `None`
/// where they are, and without a parent.
///
/// Where the evidence is contradictory, nobody can say who changed what. Where only claimed dates
/// show the direction, a forger could make the other side look guilty.
pub fn shielded(f: &Findings<'_>, at: usize) -> Option<Warrant> {
    f.lineage.standings[at].warrant.filter(|warrant| !warrant.holds())
}
