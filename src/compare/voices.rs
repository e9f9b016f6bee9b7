//! Decides who speaks in the words that two texts share: the outlet, or a third party that both
//! report.
//!
//! If one outlet quotes a ministry and the other reports what it says, neither copied the other. A
//! sentence is reported speech if most of it is in quotation marks, if it has a verb of saying or a
//! preposition of attribution of its language (`[speech]` in `languages/data`), or if it lies
//! between two such sentences. What is reported speech in either text is not evidence of copying;
//! the rest is the outlets' own words.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::measures::{Aligned, Measures};
use super::prepare::Prepared;
use super::tiles::Tile;
use super::words::Step;
use crate::languages;
use crate::text::{Class, Document, words};

/// The keys by which languages are recognised (function words, one bit per language), and those of
/// the words that say who speaks.
struct Keys {
    function: FxHashMap<u32, u64>,
    speech: Vec<FxHashSet<u32>>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let mut keys = Keys { function: FxHashMap::default(), speech: Vec::new() };
    for (at, language) in languages::all().iter().enumerate() {
        language
            .words
            .function
            .iter()
            .for_each(|word| *keys.function.entry(words::key(word)).or_default() |= 1 << at);
        let speech = &language.speech;
        keys.speech.push(
            speech
                .saying
                .iter()
                .chain(&speech.by)
                .chain(&speech.reported)
                .map(|word| words::key(word))
                .collect(),
        );
    }
    keys
});

/// Words by which the language of a text is recognised. Chosen by judgement.
const BEGINNING: usize = 400;
/// Least share of a language's function words in a text for it to be in that language. Chosen by
/// judgement.
const LEAST_SHARE: f64 = 0.1;

/// Returns the words that name sources in the language of a text; `None` if the language is
/// unknown.
fn speech(document: &Document) -> Option<&'static FxHashSet<u32>> {
    let keys: &'static Keys = &KEYS;
    let beginning = &document.words[..document.words.len().min(BEGINNING)];
    let mut shown = vec![0u32; keys.speech.len()];
    for languages in beginning.iter().filter_map(|word| keys.function.get(&word.key)) {
        shown.iter_mut().enumerate().for_each(|(at, n)| *n += (languages >> at & 1) as u32);
    }
    let most = shown.iter().copied().max()?;
    let at = shown.iter().position(|n| *n == most)?;
    (f64::from(most) >= LEAST_SHARE * beginning.len() as f64 && most > 1).then(|| &keys.speech[at])
}

/// Returns for each sentence of a body whether it is reported speech. O(words).
pub fn reported(document: &Document) -> Vec<bool> {
    let speech = speech(document);
    let governed = |sentence: &Range<u32>| {
        let words = &document.words[sentence.start as usize..sentence.end as usize];
        let quoted = words.iter().filter(|w| w.class.has(Class::QUOTED)).count();
        2 * quoted > words.len()
            || speech.is_some_and(|speech| words.iter().any(|w| speech.contains(&w.key)))
    };
    let told: Vec<bool> = document.sentences.iter().map(governed).collect();
    let between = |at: usize| at > 0 && told[at - 1] && told.get(at + 1) == Some(&true);
    (0..told.len()).map(|at| told[at] || between(at)).collect()
}

/// How much of the shorter body is the outlets' own words, and reported speech in neither text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Own {
    /// Own words of the shorter body.
    pub words: u32,
    /// Of these, the matched ones.
    pub matched: u32,
    /// Longest verbatim run of own words.
    pub longest: u32,
}

