//! Finds direct speech after a dash: `— No saldremos —dijo Doe—. Es tarde.`
//!
//! Spanish, French, Polish, Russian and other outlets open direct speech with a dash at the start
//! of the paragraph. A dash also opens list items, so a paragraph counts as speech only if a verb
//! of saying in its own language interrupts it.

use std::ops::Range;

use super::{Word, fold};
use crate::languages;

/// Number of words after the end of speech within which its verb is sought: `— a déclaré`,
/// `— как заявил`. Chosen by judgement.
const REACH: usize = 3;
/// Number of words up to which the text between two dashes is a frame that interrupts speech.
/// Chosen by judgement.
const FRAME: usize = 14;

/// Characters that outlets use as dashes.
const DASHES: [char; 4] = ['—', '–', '―', '‒'];

/// Returns the ranges of `words` that are direct speech after a dash; `words` are those of the
/// paragraph `text[piece]`.
///
/// `None` if the paragraph does not begin with a dash, if verbs of saying are not listed for its
/// language, or if it has none after a dash or comma. O(words).
pub fn speech(text: &str, piece: Range<usize>, words: &[Word]) -> Option<Vec<Range<usize>>> {
    let paragraph = text[piece.clone()].trim_start();
    let hyphen = paragraph.starts_with("- ");
    if !(paragraph.starts_with(DASHES) || hyphen) || words.len() < 4 {
        return None;
    }
    let folded: Vec<String> = words.iter().map(|w| fold::fold(w.of(text))).collect();
    let saying = &languages::told(folded.iter().map(String::as_str), None)?.speech.saying;
    let gap = |at: usize| &text[words[at - 1].end() as usize..words[at].start as usize];
    let dashed = |at: usize| gap(at).contains(DASHES) || hyphen && gap(at).contains(" - ");
    let announced = |at: usize| folded[at..].iter().take(REACH).any(|word| saying.contains(word));
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 1);
    while at < words.len() {
        if dashed(at) && announced(at) {
            out.push(from..at);
            // After the next dash, speech resumes; if no dash follows soon, the speech has ended.
            let again = (at + 1..words.len()).take(FRAME).find(|&next| dashed(next));
            let Some(again) = again else { return Some(out) };
            (from, at) = (again, again + 1);
        } else {
            at += 1;
        }
    }
    if out.is_empty() {
        // `— Nous ne partirons pas, a déclaré Doe.`: without a second dash, a comma ends the
        // speech.
        let end =
            (1..words.len()).find(|&at| gap(at).trim_start().starts_with(',') && announced(at))?;
        return Some(vec![0..end]);
    }
    out.push(from..words.len());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn said(text: &str) -> Vec<&str> {
        let mut all = Vec::new();
        words::read(text, 0..text.len(), &mut all);
        let ranges = speech(text, 0..text.len(), &all).unwrap_or_default();
        ranges
            .into_iter()
            .map(|r| &text[all[r.start].start as usize..all[r.end - 1].end() as usize])
            .collect()
    }

    #[test]
    fn a_dash_opens_direct_speech_where_a_verb_of_saying_cuts_in() {
        assert_eq!(
            said(
                "—No saldremos hoy del puerto con los barcos —dijo la alcaldesa—. Es tarde para eso."
            ),
            ["No saldremos hoy del puerto con los barcos", "Es tarde para eso"]
        );
        assert_eq!(
            said("– Nie wypłyniemy dziś z portu – powiedział Nowak."),
            ["Nie wypłyniemy dziś z portu"]
        );
        assert_eq!(
            said("- Nie wypłyniemy dziś z portu, to jest pewne - powiedziała Nowak."),
            ["Nie wypłyniemy dziś z portu, to jest pewne"]
        );
        assert_eq!(
            said("— Мы не выйдем в море и не будем ждать, — сказал Иванов."),
            ["Мы не выйдем в море и не будем ждать"]
        );
        assert_eq!(
            said("— Nous ne partirons pas avant la fin de la semaine, a déclaré Doe."),
            ["Nous ne partirons pas avant la fin de la semaine"]
        );
    }

    #[test]
    fn an_item_of_a_list_is_no_speech() {
        assert!(said("— los barcos del puerto, con la red y el ancla").is_empty());
        assert!(said("Doe said — with a smile — that the boats will sail.").is_empty());
        assert!(said("- the boats of the harbour, and the nets on them").is_empty());
    }
}
