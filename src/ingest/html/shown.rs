//! Dates visible to readers, most likely first.
//!
//! Each is ranked by signs that hold on all kinds of pages: it is labelled as the publication date,
//! it is close to the headline, and it is not in a teaser, comment or footer.

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::asides::{aside, names_of};
use super::date::{FIRST_YEAR, in_words, read};
use super::datelines::opening;
use super::dom::{Dom, Id};
use super::furniture;
use super::headline::headings;
use super::meta::Meta;
use crate::ingest::DateBasis;
use crate::ingest::dates::{self, Context, Stamp};

/// A date, and what its element is.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    stamp: Stamp,
    rank: i32,
    /// The make of the element, unless it is beside the headline.
    make: Option<u64>,
    /// Whether the element is surely named after the publication, or the line is prose.
    marked: bool,
}

/// The first date with the highest rank of each make.
#[derive(Debug, Default)]
struct Ranked(Vec<Candidate>);

impl Ranked {
    /// Keeps the date returned by `find` if its rank is higher than that of the known one of its
    /// make.
    fn offer(
        &mut self,
        rank: i32,
        make: Option<u64>,
        marked: bool,
        find: impl FnOnce() -> Option<Stamp>,
    ) {
        let known = self.0.iter().position(|known| known.make == make);
        if known.is_some_and(|at| rank <= self.0[at].rank)
            || known.is_none() && self.0.len() >= MAKES
        {
            return;
        }
        let Some(stamp) = find().filter(|s| s.day.year() >= FIRST_YEAR) else { return };
        if let Some(at) = known {
            self.0.remove(at);
        }
        self.0.push(Candidate { stamp, rank, make, marked });
    }

    /// Returns the first date with the highest rank; `None` if elements of its make hold several
    /// days across the page.
    fn best(&self, makes: &Makes) -> Option<Candidate> {
        first_of(self.0.iter()).filter(|best| !is_list(best, makes))
    }

    /// Returns the first date with the highest rank of those whose make does not hold several days.
    fn best_of_singles(&self, makes: &Makes) -> Option<Candidate> {
        first_of(self.0.iter().filter(|one| !is_list(one, makes)))
    }
}

/// The days in elements away from the headline, by make.
type Makes = FxHashMap<u64, Vec<NaiveDate>>;

fn is_list(one: &Candidate, makes: &Makes) -> bool {
    one.make.and_then(|make| makes.get(&make)).is_some_and(|days| days.len() >= MANY)
}

fn first_of<'c>(all: impl Iterator<Item = &'c Candidate>) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for one in all {
        if best.is_none_or(|best| one.rank > best.rank) {
            best = Some(*one);
        }
    }
    best
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
    /// In a short line that says when the page was changed.
    pub(super) changed: Option<Stamp>,
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
    "timedata",
    "date",
    "datum",
    "fecha",
    "data",
    "time",
    "timestamp",
    "dateline",
    "meta",
    "postmeta",
    "postmetadata",
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
    "timedata",
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

/// Characters of a label before a date. Chosen by judgement.
const LABEL: usize = 30;

/// Words of a sentence; a line about the story has fewer. Chosen by judgement.
const SENTENCE: usize = 10;

/// Lines of one element that are read. Chosen by judgement: two dates and what is between them.
const LINES: usize = 4;

/// Highest rank of a date in prose, which tells of something else: only short lines below the
/// headline, in no teaser or footer, are worth more. By the ranks in `Search::text_line`.
const PROSE: i32 = 3;

/// Makes of elements whose dates are kept. Chosen by judgement; it bounds the work.
const MAKES: usize = 64;

/// Different days in elements of one make from which they are a list of stories or about other
/// things. Chosen by judgement.
const MANY: usize = 3;

/// The search through one page.
struct Search<'d> {
    dom: &'d Dom,
    context: Context<'d>,
    headings: Vec<Id>,
    passed_heading: bool,
    /// The ancestors of the first of them: not a teaser, comment or the like, whatever their class
    /// says.
    around: Vec<Id>,
    item: Ranked,
    time: Ranked,
    named: Ranked,
    seen: Ranked,
    changed: Ranked,
    makes: Makes,
}

