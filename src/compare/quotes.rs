//! Compares quotations: which both articles hold word for word, which in another wording.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::tiles::Tile;
use super::words::{self, Step};
use crate::text::{Class, Document, Quote};

/// Words from which a quotation is compared; shorter ones are single terms.
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
    /// Quotations that both hold in different wording: word ranges in `a` and `b`.
    pub altered: Vec<(Range<u32>, Range<u32>)>,
}

/// Compares the quotations of two bodies; without aligned sentences only those are found that both hold word for word.
///
/// O(quotations of `a` · quotations of `b`).
pub fn compare(a: &Prepared, b: &Prepared, tiles: &[Tile], aligned: Option<&Aligned>, texts: (&str, &str)) -> Quotes {
    let long_enough = |d: &Document| d.quotes.iter().filter(|q| q.words.end - q.words.start >= LEAST).cloned().collect::<Vec<Quote>>();
    let (quotes_a, quotes_b) = (long_enough(&a.document), long_enough(&b.document));
    let mut out = Quotes { counts: (quotes_a.len() as u32, quotes_b.len() as u32), ..Quotes::default() };
    if quotes_a.is_empty() || quotes_b.is_empty() {
        return out;
    }
    let Some(aligned) = aligned else {
        out.shared = quotes_a.iter().filter(|q| covered(q, tiles)).count() as u32;
        return out;
    };
    let places: FxHashMap<u32, u32> = aligned.links.iter().map(|l| if aligned.from_b { (l.to, l.from) } else { (l.from, l.to) }).collect();
    let mut taken = vec![false; quotes_b.len()];
    for quote in &quotes_a {
        if covered(quote, tiles) {
            out.shared += 1;
            if let Some(at) = quotes_b.iter().position(|q| tiles.iter().any(|t| holds(t, quote, q))) {
                taken[at] = true;
            }
            continue;
        }
        let here = sentence_of(&a.document, quote.words.start);
        let place = places.get(&here);
        let candidates = quotes_b.iter().enumerate().filter(|(at, _)| !taken[*at]).filter_map(|(at, other)| {
            let alike = alike(&a.document, quote, &b.document, other);
            let there = sentence_of(&b.document, other.words.start);
            let in_place = place.is_some_and(|p| p.abs_diff(there) <= 1);
            (alike >= if in_place { ALIKE_IN_PLACE } else { ALIKE }).then_some((alike + if in_place { 0.3 } else { 0.0 }, at))
        });
        let Some((_, at)) = candidates.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1))) else { continue };
        taken[at] = true;
        let other = &quotes_b[at];
        if is_altered(a, b, quote, other, texts) { out.altered.push((quote.words.clone(), other.words.clone())) } else { out.shared += 1 }
    }
    out
}

/// Whether verbatim runs hold every word of a quotation but its first and last (where a trim may cut).
fn covered(quote: &Quote, tiles: &[Tile]) -> bool {
    tiles.iter().any(|t| t.a <= quote.words.start && quote.words.end <= t.a + t.length)
}

/// Whether a run joins two quotations.
fn holds(tile: &Tile, a: &Quote, b: &Quote) -> bool {
    let at = i64::from(tile.b) - i64::from(tile.a) + i64::from(a.words.start);
    tile.a <= a.words.start && a.words.start < tile.a + tile.length && i64::from(b.words.start) <= at && at < i64::from(b.words.end)
}

fn sentence_of(document: &Document, word: u32) -> u32 {
    document.sentences.partition_point(|s| s.end <= word) as u32
}

/// The share of the shorter quotation's content words that the other holds, in [0, 1].
fn alike(da: &Document, a: &Quote, db: &Document, b: &Quote) -> f64 {
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
    small.iter().filter(|k| large.binary_search(k).is_ok()).count() as f64 / small.len().max(1) as f64
}

/// Whether two quotations differ in wording, and not only by what a quotation may lose: its ends, words left out under
/// `…`, and words in brackets.
fn is_altered(a: &Prepared, b: &Prepared, qa: &Quote, qb: &Quote, texts: (&str, &str)) -> bool {
    let steps = words::align(&a.document.words, &b.document.words, (&qa.words, &qb.words));
    let last = steps.len().saturating_sub(1);
    steps.iter().enumerate().any(|(i, step)| {
        let edge = i == 0 || i == last;
        match step {
            Step::Same(..) => false,
            Step::Swapped(ra, rb) => {
                !(bracketed(texts.0, &a.document, ra) || bracketed(texts.1, &b.document, rb) || (edge && (ra.len() > 6 || rb.len() > 6)))
            }
            Step::Cut(ra, _) => !(edge || bracketed(texts.0, &a.document, ra) || elided(texts.1, &qb.bytes)),
            Step::Added(_, rb) => !(edge || bracketed(texts.1, &b.document, rb) || elided(texts.0, &qa.bytes)),
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
    use crate::ingest::Article;

    fn counts(a: &str, b: &str) -> (u32, usize) {
        let prepare = |text: &str| {
            Prepared::of(
                &Article { text: text.to_owned(), ..Article::default() },
                &Cleaned { body: vec![0..text.len()], ..Cleaned::default() },
                &[],
            )
        };
        let (pa, pb) = (prepare(a), prepare(b));
        let tiles = tiles::find(&tiles::Seeds::of(&pa), &pb);
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
    fn a_trimmed_or_bracketed_quotation_is_not() {
        assert_eq!(counts(SAID, SAID), (1, 0));
        assert_eq!(counts(SAID, "Doe said: “We will not sail before the talks are over.”"), (1, 0));
        assert_eq!(counts(SAID, "“[The crews] will not sail before the talks are over … the pay is settled,” Doe said."), (1, 0));
    }

    #[test]
    fn another_quotation_is_neither() {
        assert_eq!(counts(SAID, "“The weather has been kind to all of us this year,” Doe said."), (0, 0));
    }
}
