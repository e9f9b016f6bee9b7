//! Decides which differences somebody made, and which are due to what happened between two
//! versions, or to a different story in the same words.
//!
//! A number that is reported as of a moment has another value later, and a text that contains what
//! the other does not know may have better knowledge. Somebody who alters a story leaves the rest
//! of it unchanged.

use rustc_hash::FxHashSet;

use super::setting::Fact;
use super::{ALIKE, DriftKind, Pair, Prepared};
use crate::compare::prepare::MANY_NUMBERS;
use crate::compare::relation::{Relation, Ties};
use crate::text::Class;

/// What is known about a pair before its facts are compared.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The relation of the pair.
    pub relation: Relation,
    /// What is known about the pair apart from its texts.
    pub ties: Ties,
    /// Share of the longer body in verbatim runs.
    pub long_verbatim: f64,
    /// How firm the relation is, in [0, 1].
    pub firmness: f64,
}

/// Share of the longer text in verbatim runs from which neither has news that the other lacks.
/// Chosen by judgement.
const NEARLY_ALL: f64 = 0.8;
/// Facts of its own that a text made from the other may have, whatever its length. Chosen by
/// judgement.
const OWN: usize = 2;
/// Words of a text per further such fact. Chosen by judgement.
const WORDS: usize = 150;
/// Words per number of its own that a text of the same moment may have. Chosen by judgement.
const MANY: usize = 400;
/// Least numbers that are all greater in one of the texts, for a later state. Chosen by judgement.
const GROWN: usize = 3;
/// Least share of the longer text in verbatim runs for two texts of one day to be of one state of a
/// story. Chosen by judgement on 68 added quotations, of which a reader signed 12 (see
/// [`Setting::is_of_one_state`]).
const ONE_STATE: f64 = 0.45;
/// Firmness of the relation below which two texts may follow one formula, each with its own names
/// and hedges. Chosen by judgement.
const FIRM: f64 = 0.3;

impl Setting {
    /// Whether a difference of this kind is due to what happened between two versions, and is not
    /// drift.
    ///
    /// A toll, a forecast, a deadline or the day it is reported on changes from day to day, and an
    /// outlet that publishes its own text again corrects it or fills a frame with another subject.
    /// Whoever spins a text, or runs it almost word for word, knows nothing newer. Of 60
    /// differences in numbers, names and dates on fresh corpora that a reader refused, 18 were
    /// later states and 13 other subjects in one frame.
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

    /// Whether both texts are of one state of a story, so that a quotation that only one of them
    /// has is an addition and not news.
    ///
    /// Of 56 added quotations between texts of one outlet, of two days, or of which one is a part
    /// of the other, a reader signed one: in the rest the story had gone on, or another item was
    /// next to it.
    pub fn is_of_one_state(&self) -> bool {
        let same = match self.ties.days_apart {
            Some(days) => days == 0 && self.long_verbatim >= ONE_STATE,
            None => self.long_verbatim >= NEARLY_ALL,
        };
        same && !self.ties.same_source && self.relation != Relation::Excerpt
    }
}

/// The facts of two texts in linked sentences.
#[derive(Default)]
pub(super) struct Shared {
    /// Quantities that both sentences state, and the smaller number of those that only one of them
    /// states.
    agreeing: usize,
    differing: usize,
    /// Names and numbers of each text that the other does not have.
    foreign: (FxHashSet<u32>, FxHashSet<u32>),
    /// How often these occur in the sentences, and how many words the sentences have.
    told: usize,
    words: usize,
}

impl Shared {
    /// Least names and numbers foreign to the other text for two texts about different events.
    /// Chosen by judgement.
    const OTHERS: usize = 3;
    /// Least share of these among the words. Chosen by judgement.
    const DENSE: f64 = 0.12;

    /// Adds a sentence that both texts have word for word.
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

    /// Whether so many facts differ that the texts are about two events in the same words: somebody
    /// who alters a story leaves most of its facts.
    ///
    /// If the texts are the same almost word for word, twice as many facts must differ as agree.
    fn is_other_event(&self, setting: &Setting) -> bool {
        let foreign = self.foreign.0.len().min(self.foreign.1.len());
        let agreeing =
            if setting.long_verbatim >= NEARLY_ALL { 2 * self.agreeing } else { self.agreeing };
        self.differing >= 2 && self.differing >= agreeing
            || foreign >= Self::OTHERS && self.told as f64 > Self::DENSE * self.words as f64
    }

    /// Returns the differing facts that somebody altered.
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
        // Without capitals that mark names, it is unknown which ones a text has of its own.
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
        // If other figures also differ, in places that cannot be compared, it is another state.
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

/// Returns the numbers of numbers and of names of each body that the other lacks and that are not
/// part of the differences.
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
            // In a text with thousands of numbers, any number is close to another.
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
