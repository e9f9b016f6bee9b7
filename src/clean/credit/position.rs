//! Finds credits by their position in a line: a bracket, a dash or a slash after a place or after
//! the last sentence.
//!
//! A short form such as `AP` stands for an agency only in these positions. Anywhere else it may be
//! a word, or the abbreviation of some other name.

use std::ops::Range;

use super::dateline::is_place;
use super::{
    Agencies, Basis, byte_of, is_within, joined, last_characters, names_picture, namesakes,
};
use crate::clean::lines;
use crate::text::fold;

/// Longest bracket, in characters, that can hold a credit. Chosen by judgement.
const BRACKET: usize = 90;
/// Number of characters at either end of a line in which credits without brackets are searched.
/// Chosen by judgement.
const MARGIN: usize = 100;
/// Most characters of a credit without brackets. Chosen by judgement.
const LONGEST: usize = 40;
/// Most characters of a place and date before a credit, if a sentence precedes them in the line.
/// Chosen by judgement.
const PLACE: usize = 48;
/// Number of words from which a line without a full stop counts as running text. Chosen by
/// judgement.
const RUNNING: usize = 8;

/// Returns the agencies that a line credits by position, each with the kind of position.
pub fn credited<'a>(line: &str, agencies: &'a Agencies) -> Vec<(&'a str, Basis)> {
    let mut out = Vec::new();
    brackets(line, agencies, &mut out);
    head(line, agencies, &mut out);
    tail(line, agencies, &mut out);
    joined::credited(line, agencies, &mut out);
    out
}

/// Reads credits in brackets: `BERN (sda) Der Rat`, `… sagte er. (dpa/afp)`, `(AFP).-Les firmes`.
fn brackets<'a>(line: &str, agencies: &'a Agencies, out: &mut Vec<(&'a str, Basis)>) {
    let bytes = line.as_bytes();
    // Found once: a line may hold millions of brackets.
    let first = line.find(char::is_alphanumeric).unwrap_or(line.len());
    // Full-width brackets begin with the last of these bytes.
    for open in memchr::memchr3_iter(b'(', b'[', 0xEF, bytes) {
        let Some(mark) = line.get(open..).and_then(|rest| rest.chars().next()) else { continue };
        if !matches!(mark, '(' | '[' | '（' | '［') {
            continue;
        }
        let start = open + mark.len_utf8();
        let inner = &line[start..];
        let inner = &inner[..byte_of(inner, BRACKET)];
        let Some((length, end)) =
            inner.char_indices().find(|(_, c)| matches!(c, ')' | ']' | '）' | '］'))
        else {
            unclosed(line, open, inner, agencies, out);
            continue;
        };
        let close = start + length + end.len_utf8();
        let inner = &inner[..length];
        if inner.contains(['(', '['])
            || !inner.bytes().any(|b| b.is_ascii_alphabetic() || !b.is_ascii())
        {
            continue;
        }
        let mut ids = of_bracket(inner, agencies);
        if ids.is_empty() && open <= first {
            ids.extend(of_place(inner, agencies));
        }
        if ids.is_empty() {
            continue;
        }
        if let Some(basis) = stands(line, open..close, inner, agencies) {
            out.extend(ids.into_iter().map(|id| (id, basis)));
        }
    }
}

/// Returns the agencies in a bracket: a list of them, or one followed by a date.
fn of_bracket<'a>(inner: &str, agencies: &'a Agencies) -> Vec<&'a str> {
    let ids = agencies.listed(inner);
    if !ids.is_empty() {
        return ids;
    }
    // `Reuters, 5. Juni` is a credit; with a year it is a reference: `(Reuters, 2 September 1999)`.
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let is_reference = |rest: &str| rest.split(|c: char| !c.is_alphanumeric()).any(is_year);
    let dated = inner.split_once(',').filter(|(_, rest)| {
        rest.bytes().any(|b| b.is_ascii_digit()) && !is_reference(rest) && !names_picture(rest)
    });
    if let Some((first, _)) = dated {
        return agencies.exactly(first).into_iter().collect();
    }
    Vec::new()
}

