//! Labels every line of an article as body, boilerplate, caption and so on.
//!
//! A block is a non-empty line of the text. A model learned from labelled pages ([`model`]) weighs
//! the features of the line itself ([`signs`]), those of the lines beside it, and its position on
//! the page. The feature that weighed most is given as evidence in the tables.

mod block;
mod captions;
pub mod credit;
mod ending;
pub mod flattened;
mod heading;
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

use std::ops::Range;

use rayon::prelude::*;

use crate::ingest::{Article, Stamp};
use crate::sources::Registry;
use crate::text::Document;
pub use block::{Block, Label, Reason};
pub(crate) use block::{body, boilerplate_share, interned};
pub use captions::Caption;
use captions::captions;
pub use credit::Credits;
use heading::{byline_date, title};
use identity::Identity;
pub use identity::Outlets;
pub use pages::Pages;
pub use recurrence::Recurrence;

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
            let known = Known { recurrence, page: page.as_deref(), registry, agencies: &agencies };
            one(article, &places, identity, &known)
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
    let known = Known { recurrence: &recurrence, page: page.as_deref(), registry, agencies };
    Ok(one(article, &places, identity, &known))
}

/// What is known besides the article when it is cleaned.
struct Known<'k> {
    recurrence: &'k Recurrence,
    /// The name under which the lines of its pages were learned.
    page: Option<&'k str>,
    registry: &'k Registry,
    agencies: &'k credit::Agencies,
}

/// Cleans one article.
fn one(
    article: &Article,
    places: &[lines::Place],
    identity: Identity,
    known: &Known<'_>,
) -> Cleaned {
    let (text, agencies, registry) = (&article.text, known.agencies, known.registry);
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
    let background = blocks
        .iter()
        .zip(&lines)
        .filter(|(b, line)| {
            b.label == Label::Body && line.is_prose(12) && line.standing.is_background()
        })
        .map(|(_, line)| (line.bytes.clone(), line.standing.texts))
        .collect();
    let body = block::body(&blocks, credits.dateline.as_ref());
    let language = language::of(article, &body);
    let of_text = (source.as_deref(), language.as_deref());
    credit::add_reported(&mut credits, (text, &blocks, &seen), of_text, agencies, registry);
    Cleaned {
        title: title(article, &blocks),
        captions: captions(article, &blocks),
        language,
        byline_date: byline_date(text, &blocks),
        boilerplate_share: block::boilerplate_share(&blocks),
        blocks,
        body,
        background,
        credits,
        source,
        claimed,
    }
}
