//! Collects the lines of pages, from which the recurring ones are found once all are known.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::identity::{self, CLAIM, Identity};
use super::lines::Place;
use super::recurrence::{source_key, subject};
use crate::ingest::Article;
use crate::merge::Merge;

/// The name under which the lines of a page are learned, by key ([`source_key`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Whose {
    /// The host of this outlet served the page.
    Served(u64),
    /// The record names this outlet; it counts unless the outlet's own host served other pages.
    Named {
        /// The name that counts.
        outlet: u64,
        /// The name otherwise.
        claimed: u64,
    },
    /// The page only claims to be this outlet's.
    Claimed(u64),
}

impl Whose {
    /// Returns whose page an article is; `None` if no outlet is named.
    fn of(article: &Article, identity: &Identity) -> Option<Self> {
        let claim = |name: &str| source_key(&format!("{CLAIM}{name}"));
        match (&identity.source, &identity.claimed) {
            (Some(source), _) if identity::is_served(article) => {
                Some(Self::Served(source_key(source)))
            }
            (Some(source), _) => {
                Some(Self::Named { outlet: source_key(source), claimed: claim(source) })
            }
            (None, Some(claimed)) => Some(Self::Claimed(claim(claimed))),
            (None, None) => None,
        }
    }

    /// Returns the key of the name, given the outlets whose own host served a page.
    pub fn key(self, served: &FxHashSet<u64>) -> u64 {
        match self {
            Self::Named { outlet, claimed } if served.contains(&outlet) => claimed,
            Self::Named { outlet: key, .. } | Self::Served(key) | Self::Claimed(key) => key,
        }
    }
}

/// What a page contributes to the recurring lines of its outlet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Page {
    /// Whose page it is.
    pub whose: Whose,
    /// The keys of its lines, in order ([`Place::key`]).
    pub lines: Vec<u64>,
    /// The keys of its two longest different lines; 0 where there is none.
    pub longest: [u64; 2],
    /// The words of its title ([`subject`]).
    pub subject: Vec<u64>,
}

/// The pages of some articles by the articles' keys ([`Article::key`]), those without a named
/// outlet left out. 8 bytes per line.
///
/// Whether a line recurs, and what its neighbours are, can only be decided once all pages of the
/// outlet are known, so the lines are kept as they are: see [`super::Recurrence::learn`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages(BTreeMap<u64, Page>);

impl Merge for Pages {
    fn merge(self, other: Self) -> Self {
        Self(self.0.merge(other.0))
    }
}

impl Pages {
    /// Collects the pages of articles; `identities` and `places` are theirs. O(lines).
    pub fn learn(articles: &[Article], identities: &[Identity], places: &[Vec<Place>]) -> Self {
        let page = |((article, identity), places): ((&Article, &Identity), &Vec<Place>)| {
            let page = Page {
                whose: Whose::of(article, identity)?,
                lines: places.iter().map(|place| place.key).collect(),
                longest: longest(places),
                subject: subject(article.title.as_deref()),
            };
            Some((article.key(), page))
        };
        let pages: Vec<(u64, Page)> =
            articles.par_iter().zip(identities).zip(places).filter_map(page).collect();
        Self(pages.into_iter().collect())
    }

    /// Returns the pages, ascending by the keys of their articles.
    pub fn iter(&self) -> impl Iterator<Item = &Page> {
        self.0.values()
    }

    /// Returns the outlets whose own host served a page, by key.
    pub fn served(&self) -> FxHashSet<u64> {
        let served = |page: &Page| match page.whose {
            Whose::Served(outlet) => Some(outlet),
            _ => None,
        };
        self.iter().filter_map(served).collect()
    }
}

/// Returns the keys of the two longest different lines of a text; 0 where there is none.
fn longest(lines: &[Place]) -> [u64; 2] {
    let mut best = [(0, 0); 2];
    for line in lines {
        let this = (line.end - line.start, line.key);
        if this > best[0] && this.1 != best[0].1 {
            best = [this, best[0]];
        } else if this > best[1] && this.1 != best[0].1 {
            best[1] = this;
        }
    }
    best.map(|(_, key)| key)
}
