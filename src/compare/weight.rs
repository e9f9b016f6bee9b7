//! Decides whether the words that differ between two wordings of one quotation matter to what is
//! said.
//!
//! An article, preposition or filler more or less, another form of the same word and a slip of the
//! pen change nothing for a reader. A word with a meaning of its own, a *not*, and a *would* in
//! place of a *could* do.

use std::ops::Range;

use super::wording::{self, Quoted};
use super::words::Step;
use crate::languages::Language;
use crate::text::{Class, Document, Word, fold, usage};

/// Differing words from which they matter together, even if each is small. Chosen by judgement.
const MANY: usize = 5;
/// Least share of the shorter wording's words that these must make. Chosen by judgement.
const MANY_SHARE: f64 = 0.25;
/// Differing words that matter, on both sides together, from which the sense is another one. Chosen
/// by judgement.
const SEVERAL: usize = 5;
/// Least letters that two forms of one word have in common. Chosen by judgement.
const STEM: usize = 4;
/// Most letters that may follow them. Chosen by judgement.
const ENDING: usize = 3;
/// Words before and after a quotation among which a word taken out of its marks is looked for.
/// Chosen by judgement.
const BESIDE: u32 = 6;
/// Words around a *not* within which another one makes it redundant. Chosen by judgement.
const NEGATED: u32 = 5;
/// Most telling words of a name in quotation marks: a title, a newspaper, a ship. Chosen by
/// judgement.
const TITLE: usize = 8;

/// A differing word: its number and its folded spelling.
type Spelled = (u32, String);

/// Whether the differing words matter; `steps` is the alignment of the two quotations. O(words²) of
/// the differing words.
pub fn weighs(steps: &[Step], a: Quoted<'_>, b: Quoted<'_>, language: &Language) -> bool {
    let differing = Differing::of(steps, a, b, language);
    let shorter = a.2.words.len().min(b.2.words.len());
    !differing.rest.is_empty()
        || differing.all >= MANY && differing.all as f64 >= MANY_SHARE * shorter as f64
}

/// Whether any differing word, however small, replaces a different word and not just another form
/// of the same one.
pub fn is_reworded(steps: &[Step], a: Quoted<'_>, b: Quoted<'_>, language: &Language) -> bool {
    let (mut lost, mut gained): (Vec<Spelled>, Vec<Spelled>) = (Vec::new(), Vec::new());
    for step in steps.iter().filter(|step| !wording::is_notation(step, a, b)) {
        match step {
            Step::Same(..) => {}
            Step::Swapped(ra, rb) => {
                lost.extend(spelled(a, ra));
                gained.extend(spelled(b, rb));
            }
            Step::Cut(ra, _) => lost.extend(spelled(a, ra)),
            Step::Added(_, rb) => gained.extend(spelled(b, rb)),
        }
    }
    let formless = |own: &[Spelled], other: &[Spelled]| {
        own.iter().any(|x| !other.iter().any(|y| is_form(&x.1, &y.1, language)))
    };
    formless(&lost, &gained) || formless(&gained, &lost)
}

/// Whether the differing words surely change the sense: a *not*, a number, a name, a *would* for a
/// *could*, an opposite, or several words.
///
/// Two words that may mean the same are not a sure change.
pub fn changes_sense(steps: &[Step], a: Quoted<'_>, b: Quoted<'_>, language: &Language) -> bool {
    let differing = Differing::of(steps, a, b, language);
    let claims = &language.claims;
    let listed = |word: &str| {
        [&claims.negators, &claims.open, &claims.settled, &claims.hedges]
            .iter()
            .any(|list| list.contains(word))
    };
    let telling = |(name, word): &(bool, String)| {
        *name || word.contains(|c: char| c.is_numeric()) || listed(word)
    };
    let turned = differing
        .rest
        .iter()
        .any(|(_, x)| differing.rest.iter().any(|(_, y)| claims.are_opposite(x, y)));
    turned || differing.rest.len() >= SEVERAL || differing.rest.iter().any(telling)
}