/// Returns the agency after a place and a day in the bracket that opens a line:
/// `［東京 12日 ロイター］`; `None` if there is none.
fn of_place<'a>(inner: &str, agencies: &'a Agencies) -> Option<&'a str> {
    let (place, name) = inner.rsplit_once([' ', '\u{3000}'])?;
    let is_dated = place.chars().any(char::is_numeric) && is_dateline_place(place, true);
    agencies.exactly(name).filter(|_| is_dated)
}

/// Reads a credit whose closing bracket was lost in character recognition:
/// `Kairo, 29. Jan. (AFP Der`.
fn unclosed<'a>(
    line: &str,
    open: usize,
    inner: &str,
    agencies: &'a Agencies,
    out: &mut Vec<(&'a str, Basis)>,
) {
    let before = line[..open].trim_end();
    let dated =
        before.chars().rev().take(16).any(|c| c.is_ascii_digit()) && before.ends_with(['.', ',']);
    let inner = inner.trim_start();
    let word = inner.split_whitespace().next().unwrap_or_default();
    let after = inner[word.len()..].trim_start();
    let goes_on = after.starts_with(|c: char| c.is_uppercase() || matches!(c, '-' | '—' | '–'));
    if dated
        && goes_on
        && let Some(id) = agencies.exactly(word)
    {
        out.push((id, Basis::Dateline));
    }
}

/// Returns the kind of credit that a bracket in this position is; `None` if a credit cannot be
/// there.
fn stands(line: &str, bracket: Range<usize>, inner: &str, agencies: &Agencies) -> Option<Basis> {
    let before = line[..bracket.start].trim_end();
    let after = line[bracket.end..].trim_start();
    let goes_on = is_beginning(after);
    if before.is_empty() || before.chars().all(|c| !c.is_alphanumeric()) {
        return goes_on.then_some(if after.is_empty() { Basis::Closing } else { Basis::Dateline });
    }
    if ends_sentence(before) {
        return goes_on.then_some(Basis::Closing);
    }
    // `… 12:13 am 14 pts WASHINGTON (AP) - "Not any longer."`: all of the page is one line.
    if goes_on
        && after.trim_start_matches([',', ' ']).starts_with(['—', '–', '-', '−'])
        && is_shouted_place(before)
        && !is_defined(before, inner)
    {
        return Some(Basis::Dateline);
    }
    let place = last_sentence(before);
    let dashed = after.trim_start_matches([',', ' ', '.', ':']).starts_with(['—', '–', '-', '−'])
        || after.starts_with([':', '.']);
    // Where capitals show neither a place nor the beginning of a sentence, only a dash tells a
    // dateline from `the agency (SANA) said`.
    let last = place.chars().rev().find(|c| c.is_alphabetic());
    let has_case = last.is_some_and(|c| c.is_uppercase() || c.is_lowercase())
        && place.contains(char::is_uppercase);
    if goes_on
        && (dashed || has_case && !after.is_empty() && opens(after))
        && is_dateline_place(place, place.len() == before.len())
        && !is_defined(before, inner)
        && !lists_codes(after)
    {
        // If a long name precedes the bracket, the bracket abbreviates it.
        return agencies.find(place).next().is_none().then_some(Basis::Dateline);
    }
    // The paragraph ends with a bracket instead of a full stop.
    let ends = after.chars().all(|c| !c.is_alphanumeric()) && !after.starts_with('.');
    (ends && before.split_whitespace().count() >= RUNNING && !is_defined(before, inner))
        .then_some(Basis::Closing)
}

/// Least letters of a place in capitals that is recognized wherever it stands. Chosen by judgement:
/// shorter ones are abbreviations.
const SHOUTED: usize = 5;

/// Whether a text ends with a word in capitals, as places in datelines are set.
fn is_shouted_place(text: &str) -> bool {
    let word = text.trim_end_matches(',').rsplit(char::is_whitespace).next().unwrap_or_default();
    word.chars().count() >= SHOUTED && word.chars().all(char::is_uppercase)
}

/// Most characters between two items of a list of names with codes. Chosen by judgement.
const NEXT_CODE: usize = 60;

