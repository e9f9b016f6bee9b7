//! Recognises the agency that a sentence gives as its source: `Об этом сообщает ТАСС.`,
//! `به گزارش ایسنا، …`, `AA'nın haberine göre …`, `…, UNB reports.`
//!
//! A sentence may be about an agency (`ТАСС уволил редактора`), so the phrase and the name must
//! stand alone in their clause, at its beginning or at its end.

use std::ops::Range;

use super::{ACRONYM, Agencies, byte_of, edges, last_characters, namesakes};
use crate::languages::credit::{Owned, phrases};
use crate::text::fold;

/// Characters at the beginning of a paragraph within which a sentence names its source. Chosen by
/// judgement, so that a long text in one paragraph is not searched for whom it mentions.
const OPENING: usize = 500;
/// Characters at its end. Chosen by judgement.
const CLOSING: usize = 160;
/// Most bytes of a clause before a name, and after it. Chosen by judgement.
const CLAUSE: usize = 240;
/// Most words of a phrase. Chosen by judgement, above the longest in the language data.
const LONGEST: usize = 6;
/// Most words from a name to the verb that ends the sentence, itself included. Chosen by judgement:
/// a day may stand between them.
const BEFORE_VERB: usize = 3;
/// Most characters of a phrase in a script without spaces. Chosen by judgement.
const LONGEST_JOINED: usize = 12;

/// Marks at which a clause begins or ends.
const MARKS: [char; 34] = [
    '.', ',', ';', ':', '!', '?', '…', '—', '–', '(', ')', '[', ']', '/', '|', '*', '_', '•', '»',
    '"', '”', '“', '।', '،', '؛', '؟', '۔', '。', '，', '、', '：', '（', '）', '」',
];
/// Quotation marks that may open a name.
const QUOTES: [char; 7] = ['«', '„', '"', '“', '‘', '\'', '’'];

/// Languages whose texts are easily taken for one another.
const ALIKE: [&[&str]; 4] = [&["bs", "hr", "sr"], &["da", "nb"], &["id", "ms"], &["cs", "sk"]];
/// Further languages in which agencies of a country write, or papers print them as their own.
const SPOKEN: [(&str, &[&str]); 14] = [
    ("BA", &["hr", "sr"]),
    ("BD", &["en"]),
    ("BE", &["de", "fr"]),
    ("BY", &["be"]),
    ("CA", &["fr"]),
    ("CH", &["fr", "it"]),
    ("ES", &["ca", "eu", "gl"]),
    ("FI", &["sv"]),
    ("IN", &["bn", "gu", "hi", "kn", "ml", "mr", "pa", "ta", "te", "ur"]),
    ("KG", &["ky"]),
    ("KZ", &["ru"]),
    // The Baltic agency is one house in three countries.
    ("LT", &["et", "lv"]),
    ("PK", &["ur"]),
    ("UA", &["ru"]),
];
/// Words before an agency's name that are no words for an agency, though they stand in the same
/// place.
const ARTICLES: [&str; 6] = ["a", "az", "l", "the", "η", "το"];

/// Where a sentence is printed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'a> {
    /// Code of its language; `None` if unknown.
    pub language: Option<&'a str>,
    /// Country of the outlet; `None` if unknown.
    pub country: Option<&'a str>,
}

impl Place<'_> {
    /// Whether a phrase of some languages acts in the text.
    fn has(&self, owners: &[&str]) -> bool {
        self.language.is_none_or(|own| {
            let alike = ALIKE.iter().find(|group| group.contains(&own));
            owners.iter().any(|code| *code == own || alike.is_some_and(|g| g.contains(code)))
        })
    }

    /// Whether the text has that phrase.
    fn knows(&self, phrases: &Owned, phrase: &str) -> bool {
        phrases.get(phrase).is_some_and(|owners| self.has(owners))
    }

    /// Whether an agency is at home where a phrase of some languages was found.
    fn is_home(&self, (country, language): (Option<&str>, Option<&str>), owners: &[&str]) -> bool {
        let spoken = SPOKEN.iter().find(|(code, _)| Some(*code) == country).map(|(_, more)| *more);
        country.is_some() && country == self.country
            || language
                .iter()
                .chain(spoken.unwrap_or_default())
                .any(|own| owners.contains(own) && self.has(&[own]))
    }
}

/// Returns the agencies that a paragraph gives as its source near its beginning or its end.
pub(super) fn sources<'a>(line: &str, agencies: &'a Agencies, place: Place<'_>) -> Vec<&'a str> {
    let opening = byte_of(line, OPENING);
    let closing = line.len() - last_characters(line, CLOSING).len();
    let mut out = Vec::new();
    for (id, named) in agencies.of_text(line) {
        if (named.start < opening || named.start >= closing) && !out.contains(&id) {
            let name = Name::of(line, &named, place, agencies.home(id));
            if name.is_told() || name.tells() || is_stamped(line, &named) {
                out.push(id);
            }
        }
    }
    out
}

