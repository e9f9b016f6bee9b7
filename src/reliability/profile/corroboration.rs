//! Counts which quotations, numbers and names of an article stand in another report of the event
//! that does not depend on it.
//!
//! What only copies of one text have is not corroborated (`apart.rs` says which articles are
//! independent); neither is anything wrong with what nobody else reports.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Counts, Indicator, lexis};
use crate::languages;
use crate::lineage::Story;
use crate::reliability::Findings;
use crate::reliability::apart::Apart;
use crate::text::words::key_of_run;
use crate::text::{Class, Document, Word};

/// Number of quoted words in a row that are one quotation wherever they stand. Chosen by judgement:
/// with six, titles (*the president of the United States*) were taken for quotations of one
/// statement.
const QUOTED: usize = 8;
/// Number of articles with an item that are looked through for an independent one. Chosen by
/// judgement, to bound the work on a common name.
const LOOKED_AT: usize = 32;

/// What can be found again in another report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Quote,
    Number,
    Name,
}

/// The items of one article, with the keys under which they may be found elsewhere.
#[derive(Default)]
struct Items {
    items: Vec<Item>,
    /// The bytes of each item where it stands first.
    bytes: Vec<Range<usize>>,
    /// Each key with the index of its item, ascending by items.
    keys: Vec<(u64, u32)>,
}

impl Items {
    fn push(&mut self, item: Item, bytes: Range<usize>, keys: impl Iterator<Item = u64>) {
        let at = self.items.len() as u32;
        self.items.push(item);
        self.bytes.push(bytes);
        self.keys.reserve(keys.size_hint().0);
        self.keys.extend(keys.map(|key| (key, at)));
    }
}

/// An article with hits and cases of its quotations, numbers and names.
type Counted = (u32, [(usize, usize); 3]);

/// Counts the corroborated items of every article in an event with several independent origins.
/// O(words of these events).
pub(super) fn count(f: &Findings<'_>, counts: &mut [Counts]) {
    let apart = Apart::of(f);
    let several: Vec<&Story> =
        f.lineage.stories.iter().filter(|story| story.independent_origins > 1).collect();
    let found: Vec<Vec<Counted>> =
        several.par_iter().map(|story| of_story(f, story, &apart)).collect();
    for (at, [quotes, numbers, names]) in found.into_iter().flatten() {
        let counts = &mut counts[at as usize];
        counts.set(Indicator::QuotesCorroborated, quotes.0, quotes.1);
        counts.set(Indicator::NumbersCorroborated, numbers.0, numbers.1);
        counts.set(Indicator::NamesCorroborated, names.0, names.1);
    }
}

fn of_story(f: &Findings<'_>, story: &Story, apart: &Apart<'_>) -> Vec<Counted> {
    let members: Vec<Items> = story.members.iter().map(|&at| items(f, at as usize)).collect();
    let found = found_elsewhere(&members, &|a, b| apart.are(story.members[a], story.members[b]));
    let mut out = Vec::with_capacity(members.len());
    for ((items, found), &at) in members.iter().zip(found).zip(&story.members) {
        // An article without another origin beside it, as where all others credit its agency,
        // could not be corroborated.
        if !story.members.iter().take(LOOKED_AT).any(|&other| apart.are(at, other)) {
            continue;
        }
        let mut counted = [(0, 0); 3];
        for (item, found) in items.items.iter().zip(found) {
            let place = &mut counted[*item as usize];
            place.0 += usize::from(found);
            place.1 += 1;
        }
        out.push((at, counted));
    }
    out
}

/// Returns which items of each member an independent one has too. Sorted by key, all members with a
/// key stand together; most keys have one member. O(keys · log keys).
fn found_elsewhere(members: &[Items], are_apart: &dyn Fn(usize, usize) -> bool) -> Vec<Vec<bool>> {
    let mut found: Vec<Vec<bool>> =
        members.iter().map(|items| vec![false; items.items.len()]).collect();
    let mut held: Vec<(u64, u32, u32)> = Vec::new();
    for (items, member) in members.iter().zip(0_u32..) {
        held.extend(items.keys.iter().map(|(key, item)| (*key, member, *item)));
    }
    held.sort_unstable();
    for of_key in held.chunk_by(|x, y| x.0 == y.0).filter(|of_key| of_key.len() > 1) {
        let of_members = || of_key.chunk_by(|x, y| x.1 == y.1);
        let holders: Vec<usize> =
            of_members().take(LOOKED_AT).map(|own| own[0].1 as usize).collect();
        for own in of_members() {
            let member = own[0].1 as usize;
            if holders.iter().any(|&other| are_apart(member, other)) {
                own.iter().for_each(|(_, _, item)| found[member][*item as usize] = true);
            }
        }
    }
    found
}

/// What independent reports of one event say alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corroborated {
    /// The event.
    pub story: u32,
    /// `quotation` or `count`.
    pub kind: &'static str,
    /// Articles of which no two depend on each other, ascending by place in the event, each with
    /// the bytes of its quotation, or of the number and what is counted; two or more.
    pub places: Vec<(u32, Range<usize>)>,
}

/// Most of what one event's reports say alike that is listed. Chosen by judgement.
const OF_STORY: usize = 12;

/// Lists the quotations and numbers that several independent reports of an event have, those of most
/// reports first. O(words of these events).
pub fn list(f: &Findings<'_>) -> Vec<Corroborated> {
    let apart = Apart::of(f);
    let several = f.lineage.stories.par_iter().enumerate().filter(|x| x.1.independent_origins > 1);
    let found: Vec<Vec<Corroborated>> =
        several.map(|(number, story)| alike(f, story, number as u32, &apart)).collect();
    found.into_iter().flatten().collect()
}

