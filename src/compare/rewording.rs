//! Measures how the words of a text were changed: one for another throughout, as spinners do, or a
//! clause here and an opening there, as editors do.

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::swaps;
use super::words::Step;
use crate::text::{Class, Document, fold, forms, thesaurus};

/// Most words on either side of a swap that replaces words; a longer one is a clause written anew.
/// Chosen by judgement.
const PHRASE: usize = 3;
/// Greatest share of a word's letters in which two spellings of it differ. Chosen by judgement.
const SPELLED: f64 = 0.34;

/// What was changed in the linked sentences, outside quotations for `lexical`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reworded {
    /// Words replaced by others; names, numbers and other spellings do not count.
    pub lexical: u32,
    /// Replaced words and short phrases, without facts and other forms of a word. Counted only if
    /// synonyms are asked for: in English, whose thesauri are available, and if the pair may be
    /// called spun.
    pub swaps: u32,
    /// Of these, the ones that are synonyms by a thesaurus.
    pub synonyms: u32,
}

/// Whether two words are spellings or forms of one word.
fn is_spelling(x: &str, y: &str) -> bool {
    let (x, y) = (fold::fold(x), fold::fold(y));
    let length = x.chars().count().max(y.chars().count());
    fold::distance(&x, &y, (SPELLED * length as f64) as usize).is_some()
}

/// Measures how words were changed; `synonyms` is whether the thesauri are consulted. O(words).
pub fn of(
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    aligned: &Aligned,
    texts: (&str, &str),
    synonyms: bool,
) -> Reworded {
    let (da, db) = (a.document, b.document);
    let mut out = Reworded::default();
    if synonyms {
        for swap in swaps::find(a, b, aligned).iter().filter(|swap| !swap.factual) {
            let (x, y) =
                (fold::phrase(&texts.0[swap.a.clone()]), fold::phrase(&texts.1[swap.b.clone()]));
            if !forms::are_forms(&x, &y, Some(thesaurus::LANGUAGE)) {
                out.swaps += 1;
                out.synonyms += u32::from(thesaurus::are_synonyms(&x, &y));
            }
        }
    }
    for step in aligned.steps.iter().flatten() {
        if let Step::Swapped(ra, rb) = step {
            out.lexical += lexical((da, ra, texts.0), (db, rb, texts.1));
        }
    }
    out
}

/// Returns the number of words of one swap that were changed for others.
fn lexical(
    (da, ra, text_a): (&Document, &Range<u32>, &str),
    (db, rb, text_b): (&Document, &Range<u32>, &str),
) -> u32 {
    let quoted = |document: &Document, range: &Range<u32>| {
        range.clone().any(|at| document.words[at as usize].class.has(Class::QUOTED))
    };
    if ra.len().max(rb.len()) > PHRASE || quoted(da, ra) || quoted(db, rb) {
        return 0;
    }
    let content = |document: &Document, range: &Range<u32>| -> Vec<u32> {
        let plain = |at: &u32| {
            let class = document.words[*at as usize].class;
            !class.has(Class::FUNCTION | Class::DIGIT)
                && (!class.has(Class::CAPITAL) || class.has(Class::SENTENCE))
        };
        range.clone().filter(plain).collect()
    };
    let (x, y) = (content(da, ra), content(db, rb));
    let spelled = x.iter().any(|i| {
        y.iter().any(|j| {
            is_spelling(da.words[*i as usize].of(text_a), db.words[*j as usize].of(text_b))
        })
    });
    if spelled { 0 } else { x.len().min(y.len()) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Cleaned;
    use crate::compare::measures;
    use crate::compare::tiles::{self, Seeds};

    fn changed(a: &str, b: &str) -> Reworded {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let (da, db) = (read(a), read(b));
        let clean = Cleaned::default();
        let (x, y) = (Prepared::of(&clean, &da, &[]), Prepared::of(&clean, &db, &[]));
        let tiles = tiles::find(&Seeds::of(&da.words), &db.words);
        of(&x, &y, &measures::align(&x, &y, &tiles), (a, b), true)
    }

    #[test]
    fn synonyms_are_changes_of_words_and_spellings_names_and_clauses_are_not() {
        let told = "The crews of the ferries halted work in the harbour of Halvik on Monday because of the low wages of the sailors.";
        let with = |from: &str, to: &str| changed(told, &told.replace(from, to));
        assert_eq!(with("halted", "stopped"), Reworded { lexical: 1, swaps: 1, synonyms: 1 });
        assert_eq!(with("halted", "cooked"), Reworded { lexical: 1, swaps: 1, synonyms: 0 });
        assert_eq!(with("harbour", "harbor").lexical, 0, "another spelling");
        assert_eq!(with("Halvik", "Brennick").lexical, 0, "another name");
        assert_eq!(
            with("because of the low wages", "while rain fell upon all their").lexical,
            0,
            "a clause written anew"
        );
    }
}
