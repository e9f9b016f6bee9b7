//! Who wrote a page's story and whom it credits, according to its metadata, checked against what
//! readers see.
//!
//! Many pages declare their own house as the author and show the writer or the agency only to
//! readers. Taken at its word, such a page would seem to have replaced an agency's name with its
//! own.

mod shown;
mod signature;

use std::collections::HashSet;

use super::dom::{Dom, Id};
use super::meta::Meta;
use super::names::parted;
use crate::text::fold;
use shown::Shown;
pub(super) use shown::rank;

/// Names above which a list of authors is cut. Chosen by judgement.
pub(super) const MOST: usize = 20;

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
    let domain = host.and_then(crate::sources::domain::registrable);
    let is_house = |name: &String| {
        // `Northern Wire (www.nw.example)`
        if domain.is_some_and(|own| name.to_lowercase().contains(own)) {
            return true;
        }
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
        (true, true) => own(signature::read(dom)),
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

/// Whether two names can be the same person's: they share two words, or all of a one-word name.
fn is_alike(a: &str, b: &str) -> bool {
    let words =
        |name: &str| -> Vec<String> { fold::phrase(name).split(' ').map(str::to_owned).collect() };
    let (a, b) = (words(a), words(b));
    a.iter().filter(|w| b.contains(w)).count() >= a.len().min(b.len()).min(2)
}

fn is_copyright(line: &str) -> bool {
    line.contains('©') || line.contains("Copyright")
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
    use crate::ingest::html::names::CROWD;

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
    fn brackets_roles_and_houses_are_told_from_names() {
        for (html, name) in [
            (
                "<h1>Still</h1><span class=byline><a rel=author>Jane (J.D.) Doe</a></span>",
                "Jane (J.D.) Doe",
            ),
            ("<meta name=author content='김하나 기자'>", "김하나"),
            ("<meta name='twitter:misc:Written by' content='Jane Doe'>", "Jane Doe"),
        ] {
            assert_eq!(byline(html).0, [name], "{html}");
        }
        let own = "<meta name=author content='Harbour (www.harbourherald.example)'>";
        assert_eq!(byline(own).0, [""; 0]);
    }

    #[test]
    fn a_name_alone_before_or_behind_the_text_is_its_writers() {
        let text = "<p>The ferries of Halvik stood still on Monday, and the main points of the dispute were open until late at night.</p>";
        let told = |before: &str, behind: &str| {
            byline(&format!("<article><h1>Still</h1>{before}{text}{text}{behind}</article>")).0
        };
        assert_eq!(told("<p><strong>Jane Doe/Ola Berg</strong></p>", ""), ["Jane Doe", "Ola Berg"]);
        assert_eq!(
            told("", "<p style='text-align:right;'><strong>Jane Doe</strong></p>"),
            ["Jane Doe"]
        );
        assert_eq!(told("<p><strong>Main Points</strong></p>", ""), [""; 0], "a heading");
        assert_eq!(
            told("<p><strong>Halvik Monday</strong></p>", ""),
            [""; 0],
            "what the text is about"
        );
        assert_eq!(told("<p>Jane Doe</p>", ""), [""; 0], "nothing sets it off");
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
