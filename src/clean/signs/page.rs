//! Reads the signs that a line has by comparison with the other lines of its page: repetition,
//! topic, likeness.

use rustc_hash::{FxBuildHasher, FxHashMap};
use xxhash_rust::xxh3::xxh3_64;

use super::{Set, Sign};
use crate::clean::credit::Agencies;
use crate::clean::lines::Line;
use crate::text::eight::{self, Open};

/// Adds the signs that lines have by comparison with the others. O(bytes).
pub(super) fn compare(lines: &[Line<'_>], signs: &mut [Set], agencies: &Agencies) {
    repeats(lines, signs);
    closing_credit(lines, signs, agencies);
    topic(lines, signs);
    alike(lines, signs);
    credits(signs);
    writers(lines, signs);
}

/// Marks lines that occur more than once on the page. If running text is repeated, only the later
/// occurrences are marked.
fn repeats(lines: &[Line<'_>], signs: &mut [Set]) {
    let mut seen: FxHashMap<u64, usize> =
        FxHashMap::with_capacity_and_hasher(lines.len(), FxBuildHasher);
    for at in 0..lines.len() {
        if let Some(before) = seen.insert(lines[at].key, at) {
            signs[before].add_if(!lines[before].is_prose(12), Sign::Repeats);
            signs[at].add(Sign::Repeated);
        }
    }
}

/// Signs that a line of running text is a caption.
const OF_CAPTIONS: Set = Set::of(&[Sign::CreditEnd, Sign::MadeAsCaption]);

/// Treats the bracket after the last paragraph of running text as the credit of the text and not
/// of a picture: `… were divided. (AP)`.
fn closing_credit(lines: &[Line<'_>], signs: &mut [Set], agencies: &Agencies) {
    let Some(at) = (0..lines.len()).rev().find(|&at| lines[at].is_prose(12)) else { return };
    let text = lines[at].text;
    if at > 1
        && signs[at].has(Sign::CreditEnd)
        && (at - 2..at)
            .all(|before| lines[before].is_prose(12) && !signs[before].has_any(OF_CAPTIONS))
        && let Some(open) = text.rfind(['(', '['])
        && !agencies.listed(text[open + 1..].trim_end_matches([')', ']', '.'])).is_empty()
    {
        [Sign::CreditEnd, Sign::BareCredit, Sign::SetOffBracket, Sign::EndsAgency]
            .into_iter()
            .for_each(|sign| signs[at].remove(sign));
    }
}

/// Number of hash bits that distinguish the words of a text. Chosen by judgement: a table of 16 KiB
/// against a few collisions, which with the switch to this hash changed 150 of the 300,000 table
/// rows of 12,000 articles.
const BITS: u32 = 14;
/// Most words of a line whose topic is looked at; a longer one is running text in any case. Chosen
/// by judgement.
const MOST_WORDS: usize = 60;

/// Least length of a word that counts, in bytes; shorter ones are mostly function words. Chosen by
/// judgement.
const LEAST: usize = 5;

/// Adds the hashes of the longer words of a line, in any script.
fn add_words(text: &str, words: &mut Vec<u16>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (mut hash, mut length) = (0u64, 0);
        loop {
            let eight = Open::of(eight::load(bytes, at + length));
            hash = (hash.rotate_left(5) ^ eight.lower).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            length += eight.length;
            if eight.length < 8 {
                break;
            }
        }
        if length >= LEAST {
            words.push((hash >> (u64::BITS - BITS)) as u16);
        }
        at += length + 1;
    }
}

/// Rates how much a line has in common with the running text.
fn topic(lines: &[Line<'_>], signs: &mut [Set]) {
    use Sign::*;
    const NOT_CORE: Set =
        Set::of(&[MadeAsCaption, CreditEnd, RecursProse, ReaderSite, HoldsFurniture]);
    let cores: Vec<bool> =
        signs.iter().map(|signs| signs.has(LongSentence) && !signs.has_any(NOT_CORE)).collect();
    if !cores.contains(&true) {
        return;
    }
    // The words of all lines, and the end of each line's words.
    let (mut words, mut ends) = (Vec::new(), Vec::with_capacity(lines.len()));
    for (line, core) in lines.iter().zip(&cores) {
        if *core || line.words <= MOST_WORDS {
            add_words(line.text, &mut words);
        }
        ends.push(words.len());
    }
    let of = |at: usize| &words[at.checked_sub(1).map_or(0, |before| ends[before])..ends[at]];
    let mut held = vec![0u8; 1 << BITS];
    for at in (0..lines.len()).filter(|at| cores[*at]) {
        for word in of(at) {
            let times = &mut held[usize::from(*word)];
            *times = times.saturating_add(1);
        }
    }
    for at in (0..lines.len()).filter(|at| lines[*at].words <= MOST_WORDS) {
        let mine = u8::from(cores[at]);
        let (all, found) =
            (of(at).len(), of(at).iter().filter(|word| held[usize::from(**word)] > mine).count());
        if all == 0 {
            continue;
        }
        signs[at].add(match () {
            () if found == 0 => OnTopicNone,
            () if found * 4 < all => OnTopicFew,
            () if found * 2 < all => OnTopicSome,
            () => OnTopicMany,
        });
    }
}

/// Marks lines that begin or end with the same words as others of the page.
fn alike(lines: &[Line<'_>], signs: &mut [Set]) {
    let end = |text: &str| {
        let tail = text.trim_end_matches([')', ']', '.', ' ']);
        let word = tail.rsplit([' ', '/', '\u{a0}']).next().unwrap_or_default();
        (word.starts_with(char::is_uppercase) && word.len() < tail.len())
            .then(|| xxh3_64(word.as_bytes()))
    };
    let two = |text: &str| {
        let mut spaces = memchr::memchr_iter(b' ', text.as_bytes());
        spaces.next()?;
        let second = spaces.next().unwrap_or(text.len());
        Some(xxh3_64(&text.as_bytes()[..second]))
    };
    let (ends, begins) = (Alike::of(lines, end), Alike::of(lines, two));
    for (at, (line, s)) in lines.iter().zip(signs).enumerate() {
        let shared = ends.is_shared(at);
        s.add_if(shared, Sign::EndsAlike);
        s.add_if(shared && line.words >= 8 && line.text.contains(['/', '|']), Sign::SharedTail);
        s.add_if(begins.is_shared(at), Sign::BeginsAlike);
    }
}

/// Number of lines with a common key from which they count as alike. Chosen by judgement.
const ALIKE: u32 = 3;

/// The key of each line, and the number of lines with each key.
struct Alike {
    keys: Vec<Option<u64>>,
    counts: FxHashMap<u64, u32>,
}

impl Alike {
    fn of(lines: &[Line<'_>], key: impl Fn(&str) -> Option<u64>) -> Self {
        let keys: Vec<Option<u64>> = lines.iter().map(|line| key(line.text)).collect();
        let mut counts = FxHashMap::with_capacity_and_hasher(lines.len(), FxBuildHasher);
        keys.iter().flatten().for_each(|key| *counts.entry(*key).or_default() += 1);
        Self { keys, counts }
    }

    fn is_shared(&self, at: usize) -> bool {
        self.keys[at].is_some_and(|key| self.counts[&key] >= ALIKE)
    }
}

/// Number of lines with a name and an agency from which they are a gallery's, as a text has only
/// one byline. Chosen by judgement.
const GALLERY: usize = 3;

/// Marks names with agencies that occur repeatedly as credits of pictures, and the lines beside
/// them.
fn credits(signs: &mut [Set]) {
    let named: Vec<usize> =
        (0..signs.len()).filter(|&at| signs[at].has(Sign::NameAndHouse)).collect();
    if named.len() < GALLERY {
        return;
    }
    for at in named {
        signs[at].add(Sign::CreditAgain);
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        beside
            .filter(|i| *i < signs.len())
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|i| signs[i].add(Sign::CreditNear));
    }
}

/// Marks lines that introduce the writer: a person whom no other running text names. Only the last
/// eight lines of running text are checked.
fn writers(lines: &[Line<'_>], signs: &mut [Set]) {
    let prose: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].is_prose(5)).collect();
    for &at in prose.iter().rev().take(8) {
        let Some(name) = introduced(lines[at].text).filter(|_| lines[at].words <= 60) else {
            continue;
        };
        let told = prose.iter().any(|&i| i != at && lines[i].text.contains(name));
        signs[at].add_if(!told, Sign::IntroducesWriter);
    }
}

fn introduced(text: &str) -> Option<&str> {
    let mut name: Option<&str> = None;
    for (capitals, word) in text.split_whitespace().take(6).enumerate() {
        if !word.starts_with(char::is_uppercase) {
            let verb = matches!(
                word,
                "is" | "was"
                    | "has"
                    | "currently"
                    | "serves"
                    | "writes"
                    | "covers"
                    | "ist"
                    | "est"
                    | "es"
                    | "é"
                    | "è"
            );
            let aside = name.is_some_and(|n| n.ends_with(','));
            return name
                .filter(|n| (verb || aside) && capitals >= 2 && n.chars().count() >= 3)
                .map(|n| n.trim_end_matches([',', '.']));
        }
        name = Some(word);
    }
    None
}
