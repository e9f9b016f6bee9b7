//! Written documents, whatever program wrote them: lines of text, what its author marked some of
//! them as, and what the file says of itself.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::dates::{self, Reading};
use super::editions;
use super::fields::{Field, Slots, Value};
use super::record::Parsed;
use super::records::Reader;

/// What a line is by the style that its author gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Role {
    /// Text, or a style that says nothing.
    #[default]
    Body,
    /// The title of the document.
    Title,
    /// A heading in it.
    Heading,
    /// The caption of a picture or table.
    Caption,
    /// A line that its program made: an entry of a table of contents.
    Made,
}

impl Role {
    /// Returns the role that the name of a style stands for. The names of the programs' own styles
    /// are the same in every language.
    pub(super) fn of_style(name: &str) -> Self {
        const CAPTIONS: [&str; 7] = [
            "caption",
            "cutline",
            "bildunterschrift",
            "bildtext",
            "légende",
            "pie de foto",
            "didascalia",
        ];
        let name = name.trim().to_lowercase();
        match name.as_str() {
            "title" | "headline" | "überschrift" | "titel" | "titre" => Self::Title,
            _ if name.starts_with("heading") => Self::Heading,
            _ if name.starts_with("toc ") || name.starts_with("contents ") => Self::Made,
            _ if CAPTIONS.iter().any(|caption| name.contains(caption)) => Self::Caption,
            _ => Self::Body,
        }
    }
}

/// Lines of a document after which no more are read: it is neither an article nor an export. Chosen
/// by judgement: an export of 1,000 articles has some 50,000.
pub(super) const LINES: usize = 2_000_000;

/// Lines of text with their roles, in two pieces of memory however short they are.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    /// Where each line ends, and its role.
    ends: Vec<(u32, Role)>,
}

impl Lines {
    /// Appends the lines of a paragraph that are not blank; tabs divide the cells of a table.
    pub(super) fn push(&mut self, text: &str, role: Role) {
        for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            if self.is_full() {
                return;
            }
            self.text.extend(line.chars().map(|c| if c == '\0' { '\u{fffd}' } else { c }));
            // A document has at most 256 MiB.
            self.ends.push((u32::try_from(self.text.len()).unwrap_or(u32::MAX), role));
        }
    }

    /// Whether there are more than [`LINES`], so that no more are kept.
    pub(super) fn is_full(&self) -> bool {
        self.ends.len() > LINES
    }

    /// Returns the bytes of all lines.
    pub(super) fn bytes(&self) -> u64 {
        self.text.len() as u64
    }

    /// Returns the lines.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Role)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end as usize));
        starts.zip(&self.ends).map(|(start, (end, role))| {
            (self.text.get(start..*end as usize).unwrap_or_default(), *role)
        })
    }
}

/// A document.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Its title, authors and language as the file states them.
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) language: Option<String>,
    /// When it was made and last changed, as the file states it.
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) lines: Lines,
    /// Notes at the foot or the end, which are not read.
    pub(super) notes: usize,
}

/// Lines at the beginning in which a date of the text, and its title, are looked for. Chosen by
/// judgement.
const HEAD: usize = 10;
/// Characters of a line that can state a date. Chosen by judgement.
const DATED: usize = 200;

/// Days by which a zip file may be newer than the document in it says it is. Chosen by judgement:
/// its clock may be that of any zone, and a program may take its time to save.
const LATER: i64 = 2;

/// When templates were made that programs fill without stating a time of their own: that of
/// python-docx.
const TEMPLATES: [&str; 1] = ["2013-12-23T23:15:00Z"];

impl Document {
    /// Drops the dates of a template that the document was made from: known ones; and where a file
    /// claims that it was not changed since it was made, but was written (`changed`) days later.
    pub(super) fn forget_template(&mut self, changed: Option<NaiveDate>) {
        let day = |text: &Option<String>| match dates::read(text.as_deref()?.trim()) {
            Ok(Reading::Plain(stamp)) => Some(stamp.day),
            _ => None,
        };
        let later = |from: NaiveDate| changed.is_some_and(|to| (to - from).num_days() > LATER);
        if self.created == self.modified && day(&self.created).is_some_and(later) {
            (self.created, self.modified) = (None, None);
        }
        for date in [&mut self.created, &mut self.modified] {
            *date = date.take().filter(|text| !TEMPLATES.contains(&text.trim()));
        }
        // A template's date that was left where the other was set.
        if day(&self.created).zip(day(&self.modified)).is_some_and(|(from, to)| from > to) {
            self.modified = None;
        }
    }