/// The words that differ between two wordings.
struct Differing {
    /// Their number, on the side that has more.
    all: usize,
    /// Those of both sides that matter, each with whether it is a name.
    rest: Vec<(bool, String)>,
}

impl Differing {
    fn of(steps: &[Step], a: Quoted<'_>, b: Quoted<'_>, language: &Language) -> Self {
        let last = steps.len().saturating_sub(1);
        let (mut lost, mut gained): (Vec<Spelled>, Vec<Spelled>) = (Vec::new(), Vec::new());
        for (at, step) in steps.iter().enumerate() {
            let end = at == 0 || at == last;
            match step {
                _ if wording::is_notation(step, a, b) => {}
                Step::Same(..) => {}
                Step::Swapped(ra, rb) => {
                    lost.extend(spelled(a, ra));
                    gained.extend(spelled(b, rb));
                }
                // What is trimmed at an end was not altered.
                Step::Cut(ra, _) => lost.extend(spelled(a, ra).filter(|_| !end)),
                Step::Added(_, rb) => gained.extend(spelled(b, rb).filter(|_| !end)),
            }
        }
        let all = lost.len().max(gained.len());
        let (in_a, in_b) = (heavy(&lost, a, b, language), heavy(&gained, b, a, language));
        let is_open = |word: &Spelled| language.claims.open.contains(&word.1);
        let other_form = |word: &&Spelled, others: &[Spelled]| {
            !others.iter().any(|other| {
                is_form(&word.1, &other.1, language) || is_open(word) && is_open(other)
            })
        };
        let capitals = language.names.capitals;
        let named = |(document, ..): Quoted<'_>, (at, word): &Spelled| {
            let class = document.words[*at as usize].class;
            (capitals && class.has(Class::CAPITAL) && !class.has(Class::SENTENCE), word.clone())
        };
        let no_slip = |word: &&Spelled, others: &[Spelled]| {
            !others.iter().any(|other| is_letter_more(&word.1, &other.1, language))
        };
        let rest_a = in_a
            .iter()
            .filter(|word| other_form(word, &in_b) && no_slip(word, &gained))
            .map(|word| named(a, word));
        let rest_b = in_b
            .iter()
            .filter(|word| other_form(word, &in_a) && no_slip(word, &lost))
            .map(|word| named(b, word));
        Self { all, rest: rest_a.chain(rest_b).collect() }
    }
}

/// Whether quotation marks surround a name and not what somebody said: two to eight words that
/// are neither function words nor numbers, all capitalised.
pub fn is_title((document, _, quote): Quoted<'_>) -> bool {
    let words = &document.words[quote.words.start as usize..quote.words.end as usize];
    let telling: Vec<&Word> =
        words.iter().filter(|w| !w.class.has(Class::FUNCTION | Class::DIGIT)).collect();
    (2..=TITLE).contains(&telling.len()) && telling.iter().all(|w| w.class.has(Class::CAPITAL))
}

fn spelled<'q>(
    (document, text, _): Quoted<'q>,
    range: &Range<u32>,
) -> impl Iterator<Item = Spelled> + use<'q> {
    range.clone().map(move |at| (at, bare(document.words[at as usize].of(text))))
}

/// Folds a word and strips what is elided before it or attached to it: `l'État`, `Doe's`.
fn bare(word: &str) -> String {
    let folded = fold::fold(word).replace('’', "'");
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    match folded.split_once('\'') {
        Some((first, rest)) if first.len() <= 2 && !rest.is_empty() => rest.to_owned(),
        _ => folded.to_owned(),
    }
}

