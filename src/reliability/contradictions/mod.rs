//! Lists what independent reports of one event say differently: the same quotation of the same
//! speaker in other words, and the same count of the same thing with another value.
//!
//! A difference blames nobody and costs nothing: either side may be right, and a statement made
//! twice, or in another language, is quoted in two ways by honest reports. Both sides are shown.

mod counts;
mod quotations;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::Findings;
use super::apart::Apart;
use crate::languages::{self, Language};
use crate::lineage::Story;
use crate::text::speakers::{self, Speaker};
use crate::text::{Document, fold};

/// Number of articles with one key that are compared with each other. Chosen by judgement, to bound
/// the work on what every report of an event has.
const LOOKED_AT: usize = 32;

/// What two reports say differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Words of a quotation.
    Quotation,
    /// The value of a count.
    Count,
}

impl Kind {
    /// Returns the kind's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Count => "count",
        }
    }
}

/// One side of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub article: u32,
    /// The bytes of the quotation, or of the sentence with the count.
    pub bytes: Range<usize>,
    /// The bytes of the words that differ; empty, between its neighbours, where the other side has
    /// a word more.
    pub differs: Range<usize>,
    /// Number of articles of the event in which the same wording was found to differ from the other
    /// side's, this one included.
    pub articles: u32,
}

/// Two sides of what independent reports of one event say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The event.
    pub story: u32,
    /// What differs.
    pub kind: Kind,
    /// The side of the article with the smaller id.
    pub a: Place,
    /// The other side.
    pub b: Place,
    /// The bytes of `a`'s text that name the speaker or what is counted.
    pub about: Range<usize>,
}

/// One article of an event.
struct Report<'f> {
    article: u32,
    text: &'f str,
    document: &'f Document,
    language: &'static Language,
    speakers: OnceLock<Vec<Option<Speaker>>>,
}

impl Report<'_> {
    /// The speaker of each quotation, found on first use.
    fn speakers(&self) -> &[Option<Speaker>] {
        self.speakers.get_or_init(|| speakers::all(self.document, self.text))
    }

    /// The bytes of some words; empty, before the next word, for none.
    fn bytes(&self, words: &Range<u32>) -> Range<usize> {
        if words.is_empty() {
            let at = self.document.words.get(words.start as usize);
            let at = at.map_or(self.text.len(), |word| word.start as usize);
            return at..at;
        }
        self.document.span(words)
    }

    /// Returns whether some words stand anywhere in the article in a row. O(words).
    fn has(&self, run: &[u32]) -> bool {
        let words = &self.document.words;
        !run.is_empty()
            && words.windows(run.len()).any(|own| own.iter().zip(run).all(|(w, key)| w.key == *key))
    }
}

/// A difference between two reports, by their places in the event.
struct Difference {
    kind: Kind,
    reports: (usize, usize),
    /// Words of the quotation or sentence on either side.
    whole: (Range<u32>, Range<u32>),
    /// Words that differ on either side.
    differs: (Range<u32>, Range<u32>),
    /// Words of the first report that name the speaker or the thing.
    about: Range<u32>,
}

/// Finds the contradictions of every event with several independent origins, ascending.
/// O(words of these events).
pub fn find(f: &Findings<'_>) -> Vec<Contradiction> {
    let apart = Apart::of(f);
    let several = f.lineage.stories.par_iter().enumerate();
    let mut out: Vec<Contradiction> = several
        .filter(|(_, story)| story.independent_origins > 1)
        .flat_map_iter(|(number, story)| of_story(f, story, number as u32, &apart))
        .collect();
    let place = |side: &Place| (side.article, side.bytes.start, side.differs.start);
    out.sort_by_key(|c| (c.story, c.kind, place(&c.a), place(&c.b)));
    out
}

fn of_story(f: &Findings<'_>, story: &Story, number: u32, apart: &Apart<'_>) -> Vec<Contradiction> {
    let readable = |&at: &u32| {
        let language = f.cleaned[at as usize].language.as_deref().and_then(languages::of)?;
        let article = &f.articles[at as usize];
        // What only a file itself says is from an outlet is no report of that outlet.
        (!article.noted && !language.sourcing.is_empty()).then(|| Report {
            article: at,
            text: &article.text,
            document: &f.documents[at as usize],
            language,
            speakers: OnceLock::new(),
        })
    };
    let reports: Vec<Report<'_>> = story.members.iter().filter_map(readable).collect();
    let comparable = |a: usize, b: usize| {
        let (a, b) = (&reports[a], &reports[b]);
        a.language.code == b.language.code && apart.are(a.article, b.article)
    };
    let day = |at: usize| f.lineage.dates[reports[at].article as usize].0.map(|stamp| stamp.day);
    let mut found = quotations::find(&reports, &comparable);
    found.extend(counts::find(&reports, &|a, b| {
        let near = |days: i64| days.abs() <= counts::DAYS;
        let near =
            day(a).zip(day(b)).is_some_and(|(a, b)| near(a.signed_duration_since(b).num_days()));
        near && comparable(a, b)
    }));
    once(&reports, number, found)
}

