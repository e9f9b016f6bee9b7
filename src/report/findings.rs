//! The list to read first: what the run holds against an article, and what it lists without blame,
//! each as one sentence that both outlets could check.
//!
//! Nothing is decided here. A charge is a [`Harm`] of the article's record; whatever else is listed
//! was withheld by [`charges`](crate::reliability::charges) or by the article's
//! [`Warrant`], and its sentence says so. This is the one place that orders
//! them: the summary, `findings.csv` and the page follow it.

mod sentences;

use rayon::prelude::*;
use serde::{Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_64;

use super::Source;
use super::tables::articles::is_of_withdrawn;
use crate::captions::CaptionVerdict;
use crate::compare::{Drift, DriftKind, Relation};
use crate::lineage::Warrant;
use crate::pipeline::Findings;
use crate::reliability::{Harm, HarmKind, is_credit_harm, is_revision};
use crate::words::Language;
use sentences::Telling;

/// How often findings of a kind held when readers checked them against both texts, on corpora that
/// no rule was developed on, as (confirmed, checked). Source: docs/accuracy.md.
const HELD: [(HarmKind, u32, u32); 6] = [
    (HarmKind::Credit, 0, 10),
    (HarmKind::Spin, 62, 95),
    (HarmKind::Quotations, 63, 231),
    (HarmKind::Facts, 96, 402),
    (HarmKind::Caption, 0, 114),
    (HarmKind::Backdated, 0, 1),
];

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A difference or a loss that can be held against an article.
    Harm(HarmKind),
    /// It goes back to an item that its agency has withdrawn ("killed"). Never held against anybody:
    /// nothing says whether it was taken before that.
    Withdrawn,
}

impl Kind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        HarmKind::ALL.into_iter().map(Self::Harm).chain([Self::Withdrawn])
    }

    /// Returns the name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Harm(HarmKind::Credit) => "credit",
            Self::Harm(HarmKind::Spin) => "spin",
            Self::Harm(HarmKind::Quotations) => "quotation",
            Self::Harm(HarmKind::Facts) => "fact",
            Self::Harm(HarmKind::Caption) => "caption",
            Self::Harm(HarmKind::Backdated) => "backdated",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Returns how findings of this kind fared when readers checked them against both texts, as
    /// (confirmed, checked).
    pub fn held(self) -> (u32, u32) {
        HELD.iter()
            .find(|(of, ..)| Self::Harm(*of) == self)
            .map_or((0, 0), |(_, signed, read)| (*signed, *read))
    }
}

/// Returns the names of kinds as the tables join them: `quotation+spin`.
pub fn names(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("+")
}

/// Number of differing pairs that are listed of a family whose first text is unknown. Chosen by
/// judgement: they show the same few differences again and again.
const OF_FAMILY: usize = 3;

/// Why a finding is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is held against the article and costs points.
    Charged,
    /// The credit was not found, but something else may explain that.
    CreditUnsure,
    /// Only dates say which of the two is the copy.
    DatesOnly,
    /// That it is the copy is likely, not shown.
    LikelyOnly,
    /// The evidence on which is the copy is contradictory.
    Contested,
    /// Nothing says which of the two is the copy.
    Unknown,
    /// Of the findings of this kind that readers checked, they confirmed none.
    Unconfirmed,
    /// Its agency has withdrawn the item that it goes back to.
    Withdrawn,
}

impl Status {
    /// Every status with its name in the tables, and why nobody is charged (empty for a charge).
    pub const ALL: [(Self, &str, &str); 8] = [
        (Self::Charged, "charged", ""),
        (
            Self::CreditUnsure,
            "credit_unsure",
            "The credit may have been lost on the way to us; nothing is held against either.",
        ),
        (
            Self::DatesOnly,
            "dates_only",
            "Only dates say which came first; both may have it from a third text. Nothing is held against either.",
        ),
        (
            Self::LikelyOnly,
            "likely_only",
            "Which was made from which is likely but not shown; nothing is held against either.",
        ),
        (
            Self::Contested,
            "contested",
            "The evidence on which came first is contradictory; nothing is held against either.",
        ),
        (Self::Unknown, "unknown", "Which came first is unknown; nothing is held against either."),
        (
            Self::Unconfirmed,
            "unconfirmed",
            "Readers who checked findings of this kind confirmed none; the caption is not held against the article.",
        ),
        (
            Self::Withdrawn,
            "withdrawn",
            "It may have been taken before that, or stand with a correction; nothing is held against the outlet.",
        ),
    ];

