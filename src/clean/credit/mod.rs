//! Reads who an article credits: the dateline, bylines, contributor and copyright lines, and the
//! record's own fields.
//!
//! Photo credits do not count, and neither does an outlet that names itself. An article on an
//! agency's own page credits the agency.

mod agencies;
pub mod byline;
mod contributor;
mod dateline;
mod edges;
mod items;
mod joined;
mod namesakes;
pub mod position;
mod reported;
pub mod strangers;
mod words;

use std::collections::BTreeMap;

use super::{Block, Label, signs};
use crate::ingest::Article;
use crate::sources::{Kind, Registry, domain};

use agencies::ACRONYM;
pub use agencies::{Agencies, names_picture};
pub(super) use contributor::is_contributor;
pub use dateline::Dateline;
use dateline::dateline;
pub(super) use dateline::opens_story;

/// The place where a credit was read.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Basis {
    /// `HELSINKI (AP) —`
    Dateline,
    /// `By Jane Doe, Associated Press`, or the record's authors.
    Byline,
    /// `(AP)`, `./VOA`, `– dpa` at either end of a paragraph, or on a line of its own.
    Closing,
    /// The record's credit field.
    Field,
    /// `… contributed to this report`, `Reporting by …`
    Contributor,
    /// `© 2021 …`
    Copyright,
    /// The article is on the agency's own page.
    OwnPage,
    /// `…, UNB reports.`: a sentence gives the agency as its source. It shows where the article has
    /// something from, so it excuses, but not that the text itself is the agency's.
    Reported,
}

impl Basis {
    /// Returns the name used in evidence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Byline => "byline",
            Self::Closing => "closing credit",
            Self::Field => "credit field",
            Self::Contributor => "contributor line",
            Self::Copyright => "copyright line",
            Self::OwnPage => "own page",
            Self::Reported => "sentence",
        }
    }
}

/// The credits of an article.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Credits {
    /// Ids of the credited agencies, each with the strongest basis found (the first in the order of
    /// [`Basis`]).
    pub agencies: BTreeMap<String, Basis>,
    /// The dateline; `None` if there is none.
    pub dateline: Option<Dateline>,
    /// Whether a byline names a person or a desk.
    pub bylined: bool,
    /// The authors: those of the record, or else the persons that bylines name.
    pub authors: Vec<String>,
}

impl Credits {
    /// Returns the ids of the agencies that are credited with the text, not only named by a sentence
    /// as its source ([`Basis::Reported`]).
    pub fn stated(&self) -> impl Iterator<Item = &String> {
        self.agencies.iter().filter(|(_, basis)| **basis != Basis::Reported).map(|(id, _)| id)
    }

    /// Whether an agency is credited with the text; see [`Self::stated`].
    pub fn states(&self, id: &str) -> bool {
        self.agencies.get(id).is_some_and(|basis| *basis != Basis::Reported)
    }
}

/// Number of credited agencies from which the page is taken for an overview of many stories, whose
/// credits say nothing about one of them. Chosen by judgement.
const FRONT_PAGE: usize = 4;

/// What labelling already found out about a line. If a flag is false, the line need not be searched
/// again.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Whether the line may name an agency.
    pub agency: bool,
    /// Whether the line may name further contributors.
    pub contributor: bool,
}

/// Most characters of a line that credits an agency as contributor or holder of the copyright.
/// Chosen by judgement.
const LONGEST_CREDIT: usize = 400;
/// Most characters of a line that credits an agency in words. Chosen by judgement.
const LONGEST_TOLD: usize = 300;
/// Number of paragraphs at the beginning of a body in which a sentence may give an agency as the
/// source of the story. Chosen by judgement: those further down are about something else that the
/// agency said.
const OPENING: usize = 3;
/// Number of such paragraphs at the end. Chosen by judgement.
const CLOSING: usize = 2;

/// Whether a text has at most that many characters.
fn is_within(text: &str, characters: usize) -> bool {
    text.len() <= characters || text.chars().nth(characters).is_none()
}

/// Returns the byte of the character with that number, or the length of a shorter text.
fn byte_of(text: &str, character: usize) -> usize {
    match text.as_bytes().get(..character) {
        None => text.len(),
        Some(head) if head.is_ascii() => character,
        Some(_) => text.char_indices().nth(character).map_or(text.len(), |(at, _)| at),
    }
}

/// Returns the last characters of a text, at most that many.
fn last_characters(text: &str, most: usize) -> &str {
    let Some(from) = text.len().checked_sub(most) else { return text };
    if text.as_bytes()[from..].is_ascii() {
        return &text[from..];
    }
    let before = text.char_indices().rev().take(most).last();
    &text[before.map_or(text.len(), |(at, _)| at)..]
}

