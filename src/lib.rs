//! Urtext finds the earliest original among copies of news stories, reports which outlets
//! republish, edit, excerpt, spin or rewrite whose text, and shows what was changed on the way.
//!
//! [`pipeline::run`] calls the stages in the order in which data passes through them. Each stage is
//! a folder: its types and its `run` in `mod.rs`, one method per file. Every verdict carries its
//! evidence and may be *unknown*.
//!
//! ```
//! use urtext::{ingest::Article, ingest::Batch, pipeline, sources::Registry};
//!
//! let text = "Ferry crews in Halvik stopped work on Monday, and the harbour stood still until the evening came.";
//! let article = |id: &str| Article { id: id.to_owned(), text: text.to_owned(), ..Article::default() };
//! let mut batch = Batch { articles: vec![article("a"), article("b")], ..Batch::default() };
//! let found = pipeline::run(&mut batch, &Registry::shipped()?, &pipeline::Settings::default(), &pipeline::Unwatched);
//! assert_eq!(found.comparisons[0].relation.name(), "identical");
//! # Ok::<(), urtext::sources::SourcesError>(())
//! ```
//!
//! `docs/architecture.md` follows an article, a caption and a score through the files;
//! `docs/threat-model.md` describes what hostile input runs into, and which test covers it.

pub mod files;
pub mod inert;
pub mod languages;
pub mod logistic;
pub mod merge;
pub mod sources;
pub mod text;
pub mod translation;
pub mod words;

pub mod candidates;
pub mod captions;
pub mod clean;
pub mod compare;
pub mod dating;
#[cfg(feature = "tables")]
pub mod dossier;
pub mod fingerprint;
pub mod ingest;
pub mod lineage;
#[cfg(feature = "tables")]
pub mod page;
pub mod reliability;
#[cfg(feature = "tables")]
pub mod report;
pub mod spin;

pub mod pipeline;

#[cfg(feature = "tables")]
pub mod answers;
#[cfg(feature = "tables")]
pub mod archive;
#[cfg(feature = "tables")]
pub mod desk;
#[cfg(feature = "tables")]
pub mod study;