/// Whether the text after a bracket goes on with another name and a code in a bracket, as in a list
/// of people with their parties or states: *Jane Doe (PA), Paul Roe (PE) and Ann Poe (SP)*.
fn lists_codes(after: &str) -> bool {
    let near = &after[..byte_of(after, NEXT_CODE)];
    let code = near.split_once('(').and_then(|(_, rest)| Some(rest.split_once(')')?.0));
    near.starts_with(',')
        && code.is_some_and(|code| {
            (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase())
        })
}

/// Whether the text after a dateline's bracket opens a story: with a dash, a stop, or a sentence.
/// *Jane Doe (MIA) vs. DET* is a list.
pub(super) fn opens(after: &str) -> bool {
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{fffd}');
    after.starts_with(['-', '–', '—', '−', '.', ':', ',', ';', '/', '_', '*', '>'])
        || after
            .chars()
            .next()
            .is_none_or(|c| c.is_alphanumeric() && !c.is_lowercase() || is_quotation(c))
}

fn is_quotation(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '「' | '‹' | '›' | '(' | '[')
}

/// Whether text can be the start of a sentence, that is, its first letter or digit is not a small
/// letter; true if it has none.
fn is_beginning(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphanumeric());
    first.is_none_or(|c| !c.is_lowercase())
}

/// Whether text ends like a sentence, or with a character that recognition often puts in place of a
/// full stop.
fn ends_sentence(text: &str) -> bool {
    text.ends_with([
        '.', '!', '?', '…', '"', '”', '“', '’', '»', '«', '\'', ')', ']', '_', '*', '>', '。', '।',
        '؟', '۔', '—', '–', '-', '/', ',', ';', '\u{fffd}',
    ])
}

/// Returns what follows the last end of a sentence, or the whole text if there is none.
fn last_sentence(text: &str) -> &str {
    let end = text
        .rmatch_indices(['.', '!', '?', '»', '”'])
        .map(|(at, mark)| at + mark.len())
        .find(|end| {
            // `7. Aug.` and `St. Gallen` do not end a sentence.
            let word = text[..*end].rsplit(char::is_whitespace).next().unwrap_or_default();
            text[*end..].starts_with(char::is_whitespace)
                && word.chars().filter(|c| c.is_alphabetic()).count() > 3
        });
    end.map_or(text, |end| text[end..].trim_start())
}

/// Whether text is a place, with or without a date. `whole` means that nothing precedes it in the
/// line.
fn is_dateline_place(text: &str, whole: bool) -> bool {
    let words = text.split_whitespace().count();
    (1..=if whole { 8 } else { 5 }).contains(&words)
        && text.chars().count() <= if whole { 60 } else { PLACE }
        && text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && is_place(text)
}

/// Whether the letters in a bracket are the initials of words before it; then the bracket gives an
/// abbreviation and not a credit.
pub(super) fn is_defined(before: &str, inner: &str) -> bool {
    let letters: Vec<char> =
        inner.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if !(2..=6).contains(&letters.len()) {
        return false;
    }
    // `NWA International Holding (NWA)`
    if letters.len() >= 3 && before.split(|c: char| !c.is_alphanumeric()).any(|word| word == inner)
    {
        return true;
    }
    let tail: Vec<&str> = before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .rev()
        .take(letters.len() + 4)
        .collect();
    let mut left = letters.iter().rev().peekable();
    for word in tail {
        let initial = fold::fold(word).chars().next();
        if left.peek().is_some_and(|letter| Some(**letter) == initial) {
            left.next();
        }
    }
    left.next().is_none()
}

