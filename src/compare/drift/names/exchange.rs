//! Finds a name in the place of another, where the words of two sentences are aligned.

use std::ops::Range;

use super::style::{is_one_name, is_style};
use super::{LONGEST, mentions};
use crate::compare::drift::{AROUND, DriftKind, Fact, Pair, Prepared};
use crate::compare::words::Step;
use crate::languages::Language;
use crate::text::{Class, Document, fold};

/// Least equal words around an exchange in sentences that differ in nothing else. Chosen by
/// judgement.
const AROUND_ALONE: u32 = 6;

/// How a name replaces another.
struct Replacement {
    /// Whether the first text has none of the second name.
    new: bool,
    /// Whether a whole name replaces a whole name, in the same role.
    whole: bool,
    /// Whether two long sentences differ in nothing else.
    only: bool,
}

impl Pair<'_> {
    /// Finds a name replaced by another.
    pub(super) fn exchanged(
        &self,
        at: usize,
        ra: &Range<u32>,
        rb: &Range<u32>,
        language: &Language,
    ) -> Option<Fact> {
        let (whole_a, whole_b) = (self.trimmed(ra, false), self.trimmed(rb, true));
        let (na, nb) = self.leading(whole_a.clone(), whole_b.clone());
        // If other words follow the name, the step does not show that both texts say the same about
        // it.
        let place = (na == whole_a && nb == whole_b).then_some(at);
        if na.is_empty() || nb.is_empty() || na.len().max(nb.len()) > LONGEST {
            return None;
        }
        let named = |range: &Range<u32>, second: bool| {
            let particle = |at: u32| self.word(at, second).class.has(Class::FUNCTION);
            range.clone().all(|at| self.is_name(at, second) || particle(at))
        };
        // `Mr. Doe` for `Jane Doe`: what differs is part of a name that both have.
        if !(named(&na, false) && named(&nb, true))
            || self.goes_on(&na, false)
            || self.goes_on(&nb, true)
            || self.is_tail(&na, false, language)
        {
            return None;
        }
        let names = |range: &Range<u32>, second: bool| -> Vec<u32> {
            range.clone().filter(|k| self.is_name(*k, second)).collect()
        };
        let named = (names(&na, false), names(&nb, true));
        let how = self.replacement(at, (&na, &nb), (&named.0, &named.1))?;
        let words = |named: &[u32], second: bool| -> Vec<String> {
            let (document, text) = self.document(second);
            named.iter().map(|k| document.words[*k as usize].of(text).to_owned()).collect()
        };
        let (x, y) = (words(&named.0, false), words(&named.1, true));
        if is_one_name(&x, &y, language)
            || self.has_form(&x, true) && !how.only && !(how.new && how.whole)
            || self.has_form(&y, false) && !how.whole
            || self.is_told(&na, language)
            || self.is_weekday(&na)
        {
            return None;
        }
        if self.is_described(&na, false, language) != self.is_described(&nb, true, language)
            && self.is_name_alone(&na, &nb)
        {
            return None;
        }
        if self.is_stamp(&na, false)
            || self.is_stamp(&nb, true)
            || self.is_sign(&na, false)
            || self.is_sign(&nb, true)
        {
            return None;
        }
        Some(self.fact(DriftKind::Name, (&na, &nb), place))
    }

    /// Whether a word is a description and not a name: `the District` for `Washington`.
    fn is_described(&self, range: &Range<u32>, second: bool, language: &Language) -> bool {
        let before = range.start.checked_sub(1).map(|at| self.spelled(at, second));
        range.len() == 1 && before.is_some_and(|word| language.speech.articles.contains(&word))
    }

    /// Returns how the names in one range replace those in another; `None` if both texts have both
    /// elsewhere, so that they may only be mentioned in another order.
    fn replacement(
        &self,
        at: usize,
        (na, nb): (&Range<u32>, &Range<u32>),
        (named_a, named_b): (&[u32], &[u32]),
    ) -> Option<Replacement> {
        let key = |document: &Document, at: u32| document.words[at as usize].key;
        let lost = named_a.iter().all(|&i| !mentions(self.b, key(self.da, i)));
        let new = named_b.iter().all(|&j| !mentions(self.a, key(self.db, j)));
        // A whole name that the other text has elsewhere may replace here one that it does not
        // have.
        let in_sa = |j: &u32| self.sa.clone().any(|i| key(self.da, i) == key(self.db, *j));
        let in_sb = |i: &u32| self.sb.clone().any(|j| key(self.db, j) == key(self.da, *i));
        let role = na.start > self.sa.start && nb.start > self.sb.start && {
            let (x, y) =
                (&self.da.words[na.start as usize - 1], &self.db.words[nb.start as usize - 1]);
            x.key == y.key && !x.class.has(Class::FUNCTION)
        };
        let whole = named_a.len() >= 2
            && named_b.len() >= 2
            && (role || self.around(at) >= AROUND)
            && !named_b.iter().any(in_sa)
            && !named_a.iter().any(in_sb);
        // If two sentences differ in nothing else, the name was exchanged, wherever else the text
        // has it.
        let only = self.steps.iter().filter(|step| !matches!(step, Step::Same(..))).count() == 1
            && self.around(at) >= AROUND_ALONE;
        (lost && (new || whole) || new && (whole || only)).then_some(Replacement {
            new,
            whole,
            only,
        })
    }

    /// Finds a first name replaced by another before a name that both have.
    pub(super) fn given(
        &self,
        at: usize,
        (ra, rb): (&Range<u32>, &Range<u32>),
        language: &Language,
    ) -> Option<Fact> {
        let (na, nb) = (self.trimmed(ra, false), self.trimmed(rb, true));
        if na.is_empty() || nb.is_empty() || !self.goes_on(&na, false) || !self.goes_on(&nb, true) {
            return None;
        }
        let (after_a, after_b) = (&self.da.words[na.end as usize], &self.db.words[nb.end as usize]);
        let (i, j) = (na.end - 1, nb.end - 1);
        let (x, y) = (fold::fold(self.word_a(i).1), fold::fold(self.word_b(j).1));
        let is_given = |name: &str| language.names.given.contains(name);
        let own = |names: &Prepared<'_>, key: u32| mentions(names, key);
        let exchanged = after_a.key == after_b.key
            && !language.names.titles.contains(&fold::fold(after_a.of(self.texts.0)))
            && is_given(&x)
            && is_given(&y)
            && !language.names.is_nickname(&x, &y)
            && !is_style(&x, &y)
            && !own(self.b, self.da.words[i as usize].key)
            && !own(self.a, self.db.words[j as usize].key);
        exchanged
            .then(|| self.fact(DriftKind::Name, (&(i..na.end + 1), &(j..nb.end + 1)), Some(at)))
    }
}
