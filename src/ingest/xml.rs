//! XML as a tree, one item at a time, within limits.
//!
//! Entities that the document defines are never expanded, so nothing can multiply; a tree holds no
//! more elements, levels and bytes than a page may.

use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};

use super::Limits;
use super::feed;

/// An element. Names are local (without prefix) and in lower case.
#[derive(Debug, Default)]
pub struct Element {
    /// Line of the document on which it begins, from 1.
    pub line: u64,
    /// Its name.
    pub name: String,
    /// Its attributes by name; `xml:lang` is `lang`.
    pub attributes: Vec<(String, String)>,
    /// What it contains, in order.
    pub nodes: Vec<Node>,
}

/// A part of an element's content.
#[derive(Debug)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text with its entities resolved.
    Text(String),
}

impl Element {
    /// Returns an attribute that is not blank, trimmed.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Returns the elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the elements of that name directly inside.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |e| e.name == name)
    }

    /// Returns the first element at the end of a path of names; the element itself for an empty
    /// path.
    pub fn at<'e>(&'e self, path: &[&str]) -> Option<&'e Element> {
        match path {
            [] => Some(self),
            [name, rest @ ..] => {
                self.elements().filter(|e| e.name == *name).find_map(|e| e.at(rest))
            }
        }
    }

    /// Returns the first element of that name at any depth, in the order of the document.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|e| if e.name == name { Some(e) } else { e.find(name) })
    }

    /// Returns all text inside as it stands. O(size).
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.append_text(&mut out);
        out
    }

    fn append_text(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.append_text(out),
            }
        }
    }

    /// Returns all text inside as one line, or `None` if there is none. O(size).
    pub fn words(&self) -> Option<String> {
        let text = self.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// Why an item, or the rest of a document, is not read: the line and the reason.
pub type Damage = (u64, String);

/// Calls `visit` with each element for whose name `is_item` holds, those inside another one
/// excepted, or with the reason why one is not read. Stops when `visit` returns `false`.
///
/// Memory is that of one item; O(bytes).
///
/// # Errors
/// Returns where and why the document cannot be read any further. Items before that were visited.
pub fn each(
    text: &str,
    limits: &Limits,
    is_item: &dyn Fn(&str) -> bool,
    visit: &mut dyn FnMut(Result<Element, Damage>) -> bool,
) -> Result<(), Damage> {
    let mut xml = Xml::from_str(text);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    let mut tree = Tree::new(limits);
    let (mut counted, mut line, mut depth) = (0usize, 1u64, 0u32);
    loop {
        let at = usize::try_from(xml.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..at]).count() as u64;
        counted = at;
        let event = xml
            .read_event()
            .map_err(|e| (tree.begins().unwrap_or(line), format!("ends prematurely here: {e}")))?;
        if matches!(event, Event::Eof) {
            break;
        }
        depth = match event {
            Event::Start(_) => depth + 1,
            Event::End(_) => depth.saturating_sub(1),
            _ => depth,
        };
        if depth > limits.depth {
            return Err((line, format!("is nested more than {} levels deep", limits.depth)));
        }
        if let Some(item) = tree.take(event, line, is_item)
            && !visit(item)
        {
            return Ok(());
        }
    }
    match tree.begins() {
        Some(line) => Err((
            line,
            "ends prematurely here: the item is not closed; fetch the file again".to_owned(),
        )),
        None => Ok(()),
    }
}

/// The item being built.
struct Tree<'l> {
    limits: &'l Limits,
    /// The open elements, outermost first.
    open: Vec<Element>,
    elements: usize,
    bytes: u64,
    excess: Option<String>,
}

