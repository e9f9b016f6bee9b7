//! Compares who claims something, how surely, and whether at all: attributions, hedges, negations,
//! and words turned into their opposites.

use std::ops::Range;

use super::{CLAUSE, Drift, DriftKind, Pair, Side};
use crate::compare::words::Step;
use crate::languages::{Language, Words};
use crate::text::{Class, Document, Word, fold};

/// Most words of a lost attribution. Chosen by judgement.
const ATTRIBUTION: usize = 8;
/// Most words of a swap that turns a possibility into a fact. Chosen by judgement.
const MODAL: usize = 4;
/// Letters that two forms of one word have in common. Chosen by judgement.
const STEM: usize = 4;
/// Sentences at the beginning of a text that name the sources of all of it. Chosen by judgement.
const OPENING: u32 = 3;
/// Words around a *not* within which a second one makes it redundant. Chosen by judgement.
const DOUBLED: u32 = 5;
/// Most words in quotation marks that are a term. Chosen by judgement.
const TERM: usize = 3;
/// Least equal words around a lost or gained *not*. Chosen by judgement.
const AROUND_NOT: u32 = 2;

/// Whether a stretch of words begins a clause of its own: at the beginning of its sentence, or
/// after a comma, bracket or similar mark.
fn is_set_off(document: &Document, text: &str, range: &Range<u32>) -> bool {
    let word = |at: u32| document.words.get(at as usize);
    let gap = |at: u32| match (at.checked_sub(1).and_then(word), word(at)) {
        (Some(before), Some(next)) => &text[before.end() as usize..next.start as usize],
        (Some(last), None) => &text[last.end() as usize..],
        _ => "",
    };
    let opens = word(range.start).is_none_or(|w| w.class.has(Class::SENTENCE));
    // An editor's own note in square brackets does not cite anybody.
    let noted = gap(range.start).contains('[') || gap(range.end).contains(']');
    (opens || gap(range.start).contains([',', '(', '—', '–', ';', ':'])) && !noted
}

/// Words that differ between two sentences; one side may be empty.
struct Change<'s> {
    at: usize,
    a: Range<u32>,
    b: Range<u32>,
    step: &'s Step,
}

