//! Reads who an article credits: the dateline, bylines, contributor and copyright lines, and the
//! record's own fields.
//!
//! Photo credits do not count, and neither does an outlet that names itself. An article on an
//! agency's own page credits the agency.

pub mod byline;
pub mod position;
pub mod strangers;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::{Block, Label, signs};
use crate::ingest::Article;
use crate::languages::credit::phrases;
use crate::sources::{Kind, Registry, domain};
use crate::text::fold;

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
        }
    }
}

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

/// The forms in which agencies are credited, compiled for searching.
#[derive(Debug)]
pub struct Agencies {
    forms: AhoCorasick,
    /// For each form, the index of its source in `ids`.
    whose: Vec<u32>,
    ids: Vec<String>,
    /// Every form without full stops and spaces, as a bracket or a line of its own may contain it,
    /// with the index of its source.
    alone: FxHashMap<String, u32>,
}

/// Most letters of a lower-case form that counts only in the position of a credit, because
/// elsewhere it may be an ordinary word. Chosen by judgement.
const ACRONYM: usize = 5;

impl Agencies {
    /// Compiles all credit forms of the registry; ready at once, for a few articles.
    pub fn of(registry: &Registry) -> Self {
        Self::searched_by(AhoCorasickKind::ContiguousNFA, registry)
    }

    /// Compiles the same forms into an automaton that takes some 20 ms to build and searches three
    /// times as fast, for a whole run.
    pub fn of_run(registry: &Registry) -> Self {
        Self::searched_by(AhoCorasickKind::DFA, registry)
    }

    fn searched_by(kind: AhoCorasickKind, registry: &Registry) -> Self {
        let (mut forms, mut whose, mut alone) = (Vec::new(), Vec::new(), FxHashMap::default());
        for (at, source) in (0u32..).zip(&registry.sources) {
            for credit in &source.credits {
                let capitals = credit.to_uppercase();
                alone.entry(bare(credit)).or_insert(at);
                alone.entry(bare(&capitals)).or_insert(at);
                let is_word =
                    credit.chars().count() <= ACRONYM && credit.chars().all(char::is_lowercase);
                // The form that the registry lists first is the usual one.
                let is_second = || {
                    source
                        .credits
                        .iter()
                        .take_while(|other| *other != credit)
                        .any(|other| *other == capitals)
                };
                if !(is_word && is_second()) {
                    forms.push(credit.clone());
                    whose.push(at);
                }
                // Bylines are often set in capitals.
                if capitals != *credit && credit.contains(' ') {
                    forms.push(capitals);
                    whose.push(at);
                }
            }
        }
        // The forms begin with so many different letters that a prefilter for first letters costs
        // more than it saves.
        let forms = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(kind))
            .prefilter(false)
            .build(forms);
        let forms = forms.expect("a list of short plain forms");
        Self {
            forms,
            whose,
            ids: registry.sources.iter().map(|source| source.id.clone()).collect(),
            alone,
        }
    }

    /// Returns the id of the source that a form credits.
    fn id(&self, form: aho_corasick::PatternID) -> &str {
        &self.ids[self.whose[form.as_usize()] as usize]
    }

    /// Finds the agencies that `text` names by a form of their credit, as whole words, with their
    /// byte ranges.
    pub fn find<'a, 't>(
        &'a self,
        text: &'t str,
    ) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a, 't> {
        self.forms
            .find_iter(text)
            .filter(move |m| {
                let before = text[..m.start()].chars().next_back();
                let after = text[m.end()..].chars().next();
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                edge(before) && edge(after)
            })
            .map(|m| (self.id(m.pattern()), m.range()))
    }

    /// As [`Self::find`], for a line that may name the author of a text. A short form counts only
    /// where it is set off, and in a line all in capitals only next to a separator: not in
    /// `GET THE HARBOUR APP`, but in `JANE DOE, AP`.
    pub fn signing<'a, 't>(
        &'a self,
        text: &'t str,
    ) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a, 't> {
        let shouted =
            text.split_whitespace().nth(2).is_some() && !text.contains(char::is_lowercase);
        self.find(text).filter(move |(_, named)| {
            let before = text[..named.start].trim_end();
            let marked = || {
                before.is_empty()
                    || before.ends_with(['/', ',', '|', '(', '[', '-', '–', '—', '•', ':'])
            };
            (!shouted || named.len() >= LONG_NAME || marked()) && is_set_off(text, named)
        })
    }

    /// Returns the agency whose long name ends `text` right after a small letter, as templates run
    /// it together with a person's name, and the name's first byte; `None` if there is none.
    pub fn glued<'a>(&'a self, text: &str) -> Option<(&'a str, usize)> {
        let last = self
            .forms
            .find_iter(text)
            .last()
            .filter(|m| m.end() == text.len() && m.len() >= LONG_NAME)?;
        let before = text[..last.start()].chars().next_back()?;
        before.is_lowercase().then(|| (self.id(last.pattern()), last.start()))
    }

    /// Returns the agency whose credit is the whole of `text`, ignoring punctuation around it;
    /// `None` if it is not a credit.
    pub fn exactly<'a>(&'a self, text: &str) -> Option<&'a str> {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        if text.is_empty() || text.len() > LONGEST_FORM {
            return None;
        }
        let text = text.strip_prefix("The ").unwrap_or(text);
        self.alone.get(&bare(text)).map(|at| self.ids[*at as usize].as_str())
    }

    /// Returns the agencies in a credit that lists them: `AP`, `sda/afp`, `UPI, Reuter, Impar.`,
    /// `dpa und Reuters`.
    ///
    /// Empty unless at least one part is an agency and all others could be names: if a part reads
    /// as ordinary words or refers to a picture, the text is not such a list.
    pub fn listed<'a>(&'a self, text: &str) -> Vec<&'a str> {
        if text.len() > LONGEST_LIST {
            return Vec::new();
        }
        if let Some(id) = self.exactly(text) {
            return vec![id];
        }
        let divides = |b: u8| matches!(b, b'/' | b',' | b';' | b'+' | b'|' | b'&' | b'-' | 0xE2);
        if !text.bytes().any(divides) && !JOINED.is_match(text) {
            return Vec::new();
        }
        let (mut found, mut others) = (Vec::new(), 0);
        let mut joined = Cow::Borrowed(text);
        if JOINED.is_match(text) {
            JOINERS.iter().for_each(|joiner| joined = Cow::Owned(joined.replace(joiner, "/")));
        }
        for part in joined
            .split(['/', ',', ';', '+', '|', '&'])
            .map(str::trim)
            .filter(|part| part.chars().any(char::is_alphanumeric))
        {
            let hyphened =
                || part.split(['-', '–', '—']).map(|p| self.exactly(p)).collect::<Option<Vec<_>>>();
            match self.exactly(part).map(|id| vec![id]).or_else(hyphened) {
                Some(ids) => found.extend(ids),
                None if is_name_like(part) => others += 1,
                None => return Vec::new(),
            }
        }
        // `Belém, PA`: two capitals after a place are its region.
        let region = others > 0
            && text.contains(',')
            && !text.contains('/')
            && text.trim_end().len() >= 2
            && {
                let last = text.rsplit(',').next().unwrap_or_default().trim();
                last.len() == 2 && last.bytes().all(|b| b.is_ascii_uppercase())
            };
        if others > found.len().max(1) || region { Vec::new() } else { found }
    }
}

