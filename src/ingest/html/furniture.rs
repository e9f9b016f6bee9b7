//! Which parts of a page are boilerplate according to their tags, roles, class names and ids.
//!
//! The names are those in general use on the web; Readability and trafilatura have similar lists.

use super::dom::{Dom, Id};

/// Elements that never hold reporting.
const TAGS: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "nav",
    "footer",
    "button",
    "select",
    "input",
    "textarea",
    "dialog",
    "audio",
    "video",
    "canvas",
    "menu",
    "figure",
    "figcaption",
    "picture",
    "img",
    "head",
    "title",
    "link",
    "meta",
    "map",
    "label",
    "option",
    "datalist",
    "progress",
    "amp-ad",
    "amp-sidebar",
    "amp-consent",
    "form-field",
    "time",
];

/// Words in a class or id that denote boilerplate. Sorted.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "abo", "ad", "addthis", "ads", "advert", "advertisement", "advertising", "adverts", "alsoread", "anzeige", "author", "authorbio", "authorbox",
    "authors", "autor", "banner", "bio", "breadcrumb", "breadcrumbs", "button", "buttons", "byline", "bylines", "caption", "captions", "carousel",
    "comentarios", "comment", "commentaires", "commentary", "commenti", "commentlist", "comments", "consent", "cookie", "cookies", "copyright",
    "credit", "credits", "crumbs", "didomi", "disclaimer", "disqus", "donate", "donation", "fb", "feedback", "figcaption", "footer", "footnav",
    "galerie", "gallery", "gdpr", "hidden", "hide", "inread", "jumplinks", "keywords", "komentarze", "kommentar", "kommentare", "kommentarer",
    "lightbox", "login", "menu", "meta", "metadata", "modal", "mostpopular", "mostread", "nav", "navbar", "navigation", "newsletter", "newsletterbox",
    "newsletters", "noprint", "onetrust", "outbrain", "overlay", "pager", "pagination", "partner", "partners", "photocredit", "player", "poll",
    "popular", "popup", "postmeta", "primis", "promo", "promos", "promotion", "pubblicita", "publicidad", "publicite", "pullquote", "rating",
    "ratings", "readmore", "readnext", "recirc", "recirculation", "recommendation", "recommendations", "recommended", "reklama", "related",
    "relatedcontent", "relatedposts", "replies", "respond", "rodape", "rollover", "share", "sharebar", "shares", "sharing", "sidebar", "signup", "skip",
    "slideshow", "sociable", "social", "socialmedia", "socials", "sponsor", "sponsored", "subnav", "subscribe", "subscription", "suggested",
    "taboola", "taglist", "tags", "teads", "teaser", "teasers", "teilen", "timestamp", "toc", "toolbar", "tooltip", "trending", "usercentrics",
    "verwandt", "visuallyhidden", "weather", "werbe", "werbung", "widget", "widgets", "yarpp",
];

/// Two consecutive words that denote boilerplate.
const PAIRS: &[(&str, &str)] = &[
    ("read", "more"),
    ("more", "stories"),
    ("more", "on"),
    ("more", "from"),
    ("more", "news"),
    ("most", "read"),
    ("most", "viewed"),
    ("most", "popular"),
    ("read", "next"),
    ("read", "also"),
    ("also", "read"),
    ("also", "like"),
    ("up", "next"),
    ("see", "also"),
    ("sr", "only"),
    ("screen", "reader"),
    ("article", "links"),
    ("tag", "list"),
    ("call", "action"),
    ("sign", "up"),
    ("post", "nav"),
    ("story", "links"),
    ("print", "only"),
    ("in", "article"),
    ("on", "site"),
    ("site", "header"),
    ("page", "header"),
    ("back", "top"),
    ("article", "info"),
    ("article", "tools"),
    ("article", "details"),
    ("published", "date"),
    ("publish", "date"),
    ("date", "time"),
    ("latest", "news"),
    ("top", "stories"),
    ("other", "news"),
];

/// Returns the words in a class or id, split at punctuation and camel case, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut open, mut small) = (false, false);
    for c in name.chars() {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open || (c.is_uppercase() && small) {
            out.push(String::new());
            open = true;
        }
        small = c.is_lowercase() || c.is_numeric();
        if let Some(last) = out.last_mut() {
            last.extend(c.to_lowercase());
        }
    }
    out
}

/// Words that denote boilerplate however much of the page it fills. Sorted.
const STRONG: &[&str] = &[
    "comentarios",
    "comment",
    "commentaires",
    "commenti",
    "commentlist",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "didomi",
    "disqus",
    "footer",
    "gdpr",
    "kommentare",
    "newsletter",
    "onetrust",
    "outbrain",
    "recirc",
    "recirculation",
    "recommended",
    "related",
    "replies",
    "respond",
    "rodape",
    "sidebar",
    "taboola",
    "usercentrics",
];

/// Words that turn a class name with `sidebar` into one of a layout.
const LAYOUT: &[&str] = &["grid", "layout", "page", "has", "with", "without", "no"];

