//! The largest flows between sources as a picture: givers on the left, takers on the right, agencies
//! above the other givers.

use std::collections::BTreeMap;

use super::model::Data;
use super::shown;
use crate::words::Words;

/// Flows that are drawn. Chosen by judgement.
pub(super) const MOST: usize = 20;
/// Width of the picture, of a node, and of the room for names on either side, in pixels. Chosen by
/// judgement.
const WIDTH: f64 = 900.0;
const NODE: f64 = 10.0;
const NAMES: f64 = 180.0;
/// Height of all copies together, and the least of a node and its gap below: a line of text. Chosen
/// by judgement.
const COPIES: f64 = 260.0;
const LEAST: f64 = 14.0;
const GAP: f64 = 8.0;
/// Room between agencies and other givers, in pixels. Chosen by judgement.
const APART: f64 = 22.0;
/// Most characters of a name. Chosen by judgement.
const NAME: usize = 24;

/// The picture.
pub(super) struct Sankey {
    /// Its height in pixels.
    pub height: String,
    /// The flows, largest first.
    pub links: Vec<Link>,
    /// The sources.
    pub nodes: Vec<Node>,
    /// Flows that the picture has, and flows that there are.
    pub shown: (usize, usize),
}

/// A flow.
pub(super) struct Link {
    /// The fragment that lists its copies.
    pub to: String,
    /// The outline.
    pub path: String,
    /// What it says.
    pub words: String,
    /// Copies.
    pub n: usize,
    /// Names of both sources.
    pub names: [String; 2],
    /// Whether the giver is an agency.
    pub agency: bool,
}

/// A source on one side.
pub(super) struct Node {
    /// The fragment that opens the source.
    pub to: String,
    /// Upper left corner and height.
    pub at: [String; 3],
    /// Place of the name, and whether it ends there.
    pub text: ([String; 2], bool),
    /// The name, and how many copies it gave or took here.
    pub name: String,
    /// Copies.
    pub n: usize,
    /// Whether it is an agency.
    pub agency: bool,
}

/// A source's share of one side: its copies, where it begins, how high it is, and how much of it the
/// links so far have taken.
#[derive(Default, Clone, Copy)]
struct Bar {
    n: usize,
    top: f64,
    height: f64,
    taken: f64,
}

impl Sankey {
    /// Lays out the largest flows; `None` if there is none. O(flows).
    pub(super) fn of(data: &Data, w: &Words) -> Option<Self> {
        let flows = &data.flows[..data.flows.len().min(MOST)];
        let all: usize = flows.iter().map(|flow| flow.n).sum();
        if all == 0 {
            return None;
        }
        let scale = COPIES / all as f64;
        let agency = |n: i32| data.sources[n as usize].agency;
        let mut sides: [BTreeMap<i32, Bar>; 2] = Default::default();
        for flow in flows {
            sides[0].entry(flow.from).or_default().n += flow.n;
            sides[1].entry(flow.to).or_default().n += flow.n;
        }
        let mut givers: Vec<i32> = sides[0].keys().copied().collect();
        givers.sort_by_key(|n| (!agency(*n), std::cmp::Reverse(sides[0][n].n), *n));
        let left = placed(&givers, &mut sides[0], scale, agency);
        // Takers stand beside those that they take from, so that few flows cross.
        let mut takers: Vec<(f64, i32)> = sides[1]
            .keys()
            .map(|&n| {
                let own = flows.iter().filter(|flow| flow.to == n);
                let (sum, weight) = own.fold((0.0, 0.0), |(sum, weight), flow| {
                    let bar = sides[0][&flow.from];
                    let middle = bar.top + bar.height / 2.0;
                    (sum + middle * flow.n as f64, weight + flow.n as f64)
                });
                (sum / weight, n)
            })
            .collect();
        takers.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        let takers: Vec<i32> = takers.into_iter().map(|(_, n)| n).collect();
        let right = placed(&takers, &mut sides[1], scale, |_| false);
        let mut nodes = Vec::new();
        for (side, order) in [&givers, &takers].into_iter().enumerate() {
            nodes.extend(order.iter().map(|n| node(data, *n, &sides[side][n], side == 1)));
        }
        let links = links(data, &mut sides, (&givers, &takers), scale, w);
        let height = format!("{:.0}", left.max(right));
        Some(Self { height, links, nodes, shown: (flows.len(), data.totals.flows) })
    }
}

