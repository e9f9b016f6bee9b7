//! The short summary for people.

use super::Source;
use super::findings::{self, Finding, Kind, Status};
use super::tables::articles::is_of_withdrawn;
use crate::captions::CaptionVerdict;
use crate::compare::Relation;
use crate::text::many;

/// Returns the lines of the summary: what was read, copies by relation, unrelated captions and the
/// most notable cases.
pub fn lines(s: &Source<'_>) -> Vec<String> {
    let mut out = vec![read(s)];
    if let Some(line) = empty_week(s) {
        out.push(line);
        return out;
    }
    out.extend(gaps(s));
    out.push(copies(s));
    out.extend(translated(s));
    out.extend(thinned(s));
    out.extend(withdrawn(s));
    out.extend(captions(s));
    // The list takes long to make, and is needed only if some kind of finding can be named.
    let any = Kind::all().any(|kind| holds(&kind));
    let notable = if any { notable(findings::list(s)) } else { Vec::new() };
    if !notable.is_empty() {
        out.push("most notable:".to_owned());
        out.extend(notable.into_iter().take(3).map(|finding| format!("  {}", finding.sentence)));
    }
    out
}

/// Returns how much was read.
fn read(s: &Source<'_>) -> String {
    let f = s.findings;
    let rejects = match s.batch.rejects.len() {
        0 => String::new(),
        n => format!(", {} in rejects", counted(n, "entry", "entries")),
    };
    format!(
        "{} from {}{rejects}",
        many(f.listed().into_iter().filter(|x| *x).count(), "article"),
        many(f.reliability.sources.len(), "source")
    )
}

/// Weeks that are named where the one that was asked for has no article. Chosen by judgement.
const WEEKS: usize = 5;

/// Returns which weeks there are if the one that the report is about has no article.
fn empty_week(s: &Source<'_>) -> Option<String> {
    let asked = s.settings.week.filter(|_| !s.findings.counted.contains(&true))?;
    let name = |(year, week): (i32, u32)| format!("{year}-W{week:02}");
    // The nearest weeks are those that a slip of the pen was to name.
    let from =
        |(year, week): (i32, u32)| (year * 53 + week as i32 - asked.0 * 53 - asked.1 as i32).abs();
    let mut near: Vec<((i32, u32), usize)> = s.batch.weeks.iter().map(|(w, n)| (*w, *n)).collect();
    near.sort_by_key(|(week, _)| (from(*week), *week));
    near.truncate(WEEKS);
    near.sort_unstable();
    let shown: Vec<String> =
        near.iter().map(|(week, n)| format!("{} ({n})", name(*week))).collect();
    let more = match s.batch.weeks.len() - near.len() {
        0 => String::new(),
        n => format!(" and {}", many(n, "other week")),
    };
    let there = match shown.is_empty() {
        true => "no article has a date".to_owned(),
        false => format!("there are articles from {}{more}", shown.join(", ")),
    };
    Some(format!("no article is from {}; {there}", name(asked)))
}

/// Returns how many copies there are, by relation.
fn copies(s: &Source<'_>) -> String {
    let f = s.findings;
    let pairs = || f.comparisons.iter().filter(|c| f.tells_of(&[c.a, c.b]));
    let by_relation: Vec<String> = Relation::COPYING
        .iter()
        .filter_map(|name| {
            let n = pairs().filter(|c| c.relation.name() == *name).count();
            (n > 0).then(|| format!("{n} {name}"))
        })
        .collect();
    if by_relation.is_empty() {
        return "no copies".to_owned();
    }
    let copying = pairs().filter(|c| c.relation.is_copying()).count();
    let families = f.lineage.clusters.iter().filter(|c| f.tells_of(&c.members)).count();
    format!(
        "{} in {}: {}",
        many(copying, "copying pair"),
        counted(families, "family", "families"),
        by_relation.join(", ")
    )
}