/// An agency's name in its clause.
struct Name<'t, 'p> {
    line: &'t str,
    named: Range<usize>,
    place: Place<'p>,
    home: (Option<&'p str>, Option<&'p str>),
    /// The folded words before it in its clause: all of them, then fewer ([`leads`]).
    leads: Vec<String>,
    /// What follows it in its clause.
    rest: &'t str,
    /// The mark that ends the clause.
    mark: Option<char>,
    /// Whether a word for an agency is beside it.
    worded: bool,
}

impl<'t, 'p> Name<'t, 'p> {
    fn of(
        line: &'t str,
        named: &Range<usize>,
        place: Place<'p>,
        home: (Option<&'p str>, Option<&'p str>),
    ) -> Self {
        let (rest, mark) = rest(line, named);
        let (leads, before) = leads(line, named.start, &place);
        let follows = fold::phrase(rest);
        let ends = follows.match_indices(' ').map(|(at, _)| at).chain([follows.len()]);
        let after = ends
            .take(LONGEST)
            .map(|end| &follows[..end])
            .any(|word| !ARTICLES.contains(&word) && place.knows(&phrases().agency, word));
        Self { line, named: named.clone(), place, home, leads, rest, mark, worded: before || after }
    }

    /// Whether the name stands for the agency beside a phrase of some languages.
    ///
    /// A name that somebody else may have (*meldet Petra*), and initials outside the languages of
    /// the agency, need a word that says so: *die Agentur Petra*.
    fn admits(&self, owners: &[&str]) -> bool {
        let form = &self.line[self.named.clone()];
        let letters = form.chars().count();
        let initials = letters <= SHORT && form.is_ascii()
            || letters <= ACRONYM && form.chars().all(char::is_uppercase);
        self.place.has(owners)
            && (self.worded
                || !namesakes::is_within_sentence(form)
                    && (!initials || self.place.is_home(self.home, owners)))
    }

    fn acts(&self, phrases: &Owned, phrase: &str) -> bool {
        phrases.get(phrase).is_some_and(|owners| self.admits(owners))
    }

    /// Whether the name is part of a longer one, which follows in quotation marks: *МИА «Россия
    /// сегодня»*.
    fn opens_title(&self) -> bool {
        let after = self.line[self.named.end..].trim_start();
        let mut letters = after.chars();
        !self.line[..self.named.start].ends_with(QUOTES)
            && matches!(letters.next(), Some('«' | '„' | '“' | '"'))
            && letters.next().is_some_and(char::is_alphanumeric)
    }

    /// Whether a phrase before the name fills its clause, or the name ends its clause after one.
    fn is_told(&self) -> bool {
        let phrases = &phrases().reported_by;
        // `Here is the story, as reported by the Northern Wire:` introduces what the wire said.
        let introduces = matches!(self.mark, Some(':' | '：')) && self.rest.is_empty();
        if introduces && self.line[..self.named.start].contains(MARKS) || self.opens_title() {
            return false;
        }
        let rest = fold::phrase(self.rest);
        let ends = rest.is_empty();
        // Behind a name, a second one makes a person: `berichtet Petra Müller`. Where no capitals
        // show that, the clause may go on.
        let first = self.rest.chars().find(|c| c.is_alphabetic());
        let goes_on = first.is_some_and(|c| !c.is_uppercase() && !c.is_lowercase());
        if !(ends || goes_on || self.cites(&rest)) {
            return false;
        }
        let ends_with = |lead: &str| {
            let mut tails = lead.char_indices().rev().map(|(at, _)| &lead[at..]);
            let joined = |tail: &&str| edges::is_joined_script(tail) && self.acts(phrases, tail);
            tails.clone().take(LONGEST_JOINED).any(|tail| joined(&tail))
                || tails
                    .any(|tail| tail.strip_prefix(' ').is_some_and(|tail| self.acts(phrases, tail)))
        };
        // `به گزارش هالویک به نقل از رویترز`: one whom another cites.
        let begins_with = |lead: &str| {
            let mut ends = lead.match_indices(' ').take(LONGEST);
            ends.any(|(end, _)| self.place.knows(phrases, &lead[..end]))
        };
        self.leads
            .iter()
            .filter(|lead| !lead.is_empty())
            .any(|lead| self.acts(phrases, lead) || (ends || begins_with(lead)) && ends_with(lead))
    }

