//! Finds one count of one thing that two reports give with different values.

use std::ops::Range;

use super::{Difference, Kind, Report, meeting};
use crate::text::numerals::{self, Quantity};
use crate::text::{Class, Word, dates};

/// Number of days between two reports beyond which a count may have grown. Chosen by judgement.
pub(super) const DAYS: i64 = 0;
/// Number of content words that two sentences share besides the number, and their share of the
/// shorter one's. Chosen by judgement.
const SHARED: (usize, f64) = (4, 0.6);
/// Number of words on either side of a count among which a shared word shows that the same is
/// counted. Chosen by judgement.
const BESIDE: usize = 4;
/// Number of words of a sentence above which it is a table. Chosen by judgement.
const TABLE: usize = 80;

/// A number with what it counts, by word.
#[derive(Debug, Clone, Copy)]
struct Count {
    word: usize,
    sentence: usize,
}

/// Finds the differing counts of an event.
pub(super) fn find(
    reports: &[Report<'_>],
    comparable: &dyn Fn(usize, usize) -> bool,
) -> Vec<Difference> {
    let all: Vec<Vec<Count>> = reports.iter().map(counts).collect();
    let mut held = Vec::new();
    for ((report, counts), member) in reports.iter().zip(&all).zip(0_u32..) {
        let noun = |count: &Count| u64::from(report.document.words[count.word + 1].key);
        held.extend(counts.iter().zip(0_u32..).map(|(count, place)| (noun(count), member, place)));
    }
    let pairs = meeting(held, comparable).into_iter();
    pairs
        .filter_map(|((a, x), (b, y))| {
            let of = |member: usize, place: u32| Sentence {
                report: &reports[member],
                count: all[member][place as usize],
            };
            let (one, two) = (of(a, x), of(b, y));
            one.differs(&two).then(|| Difference {
                kind: Kind::Count,
                reports: (a, b),
                whole: (one.range(), two.range()),
                differs: (one.number(), two.number()),
                about: one.number().end..one.number().end + 1,
            })
        })
        .collect()
}

/// Reads the counts in a report's own words: a number of two digits or more before a common noun.
fn counts(report: &Report<'_>) -> Vec<Count> {
    let mut out = Vec::new();
    for (sentence, range) in report.document.sentences.iter().enumerate() {
        if range.len() > TABLE {
            continue;
        }
        for word in range.start as usize..(range.end as usize).saturating_sub(1) {
            let [number, noun] = &report.document.words[word..word + 2] else { continue };
            if is_number(report.text, number)
                && noun.start - number.end() <= 1
                && is_counted(report, noun)
            {
                out.push(Count { word, sentence });
            }
        }
    }
    out
}

/// Returns whether a word of the outlet's own is a plain number of two digits or more, and not a
/// year.
fn is_number(text: &str, word: &Word) -> bool {
    if !word.class.has(Class::DIGIT) || word.class.has(Class::QUOTED) {
        return false;
    }
    let spelled = word.of(text);
    let year = spelled.len() == 4 && (spelled.starts_with("19") || spelled.starts_with("20"));
    let glued = text[..word.start as usize].ends_with(|c: char| !c.is_whitespace() && c != '(');
    !year
        && !glued
        && spelled.bytes().filter(u8::is_ascii_digit).count() > 1
        && spelled.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
}

fn is_counted(report: &Report<'_>, word: &Word) -> bool {
    let spelled = word.of(report.text);
    !word.class.has(Class::FUNCTION | Class::DIGIT | Class::CAPITAL | Class::SENTENCE)
        && spelled.chars().count() > 2
        && !report.language.words.function.contains(spelled)
        && !report.language.sourcing.spans.contains(spelled)
        && dates::month(report.text, word).is_none()
        && dates::weekday(report.text, word).is_none()
}

/// A sentence with a count.
struct Sentence<'s> {
    report: &'s Report<'s>,
    count: Count,
}

