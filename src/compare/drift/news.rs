//! Which differences were altered by somebody, and which are what happened between two versions, or
//! another story in the same words.
//!
//! A number that is told as of a moment has another value at the next one, and a text that tells
//! what the other does not know may know better than the other. Whoever alters a story leaves the
//! rest of it as it was.

use rustc_hash::FxHashSet;

use super::setting::Fact;
use super::{ALIKE, DriftKind, Pair, Prepared};
use crate::compare::prepare::MANY_NUMBERS;
use crate::compare::relation::{Relation, Ties};
use crate::text::Class;

/// What is known of a pair before its facts are compared.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// What the pair is.
    pub relation: Relation,
    /// What is known of the two besides.
    pub ties: Ties,
    /// Share of the longer body in verbatim runs.
    pub long_verbatim: f64,
    /// How firmly the relation stands, in [0, 1].
    pub firmness: f64,
}

/// Share of the longer text in verbatim runs from which neither brings news that the other lacks.
const NEARLY_ALL: f64 = 0.8;
/// Facts of its own that a text may have which was made from the other, and words for each one
/// more.
const OWN: usize = 2;
const WORDS: usize = 150;
/// Words for each number of its own that a text of the same moment may have.
const MANY: usize = 400;
/// Numbers that are all greater in one text from which they grew.
const GROWN: usize = 3;
/// Share of the longer text in verbatim runs from which two texts of one day tell one state of a
/// story.
const ONE_STATE: f64 = 0.45;
/// Firmness of the relation below which two texts may be two of one formula, each with names and
/// hedges of its own.
const FIRM: f64 = 0.3;

impl Setting {
    /// Whether a difference of this kind is what happened between two versions, and no drift.
    ///
    /// A toll, a forecast, a deadline or the day it is told on has another value the next day, and
    /// an outlet that publishes its own text anew puts right what was wrong, or fills a frame with
    /// another subject. Whoever spins a text, or runs it nearly word for word, knows nothing newer.
    /// Of 60 differences of numbers, names and dates on fresh corpora that a reader refused, 18
    /// were later states and 13 other subjects in one frame.
    pub(super) fn is_news(&self, kind: DriftKind) -> bool {
        if self.firmness < FIRM && matches!(kind, DriftKind::Name | DriftKind::Hedge) {
            return true;
        }
        let later = self.ties.same_source
            || self.ties.days_apart.is_some_and(|days| days != 0)
                && self.long_verbatim < NEARLY_ALL;
        self.relation != Relation::Spun
            && match kind {
                DriftKind::Number | DriftKind::Date => later,
                _ => self.ties.same_source && kind.is_fact(),
            }
    }

    /// Whether both texts tell one state of a story, so that what only one of them quotes is an
    /// addition and no news.
    ///
    /// Of 56 added quotations between texts of one outlet, of two days, or of which one is a part
    /// of the other, a reader signed one: the story had gone on, or another item stood beside it.
    pub fn is_of_one_state(&self) -> bool {
        let same = match self.ties.days_apart {
            Some(days) => days == 0 && self.long_verbatim >= ONE_STATE,
            None => self.long_verbatim >= NEARLY_ALL,
        };
        same && !self.ties.same_source && self.relation != Relation::Excerpt
    }
}

/// What two texts state in sentences that say the same.
#[derive(Default)]
pub(super) struct Shared {
    /// Quantities that both sentences state, and those that either states in the place of one that
    /// the other does.
    agreeing: usize,
    differing: usize,
    /// Names and numbers of either text that the other has nowhere.
    foreign: (FxHashSet<u32>, FxHashSet<u32>),
    /// How often these stand in the sentences, and how many words those have.
    told: usize,
    words: usize,
}

impl Shared {
    /// Names and numbers foreign to the other text from which two texts can tell two events.
    const OTHERS: usize = 3;
    /// Their share of the words from which they do.
    const DENSE: f64 = 0.12;

    /// Counts a sentence that both texts have to the word.
    pub(super) fn add_same(&mut self, pair: &Pair<'_>) {
        self.agreeing += pair.agreeing().0;
    }

    pub(super) fn add(&mut self, pair: &Pair<'_>) {
        let (agreeing, differing) = pair.agreeing();
        self.agreeing += agreeing;
        self.differing += differing;
        if pair.alike < ALIKE {
            return;
        }
        for (document, sentence, other, foreign) in [
            (pair.da, pair.sa, pair.b, &mut self.foreign.0),
            (pair.db, pair.sb, pair.a, &mut self.foreign.1),
        ] {
            for word in &document.words[sentence.start as usize..sentence.end as usize] {
                let fact = word.class.has(Class::DIGIT)
                    || word.class.has(Class::CAPITAL)
                        && !word.class.has(Class::SENTENCE | Class::FUNCTION);
                if fact && other.sentences_with(word.key).is_empty() {
                    foreign.insert(word.key);
                    self.told += 1;
                }
                self.words += 1;
            }
        }
    }