/// How certain it is that an element is boilerplate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No sign of it.
    Unknown,
    /// By its names, or because it is hidden; an element that holds most of the story is the story
    /// all the same.
    Named,
    /// By the names of a photo gallery, which can fill more of a page than the story it
    /// illustrates.
    Album,
    /// By names that no story has.
    Strong,
}

/// Whether the element never holds reporting.
pub fn by_tag(dom: &Dom, id: Id) -> bool {
    TAGS.contains(&dom.name(id))
}

pub(super) fn is_unseen(dom: &Dom, id: Id) -> bool {
    dom.attribute(id, "hidden").is_some()
        || dom.attribute(id, "aria-hidden") == Some("true")
        || dom.attribute(id, "style").is_some_and(|style| {
            // Each declaration ends in a semicolon; the last one need not have it.
            let shown = style.chars().filter(|c| !c.is_whitespace());
            let style: String = shown.chain([';']).collect();
            [
                "display:none",
                "visibility:hidden",
                "font-size:0;",
                "opacity:0;",
                "left:-9999px",
                "text-indent:-9999px",
            ]
            .iter()
            .any(|hidden| style.contains(hidden))
        })
}

/// Judges an element by its role and names.
pub fn by_name(dom: &Dom, id: Id) -> Verdict {
    if matches!(dom.name(id), "" | "html" | "body" | "main") {
        return Verdict::Unknown;
    }
    let role = dom.attribute(id, "role");
    let mut verdict = Verdict::Unknown;
    if matches!(
        role,
        Some(
            "navigation"
                | "complementary"
                | "contentinfo"
                | "banner"
                | "search"
                | "menu"
                | "dialog"
                | "note"
        )
    ) || dom.name(id) == "aside"
        || is_unseen(dom, id)
    {
        verdict = Verdict::Named;
    }
    for names in ["class", "id", "data-testid", "data-component", "data-type"]
        .iter()
        .filter_map(|a| dom.attribute(id, a))
    {
        if dom.attribute(id, "id") == Some(names) && is_heading_in_an_id(dom, id, names) {
            continue;
        }
        for name in names.split_whitespace().take(40) {
            // WordPress names an article after its sections and tags.
            if dom.name(id) == "article"
                && (name.starts_with("category-") || name.starts_with("tag-"))
            {
                continue;
            }
            let words = words(name);
            let has = |list: &[&str]| words.iter().any(|w| list.binary_search(&w.as_str()).is_ok());
            if words.iter().any(|w| w == "embed" || w == "dateline") {
                continue;
            }
            // `sidebar-grid`, `without-sidebar`: the layout of the page, not a sidebar.
            if words.iter().any(|w| w == "sidebar")
                && words.iter().any(|w| LAYOUT.contains(&w.as_str()))
            {
                continue;
            }
            if has(STRONG)
                && !words.iter().any(|w| matches!(w.as_str(), "has" | "with" | "no" | "content"))
            {
                return Verdict::Strong;
            }
            // Table rows are named after what they describe: `player`, `weather`.
            if matches!(dom.name(id), "tr" | "td" | "th" | "tbody") {
                continue;
            }
            if has(WORDS)
                || words.windows(2).any(|w| PAIRS.iter().any(|(a, b)| *a == w[0] && *b == w[1]))
            {
                let is_album = || has(&["galerie", "gallery", "lightbox", "slideshow"]);
                verdict = verdict.max(if is_album() { Verdict::Album } else { Verdict::Named });
            }
        }
    }
    verdict
}

/// Whether an id is the part's own heading written as one word, `sharing-a-ferry`, so that it
/// states the topic of the part.
fn is_heading_in_an_id(dom: &Dom, id: Id, name: &str) -> bool {
    if !name.contains(['-', '_']) {
        return false;
    }
    let heading = dom
        .below(id)
        .take(12)
        .find(|&h| matches!(dom.name(h), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
    let shown = heading.and_then(|h| dom.short_words(h, 200)).unwrap_or_default();
    let plain: String =
        shown.chars().filter(|c| c.is_ascii_alphanumeric()).flat_map(char::to_lowercase).collect();
    !plain.is_empty()
        && plain
            == name
                .chars()
                .filter(|c| c.is_ascii_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_its_style_hides_is_unseen_wherever_the_style_says_so() {
        let unseen = |style: &str| {
            let bounds = super::super::dom::Bounds { depth: 512, nodes: 300_000 };
            let dom = Dom::parse(&format!("<p style='{style}'>x"), bounds).expect("a page");
            dom.below(0).any(|id| is_unseen(&dom, id))
        };
        for style in ["font-size:0", "opacity: 0", "opacity:0;color:red", "color:red; font-size:0;"]
        {
            assert!(unseen(style), "{style}");
        }
        for style in ["font-size:0.9em", "opacity:0.5", "opacity:0.5;", "color:red"] {
            assert!(!unseen(style), "{style}");
        }
    }

    #[test]
    fn names_are_split_at_signs_and_humps() {
        assert_eq!(
            words("c-articleBody__relatedLinks2"),
            ["c", "article", "body", "related", "links2"]
        );
        assert!(WORDS.is_sorted());
    }
}