/// Measures how much of the shared words is the outlets' own, and stores it in `m`. O(words).
pub fn tell(
    m: &mut Measures,
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    tiles: &[Tile],
    aligned: &Aligned,
) {
    let (in_a, in_b) = (theirs(a.document), theirs(b.document));
    let (short, other) = if aligned.from_b { (&in_b, &in_a) } else { (&in_a, &in_b) };
    let mut theirs = short.clone();
    let mut matched = vec![false; theirs.len()];
    let sides = |ra: &Range<u32>, rb: &Range<u32>| {
        if aligned.from_b { (rb.clone(), ra.clone()) } else { (ra.clone(), rb.clone()) }
    };
    // A sentence whose counterpart is reported speech is so too.
    for (link, steps) in aligned.links.iter().zip(&aligned.steps) {
        let counterpart =
            if aligned.from_b { &a.document.sentences } else { &b.document.sentences }
                [link.to as usize]
                .clone();
        let sentence = if aligned.from_b { &b.document.sentences } else { &a.document.sentences }
            [link.from as usize]
            .clone();
        let said = other[counterpart.start as usize..counterpart.end as usize]
            .iter()
            .filter(|x| **x)
            .count();
        if 2 * said > counterpart.len() {
            theirs[sentence.start as usize..sentence.end as usize].fill(true);
        }
        for step in steps {
            if let Step::Same(ra, rb) = step {
                let (in_short, _) = sides(ra, rb);
                matched[in_short.start as usize..in_short.end as usize].fill(true);
            }
        }
    }
    let in_short =
        |tile: &Tile| sides(&(tile.a..tile.a + tile.length), &(tile.b..tile.b + tile.length));
    for tile in tiles {
        let (in_short, in_other) = in_short(tile);
        for (i, j) in in_short.zip(in_other) {
            theirs[i as usize] |= other[j as usize];
            matched[i as usize] = true;
        }
    }
    m.own = Own::of(&theirs, &matched, tiles.iter().map(|tile| in_short(tile).0));
}

/// Returns for each word of a body whether it is quoted or in reported speech.
fn theirs(document: &Document) -> Vec<bool> {
    let mut out: Vec<bool> = document.words.iter().map(|w| w.class.has(Class::QUOTED)).collect();
    let reported = reported(document);
    for (sentence, _) in document.sentences.iter().zip(&reported).filter(|(_, reported)| **reported)
    {
        out[sentence.start as usize..sentence.end as usize].fill(true);
    }
    out
}

impl Own {
    /// Counts the words of a body that are not `theirs`. `runs` are its verbatim runs.
    fn of(theirs: &[bool], matched: &[bool], runs: impl Iterator<Item = Range<u32>>) -> Self {
        let mut own = Self::default();
        for verbatim in runs {
            let mut run = 0;
            for i in verbatim {
                run = if theirs[i as usize] { 0 } else { run + 1 };
                own.longest = own.longest.max(run);
            }
        }
        for (i, _) in theirs.iter().enumerate().filter(|(_, theirs)| !**theirs) {
            own.words += 1;
            own.matched += u32::from(matched[i]);
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Cleaned;
    use crate::compare::measures;
    use crate::compare::tiles::{self, Seeds};

    fn read(text: &str) -> Document {
        Document::read(text, std::slice::from_ref(&(0..text.len())))
    }

    #[test]
    fn a_sentence_is_somebody_s_if_he_is_named_for_it_or_it_lies_between_two_such() {
        let of = |text: &str| reported(&read(text));
        let spoken = "The mayor said that the boats were late. There were nine of them in the bay. She added that they would sail.";
        assert_eq!(of(spoken), [true, true, true]);
        assert_eq!(
            of(
                "The boats were late on the Monday of the fair. There were nine of them in the bay."
            ),
            [false, false]
        );
        let german = "Die Boote kommen nicht und das ist auch so. Laut der Stadt sind es neun. Die Fahrt ist nicht auf dem Plan.";
        assert_eq!(of(german), [false, true, false]);
        let turkish = "Bakan bu konuda da bir karar verildi diye belirtti. Gemiler bir hafta sonra ve daha erken gelecek.";
        assert_eq!(of(turkish), [true, false]);
    }

    #[test]
    fn what_one_quotes_and_the_other_narrates_is_nobody_s_own() {
        let own = |a: &str, b: &str| {
            let (da, db) = (read(a), read(b));
            let clean = Cleaned::default();
            let (x, y) = (Prepared::of(&clean, &da, &[]), Prepared::of(&clean, &db, &[]));
            let tiles = tiles::find(&Seeds::of(&da.words), &db.words);
            let mut m = Measures::default();
            tell(&mut m, &x, &y, &tiles, &measures::align(&x, &y, &tiles));
            m.own
        };
        let quoted = "It rained on the fair of Halvik. \u{201c}The nine boats of the harbour will not sail before the end of May,\u{201d} the mayor said.";
        let narrated = "Visitors stood in the rain. The nine boats of the harbour will not sail before the end of May. It is a pity for the sailors of the town.";
        assert_eq!(own(quoted, narrated).matched, 0);
        assert!(own(narrated, narrated).matched > 25);
    }
}
