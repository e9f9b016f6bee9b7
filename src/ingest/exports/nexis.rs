//! Nexis Uni and Lexis Advance, which end each article with `End of Document`, and LexisNexis and
//! Nexis UK before them, which began each with `2 of 10 DOCUMENTS`.

use super::{
    ARTICLES, Export, HEAD as MOST, Piece, is_copyright, is_date, labelled, language, number_of,
};

const NEW: &str = "Nexis Uni";
const OLD: &str = "LexisNexis";
const END: &str = "End of Document";

const LENGTH: [&str; 4] = ["Length", "Länge", "Longueur", "Longitud"];
const SECTION: [&str; 4] = ["Section", "Rubrik", "Rubrique", "Sección"];
const BYLINE: [&str; 5] = ["Byline", "Author", "Autor", "Auteur", "Autoren"];
const LANGUAGE: [&str; 3] = ["Language", "Sprache", "Langue"];
const GRAPHIC: [&str; 3] = ["Graphic", "Grafik", "Illustration"];
/// What stands between the headline and the text.
const HEAD: [&str; 6] = ["Dateline", "Highlight", "Series", "Source", "Encart", "Insert"];
/// What stands behind the text.
const FOOT: [&str; 41] = [
    "Load-Date",
    "Update",
    "Language",
    "Sprache",
    "Langue",
    "Graphic",
    "Grafik",
    "Publication-Type",
    "Type-Publication",
    "Publikationstyp",
    "Journal-Code",
    "Document-Type",
    "Subject",
    "Company",
    "Notes",
    "Correction-Date",
    "Correction",
    "URL",
    "Acc-No",
    "ISSN",
    "Distribution",
    "Type",
    "Industry",
    "Organization",
    "Person",
    "Ticker",
    "Stock-Symbol",
    "Geographic",
    "Country",
    "State",
    "City",
    // The same in French and German.
    "Date-Chargement",
    "Sujet",
    "Societe",
    "Société",
    "Symbole-Boursier",
    "Secteur-Activite",
    "Organisation",
    "Localisation-Geo",
    "Schlagwort",
    "Firma",
];

/// Finds the articles; `None` if the lines are of neither form.
pub(super) fn split(lines: &[&str]) -> Option<Export> {
    let ends: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.trim() == END).map(|(n, _)| n).collect();
    if !ends.is_empty() && lines.iter().any(|line| line.trim() == "Body") {
        let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
        let pieces = starts
            .zip(&ends)
            .take(ARTICLES + 1)
            .map(|(start, end)| newer(lines, start, *end))
            .collect();
        let stated = lines.iter().take(ends[0]).find_map(|line| {
            line.trim().strip_prefix("Documents (")?.strip_suffix(')')?.parse().ok()
        });
        return Some(Export { archive: NEW, pieces, stated });
    }
    let marks: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| is_counter(line)).map(|(n, _)| n).collect();
    let has_length = || lines.iter().any(|line| labelled(line, &LENGTH).is_some());
    if marks.is_empty() || !has_length() {
        return None;
    }
    let ends = marks.iter().skip(1).copied().chain([lines.len()]);
    let pieces = marks
        .iter()
        .zip(ends)
        .take(ARTICLES + 1)
        .map(|(start, end)| older(lines, *start, end))
        .collect();
    Some(Export { archive: OLD, pieces, stated: None })
}

/// Whether a line counts the articles: `2 of 10 DOCUMENTS`, `Dokument 2 von 10`, `Document 2 de 10`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [n, "of", m, "DOCUMENT" | "DOCUMENTS"] => is_number(n) && is_number(m),
        ["Dokument", n, "von", m] | ["Document", n, "de", m] => is_number(n) && is_number(m),
        _ => false,
    }
}

type Found = Result<Piece, (usize, String)>;

