//! The profile of a source: what can be counted about how it reports, indicator by indicator.
//!
//! Four groups: conduct with others' work, corroboration by independent origins, sourcing, and
//! headline and presentation. An indicator is a count over cases; each article has its own counts
//! (the table `indicators`), and a source has their sums (the table `profile`). What a language or
//! a form of input cannot show is no case, and never a zero. docs/reliability.md says what each
//! indicator is and is not.

mod corroboration;
mod headline;
mod lexis;
pub mod sources;
mod sourcing;

use rayon::prelude::*;

use super::Findings;
use crate::captions::{CaptionVerdict, Judged};
use crate::clean::{Cleaned, Label};
use crate::ingest::Article;
use crate::languages;
use crate::sources::Kind;
use crate::text::Document;

pub use sources::Standing;

/// A group of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What the source does to the work of others.
    Conduct,
    /// What independent origins report too.
    Corroboration,
    /// Where the source says that it has its news from.
    Sourcing,
    /// Headlines and tone.
    Presentation,
}

impl Group {
    /// Returns the group's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conduct => "conduct",
            Self::Corroboration => "corroboration",
            Self::Sourcing => "sourcing",
            Self::Presentation => "presentation",
        }
    }
}

/// What a higher rate means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Better,
    /// More is worse.
    Worse,
    /// It only describes, and never counts in a score.
    Neither,
}

impl Direction {
    /// Returns the direction's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "more_is_better",
            Self::Worse => "more_is_worse",
            Self::Neither => "neither",
        }
    }
}

/// An indicator, in the order of [`INDICATORS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is described in INDICATORS")]
pub enum Indicator {
    Credited,
    QuotesKept,
    FactsDrifted,
    Spun,
    Backdated,
    CaptionsUnrelated,
    Copied,
    QuotesCorroborated,
    NumbersCorroborated,
    NamesCorroborated,
    NamedSources,
    UnnamedSources,
    QuotesWithSpeaker,
    Bylined,
    Dated,
    Dateline,
    AgencyNamed,
    Corrected,
    HeadlineSupported,
    HeadlineQuestion,
    HeadlineQuotation,
    HeadlineExclamation,
    HeadlineCapitals,
    HeadlineReader,
    Exclamations,
    Questions,
    OpinionMarked,
    Boilerplate,
    OldPictures,
}

/// What is fixed about an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct About {
    /// The indicator.
    pub indicator: Indicator,
    /// Its name in the tables and in `[score.indicators]`.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// What a higher rate means.
    pub direction: Direction,
    /// The rates at which it earns nothing and everything, in this order.
    pub scale: (f64, f64),
    /// What is counted, to follow "3 of 41".
    pub words: &'static str,
}

const fn about(
    indicator: Indicator,
    name: &'static str,
    group: Group,
    scale: (f64, f64),
    words: &'static str,
) -> About {
    let direction = if scale.0 < scale.1 {
        Direction::Better
    } else if scale.0 > scale.1 {
        Direction::Worse
    } else {
        Direction::Neither
    };
    About { indicator, name, group, direction, scale, words }
}

/// Number of indicators.
pub const N: usize = 29;

