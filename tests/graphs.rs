//! The graphs of a report, read back by the programs that they are for.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use support::{Row, run, table};

/// Reads a graph with networkx and prints it: nodes and edges with their attributes, as JSON.
const READ: &str = "
import json, sys
import networkx
read = networkx.read_gexf if sys.argv[1].endswith('.gexf') else networkx.read_graphml
graph = read(sys.argv[1])
assert graph.is_directed()
print(json.dumps({'nodes': dict(graph.nodes(data=True)), 'edges': [list(e) for e in graph.edges(data=True)]}))
";

fn report(more: &[&str]) -> tempfile::TempDir {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let fixed = ["report", "tests/corpus", "--sources", "tests/sources.toml", "--no-page"];
    let outcome = run(&[&fixed[..], &["--out", &place], more].concat(), "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    out
}

/// What networkx reads; `None` if it is not installed.
fn networkx(path: &Path) -> Option<serde_json::Value> {
    let has = Command::new("python3").args(["-c", "import networkx"]).output().ok()?;
    if !has.status.success() {
        return None;
    }
    let read = Command::new("python3").args(["-c", READ]).arg(path).output().expect("python3");
    let errors = String::from_utf8_lossy(&read.stderr).into_owned();
    assert!(read.status.success(), "{}: {errors}", path.display());
    Some(serde_json::from_slice(&read.stdout).expect("JSON"))
}

/// The edges of a file, as an XML parser reads them.
fn edges(path: &Path) -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string(path).expect("read");
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut out = BTreeSet::new();
    loop {
        use quick_xml::events::Event;
        let tag = match reader.read_event().expect("well formed") {
            Event::Eof => return out,
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "edge" => tag,
            _ => continue,
        };
        let of = |name: &str| {
            let attribute = tag.try_get_attribute(name).expect("read").expect("given");
            attribute.value.into_owned()
        };
        out.insert((of("source"), of("target")));
    }
}

fn pairs(rows: &[Row], from: &str, to: &str) -> BTreeSet<(String, String)> {
    rows.iter().map(|row| (row[from].clone(), row[to].clone())).collect()
}

#[test]
fn graphs_hold_the_rows_of_flows_and_stemma() {
    let out = report(&["--graphs"]);
    let file = |name: &str| out.path().join("all").join(name);
    let (flows, stemma) = (table(&file("flows.csv")), table(&file("stemma.csv")));
    for ending in ["gexf", "graphml"] {
        let (of_flows, of_trees) =
            (file(&format!("flows.{ending}")), file(&format!("stemma.{ending}")));
        assert_eq!(edges(&of_flows), pairs(&flows, "from_source", "to_source"));
        assert_eq!(edges(&of_trees), pairs(&stemma, "parent_id", "copy_id"));
        let (Some(of_flows), Some(of_trees)) = (networkx(&of_flows), networkx(&of_trees)) else {
            eprintln!("networkx is not installed: the graphs were read by an XML parser only");
            continue;
        };
        compare(&of_flows, &flows, ("from_source", "to_source"), "articles", "median_lag_seconds");
        compare(&of_trees, &stemma, ("parent_id", "copy_id"), "relation", "confidence");
        let nodes = of_trees["nodes"].as_object().expect("nodes");
        assert_eq!(nodes["ht-0607-strike"]["source_id"], "halvik-times");
        assert!(nodes["ht-0607-strike"]["published"].as_str().is_some_and(|d| d.len() >= 10));
    }
}

/// Checks two attributes of all edges against the rows of a table.
fn compare(graph: &serde_json::Value, rows: &[Row], ends: (&str, &str), one: &str, other: &str) {
    let read: BTreeMap<(&str, &str), &serde_json::Value> = graph["edges"]
        .as_array()
        .expect("edges")
        .iter()
        .map(|edge| ((edge[0].as_str().expect("id"), edge[1].as_str().expect("id")), &edge[2]))
        .collect();
    assert_eq!(read.len(), rows.len());
    for row in rows {
        let edge = read[&(row[ends.0].as_str(), row[ends.1].as_str())];
        for name in [one, other] {
            let told = &edge[name];
            let same = match told.as_f64() {
                Some(number) => row[name].parse() == Ok(number),
                None => told.as_str().unwrap_or_default() == row[name],
            };
            assert!(same, "{name}: {told}, not {}", row[name]);
        }
    }
}

#[test]
fn graphs_are_written_only_if_asked_for_and_replaced_with_the_report() {
    let out = report(&[]);
    assert!(!out.path().join("all/flows.gexf").exists());
    let place = out.path().display().to_string();
    let again = |more: &[&str]| {
        let fixed = ["report", "tests/corpus", "--sources", "tests/sources.toml", "--no-page"];
        run(&[&fixed[..], &["--out", &place], more].concat(), "").code
    };
    assert_eq!(again(&["--graphs"]), 0);
    let first = std::fs::read(out.path().join("all/stemma.gexf")).expect("written");
    assert_eq!(again(&["--graphs"]), 0);
    assert_eq!(std::fs::read(out.path().join("all/stemma.gexf")).expect("written"), first);
    // A report without them leaves none of an older state.
    assert_eq!(again(&[]), 0);
    assert!(!out.path().join("all/stemma.gexf").exists());
}
