//! Recognises text that an outlet shows under any title: an appeal, a disclosure, a notice about
//! itself.
//!
//! If two pages of one outlet have unlike titles and their shared words include none that only one
//! of the titles has, they share what the outlet adds to all of its pages, even if nothing else was
//! kept of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::prepare::Prepared;
use super::tiles::Tile;
use super::{Comparison, Relation};
use crate::text::{Class, Document, Word, words};

/// Least letters of a word in a title that says something about its story. Chosen by judgement.
const TELLING: usize = 4;
/// Least such words that each title has alone. Chosen by judgement.
const ALONE: usize = 2;

/// Returns the words of a title that say something about its story.
fn telling(title: &str) -> FxHashSet<u32> {
    let mut all: Vec<Word> = Vec::new();
    words::read(title, 0..title.len(), &mut all);
    let tells = |word: &&Word| {
        !word.class.has(Class::FUNCTION | Class::SPACELESS)
            && word.of(title).chars().count() >= TELLING
    };
    all.iter().filter(tells).map(|word| word.key).collect()
}

/// Whether two titles have little in common and the shared runs contain no word that only one of
/// them has. O(words).
///
/// False if a title is missing or short.
pub fn is_standing(titles: (Option<&str>, Option<&str>), a: &Prepared<'_>, tiles: &[Tile]) -> bool {
    let (Some(x), Some(y)) = titles else { return false };
    let (x, y) = (telling(x), telling(y));
    if !are_unlike(&x, &y) {
        return false;
    }
    let shared = tiles
        .iter()
        .flat_map(|tile| &a.document.words[tile.a as usize..(tile.a + tile.length) as usize]);
    let mut found = shared.filter(|word| x.contains(&word.key) != y.contains(&word.key));
    found.next().is_none()
}

/// Whether each of two titles has words that the other lacks, and they share at most half of the
/// shorter one's words.
fn are_unlike(x: &FxHashSet<u32>, y: &FxHashSet<u32>) -> bool {
    let common = x.intersection(y).count();
    x.len() - common >= ALONE && y.len() - common >= ALONE && 2 * common <= x.len().min(y.len())
}

/// Most words of a page of which only a notice was read. Chosen by judgement.
const NOTICE_WORDS: u32 = 150;
/// The same for pages of several outlets. Chosen by judgement: a brief is longer, and may be printed
/// under a date or the outlet's name in place of a title.
const LINE_WORDS: u32 = 40;
/// Least share of the shorter of two such pages that the longer one has. Chosen by judgement.
const NOTICE_SHARE: f64 = 0.9;
/// Least other pages under unlike titles with the same text for it to be a notice. Chosen by
/// judgement: an outlet may print one story under two titles, but not under four that have nothing
/// in common.
const PAGES: usize = 3;

/// Changes pairs of short pages with one text, of which either page shares that text with at least
/// three pages under titles unlike its own: a notice was read instead of the story, whatever the other
/// page's title is. They become *background*; pairs of two outlets are dropped, as one notice on both
/// ties no two stories.
///
/// Only pages of its own outlet count, as outlets may print one brief under a title each, unless no
/// word of the titles is in a text of a line or two: then it is not what either title announces.
///
/// `title` returns an article's title, `tells` whether its text has a word of that title. O(pairs ·
/// words of titles).
pub fn notices<'t>(
    kept: &mut Vec<Comparison>,
    title: impl Fn(u32) -> Option<&'t str>,
    tells: impl Fn(u32, &FxHashSet<u32>) -> bool,
) {
    let mut known: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
    let mut pages: FxHashMap<u32, usize> = FxHashMap::default();
    for c in kept.iter().filter(|c| is_short_text_again(c)) {
        let (Some(x), Some(y)) = (title(c.a), title(c.b)) else { continue };
        known.entry(c.a).or_insert_with(|| telling(x));
        known.entry(c.b).or_insert_with(|| telling(y));
        let silent = || {
            c.measures.words_a.max(c.measures.words_b) <= LINE_WORDS
                && ![c.a, c.b].iter().any(|page| tells(*page, &known[page]))
        };
        if are_unlike(&known[&c.a], &known[&c.b]) && (c.ties.same_source || silent()) {
            [c.a, c.b].into_iter().for_each(|page| *pages.entry(page).or_default() += 1);
        }
    }
    let is_notice = |page: u32| pages.get(&page).is_some_and(|like| *like >= PAGES);
    let shares_notice = |c: &Comparison| {
        (c.relation.is_copying() || c.relation == Relation::SharedSource)
            && is_short_text_again(c)
            && (is_notice(c.a) || is_notice(c.b))
    };
    kept.retain(|c| c.ties.same_source || !shares_notice(c));
    for c in kept.iter_mut().filter(|c| c.relation.is_copying()) {
        if shares_notice(c) {
            c.overrule(Relation::Background);
        }
    }
}

/// Whether a text has any of these words of its title.
pub fn tells(document: &Document, title: &FxHashSet<u32>) -> bool {
    document.words.iter().any(|word| title.contains(&word.key))
}

