//! Decides which article of a pair is closer to the original, by a sum of named evidence in
//! log-odds.
//!
//! Each signal has a weight for each [`Situation`] ([`Signal::ALL`]) and, in a given pair, a
//! strength whose sign says which side it supports. Below [`LEAST_SUM`] the verdict is *unknown*.
//! Neither length alone nor an outlet's reputation is evidence. Between outlets, wording decides
//! only where words were swapped one by one. An article that names the other as its source is never
//! its original.
//!
//! **Calibration.** The sum gives the probability that the named article is the original:
//! `1 / (1 + e^(−SLOPE · |sum|))`. How well this holds is tested one corpus at a time, with weights
//! learned on all the others (`cargo bench --bench direction`): agency copy of 2018, Albanian news
//! of 2020, Reuters of 1987 and Brazilian pages with their stamps hidden (or all but the day),
//! copies spun by hand, rewrites by language models, generated traditions. For the pairs held out,
//! the columns give the stated probability on average and how many were right:
//!
//! | situation, corpus held out | pairs | answered | .73–.80 | .80–.90 | .90–.97 | .97–1 | stated minus observed |
//! |---|---|---|---|---|---|---|---|
//! | same outlet, Reuters by day | 413 | 124 | | | | .99: 124 of 124 | −.006 |
//! | same outlet, Albanian by day | 22 | 16 | .75: 0 of 1 | | | 1.00: 15 of 15 | +.043 |
//! | same outlet, undated (Reuters, Albanian, Brazilian) | 477 | 3 | .75: 1 of 3 | | | | +.41 |
//! | same agency credited, agency copy | 50 | 23 | .78: 9 of 10 | .85: 10 of 10 | .94: 1 of 1 | .98: 2 of 2 | −.125 |
//! | other outlet, agency copy | 30 | 12 | .77: 4 of 4 | | .94: 1 of 2 | 1.00: 6 of 6 | −.003 |
//! | other outlet, Albanian by day | 108 | 53 | | .86: 38 of 38 | .96: 11 of 11 | .99: 4 of 4 | −.109 |
//! | other outlet, undated (Albanian, Brazilian) | 109 | 0 | | | | | |
//! | other outlet, spun by hand | 44 | 40 | .74: 1 of 1 | .88: 5 of 5 | .93: 3 of 3 | .99: 31 of 31 | −.032 |
//! | other outlet, rewritten by language models | 231 | 35 | .77: 4 of 5 | .87: 7 of 8 | .94: 11 of 13 | .98: 8 of 9 | +.052 |
//! | other outlet, generated traditions | 972 | 719 | .77: 53 of 60 | .85: 123 of 139 | .93: 186 of 218 | .99: 300 of 302 | +.007 |
//!
//! With the shipped weights, no undated pair of one outlet is answered, and 28 of 32 language-model
//! rewrites are right (+.008). Pairs in which both credit one agency occur in a single corpus, so
//! that the first estimates are judged there. These figures are for the sums alone: `judge` also
//! withdraws verdicts that a credit, a weekday in the text, or one agency's copy on both sides
//! deprives of their ground. The probability is that of the order in time. On unseen corpora,
//! readers confirmed 53 of 54 originals as the earlier article, but of those that rest on dates
//! alone only 21 of 74 as the other's source, because sister copies of one agency story often carry
//! no credit; see [`Basis`] (docs/accuracy.md).

pub mod clocks;
pub mod credits;
pub mod signal;
mod time;
pub mod wording;

use chrono::Datelike;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Evidence;
use super::claims::Claims;
use super::credit::says_first_elsewhere;
use super::warrants::SURE_WORDING;
use crate::compare::drift::Drift;
use crate::compare::{Comparison, Relation};
use crate::dating::text::reports_weekday;

use clocks::SETTLED;
pub use clocks::{Clock, Clocks};
pub use signal::{Ground, Signal, Situation};
pub use wording::Commonness;

/// Sum of evidence from which one side is named the original. Chosen by judgement; with [`SLOPE`]
/// it is a probability of .73.
pub const LEAST_SUM: f64 = 0.62;
/// Factor by which a pair is more certain than its sum of evidence, whose weights were drawn
/// towards modest first estimates. Learned in ten folds on labelled pairs and generated traditions
/// (`benches/direction`): the probability held out is off by +.016 and −.019, before by .04 and
/// .116 too modest.
pub const SLOPE: f64 = 1.6;

