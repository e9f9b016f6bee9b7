//! Answers about single articles, as JSON, lines of text and pages: how one was read, how two
//! differ, how one scores. The command prints them, the Python package returns them.

pub mod diff;
pub mod extract;
pub mod pair_page;
pub mod score;
mod score_page;

pub use crate::text::many;
