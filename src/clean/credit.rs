//! Reads who an article credits: dateline, byline, contributor and copyright lines, and the record's own fields.
//!
//! Photo credits do not count, and an outlet that names itself credits nobody. An agency's own page credits the agency.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Block, Label};
use crate::ingest::Article;
use crate::sources::{Kind, Registry, domain};

/// Where a credit was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// `HELSINKI (AP) —`
    Dateline,
    /// `By Jane Doe, Associated Press`, or the record's authors.
    Byline,
    /// The record's credit field.
    Field,
    /// `… contributed to this report`, `Reporting by …`
    Contributor,
    /// `© 2021 …`
    Copyright,
    /// The article stands on the agency's own page.
    OwnPage,
}

impl Basis {
    /// The basis' name in evidence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Byline => "byline",
            Self::Field => "credit field",
            Self::Contributor => "contributor line",
            Self::Copyright => "copyright line",
            Self::OwnPage => "own page",
        }
    }
}

/// The opening of a story that names place and agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The place as it stands (`GLASGOW, Scotland`).
    pub place: String,
    /// First byte of the block that it opens.
    pub block_start: u32,
    /// Byte where the story itself begins.
    pub end: u32,
}

/// Who an article credits.
#[derive(Debug, Clone, Default)]
pub struct Credits {
    /// Agency ids credited, each with where it was read first.
    pub agencies: BTreeMap<String, Basis>,
    /// The dateline, if there is one.
    pub dateline: Option<Dateline>,
    /// Whether a byline names a person or desk.
    pub bylined: bool,
    /// Who wrote it: the record's authors, else the persons that bylines name.
    pub authors: Vec<String>,
}

/// The ways in which copy is credited, made ready for searching.
#[derive(Debug)]
pub struct Agencies {
    forms: AhoCorasick,
    ids: Vec<String>,
}

impl Agencies {
    /// All credit forms of the registry.
    pub fn of(registry: &Registry) -> Self {
        let (mut forms, mut ids) = (Vec::new(), Vec::new());
        for source in &registry.sources {
            for credit in &source.credits {
                forms.push(credit.clone());
                ids.push(source.id.clone());
                // Bylines are often set in capitals.
                let capitals = credit.to_uppercase();
                if capitals != *credit && credit.contains(' ') {
                    forms.push(capitals);
                    ids.push(source.id.clone());
                }
            }
        }
        let forms = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(forms).expect("a list of short plain forms");
        Self { forms, ids }
    }

    /// The agencies named in `text` by a form of their credit, as whole words, with their bytes.
    pub fn find<'a, 't>(&'a self, text: &'t str) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a, 't> {
        self.forms
            .find_iter(text)
            .filter(move |m| {
                let before = text[..m.start()].chars().next_back();
                let after = text[m.end()..].chars().next();
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                edge(before) && edge(after)
            })
            .map(|m| (self.ids[m.pattern().as_usize()].as_str(), m.range()))
    }

    /// The agency whose long name ends `text` without a gap before it, as templates glue it to a person's, and its first byte.
    pub fn glued<'a>(&'a self, text: &str) -> Option<(&'a str, usize)> {
        let last = self.forms.find_iter(text).last().filter(|m| m.end() == text.len() && m.len() >= LONG_NAME)?;
        let before = text[..last.start()].chars().next_back()?;
        before.is_lowercase().then(|| (self.ids[last.pattern().as_usize()].as_str(), last.start()))
    }

    /// The agency whose credit the whole of `text` is.
    pub fn exactly<'a>(&'a self, text: &str) -> Option<&'a str> {
        let text = text.trim();
        self.find(text).find(|(_, range)| range.start == 0 && range.end == text.len()).map(|(id, _)| id)
    }
}

/// Bytes from which a form of credit is a long name.
const LONG_NAME: usize = 10;
/// Agencies and outlets from which a page carries too many stories of others to be one of theirs.
const FRONT_PAGE: usize = 4;

