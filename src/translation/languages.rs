//! Decides whether two texts are in different languages.

use std::cmp::Ordering;
use std::hash::Hasher as _;
use std::sync::OnceLock;

use rustc_hash::FxHasher;

use crate::text::{Class, Document, Word};

/// Longest word, in bytes, that is looked at: function words are short. Chosen by judgement.
const SHORT: u32 = 10;
/// Share of the short words of one text from which another may be in the same language, if the
/// language of either is unknown. Chosen on 600 random pairs of articles of each of 14 languages: half
/// of the pairs share .2 or more, in Arabic .17 and in Turkish .09; translations where one language
/// is unknown share up to .09, Ukrainian and Russian ones .23.
const SAME: f64 = 0.1;
/// The same if two languages were detected, which may be wrong. Chosen on the same pairs: a Spanish
/// article and its Portuguese
/// translation share more than .36 of them, so a lower bound would lose these; half of the pairs of
/// articles in English or German share less than this, so it shows a wrong detection only sometimes.
const SAME_ALL_THE_SAME: f64 = 0.45;

/// Short words of each text from which their share says something of an unknown language: menus and
/// lists of dates have hardly any. Chosen by judgement.
const LEAST_SHORT: usize = 20;
/// Words in a row, none of them a name or a number, that two texts in different languages do not
/// both have. Chosen by judgement: languages as near as Russian and Bulgarian, of which one is often
/// taken for the other, share a few.
const RUN: usize = 8;

/// What is known of one article's language.
#[derive(Debug)]
pub struct Told<'a> {
    code: Option<&'a str>,
    document: &'a Document,
    words: OnceLock<Short>,
    runs: OnceLock<Vec<u64>>,
}

/// The short words of a body.
#[derive(Debug)]
struct Short {
    /// Their keys, without those of names and numbers, ascending.
    keys: Vec<u32>,
    /// Whether the script has capitals.
    cased: bool,
}

/// Share of words with a capital from which a text is in a script that has them; others quote a few
/// such names. Chosen by judgement.
const CAPITALS: f64 = 0.05;

impl<'a> Told<'a> {
    /// Takes the detected language of a body; `None` if it is unknown.
    pub fn of(code: Option<&'a str>, document: &'a Document) -> Self {
        Self { code, document, words: OnceLock::new(), runs: OnceLock::new() }
    }

    /// Returns the hashes of all runs of [`RUN`] words that are no names, numbers or words of
    /// scripts without spaces, ascending; computed on first use. O(words · log words).
    fn runs(&self) -> &[u64] {
        self.runs.get_or_init(|| {
            let is_plain =
                |w: &Word| !w.class.has(Class::CAPITAL | Class::DIGIT | Class::SPACELESS);
            let runs = self.document.words.windows(RUN).filter(|run| run.iter().all(is_plain));
            let hash = |run: &[Word]| {
                let mut hasher = FxHasher::default();
                run.iter().for_each(|word| hasher.write_u32(word.key));
                hasher.finish()
            };
            let mut hashes: Vec<u64> = runs.map(hash).collect();
            hashes.sort_unstable();
            hashes
        })
    }

    /// Returns the short words, computed on first use. O(words · log words).
    fn words(&self) -> &Short {
        self.words.get_or_init(|| {
            let words = &self.document.words;
            let is_short = |w: &&Word| {
                w.end() - w.start <= SHORT && !w.class.has(Class::CAPITAL | Class::DIGIT)
            };
            let mut keys: Vec<u32> = words.iter().filter(is_short).map(|w| w.key).collect();
            keys.sort_unstable();
            let capital = words.iter().filter(|w| w.class.has(Class::CAPITAL)).count();
            Short { keys, cased: capital as f64 >= CAPITALS * words.len() as f64 }
        })
    }
}

