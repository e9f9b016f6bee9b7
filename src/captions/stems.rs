//! Reduces words to their stems.

use std::cell::RefCell;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use crate::text::{Word, fold, words};

/// Stems by the keys of words.
type Stems = FxHashMap<u32, u32>;

thread_local! {
    /// Stems already computed on this thread, by language and word; most words of news recur.
    static KNOWN: RefCell<FxHashMap<Option<u8>, Stems>> = RefCell::default();
}

/// Returns the stem of each word with the word's index; in scripts without spaces, of each pair of
/// characters. Leaves out words of plain letters and digits that are not `wanted`.
pub(super) fn of(
    text: &str,
    all: &[Word],
    language: Option<Algorithm>,
    wanted: impl Fn(&str) -> bool,
) -> Vec<(usize, u32)> {
    let spaceless = |word: &Word| word.of(text).starts_with(words::is_spaceless);
    let stemmer = language.map(Stemmer::create);
    let mut out = Vec::with_capacity(all.len());
    KNOWN.with_borrow_mut(|known| {
        let known = known.entry(language.map(|l| l as u8)).or_default();
        for (at, word) in all.iter().enumerate() {
            let spelled = word.of(text);
            if spelled.bytes().all(|b| b.is_ascii_alphanumeric()) {
                if !wanted(spelled) {
                    continue;
                }
                // Only for such words is the key unique: `trump's` and `U.S.` share theirs with
                // other words.
                let stem = known.get(&word.key).copied().unwrap_or_else(|| {
                    let stem = stem_of(spelled, stemmer.as_ref());
                    known.insert(word.key, stem);
                    stem
                });
                out.push((at, stem));
            } else if !spaceless(word) {
                out.push((at, stem_of(spelled, stemmer.as_ref())));
            } else if let Some(next) =
                all.get(at + 1).filter(|n| n.start == word.end() && spaceless(n))
            {
                out.push((at, word.key.rotate_left(5) ^ next.key));
            }
        }
    });
    out
}

/// Returns the stem of one word, without a possessive ending.
fn stem_of(spelled: &str, stemmer: Option<&Stemmer>) -> u32 {
    let mut folded = fold::fold(spelled);
    for ending in ["'s", "’s"] {
        if let Some(bare) = folded.strip_suffix(ending) {
            folded.truncate(bare.len());
        }
    }
    match stemmer {
        Some(stemmer) => words::key(&stemmer.stem(&folded)),
        // Without a stemmer, the first five letters are the stem.
        None => {
            words::key(folded.char_indices().nth(5).map_or(folded.as_str(), |(i, _)| &folded[..i]))
        }
    }
}

/// Returns the stemmer of a language given by its two-letter code; `None` if there is none.
pub(super) fn stemmer_of(language: &str) -> Option<Algorithm> {
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
