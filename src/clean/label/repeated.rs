//! Labels sentences that occur twice on a page: captions of a gallery, or a text extracted twice.
//!
//! Called by [`super::certain::certain`], after what a line shows by itself.

use crate::clean::Reason;
use rustc_hash::FxHashMap;

use super::Labelled;
use crate::clean::Label;
use crate::clean::lines::Line;
use crate::clean::signs::{Seen, Set, Sign};

/// Number of different repeated sentences from which they count as a gallery's captions. Chosen by
/// judgement.
const GALLERY: usize = 3;

/// Labels repeated sentences. If several are shown twice in a row, they are the captions of a
/// gallery; otherwise the first occurrence may be body or anything else: menus, comments and forms
/// are repeated too.
pub(super) fn twice(lines: &[Line<'_>], seen: &Seen, labels: &mut [Option<Labelled>]) {
    const FURNITURE: Set = Set::of(&[
        Sign::RecursProse,
        Sign::HoldsFurniture,
        Sign::MadeAsCaption,
        Sign::CreditEnd,
        Sign::Gallery,
    ]);
    let is_open = |at: &usize| {
        labels[*at].is_none() && lines[*at].is_prose(12) && !seen.signs[*at].has_any(FURNITURE)
    };
    let prose: Vec<usize> = (0..lines.len()).filter(is_open).collect();
    // Hardly any text has two lines with the same key; in the others no lines need comparing.
    let mut keys: Vec<u64> = prose.iter().map(|at| lines[*at].key).collect();
    keys.sort_unstable();
    if keys.windows(2).all(|two| two[0] != two[1]) {
        return;
    }
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for at in prose {
        places.entry(lines[at].text).or_default().push(at);
    }
    let different = places.len();
    places.retain(|_, at| at.len() > 1);
    // If most sentences are repeated, the whole page was extracted twice.
    let gallery = places.len() >= GALLERY
        && places.len() * 2 <= different
        && is_shown_twice(lines, labels, &places);
    for at in places.values() {
        for &again in &at[usize::from(!gallery)..] {
            labels[again] = Some(if gallery {
                (Label::Caption, Reason::Shown("repeated, as in a gallery"))
            } else {
                (Label::Boilerplate, Reason::Repeated)
            });
        }
    }
}

/// Whether the repeated lines are one row of lines and the same row right after it, and no running
/// text follows: a passage that occurs twice amid running text is no gallery.
fn is_shown_twice(
    lines: &[Line<'_>],
    labels: &[Option<Labelled>],
    places: &FxHashMap<&str, Vec<usize>>,
) -> bool {
    let mut both: Vec<usize> = places.values().flatten().copied().collect();
    both.sort_unstable();
    let in_a_row = both.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let half = places.len();
    let same_order = both.len() == 2 * half
        && (0..half).all(|at| lines[both[at]].text == lines[both[half + at]].text);
    let runs_on = |last: usize| {
        (last + 1..lines.len()).any(|at| labels[at].is_none() && lines[at].is_prose(12))
    };
    in_a_row && same_order && both.last().is_some_and(|last| !runs_on(*last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::label::tests::{PARAGRAPH, SECOND, THIRD, labelled, story};

    #[test]
    fn a_page_read_twice_is_kept_once_and_captions_shown_twice_are_a_gallery() {
        let twice = format!("{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}");
        use Label::{Body, Boilerplate, Caption};
        assert_eq!(
            labelled(&twice, None),
            [Body, Body, Body, Boilerplate, Boilerplate, Boilerplate]
        );
        let own: Vec<String> = (0..4)
            .map(|n| format!("{PARAGRAPH} It was the {n}th time in {n} years that they did."))
            .collect();
        let gallery = format!(
            "{}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}",
            own.join("\n")
        );
        assert_eq!(labelled(&gallery, None), [[Body; 4].as_slice(), &[Caption; 6]].concat());
    }

    #[test]
    fn a_passage_that_stands_twice_amid_the_text_is_kept_once() {
        use Label::{Body, Boilerplate};
        let more: Vec<String> = (0..3)
            .map(|n| format!("{PARAGRAPH} It was the {n}th time in {n} years that they did."))
            .collect();
        let text = format!(
            "{}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\nThe mayor of Halvik said that she would row to the islands herself if nobody else did so.",
            more.join("\n")
        );
        assert_eq!(
            labelled(&text, None),
            [[Body; 6].as_slice(), &[Boilerplate; 3], &[Body]].concat()
        );
    }

    #[test]
    fn sentences_repeated_apart_are_no_gallery() {
        let box_ = |n: usize| {
            format!(
                "The {n}th reader wrote that the boats of the north would never sail on time again."
            )
        };
        let comments: Vec<String> = (0..3).map(box_).collect();
        let replies: Vec<String> = (0..3).map(|n| format!("{}\nReply\n{n}", box_(n))).collect();
        let text = format!("{}\n{}\nReply\n{}", story(), comments.join("\n"), replies.join("\n"));
        let labels = labelled(&text, None);
        assert!(labels.iter().all(|label| *label != Label::Caption), "{labels:?}");
    }
}