/// Returns whether two texts are in different languages: two were detected, or one is unknown, and
/// they share few of their short words; and they have no run of words in common. Two texts without
/// capitals, and texts with few short words, are not told apart by their words alone: most such
/// scripts serve few languages, and some have no short words. O(words) once the short words are
/// known.
pub fn differ(a: &Told<'_>, b: &Told<'_>) -> bool {
    let share = || shared(&a.words().keys, &b.words().keys);
    let enough = || [a, b].iter().all(|told| told.words().keys.len() >= LEAST_SHORT);
    let apart = match (a.code, b.code) {
        (Some(x), Some(y)) if x == y => false,
        (Some(_), Some(_)) => share() < SAME_ALL_THE_SAME,
        _ => (a.words().cased || b.words().cased) && enough() && share() < SAME,
    };
    apart && !meet(a.runs(), b.runs())
}

/// Returns whether two ascending lists have a value in common.
fn meet(x: &[u64], y: &[u64]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < x.len() && j < y.len() {
        match x[i].cmp(&y[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => return true,
        }
    }
    false
}

/// As [`differ`], but if two languages were detected, takes that for granted. O(1) then.
pub fn may_differ(a: &Told<'_>, b: &Told<'_>) -> bool {
    match (a.code, b.code) {
        (Some(x), Some(y)) => x != y,
        _ => differ(a, b),
    }
}

/// Returns the share of the shorter list that the other one has too, each occurrence once; 0 if
/// either is empty.
fn shared(x: &[u32], y: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        both += usize::from(x[i] == y[j]);
        let step = (usize::from(x[i] <= y[j]), usize::from(x[i] >= y[j]));
        i += step.0;
        j += step.1;
    }
    both as f64 / x.len().min(y.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Document {
        Document::read(text, std::slice::from_ref(&(0..text.len())))
    }

    #[test]
    fn texts_with_a_sentence_in_common_are_in_one_language() {
        let one = read(
            "Мэр сообщил о пожаре в доме у реки, где жили две семьи, их дети были в этот день в \
             школе, и никто не погиб, дом уже снесли. Ранее пресс-служба заявила о начале работ на \
             мосту через реку.",
        );
        let other = read(
            "Школы закрыты до весны из-за снега, уроки идут дома, обеды возят на санях, а что \
             будет потом, пока не ясно. Напомним, она заявила о начале работ на мосту через реку.",
        );
        let away = read("Кметът съобщи за пожара, а по-рано беше обявено началото на ремонта.");
        let told = |document, code| Told::of(Some(code), document);
        assert!(
            !differ(&told(&one, "ru"), &told(&other, "bg")),
            "one of them was taken for another"
        );
        assert!(differ(&told(&one, "ru"), &told(&away, "bg")));
    }

    #[test]
    fn a_list_of_months_is_in_no_other_language() {
        let menu = read("December 2017 November 2017 October 2017 September 2017 August 2017");
        let english = read("The ferry left the port in the morning and it was late in the evening");
        assert!(!differ(&Told::of(None, &menu), &Told::of(Some("en"), &english)));
    }

    #[test]
    fn a_text_of_an_unknown_language_differs_by_its_short_words() {
        let english = read(
            "The ferry left Halvik in the morning and it was late in the evening, so the crew of Ann \
             Roe had to stay in Brennick for one more night and the next day. The port was shut.",
        );
        let other = read(
            "The crew of the ferry met in Halvik and it left late, with all that had to be done for \
             the night and for the next day still on the quay of Brennick. It was cold.",
        );
        let icelandic = read(
            "Ferjan sigldi frá Halvik um morguninn og hún var sein um kvöldið, svo að áhöfn Önnu \
             varð að vera í Brennick eina nótt enn og fram á næsta dag, og þá var komið logn á ný og \
             allt í lagi með vél og ljós. Höfnin var lokuð.",
        );
        let told = |document, code| Told::of(code, document);
        assert!(!differ(&told(&english, None), &told(&other, Some("en"))));
        assert!(differ(&told(&english, Some("en")), &told(&icelandic, None)));
        assert!(may_differ(&told(&english, Some("en")), &told(&icelandic, Some("is"))));
        assert!(!differ(&told(&english, Some("en")), &told(&english, Some("de"))));
    }
}
