//! Finds what was altered in a copy, each alteration with both wordings.

mod claims;
mod dates;
mod elsewhere;
mod facts;
pub mod firmness;
pub(super) mod lexicon;
mod names;
mod news;
mod numbers;
mod setting;
mod statements;

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::quotes::Quotes;
use super::relation::Relation;
use super::weight;
use super::words::{self, Step};
use crate::languages::{self, Language};
use crate::text::{Document, Quote, Word, fold, speakers};

pub use facts::Facts;
use firmness::{Around, Features, Signs};
pub use news::Setting;
use news::Shared;
use setting::Fact;

/// The kind of an alteration.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum DriftKind {
    /// Different words inside quotation marks.
    Quote,
    /// A different number.
    Number,
    /// A different weekday, month, day or year.
    Date,
    /// A different name.
    Name,
    /// A *not* lost or gained.
    Negation,
    /// An *allegedly* lost or gained.
    Hedge,
    /// A *the mayor said* lost, so that a claim is presented as a fact.
    Attribution,
    /// A quotation given, word for word, to another person.
    Speaker,
    /// A quotation that no other version has.
    QuoteAdded,
}

impl DriftKind {
    /// Returns the kind's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Negation => "negation",
            Self::Hedge => "hedge",
            Self::Attribution => "attribution",
            Self::Speaker => "speaker",
            Self::QuoteAdded => "quote_added",
        }
    }

    /// Whether it counts as an altered fact. Altered quotations are counted separately, and the
    /// remaining kinds are only listed.
    pub fn is_fact(self) -> bool {
        !matches!(self, Self::Quote | Self::Speaker | Self::QuoteAdded)
    }
}

/// One alteration, as bytes of both texts.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Drift {
    /// Its kind.
    pub kind: DriftKind,
    /// Its place in `a`.
    pub a: Range<usize>,
    /// Its place in `b`.
    pub b: Range<usize>,
    /// The text that must be the copy for this to be an alteration, since it lost something or
    /// added a quotation. `None` if it is one in either direction.
    pub lost_in: Option<Side>,
    /// For an altered quotation, whether the difference surely changes its sense.
    pub changes_sense: bool,
    /// The speaker of a quotation: the text that names them and the bytes of the name, `a`'s if
    /// both do. `None` if neither does or this is not a quotation.
    pub speaker: Option<(Side, Range<usize>)>,
    /// The measures that only the sentence or quotation itself gives.
    pub signs: Signs,
    /// The features of its firmness; `None` if it is only listed.
    pub features: Option<Features>,
}

impl Drift {
    /// Returns an alteration of which nothing is known but its kind and its places.
    fn plain(kind: DriftKind, a: Range<usize>, b: Range<usize>) -> Self {
        Self {
            kind,
            a,
            b,
            lost_in: None,
            changes_sense: false,
            speaker: None,
            signs: Signs::default(),
            features: None,
        }
    }
}

/// One of two compared texts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Side {
    /// The first text.
    A,
    /// The second text.
    B,
}

/// Least share of equal words, of the shorter of two linked sentences, for comparing their facts.
/// Chosen by judgement.
const ALIKE: f64 = 0.5;
/// The same for what depends on the whole sentence: negation and hedge. Chosen by judgement.
const MUCH_ALIKE: f64 = 0.55;
/// The same for a lost attribution. Chosen by judgement.
const VERY_ALIKE: f64 = 0.7;
/// Most words of a swap that is one thing; a longer one is another clause. Chosen by judgement.
const CLAUSE: usize = 3;
/// Equal words beside an alteration that suffice, however different the rest of the sentences is.
/// Chosen by judgement.
const AROUND: u32 = 4;
/// Words shown on either side of an alteration. Chosen by judgement.
const CONTEXT: u32 = 2;

