//! Reads quantities in any notation: `5`, `five`, `13,400`, `13.400`, `9 000`, `14.2 million`,
//! `thirty-four`, `5pm`, `a third`.

use std::ops::Range;

use super::units::{Dimension, Unit};
use super::{Class, Word, fold};
use crate::languages::{self, Numbers};

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

/// A number as a single word states it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    /// Digits: value, and the other value that they can mean.
    Digits(f64, Option<f64>),
    /// A word for a number below a hundred, or for hundreds.
    Cardinal(f64),
    /// *hundred*, *thousand*, *million*.
    Scale(f64),
    /// *third*.
    Ordinal(f64),
}

struct Reader<'r> {
    text: &'r str,
    words: &'r [Word],
    first: usize,
    numbers: &'r Numbers,
}

impl Reader<'_> {
    fn spelled(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.of(self.text))
    }

    fn folded(&self, at: usize) -> String {
        fold::fold(self.spelled(at).trim_end_matches('.'))
    }

    /// Returns the text between a word and the next.
    fn gap(&self, at: usize) -> &str {
        match self.words.get(at..at + 2) {
            Some([word, next]) => &self.text[word.end() as usize..next.start as usize],
            _ => "\n",
        }
    }

    fn quantity(&self, at: usize) -> Option<Quantity> {
        let (mut value, mut also, mut kind, mut end) = self.number(at)?;
        let word = self.spelled(at);
        let sign =
            self.text[..self.words[at].start as usize].chars().next_back().and_then(Unit::of_sign);
        let behind = self.text[self.words[end - 1].end() as usize..]
            .trim_start_matches([' ', '\u{a0}', '\u{202f}'])
            .chars()
            .next();
        let mut unit = behind.filter(|c| !c.is_alphanumeric()).and_then(Unit::of_sign).or(sign);
        if kind == Kind::Count
            && let Some((minutes, next)) = self.time(at, value, end)
        {
            (value, also, kind, end) = (minutes, None, Kind::Time, next);
        } else {
            let letters = word.trim_start_matches(|c: char| !c.is_alphabetic());
            let glued = (end == at + 1
                && word.starts_with(|c: char| c.is_numeric())
                && !letters.is_empty())
            .then(|| fold::fold(letters));
            match glued.as_deref() {
                Some("st" | "nd" | "rd" | "th") => kind = Kind::Ordinal,
                Some(letters) => {
                    let usual = match letters {
                        "m" | "mn" | "mln" | "mio" | "mil" => Some(1e6),
                        "bn" | "b" | "mrd" | "bln" => Some(1e9),
                        "tn" | "trn" => Some(1e12),
                        "k" => Some(1e3),
                        _ => None,
                    };
                    // A word of the language goes before: Spanish `5mil` is five thousand.
                    if let Some(scale) = self.numbers.scales.get(letters).copied().or(usual) {
                        let other =
                            usual.filter(|usual| *usual != scale).map(|scale| value * scale);
                        (value, also) = if unit.is_some() || letters.len() > 1 {
                            (value * scale, other)
                        } else {
                            (value, Some(value * scale))
                        };
                    } else {
                        unit = unit.or_else(|| Unit::glued(letters));
                    }
                }
                None => {}
            }
            if kind != Kind::Ordinal
                && self.gap(end - 1).chars().all(|c| c.is_whitespace() || c == '-')
            {
                let second = self.folded(end + 1);
                if let Some((named, used)) = Unit::named(&self.folded(end), Some(&second)) {
                    // A unit word does not override a sign (`$5 dollars` is not a notation), but it
                    // belongs to the quantity, as in `5 million US dollars`.
                    unit = unit.or(Some(named));
                    end += used;
                }
            }
        }
        let about = (at.saturating_sub(3).max(self.first)..at)
            .any(|k| self.numbers.about.contains(&self.folded(k)));
        Some(Quantity {
            words: at as u32..end.min(self.words.len()) as u32,
            value,
            also,
            kind,
            unit,
            about,
        })
    }

    /// Returns the number that begins at a word: its value, the other value that it can mean, its
    /// kind, and the index after its last word.
    fn number(&self, at: usize) -> Option<(f64, Option<f64>, Kind, usize)> {
        let word = self.words.get(at)?;
        if self.numbers.rules_out(word.of(self.text)) {
            return None;
        }
        let start = word.start as usize;
        if let Some((value, bytes)) = by_myriads(&self.text[start..]) {
            let end =
                self.words[at..].partition_point(|word| (word.start as usize) < start + bytes);
            return Some((value, None, Kind::Count, at + end));
        }
        let folded = self.folded(at);
        let part = || self.part(at, &folded).map(|part| (part, None, Kind::Part, at + 1));
        // Reads `half a million`.
        if let Some(half) = self.numbers.parts.get(&folded)
            && self.numbers.parts_of.contains(&self.folded(at + 1))
            && let Some(Token::Scale(scale)) =
                self.token(at + 2).filter(|_| self.runs_on(at + 1) && self.runs_on(at + 2))
            && scale > 1000.0
        {
            return Some((half * scale, None, Kind::Count, at + 3));
        }
        let Some(token) = self.token_as(at, &folded) else { return part() };
        match token {
            Token::Digits(value, also) => Some(self.and_part(self.in_digits(at, value, also))),
            Token::Ordinal(value) => {
                Some(part().unwrap_or_else(|| match self.joined_tens(value, at + 1) {
                    Some(tens) => (value + tens, None, Kind::Ordinal, at + 2),
                    None => (value, None, Kind::Ordinal, at + 1),
                }))
            }
            // `hundred` alone is one hundred, but `million` alone is only part of a number.
            Token::Scale(value)
                if value > 100.0
                    && self
                        .before(at)
                        .is_none_or(|word| !self.numbers.parts_of.contains(&word)) =>
            {
                None
            }
            Token::Cardinal(_) | Token::Scale(_) => {
                let read = self.and_part(self.in_words(at)?);
                // Reads `three quarters`.
                let part =
                    self.numbers.parts.get(&self.folded(read.3)).filter(|_| self.runs_on(read.3));
                Some(part.map_or(read, |part| (read.0 * part, None, Kind::Part, read.3 + 1)))
            }
        }
        .or_else(part)
    }

    fn before(&self, at: usize) -> Option<String> {
        at.checked_sub(1).filter(|before| *before >= self.first).map(|before| self.folded(before))
    }

    /// Reads the part in `a third` or `three quarters`.
    fn part(&self, at: usize, folded: &str) -> Option<f64> {
        let part = *self.numbers.parts.get(folded)?;
        let before = self.before(at)?;
        let times = self.numbers.cardinals.get(&before).copied();
        (self.numbers.parts_of.contains(&before) || times.is_some())
            .then(|| part * times.unwrap_or(1.0))
    }

    /// Adds a part that follows a number: *two and a half*, *two-and-a-half*.
    fn and_part(&self, read: (f64, Option<f64>, Kind, usize)) -> (f64, Option<f64>, Kind, usize) {
        let (value, _, kind, end) = read;
        let joined = kind == Kind::Count
            && (end..end + 3).all(|at| self.runs_on(at))
            && self.numbers.joiners.contains(&self.folded(end))
            && self.numbers.parts_of.contains(&self.folded(end + 1));
        match self.numbers.parts.get(&self.folded(end + 2)).filter(|_| joined) {
            Some(part) => (value + part, None, kind, end + 3),
            None => read,
        }
    }

    /// Reads the number that digits begin, with further groups, fractions and scales.
    fn in_digits(
        &self,
        at: usize,
        mut value: f64,
        mut also: Option<f64>,
    ) -> (f64, Option<f64>, Kind, usize) {
        let mut end = at + 1;
        let plain = |at: usize| self.spelled(at).bytes().all(|b| b.is_ascii_digit());
        // Reads `9 000`, `14 200 000`, `9'000`.
        if plain(at) && self.spelled(at).len() <= 3 {
            while plain(end)
                && self.spelled(end).len() == 3
                && matches!(self.gap(end - 1), " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "’")
            {
                value = value * 1000.0 + self.spelled(end).parse::<f64>().unwrap_or_default();
                end += 1;
            }
            // Reads `14 006,39`.
            if let Some((group, decimals)) = self
                .spelled(end)
                .split_once(',')
                .filter(|_| matches!(self.gap(end - 1), " " | "\u{a0}" | "\u{202f}"))
                && group.len() == 3
                && decimals.len() != 3
                && let (Ok(whole), Ok(part)) =
                    (group.parse::<f64>(), format!("0.{decimals}").parse::<f64>())
            {
                return (value * 1000.0 + whole + part, None, Kind::Count, end + 1);
            }
        }
        // Reads `1/2`, `4-1/2`.
        let over = |k: usize| {
            let (up, down) =
                (self.spelled(k).parse::<f64>().ok()?, self.spelled(k + 1).parse::<f64>().ok()?);
            (self.gap(k) == "/"
                && up < down
                && [2.0, 3.0, 4.0, 5.0, 8.0, 16.0, 32.0, 64.0].contains(&down))
            .then_some(up / down)
        };
        if let Some(part) = over(at) {
            return (part, None, Kind::Part, at + 2);
        }
        if matches!(self.gap(end - 1), "-" | " ")
            && let Some(part) = over(end)
        {
            return (value + part, None, Kind::Count, end + 2);
        }
        // Reads `5 8 million` on a page that lost its points.
        if end == at + 1
            && plain(at)
            && let Some(whole) = at.checked_sub(1).filter(|before| {
                *before >= self.first && plain(*before) && self.gap(*before) == " "
            })
            && self.spelled(at).len().max(self.spelled(whole).len()) <= 3
        {
            also = also
                .or_else(|| format!("{}.{}", self.spelled(whole), self.spelled(at)).parse().ok());
        }
        while let Some(Token::Scale(scale)) = self.token(end).filter(|_| self.runs_on(end)) {
            value *= scale;
            also = also.map(|v| v * scale);
            end += 1;
        }
        (value, also, Kind::Count, end)
    }

    /// Returns whether a word continues the number of the word before it.
    fn runs_on(&self, at: usize) -> bool {
        at > self.first && matches!(self.gap(at - 1), " " | "-" | "\u{a0}" | "\u{ad}" | "‑" | "  ")
    }

    /// Returns what a word adds to the units before it in a language that says *three and-twenty*,
    /// and *three ten* for the teens.
    fn joined_tens(&self, units: f64, at: usize) -> Option<f64> {
        let fits = (1.0..10.0).contains(&units)
            && units.fract() == 0.0
            && !self.numbers.conjunction.is_empty()
            && self.runs_on(at);
        let word = fits.then(|| self.folded(at))?;
        let ten = || {
            self.numbers
                .cardinals
                .get(&word)
                .copied()
                .filter(|value| *value == 10.0 && !word.is_ascii())
        };
        self.numbers.joined_tens(&word).or_else(ten)
    }

    /// Reads the number that number words begin.
    fn in_words(&self, at: usize) -> Option<(f64, Option<f64>, Kind, usize)> {
        let (mut total, mut current, mut end, mut kind) = (0.0f64, 0.0f64, at, Kind::Count);
        let mut below = f64::INFINITY;
        loop {
            let joined =
                end > at && self.runs_on(end) && self.numbers.joiners.contains(&self.folded(end));
            let next = if joined { end + 1 } else { end };
            if end > at && !self.runs_on(next) {
                break;
            }
            if end > at
                && let Some(tens) = self.joined_tens(current, next)
            {
                current += tens;
                below = 0.0;
                end = next + 1;
                continue;
            }
            match self.token(next) {
                // Reads `quatre-vingt-dix`.
                Some(Token::Cardinal(20.0)) if self.numbers.vigesimal && current == 4.0 => {
                    current = 80.0;
                    below = 20.0;
                }
                Some(Token::Cardinal(value)) if value < below => {
                    current += value;
                    // `thirty` leaves room for `four`, `five hundred` for `six`.
                    below = match value {
                        100.0.. => 100.0,
                        60.0 if self.numbers.vigesimal => 20.0,
                        20.0.. if value % 10.0 == 0.0 => 10.0,
                        _ => 0.0,
                    };
                }
                Some(Token::Ordinal(value)) if end > at && value < below => {
                    current += value;
                    (end, kind) = (next + 1, Kind::Ordinal);
                    break;
                }
                Some(Token::Scale(scale)) if scale == 100.0 && current < 100.0 && !joined => {
                    current = current.max(1.0) * scale;
                    below = scale;
                }
                Some(Token::Scale(scale)) if scale > 100.0 && !joined => {
                    total = if current == 0.0 && total > 0.0 {
                        total * scale
                    } else {
                        total + current.max(1.0) * scale
                    };
                    current = 0.0;
                    below = scale;
                }
                Some(Token::Scale(scale)) if scale < 100.0 && !joined => {
                    current = current.max(1.0) * scale;
                    below = 0.0;
                }
                _ => break,
            }
            end = next + 1;
        }
        (end > at).then_some((total + current, None, kind, end))
    }

    /// Reads a time of day (`5pm`, `5 p.m.`, `9:21`, `17.30 Uhr`) as minutes from midnight, with
    /// the index after its last word.
    fn time(&self, at: usize, value: f64, end: usize) -> Option<(f64, usize)> {
        let word = fold::fold(self.spelled(at));
        let digits: String =
            word.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ':' | '.')).collect();
        let (hours, minutes) = match digits.split_once([':', '.']) {
            Some((h, m)) if m.len() == 2 => (h.parse::<f64>().ok()?, m.parse::<f64>().ok()?),
            Some(_) => return None,
            None => (value, 0.0),
        };
        if hours >= 25.0 || minutes >= 60.0 || hours.fract() != 0.0 {
            return None;
        }
        let letters = word[digits.len()..].replace('.', "");
        let half = match (letters.as_str(), self.folded(end).replace('.', "").as_str()) {
            ("am", _) => Some((0.0, end)),
            ("pm", _) => Some((12.0, end)),
            ("", "am") => Some((0.0, end + 1)),
            ("", "pm") => Some((12.0, end + 1)),
            ("", "uhr") => Some((-1.0, end + 1)),
            _ => None,
        };
        let of_day = hours * 60.0 + minutes;
        match half {
            Some((half, next)) if half >= 0.0 => {
                Some(((hours % 12.0 + half) * 60.0 + minutes, next))
            }
            Some((_, next)) => Some((of_day, next)),
            None if digits.contains(':') && letters.is_empty() => Some((of_day, end)),
            None => None,
        }
    }

    /// Returns the number that a word states by itself.
    fn token(&self, at: usize) -> Option<Token> {
        self.token_as(at, &self.folded(at))
    }

    /// Returns the same for a word that is already folded.
    fn token_as(&self, at: usize, folded: &str) -> Option<Token> {
        let word = self.words.get(at)?;
        if word.class.has(Class::DIGIT) {
            let folded = fold::fold(word.of(self.text));
            return digits(self.numbers.bare(&folded));
        }
        self.named(folded).or_else(|| {
            // Reads `vierunddreissig`, `trentaquattro`.
            let cut = || {
                if self.numbers.glued {
                    self.numbers.cut(folded).map(Token::Cardinal)
                } else {
                    None
                }
            };
            let bare = self.numbers.bare(folded);
            if bare.len() < folded.len() { self.named(bare) } else { cut() }
        })
    }

    /// Returns the number that a folded word names.
    fn named(&self, folded: &str) -> Option<Token> {
        if let Some(value) = self.numbers.cardinals.get(folded) {
            return Some(Token::Cardinal(*value));
        }
        if let Some(scale) = self.numbers.scales.get(folded) {
            return Some(Token::Scale(*scale));
        }
        self.numbers.ordinals.get(folded).map(|value| Token::Ordinal(*value))
    }
}

