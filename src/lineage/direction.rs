//! Which of two is nearer to the original: a sum of named evidence in log-odds.
//!
//! The weights are first estimates, not yet calibrated: a verdict carries no probability, only its reasons. Length alone
//! is no evidence, and an outlet's renown is none.

use super::{DateBasis, Evidence};
use crate::clean::credit::Basis;
use crate::compare::{Comparison, Relation};
use crate::ingest::Stamp;
use crate::sources::Kind;

/// Log-odds from which one side is named the original.
const DECIDED: f64 = 1.0;

/// Claimed dates that do not overlap.
const CLAIMED_EARLIER: f64 = 2.5;
/// Claimed times to the minute, with their zones, of which one is earlier.
const TIMED_EARLIER: f64 = 4.5;
/// Witnessed times: when somebody first saw the page.
const SEEN_EARLIER: f64 = 1.2;
/// One is the agency's own page, the other credits the agency.
const AGENCY_PAGE: f64 = 4.0;
/// One names an agency as its origin, the other lost the name.
const CREDIT_LOST: f64 = 1.0;
/// One says that it was first published by the other.
const SAYS_SO: f64 = 4.0;
/// One page says that its own address is the other's, or a page of the other's outlet.
const CANONICAL: f64 = 4.0;
/// One names the other's outlet in its text, and not the other way round.
const NAMES_OUTLET: f64 = 1.0;
/// Each mark of spinning that only one carries, up to three.
const SPIN_MARK: f64 = 0.8;
/// One is a part of the other.
const PART: f64 = 1.2;

/// The verdict on a pair's direction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// The article that is nearer to the original; `None` is *unknown*, or *contested* if evidence speaks both ways.
    pub original: Option<u32>,
    /// Log-odds that `a` is the original.
    pub log_odds: f64,
    /// The evidence by name, with the side it speaks for.
    pub evidence: Vec<String>,
    /// Whether evidence speaks for both.
    pub contested: bool,
}

struct Sum<'v> {
    verdict: &'v mut Verdict,
    ids: (&'v str, &'v str),
    for_a: bool,
    for_b: bool,
}

impl Sum<'_> {
    fn add(&mut self, toward_a: bool, weight: f64, what: &str) {
        self.verdict.log_odds += if toward_a { weight } else { -weight };
        self.for_a |= toward_a;
        self.for_b |= !toward_a;
        let side = if toward_a { self.ids.0 } else { self.ids.1 };
        self.verdict.evidence.push(format!("{what} → {side}"));
    }
}

/// Judges one pair. Empty for pairs that are no copies.
pub fn judge(c: &Comparison, e: &Evidence<'_>, dates: &[(Option<Stamp>, DateBasis)]) -> Verdict {
    let mut verdict = Verdict::default();
    if !c.relation.is_copying() {
        return verdict;
    }
    let (a, b) = (c.a as usize, c.b as usize);
    let mut sum = Sum { verdict: &mut verdict, ids: (&e.articles[a].id, &e.articles[b].id), for_a: false, for_b: false };
    let exact = [a, b].iter().all(|&x| dates[x].0.is_some_and(|s| s.is_exact()));
    time(&mut sum, (dates[a].0, dates[b].0), if exact { TIMED_EARLIER } else { CLAIMED_EARLIER }, "dated earlier");
    if dates[a].0.is_none() || dates[b].0.is_none() {
        time(&mut sum, (e.articles[a].first_seen, e.articles[b].first_seen), SEEN_EARLIER, "seen earlier");
    }
    credits(&mut sum, e, a, b);
    if c.relation == Relation::Spun || c.relation == Relation::Rewritten {
        let extra = i64::from(c.marks.0.telling()) - i64::from(c.marks.1.telling());
        if extra != 0 {
            sum.add(extra < 0, SPIN_MARK * extra.unsigned_abs().min(3) as f64, "free of spinner marks");
        }
    }
    canonical(&mut sum, e, a, b);
    let m = &c.measures;
    if c.relation == Relation::Excerpt && m.short_verbatim() >= 0.5 && m.words_a != m.words_b {
        sum.add(m.words_a > m.words_b, PART, "holds the whole passage in its story");
    }
    let (for_a, for_b) = (sum.for_a, sum.for_b);
    verdict.contested = for_a && for_b;
    if verdict.log_odds.abs() >= DECIDED {
        verdict.original = Some(if verdict.log_odds > 0.0 { c.a } else { c.b });
    }
    verdict
}

