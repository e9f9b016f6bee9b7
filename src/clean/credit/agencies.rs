//! Finds the agencies that a text names, by the forms in which they are credited.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{byline, edges, position};
use crate::clean::lines;
use crate::languages::{self, credit::phrases};
use crate::sources::Registry;
use crate::text::fold;

/// The forms in which agencies are credited, compiled for searching.
#[derive(Debug)]
pub struct Agencies {
    forms: AhoCorasick,
    /// For each form, the index of its source in `ids`.
    whose: Vec<u32>,
    ids: Vec<String>,
    /// Country and language of each source in `ids`.
    homes: Vec<(Option<String>, Option<String>)>,
    /// Every form without full stops and spaces, as a bracket or a line of its own may contain it,
    /// with the index of its source.
    alone: FxHashMap<String, u32>,
    /// The last four bytes of each form that may be glued to a name (see [`Agencies::glued`]).
    ends: FxHashSet<[u8; 4]>,
    /// The first and last byte of each form that stands alone.
    edges: FxHashSet<[u8; 2]>,
}

/// Most letters of a lower-case form that counts only in the position of a credit, because
/// elsewhere it may be an ordinary word. Chosen by judgement.
pub(super) const ACRONYM: usize = 5;

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
        let long = forms.iter().filter(|form| form.len() >= LONG_NAME);
        let ends = long.filter_map(|form| form.as_bytes().last_chunk()).copied().collect();
        let edges = alone.keys().filter_map(|form| edges(form)).collect();
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
            homes: registry
                .sources
                .iter()
                .map(|s| (s.country.clone(), s.language.as_deref().map(languages::code_of)))
                .collect(),
            alone,
            ends,
            edges,
        }
    }

    /// Returns the id of the source that a form credits.
    fn id(&self, form: aho_corasick::PatternID) -> &str {
        &self.ids[self.whose[form.as_usize()] as usize]
    }

    /// Returns the country and the main language of an agency, as far as they are listed.
    pub(super) fn home(&self, id: &str) -> (Option<&str>, Option<&str>) {
        let home = self.ids.iter().position(|known| known == id).map(|at| &self.homes[at]);
        home.map_or((None, None), |(country, language)| (country.as_deref(), language.as_deref()))
    }

    /// Finds the agencies that `text` names by a form of their credit, as whole words, with their
    /// byte ranges.
    pub fn find<'a, 't>(
        &'a self,
        text: &'t str,
    ) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a, 't> {
        self.forms
            .find_iter(text)
            .filter(move |m| edges::is_whole(text, &m.range()))
            .map(|m| (self.id(m.pattern()), m.range()))
    }

    /// As [`Self::find`], without the agencies that only passed a picture on.
    pub fn of_text<'a, 't>(
        &'a self,
        text: &'t str,
    ) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a, 't> {
        self.find(text).filter(move |(_, named)| !passes_picture_on(&text[named.end..]))
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
        // Few lines end like the name of an agency.
        if !self.ends.contains(text.as_bytes().last_chunk::<4>()?) {
            return None;
        }
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
        // Few texts begin and end like one of the forms.
        if !self.edges.contains(&edges(text)?) {
            return None;
        }
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
        let divides =
            |b: u8| matches!(b, b'/' | b',' | b';' | b'+' | b'|' | b'&' | b'-' | b'=' | 0xE2);
        if !text.bytes().any(divides) && !JOINED.is_match(text) {
            return Vec::new();
        }
        let (mut found, mut others) = (Vec::new(), 0);
        let mut joined = Cow::Borrowed(text);
        if JOINED.is_match(text) {
            JOINERS.iter().for_each(|joiner| joined = Cow::Owned(joined.replace(joiner, "/")));
        }
        for part in joined
            .split(['/', ',', ';', '+', '|', '&', '='])
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
        // `AP=연합뉴스` is the agency of a picture, and who passed it on.
        if others == 0 && text.contains('=') {
            return Vec::new();
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
    if form.chars().count() < ACRONYM
        && form.chars().all(|c| !c.is_uppercase() && !c.is_lowercase())
    {
        // بنا and وام are words too.
        let before = &text[..named.start];
        return (!before.trim_end().ends_with(char::is_alphanumeric)
            || byline::opened(before).0.is_empty())
            && !text[named.end..].trim_start().starts_with(char::is_alphanumeric);
    }
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
        || lines::opens_with_stamp(after);
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
/// Returns the first and the last byte of a text; `None` if it is empty.
fn edges(text: &str) -> Option<[u8; 2]> {
    Some([*text.as_bytes().first()?, *text.as_bytes().last()?])
}

fn bare(form: &str) -> String {
    form.chars().filter(|c| *c != '.' && !c.is_whitespace()).collect()
}

/// Whether a stroke and a word for pictures follow an agency's name: *Jane Doe/NWA/Getty Images* says
/// who took a picture and who passed it on.
fn passes_picture_on(after: &str) -> bool {
    let Some(after) = after.strip_prefix('/') else { return false };
    let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    names_picture(&after[..end])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies() -> Agencies {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA','Northern Wire Agency']\n[[source]]\nid='sw'\nname='South Wire'\nkind='wire'\ncredits=['SW']\n";
        Agencies::of(&Registry::parse("t", list).expect("sound"))
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
        assert_eq!(agencies.of_text("Jane Doe/NWA/Getty Images The port is shut").count(), 0);
        assert_eq!(agencies.of_text("Jane Doe/NWA/Palter").count(), 1);
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
}
