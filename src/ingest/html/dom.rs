//! A page as a tree, parsed by html5ever within limits.
//!
//! html5ever itself has no limits: half a megabyte of nested lists keeps it busy for over a minute.
//! Here, start tags nested deeper than the limit are dropped before they reach the tree builder,
//! and a page with too many nodes is refused.

use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::{LocalName, QualName};

/// Number of a node within its page.
pub type Id = u32;
/// Stands for the absence of a node.
pub(super) const NONE: Id = Id::MAX;

/// Attributes above which a tag is refused, as html5ever compares each with every other. Chosen by
/// judgement.
pub(super) const ATTRIBUTES: usize = 4_000;

/// How large a page may be.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Levels of nesting; tags nested deeper are dropped, their text is kept.
    pub depth: u32,
    /// Number of nodes.
    pub nodes: usize,
}

/// Why a page is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DomError {
    /// Too many nodes.
    #[error("has more than {0} nodes")]
    Nodes(usize),
    /// Too many attributes in one tag.
    #[error("has a tag with more than {ATTRIBUTES} attributes")]
    Attributes,
    /// Nested too deep although deep tags were dropped.
    #[error("is nested more than {0} levels deep")]
    Depth(u32),
}

/// The kind of a node.
#[derive(Debug)]
pub enum Kind {
    /// The root.
    Document,
    /// An element: its name and attributes.
    Element(Rc<QualName>, Vec<(LocalName, StrTendril)>),
    /// Text.
    Text(StrTendril),
    /// A comment or processing instruction, without its content.
    Nothing,
}

/// A node and its neighbours.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: Id,
    pub(super) first: Id,
    pub(super) last: Id,
    pub(super) before: Id,
    pub(super) after: Id,
    pub(super) depth: u32,
}

/// A parsed page. Node 0 is the document.
#[derive(Debug)]
pub struct Dom {
    nodes: Vec<Node>,
}

impl Dom {
    /// Parses a page. Linear in its length and nodes.
    ///
    /// # Errors
    /// Returns [`DomError`] if the page exceeds the bounds.
    pub fn parse(html: &str, bounds: Bounds) -> Result<Self, DomError> {
        let dom = Self { nodes: super::tree::parse(html, bounds)? };
        let limit = bounds.depth * 2 + 16;
        if dom.is_deeper_than(limit) { Err(DomError::Depth(limit)) } else { Ok(dom) }
    }

    fn is_deeper_than(&self, limit: u32) -> bool {
        let mut waiting = vec![(0, 0)];
        while let Some((id, depth)) = waiting.pop() {
            if depth > limit {
                return true;
            }
            waiting.extend(self.children(id).map(|child| (child, depth + 1)));
        }
        false
    }

    /// Returns the number of nodes; every [`Id`] is smaller.
    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the element's name; empty if the node is not an element.
    pub fn name(&self, id: Id) -> &str {
        match &self.nodes[id as usize].kind {
            Kind::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// Returns the element's attribute of that name.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match &self.nodes[id as usize].kind {
            Kind::Element(_, attributes) => {
                attributes.iter().find(|(n, _)| &**n == name).map(|(_, v)| &**v)
            }
            _ => None,
        }
    }

