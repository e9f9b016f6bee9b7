//! Reads the dateline that opens a story.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use rustc_hash::FxHashSet;

use super::{Agencies, byte_of, position};
use crate::languages;
use crate::text::fold;

/// The opening of a story that names a place and possibly an agency.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dateline {
    /// The place as printed (`GLASGOW, Scotland`); empty if only an agency is named.
    pub place: String,
    /// First byte of the block that the dateline opens.
    pub block_start: u32,
    /// First byte of the story after it.
    pub end: u32,
}

/// Number of characters within which a dateline ends. Chosen by judgement.
const DATELINE: usize = 90;

/// Whether a line opens with the dateline of a story, that is, a place with its region or date, or
/// an agency, and a dash. Returns whether an agency is named, or `None` if it does not.
pub(in crate::clean) fn opens_story(line: &str, agencies: &Agencies) -> Option<bool> {
    let (read, agency) = dateline(line, 0, agencies)?;
    let (head, rest) = line.split_at(read.end as usize);
    let opens = (agency.is_some() || read.place.contains(|c: char| c == ',' || c.is_ascii_digit()))
        && head.trim_end().ends_with(['-', '–', '—'])
        && rest.trim_end().contains(' ')
        && (read.place.starts_with(char::is_alphabetic)
            || agency.is_some() && read.place.is_empty())
        && !rest.split(' ').next().is_some_and(|word| {
            word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit())
        });
    opens.then_some(agency.is_some())
}

/// Separators between a dateline and its story.
const DASHES: [&str; 6] = [" — ", " – ", " -- ", " - ", "— ", ": "];
static DASH_FINDERS: LazyLock<[Finder<'static>; 6]> = LazyLock::new(|| DASHES.map(Finder::new));

/// Reads the dateline at the start of a paragraph, and the agency it names; `None` if there is
/// none.
///
/// Accepted forms: `PLACE (AGENCY) —`, `PLACE, Region, Date (AGENCY) -`, `PLACE, Date. /AGENCY/.`,
/// `(AGENCY) -`, `PLACE — `, `PLACE: `. All words of the place must be capitalised, except a few
/// particles.
pub(super) fn dateline<'a>(
    paragraph: &str,
    start: u32,
    agencies: &'a Agencies,
) -> Option<(Dateline, Option<&'a str>)> {
    let head = &paragraph[..byte_of(paragraph, DATELINE)];
    let made = |place: &str, end: usize| {
        let rest = &paragraph[end..];
        let skipped = rest.len()
            - rest
                .trim_start_matches(|c: char| {
                    c.is_whitespace()
                        || matches!(c, '—' | '–' | '-' | '−' | '\u{fffd}' | '.' | ':' | ',')
                })
                .len();
        Dateline {
            place: place.trim().trim_end_matches([',', '.']).to_owned(),
            block_start: start,
            end: start + (end + skipped) as u32,
        }
    };
    for (open, close) in [(b'(', b')'), (b'/', b'/')] {
        if let Some(from) = memchr::memchr(open, head.as_bytes())
            && let Some(length) = memchr::memchr(close, &head.as_bytes()[from + 1..])
            && is_place(&head[..from])
            && let inner = &head[from + 1..from + 1 + length]
            && let Some(id) = agency_of(inner, agencies)
            && (open == b'('
                || inner.trim() == inner
                || opens_with_date(&paragraph[from + length + 2..]))
            && position::opens(&paragraph[from + 1 + length + 1..])
            && (!position::is_defined(&head[..from], inner) || head[..from].contains([',', '.']))
        {
            return Some((made(&head[..from], from + 1 + length + 1), Some(id)));
        }
    }
    // Very few paragraphs have any of these marks so early, each of which ends with one of four bytes
    // and a space.
    let ends_dash = |b: u8| matches!(b, b'-' | b':' | 0x93 | 0x94);
    let behind = head.as_bytes().get(1..).unwrap_or_default();
    let pairs = head.as_bytes().iter().zip(behind);
    if !pairs.fold(false, |any, (mark, space)| any | (ends_dash(*mark) & (*space == b' '))) {
        return None;
    }
    for (dash, finder) in DASHES.iter().zip(DASH_FINDERS.iter()) {
        if let Some(at) = finder.find(head.as_bytes())
            && (3..=60).contains(&at)
            && is_place(&head[..at])
        {
            let capitals = head[..at].split([',', '/', ' ']).next().is_some_and(|w| {
                w.chars().count() >= 3 && w.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
            });
            // Without an agency, a colon or hyphen alone proves little: the place must be in
            // capitals.
            if capitals || (matches!(*dash, " — " | " – " | " -- ") && head[..at].contains(','))
            {
                return Some((made(&head[..at], at + dash.len()), None));
            }
        }
    }
    None
}