/// Reads credits at the start of a line: `SEATTLE, 23. — ATS — Six`, `AFP — Le choix`,
/// `Halvik/dpa. Der Rat`.
fn head<'a>(line: &str, agencies: &'a Agencies, out: &mut Vec<(&'a str, Basis)>) {
    let head = &line[..byte_of(line, MARGIN)];
    // Most lines have none of these marks so early.
    let has = |mark: u8| memchr::memchr(mark, head.as_bytes()).is_some();
    if has(b':') {
        out.extend(before_place(head, agencies).map(|id| (id, Basis::Dateline)));
    }
    if first_dash(head).is_some() {
        before_dash(head, agencies, out);
    }
    out.extend(before_date(head, agencies).map(|id| (id, Basis::Byline)));
    // Bars: a place before the first, and a text, not a row of links, behind the second.
    if has(b'|') {
        let mut bars = head.splitn(3, " | ");
        if let (Some(place), Some(agency), Some(rest)) = (bars.next(), bars.next(), bars.next())
            && is_dateline_place(place.trim(), true)
            && is_beginning(rest)
            && !rest.contains(" | ")
            && line.split_whitespace().count() >= 2 * RUNNING
        {
            out.extend(named(agency, agencies).into_iter().map(|id| (id, Basis::Dateline)));
        }
    }
    // A slash: a place before it, and a full stop, colon, bracket or dash after the agency.
    if has(b'/')
        && let Some((place, rest)) = head.split_once('/')
        && let Some(end) = rest.find(['.', ':', '—', '–', '(']).or_else(|| rest.find(" - "))
        && is_dateline_place(place.trim(), true)
        && is_beginning(&rest[end..])
        && rest[end..].chars().any(char::is_alphabetic)
    {
        out.extend(agencies.listed(&rest[..end]).into_iter().map(|id| (id, Basis::Dateline)));
    }
}

/// Returns the agencies listed in a short part of a line.
fn named<'a>(part: &str, agencies: &'a Agencies) -> Vec<&'a str> {
    if is_within(part, LONGEST) {
        agencies.listed(part.trim().trim_end_matches('.'))
    } else {
        Vec::new()
    }
}

/// Reads an agency before the first dash of a line, or between its first two.
fn before_dash<'a>(head: &str, agencies: &'a Agencies, out: &mut Vec<(&'a str, Basis)>) {
    let mut parts: Vec<&str> = Vec::with_capacity(3);
    let mut rest = head;
    while parts.len() < 3
        && let Some((at, dash)) = first_dash(rest)
    {
        parts.push(&rest[..at]);
        rest = &rest[at + dash..];
    }
    let rest = rest.trim_start();
    let named = |part| named(part, agencies);
    // Without a bracket, `PETRA, Jordan —` and `SPA —` are places.
    let is_namesake = |part: &str| part.split([',', '،']).any(namesakes::is_any);
    match parts.as_slice() {
        [first, ..] if !named(first).is_empty() && !is_namesake(first) => {
            let text = &head[first.len()..];
            if is_beginning(text) && text.chars().any(char::is_alphanumeric) {
                out.extend(named(first).into_iter().map(|id| (id, Basis::Dateline)));
            }
        }
        [place, agency, ..]
            if !named(agency).is_empty()
                && is_dateline_place(place.trim(), true)
                && is_beginning(rest) =>
        {
            out.extend(named(agency).into_iter().map(|id| (id, Basis::Dateline)));
        }
        _ => {}
    }
}

/// Characters after an agency's name in which the year of a date stands. Chosen by judgement.
const DATED: usize = 28;

/// Returns the agency in capitals that stands before a full date, as under a headline that is written
/// together with the text: `NWA Monday 17 Oct 2016`; `None` if there is none.
fn before_date<'a>(head: &str, agencies: &'a Agencies) -> Option<&'a str> {
    if !head.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_year = |word: &str| {
        word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit())
    };
    agencies
        .find(head)
        .find(|(_, named)| {
            let form = &head[named.clone()];
            let after = head[named.end..].trim_start_matches([',', ' ']);
            form.chars().count() >= LEAST
                && form.chars().all(char::is_uppercase)
                && !namesakes::is_any(form)
                && !head[..named.start].trim_end().ends_with(['(', '[', '/', '-'])
                && opens_with_day(after)
                && after[..byte_of(after, DATED)].split(|c: char| !c.is_alphanumeric()).any(is_year)
        })
        .map(|(id, _)| id)
}

/// Whether a text begins with a date, before which the day of the week may stand.
fn opens_with_day(text: &str) -> bool {
    let behind = || {
        let (word, rest) = text.split_once([' ', ','])?;
        let is_name = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
        is_name.then(|| lines::opens_with_stamp(rest.trim_start()))
    };
    lines::opens_with_stamp(text) || behind() == Some(true)
}

/// Most characters between an agency and the colon after its place. Chosen by judgement.
const AFTER: usize = 40;
/// Fewest letters of an agency's name before a place. Chosen by judgement: two capitals are a
/// region's more often (*PA, Harrisburg:*).
const LEAST: usize = 3;

