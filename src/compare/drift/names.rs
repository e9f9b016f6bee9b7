//! Compares names of people, organisations and places: which were exchanged for others, whole or in
//! part, in the same role.

mod exchange;
mod extent;
mod style;

use std::ops::Range;

use super::{DriftKind, Fact, Pair, Prepared};
use crate::compare::words::Step;
use crate::languages::Language;
use crate::text::{Class, Document, Word, fold};
pub(super) use style::is_style;

/// Most words of a name in a swap. Chosen by judgement.
const LONGEST: usize = 4;
/// Share of capitalised words in a sentence above which capitals say nothing: a headline. Chosen by
/// judgement.
const TITLE_CASE: f64 = 0.75;
/// Least words of a sentence for that share to count. Chosen by judgement.
const SHORTEST: usize = 6;
/// Share of equal words below which two sentences need not be about the same. Chosen by judgement.
const LEAST_ALIKE: f64 = 0.45;

/// Whether a body contains a content word.
fn mentions(body: &Prepared<'_>, key: u32) -> bool {
    !body.sentences_with(key).is_empty()
}

impl Pair<'_> {
    /// Finds exchanged names. Only in languages whose capitals distinguish names from other words,
    /// and not in headlines.
    pub(super) fn names(&self, out: &mut Vec<Fact>) {
        let Some(language) = self.language.filter(|language| language.names.capitals) else {
            return;
        };
        if self.is_credit() {
            return;
        }
        let before = out.len();
        let headline = self.is_title_case(self.da, self.sa) || self.is_title_case(self.db, self.sb);
        for (at, step) in self.steps.iter().enumerate().filter(|_| !headline) {
            if let Step::Swapped(ra, rb) = step
                && (self.alike >= super::ALIKE
                    || self.alike >= LEAST_ALIKE && self.around(at) >= super::AROUND)
                && let Some(fact) = self
                    .exchanged(at, ra, rb, language)
                    .or_else(|| self.given(at, (ra, rb), language))
            {
                out.push(fact);
            }
        }
        if out.len() == before {
            self.apart_names(language, out);
        }
    }

    fn is_title_case(&self, document: &Document, sentence: &Range<u32>) -> bool {
        let words = &document.words[sentence.start as usize..sentence.end as usize];
        let telling: Vec<&Word> =
            words.iter().filter(|w| !w.class.has(Class::DIGIT | Class::FUNCTION)).collect();
        let capitals = telling.iter().filter(|w| w.class.has(Class::CAPITAL)).count();
        telling.len() < 3
            || words.len() >= SHORTEST
                && capitals as f64 > TITLE_CASE * telling.len() as f64
                && capitals > LONGEST
    }

    /// Whether a sentence credits writers, editors or photographers.
    fn is_credit(&self) -> bool {
        let credits = |document: &Document, text: &str, sentence: &Range<u32>| {
            let words = &document.words[sentence.start as usize..sentence.end as usize];
            words.iter().any(|w| {
                matches!(
                    fold::fold(w.of(text)).as_str(),
                    "reporting" | "editing" | "photo" | "foto" | "getty" | "redaktion"
                )
            })
        };
        credits(self.da, self.texts.0, self.sa) || credits(self.db, self.texts.1, self.sb)
    }

    fn document(&self, second: bool) -> (&Document, &str) {
        if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) }
    }

    /// Finds a name that the other text does not have where the other sentence has one that this
    /// text does not have: both after the same title, or both before the same kind of institution.
    fn apart_names(&self, language: &Language, out: &mut Vec<Fact>) {
        let run = |from: u32, second: bool| {
            let end = if second { self.sb.end } else { self.sa.end };
            (from..end.min(from + 3))
                .take_while(|k| self.is_name(*k, second))
                .last()
                .map_or(from, |k| k + 1)
        };
        let unknown = |range: &Range<u32>, second: bool| {
            let (document, other) = if second { (self.db, self.a) } else { (self.da, self.b) };
            !range.is_empty()
                && range.clone().all(|k| !mentions(other, document.words[k as usize].key))
        };
        let differ = |ra: &Range<u32>, rb: &Range<u32>| {
            let styled = |i: u32, j: u32| is_style(self.word_a(i).1, self.word_b(j).1);
            !ra.clone().any(|i| rb.clone().any(|j| styled(i, j)))
        };
        for i in self.sa.start..self.sa.end {
            let word = self.da.words[i as usize];
            if !word.class.has(Class::CAPITAL) {
                continue;
            }
            let folded = fold::fold(word.of(self.texts.0));
            if language.names.titles.contains(&folded) {
                let ra = i + 1..run(i + 1, false);
                if ra.len() < 2 || !unknown(&ra, false) {
                    continue;
                }
                let met = (self.sb.start..self.sb.end)
                    .filter(|&j| self.db.words[j as usize].key == word.key);
                for rb in met.map(|j| j + 1..run(j + 1, true)).filter(|rb| rb.len() >= 2) {
                    if unknown(&rb, true) && differ(&ra, &rb) {
                        out.push(self.fact(DriftKind::Name, (&ra, &rb), None));
                        return;
                    }
                }
            } else if language.names.institutions.contains(&folded) {
                let start = |at: u32, from: u32, second: bool| {
                    (from..at).rev().take_while(|k| self.is_name(*k, second)).last().unwrap_or(at)
                };
                let ra = start(i, self.sa.start, false)..i;
                if !unknown(&ra, false) {
                    continue;
                }
                let met = (self.sb.start..self.sb.end)
                    .filter(|&j| self.db.words[j as usize].key == word.key);
                for (rb, j) in met.map(|j| (start(j, self.sb.start, true)..j, j)) {
                    if unknown(&rb, true) && differ(&ra, &rb) {
                        out.push(self.fact(
                            DriftKind::Name,
                            (&(ra.start..i + 1), &(rb.start..j + 1)),
                            None,
                        ));
                        return;
                    }
                }
            }
        }
    }
}
