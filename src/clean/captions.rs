//! Collects the captions of an article, those that its record lists and those on the page.
//!
//! Called by [`super::one`] once every line has a label.

use std::collections::BTreeSet;

use super::block::{Block, Label};
use super::pictures;
use crate::ingest::Article;
use crate::text::fold;

/// A caption of an article.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Caption {
    /// The caption with its photo credit.
    pub text: String,
    /// Length in bytes of the caption itself; what follows in `text` is a credit taken from a line
    /// of its own.
    pub own: usize,
    /// Whether the record listed it as a caption, which settles that it is one.
    pub listed: bool,
    /// Whether it belongs to a gallery: several pictures in a row, or numbered ones.
    pub gallery: bool,
}

impl Caption {
    /// Returns the caption without a credit taken from a line of its own.
    pub fn own(&self) -> &str {
        &self.text[..self.own]
    }
}

/// Captions in a row, with no body between them, from which they count as a gallery. Chosen by
/// judgement.
const GALLERY: usize = 3;

/// Collects the listed captions, then the caption blocks. A line that is only a photo credit is
/// appended to the caption before it.
pub(super) fn captions(article: &Article, blocks: &[Block]) -> Vec<Caption> {
    let listed = |c: &String| Caption {
        text: c.trim().to_owned(),
        own: c.trim().len(),
        listed: true,
        gallery: false,
    };
    let mut out: Vec<Caption> = article.captions.iter().map(listed).collect();
    let mut seen: BTreeSet<String> = out.iter().map(|c| fold::phrase(&c.text)).collect();
    let is_credit = |b: &Block| b.credits_photo() || pictures::is_photo_credit(b.of(&article.text));
    // First caption of the current row.
    let mut row = out.len();
    let mut at = 0;
    let close = |out: &mut Vec<Caption>, row: &mut usize| {
        if out.len() - *row >= GALLERY {
            out[*row..].iter_mut().for_each(|c| c.gallery = true);
        }
        *row = out.len();
    };
    while at < blocks.len() {
        let block = &blocks[at];
        at += 1;
        if block.label == Label::Body {
            close(&mut out, &mut row);
        }
        if block.label != Label::Caption || is_credit(block) {
            continue;
        }
        let text = block.of(&article.text);
        let credit = blocks
            .get(at)
            .filter(|n| n.label == Label::Caption && is_credit(n))
            .map(|n| n.of(&article.text));
        at += usize::from(credit.is_some());
        for (piece, gallery) in
            pictures::gallery_captions(text).into_iter().map(|c| (c, pictures::is_gallery(text)))
        {
            let whole = credit
                .filter(|_| !gallery)
                .map_or_else(|| piece.to_owned(), |credit| format!("{piece} {credit}"));
            if seen.insert(fold::phrase(&whole)) {
                out.push(Caption { text: whole, own: piece.len(), listed: false, gallery });
            }
        }
    }
    close(&mut out, &mut row);
    out
}