/// Returns what a difference is about: the thing that is counted, or the words of the quotation
/// around those that differ.
fn about(reports: &[Report<'_>], d: &Difference) -> String {
    let report = &reports[d.reports.0];
    let worded = |words: &Range<u32>| fold::phrase(&report.text[report.bytes(words)]);
    match d.kind {
        Kind::Count => worded(&d.about),
        Kind::Quotation => {
            let (whole, differs) = (&d.whole.0, &d.differs.0);
            let before = differs.start.saturating_sub(1).max(whole.start)..differs.start;
            let behind = differs.end..(differs.end + 1).min(whole.end.max(differs.end));
            format!("{} … {}", worded(&before), worded(&behind))
        }
    }
}

/// Keeps one of several differences of the same wordings, with the number of articles on either
/// side.
fn once(reports: &[Report<'_>], story: u32, found: Vec<Difference>) -> Vec<Contradiction> {
    let worded =
        |at: usize, words: &Range<u32>| fold::phrase(&reports[at].text[reports[at].bytes(words)]);
    // With what is counted, or the words around: *42* and *63* may be of two things.
    let mut told: BTreeMap<(Kind, String, String, String), Vec<Difference>> = BTreeMap::new();
    for d in found {
        let (x, y) = (worded(d.reports.0, &d.differs.0), worded(d.reports.1, &d.differs.1));
        let (x, y) = if x <= y { (x, y) } else { (y, x) };
        let of = about(reports, &d);
        told.entry((d.kind, x, y, of)).or_default().push(d);
    }
    let mut out = Vec::with_capacity(told.len());
    for ((kind, first, _, _), same) in told {
        let mut sides: (BTreeSet<usize>, BTreeSet<usize>) = Default::default();
        for d in &same {
            let turned = worded(d.reports.0, &d.differs.0) != first;
            let (x, y) = if turned { (d.reports.1, d.reports.0) } else { d.reports };
            sides.0.insert(x);
            sides.1.insert(y);
        }
        let Some(d) = same.iter().min_by_key(|d| d.reports) else { continue };
        let turned = worded(d.reports.0, &d.differs.0) != first;
        let many = (sides.0.len() as u32, sides.1.len() as u32);
        let many = if turned { (many.1, many.0) } else { many };
        let place = |at: usize, whole: &Range<u32>, differs: &Range<u32>, articles: u32| {
            let (bytes, differs) = (reports[at].bytes(whole), reports[at].bytes(differs));
            Place { article: reports[at].article, bytes, differs, articles }
        };
        out.push(Contradiction {
            story,
            kind,
            a: place(d.reports.0, &d.whole.0, &d.differs.0, many.0),
            b: place(d.reports.1, &d.whole.1, &d.differs.1, many.1),
            about: reports[d.reports.0].bytes(&d.about),
        });
    }
    out
}

/// Returns the pairs of places that have a key in common, each once, the smaller member first.
/// `held` has key, member and place. O(keys · log keys).
fn meeting(
    mut held: Vec<(u64, u32, u32)>,
    comparable: &dyn Fn(usize, usize) -> bool,
) -> BTreeSet<((usize, u32), (usize, u32))> {
    held.sort_unstable();
    held.dedup();
    let mut pairs = BTreeSet::new();
    for of_key in held.chunk_by(|x, y| x.0 == y.0).filter(|of_key| of_key.len() > 1) {
        let of_key = &of_key[..of_key.len().min(LOOKED_AT)];
        for (at, x) in of_key.iter().enumerate() {
            for y in &of_key[at + 1..] {
                let pair = ((x.1 as usize, x.2), (y.1 as usize, y.2));
                if x.1 != y.1 && !pairs.contains(&pair) && comparable(pair.0.0, pair.1.0) {
                    pairs.insert(pair);
                }
            }
        }
    }
    pairs
}