    /// Returns the fields of the document as one article.
    fn fields(self) -> (Slots<'static>, Vec<(Field, String)>) {
        let lines: Vec<(&str, Role)> =
            self.lines.iter().filter(|(_, role)| *role != Role::Made).collect();
        let stated = self.title.filter(|title| is_title(title));
        let titled = lines.iter().position(|(_, role)| *role == Role::Title);
        let repeated = || {
            let stated = stated.as_deref()?;
            let same = |line: &str| line.to_lowercase() == stated.to_lowercase();
            lines.iter().take(HEAD).position(|(line, _)| same(line))
        };
        let heading = || lines.first().filter(|(_, role)| *role == Role::Heading).map(|_| 0);
        let at = titled.or_else(repeated).or_else(|| stated.is_none().then(heading)?);
        let title = at.and_then(|at| lines.get(at)).map(|(line, _)| spaced(line)).or(stated);
        let text: Vec<Cow<'_, str>> = lines
            .iter()
            .enumerate()
            .filter(|(n, (_, role))| Some(*n) != at && *role != Role::Caption)
            .map(|(_, (line, _))| spaced(line))
            .map(Cow::Owned)
            .collect();
        let captions = lines.iter().filter(|(_, role)| *role == Role::Caption);
        let captions: Vec<String> = captions.map(|(line, _)| spaced(line)).collect();
        // What the text says of its date is worth more than when the file was made.
        let states_date = |line: &str| {
            line.len() <= DATED && dates::find_in(line, dates::Context::default()).is_some()
        };
        let is_dated = text.iter().take(HEAD).any(|line| states_date(line));
        let mut slots: Slots<'static> = Default::default();
        for (field, value) in [
            (Field::Text, Some(text.join("\n"))),
            (Field::Title, title),
            (Field::Language, self.language),
            (Field::Published, self.created.filter(|_| !is_dated)),
            (Field::Modified, self.modified),
        ] {
            slots[field as usize] = value.map(|text| Value::Text(Cow::Owned(text)));
        }
        let authors: Vec<String> =
            self.authors.into_iter().filter(|name| is_author(name)).collect();
        for (field, list) in [(Field::Captions, captions), (Field::Authors, authors)] {
            if !list.is_empty() {
                let list = list.into_iter().map(|text| Ok(Cow::Owned(text))).collect();
                slots[field as usize] = Some(Value::List(list, 0));
            }
        }
        let notes = match self.notes {
            0 => None,
            1 => Some("has a footnote, which is not read".to_owned()),
            n => Some(format!("has {n} footnotes, which are not read")),
        };
        (slots, notes.map(|notes| (Field::Text, notes)).into_iter().collect())
    }
}