fn time(sum: &mut Sum<'_>, dates: (Option<Stamp>, Option<Stamp>), weight: f64, what: &str) {
    let (Some(x), Some(y)) = dates else { return };
    if x.latest() < y.earliest() {
        sum.add(true, weight, what);
    } else if y.latest() < x.earliest() {
        sum.add(false, weight, what);
    }
}

/// A canonical link that leads from one outlet's page to the other outlet.
fn canonical(sum: &mut Sum<'_>, e: &Evidence<'_>, a: usize, b: usize) {
    let leads = |from: usize, to: usize| {
        let link = e.articles[from].canonical.as_deref()?;
        let site = e.registry.identify(Some(link), None)?;
        (e.cleaned[to].source.as_deref() == Some(site.as_str()) && e.cleaned[from].source.as_deref() != Some(site.as_str())).then_some(())
    };
    match (leads(b, a), leads(a, b)) {
        (Some(()), None) => sum.add(true, CANONICAL, "the other's canonical link"),
        (None, Some(())) => sum.add(false, CANONICAL, "the other's canonical link"),
        _ => {}
    }
}

/// Credit, self-attribution and "first published in".
fn credits(sum: &mut Sum<'_>, e: &Evidence<'_>, a: usize, b: usize) {
    let (ca, cb) = (&e.cleaned[a], &e.cleaned[b]);
    let own = |of: &crate::clean::Cleaned, other: &crate::clean::Cleaned| {
        of.source.as_deref().is_some_and(|id| {
            e.registry.by_id(id).is_some_and(|s| s.kind == Kind::Wire || !s.credits.is_empty())
                && other.source.as_deref() != Some(id)
                && other.credits.agencies.get(id).is_some_and(|basis| *basis != Basis::OwnPage)
        })
    };
    match (own(ca, cb), own(cb, ca)) {
        (true, false) => sum.add(true, AGENCY_PAGE, "the credited agency's own page"),
        (false, true) => sum.add(false, AGENCY_PAGE, "the credited agency's own page"),
        _ => match (ca.credits.agencies.is_empty(), cb.credits.agencies.is_empty()) {
            (false, true) => sum.add(true, CREDIT_LOST, "names the agency"),
            (true, false) => sum.add(false, CREDIT_LOST, "names the agency"),
            _ => {}
        },
    }
    let name = |at: usize| {
        e.cleaned[at].source.as_deref().map(|id| e.registry.by_id(id).map_or(id, |s| s.name.as_str()).trim_start_matches("The "))
    };
    let (Some(name_a), Some(name_b)) = (name(a), name(b)) else { return };
    if name_a == name_b || name_a.chars().count() < 4 || name_b.chars().count() < 4 {
        return;
    }
    let says_so = |at: usize, other: &str| {
        e.cleaned[at].blocks.iter().map(|block| block.of(&e.articles[at].text)).any(|line| {
            line.len() < 300
                && line.contains(other)
                && ["first published", "originally published", "originally appeared", "first appeared"].iter().any(|s| line.contains(s))
        })
    };
    match (says_so(b, name_a), says_so(a, name_b)) {
        (true, false) => return sum.add(true, SAYS_SO, "named as first publisher"),
        (false, true) => return sum.add(false, SAYS_SO, "named as first publisher"),
        _ => {}
    }
    let mentions = |at: usize, other: &str| e.cleaned[at].body.iter().any(|piece| e.articles[at].text[piece.clone()].contains(other));
    match (mentions(b, name_a) && !mentions(a, name_a), mentions(a, name_b) && !mentions(b, name_b)) {
        (true, false) => sum.add(true, NAMES_OUTLET, "named in the other's text"),
        (false, true) => sum.add(false, NAMES_OUTLET, "named in the other's text"),
        _ => {}
    }
}
