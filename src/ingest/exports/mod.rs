//! Exports of press archives: Nexis Uni and its predecessors, Factiva, and ProQuest. One file holds
//! many articles, in DOCX, RTF, HTML or plain text, which have the same lines.
//!
//! The forms were learned from public samples and from what the readers of others look for:
//! LexisNexisTools, tm.plugin.lexisnexis, tm.plugin.factiva, newspapers (all for R), and parsers for
//! Factiva's RTF and ProQuest's text. PressReader has no form that is publicly described (see
//! [`super::editions`]).

mod factiva;
mod nexis;
mod proquest;

use std::borrow::Cow;

use super::agency::{Item, without_by};
use super::dates::{self, DateError, Reading};
use super::document::{LINES, Lines};
use super::fields::{Field, Slots, Value};
use super::record::{Parsed, set_date, shortened};
use super::records::Reader;
use super::{Limits, html};
use crate::text::words::is_spaceless;

/// Articles after which the rest of an export is not read. Chosen by judgement; archives give out
/// at most 1,000 at a time.
const ARTICLES: usize = 100_000;

/// Lines above a known one among which a date or headline is looked for. Chosen by judgement.
const HEAD: usize = 20;
/// Words of the longest byline. Chosen by judgement; it names two writers.
const NAME: usize = 8;
/// Bytes of the longest label; those known are shorter.
const LABEL: usize = 40;

/// One article of an export.
#[derive(Debug, Default)]
struct Piece {
    /// Number of its first line, from 0.
    first: usize,
    id: Option<String>,
    title: Option<String>,
    source: Option<String>,
    /// The line that states its date.
    date: Option<String>,
    authors: Vec<String>,
    credit: Option<String>,
    language: Option<String>,
    section: Option<String>,
    page: Option<String>,
    /// Its length in words, as stated.
    words: Option<u64>,
    captions: Vec<String>,
    text: String,
}

/// What an export holds.
struct Export {
    /// The archive's name.
    archive: &'static str,
    /// The articles, or why a piece is none, with the number of its first line.
    pieces: Vec<Result<Piece, (usize, String)>>,
    /// How many articles it says it holds, if it says so.
    stated: Option<usize>,
}

/// Finds the articles of an export in the lines of a file; `None` if it is none.
///
/// Lines of plain text may be blank, those of documents are not. O(lines).
fn split(lines: &[&str]) -> Option<Export> {
    nexis::split(lines).or_else(|| factiva::split(lines)).or_else(|| proquest::split(lines))
}

/// Whether a page can be an export, so that its lines are worth reading.
pub(super) fn may_be(page: &[u8]) -> bool {
    const MARKS: [&str; 4] =
        ["articleParagraph", "<DOCFULL>", "End of Document", "ProQuest document ID"];
    MARKS.iter().any(|mark| memchr::memmem::find(page, mark.as_bytes()).is_some())
}

