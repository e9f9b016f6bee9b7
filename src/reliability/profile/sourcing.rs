//! Counts the sentences that say who says something, the quotations with a speaker, and the
//! writer's own tone.

use std::ops::Range;

use super::lexis::Lexis;
use super::{Counts, Indicator};
use crate::text::{Class, Document, Word};

/// Number of a sentence's own words (those not quoted) from which it is counted. Chosen by
/// judgement: below, it is a heading or what is left around a quotation.
const LEAST_WORDS: usize = 4;
/// Number of words before a verb of saying within which its subject is looked for. Chosen by
/// judgement.
const BEFORE: usize = 8;
/// Number of words behind a verb that follows a quotation, or behind a preposition of attribution,
/// within which a name is looked for. Chosen by judgement.
const BEHIND: usize = 5;
/// Number of words from which a quotation is one that needs a speaker: shorter ones are often
/// titles and words used with reserve. Chosen by judgement.
const LEAST_QUOTED: u32 = 5;
/// Number of sentences, and share of all, in the first person singular from which a text is
/// personal. Chosen by judgement.
const PERSONAL: (usize, f64) = (3, 0.1);

/// Whom a sentence names as its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Nobody,
    Unnamed,
    Named,
}

/// What was counted in a text.
#[derive(Debug, Default)]
pub(super) struct Read {
    sentences: usize,
    named: usize,
    unnamed: usize,
    exclamations: usize,
    questions: usize,
    personal: usize,
    loaded: usize,
    quotes: usize,
    spoken: usize,
}

impl Read {
    /// Returns whether the writer speaks of himself.
    pub fn is_personal(&self) -> bool {
        self.personal >= PERSONAL.0 && self.personal as f64 >= PERSONAL.1 * self.sentences as f64
    }
}

/// Puts what was read among an article's counts.
pub(super) fn count(counts: &mut Counts, read: &Read) {
    counts.set(Indicator::NamedSources, read.named, read.sentences);
    counts.set(Indicator::UnnamedSources, read.unnamed, read.sentences);
    counts.set(Indicator::QuotesWithSpeaker, read.spoken, read.quotes);
    counts.set(Indicator::Exclamations, read.exclamations, read.sentences);
    counts.set(Indicator::Questions, read.questions, read.sentences);
    counts.set(Indicator::LoadedWords, read.loaded, read.sentences);
}

/// Reads a body. O(words).
pub(super) fn read(text: &str, document: &Document, lexis: &Lexis) -> Read {
    let reading = Reading { text, words: &document.words, lexis };
    let mut read = Read::default();
    let mut sources = Vec::with_capacity(document.sentences.len());
    let mut known = false;
    for sentence in &document.sentences {
        let range = sentence.start as usize..sentence.end as usize;
        let source = reading.source(&range, known);
        known |= source == Source::Named;
        sources.push(source);
        let own = document.words[range.clone()].iter().filter(|w| !w.class.has(Class::QUOTED));
        if own.clone().count() < LEAST_WORDS {
            continue;
        }
        read.sentences += 1;
        read.named += usize::from(source == Source::Named);
        read.unnamed += usize::from(source == Source::Unnamed);
        read.personal += usize::from(reading.is_personal(&range));
        // What somebody is reported to say is not the writer's own.
        read.loaded += usize::from(source == Source::Nobody && reading.is_loaded(&range));
        match reading.ending(range.end) {
            Some(b'!') => read.exclamations += 1,
            Some(b'?') => read.questions += 1,
            _ => {}
        }
    }
    for quote in document.quotes.iter().filter(|q| q.words.len() as u32 >= LEAST_QUOTED) {
        let first = document.sentences.partition_point(|s| s.end <= quote.words.start);
        let last = document.sentences.partition_point(|s| s.start < quote.words.end);
        // The sentence of the quotation, and those on either side.
        let near = first.saturating_sub(1)..(last + 1).min(sources.len());
        read.quotes += 1;
        read.spoken += usize::from(sources[near].contains(&Source::Named));
    }
    read
}

struct Reading<'r> {
    text: &'r str,
    words: &'r [Word],
    lexis: &'r Lexis,
}