/// Reads all credits of an article but those in sentences. A page with credits of many agencies, none of them in the
/// position of a dateline or closing credit, credits none. `seen` has one entry per block.
pub fn read(
    article: &Article,
    (blocks, seen): (&[Block], &[Seen]),
    source: Option<&str>,
    agencies: &Agencies,
    registry: &Registry,
) -> Credits {
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
        let Some((dateline, agency)) = dateline(block.of(text), block.bytes.start, agencies) else {
            continue;
        };
        if let Some(id) = agency {
            add(id, Basis::Dateline);
        }
        credits.dateline = Some(dateline);
        break;
    }
    // A bracket after the text counts too, and so do the datelines further down in a live update
    // or a digest; but brackets that each name another source are their items'.
    let placed = || {
        let placed = |b: &Block| b.label == Label::Body || is_placed(b);
        blocks.iter().enumerate().filter(move |(_, b)| placed(b))
    };
    let is_split = |at: usize| is_amid_sentence(blocks, at, text);
    let of_items = items::have_sources(placed().map(|(_, b)| b.of(text)));
    for (at, block) in placed() {
        let line = block.of(text);
        if is_split(at) {
            continue;
        }
        // A line that breaks off leads to another page.
        if !line.ends_with(['…', '\u{fffd}']) && !line.ends_with("...") {
            position::credited(line, agencies)
                .into_iter()
                .filter(|(_, basis)| !(of_items && *basis == Basis::Closing))
                .for_each(|(id, basis)| add(id, basis));
        }
    }
    let codes = items::have_codes(blocks.iter().map(|b| b.of(text)));
    let mut bylined = article.authors.iter().any(|author| byline::names_somebody(author));
    for (at, (block, seen)) in blocks.iter().zip(seen).enumerate() {
        let line = block.of(text);
        match block.label {
            Label::Byline | Label::Body if seen.agency && is_split(at) => {}
            Label::Byline => {
                let basis = if is_contributor(line) { Basis::Contributor } else { Basis::Byline };
                bylined |= basis == Basis::Byline && !super::lines::holds_date(line);
                if basis == Basis::Byline && article.authors.is_empty() {
                    byline::names(line, agencies).into_iter().for_each(|name| {
                        if !credits.authors.contains(&name) {
                            credits.authors.push(name);
                        }
                    });
                }
                let scope = contributor::scope(line);
                agencies
                    .signing(line)
                    .filter(|(_, named)| named.end <= scope.end)
                    .filter(|(_, named)| !strangers::is_of_person(line, named))
                    .for_each(|(id, _)| add(id, basis));
                agencies.listed(line).into_iter().for_each(|id| add(id, Basis::Closing));
                agencies.glued(line).into_iter().for_each(|(id, _)| add(id, basis));
            }
            // A longer notice names those whose figures and indices the site shows.
            Label::Boilerplate
                if is_within(line, LONGEST_CREDIT)
                    && is_copyright(line)
                    && !strangers::is_of_picture(line) =>
            {
                let holder = strangers::holder(line);
                agencies.find(&line[holder]).for_each(|(id, _)| add(id, Basis::Copyright))
            }
            Label::Boilerplate | Label::Body
                if is_within(line, LONGEST_CREDIT) && seen.contributor && is_contributor(line) =>
            {
                agencies
                    .of_text(&line[contributor::scope(line)])
                    .for_each(|(id, _)| add(id, Basis::Contributor))
            }
            Label::Boilerplate | Label::Body if is_within(line, LONGEST_TOLD) => {
                words::in_words(line, seen.agency, agencies)
                    .into_iter()
                    .for_each(|id| add(id, Basis::Contributor));
                // `Washington (CNN)` on a line of its own
                if block.label == Label::Boilerplate && !codes {
                    in_last_bracket(line, agencies)
                        .into_iter()
                        .for_each(|id| add(id, Basis::Dateline));
                }
            }
            Label::Headline if !codes => {
                in_last_bracket(line, agencies).into_iter().for_each(|id| add(id, Basis::Dateline));
            }
            _ => {}
        }
    }
    for author in &article.authors {
        agencies
            .signing(author)
            .filter(|(_, named)| !strangers::is_of_person(author, named))
            .for_each(|(id, _)| add(id, Basis::Byline));
        if let Some(site) = domain::host_of(author)
            .and_then(|h| registry.by_host(&h))
            .filter(|s| !s.credits.is_empty())
        {
            add(&site.id, Basis::Byline);
        }
    }
    if let Some(credit) = &article.credit {
        agencies.find(credit).for_each(|(id, _)| add(id, Basis::Field));
    }
    if !article.authors.is_empty() {
        credits.authors = article
            .authors
            .iter()
            .filter(|author| byline::names_somebody(author))
            .cloned()
            .collect();
    }
    found.retain(|id, basis| !is_of_another_body(text, id, *basis, agencies, registry));
    // Credits within the text itself belong to it, however many there are.
    let is_own = |basis: &Basis| matches!(basis, Basis::Dateline | Basis::Closing);
    if found.len() >= FRONT_PAGE && !found.values().any(is_own) {
        found.clear();
    }
    if let Some(own) = source.and_then(|s| registry.by_id(s)).filter(|s| s.kind == Kind::Wire) {
        found.insert(own.id.clone(), Basis::OwnPage);
    }
    credits.agencies = found;
    credits.bylined = bylined;
    credits
}

