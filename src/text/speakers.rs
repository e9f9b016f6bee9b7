//! Who says a quotation, where the text names somebody beside it.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::words::key;
use super::{Class, Document, fold};

/// Words between a name and its verb, or between a verb and the quotation that it announces.
const REACH: u32 = 4;

/// Verbs of saying, folded, in English, German, French and Spanish.
#[rustfmt::skip]
const SAYING: &[&str] = &[
    "added", "affirme", "afirmo", "announced", "argued", "asked", "betonte", "claimed", "declare", "declared", "declaro", "dijo", "dit",
    "erklarte", "explained", "explique", "insisted", "noted", "replied", "sagt", "sagte", "said", "says", "stated", "told", "tweeted",
    "warned", "wrote",
];
/// Prepositions that name whose words they are, folded; `to` belongs to `according`.
const BY: &[&str] = &["according", "laut", "segun", "selon"];
/// Small words inside a name.
const PARTICLES: &[&str] = &["al", "bin", "da", "de", "del", "der", "van", "von"];
/// Articles, which may stand before a title and a name.
const ARTICLES: &[&str] = &["a", "an", "das", "der", "die", "el", "la", "le", "the"];
/// Who speaks without being named.
const PRONOUNS: &[&str] = &["el", "ella", "elle", "er", "he", "i", "il", "ils", "sie", "she", "they", "we"];
/// Helping verbs: `a déclaré`, `hat gesagt`.
const HELPING: &[&str] = &["a", "ha", "hat"];

/// Keys of a list of words.
fn keys(words: &[&str]) -> FxHashSet<u32> {
    words.iter().map(|w| key(w)).collect()
}

static SAYING_KEYS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| keys(SAYING));
static BY_KEYS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| keys(BY));
static PARTICLE_KEYS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| keys(PARTICLES));
static PRONOUN_KEYS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| keys(PRONOUNS));
static ARTICLE_KEYS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| keys(ARTICLES));
static HELPING_KEYS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| keys(HELPING));

/// Returns the words that name the speaker of the quotation `quote` (word numbers of `document`, read from `text`).
///
/// A name is a run of capitalised words tied to a verb of saying right behind or before the quotation, in its paragraph.
/// `None` where nobody is named there: no verb, a pronoun, or only a common noun that begins its sentence. O(1), but for a
/// name that begins its sentence, which is looked for in the rest of the document.
pub fn speaker(document: &Document, text: &str, quote: &Range<u32>) -> Option<Range<u32>> {
    let around = Around { document, text };
    around.behind(quote).or_else(|| around.before(quote))
}

/// Whether two names are of different people: no word of the one is a word of the other, or its other spelling.
///
/// `Mr. Doe`, `Jane Doe` and `Doe` may be one; so may `Pavlov` and `Pavlow` (Jaro–Winkler similarity of 0.85 or more). O(words²).
pub fn differ(a: &str, b: &str) -> bool {
    let words = |name: &str| name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 1).map(fold::fold).collect::<Vec<_>>();
    let (x, y) = (words(a), words(b));
    let alike = |p: &String| y.iter().any(|q| p == q || textdistance::nstr::jaro_winkler(p, q) >= 0.85);
    !(x.is_empty() || y.is_empty() || x.iter().any(alike))
}

struct Around<'d> {
    document: &'d Document,
    text: &'d str,
}

