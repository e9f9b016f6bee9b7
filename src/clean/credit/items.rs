//! Recognises brackets that belong to the items of a page: the source of each item of a digest, the
//! code of each name in a list.

use std::collections::BTreeSet;

use super::{byte_of, last_characters};

/// Most characters of a bracket that names a source. Chosen by judgement.
const SOURCE: usize = 60;
/// Most words of such a bracket. Chosen by judgement.
const WORDS: usize = 6;
/// Least sources that the items of a digest name. Chosen by judgement: two brackets may be a credit
/// and a remark.
const SOURCES: usize = 3;
/// Least codes in a list of names. Chosen by judgement.
const CODES: usize = 3;

/// Returns the content of the bracket that ends a line; `None` if there is none or it is long.
fn last_bracket(line: &str) -> Option<&str> {
    let inner = line.trim_end().strip_suffix([')', ']'])?;
    let near = last_characters(inner, SOURCE);
    let open = near.rfind(['(', '['])?;
    Some(&near[open + 1..])
}

/// Whether paragraphs end with brackets that name at least three different sources, as the items of
/// a digest do: *… of the season. [Halvik Herald]*. O(bytes).
pub fn have_sources<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let names = |inner: &&str| {
        inner.starts_with(char::is_uppercase)
            && inner.split_whitespace().count() <= WORDS
            && !inner.contains(|c: char| c.is_numeric())
    };
    let ends_sentence = |line: &str, inner: &str| {
        let before = line.trim_end().len() - inner.len() - 2;
        line[..before].trim_end().ends_with(['.', '!', '?', '”', '"', '’', '。', '।', '؟'])
            || line.starts_with(['(', '['])
    };
    let sources: BTreeSet<&str> = lines
        .filter_map(|line| last_bracket(line).filter(|inner| ends_sentence(line, inner)))
        .filter(names)
        .collect();
    sources.len() >= SOURCES
}

/// Longest line, in characters, of a list of names with codes. Chosen by judgement.
const NAME: usize = 40;

/// Whether lines of names end with at least three different codes of two capitals, as a list of
/// places with their regions does: *Halvik (NW)*. O(bytes).
pub fn have_codes<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let is_code = |inner: &&str| inner.len() == 2 && inner.bytes().all(|b| b.is_ascii_uppercase());
    let short = lines.filter(|line| byte_of(line, NAME) == line.len());
    let codes: BTreeSet<&str> = short.filter_map(last_bracket).filter(is_code).collect();
    codes.len() >= CODES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_digest_name_their_sources() {
        let digest = [
            "The ferry stayed in port. [Northern Wire]",
            "Herring is dear again.",
            "The choir sang for nine hours. [Halvik Herald]",
            "Nobody knows why. (The Sound Courier)",
        ];
        assert!(have_sources(digest.into_iter()));
        assert!(!have_sources(digest.into_iter().take(3)), "two sources");
        let brief = ["The ferry stayed. (NWA)", "The choir sang. (NWA)", "It rained. (NWA)"];
        assert!(!have_sources(brief.into_iter()), "one agency signs each");
        let terms = ["of the union (HWA)", "in the year (1987)", "It rained. (See page 3)"];
        assert!(!have_sources(terms.into_iter()));
        assert!(!have_sources(std::iter::empty()));
    }

    #[test]
    fn places_in_a_list_have_codes() {
        let list = ["Halvik (NW)", "Clinic", "Osund (PA)", "Clinic", "Lerby (SW)"];
        assert!(have_codes(list.into_iter()));
        assert!(!have_codes(list.into_iter().take(4)));
        assert!(!have_codes(["HALVIK (AP)"].into_iter()));
    }
}
