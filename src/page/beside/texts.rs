//! The two texts of a comparison: their bodies cut where the fate of words changes, and what stands
//! around the bodies.

use std::ops::Range;

use serde::Serialize;

use super::super::pack;
use super::alterations::Alteration;
use super::cut;
use crate::clean::{Cleaned, Label};
use crate::compare::diff::{self, Piece};
use crate::ingest::Article;
use crate::sources::Registry;

/// Most lines beside the body that are shown, and most characters of each. Chosen by judgement.
const LINES: usize = 60;
const LINE: usize = 300;

/// What is known of one side apart from its body.
#[derive(Debug, Serialize)]
pub struct Side {
    /// SHA-256 of the text as it was read, in hex.
    pub sha256: String,
    /// Words of the body.
    pub words: u32,
    /// Agencies credited, each with the place where it was read.
    pub credits: Vec<(String, &'static str)>,
    /// Authors.
    pub authors: Vec<String>,
    /// Lines that are not body, with their labels: above the body's last line, and below it.
    pub above: Vec<(&'static str, String)>,
    /// Lines below the body.
    pub below: Vec<(&'static str, String)>,
}

/// A piece of text: its fate (0 verbatim, 1 substituted, 2 moved, 3 in this text only; 4 more if it
/// is quoted), the text, and the alteration that it is part of, -1 if none.
pub type Part = (u8, String, i32);
/// Sentences side by side.
pub type Row = (Vec<Part>, Vec<Part>);

/// Gathers one side, of which the body has so many words.
pub(super) fn side(article: &Article, clean: &Cleaned, words: u32, registry: &Registry) -> Side {
    let name = |id: &str| registry.by_id(id).map_or(id.to_owned(), |known| known.name.clone());
    let credits = clean.credits.agencies.iter();
    let mut side = Side {
        sha256: pack::sha256(&article.text),
        words,
        credits: credits.map(|(id, basis)| (cut(&name(id), LINE), basis.name())).collect(),
        authors: clean.credits.authors.iter().take(LINES).map(|a| cut(a, LINE)).collect(),
        above: Vec::new(),
        below: Vec::new(),
    };
    let begins = clean.body.first().map_or(usize::MAX, |body| body.start);
    if let Some(dateline) = &clean.credits.dateline {
        let text = article.text.get(dateline.block_start as usize..dateline.end as usize);
        side.above.extend(text.map(|text| ("dateline", cut(text.trim(), LINE))));
    }
    for block in clean.blocks.iter().filter(|block| block.label != Label::Body) {
        let line = (block.label.name(), cut(block.of(&article.text), LINE));
        let list =
            if (block.bytes.start as usize) < begins { &mut side.above } else { &mut side.below };
        if list.len() < LINES {
            list.push(line);
        }
    }
    side
}

/// Cuts the bodies into pieces, also where an alteration begins or ends.
pub(super) fn rows(
    texts: (&str, &str),
    found: &[diff::Row],
    alterations: &[(Alteration, Range<usize>, Range<usize>)],
) -> Vec<Row> {
    let marks = |copy: bool| -> Vec<(i32, &Range<usize>)> {
        (0..).zip(alterations.iter().map(|(_, a, b)| if copy { b } else { a })).collect()
    };
    let (first, second) = (marks(false), marks(true));
    found
        .iter()
        .map(|row| (parts(&row.a, texts.0, &first), parts(&row.b, texts.1, &second)))
        .collect()
}

fn parts(pieces: &[Piece], text: &str, marks: &[(i32, &Range<usize>)]) -> Vec<Part> {
    let mut out = Vec::new();
    for piece in pieces {
        let within = |at: &usize| piece.bytes.start < *at && *at < piece.bytes.end;
        let mut cuts: Vec<usize> =
            marks.iter().flat_map(|(_, m)| [m.start, m.end]).filter(within).collect();
        cuts.extend([piece.bytes.start, piece.bytes.end]);
        cuts.sort_unstable();
        cuts.dedup();
        let kind = piece.fate as u8 + if piece.quoted { 4 } else { 0 };
        for ends in cuts.windows(2) {
            let mark = marks.iter().find(|(_, m)| m.start <= ends[0] && ends[1] <= m.end);
            let part = text.get(ends[0]..ends[1]).unwrap_or_default();
            out.push((kind, super::shown::plain(part), mark.map_or(-1, |(n, _)| *n)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::diff::Fate;

    #[test]
    fn a_piece_is_cut_where_an_alteration_begins_and_ends() {
        let text = "about 63 sailors";
        let piece = Piece { bytes: 0..16, fate: Fate::Substituted, quoted: true };
        let shown = parts(&[piece], text, &[(0, &(6..8))]);
        assert_eq!(
            shown,
            [(5, "about ".to_owned(), -1), (5, "63".to_owned(), 0), (5, " sailors".to_owned(), -1)]
        );
    }
}
