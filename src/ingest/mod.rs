//! Reads articles from files, folders, globs and standard input.
//!
//! What cannot be read is never lost: it becomes a [`Reject`] with its place and reason, and the
//! run goes on.

pub mod charset;
pub mod csv;
pub mod dates;
pub mod decode;
pub mod double;
pub mod feed;
pub mod fields;
pub mod fold;
pub mod format;
pub mod html;
pub mod json;
pub mod limits;
pub mod members;
pub mod own;
pub mod page;
pub mod parquet;
pub mod plan;
pub mod record;
pub mod records;
pub mod text;
pub mod urls;
pub mod warc;
mod wrap;

pub use dates::Stamp;
pub use fields::FieldMap;
pub use limits::Limits;
pub use plan::Input;

/// Where an article's date was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum DateBasis {
    /// The record's field.
    #[default]
    Field,
    /// The page's JSON-LD.
    JsonLd,
    /// The page's meta tags, OpenGraph among them.
    Meta,
    /// A `<time>` element of the page.
    Time,
    /// The page's address.
    Url,
    /// A line of the text.
    Text,
    /// Nowhere.
    None,
}

impl DateBasis {
    /// Every basis, most trusted first.
    pub const ALL: [Self; 7] =
        [Self::Field, Self::JsonLd, Self::Meta, Self::Time, Self::Url, Self::Text, Self::None];

    /// The basis' name in the tables.
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

/// One article as it was read: the input's own words, nothing cleaned yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Unique within the run.
    pub id: String,
    /// Where the record stood: the input's path as the user gave it.
    pub path: String,
    /// Line of the record in its (unpacked) input, from 1.
    pub line: Option<u64>,
    /// The page, normalised (see [`urls::normalise`]).
    pub url: Option<String>,
    /// The page of another outlet that this page names as its own address, or any, if no URL of its
    /// own is known; normalised. Only the page says so.
    pub canonical: Option<String>,
    /// The outlet as the record names it: a domain or a name.
    pub outlet: Option<String>,
    /// The headline as the record gives it.
    pub title: Option<String>,
    /// The text, lines kept; all offsets of the tables count in it.
    pub text: String,
    /// Bytes of the text that were line ends before wrapped lines were joined, ascending. Not kept
    /// in archives.
    pub joined: Vec<u32>,
    /// Captions that the record lists apart from the text.
    pub captions: Vec<String>,
    /// Authors that the record lists.
    pub authors: Vec<String>,
    /// The credit that the record gives; empty where a page was read whole and shows none.
    pub credit: Option<String>,
    /// The language that the record gives, as it gives it.
    pub language: Option<String>,
    /// When it says it was published.
    pub published: Option<Stamp>,
    /// Where `published` was read; of no meaning without it.
    pub published_basis: DateBasis,
    /// When it says it was last changed.
    pub modified: Option<Stamp>,
    /// When somebody saw it.
    pub first_seen: Option<Stamp>,
    /// In which run the archive began to keep it, counted up; `None` if no archive held it before
    /// this run.
    pub kept: Option<u32>,
    /// Whether it is what a paywall lets through: a page that says it is not free, with little
    /// text.
    pub stub: bool,
}

impl Article {
    /// When the article was published by its own account, or else first seen; `None` if neither is
    /// known.
    pub fn moment(&self) -> Option<Stamp> {
        self.published.or(self.first_seen)
    }

    /// A number for the article's page, the same for its mobile, AMP and print versions; `None`
    /// without URL and for the front page of a site.
    pub fn page(&self) -> Option<u64> {
        let key = urls::page_key(self.url.as_deref()?);
        (!key.ends_with("/?")).then(|| xxhash_rust::xxh3::xxh3_64(key.as_bytes()))
    }
}

/// A record, or a field of one, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reject {
    /// The input's path as the user gave it; `-` is standard input.
    pub path: String,
    /// Line in the (unpacked) input, from 1; `None` if it is the whole file.
    pub line: Option<u64>,
    /// The field lost; `None` if the whole record was.
    pub field: Option<String>,
    /// Why, with the offending value.
    pub reason: String,
}

/// What a whole input read as, in figures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest {
    /// The file's name without its folders.
    pub name: String,
    /// xxh3 (128 bits) of its bytes as stored, in hex.
    pub xxh3: String,
    /// Bytes as stored.
    pub bytes: u64,
}

/// All that was read.
#[derive(Debug, Default)]
pub struct Batch {
    /// The articles, by id.
    pub articles: Vec<Article>,
    /// What could not be read, by place.
    pub rejects: Vec<Reject>,
    /// The inputs, by name.
    pub digests: Vec<Digest>,
    /// Records met, those rejected and those folded into another included.
    pub records: u64,
    /// Records that repeated another to the letter.
    pub repeats: u64,
}

/// Why reading could not begin.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// A named input cannot be opened.
    #[error("{path}: cannot be read")]
    Open {
        /// As the user gave it.
        path: String,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A glob or folder holds no file.
    #[error("{path}: no file is there")]
    Nothing {
        /// As the user gave it.
        path: String,
    },
    /// A glob that cannot be understood.
    #[error("{path}: not a valid pattern: {message}")]
    Pattern {
        /// As the user gave it.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// A named input in a format that is not read.
    #[error("{path}: this is {format}, which is not read")]
    Format {
        /// As the user gave it.
        path: String,
        /// What it looks like.
        format: &'static str,
    },
    /// A named folder that the program itself wrote.
    #[error("{path}: this is {what}, not articles")]
    Own {
        /// As the user gave it.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// Standard input named twice.
    #[error("`-` (standard input) is named more than once")]
    StandardInputTwice,
}

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which name of a record means which field.
    pub fields: FieldMap,
    /// How large an input may be.
    pub limits: Limits,
}

/// Reads all inputs, `watch` being told the number of articles read so far.
///
/// Articles come out sorted by id, rejects by place: the order of the inputs does not matter.
pub fn run(inputs: &[Input], settings: &Settings, watch: &(dyn Fn(u64) + Sync)) -> Batch {
    let mut batch = Batch::default();
    let mut articles = Vec::new();
    for input in inputs {
        let read = records::read(input, settings, &mut batch.rejects, &mut |n| {
            watch(articles.len() as u64 + n)
        });
        batch.records += read.records;
        batch.digests.extend(read.digest);
        articles.extend(read.articles);
    }
    batch.articles = fold::by_id(articles, &mut batch.rejects, &mut batch.repeats);
    batch.rejects.sort();
    batch.digests.sort();
    batch
}