/// Reads an article of Nexis Uni: title, publication, date, labels, `Body`, text, labels.
fn newer(lines: &[&str], start: usize, end: usize) -> Found {
    let filled: Vec<(usize, &str)> =
        (start..end).map(|n| (n, lines[n].trim())).filter(|(_, line)| !line.is_empty()).collect();
    let first = filled.first().map_or(start, |(n, _)| *n);
    let lost = |why: &str| Err((first, why.to_owned()));
    let Some(body) = filled.iter().position(|(_, line)| *line == "Body") else {
        return lost("has no line `Body`");
    };
    let head = &filled[..body];
    let Some(length) = head.iter().rposition(|(_, line)| labelled(line, &LENGTH).is_some()) else {
        return lost("has no line `Length:` before its text");
    };
    let states_date = |at: usize| {
        let line = head[at].1;
        is_date(line) && !is_copyright(line) && labelled(line, &SECTION).is_none()
    };
    let date = (2..length).rev().take(MOST).find(|at| states_date(*at));
    // Before the first article stands a list of all.
    let is_listed = head.iter().any(|(_, line)| line.starts_with("Client/Matter:"));
    let (from, source) = match date {
        Some(date) if is_listed || date > 4 => (date - 2, date - 1),
        Some(date) => (0, date - 1),
        None if is_listed || length < 2 => {
            return lost("has no date below its title and publication");
        }
        None => (0, 1),
    };
    let title: Vec<&str> = head[from..source].iter().map(|(_, line)| *line).collect();
    let mut piece = Piece {
        first: head[from].0,
        title: Some(title.join(" ")),
        source: Some(head[source].1.trim_end_matches('.').to_owned()),
        date: date.map(|at| head[at].1.to_owned()),
        words: labelled(head[length].1, &LENGTH).and_then(number_of),
        ..Piece::default()
    };
    head[source + 1..].iter().for_each(|(_, line)| take_label(&mut piece, line));
    let rest: Vec<&str> = filled[body + 1..].iter().map(|(_, line)| *line).collect();
    let is_foot = |line: &&&str| {
        matches!(**line, "Classification" | "Graphic") || labelled(line, &["Load-Date"]).is_some()
    };
    let foot = rest.iter().position(|line| is_foot(&line)).unwrap_or(rest.len());
    let (mut text, foot) = rest.split_at(foot);
    if text.first() == Some(&"ABSTRACT")
        && let Some(full) = text.iter().position(|line| *line == "FULL TEXT")
    {
        text = &text[full + 1..];
    }
    if text.is_empty() {
        return Err((piece.first, "has no text below `Body`".to_owned()));
    }
    piece.text = text.join("\n");
    let mut foot = foot.iter().peekable();
    if foot.next_if(|line| **line == "Graphic").is_some() {
        while let Some(caption) = foot.next_if(|line| !is_foot(line)) {
            piece.captions.push((*caption).to_owned());
        }
    }
    piece.language = foot.find_map(|line| labelled(line, &LANGUAGE)).and_then(language);
    Ok(piece)
}

/// Takes what a label between headline and text says.
fn take_label(piece: &mut Piece, line: &str) {
    if let Some(names) = labelled(line, &BYLINE) {
        piece.authors = names.split(';').map(|name| name.trim().to_owned()).collect();
    } else if let Some(section) = labelled(line, &SECTION) {
        piece.page = page_in(section);
        piece.section = Some(section.to_owned());
    }
}

/// Returns the page that a section names: `News; Pg. A10`, `Section 5; Page 16; Column 2`,
/// `ECHO LOKALES; S. 6`.
fn page_in(section: &str) -> Option<String> {
    section.split([';', ',']).map(str::trim).find_map(|part| {
        let page = ["Pg. ", "Page ", "S. ", "Seite ", "Pag. ", "p. "]
            .iter()
            .find_map(|mark| part.strip_prefix(mark))?;
        Some(page.trim().to_owned()).filter(|page| !page.is_empty())
    })
}

