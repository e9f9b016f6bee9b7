//! Reads one quantity where it begins.

use super::digits::{by_letter, by_myriads, digits};
use super::{Kind, Quantity};
use crate::languages::Numbers;
use crate::text::units::Unit;
use crate::text::{Class, Word, fold};

/// A number as a single word states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    /// Digits: value, and the other value that they can mean.
    Digits(f64, Option<f64>),
    /// A word for a number below a hundred, or for hundreds.
    Cardinal(f64),
    /// *hundred*, *thousand*, *million*.
    Scale(f64),
    /// *third*.
    Ordinal(f64),
}

/// Words of a text, read as numbers from `first` on.
pub(super) struct Reader<'r> {
    pub(super) text: &'r str,
    pub(super) words: &'r [Word],
    pub(super) first: usize,
    pub(super) numbers: &'r Numbers,
}

/// A number in words half read.
struct Sum {
    /// What its thousands, millions and so on come to.
    total: f64,
    /// What comes after them.
    current: f64,
    /// The next word must be less than this.
    below: f64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { total: 0.0, current: 0.0, below: f64::INFINITY }
    }
}

impl Sum {
    /// Adds a number word; returns whether it fits.
    fn add(&mut self, value: f64, vigesimal: bool) -> bool {
        if value == 20.0 && vigesimal && self.current == 4.0 {
            // `quatre-vingt-dix`
            (self.current, self.below) = (80.0, 20.0);
            return true;
        }
        if value >= self.below {
            return false;
        }
        self.current += value;
        // `thirty` leaves room for `four`, `five hundred` for `six`.
        self.below = match value {
            100.0.. => 100.0,
            60.0 if vigesimal => 20.0,
            20.0.. if value % 10.0 == 0.0 => 10.0,
            _ => 0.0,
        };
        true
    }

    /// Multiplies by a hundred, a thousand or another scale; returns whether it fits.
    fn scale(&mut self, scale: f64) -> bool {
        if scale == 100.0 && self.current >= 100.0 {
            return false;
        }
        if scale > 100.0 {
            self.total = if self.current == 0.0 && self.total > 0.0 {
                self.total * scale
            } else {
                self.total + self.current.max(1.0) * scale
            };
            (self.current, self.below) = (0.0, scale);
        } else {
            self.current = self.current.max(1.0) * scale;
            self.below = if scale == 100.0 { scale } else { 0.0 };
        }
        true
    }
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

    /// Returns the quantity that begins with a word; `None` if none does.
    pub(super) fn quantity(&self, at: usize) -> Option<Quantity> {
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
                Some(letters) => match self.glued_scale(letters) {
                    Some((scale, other)) => {
                        let other = other.map(|scale| value * scale);
                        (value, also) = if unit.is_some() || letters.len() > 1 {
                            (value * scale, other)
                        } else {
                            (value, Some(value * scale))
                        };
                    }
                    None => unit = unit.or_else(|| Unit::glued(letters)),
                },
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

    /// Returns by what letters right behind digits multiply them, and the usual scale of these
    /// letters if the language has another: Spanish `5mil` is five thousand. `None` if they are no
    /// scale.
    fn glued_scale(&self, letters: &str) -> Option<(f64, Option<f64>)> {
        let usual = match letters {
            "m" | "mn" | "mln" | "mio" | "mil" => Some(1e6),
            "bn" | "b" | "mrd" | "bln" => Some(1e9),
            "tn" | "trn" => Some(1e12),
            "k" => Some(1e3),
            _ => None,
        };
        let scale = self.numbers.scales.get(letters).copied().or(usual)?;
        Some((scale, usual.filter(|usual| *usual != scale)))
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
        if let Some((value, other)) = by_letter(&folded) {
            return Some((value, Some(other), Kind::Count, at + 1));
        }
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
        let plain = |at: usize| self.is_plain(at);
        if plain(at) && self.spelled(at).len() <= 3 {
            (value, end) = self.with_groups(value, end);
            if let Some((group, decimals)) = self.last_group(end) {
                return (value * 1000.0 + group + decimals, None, Kind::Count, end + 1);
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

    /// Reads the groups of three digits behind a number: `9 000`, `14 200 000`, `9'000`.
    fn with_groups(&self, mut value: f64, mut end: usize) -> (f64, usize) {
        while self.is_plain(end)
            && self.spelled(end).len() == 3
            && matches!(self.gap(end - 1), " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "’")
        {
            value = value * 1000.0 + self.spelled(end).parse::<f64>().unwrap_or_default();
            end += 1;
        }
        (value, end)
    }

    /// Reads the last group of digits and the decimals behind it: `14 006,39`.
    fn last_group(&self, at: usize) -> Option<(f64, f64)> {
        let (group, decimals) = self.spelled(at).split_once(',')?;
        let apart = matches!(self.gap(at - 1), " " | "\u{a0}" | "\u{202f}");
        if !apart || group.len() != 3 || decimals.len() == 3 {
            return None;
        }
        Some((group.parse().ok()?, format!("0.{decimals}").parse().ok()?))
    }

    fn is_plain(&self, at: usize) -> bool {
        self.spelled(at).bytes().all(|b| b.is_ascii_digit())
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
        let (mut sum, mut end, mut kind) = (Sum::default(), at, Kind::Count);
        loop {
            let joined =
                end > at && self.runs_on(end) && self.numbers.joiners.contains(&self.folded(end));
            let next = if joined { end + 1 } else { end };
            if end > at && !self.runs_on(next) {
                break;
            }
            if end > at
                && let Some(tens) = self.joined_tens(sum.current, next)
            {
                sum.current += tens;
                sum.below = 0.0;
                end = next + 1;
                continue;
            }
            match self.token(next) {
                Some(Token::Cardinal(value)) => {
                    if !sum.add(value, self.numbers.vigesimal) {
                        break;
                    }
                }
                Some(Token::Ordinal(value)) if end > at && value < sum.below => {
                    sum.current += value;
                    (end, kind) = (next + 1, Kind::Ordinal);
                    break;
                }
                Some(Token::Scale(scale)) if !joined => {
                    if !sum.scale(scale) {
                        break;
                    }
                }
                _ => break,
            }
            end = next + 1;
        }
        (end > at).then_some((sum.total + sum.current, None, kind, end))
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
    pub(super) fn token(&self, at: usize) -> Option<Token> {
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
