//! Compares quotations: which ones both articles have word for word, which in different wording,
//! and which are given to different people.
//!
//! A quotation counts as altered only if nothing else explains the difference: its words occur
//! nowhere in the other text, quoted or not, in one piece or several; its counterpart is the best
//! one in either direction, and by a margin; the place or the speaker agrees, and so do most words;
//! and the difference is not how outlets spell, trim or mark what was said (see [`wording`]). What
//! the thresholds below achieve together is measured on labelled sets (docs/accuracy.md).

use std::cell::Cell;
use std::ops::Range;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::framing;
use super::links;
use super::measures::Aligned;
use super::prepare::Prepared;
use super::tiles::Tile;
use super::weight;
use super::wording::{self, Quoted};
use super::words::{self, Step};
use crate::text::speakers::Speaker;
use crate::text::{Class, Document, Quote, thesaurus};

/// Least words of a quotation to be counted; shorter ones are single terms. Chosen by judgement.
const LEAST: u32 = 3;
/// Least share of the shorter quotation's words that the other has, in order, for the same
/// quotation reworded. Chosen by judgement.
const ALIKE: f64 = 0.5;
/// The same if neither place nor speaker shows that the two are one. Chosen by judgement.
const MUCH_ALIKE: f64 = 0.7;
/// Least share of content words in common if two texts run parallel sentence by sentence in other
/// words. Chosen by judgement.
const ALIKE_IN_PLACE: f64 = 0.2;
/// Least words of a quotation that keeps some of its words, however it is spun. Chosen by
/// judgement.
const LONG: u32 = 12;
/// Equal words in a row that two wordings of one quotation share; two translations seldom do.
/// Chosen by judgement.
const RUN: u32 = 4;
/// Altered quotations from which two texts are two translations of a third: this many if they are
/// at least half as many as the shared ones, or twice this many in any case. Chosen by judgement.
const TRANSLATED: usize = 3;
/// Share of replaced words from which the text around the quotations differs as it does between two
/// translations. Chosen by judgement.
const RETOLD: f64 = 0.03;
/// Least lead of a counterpart over the next best one. Chosen by judgement.
const MARGIN: f64 = 0.15;
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
    /// The speaker of each quotation of `a` and of `b`; empty if speakers were not needed.
    pub speakers: (Vec<Option<Speaker>>, Vec<Option<Speaker>>),
}

