//! archetypes.jsonl: one line per lost agency story, with its text as reconstructed from the
//! witnesses.

use serde_json::{Value, json};

use super::Source;
use super::tables::cluster_id;
use crate::inert;

/// Returns the lines. Each has `cluster_id`, `wire`, `credited_by`, `witnesses`, `text`, and
/// `places`, which have the chosen `text` and its `readings` (`text`, `witnesses`), those with most
/// witnesses first. Empty if no story was lost.
pub fn lines(s: &Source<'_>) -> String {
    let f = s.findings;
    let ids = |articles: &[u32]| -> Vec<&str> {
        articles.iter().map(|at| f.articles[*at as usize].id.as_str()).collect()
    };
    let mut out = String::new();
    let told = |cluster: u32| f.tells_of(&f.lineage.clusters[cluster as usize].members);
    for (cluster, archetype) in f.lineage.archetypes.iter().filter(|(cluster, _)| told(*cluster)) {
        let places: Vec<Value> = archetype
            .places
            .iter()
            .map(|place| {
                let readings: Vec<Value> = place
                    .readings
                    .iter()
                    .map(|r| json!({"text": r.text, "witnesses": ids(&r.witnesses)}))
                    .collect();
                json!({"text": place.text, "readings": readings})
            })
            .collect();
        let line = json!({
            "cluster_id": cluster_id(f, *cluster),
            "wire": f.lineage.clusters[*cluster as usize].lost_wire.as_ref().map(|agency| format!("wire:{agency}")),
            "credited_by": f.lineage.clusters[*cluster as usize].credited_by,
            "witnesses": ids(&archetype.witnesses),
            "text": archetype.text(),
            "places": places,
        });
        out.push_str(&inert::json(&line.to_string()));
        out.push('\n');
    }
    out
}
