//! Urtext finds the earliest original among copies of news stories, tells who republishes, edits, excerpts, spins or
//! rewrites whom, and shows what was altered on the way.
//!
//! The stages stand below in the order in which the data meets them; [`pipeline::run`] goes through them all. A stage is
//! a folder: its types and its `run` in `mod.rs`, one method a file. Every verdict carries its evidence and may be
//! *unknown*.
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

pub mod sources;
pub mod text;

pub mod candidates;
pub mod captions;
pub mod clean;
pub mod compare;
pub mod fingerprint;
pub mod ingest;
pub mod lineage;
pub mod reliability;
pub mod report;
pub mod spin;

pub mod pipeline;
