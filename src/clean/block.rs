//! A labelled line of a text, and what labels there are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

use super::credit::Dateline;

/// The part that a block plays on its page.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Label {
    /// The reporting itself.
    Body,
    /// A headline, or a repetition of it.
    Headline,
    /// The author, the time of posting, the contributors.
    Byline,
    /// The caption of a picture, or its credit.
    Caption,
    /// A teaser for another story.
    Related,
    /// Any other boilerplate.
    Boilerplate,
}

impl Label {
    /// Every label with its name in the tables.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Body, "body"),
        (Self::Headline, "headline"),
        (Self::Byline, "byline"),
        (Self::Caption, "caption"),
        (Self::Related, "related"),
        (Self::Boilerplate, "boilerplate"),
    ];

    /// Returns the label's name in the tables.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(label, _)| *label == self).map_or("", |(_, name)| name)
    }

    /// Returns the label with that name, or `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(label, _)| *label)
    }
}

/// A labelled line of the text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(into = "Row")]
pub struct Block {
    /// Number of the line in the text, from 0.
    pub line: u32,
    /// Byte range in the text, without surrounding white space.
    pub bytes: Range<u32>,
    /// The label.
    pub label: Label,
    /// Why the line has that label.
    pub evidence: Reason,
}

/// Why a line has its label. What later stages ask for has a variant of its own; all else is only
/// shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It recurs in the source's articles.
    Recurs,
    /// It is body although it recurs, because hardly any body would be left without it.
    Kept,
    /// It repeats an earlier line.
    Repeated,
    /// It is the credit of a picture.
    PhotoCredit,
    /// What a rule or the model names.
    Shown(&'static str),
}

impl Reason {
    /// Returns the reason in the words of the tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Recurs => "recurs in the source's articles",
            Self::Kept => "recurs, but hardly any body is left without it",
            Self::Repeated => "repeated",
            Self::PhotoCredit => "photo credit",
            Self::Shown(words) => words,
        }
    }

    /// Returns the reason that has these words.
    pub fn of(words: &'static str) -> Self {
        let named = [Self::Recurs, Self::Kept, Self::Repeated, Self::PhotoCredit];
        named.into_iter().find(|reason| reason.words() == words).unwrap_or(Self::Shown(words))
    }
}

/// The serialised form of a block.
type Row = (u32, Range<u32>, Label, String);

impl From<Block> for Row {
    fn from(block: Block) -> Self {
        (block.line, block.bytes, block.label, block.evidence.words().to_owned())
    }
}

impl<'de> serde::Deserialize<'de> for Block {
    fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let (line, bytes, label, evidence) = Row::deserialize(reader)?;
        Ok(Self { line, bytes, label, evidence: Reason::of(interned(&evidence)) })
    }
}

/// Returns the byte ranges of the body: its blocks, without the dateline.
pub(crate) fn body(blocks: &[Block], dateline: Option<&Dateline>) -> Vec<Range<usize>> {
    let body = blocks.iter().filter(|b| b.label == Label::Body);
    body.map(|b| {
        dateline.filter(|d| d.block_start == b.bytes.start).map_or(b.bytes.start, |d| d.end)
            as usize..b.bytes.end as usize
    })
    .collect()
}

/// Returns the share of bytes in blocks labelled boilerplate, related or byline, in [0, 1]; 0 if
/// there are none.
pub(crate) fn boilerplate_share(blocks: &[Block]) -> f64 {
    let bytes = |of: &dyn Fn(&Block) -> bool| {
        blocks.iter().filter(|b| of(b)).map(|b| b.bytes.len()).sum::<usize>()
    };
    let all = bytes(&|_| true);
    let furniture =
        bytes(&|b| matches!(b.label, Label::Boilerplate | Label::Related | Label::Byline));
    if all == 0 { 0.0 } else { furniture as f64 / all as f64 }
}

/// Returns the text with a static lifetime, by leaking it once. Labelling has about five hundred
/// different pieces of evidence.
pub(crate) fn interned(text: &str) -> &'static str {
    static KNOWN: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());
    let Ok(mut known) = KNOWN.lock() else { return "" };
    if let Some(found) = known.get(text) {
        return found;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    known.insert(text.to_owned(), kept);
    kept
}

impl Block {
    /// Returns whether it was labelled by how its line recurs in the source's articles.
    pub fn recurs(&self) -> bool {
        self.evidence == Reason::Recurs
    }

    /// Returns whether it was labelled as the credit of a photo.
    pub(super) fn credits_photo(&self) -> bool {
        self.evidence == Reason::PhotoCredit
    }

    /// Returns the block's slice of `text`.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.bytes.start as usize..self.bytes.end as usize]
    }
}