/// Every indicator, in the order of the tables.
///
/// The scales are chosen by judgement: for what a source does to others' work, from what nobody
/// would defend to what everybody should reach; for the rest, about the tenth and the ninetieth
/// percentile of the rates of 180 sources with five articles or more in 37,554 articles of US
/// outlets. No rating by anybody was consulted.
pub const INDICATORS: [About; N] = {
    use Group::{Conduct, Corroboration, Presentation, Sourcing};
    use Indicator as I;
    const ONLY: (f64, f64) = (0.0, 0.0);
    [
        about(I::Credited, "credited", Conduct, (0.0, 1.0), "copies keep the credit"),
        about(I::QuotesKept, "quotes_kept", Conduct, (0.7, 1.0), "copied quotations are unaltered"),
        about(I::FactsDrifted, "facts_drifted", Conduct, (0.3, 0.0), "copies alter a fact"),
        about(I::Spun, "spun", Conduct, (0.3, 0.0), "copies are spun"),
        about(
            I::Backdated,
            "backdated",
            Conduct,
            (0.3, 0.0),
            "copies are dated before their original",
        ),
        about(
            I::CaptionsUnrelated,
            "captions_unrelated",
            Conduct,
            (0.2, 0.0),
            "captions are unrelated to their story",
        ),
        about(I::Copied, "copied", Conduct, ONLY, "articles are copies"),
        about(
            I::QuotesCorroborated,
            "quotes_corroborated",
            Corroboration,
            (0.0, 0.4),
            "quotations stand in another independent report of the event too",
        ),
        about(
            I::NumbersCorroborated,
            "numbers_corroborated",
            Corroboration,
            (0.0, 0.3),
            "numbers stand in another independent report of the event too",
        ),
        about(
            I::NamesCorroborated,
            "names_corroborated",
            Corroboration,
            (0.0, 0.6),
            "names stand in another independent report of the event too",
        ),
        about(
            I::NamedSources,
            "named_sources",
            Sourcing,
            (0.05, 0.3),
            "sentences report what a named source says",
        ),
        about(
            I::UnnamedSources,
            "unnamed_sources",
            Sourcing,
            ONLY,
            "sentences report what an unnamed source says",
        ),
        about(
            I::QuotesWithSpeaker,
            "quotes_with_speaker",
            Sourcing,
            (0.4, 0.9),
            "quotations have a named speaker beside them",
        ),
        about(I::Bylined, "bylined", Sourcing, (0.3, 1.0), "articles name their author"),
        about(I::Dated, "dated", Sourcing, (0.5, 1.0), "articles have a date"),
        about(I::Dateline, "dateline", Sourcing, ONLY, "articles have a dateline"),
        about(I::AgencyNamed, "agency_named", Sourcing, ONLY, "articles name an agency"),
        about(I::Corrected, "corrected", Sourcing, ONLY, "articles state a correction"),
        about(
            I::HeadlineSupported,
            "headline_supported",
            Presentation,
            (0.8, 1.0),
            "headlines have half of their words or more in the text",
        ),
        about(
            I::HeadlineQuestion,
            "headline_question",
            Presentation,
            (0.15, 0.0),
            "headlines end in a question mark",
        ),
        about(I::HeadlineQuotation, "headline_quotation", Presentation, ONLY, "headlines quote"),
        about(
            I::HeadlineExclamation,
            "headline_exclamation",
            Presentation,
            (0.08, 0.0),
            "headlines have an exclamation mark",
        ),
        about(
            I::HeadlineCapitals,
            "headline_capitals",
            Presentation,
            (0.1, 0.0),
            "headlines have ordinary words in capitals",
        ),
        about(
            I::HeadlineReader,
            "headline_reader",
            Presentation,
            (0.08, 0.0),
            "headlines address the reader",
        ),
        about(
            I::Exclamations,
            "exclamations",
            Presentation,
            (0.02, 0.0),
            "sentences end in an exclamation mark",
        ),
        about(
            I::Questions,
            "questions",
            Presentation,
            (0.05, 0.0),
            "sentences end in a question mark",
        ),
        about(
            I::OpinionMarked,
            "opinion_marked",
            Presentation,
            (0.0, 1.0),
            "articles of opinion or in the first person are marked as opinion",
        ),
        about(I::Boilerplate, "boilerplate", Presentation, ONLY, "lines are boilerplate"),
        about(I::OldPictures, "old_pictures", Presentation, ONLY, "captions are of old pictures"),
    ]
};

impl Indicator {
    /// Returns what is fixed about the indicator.
    pub fn about(self) -> &'static About {
        &INDICATORS[self as usize]
    }

    /// Returns the indicator with that name; `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        INDICATORS.iter().find(|about| about.name == name).map(|about| about.indicator)
    }
}

impl About {
    /// Returns what a rate is worth, in [0, 1]: 0 at the worse end of the scale and beyond, 1 at
    /// the better one; 0.5 for an indicator that only describes.
    pub fn value(&self, rate: f64) -> f64 {
        match self.direction {
            Direction::Neither => 0.5,
            _ => ((rate - self.scale.0) / (self.scale.1 - self.scale.0)).clamp(0.0, 1.0),
        }
    }

    /// Whether it is counted where the source's conduct is, and not article by article here.
    pub fn is_conduct(&self) -> bool {
        self.group == Group::Conduct
    }
}

/// The counts of one article: for each indicator the hits and the cases; (0, 0) if there is no
/// case. Those of conduct stay (0, 0): `articles` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts([(u16, u16); N]);

impl Default for Counts {
    fn default() -> Self {
        Self([(0, 0); N])
    }
}

