//! Dates visible to readers, most likely first.
//!
//! Each is ranked by signs that hold on all kinds of pages: it is labelled as the publication date,
//! it is close to the headline, and it is not in a teaser, comment or footer.

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::date::{FIRST_YEAR, in_words, read};
use super::dom::{Dom, Id};
use super::furniture;
use crate::ingest::DateBasis;
use crate::ingest::dates::{self, Context, Stamp};

/// A date with its rank; the first one with the highest rank is kept.
#[derive(Debug, Clone, Copy, Default)]
struct Ranked {
    best: Option<(Stamp, i32)>,
    /// The make of the element that holds it, unless it is beside the headline.
    make: Option<u64>,
}

impl Ranked {
    /// Keeps the date returned by `find` if its rank is higher than that of the known one; returns
    /// whether it did.
    fn offer(
        &mut self,
        rank: i32,
        make: Option<u64>,
        find: impl FnOnce() -> Option<Stamp>,
    ) -> bool {
        if self.best.is_some_and(|(_, best)| rank <= best) {
            return false;
        }
        let found = find().filter(|s| s.day.year() >= FIRST_YEAR);
        if let Some(stamp) = found {
            *self = Self { best: Some((stamp, rank)), make };
        }
        found.is_some()
    }

    fn stamp(self) -> Option<Stamp> {
        self.best.map(|(stamp, _)| stamp)
    }

    fn rank(self) -> i32 {
        self.best.map_or(i32::MIN, |(_, rank)| rank)
    }
}

/// The dates that a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// In an element with `itemprop="datePublished"`.
    pub(super) item: Option<Stamp>,
    /// In a `<time>` or an element named as a date, beside the headline.
    pub(super) beside: Option<Stamp>,
    /// The best `<time>`, or a visible date in a better place.
    pub(super) time: Option<(Stamp, DateBasis)>,
    /// In an element whose class names it as a date.
    pub(super) named: Option<Stamp>,
    /// In a short line of the page.
    pub(super) seen: Option<Stamp>,
}

/// Words in a class or id that may denote a publication date.
const NAMES: &[&str] = &[
    "published",
    "publish",
    "pubdate",
    "publication",
    "posted",
    "postdate",
    "entrydate",
    "date",
    "datum",
    "fecha",
    "data",
    "time",
    "timestamp",
    "dateline",
    "meta",
    "postmeta",
    "byline",
    "info",
    "datetime",
    "created",
    "post",
    "day",
    "veröffentlicht",
    "submitted",
    "author",
    "details",
    "updated",
    "articledate",
];
/// Those of them that denote only a date.
const DATES: &[&str] = &[
    "published",
    "publish",
    "pubdate",
    "posted",
    "postdate",
    "entrydate",
    "date",
    "datum",
    "fecha",
    "timestamp",
    "datetime",
    "submitted",
];
/// Those that denote the publication.
const PUBLICATION: &[&str] =
    &["published", "publish", "pubdate", "posted", "postdate", "entrydate", "articledate"];

/// Characters up to which a line is more likely about the story than part of it. Chosen by
/// judgement.
const LINE: usize = 100;

/// Different days in elements of one make from which they are a list of stories or about other
/// things. Chosen by judgement.
const MANY: usize = 3;

/// The search through one page.
struct Search<'d> {
    dom: &'d Dom,
    context: Context<'d>,
    headings: Vec<Id>,
    passed_heading: bool,
    /// The ancestors of the first heading: not a teaser, comment or the like, whatever their class
    /// says.
    around: Vec<Id>,
    item: Ranked,
    time: Ranked,
    named: Ranked,
    seen: Ranked,
    surely_named: bool,
    seen_in_prose: bool,
    /// The days in elements away from the headline, by make.
    makes: FxHashMap<u64, Vec<NaiveDate>>,
}

impl Shown {
    /// Examines a page; `context` is its language and country.
    pub(super) fn find<'d>(dom: &'d Dom, context: Context<'d>) -> Self {
        let headings: Vec<Id> = dom.below(0).filter(|&id| dom.name(id) == "h1").take(3).collect();
        let around = headings.first().map(|&h| dom.ancestors(h).collect()).unwrap_or_default();
        let mut search = Search {
            dom,
            context,
            headings,
            passed_heading: false,
            around,
            item: Ranked::default(),
            time: Ranked::default(),
            named: Ranked::default(),
            seen: Ranked::default(),
            surely_named: false,
            seen_in_prose: false,
            makes: FxHashMap::default(),
        };
        for id in dom.below(0) {
            let name = dom.name(id);
            search.passed_heading |= name == "h1";
            if !name.is_empty() && !matches!(name, "script" | "style" | "html" | "body" | "head") {
                search.element(id, name);
            }
        }
        search.outcome()
    }
}