/// Whether a short form in capitals is set off, as an agency's is in a line that may name an
/// author: `By Jane Doe, AP`, `AP Business Writer`, `AP 7:39 p.m.`
///
/// Next to a name or a number it is part of that, and before its own expansion it is an
/// abbreviation: *G1 AP* and *Belém, PA* are desks and places, *CP Jane Doe* signs a picture, *AA
/// 02* and *PA 19104* are numbers, *NTB (Nepal Tourism Board)* is a board. The cases come from 60
/// credits read on 21 collections, 19 of which were wrong.
fn is_set_off(text: &str, named: &Range<usize>) -> bool {
    let form = &text[named.clone()];
    if form.chars().count() > ACRONYM || form.chars().any(|c| !c.is_uppercase()) {
        return true;
    }
    let (before, after) = (text[..named.start].trim_end(), text[named.end..].trim_start());
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let opened = before.is_empty()
        || !before.ends_with(char::is_alphanumeric)
        || last.starts_with(char::is_lowercase);
    let opened = opened || byline::opened(&text[..named.start]).0.is_empty();
    // `…, Belém, PA`: two capitals after a place are its region.
    let region =
        form.len() == 2 && before.strip_suffix(',').is_some_and(|before| before.contains(','));
    let closed = !after.starts_with(char::is_alphanumeric)
        || after.starts_with(char::is_lowercase)
        || super::lines::opens_with_stamp(after);
    let explained = after
        .strip_prefix('(')
        .and_then(|rest| rest.split(')').next())
        .is_some_and(|long| position::is_defined(long, form));
    // `JANE DOE AP BUSINESS WRITER`
    let role = || {
        after.starts_with(char::is_alphabetic)
            && after
                .split_whitespace()
                .take(3)
                .any(|word| phrases().desks.contains(fold::phrase(word).as_str()))
    };
    (opened && closed && !region && !explained) || role()
}