impl Reader<'_> {
    /// Reads lines if they are those of an export; returns whether they were. `is_text` says that
    /// they are the lines of the file itself.
    fn export(&mut self, lines: &[&str], is_text: bool) -> bool {
        if lines.len() > LINES {
            return false;
        }
        let Some(Export { archive, mut pieces, stated }) = split(lines) else { return false };
        self.read_as.format = archive;
        let place = |n: usize, first: usize| if is_text { first as u64 + 1 } else { n as u64 + 1 };
        let unfit = pieces.iter().filter(|piece| piece.is_err()).count();
        if unfit * 2 > pieces.len() {
            let first = pieces.iter().enumerate().find_map(|(n, p)| Some((n, p.as_ref().err()?)));
            let (n, why) = first.map_or((0, ""), |(n, (_, why))| (n + 1, why.as_str()));
            self.reject_whole(format!(
                "looks like an export of {archive}, but {unfit} of its {} articles do not have its form (number {n} {why}); it is not split: give each article as a file of its own, or export it again in full",
                pieces.len()
            ));
            return true;
        }
        if let Some(stated) = stated.filter(|stated| *stated > pieces.len()) {
            let found = pieces.len();
            self.reject_whole(format!(
                "is an export of {archive} that lists {stated} articles, but holds {found}"
            ));
        }
        if pieces.len() > ARTICLES {
            self.reject_whole(format!(
                "holds more than {ARTICLES} articles; the rest of the file is skipped"
            ));
            pieces.truncate(ARTICLES);
        }
        let is_one = pieces.len() == 1;
        for (n, piece) in pieces.into_iter().enumerate() {
            if self.is_full() {
                break;
            }
            let parsed = match piece {
                Ok(piece) => {
                    let stem = self.input.stem().filter(|_| is_one);
                    let line = Some(place(n, piece.first));
                    piece.parsed(line, archive, stem, &self.settings.limits)
                }
                Err((first, why)) => Parsed::lost(
                    Some(place(n, first)),
                    format!("does not have the form of an article of {archive}: it {why}"),
                ),
            };
            self.take(parsed);
        }
        true
    }

    /// Reads a page if it is an export; returns whether it was.
    pub(super) fn export_page(&mut self, page: &str) -> bool {
        // A code stands in one cell, what it is about in the next.
        let page = page.replace("</td>", "<br></td>").replace("</TD>", "<br></TD>");
        let Ok(text) = html::fragment(&page, self.settings.limits.page()) else { return false };
        self.export_text(&text, false)
    }

    /// Reads a document if it is an export; returns whether it was.
    pub(super) fn export_document(&mut self, document: &Lines) -> bool {
        let lines: Vec<&str> = document.iter().map(|(line, _)| line).take(LINES + 1).collect();
        self.export(&lines, false)
    }

    /// Reads a text if it is an export; returns whether it was. `is_text` says that it is the file
    /// itself.
    pub(super) fn export_text(&mut self, text: &str, is_text: bool) -> bool {
        // Millions of blank lines would take more memory than the text.
        let lines: Vec<&str> = text.lines().take(LINES + 1).collect();
        self.export(&lines, is_text)
    }
}

impl Piece {
    fn parsed(
        self,
        line: Option<u64>,
        archive: &'static str,
        stem: Option<String>,
        limits: &Limits,
    ) -> Parsed {
        let missing = self.missing();
        let item = Item {
            section: self.section,
            page: self.page,
            words: self.words,
            provider: Some(archive.to_owned()),
            ..Item::default()
        };
        let mut slots: Slots<'_> = Default::default();
        for (field, value) in [
            (Field::Id, self.id),
            (Field::Title, self.title),
            (Field::Source, self.source),
            (Field::Text, Some(self.text)),
            (Field::Credit, self.credit),
            (Field::Language, self.language),
        ] {
            slots[field as usize] = value.map(|text| Value::Text(Cow::Owned(text)));
        }
        // Archives put sentences about the writers there, too.
        let names = self.authors.iter().filter(|name| name.split_whitespace().count() <= NAME);
        let authors: Vec<String> = names.map(|name| without_by(name.trim()).to_owned()).collect();
        for (field, list) in [(Field::Captions, self.captions), (Field::Authors, authors)] {
            if !list.is_empty() {
                let list = list.into_iter().map(|text| Ok(Cow::Owned(text))).collect();
                slots[field as usize] = Some(Value::List(list, 0));
            }
        }
        let mut parsed = Parsed::of(line, slots, stem, limits);
        let Ok(article) = &mut parsed.article else { return parsed };
        article.item = Some(Box::new(item));
        let Some(date) = self.date else {
            parsed.fields.push((Field::Published, "is missing".to_owned()));
            parsed.fields.extend(missing.map(|why| (Field::Text, why)));
            return parsed;
        };
        let context = dates::Context::of(article.language.as_deref(), None);
        match dates::found_in(&date, context) {
            Ok(Reading::Plain(stamp)) => set_date(article, Field::Published, stamp),
            Ok(Reading::Slashed(slashed)) => {
                parsed.slashed.push((Field::Published, slashed, date));
            }
            Err(why) => {
                parsed.fields.push((Field::Published, format!("`{}` {why}", shortened(&date))));
            }
        }
        parsed.fields.extend(missing.map(|why| (Field::Text, why)));
        parsed
    }