impl Quotes {
    /// Returns the words that name the speakers of two quotations: the one that contains a word of
    /// `a`, and the one that contains a word of `b`.
    pub fn speaker_of(
        &self,
        documents: (&Document, &Document),
        words: (u32, u32),
    ) -> (Option<Range<u32>>, Option<Range<u32>>) {
        let of = |document: &Document, all: &[Option<Speaker>], word: u32| {
            quote_at(&document.quotes, word)
                .and_then(|at| all.get(at)?.as_ref().map(|speaker| speaker.words.clone()))
        };
        (of(documents.0, &self.speakers.0, words.0), of(documents.1, &self.speakers.1, words.1))
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
    let long_enough = |q: &&Quote| q.words.len() as u32 >= LEAST;
    let counts = (
        quotes_a.iter().filter(long_enough).count() as u32,
        quotes_b.iter().filter(long_enough).count() as u32,
    );
    let mut out = Quotes { counts, ..Quotes::default() };
    if quotes_a.is_empty() && quotes_b.is_empty() {
        return out;
    }
    let Some(aligned) = aligned else {
        out.shared =
            quotes_a.iter().filter(long_enough).filter(|q| covered(q, tiles)).count() as u32;
        return out;
    };
    // The counterpart of each quotation, if found.
    let (mut of_a, mut of_b) =
        (vec![None::<usize>; quotes_a.len()], vec![None::<usize>; quotes_b.len()]);
    let (mut done_a, mut done_b) = (vec![false; quotes_a.len()], vec![false; quotes_b.len()]);
    for (x, quote) in quotes_a.iter().enumerate().filter(|(_, q)| covered(q, tiles)) {
        done_a[x] = true;
        if let Some(y) = beyond(quote.words.start, tiles).and_then(|word| quote_at(quotes_b, word))
        {
            (of_a[x], of_b[y]) = (Some(y), Some(x));
        }
    }
    let back: Vec<Tile> = {
        let mut back: Vec<Tile> =
            tiles.iter().map(|t| Tile { a: t.b, b: t.a, length: t.length }).collect();
        back.sort_unstable_by_key(|t| t.a);
        back
    };
    quotes_b
        .iter()
        .enumerate()
        .filter(|(_, q)| covered(q, &back))
        .for_each(|(y, _)| done_b[y] = true);
    let heard = (Heard::new(a, texts.0), Heard::new(b, texts.1));
    quotes_a
        .iter()
        .enumerate()
        .for_each(|(x, q)| done_a[x] = done_a[x] || heard.1.holds(texts.0, q));
    quotes_b
        .iter()
        .enumerate()
        .for_each(|(y, q)| done_b[y] = done_b[y] || heard.0.holds(texts.1, q));
    let settled = done_a.iter().chain(&done_b).all(|done| *done);
    if !(settled && of_a.iter().all(Option::is_none)) {
        out.speakers = (a.speakers(texts.0).to_vec(), b.speakers(texts.1).to_vec());
    }
    let places = Places::of(a, b, aligned);
    // In a language without data here, the same words may be spelled in two ways. In a language
    // without a thesaurus, a text in other words may be another translation of the same.
    let languages = if settled { (None, None) } else { (a.language(texts.0), b.language(texts.1)) };
    let chargeable = match languages {
        (Some(x), Some(y)) => {
            x.code == y.code && (x.code == thesaurus::LANGUAGE || !places.reworded)
        }
        _ => false,
    };
    // Quotations of two different people are not one quotation altered.
    let one_speaker = |x: usize, y: usize| match (&out.speakers.0[x], &out.speakers.1[y]) {
        (Some(p), Some(q)) => !p.differs(q, (a.document, b.document), texts),
        _ => true,
    };
    let named_alike = |x: usize, y: usize| match (&out.speakers.0[x], &out.speakers.1[y]) {
        (Some(p), Some(q)) => p.is_like(q, (a.document, b.document), texts),
        _ => false,
    };
    let sparse = quotes_a.len() * quotes_b.len() > MANY;
    // The quotations that may be the counterpart of one: all, or those in its place.
    let opposite = |quote: &Quote| {
        if !sparse {
            return 0..quotes_b.len();
        }
        let Some(place) = places.counterpart_of(sentence_of(a.document, quote.words.start)) else {
            return 0..0;
        };
        let sentence =
            |at: u32| b.document.sentences.get(at as usize).map_or(b.len() as u32, |s| s.start);
        let from = |word: u32| quotes_b.partition_point(|q| q.words.start < word);
        let first = from(sentence(place.saturating_sub(1)));
        first..from(sentence(place + 2)).min(first + IN_PLACE)
    };
    let mut found: Vec<Fit> = Vec::new();
    if !settled {
        for (x, quote) in quotes_a.iter().enumerate() {
            for y in opposite(quote).filter(|y| !(done_a[x] && done_b[*y])) {
                let other = &quotes_b[y];
                let apart = places.apart(
                    sentence_of(a.document, quote.words.start),
                    sentence_of(b.document, other.words.start),
                );
                if !one_speaker(x, y) {
                    continue;
                }
                // If only one of the two occurs in the other text word for word, they are
                // counterparts by their words alone, not by their place.
                let apart = apart.filter(|_| done_a[x] == done_b[y]);
                if let Some((worth, placed)) =
                    counterpart(a, quote, b, other, (apart, named_alike(x, y)), &places)
                {
                    found.push(Fit { worth, x, y, placed });
                }
            }
        }
    }
    found.sort_by(|p, q| q.worth.total_cmp(&p.worth).then((p.x, p.y).cmp(&(q.x, q.y))));
    let (mut at_x, mut at_y) = (vec![Vec::new(); quotes_a.len()], vec![Vec::new(); quotes_b.len()]);
    for (at, fit) in found.iter().enumerate() {
        at_x[fit.x].push(at);
        at_y[fit.y].push(at);
    }
    let mut pairs: Vec<(usize, usize, bool)> = Vec::new();
    let (mut taken_a, mut taken_b) = (vec![false; quotes_a.len()], vec![false; quotes_b.len()]);
    for fit in &found {
        let (x, y) = (fit.x, fit.y);
        if taken_a[x] || taken_b[y] {
            continue;
        }
        (taken_a[x], taken_b[y]) = (true, true);
        if done_a[x] || done_b[y] {
            // One of the two occurs in the other text word for word, so the other one just quotes
            // more or less of it.
            done_a[x] = true;
            done_b[y] = true;
            continue;
        }
        let alike = |p: &Quote, q: &Quote, text: &str| {
            wording::letters(&text[bytes(p)]) == wording::letters(&text[bytes(q)])
        };
        let twin = |other: &Fit| {
            if other.x == x {
                alike(&quotes_b[y], &quotes_b[other.y], texts.1)
            } else {
                alike(&quotes_a[x], &quotes_a[other.x], texts.0)
            }
        };
        let rival = |other: &Fit| {
            let one = (other.x == x) != (other.y == y);
            one && other.worth > fit.worth - MARGIN && (other.placed || !fit.placed) && !twin(other)
        };
        if !at_x[x].iter().chain(&at_y[y]).any(|at| rival(&found[*at])) {
            (of_a[x], of_b[y]) = (Some(y), Some(x));
            pairs.push((x, y, fit.placed));
        }
    }
    if places.reworded {
        opposite_each_other((a, b), &places, (&of_a, &of_b), (&done_a, &done_b), &mut pairs);
        for &(x, y, _) in &pairs {
            (of_a[x], of_b[y]) = (Some(y), Some(x));
        }
    }
    if places.parallel {
        between((a, b), (&of_a, &of_b), (&done_a, &done_b), &mut pairs);
        for &(x, y, _) in &pairs {
            (of_a[x], of_b[y]) = (Some(y), Some(x));
        }
    }
    pairs.retain(|&(x, y, _)| one_speaker(x, y));
    pairs.sort_unstable();
    let mut same: Vec<(usize, usize)> =
        (0..of_a.len()).filter(|x| done_a[*x]).filter_map(|x| of_a[x].map(|y| (x, y))).collect();
    for &(x, y, placed) in &pairs {
        let (quote, other) = (&quotes_a[x], &quotes_b[y]);
        let steps =
            words::align(&a.document.words, &b.document.words, (&quote.words, &other.words));
        let (one, two): (Quoted<'_>, Quoted<'_>) =
            ((a.document, texts.0, quote), (b.document, texts.1, other));
        // A spinner replaces every word, even function words and titles.
        let spun = places.reworded
            && languages.0.is_some_and(|language| language.code == thesaurus::LANGUAGE);
        let weighs = || match languages.0 {
            Some(language) if spun => weight::is_reworded(&steps, one, two, language),
            Some(language) => weight::weighs(&steps, one, two, language),
            None => true,
        };
        if !chargeable || !spun && weight::is_title(one) && weight::is_title(two) {
            // Not enough is known to say whether it was altered.
        } else if wording::is_altered(&steps, one, two, placed && places.reworded, languages.0)
            && weighs()
        {
            out.altered.push((quote.words.clone(), other.words.clone()));
        } else {
            done_a[x] = true;
            same.push((x, y));
        }
    }
    out.shared =
        quotes_a.iter().enumerate().filter(|(x, q)| done_a[*x] && long_enough(q)).count() as u32;
    // If many quotations differ and so does the text around them, in a language without a thesaurus
    // to recognise a spinner's words, the two are translations.
    let many = out.altered.len() >= TRANSLATED
        && (2 * out.altered.len() >= out.shared as usize || out.altered.len() >= 2 * TRANSLATED);
    if many
        && places.swapped_share >= RETOLD
        && languages.0.is_some_and(|x| x.code != thesaurus::LANGUAGE)
    {
        out.altered.clear();
    }
    for (x, quote) in quotes_a.iter().enumerate() {
        let Some(place) = places.counterpart_of(sentence_of(a.document, quote.words.start)) else {
            continue;
        };
        let Some(sentence) = b.document.sentences.get(place as usize) else { continue };
        let from = quotes_b.partition_point(|other| other.words.start < sentence.start);
        let there = (from..quotes_b.len())
            .take_while(|y| quotes_b[*y].words.start < sentence.end)
            .take(IN_PLACE);
        let mut same =
            there.filter(|y| framing::same_words((a.document, quote), (b.document, &quotes_b[*y])));
        // If the words occur twice in a sentence, the occurrences cannot be assigned.
        if let (Some(y), None) = (same.next(), same.next())
            && (out.speakers.0.is_empty() || one_speaker(x, y))
        {
            out.altered.extend(framing::reframed(
                (a.document, texts.0, quote),
                (b.document, texts.1, &quotes_b[y]),
            ));
        }
    }
    if !out.speakers.0.is_empty() {
        for (x, y) in same {
            let (quote, other) = (&quotes_a[x], &quotes_b[y]);
            if quote.words.len().min(other.words.len()) >= TELLING
                && let (Some(p), Some(q)) = (&out.speakers.0[x], &out.speakers.1[y])
                && p.is_another(q, (a.document, b.document), texts)
            {
                out.given.push((quote.words.clone(), other.words.clone()));
            }
        }
    }
    let untold = |own: &Prepared<'_>, text: &str, quote: &Quote, other: &Prepared<'_>| {
        let words = &own.document.words[quote.words.start as usize..quote.words.end as usize];
        let content = || words.iter().filter(|w| !w.class.has(Class::FUNCTION));
        let known = content().filter(|w| !other.sentences_with(w.key).is_empty()).count();
        words.len() >= TELLING
            && (known as f64) < UNTOLD * content().count() as f64
            && !weight::is_title((own.document, text, quote))
    };
    for (x, quote) in quotes_a.iter().enumerate().filter(|(x, _)| !done_a[*x] && of_a[*x].is_none())
    {
        if at_x[x].is_empty() && untold(a, texts.0, quote, b) {
            out.alone.0.push((
                quote.words.clone(),
                places.behind(a.document, quote.words.start, b.document, false),
            ));
        }
    }
    for (y, quote) in quotes_b.iter().enumerate().filter(|(y, _)| !done_b[*y] && of_b[*y].is_none())
    {
        if at_y[y].is_empty() && untold(b, texts.1, quote, a) {
            out.alone.1.push((
                quote.words.clone(),
                places.behind(b.document, quote.words.start, a.document, true),
            ));
        }
    }
    out
}

/// Two quotations that may be one.
struct Fit {
    worth: f64,
    x: usize,
    y: usize,
    /// Whether their place shows that they are one.
    placed: bool,
}

fn bytes(quote: &Quote) -> Range<usize> {
    quote.bytes.start as usize..quote.bytes.end as usize
}

/// A text in which quotations are looked up.
struct Heard<'t> {
    prepared: &'t Prepared<'t>,
    text: &'t str,
    asked: Cell<usize>,
}

