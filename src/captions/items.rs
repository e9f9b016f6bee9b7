//! Recognises pages that consist of several items: newsletters, round-ups, lists.
//!
//! A picture amid such a page belongs to one item, often to the one under it, whose few words need
//! not name what it shows.

use crate::clean::{Cleaned, Label};
use crate::ingest::Article;

/// Number of headings amid the text from which a page consists of items. Chosen by judgement after
/// the only two accusations of captions within a text on 45,000 fresh articles, and the only two on
/// another 38,000, were wrong, all four on such pages.
const HEADINGS: usize = 3;
/// Most words of a heading. Chosen by judgement.
const MOST_WORDS: usize = 12;
/// Least words of the text under a heading. Chosen by judgement.
const LEAST_TEXT: usize = 15;

/// Whether the page consists of several items, each under a heading. O(blocks).
pub(super) fn are_several(article: &Article, clean: &Cleaned) -> bool {
    let has_words = |at: usize, n: usize| {
        clean.blocks[at].of(&article.text).split_whitespace().nth(n - 1).is_some()
    };
    let is_text = |at: usize| clean.blocks[at].label == Label::Body && has_words(at, LEAST_TEXT);
    let Some(first) = (0..clean.blocks.len()).find(|at| is_text(*at)) else { return false };
    // A picture may come between a heading and its text.
    let has_text = |at: usize| {
        let next = (at + 1..clean.blocks.len()).find(|&n| clean.blocks[n].label != Label::Caption);
        next.is_some_and(is_text)
    };
    let is_heading = |at: &usize| {
        let block = &clean.blocks[*at];
        let text = block.of(&article.text);
        matches!(block.label, Label::Body | Label::Headline | Label::Boilerplate)
            && !text.ends_with(['.', '!', '?', ':', '…', '"', '”', ',', ';'])
            && text.chars().any(char::is_alphabetic)
            && !has_words(*at, MOST_WORDS + 1)
            && has_text(*at)
    };
    let opens = |at: usize| is_text(at) && opens_item(clean.blocks[at].of(&article.text));
    let items = (first + 1..clean.blocks.len()).filter(|at| is_heading(at) || opens(*at));
    items.take(HEADINGS).count() == HEADINGS
}

/// Whether a line opens with a word in capitals before a colon: `SOLD: The last ferry …`.
fn opens_item(line: &str) -> bool {
    let word = line.split_whitespace().next().and_then(|word| word.strip_suffix(':'));
    word.is_some_and(|word| {
        word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() && c.is_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Block;
    use crate::clean::Reason;

    fn page(lines: &[(Label, &str)]) -> (Article, Cleaned) {
        let mut article = Article::default();
        let mut clean = Cleaned::default();
        for ((label, text), line) in lines.iter().zip(0..) {
            let start = article.text.len() as u32;
            article.text.push_str(text);
            let bytes = start..article.text.len() as u32;
            clean.blocks.push(Block { line, bytes, label: *label, evidence: Reason::Shown("") });
            article.text.push('\n');
        }
        (article, clean)
    }

    const TEXT: &str = "The crews of the ferries stopped work on Monday and did not say when they would go back to it.";

    #[test]
    fn a_page_of_items_has_headings_amid_its_text() {
        let items = |headings: &[&'static str]| {
            let mut lines = vec![(Label::Body, TEXT)];
            for heading in headings {
                lines.push((Label::Body, *heading));
                lines.push((Label::Caption, "The harbour on Monday"));
                lines.push((Label::Body, TEXT));
            }
            let (article, clean) = page(&lines);
            are_several(&article, &clean)
        };
        assert!(items(&["Ferries", "Cranes and quays", "The weather"]));
        assert!(!items(&["Ferries", "Cranes and quays"]));
        assert!(!items(&["He said no.", "“We wait.”", "They left!"]));
    }

    #[test]
    fn an_item_may_open_with_a_word_in_capitals() {
        let items = |openers: &[&str]| {
            let texts: Vec<String> =
                openers.iter().map(|opener| format!("{opener} {TEXT}")).collect();
            let mut lines = vec![(Label::Body, TEXT)];
            lines.extend(texts.iter().map(|text| (Label::Body, text.as_str())));
            let (article, clean) = page(&lines);
            are_several(&article, &clean)
        };
        assert!(items(&["SOLD:", "MOVED:", "SHUT:"]));
        assert!(!items(&["Sold:", "MOVED", "SHUT:"]));
    }

    #[test]
    fn headings_in_a_row_are_a_list_of_links() {
        let (article, clean) = page(&[
            (Label::Body, TEXT),
            (Label::Boilerplate, "Ferries"),
            (Label::Boilerplate, "Cranes"),
            (Label::Boilerplate, "Weather"),
            (Label::Body, TEXT),
        ]);
        assert!(!are_several(&article, &clean));
    }
}
