//! Flows between sources and copy trees as graphs, in the formats that Gephi, networkx, igraph and
//! Cytoscape read.

mod gexf;
mod graphml;

use std::collections::{BTreeMap, BTreeSet};

use super::schema::{Cell, Column, Kind, column, rounded};
use super::tables::{flows, stemma};
use super::{Folder, ReportError, Source};
use crate::inert;

/// Names of the files.
pub const FILES: [&str; 4] = ["flows.gexf", "flows.graphml", "stemma.gexf", "stemma.graphml"];

/// A directed graph: text goes along its edges, from whom it was taken to who took it.
#[derive(Debug, Clone)]
struct Graph {
    name: &'static str,
    about: &'static str,
    node_columns: Vec<Column>,
    nodes: Vec<Node>,
    edge_columns: Vec<Column>,
    edges: Vec<Edge>,
}

#[derive(Debug, Clone)]
struct Node {
    id: String,
    label: String,
    /// The day from which it is there, as in `2021-06-07`; `None` if that is unknown.
    day: Option<String>,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone)]
struct Edge {
    from: String,
    to: String,
    day: Option<String>,
    weight: f64,
    cells: Vec<Cell>,
}

/// Writes the graphs into the folder of a report.
///
/// # Errors
/// [`ReportError::Folder`] if a file cannot be written.
pub fn write(source: &Source<'_>, folder: &Folder) -> Result<(), ReportError> {
    let (flows, trees) = (of_flows(source), of_trees(source)?);
    let texts = [&flows, &trees].into_iter().flat_map(|g| [gexf::text(g), graphml::text(g)]);
    FILES.iter().zip(texts).try_for_each(|(name, text)| folder.file(name, text.as_bytes()))
}

/// Returns the graph of `flows`: sources, and who took how many articles from whom.
fn of_flows(s: &Source<'_>) -> Graph {
    let found = flows::flows(s);
    let ids: BTreeSet<&str> = found.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let nodes = ids.into_iter().map(|id| {
        let known = s.registry.by_id(id);
        let record = s.findings.reliability.sources.get(id);
        Node {
            id: plain(id),
            label: plain(known.map_or(id, |known| &known.name)),
            day: None,
            cells: vec![
                known.map(|known| known.kind.name()).into(),
                known.and_then(|known| known.country.clone()).into(),
                record.map(|record| record.articles).into(),
                record.map(|record| record.originals).into(),
            ],
        }
    });
    let nodes = nodes.collect();
    let edges = found.into_iter().map(|((from, to), mut flow)| {
        let mut cells: Vec<Cell> = vec![flow.articles.into()];
        cells.extend(flow.by_relation.map(Cell::from));
        cells.extend([flow.attributed.into(), flow.median_lag().into()]);
        let (from, to) = (plain(from), plain(to));
        Edge { from, to, day: None, weight: flow.articles as f64, cells }
    });
    Graph {
        name: "flows",
        about: "Sources, and how many articles the second took from the first.",
        node_columns: vec![
            column("kind", Kind::Id),
            column("country", Kind::Id),
            column("articles", Kind::Int),
            column("originals", Kind::Int),
        ],
        nodes,
        // The columns of the table but for the two sources.
        edge_columns: flows::COLUMNS[2..].to_vec(),
        edges: edges.collect(),
    }
}

/// Returns the graph of `stemma`: articles, each copy behind its best parent.
fn of_trees(s: &Source<'_>) -> Result<Graph, ReportError> {
    let f = s.findings;
    let table = stemma::build(s)?;
    let columns = ["cluster_id", "relation", "lag_seconds", "credit", "confidence", "basis"];
    let places: BTreeMap<&str, usize> =
        stemma::COLUMNS.iter().enumerate().map(|(at, column)| (column.name, at)).collect();
    let at: BTreeMap<String, usize> =
        f.articles.iter().enumerate().map(|(at, article)| (plain(&article.id), at)).collect();
    let day = |id: &str| {
        let date = f.lineage.dates[*at.get(id)?].0?.to_string();
        date.get(..10).map(str::to_owned)
    };
    let text = |row: &[Cell], name: &str| match &row[places[name]] {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    };
    let (mut ids, mut edges) = (BTreeSet::new(), Vec::new());
    for row in table.cells() {
        let (from, to) = (text(&row, "parent_id"), text(&row, "copy_id"));
        edges.push(Edge {
            day: day(&to),
            weight: 1.0,
            cells: columns.iter().map(|name| row[places[name]].clone()).collect(),
            from: from.clone(),
            to: to.clone(),
        });
        ids.extend([from, to]);
    }
    let nodes = ids.into_iter().map(|id| article(s, at.get(id.as_str()).copied(), id)).collect();
    let edge_columns = columns.iter().map(|name| stemma::COLUMNS[places[name]]).collect();
    Ok(Graph {
        name: "stemma",
        about: "Articles, each copy behind the article that it was most likely copied from.",
        node_columns: vec![
            column("source_id", Kind::Id),
            column("url", Kind::Id),
            column("published", Kind::Id),
            column("role", Kind::Id),
            column("lost", Kind::Int),
        ],
        nodes,
        edge_columns,
        edges,
    })
}