/// Share of the stronger side's evidence that the weaker side must have for a verdict to be called
/// contested. Chosen by judgement.
const CONTESTED: f64 = 0.25;

/// What a verdict says about the article that it names.
///
/// Being earlier shows who was quicker, not whose text it is. Of 74 pairs of outlets that rest on
/// dates alone, a reader considered the earlier article closer to the source in 21; the others were
/// sister copies of a third text, from an agency or a press office. Of 26 pairs with further
/// evidence from credits or wording, it was 15 (docs/accuracy.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Credits, links or wording show that the other derives from it.
    Source,
    /// Only dates speak for it: it is the earlier known version of the two, which may both come
    /// from a third.
    Earliest,
}

impl Basis {
    /// Returns the name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Earliest => "earliest",
        }
    }
}

/// The verdict on a pair's direction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// The article that is closer to the original; `None` if *unknown*, or *contested* because the
    /// evidence is contradictory.
    pub original: Option<u32>,
    /// How the two articles are related.
    pub situation: Situation,
    /// Log-odds that `a` is the original.
    pub log_odds: f64,
    /// The signals, and how strongly each supports `a` (above 0) or `b` (below 0).
    pub signals: Vec<(Signal, f64)>,
    /// The evidence in words, with the id that it supports.
    pub evidence: Vec<String>,
    /// Whether a considerable part of the evidence supports the other side.
    pub contested: bool,
}

impl Verdict {
    /// Returns the probability that the named article is closer to the original than the other, in
    /// (0.5, 1); `None` if none is named.
    pub fn confidence(&self) -> Option<f64> {
        self.original.map(|_| probability(self.log_odds.abs()))
    }

    /// Returns what is claimed about the named original; `None` if none is named.
    ///
    /// Where dates name it too and only the wording speaks for more, that must be sure of itself: an
    /// outlet's own way of writing may be the less common one.
    pub fn basis(&self) -> Option<Basis> {
        let for_original = |sum: f64| self.log_odds.signum() * sum;
        let told = for_original(self.without_time()) >= LEAST_SUM;
        let by_wording = for_original(self.of_ground(Ground::Credit)) < LEAST_SUM;
        let sure = probability(self.of_ground(Ground::Wording).abs()) >= SURE_WORDING;
        let dated = for_original(self.sum_of(Signal::is_time)) >= LEAST_SUM;
        let shown = told && !(by_wording && dated && !sure);
        self.original.map(|_| if shown { Basis::Source } else { Basis::Earliest })
    }