/// Adds the agencies that sentences near the beginning and the end of a body name as its source
/// ([`Basis::Reported`]), unless they are credited already. `language` is that of the text, `None`
/// if unknown. `seen` has one entry per block.
pub(super) fn add_reported(
    credits: &mut Credits,
    (text, blocks, seen): (&str, &[Block], &[Seen]),
    (source, language): (Option<&str>, Option<&str>),
    agencies: &Agencies,
    registry: &Registry,
) {
    let country = source.and_then(|id| registry.by_id(id)).and_then(|s| s.country.as_deref());
    let place = reported::Place { language, country };
    let bodies: Vec<(&Block, &Seen)> =
        blocks.iter().zip(seen).filter(|(b, _)| b.label == Label::Body).collect();
    for (at, (block, seen)) in bodies.iter().enumerate() {
        if !seen.agency || at >= OPENING && at + CLOSING < bodies.len() {
            continue;
        }
        for id in reported::sources(block.of(text), agencies, place) {
            if Some(id) != source
                && !credits.agencies.contains_key(id)
                && !is_of_another_body(text, id, Basis::Reported, agencies, registry)
            {
                credits.agencies.insert(id.to_owned(), Basis::Reported);
            }
        }
    }
}

/// Most characters of a link that markup set on a line of its own. Chosen by judgement.
const LINK: usize = 60;

/// Whether a short line stands amid a sentence, as a link does that markup set on a line of its own:
/// the next line goes on with a small letter or a mark, or the line before is running text that
/// ends with a comma. A text all in small letters shows no beginnings of sentences.
fn is_amid_sentence(blocks: &[Block], at: usize, text: &str) -> bool {
    let goes_on = |line: &str| {
        let first = line.split_whitespace().next().unwrap_or_default();
        let word = first.trim_end_matches([',', ';', ':', '.']);
        line.contains(char::is_alphabetic)
            && (line.starts_with([',', ';', ':', '.', ')', '’', '\''])
                || word.starts_with(char::is_lowercase)
                    && word.chars().all(char::is_alphabetic)
                    && text.contains(char::is_uppercase))
    };
    let is_open = |line: &str| line.ends_with(',') && !is_within(line, LINK);
    // Nothing but a name: a dateline on a wrapped line has a place, a dash, a stop.
    let line = blocks[at].of(text);
    is_within(line, LINK)
        && !line.contains([',', '.', ':', '/', '—', '–', '−'])
        && (blocks.get(at + 1).is_some_and(|next| goes_on(next.of(text)))
            || at.checked_sub(1).is_some_and(|last| is_open(blocks[last].of(text))))
}

/// Most characters of a line of its own that ends with an agency in brackets. Chosen by judgement.
const BRACKETED: usize = 60;

/// Returns the agency in the bracket that ends a short line; `None` if there is none, or if the
/// bracket abbreviates the words before it.
fn in_last_bracket<'a>(line: &str, agencies: &'a Agencies) -> Option<&'a str> {
    let open = line.rfind('(').filter(|_| is_within(line, BRACKETED))?;
    let inner = line[open + 1..].strip_suffix(')')?;
    agencies.exactly(inner).filter(|_| !position::is_defined(&line[..open], inner))
}

/// Whether the text explains the initials by which an agency seems to be credited as those of
/// another body.
fn is_of_another_body(
    text: &str,
    id: &str,
    basis: Basis,
    agencies: &Agencies,
    registry: &Registry,
) -> bool {
    // A dateline or byline is a credit, whatever else the initials stand for further down.
    if matches!(basis, Basis::OwnPage | Basis::Field | Basis::Dateline | Basis::Byline) {
        return false;
    }
    let Some(source) = registry.by_id(id) else { return false };
    let is_agency = |before: &str| {
        agencies.find(before).any(|(named, range)| named == id && range.end == before.len())
    };
    let initials =
        |form: &&String| form.chars().count() <= ACRONYM && form.chars().all(char::is_uppercase);
    let mut forms = source.credits.iter().filter(initials).peekable();
    let spelled =
        source.credits.iter().any(|form| form.chars().count() > ACRONYM && text.contains(&**form));
    forms.peek().is_some()
        && !spelled
        && forms.any(|form| strangers::explains(text, form, is_agency))
}

/// Whether a block was excluded from the body only by its position, such as a dateline cut off from
/// its story or the last line of a column.
fn is_placed(block: &Block) -> bool {
    block.label != Label::Caption && signs::is_of_place(block.evidence)
}

pub(crate) fn is_copyright(line: &str) -> bool {
    line.contains('©')
        || line.contains("Copyright")
        || line.contains("All rights reserved")
        || line.contains("All Rights Reserved")
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn characters_are_counted_from_both_ends(text in "[a é日]{0,12}", number in 0..14usize) {
            let characters: Vec<char> = text.chars().collect();
            let first: String = characters.iter().take(number).collect();
            proptest::prop_assert_eq!(&text[..byte_of(&text, number)], first);
            let last: String = characters[characters.len().saturating_sub(number)..].iter().collect();
            proptest::prop_assert_eq!(last_characters(&text, number), last);
        }
    }
}
