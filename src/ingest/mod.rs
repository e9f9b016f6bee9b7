//! Reads articles from files, folders, globs and standard input.
//!
//! Nothing that fails to read is dropped silently: it becomes a [`Reject`] with its place and the
//! reason, and the run continues.

pub mod agency;
pub mod charset;
pub mod csv;
pub mod dates;
pub mod decode;
mod document;
pub mod double;
mod editions;
mod exports;
pub mod feed;
pub mod fields;
pub mod fold;
pub mod format;
mod headings;
pub mod html;
pub mod json;
pub mod limits;
mod mail;
mod mapping;
pub mod members;
mod mended;
mod mime;
pub(crate) mod office;
pub mod own;
pub mod page;
pub mod parquet;
pub mod plan;
pub mod record;
pub mod records;
pub mod rows;
mod rtf;
mod saved;
mod shapes;
pub mod text;
pub mod urls;
pub mod warc;
mod wrap;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64;

pub use dates::{Stamp, Zone};
use fields::Field;
pub use fields::FieldMap;
pub use format::Unread;
pub use limits::Limits;
pub use plan::Input;

/// Where an article's publication date was read.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum DateBasis {
    /// A field of the record.
    #[default]
    Field,
    /// The page's JSON-LD.
    JsonLd,
    /// The page's meta tags, OpenGraph included.
    Meta,
    /// A `<time>` element of the page.
    Time,
    /// The page's address.
    Url,
    /// A line of the text.
    Text,
    /// No date was found.
    None,
}

impl DateBasis {
    /// All variants, most trusted first.
    pub const ALL: [Self; 7] =
        [Self::Field, Self::JsonLd, Self::Meta, Self::Time, Self::Url, Self::Text, Self::None];

    /// Returns the name used in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::JsonLd => "jsonld",
            Self::Meta => "meta",
            Self::Time => "time",
            Self::Url => "url",
            Self::Text => "text",
            Self::None => "none",
        }
    }
}

/// One article as read from the input, before any cleaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Article {
    /// Unique within the run.
    pub id: String,
    /// Path of the input that held the record, as the user gave it.
    pub path: String,
    /// Line of the record in its (unpacked) input, from 1.
    pub line: Option<u64>,
    /// The page's URL, normalised (see [`urls::normalise`]).
    pub url: Option<String>,
    /// The canonical address that the page names, normalised, if it belongs to another outlet or if
    /// the page has no known URL of its own. It is only the page's claim.
    pub canonical: Option<String>,
    /// The outlet as the record names it: a domain or a name.
    pub outlet: Option<String>,
    /// The headline as the record gives it.
    pub title: Option<String>,
    /// The text with its line breaks; all offsets in the tables are relative to it.
    pub text: String,
    /// Byte offsets in `text` that were line ends before hard-wrapped lines were joined, ascending.
    pub joined: Vec<u32>,
    /// Captions that the record lists apart from the text.
    pub captions: Vec<String>,
    /// Authors that the record lists.
    pub authors: Vec<String>,
    /// The credit that the record gives; empty if a whole page was read and shows none.
    pub credit: Option<String>,
    /// The language that the record states, verbatim.
    pub language: Option<String>,
    /// When the article says it was published.
    pub published: Option<Stamp>,
    /// Where `published` was read; meaningless without it.
    pub published_basis: DateBasis,
    /// When the article says it was last changed.
    pub modified: Option<Stamp>,
    /// When a crawler or archive saw the article.
    pub first_seen: Option<Stamp>,
    /// Whether `url` and `first_seen` are only what the file itself says of where and when it was
    /// saved: the notes of SingleFile and of the Wayback Machine, the headers of MHTML. Anybody can
    /// write them, so they are shown but are no evidence, and nothing is held against such an
    /// article, nor against another because of it. An archive keeps the address as a claim
    /// ([`Self::claiming`]).
    #[serde(skip)]
    pub noted: bool,
    /// Number of the run in which the archive began to keep the article; `None` if no archive held
    /// it before this run.
    pub kept: Option<u32>,
    /// Whether this is only what a paywall lets through: a page that says it is not free and has
    /// little text, or a record that says so or whose text is cut off.
    pub stub: bool,
    /// What an agency's format, or the export of a press archive, says of the item beside its text;
    /// `None` for other formats, and for articles from an archive.
    pub item: Option<Box<agency::Item>>,
}

