//! DOCX: documents of Word (ECMA-376, part 1, section 17).
//!
//! Read are the paragraphs and text boxes of the body as they are after all changes were accepted.
//! Headers, footers and comments are no text of the story.

use std::collections::BTreeMap;

use super::super::Limits;
use super::super::document::{Document, Lines, Role};
use super::super::xml::{Element, Node};
use super::{Package, beside};

/// Styles that are read of one document. Chosen by judgement; Word has some 400.
pub(super) const STYLES: usize = 10_000;

/// Reads a document; `main` is the name of its main part.
pub(super) fn read(package: &Package<'_>, main: &str, limits: &Limits) -> Result<Document, String> {
    let mut document = Document::default();
    package.each("docProps/core.xml", limits, &|n| n == "coreproperties", &mut |core| {
        let words = |name: &str| core.at(&[name]).and_then(Element::words);
        document.title = words("title");
        document.language = words("language");
        document.created = words("created");
        document.modified = words("modified");
        document.authors = words("creator")
            .map(|names| names.split(';').map(|n| n.trim().to_owned()).collect())
            .unwrap_or_default();
        false
    })?;
    document.forget_template(package.changed());
    let styles = styles(package, &beside(main, "styles.xml"), limits)?;
    let mut body = Body { styles: &styles, lines: Lines::default(), notes: 0 };
    package.each(main, limits, &|name| matches!(name, "p" | "tbl"), &mut |element| {
        body.block(&element);
        !body.lines.is_full()
    })?;
    (document.lines, document.notes) = (body.lines, body.notes);
    Ok(document)
}

/// Returns the role of each style that has one, by its id.
fn styles(
    package: &Package<'_>,
    name: &str,
    limits: &Limits,
) -> Result<BTreeMap<String, Role>, String> {
    let (mut roles, mut bases) = (BTreeMap::new(), BTreeMap::new());
    package.each(name, limits, &|n| n == "style", &mut |style| {
        let id = style.attribute("styleid").unwrap_or_default().to_owned();
        let value = |of: &str| style.at(&[of]).and_then(|e| e.attribute("val"));
        let role = value("name").map(Role::of_style).unwrap_or_default();
        if role != Role::Body {
            roles.insert(id, role);
        } else if let Some(base) = value("basedon") {
            bases.insert(id, base.to_owned());
        }
        roles.len() + bases.len() < STYLES
    })?;
    inherit(&mut roles, &bases);
    Ok(roles)
}

/// Gives styles the role of those that they are based on, over at most 10 steps.
pub(super) fn inherit(roles: &mut BTreeMap<String, Role>, bases: &BTreeMap<String, String>) {
    let of = |id: &String| {
        let ancestors = std::iter::successors(bases.get(id), |id| bases.get(*id));
        ancestors.take(10).find_map(|id| roles.get(id)).copied()
    };
    let found: Vec<(String, Role)> =
        bases.keys().filter_map(|id| of(id).map(|role| (id.clone(), role))).collect();
    roles.extend(found);
}

/// The text of the body being read.
struct Body<'s> {
    styles: &'s BTreeMap<String, Role>,
    lines: Lines,
    notes: usize,
}

impl Body<'_> {
    fn block(&mut self, element: &Element) {
        match element.name.as_str() {
            "p" => self.paragraph(element),
            "tbl" => self.table(element),
            _ => {}
        }
    }

    fn paragraph(&mut self, element: &Element) {
        let style = element.at(&["ppr", "pstyle"]).and_then(|s| s.attribute("val"));
        let role = style.and_then(|id| self.styles.get(id)).copied().unwrap_or_default();
        let (mut text, mut boxes) = (String::new(), Vec::new());
        self.inline(element, &mut text, &mut boxes);
        self.lines.push(&text, role);
        for block in boxes {
            self.block(block);
        }
    }

    /// Reads the rows of a table: one line each, with tabs between cells, unless a cell has several
    /// paragraphs.
    fn table(&mut self, table: &Element) {
        let mut rows = Vec::new();
        collect(table, "tr", &mut rows);
        for row in rows {
            let mut cells = Vec::new();
            collect(row, "tc", &mut cells);
            let cells: Vec<Lines> = cells.into_iter().map(|cell| self.cell(cell)).collect();
            let is_one = cells.iter().all(|cell| cell.iter().count() < 2);
            let joined: Vec<&str> = cells.iter().flat_map(|c| c.iter().map(|(l, _)| l)).collect();
            match is_one {
                true => {
                    let role = cells.iter().flat_map(Lines::iter).map(|(_, role)| role).next();
                    self.lines.push(&joined.join("\t"), role.unwrap_or_default());
                }
                false => {
                    for (line, role) in cells.iter().flat_map(Lines::iter) {
                        self.lines.push(line, role);
                    }
                }
            }
        }
    }

    fn cell(&mut self, cell: &Element) -> Lines {
        let mut blocks = Vec::new();
        blocks_of(cell, &mut blocks);
        let outside = std::mem::take(&mut self.lines);
        blocks.into_iter().for_each(|block| self.block(block));
        std::mem::replace(&mut self.lines, outside)
    }

    /// Appends the text inside an element; the blocks of text boxes go to `boxes`.
    fn inline<'e>(
        &mut self,
        element: &'e Element,
        text: &mut String,
        boxes: &mut Vec<&'e Element>,
    ) {
        for node in &element.nodes {
            let Node::Element(inner) = node else { continue };
            match inner.name.as_str() {
                // What was deleted or moved away, and what is no text.
                "ppr" | "del" | "movefrom" | "instrtext" | "deltext" | "rt" => {}
                "r" if is_hidden(inner) => {}
                "t" => {
                    let line_ends = ['\n', '\r', '\t'];
                    text.extend(
                        inner.text().chars().map(|c| if line_ends.contains(&c) { ' ' } else { c }),
                    );
                }
                "tab" | "ptab" => text.push('\t'),
                "br" | "cr" => text.push('\n'),
                "nobreakhyphen" => text.push('-'),
                "sym" => text.extend(symbol(inner)),
                "footnotereference" | "endnotereference" => self.notes += 1,
                // The same content in a newer and an older form.
                "alternatecontent" => {
                    let form = inner.at(&["choice"]).or_else(|| inner.at(&["fallback"]));
                    if let Some(form) = form {
                        self.inline(form, text, boxes);
                    }
                }
                "txbxcontent" => blocks_of(inner, boxes),
                _ => self.inline(inner, text, boxes),
            }
        }
    }
}

/// Whether the text of a run is not shown.
fn is_hidden(run: &Element) -> bool {
    run.at(&["rpr", "vanish"])
        .is_some_and(|v| !matches!(v.attribute("val"), Some("0" | "false" | "off")))
}

/// Returns a character given by its code; those of fonts of symbols have no meaning of their own.
fn symbol(element: &Element) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    char::from_u32(code).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c) && !c.is_control())
}

/// Collects the elements of that name that are not inside another one or in a table inside.
fn collect<'e>(element: &'e Element, name: &str, into: &mut Vec<&'e Element>) {
    for inner in element.elements() {
        match inner.name.as_str() {
            found if found == name => into.push(inner),
            "tbl" | "p" | "del" => {}
            _ => collect(inner, name, into),
        }
    }
}

/// Collects the paragraphs and tables inside an element.
fn blocks_of<'e>(element: &'e Element, into: &mut Vec<&'e Element>) {
    for inner in element.elements() {
        match inner.name.as_str() {
            "p" | "tbl" => into.push(inner),
            _ => blocks_of(inner, into),
        }
    }
}
