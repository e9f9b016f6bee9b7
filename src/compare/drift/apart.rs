//! Facts of two sentences that say the same in another order.

use super::lexicon::is_calendar;
use super::names::{is_style, mentions};
use super::numbers::{is_rounded, numbers};
use super::{Drift, DriftKind, Pair, Prepared};
use crate::text::{Class, Document, numerals};

impl Pair<'_> {
    /// Facts of two sentences that say the same in another order: a number, day or name that the other text has nowhere, where
    /// the other sentence has one that this text has nowhere, both with the same unit, month or title.
    pub(super) fn apart(&self, (values_a, values_b): &(Vec<f64>, Vec<f64>), a: &Prepared<'_>, b: &Prepared<'_>, out: &mut Vec<Drift>) {
        let unknown = |all: &[f64], v: f64| all.binary_search_by(|x| x.total_cmp(&v)).is_err();
        let lost: Vec<u32> =
            numbers(self.da, self.texts.0, self.sa).into_iter().filter(|(_, v)| unknown(values_b, *v)).map(|(at, _)| at).collect();
        let gained: Vec<u32> =
            numbers(self.db, self.texts.1, self.sb).into_iter().filter(|(_, v)| unknown(values_a, *v)).map(|(at, _)| at).collect();
        if let ([i], [j]) = (lost.as_slice(), gained.as_slice()) {
            let (i, j) = (*i, *j);
            let month = |document: &Document, text: &str, at: u32| {
                at.checked_sub(1).map(|k| &document.words[k as usize]).filter(|w| is_calendar(w.of(text))).map(|w| w.key)
            };
            let value =
                |document: &Document, text: &str, at: u32| numerals::value(document.words[at as usize].of(text)).unwrap_or_default();
            let (x, y) = (value(self.da, self.texts.0, i), value(self.db, self.texts.1, j));
            let same = is_rounded(x, y) || self.is_about(i, j) && (x - y).abs() <= 0.1 * x.abs().max(y.abs());
            let months = (month(self.da, self.texts.0, i), month(self.db, self.texts.1, j));
            let kind = match months {
                (Some(x), Some(y)) if x == y => Some(DriftKind::Date),
                (None, None)
                    if self.same_unit(i, j) || self.in_score(i, self.da, self.texts.0) && self.in_score(j, self.db, self.texts.1) =>
                {
                    Some(DriftKind::Number)
                }
                _ => None,
            };
            if let Some(kind) = kind.filter(|_| !same) {
                out.push(self.shown(kind, &(i..i + 1), &(j..j + 1)));
            }
        }
        // The outcome of a vote: two numbers that change together.
        let scored = |at: &u32, document, text| self.in_score(*at, document, text);
        let pair = |all: &[u32]| matches!(all, [_] | [_, _]) && all.windows(2).all(|w| w[0] + 1 == w[1]);
        if lost.len() + gained.len() > 2
            && pair(&lost)
            && pair(&gained)
            && lost.iter().all(|i| scored(i, self.da, self.texts.0))
            && gained.iter().all(|j| scored(j, self.db, self.texts.1))
        {
            out.push(self.shown(DriftKind::Number, &(lost[0]..lost[lost.len() - 1] + 1), &(gained[0]..gained[gained.len() - 1] + 1)));
        }
        let capital = |document: &Document, at: u32| {
            document
                .words
                .get(at as usize)
                .is_some_and(|w| w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE | Class::DIGIT | Class::FUNCTION))
        };
        let run = |document: &Document, from: u32, end: u32| {
            (from..end.min(from + 3)).take_while(|k| capital(document, *k)).last().map_or(from, |k| k + 1)
        };
        for i in self.sa.start..self.sa.end.saturating_sub(1) {
            if !capital(self.da, i) || !capital(self.da, i + 1) || mentions(b, self.da.words[i as usize + 1].key) {
                continue;
            }
            let title = self.da.words[i as usize].key;
            let met = (self.sb.start..self.sb.end.saturating_sub(1)).find(|&j| {
                self.db.words[j as usize].key == title && capital(self.db, j + 1) && !mentions(a, self.db.words[j as usize + 1].key)
            });
            let last = |document: &Document, from: u32, end: u32| document.words[run(document, from, end) as usize - 1].key;
            if let Some(j) = met
                && last(self.da, i + 1, self.sa.end) != last(self.db, j + 1, self.sb.end)
                && !is_style(self.word_a(i + 1).1, self.word_b(j + 1).1)
            {
                out.push(self.shown(
                    DriftKind::Name,
                    &(i + 1..run(self.da, i + 1, self.sa.end)),
                    &(j + 1..run(self.db, j + 1, self.sb.end)),
                ));
            }
        }
    }

    /// Whether a number is one of two joined by a hyphen, as in the outcome of a vote or game.
    fn in_score(&self, at: u32, document: &Document, text: &str) -> bool {
        let joined = |x: u32, y: u32| {
            let (Some(x), Some(y)) = (document.words.get(x as usize), document.words.get(y as usize)) else { return false };
            x.class.has(Class::DIGIT) && y.class.has(Class::DIGIT) && matches!(&text[x.end as usize..y.start as usize], "-" | "–" | ":")
        };
        joined(at, at + 1) || at.checked_sub(1).is_some_and(|before| joined(before, at))
    }
}
