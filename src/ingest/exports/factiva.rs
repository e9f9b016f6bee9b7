//! Factiva, with its two-letter codes before each field or without them.

use super::{ARTICLES, Export, Piece, is_copyright, is_date, language, number_of};

const NAME: &str = "Factiva";

/// The codes of fields. Source: Factiva's list of field codes, as its users quote it.
const CODES: [&str; 31] = [
    "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "SE", "CLM",
    "LA", "CY", "LP", "TD", "ART", "CT", "CX", "DLN", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD",
    "PUB",
];

/// Finds the articles; `None` if the lines have neither form.
pub(super) fn split(lines: &[&str]) -> Option<Export> {
    let ends: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .filter_map(|(n, line)| Some((n, accession(line.trim())?)))
        .collect();
    if ends.is_empty() {
        return None;
    }
    let is_coded = ["HD", "SN"].iter().all(|code| {
        lines.iter().any(|line| coded(line.trim()).is_some_and(|(found, _)| found == *code))
    });
    let has_length = || lines.iter().any(|line| is_length(line.trim()));
    if !is_coded && !has_length() {
        return None;
    }
    let starts = std::iter::once(0).chain(ends.iter().map(|(end, _)| end + 1));
    let read = if is_coded { with_codes } else { without_codes };
    let pieces = starts
        .zip(&ends)
        .take(ARTICLES + 1)
        .map(|(start, (end, id))| {
            let kept: Vec<(usize, &str)> = (start..*end)
                .map(|n| (n, lines[n].trim()))
                .filter(|(_, line)| !line.is_empty() && !is_margin(line))
                .collect();
            let first = kept.first().map_or(start, |(n, _)| *n);
            let piece = read(&kept).map_err(|why| (first, why.to_owned()))?;
            Ok(Piece { first, id: Some((*id).to_owned()), ..piece })
        })
        .collect();
    Some(Export { archive: NAME, pieces, stated: None })
}

/// Returns the number of an article from the line that ends it: `Document IINM000020171113edbd0000d`,
/// in any language, also behind its code.
fn accession(line: &str) -> Option<&str> {
    let line = line.strip_prefix("AN\t").unwrap_or(line).trim();
    let (word, number) = line.split_once(char::is_whitespace)?;
    let number = number.trim();
    let is_word = word.chars().count() <= 12 && word.chars().all(char::is_alphabetic);
    // The code of the source, filled up with zeros; the day; nine signs.
    let is_number = number.len() == 25
        && number.starts_with(|c: char| c.is_ascii_alphabetic())
        && number.bytes().skip(8).take(8).all(|b| b.is_ascii_digit())
        && ["19", "20"].contains(&number.get(8..10).unwrap_or_default());
    (is_word && is_number && number.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(number)
}

/// Whether a line is the head or foot of a printed page.
fn is_margin(line: &str) -> bool {
    line.contains("Factiva, Inc.") && line.to_lowercase().contains("all rights reserved")
}

/// Returns the code at the beginning of a line, alone or with a tab behind it, and the rest.
fn coded(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.split_once('\t').unwrap_or((line, ""));
    CODES.contains(&code.trim()).then(|| (code.trim(), rest.trim()))
}

/// Whether a line states a length: `808 words`, `8165 字`.
fn is_length(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(4).collect();
    let is_unit = |word: &str| {
        const UNITS: [&str; 12] = [
            "words",
            "mots",
            "wörter",
            "palabras",
            "palavras",
            "parole",
            "woorden",
            "ord",
            "слов",
            "слова",
            "字",
            "語",
        ];
        UNITS.contains(&word.to_lowercase().as_str())
    };
    let is_number =
        |word: &&str| word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
    match words.as_slice() {
        [number @ .., unit] => !number.is_empty() && number.iter().all(is_number) && is_unit(unit),
        [] => false,
    }
}

fn with_codes(lines: &[(usize, &str)]) -> Result<Piece, &'static str> {
    let mut piece = Piece::default();
    let (mut code, mut text, mut date, mut time) = ("", Vec::new(), String::new(), String::new());
    for (_, line) in lines {
        let value = match coded(line) {
            Some((found, rest)) => {
                code = found;
                rest
            }
            None => line,
        };
        // The line of the number ends the article.
        if value.is_empty() || value == "AN" {
            continue;
        }
        let add = |slot: &mut Option<String>| match slot {
            Some(before) => *before = format!("{before} {value}"),
            None => *slot = Some(value.to_owned()),
        };
        match code {
            "HD" => add(&mut piece.title),
            "SN" => add(&mut piece.source),
            "PD" => date = value.to_owned(),
            "ET" => time = value.to_owned(),
            "BY" => piece.authors.push(value.to_owned()),
            "CR" => add(&mut piece.credit),
            "WC" => piece.words = number_of(value),
            "SE" => add(&mut piece.section),
            "PG" => add(&mut piece.page),
            "LA" => piece.language = language(value),
            "ART" => piece.captions.push(value.to_owned()),
            "LP" | "TD" => text.push(value),
            _ => {}
        }
    }
    if piece.title.is_none() {
        return Err("has no headline (HD)");
    }
    if date.is_empty() {
        return Err("has no date (PD)");
    }
    if text.is_empty() {
        return Err("has no text (LP, TD)");
    }
    piece.date = Some(format!("{date} {time}").trim().to_owned());
    piece.text = text.join("\n");
    Ok(piece)
}

