//! Finds the speaker of a quotation if the text names one beside it.
//!
//! A speaker is tied to a quotation by a verb of saying of the passage's language (`[speech]` in
//! `languages/data`), by *according to*, or by a colon: `“…,” said Jane Doe`,
//! `„…“, so die Ministerin`, `Jane Doe told reporters: “…”`, `Doe: “…”`. In languages that put the
//! verb first after a quotation, any verb in that position will do. A pronoun, and a quotation that
//! continues after its frame, have the speaker of the previous quotation, unless somebody else was
//! named since. Those who are merely addressed (an agency, *reporters*) are not speakers.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Class, Document, dates, fold};
use crate::languages::{self, Language, Words};

/// Number of words between a name and its verb, or between a verb and the quotation that it
/// announces. Chosen by judgement.
const REACH: u32 = 8;
/// Number of words between two quotations of one speaker of which only the first names the speaker.
/// Chosen by judgement.
const NEAR: u32 = 40;
/// Number of words of a frame within which a verb is sought after its subject. Chosen by judgement.
const FRAME: u32 = 14;
/// Number of words on either side of a quotation within which the other speaker's name makes the
/// attribution doubtful. Chosen by judgement.
const AROUND: u32 = 30;
/// Number of words from which the language of a text is detected. Chosen by judgement.
const TOLD_BY: usize = 400;

/// Small words inside a name.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le",
    "ten", "van", "von", "zu",
];

/// The speaker of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The words that name the speaker: a name with or without title, or an office.
    pub words: Range<u32>,
    /// Whether these include the name of a person, not only an office or a body.
    pub is_person: bool,
    /// The quotation and its surroundings.
    around: Range<u32>,
}

impl Speaker {
    fn name<'t>(&self, document: &Document, text: &'t str) -> &'t str {
        &text[document.span(&self.words)]
    }

    /// Returns whether the two are certainly different people by their names; see [`differ`].
    pub fn differs(
        &self,
        other: &Self,
        documents: (&Document, &Document),
        texts: (&str, &str),
    ) -> bool {
        self.is_person
            && other.is_person
            && differ(self.name(documents.0, texts.0), other.name(documents.1, texts.1))
    }

    /// Returns whether the two share a part of their names.
    pub fn is_like(
        &self,
        other: &Self,
        documents: (&Document, &Document),
        texts: (&str, &str),
    ) -> bool {
        !differ(self.name(documents.0, texts.0), other.name(documents.1, texts.1))
    }

    /// Returns whether the two are different people and neither text names the other's speaker near
    /// the quotation.
    pub fn is_another(
        &self,
        other: &Self,
        documents: (&Document, &Document),
        texts: (&str, &str),
    ) -> bool {
        let near = |at: &Range<u32>, document: &Document, text: &str, name: &str| {
            let words = &document.words[at.start as usize..at.end as usize];
            words.iter().any(|w| w.class.has(Class::CAPITAL) && !differ(w.of(text), name))
        };
        self.differs(other, documents, texts)
            && !near(&self.around, documents.0, texts.0, other.name(documents.1, texts.1))
            && !near(&other.around, documents.1, texts.1, self.name(documents.0, texts.0))
    }
}

/// Returns the speaker of each quotation of a document, read from `text`; `None` where nobody is
/// named beside it. O(words).
pub fn all(document: &Document, text: &str) -> Vec<Option<Speaker>> {
    if document.quotes.is_empty() {
        return Vec::new();
    }
    let folded = opening(document, text);
    let told =
        languages::told(folded.iter().map(String::as_str), None).or_else(|| by_verbs(&folded));
    let Some(language) = told else { return vec![None; document.quotes.len()] };
    let around = Around { document, text, language, capitals: OnceCell::new() };
    let mut out: Vec<Option<Speaker>> = Vec::with_capacity(document.quotes.len());
    for (at, quote) in document.quotes.iter().enumerate() {
        let said = around.said(&quote.words);
        let before = at
            .checked_sub(1)
            .and_then(|before| Some((document.quotes[before].words.end, out[before].clone()?)));
        let words = match said {
            Said::By(words) => Some(words),
            Said::Again => before
                .filter(|(end, named)| around.goes_on_from(*end, &quote.words, named, true))
                .map(|(_, named)| named.words),
            Said::Nobody => before
                .filter(|(end, named)| around.goes_on_from(*end, &quote.words, named, false))
                .map(|(_, named)| named.words),
        };
        let wide = quote.words.start.saturating_sub(AROUND)
            ..(quote.words.end + AROUND).min(document.words.len() as u32);
        out.push(words.map(|words| Speaker {
            is_person: around.is_person(&words),
            words,
            around: wide,
        }));
    }
    out
}

