//! Reads the words around a quotation: who they name, and as what.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::languages::{Language, Words};
use crate::text::{Class, Document, dates, fold};

/// Small words inside a name.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le",
    "ten", "van", "von", "zu",
];

/// The text around its quotations.
pub(super) struct Around<'d> {
    pub(super) document: &'d Document,
    pub(super) text: &'d str,
    pub(super) language: &'static Language,
    capitals: OnceCell<Capitals>,
}

/// The words that a text capitalizes other than at the start of a sentence, and those capitalized
/// after an article.
#[derive(Default)]
struct Capitals {
    known: FxHashSet<u32>,
    nouns: FxHashSet<u32>,
}

impl<'d> Around<'d> {
    pub(super) fn of(document: &'d Document, text: &'d str, language: &'static Language) -> Self {
        Self { document, text, language, capitals: OnceCell::new() }
    }

    pub(super) fn folded(&self, at: u32) -> String {
        self.document
            .words
            .get(at as usize)
            .map_or(String::new(), |w| fold::fold(w.of(self.text)).replace('’', "'"))
    }

    pub(super) fn is(&self, at: u32, words: &Words) -> bool {
        self.document.words.get(at as usize).is_some_and(|w| !w.class.has(Class::QUOTED))
            && words.contains(self.folded(at).as_str())
    }

    pub(super) fn says(&self, at: u32) -> bool {
        self.is(at, &self.language.speech.saying)
    }

    /// Returns whether the word is a verb that identifies the speaker when it is beside a
    /// quotation.
    pub(super) fn tells(&self, at: u32) -> bool {
        self.says(at) || self.is(at, &self.language.speech.beside)
    }

    pub(super) fn is_function(&self, at: u32) -> bool {
        self.is(at, &self.language.words.function)
    }

    pub(super) fn is_article(&self, at: u32) -> bool {
        self.is(at, &self.language.speech.articles)
    }

    /// Returns the text between a word and the one before it.
    pub(super) fn gap(&self, at: u32) -> &str {
        match (at as usize).checked_sub(1).and_then(|before| self.document.words.get(before..)) {
            Some([before, word, ..]) => &self.text[before.end() as usize..word.start as usize],
            Some([last]) => &self.text[last.end() as usize..],
            _ => "\n",
        }
    }

    /// Returns the same with named entities of marks replaced, so that their semicolon does not
    /// count.
    pub(super) fn plain_gap(&self, at: u32) -> String {
        let gap = self.gap(at);
        if gap.contains('&') {
            gap.replace("&quot;", "\"").replace("&rdquo;", "”").replace("&ldquo;", "“")
        } else {
            gap.to_owned()
        }
    }

    pub(super) fn is_capital(&self, at: u32) -> bool {
        let word = self.document.words.get(at as usize);
        word.is_some_and(|w| {
            w.class.has(Class::CAPITAL) && !w.class.has(Class::DIGIT | Class::QUOTED)
        }) && !(self.is_function(at)
            || self.is_article(at)
            || self.is(at, &self.language.speech.pronouns))
    }

    /// Returns whether a word names a weekday or a month.
    pub(super) fn is_time(&self, at: u32) -> bool {
        let Some(word) = self.document.words.get(at as usize) else { return false };
        dates::weekday(self.text, word).is_some() || dates::month(self.text, word).is_some()
    }

    /// Returns whether a word continues what precedes it: in the same sentence and paragraph, and
    /// not quoted.
    pub(super) fn goes_on(&self, at: u32) -> bool {
        self.document
            .words
            .get(at as usize)
            .is_some_and(|w| !w.class.has(Class::SENTENCE | Class::PARAGRAPH | Class::QUOTED))
    }

    /// Returns whether a word can be in one name with the word before it: `J. Doe`, but not
    /// `Monday, Doe`.
    pub(super) fn is_joined(&self, at: u32) -> bool {
        matches!(self.gap(at), " " | ". " | "-" | "\u{a0}")
    }

    pub(super) fn is_particle(&self, at: u32) -> bool {
        PARTICLES.contains(&self.folded(at).as_str())
    }

    /// Returns the run of capitalized words that begins here.
    pub(super) fn run_from(&self, start: u32) -> Option<Range<u32>> {
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
    pub(super) fn with_another(&self, run: Range<u32>) -> Range<u32> {
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
    pub(super) fn run_to(&self, last: u32) -> Option<Range<u32>> {
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
    pub(super) fn part_of(&self, at: u32, list: &Words, least: usize) -> bool {
        let word = self.folded(at);
        let joins = matches!(self.language.code.as_str(), "de" | "nl") && word.chars().count() > 4;
        list.contains(&word)
            || joins && list.iter().any(|end| end.len() >= least && word.ends_with(end.as_str()))
    }

    pub(super) fn is_role(&self, at: u32) -> bool {
        self.part_of(at, &self.language.speech.roles, 2)
    }

    pub(super) fn is_outlet(&self, run: &Range<u32>) -> bool {
        run.clone().any(|at| self.part_of(at, &self.language.speech.outlets, 5))
    }

    /// Returns whether nouns are capitalized like names.
    pub(super) fn capitalises(&self) -> bool {
        self.language.code == "de"
    }

    /// Returns whether a run may be a speaker: not a possessive, an outlet, or a noun capitalized
    /// only because it begins a sentence.
    pub(super) fn is_speaker(&self, run: &Range<u32>, article: bool) -> bool {
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
    pub(super) fn is_known(&self, run: &Range<u32>) -> bool {
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
    pub(super) fn is_person(&self, run: &Range<u32>) -> bool {
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
    pub(super) fn subject(&self, start: u32) -> Result<Range<u32>, bool> {
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
    pub(super) fn apposed(&self, from: u32) -> Option<Range<u32>> {
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
}
