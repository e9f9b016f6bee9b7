//! Reads quantities in any notation: `5`, `five`, `13,400`, `13.400`, `9 000`, `14.2 million`,
//! `thirty-four`, `5pm`, `a third`.

mod digits;
mod reader;

use std::ops::Range;

use super::Word;
use super::units::{Dimension, Unit};
use crate::languages::{self, Numbers};
use reader::{Reader, Token};

/// What a number expresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// How many or how much.
    Count,
    /// A position in an order.
    Ordinal,
    /// A part of one: *a third*.
    Part,
    /// A time of day, in minutes from midnight.
    Time,
}

/// A quantity as a text states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The words that state it, including the unit.
    pub words: Range<u32>,
    /// Its value.
    pub value: f64,
    /// Another value that the same notation can mean: `9.000` is nine thousand or nine.
    pub also: Option<f64>,
    /// What it expresses.
    pub kind: Kind,
    /// Its unit, if stated.
    pub unit: Option<Unit>,
    /// Whether the text says that it is approximate.
    pub about: bool,
}

impl Quantity {
    fn values(&self) -> impl Iterator<Item = f64> {
        std::iter::once(self.value).chain(self.also)
    }

    /// Returns whether two quantities have a value in common, if their units can be compared at
    /// all.
    ///
    /// Quantities in different units of one dimension are the same within 3 %, for rounding.
    /// Whether `60m` without a unit means metres is tested within 5 %. Both tolerances were chosen
    /// by judgement.
    pub fn is_same(&self, other: &Self) -> bool {
        // `60m` is sixty metres if the other text gives feet.
        let metres = |bare: &Self, named: &Self| {
            let unit = named
                .unit
                .filter(|unit| unit.dimension == Dimension::Length && bare.unit.is_none());
            let near = |x: f64, y: f64| (x - y).abs() <= 0.05 * x.abs().max(y.abs());
            unit.is_some_and(|unit| {
                bare.also == Some(bare.value * 1e6) && near(bare.value, unit.own(named.value))
            })
        };
        if metres(self, other) || metres(other, self) {
            return true;
        }
        if let (Some(p), Some(q)) = (self.unit, other.unit)
            && p.is_comparable(q)
            && p != q
        {
            let near = |x: f64, y: f64| (x - y).abs() <= 0.03 * x.abs().max(y.abs());
            return self.values().any(|x| other.values().any(|y| near(p.own(x), q.own(y))));
        }
        self.values().any(|x| other.values().any(|y| (x - y).abs() <= 1e-9 * x.abs().max(y.abs())))
    }

    /// Returns whether two quantities measure different things, so that neither is an altered form
    /// of the other.
    pub fn is_other_measure(&self, other: &Self) -> bool {
        let timed = (self.kind == Kind::Time) != (other.kind == Kind::Time);
        timed || matches!((self.unit, other.unit), (Some(p), Some(q)) if !p.is_comparable(q))
    }

    /// Returns whether one quantity is the other with fewer digits: without its fraction, or
    /// rounded to two or more digits (to one if it is said to be approximate). If either is said to
    /// be approximate, a difference of up to a tenth of the larger also counts.
    pub fn is_rounded(&self, other: &Self) -> bool {
        let of = |rough: &Self, exact: &Self| {
            let (x, y) = (rough.value, exact.value);
            if x == 0.0 || y == 0.0 || (x < 0.0) != (y < 0.0) {
                return false;
            }
            if x.fract() == 0.0 && y.fract() != 0.0 && (y.round() == x || y.trunc() == x) {
                return true;
            }
            let year = |q: &Self| {
                q.unit.is_none() && q.value.fract() == 0.0 && (1500.0..2100.0).contains(&q.value)
            };
            if rough.unit != exact.unit || year(rough) && year(exact) {
                return false;
            }
            (if rough.about { 1 } else { 2 }..=6).any(|digits| {
                let unit = 10f64.powi(x.abs().log10().floor() as i32 - digits + 1);
                // Nobody rounds 2,021 to 2,020 without saying so, but 13,262 to 13,000 and 13.26 to
                // 13.3.
                if !rough.about && (1.0..100.0).contains(&unit) {
                    return false;
                }
                let whole = |v: f64| (v / unit).round();
                ((x / unit) - whole(x)).abs() < 1e-6
                    && (whole(y) == whole(x) || (y / unit).trunc() == whole(x))
                    && (x - y).abs() < unit
            })
        };
        of(self, other)
            || of(other, self)
            || (self.about || other.about)
                && (self.value - other.value).abs() <= 0.1 * self.value.abs().max(other.value.abs())
    }
}

