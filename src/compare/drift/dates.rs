//! Compares days, months and weekdays that replace each other, or that occur in sentences that say
//! the same in another order.

use std::ops::Range;

use super::{CLAUSE, DriftKind, Fact, Pair};
use crate::compare::words::Step;
use crate::text::dates::{self, Mention};

/// Words before and after the beginning of a date within which other days of its month are looked
/// for. Chosen by judgement.
const SPAN: u32 = 5;

impl Pair<'_> {
    /// Finds altered dates. Days and years that replace others are quantities and found as such.
    pub(super) fn dates(&self, out: &mut Vec<Fact>) {
        for (at, step) in self.steps.iter().enumerate() {
            if let Step::Swapped(ra, rb) = step
                && (self.alike >= super::ALIKE || self.around(at) >= super::AROUND)
                && ra.len().max(rb.len()) <= CLAUSE
            {
                self.weekday_or_month(at, (ra, rb), out);
            }
        }
        self.apart_dates(out);
    }

    fn weekday_or_month(
        &self,
        at: usize,
        (ra, rb): (&Range<u32>, &Range<u32>),
        out: &mut Vec<Fact>,
    ) {
        let find = |range: &Range<u32>,
                    second: bool,
                    of: &dyn Fn(&str, &crate::text::Word) -> Option<u32>| {
            let (document, text) =
                if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) };
            range
                .clone()
                .find_map(|at| of(text, &document.words[at as usize]).map(|value| (at, value)))
        };
        let weekday = |text: &str, word: &crate::text::Word| {
            dates::weekday(text, word).map(|day| day.num_days_from_monday())
        };
        let month = |text: &str, word: &crate::text::Word| dates::month(text, word);
        // `Monday` for `July` is house style; `Monday` for `Tuesday` is not.
        for of in [&weekday as &dyn Fn(&str, &crate::text::Word) -> Option<u32>, &month] {
            if let (Some((i, x)), Some((j, y))) = (find(ra, false, of), find(rb, true, of))
                && x != y
            {
                if !self.is_stamp(&(i..i + 1), false) && !self.is_stamp(&(j..j + 1), true) {
                    out.push(self.fact(DriftKind::Date, (&(i..i + 1), &(j..j + 1)), Some(at)));
                }
                return;
            }
        }
    }

    /// Whether a sentence names a day together with another one of its month: *4-5 April*, *April 4
    /// and 5*.
    fn is_in_span(&self, day: &Mention, second: bool) -> bool {
        let (document, text, sentence, facts) = if second {
            (self.db, self.texts.1, self.sb, self.facts.1)
        } else {
            (self.da, self.texts.0, self.sa, self.facts.0)
        };
        let is_day = |at: u32| {
            let word = document.words[at as usize].of(text);
            let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
            let ending = &word[digits.len()..];
            digits.parse().ok() == day.day
                && (ending.is_empty() || matches!(ending, "st" | "nd" | "rd" | "th" | "."))
        };
        let within = facts
            .dates
            .iter()
            .filter(|(at, m)| sentence.contains(at) && m.month == day.month && m.month.is_some());
        within.into_iter().any(|(at, _)| {
            (at.saturating_sub(SPAN).max(sentence.start)..(at + SPAN).min(sentence.end)).any(is_day)
        })
    }

    /// Finds one day that the other text does not mention where the other sentence has one that
    /// this text does not mention, if they have the month or the day of the month in common.
    fn apart_dates(&self, out: &mut Vec<Fact>) {
        let of = |all: &[(u32, Mention)], sentence: &Range<u32>| -> Vec<(u32, Mention)> {
            let from = all.partition_point(|(at, _)| *at < sentence.start);
            all[from..]
                .iter()
                .take_while(|(at, _)| *at < sentence.end)
                .filter(|(_, m)| m.month.is_some() && m.day.is_some())
                .copied()
                .collect()
        };
        let (in_a, in_b) = (of(&self.facts.0.dates, self.sa), of(&self.facts.1.dates, self.sb));
        let lost: Vec<_> = in_a
            .iter()
            .filter(|(_, m)| !self.facts.1.mentions_day(m) && !self.is_in_span(m, true))
            .collect();
        let gained: Vec<_> = in_b
            .iter()
            .filter(|(_, m)| !self.facts.0.mentions_day(m) && !self.is_in_span(m, false))
            .collect();
        if let ([(i, x)], [(j, y)]) = (lost.as_slice(), gained.as_slice())
            && (x.month == y.month || x.day == y.day)
            && !(x.year.is_some() && y.year.is_some() && x.year != y.year)
        {
            let end = |at: u32, sentence: &Range<u32>| (at + 2).min(sentence.end);
            let (ra, rb) = (*i..end(*i, self.sa), *j..end(*j, self.sb));
            let fact = self.fact(DriftKind::Date, (&ra, &rb), None);
            let known = |d: &Fact| {
                d.drift.kind == DriftKind::Date
                    && d.drift.a.start < fact.drift.a.end
                    && fact.drift.a.start < d.drift.a.end
            };
            if !out.iter().any(known) && !self.is_stamp(&ra, false) && !self.is_stamp(&rb, true) {
                out.push(fact);
            }
        }
    }
}