impl Search<'_> {
    fn element(&mut self, id: Id, name: &str) {
        let dom = self.dom;
        let names = ["class", "id"].iter().filter_map(|a| dom.attribute(id, a));
        let words: Vec<String> =
            names.flat_map(|n| furniture::words(&n[..n.floor_char_boundary(300)])).collect();
        let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
        let property = dom
            .attribute(id, "itemprop")
            .or_else(|| dom.attribute(id, "property"))
            .unwrap_or_default()
            .to_ascii_lowercase();
        if property.contains("datepublished") || property.contains("datecreated") {
            let Some(aside) = self.aside(id) else { return };
            let rank = self.place(id) - aside;
            self.item.offer(rank, None, || own(dom, id, self.context));
        }
        if name == "time"
            || (name == "abbr" && dom.attribute(id, "title").is_some_and(|t| t.len() >= 10))
        {
            self.time(id, name, &has, property.contains("modified"));
            return;
        }
        if has(NAMES) && dom.children(id).take(13).count() <= 12 {
            self.named(id, &has);
        }
        self.line(id);
    }

    /// Returns 2 beside the headline, else 0. Nodes are numbered in page order, so close numbers
    /// mean close places.
    fn place(&self, id: Id) -> i32 {
        i32::from(
            self.headings
                .iter()
                .any(|&h| (h.saturating_sub(40)..h.saturating_add(100)).contains(&id)),
        ) * 2
    }

    /// Returns the make of an element (its name, its class and its parent's) and records its day;
    /// `None` beside the headline.
    fn make(&mut self, id: Id, date: impl FnOnce() -> Option<Stamp>) -> Option<u64> {
        if self.place(id) > 0 {
            return None;
        }
        let above =
            self.dom.parent(id).and_then(|up| self.dom.attribute(up, "class")).unwrap_or_default();
        let own = self.dom.attribute(id, "class").unwrap_or_default();
        let make = xxh3_64(format!("{} {own} {above}", self.dom.name(id)).as_bytes());
        let days = self.makes.entry(make).or_default();
        if days.len() < MANY
            && let Some(stamp) = date()
            && !days.contains(&stamp.day)
        {
            days.push(stamp.day);
        }
        Some(make)
    }

    /// Returns the ranked date, unless elements of its make hold several days across the page.
    fn sole(&self, ranked: Ranked) -> Ranked {
        let many = ranked
            .make
            .and_then(|make| self.makes.get(&make))
            .is_some_and(|days| days.len() >= MANY);
        if many { Ranked::default() } else { ranked }
    }

    fn time(&mut self, id: Id, name: &str, has: &dyn Fn(&[&str]) -> bool, modified: bool) {
        let (dom, context) = (self.dom, self.context);
        let Some(aside) = self.aside(id) else { return };
        let above = dom.parent(id).map(|up| names_of(dom, up)).unwrap_or_default();
        let told = |list: &[&str]| has(list) || above.iter().any(|w| list.contains(&w.as_str()));
        let rank = self.place(id) + 2
            - i32::from(name == "abbr" && !has(&["published", "date"])) * 3
            + i32::from(dom.attribute(id, "pubdate").is_some()) * 2
            + i32::from(
                has(&["entry"])
                    || told(&["published", "posted", "publish", "pubdate", "publication"]),
            ) * 3
            + i32::from(self.passed_heading)
            - i32::from(modified || has(&["updated", "modified", "update"])) * 2
            - aside;
        let make = self.make(id, || own(dom, id, context));
        self.time.offer(rank, make, || {
            let stamp = own(dom, id, context)?;
            // A `datetime` more than a day later than the visible day is that of a change.
            let seen = dom.short_words(id, 200).and_then(|shown| in_words(&shown, context));
            Some(
                seen.filter(|s| stamp.day.pred_opt().is_some_and(|before| s.day < before))
                    .unwrap_or(stamp),
            )
        });
    }

    fn named(&mut self, id: Id, has: &dyn Fn(&[&str]) -> bool) {
        let (dom, context) = (self.dom, self.context);
        let Some(shown) = dom.short_words(id, 300) else { return };
        let for_machines = shown.is_empty()
            && ["datetime", "content", "title"].iter().any(|a| dom.attribute(id, a).is_some());
        if shown.len() < 6 && !for_machines {
            return;
        }
        let Some(aside) = self.aside(id) else { return };
        let rank = self.place(id)
            + 2
            + i32::from(has(DATES)) * 2
            + i32::from(self.passed_heading)
            + i32::from(shown.len() < 80)
            - aside
            - i32::from(has(&["updated", "modified"]) || dates::is_update(&shown));
        let find = || own(dom, id, context).or_else(|| in_words(&shown, context));
        let make = self.make(id, find);
        if self.named.offer(rank, make, find) {
            self.surely_named = rank >= 4 && has(PUBLICATION);
        }
    }

    /// Considers a line of text directly inside the element.
    fn line(&mut self, id: Id) {
        let dom = self.dom;
        let has_figures = |t: &&str| t.chars().any(|c| c.is_numeric()) && t.trim().len() >= 6;
        let Some(line) =
            dom.children(id).filter_map(|c| dom.text(c)).find(has_figures).map(str::trim)
        else {
            return;
        };
        let length = line.chars().take(401).count();
        let opening = if length > LINE { opening(line, self.context) } else { None };
        if length > 400 && opening.is_none() || line.contains(['©', '®']) {
            return;
        }
        let Some(aside) = self.aside(id) else { return };
        let rank =
            self.place(id) + 1 + i32::from(length <= LINE) * 2 + i32::from(self.passed_heading)
                - aside / 2
                - i32::from(dates::is_update(line));
        let context = self.context;
        let find = || opening.or_else(|| in_words(line, context));
        let make = self.make(id, find);
        if self.seen.offer(rank, make, find) {
            self.seen_in_prose = length > LINE && opening.is_none();
        }
    }

    fn outcome(mut self) -> Shown {
        (self.time, self.named, self.seen) =
            (self.sole(self.time), self.sole(self.named), self.sole(self.seen));
        // A date within the story's own text is about something else.
        if self.seen_in_prose {
            self.seen = Ranked::default();
        }
        let beside = [self.time, self.named]
            .into_iter()
            .filter(|r| r.rank() >= 5)
            .max_by_key(|r| r.rank())
            .and_then(Ranked::stamp);
        let mut time = self.time.stamp().map(|stamp| (stamp, DateBasis::Time));
        let text = self.named.stamp().or(self.seen.stamp());
        // If a date is visible in a better place, a `<time>` that does not say it is the
        // publication belongs to a teaser.
        let rank = self.time.rank();
        if self.surely_named && rank <= 3
            || rank < 2 && text.is_some()
            || rank < 3 && self.seen.rank() > rank
        {
            let better =
                if self.seen.rank() > self.named.rank() { self.seen.stamp() } else { text };
            time = better.map(|stamp| (stamp, DateBasis::Text));
        }
        Shown {
            item: self.item.stamp(),
            beside,
            time,
            named: self.named.stamp(),
            seen: self.seen.stamp(),
        }
    }
}

