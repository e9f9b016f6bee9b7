//! Words that change what a sentence claims.

use serde::Deserialize;

use super::Words;

/// Words that change what a sentence claims.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Whether lost and added negators are reported. True only if the lists were tried on news in
    /// the language.
    pub negation: bool,
    /// Negators: *not*, *never*, *nobody*.
    pub negators: Words,
    /// Words before which a negator does not negate the sentence: *not only*, *no more than*.
    pub degrees: Words,
    /// Words that negate by their meaning: *refused*, *failed*, *without*.
    pub denials: Words,
    /// Hedges: *allegedly*, *reportedly*.
    pub hedges: Words,
    /// Words that open a condition or a question, which claim nothing: *if*, *whether*.
    pub conditions: Words,
    /// Verbs of possibility: *may*, *could*.
    pub open: Words,
    /// Verbs of future or obligation: *will*, *must*.
    pub settled: Words,
    /// Verbs of fact: *is*, *has*.
    pub facts: Words,
    /// Forms of these after a verb of possibility: *may be*.
    pub being: Words,
    /// Words that express the doubt of a hedge more weakly: *likely*.
    pub softeners: Words,
    /// Pairs of opposites, joined by a slash.
    pub opposites: Vec<String>,
    /// Words after which *not* has no effect: *whether or not*.
    pub alternatives: Words,
    /// Negators that only join: *nor*.
    pub coordinating: Words,
    /// Particles that negate together with a negator or alone: French *ne*. A particle that ends
    /// with an apostrophe is a prefix of a word.
    pub particles: Words,
    /// Verbs of perception, after which *could* states a fact: *could be felt*.
    pub sensed: Words,
    /// Filler words: *really*, *just*.
    pub fillers: Words,
    /// Verbs in the mood of reported speech, which by itself attributes a statement to somebody
    /// else: German *sei*.
    pub indirect: Words,
    /// Words beside numbers that are valid only for a moment: counts in developing news (*killed*,
    /// *arrested*), prices, *so far*.
    pub tallies: Words,
    /// Words that, with hours or minutes, date the reading of a page: *9 hours ago*.
    pub ago: Words,
    /// Words that open the time stamp of a page: *published*, *updated*.
    pub stamps: Words,
}

impl Claims {
    /// Whether two words are opposites.
    pub fn are_opposite(&self, a: &str, b: &str) -> bool {
        self.opposites
            .iter()
            .filter_map(|pair| pair.split_once('/'))
            .any(|(x, y)| x == a && y == b || x == b && y == a)
    }
}
