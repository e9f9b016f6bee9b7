//! The headline of a page: the one shown to readers above the story, checked against those in the
//! metadata.
//!
//! A page gives its headline up to four times: visibly, in JSON-LD, on the card shown where it is
//! shared, and in its `<title>`, there with the outlet's name. None of them is right everywhere:
//! the first heading may be the outlet's logo or a consent notice, and a card may advertise the
//! story in other words. The visible headline is used if it shares words with one of the others; if
//! JSON-LD and the card agree, they decide.

use super::dom::{Dom, Id};
use super::furniture::{self, Verdict};
use super::meta::Meta;
use super::text::folded;
use crate::text::fold;

/// Headings examined at most. Chosen by judgement; it bounds the work.
const MOST: usize = 40;
/// Words from which a heading can be a headline. Judgement: consent notices and section names are
/// shorter.
const SENTENCE: usize = 5;
/// Bytes of a word that two titles do not share by chance. Chosen by judgement: longer than
/// *report*, *update* and the like.
const LONG: usize = 8;
/// Bytes above which a declared title is ignored. Chosen by judgement: titles are split and
/// compared part by part, and one of 100 kB took 17 s.
const LONGEST: usize = 1_000;

/// Returns the headline, if the page has one; `host` is that of the page, if known. Linear in its
/// nodes.
pub(super) fn read(dom: &Dom, meta: &Meta, host: Option<&str>) -> Option<String> {
    let tag = dom
        .below(0)
        .find(|&id| dom.name(id) == "title")
        .and_then(|id| dom.short_words(id, 400))
        .filter(|t| !t.is_empty());
    let mut sites: Vec<String> =
        meta.site.iter().chain(&meta.publisher).map(|name| letters(name)).collect();
    sites.extend(host.map(super::byline::label));
    sites.retain(|name| name.chars().count() >= 2);
    let short = |title: &&str| title.len() <= LONGEST;
    let cut = |title: &Option<String>| {
        title
            .as_deref()
            .filter(short)
            .map(|t| without_site(t, &sites).to_owned())
            .filter(|t| !t.is_empty())
    };
    let (headline, card) = (cut(&meta.headline), cut(&meta.card));
    let shown = shown(dom, &[&headline, &card, &tag], &sites)
        .map(|shown| without_glued_name(&shown, &tag).to_owned());
    // If nothing else gives a title, a name of a few capitalised words after a dash is the
    // outlet's.
    let tag = cut(&tag).map(|t| {
        if headline.is_none() && card.is_none() { without_name(&t).to_owned() } else { t }
    });
    if let (Some(headline), Some(card)) = (&headline, &card)
        && is_same(headline, card)
    {
        return shown.filter(|shown| is_same(shown, card)).or(headline_of(headline, card));
    }
    let told = || headline.iter().chain(&card).chain(&tag);
    match shown {
        // A kicker in the same heading is not part of the headline.
        Some(shown)
            if told()
                .any(|t| words(t) >= 4 && folded(&shown).ends_with(&format!(" {}", folded(t)))) =>
        {
            told().find(|t| folded(&shown).ends_with(&folded(t))).cloned()
        }
        Some(shown) if told().next().is_none() || told().any(|t| is_related(&shown, t)) => {
            Some(shown)
        }
        // A whole sentence above the story is preferred to a `<title>` that nothing confirms.
        Some(shown) if headline.is_none() && card.is_none() && is_sentence(&shown, &tag) => {
            Some(shown)
        }
        shown => {
            let told: Vec<&String> = told().collect();
            // Of two with the same words, the shorter one lacks the site's name.
            let first = told.first().copied()?;
            let found = told
                .iter()
                .find(|t| folded(t).len() < folded(first).len() && is_same(t, first))
                .copied()
                .unwrap_or(first);
            Some(found.clone()).or(shown)
        }
    }
}

/// Returns the shorter of two titles that say the same.
fn headline_of(a: &str, b: &str) -> Option<String> {
    Some(if b.len() < a.len() { b } else { a }.to_owned())
}

