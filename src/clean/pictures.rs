//! Recognises captions and credits of pictures by how they are written.
//!
//! Called for every line by [`super::signs`], and by [`super::captions`] to join captions with
//! their credits. One file per thing recognised; here is what they share.

mod credit_line;
mod gallery;
mod manner;
mod trailing;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

pub use credit_line::is_photo_credit;
pub use gallery::{gallery_captions, is_gallery};
pub use manner::{opens_as_old, reads_as_caption};
pub use trailing::{ends_in_photo_credit, ends_in_set_off_bracket};

/// Builds the automaton for a few short words that are looked for in every line: the one that
/// searches fastest once built. Leftmost matching is used because it searches with SIMD, while
/// standard matching goes byte by byte.
fn quick<const N: usize>(words: [&str; N]) -> AhoCorasick {
    let builder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words);
    builder.expect("a list of short words")
}

/// Names of picture agencies and words of photo credits, as a pattern.
const PHOTO: &str = r"(?:AP|AFP|EPA-EFE|EPA|REUTERS|Reuters|Getty(?: Images)?|Associated Press|Agence France-Presse|PA|dpa|DPA|picture[- ]alliance|TASS|Xinhua|Kyodo|ANSA|EFE|Bloomberg|Shutterstock|iStock|Alamy|ZUMA|Sipa|ANP|Belga|imago|IMAGO|UPI|NurPhoto|Handout|Pool|Courtesy|POOL)";
