//! Finds the speaker in the frame of a quotation: before it, behind it, or in an earlier one.

use std::ops::Range;

use super::Speaker;
use super::around::Around;
use crate::text::{Class, fold};

/// Number of words between a name and its verb, or between a verb and the quotation that it
/// announces. Chosen by judgement.
const REACH: u32 = 8;

/// Number of words between two quotations of one speaker of which only the first names the speaker.
/// Chosen by judgement.
const NEAR: u32 = 40;

/// Number of words of a frame within which a verb is sought after its subject. Chosen by judgement.
const FRAME: u32 = 14;

/// What the words around a quotation say about its speaker.
pub(super) enum Said {
    By(Range<u32>),
    /// A pronoun, which refers to somebody named before.
    Again,
    Nobody,
}

impl Around<'_> {
    /// Returns what is said about the speaker of a quotation.
    pub(super) fn said(&self, quote: &Range<u32>) -> Said {
        // `Jane Doe said: “…,” she went on`: the name takes precedence over the pronoun.
        let found = match self.behind(quote) {
            Err(pronoun) => self.before(quote).map_err(|other| other || pronoun),
            found => found,
        };
        match found {
            Ok(words) => Said::By(words),
            Err(true) => Said::Again,
            Err(false) => Said::Nobody,
        }
    }

    /// Reads what follows: `“…,” said Jane Doe`, `“…,” Jane Doe of the union said`,
    /// `“…,” according to Jane Doe`, `„…“, so Jane Doe`.
    fn behind(&self, quote: &Range<u32>) -> Result<Range<u32>, bool> {
        let start = quote.end;
        let Some(word) = self.document.words.get(start as usize) else { return Err(false) };
        if word.class.has(Class::PARAGRAPH | Class::QUOTED) {
            return Err(false);
        }
        let gap = self.plain_gap(start);
        let lower = !word.class.has(Class::CAPITAL);
        // A full stop, inside or after the marks, ends what the quotation belongs to, unless a
        // small letter follows.
        let stopped = gap.contains(['.', ':', ';', '\n'])
            && !(lower && !gap.contains([':', ';', '\n']) && self.tells(start));
        let asked = gap.contains(['!', '?']) && !gap.contains(',');
        if stopped || word.class.has(Class::SENTENCE) && !asked {
            return Err(false);
        }
        let verb = self.verb_from(start);
        let first = self.tells(verb)
            || self.is(verb, &self.language.speech.by)
            || matches!((self.language.code.as_str(), self.folded(verb).as_str()), ("de", "so"));
        // After a comma these languages put the verb first, whatever verb it is.
        let inverted =
            matches!(self.language.code.as_str(), "de" | "nl" | "es" | "fr" | "pt" | "it")
                && gap.contains(',')
                && lower
                && !self.is_function(start)
                && !self.is_article(start);
        if self.capitalises() && matches!(self.folded(start).as_str(), "wird" | "wurde") {
            return self.told_by(start + 1);
        }
        if first || inverted && self.language.code == "de" {
            return self.told_by(self.object(verb));
        }
        let name = self.subject(start)?;
        // `“…,” Jane Doe, who leads the union, said`.
        let end = name.end;
        let verb = (end..end + FRAME).take_while(|at| self.goes_on(*at)).find(|at| self.says(*at));
        let plain = |verb: u32| {
            !(end..verb).any(|at| {
                self.is_capital(at)
                    && self.gap(at).trim() != ","
                    && self.is_person(&(at..at + 1))
                    && verb - end > REACH
            })
        };
        if verb.is_some_and(plain) { Ok(name) } else { Err(false) }
    }

    /// Returns where the verb of saying can be behind a quotation, after what may stand before it:
    /// `…“, so betonte die Ministerin`.
    fn verb_from(&self, start: u32) -> u32 {
        let mut verb = start
            + u32::from(
                self.is(start, &self.language.speech.helping) || self.folded(start) == "ainsi",
            );
        verb += u32::from(
            self.folded(verb) == "so"
                && self.capitalises()
                && self.document.words.get(verb as usize + 1).is_some_and(|w| {
                    w.of(self.text).ends_with('e') || w.of(self.text).ends_with('t')
                })
                && !self.is_article(verb + 1)
                && !self.is_function(verb + 1)
                && !self.is_capital(verb + 1),
        );
        verb
    }

    /// Returns the subject after a verb, skipping the one addressed:
    /// `sagte dem Sender der Minister`.
    fn told_by(&self, start: u32) -> Result<Range<u32>, bool> {
        let mut at = start;
        if matches!(self.folded(at).as_str(), "dem" | "den" | "einem" | "einer")
            && self.capitalises()
        {
            let run = (at + 1..at + 4).find_map(|at| self.run_from(at)).ok_or(false)?;
            at = run.end;
        }
        match self.subject(at) {
            Err(false) if self.is_time(at + 1) => self.subject(at + 2),
            found => found,
        }
    }

    /// Returns the word after a verb, or after `according to`, `selon`, `de acordo com`.
    fn object(&self, verb: u32) -> u32 {
        verb + 1 + u32::from(self.folded(verb + 1) == "to")
    }

    /// Reads what precedes: `Jane Doe told reporters: “…”`, `According to Jane Doe, “…”`,
    /// `Doe: “…”`.
    fn before(&self, quote: &Range<u32>) -> Result<Range<u32>, bool> {
        let gap = self.plain_gap(quote.start);
        let colon = gap.contains(':');
        if quote.start == 0
            || !colon && gap.contains(['.', '!', '?', '\n', ';'])
            || self.document.words[quote.start as usize - 1].class.has(Class::QUOTED)
        {
            return Err(false);
        }
        // The frame: the words of the sentence before the quotation.
        let mut from = quote.start - 1;
        while from > 0 && self.goes_on(from) && quote.start - from < 40 {
            from -= 1;
        }
        if self.document.words[from as usize].class.has(Class::QUOTED) {
            from += 1;
        }
        let frame = from..quote.start;
        let verb =
            frame.clone().rev().find(|at| self.says(*at)).or_else(|| {
                frame.clone().rev().find(|at| self.is(*at, &self.language.speech.beside))
            });
        let reach = if colon || gap.contains(',') { 40 } else { 6 };
        if let Some(verb) = verb.filter(|verb| quote.start - verb <= reach) {
            return self.subject_of(verb, &frame);
        }
        if let Some(by) = frame
            .clone()
            .rev()
            .find(|at| self.is(*at, &self.language.speech.by))
            .filter(|_| colon || gap.contains(','))
        {
            let object = self.object(by);
            return self
                .subject(object)
                .and_then(|name| if name.end <= quote.start { Ok(name) } else { Err(false) });
        }
        if !colon {
            return Err(false);
        }
        // `Doe: “…”`, `Jane Doe on the strike: “…”`.
        match self.subject(from) {
            Ok(name)
                if self.is_person(&name)
                    || name.end == quote.start
                    || self.is_role(name.end - 1) =>
            {
                Ok(name)
            }
            other => other.and(Err(false)),
        }
    }

    /// Returns the subject of a verb of saying in a frame: the one that begins the frame, else the
    /// name directly before the verb, else the one after it.
    fn subject_of(&self, verb: u32, frame: &Range<u32>) -> Result<Range<u32>, bool> {
        let helped = (frame.start..verb)
            .rev()
            .take(2)
            .find(|at| self.is(*at, &self.language.speech.helping));
        let finite = helped.unwrap_or(verb);
        let opening = frame.start
            + u32::from(
                finite > frame.start + 1
                    && matches!(
                        self.folded(frame.start).as_str(),
                        "auch"
                            | "aber"
                            | "doch"
                            | "und"
                            | "and"
                            | "but"
                            | "also"
                            | "mas"
                            | "pero"
                            | "et"
                            | "e"
                            | "y"
                            | "mais"
                            | "а"
                            | "но"
                    ),
            );
        let v2 = matches!(self.language.code.as_str(), "de" | "nl");
        if opening < finite {
            // `Weiter sagte Doe`: a capitalized word before the verb, and the subject after it.
            let behind =
                (v2 && opening + 1 == finite).then(|| self.told_by(verb + 1)).and_then(Result::ok);
            if let Some(name) = behind.filter(|name| name.end <= frame.end && self.is_person(name))
            {
                return Ok(name);
            }
            match self.subject(opening) {
                Ok(name) if name.end <= finite => return Ok(name),
                Err(true) => return Err(true),
                _ if v2
                    && opening + 1 == finite
                    && self.is_capital(opening)
                    && self.says(verb)
                    && self.is_no_adverb(opening) =>
                {
                    return self.told_by(verb + 1).or(Ok(opening..finite));
                }
                _ => {}
            }
        }
        if v2 || finite == frame.start {
            return match self.told_by(verb + 1) {
                Ok(name) if name.end <= frame.end => Ok(name),
                Err(true) => Err(true),
                _ => Err(false),
            };
        }
        self.named_before(finite)
    }

    /// Returns whether a capitalized word at the start of a sentence is a name: an adverb would be
    /// in lower case elsewhere, or is in the list.
    fn is_no_adverb(&self, at: u32) -> bool {
        #[rustfmt::skip]
        const ADVERBS: &[&str] = &[
            "abschließend", "anschließend", "außerdem", "daneben", "daraufhin", "daruber", "dazu", "ferner", "hierzu", "spater", "weiter", "weiterhin",
            "wortlich", "zudem", "zuvor",
        ];
        let key = self.document.words[at as usize].key;
        let small =
            self.document.words.iter().any(|w| w.key == key && !w.class.has(Class::CAPITAL));
        !small && !ADVERBS.iter().any(|adverb| fold::fold(adverb) == self.folded(at))
    }

    /// Returns the last name in the few words before a verb of the same sentence.
    fn named_before(&self, verb: u32) -> Result<Range<u32>, bool> {
        let mut at = verb;
        for _ in 0..REACH {
            if !self.goes_on(at) {
                return Err(false);
            }
            at = at.checked_sub(1).ok_or(false)?;
            if self.is(at, &self.language.speech.pronouns) {
                return Err(true);
            }
            if self.says(at) {
                return Err(false);
            }
            if self.is_capital(at) {
                let run = self.run_to(at).ok_or(false)?;
                let placed = run.start > 0
                    && self.goes_on(run.start)
                    && self.is_function(run.start - 1)
                    && !self.is_article(run.start - 1);
                if !placed {
                    let article = run.start > 0 && self.is_article(run.start - 1);
                    return if self.is_speaker(&run, article) { Ok(run) } else { Err(false) };
                }
                at = run.start - 1;
            }
        }
        Err(false)
    }

    /// Returns whether a quotation continues the one that ends at `end`: it follows that one's
    /// frame closely, and nobody else is named in between. `pronoun` is whether its own frame has a
    /// pronoun as the subject.
    pub(super) fn goes_on_from(
        &self,
        end: u32,
        quote: &Range<u32>,
        named: &Speaker,
        pronoun: bool,
    ) -> bool {
        let between = end..quote.start;
        let near = between.len() as u32 <= NEAR;
        let words = &self.document.words;
        let broken = (end..=quote.start)
            .filter(|at| words.get(*at as usize).is_some_and(|w| w.class.has(Class::PARAGRAPH)))
            .count();
        let others = between.clone().any(|at| {
            let own = |at: u32| {
                named.words.clone().any(|n| words[n as usize].key == words[at as usize].key)
            };
            let run = || self.run_from(at);
            let begins = at == 0 || !self.is_capital(at - 1) || !self.is_joined(at);
            self.is_capital(at)
                && begins
                && !named.words.contains(&at)
                && run().is_some_and(|run| {
                    !run.clone().any(own)
                        && (run.len() > 1 || !self.capitalises())
                        && self.is_person(&run)
                        && !words[run.start as usize].class.has(Class::SENTENCE)
                })
        });
        if pronoun {
            return near && !others && named.is_person && broken <= 1;
        }
        // The frame of the previous quotation ends its sentence, and this quotation begins another.
        let fresh = words[quote.start as usize].class.has(Class::SENTENCE)
            || self.gap(quote.start).contains(['.', '!', '?']);
        let framed = named.words.start >= end && named.words.end <= quote.start
            || named.words.end <= end && between.is_empty();
        let sentences =
            between.clone().filter(|at| words[*at as usize].class.has(Class::SENTENCE)).count();
        near && fresh && framed && broken == 0 && sentences == 0
    }
}
