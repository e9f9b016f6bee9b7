//! What a comparison says, in sentences.

use super::super::model::Pair;
use crate::compare::Relation;
use crate::compare::measures::Measures;
use crate::compare::standing::Standing;
use crate::reliability::{is_credit_harm, is_revision};
use crate::report::Source;
use crate::words::Words;

/// Returns a relation's name as words.
pub(super) fn relation(w: &Words, relation: Option<Relation>) -> String {
    w.among("name", relation.map_or("unrelated", Relation::name)).to_owned()
}

/// Says what the relation of two texts rests on; `first_is_a` if the measures' `a` is the first.
pub(super) fn why(
    w: &Words,
    relation: Option<Relation>,
    standing: &Standing,
    m: &Measures,
    first_is_a: bool,
) -> String {
    let mut out = String::new();
    if let Some(relation) = relation.filter(|relation| relation.is_copying()) {
        let next = standing.runner_up.map_or(String::new(), |next| {
            w.with("page.comparison.next", self::relation(w, Some(next)))
        });
        let what = w.among("relation", relation.name());
        let sure = w.percent(standing.firmness);
        out = w.fill("page.comparison.both", &[&what, &sure, &next]);
    }
    let (of_a, of_b) = (m.containment_a(), m.containment_b());
    let (in_second, in_first) = if first_is_a { (of_a, of_b) } else { (of_b, of_a) };
    let [second, first, swapped] =
        [in_second, in_first, m.substituted()].map(|share| w.percent(Some(share)));
    let shares = w.fill("page.comparison.shares", &[&m.verbatim, &second, &first, &swapped]);
    format!("{out}{shares}")
}

/// Says which text of a pair was first, why nothing is held against the copy, and what became of
/// the credit.
pub(super) fn direction(s: &Source<'_>, w: &Words, pair: &Pair) -> String {
    let f = s.findings;
    let verdict = &f.lineage.verdicts[pair.comparison as usize];
    let standing = &f.lineage.standings[pair.copy as usize];
    let is_parent = standing.parent.as_ref().is_some_and(|p| p.comparison == pair.comparison);
    let sure = verdict.confidence().filter(|_| verdict.original == Some(pair.parent));
    let first = match (verdict.basis(), sure) {
        (Some(basis), Some(sure)) => {
            let said = format!("page.comparison.{}_first", basis.name());
            w.with(&said, w.percent(Some(sure)))
        }
        _ if verdict.contested => w.of("page.comparison.contested").to_owned(),
        _ => w.of("page.comparison.unknown").to_owned(),
    };
    let mut out = vec![first];
    let warrant = standing.warrant.filter(|warrant| is_parent && warrant.words().is_some());
    if let Some(warrant) = warrant {
        let because = w.among("page.warrant", &format!("{warrant:?}"));
        out.push(w.with("page.comparison.because", because));
    }
    if is_revision(&f.cleaned, pair.parent, pair.copy) {
        out.push(w.of("page.comparison.own").to_owned());
    }
    if let Some(credit) = standing.credit.filter(|_| is_parent) {
        let charged = f.reliability.articles[pair.copy as usize].credit.is_some_and(is_credit_harm);
        let said = match is_credit_harm(credit) && !charged {
            true => "page.comparison.credit_free",
            false => "page.comparison.credit",
        };
        out.push(w.with(said, w.among("credit", credit.name())));
    }
    out.join(" ")
}