/// Reads all credits of an article; a page that opens stories of many agencies credits none.
pub fn read(article: &Article, blocks: &[Block], source: Option<&str>, agencies: &Agencies, registry: &Registry) -> Credits {
    let text = &article.text;
    let mut credits = Credits::default();
    let mut found: BTreeMap<String, Basis> = BTreeMap::new();
    let mut add = |id: &str, basis: Basis| {
        if Some(id) != source {
            found.entry(id.to_owned()).and_modify(|b| *b = (*b).min(basis)).or_insert(basis);
        }
    };
    let mut bodies = blocks.iter().filter(|b| b.label == Label::Body);
    for block in bodies.by_ref().take(2) {
        let Some((dateline, agency)) = dateline(block.of(text), block.bytes.start, agencies) else { continue };
        if let Some(id) = agency {
            add(id, Basis::Dateline);
        }
        credits.dateline = Some(dateline);
        break;
    }
    // A running update or a digest carries its datelines further down, at the head of each part.
    for block in bodies {
        let line = block.of(text);
        if line.as_bytes()[..line.len().min(80)].contains(&b'(')
            && let Some((_, Some(id))) = dateline(line, block.bytes.start, agencies)
        {
            add(id, Basis::Dateline);
        }
    }
    let mut bylined = !article.authors.is_empty();
    for block in blocks {
        let line = block.of(text);
        match block.label {
            Label::Byline => {
                let basis = if is_contributor(line) { Basis::Contributor } else { Basis::Byline };
                bylined |= basis == Basis::Byline && !super::lines::holds_date(line);
                if basis == Basis::Byline && article.authors.is_empty() {
                    names(line, agencies).into_iter().for_each(|name| {
                        if !credits.authors.contains(&name) {
                            credits.authors.push(name);
                        }
                    });
                }
                agencies.find(line).for_each(|(id, _)| add(id, basis));
                agencies.glued(line).into_iter().for_each(|(id, _)| add(id, basis));
            }
            Label::Boilerplate if is_copyright(line) => agencies.find(line).for_each(|(id, _)| add(id, Basis::Copyright)),
            Label::Boilerplate | Label::Body if line.len() <= 400 && is_contributor(line) => {
                agencies.find(line).for_each(|(id, _)| add(id, Basis::Contributor))
            }
            // `Washington (CNN)` on a line of its own
            Label::Boilerplate | Label::Headline if line.len() <= 60 => {
                if let Some(inner) = line.rfind('(').and_then(|o| line[o + 1..].strip_suffix(')'))
                    && let Some(id) = agencies.exactly(inner)
                {
                    add(id, Basis::Dateline);
                }
            }
            _ => {}
        }
    }
    for author in &article.authors {
        agencies.find(author).for_each(|(id, _)| add(id, Basis::Byline));
        if let Some(site) = domain::host_of(author).and_then(|h| registry.by_host(&h)).filter(|s| !s.credits.is_empty()) {
            add(&site.id, Basis::Byline);
        }
    }
    if let Some(credit) = &article.credit {
        agencies.find(credit).for_each(|(id, _)| add(id, Basis::Field));
    }
    if !article.authors.is_empty() {
        credits.authors.clone_from(&article.authors);
    }
    if found.len() >= FRONT_PAGE {
        found.clear();
    }
    if let Some(own) = source.and_then(|s| registry.by_id(s)).filter(|s| s.kind == Kind::Wire) {
        found.insert(own.id.clone(), Basis::OwnPage);
    }
    credits.agencies = found;
    credits.bylined = bylined;
    credits
}

/// The persons that a byline names: `By JANE DOE and John Roe, Northern Wire` gives two. Empty where none is plain.
fn names(line: &str, agencies: &Agencies) -> Vec<String> {
    const OPENINGS: [&str; 12] = ["Written by ", "Posted by ", "By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door ", "Af ", "Av "];
    let Some(rest) = OPENINGS.iter().find_map(|opening| line.strip_prefix(opening)) else { return Vec::new() };
    let mut out = Vec::new();
    for part in rest
        .split([',', '|', '•', '·', ';', '/', '('])
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" und "))
        .flat_map(|p| p.split(" et "))
    {
        let words: Vec<&str> = part.split_whitespace().collect();
        let is_name = (2..=4).contains(&words.len())
            && words.iter().all(|w| w.starts_with(char::is_uppercase) || matches!(*w, "de" | "von" | "van" | "der" | "bin" | "al"))
            && !part.chars().any(|c| c.is_ascii_digit())
            && agencies.find(part).next().is_none();
        if !is_name {
            // What follows the first that is no name is a house, a role or a date.
            break;
        }
        out.push(words.join(" "));
    }
    out
}

fn is_copyright(line: &str) -> bool {
    line.contains('©') || line.contains("Copyright") || line.contains("All rights reserved") || line.contains("All Rights Reserved")
}

/// What lines that say who else worked on a story hold.
static CONTRIBUTED: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Leftmost matches are looked for many bytes at once.
    let phrases = [
        "contributed to",
        "contributed.",
        "contributed reporting",
        "Reporting by",
        "reporting by",
        "Writing by",
        "Editing by",
        "editing by",
        "Additional reporting",
        "also contributed",
        "With files from",
        "with files from",
        "news assistant",
        "Mit Material von",
        "con información de",
    ];
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(phrases).expect("a list of short phrases")
});