/// Longest form of a credit, in bytes, that is looked up. Chosen by judgement, above the longest
/// form in the registry.
const LONGEST_FORM: usize = 80;
/// Longest list of agencies, in bytes. Chosen by judgement.
const LONGEST_LIST: usize = 120;
/// Words that join two agencies, besides a slash and a comma.
const JOINERS: [&str; 9] = [" and ", " und ", " et ", " e ", " y ", " i ", " en ", " og ", " och "];
/// Matches any of [`JOINERS`].
static JOINED: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Leftmost matches are searched with SIMD.
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(JOINERS)
        .expect("a list of short words")
});

/// Strips full stops and white space from a form: `A. P.` becomes `AP`.
fn bare(form: &str) -> String {
    form.chars().filter(|c| *c != '.' && !c.is_whitespace()).collect()
}

/// Whether a part of a list of agencies may be an unknown name or abbreviation: one word that
/// starts with a capital, or a few small letters, and not a word for a picture.
fn is_name_like(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    // Two words would be a photographer's name.
    words.len() == 1
        && part.chars().count() <= 16
        && (!part.starts_with(char::is_lowercase) || part.chars().count() <= 5)
        && !names_picture(part)
}

/// Whether a text contains a word used in credits of pictures.
pub fn names_picture(text: &str) -> bool {
    let picture = &phrases().picture;
    fold::phrase(text).split(' ').any(|word| picture.contains(word))
}

/// Least length, in bytes, of a form that counts as a long name. Chosen by judgement.
const LONG_NAME: usize = 10;
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

/// Most bytes of a line that credits an agency as contributor or holder of the copyright. Chosen by
/// judgement.
const LONGEST_CREDIT: usize = 400;

/// Reads all credits of an article. A page with credits of many agencies, none of them in the
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
    // or a digest.
    for block in blocks.iter().filter(|b| b.label == Label::Body || is_placed(b)) {
        let line = block.of(text);
        // A line that breaks off leads to another page.
        if !line.ends_with(['…', '\u{fffd}']) && !line.ends_with("...") {
            position::credited(line, agencies).into_iter().for_each(|(id, basis)| add(id, basis));
        }
    }
    let mut bylined = article.authors.iter().any(|author| byline::names_somebody(author));
    for (block, seen) in blocks.iter().zip(seen) {
        let line = block.of(text);
        match block.label {
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
                agencies
                    .signing(line)
                    .filter(|(_, named)| !strangers::is_first_name(line, named))
                    .for_each(|(id, _)| add(id, basis));
                agencies.listed(line).into_iter().for_each(|id| add(id, Basis::Closing));
                agencies.glued(line).into_iter().for_each(|(id, _)| add(id, basis));
            }
            // A longer notice names those whose figures and indices the site shows.
            Label::Boilerplate if line.len() <= LONGEST_CREDIT && is_copyright(line) => {
                let holder = strangers::holder(line);
                agencies.find(&line[holder]).for_each(|(id, _)| add(id, Basis::Copyright))
            }
            Label::Boilerplate | Label::Body
                if line.len() <= LONGEST_CREDIT && seen.contributor && is_contributor(line) =>
            {
                agencies.find(line).for_each(|(id, _)| add(id, Basis::Contributor))
            }
            Label::Boilerplate | Label::Body if line.len() <= 300 => {
                position::in_words(line, seen.agency, agencies)
                    .into_iter()
                    .for_each(|id| add(id, Basis::Contributor));
                // `Washington (CNN)` on a line of its own
                if block.label == Label::Boilerplate {
                    in_last_bracket(line, agencies)
                        .into_iter()
                        .for_each(|id| add(id, Basis::Dateline));
                }
            }
            Label::Headline => {
                in_last_bracket(line, agencies).into_iter().for_each(|id| add(id, Basis::Dateline));
            }
            _ => {}
        }
    }
    for author in &article.authors {
        agencies
            .signing(author)
            .filter(|(_, named)| !strangers::is_first_name(author, named))
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

/// Most bytes of a line of its own that ends with an agency in brackets. Chosen by judgement.
const BRACKETED: usize = 60;

/// Returns the agency in the bracket that ends a short line; `None` if there is none, or if the
/// bracket abbreviates the words before it.
fn in_last_bracket<'a>(line: &str, agencies: &'a Agencies) -> Option<&'a str> {
    let open = line.rfind('(').filter(|_| line.len() <= BRACKETED)?;
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
    if matches!(basis, Basis::OwnPage | Basis::Field) {
        return false;
    }
    let Some(source) = registry.by_id(id) else { return false };
    let is_agency = |before: &str| {
        agencies.find(before).any(|(named, range)| named == id && range.end == before.len())
    };
    let initials =
        |form: &&String| form.chars().count() <= ACRONYM && form.chars().all(char::is_uppercase);
    let mut forms = source.credits.iter().filter(initials).peekable();
    let spelled = source.credits.iter().any(|form| !initials(&form) && text.contains(&**form));
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

