//! The text of XML that marks paragraphs: NITF, XHTML, and what agencies put in between.

use super::super::xml::{Element, Node};

/// Elements that begin a line of their own: those of NITF 3.6 and of XHTML.
const BLOCKS: [&str; 38] = [
    "p",
    "hl1",
    "hl2",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "block",
    "bq",
    "blockquote",
    "li",
    "dt",
    "dd",
    "ol",
    "ul",
    "dl",
    "tr",
    "table",
    "nitf-table",
    "caption",
    "pre",
    "fn",
    "note",
    "hr",
    "br",
    "section",
    "article",
    "main",
    "body",
    "body.content",
    "datacontent",
    "figure",
    "hedline",
    "tagline",
    "credit",
];

/// Returns the lines of text inside an element; captions of pictures go to `captions` instead, with
/// the credit that stands beside them. O(size).
pub fn lines(element: &Element, captions: &mut Vec<String>) -> Vec<String> {
    // Without any markup the line ends are the paragraphs.
    if element.elements().next().is_none() {
        let text = element.text();
        return text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    }
    let mut prose = Prose { lines: Vec::new(), line: String::new(), captions };
    prose.walk(element);
    prose.end();
    prose.lines
}

struct Prose<'c> {
    lines: Vec<String>,
    line: String,
    captions: &'c mut Vec<String>,
}

impl Prose<'_> {
    fn walk(&mut self, element: &Element) {
        for node in &element.nodes {
            match node {
                Node::Text(text) => self.line.push_str(text),
                Node::Element(inner) => self.element(inner),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            "script" | "style" | "head" | "iframe" | "object" | "media-metadata" => {}
            "media" => {
                let room = MOST_CREDITED.saturating_sub(self.captions.len());
                self.captions.extend(of_media(element, room));
            }
            "figure" if element.find("figcaption").is_some() => {
                self.captions.extend(element.find("figcaption").and_then(Element::words));
            }
            "td" | "th" => {
                self.walk(element);
                self.line.push(' ');
            }
            name if BLOCKS.contains(&name) => {
                self.end();
                self.walk(element);
                self.end();
            }
            _ => self.walk(element),
        }
    }

    fn end(&mut self) {
        let words: Vec<&str> = self.line.split_whitespace().collect();
        if !words.is_empty() {
            self.lines.push(words.join(" "));
        }
        self.line.clear();
    }
}

/// Captions to which a credit is added; those beyond it are not read ([`Limits::list`]) and only
/// counted. Chosen by judgement: no story has as many pictures.
///
/// [`Limits::list`]: crate::ingest::Limits::list
const MOST_CREDITED: usize = 10_000;
/// Characters of a credit that are kept. Chosen by judgement: a credit is a name or two, and every
/// picture of a story repeats it.
const LONGEST_CREDIT: usize = 300;

/// Returns the captions of NITF's `media`, the first `room` with their producer.
fn of_media(media: &Element, room: usize) -> Vec<String> {
    let producer = media.at(&["media-producer"]).and_then(Element::words);
    let captions = media.all("media-caption").filter_map(Element::words).enumerate();
    let credit = |n: usize| producer.as_deref().filter(|_| n < room);
    captions.map(|(n, caption)| credited(caption, credit(n))).collect()
}

/// Returns a caption with the credit of its picture, which a caption may hold already.
pub fn credited(caption: String, credit: Option<&str>) -> String {
    let end = |text: &str| text.char_indices().nth(LONGEST_CREDIT).map_or(text.len(), |(at, _)| at);
    let credit = credit.map(str::trim).map(|text| &text[..end(text)]);
    match credit.filter(|credit| !credit.is_empty()) {
        Some(credit) if !caption.contains(credit) => format!("{caption} Photo: {credit}"),
        _ => caption,
    }
}

/// Returns captions with the credit that they share, as far as captions are read.
pub fn all_credited(texts: impl Iterator<Item = String>, credit: Option<&str>) -> Vec<String> {
    let shared = |n: usize| credit.filter(|_| n < MOST_CREDITED);
    texts.enumerate().map(|(n, text)| credited(text, shared(n))).collect()
}
