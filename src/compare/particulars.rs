//! Compares the particulars of two texts, their names and numbers. This distinguishes a copy from
//! the next story by the same formula.
//!
//! Two companies' results, two bonds, two matches, two weather reports share a frame, often word
//! for word, and fill it with different names and numbers. A copy keeps nearly all of them, however
//! it was edited or spun: they are what the story reports. When the rule was made, labelled copies
//! were measured to exchange at most a tenth of the particulars in shared places, and formulas a
//! fifth or more.

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::words::Step;
use crate::text::{Class, Document};

/// Numbers of particulars that two texts share or exchange. Each distinct particular counts once.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Particulars {
    /// Names in the same place of both.
    pub names_kept: u32,
    /// Numbers in the same place of both.
    pub numbers_kept: u32,
    /// Names that have another one in their place, where neither occurs anywhere in the other text.
    pub names_exchanged: u32,
    /// The same for numbers.
    pub numbers_exchanged: u32,
    /// Particulars of one text that do not occur in the other, in the text that has fewer such.
    pub own: u32,
}

impl Particulars {
    /// Returns the number of particulars exchanged.
    pub fn exchanged(&self) -> u32 {
        self.names_exchanged + self.numbers_exchanged
    }

    /// Returns the number of particulars kept.
    pub fn kept(&self) -> u32 {
        self.names_kept + self.numbers_kept
    }

    /// Returns the share of particulars in shared places that were exchanged, in [0, 1); 0 if none
    /// was.
    ///
    /// `UNSEEN` further ones count as kept, so that a single altered figure of three does not make
    /// a formula.
    pub fn exchanged_share(&self) -> f64 {
        f64::from(self.exchanged()) / f64::from(self.exchanged() + self.kept() + UNSEEN)
    }

    /// Returns the same share for numbers alone.
    pub fn numbers_share(&self) -> f64 {
        f64::from(self.numbers_exchanged)
            / f64::from(self.numbers_exchanged + self.numbers_kept + UNSEEN)
    }
}

/// Particulars that count as kept in addition to those seen. Chosen by judgement.
const UNSEEN: u32 = 3;

/// A particular: its words, its key, and whether it is a number.
#[derive(Debug, Clone)]
struct Particular {
    words: Range<u32>,
    key: u64,
    number: bool,
}

/// Returns the particulars of a text in order: each capitalised word that neither opens a sentence
/// nor is a function word, each acronym, and each number; adjacent pieces make one number (`4-1/4`,
/// `10 000`).
fn of(document: &Document) -> Vec<Particular> {
    let mut out: Vec<Particular> = Vec::new();
    let mut before: Option<u32> = None;
    for (word, at) in document.words.iter().zip(0u32..) {
        let class = word.class;
        if class.has(Class::DIGIT) {
            match out.last_mut() {
                Some(last) if before.is_some_and(|end| word.start <= end + 1) => {
                    last.words.end = at + 1;
                    last.key = last.key.rotate_left(21).wrapping_mul(0x9E37_79B9_7F4A_7C15)
                        ^ u64::from(word.key);
                }
                _ => out.push(Particular {
                    words: at..at + 1,
                    key: u64::from(word.key),
                    number: true,
                }),
            }
            before = Some(word.end());
            continue;
        }
        before = None;
        let name = class.has(Class::CAPITAL)
            && !class.has(Class::FUNCTION)
            && (!class.has(Class::SENTENCE) || class.has(Class::ACRONYM));
        if name {
            out.push(Particular { words: at..at + 1, key: u64::from(word.key), number: false });
        }
    }
    out
}

/// Returns the particulars that have a word within a range.
fn within<'p>(all: &'p [Particular], range: &Range<u32>) -> &'p [Particular] {
    let from = all.partition_point(|p| p.words.end <= range.start);
    let to = from + all[from..].partition_point(|p| p.words.start < range.end);
    &all[from..to]
}

/// Whether two stretches can be fillings of one place in a frame; if one is much longer, it is a
/// passage of its own.
fn fills(ra: &Range<u32>, rb: &Range<u32>) -> bool {
    let (x, y) = (ra.end - ra.start, rb.end - rb.start);
    x.max(y) <= 2 * x.min(y) + FILLING
}

/// Words by which the longer filling may exceed twice the shorter one. Chosen by judgement.
const FILLING: u32 = 4;

/// Returns the keys of numbers made of several words, ascending.
fn put_together(particulars: &[Particular]) -> Vec<u64> {
    let mut keys: Vec<u64> =
        particulars.iter().filter(|p| p.words.len() > 1).map(|p| p.key).collect();
    keys.sort_unstable();
    keys
}

/// Returns how many distinct names and numbers there are.
fn different(mut keys: Vec<(u64, bool)>) -> (u32, u32) {
    keys.sort_unstable();
    keys.dedup();
    let numbers = keys.iter().filter(|(_, number)| *number).count() as u32;
    (keys.len() as u32 - numbers, numbers)
}