impl Reading<'_> {
    /// Whether the writer speaks of himself in a sentence. A single letter behind a name is a
    /// numeral: *World War I*.
    fn is_personal(&self, sentence: &Range<usize>) -> bool {
        let is_numeral = |at: usize| {
            self.words[at].end() - self.words[at].start == 1
                // The first word of a sentence has a capital anyhow: *But I think*.
                && at > sentence.start + 1
                && self.words[at - 1].class.has(Class::CAPITAL)
        };
        sentence.clone().any(|at| {
            !self.words[at].class.has(Class::QUOTED)
                && self.lexis.first_person.contains(self.words[at].key)
                && !is_numeral(at)
        })
    }

    /// Whether the writer judges in a sentence. A word with a capital inside a sentence is a name:
    /// *Evil Dead*.
    fn is_loaded(&self, sentence: &Range<usize>) -> bool {
        self.words[sentence.clone()].iter().any(|w| {
            !w.class.has(Class::QUOTED)
                && self.lexis.loaded.contains(w.key)
                && (w.class.has(Class::SENTENCE)
                    || self.lexis.capital_nouns
                    || !w.class.has(Class::CAPITAL | Class::ACRONYM))
        })
    }

    /// Returns whom a sentence names as its source. `known` says whether an earlier one named
    /// somebody to whom a pronoun may refer.
    fn source(&self, sentence: &Range<usize>, known: bool) -> Source {
        // The first that is said decides: *officials said Halvik was not warned*.
        let said = sentence.clone().filter(|at| {
            !self.words[*at].class.has(Class::QUOTED)
                && self.lexis.attributing.contains(self.words[*at].key)
        });
        said.map(|at| {
            let key = self.words[at].key;
            if self.lexis.saying.contains(key) {
                self.subject(sentence, at, known)
            } else {
                self.behind(sentence, at)
            }
        })
        .find(|source| *source != Source::Nobody)
        .unwrap_or(Source::Nobody)
    }

    /// Returns who is the subject of the verb at `verb`.
    fn subject(&self, sentence: &Range<usize>, verb: usize, known: bool) -> Source {
        let from = verb.saturating_sub(BEFORE).max(sentence.start);
        let mut found = Source::Nobody;
        let mut at = verb;
        while at > from {
            at -= 1;
            if self.words[at].class.has(Class::QUOTED) || self.is_parted(at + 1) {
                break;
            }
            if self.is_name(at) || known && self.lexis.pronouns.contains(self.words[at].key) {
                return Source::Named;
            }
            if self.lexis.unnamed.contains(self.words[at].key) {
                found = Source::Unnamed;
            }
        }
        let inverted = verb == sentence.start
            || self.words[verb - 1].class.has(Class::QUOTED)
            || self.text[self.words[verb - 1].end() as usize..self.words[verb].start as usize]
                .contains(',');
        if found == Source::Nobody && inverted { self.behind(sentence, verb) } else { found }
    }

    /// Returns who is named behind a word, before the next mark.
    fn behind(&self, sentence: &Range<usize>, word: usize) -> Source {
        let mut found = Source::Nobody;
        for at in (word + 1..sentence.end).take(BEHIND) {
            if self.words[at].class.has(Class::QUOTED) || self.is_parted(at) {
                break;
            }
            if self.is_name(at) {
                return Source::Named;
            }
            if self.lexis.unnamed.contains(self.words[at].key) {
                found = Source::Unnamed;
            }
        }
        found
    }

    /// Returns whether a mark stronger than a comma stands before a word.
    fn is_parted(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            let gap = &self.text.as_bytes()
                [self.words[before].end() as usize..self.words[at].start as usize];
            gap.len() > 1 && gap.iter().any(|b| matches!(b, b';' | b':' | b'(' | b')' | b'\n'))
        })
    }

    /// Returns whether a word belongs to a name of a person or a body.
    fn is_name(&self, at: usize) -> bool {
        let word = &self.words[at];
        if !word.class.has(Class::CAPITAL)
            || word.class.has(Class::DIGIT)
            || self.lexis.function.contains(word.key)
            || self.lexis.times.contains(word.key)
            || self.lexis.unnamed.contains(word.key)
        {
            return false;
        }
        let joined = |a: usize, b: usize| {
            b < self.words.len()
                && [a, b].iter().all(|at| {
                    self.words[*at].class.has(Class::CAPITAL)
                        && !self.lexis.function.contains(self.words[*at].key)
                })
                && self.words[b].start - self.words[a].end() <= 2
        };
        // Where all nouns have capitals, a name is two of them in a row.
        if self.lexis.capital_nouns {
            return joined(at, at + 1) || at > 0 && joined(at - 1, at);
        }
        // Few words get here at the beginning of a sentence, so that searching the text for each
        // takes less than a set of all names.
        let is_capitalized_inside = || {
            let inside = |w: &Word| w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE);
            self.words.iter().any(|w| w.key == word.key && inside(w))
        };
        !word.class.has(Class::SENTENCE) || joined(at, at + 1) || is_capitalized_inside()
    }

    /// Returns the mark that ends the sentence before the word `next`, if it is an exclamation or
    /// question mark outside a quotation.
    fn ending(&self, next: usize) -> Option<u8> {
        let last = self.words.get(next.checked_sub(1)?)?;
        if last.class.has(Class::QUOTED) {
            return None;
        }
        let from = last.end() as usize;
        let until = self.words.get(next).map_or(self.text.len(), |w| w.start as usize);
        // A mark stands right behind the word.
        let mut gap = self.text.as_bytes()[from..until].iter().take(2);
        gap.find(|b| matches!(b, b'!' | b'?')).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexis;
    use super::*;

    fn read_of(code: &str, text: &str) -> Read {
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        read(text, &document, lexis::of(code).expect("words"))
    }

    /// Named, unnamed and all sentences.
    fn sources(code: &str, text: &str) -> (usize, usize, usize) {
        let read = read_of(code, text);
        (read.named, read.unnamed, read.sentences)
    }

    #[test]
    fn a_source_is_named_or_not_or_there_is_none() {
        let text = "The ferry will not sail, Jane Doe said on Monday. Officials said the crews \
                    were late. She said they had been warned. The harbour was empty all day.";
        assert_eq!(sources("en", text), (2, 1, 4));
        assert_eq!(sources("en", "According to the Harbour Board, the ferry is late."), (1, 0, 1));
        assert_eq!(sources("en", "She said that the ferry was late again."), (0, 0, 1));
        assert_eq!(sources("en", "Officials said Halvik was not warned of it."), (0, 1, 1));
        assert_eq!(sources("en", "Critics say the ferry was never safe."), (0, 1, 1));
    }

    #[test]
    fn other_languages_have_their_own_words() {
        assert_eq!(sources("de", "Die Fähre fährt nicht, sagte Jana Muster am Montag."), (1, 0, 1));
        assert_eq!(
            sources("de", "Die Fähre fährt nicht, sagte ein Sprecher am Montag."),
            (0, 1, 1)
        );
        assert_eq!(sources("fr", "Selon des sources, le navire ne part pas lundi."), (0, 1, 1));
        assert_eq!(sources("es", "El barco no sale, dijo Juana Modelo este lunes."), (1, 0, 1));
        assert_eq!(sources("it", "Secondo fonti locali la nave non parte."), (0, 1, 1));
        assert_eq!(sources("pt", "O barco não sai, disse Joana Modelo na segunda."), (1, 0, 1));
        assert_eq!(sources("nl", "De boot vaart niet, zei Jan Voorbeeld maandag."), (1, 0, 1));
    }

    #[test]
    fn a_quotation_has_its_speaker_beside_it() {
        let read = read_of(
            "en",
            "“We will not sail before Monday,” said Jane Doe. The day was calm and clear. Nobody \
             came. Nobody went. “It is a shame for all of us here.” Nobody came to the quay then.",
        );
        assert_eq!((read.spoken, read.quotes), (1, 2));
    }

    #[test]
    fn a_word_that_judges_counts_where_it_is_the_writer_s_own() {
        let loaded = |text: &str| read_of("en", text).loaded;
        assert_eq!(loaded("It was a disgraceful day for all of Halvik."), 1);
        assert_eq!(loaded("It was a disgraceful day for Halvik, Jane Doe said."), 0);
        assert_eq!(loaded("The crews called it a “disgraceful” day for Halvik."), 0);
        assert_eq!(loaded("The crews went to see Absurd Person at the theatre."), 0);
        assert_eq!(loaded("It was a long and cold day for all of Halvik."), 0);
    }

    #[test]
    fn marks_count_outside_quotations_only() {
        let read = read_of(
            "en",
            "The ferry is late again! Will it ever sail from here? “Never again in my life!” said \
             Jane Doe. The crews have gone home.",
        );
        assert_eq!((read.exclamations, read.questions), (1, 1));
        assert!(!read.is_personal());
        assert!(
            read_of("en", "I sailed with them. I know my crew well. I will be there.")
                .is_personal()
                && read_of(
                    "en",
                    "But I sailed with them. And I know them well. Today I stay here."
                )
                .is_personal()
        );
    }
}
