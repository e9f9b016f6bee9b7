//! The captions of a page's pictures.

use super::dom::{Dom, Id};
use super::furniture;
use super::meta::Meta;

/// Captions above which a page is no story but an album.
const MOST: usize = 60;

/// The captions of the story's pictures, credits included, each once, in the order of the page.
///
/// Read are `figcaption`, what stands in or beside a picture and calls itself a caption, and JSON-LD images. What stands in
/// teasers, comments and the like is left out.
pub fn read(dom: &Dom, meta: &Meta, title: Option<&str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut push = |text: String| {
        let words = text.split_whitespace().count();
        if (2..=150).contains(&words) && Some(text.as_str()) != title && out.len() < MOST && !out.iter().any(|o| o.contains(&text)) {
            out.retain(|o| !text.contains(o.as_str()));
            out.push(text);
        }
    };
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
        if !is_elsewhere(dom, id) {
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
        names
            .split_whitespace()
            .take(20)
            .any(|n| furniture::words(n).iter().any(|w| matches!(w.as_str(), "caption" | "figcaption" | "bildunterschrift" | "legende")))
    });
    // A caption has its picture beside it, or around it; `caption` alone also names teasers' texts.
    called
        && dom
            .ancestors(id)
            .take(3)
            .any(|up| dom.name(up) == "figure" || dom.below(up).take(60).any(|n| matches!(dom.name(n), "img" | "picture" | "amp-img")))
}

/// Whether the element belongs to something that is not the story.
fn is_elsewhere(dom: &Dom, id: Id) -> bool {
    dom.ancestors(id)
        .any(|up| matches!(dom.name(up), "aside" | "nav" | "footer") || furniture::by_name(dom, up) == furniture::Verdict::Strong)
}
