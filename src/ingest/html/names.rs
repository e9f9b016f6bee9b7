//! Names of persons in bylines, as shown and as declared in metadata.

use super::byline::MOST;
use crate::languages::credit::phrases;
use crate::text::{dates, fold, words};

/// Names read from one list in the metadata, or from adjacent bylines, at most. Chosen by judgement:
/// more than any story has; each is compared with the others.
pub(super) const CROWD: usize = 200;
/// Addresses of authors' pages kept at most. Chosen by judgement.
pub(super) const MOST_PAGES: usize = 20;

/// Returns a line without the words that open a byline, which may occur twice, in two elements.
pub(super) fn without_opening(line: &str) -> &str {
    let mut rest = line.trim();
    for _ in 0..3 {
        let ends = rest.match_indices([' ', ':', '：']).map(|(at, _)| at).take(4);
        let opening = ends
            .filter(|end| phrases().openings.contains(fold::phrase(&rest[..*end]).as_str()))
            .last();
        let Some(end) = opening else { break };
        rest = rest[end..].trim_start_matches([' ', ':', '：', '|']);
    }
    rest
}

/// Whether a part of a byline is a role or a desk and not a name.
fn is_role(part: &str) -> bool {
    fold::phrase(part).split(' ').any(|word| phrases().desks.contains(word))
}

/// Whether a label opens a byline: *Written by*.
pub(super) fn is_opening(label: &str) -> bool {
    phrases().openings.contains(fold::phrase(label).as_str())
}

/// Returns the names in a visible line; empty if it does not clearly name somebody.
pub(super) fn persons(line: &str) -> Vec<String> {
    let whole = line.trim();
    let line = without_opening(whole);
    let is_opened = line.len() < whole.len();
    // What follows a date, a role or a house in another column is not a name.
    let signs = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '|' | '•' | '·' | '–' | '—' | '/' | '(' | ':' | '@' | '（' | '：')
    };
    let line = line.trim_matches(['[', ']', '【', '】', '［', '］', ' ']);
    let end = line.match_indices(signs).map(|(at, _)| at).find(|at| !is_in_nickname(line, *at));
    let end = end.unwrap_or(line.len());
    let is_dated = line[end..].starts_with(|c: char| c.is_ascii_digit());
    let mut out = Vec::new();
    // `Politics · Jane Doe`: the section precedes the name.
    if line[..end].split_whitespace().count() == 1
        && let Some(rest) = line[end..].strip_prefix(['·', '•', '|'])
        && name_in(line[..end].trim(), false).is_none()
    {
        return persons(rest);
    }
    for part in split(&line[..end]) {
        let part = if is_dated { without_month(&part) } else { &part };
        let Some(name) = name_in(part, is_opened) else { break };
        if out.len() < MOST && !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// Whether a sign is within the brackets of a name that goes on behind them: `Jane (J.D.) Doe`.
fn is_in_nickname(line: &str, sign: usize) -> bool {
    let head =
        if line[sign..].starts_with('(') { sign } else { line[..sign].rfind('(').unwrap_or(sign) };
    let Some((nickname, rest)) = line[head..].strip_prefix('(').and_then(|l| l.split_once(')'))
    else {
        return false;
    };
    let before = line[..head].trim_end();
    let is_capital = |text: &str| text.starts_with(char::is_uppercase);
    nickname.len() <= NICKNAME
        && is_capital(before)
        && !before.contains([',', '|'])
        && is_capital(nickname)
        && rest.strip_prefix(' ').is_some_and(is_capital)
}

/// Bytes of a nickname or of initials in brackets. Chosen by judgement.
const NICKNAME: usize = 14;

/// Returns a Korean name without the role behind it: `김하나 기자`, reporter.
fn before_role(part: &str) -> Option<&str> {
    let (name, role) = part.trim().rsplit_once(' ')?;
    let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    let is_short = (2..=4).contains(&name.chars().count());
    (is_short && name.chars().all(is_hangul) && is_role(role)).then_some(name)
}

/// Returns a part without the month of the date that follows it: `Jane Doe December` 28.
fn without_month(part: &str) -> &str {
    let Some((rest, last)) = part.trim().rsplit_once(' ') else { return part };
    let mut words = Vec::new();
    words::read(last, 0..last.len(), &mut words);
    let is_month = words.first().is_some_and(|word| dates::month(last, word).is_some());
    if is_month { rest } else { part }
}

/// Returns the name with which a part begins, without the role or place after it; `None` if it does
/// not begin with one.
fn name_in(part: &str, is_opened: bool) -> Option<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    // A whole name in one word of Han or kana characters, followed by a desk.
    if let [name, _] = words.as_slice()
        && (4..=5).contains(&name.chars().count())
        && is_name(name)
    {
        return Some((*name).to_owned());
    }
    if let Some(name) = before_role(part) {
        return Some(name.to_owned());
    }
    if is_name(part) && !is_role(part) {
        return Some(part.to_owned());
    }
    // `Jane Doe Staff Writer`
    let mut role = words.iter().position(|w| is_role(w)).unwrap_or(words.len());
    // `Jane Doe NW News`: capitals before a word for a house belong to the house, unless the whole
    // name is in capitals.
    let is_acronym = |w: &str| w.chars().count() >= 2 && w.chars().all(char::is_uppercase);
    if role >= 3 && role < words.len() && is_acronym(words[role - 1]) && !is_acronym(words[0]) {
        role -= 1;
    }
    // `Jane Doe in Halvik`, `Jane Doe writes about harbours`: only if the line is introduced as a
    // byline.
    let plain = words
        .iter()
        .position(|w| w.starts_with(char::is_lowercase) && !is_particle(w))
        .filter(|_| is_opened)
        .unwrap_or(words.len());
    let name = words[..role.min(plain)].join(" ");
    // `The Northern Press`: a house whose name ends in a word for houses.
    let is_house = matches!(words.first(), Some(&("The" | "the" | "THE")));
    (role.min(plain) < words.len() && !is_house && is_name(&name) && !is_role(&name))
        .then_some(name)
}

