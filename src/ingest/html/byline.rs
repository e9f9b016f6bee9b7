//! Who wrote a page's story and whom it credits, according to its metadata, checked against what
//! readers see.
//!
//! Many pages declare their own house as the author and show the writer or the agency only to
//! readers. Taken at its word, such a page would seem to have replaced an agency's name with its
//! own.

use std::collections::HashSet;

use super::captions::Places;
use super::dom::{Dom, Id, push_words};
use super::furniture;
use super::meta::Meta;
use super::names::{CROWD, parted, persons, pseudonym, without_opening};
use crate::text::fold;

/// Names above which a list of authors is cut. Chosen by judgement.
pub(super) const MOST: usize = 20;
/// Characters of a byline or of a line that names a source. Chosen by judgement.
const LINE: usize = 160;

/// What a page says about the authors of its story.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Byline {
    /// The authors, each once.
    pub authors: Vec<String>,
    /// The visible byline and source lines, in which credits are looked for.
    pub credit: Option<String>,
}

/// Reads the byline of a page; `host` is where it was found, if known. O(nodes × depth).
pub fn read(dom: &Dom, meta: &Meta, host: Option<&str>) -> Byline {
    let told = parted(&meta.authors);
    let shown = Shown::find(dom, &Pages(&meta.author_pages));
    let houses: Vec<String> = meta
        .site
        .iter()
        .chain(&meta.publisher)
        .map(|n| letters(n))
        .chain(host.map(label))
        .collect();
    let is_house = |name: &String| {
        let first = letters(name.split_whitespace().next().unwrap_or_default());
        let name = letters(name);
        houses.iter().any(|house| match house.chars().count() {
            0 | 1 => false,
            // Two letters begin many names.
            2 => first == *house,
            _ => name.starts_with(house.as_str()) || name == format!("the{house}"),
        })
    };
    let own =
        |names: Vec<String>| names.into_iter().filter(|name| !is_house(name)).collect::<Vec<_>>();
    let (told, seen) = (own(told), own(shown.names.clone()));
    // The copyright holder of a page is not its author if another one is given.
    let rights: Vec<String> =
        shown.plain.iter().filter(|line| is_copyright(line)).map(|line| letters(line)).collect();
    let is_holder = |name: &String| {
        letters(name).len() >= 5 && rights.iter().any(|line| line.contains(&letters(name)))
    };
    let authors = match (told.is_empty(), seen.is_empty()) {
        (true, _) => seen,
        (_, true) => told,
        // The same persons: metadata holds their names without additions.
        _ if told.iter().any(|name| seen.iter().any(|other| is_alike(name, other))) => {
            if told.iter().any(|name| name.contains(", "))
                || seen.len() > told.len() && shown.is_above
            {
                seen
            } else if told.iter().any(|name| !is_holder(name)) {
                told.into_iter().filter(|name| !is_holder(name)).collect()
            } else {
                told
            }
        }
        // Different names: readers see the byline above the story, metadata names whoever posted
        // it.
        _ if shown.is_above || meta.by_house || told.iter().all(is_holder) => seen,
        _ => told,
    };
    let mut seen = HashSet::new();
    let lines =
        shown.byline.into_iter().chain(shown.source).chain(meta.credit.clone()).chain(shown.plain);
    let lines: Vec<String> = lines.filter(|line| seen.insert(line.clone())).collect();
    Byline { authors, credit: (!lines.is_empty()).then(|| lines.join("; ")) }
}

/// The addresses that the metadata gives for the authors' pages; a link to one contains the
/// author's name.
struct Pages<'m>(&'m [String]);

impl Pages<'_> {
    fn is_own(&self, dom: &Dom, id: Id) -> bool {
        let bare = |address: &str| -> String {
            let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
            path.rsplit('/').next().unwrap_or_default().to_lowercase()
        };
        !self.0.is_empty()
            && dom.name(id) == "a"
            && dom.attribute(id, "href").is_some_and(|href| {
                let own = bare(href);
                own.len() >= 3 && self.0.iter().any(|page| bare(page) == own)
            })
    }
}