/// Returns the quantities stated by the words `range` of `text`, in order, using the number words
/// of one language (or of all). O(words).
pub fn quantities(
    text: &str,
    words: &[Word],
    range: Range<u32>,
    numbers: &Numbers,
) -> Vec<Quantity> {
    let reader =
        Reader { text, words: &words[..range.end as usize], first: range.start as usize, numbers };
    let mut out = Vec::new();
    let mut at = range.start as usize;
    while at < reader.words.len() {
        match reader.quantity(at) {
            Some(quantity) => {
                at = (quantity.words.end as usize).max(at + 1);
                out.push(quantity);
            }
            None => at += 1,
        }
    }
    out
}

/// Returns the value of a word that is a number by itself, in any language; `None` for ordinals and
/// other words.
pub fn value(word: &str) -> Option<f64> {
    let mut all = Vec::new();
    super::words::read(word, 0..word.len(), &mut all);
    let numbers = languages::all_numbers();
    let reader = Reader { text: word, words: &all, first: 0, numbers };
    match reader.token(0)? {
        Token::Digits(value, _) | Token::Cardinal(value) | Token::Scale(value) => Some(value),
        Token::Ordinal(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::digits::by_myriads;
    use super::*;

    /// Returns the quantities of an English text.
    fn english(text: &str) -> Vec<Quantity> {
        let mut all = Vec::new();
        words::read(text, 0..text.len(), &mut all);
        let numbers = &languages::of("en").expect("English").numbers;
        quantities(text, &all, 0..all.len() as u32, numbers)
    }

    #[test]
    fn digits_counted_by_ten_thousands_are_read() {
        for (text, value) in [
            ("302만4881주", 3_024_881.0),
            ("6천명", 6_000.0),
            ("6천만원", 6e7),
            ("1억2000만원", 1.2e8),
            ("3.5만", 35_000.0),
            ("2천백만", 21_000_000.0),
            ("3천백20명", 3_120.0),
            ("1억천만원", 1.1e8),
        ] {
            assert_eq!(by_myriads(text).map(|(value, _)| value), Some(value), "{text}");
            assert_eq!(stated(text, "en"), [value], "{text}");
        }
        assert_eq!(by_myriads("3,024,881주"), None);
    }

    fn stated(text: &str, language: &str) -> Vec<f64> {
        let mut all = Vec::new();
        words::read(text, 0..text.len(), &mut all);
        let numbers = &languages::of(language).expect("a language").numbers;
        quantities(text, &all, 0..all.len() as u32, numbers).into_iter().map(|q| q.value).collect()
    }

    #[test]
    fn one_number_in_many_notations() {
        for text in [
            "14.2 million crowns",
            "14,200,000 crowns",
            "14 200 000 crowns",
            "14.200.000 crowns",
            "14.2m crowns",
            "$14.2m",
        ] {
            let of = stated(text, "en");
            assert!(
                of == [14_200_000.0] || text.contains("14.2m crowns") && of == [14.2],
                "{text} {of:?}"
            );
        }
        for text in [
            "9,000 boats",
            "9 000 boats",
            "9.000 boats",
            "nine thousand boats",
            "9'000 boats",
            "9k boats",
        ] {
            let of = stated(text, "en");
            assert!(of == [9000.0] || text.contains("9k") && of == [9.0], "{text} {of:?}");
        }
        assert_eq!(
            stated("thirty-four of two hundred and five, twenty-first", "en"),
            [34.0, 205.0, 21.0]
        );
        assert_eq!(
            stated("vierunddreißig Boote, zweihundertfünf, neuntausend", "de"),
            [34.0, 205.0, 9000.0]
        );
        assert_eq!(stated("quatre-vingt-dix bateaux, soixante et onze", "fr"), [90.0, 71.0]);
        assert_eq!(stated("dziewięć tysięcy trzydzieści osiem", "pl"), [9038.0]);
        assert_eq!(stated("треть из двадцати пяти тысяч", "ru"), [25000.0]);
        assert_eq!(
            stated("ثلاثة عشر قاربا، خمسة وعشرون بحارا، في الثالثة والعشرين، الـ23", "ar"),
            [13.0, 25.0, 23.0, 23.0]
        );
        assert_eq!(stated("بیست و پنج قایق", "fa"), [25.0]);
        assert_eq!(stated("ارتفعت الأسعار 7ر59 درجة", "ar"), [59.7], "as agencies send it");
    }

    #[test]
    fn parts_times_and_ordinals_are_read() {
        assert_eq!(
            stated("a third of it, three quarters, the third boat", "en"),
            [1.0 / 3.0, 0.75, 3.0].map(|x: f64| x)
        );
        assert_eq!(
            stated("at 5pm, 5 p.m., 5:30 pm, 17:00", "en"),
            [1020.0, 1020.0, 1050.0, 1020.0]
        );
        assert_eq!(stated("um 17 Uhr und um 17.30 Uhr", "de"), [1020.0, 1050.0]);
        assert_eq!(stated("4-1/2 pct", "en"), [4.5]);
        assert_eq!(
            stated("a two-and-a-half-month strike, 2 1/2 months, two and a half years", "en"),
            [2.5, 2.5, 2.5]
        );
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["a million miles away", "the elf of once", "second thoughts"] {
            assert!(stated(text, "en").len() <= 1, "{text} {:?}", stated(text, "en"));
        }
        assert!(stated("the elf and the dos", "en").is_empty());
    }

    #[test]
    fn digits_grouped_by_lakhs_or_without_their_point_are_the_same() {
        let of = |text: &str| english(text).pop().expect("a number");
        for (x, y) in [
            ("1,058,084 votes", "10,58,084 votes"),
            ("686,386 votes", "6,863,86 votes"),
            ("15,000 crowns", "150,00 crowns"),
            ("some 5.8 million boats", "some 5 8 million boats"),
            ("$65.1 million", "USD 65.1 Mn"),
        ] {
            assert!(of(x).is_same(&of(y)), "{x} {y} {:?} {:?}", of(x), of(y));
        }
        assert!(
            !of("3,431 boats").is_same(&of("3,3431 boats"))
                && !of("1.5 million").is_same(&of("15 million"))
        );
    }

    #[test]
    fn a_scale_attached_to_digits_is_that_of_the_language() {
        let first = |text: &str, language: &str| stated(text, language)[0];
        assert_eq!((first("5mil", "es"), first("5mil", "pt")), (5_000.0, 5_000.0));
        assert_eq!((first("5mil", "en"), first("5mila", "it")), (5e6, 5_000.0));
    }

    #[test]
    fn units_and_roundings_are_compared() {
        let of = |text: &str| english(text).remove(0);
        assert!(of("39 feet").is_same(&of("12 metres")));
        assert!(of("26C").is_same(&of("79 degrees Fahrenheit")));
        assert!(
            of("$5 million").is_same(&of("5,000,000 dollars"))
                && of("6%").is_same(&of("six per cent"))
        );
        assert!(
            of("5 percent").is_other_measure(&of("5 kilometres"))
                && !of("63 boats").is_other_measure(&of("36 boats"))
        );
        assert!(
            of("13,262 boats").is_rounded(&of("13,000 boats"))
                && of("about 60 boats").is_rounded(&of("63 boats"))
        );
        for (x, y) in [("about 45 boats", "50 boats"), ("50 boats", "about 45 boats")] {
            assert!(of(x).is_rounded(&of(y)), "{x} {y}");
        }
        assert!(
            !of("10 shots").is_rounded(&of("11 shots"))
                && !of("1.2 million").is_rounded(&of("1.5 million"))
        );
        assert!(
            !of("93 percent").is_rounded(&of("73 percent"))
                && of("7.6 percent").is_rounded(&of("8 percent"))
        );
    }
}
