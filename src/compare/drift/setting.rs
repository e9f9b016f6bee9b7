//! Examines what surrounds a differing number, date or name: whether two sentences report it about
//! the same thing, and as of which moment.

use std::ops::Range;

use super::{Drift, DriftKind, Pair};
use crate::compare::words::Step;
use crate::text::{Class, Document, Word, dates, fold, units};

/// A differing number, date or name, with what shows whether somebody altered it.
#[derive(Debug)]
pub(super) struct Fact {
    /// The difference with both wordings.
    pub drift: Drift,
    /// The two values, for a number.
    pub values: Option<(f64, f64)>,
    /// Whether the two sentences are nearly the same otherwise, and name the same thing on both
    /// sides of it.
    pub close: bool,
    /// Whether the two are about the same thing: by the words on both sides, or by a rule for
    /// sentences in another order.
    pub same_thing: bool,
    /// Whether it is reported as of a moment: a toll, a price, a time of day.
    pub of_moment: bool,
}

/// Most other content words that differ in sentences that are nearly the same. Chosen by judgement.
const REST: usize = 3;
/// Greatest share of these among the shorter sentence's content words. Chosen by judgement.
const REST_SHARE: f64 = 0.3;
/// Content words on either side of a fact that show what it is about. Chosen by judgement.
const BESIDE: usize = 2;
/// Words on either side among which these are looked for. Chosen by judgement.
const REACH: u32 = 6;
/// Words before and after a number among which a word shows that it is as of a moment. Chosen by
/// judgement.
const MOMENT: (u32, u32) = (4, 5);
/// Words before a date or time among which the words of a stamp are looked for: *Originally
/// published on May 6, 2020 at*. Chosen by judgement.
const STAMP: u32 = 7;
/// Bytes before a word among which the address that contains it begins. Chosen by judgement.
const ADDRESS: usize = 200;
/// Most words of a heading. Chosen by judgement.
const HEADING: usize = 12;
/// Most words of a dateline on either side of its date. Chosen by judgement.
const DATELINE: u32 = 6;
/// Letters that two forms of one word have in common. Chosen by judgement.
const STEM: usize = 4;

/// The nearest content words before and after a fact, folded.
pub(super) type Beside = (Vec<String>, Vec<String>);

/// Whether two folded words are forms of one word.
fn is_form(x: &str, y: &str) -> bool {
    let common = x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count();
    x == y || common >= STEM && 4 * common >= 3 * x.chars().count().min(y.chars().count())
}

/// Whether any two words of two lists are forms of one word.
pub(super) fn meet(x: &[String], y: &[String]) -> bool {
    x.iter().any(|p| y.iter().any(|q| is_form(p, q)))
}