/// Returns the node of an article; one that is not among the articles is a lost agency story.
fn article(s: &Source<'_>, at: Option<usize>, id: String) -> Node {
    let f = s.findings;
    let date = at.and_then(|at| f.lineage.dates[at].0).map(|date| date.to_string());
    let title = at.and_then(|at| f.cleaned[at].title.as_deref()).map(plain);
    Node {
        label: title.unwrap_or_else(|| id.clone()),
        day: date.as_deref().and_then(|date| date.get(..10)).map(str::to_owned),
        cells: vec![
            at.and_then(|at| f.cleaned[at].source.as_deref()).map(plain).into(),
            at.and_then(|at| f.articles[at].url.as_deref()).map(plain).into(),
            date.into(),
            at.and_then(|at| f.lineage.standings[at].role).map(|role| role.name()).into(),
            usize::from(at.is_none()).into(),
        ],
        id,
    }
}

/// Returns a text as the tables hold it, with what steers spelled out.
fn plain(text: &str) -> String {
    inert::spelled(text)
}

/// Returns a cell as text; `None` if it is empty.
fn value(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) => Some(inert::xml(text)),
        Cell::Int(number) => Some(number.to_string()),
        Cell::Float(number) => Some(format!("{:?}", rounded(*number))),
    }
}

/// Returns the name of a type in both formats.
fn kind(column: &Column) -> &'static str {
    match column.kind {
        Kind::Id | Kind::Text => "string",
        Kind::Int => "long",
        Kind::Float => "double",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> Graph {
        Graph {
            name: "stemma",
            about: "made",
            node_columns: vec![column("url", Kind::Id), column("lost", Kind::Int)],
            nodes: vec![
                Node {
                    id: "a<&\">\n".to_owned(),
                    label: "A \u{1}\u{ffff}".to_owned(),
                    day: Some("2021-06-07".to_owned()),
                    cells: vec![Cell::Empty, Cell::Int(0)],
                },
                Node {
                    id: "b".to_owned(),
                    label: "B".to_owned(),
                    day: None,
                    cells: vec!["https://b.example/?x=1&y=2".into(), Cell::Int(1)],
                },
            ],
            edge_columns: vec![column("confidence", Kind::Float)],
            edges: vec![Edge {
                from: "a<&\">\n".to_owned(),
                to: "b".to_owned(),
                day: None,
                weight: 1.0,
                cells: vec![Cell::Float(0.25)],
            }],
        }
    }

    /// Reads all start tags and texts; fails at what is not well formed.
    fn read(text: &str) -> Vec<String> {
        let mut reader = quick_xml::Reader::from_str(text);
        let mut out = Vec::new();
        loop {
            match reader.read_event().expect("well formed") {
                quick_xml::events::Event::Eof => return out,
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    tag.attributes().for_each(|attribute| drop(attribute.expect("an attribute")));
                    out.push(tag.name().as_ref().to_owned());
                }
                _ => {}
            }
        }
    }

    #[test]
    fn both_formats_are_well_formed_whatever_the_ids_and_titles_hold() {
        for text in [gexf::text(&graph()), graphml::text(&graph())] {
            let tags = read(&text);
            assert_eq!(tags.iter().filter(|tag| *tag == "node").count(), 2, "{text}");
            assert_eq!(tags.iter().filter(|tag| *tag == "edge").count(), 1, "{text}");
            assert!(text.contains("a&lt;&amp;&quot;&gt;&#10;") && !text.contains('\u{1}'));
            assert!(text.contains("0.25") && text.contains("?x=1&amp;y=2"));
        }
    }

    #[test]
    fn an_empty_graph_is_a_graph() {
        let empty = Graph { nodes: Vec::new(), edges: Vec::new(), ..graph() };
        for text in [gexf::text(&empty), graphml::text(&empty)] {
            assert!(read(&text).contains(&"graph".to_owned()));
        }
    }
}
