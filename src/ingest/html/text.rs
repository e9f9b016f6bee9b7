//! The main text of a page: its lines without menus, teasers, captions and other furniture.
//!
//! The container of the text is the one that the page marks as such, else the smallest that holds most of the prose.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::container::{is_article, is_marked};
use super::dom::{Dom, Id, push_words};
use super::furniture::{self, Verdict};
use super::meta::Meta;

/// One line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// Weight: characters, those of scripts without spaces three times.
    pub weight: usize,
    /// How much of it are links.
    pub linked: usize,
    /// The block element that holds it.
    pub owner: Id,
}

impl Line {
    /// Whether it reads as prose.
    fn is_prose(&self) -> bool {
        let full_stop = self.text.ends_with(['.', '!', '?', '”', '"', '…', '。', '」', '»', ':']);
        self.linked * 2 < self.weight && (self.weight >= 80 || (self.weight >= 25 && full_stop))
    }

    /// Whether nearly all of it is a link.
    fn is_link(&self) -> bool {
        self.linked * 5 >= self.weight * 4
    }
}

/// Where the text stands.
pub struct Page<'d> {
    pub(super) dom: &'d Dom,
    /// Nodes that are cut, each with all below it.
    pub(super) cut: Vec<bool>,
    /// Weight of prose below each node.
    pub(super) prose: Vec<usize>,
}

const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr", "td", "th", "ruby", "rt", "rb", "nobr",
];

impl<'d> Page<'d> {
    /// Looks a page through. Linear in its nodes, times their depth for the lines.
    pub fn new(dom: &'d Dom) -> Self {
        let mut page = Self { dom, cut: vec![false; dom.count()], prose: vec![0; dom.count()] };
        for id in dom.below(0) {
            page.cut[id as usize] = furniture::by_tag(dom, id);
        }
        page.weigh();
        page.cut_furniture();
        page.weigh();
        page.cut_inner_articles();
        page.cut_teasers();
        page.weigh();
        page
    }

    /// Takes a page as it is, without scripts, forms and pictures.
    pub fn whole(dom: &'d Dom) -> Self {
        let cut = (0..dom.count() as Id).map(|id| furniture::by_tag(dom, id)).collect();
        Self { dom, cut, prose: Vec::new() }
    }

    /// Cuts what calls itself furniture, except what holds the headline or much of the prose.
    fn cut_furniture(&mut self) {
        let dom = self.dom;
        let all = self.prose[0];
        // What the page marks as a story, and what stands above it, is no furniture; `within` is the story's weight.
        let mut story = vec![0usize; dom.count()];
        for id in dom.below(0) {
            let prose = self.prose[id as usize];
            let marked = prose * 5 >= all
                && prose > 0
                && (is_marked(dom, id) || is_article(dom, id))
                && furniture::by_name(dom, id) != Verdict::Strong;
            if marked || dom.name(id) == "h1" {
                story[id as usize] = prose.max(1);
                for up in dom.ancestors(id) {
                    story[up as usize] = story[up as usize].max(1);
                }
            }
        }
        let mut around = vec![all; dom.count()];
        for id in dom.below(0) {
            let at = id as usize;
            if let Some(parent) = dom.parent(id) {
                around[at] = around[parent as usize];
            }
            if story[at] > 1 {
                around[at] = story[at];
            }
            if self.cut[at] || story[at] > 0 {
                continue;
            }
            self.cut[at] = match furniture::by_name(dom, id) {
                Verdict::Unknown => false,
                Verdict::Strong => self.prose[at] * 10 < around[at] * 9,
                Verdict::Named => self.prose[at] * 5 < around[at] * 2,
            };
        }
    }

    /// Cuts articles that stand by twos and more inside of another: teasers, comments.
    fn cut_inner_articles(&mut self) {
        let dom = self.dom;
        let outer = |id: Id| dom.ancestors(id).find(|&up| dom.name(up) == "article");
        let inner: Vec<(Id, Id)> =
            dom.below(0).filter(|&id| dom.name(id) == "article").filter_map(|id| outer(id).map(|up| (up, id))).collect();
        for &(up, id) in &inner {
            let many = inner.iter().take(200).filter(|(u, _)| *u == up).count() > 1;
            if many && self.prose[id as usize] * 10 < self.prose[up as usize] * 6 && !is_marked(dom, id) {
                self.cut[id as usize] = true;
            }
        }
    }

    /// Cuts teasers: headings that are links, each with what stands beside it.
    fn cut_teasers(&mut self) {
        let dom = self.dom;
        let all = self.prose[0];
        let linked: Vec<Id> = self
            .lines(0)
            .iter()
            .filter(|l| l.is_link() && l.weight >= 20)
            .filter_map(|l| std::iter::once(l.owner).chain(dom.ancestors(l.owner).take(2)).find(|&id| is_heading(dom, id)))
            .collect();
        for heading in linked {
            // The teaser is the largest part around the heading that holds little prose and one heading only.
            let mut teaser = heading;
            for up in dom.ancestors(heading).take(4) {
                if self.prose[up as usize] * 12 > all
                    || self.prose[up as usize] > 600
                    || matches!(dom.name(up), "body" | "main" | "article") && self.prose[up as usize] * 20 > all
                {
                    break;
                }
                teaser = up;
            }
            self.cut[teaser as usize] = true;
        }
    }

