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

impl Particular {
    /// Returns its key, and whether it is a number.
    fn named(&self) -> (u64, bool) {
        (self.key, self.number)
    }
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

/// One of two bodies, with its particulars.
struct Side<'s> {
    body: &'s Prepared<'s>,
    text: &'s str,
    all: Vec<Particular>,
    /// Keys of its numbers made of several words, ascending.
    together: Vec<u64>,
}

impl<'s> Side<'s> {
    fn of(body: &'s Prepared<'s>, text: &'s str) -> Self {
        let all = of(body.document);
        let together = put_together(&all);
        Self { body, text, all, together }
    }

    /// Whether the body has a name or a number in these words.
    fn holds(&self, p: &Particular) -> bool {
        match u32::try_from(p.key) {
            Ok(key) if p.words.len() == 1 => !self.body.sentences_with(key).is_empty(),
            _ => self.together.binary_search(&p.key).is_ok(),
        }
    }

    /// Whether the body states a number of `other` in any notation: `1 800` and `1.800`.
    fn states(&self, number: &Range<u32>, other: &Side<'_>) -> bool {
        let all = other.body.numbers(other.text);
        let from = all.partition_point(|q| q.words.end <= number.start);
        let mut here = all[from..].iter().take_while(|q| q.words.start < number.end);
        here.any(|q| self.body.states(self.text, q))
    }

    /// Whether a particular is strange to the other body.
    fn is_strange(&self, p: &Particular, other: &Side<'_>) -> bool {
        !(other.holds(p) || p.number && other.states(&p.words, self))
    }

    /// Returns the particulars within a range that are strange to the other body.
    fn strange_within(&self, range: &Range<u32>, other: &Side<'_>) -> Vec<(u64, bool)> {
        let strange = within(&self.all, range).iter().filter(|p| self.is_strange(p, other));
        strange.map(Particular::named).collect()
    }

    /// Returns how many different particulars of the body are strange to the other one.
    fn strange(&self, other: &Side<'_>) -> u32 {
        let strange = self.all.iter().filter(|p| self.is_strange(p, other));
        let (names, numbers) = different(strange.map(Particular::named).collect());
        names + numbers
    }
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
    let (a, b) = (Side::of(a, texts.0), Side::of(b, texts.1));
    let (mut kept, mut of_a, mut of_b) = (Vec::new(), Vec::new(), Vec::new());
    for step in aligned.steps.iter().flatten() {
        match step {
            // A number with one piece exchanged is a different number.
            Step::Same(ra, rb) => {
                let whole = |p: &Particular, range: &Range<u32>| {
                    p.words.start >= range.start && p.words.end <= range.end
                };
                for p in within(&a.all, ra) {
                    if whole(p, ra) {
                        kept.push(p.named());
                    } else if a.is_strange(p, &b) {
                        of_a.push(p.named());
                    }
                }
                let cut = within(&b.all, rb).iter().filter(|p| !whole(p, rb));
                of_b.extend(cut.filter(|p| b.is_strange(p, &a)).map(Particular::named));
            }
            Step::Swapped(ra, rb) if fills(ra, rb) => {
                let (x, y) = (a.strange_within(ra, &b), b.strange_within(rb, &a));
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
    let numbers_exchanged = numbers_a.min(numbers_b);
    Particulars {
        names_kept,
        numbers_kept,
        names_exchanged: (names_a + numbers_a).min(names_b + numbers_b) - numbers_exchanged,
        numbers_exchanged,
        own: a.strange(&b).min(b.strange(&a)),
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