/// Whether a line says who else worked on the story.
fn is_contributor(line: &str) -> bool {
    CONTRIBUTED.is_match(line) || line.len() <= 60 && (line.starts_with("(avec ") || line.starts_with("Avec "))
}

/// Characters within which a dateline ends.
const DATELINE: usize = 90;

/// Reads the dateline that a paragraph opens with, and the agency it names.
///
/// Forms: `PLACE (AGENCY) —`, `PLACE, Region, Date (AGENCY) -`, `PLACE, Date. /AGENCY/.`, `(AGENCY) -`, `PLACE — `,
/// `PLACE: `. The place must be capitalised throughout.
fn dateline<'a>(paragraph: &str, start: u32, agencies: &'a Agencies) -> Option<(Dateline, Option<&'a str>)> {
    let head = &paragraph[..paragraph.floor_char_boundary(DATELINE)];
    let made = |place: &str, end: usize| {
        let rest = &paragraph[end..];
        let skipped = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '-' | '−' | '\u{fffd}' | '.' | ':' | ','))
                .len();
        Dateline { place: place.trim().trim_end_matches([',', '.']).to_owned(), block_start: start, end: start + (end + skipped) as u32 }
    };
    for (open, close) in [('(', ')'), ('/', '/')] {
        if let Some(from) = head.find(open)
            && let Some(length) = head[from + 1..].find(close)
            && let Some(id) = agency_of(&head[from + 1..from + 1 + length], agencies)
            && is_place(&head[..from])
        {
            return Some((made(&head[..from], from + 1 + length + 1), Some(id)));
        }
    }
    for dash in [" — ", " – ", " -- ", " - ", "— ", ": "] {
        if let Some(at) = head.find(dash)
            && (3..=60).contains(&at)
            && is_place(&head[..at])
        {
            let capitals = head[..at]
                .split([',', '/', ' '])
                .next()
                .is_some_and(|w| w.chars().count() >= 3 && w.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()));
            // Without an agency, a colon or hyphen alone proves little: the place must be in capitals.
            if capitals || (matches!(dash, " — " | " – " | " -- ") && head[..at].contains(',')) {
                return Some((made(&head[..at], at + dash.len()), None));
            }
        }
    }
    None
}

/// The agency that a bracket of a dateline names: `AP`, `Reuters Health`, `NWA/Other`.
fn agency_of<'a>(inner: &str, agencies: &'a Agencies) -> Option<&'a str> {
    agencies.exactly(inner).or_else(|| inner.split(['/', '-', ',']).find_map(|part| agencies.exactly(part)))
}

/// Whether text before a dateline's dash can be a place and a date: capitalised words, numbers, a few joining words.
fn is_place(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 60
        && text.split_whitespace().count() <= 8
        && text.split_whitespace().all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.is_empty()
                || !word.starts_with(char::is_lowercase)
                || matches!(word, "de" | "la" | "le" | "di" | "am" | "an" | "der" | "on" | "upon" | "el" | "of" | "the" | "and")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("HALVIK: Crews stopped.", "HALVIK", None, "Crews stopped."),
            ("Glasgow, Scotland – Crews.", "Glasgow, Scotland", None, "Crews."),
        ] {
            let (dateline, id) = dateline(text, 0, &agencies).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((dateline.place.as_str(), id, &text[dateline.end as usize..]), (place, agency, rest));
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
        ] {
            assert!(dateline(text, 0, &agencies).is_none(), "{text}");
        }
    }

    #[test]
    fn bylines_give_the_persons_they_name() {
        let agencies = agencies();
        assert_eq!(names("By JANE DOE and John van Roe, Northern Wire Agency", &agencies), ["JANE DOE", "John van Roe"]);
        assert_eq!(names("By Jane Doe | NWA", &agencies), ["Jane Doe"]);
        assert_eq!(names("Von Jana Muster", &agencies), ["Jana Muster"]);
        assert!(names("By Northern Wire Agency", &agencies).is_empty());
        assert!(names("Northern Wire Agency", &agencies).is_empty());
    }

    #[test]
    fn credits_are_whole_words() {
        let agencies = agencies();
        assert_eq!(agencies.find("By Jane Doe, NWA").map(|(id, _)| id).collect::<Vec<_>>(), ["nwa"]);
        assert_eq!(agencies.find("By JANE DOE, NORTHERN WIRE AGENCY").count(), 1);
        assert_eq!(agencies.find("NWAFOR SWIMS").count(), 0);
    }
}
