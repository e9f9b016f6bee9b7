//! Finds a *not* that one of two sentences lost, and words turned into their opposites.

use std::ops::Range;

use super::Change;
use crate::compare::drift::{AROUND, CLAUSE, Drift, DriftKind, Pair, VERY_ALIKE};
use crate::languages::Language;
use crate::text::{Class, Word};

/// Letters that two forms of one word have in common. Chosen by judgement.
const STEM: usize = 4;
/// Words around a *not* within which a second one makes it redundant. Chosen by judgement.
const DOUBLED: u32 = 5;
/// Least equal words around a lost or gained *not*. Chosen by judgement.
const AROUND_NOT: u32 = 2;

impl Pair<'_> {
    /// Returns the negators of a range that really negate, without those of *no more than*, *not
    /// only* and *No. 244*.
    fn negators(&self, range: &Range<u32>, second: bool, language: &Language) -> Vec<u32> {
        let end = if second { self.sb.end } else { self.sa.end };
        let next =
            |at: u32| if at + 1 < end { self.spelled(at + 1, second) } else { String::new() };
        let is_number_sign = |at: u32| {
            self.spelled(at, second) == "no" && next(at).starts_with(|c: char| c.is_ascii_digit())
        };
        let mut found = self.listed(range, second, &language.claims.negators);
        found.retain(|at| !language.claims.degrees.contains(&next(*at)) && !is_number_sign(*at));
        found
    }

    /// Finds a *not* that one of two sentences lost while it says the same about the same thing.
    ///
    /// Only the negator is gone, with auxiliary words: if a whole clause was cut, its *not* went
    /// with it. The word in place of a negated word must be a form of it: somebody who *declined*
    /// to say did not say.
    pub(in crate::compare::drift) fn negation(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language.filter(|language| language.claims.negation) else {
            return;
        };
        let changed: Vec<Change<'_>> = self.changes().collect();
        let lost: Vec<Vec<u32>> =
            changed.iter().map(|c| self.negators(&c.a, false, language)).collect();
        let gained: Vec<Vec<u32>> =
            changed.iter().map(|c| self.negators(&c.b, true, language)).collect();
        // A negator on both sides was moved.
        if lost.iter().all(Vec::is_empty) == gained.iter().all(Vec::is_empty) {
            return;
        }
        let second = lost.iter().all(Vec::is_empty);
        if self.is_framed_otherwise(language) {
            return;
        }
        for (change, (lost, gained)) in changed.iter().zip(lost.iter().zip(&gained)) {
            let negators = if second { gained } else { lost };
            let (with, without) =
                if second { (&change.b, &change.a) } else { (&change.a, &change.b) };
            let sure =
                self.alike >= VERY_ALIKE || self.around(change.at) >= AROUND || without.is_empty();
            if negators.is_empty()
                || self.is_quoted(with, second)
                || self.is_quoted(without, !second)
                || self.around(change.at) < AROUND_NOT
                || !sure
            {
                continue;
            }
            if !self.says_the_same_without(change, second, language)
                || self.asks(false)
                || self.asks(true)
                || negators.iter().any(|at| self.is_negated_still(*at, second, language))
                || self.is_negated_otherwise(without, negators, second, language)
            {
                continue;
            }
            out.push(self.shown(DriftKind::Negation, &change.a, &change.b));
        }
    }

    /// Whether only a negator is gone from a change, with auxiliary words: the word in place of the
    /// negated one is a form of it. `second` says that the second text has the negator.
    fn says_the_same_without(
        &self,
        change: &Change<'_>,
        second: bool,
        language: &Language,
    ) -> bool {
        let (with, without) = if second { (&change.b, &change.a) } else { (&change.a, &change.b) };
        let content = |range: &Range<u32>, second: bool| -> Vec<String> {
            let words = range.clone().filter(|at| {
                let helps = self.word(*at, second).class.has(Class::FUNCTION)
                    || language.words.function.contains(&self.spelled(*at, second));
                !helps && !language.claims.negators.contains(&self.spelled(*at, second))
            });
            // `n'utilisent`
            let bare = |word: String| {
                word.split_once('\'')
                    .filter(|(first, _)| first.len() <= 2)
                    .map_or(word.clone(), |(_, rest)| rest.to_owned())
            };
            words.map(|at| bare(self.spelled(at, second))).collect()
        };
        let (rest, other) = (content(with, second), content(without, !second));
        let stem = |x: &String, y: &String| {
            x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count()
                >= STEM.min(x.chars().count()).min(y.chars().count())
        };
        let same = rest.len() == other.len() && rest.iter().zip(&other).all(|(x, y)| stem(x, y));
        // `none a year ago`, `nine last year`
        let counted = matches!(other.as_slice(), [word] if language.numbers.cardinals.contains_key(word))
            && rest.is_empty();
        with.len() <= CLAUSE + usize::from(!without.is_empty()) && (same || counted)
    }

    /// Whether a sentence denies as much without some negators of the other: `with out` in the
    /// place `without` of the *without* that was lost, or another word, such as *refused* or
    /// *failed*.
    fn is_negated_otherwise(
        &self,
        without: &Range<u32>,
        negators: &[u32],
        second: bool,
        language: &Language,
    ) -> bool {
        let letters = without.clone().map(|at| self.spelled(at, !second)).collect::<String>();
        let in_pieces = negators.iter().any(|at| {
            let negator = self.spelled(*at, second);
            negator.chars().count() > 3 && letters.contains(&negator)
        });
        let (own, others) = if second { (self.sa, self.sb) } else { (self.sb, self.sa) };
        let denies = |range: &Range<u32>, second: bool| {
            self.listed(range, second, &language.claims.denials).len()
        };
        in_pieces || denies(own, !second) > denies(others, second)
    }

    /// Whether one of two sentences is about what may happen or would happen under a condition, and
    /// the other about what is: *if the court finds him guilty* and *found him not guilty*.
    ///
    /// Judged by the differing words; *won't* in place of *will* is not another frame.
    fn is_framed_otherwise(&self, language: &Language) -> bool {
        let claims = &language.claims;
        let negated = |change: &Change<'_>| {
            !self.listed(&change.a, false, &claims.negators).is_empty()
                || !self.listed(&change.b, true, &claims.negators).is_empty()
        };
        let others: Vec<Change<'_>> = self.changes().filter(|change| !negated(change)).collect();
        [&[&claims.conditions][..], &[&claims.open, &claims.settled]].into_iter().any(|lists| {
            let frames = |range: &Range<u32>, second: bool| {
                lists.iter().any(|list| !self.listed(range, second, list).is_empty())
            };
            others.iter().any(|change| frames(&change.a, false))
                != others.iter().any(|change| frames(&change.b, true))
        })
    }

    /// Whether a sentence is as negative without one of its negators: the word is in a neighbouring
    /// sentence, another negator governs the same words, or it is part of *whether or not*.
    fn is_negated_still(&self, at: u32, second: bool, language: &Language) -> bool {
        let claims = &language.claims;
        let (with, other) = if second { (self.sb, self.sa) } else { (self.sa, self.sb) };
        let before = at
            .checked_sub(1)
            .filter(|k| *k >= with.start)
            .map(|k| self.spelled(k, second))
            .unwrap_or_default();
        let word = self.spelled(at, second);
        let others = || !self.negators(other, !second, language).is_empty();
        let particle = || {
            let words = other.clone().map(|k| self.spelled(k, !second));
            let ne = |sentence: Vec<String>| {
                sentence
                    .iter()
                    .filter(|w| {
                        claims
                            .particles
                            .iter()
                            .any(|p| *w == p || p.ends_with('\'') && w.starts_with(p.as_str()))
                    })
                    .count()
            };
            let own = with.clone().map(|k| self.spelled(k, second)).collect::<Vec<_>>();
            let own = ne(own);
            own > 0 && ne(words.collect()) >= own
        };
        claims.alternatives.contains(&before)
            || claims.coordinating.contains(&word) && others()
            || particle()
            || self.stands_beside(at, second)
            || self
                .negators(
                    &(at.saturating_sub(DOUBLED).max(with.start)..(at + DOUBLED).min(with.end)),
                    second,
                    language,
                )
                .len()
                > 1
                && others()
    }

    /// Finds a word turned into its opposite where everything else is the same.
    pub(in crate::compare::drift) fn opposite(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language.filter(|language| !language.claims.opposites.is_empty())
        else {
            return;
        };
        if self.alike < VERY_ALIKE {
            return;
        }
        let turned = |change: &Change<'_>| {
            if change.a.len() != 1
                || change.b.len() != 1
                || self.is_quoted(&change.a, false)
                || self.is_quoted(&change.b, true)
            {
                return false;
            }
            language.claims.are_opposite(
                &self.spelled(change.a.start, false),
                &self.spelled(change.b.start, true),
            )
        };
        let mut found = self.changes().filter(turned);
        let (Some(change), None) = (found.next(), found.next()) else { return };
        // If other facts differ too, the sentences may be about different events.
        let other_facts = self.changes().filter(|other| other.at != change.at).any(|other| {
            let fact = |w: &Word| {
                w.class.has(Class::DIGIT)
                    || w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE)
            };
            let (x, y) = (
                other.a.clone().any(|i| fact(self.word(i, false))),
                other.b.clone().any(|j| fact(self.word(j, true))),
            );
            x || y
                || !self.negators(&other.a, false, language).is_empty()
                || !self.negators(&other.b, true, language).is_empty()
        });
        if !other_facts && self.around(change.at) >= AROUND {
            out.push(self.shown(DriftKind::Negation, &change.a, &change.b));
        }
    }
}