/// Sets the places of one side's sources in their order, agencies apart, and returns its height.
fn placed(
    order: &[i32],
    bars: &mut BTreeMap<i32, Bar>,
    scale: f64,
    agency: impl Fn(i32) -> bool,
) -> f64 {
    let mut top = 4.0;
    let mut before = None;
    for n in order {
        if before == Some(true) && !agency(*n) {
            top += APART;
        }
        before = Some(agency(*n));
        let bar = bars.entry(*n).or_default();
        bar.height = bar.n as f64 * scale;
        // A thin node stands in the middle of the line that its name needs.
        bar.top = top + (LEAST - bar.height).max(0.0) / 2.0;
        top += bar.height.max(LEAST) + GAP;
    }
    top
}

fn node(data: &Data, n: i32, bar: &Bar, right: bool) -> Node {
    let source = &data.sources[n as usize];
    let x = if right { WIDTH - NAMES - NODE } else { NAMES };
    let beside = if right { WIDTH - NAMES + 6.0 } else { NAMES - 6.0 };
    Node {
        to: source.h.clone(),
        at: [place(x), place(bar.top), place(bar.height.max(1.0))],
        text: ([place(beside), place(bar.top + bar.height / 2.0 + 4.0)], !right),
        name: shown::line(&source.name, NAME),
        n: bar.n,
        agency: source.agency,
    }
}

/// Draws the flows. Those of a node lie in the order of their other ends; the list is by size.
fn links(
    data: &Data,
    sides: &mut [BTreeMap<i32, Bar>; 2],
    (givers, takers): (&[i32], &[i32]),
    scale: f64,
    w: &Words,
) -> Vec<Link> {
    let flows = &data.flows[..data.flows.len().min(MOST)];
    let rank = |order: &[i32], n: i32| order.iter().position(|x| *x == n);
    let mut order: Vec<usize> = (0..flows.len()).collect();
    order.sort_by_key(|&at| (rank(givers, flows[at].from), rank(takers, flows[at].to)));
    let mut ends = vec![[0.0; 2]; flows.len()];
    for at in order {
        for (side, n) in [flows[at].from, flows[at].to].into_iter().enumerate() {
            let bar = sides[side].entry(n).or_default();
            ends[at][side] = bar.top + bar.taken;
            bar.taken += flows[at].n as f64 * scale;
        }
    }
    flows.iter().zip(ends).map(|(flow, [left, right])| {
        let (x, y) = (NAMES + NODE, WIDTH - NAMES - NODE);
        let (middle, thick) = ((x + y) / 2.0, (flow.n as f64 * scale).max(1.0));
        let [from, to] = [flow.from, flow.to].map(|n| &data.sources[n as usize]);
        let path = format!(
            "M{x:.0} {left:.1}C{middle:.0} {left:.1} {middle:.0} {right:.1} {y:.0} {right:.1}V{:.1}C{middle:.0} {:.1} {middle:.0} {:.1} {x:.0} {:.1}Z",
            right + thick, right + thick, left + thick, left + thick
        );
        Link {
            to: copies(data, flow.from, flow.to),
            path,
            words: w.count("page.sankey.flow", flow.n, &[&from.name, &to.name, &flow.n]),
            n: flow.n,
            names: [from.name.clone(), to.name.clone()],
            agency: from.agency,
        }
    }).collect()
}

/// Returns the fragment that lists a flow's copies. Copies of a lost story are not listed under its
/// agency: the taker's own page has them.
fn copies(data: &Data, from: i32, to: i32) -> String {
    let source = &data.articles.source;
    let listed = data.pairs.iter().any(|(_, copy, parent, ..)| {
        source[*copy as usize] == to && source[*parent as usize] == from
    });
    let [from, to] = [from, to].map(|n| &data.sources[n as usize]);
    if !listed {
        return to.h.clone();
    }
    let query = format!("from:\"{}\" source:\"{}\"", from.id, to.id);
    let encoded = query.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    format!("copies/{}", encoded.collect::<String>())
}

fn place(x: f64) -> String {
    format!("{x:.1}")
}
