//! What the views show, as plain values that can be written as JSON.
//!
//! Articles are columns, everything else rows; both refer to articles, sources and pairs by their
//! place in their own list. Text is foreign and cleaned of characters that steer; addresses are
//! those that may become links.

mod articles;
mod chosen;
mod rows;

use serde::Serialize;
use serde_json::value::RawValue;

use super::beside::Chunks;
use crate::report::Source;
use crate::report::findings::Finding;
use crate::words::Words;

pub use articles::Articles;
pub use chosen::{Chosen, Pair};
pub use rows::{
    CaptionRow, ContradictionRow, CorroboratedRow, FamilyRow, FindingRow, FlowRow, InputRow,
    RateRow, RejectRow, SourceRow, StoryRow,
};

/// How much one page may hold. All were chosen by judgement, so that the page of 37,554 articles
/// stays below 10 MB.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most articles.
    pub articles: usize,
    /// Most findings.
    pub findings: usize,
    /// Most sources, captions, flows and rejects, each.
    pub rows: usize,
    /// Bytes of comparisons, as they are in the page.
    pub beside: usize,
    /// Most comparisons on pages of their own, beside the page, if they find no room in it.
    pub pages: usize,
    /// Bytes of an article's text up to which it is shown beside another.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            articles: 40_000,
            findings: 2_000,
            rows: 2_000,
            beside: 2_000_000,
            pages: 0,
            text: 60_000,
        }
    }
}

/// How many there are of what the page shows only in part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Articles.
    pub articles: usize,
    /// Findings.
    pub findings: usize,
    /// Sources.
    pub sources: usize,
    /// Captions that are unrelated or from the archive.
    pub captions: usize,
    /// Flows between sources.
    pub flows: usize,
    /// Rejects.
    pub rejects: usize,
    /// Copies with a known parent.
    pub pairs: usize,
    /// Events with two articles or more.
    pub stories: usize,
    /// What independent reports say differently.
    pub contradictions: usize,
    /// What they say alike.
    pub corroborated: usize,
}

/// All that the page's script is given, apart from the comparisons.
#[derive(Debug, Serialize)]
pub struct Data {
    /// Version of the program.
    pub version: &'static str,
    /// How many there are of each.
    pub totals: Totals,
    /// The sources, ascending by id.
    pub sources: Vec<SourceRow>,
    /// The articles.
    pub articles: Articles,
    /// The findings, in the order to read them.
    pub findings: Vec<FindingRow>,
    /// Events with two articles or more, largest first.
    pub stories: Vec<StoryRow>,
    /// What independent reports of an event say differently.
    pub contradictions: Vec<ContradictionRow>,
    /// What they say alike.
    pub corroborated: Vec<CorroboratedRow>,
    /// Families whose first text is lost.
    pub families: Vec<FamilyRow>,
    /// Who takes from whom, most first.
    pub flows: Vec<FlowRow>,
    /// Captions that are unrelated or from the archive.
    pub captions: Vec<CaptionRow>,
    /// What could not be read.
    pub rejects: Vec<RejectRow>,
    /// The copies shown beside their parents: anchor, copy, parent, chunk and place in it; the
    /// chunk is -1 where the texts are left out, and -2 where they are on a page of their own.
    pub pairs: Vec<(String, u32, u32, i32, u32)>,
    /// The inputs.
    pub inputs: Vec<InputRow>,
    /// The settings: what is set, its name where that is one of the tables', and its value.
    pub settings: Vec<(String, String, String)>,
    /// The words that the script shows.
    pub words: &'static RawValue,
}

impl Data {
    /// Gathers what the page shows of a run.
    pub fn of(
        s: &Source<'_>,
        w: &'static Words,
        found: &[Finding],
        chosen: &Chosen,
        chunks: &Chunks,
    ) -> Self {
        let sources = rows::sources(s, w, chosen);
        let articles = Articles::of(s, chosen);
        let flows = rows::flows(s, chosen);
        let captions = rows::captions(s, chosen);
        let stories = rows::stories(s, chosen);
        let contradictions = rows::contradictions(s, chosen);
        let corroborated = rows::corroborated(s, chosen);
        let totals = Totals {
            articles: chosen.of,
            findings: found.len(),
            sources: s.findings.reliability.sources.len(),
            captions: captions.1,
            flows: flows.1,
            rejects: s.batch.rejects.len(),
            pairs: chosen.pairs_of,
            stories: stories.1,
            contradictions: contradictions.1,
            corroborated: corroborated.1,
        };
        Self {
            version: env!("CARGO_PKG_VERSION"),
            totals,
            sources,
            articles,
            findings: rows::findings(s, w, found, chosen),
            stories: stories.0,
            contradictions: contradictions.0,
            corroborated: corroborated.0,
            families: rows::families(s, chosen),
            flows: flows.0,
            captions: captions.0,
            rejects: rows::rejects(s, chosen),
            pairs: chosen
                .pairs
                .iter()
                .zip(&chunks.places)
                .filter_map(|(pair, place)| {
                    let (copy, parent) = (chosen.place(pair.copy)?, chosen.place(pair.parent)?);
                    Some((pair.anchor.clone(), copy, parent, place.0, place.1))
                })
                .collect(),
            inputs: rows::inputs(s),
            settings: rows::settings(s, w),
            words: w.script(),
        }
    }
}