impl Shown {
    /// Examines a page; `context` is its language and country.
    pub(super) fn find<'d>(dom: &'d Dom, meta: &Meta, context: Context<'d>) -> Self {
        let headings = headings(dom, meta);
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
            changed: Ranked::default(),
            makes: FxHashMap::default(),
        };
        for id in dom.below(0) {
            let name = dom.name(id);
            search.passed_heading |= search.headings.contains(&id);
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
            let Some(aside) = aside(dom, &self.around, id) else { return };
            let rank = self.place(id) - aside;
            self.item.offer(rank, None, false, || own(dom, id, self.context));
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

    /// Returns 2 beside the headline, -1 far above it, where the page shows its own clock, else 0.
    /// Nodes are numbered in page order, so close numbers mean close places.
    fn place(&self, id: Id) -> i32 {
        let is_beside = |&h: &Id| (h.saturating_sub(40)..h.saturating_add(100)).contains(&id);
        match () {
            () if self.headings.iter().any(is_beside) => 2,
            () if self.headings.is_empty() || self.passed_heading => 0,
            () => -1,
        }
    }

    /// Whether an element is below the headline, or beside it: many pages have the date on top.
    fn is_below_heading(&self, id: Id) -> bool {
        self.passed_heading || self.place(id) > 0
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

    fn time(&mut self, id: Id, name: &str, has: &dyn Fn(&[&str]) -> bool, modified: bool) {
        let (dom, context) = (self.dom, self.context);
        let Some(aside) = aside(dom, &self.around, id) else { return };
        let above = dom.parent(id).map(|up| names_of(dom, up)).unwrap_or_default();
        let told = |list: &[&str]| has(list) || above.iter().any(|w| list.contains(&w.as_str()));
        let rank = self.place(id) + 2
            - i32::from(name == "abbr" && !has(&["published", "date"])) * 3
            + i32::from(dom.attribute(id, "pubdate").is_some()) * 2
            + i32::from(
                has(&["entry"])
                    || told(&["published", "posted", "publish", "pubdate", "publication"]),
            ) * 3
            + i32::from(self.is_below_heading(id))
            - i32::from(modified || has(&["updated", "modified", "update"])) * 2
            - aside;
        let make = self.make(id, || own(dom, id, context));
        self.time.offer(rank, make, false, || {
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
        let Some(aside) = aside(dom, &self.around, id) else { return };
        let rank = self.place(id)
            + 2
            + i32::from(has(DATES)) * 2
            + i32::from(self.is_below_heading(id))
            + i32::from(shown.len() < 80)
            - aside
            - i32::from(has(&["updated", "modified"]) || dates::is_update(&shown));
        let find = || own(dom, id, context).or_else(|| in_words(&shown, context));
        let make = self.make(id, find);
        self.named.offer(rank, make, rank >= 4 && has(PUBLICATION), find);
    }

    /// Considers the first line of text directly inside the element, and those that say they give
    /// the day of publication.
    fn line(&mut self, id: Id) {
        let dom = self.dom;
        let has_figures = |t: &&str| t.chars().any(|c| c.is_numeric()) && t.trim().len() >= 6;
        let lines = dom.children(id).filter_map(|c| dom.text(c)).filter(has_figures);
        for (number, line) in lines.map(str::trim).take(LINES).enumerate() {
            if number == 0 || dates::is_publication(line) {
                self.text_line(id, line);
            }
        }
    }

    fn text_line(&mut self, id: Id, line: &str) {
        let length = line.chars().take(401).count();
        let is_long = length > LINE || !line.contains('|') && is_sentence(self.dom, id);
        let opening = if is_long { opening(line, self.context) } else { None };
        if length > 400 && opening.is_none() || line.contains(['©', '®']) {
            return;
        }
        let Some(aside) = aside(self.dom, &self.around, id) else { return };
        let context = self.context;
        let is_change = dates::is_update(line);
        let stated = length <= LINE
            && !is_change
            && (dates::is_publication(line) || is_labelled(self.dom, id));
        let in_prose = is_long && opening.is_none();
        let rank = self.place(id)
            + 1
            + i32::from(!is_long) * 2
            + i32::from(opening.is_some()) * 3
            + i32::from(self.is_below_heading(id))
            + i32::from(stated) * 2
            - aside / 2
            - i32::from(is_change);
        let rank = if in_prose { rank.min(PROSE) } else { rank };
        let find = || opening.or_else(|| in_words(line, context));
        let make = self.make(id, find);
        self.seen.offer(rank, make, in_prose, find);
        if is_change && length <= LINE {
            self.changed.offer(rank, make, false, find);
        }
        if stated && make.is_none() {
            // As good as an element named after the publication.
            self.named.offer(rank, make, true, find);
        }
    }

    fn outcome(self) -> Shown {
        let best = |ranked: &Ranked| ranked.best(&self.makes);
        let stamp = |found: Option<Candidate>| found.map(|found| found.stamp);
        let rank = |found: Option<Candidate>| found.map_or(i32::MIN, |found| found.rank);
        // Elements named as dates are dates of teasers, or else of the story.
        let (time, named) = (best(&self.time), self.named.best_of_singles(&self.makes));
        // A date within the story's own text is about something else.
        let seen = best(&self.seen).filter(|found| !found.marked);
        let beside = [time, named]
            .into_iter()
            .flatten()
            .filter(|found| found.rank >= 5)
            .max_by_key(|found| found.rank);
        let text = named.or(seen);
        // If a date is visible in a better place, a `<time>` that does not say it is the
        // publication belongs to a teaser.
        let surely_named = named.is_some_and(|found| found.marked);
        let is_teaser = surely_named && rank(time) <= 3
            || rank(time) < 2 && text.is_some()
            || rank(time) < 3 && rank(seen) > rank(time);
        let better = if rank(seen) > rank(named) { seen } else { text };
        Shown {
            item: stamp(best(&self.item)),
            beside: stamp(beside),
            time: if is_teaser {
                stamp(better).map(|stamp| (stamp, DateBasis::Text))
            } else {
                stamp(time).map(|stamp| (stamp, DateBasis::Time))
            },
            named: stamp(named),
            seen: stamp(seen),
            changed: stamp(best(&self.changed)),
        }
    }
}

/// Whether the element before this one is a label that says it is the day of publication:
/// `<span>Published:</span><h2>7 June 2021</h2>`.
fn is_labelled(dom: &Dom, id: Id) -> bool {
    let before = std::iter::successors(dom.before(id), |&at| dom.before(at))
        .find(|&at| dom.text(at).is_none_or(|t| !t.trim().is_empty()));
    before.and_then(|at| dom.short_words(at, LABEL)).is_some_and(|label| {
        label.chars().count() <= LABEL && dates::is_publication(&label) && !dates::is_update(&label)
    })
}

/// Whether a date stands in a paragraph of prose, of which links and the like hold other parts: at
/// least [`SENTENCE`] words that end as a sentence does.
fn is_sentence(dom: &Dom, id: Id) -> bool {
    dom.name(id) == "p"
        && dom.children(id).all(|part| dom.name(part) != "br")
        && dom.short_words(id, 4 * LINE).is_none_or(|words| {
            words.ends_with(['.', '!', '?', '…', '。'])
                && words.split_whitespace().count() >= SENTENCE
        })
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