impl<'l> Tree<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self { limits, open: Vec::new(), elements: 0, bytes: 0, excess: None }
    }

    fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    fn begins(&self) -> Option<u64> {
        self.open.first().map(|item| item.line)
    }

    /// Takes the next part of the document; returns the item that ends with it.
    fn take(
        &mut self,
        event: Event<'_>,
        line: u64,
        is_item: &dyn Fn(&str) -> bool,
    ) -> Option<Result<Element, Damage>> {
        match event {
            Event::Start(tag) | Event::Empty(tag) if !self.is_open() && !is_item(&local(&tag)) => {}
            Event::Start(tag) => self.open(element(&tag, line)),
            Event::Empty(tag) => {
                self.open(element(&tag, line));
                return self.close();
            }
            Event::End(_) => return self.close(),
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(name) => {
                let mut value = String::new();
                feed::reference(&name, &mut value);
                self.text(&value);
            }
            _ => {}
        }
        None
    }

    fn open(&mut self, element: Element) {
        self.elements += 1;
        let attributes = element.attributes.iter().map(|(n, v)| n.len() + v.len());
        self.bytes += (element.name.len() + attributes.sum::<usize>()) as u64;
        if self.elements > self.limits.nodes {
            self.excess = Some(format!("has more than {} elements", self.limits.nodes));
        } else if self.bytes > self.limits.document {
            self.excess = Some(self.limits.too_long());
        }
        self.open.push(element);
    }

    fn text(&mut self, text: &str) {
        let Some(last) = self.open.last_mut() else { return };
        self.bytes += text.len() as u64;
        if self.bytes > self.limits.document {
            self.excess = Some(self.limits.too_long());
        } else if let Some(Node::Text(before)) = last.nodes.last_mut() {
            before.push_str(text);
        } else {
            last.nodes.push(Node::Text(text.to_owned()));
        }
    }

    /// Closes the innermost element; returns the item if it was the outermost.
    fn close(&mut self) -> Option<Result<Element, Damage>> {
        let element = self.open.pop()?;
        match self.open.last_mut() {
            // Beyond the limits nothing more is kept.
            Some(_) if self.excess.is_some() => None,
            Some(parent) => {
                parent.nodes.push(Node::Element(element));
                None
            }
            None => {
                (self.elements, self.bytes) = (0, 0);
                Some(match self.excess.take() {
                    Some(reason) => Err((element.line, reason)),
                    None => Ok(element),
                })
            }
        }
    }
}

/// Attributes read of one element. Chosen by judgement; the standards define some thirty.
const ATTRIBUTES: usize = 50;

fn element(tag: &BytesStart<'_>, line: u64) -> Element {
    let attributes = tag
        .attributes()
        .with_checks(false)
        .take(ATTRIBUTES)
        .flatten()
        .map(|a| {
            let key: &str = a.key.as_ref();
            let key = key.rsplit(':').next().unwrap_or(key).to_ascii_lowercase();
            (key, super::html::meta::unescaped(a.value.to_string()))
        })
        .collect();
    Element { line, name: local(tag), attributes, nodes: Vec::new() }
}

fn local(tag: &BytesStart<'_>) -> String {
    let name: &str = tag.local_name().into_inner();
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str, limits: &Limits) -> (Vec<Result<String, Damage>>, Result<(), Damage>) {
        let mut out = Vec::new();
        let end = each(text, limits, &|name| name == "item", &mut |item| {
            out.push(item.map(|e| e.words().unwrap_or_default()));
            true
        });
        (out, end)
    }

    #[test]
    fn items_are_read_one_at_a_time_with_their_lines() {
        let text = "<a xmlns:n='x'>\n<n:Item id='1'>One &amp; <b>two</b></n:Item>\n<item/>\n<item>&#233;&b20;";
        let (read, end) = items(text, &Limits::default());
        assert_eq!(read, [Ok("One & two".to_owned()), Ok(String::new())]);
        assert!(end.is_err_and(|(line, why)| line == 4 && why.contains("not closed")));
    }

    #[test]
    fn an_item_beyond_the_limits_is_lost_alone() {
        let limits = Limits { nodes: 100, document: 1_000, ..Limits::default() };
        let text = format!(
            "<a><item>{}</item><item>{}</item><item>good</item></a>",
            "<b></b>".repeat(101),
            "x".repeat(1_001)
        );
        let (read, end) = items(&text, &limits);
        let why: Vec<&str> =
            read.iter().filter_map(|r| r.as_ref().err()).map(|(_, why)| why.as_str()).collect();
        assert_eq!(why[0], "has more than 100 elements");
        assert!(why[1].starts_with("is longer than 1000 bytes; raise"), "{why:?}");
        assert!(end.is_ok() && read[2] == Ok("good".to_owned()));
        let deep = items(&"<a>".repeat(100_000), &Limits::default()).1;
        assert!(deep.is_err_and(|(_, why)| why.contains("512 levels")));
    }
}