/// The byline as readers see it.
#[derive(Default)]
struct Shown {
    /// The byline: the first of those in the best place.
    byline: Option<String>,
    /// The names in it, and in adjacent elements of the same rank.
    names: Vec<String>,
    /// Whether it is between headline and text, or just above the headline.
    is_above: bool,
    /// A line such as `Quelle: dpa`.
    source: Option<String>,
    /// Lines whose wording, not the name of their element, says who wrote the story or who owns it.
    plain: Vec<String>,
}

impl Shown {
    fn find(dom: &Dom, pages: &Pages<'_>) -> Self {
        let (mut shown, mut best) = (Self::default(), 0);
        let places = Places::of(dom);
        let mut chosen = None;
        for id in dom.below(0) {
            if !matches!(
                dom.name(id),
                "a" | "address"
                    | "cite"
                    | "dd"
                    | "div"
                    | "em"
                    | "i"
                    | "li"
                    | "p"
                    | "small"
                    | "span"
                    | "strong"
            ) {
                continue;
            }
            let rank = rank(dom, id).max(if pages.is_own(dom, id) { 3 } else { 0 });
            let is_certain = rank == 3;
            let is_source = shown.source.is_none() && is_source(dom, id);
            if (rank == 0 || i32::from(rank) * 2 + 5 < best) && !is_source
                || is_picture(dom, id, &places)
            {
                continue;
            }
            let place = places.rank(id, is_certain);
            // A byline or author beside the headline comes first, then one elsewhere in the story;
            // never one in a teaser.
            let rank = i32::from(rank) * 2 + place;
            let beside = chosen.is_some_and(|c| rank == best && dom.parent(c) == dom.parent(id));
            if rank <= best && !is_source && !beside || place < -4 {
                continue;
            }
            let Some(line) = line(dom, if is_certain { name_within(dom, id) } else { id })
                .filter(|line| line.chars().any(char::is_alphabetic))
            else {
                continue;
            };
            if is_source && place >= 0 {
                shown.source = Some(line);
                continue;
            }
            let mut names = persons(&line);
            if names.is_empty() && is_certain {
                names.extend(pseudonym(&line));
            }
            if beside {
                for name in names {
                    if shown.names.len() < CROWD && !shown.names.contains(&name) {
                        shown.names.push(name);
                    }
                }
            } else if !names.is_empty() && rank > best {
                (shown.byline, shown.names, shown.is_above) = (Some(line), names, place >= 4);
                (best, chosen) = (rank, Some(id));
            }
        }
        shown.read_plain(dom, &places);
        shown
    }

    /// Reads the lines between headline and text, and copyright lines anywhere.
    fn read_plain(&mut self, dom: &Dom, places: &Places<'_>) {
        let blocks = |id: &Id| {
            matches!(
                dom.name(*id),
                "a" | "p"
                    | "div"
                    | "span"
                    | "small"
                    | "footer"
                    | "li"
                    | "em"
                    | "address"
                    | "h2"
                    | "h3"
            )
        };
        let mut above = dom.below(0).find(|&id| dom.name(id) == "h1").map(|_| false);
        for id in dom.below(0) {
            if dom.name(id) == "h1" {
                above = Some(true);
            }
            // An agency's logo in place of its name.
            if dom.name(id) == "img"
                && let Some(alt) =
                    dom.attribute(id, "alt").filter(|alt| alt.len() <= 60 && is_logo(alt))
                && !places.is_elsewhere(id)
                && !dom.ancestors(id).any(|up| matches!(dom.name(up), "header" | "a" | "figure"))
            {
                self.plain.push(alt.trim().to_owned());
            }
            if !blocks(&id) || self.plain.len() >= MOST_LINES {
                continue;
            }
            let words = dom.short_words(id, 2 * LINE);
            if above == Some(true)
                && words.as_ref().is_none_or(|w| {
                    w.chars().count() >= 80 && w.ends_with(['.', '”', '"', '!', '?'])
                })
            {
                // A block that contains others is skipped; one that is text ends the part above it.
                above = Some(dom.children(id).any(|child| blocks(&child)));
            }
            let Some(words) = words.filter(|w| w.len() >= 3 && w.len() <= 2 * LINE) else {
                continue;
            };
            if is_copyright(&words) {
                if dom.children(id).all(|child| !blocks(&child)) && !is_picture(dom, id, places) {
                    self.plain.push(words);
                }
                continue;
            }
            if above != Some(true)
                || places.is_elsewhere(id)
                || places.is_other_story(id)
                || is_picture(dom, id, places)
            {
                continue;
            }
            let Some(line) = line(dom, id).filter(|line| line.split_whitespace().count() <= 16)
            else {
                continue;
            };
            let is_name = |part: &str| {
                part.split_whitespace().all(|w| w.starts_with(|c: char| !c.is_lowercase()))
            };
            let alone = self.byline.is_none()
                && matches!(dom.name(id), "p" | "div" | "address")
                && is_name(&line)
                && line.contains(' ')
                && !line.bytes().any(|b| b.is_ascii_digit());
            let rest = without_opening(&line);
            let opened = rest.len() < line.len()
                && rest.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
            if (opened || alone)
                && !line.ends_with(['.', '!', '?', ':'])
                && !self.plain.contains(&line)
            {
                if self.byline.is_none() && opened && !persons(&line).is_empty() {
                    (self.byline, self.names, self.is_above) =
                        (Some(line.clone()), persons(&line), true);
                }
                self.plain.push(line);
            }
        }
    }
}