    /// Returns the text of a text node.
    pub fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id as usize].kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the node's children in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.nodes[id as usize].first;
        std::iter::successors((first != NONE).then_some(first), |&at| self.after(at))
    }

    /// Returns the next sibling.
    pub fn after(&self, id: Id) -> Option<Id> {
        Some(self.nodes[id as usize].after).filter(|&n| n != NONE)
    }

    /// Returns the previous sibling.
    pub fn before(&self, id: Id) -> Option<Id> {
        Some(self.nodes[id as usize].before).filter(|&n| n != NONE)
    }

    /// Returns the parent.
    pub fn parent(&self, id: Id) -> Option<Id> {
        Some(self.nodes[id as usize].parent).filter(|&n| n != NONE)
    }

    /// Returns the node's ancestors, nearest first.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |&at| self.parent(at))
    }

    /// Returns the node and its descendants in document order.
    pub fn below(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let at = next?;
            let first = self.nodes[at as usize].first;
            next = if first != NONE { Some(first) } else { self.onward(at, id) };
            Some(at)
        })
    }

    /// Returns the node that follows `at` and its descendants, within `root`.
    fn onward(&self, mut at: Id, root: Id) -> Option<Id> {
        while at != root {
            if let Some(after) = self.after(at) {
                return Some(after);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// Returns the first node after all descendants of `id`, within the whole page.
    pub fn end(&self, id: Id) -> Option<Id> {
        self.onward(id, 0)
    }

    /// Returns the text below a node, white space collapsed, if it has at most `limit` characters
    /// and some 200 nodes.
    pub fn short_words(&self, id: Id, limit: usize) -> Option<String> {
        let mut out = String::new();
        for (seen, node) in self.below(id).enumerate() {
            if seen > 200 || out.len() > 4 * limit {
                return None;
            }
            if let Some(text) = self.text(node) {
                push_words(&mut out, text);
            }
        }
        out.truncate(out.trim_end().len());
        (out.chars().count() <= limit).then_some(out)
    }

    /// Returns all text below a node, white space collapsed.
    pub fn words(&self, id: Id) -> String {
        let mut out = String::new();
        self.below(id).filter_map(|n| self.text(n)).for_each(|text| push_words(&mut out, text));
        out.truncate(out.trim_end().len());
        out
    }
}

/// Appends text with white space collapsed, and without soft hyphens and zero-width spaces.
pub fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c => out.push(c),
        }
    }
}

impl Node {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, parent: NONE, first: NONE, last: NONE, before: NONE, after: NONE, depth: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { depth: 512, nodes: 300_000 };

    fn parse(html: &str) -> Dom {
        Dom::parse(html, BOUNDS).expect("a page")
    }

    #[test]
    fn a_page_becomes_a_tree_with_its_words() {
        // Text inside a table is moved before the table.
        let dom = parse("<p class=lead>One <b>two</b>, three<p>four<table><tr>foster</table>");
        let p: Vec<String> =
            dom.below(0).filter(|&n| dom.name(n) == "p").map(|n| dom.words(n)).collect();
        assert_eq!(p, ["One two, three", "fourfoster"]);
        let lead = dom
            .below(0)
            .find(|&n| dom.attribute(n, "class") == Some("lead"))
            .expect("the paragraph");
        assert_eq!(dom.name(lead), "p");
        assert_eq!(dom.name(dom.parent(lead).expect("a parent")), "body");
    }

    #[test]
    fn deep_nesting_is_flattened_in_no_time() {
        let began = std::time::Instant::now();
        for (open, n) in [
            ("<div>", 100_000),
            ("<ul><li>", 60_000),
            ("<b>", 100_000),
            ("<font color=red><p>", 40_000),
            ("<table><tr><td>", 40_000),
        ] {
            let html = format!("{}the end", open.repeat(n));
            let words = Dom::parse(&html, BOUNDS).map(|dom| dom.words(0));
            assert!(
                words.as_ref().is_ok_and(|w| w.ends_with("the end")) || words.is_err(),
                "{open}"
            );
        }
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }

    #[test]
    fn tags_that_nest_although_their_content_is_raw_elsewhere_are_flattened_too() {
        for (open, once) in [("<noscript>", "<body>"), ("<style>", "<svg>"), ("<title>", "<math>")]
        {
            let began = std::time::Instant::now();
            let html = format!("{once}{}{}the end", open.repeat(20_000), "</p>".repeat(20_000));
            let dom = parse(&html);
            let depth = dom.below(0).map(|id| dom.ancestors(id).count()).max();
            assert!(depth.is_some_and(|d| (500..=600).contains(&d)), "{open} {depth:?}");
            assert!(began.elapsed().as_secs() < 20, "{open} {:?}", began.elapsed());
        }
    }

    #[test]
    fn bombs_are_refused() {
        let attributes: String = (0..60_000).map(|i| format!(" a{i}=1")).collect();
        assert_eq!(
            Dom::parse(&format!("<p{attributes}>x"), BOUNDS).err(),
            Some(DomError::Attributes)
        );
        assert_eq!(
            Dom::parse(&"<i></i>".repeat(400_000), BOUNDS).err(),
            Some(DomError::Nodes(300_000))
        );
        assert!(
            Dom::parse(
                &format!("<script>var a = \"<p\";{}</script><p>x", "f(a, 1);\n".repeat(9_000)),
                BOUNDS
            )
            .is_ok()
        );
    }
}
