//! The captions of a page's pictures.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::byline;
use super::dom::{Dom, Id};
use super::furniture;
use super::meta::Meta;

/// Captions read at most; a page with more is a gallery rather than a story. Chosen by judgement.
const MOST: usize = 60;

/// Nodes before the headline within which a byline belongs to it; nodes are numbered in page order.
/// Chosen by judgement.
const BESIDE: Id = 40;

/// Returns the captions of the story's pictures, credits included, each once, in page order.
///
/// Captions are `figcaption` elements, elements in or beside a picture that are named as a caption
/// or repeat the picture's alternative text, and the captions of JSON-LD images. Those in teasers,
/// comments, bylines and the like are left out.
pub fn read(dom: &Dom, meta: &Meta, title: Option<&str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut push = |text: String| {
        // In a script without spaces, one word says much.
        let words =
            text.split_whitespace().count().max(text.chars().filter(|c| !c.is_ascii()).count() / 4);
        if (2..=150).contains(&words)
            && Some(text.as_str()) != title
            && out.len() < MOST
            && !out.iter().any(|o| o.contains(&text))
        {
            out.retain(|o| !text.contains(o.as_str()));
            out.push(text);
        }
    };
    let places = Places::of(dom);
    let mut inside: Option<Id> = None;
    let mut looked_at = 0;
    for id in dom.below(0) {
        if looked_at > 10 * MOST {
            break;
        }
        if inside.is_some_and(|outer| dom.ancestors(id).take(12).any(|up| up == outer)) {
            continue;
        }
        if !is_caption(dom, id) {
            continue;
        }
        looked_at += 1;
        if !places.is_elsewhere(id)
            && !is_teaser(dom, id)
            && !dom.ancestors(id).take(5).any(|up| byline::rank(dom, up) > 0)
        {
            inside = Some(id);
            dom.short_words(id, 1_200).into_iter().for_each(&mut push);
        }
    }
    meta.captions.iter().filter(|c| c.split_whitespace().count() >= 4).cloned().for_each(&mut push);
    out
}

fn is_caption(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    if name == "figcaption" {
        return true;
    }
    if !matches!(name, "div" | "p" | "span" | "em" | "small" | "dd" | "td") {
        return false;
    }
    let called = ["class", "itemprop"].iter().filter_map(|a| dom.attribute(id, a)).any(|names| {
        names.split_whitespace().take(20).any(|n| {
            furniture::words(n).iter().any(|w| {
                matches!(w.as_str(), "caption" | "figcaption" | "bildunterschrift" | "legende")
            })
        })
    });
    // A caption is inside a figure or close to a picture; the name `caption` alone also occurs on
    // the texts of teasers.
    if called {
        return dom
            .ancestors(id)
            .take(3)
            .any(|up| dom.name(up) == "figure" || pictures(dom, up).next().is_some());
    }
    // Whatever its name, it repeats the alternative text of its picture.
    let is_block = matches!(name, "div" | "p" | "span")
        && dom.children(id).any(|c| dom.text(c).is_some_and(|t| t.trim().chars().count() >= 20));
    is_block
        && dom.short_words(id, 400).is_some_and(|text| {
            dom.ancestors(id).take(3).any(|up| {
                pictures(dom, up)
                    .any(|p| dom.attribute(p, "alt").is_some_and(|alt| alt.trim() == text))
            })
        })
}

/// Returns the pictures among the first nodes below an element.
fn pictures(dom: &Dom, id: Id) -> impl Iterator<Item = Id> + '_ {
    dom.below(id).take(60).filter(|&n| matches!(dom.name(n), "img" | "picture" | "amp-img"))
}

/// Whether the caption links to another page, as a teaser does, rather than to its picture in
/// another size.
fn is_teaser(dom: &Dom, id: Id) -> bool {
    let link = dom
        .ancestors(id)
        .take(4)
        .find(|&up| dom.name(up) == "a")
        .and_then(|a| dom.attribute(a, "href"));
    link.is_some_and(|href| {
        let path = href.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        !path.is_empty()
            && ![".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"]
                .iter()
                .any(|end| path.ends_with(end))
            && !path.contains("/image")
    })
}

/// Which parts of a page do not belong to the story.
pub(super) struct Places<'d> {
    dom: &'d Dom,
    /// Elements around the headline: the page's layout, whatever its name (`without-sidebar`).
    layout: HashSet<Id>,
    /// Articles that have a heading of their own and do not contain the headline.
    others: HashSet<Id>,
    /// The headline, and the first paragraph of the text after it.
    above: Option<(Id, Id)>,
    /// For each node, whether its names are those of boilerplate; found when it is first needed.
    strong: Vec<OnceCell<bool>>,
}

