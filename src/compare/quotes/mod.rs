//! Compares quotations: which ones both articles have word for word, which in different wording,
//! and which are given to different people.
//!
//! A quotation counts as altered only if nothing else explains the difference: its words occur
//! nowhere in the other text, quoted or not, in one piece or several; its counterpart is the best
//! one in either direction, and by a margin; the place or the speaker agrees, and so do most words;
//! and the difference is not how outlets spell, trim or mark what was said (see [`wording`]). What
//! the thresholds below achieve together is measured on labelled sets (docs/accuracy.md).

mod counterpart;
mod heard;
mod matching;
mod places;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::framing;
use super::measures::{Aligned, Measures};
use super::prepare::Prepared;
use super::tiles::Tile;
use super::weight;
use super::wording::{self, Quoted};
use super::words;
use crate::languages::Language;
use crate::text::speakers::Speaker;
use crate::text::{Class, Document, Quote, thesaurus};
pub(super) use heard::Letters;
use matching::{Counterparts, IN_PLACE, Matching};
use places::Places;

/// Least words of a quotation to be counted; shorter ones are single terms. Chosen by judgement.
const LEAST: u32 = 3;
/// Altered quotations from which two texts are two translations of a third: this many if they are
/// at least half as many as the shared ones, or twice this many in any case. Chosen by judgement.
const TRANSLATED: usize = 3;
/// Share of replaced words from which the text around the quotations differs as it does between two
/// translations. Chosen by judgement.
const RETOLD: f64 = 0.03;
/// Least words of a quotation that is recognised by its wording alone, so that speakers can be
/// compared. Chosen by judgement.
const TELLING: usize = 6;
/// Share of a quotation's content words in the other text below which that text does not report it
/// at all. Chosen by judgement.
const UNTOLD: f64 = 0.6;

/// A quotation that only one text has, and the word of the other after which it would come.
pub type Alone = (Range<u32>, u32);

/// The result of comparing the quotations of a pair.
#[derive(Debug, Default)]
pub struct Quotes {
    /// Quotations of three words or more in each article.
    pub counts: (u32, u32),
    /// Quotations that both have word for word, including trimmed or bracketed ones.
    pub shared: u32,
    /// Quotations that both have in different wording, or under a verb of another attitude (see
    /// [`framing`]): word ranges in `a` and `b`.
    pub altered: Vec<(Range<u32>, Range<u32>)>,
    /// Quotations that both have word for word but give to different people: word ranges in `a` and
    /// `b`.
    pub given: Vec<(Range<u32>, Range<u32>)>,
    /// Quotations that one text has and the other does not report: `a`'s and `b`'s.
    pub alone: (Vec<Alone>, Vec<Alone>),
    /// Whether speakers were needed; if not, they count as unknown.
    spoken: bool,
}

impl Quotes {
    /// Notes the numbers of quotations in the measures of the pair.
    pub fn note(&self, m: &mut Measures) {
        m.quotes_shared = self.shared;
        m.quotes_altered = self.altered.len() as u32;
        m.quotes = self.counts;
    }

    /// Returns the words that name the speakers of two quotations: the one that contains a word of
    /// `a`, and the one that contains a word of `b`.
    pub fn speaker_of(
        &self,
        (a, b): (&Prepared<'_>, &Prepared<'_>),
        texts: (&str, &str),
        words: (u32, u32),
    ) -> (Option<Range<u32>>, Option<Range<u32>>) {
        let of = |side: &Prepared<'_>, text: &str, word: u32| {
            quote_at(&side.document.quotes, word).filter(|_| self.spoken).and_then(|at| {
                side.speakers(text)[at].as_ref().map(|speaker| speaker.words.clone())
            })
        };
        (of(a, texts.0, words.0), of(b, texts.1, words.1))
    }
}

