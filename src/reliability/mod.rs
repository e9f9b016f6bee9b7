//! Computes what each source did, in figures that can be traced to articles, and the scores based
//! on them.

pub mod agreement;
mod apart;
pub mod calibrate;
pub mod charges;
pub mod contradictions;
mod draws;
mod interval;
pub mod prior;
pub mod profile;
pub mod rates;
pub mod reasons;
pub mod score;

use charges::Charges;
pub use contradictions::Contradiction;
pub use prior::{Prior, Priors};
pub use profile::sources::Profile;
pub use rates::{Estimate, Rate};
pub use score::{Harm, HarmKind, Score};

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::captions::{CaptionVerdict, Judged};
use crate::clean::Cleaned;
use crate::compare::{Comparison, Drift, DriftKind, Relation};
use crate::ingest::Article;
use crate::lineage::{CreditKept, Lineage, Role};
use crate::sources::Registry;
use crate::text::Document;

/// What is known about one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleRecord {
    /// Whether the article counts towards its source.
    pub counted: bool,
    /// Number of quotations of three words or more.
    pub quotes: u32,
    /// Number of quotations that differ from those of its parent.
    pub quotes_altered: u32,
    /// Quotations that differ from those of its parent but match an article that does not depend on
    /// it, as byte ranges of its text.
    pub quotes_confirmed: Vec<std::ops::Range<usize>>,
    /// Number of quotations that could be compared with those of its parent.
    pub quotes_checked: u32,
    /// Number of other facts that differ from those of its parent.
    pub facts_drifted: u32,
    /// Share of its words that are substitutes for words of its parent; `None` without a parent.
    pub spin_share: Option<f64>,
    /// Whether it claims a date before that of its original, where other evidence identifies the
    /// original; `None` if a date is missing or the claim is unproved.
    pub backdated: Option<bool>,
    /// What became of the credit, insofar as it may be held against the article.
    pub credit: Option<CreditKept>,
    /// Whether its alterations are held against it: it has a parent from another source, on better
    /// evidence than claimed dates.
    pub compared: bool,
    /// Whether it repeats a copied text that its source has under another id.
    pub repeat: bool,
    /// Number of captions judged related, archive or unrelated.
    pub captions_judged: u32,
    /// Number of captions judged unrelated.
    pub captions_unrelated: u32,
    /// Number of captions.
    pub captions: u32,
    /// The article's score; `None` if too little could be checked.
    pub score: Option<f64>,
    /// The harms found, worst first.
    pub harms: Vec<Harm>,
    /// What was counted for its source's profile.
    pub counts: profile::Counts,
}

/// What is known about one source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Number of articles counted.
    pub articles: u32,
    /// Number of originals among them (including independent articles).
    pub originals: u32,
    /// Numbers of copies by relation, in the order of [`Relation::COPYING`].
    pub relations: [u32; Relation::COPYING.len()],
    /// Copies that name where they come from, among those where this could be decided.
    pub attributed: Rate,
    /// Quotations kept, among those compared.
    pub quote_fidelity: Rate,
    /// Copies with drifted facts, among copies compared.
    pub drift: Rate,
    /// Spun copies, among copies compared.
    pub spin: Rate,
    /// Unrelated captions, among those judged.
    pub captions_flagged: Rate,
    /// Copies dated before their original, among those where both are dated and other evidence
    /// settles the direction; unproved ones are left out.
    pub backdated: Rate,
    /// Articles that have a date.
    pub dated: Rate,
    /// Articles that name an author.
    pub bylined: Rate,
    /// Copies of other sources, among its articles that are not versions of another of its own.
    pub copied: Rate,
    /// Its indicators.
    pub profile: Profile,
    /// Mean share of boilerplate.
    pub boilerplate_share: f64,
    /// Median seconds from the parent to the copy (the upper of two), where both dates are exact;
    /// `None` without any.
    pub median_lag_seconds: Option<i64>,
    /// The source's score; `None` below the required amount of evidence.
    pub score: Option<Score>,
    /// The most important reasons for the score, in words.
    pub reasons: String,
}

