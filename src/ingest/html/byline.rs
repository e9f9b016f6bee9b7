//! Who wrote a page's story, and whom it credits: what the page tells machines, checked by what readers see.
//!
//! Many pages name their own house as the author for machines, and the writer or the agency only where readers see it. Taken at
//! its word, such a page would look as if it had put its own name in the place of an agency's.

use super::captions::Places;
use super::dom::{Dom, Id};
use super::furniture;
use super::meta::Meta;

/// Names above which a list of authors is no byline.
const MOST: usize = 20;
/// Characters of a byline or a line that names a source.
const LINE: usize = 160;

/// What a page says of who wrote its story.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Byline {
    /// Those who wrote it, each once.
    pub authors: Vec<String>,
    /// The byline and the line of sources as readers see them, where forms of credit are looked for.
    pub credit: Option<String>,
}

/// Reads the byline of a page; `host` is where it was found, if known. Linear in its nodes.
pub fn read(dom: &Dom, meta: &Meta, host: Option<&str>) -> Byline {
    let told = parted(&meta.authors);
    let shown = Shown::find(dom);
    let houses: Vec<String> = meta.site.iter().chain(&meta.publisher).map(|n| letters(n)).chain(host.map(label)).collect();
    let is_house = |name: &String| {
        let name = letters(name);
        houses.iter().any(|house| house.chars().count() >= 3 && (name.starts_with(house.as_str()) || name == format!("the{house}")))
    };
    let mut authors: Vec<String> = told.into_iter().filter(|name| !is_house(name)).collect();
    if authors.is_empty() {
        authors = shown.byline.as_deref().map(persons).unwrap_or_default();
        authors.retain(|name| !is_house(name));
    }
    let mut lines: Vec<String> = shown.byline.into_iter().chain(shown.source).chain(meta.credit.clone()).collect();
    lines.dedup();
    Byline { authors, credit: (!lines.is_empty()).then(|| lines.join("; ")) }
}

/// What readers see of it.
#[derive(Default)]
struct Shown {
    /// The first of the best rank.
    byline: Option<String>,
    /// `Quelle: dpa`
    source: Option<String>,
}

impl Shown {
    fn find(dom: &Dom) -> Self {
        let (mut shown, mut best) = (Self::default(), 0);
        let places = Places::of(dom);
        for id in dom.below(0) {
            if !matches!(dom.name(id), "a" | "address" | "cite" | "dd" | "div" | "em" | "i" | "li" | "p" | "small" | "span" | "strong") {
                continue;
            }
            let rank = rank(dom, id);
            let is_source = shown.source.is_none() && is_source(dom, id);
            if rank <= best && !is_source || places.is_elsewhere(id) || is_picture(dom, id) {
                continue;
            }
            let Some(line) = dom.short_words(id, LINE).filter(|line| line.chars().any(char::is_alphabetic)) else { continue };
            if is_source {
                shown.source = Some(line);
            } else if !persons(&line).is_empty() {
                (shown.byline, best) = (Some(line), rank);
            }
        }
        shown
    }
}

/// How surely an element is a byline: 3 by its meaning for machines, 2 by a name that says so, 1 by that of an author; 0 is not.
pub(super) fn rank(dom: &Dom, id: Id) -> u8 {
    let says =
        |attribute: &str| dom.attribute(id, attribute).is_some_and(|v| v.split_whitespace().any(|w| w.eq_ignore_ascii_case("author")));
    if says("rel") || says("itemprop") {
        return 3;
    }
    let mut rank = 0;
    for names in ["class", "id", "data-testid"].iter().filter_map(|a| dom.attribute(id, a)) {
        for name in names.split_whitespace().take(20) {
            let words = furniture::words(name);
            let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
            // An author's portrait, page or other articles are no byline.
            if has(&[
                "bio", "box", "image", "img", "avatar", "photo", "social", "about", "more", "follow", "count", "card", "no", "has", "with",
            ]) {
                return 0;
            }
            if has(&["byline", "bylines"]) {
                rank = 2;
            } else if has(&["author", "authors", "autor", "autoren", "autores", "auteur", "auteurs", "autore", "skribent", "forfatter"]) {
                rank = rank.max(1);
            }
        }
    }
    rank
}

