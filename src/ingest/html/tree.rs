//! Builds the tree of a page from html5ever's tokens, within limits.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, ExpandedName, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName};

use super::dom::{ATTRIBUTES, Bounds, DomError, Id, Kind, NONE, Node};

/// Comparisons of attributes after which a page is refused. Chosen by judgement; they take a tenth
/// of a second.
const COMPARISONS: usize = 100_000_000;
/// Bytes fed to the tokenizer at a time. Chosen by judgement; the limits are checked between
/// pieces.
const PIECE: usize = 1 << 16;

/// Parses a page into nodes, the document first.
pub(super) fn parse(html: &str, bounds: Bounds) -> Result<Vec<Node>, DomError> {
    let suspect = has_attribute_bomb(html.as_bytes());
    let sink = Sink { nodes: RefCell::new(vec![Node::new(Kind::Document)]), level: Cell::new(0) };
    let builder = TreeBuilder::new(
        sink,
        TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
    );
    let tokenizer = Tokenizer::new(
        Guard { builder, bounds, comparisons: Cell::new(0), tokens: Cell::new(0) },
        TokenizerOpts::default(),
    );
    let queue = BufferQueue::default();
    let (mut rest, mut silent) = (html, 0);
    while !rest.is_empty() {
        let (piece, next) =
            rest.split_at(rest.floor_char_boundary(if suspect { PIECE / 16 } else { PIECE }));
        let before = tokenizer.sink.tokens.get();
        queue.push_back(StrTendril::from_slice(piece));
        // Scripts are never run; the end of a script only returns control.
        while !matches!(tokenizer.feed(&queue), html5ever::TokenizerResult::Done) {}
        // Script content arrives as tokens piece by piece; only a tag keeps the tokenizer silent
        // for long.
        silent = if tokenizer.sink.tokens.get() == before { silent + piece.len() } else { 0 };
        if tokenizer.sink.comparisons.get() > COMPARISONS || (suspect && silent > PIECE) {
            return Err(DomError::Attributes);
        }
        if tokenizer.sink.is_full() {
            return Err(DomError::Nodes(bounds.nodes));
        }
        rest = next;
    }
    tokenizer.end();
    Ok(tokenizer.sink.builder.sink.nodes.take())
}

/// Whether a tag may have so many attributes that parsing it would take quadratic time.
///
/// Every `<` before a letter counts as a tag, even in scripts and comments, which only html5ever
/// can tell apart. To keep the search linear, a text with excessively overlapping tags is suspect
/// as well.
fn has_attribute_bomb(html: &[u8]) -> bool {
    let mut work = 16 * html.len() + (1 << 20);
    memchr::memchr_iter(b'<', html)
        .filter(|&at| html.get(at + 1).is_some_and(u8::is_ascii_alphabetic))
        .any(|at| {
            let (attributes, length) = measure_tag(&html[at + 1..]);
            work = work.saturating_sub(length);
            attributes > ATTRIBUTES || work == 0
        })
}

/// Returns the attributes and bytes of the tag that begins here.
fn measure_tag(tag: &[u8]) -> (usize, usize) {
    #[derive(PartialEq)]
    enum State {
        Between,
        Name,
        Equals,
        Bare,
        Quoted(u8),
    }
    let (mut state, mut count) = (State::Name, 0);
    for (at, &b) in tag.iter().enumerate() {
        let space = matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
        state = match state {
            State::Quoted(quote) if b == quote => State::Between,
            State::Quoted(quote) => State::Quoted(quote),
            _ if b == b'>' => return (count, at),
            State::Equals if space => State::Equals,
            State::Equals if matches!(b, b'"' | b'\'') => State::Quoted(b),
            State::Equals => State::Bare,
            State::Bare if !space => State::Bare,
            State::Name if b == b'=' => State::Equals,
            State::Name if !space && b != b'/' => State::Name,
            _ if space || b == b'/' => State::Between,
            _ if b == b'=' && count > 0 => State::Equals,
            _ => {
                count += 1;
                State::Name
            }
        };
        if count > ATTRIBUTES {
            return (count, at);
        }
    }
    (count, tag.len())
}

/// Sits between tokenizer and tree builder and drops start tags that are nested too deep.
struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    bounds: Bounds,
    comparisons: Cell<usize>,
    tokens: Cell<u64>,
}

impl Guard {
    fn is_full(&self) -> bool {
        self.builder.sink.nodes.borrow().len() > self.bounds.nodes
    }
}