impl SourceRecord {
    /// Returns the number of copies with a given relation; 0 for a relation that is not copying.
    pub fn copies_of(&self, relation: Relation) -> u32 {
        let place = Relation::COPYING.iter().position(|name| *name == relation.name());
        place.map_or(0, |place| self.relations[place])
    }

    /// Returns whether at least three articles are known and none has a byline or a credit, which
    /// scraping may have lost.
    pub fn shows_no_credits(&self) -> bool {
        self.articles >= charges::BLIND_FROM
            && self.bylined.count == 0
            && self.attributed.count == 0
    }
}

/// All results of reliability.
#[derive(Debug, Default)]
pub struct Reliability {
    /// One record per article.
    pub articles: Vec<ArticleRecord>,
    /// One record per source, by id.
    pub sources: BTreeMap<String, SourceRecord>,
    /// The priors that the rates of sources are drawn towards.
    pub priors: Priors,
    /// What independent reports of one event say differently, ascending.
    pub contradictions: Vec<Contradiction>,
    /// What they say alike.
    pub corroborated: Vec<profile::corroboration::Corroborated>,
}

/// The input of reliability.
pub struct Findings<'f> {
    /// The articles.
    pub articles: &'f [Article],
    /// The cleaned form of each article.
    pub cleaned: &'f [Cleaned],
    /// The body of each article as words, sentences and quotations.
    pub documents: &'f [Document],
    /// The comparisons of candidate pairs.
    pub comparisons: &'f [Comparison],
    /// The results of lineage.
    pub lineage: &'f Lineage,
    /// The judged captions of the articles.
    pub captions: &'f [Judged],
    /// Whether each article counts; those outside the week are only compared.
    pub counted: &'f [bool],
    /// The known sources, with weights.
    pub registry: &'f Registry,
}

/// Computes the record of each source from those of the articles ([`of_articles`]). O(articles).
///
/// Contradictions are left out; [`contradictions::find`] finds them.
pub fn of_sources(f: &Findings<'_>, articles: Vec<ArticleRecord>) -> Reliability {
    let blind = charges::blind(f);
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, clean) in f.cleaned.iter().enumerate() {
        if let Some(source) = clean.source.as_deref().filter(|s| !s.is_empty() && f.counted[at]) {
            members.entry(source).or_default().push(at);
        }
    }
    let record = |(id, list): (&str, Vec<usize>)| {
        (id.to_owned(), source(f, &articles, !blind.contains(id), &list))
    };
    let mut sources: BTreeMap<String, SourceRecord> =
        members.into_par_iter().map(record).collect::<Vec<_>>().into_iter().collect();
    let kind = |id: &str| f.registry.by_id(id).map_or("unlisted", |s| s.kind.name());
    let mut priors = prior::shrink(&mut sources, &kind);
    profile::sources::compare(&mut sources, &kind, &mut priors);
    score::sources(&mut sources, &f.registry.weights, &kind);
    Reliability { articles, sources, priors, contradictions: Vec::new(), corroborated: Vec::new() }
}

/// Computes the record of each article. O(articles + captions).
///
/// `known` holds the records of sources from earlier runs. Where they show that a source's credits
/// are never seen, none counts as lost here either.
pub fn of_articles(f: &Findings<'_>, known: &BTreeMap<String, SourceRecord>) -> Vec<ArticleRecord> {
    records(f, &Charges::of(f, known))
}

fn records(f: &Findings<'_>, charges: &Charges) -> Vec<ArticleRecord> {
    let mut articles: Vec<ArticleRecord> =
        (0..f.articles.len()).into_par_iter().map(|at| article(f, charges, at)).collect();
    for judged in f.captions {
        let record = &mut articles[judged.article as usize];
        record.captions += 1;
        if f.articles[judged.article as usize].noted {
            continue;
        }
        record.captions_judged += u32::from(judged.verdict != CaptionVerdict::Unknown);
        record.captions_unrelated += u32::from(judged.verdict == CaptionVerdict::Unrelated);
    }
    let mut counts = profile::of_articles(f);
    profile::count_pictures(f.captions, &mut counts);
    for ((record, counts), article) in articles.iter_mut().zip(counts).zip(f.articles) {
        record.counts = if article.noted { profile::Counts::default() } else { counts };
    }
    for (at, record) in articles.iter_mut().enumerate() {
        score::article(record, &f.registry.weights, f.lineage.standings[at].relation);
    }
    articles
}

