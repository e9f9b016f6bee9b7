//! Finds credits in words, in lines that may be nothing but a credit: `Mit Material der dpa`,
//! `With files from Reuters`, `Quelle: NWA`.

use std::ops::Range;

use super::{Agencies, is_within, namesakes};
use crate::languages::credit::phrases;
use crate::text::fold;

/// Longest line, in characters, that can be nothing but a credit. Chosen by judgement.
const SHORT: usize = 80;

/// Returns the agencies credited in words: `Mit Material der dpa`, `With files from Reuters`,
/// `… of AP contributed to this report`.
///
/// Such words open a sentence, a bracket or the line. A single word (`avec`, `Quelle:`) gives
/// credit only if nothing but names of agencies follows.
///
/// `named` tells whether the line may name an agency in a form that is not all in small letters.
pub fn in_words<'a>(line: &str, named: bool, agencies: &'a Agencies) -> Vec<&'a str> {
    let mut out: Vec<&'a str> = Vec::new();
    // End of the last credited agency: `dpa und AFP` credits both.
    let mut credited = 0;
    let mut all: Vec<(&'a str, Range<usize>)> =
        if named { agencies.of_text(line).collect() } else { Vec::new() };
    if is_within(line, SHORT) {
        // In a line short enough to be a credit, forms in small letters are names too.
        let mut from = 0;
        for word in line.split(|c: char| !c.is_alphanumeric()) {
            let range = from..from + word.len();
            from = range.end + line[range.end..].chars().next().map_or(0, char::len_utf8);
            if !word.is_empty()
                && !all.iter().any(|(_, other)| other.start < range.end && range.start < other.end)
                && let Some(id) = agencies.exactly(word)
            {
                all.push((id, range));
            }
        }
        all.sort_by_key(|(_, range)| range.start);
    }
    for (id, named) in all {
        let between = &line[credited..named.start];
        // `Mit Material von Petra Müller`
        let labelled = || line[..named.start].trim_end().ends_with([':', '：']);
        if namesakes::is_within_sentence(&line[named.clone()]) && !labelled() {
            continue;
        }
        let joined =
            credited > 0 && between.chars().count() <= 8 && !between.contains(['.', ';', '(']);
        if joined || is_led(line, &named) || is_followed(line, &named) {
            credited = named.end;
            if !out.contains(&id) {
                out.push(id);
            }
        }
    }
    out
}

/// Whether words of credit come right before a name.
fn is_led(line: &str, named: &Range<usize>) -> bool {
    let before = &line[..named.start];
    let from = before
        .rfind([
            '.', '!', '?', '(', '[', ';', '*', '|', '•', '—', '–', '/', '_', '।', '؟', '۔', '؛',
            '。', '！', '？', '（', '［',
        ])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let lead = fold::phrase(&before[from..]);
    if lead.is_empty() {
        return false;
    }
    let known = |lead: &str| {
        phrases().material.binary_search(&lead).is_ok()
            || phrases().source.contains(lead)
            || phrases().openings.contains(lead)
    };
    let article =
        lead.rsplit_once(' ').filter(|(_, last)| last.chars().count() <= 4).map(|(lead, _)| lead);
    let Some(lead) = [Some(lead.as_str()), article].into_iter().flatten().find(|lead| known(lead))
    else {
        return false;
    };
    let alone = || {
        let after = &line[named.end..];
        let end = after.find(['.', ')', ']', '!', '?', '।', '؟', '۔', '。', '）', '］']);
        let after = &after[..end.unwrap_or(after.len())];
        let is_word = |c: char| c.is_alphabetic() && !c.is_uppercase();
        let labelled = before.trim_end().ends_with([':', '：']);
        !after.split_whitespace().any(|w| {
            w.starts_with(|c: char| c.is_lowercase() || !labelled && is_word(c))
                && w.chars().count() > 3
        })
    };
    lead.contains(' ') || alone()
}

/// Whether words of credit follow a name within some 160 bytes.
fn is_followed(line: &str, named: &Range<usize>) -> bool {
    let after = &line[named.end..];
    // `The Harbour Herald reported:` introduces what the paper said.
    if after.trim_end().ends_with([':', '：']) {
        return false;
    }
    let after = fold::phrase(&after[..after.floor_char_boundary(after.len().min(160))]);
    // A single word counts only in a line that is nothing but a credit: `Palter meldet
    // Rekordgewinn` credits nobody, and `…, meldet Palter` only names a source.
    let alone = || line[..named.start].chars().all(|c| !c.is_alphanumeric());
    phrases().helped.within(&after).any(|phrase| phrase.contains(' ') || after == phrase && alone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Registry;

    #[test]
    fn a_person_called_like_an_agency_is_credited_behind_a_label_alone() {
        let registry = Registry::shipped().expect("the shipped list is sound");
        let agencies = Agencies::of(&registry);
        for (line, ids) in [
            ("Mit Material von Petra Müller", ""),
            ("Avec Saba", ""),
            ("Reuters meldet Rekordgewinn", ""),
            ("Quelle: Petra", "petra"),
            ("Mit Material von Reuters", "reuters"),
        ] {
            assert_eq!(in_words(line, true, &agencies).join("+"), ids, "{line}");
        }
    }

    fn agencies() -> Agencies {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA','nwa','Northern Wire Agency']\n\
                    [[source]]\nid='sw'\nname='South Wire'\nkind='wire'\ncredits=['SW','sw','South Wire','Süddraht']\n\
                    [[source]]\nid='palter'\nname='Palter'\nkind='wire'\ncredits=['Palter']\n";
        Agencies::of(&Registry::parse("t", list).expect("sound"))
    }

    #[test]
    fn words_of_credit_are_read_where_they_open_a_sentence() {
        let agencies = agencies();
        for (line, ids) in [
            ("Mit Material der nwa", "nwa"),
            ("(Mit Material von NWA und Süddraht)", "nwa+sw"),
            ("With files from the Northern Wire Agency.", "nwa"),
            ("Information from Palter was used in this report.", "palter"),
            ("Avec SW", "sw"),
            ("con información de Palter", "palter"),
            ("Quelle: NWA", "nwa"),
            ("NWA writer Jane Doe in Halvik contributed to this report.", "nwa"),
            ("за матеріалами Palter", "palter"),
        ] {
            let found = in_words(line, true, &agencies);
            assert_eq!(found.join("+"), ids, "{line}");
        }
        for line in [
            "The minister told NWA that boats would sail.",
            "Palter meldet Rekordgewinn",
            "Palter berichtet über den Hafen",
            "Palter skriver om havnen",
            "Die Boote liegen am Kai, Palter berichtet.",
            "Boats of Palter lie at the quay with NWA on board and wait for news.",
        ] {
            assert!(in_words(line, true, &agencies).is_empty(), "{line}");
        }
    }
}
