//! summary.json: the run in figures, keys sorted, without clock, command line or timings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Source;
use crate::captions::CaptionVerdict;
use crate::clean::Label;
use crate::compare::Relation;

/// Returns the summary as JSON with a line end.
pub fn json(s: &Source<'_>) -> String {
    let f = s.findings;
    let count = |names: &mut dyn Iterator<Item = &'static str>| {
        let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
        names.for_each(|name| *counts.entry(name).or_default() += 1);
        counts
    };
    let relations = count(&mut f.comparisons.iter().map(|c| c.relation.name()));
    let captions = count(&mut f.captions.iter().map(|c| c.verdict.name()));
    let drift =
        count(&mut f.comparisons.iter().zip(&f.lineage.verdicts).flat_map(|(c, v)| c.alterations(v.original)).map(|d| d.kind.name()));
    let blocks = count(&mut f.cleaned.iter().flat_map(|c| &c.blocks).map(|b| b.label.name()));
    let copies = f.lineage.standings.iter().filter(|x| x.parent.is_some()).count();
    let weights = &s.registry.weights;
    let inputs: Vec<Value> = s.batch.digests.iter().map(|d| json!({"name": d.name, "bytes": d.bytes, "xxh3": d.xxh3})).collect();
    let summary = json!({
        "schema": 1,
        "version": env!("CARGO_PKG_VERSION"),
        "settings": {
            "week": s.settings.week.map(|(year, week)| format!("{year}-W{week:02}")),
            "window_days": s.settings.window_days,
            "as_of": s.settings.as_of.map(|day| day.to_string()),
            "score": {
                "credit_stripped": weights.credit_stripped, "spin": weights.spin, "altered_quotation": weights.altered_quotation,
                "drifted_fact": weights.drifted_fact, "unrelated_caption": weights.unrelated_caption, "backdated": weights.backdated,
                "least_articles": weights.least_articles,
            },
        },
        "inputs": inputs,
        "records": s.batch.records,
        "repeats": s.batch.repeats,
        "rejected": s.batch.rejects.iter().filter(|r| r.field.is_none() || r.field.as_deref() == Some("id")).count(),
        "rejected_fields": s.batch.rejects.iter().filter(|r| r.field.as_deref().is_some_and(|field| field != "id")).count(),
        "articles": f.articles.len(),
        "articles_counted": f.counted.iter().filter(|c| **c).count(),
        "sources": f.reliability.sources.len(),
        "clusters": f.lineage.clusters.len(),
        "stories": f.lineage.stories.len(),
        "copies": copies,
        "pairs": f.comparisons.len(),
        "pairs_by_relation": relations,
        "pairs_copying": f.comparisons.iter().filter(|c| c.relation.is_copying()).count(),
        "drift_by_kind": drift,
        "captions": f.captions.len(),
        "captions_by_verdict": captions,
        "captions_unrelated": f.captions.iter().filter(|c| c.verdict == CaptionVerdict::Unrelated).count(),
        "blocks_by_label": blocks,
        "blocks_cut": f.cleaned.iter().flat_map(|c| &c.blocks).filter(|b| b.label != Label::Body).count(),
        "relations": Relation::ALL.map(|(_, name)| name),
    });
    // serde_json sorts the keys of an object; pretty printing cannot fail on plain values.
    let mut text = serde_json::to_string_pretty(&summary).unwrap_or_default();
    text.push('\n');
    text
}
