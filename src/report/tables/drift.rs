//! drift: one row per alteration in a copying pair.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::recognized;
use crate::compare::{Comparison, Drift, DriftKind};
use crate::lineage::Warrant;
use crate::pipeline::Findings;
use crate::text::fold;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("copy_id", Kind::Id),
    column("original_id", Kind::Id),
    column("kind", Kind::Id),
    column("original_text", Kind::Text),
    column("copy_text", Kind::Text),
    column("original_start", Kind::Int),
    column("original_end", Kind::Int),
    column("copy_start", Kind::Int),
    column("copy_end", Kind::Int),
    column("severity", Kind::Id),
    column("speaker", Kind::Text),
    column("charge", Kind::Id),
    column("firmness", Kind::Float),
    column("copy_source", Kind::Id),
    column("copy_title", Kind::Text),
    column("copy_url", Kind::Text),
    column("copy_published", Kind::Id),
    column("original_source", Kind::Id),
    column("original_title", Kind::Text),
    column("original_url", Kind::Text),
    column("original_published", Kind::Id),
];

/// Whether a row counts against the copy that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charge {
    /// It does: the row is between a copy and its best parent, and is the first of its family with
    /// these wordings.
    Copy,
    /// Another row of the family has the same difference, or the copy has a closer parent than this
    /// original.
    Repeated,
    /// It counts against nobody: the row is not firm, no original is known, the copy has no parent
    /// in the tree or only one based on dates or likelihood, the family has the wordings in both
    /// directions, another article has the copy's words, or a quotation was only added.
    None,
}

impl Charge {
    fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Repeated => "repeated",
            Self::None => "none",
        }
    }
}

/// A difference within a family: the family, the kind, and both wordings, the original's first.
type Told = (Option<u32>, DriftKind, String, String);

/// Decides, row by row, what counts against whom.
struct Charges {
    /// Differences that occur in rows between a copy and its best parent.
    told: BTreeSet<Told>,
    charged: BTreeSet<Told>,
}

impl Charges {
    /// Whether a row is between a copy and its best parent; true if the copy has no parent.
    fn is_of_parent(f: &Findings, copy: u32, original: u32) -> bool {
        f.lineage.standings[copy as usize]
            .parent
            .as_ref()
            .is_none_or(|parent| parent.article == original)
    }

    fn of_row(
        &mut self,
        f: &Findings,
        (copy, d, bytes): (u32, &Drift, &std::ops::Range<usize>),
        original: Option<u32>,
        told: Told,
    ) -> Charge {
        let Some(original) = original else { return Charge::None };
        // Quoting more than another article is not an alteration, and an uncertain alteration does
        // not count.
        if !d.accuses() {
            return Charge::None;
        }
        // Nothing counts against an article if the tree does not say what it was made from, or only
        // says so by dates.
        if !f.lineage.standings[copy as usize].warrant.is_some_and(Warrant::holds) {
            return Charge::None;
        }
        // Others have the copy's wording and did not get it from the copy.
        if f.reliability.articles[copy as usize].quotes_confirmed.contains(bytes) {
            return Charge::None;
        }
        let turned = (told.0, told.1, told.3.clone(), told.2.clone());
        if self.told.contains(&turned) {
            return Charge::None;
        }
        if Self::is_of_parent(f, copy, original) && self.charged.insert(told) {
            Charge::Copy
        } else {
            Charge::Repeated
        }
    }
}

/// Returns the form in which wordings are compared within a family: the folded words.
fn worded(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(fold::fold)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns what an alteration of `original` says, for finding it again in the same family.
fn told(f: &Findings, c: &Comparison, original: u32, d: &Drift) -> Told {
    let (a, b) = (
        worded(&f.articles[c.a as usize].text[d.a.clone()]),
        worded(&f.articles[c.b as usize].text[d.b.clone()]),
    );
    let (first, second) = if original == c.a { (a, b) } else { (b, a) };
    (f.lineage.standings[c.a as usize].cluster, d.kind, first, second)
}

/// Returns a place in an article in characters.
fn points(f: &Findings, (at, bytes): (u32, &Range<usize>)) -> Range<usize> {
    let whole = &f.articles[at as usize].text;
    let start = whole[..bytes.start].chars().count();
    start..start + whole[bytes.clone()].chars().count()
}

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new(
        "drift",
        COLUMNS,
        &["copy_id", "original_id", "copy_start", "original_start", "kind"],
    );
    let rows = || {
        let pairs =
            f.comparisons.iter().zip(&f.lineage.verdicts).filter(|(c, _)| f.tells_of(&[c.a, c.b]));
        pairs.flat_map(|(c, verdict)| verdict.alterations(c).map(move |d| (c, verdict, d)))
    };
    let against_parents = rows().filter_map(|(c, verdict, d)| {
        let original = verdict.original?;
        let copy = if original == c.a { c.b } else { c.a };
        Charges::is_of_parent(f, copy, original).then(|| told(f, c, original, d))
    });
    let mut charges = Charges { told: against_parents.collect(), charged: BTreeSet::new() };
    for (c, verdict, d) in rows() {
        // Without a direction the smaller id is taken as the original; articles are numbered by id.
        let (original, copy) = if verdict.original.unwrap_or(c.a) == c.a {
            ((c.a, &d.a), (c.b, &d.b))
        } else {
            ((c.b, &d.b), (c.a, &d.a))
        };
        let text = |(at, bytes): (u32, &Range<usize>)| {
            f.articles[at as usize].text[bytes.clone()].to_owned()
        };
        let (original_points, copy_points) = (points(f, original), points(f, copy));
        let charge =
            charges.of_row(f, (copy.0, d, copy.1), verdict.original, told(f, c, original.0, d));
        let own = [
            f.articles[copy.0 as usize].id.as_str().into(),
            f.articles[original.0 as usize].id.as_str().into(),
            d.kind.name().into(),
            text(original).into(),
            text(copy).into(),
            original_points.start.into(),
            original_points.end.into(),
            copy_points.start.into(),
            copy_points.end.into(),
            d.severity().into(),
            d.speaker_in((&f.articles[c.a as usize].text, &f.articles[c.b as usize].text))
                .map(str::to_owned)
                .into(),
            charge.name().into(),
            d.firmness().map(|firmness| (firmness * 1e4).round() / 1e4).into(),
        ];
        let both = [copy.0, original.0].into_iter().flat_map(|at| recognized(f, at));
        table.push(own.into_iter().chain(both));
    }
    Ok(table)
}
