//! Labels the blocks of each article: what is body, what is page furniture, what is a caption.
//!
//! A block is a non-empty line of the text. What is seen of it ([`signs`]), of the lines beside it,
//! and of where it stands is weighed by a model that was learned from labelled pages ([`model`]);
//! the evidence that weighed most is named in the table.

pub mod credit;
pub mod identity;
pub mod label;
pub mod lexicon;
pub mod lines;
pub mod model;
mod notice;
mod pictures;
pub mod recurrence;
pub mod signs;

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::ingest::{Article, Stamp};
use crate::sources::Registry;
use crate::text::{Document, fold};

pub use credit::Credits;
use identity::Identity;
pub use recurrence::Recurrence;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// The reporting itself.
    Body,
    /// A headline or its repetition.
    Headline,
    /// Who wrote it, when it was posted, who contributed.
    Byline,
    /// A picture's caption or credit.
    Caption,
    /// A teaser of another story.
    Related,
    /// Any other page furniture.
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

    /// The label's name in the tables.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(label, _)| *label == self).map_or("", |(_, name)| name)
    }

    /// The label of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(label, _)| *label)
    }
}

/// One labelled line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Line of the text, from 0.
    pub line: u32,
    /// Its bytes, without surrounding white space.
    pub bytes: Range<u32>,
    /// What it is.
    pub label: Label,
    /// Why.
    pub evidence: &'static str,
}

impl Block {
    /// The block as it stands in `text`.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.bytes.start as usize..self.bytes.end as usize]
    }
}

/// A caption of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Its words, photo credit included.
    pub text: String,
    /// Bytes of `text` before a credit that stood on a line of its own.
    pub own: usize,
    /// Whether the record listed it apart (then it is a caption whatever it looks like).
    pub listed: bool,
    /// Whether it is one of a gallery: several pictures in a row, or counted ones.
    pub gallery: bool,
}

/// An article after cleaning.
#[derive(Debug, Clone, Default)]
pub struct Cleaned {
    /// Every non-empty line, labelled.
    pub blocks: Vec<Block>,
    /// Bytes of the body, piece by piece: body blocks without their dateline.
    pub body: Vec<Range<usize>>,
    /// Paragraphs of the body that stand in other texts of the source too: bytes, and in how many
    /// texts they stand.
    pub background: Vec<(Range<usize>, u32)>,
    /// The best headline known.
    pub title: Option<String>,
    /// Who is credited, and where it was said.
    pub credits: Credits,
    /// Captions, listed ones first, then those of the text in order.
    pub captions: Vec<Caption>,
    /// ISO 639-1 code of the language, if it is known.
    pub language: Option<String>,
    /// A date read from a byline.
    pub byline_date: Option<Stamp>,
    /// Source id; `None` if nothing tells, or nothing but a claim that does not count (see
    /// [`identity`]).
    pub source: Option<String>,
    /// Source id that is only claimed: by the page itself, or by a record without an address.
    pub claimed: Option<String>,
    /// Share of the text's characters outside body, headline and captions, in [0, 1].
    pub boilerplate_share: f64,
}

impl Caption {
    /// The caption without a credit that stood on a line of its own.
    pub fn own(&self) -> &str {
        &self.text[..self.own]
    }
}

impl Cleaned {
    /// Whose the article is, by its address or else as it claims: for what is shown, and what
    /// excuses; never for what accuses.
    pub fn whose(&self) -> Option<&str> {
        self.source.as_deref().or(self.claimed.as_deref())
    }

    /// The words, sentences and quotations of the body. O(bytes).
    pub fn document(&self, article: &Article) -> Document {
        Document::read(&article.text, &self.body)
    }

    /// The body's lines, joined by line ends.
    pub fn body_text(&self, text: &str) -> String {
        self.body.iter().map(|piece| &text[piece.clone()]).collect::<Vec<_>>().join("\n")
    }
}