/// Returns the words that matter: not small ones, repeated ones, or ones that the other text has
/// right beside its quotation.
fn heavy(
    words: &[Spelled],
    own: Quoted<'_>,
    other: Quoted<'_>,
    language: &Language,
) -> Vec<Spelled> {
    let claims = &language.claims;
    let weighty = |word: &str| {
        claims.open.contains(word) || claims.settled.contains(word) || claims.hedges.contains(word)
    };
    let small = |at: u32, word: &str| {
        let class = own.0.words[at as usize].class;
        // `IS` is not a small word.
        if class.has(Class::ACRONYM) {
            return false;
        }
        word.chars().count() < 2 && !class.has(Class::DIGIT)
            || class.has(Class::FUNCTION)
            || language.words.function.contains(word)
            || language.speech.articles.contains(word)
            || language.speech.pronouns.contains(word)
            || claims.fillers.contains(word)
            || claims.particles.contains(word)
    };
    let kept = words.iter().filter(|(at, word)| {
        if claims.negators.contains(word) {
            return !is_negated_besides(*at, own, language);
        }
        if weighty(word) {
            return true;
        }
        let twice = at.checked_sub(1).is_some_and(|before| {
            own.0.words[before as usize].key == own.0.words[*at as usize].key
        });
        !small(*at, word) && !twice && !stands_beside(own.0.words[*at as usize].key, other)
    });
    kept.cloned().collect()
}

/// Whether another negator is near one within its quotation.
fn is_negated_besides(at: u32, (document, text, quote): Quoted<'_>, language: &Language) -> bool {
    let near =
        at.saturating_sub(NEGATED).max(quote.words.start)..(at + NEGATED).min(quote.words.end);
    near.into_iter()
        .filter(|k| *k != at)
        .any(|k| language.claims.negators.contains(&bare(document.words[k as usize].of(text))))
}

/// Whether a word occurs within [`BESIDE`] words before or after a quotation.
fn stands_beside(key: u32, (document, _, quote): Quoted<'_>) -> bool {
    let has = |document: &Document, range: Range<u32>| {
        document.words[range.start as usize..range.end as usize].iter().any(|w| w.key == key)
    };
    has(document, quote.words.start.saturating_sub(BESIDE)..quote.words.start)
        || has(
            document,
            quote.words.end..(quote.words.end + BESIDE).min(document.words.len() as u32),
        )
}

/// Whether two words are forms of one word, or one is a slip of the other. If both are known words,
/// their stems decide.
fn is_form(x: &str, y: &str, language: &Language) -> bool {
    // `Shia` and `Shiite`, `IS` and `Daesh`
    if x == y || language.names.places.has_both(x, y) || language.words.variants.has_both(x, y) {
        return true;
    }
    if x.contains(|c: char| c.is_numeric()) || y.contains(|c: char| c.is_numeric()) {
        return false;
    }
    // `no talk`, `not talk`
    if language.claims.negators.contains(x) && language.claims.negators.contains(y) {
        return true;
    }
    let weighty = |word: &str| {
        language.claims.open.contains(word)
            || language.claims.settled.contains(word)
            || language.claims.negators.contains(word)
    };
    if weighty(x) || weighty(y) {
        return false;
    }
    let key = |word: &str| crate::text::words::key(word);
    if let Some(usage) = usage::of(&language.code)
        && usage.knows(key(x))
        && usage.knows(key(y))
    {
        let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
        return stemmer.stem(x) == stemmer.stem(y);
    }
    let (n, m) = (x.chars().count(), y.chars().count());
    // `rue` and `rues`
    let plural = |one: &str, many: &str| {
        one.len() >= 3
            && many.strip_prefix(one).is_some_and(|ending| matches!(ending, "s" | "e" | "n"))
    };
    if plural(x, y) || plural(y, x) {
        return true;
    }
    let common = x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count();
    let room = if n.min(m) >= 7 { 2 } else { usize::from(n.min(m) >= 4) };
    common >= STEM && n.max(m) - common <= ENDING
        || room > 0 && fold::distance(x, y, room).is_some()
        || n.min(m) >= STEM && common + 1 >= STEM && fold::distance(x, y, 2).is_some()
}