/// Whether two short pages have nearly the same text.
fn is_short_text_again(c: &Comparison) -> bool {
    let m = &c.measures;
    // Some pairs are already known to share nothing else.
    m.words_a.max(m.words_b) <= NOTICE_WORDS
        && m.short_matched() >= NOTICE_SHARE
        && c.relation <= Relation::Background
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Cleaned;
    use crate::compare::tiles::{self, Seeds};

    const APPEAL: &str = "We know that you come to us every day, and we thank you for it. Tell us what you think of our new page by the button on the right.";

    fn standing(titles: (Option<&str>, Option<&str>), text: &str) -> bool {
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        let prepared = Prepared::of(&Cleaned::default(), &document, &[]);
        is_standing(titles, &prepared, &tiles::find(&Seeds::of(&document.words), &document.words))
    }

    #[test]
    fn what_holds_no_word_of_two_unlike_titles_is_the_outlet_s() {
        let unlike =
            (Some("Ferries stand still in Halvik"), Some("Herring prices climb again | Halvik"));
        assert!(standing(unlike, APPEAL));
        assert!(
            !standing(unlike, &format!("{APPEAL} The ferries sail on Monday.")),
            "a word of a title"
        );
        assert!(
            !standing((Some("Ferries stand still"), Some("Ferries stand still again")), APPEAL),
            "one story under two titles"
        );
        assert!(
            !standing((Some("Ferries stand still"), None), APPEAL)
                && !standing((Some("Appeal"), Some("Help")), APPEAL)
        );
    }

    #[test]
    fn one_short_text_under_four_unlike_titles_is_a_notice() {
        const TITLES: [&str; 6] = [
            "Ferries stand still in Halvik",
            "Herring prices climb again",
            "Students visit salt works",
            "Timber harbour opens gates",
            "Mayor praises winter concert",
            "Ferries stand still in Halvik again",
        ];
        let told = |titles: &[&str], words: u32, same_source: bool, tells: bool| {
            let n = titles.len() as u32;
            let pair = |a: u32, b: u32| {
                let mut c =
                    Comparison { a, b, relation: Relation::Identical, ..Comparison::default() };
                (
                    c.measures.words_a,
                    c.measures.words_b,
                    c.measures.matched_a,
                    c.measures.matched_b,
                ) = (words, words, words, words);
                c.ties.same_source = same_source;
                c
            };
            let mut kept: Vec<Comparison> = (0..n)
                .flat_map(|a| (a + 1..n).map(move |b| (a, b)))
                .map(|(a, b)| pair(a, b))
                .collect();
            notices(&mut kept, |at| titles.get(at as usize).copied(), |_, _| tells);
            kept.into_iter().map(|c| c.relation).collect::<Vec<_>>()
        };
        let all = |told: &[Relation], relation: Relation| told.iter().all(|r| *r == relation);
        assert!(all(&told(&TITLES[..4], 60, true, true), Relation::Background));
        assert!(all(&told(&TITLES[..3], 60, true, true), Relation::Identical), "three titles");
        assert!(
            all(&told(&[TITLES[0]; 6], 60, true, true), Relation::Identical),
            "one story printed six times"
        );
        assert!(all(&told(&TITLES[..5], 400, true, true), Relation::Identical), "a whole story");
        assert!(
            all(&told(&TITLES[..5], 60, false, true), Relation::Identical),
            "five outlets, each with a title of its own"
        );
        assert!(told(&TITLES[..5], 30, false, false).is_empty(), "that the text says nothing of");
        assert_eq!(told(&TITLES[..5], 60, false, false).len(), 10, "a brief under a date");
        assert_eq!(told(&TITLES[..3], 30, false, false).len(), 3, "three titles");
        assert!(
            all(&told(&TITLES, 60, true, true), Relation::Background),
            "two of one title, and a notice"
        );
    }

    #[test]
    fn a_page_of_another_outlet_with_a_notice_is_no_copy() {
        const TITLES: [&str; 5] = [
            "Ferries stand still in Halvik",
            "Herring prices climb again",
            "Students visit salt works",
            "Timber harbour opens gates",
            "Ferries",
        ];
        // Four pages of one outlet, and a fifth of another under a title that says little.
        let pairs = (0..5u32).flat_map(|a| (a + 1..5).map(move |b| (a, b)));
        let pair = |(a, b): (u32, u32)| {
            let mut c = Comparison { a, b, relation: Relation::Identical, ..Comparison::default() };
            c.ties.same_source = b < 4;
            let m = &mut c.measures;
            (m.words_a, m.words_b, m.matched_a, m.matched_b) = (21, 21, 21, 21);
            c
        };
        let mut kept: Vec<Comparison> = pairs.map(pair).collect();
        notices(&mut kept, |at| TITLES.get(at as usize).copied(), |_, _| true);
        assert_eq!(kept.len(), 6);
        assert!(kept.iter().all(|c| c.b < 4 && c.relation == Relation::Background));
    }
}
