//! Compares what a speaker does with quoted words: *expects* “nothing new”, or *hopes* for it.
//!
//! A quotation of a few words is a statement only with the verb that governs it. If that verb is
//! replaced by one of another attitude, the speaker is made to say something else, although the
//! words between the marks are the same. A verb of saying (*called it*, *described it as*) does not
//! express an attitude. Verbs that editors use interchangeably (*wanted*, *demanded*) count as one
//! attitude. A negated verb is not compared: somebody who does not expect a thing may doubt it.
//! English only.

use std::ops::Range;

use super::drift::lexicon::is_negator;
use crate::text::{Class, Document, Quote, fold};

/// Most words of a quotation that is a fragment of a sentence. Chosen by judgement.
const FRAGMENT: usize = 4;
/// Words before a fragment among which its verb is looked for. Chosen by judgement.
const BEFORE: usize = 3;

/// The attitudes, each with the forms of its verbs.
#[rustfmt::skip]
const ATTITUDES: &[&[&str]] = &[
    &["expect", "expects", "expected", "expecting", "anticipate", "anticipates", "anticipated", "anticipating", "foresee", "foresees", "foresaw",
      "foreseen", "predict", "predicts", "predicted", "predicting"],
    &["hope", "hopes", "hoped", "hoping", "want", "wants", "wanted", "wanting", "wish", "wishes", "wished", "wishing", "desire", "desires", "desired",
      "demand", "demands", "demanded", "demanding"],
    &["fear", "fears", "feared", "fearing", "dread", "dreads", "dreaded", "dreading"],
    &["doubt", "doubts", "doubted", "doubting", "deny", "denies", "denied", "denying", "reject", "rejects", "rejected", "rejecting"],
    &["admit", "admits", "admitted", "admitting", "concede", "concedes", "conceded", "conceding", "confess", "confesses", "confessed"],
    &["promise", "promises", "promised", "promising", "pledge", "pledges", "pledged", "vow", "vows", "vowed", "threaten", "threatens", "threatened",
      "threatening"],
    &["welcome", "welcomes", "welcomed", "welcoming", "praise", "praises", "praised", "praising"],
    &["condemn", "condemns", "condemned", "condemning", "denounce", "denounces", "denounced", "denouncing"],
];

/// Returns the word ranges, from verb to end of quotation, of a fragment that both bodies have word
/// for word under verbs of different attitudes; `None` if the quotations differ, are longer, or one
/// of them has no such verb.
pub fn reframed(
    a: (&Document, &str, &Quote),
    b: (&Document, &str, &Quote),
) -> Option<(Range<u32>, Range<u32>)> {
    if a.2.words.len() > FRAGMENT || !same_words((a.0, a.2), (b.0, b.2)) {
        return None;
    }
    let (x, y) = (governing(a)?, governing(b)?);
    (x.1 != y.1).then_some((x.0..a.2.words.end, y.0..b.2.words.end))
}

/// Whether two quotations have the same words.
pub fn same_words((a, qa): (&Document, &Quote), (b, qb): (&Document, &Quote)) -> bool {
    let keys = |document: &'_ Document, quote: &Quote| -> Vec<u32> {
        document.words[quote.words.start as usize..quote.words.end as usize]
            .iter()
            .map(|w| w.key)
            .collect()
    };
    qa.words.len() == qb.words.len() && keys(a, qa) == keys(b, qb)
}

/// Returns the word number and the attitude of the nearest verb of attitude before a quotation, in
/// its sentence and outside other quotations; `None` if there is none or it is negated.
fn governing((document, text, quote): (&Document, &str, &Quote)) -> Option<(u32, usize)> {
    let first = quote.words.start as usize;
    if document.words[first].class.has(Class::SENTENCE) {
        return None;
    }
    for at in (first.saturating_sub(BEFORE)..first).rev() {
        let word = &document.words[at];
        if word.class.has(Class::QUOTED) {
            return None;
        }
        let folded = fold::fold(word.of(text));
        if let Some(attitude) = ATTITUDES.iter().position(|forms| forms.contains(&folded.as_str()))
        {
            let negated = document.words[at.saturating_sub(BEFORE)..at]
                .iter()
                .any(|w| is_negator(w.of(text)));
            return (!negated).then_some((at as u32, attitude));
        }
        if word.class.has(Class::SENTENCE) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(a: &str, b: &str) -> Option<(String, String)> {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let (x, y) = (read(a), read(b));
        let (ra, rb) = reframed((&x, a, &x.quotes[0]), (&y, b, &y.quotes[0]))?;
        Some((a[x.span(&ra)].to_owned(), b[y.span(&rb)].to_owned()))
    }

    #[test]
    fn a_fragment_under_a_verb_of_another_attitude_says_something_else() {
        let told = "The mayor said she expected \"nothing new\" from the talks.";
        let other =
            found(told, "The mayor stated that she hoped for”nothing new” from the parley.");
        assert_eq!(
            other,
            Some(("expected \"nothing new".to_owned(), "hoped for”nothing new".to_owned()))
        );
        assert!(found("She denied “any role”.", "She admitted “any role”.").is_some());
    }

    #[test]
    fn synonyms_verbs_of_saying_and_whole_sentences_are_let_be() {
        let told = "The mayor expected “nothing new” from the talks.";
        for same in [
            "The mayor anticipated “nothing new” of it.",
            "The mayor called it “nothing new”.",
            "She hoped. “Nothing new” came of it.",
            "She hoped that in the end of it all there was “nothing new”.",
            "The mayor hoped for “something new” from the talks.",
            "The mayor did not hope for “nothing new” from the talks.",
        ] {
            assert_eq!(found(told, same), None, "{same}");
        }
        assert_eq!(found("She wanted “an apology”.", "She demanded “an apology”."), None);
        let long = |verb: &str| format!("She {verb} “that the boats would sail again on Monday”.");
        assert_eq!(found(&long("hoped"), &long("feared")), None);
    }
}