/// Lines of the head at most, above and below the length. Chosen by judgement; there are some ten.
const ABOVE: usize = 8;
const BELOW: usize = 12;

/// Reads an article without codes: section, headline, author, length, date, time, source, its code,
/// edition and page, language, copyright, text.
fn without_codes(lines: &[(usize, &str)]) -> Result<Piece, &'static str> {
    let lines: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    let length = lines
        .windows(2)
        .take(ABOVE)
        .position(|two| is_length(two[0]) && is_date(two[1]))
        .ok_or("has no length and date at its head")?;
    let above = &lines[..length];
    let title = (0..above.len())
        .max_by_key(|at| (above[*at].chars().count(), usize::MAX - at))
        .ok_or("has no headline above its length")?;
    let mut below = lines[length + 2..].iter().copied().peekable();
    let is_time = |line: &&str| {
        line.len() <= 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
    };
    let time = below.next_if(is_time).unwrap_or_default();
    let source = below.next().ok_or("has no source below its date")?;
    let head = lines[length + 2..].iter().take(BELOW).position(|line| is_copyright(line));
    let head = head.map(|at| length + 2 + at).ok_or("has no notice of copyright at its head")?;
    let mut piece = Piece {
        title: Some(above[title].to_owned()),
        source: Some(source.to_owned()),
        date: Some(format!("{} {time}", lines[length + 1]).trim().to_owned()),
        words: number_of(lines[length]),
        authors: above[title + 1..].iter().map(|name| (*name).to_owned()).collect(),
        // A page has the archive's name above the first article.
        section: above[..title]
            .last()
            .filter(|section| !section.ends_with(NAME) && **section != "Dow Jones")
            .map(|section| (*section).to_owned()),
        ..Piece::default()
    };
    let at = lines[length + 2..].iter().position(|line| *line == source).unwrap_or(0);
    // The code of the source comes first.
    for line in lines[length + 3 + at..head].iter().skip(1) {
        match language(line) {
            Some(language) => piece.language = Some(language),
            None if line.len() <= 6 && line.bytes().any(|b| b.is_ascii_digit()) => {
                piece.page = Some((*line).to_owned());
            }
            None => {
                piece.section.get_or_insert_with(|| (*line).to_owned());
            }
        }
    }
    let mut text = &lines[head + 1..];
    if let [rest @ .., last] = text
        && is_publisher(last, lines[head])
    {
        text = rest;
    }
    piece.text = text.join("\n");
    if piece.text.is_empty() { Err("has no text below its head") } else { Ok(piece) }
}

/// Whether the last line of an article is the name of its publisher, which the notice of copyright
/// names too.
fn is_publisher(line: &str, notice: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let notice = notice.to_lowercase();
    let named = words.iter().filter(|word| notice.contains(&word.to_lowercase())).count();
    (1..=8).contains(&words.len())
        && line.len() <= 100
        && !line.ends_with(['.', '!', '?', '”', '"', '“'])
        && named * 2 > words.len()
}