impl<'d> Places<'d> {
    pub(super) fn of(dom: &'d Dom) -> Self {
        let is_heading = |&id: &Id| {
            dom.name(id) == "h1" && dom.short_words(id, 300).is_none_or(|t| t.contains(' '))
        };
        let mut headings: Vec<Id> = dom.below(0).filter(is_heading).take(3).collect();
        if headings.is_empty() {
            headings.extend(dom.below(0).filter(|&id| dom.name(id) == "h1").take(3));
        }
        let above = headings.first().map(|&heading| {
            let is_text =
                |&id: &Id| dom.name(id) == "p" && id > heading && dom.short_words(id, 80).is_none();
            // A single long paragraph is a lead above the byline.
            let is_alone = |&id: &Id| {
                !std::iter::successors(dom.after(id), |&at| dom.after(at))
                    .take(8)
                    .any(|at| is_text(&at))
            };
            let mut text = dom.below(0).filter(is_text);
            let first = text.next();
            let begins = first.filter(is_alone).and_then(|_| text.next()).or(first);
            (heading, begins.unwrap_or(Id::MAX))
        });
        let layout: HashSet<Id> = headings.iter().flat_map(|&h| dom.ancestors(h)).collect();
        let mut others = HashSet::new();
        // The article with the most paragraphs is the story, even if its headline precedes it.
        let mut articles = dom.below(0).filter(|&id| dom.name(id) == "article");
        let only = articles.next().filter(|_| articles.next().is_none());
        let mut paragraphs: HashMap<Id, usize> = HashMap::new();
        for id in dom.below(0).filter(|&id| dom.name(id) == "p") {
            let mut articles = dom.ancestors(id).filter(|&up| dom.name(up) == "article").peekable();
            if articles.peek().is_some() && dom.short_words(id, 100).is_none() {
                articles.for_each(|up| *paragraphs.entry(up).or_default() += 1);
            }
        }
        let story = paragraphs
            .into_iter()
            .filter(|(_, n)| *n >= 3)
            .max_by_key(|(id, n)| (*n, std::cmp::Reverse(*id)))
            .map(|(id, _)| id)
            .or(only);
        if !layout.is_empty() {
            for heading in dom.below(0).filter(|&id| matches!(dom.name(id), "h2" | "h3" | "h4")) {
                // The ancestors of a known article were walked with it.
                let articles = dom.ancestors(heading).filter(|&up| dom.name(up) == "article");
                let _ = articles
                    .take_while(|&up| {
                        layout.contains(&up) || Some(up) == story || others.insert(up)
                    })
                    .count();
            }
        }
        let strong = vec![OnceCell::new(); dom.count()];
        Self { dom, layout, others, above, strong }
    }

    /// Whether an element is boilerplate by names that no story has.
    fn is_strong(&self, id: Id) -> bool {
        let judge = || furniture::by_name(self.dom, id) == furniture::Verdict::Strong;
        *self.strong[id as usize].get_or_init(judge)
    }

    /// Whether an element is inside an article other than the one around the headline.
    pub(super) fn is_other_story(&self, id: Id) -> bool {
        !self.others.is_empty() && self.dom.ancestors(id).any(|up| self.others.contains(&up))
    }

    /// Whether an element contains the headline.
    pub(super) fn is_layout(&self, id: Id) -> bool {
        self.layout.contains(&id)
    }

    /// Whether an element is the footer of the page, and not that of a story or a header.
    fn is_foot(&self, id: Id) -> bool {
        self.dom.name(id) == "footer"
            && !self
                .dom
                .ancestors(id)
                .any(|up| matches!(self.dom.name(up), "article" | "header" | "main"))
    }

    /// Rates a place for a byline: 5 between headline and text, 4 just above the headline, 0
    /// elsewhere in the story, negative further above the headline and in an aside, below -4 in
    /// teasers and comments. An element that the page declares as the author (`is_told`) may be in
    /// a `nav` above the text.
    pub(super) fn rank(&self, id: Id, is_told: bool) -> i32 {
        let ups = || self.dom.ancestors(id).filter(|up| !self.layout.contains(up));
        let is_above = self.above.is_some_and(|(heading, text)| (heading..text).contains(&id));
        let is_other = self.is_other_story(id)
            || ups().any(|up| {
                self.dom.name(up) == "nav" && !(is_told && is_above)
                    || self.is_foot(up)
                    || self.is_strong(up) && !(is_told && self.dom.name(up) == "footer")
            });
        // Some pages put everything beside the story into an aside, including the byline; an aside
        // with a heading or picture is a separate box.
        let aside = ups().find(|&up| self.dom.name(up) == "aside");
        let is_box = aside.is_some_and(|box_| {
            self.dom
                .below(box_)
                .take(400)
                .any(|id| matches!(self.dom.name(id), "h2" | "h3" | "h4" | "img" | "figure"))
        });
        if is_other || is_box {
            return -9;
        }
        match self.above {
            Some((heading, text)) if (heading..text).contains(&id) => {
                5 - i32::from(aside.is_some())
            }
            // Just above the headline, next to the section.
            Some((heading, _)) if (heading.saturating_sub(BESIDE)..heading).contains(&id) => {
                4 - i32::from(aside.is_some())
            }
            Some((heading, _)) if id < heading => -1 - i32::from(aside.is_some()) * 3,
            _ => -i32::from(aside.is_some()) * 3,
        }
    }

    pub(super) fn is_elsewhere(&self, id: Id) -> bool {
        self.dom
            .ancestors(id)
            .filter(|up| !self.layout.contains(up))
            .any(|up| matches!(self.dom.name(up), "aside" | "nav" | "footer") || self.is_strong(up))
    }
}
