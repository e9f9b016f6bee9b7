//! ProQuest: fields by name, articles divided by lines of underscores or counted.

use super::{ARTICLES, Export, LABEL, Piece, language, number_of};

const NAME: &str = "ProQuest";

/// Names of fields, in lower case. Others that stand between them belong to the field before.
const FIELDS: [&str; 48] = [
    "title",
    "alternate title",
    "author",
    "publication info",
    "abstract",
    "abstract (english)",
    "links",
    "full text",
    "subject",
    "business indexing term",
    "location",
    "people",
    "company / organization",
    "classification",
    "identifier / keyword",
    "publication title",
    "volume",
    "issue",
    "pages",
    "page",
    "first page",
    "start page",
    "number of pages",
    "page count",
    "publication year",
    "publication date",
    "year",
    "column",
    "section",
    "dateline",
    "edition",
    "publisher",
    "place of publication",
    "country of publication",
    "publication subject",
    "issn",
    "eissn",
    "source type",
    "language of publication",
    "document type",
    "document feature",
    "proquest document id",
    "document url",
    "copyright",
    "last updated",
    "database",
    "word count",
    "credit",
];

/// Finds the articles; `None` if no line has ProQuest's number.
pub(super) fn split(lines: &[&str]) -> Option<Export> {
    let has_number = lines.iter().any(|line| field(line.trim()).is_some_and(|(n, _)| n == ID));
    if !has_number {
        return None;
    }
    let is_mark = |line: &&str| is_rule(line.trim()) || is_counter(line.trim());
    let marks = lines.iter().enumerate().filter(|(_, line)| is_mark(line)).map(|(n, _)| n);
    let starts: Vec<usize> = std::iter::once(0).chain(marks.map(|n| n + 1)).collect();
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([lines.len()]);
    let pieces: Vec<_> = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| article(lines, *start, end))
        .take(ARTICLES + 1)
        .collect();
    Some(Export { archive: NAME, pieces, stated: None })
}

const ID: &str = "proquest document id";

fn is_rule(line: &str) -> bool {
    line.len() >= 20 && line.bytes().all(|b| b == b'_')
}

/// Whether a line counts the articles: `Document 1 of 20`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), ["Document", n, "of", m] if is_number(n) && is_number(m))
}

/// Returns the name of a field, in lower case, and what stands behind it.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = Some(name.trim()).filter(|name| name.len() <= LABEL)?.to_lowercase();
    FIELDS.contains(&name.as_str()).then(|| (name, value.trim()))
}

/// Reads an article; `None` for what is none, such as the list at the beginning and the notice at
/// the end.
fn article(lines: &[&str], start: usize, end: usize) -> Option<Result<Piece, (usize, String)>> {
    let mut piece = Piece::default();
    let (mut at, mut text, mut first) = (String::new(), Vec::new(), None);
    for (n, line) in lines.iter().enumerate().take(end).skip(start) {
        let line = line.trim();
        let value = match field(line) {
            Some((name, value)) => {
                at = name;
                value
            }
            None => line,
        };
        if at == "full text" {
            text.push(value);
        }
        if value.is_empty() {
            continue;
        }
        if first.is_none() {
            first = Some((n, value));
        }
        let slot = match at.as_str() {
            "title" => &mut piece.title,
            "publication title" => &mut piece.source,
            "publication date" => &mut piece.date,
            "section" => &mut piece.section,
            "pages" | "page" | "first page" | "start page" => &mut piece.page,
            ID => &mut piece.id,
            "author" => {
                piece.authors.extend(value.split(';').map(name));
                continue;
            }
            "word count" => {
                piece.words = number_of(value);
                continue;
            }
            "language of publication" => {
                piece.language = language(value);
                continue;
            }
            _ => continue,
        };
        slot.get_or_insert_with(|| value.to_owned());
    }
    let (first, headline) = first?;
    piece.first = first;
    let text = text.join("\n").trim().to_owned();
    if piece.id.is_none() && text.is_empty() {
        return None;
    }
    let why = if text.is_empty() || text == "Not available." {
        "has no full text; export it with the full text"
    } else if piece.date.is_none() {
        "has no publication date"
    } else if piece.source.is_none() {
        "has no publication title"
    } else {
        piece.title.get_or_insert_with(|| headline.to_owned());
        piece.text = text;
        return Some(Ok(piece));
    };
    Some(Err((first, why.to_owned())))
}

/// Returns a name as bylines give it: of `Writer, Jane`, `Jane Writer`.
fn name(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    match text.split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{first} {last}"),
        _ => text.to_owned(),
    }
}
