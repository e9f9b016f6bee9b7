//! What a run learns from its corpus, so that one article can be judged without the corpus.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Judgement;
use crate::captions;
use crate::clean::{Cleaned, Recurrence};
use crate::compare::likeness;
use crate::ingest::Article;
use crate::lineage::Clocks;
use crate::merge::Merge;
use crate::reliability::SourceRecord;
use crate::spin::Spin;
use crate::text::{Document, Frequencies};

/// What is known besides the articles that are judged.
///
/// One part is learned from the texts ([`Knowledge::of_texts`]) before anything is compared, the
/// other from the verdicts ([`Knowledge::learn_verdicts`]). An archive stores both; each report over
/// the archive replaces them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Knowledge {
    /// The lines that recur in each source. An archive stores them in an index of their own.
    #[serde(skip)]
    pub recurrence: Recurrence,
    /// The number of stories in which each stem occurs, for judging captions; empty for a run
    /// without captions.
    pub stems: Frequencies,
    /// The number of articles in which each word occurs, for distinguishing events.
    pub words: Frequencies,
    /// The share of captions that are foreign to their stories, in (0, 1); `None` before captions
    /// were judged.
    pub foreign_captions: Option<f64>,
    /// How far the dates of each outlet can be trusted.
    pub clocks: Clocks,
    /// Words that copies of at least two unrelated originals substituted: from, to, number of
    /// originals.
    pub swaps: Vec<(String, String, u32)>,
    /// The record of each source, by id.
    pub sources: BTreeMap<String, SourceRecord>,
}

/// What a part of a collection teaches by its texts, before anything is decided on the whole.
///
/// [`Pages`](crate::clean::Pages) and [`Outlets`](crate::clean::Outlets) are learned before, as
/// cleaning needs them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    words: likeness::Words,
    stems: captions::Stems,
}

impl Merge for Texts {
    fn merge(self, other: Self) -> Self {
        Self { words: self.words.merge(other.words), stems: self.stems.merge(other.stems) }
    }
}

impl Texts {
    /// Learns from a part of the articles, cleaned and read. O(articles + words of those drawn).
    pub fn learn(articles: &[Article], cleaned: &[Cleaned], documents: &[Document]) -> Self {
        let keys: Vec<u64> = articles.iter().map(Article::key).collect();
        Self {
            words: likeness::learn(&keys, documents),
            stems: captions::Stems::learn(&keys, articles, cleaned, documents),
        }
    }
}

impl Knowledge {
    /// Derives what is known from all texts; what is learned from verdicts stays empty.
    pub fn of_texts(recurrence: Recurrence, texts: &Texts) -> Self {
        Self {
            recurrence,
            stems: texts.stems.frequencies(),
            words: texts.words.frequencies(),
            ..Self::default()
        }
    }

    /// Learns from verdicts: the clocks of outlets, recurring swaps, the records of sources.
    pub fn learn_verdicts(
        &mut self,
        judged: &Judgement,
        spin: &Spin,
        sources: &BTreeMap<String, SourceRecord>,
    ) {
        self.foreign_captions =
            (!judged.captions.is_empty()).then(|| captions::foreign(&judged.captions));
        let mut swaps: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for s in spin.substitutions.iter().filter(|s| s.originals > 1) {
            let count = swaps.entry((&s.from, &s.to)).or_default();
            *count = s.originals.max(*count);
        }
        self.swaps = swaps
            .into_iter()
            .map(|((from, to), originals)| (from.to_owned(), to.to_owned(), originals))
            .collect();
        self.clocks.clone_from(&judged.lineage.clocks);
        self.sources.clone_from(sources);
    }

    /// Returns this knowledge with what an older state knows about outlets and swaps missing from
    /// this one. Recurring lines are left out, as they are merged in the index.
    ///
    /// This is not a [`Merge`]: it is for a run that saw only some of the archived articles, and
    /// the archive keeps what was decided on the whole, not the pages and samples that it was
    /// decided from. So the newer state counts wherever it knows something.
    #[must_use]
    pub fn besides(&self, older: &Self) -> Self {
        let mut all = Self {
            recurrence: Recurrence::default(),
            stems: self.stems.clone(),
            words: self.words.clone(),
            foreign_captions: self.foreign_captions.or(older.foreign_captions),
            clocks: older.clocks.clone(),
            swaps: [self.swaps.as_slice(), &older.swaps].concat(),
            sources: older.sources.clone(),
        };
        all.clocks.0.extend(self.clocks.0.iter().map(|(id, clock)| (id.clone(), clock.clone())));
        all.sources.extend(self.sources.iter().map(|(id, record)| (id.clone(), record.clone())));
        all.swaps.sort_by(|a, b| (&a.0, &a.1, b.2).cmp(&(&b.0, &b.1, a.2)));
        all.swaps.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
        all
    }
}