/// What a text says, as letters without spaces, so that a quotation is found again whether it is
/// quoted, reported or glued to other words.
#[derive(Debug)]
pub(super) struct Letters {
    /// All words of the text.
    all: Stream,
    /// The quoted words of its body, in which two parts of a quotation with *she said* between them
    /// are adjacent.
    quoted: Stream,
}

/// The letters of consecutive words, and where words begin.
#[derive(Debug, Default)]
struct Stream {
    letters: String,
    starts: Vec<u32>,
}

impl Letters {
    /// Reads a text, and the quoted words of its body. O(bytes).
    pub(super) fn of(document: &Document, text: &str) -> Self {
        let words = document.words.len();
        let mut all = Stream {
            letters: String::with_capacity(text.len()),
            starts: Vec::with_capacity(words + words / 8),
        };
        let mut quoted = Stream::default();
        text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
            .for_each(|word| all.push(word));
        document
            .words
            .iter()
            .filter(|w| w.class.has(Class::QUOTED))
            .for_each(|w| quoted.push(w.of(text)));
        Self { all, quoted }
    }
}

impl<'t> Heard<'t> {
    fn new(prepared: &'t Prepared<'t>, text: &'t str) -> Self {
        Self { prepared, text, asked: Cell::new(0) }
    }

    /// Whether the words of a quotation occur here: in one piece, or each piece between its
    /// brackets and ellipses.
    fn holds(&self, text: &str, quote: &Quote) -> bool {
        let said = &text[bytes(quote)];
        let whole = wording::letters(said);
        let Letters { all, quoted } = self.prepared.letters(self.text);
        // A text with thousands of quotations is an attack.
        if self.text.len() * (1 + self.asked.replace(self.asked.get() + 1)) > MOST_HEARD {
            return false;
        }
        let stands = |letters: &str| all.holds(letters) || quoted.holds(letters);
        if stands(&whole) {
            return true;
        }
        let mut pieces: Vec<String> = Vec::new();
        let mut rest = String::new();
        let mut depth = 0usize;
        for part in said.replace("...", "…").replace(". . .", "…").chars() {
            match part {
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > 0 || part == '…' {
                pieces.push(std::mem::take(&mut rest));
            } else {
                rest.push(part);
            }
        }
        pieces.push(rest);
        let pieces: Vec<String> = pieces
            .iter()
            .map(|piece| wording::letters(piece))
            .filter(|piece| !piece.is_empty())
            .collect();
        pieces.len() > 1
            && pieces.iter().map(String::len).sum::<usize>() * 2 > whole.len()
            && pieces.iter().all(|piece| stands(piece))
    }
}

impl Stream {
    fn push(&mut self, word: &str) {
        let before = self.letters.len();
        wording::push_letters(word, &mut self.letters);
        if self.letters.len() > before {
            self.starts.push(before as u32);
        }
    }