/// Words in a class or id of readers' comments and of posts embedded from elsewhere.
const FOREIGN: [&str; 13] = [
    "comments",
    "commentlist",
    "respond",
    "disqus",
    "kommentare",
    "commentaires",
    "comentarios",
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

impl Search<'_> {
    /// Returns how much the place of an element lowers its rank: 0 in the story's own parts, 4 in a
    /// teaser, footer or the like; `None` in a comment, a picture or an embedded post, whose date
    /// is never the story's.
    fn aside(&self, id: Id) -> Option<i32> {
        let dom = self.dom;
        let mut aside = 0;
        for up in std::iter::once(id).chain(dom.ancestors(id).take(12)) {
            if self.around.contains(&up) {
                break;
            }
            let name = dom.name(up);
            let words = names_of(dom, up);
            // `comment` later in a name denotes an opinion piece.
            let comment = words.first().is_some_and(|w| w == "comment");
            if matches!(name, "blockquote" | "pre" | "code" | "figure" | "figcaption")
                || comment
                || words.iter().any(|w| FOREIGN.contains(&w.as_str()))
            {
                return None;
            }
            let listed = || {
                name == "li"
                    && dom.parent(up).is_some_and(|list| {
                        dom.children(list).filter(|&c| dom.name(c) == "li").nth(5).is_some()
                    })
            };
            if matches!(name, "aside" | "footer" | "nav")
                || words.iter().any(|w| ASIDE.contains(&w.as_str()))
                || listed()
            {
                aside = 4;
            }
        }
        Some(aside)
    }
}

/// Returns the date with which a paragraph opens, as a dateline does: `27.1.2022 – The crews…`,
/// `Halvik, (12.11.2021). The crews…`.
///
/// Only a place may precede the date; words of the story would be in lower case.
fn opening(line: &str, context: Context<'_>) -> Option<Stamp> {
    const STROKES: [&str; 4] = [" - ", " – ", " — ", "). "];
    let end =
        STROKES.iter().filter_map(|stroke| line.find(stroke)).min().filter(|&end| end <= 60)?;
    let head = &line[..end];
    let words = head.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic));
    let is_place = words.clone().count() <= 3
        && words.into_iter().all(|w| w.starts_with(|c: char| !c.is_lowercase()));
    if is_place && head.bytes().any(|b| b.is_ascii_digit()) {
        in_words(head, context)
    } else {
        None
    }
}

/// Returns the words in an element's class and id.
fn names_of(dom: &Dom, id: Id) -> Vec<String> {
    let names = ["class", "id"].iter().filter_map(|a| dom.attribute(id, a));
    names.flat_map(|n| furniture::words(&n[..n.floor_char_boundary(200)])).collect()
}

/// Returns the date that an element declares, else the one that it shows.
fn own(dom: &Dom, id: Id, context: Context<'_>) -> Option<Stamp> {
    let attributes = ["datetime", "content", "title"];
    attributes
        .iter()
        .filter_map(|a| dom.attribute(id, a))
        .find_map(|t| read(t, context))
        .or_else(|| dom.short_words(id, 200).and_then(|shown| read(&shown, context)))
}