impl Pair<'_> {
    /// Returns a difference between the two texts; `at` is the step that replaces one by the other,
    /// if there is one.
    pub(super) fn fact(
        &self,
        kind: DriftKind,
        (ra, rb): (&Range<u32>, &Range<u32>),
        at: Option<usize>,
    ) -> Fact {
        let same_thing = at.is_none() || self.is_of_one_thing(ra, rb);
        let close = same_thing && at.is_some_and(|at| self.differs_in_little_else(at));
        Fact { drift: self.shown(kind, ra, rb), values: None, close, same_thing, of_moment: false }
    }

    /// Returns the number of content words in a range.
    fn content(&self, range: &Range<u32>, second: bool) -> usize {
        let document = if second { self.db } else { self.da };
        document.words[range.start as usize..range.end as usize]
            .iter()
            .filter(|w| !w.class.has(Class::FUNCTION))
            .count()
    }

    /// Whether two sentences say the same except for one step: content that only one of them has
    /// was just cut or added.
    pub(super) fn differs_in_little_else(&self, at: usize) -> bool {
        let (mut swapped, mut cut, mut added) = (0, 0, 0);
        for (_, step) in self.steps.iter().enumerate().filter(|(other, _)| *other != at) {
            match step {
                Step::Same(..) => {}
                Step::Swapped(ra, rb) => {
                    swapped += self.content(ra, false).max(self.content(rb, true))
                }
                Step::Cut(ra, _) => cut += self.content(ra, false),
                Step::Added(_, rb) => added += self.content(rb, true),
            }
        }
        let shorter = self.content(self.sa, false).min(self.content(self.sb, true));
        let rest = swapped + cut.min(added);
        rest <= REST && rest as f64 <= REST_SHARE * shorter as f64
    }

    /// Whether two sentences that continue after a closed quotation follow the same one; who said
    /// it, and when, refers to those words.
    fn goes_on_alike(&self) -> bool {
        let before = |document: &Document, text: &str, sentence: &Range<u32>| {
            let first = document.words[sentence.start as usize];
            let last = sentence.start.checked_sub(1).map(|at| document.words[at as usize])?;
            let closes =
                text[last.end() as usize..first.start as usize].contains(['"', '”', '»', '“', '’']);
            (closes && !first.class.has(Class::CAPITAL)).then_some(last.key)
        };
        let (x, y) =
            (before(self.da, self.texts.0, self.sa), before(self.db, self.texts.1, self.sb));
        x.is_none() || y.is_none() || x == y
    }

    /// Whether the words on both sides of two facts name the same thing.
    fn is_of_one_thing(&self, ra: &Range<u32>, rb: &Range<u32>) -> bool {
        if !self.goes_on_alike() {
            return false;
        }
        let (x, y) = (self.beside(ra, false), self.beside(rb, true));
        let (before, behind) = (meet(&x.0, &y.0), meet(&x.1, &y.1));
        let (begins, ends) = (x.0.is_empty() && y.0.is_empty(), x.1.is_empty() && y.1.is_empty());
        let either = x.0.is_empty() != y.0.is_empty() || x.1.is_empty() != y.1.is_empty();
        (before || begins) && (behind || ends) && (before || behind)
            || either && (before || behind) && self.alike >= super::VERY_ALIKE
    }

    /// Returns the content words beside a range, within its sentence.
    pub(super) fn beside(&self, range: &Range<u32>, second: bool) -> Beside {
        let (document, text): (&Document, &str) =
            if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let content =
            |at: &u32| !document.words[*at as usize].class.has(Class::FUNCTION | Class::DIGIT);
        let spelled = |at: u32| fold::fold(document.words[at as usize].of(text));
        let opens = |at: u32| document.words[at as usize].class.has(Class::SENTENCE);
        let first = (range.start.saturating_sub(REACH)..=range.start)
            .rev()
            .find(|at| opens(*at))
            .unwrap_or(range.start.saturating_sub(REACH));
        let last = (range.end + REACH).min(document.words.len() as u32);
        let last = (range.end..last).find(|at| opens(*at)).unwrap_or(last);
        (
            (first..range.start).rev().filter(content).take(BESIDE).map(spelled).collect(),
            (range.end..last).filter(content).take(BESIDE).map(spelled).collect(),
        )
    }

    /// Whether a number is reported as of a moment: it counts something still going on, or a word
    /// beside it says *so far*.
    pub(super) fn is_of_moment(&self, range: &Range<u32>, second: bool) -> bool {
        let Some(language) = self.language else { return false };
        let (document, text, sentence) = if second {
            (self.db, self.texts.1, self.sb)
        } else {
            (self.da, self.texts.0, self.sa)
        };
        let near = range.start.saturating_sub(MOMENT.0).max(sentence.start)
            ..(range.end + MOMENT.1).min(sentence.end);
        near.into_iter().any(|at| {
            let word = fold::fold(document.words[at as usize].of(text));
            let tallies = &language.claims.tallies;
            tallies.contains(&word)
                || language.numbers.glued
                    && tallies.iter().any(|end| end.len() > 4 && word.ends_with(end.as_str()))
        })
    }

    /// Whether a sentence is a heading: a short line of its own without a full stop.
    pub(super) fn is_heading(&self, second: bool) -> bool {
        let (document, text, sentence) = if second {
            (self.db, self.texts.1, self.sb)
        } else {
            (self.da, self.texts.0, self.sa)
        };
        let opens = |at: u32| match (at.checked_sub(1), document.words.get(at as usize)) {
            (Some(before), Some(w)) => {
                w.class.has(Class::PARAGRAPH)
                    || text[document.words[before as usize].end() as usize..w.start as usize]
                        .contains('\n')
            }
            _ => true,
        };
        let last = document.words[sentence.end as usize - 1].end() as usize;
        let behind =
            document.words.get(sentence.end as usize).map_or(text.len(), |w| w.start as usize);
        let stopped = text[last..behind]
            .contains(|c: char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '”' | '’' | '»'));
        sentence.len() <= HEADING && opens(sentence.start) && opens(sentence.end) && !stopped
    }

    /// Whether a range is in the dateline that opens a paragraph: *HALVIK, Nov 1 (NWA) —*, *Nov 1,
    /// (Halvik Post) - *, or *Halvik, Nov 1 (Halvik Post) The crews*. Its day is the one on which
    /// the story was filed.
    fn is_dateline(&self, range: &Range<u32>, second: bool) -> bool {
        let (document, text) =
            if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let word = |at: u32| document.words.get(at as usize);
        let is_date = |w: &Word| {
            w.class.has(Class::DIGIT)
                || dates::month(text, w).is_some()
                || dates::weekday(text, w).is_some()
        };
        let dated = |at: u32| word(at).is_some_and(is_date);
        // *3 de mayo de 2021*
        let joins = |at: u32| {
            word(at).is_some_and(|w| w.class.has(Class::FUNCTION))
                && at.checked_sub(1).is_some_and(dated)
                && dated(at + 1)
        };
        let is_part = |at: u32| {
            word(at).is_some_and(|w| w.class.has(Class::CAPITAL) || is_date(w)) || joins(at)
        };
        let Some(first) = (range.start.saturating_sub(DATELINE)..=range.start)
            .rev()
            .find(|at| word(*at).is_some_and(|w| w.class.has(Class::PARAGRAPH)))
        else {
            return false;
        };
        let gap = |at: u32| match (word(at), word(at + 1)) {
            (Some(w), Some(next)) => &text[w.end() as usize..next.start as usize],
            _ => "",
        };
        let dashed = |at: u32| {
            gap(at).contains(['—', '–', '―'])
                || gap(at).contains('-') && gap(at).contains(char::is_whitespace)
        };
        // The outlet that filed the story is in brackets after the day, and the story begins after
        // them.
        let filed = |at: u32| {
            let opened = (range.start..at).rev().find(|k| gap(*k).contains('('));
            let begins =
                word(at + 1).is_some_and(|w| w.class.has(Class::CAPITAL | Class::SENTENCE));
            gap(at).contains(')')
                && begins
                && opened.is_some_and(|opened| (opened + 1..=at).all(|k| !dated(k)))
        };
        let end = (range.start..range.end + DATELINE).find(|at| dashed(*at) || filed(*at));
        end.is_some_and(|end| (first..=end).all(is_part))
    }

    /// Whether a range begins within the address of a page: *https://example.org/x/21490*.
    fn is_address(&self, range: &Range<u32>, second: bool) -> bool {
        let (document, text) =
            if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let Some(word) = document.words.get(range.start as usize) else { return false };
        let (from, to) = (word.start as usize, word.end() as usize);
        let far = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | '<');
        let before = &text[text.floor_char_boundary(from.saturating_sub(ADDRESS))..from];
        let before = before.rfind(far).map_or(before, |at| &before[at..]);
        let behind = text[to..].chars().next();
        before.contains("://")
            || before.contains("www.")
            || before.ends_with('/') && before.contains('.')
            || behind == Some('@')
    }

    /// Whether a range is in a stamp of the page (*9 hours ago*, *Originally published on*), in a
    /// dateline or in an address.
    pub(super) fn is_stamp(&self, range: &Range<u32>, second: bool) -> bool {
        if self.is_dateline(range, second) || self.is_address(range, second) {
            return true;
        }
        let Some(language) = self.language else { return false };
        let (document, text) =
            if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
        let word = |at: u32| document.words.get(at as usize);
        let spelled = |at: u32| word(at).map_or(String::new(), |w| fold::fold(w.of(text)));
        let capital = |at: u32| {
            word(at)
                .is_some_and(|w| w.class.has(Class::CAPITAL | Class::SENTENCE | Class::PARAGRAPH))
        };
        // Hours and minutes only: years ago are a fact.
        let short = |at: u32| {
            let unit = units::Unit::named(&spelled(at), None).map(|(unit, _)| unit);
            unit.is_some_and(|unit| {
                unit.dimension == units::Dimension::Duration && unit.own(1.0) < 1.0
            })
        };
        let ago = |at: u32| language.claims.ago.contains(&spelled(at));
        let near = range.start.saturating_sub(2)..range.end + 3;
        if near.clone().any(short) && near.clone().any(ago) {
            return true;
        }
        let is_date = |at: u32| {
            word(at).is_some_and(|w| w.class.has(Class::DIGIT) || dates::month(text, w).is_some())
        };
        let before = range.start.saturating_sub(STAMP)..range.start;
        let stamped = |at: u32| {
            let begins = capital(at) || at.checked_sub(1).is_some_and(capital);
            language.claims.stamps.contains(&spelled(at))
                && begins
                && (at + 1..range.start).all(|k| is_date(k) || spelled(k).len() <= 3)
        };
        before.into_iter().any(stamped)
    }
}