impl Around<'_> {
    fn is(&self, at: u32, keys: &FxHashSet<u32>) -> bool {
        self.document.words.get(at as usize).is_some_and(|w| keys.contains(&w.key) && !w.class.has(Class::QUOTED))
    }

    /// What stands between a word and the one before it.
    fn gap(&self, at: u32) -> &str {
        match (at as usize).checked_sub(1).map(|before| &self.document.words[before..]) {
            Some([before, word, ..]) => &self.text[before.end as usize..word.start as usize],
            _ => "\n",
        }
    }

    fn is_capital(&self, at: u32) -> bool {
        let word = self.document.words.get(at as usize);
        word.is_some_and(|w| w.class.has(Class::CAPITAL) && !w.class.has(Class::DIGIT | Class::FUNCTION | Class::QUOTED))
    }

    /// Whether a word goes on with what the word before it says: in the same sentence and paragraph, outside the marks.
    fn goes_on(&self, at: u32) -> bool {
        self.document.words.get(at as usize).is_some_and(|w| !w.class.has(Class::SENTENCE | Class::PARAGRAPH | Class::QUOTED))
    }

    /// Whether a word is in one name with the word before it: `J. Doe`, but not `Monday, Doe`.
    fn is_joined(&self, at: u32) -> bool {
        matches!(self.gap(at), " " | ". " | "-" | "\u{a0}")
    }

    /// The name that begins at a word.
    fn name_from(&self, start: u32) -> Option<Range<u32>> {
        if !self.is_capital(start) {
            return None;
        }
        let mut end = start + 1;
        loop {
            let next = if self.is(end, &PARTICLE_KEYS) && self.is_joined(end) { end + 1 } else { end };
            if !(self.is_capital(next) && self.is_joined(next) && self.goes_on(next)) {
                break;
            }
            end = next + 1;
        }
        self.is_name(&(start..end)).then_some(start..end)
    }

    /// The name that ends with a word.
    fn name_to(&self, last: u32) -> Option<Range<u32>> {
        if !self.is_capital(last) {
            return None;
        }
        let mut start = last;
        while self.goes_on(start) && self.is_joined(start) && start > 0 {
            let particle = self.is(start - 1, &PARTICLE_KEYS) && self.goes_on(start - 1) && self.is_joined(start - 1);
            let before = if particle { start.checked_sub(2) } else { start.checked_sub(1) };
            let Some(before) = before.filter(|at| self.is_capital(*at)) else { break };
            start = before;
        }
        self.is_name(&(start..last + 1)).then_some(start..last + 1)
    }

    /// `Officials` is a name only if it has its capital elsewhere too, and `League's` is none.
    fn is_name(&self, name: &Range<u32>) -> bool {
        let first = &self.document.words[name.start as usize];
        let elsewhere =
            || self.document.words.iter().any(|w| w.key == first.key && w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE));
        // `the League's lawyer said`: the one who speaks is not the one that he belongs to.
        let last = self.document.words[name.end as usize - 1].of(self.text);
        if last.ends_with("'s") || last.ends_with("’s") {
            return false;
        }
        name.len() > 1 || !first.class.has(Class::SENTENCE) || elsewhere()
    }

    /// Whether a small word other than an article stands here: `the mayor of Halvik` is not named `Halvik`.
    fn is_small(&self, at: u32) -> bool {
        self.document.words.get(at as usize).is_some_and(|w| w.class.has(Class::FUNCTION)) && !self.is(at, &ARTICLE_KEYS)
    }

    /// The first name in the few words from `start` on, if no small word, pronoun, verb or end of the sentence comes first.
    fn soon(&self, start: u32) -> Option<Range<u32>> {
        for at in start..start + REACH {
            if at > start && !self.goes_on(at) || self.is(at, &PRONOUN_KEYS) || self.is(at, &SAYING_KEYS) || self.is_small(at) {
                return None;
            }
            if self.is_capital(at) {
                return self.name_from(at);
            }
        }
        None
    }

    /// The word behind a verb, or behind `according to`.
    fn object(&self, verb: u32) -> u32 {
        let to = self.document.words.get(verb as usize + 1).is_some_and(|w| w.of(self.text) == "to");
        verb + 1 + u32::from(to)
    }

    /// `“…,” said Jane Doe`, `“…,” Jane Doe of the union said`, `“…,” according to Jane Doe`.
    fn behind(&self, quote: &Range<u32>) -> Option<Range<u32>> {
        let start = quote.end;
        // A full stop, inside the marks or behind them, ends what the quotation belongs to.
        if !self.goes_on(start) || self.gap(start).contains(['.', ':', ';', '\n']) {
            return None;
        }
        let verb = start + u32::from(self.is(start, &HELPING_KEYS));
        if self.is(verb, &SAYING_KEYS) || self.is(verb, &BY_KEYS) {
            return self.soon(self.object(verb));
        }
        let name = self.soon(start)?;
        let end = name.end;
        (end..end + REACH).take_while(|at| self.goes_on(*at)).any(|at| self.is(at, &SAYING_KEYS)).then_some(name)
    }

    /// `Jane Doe told reporters: “…”`, `According to Jane Doe, “…”`.
    fn before(&self, quote: &Range<u32>) -> Option<Range<u32>> {
        let announced = self.gap(quote.start).contains([':', ',']);
        let mut at = quote.start;
        for steps in 0..=REACH {
            // The gap before the quotation's first word may look like the end of a sentence: `reporters: “We…`.
            if steps > 0 && !self.goes_on(at) || self.gap(at).contains(['.', '!', '?', '\n']) {
                return None;
            }
            at = at.checked_sub(1)?;
            if self.is(at, &SAYING_KEYS) && (announced || steps == 0) {
                let verb = if at > 0 && self.is(at - 1, &HELPING_KEYS) { at - 1 } else { at };
                return self.named_before(verb);
            }
            if self.is(at, &BY_KEYS) && announced {
                return self.soon(self.object(at)).filter(|name| name.end <= quote.start);
            }
        }
        None
    }

    /// The last name in the few words before a verb of the same sentence.
    fn named_before(&self, verb: u32) -> Option<Range<u32>> {
        let mut at = verb;
        for _ in 0..REACH {
            if !self.goes_on(at) {
                return None;
            }
            at = at.checked_sub(1)?;
            if self.is(at, &PRONOUN_KEYS) || self.is(at, &SAYING_KEYS) {
                return None;
            }
            if self.is_capital(at) {
                let name = self.name_to(at)?;
                let placed = name.start > 0 && self.goes_on(name.start) && self.is_small(name.start - 1);
                if !placed {
                    return Some(name);
                }
                at = name.start - 1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<Option<&str>> {
        let document = Document::read(text, &[0..text.len()]);
        let name = |q: &super::super::Quote| speaker(&document, text, &q.words).map(|name| &text[document.span(&name)]);
        document.quotes.iter().map(name).collect()
    }

    #[test]
    fn a_name_beside_a_verb_of_saying_is_the_speaker() {
        assert_eq!(named("“We will not sail,” said Jane Doe."), [Some("Jane Doe")]);
        assert_eq!(named("“We will not sail,” said the mayor, Jane van Doe."), [Some("Jane van Doe")]);
        assert_eq!(named("“We will not sail,” Doe of the union said."), [Some("Doe")]);
        assert_eq!(named("At noon Doe told reporters: “We will not sail.”"), [Some("Doe")]);
        assert_eq!(named("According to Jane Doe, “we will not sail”."), [Some("Jane Doe")]);
        assert_eq!(named("„Wir fahren nicht“, sagte Jane Doe am Montag."), [Some("Jane Doe")]);
        assert_eq!(named("« Nous ne partirons pas », a déclaré Jane Doe."), [Some("Jane Doe")]);
        assert_eq!(named("“No saldremos hoy”, dijo Jane Doe."), [Some("Jane Doe")]);
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
    fn two_speakers_are_not_mixed_up() {
        assert!(differ("Jane Doe", "Tom Roe") && !differ("Jane Doe", "Mayor Doe") && !differ("Pavlov", "Pavlow"));
        assert_eq!(named("“We will not sail,” said Jane Doe. “They must,” replied Tom Roe."), [Some("Jane Doe"), Some("Tom Roe")]);
    }
}