/// Whether the other text states a number of this one in any notation: `1 800` and `1.800`.
fn is_stated(
    number: &Range<u32>,
    (own, text): (&Prepared<'_>, &str),
    (other, other_text): (&Prepared<'_>, &str),
) -> bool {
    let all = own.numbers(text);
    let from = all.partition_point(|q| q.words.end <= number.start);
    let mut here = all[from..].iter().take_while(|q| q.words.start < number.end);
    here.any(|q| other.states(other_text, q))
}

/// Compares the particulars of two bodies in their aligned sentences. Zero if none is linked.
/// O(words · log words).
pub fn compare(
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    aligned: &Aligned,
    texts: (&str, &str),
) -> Particulars {
    if aligned.links.is_empty() {
        return Particulars::default();
    }
    let (all_a, all_b) = (of(a.document), of(b.document));
    let (together_a, together_b) = (put_together(&all_a), put_together(&all_b));
    let is_held =
        |p: &Particular, other: &Prepared<'_>, together: &[u64]| match u32::try_from(p.key) {
            Ok(key) if p.words.len() == 1 => !other.sentences_with(key).is_empty(),
            _ => together.binary_search(&p.key).is_ok(),
        };
    let (side_a, side_b) = ((a, texts.0), (b, texts.1));
    let strange_a = |p: &&Particular| {
        !(is_held(p, b, &together_b) || p.number && is_stated(&p.words, side_a, side_b))
    };
    let strange_b = |p: &&Particular| {
        !(is_held(p, a, &together_a) || p.number && is_stated(&p.words, side_b, side_a))
    };
    let named = |p: &Particular| (p.key, p.number);
    let (mut kept, mut of_a, mut of_b) = (Vec::new(), Vec::new(), Vec::new());
    for step in aligned.steps.iter().flatten() {
        match step {
            // A number with one piece exchanged is a different number.
            Step::Same(ra, rb) => {
                let whole = |p: &Particular, range: &Range<u32>| {
                    p.words.start >= range.start && p.words.end <= range.end
                };
                for p in within(&all_a, ra) {
                    let list = if whole(p, ra) { &mut kept } else { &mut of_a };
                    list.extend((whole(p, ra) || strange_a(&p)).then_some(named(p)));
                }
                of_b.extend(
                    within(&all_b, rb)
                        .iter()
                        .filter(|p| !whole(p, rb))
                        .filter(strange_b)
                        .map(named),
                );
            }
            Step::Swapped(ra, rb) if fills(ra, rb) => {
                let x: Vec<(u64, bool)> =
                    within(&all_a, ra).iter().filter(strange_a).map(named).collect();
                let y: Vec<(u64, bool)> =
                    within(&all_b, rb).iter().filter(strange_b).map(named).collect();
                if !x.is_empty() && !y.is_empty() {
                    of_a.extend(x);
                    of_b.extend(y);
                }
            }
            Step::Swapped(..) | Step::Cut(..) | Step::Added(..) => {}
        }
    }
    let ((names_kept, numbers_kept), (names_a, numbers_a), (names_b, numbers_b)) =
        (different(kept), different(of_a), different(of_b));
    let sum = |(names, numbers): (u32, u32)| names + numbers;
    let numbers_exchanged = numbers_a.min(numbers_b);
    Particulars {
        names_kept,
        numbers_kept,
        names_exchanged: (names_a + numbers_a).min(names_b + numbers_b) - numbers_exchanged,
        numbers_exchanged,
        own: sum(different(all_a.iter().filter(strange_a).map(named).collect()))
            .min(sum(different(all_b.iter().filter(strange_b).map(named).collect()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Cleaned;
    use crate::compare::{measures, tiles};

    fn compared(a: &str, b: &str) -> Particulars {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let (x, y) = (read(a), read(b));
        let clean = Cleaned::default();
        let (x, y) = (Prepared::of(&clean, &x, &[]), Prepared::of(&clean, &y, &[]));
        let tiles = tiles::find(&tiles::Seeds::of(&x.document.words), &y.document.words);
        compare(&x, &y, &measures::align(&x, &y, &tiles), (a, b))
    }

    #[test]
    fn another_filling_of_a_frame_has_other_particulars() {
        let found = compared(
            "The bank lent Halvik Steel 75 mln crowns until April 2030 at a rate of 4-1/4 pct, the treasurer Jane Doe said.",
            "The bank lent Kystgrav Foods 60 mln crowns until May 2033 at a rate of 5-1/2 pct, the treasurer Olaf Rust said.",
        );
        assert_eq!((found.names_exchanged, found.numbers_exchanged), (5, 3), "{found:?}");
        assert_eq!((found.kept(), found.own), (0, 8));
        assert!(found.exchanged_share() > 0.7);
    }

    #[test]
    fn a_copy_keeps_them_wherever_they_stand() {
        let found = compared(
            "Jane Doe told the council of Halvik on Monday that 63 ferries stood still, and Olaf Rust agreed with her.",
            "On Monday Jane Doe informed the council of Halvik that 64 ferries stood idle, and Olaf Rust concurred with her.",
        );
        assert_eq!((found.names_exchanged, found.numbers_exchanged), (0, 1));
        assert!(found.kept() >= 4 && found.exchanged_share() < 0.15, "{found:?}");
    }

    #[test]
    fn pieces_of_a_number_are_one() {
        let found = compared(
            "The note pays a coupon of 4-1/4 pct to its holder.",
            "The note pays a coupon of 1-3/4 pct to its holder.",
        );
        assert_eq!((found.numbers_exchanged, found.numbers_kept), (1, 0));
    }

    #[test]
    fn a_number_in_another_notation_is_the_same() {
        let found = compared(
            "The council of Halvik counted 1 800 berths and 38 600 guests on the quay of the old harbour.",
            "The council of Halvik counted 1.800 berths and 38.600 guests on the quay of the old harbour.",
        );
        assert_eq!((found.numbers_exchanged, found.own), (0, 0), "{found:?}");
        let other = compared(
            "It counted 1 800 berths on the quay of the old harbour.",
            "It counted 1.900 berths on the quay of the old harbour.",
        );
        assert_eq!(other.numbers_exchanged, 1, "{other:?}");
    }

    #[test]
    fn texts_without_any_have_none() {
        assert_eq!(compared("", ""), Particulars::default());
        assert_eq!(
            compared("a word and a word and a word", "a word and a word and a word")
                .exchanged_share(),
            0.0
        );
    }
}
