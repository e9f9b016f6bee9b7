//! Urtext finds the earliest original among copies of news stories.
pub mod clean;
pub mod ingest;
pub mod sources;
pub mod text;
