//! Dates that stand in a page where readers see them, the likeliest first.
//!
//! Each is ranked by signs that hold on pages of any make: it says that it is the publication, it stands beside the headline, and
//! in no teaser, comment or footer.

use chrono::Datelike;

use super::date::{FIRST_YEAR, in_words, read};
use super::dom::{Dom, Id};
use super::furniture;
use crate::ingest::DateBasis;
use crate::ingest::dates::Stamp;

/// A date with its rank; the first of the highest rank is kept.
#[derive(Debug, Clone, Copy, Default)]
struct Ranked(Option<(Stamp, i32)>);

impl Ranked {
    /// Keeps what `find` gives if it would outrank what is known.
    fn offer(&mut self, rank: i32, find: impl FnOnce() -> Option<Stamp>) -> bool {
        if self.0.is_some_and(|(_, best)| rank <= best) {
            return false;
        }
        let found = find().filter(|s| s.day.year() >= FIRST_YEAR);
        self.0 = found.map(|stamp| (stamp, rank)).or(self.0);
        found.is_some()
    }

    fn stamp(self) -> Option<Stamp> {
        self.0.map(|(stamp, _)| stamp)
    }

    fn rank(self) -> i32 {
        self.0.map_or(i32::MIN, |(_, rank)| rank)
    }
}

/// The dates that a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// `itemprop="datePublished"`.
    pub(super) item: Option<Stamp>,
    /// In a `<time>` or an element called a date, beside the headline.
    pub(super) beside: Option<Stamp>,
    /// The best `<time>`, or what readers see in a better place.
    pub(super) time: Option<(Stamp, DateBasis)>,
    /// In an element that its class calls a date.
    pub(super) named: Option<Stamp>,
    /// In a short line of the page.
    pub(super) seen: Option<Stamp>,
}

/// Words of a class or id under which a publication date may stand.
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
/// Those of them that name a date and nothing else.
const DATES: &[&str] =
    &["published", "publish", "pubdate", "posted", "postdate", "entrydate", "date", "datum", "fecha", "timestamp", "datetime", "submitted"];
/// Those that name the publication.
const PUBLICATION: &[&str] = &["published", "publish", "pubdate", "posted", "postdate", "entrydate", "articledate"];

/// The search through one page.
struct Search<'d> {
    dom: &'d Dom,
    month_first: Option<bool>,
    headings: Vec<Id>,
    passed_heading: bool,
    item: Ranked,
    time: Ranked,
    named: Ranked,
    seen: Ranked,
    surely_named: bool,
}