    /// Returns the alterations of the pair that this verdict is on, insofar as its original
    /// determines which side lost what.
    pub fn alterations<'c>(&self, pair: &'c Comparison) -> impl Iterator<Item = &'c Drift> {
        pair.alterations(self.original, self.is_settled())
    }

    /// Returns the alterations of the pair, given that its original is `original`, as in the tree.
    pub fn alterations_from<'c>(
        &self,
        original: u32,
        pair: &'c Comparison,
    ) -> impl Iterator<Item = &'c Drift> {
        pair.alterations(Some(original), self.is_settled())
    }

    /// Returns whether more than dates shows which of the two is the original.
    pub fn is_settled(&self) -> bool {
        self.basis() == Some(Basis::Source)
    }

    /// Returns the evidence not based on dates that supports `a` (`first`) or `b`, in words.
    pub(crate) fn words_without_time(&self, first: bool) -> Vec<&'static str> {
        let sided = |value: &f64| if first { *value > 0.0 } else { *value < 0.0 };
        let counts = |signal: Signal| !signal.is_time() && signal.weight(self.situation) > 0.0;
        self.signals
            .iter()
            .filter(|(signal, value)| counts(*signal) && sided(value))
            .map(|(signal, _)| signal.words())
            .collect()
    }

    /// Returns whether the evidence as a whole speaks against `a` (`first`) or `b` as the original.
    pub(crate) fn is_against(&self, first: bool) -> bool {
        let sum = self.sum_of(|_| true);
        if first { sum < 0.0 } else { sum > 0.0 }
    }

    /// Returns whether any of these signals supports `a` (`first`) or `b`.
    pub(crate) fn says(&self, signals: &[Signal], first: bool) -> bool {
        self.signals
            .iter()
            .any(|(signal, value)| signals.contains(signal) && (*value > 0.0) == first)
    }

    /// Returns whether evidence not based on dates settles that `a` (`first`) or `b` is the
    /// original, with hardly any such evidence against it.
    pub(crate) fn is_settled_without_time(&self, first: bool) -> bool {
        let (mut for_it, mut against) = (0.0, 0.0);
        for (signal, value) in self.signals.iter().filter(|(signal, _)| !signal.is_time()) {
            let worth = signal.weight(self.situation) * value.abs();
            *if (*value > 0.0) == first { &mut for_it } else { &mut against } += worth;
        }
        for_it - against >= SETTLED && against < CONTESTED * for_it
    }

    /// Returns the log-odds without what is based on dates.
    pub(crate) fn without_time(&self) -> f64 {
        self.sum_of(|signal| !signal.is_time())
    }

    /// Returns the part of the log-odds, above 0 for `a`, that rests on one ground.
    pub fn of_ground(&self, ground: Ground) -> f64 {
        self.sum_of(|signal| signal.ground() == ground)
    }

    /// Returns whether the named original is supported by nothing but claimed dates: without them,
    /// no original or the other one would be named.
    ///
    /// False if none is named.
    pub fn rests_on_dates_alone(&self) -> bool {
        self.original.is_some()
            && self.log_odds.signum() * self.sum_of(|signal| signal.ground() != Ground::Dates)
                < LEAST_SUM
    }

    fn sum_of(&self, counts: impl Fn(Signal) -> bool) -> f64 {
        self.signals
            .iter()
            .filter(|(signal, _)| counts(*signal))
            .map(|(signal, value)| signal.weight(self.situation) * value)
            .sum()
    }
}

/// Returns the probability that a sum of evidence stands for.
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-SLOPE * log_odds).exp())
}

/// Evidence being gathered for one pair.
struct Sum<'v> {
    verdict: &'v mut Verdict,
    ids: (&'v str, &'v str),
}

impl Sum<'_> {
    /// Adds a signal with a strength above 0 for `a` or below 0 for `b`; ignores 0. A signal with
    /// weight 0 is kept for learning, but not reported as evidence.
    fn add(&mut self, signal: Signal, strength: f64) {
        if strength == 0.0 {
            return;
        }
        self.verdict.signals.push((signal, strength));
        let worth = signal.weight(self.verdict.situation) * strength;
        if worth == 0.0 {
            return;
        }
        self.verdict.log_odds += worth;
        let side = if strength > 0.0 { self.ids.0 } else { self.ids.1 };
        self.verdict.evidence.push(format!("{} → {side}", signal.words()));
    }
}

/// Judges the direction of every comparison, in the order of the comparisons; pairs that do not go
/// back to one text get empty verdicts. Of translations, dates, credits and links tell, wording does
/// not.
///
/// This takes two rounds: what the first round settles without dates shows how far each outlet's
/// clock can be trusted, and the second round believes its dates to that degree.
pub fn run(e: &Evidence<'_>, claims: &Claims) -> (Vec<Verdict>, Clocks) {
    let common = Commonness::learn(e);
    let mut related: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
    for c in e.comparisons.iter().filter(|c| c.relation.is_copying()) {
        related.entry(c.a).or_default().insert(c.b);
        related.entry(c.b).or_default().insert(c.a);
    }
    let family = |c: &Comparison| -> FxHashSet<u32> {
        [c.a, c.b]
            .iter()
            .filter_map(|at| related.get(at))
            .flatten()
            .copied()
            .chain([c.a, c.b])
            .collect()
    };
    let judge_all = |clocks: &Clocks| -> Vec<Verdict> {
        let judge = |c: &Comparison| {
            if c.relation.is_of_one_text() {
                judge(c, e, claims, &common, &family(c), clocks)
            } else {
                Verdict::default()
            }
        };
        let mut verdicts: Vec<Verdict> = e.comparisons.iter().map(judge).collect();
        leave_to_each_its_own(e, &mut verdicts, &related);
        verdicts
    };
    let first = judge_all(e.clocks);
    let mut clocks = Clocks::learn(e, &first, &claims.dates);
    clocks.0.extend(e.clocks.0.iter().map(|(source, clock)| (source.clone(), clock.clone())));
    if clocks.is_empty() {
        return (first, clocks);
    }
    (judge_all(&clocks), clocks)
}