/// Lists the alterations between two bodies, in the order of the first. O(words).
pub fn find<'d>(
    (a, b): (&Prepared<'d>, &Prepared<'d>),
    aligned: &Aligned,
    quotes: &Quotes,
    texts: (&str, &str),
    setting: &Setting,
) -> Vec<Drift> {
    let (da, db) = (a.document, b.document);
    let mut out = quoted((a, b), quotes, texts, setting);
    let mut shared = Shared::default();
    let mut differing: Vec<Fact> = Vec::new();
    for (link, steps) in aligned.links.iter().zip(&aligned.steps) {
        let (sa, sb) = if aligned.from_b { (link.to, link.from) } else { (link.from, link.to) };
        let sentences = (&da.sentences[sa as usize], &db.sentences[sb as usize]);
        let pair = Pair::of((a, b), texts, sentences, steps);
        if steps.iter().all(|step| matches!(step, Step::Same(..))) {
            shared.add_same(&pair);
            continue;
        }
        // A heading does not correspond to a sentence.
        if pair.is_heading(false) != pair.is_heading(true) {
            continue;
        }
        pair.numbers(&mut differing);
        pair.dates(&mut differing);
        pair.names(&mut differing);
        shared.add(&pair);
        out.extend(pair.changed_claims());
    }
    out.retain(|d| !setting.is_news(d.kind));
    out.extend(
        shared.altered(differing, (a, b), texts, setting).into_iter().map(|fact| fact.drift),
    );
    drop_names_of_speakers(&mut out, (a, b), quotes, texts);
    out.sort_by_key(|d| (d.a.start, d.b.start, d.kind));
    // One alteration can be found in two ways, with more or less around it.
    out.dedup_by(|later, first| {
        later.kind == first.kind
            && later.kind.is_fact()
            && meet(&later.a, &first.a)
            && meet(&later.b, &first.b)
    });
    elsewhere::drop_what_both_have(&mut out, da, db);
    if !out.is_empty() {
        let around = Around::of(a, b, texts, &out);
        out.iter_mut().for_each(|d| d.features = firmness::features(d, around, setting));
    }
    out
}

/// Whether two stretches of a text have a byte in common.
fn meet(x: &Range<usize>, y: &Range<usize>) -> bool {
    x.start < y.end && y.start < x.end
}

/// Drops names exchanged as the speakers of a quotation: they are listed as that, and not as an
/// altered name too.
fn drop_names_of_speakers(
    out: &mut Vec<Drift>,
    (a, b): (&Prepared<'_>, &Prepared<'_>),
    quotes: &Quotes,
    texts: (&str, &str),
) {
    let swapped: Vec<(Range<usize>, Range<usize>)> = quotes
        .given
        .iter()
        .filter_map(|(qa, qb)| match quotes.speaker_of((a, b), texts, (qa.start, qb.start)) {
            (Some(in_a), Some(in_b)) => Some((a.document.span(&in_a), b.document.span(&in_b))),
            _ => None,
        })
        .collect();
    out.retain(|d| {
        d.kind != DriftKind::Name
            || !swapped.iter().any(|(in_a, in_b)| meet(&d.a, in_a) && meet(&d.b, in_b))
    });
}

/// Lists the alterations of quotations: reworded ones, ones given to another speaker, and ones that
/// only one text has.
fn quoted(
    (a, b): (&Prepared<'_>, &Prepared<'_>),
    quotes: &Quotes,
    texts: (&str, &str),
    setting: &Setting,
) -> Vec<Drift> {
    let (da, db) = (a.document, b.document);
    let named = |words: (u32, u32)| {
        let (in_a, in_b) = quotes.speaker_of((a, b), texts, words);
        in_a.map(|name| (Side::A, da.span(&name)))
            .or_else(|| in_b.map(|name| (Side::B, db.span(&name))))
    };
    let both = |kind: DriftKind, (qa, qb): &(Range<u32>, Range<u32>)| Drift {
        speaker: named((qa.end - 1, qb.end - 1)),
        signs: if kind == DriftKind::Quote {
            Signs::of_quote(a, b, (qa, qb), texts)
        } else {
            Signs::default()
        },
        ..Drift::plain(kind, closed(texts.0, da.span(qa)), closed(texts.1, db.span(qb)))
    };
    let one = |pair: &&(Range<u32>, Range<u32>)| {
        let throughout = !setting.ties.same_source
            && matches!(setting.relation, Relation::Spun | Relation::Rewritten);
        throughout || statements::is_one((a, b), pair, texts, setting.ties)
    };
    let altered = quotes.altered.iter().filter(one).map(|pair| Drift {
        changes_sense: changes_sense((da, db), pair, texts),
        ..both(DriftKind::Quote, pair)
    });
    let given = quotes.given.iter().map(|pair| both(DriftKind::Speaker, pair));
    let speakers = |words: (u32, u32)| quotes.speaker_of((a, b), texts, words);
    let alone_a = quotes.alone.0.iter().map(|(qa, at)| Drift {
        lost_in: Some(Side::A),
        speaker: speakers((qa.start, u32::MAX)).0.map(|name| (Side::A, da.span(&name))),
        ..Drift::plain(DriftKind::QuoteAdded, da.span(qa), behind(db, *at))
    });
    let alone_b = quotes.alone.1.iter().map(|(qb, at)| Drift {
        lost_in: Some(Side::B),
        speaker: speakers((u32::MAX, qb.start)).1.map(|name| (Side::B, db.span(&name))),
        ..Drift::plain(DriftKind::QuoteAdded, behind(da, *at), db.span(qb))
    });
    altered.chain(given).chain(alone_a).chain(alone_b).collect()
}

