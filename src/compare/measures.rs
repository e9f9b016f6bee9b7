//! Measures a pair by its verbatim runs and aligned sentences.

mod aligning;
mod counting;
mod shares;

use super::particulars::Particulars;
use super::rewording::Reworded;
use super::voices::Own;
pub use aligning::{Aligned, align, join_words};
pub(crate) use counting::skeleton_share;
pub(super) use counting::without_words;
pub use counting::{Runs, particulars, runs};
pub(super) use shares::share;

/// The measures of a pair. Counts are words of the cleaned bodies.
#[derive(Debug, Default, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measures {
    /// Whether the words were compared; if not, only lengths, skeletons, nearness, likeness and
    /// numbers of quotations are measured.
    pub compared: bool,
    /// Whether both bodies are in scripts without spaces, where each character counts as a word (see
    /// [`Measures::in_words`]).
    pub joined: bool,
    /// Words of `a`.
    pub words_a: u32,
    /// Words of `b`.
    pub words_b: u32,
    /// Words in verbatim runs (the same number on both sides).
    pub verbatim: u32,
    /// Verbatim words that are quoted on either side.
    pub verbatim_quoted: u32,
    /// Verbatim words in recurring paragraphs of either outlet.
    pub standing: u32,
    /// Verbatim words that on both sides are in lines that recur as boilerplate does.
    pub furniture: u32,
    /// Length of the longest verbatim run outside quotations.
    pub longest: u32,
    /// Words of `a` in verbatim runs or equal in aligned sentences.
    pub matched_a: u32,
    /// The same for `b`.
    pub matched_b: u32,
    /// Words of the shorter body in linked sentences.
    pub linked: u32,
    /// Words of the shorter body in linked sentences that were replaced by others.
    pub swapped: u32,
    /// Words of the shorter body in linked sentences that are equal to their counterparts.
    pub kept: u32,
    /// Words of either body in linked sentences that have neither a counterpart nor other words in
    /// their place.
    pub loose: u32,
    /// Number of linked sentences of the shorter body.
    pub links: u32,
    /// Linked sentences that are mostly outside quotations.
    pub authored: u32,
    /// Of these, the ones in which words were replaced.
    pub altered: u32,
    /// Linked sentences whose counterpart has no other link and is similar in length.
    pub paired: u32,
    /// Words of the shorter body outside quotations.
    pub plain_words: u32,
    /// Of these, the matched ones.
    pub plain_matched: u32,
    /// Share of links in ascending order, in [0, 1].
    pub order: f64,
    /// Share of the smaller skeleton's words that the other skeleton has, in [0, 1].
    pub skeleton: f64,
    /// The same weighted by rarity in the run; 0 if the candidate join did not compute it.
    pub nearness: f64,
    /// Likeness of the content words, weighted by rarity in the run, in [0, 1] (see
    /// [`super::likeness`]).
    pub likeness: f64,
    /// Share of matched words between the first and the last matched word of the longer body, in
    /// [0, 1]: 1 for one unbroken passage.
    pub contiguity: f64,
    /// The 64ths of `a` and of `b` that are at least half covered by matched words; (0, 0) if not
    /// measured.
    pub coverage: (u64, u64),
    /// Quotations that both have word for word.
    pub quotes_shared: u32,
    /// Quotations that both have in different wording.
    pub quotes_altered: u32,
    /// Quotations of three words or more in `a` and in `b`.
    pub quotes: (u32, u32),
    /// Whether either body is in a script with capitals, so that names can be recognised.
    pub has_names: bool,
    /// Names and numbers in which the two agree or disagree.
    pub particulars: Particulars,
    /// How much of the shorter body is in the outlets' own words and not reported speech.
    pub own: Own,
    /// How words were changed.
    pub reworded: Reworded,
}