/// Elements whose content the tokenizer treats specially, so that their start tags must not be
/// dropped. They contain no elements and cannot nest. Inside SVG and MathML, elements of these names
/// are ordinary, and so is `noscript` everywhere, as scripting is off.
const RAW: [&str; 9] =
    ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes", "plaintext"];

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        self.tokens.set(self.tokens.get() + 1);
        let passed_over = match &token {
            Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) => {
                self.comparisons.set(self.comparisons.get() + attrs.len() * attrs.len());
                self.builder.sink.level.get() >= self.bounds.depth
                    && (!RAW.contains(&&**name)
                        || self.adjusted_current_node_present_but_not_in_html_namespace())
            }
            _ => false,
        };
        if passed_over || (self.is_full() && !matches!(token, Token::EOFToken)) {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A node, and its name if it is an element.
#[derive(Debug, Clone)]
struct Handle(Id, Option<Rc<QualName>>);

/// Attributes that are kept: those needed to read a page.
const KEPT: [&str; 26] = [
    "class",
    "id",
    "itemprop",
    "itemtype",
    "property",
    "name",
    "content",
    "href",
    "rel",
    "type",
    "datetime",
    "lang",
    "charset",
    "http-equiv",
    "role",
    "style",
    "hidden",
    "aria-hidden",
    "aria-label",
    "title",
    "alt",
    "data-testid",
    "data-component",
    "data-type",
    "pubdate",
    "data-qa",
];

struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// Depth at which the next element will most likely be inserted.
    level: Cell<u32>,
}

impl Sink {
    fn add(&self, kind: Kind) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(kind));
        nodes.len() as Id - 1
    }

    fn detach(nodes: &mut [Node], id: Id) {
        let Node { parent, before, after, .. } = nodes[id as usize];
        if parent == NONE {
            return;
        }
        match before {
            NONE => nodes[parent as usize].first = after,
            _ => nodes[before as usize].after = after,
        }
        match after {
            NONE => nodes[parent as usize].last = before,
            _ => nodes[after as usize].before = before,
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.before, node.after) = (NONE, NONE, NONE);
    }

    /// Inserts a node under `parent`, before `sibling` or last.
    fn attach(&self, id: Id, parent: Id, sibling: Id) {
        let mut nodes = self.nodes.borrow_mut();
        Self::detach(&mut nodes, id);
        let before = if sibling == NONE {
            nodes[parent as usize].last
        } else {
            nodes[sibling as usize].before
        };
        let depth = nodes[parent as usize].depth + 1;
        let node = &mut nodes[id as usize];
        (node.parent, node.before, node.after, node.depth) = (parent, before, sibling, depth);
        match before {
            NONE => nodes[parent as usize].first = id,
            _ => nodes[before as usize].after = id,
        }
        match sibling {
            NONE => nodes[parent as usize].last = id,
            _ => nodes[sibling as usize].before = id,
        }
        if matches!(nodes[id as usize].kind, Kind::Element(..)) {
            self.level.set(depth);
        }
    }

    fn insert(&self, child: NodeOrText<Handle>, parent: Id, sibling: Id) {
        match child {
            NodeOrText::AppendNode(Handle(id, _)) => self.attach(id, parent, sibling),
            NodeOrText::AppendText(text) => {
                let before = {
                    let nodes = self.nodes.borrow();
                    if sibling == NONE {
                        nodes[parent as usize].last
                    } else {
                        nodes[sibling as usize].before
                    }
                };
                if before != NONE
                    && let Kind::Text(known) = &mut self.nodes.borrow_mut()[before as usize].kind
                {
                    known.push_tendril(&text);
                    return;
                }
                let id = self.add(Kind::Text(text));
                self.attach(id, parent, sibling);
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle(0, None)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.1.as_ref().expect("the tree builder asks for the names of elements only").expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let name = Rc::new(name);
        let kept = attributes
            .into_iter()
            .filter(|a| KEPT.contains(&&*a.name.local))
            .map(|a| (a.name.local, a.value))
            .collect();
        Handle(self.add(Kind::Element(Rc::clone(&name), kept)), Some(name))
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle(self.add(Kind::Nothing), None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle(self.add(Kind::Nothing), None)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(child, parent.0, NONE);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let parent = self.nodes.borrow()[element.0 as usize].parent;
        if parent == NONE {
            self.insert(child, previous.0, NONE)
        } else {
            self.insert(child, parent, element.0)
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Handle) {
        self.level.set(self.nodes.borrow()[node.0 as usize].depth.saturating_sub(1));
    }

    /// Templates keep their content as children; as no script runs, nothing can tell the
    /// difference.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        Handle(target.0, target.1.clone())
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.0 == y.0
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.0 as usize].parent;
        if parent != NONE {
            self.insert(new, parent, sibling.0);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, new: Vec<Attribute>) {
        if let Kind::Element(_, attributes) = &mut self.nodes.borrow_mut()[target.0 as usize].kind {
            for a in new {
                if KEPT.contains(&&*a.name.local)
                    && !attributes.iter().any(|(n, _)| *n == a.name.local)
                {
                    attributes.push((a.name.local, a.value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        Self::detach(&mut self.nodes.borrow_mut(), target.0);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let first = self.nodes.borrow()[node.0 as usize].first;
            if first == NONE {
                return;
            }
            self.attach(first, new_parent.0, NONE);
        }
    }
}
