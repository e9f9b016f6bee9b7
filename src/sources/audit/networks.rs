//! Finds outlets that look like parts of one network: they share boilerplate, run the same texts,
//! or spin copies with the same words.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Kind;
use super::seen::{Listed, Run, Tie};
use super::{Finding, Severity};

/// Number of shared boilerplate lines, or of shared texts, that ties two outlets.
///
/// Chosen by judgement: one line may come from a template or an advertiser, one text may be a press
/// release.
const LEAST: usize = 3;

/// Number of words replaced alike that ties two outlets: twice the number from which the report
/// lists such a pair.
///
/// The report only lists pairs that replaced at least half of their common words alike. The factor
/// of two is judgement: two outlets may buy the same program.
const LEAST_WORDS: u32 = 10;

/// Whether a tie is strong enough to connect two outlets.
fn strong(tie: &Tie) -> bool {
    tie.furniture.len() >= LEAST || tie.twins as usize >= LEAST || tie.replaced.0 >= LEAST_WORDS
}

/// Reports groups of outlets in which each is tied to at least half of the others. O(ties).
///
/// Agencies, aggregators and distributors of press releases run others' texts by trade and tie
/// nobody; two outlets with the same owner in the list are already known to belong together.
pub fn check(listed: &Listed<'_>, run: &Run) -> Vec<Finding> {
    let trade = |at: usize| {
        listed.entry(&run.sources[at]).is_some_and(|p| {
            p.kind_stated
                && matches!(p.source.kind, Kind::Wire | Kind::Aggregator | Kind::PressRelease)
        })
    };
    let owner = |at: usize| listed.entry(&run.sources[at]).and_then(|p| p.source.owner.as_deref());
    let mut ties: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (&(a, b), _) in run.ties.iter().filter(|&(_, tie)| strong(tie)) {
        if !trade(a) && !trade(b) && (owner(a).is_none() || owner(a) != owner(b)) {
            ties.entry(a).or_default().insert(b);
            ties.entry(b).or_default().insert(a);
        }
    }
    let mut out = Vec::new();
    for group in groups(&ties) {
        let names: Vec<String> =
            group.iter().map(|&at| format!("`{}`", run.sources[at].id)).collect();
        let entry = group.iter().find_map(|&at| listed.entry(&run.sources[at]));
        out.push(Finding {
            code: "network",
            severity: Severity::Note,
            source_id: entry.map_or(run.sources[group[0]].id.as_str(), |p| p.source.id.as_str()).to_owned(),
            line: entry.map(|p| p.source.line),
            column: entry.map(|_| 1),
            message: format!("{} look like one network: {}", names.join(", "), evidence(&group, run)),
            remedy: "find out who owns them and state it as `owner`; do not count them as independent of each other".to_owned(),
        });
    }
    out
}

/// Returns groups of tied outlets, starting from the outlet with the most ties; an outlet tied to
/// less than half of a group is left out of it.
fn groups(ties: &BTreeMap<usize, BTreeSet<usize>>) -> Vec<Vec<usize>> {
    let mut left: BTreeSet<usize> = ties.keys().copied().collect();
    let mut out = Vec::new();
    loop {
        let degree = |at: usize, among: &BTreeSet<usize>| ties[&at].intersection(among).count();
        let Some(&centre) =
            left.iter().max_by_key(|&&at| (degree(at, &left), std::cmp::Reverse(at)))
        else {
            break;
        };
        let mut circle: BTreeSet<usize> =
            ties[&centre].intersection(&left).copied().chain([centre]).collect();
        while let Some(&weakest) =
            circle.iter().min_by_key(|&&at| (degree(at, &circle), std::cmp::Reverse(at)))
        {
            if 2 * degree(weakest, &circle) >= circle.len() - 1 {
                break;
            }
            circle.remove(&weakest);
        }
        if circle.len() > 1 {
            out.push(circle.iter().copied().collect());
        }
        left = left.difference(&circle).copied().collect();
        left.remove(&centre);
    }
    out
}

/// Describes the strongest tie of the group, and how many more there are.
fn evidence(group: &[usize], run: &Run) -> String {
    let mut ties: Vec<(&(usize, usize), &Tie)> = run
        .ties
        .iter()
        .filter(|&((a, b), tie)| group.contains(a) && group.contains(b) && strong(tie))
        .collect();
    ties.sort_by_key(|(places, tie)| {
        (
            std::cmp::Reverse(tie.twins as usize + tie.furniture.len() + tie.replaced.0 as usize),
            **places,
        )
    });
    let Some((&(a, b), tie)) = ties.first().copied() else { return String::new() };
    let line = tie.furniture.iter().min_by_key(|l| (l.chars().count(), *l)).map(|l| {
        let short: String = l.chars().take(60).collect();
        format!(", as “{short}{}”", if l.chars().count() > 60 { "…" } else { "" })
    });
    let more =
        if ties.len() > 1 { format!("; {} more such ties", ties.len() - 1) } else { String::new() };
    let spun = match tie.replaced {
        (0, _) => String::new(),
        (alike, both) => format!(
            "; in spun copies they replace {alike} of {both} words in the same way ({})",
            tie.replacements
        ),
    };
    format!(
        "`{}` and `{}` share {} texts without an agency credit and {} lines of boilerplate{}{spun}{more}",
        run.sources[a].id,
        run.sources[b].id,
        tie.twins,
        tie.furniture.len(),
        line.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut ties: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &(a, b) in pairs {
            ties.entry(a).or_default().insert(b);
            ties.entry(b).or_default().insert(a);
        }
        groups(&ties)
    }

    #[test]
    fn a_circle_is_one_group_and_a_chain_is_not() {
        assert_eq!(of(&[(0, 1), (1, 2), (0, 2)]), [[0, 1, 2]]);
        let chain = of(&[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]);
        assert!(chain.iter().all(|g| g.len() <= 3), "{chain:?}");
        assert_eq!(of(&[]), Vec::<Vec<usize>>::new());
    }
}