/// Returns the one part of an author's element that holds the name, if the element holds more, such
/// as a link to a list of posts or a role.
fn name_within(dom: &Dom, id: Id) -> Id {
    let says = |n: Id, attribute: &str, word: &str| {
        dom.attribute(n, attribute).is_some_and(|v| v.split_whitespace().any(|w| w == word))
    };
    let is_name =
        |&n: &Id| says(n, "rel", "author") || says(n, "itemprop", "name") || says(n, "class", "fn");
    let mut names = dom
        .below(id)
        .skip(1)
        .take(40)
        .filter(|n| !matches!(dom.name(*n), "" | "meta"))
        .filter(is_name);
    let first = names.next();
    match (first, names.next()) {
        (Some(name), None) => name,
        // `<a rel=author><span itemprop=name>`
        (Some(name), Some(inner)) if dom.parent(inner) == Some(name) && names.next().is_none() => {
            inner
        }
        _ => id,
    }
}

/// Whether two names can be the same person's: they share two words, or all of a one-word name.
fn is_alike(a: &str, b: &str) -> bool {
    let words =
        |name: &str| -> Vec<String> { fold::phrase(name).split(' ').map(str::to_owned).collect() };
    let (a, b) = (words(a), words(b));
    a.iter().filter(|w| b.contains(w)).count() >= a.len().min(b.len()).min(2)
}

/// Lines after which no more are kept that are recognised only by their wording; logos are not
/// limited. Chosen by judgement.
const MOST_LINES: usize = 6;

fn is_logo(alt: &str) -> bool {
    fold::phrase(alt).split(' ').any(|word| word == "logo")
}

fn is_copyright(line: &str) -> bool {
    line.contains('©') || line.contains("Copyright")
}

/// Returns the words of an element as a line, with a vertical bar before dates and blocks. Metadata
/// inside the element is used only if it shows nothing.
fn line(dom: &Dom, id: Id) -> Option<String> {
    let mut out = String::new();
    let mut parent = None;
    for (seen, node) in dom.below(id).enumerate() {
        if seen > 200 || out.len() > 4 * LINE {
            return None;
        }
        if matches!(dom.name(node), "time" | "div" | "p" | "li" | "br")
            && !out.is_empty()
            && !out.ends_with("| ")
        {
            out.truncate(out.trim_end().len());
            out.push_str(" | ");
        }
        if let Some(text) = dom.text(node) {
            if parent != dom.parent(node) && !out.is_empty() && !text.trim().is_empty() {
                // Names in adjacent elements.
                if is_beside(dom, node)
                    && text.trim().contains(' ')
                    && last_part(&out).contains(' ')
                {
                    out.truncate(out.trim_end().len());
                    out.push_str(", ");
                } else if !out.ends_with(' ') && text.starts_with(char::is_alphanumeric) {
                    out.push(' ');
                }
            }
            parent = dom.parent(node);
            push_words(&mut out, text);
        }
    }
    let shown = out.trim_end_matches([' ', '|']).len();
    out.truncate(shown);
    if out.is_empty() {
        let told = dom.below(id).find(|&n| {
            matches!(dom.name(n), "meta" | "link") && dom.attribute(n, "itemprop") == Some("name")
        });
        out = told.and_then(|n| dom.attribute(n, "content")).unwrap_or_default().trim().to_owned();
    }
    (out.chars().count() <= LINE).then_some(out)
}

