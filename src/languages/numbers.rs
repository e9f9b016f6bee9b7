//! Number words.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::Words;

/// The number words of one language, or of several together.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Lists")]
pub struct Numbers {
    /// Words for numbers below a hundred, and for hundreds that are one word.
    pub cardinals: FxHashMap<String, f64>,
    /// Scales: *hundred*, *thousand*, *million*.
    pub scales: FxHashMap<String, f64>,
    /// Ordinals: *first*, *second*.
    pub ordinals: FxHashMap<String, f64>,
    /// Fractions: *half*, *third*, *quarters*.
    pub parts: FxHashMap<String, f64>,
    /// Words before a fraction: *a*, *one*.
    pub parts_of: Words,
    /// Words that join the words of one number: *and*.
    pub joiners: Words,
    /// Words that mark a number as inexact: *about*.
    pub about: Words,
    /// Whether number words are written as one word.
    pub glued: bool,
    /// Whether eighty is *four twenties* and seventy *sixty-ten*.
    pub vigesimal: bool,
    /// An article prefixed to the word: Arabic *al-*. Empty if there is none.
    pub article: String,
    /// A conjunction prefixed to the word, which joins tens to the units before them: Arabic *three
    /// and-twenty*. In such a language the teens are a unit and ten. Empty if there is none.
    pub conjunction: String,
    /// The first two bytes of cardinals and scales; none is shorter.
    beginnings: FxHashSet<[u8; 2]>,
    /// How all number words begin.
    begun: Beginnings,
}

/// The beginnings of words, as far as they are three letters of ASCII, or two and something else.
#[derive(Debug, Clone, Default, PartialEq)]
struct Beginnings(Vec<bool>);

impl Beginnings {
    /// Returns the place of a small letter among the letters; `None` for anything else.
    fn letter(byte: Option<&u8>) -> Option<usize> {
        byte.filter(|b| b.is_ascii_lowercase()).map(|b| usize::from(b - b'a'))
    }

    fn add(&mut self, word: &str) {
        let mut letters = (0..3).map(|at| Self::letter(word.as_bytes().get(at)));
        let (Some(Some(first)), Some(Some(second))) = (letters.next(), letters.next()) else {
            return;
        };
        self.0.resize(26 * 26 * 26, false);
        let two = (first * 26 + second) * 26;
        match letters.next().flatten() {
            Some(third) => self.0[two + third] = true,
            // What is put behind a short word can make one word with it.
            None => self.0[two..two + 26].fill(true),
        }
    }

    fn join(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), false);
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Whether none of the words begins as this one, as spelled; false for one that does not begin
    /// with two letters of ASCII.
    fn rule_out(&self, spelled: &str) -> bool {
        let lower = |at: usize| spelled.as_bytes().get(at).map(u8::to_ascii_lowercase);
        let letter = |at: usize| Self::letter(lower(at).as_ref());
        let (Some(first), Some(second)) = (letter(0), letter(1)) else { return false };
        let two = (first * 26 + second) * 26;
        let same = match letter(2) {
            Some(third) => two + third..two + third + 1,
            None => two..two + 26,
        };
        self.0.get(same).is_none_or(|same| same.iter().all(|begun| !begun))
    }
}

/// The number words as in the data files. A slash separates forms of one word.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Lists {
    /// Starting with zero.
    units: Vec<String>,
    /// Starting with ten.
    tens: Vec<String>,
    /// Starting with one hundred.
    hundreds: Vec<String>,
    dozen: String,
    hundred: String,
    thousand: String,
    million: String,
    /// A thousand millions.
    milliard: String,
    /// A million millions.
    trillion: String,
    /// Starting with first.
    ordinals: Vec<String>,
    half: String,
    third: String,
    quarter: String,
    fifth: String,
    parts_of: Words,
    joiners: Words,
    about: Words,
    glued: bool,
    vigesimal: bool,
    article: String,
    conjunction: String,
}

impl From<Lists> for Numbers {
    fn from(lists: Lists) -> Self {
        fn put(into: &mut FxHashMap<String, f64>, forms: &str, value: f64) {
            for form in forms.split('/').filter(|form| !form.is_empty()) {
                into.entry(form.to_owned()).or_insert(value);
            }
        }
        let mut all = Self {
            parts_of: lists.parts_of,
            joiners: lists.joiners,
            about: lists.about,
            glued: lists.glued,
            vigesimal: lists.vigesimal,
            article: lists.article,
            conjunction: lists.conjunction,
            ..Self::default()
        };
        for (words, from, step) in
            [(&lists.units, 0.0, 1.0), (&lists.tens, 10.0, 10.0), (&lists.hundreds, 100.0, 100.0)]
        {
            words
                .iter()
                .enumerate()
                .for_each(|(at, forms)| put(&mut all.cardinals, forms, from + step * at as f64));
        }
        let scales = [
            (&lists.dozen, 12.0),
            (&lists.hundred, 100.0),
            (&lists.thousand, 1e3),
            (&lists.million, 1e6),
            (&lists.milliard, 1e9),
            (&lists.trillion, 1e12),
        ];
        scales.iter().for_each(|(forms, value)| put(&mut all.scales, forms, *value));
        lists
            .ordinals
            .iter()
            .enumerate()
            .for_each(|(at, forms)| put(&mut all.ordinals, forms, 1.0 + at as f64));
        let parts =
            [(&lists.half, 2.0), (&lists.third, 3.0), (&lists.quarter, 4.0), (&lists.fifth, 5.0)];
        parts.iter().for_each(|(forms, of)| put(&mut all.parts, forms, 1.0 / of));
        all.beginnings = all
            .cardinals
            .keys()
            .chain(all.scales.keys())
            .filter_map(|word| beginning(word))
            .collect();
        for words in [&all.cardinals, &all.scales, &all.ordinals, &all.parts] {
            words.keys().for_each(|word| all.begun.add(word));
        }
        all
    }
}