/// Returns whether two articles are from one outlet, so that one is a revision of the other and not
/// a copy.
pub fn is_revision(cleaned: &[Cleaned], a: u32, b: u32) -> bool {
    let source = &cleaned[a as usize].source;
    source.is_some() && *source == cleaned[b as usize].source
}

fn article(f: &Findings<'_>, charges: &Charges, at: usize) -> ArticleRecord {
    let standing = &f.lineage.standings[at];
    let mut record = ArticleRecord {
        counted: f.counted[at],
        credit: charges.credit(f, at),
        repeat: charges.is_repeat(at),
        ..ArticleRecord::default()
    };
    let Some(parent) =
        standing.parent.as_ref().filter(|p| !is_revision(f.cleaned, at as u32, p.article))
    else {
        return record;
    };
    let c = &f.comparisons[parent.comparison as usize];
    let verdict = &f.lineage.verdicts[parent.comparison as usize];
    // That a story is told anew is an estimate, and no alterations are sought in it: nothing counts.
    if c.descent.is_some() {
        return record;
    }
    record.spin_share = Some(c.measures.substituted());
    if [at, parent.article as usize].iter().any(|at| f.articles[*at].noted) {
        return record;
    }
    // The proof does not rest on dates, so dates that make the direction contested do not affect
    // it.
    record.backdated =
        standing.backdating.as_ref().filter(|b| b.proved || !b.backdated).map(|b| b.backdated);
    if charges::shielded(f, at).is_some() {
        return record;
    }
    record.compared = true;
    record.quotes = if c.a == at as u32 { c.measures.quotes.0 } else { c.measures.quotes.1 };
    let mine = |d: &Drift| if c.a == at as u32 { d.a.clone() } else { d.b.clone() };
    let quotes = verdict
        .alterations_from(parent.article, c)
        .filter(|d| d.kind == DriftKind::Quote)
        .map(mine);
    record.quotes_confirmed = quotes
        .filter(|bytes| charges.is_confirmed(f, at, &f.articles[at].text[bytes.clone()]))
        .collect();
    // Differences that may not be alterations are listed, but held against nobody.
    let firm: Vec<&Drift> =
        verdict.alterations_from(parent.article, c).filter(|d| d.accuses()).collect();
    let altered = firm.iter().filter(|d| d.kind == DriftKind::Quote).map(|d| mine(d));
    record.quotes_altered =
        altered.filter(|bytes| !record.quotes_confirmed.contains(bytes)).count() as u32;
    record.quotes_checked =
        c.measures.quotes_shared + record.quotes_confirmed.len() as u32 + record.quotes_altered;
    record.facts_drifted = firm.iter().filter(|d| d.kind.is_fact()).count() as u32;
    record
}

/// What one article adds to its source's rates, as hits and cases.
#[derive(Debug, Clone, Copy, Default)]
struct Cases {
    attributed: (u32, u32),
    quotes: (u32, u32),
    drift: (u32, u32),
    spin: (u32, u32),
    captions: (u32, u32),
    backdated: (u32, u32),
    dated: (u32, u32),
    bylined: (u32, u32),
    copied: (u32, u32),
}

