//! Parts of a page whose dates are not the story's.

use super::dom::{Dom, Id};
use super::furniture;

/// Words in a class or id of readers' comments and profiles and of posts embedded from elsewhere.
const FOREIGN: [&str; 15] = [
    "comments",
    "commentlist",
    "commentmetadata",
    "respond",
    "disqus",
    "kommentare",
    "commentaires",
    "comentarios",
    "postprofile",
    "twitter",
    "tweet",
    "instagram",
    "bluesky",
    "mastodon",
    "tiktok",
];
/// Words in a class or id of teasers, columns beside the text and footers.
const ASIDE: [&str; 9] = [
    "related",
    "sidebar",
    "teaser",
    "footer",
    "widget",
    "popular",
    "recommended",
    "recent",
    "trending",
];
/// Words in the class of an `aside` that says who wrote the story, and when.
const OWN: [&str; 6] = ["meta", "byline", "date", "details", "info", "published"];

/// Returns how much the place of an element lowers the rank of its date: 0 in the story's own
/// parts, 4 in a teaser, footer or the like; `None` in a comment, a profile, a picture or an
/// embedded post, whose date is never the story's.
///
/// `around` holds the ancestors of the headline, which are none of these, whatever they are called.
pub(super) fn aside(dom: &Dom, around: &[Id], id: Id) -> Option<i32> {
    let mut aside = 0;
    for up in std::iter::once(id).chain(dom.ancestors(id).take(12)) {
        if around.contains(&up) {
            break;
        }
        let name = dom.name(up);
        let words = names_of(dom, up);
        let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
        // `comment` later in a name denotes an opinion piece, `profile` a page of one.
        let is_reader = words.first().is_some_and(|w| w == "comment" || w == "profile");
        // A figure may hold a story's picture, title and date; only its caption is of the picture.
        if matches!(name, "blockquote" | "pre" | "code" | "figcaption" | "figure")
            || is_reader
            || has(&FOREIGN)
        {
            return None;
        }
        let listed = || {
            name == "li"
                && dom.parent(up).is_some_and(|list| {
                    dom.children(list).filter(|&c| dom.name(c) == "li").nth(5).is_some()
                })
        };
        if matches!(name, "footer" | "nav")
            || name == "aside" && !has(&OWN)
            || has(&ASIDE)
            || listed()
        {
            aside = 4;
        }
    }
    Some(aside)
}

/// Returns the words in an element's class and id.
pub(super) fn names_of(dom: &Dom, id: Id) -> Vec<String> {
    let names = ["class", "id"].iter().filter_map(|a| dom.attribute(id, a));
    names.flat_map(|n| furniture::words(&n[..n.floor_char_boundary(200)])).collect()
}
