//! Which replacements an outlet makes again and again, and which outlets make the same ones.
//!
//! Rewriting software draws on one list of substitutes, so its users leave the same replacements in
//! copies of unrelated stories. Two outlets are compared only over copies of different originals:
//! what both have from one text says nothing about their tools.

use std::collections::{BTreeMap, BTreeSet};

use super::{Substitution, SubstitutionKind};
use crate::clean::Cleaned;
use crate::compare::{Comparison, Relation};

/// Copies of an outlet in which a replacement must occur to be a habit. Chosen by judgement.
const LEAST_COPIES: usize = 2;
/// Most habits listed per outlet. Chosen by judgement: it bounds the table.
const MOST_HABITS: usize = 50;
/// Least words that two outlets must both have replaced in the same way. Chosen by judgement.
const LEAST_ALIKE: u32 = 5;
/// Least share that these make of the words that both replaced. Chosen by judgement.
const LEAST_SHARE: f64 = 0.5;

/// A replacement that an outlet made in several copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Habit {
    /// The outlet.
    pub source: String,
    /// The original's words, folded.
    pub from: String,
    /// The outlet's words, folded.
    pub to: String,
    /// What kind of change it is.
    pub kind: SubstitutionKind,
    /// The number of the outlet's copies that contain it.
    pub copies: u32,
    /// Other outlets with a copy that contains it, ascending.
    pub also_at: Vec<String>,
}

/// Two outlets that made the same replacements in copies of different originals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinship {
    /// The outlets, ascending.
    pub sources: (String, String),
    /// Words that both replaced in the same way.
    pub alike: u32,
    /// Words that both replaced.
    pub both: u32,
    /// Up to five of the shared replacements, as `from → to`.
    pub examples: Vec<String>,
}

/// Whether a substitution says anything about a tool; another form of the same word is grammar and
/// does not.
fn tells(s: &Substitution) -> bool {
    s.kind != SubstitutionKind::Inflection
}

/// Returns the habits of all outlets, by outlet, most frequent first.
pub fn of_outlets(substitutions: &[Substitution], cleaned: &[Cleaned]) -> Vec<Habit> {
    /// By outlet: its copies with the replacement, and the kind of change.
    type Uses<'s> = BTreeMap<&'s str, (BTreeSet<u32>, SubstitutionKind)>;
    let mut at: BTreeMap<(&str, &str), Uses<'_>> = BTreeMap::new();
    for s in substitutions.iter().filter(|s| tells(s)) {
        let Some(source) = cleaned[s.copy as usize].source.as_deref() else { continue };
        at.entry((&s.from, &s.to))
            .or_default()
            .entry(source)
            .or_insert((BTreeSet::new(), s.kind))
            .0
            .insert(s.copy);
    }
    let mut out: Vec<Habit> = Vec::new();
    for ((from, to), outlets) in &at {
        for (source, (copies, kind)) in
            outlets.iter().filter(|(_, (copies, _))| copies.len() >= LEAST_COPIES)
        {
            out.push(Habit {
                source: (*source).to_owned(),
                from: (*from).to_owned(),
                to: (*to).to_owned(),
                kind: *kind,
                copies: copies.len() as u32,
                also_at: outlets
                    .keys()
                    .filter(|other| *other != source)
                    .map(|other| (*other).to_owned())
                    .collect(),
            });
        }
    }
    out.sort_by(|x, y| {
        (&x.source, y.copies, &x.from, &x.to).cmp(&(&y.source, x.copies, &y.from, &y.to))
    });
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    out.retain(|habit| {
        let n = told.entry(habit.source.clone()).or_default();
        *n += 1;
        *n <= MOST_HABITS
    });
    out
}

