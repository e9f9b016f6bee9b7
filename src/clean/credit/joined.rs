//! Finds credits in scripts that write words together, where neither a space nor a capital sets a
//! name off: 〔中央社〕, （中央社華盛頓23日綜合外電報導）, 文／中央社記者.

use super::edges::is_joined_script;
use super::{Agencies, Basis, byte_of};
use crate::languages::credit::phrases;

/// Longest opening bracket, in characters. Chosen by judgement.
const BRACKET: usize = 40;
/// Characters at the beginning of a line in which it is said who wrote the text: a picture's caption
/// may stand before it. Chosen by judgement.
const OPENING: usize = 200;
/// Marks between the word for the text and who wrote it.
const DIVIDERS: [char; 4] = ['／', '/', '：', '∕'];

/// Adds the agencies that a line credits in these ways.
pub(super) fn credited<'a>(line: &str, agencies: &'a Agencies, out: &mut Vec<(&'a str, Basis)>) {
    // The bytes that begin a character of these scripts, or a full-width mark.
    if !line.bytes().fold(false, |any, b| any | (0xE3..=0xEF).contains(&b)) {
        return;
    }
    out.extend(bracket(line.trim_start(), agencies).map(|id| (id, Basis::Dateline)));
    out.extend(text_by(line, agencies).map(|id| (id, Basis::Byline)));
}

/// Returns the agency in the bracket that opens a line: alone, before its reporter, or before a
/// place, a day and a word for its dispatch; `None` if there is none.
fn bracket<'a>(line: &str, agencies: &'a Agencies) -> Option<&'a str> {
    let inner = line.strip_prefix(['〔', '【', '（', '［', '('])?;
    let inner = &inner[..byte_of(inner, BRACKET)];
    let end = inner.find(['〕', '】', '）', '］', ')'])?;
    let (inner, after) = (&inner[..end], &inner[end..]);
    let (id, rest) = opened(inner, agencies)?;
    let tells = &phrases().dispatch;
    let sent =
        || tells.iter().any(|word| rest.ends_with(word)) && rest.contains(|c: char| c.is_numeric());
    let reporter = || phrases().desks.iter().any(|desk| !desk.is_ascii() && rest.starts_with(desk));
    // A bracket that is all of the line is a picture's as often.
    (after.chars().nth(1).is_some() && (rest.is_empty() || sent() || reporter())).then_some(id)
}

/// Returns the agency that wrote the text, by a word for that and a stroke before its name; `None` if
/// there is none. *圖／中央社* is a picture's.
fn text_by<'a>(line: &str, agencies: &'a Agencies) -> Option<&'a str> {
    let head = &line[..byte_of(line, OPENING)];
    head.match_indices(DIVIDERS).find_map(|(at, mark)| {
        let before = &head[..at];
        let says = phrases().text_by.iter().any(|word| {
            before.strip_suffix(word).is_some_and(|before| {
                before.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
            })
        });
        let name = &line[at + mark.len()..];
        let name = name.trim_start();
        says.then(|| opened(&name[..byte_of(name, BRACKET)], agencies)).flatten().map(|(id, _)| id)
    })
}

/// Returns the agency whose name opens a text, if it is written in such a script, and what follows.
fn opened<'a, 't>(text: &'t str, agencies: &'a Agencies) -> Option<(&'a str, &'t str)> {
    let (id, named) = agencies.find(text).next()?;
    (named.start == 0 && is_joined_script(&text[named.clone()])).then(|| (id, &text[named.end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Registry;

    fn read(line: &str) -> Vec<String> {
        let list =
            "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['北方社']\n";
        let agencies = Agencies::of(&Registry::parse("t", list).expect("sound"));
        let mut out = Vec::new();
        credited(line, &agencies, &mut out);
        out.into_iter().map(|(id, _)| id.to_owned()).collect()
    }

    #[test]
    fn an_agency_is_credited_in_an_opening_bracket() {
        for line in [
            "〔北方社〕港口今天停工。",
            "【北方社】港口今天停工。",
            "（北方社哈爾維克23日綜合外電報導）港口今天停工。",
            "（北方社記者林娜哈爾維克21日專電）港口今天停工。",
            "（北方社記者林娜）港口今天停工。",
        ] {
            assert_eq!(read(line), ["nwa"], "{line}");
        }
        for line in [
            "（北方社）",
            "〔記者林娜／哈爾維克報導〕港口今天停工。",
            "（北方社會學家今天說）港口今天停工。",
            "港口（北方社大樓）今天停工。",
        ] {
            assert_eq!(read(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn an_agency_is_credited_after_a_word_for_the_text() {
        for line in [
            "文／北方社",
            "文／北方社記者林娜哈爾維克30日專電 港口今天停工。",
            "▲港口。（圖／達志影像／北方社） 文／北方社 港口今天停工。",
        ] {
            assert_eq!(read(line), ["nwa"], "{line}");
        }
        for line in ["▲港口。（圖／北方社）", "圖／北方社", "論文／北方社", "文／林娜"]
        {
            assert_eq!(read(line), [""; 0], "{line}");
        }
    }
}