/// Characters after an agency between slashes within which a date follows. Chosen by judgement.
const SLASHED_DATE: usize = 16;

/// Whether a date follows an agency between spaced slashes, `HALVIK / NWA / August 2, 2021 / The`,
/// as it does not in the credit of a picture: `Jane Doe / NWA / Agency Pictures`.
fn opens_with_date(after: &str) -> bool {
    after.chars().take(SLASHED_DATE).any(|c| c.is_ascii_digit())
}

/// Returns the agency that the bracket of a dateline names: `AP`, `Reuters Health`, `NWA/Other`;
/// `None` if it names none.
fn agency_of<'a>(inner: &str, agencies: &'a Agencies) -> Option<&'a str> {
    agencies
        .exactly(inner)
        .or_else(|| inner.split(['/', '-', ',']).find_map(|part| agencies.exactly(part)))
}

/// Names of months and weekdays in all languages, folded.
static DAYS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let forms = languages::dated().flat_map(|language| {
        language.dates.all_months().chain(language.dates.all_weekdays()).map(|(_, form)| form)
    });
    forms.map(fold::fold).collect()
});

/// Whether the text before a dateline's dash can be a place and a date: capitalised words, numbers,
/// a few particles, and after a number the name of a month or weekday.
pub(super) fn is_place(text: &str) -> bool {
    let text = text.trim();
    let mut dated = false;
    text.chars().count() <= 60
        && text.split_whitespace().count() <= 8
        && text.split_whitespace().all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            dated |= word.starts_with(char::is_numeric);
            word.is_empty()
                || !word.starts_with(char::is_lowercase)
                || dated && DAYS.contains(fold::fold(word).as_str())
                || matches!(
                    word,
                    "de" | "la"
                        | "le"
                        | "di"
                        | "am"
                        | "an"
                        | "der"
                        | "on"
                        | "upon"
                        | "el"
                        | "of"
                        | "the"
                        | "and"
                )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Registry;

    fn agencies() -> Agencies {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA','Northern Wire Agency']\n[[source]]\nid='sw'\nname='South Wire'\nkind='wire'\ncredits=['SW']\n";
        Agencies::of(&Registry::parse("t", list).expect("sound"))
    }

    #[test]
    fn datelines_of_many_houses_are_read() {
        let agencies = agencies();
        for (text, place, agency, rest) in [
            ("HALVIK (NWA) — Crews stopped.", "HALVIK", Some("nwa"), "Crews stopped."),
            ("GLASGOW, Scotland (NWA) -- Crews.", "GLASGOW, Scotland", Some("nwa"), "Crews."),
            ("(NWA) - Crews stopped.", "", Some("nwa"), "Crews stopped."),
            ("HALVIK, December 6. /SW/. Crews.", "HALVIK, December 6", Some("sw"), "Crews."),
            ("HALVIK, 6. června (SW) - Crews.", "HALVIK, 6. června", Some("sw"), "Crews."),
            ("ХАЛВИК, 6 июня. /SW/. Crews.", "ХАЛВИК, 6 июня", Some("sw"), "Crews."),
            ("HALVIK / SW / June 2, 2021 / Crews.", "HALVIK", Some("sw"), "June 2, 2021 / Crews."),
            ("HALVIK: Crews stopped.", "HALVIK", None, "Crews stopped."),
            ("Glasgow, Scotland – Crews.", "Glasgow, Scotland", None, "Crews."),
        ] {
            let (dateline, id) = dateline(text, 0, &agencies).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (dateline.place.as_str(), id, &text[dateline.end as usize..]),
                (place, agency, rest)
            );
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        let agencies = agencies();
        for text in [
            "The union (NWA) said no.",
            "He said: no.",
            "Crews of the (other) ferry left.",
            "What now: more talks",
            "It was late — very late.",
            "In Halvik, 6 crews — all of them — left.",
            "Jane Doe / NWA / Agency Pictures Crews of the ferries left.",
        ] {
            assert!(dateline(text, 0, &agencies).is_none(), "{text}");
        }
    }

    #[test]
    fn what_a_bracket_abbreviates_or_lists_is_no_agency() {
        let agencies = agencies();
        for line in [
            "Norland Wharf Association (NWA) Will Open a Quay",
            "NWA International Holding (NWA) and Others Build Ships",
            "Jane Doe (NWA) vs. OSK: 5,700",
            "Jane Doe (NWA) @ OSK: 5,700",
        ] {
            assert!(
                dateline(line, 0, &agencies).is_none_or(|(_, agency)| agency.is_none()),
                "{line}"
            );
            assert!(position::credited(line, &agencies).is_empty(), "{line}");
        }
        assert!(
            position::credited("Arms were sold to brokers. (NWA, 2 September 1999).", &agencies)
                .is_empty(),
            "a reference"
        );
    }
}
