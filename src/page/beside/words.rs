//! What a comparison says, in sentences.

use super::super::model::Pair;
use super::super::words::{among, of, percent};
use crate::compare::Relation;
use crate::compare::measures::Measures;
use crate::compare::standing::Standing;
use crate::lineage::Warrant;
use crate::reliability::{is_credit_harm, is_revision};
use crate::report::Source;

/// Returns a relation's name as words.
pub(super) fn relation(relation: Option<Relation>) -> String {
    relation.map_or("unrelated", |relation| relation.name()).replace('_', " ")
}

/// Says what the relation of two texts rests on; `first_is_a` if the measures' `a` is the first.
pub(super) fn why(
    relation: Option<Relation>,
    standing: &Standing,
    m: &Measures,
    first_is_a: bool,
) -> String {
    let mut out = String::new();
    if let Some(relation) = relation.filter(|relation| relation.is_copying()) {
        let next = standing.runner_up.map_or(String::new(), |next| {
            format!(" (next likely: {})", self::relation(Some(next)))
        });
        out = format!(
            "{}. Both go back to one text with a probability of {}{next}. ",
            among("relation", relation.name()),
            percent(standing.firmness)
        );
    }
    let (of_a, of_b) = (m.containment_a(), m.containment_b());
    let (in_second, in_first) = if first_is_a { (of_a, of_b) } else { (of_b, of_a) };
    let share = |x: f64| percent(Some(x));
    format!(
        "{out}{} words are in verbatim runs; {} of the first text is in the second, {} of the second in the first; {} of the words in linked sentences are swapped.",
        m.verbatim,
        share(in_second),
        share(in_first),
        share(m.substituted())
    )
}

/// Says which text of a pair was first, why nothing is held against the copy, and what became of
/// the credit.
pub(super) fn direction(s: &Source<'_>, pair: &Pair) -> String {
    let f = s.findings;
    let verdict = &f.lineage.verdicts[pair.comparison as usize];
    let standing = &f.lineage.standings[pair.copy as usize];
    let is_parent = standing.parent.as_ref().is_some_and(|p| p.comparison == pair.comparison);
    let sure = verdict.confidence().filter(|_| verdict.original == Some(pair.parent));
    let first = match (verdict.basis(), sure) {
        (Some(basis), Some(sure)) => {
            format!("{}{}.", of(&format!("{}_first", basis.name())), percent(Some(sure)))
        }
        _ if verdict.contested => of("contested").to_owned(),
        _ => of("unknown").to_owned(),
    };
    let mut out = vec![first];
    if let Some(because) = standing.warrant.filter(|_| is_parent).and_then(Warrant::words) {
        out.push(format!("Nothing that differs is held against the second, because {because}."));
    }
    if is_revision(&f.cleaned, pair.parent, pair.copy) {
        out.push(of("own").to_owned());
    }
    if let Some(credit) = standing.credit.filter(|_| is_parent) {
        let charged = f.reliability.articles[pair.copy as usize].credit.is_some_and(is_credit_harm);
        let excused =
            if is_credit_harm(credit) && !charged { ", which is not held against it" } else { "" };
        out.push(format!("Credit: {}{excused}.", among("credit", credit.name())));
    }
    out.join(" ")
}