impl Sentence<'_> {
    fn range(&self) -> Range<u32> {
        self.report.document.sentences[self.count.sentence].clone()
    }

    fn number(&self) -> Range<u32> {
        self.count.word as u32..self.count.word as u32 + 1
    }

    /// The content words of the sentence without numbers, ascending.
    fn content(&self, words: Range<usize>) -> Vec<u32> {
        let words = self.report.document.words[words].iter();
        let content = words.filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT));
        let mut keys: Vec<u32> = content.map(|w| w.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The content words close to the count, but for what is counted.
    fn beside(&self) -> Vec<u32> {
        let range = self.range();
        let (from, until) = (range.start as usize, range.end as usize);
        let mut keys =
            self.content(self.count.word.saturating_sub(BESIDE).max(from)..self.count.word);
        let behind = self.count.word + 2;
        keys.extend(self.content(behind.min(until)..(behind + BESIDE).min(until)));
        keys
    }

    /// The other numbers of the sentence. One that both sentences have shows that they are about the
    /// same thing: without, forecasts, partial counts and counts of other groups were taken for one
    /// (of 17 read, 11).
    fn others(&self) -> Vec<u32> {
        let words = self.range().filter(|at| *at as usize != self.count.word);
        let words = words.map(|at| &self.report.document.words[at as usize]);
        words.filter(|word| word.class.has(Class::DIGIT)).map(|word| word.key).collect()
    }

    /// Returns whether both sentences name a weekday, or a month, and not the same one.
    fn is_of_another_day(&self, other: &Self) -> bool {
        let named = |s: &Self, of: fn(&str, &Word) -> Option<u32>| -> Vec<u32> {
            let words = s.range().map(|at| &s.report.document.words[at as usize]);
            words.filter_map(|word| of(s.report.text, word)).collect()
        };
        let differ = |of: fn(&str, &Word) -> Option<u32>| {
            let (x, y) = (named(self, of), named(other, of));
            !x.is_empty() && !y.is_empty() && !x.iter().any(|day| y.contains(day))
        };
        differ(|text, word| dates::weekday(text, word).map(|day| day.num_days_from_monday()))
            || differ(dates::month)
    }

    /// The quantity that the number states.
    fn quantity(&self) -> Option<Quantity> {
        let (document, numbers) = (self.report.document, &self.report.language.numbers);
        let all = numerals::quantities(self.report.text, &document.words, self.range(), numbers);
        let at = self.count.word as u32;
        all.into_iter().find(|q| q.words.contains(&at))
    }

    /// Returns whether the report states a quantity anywhere, if only rounded.
    fn states(&self, quantity: &Quantity) -> bool {
        let (document, numbers) = (self.report.document, &self.report.language.numbers);
        let range = 0..document.words.len() as u32;
        numerals::quantities(self.report.text, &document.words, range, numbers)
            .iter()
            .any(|own| own.is_same(quantity) || own.is_rounded(quantity))
    }

    /// Returns whether two sentences count the same thing and come to different values.
    fn differs(&self, other: &Self) -> bool {
        let word = |s: &Self| s.report.document.words[s.count.word].key;
        if word(self) == word(other) {
            return false;
        }
        let all = |s: &Self| {
            let range = s.range();
            s.content(range.start as usize..range.end as usize)
        };
        let shared = |x: &[u32], y: &[u32]| x.iter().filter(|key| y.contains(key)).count();
        let (x, y) = (all(self), all(other));
        let both = shared(&x, &y);
        if both < SHARED.0
            || (both as f64) < SHARED.1 * x.len().min(y.len()) as f64
            || shared(&self.beside(), &other.beside()) == 0
            || shared(&self.others(), &other.others()) == 0
            || self.is_of_another_day(other)
        {
            return false;
        }
        let (Some(p), Some(q)) = (self.quantity(), other.quantity()) else { return false };
        !p.about
            && !q.about
            && p.kind == q.kind
            && !p.is_other_measure(&q)
            && !p.is_same(&q)
            && !p.is_rounded(&q)
            && !self.states(&q)
            && !other.states(&p)
    }
}
