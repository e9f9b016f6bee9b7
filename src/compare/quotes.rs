//! Compares quotations: which both articles hold word for word, which in another wording.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::framing;
use super::links;
use super::measures::Aligned;
use super::prepare::Prepared;
use super::tiles::Tile;
use super::words::{self, Step};
use crate::text::{Class, Document, Quote, speakers};

/// Words from which a quotation is counted; shorter ones are single terms.
const LEAST: u32 = 3;
/// Least share of the shorter quotation's content words that the other must hold to be the same quotation reworded.
const ALIKE: f64 = 0.5;
/// The same where the sentences around the two say the same.
const ALIKE_IN_PLACE: f64 = 0.2;

/// How the quotations of a pair compare.
#[derive(Debug, Default)]
pub struct Quotes {
    /// Quotations of three words or more in each article.
    pub counts: (u32, u32),
    /// Quotations that both hold word for word, trimmed or bracketed ones among them.
    pub shared: u32,
    /// Quotations that both hold in different wording, or under a verb of another attitude (see [`framing`]): word ranges in `a` and
    /// `b`.
    pub altered: Vec<(Range<u32>, Range<u32>)>,
}

/// Compares the quotations of two bodies; without aligned sentences only those are found that both hold word for word.
///
/// A quotation's counterpart is the one that shares most of its content words, or stands in the same place: in the sentence
/// that is linked with its own. Where two texts run sentence by sentence the place alone is enough, as spinning leaves no
/// word. Best pairs are made first. O(quotations of `a` · quotations of `b`), above 40,000 of those in place only.
pub fn compare(a: &Prepared<'_>, b: &Prepared<'_>, tiles: &[Tile], aligned: Option<&Aligned>, texts: (&str, &str)) -> Quotes {
    let (quotes_a, quotes_b) = (&a.document.quotes, &b.document.quotes);
    let long_enough = |q: &&Quote| q.words.len() as u32 >= LEAST;
    let counts = (quotes_a.iter().filter(long_enough).count() as u32, quotes_b.iter().filter(long_enough).count() as u32);
    let mut out = Quotes { counts, ..Quotes::default() };
    if quotes_a.is_empty() || quotes_b.is_empty() {
        return out;
    }
    let Some(aligned) = aligned else {
        out.shared = quotes_a.iter().filter(long_enough).filter(|q| covered(q, tiles)).count() as u32;
        return out;
    };
    let places = Places::of(a, b, aligned);
    // The counterpart of each quotation, once it has one.
    let (mut of_a, mut of_b) = (vec![None::<usize>; quotes_a.len()], vec![None::<usize>; quotes_b.len()]);
    let mut done_a = vec![false; quotes_a.len()];
    for (x, quote) in quotes_a.iter().enumerate().filter(|(_, q)| covered(q, tiles)) {
        done_a[x] = true;
        out.shared += u32::from(quote.words.len() as u32 >= LEAST);
        if let Some(y) = beyond(quote.words.start, tiles).and_then(|word| quote_at(quotes_b, word)) {
            (of_a[x], of_b[y]) = (Some(y), Some(x));
        }
    }
    let named = |p: &Prepared<'_>, text| p.document.quotes.iter().map(|q| speaker(p.document, text, &q.words)).collect::<Vec<_>>();
    let said_by = (named(a, texts.0), named(b, texts.1));
    // What two different people say is no one quotation altered.
    let one_speaker = |x: usize, y: usize| match (said_by.0[x], said_by.1[y]) {
        (Some(p), Some(q)) => !speakers::differ(p, q),
        _ => true,
    };
    let sparse = quotes_a.len() * quotes_b.len() > MANY;
    // The quotations that may be the counterpart of one: all, or those in its place.
    let opposite = |quote: &Quote| {
        if !sparse {
            return 0..quotes_b.len();
        }
        let Some(place) = places.counterpart_of(sentence_of(a.document, quote.words.start)) else { return 0..0 };
        let sentence = |at: u32| b.document.sentences.get(at as usize).map_or(b.len() as u32, |s| s.start);
        let from = |word: u32| quotes_b.partition_point(|q| q.words.start < word);
        let first = from(sentence(place.saturating_sub(1)));
        first..from(sentence(place + 2)).min(first + IN_PLACE)
    };
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (x, quote) in quotes_a.iter().enumerate().filter(|(x, _)| !done_a[*x]) {
        for y in opposite(quote).filter(|y| of_b[*y].is_none()) {
            let other = &quotes_b[y];
            let apart = places.apart(sentence_of(a.document, quote.words.start), sentence_of(b.document, other.words.start));
            if !one_speaker(x, y) {
                continue;
            }
            if let Some(worth) = counterpart(a, quote, b, other, apart, &places) {
                found.push((worth, x, y));
            }
        }
    }
    found.sort_by(|p, q| q.0.total_cmp(&p.0).then((p.1, p.2).cmp(&(q.1, q.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, x, y) in found {
        if of_a[x].is_none() && of_b[y].is_none() {
            (of_a[x], of_b[y]) = (Some(y), Some(x));
            pairs.push((x, y));
        }
    }
    if places.parallel {
        between((a, b), (&of_a, &of_b), &done_a, &mut pairs);
    }
    pairs.retain(|&(x, y)| one_speaker(x, y));
    pairs.sort_unstable();
    for (x, y) in pairs {
        let (quote, other) = (&quotes_a[x], &quotes_b[y]);
        if is_altered(a, b, quote, other, texts) {
            out.altered.push((quote.words.clone(), other.words.clone()));
        } else {
            out.shared += u32::from(quote.words.len() as u32 >= LEAST);
        }
    }
    for (x, quote) in quotes_a.iter().enumerate() {
        let Some(place) = places.counterpart_of(sentence_of(a.document, quote.words.start)) else { continue };
        let Some(sentence) = b.document.sentences.get(place as usize) else { continue };
        let from = quotes_b.partition_point(|other| other.words.start < sentence.start);
        let there = (from..quotes_b.len()).take_while(|y| quotes_b[*y].words.start < sentence.end).take(IN_PLACE);
        let mut same = there.filter(|y| framing::same_words((a.document, quote), (b.document, &quotes_b[*y])));
        // Where the words stand twice in a sentence, nobody can say which is which.
        if let (Some(y), None) = (same.next(), same.next())
            && one_speaker(x, y)
        {
            out.altered.extend(framing::reframed((a.document, texts.0, quote), (b.document, texts.1, &quotes_b[y])));
        }
    }
    out
}

/// The name of a quotation's speaker, where its text says one.
fn speaker<'t>(document: &Document, text: &'t str, quote: &Range<u32>) -> Option<&'t str> {
    speakers::speaker(document, text, quote).map(|name| &text[document.span(&name)])
}

/// Pairs the quotations that stand, as many and of like length on both sides, between two pairs already made; terms in
/// marks only if the other text does not know their words at all.
fn between(
    (a, b): (&Prepared<'_>, &Prepared<'_>),
    (of_a, of_b): (&[Option<usize>], &[Option<usize>]),
    done_a: &[bool],
    pairs: &mut Vec<(usize, usize)>,
) {
    let (quotes_a, quotes_b) = (&a.document.quotes, &b.document.quotes);
    let anchors = (0..of_a.len()).filter_map(|x| of_a[x].map(|y| (x, y)));
    let mut before = (0, 0);
    for (x, y) in anchors.chain(std::iter::once((quotes_a.len(), quotes_b.len()))) {
        if y >= before.1 {
            let open_a: Vec<usize> = (before.0..x).filter(|&i| of_a[i].is_none() && !done_a[i]).collect();
            let open_b: Vec<usize> = (before.1..y).filter(|&j| of_b[j].is_none()).collect();
            let like = |(i, j): (&usize, &usize)| {
                let (n, m) = (quotes_a[*i].words.len(), quotes_b[*j].words.len());
                let long = n.min(m) as u32 >= LEAST;
                n.min(m) as f64 >= LIKE_LENGTH * n.max(m) as f64 && (long || foreign(a, &quotes_a[*i], b) && foreign(b, &quotes_b[*j], a))
            };
            if open_a.len() == open_b.len() && open_a.iter().zip(&open_b).all(like) {
                pairs.extend(open_a.into_iter().zip(open_b));
            }
            before = (x + 1, y + 1);
        }
    }
}

/// Whether no content word of a quotation stands in the other body.
fn foreign(own: &Prepared<'_>, quote: &Quote, other: &Prepared<'_>) -> bool {
    let words = &own.document.words[quote.words.start as usize..quote.words.end as usize];
    words.iter().all(|w| w.class.has(Class::FUNCTION) || other.sentences_with(w.key).is_empty())
}

/// Quotations of one place that are looked at for the counterpart of one: a sentence of thousands is an attack.
const IN_PLACE: usize = 64;
/// Pairs of quotations above which only those in place are compared.
const MANY: usize = 40_000;
/// Least ratio of lengths of two quotations of which the place alone says that they are one.
const LIKE_LENGTH: f64 = 0.5;
/// Ratio of lengths below which two quotations that do not stand in the same place of texts that run in parallel are two.
const UNLIKE_LENGTH: f64 = 0.25;
/// Share of swapped words from which a text is reworded throughout.
const REWORDED: f64 = 0.08;
/// Words around a short quotation that may have been changed with it.
const AROUND: u32 = 3;

/// What two quotations are worth as counterparts; `None` if they are none.
fn counterpart(a: &Prepared<'_>, qa: &Quote, b: &Prepared<'_>, qb: &Quote, apart: Option<u32>, places: &Places) -> Option<f64> {
    let (n, m) = (qa.words.len() as u32, qb.words.len() as u32);
    let length = f64::from(n.min(m)) / f64::from(n.max(m));
    if n.min(m) < LEAST {
        // A term in quotation marks: only if it was put exactly where the other stood.
        let swapped = apart == Some(0) && places.stands_for(&qa.words, &qb.words);
        return (swapped && n.max(m) <= 2 * LEAST).then_some(1.0 + length);
    }
    let (shared, alike) = alike(a.document, qa, b.document, qb);
    let fits = match apart {
        Some(0) if places.parallel => alike >= ALIKE_IN_PLACE || length >= LIKE_LENGTH,
        // In the same place most words in their order are enough, function words among them.
        Some(0) if kept(a, qa, b, qb) * 2 > n.min(m) => true,
        _ if shared < 2 || length < UNLIKE_LENGTH => false,
        _ if alike >= ALIKE => true,
        Some(0 | 1) => alike >= ALIKE_IN_PLACE,
        _ => false,
    };
    let near = match apart {
        Some(0) => 0.4,
        Some(1) => 0.25,
        _ => 0.0,
    };
    fits.then_some(alike + near + 0.1 * length)
}

/// Words that two quotations have in common, in order.
fn kept(a: &Prepared<'_>, qa: &Quote, b: &Prepared<'_>, qb: &Quote) -> u32 {
    let steps = words::align(&a.document.words, &b.document.words, (&qa.words, &qb.words));
    steps.iter().map(|step| if let Step::Same(range, _) = step { range.end - range.start } else { 0 }).sum()
}

/// Which sentence of `b` stands where a sentence of `a` does.
struct Places {
    /// Swapped words of `a` and those of `b` in their place, in the order of `a`.
    swapped: Vec<(Range<u32>, Range<u32>)>,
    counterparts: FxHashMap<u32, u32>,
    /// Whether the two texts run sentence by sentence in other words, as spun ones do.
    parallel: bool,
}

impl Places {
    fn of(a: &Prepared<'_>, b: &Prepared<'_>, aligned: &Aligned) -> Self {
        let mut pairs: Vec<(u32, u32)> =
            aligned.links.iter().map(|l| if aligned.from_b { (l.to, l.from) } else { (l.from, l.to) }).collect();
        pairs.sort_unstable();
        let mut counterparts: FxHashMap<u32, u32> = pairs.iter().copied().collect();
        // Sentences between two links that are as many on both sides stand for each other.
        let ends = (a.document.sentences.len() as u32, b.document.sentences.len() as u32);
        let mut before = (0, 0);
        for &(x, y) in pairs.iter().chain(std::iter::once(&ends)) {
            if y >= before.1 && x - before.0 == y - before.1 {
                for (x, y) in (before.0..x).zip(before.1..y) {
                    counterparts.entry(x).or_insert(y);
                }
            }
            before = (x + 1, y + 1);
            if before.0 > ends.0 {
                break;
            }
        }
        let shorter = ends.0.min(ends.1).max(1);
        let (mut places, mut swapped, mut same) = (Vec::new(), 0, 0);
        for step in aligned.steps.iter().flatten() {
            match step {
                Step::Same(ra, _) => same += ra.len(),
                Step::Swapped(ra, rb) => {
                    swapped += ra.len().min(rb.len());
                    places.push((ra.clone(), rb.clone()));
                }
                Step::Cut(..) | Step::Added(..) => {}
            }
        }
        let reworded = swapped as f64 >= REWORDED * (swapped + same) as f64;
        let parallel = reworded && links::order(&aligned.links) >= 0.85 && aligned.links.len() as f64 >= 0.6 * f64::from(shorter);
        places.sort_unstable_by_key(|(ra, rb)| (ra.start, rb.start));
        Self { swapped: places, counterparts, parallel }
    }

    /// Sentences between `there` and the counterpart of `here`; `None` if `here` has none.
    fn apart(&self, here: u32, there: u32) -> Option<u32> {
        self.counterpart_of(here).map(|p| p.abs_diff(there))
    }

    /// The sentence of `b` that stands where a sentence of `a` does.
    fn counterpart_of(&self, here: u32) -> Option<u32> {
        self.counterparts.get(&here).copied()
    }

    /// Whether the alignment of words puts the one range in the place of the other.
    fn stands_for(&self, qa: &Range<u32>, qb: &Range<u32>) -> bool {
        let within = |inner: &Range<u32>, outer: &Range<u32>| {
            outer.start <= inner.start && inner.end <= outer.end && outer.len() as u32 <= inner.len() as u32 + AROUND
        };
        let from = self.swapped.partition_point(|(ra, _)| ra.start + AROUND < qa.start);
        self.swapped[from..].iter().take_while(|(ra, _)| ra.start <= qa.start).any(|(ra, rb)| within(qa, ra) && within(qb, rb))
    }
}

/// The verbatim run that holds a word of `a`, if one does; runs are in the order of `a`.
fn run_with(word: u32, tiles: &[Tile]) -> Option<&Tile> {
    let before = tiles.partition_point(|t| t.a <= word);
    tiles[..before].last().filter(|t| word < t.a + t.length)
}

/// Whether one verbatim run holds a whole quotation.
fn covered(quote: &Quote, tiles: &[Tile]) -> bool {
    run_with(quote.words.start, tiles).is_some_and(|t| quote.words.end <= t.a + t.length)
}

/// The word of `b` that stands where a word of `a` does in a verbatim run.
fn beyond(word: u32, tiles: &[Tile]) -> Option<u32> {
    run_with(word, tiles).map(|t| t.b + (word - t.a))
}

/// The quotation that a word stands in; quotations are in order and do not overlap.
fn quote_at(quotes: &[Quote], word: u32) -> Option<usize> {
    let at = quotes.partition_point(|q| q.words.end <= word);
    quotes.get(at).filter(|q| q.words.start <= word).map(|_| at)
}

fn sentence_of(document: &Document, word: u32) -> u32 {
    document.sentences.partition_point(|s| s.end <= word) as u32
}

/// How many content words of the shorter quotation the other holds, and their share, in [0, 1].
fn alike(da: &Document, a: &Quote, db: &Document, b: &Quote) -> (usize, f64) {
    let keys = |d: &Document, q: &Quote| {
        let words = &d.words[q.words.start as usize..q.words.end as usize];
        let mut keys: Vec<u32> = words.iter().filter(|w| !w.class.has(Class::FUNCTION)).map(|w| w.key).collect();
        if keys.is_empty() {
            keys = words.iter().map(|w| w.key).collect();
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let (x, y) = (keys(da, a), keys(db, b));
    let (small, large) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    let shared = small.iter().filter(|k| large.binary_search(k).is_ok()).count();
    (shared, shared as f64 / small.len().max(1) as f64)
}

/// Whether two quotations differ in wording, and not only by what a quotation may lose: its ends, words left out under
/// `…`, and words in brackets.
fn is_altered(a: &Prepared<'_>, b: &Prepared<'_>, qa: &Quote, qb: &Quote, texts: (&str, &str)) -> bool {
    let steps = words::align(&a.document.words, &b.document.words, (&qa.words, &qb.words));
    let last = steps.len().saturating_sub(1);
    steps.iter().enumerate().any(|(i, step)| {
        let edge = i == 0 || i == last;
        match step {
            Step::Same(..) => false,
            Step::Swapped(ra, rb) => {
                !(bracketed(texts.0, a.document, ra) || bracketed(texts.1, b.document, rb) || (edge && (ra.len() > 6 || rb.len() > 6)))
            }
            Step::Cut(ra, _) => !(edge || bracketed(texts.0, a.document, ra) || elided(texts.1, &qb.bytes)),
            Step::Added(_, rb) => !(edge || bracketed(texts.1, b.document, rb) || elided(texts.0, &qa.bytes)),
        }
    })
}

/// Whether words stand in square or round brackets.
fn bracketed(text: &str, document: &Document, words: &Range<u32>) -> bool {
    let span = document.span(words);
    let before = text[..span.start].trim_end().ends_with(['[', '(']);
    let after = text[span.end..].trim_start().starts_with([']', ')']);
    before || after || text[span].contains(['[', ']'])
}

/// Whether a quotation says itself that something was left out.
fn elided(text: &str, quote: &Range<u32>) -> bool {
    let quote = &text[quote.start as usize..quote.end as usize];
    quote.contains('…') || quote.contains("...") || quote.contains(". . .")
}

#[cfg(test)]
mod tests {
    use super::super::{measures, tiles};
    use super::*;
    use crate::clean::Cleaned;
    use crate::text::Document;

    fn counts(a: &str, b: &str) -> (u32, usize) {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let documents = (read(a), read(b));
        let clean = Cleaned::default();
        let (pa, pb) = (Prepared::of(&clean, &documents.0, &[]), Prepared::of(&clean, &documents.1, &[]));
        let tiles = tiles::find(&tiles::Seeds::of(&documents.0.words), &documents.1.words);
        let aligned = measures::align(&pa, &pb, &tiles);
        let quotes = compare(&pa, &pb, &tiles, Some(&aligned), (a, b));
        (quotes.shared, quotes.altered.len())
    }

    const SAID: &str = "“We will not sail before the talks are over and the pay is settled,” Doe said.";

    #[test]
    fn a_reworded_quotation_is_altered() {
        assert_eq!(counts(SAID, "“We will not sail before the discussions are over and the wages are settled,” Doe said."), (0, 1));
    }

    #[test]
    fn a_fragment_twice_in_a_sentence_is_never_taken_for_the_other() {
        let told = "Doe expected “nothing new” and Roe hoped for “nothing new” from the harbour talks that begin in Halvik on Monday.";
        assert_eq!(counts(told, told).1, 0);
        let once = "The mayor said she expected “nothing new” from the harbour talks that begin in Halvik on Monday with both sides.";
        assert_eq!(counts(once, &once.replace("expected", "hoped for")).1, 1);
    }

    #[test]
    fn what_another_speaker_said_is_not_an_alteration() {
        let reworded = |name: &str| format!("“We will not sail before the discussions are over and the wages are settled,” {name} said.");
        assert_eq!(counts(SAID, &reworded("Jane Doe")), (0, 1));
        assert_eq!(counts(SAID, &reworded("she")), (0, 1));
        assert_eq!(counts(SAID, &reworded("Tom Roe")), (0, 0));
    }

    #[test]
    fn a_trimmed_or_bracketed_quotation_is_not() {
        assert_eq!(counts(SAID, SAID), (1, 0));
        assert_eq!(counts(SAID, "Doe said: “We will not sail before the talks are over.”"), (1, 0));
        assert_eq!(counts(SAID, "“[The crews] will not sail before the talks are over … the pay is settled,” Doe said."), (1, 0));
    }

    #[test]
    fn another_quotation_is_neither() {
        assert_eq!(counts(SAID, "“The weather has been kind to all of us this year,” Doe said."), (0, 0));
    }

    #[test]
    fn the_place_tells_a_quotation_of_which_no_word_is_left() {
        let told = "The ferry crews of Halvik left the harbour at noon on Monday. “We are weary of hollow words,” Doe of the union said. The mayor of Halvik asked the crews for patience until Friday. The boats of the Coastal Line stood in the harbour all day.";
        let spun = "The ferry teams of Halvik departed the harbour at noon on Monday. “Everybody feels tired about empty phrases,” Doe of the union stated. The mayor of Halvik begged the teams for patience until Friday. The vessels of the Coastal Line stood in the harbour all day.";
        assert_eq!(counts(told, spun), (0, 1));
    }

    #[test]
    fn a_term_in_marks_is_altered_only_where_the_other_stood() {
        let told = "The minister called the plan of the crews “absurd” in a talk with Halvik radio on Monday.";
        assert_eq!(counts(told, "The minister called the plan of the crews “ridiculous” in a talk with Halvik radio on Monday."), (0, 1));
        assert_eq!(counts(told, "The minister spoke of the plan of the crews in a talk with “Halvik” radio on Monday."), (0, 0));
    }
}