/// Returns a line without the tabs that divide cells.
fn spaced(line: &str) -> String {
    line.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a stated title is one: programs put the name of a file or of a template there.
fn is_title(title: &str) -> bool {
    const NONE: [&str; 9] = [
        "untitled",
        "unbenannt",
        "sans titre",
        "document",
        "dokument",
        "microsoft word",
        "powerpoint",
        "template",
        "vorlage",
    ];
    let lower = title.trim().to_lowercase();
    let is_file = [".doc", ".docx", ".dot", ".dotx", ".odt", ".rtf", ".txt"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    // A headline has words.
    lower.split_whitespace().count() >= 2
        && !is_file
        && !NONE.iter().any(|none| lower.starts_with(none))
}

/// Whether the name of whoever made a document is a person's, and not that of an account.
fn is_author(name: &str) -> bool {
    const ACCOUNTS: [&str; 12] = [
        "user",
        "admin",
        "administrator",
        "microsoft",
        "windows",
        "unknown",
        "office",
        "author",
        "python-docx",
        "libreoffice",
        "benutzer",
        "press",
    ];
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.len() >= 2 && !words.iter().any(|word| ACCOUNTS.contains(&word.as_str()))
}

impl Reader<'_> {
    /// Reads a document: an export of several articles, or one article.
    pub(super) fn written(&mut self, document: Document) {
        let limits = self.settings.limits;
        if document.lines.bytes() == 0 {
            return self.reject_whole("is a document without text");
        }
        if self.export_document(&document.lines) {
            return;
        }
        if document.lines.ends.len() as u64 > limits.lines {
            return self.reject_whole(format!("has more than {} lines", limits.lines));
        }
        if document.lines.bytes() > limits.document {
            return self.reject_whole(limits.too_long());
        }
        let (slots, mut told) = document.fields();
        let mut parsed = Parsed::of(None, slots, self.input.stem(), &limits);
        if let Ok(article) = &mut parsed.article
            && let Some(edition) = editions::of_text(&article.text)
        {
            editions::claim(article, edition);
        }
        parsed.fields.append(&mut told);
        self.take(parsed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_roles_and_nothing_blank() {
        let mut lines = Lines::default();
        lines.push(" one \n\n two\t2\0", Role::Body);
        lines.push("\n \t", Role::Title);
        lines.push("three", Role::Caption);
        let all: Vec<(&str, Role)> = lines.iter().collect();
        assert_eq!(
            all,
            [("one", Role::Body), ("two\t2\u{fffd}", Role::Body), ("three", Role::Caption)]
        );
    }

    #[test]
    fn a_template_s_dates_are_none_of_the_text() {
        let dates = |created: &str, modified: &str, changed: Option<(i32, u32, u32)>| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let mut document = Document {
                created: some(created),
                modified: some(modified),
                ..Document::default()
            };
            document
                .forget_template(changed.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)));
            (document.created.unwrap_or_default(), document.modified.unwrap_or_default())
        };
        let told = |created: &str, modified: &str| (created.to_owned(), modified.to_owned());
        let (old, new) = ("2013-12-23T23:15:00Z", "2021-06-07T09:12:00Z");
        // Of python-docx, whether or not the zip file keeps times; and with one date set by hand.
        assert_eq!(dates(old, old, Some((2021, 6, 7))), told("", ""));
        assert_eq!(dates(old, old, None), told("", ""));
        assert_eq!(dates(new, old, Some((2021, 6, 7))), told(new, ""));
        // Of a template of a house, filled by a program.
        let house = "2017-02-01T08:00:00Z";
        assert_eq!(dates(house, house, Some((2021, 6, 7))), told("", ""));
        // What programs write that keep the dates.
        assert_eq!(dates(new, new, Some((2021, 6, 8))), told(new, new));
        assert_eq!(dates(new, new, None), told(new, new));
        assert_eq!(dates(house, new, Some((2021, 6, 7))), told(house, new));
        assert_eq!(dates(house, new, Some((2024, 1, 1))), told(house, new));
    }

    #[test]
    fn a_title_is_marked_stated_or_at_the_head() {
        let title = |stated: Option<&str>, lines: &[(&str, Role)]| {
            let mut document = Document { title: stated.map(str::to_owned), ..Document::default() };
            lines.iter().for_each(|(line, role)| document.lines.push(line, *role));
            let (slots, _) = document.fields();
            let of = |field: Field| match &slots[field as usize] {
                Some(Value::Text(text)) => text.to_string(),
                _ => String::new(),
            };
            (of(Field::Title), of(Field::Text))
        };
        let told = |title: &str, text: &str| (title.to_owned(), text.to_owned());
        let (head, body) = (("A strike", Role::Heading), ("Ferries stand still.", Role::Body));
        assert_eq!(title(None, &[head, body]), told("A strike", "Ferries stand still."));
        assert_eq!(
            title(Some("Press release (template).dotx"), &[body, ("A strike", Role::Title)]),
            told("A strike", "Ferries stand still.")
        );
        assert_eq!(
            title(Some("Ferry crews strike"), &[body]),
            told("Ferry crews strike", "Ferries stand still.")
        );
        assert_eq!(
            title(Some("a STRIKE"), &[("A strike", Role::Body), body]),
            told("A strike", "Ferries stand still.")
        );
        assert_eq!(title(Some("Document1"), &[body]).0, "");
    }
}
