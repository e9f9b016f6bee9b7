//! Judges whether a caption has to do with its story.
//!
//! A caption is unrelated only if it names things that can be looked for, the story contains
//! neither them nor the caption's themes, and the learned model is sure. Captions of kinds that
//! describe no particular picture are never judged unrelated, because a false accusation costs more
//! than a miss.

mod credit;
mod dated;
mod items;
mod kind;
mod ledger;
mod measure;
pub mod model;
mod names;
mod page;
mod share;
mod stems;
mod story;
mod verdict;

use rayon::prelude::*;

use crate::clean::{Caption, Cleaned};
use crate::ingest::{Article, Stamp};
use crate::lineage::Lineage;
use crate::text::{Document, Frequencies};
use ledger::Ledger;
pub use ledger::{Places, key};
pub use measure::Stems;
use model::Features;
use page::Page;
pub use share::foreign;

/// The relation of a caption to its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaptionVerdict {
    /// It shows what the story is about.
    Related,
    /// It is an old picture of something the story is about.
    Archive,
    /// It has nothing to do with the story.
    Unrelated,
    /// It says too little to be judged.
    Unknown,
}

impl CaptionVerdict {
    /// Returns the name used in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::Archive => "archive",
            Self::Unrelated => "unrelated",
            Self::Unknown => "unknown",
        }
    }
}

/// A judged caption.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Index of the article.
    pub article: u32,
    /// The caption.
    pub caption: Caption,
    /// The verdict.
    pub verdict: CaptionVerdict,
    /// How closely the caption is related to the story, in [0, 1].
    pub relatedness: f64,
    /// The date stated in the caption; `None` if there is none.
    pub date: Option<Stamp>,
    /// Days from the caption's date to the article's; `None` if either is unknown.
    pub age_days: Option<i64>,
    /// Number of other articles with the same caption.
    pub other_articles: u32,
    /// The reasons for the verdict.
    pub evidence: String,
    /// Probability that the caption belongs to another story, at the share of foreign captions in
    /// the training data; `None` for kinds that cannot be accused.
    pub unrelated: Option<f64>,
    /// The model's input.
    pub features: Features,
    /// Whether the caption is of a kind that can be accused and names what the story lacks, so that
    /// the model decides.
    pub accusable: bool,
}

/// What captions are judged by, in the order of the articles.
pub struct Evidence<'e> {
    /// The articles.
    pub articles: &'e [Article],
    /// Their captions, titles and languages.
    pub cleaned: &'e [Cleaned],
    /// Their bodies in words.
    pub documents: &'e [Document],
    /// In how many stories each stem occurs (see [`Stems`]).
    pub stems: &'e Frequencies,
    /// The share of captions that are foreign to their stories, if an earlier run has estimated it
    /// (see [`foreign`]); otherwise it is estimated from the captions judged.
    pub foreign: Option<f64>,
    /// Their dates and events: what a caption names may be mentioned in another article of the
    /// event.
    pub lineage: &'e Lineage,
}

impl Evidence<'_> {
    /// Returns the articles about the same event as an article, including itself.
    fn event(&self, at: u32) -> &[u32] {
        let story = self.lineage.standings[at as usize].story;
        self.lineage.stories.get(story as usize).map_or(&[], |story| &story.members)
    }

    fn page(&self, at: usize) -> Page<'_> {
        let (articles, cleaned) = (self.articles, self.cleaned);
        let published = self.lineage.dates[at].0.or(articles[at].first_seen);
        Page { at, articles, cleaned, published }
    }
}

/// Judges every caption of every article; the result is ordered by article, then by caption.
pub fn run(e: &Evidence<'_>) -> Vec<Judged> {
    let ledger = Ledger::of(e.cleaned, &|at| e.event(at).first().copied().unwrap_or(at));
    let mut judged: Vec<Judged> = (0..e.articles.len())
        .into_par_iter()
        .filter(|at| !e.cleaned[*at].captions.is_empty())
        .map(|at| {
            let places: Vec<Places> = (0..e.cleaned[at].captions.len())
                .map(|number| ledger.besides(at as u32, number))
                .collect();
            let event = e.event(at as u32);
            e.page(at).judge(event, e.stems, &ledger.bare[at], &places, &e.documents[at])
        })
        .flatten_iter()
        .collect();
    share::spare_lists(&mut judged);
    let share = e.foreign.unwrap_or_else(|| share::foreign(&judged));
    share::spare_where_rare(&mut judged, share);
    judged
}

/// Judges the captions of one article. `places` has one entry per caption: where else it appears.
pub fn of_article(e: &Evidence<'_>, at: usize, places: &[Places]) -> Vec<Judged> {
    let bare: Vec<String> =
        e.cleaned[at].captions.iter().map(|c| credit::without_credit(c.own())).collect();
    let event = e.event(at as u32);
    let mut judged = e.page(at).judge(event, e.stems, &bare, places, &e.documents[at]);
    share::spare_lists(&mut judged);
    let share = e.foreign.unwrap_or_else(|| share::foreign(&judged));
    share::spare_where_rare(&mut judged, share);
    judged
}

#[cfg(test)]
mod tests;
