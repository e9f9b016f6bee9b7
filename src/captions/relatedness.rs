//! How much a caption's words have to do with a story.

use std::cell::RefCell;
use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::Cleaned;
use crate::ingest::Article;
use crate::text::{Class, Document, Word, fold, words};

/// Weight of a name against that of another word of the same rarity.
const NAME: f64 = 2.0;
/// Articles from which the run is large enough to tell rare words from common ones.
const LEARNED: usize = 20;

/// In how many articles of the run each stem occurs.
#[derive(Debug, Default)]
pub struct Frequencies {
    stems: FxHashMap<u32, u32>,
    articles: usize,
}

/// Articles from which frequencies are learned; more add nothing to the weights.
const SAMPLE: usize = 400;

impl Frequencies {
    /// Counts stems over the run, or over an even sample of a large one.
    pub fn learn(articles: &[Article], cleaned: &[Cleaned]) -> Self {
        if cleaned.iter().all(|c| c.captions.is_empty()) {
            return Self::default();
        }
        let step = articles.len().div_ceil(SAMPLE).max(1);
        let sets: Vec<FxHashSet<u32>> =
            articles.par_iter().zip(cleaned.par_iter()).step_by(step).map(|(a, c)| Vocabulary::of_story(a, c).stems).collect();
        let mut stems: FxHashMap<u32, u32> = FxHashMap::default();
        for set in &sets {
            set.iter().for_each(|s| *stems.entry(*s).or_default() += 1);
        }
        Self { stems, articles: sets.len() }
    }

    /// Weight of a stem by its rarity: ln(1 + N / n), at least 0.2; 1 in a run too small to tell.
    fn weight(&self, stem: u32) -> f64 {
        if self.articles < LEARNED {
            return 1.0;
        }
        let n = f64::from(self.stems.get(&stem).copied().unwrap_or(0)) + 0.5;
        ((self.articles as f64 / n).ln() / (self.articles as f64).ln()).max(0.05)
    }
}

/// The stems of a story: headline and body.
#[derive(Debug, Default)]
pub struct Vocabulary {
    stems: FxHashSet<u32>,
    /// The stems that the story has with a capital.
    named: FxHashSet<u32>,
    language: Option<Algorithm>,
}

impl Vocabulary {
    /// Reads a story's stems. O(bytes).
    pub fn of_story(article: &Article, clean: &Cleaned) -> Self {
        let language = clean.language.as_deref().and_then(stemmer_of);
        let (mut stems, mut named) = (FxHashSet::default(), FxHashSet::default());
        let mut add = |text: &str, all: &[Word]| {
            for (at, stem) in stems_of(text, all, language) {
                stems.insert(stem);
                if all[at].class.has(Class::CAPITAL) {
                    named.insert(stem);
                }
            }
        };
        let mut all: Vec<Word> = Vec::new();
        for piece in &clean.body {
            words::read(&article.text, piece.clone(), &mut all);
        }
        add(&article.text, &all);
        for title in [clean.title.as_deref(), article.title.as_deref()].into_iter().flatten() {
            let mut all = Vec::new();
            words::read(title, 0..title.len(), &mut all);
            add(title, &all);
        }
        Self { stems, named, language }
    }
}

/// What was measured of a caption.
#[derive(Debug, Default)]
pub struct Measured {
    /// Weighted share of the caption's content words that the story holds, in [0, 1]; 0.5 for a caption without any.
    pub relatedness: f64,
    /// Whether nothing is left of the caption once credit and scenery are gone.
    pub says_nothing: bool,
    /// Names and numbers of the caption that the story holds.
    pub names_found: Vec<String>,
    /// Whether the story holds two names in a row, as a person's first and last are.
    pub full_name_found: bool,
    /// Names and numbers that it does not hold.
    pub names_missing: Vec<String>,
    /// Other content words that it does not hold.
    pub words_missing: usize,
}

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[(\[][^()\[\]]{0,90}(?:[Pp]hoto|PHOTO|AP|AFP|Getty|Reuters|REUTERS|Images|[Ff]oto|EPA|Archiv)[^()\[\]]{0,60}[)\]]?)|(?:(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ff]otos?|[Ii]mages?|[Cc]redits?|Bild|Quelle|Crédit|©|Picture)(?: ?by| ?von| ?credit)?\s?[:/]?\s?\p{Lu}[^.]{0,60}$)|(?:©.*$)").expect("a fixed pattern")
});