/// Returns the pairs of outlets whose spun copies of different originals make the same
/// replacements, most replacements in common first.
///
/// `family` identifies the family of an article's original. O(substitutions · outlets that replaced
/// the same words).
pub fn kinships(
    substitutions: &[Substitution],
    comparisons: &[Comparison],
    cleaned: &[Cleaned],
    family: impl Fn(u32) -> (u8, u32),
) -> Vec<Kinship> {
    /// An outlet, the family of its original, and the replacement.
    type Use<'s> = (&'s str, (u8, u32), &'s str);
    let mut replaced: BTreeMap<&str, BTreeSet<Use<'_>>> = BTreeMap::new();
    for s in substitutions
        .iter()
        .filter(|s| tells(s) && comparisons[s.comparison as usize].relation == Relation::Spun)
    {
        if let Some(source) = cleaned[s.copy as usize].source.as_deref() {
            replaced.entry(&s.from).or_default().insert((source, family(s.original), &s.to));
        }
    }
    let mut pairs: BTreeMap<(&str, &str), (u32, u32, Vec<String>)> = BTreeMap::new();
    for (from, uses) in &replaced {
        let mut met: BTreeMap<(&str, &str), Option<&str>> = BTreeMap::new();
        for (x, family_x, to_x) in uses {
            for (y, family_y, to_y) in uses.iter().filter(|(y, ..)| y > x) {
                if family_x != family_y {
                    let alike = met.entry((x, y)).or_default();
                    *alike = alike.or((to_x == to_y).then_some(to_x));
                }
            }
        }
        for (outlets, alike) in met {
            let pair = pairs.entry(outlets).or_default();
            pair.1 += 1;
            if let Some(to) = alike {
                pair.0 += 1;
                pair.2.push(format!("{from} → {to}"));
            }
        }
    }
    let mut out: Vec<Kinship> = pairs
        .into_iter()
        .filter(|(_, (alike, both, _))| {
            *alike >= LEAST_ALIKE && f64::from(*alike) >= LEAST_SHARE * f64::from(*both)
        })
        .map(|((x, y), (alike, both, mut examples))| {
            examples.truncate(5);
            Kinship { sources: (x.to_owned(), y.to_owned()), alike, both, examples }
        })
        .collect();
    out.sort_by(|x, y| y.alike.cmp(&x.alike).then(x.sources.cmp(&y.sources)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn substitution(original: u32, copy: u32, from: &str, to: &str) -> Substitution {
        Substitution {
            comparison: 0,
            original,
            copy,
            original_bytes: 0..0,
            copy_bytes: 0..0,
            from: from.to_owned(),
            to: to.to_owned(),
            kind: SubstitutionKind::Synonym,
            originals: 1,
        }
    }

    fn at(source: &str) -> Cleaned {
        Cleaned { source: Some(source.to_owned()), ..Cleaned::default() }
    }

    #[test]
    fn outlets_are_linked_by_what_they_did_to_different_stories_only() {
        let swaps = [
            ("old", "ancient"),
            ("ship", "vessel"),
            ("said", "stated"),
            ("harbour", "haven"),
            ("big", "sizable"),
            ("ask", "demand"),
        ];
        // Copies 2 and 3 are of originals 0 and 1; copy 4, at a third outlet, is of the same
        // original as copy 2.
        let cleaned = [at("w"), at("w"), at("alpha"), at("beta"), at("gamma")];
        let mut all = Vec::new();
        for (from, to) in swaps {
            all.extend([
                substitution(0, 2, from, to),
                substitution(1, 3, from, to),
                substitution(0, 4, from, to),
            ]);
        }
        let spun = Comparison { b: 2, relation: Relation::Spun, ..Comparison::default() };
        let found = kinships(&all, std::slice::from_ref(&spun), &cleaned, |a| (1, a));
        let pairs: Vec<(&str, &str, u32)> =
            found.iter().map(|k| (k.sources.0.as_str(), k.sources.1.as_str(), k.alike)).collect();
        assert_eq!(pairs, [("alpha", "beta", 6), ("beta", "gamma", 6)]);
        assert_eq!(found[0].examples[0], "ask → demand");
        // Outlets that replace the same words by different ones have different tools.
        all.iter_mut().filter(|s| s.copy == 3).for_each(|s| s.to.push('x'));
        assert!(kinships(&all, &[spun], &cleaned, |a| (1, a)).is_empty());
    }

    #[test]
    fn a_habit_needs_two_copies_and_no_inflection() {
        let cleaned = [at("w"), at("w"), at("alpha"), at("alpha"), at("beta")];
        let mut all = vec![
            substitution(0, 2, "old", "ancient"),
            substitution(1, 3, "old", "ancient"),
            substitution(0, 4, "old", "ancient"),
            substitution(0, 2, "ship", "vessel"),
        ];
        let found = of_outlets(&all, &cleaned);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].source.as_str(), found[0].copies, found[0].also_at.as_slice()),
            ("alpha", 2, ["beta".to_owned()].as_slice())
        );
        all.iter_mut().for_each(|s| s.kind = SubstitutionKind::Inflection);
        assert!(of_outlets(&all, &cleaned).is_empty());
    }
}
