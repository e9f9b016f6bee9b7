//! What each source did, in figures that can be traced to articles, and the scores made of them.

pub mod agreement;
pub mod charges;
pub mod prior;
pub mod rates;
pub mod score;

pub use charges::BLIND_FROM;
use charges::Charges;
pub use prior::{Prior, Priors};
pub use rates::{Estimate, Rate};
pub use score::{Harm, HarmKind, Score};

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::captions::{CaptionVerdict, Judged};
use crate::clean::Cleaned;
use crate::compare::{Comparison, Drift, DriftKind, Relation};
use crate::ingest::Article;
use crate::lineage::{CreditKept, Lineage, Role};
use crate::sources::Registry;

/// What is known of one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleRecord {
    /// Whether the article counts for its source.
    pub counted: bool,
    /// Quotations of three words or more.
    pub quotes: u32,
    /// Quotations that differ from those of its parent.
    pub quotes_altered: u32,
    /// Quotations that differ from those of its parent, but are as an article that owes it nothing
    /// has them: their bytes in its text.
    pub quotes_confirmed: Vec<std::ops::Range<usize>>,
    /// Quotations that could be compared with those of its parent.
    pub quotes_checked: u32,
    /// Other facts that differ from those of its parent.
    pub facts_drifted: u32,
    /// Share of its words that others stand in the place of, against its parent; `None` without a
    /// parent.
    pub spin_share: Option<f64>,
    /// Whether it claims a date before that of its original, which other evidence names; `None`
    /// where a date is missing.
    pub backdated: Option<bool>,
    /// What became of the credit, as far as it may be held against it.
    pub credit: Option<CreditKept>,
    /// Whether its alterations are held against it: it has a parent in another source, and more
    /// than claimed dates say so.
    pub compared: bool,
    /// Whether it repeats a copied text that its source has under another id.
    pub repeat: bool,
    /// Captions judged related, archive or unrelated.
    pub captions_judged: u32,
    /// Captions judged unrelated.
    pub captions_unrelated: u32,
    /// Captions in all.
    pub captions: u32,
    /// The article's score; `None` where too little could be checked.
    pub score: Option<f64>,
    /// The harms found, worst first.
    pub harms: Vec<Harm>,
}

/// What is known of one source.
#[derive(Debug, Clone, Default)]
pub struct SourceRecord {
    /// Articles counted.
    pub articles: u32,
    /// Originals among them (independent articles included).
    pub originals: u32,
    /// Copies by relation, in the order of [`Relation::COPYING`].
    pub relations: [u32; 6],
    /// Copies that name where they come from, of those where that could be told.
    pub attributed: Rate,
    /// Quotations kept, of those compared.
    pub quote_fidelity: Rate,
    /// Copies with drifted facts, of copies compared.
    pub drift: Rate,
    /// Copies spun, of copies.
    pub spin: Rate,
    /// Captions unrelated, of those judged.
    pub captions_flagged: Rate,
    /// Copies dated before their original, of those where both dates are exact or far enough apart.
    pub backdated: Rate,
    /// Articles that bear a date.
    pub dated: Rate,
    /// Articles that name an author.
    pub bylined: Rate,
    /// Copies of other sources, of its articles that are no versions of another of its own.
    pub copied: Rate,
    /// Mean share of furniture.
    pub boilerplate_share: f64,
    /// Median (the upper of two) seconds from the parent to the copy; `None` without any.
    pub median_lag_seconds: Option<i64>,
    /// The source's score; `None` below the stated amount of evidence.
    pub score: Option<Score>,
    /// What weighs most, in words.
    pub reasons: String,
}

/// Everything that reliability finds.
#[derive(Debug, Default)]
pub struct Reliability {
    /// One record an article.
    pub articles: Vec<ArticleRecord>,
    /// One record a source, by id.
    pub sources: BTreeMap<String, SourceRecord>,
    /// What the rates of sources are drawn towards.
    pub priors: Priors,
    /// By how much harms go together in one source, see [`score::together`].
    pub together: f64,
}

/// What reliability looks at.
pub struct Findings<'f> {
    /// The articles.
    pub articles: &'f [Article],
    /// Cleaned.
    pub cleaned: &'f [Cleaned],
    /// Compared.
    pub comparisons: &'f [Comparison],
    /// Where each stands.
    pub lineage: &'f Lineage,
    /// Their captions.
    pub captions: &'f [Judged],
    /// Which articles count (those outside the week are compared only).
    pub counted: &'f [bool],
    /// Known sources, with weights.
    pub registry: &'f Registry,
}

