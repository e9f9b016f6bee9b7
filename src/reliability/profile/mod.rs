//! The profile of a source: what can be counted about how it reports, indicator by indicator.
//!
//! Four groups: conduct with others' work, corroboration by independent origins, sourcing, and
//! headline and presentation. An indicator is a count over cases; each article has its own counts
//! (the table `indicators`), and a source has their sums (the table `profile`). What a language or
//! a form of input cannot show is no case, and never a zero. docs/reliability.md says what each
//! indicator is and is not.

pub mod corroboration;
mod headline;
mod indicators;
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

pub use indicators::{About, Direction, Group, INDICATORS, Indicator, N};
use lexis::Marked;
pub use sources::Standing;

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
        blind: super::charges::blind(f),
        undated: super::charges::never(f, |at| dated[at]),
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
    counts.set_one(Indicator::Corrected, lexis.corrects(&article.text));
    if is_transcript(&article.text, clean) {
        return;
    }
    let marked = lexis::marked(article, clean);
    let read = sourcing::read(&article.text, document, lexis);
    match marked {
        // What says that it is an opinion is not measured as a report.
        Marked::Opinion => return counts.set_one(Indicator::OpinionMarked, true),
        Marked::Otherwise if read.is_personal() => counts.set_one(Indicator::OpinionMarked, false),
        _ => {}
    }
    sourcing::count(counts, &read);
    headline::count(counts, article, clean, document, lexis);
}

/// Number of paragraphs, and one in how many, that open with a speaker from which a text is a
/// transcript. Chosen by judgement.
const SPEAKERS: (usize, usize) = (4, 5);
/// Number of bytes within which a speaker and a colon stand. Chosen by judgement.
const LABEL: usize = 40;

/// Returns whether a text is an interview or a transcript, in which everybody speaks without
/// quotation marks: `JANE DOE: The ferry is late.`
fn is_transcript(text: &str, clean: &Cleaned) -> bool {
    let opens = |piece: &std::ops::Range<usize>| {
        let line = text[piece.clone()].trim_start();
        let end = line.as_bytes().iter().take(LABEL).position(|b| *b == b':');
        end.is_some_and(|end| {
            let mut words = line[..end].split_whitespace();
            words.clone().next().is_some()
                && words.clone().count() <= 4
                && words.all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '('))
        })
    };
    let labelled = clean.body.iter().filter(|piece| opens(piece)).count();
    labelled >= SPEAKERS.0 && labelled * SPEAKERS.1 >= clean.body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interview_is_a_transcript_and_a_report_with_a_colon_is_not() {
        let read = |text: &str| {
            let mut from = 0;
            let body = text.split('\n').map(|line| {
                let piece = from..from + line.len();
                from = piece.end + 1;
                piece
            });
            let clean = Cleaned { body: body.collect(), ..Cleaned::default() };
            is_transcript(text, &clean)
        };
        let interview = "JANE DOE: Why is it late?\nJOHN ROE: The storm.\n".repeat(3);
        assert!(read(interview.trim_end()));
        assert!(!read("The reason is plain: a storm.\nIt came at noon.\nHalvik: rain.\nAll left."));
    }
}