/// Returns the agency that opens a line before a place and a colon, `UNB, Khulna:`; `None` if there
/// is none.
///
/// A name in small letters may be that of a town or a person, and so may some in capitals: *PETRA,
/// Jordan:* and *Saba, Caribbean:* are places.
fn before_place<'a>(head: &str, agencies: &'a Agencies) -> Option<&'a str> {
    let (name, rest) = head.split_once([',', '،'])?;
    let end = rest.find(':')?;
    if name.contains(char::is_lowercase)
        || name.chars().filter(|c| c.is_alphabetic()).count() < LEAST
        || namesakes::is_any(name)
    {
        return None;
    }
    let place = rest[..end].trim().trim_end_matches('.');
    let after = rest[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    // `--AP, Jane Doe, “Night of the Boats: …` is from a review of the press.
    let dated = |part: &str| part.contains(char::is_numeric);
    (head.starts_with(char::is_alphanumeric)
        && place.chars().count() <= AFTER
        && !place.contains(is_quotation)
        && place.split([',', '،']).skip(1).all(dated)
        && is_dateline_place(place, true)
        && is_beginning(after))
    .then(|| agencies.exactly(name))?
}

/// Returns the first byte and the length of the first dash in the text; `None` if there is none. A
/// hyphen within a word does not count.
fn first_dash(text: &str) -> Option<(usize, usize)> {
    // The three long dashes share their first byte.
    memchr::memchr2_iter(b'-', 0xE2, text.as_bytes()).find_map(|at| {
        match text[at..].chars().next() {
            Some(c @ ('—' | '–' | '−')) => Some((at, c.len_utf8())),
            Some('-') if text[..at].ends_with([' ', '.', ')', ',', '-']) => Some((at, 1)),
            _ => None,
        }
    })
}

/// Reads credits at the end of a line: `… pas été coupée. ATS`, `… of each worker./VOA`,
/// `… said on Monday. -- dpa`.
fn tail<'a>(line: &str, agencies: &'a Agencies, out: &mut Vec<(&'a str, Basis)>) {
    let tail = last_characters(line, MARGIN).trim_end_matches(|c: char| !c.is_alphanumeric());
    // What is further from the end leaves too much behind it.
    let near = last_characters(tail, LONGEST + 1);
    // The ASCII ones of the marks below, and what may begin another.
    let may_end = |b: u8| matches!(b, b'.' | b'!' | b'?' | b'"') | !b.is_ascii();
    if !near.bytes().fold(false, |any, b| any | may_end(b)) {
        return;
    }
    let from = tail.len() - near.len();
    let end = near
        .char_indices()
        .rev()
        .filter(|(_, c)| {
            matches!(c, '.' | '!' | '?' | '…' | '"' | '”' | '»' | '。' | '।' | '؟' | '۔')
        })
        .map(|(at, c)| from + at + c.len_utf8())
        // `A. P.` is one name.
        .find(|end| {
            // Nor does the point in the name of a site.
            if tail[*end..].starts_with(char::is_alphanumeric) && tail[..*end].ends_with('.') {
                return false;
            }
            !tail[..*end].ends_with('.')
                || tail[..*end - 1].chars().rev().take_while(|c| c.is_alphabetic()).count() > 1
                || tail[..*end - 1].ends_with(|c: char| !c.is_alphabetic())
        });
    let Some(end) = end else { return };
    let credit = &tail[end..];
    if credit.chars().count() <= LONGEST && !credit.contains(['(', '[']) {
        let credit = credit.trim_matches(|c: char| !c.is_alphanumeric());
        if namesakes::is_word(credit) {
            return;
        }
        // Outside brackets, all parts must be known agencies.
        let parts: Vec<&str> = credit.split(['/', ',']).map(str::trim).collect();
        let is_known = |part: &&str| !agencies.listed(part).is_empty();
        // `osg / halvik.example / NWA`: an editor's initials and the page's own host may come first.
        let signed = || {
            parts.last().is_some_and(|last| is_known(last) && last.len() > 2)
                && parts.iter().all(|part| is_known(part) || is_initials(part) || is_host(part))
        };
        if parts.iter().all(is_known) {
            out.extend(agencies.listed(credit).into_iter().map(|id| (id, Basis::Closing)));
        } else if signed() {
            let ids = parts.iter().flat_map(|part| agencies.listed(part));
            out.extend(ids.map(|id| (id, Basis::Closing)));
        }
    }
}