/// Compares the quotations of two bodies; without `aligned`, only finds those that both have word
/// for word.
///
/// The counterpart of a quotation is the one that shares most of its words, or that is in the same
/// place: in the sentence linked with its own. If two texts run parallel sentence by sentence, the
/// place alone is enough, since spinning may leave no word. The best pairs are made first.
/// O(quotations of `a` · quotations of `b`); above 40,000 pairs only those in the same place are
/// compared.
pub fn compare(
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    tiles: &[Tile],
    aligned: Option<&Aligned>,
    texts: (&str, &str),
) -> Quotes {
    let (quotes_a, quotes_b) = (&a.document.quotes, &b.document.quotes);
    let counted = |all: &[Quote]| all.iter().filter(|q| is_long_enough(q)).count() as u32;
    let mut out = Quotes { counts: (counted(quotes_a), counted(quotes_b)), ..Quotes::default() };
    if quotes_a.is_empty() && quotes_b.is_empty() {
        return out;
    }
    let Some(aligned) = aligned else {
        let shared = quotes_a.iter().filter(|q| is_long_enough(q) && matching::covered(q, tiles));
        out.shared = shared.count() as u32;
        return out;
    };
    let mut matching = Matching::verbatim(a, b, tiles, texts);
    let settled = matching.is_settled();
    let spoken = !(settled && matching.is_empty());
    let pair = Quoting { a, b, texts, places: Places::of(a, b, aligned), spoken, settled };
    let counterparts = matching.counterparts(&pair);
    let mut same = matching.same();
    for at in counterparts {
        match pair.verdict(at) {
            Wording::Unknown => {}
            Wording::Altered => {
                out.altered.push((quotes_a[at.x].words.clone(), quotes_b[at.y].words.clone()));
            }
            Wording::Same => {
                matching.share(at.x);
                same.push((at.x, at.y));
            }
        }
    }
    let shared =
        quotes_a.iter().enumerate().filter(|(x, q)| matching.is_shared(*x) && is_long_enough(q));
    out.shared = shared.count() as u32;
    if pair.are_translations(&out) {
        out.altered.clear();
    }
    out.altered.extend(pair.reframed());
    out.given = pair.given(&same);
    out.alone = (pair.alone(&matching, true), pair.alone(&matching, false));
    out.spoken = spoken;
    out
}

/// A pair of texts whose quotations are compared.
struct Quoting<'p> {
    a: &'p Prepared<'p>,
    b: &'p Prepared<'p>,
    texts: (&'p str, &'p str),
    places: Places,
    /// Whether speakers are needed.
    spoken: bool,
    /// Whether both texts have every quotation word for word, so that languages are not needed.
    settled: bool,
}

/// What two counterparts are to each other.
enum Wording {
    /// They say the same.
    Same,
    /// One is the other, altered.
    Altered,
    /// Too little is known to tell.
    Unknown,
}

