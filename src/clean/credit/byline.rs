//! Finds out whom a byline names: a person, a desk, a house, or nobody.
//!
//! Only a person can have been put in another author's place. A desk, the outlet's own name, an
//! address or a date is what templates print when nobody is named.

use super::Agencies;
use crate::languages::credit::phrases;
use crate::sources::domain;
use crate::text::fold;

/// Most words of the opening of a byline. Chosen by judgement, above the longest opening in the
/// language data.
const LONGEST_OPENING: usize = 5;

/// Whether a record's author field names somebody; false for an address, a date or a placeholder
/// for a missing value.
pub fn names_somebody(author: &str) -> bool {
    let author = author.trim();
    let letters = author.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && !author.contains("://")
        && !author.starts_with("www.")
        && (author.contains(' ') || !author.contains('@'))
        && !crate::ingest::record::is_missing(author)
        && (author.bytes().filter(u8::is_ascii_digit).count() < 4
            || crate::ingest::dates::find(author).is_none())
}

/// Strips the words that open a byline, and returns the rest and whether there were any:
/// `Authored by Jane Doe` → `Jane Doe`.
pub fn opened(line: &str) -> (&str, bool) {
    let mut rest = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut any = false;
    // `By` may occur twice, in two elements of a page.
    for _ in 0..3 {
        let first = &rest[..rest.find([' ', ':', '\u{a0}']).unwrap_or(rest.len())];
        if !phrases().may_open(first) {
            break;
        }
        let ends = rest.match_indices([' ', ':', '\u{a0}']).map(|(at, _)| at).take(LONGEST_OPENING);
        let found = ends
            .filter(|end| phrases().openings.contains(fold::phrase(&rest[..*end]).as_str()))
            .last();
        let Some(end) = found else { break };
        rest = rest[end..].trim_start_matches([' ', ':', '\u{a0}']);
        any = true;
    }
    (rest, any)
}

/// Returns the persons that a byline names: two for `By JANE DOE and John Roe, Northern Wire`.
/// Empty if the line does not open like a byline or is unclear.
pub fn names(line: &str, agencies: &Agencies) -> Vec<String> {
    let (rest, any) = opened(line);
    if any { parted(rest, agencies) } else { Vec::new() }
}

/// Whether a line opens like a byline and a name follows. The opening must have several words, more
/// than four characters, or a colon after it, because shorter ones also open sentences; in a script
/// without capitals, where any words may be a name, it must have a colon.
pub fn names_after_words(line: &str) -> bool {
    let (rest, any) = opened(line);
    if !any {
        return false;
    }
    let opening = line[..line.len() - rest.len()].trim();
    let name = rest.split([',', '|', '(', '/']).next().unwrap_or_default();
    let name = [" via ", " and ", " for ", " und ", " y ", " et "]
        .iter()
        .fold(name, |name, joiner| name.split(joiner).next().unwrap_or_default());
    // Without capitals, *تقرير* before a few words may open a headline as well.
    let cased = name.chars().any(|c| c.is_uppercase() || c.is_lowercase());
    (opening.ends_with(':') || cased && (opening.contains(' ') || opening.chars().count() > 4))
        && is_name(name.trim().trim_end_matches('.'))
}

/// Returns the persons named by one author of a record or by the part of a byline after its
/// opening.
pub fn persons(author: &str, agencies: &Agencies) -> Vec<String> {
    if !names_somebody(author) {
        return Vec::new();
    }
    parted(opened(author).0, agencies)
}

