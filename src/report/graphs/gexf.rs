//! GEXF 1.2, for Gephi. Source: <https://gexf.net/1.2/primer.html>.

use std::fmt::Write;

use super::{Graph, kind, value};
use crate::inert;
use crate::report::schema::{Cell, Column};

/// Returns a graph. Nodes and edges with a day are there from that day on, for Gephi's timeline.
pub(super) fn text(graph: &Graph) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n<meta>");
    let _ = writeln!(
        out,
        "<creator>Urtext {}</creator><description>{}</description></meta>",
        env!("CARGO_PKG_VERSION"),
        inert::xml(graph.about)
    );
    let has_days = graph.nodes.iter().any(|node| node.day.is_some());
    let mode = if has_days { "mode=\"dynamic\" timeformat=\"date\"" } else { "mode=\"static\"" };
    let _ = writeln!(out, "<graph defaultedgetype=\"directed\" {mode}>");
    attributes(&mut out, "node", &graph.node_columns);
    attributes(&mut out, "edge", &graph.edge_columns);
    out.push_str("<nodes>\n");
    for node in &graph.nodes {
        let (id, label) = (inert::xml(&node.id), inert::xml(&node.label));
        let _ = write!(out, "<node id=\"{id}\" label=\"{label}\"{}>", start(node.day.as_deref()));
        values(&mut out, &graph.node_columns, &node.cells);
        out.push_str("</node>\n");
    }
    out.push_str("</nodes>\n<edges>\n");
    for (number, edge) in graph.edges.iter().enumerate() {
        let (from, to) = (inert::xml(&edge.from), inert::xml(&edge.to));
        let _ = write!(
            out,
            "<edge id=\"{number}\" source=\"{from}\" target=\"{to}\" weight=\"{:?}\"{}>",
            edge.weight,
            start(edge.day.as_deref())
        );
        values(&mut out, &graph.edge_columns, &edge.cells);
        out.push_str("</edge>\n");
    }
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    out
}

fn start(day: Option<&str>) -> String {
    day.map(|day| format!(" start=\"{}\"", inert::xml(day))).unwrap_or_default()
}

fn attributes(out: &mut String, class: &str, columns: &[Column]) {
    let _ = writeln!(out, "<attributes class=\"{class}\">");
    for column in columns {
        let (name, kind) = (column.name, kind(column));
        let _ = writeln!(out, "<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>");
    }
    out.push_str("</attributes>\n");
}

fn values(out: &mut String, columns: &[Column], cells: &[Cell]) {
    out.push_str("<attvalues>");
    for (column, cell) in columns.iter().zip(cells) {
        if let Some(value) = value(cell) {
            let _ = write!(out, "<attvalue for=\"{}\" value=\"{value}\"/>", column.name);
        }
    }
    out.push_str("</attvalues>");
}