    /// Says how much of the text is missing, if it has less than half the words that the archive
    /// states. Those of scripts without spaces cannot be counted.
    fn missing(&self) -> Option<String> {
        let stated = self.words.filter(|n| *n >= FEW)?;
        if self.text.chars().take(1_000).filter(|c| is_spaceless(*c)).count() > 100 {
            return None;
        }
        let read = self.text.split_whitespace().count() as u64;
        (read * 2 < stated).then(|| {
            format!("has {read} words, but the archive states {stated}; part of it is missing")
        })
    }
}

/// Words below which a stated length says nothing about what is missing. Chosen by judgement.
const FEW: u64 = 50;

/// Whether a line states a date and little else. One whose weekday is wrong takes the place of a
/// date, although it is not believed.
fn is_date(line: &str) -> bool {
    line.len() <= 120
        && matches!(
            dates::found_in(line, dates::Context::default()),
            Ok(_) | Err(DateError::Weekday)
        )
}

/// Returns what stands behind a label: of `Section:\u{a0}News; Pg. A10`, with the label `Section`,
/// `News; Pg. A10`.
fn labelled<'l>(line: &'l str, labels: &[&str]) -> Option<&'l str> {
    let (label, value) = line.split_once(':')?;
    let label = Some(label.trim()).filter(|label| label.len() <= LABEL)?;
    labels
        .iter()
        .any(|l| l.eq_ignore_ascii_case(label) || l.to_lowercase() == label.to_lowercase())
        .then(|| value.trim())
}

/// Returns the number at the beginning of a length: `1,285 words`, `295 mots`.
fn number_of(text: &str) -> Option<u64> {
    let digits: String = text
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}' | ' '))
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// Returns the code of a language from its name in English, German, French or itself.
fn language(name: &str) -> Option<String> {
    const NAMES: [(&str, &[&str]); 24] = [
        ("en", &["english", "englisch", "anglais"]),
        ("de", &["german", "deutsch", "allemand"]),
        ("fr", &["french", "französisch", "français"]),
        ("es", &["spanish", "spanisch", "espagnol", "español"]),
        ("pt", &["portuguese", "portugiesisch", "portugais", "português"]),
        ("it", &["italian", "italienisch", "italien", "italiano"]),
        ("nl", &["dutch", "niederländisch", "néerlandais", "nederlands"]),
        ("sv", &["swedish", "schwedisch", "suédois", "svenska"]),
        ("da", &["danish", "dänisch", "danois", "dansk"]),
        ("no", &["norwegian", "norwegisch", "norvégien", "norsk"]),
        ("fi", &["finnish", "finnisch", "finnois", "suomi"]),
        ("pl", &["polish", "polnisch", "polonais", "polski"]),
        ("cs", &["czech", "tschechisch", "tchèque", "čeština"]),
        ("hu", &["hungarian", "ungarisch", "hongrois", "magyar"]),
        ("ru", &["russian", "russisch", "russe", "русский"]),
        ("uk", &["ukrainian", "ukrainisch", "ukrainien", "українська"]),
        ("tr", &["turkish", "türkisch", "turc", "türkçe"]),
        ("ar", &["arabic", "arabisch", "arabe", "العربية"]),
        ("he", &["hebrew", "hebräisch", "hébreu", "עברית"]),
        ("zh", &["chinese", "chinesisch", "chinois", "中文"]),
        ("ja", &["japanese", "japanisch", "japonais", "日本語"]),
        ("ko", &["korean", "koreanisch", "coréen", "한국어"]),
        ("id", &["indonesian", "indonesisch", "indonésien", "bahasa indonesia"]),
        ("el", &["greek", "griechisch", "grec", "ελληνικά"]),
    ];
    let name = name.split([';', '-', ',']).next().unwrap_or_default().trim().to_lowercase();
    let found = NAMES.iter().find(|(_, names)| names.contains(&name.as_str()));
    found.map(|(code, _)| (*code).to_owned())
}

/// Whether a line is the archive's or publisher's notice of copyright.
fn is_copyright(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["copyright", "(c) ", "© ", "(copyright"].iter().any(|mark| lower.starts_with(mark))
        || lower.contains("all rights reserved")
}

#[cfg(test)]
mod tests;