    /// Whether letters occur here from the beginning of a word to the end of one.
    fn holds(&self, letters: &str) -> bool {
        let border =
            |at: usize| at == self.letters.len() || self.starts.binary_search(&(at as u32)).is_ok();
        let finder = Finder::new(letters);
        !letters.is_empty()
            && finder
                .find_iter(self.letters.as_bytes())
                .any(|at| border(at) && border(at + letters.len()))
    }
}

/// Pairs quotations in two linked sentences of reworded texts if both have the same number of them,
/// of similar length, and the sentences around them correspond too.
fn opposite_each_other(
    (a, b): (&Prepared<'_>, &Prepared<'_>),
    places: &Places,
    (of_a, of_b): (&[Option<usize>], &[Option<usize>]),
    (done_a, done_b): (&[bool], &[bool]),
    pairs: &mut Vec<(usize, usize, bool)>,
) {
    let open = |document: &Document, of: &[Option<usize>], done: &[bool]| {
        let mut open: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (at, quote) in
            document.quotes.iter().enumerate().filter(|(at, _)| of[*at].is_none() && !done[*at])
        {
            open.entry(sentence_of(document, quote.words.start)).or_default().push(at);
        }
        open
    };
    let (open_a, open_b) = (open(a.document, of_a, done_a), open(b.document, of_b, done_b));
    let mut sentences: Vec<(&u32, &Vec<usize>)> = open_a.iter().collect();
    sentences.sort_unstable();
    for (sentence, here) in sentences {
        let Some(place) =
            places.counterpart_of(*sentence).filter(|place| places.runs_along((*sentence, *place)))
        else {
            continue;
        };
        let Some(there) = open_b.get(&place).filter(|there| there.len() == here.len()) else {
            continue;
        };
        let like = |(i, j): (&usize, &usize)| {
            let (qa, qb) = (&a.document.quotes[*i], &b.document.quotes[*j]);
            let (n, m) = (qa.words.len() as u32, qb.words.len() as u32);
            let known = || {
                alike(a.document, qa, b.document, qb).0 > 0
                    || foreign(a, qa, b) && foreign(b, qb, a)
            };
            n.min(m) < LONG && f64::from(n.min(m)) >= LIKE_LENGTH * f64::from(n.max(m)) && known()
        };
        if here.iter().zip(there).all(like) {
            pairs.extend(here.iter().zip(there).map(|(x, y)| (*x, *y, true)));
        }
    }
}

/// Pairs quotations between two pairs already made if both texts have the same number of them
/// there, of similar length. Terms in quotation marks are paired only if the other text has none of
/// their content words.
fn between(
    (a, b): (&Prepared<'_>, &Prepared<'_>),
    (of_a, of_b): (&[Option<usize>], &[Option<usize>]),
    (done_a, done_b): (&[bool], &[bool]),
    pairs: &mut Vec<(usize, usize, bool)>,
) {
    let (quotes_a, quotes_b) = (&a.document.quotes, &b.document.quotes);
    let anchors = (0..of_a.len()).filter_map(|x| of_a[x].map(|y| (x, y)));
    let mut before = (0, 0);
    for (x, y) in anchors.chain(std::iter::once((quotes_a.len(), quotes_b.len()))) {
        if y >= before.1 {
            let open_a: Vec<usize> =
                (before.0..x).filter(|&i| of_a[i].is_none() && !done_a[i]).collect();
            let open_b: Vec<usize> =
                (before.1..y).filter(|&j| of_b[j].is_none() && !done_b[j]).collect();
            let like = |(i, j): (&usize, &usize)| {
                let (n, m) = (quotes_a[*i].words.len(), quotes_b[*j].words.len());
                let long = n.min(m) as u32 >= LEAST;
                n.min(m) as f64 >= LIKE_LENGTH * n.max(m) as f64
                    && (long || foreign(a, &quotes_a[*i], b) && foreign(b, &quotes_b[*j], a))
            };
            if open_a.len() == open_b.len() && open_a.iter().zip(&open_b).all(like) {
                pairs.extend(open_a.into_iter().zip(open_b).map(|(x, y)| (x, y, true)));
            }
            before = (x + 1, y + 1);
        }
    }
}

/// Whether no content word of a quotation occurs in the other body.
fn foreign(own: &Prepared<'_>, quote: &Quote, other: &Prepared<'_>) -> bool {
    let words = &own.document.words[quote.words.start as usize..quote.words.end as usize];
    words.iter().all(|w| w.class.has(Class::FUNCTION) || other.sentences_with(w.key).is_empty())
}

/// Quotations in one place that are considered as the counterpart of one. Chosen by judgement: a
/// sentence with thousands is an attack.
const IN_PLACE: usize = 64;
/// Sentences before a quotation by which its place in the other text is looked for. Chosen by
/// judgement.
const BEHIND: usize = 32;
/// Bytes of text searched for the quotations of one pair. Chosen by judgement: it bounds the work.
const MOST_HEARD: usize = 100_000_000;
/// Pairs of quotations above which only those in the same place are compared. Chosen by judgement:
/// it bounds the work.
const MANY: usize = 40_000;
/// Least ratio of the lengths of two quotations that the place alone makes one. Chosen by
/// judgement.
const LIKE_LENGTH: f64 = 0.5;
/// The same for two long ones if the texts run parallel only around them. Chosen by judgement.
const SAME_LENGTH: f64 = 0.8;
/// Ratio of lengths below which two quotations are different ones unless their place says
/// otherwise. Chosen by judgement.
const UNLIKE_LENGTH: f64 = 0.25;
/// Share of replaced words from which a text is reworded throughout. Chosen by judgement.
const REWORDED: f64 = 0.08;
/// Words around a short quotation that may have been changed with it. Chosen by judgement.
const AROUND: u32 = 3;

/// Returns how well two quotations fit as counterparts, and whether their place shows that they
/// are; `None` if they do not fit.
///
/// `known` is the number of sentences between the second quotation and the place of the first
/// (`None` if that place is unknown), and whether one speaker is named for both.
fn counterpart(
    a: &Prepared<'_>,
    qa: &Quote,
    b: &Prepared<'_>,
    qb: &Quote,
    known: (Option<u32>, bool),
    places: &Places,
) -> Option<(f64, bool)> {
    let (n, m) = (qa.words.len() as u32, qb.words.len() as u32);
    let length = f64::from(n.min(m)) / f64::from(n.max(m));
    let (apart, one_speaker) = known;
    if n.min(m) < LEAST {
        // A term in quotation marks must have been put exactly in the place of the other. Titles of
        // two films, or two headlines, do not replace each other.
        let title = |p: &Prepared<'_>, q: &Quote| {
            let words = &p.document.words[q.words.start as usize..q.words.end as usize];
            words.iter().all(|w| w.class.has(Class::CAPITAL | Class::FUNCTION))
                && !words[0].class.has(Class::SENTENCE)
        };
        let swapped = apart == Some(0)
            && places.stands_for(&qa.words, &qb.words)
            && (places.reworded || !(title(a, qa) && title(b, qb)));
        return (swapped && n.max(m) <= 2 * LEAST).then_some((1.0 + length, places.reworded));
    }
    let (shared, alike) = alike(a.document, qa, b.document, qb);
    let sentences =
        (sentence_of(a.document, qa.words.start), sentence_of(b.document, qb.words.start));
    let placed =
        apart == Some(0) && places.reworded && (places.parallel || places.runs_along(sentences));
    if shared == 0 && !placed {
        return None;
    }
    let (kept, run) = kept(a, qa, b, qb);
    let share = f64::from(kept) / f64::from(n.min(m));
    let fits = match apart {
        Some(0)
            if placed
                && (alike >= ALIKE_IN_PLACE
                    || length >= LIKE_LENGTH && (places.parallel || n.min(m) < LONG)
                    || length >= SAME_LENGTH) =>
        {
            true
        }
        Some(1) if places.parallel && alike >= ALIKE_IN_PLACE && shared >= 2 => true,
        // A few words prove nothing about a long quotation, and two translations share words but no
        // runs of them.
        _ if length < UNLIKE_LENGTH
            || run < RUN.min(n.min(m) - 1) && share < MUCH_ALIKE
            || shared < 2 && share < MUCH_ALIKE =>
        {
            false
        }
        Some(0 | 1) => share >= ALIKE,
        _ => share >= if one_speaker { ALIKE } else { MUCH_ALIKE },
    };
    let near = match apart {
        Some(0) => 0.4,
        Some(1) => 0.25,
        _ => 0.0,
    };
    fits.then_some((share.max(alike) + near + 0.1 * length, placed))
}