impl Shown {
    /// Looks a page through; `month_first` is how its language writes `7/6/2021`, if that is known.
    pub(super) fn find(dom: &Dom, month_first: Option<bool>) -> Self {
        let headings = dom.below(0).filter(|&id| dom.name(id) == "h1").take(3).collect();
        let mut search = Search {
            dom,
            month_first,
            headings,
            passed_heading: false,
            item: Ranked::default(),
            time: Ranked::default(),
            named: Ranked::default(),
            seen: Ranked::default(),
            surely_named: false,
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
        let words: Vec<String> = names.flat_map(|n| furniture::words(&n[..n.floor_char_boundary(300)])).collect();
        let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
        let property = dom.attribute(id, "itemprop").or_else(|| dom.attribute(id, "property")).unwrap_or_default().to_ascii_lowercase();
        if property.contains("datepublished") || property.contains("datecreated") {
            let rank = self.place(id) - i32::from(is_aside(dom, id)) * 4;
            self.item.offer(rank, || own(dom, id, self.month_first));
        }
        if name == "time" || (name == "abbr" && dom.attribute(id, "title").is_some_and(|t| t.len() >= 10)) {
            self.time(id, name, &has, property.contains("modified"));
            return;
        }
        if has(NAMES) && dom.children(id).take(13).count() <= 12 {
            self.named(id, &has);
        }
        self.line(id);
    }

    /// 2 beside the headline, else 0. Numbers of nodes follow the page: a few nodes away is beside.
    fn place(&self, id: Id) -> i32 {
        i32::from(self.headings.iter().any(|&h| (h.saturating_sub(40)..h.saturating_add(100)).contains(&id))) * 2
    }

    fn time(&mut self, id: Id, name: &str, has: &dyn Fn(&[&str]) -> bool, modified: bool) {
        let (dom, month_first) = (self.dom, self.month_first);
        let rank = self.place(id) + 2 - i32::from(name == "abbr" && !has(&["published", "date"])) * 3
            + i32::from(dom.attribute(id, "pubdate").is_some()) * 4
            + i32::from(has(&["published", "entry", "posted", "publish", "pubdate"])) * 3
            + i32::from(self.passed_heading)
            - i32::from(modified || has(&["updated", "modified", "update"])) * 2
            - i32::from(is_aside(dom, id)) * 4;
        self.time.offer(rank, || {
            let stamp = own(dom, id, month_first)?;
            // A `datetime` after the day that readers see tells of a change.
            let seen = dom.short_words(id, 200).and_then(|shown| in_words(&shown, month_first));
            Some(seen.filter(|s| stamp.day.pred_opt().is_some_and(|before| s.day < before)).unwrap_or(stamp))
        });
    }

    fn named(&mut self, id: Id, has: &dyn Fn(&[&str]) -> bool) {
        let (dom, month_first) = (self.dom, self.month_first);
        let Some(shown) = dom.short_words(id, 300).filter(|s| s.len() >= 6) else { return };
        let rank = self.place(id) + 2 + i32::from(has(DATES)) * 2 + i32::from(self.passed_heading) + i32::from(shown.len() < 80)
            - i32::from(is_aside(dom, id)) * 4
            - i32::from(has(&["updated", "modified"]));
        if self.named.offer(rank, || own(dom, id, month_first).or_else(|| in_words(&shown, month_first))) {
            self.surely_named = rank >= 4 && has(PUBLICATION);
        }
    }

    /// A line of text right below the element.
    fn line(&mut self, id: Id) {
        let dom = self.dom;
        let has_figures = |t: &&str| t.bytes().any(|b| b.is_ascii_digit()) && t.trim().len() >= 6;
        let Some(line) = dom.children(id).filter_map(|c| dom.text(c)).find(has_figures).map(str::trim) else { return };
        let length = line.chars().take(401).count();
        if length > 400 || line.contains(['©', '®']) {
            return;
        }
        let rank = self.place(id) + 1 + i32::from(length <= 100) * 2 + i32::from(self.passed_heading) - i32::from(is_aside(dom, id)) * 2;
        self.seen.offer(rank, || in_words(line, self.month_first));
    }

    fn outcome(self) -> Shown {
        let beside = [self.time, self.named].into_iter().filter(|r| r.rank() >= 5).max_by_key(|r| r.rank()).and_then(Ranked::stamp);
        let mut time = self.time.stamp().map(|stamp| (stamp, DateBasis::Time));
        let text = self.named.stamp().or(self.seen.stamp());
        // Where readers see a date in a better place, a `<time>` that says nothing of publication is a teaser's.
        let rank = self.time.rank();
        if self.surely_named && rank <= 3 || rank < 2 && text.is_some() || rank < 3 && self.seen.rank() > rank {
            let better = if self.seen.rank() > self.named.rank() { self.seen.stamp() } else { text };
            time = better.map(|stamp| (stamp, DateBasis::Text));
        }
        Shown { item: self.item.stamp(), beside, time, named: self.named.stamp(), seen: self.seen.stamp() }
    }
}

/// Whether the element stands in a teaser, comment, footer or the like.
fn is_aside(dom: &Dom, id: Id) -> bool {
    std::iter::once(id).chain(dom.ancestors(id).take(12)).any(|up| {
        matches!(dom.name(up), "aside" | "footer" | "nav")
            || (dom.name(up) == "li"
                && dom.parent(up).is_some_and(|list| dom.children(list).filter(|&c| dom.name(c) == "li").nth(5).is_some()))
            || ["class", "id"].iter().filter_map(|a| dom.attribute(up, a)).any(|names| {
                furniture::words(&names[..names.floor_char_boundary(200)]).iter().any(|w| {
                    matches!(
                        w.as_str(),
                        "comment"
                            | "comments"
                            | "related"
                            | "sidebar"
                            | "teaser"
                            | "footer"
                            | "widget"
                            | "popular"
                            | "recommended"
                            | "respond"
                            | "recent"
                    )
                })
            })
    })
}

/// The date that an element holds for machines, else the one that it shows.
fn own(dom: &Dom, id: Id, month_first: Option<bool>) -> Option<Stamp> {
    let attributes = ["datetime", "content", "title"];
    attributes
        .iter()
        .filter_map(|a| dom.attribute(id, a))
        .find_map(|t| read(t, month_first))
        .or_else(|| dom.short_words(id, 200).and_then(|shown| read(&shown, month_first)))
}
