//! What differs between a copy and the article it is compared with.

use std::ops::Range;

use serde::Serialize;

use super::super::model::Pair;
use super::cut;
use crate::compare::{Drift, DriftKind};
use crate::report::Source;
use crate::report::schema::rounded;

/// Most characters of a wording. Chosen by judgement: a long quotation.
const LONGEST: usize = 1_000;

/// One difference.
#[derive(Debug, Serialize)]
pub struct Alteration {
    /// Its kind.
    pub kind: &'static str,
    /// How much it can mislead.
    pub severity: &'static str,
    /// The first text's wording, and the copy's.
    pub texts: (String, String),
    /// Who is quoted; empty if unknown.
    pub speaker: String,
    /// Probability that it is an alteration of one statement; `None` if it was not measured.
    pub firm: Option<f64>,
    /// Whether it counts against the copy.
    pub counts: bool,
}

/// Lists what differs in a pair, each with its bytes in the first text and in the copy.
pub(super) fn of(s: &Source<'_>, pair: &Pair) -> Vec<(Alteration, Range<usize>, Range<usize>)> {
    let f = s.findings;
    let c = &f.comparisons[pair.comparison as usize];
    let verdict = &f.lineage.verdicts[pair.comparison as usize];
    let record = &f.reliability.articles[pair.copy as usize];
    let parent = f.lineage.standings[pair.copy as usize].parent.as_ref();
    let is_parent = parent.is_some_and(|p| p.comparison == pair.comparison);
    let texts = (&*f.articles[c.a as usize].text, &*f.articles[c.b as usize].text);
    let all: Vec<_> = match is_parent {
        true => verdict.alterations_from(pair.parent, c).collect(),
        false => verdict.alterations(c).collect(),
    };
    let shown = all.into_iter().map(|d| {
        let mut alteration = listed(d, texts);
        let (first, copy) = if c.a == pair.parent { (&d.a, &d.b) } else { (&d.b, &d.a) };
        if c.a != pair.parent {
            let (a, b) = alteration.texts;
            alteration.texts = (b, a);
        }
        let blamed = match d.kind {
            DriftKind::Quote => !record.quotes_confirmed.contains(copy),
            kind => kind.is_fact(),
        };
        alteration.counts = is_parent && record.compared && d.accuses() && blamed;
        (alteration, first.clone(), copy.clone())
    });
    let mut out: Vec<_> = shown.collect();
    out.sort_by_key(|(_, first, copy)| (first.start, copy.start));
    out
}

/// Returns a difference between the two texts that were compared, held against nobody.
pub(super) fn listed(d: &Drift, texts: (&str, &str)) -> Alteration {
    let kept = |text: &str, bytes: &Range<usize>| cut(&text[bytes.clone()], LONGEST);
    Alteration {
        kind: d.kind.name(),
        severity: d.severity(),
        texts: (kept(texts.0, &d.a), kept(texts.1, &d.b)),
        speaker: d.speaker_in(texts).map_or(String::new(), |name| cut(name, LONGEST)),
        firm: d.firmness().map(rounded),
        counts: false,
    }
}
