//! Decides whether two wordings are the same to a reader, or differ only by slips of the pen.
//!
//! Differences that are merely typographic count as the same: white space, accents, apostrophes,
//! masks (`f***ed`), spelling conventions of different countries, notation of numbers. What a slip
//! of the pen or a misreading machine makes of a word is not the same, but nobody altered it
//! deliberately.

use super::numerals::{self, Quantity};
use super::{Word, fold, words};
use crate::languages;

/// Returns whether a reader considers two wordings, of a word or a few sentences, to be the same.
///
/// Symmetric and reflexive. Not meant for names of different people that are spelled alike, nor for
/// synonyms. O(words), apart from masks.
pub fn same_to_a_reader(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (Wording::of(a), Wording::of(b));
    if x.quantities.is_empty() && y.quantities.is_empty() {
        return x.is_same_words(&y, (0, x.words.len()), (0, y.words.len()))
            || x.transliterated() == y.transliterated();
    }
    if x.quantities.len() != y.quantities.len() {
        // A number word in one language can be any word in another.
        return plain(x.spelled(0, x.words.len()), false)
            == plain(y.spelled(0, y.words.len()), false)
            && !digits(a)
            && !digits(b);
    }
    let (mut from_a, mut from_b) = (0, 0);
    for (p, q) in x.quantities.iter().zip(&y.quantities) {
        let (upto_a, upto_b) = (p.words.start as usize, q.words.start as usize);
        if !p.is_same(q)
            || p.is_other_measure(q)
            || !x.is_same_words(&y, (from_a, upto_a), (from_b, upto_b))
        {
            return false;
        }
        // A unit that only one of the two states must not count as a word that the other lacks.
        (from_a, from_b) = (p.words.end as usize, q.words.end as usize);
    }
    x.is_same_words(&y, (from_a, x.words.len()), (from_b, y.words.len()))
}

fn digits(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric())
}

/// Returns whether two wordings differ only by slips of the pen or of a machine that reads print:
/// in at most one word of five (one in a shorter wording), and in each of these by at most one
/// letter of five (one in a word of five to nine letters). Slips never affect numbers, words of
/// fewer than five letters, where another word is as likely, or the first letter of words of fewer
/// than eight.
///
/// Symmetric; true for wordings that are the same to a reader. O(letters²) per differing word.
pub fn is_slip(a: &str, b: &str) -> bool {
    if same_to_a_reader(a, b) {
        return true;
    }
    let words = |text: &str| {
        text.split_whitespace()
            .map(|word| plain(word, false))
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
    };
    let (x, y) = (words(a), words(b));
    let apart = x.iter().zip(&y).filter(|(p, q)| p != q);
    x.len() == y.len()
        && apart.clone().count() <= (x.len() / 5).max(1)
        && apart.into_iter().all(|(p, q)| is_slip_of(p, q))
}

/// Returns the same for two folded words.
fn is_slip_of(a: &str, b: &str) -> bool {
    // Replaces what machines that read print confuse.
    let read =
        |word: &str| word.replace("rn", "m").replace('1', "l").replace('0', "o").replace("vv", "w");
    let is_number = |word: &str| {
        word.chars().any(|c| c.is_ascii_digit()) && !word.chars().any(char::is_alphabetic)
    };
    if is_number(a) || is_number(b) {
        return false;
    }
    let (a, b) = (read(a), read(b));
    let length = a.chars().count().min(b.chars().count());
    let first = a.chars().next() == b.chars().next();
    let room = if length < 5 { 0 } else { (length / 5).max(1) };
    a == b || (first || length >= 8) && distance(&a, &b, room).is_some()
}

/// Returns the edit distance of two words, where two swapped letters count as one edit; `None`
/// above `most`. O(n · most).
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if x.len().abs_diff(y.len()) > most {
        return None;
    }
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=y.len()).collect());
    for (i, c) in x.iter().enumerate() {
        let mut row = vec![i + 1; y.len() + 1];
        let (from, to) = (i.saturating_sub(most), (i + most + 1).min(y.len()));
        row[1..].fill(usize::MAX / 2);
        for j in from..to {
            let mut least =
                (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(*c != y[j]));
            if i > 0 && j > 0 && *c == y[j - 1] && x[i - 1] == y[j] {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        (before, last) = (last, row);
    }
    Some(last[y.len()]).filter(|d| *d <= most)
}

/// A wording with its words and quantities.
struct Wording<'t> {
    text: &'t str,
    words: Vec<Word>,
    quantities: Vec<Quantity>,
}