/// Whether one title is the other, perhaps with a name before or after it.
fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    a == b
        || short.len() >= 12
            && (long.starts_with(&format!("{short} ")) || long.ends_with(&format!(" {short}")))
}

fn words(title: &str) -> usize {
    folded(title).split(' ').count()
}

/// Whether a heading is a whole sentence rather than a name that occurs in the title.
fn is_sentence(heading: &str, title: &Option<String>) -> bool {
    let (own, title) = (folded(heading), folded(title.as_deref().unwrap_or_default()));
    let (own, title): (Vec<&str>, Vec<&str>) =
        (own.split(' ').collect(), title.split(' ').collect());
    own.len() >= SENTENCE && 2 * own.iter().filter(|w| title.contains(w)).count() < own.len()
}

/// Whether a heading can be the headline given by a title: half of the words of the shorter occur
/// in the other, and it is not just a name in the title.
fn is_related(heading: &str, title: &str) -> bool {
    let (a, b) = (folded(heading), folded(title));
    if !heading.contains(' ') || !title.contains(' ') {
        // Scripts without spaces, and single words.
        return a.contains(&b) || b.contains(&a) && 3 * a.len() >= b.len();
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let shared = a.iter().filter(|w| b.contains(w)).count();
    // One shared short word is no evidence; in scripts without spaces, a shared part is.
    let says = shared >= 2
        || a.iter().any(|w| w.len() >= LONG && b.contains(w))
        || a.len().min(b.len()) < 2;
    2 * shared >= a.len().min(b.len()) && 3 * a.len() >= b.len() && says
}

/// Returns the heading above the story: the one most similar to a title of the page, the first one
/// among equals.
fn shown(dom: &Dom, titles: &[&Option<String>], sites: &[String]) -> Option<String> {
    let is_named = |id: Id| {
        dom.attribute(id, "itemprop").is_some_and(|p| p.split_whitespace().any(|w| w == "headline"))
            || matches!(dom.name(id), "h2" | "h3" | "div" | "p" | "span")
                && dom.attribute(id, "class").is_some_and(|names| {
                    names.split_whitespace().take(20).any(|name| {
                        matches!(
                            furniture::words(name).join(" ").as_str(),
                            "entry title"
                                | "post title"
                                | "article title"
                                | "article headline"
                                | "story title"
                                | "story headline"
                                | "headline"
                        )
                    })
                })
    };
    let mut found: Vec<(Id, String)> = Vec::new();
    // An alternative headline is a secondary one.
    let is_first = |id: Id| {
        dom.name(id) == "h1" && dom.attribute(id, "itemprop") != Some("alternativeHeadline")
    };
    for is_heading in [&is_first as &dyn Fn(Id) -> bool, &is_named] {
        for id in dom.below(0).filter(|&id| is_heading(id)).take(MOST) {
            let Some(text) =
                dom.short_words(id, 300).filter(|t| t.chars().any(char::is_alphabetic))
            else {
                continue;
            };
            let elsewhere = std::iter::once(id).chain(dom.ancestors(id)).any(|up| {
                matches!(
                    dom.name(up),
                    "nav" | "footer" | "dialog" | "noscript" | "template" | "aside"
                ) || dom.name(up) != "body"
                    && furniture::by_name(dom, up) == Verdict::Strong
                    && dom.name(up) != "h1"
            });
            if !elsewhere && !sites.contains(&letters(&text)) && !is_name_in_titles(&text, titles) {
                found.push((id, text));
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    let known = |text: &str| {
        titles.iter().filter_map(|t| t.as_deref()).any(|title| is_related(text, title))
    };
    // If JSON-LD gives a headline, lower headings are not needed.
    if titles.first().is_some_and(|headline| headline.is_none())
        && !found.iter().any(|(_, text)| known(text))
    {
        found.extend(lower(dom, titles));
    }
    let likeness = |text: &str| {
        let own = folded(text);
        let own: Vec<&str> = own.split(' ').collect();
        let share = |title: &String| {
            let title = folded(title);
            let title: Vec<&str> = title.split(' ').collect();
            let shared = own.iter().filter(|w| title.contains(w)).count();
            1_000 * shared / (own.len() + title.len() - shared).max(1)
        };
        titles.iter().filter_map(|t| t.as_ref()).map(share).max().unwrap_or(0)
    };
    found
        .into_iter()
        .max_by_key(|(id, text)| (likeness(text), std::cmp::Reverse(*id)))
        .map(|(_, text)| text)
}

/// Returns a heading of lower rank that contains a whole title, for pages whose first headings are
/// the outlet's or a section's name.
///
/// If there is only a `<title>`, which has the site's name at its end, the heading may be its
/// beginning.
fn lower(dom: &Dom, titles: &[&Option<String>]) -> Option<(Id, String)> {
    let whole = |list: &[&Option<String>]| -> Vec<String> {
        list.iter().filter_map(|t| t.as_deref()).map(folded).filter(|t| t.len() >= 12).collect()
    };
    let (told, tag) = titles.split_at(titles.len().saturating_sub(1));
    let (told, tag) = (whole(told), whole(tag));
    let headings = dom.below(0).filter(|&id| matches!(dom.name(id), "h2" | "h3")).take(MOST);
    let says = |text: &str| {
        let shown = folded(text);
        let begins =
            |long: &str, short: &str| 2 * short.len() >= long.len() && long.starts_with(short);
        told.iter().any(|title| begins(&shown, title))
            || told.is_empty() && tag.iter().any(|title| begins(title, &shown))
    };
    headings.filter_map(|id| Some((id, dom.short_words(id, 300)?))).find(|(_, text)| says(text))
}

/// Whether a heading is what follows the last separator of a title, and so the outlet's name.
fn is_name_in_titles(heading: &str, titles: &[&Option<String>]) -> bool {
    let name = letters(heading);
    titles.iter().filter_map(|t| t.as_deref()).any(|title| {
        let parts: Vec<String> = parts(title).into_iter().map(|(_, part)| letters(part)).collect();
        parts.len() > 1 && parts.last() == Some(&name) && parts[0] != name
    })
}

/// Splits a title at its separators; returns each part with the separator before it.
fn parts(title: &str) -> Vec<(&str, &str)> {
    const STROKES: [&str; 14] = [
        " | ", " - ", " – ", " — ", " » ", " « ", " · ", " • ", " :: ", " / ", "｜", "：", "_", "|",
    ];
    let (mut out, mut stroke, mut rest) = (Vec::new(), "", title);
    while let Some((at, found)) = STROKES
        .iter()
        .filter_map(|s| rest.find(s).map(|at| (at, *s)))
        .min_by_key(|(at, s)| (*at, usize::MAX - s.len()))
    {
        out.push((stroke, rest[..at].trim()));
        (stroke, rest) = (found, &rest[at + found.len()..]);
    }
    out.push((stroke, rest.trim()));
    out
}

/// Returns a title without the outlet's name and the section before that.
fn without_site<'t>(title: &'t str, sites: &[String]) -> &'t str {
    let title = without_glued_site(title.trim(), sites);
    let parts = parts(title);
    let [.., (stroke, last)] = parts.as_slice() else { return title };
    if parts.len() < 2 {
        return title;
    }
    let is_site = |part: &str| {
        let name = letters(part);
        sites.iter().any(|site| {
            let (long, short) = if name.len() > site.len() {
                (name.as_str(), site.as_str())
            } else {
                (site.as_str(), name.as_str())
            };
            short.chars().count() >= 2
                && 2 * short.len() >= long.len()
                && (long.starts_with(short) || long.ends_with(short))
        })
    };
    let start = |part: &str| part.as_ptr() as usize - title.as_ptr() as usize;
    // A few capitalised words after a vertical bar are not part of the headline, whatever they are.
    let is_name = matches!(stroke.trim(), "|" | "｜" | "»" | "::")
        && last.split(' ').count() <= 4
        && last.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && title[..start(last)].split(' ').count() >= 4;
    let mut kept = parts.len();
    if is_site(last) || is_name {
        kept -= 1;
        // The section comes between headline and name, with the same separator.
        if kept >= 2
            && parts[kept - 1].0 == *stroke
            && parts[kept - 1].1.split(' ').count() <= 2
            && parts[kept - 1].1.chars().count() <= 14
        {
            kept -= 1;
        }
    }
    let begin = if kept == parts.len() && is_site(parts[0].1) { start(parts[1].1) } else { 0 };
    let end = parts[kept - 1].1;
    &title[begin..start(end) + end.len()]
}

/// Returns a title without the outlet's full name after a separator that has no spaces around it:
/// `Ferries stand still:Quay Post`.
fn without_glued_site<'t>(title: &'t str, sites: &[String]) -> &'t str {
    let signs = title
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, ':' | '：' | '|' | '｜' | '-' | '–' | '—' | '_'))
        .take(4);
    let cut = signs
        .filter(|(at, c)| *at > 0 && sites.contains(&letters(&title[at + c.len_utf8()..])))
        .last();
    cut.map_or(title, |(at, _)| title[..at].trim_end())
}

