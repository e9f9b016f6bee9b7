//! Finds issues of a series: bulletins of one outlet about the weather, markets or cases, which it
//! fills in anew from day to day.
//!
//! Two issues look like a version and its update: most sentences recur, some figures, places and
//! days do not. What distinguishes them from one story is the outlet's other days: versions of a
//! story are few and lie within days, while a form recurs again and again, with other facts each
//! time.

use rustc_hash::{FxHashMap, FxHashSet};

use super::relation::REVISED_WITHIN;
use super::{Comparison, Relation};

/// Least shares of the shorter and of the longer body that two issues have in common.
///
/// Chosen by judgement with the bounds below, and measured on 579 pairs of copies that readers
/// judged on corpora of 2026: two forms are recognised, and none of 447 copies is lost. Of the rows
/// of the fourth reading (docs/accuracy.md), ten wrong ones go and no signed copy.
const FRAME: (f64, f64) = (0.40, 0.35);
/// Least further days on which the outlet printed issues similar to both of a pair. Chosen by
/// judgement.
const DAYS: usize = 3;
/// Share of the longer body verbatim from which a pair is one text, in a series or not, unless its
/// facts were exchanged. Chosen by judgement.
const ONE_TEXT: f64 = 0.85;
/// Least words of the shorter body, and least shares of it in runs and of its names and numbers
/// kept, for a long report that is continued for weeks: on floods, on a trial. Chosen by judgement:
/// without it four copies that readers signed were lost.
const REPORT: (u32, f64, f64) = (500, 0.85, 0.9);
/// Least names and numbers exchanged in shared places for a form. Chosen by judgement.
const EXCHANGED: u32 = 2;
/// Least share of the shorter body in linked sentences for a form without exchanged facts: a
/// forecast names the same provinces in another order. If less is linked, what recurs is recurring
/// paragraphs. Chosen by judgement.
const LINKED: f64 = 0.6;
/// Greatest share of those sentences' words without a counterpart in such a form. Chosen by
/// judgement.
const LOOSE: f64 = 0.3;

/// A similar article: its number, and whether it is from the same outlet.
type Kin = (u32, bool);

/// Changes copies of different days that are issues of one series: to *template* if facts were
/// exchanged or the frame runs through, else to *background* within one outlet and *shared source*
/// between two.
///
/// They are issues if at least three further days of one of the two outlets have articles similar
/// to both, all more than a week apart in total. Pairs between outlets, which may print one story
/// on different days, must lie at least two days apart. Two states of one page (`page`, if known)
/// are not issues. `day` returns an article's day as any running day number. O(pairs · pairs per
/// article).
pub fn issues(
    kept: &mut [Comparison],
    day: impl Fn(u32) -> Option<i64>,
    page: impl Fn(u32) -> Option<u64>,
) {
    let mut kin: FxHashMap<u32, Vec<Kin>> = FxHashMap::default();
    for c in kept.iter().filter(|c| is_frame(c) && c.ties.days_apart.is_some_and(|days| days > 0)) {
        kin.entry(c.a).or_default().push((c.b, c.ties.same_source));
        kin.entry(c.b).or_default().push((c.a, c.ties.same_source));
    }
    kin.values_mut().for_each(|all| all.sort_unstable());
    let further = |c: &Comparison| -> bool {
        let (Some(x), Some(y), Some(of_a), Some(of_b)) =
            (day(c.a), day(c.b), kin.get(&c.a), kin.get(&c.b))
        else {
            return false;
        };
        let (fewer, more) = if of_a.len() <= of_b.len() { (of_a, of_b) } else { (of_b, of_a) };
        let both = fewer.iter().filter(|(at, own)| {
            let found = more.binary_search_by_key(at, |kin| kin.0);
            found.is_ok_and(|found| *own || more[found].1)
        });
        let days: FxHashSet<i64> =
            both.filter_map(|(at, _)| day(*at)).filter(|day| *day != x && *day != y).collect();
        let all = || days.iter().copied().chain([x, y]);
        days.len() >= DAYS
            && all()
                .max()
                .zip(all().min())
                .is_some_and(|(last, first)| last - first > REVISED_WITHIN)
    };
    let of_one_page = |c: &Comparison| page(c.a).is_some_and(|known| page(c.b) == Some(known));
    let found: Vec<usize> = (0..kept.len())
        .filter(|&at| may_be_issues(&kept[at]) && !of_one_page(&kept[at]) && further(&kept[at]))
        .collect();
    for at in found {
        let c = &mut kept[at];
        c.overrule(if is_filled(c) {
            Relation::Template
        } else if c.ties.same_source {
            Relation::Background
        } else {
            Relation::SharedSource
        });
    }
}

/// Whether two texts share enough for both to be issues of one series.
fn is_frame(c: &Comparison) -> bool {
    let alike = c.measures.short_matched() >= FRAME.0 && c.measures.long_matched() >= FRAME.1;
    alike && !matches!(c.relation, Relation::Identical | Relation::SameQuotes | Relation::SameEvent)
}

/// Whether what two issues share is a frame from beginning to end.
fn is_filled(c: &Comparison) -> bool {
    let m = &c.measures;
    m.particulars.exchanged() >= EXCHANGED || m.linked_share() >= LINKED && m.loose_share() <= LOOSE
}

