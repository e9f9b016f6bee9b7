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
            "media" => self.captions.extend(of_media(element)),
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

/// Returns the captions of NITF's `media`, each with its producer.
fn of_media(media: &Element) -> Vec<String> {
    let producer = media.at(&["media-producer"]).and_then(Element::words);
    let captions = media.all("media-caption").filter_map(Element::words);
    captions.map(|caption| credited(caption, producer.as_deref())).collect()
}

/// Returns a caption with the credit of its picture, which a caption may hold already.
pub fn credited(caption: String, credit: Option<&str>) -> String {
    match credit.map(str::trim).filter(|credit| !credit.is_empty()) {
        Some(credit) if !caption.contains(credit) => format!("{caption} Photo: {credit}"),
        _ => caption,
    }
}
