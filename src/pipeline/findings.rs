//! The results of a run.

use super::Knowledge;
use crate::captions::Judged;
use crate::clean::Cleaned;
use crate::compare::Comparison;
use crate::fingerprint::Fingerprint;
use crate::ingest::Article;
use crate::lineage::Lineage;
use crate::reliability::Reliability;
use crate::spin::Spin;

/// The results of every stage of a run.
#[derive(Debug, Default)]
pub struct Findings {
    /// The articles, ascending by id.
    pub articles: Vec<Article>,
    /// Their blocks, credits and captions.
    pub cleaned: Vec<Cleaned>,
    /// What the run learned.
    pub knowledge: Knowledge,
    /// Their fingerprints.
    pub fingerprints: Vec<Fingerprint>,
    /// Number of articles in dense families, of whose pairs only some were compared.
    pub thinned: usize,
    /// The related pairs.
    pub comparisons: Vec<Comparison>,
    /// Originals, families, events.
    pub lineage: Lineage,
    /// The words that copies substituted for others.
    pub spin: Spin,
    /// The captions, judged.
    pub captions: Vec<Judged>,
    /// Records of articles and sources.
    pub reliability: Reliability,
    /// Which articles count for their sources.
    pub counted: Vec<bool>,
    /// Which articles the tables are about: all of them or, if the others were only compared with
    /// them, those that count.
    pub focus: Vec<bool>,
}

impl Findings {
    /// Returns whether the tables include what concerns these articles: at least one is in focus.
    pub fn tells_of(&self, articles: &[u32]) -> bool {
        articles.iter().any(|at| self.focus[*at as usize])
    }

    /// Returns which articles the tables list: those in focus and those paired with one in focus.
    pub fn listed(&self) -> Vec<bool> {
        let mut out = self.focus.clone();
        for c in self.comparisons.iter().filter(|c| self.tells_of(&[c.a, c.b])) {
            (out[c.a as usize], out[c.b as usize]) = (true, true);
        }
        out
    }
}
