//! Number words.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::Words;

/// The number words of a language, or of several together.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Lists")]
pub struct Numbers {
    /// Words for numbers below a hundred, and for hundreds that are one word.
    pub cardinals: FxHashMap<String, f64>,
    /// *hundred*, *thousand*, *million*.
    pub scales: FxHashMap<String, f64>,
    /// *first*, *second*.
    pub ordinals: FxHashMap<String, f64>,
    /// *half*, *third*, *quarters*: parts of one.
    pub parts: FxHashMap<String, f64>,
    /// Words before a part: *a*, *one*.
    pub parts_of: Words,
    /// Words that join the words of one number: *and*.
    pub joiners: Words,
    /// Words that say that a number is not exact: *about*.
    pub about: Words,
    /// Whether number words are written as one word.
    pub glued: bool,
    /// Whether eighty is *four twenties* and seventy *sixty-ten*.
    pub vigesimal: bool,
    /// An article written in one word with what it stands before: Arabic *al-*.
    pub article: String,
    /// A conjunction written so, which joins tens to the units before them: Arabic *three
    /// and-twenty*. In such a language the teens are a unit and ten.
    pub conjunction: String,
    /// How cardinals and scales begin, by their first two bytes; none is shorter.
    beginnings: FxHashSet<[u8; 2]>,
    /// How ordinals and parts begin.
    other_beginnings: FxHashSet<[u8; 2]>,
}

/// The same as the data files hold it. A slash stands between forms of one word.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Lists {
    /// From zero on.
    units: Vec<String>,
    /// From ten on.
    tens: Vec<String>,
    /// From one hundred on.
    hundreds: Vec<String>,
    dozen: String,
    hundred: String,
    thousand: String,
    million: String,
    /// A thousand millions.
    milliard: String,
    /// A million millions.
    trillion: String,
    /// From first on.
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
        all.other_beginnings = all
            .ordinals
            .keys()
            .chain(all.parts.keys())
            .filter_map(|word| beginning(word))
            .collect();
        all
    }
}

/// The first two bytes of a word.
fn beginning(word: &str) -> Option<[u8; 2]> {
    word.as_bytes().first_chunk().copied()
}

impl Numbers {
    /// The longest number word that is cut, in bytes.
    const LONGEST: usize = 48;

    /// Adds the words of another language; a word that is known already keeps its value.
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
        self.other_beginnings.extend(&other.other_beginnings);
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

    /// A folded word without the conjunction and the article that are written in one word with it.
    pub fn bare<'w>(&self, word: &'w str) -> &'w str {
        let without = |word: &'w str, prefix: &str| {
            if prefix.is_empty() { word } else { word.strip_prefix(prefix).unwrap_or(word) }
        };
        without(without(word, &self.conjunction), &self.article)
    }

    /// The tens that a folded word joins to the units before it: *and-twenty*.
    pub fn joined_tens(&self, word: &str) -> Option<f64> {
        let bare = self.bare(
            word.strip_prefix(self.conjunction.as_str())
                .filter(|_| !self.conjunction.is_empty())?,
        );
        self.cardinals.get(bare).copied().filter(|value| (20.0..100.0).contains(value))
    }

    /// Whether a word, as it is spelled, begins as no number word does: most words do, and need not
    /// be folded.
    pub fn rules_out(&self, spelled: &str) -> bool {
        let Some([first, second]) =
            beginning(spelled).map(|two| two.map(|b| b.to_ascii_lowercase()))
        else {
            return false;
        };
        let two = [first, second];
        let is_latin = first.is_ascii_lowercase() && second.is_ascii_lowercase();
        // No language in Latin letters writes these two in one word with a number.
        let prefixed = self.article.starts_with(|c: char| c.is_ascii())
            || self.conjunction.starts_with(|c: char| c.is_ascii());
        is_latin
            && !prefixed
            && !self.beginnings.contains(&two)
            && !self.other_beginnings.contains(&two)
    }

    /// The value of a number written as one word, such as `vierunddreissig`; `None` where the word
    /// is not made of number words.
    pub fn cut(&self, word: &str) -> Option<f64> {
        // Nearly every word begins as no number word does.
        if word.len() > Self::LONGEST
            || word.len() < 6
            || beginning(word).is_none_or(|two| !self.beginnings.contains(&two))
        {
            return None;
        }
        // For each place of the word, what the shortest cut up to there adds up to: thousands, and
        // what lies below them.
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