/// Returns the value of digits with their separators, and the other value that they can mean;
/// trailing letters are ignored.
///
/// A point or comma before exactly three digits groups thousands (or is decimal, as the other
/// value); any other is decimal. A comma after three or more digits may also be a misplaced group
/// separator. With several commas, each of them groups, wherever it is: `10,58,084` counts in
/// lakhs, `6,863,86` is a slip.
fn digits(folded: &str) -> Option<Token> {
    if !folded.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let separated = |c: char| matches!(c, ',' | '.' | '\'');
    let parts: Vec<&str> = whole.split(separated).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        // For `9:21` and `3d2`, the first digits.
        let first: String = folded.chars().take_while(char::is_ascii_digit).collect();
        return first.parse().ok().map(|value| Token::Digits(value, None));
    }
    let grouped =
        parts.len() > 1 && parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    let joined = parts.concat();
    let decimal = |parts: &[&str]| {
        format!("{}.{}", parts[..parts.len() - 1].concat(), parts[parts.len() - 1])
            .parse::<f64>()
            .ok()
    };
    let (value, also) = match parts.len() {
        1 => (joined.parse().ok()?, None),
        2 if grouped => (joined.parse().ok()?, decimal(&parts)),
        2 if parts[0].len() >= 3 && whole.contains(',') => (decimal(&parts)?, joined.parse().ok()),
        2 => (decimal(&parts)?, None),
        _ if grouped || !whole.contains(['.', '\'']) => (joined.parse().ok()?, None),
        _ => (decimal(&parts)?, None),
    };
    Some(Token::Digits(value, also))
}

