//! Extracts the main text of a page: its lines without menus, teasers, captions and other
//! boilerplate.
//!
//! The container of the text is the one that the page marks as such, else the smallest that holds
//! most of the prose.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::container::{LITTLE, is_article, is_marked};
use super::date::in_words;
use super::dom::{Dom, Id};
use super::furniture::{self, Verdict};
use super::lines::{Line, weight};
use super::meta::Meta;
use super::phrases::is_phrase;
use crate::ingest::dates::Context;
use crate::sources::domain;

/// A page with its boilerplate marked and its prose weighed.
pub struct Page<'d> {
    pub(super) dom: &'d Dom,
    /// Whether a node is cut, with all below it.
    pub(super) cut: Vec<bool>,
    /// Weight of the prose below each node.
    pub(super) prose: Vec<usize>,
    /// The registrable domain of the page, if known.
    pub(super) home: Option<String>,
}

impl<'d> Page<'d> {
    /// Examines a page. Linear in its nodes, times their depth for the lines.
    ///
    /// `host` is that of the page, if known: links to other sites are part of the text, those
    /// within the site may be teasers.
    pub fn new(dom: &'d Dom, meta: &Meta, host: Option<&str>) -> Self {
        let home = host.map(|h| domain::registrable(h).unwrap_or(h).to_owned());
        let mut page =
            Self { dom, cut: vec![false; dom.count()], prose: vec![0; dom.count()], home };
        page.cut_named(meta);
        let named = page.prose[0];
        if !meta.live {
            page.cut_inner_articles();
        }
        page.cut_teasers();
        page.weigh();
        if page.prose[0] * 20 < named {
            // Nothing is left: the page consists of teasers, and these are its content.
            page.cut_named(meta);
        }
        page
    }

    /// Starts again from the whole page and cuts what tags, headlines of other stories and names
    /// identify as boilerplate; weighs what is left.
    fn cut_named(&mut self, meta: &Meta) {
        for id in self.dom.below(0) {
            self.cut[id as usize] = furniture::by_tag(self.dom, id);
        }
        self.cut_other_stories(meta);
        self.weigh();
        self.cut_furniture();
        self.weigh();
    }

    /// Takes the whole page except scripts, forms, pictures and the like.
    pub fn whole(dom: &'d Dom) -> Self {
        let cut = (0..dom.count() as Id).map(|id| furniture::by_tag(dom, id)).collect();
        Self { dom, cut, prose: Vec::new(), home: None }
    }