/// Reads an article of LexisNexis: counter, publication, date, title, labels, text, labels.
///
/// Blank lines divide what was one paragraph, if there are any.
fn older(lines: &[&str], start: usize, end: usize) -> Found {
    let lost = |why: &str| Err((start, why.to_owned()));
    let all = &lines[start + 1..end];
    let Some(length) = all.iter().position(|line| labelled(line, &LENGTH).is_some()) else {
        return lost("has no line `LENGTH:` before its text");
    };
    let is_label = |line: &str| {
        let known = [&LENGTH[..], &SECTION, &BYLINE, &HEAD];
        is_shouted(line) && known.iter().any(|labels| labelled(line, labels).is_some())
    };
    let is_blank = all.iter().any(|line| line.trim().is_empty());
    let first_label = all.iter().position(|line| is_label(line.trim())).unwrap_or(length);
    let blocks = blocks(&all[..first_label], is_blank);
    let Some(date) = blocks.iter().take(MOST).position(|block| is_date(block)) else {
        return lost("has no date at its head");
    };
    if blocks.len() > MOST {
        return lost("has too many lines above its text");
    }
    if date == 0 {
        return lost("has no publication above its date");
    }
    // Where blank lines do not tell, the edition is a line of its own below the date.
    let editions = if is_blank {
        0
    } else {
        blocks[date + 1..].iter().take_while(|line| is_edition(line)).count()
    };
    // The date stands above the headline or below it.
    let title: Vec<&str> = blocks
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != 0 && !(date..=date + editions).contains(at))
        .map(|(_, block)| block.as_str())
        .collect();
    let mut piece = Piece {
        first: start,
        title: Some(title.join(" ")).filter(|title| !title.is_empty()),
        source: blocks.first().cloned(),
        date: blocks.get(date).cloned(),
        words: labelled(all[length].trim(), &LENGTH).and_then(number_of),
        ..Piece::default()
    };
    all[first_label..]
        .iter()
        .take(length + 1 - first_label)
        .for_each(|line| take_label(&mut piece, line.trim()));
    // Labels may follow the length, each up to a blank line.
    let mut from = length + 1;
    while let Some(next) = (from..all.len()).find(|n| !all[*n].trim().is_empty())
        && is_label(all[next].trim())
    {
        take_label(&mut piece, all[next].trim());
        from = (next + 1..all.len())
            .find(|n| !is_blank || all[*n].trim().is_empty())
            .unwrap_or(all.len());
    }
    let is_foot =
        |line: &str| line == line.trim() && is_shouted(line) && labelled(line, &FOOT).is_some();
    let to = (from..all.len()).find(|n| is_foot(all[*n])).unwrap_or(all.len());
    let mut text = &all[from..to];
    // Without labels behind it, the notice of copyright ends the text.
    while let [rest @ .., last] = text
        && (last.trim().is_empty() || is_copyright(last.trim()))
    {
        text = rest;
    }
    let begins = text.iter().position(|line| !line.trim().is_empty()).unwrap_or(text.len());
    piece.text = text[begins..].join("\n");
    if piece.text.trim().is_empty() {
        return lost("has no text below `LENGTH:`");
    }
    for line in &all[to..] {
        let line = line.trim();
        piece.language = piece.language.or_else(|| language(labelled(line, &LANGUAGE)?));
        piece.captions.extend(labelled(line, &GRAPHIC).map(str::to_owned));
    }
    Ok(piece)
}

/// Whether a line names an edition, `Late Edition - Final`, or says that a correction follows.
fn is_edition(line: &str) -> bool {
    const NAMES: [&str; 4] = ["Edition", "Édition", "Ausgabe", "Edición"];
    let words: Vec<&str> = line.split_whitespace().collect();
    line == "Correction Appended"
        || words.len() <= 6 && words.iter().any(|word| NAMES.contains(word))
}

/// Whether what stands before the colon is in capitals, as labels are: a paragraph may begin with
/// `Correction: `.
fn is_shouted(line: &str) -> bool {
    line.split(':').next().is_some_and(|label| !label.chars().any(char::is_lowercase))
}

/// Joins lines into the paragraphs that blank lines divide; without blank lines, each is one.
fn blocks(lines: &[&str], is_blank: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines.iter().map(|line| line.trim()) {
        match out.last_mut() {
            _ if line.is_empty() => open = false,
            Some(last) if open => {
                last.push(' ');
                last.push_str(line);
            }
            _ => {
                out.push(line.to_owned());
                open = is_blank;
            }
        }
    }
    out
}
