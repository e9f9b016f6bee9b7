//! Recognises names that look like an agency's and are not: persons, other bodies with the same
//! initials, and those whom a notice of rights mentions besides its holder.

use std::ops::Range;

use super::{byline, namesakes, position};
use crate::languages::credit::phrases;
use crate::text::fold;

/// Bytes after a sign of copyright, or before a reservation of rights, within which the holder is
/// named. Chosen by judgement: a year, and a name of some ten words.
const HOLDER: usize = 120;
/// Bytes before a bracket within which its initials are explained. Chosen by judgement.
const EXPLAINED: usize = 160;

/// Returns where a notice of rights names its holder: right after the sign of copyright, or else
/// before `All rights reserved`.
///
/// A notice may share its line with the story, which names others.
pub fn holder(line: &str) -> Range<usize> {
    let mark = ["©", "Copyright"].iter().filter_map(|mark| line.find(mark)).min();
    if let Some(mark) = mark {
        return mark..line.floor_char_boundary(line.len().min(mark + HOLDER));
    }
    let end = line.to_ascii_lowercase().find("all rights reserved").unwrap_or(line.len());
    line.ceil_char_boundary(end.saturating_sub(HOLDER))..end
}

/// Most words of a line that credits a picture with the sign of copyright alone. Chosen by
/// judgement.
const OF_PICTURE: usize = 5;

/// Words by which a notice reserves rights.
const RIGHTS: [&str; 6] = ["rights", "rechte", "droits", "derechos", "diritti", "direitos"];

/// Whether a line with the sign of copyright credits a picture: `© AFP`, `© Jane Roe / AP`. The
/// notice of a text states a year or rights, or is longer.
pub fn is_of_picture(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.trim_start().starts_with('©')
        && line.split_whitespace().count() <= OF_PICTURE
        && !line.bytes().any(|b| b.is_ascii_digit())
        && !RIGHTS.iter().any(|word| lower.contains(word))
}

/// Whether an agency's name of one word is part of a person's name: the first, as in `By Palter Doe`
/// but not in `Palter Staff`, or the last, if it is a name in other places too: `By Jane Saba`.
pub fn is_of_person(author: &str, named: &Range<usize>) -> bool {
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    };
    let (person, _) = byline::opened(author);
    let begins = author.len() - person.len() == named.start;
    let mut words = person.split_whitespace();
    let (Some(first), Some(last), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let form = &author[named.clone()];
    let is_first = begins && form == first;
    let is_last = form == last && namesakes::is_any(form);
    (is_first || is_last)
        && is_name(first)
        && is_name(last)
        && !phrases().desks.contains(fold::phrase(last).as_str())
}

/// Whether the text explains initials as those of another body: `Halvik Workers’ Alliance (HWA)`.
/// `is_agency` tells whether the words before the bracket end with the name of the agency itself.
pub fn explains(text: &str, initials: &str, is_agency: impl Fn(&str) -> bool) -> bool {
    text.match_indices(initials).any(|(at, _)| {
        let before = text[..at].trim_end();
        let after = text[at + initials.len()..].trim_start();
        let Some(before) = before.strip_suffix('(').filter(|_| after.starts_with(')')) else {
            return false;
        };
        let from = before.ceil_char_boundary(before.len().saturating_sub(EXPLAINED));
        let before = before[from..].trim_end();
        // Some other name must be spelled out: `NWA (NWA)` explains nothing.
        let spelled = before.split(|c: char| !c.is_alphanumeric()).all(|word| word != initials);
        spelled && position::is_defined(before, initials) && !is_agency(before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_of_rights_is_beside_the_sign() {
        for (line, named) in [
            ("© 2021 Northern Wire. All rights reserved.", true),
            ("Copyright 2021 by the Northern Wire", true),
            ("2021 Northern Wire. All Rights Reserved.", true),
            ("A ship burned, according to Northern Wire. © 2021 Halvik Times.", false),
        ] {
            assert_eq!(line[holder(line)].contains("Northern Wire"), named, "{line}");
        }
    }

    #[test]
    fn the_sign_of_copyright_alone_credits_a_picture() {
        for line in ["© NWA", "  © Northern Wire / Roe"] {
            assert!(is_of_picture(line), "{line}");
        }
        for line in [
            "© 2021 NWA",
            "Copyright NWA",
            "© NWA. All rights reserved",
            "© NWA, a service of the Northern Wire Agency",
            "NWA ©",
        ] {
            assert!(!is_of_picture(line), "{line}");
        }
    }

    #[test]
    fn a_persons_name_is_not_an_agency() {
        let first = |author: &str| {
            let at = author.find("Palter").unwrap_or(0);
            is_of_person(author, &(at..at + "Palter".len()))
        };
        assert!(first("Palter Doe") && first("By Palter Doe"));
        for author in
            ["Palter Staff", "PALTER Doe", "Palter", "By Jane Palter", "Palter Doe, Halvik"]
        {
            assert!(!first(author), "{author}");
        }
        let last = |author: &str| {
            let at = author.find("Saba").unwrap_or(0);
            is_of_person(author, &(at..at + "Saba".len()))
        };
        assert!(last("By Jane Saba") && !last("By Jane Doe, Saba") && !last("Saba"));
    }

    #[test]
    fn initials_of_another_body_are_explained_in_the_text() {
        let of_agency = |before: &str| before.ends_with("Northern Wire Agency");
        assert!(explains("the New Workers' Alliance ( NWA ) met.", "NWA", of_agency));
        for text in
            ["the Northern Wire Agency (NWA) wrote", "HALVIK (NWA) — Crews", "NWA (NWA)", "NWA met"]
        {
            assert!(!explains(text, "NWA", of_agency), "{text}");
        }
    }
}