/// Reads every cleaned body, in order; 12 bytes a word. O(bytes).
pub fn read_all(articles: &[Article], cleaned: &[Cleaned]) -> Vec<Document> {
    let read = |room: &mut Document, (article, clean): (&Article, &Cleaned)| {
        room.read_again(&article.text, &clean.body);
        // A copy takes no more room than it needs.
        room.clone()
    };
    articles.par_iter().zip(cleaned).with_min_len(4).map_init(Document::default, read).collect()
}

/// Cleans every article of a run; `articles` in, one [`Cleaned`] each out, in the same order.
pub fn run(articles: &[Article], registry: &Registry) -> Vec<Cleaned> {
    learning(articles, registry).0
}

/// As [`run`], with what it learned of the lines that recur.
pub fn learning(articles: &[Article], registry: &Registry) -> (Vec<Cleaned>, Recurrence) {
    let mut names = identity::Names::default();
    let identities: Vec<Identity> = articles.iter().map(|a| names.identify(registry, a)).collect();
    let places: Vec<Vec<lines::Place>> = articles.par_iter().map(lines::of).collect();
    let hosts = identity::hosts(
        articles.iter().zip(identities.iter().map(|identity| identity.source.as_deref())),
    );
    let pages: Vec<Option<String>> = articles
        .iter()
        .zip(&identities)
        .map(|(a, identity)| identity.furniture(a, &hosts))
        .collect();
    let subjects: Vec<Vec<u64>> =
        articles.par_iter().map(|article| recurrence::subject(article.title.as_deref())).collect();
    let recurrence = Recurrence::learn(&places, &pages, &subjects);
    let agencies = credit::Agencies::of_run(registry);
    let mut cleaned: Vec<Cleaned> = articles
        .par_iter()
        .zip(identities.into_par_iter().zip(&pages))
        .zip(places.into_par_iter())
        .map(|((article, (identity, page)), places)| {
            one(
                article,
                &places,
                identity,
                registry,
                &Known { recurrence: &recurrence, page: page.as_deref() },
                &agencies,
            )
        })
        .collect();
    identity::join_names(&mut cleaned, registry);
    identity::forget_claims(articles, &mut cleaned);
    (cleaned, recurrence)
}

/// Cleans one article by what is known of the lines of its source, and learns nothing.
///
/// `known` is asked for the lines of the article that recur in its source, if that is known.
/// `agencies` are those of `registry`.
pub fn knowing<E>(
    article: &Article,
    registry: &Registry,
    agencies: &credit::Agencies,
    known: impl FnOnce(&str, &[lines::Place]) -> Result<Recurrence, E>,
) -> Result<Cleaned, E> {
    let identity = identity::Names::default().identify(registry, article);
    let places = lines::of(article);
    let page = identity.furniture(article, &FxHashSet::default());
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

/// What is known of the lines of an article's pages.
struct Known<'k> {
    recurrence: &'k Recurrence,
    /// Under which name.
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
    let mut lines = lines::read(text, places);
    known.recurrence.mark(known.page, &mut lines);
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
    let credits = credit::read(article, (&blocks, &seen), source.as_deref(), agencies, registry);
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
    let furniture: usize = blocks
        .iter()
        .filter(|b| matches!(b.label, Label::Boilerplate | Label::Related | Label::Byline))
        .map(|b| b.bytes.len())
        .sum();
    let all: usize = blocks.iter().map(|b| b.bytes.len()).sum();
    Cleaned {
        title: title(article, &blocks),
        captions: captions(article, &blocks),
        language: language(article, &body),
        byline_date: blocks
            .iter()
            .filter(|b| b.label == Label::Byline)
            .find_map(|b| crate::ingest::dates::find(b.of(text))),
        boilerplate_share: if all == 0 { 0.0 } else { furniture as f64 / all as f64 },
        blocks,
        body,
        background,
        credits,
        source,
        claimed,
    }
}

/// The record's title, unless the page shows it to be furniture; else the first headline of the
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

/// Captions in a row, with no body between, from which they are a gallery.
const GALLERY: usize = 3;