    fn weigh(&mut self) {
        self.prose.fill(0);
        for line in self.lines(0) {
            if line.is_prose() {
                self.prose[line.owner as usize] += line.weight;
                for up in self.dom.ancestors(line.owner) {
                    self.prose[up as usize] += line.weight;
                }
            }
        }
    }

    /// The lines below a node that are not cut.
    pub fn lines(&self, root: Id) -> Vec<Line> {
        let mut walk = Walk { page: self, lines: Vec::new(), text: String::new(), linked: 0, owner: root };
        walk.node(root, false);
        walk.flush();
        walk.lines
    }

    /// The main text, line by line.
    pub fn main_text(&self, meta: &Meta) -> Vec<String> {
        let container = self.container();
        let mut lines = self.lines(container);
        let title = meta.title.as_deref().map(folded).unwrap_or_default();
        let heading = |line: &Line| is_heading(self.dom, line.owner);
        let is_row = |line: &Line| self.dom.name(line.owner) == "tr" && self.dom.children(line.owner).count() > 4;
        lines.retain(|line| {
            let plain = folded(&line.text);
            let is_title = !plain.is_empty()
                && (plain == title || (plain.len() > 20 && title.starts_with(&plain)) || self.dom.name(line.owner) == "h1");
            let is_teaser = line.is_link() && line.weight < 200 && !heading(line) && !is_row(line);
            !(plain.is_empty() || is_title || is_teaser || is_phrase(&plain))
        });
        keep_told(&mut lines, meta.body.as_deref());
        // Above the first and below the last prose stand dates, names, links.
        let first = lines.iter().position(|l| l.is_prose() || (l.weight >= 80 && !l.is_link())).unwrap_or(0);
        let told = |l: &Line| is_row(l) || matches!(self.dom.name(l.owner), "li" | "p" | "blockquote") && l.linked * 2 < l.weight;
        let ends = |l: &Line| l.text.ends_with(['.', '!', '?', '”', '"', '…', '。', ')']);
        let last = lines.iter().rposition(|l| l.is_prose() || ends(l) || told(l)).map_or(lines.len(), |at| at + 1);
        let mut out: Vec<String> = lines[first..last.max(first)].iter().map(|l| l.text.clone()).collect();
        let weight: usize = out.iter().map(|l| weight(l)).sum();
        match meta.body.as_deref() {
            // The page tells machines more than it shows: the rest comes by script.
            Some(body) if weight * 10 < self::weight(body) * 6 && self::weight(body) > 300 => out = vec![body.to_owned()],
            _ => {}
        }
        if let Some(lead) = self.lead(meta, &out) {
            out.insert(0, lead);
        }
        if out.is_empty() {
            // Nothing reads as prose: all that is shown and is no link, else what the page says of itself.
            let shown = Self::whole(self.dom).lines(0);
            out.extend(shown.into_iter().filter(|l| !l.is_link() && !is_phrase(&folded(&l.text))).map(|l| l.text));
        }
        if out.is_empty() {
            out.extend(meta.description.clone());
        }
        out
    }

    /// The summary above the text, if the page shows the one that it gives machines.
    fn lead(&self, meta: &Meta, text: &[String]) -> Option<String> {
        let description = folded(meta.description.as_deref()?);
        let start: String = description.chars().take(80).collect();
        if description.chars().count() < 40 || text.iter().take(3).any(|l| folded(l).contains(&start)) {
            return None;
        }
        // A line far longer is no summary, but the text once more, on one line for machines.
        let most = 2 * description.len() + 200;
        self.lines(0).into_iter().find(|l| l.text.len() <= most && folded(&l.text).starts_with(&start) && l.linked == 0).map(|l| l.text)
    }
}

