//! Checks whether a source behaves as its declared kind suggests.

use statrs::distribution::{Beta, ContinuousCDF};

use super::super::Kind;
use super::seen::{Listed, Run, Seen};
use super::{Finding, Severity};

/// Share of copies from which an outlet lives on others' work, compared with the lower bound of its
/// counts ([`at_least`]).
///
/// Chosen by judgement. 19 copies of 20 articles reach it (lower bound .83), 5 of 5 do not (.70): a
/// few articles accuse nobody. The share of originals from which an aggregator does not aggregate
/// is the same.
const LIVES_ON_COPIES: f64 = 0.8;
/// The same for an agency, whose own stories others take. Chosen by judgement.
const AGENCY_COPIES: f64 = 0.5;
/// Share of spun copies, or of altered quotations, from which a source is not an agency. Chosen by
/// judgement.
const AGENCY_SPINS: f64 = 0.1;
/// Number of outlets taking from one source from which it acts as an agency. Chosen by judgement.
const TAKERS: usize = 5;

/// Returns the lower 5 % bound of a share, given its counts (Jeffreys' prior; Brown, Cai, DasGupta,
/// *Interval estimation for a binomial proportion*, 2001); 0 if `count` is 0.
fn at_least(count: u32, of: u32) -> f64 {
    if count == 0 {
        return 0.0;
    }
    Beta::new(f64::from(count) + 0.5, f64::from(of.saturating_sub(count)) + 0.5)
        .map_or(0.0, |posterior| posterior.inverse_cdf(0.05))
}

/// Reports sources whose behaviour does not fit their declared kind. O(sources × flows).
pub fn check(listed: &Listed<'_>, run: &Run) -> Vec<Finding> {
    let mut out = Vec::new();
    for seen in &run.sources {
        let Some(placed) = listed.entry(seen).filter(|p| p.kind_stated) else { continue };
        for (message, remedy) in mismatches(placed.source.kind, seen, run) {
            out.push(Finding {
                code: "behaviour-mismatch",
                severity: Severity::Warning,
                source_id: placed.source.id.clone(),
                line: Some(placed.source.line),
                column: Some(1),
                message: format!(
                    "`{}` is listed as {}, but {message}",
                    placed.source.id,
                    placed.source.kind.name()
                ),
                remedy: remedy.to_owned(),
            });
        }
    }
    out
}

/// How a source behaves otherwise than its kind, and what to do about it.
type Mismatch = (String, &'static str);

fn mismatches(kind: Kind, seen: &Seen, run: &Run) -> Vec<Mismatch> {
    match kind {
        Kind::Outlet | Kind::Broadcaster | Kind::StateMedia => of_outlet(seen, run),
        Kind::Aggregator => of_aggregator(seen),
        Kind::Wire => of_agency(seen),
        Kind::Satire | Kind::PressRelease => Vec::new(),
    }
}

/// An outlet should not live on copies, nor should many take from it.
fn of_outlet(seen: &Seen, run: &Run) -> Vec<Mismatch> {
    let mut out = Vec::new();
    if at_least(seen.copies, seen.articles) >= LIVES_ON_COPIES {
        out.push((
            format!("{} of its {} articles are copies", seen.copies, seen.articles),
            "read some of them; if it only gathers what others publish, list it as aggregator",
        ));
    }
    let takers: Vec<&str> =
        run.flows.keys().filter(|(from, _)| *from == seen.id).map(|(_, to)| to.as_str()).collect();
    if takers.len() >= TAKERS {
        let message =
            format!("{} sources took stories from it ({}…)", takers.len(), takers[..3].join(", "));
        out.push((message, "if it syndicates, give the forms of its credit under `credits`"));
    }
    out
}

/// An aggregator should have little of its own.
fn of_aggregator(seen: &Seen) -> Vec<Mismatch> {
    if at_least(seen.originals, seen.articles) < LIVES_ON_COPIES {
        return Vec::new();
    }
    let message = format!(
        "{} of its {} articles are originals or belong to no family",
        seen.originals, seen.articles
    );
    let remedy = "its sources may be missing from the run; if it reports itself, list it as outlet";
    vec![(message, remedy)]
}

/// An agency should neither copy nor alter much of what it copies.
fn of_agency(seen: &Seen) -> Vec<Mismatch> {
    let mut out = Vec::new();
    if at_least(seen.copies, seen.articles) >= AGENCY_COPIES {
        out.push((
            format!("{} of its {} articles are copies of others", seen.copies, seen.articles),
            "check that its domain is the agency's own, and read some of them",
        ));
    }
    if at_least(seen.spun, seen.copies) >= AGENCY_SPINS {
        out.push((
            format!("{} of its {} copies are spun", seen.spun, seen.copies),
            "agencies do not spin copies: check that it is an agency",
        ));
    }
    let (altered, quotations) = seen.altered;
    if at_least(altered, quotations) >= AGENCY_SPINS {
        out.push((
            format!("{altered} of {quotations} quotations in its copies are altered"),
            "agencies do not rewrite quotations: check that it is an agency",
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(articles: u32, copies: u32) -> Seen {
        Seen { id: "a".into(), articles, copies, originals: articles - copies, ..Seen::default() }
    }

    #[test]
    fn an_outlet_of_copies_is_named_and_one_of_few_articles_is_not() {
        assert_eq!(mismatches(Kind::Outlet, &seen(20, 19), &Run::default()).len(), 1);
        assert_eq!(mismatches(Kind::Outlet, &seen(5, 5), &Run::default()), []);
        assert_eq!(mismatches(Kind::Aggregator, &seen(20, 19), &Run::default()), []);
        assert_eq!(mismatches(Kind::Aggregator, &seen(40, 1), &Run::default()).len(), 1);
    }

    #[test]
    fn an_agency_that_spins_or_rewrites_quotations_is_named() {
        let spinner = Seen { spun: 3, altered: (6, 9), ..seen(30, 8) };
        assert_eq!(mismatches(Kind::Wire, &spinner, &Run::default()).len(), 2);
        let honest = Seen { spun: 0, altered: (1, 60), ..seen(30, 8) };
        assert_eq!(mismatches(Kind::Wire, &honest, &Run::default()), []);
    }

    #[test]
    fn an_outlet_that_many_take_from_acts_as_an_agency() {
        let flows = (0..5).map(|n| (("a".to_owned(), format!("b{n}")), 1)).collect();
        assert_eq!(
            mismatches(Kind::Outlet, &seen(20, 0), &Run { flows, ..Run::default() }).len(),
            1
        );
    }
}
