//! Finds an *officials said* that one of two sentences lost.

use std::ops::Range;

use crate::compare::drift::{Drift, DriftKind, Pair, Side};
use crate::compare::words::Step;
use crate::languages::Language;
use crate::text::{Class, Document, Word, fold};

/// Most words of a lost attribution. Chosen by judgement.
const ATTRIBUTION: usize = 8;
/// Sentences at the beginning of a text that name the sources of all of it. Chosen by judgement.
const OPENING: u32 = 3;
/// Most words in quotation marks that are a term. Chosen by judgement.
const TERM: usize = 3;

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

/// Whether a word reports a statement: a verb of saying, or *according to*.
fn reports(language: &Language, word: &str) -> bool {
    language.speech.saying.contains(word) || language.speech.by.contains(word)
}

/// Whether a word may be part of a name: `the United States`.
fn is_part_of_name(word: &Word) -> bool {
    word.class.has(Class::CAPITAL) && !word.class.has(Class::SENTENCE)
}

impl Pair<'_> {
    /// Finds an attribution that one of the two sentences lost and no neighbouring sentence has,
    /// except that of a quotation.
    pub(in crate::compare::drift) fn attribution(&self, out: &mut Vec<Drift>) {
        let Some(language) = self.language else { return };
        let says = |range: &Range<u32>, second: bool| {
            range.clone().any(|at| {
                let word = self.word(at, second);
                !word.class.has(Class::QUOTED)
                    && !is_part_of_name(word)
                    && reports(language, &self.spelled(at, second))
            })
        };
        let lost_in = match (says(self.sa, false), says(self.sb, true)) {
            (true, false) => Side::B,
            (false, true) => Side::A,
            _ => return,
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
                && says(range, second)
                && is_set_off(document, text, range)
                && !self.is_moved(range, second, language)
                && !indirect
                && !self.is_named_near(range, second, language)
            {
                out.push(Drift {
                    lost_in: Some(lost_in),
                    ..self.shown(DriftKind::Attribution, &change.a, &change.b)
                });
            }
        }
    }

    /// Whether a neighbouring sentence of the other text has the verb of an attribution, which was
    /// only moved. `second` says that the second text has the attribution.
    fn is_moved(&self, range: &Range<u32>, second: bool, language: &Language) -> bool {
        let (own, other, text) = if second {
            (self.sa, self.da, self.texts.0)
        } else {
            (self.sb, self.db, self.texts.1)
        };
        let at = other.sentences.partition_point(|s| s.start < own.start);
        let from = other.sentences[at.saturating_sub(1)].start as usize;
        let to = other.sentences[(at + 1).min(other.sentences.len() - 1)].end as usize;
        let verbs: Vec<String> = range
            .clone()
            .map(|at| self.spelled(at, second))
            .filter(|word| reports(language, word))
            .collect();
        other.words[from..to]
            .iter()
            .any(|w| !is_part_of_name(w) && verbs.contains(&fold::fold(w.of(text))))
    }

    /// Whether the other text names the source in or beside its sentence, or in its opening, so
    /// that readers know it anyway.
    fn is_named_near(&self, range: &Range<u32>, second: bool, language: &Language) -> bool {
        let (document, text, own) = if second {
            (self.db, self.texts.1, self.sa)
        } else {
            (self.da, self.texts.0, self.sb)
        };
        let (body, other) = if second { (self.a, self.da) } else { (self.b, self.db) };
        let named: Vec<u32> = document.words[range.start as usize..range.end as usize]
            .iter()
            .filter(|w| {
                !w.class.has(Class::FUNCTION | Class::DIGIT)
                    && !reports(language, &fold::fold(w.of(text)))
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