    /// Cuts elements named like boilerplate, except those that hold the headline or much of the
    /// prose.
    fn cut_furniture(&mut self) {
        let dom = self.dom;
        let all = self.prose[0];
        // Elements that the page marks as a story, and their ancestors, are not boilerplate;
        // `around` is the weight of the story that contains a node.
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
                Verdict::Album => self.prose[at] * 5 < around[at] * 4,
                Verdict::Named if furniture::is_unseen(dom, id) => {
                    self.prose[at] * 5 < around[at] * 3
                }
                Verdict::Named if self.prose[at] * 5 < around[at] * 2 => {
                    self.prose_of_make(id) * 5 < around[at] * 4
                }
                Verdict::Named => false,
            };
        }
    }

    /// Returns the prose of an element and of its siblings with the same name and class: the parts
    /// of one story share a class.
    fn prose_of_make(&self, id: Id) -> usize {
        let dom = self.dom;
        let own = self.prose[id as usize];
        let (Some(parent), Some(class)) = (dom.parent(id), dom.attribute(id, "class")) else {
            return own;
        };
        // List items and asides are judged one by one.
        if own == 0 || matches!(dom.name(id), "li" | "aside") {
            return own;
        }
        let alike = |&other: &Id| {
            dom.name(other) == dom.name(id) && dom.attribute(other, "class") == Some(class)
        };
        dom.children(parent).take(200).filter(alike).map(|other| self.prose[other as usize]).sum()
    }

    /// Cuts articles nested inside another one if there are two or more: teasers, comments.
    fn cut_inner_articles(&mut self) {
        let dom = self.dom;
        let outer = |id: Id| dom.ancestors(id).find(|&up| dom.name(up) == "article");
        let inner: Vec<(Id, Id)> = dom
            .below(0)
            .filter(|&id| dom.name(id) == "article")
            .filter_map(|id| outer(id).map(|up| (up, id)))
            .collect();
        let mut within: FxHashMap<Id, usize> = FxHashMap::default();
        inner.iter().for_each(|(up, _)| *within.entry(*up).or_default() += 1);
        for &(up, id) in &inner {
            if within[&up] > 1
                && self.prose[id as usize] * 10 < self.prose[up as usize] * 6
                && !is_marked(dom, id)
            {
                self.cut[id as usize] = true;
            }
        }
    }

    /// Cuts teasers: headings that are links, each with what surrounds it.
    fn cut_teasers(&mut self) {
        let dom = self.dom;
        let all = self.prose[0];
        let linked: Vec<Id> = self
            .lines(0)
            .iter()
            .filter(|l| l.is_link() && l.weight >= 20)
            .filter_map(|l| {
                std::iter::once(l.owner)
                    .chain(dom.ancestors(l.owner).take(2))
                    .find(|&id| is_heading(dom, id))
            })
            .collect();
        for heading in linked {
            // The teaser is the largest part around the heading that holds little prose.
            let mut teaser = heading;
            for up in dom.ancestors(heading).take(4) {
                if self.prose[up as usize] * 12 > all
                    || self.prose[up as usize] > 600
                    || matches!(dom.name(up), "body" | "main" | "article")
                        && self.prose[up as usize] * 20 > all
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

    /// Returns the main text, line by line.
    pub fn main_text(&self, meta: &Meta) -> Vec<String> {
        let container = self.container();
        let mut lines = self.lines(container);
        let title = meta.title.as_deref().map(folded).unwrap_or_default();
        let heading = |line: &Line| is_heading(self.dom, line.owner);
        let listed = self.lists_of_text(&lines);
        let is_item =
            |line: &Line| self.list_of(line.owner).is_some_and(|list| listed.contains(&list));
        let cited = cited(&lines);
        let is_row = |line: &Line| {
            self.dom.name(line.owner) == "tr" && self.dom.children(line.owner).count() > 4
        };
        let mut at = 0;
        lines.retain(|line| {
            at += 1;
            let plain = folded(&line.text);
            let is_title = !plain.is_empty()
                && (plain == title
                    || (plain.len() > 20 && title.starts_with(&plain))
                    || self.dom.name(line.owner) == "h1");
            let is_teaser = line.is_link()
                && line.weight < 200
                && !heading(line)
                && !is_row(line)
                && !is_item(line)
                && !cited[at - 1];
            !(plain.is_empty() || is_title || is_teaser || is_phrase(&plain))
        });
        keep_told(&mut lines, meta.body.as_deref());
        self.cut_list_below(&mut lines);
        // Dates, names and links surround the prose; cut them above the first and below the last
        // line of it.
        let first = if self.is_without_prose(container, &lines) { 0 } else { self.first(&lines) };
        let begins = lines.get(first).map_or(0, |l| l.owner);
        let told = |l: &Line| {
            is_row(l)
                || matches!(self.dom.name(l.owner), "li" | "p" | "blockquote")
                    && l.linked * 2 < l.weight
        };
        let ends = |l: &Line| l.text.ends_with(['.', '!', '?', '”', '"', '…', '。', ')']);
        let last =
            lines.iter().rposition(|l| l.is_prose() || ends(l) || told(l) && !is_date(&l.text));
        let last = last.map_or(lines.len(), |at| at + 1);
        let mut out: Vec<String> =
            lines[first..last.max(first)].iter().map(|l| l.text.clone()).collect();
        let shown: usize = out.iter().map(|l| weight(l)).sum();
        match meta.body.as_deref() {
            // The page declares more text in its metadata than it shows: a script loads the rest.
            Some(body) if shown * 10 < weight(body) * 6 && weight(body) > 300 => {
                out = vec![body.to_owned()]
            }
            _ => {}
        }
        if let Some(lead) = self.lead(meta, &out, begins) {
            out.insert(0, lead);
        }
        if out.is_empty() {
            // Nothing is prose: take everything visible that is not a link, else the page's own
            // description.
            let shown = Self::whole(self.dom).lines(0);
            out.extend(
                shown
                    .into_iter()
                    .filter(|l| !l.is_link() && !is_phrase(&folded(&l.text)))
                    .map(|l| l.text),
            );
        }
        if out.is_empty() {
            out.extend(meta.description.clone());
        }
        out
    }

    /// Cuts a list at the end, with its heading, if every item links to another page of the site:
    /// more stories.
    fn cut_list_below(&self, lines: &mut Vec<Line>) {
        let is_item = |l: &Line| l.linked_within > 0 && self.list_of(l.owner).is_some();
        let text = lines.iter().rposition(|l| !is_item(l)).map_or(0, |at| at + 1);
        let (below, all): (usize, usize) =
            (lines[text..].iter().map(|l| l.weight).sum(), lines.iter().map(|l| l.weight).sum());
        if lines.len() - text >= 3 && below * 4 < all {
            lines.truncate(text);
            if lines
                .last()
                .is_some_and(|l| !l.is_prose() && l.weight < 80 && !l.text.ends_with(['.', ':']))
            {
                lines.pop();
            }
        }
    }

    /// Returns the line with which the text begins: the first prose, or the lines above it in the
    /// same block or in a list that belongs to it.
    fn first(&self, lines: &[Line]) -> usize {
        let mut first = lines
            .iter()
            .position(|l| l.is_prose() || (l.weight >= 80 && !l.is_link()))
            .unwrap_or(0);
        // A sentence consisting of links and the words between them.
        let is_lead = |l: &Line| {
            self.dom.name(l.owner) == "p"
                && l.weight >= 40
                && l.linked < l.weight
                && l.linked > 0
                && l.text.ends_with('.')
        };
        if first > 0 && is_lead(&lines[first - 1]) && !lines[first - 1].is_link() {
            first -= 1;
        }
        let Some(begins) = lines.get(first) else { return 0 };
        let block = lines[..first]
            .iter()
            .rposition(|l| l.owner != begins.owner || l.is_link())
            .map_or(0, |at| at + 1);
        if block < first {
            return block;
        }
        // Bullet points above the text are sentences or nearly so; dates and names in a list are
        // shorter.
        let list = first.checked_sub(1).and_then(|above| self.list_of(lines[above].owner));
        let above = lines[..first]
            .iter()
            .rposition(|l| list.is_none() || self.list_of(l.owner) != list)
            .map_or(0, |at| at + 1);
        let points = &lines[above..first];
        let told = points
            .iter()
            .all(|l| l.weight >= 25 && l.linked * 2 < l.weight && l.text.split(' ').count() >= 4);
        if points.len() >= 2 && told { above } else { first }
    }

    /// Whether the page marks a part with little prose as its story: a table of results, a list, a
    /// poem.
    fn is_without_prose(&self, container: Id, lines: &[Line]) -> bool {
        let weight = |is: &dyn Fn(&Line) -> bool| {
            lines.iter().filter(|l| is(l)).map(|l| l.weight).sum::<usize>()
        };
        let prose = weight(&|l| l.is_prose());
        prose <= LITTLE
            && is_marked(self.dom, container)
            && weight(&|l| !l.is_prose() && l.linked * 2 < l.weight) > 2 * prose
    }

    /// Returns the list of which a block is an item, if it is one.
    fn list_of(&self, owner: Id) -> Option<Id> {
        let dom = self.dom;
        let item = std::iter::once(owner)
            .chain(dom.ancestors(owner).take(2))
            .find(|&up| dom.name(up) == "li")?;
        dom.parent(item).filter(|&list| matches!(dom.name(list), "ul" | "ol"))
    }

    /// Returns the lists that are text although some items are links: at least half of the items
    /// are not links, or the list is nested in an item of such a list.
    fn lists_of_text(&self, lines: &[Line]) -> FxHashSet<Id> {
        let mut out = FxHashSet::default();
        let mut counted: FxHashMap<Id, (usize, usize)> = FxHashMap::default();
        for line in lines {
            if let Some(list) = self.list_of(line.owner) {
                let (links, all) = counted.entry(list).or_default();
                *links += usize::from(line.is_link());
                *all += 1;
            }
        }
        // Outer lists come before inner ones.
        let mut lists: Vec<(Id, (usize, usize))> = counted.into_iter().collect();
        lists.sort_unstable();
        for (list, (links, all)) in lists {
            let hangs = self
                .dom
                .parent(list)
                .and_then(|item| self.list_of(item))
                .is_some_and(|outer| out.contains(&outer));
            if 2 * links <= all || hangs {
                out.insert(list);
            }
        }
        out
    }

    /// Returns the summary above the text, if the page shows the one in its metadata.
    fn lead(&self, meta: &Meta, text: &[String], begins: Id) -> Option<String> {
        let description = folded(meta.description.as_deref()?);
        let start: String = description.chars().take(80).collect();
        if description.chars().count() < 40
            || text.iter().take(3).any(|l| folded(l).contains(&start))
        {
            return None;
        }
        // A much longer line is not a summary but the whole text again, on one line for machines.
        let most = 2 * description.len() + 200;
        let found = self.lines(0).into_iter().find(|l| {
            l.text.len() <= most && folded(&l.text).starts_with(&start) && l.linked == 0
        })?;
        // After the start of the text it is part of the text, or a teaser.
        if found.owner > begins {
            return None;
        }
        Some(found.text)
    }
}

/// Marks the lines that are links to other sites between lines of prose: the text cites them, they
/// are not teasers.
fn cited(lines: &[Line]) -> Vec<bool> {
    let mut cited = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let run = lines[at..].iter().take_while(|l| l.is_link() && l.linked_within == 0).count();
        // A longer run consists of other sites' teasers.
        if (1..=2).contains(&run)
            && at > 0
            && lines[at - 1].is_prose()
            && lines.get(at + run).is_some_and(Line::is_prose)
        {
            cited[at..at + run].fill(true);
        }
        at += run.max(1);
    }
    cited
}

/// Whether a line is only a date, such as those of other stories below a story.
fn is_date(line: &str) -> bool {
    // Weekday, day, month, year, time.
    let short = line.len() <= 60 && line.split_whitespace().count() <= 5;
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    short
        && letters <= 20
        && line.chars().any(char::is_numeric)
        && (letters <= 3 || in_words(line, Context::default()).is_some())
}

/// If the page's metadata repeats the text, keeps only the lines that occur there, and headings and
/// short lines between them.
fn keep_told(lines: &mut Vec<Line>, body: Option<&str>) {
    let Some(body) = body else { return };
    let told = grams(&folded(body));
    let share = |line: &Line| {
        let own = grams(&folded(&line.text));
        if own.is_empty() {
            None
        } else {
            Some(own.iter().filter(|g| told.contains(*g)).count() as f64 / own.len() as f64)
        }
    };
    let shares: Vec<Option<f64>> = lines.iter().map(share).collect();
    let (mut inside, mut all) = (0, 0);
    for (line, share) in lines.iter().zip(&shares).filter(|(l, _)| l.is_prose()) {
        all += line.weight;
        inside += if share.is_some_and(|s| s >= 0.5) { line.weight } else { 0 };
    }
    // Only if the repetition is complete: it covers most of what is shown, and most of it is shown.
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

/// Returns the hashed runs of four words.
fn grams(folded: &str) -> FxHashSet<u64> {
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    if words.len() < 4 {
        return FxHashSet::default();
    }
    words.windows(4).map(|w| xxh3_64(w.join(" ").as_bytes())).collect()
}

/// Returns the letters and digits in lower case, with words separated by one space.
pub(super) fn folded(text: &str) -> String {
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
