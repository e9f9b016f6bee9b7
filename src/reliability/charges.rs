//! What may be held against an article, of all that was found: not what another reading explains as
//! well.

use std::sync::OnceLock;

use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Findings, is_credit_harm, is_revision};
use crate::clean::credit::Basis;
use crate::compare::Relation;
use crate::lineage::{CreditKept, Warrant};
use crate::sources::Kind;
use crate::text::fold;

/// Words from which a wording cannot be shared by chance.
const LEAST_WORDING: usize = 4;
/// Articles of a source of which none shows a byline or an agency, before its pages are taken to
/// reach us without them.
pub const BLIND_FROM: u32 = 3;

/// What is needed to weigh charges, gathered once.
pub struct Charges {
    /// Whether each article repeats a text that its source has under another id.
    repeats: Vec<bool>,
    /// Sources whose bylines and credits are never seen.
    blind: FxHashSet<String>,
    /// Folded texts of articles of events in which a quotation was altered.
    folded: Vec<OnceLock<String>>,
}

impl Charges {
    /// Looks through all articles and pairs. O(articles + pairs).
    pub fn of(f: &Findings<'_>) -> Self {
        let mut shown: FxHashMap<&str, (u32, bool)> = FxHashMap::default();
        for clean in f.cleaned {
            let Some(source) = clean.source.as_deref() else { continue };
            let entry = shown.entry(source).or_default();
            entry.0 += 1;
            entry.1 |=
                clean.credits.bylined || clean.credits.agencies.keys().any(|id| id != source);
        }
        let blind = shown
            .into_iter()
            .filter(|(_, (n, seen))| *n >= BLIND_FROM && !seen)
            .map(|(id, _)| id.to_owned())
            .collect();
        let mut repeats = vec![false; f.cleaned.len()];
        let same = |c: &&crate::compare::Comparison| {
            matches!(c.relation, Relation::Identical | Relation::Republished)
                && is_revision(f.cleaned, c.a, c.b)
        };
        for c in f.comparisons.iter().filter(same) {
            // Of two articles the one with the greater id repeats the other, unless it is its
            // revision already.
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

    /// The same, knowing of one source more that its credits are never seen.
    pub fn with_blind(mut self, source: Option<&str>) -> Self {
        self.blind.extend(source.map(str::to_owned));
        self
    }

    /// Whether an article repeats a copied text that its source has already: one copy under two
    /// addresses is one copy.
    pub fn is_repeat(&self, at: usize) -> bool {
        self.repeats[at]
    }

    /// Whether no byline and no agency is seen in any of three articles or more of a source: a
    /// credit may have been lost in scraping, as all were.
    pub fn is_blind(&self, source: &str) -> bool {
        self.blind.contains(source)
    }

    /// Whether an article of the event that owes the copy nothing has the copy's wording of a
    /// quotation: then the copy has it right, or from somebody who is not the parent.
    ///
    /// Such a witness is of another source, and of another family, or credits the same agency as
    /// the copy does, or does not descend from the copy in the tree: two who copy one original do
    /// not change it alike by chance. O(words of the event), folded once.
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

    /// The words of an article's whole text, folded when they are first asked for, with a space at
    /// either end.
    fn folded(&self, f: &Findings<'_>, at: u32) -> &str {
        self.folded[at as usize]
            .get_or_init(|| format!(" {} ", fold::phrase(&f.articles[at as usize].text)))
    }

    /// What an article's credit may be said to be: as found, or `None` where a lost credit may be
    /// nobody's fault.
    ///
    /// It is not held against a copy that owes its text to the original by claimed dates alone, or
    /// that somebody says to be none; nor against one whose original, an outlet's, credits an
    /// agency itself, as the copy may come from the agency, or shows no credit, so that what the
    /// copy should have kept is not known; nor where the source's credits are never seen; nor is a
    /// page without byline said to name nobody if the agency stands alone on a line of it, which
    /// may be what is left of the byline.
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
                && credits.agencies.values().all(|basis| *basis == Basis::OwnPage)
        });
        let left = credit == CreditKept::Stripped && stands_alone(f, at);
        let owed = standing.debt.is_some_and(Warrant::holds);
        (owed && !blind && !second_hand && !bare && !left).then_some(credit)
    }
}

/// Whether the agency that an article's family leads back to stands alone on a line of the
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
    agency
        .filter(|s| s.kind == Kind::Wire)
        .is_some_and(|s| f.articles[at].text.lines().any(|line| forms(s, line.trim())))
}

/// Why what an article altered of its parent's text is not held against it; `None` where it is, and
/// without a parent.
///
/// Where evidence speaks for both directions nobody can say who altered what; where only claimed
/// dates do for one, whoever forged his date would charge the other with it.
pub fn shielded(f: &Findings<'_>, at: usize) -> Option<Warrant> {
    f.lineage.standings[at].warrant.filter(|warrant| !warrant.holds())
}
