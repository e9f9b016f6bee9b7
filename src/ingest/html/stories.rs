//! Handles several stories on one page, as on sites that load the next one below: only the one that
//! the page's metadata names is read.

use super::dom::{Dom, Id};
use super::furniture;
use super::meta::Meta;
use super::text::{Page, folded};

/// Headlines above which a page is a list of stories and not a story followed by others. Chosen by
/// judgement.
const MOST: usize = 60;

impl Page<'_> {
    /// Cuts the stories that have headlines of their own, if one of the headlines is the page's.
    ///
    /// O(headlines × depth).
    pub(super) fn cut_other_stories(&mut self, meta: &Meta) {
        let dom = self.dom;
        let headlines: Vec<Id> =
            dom.below(0).filter(|&id| dom.name(id) == "h1").take(MOST + 1).collect();
        if headlines.len() < 2 || headlines.len() > MOST {
            return;
        }
        let names: Vec<String> =
            meta.title.iter().chain(&meta.headline).map(|t| folded(t)).collect();
        // Of equal headlines the first; one that is the whole title before one that is a part of
        // it.
        let likeness = |id: Id| {
            let shown = dom.short_words(id, 300).map(|t| folded(&t)).unwrap_or_default();
            let part = |name: &String| {
                2 * shown.len() >= name.len()
                    && (name.contains(&shown) || shown.contains(name.as_str()))
            };
            names
                .iter()
                .map(
                    |name| {
                        if *name == shown { 2 } else { u8::from(!name.is_empty() && part(name)) }
                    },
                )
                .max()
                .unwrap_or(0)
        };
        let best = headlines.iter().map(|&id| (likeness(id), std::cmp::Reverse(id))).max();
        let Some((1.., std::cmp::Reverse(own))) = best else { return };
        let mut around: Vec<Id> = dom.ancestors(own).collect();
        around.sort_unstable();
        for &other in headlines.iter().filter(|&&h| h != own) {
            let outside = |up: &Id| around.binary_search(up).is_err();
            let Some(story) =
                dom.ancestors(other).take_while(outside).find(|&up| is_story(dom, up))
            else {
                continue;
            };
            // The page's own headline must be inside a similar element, not in the page's header.
            let alike = |up: Id| {
                dom.name(up) == dom.name(story)
                    && is_story(dom, up)
                    && !dom.ancestors(other).any(|a| a == up)
            };
            if dom.ancestors(own).any(alike) {
                self.cut[story as usize] = true;
            }
        }
    }
}

/// Whether an element is a story by its tag or its names.
fn is_story(dom: &Dom, id: Id) -> bool {
    dom.name(id) == "article"
        || dom.name(id) != "h1"
            && ["class", "id"].iter().filter_map(|a| dom.attribute(id, a)).flat_map(str::split_whitespace).take(20).any(|name| {
                let words = furniture::words(name);
                matches!(words.as_slice(), [.., last] if matches!(last.as_str(), "article" | "story" | "post" | "entry"))
            })
}
