//! Recognises a story told anew in the same language: reworded throughout, condensed, or both.
//!
//! Whoever retells a story replaces its words, yet keeps its plan: which facts are told, in which
//! order, sentence for sentence. Reports that were written independently share the facts of the
//! event, but choose among them, order them and add their own. So both bodies, without their
//! quotations, are reduced to stems with their rarity in the run ([`terms`]); [`measures`] counts
//! what each side has of the other, in which order and in which sentences it stands, and what only
//! one of them has; and [`model`] turns the counts into a probability.
//!
//! Quotations are left out because two reporters at one press conference quote the same words in the
//! same order.

pub mod measures;
pub mod model;
pub mod terms;

pub use measures::Measures;
pub use terms::Terms;
