//! The lines of a page: the text of one block each, with the share of it that is links.

use super::dom::{Id, push_words};
use super::text::Page;

/// One line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// Weight in characters; Han, kana and hangul characters count three times.
    pub weight: usize,
    /// Weight of the part inside links.
    pub linked: usize,
    /// Weight of the part inside links to pages of the same site.
    pub linked_within: usize,
    /// The block element that holds it.
    pub owner: Id,
}

impl Line {
    /// Whether it reads as prose.
    pub(super) fn is_prose(&self) -> bool {
        let full_stop = self.text.ends_with(['.', '!', '?', '”', '"', '…', '。', '」', '»', ':']);
        // A lead may consist mostly of links; a teaser consists of one.
        let told = self.linked * 2 < self.weight
            || self.linked * 4 < self.weight * 3 && self.weight >= 80 && full_stop;
        told && (self.weight >= 80 || (self.weight >= 25 && full_stop))
    }

    /// Whether nearly all of it is inside links.
    pub(super) fn is_link(&self) -> bool {
        self.linked * 5 >= self.weight * 4
    }
}

const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "tt", "u", "var", "wbr", "td", "th", "ruby", "rt", "rb", "nobr",
];

impl Page<'_> {
    /// Returns the lines below a node that are not cut.
    pub fn lines(&self, root: Id) -> Vec<Line> {
        let mut walk = Walk {
            page: self,
            lines: Vec::new(),
            text: String::new(),
            linked: 0,
            linked_within: 0,
            owner: root,
            is_verbatim: false,
        };
        walk.node(root, Link::None);
        walk.flush();
        walk.lines
    }

    /// Whether a link leads to another site.
    fn leads_out(&self, id: Id) -> bool {
        let Some(home) = &self.home else { return false };
        let href = self.dom.attribute(id, "href").unwrap_or_default().trim();
        let host =
            href.strip_prefix("https:").or_else(|| href.strip_prefix("http:")).unwrap_or(href);
        let Some(host) =
            host.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#', ':']).next())
        else {
            return false;
        };
        let is_home = host
            .strip_suffix(home.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        !is_home && host.contains('.')
    }
}

/// The kind of link around a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    None,
    /// A link to a page of the same site.
    Within,
    /// A link to another site.
    Out,
}

struct Walk<'p> {
    page: &'p Page<'p>,
    lines: Vec<Line>,
    text: String,
    linked: usize,
    linked_within: usize,
    owner: Id,
    /// Inside `pre`, where line breaks are significant.
    is_verbatim: bool,
}

impl Walk<'_> {
    fn node(&mut self, id: Id, link: Link) {
        let dom = self.page.dom;
        if self.page.cut[id as usize] {
            return;
        }
        if let Some(text) = dom.text(id) {
            let mut parts = text.split('\n');
            let text = if self.is_verbatim { parts.next().unwrap_or_default() } else { text };
            let before = self.text.len();
            push_words(&mut self.text, text);
            if link != Link::None {
                let weight = weight(&self.text[before..]);
                self.linked += weight;
                self.linked_within += if link == Link::Within { weight } else { 0 };
            }
            if self.is_verbatim {
                for line in parts {
                    self.flush();
                    push_words(&mut self.text, line);
                }
            }
            return;
        }
        let name = dom.name(id);
        if name == "br" || name == "hr" {
            self.flush();
            return;
        }
        // A comment has no name and does not break a line; nor does a custom element within a
        // paragraph, which is inline by default (HTML standard, section 4.13.1).
        let inline = INLINE.contains(&name)
            || name.is_empty() && id != 0
            || name.contains('-') && dom.name(self.owner) == "p";
        let link = match (link, name) {
            (Link::None, "a") if self.is_click_target(id) => Link::None,
            (Link::None, "a") if self.page.leads_out(id) => Link::Out,
            (Link::None, "a") => Link::Within,
            _ => link,
        };
        let owner = self.owner;
        if !inline {
            self.flush();
            self.owner = id;
        } else if matches!(name, "td" | "th") {
            push_words(&mut self.text, " ");
        }
        let verbatim = self.is_verbatim;
        self.is_verbatim |= name == "pre";
        for child in dom.children(id) {
            self.node(child, link);
        }
        self.is_verbatim = verbatim;
        if !inline {
            self.flush();
            self.owner = owner;
        }
    }

    /// Whether an `a` around paragraphs leads nowhere and only runs a script when clicked.
    fn is_click_target(&self, id: Id) -> bool {
        let dom = self.page.dom;
        let href = dom.attribute(id, "href").unwrap_or_default().trim();
        (href.is_empty() || href == "#" || href.starts_with("javascript:"))
            && dom.children(id).any(|c| dom.name(c) == "p")
    }

    fn flush(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            let weight = weight(text);
            self.lines.push(Line {
                text: text.to_owned(),
                weight,
                linked: self.linked.min(weight),
                linked_within: self.linked_within.min(weight),
                owner: self.owner,
            });
        }
        self.text.clear();
        self.linked = 0;
        self.linked_within = 0;
    }
}

/// Returns the number of characters; Han, kana and hangul characters, each of which says more than
/// a letter, count three times. The factor was chosen by judgement.
pub(super) fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if ('\u{2e80}'..'\u{a000}').contains(&c) || ('\u{ac00}'..'\u{d7ff}').contains(&c) {
                3
            } else {
                1
            }
        })
        .sum()
}