/// Whether a pair is called a copy but may be two issues of a series.
fn may_be_issues(c: &Comparison) -> bool {
    let apart =
        c.ties.days_apart.is_some_and(|days| days >= if c.ties.same_source { 1 } else { 2 });
    let one_text =
        c.measures.long_verbatim() >= ONE_TEXT && c.measures.particulars.exchanged() < EXCHANGED;
    let m = &c.measures;
    let carried_on = m.words_a.min(m.words_b) >= REPORT.0
        && m.short_verbatim() >= REPORT.1
        && m.skeleton >= REPORT.2;
    apart
        && !one_text
        && !carried_on
        && c.relation.is_copying()
        && c.relation != Relation::Identical
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Measures;
    use crate::compare::particulars::Particulars;
    use crate::compare::relation::Ties;

    /// Returns pairs of issues of one outlet on these days, all similar; the last may be from
    /// another outlet.
    fn told(days: &[i64], of_all: impl Fn(&mut Comparison), foreign: bool) -> Relation {
        told_of(days, of_all, foreign, false)
    }

    fn told_of(
        days: &[i64],
        of_all: impl Fn(&mut Comparison),
        foreign: bool,
        one_page: bool,
    ) -> Relation {
        let n = days.len() as u32;
        let particulars = Particulars { numbers_exchanged: 3, own: 5, ..Particulars::default() };
        let measures = Measures {
            words_a: 100,
            words_b: 100,
            matched_a: 60,
            matched_b: 60,
            verbatim: 55,
            particulars,
            ..Measures::default()
        };
        let pair = |a: u32, b: u32| {
            let days_apart = Some((days[a as usize] - days[b as usize]).abs());
            let ties = Ties { same_source: !foreign || b < n - 1, days_apart, ..Ties::default() };
            let mut c = Comparison {
                a,
                b,
                relation: Relation::Edited,
                measures: measures.clone(),
                ties,
                ..Comparison::default()
            };
            of_all(&mut c);
            c
        };
        let mut kept: Vec<Comparison> =
            (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).map(|(a, b)| pair(a, b)).collect();
        issues(
            &mut kept,
            |at| Some(days[at as usize]),
            |at| Some(u64::from(if one_page { 0 } else { at })),
        );
        kept.iter().find(|c| c.b == n - 1 && c.a == 0).map_or(Relation::SameEvent, |c| c.relation)
    }

    const ASIS: fn(&mut Comparison) = |_| {};

    #[test]
    fn what_an_outlet_fills_anew_day_by_day_is_a_form() {
        assert_eq!(told(&[1, 8, 20, 31, 2], ASIS, false), Relation::Template);
        assert_eq!(
            told(&[1, 8, 20, 2], ASIS, false),
            Relation::Edited,
            "two further days are too few"
        );
        assert_eq!(
            told(&[1, 8, 8, 8, 20, 2], ASIS, false),
            Relation::Edited,
            "three issues, and two days"
        );
        assert_eq!(
            told(&[1, 3, 5, 6, 2], ASIS, false),
            Relation::Edited,
            "the versions of one story lie within a week"
        );
        assert_eq!(told(&[1, 8, 20, 31, 1], ASIS, false), Relation::Edited, "of one day");
    }

    #[test]
    fn a_notice_under_the_stories_of_many_days_is_standing_matter() {
        let none = Particulars { own: 9, ..Particulars::default() };
        let notice = |c: &mut Comparison| (c.measures.particulars, c.measures.linked) = (none, 45);
        assert_eq!(told(&[1, 8, 20, 31, 2], notice, false), Relation::Background);
        let forecast = |c: &mut Comparison| {
            c.measures.particulars = none;
            (c.measures.linked, c.measures.kept, c.measures.loose) = (90, 80, 10);
        };
        assert_eq!(told(&[1, 8, 20, 31, 2], forecast, false), Relation::Template);
    }

    #[test]
    fn one_text_printed_again_stays_a_copy() {
        let again = |c: &mut Comparison| {
            (c.measures.verbatim, c.measures.matched_a, c.measures.matched_b) = (95, 97, 97);
            c.measures.particulars =
                Particulars { numbers_exchanged: 1, numbers_kept: 9, ..Particulars::default() };
        };
        assert_eq!(told(&[1, 8, 20, 31, 2], again, false), Relation::Edited);
        let little = |c: &mut Comparison| (c.measures.matched_a, c.measures.matched_b) = (30, 30);
        assert_eq!(
            told(&[1, 8, 20, 31, 2], little, false),
            Relation::Edited,
            "the days have little in common"
        );
    }

    #[test]
    fn a_long_report_that_is_carried_on_and_a_page_that_is_kept_up_are_versions() {
        let report = |c: &mut Comparison| {
            (c.measures.words_a, c.measures.words_b, c.measures.verbatim) = (1_800, 2_100, 1_600);
            (c.measures.matched_a, c.measures.matched_b, c.measures.skeleton) =
                (1_650, 1_650, 0.95);
        };
        assert_eq!(told(&[1, 8, 20, 31, 2], report, false), Relation::Edited);
        let table = |c: &mut Comparison| {
            report(c);
            c.measures.skeleton = 0.2;
        };
        assert_eq!(
            told(&[1, 8, 20, 31, 2], table, false),
            Relation::Template,
            "a table of rates keeps no figures"
        );
        assert_eq!(told_of(&[1, 8, 20, 31, 2], ASIS, false, true), Relation::Edited);
    }

    #[test]
    fn a_neighbour_s_bulletin_of_another_week_is_of_the_series_too() {
        assert_eq!(told(&[1, 8, 20, 31, 9], ASIS, true), Relation::Template);
        assert_eq!(
            told(&[1, 8, 20, 31, 2], ASIS, true),
            Relation::Edited,
            "a day later it may be the story"
        );
    }
}