/// Returns the value of digits with the Korean, Chinese or Japanese signs for a hundred, a
/// thousand, ten thousand, a hundred million and a trillion (`302만4881` is 3,024,881), and the
/// number of bytes that state it; `None` if `text` does not begin with digits or has no such sign.
/// O(digits).
fn by_myriads(text: &str) -> Option<(f64, usize)> {
    let times = |c: char| match c {
        '백' | '百' => Some(1e2),
        '천' | '千' => Some(1e3),
        '만' | '万' | '萬' => Some(1e4),
        '억' | '亿' | '億' => Some(1e8),
        '조' | '兆' => Some(1e12),
        _ => None,
    };
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut all, mut section, mut last) = (0.0, 0.0, String::new());
    let (mut counted, mut bytes) = (false, 0);
    for c in text.chars() {
        let before: f64 = if last.is_empty() { 0.0 } else { last.parse().ok()? };
        match times(c) {
            None if c.is_ascii_digit() || c == '.' && !last.is_empty() => last.push(c),
            None if c == ',' && !last.is_empty() => {}
            None => break,
            Some(sign) => {
                counted = true;
                // A sign without digits counts one, unless it multiplies the signs before it.
                let one = last.is_empty() && (sign < 1e4 || section == 0.0);
                let many = if one { 1.0 } else { before };
                if sign >= 1e4 {
                    all += (section + many) * sign;
                    section = 0.0;
                } else {
                    section += many * sign;
                }
                last.clear();
            }
        }
        bytes += c.len_utf8();
    }
    let rest: f64 = if last.is_empty() { 0.0 } else { last.parse().ok()? };
    counted.then_some((all + section + rest, bytes))
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

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
        let of = |text: &str| {
            let mut all = Vec::new();
            words::read(text, 0..text.len(), &mut all);
            quantities(
                text,
                &all,
                0..all.len() as u32,
                &languages::of("en").expect("English").numbers,
            )
            .pop()
            .expect("a number")
        };
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
        let of = |text: &str| {
            let mut all = Vec::new();
            words::read(text, 0..text.len(), &mut all);
            quantities(
                text,
                &all,
                0..all.len() as u32,
                &languages::of("en").expect("English").numbers,
            )
            .remove(0)
        };
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