/// Listed captions, then the caption blocks; a line that is only a photo credit joins the caption
/// beside it.
fn captions(article: &Article, blocks: &[Block]) -> Vec<Caption> {
    let listed = |c: &String| Caption {
        text: c.trim().to_owned(),
        own: c.trim().len(),
        listed: true,
        gallery: false,
    };
    let mut out: Vec<Caption> = article.captions.iter().map(listed).collect();
    let mut seen: BTreeSet<String> = out.iter().map(|c| fold::phrase(&c.text)).collect();
    let is_credit =
        |b: &Block| b.evidence == "photo credit" || pictures::is_photo_credit(b.of(&article.text));
    // First caption of the row that goes on.
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

/// Bytes of body from which the language is told.
const LANGUAGE_SAMPLE: usize = 240;

/// The record's language if it looks like a code, else what the body's beginning shows reliably.
fn language(article: &Article, body: &[Range<usize>]) -> Option<String> {
    if let Some(code) = article.language.as_deref() {
        let code = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
            return Some(code);
        }
    }
    let mut sample = String::with_capacity(LANGUAGE_SAMPLE + 8);
    for piece in body {
        let room = LANGUAGE_SAMPLE.saturating_sub(sample.len());
        if room == 0 {
            break;
        }
        let piece = &article.text[piece.clone()];
        sample.push_str(&piece[..piece.floor_char_boundary(room.min(piece.len()))]);
        sample.push(' ');
    }
    if is_plainly_english(&sample) {
        return Some("en".to_owned());
    }
    let info = whatlang::detect(&sample)?;
    info.is_reliable().then(|| iso_639_1(info.lang().code()).to_owned())
}

/// Whether a fifth of the words are the commonest English ones, three of them at least such as no
/// other language has: so in nearly all English prose and in none of another language. This saves
/// most of the time that telling languages takes.
fn is_plainly_english(sample: &str) -> bool {
    const ENGLISH: [&str; 24] = [
        "the", "and", "that", "with", "from", "this", "which", "were", "would", "their", "they",
        "been", "has", "have", "are", "said", "his", "who", "after", "about", "could", "when",
        "than", "you",
    ];
    const SHARED: [&str; 22] = [
        "of", "to", "was", "for", "on", "is", "by", "as", "at", "he", "it", "be", "in", "a", "an",
        "but", "not", "had", "its", "or", "we", "i",
    ];
    let (mut words, mut english, mut shared) = (0, 0, 0);
    for word in sample.split_ascii_whitespace() {
        words += 1;
        let mut lower = [0u8; 5];
        let Some(lower) = lower.get_mut(..word.len()) else { continue };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let is_in = |list: &[&str]| list.iter().any(|w| w.as_bytes() == lower);
        english += u32::from(is_in(&ENGLISH));
        shared += u32::from(is_in(&SHARED));
    }
    words >= 12 && english >= 3 && (english + shared) * 5 >= words
}

/// Two-letter code of a three-letter one, where there is one.
fn iso_639_1(code: &str) -> &str {
    #[rustfmt::skip]
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"), ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("dan", "da"),
        ("deu", "de"), ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"), ("fin", "fi"), ("fra", "fr"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"),
        ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"), ("khm", "km"),
        ("kor", "ko"), ("lat", "la"), ("lav", "lv"), ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"), ("nld", "nl"),
        ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"), ("ron", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"),
        ("slv", "sl"), ("sna", "sn"), ("spa", "es"), ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"),
        ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
    ];
    CODES.binary_search_by(|(three, _)| three.cmp(&code)).map_or(code, |i| CODES[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_english_is_plainly_english() {
        assert!(is_plainly_english(
            "The crews of the ferries said that they would not sail, as their pay had not been raised for two years."
        ));
        for text in [
            "De bemanning was het er niet mee eens en The Ferry Line is in de haven gebleven, zo was of is het in een brief te lezen.",
            "Die Besatzungen der Fähren haben am Montag die Arbeit niederlegt, was in The Harbour Herald zu lesen war und so an Bord hing.",
            "Mannskapet på ferjene var på land for at de over alt i byen skulle få mer lønn, og han var for det, som by og land.",
        ] {
            assert!(!is_plainly_english(text), "{text}");
        }
    }
}
