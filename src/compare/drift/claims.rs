//! Who claims it, how surely, and whether at all: attribution, hedge, negation, and words turned
//! into their opposites.

use std::ops::Range;

use super::{CLAUSE, Drift, DriftKind, Pair, Side};
use crate::compare::words::Step;
use crate::languages::{Language, Words};
use crate::text::{Class, Document, Word, fold};

/// Words that a lost attribution may have.
const ATTRIBUTION: usize = 8;
/// Words of a swap up to which what may be can have become what is.
const MODAL: usize = 4;
/// Letters that two forms of one word have in common.
const STEM: usize = 4;
/// Sentences at the beginning of a text whose sources are its own.
const OPENING: u32 = 3;
/// Words on either side of a *not* in which a second one is the same again.
const DOUBLED: u32 = 5;
/// Words in marks up to which they are a term.
const TERM: usize = 3;
/// Equal words around a lost or gained *not*.
const AROUND_NOT: u32 = 2;

/// Whether a stretch of words begins a clause of its own: behind a comma or bracket, or with its
/// sentence.
fn is_set_off(document: &Document, text: &str, range: &Range<u32>) -> bool {
    let word = |at: u32| document.words.get(at as usize);
    let gap = |at: u32| match (at.checked_sub(1).and_then(word), word(at)) {
        (Some(before), Some(next)) => &text[before.end() as usize..next.start as usize],
        (Some(last), None) => &text[last.end() as usize..],
        _ => "",
    };
    let opens = word(range.start).is_none_or(|w| w.class.has(Class::SENTENCE));
    // An editor's own note in square brackets cites nobody.
    let noted = gap(range.start).contains('[') || gap(range.end).contains(']');
    (opens || gap(range.start).contains([',', '(', '—', '–', ';', ':'])) && !noted
}

/// Words that stand for what the other text says in other words.
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

    /// The words of a range that are in a list.
    fn listed(&self, range: &Range<u32>, second: bool, list: &Words) -> Vec<u32> {
        range.clone().filter(|at| list.contains(&self.spelled(*at, second))).collect()
    }

    fn is_quoted(&self, range: &Range<u32>, second: bool) -> bool {
        range.clone().any(|at| self.word(at, second).class.has(Class::QUOTED))
    }

    /// The negators of a range that negate: not those of *no more than* and *not only*, nor of *No.
    /// 244*.
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

    /// A *not* that one of two sentences lost, while it says the same of the same.
    ///
    /// What was lost is the negator alone, with helping words: a clause that is gone took its *not*
    /// along. What stands in the place of a negated word is a form of that word: who *declined* to
    /// say did not say.
    pub(super) fn negation(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language.filter(|language| language.claims.negation) else {
            return;
        };
        let changed: Vec<Change<'_>> = self.changes().collect();
        let lost: Vec<Vec<u32>> =
            changed.iter().map(|c| self.negators(&c.a, false, language)).collect();
        let gained: Vec<Vec<u32>> =
            changed.iter().map(|c| self.negators(&c.b, true, language)).collect();
        // A negator on both sides has moved.
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
                    >= STEM.min(x.len()).min(y.len())
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
                self.spelled(*at, second).len() > 3
                    && letters(without, !second).contains(&self.spelled(*at, second))
            }) {
                continue;
            }
            // Of the sentence without the negator, nothing that was put in says the same:
            // *refused*, *failed*, *without*.
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

    /// Whether one of two sentences tells what may come, or what would be if, and the other what
    /// is: *if the court finds him guilty* and *found him not guilty*.
    ///
    /// Told by the words that differ; a *won't* in the place of a *will* is no other frame.
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

    /// Whether a sentence is as negative without one of its negators: the word stands beside it,
    /// another one governs the same words, or it is one of *whether or not*.
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

    /// A word turned into its opposite where all else is the same.
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
        // Where the sentence speaks of something else too, it may tell another event.
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

    /// An *allegedly* that one of two sentences lost, while nothing else in it says as much.
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
        // Other figures are other facts.
        if self.agreeing().1 > 0 {
            return;
        }
        let second = in_a.is_empty();
        let (own, others) = if second { (self.sa, self.sb) } else { (self.sb, self.sa) };
        // `claimed he did it` for `allegedly did it`: the sentence, or the next one, says who says
        // so.
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
            // Two facts of two places, or of two days.
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

    /// The sentence behind one; empty behind the last.
    fn next(&self, sentence: &Range<u32>, second: bool) -> Range<u32> {
        let document = if second { self.db } else { self.da };
        let at = document.sentences.partition_point(|s| s.start <= sentence.start);
        document.sentences.get(at).cloned().unwrap_or(sentence.end..sentence.end)
    }

    /// What may be became what is or will be, or the other way.
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
            // Inside a quotation it is the quotation that was altered.
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
            // Who could feel an earthquake felt it.
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

    /// A reporting verb that one of the two sentences lost, and that no sentence beside it has; not
    /// that of a quotation.
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
        // One that moved stands beside the sentence, in the same word.
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
            // A clause that went with a figure, or among others, took its source along.
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

    /// Whether the other text names a source in or beside its sentence, or in its opening: what is
    /// left out there is known.
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
        // Without a name of its own what is left out is a *zufolge* or a *she said*: the source
        // itself stands.
        named.iter().all(told)
    }

    /// Whether a sentence is a question: it claims nothing.
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

    /// Whether a lost word stands beside the other sentence, before or behind the same word: a line
    /// ends, a mark opens, or it moved.
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

    /// Whether a sentence holds quoted words, marks of quotation or somebody who speaks of himself:
    /// what is cut from it or added is the speaker of a quotation.
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
        // A term of a few words in marks is no speech.
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