/// Returns a heading without the outlet's name, the last part of the page's title, if that follows
/// the last word without a space: it is there for machines only, as readers would see no space.
fn without_glued_name<'t>(heading: &'t str, tag: &Option<String>) -> &'t str {
    let parts = tag.as_deref().filter(|tag| tag.len() <= LONGEST).map(parts).unwrap_or_default();
    let name = parts.last().filter(|_| parts.len() > 1).map_or("", |(_, name)| name);
    match heading.strip_suffix(name) {
        Some(rest)
            if rest.ends_with(char::is_alphanumeric)
                && name.chars().count() >= 4
                && words(rest) >= SENTENCE =>
        {
            rest
        }
        _ => heading,
    }
}

/// Returns a title without a name of up to three capitalised words after its last dash.
fn without_name(title: &str) -> &str {
    let Some((at, dash)) =
        [" - ", " – ", " — "].iter().filter_map(|d| title.rfind(d).map(|at| (at, *d))).max()
    else {
        return title;
    };
    let (rest, last) = (&title[..at], title[at + dash.len()..].trim());
    let capital = |w: &str| w.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let is_name = last.split(' ').count() <= 3
        && last.split(' ').all(capital)
        && rest.split(' ').count() >= 5;
    if is_name { rest.trim_end() } else { title }
}

