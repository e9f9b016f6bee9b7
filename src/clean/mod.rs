//! Labels every line of an article as body, boilerplate, caption and so on.
//!
//! A block is a non-empty line of the text. A model learned from labelled pages ([`model`]) weighs
//! the features of the line itself ([`signs`]), those of the lines beside it, and its position on
//! the page. The feature that weighed most is given as evidence in the tables.

pub mod credit;
mod ending;
pub mod flattened;
pub mod identity;
pub mod label;
mod language;
pub mod lexicon;
pub mod lines;
pub mod model;
mod notice;
pub mod pages;
mod pictures;
mod reactions;
pub mod recurrence;
pub mod signs;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::ingest::{Article, Stamp};
use crate::sources::Registry;
use crate::text::{Document, fold};

pub use credit::Credits;
use identity::Identity;
pub use identity::Outlets;
pub use pages::Pages;
pub use recurrence::Recurrence;

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
    pub evidence: &'static str,
}

/// The serialised form of a block.
type Row = (u32, Range<u32>, Label, String);

impl From<Block> for Row {
    fn from(block: Block) -> Self {
        (block.line, block.bytes, block.label, block.evidence.to_owned())
    }
}

impl<'de> serde::Deserialize<'de> for Block {
    fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let (line, bytes, label, evidence) = Row::deserialize(reader)?;
        Ok(Self { line, bytes, label, evidence: interned(&evidence) })
    }
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
        self.evidence == label::RECURS
    }

    /// Returns whether it was labelled as the credit of a photo.
    fn credits_photo(&self) -> bool {
        self.evidence == signs::SIGNS[signs::Sign::PhotoCredit as usize]
    }

    /// Returns the block's slice of `text`.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.bytes.start as usize..self.bytes.end as usize]
    }
}

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

/// An article after cleaning.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Cleaned {
    /// Every non-empty line with its label.
    pub blocks: Vec<Block>,
    /// Byte ranges of the body: the body blocks, without the dateline.
    pub body: Vec<Range<usize>>,
    /// Body paragraphs that also occur in other texts of the source: the byte range, and the number
    /// of texts that contain the paragraph.
    pub background: Vec<(Range<usize>, u32)>,
    /// The best headline found; `None` if there is neither a title nor a headline.
    pub title: Option<String>,
    /// Who is credited, and where the page states it.
    pub credits: Credits,
    /// Captions: those the record lists, then those of the text in order.
    pub captions: Vec<Caption>,
    /// Code of the language ([`crate::languages::code_of`]); `None` if unknown.
    pub language: Option<String>,
    /// The date stated in a byline; `None` if there is none.
    pub byline_date: Option<Stamp>,
    /// Source id; `None` if nothing identifies the source, or only a claim that does not count (see
    /// [`identity`]).
    pub source: Option<String>,
    /// Source id that is only claimed, by the page itself or by a record without an address.
    pub claimed: Option<String>,
    /// Share of bytes in blocks labelled boilerplate, related or byline, in [0, 1]; 0 for an empty
    /// text.
    pub boilerplate_share: f64,
}

impl Caption {
    /// Returns the caption without a credit taken from a line of its own.
    pub fn own(&self) -> &str {
        &self.text[..self.own]
    }
}

impl Cleaned {
    /// Returns the source, or else the claimed source.
    ///
    /// Use it for display and for what exonerates an outlet, never for what accuses one.
    pub fn whose(&self) -> Option<&str> {
        self.source.as_deref().or(self.claimed.as_deref())
    }

    /// Reads the words, sentences and quotations of the body. O(bytes).
    pub fn document(&self, article: &Article) -> Document {
        Document::read(&article.text, &self.body)
    }

    /// Returns the body's pieces joined by line feeds.
    pub fn body_text(&self, text: &str) -> String {
        self.body.iter().map(|piece| &text[piece.clone()]).collect::<Vec<_>>().join("\n")
    }
}

/// Reads every cleaned body, in order. Takes 12 bytes per word. O(bytes).
pub fn read_all(articles: &[Article], cleaned: &[Cleaned]) -> Vec<Document> {
    let read = |room: &mut Document, (article, clean): (&Article, &Cleaned)| {
        room.read_again(&article.text, &clean.body);
        // The clone allocates only what it needs; `room` keeps its spare capacity for the next
        // article.
        room.clone()
    };
    articles.par_iter().zip(cleaned).with_min_len(4).map_init(Document::default, read).collect()
}

/// Cleans every article of a run and returns one [`Cleaned`] per article, in the same order.
pub fn run(articles: &[Article], registry: &Registry) -> Vec<Cleaned> {
    learning(articles, registry).0
}