/// Measures a caption against a story. O(bytes of the caption).
pub fn measure(caption: &str, story: &Vocabulary, frequencies: &Frequencies) -> Measured {
    let text = CREDIT.replace_all(caption, " ");
    let document = Document::read(&text, std::slice::from_ref(&(0..text.len())));
    let (mut found, mut total) = (0.0, 0.0);
    let mut out = Measured { relatedness: 0.5, ..Measured::default() };
    let mut seen = FxHashSet::default();
    let mut names: Vec<(u32, bool)> = Vec::new();
    for (at, stem) in stems_of(&text, &document.words, story.language) {
        let word = &document.words[at];
        if word.class.has(Class::FUNCTION) || !seen.insert(stem) || is_scenery(word.of(&text)) {
            continue;
        }
        let opens = word.class.has(Class::SENTENCE) && !word.class.has(Class::ACRONYM);
        let name = word.class.has(Class::CAPITAL) && !opens;
        let weight = frequencies.weight(stem) * if name { NAME } else { 1.0 } * if word.class.has(Class::DIGIT) { 0.5 } else { 1.0 };
        // A name is in the story only as a name: the `Open` of a tournament is not its `open`.
        let holds = if name { story.named.contains(&stem) } else { story.stems.contains(&stem) };
        total += weight;
        found += if holds { weight } else { 0.0 };
        if name || (opens && word.class.has(Class::CAPITAL) && holds) {
            names.push((at as u32, holds));
        } else if !holds {
            out.words_missing += 1;
        }
    }
    out.says_nothing = total == 0.0;
    if total > 0.0 {
        out.relatedness = found / total;
    }
    out.full_name_found = names.windows(2).any(|pair| {
        let (x, y) = (&document.words[pair[0].0 as usize], &document.words[pair[1].0 as usize]);
        pair[0].1 && pair[1].1 && pair[0].0 + 1 == pair[1].0 && text[x.end as usize..y.start as usize] == *" "
    });
    for (at, holds) in names {
        let name = document.words[at as usize].of(&text).to_owned();
        if holds { out.names_found.push(name) } else { out.names_missing.push(name) }
    }
    out
}

/// Words that any caption has, whatever it shows: days, months, sides, what pictures show people do.
fn is_scenery(word: &str) -> bool {
    #[rustfmt::skip]
    const SCENERY: &[&str] = &[
        "ap", "april", "arrives", "attends", "august", "background", "center", "centre", "december", "february", "file", "foreground", "foto", "friday", "front", "image", "january", "july", "june", "left", "march", "may", "monday", "november", "october", "photo", "photograph", "picture", "pictured", "poses", "right", "saturday", "seen", "september", "shows", "speaks", "stands", "sunday", "thursday", "tuesday", "walks", "waves", "wednesday",
    ];
    SCENERY.binary_search(&fold::fold(word).as_str()).is_ok()
}

thread_local! {
    /// Stems found before on this thread, by language and word: a news text is mostly words that were met already.
    static KNOWN: RefCell<FxHashMap<(Option<u8>, u32), u32>> = RefCell::default();
}

/// The stem of each word, with the word's number; in scripts without spaces, of each pair of characters.
fn stems_of(text: &str, all: &[Word], language: Option<Algorithm>) -> Vec<(usize, u32)> {
    let spaceless = |word: &Word| word.of(text).starts_with(words::is_spaceless);
    let stemmer = language.map(Stemmer::create);
    let mut out = Vec::with_capacity(all.len());
    KNOWN.with_borrow_mut(|known| {
        for (at, word) in all.iter().enumerate() {
            let spelled = word.of(text);
            if spelled.bytes().all(|b| b.is_ascii_alphanumeric()) {
                // Only such a word is told by its key alone: `trump's` and `U.S.` share theirs with other words.
                let stem = known.entry((language.map(|l| l as u8), word.key)).or_insert_with(|| stem_of(spelled, stemmer.as_ref()));
                out.push((at, *stem));
            } else if !spaceless(word) {
                out.push((at, stem_of(spelled, stemmer.as_ref())));
            } else if let Some(next) = all.get(at + 1).filter(|n| n.start == word.end && spaceless(n)) {
                out.push((at, word.key.rotate_left(5) ^ next.key));
            }
        }
    });
    out
}

/// The stem of one word, without a possessive ending.
fn stem_of(spelled: &str, stemmer: Option<&Stemmer>) -> u32 {
    let mut folded = fold::fold(spelled);
    for ending in ["'s", "’s"] {
        if let Some(bare) = folded.strip_suffix(ending) {
            folded.truncate(bare.len());
        }
    }
    match stemmer {
        Some(stemmer) => words::key(&stemmer.stem(&folded)),
        // Without a stemmer the first five letters stand for the word and its endings.
        None => words::key(folded.char_indices().nth(5).map_or(folded.as_str(), |(i, _)| &folded[..i])),
    }
}

fn stemmer_of(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "no" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenery_is_found_wherever_it_stands_in_the_list() {
        for word in ["ap", "April", "left", "Wednesday"] {
            assert!(is_scenery(word), "{word}");
        }
        assert!(!is_scenery("ferry"));
    }

    #[test]
    fn photo_credits_are_no_part_of_what_a_caption_shows() {
        let text = CREDIT.replace_all("Crews at the pier (AP Photo/Ann Roe)", " ");
        assert!(!text.contains("Roe"));
        assert!(!CREDIT.replace_all("Crews at the pier. Photo: Ann Roe", " ").contains("Roe"));
    }
}