impl Quoting<'_> {
    /// The speakers of a quotation of `a` and of one of `b`, if both are known.
    fn speakers(&self, x: usize, y: usize) -> Option<(&Speaker, &Speaker)> {
        let (of_a, of_b) = (self.a.speakers(self.texts.0), self.b.speakers(self.texts.1));
        Some((of_a[x].as_ref()?, of_b[y].as_ref()?))
    }

    /// The languages of `a` and `b`; `None` if they are not needed or not known.
    fn languages(&self) -> (Option<&'static Language>, Option<&'static Language>) {
        if self.settled {
            return (None, None);
        }
        (self.a.language(self.texts.0), self.b.language(self.texts.1))
    }

    /// Whether two quotations may be of one speaker; quotations of two different people are not one
    /// quotation altered.
    fn are_of_one_speaker(&self, x: usize, y: usize) -> bool {
        self.speakers(x, y)
            .is_none_or(|(p, q)| !p.differs(q, (self.a.document, self.b.document), self.texts))
    }

    /// Whether one speaker is named for both.
    fn are_named_alike(&self, x: usize, y: usize) -> bool {
        self.speakers(x, y)
            .is_some_and(|(p, q)| p.is_like(q, (self.a.document, self.b.document), self.texts))
    }

    /// Whether a difference of wording can be judged. In a language without data here, the same
    /// words may be spelled in two ways. In a language without a thesaurus, a text in other words
    /// may be another translation of the same.
    fn is_chargeable(&self) -> bool {
        match self.languages() {
            (Some(x), Some(y)) => {
                x.code == y.code && (x.code == thesaurus::LANGUAGE || !self.places.reworded)
            }
            _ => false,
        }
    }

    /// Decides whether two counterparts say the same.
    fn verdict(&self, at: Counterparts) -> Wording {
        let (a, b) = (self.a.document, self.b.document);
        let (quote, other) = (&a.quotes[at.x], &b.quotes[at.y]);
        let steps = words::align(&a.words, &b.words, (&quote.words, &other.words));
        let (one, two): (Quoted<'_>, Quoted<'_>) =
            ((a, self.texts.0, quote), (b, self.texts.1, other));
        let language = self.languages().0;
        // A spinner replaces every word, even function words and titles.
        let spun = self.places.reworded
            && language.is_some_and(|language| language.code == thesaurus::LANGUAGE);
        let weighs = || match language {
            Some(language) if spun => weight::is_reworded(&steps, one, two, language),
            Some(language) => weight::weighs(&steps, one, two, language),
            None => true,
        };
        let in_place = at.placed && self.places.reworded;
        if !self.is_chargeable() || !spun && weight::is_title(one) && weight::is_title(two) {
            Wording::Unknown
        } else if wording::is_altered(&steps, one, two, in_place, language) && weighs() {
            Wording::Altered
        } else {
            Wording::Same
        }
    }

    /// Whether the two texts are translations: many quotations differ and so does the text around
    /// them, in a language without a thesaurus to recognise a spinner's words.
    fn are_translations(&self, found: &Quotes) -> bool {
        let altered = found.altered.len();
        let many = altered >= TRANSLATED
            && (2 * altered >= found.shared as usize || altered >= 2 * TRANSLATED);
        many && self.places.swapped_share >= RETOLD
            && self.languages().0.is_some_and(|x| x.code != thesaurus::LANGUAGE)
    }

    /// The quotations that both texts have in the same place and words, under verbs of different
    /// attitudes.
    fn reframed(&self) -> Vec<(Range<u32>, Range<u32>)> {
        let (a, b) = (self.a.document, self.b.document);
        let mut found = Vec::new();
        for (x, quote) in a.quotes.iter().enumerate() {
            let place = self.places.counterpart_of(sentence_of(a, quote.words.start));
            let Some(sentence) = place.and_then(|place| b.sentences.get(place as usize)) else {
                continue;
            };
            let from = b.quotes.partition_point(|other| other.words.start < sentence.start);
            let there = (from..b.quotes.len())
                .take_while(|y| b.quotes[*y].words.start < sentence.end)
                .take(IN_PLACE);
            let mut same = there.filter(|y| framing::same_words((a, quote), (b, &b.quotes[*y])));
            // If the words occur twice in a sentence, the occurrences cannot be assigned.
            if let (Some(y), None) = (same.next(), same.next())
                && (!self.spoken || self.are_of_one_speaker(x, y))
            {
                found.extend(framing::reframed(
                    (a, self.texts.0, quote),
                    (b, self.texts.1, &b.quotes[y]),
                ));
            }
        }
        found
    }

    /// The quotations, among those that say the same, that the two texts give to different people.
    fn given(&self, same: &[(usize, usize)]) -> Vec<(Range<u32>, Range<u32>)> {
        if !self.spoken {
            return Vec::new();
        }
        let (a, b) = (self.a.document, self.b.document);
        let is_given = |(x, y): &&(usize, usize)| {
            a.quotes[*x].words.len().min(b.quotes[*y].words.len()) >= TELLING
                && self.speakers(*x, *y).is_some_and(|(p, q)| p.is_another(q, (a, b), self.texts))
        };
        let pairs = same.iter().filter(is_given);
        pairs.map(|(x, y)| (a.quotes[*x].words.clone(), b.quotes[*y].words.clone())).collect()
    }

    /// The quotations of `a` (`first`) or `b` that the other text does not report.
    fn alone(&self, matching: &Matching, first: bool) -> Vec<Alone> {
        let ((own, text), other) =
            if first { ((self.a, self.texts.0), self.b) } else { ((self.b, self.texts.1), self.a) };
        let untold = |quote: &Quote| {
            let words = &own.document.words[quote.words.start as usize..quote.words.end as usize];
            let content = || words.iter().filter(|w| !w.class.has(Class::FUNCTION));
            let known = content().filter(|w| !other.sentences_with(w.key).is_empty()).count();
            words.len() >= TELLING
                && (known as f64) < UNTOLD * content().count() as f64
                && !weight::is_title((own.document, text, quote))
        };
        let quotes = own.document.quotes.iter().enumerate();
        let alone = quotes.filter(|(at, quote)| matching.is_alone(*at, first) && untold(quote));
        alone
            .map(|(_, quote)| {
                let start = quote.words.start;
                let place = self.places.behind(own.document, start, other.document, !first);
                (quote.words.clone(), place)
            })
            .collect()
    }
}

fn is_long_enough(quote: &Quote) -> bool {
    quote.words.len() as u32 >= LEAST
}

fn bytes(quote: &Quote) -> Range<usize> {
    quote.bytes.start as usize..quote.bytes.end as usize
}

/// Returns the quotation that contains a word, if any; quotations are in order and do not overlap.
fn quote_at(quotes: &[Quote], word: u32) -> Option<usize> {
    let at = quotes.partition_point(|q| q.words.end <= word);
    quotes.get(at).filter(|q| q.words.start <= word).map(|_| at)
}

fn sentence_of(document: &Document, word: u32) -> u32 {
    document.sentences.partition_point(|s| s.end <= word) as u32
}
