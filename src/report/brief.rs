//! The short summary for people.

use super::Source;
use crate::captions::CaptionVerdict;
use crate::compare::{DriftKind, Relation};
use crate::lineage::Parent;
use crate::pipeline::Findings;
use crate::reliability::{Harm, HarmKind};
use crate::text::fold;

/// Returns the lines of the summary: what was read, copies by relation, unrelated captions and the
/// most notable cases.
pub fn lines(s: &Source<'_>) -> Vec<String> {
    let f = s.findings;
    let mut out = Vec::new();
    let rejects = match s.batch.rejects.len() {
        0 => String::new(),
        n => format!(", {} in rejects", many(n, "entry", "entries")),
    };
    out.push(format!(
        "{} from {}{rejects}",
        many(f.listed().into_iter().filter(|x| *x).count(), "article", "articles"),
        many(f.reliability.sources.len(), "source", "sources")
    ));
    let pairs = || f.comparisons.iter().filter(|c| f.tells_of(&[c.a, c.b]));
    let by_relation: Vec<String> = Relation::COPYING
        .iter()
        .filter_map(|name| {
            let n = pairs().filter(|c| c.relation.name() == *name).count();
            (n > 0).then(|| format!("{n} {name}"))
        })
        .collect();
    out.push(match by_relation.is_empty() {
        true => "no copies".to_owned(),
        false => format!(
            "{} in {}: {}",
            many(
                pairs().filter(|c| c.relation.is_copying()).count(),
                "copying pair",
                "copying pairs"
            ),
            many(
                f.lineage.clusters.iter().filter(|c| f.tells_of(&c.members)).count(),
                "family",
                "families"
            ),
            by_relation.join(", ")
        ),
    });
    if f.thinned > 0 {
        out.push(format!(
            "{} in families of more than {} nearly identical texts: compared with some of them and the earliest (--all-pairs compares all)",
            many(f.thinned, "article", "articles"),
            crate::candidates::dense::WHOLE
        ));
    }
    let captions = || f.captions.iter().filter(|c| f.tells_of(&[c.article]));
    let unrelated = captions().filter(|c| c.verdict == CaptionVerdict::Unrelated).count();
    if captions().count() > 0 {
        out.push(format!(
            "{}, {unrelated} unrelated to the story",
            many(captions().count(), "caption", "captions")
        ));
    }
    let cases = cases(s);
    if !cases.is_empty() {
        out.push("most notable:".to_owned());
        out.extend(cases.into_iter().take(3).map(|(_, text)| format!("  {text}")));
    }
    out
}

/// Formats a count with its noun: `1 article`, `2 articles`.
fn many(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// How often findings of a kind held when readers checked them against both texts, on corpora that
/// no rule was developed on, as (confirmed, checked). Source: docs/accuracy.md.
const HELD: [(HarmKind, u32, u32); 6] = [
    (HarmKind::Credit, 0, 2),
    (HarmKind::Spin, 104, 140),
    (HarmKind::Quotations, 65, 190),
    (HarmKind::Facts, 82, 268),
    (HarmKind::Caption, 0, 106),
    (HarmKind::Backdated, 0, 0),
];
/// Share of findings of a kind that must have held before the summary shows any. Chosen by
/// judgement; no kind in [`HELD`] reaches it yet, so the summary shows none.
const HOLDS: f64 = 0.95;
/// Firmness of the relation, and probability of the direction, below which a case is left to the
/// tables. Chosen by judgement.
const FIRM: f64 = 0.9;

/// Whether findings of a kind are right often enough to be shown in the summary.
fn holds(kind: HarmKind) -> bool {
    HELD.iter().any(|(of, signed, read)| {
        *of == kind && *read > 0 && f64::from(*signed) >= HOLDS * f64::from(*read)
    })
}

/// Returns the cases worth a look, the worst first: of kinds that hold, with a firm parent.
fn cases(s: &Source<'_>) -> Vec<(f64, String)> {
    let f = s.findings;
    let mut out: Vec<(f64, String)> = Vec::new();
    for (at, record) in f.reliability.articles.iter().enumerate().filter(|(at, _)| f.focus[*at]) {
        let harms: Vec<&Harm> = record.harms.iter().filter(|h| holds(h.kind)).collect();
        if harms.is_empty() {
            continue;
        }
        let standing = &f.lineage.standings[at];
        let mut text = format!(
            "{}: {}",
            f.articles[at].id,
            harms.iter().take(2).map(|h| h.what.as_str()).collect::<Vec<_>>().join(", ")
        );
        let of_copy = harms.iter().any(|h| h.kind != HarmKind::Caption);
        if let Some(parent) = standing.parent.as_ref().filter(|_| of_copy) {
            if !is_firm(f, parent) {
                continue;
            }
            let c = &f.comparisons[parent.comparison as usize];
            text.push_str(&format!(" (from {})", f.articles[parent.article as usize].id));
            let shown = |kind: DriftKind| match kind {
                DriftKind::Quote => harms.iter().any(|h| h.kind == HarmKind::Quotations),
                kind => kind.is_fact() && harms.iter().any(|h| h.kind == HarmKind::Facts),
            };
            if let Some(d) = f.lineage.verdicts[parent.comparison as usize]
                .alterations_from(parent.article, c)
                .filter(|d| d.kind != DriftKind::Hedge && shown(d.kind))
                .max_by_key(|d| {
                    (
                        d.kind == DriftKind::Number || d.kind == DriftKind::Negation,
                        std::cmp::Reverse(d.a.start),
                    )
                })
            {
                let (ours, theirs) = if c.a == at as u32 { (&d.a, &d.b) } else { (&d.b, &d.a) };
                text.push_str(&format!(
                    ": “{}” became “{}”",
                    short(&f.articles[parent.article as usize].text[theirs.clone()]),
                    short(&f.articles[at].text[ours.clone()])
                ));
            }
        } else if let Some(judged) = f
            .captions
            .iter()
            .find(|c| c.article == at as u32 && c.verdict == CaptionVerdict::Unrelated)
        {
            text.push_str(&format!(": “{}”", short(&judged.caption.text)));
        }
        out.push((harms.iter().map(|h| h.points).sum(), text));
    }
    out.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
    // One case of a kind is informative, a second with the same text is not.
    out.dedup_by_key(|(_, text)| fold::phrase(text));
    out
}

/// Whether both the relation to a parent and the direction are firm.
fn is_firm(f: &Findings, parent: &Parent) -> bool {
    let at = parent.comparison as usize;
    f.comparisons[at].standing.firmness.is_some_and(|firmness| firmness >= FIRM)
        && f.lineage.verdicts[at].confidence().is_some_and(|c| c >= FIRM)
}

/// Puts a text on one line and cuts it after 70 characters.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(70) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