    /// Whether what follows the name says where that has it from: *со ссылкой на капитана*.
    fn cites(&self, rest: &str) -> bool {
        let mut ends = rest.match_indices(' ').map(|(at, _)| at).take(LONGEST);
        ends.any(|end| {
            self.place.knows(&phrases().reported_by, &rest[..end])
                || self.place.knows(&phrases().reports, &rest[..end])
        })
    }

    /// Whether the name opens its clause and a phrase follows it.
    fn tells(&self) -> bool {
        if self.opens_title() {
            return false;
        }
        let rest = fold::phrase(self.rest);
        let introduces = matches!(self.mark, Some(':' | '：'));
        if self.leads.last().is_some_and(|lead| !lead.is_empty()) {
            // `…다고 AFP통신이 22일 보도했다.`, `…とロイターが報じた。`: what was reported comes
            // first.
            let verb = rest.rsplit(' ').next().unwrap_or_default();
            return edges::puts_verbs_last(verb)
                && rest.split(' ').count() <= BEFORE_VERB
                && !introduces
                && self.acts(&phrases().verbs, verb);
        }
        let joined = rest.char_indices().map(|(at, c)| &rest[..at + c.len_utf8()]);
        let mut joined =
            joined.take(LONGEST_JOINED).take_while(|start| edges::is_joined_script(start));
        let words = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]).take(LONGEST);
        self.acts(&phrases().verbs, &rest) && !introduces
            || words.map(|end| &rest[..end]).any(|start| self.acts(&phrases().reports, start))
            || joined.any(|start| self.acts(&phrases().reports, start))
    }
}

/// Most letters of a form that is taken for initials whatever their case: *Efe*, *dpa*. Chosen by
/// judgement.
const SHORT: usize = 3;

/// Characters after a name within which the stamp of a Chinese dateline ends: place and day. Chosen
/// by judgement.
const STAMP: usize = 20;

/// Whether a name opens the dateline of a Chinese agency: `新华社北京6月12日电`.
fn is_stamped(line: &str, named: &Range<usize>) -> bool {
    let after = &line[named.end..];
    let stamp = &after[..byte_of(after, STAMP)];
    line[..named.start].chars().all(|c| !c.is_alphanumeric())
        && ["日电", "日電"].iter().any(|stamped| stamp.contains(stamped))
}

/// Returns the folded words between the beginning of the clause and a name: all of them, then
/// without each word for an agency right before the name; and whether there is such a word.
fn leads(line: &str, name: usize, place: &Place<'_>) -> (Vec<String>, bool) {
    let from = line.ceil_char_boundary(name.saturating_sub(CLAUSE));
    let before = line[from..name].trim_end_matches(|c| c == ' ' || QUOTES.contains(&c));
    let start = before
        .char_indices()
        .rev()
        .find(|(_, c)| MARKS.contains(c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let mut lead = fold::phrase(&before[start..]);
    let (mut out, mut worded) = (vec![lead.clone()], false);
    while !lead.is_empty() {
        // The longest of them: *agencija*, *tiskovna agencija*.
        let starts = lead.match_indices(' ').map(|(at, _)| at + 1);
        let mut starts = [0].into_iter().chain(starts);
        let found = starts.find(|at| place.knows(&phrases().agency, &lead[*at..]));
        let Some(at) = found else { break };
        worded |= !ARTICLES.contains(&&lead[at..]);
        lead.truncate(at.saturating_sub(1));
        out.push(lead.clone());
    }
    (out, worded)
}

/// Returns what follows a name in its clause, without an ending attached to the name, and the mark
/// that ends the clause; `None` for the mark if there is none within [`CLAUSE`] bytes.
fn rest<'t>(line: &'t str, named: &Range<usize>) -> (&'t str, Option<char>) {
    let mut after = &line[named.end..line.floor_char_boundary(line.len().min(named.end + CLAUSE))];
    let name = &line[named.clone()];
    if let Some(last) = name.chars().next_back() {
        after = &after[edges::ending(after, last, name)..];
    }
    if let Some(ending) = after.strip_prefix(['\'', '’', '-', ':', '‌']) {
        let end = ending.find(|c: char| !c.is_alphabetic()).unwrap_or(ending.len());
        if (1..=ENDING).contains(&ending[..end].chars().count()) {
            after = &ending[end..];
        }
    }
    let after = after.trim_start_matches(['»', '”', '"', '“', '’', '\'', ' ']);
    match after.char_indices().find(|(_, c)| MARKS.contains(c)) {
        Some((at, mark)) => (&after[..at], Some(mark)),
        None => (after, None),
    }
}

/// Most letters of an ending set off by an apostrophe or a hyphen: *AA'nın*, *MTI-nek*, *STT:n*.
/// Chosen by judgement.
const ENDING: usize = 5;

#[cfg(test)]
mod tests;
