//! On what it rests that an article is a copy, and so whether anything may be held against it.
//!
//! A claimed date says who was first as far as nobody lies, and is enough to name an original. To
//! blame an outlet it is not: whoever copies can date his copy before its original, and the honest
//! outlet would be charged with what he did. So a charge needs more than the claimed dates of
//! outlets that no list holds ([`Warrant::holds`]), and there is none where a pair, or a link of
//! the tree between the copy and its original, says the contrary.
//!
//! What a copy altered needs more still. Dates that can be trusted say which version is the
//! earliest, and not that the other was made from it: two outlets that print one agency's story,
//! each in its own edit, owe each other nothing. Of 25 alterations that were held against a copy on
//! a listed outlet's dates or a witness, on corpora that no rule was made on, a reader who had both
//! texts would have signed 3; of 21 that rested on credits or wording, 16 (docs/accuracy.md). So
//! dates alone carry no such charge (`Warrant::of_alterations`).

use rustc_hash::FxHashMap;

use super::claims::Claims;
use super::direction::Signal;
use super::{Cluster, Evidence, Standing, Verdict, clusters};
use crate::compare::{Comparison, Relation};

/// On what it rests that an article was made from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warrant {
    /// The copy credits the other, or links to it; or outlets that are listed credit the agency
    /// whose story it is.
    Credit,
    /// A witness saw the other well before the copy, and no date says the contrary.
    Witness,
    /// The other stands on a listed outlet's page and is dated before the copy.
    Clock,
    /// The wording itself: it is spun, and it shows which of the two was.
    Wording,
    /// Nothing but dates.
    Dates,
    /// Nothing but the likelier course of things.
    Likely,
    /// Evidence speaks both ways.
    Contested,
}

impl Warrant {
    /// Whether it carries a charge.
    pub fn holds(self) -> bool {
        matches!(self, Self::Credit | Self::Witness | Self::Clock | Self::Wording)
    }

    /// The same, for what the copy altered: dates, however sure, show whose text it is as little as
    /// those of anybody.
    fn of_alterations(self) -> Self {
        match self {
            Self::Witness | Self::Clock => Self::Dates,
            other => other,
        }
    }

    /// Why nothing is held against the copy, for people; `None` where a charge holds.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Contested => Some("the evidence of which is the original speaks both ways"),
            Self::Dates => Some("only dates say that it is the copy"),
            Self::Likely => Some("that it is the copy is likely, and not shown"),
            _ => None,
        }
    }

    /// The flag in the tables; `None` where a charge holds.
    pub fn flag(self) -> Option<&'static str> {
        match self {
            Self::Contested => Some("contested"),
            Self::Dates => Some("dates_only"),
            Self::Likely => Some("likely_only"),
            _ => None,
        }
    }
}

/// What one family is judged by.
struct Family<'f> {
    e: &'f Evidence<'f>,
    verdicts: &'f [Verdict],
    claims: &'f Claims,
    /// The comparison of each two members that were compared.
    between: FxHashMap<(u32, u32), u32>,
}

/// Finds the warrants of every copy: of what is held against it beside its parent, and of what it
/// owes the original. O(comparisons).
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
                    .map(|p| or_contested(family.warrant(p.article, at).of_alterations()));
                let debt = match (&cluster.lost_wire, cluster.root) {
                    (Some(wire), _) => Some(or_contested(family.of_lost_wire(cluster, wire))),
                    (None, Some(root)) => family.debt(at, root, standings).map(or_contested),
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

    /// Whether the pair of two members names the first as nearer to the original.
    fn names(&self, first: u32, other: u32) -> bool {
        self.of(first, other).is_some_and(|(_, verdict)| verdict.original == Some(first))
    }

    /// Whether a pair says the contrary of what the tree says of an article and its ancestors, or
    /// its own evidence speaks both ways.
    fn is_contested(&self, at: u32, root: Option<u32>, standings: &[Standing]) -> bool {
        let Some(parent) = standings[at as usize].parent.as_ref().map(|p| p.article) else {
            return false;
        };
        let both_ways = self.of(parent, at).is_some_and(|(_, verdict)| verdict.contested);
        both_ways
            || root.is_some_and(|root| root != at && self.names(at, root))
            || links(at, standings).any(|(parent, child)| self.names(child, parent))
    }

    /// On what it rests that `copy` was made from `original`.
    fn warrant(&self, original: u32, copy: u32) -> Warrant {
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
            true if c.relation == Relation::Spun && verdict.is_settled_without_time(first) => {
                Warrant::Wording
            }
            _ if dated => Warrant::Dates,
            _ => Warrant::Likely,
        }
    }

    /// Whether a witness saw one well before the other, and neither date was found to say the
    /// contrary.
    fn is_witnessed(&self, original: u32, copy: u32) -> bool {
        let contradicted =
            self.claims.is_contradicted(original) || self.claims.is_contradicted(copy);
        !contradicted && self.claims.was_seen_long_before(self.e, original as usize, copy as usize)
    }

    /// On what it rests that a copy owes its text to the root: on the pair of the two, or on every
    /// link between them.
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

    /// On what it rests that a family is an agency's lost story: an outlet that is listed must say
    /// so, as anybody can print a credit.
    fn of_lost_wire(&self, cluster: &Cluster, wire: &str) -> Warrant {
        if clusters::is_vouched(cluster, wire, (self.e, self.claims)) {
            Warrant::Credit
        } else {
            Warrant::Likely
        }
    }
}

/// The links from an article up to the root: parent and child.
fn links(from: u32, standings: &[Standing]) -> impl Iterator<Item = (u32, u32)> {
    let up =
        move |child: u32| standings[child as usize].parent.as_ref().map(|p| (p.article, child));
    std::iter::successors(up(from), move |(parent, _)| up(*parent))
}