/// Whether the element is called the place where the story comes from.
fn is_source(dom: &Dom, id: Id) -> bool {
    dom.attribute(id, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("sourceOrganization"))
        || ["class", "id"].iter().filter_map(|a| dom.attribute(id, a)).flat_map(str::split_whitespace).take(20).any(|name| {
            let words = furniture::words(name);
            let last = words.last().map_or("", String::as_str);
            matches!(last, "source" | "sources" | "quelle" | "quellen" | "fuente" | "fonte" | "agency" | "agence" | "agencia" | "agentur")
        })
}

/// Whether the element belongs to a picture: who is credited there took it.
fn is_picture(dom: &Dom, id: Id) -> bool {
    std::iter::once(id).chain(dom.ancestors(id).take(6)).any(|up| {
        matches!(dom.name(up), "figure" | "figcaption" | "picture")
            || dom.attribute(up, "class").is_some_and(|names| {
                names.split_whitespace().take(20).any(|name| {
                    furniture::words(name)
                        .iter()
                        .any(|w| matches!(w.as_str(), "caption" | "image" | "photo" | "picture" | "media" | "gallery" | "video"))
                })
            })
    })
}

/// Openings of a byline, with the white space behind them.
const OPENINGS: [&str; 24] = [
    "Written by ",
    "Posted by ",
    "Story by ",
    "Text by ",
    "By ",
    "BY ",
    "by ",
    "Von ",
    "von ",
    "VON ",
    "Par ",
    "par ",
    "Por ",
    "por ",
    "Di ",
    "di ",
    "Door ",
    "Af ",
    "Av ",
    "Text: ",
    "Autor: ",
    "Author: ",
    "Byline: ",
    "Tekst: ",
];

fn without_opening(line: &str) -> &str {
    let line = line.trim();
    OPENINGS.iter().find_map(|opening| line.strip_prefix(opening)).unwrap_or(line).trim()
}

/// The names in a line that readers see; empty where it is not plain that it names somebody.
fn persons(line: &str) -> Vec<String> {
    let line = without_opening(line);
    // What follows a date, a role or a house in another column is no name.
    let line =
        line.split(|c: char| c.is_ascii_digit() || matches!(c, '|' | '•' | '·' | '–' | '—' | '/' | '(' | ':' | '@')).next().unwrap_or("");
    let mut out = Vec::new();
    for part in split(line) {
        if !is_name(&part) {
            break;
        }
        if out.len() < MOST && !out.contains(&part) {
            out.push(part);
        }
    }
    out
}

/// Two to five words, each with a capital or in a script that has none.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let particle = |w: &str| {
        matches!(w, "de" | "da" | "di" | "do" | "dos" | "la" | "le" | "von" | "van" | "der" | "den" | "bin" | "al" | "el" | "y" | "af")
    };
    (2..=5).contains(&words.len())
        && part.chars().count() <= 60
        && words.iter().all(|w| particle(w) || w.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
        && !part.chars().any(|c| c.is_ascii_digit() || matches!(c, '!' | '?' | '"' | '…'))
}

/// Parts a line at commas and at the *and* of the larger languages.
fn split(line: &str) -> Vec<String> {
    let mut parts = vec![line];
    for sign in [";", "|", ", ", " and ", " und ", " & ", " et ", " og ", " och ", " y ", " e "] {
        parts = parts.into_iter().flat_map(|part| part.split(sign)).collect();
    }
    parts.into_iter().map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|p| !p.is_empty()).collect()
}

