//! Recognises translations: two articles in different languages that tell the same story sentence
//! by sentence.
//!
//! A translator leaves names and numbers where they are. So both texts are reduced to *anchors*:
//! numbers, and the consonants of words in Latin letters, in which `Байдена`, `バイデン` and `Biden`
//! are alike ([`letters`], [`anchors`]). Of two reports of one event, some anchors are the same, but
//! they stand in other places; of a translation, nearly all common ones stand where they stand in
//! the original. [`measures`] counts both, against what chance would give, and [`model`] turns the
//! counts into a probability. The pairs to look at come from
//! [`candidates::translations`](crate::candidates::translations).
//!
//! No dictionary, no word vectors: what two texts have in common beyond names, numbers and words
//! that many languages share is not seen.

pub mod anchors;
pub mod languages;
pub mod letters;
pub mod measures;
pub mod model;

pub use anchors::Anchor;
pub use measures::Measures;

/// Least [probability](model::probability) for two texts to be called a translation. From it on,
/// none of 2,208 pairs found with the weights held out was wrong (`cargo bench --bench
/// translations`).
pub const NAMED: f64 = 0.9;