impl Cases {
    /// Counts what an article adds. `own` says that it is a version of something the source already
    /// has, which is neither a copy nor work of its own; `credits_seen` that credits can be read in
    /// the run.
    fn of(
        f: &Findings<'_>,
        record: &ArticleRecord,
        at: usize,
        own: bool,
        credits_seen: bool,
    ) -> Self {
        let standing = &f.lineage.standings[at];
        let one = |hit: bool| (u32::from(hit), 1);
        let mut case = Self {
            dated: one(f.lineage.dates[at].0.is_some()),
            bylined: one(f.cleaned[at].credits.bylined),
            copied: if own { (0, 0) } else { one(false) },
            captions: (record.captions_unrelated, record.captions_judged),
            ..Self::default()
        };
        if own {
            return case;
        }
        if credits_seen {
            case.attributed = record.credit.map_or((0, 0), |credit| one(credit.is_attributed()));
        }
        if let (Some(relation), Some(_)) = (standing.relation, &standing.parent) {
            if copying(relation).is_some() {
                case.copied = one(true);
            }
            if record.compared {
                case.quotes =
                    (record.quotes_checked - record.quotes_altered, record.quotes_checked);
                case.drift = one(record.facts_drifted > 0);
                case.spin = one(relation == Relation::Spun);
            }
            case.backdated = record.backdated.map_or((0, 0), one);
        }
        case
    }
}

/// Whether an article is a revision of one that its source has, or is taken from one that only its
/// file says is from somewhere: that is not held against the outlet either.
fn is_own(f: &Findings<'_>, at: usize) -> bool {
    f.lineage.standings[at].parent.as_ref().is_some_and(|parent| {
        f.articles[parent.article as usize].noted
            || is_revision(f.cleaned, at as u32, parent.article)
    })
}

/// Returns the place of a relation among those of copying; `None` if it is not one.
fn copying(relation: Relation) -> Option<usize> {
    Relation::COPYING.iter().position(|name| *name == relation.name())
}

/// Returns how long after its parent an article appeared; `None` if either time is not exact.
fn lag_seconds(f: &Findings<'_>, at: usize, parent: usize) -> Option<i64> {
    let (mine, theirs) = (f.lineage.dates[at].0?, f.lineage.dates[parent].0?);
    (mine.is_exact() && theirs.is_exact()).then(|| mine.earliest() - theirs.earliest())
}

fn source(
    f: &Findings<'_>,
    records: &[ArticleRecord],
    credits_seen: bool,
    list: &[usize],
) -> SourceRecord {
    // An outlet is not judged by what only a file itself says is from it.
    let list: Vec<usize> = list.iter().copied().filter(|at| !f.articles[*at].noted).collect();
    let mut out = SourceRecord { articles: list.len() as u32, ..SourceRecord::default() };
    let mut lags: Vec<i64> = Vec::new();
    let mut cases: Vec<(u32, Cases)> = Vec::with_capacity(list.len());
    for &at in &list {
        let standing = &f.lineage.standings[at];
        out.originals +=
            u32::from(matches!(standing.role, Some(Role::Original | Role::Independent)));
        out.boilerplate_share += f.cleaned[at].boilerplate_share / list.len() as f64;
        let own = is_own(f, at) || records[at].repeat;
        if let (Some(relation), Some(parent), false) = (standing.relation, &standing.parent, own) {
            if let Some(place) = copying(relation) {
                out.relations[place] += 1;
            }
            lags.extend(lag_seconds(f, at, parent.article as usize));
        }
        cases.push((standing.story, Cases::of(f, &records[at], at, own, credits_seen)));
    }
    out.profile = Profile::of_articles(
        list.iter().map(|&at| (f.lineage.standings[at].story, &records[at].counts)),
    );
    let rate = |part: fn(&Cases) -> (u32, u32)| {
        Rate::of_articles(cases.iter().map(|(story, case)| {
            let (count, of) = part(case);
            (*story, count, of)
        }))
    };
    out.attributed = rate(|c| c.attributed);
    out.quote_fidelity = rate(|c| c.quotes);
    out.drift = rate(|c| c.drift);
    out.spin = rate(|c| c.spin);
    out.captions_flagged = rate(|c| c.captions);
    out.backdated = rate(|c| c.backdated);
    out.dated = rate(|c| c.dated);
    out.bylined = rate(|c| c.bylined);
    out.copied = rate(|c| c.copied);
    lags.sort_unstable();
    out.median_lag_seconds = lags.get(lags.len() / 2).copied();
    out
}

/// Returns whether the credit is one that costs points.
pub(crate) fn is_credit_harm(credit: CreditKept) -> bool {
    matches!(credit, CreditKept::Stripped | CreditKept::BylineReplaced | CreditKept::WrongAgency)
}