/// Tells what each article and each source did. O(articles + captions).
pub fn run(f: &Findings<'_>) -> Reliability {
    let charges = Charges::of(f);
    let articles = records(f, &charges);
    let mut sources: BTreeMap<String, SourceRecord> = BTreeMap::new();
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, clean) in f.cleaned.iter().enumerate() {
        if let Some(source) = clean.source.as_deref().filter(|s| !s.is_empty() && f.counted[at]) {
            members.entry(source).or_default().push(at);
        }
    }
    for (id, list) in members {
        sources.insert(id.to_owned(), source(f, &articles, !charges.is_blind(id), &list));
    }
    let priors = prior::shrink(&mut sources, &|id| {
        f.registry.by_id(id).map_or("unlisted", |s| s.kind.name())
    });
    let together = score::together(&sources, &f.registry.weights, &priors);
    for record in sources.values_mut() {
        score::source(record, &f.registry.weights, together);
    }
    Reliability { articles, sources, priors, together }
}

/// Tells what each article did; of sources nothing. `blind` is a source whose credits are known
/// never to be seen, see [`Charges::is_blind`].
pub fn of_articles(f: &Findings<'_>, blind: Option<&str>) -> Vec<ArticleRecord> {
    records(f, &Charges::of(f).with_blind(blind))
}

fn records(f: &Findings<'_>, charges: &Charges) -> Vec<ArticleRecord> {
    let mut articles: Vec<ArticleRecord> =
        (0..f.articles.len()).into_par_iter().map(|at| article(f, charges, at)).collect();
    for judged in f.captions {
        let record = &mut articles[judged.article as usize];
        record.captions += 1;
        record.captions_judged += u32::from(judged.verdict != CaptionVerdict::Unknown);
        record.captions_unrelated += u32::from(judged.verdict == CaptionVerdict::Unrelated);
    }
    for (at, record) in articles.iter_mut().enumerate() {
        score::article(record, &f.registry.weights, f.lineage.standings[at].relation);
    }
    articles
}

/// Whether a pair of articles of one outlet is a revision, which is no copying.
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
    record.spin_share = Some(c.measures.substituted());
    // Its proof rests on no dates, so that the dates which contest the direction do not contest it.
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
    // What may be no alteration is listed, and held against nobody.
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

/// What one article adds to its source's rates: hits and cases.
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

fn source(
    f: &Findings<'_>,
    records: &[ArticleRecord],
    credits_seen: bool,
    list: &[usize],
) -> SourceRecord {
    let mut out = SourceRecord { articles: list.len() as u32, ..SourceRecord::default() };
    let mut lags: Vec<i64> = Vec::new();
    let mut cases: Vec<(u32, Cases)> = Vec::with_capacity(list.len());
    let one = |hit: bool| (u32::from(hit), 1);
    for &at in list {
        let (standing, record, clean) = (&f.lineage.standings[at], &records[at], &f.cleaned[at]);
        let own =
            standing.parent.as_ref().is_some_and(|p| is_revision(f.cleaned, at as u32, p.article));
        out.originals +=
            u32::from(matches!(standing.role, Some(Role::Original | Role::Independent)));
        out.boilerplate_share += clean.boilerplate_share / list.len() as f64;
        let mut case = Cases {
            dated: one(f.lineage.dates[at].0.is_some()),
            bylined: one(clean.credits.bylined),
            // A version of what the source has already is neither a copy nor work of its own.
            copied: if own || record.repeat { (0, 0) } else { one(false) },
            captions: (record.captions_unrelated, record.captions_judged),
            ..Cases::default()
        };
        if !record.repeat && !own && credits_seen {
            case.attributed = record.credit.map_or((0, 0), |credit| one(credit.is_attributed()));
        }
        if let (Some(relation), Some(parent), false) =
            (standing.relation, &standing.parent, own || record.repeat)
        {
            if let Some(place) = Relation::COPYING.iter().position(|name| *name == relation.name())
            {
                out.relations[place] += 1;
                case.copied = one(true);
            }
            if record.compared {
                case.quotes =
                    (record.quotes_checked - record.quotes_altered, record.quotes_checked);
                case.drift = one(record.facts_drifted > 0);
                case.spin = one(relation == Relation::Spun);
            }
            case.backdated = record.backdated.map_or((0, 0), one);
            if let (Some(mine), Some(theirs)) =
                (f.lineage.dates[at].0, f.lineage.dates[parent.article as usize].0)
                && mine.is_exact()
                && theirs.is_exact()
            {
                lags.push(mine.earliest() - theirs.earliest());
            }
        }
        cases.push((standing.story, case));
    }
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

/// Whether the credit is one that costs points.
pub(crate) fn is_credit_harm(credit: CreditKept) -> bool {
    matches!(credit, CreditKept::Stripped | CreditKept::BylineReplaced | CreditKept::WrongAgency)
}