/// Returns the single word of a line if it may be the writer's pseudonym: *Jane*, *jdoe*.
///
/// Only for a line that the page declares as its author.
pub(super) fn pseudonym(line: &str) -> Option<String> {
    let word = without_opening(line).trim();
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '\'');
    let is_word = (2..=20).contains(&word.chars().count())
        && word.chars().all(is_sign)
        && word.starts_with(char::is_alphabetic);
    (is_word && !is_role(word) && !word.contains(".com")).then(|| word.to_owned())
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "di"
            | "do"
            | "dos"
            | "la"
            | "le"
            | "von"
            | "van"
            | "der"
            | "den"
            | "bin"
            | "al"
            | "el"
            | "y"
            | "af"
    )
}

/// Whether a part is two to five words, each with a capital or in a script without case; in Chinese
/// and Japanese, one word of three to six characters.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_spaceless = |part: &str| {
        (3..=6).contains(&part.chars().count())
            && part.chars().all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
    };
    if let [one] = words.as_slice() {
        return is_spaceless(one);
    }
    words.len() <= 5
        && words.len() >= 2
        && part.chars().count() <= 60
        && words.iter().all(|w| {
            let w = w.strip_prefix('(').unwrap_or(w);
            is_particle(w) || w.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        })
        && !part.chars().any(|c| c.is_ascii_digit() || matches!(c, '!' | '?' | '"' | '…'))
}

/// Splits a line at commas and at *and* in the larger languages.
fn split(line: &str) -> Vec<String> {
    let mut parts = vec![line];
    for sign in
        [";", "|", ", ", "，", "、", " and ", " und ", " & ", " et ", " og ", " och ", " y ", " e "]
    {
        parts = parts.into_iter().flat_map(|part| part.split(sign)).collect();
    }
    parts
        .into_iter()
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|p| !p.is_empty())
        .collect()
}

/// Returns the names declared in the page's metadata, without `By`, splitting entries that hold
/// several.
pub(super) fn parted(told: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in
        told.iter().flat_map(|n| n.split([';', '|'])).flat_map(|n| n.split(" and ")).take(MOST)
    {
        // `Jane Doe (https://janedoe.example)`
        let line = line.split(" (http").next().unwrap_or(line);
        let line = without_opening(line).split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = split(&line);
        // `Doe, Jane` is one name; `Jane Doe, Northern Wire` is two, and in
        // `Jane Doe, political editor` only the first is a name.
        let several = parts.len() > 1 && parts.first().is_some_and(|first| is_name(first));
        let is_no_name = |part: &String| {
            part.starts_with(char::is_lowercase) && part.chars().count() > 4
                || is_role(part) && part.contains(' ')
        };
        let names = if several {
            let first = parts.first().cloned();
            parts.into_iter().filter(|p| Some(p) == first.as_ref() || !is_no_name(p)).collect()
        } else {
            vec![before_role(&line).map(str::to_owned).unwrap_or(line)]
        };
        for name in names {
            if out.len() < CROWD
                && !name.is_empty()
                && name.chars().count() <= 120
                && !name.starts_with('(')
                && !name.contains("://")
                && !out.contains(&name)
            {
                out.push(name);
            }
        }
    }
    out
}
