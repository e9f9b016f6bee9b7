//! Chooses the headline of an article, and reads the date in its bylines.
//!
//! Called by [`super::one`] once every line has a label.

use std::collections::BTreeSet;

use super::block::{Block, Label};
use super::{credit, lexicon};
use crate::ingest::{Article, Stamp};
use crate::text::fold;

/// Returns the first date of a byline. `None` if bylines of several writers have different dates:
/// those of teasers, of which none may be the article's.
pub(super) fn byline_date(text: &str, blocks: &[Block]) -> Option<Stamp> {
    let bylines = blocks.iter().filter(|b| b.label == Label::Byline).map(|b| b.of(text));
    let dated: Vec<(&str, Stamp)> =
        bylines.filter_map(|line| Some((line, crate::ingest::dates::find(line)?))).collect();
    // The first two words behind `By`: the date may follow without a comma.
    let writer = |line: &str| {
        let (name, opened) = credit::byline::opened(line);
        let name: Vec<String> = name.split_whitespace().take(2).map(fold::phrase).collect();
        opened.then(|| name.join(" "))
    };
    let signed = || dated.iter().filter_map(|(line, stamp)| Some((writer(line)?, stamp.day)));
    let writers: BTreeSet<String> = signed().map(|(writer, _)| writer).collect();
    let days: BTreeSet<_> = signed().map(|(_, day)| day).collect();
    (writers.len() < 2 || days.len() < 2).then(|| dated.first().map(|(_, stamp)| *stamp))?
}

/// Returns the record's title, unless it is boilerplate on the page; else the first headline of the
/// text.
pub(super) fn title(article: &Article, blocks: &[Block]) -> Option<String> {
    let given = article.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let headline =
        || blocks.iter().find(|b| b.label == Label::Headline).map(|b| b.of(&article.text));
    let is_furniture = |title: &str| {
        let phrase = fold::phrase(title);
        lexicon::find(&phrase).is_some()
            || blocks.iter().any(|b| {
                b.label == Label::Boilerplate && fold::phrase(b.of(&article.text)) == phrase
            })
    };
    let chosen = match given {
        Some(title) if !is_furniture(title) => Some(title),
        _ => headline().or(given),
    };
    chosen.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Reason;

    #[test]
    fn dates_of_several_writers_are_those_of_teasers() {
        let of = |lines: &[&str]| {
            let text = lines.join("\n");
            let mut begin = 0;
            let block = |(line, content): (u32, &&str)| {
                let bytes = begin..begin + content.len() as u32;
                begin = bytes.end + 1;
                Block { line, bytes, label: Label::Byline, evidence: Reason::Shown("a byline") }
            };
            let blocks: Vec<Block> = (0..).zip(lines).map(block).collect();
            byline_date(&text, &blocks).map(|stamp| stamp.day.to_string())
        };
        let (doe, roe) = ("by Jane Doe - Jul 15, 2018", "by Mary Roe - Jul 12, 2018");
        assert_eq!(of(&[doe]).as_deref(), Some("2018-07-15"));
        assert_eq!(of(&[doe, "by Mary Roe - Jul 15, 2018"]).as_deref(), Some("2018-07-15"));
        assert_eq!(of(&[doe, roe]), None);
        let updated = of(&[doe, "Updated July 16, 2018"]);
        assert_eq!(updated.as_deref(), Some("2018-07-15"), "one writer");
        let again = of(&[doe, "By Jane Doe, updated July 16, 2018"]);
        assert_eq!(again.as_deref(), Some("2018-07-15"), "the same writer");
        assert_eq!(of(&["by Jane Doe"]), None);
    }
}
