//! Determines the grounds for calling an article a copy, and so whether anything may be held
//! against it.
//!
//! A claimed date shows who was first unless somebody lies, and suffices to name an original. It
//! does not suffice to blame an outlet: a copier can date the copy before its original, and the
//! honest outlet would be charged with the copier's act. So a charge needs more than the claimed
//! dates of unlisted outlets ([`Warrant::holds`]), and there is no charge where a pair, or a link
//! of the tree between the copy and its original, contradicts it.
//!
//! To blame a copy for altering the text, or for the lost credit of another outlet, needs still
//! more. Trustworthy dates show which version is the earliest, but not that the other was made from
//! it: two outlets that print one agency's story, each edited in its own way, owe each other
//! nothing. Of 25 alterations that were held against a copy on the strength of a listed outlet's
//! dates or a witness, in corpora on which no rule was developed, a reader with both texts would
//! have confirmed 3; of 21 that rested on credits or wording, 16 (docs/accuracy.md). So dates and
//! sightings alone support neither charge (`Warrant::of_text`); they do support the lost credit of
//! an agency whose own page is in the run.

use rustc_hash::FxHashMap;

use super::claims::Claims;
use super::direction::{Ground, Signal, probability};
use super::{Cluster, Evidence, Standing, Verdict, clusters};
use crate::compare::{Comparison, Relation};
use crate::sources::Kind;

/// The grounds for saying that an article was made from another, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warrant {
    /// The copy credits the other or links to it, or listed outlets credit the agency whose story
    /// it is.
    Credit,
    /// A witness saw the other well before the copy, and no date contradicts it.
    Witness,
    /// The other is on a listed outlet's page and is dated before the copy.
    Clock,
    /// The wording itself: one of the two is spun, and the text shows which.
    Wording,
    /// Only dates.
    Dates,
    /// Only that it is the likelier course of events.
    Likely,
    /// The evidence is contradictory.
    Contested,
}

impl Warrant {
    /// Returns whether these grounds support a charge.
    pub fn holds(self) -> bool {
        matches!(self, Self::Credit | Self::Witness | Self::Clock | Self::Wording)
    }

    /// Returns the grounds for a charge that takes one text for the source of the other: however
    /// reliable, dates and sightings do not show that. Both may print one statement, and of eight
    /// credits that were held against outlets by their clocks alone in a year of Nigerian news, a
    /// reader confirmed none (docs/accuracy.md).
    fn of_text(self) -> Self {
        match self {
            Self::Witness | Self::Clock => Self::Dates,
            other => other,
        }
    }

    /// Explains to users why nothing is held against the copy; `None` where a charge holds.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Contested => {
                Some("the evidence on which of the two is the original is contradictory")
            }
            Self::Dates => Some("only dates show that it is the copy"),
            Self::Likely => Some("it is probably the copy, but this is not proved"),
            _ => None,
        }
    }

    /// Returns the flag in the tables; `None` where a charge holds.
    pub fn flag(self) -> Option<&'static str> {
        match self {
            Self::Contested => Some("contested"),
            Self::Dates => Some("dates_only"),
            Self::Likely => Some("likely_only"),
            _ => None,
        }
    }
}

/// Probability from which wording without traces of spinning shows which of two texts was spun: an
/// outlet's own way of writing may be less common than that of the one that spun it. Chosen by
/// judgement, after few cases: on fresh articles three wrong ones had .87 and .93, and the one
/// charge that this keeps, a copy whose eight quotations were spun, had .994 (docs/accuracy.md).
pub(super) const SURE_WORDING: f64 = 0.99;

/// The evidence on one family.
struct Family<'f> {
    e: &'f Evidence<'f>,
    verdicts: &'f [Verdict],
    claims: &'f Claims,
    /// The comparison of each two members that were compared.
    between: FxHashMap<(u32, u32), u32>,
}

/// Finds two warrants for every copy: one for its link to its parent, and one for what it owes the
/// original. O(comparisons).
pub(super) fn judge(
    e: &Evidence<'_>,
    verdicts: &[Verdict],
    claims: &Claims,
    found: &[Cluster],
    standings: &mut [Standing],
) {
    for cluster in found {
        let between = cluster
            .ties
            .iter()
            .map(|&at| ((e.comparisons[at as usize].a, e.comparisons[at as usize].b), at))
            .collect();
        let family = Family { e, verdicts, claims, between };
        let is_agency = |at: u32| {
            let source = e.cleaned[at as usize].source.as_deref();
            source.and_then(|id| e.registry.by_id(id)).is_some_and(|s| s.kind == Kind::Wire)
        };
        let disputed = cluster.disputed
            || cluster
                .root
                .is_some_and(|root| cluster.members.iter().any(|&m| family.names(m, root)));
        let found: Vec<(u32, Option<Warrant>, Option<Warrant>)> = cluster
            .members
            .iter()
            .map(|&at| {
                let contested = disputed || family.is_contested(at, cluster.root, standings);
                let or_contested =
                    |warrant: Warrant| if contested { Warrant::Contested } else { warrant };
                let link = standings[at as usize]
                    .parent
                    .as_ref()
                    .map(|p| or_contested(family.warrant(p.article, at).of_text()));
                let debt = match (&cluster.lost_wire, cluster.root) {
                    (Some(wire), _) => {
                        let owed = family.of_lost_wire(cluster, wire);
                        Some(or_contested(family.unless_noted(&[at], owed)))
                    }
                    (None, Some(root)) => family
                        .debt(at, root, standings)
                        .map(|warrant| if is_agency(root) { warrant } else { warrant.of_text() })
                        .map(or_contested),
                    (None, None) => None,
                };
                (at, link, debt)
            })
            .collect();
        for (at, link, debt) in found {
            (standings[at as usize].warrant, standings[at as usize].debt) = (link, debt);
        }
    }
}