/// Returns the words from which the language of a text is detected, folded.
fn opening(document: &Document, text: &str) -> Vec<String> {
    document.words.iter().take(TOLD_BY).map(|w| fold::fold(w.of(text))).collect()
}

/// Returns the language of a document; `None` if no data file covers it. O(1).
pub fn language(document: &Document, text: &str) -> Option<&'static Language> {
    languages::of_text(&opening(document, text))
}

/// Returns the only language whose verbs of saying occur in a text that is too short for detecting
/// its language otherwise; `None` if there are none or several.
fn by_verbs(folded: &[String]) -> Option<&'static Language> {
    let mut speaking = languages::all()
        .iter()
        .filter(|language| folded.iter().any(|word| language.speech.saying.contains(word)));
    speaking.next().filter(|_| speaking.next().is_none())
}

/// Returns whether two names belong to different people: no word of one is a word of the other or a
/// spelling variant of it.
///
/// `Mr. Doe`, `Jane Doe` and `Doe` may be one person, and so may `Pavlov` and `Pavlow`
/// (Jaro–Winkler similarity of at least 0.85, chosen by judgement). O(words²).
pub fn differ(a: &str, b: &str) -> bool {
    let words = |name: &str| {
        name.split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 1)
            .map(fold::fold)
            .collect::<Vec<_>>()
    };
    let (x, y) = (words(a), words(b));
    let alike =
        |p: &String| y.iter().any(|q| p == q || textdistance::nstr::jaro_winkler(p, q) >= 0.85);
    !(x.is_empty() || y.is_empty() || x.iter().any(alike))
}

/// What the words around a quotation say about its speaker.
enum Said {
    By(Range<u32>),
    /// A pronoun, which refers to somebody named before.
    Again,
    Nobody,
}

struct Around<'d> {
    document: &'d Document,
    text: &'d str,
    language: &'static Language,
    capitals: OnceCell<Capitals>,
}

/// The words that a text capitalizes other than at the start of a sentence, and those capitalized
/// after an article.
#[derive(Default)]
struct Capitals {
    known: FxHashSet<u32>,
    nouns: FxHashSet<u32>,
}