impl<'t> Wording<'t> {
    fn of(text: &'t str) -> Self {
        let mut all = Vec::new();
        words::read(text, 0..text.len(), &mut all);
        let quantities =
            numerals::quantities(text, &all, 0..all.len() as u32, languages::all_numbers());
        Self { text, words: all, quantities }
    }

    /// Returns the text of words `from..to` up to the next word, so that masks are included.
    fn spelled(&self, from: usize, to: usize) -> &'t str {
        let start = if from == 0 {
            0
        } else {
            self.words.get(from).map_or(self.text.len(), |w| w.start as usize)
        };
        let end = self.words.get(to).map_or(self.text.len(), |w| w.start as usize);
        if from >= to { "" } else { &self.text[start..end.max(start)] }
    }

    /// Returns whether words without numbers are the same.
    fn is_same_words(&self, other: &Self, own: (usize, usize), others: (usize, usize)) -> bool {
        let (x, y) = (self.spelled(own.0, own.1), other.spelled(others.0, others.1));
        if plain(x, false) == plain(y, false) {
            return true;
        }
        let (p, q) = (plain_without_and(x), plain_without_and(y));
        if (x.contains('&') || y.contains('&')) && p == q {
            return true;
        }
        [false, true].into_iter().any(|umlauts| normal(x, umlauts) == normal(y, umlauts))
            || is_masked(x, y)
            || is_masked(y, x)
    }

    /// Returns only the letters and digits, with Serbian and Macedonian Cyrillic ones as Latin.
    fn transliterated(&self) -> String {
        plain(&fold::south_slavic(&fold::fold(self.text)), false)
    }
}

/// Returns only folded letters and digits; with `umlauts`, `ä` becomes `ae` and `ø` becomes `oe`.
fn plain(text: &str, umlauts: bool) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| {
        !(c.is_alphanumeric() || fold::is_invisible(c) || fold::is_apostrophe(c) || is_mark(c))
    }) {
        let mixed = !word.is_ascii()
            && word.chars().any(|c| fold::Script::of(c) == Some(fold::Script::Alike));
        let latin = mixed && word.chars().any(|c| fold::Script::of(c) == Some(fold::Script::Latin));
        match latin.then(|| fold::undisguised(word)).flatten() {
            Some(looks) => folded.push_str(&looks),
            None => word.chars().for_each(|c| match umlaut(c).filter(|_| umlauts) {
                Some(letters) => folded.push_str(letters),
                None => fold::push(c, &mut folded),
            }),
        }
    }
    folded.retain(char::is_alphanumeric);
    folded
}

/// Returns whether a character is an accent separate from its letter.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn umlaut(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'ö' | 'Ö' | 'ø' | 'Ø' | 'œ' | 'Œ' => "oe",
        'ü' | 'Ü' => "ue",
        'å' | 'Å' => "aa",
        _ => return None,
    })
}

fn plain_without_and(text: &str) -> String {
    text.split_whitespace()
        .filter(|word| {
            !matches!(
                fold::fold(word).as_str(),
                "&" | "and" | "und" | "et" | "y" | "e" | "en" | "och" | "og" | "и"
            )
        })
        .map(|word| plain(word, false))
        .collect()
}

/// Returns the letters of a wording, with each word in one spelling.
fn normal(text: &str, umlauts: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let word_ends = |c: char| {
        !(c.is_alphanumeric() || fold::is_apostrophe(c) || fold::is_invisible(c) || is_mark(c))
    };
    for word in text.split(word_ends).filter(|word| !word.is_empty()) {
        let mut folded = String::new();
        word.chars().for_each(|c| match umlaut(c).filter(|_| umlauts) {
            Some(letters) => folded.push_str(letters),
            None => fold::push(c, &mut folded),
        });
        // `don't` and `do not`.
        let (stem, ending) = match folded.rfind('\'') {
            Some(at) => (&folded[..at], &folded[at + 1..]),
            None => (folded.as_str(), ""),
        };
        let (stem, ending) = match ending {
            "t" if stem.ends_with('n') => (
                if folded == "can't" {
                    "can"
                } else if folded == "won't" {
                    "will"
                } else {
                    &stem[..stem.len() - 1]
                },
                "not",
            ),
            "re" => (stem, "are"),
            "ve" => (stem, "have"),
            "ll" => (stem, "will"),
            "m" => (stem, "am"),
            other => (stem, other),
        };
        let stem: String = stem.chars().filter(|c| c.is_alphanumeric()).collect();
        out.push_str(&spelling(&stem));
        out.push_str(ending);
    }
    out
}