/// Withdraws verdicts on passages that a supposed copy has from an earlier story of its own outlet.
///
/// Background paragraphs recur from story to story of an outlet. An outlet that copies the first of
/// these stories has them before the second story appears, which does not make it the original of
/// the second. O(copying pairs · copies of one article).
fn leave_to_each_its_own(
    e: &Evidence<'_>,
    verdicts: &mut [Verdict],
    related: &FxHashMap<u32, FxHashSet<u32>>,
) {
    let source = |at: u32| e.cleaned[at as usize].source.as_deref();
    let found = |x: u32, y: u32| {
        e.comparisons.binary_search_by_key(&(x.min(y), x.max(y)), |c| (c.a, c.b)).ok()
    };
    let own = |original: u32, copy: u32| -> Option<u32> {
        let outlet = source(copy).filter(|outlet| source(original) != Some(*outlet))?;
        let is_from =
            |at: u32| found(original, at).is_some_and(|n| verdicts[n].original == Some(at));
        let shares = |at: u32| {
            found(copy, at).is_some_and(|n| {
                matches!(e.comparisons[n].relation, Relation::Background | Relation::SharedSource)
                    || e.comparisons[n].relation.is_copying()
            })
        };
        let others = related.get(&original).into_iter().flatten().copied();
        others
            .filter(|at| *at != copy && source(*at) == Some(outlet) && is_from(*at) && shares(*at))
            .min()
    };
    let taken: Vec<(usize, u32, u32)> = e
        .comparisons
        .iter()
        .enumerate()
        .filter_map(|(n, c)| {
            let original = verdicts[n].original?;
            let copy = if original == c.a { c.b } else { c.a };
            Some((n, copy, own(original, copy)?))
        })
        .collect();
    for (n, copy, from) in taken {
        let id = |at: u32| &e.articles[at as usize].id;
        let told = format!("the outlet already has it in {} → {}", id(from), id(copy));
        let verdict = &mut verdicts[n];
        (verdict.original, verdict.log_odds) = (None, 0.0);
        verdict.signals.clear();
        verdict.evidence.push(told);
    }
}

/// Returns how the two articles of a pair are related.
fn situation(c: &Comparison, e: &Evidence<'_>) -> Situation {
    let credits = |at: u32| &e.cleaned[at as usize].credits;
    let is_agency = |id: &String| e.registry.by_id(id).is_some_and(|source| source.is_agency());
    match () {
        () if c.ties.same_source => Situation::SameOutlet,
        () if credits(c.a).stated().any(|id| credits(c.b).states(id) && is_agency(id)) => {
            Situation::SameWire
        }
        () => Situation::OtherOutlet,
    }
}

/// Days apart within which a weekday mentioned by both texts can be the day of the later one.
/// Chosen by judgement.
const WEEKDAY_REACH: i64 = 3;

/// Returns whether both texts report a weekday that lies after the date of the earlier article and
/// not after that of the later one. The earlier date is then that of an earlier version of the
/// page. O(words).
fn is_outrun(e: &Evidence<'_>, claims: &Claims, a: usize, b: usize) -> bool {
    let Some((x, y)) = claims.dates[a].0.zip(claims.dates[b].0) else { return false };
    let ((first, day), (last, until)) =
        if x.day <= y.day { ((a, x.day), (b, y.day)) } else { ((b, y.day), (a, x.day)) };
    let tells =
        |at: usize, weekday| reports_weekday(&e.articles[at].text, &e.documents[at], weekday);
    let days = day.iter_days().skip(1).take_while(|d| *d <= until);
    (until - day).num_days() <= WEEKDAY_REACH
        && days.map(|d| d.weekday()).any(|weekday| tells(first, weekday) && tells(last, weekday))
}