impl Around<'_> {
    fn folded(&self, at: u32) -> String {
        self.document
            .words
            .get(at as usize)
            .map_or(String::new(), |w| fold::fold(w.of(self.text)).replace('’', "'"))
    }

    fn is(&self, at: u32, words: &Words) -> bool {
        self.document.words.get(at as usize).is_some_and(|w| !w.class.has(Class::QUOTED))
            && words.contains(self.folded(at).as_str())
    }

    fn says(&self, at: u32) -> bool {
        self.is(at, &self.language.speech.saying)
    }

    /// Returns whether the word is a verb that identifies the speaker when it is beside a
    /// quotation.
    fn tells(&self, at: u32) -> bool {
        self.says(at) || self.is(at, &self.language.speech.beside)
    }

    fn is_function(&self, at: u32) -> bool {
        self.is(at, &self.language.words.function)
    }

    fn is_article(&self, at: u32) -> bool {
        self.is(at, &self.language.speech.articles)
    }

    /// Returns the text between a word and the one before it.
    fn gap(&self, at: u32) -> &str {
        match (at as usize).checked_sub(1).and_then(|before| self.document.words.get(before..)) {
            Some([before, word, ..]) => &self.text[before.end() as usize..word.start as usize],
            Some([last]) => &self.text[last.end() as usize..],
            _ => "\n",
        }
    }

    /// Returns the same with named entities of marks replaced, so that their semicolon does not
    /// count.
    fn plain_gap(&self, at: u32) -> String {
        let gap = self.gap(at);
        if gap.contains('&') {
            gap.replace("&quot;", "\"").replace("&rdquo;", "”").replace("&ldquo;", "“")
        } else {
            gap.to_owned()
        }
    }

    fn is_capital(&self, at: u32) -> bool {
        let word = self.document.words.get(at as usize);
        word.is_some_and(|w| {
            w.class.has(Class::CAPITAL) && !w.class.has(Class::DIGIT | Class::QUOTED)
        }) && !(self.is_function(at)
            || self.is_article(at)
            || self.is(at, &self.language.speech.pronouns))
    }

    /// Returns whether a word names a weekday or a month.
    fn is_time(&self, at: u32) -> bool {
        let Some(word) = self.document.words.get(at as usize) else { return false };
        dates::weekday(self.text, word).is_some() || dates::month(self.text, word).is_some()
    }

    /// Returns whether a word continues what precedes it: in the same sentence and paragraph, and
    /// not quoted.
    fn goes_on(&self, at: u32) -> bool {
        self.document
            .words
            .get(at as usize)
            .is_some_and(|w| !w.class.has(Class::SENTENCE | Class::PARAGRAPH | Class::QUOTED))
    }

    /// Returns whether a word can be in one name with the word before it: `J. Doe`, but not
    /// `Monday, Doe`.
    fn is_joined(&self, at: u32) -> bool {
        matches!(self.gap(at), " " | ". " | "-" | "\u{a0}")
    }

    fn is_particle(&self, at: u32) -> bool {
        PARTICLES.contains(&self.folded(at).as_str())
    }

    /// Returns the run of capitalized words that begins here.
    fn run_from(&self, start: u32) -> Option<Range<u32>> {
        if !self.is_capital(start) {
            return None;
        }
        let mut end = start + 1;
        loop {
            // A particle is part of a name only if the language does not use it as an article:
            // `Jane van Doe`.
            let small = self.is_particle(end)
                && !self.is_article(end)
                && self.is_joined(end)
                && self.goes_on(end);
            let next = end + u32::from(small);
            if !(self.is_capital(next) && self.is_joined(next) && self.goes_on(next)) {
                break;
            }
            end = next + 1;
        }
        Some(start..end)
    }

    /// Returns the run with another one that is joined to it: `Jane and John Doe`.
    fn with_another(&self, run: Range<u32>) -> Range<u32> {
        let joined = matches!(
            self.folded(run.end).as_str(),
            "and" | "und" | "y" | "et" | "e" | "en" | "и" | "i" | "dhe" | "та"
        );
        let other = (joined && self.goes_on(run.end) && self.goes_on(run.end + 1))
            .then(|| self.run_from(run.end + 1))
            .flatten();
        match other {
            Some(other) if other.len() > 1 => run.start..other.end,
            _ => run,
        }
    }

    /// Returns the run of capitalized words that ends with this one.
    fn run_to(&self, last: u32) -> Option<Range<u32>> {
        if !self.is_capital(last) {
            return None;
        }
        let mut start = last;
        while self.goes_on(start) && self.is_joined(start) && start > 0 {
            let small = self.is_particle(start - 1)
                && !self.is_article(start - 1)
                && self.goes_on(start - 1)
                && self.is_joined(start - 1);
            let before = if small { start.checked_sub(2) } else { start.checked_sub(1) };
            let Some(before) = before.filter(|at| self.is_capital(*at)) else { break };
            start = before;
        }
        Some(start..last + 1)
    }

    /// Returns whether a word is in a list or, in a language that compounds words, ends like one of
    /// its words with at least `least` bytes.
    fn part_of(&self, at: u32, list: &Words, least: usize) -> bool {
        let word = self.folded(at);
        let joins = matches!(self.language.code.as_str(), "de" | "nl") && word.chars().count() > 4;
        list.contains(&word)
            || joins && list.iter().any(|end| end.len() >= least && word.ends_with(end.as_str()))
    }

    fn is_role(&self, at: u32) -> bool {
        self.part_of(at, &self.language.speech.roles, 2)
    }

    fn is_outlet(&self, run: &Range<u32>) -> bool {
        run.clone().any(|at| self.part_of(at, &self.language.speech.outlets, 5))
    }

    /// Returns whether nouns are capitalized like names.
    fn capitalises(&self) -> bool {
        self.language.code == "de"
    }

    /// Returns whether a run may be a speaker: not a possessive, an outlet, or a noun capitalized
    /// only because it begins a sentence.
    fn is_speaker(&self, run: &Range<u32>, article: bool) -> bool {
        let last = self.document.words[run.end as usize - 1].of(self.text);
        // `the League's lawyer said`: the speaker is not the owner.
        if last.ends_with("'s")
            || last.ends_with("’s")
            || self.is_outlet(run)
            || run.len() == 1 && self.is_time(run.start)
        {
            return false;
        }
        if self.capitalises() {
            // A noun is a speaker if it is an office; without an article before it, it is a name.
            return run.len() > 1 || self.is_role(run.start) || !article && self.is_known(run);
        }
        run.len() > 1 || self.is_known(run)
    }

    /// Returns whether the first word of a run is capitalized for other reasons than beginning a
    /// sentence. In a language that capitalizes nouns, it must also never follow an article.
    fn is_known(&self, run: &Range<u32>) -> bool {
        let first = &self.document.words[run.start as usize];
        let capitals = self.capitals.get_or_init(|| self.read_capitals());
        let known = capitals.known.contains(&first.key);
        if self.capitalises() {
            known && !capitals.nouns.contains(&first.key)
        } else {
            known || !first.class.has(Class::SENTENCE)
        }
    }

    fn read_capitals(&self) -> Capitals {
        let mut capitals = Capitals::default();
        for (at, word) in
            self.document.words.iter().enumerate().filter(|(_, w)| w.class.has(Class::CAPITAL))
        {
            if !word.class.has(Class::SENTENCE) {
                capitals.known.insert(word.key);
            }
            let before = (at as u32).checked_sub(1).filter(|_| self.capitalises());
            let noun = |before: u32| {
                self.is_article(before)
                    || matches!(
                        self.folded(before).as_str(),
                        "dem" | "den" | "im" | "zum" | "zur" | "keine" | "kein" | "keinen"
                    )
            };
            if before.is_some_and(noun) {
                capitals.nouns.insert(word.key);
            }
        }
        capitals
    }

    /// Returns whether the words name a person: more than an office, and not a body.
    fn is_person(&self, run: &Range<u32>) -> bool {
        let article = run.start > 0 && self.is_article(run.start - 1);
        let names = run.clone().filter(|at| !self.is_role(*at) && !self.is_particle(*at)).count();
        let bodies = run.clone().any(|at| self.is(at, &self.language.speech.bodies));
        let last = run.end - 1;
        names > 0
            && !bodies
            && !(article && (run.len() == 1 || self.is_role(last)))
            && !(self.capitalises() && run.len() == 1 && self.is_role(last))
    }

    /// Returns the subject that begins here: an article, its attributes and a run; or the name
    /// after a comma, if the run is an office.
    ///
    /// `Err(true)` for a pronoun.
    fn subject(&self, start: u32) -> Result<Range<u32>, bool> {
        let mut at = start;
        // `der Zeitung sagte`: the one addressed is in another case, if the article shows it.
        for steps in 0..5 {
            if steps > 0 && !self.goes_on(at) {
                return Err(false);
            }
            if self.is(at, &self.language.speech.pronouns) {
                return Err(true);
            }
            if self.is_capital(at) {
                break;
            }
            let word = self.folded(at);
            // Words between a verb and its subject: `zeigte sich auch`, `charakterisierte ihn`.
            if matches!(
                word.as_str(),
                "sich" | "auch" | "se" | "ihn" | "es" | "dazu" | "jedoch" | "weiter"
            ) && steps < 3
                || self.is_article(at)
            {
                at += 1;
                continue;
            }
            if self.is_function(at)
                || self.says(at)
                || self.gap(at).contains([',', ':', ';', '(', '–', '—']) && steps > 0
            {
                return Err(false);
            }
            at += 1;
        }
        let run = self.with_another(self.run_from(at).ok_or(false)?);
        let article = at > start && (self.is_article(at - 1) || self.is_article(start));
        if article && let Some(name) = self.apposed(run.end) {
            return Ok(name);
        }
        if self.is_speaker(&run, article) { Ok(run) } else { Err(false) }
    }

    /// Returns the name between commas after an office: `the mayor of Halvik, Jane Doe, said`.
    fn apposed(&self, from: u32) -> Option<Range<u32>> {
        for at in from..from + 6 {
            if !self.goes_on(at) || self.tells(at) {
                return None;
            }
            if self.gap(at).trim() == "," {
                let run = self.run_from(at)?;
                let joined = run.len() > 1 || self.is_person(&run);
                return (joined && !self.is_outlet(&run)).then_some(run);
            }
        }
        None
    }

    /// Returns what is said about the speaker of a quotation.
    fn said(&self, quote: &Range<u32>) -> Said {
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
        let mut verb = start
            + u32::from(
                self.is(start, &self.language.speech.helping) || self.folded(start) == "ainsi",
            );
        // `…“, so betonte die Ministerin`.
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
    fn goes_on_from(&self, end: u32, quote: &Range<u32>, named: &Speaker, pronoun: bool) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<Option<&str>> {
        let document = Document::read(text, &[0..text.len()]);
        let name = |s: &Option<Speaker>| s.as_ref().map(|s| &text[document.span(&s.words)]);
        all(&document, text).iter().map(name).collect()
    }

    #[test]
    fn a_name_beside_a_verb_of_saying_is_the_speaker() {
        assert_eq!(named("“We will not sail,” said Jane Doe."), [Some("Jane Doe")]);
        assert_eq!(
            named("“We will not sail,” said the mayor, Jane van Doe."),
            [Some("Jane van Doe")]
        );
        assert_eq!(named("“We will not sail,” Doe of the union said."), [Some("Doe")]);
        assert_eq!(
            named("“We will not sail,” quipped Prime Minister Jane Doe."),
            [Some("Prime Minister Jane Doe")]
        );
        assert_eq!(named("At noon Doe told reporters: “We will not sail.”"), [Some("Doe")]);
        assert_eq!(named("According to Jane Doe, “we will not sail”."), [Some("Jane Doe")]);
        assert_eq!(named("„Wir fahren nicht“, sagte Jane Doe am Montag."), [Some("Jane Doe")]);
        assert_eq!(named("« Nous ne partirons pas », a déclaré Jane Doe."), [Some("Jane Doe")]);
        assert_eq!(named("“No saldremos hoy”, dijo Jane Doe."), [Some("Jane Doe")]);
        assert_eq!(named("“Não vamos sair hoje”, afirmou o prefeito Tom Roe."), [Some("Tom Roe")]);
        assert_eq!(
            named("„Nie wypłyniemy dziś, to jest pewne” – powiedział Jan Nowak."),
            [Some("Jan Nowak")]
        );
        assert_eq!(named("«Мы не выйдем в море», — сказал Иван Петров."), [Some("Иван Петров")]);
        assert_eq!(
            named("„We varen vandaag niet uit”, zei minister Jane Doe."),
            [Some("Jane Doe")]
        );
        assert_eq!(named("«Non usciamo in mare», ha detto Jane Doe."), [Some("Jane Doe")]);
    }

    #[test]
    fn german_speakers_stand_in_many_places() {
        assert_eq!(
            named("„Wir fahren nicht“, betonte die Ministerin am Montag."),
            [Some("Ministerin")]
        );
        assert_eq!(
            named("„Wir fahren nicht, das ist klar“, so der Vorsitzende des Verbandes, Tom Roe."),
            [Some("Tom Roe")]
        );
        assert_eq!(
            named("Innenexpertin Jane Doe: „Wir fahren nicht, und das ist gut.“"),
            [Some("Innenexpertin Jane Doe")]
        );
        assert_eq!(
            named("Bürgermeister Tom Roe sagte der Zeitung: „Wir fahren nicht.“"),
            [Some("Bürgermeister Tom Roe")]
        );
        assert_eq!(
            named("„Das ist bitter für uns“, zeigte sich Tom Roe nach dem Spiel enttäuscht."),
            [Some("Tom Roe")]
        );
        assert_eq!(named("Dazu sagte Jane Doe im Hafen: „Wir fahren nicht.“"), [Some("Jane Doe")]);
        assert_eq!(named("„Wir fahren nicht“, sagte er am Montag."), [None]);
    }

    #[test]
    fn nobody_named_is_nobody() {
        assert_eq!(named("“We will not sail,” she said."), [None]);
        assert_eq!(named("“We will not sail,” said the mayor on her way out of Halvik."), [None]);
        assert_eq!(named("“We will not sail,” said the mayor of Halvik."), [None]);
        assert_eq!(named("On Monday the mayor of Halvik said: “We will not sail.”"), [None]);
        assert_eq!(named("Officials said: “We will not sail.”"), [None]);
        assert_eq!(named("“We will not sail.” Doe of the union left the hall."), [None]);
        assert_eq!(named("The “old boat” of Jane Doe was sold."), [None]);
    }

    #[test]
    fn a_quotation_that_goes_on_keeps_its_speaker() {
        assert_eq!(
            named("“We will not sail,” said Jane Doe. “It is too late.”"),
            [Some("Jane Doe"); 2]
        );
        assert_eq!(
            named("“We will not sail,” said Jane Doe. She added: “It is too late.”"),
            [Some("Jane Doe"); 2]
        );
        assert_eq!(
            named("“We will not sail,” said Jane Doe. Then Tom Roe rose. She added: “It is late.”"),
            [Some("Jane Doe"), None]
        );
        assert_eq!(
            named("“We will not sail,” said Jane Doe. “They must,” replied Tom Roe."),
            [Some("Jane Doe"), Some("Tom Roe")]
        );
    }

    #[test]
    fn two_speakers_are_not_mixed_up() {
        assert!(
            differ("Jane Doe", "Tom Roe")
                && !differ("Jane Doe", "Mayor Doe")
                && !differ("Pavlov", "Pavlow")
        );
    }
}