/// As [`run`], but also returns what it learned about recurring lines.
pub fn learning(articles: &[Article], registry: &Registry) -> (Vec<Cleaned>, Recurrence) {
    let found = Found::of(articles, registry);
    let recurrence = Recurrence::learn(&found.pages(articles));
    let mut cleaned = found.clean(articles, registry, &recurrence);
    Outlets::learn(articles, &cleaned, registry).settle(articles, &mut cleaned, registry);
    (cleaned, recurrence)
}

/// Collects the pages of a part of the articles, from which [`Recurrence::learn`] finds the
/// recurring lines. O(bytes).
pub fn pages(part: &[Article], registry: &Registry) -> Pages {
    Found::of(part, registry).pages(part)
}

/// Cleans a part of the articles, given the recurring lines of all, in the same order. What the
/// source of each is can be settled only by [`Outlets`] of all articles.
pub fn part(part: &[Article], registry: &Registry, recurrence: &Recurrence) -> Vec<Cleaned> {
    Found::of(part, registry).clean(part, registry, recurrence)
}

/// What cleaning begins with: whose each article is by its address or record, and its lines.
struct Found {
    identities: Vec<Identity>,
    places: Vec<Vec<lines::Place>>,
}

impl Found {
    fn of(articles: &[Article], registry: &Registry) -> Self {
        let mut names = identity::Names::default();
        Self {
            identities: articles.iter().map(|a| names.identify(registry, a)).collect(),
            places: articles.par_iter().map(lines::of).collect(),
        }
    }

    fn pages(&self, articles: &[Article]) -> Pages {
        Pages::learn(articles, &self.identities, &self.places)
    }

    fn clean(
        self,
        articles: &[Article],
        registry: &Registry,
        recurrence: &Recurrence,
    ) -> Vec<Cleaned> {
        let agencies = credit::Agencies::of_run(registry);
        let clean = |((article, identity), places): ((&Article, Identity), Vec<lines::Place>)| {
            let page = identity.furniture(article, |source| recurrence.has_pages(source));
            let known = Known { recurrence, page: page.as_deref() };
            one(article, &places, identity, registry, &known, &agencies)
        };
        articles.par_iter().zip(self.identities).zip(self.places).map(clean).collect()
    }
}

/// Cleans one article using what is already known of its source's recurring lines; learns nothing.
///
/// `known` is called with the source's name and the article's lines, and returns those that recur;
/// it is not called if the source is unknown. `has_pages` tells whether a source's own host has
/// served an article. `agencies` are those of `registry`.
pub fn knowing<E>(
    article: &Article,
    registry: &Registry,
    agencies: &credit::Agencies,
    has_pages: impl Fn(&str) -> bool,
    known: impl FnOnce(&str, &[lines::Place]) -> Result<Recurrence, E>,
) -> Result<Cleaned, E> {
    let identity = identity::Names::default().identify(registry, article);
    let places = lines::of(article);
    let page = identity.furniture(article, has_pages);
    let recurrence =
        page.as_deref().map_or_else(|| Ok(Recurrence::default()), |s| known(s, &places))?;
    Ok(one(
        article,
        &places,
        identity,
        registry,
        &Known { recurrence: &recurrence, page: page.as_deref() },
        agencies,
    ))
}

/// What is known about the lines of an article's pages.
struct Known<'k> {
    recurrence: &'k Recurrence,
    /// The name under which the lines were learned.
    page: Option<&'k str>,
}

/// Cleans one article.
fn one(
    article: &Article,
    places: &[lines::Place],
    identity: Identity,
    registry: &Registry,
    known: &Known<'_>,
    agencies: &credit::Agencies,
) -> Cleaned {
    let text = &article.text;
    let mut lines = flattened::read(text, places, known.recurrence, known.page);
    let (labels, seen) =
        label::run(&mut lines, article.title.as_deref(), article.language.as_deref(), agencies);
    let mut blocks: Vec<Block> = lines
        .iter()
        .zip(labels)
        .map(|(line, (label, evidence))| Block {
            line: line.number,
            bytes: line.bytes.start as u32..line.bytes.end as u32,
            label,
            evidence,
        })
        .collect();
    notice::mark(&mut blocks, text);
    let Identity { source, claimed } =
        identity.or_from_furniture(text, &blocks, article.title.as_deref(), registry);
    let mut credits =
        credit::read(article, (&blocks, &seen), source.as_deref(), agencies, registry);
    let mut body: Vec<Range<usize>> = Vec::new();
    let mut background = Vec::new();
    for (block, line) in blocks.iter().zip(&lines).filter(|(b, _)| b.label == Label::Body) {
        if line.is_prose(12) && line.standing.is_background() {
            background.push((line.bytes.clone(), line.standing.texts));
        }
        let start = credits
            .dateline
            .as_ref()
            .filter(|d| d.block_start == block.bytes.start)
            .map_or(block.bytes.start, |d| d.end);
        body.push(start as usize..block.bytes.end as usize);
    }
    let language = language::of(article, &body);
    let of_text = (source.as_deref(), language.as_deref());
    credit::add_reported(&mut credits, (text, &blocks, &seen), of_text, agencies, registry);
    let furniture: usize = blocks
        .iter()
        .filter(|b| matches!(b.label, Label::Boilerplate | Label::Related | Label::Byline))
        .map(|b| b.bytes.len())
        .sum();
    let all: usize = blocks.iter().map(|b| b.bytes.len()).sum();
    Cleaned {
        title: title(article, &blocks),
        captions: captions(article, &blocks),
        language,
        byline_date: byline_date(text, &blocks),
        boilerplate_share: if all == 0 { 0.0 } else { furniture as f64 / all as f64 },
        blocks,
        body,
        background,
        credits,
        source,
        claimed,
    }
}