    /// Returns the name in the tables.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Returns why nobody is charged; empty for a charge.
    pub fn words(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    fn of(warrant: Warrant) -> Self {
        match warrant {
            Warrant::Dates => Self::DatesOnly,
            Warrant::Likely => Self::LikelyOnly,
            Warrant::Contested => Self::Contested,
            Warrant::Credit | Warrant::Witness | Warrant::Clock | Warrant::Wording => {
                Self::CreditUnsure
            }
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The fragment of the page's address that opens it: `f-` and a hash of the ids concerned, the
    /// same in every run.
    pub anchor: String,
    /// What was found, gravest first; never empty.
    pub kinds: Vec<Kind>,
    /// Whether it is a charge, or why not.
    pub status: Status,
    /// The finding in one sentence, and for what is no charge, a second one that says so.
    pub sentence: String,
    /// What it costs the article, in points of its score; 0 unless it is charged.
    pub severity: f64,
    /// The least of the stated probabilities that it rests on: that the two go back to one text,
    /// each alteration and, where the finding names the copy, which of them was first; for a
    /// caption, that it does not belong. `None` if one was not measured.
    pub confidence: Option<f64>,
    /// The article that it is about.
    pub article: u32,
    /// The article compared with it; `None` for a caption and where only an agency's lost story is
    /// known.
    pub other: Option<u32>,
    /// The comparison of the two.
    pub comparison: Option<u32>,
    /// The caption, by its index among the run's; `None` for a copy.
    pub caption: Option<usize>,
}

impl Finding {
    /// Returns how findings of its gravest kind fared when readers checked them, as (confirmed,
    /// checked).
    pub fn held(&self) -> (u32, u32) {
        self.kinds[0].held()
    }

    /// Returns the order to read in: what is charged first, then the cost that is to be expected,
    /// the severity times the confidence times how often such findings held (by Laplace's rule of
    /// succession, so that a kind that nobody has checked counts as half).
    fn urgency(&self) -> f64 {
        let (confirmed, checked) = self.held();
        let held = (f64::from(confirmed) + 1.0) / (f64::from(checked) + 2.0);
        (self.severity + f64::from(u8::from(self.status != Status::Charged)))
            * self.confidence.unwrap_or(0.0)
            * held
    }
}

/// Returns the fragment that opens what some ids name: a letter and 16 hex digits of a hash of
/// them, the same in every run.
pub fn anchor(letter: char, ids: &[&str]) -> String {
    format!("{letter}-{:016x}", xxh3_64(ids.join("\0").as_bytes()))
}

/// Returns all findings on articles in focus, in the order to read them, as the tables word them.
/// O(articles + pairs).
pub fn list(s: &Source<'_>) -> Vec<Finding> {
    list_in(s, Language::En)
}

/// Returns the same, worded in a language.
pub fn list_in(s: &Source<'_>, language: Language) -> Vec<Finding> {
    let told = Telling { source: s, words: language.words() };
    let f = s.findings;
    let mut out: Vec<Finding> = (0..f.articles.len())
        .into_par_iter()
        .filter(|at| f.focus[*at])
        .filter_map(|at| of_copy(&told, at as u32))
        .collect();
    out.extend(
        (0..f.captions.len())
            .into_par_iter()
            .filter_map(|n| of_caption(&told, n))
            .collect::<Vec<_>>(),
    );
    out.extend((0..f.lineage.clusters.len()).flat_map(|n| of_family(&told, n)));
    out.sort_by(|x, y| {
        let charged = |finding: &Finding| finding.status != Status::Charged;
        charged(x)
            .cmp(&charged(y))
            .then_with(|| y.urgency().total_cmp(&x.urgency()))
            .then_with(|| x.anchor.cmp(&y.anchor))
    });
    out
}

/// Returns the finding on an article as a copy: its charges, or else the differences that are not
/// held against it.
fn of_copy(told: &Telling<'_>, at: u32) -> Option<Finding> {
    let f = told.source.findings;
    let harms: Vec<&Harm> = f.reliability.articles[at as usize]
        .harms
        .iter()
        .filter(|harm| harm.kind != HarmKind::Caption)
        .collect();
    let (other, comparison) = compared_with(f, at);
    let withdrawn = is_of_withdrawn(f, at as usize).then_some(Kind::Withdrawn);
    let (mut kinds, status, severity) = if harms.is_empty() {
        let differs = comparison.and_then(|comparison| withheld(f, at, comparison));
        let (kinds, status) =
            differs.or_else(|| withdrawn.map(|_| (Vec::new(), Status::Withdrawn)))?;
        (kinds, status, 0.0)
    } else {
        let severity = harms.iter().map(|harm| harm.points).sum();
        (harms.iter().map(|harm| Kind::Harm(harm.kind)).collect(), Status::Charged, severity)
    };
    kinds.extend(withdrawn);
    let sentence = sentences::copy(told, at, (other, comparison), &kinds, status);
    Some(Finding {
        anchor: anchor_of(f, at, other),
        confidence: confidence(f, at, (other, comparison), &kinds, status),
        kinds,
        status,
        sentence,
        severity,
        article: at,
        other,
        comparison,
        caption: None,
    })
}

/// Returns the article that a copy's charges refer to, and their comparison: its parent, or the
/// family's first text if the parent is the outlet's own.
pub(crate) fn compared_with(f: &Findings, at: u32) -> (Option<u32>, Option<u32>) {
    let standing = &f.lineage.standings[at as usize];
    let parent = standing.parent.as_ref().filter(|p| !is_revision(&f.cleaned, at, p.article));
    if let Some(parent) = parent {
        return (Some(parent.article), Some(parent.comparison));
    }
    let root = standing.cluster.and_then(|c| f.lineage.clusters[c as usize].root);
    let Some(root) = root.filter(|root| *root != at && !is_revision(&f.cleaned, at, *root)) else {
        return (None, None);
    };
    let key = (at.min(root), at.max(root));
    let pair = f.comparisons.binary_search_by_key(&key, |c| (c.a, c.b)).ok();
    (Some(root), pair.map(|pair| pair as u32))
}

/// Returns what differs between an article and its parent from another outlet without being held
/// against it, and why not; `None` if nothing firm differs.
fn withheld(f: &Findings, at: u32, comparison: u32) -> Option<(Vec<Kind>, Status)> {
    let standing = &f.lineage.standings[at as usize];
    let parent = standing.parent.as_ref().filter(|p| p.comparison == comparison)?;
    let (quotes, facts) = counts(f, at, parent.article, comparison);
    let credit = standing.credit.is_some_and(is_credit_harm);
    let warrant = standing.warrant?;
    let mut kinds = Vec::new();
    if credit {
        kinds.push(HarmKind::Credit);
    }
    if !warrant.holds() {
        kinds.extend(
            [
                (standing.relation == Some(Relation::Spun), HarmKind::Spin),
                (quotes > 0, HarmKind::Quotations),
                (facts > 0, HarmKind::Facts),
            ]
            .into_iter()
            .filter_map(|(found, kind)| found.then_some(kind)),
        );
    }
    // A lost credit by itself is withheld for what the debt rests on.
    let reason = match kinds.as_slice() {
        [HarmKind::Credit] => standing.debt.unwrap_or(warrant),
        _ => warrant,
    };
    let kinds: Vec<Kind> = kinds.into_iter().map(Kind::Harm).collect();
    (!kinds.is_empty()).then(|| (kinds, Status::of(reason)))
}

/// Returns the numbers of quotations and of facts that surely differ between an article and its
/// parent.
fn counts(f: &Findings, at: u32, parent: u32, comparison: u32) -> (usize, usize) {
    let confirmed = &f.reliability.articles[at as usize].quotes_confirmed;
    let c = &f.comparisons[comparison as usize];
    let firm = |d: &&Drift| d.accuses();
    let all = || f.lineage.verdicts[comparison as usize].alterations_from(parent, c).filter(firm);
    let mine = |d: &Drift| if c.a == at { d.a.clone() } else { d.b.clone() };
    let quotes = all().filter(|d| d.kind == DriftKind::Quote && !confirmed.contains(&mine(d)));
    (quotes.count(), all().filter(|d| d.kind.is_fact()).count())
}

/// Returns the least of the probabilities that a finding on a copy rests on.
fn confidence(
    f: &Findings,
    at: u32,
    (other, comparison): (Option<u32>, Option<u32>),
    kinds: &[Kind],
    status: Status,
) -> Option<f64> {
    let (other, comparison) = (other?, comparison?);
    let c = &f.comparisons[comparison as usize];
    let verdict = &f.lineage.verdicts[comparison as usize];
    let told =
        kinds.iter().any(|kind| matches!(kind, Kind::Harm(HarmKind::Quotations | HarmKind::Facts)));
    let alterations = verdict
        .alterations_from(other, c)
        .filter(|d| told && d.accuses())
        .filter_map(Drift::firmness);
    let of_pair = c.standing.firmness?;
    debug_assert!(c.a == at || c.b == at, "the comparison is of another pair");
    let direction = match status {
        Status::Charged | Status::CreditUnsure => {
            Some(verdict.confidence().filter(|_| verdict.original == Some(other))?)
        }
        // The sentence leaves open which of the two is the copy.
        _ => None,
    };
    Some(direction.into_iter().chain(alterations).fold(of_pair, f64::min))
}

/// Returns the finding on a caption that has nothing to do with its story, if it is one.
fn of_caption(told: &Telling<'_>, n: usize) -> Option<Finding> {
    let f = told.source.findings;
    let judged = &f.captions[n];
    let at = judged.article;
    if judged.verdict != CaptionVerdict::Unrelated || !f.focus[at as usize] {
        return None;
    }
    let record = &f.reliability.articles[at as usize];
    // A caption is charged only where somebody has given it a weight of its own.
    let harm = record.harms.iter().find(|harm| harm.kind == HarmKind::Caption);
    let status = if harm.is_some() { Status::Charged } else { Status::Unconfirmed };
    let points = harm.map_or(0.0, |harm| harm.points);
    Some(Finding {
        anchor: anchor('f', &[&f.articles[at as usize].id, "caption", &judged.caption.text]),
        kinds: vec![Kind::Harm(HarmKind::Caption)],
        status,
        sentence: sentences::caption(told, judged, status),
        severity: points / f64::from(record.captions_unrelated.max(1)),
        confidence: Some(1.0 - judged.relatedness),
        article: at,
        other: None,
        comparison: None,
        caption: Some(n),
    })
}

/// Returns pairs of a family that surely differ where nothing says which of the two came first.
fn of_family(told: &Telling<'_>, cluster: usize) -> Vec<Finding> {
    let f = told.source.findings;
    let is_parent = |at: u32, other: u32| {
        f.lineage.standings[at as usize].parent.as_ref().is_some_and(|p| p.article == other)
    };
    let mut out = Vec::new();
    for &tie in &f.lineage.clusters[cluster].ties {
        let (c, verdict) = (&f.comparisons[tie as usize], &f.lineage.verdicts[tie as usize]);
        let apart = !is_revision(&f.cleaned, c.a, c.b)
            && !is_parent(c.a, c.b)
            && !is_parent(c.b, c.a)
            && f.lineage.standings[c.a as usize].parent.is_none()
            && f.lineage.standings[c.b as usize].parent.is_none();
        if verdict.original.is_some() || !apart || !f.tells_of(&[c.a, c.b]) {
            continue;
        }
        let firm = || verdict.alterations(c).filter(|d| d.accuses());
        let kinds: Vec<Kind> = [
            (firm().any(|d| d.kind == DriftKind::Quote), HarmKind::Quotations),
            (firm().any(|d| d.kind.is_fact()), HarmKind::Facts),
        ]
        .into_iter()
        .filter_map(|(found, kind)| found.then_some(Kind::Harm(kind)))
        .collect();
        if kinds.is_empty() {
            continue;
        }
        let status = if verdict.contested { Status::Contested } else { Status::Unknown };
        out.push(Finding {
            anchor: anchor_of(f, c.b, Some(c.a)),
            sentence: sentences::copy(told, c.b, (Some(c.a), Some(tie)), &kinds, status),
            confidence: confidence(f, c.b, (Some(c.a), Some(tie)), &kinds, status),
            kinds,
            status,
            severity: 0.0,
            article: c.b,
            other: Some(c.a),
            comparison: Some(tie),
            caption: None,
        });
    }
    out.truncate(OF_FAMILY);
    out
}

fn anchor_of(f: &Findings, at: u32, other: Option<u32>) -> String {
    let id = |at: u32| f.articles[at as usize].id.as_str();
    anchor('f', &[id(at), other.map_or("", id)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(kind: HarmKind, severity: f64, confidence: Option<f64>, status: Status) -> Finding {
        Finding {
            anchor: String::new(),
            kinds: vec![Kind::Harm(kind)],
            status,
            sentence: String::new(),
            severity,
            confidence,
            article: 0,
            other: None,
            comparison: None,
            caption: None,
        }
    }

    #[test]
    fn what_readers_seldom_confirmed_is_read_later() {
        let caption = finding(HarmKind::Caption, 15.0, Some(1.0), Status::Charged);
        let spin = finding(HarmKind::Spin, 15.0, Some(0.9), Status::Charged);
        assert!(spin.urgency() > caption.urgency());
        assert!(finding(HarmKind::Spin, 30.0, None, Status::Charged).urgency() == 0.0);
    }

    #[test]
    fn every_status_stands_at_its_place_and_only_a_charge_has_no_excuse() {
        for (at, (status, _, words)) in Status::ALL.iter().enumerate() {
            assert_eq!(*status as usize, at);
            assert_eq!(words.is_empty(), *status == Status::Charged);
            assert!(
                words.is_empty()
                    || words.contains("othing is held against ")
                    || words.contains("not held against")
            );
        }
    }

    #[test]
    fn an_anchor_depends_on_where_one_id_ends() {
        assert_ne!(anchor('f', &["ab", "c"]), anchor('f', &["a", "bc"]));
        assert_eq!(anchor('f', &["a"]).len(), 18);
    }

    #[test]
    fn what_readers_confirmed_is_what_the_readings_add_up_to() {
        let documented = include_str!("../../docs/accuracy.md");
        for (kind, confirmed, checked) in HELD {
            let stated = format!("{} {confirmed} of {checked}", Kind::Harm(kind).name());
            assert!(documented.contains(&stated), "{stated}");
        }
    }
}
