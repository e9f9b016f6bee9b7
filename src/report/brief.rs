//! The short summary for people.

use rustc_hash::FxHashSet;

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
    let cases = distinct(cases(s, &holds));
    if !cases.is_empty() {
        out.push("most notable:".to_owned());
        out.extend(cases.into_iter().take(3).map(|c| format!("  {}: {}", c.id, c.text)));
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

/// A case worth a look.
#[derive(Debug, Clone, PartialEq)]
struct Case<'f> {
    /// What it costs, in points.
    points: f64,
    /// Id of the article.
    id: &'f str,
    /// What was found.
    text: String,
}

/// Returns the cases worth a look: of kinds that hold, with a firm parent.
fn cases<'f>(s: &Source<'f>, holds: &dyn Fn(HarmKind) -> bool) -> Vec<Case<'f>> {
    let f = s.findings;
    let mut out = Vec::new();
    for (at, record) in f.reliability.articles.iter().enumerate().filter(|(at, _)| f.focus[*at]) {
        let harms: Vec<&Harm> = record.harms.iter().filter(|h| holds(h.kind)).collect();
        if harms.is_empty() {
            continue;
        }
        let standing = &f.lineage.standings[at];
        let mut text = harms.iter().take(2).map(|h| h.what.as_str()).collect::<Vec<_>>().join(", ");
        let of_copy = harms.iter().any(|h| h.kind != HarmKind::Caption);
        let of_caption = harms.iter().any(|h| h.kind == HarmKind::Caption);
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
            .filter(|_| of_caption)
        {
            text.push_str(&format!(": “{}”", short(&judged.caption.text)));
        }
        let points = harms.iter().map(|h| h.points).sum();
        out.push(Case { points, id: &f.articles[at].id, text });
    }
    out
}

/// Sorts cases, the worst first, and leaves out all but the worst of those with the same text: one
/// case of a kind is informative, a second is not.
fn distinct(mut cases: Vec<Case<'_>>) -> Vec<Case<'_>> {
    cases.sort_by(|x, y| {
        y.points.total_cmp(&x.points).then_with(|| (x.id, &x.text).cmp(&(y.id, &y.text)))
    });
    let mut told = FxHashSet::default();
    cases.retain(|case| told.insert(fold::phrase(&case.text)));
    cases
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::captions::Judged;
    use crate::captions::model::Features;
    use crate::clean::Caption;
    use crate::ingest::{Article, Batch};
    use crate::lineage::{Lineage, Standing};
    use crate::pipeline::Settings;
    use crate::reliability::{ArticleRecord, Reliability};
    use crate::report::Beside;
    use crate::sources::Registry;

    #[test]
    fn of_cases_with_the_same_text_the_worst_is_told() {
        let case = |points, id, text: &str| Case { points, id, text: text.to_owned() };
        let told = distinct(vec![
            case(5.0, "a", "one altered quotation"),
            case(7.0, "b", "credit stripped"),
            case(9.0, "c", "One altered quotation"),
            case(5.0, "d", "credit stripped"),
        ]);
        assert_eq!(told.iter().map(|c| c.id).collect::<Vec<_>>(), ["c", "b"]);
    }

    #[test]
    fn a_caption_is_told_only_of_a_case_of_captions() {
        let harm = |kind, what: &str| Harm { kind, points: 15.0, what: what.to_owned() };
        let findings = Findings {
            articles: vec![Article { id: "a".to_owned(), ..Article::default() }],
            captions: vec![Judged {
                article: 0,
                caption: Caption {
                    text: "Cranes in Brennick".to_owned(),
                    own: 18,
                    listed: true,
                    gallery: false,
                },
                verdict: CaptionVerdict::Unrelated,
                relatedness: 0.0,
                date: None,
                age_days: None,
                other_articles: 0,
                evidence: String::new(),
                unrelated: None,
                features: Features::default(),
                accusable: true,
            }],
            lineage: Lineage { standings: vec![Standing::default()], ..Lineage::default() },
            reliability: Reliability {
                articles: vec![ArticleRecord {
                    harms: vec![
                        harm(HarmKind::Backdated, "dated before its original"),
                        harm(HarmKind::Caption, "1 unrelated caption"),
                    ],
                    ..ArticleRecord::default()
                }],
                ..Reliability::default()
            },
            focus: vec![true],
            ..Findings::default()
        };
        let registry = Registry::parse("test", "").expect("an empty list");
        let source = Source {
            findings: &findings,
            batch: &Batch::default(),
            registry: &registry,
            settings: &Settings::default(),
            beside: &Beside::default(),
        };
        let told = |kind| cases(&source, &|k| k == kind).remove(0).text;
        assert_eq!(told(HarmKind::Caption), "1 unrelated caption: “Cranes in Brennick”");
        assert_eq!(told(HarmKind::Backdated), "dated before its original");
    }
}
