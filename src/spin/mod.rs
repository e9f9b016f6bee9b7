//! Reads the words that copies put in place of others: what kind of change each one is, which
//! changes an outlet makes repeatedly, and which outlets make the same ones.
//!
//! A substitution is an *inflection* (another form or spelling of the same word, or a contraction),
//! a *synonym* (by an English thesaurus), a *recurring* replacement (found in the run in copies of
//! several unrelated originals; the only available evidence in languages without a thesaurus) or
//! *other*. Names, numbers and dates are facts and are left to drift. Nothing here accuses anybody:
//! a style book leads to recurring replacements too.

pub mod habits;

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::Cleaned;
use crate::compare::{Comparison, Relation};
use crate::ingest::Article;
use crate::lineage::Lineage;
use crate::text::{fold, forms, thesaurus};

pub use habits::{Habit, Kinship};

/// What kind of change a substitution is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubstitutionKind {
    /// Another form or spelling of the same word.
    Inflection,
    /// A synonym by the thesaurus.
    Synonym,
    /// Neither of these, but made in copies of at least [`RECURS`] unrelated originals.
    Recurring,
    /// Anything else.
    Other,
}

impl SubstitutionKind {
    /// Returns the name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inflection => "inflection",
            Self::Synonym => "synonym",
            Self::Recurring => "recurring",
            Self::Other => "other",
        }
    }
}

/// Least unrelated originals with a replacement in their copies for it to be called recurring.
///
/// Chosen by judgement on what was measured on the labelled sets: of 1,014 replacements in spun
/// copies, 41 occur in copies of three originals or more; of 236 between editions of agency copy,
/// none does (five occur in copies of two).
pub const RECURS: u32 = 3;

/// One substitution in a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitution {
    /// The number of the comparison that it was found in.
    pub comparison: u32,
    /// The original; if the direction is unknown, the article with the smaller number.
    pub original: u32,
    /// The copy.
    pub copy: u32,
    /// Its place in the original's text, in bytes.
    pub original_bytes: Range<usize>,
    /// Its place in the copy's text, in bytes.
    pub copy_bytes: Range<usize>,
    /// The original's words, folded.
    pub from: String,
    /// The copy's words, folded.
    pub to: String,
    /// What kind of change it is.
    pub kind: SubstitutionKind,
    /// The number of unrelated originals in whose copies the run has it; at least 1.
    pub originals: u32,
}

/// All substitutions of a run, and what they show about outlets.
#[derive(Debug, Default)]
pub struct Spin {
    /// The substitutions of each spun pair, and of each copy compared with its best parent, by
    /// comparison and place.
    pub substitutions: Vec<Substitution>,
    /// Replacements that an outlet made in two copies or more, by outlet and frequency.
    pub habits: Vec<Habit>,
    /// Outlets that make the same replacements.
    pub kinships: Vec<Kinship>,
}

/// Collects the substitutions of all copies. Empty if nothing was spun, edited or rewritten. Nearly
/// linear in their number.
pub fn run(
    articles: &[Article],
    cleaned: &[Cleaned],
    comparisons: &[Comparison],
    lineage: &Lineage,
) -> Spin {
    let parents: FxHashSet<u32> =
        lineage.standings.iter().filter_map(|s| s.parent.as_ref()).map(|p| p.comparison).collect();
    let told: Vec<u32> = (0..comparisons.len() as u32)
        .filter(|at| comparisons[*at as usize].relation == Relation::Spun || parents.contains(at))
        .collect();
    let mut substitutions: Vec<Substitution> = told
        .iter()
        .flat_map(|&at| {
            read(at, &comparisons[at as usize], lineage.verdicts[at as usize].original, articles)
        })
        .collect();
    // Copies in one family have their words from one another; only different families are
    // independent.
    let family = |article: u32| {
        lineage.standings[article as usize].cluster.map_or((1, article), |cluster| (0, cluster))
    };
    let mut originals: FxHashMap<(&str, &str), FxHashSet<(u8, u32)>> = FxHashMap::default();
    for s in &substitutions {
        originals.entry((&s.from, &s.to)).or_default().insert(family(s.original));
    }
    let counts: Vec<u32> = substitutions
        .iter()
        .map(|s| originals[&(s.from.as_str(), s.to.as_str())].len() as u32)
        .collect();
    substitutions.par_iter_mut().zip(counts).for_each(|(s, count)| {
        s.originals = count;
        s.kind = kind(s, cleaned[s.copy as usize].language.as_deref());
    });
    let habits = habits::of_outlets(&substitutions, cleaned);
    let kinships = habits::kinships(&substitutions, comparisons, cleaned, family);
    Spin { substitutions, habits, kinships }
}

/// Returns the substitutions of one comparison, from the original to the copy, without facts.
fn read(at: u32, c: &Comparison, original: Option<u32>, articles: &[Article]) -> Vec<Substitution> {
    let original_is_a = original.unwrap_or(c.a) == c.a;
    let words = |article: u32, bytes: &Range<usize>| {
        fold::phrase(&articles[article as usize].text[bytes.clone()])
    };
    let all = c.swaps.iter().filter(|swap| !swap.factual).map(|swap| {
        let ((original, from), (copy, to)) = if original_is_a {
            ((c.a, &swap.a), (c.b, &swap.b))
        } else {
            ((c.b, &swap.b), (c.a, &swap.a))
        };
        Substitution {
            comparison: at,
            original,
            copy,
            original_bytes: from.clone(),
            copy_bytes: to.clone(),
            from: words(original, from),
            to: words(copy, to),
            kind: SubstitutionKind::Other,
            originals: 1,
        }
    });
    all.filter(|s| !s.from.is_empty() && !s.to.is_empty()).collect()
}

fn kind(s: &Substitution, language: Option<&str>) -> SubstitutionKind {
    let english = language.is_none_or(|code| code == "en");
    match () {
        () if forms::are_forms(&s.from, &s.to, language) => SubstitutionKind::Inflection,
        () if english && thesaurus::are_synonyms(&s.from, &s.to) => SubstitutionKind::Synonym,
        () if s.originals >= RECURS => SubstitutionKind::Recurring,
        () => SubstitutionKind::Other,
    }
}