/// Names that the page tells machines, without `By`, parted where several stand in one.
fn parted(told: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in told.iter().flat_map(|n| n.split([';', '|'])).flat_map(|n| n.split(" and ")).take(MOST) {
        let line = without_opening(line).split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = split(&line);
        // `Doe, Jane` is one name; `Jane Doe, Northern Wire` is two, and of `Jane Doe, political editor` only the first is one.
        let several = parts.len() > 1 && parts.first().is_some_and(|first| is_name(first));
        let is_role = |part: &String| part.starts_with(char::is_lowercase) && part.chars().count() > 4;
        let names = if several { parts.into_iter().filter(|p| !is_role(p)).collect() } else { vec![line] };
        for name in names {
            if !name.is_empty() && name.chars().count() <= 120 && !name.starts_with('(') && !name.contains("://") && !out.contains(&name) {
                out.push(name);
            }
        }
    }
    out
}

/// Letters and digits alone, in small letters.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The name in a host: `herald` of `www.herald.example`.
fn label(host: &str) -> String {
    let domain = crate::sources::domain::registrable(host).unwrap_or(host);
    letters(domain.split('.').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::html::dom::Bounds;

    fn byline(html: &str) -> (Vec<String>, Option<String>) {
        let dom = Dom::parse(html, Bounds { depth: 512, nodes: 300_000 }).expect("a page");
        let read = read(&dom, &Meta::read(&dom), Some("www.harbourherald.example"));
        (read.authors, read.credit)
    }

    const HOUSE: &str = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\",\"name\":\"Harbour Herald\"},\
                         \"publisher\":{\"name\":\"Harbour Herald\"}}</script><h1>Still</h1>";

    #[test]
    fn a_house_that_names_itself_to_machines_hides_no_writer_and_no_agency() {
        let shown = format!("{HOUSE}<div class=article-byline>Von Jane Doe, NWA <time>7. Juni 2021</time></div><p>Text.</p>");
        assert_eq!(byline(&shown), (vec!["Jane Doe".to_owned()], Some("Von Jane Doe, NWA 7. Juni 2021".to_owned())));
        assert_eq!(byline(HOUSE), (Vec::new(), None), "the house alone is nobody's byline");
        let source = format!("{HOUSE}<p>Text.</p><p class=article__source>Quelle: NWA</p>");
        assert_eq!(byline(&source), (Vec::new(), Some("Quelle: NWA".to_owned())));
    }

    #[test]
    fn what_is_beside_the_byline_is_none() {
        for html in [
            "<h1>Still</h1><div class=author-bio>Jane Doe has written of harbours for ten years</div>",
            "<h1>Still</h1><figure><img><span class=author>Kari Moe</span></figure>",
            "<h1>Still</h1><div id=comments><span class=author>Angry Reader</span></div>",
            "<h1>Still</h1><span class=author>the editors of this page</span>",
            "<h1>Still</h1><span class=byline>7 June 2021</span>",
        ] {
            assert_eq!(byline(html).0, Vec::<String>::new(), "{html}");
        }
    }

    #[test]
    fn names_are_parted_where_several_stand_in_one() {
        let told = |name: &str| byline(&format!("<meta name=author content='{name}'>")).0;
        assert_eq!(told("By Jane Doe and Ola Berg"), ["Jane Doe", "Ola Berg"]);
        assert_eq!(told("Jane Doe und Ola Berg, nwa"), ["Jane Doe", "Ola Berg", "nwa"]);
        assert_eq!(told("Jane Doe, political editor"), ["Jane Doe"]);
        assert_eq!(told("Doe, Jane"), ["Doe, Jane"]);
        assert_eq!(
            byline("<meta name=author content='https://h.example/jane'><meta name=parsely-author content='Jane Doe'>").0,
            ["Jane Doe"]
        );
        assert_eq!(byline("<meta name=author content='Jane Doe'><meta name=author content='Ola Berg'>").0, ["Jane Doe", "Ola Berg"]);
    }
}
