//! Tells which articles report an event on their own.
//!
//! Two articles are independent if they are of different outlets, which the source list gives no
//! common owner, and of different families of copies, credit no agency in common, and share no
//! third text.

use rustc_hash::FxHashSet;

use super::Findings;
use crate::compare::Relation;

/// Tells which articles are independent.
pub struct Apart<'a> {
    f: &'a Findings<'a>,
    /// Pairs of articles that share text.
    related: FxHashSet<(u32, u32)>,
}

impl<'a> Apart<'a> {
    /// Reads the pairs of a run. O(pairs).
    pub fn of(f: &'a Findings<'a>) -> Self {
        let shares = |relation: Relation| {
            relation.is_of_one_text()
                || matches!(
                    relation,
                    Relation::SharedSource | Relation::Background | Relation::Template
                )
        };
        let pairs = f.comparisons.iter().filter(|c| shares(c.relation));
        Self { f, related: pairs.map(|c| (c.a, c.b)).collect() }
    }

    /// Returns whether neither of two articles depends on the other, or both on a third. O(1).
    pub fn are(&self, a: u32, b: u32) -> bool {
        if a == b || self.related.contains(&(a.min(b), a.max(b))) {
            return false;
        }
        let (x, y) = (&self.f.cleaned[a as usize], &self.f.cleaned[b as usize]);
        let standing = |at: u32| &self.f.lineage.standings[at as usize];
        let outlets = x.source.is_some() && y.source.is_some() && x.source != y.source;
        let kin = standing(a).cluster.is_some() && standing(a).cluster == standing(b).cluster;
        let owner = |source: &Option<String>| {
            let known = source.as_deref().and_then(|id| self.f.registry.by_id(id));
            known.and_then(|known| known.owner.as_deref())
        };
        let owned = owner(&x.source).is_some_and(|own| owner(&y.source) == Some(own));
        let agency = x.credits.agencies.keys().any(|id| y.credits.agencies.contains_key(id));
        outlets && !owned && !kin && !agency
    }
}
