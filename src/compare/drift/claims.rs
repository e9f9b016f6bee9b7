//! Who claims it, how surely, and whether at all: attribution, hedge, negation, and words turned into their opposites.

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
/// Equal words around a lost or gained *not*.
const AROUND_NOT: u32 = 2;

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

    /// The negators of a range that negate: not those of *no more than* and *not only*.
    fn negators(&self, range: &Range<u32>, second: bool, language: &Language) -> Vec<u32> {
        let end = if second { self.sb.end } else { self.sa.end };
        let next = |at: u32| if at + 1 < end { self.spelled(at + 1, second) } else { String::new() };
        let mut found = self.listed(range, second, &language.claims.negators);
        found.retain(|at| !language.claims.degrees.contains(&next(*at)));
        found
    }

    /// A *not* that one of two sentences lost, while it says the same of the same.
    ///
    /// What was lost is the negator alone, with helping words: a clause that is gone took its *not* along. What stands in the place of a
    /// negated word is a form of that word: who *declined* to say did not say.
    pub(super) fn negation(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language.filter(|language| language.claims.negation) else { return };
        let changed: Vec<Change<'_>> = self.changes().collect();
        let lost: Vec<Vec<u32>> = changed.iter().map(|c| self.negators(&c.a, false, language)).collect();
        let gained: Vec<Vec<u32>> = changed.iter().map(|c| self.negators(&c.b, true, language)).collect();
        // A negator on both sides has moved.
        if lost.iter().all(Vec::is_empty) == gained.iter().all(Vec::is_empty) {
            return;
        }
        let second = lost.iter().all(Vec::is_empty);
        for (change, (lost, gained)) in changed.iter().zip(lost.iter().zip(&gained)) {
            let negators = if second { gained } else { lost };
            let (with, without) = if second { (&change.b, &change.a) } else { (&change.a, &change.b) };
            let sure = self.alike >= super::VERY_ALIKE || self.around(change.at) >= super::AROUND || without.is_empty();
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
                    let helps =
                        self.word(*at, second).class.has(Class::FUNCTION) || language.words.function.contains(&self.spelled(*at, second));
                    !helps && !language.claims.negators.contains(&self.spelled(*at, second))
                });
                words.map(|at| self.spelled(at, second)).collect()
            };
            let (rest, other) = (content(with, second), content(without, !second));
            let stem =
                |x: &String, y: &String| x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count() >= STEM.min(x.len()).min(y.len());
            let same = rest.len() == other.len() && rest.iter().zip(&other).all(|(x, y)| stem(x, y));
            // `none a year ago`, `nine last year`
            let counted = matches!(other.as_slice(), [word] if language.numbers.cardinals.contains_key(word)) && rest.is_empty();
            if with.len() > CLAUSE + usize::from(!without.is_empty()) || !(same || counted) {
                continue;
            }
            // `with out` for `without`
            let letters = |range: &Range<u32>, second: bool| range.clone().map(|at| self.spelled(at, second)).collect::<String>();
            if negators
                .iter()
                .any(|at| self.spelled(*at, second).len() > 3 && letters(without, !second).contains(&self.spelled(*at, second)))
            {
                continue;
            }
            // Of the sentence without the negator, nothing that was put in says the same: *refused*, *failed*, *without*.
            let (own, others) = if second { (self.sa, self.sb) } else { (self.sb, self.sa) };
            let denies = |range: &Range<u32>, second: bool| self.listed(range, second, &language.claims.denials).len();
            if denies(own, !second) > denies(others, second) {
                continue;
            }
            out.push(self.shown(DriftKind::Negation, &change.a, &change.b));
        }
    }

    /// A word turned into its opposite where all else is the same.
    pub(super) fn opposite(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language.filter(|language| !language.claims.opposites.is_empty()) else { return };
        if self.alike < super::VERY_ALIKE {
            return;
        }
        let turned = |change: &Change<'_>| {
            if change.a.len() != 1 || change.b.len() != 1 || self.is_quoted(&change.a, false) || self.is_quoted(&change.b, true) {
                return false;
            }
            language.claims.are_opposite(&self.spelled(change.a.start, false), &self.spelled(change.b.start, true))
        };
        let mut found = self.changes().filter(turned);
        let (Some(change), None) = (found.next(), found.next()) else { return };
        // Where the sentence speaks of something else too, it may tell another event.
        let other_facts = self.changes().filter(|other| other.at != change.at).any(|other| {
            let fact = |w: &Word| w.class.has(Class::DIGIT) || w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE);
            let (x, y) = (other.a.clone().any(|i| fact(self.word(i, false))), other.b.clone().any(|j| fact(self.word(j, true))));
            x || y || !self.negators(&other.a, false, language).is_empty() || !self.negators(&other.b, true, language).is_empty()
        });
        if !other_facts && self.around(change.at) >= super::AROUND {
            out.push(self.shown(DriftKind::Negation, &change.a, &change.b));
        }
    }

    /// An *allegedly* that one of two sentences lost, while nothing else in it says as much.
    pub(super) fn hedge(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let claims = &language.claims;
        let (in_a, in_b) = (self.listed(self.sa, false, &claims.hedges), self.listed(self.sb, true, &claims.hedges));
        if in_a.is_empty() == in_b.is_empty() {
            return;
        }
        let second = in_a.is_empty();
        let (own, others) = if second { (self.sa, self.sb) } else { (self.sb, self.sa) };
        let softened = !self.listed(own, !second, &claims.open).is_empty() || !self.listed(own, !second, &claims.softeners).is_empty();
        // `claimed he did it` for `allegedly did it`: the sentence says who says so.
        let sources = |range: &Range<u32>, second: bool| {
            self.listed(range, second, &language.speech.saying).len() + self.listed(range, second, &language.speech.by).len()
        };
        if softened || sources(own, !second) > sources(others, second) {
            return;
        }
        for change in self.changes() {
            let with = if second { &change.b } else { &change.a };
            let hedged = with.clone().any(|at| (if second { &in_b } else { &in_a }).contains(&at));
            if !hedged || change.a.len().max(change.b.len()) > CLAUSE || self.is_quoted(&change.a, false) || self.is_quoted(&change.b, true)
            {
                continue;
            }
            out.push(self.shown(DriftKind::Hedge, &change.a, &change.b));
        }
    }

    /// What may be became what is or will be, or the other way.
    pub(super) fn modal(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let claims = &language.claims;
        for change in self.changes() {
            let (ra, rb) = (&change.a, &change.b);
            if !matches!(change.step, Step::Swapped(..)) || ra.len().max(rb.len()) > MODAL || self.around(change.at) < super::AROUND {
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
            let became = |open: (bool, bool, bool, bool), sure: (bool, bool, bool, bool)| open.0 && sure.2 || open.1 && sure.3;
            if became(a, b) || became(b, a) {
                out.push(self.shown(DriftKind::Hedge, ra, rb));
            }
        }
    }

    /// A reporting verb that one of the two sentences lost, and that no sentence beside it has; not that of a quotation.
    pub(super) fn attribution(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let reporting = |word: &str| language.speech.saying.contains(word) || language.speech.by.contains(word);
        let says = |document: &Document, text: &str, range: &Range<u32>| {
            document.words[range.start as usize..range.end as usize]
                .iter()
                .any(|w| !w.class.has(Class::QUOTED) && reporting(&fold::fold(w.of(text))))
        };
        let near = |document: &Document, text: &str, range: &Range<u32>| {
            let at = document.sentences.partition_point(|s| s.start < range.start);
            document.sentences[at.saturating_sub(1)..(at + 2).min(document.sentences.len())].iter().any(|s| says(document, text, s))
        };
        let (in_a, in_b) = (says(self.da, self.texts.0, self.sa), says(self.db, self.texts.1, self.sb));
        let lost_in = match (in_a, in_b) {
            (true, false) if !near(self.db, self.texts.1, self.sb) => Side::B,
            (false, true) if !near(self.da, self.texts.0, self.sa) => Side::A,
            _ => return,
        };
        if self.speaks_in_marks(false) || self.speaks_in_marks(true) {
            return;
        }
        for change in self.changes() {
            let (document, text, range) = match (change.step, lost_in) {
                (Step::Cut(ra, _), Side::B) => (self.da, self.texts.0, ra),
                (Step::Added(_, rb), Side::A) => (self.db, self.texts.1, rb),
                _ => continue,
            };
            if range.len() <= ATTRIBUTION && says(document, text, range) {
                out.push(Drift { lost_in: Some(lost_in), ..self.shown(DriftKind::Attribution, &change.a, &change.b) });
            }
        }
    }

    /// Whether a sentence holds quoted words, marks of quotation or somebody who speaks of himself: what is cut from it or added is the
    /// speaker of a quotation.
    fn speaks_in_marks(&self, second: bool) -> bool {
        let (document, text, sentence) = if second { (self.db, self.texts.1, self.sb) } else { (self.da, self.texts.0, self.sa) };
        let words = &document.words[sentence.start as usize..sentence.end as usize];
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        let behind = document.words.get(sentence.end as usize).map_or(text.len(), |next| next.start as usize);
        let before = sentence.start.checked_sub(1).map_or(0, |at| document.words[at as usize].end as usize);
        let mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›' | '\'' | '…');
        let marked = text[before..first.start as usize].contains(mark)
            || text[last.end as usize..behind].contains(mark)
            || words.windows(2).any(|w| text[w[0].end as usize..w[1].start as usize].contains(mark));
        let own = |w: &Word| {
            matches!(
                fold::fold(w.of(text)).as_str(),
                "i" | "we" | "my" | "our" | "me" | "us" | "i'm" | "we're" | "ich" | "wir" | "je" | "nous"
            )
        };
        marked || words.iter().any(|w| w.class.has(Class::QUOTED) || own(w))
    }
}