fn alike(f: &Findings<'_>, story: &Story, number: u32, apart: &Apart<'_>) -> Vec<Corroborated> {
    let members: Vec<Items> = story.members.iter().map(|&at| items(f, at as usize)).collect();
    let mut held: Vec<(u64, u32, u32)> = Vec::new();
    for (items, member) in members.iter().zip(0_u32..) {
        let told = items.keys.iter().filter(|(_, item)| items.items[*item as usize] != Item::Name);
        held.extend(told.map(|(key, item)| (*key, member, *item)));
    }
    held.sort_unstable();
    // A quotation has many keys: of each first place the one that most reports have.
    let mut most: FxHashMap<(u32, u32), Vec<(u32, u32)>> = FxHashMap::default();
    for of_key in held.chunk_by(|x, y| x.0 == y.0).filter(|of_key| of_key.len() > 1) {
        let mut chosen: Vec<(u32, u32)> = Vec::new();
        for (_, member, item) in of_key.iter().take(LOOKED_AT) {
            let is_apart = |other: &(u32, u32)| {
                apart.are(story.members[other.0 as usize], story.members[*member as usize])
            };
            if chosen.iter().all(is_apart) {
                chosen.push((*member, *item));
            }
        }
        let known = most.entry(chosen[0]).or_default();
        if chosen.len() > known.len().max(1) {
            *known = chosen;
        }
    }
    let mut found: Vec<Vec<(u32, u32)>> = most.into_values().filter(|x| !x.is_empty()).collect();
    found.sort_by(|x, y| y.len().cmp(&x.len()).then_with(|| x.cmp(y)));
    found.truncate(OF_STORY);
    let place = |(member, item): &(u32, u32)| {
        let bytes = members[*member as usize].bytes[*item as usize].clone();
        (story.members[*member as usize], bytes)
    };
    let told = found.iter().map(|places| Corroborated {
        story: number,
        kind: match members[places[0].0 as usize].items[places[0].1 as usize] {
            Item::Quote => "quotation",
            _ => "count",
        },
        places: places.iter().map(place).collect(),
    });
    told.collect()
}

/// Reads the items of an article; none without words of its language.
fn items(f: &Findings<'_>, at: usize) -> Items {
    let (text, document) = (f.articles[at].text.as_str(), &f.documents[at]);
    let code = f.cleaned[at].language.as_deref().and_then(languages::of).map(|l| l.code.as_str());
    let Some(lexis) = code.and_then(lexis::of) else { return Items::default() };
    let mut items = Items::default();
    for quote in document.quotes.iter().filter(|q| q.words.len() >= QUOTED) {
        let words = &document.words[quote.words.start as usize..quote.words.end as usize];
        let keys = words.windows(QUOTED).map(|run| hash(Item::Quote, run.iter().map(|w| w.key)));
        items.push(Item::Quote, document.span(&quote.words), keys);
    }
    let mut seen = FxHashSet::default();
    let mut add = |item: Item, bytes: Range<usize>, key: u64| {
        if seen.insert(key) {
            items.push(item, bytes, std::iter::once(key));
        }
    };
    for (at, pair) in document.words.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let near = second.start - first.end() <= 1 && !second.class.has(Class::SENTENCE);
        if !near {
            continue;
        }
        if is_number(text, first) && is_counted(second, lexis) {
            // *5 million* of what?
            let third = document.words.get(at + 2).filter(|_| lexis.scales.contains(second.key));
            let keys = [first, second].into_iter().chain(third).map(|w| w.key);
            let end = third.unwrap_or(second).end() as usize;
            add(Item::Number, first.start as usize..end, hash(Item::Number, keys));
        } else if is_name(document, at, lexis) {
            let bytes = first.start as usize..second.end() as usize;
            add(Item::Name, bytes, hash(Item::Name, [first.key, second.key]));
        }
    }
    items
}

/// Returns the key of an item of at most [`QUOTED`] words.
fn hash(item: Item, keys: impl IntoIterator<Item = u32>) -> u64 {
    key_of_run(item as u64, keys)
}

/// Returns whether a word is a plain number of two digits or more, and not a year.
fn is_number(text: &str, word: &Word) -> bool {
    if !word.class.has(Class::DIGIT) {
        return false;
    }
    let spelled = word.of(text);
    let year = spelled.len() == 4 && (spelled.starts_with("19") || spelled.starts_with("20"));
    // The number of a model: `F-18 fighters`.
    let glued = text[..word.start as usize].ends_with(['-', '–']);
    !year
        && !glued
        && spelled.bytes().filter(u8::is_ascii_digit).count() > 1
        && spelled.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
}

/// Returns whether a word behind a number says what is counted.
fn is_counted(word: &Word, lexis: &lexis::Lexis) -> bool {
    !word.class.has(Class::FUNCTION | Class::DIGIT | Class::CAPITAL)
        && !lexis.function.contains(word.key)
        && !lexis.times.contains(word.key)
        && !lexis.spans.contains(word.key)
}

/// Returns whether the words at `at` and behind it are a name of two words inside a sentence.
fn is_name(document: &Document, at: usize, lexis: &lexis::Lexis) -> bool {
    let part = |w: &Word| {
        w.class.has(Class::CAPITAL)
            && !w.class.has(Class::SENTENCE | Class::DIGIT | Class::FUNCTION)
            && !lexis.function.contains(w.key)
            && !lexis.times.contains(w.key)
    };
    !lexis.capital_nouns
        && part(&document.words[at])
        && part(&document.words[at + 1])
        && !lexis.roles.contains(document.words[at].key)
        && !lexis.places.contains(&(document.words[at].key, document.words[at + 1].key))
}