impl Pair<'_> {
    fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        self.steps.iter().enumerate().filter_map(|(at, step)| {
            let (a, b) = match step {
                Step::Same(..) => return None,
                Step::Swapped(ra, rb) => (ra.clone(), rb.clone()),
                Step::Cut(ra, place) => (ra.clone(), *place..*place),
                Step::Added(place, rb) => (*place..*place, rb.clone()),
            };
            Some(Change { at, a, b, step })
        })
    }

    fn spelled(&self, at: u32, second: bool) -> String {
        fold::fold(if second { self.word_b(at).1 } else { self.word_a(at).1 })
    }

    fn word(&self, at: u32, second: bool) -> &Word {
        if second { self.word_b(at).0 } else { self.word_a(at).0 }
    }

    /// Returns the words of a range that are in a list.
    fn listed(&self, range: &Range<u32>, second: bool, list: &Words) -> Vec<u32> {
        range.clone().filter(|at| list.contains(&self.spelled(*at, second))).collect()
    }

    fn is_quoted(&self, range: &Range<u32>, second: bool) -> bool {
        range.clone().any(|at| self.word(at, second).class.has(Class::QUOTED))
    }

    /// Returns the negators of a range that really negate, without those of *no more than*, *not
    /// only* and *No. 244*.
    fn negators(&self, range: &Range<u32>, second: bool, language: &Language) -> Vec<u32> {
        let end = if second { self.sb.end } else { self.sa.end };
        let next =
            |at: u32| if at + 1 < end { self.spelled(at + 1, second) } else { String::new() };
        let is_number_sign = |at: u32| {
            self.spelled(at, second) == "no" && next(at).starts_with(|c: char| c.is_ascii_digit())
        };
        let mut found = self.listed(range, second, &language.claims.negators);
        found.retain(|at| !language.claims.degrees.contains(&next(*at)) && !is_number_sign(*at));
        found
    }

    /// Finds a *not* that one of two sentences lost while it says the same about the same thing.
    ///
    /// Only the negator is gone, with auxiliary words: if a whole clause was cut, its *not* went
    /// with it. The word in place of a negated word must be a form of it: somebody who *declined*
    /// to say did not say.
    pub(super) fn negation(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language.filter(|language| language.claims.negation) else {
            return;
        };
        let changed: Vec<Change<'_>> = self.changes().collect();
        let lost: Vec<Vec<u32>> =
            changed.iter().map(|c| self.negators(&c.a, false, language)).collect();
        let gained: Vec<Vec<u32>> =
            changed.iter().map(|c| self.negators(&c.b, true, language)).collect();
        // A negator on both sides was moved.
        if lost.iter().all(Vec::is_empty) == gained.iter().all(Vec::is_empty) {
            return;
        }
        let second = lost.iter().all(Vec::is_empty);
        if self.is_framed_otherwise(language) {
            return;
        }
        for (change, (lost, gained)) in changed.iter().zip(lost.iter().zip(&gained)) {
            let negators = if second { gained } else { lost };
            let (with, without) =
                if second { (&change.b, &change.a) } else { (&change.a, &change.b) };
            let sure = self.alike >= super::VERY_ALIKE
                || self.around(change.at) >= super::AROUND
                || without.is_empty();
            if negators.is_empty()
                || self.is_quoted(with, second)
                || self.is_quoted(without, !second)
                || self.around(change.at) < AROUND_NOT
                || !sure
            {
                continue;
            }
            let content = |range: &Range<u32>, second: bool| -> Vec<String> {
                let words = range.clone().filter(|at| {
                    let helps = self.word(*at, second).class.has(Class::FUNCTION)
                        || language.words.function.contains(&self.spelled(*at, second));
                    !helps && !language.claims.negators.contains(&self.spelled(*at, second))
                });
                // `n'utilisent`
                let bare = |word: String| {
                    word.split_once('\'')
                        .filter(|(first, _)| first.len() <= 2)
                        .map_or(word.clone(), |(_, rest)| rest.to_owned())
                };
                words.map(|at| bare(self.spelled(at, second))).collect()
            };
            let (rest, other) = (content(with, second), content(without, !second));
            let stem = |x: &String, y: &String| {
                x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count()
                    >= STEM.min(x.chars().count()).min(y.chars().count())
            };
            let same =
                rest.len() == other.len() && rest.iter().zip(&other).all(|(x, y)| stem(x, y));
            // `none a year ago`, `nine last year`
            let counted = matches!(other.as_slice(), [word] if language.numbers.cardinals.contains_key(word))
                && rest.is_empty();
            if with.len() > CLAUSE + usize::from(!without.is_empty()) || !(same || counted) {
                continue;
            }
            if self.asks(false)
                || self.asks(true)
                || negators.iter().any(|at| self.is_negated_still(*at, second, language))
            {
                continue;
            }
            // `with out` for `without`
            let letters = |range: &Range<u32>, second: bool| {
                range.clone().map(|at| self.spelled(at, second)).collect::<String>()
            };
            if negators.iter().any(|at| {
                self.spelled(*at, second).chars().count() > 3
                    && letters(without, !second).contains(&self.spelled(*at, second))
            }) {
                continue;
            }
            // The sentence without the negator may say the same in another word: *refused*,
            // *failed*, *without*.
            let (own, others) = if second { (self.sa, self.sb) } else { (self.sb, self.sa) };
            let denies = |range: &Range<u32>, second: bool| {
                self.listed(range, second, &language.claims.denials).len()
            };
            if denies(own, !second) > denies(others, second) {
                continue;
            }
            out.push(self.shown(DriftKind::Negation, &change.a, &change.b));
        }
    }

    /// Whether one of two sentences is about what may happen or would happen under a condition, and
    /// the other about what is: *if the court finds him guilty* and *found him not guilty*.
    ///
    /// Judged by the differing words; *won't* in place of *will* is not another frame.
    fn is_framed_otherwise(&self, language: &Language) -> bool {
        let claims = &language.claims;
        let negated = |change: &Change<'_>| {
            !self.listed(&change.a, false, &claims.negators).is_empty()
                || !self.listed(&change.b, true, &claims.negators).is_empty()
        };
        let others: Vec<Change<'_>> = self.changes().filter(|change| !negated(change)).collect();
        [&[&claims.conditions][..], &[&claims.open, &claims.settled]].into_iter().any(|lists| {
            let frames = |range: &Range<u32>, second: bool| {
                lists.iter().any(|list| !self.listed(range, second, list).is_empty())
            };
            others.iter().any(|change| frames(&change.a, false))
                != others.iter().any(|change| frames(&change.b, true))
        })
    }

    /// Whether a sentence is as negative without one of its negators: the word is in a neighbouring
    /// sentence, another negator governs the same words, or it is part of *whether or not*.
    fn is_negated_still(&self, at: u32, second: bool, language: &Language) -> bool {
        let claims = &language.claims;
        let (with, other) = if second { (self.sb, self.sa) } else { (self.sa, self.sb) };
        let before = at
            .checked_sub(1)
            .filter(|k| *k >= with.start)
            .map(|k| self.spelled(k, second))
            .unwrap_or_default();
        let word = self.spelled(at, second);
        let others = || !self.negators(other, !second, language).is_empty();
        let particle = || {
            let words = other.clone().map(|k| self.spelled(k, !second));
            let ne = |sentence: Vec<String>| {
                sentence
                    .iter()
                    .filter(|w| {
                        claims
                            .particles
                            .iter()
                            .any(|p| *w == p || p.ends_with('\'') && w.starts_with(p.as_str()))
                    })
                    .count()
            };
            let own = with.clone().map(|k| self.spelled(k, second)).collect::<Vec<_>>();
            let own = ne(own);
            own > 0 && ne(words.collect()) >= own
        };
        claims.alternatives.contains(&before)
            || claims.coordinating.contains(&word) && others()
            || particle()
            || self.stands_beside(at, second)
            || self
                .negators(
                    &(at.saturating_sub(DOUBLED).max(with.start)..(at + DOUBLED).min(with.end)),
                    second,
                    language,
                )
                .len()
                > 1
                && others()
    }

    /// Finds a word turned into its opposite where everything else is the same.
    pub(super) fn opposite(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language.filter(|language| !language.claims.opposites.is_empty())
        else {
            return;
        };
        if self.alike < super::VERY_ALIKE {
            return;
        }
        let turned = |change: &Change<'_>| {
            if change.a.len() != 1
                || change.b.len() != 1
                || self.is_quoted(&change.a, false)
                || self.is_quoted(&change.b, true)
            {
                return false;
            }
            language.claims.are_opposite(
                &self.spelled(change.a.start, false),
                &self.spelled(change.b.start, true),
            )
        };
        let mut found = self.changes().filter(turned);
        let (Some(change), None) = (found.next(), found.next()) else { return };
        // If other facts differ too, the sentences may be about different events.
        let other_facts = self.changes().filter(|other| other.at != change.at).any(|other| {
            let fact = |w: &Word| {
                w.class.has(Class::DIGIT)
                    || w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE)
            };
            let (x, y) = (
                other.a.clone().any(|i| fact(self.word(i, false))),
                other.b.clone().any(|j| fact(self.word(j, true))),
            );
            x || y
                || !self.negators(&other.a, false, language).is_empty()
                || !self.negators(&other.b, true, language).is_empty()
        });
        if !other_facts && self.around(change.at) >= super::AROUND {
            out.push(self.shown(DriftKind::Negation, &change.a, &change.b));
        }
    }

    /// Finds an *allegedly* that one of two sentences lost without anything else saying as much.
    pub(super) fn hedge(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let claims = &language.claims;
        let (in_a, in_b) = (
            self.listed(self.sa, false, &claims.hedges),
            self.listed(self.sb, true, &claims.hedges),
        );
        if in_a.is_empty() == in_b.is_empty() {
            return;
        }
        // Different figures mean different facts.
        if self.agreeing().1 > 0 {
            return;
        }
        let second = in_a.is_empty();
        let (own, others) = if second { (self.sa, self.sb) } else { (self.sb, self.sa) };
        // `claimed he did it` for `allegedly did it`: the sentence, or the next one, says who
        // claims it.
        let speech = &language.speech;
        let count = |range: &Range<u32>, second: bool, lists: &[&Words]| -> usize {
            lists.iter().map(|list| self.listed(range, second, list).len()).sum()
        };
        let sources = [&speech.saying, &speech.by, &speech.reported];
        let kept = count(own, !second, &[&claims.open, &claims.softeners, &speech.by]) > 0
            || count(own, !second, &sources) > count(others, second, &sources)
            || count(&self.next(own, !second), !second, &[&claims.hedges, &speech.by]) > 0;
        if kept || self.asks(false) || self.asks(true) {
            return;
        }
        for change in self.changes() {
            // Two facts of two places or two days.
            let fact = |range: &Range<u32>, second: bool| {
                range.clone().any(|at| self.word(at, second).class.has(Class::DIGIT))
            };
            if fact(&change.a, false) && fact(&change.b, true) {
                continue;
            }
            let with = if second { &change.b } else { &change.a };
            let hedged = with.clone().any(|at| {
                (if second { &in_b } else { &in_a }).contains(&at)
                    && !self.stands_beside(at, second)
            });
            if !hedged
                || change.a.len().max(change.b.len()) > CLAUSE
                || self.is_quoted(&change.a, false)
                || self.is_quoted(&change.b, true)
            {
                continue;
            }
            out.push(self.shown(DriftKind::Hedge, &change.a, &change.b));
        }
    }

    /// Returns the sentence after one; empty after the last.
    fn next(&self, sentence: &Range<u32>, second: bool) -> Range<u32> {
        let document = if second { self.db } else { self.da };
        let at = document.sentences.partition_point(|s| s.start <= sentence.start);
        document.sentences.get(at).cloned().unwrap_or(sentence.end..sentence.end)
    }

    /// Finds a possibility turned into a fact or a certain future, or the reverse.
    pub(super) fn modal(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let claims = &language.claims;
        for change in self.changes() {
            let (ra, rb) = (&change.a, &change.b);
            if !matches!(change.step, Step::Swapped(..))
                || ra.len().max(rb.len()) > MODAL
                || self.around(change.at) < super::AROUND
            {
                continue;
            }
            // Inside quotation marks it is an altered quotation.
            if self.is_quoted(ra, false) || self.is_quoted(rb, true) {
                continue;
            }
            let of = |second: bool| {
                let range = if second { rb } else { ra };
                let has = |list: &Words| !self.listed(range, second, list).is_empty();
                let open = has(&claims.open);
                let sure = !open && !has(&claims.hedges) && !has(&claims.softeners);
                // `may also be linked`, `is linked`
                (
                    open && range.len() <= 2,
                    open && has(&claims.being),
                    sure && range.len() <= 2 && has(&claims.settled),
                    sure && has(&claims.facts),
                )
            };
            let (a, b) = (of(false), of(true));
            let became = |open: (bool, bool, bool, bool), sure: (bool, bool, bool, bool)| {
                open.0 && sure.2 || open.1 && sure.3
            };
            // Somebody who could feel an earthquake felt it.
            let sensed = [(ra, false), (rb, true)].into_iter().any(|(range, second)| {
                let next =
                    range.end..(range.end + 2).min(if second { self.sb.end } else { self.sa.end });
                !self.listed(&(range.start..next.end), second, &claims.sensed).is_empty()
            });
            if (became(a, b) || became(b, a)) && !sensed && !self.asks(false) && !self.asks(true) {
                out.push(self.shown(DriftKind::Hedge, ra, rb));
            }
        }
    }

    /// Finds an attribution that one of the two sentences lost and no neighbouring sentence has,
    /// except that of a quotation.
    pub(super) fn attribution(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let reporting =
            |word: &str| language.speech.saying.contains(word) || language.speech.by.contains(word);
        // `the United States`
        let is_part_of_name =
            |w: &Word| w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE);
        let says = |document: &Document, text: &str, range: &Range<u32>| {
            document.words[range.start as usize..range.end as usize].iter().any(|w| {
                !w.class.has(Class::QUOTED)
                    && !is_part_of_name(w)
                    && reporting(&fold::fold(w.of(text)))
            })
        };
        let lost_in =
            match (says(self.da, self.texts.0, self.sa), says(self.db, self.texts.1, self.sb)) {
                (true, false) => Side::B,
                (false, true) => Side::A,
                _ => return,
            };
        // If it was moved, a neighbouring sentence has the same verb.
        let moved = |document: &Document, text: &str, range: &Range<u32>| {
            let (own, other, other_text) = if lost_in == Side::B {
                (self.sb, self.db, self.texts.1)
            } else {
                (self.sa, self.da, self.texts.0)
            };
            let at = other.sentences.partition_point(|s| s.start < own.start);
            let from = other.sentences[at.saturating_sub(1)].start as usize;
            let to = other.sentences[(at + 1).min(other.sentences.len() - 1)].end as usize;
            let verbs: Vec<String> = document.words[range.start as usize..range.end as usize]
                .iter()
                .map(|w| fold::fold(w.of(text)))
                .filter(|word| reporting(word))
                .collect();
            other.words[from..to]
                .iter()
                .any(|w| !is_part_of_name(w) && verbs.contains(&fold::fold(w.of(other_text))))
        };
        if self.speaks_in_marks(false)
            || self.speaks_in_marks(true)
            || self.asks(false)
            || self.asks(true)
        {
            return;
        }
        for change in self.changes() {
            let (document, text, range) = match (change.step, lost_in) {
                (Step::Cut(ra, _), Side::B) => (self.da, self.texts.0, ra),
                (Step::Added(_, rb), Side::A) => (self.db, self.texts.1, rb),
                _ => continue,
            };
            let second = lost_in == Side::A;
            let own = if second { self.sa } else { self.sb };
            // A clause cut together with a figure or among other changes took its source along.
            let counts =
                range.clone().any(|at| document.words[at as usize].class.has(Class::DIGIT));
            if counts || !self.differs_in_little_else(change.at) {
                continue;
            }
            let indirect = !self.listed(own, !second, &language.claims.indirect).is_empty();
            if range.len() <= ATTRIBUTION
                && says(document, text, range)
                && is_set_off(document, text, range)
                && !moved(document, text, range)
                && !indirect
                && !self.is_named_near(range, second, &reporting)
            {
                out.push(Drift {
                    lost_in: Some(lost_in),
                    ..self.shown(DriftKind::Attribution, &change.a, &change.b)
                });
            }
        }
    }

    /// Whether the other text names the source in or beside its sentence, or in its opening, so
    /// that readers know it anyway.
    fn is_named_near(
        &self,
        range: &Range<u32>,
        second: bool,
        reporting: &dyn Fn(&str) -> bool,
    ) -> bool {
        let (document, text, own) = if second {
            (self.db, self.texts.1, self.sa)
        } else {
            (self.da, self.texts.0, self.sb)
        };
        let (body, other) = if second { (self.a, self.da) } else { (self.b, self.db) };
        let named: Vec<u32> = document.words[range.start as usize..range.end as usize]
            .iter()
            .filter(|w| {
                !w.class.has(Class::FUNCTION | Class::DIGIT) && !reporting(&fold::fold(w.of(text)))
            })
            .filter(|w| crate::text::dates::weekday(text, w).is_none())
            .map(|w| w.key)
            .collect();
        let here = other.sentences.partition_point(|s| s.start < own.start) as u32;
        let told = |key: &u32| {
            let places = body.sentences_with(*key);
            let near = places.get(places.partition_point(|(_, place)| place + 1 < here));
            places.first().is_some_and(|(_, place)| *place < OPENING)
                || near.is_some_and(|(_, place)| *place <= here + 1)
        };
        // Without a name of its own the lost clause is a *zufolge* or a *she said*, and the source
        // itself is still there.
        named.iter().all(told)
    }

    /// Whether a sentence is a question, which claims nothing.
    fn asks(&self, second: bool) -> bool {
        let (document, text, sentence) = if second {
            (self.db, self.texts.1, self.sb)
        } else {
            (self.da, self.texts.0, self.sa)
        };
        let end = document.words[sentence.end as usize - 1].end() as usize;
        text[end..]
            .chars()
            .take_while(|c| !c.is_alphanumeric() && *c != '\n')
            .any(|c| matches!(c, '?' | '？' | '؟'))
    }

    /// Whether a lost word occurs in or beside the other sentence, before or after the same word: a
    /// line ended, a quotation mark opened, or it was moved.
    fn stands_beside(&self, at: u32, second: bool) -> bool {
        let (own, text, sentence) = if second {
            (self.db, self.texts.1, self.sa)
        } else {
            (self.da, self.texts.0, self.sb)
        };
        let (other, other_text) =
            if second { (self.da, self.texts.0) } else { (self.db, self.texts.1) };
        let here = other.sentences.partition_point(|s| s.start < sentence.start);
        let from = other.sentences[here.saturating_sub(1)].start;
        let to = other.sentences[(here + 1).min(other.sentences.len() - 1)].end;
        let neighbours = |document: &Document, text: &str, at: u32| -> [Option<String>; 2] {
            let of = |k: Option<u32>| {
                k.and_then(|k| document.words.get(k as usize)).map(|w| fold::fold(w.of(text)))
            };
            [of(at.checked_sub(1)), of(Some(at + 1))]
        };
        let word = &own.words[at as usize];
        let [before, behind] = neighbours(own, text, at);
        (from..to).any(|k| {
            if other.words[k as usize].key != word.key {
                return false;
            }
            let [p, q] = neighbours(other, other_text, k);
            p.is_some() && p == before || q.is_some() && q == behind
        })
    }

    /// Whether a sentence contains quoted words, quotation marks or somebody speaking in the first
    /// person: what is cut or added is then the speaker of a quotation.
    fn speaks_in_marks(&self, second: bool) -> bool {
        let (document, text, sentence) = if second {
            (self.db, self.texts.1, self.sb)
        } else {
            (self.da, self.texts.0, self.sa)
        };
        let words = &document.words[sentence.start as usize..sentence.end as usize];
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        let behind = document
            .words
            .get(sentence.end as usize)
            .map_or(text.len(), |next| next.start as usize);
        let before = sentence
            .start
            .checked_sub(1)
            .map_or(0, |at| document.words[at as usize].end() as usize);
        let mark = |c: char| {
            matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›' | '\'' | '…')
        };
        // A term of a few words in quotation marks is not speech.
        let within: Vec<usize> = (1..words.len())
            .filter(|at| {
                text[words[at - 1].end() as usize..words[*at].start as usize].contains(mark)
            })
            .collect();
        let terms = within.len().is_multiple_of(2)
            && within.chunks(2).all(|pair| pair[1] - pair[0] <= TERM);
        let marked = text[before..first.start as usize].contains(mark)
            || text[last.end() as usize..behind].contains(mark)
            || !terms;
        let own = |w: &Word| {
            matches!(
                fold::fold(w.of(text)).as_str(),
                "i" | "we"
                    | "my"
                    | "our"
                    | "me"
                    | "us"
                    | "i'm"
                    | "we're"
                    | "ich"
                    | "wir"
                    | "je"
                    | "nous"
            )
        };
        marked
            || words.iter().filter(|w| w.class.has(Class::QUOTED)).count() > TERM
            || words.iter().any(own)
    }
}
