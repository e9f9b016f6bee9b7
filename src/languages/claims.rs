//! Words that change what a sentence claims.

use serde::Deserialize;

use super::Words;

/// Words that change what a sentence claims.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Whether lost and gained negators are told: the lists were tried on news in the language.
    pub negation: bool,
    /// *not*, *never*, *nobody*.
    pub negators: Words,
    /// Words before which a negator negates nothing: *not only*, *no more than*.
    pub degrees: Words,
    /// Words that say in themselves that something is not so: *refused*, *failed*, *without*.
    pub denials: Words,
    /// *allegedly*, *reportedly*.
    pub hedges: Words,
    /// Words that open a condition or a question, which say nothing yet: *if*, *whether*.
    pub conditions: Words,
    /// Verbs of what may be: *may*, *could*.
    pub open: Words,
    /// Verbs of what will be or has to be: *will*, *must*.
    pub settled: Words,
    /// Verbs of what is: *is*, *has*.
    pub facts: Words,
    /// The same behind a verb of what may be: *may be*.
    pub being: Words,
    /// Words that say less surely what a hedge says: *likely*.
    pub softeners: Words,
    /// Words that are each other's opposites, joined by a slash.
    pub opposites: Vec<String>,
    /// Words behind which *not* says nothing: *whether or not*.
    pub alternatives: Words,
    /// Negators that only join: *nor*.
    pub coordinating: Words,
    /// Particles that negate beside a negator, and without one: French *ne*. One that ends in an
    /// apostrophe is the beginning of a word.
    pub particles: Words,
    /// Verbs of the senses, behind which *could* says that something was: *could be felt*.
    pub sensed: Words,
    /// Words of speech that say nothing: *really*, *just*.
    pub fillers: Words,
    /// Verbs in the mood of reported speech, which says by itself that somebody else says so:
    /// German *sei*.
    pub indirect: Words,
    /// Words beside numbers that are as of a moment: what news counts while it goes on (*killed*,
    /// *arrested*), prices, *so far*.
    pub tallies: Words,
    /// Words that tell with hours or minutes when a page was read: *9 hours ago*.
    pub ago: Words,
    /// Words that open the stamp of a page: *published*, *updated*.
    pub stamps: Words,
}

impl Claims {
    /// Whether two words are each other's opposites.
    pub fn are_opposite(&self, a: &str, b: &str) -> bool {
        self.opposites
            .iter()
            .filter_map(|pair| pair.split_once('/'))
            .any(|(x, y)| x == a && y == b || x == b && y == a)
    }
}