/// Returns how many pairs are translations; `None` if there are none.
fn translated(s: &Source<'_>) -> Option<String> {
    let f = s.findings;
    let pairs = f.comparisons.iter().filter(|c| f.tells_of(&[c.a, c.b]));
    let translated = pairs.filter(|c| c.relation == Relation::Translated).count();
    (translated > 0).then(|| {
        format!(
            "{} of articles that tell one story in two languages (translated)",
            many(translated, "pair")
        )
    })
}

/// Returns how many articles were not compared with all of their family; `None` if there are none.
fn thinned(s: &Source<'_>) -> Option<String> {
    let thinned = s.findings.thinned;
    (thinned > 0).then(|| {
        format!(
            "{} in families of more than {} nearly identical texts: compared with some of them and the earliest (--all-pairs compares all)",
            many(thinned, "article"),
            crate::candidates::dense::WHOLE
        )
    })
}

/// Returns how many captions there are, and how many do not belong; `None` if there are none.
fn captions(s: &Source<'_>) -> Option<String> {
    let f = s.findings;
    let captions = || f.captions.iter().filter(|c| f.tells_of(&[c.article]));
    let unrelated = captions().filter(|c| c.verdict == CaptionVerdict::Unrelated).count();
    (captions().count() > 0).then(|| {
        format!("{}, {unrelated} unrelated to the story", many(captions().count(), "caption"))
    })
}

/// Returns how many articles are copies of items that were withdrawn; `None` if none is.
fn withdrawn(s: &Source<'_>) -> Option<String> {
    let f = s.findings;
    let number = (0..f.articles.len()).filter(|at| f.focus[*at] && is_of_withdrawn(f, *at)).count();
    (number > 0).then(|| {
        format!(
            "{} of items that their agency has withdrawn (`of_withdrawn` in `flags` of articles)",
            counted(number, "copy", "copies")
        )
    })
}

/// Share of articles without a date from which a line says so. Chosen by judgement: below it, it is a
/// matter of single articles, and their rows say so.
const UNDATED: f64 = 1.0 / 3.0;

/// Returns what so many articles lack that the report says little of them: texts and dates.
fn gaps(s: &Source<'_>) -> Vec<String> {
    let f = s.findings;
    let listed = f.listed();
    let at = || (0..f.articles.len()).filter(|at| listed[*at]);
    let all = at().count();
    // A table of titles and addresses has its titles as texts.
    let is_title = |at: usize| Some(f.articles[at].text.trim()) == f.articles[at].title.as_deref();
    let empty = at().filter(|at| f.cleaned[*at].body.is_empty() || is_title(*at)).count();
    let undated = at()
        .filter(|at| f.lineage.dates[*at].0.is_none() && f.articles[*at].first_seen.is_none())
        .count();
    let mut out = Vec::new();
    let have = |n: usize| if n == 1 { "has" } else { "have" };
    if empty > 0 && empty == all {
        out.push(format!("{empty} of {all} {} no text: nothing was compared", have(all)));
    } else if empty > 0 {
        out.push(format!("{empty} of {all} {} no text and were not compared", have(empty)));
    }
    if all > 1 && undated as f64 >= UNDATED * all as f64 {
        out.push(format!("{undated} of {all} {} no date", have(undated)));
    }
    out
}

/// Formats a count with its noun, of which the plural is irregular.
fn counted(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// Share of findings of a kind that must have held before the summary shows any. Chosen by
/// judgement; no kind reaches it yet (see [`Kind::held`]), so the summary shows none.
const HOLDS: f64 = 0.95;
/// Confidence below which a finding is left to the tables. Chosen by judgement.
const FIRM: f64 = 0.9;

/// Whether findings of a kind held often enough to be named.
fn holds(kind: &Kind) -> bool {
    let (confirmed, checked) = kind.held();
    checked > 0 && f64::from(confirmed) >= HOLDS * f64::from(checked)
}

/// Returns the findings worth a line, in the order to read them: firm charges of kinds that are
/// right often enough.
fn notable(all: Vec<Finding>) -> Vec<Finding> {
    all.into_iter()
        .filter(|finding| {
            finding.status == Status::Charged
                && finding.kinds.iter().all(holds)
                && finding.confidence.is_some_and(|confidence| confidence >= FIRM)
        })
        .collect()
}