/// Whether a word is a function word with an extra letter inside: `amnd` for `and`. False if it is
/// a known word.
fn is_letter_more(word: &str, small: &str, language: &Language) -> bool {
    let key = |word: &str| crate::text::words::key(word);
    let known = usage::of(&language.code).is_some_and(|usage| usage.knows(key(word)));
    let ends = |word: &str| (word.chars().next(), word.chars().next_back());
    let one_more = word.chars().count() == small.chars().count() + 1
        && small.chars().count() >= 3
        && ends(word) == ends(small);
    let function = &language.words.function;
    one_more
        && !known
        && function.contains(small)
        && !function.contains(word)
        && fold::distance(word, small, 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::words;
    use crate::languages;

    fn weigh(language: &str, x: &str, y: &str) -> bool {
        let (x, y) = (format!("“{x},” she said."), format!("“{y},” she said."));
        let read = |text: &str| Document::read(text, &[0..text.len()]);
        let (a, b) = (read(&x), read(&y));
        let steps = words::align(&a.words, &b.words, (&a.quotes[0].words, &b.quotes[0].words));
        weighs(
            &steps,
            (&a, &x, &a.quotes[0]),
            (&b, &y, &b.quotes[0]),
            languages::of(language).expect("a language"),
        )
    }

    #[test]
    fn small_words_forms_and_slips_do_not_weigh() {
        for (language, x, y) in [
            (
                "en",
                "What makes this so sad is it takes a boat from the crews",
                "What makes this so sad it takes a boat from the crews",
            ),
            (
                "en",
                "They are pouring money in the old harbour",
                "They are pouring money the old harbour",
            ),
            (
                "en",
                "The harbours were inhabited by Shia sailors",
                "The harbours were inhabited by Shiia sailors",
            ),
            (
                "fr",
                "Nous avons demandé que les bateaux soient soumis au vote",
                "Nous avons demandé que les bateaux soit soumises au vote",
            ),
            ("fr", "Non, ce n'est pas vrai pour les marins", "Non, c'est pas vrai pour les marins"),
            (
                "fr",
                "il n'appartient pas ni à la ville ni au port de voter",
                "il n'appartient ni à la ville ni au port de voter",
            ),
            (
                "uk",
                "Уже в листопаді всі човни вийдуть у море",
                "Вже в листопаді всі човни вийдуть у море",
            ),
            (
                "pt",
                "Os barcos voltaram hoje. Mas ninguém quer sair amanhã",
                "Os barcos voltaram hoje. Mans ninguém quer sair amanhã",
            ),
            (
                "de",
                "Die Boote stehen weiterhin unter Druck der Stadt",
                "Die Boote stehen weiter unter Druck der Stadt",
            ),
            (
                "de",
                "Gestern war es Sippenhaft, heute ist es Kollektivhaft",
                "Gestern war es Sippenhaft, fheute ist es Kollektivhaft",
            ),
        ] {
            assert!(!weigh(language, x, y), "{x} / {y}");
            assert!(!weigh(language, y, x), "{y} / {x}");
        }
    }

    #[test]
    fn words_with_a_meaning_of_their_own_weigh() {
        for (language, x, y) in [
            (
                "en",
                "It is a priority of the whole harbour today",
                "It is a property of the whole harbour today",
            ),
            (
                "en",
                "We would sail with the crews on Monday",
                "We could sail with the crews on Monday",
            ),
            ("en", "We will not sell the boats to the town", "We will sell the boats to the town"),
            (
                "en",
                "I would like one million barrels a year from it",
                "I would like one million barrels a day from it",
            ),
            (
                "fr",
                "Plusieurs bateaux n'ont pas pu sortir du port",
                "Plusieurs bateaux ont pu sortir du port",
            ),
            (
                "de",
                "Die Folgen der Sperre reißen Lücken in den Kassen",
                "Die Folgen der Seuche reißen Lücken in den Kassen",
            ),
        ] {
            assert!(weigh(language, x, y), "{x} / {y}");
            assert!(weigh(language, y, x), "{y} / {x}");
        }
    }

    #[test]
    fn a_name_in_marks_is_a_title() {
        let title = |text: &str| {
            let document = Document::read(text, &[0..text.len()]);
            is_title((&document, text, &document.quotes[0]))
        };
        assert!(title("So steht es in der „Neuen Halviker Zeitung“ vom Montag."));
        assert!(!title("“We will not sail before Monday,” she said."));
    }
}
