//! A writer's name that nothing but its place and its type tells from the text.

use super::super::dom::{Dom, Id};
use super::super::names::persons;
use crate::text::fold;

/// Characters of such a line. Chosen by judgement: three names.
const LONGEST: usize = 70;
/// Paragraphs examined. Chosen by judgement; it bounds the work.
const MOST: usize = 2_000;
/// Characters from which a paragraph is text. Chosen by judgement.
const TEXT: usize = 80;

/// Returns the names in a paragraph that is only in bold, right before the first paragraph of text,
/// or set to the right, right behind the last one: `<p><strong>Jane Doe</strong></p>`.
///
/// A heading may look the same. But a name is in capitals wherever it stands, and a story does not
/// speak of its writer: none of the words may occur in the text.
pub(super) fn read(dom: &Dom) -> Vec<String> {
    let paragraphs: Vec<Id> = dom.below(0).filter(|&id| dom.name(id) == "p").take(MOST).collect();
    let is_text =
        |id: &Id| dom.short_words(*id, TEXT).is_none_or(|words| words.chars().count() >= TEXT);
    let Some(first) = paragraphs.iter().position(is_text) else { return Vec::new() };
    let last = paragraphs.iter().rposition(is_text).unwrap_or(first);
    let before = first.checked_sub(1).map(|at| paragraphs[at]).filter(|&id| is_bold(dom, id));
    let behind = paragraphs.get(last + 1).copied().filter(|&id| is_set_right(dom, id));
    let text = || {
        let words = paragraphs[first..=last].iter().map(|&id| fold::phrase(&dom.words(id)));
        words.collect::<Vec<_>>().join(" ")
    };
    for line in [before, behind].into_iter().flatten().filter_map(|id| dom.short_words(id, LONGEST))
    {
        // `Jane Doe/Ola Berg`
        let names: Vec<String> = line.split('/').flat_map(persons).collect();
        let whole = names.iter().map(|name| name.chars().count()).sum::<usize>();
        if names.is_empty() || whole + 4 * names.len() < line.chars().count() {
            continue;
        }
        let text = format!(" {} ", text());
        let is_told = |word: &str| text.contains(&format!(" {word} "));
        if !names.iter().any(|name| fold::phrase(name).split(' ').any(is_told)) {
            return names;
        }
    }
    Vec::new()
}

/// Whether all of a paragraph is in bold.
fn is_bold(dom: &Dom, id: Id) -> bool {
    let mut parts =
        dom.children(id).filter(|&part| dom.text(part).is_none_or(|text| !text.trim().is_empty()));
    let first = parts.next();
    first.is_some_and(|part| matches!(dom.name(part), "strong" | "b")) && parts.next().is_none()
}

/// Whether a paragraph is set to the right, where a signature stands.
fn is_set_right(dom: &Dom, id: Id) -> bool {
    let style = dom.attribute(id, "style").unwrap_or_default().to_ascii_lowercase();
    style.split(';').any(|rule| {
        let (name, value) = rule.split_once(':').unwrap_or_default();
        name.trim() == "text-align" && matches!(value.trim(), "right" | "end")
    }) || dom.attribute(id, "align").is_some_and(|side| side.eq_ignore_ascii_case("right"))
}