/// Returns the first date of a byline. `None` if bylines of several writers have different dates:
/// those of teasers, of which none may be the article's.
fn byline_date(text: &str, blocks: &[Block]) -> Option<Stamp> {
    let bylines = blocks.iter().filter(|b| b.label == Label::Byline).map(|b| b.of(text));
    let dated: Vec<(&str, Stamp)> =
        bylines.filter_map(|line| Some((line, crate::ingest::dates::find(line)?))).collect();
    // The first two words behind `By`: the date may follow without a comma.
    let writer = |line: &str| {
        let (name, opened) = credit::byline::opened(line);
        let name: Vec<String> = name.split_whitespace().take(2).map(fold::phrase).collect();
        opened.then(|| name.join(" "))
    };
    let signed = || dated.iter().filter_map(|(line, stamp)| Some((writer(line)?, stamp.day)));
    let writers: BTreeSet<String> = signed().map(|(writer, _)| writer).collect();
    let days: BTreeSet<_> = signed().map(|(_, day)| day).collect();
    (writers.len() < 2 || days.len() < 2).then(|| dated.first().map(|(_, stamp)| *stamp))?
}

/// Returns the record's title, unless it is boilerplate on the page; else the first headline of the
/// text.
fn title(article: &Article, blocks: &[Block]) -> Option<String> {
    let given = article.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let headline =
        || blocks.iter().find(|b| b.label == Label::Headline).map(|b| b.of(&article.text));
    let is_furniture = |title: &str| {
        let phrase = fold::phrase(title);
        lexicon::find(&phrase).is_some()
            || blocks.iter().any(|b| {
                b.label == Label::Boilerplate && fold::phrase(b.of(&article.text)) == phrase
            })
    };
    let chosen = match given {
        Some(title) if !is_furniture(title) => Some(title),
        _ => headline().or(given),
    };
    chosen.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Captions in a row, with no body between them, from which they count as a gallery. Chosen by
/// judgement.
const GALLERY: usize = 3;

/// Collects the listed captions, then the caption blocks. A line that is only a photo credit is
/// appended to the caption before it.
fn captions(article: &Article, blocks: &[Block]) -> Vec<Caption> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_several_writers_are_those_of_teasers() {
        let of = |lines: &[&str]| {
            let text = lines.join("\n");
            let mut begin = 0;
            let block = |(line, content): (u32, &&str)| {
                let bytes = begin..begin + content.len() as u32;
                begin = bytes.end + 1;
                Block { line, bytes, label: Label::Byline, evidence: "a byline" }
            };
            let blocks: Vec<Block> = (0..).zip(lines).map(block).collect();
            byline_date(&text, &blocks).map(|stamp| stamp.day.to_string())
        };
        let (doe, roe) = ("by Jane Doe - Jul 15, 2018", "by Mary Roe - Jul 12, 2018");
        assert_eq!(of(&[doe]).as_deref(), Some("2018-07-15"));
        assert_eq!(of(&[doe, "by Mary Roe - Jul 15, 2018"]).as_deref(), Some("2018-07-15"));
        assert_eq!(of(&[doe, roe]), None);
        let updated = of(&[doe, "Updated July 16, 2018"]);
        assert_eq!(updated.as_deref(), Some("2018-07-15"), "one writer");
        let again = of(&[doe, "By Jane Doe, updated July 16, 2018"]);
        assert_eq!(again.as_deref(), Some("2018-07-15"), "the same writer");
        assert_eq!(of(&["by Jane Doe"]), None);
    }
}