/// Phrases that name further contributors to a story.
static CONTRIBUTED: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Leftmost matches are searched with SIMD.
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
    ];
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(phrases)
        .expect("a list of short phrases")
});

/// Whether a line names further contributors to the story.
pub(super) fn is_contributor(line: &str) -> bool {
    CONTRIBUTED.is_match(line)
}

/// Number of bytes within which a dateline ends. Chosen by judgement.
const DATELINE: usize = 90;

/// Whether a line opens with the dateline of a story, that is, a place with its region or date, or
/// an agency, and a dash. Returns whether an agency is named, or `None` if it does not.
pub(super) fn opens_story(line: &str, agencies: &Agencies) -> Option<bool> {
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
fn dateline<'a>(
    paragraph: &str,
    start: u32,
    agencies: &'a Agencies,
) -> Option<(Dateline, Option<&'a str>)> {
    let head = &paragraph[..paragraph.floor_char_boundary(DATELINE)];
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
    for (open, close) in [('(', ')'), ('/', '/')] {
        if let Some(from) = head.find(open)
            && let Some(length) = head[from + 1..].find(close)
            && is_place(&head[..from])
            && let inner = &head[from + 1..from + 1 + length]
            && let Some(id) = agency_of(inner, agencies)
            && (open == '('
                || inner.trim() == inner
                || opens_with_date(&paragraph[from + length + 2..]))
            && position::opens(&paragraph[from + 1 + length + 1..])
            && (!position::is_defined(&head[..from], inner) || head[..from].contains([',', '.']))
        {
            return Some((made(&head[..from], from + 1 + length + 1), Some(id)));
        }
    }
    // Very few paragraphs have any of these marks so early.
    memchr::memchr3(b':', b'-', "—".as_bytes()[0], head.as_bytes())?;
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

/// Whether the text before a dateline's dash can be a place and a date: capitalised words, numbers
/// and a few particles.
fn is_place(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 60
        && text.split_whitespace().count() <= 8
        && text.split_whitespace().all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.is_empty()
                || !word.starts_with(char::is_lowercase)
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
            "Jane Doe / NWA / Agency Pictures Crews of the ferries left.",
        ] {
            assert!(dateline(text, 0, &agencies).is_none(), "{text}");
        }
    }

    #[test]
    fn credits_are_whole_words() {
        let agencies = agencies();
        assert_eq!(
            agencies.find("By Jane Doe, NWA").map(|(id, _)| id).collect::<Vec<_>>(),
            ["nwa"]
        );
        assert_eq!(agencies.find("By JANE DOE, NORTHERN WIRE AGENCY").count(), 1);
        assert_eq!(agencies.find("NWAFOR SWIMS").count(), 0);
    }

    #[test]
    fn a_short_form_signs_only_where_it_is_set_off() {
        let agencies = agencies();
        let signing =
            |line: &str| agencies.signing(line).map(|(id, _)| id).collect::<Vec<_>>().join("+");
        for line in [
            "By Jane Doe, NWA",
            "By NWA",
            "Por NWA",
            "NWA/Jane Doe",
            "By Jane Doe NWA Sports Writer",
            "Jane Doe (NWA)",
            "by Jane Doe for NWA",
            "NWA - Jane Doe",
            "Jane Doe | NWA, Halvik",
            "NWA 7:39 p.m. EST November 11, 2016",
            "HBS/NWA December 27, 2016, 8:03 AM",
            "Jane Doe, NWA 5:22 p.m. EST",
            "NWA 12.03.2020 14:05",
        ] {
            assert_eq!(signing(line), "nwa", "{line}");
        }
        for line in [
            "Por Jana Lind, H1 NWA, Halvik",
            "NWA 02 024 14 May 2002",
            "NWA 19104",
            "By NWA World",
            "NWA Jane Doe",
            "NWA (Norland Wharf Association)",
            "OSTL      NWA",
        ] {
            assert_eq!(signing(line), "", "{line}");
        }
        assert_eq!(
            (signing("Por Jana Lind, H1 Halvik, SW"), signing("By Jana Lind, SW")),
            (String::new(), "sw".into()),
            "a region"
        );
        assert_eq!(agencies.listed("Halvik, SW"), [""; 0]);
        assert_eq!(agencies.listed("NWA, SW"), ["nwa", "sw"]);
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