fn parted(rest: &str, agencies: &Agencies) -> Vec<String> {
    let mut out = Vec::new();
    let mut parts: Vec<&str> =
        rest.split([',', '|', '•', '·', ';', '/', '(', '–', '—', '&']).collect();
    for joiner in [
        " and ", " AND ", " und ", " et ", " y ", " e ", " i ", " en ", " og ", " och ", " та ",
        " и ", " і ", " dhe ", " via ", " for ", " - ",
    ] {
        parts = parts.into_iter().flat_map(|part| part.split(joiner)).collect();
    }
    for part in parts {
        let part = part.trim().trim_end_matches('.');
        if !is_name(part) || agencies.find(part).next().is_some() {
            // Whatever follows the first part that is not a name is a house, a role or a date.
            break;
        }
        out.push(part.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out
}

/// Whether a text looks like a person's name: two to five capitalised words, or at least one word
/// in a script without case, and none that belongs to a desk, a role, a house or a picture.
pub fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let caseless =
        text.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase() && !c.is_uppercase());
    let least = if caseless { 1 } else { 2 };
    let particle = |w: &str| {
        matches!(
            w,
            "de" | "da"
                | "di"
                | "do"
                | "dos"
                | "du"
                | "la"
                | "le"
                | "von"
                | "van"
                | "der"
                | "den"
                | "ter"
                | "bin"
                | "ibn"
                | "al"
                | "el"
                | "zu"
                | "af"
                | "y"
        )
    };
    (least..=5).contains(&words.len())
        && (2..=60).contains(&text.chars().count())
        && words
            .iter()
            .all(|w| particle(w) || w.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '@' | '!' | '?' | '"' | '…' | ':'))
        && domain::host_of(text).is_none()
        && !fold::phrase(text)
            .split(' ')
            .any(|word| phrases().desks.contains(word) || phrases().picture.contains(word))
}

/// Whether a name belongs to a house: of their letters, each at least three bytes long, one
/// contains the other. `house` is an id, a name or a domain.
pub fn is_house(name: &str, house: &str) -> bool {
    let (name, house) = (letters(name), letters(house));
    name.len() >= 3 && house.len() >= 3 && (house.contains(&name) || name.contains(&house))
}

/// Returns the folded letters and digits of a name, without a leading `the`.
pub fn letters(name: &str) -> String {
    let phrase = fold::phrase(name);
    phrase.strip_prefix("the ").unwrap_or(&phrase).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Registry;

    fn agencies() -> Agencies {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA','Northern Wire Agency']\n";
        Agencies::of(&Registry::parse("t", list).expect("sound"))
    }

    #[test]
    fn bylines_give_the_persons_they_name() {
        let agencies = agencies();
        for (line, persons) in [
            ("By JANE DOE and John van Roe, Northern Wire Agency", "JANE DOE+John van Roe"),
            ("By Jane Doe | NWA", "Jane Doe"),
            ("Von Jana Muster", "Jana Muster"),
            ("Authored by Marta Lind via Saltprice.com,", "Marta Lind"),
            ("By by ADA PIKE, SAM ORDE and JO REEVE", "ADA PIKE+SAM ORDE+JO REEVE"),
            ("Por María Pérez y Juan Soto", "María Pérez+Juan Soto"),
            ("Автор: Иван Петров", "Иван Петров"),
            ("By Jane Doe, Senior Reporter", "Jane Doe"),
            ("By Northern Wire Agency", ""),
            ("Northern Wire Agency", ""),
            ("By Web Desk", ""),
            ("By Halvik Times Staff", ""),
        ] {
            assert_eq!(names(line, &agencies).join("+"), persons, "{line}");
        }
    }

    #[test]
    fn without_capitals_only_a_colon_shows_that_a_name_follows() {
        for (line, names) in [
            ("بقلم: محمد علي", true),
            ("نویسنده: علی رضایی", true),
            ("تقرير عن السفن في الميناء", false),
            ("نویسنده رمان دریا", false),
            ("Author Jane Doe", true),
        ] {
            assert_eq!(names_after_words(line), names, "{line}");
        }
    }

    #[test]
    fn placeholders_name_nobody() {
        for author in [
            "nan",
            "None",
            "null",
            "-",
            "N/A",
            "info@halvik.example",
            "https://halvik.example/jane",
            "2021-06-07",
            "",
            "…",
        ] {
            assert!(!names_somebody(author), "{author}");
        }
        for author in ["Jane Doe", "Redaktion", "田中太郎", "Staff"] {
            assert!(names_somebody(author), "{author}");
        }
        let agencies = agencies();
        for author in [
            "admin",
            "Staff",
            "Editor",
            "Redaktion",
            "Web Desk",
            "Online Redaktion",
            "Zeroline",
            "Getty Images",
            "Guest Author",
            "halvik.example",
        ] {
            assert!(persons(author, &agencies).is_empty(), "{author}");
        }
    }

    #[test]
    fn a_house_is_told_from_a_person() {
        assert!(is_house("Halvik Times", "halviktimes.example"));
        assert!(is_house("The Halvik Times", "Halvik Times"));
        assert!(!is_house("Jane Doe", "halviktimes.example"));
    }
}