/// Returns only letters and digits, in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the headings of the page's story, at most three: those with its title, if one of the
/// first level has it, else all of the first level but the outlet's logo, else lower ones with its
/// title.
pub(super) fn headings(dom: &Dom, meta: &Meta) -> Vec<Id> {
    let named = dom.below(0).find(|&id| dom.name(id) == "title");
    let titles: Vec<String> = [&meta.card, &meta.headline, &meta.title]
        .into_iter()
        .flatten()
        .cloned()
        .chain(named.and_then(|id| dom.short_words(id, 400)))
        .map(|title| fold::phrase(&title))
        .collect();
    let is_level = |id: Id, levels: std::ops::RangeInclusive<u8>| match dom.name(id).as_bytes() {
        [b'h', level] => levels.contains(level),
        _ => false,
    };
    // A page's title goes on with the names of its section and its outlet.
    let is_title = |id: Id| {
        dom.short_words(id, 400).map(|words| fold::phrase(&words)).is_some_and(|words| {
            words.contains(' ')
                && titles.iter().any(|title| {
                    title.strip_prefix(&words).is_some_and(|rest| {
                        rest.is_empty()
                            || rest.starts_with(' ') && words.split(' ').nth(2).is_some()
                    })
                })
        })
    };
    let has_logo = |id: Id| {
        std::iter::once(id).chain(dom.below(id)).take(LOGO).any(|part| {
            dom.attribute(part, "class").is_some_and(|names| names.to_lowercase().contains("logo"))
        })
    };
    let all = || dom.below(0);
    let titled = |levels: std::ops::RangeInclusive<u8>| {
        all().filter(move |&id| is_level(id, levels.clone()) && is_title(id))
    };
    if titled(b'1'..=b'1').next().is_some() {
        return titled(b'1'..=b'2').take(3).collect();
    }
    let first = all().filter(|&id| is_level(id, b'1'..=b'1') && !has_logo(id)).take(3);
    let first: Vec<Id> = first.collect();
    if !first.is_empty() {
        return first;
    }
    titled(b'2'..=b'4').take(3).collect()
}