    /// Whether so many facts differ that the texts tell two events in the same words: who alters a
    /// story leaves most of its facts.
    ///
    /// Where they are the same nearly word for word, twice as many have to differ as agree.
    fn is_other_event(&self, setting: &Setting) -> bool {
        let foreign = self.foreign.0.len().min(self.foreign.1.len());
        let agreeing =
            if setting.long_verbatim >= NEARLY_ALL { 2 * self.agreeing } else { self.agreeing };
        self.differing >= 2 && self.differing >= agreeing
            || foreign >= Self::OTHERS && self.told as f64 > Self::DENSE * self.words as f64
    }

    /// Keeps of the facts that differ those that somebody altered.
    pub(super) fn altered(
        &self,
        mut facts: Vec<Fact>,
        bodies: (&Prepared<'_>, &Prepared<'_>),
        texts: (&str, &str),
        setting: &Setting,
    ) -> Vec<Fact> {
        if self.is_other_event(setting) {
            return Vec::new();
        }
        facts.retain(|f| !setting.is_news(f.drift.kind));
        if setting.relation == Relation::Spun || facts.is_empty() {
            return facts;
        }
        let own = own_facts(&facts, bodies, texts);
        let fits = |(numbers, names): (usize, usize), body: &Prepared<'_>| {
            numbers + names <= OWN + body.len() / WORDS
        };
        // Where capitals do not tell names, nobody knows what a text has of its own.
        let named =
            bodies.0.facts(texts.0).language.is_some_and(|language| language.names.capitals);
        let made_of_the_other = named && (fits(own.0, bodies.0) || fits(own.1, bodies.1));
        let same_moment = fits(own.0, bodies.0)
            && fits(own.1, bodies.1)
            && own.0.0.max(own.1.0) <= bodies.0.len().max(bodies.1.len()) / MANY;
        let numbers =
            || facts.iter().filter_map(|f| Some((f.values.filter(|(x, y)| x != y)?, f.of_moment)));
        let up = numbers().filter(|((x, y), _)| x < y).count();
        let (all, moments) =
            (numbers().count(), numbers().filter(|(_, of_moment)| *of_moment).count());
        let one_way = up == 0 || up == all;
        // Where other figures differ too, in places that cannot be compared, it is another state.
        let others = own.0.0.min(own.1.0);
        let grown = one_way && (all >= GROWN || all >= 2 && (moments >= 1 || others >= 1))
            || all >= 2 && others >= GROWN;
        facts.iter_mut().for_each(|f| f.drift.signs.moment = f.of_moment);
        facts.retain(|f| {
            let told = f.close || f.same_thing && made_of_the_other;
            let state = f.of_moment && !(same_moment && f.close && all < 2);
            told && !state && !(f.values.is_some() && grown)
        });
        facts
    }
}

/// Numbers and names of each of two bodies that the other lacks and that stand in the place of none
/// of the differences.
fn own_facts(
    facts: &[Fact],
    (a, b): (&Prepared<'_>, &Prepared<'_>),
    texts: (&str, &str),
) -> ((usize, usize), (usize, usize)) {
    let of =
        |own: &Prepared<'_>, text: &str, other: &Prepared<'_>, other_text: &str, second: bool| {
            let (stated, others) = (own.facts(text), other.facts(other_text));
            let placed = |at: u32| {
                let word = &own.document.words[at as usize];
                let within = |bytes: &std::ops::Range<usize>| {
                    bytes.start <= word.start as usize && (word.end() as usize) <= bytes.end
                };
                facts.iter().any(|f| within(if second { &f.drift.b } else { &f.drift.a }))
            };
            // In a text of thousands of numbers any is near another.
            let few = others.quantities.len() <= MANY_NUMBERS;
            let mut numbers: Vec<u64> = stated
                .quantities
                .iter()
                .filter(|q| {
                    !(others.states(q)
                        || few && others.quantities.iter().any(|p| p.is_rounded(q))
                        || placed(q.words.start))
                })
                .map(|q| q.value.to_bits())
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            let mut names: Vec<u32> = Vec::new();
            if stated.language.is_some_and(|language| language.names.capitals) {
                let named = own.document.words.iter().zip(0u32..).filter(|(w, _)| {
                    w.class.has(Class::CAPITAL)
                        && !w.class.has(Class::SENTENCE | Class::FUNCTION | Class::DIGIT)
                        && !stated.is_common(w.key)
                });
                names = named
                    .filter(|(w, at)| other.sentences_with(w.key).is_empty() && !placed(*at))
                    .map(|(w, _)| w.key)
                    .collect();
                names.sort_unstable();
                names.dedup();
            }
            (numbers.len(), names.len())
        };
    (of(a, texts.0, b, texts.1, false), of(b, texts.1, a, texts.0, true))
}
