//! Reads the signs that a line credits somebody: a photographer, an agency, a writer.
//!
//! Called by [`super::Reader::read`].

use std::sync::LazyLock;

use super::characters::Beyond;
use crate::clean::credit::{Agencies, byline, names_picture};
use crate::clean::lines::{self, Line};
use crate::clean::signs::{Set, Sign};
use crate::languages::{self, Language};
use crate::text::fold;

/// English, whose words for pictures are used in all languages.
static ENGLISH: LazyLock<Option<&'static Language>> = LazyLock::new(|| languages::of("en"));

/// Whether an agency's name ends the line, or only a person's name follows it.
pub(super) fn is_last(before: &str, behind: &str) -> bool {
    let behind = behind.trim_end_matches(['.', ')', ']', ' ']);
    let is_name = || {
        behind.split_whitespace().count() <= 4
            && behind.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
    };
    behind.is_empty()
        || (behind.starts_with(['/', '|']) || before.ends_with(['/', '|', '(', '[', '©']))
            && is_name()
}

/// Returns the last word before a mark, or its part from the last capital on if words were run
/// together: `in LondonCredit: Jane Roe`.
fn last_word(before: &str) -> &str {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let from = word.char_indices().rev().find(|(_, c)| c.is_uppercase()).map_or(0, |(at, _)| at);
    if word.chars().all(|c| c.is_uppercase()) { word } else { &word[from..] }
}

/// Reads whether a line opens or ends like the credit of a picture, in the words of the text's
/// language or in English.
pub(super) fn credits(
    line: &Line<'_>,
    beyond: &Beyond,
    language: Option<&'static Language>,
    s: &mut Set,
) {
    use Sign::*;
    let text = line.text;
    if line.words > 80 {
        return;
    }
    let is_picture = |word: &str| {
        let folded = fold::fold(word);
        !folded.is_empty()
            && [language, *ENGLISH]
                .into_iter()
                .flatten()
                .any(|l| l.credit.picture.contains(&folded) || l.captions.source.contains(&folded))
    };
    let mut from = 0;
    let mark = |from: usize| {
        let plain = memchr::memchr2(b':', b'/', &text.as_bytes()[from..]);
        let wide = if beyond.colon { text[from..].find('：') } else { None };
        plain.into_iter().chain(wide).min().map(|at| at + from)
    };
    while let Some(at) = mark(from) {
        let word = last_word(text[..at].trim_end());
        if word.len() >= 3 && is_picture(word) && !text[at..].starts_with("://") {
            s.add(CreditColon);
            s.add_if(text.len() - at <= 60 && at > 20, EndsCredit);
            break;
        }
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    if beyond.copyright
        && let Some(at) = text.find('©')
    {
        let rest = text[at + 2..].trim_start();
        s.add_if(rest.starts_with(char::is_alphabetic) && text.len() - at <= 80, CopyrightName);
    }
    let tail = text.rsplit(['.', '(', '|', '/', '–', '-']).next().unwrap_or_default();
    s.add_if(
        tail.len() < text.len()
            && tail.len() <= 40
            && tail.split(|c: char| !c.is_alphanumeric()).any(|w| w.len() > 3 && is_picture(w)),
        EndsCredit,
    );
    let bytes = text.as_bytes();
    let plain = bytes.iter().zip(&bytes[1..]).fold(false, |any, (before, c)| {
        any | (before.is_ascii_lowercase() & c.is_ascii_uppercase())
    });
    s.add_if(plain || beyond.glued, GluedWord);
}

fn starts_as_byline(text: &str) -> bool {
    let by = ["By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door ", "Af ", "Av "]
        .iter()
        .find_map(|b| text.strip_prefix(b));
    by.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_uppercase()))
        || text.len() <= 120 && byline::names_after_words(text)
}

pub(super) fn signs_for_an_agency(text: &str, agencies: &Agencies) -> bool {
    let capitals = |text: &str| {
        let joining = |w: &str| matches!(w, "and" | "&" | "und" | "et");
        text.split_whitespace().all(|w| joining(w) || w.starts_with(char::is_uppercase))
    };
    if let Some((before, after)) = text.split_once('|')
        && agencies
            .exactly(before.trim().trim_start_matches("The "))
            .or_else(|| agencies.exactly(before))
            .is_some()
    {
        return lines::holds_date(after);
    }
    if let Some((before, after)) = text.rsplit_once('/')
        && agencies.exactly(after).is_some()
    {
        return before.contains(" and ") && capitals(before);
    }
    agencies.glued(text).is_some_and(|(_, start)| {
        capitals(&text[..start]) && text[..start].split_whitespace().count() >= 2
    })
}

pub(super) fn is_byline(text: &str, named: bool, agencies: &Agencies) -> bool {
    if starts_as_byline(text) && !text.ends_with(['.', '!', '?', '"', '”']) {
        return true;
    }
    if ["(Reporting", "(Additional", "(Writing", "(Editing", "(With"]
        .iter()
        .any(|opening| text.starts_with(opening))
    {
        return true;
    }
    let names_agency = named && agencies.signing(text).next().is_some();
    names_agency
        && !(text.len() <= 100 && names_picture(text))
        && !text.ends_with(['.', '!', '?', ':'])
        && text.split_whitespace().filter(|w| w.starts_with(char::is_lowercase)).count() <= 2
}

pub(super) fn is_dateline_like(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(80)];
    head.contains(") —")
        || head.contains(") -")
        || head.contains(") –")
        || head.split(['—', '–']).next().is_some_and(|h| {
            h.len() < head.len()
                && h.split_whitespace().all(|w| !w.starts_with(char::is_lowercase))
                && !h.starts_with("FILE")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_sign_for_an_agency_in_several_ways() {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\ncredits=['NWA','Northern Wire Agency']\n";
        let agencies = Agencies::of(&crate::sources::Registry::parse("t", list).expect("sound"));
        let signed = [
            "Northern Wire Agency | Monday, June 7, 2021, 7:24 a.m.",
            "JANE DOE and JOHN ROE / NWA",
            "Jane DoeNorthern Wire Agency",
        ];
        assert!(signed.iter().all(|line| signs_for_an_agency(line, &agencies)));
        let not = [
            "CreditNorthern Wire Agency",
            "Jane Doe / NWA",
            "Northern Wire Agency | Read more",
            "The ferry that she sold to Northern Wire Agency",
            "NWA",
        ];
        assert!(not.iter().all(|line| !signs_for_an_agency(line, &agencies)));
    }
}