impl Family<'_> {
    fn of(&self, x: u32, y: u32) -> Option<(&Comparison, &Verdict)> {
        let at = *self.between.get(&(x.min(y), x.max(y)))? as usize;
        Some((&self.e.comparisons[at], &self.verdicts[at]))
    }

    /// Returns whether the pair of two members names the first as the original.
    fn names(&self, first: u32, other: u32) -> bool {
        self.of(first, other).is_some_and(|(_, verdict)| verdict.original == Some(first))
    }

    /// Returns whether a pair contradicts what the tree says about an article and its ancestors, or
    /// the evidence on the article and its parent is contradictory: from different sides, or because
    /// words were swapped throughout and the wording says that it is the parent whose words are odd.
    fn is_contested(&self, at: u32, root: Option<u32>, standings: &[Standing]) -> bool {
        let Some(parent) = standings[at as usize].parent.as_ref().map(|p| p.article) else {
            return false;
        };
        let both_ways = self.of(parent, at).is_some_and(|(c, verdict)| {
            let for_a = verdict.of_ground(Ground::Wording);
            let for_copy = if c.a == at { for_a } else { -for_a };
            verdict.contested || c.relation == Relation::Spun && for_copy > 0.0
        });
        both_ways
            || root.is_some_and(|root| root != at && self.names(at, root))
            || links(at, standings).any(|(parent, child)| self.names(child, parent))
    }

    /// Returns the grounds for saying that `copy` was made from `original`: no more than dates where
    /// only the file itself says where one of the two is from.
    fn warrant(&self, original: u32, copy: u32) -> Warrant {
        let found = self.warrant_of_pages(original, copy);
        self.unless_noted(&[original, copy], found)
    }

    /// Returns grounds that support no charge in place of those that do, where one of the articles
    /// is known to be from its outlet only by its own file.
    fn unless_noted(&self, articles: &[u32], found: Warrant) -> Warrant {
        let noted = articles.iter().any(|at| self.e.articles[*at as usize].noted);
        if noted && found.holds() { Warrant::Dates } else { found }
    }

    fn warrant_of_pages(&self, original: u32, copy: u32) -> Warrant {
        let Some((c, verdict)) = self.of(original, copy) else { return Warrant::Likely };
        let first = c.a == original;
        let says = |signals: &[Signal]| verdict.says(signals, first);
        let dated = says(&[Signal::ClaimedDay, Signal::ClaimedTime]);
        match verdict.original == Some(original) {
            true if says(&[Signal::CreditedPage, Signal::SaysSo, Signal::Canonical]) => {
                Warrant::Credit
            }
            true if self.is_witnessed(original, copy) => Warrant::Witness,
            true if dated && self.claims.is_listed(original) => Warrant::Clock,
            true if c.relation == Relation::Spun
                && (says(&[Signal::SpinMarks])
                    || probability(verdict.of_ground(Ground::Wording).abs()) >= SURE_WORDING)
                && verdict.is_settled_without_time(first) =>
            {
                Warrant::Wording
            }
            _ if dated => Warrant::Dates,
            _ => Warrant::Likely,
        }
    }

    /// Returns whether a witness saw the original well before the copy and contradicts neither
    /// date.
    fn is_witnessed(&self, original: u32, copy: u32) -> bool {
        let contradicted =
            self.claims.is_contradicted(original) || self.claims.is_contradicted(copy);
        !contradicted && self.claims.was_seen_long_before(self.e, original as usize, copy as usize)
    }

    /// Returns the grounds for saying that a copy owes its text to the root: the pair of the two,
    /// or else the weakest link between them.
    fn debt(&self, at: u32, root: u32, standings: &[Standing]) -> Option<Warrant> {
        if at == root || standings[at as usize].parent.is_none() {
            return None;
        }
        let direct =
            self.of(root, at).map(|_| self.warrant(root, at)).filter(|warrant| warrant.holds());
        direct.or_else(|| {
            links(at, standings).map(|(parent, child)| self.warrant(parent, child)).max()
        })
    }

    /// Returns the grounds for saying that a family is an agency's lost story. A listed outlet must
    /// say so, because anybody can print a credit.
    fn of_lost_wire(&self, cluster: &Cluster, wire: &str) -> Warrant {
        if clusters::is_vouched(cluster, wire, (self.e, self.claims)) {
            Warrant::Credit
        } else {
            Warrant::Likely
        }
    }
}

/// Returns the links from an article up to the root, each as parent and child.
fn links(from: u32, standings: &[Standing]) -> impl Iterator<Item = (u32, u32)> {
    let up =
        move |child: u32| standings[child as usize].parent.as_ref().map(|p| (p.article, child));
    std::iter::successors(up(from), move |(parent, _)| up(*parent))
}