/// Returns the first two bytes of a word; `None` if it is shorter.
fn beginning(word: &str) -> Option<[u8; 2]> {
    word.as_bytes().first_chunk().copied()
}

impl Numbers {
    /// Longest number word, in bytes, that is split. Chosen by judgement; the cost grows with the
    /// square of the length.
    const LONGEST: usize = 48;

    /// Adds the words of another language; a word already known keeps its value.
    pub fn join(&mut self, other: &Self) {
        for (into, from) in [
            (&mut self.cardinals, &other.cardinals),
            (&mut self.scales, &other.scales),
            (&mut self.ordinals, &other.ordinals),
            (&mut self.parts, &other.parts),
        ] {
            from.iter().for_each(|(word, value)| {
                into.entry(word.clone()).or_insert(*value);
            });
        }
        self.parts_of.extend(other.parts_of.iter().cloned());
        self.joiners.extend(other.joiners.iter().cloned());
        self.about.extend(other.about.iter().cloned());
        self.beginnings.extend(&other.beginnings);
        self.begun.join(&other.begun);
        self.glued |= other.glued;
        self.vigesimal |= other.vigesimal;
        for (into, from) in
            [(&mut self.article, &other.article), (&mut self.conjunction, &other.conjunction)]
        {
            if into.is_empty() {
                into.clone_from(from);
            }
        }
    }

    /// Strips the prefixed conjunction and article from a folded word.
    pub fn bare<'w>(&self, word: &'w str) -> &'w str {
        let without = |word: &'w str, prefix: &str| {
            if prefix.is_empty() { word } else { word.strip_prefix(prefix).unwrap_or(word) }
        };
        without(without(word, &self.conjunction), &self.article)
    }

    /// Returns the tens that a folded word adds to the units before it: *and-twenty*; `None` if it
    /// is not such a word.
    pub fn joined_tens(&self, word: &str) -> Option<f64> {
        let bare = self.bare(
            word.strip_prefix(self.conjunction.as_str())
                .filter(|_| !self.conjunction.is_empty())?,
        );
        self.cardinals.get(bare).copied().filter(|value| (20.0..100.0).contains(value))
    }

    /// Whether no number word begins like this word, as spelled. This holds for most words, which
    /// then need not be folded.
    pub fn rules_out(&self, spelled: &str) -> bool {
        // No language in Latin script prefixes an article or a conjunction to numbers.
        let prefixed = self.article.starts_with(|c: char| c.is_ascii())
            || self.conjunction.starts_with(|c: char| c.is_ascii());
        !prefixed && self.begun.rule_out(spelled)
    }

    /// Returns the value of a number written as one word, such as `vierunddreissig`; `None` if the
    /// word is not composed of number words.
    pub fn cut(&self, word: &str) -> Option<f64> {
        // Hardly any word begins like a number word.
        if word.len() > Self::LONGEST
            || word.len() < 6
            || beginning(word).is_none_or(|two| !self.beginnings.contains(&two))
        {
            return None;
        }
        // For each position in the word, the sums of the split with the fewest pieces up to there:
        // completed thousands, and what is below them.
        let mut reached: Vec<Option<(f64, f64, u32)>> = vec![None; word.len() + 1];
        reached[0] = Some((0.0, 0.0, 0));
        for at in 0..word.len() {
            let Some((total, current, pieces)) = reached[at].filter(|_| word.is_char_boundary(at))
            else {
                continue;
            };
            for end in (at + 1..=word.len()).filter(|end| word.is_char_boundary(*end)) {
                let piece = &word[at..end];
                let next = if let Some(value) = self.cardinals.get(piece) {
                    (total, current + value, pieces + 1)
                } else if let Some(scale) = self.scales.get(piece) {
                    if *scale <= 100.0 {
                        (total, current.max(1.0) * scale, pieces + 1)
                    } else {
                        (total + current.max(1.0) * scale, 0.0, pieces + 1)
                    }
                } else if pieces > 0 && self.joiners.contains(piece) {
                    (total, current, pieces)
                } else {
                    continue;
                };
                if reached[end].is_none_or(|known| next.2 < known.2) {
                    reached[end] = Some(next);
                }
            }
        }
        reached[word.len()]
            .filter(|(.., pieces)| *pieces > 1)
            .map(|(total, current, _)| total + current)
    }
}