/// Most letters of an editor's initials before an agency. Chosen by judgement.
const INITIALS: usize = 4;

/// Whether a part of a closing credit is an editor's initials: *osg*, *BS*.
fn is_initials(part: &str) -> bool {
    part.chars().count() <= INITIALS
        && part.chars().all(char::is_alphabetic)
        && (!part.contains(char::is_uppercase) || !part.contains(char::is_lowercase))
}

/// Whether a part of a closing credit is the name of a site: *halvik.example*.
fn is_host(part: &str) -> bool {
    part.contains('.')
        && !part.contains(char::is_whitespace)
        && part
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Registry;

    fn agencies() -> Agencies {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA','nwa','Northern Wire Agency']\n\
                    [[source]]\nid='sw'\nname='South Wire'\nkind='wire'\ncredits=['SW','sw','South Wire','Süddraht']\n\
                    [[source]]\nid='palter'\nname='Palter'\nkind='wire'\ncredits=['Palter']\n";
        Agencies::of(&Registry::parse("t", list).expect("sound"))
    }

    fn read(line: &str) -> String {
        let agencies = agencies();
        let mut ids: Vec<&str> = credited(line, &agencies).into_iter().map(|(id, _)| id).collect();
        ids.dedup();
        ids.join("+")
    }

    #[test]
    fn a_state_in_brackets_is_no_agency() {
        assert_eq!(
            read("Jane Doe (SW), Paul Roe (PE) e Ann Poe (SP) foram até a sede do porto"),
            ""
        );
        assert_eq!(
            read("HALVIK (SW), June 5 — The ferry stayed in port because of the wind."),
            "sw"
        );
    }

    #[test]
    fn a_page_in_one_line_has_its_credit_amid_the_line() {
        for line in [
            "Ferries stay in port By JANE DOE Apr 3, 2019, 12:13 am 14 pts HALVIK (NWA) - \"Not any longer.\"",
            "Ferries in port after strike says Monitor NWA Monday 17 Oct 2016 Crews stayed in port.",
            "NWA Friday 22 Jul 2016 Ferries in port",
        ] {
            assert_eq!(read(line), "nwa", "{line}");
        }
        for line in [
            "the crews told the agency (NWA) - and only the agency - that they would stay",
            "The crews told NWA in October 2016 that they would stay in port.",
            "The crews of NWA 17 and 2016 others stayed in port.",
            "The port, as NWA said 17 Oct 2016, was shut.",
        ] {
            assert_eq!(read(line), "", "{line}");
        }
    }

    #[test]
    fn bars_set_off_an_agency_before_a_text() {
        let line = "Halvik, Norland | NWA | The ferry stayed in port on Monday because the crews \
                    had not been paid for a month.";
        assert_eq!(read(line), "nwa");
        assert_eq!(read("Halvik | NWA | Weather"), "");
        assert_eq!(read(&format!("Home | NWA | Weather | {}", "Ferry | ".repeat(20))), "");
    }

    #[test]
    fn without_capitals_only_a_dash_makes_a_dateline() {
        assert_eq!(read("بندر هالویک (NWA) - خدمه کشتی در بندر ماندند"), "nwa");
        assert_eq!(read("خبرگزاری رسمی هالویک (NWA) اعلام کرد که خدمه در بندر ماندند"), "");
        assert_eq!(read("به نوشته هالویک (NWA) خدمه در بندر ماندند"), "");
    }

    #[test]
    fn a_place_called_like_an_agency_opens_no_dateline() {
        let registry = Registry::shipped().expect("the shipped list is sound");
        let agencies = Agencies::of(&registry);
        for line in [
            "PETRA, Jordan — Tourists came back in spring.",
            "PETRA — Tourists came back in spring.",
            "PETRA, Jordan: Tourists came back in spring.",
            "Saba, Caribbean: The ferry runs twice a day.",
            "SANA, Yemen: The market opened again.",
            "Sana, Yemen - The market opened again.",
            "SPA, Belgium: The race begins at noon.",
            "उसने दो विषय पढ़े। भाषा",
        ] {
            assert_eq!(credited(line, &agencies), [], "{line}");
        }
        assert_eq!(
            credited("UNB, Khulna: The boats stayed.", &agencies),
            [("unb", Basis::Dateline)]
        );
    }

    #[test]
    fn a_line_of_brackets_is_read_in_one_pass() {
        let agencies = agencies();
        let line = "(…)".repeat(100_000) + "(Halvik 12 NWA) The boats lie at the quay.";
        let begun = std::time::Instant::now();
        assert_eq!(credited(&line, &agencies), [("nwa", Basis::Dateline)]);
        // Read anew for each bracket, it takes many minutes.
        assert!(begun.elapsed().as_secs() < 60);
    }

    #[test]
    fn credits_are_read_in_the_shapes_that_papers_print() {
        for (line, ids) in [
            ("Wien, 7. Aug. (Palter) Die Polizei hat den Hafen gesperrt.", "palter"),
            ("Bangkok, 16 juin. (Palter.) — Plusieurs personnes ont attendu.", "palter"),
            ("TÉHÉRAN, 24. — NWA. — Des milliers de marins sont au port.", "nwa"),
            ("SEATTLE, 23. — SW — Six marins se sont évadés.", "sw"),
            ("SW. — Des bateaux attendent au large.", "sw"),
            ("BERNE (NWA).-Les bateaux restent au port.", "nwa"),
            ("BONN (NWA), — L'opposition a parlé.", "nwa"),
            ("NWA, Halvik: The boats lie at the quay.", "nwa"),
            ("NWA, Halvik, June 7: The boats lie at the quay.", "nwa"),
            ("Les bateaux restent au port, (nwa)", "nwa"),
            ("Les bateaux resteront longtemps au port de la ville (nwa)", "nwa"),
            ("Les bateaux restent au port. NWA", "nwa"),
            ("Les bateaux restent au port. (NWA / SW)", "nwa+sw"),
            ("Les bateaux restent au port. (SW, Palter, Impar.) Un accord", "sw+palter"),
            ("The boats lie at the quay of each island./NWA", "nwa"),
            ("The boats lie at the quay, he said. -- nwa", "nwa"),
            ("The boats lie at the quay, he said. osg / halvik.example / NWA", "nwa"),
            ("The boats lie at the quay, he said. BS, NWA", "nwa"),
            ("Halvik/nwa. Die Boote liegen am Kai.", "nwa"),
            ("Halvik (nwa/sw) - Die Boote liegen am Kai.", "nwa+sw"),
            ("Kairo, 29. Jan. (NWA Der Hafen ist gesperrt.", "nwa"),
            ("(NWA) Der Hafen ist gesperrt.", "nwa"),
            ("Der Hafen ist gesperrt. [sw]", "sw"),
        ] {
            assert_eq!(read(line), ids, "{line}");
        }
    }

    #[test]
    fn a_short_name_in_a_sentence_is_no_credit() {
        for line in [
            "The union (NWA) said no to the offer of the ferries.",
            "Alianza Nueva (NWA) ha decidido no salir del puerto.",
            "The boats belong to the Nordic Waters Authority (NWA)",
            "The Northern Wire Agency (NWA) New office opens in Halvik.",
            "He joined NWA.",
            "杨先生（IT之家注）是卷积神经网络（NWA）的重要发明者之一。",
            "IT之家注：杨先生是卷积神经网络（NWA）的重要发明者之一。",
            "The boats came from Osund. Lerby, NWA",
            "--NWA, Jane Doe, “Night of the Boats: All of them stay.”",
            "NWA, Palter and others: what they said of it.",
            "NWA, Halvik – the boats lie at the quay of the town.",
            "Palter, Halvik: The boats lie at the quay.",
            "SW, Halvik: The boats lie at the quay.",
            "The boats lie at the quay. (Symbolbild: NWA)",
            "The boats lie at the quay. (NWA Photo/Jane Doe)",
            "Men of the SW coast – SW of the sound – went home.",
            "The minister met sailors of Süddraht - sw of Halvik - at noon.",
        ] {
            assert_eq!(read(line), "", "{line}");
        }
    }
}
