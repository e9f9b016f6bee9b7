//! Finds the byline that readers see.

use super::super::captions::Places;
use super::super::dom::{Dom, Id, push_words};
use super::super::furniture;
use super::super::names::{CROWD, persons, pseudonym, without_opening};
use super::{Pages, is_copyright};
use crate::text::fold;

/// Characters of a byline or of a line that names a source. Chosen by judgement.
const LINE: usize = 160;

/// The byline as readers see it.
#[derive(Default)]
pub(super) struct Shown {
    /// The byline: the first of those in the best place.
    pub(super) byline: Option<String>,
    /// The names in it, and in adjacent elements of the same rank.
    pub(super) names: Vec<String>,
    /// Whether it is between headline and text, or just above the headline.
    pub(super) is_above: bool,
    /// A line such as `Quelle: dpa`.
    pub(super) source: Option<String>,
    /// Lines whose wording, not the name of their element, says who wrote the story or who owns it.
    pub(super) plain: Vec<String>,
}

impl Shown {
    pub(super) fn find(dom: &Dom, pages: &Pages<'_>) -> Self {
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

/// Lines after which no more are kept that are recognised only by their wording; logos are not
/// limited. Chosen by judgement.
const MOST_LINES: usize = 6;

fn is_logo(alt: &str) -> bool {
    fold::phrase(alt).split(' ').any(|word| word == "logo")
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
pub(in crate::ingest::html) fn rank(dom: &Dom, id: Id) -> u8 {
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