/// Nodes of a heading searched for a logo. Chosen by judgement: a link and its picture.
const LOGO: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::html::dom::Bounds;

    fn headline(html: &str) -> String {
        let dom = Dom::parse(html, Bounds { depth: 512, nodes: 300_000 }).expect("a page");
        read(&dom, &Meta::read(&dom), Some("www.harbourherald.example")).unwrap_or_default()
    }

    #[test]
    fn the_outlets_name_is_no_headline() {
        let still = "Ferries stand still in Halvik";
        for html in [
            "<title>Ferries stand still in Halvik - Harbour Herald</title><h1>Harbour Herald</h1><h2>Other</h2>",
            "<title>Ferries stand still in Halvik | News | Quay Post</title><h1>Quay Post</h1>",
            "<title>Harbour Herald: x</title><meta property=og:title content='Ferries stand still in Halvik'><h1>Choose your language</h1>",
            "<title>x</title><meta property=og:title content='Ferries stand still in Halvik'><div class=cookie-consent><h1>We value your privacy</h1></div><h1>Ferries stand still in Halvik</h1>",
            "<title>Ferries stand still in Halvik – Harbour Herald</title><script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"a town in the north\"}</script><h1>Ferries stand still in Halvik</h1>",
        ] {
            assert_eq!(headline(html), still, "{html}");
        }
        assert_eq!(
            headline("<title>Plus - Minus sail on for another year | Quay Post</title>"),
            "Plus - Minus sail on for another year"
        );
    }

    #[test]
    fn a_heading_of_lower_rank_is_the_headline_where_the_first_is_the_outlets() {
        let still = "Ferries stand still in Halvik";
        for html in [
            "<title>Ferries stand still in Halvik_Coast_Quay Post</title><h1>Quay Post</h1><h2>Otters</h2><h2>Ferries stand still in Halvik</h2>",
            "<title>Halvik's ferries | Quay Post</title><meta property=og:title content='Ferries stand still in Halvik'><h1 itemprop=alternativeHeadline>Halvik's ferries</h1><h2 itemprop=headline>Ferries stand still in Halvik</h2>",
            "<meta property=og:site_name content='Quay Post'><title>Ferries stand still in Halvik:Quay Post</title>",
            "<title>Ferries stand still in Halvik » Coast » Quay Post</title><h1>Ferries stand still in Halvik<span>Quay Post</span></h1>",
            "<title>A strike</title><h1>Ferries stand still in Halvik</h1>",
            "<title>Harbour Herald</title><p><span class='headline entry-title'>Ferries stand still in Halvik</span></p>",
            "<title>x</title><meta property=dc:title content='Ferries stand still in Halvik'><h1>Library news</h1>",
        ] {
            assert_eq!(headline(html), still, "{html}");
        }
    }

    #[test]
    fn a_title_as_long_as_a_book_is_none() {
        let page = |title: &str| {
            format!(
                "<meta property=og:title content='{title}'><h1>Ferries stand still in Halvik</h1>"
            )
        };
        assert_eq!(headline(&page(&"ab - ".repeat(200_000))), "Ferries stand still in Halvik");
    }

    #[test]
    fn what_readers_see_is_believed_where_it_is_related() {
        let shown = headline(
            "<title>Crews strike | Herald</title><meta property=og:title content='You will not believe who strikes'><h1>Crews strike in Halvik</h1>",
        );
        assert_eq!(shown, "Crews strike in Halvik");
        let agreed = headline(
            "<meta property=og:title content='Crews strike over pay'><script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"Crews strike over pay\"}</script><h1>On the quay</h1>",
        );
        assert_eq!(agreed, "Crews strike over pay");
        assert_eq!(
            headline(
                "<meta property=og:title content='Mayor&amp;amp;s ferry &amp;quot;Odin&amp;quot;'>"
            ),
            "Mayor&s ferry \"Odin\""
        );
    }
}