impl Counts {
    /// Returns hits and cases of an indicator.
    pub fn of(&self, indicator: Indicator) -> (u32, u32) {
        let (count, of) = self.0[indicator as usize];
        (u32::from(count), u32::from(of))
    }

    /// Sets hits and cases of an indicator; a count beyond 65,535 stays there.
    fn set(&mut self, indicator: Indicator, count: usize, of: usize) {
        let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.0[indicator as usize] = (small(count.min(of)), small(of));
    }

    /// Sets an indicator of which the article is one case.
    fn set_one(&mut self, indicator: Indicator, hit: bool) {
        self.set(indicator, usize::from(hit), 1);
    }
}

/// What of an input reaches us: where no article of a source has a byline or an agency, or a date,
/// the input may lack them, and they are not counted.
struct Shown {
    blind: rustc_hash::FxHashSet<String>,
    undated: rustc_hash::FxHashSet<String>,
    any_byline: bool,
}

/// Counts every indicator of every article but those of conduct. O(bytes).
pub fn of_articles(f: &Findings<'_>) -> Vec<Counts> {
    let dated: Vec<bool> = f.lineage.dates.iter().map(|(date, _)| date.is_some()).collect();
    let shown = Shown {
        blind: super::charges::blind(f.cleaned),
        undated: super::charges::never(f.cleaned, |at| dated[at]),
        any_byline: f.cleaned.iter().any(|clean| clean.credits.bylined),
    };
    let mut counts: Vec<Counts> =
        (0..f.articles.len()).into_par_iter().map(|at| of_article(f, &shown, at)).collect();
    corroboration::count(f, &mut counts);
    counts
}

/// Counts old pictures among the judged captions. O(captions).
pub(super) fn count_pictures(captions: &[Judged], counts: &mut [Counts]) {
    for judged in captions.iter().filter(|judged| judged.verdict != CaptionVerdict::Unknown) {
        let counts = &mut counts[judged.article as usize];
        let (old, of) = counts.of(Indicator::OldPictures);
        let old = old + u32::from(judged.verdict == CaptionVerdict::Archive);
        counts.set(Indicator::OldPictures, old as usize, of as usize + 1);
    }
}

fn of_article(f: &Findings<'_>, shown: &Shown, at: usize) -> Counts {
    let (article, clean, document) = (&f.articles[at], &f.cleaned[at], &f.documents[at]);
    let mut counts = Counts::default();
    let source = clean.source.as_deref().unwrap_or_default();
    if shown.any_byline && !shown.blind.contains(source) {
        counts.set_one(Indicator::Bylined, clean.credits.bylined);
        let is_agency = |id: &&String| {
            id.as_str() != source && f.registry.by_id(id).is_some_and(|s| s.is_agency())
        };
        let agency = clean.credits.agencies.keys().any(|id| is_agency(&id));
        counts.set_one(Indicator::AgencyNamed, agency);
    }
    if !shown.undated.contains(source) {
        counts.set_one(Indicator::Dated, f.lineage.dates[at].0.is_some());
    }
    if clean.body.is_empty() {
        return counts;
    }
    let dateline = clean.credits.dateline.as_ref().is_some_and(|d| !d.place.is_empty());
    counts.set_one(Indicator::Dateline, dateline);
    let cut = clean.blocks.iter().filter(|b| b.label == Label::Boilerplate).count();
    counts.set(Indicator::Boilerplate, cut, clean.blocks.len());
    let says_otherwise = f
        .registry
        .by_id(source)
        .is_some_and(|s| matches!(s.kind, Kind::Satire | Kind::PressRelease));
    if !says_otherwise {
        of_text(&mut counts, article, clean, document);
    }
    counts
}

/// Counts what needs the words of the article's language; nothing without them.
fn of_text(counts: &mut Counts, article: &Article, clean: &Cleaned, document: &Document) {
    let Some(lexis) = clean
        .language
        .as_deref()
        .and_then(languages::of)
        .and_then(|language| lexis::of(&language.code))
    else {
        return;
    };
    let body = lexis.corrects(&article.text);
    counts.set_one(Indicator::Corrected, body);
    let marked = lexis::is_opinion(article, clean);
    let read = sourcing::read(&article.text, document, lexis);
    if marked || read.is_personal() {
        counts.set_one(Indicator::OpinionMarked, marked);
    }
    // What says that it is an opinion is not measured as a report.
    if marked {
        return;
    }
    sourcing::count(counts, &read);
    headline::count(counts, article, clean, document, lexis);
}