/// Returns what follows the last separator.
fn last_part(line: &str) -> &str {
    line.rsplit([',', '|', ';']).next().unwrap_or(line).trim()
}

/// Whether a text is the whole content of its element, and the element directly follows another of
/// the same kind.
fn is_beside(dom: &Dom, text: Id) -> bool {
    let Some(own) = dom.parent(text).filter(|&own| matches!(dom.name(own), "a" | "span")) else {
        return false;
    };
    let before = std::iter::successors(dom.before(own), |&at| dom.before(at))
        .find(|&at| dom.text(at).is_none_or(|t| !t.trim().is_empty()));
    before.is_some_and(|at| dom.name(at) == dom.name(own))
}

/// Rates how certainly an element is a byline: 3 by its semantic markup, 2 by a name that says so,
/// 1 by the name of an author; 0 if it is not.
pub(super) fn rank(dom: &Dom, id: Id) -> u8 {
    let says = |attribute: &str| {
        dom.attribute(id, attribute)
            .is_some_and(|v| v.split_whitespace().any(|w| w.eq_ignore_ascii_case("author")))
    };
    // hAtom marks authors as `author vcard`.
    let is_card = dom.attribute(id, "class").is_some_and(|c| {
        let has = |word: &str| c.split_whitespace().any(|name| name == word);
        c.contains("vcard") && has("vcard") && has("author")
    });
    if says("rel") || says("itemprop") || is_card {
        return 3;
    }
    // A link to an author's page: `/author/jane-doe`.
    let leads = dom.name(id) == "a"
        && dom.attribute(id, "href").is_some_and(|href| {
            let path = href.split(['?', '#']).next().unwrap_or_default();
            path.split('/').rev().skip(1).take(3).any(|part| {
                matches!(
                    part,
                    "author"
                        | "authors"
                        | "autor"
                        | "autoren"
                        | "autores"
                        | "auteur"
                        | "writer"
                        | "writers"
                        | "journalist"
                        | "contributor"
                        | "contributors"
                        | "reporter"
                )
            })
        });
    let mut rank = u8::from(leads);
    for names in
        ["class", "id", "data-testid", "data-component"].iter().filter_map(|a| dom.attribute(id, a))
    {
        for name in names.split_whitespace().take(20) {
            let words = furniture::words(name);
            let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
            // An author's portrait, page or other articles are not a byline.
            if has(&[
                "testimonial",
                "quote",
                "reviewer",
                "bio",
                "box",
                "image",
                "img",
                "avatar",
                "photo",
                "social",
                "about",
                "more",
                "follow",
                "count",
                "card",
            ]) {
                return 0;
            }
            // `no-author` names a page without one; `no-link` says nothing about it.
            if has(&["no", "has", "with"]) {
                continue;
            }
            if has(&["byline", "bylines"]) {
                rank = 2;
            } else if has(&[
                "author",
                "authors",
                "authorname",
                "autor",
                "autoren",
                "autores",
                "auteur",
                "auteurs",
                "autore",
                "skribent",
                "forfatter",
                "writer",
                "writers",
                "reporter",
                "journalist",
                "contributor",
                "contributors",
            ]) {
                rank = rank.max(1);
            }
        }
    }
    rank
}

/// Whether the element is named as the source of the story.
fn is_source(dom: &Dom, id: Id) -> bool {
    dom.attribute(id, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("sourceOrganization"))
        || ["class", "id"]
            .iter()
            .filter_map(|a| dom.attribute(id, a))
            .flat_map(str::split_whitespace)
            .take(20)
            .any(|name| {
                let words = furniture::words(name);
                let last = words.last().map_or("", String::as_str);
                matches!(
                    last,
                    "source"
                        | "sources"
                        | "quelle"
                        | "quellen"
                        | "fuente"
                        | "fonte"
                        | "agency"
                        | "agence"
                        | "agencia"
                        | "agentur"
                )
            })
}