impl Article {
    /// Returns when the article says it was published, or else when it was first seen; `None` if
    /// neither is known.
    pub fn moment(&self) -> Option<Stamp> {
        self.published.or(self.first_seen)
    }

    /// Returns when somebody other than the file itself saw the article; `None` if nobody did.
    pub fn witnessed(&self) -> Option<Stamp> {
        self.first_seen.filter(|_| !self.noted)
    }

    /// Returns its address, canonical address and sighting as an archive keeps them: what the file
    /// says of itself is only a claim, and no sighting; of the page that an agency's item names,
    /// nothing is kept.
    pub fn claiming(&self) -> (Option<&String>, Option<&String>, Option<Stamp>) {
        match self.noted {
            true => (None, self.url.as_ref().or(self.canonical.as_ref()), None),
            false => {
                let claimed = self.canonical.as_ref();
                let canonical = claimed.filter(|_| self.item.is_none() || self.url.is_some());
                (self.url.as_ref(), canonical, self.first_seen)
            }
        }
    }

    /// Returns the article's identity: a hash of its id, which does not depend on the run. O(id).
    pub fn key(&self) -> u64 {
        key(&self.id)
    }

    /// Returns a key of the article's page that is the same for its mobile, AMP and print versions;
    /// `None` without a URL and for the front page of a site.
    pub fn page(&self) -> Option<u64> {
        let key = urls::page_key(self.url.as_deref()?);
        (!key.ends_with("/?")).then(|| xxh3_64(key.as_bytes()))
    }
}

/// Returns the identity of the article with that id, see [`Article::key`].
pub fn key(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// A record, or a field of one, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reject {
    /// The input's path as the user gave it; `-` is standard input.
    pub path: String,
    /// Line in the (unpacked) input, from 1; `None` if the reject concerns the whole file.
    pub line: Option<u64>,
    /// The field lost; `None` if the whole record was.
    pub field: Option<String>,
    /// The reason, with the offending value.
    pub reason: String,
}

/// Name, hash and size of one input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest {
    /// The file's name without its folders.
    pub name: String,
    /// xxh3 (128 bits) of the stored bytes, in hex.
    pub xxh3: String,
    /// Size of the stored bytes.
    pub bytes: u64,
    /// How it was read.
    pub read_as: ReadAs,
}

/// How one input was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadAs {
    /// The name of the format; empty if it could not be opened.
    pub format: &'static str,
    /// The character set of a table or of JSON; `None` for ASCII, and for what has no single one.
    pub encoding: Option<&'static str>,
    /// The columns that were read, each with the name of its field. Of JSON the names in the first
    /// records count.
    pub columns: BTreeMap<String, &'static str>,
    /// Of several columns for one field, those that count only where another one is empty, each
    /// with that other column.
    pub spare: BTreeMap<String, String>,
    /// The columns that were ignored.
    pub ignored: BTreeSet<String>,
}

impl ReadAs {
    /// Bytes of a column's name, and ignored columns, that are kept. Chosen by judgement: real
    /// tables have some fifty.
    const NAME: usize = 100;
    const COLUMNS: usize = 200;

    /// Notes the columns of a table, with the fields that they hold and the ranks of their names.
    fn note_all(&mut self, names: &[&str], columns: &[Option<(Field, usize)>]) {
        let mut best: BTreeMap<Field, (usize, &str)> = BTreeMap::new();
        for (name, column) in names.iter().zip(columns) {
            self.note(name, *column);
            if let Some((field, rank)) = *column {
                let first = best.entry(field).or_insert((rank, name));
                if rank < first.0 {
                    *first = (rank, name);
                }
            }
        }
        for (name, column) in names.iter().zip(columns) {
            let first = column.and_then(|(field, _)| best.get(&field));
            if let Some((_, first)) = first.filter(|(_, first)| first != name && !name.is_empty()) {
                self.spare.insert((*name).to_owned(), (*first).to_owned());
            }
        }
    }

