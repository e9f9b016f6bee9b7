//! GraphML, for networkx, igraph, Cytoscape and yEd. Source:
//! <http://graphml.graphdrawing.org/primer/graphml-primer.html>.

use std::fmt::Write;

use super::{Graph, kind, value};
use crate::inert;
use crate::report::schema::{Cell, Column};

/// Returns a graph.
pub(super) fn text(graph: &Graph) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    let _ = writeln!(out, "<desc>{}</desc>", inert::xml(graph.about));
    key(&mut out, "node", "label", "string");
    for column in &graph.node_columns {
        key(&mut out, "node", column.name, kind(column));
    }
    key(&mut out, "edge", "weight", "double");
    for column in &graph.edge_columns {
        key(&mut out, "edge", column.name, kind(column));
    }
    let _ = writeln!(out, "<graph id=\"{}\" edgedefault=\"directed\">", graph.name);
    for node in &graph.nodes {
        let label = inert::xml(&node.label);
        let _ =
            write!(out, "<node id=\"{}\">{}", inert::xml(&node.id), data("node", "label", &label));
        values(&mut out, "node", &graph.node_columns, &node.cells);
        out.push_str("</node>\n");
    }
    for edge in &graph.edges {
        let (from, to) = (inert::xml(&edge.from), inert::xml(&edge.to));
        let weight = data("edge", "weight", &format!("{:?}", edge.weight));
        let _ = write!(out, "<edge source=\"{from}\" target=\"{to}\">{weight}");
        values(&mut out, "edge", &graph.edge_columns, &edge.cells);
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

fn key(out: &mut String, of: &str, name: &str, kind: &str) {
    let _ = writeln!(
        out,
        "<key id=\"{of}-{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
    );
}

fn data(of: &str, name: &str, value: &str) -> String {
    format!("<data key=\"{of}-{name}\">{value}</data>")
}

fn values(out: &mut String, of: &str, columns: &[Column], cells: &[Cell]) {
    for (column, cell) in columns.iter().zip(cells) {
        if let Some(value) = value(cell) {
            out.push_str(&data(of, column.name, &value));
        }
    }
}