/// Whether the element belongs to a picture; a person credited there took it.
fn is_picture(dom: &Dom, id: Id, places: &Places<'_>) -> bool {
    // The class of an article says what it is about: `category-media`.
    let is_around =
        |up: &Id| !places.is_layout(*up) && !matches!(dom.name(*up), "article" | "main" | "body");
    std::iter::once(id).chain(dom.ancestors(id).take(6)).filter(is_around).any(|up| {
        matches!(dom.name(up), "figure" | "figcaption" | "picture")
            || dom.attribute(up, "class").is_some_and(|names| {
                names.split_whitespace().take(20).any(|name| {
                    let words = furniture::words(name);
                    let is = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
                    // `without-image` names a layout.
                    is(&["caption", "image", "photo", "picture", "media", "gallery", "video"])
                        && !is(&["no", "without", "has", "with"])
                })
            })
    })
}

/// Returns only letters and digits, in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the name in a host: `herald` for `www.herald.example`.
pub(super) fn label(host: &str) -> String {
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
        let shown = format!(
            "{HOUSE}<div class=article-byline>Von Jane Doe, NWA <time>7. Juni 2021</time></div><p>Text.</p>"
        );
        assert_eq!(
            byline(&shown),
            (vec!["Jane Doe".to_owned()], Some("Von Jane Doe, NWA | 7. Juni 2021".to_owned()))
        );
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
    fn credits_that_no_element_is_named_after_are_read_by_their_words() {
        let text = "The ferries of Halvik stood still on Monday, and the quays were empty from morning until late at night.";
        let credit = |above: &str, below: &str| {
            byline(&format!("<article><h1>Still</h1>{above}<p>{text}</p></article>{below}"))
        };
        for above in [
            "<p>By The Northern Wire</p><p>June 7, 2021</p>",
            "<p>Northern Wire</p>",
            "<p>JANE DOE, OLA BERG / NWA</p>",
        ] {
            assert!(
                credit(above, "")
                    .1
                    .is_some_and(|c| c.contains("Northern Wire") || c.contains("NWA")),
                "{above}"
            );
        }
        let (authors, line) = credit("<p>By JANE DOE, Northern Wire</p>", "");
        assert_eq!(
            (authors, line.as_deref()),
            (vec!["JANE DOE".to_owned()], Some("By JANE DOE, Northern Wire"))
        );
        let below = "<div class=copyright>Copyright 2021 Northern Wire. All rights reserved.</div>";
        assert_eq!(
            credit("", below).1.as_deref(),
            Some("Copyright 2021 Northern Wire. All rights reserved.")
        );
        assert_eq!(credit("", "<section><article><h3>Otters</h3><a class=byline>Other Person</a></article></section>").0, [""; 0]);
    }

    #[test]
    fn crowds_of_names_and_logos_take_linear_time() {
        let began = std::time::Instant::now();
        let name = |n: u32| {
            let letter = |n: u32| char::from(b'a' + u8::try_from(n % 26).expect("a letter"));
            format!(
                "Jane D{}{}{}{}",
                letter(n),
                letter(n / 26),
                letter(n / 676),
                letter(n / 17_576)
            )
        };
        let page = |one: &dyn Fn(u32) -> String| {
            byline(&format!(
                "<h1>Still</h1><div>{}</div>",
                (0..60_000).map(one).collect::<String>()
            ))
        };
        let spans = |n| format!("<span class=author>{}</span>", name(n));
        assert_eq!(page(&spans).0.len(), CROWD);
        let list = (0..60_000).map(name).collect::<Vec<_>>().join(", ");
        assert_eq!(byline(&format!("<meta name=author content='{list}'>")).0.len(), CROWD);
        let logos = page(&|n| format!("<img alt='NWA {n} logo'>")).1.expect("a credit");
        assert_eq!(logos.split("; ").count(), 60_000);
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    }

    #[test]
    fn the_names_of_an_element_are_weighed_once_for_all_within_it() {
        let began = std::time::Instant::now();
        let classes: String = (0..40).map(|n| format!("postBodyText{n} ")).collect();
        let html = format!(
            "<h1>Still</h1>{}{}",
            format!("<div class='{classes}'>").repeat(400),
            "<span class=author>the editors</span><img alt='NWA logo'>".repeat(10_000)
        );
        assert_eq!(byline(&html).1.as_deref(), Some("NWA logo"));
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    }

    #[test]
    fn parts_of_a_byline_are_kept_apart() {
        for html in [
            "<h1>Still</h1><div class=byline>By <span>Jane Doe</span><time datetime=2016-12-29>Dec 29, 2016</time></div>",
            "<h1>Still</h1><div class=byline><span>By</span><span>by Jane Doe</span><div>December 29, 2016</div></div>",
            "<h1>Still</h1><p class=byline>By Jane Doe, Senior Reporter</p>",
            "<h1>Still</h1><div itemprop=author itemscope><meta itemprop=name content='Jane Doe'></div>",
        ] {
            assert_eq!(byline(html).0, ["Jane Doe"], "{html}");
        }
    }

    #[test]
    fn whoever_the_page_calls_its_author_may_go_by_one_word() {
        for html in [
            "<h1>Still</h1><span class='author vcard'><a class='url fn' rel=author>jdoe</a><a href=/x>Posts</a></span>",
            "<h1>Still</h1><article><p>Text.</p><footer class=article-footer><b itemprop=author><span itemprop=name>jdoe</span></b></footer>",
            "<meta name=article:author content='https://h.example/people/j-doe'><h1>Still</h1><a href=/about/people/j-doe/>jdoe</a>",
        ] {
            let html = html.replace("<b ", "<span ").replace("</b>", "</span>");
            assert_eq!(byline(&html).0, ["jdoe"], "{html}");
        }
        assert_eq!(
            byline("<h1>Still</h1><span class=author>jdoe</span>").0,
            [""; 0],
            "one word of an element's class is no name"
        );
    }

    #[test]
    fn bylines_of_other_makes_are_read() {
        for (html, names) in [
            (
                "<h1>Still</h1><div class=article__author>Politics · Jane Doe, Ola Berg</div>",
                vec!["Jane Doe", "Ola Berg"],
            ),
            (
                "<h1>Still</h1><div id=byline>[海野渚子，北方通信]</div>",
                vec!["海野渚子", "北方通信"],
            ),
            ("<h1>Still</h1><div><a>著者：海野渚子</a></div>", vec!["海野渚子"]),
            ("<h1>Still</h1><a class='head-author-link no-link'>Jane Doe</a>", vec!["Jane Doe"]),
            ("<h1>Still</h1><nav><span itemprop=author>Jane Doe</span></nav>", vec!["Jane Doe"]),
            (
                "<h1>Still</h1><div class=grid-without-image><p class=byline>By Jane Doe</p></div>",
                vec!["Jane Doe"],
            ),
            (
                "<h1>Still</h1><div class=byline>By Jane Doe, The Northern Press</div>",
                vec!["Jane Doe"],
            ),
            ("<h1>Still</h1><div class=byline>Jane Doe NW News</div>", vec!["Jane Doe"]),
            (
                "<h1>Still</h1><article class='post category-media'><span itemprop=author>Jane Doe</span></article>",
                vec!["Jane Doe"],
            ),
        ] {
            assert_eq!(byline(html).0, names, "{html}");
        }
        // A long lead precedes the byline, which takes precedence over the name in another tag.
        let lead = "The ferries of Halvik stood still on Monday, and the quays were empty from morning until late at night.";
        let html = format!(
            "<meta name=author content='Kari Moe'><div><h1>Still</h1><p>{lead}</p><div class=author>Jane Doe</div></div><p>{lead}</p><p>{lead}</p>"
        );
        assert_eq!(byline(&html).0, ["Jane Doe"]);
        let parsely = "<meta name=author content='Harbour Herald'><meta name=parsely-page content='{\"title\":\"Still\",\"author\":\"Jane Doe\"}'>";
        assert_eq!(byline(parsely).0, ["Jane Doe"]);
        assert_eq!(
            byline("<meta name=author content=web><meta property=dc:creator content='Jane Doe'>").0,
            ["Jane Doe"]
        );
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
        assert_eq!(
            byline("<meta name=author content='Jane Doe'><meta name=author content='Ola Berg'>").0,
            ["Jane Doe", "Ola Berg"]
        );
    }
}
