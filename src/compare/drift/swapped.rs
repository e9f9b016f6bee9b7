//! Numbers, dates and names in words that stand in each other's place.

use std::ops::Range;

use super::lexicon::{is_calendar, is_weekday};
use super::names::{is_style, mentions};
use super::numbers::{is_rounded, numbers};
use super::{CLAUSE, Drift, DriftKind, Pair, Prepared};
use crate::text::{Class, Document, fold};

impl Pair<'_> {
    /// Numbers, dates and names in words that stand in each other's place.
    pub(super) fn swapped(&self, ra: &Range<u32>, rb: &Range<u32>, a: &Prepared<'_>, b: &Prepared<'_>, out: &mut Vec<Drift>) {
        let (numbers_a, numbers_b) = (numbers(self.da, self.texts.0, ra), numbers(self.db, self.texts.1, rb));
        let (all_a, all_b) = (numbers(self.da, self.texts.0, self.sa), numbers(self.db, self.texts.1, self.sb));
        let elsewhere_a = |v: f64| all_a.iter().any(|n| n.1 == v);
        let elsewhere_b = |v: f64| all_b.iter().any(|n| n.1 == v);
        let lost = numbers_a.iter().find(|(_, v)| !elsewhere_b(*v));
        let gained = numbers_b.iter().find(|(_, v)| !elsewhere_a(*v));
        if let (Some(&(i, x)), Some(&(j, y))) = (lost, gained) {
            // In a longer stretch of other words two numbers need not be one.
            let short = ra.len().max(rb.len()) <= CLAUSE;
            if !short && !self.same_unit(i, j) {
                return;
            }
            if is_rounded(x, y) || self.is_about(i, j) && (x - y).abs() <= 0.1 * x.abs().max(y.abs()) {
                return;
            }
            let dated = [x, y].iter().all(|v| v.fract() == 0.0 && (1900.0..2100.0).contains(v))
                || (self.beside_month_a(i) && self.beside_month_b(j));
            let kind = if dated { DriftKind::Date } else { DriftKind::Number };
            out.push(self.shown(kind, &(i..i + 1), &(j..j + 1)));
            return;
        }
        let calendar_a = ra.clone().find(|&i| is_calendar(self.word_a(i).1));
        let calendar_b = rb.clone().find(|&j| is_calendar(self.word_b(j).1));
        if let (Some(i), Some(j)) = (calendar_a, calendar_b) {
            let (x, y) = (fold::fold(self.word_a(i).1), fold::fold(self.word_b(j).1));
            // `Monday` for `July` is house style; `Monday` for `Tuesday` is not. `Jan` and `January` are one month.
            if is_weekday(&x) == is_weekday(&y) && x.get(..3) != y.get(..3) {
                out.push(self.shown(DriftKind::Date, &(i..i + 1), &(j..j + 1)));
            }
            return;
        }
        let name = |document: &Document, word: u32| {
            let class = document.words[word as usize].class;
            class.has(Class::CAPITAL) && !class.has(Class::FUNCTION | Class::SENTENCE | Class::DIGIT)
        };
        let named_a: Vec<u32> = ra.clone().filter(|&i| name(self.da, i)).collect();
        let named_b: Vec<u32> = rb.clone().filter(|&j| name(self.db, j)).collect();
        if let (Some(&i), Some(&j)) = (named_a.first(), named_b.first()) {
            let whole = named_a.len() == ra.len() && named_b.len() == rb.len() && ra.len() <= 3 && rb.len() <= 3;
            let unknown = named_a.iter().all(|&i| !mentions(b, self.da.words[i as usize].key))
                && named_b.iter().all(|&j| !mentions(a, self.db.words[j as usize].key));
            let (last_a, last_b) = (named_a[named_a.len() - 1], named_b[named_b.len() - 1]);
            // `Mr. Doe` for `Jane Doe`: what differs stands before a name that both have.
            let before_shared_name = self.sa.contains(&ra.end)
                && self.sb.contains(&rb.end)
                && self.da.words[ra.end as usize].class.has(Class::CAPITAL)
                && self.da.words[ra.end as usize].key == self.db.words[rb.end as usize].key;
            // `NWA` and `Northern Wire Agency` are one name in two styles.
            let shortened =
                |document: &Document, named: &[u32]| named.iter().any(|&k| document.words[k as usize].class.has(Class::ACRONYM));
            let one_shortened = shortened(self.da, &named_a) != shortened(self.db, &named_b);
            if whole && unknown && !one_shortened && !before_shared_name && !is_style(self.word_a(last_a).1, self.word_b(last_b).1) {
                out.push(self.shown(DriftKind::Name, &(i..last_a + 1), &(j..last_b + 1)));
            }
        }
    }

    fn beside_month_a(&self, at: u32) -> bool {
        [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|i| self.sa.contains(i)).any(|i| is_calendar(self.word_a(i).1))
    }

    fn beside_month_b(&self, at: u32) -> bool {
        [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|j| self.sb.contains(j)).any(|j| is_calendar(self.word_b(j).1))
    }
}