    /// Notes a column and the field that it holds.
    fn note(&mut self, name: &str, column: Option<(Field, usize)>) {
        if name.len() > Self::NAME || name.is_empty() {
            return;
        }
        match column {
            Some((field, _)) => {
                self.columns.insert(name.to_owned(), field.name());
            }
            None if self.ignored.len() < Self::COLUMNS => {
                self.ignored.insert(name.to_owned());
            }
            None => {}
        }
    }
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Batch {
    /// The articles, sorted by id.
    pub articles: Vec<Article>,
    /// What could not be read, sorted by place.
    pub rejects: Vec<Reject>,
    /// The inputs, sorted by name.
    pub digests: Vec<Digest>,
    /// Records met, including those rejected and those folded into another.
    pub records: u64,
    /// Records that repeated another one verbatim.
    pub repeats: u64,
    /// Where the run is about a week of which there is no article: how many articles there are of
    /// each week, as (year, week).
    pub weeks: BTreeMap<(i32, u32), usize>,
    /// The zone that was given to times without one, as the user named it.
    pub timezone: Option<String>,
}

/// Why reading could not begin.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// A named input cannot be opened.
    #[error("{path}: cannot be read")]
    Open {
        /// Its path as the user gave it.
        path: String,
        /// The error of the operating system.
        #[source]
        cause: std::io::Error,
    },
    /// A glob or folder holds no file.
    #[error("{path}: no files found")]
    Nothing {
        /// Its path as the user gave it.
        path: String,
    },
    /// A glob that is not valid.
    #[error("{path}: not a valid pattern: {message}")]
    Pattern {
        /// The glob as the user gave it.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// A named input in a format that is not supported.
    #[error("{path}: unsupported format: {}", format.name)]
    Format {
        /// Its path as the user gave it.
        path: String,
        /// The format it appears to be.
        format: Unread,
    },
    /// A named input that is neither a file nor a folder.
    #[error("{path}: this is {kind}, not a file")]
    Special {
        /// Its path as the user gave it.
        path: String,
        /// What it is.
        kind: &'static str,
    },
    /// A web address in the place of a file.
    #[error("{path}: this is a web address, and nothing is fetched from the network")]
    Address {
        /// The address as the user gave it.
        path: String,
    },
    /// A named folder that the program itself wrote.
    #[error("{path}: this is {what}, not articles")]
    Own {
        /// Its path as the user gave it.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// Standard input was named more than once.
    #[error("`-` (standard input) is named more than once")]
    StandardInputTwice,
}

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which name in a record maps to which field.
    pub fields: FieldMap,
    /// How large an input may be.
    pub limits: Limits,
    /// The zone of times that state none; `None` to read such times as their day.
    pub timezone: Option<Zone>,
}

/// Reads all inputs and reports the number of articles read so far to `watch`.
///
/// Articles are returned sorted by id and rejects by place, so the order of the inputs does not
/// matter.
pub fn run(inputs: &[Input], settings: &Settings, watch: &(dyn Fn(u64) + Sync)) -> Batch {
    let (mut read, mut rejects, mut articles) = (Vec::new(), Vec::new(), 0);
    for input in inputs {
        let contents = records::read(input, settings, &mut rejects, &mut |n| watch(articles + n));
        articles += contents.articles.len() as u64;
        read.push(contents);
    }
    let timezone = settings.timezone.as_ref().map(|zone| zone.name().to_owned());
    Batch { timezone, ..together(read, rejects) }
}

/// Puts together what several inputs held: records with the same id and text become one article.
pub fn together(read: Vec<records::Contents>, rejects: Vec<Reject>) -> Batch {
    let mut batch = Batch { rejects, ..Batch::default() };
    let mut articles = Vec::new();
    for contents in read {
        batch.records += contents.records;
        batch.digests.extend(contents.digest);
        articles.extend(contents.articles);
    }
    settled(batch, articles)
}

/// Reads bytes in memory as [`run`] reads a file of the same content; `input` supplies the name and
/// is not opened. Bytes in a format that is not supported are a reject.
pub fn of_bytes(bytes: Vec<u8>, input: &Input, settings: &Settings) -> Batch {
    let mut batch = Batch::default();
    let read = records::read_bytes(bytes, input, None, settings, &mut batch.rejects);
    batch.records = read.records;
    batch.digests.extend(read.digest);
    settled(batch, read.articles)
}

/// Folds what was read into articles with unique ids, and sorts it.
fn settled(mut batch: Batch, articles: Vec<Article>) -> Batch {
    batch.articles = fold::by_id(articles, &mut batch.rejects, &mut batch.repeats);
    agency::settle(&mut batch.articles);
    batch.rejects.sort();
    batch.digests.sort();
    batch
}