/// Returns the empty place behind the word before `at`.
fn behind(document: &Document, at: u32) -> Range<usize> {
    let before = (at as usize).checked_sub(1).and_then(|before| document.words.get(before));
    let at = before.map_or(0, |w| w.end() as usize);
    at..at
}

/// Whether the difference between two wordings of a quotation surely changes its sense; true if
/// there are no lists for its language.
fn changes_sense(
    (da, db): (&Document, &Document),
    (qa, qb): &(Range<u32>, Range<u32>),
    texts: (&str, &str),
) -> bool {
    let quote = |document: &Document, words: &Range<u32>| {
        let bytes = document.span(words);
        Quote { words: words.clone(), bytes: bytes.start as u32..bytes.end as u32 }
    };
    let (x, y) = (quote(da, qa), quote(db, qb));
    let steps = words::align(&da.words, &db.words, (qa, qb));
    speakers::language(da, texts.0).is_none_or(|language| {
        weight::changes_sense(&steps, (da, texts.0, &x), (db, texts.1, &y), language)
    })
}

/// Extends a stretch that contains an opening quotation mark (a fragment with its verb) by the
/// closing mark.
fn closed(text: &str, span: Range<usize>) -> Range<usize> {
    const MARKS: [char; 6] = ['"', '“', '”', '„', '«', '»'];
    let behind = text[span.end..]
        .chars()
        .next()
        .filter(|c| MARKS.contains(c) && text[span.clone()].contains(MARKS));
    span.start..span.end + behind.map_or(0, char::len_utf8)
}

/// Two linked sentences.
struct Pair<'p> {
    a: &'p Prepared<'p>,
    b: &'p Prepared<'p>,
    da: &'p Document,
    db: &'p Document,
    sa: &'p Range<u32>,
    sb: &'p Range<u32>,
    texts: (&'p str, &'p str),
    /// The alignment of their words.
    steps: &'p [Step],
    /// Share of the shorter sentence's words that are equal, in [0, 1].
    alike: f64,
    /// The facts that the two bodies state.
    facts: (&'p Facts, &'p Facts),
    /// The language of both bodies; `None` if they differ or there are no lists for it.
    language: Option<&'static Language>,
}

impl Drift {
    /// Returns how likely it is that the alteration holds, in [0, 1]; `None` if it is only listed.
    pub fn firmness(&self) -> Option<f64> {
        self.features.as_ref().map(firmness::probability)
    }

    /// Whether the alteration is firm enough to be held against a copy.
    pub fn accuses(&self) -> bool {
        self.firmness().is_some_and(|firmness| firmness >= firmness::ACCUSES)
    }

