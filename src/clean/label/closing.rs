//! Labels the credits that close a text: an agency alone on a line, a source and its name.
//!
//! Called by [`super::by_evidence`] once every line has a label.

use super::Labelled;
use crate::clean::Label;
use crate::clean::Reason;
use crate::clean::credit::Agencies;
use crate::clean::lines::Line;
use crate::languages::credit::phrases;
use crate::text::fold;

/// Longest line, in bytes, that can be the closing credit of a text. Chosen by judgement.
const LONGEST_CREDIT: usize = 60;

/// Most words of the name after *source:*. Chosen by judgement.
const NAME: usize = 4;

/// Whether a line is *source:* and a name in the words of any language, and no sentence.
fn is_source(text: &str) -> bool {
    text.split_once([':', '：']).is_some_and(|(label, name)| {
        phrases().source.contains(fold::phrase(label).as_str())
            && (1..=NAME).contains(&name.split_whitespace().count())
            && !name.ends_with(['.', '!', '?', '।', '。'])
    })
}

/// Labels as byline an agency's name alone on a line after the text: it is the credit of the text,
/// because no text follows that a picture could belong to. *Source:* and a name there are no part
/// of the text either.
pub(super) fn closing_credits(lines: &[Line<'_>], agencies: &Agencies, labels: &mut [Labelled]) {
    let Some(last) =
        (0..lines.len()).rev().find(|&at| labels[at].0 == Label::Body && lines[at].words >= 5)
    else {
        return;
    };
    for at in last + 1..lines.len() {
        let text = lines[at].text;
        if labels[at].0 == Label::Caption && lines[at].words >= 4 {
            return;
        }
        if text.len() <= LONGEST_CREDIT
            && labels[at].0 != Label::Byline
            && !agencies.listed(text.trim_matches(|c: char| !c.is_alphanumeric())).is_empty()
        {
            labels[at] = (Label::Byline, Reason::Shown("credits an agency after the text"));
        } else if text.len() <= LONGEST_CREDIT && labels[at].0 == Label::Body && is_source(text) {
            labels[at] = (Label::Boilerplate, Reason::Shown("names its source after the text"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::label::tests::{PARAGRAPH, SECOND, labelled};

    #[test]
    fn a_source_named_after_the_text_is_no_part_of_it() {
        let below = |line: &str| labelled(&format!("{PARAGRAPH}\n{SECOND}\n{line}"), None)[2];
        for line in ["SOURCE: HARBOUR POST", "Fonte: Diário do Porto", "Quelle: Hafenblatt"] {
            assert_ne!(below(line), Label::Body, "{line}");
        }
        assert_eq!(below("Source: a sailor who saw it all from the quay that night."), Label::Body);
    }
}