/// Judges one pair.
fn judge(
    c: &Comparison,
    e: &Evidence<'_>,
    claims: &Claims,
    common: &Commonness,
    family: &FxHashSet<u32>,
    clocks: &Clocks,
) -> Verdict {
    let (a, b) = (c.a as usize, c.b as usize);
    let mut verdict = Verdict { situation: situation(c, e), ..Verdict::default() };
    let mut sum = Sum { verdict: &mut verdict, ids: (&e.articles[a].id, &e.articles[b].id) };
    let trust = clocks
        .trust(e.cleaned[a].source.as_deref())
        .min(clocks.trust(e.cleaned[b].source.as_deref()));
    let outrun = !c.ties.same_source && is_outrun(e, claims, a, b);
    let times = |at: usize| {
        let source = e.cleaned[at].source.as_deref();
        time::Times {
            claimed: claims.dates[at]
                .0
                .map(|stamp| clocks.corrected(source, stamp))
                .filter(|_| !outrun),
            seen: e.articles[at].witnessed(),
            backlog: claims.witnessed(e, at).is_none(),
            refuted: claims.is_contradicted(at as u32),
            listed: claims.is_listed(at as u32),
            country: e.registry.country(source, e.articles[at].url.as_deref()),
        }
    };
    time::read(&mut sum, &times(a), &times(b), c.ties.same_source, trust);
    credits::read(&mut sum, e, a, b);
    if c.relation.is_copying() {
        wording::read(&mut sum, c, e, common, family);
    }
    let worth = |(signal, value): &(Signal, f64)| signal.weight(verdict.situation) * value;
    let avowed: f64 =
        verdict.signals.iter().filter(|(signal, _)| signal.is_avowal()).map(worth).sum();
    let speaks = |side: f64| {
        verdict.signals.iter().map(|signal| (worth(signal) * side).max(0.0)).sum::<f64>()
    };
    let (less, more) = (speaks(1.0).min(speaks(-1.0)), speaks(1.0).max(speaks(-1.0)));
    verdict.contested = less >= CONTESTED * more && less > 0.0;
    // An article that says it comes from the other is not the other's original, whatever the dates
    // are.
    if avowed * verdict.log_odds < 0.0 {
        verdict.log_odds = 0.0;
    }
    // One page under two addresses: neither is the other's original, and neither tests a clock.
    let canonical = |at: usize| e.articles[at].canonical.as_deref();
    if !c.ties.same_source && canonical(a).is_some() && canonical(a) == canonical(b) {
        verdict.log_odds = 0.0;
        verdict.signals.clear();
    }
    // A text that credits an agency, or carries its dateline, comes from the agency or from
    // somebody who does the same.
    let credits = |first: bool| {
        verdict.says(&[Signal::CreditLost, Signal::Contributor], first)
            && verdict.situation != Situation::SameOutlet
    };
    let (a_credits, b_credits) = (credits(true), credits(false));
    if avowed == 0.0 && (a_credits && verdict.log_odds < 0.0 || b_credits && verdict.log_odds > 0.0)
    {
        (verdict.log_odds, verdict.contested) = (0.0, true);
    }
    // If both took one agency's copy, which of them published it first does not show whose it is.
    if verdict.situation == Situation::SameWire
        && verdict.log_odds.signum() * verdict.sum_of(|signal| signal.ground() != Ground::Dates)
            < LEAST_SUM
    {
        verdict.log_odds = verdict.log_odds.clamp(-LEAST_SUM / 2.0, LEAST_SUM / 2.0);
    }
    if verdict.log_odds.abs() >= LEAST_SUM {
        let first = if verdict.log_odds > 0.0 { c.a } else { c.b };
        // Both may be from there; the earlier of them is no original by its own word.
        if says_first_elsewhere(e, first) {
            let other = if first == c.a { c.b } else { c.a };
            let id = &e.articles[other as usize].id;
            verdict.evidence.push(format!("the other says that it is from elsewhere → {id}"));
            (verdict.log_odds, verdict.contested) = (0.0, true);
        } else {
            verdict.original = Some(first);
        }
    }
    verdict
}