/// Words with two spellings that follow no rule, the second of which is used.
#[rustfmt::skip]
const SPELLINGS: &[(&str, &str)] = &[
    ("ageing", "aging"), ("aluminium", "aluminum"), ("amongst", "among"), ("axe", "ax"), ("burnt", "burned"), ("cheque", "check"), ("cheques", "checks"),
    ("cosy", "cozy"), ("dreamt", "dreamed"), ("grey", "gray"), ("greys", "grays"), ("jewellery", "jewelry"), ("judgement", "judgment"), ("kerb", "curb"),
    ("learnt", "learned"), ("mould", "mold"), ("moustache", "mustache"), ("mum", "mom"), ("okay", "ok"), ("plough", "plow"), ("programme", "program"), ("programmes", "programs"),
    ("pyjamas", "pajamas"), ("sceptic", "skeptic"), ("sceptical", "skeptical"), ("sceptics", "skeptics"), ("smelt", "smelled"), ("spelt", "spelled"), ("spoilt", "spoiled"), ("storey", "story"),
    ("sulphur", "sulfur"), ("towards", "toward"), ("tyre", "tire"), ("tyres", "tires"), ("whilst", "while"),
];

/// Returns one common spelling of a folded word that different countries spell differently.
///
/// Unrelated words rarely get the same spelling: `filled` and `filed` do not.
pub fn spelling(word: &str) -> String {
    if let Ok(at) = SPELLINGS.binary_search_by(|(one, _)| (*one).cmp(word)) {
        return SPELLINGS[at].1.to_owned();
    }
    let length = word.len();
    let mut out = word.to_owned();
    if !word.is_ascii() || length < 5 {
        return out;
    }
    const ENDINGS: [(&str, &str); 22] = [
        ("isation", "ization"),
        ("isations", "izations"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("iser", "izer"),
        ("isers", "izers"),
        ("ise", "ize"),
        ("ises", "izes"),
        ("ysed", "yzed"),
        ("ysing", "yzing"),
        ("yse", "yze"),
        ("tre", "ter"),
        ("tres", "ters"),
        ("bre", "ber"),
        ("bres", "bers"),
        ("ogue", "og"),
        ("ogues", "ogs"),
        ("ence", "ense"),
        ("ences", "enses"),
        ("lment", "llment"),
        ("lful", "llful"),
        ("wards", "ward"),
    ];
    if let Some((from, to)) =
        ENDINGS.iter().filter(|(from, _)| word.ends_with(from)).max_by_key(|(from, _)| from.len())
    {
        out.truncate(length - from.len());
        out.push_str(to);
    }
    if length >= 7 {
        for (from, to) in [("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("llers", "lers")] {
            if out.ends_with(from) {
                out.truncate(out.len() - from.len());
                out.push_str(to);
            }
        }
    }
    out = out.replace("our", "or").replace("llment", "lment").replace("llful", "lful");
    if length >= 7 {
        out = out.replace("ae", "e").replace("oe", "e");
    }
    out
}

/// Returns whether `masked` hides letters of `plain` behind stars or dashes: `f***ed`, `s--t`.
fn is_masked(masked: &str, plain: &str) -> bool {
    let (x, y): (Vec<&str>, Vec<&str>) =
        (masked.split_whitespace().collect(), plain.split_whitespace().collect());
    x.len() == y.len()
        && x.iter().zip(&y).all(|(masked, plain)| {
            let folded = |text: &str| {
                fold::fold(text.trim_matches(|c: char| {
                    !(c.is_alphanumeric() || matches!(c, '*' | '#' | '@' | '$' | '!'))
                }))
            };
            let (m, p) = (folded(masked), folded(plain));
            m == p || hides(&m, &p)
        })
}

fn hides(masked: &str, plain: &str) -> bool {
    let is_hidden =
        |c: char| matches!(c, '*' | '#' | '@' | '$' | '!' | '-' | '—' | '–' | '_' | '•' | '.');
    let hidden = masked.chars().filter(|c| is_hidden(*c)).count();
    if hidden == 0
        || !masked.starts_with(char::is_alphabetic)
        || !plain.chars().all(|c| c.is_alphabetic() || c == '\'')
    {
        return false;
    }
    let starred = masked.contains(['*', '#', '@', '$', '!', '•', '_']);
    if !starred && hidden < 2 {
        return false;
    }
    // Each run of stars hides at least one letter.
    let pieces: Vec<&str> = masked.split(is_hidden).collect();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    if !plain.starts_with(first)
        || !plain.ends_with(last)
        || plain.len() < first.len() + last.len() + 1
    {
        return false;
    }
    let mut rest = &plain[first.len()..plain.len() - last.len()];
    for piece in pieces[1..pieces.len() - 1].iter().filter(|piece| !piece.is_empty()) {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    masked.chars().count().abs_diff(plain.chars().count()) <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_takes_for_the_same_is_the_same() {
        for (a, b) in [
            ("honour the labour of our crews", "honor the labor of our crews"),
            ("inthe canteen", "in the canteen"),
            ("COVI D-19", "COVID-19"),
            ("doesn't expire", "doesn´t expire"),
            ("doesn‘t expire", "does not expire"),
            ("grey tyres", "gray tires"),
            ("the organisation recognised a theatre", "the organization recognized a theater"),
            ("travelled", "traveled"),
            ("Müller in Düsseldorf", "Mueller in Duesseldorf"),
            ("Müller", "Muller"),
            ("Straße", "Strasse"),
            ("Søren Kjær", "Soeren Kjaer"),
            ("fucking tired", "f***ing tired"),
            ("shit", "s--t"),
            ("14.2 million crowns", "14,200,000 crowns"),
            ("9,000 vehicles", "9 000 vehicles"),
            ("nine thousand vehicles", "9,000 vehicles"),
            ("6 percent of", "six per cent of"),
            ("6%", "6 percent"),
            ("$5 million", "5 million dollars"),
            ("at 5pm", "at 17:00"),
            ("10 km away", "10 kilometres away"),
            ("1st of May", "first of May"),
            ("wеаrу сrеws", "weary crews"),
            ("zero\u{200b}width", "zerowidth"),
            ("soft\u{ad}hyphen", "soft-hyphen"),
            ("perché", "perche'"),
            ("Београд", "Beograd"),
            ("Zażółć gęślą jaźń", "ZAZOLC GESLA JAZN"),
            ("İstanbul'un ışığı", "ISTANBUL'UN ISIGI"),
            ("کتاب‌های", "كتابهاي"),
            ("Smith & Sons", "Smith and Sons"),
        ] {
            assert!(same_to_a_reader(a, b) && same_to_a_reader(b, a), "{a} / {b}");
        }
    }

    #[test]
    fn what_a_reader_tells_apart_is_not() {
        for (a, b) in [
            ("63 sailors", "36 sailors"),
            ("1.5 million", "15 million"),
            ("five million", "five billion"),
            ("5 km", "5 miles"),
            ("5 dollars", "5 euros"),
            ("a third", "a quarter"),
            ("11 votes to 6", "6 votes to 11"),
            ("filled", "filed"),
            ("can", "can't"),
            ("Monday", "Friday"),
            ("Doe", "Roe"),
            ("is", "isn't"),
            ("at 5pm", "at 6pm"),
            ("f***ing", "raining"),
            ("over", "clover"),
        ] {
            assert!(!same_to_a_reader(a, b) && !same_to_a_reader(b, a), "{a} / {b}");
        }
    }

    #[test]
    fn slips_are_few_letters_and_never_numbers() {
        for (a, b) in [
            ("Nobody on this council wanted to be", "Nobdy on this council wanted to be"),
            ("it is worth half as much", "it is worfh half as much"),
            ("Petersfield", "Petersfie1d"),
            ("definitely", "definately"),
        ] {
            assert!(is_slip(a, b) && is_slip(b, a), "{a} / {b}");
        }
        for (a, b) in [
            ("Doe", "Roe"),
            ("63 boats", "68 boats"),
            ("rose", "fell"),
            ("not guilty", "guilty"),
            ("the boats sail", "the goats bail"),
        ] {
            assert!(!is_slip(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn spellings_are_sorted_and_distance_agrees_with_hand_work() {
        assert!(SPELLINGS.is_sorted_by_key(|(one, _)| *one));
        assert_eq!(distance("kitten", "sitting", 5), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("ab", "ba", 2), Some(1));
        assert_eq!(distance("", "", 0), Some(0));
    }
}
