//! Finds one quotation of one speaker that two reports give in different words.

use std::ops::Range;

use super::{Difference, Kind, Report, meeting};
use crate::compare::weight;
use crate::compare::wording::{self, Quoted};
use crate::compare::words::{self, Step};
use crate::text::words::key_of_run;
use crate::text::{Class, Quote, fold};

/// Number of words from which a quotation is compared. Chosen by judgement: it has room for the
/// words that must be the same.
const LEAST: usize = 8;
/// Number of words in a row that two quotations share to be compared. Chosen by judgement.
const RUN: usize = 4;
/// Number of words that two versions of one statement have in common, and their share of the
/// shorter quotation. Chosen by judgement: with less, parallel sentences of one speech (*we will
/// make it strong*, *we will make it safe*) were taken for one.
const KEPT: (usize, f64) = (8, 0.7);
/// Number of words that are the same on either side of a difference. Chosen by judgement.
const BESIDE: usize = 3;
/// Similarity (Jaro–Winkler) of two wordings from which one may be a slip for the other. Chosen by
/// judgement: *meddle* and *mettle* have .82, *stories* and *storage* .85.
const ALIKE: f64 = 0.8;
/// Most words that differ in one place. Chosen by judgement: more are another clause.
const PLACE: usize = 4;

/// Finds the differing quotations of an event.
pub(super) fn find(
    reports: &[Report<'_>],
    comparable: &dyn Fn(usize, usize) -> bool,
) -> Vec<Difference> {
    let mut held = Vec::new();
    for (report, member) in reports.iter().zip(0_u32..) {
        let long = |quote: &&Quote| quote.words.len() >= LEAST;
        for (quote, place) in
            report.document.quotes.iter().zip(0_u32..).filter(|(quote, _)| long(quote))
        {
            let words =
                &report.document.words[quote.words.start as usize..quote.words.end as usize];
            let runs = words.windows(RUN).filter(|run| {
                run.iter().filter(|word| !word.class.has(Class::FUNCTION)).count() > 1
            });
            held.extend(runs.map(|run| {
                let key = key_of_run(0, run.iter().map(|word| word.key));
                (key, member, place)
            }));
        }
    }
    let pairs = meeting(held, comparable).into_iter();
    pairs.filter_map(|(a, b)| difference(reports, a, b)).collect()
}

fn difference(
    reports: &[Report<'_>],
    (a, x): (usize, u32),
    (b, y): (usize, u32),
) -> Option<Difference> {
    let (one, two) = (&reports[a], &reports[b]);
    let quotes = (&one.document.quotes[x as usize], &two.document.quotes[y as usize]);
    let differs = differing((one, quotes.0), (two, quotes.1))?;
    let speaker = (one.speakers()[x as usize].as_ref()?, two.speakers()[y as usize].as_ref()?);
    let documents = (one.document, two.document);
    speaker.0.is_like(speaker.1, documents, (one.text, two.text)).then(|| Difference {
        kind: Kind::Quotation,
        reports: (a, b),
        whole: (quotes.0.words.clone(), quotes.1.words.clone()),
        differs,
        about: speaker.0.words.clone(),
    })
}

/// Returns the words in which two quotations that are versions of one statement differ first;
/// `None` if they are not, or say the same.
fn differing(
    (one, quote): (&Report<'_>, &Quote),
    (two, other): (&Report<'_>, &Quote),
) -> Option<(Range<u32>, Range<u32>)> {
    let (a, b): (Quoted<'_>, Quoted<'_>) =
        ((one.document, one.text, quote), (two.document, two.text, other));
    let steps = words::align(&a.0.words, &b.0.words, (&quote.words, &other.words));
    let same = |step: &Step| if let Step::Same(ra, _) = step { ra.len() } else { 0 };
    let kept: usize = steps.iter().map(same).sum();
    let shorter = quote.words.len().min(other.words.len());
    if kept < KEPT.0
        || (kept as f64) < KEPT.1 * shorter as f64
        || weight::is_title(a)
        || weight::is_title(b)
        || !wording::is_altered(&steps, a, b, false, Some(one.language))
        || !weight::weighs(&steps, a, b, one.language)
    {
        return None;
    }
    steps.windows(3).find_map(|around| {
        let [before, step, behind] = around else { return None };
        let ranges = match step {
            Step::Same(..) => return None,
            Step::Swapped(ra, rb) => (ra.clone(), rb.clone()),
            Step::Cut(ra, at) => (ra.clone(), *at..*at),
            Step::Added(at, rb) => (*at..*at, rb.clone()),
        };
        let (a_shown, b_shown) = (Shown(one, &ranges.0), Shown(two, &ranges.1));
        let is = same(before) >= BESIDE
            && same(behind) >= BESIDE
            && ranges.0.len().max(ranges.1.len()) <= PLACE
            && !wording::is_notation(step, a, b)
            && weight::weighs(std::slice::from_ref(step), a, b, one.language)
            && !a_shown.is_edited()
            && !b_shown.is_edited()
            // *Never* is no slip for *ever*.
            && (!a_shown.sounds_like(&b_shown)
                || weight::changes_sense(std::slice::from_ref(step), a, b, one.language))
            // *NRA* and the name that it stands for.
            && !(a_shown.abbreviates() || b_shown.abbreviates())
            // Who says a thing twice, in two ways, is quoted with either.
            && !a_shown.is_in(two)
            && !b_shown.is_in(one);
        is.then_some(ranges)
    })
}

/// The differing words of one side.
struct Shown<'s>(&'s Report<'s>, &'s Range<u32>);

impl Shown<'_> {
    /// Returns whether the outlet shows that it cut or added something here, or a word was lost
    /// when the page was read.
    fn is_edited(&self) -> bool {
        let words = &self.0.document.words;
        let before = words[self.1.start as usize - 1].start as usize;
        let behind = words[self.1.end as usize].end() as usize;
        let shown = &self.0.text[before..behind];
        ["[", "(", "]", ")", "…", "..", ". .", "--", "*", "  ", " ,"]
            .iter()
            .any(|mark| shown.contains(mark))
    }

    /// Returns whether the words differ as a slip of the writer does: *meddle* and *mettle*, *who*
    /// and *whom*, *life* and *lives*.
    fn sounds_like(&self, other: &Self) -> bool {
        let folded = |side: &Self| match side.1.is_empty() {
            true => String::new(),
            false => fold::phrase(&side.0.text[side.0.bytes(side.1)]),
        };
        let (x, y) = (folded(self), folded(other));
        !(x.is_empty() || y.is_empty()) && textdistance::nstr::jaro_winkler(&x, &y) >= ALIKE
    }

    /// Returns whether one of the words is an abbreviation.
    fn abbreviates(&self) -> bool {
        let words = &self.0.document.words[self.1.start as usize..self.1.end as usize];
        words
            .iter()
            .any(|word| word.class.has(Class::ACRONYM) && word.of(self.0.text).chars().count() > 1)
    }

    /// Returns whether the words stand in another report with what is beside them here.
    fn is_in(&self, other: &Report<'_>) -> bool {
        let run: Vec<u32> = self.0.document.words
            [self.1.start as usize - 2..self.1.end as usize + 2]
            .iter()
            .map(|word| word.key)
            .collect();
        other.has(&run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages;
    use crate::text::Document;

    fn differ(x: &str, y: &str) -> Option<(String, String)> {
        let texts = [x, y].map(|said| format!("“{said},” Jane Doe said on Monday in Halvik."));
        let documents = [0, 1].map(|at: usize| Document::read(&texts[at], &[0..texts[at].len()]));
        let reports: Vec<Report<'_>> = (0..2)
            .map(|at| Report {
                article: at as u32,
                text: &texts[at],
                document: &documents[at],
                language: languages::of("en").expect("a language"),
                speakers: std::sync::OnceLock::new(),
            })
            .collect();
        let found = find(&reports, &|_, _| true);
        let shown = |at: usize, words: &Range<u32>| texts[at][reports[at].bytes(words)].to_owned();
        found.first().map(|d| (shown(0, &d.differs.0), shown(1, &d.differs.1)))
    }

    #[test]
    fn a_word_exchanged_in_a_statement_is_a_difference_and_another_statement_is_none() {
        let said = "The crews of this harbour will never sail again before the summer";
        let other = |new: &str| said.replace("never", new);
        assert_eq!(differ(said, &other("gladly")), Some(("never".into(), "gladly".into())));
        assert_eq!(differ(said, said), None);
        assert!(differ(said, &other("ever")).is_some());
        assert_eq!(differ(said, &said.replace("sail", "sale")), None);
        assert_eq!(
            differ(said, "The crews of this harbour will be paid in full by the city"),
            None
        );
        // What the outlet itself shows to be its own.
        assert_eq!(differ(said, &other("[gladly]")), None);
        assert_eq!(differ(said, &said.replace("harbour", "harbor")), None);
    }
}
