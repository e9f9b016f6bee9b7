//! Finds the speaker of a quotation if the text names one beside it.
//!
//! A speaker is tied to a quotation by a verb of saying of the passage's language (`[speech]` in
//! `languages/data`), by *according to*, or by a colon: `“…,” said Jane Doe`,
//! `„…“, so die Ministerin`, `Jane Doe told reporters: “…”`, `Doe: “…”`. In languages that put the
//! verb first after a quotation, any verb in that position will do. A pronoun, and a quotation that
//! continues after its frame, have the speaker of the previous quotation, unless somebody else was
//! named since. Those who are merely addressed (an agency, *reporters*) are not speakers.

mod around;
mod frames;

use std::ops::Range;

use super::{Class, Document, fold};
use crate::languages::{self, Language};
use around::Around;
use frames::Said;

/// Number of words on either side of a quotation within which the other speaker's name makes the
/// attribution doubtful. Chosen by judgement.
const AROUND: u32 = 30;
/// Number of words from which the language of a text is detected. Chosen by judgement.
const TOLD_BY: usize = 400;

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
    let around = Around::of(document, text, language);
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
