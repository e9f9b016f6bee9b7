//! Counts what a headline is like, and whether the text has what it says.

use std::ops::Range;

use super::lexis::Lexis;
use super::{Counts, Indicator};
use crate::clean::Cleaned;
use crate::ingest::Article;
use crate::text::quotes::has_marks;
use crate::text::{Class, Document, Word, fold, words};

/// Number of words from which a title is a headline, and not the name of a page or a programme.
/// Chosen by judgement.
const LEAST_WORDS: usize = 4;
/// Number of words with content from which a headline is compared with its text. Chosen by
/// judgement.
const LEAST_CONTENT: usize = 4;
/// Number of words of a body from which a headline can be expected to be borne out by it. Chosen
/// by judgement: below, the text is often only a part of the page's.
const LEAST_BODY: usize = 150;
/// One in how many words with content must be in the text, and one more. Chosen by judgement:
/// above, headlines that only say it in other words were called unsupported (of 100 read, nearly
/// all).
const LEAST_SHARE: usize = 5;
/// Letters from which a word in capitals may be an ordinary word. Chosen by judgement.
const LEAST_CAPITALS: usize = 4;
/// Most words of a label, and one. Chosen by judgement.
const LABEL: usize = 4;
/// Letters in which two words must begin alike to be forms of one. Chosen by judgement.
const STEM: usize = 4;

/// Counts the indicators of a headline; none without one.
pub(super) fn count(
    counts: &mut Counts,
    article: &Article,
    clean: &Cleaned,
    document: &Document,
    lexis: &Lexis,
) {
    let Some(title) = clean.title.as_deref().map(own_part) else { return };
    let mut read = Vec::new();
    words::read(title, 0..title.len(), &mut read);
    if read.len() < LEAST_WORDS || article.stub {
        return;
    }
    let quoting = has_marks(title);
    let question = title.trim_end().ends_with('?');
    counts.set_one(Indicator::HeadlineQuestion, question && !quoting);
    counts.set_one(Indicator::HeadlineQuotation, quoting);
    counts.set_one(Indicator::HeadlineExclamation, title.contains('!') && !quoting);
    // A quotation addresses somebody else.
    let reader = !quoting && read.iter().any(|w| lexis.reader.contains(w.key));
    counts.set_one(Indicator::HeadlineReader, reader);
    let headline = Headline { title, words: &read, text: &article.text, document, lexis };
    if let Some(capitals) = headline.has_capitals().filter(|_| !quoting) {
        counts.set_one(Indicator::HeadlineCapitals, capitals);
    }
    if let Some(supported) = headline.is_supported().filter(|_| !question && !quoting) {
        counts.set_one(Indicator::HeadlineSupported, supported);
    }
}

/// Returns a title without the name of the site or section behind its last stroke, or before its
/// first.
fn own_part(title: &str) -> &str {
    const STROKES: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " » "];
    let parts: Vec<Range<usize>> = {
        let mut cuts: Vec<(usize, usize)> = STROKES
            .iter()
            .flat_map(|stroke| title.match_indices(stroke).map(|(at, s)| (at, at + s.len())))
            .collect();
        cuts.sort_unstable();
        let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.1));
        let ends = cuts.iter().map(|cut| cut.0).chain([title.len()]);
        starts.zip(ends).filter(|(start, end)| start < end).map(|(start, end)| start..end).collect()
    };
    parts
        .into_iter()
        .max_by_key(|part| (part.len(), std::cmp::Reverse(part.start)))
        .map_or(title, |part| &title[part])
}

struct Headline<'h> {
    title: &'h str,
    words: &'h [Word],
    text: &'h str,
    document: &'h Document,
    lexis: &'h Lexis,
}

