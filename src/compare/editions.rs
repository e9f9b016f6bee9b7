//! Finds editions of one release: the same text filled in anew for another place, month or person.
//!
//! Neither is a copy of the other, and neither altered the other's names.

use rustc_hash::FxHashMap;

use super::{Comparison, Relation};
use crate::text::{Class, Document, Word, words};

/// Least words that two titles must share for the rest to be what was filled in. Chosen by
/// judgement.
const FRAME: usize = 4;
/// Most words filled in per title. Chosen by judgement.
const FILLED: usize = 3;
/// Letters that two words share at their beginning if they are forms of one. Chosen by judgement.
const STEM: usize = 4;

/// Further editions that each text of a pair must have. Chosen by judgement: a hoax retold about a
/// second town is a copy with other names (one labelled pair), while the same text about a third
/// and a fourth place is a form.
const FURTHER: usize = 1;

/// Changes copies that are one form filled in again and again to *template* (see `fill_one_form`).
/// `title` returns an article's title. O(pairs · words).
pub fn forms<'t>(
    kept: &mut [Comparison],
    title: impl Fn(u32) -> Option<&'t str>,
    documents: &[Document],
) {
    let is_copy = |c: &Comparison| c.relation.is_copying() && c.relation != Relation::Spun;
    let is_one = |c: &Comparison| {
        let (Some(x), Some(y)) = (title(c.a), title(c.b)) else { return false };
        (is_copy(c) || c.relation == Relation::Template)
            && fill_one_form((x, y), (&documents[c.a as usize], &documents[c.b as usize]))
    };
    let found: Vec<usize> = (0..kept.len()).filter(|at| is_one(&kept[*at])).collect();
    let mut editions: FxHashMap<u32, usize> = FxHashMap::default();
    for c in found.iter().map(|at| &kept[*at]) {
        [c.a, c.b].into_iter().for_each(|article| *editions.entry(article).or_default() += 1);
    }
    for at in found {
        let c = &mut kept[at];
        if is_copy(c) && editions[&c.a] > FURTHER && editions[&c.b] > FURTHER {
            c.overrule(Relation::Template);
        }
    }
}

/// Whether two texts are one form filled in twice: their titles are equal except for one run of
/// names or numbers, each of which occurs in its own text and in neither the title nor the text of
/// the other.
///
/// *New berths for small ferries in Halvik* and *… in Lunde*, *Monthly statement of May* and *… of
/// June*. Of 364 pairs of titles that differ in one run, read on five corpora in 2026, 279
/// pass; six of the eight that were drawn from outlets other than those the rule was made on were
/// forms. O(words).
fn fill_one_form((x, y): (&str, &str), documents: (&Document, &Document)) -> bool {
    let (a, b) = (read(x), read(y));
    let before = a.iter().zip(&b).take_while(|(a, b)| a.key == b.key).count();
    let behind = a[before..]
        .iter()
        .rev()
        .zip(b[before..].iter().rev())
        .take_while(|(a, b)| a.key == b.key)
        .count();
    let (own, other) = (&a[before..a.len() - behind], &b[before..b.len() - behind]);
    let fits = |run: &[Word]| {
        (1..=FILLED).contains(&run.len())
            && run.iter().all(|word| {
                word.class.has(Class::CAPITAL | Class::DIGIT)
                    && !word.class.has(Class::FUNCTION | Class::SPACELESS)
            })
    };
    let is_inflected = || {
        let common =
            own[0].of(x).chars().zip(other[0].of(y).chars()).take_while(|(a, b)| a == b).count();
        own.len() == 1 && other.len() == 1 && common >= STEM
    };
    let holds = |document: &Document, key: u32| document.words.iter().any(|word| word.key == key);
    // In a title every word may be capitalised; in a text only names are, except at the beginning
    // of sentences.
    let is_name = |word: &Word| {
        word.class.has(Class::DIGIT)
            || word.class.has(Class::CAPITAL) && !word.class.has(Class::SENTENCE)
    };
    let names = |document: &Document, key: u32| {
        document.words.iter().any(|word| word.key == key && is_name(word))
    };
    let only_in = |run: &[Word], own: &Document, other: &Document, title: &[Word]| {
        run.iter().all(|word| {
            names(own, word.key)
                && !holds(other, word.key)
                && title.iter().all(|t| t.key != word.key)
        })
    };
    before + behind >= FRAME
        && fits(own)
        && fits(other)
        && !is_inflected()
        && only_in(own, documents.0, documents.1, &b)
        && only_in(other, documents.1, documents.0, &a)
}

fn read(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    words::read(text, 0..text.len(), &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_filled_anew_is_one_form_and_a_copy_under_a_new_title_is_not() {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let form = |titles: (&str, &str), texts: (&str, &str)| {
            let documents = (read(texts.0), read(texts.1));
            fill_one_form(titles, (&documents.0, &documents.1))
        };
        let texts = (
            "More crews will settle in regional Halvik soon.",
            "More crews will settle in regional Brennick soon.",
        );
        assert!(form(
            ("Push for more crews in regional Halvik", "Push for more crews in regional Brennick"),
            texts
        ));
        let months = (
            "The harbour had 12 boats in May and more to come.",
            "The harbour had 19 boats in June and more to come.",
        );
        assert!(form(
            (
                "Monthly statement of the harbour for May",
                "Monthly statement of the harbour for June"
            ),
            months
        ));
        // Neither a reworded title, nor a name that both texts have, nor another form of a word.
        assert!(!form(
            ("Push for more crews in regional Halvik", "Regional Brennick pushes for crews"),
            texts
        ));
        assert!(!form(
            ("Push for more crews in regional Halvik", "Push for more crews in regional Brennick"),
            (texts.0, texts.0)
        ));
        let verbs =
            ("The mayor slams the plan of the crews.", "The mayor blasts the plan of the crews.");
        assert!(
            !form(
                ("Mayor of Halvik Slams Plan of Crews", "Mayor of Halvik Blasts Plan of Crews"),
                verbs
            ),
            "a word of the headline"
        );
        let residents =
            ("Halvik Residents were charged on Monday.", "Halvik Resident was charged on Monday.");
        assert!(!form(
            ("Two of the Halvik Residents charged", "Two of the Halvik Resident charged"),
            residents
        ));
    }

    #[test]
    fn a_form_is_known_by_its_third_filling() {
        let places = ["Halvik", "Brennick", "Ostrey", "Norland"];
        let told = |count: usize, relation: Relation| {
            let titles: Vec<String> = places
                .iter()
                .take(count)
                .map(|place| format!("Push for more crews in regional {place}"))
                .collect();
            let read = |text: &String| Document::read(text, std::slice::from_ref(&(0..text.len())));
            let documents: Vec<Document> = places
                .iter()
                .map(|place| format!("More crews will settle in regional {place} soon."))
                .map(|text| read(&text))
                .collect();
            let n = count as u32;
            let pairs = (0..n).flat_map(|a| {
                (a + 1..n).map(move |b| Comparison { a, b, relation, ..Comparison::default() })
            });
            let mut kept: Vec<Comparison> = pairs.collect();
            forms(&mut kept, |at| titles.get(at as usize).map(String::as_str), &documents);
            kept.into_iter().map(|c| c.relation).collect::<Vec<_>>()
        };
        assert!(told(3, Relation::Edited).iter().all(|relation| *relation == Relation::Template));
        assert_eq!(told(2, Relation::Edited), [Relation::Edited], "a story told of another place");
        assert_eq!(told(3, Relation::Spun), [Relation::Spun; 3]);
    }
}