/// Returns the number of words that two quotations have in common, in order, and the length of the
/// longest run of them.
fn kept(a: &Prepared<'_>, qa: &Quote, b: &Prepared<'_>, qb: &Quote) -> (u32, u32) {
    let steps = words::align(&a.document.words, &b.document.words, (&qa.words, &qb.words));
    let same = || {
        steps.iter().filter_map(|step| {
            if let Step::Same(range, _) = step { Some(range.end - range.start) } else { None }
        })
    };
    (same().sum(), same().max().unwrap_or(0))
}

/// Which sentence of `b` corresponds to a sentence of `a`.
struct Places {
    /// Replaced words of `a` and the words of `b` in their place, in the order of `a`.
    swapped: Vec<(Range<u32>, Range<u32>)>,
    counterparts: FxHashMap<u32, u32>,
    /// Share of replaced words among the words of linked sentences that were replaced or kept, in
    /// [0, 1].
    swapped_share: f64,
    /// Whether one text is the other in other words.
    reworded: bool,
    /// Whether the two texts run parallel sentence by sentence in other words, as spun ones do.
    parallel: bool,
}

impl Places {
    fn of(a: &Prepared<'_>, b: &Prepared<'_>, aligned: &Aligned) -> Self {
        let mut pairs: Vec<(u32, u32)> = aligned
            .links
            .iter()
            .map(|l| if aligned.from_b { (l.to, l.from) } else { (l.from, l.to) })
            .collect();
        pairs.sort_unstable();
        let mut counterparts: FxHashMap<u32, u32> = pairs.iter().copied().collect();
        // If two links have the same number of sentences between them on both sides, these
        // correspond in order.
        let ends = (a.document.sentences.len() as u32, b.document.sentences.len() as u32);
        let mut before = (0, 0);
        for &(x, y) in pairs.iter().chain(std::iter::once(&ends)) {
            let between = |at: u32, before: u32| at.checked_sub(before);
            if between(x, before.0).is_some_and(|n| Some(n) == between(y, before.1)) {
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
        let swapped_share = swapped as f64 / (swapped + same).max(1) as f64;
        let reworded = swapped_share >= REWORDED;
        let parallel = reworded
            && links::order(&aligned.links) >= 0.85
            && aligned.links.len() as f64 >= 0.6 * f64::from(shorter);
        places.sort_unstable_by_key(|(ra, rb)| (ra.start, rb.start));
        Self { swapped: places, counterparts, swapped_share, reworded, parallel }
    }

    /// Returns the number of sentences between `there` and the counterpart of `here`; `None` if
    /// `here` has none.
    fn apart(&self, here: u32, there: u32) -> Option<u32> {
        self.counterpart_of(here).map(|p| p.abs_diff(there))
    }

    /// Whether the texts correspond around two sentences: at least two of the two sentences before
    /// and the two after have a counterpart about as near.
    fn runs_along(&self, (here, there): (u32, u32)) -> bool {
        let near = |by: i64| {
            let at = u32::try_from(i64::from(here) + by).ok()?;
            Some(self.counterpart_of(at)?.abs_diff(there) <= by.unsigned_abs() as u32 + 1)
        };
        self.counterpart_of(here) == Some(there)
            && [-2, -1, 1, 2].into_iter().filter(|by| near(*by) == Some(true)).count() >= 2
    }

    /// Returns the sentence of `b` that corresponds to a sentence of `a`.
    fn counterpart_of(&self, here: u32) -> Option<u32> {
        self.counterparts.get(&here).copied()
    }

    /// Returns the word of `there` after which a word of `here` would come: the end of the
    /// counterpart of the nearest sentence before it that has one; 0 if none has.
    fn behind(&self, here: &Document, word: u32, there: &Document, from_b: bool) -> u32 {
        let sentence = sentence_of(here, word);
        let partner = |at: u32| {
            if from_b {
                self.counterparts.iter().filter(|(_, y)| **y == at).map(|(x, _)| *x).min()
            } else {
                self.counterpart_of(at)
            }
        };
        let known = (0..=sentence).rev().take(BEHIND).find_map(partner);
        known.and_then(|at| there.sentences.get(at as usize)).map_or(0, |s| s.end)
    }

    /// Whether the word alignment puts one range in the place of the other.
    fn stands_for(&self, qa: &Range<u32>, qb: &Range<u32>) -> bool {
        let within = |inner: &Range<u32>, outer: &Range<u32>| {
            outer.start <= inner.start
                && inner.end <= outer.end
                && outer.len() as u32 <= inner.len() as u32 + AROUND
        };
        let from = self.swapped.partition_point(|(ra, _)| ra.start + AROUND < qa.start);
        self.swapped[from..]
            .iter()
            .take_while(|(ra, _)| ra.start <= qa.start)
            .any(|(ra, rb)| within(qa, ra) && within(qb, rb))
    }
}

/// Returns the verbatim run that contains a word of `a`, if any; `tiles` must be in the order of
/// `a`.
fn run_with(word: u32, tiles: &[Tile]) -> Option<&Tile> {
    let before = tiles.partition_point(|t| t.a <= word);
    tiles[..before].last().filter(|t| word < t.a + t.length)
}

/// Whether one verbatim run contains a whole quotation.
fn covered(quote: &Quote, tiles: &[Tile]) -> bool {
    run_with(quote.words.start, tiles).is_some_and(|t| quote.words.end <= t.a + t.length)
}

/// Returns the word of `b` that corresponds to a word of `a` in a verbatim run.
fn beyond(word: u32, tiles: &[Tile]) -> Option<u32> {
    run_with(word, tiles).map(|t| t.b + (word - t.a))
}

/// Returns the quotation that contains a word, if any; quotations are in order and do not overlap.
fn quote_at(quotes: &[Quote], word: u32) -> Option<usize> {
    let at = quotes.partition_point(|q| q.words.end <= word);
    quotes.get(at).filter(|q| q.words.start <= word).map(|_| at)
}

fn sentence_of(document: &Document, word: u32) -> u32 {
    document.sentences.partition_point(|s| s.end <= word) as u32
}

/// Returns how many content words of the smaller of two quotations the other has, and their share,
/// in [0, 1].
fn alike(da: &Document, a: &Quote, db: &Document, b: &Quote) -> (usize, f64) {
    let keys = |d: &Document, q: &Quote| {
        let words = &d.words[q.words.start as usize..q.words.end as usize];
        let mut keys: Vec<u32> =
            words.iter().filter(|w| !w.class.has(Class::FUNCTION)).map(|w| w.key).collect();
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
        let (pa, pb) =
            (Prepared::of(&clean, &documents.0, &[]), Prepared::of(&clean, &documents.1, &[]));
        let tiles = tiles::find(&tiles::Seeds::of(&documents.0.words), &documents.1.words);
        let aligned = measures::align(&pa, &pb, &tiles);
        let quotes = compare(&pa, &pb, &tiles, Some(&aligned), (a, b));
        (quotes.shared, quotes.altered.len())
    }

    const SAID: &str =
        "“We will not sail before the talks are over and the pay is settled,” Doe said.";

    #[test]
    fn a_reworded_quotation_is_altered() {
        assert_eq!(
            counts(
                SAID,
                "“We will not sail before the discussions are over and the wages are settled,” Doe said."
            ),
            (0, 1)
        );
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
        let reworded = |name: &str| {
            format!(
                "“We will not sail before the discussions are over and the wages are settled,” {name} said."
            )
        };
        assert_eq!(counts(SAID, &reworded("Jane Doe")), (0, 1));
        assert_eq!(counts(SAID, &reworded("she")), (0, 1));
        assert_eq!(counts(SAID, &reworded("Tom Roe")), (0, 0));
    }

    #[test]
    fn a_trimmed_or_bracketed_quotation_is_not() {
        assert_eq!(counts(SAID, SAID), (1, 0));
        assert_eq!(counts(SAID, "Doe said: “We will not sail before the talks are over.”"), (1, 0));
        assert_eq!(
            counts(
                SAID,
                "“[The crews] will not sail before the talks are over … the pay is settled,” Doe said."
            ),
            (1, 0)
        );
    }

    #[test]
    fn another_quotation_is_neither() {
        assert_eq!(
            counts(SAID, "“The weather has been kind to all of us this year,” Doe said."),
            (0, 0)
        );
    }

    #[test]
    fn the_place_tells_a_quotation_of_which_no_word_is_left() {
        let told = "The ferry crews of Halvik left the harbour at noon on Monday. “We are weary of hollow words,” Doe of the union said. The mayor of Halvik asked the crews for patience until Friday. The boats of the Coastal Line stood in the harbour all day.";
        let spun = "The ferry teams of Halvik departed the harbour at noon on Monday. “Everybody feels tired about empty phrases,” Doe of the union stated. The mayor of Halvik begged the teams for patience until Friday. The vessels of the Coastal Line stood in the harbour all day.";
        assert_eq!(counts(told, spun), (0, 1));
    }

    #[test]
    fn a_long_quotation_of_like_length_is_found_by_its_place_though_no_word_is_left() {
        let story = |said: &str| {
            format!(
                "The ferry crews of Halvik left the harbour at noon on Monday. The mayor of Halvik {} the crews for patience. “{said},” Doe of the union said. The boats of the Coastal Line {} in the harbour all day. Nobody {} when they would sail again to the islands.",
                if said.starts_with("Every") { "begged" } else { "asked" },
                if said.starts_with("Every") { "remained" } else { "stood" },
                if said.starts_with("Every") { "understood" } else { "knew" }
            )
        };
        let told = story(
            "We are weary of hollow words and wait for somebody who keeps what was promised in spring",
        );
        let spun = story(
            "Everybody feels tired about empty phrases yet hopes for people that honour their own old pledges again",
        );
        assert_eq!(counts(&told, &spun), (0, 1));
    }

    #[test]
    fn a_term_in_marks_is_altered_only_where_the_other_stood() {
        let told = "The minister called the plan of the crews “absurd” in a talk with Halvik radio on Monday.";
        assert_eq!(
            counts(
                told,
                "The minister called the plan of the crews “ridiculous” in a talk with Halvik radio on Monday."
            ),
            (0, 1)
        );
        assert_eq!(
            counts(
                told,
                "The minister spoke of the plan of the crews in a talk with “Halvik” radio on Monday."
            ),
            (0, 0)
        );
    }
}