impl Headline<'_> {
    /// Returns whether the headline has a word in capitals that the text writes in small letters
    /// only; `None` if the whole headline is in capitals, as then the page is set so. A label
    /// (*FACT CHECK: Did the ferry sail*) is set so by many outlets, and is no such word.
    fn has_capitals(&self) -> Option<bool> {
        let capitals = |w: &&Word| w.class.has(Class::ACRONYM) && !w.class.has(Class::DIGIT);
        let shouted = self.words.iter().filter(capitals).count();
        if shouted * 2 > self.words.len() {
            return None;
        }
        let small = |key: u32| {
            self.document
                .words
                .iter()
                .any(|w| w.key == key && !w.class.has(Class::CAPITAL | Class::ACRONYM))
        };
        let in_capitals = |key: u32| {
            self.document.words.iter().any(|w| w.key == key && w.class.has(Class::ACRONYM))
        };
        Some(self.words.iter().filter(capitals).filter(|w| !self.is_label(w)).any(|w| {
            w.of(self.title).chars().filter(|c| c.is_alphabetic()).count() >= LEAST_CAPITALS
                && small(w.key)
                && !in_capitals(w.key)
        }))
    }

    /// Returns whether a word belongs to a label before the headline or behind it: a few words and
    /// a colon, a stroke or a bracket.
    fn is_label(&self, word: &Word) -> bool {
        const MARKS: [char; 7] = [':', '|', '–', '—', '[', ']', '('];
        let before = self.title[..word.start as usize].trim_start();
        let behind = &self.title[word.end() as usize..];
        let few = |text: &str| text.split_whitespace().count() < LABEL;
        let opens = |text: &str| text.find(MARKS).is_some_and(|at| few(&text[..at]));
        let closes = |text: &str| text.rfind(MARKS).is_some_and(|at| few(&text[at..]));
        few(before) && opens(behind) || few(behind) && closes(before)
    }

    /// Returns whether the text has more than a fifth of the headline's words with content, in some
    /// form; `None` if too little of either is known.
    fn is_supported(&self) -> Option<bool> {
        if self.document.words.len() < LEAST_BODY {
            return None;
        }
        let content: Vec<&Word> = self.words.iter().filter(|w| self.has_content(w)).collect();
        if content.len() < LEAST_CONTENT {
            return None;
        }
        let found = content.iter().filter(|w| self.is_in_text(w)).count();
        Some(found * LEAST_SHARE > content.len())
    }

    fn has_content(&self, word: &Word) -> bool {
        !word.class.has(Class::FUNCTION | Class::SPACELESS)
            && !self.lexis.function.contains(word.key)
            && !self.lexis.saying.contains(word.key)
            && (word.class.has(Class::DIGIT) || word.of(self.title).chars().count() > 2)
    }

    /// Returns whether the text has a word, a form of it, or a name that it abbreviates or is part
    /// of.
    fn is_in_text(&self, word: &Word) -> bool {
        if self.document.words.iter().any(|w| w.key == word.key) {
            return true;
        }
        let own = plain(word.of(self.title));
        let least = own.chars().count().saturating_sub(3).max(STEM);
        let begins = |a: &str, b: &str| {
            a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count() >= least
        };
        // Few words begin with the same letter, so that few are folded.
        let first = own.chars().next();
        let is_first = |byte: u8| first == Some(char::from(byte.to_ascii_lowercase()));
        self.document.words.iter().any(|w| {
            let start = self.text.as_bytes()[w.start as usize];
            if start.is_ascii() && !is_first(start) {
                return false;
            }
            let other = w.of(self.text);
            if other.is_ascii() && own.is_ascii() && !other.contains('`') {
                let ends = own.as_bytes().get(..least).zip(other.as_bytes().get(..least));
                return ends.is_some_and(|(own, other)| own.eq_ignore_ascii_case(other));
            }
            other.chars().next().is_some_and(|c| c.to_lowercase().next() == first)
                && begins(&own, &plain(other))
        })
    }
}

/// Returns a word folded, without its possessive ending.
fn plain(word: &str) -> String {
    let folded = fold::fold(word);
    match folded.split_once('\'') {
        Some((stem, _)) if stem.chars().count() > 2 => stem.to_owned(),
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexis;
    use super::*;

    fn counts(title: &str, text: &str) -> Counts {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let clean = Cleaned { title: Some(title.to_owned()), ..Cleaned::default() };
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        let mut counts = Counts::default();
        count(&mut counts, &article, &clean, &document, lexis::of("en").expect("words"));
        counts
    }

    fn supported(title: &str) -> (u32, u32) {
        let text = "The ferries of Halvik stopped at noon. Crews refused to sail in the storm. "
            .repeat(12);
        counts(title, &text).of(Indicator::HeadlineSupported)
    }

    #[test]
    fn a_headline_is_supported_if_more_than_a_fifth_of_its_words_are_in_the_text() {
        assert_eq!(supported("Halvik ferry crews refuse to sail"), (1, 1));
        assert_eq!(supported("Harbour Herald wins prize for photograph"), (0, 1));
        assert_eq!(supported("Harbour Herald wins prize for photograph?"), (0, 0));
        assert_eq!(supported("“Prize” for Harbour Herald photograph, judges say"), (0, 0));
    }

    #[test]
    fn tone_is_counted_outside_quotations() {
        let text = "The ferries stopped. They must wait.";
        let of = |title: &str, indicator| counts(title, text).of(indicator);
        assert_eq!(of("Ferries must WAIT in Halvik", Indicator::HeadlineCapitals), (1, 1));
        assert_eq!(of("Ferries of NATO in Halvik", Indicator::HeadlineCapitals), (0, 1));
        assert_eq!(of("BREAKING WAIT: ferries in Halvik", Indicator::HeadlineCapitals), (0, 1));
        assert_eq!(of("Ferries in Halvik stop: WAIT", Indicator::HeadlineCapitals), (0, 1));
        assert_eq!(of("“Ferries must WAIT” in Halvik", Indicator::HeadlineCapitals), (0, 0));
        assert_eq!(of("FERRIES MUST WAIT IN Halvik", Indicator::HeadlineCapitals), (0, 0));
        assert_eq!(of("What you must know about ferries", Indicator::HeadlineReader), (1, 1));
        assert_eq!(of("“You must go”, says ferry master", Indicator::HeadlineReader), (0, 1));
        assert_eq!(of("Ferries stop in Halvik again!", Indicator::HeadlineExclamation), (1, 1));
        assert_eq!(of("Will the ferries ever sail?", Indicator::HeadlineQuestion), (1, 1));
    }

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_headline() {
        assert_eq!(own_part("Ferries stop in Halvik | Harbour Herald"), "Ferries stop in Halvik");
        assert_eq!(own_part("News - Ferries stop in Halvik"), "Ferries stop in Halvik");
        assert_eq!(own_part("Ferries stop"), "Ferries stop");
    }
}