/// Where the page repeats its text for machines, keeps the lines that stand there, headings and short ones among them.
fn keep_told(lines: &mut Vec<Line>, body: Option<&str>) {
    let Some(body) = body else { return };
    let told = grams(&folded(body));
    let share = |line: &Line| {
        let own = grams(&folded(&line.text));
        if own.is_empty() { None } else { Some(own.iter().filter(|g| told.contains(*g)).count() as f64 / own.len() as f64) }
    };
    let shares: Vec<Option<f64>> = lines.iter().map(share).collect();
    let (mut inside, mut all) = (0, 0);
    for (line, share) in lines.iter().zip(&shares).filter(|(l, _)| l.is_prose()) {
        all += line.weight;
        inside += if share.is_some_and(|s| s >= 0.5) { line.weight } else { 0 };
    }
    // Only where the repetition is whole: it covers most of what is shown, and is itself shown.
    let shown = inside as f64 / weight(body).max(1) as f64;
    if inside * 2 < all || shown < 0.8 {
        return;
    }
    let is_told: Vec<bool> = shares.iter().map(|s| s.is_none_or(|s| s >= 0.5)).collect();
    let first = is_told.iter().zip(lines.iter()).position(|(t, l)| *t && l.is_prose()).unwrap_or(0);
    let last = is_told.iter().zip(lines.iter()).rposition(|(t, l)| *t && l.is_prose()).unwrap_or(0);
    let mut at = 0;
    lines.retain(|_| {
        at += 1;
        is_told[at - 1] && (first..=last).contains(&(at - 1))
    });
}

/// Runs of four words, hashed.
fn grams(folded: &str) -> FxHashSet<u64> {
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    if words.len() < 4 {
        return FxHashSet::default();
    }
    words.windows(4).map(|w| xxh3_64(w.join(" ").as_bytes())).collect()
}

/// Letters and digits in small letters, words parted by one space.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_heading(dom: &Dom, id: Id) -> bool {
    matches!(dom.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Whether a folded line says nothing but what furniture says.
fn is_phrase(folded: &str) -> bool {
    const PHRASES: &[&str] = &[
        "advert",
        "advertisement",
        "advertising",
        "anzeige",
        "publicidad",
        "publicite",
        "werbung",
        "reklama",
        "related",
        "related articles",
        "related stories",
        "read more",
        "read also",
        "also read",
        "more",
        "share",
        "share this article",
        "story continues below",
        "article continues below",
        "continue reading",
        "czytaj więcej",
        "lesen sie auch",
        "mehr zum thema",
        "lire aussi",
        "leer más",
        "lea también",
        "leia também",
        "leia mais",
        "lees ook",
        "läs mer",
        "les også",
        "leggi anche",
        "читайте также",
        "comments",
        "loading",
        "sponsored",
        "watch",
        "recommended",
        "report",
        "tags",
        "share on facebook",
        "subscribe",
        "sign up",
        "follow us",
        "print",
        "email",
        "copy link",
        "관련기사",
        "関連記事",
    ];
    const STARTS: &[&str] = &[
        "read more",
        "read also",
        "also read",
        "see also",
        "sign up for",
        "sign up to",
        "subscribe to",
        "follow us",
        "click here",
        "you may also like",
        "more from",
        "download our",
        "join our",
        "get the latest",
        "share this",
        "tell us what you think",
        "have a tip",
        "related ",
        "don t miss",
        "dont miss",
        "lesen sie auch",
        "lesen sie mehr",
        "lire aussi",
        "a lire aussi",
        "à lire aussi",
        "lee también",
        "leia também",
        "leggi anche",
        "czytaj także",
        "czytaj też",
        "lees ook",
        "les også",
        "läs också",
        "lue myös",
        "читайте также",
        "zobacz też",
        "přečtěte si",
        "mohlo by vás zajímat",
        "baca juga",
        "all rights reserved",
        "copyright ",
    ];
    PHRASES.contains(&folded) || (folded.chars().count() < 160 && STARTS.iter().any(|s| folded.starts_with(s)))
}

struct Walk<'p> {
    page: &'p Page<'p>,
    lines: Vec<Line>,
    text: String,
    linked: usize,
    owner: Id,
}

impl Walk<'_> {
    fn node(&mut self, id: Id, in_link: bool) {
        let dom = self.page.dom;
        if self.page.cut[id as usize] {
            return;
        }
        if let Some(text) = dom.text(id) {
            let before = self.text.len();
            push_words(&mut self.text, text);
            if in_link {
                self.linked += weight(&self.text[before..]);
            }
            return;
        }
        let name = dom.name(id);
        if name == "br" || name == "hr" {
            self.flush();
            return;
        }
        let inline = INLINE.contains(&name);
        let in_link = in_link || name == "a";
        let owner = self.owner;
        if !inline {
            self.flush();
            self.owner = id;
        } else if matches!(name, "td" | "th") {
            push_words(&mut self.text, " ");
        }
        for child in dom.children(id) {
            self.node(child, in_link);
        }
        if !inline {
            self.flush();
            self.owner = owner;
        }
    }

    fn flush(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            let weight = weight(text);
            self.lines.push(Line { text: text.to_owned(), weight, linked: self.linked.min(weight), owner: self.owner });
        }
        self.text.clear();
        self.linked = 0;
    }
}

/// Characters, those of scripts without spaces three times; without signs and spaces nothing.
fn weight(text: &str) -> usize {
    text.chars().map(|c| if ('\u{2e80}'..'\u{a000}').contains(&c) || ('\u{ac00}'..'\u{d7ff}').contains(&c) { 3 } else { 1 }).sum()
}