    /// Returns how much the alteration can mislead: `high`, `medium` or `low`.
    pub fn severity(&self) -> &'static str {
        match self.kind {
            DriftKind::Quote if self.changes_sense => "high",
            DriftKind::Negation | DriftKind::Number => "high",
            DriftKind::Quote
            | DriftKind::Name
            | DriftKind::Date
            | DriftKind::Attribution
            | DriftKind::Speaker => "medium",
            DriftKind::Hedge | DriftKind::QuoteAdded => "low",
        }
    }

    /// Returns the name of a quotation's speaker as one of the two texts has it.
    pub fn speaker_in<'t>(&self, texts: (&'t str, &'t str)) -> Option<&'t str> {
        let (side, bytes) = self.speaker.as_ref()?;
        let text = if *side == Side::A { texts.0 } else { texts.1 };
        text.get(bytes.clone())
    }
}

impl<'p> Pair<'p> {
    /// Links two sentences of `texts` whose words are aligned by `steps`.
    fn of(
        (a, b): (&'p Prepared<'p>, &'p Prepared<'p>),
        texts: (&'p str, &'p str),
        (sa, sb): (&'p Range<u32>, &'p Range<u32>),
        steps: &'p [Step],
    ) -> Self {
        let kept: u32 =
            steps.iter().map(|s| if let Step::Same(r, _) = s { r.end - r.start } else { 0 }).sum();
        let alike = f64::from(kept) / f64::from((sa.end - sa.start).min(sb.end - sb.start).max(1));
        let facts = (a.facts(texts.0), b.facts(texts.1));
        let is_of_both =
            |own: &&Language| facts.1.language.is_some_and(|other| other.code == own.code);
        let language = facts.0.language.filter(is_of_both);
        let (da, db) = (a.document, b.document);
        Self { a, b, da, db, sa, sb, texts, steps, alike, facts, language }
    }

    /// Lists what the two sentences claim otherwise. A sentence in another language than its
    /// article is not judged by word lists.
    fn changed_claims(&self) -> Vec<Drift> {
        let mut found: Vec<Drift> = Vec::new();
        self.modal(&mut found);
        if self.alike >= VERY_ALIKE {
            self.attribution(&mut found);
        }
        if self.alike >= MUCH_ALIKE {
            self.negation(&mut found);
            self.opposite(&mut found);
            self.hedge(&mut found);
        }
        found.retain(|_| self.language.is_some_and(|language| self.is_in(language)));
        found
    }
}

impl Pair<'_> {
    /// Returns the number of equal words right before and right after a step.
    fn around(&self, at: usize) -> u32 {
        let same = |step: Option<&Step>| {
            if let Some(Step::Same(range, _)) = step { range.end - range.start } else { 0 }
        };
        same(at.checked_sub(1).and_then(|i| self.steps.get(i))) + same(self.steps.get(at + 1))
    }

    /// Whether both sentences are in a language, judged by their own words if these show it.
    fn is_in(&self, language: &Language) -> bool {
        [(self.da, self.texts.0, self.sa), (self.db, self.texts.1, self.sb)].into_iter().all(
            |(document, text, sentence)| {
                let words = &document.words[sentence.start as usize..sentence.end as usize];
                let folded: Vec<String> =
                    words.iter().map(|word| fold::fold(word.of(text))).collect();
                languages::told(folded.iter().map(String::as_str), Some(&language.code))
                    .is_some_and(|told| told.code == language.code)
            },
        )
    }

    fn word_a(&self, at: u32) -> (&Word, &str) {
        let word = &self.da.words[at as usize];
        (word, word.of(self.texts.0))
    }

    fn word_b(&self, at: u32) -> (&Word, &str) {
        let word = &self.db.words[at as usize];
        (word, word.of(self.texts.1))
    }

    /// Returns an alteration at two word ranges, with a little context within their sentences.
    fn shown(&self, kind: DriftKind, ra: &Range<u32>, rb: &Range<u32>) -> Drift {
        let wide = |r: &Range<u32>, s: &Range<u32>| {
            r.start.saturating_sub(CONTEXT).max(s.start)..(r.end + CONTEXT).min(s.end)
        };
        Drift {
            signs: Signs::of(self.a, self.b, (ra, rb), self.alike),
            ..Drift::plain(kind, self.da.span(&wide(ra, self.sa)), self.db.span(&wide(rb, self.sb)))
        }
    }
}

#[cfg(test)]
mod tests;
